//! What keeps self-hosting from being the answer.

use crate::comparison::{AlternativeAnswer, Answer, Comparison};
use crate::curve::Reach;
use crate::error::Error;
use crate::parameter::Family;
use crate::serving::LimitedBy;

/// What binds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// Fixed cost: it would pay off from a larger volume on.
    FixedCost {
        /// The least whole token a month at which it costs no more than the answer.
        first_volume: u64,
    },
    /// Marginal cost: even at full load a token costs more than the answer's, so no volume pays it off.
    MarginalCost,
    /// The volume is between two break-evens: the last step is not full enough.
    StepNotFull,
    /// No self-hosted alternative can serve the workload.
    Limit(LimitedBy),
    /// No self-hosted alternative is compared.
    NotCompared,
    /// Monthly cost would favor it, but volume or cash over the study does not.
    Study,
}

impl Constraint {
    /// The name in reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::FixedCost { .. } => "fixed_cost",
            Self::MarginalCost => "marginal_cost",
            Self::StepNotFull => "step_not_full",
            Self::Limit(limit) => limit.name(),
            Self::NotCompared => "not_compared",
            Self::Study => "study",
        }
    }
}

impl Comparison {
    pub(super) fn constraint(
        &self,
        answer: &Answer,
        best: &AlternativeAnswer,
        own: Option<&AlternativeAnswer>,
    ) -> Result<Option<Constraint>, Error> {
        // A mix has a part that is self-hosted, or is routed past it on purpose.
        if super::is_self_hosted(best.family) || best.family == Family::Mixed {
            return Ok(None);
        }
        let Some(own) = own else {
            // What more hardware could cure comes before what it could not.
            let limits: Vec<LimitedBy> = answer
                .alternatives
                .iter()
                .filter(|one| super::is_self_hosted(one.family))
                .map(|one| one.limited_by.as_ref().map_or(LimitedBy::Capacity, |(limit, _)| *limit))
                .collect();
            let curable = limits.iter().find(|limit| **limit == LimitedBy::Capacity);
            return Ok(Some(
                curable.or(limits.first()).map_or(Constraint::NotCompared, |limit| Constraint::Limit(*limit)),
            ));
        };
        let volume = answer.volume.tokens_per_month;
        let break_even = self.break_even(&own.id, &best.id)?.break_even;
        Ok(Some(match (break_even.reach, break_even.first_volume) {
            (Reach::Never, _) => Constraint::MarginalCost,
            (Reach::Unreachable, _) => Constraint::Limit(LimitedBy::Capacity),
            (_, Some(first_volume)) if first_volume > volume => Constraint::FixedCost { first_volume },
            _ if break_even.always_from.is_none_or(|always| always > volume) => Constraint::StepNotFull,
            _ => Constraint::Study,
        }))
    }
}
