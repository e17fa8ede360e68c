//! The sign of the difference of two curves, piece by piece.
//!
//! Between the jumps of either curve the difference is a straight line, so a piece needs two evaluations and at most
//! one linear equation. Curves are continuous from the left: a piece is open at its beginning and closed at its end.

use super::cost_curve::CostCurve;
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number, mega};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The most pieces that are looked at: more windows than anybody reads. Past them the answer says that it is cut.
pub(super) const MOST_PIECES: usize = 10_000;

/// A range of volumes in Mtok on which the challenger is cheaper (`Less`), the same, or dearer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) sign: Ordering,
    pub(super) from: Decimal,
    pub(super) from_closed: bool,
    /// `None`: for ever.
    pub(super) to: Option<Decimal>,
    pub(super) to_closed: bool,
}

/// The pieces in order, and whether they reach the end of the common domain.
pub(super) fn pieces(challenger: &CostCurve, incumbent: &CostCurve) -> Result<(Vec<Piece>, bool), Error> {
    let end = earlier(challenger.end()?, incumbent.end()?);
    let slope = exact(challenger.rates.per_mtok - incumbent.rates.per_mtok)?;
    let doubt = doubt(challenger, incumbent);
    let (mut left, mut right) = (Climb::start(challenger)?, Climb::start(incumbent)?);
    let mut found = Pieces(Vec::new());

    let at_zero = exact(Exact::new(left.level) - Exact::new(right.level))?;
    found.push(Piece::point(at_zero.cmp(&Decimal::ZERO), Decimal::ZERO));

    let mut from = Decimal::ZERO;
    for _ in 0..MOST_PIECES {
        if let Some(doubt) = doubt.filter(|doubt| from < doubt.from && end.is_none_or(|end| from < end)) {
            // Up to here the lines are further apart than both staircases stray: the sign is theirs.
            let to = earlier(Some(doubt.from), end).unwrap_or(doubt.from);
            found.push(Piece { sign: doubt.before, from, from_closed: false, to: Some(to), to_closed: true });
            from = to;
            if end == Some(to) {
                return Ok((found.0, true));
            }
            left.jump_to(from)?;
            right.jump_to(from)?;
        }
        left.climb_past(from)?;
        right.climb_past(from)?;
        let to = earlier(earlier(left.end, right.end), end);
        if let Some(doubt) = doubt.filter(|doubt| from >= doubt.to && to.is_some()) {
            // From here on the sign can change no more: this piece stands for all that follow.
            let sign = doubt.after;
            found.push(Piece { sign, from, from_closed: false, to: end, to_closed: end.is_some() });
            return Ok((found.0, true));
        }
        let level = exact(Exact::new(left.level) - Exact::new(right.level))?;
        found.line(level, slope, from, to)?;
        match to {
            Some(next) if end.is_none_or(|end| next < end) => from = next,
            _ => return Ok((found.0, true)),
        }
    }
    Ok((found.0, false))
}

/// Where a curve stands while the volume grows.
struct Climb<'a> {
    curve: &'a CostCurve,
    steps: Decimal,
    level: Decimal,
    end: Option<Decimal>,
}

impl<'a> Climb<'a> {
    fn start(curve: &'a CostCurve) -> Result<Self, Error> {
        let steps = exact(curve.stairs.minimum)?;
        Ok(Self { curve, steps, level: curve.level(steps)?, end: curve.reach_of(steps)? })
    }

    /// The step that carries a volume, or one a little below.
    fn jump_to(&mut self, volume: Decimal) -> Result<(), Error> {
        let tokens = Exact::new(volume) * mega();
        let counted = exact(self.curve.stairs.counts(tokens).steps)?;
        // The volume itself may have been rounded across an edge.
        let below = exact((Exact::new(counted) - Exact::lit(1)).at_least(self.curve.stairs.minimum))?;
        if below > self.steps {
            self.steps = below;
            self.level = self.curve.level(self.steps)?;
            self.end = self.curve.reach_of(self.steps)?;
        }
        Ok(())
    }

    /// The step that carries volumes just above one.
    fn climb_past(&mut self, volume: Decimal) -> Result<(), Error> {
        while self.end.is_some_and(|end| end <= volume) {
            self.steps = exact(Exact::new(self.steps) + Exact::lit(1))?;
            self.level = self.curve.level(self.steps)?;
            self.end = self.curve.reach_of(self.steps)?;
        }
        Ok(())
    }
}

struct Pieces(Vec<Piece>);

impl Piece {
    fn point(sign: Ordering, at: Decimal) -> Self {
        Self { sign, from: at, from_closed: true, to: Some(at), to_closed: true }
    }
}

impl Pieces {
    /// Adds a piece, or lengthens the last one when it has the same sign.
    fn push(&mut self, piece: Piece) {
        match self.0.last_mut() {
            Some(last) if last.sign == piece.sign => {
                last.to = piece.to;
                last.to_closed = piece.to_closed;
            }
            _ => self.0.push(piece),
        }
    }

    /// The line `level + slope V` on `(from, to]`.
    fn line(
        &mut self,
        level: Decimal,
        slope: Decimal,
        from: Decimal,
        to: Option<Decimal>,
    ) -> Result<(), Error> {
        let zero = Decimal::ZERO;
        let first = match at(level, slope, from)?.cmp(&zero) {
            Ordering::Equal => slope.cmp(&zero),
            sign => sign,
        };
        let last = match to {
            Some(to) => at(level, slope, to)?.cmp(&zero),
            None if slope.is_zero() => first,
            None => slope.cmp(&zero),
        };
        let (to_closed, crosses) = (to.is_some(), first != last && first != Ordering::Equal);
        if !crosses {
            self.push(Piece { sign: first, from, from_closed: false, to, to_closed });
            return Ok(());
        }
        let root = match (last, to) {
            (Ordering::Equal, Some(to)) => to,
            _ => exact((Exact::lit(0) - Exact::new(level)).over(Exact::new(slope)))?,
        };
        // A root that 28 digits cannot tell from an end of the piece is no crossing inside it.
        if root <= from {
            self.push(Piece { sign: last, from, from_closed: false, to, to_closed });
            return Ok(());
        }
        if last != Ordering::Equal && to.is_some_and(|to| root >= to) {
            self.push(Piece { sign: first, from, from_closed: false, to, to_closed });
            return Ok(());
        }
        self.push(Piece { sign: first, from, from_closed: false, to: Some(root), to_closed: false });
        self.push(Piece::point(Ordering::Equal, root));
        if last != Ordering::Equal {
            self.push(Piece { sign: last, from: root, from_closed: false, to, to_closed });
        }
        Ok(())
    }
}

/// The volumes among which the sign may change, and the signs on both sides.
#[derive(Clone, Copy, Debug)]
struct Doubt {
    from: Decimal,
    to: Decimal,
    before: Ordering,
    after: Ordering,
}

/// Where the sign may change, where the curves part at all.
///
/// A staircase stays within a fixed distance of a straight line, its *slack*. So where the lines of two curves are
/// further apart than both slacks, the sign is that of the lines.
fn doubt(challenger: &CostCurve, incumbent: &CostCurve) -> Option<Doubt> {
    let (a, b) = (line_and_slack(challenger)?, line_and_slack(incumbent)?);
    let minus = |x: Decimal, y: Decimal| (Exact::new(x) - Exact::new(y)).value();
    let (slope, lead) = (minus(a.slope, b.slope)?, minus(a.level, b.level)?);
    let slack = (Exact::new(a.slack) + Exact::new(b.slack)).value()?;
    // |lead + slope V| = slack: V = (+-slack - lead) / slope
    let toward = if slope.is_sign_negative() { lead } else { Decimal::ZERO.checked_sub(lead)? };
    let crossing = |slack: Decimal| {
        let volume = (Exact::new(slack) + Exact::new(toward)).over(Exact::new(slope.abs())).value()?;
        Some(volume.max(Decimal::ZERO))
    };
    // A little before the bound, where the lines are strictly further apart.
    let nearly = Exact::new(crossing(Decimal::ZERO.checked_sub(slack)?)?) * Exact::lit(999_999_999);
    Some(Doubt {
        from: nearly.over(Exact::lit(1_000_000_000)).value()?,
        to: crossing(slack)?,
        before: Decimal::ZERO.cmp(&slope),
        after: slope.cmp(&Decimal::ZERO),
    })
}

struct Asymptote {
    level: Decimal,
    slope: Decimal,
    slack: Decimal,
}

fn line_and_slack(curve: &CostCurve) -> Option<Asymptote> {
    let (rates, stairs) = (&curve.rates, &curve.stairs);
    let one = Exact::lit(1);
    let none = Exact::lit(0);
    let per = |group: Exact| group.select(none, one.over(group), none);
    let spares_per_step = per(stairs.steps_per_spare);
    let attendants_per_step = stairs.servers_per_step * per(stairs.servers_per_attendant);
    let steps_per_mtok = (stairs.need * mega()).over(stairs.supply);
    let step = rates.per_step
        + rates.per_spare * spares_per_step
        + rates.per_attendant * attendants_per_step * (one + spares_per_step);
    let level = rates.fixed + stairs.spares * (rates.per_spare + rates.per_attendant * attendants_per_step);
    let abs = |value: Exact| value.value().map(|value| Exact::new(value.abs()));
    // Each ceiling adds less than one of what it counts, and the minimum at most itself.
    let slack = abs(step)? * (one + stairs.minimum)
        + abs(rates.per_spare)?
        + abs(rates.per_attendant)? * (one + attendants_per_step);
    Some(Asymptote {
        level: level.value()?,
        slope: (rates.per_mtok + steps_per_mtok * step).value()?,
        slack: slack.value()?,
    })
}

fn at(level: Decimal, slope: Decimal, volume: Decimal) -> Result<Decimal, Error> {
    exact(Exact::new(level) + Exact::new(slope) * Exact::new(volume))
}

fn exact(value: Exact) -> Result<Decimal, Error> {
    value.value().ok_or(ErrorKind::OutOfBounds { what: "a break-even" }.into())
}

fn earlier(a: Option<Decimal>, b: Option<Decimal>) -> Option<Decimal> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
