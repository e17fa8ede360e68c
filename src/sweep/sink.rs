//! Where the values of a sweep go.

use super::dispatch;
use super::kernel::{Ends, Unit};
use super::level::Level;

/// What takes in the values of a sweep, block by block, and can be put together from parts.
///
/// A sink whose result does not depend on the order of the blocks gives the same for any division into parts and any
/// number of threads; all sinks of this crate do. Two or three sinks in a tuple are one sink.
///
/// ```
/// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
/// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
/// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
/// # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
/// # [api.cheap]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n";
/// use breakeven::sweep::{Axis, Block, Metric, Run, Sink, Sweep};
/// use breakeven::{Catalog, Comparison};
///
/// /// How many points save more than 1,000 USD a month.
/// #[derive(Default)]
/// struct Worthwhile(u64);
///
/// impl Sink for Worthwhile {
///     fn fresh(&self) -> Self {
///         Self::default()
///     }
///     fn take(&mut self, block: &mut Block<'_>) {
///         self.0 += block.values(0).iter().filter(|saving| **saving > 1000.0).count() as u64;
///     }
///     fn merge(&mut self, other: Self) {
///         self.0 += other.0;
///     }
/// }
///
/// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
/// let price = Axis::linear("api.cheap.output_usd_per_mtok", "4".parse()?, "13".parse()?, 10);
/// let sweep = Sweep::new(&comparison, &[Metric::saving("cheap", "dear")], &[price])?;
/// // 750 USD for the input, and 250 for each USD that the output is below 10: 2,250 at 4, 1,250 at 8, 1,000 at 9
/// assert_eq!(sweep.reduce(&Run::new().threads(2), Worthwhile::default())?.0, 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Sink: Send {
    /// The same sink before it has taken anything.
    #[must_use]
    fn fresh(&self) -> Self
    where
        Self: Sized;

    /// Takes in the values of a block.
    fn take(&mut self, block: &mut Block<'_>);

    /// Takes in what another has taken from other points. Both have been made alike: of one metric, with the same bounds,
    /// for the largest or for the smallest. [`Sink::fresh`] sees to that; nothing else does.
    fn merge(&mut self, other: Self)
    where
        Self: Sized;
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    fn fresh(&self) -> Self {
        (self.0.fresh(), self.1.fresh())
    }

    fn take(&mut self, block: &mut Block<'_>) {
        self.0.take(block);
        self.1.take(block);
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
    }
}

impl<A: Sink, B: Sink, C: Sink> Sink for (A, B, C) {
    fn fresh(&self) -> Self {
        (self.0.fresh(), self.1.fresh(), self.2.fresh())
    }

    fn take(&mut self, block: &mut Block<'_>) {
        self.0.take(block);
        self.1.take(block);
        self.2.take(block);
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
        self.2.merge(other.2);
    }
}

/// Some points of a sweep, whose values are calculated when they are asked for.
pub struct Block<'a> {
    pub(super) first: u64,
    pub(super) stride: u64,
    pub(super) length: usize,
    pub(super) level: Level,
    pub(super) points: &'a mut dyn Points,
}

/// What calculates the values of a block.
pub(super) trait Points {
    /// The values of a metric.
    fn values(&mut self, metric: usize) -> &[f64];

    /// The same added up, where that can be said without the values, and that all of them are between two others.
    fn unit(&mut self, _metric: usize, _between: Ends) -> Unit {
        Unit::NONE
    }

    /// Writes the values of each metric past the caches, from a place of its slice on. The caller holds a
    /// [`dispatch::Fence`].
    fn stream(&mut self, out: &mut [&mut [f64]], at: usize);
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block")
            .field("first", &self.first)
            .field("stride", &self.stride)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Block<'_> {
    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none; a sweep gives no such block.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The index of the point at a place of the block.
    #[must_use]
    pub fn index(&self, place: usize) -> u64 {
        self.first.wrapping_add((place as u64).wrapping_mul(self.stride))
    }

    /// The values of a metric of the sweep, counted from 0; NaN where it has none. A metric that there is not is NaN
    /// everywhere.
    pub fn values(&mut self, metric: usize) -> &[f64] {
        self.points.values(metric)
    }

    /// The values of a metric added up, where that is the faster way and all of them are between two others.
    #[inline]
    pub(super) fn unit(&mut self, metric: usize, between: Ends) -> Option<Unit> {
        Some(self.points.unit(metric, between)).filter(|unit| !unit.sum.is_nan())
    }

    /// The values of a metric added up, their extremes, and how many there are none of.
    pub(super) fn exact_unit(&mut self, metric: usize) -> (Unit, Ends, u64) {
        dispatch::reduce_values(self.level, self.points.values(metric))
    }

    /// The index of the first point that has a value.
    #[allow(clippy::float_cmp, reason = "the value is one of them")]
    pub(super) fn index_of(&mut self, metric: usize, value: f64) -> u64 {
        let place = self.points.values(metric).iter().position(|one| *one == value);
        self.index(place.unwrap_or(0))
    }
}
