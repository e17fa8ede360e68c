//! The inner loops: one text, compiled for each instruction set by [`super::dispatch`].
//!
//! Lanes go by index modulo [`LANES`] and are joined by one fixed tree; what is left over follows one by one. So every
//! instruction set adds in the same order.
//! There is no fused multiply-add and no library function whose last bit differs between machines.

use super::player::Coefficients;
use crate::curve::Counts;
use crate::number::Number;

/// Lanes of an accumulator: two vectors of 512 bits or four of 256, so that additions need not wait for each other.
pub(super) const LANES: usize = 16;

/// Numbers in a line of memory.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only vectors there take it"))]
pub(super) const LINE: usize = 8;

/// What an alternative costs at each volume: a line, or a row of amounts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Costs<'a> {
    Line { level: f64, slope: f64 },
    Row(&'a [f64]),
}

/// The values of a unit, added up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) sum: f64,
    pub(super) positive: u64,
    /// Values that are none: nothing of them is in the others.
    pub(super) missing: u64,
    /// No value is below: the least value, or as good as that.
    pub(super) min: f64,
    /// No value is above.
    pub(super) max: f64,
}

/// Runs a body for the two sides of a difference as a function of two slices of equal length.
macro_rules! with_sides {
    ($minuend:expr, $subtrahend:expr, $mtok:expr, |$a:ident, $b:ident, $value:ident| $body:expr) => {{
        let mtok: &[f64] = $mtok;
        match ($minuend, $subtrahend) {
            // Nothing standing is the common line: a price per token. Adding 0 would change no bit of a cost.
            (Costs::Line { level: 0.0, slope }, Costs::Row(row)) => {
                let ($a, $b, $value) = (mtok, row, |mtok: f64, row: f64| mtok * slope - row);
                $body
            }
            (Costs::Line { level, slope }, Costs::Row(row)) => {
                let ($a, $b, $value) = (mtok, row, |mtok: f64, row: f64| (level + mtok * slope) - row);
                $body
            }
            (Costs::Row(row), Costs::Line { level: 0.0, slope }) => {
                let ($a, $b, $value) = (row, mtok, |row: f64, mtok: f64| row - mtok * slope);
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
pub(super) fn reduce<T: Tally>(minuend: Costs<'_>, subtrahend: Costs<'_>, mtok: &[f64]) -> Unit {
    // The loss is the difference the other way round, bit for bit but for its sign.
    with_sides!(subtrahend, minuend, mtok, |a, b, loss| reduce_by::<T>(a, b, loss, |loss| loss))
}

/// Adds up values, of which some may be none.
#[inline(always)]
pub(super) fn reduce_values(values: &[f64]) -> Unit {
    let missing = values.iter().map(|value| u64::from(value.is_nan())).sum();
    let known = |loss: f64| if loss.is_nan() { 0.0 } else { loss };
    Unit { missing, ..reduce_by::<Floats>(values, values, |value, _| 0.0 - value, known) }
}

/// Adds up losses. `known` is the loss where there is one.
#[inline(always)]
fn reduce_by<T: Tally>(
    a: &[f64],
    b: &[f64],
    loss: impl Fn(f64, f64) -> f64,
    known: impl Fn(f64) -> f64,
) -> Unit {
    let mut sum = [0.0; LANES];
    let mut tally = T::default();
    let (a_chunks, a_tail) = a.as_chunks::<LANES>();
    let (b_chunks, b_tail) = b.as_chunks::<LANES>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        let losses = each_lane(a, b, &loss);
        let counted = each_lane(&losses, &losses, |loss, _| known(loss));
        sum = each_lane(&sum, &counted, |sum, loss| sum + loss);
        tally = tally.with(&losses, &counted);
    }
    let (mut positive, mut min, mut max) = tally.total();
    let mut sum = added_up(&sum);
    for (a, b) in a_tail.iter().zip(b_tail) {
        let loss = loss(*a, *b);
        sum += known(loss);
        positive += sign(known(loss));
        (min, max) = (lesser(min, loss), greater(max, loss));
    }
    // 0 - x rather than -x: there is no negative zero among the values.
    Unit { sum: 0.0 - sum, positive, missing: 0, min: 0.0 - max, max: 0.0 - min }
}

/// What losses have in common beside their sum.
pub(super) trait Tally: Copy + Default {
    /// With so many more. What is counted is the losses, with 0 for those that are none.
    fn with(self, losses: &[f64; LANES], counted: &[f64; LANES]) -> Self;

    /// How many are below 0; and the least and the greatest, or bounds as good as that.
    fn total(&self) -> (u64, f64, f64);
}

/// By comparing floats.
#[derive(Clone, Copy)]
pub(super) struct Floats {
    negative: [u64; LANES],
    min: [f64; LANES],
    max: [f64; LANES],
}

impl Default for Floats {
    #[inline(always)]
    fn default() -> Self {
        Self { negative: [0; LANES], min: [f64::INFINITY; LANES], max: [f64::NEG_INFINITY; LANES] }
    }
}

impl Tally for Floats {
    #[inline(always)]
    fn with(self, losses: &[f64; LANES], counted: &[f64; LANES]) -> Self {
        Self {
            negative: each_lane(&self.negative, counted, |count, loss| count.wrapping_add(sign(loss))),
            min: each_lane(&self.min, losses, lesser),
            max: each_lane(&self.max, losses, greater),
        }
    }

    #[inline(never)]
    fn total(&self) -> (u64, f64, f64) {
        (joined(self.negative, u64::wrapping_add), joined(self.min, lesser), joined(self.max, greater))
    }
}

/// A loss is below 0 where its sign bit is set, which is counted by integers beside the arithmetic.
#[inline(always)]
fn sign(loss: f64) -> u64 {
    loss.to_bits() >> 63
}

// No comparison holds for what is none, so the extremes pass it by.

#[inline(always)]
fn lesser(least: f64, loss: f64) -> f64 {
    if loss < least { loss } else { least }
}

#[inline(always)]
fn greater(most: f64, loss: f64) -> f64 {
    if loss > most { loss } else { most }
}

/// Bounds of floats by the extremes of their upper halves, as integers with a sign and without. Floats below 0 are in
/// reverse there: the least of them has the greatest half, the greatest of them the least.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only vectors there take it"))]
pub(super) fn bounds(least: i32, most: i32, most_unsigned: u32) -> (f64, f64) {
    if least > most {
        // There were none.
        return (f64::INFINITY, f64::NEG_INFINITY);
    }
    let least_half = if least < 0 { most_unsigned } else { least.cast_unsigned() };
    let most_half = if most < 0 { least.cast_unsigned() } else { most.cast_unsigned() };
    let (inner, outer) = (|half: u32| u64::from(half) << 32, |half: u32| u64::from(half) << 32 | 0xFFFF_FFFF);
    let least = if least < 0 { outer(least_half) } else { inner(least_half) };
    let most = if most < 0 { inner(most_half) } else { outer(most_half) };
    // What is infinite has no number beyond.
    (f64::from_bits(least).max(f64::NEG_INFINITY), f64::from_bits(most).min(f64::INFINITY))
}

/// A loop of constant length over the lanes, which becomes one instruction or a few.
#[inline(always)]
#[allow(clippy::indexing_slicing, reason = "a lane is below N, which the compiler sees")]
fn each_lane<const N: usize, A: Copy, B: Copy, C: Copy + Default>(
    a: &[A; N],
    b: &[B; N],
    apply: impl Fn(A, B) -> C,
) -> [C; N] {
    let mut lanes = [C::default(); N];
    for lane in 0..N {
        lanes[lane] = apply(a[lane], b[lane]);
    }
    lanes
}

/// Not inlined: a compiler that sees the tree makes its vectors by that, and not by what comes before.
#[inline(never)]
fn added_up(lanes: &[f64; LANES]) -> f64 {
    joined(*lanes, |a, b| a + b)
}

/// Joins the lanes of an accumulator by one fixed tree.
#[inline(always)]
fn joined<T: Copy>(mut lanes: [T; LANES], join: impl Fn(T, T) -> T) -> T {
    for width in [8, 4, 2, 1] {
        #[allow(clippy::indexing_slicing, reason = "twice the width is at most LANES")]
        for lane in 0..width {
            lanes[lane] = join(lanes[lane], lanes[lane + width]);
        }
    }
    let [first, ..] = lanes;
    first
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

/// Writes the differences of two costs over the volumes by whole lines of memory, but for the ends: `store_line` and
/// `store` take them from the registers.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only vectors there take it"))]
#[inline(always)]
pub(super) fn difference_by_lines(
    minuend: Costs<'_>,
    subtrahend: Costs<'_>,
    mtok: &[f64],
    out: &mut [f64],
    store_line: impl Fn(&mut [f64; LINE], [f64; LINE]),
    store: impl Fn(&mut f64, f64),
) {
    with_sides!(minuend, subtrahend, mtok, |a, b, value| {
        let head = out.as_ptr().align_offset(size_of::<[f64; LINE]>());
        let head = head.min(out.len()).min(a.len()).min(b.len());
        let ((a_head, a), (b_head, b), (out_head, out)) =
            (a.split_at(head), b.split_at(head), out.split_at_mut(head));
        let ((a, a_tail), (b, b_tail), (out, out_tail)) = (a.as_chunks(), b.as_chunks(), out.as_chunks_mut());
        for ((out, a), b) in out_head.iter_mut().zip(a_head).zip(b_head) {
            store(out, value(*a, *b));
        }
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            store_line(out, each_lane(a, b, value));
        }
        for ((out, a), b) in out_tail.iter_mut().zip(a_tail).zip(b_tail) {
            store(out, value(*a, *b));
        }
    });
}

/// Writes what an alternative costs at each volume; NaN past its capacity.
#[inline(always)]
pub(super) fn cost_row(
    coefficients: &Coefficients<f64>,
    maximum_steps: f64,
    tokens: &[f64],
    mtok: &[f64],
    out: &mut [f64],
) {
    let Coefficients { rates, stairs, .. } = coefficients;
    let within = |steps: f64, amount: f64| if steps > maximum_steps { f64::NAN } else { amount };
    if stairs.steps_per_spare > 0.0 || stairs.servers_per_attendant > 0.0 {
        for ((cost, tokens), mtok) in out.iter_mut().zip(tokens).zip(mtok) {
            let counts = stairs.counts(*tokens);
            *cost = within(counts.steps, rates.amount(*mtok, counts));
        }
    } else {
        // Nothing is counted in groups: the same counts without their two divisions.
        let (spares, attendants) = (stairs.counts(0.0).spares, 0.0);
        for ((cost, tokens), mtok) in out.iter_mut().zip(tokens).zip(mtok) {
            let steps = stairs.steps(*tokens);
            *cost = within(steps, rates.amount(*mtok, Counts { steps, spares, attendants }));
        }
    }
}

/// Where an alternative costs less than the best so far, it is the winner. One without a cost never is.
#[inline(always)]
pub(super) fn cheaper(index: f64, cost: &[f64], best: &mut [f64], winner: &mut [f64]) {
    for ((cost, best), winner) in cost.iter().zip(best).zip(winner) {
        let wins = *cost < *best;
        *winner = if wins { index } else { *winner };
        *best = if wins { *cost } else { *best };
    }
}

/// Writes the steps at work at each volume; NaN past the capacity.
#[inline(always)]
pub(super) fn steps_row(
    coefficients: &Coefficients<f64>,
    maximum_steps: f64,
    tokens: &[f64],
    out: &mut [f64],
) {
    for (value, tokens) in out.iter_mut().zip(tokens) {
        let steps = coefficients.stairs.counts(*tokens).steps;
        *value = if steps > maximum_steps { f64::NAN } else { steps };
    }
}

/// Turns steps into utilization.
#[inline(always)]
pub(super) fn utilization_row(coefficients: &Coefficients<f64>, tokens: &[f64], steps: &mut [f64]) {
    for (value, tokens) in steps.iter_mut().zip(tokens) {
        *value = (tokens * coefficients.busy).over(value.at_least(1.0));
    }
}
