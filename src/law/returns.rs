//! Laws of internal rates of return.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;

/// At the internal rate of return flows are worth nothing.
///
/// # Formula
/// ```text
/// sum over k = 0, 1, ... of flow_k / (1 + irr)^k = 0,      irr > -1
/// ```
/// Tolerance: a millionth of the discounted sizes, 1e-12 in decimals, as it is found in steps. Source: the definition; `IRR`
/// of ISO/IEC 29500-1 18.17.7 asks the rate for 0.00001 percent.
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once: others have no rate, or several.
///
/// ```
/// use breakeven::law;
///
/// // 600 + 500 for 1,100: 10 percent.
/// law::irr_makes_the_worth_nothing(|_: &[f64]| 0.1, &[-1100.0, 660.0, 605.0])?;
/// assert!(law::irr_makes_the_worth_nothing(|_: &[f64]| 0.15, &[-1100.0, 660.0, 605.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn irr_makes_the_worth_nothing<A: Amount, R: Answer<A>>(
    irr: impl Fn(&[A]) -> R,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("irr_makes_the_worth_nothing").fed("flows", flows);
    speaks_of_one_change(&case, flows)?;
    let rate = case.number("irr", irr(flows))?;
    case.at_most(("-1", Term::whole(1).negative()), ("the rate", rate), Term::zero())?;
    let (worth, size) = Term::balance(Term::one() + rate, &Term::list(flows));
    case.equal(("the worth at the rate", worth), ("nothing", Term::zero()), Term::solved(size))
}

/// The rate of return is the same in any currency.
///
/// # Formula
/// ```text
/// irr(k x) = irr(x)      k not 0
/// ```
/// Tolerance: a millionth of 1 + irr, 1e-12 in decimals, as it is found in steps. Source: homogeneity of degree 0 (Brealey,
/// Myers and Allen, ch. 5).
///
/// # Errors
/// A [`Violation`], also for a factor of 0 and for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let two_flows = |flows: &[f64]| -flows[1] / flows[0] - 1.0;
/// law::irr_is_the_same_in_any_currency(two_flows, &[-100.0, 110.0], 93.0)?;
/// let stops_early = |flows: &[f64]| if flows[0].abs() < 1.0 { 0.0 } else { two_flows(flows) };
/// assert!(law::irr_is_the_same_in_any_currency(stops_early, &[-100.0, 110.0], 0.001).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn irr_is_the_same_in_any_currency<A: Amount, R: Answer<A>>(
    irr: impl Fn(&[A]) -> R,
    flows: &[A],
    factor: A,
) -> Result<(), Violation> {
    let case = Case::of("irr_is_the_same_in_any_currency").fed("flows", flows).fed("factor", factor);
    speaks_of_one_change(&case, flows)?;
    case.speaks_of("a factor that is not 0", !Term::of(factor).is_zero())?;
    let scaled = case.scaled(flows, Term::of(factor))?;
    let (one, other) = (case.number("irr", irr(flows))?, case.number("irr", irr(&scaled))?);
    case.equal(
        ("the rate", one),
        ("the rate of so many times the flows", other),
        Term::solved(Term::one() + one.abs()),
    )
}

/// Periods in which nothing flows do not change the rate of return, after the last flow.
///
/// # Formula
/// ```text
/// irr(x, 0, ..., 0) = irr(x)
/// ```
/// Tolerance: a millionth of 1 + irr, 1e-12 in decimals, as it is found in steps. Source: the definition.
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let first_and_last = |flows: &[f64]| {
///     let last = flows.iter().rposition(|flow| *flow != 0.0).unwrap();
///     (-flows[last] / flows[0]).powf(1.0 / last as f64) - 1.0
/// };
/// law::irr_ignores_periods_without_flows(first_and_last, &[-100.0, 121.0], 3)?;
/// let by_length = |flows: &[f64]| 1.1_f64.powi(flows.len() as i32) - 1.0;
/// assert!(law::irr_ignores_periods_without_flows(by_length, &[-100.0, 121.0], 3).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn irr_ignores_periods_without_flows<A: Amount, R: Answer<A>>(
    irr: impl Fn(&[A]) -> R,
    flows: &[A],
    periods: usize,
) -> Result<(), Violation> {
    let case = Case::of("irr_ignores_periods_without_flows").fed("flows", flows).fed("periods", periods);
    speaks_of_one_change(&case, flows)?;
    case.speaks_of("at most 1,200 periods", periods <= 1200)?;
    let mut longer = flows.to_vec();
    longer.resize(flows.len().saturating_add(periods), A::scaled(0, 0));
    let (one, other) = (case.number("irr", irr(flows))?, case.number("irr", irr(&longer))?);
    case.equal(
        ("the rate", one),
        ("the rate with nothing after it", other),
        Term::solved(Term::one() + one.abs()),
    )
}

/// Flows that are turned around in time discount by what they grew by.
///
/// # Formula
/// ```text
/// irr(x_n, ..., x_0) = 1 / (1 + irr(x_0, ..., x_n)) - 1
/// ```
/// Tolerance: a millionth of 1 + irr, 1e-12 in decimals, as it is found in steps. Source: substitute v = 1 / (1 + r).
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let two_flows = |flows: &[f64]| -flows[1] / flows[0] - 1.0;
/// law::irr_of_reversed_flows_is_the_inverse(two_flows, &[-100.0, 125.0])?; // 25 and -20 percent
/// let gain = |flows: &[f64]| (flows[1].abs() - flows[0].abs()).abs() / 100.0;
/// assert!(law::irr_of_reversed_flows_is_the_inverse(gain, &[-100.0, 125.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn irr_of_reversed_flows_is_the_inverse<A: Amount, R: Answer<A>>(
    irr: impl Fn(&[A]) -> R,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("irr_of_reversed_flows_is_the_inverse").fed("flows", flows);
    speaks_of_one_change(&case, flows)?;
    let reversed: Vec<A> = flows.iter().rev().copied().collect();
    let (one, other) = (case.number("irr", irr(flows))?, case.number("irr of the reversed", irr(&reversed))?);
    let inverse = Term::one().over(Term::one() + one);
    case.equal(
        ("the growth of the reversed flows", Term::one() + other),
        ("one over the growth of the flows", inverse),
        Term::solved(Term::one() + inverse.abs()),
    )
}

/// There are no more rates of return than changes of sign, and each of them makes the worth nothing.
///
/// # Formula
/// ```text
/// number of roots above -1 <= changes of sign in x      (and at least one where their number is odd)
/// ```
/// `rates` gives all roots that it finds. Tolerance: a millionth of the discounted sizes, 1e-12 in decimals. Source: Descartes' rule of signs, in v = 1 / (1 + r). (-1000, 2300, -1320) has both 10 and 20 percent.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::irr_has_no_more_roots_than_changes_of_sign(|_: &[f64]| vec![0.1, 0.2], &[-1000.0, 2300.0, -1320.0])?;
/// // -2.1 solves the equation too: what costs 1,000 would be worth less than nothing each period.
/// assert!(law::irr_has_no_more_roots_than_changes_of_sign(|_: &[f64]| vec![0.1, -2.1], &[-1000.0, 0.0, 1210.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn irr_has_no_more_roots_than_changes_of_sign<A: Amount, R: Answer<Vec<A>>>(
    rates: impl Fn(&[A]) -> R,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("irr_has_no_more_roots_than_changes_of_sign").fed("flows", flows);
    let found = case.numbers("rates", rates(flows))?;
    let changes = changes_of_sign(flows);
    let count = |n: usize| i128::try_from(n).unwrap_or(i128::MAX);
    case.counts_at_most(("the roots", count(found.len())), ("the changes of sign", count(changes)))?;
    case.counts_at_most(
        ("one where their number is odd", count(changes % 2)),
        ("the roots", count(found.len())),
    )?;
    let terms = Term::list(flows);
    for rate in found {
        case.at_most(("-1", Term::whole(1).negative()), ("the rate", rate), Term::zero())?;
        let (worth, size) = Term::balance(Term::one() + rate, &terms);
        case.equal(("the worth at a root", worth), ("nothing", Term::zero()), Term::solved(size))?;
    }
    Ok(())
}

/// Where money is financed and reinvested at the internal rate of return, the modified one is the same.
///
/// # Formula
/// ```text
/// mirr(x, irr(x), irr(x)) = irr(x)
/// ```
/// `mirr` takes flows, finance rate and reinvestment rate. Tolerance: a millionth of 1 + irr, 1e-12 in decimals. Source: both
/// sides of the net present value grow to the end (Lin, The Modified Internal Rate of Return, Engineering Economist 21, 1976).
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let irr = |flows: &[f64]| -flows[1] / flows[0] - 1.0;
/// let mirr = |flows: &[f64], _finance: f64, _reinvest: f64| -flows[1] / flows[0] - 1.0;
/// law::mirr_at_the_irr_is_the_irr(mirr, irr, &[-100.0, 110.0])?;
/// let over_both = |flows: &[f64], _finance: f64, _reinvest: f64| (-flows[1] / flows[0]).sqrt() - 1.0;
/// assert!(law::mirr_at_the_irr_is_the_irr(over_both, irr, &[-100.0, 110.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn mirr_at_the_irr_is_the_irr<A: Amount, R: Answer<A>, S: Answer<A>>(
    mirr: impl Fn(&[A], A, A) -> R,
    irr: impl Fn(&[A]) -> S,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("mirr_at_the_irr_is_the_irr").fed("flows", flows);
    speaks_of_one_change(&case, flows)?;
    let rate = case.number("irr", irr(flows))?;
    let at = case.made(rate)?;
    let modified = case.number("mirr", mirr(flows, at, at))?;
    case.equal(("the modified rate", modified), ("the rate", rate), Term::solved(Term::one() + rate.abs()))
}

/// Flows every 365 days have the rate of return that they have by the period.
///
/// # Formula
/// ```text
/// xirr((0, x_0), (365, x_1), (730, x_2), ...) = irr(x_0, x_1, x_2, ...)
/// ```
/// `xirr` takes flows with their day, counted from any day. Tolerance: a millionth of 1 + irr, 1e-12 in decimals. Source:
/// `XIRR` counts actual days over 365, also in leap years.
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let irr = |flows: &[f64]| -flows[1] / flows[0] - 1.0;
/// let xirr = |dated: &[(i32, f64)]| (-dated[1].1 / dated[0].1).powf(365.0 / f64::from(dated[1].0 - dated[0].0)) - 1.0;
/// law::xirr_of_whole_years_is_irr(xirr, irr, &[-100.0, 110.0])?;
/// let by_360 = |dated: &[(i32, f64)]| (-dated[1].1 / dated[0].1).powf(360.0 / f64::from(dated[1].0 - dated[0].0)) - 1.0;
/// assert!(law::xirr_of_whole_years_is_irr(by_360, irr, &[-100.0, 110.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn xirr_of_whole_years_is_irr<A: Amount, R: Answer<A>, S: Answer<A>>(
    xirr: impl Fn(&[(i32, A)]) -> R,
    irr: impl Fn(&[A]) -> S,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("xirr_of_whole_years_is_irr").fed("flows", flows);
    speaks_of_one_change(&case, flows)?;
    let dated: Vec<(i32, A)> = (0..).step_by(365).zip(flows.iter().copied()).collect();
    let (by_day, by_year) = (case.number("xirr", xirr(&dated))?, case.number("irr", irr(flows))?);
    case.equal(
        ("the rate by days", by_day),
        ("the rate by years", by_year),
        Term::solved(Term::one() + by_year.abs()),
    )
}

/// The same flows some days later have the same rate of return.
///
/// # Formula
/// ```text
/// xirr((d_0 + s, x_0), (d_1 + s, x_1), ...) = xirr((d_0, x_0), (d_1, x_1), ...)
/// ```
/// Tolerance: a millionth of 1 + irr, 1e-12 in decimals, as it is found in steps. Source: only differences of dates count.
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let xirr = |dated: &[(i32, f64)]| (-dated[1].1 / dated[0].1).powf(365.0 / f64::from(dated[1].0 - dated[0].0)) - 1.0;
/// law::xirr_ignores_the_calendar(xirr, &[(0, -100.0), (365, 110.0)], 1000)?;
/// let from_day_0 = |dated: &[(i32, f64)]| (-dated[1].1 / dated[0].1).powf(365.0 / f64::from(dated[1].0)) - 1.0;
/// assert!(law::xirr_ignores_the_calendar(from_day_0, &[(0, -100.0), (365, 110.0)], 1000).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn xirr_ignores_the_calendar<A: Amount, R: Answer<A>>(
    xirr: impl Fn(&[(i32, A)]) -> R,
    dated: &[(i32, A)],
    days: i32,
) -> Result<(), Violation> {
    let case = Case::of("xirr_ignores_the_calendar").fed("dated", dated).fed("days", days);
    let later: Vec<(i32, A)> = dated.iter().map(|(day, flow)| (day.saturating_add(days), *flow)).collect();
    keeps_the_rate(&case, xirr, dated, &later)
}

/// The order in which dated flows are written after the first does not change their rate of return.
///
/// # Formula
/// ```text
/// xirr(first, a permutation of the others) = xirr(first, the others)
/// ```
/// Tolerance: a millionth of 1 + irr, 1e-12 in decimals, as it is found in steps. Source: a sum does not depend on its order.
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let dated = [(0, -200.0), (365, 110.0), (730, 121.0)];
/// // 110 / 1.1 + 121 / 1.21
/// law::xirr_ignores_the_order(|_: &[(i32, f64)]| 0.1, &dated)?;
/// let by_last = |dated: &[(i32, f64)]| dated[2].0 as f64 / 7300.0;
/// assert!(law::xirr_ignores_the_order(by_last, &dated).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn xirr_ignores_the_order<A: Amount, R: Answer<A>>(
    xirr: impl Fn(&[(i32, A)]) -> R,
    dated: &[(i32, A)],
) -> Result<(), Violation> {
    let case = Case::of("xirr_ignores_the_order").fed("dated", dated);
    let reordered: Vec<(i32, A)> = dated.iter().take(1).chain(dated.iter().skip(1).rev()).copied().collect();
    keeps_the_rate(&case, xirr, dated, &reordered)
}

/// A flow that is paid in two parts on the same day does not change the rate of return.
///
/// # Formula
/// ```text
/// xirr(..., (d, x / 2), (d, x / 2)) = xirr(..., (d, x))
/// ```
/// Tolerance: a millionth of 1 + irr, 1e-12 in decimals, as it is found in steps. Source: a sum of what is paid on a day.
///
/// # Errors
/// A [`Violation`], also for flows that do not change their sign exactly once.
///
/// ```
/// use breakeven::law;
///
/// let dated = [(0, -100.0), (365, 110.0)];
/// law::xirr_ignores_a_flow_in_two_parts(|_: &[(i32, f64)]| 0.1, &dated)?;
/// let one_a_day = |dated: &[(i32, f64)]| -dated[1].1 / dated[0].1 - 1.0;
/// assert!(law::xirr_ignores_a_flow_in_two_parts(one_a_day, &dated).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn xirr_ignores_a_flow_in_two_parts<A: Amount, R: Answer<A>>(
    xirr: impl Fn(&[(i32, A)]) -> R,
    dated: &[(i32, A)],
) -> Result<(), Violation> {
    let case = Case::of("xirr_ignores_a_flow_in_two_parts").fed("dated", dated);
    let mut parted = dated.to_vec();
    if let Some((day, flow)) = parted.pop() {
        let half = case.made(Term::of(flow).over(Term::whole(2)))?;
        parted.extend([(day, half), (day, half)]);
    }
    keeps_the_rate(&case, xirr, dated, &parted)
}

fn keeps_the_rate<A: Amount, R: Answer<A>>(
    case: &Case,
    xirr: impl Fn(&[(i32, A)]) -> R,
    before: &[(i32, A)],
    after: &[(i32, A)],
) -> Result<(), Violation> {
    let mut by_day = before.to_vec();
    by_day.sort_by_key(|(day, _)| *day);
    speaks_of_one_change(case, &by_day.into_iter().map(|(_, flow)| flow).collect::<Vec<_>>())?;
    let (one, other) = (case.number("xirr", xirr(before))?, case.number("xirr", xirr(after))?);
    case.equal(
        ("the rate", one),
        ("the rate of the same flows", other),
        Term::solved(Term::one() + one.abs()),
    )
}

fn speaks_of_one_change<A: Amount>(case: &Case, flows: &[A]) -> Result<(), Violation> {
    case.speaks_of("flows that change their sign once", changes_of_sign(flows) == 1)
}

fn changes_of_sign<A: Amount>(flows: &[A]) -> usize {
    let signs: Vec<bool> = Term::list(flows)
        .into_iter()
        .filter(|flow| !flow.is_zero())
        .map(|flow| flow.is_below(Term::zero()))
        .collect();
    signs.iter().zip(signs.iter().skip(1)).filter(|(one, next)| one != next).count()
}
