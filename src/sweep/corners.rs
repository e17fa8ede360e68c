//! What contradicts what, asked of the exact path at the corners of a sweep.
//!
//! Each rule (no more serving hours than hours, no longer request than the context window) bends one way in each of its
//! numbers, so what holds at every corner holds at every point between. Numbers that no rule binds need no corner. Where
//! numbers move together, in a table or an axis that is zipped, a corner may be no point: then the points are asked.

use super::bounds::Span;
use super::layout::contradiction;
use super::metric::Asked;
use super::space::Space;
use crate::comparison::{Comparison, check_growth, recheck_all, set_all, to_decimal};
use crate::error::{Error, ErrorKind};
use crate::parameter::Parameter;
use crate::scenario::{Address, ResolvedAlternative};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::ops::Range;

/// The most axes of several values that a rule binds: they have 65,536 corners.
const MOST_SIDES: usize = 16;

/// The most points of a grid with zipped axes to which the rules are held where its corners break them.
const MOST_POINTS: u64 = 1 << 20;

/// The least and the greatest value of an axis or column.
pub(super) struct Side<'b> {
    pub(super) path: &'b str,
    pub(super) addresses: &'b [Address],
    pub(super) span: Span,
}

impl Side<'_> {
    pub(super) fn least(&self) -> Decimal {
        exact(self.span.least)
    }

    pub(super) fn greatest(&self) -> Decimal {
        exact(self.span.greatest)
    }
}

/// Whether a rule looks at a parameter: what serving requires of memory and context, what has to be no larger than
/// another number. (A test moves every other one to its ends and sees no rule broken.)
pub(super) fn is_bound_by_a_rule(parameter: Parameter) -> bool {
    use Parameter as P;
    matches!(
        parameter,
        P::ClassShare
            | P::PromptTokens
            | P::ReusablePromptTokens
            | P::CompletionTokens
            | P::PromptRatio
            | P::CompletionRatio
            | P::ReasoningTokens
            | P::HoursPerMonth
            | P::ServingHours
            | P::PaidHours
            | P::OwnedAge
            | P::UsefulLife
            | P::ReservationTerm
            | P::ActiveWatts
            | P::IdleWatts
            | P::RentPrice
            | P::MinimumSteps
            | P::RoutedShare
            | P::HourlyLoad
            | P::TierThreshold
            | P::VolumeTierThreshold
            | P::ResaleAge
            | P::HardwarePriceChange
    )
}

/// What the corners, or the points, say.
pub(super) struct Checked<'c> {
    /// The alternatives as they are at the first of these points.
    pub(super) alternatives: Cow<'c, [ResolvedAlternative]>,
    /// Whether only the points go together, and not everything between the least and greatest values of their numbers.
    pub(super) by_points: bool,
}

/// The points that decide where corners are at fault that may be no points: the rows of a table; of a grid with zipped
/// axes all values of those in which some column is `bound`, with the ends of others. None where every corner is a point,
/// and where these are more than `most`.
pub(super) fn deciding<'a>(space: &Space<'a>, bound: &[usize], most: u64) -> Option<Space<'a>> {
    let points = match space {
        Space::Table { columns, rows } => Space::Table { columns: columns.clone(), rows: *rows },
        Space::Grid { columns, axes, .. } => {
            let is_bound = |axis: &Range<usize>| bound.iter().any(|column| axis.contains(column));
            if !axes.iter().any(|axis| axis.len() > 1 && is_bound(axis)) {
                return None;
            }
            let values = |axis: &Range<usize>| -> Vec<Vec<f64>> {
                let columns = columns.get(axis.clone()).unwrap_or_default().iter();
                match (is_bound(axis), axis.len()) {
                    (true, 1) => columns.map(|(values, _)| ends(values)).collect(),
                    (true, _) => columns.map(|(values, _)| values.clone()).collect(),
                    (false, _) => {
                        columns.map(|(values, _)| values.iter().take(1).copied().collect()).collect()
                    }
                }
            };
            Space::grid(axes.iter().map(values).collect())?
        }
    };
    (points.points() <= most).then_some(points)
}

/// The least and the greatest value, which may be one.
fn ends(values: &[f64]) -> Vec<f64> {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if least < greatest { vec![least, greatest] } else { vec![least] }
}

/// Checks every corner of a grid or table, or its points where the corners do not settle it.
pub(super) fn check<'c>(
    comparison: &'c Comparison,
    asked: &[Asked],
    sides: &[Side<'_>],
    space: &Space<'_>,
) -> Result<Checked<'c>, Error> {
    let most = match space {
        Space::Grid { .. } => MOST_POINTS,
        Space::Table { .. } => u64::MAX,
    };
    let of_volume = Volumes::of(sides);
    let mut by_points = false;
    if let Err(fault) = of_volume.check(comparison, |at| sides.get(at).map(Side::greatest)) {
        let points = deciding(space, &of_volume.columns(), most).ok_or(fault)?;
        for point in 0..points.points() {
            of_volume.check(comparison, |at| points.value(at, point).map(exact))?;
        }
        by_points = true;
    }
    let is_bound = |side: &Side| side.addresses.iter().any(|one| is_bound_by_a_rule(one.parameter));
    let bound: Vec<usize> = (0..sides.len()).filter(|at| sides.get(*at).is_some_and(is_bound)).collect();
    if bound.is_empty() || space.points() == 0 {
        let alternatives = Cow::Borrowed(&comparison.resolved.alternatives[..]);
        return Ok(Checked { alternatives, by_points });
    }
    let mut check = Check { here: comparison.resolved.alternatives.clone(), first: Vec::new(), asked };
    if let Err(fault) = check.corners(bound.iter().filter_map(|at| sides.get(*at))) {
        let points = deciding(space, &bound, most).ok_or(fault)?;
        // No point may be at the corner that is at fault.
        check.first = Vec::new();
        for point in 0..points.points() {
            let mut path = "sweep";
            for (at, side) in bound.iter().filter_map(|at| Some((*at, sides.get(*at)?))) {
                let value = points.value(at, point).map_or(Decimal::ZERO, exact);
                set_all(&mut check.here, side.addresses, value);
                path = side.path;
            }
            check.point(path)?;
        }
        by_points = true;
    }
    Ok(Checked { alternatives: Cow::Owned(check.first), by_points })
}

/// Which of the sides move the volume of the last month.
struct Volumes {
    first: Option<usize>,
    growth: Option<usize>,
    months: Option<usize>,
}

impl Volumes {
    fn of(sides: &[Side<'_>]) -> Self {
        let of = |parameter: Parameter| {
            sides.iter().position(|side| side.addresses.iter().any(|one| one.parameter == parameter))
        };
        Self {
            first: of(Parameter::TokensPerMonth),
            growth: of(Parameter::GrowthPerMonth),
            months: of(Parameter::HorizonMonths),
        }
    }

    fn columns(&self) -> Vec<usize> {
        [self.first, self.growth, self.months].into_iter().flatten().collect()
    }

    /// The largest volume is one that can be asked for.
    fn check(&self, comparison: &Comparison, value: impl Fn(usize) -> Option<Decimal>) -> Result<(), Error> {
        let [first, growth, months] = [self.first, self.growth, self.months].map(|at| value(at?));
        if first.is_none() && growth.is_none() && months.is_none() {
            return Ok(());
        }
        check_growth(comparison, first, growth, months)
    }
}

struct Check<'a> {
    here: Vec<ResolvedAlternative>,
    /// The alternatives at the first point.
    first: Vec<ResolvedAlternative>,
    asked: &'a [Asked],
}

impl Check<'_> {
    /// Goes from corner to corner, one axis at a time, from that of the least values.
    fn corners<'s>(&mut self, sides: impl Iterator<Item = &'s Side<'s>>) -> Result<(), Error> {
        let sides: Vec<&Side<'_>> = sides.collect();
        for side in &sides {
            set_all(&mut self.here, side.addresses, side.least());
        }
        self.point(sides.last().map_or("sweep", |side| side.path))?;
        let sides: Vec<&Side<'_>> = sides.into_iter().filter(|side| side.span.is_wide()).collect();
        if sides.len() > MOST_SIDES {
            let what = format!("{} axes with several values that rules bind", sides.len());
            return Err(contradiction("sweep", &what, "sweep 16 of them"));
        }
        for corner in 1_u32..1 << sides.len() {
            // A Gray code: the bit that changes is the lowest that is set.
            let bit = corner.trailing_zeros() as usize;
            let Some(side) = sides.get(bit) else { continue };
            let is_greatest = (corner ^ (corner >> 1)) >> bit & 1 == 1;
            let value = if is_greatest { side.greatest() } else { side.least() };
            set_all(&mut self.here, side.addresses, value);
            self.point(side.path)?;
        }
        Ok(())
    }

    /// Whether the numbers go together, and leave to serve whoever could at the first point.
    fn point(&mut self, path: &str) -> Result<(), Error> {
        recheck_all(&mut self.here, path)?;
        if self.first.is_empty() {
            self.first.clone_from(&self.here);
            return Ok(());
        }
        for (index, (alternative, first)) in self.here.iter().zip(&self.first).enumerate() {
            let concerns = self.asked.iter().any(|asked| asked.concerns(index));
            if !concerns || first.limit.is_some() == alternative.limit.is_some() {
                continue;
            }
            let reason =
                first.limit.as_ref().or(alternative.limit.as_ref()).map(|(_, reason)| reason.as_str());
            let reason = format!("at some points of the sweep {}", reason.unwrap_or_default());
            return Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }));
        }
        Ok(())
    }
}

/// A float within a range as a decimal: below 1e-28, which is the only such float that a decimal does not hold, it is 0.
pub(super) fn exact(value: f64) -> Decimal {
    to_decimal(value).unwrap_or_default()
}
