//! The volumes of month 1 from which a study as a whole breaks even: each whole token at which the lead changes hands.

use super::Comparison;
use super::paths::Paths;
use super::piece::pieces;
use super::stage::stages;
use super::value::{exact_inputs, exact_volumes, float_inputs, never_falls, present_value, to_float};
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::parameter::Inputs;
use crate::scenario::ResolvedAlternative;
use crate::workload::volumes;
use rust_decimal::Decimal;

/// The most steps that are climbed, those of every month and of both sides together.
const MOST_EDGES: u64 = 4_096;

/// Floats this near to nothing, as a fraction of what both cost, are looked at exactly.
const NEAR: f64 = 1e-9;

/// The volumes of month 1 at which one alternative takes over from another over the whole study, with its growth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartVolumes {
    /// The alternative that would have to pay off.
    pub challenger: String,
    /// The one that it is measured against.
    pub incumbent: String,
    /// Whether the challenger costs no more at a single token.
    pub is_ahead_at_first: bool,
    /// Each first volume at which that changes, ascending.
    pub crossings: Vec<StartVolume>,
    /// The largest volume of month 1 that was looked at: the largest that both serve to the end of the study, or the one by
    /// which 4,096 steps have been climbed.
    pub searched_to: u64,
    /// Whether that is the largest there is: no other crossing then.
    pub is_complete: bool,
}

impl StartVolumes {
    /// The least volume of month 1 at which the challenger costs no more over the study: 1 where it does at any; `None`
    /// where it does at none that was looked at.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        if self.is_ahead_at_first {
            return Some(1);
        }
        self.crossings.iter().find(|one| one.is_ahead).map(|one| one.tokens_per_month)
    }
}

/// A volume of month 1 at which the lead changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartVolume {
    /// Tokens of month 1; one token less, the other leads.
    pub tokens_per_month: u64,
    /// Whether the challenger costs no more from here on.
    pub is_ahead: bool,
    /// What switching saves over the study at this volume: 0 or more where it is ahead.
    pub npv_of_switching: Money,
}

/// Both sides at any volume of month 1.
struct Sides {
    exact: [Inputs<Exact>; 2],
    floats: [Inputs<f64>; 2],
    capacity: [Option<u64>; 2],
    growth: Decimal,
    months: u32,
    slopes: Vec<Exact>,
    /// Whether neither surely costs less at a larger volume.
    never_falls: bool,
}

impl Comparison {
    /// The volumes of month 1, in whole tokens, from which switching pays off over the study and from which it does no
    /// more: where its net present value changes its sign, each checked with the token before it.
    ///
    /// Between two steps of any month both costs go straight with the volume; every step of every month is looked at.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Infeasible`] where memory or context keep one of them from serving any volume;
    /// [`ErrorKind::Contradiction`] for a cost of a month that bends (tiers, commitments, mixes, steps of each hour), a credit
    /// and what is owed: [`Comparison::solve`] looks at values for those.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\ngrowth_fraction_per_month = 1\n\
    /// # [workload.class.c]\nprompt_tokens = 1\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 2\ndiscount_rate_annual_effective = 0\n\
    /// # [api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 2\n\
    /// # [api.b]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1\n";
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// // 1 USD per Mtok less than 2 at any volume
    /// let found = comparison.start_volumes("b", "a")?;
    /// assert!(found.is_ahead_at_first && found.crossings.is_empty() && found.is_complete);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn start_volumes(&self, challenger: &str, incumbent: &str) -> Result<StartVolumes, Error> {
        let sides = Sides::of(self, [self.alternative(challenger)?, self.alternative(incumbent)?])?;
        let largest = last_that(|tokens| sides.serves(tokens));
        if largest == 0 {
            let reason = "no volume can be served by both to the end of the study".to_owned();
            let path = self.alternative(challenger)?.path.clone();
            return Err(Error::at(path, ErrorKind::Infeasible { reason }));
        }
        let is_in_reach = |tokens| sides.edges_to(tokens).is_some_and(|edges| edges <= MOST_EDGES);
        let searched_to = last_that(|tokens| tokens <= largest && is_in_reach(tokens)).max(1);
        let points = sides.points(searched_to);
        let (first, last) = (sides.ask(1)?, sides.ask(searched_to)?);
        let mut found = Vec::new();
        sides.crossings(&points, first, last, &mut found)?;
        let crossing = |(tokens_per_month, is_ahead)| {
            let saving = Money::new(sides.saving(tokens_per_month)?, self.resolved.header.currency)?;
            Ok(StartVolume { tokens_per_month, is_ahead, npv_of_switching: saving })
        };
        Ok(StartVolumes {
            challenger: challenger.to_owned(),
            incumbent: incumbent.to_owned(),
            is_ahead_at_first: first.is_ahead,
            crossings: found.into_iter().map(crossing).collect::<Result<_, Error>>()?,
            searched_to,
            is_complete: searched_to == largest,
        })
    }
}

/// What both cost at a volume of month 1.
#[derive(Clone, Copy)]
struct Asked {
    tokens: u64,
    challenger: f64,
    incumbent: f64,
    is_ahead: bool,
}

impl Asked {
    /// Whether who leads here leads up to another volume, where neither costs less at a larger one.
    fn leads_to(&self, other: &Self) -> bool {
        if self.is_ahead {
            other.challenger < self.incumbent * (1.0 - NEAR)
        } else {
            self.challenger * (1.0 - NEAR) > other.incumbent
        }
    }
}

/// The last volume up to which something holds, which holds up to some volume; 0 where it holds at none.
fn last_that(holds: impl Fn(u64) -> bool) -> u64 {
    let most = u64::try_from(crate::parameter::Parameter::TokensPerMonth.range().1).unwrap_or(u64::MAX);
    let (mut holds_at, mut fails_at) = (0_u64, most.saturating_add(1));
    while fails_at.saturating_sub(holds_at) > 1 {
        let middle = holds_at.midpoint(fails_at);
        if holds(middle) { holds_at = middle } else { fails_at = middle }
    }
    holds_at
}

/// How many steps of a month a token of the first month comes to, of each month of each part: those that differ.
fn slopes(sides: &[Inputs<Exact>; 2], growth: Decimal, months: u32) -> Vec<Exact> {
    let growth = Exact::lit(1) + Exact::new(growth);
    let mut slopes = Vec::new();
    for inputs in sides {
        for (inputs, stage) in stages(inputs, months) {
            for piece in pieces(inputs) {
                let mut paths = Paths::of(inputs);
                let mut volume = Exact::lit(1);
                for month in 1..=months {
                    let stairs = paths.rates(piece.stairs);
                    if stage.has(month) && stairs.need != Exact::lit(0) {
                        let slope = (stage.of(month, volume) * stairs.need).over(stairs.supply);
                        if slope != Exact::lit(0) && !slopes.contains(&slope) {
                            slopes.push(slope);
                        }
                    }
                    volume = volume * growth;
                    paths.next();
                }
            }
        }
    }
    slopes
}

/// What keeps a cost from going straight with the volume between its steps.
fn bend(inputs: &Inputs<Decimal>) -> Option<&'static str> {
    let over_time = inputs.over_time.as_deref();
    if over_time.is_some_and(|over_time| over_time.credit.is_some()) {
        return Some("a credit, which a larger volume uses up sooner");
    }
    if over_time.is_some_and(|over_time| over_time.owed.is_some()) {
        return Some("an existing commitment, which a larger volume uses up");
    }
    inputs.is_bent().then_some("a cost that does not go straight with the volume between its steps")
}

impl Sides {
    fn of(comparison: &Comparison, sides: [&ResolvedAlternative; 2]) -> Result<Self, Error> {
        let mut capacity = [None; 2];
        for (capacity, one) in capacity.iter_mut().zip(sides) {
            if let Some((_, reason)) = &one.limit {
                return Err(Error::at(one.path.clone(), ErrorKind::Infeasible { reason: reason.clone() }));
            }
            let parts = std::iter::once(&one.inputs).chain(one.inputs.moved_from());
            if let Some(what) = parts.filter_map(bend).next() {
                let instead = "ask `Comparison::solve` for `workload.tokens_per_month`".to_owned();
                let kind = ErrorKind::Contradiction { what: what.to_owned(), instead };
                return Err(Error::at(one.path.clone(), kind));
            }
            *capacity = comparison.curve_of(&one.id)?.capacity()?;
        }
        let workload = &comparison.at(0)?.inputs.workload;
        let (growth, months) = (workload.growth.0, comparison.resolved.header.horizon_months);
        let exact = sides.map(|one| exact_inputs(&one.inputs));
        let floats = sides.map(|one| float_inputs(&one.inputs));
        Ok(Self {
            slopes: slopes(&exact, growth, months),
            never_falls: floats.iter().all(|inputs| never_falls(inputs, months)),
            exact,
            floats,
            capacity,
            growth,
            months,
        })
    }

    fn volumes(&self, tokens: u64) -> Option<Vec<u64>> {
        volumes(Decimal::from(tokens), self.growth, self.months).ok()
    }

    fn serves(&self, tokens: u64) -> bool {
        let most = self.volumes(tokens).and_then(|all| all.into_iter().max());
        most.is_some_and(|most| self.capacity.iter().all(|end| end.is_none_or(|end| most <= end)))
    }

    fn edges_to(&self, tokens: u64) -> Option<u64> {
        let tokens = Exact::new(Decimal::from(tokens));
        let sum = self.slopes.iter().fold(Exact::lit(0), |sum, slope| sum + (*slope * tokens).ceil());
        u64::try_from(sum.value()?).ok()
    }

    /// The volumes to be looked at: those on either side of each step. The rounding of a month to whole tokens moves a step
    /// by a token of that month.
    fn points(&self, searched_to: u64) -> Vec<u64> {
        let mut points = Vec::new();
        let last = Exact::new(Decimal::from(searched_to));
        for slope in &self.slopes {
            let steps = (*slope * last).ceil().value().and_then(|steps| u32::try_from(steps).ok());
            for step in 1..=steps.unwrap_or(0) {
                let edge =
                    Exact::lit(step).over(*slope).value().and_then(|edge| u64::try_from(edge.floor()).ok());
                let Some(edge) = edge else { continue };
                let (from, to) = (edge.saturating_sub(2).max(1), edge.saturating_add(3).min(searched_to));
                points.extend(from..=to);
            }
        }
        points.sort_unstable();
        points.dedup();
        points
    }

    /// What the challenger costs less than the incumbent, over the study.
    fn saving(&self, tokens: u64) -> Result<Decimal, Error> {
        let volumes = exact_volumes(&self.volumes(tokens).unwrap_or_default());
        let [challenger, incumbent] = &self.exact;
        let saving = present_value(incumbent, &volumes) - present_value(challenger, &volumes);
        saving.value().ok_or(ErrorKind::OutOfBounds { what: "a study" }.into())
    }

    /// What both cost, and whether the challenger costs no more: by floats where they are sure.
    fn ask(&self, tokens: u64) -> Result<Asked, Error> {
        let volumes = self.volumes(tokens).unwrap_or_default();
        let volumes: Vec<f64> = volumes.into_iter().map(|tokens| to_float(Decimal::from(tokens))).collect();
        let [challenger, incumbent] = &self.floats;
        let (own, other) = (present_value(challenger, &volumes), present_value(incumbent, &volumes));
        let is_sure = (own - other).abs() > NEAR * own.abs().max(other.abs());
        let is_ahead = if is_sure { own < other } else { self.saving(tokens)? >= Decimal::ZERO };
        Ok(Asked { tokens, challenger: own, incumbent: other, is_ahead })
    }

    /// The volumes at which the lead changes hands, after one and up to another, with points between them.
    fn crossings(
        &self,
        points: &[u64],
        from: Asked,
        to: Asked,
        found: &mut Vec<(u64, bool)>,
    ) -> Result<(), Error> {
        if self.never_falls && from.leads_to(&to) {
            return Ok(());
        }
        let (before, rest) = points.split_at(points.len().midpoint(0));
        let Some((middle, after)) = rest.split_first() else {
            if from.is_ahead != to.is_ahead {
                found.push((self.first_between(from, to)?, to.is_ahead));
            }
            return Ok(());
        };
        let middle = self.ask(*middle)?;
        self.crossings(before, from, middle, found)?;
        self.crossings(after, middle, to, found)
    }

    /// The first volume after one at which the other leads that leads at the last.
    fn first_between(&self, from: Asked, to: Asked) -> Result<u64, Error> {
        let (mut before, mut after) = (from.tokens, to.tokens);
        while after.saturating_sub(before) > 1 {
            let middle = before.midpoint(after);
            if self.ask(middle)?.is_ahead == from.is_ahead { before = middle } else { after = middle }
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_crossing_is_found_and_no_other() {
        // Steps that carry 36 tokens at 100 tokens a second for a month of a hundredth of an hour: every whole volume is
        // asked.
        let rented = "hardware.rent.price_usd_per_gpu_hour = 3.1";
        assert!(every_volume_of(rented).never_falls);
        // Of servers whose price rises faster than money costs, more at first may cost less in all.
        let bought = "hardware.buy = { useful_life_months = 9, resale_fraction = 0.9, price_change_fraction_per_month = 0.5 }";
        assert!(!every_volume_of(bought).never_falls);
    }

    /// Asks every volume, and returns what was asked.
    fn every_volume_of(hardware: &str) -> Sides {
        let text = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "dear"
facility = { electricity_usd_per_kwh = 0, pue = 1 }
[workload]
tokens_per_month = 100
growth_fraction_per_month = 0.3
peak_to_average = 1
hours_per_month = 1
[workload.class.chat]
prompt_tokens = 1
completion_tokens = 1
[finance]
horizon_months = 5
discount_rate_annual_effective = 0.2
[api.dear]
family = "closed_api"
input_usd_per_mtok = 50_000
output_usd_per_mtok = 50_000
[deployment.own]
model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 }, context_window_tokens = 10000000 }
precision = "fp8"
server = { accelerators = 1, accelerator = "h100-sxm", price_usd = 3, active_watts = 0 }
rate = { prefill_tokens_per_second = 0.02, decode_tokens_per_second = 0.02 }
peak_hour_load_fraction = 1
HARDWARE
people = { run_fte = 1, loaded_salary_usd_per_year = 12 }
"#;
        let text = text.replace("HARDWARE", hardware);
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        let found = comparison.start_volumes("own", "dear").unwrap();
        let sides = Sides::of(
            &comparison,
            [comparison.alternative("own").unwrap(), comparison.alternative("dear").unwrap()],
        )
        .unwrap();
        let mut expected = Vec::new();
        let ahead = |tokens| sides.saving(tokens).unwrap() >= Decimal::ZERO;
        let mut was = ahead(1);
        assert_eq!(found.is_ahead_at_first, was);
        let asked = found.searched_to.min(3_000);
        for tokens in 2..=asked {
            if ahead(tokens) != was {
                was = !was;
                expected.push((tokens, was));
            }
        }
        let crossings: Vec<(u64, bool)> = found
            .crossings
            .iter()
            .map(|one| (one.tokens_per_month, one.is_ahead))
            .filter(|(tokens, _)| *tokens <= asked)
            .collect();
        let least = if hardware.contains("rent") { 4 } else { 0 };
        assert!(expected.len() > least, "{expected:?}");
        assert_eq!(crossings, expected);
        sides
    }
}
