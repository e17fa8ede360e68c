//! What is asked at every point.

/// What a sweep evaluates at every point.
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
    /// The least volume at which an alternative costs no more than another, in tokens a month: 0 where that holds from
    /// the beginning on, no value where it never does. [`crate::BreakEven::first_volume`] is the whole token above it; of
    /// two staircases the value is that token itself.
    BreakEven {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The volume from which on an alternative never costs more than another, in tokens a month, to the end of its
    /// capacity. [`crate::BreakEven::always_from`] is the whole token above it. No value where it never is so, and where two
    /// staircases cross so often that it is not known ([`crate::BreakEven::complete`]).
    AlwaysFrom {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// What switching saves over the study in today's worth, in USD: the present value of all that the other costs less
    /// that of the alternative, with growth and price paths.
    Npv {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The first month of the study at whose end no more has been paid than by the other, but for the rounding of floats
    /// (2^-40 of what was paid); 0: no outlay and cheaper at once; no value where it is not paid back within the study.
    PaybackMonth {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
}

impl Metric {
    /// What `of` saves a month against `against`.
    #[must_use]
    pub fn saving(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::Saving { of: of.into(), against: against.into() }
    }

    /// The least volume at which `of` costs no more than `against`.
    #[must_use]
    pub fn break_even(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::BreakEven { of: of.into(), against: against.into() }
    }

    /// What switching from `against` to `of` saves over the study.
    #[must_use]
    pub fn npv(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::Npv { of: of.into(), against: against.into() }
    }

    /// When switching from `against` to `of` is paid back.
    #[must_use]
    pub fn payback_month(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::PaybackMonth { of: of.into(), against: against.into() }
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
    BreakEven { of: usize, against: usize },
    AlwaysFrom { of: usize, against: usize },
    Npv { of: usize, against: usize },
    PaybackMonth { of: usize, against: usize },
}

impl Asked {
    /// Whether an alternative takes part.
    pub(super) fn concerns(self, index: usize) -> bool {
        match self {
            Self::Cost(one) | Self::CostPerMtok(one) | Self::Steps(one) | Self::Utilization(one) => {
                one == index
            }
            Self::Saving { of, against }
            | Self::Ratio { of, against }
            | Self::BreakEven { of, against }
            | Self::AlwaysFrom { of, against }
            | Self::Npv { of, against }
            | Self::PaybackMonth { of, against } => of == index || against == index,
            Self::Cheapest => true,
        }
    }

    /// Whether its costs are wanted at every volume.
    pub(super) fn needs_row(self, index: usize) -> bool {
        !matches!(self, Self::Steps(_) | Self::Utilization(_)) && self.concerns(index)
    }

    /// Whether it asks about the months of the study.
    pub(super) fn is_of_the_study(self) -> bool {
        matches!(self, Self::Npv { .. } | Self::PaybackMonth { .. })
    }

    /// Whether it asks about the volume of one month.
    pub(super) fn is_of_a_volume(self) -> bool {
        !self.is_of_the_study() && !matches!(self, Self::BreakEven { .. } | Self::AlwaysFrom { .. })
    }
}
