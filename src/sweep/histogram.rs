//! How many values lie between which bounds.

use super::sink::{Block, Sink};
use crate::error::{Error, ErrorKind, FieldPath};

/// The most bins.
const MOST_BINS: usize = 1 << 20;

/// Counts of values between bounds: a bin holds its lower bound and not its upper one.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    bounds: Vec<f64>,
    /// Below the first bound, in each bin, and from the last bound on.
    counts: Vec<u64>,
    missing: u64,
    metric: usize,
}

impl Histogram {
    /// Bins between bounds that rise, of the first metric.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for fewer than two bounds, more than a million, or bounds that do not rise.
    ///
    /// ```
    /// use breakeven::sweep::Histogram;
    ///
    /// assert!(Histogram::new(vec![0.0, 10.0, 100.0]).is_ok());
    /// assert!(Histogram::new(vec![0.0, 0.0]).is_err());
    /// ```
    pub fn new(bounds: Vec<f64>) -> Result<Self, Error> {
        let rise = bounds.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
        let is_finite = bounds.iter().all(|bound| bound.is_finite());
        if bounds.len() < 2 || bounds.len() > MOST_BINS || !rise || !is_finite {
            let what = format!("{} bounds of a histogram that do not rise", bounds.len());
            let instead = "give from 2 to 1,048,576 finite bounds, each above the one before".to_owned();
            return Err(Error::at(FieldPath::new("histogram"), ErrorKind::Contradiction { what, instead }));
        }
        let counts = vec![0; bounds.len().saturating_add(1)];
        Ok(Self { bounds, counts, missing: 0, metric: 0 })
    }

    /// The same of another metric of the sweep, counted from 0.
    #[must_use]
    pub fn of(self, metric: usize) -> Self {
        Self { metric, ..self }
    }

    /// The bins: lower bound, upper bound, count.
    pub fn bins(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        let bounds = self.bounds.iter().zip(self.bounds.iter().skip(1));
        bounds.zip(self.counts.iter().skip(1)).map(|((low, high), count)| (*low, *high, *count))
    }

    /// Values below the first bound.
    #[must_use]
    pub fn below(&self) -> u64 {
        self.counts.first().copied().unwrap_or(0)
    }

    /// Values from the last bound on.
    #[must_use]
    pub fn above(&self) -> u64 {
        self.counts.last().copied().unwrap_or(0)
    }

    /// Points that have no value.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }
}

impl Sink for Histogram {
    fn fresh(&self) -> Self {
        let counts = vec![0; self.counts.len()];
        Self { bounds: self.bounds.clone(), counts, missing: 0, metric: self.metric }
    }

    fn take(&mut self, block: &mut Block<'_>) {
        for value in block.values(self.metric) {
            if value.is_nan() {
                self.missing = self.missing.saturating_add(1);
                continue;
            }
            let bin = self.bounds.partition_point(|bound| bound <= value);
            if let Some(count) = self.counts.get_mut(bin) {
                *count = count.saturating_add(1);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.missing = self.missing.saturating_add(other.missing);
        self.counts
            .iter_mut()
            .zip(other.counts)
            .for_each(|(count, more)| *count = count.saturating_add(more));
    }
}
