//! What the numbers say: data first, then one sentence.

mod constraint;
mod flips;
mod not_covered;
mod regime;
mod sentence;
mod split;

pub use constraint::Constraint;
pub use flips::Flip;
pub use regime::{Deciding, Regime};
pub(crate) use sentence::{grouped, tokens};
pub use split::{Split, SplitAbsent};

use crate::comparison::{AlternativeAnswer, Answer, Comparison};
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::parameter::Family;

/// What the answer comes to.
///
/// Alternatives are ranked by their level monthly cost over the study, which is the monthly cost where volume and
/// prices are constant. Quality is not priced: the alternatives are taken as equally good, and the verdict says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// The cheapest alternative.
    pub answer: String,
    /// What it saves a month against the next best; `None` where there is no other.
    pub margin_over_second: Option<Money>,
    /// What it saves a month against the baseline; `None` where the baseline cannot serve the workload.
    pub margin_over_baseline: Option<Money>,
    /// The cheapest alternative that is self-hosted.
    pub best_self_hosted: Option<String>,
    /// Where the saving of the best self-hosted alternative comes from; without one, that of the answer.
    pub split: Result<Split, SplitAbsent>,
    /// What decides between each self-hosted alternative and the best API.
    pub regimes: Vec<Deciding>,
    /// What keeps self-hosting from being the answer; `None` where it is.
    pub constraint: Option<Constraint>,
    /// What would change the answer, nearest first; then what would not, within its range.
    pub flips: Vec<Flip>,
    /// What the comparison leaves out.
    pub not_covered: Vec<String>,
    /// The verdict in words.
    pub sentence: String,
}

impl Comparison {
    /// Weighs an answer.
    ///
    /// # Errors
    /// [`ErrorKind::NoneFeasible`] where no alternative can serve the workload in every month of the study.
    pub fn verdict(&self, answer: &Answer) -> Result<Verdict, Error> {
        let ranking = ranking(answer);
        let Some((cost, best)) = ranking.first().copied() else {
            let reasons =
                "none serves every month of the study; shorten it, or raise `maximum_steps`".to_owned();
            return Err(Error::new(ErrorKind::NoneFeasible { reasons }));
        };
        let margin = |other: Option<&(Money, &AlternativeAnswer)>| {
            other.map(|(of, _)| of.checked_sub(cost)).transpose()
        };
        let own = ranking.iter().find(|(_, one)| is_self_hosted(one.family));
        let subject = own.map_or(best, |(_, one)| *one);
        let mut verdict = Verdict {
            answer: best.id.clone(),
            margin_over_second: margin(ranking.get(1))?,
            margin_over_baseline: margin(ranking.iter().find(|(_, one)| one.id == answer.baseline))?,
            best_self_hosted: own.map(|(_, one)| one.id.clone()),
            split: self.split(answer, &ranking, subject)?,
            regimes: self.regimes(answer, &ranking)?,
            constraint: self.constraint(answer, best, own.map(|(_, one)| *one))?,
            flips: self.flips(answer, &ranking)?,
            not_covered: not_covered::not_covered(answer),
            sentence: String::new(),
        };
        verdict.sentence = sentence::sentence(answer, &verdict, &ranking);
        Ok(verdict)
    }
}

/// The alternatives that serve the whole study, cheapest first; of equals, the first of the answer.
fn ranking(answer: &Answer) -> Vec<(Money, &AlternativeAnswer)> {
    let mut ranking: Vec<(Money, &AlternativeAnswer)> = answer
        .alternatives
        .iter()
        .filter_map(|one| one.study.as_ref().map(|study| (study.equivalent_monthly_cost, one)))
        .collect();
    ranking.sort_by_key(|(cost, _)| cost.amount());
    ranking
}

fn is_self_hosted(family: Family) -> bool {
    matches!(family, Family::Owned | Family::Rented)
}
