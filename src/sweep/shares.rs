//! How often each whole number comes up: who wins, how many steps.

#![allow(clippy::float_cmp, reason = "a whole number is equal to itself, not near it")]

use super::sink::{Block, Sink};

/// The most numbers that are told apart.
const MOST: usize = 1 << 16;

/// Counts of whole values: of [`super::Metric::Cheapest`] how often each alternative wins, of
/// [`super::Metric::Steps`] or [`super::Metric::PaybackMonth`] how often each number comes up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    counts: Vec<u64>,
    other: u64,
    missing: u64,
    metric: usize,
}

impl Shares {
    /// Of one metric of the sweep, counted from 0.
    #[must_use]
    pub fn of(metric: usize) -> Self {
        Self { metric, ..Self::default() }
    }

    /// How often a number came up.
    #[must_use]
    pub fn count(&self, number: usize) -> u64 {
        self.counts.get(number).copied().unwrap_or(0)
    }

    /// The share of all points at which a number came up; those that have no value are among them.
    #[must_use]
    pub fn share(&self, number: usize) -> f64 {
        let all = self
            .counts
            .iter()
            .fold(self.other.saturating_add(self.missing), |all, one| all.saturating_add(*one));
        if all == 0 { 0.0 } else { self.count(number) as f64 / all as f64 }
    }

    /// Values that are no whole number from 0 to 65,535.
    #[must_use]
    pub fn other(&self) -> u64 {
        self.other
    }

    /// Points that have no value.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }
}

impl Sink for Shares {
    fn fresh(&self) -> Self {
        Self::of(self.metric)
    }

    fn take(&mut self, block: &mut Block<'_>) {
        for value in block.values(self.metric) {
            let number = *value as usize;
            if value.is_nan() {
                self.missing = self.missing.saturating_add(1);
            } else if number as f64 != *value || number >= MOST {
                self.other = self.other.saturating_add(1);
            } else {
                if self.counts.len() <= number {
                    self.counts.resize(number.saturating_add(1), 0);
                }
                if let Some(count) = self.counts.get_mut(number) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.other = self.other.saturating_add(other.other);
        self.missing = self.missing.saturating_add(other.missing);
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts
            .iter_mut()
            .zip(other.counts)
            .for_each(|(count, more)| *count = count.saturating_add(more));
    }
}
