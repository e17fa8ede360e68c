//! The inner loops: one text, compiled for each instruction set by [`super::dispatch`].
//!
//! Lanes go by index modulo [`LANES`] and are joined by one fixed tree, so every instruction set adds in the same order.
//! There is no fused multiply-add and no library function whose last bit differs between machines.

use super::player::Coefficients;
use crate::number::Number;

/// Lanes of an accumulator: four vectors of 512 bits, so that additions need not wait for each other.
pub(super) const LANES: usize = 32;

/// What an alternative costs at each volume: a line, or a row of amounts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Costs<'a> {
    Line { level: f64, slope: f64 },
    Row(&'a [f64]),
}

/// The values of one run of the volume axis, added up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) sum: f64,
    pub(super) positive: u64,
    pub(super) min: f64,
    pub(super) max: f64,
}

/// Runs a body for the two sides of a difference as a function of two slices of equal length.
macro_rules! with_sides {
    ($minuend:expr, $subtrahend:expr, $mtok:expr, |$a:ident, $b:ident, $value:ident| $body:expr) => {{
        let mtok: &[f64] = $mtok;
        match ($minuend, $subtrahend) {
            (Costs::Line { level, slope }, Costs::Row(row)) => {
                let ($a, $b, $value) = (mtok, row, |mtok: f64, row: f64| (level + mtok * slope) - row);
                $body
            }
            (Costs::Row(row), Costs::Line { level, slope }) => {
                let ($a, $b, $value) = (row, mtok, |row: f64, mtok: f64| row - (level + mtok * slope));
                $body
            }
            (Costs::Row(left), Costs::Row(right)) => {
                let ($a, $b, $value) = (left, right, |left: f64, right: f64| left - right);
                $body
            }
            (Costs::Line { level, slope }, Costs::Line { level: other_level, slope: other_slope }) => {
                let ($a, $b) = (mtok, mtok);
                let $value = |mtok: f64, _: f64| (level + mtok * slope) - (other_level + mtok * other_slope);
                $body
            }
        }
    }};
}

/// Adds up the differences of two costs over the volumes.
#[inline(always)]
pub(super) fn reduce(minuend: Costs<'_>, subtrahend: Costs<'_>, mtok: &[f64]) -> Unit {
    with_sides!(minuend, subtrahend, mtok, |a, b, value| reduce_by(a, b, value))
}

/// Adds up values.
#[inline(always)]
pub(super) fn reduce_values(values: &[f64]) -> Unit {
    reduce_by(values, values, |value, _| value)
}

#[inline(always)]
fn reduce_by(a: &[f64], b: &[f64], value: impl Fn(f64, f64) -> f64) -> Unit {
    let mut sum = [0.0; LANES];
    let mut positive = [0_u64; LANES];
    let mut min = [f64::INFINITY; LANES];
    let mut max = [f64::NEG_INFINITY; LANES];
    let mut take = |lane: usize, a: f64, b: f64| {
        #[allow(clippy::indexing_slicing, reason = "a lane is below LANES")]
        {
            let value = value(a, b);
            sum[lane] += value;
            positive[lane] += u64::from(value > 0.0);
            min[lane] = if value < min[lane] { value } else { min[lane] };
            max[lane] = if value > max[lane] { value } else { max[lane] };
        }
    };
    let (a_chunks, a_tail) = a.as_chunks::<LANES>();
    let (b_chunks, b_tail) = b.as_chunks::<LANES>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES {
            #[allow(clippy::indexing_slicing, reason = "a lane is below LANES")]
            take(lane, a[lane], b[lane]);
        }
    }
    for (lane, (a, b)) in a_tail.iter().zip(b_tail).enumerate() {
        take(lane, *a, *b);
    }
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            #[allow(clippy::indexing_slicing, reason = "twice the width is at most LANES")]
            {
                let other = lane + width;
                sum[lane] += sum[other];
                positive[lane] += positive[other];
                min[lane] = if min[other] < min[lane] { min[other] } else { min[lane] };
                max[lane] = if max[other] > max[lane] { max[other] } else { max[lane] };
            }
        }
        width /= 2;
    }
    let ([sum, ..], [positive, ..], [min, ..], [max, ..]) = (sum, positive, min, max);
    Unit { sum, positive, min, max }
}

/// Writes the differences of two costs over the volumes.
#[inline(always)]
pub(super) fn difference(minuend: Costs<'_>, subtrahend: Costs<'_>, mtok: &[f64], out: &mut [f64]) {
    with_sides!(minuend, subtrahend, mtok, |a, b, value| {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = value(*a, *b);
        }
    });
}

/// Writes what an alternative costs at each volume; NaN past its capacity. The answer says whether there is any.
#[inline(always)]
pub(super) fn cost_row(
    coefficients: &Coefficients,
    maximum_steps: f64,
    tokens: &[f64],
    mtok: &[f64],
    out: &mut [f64],
) -> bool {
    let Coefficients { rates, stairs, .. } = coefficients;
    let mut most = 0.0;
    for ((cost, tokens), mtok) in out.iter_mut().zip(tokens).zip(mtok) {
        let counts = stairs.counts(*tokens);
        let amount = rates.amount(*mtok, counts);
        *cost = if counts.steps > maximum_steps { f64::NAN } else { amount };
        most = if counts.steps > most { counts.steps } else { most };
    }
    most > maximum_steps
}

/// Writes the steps at work at each volume; NaN past the capacity.
#[inline(always)]
pub(super) fn steps_row(coefficients: &Coefficients, maximum_steps: f64, tokens: &[f64], out: &mut [f64]) {
    for (value, tokens) in out.iter_mut().zip(tokens) {
        let steps = coefficients.stairs.counts(*tokens).steps;
        *value = if steps > maximum_steps { f64::NAN } else { steps };
    }
}

/// Turns steps into utilization.
#[inline(always)]
pub(super) fn utilization_row(coefficients: &Coefficients, tokens: &[f64], steps: &mut [f64]) {
    for (value, tokens) in steps.iter_mut().zip(tokens) {
        *value = (tokens * coefficients.busy).over(value.at_least(1.0));
    }
}
