//! Alternatives side by side: what each costs a month, over the study, and where one pays off against another.

mod answer;
mod bill;
mod course;
mod envelope;
mod equity;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod laws_of_courses;
#[cfg(test)]
mod laws_of_deps;
#[cfg(test)]
mod laws_of_leases;
#[cfg(test)]
mod laws_over_time;
mod lease_or_buy;
mod ledger;
mod mix;
mod monthly;
mod months;
mod needs;
mod pairs;
mod parameters;
mod paths;
mod piece;
mod points;
mod price_paths;
mod ranges;
mod saving;
mod schedule;
mod solve;
mod stage;
mod start_volume;
mod study;
mod switching;
mod tax;
mod tax_write_off;
mod users;
mod value;

pub use answer::{AlternativeAnswer, Answer};
pub(crate) use course::Course;
pub use envelope::{CheapestByVolume, CheapestRange, LeftOut};
pub use equity::Equity;
pub use lease_or_buy::LeaseOrBuy;
pub use ledger::Ledger;
pub(crate) use mix::{counts_looked_at, curve_of, least_over_counts, settle_count};
pub(crate) use monthly::rates_and_stairs;
pub use monthly::{CostLine, Monthly};
pub(crate) use months::{Past, Read, Switch};
pub use pairs::Pair;
pub(crate) use parameters::{check_growth, move_to, put, recheck, recheck_all, set_all, slot};
pub(crate) use piece::{month, pieces, steps_and_most};
pub(crate) use points::{Moves, Points};
pub use price_paths::{PathOutcome, PricePath};
pub use ranges::{AlternativeRange, Bounds, CheapestAt, PairRange, Ranges};
pub use saving::Saving;
pub(crate) use schedule::Dates;
pub use solve::{BreakEvenPrice, Cheaper, Root, Solution, Stretch};
pub use start_volume::{StartVolume, StartVolumes};
pub use study::{CashTrough, Crossing, Study};
pub use switching::{BestMove, BestPlan, NoMove, PlanOfMonth, PlannedMove, SwitchingPlan};
pub use tax::AfterTax;
pub(crate) use value::{
    ALL_WHOLE, POWERS_OF_TEN, equivalent_cost, exact_inputs, exact_volumes, float_inputs, largest_volume,
    present_value, to_decimal, to_float,
};

use crate::catalog::Catalog;
use crate::curve::CostCurve;
use crate::error::{Error, ErrorKind, FieldPath, Position};
use crate::number::{Exact, Number, Ordered};
use crate::parameter::Role;
use crate::scenario::{Resolved, ResolvedAlternative, Scenario, resolve};
use crate::serving::LimitedBy;
use crate::source::{Text, nearest};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A question in which every number is known, in range and sourced.
///
/// ```
/// use breakeven::{Catalog, Comparison};
///
/// let text = r#"
/// schema = 1
/// currency = "USD"
/// prices_as_of = "2026-11-24"
/// baseline = "api"
/// [workload]
/// tokens_per_month = 1_000_000_000
/// peak_to_average = 2
/// [workload.class.chat]
/// prompt_tokens = 1500
/// completion_tokens = 500
/// [finance]
/// horizon_months = 12
/// discount_rate_annual_effective = 0
/// [api.api]
/// family = "closed_api"
/// input_usd_per_mtok = 2
/// output_usd_per_mtok = 10
/// "#;
/// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
/// // 500,000 requests of 1,500 x 2e-6 + 500 x 10e-6 = 0.008 USD
/// assert_eq!(comparison.monthly_cost("api")?.to_string(), "4000 USD");
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Comparison {
    pub(crate) resolved: Resolved,
    /// Whole tokens of each month of the study.
    pub(crate) volumes: Vec<u64>,
    /// The cost curve of each alternative.
    curves: Vec<CostCurve>,
}

impl Scenario {
    /// Checks the scenario and looks up what it leaves to the catalog.
    ///
    /// # Errors
    /// With the path of the value: what is missing, out of range, contradictory, or not in the catalog. The place in
    /// the text is known to [`Comparison::parse`].
    pub fn resolve(&self, catalog: &Catalog) -> Result<Comparison, Error> {
        Comparison::of(resolve(self, catalog)?)
    }
}

impl Comparison {
    /// Reads a scenario, in TOML or in JSON, and resolves it.
    ///
    /// # Errors
    /// Those of [`Scenario::parse`] and [`Scenario::resolve`], with line and column.
    pub fn parse(text: &str, catalog: &Catalog) -> Result<Self, Error> {
        let text = Text::new(text)?;
        let scenario: Scenario = text.read()?;
        scenario.resolve(catalog).map_err(|error| {
            let place = error.path().and_then(|path| text.locate(path));
            // What is missing altogether is missing from the beginning on.
            error.with_position(place.or(Some(Position { line: 1, column: 1 })))
        })
    }

    pub(crate) fn of(mut resolved: Resolved) -> Result<Self, Error> {
        let volumes = Self::volumes_of(&resolved)?;
        let currency = resolved.header.currency;
        mix::settle(&mut resolved, &volumes)?;
        for one in &mut resolved.alternatives {
            stage::settle(one, &volumes)?;
        }
        let curves = resolved.alternatives.iter().map(|one| mix::curve_of(one, currency, &volumes)).collect();
        Ok(Self { resolved, volumes, curves })
    }

    fn volumes_of(resolved: &Resolved) -> Result<Vec<u64>, Error> {
        let Some(first) = resolved.alternatives.first() else { return Ok(Vec::new()) };
        let workload = &first.inputs.workload;
        let months = resolved.header.horizon_months;
        crate::workload::volumes(workload.tokens_per_month.0, workload.growth.0, months)
            .map_err(|error| error.with_path(FieldPath::new("workload.growth_fraction_per_month")))
    }

    /// The ids of the alternatives, APIs first, each kind in the order of its ids.
    pub fn alternatives(&self) -> impl Iterator<Item = &str> {
        self.resolved.alternatives.iter().map(|alternative| alternative.id.as_str())
    }

    /// The id of the alternative that is used today.
    #[must_use]
    pub fn baseline(&self) -> &str {
        self.at(self.resolved.baseline).map_or("", |one| one.id.as_str())
    }

    /// The volume of month 1 in whole tokens.
    pub(crate) fn first_volume(&self) -> u64 {
        self.volumes.first().copied().unwrap_or_default()
    }

    pub(crate) fn index_of(&self, id: &str) -> Result<usize, Error> {
        self.alternatives().position(|known| known == id).ok_or_else(|| {
            let suggestion = nearest(id, self.alternatives());
            Error::new(ErrorKind::NotFound { what: "alternative", name: id.to_owned(), suggestion })
        })
    }

    pub(crate) fn alternative(&self, id: &str) -> Result<&ResolvedAlternative, Error> {
        let index = self.index_of(id)?;
        self.at(index)
    }

    pub(crate) fn at(&self, index: usize) -> Result<&ResolvedAlternative, Error> {
        self.resolved.alternatives.get(index).ok_or(ErrorKind::OutOfBounds { what: "an index" }.into())
    }

    /// The part of a mix that is the first to have no more, as the volume grows.
    fn binding_part(&self, mix: &ResolvedAlternative) -> Result<Option<&ResolvedAlternative>, Error> {
        let mut first: Option<(Exact, &ResolvedAlternative)> = None;
        let Role::Mix(routed) = &exact_inputs(&mix.inputs).role else { return Ok(None) };
        for (at, share) in mix.made_of.iter().zip(routed.shares()) {
            let one = self.at(*at)?;
            let Some(most) = self.curve_of(&one.id)?.capacity()? else { continue };
            let end = Exact::new(Decimal::from(most)).over(share);
            if first.is_none_or(|(least, _)| end.order(least) == Some(Ordering::Less)) {
                first = Some((end, one));
            }
        }
        Ok(first.map(|(_, one)| one))
    }

    /// What keeps an alternative from serving a volume, with the reason in words; nothing where it can.
    pub(crate) fn limit(
        &self,
        alternative: &ResolvedAlternative,
        tokens: u64,
    ) -> Result<Option<(LimitedBy, String)>, Error> {
        if let Some(limit) = &alternative.limit {
            return Ok(Some(limit.clone()));
        }
        let most = self.curve_of(&alternative.id)?.capacity()?;
        let binding =
            most.filter(|most| tokens > *most).map(|_| self.binding_part(alternative)).transpose()?;
        if let (Some(most), Some(Some(part))) = (most, binding) {
            let id = &part.id;
            let reason = format!(
                "at most {most} tokens a month can be served, because of what {id} can serve, and {tokens} are asked for"
            );
            return Ok(Some((part.limit_of_volume(), reason)));
        }
        Ok(most.filter(|most| tokens > *most).map(|most| {
            let limit = alternative.limit_of_volume();
            if limit == LimitedBy::RateLimit {
                let reason = format!(
                    "at most {most} tokens a month can be served within the rate limits, and {tokens} are asked for"
                );
                return (limit, reason);
            }
            let steps = alternative.maximum_steps.unwrap_or_default();
            (
                limit,
                format!("at most {most} tokens a month can be served (maximum steps: {steps}), and {tokens} are asked for"),
            )
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison_can_be_sent_to_another_thread() {
        fn sendable<T: Send + Sync + 'static>() {}
        sendable::<Comparison>();
        sendable::<Answer>();
    }
}
