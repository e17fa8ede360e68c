//! What changes about an alternative as the months go by, beside its volume and the price path of its sheet.

use super::{Changes, Credit, Event, Inputs, Owed, Parameter};

/// Shares of the volume are kept in billionths.
pub(crate) const PARTS: u32 = 1_000_000_000;

/// What changes about an alternative over the study. The months are whole, whatever the carrier.
#[derive(Clone, Debug)]
pub(crate) struct OverTime<N> {
    pub(crate) changes: Option<Changes<N>>,
    /// Ascending by month.
    pub(crate) events: Vec<DatedEvent<N>>,
    pub(crate) credit: Option<DatedCredit<N>>,
    pub(crate) owed: Option<DatedOwed<N>>,
    /// Months between an order and the month that it is for.
    pub(crate) lead_months: u32,
    /// Billionths of the volume that it serves in its first months.
    pub(crate) ramp: Vec<u32>,
    /// What is used today and serves until this does.
    pub(crate) moved_from: Option<Box<Inputs<N>>>,
    /// The most steps that this can have.
    pub(crate) most_before: Option<u32>,
}

/// An event, and the first month in which it holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedEvent<N> {
    pub(crate) month: u32,
    /// Whether the sheet has new prices, in place of a factor on the old ones.
    pub(crate) has_new_prices: bool,
    pub(crate) terms: Event<N>,
}

/// A credit, and the last month whose bill it pays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedCredit<N> {
    pub(crate) until: u32,
    pub(crate) terms: Credit<N>,
}

/// What is owed, and the last month for which it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedOwed<N> {
    pub(crate) until: u32,
    pub(crate) terms: Owed<N>,
}

impl<N> Default for OverTime<N> {
    fn default() -> Self {
        Self {
            changes: None,
            events: Vec::new(),
            credit: None,
            owed: None,
            lead_months: 0,
            ramp: Vec::new(),
            moved_from: None,
            most_before: None,
        }
    }
}

impl<N> OverTime<N> {
    /// Whether nothing changes at all.
    pub(crate) fn is_nothing(&self) -> bool {
        let Self { changes, events, credit, owed, lead_months, ramp, moved_from, .. } = self;
        changes.is_none()
            && events.is_empty()
            && credit.is_none()
            && owed.is_none()
            && *lead_months == 0
            && ramp.is_empty()
            && moved_from.is_none()
    }
}

impl<N: Copy> OverTime<N> {
    /// The same over another carrier; `f` is asked for each number, `inputs` maps what was used before.
    pub(super) fn map<M>(&self, mut f: &mut dyn FnMut(Parameter, N) -> M) -> OverTime<M> {
        let moved_from = self.moved_from.as_ref().map(|inputs| Box::new(inputs.mapped(f)));
        let f = &mut f;
        let event = |event: &DatedEvent<N>, f: &mut &mut dyn FnMut(Parameter, N) -> M| DatedEvent {
            month: event.month,
            has_new_prices: event.has_new_prices,
            terms: event.terms.map(f),
        };
        OverTime {
            changes: self.changes.as_ref().map(|changes| changes.map(f)),
            events: self.events.iter().map(|one| event(one, f)).collect(),
            credit: self.credit.map(|credit| DatedCredit { until: credit.until, terms: credit.terms.map(f) }),
            owed: self.owed.map(|owed| DatedOwed { until: owed.until, terms: owed.terms.map(f) }),
            lead_months: self.lead_months,
            ramp: self.ramp.clone(),
            moved_from,
            most_before: self.most_before,
        }
    }

    /// The value of a parameter that stands once.
    pub(super) fn get_mut(&mut self, parameter: Parameter) -> Option<&mut N> {
        let Self { changes, credit, owed, .. } = self;
        if let Some(value) = changes.as_mut().and_then(|changes| changes.get_mut(parameter)) {
            return Some(value);
        }
        if let Some(value) = credit.as_mut().and_then(|credit| credit.terms.get_mut(parameter)) {
            return Some(value);
        }
        owed.as_mut().and_then(|owed| owed.terms.get_mut(parameter))
    }
}
