//! What a present value is spread by, and what level or growing payments are worth.

use super::annuity::{Timing, Weights};
use super::check;
use super::time_value::{Interest, Recovery};
use crate::error::Error;
use crate::number::{Amount, Number, Ordered};

/// The annuity factor: what 1 at the end of each period is worth now.
///
/// # Formula
/// ```text
/// (1 - (1 + r)^-n) / r, or n at r = 0
/// ```
///
/// # Errors
/// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less and for no periods,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::annuity_factor;
///
/// // 1/2 + 1/4 + 1/8
/// assert_eq!(annuity_factor(Decimal::ONE, 3.into())?, Decimal::new(875, 3));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn annuity_factor<A: Amount>(rate: A, periods: A) -> Result<A, Error> {
    let Plan { rate, periods } = Plan::of(rate, periods)?;
    let factor = if rate.is_zero() { periods } else { Interest::over(rate, periods).annuity(periods) };
    check::result("an annuity factor", factor)
}

/// The capital recovery factor: the level payment at the end of each period that repays 1, the reciprocal of
/// [`annuity_factor`].
///
/// # Formula
/// ```text
/// r (1 + r)^n / ((1 + r)^n - 1), or 1 / n at r = 0
/// ```
///
/// # Errors
/// As [`annuity_factor`].
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::capital_recovery_factor;
///
/// assert_eq!(capital_recovery_factor(Decimal::ZERO, 4.into())?, Decimal::new(25, 2));
/// // 1.21 * 0.1 / 0.21
/// assert!((capital_recovery_factor(0.1, 2.0)? - 0.121 / 0.21).abs() < 1e-15);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn capital_recovery_factor<A: Amount>(rate: A, periods: A) -> Result<A, Error> {
    let recovery = Plan::of(rate, periods)?.recovery();
    check::result("a capital recovery factor", recovery.level_payment(A::Carrier::lit(1)))
}

/// The equivalent annual cost: the level payment at the end of each period that is worth the present value of costs. It
/// compares assets of unequal lives, each as if it were replaced by its like for ever.
///
/// # Formula
/// ```text
/// present value of the costs * capital recovery factor
/// ```
///
/// A cost is positive here, and so is its payment. The name says annual; the period is that of the rate.
///
/// # Errors
/// As [`annuity_factor`].
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::equivalent_annual_cost;
///
/// // 210 = 121 / 1.1 + 121 / 1.21
/// assert_eq!(equivalent_annual_cost(Decimal::new(1, 1), 2.into(), 210.into())?, Decimal::from(121));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn equivalent_annual_cost<A: Amount>(rate: A, periods: A, present_cost: A) -> Result<A, Error> {
    let recovery = Plan::of(rate, periods)?.recovery();
    let cost = check::number("present_cost", present_cost)?;
    check::result("an equivalent annual cost", recovery.level_payment(cost))
}

/// Payments at the ends of periods that grow at a constant rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowingAnnuity<A> {
    /// The first payment, at the end of the first period.
    pub first_payment: A,
    /// By what fraction each payment is more than the one before; above -1.
    pub growth: A,
    /// The rate of interest of a period, as a fraction; above -1.
    pub rate: A,
    /// How many periods; above 0.
    pub periods: A,
}

impl<A: Amount> GrowingAnnuity<A> {
    /// What the payments are worth now.
    ///
    /// # Formula
    /// ```text
    /// A (1 - ((1 + g) / (1 + r))^n) / (r - g), or A n / (1 + r) at g = r
    /// ```
    ///
    /// It is calculated as the sum `A / (1 + r) (1 + q + ... + q^(n - 1))` with `q = (1 + g) / (1 + r)`, which has no gap
    /// at `g = r` and loses no digits beside it.
    ///
    /// # Errors
    /// As [`annuity_factor`], for the growth too.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::GrowingAnnuity;
    ///
    /// // 100 / 1.1 + 110 / 1.21 + 121 / 1.331: growth at the rate of interest
    /// let grown = GrowingAnnuity {
    ///     first_payment: Decimal::from(110),
    ///     growth: Decimal::new(1, 1),
    ///     rate: Decimal::new(1, 1),
    ///     periods: 3.into(),
    /// };
    /// assert_eq!(grown.present_value()?, Decimal::from(300));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn present_value(self) -> Result<A, Error> {
        let Plan { rate, periods } = Plan::of(self.rate, self.periods)?;
        let growth = check::rate("growth", self.growth)?;
        let payment = check::number("first_payment", self.first_payment)?;
        let discount = A::Carrier::lit(1) + rate;
        let weights = Weights::of((growth - rate).over(discount), periods, Timing::End);
        let sum = payment * weights.payment.over(weights.future);
        check::result("a present value", sum.over(discount))
    }
}

/// A rate and a number of periods that are in range.
struct Plan<N> {
    rate: N,
    periods: N,
}

impl<N: crate::number::Powers> Plan<N> {
    fn of<A: Amount<Carrier = N>>(rate: A, periods: A) -> Result<Self, Error> {
        let rate = check::rate("rate", rate)?;
        Ok(Self { rate, periods: check::above("periods", periods, 0, check::PERIODS)? })
    }

    fn recovery(self) -> Recovery<N> {
        if self.rate.is_zero() {
            Recovery::of(self.periods)
        } else {
            Interest::over(self.rate, self.periods).recovery(self.periods)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn factors_near_rate_zero_are_continuous() {
        for periods in ["1", "12", "360", "7.5"] {
            let at = |rate: &str| annuity_factor(decimal(rate), decimal(periods)).unwrap();
            // 1 / (1 + r) + ... is n - r n (n + 1) / 2 to the first order
            let n = decimal(periods);
            let expected = n - n * (n + Decimal::ONE) / Decimal::TWO * decimal("0.000000001");
            assert!((at("0.000000001") - expected).abs() < decimal("0.0000000001"), "{periods}");
            assert_eq!(at("0"), n);
            let fast = annuity_factor(1e-12, periods.parse::<f64>().unwrap()).unwrap();
            assert!((fast / periods.parse::<f64>().unwrap() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn factors_are_reciprocal() {
        for (rate, periods) in [("0.1", "5"), ("-0.2", "5"), ("0.5", "0.5"), ("0", "7"), ("0.003", "600")] {
            let (rate, periods) = (decimal(rate), decimal(periods));
            let product =
                annuity_factor(rate, periods).unwrap() * capital_recovery_factor(rate, periods).unwrap();
            assert!((product - Decimal::ONE).abs() < Decimal::new(1, 24), "{rate} {periods}: {product}");
        }
    }

    #[test]
    fn growing_annuity_beside_the_rate_of_interest() {
        let worth = |growth: &str| {
            let rate = decimal("0.08");
            let first_payment = Decimal::ONE;
            let grown = GrowingAnnuity { first_payment, growth: decimal(growth), rate, periods: 20.into() };
            grown.present_value().unwrap()
        };
        // 20 / 1.08, and a little more beside it
        assert!((worth("0.08") - decimal("20") / decimal("1.08")).abs() < Decimal::new(1, 26));
        let (before, after) = (worth("0.0799999999"), worth("0.0800000001"));
        assert!(before < worth("0.08") && worth("0.08") < after && after - before < decimal("0.0000001"));
        let level = annuity_factor(decimal("0.08"), 20.into()).unwrap();
        assert!((worth("0") - level).abs() < Decimal::new(1, 25));
    }
}
