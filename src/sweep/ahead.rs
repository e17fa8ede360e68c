//! Sums of the runs ahead: as long as only lines move, the sums of several runs are taken in one call, so that the next
//! run begins while the last is being joined.

use super::kernel::{Ends, Unit};

/// The most runs of a call.
pub(super) const MOST: usize = 16;

/// Sums of one metric, from one run on.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    first: u64,
    units: [Unit; MOST],
    length: usize,
    /// What their values were said to be between.
    between: Ends,
}

impl Ahead {
    pub(super) const NONE: Self =
        Self { first: 0, units: [Unit::NONE; MOST], length: 0, between: Ends::NONE };

    /// Keeps the sums of so many runs, from one on.
    pub(super) fn keep(&mut self, first: u64, units: [Unit; MOST], length: usize, between: Ends) {
        *self = Self { first, units, length, between };
    }

    /// The sum of a run, where it was taken and says as much: what is between two values is between wider ones.
    #[inline]
    pub(super) fn at(&self, run: u64, between: Ends) -> Option<Unit> {
        let place = usize::try_from(run.checked_sub(self.first)?).ok()?;
        let units = self.units.get(..self.length)?;
        let is_wider = between.least <= self.between.least && between.most >= self.between.most;
        units.get(place).copied().filter(|_| is_wider)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_of_their_runs_and_hold_for_wider_ends() {
        let ends = |least, most| Ends { least, most };
        let units: [Unit; MOST] = std::array::from_fn(|at| Unit { sum: at as f64, positive: 0 });
        let mut ahead = Ahead::NONE;
        assert_eq!(ahead.at(0, ends(-1.0, 1.0)), None);
        ahead.keep(7, units, 3, ends(-1.0, 1.0));
        let sum = |run, between| ahead.at(run, between).map(|unit| unit.sum);
        assert_eq!([6, 7, 9, 10].map(|run| sum(run, ends(-1.0, 1.0))), [None, Some(0.0), Some(2.0), None]);
        assert_eq!(sum(8, ends(-2.0, 1.0)), Some(1.0));
        assert_eq!((sum(8, ends(-0.5, 1.0)), sum(8, ends(-1.0, 0.5))), (None, None));
    }
}
