//! Laws of rates: effective and nominal, real and nominal, capital recovery, the cost of capital.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;

/// The effective rate of a nominal one, and back.
///
/// # Formula
/// ```text
/// effective(nominal(x, m), m) = x      m = 1, 2, ... compoundings a year
/// ```
/// Tolerance: a billionth of 1 + x, 1e-20 in decimals. Source: `EFFECT` and `NOMINAL` of ISO/IEC 29500-1 18.17.7 are inverse
/// to each other.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and for no compounding.
///
/// ```
/// use breakeven::law;
///
/// let effective = |nominal: f64, m: u32| (1.0 + nominal / f64::from(m)).powi(m as i32) - 1.0;
/// let nominal = |effective: f64, m: u32| f64::from(m) * ((1.0 + effective).powf(1.0 / f64::from(m)) - 1.0);
/// law::effective_undoes_nominal(effective, nominal, 0.08, 12)?;
/// assert!(law::effective_undoes_nominal(effective, |rate: f64, _| rate, 0.08, 12).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn effective_undoes_nominal<A: Amount, R: Answer<A>, S: Answer<A>>(
    effective: impl Fn(A, u32) -> R,
    nominal: impl Fn(A, u32) -> S,
    rate: A,
    compoundings: u32,
) -> Result<(), Violation> {
    let case = Case::of("effective_undoes_nominal").fed("rate", rate).fed("compoundings", compoundings);
    case.speaks_of_growth(rate)?;
    case.speaks_of("at least one compounding", compoundings > 0)?;
    let between = case.made(case.number("nominal", nominal(rate, compoundings))?)?;
    let back = case.number("effective", effective(between, compoundings))?;
    let rate = Term::of(rate);
    case.equal(("the rate there and back", back), ("the rate", rate), Term::near(Term::one() + rate.abs()))
}

/// Interest on interest makes the effective rate no less than the nominal one, and the same where there is none.
///
/// # Formula
/// ```text
/// effective(i, m) >= i      i >= 0;  effective(i, 1) = i
/// ```
/// Tolerance: a billionth of 1 + i, 1e-20 in decimals. Source: Bernoulli's inequality.
///
/// # Errors
/// A [`Violation`], also for a rate below 0 and for no compounding.
///
/// ```
/// use breakeven::law;
///
/// let effective = |nominal: f64, m: u32| (1.0 + nominal / f64::from(m)).powi(m as i32) - 1.0;
/// law::effective_is_no_less_than_nominal(effective, 0.08, 12)?;
/// let inverse = |nominal: f64, m: u32| f64::from(m) * ((1.0 + nominal).powf(1.0 / f64::from(m)) - 1.0);
/// assert!(law::effective_is_no_less_than_nominal(inverse, 0.08, 12).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn effective_is_no_less_than_nominal<A: Amount, R: Answer<A>>(
    effective: impl Fn(A, u32) -> R,
    nominal: A,
    compoundings: u32,
) -> Result<(), Violation> {
    let case = Case::of("effective_is_no_less_than_nominal")
        .fed("nominal", nominal)
        .fed("compoundings", compoundings);
    let rate = Term::of(nominal);
    case.speaks_of("rates of 0 and more", Term::zero().is_at_most(rate))?;
    case.speaks_of("at least one compounding", compoundings > 0)?;
    let tolerance = Term::near(Term::one() + rate);
    let found = case.number("effective", effective(nominal, compoundings))?;
    case.at_most(("the nominal rate", rate), ("the effective rate", found), tolerance)?;
    let once = case.number("effective", effective(nominal, 1))?;
    case.equal(("the effective rate of one compounding", once), ("the nominal rate", rate), tolerance)
}

/// The real rate and inflation compound to the nominal rate.
///
/// # Formula
/// ```text
/// (1 + real(i, p)) (1 + p) = 1 + i
/// ```
/// `real` takes nominal rate and inflation. Tolerance: a billionth of 1 + i, 1e-20 in decimals. Source: Fisher, The Theory of
/// Interest, 1930; the difference i - p is not it.
///
/// # Errors
/// A [`Violation`], also for inflation of -1 or less.
///
/// ```
/// use breakeven::law;
///
/// law::real_rate_and_inflation_compound(|nominal: f64, inflation: f64| (1.0 + nominal) / (1.0 + inflation) - 1.0, 0.08, 0.03)?;
/// assert!(law::real_rate_and_inflation_compound(|nominal: f64, inflation: f64| nominal - inflation, 0.08, 0.03).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn real_rate_and_inflation_compound<A: Amount, R: Answer<A>>(
    real: impl Fn(A, A) -> R,
    nominal: A,
    inflation: A,
) -> Result<(), Violation> {
    let case =
        Case::of("real_rate_and_inflation_compound").fed("nominal", nominal).fed("inflation", inflation);
    let prices = case.speaks_of_growth(inflation)?;
    let growth = case.speaks_of_growth(nominal)?;
    let found = case.number("real", real(nominal, inflation))?;
    case.equal(
        ("the growth of real rate and inflation", (Term::one() + found) * prices),
        ("the nominal growth", growth),
        Term::near(growth),
    )
}

/// Flows in today's prices at the real rate are worth what the same flows in the prices of their time are at the nominal one.
///
/// # Formula
/// ```text
/// npv(real(i, p), x_k) = npv(i, x_k (1 + p)^k)      from now
/// ```
/// Tolerance: a billionth of the discounted sizes, 1e-20 in decimals. Source: Fisher, as
/// [`real_rate_and_inflation_compound`]; real flows at a nominal rate are the usual mistake.
///
/// # Errors
/// A [`Violation`], also for rates of -1 or less.
///
/// ```
/// use breakeven::{finance, law};
///
/// let flows = [-1000.0, 400.0, 400.0, 400.0];
/// let real = |nominal: f64, inflation: f64| (1.0 + nominal) / (1.0 + inflation) - 1.0;
/// law::real_flows_at_the_real_rate_are_nominal_ones(finance::npv_from_now, real, 0.08, 0.03, &flows)?;
/// assert!(law::real_flows_at_the_real_rate_are_nominal_ones(finance::npv_from_now, |i, _| i, 0.08, 0.03, &flows).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn real_flows_at_the_real_rate_are_nominal_ones<A: Amount, R: Answer<A>, S: Answer<A>>(
    npv_from_now: impl Fn(A, &[A]) -> R,
    real: impl Fn(A, A) -> S,
    nominal: A,
    inflation: A,
    flows: &[A],
) -> Result<(), Violation> {
    let case = Case::of("real_flows_at_the_real_rate_are_nominal_ones")
        .fed("nominal", nominal)
        .fed("inflation", inflation)
        .fed("flows", flows);
    let (growth, prices) = (case.speaks_of_growth(nominal)?, case.speaks_of_growth(inflation)?);
    let mut level = Term::one();
    let mut inflated = Vec::with_capacity(flows.len());
    for flow in Term::list(flows) {
        inflated.push(case.made(flow * level)?);
        level = level * prices;
    }
    let rate = case.made(case.number("real", real(nominal, inflation))?)?;
    case.equal(
        ("real flows at the real rate", case.number("npv_from_now", npv_from_now(rate, flows))?),
        ("nominal flows at the nominal rate", case.number("npv_from_now", npv_from_now(nominal, &inflated))?),
        Term::near(Term::size(growth, &Term::list(&inflated))),
    )
}

/// The capital recovery factor is one over the annuity factor.
///
/// # Formula
/// ```text
/// crf(r, n) (v + v^2 + ... + v^n) = 1      v = 1 / (1 + r)
/// ```
/// Tolerance: a billionth, 1e-20 in decimals. Source: Newnan, Eschenbach and Lavelle, Engineering Economic Analysis, ch. 4.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and for no periods.
///
/// ```
/// use breakeven::law;
///
/// let crf = |rate: f64, periods: u32| if rate == 0.0 { 1.0 / f64::from(periods) } else { rate / (1.0 - (1.0 + rate).powi(-(periods as i32))) };
/// law::capital_recovery_is_one_over_the_annuity(crf, 0.08, 36)?;
/// let straight_line = |_rate: f64, periods: u32| 1.0 / f64::from(periods);
/// assert!(law::capital_recovery_is_one_over_the_annuity(straight_line, 0.08, 36).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn capital_recovery_is_one_over_the_annuity<A: Amount, R: Answer<A>>(
    recovery: impl Fn(A, u32) -> R,
    rate: A,
    periods: u32,
) -> Result<(), Violation> {
    let case = Case::of("capital_recovery_is_one_over_the_annuity").fed("rate", rate).fed("periods", periods);
    let growth = case.speaks_of_growth(rate)?;
    case.speaks_of("from 1 to 1,200 periods", (1..=1200).contains(&periods))?;
    let annuity = annuity(growth, periods);
    let found = case.number("recovery", recovery(rate, periods))?;
    case.equal(("recovery times annuity", found * annuity), ("1", Term::one()), Term::near(Term::one()))
}

/// Recovering capital takes at least the interest and at least the equal parts, and no more than both.
///
/// # Formula
/// ```text
/// max(r, 1 / n) <= crf(r, n) <= 1 / n + r      r >= 0
/// ```
/// It also says that the factor goes to 1 / n where interest goes to 0, which closed forms lose in floats. Tolerance: a
/// billionth of 1 / n + r, 1e-20 in decimals. Source: interest is on no more than the whole capital.
///
/// # Errors
/// A [`Violation`], also for a rate below 0 and for no periods.
///
/// ```
/// use breakeven::law;
///
/// let exact = |rate: f64, periods: u32| if rate == 0.0 { 1.0 / f64::from(periods) } else { -rate / (-f64::from(periods) * rate.ln_1p()).exp_m1() };
/// law::capital_recovery_is_interest_and_equal_parts(exact, 1e-12, 12)?;
/// let loses_digits = |rate: f64, periods: u32| rate / (1.0 - (1.0 + rate).powi(-(periods as i32)));
/// assert!(law::capital_recovery_is_interest_and_equal_parts(loses_digits, 1e-12, 12).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn capital_recovery_is_interest_and_equal_parts<A: Amount, R: Answer<A>>(
    recovery: impl Fn(A, u32) -> R,
    rate: A,
    periods: u32,
) -> Result<(), Violation> {
    let case =
        Case::of("capital_recovery_is_interest_and_equal_parts").fed("rate", rate).fed("periods", periods);
    let interest = Term::of(rate);
    case.speaks_of("rates of 0 and more", Term::zero().is_at_most(interest))?;
    case.speaks_of("at least one period", periods > 0)?;
    let equal = Term::one().over(Term::whole(periods));
    let found = case.number("recovery", recovery(rate, periods))?;
    let tolerance = Term::near(equal + interest);
    case.at_most(
        ("the interest or an equal part", interest.at_least(equal)),
        ("the recovery", found),
        tolerance,
    )?;
    case.at_most(("the recovery", found), ("the interest and an equal part", interest + equal), tolerance)
}

/// Recovering capital takes less a period where it has more periods.
///
/// # Formula
/// ```text
/// crf(r, n + 1) <= crf(r, n)      n >= 1
/// ```
/// Tolerance: a billionth of the factor, 1e-20 in decimals. Source: the annuity has a term more.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and for no periods.
///
/// ```
/// use breakeven::law;
///
/// law::capital_recovery_falls_with_the_periods(|rate: f64, n: u32| rate + 1.0 / f64::from(n), 0.08, 36)?;
/// assert!(law::capital_recovery_falls_with_the_periods(|rate: f64, n: u32| rate * f64::from(n), 0.08, 36).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn capital_recovery_falls_with_the_periods<A: Amount, R: Answer<A>>(
    recovery: impl Fn(A, u32) -> R,
    rate: A,
    periods: u32,
) -> Result<(), Violation> {
    let case = Case::of("capital_recovery_falls_with_the_periods").fed("rate", rate).fed("periods", periods);
    case.speaks_of_growth(rate)?;
    case.speaks_of("from 1 to 1,200 periods", (1..=1200).contains(&periods))?;
    let now = case.number("recovery", recovery(rate, periods))?;
    let longer = case.number("recovery", recovery(rate, periods + 1))?;
    case.at_most(("the recovery of a period more", longer), ("the recovery", now), Term::near(now.abs()))
}

/// Recovering capital takes more where it costs more.
///
/// # Formula
/// ```text
/// r <= s  =>  crf(r, n) <= crf(s, n)
/// ```
/// Tolerance: a billionth of the factor, 1e-20 in decimals. Source: each term of the annuity falls with the rate.
///
/// # Errors
/// A [`Violation`], also for rates of -1 or less or that fall, and for no periods.
///
/// ```
/// use breakeven::law;
///
/// law::capital_recovery_rises_with_the_rate(|rate: f64, n: u32| rate + 1.0 / f64::from(n), 0.05, 0.08, 36)?;
/// assert!(law::capital_recovery_rises_with_the_rate(|rate: f64, n: u32| 1.0 / f64::from(n) - rate, 0.05, 0.08, 36).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn capital_recovery_rises_with_the_rate<A: Amount, R: Answer<A>>(
    recovery: impl Fn(A, u32) -> R,
    lower: A,
    higher: A,
    periods: u32,
) -> Result<(), Violation> {
    let case = Case::of("capital_recovery_rises_with_the_rate")
        .fed("lower", lower)
        .fed("higher", higher)
        .fed("periods", periods);
    case.speaks_of_growth(lower)?;
    case.speaks_of("a lower rate and a higher one, and at least one period", lower <= higher && periods > 0)?;
    let less = case.number("recovery", recovery(lower, periods))?;
    let more = case.number("recovery", recovery(higher, periods))?;
    case.at_most(
        ("the recovery at the lower rate", less),
        ("that at the higher rate", more),
        Term::near(more.abs()),
    )
}

/// An equivalent annual cost, paid at the end of each period, is worth what the costs are.
///
/// # Formula
/// ```text
/// eac(r, costs, n) (v + v^2 + ... + v^n) = sum over k of cost_k v^k      v = 1 / (1 + r)
/// ```
/// `equivalent` takes rate, costs from now on and the periods of the asset's life. Tolerance: a billionth of the discounted
/// sizes, 1e-20 in decimals. Source: Newnan, Eschenbach and Lavelle, ch. 6.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and for no periods.
///
/// ```
/// use breakeven::{finance, law};
///
/// // 1,000 now and 210 in two periods, at 10 percent over 2: 1,173.55 / 1.73554
/// let eac = |rate: f64, costs: &[f64], periods: u32| {
///     let annuity: f64 = (1..=periods).map(|k| (1.0 + rate).powi(-(k as i32))).sum();
///     finance::npv_from_now(rate, costs).map(|worth| worth / annuity)
/// };
/// law::equivalent_annual_cost_is_worth_the_costs(eac, 0.1, &[1000.0, 0.0, 210.0], 2)?;
/// let plain = |_rate: f64, costs: &[f64], periods: u32| costs.iter().sum::<f64>() / f64::from(periods);
/// assert!(law::equivalent_annual_cost_is_worth_the_costs(plain, 0.1, &[1000.0, 0.0, 210.0], 2).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn equivalent_annual_cost_is_worth_the_costs<A: Amount, R: Answer<A>>(
    equivalent: impl Fn(A, &[A], u32) -> R,
    rate: A,
    costs: &[A],
    periods: u32,
) -> Result<(), Violation> {
    let case = Case::of("equivalent_annual_cost_is_worth_the_costs")
        .fed("rate", rate)
        .fed("costs", costs)
        .fed("periods", periods);
    let growth = case.speaks_of_growth(rate)?;
    case.speaks_of("from 1 to 1,200 periods", (1..=1200).contains(&periods))?;
    let terms = Term::list(costs);
    let level = case.number("equivalent", equivalent(rate, costs, periods))?;
    case.equal(
        ("the worth of the equivalent cost", level * annuity(growth, periods)),
        ("the worth of the costs", Term::worth(growth, &terms)),
        Term::near(Term::size(growth, &terms)),
    )
}

/// An asset that is replaced by its like costs the same a period for ever.
///
/// # Formula
/// ```text
/// eac(r, costs of j lives in a row, j n) = eac(r, costs of one life, n)
/// ```
/// A life has costs at 0..n; the next begins at n. Tolerance: a billionth of the discounted sizes of one life, 1e-20 in
/// decimals. Source: the replacement chain method for unequal lives (Brealey, Myers and Allen, ch. 6).
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less, for no lives, and for costs after the end of the life.
///
/// ```
/// use breakeven::{finance, law};
///
/// let eac = |rate: f64, costs: &[f64], periods: u32| {
///     let annuity: f64 = (1..=periods).map(|k| (1.0 + rate).powi(-(k as i32))).sum();
///     finance::npv_from_now(rate, costs).map(|worth| worth / annuity)
/// };
/// law::equivalent_annual_cost_ignores_repetition(eac, 0.1, &[1000.0, 0.0, -200.0], 2, 3)?;
/// let by_costs = |_: f64, costs: &[f64], periods: u32| costs.iter().sum::<f64>() / f64::from(periods + 1);
/// assert!(law::equivalent_annual_cost_ignores_repetition(by_costs, 0.1, &[1000.0, 0.0, -200.0], 2, 3).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn equivalent_annual_cost_ignores_repetition<A: Amount, R: Answer<A>>(
    equivalent: impl Fn(A, &[A], u32) -> R,
    rate: A,
    costs: &[A],
    periods: u32,
    lives: u32,
) -> Result<(), Violation> {
    let case = Case::of("equivalent_annual_cost_ignores_repetition")
        .fed("rate", rate)
        .fed("costs", costs)
        .fed("periods", periods)
        .fed("lives", lives);
    let growth = case.speaks_of_growth(rate)?;
    let (life, all) = (periods as usize, periods.saturating_mul(lives));
    case.speaks_of("lives in a row, of at most 1,200 periods", (1..=1200).contains(&all))?;
    case.speaks_of("costs within the life", costs.len() <= life + 1)?;
    let mut chain = vec![Term::zero(); all as usize + 1];
    for begun in (0..all as usize).step_by(life) {
        for (sum, cost) in chain.iter_mut().skip(begun).zip(Term::list(costs)) {
            *sum = *sum + cost;
        }
    }
    let chain = chain.into_iter().map(|cost| case.made(cost)).collect::<Result<Vec<A>, _>>()?;
    case.equal(
        ("the cost of one life", case.number("equivalent", equivalent(rate, costs, periods))?),
        ("the cost of all", case.number("equivalent", equivalent(rate, &chain, all))?),
        Term::near(Term::size(growth, &Term::list(costs))),
    )
}

/// A growing annuity is its payments, also where it grows as fast as it is discounted.
///
/// # Formula
/// ```text
/// growing(r, g, n, pmt) = sum over k = 1..n of pmt (1 + g)^(k-1) / (1 + r)^k
/// ```
/// Worth is positive for a positive payment. Tolerance: a billionth of the payments' worth, 1e-20 in decimals. Source:
/// Brealey, Myers and Allen, ch. 2; the closed form is 0 / 0 at g = r, where it is n pmt / (1 + r).
///
/// # Errors
/// A [`Violation`], also for rates of -1 or less.
///
/// ```
/// use breakeven::law;
///
/// let closed = |r: f64, g: f64, n: u32, pmt: f64| pmt * (1.0 - ((1.0 + g) / (1.0 + r)).powi(n as i32)) / (r - g);
/// law::growing_annuity_is_its_payments(closed, 0.08, 0.03, 10, 100.0)?;
/// assert!(law::growing_annuity_is_its_payments(closed, 0.08, 0.08, 10, 100.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn growing_annuity_is_its_payments<A: Amount, R: Answer<A>>(
    growing: impl Fn(A, A, u32, A) -> R,
    rate: A,
    growth: A,
    periods: u32,
    payment: A,
) -> Result<(), Violation> {
    let case = Case::of("growing_annuity_is_its_payments")
        .fed("rate", rate)
        .fed("growth", growth)
        .fed("periods", periods)
        .fed("payment", payment);
    let (interest, grown) = (case.speaks_of_growth(rate)?, case.speaks_of_growth(growth)?);
    case.speaks_of_periods(periods)?;
    let start = (Term::zero(), Term::of(payment).over(interest));
    let step = |(sum, worth): (Term<A>, Term<A>), _| (sum + worth, (worth * grown).over(interest));
    let (sum, _) = (0..periods).fold(start, step);
    let found = case.number("growing", growing(rate, growth, periods, payment))?;
    case.equal(("the growing annuity", found), ("its payments, discounted", sum), Term::near(sum.abs()))
}

/// An annuity that grows by nothing is a level one.
///
/// # Formula
/// ```text
/// growing(r, 0, n, pmt) = -pv(r, n, pmt)
/// ```
/// `present_value` has the sign of spreadsheets. Tolerance: a billionth of the worth, 1e-20 in decimals. Source: the
/// definition of both.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// let pv = |rate: f64, n: u32, pmt: f64| -(1..=n).map(|k| pmt / (1.0 + rate).powi(k as i32)).sum::<f64>();
/// let growing = |r: f64, g: f64, n: u32, pmt: f64| pmt * (1.0 - ((1.0 + g) / (1.0 + r)).powi(n as i32)) / (r - g);
/// law::growing_annuity_without_growth_is_level(growing, pv, 0.08, 10, 100.0)?;
/// let from_now = |r: f64, g: f64, n: u32, pmt: f64| growing(r, g, n, pmt) * (1.0 + r);
/// assert!(law::growing_annuity_without_growth_is_level(from_now, pv, 0.08, 10, 100.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn growing_annuity_without_growth_is_level<A: Amount, R: Answer<A>, S: Answer<A>>(
    growing: impl Fn(A, A, u32, A) -> R,
    present_value: impl Fn(A, u32, A) -> S,
    rate: A,
    periods: u32,
    payment: A,
) -> Result<(), Violation> {
    let case = Case::of("growing_annuity_without_growth_is_level")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("payment", payment);
    let found = case.number("growing", growing(rate, A::scaled(0, 0), periods, payment))?;
    let level = case.number("present_value", present_value(rate, periods, payment))?.negative();
    case.equal(("the growing annuity", found), ("the level one", level), Term::near(level.abs()))
}

/// The weighted average cost of capital lies between the costs of equity and of debt after tax.
///
/// # Formula
/// ```text
/// min(ke, kd (1 - t)) <= wacc(e, d, ke, kd, t) <= max(ke, kd (1 - t))
/// ```
/// `wacc` takes equity, debt, cost of equity, cost of debt and tax rate. Tolerance: a billionth of the costs, 1e-20 in
/// decimals. Source: a weighted mean (Brealey, Myers and Allen, ch. 19).
///
/// # Errors
/// A [`Violation`], also for negative amounts, for no capital, and for a tax rate outside of 0..=1.
///
/// ```
/// use breakeven::law;
///
/// let wacc = |e: f64, d: f64, ke: f64, kd: f64, t: f64| (e * ke + d * kd * (1.0 - t)) / (e + d);
/// law::cost_of_capital_lies_between_its_parts(wacc, 60.0, 40.0, 0.12, 0.06, 0.25)?;
/// let over_equity = |e: f64, d: f64, ke: f64, kd: f64, t: f64| (e * ke + d * kd * (1.0 - t)) / e;
/// assert!(law::cost_of_capital_lies_between_its_parts(over_equity, 60.0, 40.0, 0.12, 0.06, 0.25).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn cost_of_capital_lies_between_its_parts<A: Amount, R: Answer<A>>(
    wacc: impl Fn(A, A, A, A, A) -> R,
    equity: A,
    debt: A,
    cost_of_equity: A,
    cost_of_debt: A,
    tax_rate: A,
) -> Result<(), Violation> {
    let case = Case::of("cost_of_capital_lies_between_its_parts")
        .fed("equity", equity)
        .fed("debt", debt)
        .fed("cost_of_equity", cost_of_equity)
        .fed("cost_of_debt", cost_of_debt)
        .fed("tax_rate", tax_rate);
    let (e, d, tax) = (Term::of(equity), Term::of(debt), Term::of(tax_rate));
    let none = Term::zero();
    case.speaks_of(
        "some capital, and none below 0",
        none.is_at_most(e) && none.is_at_most(d) && none.is_below(e + d),
    )?;
    case.speaks_of("a tax rate from 0 to 1", none.is_at_most(tax) && tax.is_at_most(Term::one()))?;
    let (ours, theirs) = (Term::of(cost_of_equity), Term::of(cost_of_debt) * (Term::one() - tax));
    let found = case.number("wacc", wacc(equity, debt, cost_of_equity, cost_of_debt, tax_rate))?;
    let tolerance = Term::near(ours.abs() + theirs.abs());
    case.at_most(
        ("the cheaper of the two", ours.at_most(theirs)),
        ("the cost of capital", found),
        tolerance,
    )?;
    case.at_most(("the cost of capital", found), ("the dearer of the two", ours.at_least(theirs)), tolerance)
}

/// The worth of 1 at the end of each period.
fn annuity<A: Amount>(growth: Term<A>, periods: u32) -> Term<A> {
    (0..periods).fold(Term::zero(), |worth, _| (worth + Term::one()).over(growth))
}
