//! Conversion, at a rate that somebody stated on a day.

use super::{Currency, Money};
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::fmt;

/// What one currency was worth in another on a day, and who says so.
///
/// No rate is built in and none is guessed: amounts in two currencies combine only after one of them is converted.
///
/// ```
/// use breakeven::{Currency, ExchangeRate, Money};
///
/// let (rate, day) = ("1.08".parse()?, "2026-11-24".parse()?);
/// let rate = ExchangeRate::new(Currency::EUR, Currency::USD, rate, day, "the bank's confirmation")?;
/// let server = Money::new("200000".parse()?, Currency::EUR)?;
/// assert_eq!(server.converted(&rate)?.to_string(), "216000 USD");
/// // The other way needs the inverse, which is rounded.
/// assert!(server.converted(&rate.inverse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRate {
    from: Currency,
    to: Currency,
    rate: Decimal,
    on: Date,
    source: String,
}

impl ExchangeRate {
    /// Units of `to` for one unit of `from`, on a day, by a source.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for a rate of 0 or below, for one from a currency to itself that is not 1, and for an
    /// empty source.
    pub fn new(
        from: Currency,
        to: Currency,
        rate: Decimal,
        on: Date,
        source: impl Into<String>,
    ) -> Result<Self, Error> {
        let source = source.into();
        let refused = |what: String, instead: &str| {
            Err(ErrorKind::Contradiction { what, instead: instead.to_owned() }.into())
        };
        if rate <= Decimal::ZERO {
            return refused(format!("an exchange rate of {rate} {to} for a {from}"), "give a rate above 0");
        }
        if from == to && rate != Decimal::ONE {
            return refused(
                format!("an exchange rate of {rate} {to} for a {from}"),
                "give 1 for a currency itself",
            );
        }
        if source.trim().is_empty() {
            return refused(format!("an exchange rate of {to} for a {from} from nowhere"), "name its source");
        }
        Ok(Self { from, to, rate, on, source })
    }

    /// The currency that is converted.
    #[must_use]
    pub fn from(&self) -> Currency {
        self.from
    }

    /// The currency that it becomes.
    #[must_use]
    pub fn to(&self) -> Currency {
        self.to
    }

    /// Units of `to` for one of `from`.
    #[must_use]
    pub fn rate(&self) -> Decimal {
        self.rate
    }

    /// The day on which it held.
    #[must_use]
    pub fn on(&self) -> Date {
        self.on
    }

    /// Who says so.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The rate the other way: 1 / rate, to 28 digits. Converting there and back comes to within the rounding of both, and
    /// is not exact.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] where it is too small or too large for a decimal.
    pub fn inverse(&self) -> Result<Self, Error> {
        let rate = Exact::lit(1).over(Exact::new(self.rate)).value().filter(|rate| !rate.is_zero());
        let rate = rate.ok_or(ErrorKind::OutOfBounds { what: "the inverse of an exchange rate" })?;
        Ok(Self { from: self.to, to: self.from, rate, ..self.clone() })
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, rate, on, source } = self;
        write!(f, "1 {from} = {rate} {to} ({source}, {on})")
    }
}

impl Money {
    /// The amount in another currency, rounded to 12 decimals, half to even.
    ///
    /// # Formula
    /// ```text
    /// amount * rate
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`] for a rate from another currency than this amount's;
    /// [`ErrorKind::OutOfBounds`] past the range of money.
    pub fn converted(self, rate: &ExchangeRate) -> Result<Self, Error> {
        if self.currency != rate.from {
            let (left, right) = (self.currency.code(), rate.from.code());
            return Err(ErrorKind::CurrencyMismatch { left, right }.into());
        }
        let product = (Exact::new(self.amount) * Exact::new(rate.rate)).value();
        Self::new(product.ok_or(ErrorKind::OutOfBounds { what: "a converted amount" })?, rate.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(from: Currency, to: Currency, rate: &str) -> Result<ExchangeRate, Error> {
        ExchangeRate::new(from, to, rate.parse().unwrap(), "2026-11-24".parse().unwrap(), "a bank")
    }

    #[test]
    fn amount_there_and_back_is_within_the_rounding() {
        let there = rate(Currency::USD, Currency::EUR, "0.93").unwrap();
        let amount = Money::new(Decimal::from(100), Currency::USD).unwrap();
        let converted = amount.converted(&there).unwrap();
        assert_eq!(converted.to_string(), "93 EUR");
        let back = converted.converted(&there.inverse().unwrap()).unwrap();
        let off = back.checked_sub(amount).unwrap().amount().abs();
        assert!(off <= Decimal::new(1, 12), "{off}");
        assert_eq!(there.to_string(), "1 USD = 0.93 EUR (a bank, 2026-11-24)");
    }

    #[test]
    fn rate_of_another_currency_is_refused() {
        let rate = rate(Currency::EUR, Currency::USD, "1.08").unwrap();
        let amount = Money::new(Decimal::ONE, Currency::USD).unwrap();
        assert!(matches!(amount.converted(&rate).unwrap_err().kind(), ErrorKind::CurrencyMismatch { .. }));
    }

    #[test]
    fn rates_that_convert_nothing_are_refused() {
        let refused = |result: Result<ExchangeRate, Error>| result.unwrap_err().to_string();
        assert_eq!(
            refused(rate(Currency::EUR, Currency::USD, "0")),
            "an exchange rate of 0 USD for a EUR; give a rate above 0"
        );
        assert_eq!(
            refused(rate(Currency::USD, Currency::USD, "1.1")),
            "an exchange rate of 1.1 USD for a USD; give 1 for a currency itself"
        );
        assert!(rate(Currency::USD, Currency::USD, "1").is_ok());
        let nowhere =
            ExchangeRate::new(Currency::EUR, Currency::USD, Decimal::ONE, "2026-11-24".parse().unwrap(), " ");
        assert_eq!(refused(nowhere), "an exchange rate of USD for a EUR from nowhere; name its source");
    }
}
