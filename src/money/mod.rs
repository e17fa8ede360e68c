//! Money as fixed point: 12 decimals, at most 1e15, one currency.

mod allocation;
mod currency;
mod exchange;
mod rounding;

pub use currency::Currency;
pub use exchange::ExchangeRate;
pub use rounding::Rounding;

use crate::error::{Error, ErrorKind};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// An amount of money: at most 12 decimals and at most 1e15 in size.
///
/// An amount is rounded once, half to even, when it becomes money. Sums of amounts are then exact in any order, so the
/// lines of a bill add up to its total to the last digit. Prices and coefficients are not money: they keep 28 digits.
///
/// ```
/// use breakeven::{Currency, Decimal, Money};
///
/// let third = Money::new("0.3333333333333".parse()?, Currency::USD)?;
/// assert_eq!(third.to_string(), "0.333333333333 USD");
/// let sum = third.checked_add(third)?.checked_add(third)?;
/// assert_eq!(sum.amount(), "0.999999999999".parse::<Decimal>()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Money cannot be multiplied by money, nor added to a bare number:
///
/// ```compile_fail,E0369
/// use breakeven::Money;
/// fn square(amount: Money) -> Money { amount * amount }
/// ```
/// ```compile_fail,E0369
/// use breakeven::{Decimal, Money};
/// fn add(amount: Money, number: Decimal) -> Money { amount + number }
/// ```
///
/// and it is never made from a binary float:
///
/// ```compile_fail,E0308
/// use breakeven::{Currency, Money};
/// let price = Money::new(0.1_f64, Currency::USD);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// The decimals that an amount keeps.
    pub const DECIMALS: u32 = 12;

    /// The largest amount: 1e15.
    #[must_use]
    pub fn largest() -> Decimal {
        Decimal::from(1_000_000_000_000_000_i64)
    }

    /// An amount, rounded to 12 decimals, half to even.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] above 1e15 in size.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, Error> {
        let amount = Rounding::HalfEven.round(amount, Self::DECIMALS).normalize();
        if amount.abs() > Self::largest() {
            return Err(Error::new(ErrorKind::OutOfBounds { what: "an amount above 1e15" }));
        }
        Ok(Self { amount, currency })
    }

    /// No money.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// The amount in units of the currency.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum, exactly.
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`] for two currencies, [`ErrorKind::OutOfBounds`] above 1e15 in size.
    pub fn checked_add(self, other: Self) -> Result<Self, Error> {
        self.combine(other, Decimal::checked_add)
    }

    /// The difference, exactly.
    ///
    /// # Errors
    /// As [`Money::checked_add`].
    pub fn checked_sub(self, other: Self) -> Result<Self, Error> {
        self.combine(other, Decimal::checked_sub)
    }

    /// The sum of many amounts, exactly; zero in `currency` where there are none.
    ///
    /// # Errors
    /// As [`Money::checked_add`].
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, Error> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn combine(self, other: Self, f: fn(Decimal, Decimal) -> Option<Decimal>) -> Result<Self, Error> {
        if self.currency != other.currency {
            let (left, right) = (self.currency.code(), other.currency.code());
            return Err(Error::new(ErrorKind::CurrencyMismatch { left, right }));
        }
        let amount = f(self.amount, other.amount).ok_or(ErrorKind::OutOfBounds { what: "a sum of money" })?;
        Self::new(amount, self.currency)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency.code())
    }
}

impl FromStr for Money {
    type Err = Error;

    /// Reads an amount and a code, as they are displayed: `1.5 USD`.
    ///
    /// # Errors
    /// [`ErrorKind::WrongType`] for any other text, and for more than 12 decimals, which would be rounded in silence;
    /// [`ErrorKind::NotFound`] for a currency that there is not; [`ErrorKind::OutOfBounds`] above 1e15 in size.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || ErrorKind::WrongType {
            found: format!("`{text}`"),
            expected: "an amount of at most 12 decimals and a currency, such as `1.5 USD`".to_owned(),
        };
        let (amount, code) = text.split_once(' ').ok_or_else(wrong)?;
        let is_plain = amount.bytes().any(|byte| byte.is_ascii_digit()) && !amount.contains('_');
        let amount =
            Decimal::from_str_exact(amount).ok().filter(|_| is_plain).map(|amount| amount.normalize());
        let amount = amount.filter(|amount| amount.scale() <= Self::DECIMALS).ok_or_else(wrong)?;
        Self::new(amount, code.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usd(text: &str) -> Money {
        Money::new(Decimal::from_str_exact(text).unwrap(), Currency::USD).unwrap()
    }

    #[test]
    fn amount_rounds_half_to_even_at_the_twelfth_decimal() {
        // ...1 + half rounds down to the even 0..., ...3 + half up to the even 4
        assert_eq!(usd("0.0000000000005"), usd("0"));
        assert_eq!(usd("0.0000000000015"), usd("0.000000000002"));
        assert_eq!(usd("-0.0000000000025"), usd("-0.000000000002"));
    }

    #[test]
    fn amount_above_its_bound_is_refused() {
        let bound = Money::largest();
        assert!(Money::new(bound, Currency::USD).is_ok());
        assert!(Money::new(bound + Decimal::new(1, 12), Currency::USD).is_err());
        assert!(usd("1000000000000000").checked_add(usd("0.000000000001")).is_err());
    }

    #[test]
    fn amount_of_another_currency_is_no_part_of_a_sum() {
        let (dollar, yen) = (usd("1"), Money::new(Decimal::ONE, "JPY".parse().unwrap()).unwrap());
        for mixed in [dollar.checked_add(yen), yen.checked_add(dollar), dollar.checked_sub(yen)] {
            assert!(matches!(mixed.unwrap_err().kind(), ErrorKind::CurrencyMismatch { .. }));
        }
        assert!(Money::sum(Currency::USD, [dollar, yen]).is_err());
        assert_ne!(Money::zero(Currency::USD), Money::zero(Currency::EUR));
    }

    #[test]
    fn text_is_read_back_and_nothing_else_is() {
        for text in ["1.5 USD", "-0.000000000001 EUR", "0 JPY"] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), text);
        }
        for text in
            ["1.5", "1.5USD", "1.5  USD", "1e3 USD", ". USD", "1_000 USD", "0.0000000000001 USD", "1 XAU"]
        {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn prop_sums_do_not_depend_on_their_order(
            mut amounts in proptest::collection::vec(-1_000_000_000_000_000_000_i64..1_000_000_000_000_000_000, 1..40),
        ) {
            let sum = |list: &[i64]| {
                Money::sum(Currency::USD, list.iter().map(|n| Money::new(Decimal::new(*n, 12), Currency::USD).unwrap()))
            };
            let forward = sum(&amounts).unwrap();
            amounts.sort_unstable();
            prop_assert_eq!(forward, sum(&amounts).unwrap());
            // the same sum in whole units of 1e-12
            let units: i128 = amounts.iter().map(|n| i128::from(*n)).sum();
            prop_assert_eq!(forward.amount(), Decimal::from_i128_with_scale(units, 12));
        }
    }
}
