//! Every alternative against the baseline, and against the best of each family: not all pairs.

use super::Comparison;
use super::answer::AlternativeAnswer;
use crate::curve::{BreakEven, Reach};
use crate::error::Error;
use crate::parameter::Family;
use crate::serving::LimitedBy;

/// The break-even of one alternative against another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The alternative that would have to pay off.
    pub challenger: String,
    /// The one that it is measured against.
    pub incumbent: String,
    /// Where it pays off.
    pub break_even: BreakEven,
    /// What keeps it from a volume at which it would.
    pub limited_by: Option<LimitedBy>,
}

impl Comparison {
    /// Where the challenger is cheaper than the incumbent, as a set of monthly volumes.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`]; [`crate::ErrorKind::Infeasible`] where memory or context keep the incumbent
    /// from serving any volume. A challenger that cannot is unreachable.
    pub fn break_even(&self, challenger: &str, incumbent: &str) -> Result<Pair, Error> {
        let incumbent_curve = self.curve(incumbent)?;
        let own = self.alternative(challenger)?;
        let (break_even, limited_by) = match &own.limit {
            Some((limit, _)) => (BreakEven::unreachable(), Some(*limit)),
            None => {
                let break_even = self.curve_of(challenger)?.break_even_against(&incumbent_curve)?;
                let limited_by = (break_even.reach == Reach::Unreachable).then(|| own.limit_of_volume());
                (break_even, limited_by)
            }
        };
        Ok(Pair {
            challenger: challenger.to_owned(),
            incumbent: incumbent.to_owned(),
            break_even,
            limited_by,
        })
    }

    pub(super) fn pairs(&self, evaluated: &[AlternativeAnswer], baseline: &str) -> Result<Vec<Pair>, Error> {
        let best = |family: Family| {
            evaluated
                .iter()
                .filter(|one| one.family == family)
                .filter_map(|one| {
                    one.study.as_ref().map(|study| (study.equivalent_monthly_cost.amount(), one))
                })
                .min_by_key(|(cost, _)| *cost)
                .map(|(_, one)| one.id.as_str())
        };
        let mut incumbents = vec![baseline];
        for id in Family::ALL.into_iter().filter_map(best) {
            if !incumbents.contains(&id) {
                incumbents.push(id);
            }
        }
        incumbents.retain(|id| evaluated.iter().any(|one| one.id == *id && one.serves_some_volume()));
        let mut pairs = Vec::new();
        for incumbent in incumbents {
            for challenger in evaluated.iter().filter(|one| one.id != incumbent) {
                pairs.push(self.break_even(&challenger.id, incumbent)?);
            }
        }
        Ok(pairs)
    }
}
