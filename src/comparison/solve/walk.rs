//! Who is cheaper along a number: from edge to edge by the exact form of the costs, or value by value in floats.

use super::digits::Grain;
use super::domain::{Part, between, is_counted, looked_at};
use super::moved::Moved;
use crate::money::Money;
use crate::number::Piece;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Pieces times months of the study that are walked in each direction.
const MOST_WORK: usize = 2048;

/// Costs that differ by less than this part of them are asked once more, as decimals.
const NEARLY: f64 = 1e-9;

/// Costs that differ by no more than the last decimal of money are the same: 1e-12 USD.
pub(super) const ROUNDING: Decimal = Decimal::from_parts(1, 0, 0, false, Money::DECIMALS);

/// A stretch in which the sign of the difference, the challenger's cost less the incumbent's, is the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: Decimal,
    pub(super) to: Decimal,
    pub(super) sign: Ordering,
    /// Whether both cost the same at the end, as far as the form says.
    pub(super) meets: bool,
}

/// The spans of a part, ascending, and the ranges in which they come from values that were looked at: all others are
/// followed from edge to edge, or looked at at every whole value.
pub(super) fn spans(
    moved: &Moved<'_>,
    part: Part,
    base: Decimal,
    grain: Grain,
) -> (Vec<Span>, Vec<(Decimal, Decimal)>) {
    let Part { from, to, .. } = part;
    if is_counted(from, to, grain) {
        return (by_values(moved, from, to, base, grain), Vec::new());
    }
    let start = base.clamp(from, to);
    let down = by_pieces(moved, start, Decimal::NEGATIVE_ONE, from);
    let up = by_pieces(moved, start, Decimal::ONE, to);
    let (Some((down, least)), Some((up, most))) = (down, up) else {
        return (by_values(moved, from, to, base, grain), vec![(from, to)]);
    };
    // What lies past the last piece is looked at value by value.
    let (mut all, mut looked_at) = (Vec::new(), Vec::new());
    if least > from {
        all = by_values(moved, from, least, base, grain);
        looked_at.push((from, least));
    }
    // Backwards, a span ends where the next one on the way began.
    let meets: Vec<bool> = std::iter::once(false).chain(down.iter().map(|span| span.meets)).collect();
    let backwards = down.into_iter().zip(meets).rev();
    all.extend(backwards.map(|(span, meets)| Span { from: span.to, to: span.from, meets, ..span }));
    all.extend(up);
    if most < to {
        all.extend(by_values(moved, most, to, base, grain));
        looked_at.push((most, to));
    }
    // A piece says nothing of its ends, which matters where no other piece has them: no cache hits at all, no spares.
    let end = |at: Decimal| sign_at(moved, at).map(|sign| Span { from: at, to: at, sign, meets: false });
    if let Some(first) = end(from).filter(|end| all.first().is_none_or(|span| span.sign != end.sign)) {
        all.insert(0, first);
    }
    all.extend(end(to).filter(|end| all.last().is_some_and(|span| span.sign != end.sign)));
    (all, looked_at)
}

/// The spans from a start as far as a limit, or as the work goes, and how far that was; `None` where the costs are no
/// quotients of lines.
fn by_pieces(
    moved: &Moved<'_>,
    start: Decimal,
    direction: Decimal,
    limit: Decimal,
) -> Option<(Vec<Span>, Decimal)> {
    let length = limit.checked_sub(start)?.abs();
    let value_at = |t: Decimal| t.checked_mul(direction)?.checked_add(start);
    let mut all: Vec<Span> = Vec::new();
    let mut t = Decimal::ZERO;
    for _ in 0..MOST_WORK.checked_div(moved.months())?.max(16) {
        if t >= length {
            break;
        }
        let piece = Piece::from(t);
        let difference = moved.difference(&piece, start, direction)?;
        let sign = difference.sign()?;
        let end = piece.to().map_or(length, |end| end.min(length));
        // What is left of equal costs when the last of 28 digits is rounded has no sign.
        let is_nothing = |t: Decimal| difference.at(t).is_some_and(|value| value.abs() <= ROUNDING);
        let sign = if is_nothing(t) && is_nothing(end) { Ordering::Equal } else { sign };
        let span = Span { from: value_at(t)?, to: value_at(end)?, sign, meets: is_nothing(end) };
        match all.last_mut().filter(|last| last.sign == sign && !last.meets) {
            Some(last) => *last = Span { from: last.from, ..span },
            None => all.push(span),
        }
        t = end;
    }
    Some((all, value_at(t)?))
}

/// The spans between values that are looked at; where the sign changes between two of them, halved to neighbors.
fn by_values(moved: &Moved<'_>, from: Decimal, to: Decimal, base: Decimal, grain: Grain) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for value in looked_at(from, to, base, grain) {
        let Some(sign) = sign_at(moved, value) else { continue };
        match all.last_mut() {
            Some(last) if last.sign == sign => last.to = value,
            Some(last) => {
                let (mut same, mut other) = (last.to, value);
                while let Some(middle) = between(same, other, grain) {
                    if sign_at(moved, middle) == Some(last.sign) { same = middle } else { other = middle }
                }
                last.to = same;
                all.push(Span { from: other, to: value, sign, meets: false });
            }
            None => all.push(Span { from: value, to: value, sign, meets: false }),
        }
    }
    all
}

/// The sign of the difference at a value.
pub(super) fn sign_at(moved: &Moved<'_>, value: Decimal) -> Option<Ordering> {
    let [challenger, incumbent] = moved.float_costs(value)?;
    let difference = challenger - incumbent;
    if difference.abs() > challenger.abs().max(incumbent.abs()) * NEARLY {
        return difference.partial_cmp(&0.0);
    }
    let [challenger, incumbent] = moved.costs(value)?;
    let difference = challenger.checked_sub(incumbent)?;
    Some(if difference.abs() <= ROUNDING { Ordering::Equal } else { difference.cmp(&Decimal::ZERO) })
}
