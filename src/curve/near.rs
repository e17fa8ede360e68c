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

/// The curves that may be the cheapest somewhere in a window. A curve that is never below a line at both ends of the
/// window is not below it between them; the line is the upper edge of a curve that serves all of the window.
pub(super) fn near<N: Ordered>(known: &[Known<N>], from: N, to: Option<N>, near: &mut Vec<usize>) {
    near.clear();
    let Some(to) = to else {
        near.extend(0..known.len());
        return;
    };
    let mut bound: Option<(N, N)> = None;
    for one in known.iter().filter(|one| one.serves_all_of(from, to)) {
        let Some(band) = &one.band else { continue };
        let at_end = band.highest(to);
        if bound.is_none_or(|(_, least)| at_end.order(least) == Some(Ordering::Less)) {
            bound = Some((band.highest(from), at_end));
        }
    }
    near.extend(known.iter().enumerate().filter_map(|(at, one)| {
        let is_above = |value: N, bound: N| value.order(bound) == Some(Ordering::Greater);
        let is_far = match (&one.band, bound) {
            (Some(band), Some((at_from, at_to))) => {
                is_above(band.lowest(from), at_from) && is_above(band.lowest(to), at_to)
            }
            _ => false,
        };
        (!is_far).then_some(at)
    }));
}
