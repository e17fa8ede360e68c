//! What each month of the study needs, for the ledger and for the formula of its worth alike: steps, purchases, prices.

use super::paths::{Paths, Prices};
use crate::curve::{Counts, Stairs};
use crate::deployment::Lifetime;
use crate::error::{Error, ErrorKind};
use crate::number::Number;
use crate::parameter::{Acquisition, Inputs, RunningCosts};
use rust_decimal::Decimal;

/// The dates of a deployment's purchases, which are whole months whatever the carrier.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    life: u32,
    site_life: u32,
    owned_age: u32,
    owned_book_months: u32,
    support_included: u32,
    lead: u32,
    term: u32,
}

impl Dates {
    pub(crate) fn of(inputs: &Inputs<Decimal>) -> Result<Self, Error> {
        let Some(own) = inputs.deployment() else { return Ok(Self::default()) };
        let whole = |months: Decimal| {
            u32::try_from(months).map_err(|_| Error::new(ErrorKind::OutOfBounds { what: "a life in months" }))
        };
        Ok(Self {
            life: whole(match own.choices.acquisition {
                // What is given back lives as long as its lease.
                Acquisition::OperatingLease => own.hardware.term.0,
                _ => own.hardware.life.0,
            })?,
            site_life: whole(own.site.life.0)?,
            owned_age: whole(own.hardware.owned_age.0)?,
            owned_book_months: whole(own.hardware.owned_book_months.0)?,
            support_included: whole(own.hardware.support_included.0)?,
            lead: match own.choices.acquisition.is_leased() {
                // A lease begins as its server does.
                true => 0,
                false => inputs.over_time.as_ref().map_or(0, |over_time| over_time.lead_months),
            },
            term: whole(own.hardware.term.0)?,
        })
    }

    /// A step that is first needed in a month and kept to the end of another. What is left before the study ends is worth
    /// what the market pays.
    pub(crate) fn lifetime(self, month: u32, to: u32, horizon: u32) -> Lifetime {
        let Self { life, site_life, owned_age, owned_book_months, support_included, lead, term } = self;
        Lifetime {
            from: month.saturating_sub(1),
            to,
            life,
            site_life,
            owned_age,
            owned_book_months,
            support_included,
            lead,
            term,
            is_left: to < horizon,
        }
    }
}

/// The months of a study, one after the other.
pub(super) struct Schedule<'i, N> {
    stairs: Stairs<N>,
    pays_for_most: bool,
    paths: Paths<'i, N>,
    /// The most steps needed so far, and with their spares.
    most: N,
    units: N,
}

/// What a month needs.
pub(super) struct Month<N> {
    /// The steps, spares and attendants whose running costs are paid.
    pub(super) counts: Counts<N>,
    /// Steps and spares that are needed for the first time.
    pub(super) bought: N,
    /// Prices over those of today.
    pub(super) prices: Prices<N>,
}

impl<'i, N: Number> Schedule<'i, N> {
    pub(super) fn of(inputs: &'i Inputs<N>, stairs: Stairs<N>) -> Self {
        let none = N::lit(0);
        Self {
            stairs,
            pays_for_most: pays_for_most(inputs),
            paths: Paths::of(inputs),
            most: none,
            units: none,
        }
    }

    /// The prices of the next month over those of today.
    pub(super) fn prices(&self) -> Prices<N> {
        self.paths.prices
    }

    /// Lets a month pass in which nothing is served: prices move on.
    pub(super) fn skip(&mut self) {
        self.paths.next();
    }

    /// The next month, which serves so many tokens.
    pub(super) fn month(&mut self, tokens: N) -> Month<N> {
        let stairs = self.paths.rates(self.stairs);
        let needed = stairs.counts(tokens).steps;
        self.most = self.most.at_least(needed);
        let stock = stairs.counts_at(self.most);
        let units = stock.steps + stock.spares;
        let month = Month {
            counts: if self.pays_for_most { stock } else { stairs.counts_at(needed) },
            bought: units - self.units,
            prices: self.paths.prices,
        };
        self.units = units;
        self.skip();
        month
    }
}

/// Whether steps that are needed no more still pay running costs. Steps that are rented on demand are given back when
/// the volume falls; those that are reserved are paid to the end, and those that are owned as the scenario says.
pub(super) fn pays_for_most<N: Copy>(inputs: &Inputs<N>) -> bool {
    inputs.deployment().is_some_and(|own| match own.choices.acquisition {
        Acquisition::Rent => false,
        Acquisition::Reserve => true,
        Acquisition::Buy
        | Acquisition::OwnedAlready
        | Acquisition::FinanceLease
        | Acquisition::OperatingLease => own.choices.running_costs == RunningCosts::OwnedSteps,
    })
}
