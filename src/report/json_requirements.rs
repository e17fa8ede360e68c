//! Who meets the requirements, why not, and what that costs: as JSON.

use super::json::Text;
use crate::error::FieldPath;
use crate::verdict::{Assessment, Reason, RequirementPrice, WithoutRequirement};
use serde::Serialize;

/// How an alternative stands to the requirements.
#[derive(Serialize)]
pub(super) struct EligibilityObject<'a> {
    status: &'static str,
    reasons: Vec<ReasonObject<'a>>,
}

#[derive(Serialize)]
struct ReasonObject<'a> {
    requirement: &'a str,
    demanded: &'a str,
    status: &'static str,
    found: &'a str,
    origin: Option<&'static str>,
    source: Option<&'a str>,
    as_of: Option<String>,
}

#[derive(Serialize)]
pub(super) struct PriceObject<'a> {
    requirements: Vec<&'a str>,
    alternative: &'a str,
    monthly: Text,
}

/// `changes_to: null`: the answer stays.
#[derive(Serialize)]
pub(super) struct WithoutObject<'a> {
    requirement: &'a str,
    changes_to: Option<&'a str>,
    saves: Option<Text>,
}

impl<'a> EligibilityObject<'a> {
    pub(super) fn of(one: &'a Assessment) -> Self {
        Self { status: one.eligibility.name(), reasons: one.reasons.iter().map(ReasonObject::of).collect() }
    }
}

impl<'a> ReasonObject<'a> {
    fn of(reason: &'a Reason) -> Self {
        Self {
            requirement: reason.requirement.as_str(),
            demanded: &reason.demanded,
            status: reason.eligibility.name(),
            found: &reason.found,
            origin: reason.origin.map(crate::scenario::Origin::name),
            source: reason.source.as_deref(),
            as_of: reason.as_of.map(|as_of| as_of.to_string()),
        }
    }
}

impl<'a> PriceObject<'a> {
    pub(super) fn of(price: &'a RequirementPrice) -> Self {
        Self {
            requirements: price.requirements.iter().map(FieldPath::as_str).collect(),
            alternative: &price.alternative,
            monthly: price.monthly.into(),
        }
    }
}

impl<'a> WithoutObject<'a> {
    pub(super) fn of(one: &'a WithoutRequirement) -> Self {
        Self {
            requirement: one.requirement.as_str(),
            changes_to: one.changes_to.as_deref(),
            saves: one.saves.map(Into::into),
        }
    }
}
