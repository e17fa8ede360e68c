//! What becomes of the answers of an alternative, as written.

use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// How often an answer is accepted, and what is done about the others. It takes the place of `tokens.attempts`.
///
/// ```
/// use breakeven::{Acceptance, Api, Figure};
///
/// // Three quarters of the answers pass; what fails is done over by somebody for 2 USD.
/// let mut api = Api::from_id("openai/gpt-4o");
/// let mut acceptance = Acceptance::of("0.75".parse::<Figure>()?);
/// acceptance.rework_usd_per_failure = Some(2.into());
/// api.acceptance = Some(acceptance);
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Acceptance {
    /// Share of the attempts whose answer is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_fraction: Option<Figure>,
    /// The most attempts that are made for an answer; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_attempts: Option<Figure>,
    /// What it costs to find out whether an answer is accepted; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_usd_per_attempt: Option<Figure>,
    /// What an answer costs that no attempt brings: it is done over by other means, or it is a loss of so much. 0 where it is
    /// not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rework_usd_per_failure: Option<Figure>,
    /// The id of an API that is asked, once, for what no attempt brings, and whose answer is taken. Rework, where given, is
    /// paid beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalate_to: Option<String>,
}

impl Acceptance {
    /// A share of the answers that is accepted, each asked once.
    #[must_use]
    pub fn of(acceptance_fraction: impl Into<Figure>) -> Self {
        Self { acceptance_fraction: Some(acceptance_fraction.into()), ..Self::default() }
    }
}
