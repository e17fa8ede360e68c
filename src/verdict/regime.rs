//! What decides between self-hosting and an API: fixed cost against a dear one, marginal cost against a cheap one.

use crate::comparison::{AlternativeAnswer, Answer, Comparison};
use crate::error::Error;
use crate::money::Money;
use rust_decimal::Decimal;

/// What decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Regime {
    /// The API is dear: at full load a token of one's own costs less than its price, so that the volume has to carry the
    /// fixed cost, people and the first step.
    FixedCost,
    /// The API is cheap: even at full load a token of one's own costs no less, so that no volume helps, and the rate, the
    /// peak and the utilization decide.
    MarginalCost,
}

impl Regime {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FixedCost => "fixed_cost",
            Self::MarginalCost => "marginal_cost",
        }
    }
}

/// What decides between a self-hosted alternative and the best API, with the figures that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deciding {
    /// The self-hosted alternative.
    pub alternative: String,
    /// The API that costs least over the study.
    pub against: String,
    /// Which of the two decides.
    pub regime: Regime,
    /// What a Mtok more costs where every step is full ([`crate::CostCurve::marginal_cost_per_mtok`]).
    pub own_marginal_cost_per_mtok: Decimal,
    /// What the API charges for a Mtok of the workload in month 1.
    pub api_price_per_mtok: Decimal,
    /// What is paid a month before the first token: people, and the steps and spares that are kept.
    pub fixed_cost_per_month: Money,
}

impl Comparison {
    /// Of every self-hosted alternative that serves month 1, in the order of the answer; none where no API does.
    pub(super) fn regimes(
        &self,
        answer: &Answer,
        ranking: &[(Money, &AlternativeAnswer)],
    ) -> Result<Vec<Deciding>, Error> {
        let api = ranking.iter().map(|(_, one)| *one).find(|one| one.family.is_api());
        let Some((api, price)) = api.and_then(|api| Some((api, api.monthly.as_ref()?.cost_per_mtok))) else {
            return Ok(Vec::new());
        };
        let own = answer
            .alternatives
            .iter()
            .filter(|one| super::is_self_hosted(one.family) && one.monthly.is_some());
        own.map(|own| {
            let curve = self.curve(&own.id)?;
            let marginal = curve.marginal_cost_per_mtok()?;
            Ok(Deciding {
                alternative: own.id.clone(),
                against: api.id.clone(),
                regime: if marginal < price { Regime::FixedCost } else { Regime::MarginalCost },
                own_marginal_cost_per_mtok: marginal,
                api_price_per_mtok: price,
                fixed_cost_per_month: curve.cost(0)?,
            })
        })
        .collect()
    }
}
