//! What tax lets be written off of what is held, month by month.

use super::ledger::Kept;
use crate::deployment::{Held, HeldKind};
use crate::error::{Error, ErrorKind};
use crate::finance::{Asset, Convention, Depreciation, Macrs, Quarter, units_of_production};
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
pub(super) fn deductions(kept: &[Kept], terms: &TaxTerms) -> Result<Vec<Deductions>, Error> {
    let placed = placed_in_service(kept, terms);
    kept.iter().map(|one| of(one, terms, &placed)).collect()
}

fn of(kept: &Kept, terms: &TaxTerms, placed: &BTreeMap<u32, Placed>) -> Result<Deductions, Error> {
    let held = &kept.held;
    match (held.kind, &terms.write_off) {
        (HeldKind::OwnedAlready, _) => Ok(rest_of_book(held)),
        (HeldKind::Facility, _) => by_month(held, Depreciation::StraightLine, held.life),
        (HeldKind::Hardware, WriteOff::Monthly { method, months }) => by_month(held, *method, *months),
        (HeldKind::Hardware, WriteOff::ByTokens { months }) => by_tokens(held, &kept.tokens, *months),
        (
            HeldKind::Hardware,
            WriteOff::Macrs { recovery_years, is_mid_quarter, mode, bonus, section_179 },
        ) => {
            if is_sold_in_its_year(held, terms) {
                return Ok(Deductions::default());
            }
            let year = Year::of(terms, held.from);
            let none = Exact::lit(0);
            let Placed { all, kept } = placed.get(&year.number).copied().unwrap_or_default();
            let in_year = kept.into_iter().fold(none, |sum, cost| sum + cost);
            let at_once = section_179.as_ref().and_then(|years| year.limits(years)).map_or(
                none,
                |(limit, threshold)| {
                    let (limit, threshold) = (Exact::new(limit), Exact::new(threshold));
                    let allowed = (limit - (all - threshold).at_least(none)).at_least(none).at_most(in_year);
                    // Shared out over what is kept past the year, in proportion to its cost.
                    // The quotient is rounded, and never more than what it is a part of.
                    if in_year == none {
                        none
                    } else {
                        (held.cost * allowed).over(in_year).at_most(held.cost)
                    }
                },
            );
            let bonus = bonus.of(held.ordered, held.from)?;
            let first = (at_once + (held.cost - at_once) * Exact::new(bonus)).at_most(held.cost);
            let convention = match is_mid_quarter {
                Some(true) => Convention::MidQuarter(year.quarter),
                Some(false) => Convention::HalfYear,
                // Section 179 takes the same share of every quarter, and leaves their proportion as it is.
                None => {
                    let [first, second, third, last] = kept.map(known);
                    Convention::of_year([first?, second?, third?, last?], year.quarter)?
                }
            };
            by_tax_year(held, terms, Macrs::new(*recovery_years, convention, *mode)?, first)
        }
    }
}

/// What is placed in service in a tax year.
#[derive(Clone, Copy)]
struct Placed {
    /// All of it, by which the limit of section 179 shrinks (26 U.S.C. 179(b)(2)).
    all: Exact,
    /// By quarter, without what is disposed of in the same year: it has no say in the convention (26 CFR 1.168(d)-1(b)(3)(i)).
    kept: [Exact; 4],
}

impl Default for Placed {
    fn default() -> Self {
        Self { all: Exact::lit(0), kept: [Exact::lit(0); 4] }
    }
}

/// What is placed in service in each tax year.
fn placed_in_service(kept: &[Kept], terms: &TaxTerms) -> BTreeMap<u32, Placed> {
    let mut placed: BTreeMap<u32, Placed> = BTreeMap::new();
    for one in kept.iter().map(|kept| &kept.held).filter(|one| one.kind == HeldKind::Hardware) {
        let year = Year::of(terms, one.from);
        let sums = placed.entry(year.number).or_default();
        sums.all = sums.all + one.cost;
        if is_sold_in_its_year(one, terms) {
            continue;
        }
        let quarters = sums.kept.iter_mut().zip(Quarter::ALL);
        for (sum, _) in quarters.filter(|(_, quarter)| *quarter == year.quarter) {
            *sum = *sum + one.cost;
        }
    }
    placed
}

/// Whether something is disposed of in the tax year in which it was placed in service. It is not written off at all.
fn is_sold_in_its_year(held: &Held<Exact>, terms: &TaxTerms) -> bool {
    held.to <= held.from
        || Year::of(terms, held.to.saturating_sub(1)).number == Year::of(terms, held.from).number
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

    /// Its limits; the last that are known hold for those after them.
    fn limits(self, years: &[(Decimal, Decimal)]) -> Option<(Decimal, Decimal)> {
        let at = usize::try_from(self.number).unwrap_or(usize::MAX);
        years.get(at).or(years.last()).copied()
    }
}

/// By the tax year, in equal parts over the months of it in which it is held.
fn by_tax_year(
    held: &Held<Exact>,
    terms: &TaxTerms,
    property: Macrs,
    first: Exact,
) -> Result<Deductions, Error> {
    let bought = Year::of(terms, held.from);
    let sold = Year::of(terms, held.to.saturating_sub(1));
    let last = sold.number.saturating_sub(bought.number).saturating_add(1);
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

/// By the tokens that each month serves, of all that are served in so many months from the purchase on. Months past the study
/// are like its last.
fn by_tokens(held: &Held<Exact>, tokens: &[Exact], months: u32) -> Result<Deductions, Error> {
    let none = Exact::lit(0);
    let in_month = |month: u32| {
        let place = usize::try_from(month.saturating_sub(1)).unwrap_or(usize::MAX);
        tokens.get(place).or(tokens.last()).copied().unwrap_or(none)
    };
    let first = held.from.saturating_add(1);
    let life = || first..=held.from.saturating_add(months);
    let total = life().map(in_month).fold(none, |sum, tokens| sum + tokens);
    if total == none {
        // What serves nothing is not worn.
        return Ok(Deductions::default());
    }
    let units = life().map(|month| known(in_month(month))).collect::<Result<Vec<_>, _>>()?;
    let schedule = units_of_production(known(held.cost)?, Decimal::ZERO, known(total)?, &units)?;
    let while_held = (first..=held.to).zip(schedule.amounts());
    Ok(Deductions { by_month: while_held.map(|(month, amount)| (month, Exact::new(*amount))).collect() })
}

/// What is owned already: in equal parts until nothing is left of its book value.
fn rest_of_book(held: &Held<Exact>) -> Deductions {
    let Some(book) = held.book else { return Deductions::default() };
    let months = held.from.saturating_add(1)..=book.months.min(held.to);
    Deductions { by_month: months.map(|month| (month, book.in_month())).collect() }
}

fn known(amount: Exact) -> Result<Decimal, Error> {
    amount.value().ok_or_else(|| ErrorKind::OutOfBounds { what: "a tax basis" }.into())
}
