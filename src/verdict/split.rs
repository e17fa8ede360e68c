//! The saving, taken apart: changing the model, and changing who hosts it.
//!
//! A smaller model is cheaper wherever it runs. Crediting that saving to owning hardware is the commonest mistake in
//! this field, so the middle point (the same model, hosted by somebody else) is named.

use crate::comparison::{
    AlternativeAnswer, Answer, Comparison, equivalent_cost, exact_inputs, exact_volumes,
};
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::parameter::Family;

/// A saving against the baseline, a month, in two parts that sum to it. A negative part costs more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The alternative whose saving it is.
    pub of: String,
    /// What changing the model saves: baseline less middle.
    pub model: Money,
    /// What changing the host saves: middle less the alternative.
    pub host: Money,
    /// The cheapest hosted offer of the same model: one of the alternatives, or else one of the catalog.
    pub middle: String,
}

/// Why there is no split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SplitAbsent {
    /// It is the baseline itself.
    IsBaseline,
    /// The baseline cannot serve the workload over the study.
    NoBaseline,
    /// The answer is a closed model, and nothing self-hosted can be compared.
    ClosedModel,
    /// It or the baseline is a mix of alternatives, which has no one model.
    Mixed,
    /// The model is not named, so that no host of it can be found.
    ModelNotNamed,
    /// Nobody hosts the model, as far as the alternatives and the catalog know.
    NoHostedOffer,
    /// The model is fine-tuned, and no alternative hosts the fine-tuned one.
    NoFineTunedHost,
}

impl SplitAbsent {
    /// The reason in words.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::IsBaseline => "it is the baseline itself",
            Self::NoBaseline => "the baseline cannot serve the workload over the study",
            Self::ClosedModel => {
                "the answer is a closed model, and no self-hosted alternative can serve the workload"
            }
            Self::Mixed => "a mix of alternatives has no one model and no one host",
            Self::ModelNotNamed => "the model is not one of the catalog's, so no host of it is known",
            Self::NoHostedOffer => {
                "neither the alternatives nor the catalog have a hosted offer of the model"
            }
            Self::NoFineTunedHost => "no alternative is a host of the fine-tuned model",
        }
    }
}

impl Comparison {
    pub(super) fn split(
        &self,
        answer: &Answer,
        ranking: &[(Money, &AlternativeAnswer)],
        subject: &AlternativeAnswer,
    ) -> Result<Result<Split, SplitAbsent>, Error> {
        let cost_of = |id: &str| ranking.iter().find(|(_, one)| one.id == id).map(|(cost, _)| *cost);
        if subject.id == answer.baseline {
            return Ok(Err(SplitAbsent::IsBaseline));
        }
        let (Some(baseline), Some(own)) = (cost_of(&answer.baseline), cost_of(&subject.id)) else {
            return Ok(Err(SplitAbsent::NoBaseline));
        };
        let is_mixed = |id: &str| self.alternative(id).is_ok_and(|one| one.family == Family::Mixed);
        if is_mixed(&answer.baseline) || is_mixed(&subject.id) {
            return Ok(Err(SplitAbsent::Mixed));
        }
        if subject.family == Family::ClosedApi {
            return Ok(Err(SplitAbsent::ClosedModel));
        }
        let own_model = self.alternative(&subject.id)?;
        let Some(model) = &own_model.model else {
            return Ok(Err(SplitAbsent::ModelNotNamed));
        };
        let is_tuned = own_model.inputs.is_tuned();
        let base = self.alternative(&answer.baseline)?;
        // Where today's model is kept, all that is saved is by changing who hosts it.
        let kept = (base.model.as_ref() == Some(model) && base.inputs.is_tuned() == is_tuned)
            .then(|| (baseline, base.id.clone()));
        let middle = match kept {
            Some(kept) => Some(kept),
            None => self.cheapest_host(model, is_tuned, ranking)?,
        };
        let Some((middle_cost, middle)) = middle else {
            let absent = if is_tuned { SplitAbsent::NoFineTunedHost } else { SplitAbsent::NoHostedOffer };
            return Ok(Err(absent));
        };
        Ok(Ok(Split {
            of: subject.id.clone(),
            model: baseline.checked_sub(middle_cost)?,
            host: middle_cost.checked_sub(own)?,
            middle,
        }))
    }

    fn cheapest_host(
        &self,
        model: &str,
        is_tuned: bool,
        ranking: &[(Money, &AlternativeAnswer)],
    ) -> Result<Option<(Money, String)>, Error> {
        let compared = self
            .resolved
            .alternatives
            .iter()
            .filter(|one| one.family == Family::HostedOpenWeights && one.model.as_deref() == Some(model))
            .filter(|one| one.inputs.is_tuned() == is_tuned)
            .filter_map(|one| ranking.iter().find(|(_, ranked)| ranked.id == one.id))
            .min_by_key(|(cost, _)| cost.amount());
        if let Some((cost, one)) = compared {
            return Ok(Some((*cost, one.id.clone())));
        }
        let volumes = exact_volumes(&self.volumes);
        let mut cheapest: Option<(Money, String)> = None;
        for offer in self
            .resolved
            .hosted_elsewhere
            .iter()
            .filter(|offer| !is_tuned && offer.model.as_deref() == Some(model))
        {
            let cost = equivalent_cost(&exact_inputs(&offer.inputs), &volumes);
            let cost = cost.value().ok_or(ErrorKind::OutOfBounds { what: "a hosted offer" })?;
            let cost = Money::new(cost, self.resolved.header.currency)?;
            if cheapest.as_ref().is_none_or(|(least, _)| cost.amount() < least.amount()) {
                cheapest = Some((cost, offer.id.clone()));
            }
        }
        Ok(cheapest)
    }
}
