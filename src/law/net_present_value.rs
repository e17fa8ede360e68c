//! Laws of the net present value.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;

/// The worth of two lists of flows together is the sum of the worths of both: discounting is linear.
///
/// # Formula
/// ```text
/// npv(r, x + y) = npv(r, x) + npv(r, y)
/// ```
/// The shorter list ends in zeros. Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: additivity of
/// present values (Brealey, Myers and Allen, Principles of Corporate Finance, ch. 2).
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::{finance, law};
///
/// law::npv_is_linear(finance::npv_end, 0.1, &[-1000.0, 660.0], &[0.0, 605.0, 7.0])?;
/// // One that rounds to cents within loses some: 0.005 + 0.005.
/// let cents = |rate: f64, flows: &[f64]| finance::npv_end(rate, flows).map(|worth| (worth * 100.0).round_ties_even() / 100.0);
/// assert!(law::npv_is_linear(cents, 0.0, &[0.005], &[0.005]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn npv_is_linear<A: Amount, R: Answer<A>>(
    npv: impl Fn(A, &[A]) -> R,
    rate: A,
    flows: &[A],
    others: &[A],
) -> Result<(), Violation> {
    let case = Case::of("npv_is_linear").fed("rate", rate).fed("flows", flows).fed("others", others);
    let growth = case.speaks_of_growth(rate)?;
    let (ours, theirs) = (Term::list(flows), Term::list(others));
    let at = |list: &[Term<A>], at: usize| list.get(at).copied().unwrap_or(Term::zero());
    let together: Vec<Term<A>> =
        (0..ours.len().max(theirs.len())).map(|k| at(&ours, k) + at(&theirs, k)).collect();
    let sums: Option<Vec<A>> = together.into_iter().map(Term::amount).collect();
    case.speaks_of("flows that can be added", sums.is_some())?;
    let both = case.number("the worth of both together", npv(rate, &sums.unwrap_or_default()))?;
    let apart = case.number("the worth of the one", npv(rate, flows))?
        + case.number("the worth of the other", npv(rate, others))?;
    let size = Term::size(growth, &ours) + Term::size(growth, &theirs);
    case.equal(
        ("the worth of both together", both),
        ("the worth of the one and of the other", apart),
        Term::near(discounted_once_more(size, growth)),
    )
}

/// So many times the flows are worth so many times as much; also in another currency.
///
/// # Formula
/// ```text
/// npv(r, k x) = k npv(r, x)
/// ```
/// Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: homogeneity of the first degree, with
/// [`npv_is_linear`].
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::{Decimal, finance, law};
///
/// let flows = [-1000, 660, 605].map(Decimal::from);
/// law::npv_scales_with_money(finance::npv_from_now, Decimal::new(1, 1), &flows, Decimal::from(93))?;
/// let with_fee = |rate: f64, flows: &[f64]| finance::npv_end(rate, flows).map(|worth| worth - 1.0);
/// assert!(law::npv_scales_with_money(with_fee, 0.1, &[660.0], 2.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn npv_scales_with_money<A: Amount, R: Answer<A>>(
    npv: impl Fn(A, &[A]) -> R,
    rate: A,
    flows: &[A],
    factor: A,
) -> Result<(), Violation> {
    let case = Case::of("npv_scales_with_money").fed("rate", rate).fed("flows", flows).fed("factor", factor);
    let (growth, k) = (case.speaks_of_growth(rate)?, Term::of(factor));
    let scaled = case.scaled(flows, k)?;
    let size = Term::size(growth, &Term::list(flows)) * k.abs();
    case.equal(
        ("the worth of so many times the flows", case.number("npv", npv(rate, &scaled))?),
        ("so many times their worth", case.number("npv", npv(rate, flows))? * k),
        Term::near(discounted_once_more(size, growth)),
    )
}

/// Where money costs nothing, flows are worth what they are.
///
/// # Formula
/// ```text
/// npv(0, x) = sum of x
/// ```
/// Tolerance: a billionth of the sizes, none in decimals. Source: the definition of the net present value.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{finance, law};
///
/// law::npv_at_zero_is_the_sum(finance::npv_end::<f64>, &[-1000.0, 660.0, 605.0])?;
/// // The closed form of level flows divides by the rate.
/// let closed = |rate: f64, flows: &[f64]| flows[0] * (1.0 - (1.0 + rate).powi(-(flows.len() as i32))) / rate;
/// assert!(law::npv_at_zero_is_the_sum(closed, &[7.0, 7.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn npv_at_zero_is_the_sum<A: Amount, R: Answer<A>>(
    npv: impl Fn(A, &[A]) -> R,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("npv_at_zero_is_the_sum").fed("flows", flows);
    let terms = Term::list(flows);
    let size = Term::sum(terms.iter().map(|flow| flow.abs()));
    let tolerance = if A::IS_DECIMAL { Term::zero() } else { Term::near(size) };
    case.equal(
        ("the worth at rate 0", case.number("npv", npv(A::scaled(0, 0), flows))?),
        ("the sum of the flows", Term::sum(terms)),
        tolerance,
    )
}

/// The spreadsheets' net present value, whose first flow is a period away, is that of textbooks a period earlier.
///
/// # Formula
/// ```text
/// npv_from_now(r, x) = (1 + r) npv_end(r, x)
/// ```
/// Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: ISO/IEC 29500-1 18.17.7 (`NPV`) against
/// numpy-financial (`npv`), which two conventions are often mistaken for each other.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::{finance, law};
///
/// let flows = [-1000.0, 660.0, 605.0];
/// law::npv_conventions_differ_by_a_period(finance::npv_end, finance::npv_from_now, 0.1, &flows)?;
/// let same = finance::npv_end::<f64>;
/// assert!(law::npv_conventions_differ_by_a_period(same, same, 0.1, &flows).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn npv_conventions_differ_by_a_period<A: Amount, R: Answer<A>, S: Answer<A>>(
    npv_end: impl Fn(A, &[A]) -> R,
    npv_from_now: impl Fn(A, &[A]) -> S,
    rate: A,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("npv_conventions_differ_by_a_period").fed("rate", rate).fed("flows", flows);
    let growth = case.speaks_of_growth(rate)?;
    case.equal(
        ("the worth from now", case.number("npv_from_now", npv_from_now(rate, flows))?),
        ("that of a period earlier, grown", case.number("npv_end", npv_end(rate, flows))? * growth),
        Term::near(Term::size(growth, &Term::list(flows))),
    )
}

/// An outlay now and what comes in later are worth less, the more money costs. The first flow is now.
///
/// # Formula
/// ```text
/// r <= s  =>  npv(s, x) <= npv(r, x)      x_0 of any sign, x_1, x_2, ... >= 0
/// ```
/// Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: the net present value profile of a
/// conventional project (Brealey, Myers and Allen, ch. 5).
///
/// # Errors
/// A [`Violation`], also for rates of -1 or less or that fall, and for a later flow below 0.
///
/// ```
/// use breakeven::{finance, law};
///
/// law::npv_falls_with_the_rate(finance::npv_from_now, 0.05, 0.1, &[-1000.0, 660.0, 605.0])?;
/// let compounds = |rate: f64, flows: &[f64]| flows.iter().enumerate().map(|(k, flow)| flow * (1.0 + rate).powi(k as i32)).sum::<f64>();
/// assert!(law::npv_falls_with_the_rate(compounds, 0.05, 0.1, &[-1000.0, 660.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn npv_falls_with_the_rate<A: Amount, R: Answer<A>>(
    npv: impl Fn(A, &[A]) -> R,
    lower: A,
    higher: A,
    flows: &[A],
) -> Result<(), Violation> {
    let case =
        Case::of("npv_falls_with_the_rate").fed("lower", lower).fed("higher", higher).fed("flows", flows);
    let growth = case.speaks_of_growth(lower)?;
    case.speaks_of("a lower rate and a higher one", lower <= higher)?;
    let terms = Term::list(flows);
    case.speaks_of(
        "flows of 0 and more after the first",
        terms.iter().skip(1).all(|flow| Term::zero().is_at_most(*flow)),
    )?;
    case.at_most(
        ("the worth at the higher rate", case.number("npv", npv(higher, flows))?),
        ("the worth at the lower rate", case.number("npv", npv(lower, flows))?),
        Term::near(Term::size(growth, &terms)),
    )
}

/// Flows are worth their beginning and, discounted to now, the worth that the rest has then.
///
/// # Formula
/// ```text
/// npv(r, x_0 .. x_n) = npv(r, x_0 .. x_(k-1)) + npv(r, x_k .. x_n) / (1 + r)^k
/// ```
/// It holds in either convention. Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: the worth of a
/// balance carried forward; a study in two parts comes to the whole.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less, and where there are not so many flows.
///
/// ```
/// use breakeven::{finance, law};
///
/// law::npv_splits_at_any_period(finance::npv_from_now, 0.1, &[-1000.0, 660.0, 605.0], 2)?;
/// let last_twice = |rate: f64, flows: &[f64]| finance::npv_end(rate, flows).map(|worth| worth + flows[flows.len() - 1]);
/// assert!(law::npv_splits_at_any_period(last_twice, 0.1, &[1.0, 1.0], 1).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn npv_splits_at_any_period<A: Amount, R: Answer<A>>(
    npv: impl Fn(A, &[A]) -> R,
    rate: A,
    flows: &[A],
    at: usize,
) -> Result<(), Violation> {
    let case = Case::of("npv_splits_at_any_period").fed("rate", rate).fed("flows", flows).fed("at", at);
    let growth = case.speaks_of_growth(rate)?;
    let parts = flows.split_at_checked(at);
    case.speaks_of("a period within the flows", parts.is_some())?;
    let (head, tail) = parts.unwrap_or_default();
    let head = case.number("npv of the beginning", npv(rate, head))?;
    let tail = case.number("npv of the rest", npv(rate, tail))?;
    let discounted = (0..at).fold(tail, |worth, _| worth.over(growth));
    let size = Term::size(growth, &Term::list(flows));
    case.equal(
        ("the worth of all", case.number("npv", npv(rate, flows))?),
        ("the worth of the beginning and of the rest", head + discounted),
        Term::near(discounted_once_more(size, growth)),
    )
}

/// Level payments are worth what their present value says, in the sign of spreadsheets.
///
/// # Formula
/// ```text
/// pv(r, n, pmt) = -npv_end(r, pmt, ..., pmt)      n times
/// ```
/// Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: an ordinary annuity is its payments
/// (ISO/IEC 29500-1 18.17.7, `PV` and `NPV`).
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::{finance, law};
///
/// let pv = |rate: f64, periods: u32, payment: f64| -payment * (1.0 - (1.0 + rate).powi(-(periods as i32))) / rate;
/// law::present_value_is_the_npv_of_its_payments(pv, finance::npv_end, 0.1, 3, 100.0)?;
/// // At rate 0 it is the payments themselves, and 0 / 0 to the closed form.
/// assert!(law::present_value_is_the_npv_of_its_payments(pv, finance::npv_end, 0.0, 3, 100.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn present_value_is_the_npv_of_its_payments<A: Amount, R: Answer<A>, S: Answer<A>>(
    present_value: impl Fn(A, u32, A) -> R,
    npv_end: impl Fn(A, &[A]) -> S,
    rate: A,
    periods: u32,
    payment: A,
) -> Result<(), Violation> {
    let case = Case::of("present_value_is_the_npv_of_its_payments")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("payment", payment);
    let growth = case.speaks_of_growth(rate)?;
    case.speaks_of_periods(periods)?;
    let payments: Vec<A> = (0..periods).map(|_| payment).collect();
    case.equal(
        ("the present value", case.number("present_value", present_value(rate, periods, payment))?),
        ("the worth of the payments, paid", case.number("npv_end", npv_end(rate, &payments))?.negative()),
        Term::near(Term::size(growth, &Term::list(&payments))),
    )
}

/// The size of the terms in either convention: below rate 0 a flow a period later weighs more.
fn discounted_once_more<A: Amount>(size: Term<A>, growth: Term<A>) -> Term<A> {
    size.at_least(size.over(growth))
}
