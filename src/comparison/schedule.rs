//! What each month of the study needs, for the ledger and for the formula alike: steps, purchases, prices.

use crate::curve::{Counts, Stairs};
use crate::number::Number;
use crate::parameter::{Acquisition, Inputs, Role, RunningCosts};

/// The months of a study, one after the other.
pub(super) struct Schedule<N> {
    stairs: Stairs<N>,
    pays_for_most: bool,
    price_growth: N,
    /// The most steps needed so far, and with their spares.
    most: N,
    units: N,
    price: N,
}

/// What a month needs.
pub(super) struct Month<N> {
    /// The steps, spares and attendants whose running costs are paid.
    pub(super) counts: Counts<N>,
    /// Steps and spares that are needed for the first time.
    pub(super) bought: N,
    /// Prices of an API over those of today; 1 for a deployment.
    pub(super) price: N,
}

impl<N: Number> Schedule<N> {
    pub(super) fn of(inputs: &Inputs<N>, stairs: Stairs<N>) -> Self {
        let (none, one) = (N::lit(0), N::lit(1));
        Self {
            stairs,
            pays_for_most: pays_for_most(inputs),
            price_growth: match &inputs.role {
                Role::Api(sheet) => one + sheet.offer.price_change.0,
                Role::Deployment(_) => one,
            },
            most: none,
            units: none,
            price: one,
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
            price: self.price,
        };
        self.units = units;
        self.price = self.price * self.price_growth;
        month
    }
}

/// Whether steps that are needed no more still pay running costs. Steps that are rented on demand are given back when
/// the volume falls; those that are reserved are paid to the end, and those that are owned as the scenario says.
fn pays_for_most<N: Copy>(inputs: &Inputs<N>) -> bool {
    inputs.deployment().is_some_and(|own| match own.choices.acquisition {
        Acquisition::Rent => false,
        Acquisition::Reserve => true,
        Acquisition::Buy | Acquisition::OwnedAlready => own.choices.running_costs == RunningCosts::OwnedSteps,
    })
}
