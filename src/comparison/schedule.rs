//! What each month of the study needs, for the ledger and for the formula of its worth alike: steps, purchases, prices.

use crate::cost::Follows;
use crate::curve::{Counts, Stairs};
use crate::deployment::Lifetime;
use crate::error::{Error, ErrorKind};
use crate::number::Number;
use crate::parameter::{Acquisition, Inputs, Role, RunningCosts};
use rust_decimal::Decimal;

/// The dates of a deployment's purchases, which are whole months whatever the carrier.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    life: u32,
    site_life: u32,
    owned_age: u32,
    support_included: u32,
}

impl Dates {
    pub(crate) fn of(inputs: &Inputs<Decimal>) -> Result<Self, Error> {
        let Some(own) = inputs.deployment() else { return Ok(Self::default()) };
        let whole = |months: Decimal| {
            u32::try_from(months).map_err(|_| Error::new(ErrorKind::OutOfBounds { what: "a life in months" }))
        };
        Ok(Self {
            life: whole(own.hardware.life.0)?,
            site_life: whole(own.site.life.0)?,
            owned_age: whole(own.hardware.owned_age.0)?,
            support_included: whole(own.hardware.support_included.0)?,
        })
    }

    /// A step that is first needed in a month.
    pub(crate) fn lifetime(self, month: u32, horizon: u32) -> Lifetime {
        let Self { life, site_life, owned_age, support_included } = self;
        Lifetime { from: month.saturating_sub(1), to: horizon, life, site_life, owned_age, support_included }
    }
}

/// The months of a study, one after the other.
pub(super) struct Schedule<N> {
    stairs: Stairs<N>,
    pays_for_most: bool,
    growth: Prices<N>,
    /// The most steps needed so far, and with their spares.
    most: N,
    units: N,
    prices: Prices<N>,
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

/// What the prices of a month are over those of today, by whose they are.
#[derive(Clone, Copy)]
pub(super) struct Prices<N> {
    /// Of the alternative's own sheet; 1 for a deployment.
    pub(super) sheet: N,
    /// Of the API that takes its failures; 1 where there is none.
    pub(super) escalation: N,
}

impl<N: Number> Prices<N> {
    fn growth_of(inputs: &Inputs<N>) -> Self {
        let one = N::lit(1);
        let escalation = inputs.answers.as_ref().and_then(|answers| answers.escalation.as_ref());
        Self {
            sheet: match &inputs.role {
                Role::Api(sheet) => one + sheet.offer.price_change.0,
                Role::Deployment(_) | Role::Mix(_) => one,
            },
            escalation: escalation.map_or(one, |to| one + to.api.offer.price_change.0),
        }
    }

    pub(super) fn of(self, follows: Follows) -> N {
        match follows {
            Follows::Nothing => N::lit(1),
            Follows::Sheet => self.sheet,
            Follows::Escalation => self.escalation,
        }
    }
}

impl<N: Number> Schedule<N> {
    pub(super) fn of(inputs: &Inputs<N>, stairs: Stairs<N>) -> Self {
        let (none, one) = (N::lit(0), N::lit(1));
        Self {
            stairs,
            pays_for_most: pays_for_most(inputs),
            growth: Prices::growth_of(inputs),
            most: none,
            units: none,
            prices: Prices { sheet: one, escalation: one },
        }
    }

    /// The next month, which serves so many tokens.
    pub(super) fn month(&mut self, tokens: N) -> Month<N> {
        let needed = self.stairs.counts(tokens).steps;
        self.most = self.most.at_least(needed);
        let stock = self.stairs.counts_at(self.most);
        let units = stock.steps + stock.spares;
        let month = Month {
            counts: if self.pays_for_most { stock } else { self.stairs.counts_at(needed) },
            bought: units - self.units,
            prices: self.prices,
        };
        self.units = units;
        self.prices = Prices {
            sheet: self.prices.sheet * self.growth.sheet,
            escalation: self.prices.escalation * self.growth.escalation,
        };
        month
    }
}

/// Whether steps that are needed no more still pay running costs. Steps that are rented on demand are given back when
/// the volume falls; those that are reserved are paid to the end, and those that are owned as the scenario says.
pub(super) fn pays_for_most<N: Copy>(inputs: &Inputs<N>) -> bool {
    inputs.deployment().is_some_and(|own| match own.choices.acquisition {
        Acquisition::Rent => false,
        Acquisition::Reserve => true,
        Acquisition::Buy | Acquisition::OwnedAlready => own.choices.running_costs == RunningCosts::OwnedSteps,
    })
}
