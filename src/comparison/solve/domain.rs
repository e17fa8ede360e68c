//! Where a number may be: the values at which both alternatives serve, and those at which one cannot or that contradict
//! another number.

use super::digits::Grain;
use super::moved::{Moved, Serves};
use crate::error::Error;
use rust_decimal::Decimal;

/// Values of equal ratio on each side of the base, up to this factor.
const FACTORS: i32 = 96;
const FURTHEST: f64 = 1000.0;

/// Evenly spaced values over the whole range.
const EVEN: u32 = 64;

/// The most whole values that are all looked at, one by one.
const MOST_WHOLE: u32 = 1024;

/// A part of the range, both ends in it, in which the same alternatives serve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) from: Decimal,
    pub(super) to: Decimal,
    pub(super) serves: Serves,
}

/// Whether every value of a range is looked at.
pub(super) fn is_counted(from: Decimal, to: Decimal, grain: Grain) -> bool {
    grain.is_whole() && to.checked_sub(from).is_some_and(|width| width <= Decimal::from(MOST_WHOLE))
}

/// The values that are looked at in a range: all of them where they are whole and few; else both ends, the base, 96 values
/// of equal ratio on each side of it up to a thousand times and down to a thousandth, and 64 evenly spaced ones.
pub(super) fn looked_at(from: Decimal, to: Decimal, base: Decimal, grain: Grain) -> Vec<Decimal> {
    let mut all = vec![from, to];
    if is_counted(from, to, grain) {
        let next = |value: &Decimal| value.checked_add(Decimal::ONE).filter(|next| *next < to);
        all.extend(std::iter::successors(Some(from), next));
    } else {
        let start = if base.is_zero() { Decimal::ONE } else { base };
        let ratios = (-FACTORS..=FACTORS).map(|step| FURTHEST.powf(f64::from(step) / f64::from(FACTORS)));
        let scaled = ratios.filter_map(|ratio| Decimal::try_from(ratio).ok()?.checked_mul(start));
        let width = to.checked_sub(from).unwrap_or_default();
        let part = |at: u32| width.checked_mul(at.into())?.checked_div(EVEN.into())?.checked_add(from);
        all.push(base);
        all.extend(scaled.chain((1..EVEN).filter_map(part)).map(|value| grain.nearest(value)));
    }
    all.retain(|value| *value >= from && *value <= to);
    all.sort();
    all.dedup();
    all
}

impl Moved<'_> {
    /// The range of the parameter in parts, ascending.
    pub(super) fn parts(&self, base: Decimal, grain: Grain) -> Result<Vec<Part>, Error> {
        let (least, most) = self.own.parameter.range();
        let mut parts: Vec<Part> = Vec::new();
        for value in looked_at(least, most, base, grain) {
            let serves = self.serves(value)?;
            match parts.last_mut() {
                Some(last) if last.serves == serves => last.to = value,
                Some(last) => {
                    let (end, start) = self.edge(last.to, value, last.serves, grain)?;
                    last.to = end;
                    parts.push(Part { from: start, to: value, serves });
                }
                None => parts.push(Part { from: value, to: value, serves }),
            }
        }
        Ok(parts)
    }

    /// The last value, between two, at which the same alternatives serve as at the first, and the next.
    fn edge(
        &self,
        from: Decimal,
        to: Decimal,
        serves: Serves,
        grain: Grain,
    ) -> Result<(Decimal, Decimal), Error> {
        let (mut same, mut other) = (from, to);
        while let Some(middle) = between(same, other, grain) {
            if self.serves(middle)? == serves { same = middle } else { other = middle }
        }
        Ok((same, other))
    }
}

/// A value between two; `None` where they are neighbors.
pub(super) fn between(one: Decimal, other: Decimal, grain: Grain) -> Option<Decimal> {
    let middle = one.checked_add(other)?.checked_div(Decimal::TWO)?;
    let middle = grain.nearest(middle);
    (middle != one && middle != other).then_some(middle)
}
