//! What is asked at every point.

/// What a sweep evaluates at every point, for the month's volume.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Metric {
    /// The monthly cost of an alternative, in USD.
    Cost(String),
    /// The monthly cost of an alternative per million tokens, in USD.
    CostPerMtok(String),
    /// What an alternative saves a month against another, in USD.
    Saving {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The monthly cost of an alternative over that of another.
    Ratio {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The index of the cheapest alternative, in the order of [`crate::Comparison::alternatives`]; ties go to the lowest.
    Cheapest,
    /// Steps at work of a deployment.
    Steps(String),
    /// The share of the hours of a month that the steps of a deployment are busy.
    Utilization(String),
}

impl Metric {
    /// What `of` saves a month against `against`.
    #[must_use]
    pub fn saving(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::Saving { of: of.into(), against: against.into() }
    }
}

/// A metric whose alternatives are indices among the players.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Cost(usize),
    CostPerMtok(usize),
    Saving { of: usize, against: usize },
    Ratio { of: usize, against: usize },
    Cheapest,
    Steps(usize),
    Utilization(usize),
}

impl Asked {
    /// Whether an alternative takes part.
    pub(super) fn concerns(self, index: usize) -> bool {
        match self {
            Self::Cost(one) | Self::CostPerMtok(one) | Self::Steps(one) | Self::Utilization(one) => {
                one == index
            }
            Self::Saving { of, against } | Self::Ratio { of, against } => of == index || against == index,
            Self::Cheapest => true,
        }
    }

    /// Whether its costs are wanted at every volume.
    pub(super) fn needs_row(self, index: usize) -> bool {
        !matches!(self, Self::Steps(_) | Self::Utilization(_)) && self.concerns(index)
    }
}
