//! What an alternative has to satisfy before its cost counts, and what is known of it, as written.

use crate::source::{Figure, Named};
use serde::{Deserialize, Serialize};

/// What an alternative has to satisfy before its cost counts. What is left out is not asked.
///
/// Each alternative is found eligible, eligible with a condition, or not, with a reason and its source for every
/// requirement; what is not known is a condition. Cost ranks those that are not ruled out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Requirements {
    /// `true`: nothing leaves the user's own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub air_gapped: Option<bool>,
    /// The regions in which data may be processed, any of them: `["EU"]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_residency: Option<Vec<String>>,
    /// Who uses it: licences and terms of service are read against this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// The least scores on named benchmarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Vec<QualityFloor>>,
    /// The longest prompt and answer together that must be possible, in tokens of the workload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_tokens: Option<Figure>,
    /// The longest time to the first token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<Figure>,
    /// The longest time between two tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inter_token_ms: Option<Figure>,
    /// Full-time equivalents there are to run it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engineers: Option<Figure>,
    /// `true`: it can be fine-tuned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine_tuning: Option<bool>,
    /// The months from the date of the prices on in which it is still served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months_ahead: Option<Figure>,
}

/// Who uses it. What is left out is not known, and a licence that asks for it is a condition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Organization {
    /// Revenue of the last 12 months, with affiliates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annual_revenue_usd: Option<Figure>,
    /// Revenue of the last month; a twelfth of the year's where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_revenue_usd: Option<Figure>,
    /// Monthly active users of its products, with affiliates, in the month that the licence names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_active_users: Option<Figure>,
    /// Those of `model_as_a_service` and `ai_work_assistant` that it is in the business of; `[]` for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<Vec<String>>,
    /// Where it is based: `EU`, `US`...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// `false`: research or private use only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commercial: Option<bool>,
    /// `true`: other models are trained on the outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trains_models_on_outputs: Option<bool>,
}

/// The least score on a benchmark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct QualityFloor {
    /// A benchmark of the catalog, or one of your own for which alternatives give their `scores`.
    pub benchmark: String,
    /// The least score.
    pub at_least: Figure,
}

impl QualityFloor {
    /// At least this score on that benchmark.
    #[must_use]
    pub fn new(benchmark: impl Into<String>, at_least: impl Into<Figure>) -> Self {
        Self { benchmark: benchmark.into(), at_least: at_least.into() }
    }
}

/// What is known of an alternative beside its price, in place of what the catalog says: for [`Requirements`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Terms {
    /// Whether nothing leaves the user's own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub air_gapped: Option<bool>,
    /// The regions to any one of which the processing of data can be kept; for a deployment, where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<String>>,
    /// Whether it can be fine-tuned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine_tuning: Option<bool>,
    /// The licence of the weights, or the terms of the service: an id of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Scores by benchmark.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub scores: Named<Figure>,
    /// Measured time to the first token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<Figure>,
    /// Measured time between two tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inter_token_ms: Option<Figure>,
    /// Who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
