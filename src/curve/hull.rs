//! The lower envelope of straight lines.

use super::shape::{Line, OutOfRange};
use crate::number::Ordered;
use std::cmp::Ordering;

/// Lines, each with the index of its curve, and where each of the lowest begins to be it. Kept between uses, so that the
/// pieces of an envelope need no memory of their own.
pub(super) struct Hull<N> {
    lines: Vec<(Line<N>, usize)>,
    /// Places in `lines`, ascending in where they begin.
    lowest: Vec<(usize, N)>,
}

/// One of the lowest lines.
pub(super) struct Edge<N> {
    /// The volume above which it is the lowest.
    pub(super) from: N,
    /// Its curve, and the others with the same line.
    pub(super) cheapest: usize,
    pub(super) tied: Vec<usize>,
}

impl<N: Ordered> Hull<N> {
    pub(super) fn new() -> Self {
        Self { lines: Vec::new(), lowest: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        self.lines.clear();
    }

    pub(super) fn add(&mut self, line: Line<N>, curve: usize) {
        self.lines.push((line, curve));
    }

    /// The lowest lines above a volume, in order. In the long run the least slope wins, so lines come by falling slope, and
    /// each takes over from those before it that it crosses before they began.
    pub(super) fn above(&mut self, from: N) -> Result<impl Iterator<Item = Edge<N>>, OutOfRange> {
        let is_known = |value: N| value.order(value).is_some();
        if !self.lines.iter().all(|(line, _)| is_known(line.level) && is_known(line.slope)) {
            return Err(OutOfRange);
        }
        self.lines.sort_unstable_by(|(a, one), (b, other)| {
            let by_slope = b.slope.order(a.slope).unwrap_or(Ordering::Equal);
            by_slope.then(a.level.order(b.level).unwrap_or(Ordering::Equal)).then(one.cmp(other))
        });
        self.lowest.clear();
        let mut parallel: Option<N> = None;
        for (at, (line, _)) in self.lines.iter().enumerate() {
            // Of parallel lines the lowest comes first.
            if parallel.is_some_and(|slope| slope.order(line.slope) == Some(Ordering::Equal)) {
                continue;
            }
            parallel = Some(line.slope);
            let mut begins = Some(from);
            while let Some((top, top_begins)) = self.lowest.last() {
                let Some((top, _)) = self.lines.get(*top) else { break };
                let crossing = top.crossing(*line);
                match crossing.order(*top_begins) {
                    Some(Ordering::Greater) => {
                        begins = Some(crossing);
                        break;
                    }
                    Some(_) => {}
                    // So nearly parallel that they cross out of range: on this side of the crossing the values tell.
                    None if line.at(*top_begins).order(top.at(*top_begins)) == Some(Ordering::Less) => {}
                    None => {
                        begins = None;
                        break;
                    }
                }
                self.lowest.pop();
            }
            if let Some(begins) = begins {
                self.lowest.push((at, begins));
            }
        }
        Ok(self.lowest.iter().filter_map(|(at, from)| {
            let same = |(line, curve): &(Line<N>, usize), of: &Line<N>| {
                let is_same = line.slope.order(of.slope) == Some(Ordering::Equal)
                    && line.level.order(of.level) == Some(Ordering::Equal);
                is_same.then_some(*curve)
            };
            let mut rest = self.lines.get(*at..)?.iter();
            let (line, cheapest) = rest.next()?;
            let tied = rest.map_while(|other| same(other, line)).collect();
            Some(Edge { from: *from, cheapest: *cheapest, tied })
        }))
    }
}
