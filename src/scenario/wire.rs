//! What a user writes: plain numbers, with the unit at the end of the key.

use super::wire_api::Api;
use super::wire_deployment::Deployment;
use super::wire_facility::Facility;
use super::wire_fine_tuning::FineTuning;
use super::wire_mix::{Hybrid, Routed};
use super::wire_requirements::Requirements;
use super::wire_sweep::SweepTable;
use super::wire_tax::Tax;
use super::wire_users::Users;
use crate::error::Error;
use crate::source::{Figure, Named, Text};
use serde::{Deserialize, Serialize};

/// A question as written: a workload, and the alternatives that could serve it.
///
/// Read it from TOML or JSON with [`Scenario::parse`], or build it in code; `resolve` checks it and looks up what it
/// leaves to the catalog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// The version of this form: 1.
    pub schema: u32,
    /// The question in words, for the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The currency of every amount: `USD`.
    pub currency: String,
    /// The date on which the catalog is asked for prices; it pins the answer.
    pub prices_as_of: String,
    /// The alternative that is used today; the others are compared with it.
    pub baseline: String,
    /// What has to be served.
    pub workload: Workload,
    /// The study.
    pub finance: Finance,
    /// What a model is fine-tuned on, for the alternatives that say what they take for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine_tuning: Option<FineTuning>,
    /// Where hardware stands, for every deployment that does not say otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<Facility>,
    /// Alternatives that are paid per token.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub api: Named<Api>,
    /// Alternatives that serve the model themselves.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub deployment: Named<Deployment>,
    /// Base loads of one's own with overflow to an API.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub hybrid: Named<Hybrid>,
    /// Requests that are routed to several alternatives.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub routed: Named<Routed>,
    /// What an alternative has to satisfy before its cost counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<Requirements>,
    /// What is asked over a grid of variations; the answer to the question itself does not depend on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sweep: Option<SweepTable>,
}

impl Scenario {
    /// A question with no alternatives yet.
    #[must_use]
    pub fn new(
        prices_as_of: impl Into<String>,
        baseline: impl Into<String>,
        workload: Workload,
        finance: Finance,
    ) -> Self {
        Self {
            schema: 1,
            question: None,
            currency: "USD".to_owned(),
            prices_as_of: prices_as_of.into(),
            baseline: baseline.into(),
            workload,
            finance,
            fine_tuning: None,
            facility: None,
            api: Named::new(),
            deployment: Named::new(),
            hybrid: Named::new(),
            routed: Named::new(),
            requirements: None,
            sweep: None,
        }
    }

    /// Reads TOML, or JSON when the first character is `{`.
    ///
    /// Only the form is checked here; ranges and names are checked when it is resolved. `Comparison::parse` does both,
    /// and knows the line and column of what is wrong in either.
    ///
    /// # Errors
    /// With path, line and column: what is not TOML or JSON, unknown keys, wrong types, numbers with more digits than
    /// a float keeps, more than 16 MiB or 64 levels of nesting.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Text::new(text)?.read()
    }

    /// The scenario as TOML that [`Scenario::parse`] reads back.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Syntax`] where a name cannot be written as a key.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string(self)
            .map_err(|error| crate::error::ErrorKind::Syntax { message: error.to_string() }.into())
    }
}

/// What has to be served.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Workload {
    /// Prompt and visible completion tokens of month 1; or give `requests_per_month` or `users`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_per_month: Option<Figure>,
    /// Requests of month 1; or give `tokens_per_month`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_month: Option<Figure>,
    /// Users, and the tokens of each; or give `tokens_per_month`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<Users>,
    /// Growth from month to month; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth_fraction_per_month: Option<Figure>,
    /// Load of the peak hour over the average hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_to_average: Option<Figure>,
    /// The load of each of the 24 hours of the day, in any unit, in place of the peak: only its share of the day counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hourly_load: Option<Vec<Figure>>,
    /// Where those hours are counted, in hours east of UTC: -5 for New York in winter, 5.5 for India; 0 where it is not given. It matters
    /// where an API's prices go with the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hourly_load_utc_offset_hours: Option<Figure>,
    /// Hours of a month; 730 where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_per_month: Option<Figure>,
    /// Hours in which the workload arrives; all where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serving_hours_per_month: Option<Figure>,
    /// The classes of requests.
    #[serde(default)]
    pub class: Named<RequestClass>,
}

impl Workload {
    /// A volume of tokens a month in one class, served all hours.
    #[must_use]
    pub fn of_tokens(tokens_per_month: impl Into<Figure>, class: RequestClass) -> Self {
        Self {
            tokens_per_month: Some(tokens_per_month.into()),
            class: Named::from_iter([("all", class)]),
            ..Self::default()
        }
    }
}

/// A class of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RequestClass {
    /// Share of the requests; the shares sum to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Figure>,
    /// Prompt tokens of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_tokens: Option<Figure>,
    /// The part of the prompt that repeats between requests; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reusable_prompt_tokens: Option<Figure>,
    /// Visible completion tokens of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_tokens: Option<Figure>,
    /// How long the answer may wait; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_wait_hours: Option<Figure>,
}

impl RequestClass {
    /// The only class of a workload.
    #[must_use]
    pub fn new(prompt_tokens: impl Into<Figure>, completion_tokens: impl Into<Figure>) -> Self {
        Self {
            share: Some(1.into()),
            prompt_tokens: Some(prompt_tokens.into()),
            completion_tokens: Some(completion_tokens.into()),
            ..Self::default()
        }
    }
}

/// The study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Finance {
    /// Length of the study period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizon_months: Option<Figure>,
    /// What money costs, an effective rate a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_rate_annual_effective: Option<Figure>,
    /// What borrowed money costs before tax, an effective rate a year: a lease is compared with a purchase at it
    /// ([`crate::Comparison::lease_or_buy`]). That of the purchase's loan where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_of_debt_annual_effective: Option<Figure>,
    /// Income tax; none where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
}

impl Finance {
    /// A study of so many months at an effective rate a year.
    #[must_use]
    pub fn new(horizon_months: u32, discount_rate_annual_effective: impl Into<Figure>) -> Self {
        Self {
            horizon_months: Some(horizon_months.into()),
            discount_rate_annual_effective: Some(discount_rate_annual_effective.into()),
            ..Self::default()
        }
    }
}

/// How the token counts of an alternative differ from the workload's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TokenProfile {
    /// Prompt tokens per reference token; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_ratio: Option<Figure>,
    /// Completion tokens per reference token; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_ratio: Option<Figure>,
    /// Reasoning tokens of a request; 0 where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_tokens: Option<Figure>,
    /// Requests per accepted answer; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Figure>,
    /// Share of the reusable prompt that is found in cache; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_hit_fraction: Option<Figure>,
    /// What differs for a request class.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub class: Named<ClassProfile>,
}

/// What differs for one request class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ClassProfile {
    /// As in [`TokenProfile`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_ratio: Option<Figure>,
    /// As in [`TokenProfile`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_ratio: Option<Figure>,
    /// As in [`TokenProfile`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_tokens: Option<Figure>,
    /// As in [`TokenProfile`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Figure>,
    /// As in [`TokenProfile`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_hit_fraction: Option<Figure>,
}
