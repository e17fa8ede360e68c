//! What tax lets be written off of what is held, month by month.

use crate::deployment::{Held, HeldKind};
use crate::error::{Error, ErrorKind};
use crate::finance::{Asset, Convention, Depreciation, Macrs, Quarter};
use crate::number::{Exact, Number};
use crate::scenario::{TaxTerms, WriteOff};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What is written off of something, by the months at whose end it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Deductions {
    pub(super) by_month: Vec<(u32, Exact)>,
}

impl Deductions {
    pub(super) fn sum(&self) -> Exact {
        self.by_month.iter().fold(Exact::lit(0), |sum, (_, amount)| sum + *amount)
    }
}

/// What is written off of each.
pub(super) fn deductions(held: &[Held<Exact>], terms: &TaxTerms) -> Result<Vec<Deductions>, Error> {
    let placed = placed_in_service(held, terms);
    held.iter().map(|one| of(one, terms, &placed)).collect()
}

fn of(held: &Held<Exact>, terms: &TaxTerms, placed: &BTreeMap<u32, [Exact; 4]>) -> Result<Deductions, Error> {
    match (held.kind, &terms.write_off) {
        (HeldKind::OwnedAlready, _) => Ok(Deductions::default()),
        (HeldKind::Facility, _) => by_month(held, Depreciation::StraightLine, held.life),
        (HeldKind::Hardware, WriteOff::Monthly { method, months }) => by_month(held, *method, *months),
        (
            HeldKind::Hardware,
            WriteOff::Macrs { recovery_years, is_mid_quarter, mode, bonus, section_179 },
        ) => {
            let year = Year::of(terms, held.from);
            let none = Exact::lit(0);
            let in_quarters = placed.get(&year.number).copied().unwrap_or([none; 4]);
            let in_year = in_quarters.into_iter().fold(none, |sum, cost| sum + cost);
            let at_once = section_179.map_or(none, |(limit, threshold)| {
                let (limit, threshold) = (Exact::new(limit), Exact::new(threshold));
                let allowed = (limit - (in_year - threshold).at_least(none)).at_least(none).at_most(in_year);
                // Shared out over what is placed in service in the year, in proportion to its cost.
                // The quotient is rounded, and never more than what it is a part of.
                if in_year == none { none } else { (held.cost * allowed).over(in_year).at_most(held.cost) }
            });
            let first = (at_once + (held.cost - at_once) * Exact::new(*bonus)).at_most(held.cost);
            let convention = match is_mid_quarter {
                Some(true) => Convention::MidQuarter(year.quarter),
                Some(false) => Convention::HalfYear,
                // Section 179 takes the same share of every quarter, and leaves their proportion as it is.
                None => {
                    let [first, second, third, last] = in_quarters.map(known);
                    Convention::of_year([first?, second?, third?, last?], year.quarter)?
                }
            };
            by_tax_year(held, terms, Macrs::new(*recovery_years, convention, *mode)?, first)
        }
    }
}

/// What is placed in service in each quarter of each tax year.
fn placed_in_service(held: &[Held<Exact>], terms: &TaxTerms) -> BTreeMap<u32, [Exact; 4]> {
    let mut placed = BTreeMap::new();
    for one in held.iter().filter(|one| one.kind == HeldKind::Hardware) {
        let year = Year::of(terms, one.from);
        let sums = placed.entry(year.number).or_insert([Exact::lit(0); 4]);
        for (sum, _) in sums.iter_mut().zip(Quarter::ALL).filter(|(_, quarter)| *quarter == year.quarter) {
            *sum = *sum + one.cost;
        }
    }
    placed
}

/// A month of the study in its tax year.
#[derive(Clone, Copy)]
struct Year {
    number: u32,
    quarter: Quarter,
}

impl Year {
    /// Of the month after an instant.
    fn of(terms: &TaxTerms, instant: u32) -> Self {
        let month = terms.first_month.saturating_sub(1).saturating_add(instant);
        let quarter = match month % 12 {
            0..=2 => Quarter::First,
            3..=5 => Quarter::Second,
            6..=8 => Quarter::Third,
            _ => Quarter::Fourth,
        };
        Self { number: month / 12, quarter }
    }
}

/// By the tax year, in equal parts over the months of it in which it is held.
fn by_tax_year(
    held: &Held<Exact>,
    terms: &TaxTerms,
    property: Macrs,
    first: Exact,
) -> Result<Deductions, Error> {
    if held.to <= held.from {
        return Ok(Deductions::default());
    }
    let bought = Year::of(terms, held.from);
    let sold = Year::of(terms, held.to.saturating_sub(1));
    let last = sold.number.saturating_sub(bought.number).saturating_add(1);
    // What is disposed of in the year in which it was placed in service is not written off at all.
    let first = if last == 1 { Exact::lit(0) } else { first };
    let basis = known(held.cost - first)?;
    let years = property.disposed_in(basis, last, sold.quarter)?;
    let mut months: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for before in held.from..held.to {
        months.entry(Year::of(terms, before).number).or_default().push(before.saturating_add(1));
    }
    let mut deductions = Deductions::default();
    for (at, amount) in (0_u32..).zip(years.amounts()) {
        let amount = Exact::new(*amount) + if at == 0 { first } else { Exact::lit(0) };
        let Some(months) = months.get(&bought.number.saturating_add(at)) else { continue };
        let each = amount.over(Exact::lit(u32::try_from(months.len()).unwrap_or(u32::MAX)));
        deductions.by_month.extend(months.iter().map(|month| (*month, each)));
    }
    Ok(deductions)
}

/// From the month of the purchase, while it is held.
fn by_month(held: &Held<Exact>, method: Depreciation<Decimal>, months: u32) -> Result<Deductions, Error> {
    let asset = Asset::new(known(held.cost)?, Decimal::ZERO, months)?;
    let schedule = asset.schedule(method)?;
    let while_held = (held.from.saturating_add(1)..=held.to).zip(schedule.amounts());
    Ok(Deductions { by_month: while_held.map(|(month, amount)| (month, Exact::new(*amount))).collect() })
}

fn known(amount: Exact) -> Result<Decimal, Error> {
    amount.value().ok_or_else(|| ErrorKind::OutOfBounds { what: "a tax basis" }.into())
}
