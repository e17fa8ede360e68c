//! Several alternatives that serve one workload together.

use super::{Inputs, MixTerms, Routed};
use crate::number::Number;

/// How the parts of a mix share the volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MixRule {
    /// Each serves a share of the requests.
    Routed,
    /// Steps of one's own serve the base load, and an API what they do not carry.
    Overflow {
        /// Whether the number of steps is the cheapest one, and none that is given.
        chosen: bool,
    },
}

/// Several alternatives that serve one workload together.
#[derive(Clone, Debug)]
pub(crate) struct Mix<N> {
    pub(crate) rule: MixRule,
    pub(crate) terms: MixTerms<N>,
    pub(crate) parts: Vec<MixPart<N>>,
}

/// A part of a mix. It is no mix itself.
#[derive(Clone, Debug)]
pub(crate) struct MixPart<N> {
    pub(crate) routed: Routed<N>,
    /// Whether it keeps its share while another moves: because it was moved itself, or is a range.
    pub(crate) holds: bool,
    /// The most steps that it can have.
    pub(crate) most: Option<u32>,
    pub(crate) inputs: Inputs<N>,
}

impl<N: Number> Mix<N> {
    /// The share of the requests that each part serves.
    ///
    /// # Formula
    /// ```text
    /// s_i = as given where it holds, or where none does; else w_i (1 - sum of those that hold) / sum of those that do not
    /// ```
    pub(crate) fn shares(&self) -> Vec<N> {
        let sum = |holds: bool| {
            let those = self.parts.iter().filter(|part| part.holds == holds);
            those.fold(N::lit(0), |sum, part| sum + part.routed.share.0)
        };
        let holds = self.parts.iter().any(|part| part.holds);
        let (left, others) = (N::lit(1) - sum(true), sum(false));
        let share = |part: &MixPart<N>| match (holds, part.holds) {
            (true, false) => (part.routed.share.0 * left).over(others),
            _ => part.routed.share.0,
        };
        self.parts.iter().map(share).collect()
    }
}

impl<N> Mix<N> {
    /// A share moves: it holds from now on, and the parts that do not share what is left in proportion. Where no other is
    /// left to do so, all others do.
    pub(crate) fn hold(&mut self, at: usize) {
        if let Some(part) = self.parts.get_mut(at) {
            part.holds = true;
        }
        if self.parts.iter().all(|part| part.holds) {
            for (index, part) in self.parts.iter_mut().enumerate() {
                part.holds = index == at;
            }
        }
    }
}
