//! The law of the days of a study: the bonus of each purchase, the limits of section 179 of each tax year.

use super::provenance::WarningCode;
use super::reader::{Fact, Otherwise, Reader};
use super::tax_terms::{BonusLaw, day_of};
use super::wire_tax::Tax;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Instance, Parameter};
use crate::source::Source;
use jiff::{Span, civil::Date};
use rust_decimal::Decimal;

/// Whose law holds.
pub(super) struct Law<'p> {
    path: &'p FieldPath,
    /// The first day of the study, and its months.
    begins: Date,
    months: u32,
    /// The month of the tax year in which the study begins, from 1.
    first_month: u32,
    /// The day whose law holds for every purchase, where the scenario has one.
    placed: Option<Date>,
    /// The day of a contract that binds, where the scenario has one.
    acquired: Option<Date>,
}

impl<'p> Law<'p> {
    pub(super) fn of(
        reader: &mut Reader<'_>,
        tax: &Tax,
        path: &'p FieldPath,
        months: u32,
        first_month: u32,
    ) -> Result<Self, Error> {
        let placed = day(reader, path, "placed_in_service", tax.placed_in_service.as_ref())?;
        let acquired = day(reader, path, "acquired", tax.acquired.as_ref())?;
        Ok(Self { path, begins: reader.on.first_day(), months, first_month, placed, acquired })
    }

    /// The bonus of what is bought: as given, of the day that is given, or of the month of each purchase.
    pub(super) fn bonus(&self, reader: &mut Reader<'_>, tax: &Tax) -> Result<BonusLaw, Error> {
        let placed = self.placed.unwrap_or(self.begins);
        let acquired = self.acquired.unwrap_or(placed);
        let place = self.path.join("bonus_fraction");
        let fact = match tax.bonus_fraction {
            Some(_) => None,
            None => {
                let law = reader.catalog.bonus_depreciation(acquired, placed);
                let law = law.map_err(|error| error.with_path(place.clone()))?;
                Some(Fact { value: law.fraction, source: law.source })
            }
        };
        let (here, required) = (Instance::default(), Otherwise::Required(""));
        let first = reader.read(Parameter::BonusDepreciation, &here, tax.bonus_fraction, fact, required)?;
        if tax.bonus_fraction.is_some() || self.placed.is_some() {
            return Ok(BonusLaw::Fixed(first));
        }
        let periods = reader.catalog.bonus_periods()?;
        // Each law of the study is in the provenance by the month from which on it holds for what begins to serve when it is
        // ordered. What is ordered ahead has the law of both of its days, which may be another one.
        let mut before = first;
        for instant in 1..self.months {
            let placed = day_of(self.begins, instant)?;
            let acquired = self.acquired.unwrap_or(placed);
            let law = periods.law(acquired, placed).map_err(|error| error.with_path(place.clone()))?;
            if law.fraction != before {
                before = law.fraction;
                let from = place.join(&format!("from_month_{}", instant.saturating_add(1)));
                reader.note(from, law.fraction.normalize().to_string(), Some(law.source.clone()));
            }
        }
        Ok(BonusLaw::ByMonth { begins: self.begins, acquired: self.acquired, periods })
    }

    /// Limit and threshold of each tax year of the study. The book carries its last year on, with a warning: the limits of
    /// later ones are not known yet.
    pub(super) fn expensing(
        &self,
        reader: &mut Reader<'_>,
        tax: &Tax,
    ) -> Result<Vec<(Decimal, Decimal)>, Error> {
        let (limit, threshold) = (tax.section_179_limit_usd, tax.section_179_threshold_usd);
        let known = |error: Error| error.with_path(self.path.join("section_179"));
        let is_given = limit.is_some() && threshold.is_some();
        let begins = self.year_of(0)?;
        let last = reader.catalog.last_year_of_section_179().unwrap_or(begins);
        let mut is_carried_on = begins > last;
        let year = self.placed.map_or(begins.min(last), Date::year);
        let law = if is_given { None } else { Some(reader.catalog.section_179(year).map_err(known)?) };
        let fact = |amount: Decimal, source: &Source| Fact { value: amount, source: source.clone() };
        let of_limit = law.as_ref().map(|law| fact(law.limit.amount(), &law.source));
        let of_threshold = law.as_ref().map(|law| fact(law.threshold.amount(), &law.source));
        let here = Instance::default();
        let mut read =
            |parameter, given, fact| reader.read(parameter, &here, given, fact, Otherwise::Required(""));
        let mut years = vec![(
            read(Parameter::ExpensingLimit, limit, of_limit)?,
            read(Parameter::ExpensingThreshold, threshold, of_threshold)?,
        )];
        if is_given || self.placed.is_some() {
            return Ok(years);
        }
        for number in
            1..=self.first_month.saturating_sub(1).saturating_add(self.months.saturating_sub(1)) / 12
        {
            let year = self.year_of(number)?;
            is_carried_on = is_carried_on || year > last;
            let law = reader.catalog.section_179(year.min(last)).map_err(known)?;
            years.push((
                limit.map_or(law.limit.amount(), |given| given.value()),
                threshold.map_or(law.threshold.amount(), |given| given.value()),
            ));
            // What the scenario gives holds in every year; of what it leaves to the law, each known year is in the provenance.
            let of_law = [
                ("section_179_limit_usd", law.limit, limit),
                ("section_179_threshold_usd", law.threshold, threshold),
            ];
            for (key, amount, _) in of_law.iter().filter(|(.., given)| year <= last && given.is_none()) {
                let place = self.path.join(&format!("{key}.in_{year}"));
                reader.note(place, amount.amount().normalize().to_string(), Some(law.source.clone()));
            }
        }
        if is_carried_on {
            let message = format!(
                "the limits of section 179 after {last} are not known: those of {last} hold for later years"
            );
            reader.warn(WarningCode::LawNotKnownYet, &self.path.join("section_179"), message);
        }
        Ok(years)
    }

    /// The calendar year in which a tax year begins, which gives it its name.
    fn year_of(&self, number: u32) -> Result<i16, Error> {
        let months = i64::from(number) * 12 - i64::from(self.first_month.saturating_sub(1));
        let begins = Span::new().try_months(months).and_then(|months| self.begins.checked_add(months));
        let begins = begins.map_err(|_| ErrorKind::OutOfBounds { what: "a tax year of the study" })?;
        Ok(begins.year())
    }
}

fn day(
    reader: &mut Reader<'_>,
    path: &FieldPath,
    key: &str,
    written: Option<&String>,
) -> Result<Option<Date>, Error> {
    let Some(text) = written else { return Ok(None) };
    let place = path.join(key);
    let day = text.parse::<Date>().map_err(|_| {
        let (found, expected) = (format!("`{text}`"), "a day such as 2026-11-24".to_owned());
        Error::at(place.clone(), ErrorKind::WrongType { found, expected })
    })?;
    reader.note(place, text.clone(), None);
    Ok(Some(day))
}
