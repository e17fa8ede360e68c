//! The objects of the JSON report that are about ranges and price paths.

use super::json::{Text, some};
use crate::comparison::{Bounds, CheapestAt, PricePath, Ranges};
use crate::verdict::{FlipMove, FlipRange, PairFlip, PathRange, RegimeRange, VerdictRanges};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct RangesObject<'a> {
    values: Vec<ValueObject<'a>>,
    all_corners: bool,
    corners: u64,
    unresolved: u64,
    unresolved_because: Option<&'a str>,
    alternatives: Vec<AlternativeRangeObject<'a>>,
    pairs: Vec<PairRangeObject<'a>>,
    cheapest: Vec<CheapestObject<'a>>,
}

#[derive(Serialize)]
struct ValueObject<'a> {
    path: &'a str,
    low: Text,
    base: Text,
    high: Text,
}

#[derive(Serialize)]
struct BoundsObject {
    low: Text,
    high: Text,
}

#[derive(Serialize)]
struct AlternativeRangeObject<'a> {
    id: &'a str,
    monthly_cost: Option<BoundsObject>,
    cost_per_mtok: Option<BoundsObject>,
    cost_per_accepted_answer: Option<BoundsObject>,
    npv: Option<BoundsObject>,
    /// Corners at which it cannot serve the study.
    infeasible: u64,
    /// Corners whose numbers contradict each other.
    unknown: u64,
}

#[derive(Serialize)]
struct PairRangeObject<'a> {
    challenger: &'a str,
    incumbent: &'a str,
    first_volume: Option<BoundsObject>,
    /// Corners without a first volume.
    none: u64,
    /// Corners of which nothing is known.
    unknown: u64,
}

#[derive(Serialize)]
struct CheapestObject<'a> {
    id: &'a str,
    corners: u64,
}

/// What the verdict comes to over the ranges.
#[derive(Serialize)]
pub(super) struct VerdictRangesObject<'a> {
    corners: u64,
    all_corners: bool,
    cheapest: Vec<CheapestObject<'a>>,
    price_paths: Vec<PathRangeObject<'a>>,
    regimes: Vec<RegimeRangeObject<'a>>,
    split: Option<SplitRangeObject>,
}

#[derive(Serialize)]
struct PathRangeObject<'a> {
    annual_change_fraction: Text,
    cheapest: Vec<CheapestObject<'a>>,
    npv: Option<BoundsObject>,
}

/// Corners by what decides there.
#[derive(Serialize)]
struct RegimeRangeObject<'a> {
    alternative: &'a str,
    fixed_cost: u64,
    marginal_cost: u64,
}

#[derive(Serialize)]
struct SplitRangeObject {
    model: BoundsObject,
    host: BoundsObject,
}

#[derive(Serialize)]
pub(super) struct FlipRangeObject<'a> {
    low: Text,
    low_changes_to: Option<&'a str>,
    high: Text,
    high_changes_to: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct PairFlipObject<'a> {
    first: FlipMoveObject<'a>,
    second: FlipMoveObject<'a>,
    changes_to: &'a str,
}

#[derive(Serialize)]
struct FlipMoveObject<'a> {
    path: &'a str,
    base: Text,
    at: Text,
    distance: Option<Text>,
}

/// All but the changes is `null` where an amount passes the range of money.
#[derive(Serialize)]
pub(super) struct PricePathObject<'a> {
    annual_change_fraction: Text,
    monthly_change_fraction: Text,
    cheapest: Option<&'a str>,
    npv: Option<Text>,
    baseline_npv: Option<Text>,
    best_self_hosted: Option<&'a str>,
    payback_month: Option<u32>,
}

impl BoundsObject {
    fn of<T: Into<Text>>(bounds: Bounds<T>) -> Self {
        Self { low: bounds.low.into(), high: bounds.high.into() }
    }
}

impl<'a> RangesObject<'a> {
    pub(super) fn of(ranges: &'a Ranges) -> Self {
        Self {
            values: ranges
                .values
                .iter()
                .map(|value| ValueObject {
                    path: value.path.as_str(),
                    low: value.low.into(),
                    base: value.base.into(),
                    high: value.high.into(),
                })
                .collect(),
            all_corners: ranges.all_corners,
            corners: ranges.corners,
            unresolved: ranges.unresolved,
            unresolved_because: ranges.unresolved_because.as_deref(),
            alternatives: ranges
                .alternatives
                .iter()
                .map(|one| AlternativeRangeObject {
                    id: &one.id,
                    monthly_cost: one.monthly_cost.map(BoundsObject::of),
                    cost_per_mtok: one.cost_per_mtok.map(BoundsObject::of),
                    cost_per_accepted_answer: one.cost_per_accepted_answer.map(BoundsObject::of),
                    npv: one.npv.map(BoundsObject::of),
                    infeasible: one.infeasible,
                    unknown: one.unknown,
                })
                .collect(),
            pairs: ranges
                .pairs
                .iter()
                .map(|pair| PairRangeObject {
                    challenger: &pair.challenger,
                    incumbent: &pair.incumbent,
                    first_volume: pair.first_volume.map(BoundsObject::of),
                    none: pair.none,
                    unknown: pair.unknown,
                })
                .collect(),
            cheapest: CheapestObject::all(&ranges.cheapest),
        }
    }
}

impl<'a> CheapestObject<'a> {
    fn all(all: &'a [CheapestAt]) -> Vec<Self> {
        all.iter().map(|one| Self { id: &one.id, corners: one.corners }).collect()
    }
}

impl<'a> VerdictRangesObject<'a> {
    pub(super) fn of(ranges: &'a VerdictRanges) -> Self {
        let path = |path: &'a PathRange| PathRangeObject {
            annual_change_fraction: path.annual_change_fraction.into(),
            cheapest: CheapestObject::all(&path.cheapest),
            npv: path.npv.map(BoundsObject::of),
        };
        let regime = |one: &'a RegimeRange| RegimeRangeObject {
            alternative: &one.alternative,
            fixed_cost: one.fixed_cost,
            marginal_cost: one.marginal_cost,
        };
        Self {
            corners: ranges.corners,
            all_corners: ranges.all_corners,
            cheapest: CheapestObject::all(&ranges.cheapest),
            price_paths: ranges.price_paths.iter().map(path).collect(),
            regimes: ranges.regimes.iter().map(regime).collect(),
            split: ranges.split.map(|split| SplitRangeObject {
                model: BoundsObject::of(split.model),
                host: BoundsObject::of(split.host),
            }),
        }
    }
}

impl<'a> FlipRangeObject<'a> {
    pub(super) fn of(range: &'a FlipRange) -> Self {
        Self {
            low: range.low.into(),
            low_changes_to: range.low_changes_to.as_deref(),
            high: range.high.into(),
            high_changes_to: range.high_changes_to.as_deref(),
        }
    }
}

impl<'a> PairFlipObject<'a> {
    pub(super) fn of(pair: &'a PairFlip) -> Self {
        Self {
            first: FlipMoveObject::of(&pair.first),
            second: FlipMoveObject::of(&pair.second),
            changes_to: &pair.changes_to,
        }
    }
}

impl<'a> FlipMoveObject<'a> {
    fn of(moved: &'a FlipMove) -> Self {
        Self {
            path: moved.path.as_str(),
            base: moved.base.into(),
            at: moved.at.into(),
            distance: some(moved.distance),
        }
    }
}

impl<'a> PricePathObject<'a> {
    pub(super) fn of(path: &'a PricePath) -> Self {
        let outcome = path.outcome.as_ref();
        Self {
            annual_change_fraction: path.annual_change_fraction.into(),
            monthly_change_fraction: path.monthly_change_fraction.into(),
            cheapest: outcome.map(|outcome| outcome.cheapest.as_str()),
            npv: some(outcome.map(|outcome| outcome.npv)),
            baseline_npv: some(outcome.and_then(|outcome| outcome.baseline_npv)),
            best_self_hosted: outcome.and_then(|outcome| outcome.best_self_hosted.as_deref()),
            payback_month: outcome.and_then(|outcome| outcome.payback_month),
        }
    }
}
