//! What the numbers say: data first, then one sentence.

mod constraint;
mod eligibility;
mod flips;
mod licence;
mod not_covered;
mod over_ranges;
mod regime;
mod requirement;
mod requirement_price;
mod sentence;
mod split;
mod within;

pub use constraint::Constraint;
pub use eligibility::{Assessment, Eligibility, Reason};
pub use flips::Flip;
pub use over_ranges::{PathRange, RegimeRange, SplitRange, VerdictRanges};
pub use regime::{Deciding, Regime};
pub(crate) use requirement_price::requirement_words;
pub use requirement_price::{RequirementPrice, WithoutRequirement};
pub(crate) use sentence::{grouped, tokens};
pub use split::{Split, SplitAbsent};
pub use within::{FlipMove, FlipRange, PairFlip};

use crate::comparison::{AlternativeAnswer, Answer, Comparison, PricePath};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::money::Money;
use crate::parameter::Family;

/// What the answer comes to.
///
/// Alternatives are ranked by their level monthly cost over the study, which is the monthly cost where volume and
/// prices are constant. Quality is not priced: the alternatives are taken as equally good, and the verdict says so.
/// Requirements gate: what they rule out is not ranked, and shows what they cost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// The cheapest alternative; with requirements, the cheapest that they do not rule out.
    pub answer: String,
    /// What it saves a month against the next best; `None` where there is no other.
    pub margin_over_second: Option<Money>,
    /// What it saves a month against the baseline; `None` where the baseline cannot serve the workload. Negative where the
    /// baseline is cheaper and ruled out.
    pub margin_over_baseline: Option<Money>,
    /// The cheapest alternative that is self-hosted.
    pub best_self_hosted: Option<String>,
    /// Where the saving of the best self-hosted alternative comes from; without one, that of the answer.
    pub split: Result<Split, SplitAbsent>,
    /// What decides between each self-hosted alternative and the best API.
    pub regimes: Vec<Deciding>,
    /// What keeps self-hosting from being the answer; `None` where it is.
    pub constraint: Option<Constraint>,
    /// What would change the answer, nearest first; then what would not, within its range. Before all others stand the
    /// values that the scenario gives as ranges, first those that change it within theirs.
    pub flips: Vec<Flip>,
    /// The nearest two ranged values that change the answer together, while neither does alone within its range: at the
    /// corners of the ranges, by the larger of both moves.
    pub pair_flip: Option<PairFlip>,
    /// The study with the prices of all APIs falling by 50% or 30% a year, and rising by 20%.
    pub price_paths: Vec<PricePath>,
    /// What the verdict comes to over the ranges of the scenario; `None` where it has none.
    pub ranges: Option<VerdictRanges>,
    /// How each alternative stands to the requirements; empty where the scenario has none.
    pub eligibility: Vec<Assessment>,
    /// Cheaper alternatives that the requirements rule out, the cheapest first: what the requirements cost.
    pub requirement_prices: Vec<RequirementPrice>,
    /// For each requirement that rules something out: the answer without it.
    pub without_requirement: Vec<WithoutRequirement>,
    /// What the comparison leaves out.
    pub not_covered: Vec<String>,
    /// The verdict in words.
    pub sentence: String,
}

impl Verdict {
    /// Whether the requirements rule an alternative out.
    #[must_use]
    pub fn rules_out(&self, id: &str) -> bool {
        requirement_price::is_excluded(&self.eligibility, id)
    }
}

impl Comparison {
    /// Weighs an answer.
    ///
    /// # Errors
    /// [`ErrorKind::NoneFeasible`] where no alternative can serve the workload in every month of the study;
    /// [`ErrorKind::NoneEligible`] where the requirements rule out all that can.
    pub fn verdict(&self, answer: &Answer) -> Result<Verdict, Error> {
        let served = ranking(answer);
        if served.is_empty() {
            let reasons =
                "none serves every month of the study; shorten it, or raise `maximum_steps`".to_owned();
            return Err(Error::new(ErrorKind::NoneFeasible { reasons }));
        }
        let eligibility = self.eligibility()?;
        let is_out = |id: &str| requirement_price::is_excluded(&eligibility, id);
        let ranking: Vec<_> = served.iter().copied().filter(|(_, one)| !is_out(&one.id)).collect();
        let Some((cost, best)) = ranking.first().copied() else {
            return Err(none_eligible(&eligibility));
        };
        let margin = |other: Option<&(Money, &AlternativeAnswer)>| {
            other.map(|(of, _)| of.checked_sub(cost)).transpose()
        };
        let own = ranking.iter().find(|(_, one)| is_self_hosted(one.family));
        let subject = own.map_or(best, |(_, one)| *one);
        let is_ruled_out = |index: &usize| self.at(*index).is_ok_and(|one| is_out(&one.id));
        let ruled_out: Vec<usize> = (0..self.alternatives().count()).filter(is_ruled_out).collect();
        let price_paths = self.price_paths_among(answer, &|id| !is_out(id))?;
        let (regimes, split) = (self.regimes(answer, &ranking)?, self.split(answer, &served, subject)?);
        let parts = split.as_ref().ok();
        let ranges = self.verdict_ranges(&ruled_out, &answer.baseline, &price_paths, &regimes, parts)?;
        let (flips, pair_flip) = self.flips(&ranking, ruled_out)?;
        let mut verdict = Verdict {
            answer: best.id.clone(),
            margin_over_second: margin(ranking.get(1))?,
            margin_over_baseline: margin(served.iter().find(|(_, one)| one.id == answer.baseline))?,
            best_self_hosted: own.map(|(_, one)| one.id.clone()),
            split,
            regimes,
            constraint: self.constraint(answer, best, own.map(|(_, one)| *one))?,
            flips,
            pair_flip,
            price_paths,
            ranges,
            requirement_prices: requirement_price::prices(&eligibility, &served, cost)?,
            without_requirement: Vec::new(),
            eligibility,
            not_covered: not_covered::not_covered(answer),
            sentence: String::new(),
        };
        verdict.without_requirement =
            requirement_price::without_each(&verdict.eligibility, &verdict.requirement_prices);
        verdict.sentence = sentence::sentence(answer, &verdict, &ranking);
        Ok(verdict)
    }
}

/// Every alternative is ruled out: by what, each.
fn none_eligible(eligibility: &[Assessment]) -> Error {
    let why = |one: &Assessment| {
        let all: Vec<String> =
            one.excluded_by().map(|reason| format!("{}, but {}", reason.demanded, reason.found)).collect();
        format!("{}: {}", one.alternative, all.join("; "))
    };
    let excluded = eligibility.iter().filter(|one| one.eligibility == Eligibility::Ineligible);
    let reasons: Vec<String> = excluded.map(why).collect();
    Error::at(FieldPath::new("requirements"), ErrorKind::NoneEligible { reasons: reasons.join(" | ") })
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
