//! A volume as people say it: so many users, so many tokens each.

use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// The volume by its users: developers, agents, seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Users {
    /// How many there are.
    pub count: Figure,
    /// Prompt and visible completion tokens of one of them in month 1.
    pub tokens_per_user_month: Figure,
}

impl Users {
    /// So many users with so many tokens a month each.
    #[must_use]
    pub fn new(count: impl Into<Figure>, tokens_per_user_month: impl Into<Figure>) -> Self {
        Self { count: count.into(), tokens_per_user_month: tokens_per_user_month.into() }
    }
}
