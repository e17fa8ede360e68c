//! What would change the answer: each number that people doubt, moved until another alternative is the cheapest.

use crate::comparison::{
    AlternativeAnswer, Answer, Comparison, equivalent_cost, exact_inputs, exact_volumes, float_inputs, slot,
    to_float,
};
use crate::error::{Error, FieldPath};
use crate::money::Money;
use crate::parameter::{Inputs, Parameter};
use crate::scenario::Address;
use rust_decimal::Decimal;

/// The numbers that are moved: prices of APIs and hardware, people, the load, the rate, the volume, energy.
const MOVED: [Parameter; 13] = [
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
    /// Where the answer changes, to 6 digits, on the far side of the change; `None`: nowhere between a thousandth and
    /// a thousand times the base, as far as its range goes.
    pub at: Option<Decimal>,
    /// The answer there.
    pub changes_to: Option<String>,
    /// Distance as a fraction of the base: 0.2 for a fifth more, -0.5 for half.
    pub distance: Option<Decimal>,
}

impl Comparison {
    pub(super) fn flips(
        &self,
        answer: &Answer,
        ranking: &[(Money, &AlternativeAnswer)],
    ) -> Result<Vec<Flip>, Error> {
        let field = Field::new(self, ranking)?;
        let mut flips: Vec<Flip> = Vec::new();
        for address in self.resolved.addresses.iter().filter(|address| MOVED.contains(&address.parameter)) {
            if flips.iter().any(|known| known.path == address.path) || !self.concerns(address, answer) {
                continue;
            }
            flips.push(field.flip(address)?);
        }
        flips.sort_by_key(|flip| (flip.distance.is_none(), flip.distance.map(|distance| distance.abs())));
        Ok(flips)
    }

    /// Whether the number enters an alternative that takes part.
    fn concerns(&self, address: &Address, answer: &Answer) -> bool {
        let takes_part = |at: usize| answer.alternatives.get(at).is_some_and(|one| one.study.is_some());
        address.alternative.is_none_or(takes_part)
    }
}

/// The alternatives that take part, over floats, and what each costs as it stands.
struct Field<'a> {
    comparison: &'a Comparison,
    /// Index among the alternatives, inputs, cost.
    players: Vec<(usize, Inputs<f64>, f64)>,
    volumes: Vec<f64>,
    winner: usize,
}

impl<'a> Field<'a> {
    fn new(comparison: &'a Comparison, ranking: &[(Money, &AlternativeAnswer)]) -> Result<Self, Error> {
        let volumes = float_volumes(&comparison.volumes);
        let mut players = Vec::new();
        let mut winner = 0;
        for (at, one) in comparison.resolved.alternatives.iter().enumerate() {
            if ranking.iter().any(|(_, ranked)| ranked.id == one.id) {
                let inputs = float_inputs(&one.inputs);
                let cost = equivalent_cost(&inputs, &volumes);
                players.push((at, inputs, cost));
            }
            if ranking.first().is_some_and(|(_, best)| best.id == one.id) {
                winner = at;
            }
        }
        Ok(Self { comparison, players, volumes, winner })
    }

    fn flip(&self, address: &Address) -> Result<Flip, Error> {
        let all = self.comparison.addresses(address.path.as_str());
        let base = self.base(address);
        let mut flip = Flip { path: address.path.clone(), base, at: None, changes_to: None, distance: None };
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
            if let Some(changes_to) = self.exact_winner(address, at)?.filter(|winner| *winner != self.winner)
            {
                flip.at = Some(at);
                flip.changes_to = self.comparison.at(changes_to).ok().map(|one| one.id.clone());
                flip.distance =
                    at.checked_sub(base).and_then(|change| change.checked_div(base.abs())).or(Some(at));
                flip.distance = flip.distance.map(|distance| distance.round_dp(6).normalize());
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
        for (at, inputs, cost) in &self.players {
            let touching = all.iter().filter(|address| address.alternative.is_none_or(|index| index == *at));
            let mut changed = None;
            for address in touching {
                let inputs = changed.get_or_insert_with(|| inputs.clone());
                if let Some(slot) = slot(inputs, address) {
                    *slot = value;
                }
            }
            let cost = changed.as_ref().map_or(*cost, |inputs| equivalent_cost(inputs, volumes));
            let inputs = changed.as_ref().unwrap_or(inputs);
            let most = self.comparison.resolved.alternatives.get(*at).and_then(|one| one.maximum_steps);
            let serves = most.is_none_or(|most| steps_needed(inputs, volumes) <= to_float(most));
            if cost.is_finite() && serves && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, *at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn exact_winner(&self, address: &Address, at: Decimal) -> Result<Option<usize>, Error> {
        let Ok(changed) = self.comparison.with(address.path.as_str(), at) else { return Ok(None) };
        let volumes = exact_volumes(&changed.volumes);
        let mut best: Option<(Decimal, usize)> = None;
        for (index, _, _) in &self.players {
            let alternative = changed.at(*index)?;
            let most = changed.volumes.iter().copied().max().unwrap_or_default();
            let serves = changed.limit(alternative, most)?.is_none();
            let cost = equivalent_cost(&exact_inputs(&alternative.inputs), &volumes).value();
            if let Some(cost) = cost.filter(|cost| serves && best.is_none_or(|(least, _)| *cost < least)) {
                best = Some((cost, *index));
            }
        }
        Ok(best.map(|(_, index)| index))
    }
}

fn steps_needed(inputs: &Inputs<f64>, volumes: &[f64]) -> f64 {
    let most = volumes.iter().copied().fold(0.0, f64::max);
    inputs.deployment().map_or(0.0, |own| crate::deployment::stairs(inputs, own).counts(most).steps)
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
