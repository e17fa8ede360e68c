//! The value below which a share of the points lies, within a thousandth.

use super::sink::{Block, Sink};

/// Bits of the fraction that are told apart: bins are 2^-9 of their value wide.
const FRACTION_BITS: u32 = 9;

/// Bits of a float that are not.
const REST_BITS: u32 = f64::MANTISSA_DIGITS - 1 - FRACTION_BITS;

/// Bins of one exponent.
const BINS: usize = 1 << FRACTION_BITS;

/// Exponents with their sign.
const PAGES: usize = 1 << 12;

/// Counts by exponent and leading digits: quantiles of any size of values, from which a value is never further than
/// 2^-9 of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantiles {
    /// In ascending order of the values. A page is made when its first value comes.
    pages: Vec<Option<Box<[u64; BINS]>>>,
    count: u64,
    missing: u64,
    metric: usize,
}

impl Default for Quantiles {
    fn default() -> Self {
        Self::of(0)
    }
}

impl Quantiles {
    /// Of one metric of the sweep, counted from 0.
    #[must_use]
    pub fn of(metric: usize) -> Self {
        Self { pages: vec![None; PAGES], count: 0, missing: 0, metric }
    }

    /// Two bounds between which the value lies that a share of the values do not exceed: that of rank
    /// `ceil(share x count)`, at least the first. `None` where there are no values, or for a share outside 0 to 1.
    #[must_use]
    pub fn at(&self, share: f64) -> Option<(f64, f64)> {
        if !(0.0..=1.0).contains(&share) || self.count == 0 {
            return None;
        }
        let rank = ((share * self.count as f64).ceil() as u64).clamp(1, self.count);
        let mut seen = 0_u64;
        for (page, bins) in self.pages.iter().enumerate().filter_map(|(at, page)| Some((at, page.as_ref()?)))
        {
            for (bin, count) in bins.iter().enumerate() {
                seen = seen.saturating_add(*count);
                if seen >= rank {
                    let key = (page as u64).wrapping_mul(BINS as u64).wrapping_add(bin as u64) << REST_BITS;
                    return Some((value_of(key), value_of(key | ((1 << REST_BITS) - 1))));
                }
            }
        }
        None
    }

    /// Values.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Points that have no value.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }
}

/// Whole numbers in the order of the floats: the sign is turned, and below 0 all other bits too. 0 and -0 are one value.
pub(super) fn key_of(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

pub(super) fn value_of(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

impl Sink for Quantiles {
    fn fresh(&self) -> Self {
        Self::of(self.metric)
    }

    fn take(&mut self, block: &mut Block<'_>) {
        for value in block.values(self.metric) {
            if value.is_nan() {
                self.missing = self.missing.saturating_add(1);
                continue;
            }
            let key = key_of(*value) >> REST_BITS;
            let (page, bin) = ((key as usize).wrapping_div(BINS), (key as usize) % BINS);
            if let Some(page) = self.pages.get_mut(page) {
                let bins = page.get_or_insert_with(|| Box::new([0; BINS]));
                if let Some(count) = bins.get_mut(bin) {
                    *count = count.saturating_add(1);
                    self.count = self.count.saturating_add(1);
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.missing = self.missing.saturating_add(other.missing);
        for (mine, theirs) in self.pages.iter_mut().zip(other.pages) {
            match (mine.as_mut(), theirs) {
                (Some(mine), Some(theirs)) => {
                    mine.iter_mut()
                        .zip(*theirs)
                        .for_each(|(count, more)| *count = count.saturating_add(more));
                }
                (None, theirs) => *mine = theirs,
                (Some(_), None) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_the_values_and_nothing_has_one_sign() {
        let values = [f64::NEG_INFINITY, -2.0, -1.0, -5e-324, 0.0, 5e-324, 1.0, 2.0, f64::INFINITY];
        assert!(values.windows(2).all(|pair| key_of(pair[0]) < key_of(pair[1])));
        assert!(values.iter().all(|value| value_of(key_of(*value)) == *value));
        assert_eq!(key_of(-0.0), key_of(0.0));
    }
}
