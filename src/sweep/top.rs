//! The points with the largest or the smallest values.

use super::quantiles::{key_of, value_of};
use super::sink::{Block, Sink};
use super::summary::Extreme;
use std::collections::BTreeSet;

/// The points with the largest, or the smallest, values; of equal ones those with the lowest index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Top {
    most: usize,
    is_largest: bool,
    metric: usize,
    /// The best first: whole numbers in the order of the values, with the index.
    best: BTreeSet<(u64, u64)>,
}

impl Top {
    /// The points with the so many largest values, of the first metric.
    #[must_use]
    pub fn largest(most: usize) -> Self {
        Self { most, is_largest: true, metric: 0, best: BTreeSet::new() }
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
    pub fn points(&self) -> impl Iterator<Item = Extreme> {
        self.best.iter().map(|(rank, index)| Extreme { value: value_of(self.turned(*rank)), index: *index })
    }

    /// The same key where the smallest are wanted, the reverse where the largest are.
    fn turned(&self, key: u64) -> u64 {
        if self.is_largest { !key } else { key }
    }

    fn offer(&mut self, one: (u64, u64)) {
        if self.best.len() < self.most {
            self.best.insert(one);
        } else if self.best.last().is_some_and(|last| one < *last) {
            self.best.pop_last();
            self.best.insert(one);
        }
    }
}

impl Sink for Top {
    fn fresh(&self) -> Self {
        Self { best: BTreeSet::new(), ..*self }
    }

    fn take(&mut self, block: &mut Block<'_>) {
        let (first, stride) = (block.index(0), block.index(1).wrapping_sub(block.index(0)));
        for (place, value) in
            block.values(self.metric).iter().enumerate().filter(|(_, value)| !value.is_nan())
        {
            let index = first.wrapping_add((place as u64).wrapping_mul(stride));
            self.offer((self.turned(key_of(*value)), index));
        }
    }

    fn merge(&mut self, other: Self) {
        other.best.into_iter().for_each(|one| self.offer(one));
    }
}
