//! Tax law that changes: the bonus of the first year by its dates, the limits of section 179 by year.

use super::look_up::date;
use super::{Catalog, Dated, Entry, fact};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::money::{Currency, Money};
use crate::source::{Figure, Source};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The special allowance of the first year, for property that was acquired and placed in service between some days.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bonus {
    pub(crate) id: String,
    /// Days are included on both ends; without one there is none.
    pub(crate) acquired_from: Option<String>,
    pub(crate) acquired_to: Option<String>,
    pub(crate) placed_in_service_from: String,
    pub(crate) placed_in_service_to: Option<String>,
    pub(crate) fraction: Figure,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// What may be deducted at once in a tax year.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpensingLimit {
    pub(crate) id: String,
    pub(crate) tax_year: i16,
    pub(crate) limit_usd: Figure,
    pub(crate) threshold_usd: Figure,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// The bonus depreciation of property, and the law that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BonusDepreciation {
    /// The fraction of what section 179 leaves that is written off in the first year.
    pub fraction: Decimal,
    /// The law.
    pub source: Source,
}

/// The limits of section 179 in a tax year, and the law that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section179 {
    /// The most that may be deducted.
    pub limit: Money,
    /// What may be placed in service before the limit shrinks.
    pub threshold: Money,
    /// The law.
    pub source: Source,
}

impl Catalog {
    /// The bonus depreciation of the United States (26 U.S.C. 168(k)) for property with a recovery period of at most 20
    /// years, by the day on which it was acquired (a written contract that binds) and that on which it was placed in service.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] for days of which the book knows no law; [`ErrorKind::Contradiction`] for property that was
    /// placed in service before it was acquired.
    ///
    /// ```
    /// use breakeven::Catalog;
    ///
    /// let law = Catalog::builtin()?;
    /// let of = |acquired: &str, placed: &str| -> Result<String, Box<dyn std::error::Error>> {
    ///     Ok(law.bonus_depreciation(acquired.parse()?, placed.parse()?)?.fraction.to_string())
    /// };
    /// assert_eq!(of("2024-06-01", "2024-07-01")?, "0.6");
    /// // Ordered before 20 January 2025, and delivered after it: the law before.
    /// assert_eq!(of("2025-01-10", "2025-03-01")?, "0.4");
    /// assert_eq!(of("2025-02-10", "2025-03-01")?, "1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn bonus_depreciation(&self, acquired: Date, placed: Date) -> Result<BonusDepreciation, Error> {
        if placed < acquired {
            return Err(ErrorKind::Contradiction {
                what: format!("placed in service on {placed}, before it was acquired on {acquired}"),
                instead: "give a later day".to_owned(),
            }
            .into());
        }
        self.bonus_periods()?.law(acquired, placed).cloned()
    }

    /// The limits of section 179 (26 U.S.C. 179(b)) in a tax year.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] for a year of which the book knows none.
    ///
    /// ```
    /// use breakeven::Catalog;
    ///
    /// let law = Catalog::builtin()?.section_179(2025)?;
    /// assert_eq!(law.limit.to_string(), "2500000 USD");
    /// assert_eq!(law.threshold.to_string(), "4000000 USD");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn section_179(&self, tax_year: i16) -> Result<Section179, Error> {
        let found =
            self.expensing_limits.iter().rfind(|limit| limit.tax_year == tax_year).ok_or_else(|| {
                Error::new(ErrorKind::Missing {
                    instead: format!(
                        "the catalog has no limit of section 179 for {tax_year}; give the deduction"
                    ),
                })
            })?;
        Ok(Section179 {
            limit: Money::new(found.limit_usd.value(), Currency::USD)?,
            threshold: Money::new(found.threshold_usd.value(), Currency::USD)?,
            source: found.source()?,
        })
    }
}

/// All that the book has of the special allowance, in its order, as it is looked up over a study.
#[derive(Clone, Debug)]
pub(crate) struct BonusPeriods(Vec<BonusPeriod>);

/// The days between which a law holds, ends included.
#[derive(Clone, Debug)]
struct BonusPeriod {
    acquired: [Option<Date>; 2],
    placed: [Option<Date>; 2],
    law: BonusDepreciation,
}

impl BonusPeriods {
    /// That of some days: of several that hold, the last.
    pub(crate) fn law(&self, acquired: Date, placed: Date) -> Result<&BonusDepreciation, Error> {
        let found = self.0.iter().rfind(|period| period.holds(acquired, placed)).map(|period| &period.law);
        found.ok_or_else(|| {
            let instead = format!(
                "the catalog has no bonus depreciation for what is acquired on {acquired} and placed in service on {placed}; give the fraction"
            );
            Error::new(ErrorKind::Missing { instead })
        })
    }
}

impl BonusPeriod {
    fn holds(&self, acquired: Date, placed: Date) -> bool {
        let within = |[from, to]: [Option<Date>; 2], day: Date| {
            from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
        };
        within(self.acquired, acquired) && within(self.placed, placed)
    }
}

impl Catalog {
    pub(crate) fn bonus_periods(&self) -> Result<BonusPeriods, Error> {
        let day = |text: Option<&String>| text.and_then(|text| text.parse::<Date>().ok());
        let period = |bonus: &Bonus| {
            let placed = [Some(&bonus.placed_in_service_from), bonus.placed_in_service_to.as_ref()];
            Ok(BonusPeriod {
                acquired: [bonus.acquired_from.as_ref(), bonus.acquired_to.as_ref()].map(day),
                placed: placed.map(day),
                law: BonusDepreciation { fraction: bonus.fraction.value(), source: bonus.source()? },
            })
        };
        Ok(BonusPeriods(self.bonuses.iter().map(period).collect::<Result<_, Error>>()?))
    }

    /// The last tax year of which the book knows the limits of section 179.
    pub(crate) fn last_year_of_section_179(&self) -> Option<i16> {
        self.expensing_limits.iter().map(|limit| limit.tax_year).max()
    }
}

impl Dated for Bonus {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Dated for ExpensingLimit {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Entry for Bonus {
    const WHAT: &'static str = "bonus depreciation";
    const TABLE: &'static str = "bonus_depreciation";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        vec![self]
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        date(self, path)?;
        for (key, day) in [
            ("acquired_from", self.acquired_from.as_ref()),
            ("acquired_to", self.acquired_to.as_ref()),
            ("placed_in_service_from", Some(&self.placed_in_service_from)),
            ("placed_in_service_to", self.placed_in_service_to.as_ref()),
        ] {
            if let Some(day) = day.filter(|day| day.parse::<Date>().is_err()) {
                let (found, expected) = (format!("`{day}`"), "a day such as 2025-01-20".to_owned());
                return Err(Error::at(path.join(key), ErrorKind::WrongType { found, expected }));
            }
        }
        within(&path.join("fraction"), self.fraction, Decimal::ONE, "a fraction of the basis")
    }
}

impl Entry for ExpensingLimit {
    const WHAT: &'static str = "limit of section 179";
    const TABLE: &'static str = "section_179";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        vec![self]
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        date(self, path)?;
        within(&path.join("limit_usd"), self.limit_usd, Money::largest(), "USD")?;
        within(&path.join("threshold_usd"), self.threshold_usd, Money::largest(), "USD")
    }
}

fn within(path: &FieldPath, figure: Figure, maximum: Decimal, unit: &'static str) -> Result<(), Error> {
    let (value, minimum) = (fact(path, figure)?, Decimal::ZERO);
    if (minimum..=maximum).contains(&value) {
        return Ok(());
    }
    Err(Error::at(path.clone(), ErrorKind::OutOfRange { value, minimum, maximum, unit }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn bonus_of_each_year_is_that_of_the_law() {
        let law = Catalog::builtin().unwrap();
        let of = |acquired: &str, placed: &str| {
            law.bonus_depreciation(day(acquired), day(placed)).map(|bonus| bonus.fraction.to_string())
        };
        // 26 U.S.C. 168(k)(6)(A) as of P.L. 115-97, and 168(k)(1) as of P.L. 119-21
        for (placed, fraction) in [
            ("2017-09-28", "1"),
            ("2022-12-31", "1"),
            ("2023-01-01", "0.8"),
            ("2024-12-31", "0.6"),
            ("2025-12-31", "0.4"),
            ("2026-01-01", "0.2"),
            ("2027-01-01", "0"),
        ] {
            assert_eq!(of("2017-09-28", placed).unwrap(), fraction, "{placed}");
        }
        assert_eq!(of("2025-01-19", "2025-01-20").unwrap(), "0.4");
        assert_eq!(of("2025-01-20", "2025-01-20").unwrap(), "1");
        assert_eq!(of("2026-11-24", "2031-01-01").unwrap(), "1");
        assert_eq!(
            of("2015-03-01", "2015-04-01").unwrap_err().to_string(),
            "missing; the catalog has no bonus depreciation for what is acquired on 2015-03-01 and placed in service on \
             2015-04-01; give the fraction"
        );
        assert!(of("2026-03-02", "2026-03-01").is_err());
    }

    #[test]
    fn every_day_of_the_book_has_one_law() {
        let periods = Catalog::builtin().unwrap().bonus_periods().unwrap().0;
        let days = [
            "2018-05-01",
            "2023-06-01",
            "2024-12-31",
            "2025-01-19",
            "2025-01-20",
            "2026-07-01",
            "2030-01-01",
        ];
        for (at, acquired) in days.iter().enumerate() {
            for placed in &days[at..] {
                let found = periods.iter().filter(|period| period.holds(day(acquired), day(placed)));
                assert_eq!(found.count(), 1, "{acquired} {placed}");
            }
        }
    }

    #[test]
    fn year_without_a_limit_is_an_error() {
        let law = Catalog::builtin().unwrap();
        assert_eq!(law.section_179(2026).unwrap().limit.to_string(), "2560000 USD");
        assert_eq!(
            law.section_179(2040).unwrap_err().to_string(),
            "missing; the catalog has no limit of section 179 for 2040; give the deduction"
        );
    }

    #[test]
    fn days_and_fractions_that_there_are_not_are_refused() {
        let book = |day: &str, fraction: &str| {
            let text = format!(
                "[[bonus_depreciation]]\nid = 'a'\nplaced_in_service_from = '{day}'\nfraction = {fraction}\nsource = 's'\nas_of = '2026'"
            );
            Catalog::parse(&text).unwrap_err().to_string()
        };
        assert_eq!(
            book("2025-1-1", "1"),
            "3:26: bonus_depreciation.0.placed_in_service_from: `2025-1-1`, expected a day such as 2025-01-20"
        );
        assert_eq!(
            book("2025-01-01", "60"),
            "4:12: bonus_depreciation.0.fraction = 60 is not in 0..=1 (a fraction of the basis); for 60 percent write 0.6"
        );
    }
}
