//! What is asked at every point, with the alternatives looked up.

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
