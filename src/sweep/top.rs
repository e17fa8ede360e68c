//! The points with the largest or the smallest values.

#![allow(clippy::float_cmp, reason = "ties are equal values, not near ones")]

use super::sink::{Block, Sink};
use super::summary::Extreme;

/// The points with the largest, or the smallest, values; of equal ones those with the lowest index.
#[derive(Clone, Debug, PartialEq)]
pub struct Top {
    most: usize,
    is_largest: bool,
    metric: usize,
    /// The best first.
    best: Vec<Extreme>,
}

impl Top {
    /// The points with the so many largest values, of the first metric.
    #[must_use]
    pub fn largest(most: usize) -> Self {
        Self { most, is_largest: true, metric: 0, best: Vec::new() }
    }

    /// The points with the so many smallest values, of the first metric.
    #[must_use]
    pub fn smallest(most: usize) -> Self {
        Self { is_largest: false, ..Self::largest(most) }
    }

    /// The same of another metric of the sweep, counted from 0.
    #[must_use]
    pub fn of(self, metric: usize) -> Self {
        Self { metric, ..self }
    }

    /// The points found, the best first.
    #[must_use]
    pub fn points(&self) -> &[Extreme] {
        &self.best
    }

    fn is_before(&self, one: Extreme, other: Extreme) -> bool {
        if one.value == other.value {
            return one.index < other.index;
        }
        (one.value > other.value) == self.is_largest
    }

    fn offer(&mut self, one: Extreme) {
        if self.best.len() >= self.most {
            if !self.best.last().is_some_and(|last| self.is_before(one, *last)) {
                return;
            }
            self.best.pop();
        }
        let place = self.best.partition_point(|known| self.is_before(*known, one));
        self.best.insert(place, one);
    }
}

impl Sink for Top {
    fn fresh(&self) -> Self {
        Self { best: Vec::new(), ..*self }
    }

    fn take(&mut self, block: &mut Block<'_>) {
        let (first, stride) = (block.index(0), block.index(1).wrapping_sub(block.index(0)));
        for (place, value) in
            block.values(self.metric).iter().enumerate().filter(|(_, value)| !value.is_nan())
        {
            let index = first.wrapping_add((place as u64).wrapping_mul(stride));
            self.offer(Extreme { value: *value, index });
        }
    }

    fn merge(&mut self, other: Self) {
        other.best.into_iter().for_each(|one| self.offer(one));
    }
}
