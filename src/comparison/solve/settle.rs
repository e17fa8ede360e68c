//! What happens between two spans: equality, or a jump.

use super::digits::Grain;
use super::domain::between;
use super::moved::Moved;
use super::walk::{ROUNDING, Span, sign_at};
use rust_decimal::Decimal;

/// The largest difference that counts as equality, as a part of the incumbent's cost: a billionth. Among whole values,
/// which are far apart, only what is nothing does.
const LARGEST_RESIDUAL: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// The widest that a change is looked for around where it should be, in units of the last digit.
const WIDEST: u32 = 1_000_000;

/// Where a sign changes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    /// Both cost the same, but for the residual.
    Equal { at: Decimal, residual: Decimal },
    /// No value between the two: neighbors among those that can be asked.
    Jump { before: Decimal, after: Decimal },
}

/// The change between two spans that follow each other; `None` where no value that can be asked is on both sides of it.
pub(super) fn settle(moved: &Moved<'_>, one: &Span, next: &Span, grain: Grain) -> Option<Change> {
    if let Some(equal) = equal_at(moved, one.to, grain) {
        return Some(equal);
    }
    let (before, after) = neighbors(moved, one, next, grain)?;
    let equal = equal_at(moved, before, grain).or_else(|| equal_at(moved, after, grain));
    Some(equal.unwrap_or(Change::Jump { before, after }))
}

/// The change at the nearest value that can be asked, where both cost the same there.
pub(super) fn equal_at(moved: &Moved<'_>, near: Decimal, grain: Grain) -> Option<Change> {
    let at = grain.nearest(near);
    let [challenger, incumbent] = moved.costs(at)?;
    let residual = challenger.checked_sub(incumbent)?;
    let largest = if grain.is_whole() { ROUNDING } else { incumbent.abs().checked_mul(LARGEST_RESIDUAL)? };
    (residual.abs() <= largest).then_some(Change::Equal { at, residual })
}

/// The last value of the one span and the first of the next.
fn neighbors(moved: &Moved<'_>, one: &Span, next: &Span, grain: Grain) -> Option<(Decimal, Decimal)> {
    let (lowest, highest) = (grain.above(one.from), grain.below(next.to));
    let mut width = Decimal::ZERO;
    while width <= Decimal::from(WIDEST) {
        let away = grain.unit(one.to).checked_mul(width)?;
        let before = grain.below(one.to).checked_sub(away)?.max(lowest);
        let after = grain.above(next.from).checked_add(away)?.min(highest);
        if sign_at(moved, before) == Some(one.sign) && sign_at(moved, after) == Some(next.sign) {
            let (mut before, mut after) = (before, after);
            while let Some(middle) = between(before, after, grain) {
                if sign_at(moved, middle) == Some(one.sign) { before = middle } else { after = middle }
            }
            return Some((before, after));
        }
        width = width.checked_mul(Decimal::TEN)?.max(Decimal::ONE);
    }
    None
}
