//! The numbers of the public finance functions.

use super::{Exact, Ordered};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use std::fmt::{Debug, Display};

/// A number that the functions of [`finance`](crate::finance) calculate with.
///
/// | | [`Decimal`] | `f64` |
/// |---|---|---|
/// | for | answers that are audited | many answers at once |
/// | keeps | 28 digits: sums, products and whole powers that fit are exact | 15 to 16 digits |
/// | a result past its range | an error above 7.9e28, and what is below 1e-28 is 0 | an error: no NaN and no infinity comes out |
///
/// One text of each formula serves both, and no result takes a way through the other. The trait is sealed: there is
/// nothing to implement.
#[expect(private_bounds, reason = "what a carrier can do is nobody's business outside: this seals the trait")]
pub trait Amount: Carried + Copy + PartialOrd + Debug + Display {}

impl Amount for Decimal {}
impl Amount for f64 {}

/// How an amount enters formulas and comes out of them.
pub(crate) trait Carried: Sized + 'static {
    /// What formulas run on.
    type Carrier: Powers;

    /// The amount, where it is a number.
    fn carrier(self) -> Option<Self::Carrier>;

    /// The amount of a result; `None` is poison.
    fn of(result: Self::Carrier) -> Option<Self>;

    /// For the words of an error, never for a result: what is no number has a word already.
    fn shown(self) -> Decimal;

    /// Whether it keeps decimals as they are written.
    #[cfg(feature = "proptest")]
    const IS_DECIMAL: bool;

    /// So many units of the last of some decimals, at most 22: 125 of 2 decimals are 1.25.
    #[cfg(feature = "proptest")]
    fn scaled(units: i64, decimals: u32) -> Self;
}

/// What formulas of time need beyond [`super::Number`]: the logarithm, which with [`super::Number::exp_m1`] makes powers
/// with any exponent, and what a search for roots asks.
///
/// Decimals take logarithm and exponential of `rust_decimal`, which calculates both with more digits than it returns; own
/// series would only repeat that.
pub(crate) trait Powers: Ordered {
    /// Whether whole powers come by doubling, exactly where they fit, and not by logarithms.
    const DOUBLES: bool;

    /// `ln(1 + self)`; poison from -1 down.
    fn ln_1p(self) -> Self;

    /// The value as a whole count; `None` for a fraction, and for what is no count.
    fn whole(self) -> Option<u32>;

    /// What one operation loses at most, beside 1.
    fn noise() -> Self;

    /// Near the value, as a float: where a search may begin, and never a result. `None` where that is no shorter way.
    fn rough(self) -> Option<f64>;

    /// A value near a float.
    fn near(rough: f64) -> Option<Self>;
}

impl Carried for Decimal {
    type Carrier = Exact;

    fn carrier(self) -> Option<Exact> {
        Some(Exact::new(self))
    }

    fn of(result: Exact) -> Option<Self> {
        result.value()
    }

    fn shown(self) -> Decimal {
        self
    }

    #[cfg(feature = "proptest")]
    const IS_DECIMAL: bool = true;

    #[cfg(feature = "proptest")]
    fn scaled(units: i64, decimals: u32) -> Self {
        Self::new(units, decimals.min(22)).normalize()
    }
}

impl Carried for f64 {
    type Carrier = Self;

    fn carrier(self) -> Option<Self> {
        self.is_finite().then_some(self)
    }

    fn of(result: Self) -> Option<Self> {
        result.is_finite().then_some(result)
    }

    fn shown(self) -> Decimal {
        let end = if self < 0.0 { Decimal::MIN } else { Decimal::MAX };
        Decimal::from_f64(self).unwrap_or(end)
    }

    #[cfg(feature = "proptest")]
    const IS_DECIMAL: bool = false;

    #[cfg(feature = "proptest")]
    fn scaled(units: i64, decimals: u32) -> Self {
        // Powers of ten are floats up to the 22nd, so that this is the float nearest to the decimal.
        units as Self / (0..decimals.min(22)).fold(1.0, |power, _| power * 10.0)
    }
}

impl Powers for f64 {
    const DOUBLES: bool = false;

    fn ln_1p(self) -> Self {
        let logarithm = f64::ln_1p(self);
        if logarithm.is_finite() { logarithm } else { f64::NAN }
    }

    fn whole(self) -> Option<u32> {
        let is_count = self >= 0.0 && self <= f64::from(u32::MAX) && self.fract() <= 0.0;
        is_count.then_some(self as u32)
    }

    fn noise() -> Self {
        f64::EPSILON
    }

    fn rough(self) -> Option<f64> {
        None
    }

    fn near(rough: f64) -> Option<Self> {
        Some(rough)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn logarithm_and_exponential_of_decimals_keep_28_decimals() {
        let ln = |text: &str| Exact::new(decimal(text)).ln_1p().value();
        let exp = |text: &str| Exact::new(decimal(text)).exp_m1().unwrap().value();
        let near = |found: Option<Decimal>, expected: &str| {
            let off = (found.unwrap() - decimal(expected)).abs();
            assert!(off <= Decimal::new(1, 28), "{found:?} {expected}");
        };
        // ln 2, e - 1, ln 1.08 and 1 / e - 1 by mpmath with 40 digits
        near(ln("1"), "0.6931471805599453094172321215");
        near(exp("1"), "1.7182818284590452353602874714");
        near(ln("0.08"), "0.0769610411361283249842170443");
        near(exp("-1"), "-0.6321205588285576784044762298");
        assert_eq!((ln("0"), exp("0")), (Some(Decimal::ZERO), Some(Decimal::ZERO)));
    }

    #[test]
    fn logarithm_of_nothing_and_less_is_poison() {
        for text in ["-1", "-1.5"] {
            assert_eq!(Exact::new(decimal(text)).ln_1p().value(), None);
            assert!(Powers::ln_1p(text.parse::<f64>().unwrap()).is_nan());
        }
        assert_eq!(Exact::new(decimal("100")).exp_m1().unwrap().value(), None);
    }
}
