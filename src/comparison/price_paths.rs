//! The study with the prices of all APIs on another path: the assumption that is doubted most.

use super::Comparison;
use super::answer::Answer;
use super::mix::settle_count;
use super::study::Baseline;
use crate::error::{Error, ErrorKind};
use crate::finance::Interest;
use crate::money::Money;
use crate::number::Exact;
use crate::parameter::{Family, Inputs, Role};
use crate::scenario::ResolvedAlternative;
use rust_decimal::Decimal;

/// The changes a year that are always looked at: -50%, -30% and +20%.
const CHANGES: [(i64, u32); 3] = [(-5, 1), (-3, 1), (2, 1)];

/// The study with the prices of every API falling or rising by the same fraction a year.
///
/// # Formula
/// ```text
/// m = (1 + a)^(1/12) - 1, to 28 digits      in place of every price_change_fraction_per_month
/// ```
/// Month t is billed at today's prices times (1 + m)^(t - 1), so that a study of one month has today's prices whatever the
/// path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PricePath {
    /// The change a year: -0.5 for half the price each year.
    pub annual_change_fraction: Decimal,
    /// The change a month that comes to the same.
    pub monthly_change_fraction: Decimal,
    /// What it leads to; `None` where an amount passes the range of money.
    pub outcome: Option<PathOutcome>,
}

/// What a price path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathOutcome {
    /// The cheapest alternative over the study.
    pub cheapest: String,
    /// Today's worth of its costs.
    pub npv: Money,
    /// Today's worth of the baseline's costs; `None` where it cannot serve the workload over the study.
    pub baseline_npv: Option<Money>,
    /// The cheapest alternative that is self-hosted.
    pub best_self_hosted: Option<String>,
    /// The month in which that one has paid off against the baseline, as in [`crate::Study::payback_month`].
    pub payback_month: Option<u32>,
}

impl Comparison {
    /// What becomes of an answer where the prices of all APIs halve each year, fall by 30%, or rise by 20%.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for the answer of another comparison.
    pub fn price_paths(&self, answer: &Answer) -> Result<Vec<PricePath>, Error> {
        self.price_paths_among(answer, &|_| true)
    }

    /// The same among the alternatives that may be chosen.
    pub(crate) fn price_paths_among(
        &self,
        answer: &Answer,
        may_be_chosen: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<PricePath>, Error> {
        let path =
            |(digits, decimals)| self.price_path(answer, may_be_chosen, Decimal::new(digits, decimals));
        CHANGES.into_iter().map(path).collect()
    }

    fn price_path(
        &self,
        answer: &Answer,
        may_be_chosen: &dyn Fn(&str) -> bool,
        annual: Decimal,
    ) -> Result<PricePath, Error> {
        let monthly = Interest::monthly_of(Exact::new(annual)).rate().value();
        let monthly = monthly.ok_or(ErrorKind::OutOfBounds { what: "a price change" })?;
        let outcome = match self.outcome(answer, may_be_chosen, monthly) {
            Err(error) if matches!(error.kind(), ErrorKind::OutOfBounds { .. }) => None,
            outcome => outcome?,
        };
        Ok(PricePath { annual_change_fraction: annual, monthly_change_fraction: monthly, outcome })
    }

    fn outcome(
        &self,
        answer: &Answer,
        may_be_chosen: &dyn Fn(&str) -> bool,
        monthly: Decimal,
    ) -> Result<Option<PathOutcome>, Error> {
        let mut costs: Vec<(Money, ResolvedAlternative)> = Vec::new();
        for one in &answer.alternatives {
            let Some(study) = &one.study else { continue };
            let mut moved = self.alternative(&one.id)?.clone();
            // What pays no API costs the same on every path.
            let npv = if change_prices(&mut moved.inputs, monthly) {
                settle_count(&mut moved, &self.volumes)?;
                self.ledger_of(&moved)?.npv()?
            } else {
                study.npv
            };
            costs.push((npv, moved));
        }
        let least = |costs: &mut dyn Iterator<Item = &(Money, ResolvedAlternative)>| {
            costs.min_by_key(|(npv, _)| npv.amount()).map(|(npv, one)| (*npv, one.id.clone()))
        };
        let is_own = |one: &ResolvedAlternative| matches!(one.family, Family::Owned | Family::Rented);
        let chosen = || costs.iter().filter(|(_, one)| may_be_chosen(&one.id));
        let Some((npv, cheapest)) = least(&mut chosen()) else { return Ok(None) };
        let own = least(&mut chosen().filter(|(_, one)| is_own(one))).map(|(_, id)| id);
        let moved = |id: &str| costs.iter().find(|(_, one)| one.id == id);
        let baseline = moved(&answer.baseline);
        let mut payback_month = None;
        if let (Some((_, own)), Some((_, baseline))) =
            (own.as_deref().filter(|own| *own != answer.baseline).and_then(moved), baseline)
        {
            let against =
                Baseline::of(&self.ledger_of(baseline)?, self.resolved.header.horizon_months, None)?;
            payback_month = self.study_of(own, &self.ledger_of(own)?, Some(&against))?.payback_month;
        }
        Ok(Some(PathOutcome {
            cheapest,
            npv,
            baseline_npv: baseline.map(|(npv, _)| *npv),
            best_self_hosted: own,
            payback_month,
        }))
    }
}

/// Sets the price change of an API, of those in a mix, and of one that takes failures; `false` where there is none.
pub(super) fn change_prices(inputs: &mut Inputs<Decimal>, monthly: Decimal) -> bool {
    let mut changed = false;
    if let Some(escalation) = inputs.answers.as_mut().and_then(|answers| answers.escalation.as_mut()) {
        escalation.api.offer.price_change.0 = monthly;
        changed = true;
    }
    if let Some(before) = inputs.moved_from_mut() {
        changed |= change_prices(before, monthly);
    }
    match &mut inputs.role {
        Role::Api(api) => {
            api.offer.price_change.0 = monthly;
            changed = true;
        }
        Role::Deployment(_) => {}
        Role::Mix(mix) => {
            for part in &mut mix.parts {
                changed |= change_prices(&mut part.inputs, monthly);
            }
        }
    }
    changed
}
