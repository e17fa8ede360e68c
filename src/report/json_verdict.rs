//! The verdict as an object of the JSON report.

use super::json::{Text, some};
use super::json_ranges::{FlipRangeObject, PairFlipObject, PricePathObject, VerdictRangesObject};
use super::json_requirements::{PriceObject, WithoutObject};
use crate::verdict::{Constraint, Deciding, Flip, Split, Verdict};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct VerdictObject<'a> {
    sentence: &'a str,
    answer: &'a str,
    margin_over_second: Option<Text>,
    margin_over_baseline: Option<Text>,
    best_self_hosted: Option<&'a str>,
    split: Option<SplitObject<'a>>,
    split_absent: Option<&'static str>,
    regimes: Vec<RegimeObject<'a>>,
    constraint: Option<&'static str>,
    /// Where fixed cost binds: the volume from which self-hosting would pay off.
    constraint_first_volume: Option<Text>,
    flips: Vec<FlipObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement_prices: Option<Vec<PriceObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    without_requirement: Option<Vec<WithoutObject<'a>>>,
    pair_flip: Option<PairFlipObject<'a>>,
    price_paths: Vec<PricePathObject<'a>>,
    /// Only with ranges.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranges: Option<VerdictRangesObject<'a>>,
    not_covered: &'a [String],
}

#[derive(Serialize)]
struct SplitObject<'a> {
    of: &'a str,
    model: Text,
    host: Text,
    middle: &'a str,
}

#[derive(Serialize)]
struct RegimeObject<'a> {
    alternative: &'a str,
    against: &'a str,
    regime: &'static str,
    own_marginal_cost_per_mtok: Text,
    api_price_per_mtok: Text,
    fixed_cost_per_month: Text,
}

/// `{path, base, at, changes_to}`, or `{path, in_range: false}`.
#[derive(Serialize)]
struct FlipObject<'a> {
    path: &'a str,
    base: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes_to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<Text>,
    in_range: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<FlipRangeObject<'a>>,
}

impl<'a> VerdictObject<'a> {
    pub(super) fn of(verdict: &'a Verdict) -> Self {
        // Nothing was required: nothing is said of it.
        let required = !verdict.eligibility.is_empty();
        Self {
            sentence: &verdict.sentence,
            answer: &verdict.answer,
            margin_over_second: some(verdict.margin_over_second),
            margin_over_baseline: some(verdict.margin_over_baseline),
            best_self_hosted: verdict.best_self_hosted.as_deref(),
            split: verdict.split.as_ref().ok().map(SplitObject::of),
            split_absent: verdict.split.as_ref().err().map(|absent| absent.reason()),
            regimes: verdict.regimes.iter().map(RegimeObject::of).collect(),
            constraint: verdict.constraint.as_ref().map(Constraint::name),
            constraint_first_volume: match verdict.constraint {
                Some(Constraint::FixedCost { first_volume }) => Some(first_volume.into()),
                _ => None,
            },
            flips: verdict.flips.iter().map(FlipObject::of).collect(),
            requirement_prices: required
                .then(|| verdict.requirement_prices.iter().map(PriceObject::of).collect()),
            without_requirement: required
                .then(|| verdict.without_requirement.iter().map(WithoutObject::of).collect()),
            pair_flip: verdict.pair_flip.as_ref().map(PairFlipObject::of),
            price_paths: verdict.price_paths.iter().map(PricePathObject::of).collect(),
            ranges: verdict.ranges.as_ref().map(VerdictRangesObject::of),
            not_covered: &verdict.not_covered,
        }
    }
}

impl<'a> RegimeObject<'a> {
    fn of(one: &'a Deciding) -> Self {
        Self {
            alternative: &one.alternative,
            against: &one.against,
            regime: one.regime.name(),
            own_marginal_cost_per_mtok: one.own_marginal_cost_per_mtok.into(),
            api_price_per_mtok: one.api_price_per_mtok.into(),
            fixed_cost_per_month: one.fixed_cost_per_month.into(),
        }
    }
}

impl<'a> SplitObject<'a> {
    fn of(split: &'a Split) -> Self {
        Self { of: &split.of, model: split.model.into(), host: split.host.into(), middle: &split.middle }
    }
}

impl<'a> FlipObject<'a> {
    fn of(flip: &'a Flip) -> Self {
        Self {
            path: flip.path.as_str(),
            base: flip.base.into(),
            at: some(flip.at),
            changes_to: flip.changes_to.as_deref(),
            distance: some(flip.distance),
            in_range: flip.at.is_some(),
            range: flip.range.as_ref().map(FlipRangeObject::of),
        }
    }
}
