//! The inner loops: one text, compiled for each instruction set by [`super::dispatch`].
//!
//! Lanes go by index modulo [`LANES`] and are joined by one fixed tree. So every instruction set adds in the same order.
//! There is no fused multiply-add that rounds in another way (that of a quotient adds a zero), and no library function whose
//! last bit differs between machines.

use super::player::Coefficients;
use super::vector::Vector;
use crate::curve::{Counts, Stairs};
use crate::number::Number;

/// Lanes of an accumulator: two vectors of 512 bits or four of 256, so that additions need not wait for each other.
pub(super) const LANES: usize = 16;

/// A number for each lane.
pub(super) type Group = [f64; LANES];

/// Numbers in a line of memory, and in the widest vector.
pub(super) const LINE: usize = 8;

/// What an alternative costs at each volume: a line, or a row of amounts, whose last is repeated to the end of its group.
#[derive(Clone, Copy, Debug)]
pub(super) enum Costs<'a> {
    Line { level: f64, slope: f64 },
    Row(&'a [Group]),
}

/// The values of a unit, added up: two numbers, so that they are handed on in registers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    /// NaN where it was not to be said.
    pub(super) sum: f64,
    pub(super) positive: u64,
}

/// Two ends, of values or of losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ends {
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Ends {
    /// Of no values.
    pub(super) const NONE: Self = Self { least: f64::INFINITY, most: f64::NEG_INFINITY };

    /// Those of the values the other way round. 0 - x rather than -x: there is no negative zero among the values.
    #[inline(always)]
    fn reversed(self) -> Self {
        Self { least: 0.0 - self.most, most: 0.0 - self.least }
    }
}

/// Runs a body for the two sides of a difference as a function of two slices of equal length, whose numbers are taken
/// as many at a time as a vector has lanes.
macro_rules! with_sides {
    ($vector:ty, $minuend:expr, $subtrahend:expr, $mtok:expr, |$a:ident, $b:ident, $value:ident| $body:expr) => {{
        let mtok: &[Group] = $mtok;
        let splat = <$vector as Vector>::splat;
        match ($minuend, $subtrahend) {
            // Nothing standing is the common line: a price per token. Adding 0 would change no bit of a cost.
            (&Costs::Line { level: 0.0, slope }, &Costs::Row(row)) => {
                let slope = splat(slope);
                let ($a, $b, $value) = (mtok, row, |mtok: $vector, row: $vector| mtok * slope - row);
                $body
            }
            (&Costs::Line { level, slope }, &Costs::Row(row)) => {
                let (level, slope) = (splat(level), splat(slope));
                let ($a, $b, $value) =
                    (mtok, row, |mtok: $vector, row: $vector| (level + mtok * slope) - row);
                $body
            }
            (&Costs::Row(row), &Costs::Line { level: 0.0, slope }) => {
                let slope = splat(slope);
                let ($a, $b, $value) = (row, mtok, |row: $vector, mtok: $vector| row - mtok * slope);
                $body
            }
            (&Costs::Row(row), &Costs::Line { level, slope }) => {
                let (level, slope) = (splat(level), splat(slope));
                let ($a, $b, $value) =
                    (row, mtok, |row: $vector, mtok: $vector| row - (level + mtok * slope));
                $body
            }
            (&Costs::Row(left), &Costs::Row(right)) => {
                let ($a, $b, $value) = (left, right, |left: $vector, right: $vector| left - right);
                $body
            }
            (&Costs::Line { level, slope }, &Costs::Line { level: other_level, slope: other_slope }) => {
                let (level, slope) = (splat(level), splat(slope));
                let (other_level, other_slope) = (splat(other_level), splat(other_slope));
                let ($a, $b) = (mtok, mtok);
                let $value =
                    |mtok: $vector, _: $vector| (level + mtok * slope) - (other_level + mtok * other_slope);
                $body
            }
        }
    }};
}

/// Adds up the differences of two costs over the volumes, for each pair of minuend and subtrahend, where it can say that
/// all of them are between two values. A row takes part with so many of its numbers.
#[inline(always)]
pub(super) fn reduce<V: Vector, const N: usize, T: Tally<V, N>>(
    pairs: &[[Costs<'_>; 2]],
    mtok: &[Group],
    length: usize,
    between: Ends,
    out: &mut [Unit],
) {
    // The loss is the difference the other way round, bit for bit but for its sign.
    let between = between.reversed();
    for ([minuend, subtrahend], out) in pairs.iter().zip(out) {
        let tally = with_sides!(V, subtrahend, minuend, mtok, |a, b, loss| {
            tallied::<V, N, T>(a, b, length, T::new(between), loss)
        });
        let unit = tally.unit();
        *out = Unit { sum: if tally.is_between() { unit.sum } else { f64::NAN }, ..unit };
    }
}

/// Tallies losses.
#[inline(always)]
fn tallied<V: Vector, const N: usize, T: Tally<V, N>>(
    a: &[Group],
    b: &[Group],
    length: usize,
    mut tally: T,
    loss: impl Fn(V, V) -> V,
) -> T {
    let rest = length % LANES;
    let ((a, a_rest), (b, b_rest)) = (split(a, length), split(b, length));
    for (a, b) in a.iter().zip(b) {
        let losses = each_lane(&loaded(a), &loaded(b), &loss);
        tally.add(&losses, &losses);
    }
    if let (Some(a), Some(b)) = (a_rest.filter(|_| rest > 0), b_rest) {
        let losses = each_lane(&loaded(a), &loaded(b), &loss);
        tally.add(&losses, &first_of(&losses, rest));
    }
    tally
}

/// The groups that are full, and the one after them.
#[inline(always)]
fn split(groups: &[Group], length: usize) -> (&[Group], Option<&Group>) {
    let (full, rest) = groups.split_at(groups.len().min(length / LANES));
    (full, rest.first())
}

/// A group in vectors.
#[inline(always)]
pub(super) fn loaded<V: Vector, const N: usize>(group: &Group) -> [V; N] {
    let mut vectors = [V::splat(0.0); N];
    for (vector, from) in vectors.iter_mut().zip(group.chunks_exact(V::LANES)) {
        *vector = V::load(from).unwrap_or(*vector);
    }
    vectors
}

/// The first numbers of a group, and 0 in the place of the others.
#[inline(always)]
fn first_of<V: Vector, const N: usize>(vectors: &[V; N], length: usize) -> [V; N] {
    let length = V::splat(length as f64);
    let places = loaded(&std::array::from_fn(|place| place as f64));
    let mut first = [V::splat(0.0); N];
    for ((first, place), vector) in first.iter_mut().zip::<[V; N]>(places).zip(vectors) {
        *first = length.choose(place, *vector, *first);
    }
    first
}

/// Adds up values, finds their extremes, and counts those that are none.
#[inline(always)]
pub(super) fn reduce_values(values: &[f64]) -> (Unit, Ends, u64) {
    let missing = values.iter().map(|value| u64::from(value.is_nan())).sum();
    let known = |loss: f64| if loss.is_nan() { 0.0 } else { loss };
    let mut tally = Floats::<f64, LANES>::new(Ends::NONE);
    let (groups, rest) = values.as_chunks::<LANES>();
    let mut add = |group: &Group| {
        let losses = each_lane(group, group, |value, _| 0.0 - value);
        tally.add(&losses, &each_lane(&losses, &losses, |loss, _| known(loss)));
    };
    groups.iter().for_each(&mut add);
    if !rest.is_empty() {
        // What is none changes nothing.
        let mut last = [f64::NAN; LANES];
        last.iter_mut().zip(rest).for_each(|(last, value)| *last = *value);
        add(&last);
    }
    (tally.unit(), tally.ends().reversed(), missing)
}

/// What losses come to, and whether they are between two ends.
pub(super) trait Tally<V, const N: usize>: Copy {
    fn new(between: Ends) -> Self;

    /// So many more. What is counted is the losses, with 0 for those that are not to be.
    fn add(&mut self, losses: &[V; N], counted: &[V; N]);

    fn unit(self) -> Unit;

    /// Whether all losses are for certain between the ends, and not one of them.
    fn is_between(self) -> bool;
}

/// Vectors whose signs can be counted.
pub(super) trait Signed: Vector {
    /// Adds how many lanes have their sign bit set, which are the losses below 0, to some of the counts.
    fn count_negative<const N: usize>(vectors: &[Self; N], counts: &mut [u64; N]);
}

impl Signed for f64 {
    #[inline(always)]
    fn count_negative<const N: usize>(vectors: &[Self; N], counts: &mut [u64; N]) {
        *counts = each_lane(counts, vectors, |count, loss| count.wrapping_add(loss.to_bits() >> 63));
    }
}

/// By comparing floats.
#[derive(Clone, Copy)]
pub(super) struct Floats<V, const N: usize> {
    between: Ends,
    sum: [V; N],
    negative: [u64; N],
    min: [V; N],
    max: [V; N],
}

impl<V: Signed, const N: usize> Floats<V, N> {
    /// The extremes.
    #[inline(always)]
    fn ends(self) -> Ends {
        extremes(&stored(&self.min), &stored(&self.max))
    }
}

impl<V: Signed, const N: usize> Tally<V, N> for Floats<V, N> {
    #[inline(always)]
    fn new(between: Ends) -> Self {
        let Ends { least, most } = Ends::NONE;
        let (sum, min, max) = ([V::splat(0.0); N], [V::splat(least); N], [V::splat(most); N]);
        Self { between, sum, negative: [0; N], min, max }
    }

    #[inline(always)]
    fn add(&mut self, losses: &[V; N], counted: &[V; N]) {
        self.sum = each_lane(&self.sum, counted, |sum, loss| sum + loss);
        V::count_negative(counted, &mut self.negative);
        // What is none passes the extremes by.
        self.min = each_lane(&self.min, losses, V::not_above);
        self.max = each_lane(&self.max, losses, V::not_below);
    }

    #[inline(always)]
    fn unit(self) -> Unit {
        Unit::of_losses(added_up(&stored(&self.sum)), counted(&self.negative))
    }

    #[inline(always)]
    fn is_between(self) -> bool {
        let Ends { least, most } = self.ends();
        least > self.between.least && most < self.between.most
    }
}

// Not inlined: a compiler that sees the tree makes its vectors by that, and not by what comes before.

#[inline(never)]
fn added_up(lanes: &Group) -> f64 {
    joined(*lanes, |a, b| a + b)
}

#[inline(never)]
fn counted<const N: usize>(lanes: &[u64; N]) -> u64 {
    joined(*lanes, u64::wrapping_add)
}

#[inline(never)]
pub(super) fn extremes(min: &Group, max: &Group) -> Ends {
    Ends { least: joined(*min, lesser), most: joined(*max, greater) }
}

/// The numbers of a group.
#[inline(always)]
pub(super) fn stored<V: Vector, const N: usize>(vectors: &[V; N]) -> Group {
    let mut group = [0.0; LANES];
    for (vector, to) in vectors.iter().zip(group.chunks_exact_mut(V::LANES)) {
        vector.store(to);
    }
    group
}

impl Unit {
    /// Nothing is said.
    pub(super) const NONE: Self = Self { sum: f64::NAN, positive: 0 };

    /// 0 - x rather than -x: there is no negative zero among the values.
    #[inline(always)]
    pub(super) fn of_losses(sum: f64, negative: u64) -> Self {
        Self { sum: 0.0 - sum, positive: negative }
    }
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

/// A loop of constant length over the lanes, which becomes one instruction or a few.
#[inline(always)]
#[allow(clippy::indexing_slicing, reason = "a lane is below N, which the compiler sees")]
pub(super) fn each_lane<const N: usize, A: Copy, B: Copy>(
    a: &[A; N],
    b: &[B; N],
    apply: impl Fn(A, B) -> A,
) -> [A; N] {
    let mut lanes = *a;
    for lane in 0..N {
        lanes[lane] = apply(a[lane], b[lane]);
    }
    lanes
}

/// Joins lanes by one fixed tree.
#[inline(always)]
pub(super) fn joined<T: Copy, const N: usize>(mut lanes: [T; N], join: impl Fn(T, T) -> T) -> T {
    let mut width = N / 2;
    while width > 0 {
        #[allow(clippy::indexing_slicing, reason = "twice the width is at most N")]
        for lane in 0..width {
            lanes[lane] = join(lanes[lane], lanes[lane + width]);
        }
        width /= 2;
    }
    #[allow(clippy::indexing_slicing, reason = "there is a lane")]
    lanes[0]
}

/// Writes the differences of two costs over the volumes.
#[inline(always)]
pub(super) fn difference(minuend: &Costs<'_>, subtrahend: &Costs<'_>, mtok: &[Group], out: &mut [f64]) {
    with_sides!(f64, minuend, subtrahend, mtok, |a, b, value| {
        for ((out, a), b) in out.iter_mut().zip(a.as_flattened()).zip(b.as_flattened()) {
            *out = value(*a, *b);
        }
    });
}

/// Writes the differences of two costs over the volumes by whole lines of memory, but for the ends: `store_line` and
/// `store` take them from the registers.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only vectors there take it"))]
#[inline(always)]
pub(super) fn difference_by_lines(
    minuend: &Costs<'_>,
    subtrahend: &Costs<'_>,
    mtok: &[Group],
    out: &mut [f64],
    store_line: impl Fn(&mut [f64; LINE], [f64; LINE]),
    store: impl Fn(&mut f64, f64),
) {
    with_sides!(f64, minuend, subtrahend, mtok, |a, b, value| {
        let (a, b) = (a.as_flattened(), b.as_flattened());
        let length = out.len().min(a.len()).min(b.len());
        let head = out.as_ptr().align_offset(size_of::<[f64; LINE]>()).min(length);
        let ((a_head, a), (b_head, b), (out_head, out)) =
            (a.split_at(head), b.split_at(head), out.split_at_mut(head));
        let ((a, _), (b, _)) = (a.split_at(length - head), b.split_at(length - head));
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

/// Writes what an alternative costs at each volume, of which it needs so many steps; NaN where those are none. Whether a
/// cost is none.
#[inline(always)]
pub(super) fn cost_row(
    coefficients: &Coefficients<f64>,
    steps: &[Group],
    mtok: &[Group],
    out: &mut [Group],
) -> bool {
    let Coefficients { rates, stairs, .. } = coefficients;
    let (steps, mtok, mut has_gaps) = (steps.as_flattened(), mtok.as_flattened(), false);
    let costs = out.as_flattened_mut().iter_mut().zip(steps).zip(mtok);
    if stairs.steps_per_spare > 0.0 || stairs.servers_per_attendant > 0.0 {
        for ((cost, steps), mtok) in costs {
            *cost = rates.amount(*mtok, stairs.counts_at(*steps));
            has_gaps |= cost.is_nan();
        }
    } else {
        // Nothing is counted in groups: the same counts without their two divisions.
        let (spares, attendants) = (stairs.counts(0.0).spares, 0.0);
        for ((cost, steps), mtok) in costs {
            *cost = rates.amount(*mtok, Counts { steps: *steps, spares, attendants });
            has_gaps |= cost.is_nan();
        }
    }
    has_gaps
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

/// Whether some value is below 0. All are looked at together: it is seldom any.
#[inline(always)]
pub(super) fn any_below_zero(values: &[f64]) -> bool {
    values.iter().fold(false, |any, value| any | (*value < 0.0))
}

/// Writes the steps at work at each volume; NaN past the capacity.
#[inline(always)]
pub(super) fn steps_row(stairs: &Stairs<f64>, maximum_steps: f64, tokens: &[f64], out: &mut [f64]) {
    for (value, tokens) in out.iter_mut().zip(tokens) {
        let steps = stairs.steps(*tokens);
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
