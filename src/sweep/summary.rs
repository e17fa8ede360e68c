//! Count, sum and extremes: the same bits for any division into parts.

#![allow(clippy::float_cmp, reason = "ties are equal values, not near ones")]

use super::kernel::{Ends, Unit};
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
    /// Points that have none: an alternative cannot serve the volume, a ratio is over nothing, a calculation leaves the
    /// range of numbers, it never breaks even or is never paid back.
    pub missing: u64,
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

    /// Takes in a unit of so many points, but for its extremes.
    #[inline]
    pub(super) fn add(&mut self, unit: Unit, points: u64) {
        self.count = self.count.saturating_add(points);
        self.positive = self.positive.saturating_add(unit.positive);
        let units = to_units(unit.sum);
        self.units = self.units.wrapping_add(units);
        self.size = self.size.saturating_add(units.unsigned_abs());
    }

    /// Takes in the values of a block, and looks for the extremes among them.
    #[inline(never)]
    fn look_into(&mut self, block: &mut Block<'_>) {
        let (unit, ends, missing) = block.exact_unit(self.metric);
        let (points, first) = ((block.len() as u64).saturating_sub(missing), block.index(0));
        self.missing = self.missing.saturating_add(missing);
        self.add(unit, points);
        if points == 0 {
            return;
        }
        if can_hold(self.minimum, ends.least, first, less) {
            let index = block.index_of(self.metric, ends.least);
            self.minimum = better(self.minimum, Some(Extreme { value: ends.least, index }), less);
        }
        if can_hold(self.maximum, ends.most, first, greater) {
            let index = block.index_of(self.metric, ends.most);
            self.maximum = better(self.maximum, Some(Extreme { value: ends.most, index }), greater);
        }
    }
}

/// Which value beats another.
type Beats = fn(f64, f64) -> bool;

const fn less(a: f64, b: f64) -> bool {
    a < b
}

const fn greater(a: f64, b: f64) -> bool {
    a > b
}

/// Whether a value, at this index or behind it, can be the extreme.
#[inline]
fn can_hold(known: Option<Extreme>, value: f64, index: u64, beats: Beats) -> bool {
    known.is_none_or(|known| beats(value, known.value) || (value == known.value && index < known.index))
}

/// The better of two, and the first of equal ones.
fn better(a: Option<Extreme>, b: Option<Extreme>, beats: Beats) -> Option<Extreme> {
    b.filter(|b| can_hold(a, b.value, b.index, beats)).or(a)
}

impl Sink for Summary {
    fn fresh(&self) -> Self {
        Self::of(self.metric)
    }

    #[inline]
    fn take(&mut self, block: &mut Block<'_>) {
        // Most blocks hold no extreme.
        if let (Some(minimum), Some(maximum)) = (self.minimum, self.maximum)
            && let Some(unit) = block.unit(self.metric, Ends { least: minimum.value, most: maximum.value })
        {
            return self.add(unit, block.len() as u64);
        }
        self.look_into(block);
    }

    fn merge(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.positive = self.positive.saturating_add(other.positive);
        self.missing = self.missing.saturating_add(other.missing);
        self.units = self.units.wrapping_add(other.units);
        self.size = self.size.saturating_add(other.size);
        self.minimum = better(self.minimum, other.minimum, less);
        self.maximum = better(self.maximum, other.maximum, greater);
    }
}

/// A sum in units of 2^-40, cut towards zero: its digits, shifted. What is none is 0, and what has no place the greatest.
#[inline]
fn to_units(sum: f64) -> i128 {
    const DIGITS: u32 = f64::MANTISSA_DIGITS - 1;
    const ROOM: u32 = i128::BITS - 1 - f64::MANTISSA_DIGITS;
    let exponent = (sum.to_bits() >> DIGITS) as u32 & 0x7FF;
    let digits = sum.to_bits() & ((1 << DIGITS) - 1) | 1 << DIGITS;
    // The place of the last digit, in units.
    let place = exponent.cast_signed() - 1023 - DIGITS.cast_signed() + FRACTION_BITS.cast_signed();
    let size = match u32::try_from(place) {
        Ok(place) if place <= ROOM => i128::from(digits) << place,
        Ok(_) if sum.is_nan() => 0,
        Ok(_) => i128::MAX,
        Err(_) => i128::from(digits.checked_shr(place.unsigned_abs()).unwrap_or(0)),
    };
    if sum.is_sign_negative() { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_are_cut_and_end_at_the_greatest() {
        let unit = 2_f64.powi(-40);
        // 1.75 units is 1 unit, on either side of 0
        for (sum, units) in
            [(0.0, 0), (unit, 1), (1.75 * unit, 1), (-1.75 * unit, -1), (0.99 * unit, 0), (5e-324, 0)]
        {
            assert_eq!(to_units(sum), units, "{sum}");
        }
        assert_eq!((to_units(1.5), to_units(-3.0)), (3 << 39, -3 << 40));
        assert_eq!((to_units(2_f64.powi(86)), to_units(2_f64.powi(87))), (1 << 126, i128::MAX));
        assert_eq!((to_units(f64::INFINITY), to_units(f64::NEG_INFINITY)), (i128::MAX, -i128::MAX));
        assert_eq!(to_units(f64::NAN), 0);
    }

    proptest! {
        /// A product with 2^40 is exact.
        #[test]
        fn prop_units_are_the_product_cut(sum in proptest::num::f64::NORMAL) {
            prop_assert_eq!(to_units(sum), ((sum * 2_f64.powi(40)) as i128).max(-i128::MAX));
        }
    }
}
