//! Which ranged values change the answer within their ranges: each alone, and two together where neither does alone.

use super::flips::{Flip, relative};
use crate::comparison::{Comparison, Moves, Points};
use crate::error::{Error, FieldPath};
use crate::scenario::RangedValue;
use rust_decimal::{Decimal, RoundingStrategy};

/// How often the way from the base to an end is halved: past the 6 digits that are kept of a crossing.
const HALVINGS: u32 = 40;

/// The digits that are kept of a crossing.
const DIGITS: u32 = 6;

/// What the ends of a range make of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlipRange {
    /// The lowest that the value may be.
    pub low: Decimal,
    /// The answer there; `None` where it is the same, or where nothing is known of it.
    pub low_changes_to: Option<String>,
    /// The highest that it may be.
    pub high: Decimal,
    /// The answer there.
    pub high_changes_to: Option<String>,
}

impl FlipRange {
    /// Whether an end changes the answer.
    pub(crate) fn flips(&self) -> bool {
        self.low_changes_to.is_some() || self.high_changes_to.is_some()
    }
}

/// Two ranged values that change the answer together, while neither does alone within its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairFlip {
    /// The one, at an end of its range.
    pub first: FlipMove,
    /// The other, at an end of its own.
    pub second: FlipMove,
    /// The answer there.
    pub changes_to: String,
}

/// A value that is moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlipMove {
    /// Its path.
    pub path: FieldPath,
    /// Its value in the scenario.
    pub base: Decimal,
    /// Where it is moved to.
    pub at: Decimal,
    /// How far that is, as a fraction of the base; `None` from a base of nothing.
    pub distance: Option<Decimal>,
}

/// The ranged values, and the alternative that is the cheapest at their base.
pub(super) struct Within<'a> {
    points: Points<'a>,
    comparison: &'a Comparison,
    winner: usize,
}

impl<'a> Within<'a> {
    pub(super) fn of(comparison: &'a Comparison, winner: usize, ruled_out: Vec<usize>) -> Self {
        Self { points: Points::of(comparison).without(ruled_out), comparison, winner }
    }

    /// Another alternative that is the cheapest at a point. Where its numbers contradict each other, or nothing serves, none
    /// is known; the ranges of the answer count such corners.
    fn other(&self, moves: &Moves) -> Option<usize> {
        self.points.cheapest(moves).ok().flatten().filter(|winner| *winner != self.winner)
    }

    fn id(&self, index: usize) -> Result<String, Error> {
        self.comparison.at(index).map(|one| one.id.clone())
    }

    /// What a ranged value does alone.
    pub(super) fn flip(&self, at: usize, value: &RangedValue) -> Result<Flip, Error> {
        let there = |end: Decimal| self.other(&vec![(at, end)]);
        let [to_low, to_high] = [value.low, value.high].map(there);
        let range = FlipRange {
            low: value.low,
            low_changes_to: to_low.map(|other| self.id(other)).transpose()?,
            high: value.high,
            high_changes_to: to_high.map(|other| self.id(other)).transpose()?,
        };
        let ends = [(to_low, value.low), (to_high, value.high)];
        let flipping = ends.into_iter().filter(|(other, _)| other.is_some());
        let crossings = flipping.map(|(_, end)| self.crossing(at, value.base, end));
        let nearest = crossings.min_by_key(|crossing| crossing.checked_sub(value.base).map(|way| way.abs()));
        let changes_to = nearest.and_then(there).map(|other| self.id(other)).transpose()?;
        Ok(Flip {
            path: value.path.clone(),
            base: value.base,
            at: nearest,
            changes_to,
            distance: nearest.and_then(|at| relative(value.base, at)),
            range: Some(range),
        })
    }

    /// Where the answer changes on the way from the base to an end at which it is another, on the far side.
    fn crossing(&self, at: usize, base: Decimal, end: Decimal) -> Decimal {
        let is_whole = self.points.parameter(at).is_some_and(|parameter| parameter.is_whole());
        let (mut same, mut other) = (base, end);
        for _ in 0..HALVINGS {
            let half = other.checked_sub(same).and_then(|way| way.checked_div(Decimal::TWO));
            let Some(middle) = half.and_then(|half| same.checked_add(half)) else { break };
            let middle = if is_whole { middle.round() } else { middle };
            if middle == same || middle == other {
                break;
            }
            match self.other(&vec![(at, middle)]) {
                Some(_) => other = middle,
                None => same = middle,
            }
        }
        let rises = end > base;
        let away =
            if rises { RoundingStrategy::ToPositiveInfinity } else { RoundingStrategy::ToNegativeInfinity };
        let short = other.round_sf_with_strategy(DIGITS, away).map(|short| short.normalize());
        let within = |short: &Decimal| if rises { *short <= end } else { *short >= end };
        short.filter(within).filter(|short| self.other(&vec![(at, *short)]).is_some()).unwrap_or(other)
    }

    /// The nearest two ranged values that change the answer together, of those that do not alone.
    pub(super) fn pair(&self, alone: &[Flip]) -> Result<Option<PairFlip>, Error> {
        let values = self.points.values();
        let does_not = |value: &RangedValue| {
            let known = alone.iter().find(|flip| flip.path == value.path);
            known.and_then(|flip| flip.range.as_ref()).is_some_and(|range| !range.flips())
        };
        let ends = values.iter().enumerate().filter(|(_, value)| does_not(value)).flat_map(|(at, value)| {
            let ends = [value.low, value.high].into_iter().filter(|end| *end != value.base);
            ends.map(move |end| (at, end, relative(value.base, end).map(|way| way.abs())))
        });
        let ends: Vec<(usize, Decimal, Option<Decimal>)> = ends.collect();
        let mut pairs = Vec::new();
        for (first, to, way) in &ends {
            for (second, other_to, other_way) in ends.iter().filter(|(second, ..)| second > first) {
                let distance = way.zip(*other_way).map(|(one, other)| one.max(other));
                pairs.push((distance, vec![(*first, *to), (*second, *other_to)]));
            }
        }
        pairs.sort_by_key(|(distance, _)| (distance.is_none(), *distance));
        for (_, moves) in pairs {
            let Some(other) = self.other(&moves) else { continue };
            let mut moved = moves.iter().filter_map(|(at, to)| Some(FlipMove::of(values.get(*at)?, *to)));
            if let (Some(first), Some(second)) = (moved.next(), moved.next()) {
                return Ok(Some(PairFlip { first, second, changes_to: self.id(other)? }));
            }
        }
        Ok(None)
    }
}

impl FlipMove {
    fn of(value: &RangedValue, at: Decimal) -> Self {
        Self { path: value.path.clone(), base: value.base, at, distance: relative(value.base, at) }
    }
}
