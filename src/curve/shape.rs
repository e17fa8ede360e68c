//! What a curve is made of: leaves and what joins them, over any carrier.
//!
//! Volumes inside the room are in Mtok, so that a price per Mtok is a slope. Every shape is continuous from the left: a
//! jump belongs to what is below it, so a straight piece is open at its beginning and closed at its end.

use super::stairs::{Rates, Stairs};
use crate::number::{Number, Ordered, mega};
use std::cmp::Ordering;

/// A monthly cost as a function of the monthly volume.
#[derive(Clone, Debug)]
pub(crate) enum Shape<N> {
    /// Fixed, per Mtok and per step, with at most so many steps.
    Steps { rates: Rates<N>, stairs: Stairs<N>, most: Option<N> },
    /// Nothing up to a volume; above it a level and a slope. What makes tiers: a slope that changes at a threshold has
    /// `level = -slope * mtok`, a price that changes for all units has a level of nothing.
    Above { mtok: N, level: N, slope: N },
    /// Costs nothing, and can serve only volumes above `from` and up to `to`.
    Only { from: N, to: Option<N> },
    /// Another curve that serves a share of the volume.
    Share { share: N, of: Box<Self> },
    /// One of so many equal parts of another cost: the division comes last, after its sums.
    Part { of: Box<Self>, parts: N },
    /// All of them are paid, and all have to serve.
    Sum(Vec<Self>),
    /// The cheapest of those that can serve.
    Least(Vec<Self>),
    /// The dearest, and all have to serve: the larger of a bill and a minimum.
    Greatest(Vec<Self>),
}

/// A volume in both units: floats would not come back from one to the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<N> {
    tokens: N,
    mtok: N,
}

impl<N: Number> Tokens<N> {
    pub(crate) fn new(tokens: N) -> Self {
        Self { tokens, mtok: tokens.nth(crate::number::MEGA) }
    }
}

/// `level + slope V` in Mtok.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<N> {
    pub(super) level: N,
    pub(super) slope: N,
}

impl<N: Number> Line<N> {
    pub(super) fn at(self, mtok: N) -> N {
        self.level + self.slope * mtok
    }

    pub(super) fn nothing() -> Self {
        Self { level: N::lit(0), slope: N::lit(0) }
    }
}

impl<N: Ordered> Line<N> {
    /// Where another line crosses this one; poison for parallel ones.
    pub(super) fn crossing(self, other: Self) -> N {
        (other.level - self.level).over(self.slope - other.slope)
    }

    /// The order of two lines just above a volume. The crossing decides, and not the values, so that the rounding of a
    /// root cannot bring back the line that lost there.
    pub(super) fn order_above(self, other: Self, mtok: N) -> Option<Ordering> {
        let slopes = self.slope.order(other.slope)?;
        if slopes == Ordering::Equal {
            return self.level.order(other.level);
        }
        match mtok.order(self.crossing(other)) {
            Some(Ordering::Less) => Some(slopes.reverse()),
            Some(_) => Some(slopes),
            // So nearly parallel that they cross out of range: on this side of the crossing the values tell.
            None => self.at(mtok).order(other.at(mtok)),
        }
    }
}

/// A value left the range of the carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfRange;

impl<N: Number> Shape<N> {
    pub(crate) fn line(fixed: N, per_mtok: N) -> Self {
        let rates = Rates { fixed, per_mtok, ..Rates::zero() };
        Self::Steps { rates, stairs: Stairs::flat(), most: None }
    }

    /// The same over another carrier.
    pub(super) fn map<M>(&self, f: &mut impl FnMut(N) -> M) -> Shape<M> {
        match self {
            Self::Steps { rates, stairs, most } => Shape::Steps {
                rates: rates.map(&mut *f),
                stairs: stairs.map(&mut *f),
                most: most.map(&mut *f),
            },
            Self::Above { mtok, level, slope } => {
                Shape::Above { mtok: f(*mtok), level: f(*level), slope: f(*slope) }
            }
            Self::Only { from, to } => Shape::Only { from: f(*from), to: to.map(f) },
            Self::Share { share, of } => Shape::Share { share: f(*share), of: Box::new(of.map(f)) },
            Self::Part { of, parts } => Shape::Part { of: Box::new(of.map(f)), parts: f(*parts) },
            Self::Sum(all) => Shape::Sum(all.iter().map(|one| one.map(f)).collect()),
            Self::Least(all) => Shape::Least(all.iter().map(|one| one.map(f)).collect()),
            Self::Greatest(all) => Shape::Greatest(all.iter().map(|one| one.map(f)).collect()),
        }
    }

    /// Both are paid.
    pub(crate) fn and(self, more: Self) -> Self {
        match self {
            Self::Sum(mut all) => {
                all.push(more);
                Self::Sum(all)
            }
            one => Self::Sum(vec![one, more]),
        }
    }
}

impl<N: Ordered> Shape<N> {
    /// The cost of a volume; `None` where it cannot be served.
    pub(crate) fn cost(&self, volume: Tokens<N>) -> Result<Option<N>, OutOfRange> {
        let Tokens { tokens, mtok } = volume;
        let is_past = |end: &N| mtok.order(*end).ok_or(OutOfRange).map(|order| order == Ordering::Greater);
        let nothing = N::lit(0);
        Ok(match self {
            Self::Steps { rates, stairs, most } => {
                let counts = stairs.counts(tokens);
                let past = most.map(|most| counts.steps.order(most).ok_or(OutOfRange)).transpose()?;
                (past != Some(Ordering::Greater)).then(|| rates.amount(mtok, counts))
            }
            Self::Above { mtok: above, level, slope } => {
                let line = Line { level: *level, slope: *slope };
                Some(if is_past(above)? { line.at(mtok) } else { nothing })
            }
            Self::Only { from, to } => {
                let begins = is_past(from)? || from.order(nothing) == Some(Ordering::Equal);
                let ended = to.as_ref().map(is_past).transpose()?.unwrap_or(false);
                (begins && !ended).then_some(nothing)
            }
            Self::Share { share, of } => of.cost(Tokens { tokens: tokens * *share, mtok: mtok * *share })?,
            Self::Part { of, parts } => of.cost(volume)?.map(|cost| cost.over(*parts)),
            Self::Sum(all) => {
                let mut sum = nothing;
                for one in all {
                    let Some(cost) = one.cost(volume)? else { return Ok(None) };
                    sum = sum + cost;
                }
                Some(sum)
            }
            Self::Least(all) => {
                let mut least: Option<N> = None;
                for one in all {
                    if let Some(cost) = one.cost(volume)? {
                        least = Some(least.map_or(cost, |least| least.at_most(cost)));
                    }
                }
                least
            }
            Self::Greatest(all) => {
                let mut greatest: Option<N> = None;
                for one in all {
                    let Some(cost) = one.cost(volume)? else { return Ok(None) };
                    greatest = Some(greatest.map_or(cost, |greatest| greatest.at_least(cost)));
                }
                greatest
            }
        })
    }

    /// The end of what can be served, in Mtok; `None` for no end.
    pub(super) fn end(&self) -> Result<Option<N>, OutOfRange> {
        Ok(match self {
            Self::Steps { stairs, most, .. } => most.and_then(|most| reach(stairs, most)),
            Self::Above { .. } => None,
            Self::Only { to, .. } => *to,
            Self::Share { share, of } => of.end()?.map(|end| end.over(*share)),
            Self::Part { of, .. } => of.end()?,
            Self::Sum(all) | Self::Greatest(all) => {
                let mut end = None;
                for one in all {
                    end = earlier(end, one.end()?)?;
                }
                end
            }
            Self::Least(all) => {
                let mut ends = Vec::with_capacity(all.len());
                for one in all {
                    match one.end()? {
                        None => return Ok(None),
                        Some(end) => ends.push(end),
                    }
                }
                ends.into_iter().reduce(N::at_least)
            }
        })
    }

    /// The volume in Mtok above which what is served has no more gaps up to its end.
    pub(super) fn opens(&self) -> N {
        match self {
            Self::Steps { .. } | Self::Above { .. } => N::lit(0),
            Self::Only { from, .. } => *from,
            Self::Share { share, of } => of.opens().over(*share),
            Self::Part { of, .. } => of.opens(),
            Self::Sum(all) | Self::Least(all) | Self::Greatest(all) => {
                all.iter().map(Self::opens).fold(N::lit(0), N::at_least)
            }
        }
    }

    /// The same curve with no end of steps.
    pub(super) fn without_limit(&self) -> Self {
        let each = |all: &[Self]| all.iter().map(Self::without_limit).collect();
        match self {
            Self::Steps { rates, stairs, .. } => Self::Steps { rates: *rates, stairs: *stairs, most: None },
            Self::Above { .. } => self.clone(),
            Self::Only { from, .. } => Self::Only { from: *from, to: None },
            Self::Share { share, of } => Self::Share { share: *share, of: Box::new(of.without_limit()) },
            Self::Part { of, parts } => Self::Part { of: Box::new(of.without_limit()), parts: *parts },
            Self::Sum(all) => Self::Sum(each(all)),
            Self::Least(all) => Self::Least(each(all)),
            Self::Greatest(all) => Self::Greatest(each(all)),
        }
    }
}

/// The volume in Mtok up to which so many steps carry; `None` where steps do not limit.
pub(super) fn reach<N: Ordered>(stairs: &Stairs<N>, steps: N) -> Option<N> {
    let limits = stairs.need.order(N::lit(0)) != Some(Ordering::Equal);
    limits.then(|| (steps * stairs.supply).over(stairs.need).over(mega()))
}

/// The earlier of two ends.
pub(super) fn earlier<N: Ordered>(a: Option<N>, b: Option<N>) -> Result<Option<N>, OutOfRange> {
    match (a, b) {
        (Some(a), Some(b)) => {
            Ok(Some(if a.order(b).ok_or(OutOfRange)? == Ordering::Greater { b } else { a }))
        }
        (one, other) => Ok(one.or(other)),
    }
}
