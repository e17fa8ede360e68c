//! What the requirements cost: the cheaper alternatives that they rule out.

use super::eligibility::{Assessment, Eligibility, Reason};
use crate::comparison::AlternativeAnswer;
use crate::error::{Error, FieldPath};
use crate::money::Money;

/// An alternative that would cost less than the answer, and what rules it out: the difference is the price of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementPrice {
    /// The requirements that rule it out: one alone, or several together.
    pub requirements: Vec<FieldPath>,
    /// The alternative.
    pub alternative: String,
    /// What the answer costs more, a month, level over the study.
    pub monthly: Money,
}

/// One requirement dropped, all others kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutRequirement {
    /// The requirement.
    pub requirement: FieldPath,
    /// The answer without it; `None` where it stays.
    pub changes_to: Option<String>,
    /// What that saves a month; `None` where the answer stays.
    pub saves: Option<Money>,
}

/// Whether an alternative is ruled out.
pub(super) fn is_excluded(eligibility: &[Assessment], id: &str) -> bool {
    of(eligibility, id).is_some_and(|one| one.eligibility == Eligibility::Ineligible)
}

fn of<'a>(eligibility: &'a [Assessment], id: &str) -> Option<&'a Assessment> {
    eligibility.iter().find(|one| one.alternative == id)
}

/// The cheaper alternatives that are ruled out, the cheapest first: `all` is in the order of cost.
pub(super) fn prices(
    eligibility: &[Assessment],
    all: &[(Money, &AlternativeAnswer)],
    answer: Money,
) -> Result<Vec<RequirementPrice>, Error> {
    let mut prices = Vec::new();
    for (cost, one) in all.iter().take_while(|(cost, _)| cost.amount() < answer.amount()) {
        let Some(assessment) = of(eligibility, &one.id) else { continue };
        let requirements: Vec<FieldPath> =
            assessment.excluded_by().map(|reason| reason.requirement.clone()).collect();
        if !requirements.is_empty() {
            let monthly = answer.checked_sub(*cost)?;
            prices.push(RequirementPrice { requirements, alternative: one.id.clone(), monthly });
        }
    }
    Ok(prices)
}

/// For every requirement that rules something out: the answer without it.
pub(super) fn without_each(
    eligibility: &[Assessment],
    prices: &[RequirementPrice],
) -> Vec<WithoutRequirement> {
    let mut all: Vec<WithoutRequirement> = Vec::new();
    for Reason { requirement, .. } in eligibility.iter().flat_map(Assessment::excluded_by) {
        if all.iter().any(|known| known.requirement == *requirement) {
            continue;
        }
        // The cheapest that nothing else rules out.
        let freed = prices.iter().find(|price| price.requirements.iter().all(|one| one == requirement));
        all.push(WithoutRequirement {
            requirement: requirement.clone(),
            changes_to: freed.map(|price| price.alternative.clone()),
            saves: freed.map(|price| price.monthly),
        });
    }
    all
}

/// A requirement as people say it.
pub(crate) fn requirement_words(requirement: &FieldPath) -> &'static str {
    const WORDS: [(&str, &str); 9] = [
        ("air_gapped", "the air gap"),
        ("data_residency", "data residency"),
        ("organization", "the licence"),
        ("quality", "the quality floor"),
        ("context_tokens", "the context length"),
        ("time_to_first_token_ms", "the time to the first token"),
        ("inter_token_ms", "the time between tokens"),
        ("engineers", "the number of engineers"),
        ("fine_tuning", "fine-tuning"),
    ];
    let key = requirement.as_str().split('.').nth(1).unwrap_or_default();
    WORDS.iter().find(|(known, _)| *known == key).map_or("announced retirement", |(_, words)| words)
}
