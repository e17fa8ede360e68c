//! Which of many curves can be the cheapest within a range of volumes: the others need not be walked along.

use super::band::Band;
use super::shape::{OutOfRange, Shape};
use crate::number::{Number, Ordered};
use std::cmp::Ordering;

/// What is known of a curve without walking along it.
pub(super) struct Known<N> {
    pub(super) band: Option<Band<N>>,
    pub(super) end: Option<N>,
    pub(super) opens: N,
}

/// Past so many Mtok a month nothing is told apart any more.
const LAST_WINDOW: u32 = 1_000_000_000;

/// Each window ends at so many times its beginning.
const WIDTH: u32 = 16;

impl<N: Ordered> Known<N> {
    pub(super) fn of(shape: &Shape<N>) -> Result<Self, OutOfRange> {
        Ok(Self { band: shape.band(), end: shape.end()?, opens: shape.opens() })
    }

    fn serves_all_of(&self, from: N, to: N) -> bool {
        let is_open = !matches!(self.opens.order(from), Some(Ordering::Greater) | None);
        is_open
            && self.end.is_none_or(|end| matches!(end.order(to), Some(Ordering::Greater | Ordering::Equal)))
    }
}

impl<N: Number> Band<N> {
    fn highest(&self, mtok: N) -> N {
        self.line.at(mtok) + self.slack
    }

    fn lowest(&self, mtok: N) -> N {
        self.line.at(mtok) - self.slack
    }
}

/// The end of the window that begins at a volume; `None` for no more windows.
pub(super) fn window<N: Ordered>(from: N) -> Option<N> {
    let is_last = from.order(N::lit(LAST_WINDOW)) != Some(Ordering::Less);
    (!is_last).then(|| (from * N::lit(WIDTH)).at_least(N::lit(1)))
}

/// The curves that may be the cheapest somewhere in a window; that one, where only one may be and it serves all of it. A
/// curve that is above a line at both ends of the window is above it between them; the line is the upper edge of a curve
/// that serves all of the window.
pub(super) fn near<N: Ordered>(
    known: &[Known<N>],
    from: N,
    to: Option<N>,
    near: &mut Vec<usize>,
) -> Option<usize> {
    near.clear();
    let Some(to) = to else {
        near.extend(0..known.len());
        return None;
    };
    let mut bound: Option<(usize, N, N)> = None;
    for (at, one) in known.iter().enumerate() {
        let Some(band) = one.band.as_ref().filter(|_| one.serves_all_of(from, to)) else { continue };
        let (at_from, at_to) = (band.highest(from), band.highest(to));
        // What is out of range bounds nothing: it is not even equal to itself.
        let is_known = at_from.order(at_from).and(at_to.order(at_to)).is_some();
        if is_known && bound.is_none_or(|(_, _, least)| at_to.order(least) == Some(Ordering::Less)) {
            bound = Some((at, at_from, at_to));
        }
    }
    let Some((best, at_from, at_to)) = bound else {
        near.extend(0..known.len());
        return None;
    };
    let is_above = |value: N, bound: N| value.order(bound) == Some(Ordering::Greater);
    let is_near = |one: &Known<N>| match &one.band {
        Some(band) => !(is_above(band.lowest(from), at_from) && is_above(band.lowest(to), at_to)),
        None => true,
    };
    near.extend(known.iter().enumerate().filter(|(_, one)| is_near(one)).map(|(at, _)| at));
    (near.len() == 1).then_some(best)
}
