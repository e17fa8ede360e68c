//! Count, sum and extremes: the same bits for any division into parts.

#![allow(clippy::float_cmp, reason = "ties are equal values, not near ones")]

use super::kernel::Unit;
use super::sink::{Block, Sink};

/// Binary digits after the point of a sum: about 1e-12.
const FRACTION_BITS: u32 = 40;

/// A value and the index of its point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    /// The value.
    pub value: f64,
    /// The index of the first point that has it.
    pub index: u64,
}

/// The values of a sweep, or of a part of it, added up.
///
/// Sums are kept as integers of 2^-40, so that they add exactly in any order: parts merge to the bits of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Points with a value.
    pub count: u64,
    /// Points with a value above 0.
    pub positive: u64,
    /// Points that have none: an alternative cannot serve the volume, or a ratio is over nothing.
    pub infeasible: u64,
    units: i128,
    /// The magnitudes of what was added, which say whether `units` can have left its range, in whatever order.
    size: u128,
    minimum: Option<Extreme>,
    maximum: Option<Extreme>,
    /// Which metric of the sweep it is of.
    metric: usize,
}

impl Summary {
    /// Of one metric of the sweep, counted from 0.
    #[must_use]
    pub fn of(metric: usize) -> Self {
        Self { metric, ..Self::default() }
    }

    /// The sum of the values; `None` where they add up to more than 1.5e26 without their signs. The sum of each run of the
    /// volume axis is cut to 2^-40, about 1e-12.
    #[must_use]
    pub fn sum(&self) -> Option<f64> {
        (self.size < i128::MAX.unsigned_abs())
            .then(|| self.units as f64 / 2_f64.powi(FRACTION_BITS.cast_signed()))
    }

    /// Their mean; `None` where there are none or no sum.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.sum().filter(|_| self.count > 0).map(|sum| sum / self.count as f64)
    }

    /// The least value and the lowest index that has it.
    #[must_use]
    pub fn minimum(&self) -> Option<Extreme> {
        self.minimum
    }

    /// The greatest value and the lowest index that has it.
    #[must_use]
    pub fn maximum(&self) -> Option<Extreme> {
        self.maximum
    }

    /// Takes in a unit of so many points. `index_of` finds the index of the first point with a value, and is asked only
    /// where that is a new extreme.
    #[inline]
    pub(super) fn add(&mut self, unit: Unit, points: usize, mut index_of: impl FnMut(f64) -> u64) {
        let known = (points as u64).saturating_sub(unit.missing);
        self.infeasible = self.infeasible.saturating_add(unit.missing);
        if known == 0 {
            return;
        }
        self.count = self.count.saturating_add(known);
        self.positive = self.positive.saturating_add(unit.positive);
        let units = to_units(unit.sum);
        self.units = self.units.wrapping_add(units);
        self.size = self.size.saturating_add(units.unsigned_abs());
        if self.minimum.is_none_or(|known| unit.min <= known.value) {
            let found = Extreme { value: unit.min, index: index_of(unit.min) };
            let holds = |known: &Extreme| known.value == found.value && known.index <= found.index;
            self.minimum = self.minimum.filter(holds).or(Some(found));
        }
        if self.maximum.is_none_or(|known| unit.max >= known.value) {
            let found = Extreme { value: unit.max, index: index_of(unit.max) };
            let holds = |known: &Extreme| known.value == found.value && known.index <= found.index;
            self.maximum = self.maximum.filter(holds).or(Some(found));
        }
    }
}

impl Sink for Summary {
    fn fresh(&self) -> Self {
        Self::of(self.metric)
    }

    #[inline]
    fn take(&mut self, block: &mut Block<'_>) {
        let (unit, metric) = (block.unit(self.metric), self.metric);
        self.add(unit, block.len(), |value| block.index_of(metric, value));
    }

    fn merge(&mut self, other: Self) {
        let first = |a: Option<Extreme>, b: Option<Extreme>, better: fn(f64, f64) -> bool| match (a, b) {
            (Some(a), Some(b)) => {
                let b_holds = better(b.value, a.value) || (b.value == a.value && b.index < a.index);
                Some(if b_holds { b } else { a })
            }
            (one, other) => one.or(other),
        };
        self.count = self.count.saturating_add(other.count);
        self.positive = self.positive.saturating_add(other.positive);
        self.infeasible = self.infeasible.saturating_add(other.infeasible);
        self.units = self.units.wrapping_add(other.units);
        self.size = self.size.saturating_add(other.size);
        self.minimum = first(self.minimum, other.minimum, |b, a| b < a);
        self.maximum = first(self.maximum, other.maximum, |b, a| b > a);
    }
}

/// A sum in units of 2^-40, cut towards zero.
#[inline]
fn to_units(sum: f64) -> i128 {
    if sum.abs() < 9.0e15 {
        // Both parts are exact in 64 bits, whose conversion is one instruction.
        let whole = sum as i64;
        let rest = (sum - whole as f64) * 2_f64.powi(FRACTION_BITS.cast_signed());
        return (i128::from(whole) << FRACTION_BITS).saturating_add(i128::from(rest as i64));
    }
    (sum * 2_f64.powi(FRACTION_BITS.cast_signed())) as i128
}
