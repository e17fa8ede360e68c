//! Laws of payback, levelized cost, leases and tax shields.

use super::answer::{Answer, Yield};
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;
use std::fmt::Debug;

/// The payback is the first period at whose end as much has come in as went out.
///
/// # Formula
/// ```text
/// payback(x) = min { k : x_0 + ... + x_k >= 0 }, or none
/// ```
/// `payback` gives the whole period, `None` where there is none. Tolerance: none (sums of floats that come to 0 all but a
/// billionth of the sizes are left open). Source: Brealey, Myers and Allen, ch. 5.
///
/// # Errors
/// A [`Violation`], also where a sum of floats is all but 0.
///
/// ```
/// use breakeven::law;
///
/// let payback = |flows: &[f64]| {
///     let mut sum = 0.0;
///     flows.iter().position(|flow| { sum += flow; sum >= 0.0 }).map(|at| at as u32)
/// };
/// law::payback_is_the_first_period_without_loss(payback, &[-1000.0, 400.0, 400.0, 400.0])?;
/// // The outlay over the mean of what comes in, rounded up, knows nothing of when.
/// let by_mean = |flows: &[f64]| Some((-flows[0] / (flows[1..].iter().sum::<f64>() / (flows.len() - 1) as f64)).ceil() as u32);
/// assert!(law::payback_is_the_first_period_without_loss(by_mean, &[-1000.0, 1000.0, 0.0, 0.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn payback_is_the_first_period_without_loss<A: Amount>(
    payback: impl Fn(&[A]) -> Option<u32>,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("payback_is_the_first_period_without_loss").fed("flows", flows);
    let (mut sum, mut size, mut first) = (Term::zero(), Term::zero(), None);
    for (flow, at) in Term::list(flows).into_iter().zip(0_u32..) {
        (sum, size) = (sum + flow, size + flow.abs());
        let is_open = !A::IS_DECIMAL && !sum.is_zero() && sum.abs().is_below(Term::near(size));
        case.speaks_of("sums that floats tell from 0", !is_open)?;
        if Term::zero().is_at_most(sum) {
            first = first.or(Some(at));
        }
    }
    case.same(("the payback", payback(flows)), ("the first period whose sum is no loss", first))
}

/// In today's worth an outlay is paid back no sooner.
///
/// # Formula
/// ```text
/// simple(x) <= discounted(r, x)      r >= 0, x_1, x_2, ... >= 0; none is later than any
/// ```
/// Both give the period, interpolated or whole. Tolerance: a billionth of the period, 1e-20 in decimals. Source: discounting
/// takes from what comes later.
///
/// # Errors
/// A [`Violation`], also for a rate below 0 and for a later flow below 0.
///
/// ```
/// use breakeven::law;
///
/// let flows = [-1000.0, 500.0, 500.0, 500.0];
/// // 500 / 1.1 + 500 / 1.21 is 867.77, and 375.66 come in the third.
/// law::discounted_payback_is_no_sooner(|_: &[f64]| Some(2.0), |_: f64, _: &[f64]| Some(2.352), 0.1, &flows)?;
/// assert!(law::discounted_payback_is_no_sooner(|_: &[f64]| Some(2.0), |_: f64, _: &[f64]| Some(1.8), 0.1, &flows).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn discounted_payback_is_no_sooner<A: Amount>(
    simple: impl Fn(&[A]) -> Option<A>,
    discounted: impl Fn(A, &[A]) -> Option<A>,
    rate: A,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("discounted_payback_is_no_sooner").fed("rate", rate).fed("flows", flows);
    case.speaks_of("rates of 0 and more", Term::zero().is_at_most(Term::of(rate)))?;
    let rest = Term::list(flows).into_iter().skip(1);
    case.speaks_of(
        "flows of 0 and more after the first",
        rest.into_iter().all(|flow| Term::zero().is_at_most(flow)),
    )?;
    let Some(later) = discounted(rate, flows) else { return Ok(()) };
    let sooner = case.number("simple", simple(flows))?;
    let later = case.number("discounted", later)?;
    case.at_most(("the simple payback", sooner), ("the discounted payback", later), Term::near(later.abs()))
}

/// A larger outlay is paid back no sooner.
///
/// # Formula
/// ```text
/// payback(x_0 - more, x_1, ...) >= payback(x_0, x_1, ...)      more >= 0; none is later than any
/// ```
/// Tolerance: a billionth of the period, 1e-20 in decimals. Source: each sum is the less by it.
///
/// # Errors
/// A [`Violation`], also where more is below 0 and where there are no flows.
///
/// ```
/// use breakeven::law;
///
/// let level = |flows: &[f64]| Some(-flows[0] / flows[1]).filter(|period| *period < flows.len() as f64);
/// law::payback_waits_for_a_larger_outlay(level, &[-1000.0, 500.0, 500.0, 500.0], 250.0)?;
/// let first_inflow = |_: &[f64]| Some(1.0);
/// law::payback_waits_for_a_larger_outlay(first_inflow, &[-10.0, 20.0], 5.0)?;
/// assert!(law::payback_waits_for_a_larger_outlay(|flows: &[f64]| Some(1000.0 / -flows[0]), &[-10.0, 20.0], 5.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn payback_waits_for_a_larger_outlay<A: Amount>(
    payback: impl Fn(&[A]) -> Option<A>,
    flows: &[A],
    more: A,
) -> Result<(), Violation> {
    let case = Case::of("payback_waits_for_a_larger_outlay").fed("flows", flows).fed("more", more);
    case.speaks_of(
        "an outlay, and 0 or more on top",
        !flows.is_empty() && Term::zero().is_at_most(Term::of(more)),
    )?;
    let mut dearer = flows.to_vec();
    if let Some(outlay) = dearer.first_mut() {
        *outlay = case.made(Term::of(*outlay) - Term::of(more))?;
    }
    let Some(later) = payback(&dearer) else { return Ok(()) };
    let (sooner, later) = (case.number("payback", payback(flows))?, case.number("payback", later)?);
    case.at_most(("the payback", sooner), ("that of the larger outlay", later), Term::near(later.abs()))
}

/// Without interest a level saving pays an outlay back after as many periods as it goes into it, rounded up.
///
/// # Formula
/// ```text
/// months(outlay, saving) = max(1, ceil(outlay / saving)),      none for a saving of 0 or less
/// ```
/// Tolerance: none; outlays and savings are whole, so that the quotient is. Source: the definition of the payback period.
///
/// # Errors
/// A [`Violation`], also for an outlay of 0.
///
/// ```
/// use breakeven::law;
///
/// let months = |outlay: u64, saving: i64| u64::try_from(saving).ok().filter(|saving| *saving > 0).map(|saving| outlay.div_ceil(saving));
/// law::payback_without_interest_is_outlay_over_saving(months, 1000, 250)?;
/// let floor_and_one = |outlay: u64, saving: i64| u64::try_from(saving).ok().filter(|saving| *saving > 0).map(|saving| outlay / saving + 1);
/// assert!(law::payback_without_interest_is_outlay_over_saving(floor_and_one, 1000, 250).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn payback_without_interest_is_outlay_over_saving(
    months: impl Fn(u64, i64) -> Option<u64>,
    outlay: u64,
    saving: i64,
) -> Result<(), Violation> {
    let case = Case::of("payback_without_interest_is_outlay_over_saving")
        .fed("outlay", outlay)
        .fed("saving", saving);
    case.speaks_of("an outlay above 0", outlay > 0)?;
    let expected = u64::try_from(saving)
        .ok()
        .and_then(|saving| outlay.checked_div(saving).map(|_| outlay.div_ceil(saving)));
    case.same(("the payback", months(outlay, saving)), ("the outlay over the saving, rounded up", expected))
}

/// Sold at the levelized cost, the volume is worth what it cost.
///
/// # Formula
/// ```text
/// lc sum of q_k / (1 + r)^k = sum of c_k / (1 + r)^k      k = 0, 1, ...
/// ```
/// `levelized` takes rate, costs and volumes. Tolerance: a billionth of the discounted costs, 1e-20 in decimals. Source:
/// Short, Packey and Holt, A Manual for the Economic Evaluation of Energy Efficiency, NREL 1995: volumes are discounted too.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and where no volume is above 0.
///
/// ```
/// use breakeven::{finance, law};
///
/// let levelized = |rate: f64, costs: &[f64], volumes: &[f64]| Ok::<_, breakeven::Error>(finance::npv_from_now(rate, costs)? / finance::npv_from_now(rate, volumes)?);
/// law::levelized_cost_recovers_the_costs(levelized, 0.1, &[1000.0, 110.0], &[0.0, 55.0])?;
/// let volumes_as_they_are = |rate: f64, costs: &[f64], volumes: &[f64]| finance::npv_from_now(rate, costs).map(|worth| worth / volumes.iter().sum::<f64>());
/// assert!(law::levelized_cost_recovers_the_costs(volumes_as_they_are, 0.1, &[1000.0, 110.0], &[0.0, 55.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn levelized_cost_recovers_the_costs<A: Amount, R: Answer<A>>(
    levelized: impl Fn(A, &[A], &[A]) -> R,
    rate: A,
    costs: &[A],
    volumes: &[A],
) -> Result<(), Violation> {
    let case = Case::of("levelized_cost_recovers_the_costs")
        .fed("rate", rate)
        .fed("costs", costs)
        .fed("volumes", volumes);
    let growth = case.speaks_of_growth(rate)?;
    let (spent, sold) = (Term::list(costs), Term::list(volumes));
    speaks_of_volume(&case, &sold)?;
    let price = case.number("levelized", levelized(rate, costs, volumes))?;
    case.equal(
        ("the volume at the levelized cost", price * Term::worth(growth, &sold)),
        ("the costs", Term::worth(growth, &spent)),
        Term::near(Term::size(growth, &spent)),
    )
}

/// The levelized cost rises with the costs and falls with the volume, both in proportion.
///
/// # Formula
/// ```text
/// levelized(r, k c, m q) = k / m levelized(r, c, q)      m > 0
/// ```
/// Tolerance: a billionth of the levelized cost and of that of the sizes, 1e-20 in decimals. Source: homogeneous of degree 1
/// in costs and of degree -1 in volumes; a price per token and one per million differ by a million.
///
/// # Errors
/// A [`Violation`], also where no volume is above 0 and for a factor of volumes of 0 or less.
///
/// ```
/// use breakeven::law;
///
/// let mean = |_: f64, costs: &[f64], volumes: &[f64]| costs.iter().sum::<f64>() / volumes.iter().sum::<f64>();
/// law::levelized_cost_scales_with_costs_over_volumes(mean, 0.1, &[100.0], &[20.0], 3.0, 1000.0)?;
/// let with_fee = |rate: f64, costs: &[f64], volumes: &[f64]| mean(rate, costs, volumes) + 0.01;
/// assert!(law::levelized_cost_scales_with_costs_over_volumes(with_fee, 0.1, &[100.0], &[20.0], 3.0, 1000.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn levelized_cost_scales_with_costs_over_volumes<A: Amount, R: Answer<A>>(
    levelized: impl Fn(A, &[A], &[A]) -> R,
    rate: A,
    costs: &[A],
    volumes: &[A],
    of_costs: A,
    of_volumes: A,
) -> Result<(), Violation> {
    let case = Case::of("levelized_cost_scales_with_costs_over_volumes")
        .fed("rate", rate)
        .fed("costs", costs)
        .fed("volumes", volumes)
        .fed("of_costs", of_costs)
        .fed("of_volumes", of_volumes);
    let growth = case.speaks_of_growth(rate)?;
    let (k, m) = (Term::of(of_costs), Term::of(of_volumes));
    speaks_of_volume(&case, &Term::list(volumes))?;
    case.speaks_of("a factor of volumes above 0", Term::zero().is_below(m))?;
    let (spent, sold) = (case.scaled(costs, k)?, case.scaled(volumes, m)?);
    let before = case.number("levelized", levelized(rate, costs, volumes))?;
    let after = case.number("levelized", levelized(rate, &spent, &sold))?;
    let size = Term::size(growth, &Term::list(costs)).over(Term::worth(growth, &Term::list(volumes)));
    case.equal(
        ("the levelized cost of so many times both, times the volumes' factor", after * m),
        ("the levelized cost, times the costs' factor", before * k),
        Term::near(size * (k.abs() + Term::one()) * (m + Term::one())),
    )
}

/// The advantage of the one over the other is the disadvantage of the other over the one.
///
/// # Formula
/// ```text
/// advantage(a, b) = -advantage(b, a)
/// ```
/// Of whatever is compared: leasing against buying, an API against servers. Tolerance: a billionth of the advantage, none in
/// decimals. Source: the net advantage to leasing (Myers, Dill and Bautista, Journal of Finance 31, 1976) is a difference.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::advantage_changes_sign_when_swapped(|lease: &f64, buy: &f64| buy - lease, &900.0, &1000.0)?;
/// assert!(law::advantage_changes_sign_when_swapped(|lease: &f64, buy: &f64| (buy - lease) / buy, &900.0, &1000.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn advantage_changes_sign_when_swapped<A: Amount, X: Debug, R: Yield<Value = A>>(
    advantage: impl Fn(&X, &X) -> R,
    one: &X,
    other: &X,
) -> Result<(), Violation> {
    let case = Case::of("advantage_changes_sign_when_swapped").fed("one", one).fed("other", other);
    let there: Term<A> = case.number("advantage", advantage(one, other).value())?;
    let back: Term<A> = case.number("advantage", advantage(other, one).value())?;
    let tolerance = if A::IS_DECIMAL { Term::zero() } else { Term::near(there.abs()) };
    case.equal(("the advantage", there), ("the disadvantage", back.negative()), tolerance)
}

/// What depreciation saves in tax goes with the tax rate, and is nothing without tax.
///
/// # Formula
/// ```text
/// shield(t, r, d) = t sum over k = 1, 2, ... of d_k / (1 + r)^k
/// ```
/// `shield` takes tax rate, discount rate and depreciation. Tolerance: a billionth of the discounted depreciation, 1e-20 in
/// decimals. Source: Brealey, Myers and Allen, ch. 6.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::{finance, law};
///
/// let shield = |tax: f64, rate: f64, depreciation: &[f64]| finance::npv_end(rate, depreciation).map(|worth| tax * worth);
/// law::tax_shield_goes_with_the_tax_rate(shield, 0.21, 0.08, &[200.0, 320.0, 192.0])?;
/// let undiscounted = |tax: f64, _rate: f64, depreciation: &[f64]| tax * depreciation.iter().sum::<f64>();
/// assert!(law::tax_shield_goes_with_the_tax_rate(undiscounted, 0.21, 0.08, &[200.0, 320.0, 192.0]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn tax_shield_goes_with_the_tax_rate<A: Amount, R: Answer<A>>(
    shield: impl Fn(A, A, &[A]) -> R,
    tax_rate: A,
    rate: A,
    depreciation: &[A],
) -> Result<(), Violation> {
    let case = Case::of("tax_shield_goes_with_the_tax_rate")
        .fed("tax_rate", tax_rate)
        .fed("rate", rate)
        .fed("depreciation", depreciation);
    let growth = case.speaks_of_growth(rate)?;
    let terms = Term::list(depreciation);
    let worth = Term::worth(growth, &terms).over(growth);
    let size = Term::size(growth, &terms).over(growth);
    let found = case.number("shield", shield(tax_rate, rate, depreciation))?;
    case.equal(
        ("the tax shield", found),
        ("the tax on the discounted depreciation", Term::of(tax_rate) * worth),
        Term::near(size),
    )?;
    let untaxed = case.number("shield", shield(A::scaled(0, 0), rate, depreciation))?;
    case.equal(("the shield without tax", untaxed), ("nothing", Term::zero()), Term::zero())
}

fn speaks_of_volume<A: Amount>(case: &Case, volumes: &[Term<A>]) -> Result<(), Violation> {
    let none = Term::zero();
    let is_volume =
        volumes.iter().all(|one| none.is_at_most(*one)) && volumes.iter().any(|one| none.is_below(*one));
    case.speaks_of("volumes, none below 0 and one above it", is_volume)
}
