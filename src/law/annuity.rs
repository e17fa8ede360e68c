//! Laws of level payments: present and future value, payment, number of periods and rate.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;

/// The present value solves the equation of level payments.
///
/// # Formula
/// ```text
/// pv (1 + r)^n + pmt (1 + r due) (1 + (1 + r) + ... + (1 + r)^(n-1)) + fv = 0
/// ```
/// `present_value` takes rate, periods, payment, future value and whether payments are due at the start, as `PV` of
/// spreadsheets. Tolerance: a billionth of the terms, 1e-20 in decimals. Source: ISO/IEC 29500-1 18.17.7, `PV`.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::law;
///
/// let pv = |rate: f64, periods: u32, payment: f64, future: f64, due: bool| {
///     let discount = (1.0 + rate).powi(-(periods as i32));
///     let annuity = if rate == 0.0 { f64::from(periods) } else { (1.0 - discount) / rate };
///     -future * discount - payment * annuity * (1.0 + if due { rate } else { 0.0 })
/// };
/// law::present_value_solves_its_equation(pv, 0.01, 36, -332.14, 0.0, true)?;
/// let never_due = |r: f64, n: u32, pmt: f64, fv: f64, _due: bool| pv(r, n, pmt, fv, false);
/// assert!(law::present_value_solves_its_equation(never_due, 0.01, 36, -332.14, 0.0, true).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn present_value_solves_its_equation<A: Amount, R: Answer<A>>(
    present_value: impl Fn(A, u32, A, A, bool) -> R,
    rate: A,
    periods: u32,
    payment: A,
    future: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("present_value_solves_its_equation")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("payment", payment)
        .fed("future", future)
        .fed("due", due);
    let level = Level::of(&case, rate, periods, due)?;
    let present = case.number("present_value", present_value(rate, periods, payment, future, due))?;
    level.is_balanced(&case, present, Term::of(payment), Term::of(future))
}

/// The future value solves the equation of level payments.
///
/// # Formula
/// ```text
/// pv (1 + r)^n + pmt (1 + r due) (1 + (1 + r) + ... + (1 + r)^(n-1)) + fv = 0
/// ```
/// `future_value` takes rate, periods, payment, present value and whether payments are due at the start, as `FV` of
/// spreadsheets. Tolerance: a billionth of the terms, 1e-20 in decimals. Source: ISO/IEC 29500-1 18.17.7, `FV`; the sign at
/// rate 0, where rust_finprim 0.5.1 has the other one.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::law;
///
/// let fv = |rate: f64, periods: u32, payment: f64, present: f64, due: bool| {
///     let growth = (1.0 + rate).powi(periods as i32);
///     let sum = if rate == 0.0 { f64::from(periods) } else { (growth - 1.0) / rate };
///     -present * growth - payment * sum * (1.0 + if due { rate } else { 0.0 })
/// };
/// law::future_value_solves_its_equation(fv, 0.0, 12, -100.0, -1000.0, false)?;
/// let other_sign = |r: f64, n: u32, pmt: f64, pv: f64, due: bool| if r == 0.0 { pv + pmt * f64::from(n) } else { fv(r, n, pmt, pv, due) };
/// assert!(law::future_value_solves_its_equation(other_sign, 0.0, 12, -100.0, -1000.0, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn future_value_solves_its_equation<A: Amount, R: Answer<A>>(
    future_value: impl Fn(A, u32, A, A, bool) -> R,
    rate: A,
    periods: u32,
    payment: A,
    present: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("future_value_solves_its_equation")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("payment", payment)
        .fed("present", present)
        .fed("due", due);
    let level = Level::of(&case, rate, periods, due)?;
    let future = case.number("future_value", future_value(rate, periods, payment, present, due))?;
    level.is_balanced(&case, Term::of(present), Term::of(payment), future)
}

/// The level payment solves its equation.
///
/// # Formula
/// ```text
/// pv (1 + r)^n + pmt (1 + r due) (1 + (1 + r) + ... + (1 + r)^(n-1)) + fv = 0      n >= 1
/// ```
/// `payment` takes rate, periods, present value, future value and whether payments are due at the start, as `PMT` of
/// spreadsheets. Tolerance: a billionth of the terms, 1e-20 in decimals. Source: ISO/IEC 29500-1 18.17.7, `PMT`.
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less and for no periods.
///
/// ```
/// use breakeven::law;
///
/// // 1,000 over 4 at 0 percent are 250; over 2 at 10 percent 1210 / 2.1 at the end.
/// let pmt = |rate: f64, periods: u32, present: f64, future: f64, due: bool| {
///     let growth = (1.0 + rate).powi(periods as i32);
///     let sum = if rate == 0.0 { f64::from(periods) } else { (growth - 1.0) / rate };
///     -(present * growth + future) / (sum * (1.0 + if due { rate } else { 0.0 }))
/// };
/// law::payment_solves_its_equation(pmt, 0.1, 2, 1000.0, 0.0, false)?;
/// let flat_interest = |r: f64, n: u32, pv: f64, _fv: f64, _due: bool| -(pv + pv * r * f64::from(n)) / f64::from(n);
/// assert!(law::payment_solves_its_equation(flat_interest, 0.1, 2, 1000.0, 0.0, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn payment_solves_its_equation<A: Amount, R: Answer<A>>(
    payment: impl Fn(A, u32, A, A, bool) -> R,
    rate: A,
    periods: u32,
    present: A,
    future: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("payment_solves_its_equation")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("present", present)
        .fed("future", future)
        .fed("due", due);
    case.speaks_of("at least one period", periods > 0)?;
    let level = Level::of(&case, rate, periods, due)?;
    let payment = case.number("payment", payment(rate, periods, present, future, due))?;
    level.is_balanced(&case, Term::of(present), payment, Term::of(future))
}

/// As many periods as a payment was made for repay the loan.
///
/// # Formula
/// ```text
/// nper(r, pmt(r, n, pv), pv) = n      10^-6 <= (1 + r)^n <= 10^6
/// ```
/// `periods_of` takes rate, payment, present value, future value and whether payments are due at the start, as `NPER`, and
/// `payment` what [`payment_solves_its_equation`] says. Outside of those growths a payment is all interest to the last
/// digit of a float. Tolerance: a millionth, 1e-12 in decimals (both take logarithms). Source: `NPER` is the inverse of
/// `PMT`; its sign at rate 0, where numpy-financial 1.0.0 (issue 16) has the other one.
///
/// # Errors
/// A [`Violation`], also for a growth outside of these, for no periods and for a loan of nothing.
///
/// ```
/// use breakeven::law;
///
/// let pmt = |rate: f64, periods: u32, present: f64, _future: f64, _due: bool| {
///     if rate == 0.0 { -present / f64::from(periods) } else { -present * rate / (1.0 - (1.0 + rate).powi(-(periods as i32))) }
/// };
/// let nper = |rate: f64, payment: f64, present: f64, _future: f64, _due: bool| {
///     if rate == 0.0 { -present / payment } else { -(1.0 + present * rate / payment).ln() / (1.0 + rate).ln() }
/// };
/// law::periods_undo_the_payment(nper, pmt, 0.0, 12, 1200.0, false)?;
/// law::periods_undo_the_payment(nper, pmt, 0.01, 36, 10_000.0, false)?;
/// let of_numpy = |r: f64, payment: f64, present: f64, fv: f64, due: bool| if r == 0.0 { present / payment } else { nper(r, payment, present, fv, due) };
/// assert!(law::periods_undo_the_payment(of_numpy, pmt, 0.0, 12, 1200.0, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn periods_undo_the_payment<A: Amount, R: Answer<A>, S: Answer<A>>(
    periods_of: impl Fn(A, A, A, A, bool) -> R,
    payment: impl Fn(A, u32, A, A, bool) -> S,
    rate: A,
    periods: u32,
    present: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("periods_undo_the_payment")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("present", present)
        .fed("due", due);
    let level = Level::of(&case, rate, periods, due)?;
    level.is_of_a_loan(&case, periods, present)?;
    let none = A::scaled(0, 0);
    let paid = case.number("payment", payment(rate, periods, present, none, due))?;
    let found = case.number("periods_of", periods_of(rate, case.made(paid)?, present, none, due))?;
    let count = Term::whole(periods);
    case.equal(
        ("the periods that repay the loan", found),
        ("those of the payment", count),
        Term::solved(count),
    )
}

/// The rate at which a payment was calculated is the rate that is found for it.
///
/// # Formula
/// ```text
/// rate(n, pmt(r, n, pv), pv) = r      n >= 2, 10^-6 <= (1 + r)^n <= 10^6
/// ```
/// `rate_of` takes periods, payment, present value, future value and whether payments are due at the start, as `RATE`. One
/// payment in advance is the loan itself, at any rate, and so two periods are the fewest. Tolerance: a millionth, 1e-12 in
/// decimals, as it is found in steps. Source: `RATE` is the inverse of `PMT` and above -1; numpy-financial (issue 126) and
/// pyxirr find -1.9 and the like for an even number of periods.
///
/// # Errors
/// A [`Violation`], also for a growth outside of these, for fewer than two periods and for a loan of nothing.
///
/// ```
/// use breakeven::law;
///
/// let pmt = |rate: f64, periods: u32, present: f64, _future: f64, _due: bool| -present * rate / (1.0 - (1.0 + rate).powi(-(periods as i32)));
/// // What a payment comes to falls between 0 and 100 percent: halving finds it.
/// let rate = |periods: u32, payment: f64, present: f64, future: f64, due: bool| {
///     let (mut low, mut high) = (1e-9, 1.0);
///     for _ in 0..60 {
///         let middle = 0.5 * (low + high);
///         if pmt(middle, periods, present, future, due) > payment { low = middle } else { high = middle }
///     }
///     low
/// };
/// law::rate_undoes_the_payment(rate, pmt, 0.01, 36, 10_000.0, false)?;
/// // 2 payments of 576.19 repay 1,000 at 10 percent, and solve the equation at about -1.52 too.
/// assert!(law::rate_undoes_the_payment(|_, _, _, _, _| -1.52, pmt, 0.1, 2, 1000.0, false).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn rate_undoes_the_payment<A: Amount, R: Answer<A>, S: Answer<A>>(
    rate_of: impl Fn(u32, A, A, A, bool) -> R,
    payment: impl Fn(A, u32, A, A, bool) -> S,
    rate: A,
    periods: u32,
    present: A,
    due: bool,
) -> Result<(), Violation> {
    let case = Case::of("rate_undoes_the_payment")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("present", present)
        .fed("due", due);
    let level = Level::of(&case, rate, periods, due)?;
    level.is_of_a_loan(&case, periods, present)?;
    case.speaks_of("at least two periods", periods > 1)?;
    let none = A::scaled(0, 0);
    let paid = case.number("payment", payment(rate, periods, present, none, due))?;
    let found = case.number("rate_of", rate_of(periods, case.made(paid)?, present, none, due))?;
    let rate = Term::of(rate);
    case.equal(
        ("the rate that is found", found),
        ("that of the payment", rate),
        Term::solved(Term::one() + rate.abs()),
    )
}

/// Payments at the start of each period are worth those at the end, a period's growth more.
///
/// # Formula
/// ```text
/// pv(r, n, pmt, 0, due) = (1 + r) pv(r, n, pmt, 0, at the end)      and so for fv
/// ```
/// `worth` takes what `PV` or `FV` take. Tolerance: a billionth of the worth, 1e-20 in decimals. Source: annuity due against
/// ordinary annuity (Newnan, Eschenbach and Lavelle, Engineering Economic Analysis, ch. 4).
///
/// # Errors
/// A [`Violation`], also for a rate of -1 or less.
///
/// ```
/// use breakeven::law;
///
/// let pv = |rate: f64, periods: u32, payment: f64, _future: f64, due: bool| {
///     (0..periods).map(|k| -payment / (1.0 + rate).powi(k as i32 + i32::from(!due))).sum::<f64>()
/// };
/// law::annuity_due_is_a_period_earlier(pv, 0.01, 12, 100.0)?;
/// let one_fewer = |rate: f64, periods: u32, payment: f64, future: f64, due: bool| pv(rate, periods - u32::from(due), payment, future, due);
/// assert!(law::annuity_due_is_a_period_earlier(one_fewer, 0.01, 12, 100.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn annuity_due_is_a_period_earlier<A: Amount, R: Answer<A>>(
    worth: impl Fn(A, u32, A, A, bool) -> R,
    rate: A,
    periods: u32,
    payment: A,
) -> Result<(), Violation> {
    let case = Case::of("annuity_due_is_a_period_earlier")
        .fed("rate", rate)
        .fed("periods", periods)
        .fed("payment", payment);
    let growth = case.speaks_of_growth(rate)?;
    let none = A::scaled(0, 0);
    let due = case.number("worth, due", worth(rate, periods, payment, none, true))?;
    let ordinary = case.number("worth, at the end", worth(rate, periods, payment, none, false))? * growth;
    case.equal(
        ("the worth of payments at the start", due),
        ("that of payments at the end, grown", ordinary),
        Term::near(due.abs().at_least(ordinary.abs())),
    )
}

/// `(1 + r)^n`, and what payments of 1 come to at the end.
struct Level<A: Amount> {
    growth: Term<A>,
    payments: Term<A>,
}

impl<A: Amount> Level<A> {
    fn of(case: &Case, rate: A, periods: u32, due: bool) -> Result<Self, Violation> {
        let one = case.speaks_of_growth(rate)?;
        case.speaks_of_periods(periods)?;
        let start = (Term::one(), Term::zero());
        let (growth, sum) =
            (0..periods).fold(start, |(growth, sum), _| (growth * one, sum * one + Term::one()));
        Ok(Self { growth, payments: if due { sum * one } else { sum } })
    }

    fn is_balanced(
        &self,
        case: &Case,
        present: Term<A>,
        payment: Term<A>,
        future: Term<A>,
    ) -> Result<(), Violation> {
        let (grown, paid) = (present * self.growth, payment * self.payments);
        case.equal(
            ("what present value and payments come to at the end", grown + paid),
            ("the future value, with the other sign", future.negative()),
            Term::near(grown.abs() + paid.abs() + future.abs()),
        )
    }

    fn is_of_a_loan(&self, case: &Case, periods: u32, present: A) -> Result<(), Violation> {
        let million = Term::whole(1_000_000);
        let is_inside = self.growth.is_at_most(million) && Term::one().is_at_most(self.growth * million);
        case.speaks_of("a growth from a millionth to a million", is_inside)?;
        case.speaks_of("a loan, and at least one period", periods > 0 && !Term::of(present).is_zero())
    }
}
