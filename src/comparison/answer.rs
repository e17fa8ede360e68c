//! Everything that is known of every alternative, evaluated once.

use super::Comparison;
use super::lease_or_buy::LeaseOrBuy;
use super::monthly::Monthly;
use super::pairs::Pair;
use super::ranges::Ranges;
use super::start_volume::StartVolumes;
use super::study::{Baseline, Study};
use crate::error::{Error, ErrorKind};
use crate::money::Currency;
use crate::parameter::Family;
use crate::scenario::{Provenance, ResolvedAlternative, Warning, WarningCode};
use crate::serving::{Fit, LimitedBy};
use crate::source::AsOf;
use crate::workload::Volume;
use rust_decimal::Decimal;

/// One alternative, evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlternativeAnswer {
    /// Its id.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// What kind of alternative it is.
    pub family: Family,
    /// What keeps it from serving the workload of month 1, with the reason in words.
    pub limited_by: Option<(LimitedBy, String)>,
    /// How much its prices change from one month to the next; 0 for a deployment.
    pub price_change_fraction_per_month: Decimal,
    /// Whether events, paths of other prices, a credit or what is owed make later months cost something else.
    pub changes_over_time: bool,
    /// The months until it serves all of the volume: its lead time and its ramp.
    pub takes_over_in_months: u32,
    /// The bill of month 1; `None` where it cannot serve it.
    pub monthly: Option<Monthly>,
    /// The whole tokens a month that the largest number of steps carries; `None` for no limit.
    pub maximum_tokens_per_month: Option<u64>,
    /// The study; `None` where it cannot serve the workload in every month.
    pub study: Option<Study>,
    /// Whether the model fits, and with how much to spare; `None` for an API.
    pub fit: Option<Fit>,
    /// What was left at nothing, because nobody gave it.
    pub left_out: Vec<&'static str>,
    /// The volumes of month 1 from which the whole study breaks even with the baseline's. Only
    /// [`Comparison::answer_with_start_volumes`] looks for them; `None` too for the baseline.
    ///
    /// # Errors
    /// Why there are none, in words: a cost that bends, a credit, what is owed, as in [`Comparison::start_volumes`].
    pub start_volumes: Option<Result<StartVolumes, String>>,
}

impl AlternativeAnswer {
    pub(super) fn serves_some_volume(&self) -> bool {
        self.limited_by.as_ref().is_none_or(|(limit, _)| limit.is_of_volume())
    }
}

/// The answer: all numbers, no words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The question in words.
    pub question: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The date of the prices.
    pub prices_as_of: AsOf,
    /// Length of the study.
    pub horizon_months: u32,
    /// Hours in a month.
    pub hours_per_month: Decimal,
    /// The alternative that is used today.
    pub baseline: String,
    /// The volume of month 1.
    pub volume: Volume,
    /// Tokens a month of one user, where the volume is given by users.
    pub tokens_per_user_month: Option<Decimal>,
    /// The tokens of the last month of the study.
    pub last_volume: u64,
    /// The alternatives: APIs first, each kind in the order of its ids.
    pub alternatives: Vec<AlternativeAnswer>,
    /// Break-evens against the baseline and the best of each family.
    pub pairs: Vec<Pair>,
    /// Every lease and rent against every purchase, at the after-tax cost of debt; empty where no cost of debt is known.
    pub leases: Vec<LeaseOrBuy>,
    /// What all that comes to over the ranges of values; `None` where the scenario has none.
    pub ranges: Option<Ranges>,
    /// What to be careful about.
    pub warnings: Vec<Warning>,
    /// Where every number is from.
    pub provenance: Vec<Provenance>,
}

impl Answer {
    /// Whether a later month may cost something else than the first: alternatives are ranked over the study all the same.
    pub(crate) fn varies(&self) -> bool {
        self.last_volume != self.volume.tokens_per_month
            || self.has_price_changes()
            || self.changes_over_time()
            || self.alternatives.iter().any(|one| one.takes_over_in_months > 0)
    }

    pub(crate) fn changes_over_time(&self) -> bool {
        self.alternatives.iter().any(|one| one.changes_over_time)
    }

    pub(crate) fn has_price_changes(&self) -> bool {
        self.alternatives.iter().any(|one| !one.price_change_fraction_per_month.is_zero())
    }

    /// An alternative by its id.
    #[must_use]
    pub fn alternative(&self, id: &str) -> Option<&AlternativeAnswer> {
        self.alternatives.iter().find(|alternative| alternative.id == id)
    }

    /// The break-even of one alternative against another, among those that are given.
    #[must_use]
    pub fn pair(&self, challenger: &str, incumbent: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.challenger == challenger && pair.incumbent == incumbent)
    }
}

impl Comparison {
    /// Evaluates everything.
    ///
    /// # Errors
    /// [`ErrorKind::NoneFeasible`] where no alternative can serve the workload; [`ErrorKind::OutOfBounds`] past the
    /// range of decimals.
    pub fn answer(&self) -> Result<Answer, Error> {
        let header = &self.resolved.header;
        let baseline = self.at(self.resolved.baseline)?;
        let mut warnings = self.resolved.warnings.clone();
        let tokens = self.first_volume();
        let tax = self.resolved.financing.tax.as_ref();
        let reference = match self.served_to_the_end(baseline)? {
            true => Some(Baseline::of(&self.ledger_of(baseline)?, header.horizon_months, tax)?),
            false => None,
        };
        let mut alternatives = Vec::new();
        for one in &self.resolved.alternatives {
            let limited_by = self.limit(one, tokens)?;
            let feasible = limited_by.is_none();
            let here = |error: Error| error.with_path(one.path.clone());
            let monthly = if feasible { Some(self.monthly_of(one, tokens).map_err(here)?) } else { None };
            let mut study = None;
            if feasible && self.served_to_the_end(one)? {
                let compared = reference.as_ref().filter(|_| one.id != baseline.id);
                let ledger = self.ledger_of(one).map_err(here)?;
                study = Some(self.study_of(one, &ledger, compared).map_err(here)?);
            } else if feasible {
                warnings.push(self.capacity_warning(one)?);
            }
            warnings.extend(self.commitment_warning(one));
            alternatives.push(AlternativeAnswer {
                id: one.id.clone(),
                name: one.name.clone(),
                family: one.family,
                limited_by,
                price_change_fraction_per_month: one.inputs.price_change(),
                changes_over_time: one.inputs.changes_over_time(),
                takes_over_in_months: one.inputs.takes_over_in(),
                monthly,
                maximum_tokens_per_month: self.curve_of(&one.id)?.capacity()?,
                study,
                fit: one.fit,
                left_out: one.left_out.clone(),
                start_volumes: None,
            });
        }
        if alternatives.iter().all(|one| one.limited_by.is_some()) {
            let reason = |one: &AlternativeAnswer| {
                one.limited_by.as_ref().map(|(_, why)| format!("{}: {why}", one.id))
            };
            let reasons: Vec<String> = alternatives.iter().filter_map(reason).collect();
            return Err(Error::new(ErrorKind::NoneFeasible { reasons: reasons.join("; ") }));
        }
        let mut provenance = self.resolved.provenance.clone();
        provenance.extend(self.derived(tokens)?);
        let pairs = self.pairs(&alternatives, &baseline.id)?;
        let serving = alternatives.iter().filter(|one| one.study.is_some()).map(|one| one.id.as_str());
        let leases = self.leases_and_purchases(&serving.collect::<Vec<_>>())?;
        Ok(Answer {
            question: header.question.clone(),
            currency: header.currency,
            prices_as_of: header.prices_as_of,
            horizon_months: header.horizon_months,
            hours_per_month: header.hours_per_month,
            baseline: baseline.id.clone(),
            volume: self.volume()?,
            tokens_per_user_month: header.tokens_per_user_month,
            last_volume: self.volumes.last().copied().unwrap_or_default(),
            ranges: self.ranges_of(&alternatives, &pairs)?,
            pairs,
            leases,
            alternatives,
            warnings,
            provenance,
        })
    }

    /// The same, with the volumes of month 1 at which each alternative's study breaks even with the baseline's
    /// ([`AlternativeAnswer::start_volumes`]): apart, because they take as long as all else together many times over.
    ///
    /// # Errors
    /// As [`Comparison::answer`].
    pub fn answer_with_start_volumes(&self) -> Result<Answer, Error> {
        let mut answer = self.answer()?;
        let baseline = answer.baseline.clone();
        for one in answer.alternatives.iter_mut().filter(|one| one.id != baseline) {
            one.start_volumes = Some(match self.start_volumes(&one.id, &baseline) {
                Ok(found) => Ok(found),
                Err(error) => match error.kind() {
                    ErrorKind::Contradiction { what: why, .. } | ErrorKind::Infeasible { reason: why } => {
                        Err(why.clone())
                    }
                    _ => return Err(error),
                },
            });
        }
        Ok(answer)
    }

    fn served_to_the_end(&self, alternative: &ResolvedAlternative) -> Result<bool, Error> {
        let most = self.volumes.iter().copied().max().unwrap_or_default();
        Ok(self.limit(alternative, most)?.is_none())
    }

    fn capacity_warning(&self, alternative: &ResolvedAlternative) -> Result<Warning, Error> {
        let capacity = self.curve_of(&alternative.id)?.capacity()?.unwrap_or(u64::MAX);
        let month =
            self.volumes.iter().zip(1_u32..).find(|(tokens, _)| **tokens > capacity).map(|(_, month)| month);
        let month = month.unwrap_or_default();
        Ok(Warning {
            code: WarningCode::CapacityExceeded,
            message: format!(
                "the volume passes the capacity of {capacity} tokens a month in month {month}: no study"
            ),
            path: Some(alternative.path.clone()),
        })
    }

    fn commitment_warning(&self, alternative: &ResolvedAlternative) -> Option<Warning> {
        let own = alternative.inputs.deployment()?;
        // What is owed of a lease when the study ends falls due then, and is counted.
        let is_counted = own.choices.acquisition.is_leased();
        let term = u32::try_from(own.hardware.term.0).ok().filter(|term| *term > 1 && !is_counted)?;
        let horizon = self.resolved.header.horizon_months;
        let over = horizon.checked_rem(term)?;
        (over > 0).then(|| Warning {
            code: WarningCode::CommitmentOutlivesStudy,
            message: format!(
                "terms of {term} months run {} months past the study of {horizon}; what they cost then is not counted",
                term.saturating_sub(over)
            ),
            path: Some(alternative.path.clone()),
        })
    }
}
