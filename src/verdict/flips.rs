//! What would change the answer: each number that people doubt, moved until another alternative is the cheapest.

use super::within::{FlipRange, PairFlip, Within};
use crate::comparison::{
    AlternativeAnswer, Comparison, counts_looked_at, equivalent_cost, exact_inputs, exact_volumes,
    float_inputs, least_over_counts, put, settle_count, slot, steps_and_most, to_float,
};
use crate::error::{Error, FieldPath};
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::parameter::{Inputs, Parameter};
use crate::scenario::Address;
use rust_decimal::Decimal;

/// The numbers that are moved: prices of APIs and hardware, people, the load, the rate, the volume, energy, acceptance.
const MOVED: [Parameter; 14] = [
    Parameter::InputPrice,
    Parameter::OutputPrice,
    Parameter::ServerPrice,
    Parameter::OwnedValue,
    Parameter::RentPrice,
    Parameter::RunFte,
    Parameter::BuildFteMonths,
    Parameter::PeakToAverage,
    Parameter::PrefillRate,
    Parameter::DecodeRate,
    Parameter::CombinedRate,
    Parameter::TokensPerMonth,
    Parameter::ElectricityPrice,
    Parameter::AcceptanceFraction,
];

/// Points on each side of the base that are looked at before the crossing is closed in on.
const POINTS: i32 = 96;

/// The furthest that a number is moved: by this factor, or to the end of its range.
const FURTHEST: f64 = 1000.0;

/// A number, and the value at which it would change the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The number.
    pub path: FieldPath,
    /// Its value in the scenario.
    pub base: Decimal,
    /// Where the answer changes, to 6 digits, on the far side of the change; `None`: at none of 96 points of equal ratio
    /// on either side, up to a thousand times and down to a thousandth of the base and to the ends of its range.
    pub at: Option<Decimal>,
    /// The answer there.
    pub changes_to: Option<String>,
    /// Distance as a fraction of the base: 0.2 for a fifth more, -0.5 for half; `None` from a base of nothing.
    pub distance: Option<Decimal>,
    /// What the ends of its range make of the answer; `None` where it is no range. Where one of them changes it, `at` is
    /// within the range; else it may be past it.
    pub range: Option<FlipRange>,
}

impl Flip {
    /// 0 where it changes the answer within its range, 1 for the other ranges, 2 for a number without one.
    fn group(&self) -> u8 {
        match &self.range {
            Some(range) if range.flips() => 0,
            Some(_) => 1,
            None => 2,
        }
    }
}

/// How far a value is from its base, as a fraction of it to 6 decimals; `None` from a base of nothing.
pub(super) fn relative(base: Decimal, at: Decimal) -> Option<Decimal> {
    let distance = at.checked_sub(base).and_then(|change| change.checked_div(base.abs()));
    distance.map(|distance| distance.round_dp(6).normalize())
}

impl Comparison {
    pub(super) fn flips(
        &self,
        ranking: &[(Money, &AlternativeAnswer)],
        ruled_out: Vec<usize>,
    ) -> Result<(Vec<Flip>, Option<PairFlip>), Error> {
        let field = Field::new(self, ranking);
        let within = Within::of(self, field.winner, ruled_out);
        let mut flips: Vec<Flip> = Vec::new();
        for (at, value) in self.ranges().iter().enumerate() {
            let mut flip = within.flip(at, value)?;
            let moved = self.resolved.addresses.iter().find(|address| {
                address.path == value.path
                    && MOVED.contains(&address.parameter)
                    && concerns(address, &field.players)
            });
            if let Some(address) = moved.filter(|_| flip.at.is_none()) {
                flip = Flip { range: flip.range, ..field.flip(address)? };
            }
            flips.push(flip);
        }
        let pair = within.pair(&flips)?;
        for address in self.resolved.addresses.iter().filter(|address| MOVED.contains(&address.parameter)) {
            if flips.iter().any(|known| known.path == address.path) || !concerns(address, &field.players) {
                continue;
            }
            flips.push(field.flip(address)?);
        }
        flips.sort_by_key(|flip| {
            (
                flip.group(),
                flip.at.is_none(),
                flip.distance.is_none(),
                flip.distance.map(|distance| distance.abs()),
            )
        });
        Ok((flips, pair))
    }
}

/// Whether the number enters an alternative that takes part.
fn concerns(address: &Address, players: &[Player]) -> bool {
    address.alternative.is_none_or(|at| players.iter().any(|player| player.index == at))
}

/// An alternative that takes part, and what it costs as it stands.
struct Player {
    /// Its place among the alternatives.
    index: usize,
    inputs: Inputs<f64>,
    cost: f64,
    exact_cost: Decimal,
    most_steps: Option<Decimal>,
    /// The counts that are looked at of one that chooses its own.
    counts: Vec<u32>,
}

impl Player {
    fn cost(&self, inputs: &Inputs<f64>, volumes: &[f64]) -> f64 {
        let most = self.most_steps.map(to_float);
        let largest = volumes.iter().copied().fold(0.0, f64::max);
        let serves = steps_and_most(inputs, largest, most).all(|(steps, most)| steps <= most);
        if !serves {
            return f64::NAN;
        }
        least_over_counts(inputs, &self.counts, |inputs| equivalent_cost(inputs, volumes))
    }
}

/// The alternatives that take part.
struct Field<'a> {
    comparison: &'a Comparison,
    players: Vec<Player>,
    volumes: Vec<f64>,
    winner: usize,
}

impl<'a> Field<'a> {
    fn new(comparison: &'a Comparison, ranking: &[(Money, &AlternativeAnswer)]) -> Self {
        let volumes = float_volumes(&comparison.volumes);
        let mut players = Vec::new();
        let mut winner = 0;
        for (index, one) in comparison.resolved.alternatives.iter().enumerate() {
            if let Some((exact_cost, _)) = ranking.iter().find(|(_, ranked)| ranked.id == one.id) {
                let inputs = float_inputs(&one.inputs);
                let cost = equivalent_cost(&inputs, &volumes);
                let (exact_cost, most_steps) = (exact_cost.amount(), one.maximum_steps);
                let counts = counts_looked_at(&one.inputs, &comparison.volumes);
                players.push(Player { index, inputs, cost, exact_cost, most_steps, counts });
            }
            if ranking.first().is_some_and(|(_, best)| best.id == one.id) {
                winner = index;
            }
        }
        Self { comparison, players, volumes, winner }
    }

    fn flip(&self, address: &Address) -> Result<Flip, Error> {
        let all = self.comparison.addresses(address.path.as_str());
        let base = self.base(address);
        let path = address.path.clone();
        let mut flip = Flip { path, base, at: None, changes_to: None, distance: None, range: None };
        let start = to_float(base);
        let (minimum, maximum) = address.parameter.range();
        let (minimum, maximum) = (to_float(minimum), to_float(maximum));
        let up = self.first_change(&all, start, |step| (upward(start, step)).min(maximum));
        let down = self.first_change(&all, start, |step| downward(start, step).max(minimum));
        let nearer =
            [up, down].into_iter().flatten().min_by(|a, b| (a - start).abs().total_cmp(&(b - start).abs()));
        let Some(crossing) = nearer else { return Ok(flip) };
        // The float says where; the exact path says whether, at a value that can be asked again.
        for at in candidates(crossing, crossing > start) {
            if let Some(changes_to) = self.exact_winner(&all, at)?.filter(|winner| *winner != self.winner) {
                flip.at = Some(at);
                flip.changes_to = self.comparison.at(changes_to).ok().map(|one| one.id.clone());
                flip.distance = relative(base, at);
                return Ok(flip);
            }
        }
        Ok(flip)
    }

    fn base(&self, address: &Address) -> Decimal {
        let index = address.alternative.unwrap_or(0);
        let mut inputs = self.comparison.resolved.alternatives.get(index).map(|one| one.inputs.clone());
        inputs.as_mut().and_then(|inputs| slot(inputs, address).copied()).unwrap_or_default()
    }

    /// The first point in a direction at which another alternative is cheapest, closed in on by halving.
    fn first_change(&self, all: &[&Address], start: f64, point: impl Fn(i32) -> f64) -> Option<f64> {
        let mut same = start;
        for step in 1..=POINTS {
            let value = point(step);
            if self.winner_at(all, value) == Some(self.winner) {
                same = value;
                continue;
            }
            self.winner_at(all, value)?;
            let mut other = value;
            for _ in 0..60 {
                let middle = f64::midpoint(same, other);
                if self.winner_at(all, middle) == Some(self.winner) { same = middle } else { other = middle }
            }
            return Some(other);
        }
        None
    }

    /// The cheapest alternative with another value of a number; `None` where none has a cost.
    fn winner_at(&self, all: &[&Address], value: f64) -> Option<usize> {
        let is_volume = all.iter().any(|address| address.parameter == Parameter::TokensPerMonth);
        let scaled: Vec<f64>;
        let volumes = if is_volume {
            let factor = value / self.volumes.first().copied().unwrap_or(value);
            scaled = self.volumes.iter().map(|volume| volume * factor).collect();
            &scaled
        } else {
            &self.volumes
        };
        let mut best: Option<(f64, usize)> = None;
        for player in &self.players {
            let mut changed = None;
            for address in all.iter().filter(|address| address.enters(player.index)) {
                let inputs = changed.get_or_insert_with(|| player.inputs.clone());
                put(inputs, address, value);
            }
            let cost = match &changed {
                None => player.cost,
                Some(inputs) => player.cost(inputs, volumes),
            };
            if cost.is_finite() && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, player.index));
            }
        }
        best.map(|(_, at)| at)
    }

    /// The cheapest alternative by the exact path with another value of a number.
    fn exact_winner(&self, all: &[&Address], at: Decimal) -> Result<Option<usize>, Error> {
        let is_volume = all.iter().any(|address| address.parameter == Parameter::TokensPerMonth);
        let changed = if is_volume {
            let path = all.first().map_or("", |address| address.path.as_str());
            self.comparison.with(path, at.round()).ok()
        } else {
            None
        };
        let months = changed.as_ref().map_or(&self.comparison.volumes, |changed| &changed.volumes);
        let volumes = exact_volumes(months);
        let largest = volumes.iter().copied().fold(Exact::lit(0), Exact::at_least);
        let mut best: Option<(Decimal, usize)> = None;
        for player in &self.players {
            let touching: Vec<&&Address> =
                all.iter().filter(|address| address.enters(player.index)).collect();
            let cost = if touching.is_empty() && !is_volume {
                Some(player.exact_cost)
            } else {
                let alternative = self.comparison.at(player.index)?;
                let mut alternative = alternative.clone();
                for address in touching {
                    put(&mut alternative.inputs, address, at);
                }
                settle_count(&mut alternative, months)?;
                let inputs = exact_inputs(&alternative.inputs);
                let mut steps = steps_and_most(&inputs, largest, player.most_steps.map(Exact::new));
                let serves = steps.all(|(steps, most)| steps.at_most(most) == steps);
                equivalent_cost(&inputs, &volumes).value().filter(|_| serves)
            };
            if let Some(cost) = cost.filter(|cost| best.is_none_or(|(least, _)| *cost < least)) {
                best = Some((cost, player.index));
            }
        }
        Ok(best.map(|(_, index)| index))
    }
}

fn float_volumes(volumes: &[u64]) -> Vec<f64> {
    volumes.iter().map(|tokens| to_float(Decimal::from(*tokens))).collect()
}

/// A step away from the base: by equal factors, or from nothing by equal amounts.
fn upward(start: f64, step: i32) -> f64 {
    let part = f64::from(step) / f64::from(POINTS);
    if start > 0.0 { start * FURTHEST.powf(part) } else { part * FURTHEST }
}

fn downward(start: f64, step: i32) -> f64 {
    let part = f64::from(step) / f64::from(POINTS);
    // The last point is the end of the range: nothing at all is a value that people ask for.
    if step == POINTS { f64::NEG_INFINITY } else { start * FURTHEST.powf(-part) }
}

/// The crossing to 6 digits, and a few of the next values on the far side.
fn candidates(crossing: f64, upwards: bool) -> Vec<Decimal> {
    let Ok(near) = Decimal::from_scientific(&format!("{crossing:.5e}")) else { return Vec::new() };
    let exponent = crossing.abs().log10().floor();
    let unit = Decimal::from_scientific(&format!("1e{}", exponent - 5.0)).unwrap_or(Decimal::ONE);
    let away = if upwards { unit } else { Decimal::ZERO.checked_sub(unit).unwrap_or_default() };
    std::iter::successors(Some(near), |value| value.checked_add(away))
        .take(3)
        .map(|value| value.normalize())
        .collect()
}
