//! The straight line that a curve stays near to, and how near: what bounds the search for crossings.

use super::shape::{Line, Shape};
use super::stairs::{Rates, Stairs};
use crate::number::{Number, Ordered, mega};
use std::cmp::Ordering;

/// A curve is never further from the line than the slack, at any volume that it serves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band<N> {
    pub(super) line: Line<N>,
    pub(super) slack: N,
}

impl<N: Ordered> Shape<N> {
    /// `None` where the cheaper of two modes ends before the other: no line holds on both sides of that end.
    pub(super) fn band(&self) -> Option<Band<N>> {
        let nothing = N::lit(0);
        let exactly = |level, slope| Band { line: Line { level, slope }, slack: nothing };
        match self {
            Self::Steps { rates, stairs, .. } => Some(of_stairs(rates, stairs)),
            Self::Above { mtok, level, slope } => {
                let line = Line { level: *level, slope: *slope };
                Some(Band { line, slack: abs(*level).at_least(abs(line.at(*mtok))) })
            }
            Self::Only { .. } => Some(exactly(nothing, nothing)),
            Self::Share { share, of } => {
                let Band { line, slack } = of.band()?;
                Some(Band { line: Line { level: line.level, slope: line.slope * *share }, slack })
            }
            Self::Part { of, parts } => {
                let Band { line, slack } = of.band()?;
                let line = Line { level: line.level.over(*parts), slope: line.slope.over(*parts) };
                Some(Band { line, slack: slack.over(*parts) })
            }
            Self::Sum(all) => all.iter().try_fold(exactly(nothing, nothing), |sum, one| {
                let Band { line, slack } = one.band()?;
                let line = Line { level: sum.line.level + line.level, slope: sum.line.slope + line.slope };
                Some(Band { line, slack: sum.slack + slack })
            }),
            Self::Least(all) => extreme(all, Ordering::Less),
            Self::Greatest(all) => extreme(all, Ordering::Greater),
        }
    }
}

/// The lowest of some lines is, in the long run, the one of the least slope. It strays from that by no more than the
/// levels are apart, because what is lower before the crossing is so by most at the beginning.
fn extreme<N: Ordered>(all: &[Shape<N>], wanted: Ordering) -> Option<Band<N>> {
    let mut bands = Vec::with_capacity(all.len());
    for one in all {
        if !matches!(one.end(), Ok(None)) {
            return None;
        }
        bands.push(one.band()?);
    }
    let mut last: Option<Band<N>> = None;
    for band in &bands {
        let leads = match last {
            None => true,
            Some(best) => match band.line.slope.order(best.line.slope)? {
                Ordering::Equal => band.line.level.order(best.line.level)? == wanted,
                order => order == wanted,
            },
        };
        if leads {
            last = Some(*band);
        }
    }
    let Band { line, .. } = last?;
    let slack = bands.iter().fold(N::lit(0), |slack, band| {
        let apart = match wanted {
            Ordering::Greater => band.line.level - line.level,
            _ => line.level - band.line.level,
        };
        slack.at_least(band.slack + apart.at_least(N::lit(0)))
    });
    Some(Band { line, slack })
}

fn of_stairs<N: Ordered>(rates: &Rates<N>, stairs: &Stairs<N>) -> Band<N> {
    let (none, one) = (N::lit(0), N::lit(1));
    let per = |group: N| group.select(none, one.over(group), none);
    // A carrier that chooses does not evaluate what it does not choose: a group of 0 is no poison.
    let spares_per_step = per(stairs.steps_per_spare);
    let attendants_per_step = stairs.servers_per_step * per(stairs.servers_per_attendant);
    let steps_per_mtok = (stairs.need * mega()).over(stairs.supply);
    let step = rates.per_step
        + rates.per_spare * spares_per_step
        + rates.per_attendant * attendants_per_step * (one + spares_per_step);
    let level = rates.fixed + stairs.spares * (rates.per_spare + rates.per_attendant * attendants_per_step);
    // Each ceiling adds less than one of what it counts, and the minimum at most itself.
    let slack = abs(step) * (one + stairs.minimum)
        + abs(rates.per_spare)
        + abs(rates.per_attendant) * (one + attendants_per_step);
    Band { line: Line { level, slope: rates.per_mtok + steps_per_mtok * step }, slack }
}

fn abs<N: Number>(value: N) -> N {
    value.at_least(N::lit(0) - value)
}
