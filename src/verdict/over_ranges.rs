//! What the verdict comes to over the ranges of the scenario: who is the cheapest of those that may be chosen, on each price
//! path too; what decides; and the parts of the saving.

use super::{Deciding, Regime, Split};
use crate::comparison::{Bounds, CheapestAt, Comparison, Moves, Points, PricePath};
use crate::error::Error;
use crate::money::Money;
use rust_decimal::Decimal;

/// What the verdict comes to over the ranges, at the base and the corners that [`crate::Answer::ranges`] looks at: every
/// combination of their ends, or past its limits each end alone. Who is ruled out by the requirements is as at the base.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerdictRanges {
    /// The corners that were looked at.
    pub corners: u64,
    /// Whether they are every combination of ends; else each value was moved to its ends alone, and bounds are of those.
    pub all_corners: bool,
    /// How often an alternative is the cheapest of those that the requirements do not rule out; those that never are, are left
    /// out.
    pub cheapest: Vec<CheapestAt>,
    /// The price paths, in the order of [`super::Verdict::price_paths`].
    pub price_paths: Vec<PathRange>,
    /// What decides, in the order of [`super::Verdict::regimes`].
    pub regimes: Vec<RegimeRange>,
    /// The parts of the saving; `None` without a split, and where its middle is an offer that is not compared.
    pub split: Option<SplitRange>,
}

/// A price path over the ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathRange {
    /// The change a year.
    pub annual_change_fraction: Decimal,
    /// How often an alternative is the cheapest on it.
    pub cheapest: Vec<CheapestAt>,
    /// Today's worth of what the alternative costs that is the cheapest at the base; `None` where none is.
    pub npv: Option<Bounds<Money>>,
}

/// What decides between a self-hosted alternative and the best API over the ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegimeRange {
    /// The self-hosted alternative.
    pub alternative: String,
    /// The corners at which fixed cost decides.
    pub fixed_cost: u64,
    /// Those at which marginal cost does. At the others one of the two cannot serve.
    pub marginal_cost: u64,
}

impl RegimeRange {
    /// Whether it is another one at some corner.
    #[must_use]
    pub fn changes(&self, regime: Regime) -> bool {
        match regime {
            Regime::FixedCost => self.marginal_cost > 0,
            Regime::MarginalCost => self.fixed_cost > 0,
        }
    }
}

/// The parts of the saving over the ranges, a month. Each has its own corners: they need not sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SplitRange {
    /// What changing the model saves.
    pub model: Bounds<Money>,
    /// What changing the host saves.
    pub host: Bounds<Money>,
}

impl Comparison {
    /// Nothing where no value is a range.
    pub(super) fn verdict_ranges(
        &self,
        ruled_out: &[usize],
        baseline: &str,
        price_paths: &[PricePath],
        regimes: &[Deciding],
        split: Option<&Split>,
    ) -> Result<Option<VerdictRanges>, Error> {
        if self.ranges().is_empty() {
            return Ok(None);
        }
        let points = Points::of(self).without(ruled_out.to_vec());
        let (corners, all_corners) = points.looked_at();
        let over = Over { comparison: self, points, corners };
        let on_path = |path: &PricePath| {
            let points = Points::of(self).without(ruled_out.to_vec()).on_path(path.monthly_change_fraction);
            let over = Over { comparison: self, points, corners: over.corners.clone() };
            let best = path.outcome.as_ref().map(|outcome| self.index_of(&outcome.cheapest)).transpose()?;
            let npv = |index: usize| {
                let worth = |moves: &Moves| over.points.costs(index, moves).ok()?.npv;
                let id = &self.at(index)?.id;
                over.bounds(worth, |moves| over.points.exact(&[index], moves)?.ledger(id)?.npv())
            };
            Ok(PathRange {
                annual_change_fraction: path.annual_change_fraction,
                cheapest: over.cheapest(),
                npv: best.map(npv).transpose()?.flatten(),
            })
        };
        Ok(Some(VerdictRanges {
            corners: over.corners.len() as u64,
            all_corners,
            cheapest: over.cheapest(),
            price_paths: price_paths.iter().map(on_path).collect::<Result<_, Error>>()?,
            regimes: regimes.iter().map(|one| over.regime(one)).collect::<Result<_, Error>>()?,
            split: match split.map(|split| (split, self.index_of(&split.middle))) {
                Some((split, Ok(middle))) => {
                    let [baseline, own] = [self.index_of(baseline)?, self.index_of(&split.of)?];
                    let model = over.saving(middle, baseline)?;
                    let host = over.saving(own, middle)?;
                    model.zip(host).map(|(model, host)| SplitRange { model, host })
                }
                _ => None,
            },
        }))
    }
}

/// The points that are looked at.
struct Over<'a> {
    comparison: &'a Comparison,
    points: Points<'a>,
    corners: Vec<Moves>,
}

impl Over<'_> {
    fn cheapest(&self) -> Vec<CheapestAt> {
        let winners: Vec<usize> =
            self.corners.iter().filter_map(|moves| self.points.cheapest(moves).ok().flatten()).collect();
        let count = |(index, id): (usize, &str)| CheapestAt {
            id: id.to_owned(),
            corners: winners.iter().filter(|winner| **winner == index).count() as u64,
        };
        let mut all: Vec<CheapestAt> = self.comparison.alternatives().enumerate().map(count).collect();
        all.retain(|one| one.corners > 0);
        all.sort_by_key(|one| std::cmp::Reverse(one.corners));
        all
    }

    fn regime(&self, one: &Deciding) -> Result<RegimeRange, Error> {
        let [own, api] =
            [self.comparison.index_of(&one.alternative)?, self.comparison.index_of(&one.against)?];
        let (mut fixed_cost, mut marginal_cost) = (0_u64, 0_u64);
        for moves in &self.corners {
            let (Ok(own), Ok(api)) = (self.points.costs(own, moves), self.points.costs(api, moves)) else {
                continue;
            };
            let (Some(curve), Some(price)) = (own.curve, api.per_token) else { continue };
            let marginal = crate::comparison::to_float(curve.marginal_cost_per_mtok()?);
            let count = if marginal < price * 1e6 { &mut fixed_cost } else { &mut marginal_cost };
            *count = count.saturating_add(1);
        }
        Ok(RegimeRange { alternative: one.alternative.clone(), fixed_cost, marginal_cost })
    }

    /// What one alternative costs a month less than another, level over the study.
    fn saving(&self, of: usize, against: usize) -> Result<Option<Bounds<Money>>, Error> {
        let level = |index: usize, moves: &Moves| self.points.costs(index, moves).ok()?.level;
        let ids = [&self.comparison.at(against)?.id, &self.comparison.at(of)?.id];
        let exact = |moves: &Moves| {
            let there = self.points.exact(&[against, of], moves)?;
            let [against, of] = ids;
            there.equivalent_monthly_cost(against)?.checked_sub(there.equivalent_monthly_cost(of)?)
        };
        self.bounds(|moves| Some(level(against, moves)? - level(of, moves)?), exact)
    }

    /// The exact numbers where a number is least and greatest, the base among them.
    fn bounds(
        &self,
        near: impl Fn(&Moves) -> Option<f64>,
        exact: impl Fn(&Moves) -> Result<Money, Error>,
    ) -> Result<Option<Bounds<Money>>, Error> {
        let base = Moves::new();
        let all = std::iter::once(&base).chain(&self.corners);
        let found: Vec<(f64, &Moves)> = all.filter_map(|moves| Some((near(moves)?, moves))).collect();
        let least = found.iter().min_by(|a, b| a.0.total_cmp(&b.0));
        let greatest = found.iter().max_by(|a, b| a.0.total_cmp(&b.0));
        let Some(((_, least), (_, greatest))) = least.zip(greatest) else { return Ok(None) };
        Ok(Some(Bounds { low: exact(least)?, high: exact(greatest)? }))
    }
}
