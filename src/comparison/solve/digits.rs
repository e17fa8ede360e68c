//! Values that can be asked again: whole numbers where only those make sense, else decimals of at most 15 digits and 15
//! decimal places, which a scenario takes without quotes and a sweep as a point of an axis.

use crate::parameter::Parameter;
use rust_decimal::{Decimal, RoundingStrategy};

/// Digits that every such decimal keeps in a binary float.
const DIGITS: u32 = 15;

/// The values that a parameter is asked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grain {
    is_whole: bool,
}

impl Grain {
    pub(super) fn of(parameter: Parameter) -> Self {
        Self { is_whole: parameter.is_whole() }
    }

    pub(super) fn is_whole(self) -> bool {
        self.is_whole
    }

    /// The distance from a value to the next ones.
    pub(super) fn unit(self, near: Decimal) -> Decimal {
        if self.is_whole {
            return Decimal::ONE;
        }
        // The place of the first digit of a decimal is that of its mantissa less its scale.
        let near = near.normalize();
        let digits = near.mantissa().unsigned_abs().checked_ilog10().unwrap_or_default();
        let last = i64::from(digits) - i64::from(near.scale()) - i64::from(DIGITS - 1);
        match u32::try_from(-last) {
            Ok(places) => Decimal::new(1, places.min(DIGITS)),
            Err(_) => Decimal::ONE,
        }
    }

    /// The nearest of the values.
    pub(super) fn nearest(self, value: Decimal) -> Decimal {
        self.rounded(value, RoundingStrategy::MidpointNearestEven)
    }

    /// The greatest of the values that is not above.
    pub(super) fn below(self, value: Decimal) -> Decimal {
        self.rounded(value, RoundingStrategy::ToNegativeInfinity)
    }

    /// The least of the values that is not below.
    pub(super) fn above(self, value: Decimal) -> Decimal {
        self.rounded(value, RoundingStrategy::ToPositiveInfinity)
    }

    fn rounded(self, value: Decimal, how: RoundingStrategy) -> Decimal {
        if self.is_whole {
            return value.round_dp_with_strategy(0, how);
        }
        // Rounding to significant digits is not offered with a direction: to as many places as leave 15 digits.
        value.round_dp_with_strategy(self.unit(value).scale(), how).normalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn values_keep_15_digits_or_are_whole() {
        let price = Grain::of(Parameter::InputPrice);
        let third = decimal("0.3333333333333333333333");
        assert_eq!(price.nearest(third), decimal("0.333333333333333"));
        assert_eq!(price.above(third), decimal("0.333333333333334"));
        assert_eq!(price.unit(third), decimal("0.000000000000001"));
        assert_eq!(price.unit(decimal("250000")), decimal("0.000000001"));
        assert_eq!(price.below(decimal("1234567890123456.789")), decimal("1234567890123456"));
        assert_eq!(price.nearest(Decimal::ZERO), Decimal::ZERO);
        assert_eq!(price.above(decimal("0.000000000000000001")), decimal("0.000000000000001"));
        let months = Grain::of(Parameter::HorizonMonths);
        assert_eq!((months.below(decimal("12.7")), months.above(decimal("12.2"))), (12.into(), 13.into()));
    }
}
