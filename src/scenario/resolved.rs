//! A scenario in which every number is known.

use super::demands::Demands;
use super::facts::Facts;
use super::provenance::{Provenance, Warning};
use super::ranged::RangedValue;
use super::resolve_sweep::ResolvedSweep;
use super::tax_terms::Financing;
use crate::error::FieldPath;
use crate::money::Currency;
use crate::parameter::{Family, Inputs, Parameter};
use crate::serving::{Fit, Limit, LimitedBy, Requirements};
use crate::source::AsOf;
use rust_decimal::Decimal;

/// What the answer repeats of the question.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) question: Option<String>,
    pub(crate) currency: Currency,
    pub(crate) prices_as_of: AsOf,
    pub(crate) horizon_months: u32,
    pub(crate) hours_per_month: Decimal,
    /// Tokens a month of one user, where the volume is given by users.
    pub(crate) tokens_per_user_month: Option<Decimal>,
}

/// One alternative with all its numbers.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedAlternative {
    pub(crate) id: String,
    /// `api.gpt-4o`.
    pub(crate) path: FieldPath,
    pub(crate) name: String,
    pub(crate) family: Family,
    /// The open-weight model that it serves.
    pub(crate) model: Option<String>,
    pub(crate) inputs: Inputs<Decimal>,
    /// The alternatives that a mix is made of, by their place.
    pub(crate) made_of: Vec<usize>,
    pub(crate) maximum_steps: Option<Decimal>,
    pub(crate) requirements: Requirements,
    /// What the API keeps to that takes its failures.
    pub(crate) escalation_requirements: Option<Requirements>,
    /// What keeps it from serving any volume, with the reason in words.
    pub(crate) limit: Option<Limit>,
    pub(crate) fit: Option<Fit>,
    /// What is known of it beside its price.
    pub(crate) facts: Facts,
    /// What was left at nothing, in words.
    pub(crate) left_out: Vec<&'static str>,
}

impl ResolvedAlternative {
    /// What its capacity comes from.
    pub(crate) fn limit_of_volume(&self) -> LimitedBy {
        if self.inputs.deployment().is_some() { LimitedBy::Capacity } else { LimitedBy::RateLimit }
    }
}

/// Where a parameter stands in the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Once in the inputs.
    Single,
    /// In a request class.
    Class(usize),
    /// In a tier, a point of the resale curve or an hour of the day.
    Index(usize),
}

/// A path that names a number of the model.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) path: FieldPath,
    pub(crate) parameter: Parameter,
    /// The alternative whose number it is; `None` for one that all share.
    pub(crate) alternative: Option<usize>,
    pub(crate) place: Place,
    /// The part of a mix.
    pub(crate) part: Option<usize>,
    /// Whether it stands in what the alternative escalates to: a copy of the number that another alternative has.
    pub(crate) escalated: bool,
    /// Whether it stands in what serves before the alternative does: a copy too.
    pub(crate) moved_from: bool,
    /// The number that it is the same as, because the scenario says nothing else: it moves along.
    pub(crate) follows: Option<FieldPath>,
}

impl Address {
    /// Whether the number enters an alternative.
    pub(crate) fn enters(&self, alternative: usize) -> bool {
        self.alternative.is_none_or(|owner| owner == alternative)
    }
}

/// A scenario in which every number is known, in range and sourced.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) header: Header,
    /// The requests of month 1, where the volume is given in them.
    pub(crate) requests_per_month: Option<Decimal>,
    pub(crate) baseline: usize,
    pub(crate) alternatives: Vec<ResolvedAlternative>,
    /// Offers of the catalog that host a model which an alternative serves itself, and that are not compared.
    pub(crate) hosted_elsewhere: Vec<ResolvedAlternative>,
    pub(crate) provenance: Vec<Provenance>,
    pub(crate) addresses: Vec<Address>,
    /// The values that the scenario gives as ranges.
    pub(crate) ranges: Vec<RangedValue>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) sweep: Option<ResolvedSweep>,
    /// Tax, debt and loans.
    pub(crate) financing: Financing,
    /// What the alternatives have to satisfy.
    pub(crate) demands: Option<Demands>,
}

impl Resolved {
    /// Some alternatives with nothing but their numbers.
    pub(crate) fn of(header: Header, alternatives: Vec<ResolvedAlternative>) -> Self {
        Self {
            header,
            requests_per_month: None,
            baseline: 0,
            alternatives,
            hosted_elsewhere: Vec::new(),
            provenance: Vec::new(),
            addresses: Vec::new(),
            ranges: Vec::new(),
            warnings: Vec::new(),
            sweep: None,
            financing: Financing::default(),
            demands: None,
        }
    }
}
