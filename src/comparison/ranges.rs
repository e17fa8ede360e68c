//! What the answer comes to where values are ranges: over every combination of their ends, as far as there are few.

use super::Comparison;
use super::answer::AlternativeAnswer;
use super::pairs::Pair;
use super::points::{Costs, Moves, Points};
use crate::curve::BreakEven;
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::scenario::RangedValue;
use rust_decimal::Decimal;

/// The most ranged values of which every combination of ends is looked at: 1,024 corners.
const MOST_OF_ALL_CORNERS: usize = 10;

/// The most corners of all alternatives together, each at those of its own values, for the same.
const MOST_EVALUATIONS: u64 = 1 << 14;

/// The curves cross past the pieces that are looked at.
const TOO_OFTEN: ErrorKind = ErrorKind::OutOfBounds { what: "a break-even" };

/// The least and the greatest of what a number comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<T> {
    /// The least.
    pub low: T,
    /// The greatest.
    pub high: T,
}

/// What the answer comes to over the ranges of its values.
///
/// Looked at are the base and the corners: every combination of the ends of all ranges. A bound is exact where the
/// number rises or falls throughout in each value (every price, salary and rate); where it turns inside a range (some
/// lives and ages, volumes at a jump of the steps), it may lie past the bounds there.
///
/// Past ten ranged values, or 16,384 corners of all alternatives together, not all corners are looked at. Each value is moved to its ends alone, and of the two ends of each
/// the ones at which a number is less make its low corner, the others its high corner: the same bounds, as long as
/// no value turns the direction of another.
///
/// The corners are found in binary floats; what is reported of them is calculated exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ranges {
    /// The values that are ranges.
    pub values: Vec<RangedValue>,
    /// Whether every combination of ends was looked at.
    pub all_corners: bool,
    /// The combinations that were looked at; without `all_corners`, each value at each of its ends alone.
    pub corners: u64,
    /// Those among them whose numbers contradict each other or leave the range of decimals: nothing is known of what it
    /// would cost there.
    pub unresolved: u64,
    /// What is wrong with the numbers of the first of them.
    pub unresolved_because: Option<String>,
    /// The alternatives, in the order of the answer.
    pub alternatives: Vec<AlternativeRange>,
    /// The pairs, in the order of the answer.
    pub pairs: Vec<PairRange>,
    /// How often an alternative is the cheapest over the study; those that never are, are left out.
    pub cheapest: Vec<CheapestAt>,
}

/// What an alternative costs over the ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlternativeRange {
    /// Its id.
    pub id: String,
    /// The cost of month 1, where it can be served; `None` where it never can.
    pub monthly_cost: Option<Bounds<Money>>,
    /// USD per million tokens of month 1.
    pub cost_per_mtok: Option<Bounds<Decimal>>,
    /// USD per request that has an accepted answer in the end; `None` where no acceptance is given.
    pub cost_per_accepted_answer: Option<Bounds<Decimal>>,
    /// Today's worth of the study, where it can be served to its end.
    pub npv: Option<Bounds<Money>>,
    /// The corners at which it cannot serve the study to its end.
    pub infeasible: u64,
    /// The corners at which nothing is known of it, because its numbers contradict each other.
    pub unknown: u64,
}

/// From which volume an alternative pays off over the ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PairRange {
    /// The alternative that would have to pay off.
    pub challenger: String,
    /// The one that it is measured against.
    pub incumbent: String,
    /// The least whole token at which the challenger costs no more, where there is one; `None` where there never is.
    pub first_volume: Option<Bounds<u64>>,
    /// The corners at which there is none: it never pays off there, or one of the two can serve no volume.
    pub none: u64,
    /// The corners at which nothing is known: numbers contradict each other, or the curves cross so often that none was
    /// found among those that were looked at (as where [`crate::BreakEven::complete`] is `false`).
    pub unknown: u64,
}

/// Corners at which an alternative is the cheapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheapestAt {
    /// Its id.
    pub id: String,
    /// How many.
    pub corners: u64,
}

impl Comparison {
    /// What the answer comes to over the ranges; nothing where no value is one.
    pub(super) fn ranges_of(
        &self,
        alternatives: &[AlternativeAnswer],
        pairs: &[Pair],
    ) -> Result<Option<Ranges>, Error> {
        if self.ranges().is_empty() {
            return Ok(None);
        }
        let points = Points::of(self);
        let search = Search { points: &points, all_corners: are_few(&points, alternatives.len()) };
        let mut ranges = search.winners()?;
        for (index, one) in alternatives.iter().enumerate() {
            let path = &self.at(index)?.path;
            let range = search.alternative(index, one);
            ranges.alternatives.push(range.map_err(|error| error.with_path(path.clone()))?);
        }
        for pair in pairs {
            ranges.pairs.push(search.pair(pair)?);
        }
        Ok(Some(ranges))
    }
}

/// Whether all corners are looked at.
fn are_few(points: &Points<'_>, alternatives: usize) -> bool {
    let corners = |index: usize| 1_u64.checked_shl(points.relevant(index).len() as u32).unwrap_or(u64::MAX);
    let all = (0..alternatives).fold(0_u64, |sum, index| sum.saturating_add(corners(index)));
    points.values().len() <= MOST_OF_ALL_CORNERS && all <= MOST_EVALUATIONS
}

impl Points<'_> {
    /// The corners that are looked at, and whether they are all there are; else each end alone.
    pub(crate) fn looked_at(&self) -> (Vec<Moves>, bool) {
        let all_corners = are_few(self, self.comparison().resolved.alternatives.len());
        (Search { points: self, all_corners }.looked_at(), all_corners)
    }
}

/// Where is looked.
struct Search<'a> {
    points: &'a Points<'a>,
    all_corners: bool,
}

/// The points at which a number is least and greatest. Where there is none, it is past every number.
struct Spread<T> {
    least: Option<(T, Moves)>,
    greatest: Option<(T, Moves)>,
    none: u64,
    /// Corners at which it cannot be calculated.
    unknown: u64,
}

impl Search<'_> {
    /// Both ends of a value, as moves; the base is no move.
    fn ends(&self, at: usize) -> [Moves; 2] {
        let value = self.points.values().get(at);
        let moved = |end: fn(&RangedValue) -> Decimal| {
            value.filter(|value| end(value) != value.base).map(|value| (at, end(value))).into_iter().collect()
        };
        [moved(|value| value.low), moved(|value| value.high)]
    }

    /// The corners of some values.
    fn corners(&self, values: &[usize]) -> Vec<Moves> {
        let mut corners: Vec<Moves> = vec![Vec::new()];
        for at in values {
            let [low, high] = self.ends(*at);
            let with = |end: &Moves| corners.iter().map(|corner| [&corner[..], &end[..]].concat()).collect();
            let (mut lows, mut highs): (Vec<Moves>, Vec<Moves>) = (with(&low), with(&high));
            lows.append(&mut highs);
            corners = lows;
        }
        corners
    }

    /// Every corner of all values, or each end alone.
    fn looked_at(&self) -> Vec<Moves> {
        let all: Vec<usize> = (0..self.points.values().len()).collect();
        if self.all_corners {
            return self.corners(&all);
        }
        all.into_iter().flat_map(|at| self.ends(at)).collect()
    }

    fn winners(&self) -> Result<Ranges, Error> {
        let looked_at = self.looked_at();
        let comparison = self.points.comparison();
        let mut ranges = Ranges {
            values: self.points.values().to_vec(),
            all_corners: self.all_corners,
            corners: looked_at.len() as u64,
            unresolved: 0,
            unresolved_because: None,
            alternatives: Vec::new(),
            pairs: Vec::new(),
            cheapest: Vec::new(),
        };
        let mut wins = vec![0_u64; comparison.resolved.alternatives.len()];
        for moves in &looked_at {
            match self.points.cheapest(moves) {
                Ok(winner) => {
                    if let Some(wins) = winner.and_then(|winner| wins.get_mut(winner)) {
                        *wins = wins.saturating_add(1);
                    }
                }
                Err(error) => {
                    ranges.unresolved = ranges.unresolved.saturating_add(1);
                    ranges.unresolved_because.get_or_insert(error.to_string());
                }
            }
        }
        let won = comparison.alternatives().zip(wins).filter(|(_, corners)| *corners > 0);
        ranges.cheapest = won.map(|(id, corners)| CheapestAt { id: id.to_owned(), corners }).collect();
        ranges.cheapest.sort_by_key(|one| std::cmp::Reverse(one.corners));
        Ok(ranges)
    }

    fn alternative(&self, index: usize, base: &AlternativeAnswer) -> Result<AlternativeRange, Error> {
        let relevant = self.points.relevant(index);
        let spread = |of: fn(&Costs) -> Option<f64>| {
            self.spread(relevant, |moves| self.points.costs(index, moves).map(|costs| of(&costs)))
        };
        let monthly = |moves: &Moves| self.points.exact(&[index], moves)?.monthly(&base.id);
        let npv = |moves: &Moves| self.points.exact(&[index], moves)?.ledger(&base.id)?.npv();
        let now = base.monthly.as_ref();
        let study = spread(|costs| costs.npv);
        Ok(AlternativeRange {
            id: base.id.clone(),
            monthly_cost: bounds(
                spread(|costs| costs.monthly.map(super::to_float)),
                now.map(|now| now.cost),
                |moves| Ok(monthly(moves)?.cost),
                |cost| cost.amount(),
            )?,
            cost_per_mtok: bounds(
                spread(|costs| costs.per_token),
                now.map(|now| now.cost_per_mtok),
                |moves| Ok(monthly(moves)?.cost_per_mtok),
                |cost| *cost,
            )?,
            cost_per_accepted_answer: match now.and_then(|now| now.cost_per_accepted_answer) {
                None => None,
                now => bounds(
                    spread(|costs| costs.per_answer),
                    now,
                    |moves| {
                        let none = ErrorKind::OutOfBounds { what: "a cost per accepted answer" };
                        monthly(moves)?.cost_per_accepted_answer.ok_or(none.into())
                    },
                    |cost| *cost,
                )?,
            },
            infeasible: study.none,
            unknown: study.unknown,
            npv: bounds(study, base.study.as_ref().map(|study| study.npv), npv, |npv| npv.amount())?,
        })
    }

    fn pair(&self, pair: &Pair) -> Result<PairRange, Error> {
        let comparison = self.points.comparison();
        let (challenger, incumbent) =
            (comparison.index_of(&pair.challenger)?, comparison.index_of(&pair.incumbent)?);
        let mut relevant = self.points.relevant(challenger).to_vec();
        relevant.extend(self.points.relevant(incumbent));
        relevant.sort_unstable();
        relevant.dedup();
        let first = |moves: &Moves| {
            let curves =
                (self.points.costs(challenger, moves)?.curve, self.points.costs(incumbent, moves)?.curve);
            match curves {
                (Some(own), Some(other)) => match own.break_even_against(&other)? {
                    BreakEven { first_volume: None, complete: false, .. } => Err(TOO_OFTEN.into()),
                    found => Ok(found.first_volume),
                },
                _ => Ok(None),
            }
        };
        let spread = self.spread(&relevant, first);
        let ends = spread.least.zip(spread.greatest);
        Ok(PairRange {
            challenger: pair.challenger.clone(),
            incumbent: pair.incumbent.clone(),
            first_volume: ends.map(|((low, _), (high, _))| Bounds { low, high }),
            none: spread.none,
            unknown: spread.unknown,
        })
    }

    /// Where a number is least and greatest, among the base and the corners of the values that it depends on.
    fn spread<T: PartialOrd + Copy>(
        &self,
        relevant: &[usize],
        of: impl Fn(&Moves) -> Result<Option<T>, Error>,
    ) -> Spread<T> {
        let mut spread = Spread { least: None, greatest: None, none: 0, unknown: 0 };
        let look = |spread: &mut Spread<T>, moves: &Moves, weight: u64| match of(moves) {
            Err(_) => {
                spread.unknown = spread.unknown.saturating_add(weight);
                None
            }
            Ok(None) => {
                spread.none = spread.none.saturating_add(weight);
                Some(None)
            }
            Ok(Some(value)) => {
                spread.take(value, moves);
                Some(Some(value))
            }
        };
        // The values that it does not depend on leave it where it is.
        let others = self.points.values().len().saturating_sub(relevant.len()) as u64;
        if self.all_corners {
            look(&mut spread, &Vec::new(), 0);
            let weight = 1_u64.checked_shl(u32::try_from(others).unwrap_or(u32::MAX)).unwrap_or(u64::MAX);
            for moves in self.corners(relevant) {
                look(&mut spread, &moves, weight);
            }
            return spread;
        }
        look(&mut spread, &Vec::new(), others.saturating_mul(2));
        let (mut low_corner, mut high_corner) = (Vec::new(), Vec::new());
        for at in relevant {
            let [low, high] = self.ends(*at);
            let found = (look(&mut spread, &low, 1), look(&mut spread, &high, 1));
            let falls = match found {
                // What there is none of is past every number.
                (Some(None), Some(Some(_))) => true,
                (Some(Some(at_low)), Some(Some(at_high))) => at_high < at_low,
                _ => false,
            };
            low_corner.extend(if falls { &high } else { &low });
            high_corner.extend(if falls { &low } else { &high });
        }
        look(&mut spread, &low_corner, 0);
        look(&mut spread, &high_corner, 0);
        spread
    }
}

impl<T: PartialOrd + Copy> Spread<T> {
    fn take(&mut self, value: T, moves: &Moves) {
        if self.least.as_ref().is_none_or(|(least, _)| value < *least) {
            self.least = Some((value, moves.clone()));
        }
        if self.greatest.as_ref().is_none_or(|(greatest, _)| *greatest < value) {
            self.greatest = Some((value, moves.clone()));
        }
    }
}

/// The exact numbers at the ends of a spread. The base belongs to them to its last digit.
fn bounds<T: Copy>(
    spread: Spread<f64>,
    base: Option<T>,
    exact: impl Fn(&Moves) -> Result<T, Error>,
    amount: impl Fn(&T) -> Decimal,
) -> Result<Option<Bounds<T>>, Error> {
    let Some(((_, least), (_, greatest))) = spread.least.zip(spread.greatest) else { return Ok(None) };
    let found = [Some(exact(&least)?), Some(exact(&greatest)?), base];
    let found = found.iter().flatten().copied();
    let low = found.clone().min_by_key(|value| amount(value));
    let high = found.max_by_key(|value| amount(value));
    Ok(low.zip(high).map(|(low, high)| Bounds { low, high }))
}
