//! How a purchase is written off in the books, year by year.

use crate::error::{Error, ErrorKind};
use crate::money::Money;
use rust_decimal::Decimal;

/// How a purchase is written off in the books, year by year. It is no cash: no cost and no ledger of this crate has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Depreciation {
    /// The same in each of so many years.
    StraightLine {
        /// Years of the useful life.
        years: u32,
    },
    /// The declining balance of United States tax, with half a year in the first and the last: property of 3, 5, 7, 10
    /// or 15 years. Computers are of 5.
    ///
    /// Source: IRS Publication 946, table A-1, percentages with two decimals as printed there.
    Macrs {
        /// Years of the recovery period; they reach into one more.
        recovery_years: u32,
    },
}

/// Hundredths of a percent of each year.
const MACRS: [(u32, &[u32]); 5] = [
    (3, &[3333, 4445, 1481, 741]),
    (5, &[2000, 3200, 1920, 1152, 1152, 576]),
    (7, &[1429, 2449, 1749, 1249, 893, 892, 893, 446]),
    (10, &[1000, 1800, 1440, 1152, 922, 737, 655, 655, 656, 655, 328]),
    (15, &[500, 950, 855, 770, 693, 623, 590, 590, 591, 590, 591, 590, 591, 590, 591, 295]),
];

/// A century: what is written off for longer is not written off.
const MOST_YEARS: u32 = 100;

impl Depreciation {
    /// What is written off in each year; all of them sum to what was paid.
    ///
    /// # Formula
    /// ```text
    /// year t = paid * share of t        straight line: 1 / years
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for no years, for more than 100, and for a recovery period that there is not.
    ///
    /// ```
    /// use breakeven::{Currency, Decimal, Depreciation, Money};
    ///
    /// let server = Money::new(Decimal::from(250_000), Currency::USD)?;
    /// let years = Depreciation::Macrs { recovery_years: 5 }.schedule(server)?;
    /// let years: Vec<String> = years.iter().map(|year| year.amount().to_string()).collect();
    /// assert_eq!(years, ["50000", "80000", "48000", "28800", "28800", "14400"]);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn schedule(self, paid: Money) -> Result<Vec<Money>, Error> {
        let contradiction = |what: String, instead: &str| {
            Err(Error::new(ErrorKind::Contradiction { what, instead: instead.to_owned() }))
        };
        let weights: Vec<Decimal> = match self {
            Self::StraightLine { years } if years == 0 || years > MOST_YEARS => {
                return contradiction(format!("a useful life of {years} years"), "give from 1 to 100");
            }
            Self::StraightLine { years } => (0..years).map(|_| Decimal::ONE).collect(),
            Self::Macrs { recovery_years } => {
                let Some((_, shares)) = MACRS.iter().find(|(years, _)| *years == recovery_years) else {
                    let what = format!("a recovery period of {recovery_years} years");
                    return contradiction(what, "give 3, 5, 7, 10 or 15");
                };
                shares.iter().map(|share| Decimal::from(*share)).collect()
            }
        };
        paid.allocate_to(Money::DECIMALS, &weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn usd(amount: i64) -> Money {
        Money::new(amount.into(), Currency::USD).unwrap()
    }

    /// The method behind the printed percentages, worked in floats: the declining balance of 200 percent (150 from 15
    /// years on) with half a year at first, until the rest in equal parts is more.
    #[test]
    fn printed_percentages_are_those_of_the_declining_balance() {
        for (years, shares) in MACRS {
            assert_eq!(shares.iter().sum::<u32>(), 10_000, "{years}");
            let declining = if years < 15 { 2.0 } else { 1.5 } / f64::from(years);
            let mut book = 1.0;
            let mut left = f64::from(years);
            for (at, share) in shares.iter().enumerate() {
                let part = if at == 0 { 0.5 } else { left.min(1.0) };
                let equal = book / left * part;
                let written_off =
                    if at == 0 { declining / 2.0 } else { (book * declining).max(equal).min(book) };
                // the last digits of the printed table make up for each other
                assert!(
                    (written_off * 1e4 - f64::from(*share)).abs() < 1.5,
                    "{years}, year {at}: {written_off}"
                );
                book -= written_off;
                left -= part;
            }
        }
    }

    #[test]
    fn straight_line_is_the_same_every_year_to_the_last_digit() {
        let years = Depreciation::StraightLine { years: 3 }.schedule(usd(100)).unwrap();
        assert_eq!(years.len(), 3);
        assert_eq!(Money::sum(Currency::USD, years.iter().copied()).unwrap(), usd(100));
        assert_eq!(years.first().unwrap().to_string(), "33.333333333334 USD");
    }

    #[test]
    fn years_that_there_are_not_are_refused() {
        let refused = |method: Depreciation| method.schedule(usd(1)).unwrap_err().to_string();
        assert_eq!(
            refused(Depreciation::StraightLine { years: 0 }),
            "a useful life of 0 years; give from 1 to 100"
        );
        assert_eq!(
            refused(Depreciation::Macrs { recovery_years: 6 }),
            "a recovery period of 6 years; give 3, 5, 7, 10 or 15"
        );
    }
}
