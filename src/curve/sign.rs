//! The sign of the difference of two curves, piece by piece.
//!
//! Between the jumps of either curve the difference is a straight line, so a piece needs two evaluations and at most
//! one linear equation. Curves are continuous from the left: a piece is open at its beginning and closed at its end.

use super::shape::{Shape, Tokens, earlier};
use super::walk::Walk;
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The most pieces that are looked at: more windows than anybody reads. Past them the answer says that it is cut.
pub(super) const MOST_PIECES: usize = 10_000;

/// The furthest volume that is looked at, in Mtok: as many tokens as a `u64` counts. What crosses further out crosses at no
/// volume that anybody has, and curves that are all but parallel do so by the rounding of their slopes.
const FURTHEST: Decimal = Decimal::from_parts(4_154_504_685, 4_294, 0, false, 0);

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

/// The pieces in order, and whether they reach the end of what both can serve. Where one of them cannot, there is no
/// piece.
pub(super) fn pieces(
    challenger: &Shape<Exact>,
    incumbent: &Shape<Exact>,
) -> Result<(Vec<Piece>, bool), Error> {
    let end = earlier(challenger.end()?, incumbent.end()?)?;
    let end = end.map(exact).transpose()?;
    let opens = exact(challenger.opens().at_least(incumbent.opens()))?;
    let doubt = doubt(challenger, incumbent);
    let (mut left, mut right) = (Walk::along(challenger), Walk::along(incumbent));
    let mut found = Pieces(Vec::new());

    let nothing = Tokens::new(Exact::lit(0));
    if let (Some(ours), Some(theirs)) = (challenger.cost(nothing)?, incumbent.cost(nothing)?) {
        found.push(Piece::point(exact(ours - theirs)?.cmp(&Decimal::ZERO), Decimal::ZERO));
    }
    let mut from = Decimal::ZERO;
    for _ in 0..MOST_PIECES {
        if end.is_some_and(|end| from >= end) {
            return Ok((found.0, true));
        }
        if from >= FURTHEST {
            found.lasts(end);
            return Ok((found.0, true));
        }
        if let Some(doubt) = doubt.filter(|doubt| from >= opens && from < doubt.from) {
            // Up to here the lines are further apart than both curves stray: the sign is theirs.
            let to = end.map_or(doubt.from, |end| end.min(doubt.from)).min(FURTHEST);
            found.push(Piece { sign: doubt.before, from, from_closed: false, to: Some(to), to_closed: true });
            from = to;
            continue;
        }
        let (ours, theirs) = (left.after(Exact::new(from))?, right.after(Exact::new(from))?);
        let to = earlier(ours.to, theirs.to)?.map(exact).transpose()?;
        if let Some(doubt) = doubt.filter(|doubt| from >= opens && from >= doubt.to && to.is_some()) {
            // From here on the sign can change no more: this piece stands for all that follow.
            found.push(Piece {
                sign: doubt.after,
                from,
                from_closed: false,
                to: end,
                to_closed: end.is_some(),
            });
            return Ok((found.0, true));
        }
        if let (Some(ours), Some(theirs)) = (ours.line, theirs.line) {
            found.line(exact(ours.level - theirs.level)?, exact(ours.slope - theirs.slope)?, from, to)?;
        }
        match to {
            Some(next) => from = next,
            None => return Ok((found.0, true)),
        }
    }
    Ok((found.0, false))
}

struct Pieces(Vec<Piece>);

impl Piece {
    fn point(sign: Ordering, at: Decimal) -> Self {
        Self { sign, from: at, from_closed: true, to: Some(at), to_closed: true }
    }
}

impl Pieces {
    /// The last piece goes on to the end.
    fn lasts(&mut self, end: Option<Decimal>) {
        if let Some(last) = self.0.last_mut() {
            (last.to, last.to_closed) = (end, end.is_some());
        }
    }

    /// Adds a piece, or lengthens the last one when it has the same sign.
    fn push(&mut self, piece: Piece) {
        match self.0.last_mut() {
            Some(last) if last.sign == piece.sign && last.to == Some(piece.from) => {
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
            (Ordering::Equal, Some(to)) => Some(to),
            _ => (Exact::lit(0) - Exact::new(level)).over(Exact::new(slope)).value(),
        };
        let Some(root) = root.filter(|root| *root < FURTHEST) else {
            self.push(Piece { sign: first, from, from_closed: false, to, to_closed });
            return Ok(());
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

/// Where the sign may change, where the curves part at all: where their lines are further apart than both slacks, the
/// sign is that of the lines.
fn doubt(challenger: &Shape<Exact>, incumbent: &Shape<Exact>) -> Option<Doubt> {
    let (a, b) = (challenger.band()?, incumbent.band()?);
    let slope = (a.line.slope - b.line.slope).value()?;
    let lead = (a.line.level - b.line.level).value()?;
    let slack = (a.slack + b.slack).value()?;
    // |lead + slope V| = slack: V = (+-slack - lead) / slope
    let toward = if slope.is_sign_negative() { lead } else { Decimal::ZERO.checked_sub(lead)? };
    let crossing = |slack: Decimal| {
        let volume = (Exact::new(slack) + Exact::new(toward)).over(Exact::new(slope.abs())).value()?;
        Some(volume.max(Decimal::ZERO))
    };
    // A little outside the bounds, where the lines are strictly further apart.
    let nearly = |volume: Decimal, billionths: u32| {
        (Exact::new(volume) * Exact::lit(billionths)).over(Exact::lit(1_000_000_000)).value()
    };
    Some(Doubt {
        from: nearly(crossing(Decimal::ZERO.checked_sub(slack)?)?, 999_999_999)?,
        to: nearly(crossing(slack)?, 1_000_000_001)?,
        before: Decimal::ZERO.cmp(&slope),
        after: slope.cmp(&Decimal::ZERO),
    })
}

fn at(level: Decimal, slope: Decimal, volume: Decimal) -> Result<Decimal, Error> {
    exact(Exact::new(level) + Exact::new(slope) * Exact::new(volume))
}

fn exact(value: Exact) -> Result<Decimal, Error> {
    value.value().ok_or(ErrorKind::OutOfBounds { what: "a break-even" }.into())
}
