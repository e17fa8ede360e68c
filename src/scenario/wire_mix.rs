//! Alternatives that serve the workload together, as written.

use crate::source::{Figure, Named};
use serde::{Deserialize, Serialize};

/// A base load of one's own with overflow to an API: what the steps do not carry in an hour of the day spills over.
///
/// It needs `workload.hourly_load`. Work that may wait is spread evenly over the day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Hybrid {
    /// The deployment that serves the base load: a name under `[deployment]`.
    pub own: String,
    /// The API that takes the rest: a name under `[api]`.
    pub overflow: String,
    /// Steps of the deployment; where they are not given, the number of them that costs least over the study, from 1 to
    /// what carries the busiest hour of the largest month. Where that is more than 1,000, so many numbers evenly spread are
    /// looked at, and then all around the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Figure>,
}

impl Hybrid {
    /// A deployment with overflow to an API, with the number of steps that costs least.
    #[must_use]
    pub fn new(own: impl Into<String>, overflow: impl Into<String>) -> Self {
        Self { own: own.into(), overflow: overflow.into(), steps: None }
    }
}

/// Requests that are routed: each alternative serves a share of them, and all of them have the same lengths.
///
/// A cascade that sends the hard tenth to a dearer model is `share = { own = 0.9, dear = 0.1 }`.
///
/// A share moves like any other number (`routed.x.share.dear`): by [`crate::Comparison::with`], as a range, in a solution, as an
/// axis. The others share what it leaves in the proportion that they have. One that has moved before, or is a range, stays
/// where it is, as long as another is left to take the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Routed {
    /// The share of each alternative, by its name under `[api]` or `[deployment]`; they sum to 1.
    #[serde(default)]
    pub share: Named<Figure>,
}

impl Routed {
    /// Shares of some alternatives.
    #[must_use]
    pub fn new<Name: Into<String>, Share: Into<Figure>>(
        share: impl IntoIterator<Item = (Name, Share)>,
    ) -> Self {
        Self { share: share.into_iter().map(|(name, share)| (name, share.into())).collect() }
    }
}
