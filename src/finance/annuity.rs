//! Level payments at a known rate: present value, future value, payment.

use super::check;
use super::time_value::Interest;
use crate::error::Error;
use crate::number::{Amount, Number, Ordered, Powers};
use std::cmp::Ordering;

/// When in a period a payment moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// At the end, in arrears: an ordinary annuity, the `0` of spreadsheets.
    End,
    /// At the start, in advance: an annuity due, the `1` of spreadsheets.
    Start,
}

/// Level payments over so many periods at one rate.
///
/// # Formula
/// ```text
/// present (1 + r)^n + payment (1 + r w) ((1 + r)^n - 1) / r + future = 0      w = 1 for Timing::Start, else 0
/// present + payment n + future = 0                                           at r = 0
/// ```
///
/// Each function solves it for one of the three amounts. What is received is positive, what is paid negative: who borrows
/// has a positive present and negative payments. The periods need not be whole. In decimals up to 1,023 whole periods
/// compound by multiplication, exactly where the digits fit; others go by logarithms, to 26 digits.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::Annuity;
///
/// // 1000 over two years at 10 percent: 1000 * 1.21 = payment * 2.1
/// let payment = Annuity::ordinary(Decimal::new(1, 1), 2.into()).payment(1000.into(), 0.into())?;
/// assert_eq!(payment.round_dp(2), Decimal::new(-57619, 2)); // -576.19
/// assert!((Annuity::due(0.1, 2.0).payment(1000.0, 0.0)? + 576.190_476_190_476_2 / 1.1).abs() < 1e-9);
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Annuity<A> {
    /// The rate of interest of a period, as a fraction; above -1.
    pub rate: A,
    /// How many periods, from 0 up; more than 0 where a payment is asked for.
    pub periods: A,
    /// When in a period the payments move.
    pub timing: Timing,
}

/// What the equation multiplies the three amounts with, scaled so that none is below 1: from that side no digits get lost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights<N> {
    pub(super) present: N,
    pub(super) payment: N,
    pub(super) future: N,
}

impl<N: Powers> Weights<N> {
    pub(super) fn of(rate: N, periods: N, timing: Timing) -> Self {
        let one = N::lit(1);
        let (present, payment, future) = match rate.order(N::lit(0)) {
            Some(Ordering::Equal) => (one, periods, one),
            Some(Ordering::Greater) => {
                let (growth, accumulated) = Interest::over(rate, periods).accumulated(periods);
                (growth, accumulated, one)
            }
            _ => {
                let interest = Interest::over(rate, periods);
                (one, interest.annuity(periods), interest.discount(periods))
            }
        };
        let payment = match timing {
            Timing::End => payment,
            Timing::Start => payment * (one + rate),
        };
        Self { present, payment, future }
    }
}

impl<A: Amount> Annuity<A> {
    /// With payments at the ends of periods.
    pub fn ordinary(rate: A, periods: A) -> Self {
        Self { rate, periods, timing: Timing::End }
    }

    /// With payments at the starts of periods.
    pub fn due(rate: A, periods: A) -> Self {
        Self { rate, periods, timing: Timing::Start }
    }

    /// The present value of level payments and of what moves at the end: `PV` of spreadsheets.
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less and for a negative number of periods,
    /// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
    /// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::Annuity;
    ///
    /// // 121 paid at the end of each of two years at 10 percent: 110 + 100
    /// let worth = Annuity::ordinary(Decimal::new(1, 1), 2.into()).present_value((-121).into(), 0.into())?;
    /// assert_eq!(worth, Decimal::from(210));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn present_value(self, payment: A, future: A) -> Result<A, Error> {
        let weights = self.weights()?;
        let (payment, future) = (check::number("payment", payment)?, check::number("future", future)?);
        let due = payment * weights.payment + future * weights.future;
        check::result("a present value", (A::Carrier::lit(0) - due).over(weights.present))
    }

    /// What level payments and what moves at the start come to at the end: `FV` of spreadsheets.
    ///
    /// # Errors
    /// As [`Annuity::present_value`].
    ///
    /// ```
    /// use breakeven::finance::Annuity;
    ///
    /// // 100 put aside at the end of each of two years at 10 percent: 110 + 100
    /// assert!((Annuity::ordinary(0.1, 2.0).future_value(-100.0, 0.0)? - 210.0).abs() < 1e-9);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn future_value(self, payment: A, present: A) -> Result<A, Error> {
        let weights = self.weights()?;
        let (payment, present) = (check::number("payment", payment)?, check::number("present", present)?);
        let due = present * weights.present + payment * weights.payment;
        check::result("a future value", (A::Carrier::lit(0) - due).over(weights.future))
    }

    /// The level payment that makes up for what moves at the start and at the end: `PMT` of spreadsheets.
    ///
    /// # Errors
    /// As [`Annuity::present_value`], and [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for no periods.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::Annuity;
    ///
    /// // 210 borrowed for two years at 10 percent: 210 * 1.21 / 2.1
    /// let payment = Annuity::ordinary(Decimal::new(1, 1), 2.into()).payment(210.into(), 0.into())?;
    /// assert_eq!(payment, Decimal::from(-121));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn payment(self, present: A, future: A) -> Result<A, Error> {
        check::above("periods", self.periods, 0, check::PERIODS)?;
        let weights = self.weights()?;
        let (present, future) = (check::number("present", present)?, check::number("future", future)?);
        let due = present * weights.present + future * weights.future;
        check::result("a payment", (A::Carrier::lit(0) - due).over(weights.payment))
    }

    /// Over no periods at all nothing compounds and nothing is paid.
    fn weights(self) -> Result<Weights<A::Carrier>, Error> {
        let rate = check::rate("rate", self.rate)?;
        let periods = check::number("periods", self.periods)?;
        if !periods.is_zero() {
            check::above("periods", self.periods, 0, check::PERIODS)?;
        }
        Ok(Weights::of(rate, periods, self.timing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn three(rate: &str) -> Annuity<Decimal> {
        Annuity::ordinary(decimal(rate), 3.into())
    }

    #[test]
    fn annuity_at_rate_zero_is_a_sum() {
        let plan = three("0");
        assert_eq!(plan.present_value((-10).into(), 5.into()).unwrap(), decimal("25"));
        assert_eq!(plan.future_value((-10).into(), 5.into()).unwrap(), decimal("25"));
        assert_eq!(plan.payment(30.into(), 0.into()).unwrap(), decimal("-10"));
        assert_eq!(Annuity::due(0.0, 2.5).payment(5.0, 0.0).unwrap(), -2.0);
    }

    #[test]
    fn annuity_at_a_negative_rate_grows_backward() {
        // at -50 percent 1 in a year is worth 2 today: 2 + 4 + 8 = 14, and 100 in three years 800
        let plan = three("-0.5");
        assert_eq!(plan.present_value((-1).into(), (-100).into()).unwrap(), decimal("814"));
        assert_eq!(plan.payment(14.into(), 0.into()).unwrap(), decimal("-1"));
        assert_eq!(plan.future_value(0.into(), 800.into()).unwrap(), decimal("-100"));
    }

    #[test]
    fn payments_in_advance_earn_a_period_more() {
        let ordinary = three("0.25").present_value((-64).into(), 0.into()).unwrap();
        let due = Annuity { timing: Timing::Start, ..three("0.25") }.present_value((-64).into(), 0.into());
        // 64 (0.8 + 0.64 + 0.512) = 124.928
        assert_eq!((ordinary, due.unwrap()), (decimal("124.928"), decimal("156.16")));
    }

    #[test]
    fn fractions_of_periods_compound_by_logarithms() {
        // 1.21^0.5 = 1.1
        let half = Annuity::ordinary(decimal("0.21"), decimal("0.5"));
        let grown = half.future_value(0.into(), (-100).into()).unwrap();
        assert!((grown - decimal("110")).abs() < Decimal::new(1, 24), "{grown}");
        // 2^1024 passes the decimals; 1.01^1500 does not, here to 40 digits of exact multiplication
        let long = Annuity::ordinary(decimal("0.01"), 1500.into());
        let grown = long.future_value(0.into(), (-1).into()).unwrap();
        assert!((grown - decimal("3034315.069532083025605213")).abs() < Decimal::new(1, 17), "{grown}");
        assert!(Annuity::ordinary(decimal("1"), 1023.into()).future_value(0.into(), 1.into()).is_err());
    }

    #[test]
    fn periods_that_are_none_are_refused() {
        let said = |result: Result<Decimal, Error>| result.unwrap_err().to_string();
        let none = Annuity::ordinary(decimal("0.05"), Decimal::ZERO);
        assert_eq!(said(none.payment(1000.into(), 0.into())), "periods: 0 is not above 0 (periods)");
        assert_eq!(none.future_value(10.into(), 100.into()).unwrap(), decimal("-100"));
        let less = Annuity::ordinary(decimal("0.05"), decimal("-1"));
        assert_eq!(said(less.future_value(10.into(), 100.into())), "periods: -1 is not above 0 (periods)");
        assert_eq!(
            said(three("-1").present_value(1.into(), 1.into())),
            "rate: -1 is not above -1 (fraction a period: 0.05 is 5 percent)"
        );
    }
}
