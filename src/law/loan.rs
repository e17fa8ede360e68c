//! Laws of the interest and the principal in level payments.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;

/// Interest and principal of a period are its payment.
///
/// # Formula
/// ```text
/// ipmt(r, k, n, pv, fv) + ppmt(r, k, n, pv, fv) = pmt(r, n, pv, fv)      k = 1..n
/// ```
/// `interest` and `principal` take rate, period, periods, present value, future value and whether payments are due at the
/// start, as `IPMT` and `PPMT`. Tolerance: a billionth of the three, 1e-20 in decimals. Source: ISO/IEC 29500-1 18.17.7;
/// Gnumeric 1.12 and pyxirr 0.10 break it in the first period of an annuity due.
///
/// # Errors
/// A [`Violation`], also for a period that is not one of them.
///
/// ```
/// use breakeven::law;
///
/// // 1,000 over 2 periods at 10 percent: 576.19 each, of which 100 and 52.38 are interest.
/// let pmt = |_r: f64, _n: u32, present: f64, _fv: f64, _due: bool| -present * 1.21 / 2.1;
/// let ipmt = |_r: f64, k: u32, _n: u32, present: f64, _fv: f64, _due: bool| if k == 1 { -0.1 * present } else { -0.1 * present * 1.1 / 2.1 };
/// let ppmt = |r: f64, k: u32, n: u32, present: f64, fv: f64, due: bool| pmt(r, n, present, fv, due) - ipmt(r, k, n, present, fv, due);
/// law::interest_and_principal_are_the_payment(ipmt, ppmt, pmt, 0.1, 2, 2, 1000.0, 0.0, false)?;
/// assert!(law::interest_and_principal_are_the_payment(ipmt, ipmt, pmt, 0.1, 2, 2, 1000.0, 0.0, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
#[expect(clippy::too_many_arguments, reason = "those of IPMT, PPMT and PMT")]
pub fn interest_and_principal_are_the_payment<A: Amount, R: Answer<A>, S: Answer<A>, T: Answer<A>>(
    interest: impl Fn(A, u32, u32, A, A, bool) -> R,
    principal: impl Fn(A, u32, u32, A, A, bool) -> S,
    payment: impl Fn(A, u32, A, A, bool) -> T,
    rate: A,
    period: u32,
    periods: u32,
    present: A,
    future: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("interest_and_principal_are_the_payment")
        .fed("rate", rate)
        .fed("period", period)
        .fed("periods", periods)
        .fed("present", present)
        .fed("future", future)
        .fed("due", due);
    case.speaks_of("a period from 1 to the last", (1..=periods).contains(&period))?;
    let interest = case.number("interest", interest(rate, period, periods, present, future, due))?;
    let principal = case.number("principal", principal(rate, period, periods, present, future, due))?;
    let payment = case.number("payment", payment(rate, periods, present, future, due))?;
    case.equal(
        ("interest and principal", interest + principal),
        ("the payment", payment),
        Term::near(interest.abs() + principal.abs() + payment.abs()),
    )
}

/// The principal of all periods repays the loan.
///
/// # Formula
/// ```text
/// sum of ppmt(r, k, n, pv, fv) = -(pv + fv)      due: -(pv + fv / (1 + r))
/// ```
/// `principal` takes what [`interest_and_principal_are_the_payment`] says. Tolerance: a billionth of present value, future
/// value and the parts, 1e-20 in decimals. Source: an amortization schedule ends at its future value.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and for no periods.
///
/// ```
/// use breakeven::law;
///
/// let ppmt = |_r: f64, k: u32, _n: u32, present: f64, _fv: f64, _due: bool| if k == 1 { -present / 2.1 } else { -present * 1.1 / 2.1 };
/// law::principal_repays_the_loan(ppmt, 0.1, 2, 1000.0, 0.0, false)?;
/// let level = |_r: f64, _k: u32, _n: u32, present: f64, _fv: f64, _due: bool| -present / 2.1;
/// assert!(law::principal_repays_the_loan(level, 0.1, 2, 1000.0, 0.0, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn principal_repays_the_loan<A: Amount, R: Answer<A>>(
    principal: impl Fn(A, u32, u32, A, A, bool) -> R,
    rate: A,
    periods: u32,
    present: A,
    future: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("principal_repays_the_loan")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("present", present)
        .fed("future", future)
        .fed("due", due);
    let growth = case.speaks_of_growth(rate)?;
    case.speaks_of("from 1 to 1,200 periods", (1..=1200).contains(&periods))?;
    let parts = (1..=periods)
        .map(|k| case.number("principal", principal(rate, k, periods, present, future, due)))
        .collect::<Result<Vec<_>, _>>()?;
    let (present, future) = (Term::of(present), Term::of(future));
    let owed = present + if due { future.over(growth) } else { future };
    let size = present.abs() + future.abs() + Term::sum(parts.iter().map(|part| part.abs()));
    case.equal(
        ("the principal of all periods", Term::sum(parts)),
        ("the loan, repaid", owed.negative()),
        Term::near(size),
    )
}

/// A level loan bears less interest from period to period.
///
/// # Formula
/// ```text
/// |ipmt(r, k + 1, n, pv)| <= |ipmt(r, k, n, pv)|      r >= 0, payments at the end
/// ```
/// `interest` takes what [`interest_and_principal_are_the_payment`] says. Tolerance: a billionth of the first interest,
/// 1e-20 in decimals. Source: the balance falls with each payment.
///
/// # Errors
/// A [`Violation`], also for a rate below 0 and for a period that is not one of them or the last.
///
/// ```
/// use breakeven::law;
///
/// let ipmt = |_r: f64, k: u32, _n: u32, present: f64, _fv: f64, _due: bool| if k == 1 { -0.1 * present } else { -0.1 * present * 1.1 / 2.1 };
/// law::interest_falls_along_a_loan(ipmt, 0.1, 1, 2, 1000.0)?;
/// let of_what_is_repaid = |_r: f64, k: u32, n: u32, present: f64, _fv: f64, _due: bool| -0.1 * present * f64::from(k) / f64::from(n);
/// assert!(law::interest_falls_along_a_loan(of_what_is_repaid, 0.1, 1, 2, 1000.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn interest_falls_along_a_loan<A: Amount, R: Answer<A>>(
    interest: impl Fn(A, u32, u32, A, A, bool) -> R,
    rate: A,
    period: u32,
    periods: u32,
    present: A,
) -> Result<(), Violation> {
    let case = Case::of("interest_falls_along_a_loan")
        .fed("rate", rate)
        .fed("period", period)
        .fed("periods", periods)
        .fed("present", present);
    case.speaks_of("rates of 0 and more", Term::zero().is_at_most(Term::of(rate)))?;
    case.speaks_of("a period from 1 to the one before the last", period >= 1 && period < periods)?;
    let none = A::scaled(0, 0);
    let of = |k: u32| case.number("interest", interest(rate, k, periods, present, none, false));
    let (first, now, next) = (of(1)?.abs(), of(period)?.abs(), of(period.saturating_add(1))?.abs());
    case.at_most(("the interest of the next period", next), ("that of the period", now), Term::near(first))
}

/// Interest over several periods is that of each.
///
/// # Formula
/// ```text
/// cumipmt(r, n, pv, a, b) = ipmt(r, a, n, pv) + ... + ipmt(r, b, n, pv)
/// ```
/// `cumulative` takes rate, periods, present value, first and last period and whether payments are due at the start, as
/// `CUMIPMT`, or `CUMPRINC` with the principal in place of the interest. Tolerance: a billionth of the parts, 1e-20 in
/// decimals. Source: ISO/IEC 29500-1 18.17.7; pyxirr 0.10 breaks it for `CUMPRINC` of an annuity due.
///
/// # Errors
/// A [`Violation`], also for periods that are not some of them.
///
/// ```
/// use breakeven::law;
///
/// let ipmt = |_r: f64, k: u32, _n: u32, present: f64, _fv: f64, _due: bool| if k == 1 { -0.1 * present } else { -0.1 * present * 1.1 / 2.1 };
/// let cumipmt = |_r: f64, _n: u32, present: f64, first: u32, last: u32, _due: bool| (first..=last).map(|k| ipmt(0.1, k, 2, present, 0.0, false)).sum::<f64>();
/// law::cumulative_interest_is_that_of_each_period(cumipmt, ipmt, 0.1, 2, 1000.0, 1, 2, false)?;
/// let without_last = |r: f64, n: u32, present: f64, first: u32, last: u32, due: bool| cumipmt(r, n, present, first, last - 1, due);
/// assert!(law::cumulative_interest_is_that_of_each_period(without_last, ipmt, 0.1, 2, 1000.0, 1, 2, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
#[expect(clippy::too_many_arguments, reason = "those of CUMIPMT")]
pub fn cumulative_interest_is_that_of_each_period<A: Amount, R: Answer<A>, S: Answer<A>>(
    cumulative: impl Fn(A, u32, A, u32, u32, bool) -> R,
    interest: impl Fn(A, u32, u32, A, A, bool) -> S,
    rate: A,
    periods: u32,
    present: A,
    first: u32,
    last: u32,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("cumulative_interest_is_that_of_each_period")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("present", present)
        .fed("first", first)
        .fed("last", last)
        .fed("due", due);
    case.speaks_of("periods from 1 to the last of them", first >= 1 && first <= last && last <= periods)?;
    let none = A::scaled(0, 0);
    let parts = (first..=last)
        .map(|k| case.number("interest", interest(rate, k, periods, present, none, due)))
        .collect::<Result<Vec<_>, _>>()?;
    let whole = case.number("cumulative", cumulative(rate, periods, present, first, last, due))?;
    let size = Term::of(present).abs() + Term::sum(parts.iter().map(|part| part.abs()));
    case.equal(("over all periods", whole), ("period by period", Term::sum(parts)), Term::near(size))
}

/// A payment on the day of the loan bears no interest.
///
/// # Formula
/// ```text
/// ipmt(r, 1, n, pv, fv, due) = 0
/// ```
/// Tolerance: none. Source: Google Sheets, LibreOffice and numpy-financial agree on it; Gnumeric 1.12 and pyxirr 0.10 do not.
///
/// # Errors
/// A [`Violation`], also for no periods.
///
/// ```
/// use breakeven::law;
///
/// let ipmt = |r: f64, k: u32, _n: u32, present: f64, _fv: f64, due: bool| if due && k == 1 { 0.0 } else { -r * present };
/// law::payment_in_advance_bears_no_interest(ipmt, 0.1, 2, 1000.0, 0.0)?;
/// let always = |r: f64, _k: u32, _n: u32, present: f64, _fv: f64, _due: bool| -r * present;
/// assert!(law::payment_in_advance_bears_no_interest(always, 0.1, 2, 1000.0, 0.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn payment_in_advance_bears_no_interest<A: Amount, R: Answer<A>>(
    interest: impl Fn(A, u32, u32, A, A, bool) -> R,
    rate: A,
    periods: u32,
    present: A,
    future: A,
) -> Result<(), Violation> {
    let case = Case::of("payment_in_advance_bears_no_interest")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("present", present)
        .fed("future", future);
    case.speaks_of("at least one period", periods > 0)?;
    let first = case.number("interest", interest(rate, 1, periods, present, future, true))?;
    case.equal(("the interest of the first payment", first), ("none", Term::zero()), Term::zero())
}
