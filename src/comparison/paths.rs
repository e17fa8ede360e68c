//! What prices and serving rates are in each month over those of today: paths by the month, and events.

use crate::cost::Follows;
use crate::curve::Stairs;
use crate::number::Number;
use crate::parameter::{DatedEvent, Inputs, Role};

/// What the prices of a month are over those of today, by whose they are.
#[derive(Clone, Copy)]
pub(super) struct Prices<N> {
    /// Of the alternative's own sheet, of what is sent and of what is answered; 1 for a deployment.
    sheet: N,
    output: N,
    /// Of the API that takes its failures; 1 where there is none.
    escalation: N,
    salary: N,
    electricity: N,
    hardware: N,
}

impl<N: Number> Prices<N> {
    fn today() -> Self {
        let one = N::lit(1);
        Self { sheet: one, output: one, escalation: one, salary: one, electricity: one, hardware: one }
    }

    /// What they are a month later over what they are.
    fn growth_of(inputs: &Inputs<N>) -> Self {
        let one = N::lit(1);
        let escalation = inputs.answers.as_ref().and_then(|answers| answers.escalation.as_ref());
        let sheet = match &inputs.role {
            Role::Api(sheet) => one + sheet.offer.price_change.0,
            Role::Deployment(_) | Role::Mix(_) => one,
        };
        let changes = inputs.over_time.as_ref().and_then(|over_time| over_time.changes.as_ref());
        Self {
            sheet,
            output: sheet,
            escalation: escalation.map_or(one, |to| one + to.api.offer.price_change.0),
            salary: changes.map_or(one, |changes| one + changes.salary.0),
            electricity: changes.map_or(one, |changes| one + changes.electricity.0),
            hardware: changes.map_or(one, |changes| one + changes.hardware.0),
        }
    }

    fn times(self, growth: Self) -> Self {
        Self {
            sheet: self.sheet * growth.sheet,
            output: self.output * growth.output,
            escalation: self.escalation * growth.escalation,
            salary: self.salary * growth.salary,
            electricity: self.electricity * growth.electricity,
            hardware: self.hardware * growth.hardware,
        }
    }

    pub(super) fn of(&self, follows: Follows) -> N {
        match follows {
            Follows::Nothing => N::lit(1),
            Follows::Sheet => self.sheet,
            Follows::Output => self.output,
            Follows::Escalation => self.escalation,
            Follows::Salary => self.salary,
            Follows::Electricity => self.electricity,
            Follows::Hardware => self.hardware,
        }
    }
}

/// The prices of one month after the other.
pub(super) struct Paths<'i, N> {
    inputs: &'i Inputs<N>,
    growth: Prices<N>,
    /// The month, from 1, and its prices.
    month: u32,
    pub(super) prices: Prices<N>,
    /// Serving rates over those of today; nothing where they are those.
    rate: Option<N>,
}

impl<'i, N: Number> Paths<'i, N> {
    pub(super) fn of(inputs: &'i Inputs<N>) -> Self {
        Self { inputs, growth: Prices::growth_of(inputs), month: 1, prices: Prices::today(), rate: None }
    }

    /// On to the next month.
    pub(super) fn next(&mut self) {
        self.month = self.month.saturating_add(1);
        self.prices = self.prices.times(self.growth);
        let month = self.month;
        if let Some(event) = self.inputs.events().iter().find(|event| event.month == month) {
            self.take_in(event);
        }
    }

    fn take_in(&mut self, event: &DatedEvent<N>) {
        let terms = &event.terms;
        match &self.inputs.role {
            Role::Api(sheet) if event.has_new_prices => {
                self.prices.sheet = terms.input.0.over(sheet.offer.input.0);
                self.prices.output = terms.output.0.over(sheet.offer.output.0);
            }
            Role::Api(_) => {
                self.prices.sheet = self.prices.sheet * terms.price.0;
                self.prices.output = self.prices.output * terms.price.0;
            }
            Role::Deployment(_) => {
                self.rate = Some(self.rate.map_or(terms.rate.0, |rate| rate * terms.rate.0))
            }
            Role::Mix(_) => {}
        }
    }

    /// Stairs at the serving rates of the month.
    pub(super) fn rates(&self, stairs: Stairs<N>) -> Stairs<N> {
        match self.rate {
            None => stairs,
            Some(rate) => Stairs { supply: stairs.supply * rate, ..stairs },
        }
    }
}

/// The prices of hardware at each instant of a study over those of today; nothing where they do not move.
pub(super) fn hardware_prices<N: Number>(inputs: &Inputs<N>, months: u32) -> Option<Vec<N>> {
    let changes = inputs.over_time.as_ref()?.changes.as_ref()?;
    let growth = N::lit(1) + changes.hardware.0;
    let prices = std::iter::successors(Some(N::lit(1)), |price| Some(*price * growth));
    Some(prices.take(usize::try_from(months).unwrap_or(usize::MAX).saturating_add(1)).collect())
}
