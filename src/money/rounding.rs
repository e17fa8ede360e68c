//! Rounding at a stated place, in a stated way.

use super::Money;
use crate::error::Error;
use rust_decimal::{Decimal, RoundingStrategy};

/// What becomes of the digits past the last one that is kept.
///
/// | mode | 2.5 | -2.5 | 2.6 | -2.6 | known as |
/// |---|---|---|---|---|---|
/// | `HalfEven` | 2 | -2 | 3 | -3 | banker's rounding, IEEE 754 |
/// | `HalfAwayFromZero` | 3 | -3 | 3 | -3 | half up, on invoices and in tax |
/// | `HalfTowardZero` | 2 | -2 | 3 | -3 | half down |
/// | `TowardZero` | 2 | -2 | 2 | -2 | truncation |
/// | `AwayFromZero` | 3 | -3 | 3 | -3 | up |
/// | `Floor` | 2 | -3 | 2 | -3 | toward negative infinity |
/// | `Ceiling` | 3 | -2 | 3 | -2 | toward positive infinity |
///
/// Spreadsheets' `ROUND` is `HalfAwayFromZero`; `floor(x + 0.5)`, which some programs call half up, differs from it for
/// negative ties and is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rounding {
    /// To the nearest; a tie to the even neighbor.
    HalfEven,
    /// To the nearest; a tie away from zero.
    HalfAwayFromZero,
    /// To the nearest; a tie toward zero.
    HalfTowardZero,
    /// Toward zero.
    TowardZero,
    /// Away from zero.
    AwayFromZero,
    /// Toward negative infinity.
    Floor,
    /// Toward positive infinity.
    Ceiling,
}

impl Rounding {
    /// A number rounded to so many decimals.
    ///
    /// ```
    /// use breakeven::{Decimal, Rounding};
    ///
    /// let invoice: Decimal = "2.675".parse()?;
    /// assert_eq!(Rounding::HalfAwayFromZero.round(invoice, 2).to_string(), "2.68");
    /// assert_eq!(Rounding::HalfTowardZero.round(invoice, 2).to_string(), "2.67");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn round(self, number: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::HalfAwayFromZero => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfTowardZero => RoundingStrategy::MidpointTowardZero,
            Self::TowardZero => RoundingStrategy::ToZero,
            Self::AwayFromZero => RoundingStrategy::AwayFromZero,
            Self::Floor => RoundingStrategy::ToNegativeInfinity,
            Self::Ceiling => RoundingStrategy::ToPositiveInfinity,
        };
        number.round_dp_with_strategy(decimals, strategy)
    }
}

impl Money {
    /// The amount rounded to the minor unit of its currency, such as a cent.
    ///
    /// Prices of tokens are far below it: round once, where money is paid or shown, and never a price.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::OutOfBounds`] above 1e15 in size.
    ///
    /// ```
    /// use breakeven::{Currency, Money, Rounding};
    ///
    /// let bill = Money::new("12.345".parse()?, Currency::USD)?;
    /// assert_eq!(bill.rounded(Rounding::HalfEven)?.to_string(), "12.34 USD");
    /// let yen = Money::new("12.345".parse()?, "JPY".parse()?)?;
    /// assert_eq!(yen.rounded(Rounding::Ceiling)?.to_string(), "13 JPY");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rounded(self, rounding: Rounding) -> Result<Self, Error> {
        Self::new(rounding.round(self.amount, self.currency.minor_digits()), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    const ALL: [Rounding; 7] = [
        Rounding::HalfEven,
        Rounding::HalfAwayFromZero,
        Rounding::HalfTowardZero,
        Rounding::TowardZero,
        Rounding::AwayFromZero,
        Rounding::Floor,
        Rounding::Ceiling,
    ];

    #[test]
    fn ties_and_others_are_those_of_the_table() {
        let of = |tenths: i64| ALL.map(|mode| mode.round(Decimal::new(tenths, 1), 0));
        assert_eq!(of(25), [2, 3, 2, 2, 3, 2, 3].map(Decimal::from));
        assert_eq!(of(-25), [-2, -3, -2, -2, -3, -3, -2].map(Decimal::from));
        assert_eq!(of(26), [3, 3, 3, 2, 3, 2, 3].map(Decimal::from));
        assert_eq!(of(-26), [-3, -3, -3, -2, -3, -3, -2].map(Decimal::from));
    }

    #[test]
    fn nothing_left_of_a_negative_amount_is_no_negative_zero() {
        let amount = Money::new(Decimal::new(-4, 3), Currency::USD).unwrap();
        assert_eq!(amount.rounded(Rounding::HalfEven).unwrap().to_string(), "0 USD");
    }

    proptest! {
        #[test]
        fn prop_rounding_is_idempotent_and_within_a_unit(mantissa in any::<i64>(), scale in 0_u32..20, decimals in 0_u32..12) {
            let number = Decimal::new(mantissa, scale);
            let unit = Decimal::new(1, decimals);
            for mode in ALL {
                let rounded = mode.round(number, decimals);
                prop_assert_eq!(mode.round(rounded, decimals), rounded);
                let off = (rounded - number).abs();
                let is_nearest =
                    matches!(mode, Rounding::HalfEven | Rounding::HalfAwayFromZero | Rounding::HalfTowardZero);
                let least = if is_nearest { off * Decimal::TWO <= unit } else { off < unit };
                prop_assert!(least);
            }
            // Half modes are odd functions; floor and ceiling change places.
            for mode in [Rounding::HalfEven, Rounding::HalfAwayFromZero, Rounding::HalfTowardZero] {
                prop_assert_eq!(mode.round(-number, decimals), -mode.round(number, decimals));
            }
            prop_assert_eq!(
                Rounding::Floor.round(-number, decimals),
                -Rounding::Ceiling.round(number, decimals)
            );
        }
    }
}
