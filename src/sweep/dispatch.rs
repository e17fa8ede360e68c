//! All that needs instructions which are found at run time: the kernels of this room for each set of them, their vectors,
//! and the stores and look-ups that go past the caches.
//!
//! Each kernel is one text, in the file that its line below names, inlined into a function that may use wider vectors;
//! results are the same bits. `SAFETY`: a wrapper is called only after the features that it names were detected.

use super::bounds;
use super::break_even::{self, Terms};
use super::kernel::{self, Costs, Ends, Floats, Group, Unit};
#[cfg(target_arch = "x86_64")]
use super::kernel::{LINE, Signed, Tally};
use super::level::Level;
#[cfg(target_arch = "x86_64")]
use super::pair::Pair;
use super::play::{self, Line, Registers};
use super::player::Coefficients;
use super::point::{self, PointProgram};
use super::program::Program;
use super::studies::{self, Room};
#[cfg(target_arch = "x86_64")]
use super::vector::Vector;
use crate::curve::Stairs;
use crate::number::Crossing;
#[cfg(target_arch = "x86_64")]
use crate::number::Number;
#[cfg(target_arch = "x86_64")]
use crate::number::powers::{self, BIAS, Binary, EXPONENT_AT};
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// For each kernel: the wrappers, and the choice among them. A kernel may take types of each instruction set.
macro_rules! dispatched {
    ($($(#[$doc:meta])* fn $room:ident::$name:ident$([$($baseline:tt)*] [$($avx2:tt)*] [$($avx512:tt)*])?
        ($($argument:ident: $type:ty),*) $(-> $result:ty)?;)*) => {$(
        $(#[$doc])*
        pub(super) fn $name(level: Level, $($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,popcnt")]
                fn avx2($($argument: $type),*) $(-> $result)? {
                    $room::$name$(::<$($avx2)*>)?($($argument),*)
                }
                #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,popcnt")]
                fn avx512($($argument: $type),*) $(-> $result)? {
                    $room::$name$(::<$($avx512)*>)?($($argument),*)
                }
                match level {
                    // SAFETY: a level is made by `detect`, or after `is_available`.
                    Level::Avx512 => return unsafe { avx512($($argument),*) },
                    // SAFETY: as above.
                    Level::Avx2 => return unsafe { avx2($($argument),*) },
                    Level::Baseline => {}
                }
            }
            #[cfg(not(target_arch = "x86_64"))]
            let Level::Baseline = level;
            $room::$name$(::<$($baseline)*>)?($($argument),*)
        }
    )*};
}

dispatched! {
    /// See [`kernel::reduce`].
    fn kernel::reduce[f64, 16, Floats<f64, 16>] [Four, 4, Floats<Four, 4>] [Eight, 2, Halves](pairs: &[[Costs<'_>; 2]], mtok: &[Group], length: usize, between: Ends, out: &mut [Unit]);
    /// See [`kernel::reduce_values`].
    fn kernel::reduce_values(values: &[f64]) -> (Unit, Ends, u64);
    /// See [`kernel::difference`].
    fn kernel::difference(minuend: &Costs<'_>, subtrahend: &Costs<'_>, mtok: &[Group], out: &mut [f64]);
    /// See [`kernel::cost_row`].
    fn kernel::cost_row(coefficients: &Coefficients<f64>, steps: &[Group], mtok: &[Group], out: &mut [Group]) -> bool;
    /// See [`kernel::cheaper`].
    fn kernel::cheaper(index: f64, cost: &[f64], best: &mut [f64], winner: &mut [f64]);
    /// See [`kernel::any_below_zero`].
    fn kernel::any_below_zero(values: &[f64]) -> bool;
    /// See [`kernel::steps_row`].
    fn kernel::steps_row(stairs: &Stairs<f64>, maximum_steps: f64, tokens: &[f64], out: &mut [f64]);
    /// See [`bounds::ends`].
    fn bounds::ends[f64, 16] [Four, 4] [Eight, 2](values: &[f64]) -> Ends;
    /// See [`bounds::surely_whole`].
    fn bounds::surely_whole[f64, 16] [Four, 4] [Eight, 2](values: &[f64]) -> bool;
    /// See [`play::play`].
    fn play::play[f64] [Four] [Eight](program: &Program, registers: &mut Registers<'_>);
    /// See [`studies::play_studies`].
    fn studies::play_studies[f64] [Four] [Pair<Eight>](program: &Program, registers: &mut Registers<'_>, room: &mut Room);
    /// See [`point::play_point`].
    fn point::play_point(program: &mut PointProgram, point: &[f64]);
    /// See [`break_even::cross`].
    fn break_even::cross[f64] [Four] [Eight](crossing: Crossing, terms: &Terms<'_>, first: usize, out: &mut Line);
    /// See [`kernel::utilization_row`].
    fn kernel::utilization_row(coefficients: &Coefficients<f64>, tokens: &[f64], steps: &mut [f64]);
}

/// A register of floats as a carrier of numbers, for kernels that keep theirs in registers: a compiler makes registers
/// of a loop over arrays, and not of many operations with branches between them.
#[cfg(target_arch = "x86_64")]
macro_rules! vector {
    ($name:ident($register:ident) of $lanes:literal, $part:ty: $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident
        $div:ident $max:ident $min:ident $round:ident; $choose:expr; $power_of_two:expr; $finite:expr) => {
        // SAFETY, of every block here: only the wrapper for its instructions uses this type.
        #[derive(Clone, Copy)]
        struct $name($register);

        vector!($name Add add $add, Sub sub $sub, Mul mul $mul);

        impl Number for $name {
            const DIVIDES_LAST: bool = false;

            #[inline(always)]
            fn lit(n: u32) -> Self {
                Self::splat(f64::from(n))
            }

            #[inline(always)]
            fn over(self, divisor: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $finite(self.quotient(divisor).0) })
            }

            #[inline(always)]
            fn quotient(self, divisor: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $div(self.0, divisor.0) })
            }

            #[inline(always)]
            fn nth(self, n: u32) -> Self {
                self * Self::splat(1.0.nth(n))
            }

            #[inline(always)]
            fn ceil(self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $round::<{ _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC }>(self.0) })
            }

            #[inline(always)]
            fn round(self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $round::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(self.0) })
            }

            #[inline(always)]
            fn at_least(self, floor: Self) -> Self {
                self.not_below(floor) + (floor - floor)
            }

            #[inline(always)]
            fn at_most(self, cap: Self) -> Self {
                self.not_above(cap) + (cap - cap)
            }

            #[inline(always)]
            fn select(self, above: Self, then: Self, otherwise: Self) -> Self {
                let difference = self - above;
                self.choose(above, then, otherwise) + (difference - difference)
            }

            #[inline(always)]
            fn force_of_interest(self) -> Option<Self> {
                Some(powers::force_of_interest(self))
            }

            #[inline(always)]
            fn rate_of_force(self) -> Option<Self> {
                Some(powers::rate_of_force(self))
            }

            #[inline(always)]
            fn exp_m1(self) -> Option<Self> {
                Some(powers::exp_m1(self))
            }

            // Where a number is none, or both are 0, these instructions take the second: the value itself.

            #[inline(always)]
            fn not_below(self, floor: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $max(floor.0, self.0) })
            }

            #[inline(always)]
            fn not_above(self, cap: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $min(cap.0, self.0) })
            }

            #[inline(always)]
            fn choose(self, above: Self, then: Self, otherwise: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $choose(self.0, above.0, then.0, otherwise.0) })
            }
        }

        impl Binary for $name {
            #[inline(always)]
            fn float(value: f64) -> Self {
                Self::splat(value)
            }

            #[inline(always)]
            fn power_of_two(self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $power_of_two(self.0) })
            }
        }

        impl Vector for $name {
            type Part = $part;

            const LANES: usize = $lanes;

            #[inline(always)]
            fn splat(value: f64) -> Self {
                // SAFETY: as above.
                Self(unsafe { $splat(value) })
            }

            #[inline(always)]
            fn load(from: &[f64]) -> Option<Self> {
                // SAFETY: as above; so many floats are there.
                from.first_chunk::<$lanes>().map(|from| Self(unsafe { $load(from.as_ptr()) }))
            }

            #[inline(always)]
            fn store(self, to: &mut [f64]) {
                if let Some(to) = to.first_chunk_mut::<$lanes>() {
                    // SAFETY: as above; there is room for so many floats.
                    unsafe { $store(to.as_mut_ptr(), self.0) };
                }
            }
        }
    };
    ($name:ident $($trait:ident $method:ident $instruction:ident),*) => {$(
        impl std::ops::$trait for $name {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $instruction(self.0, other.0) })
            }
        }
    )*};
}

#[cfg(target_arch = "x86_64")]
vector!(Four(__m256d) of 4, Pair<Pair<Four>>: _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_sub_pd _mm256_mul_pd
    _mm256_div_pd _mm256_max_pd _mm256_min_pd _mm256_round_pd;
    |value, above, then, otherwise| _mm256_blendv_pd(otherwise, then, _mm256_cmp_pd::<_CMP_GT_OQ>(value, above));
    |shifted| _mm256_castsi256_pd(_mm256_slli_epi64::<{ EXPONENT_AT as i32 }>(_mm256_add_epi64(
        _mm256_castpd_si256(shifted), _mm256_set1_epi64x(BIAS as i64))));
    |quotient| _mm256_add_pd(quotient, _mm256_sub_pd(quotient, quotient)));

#[cfg(target_arch = "x86_64")]
vector!(Eight(__m512d) of 8, Pair<Pair<Pair<Eight>>>: _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_sub_pd _mm512_mul_pd
    _mm512_div_pd _mm512_max_pd _mm512_min_pd _mm512_roundscale_pd;
    |value, above, then, otherwise| _mm512_mask_blend_pd(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(value, above), otherwise, then);
    |shifted| _mm512_castsi512_pd(_mm512_slli_epi64::<EXPONENT_AT>(_mm512_add_epi64(
        _mm512_castpd_si512(shifted), _mm512_set1_epi64(BIAS as i64))));
    // Times -0 a number is a zero, and what is infinite is none; -0 becomes 0 as in `quotient + (quotient - quotient)`.
    |quotient| _mm512_fmadd_pd(quotient, _mm512_set1_pd(-0.0), quotient));

#[cfg(target_arch = "x86_64")]
impl Signed for Four {
    #[inline(always)]
    fn count_negative<const N: usize>(vectors: &[Self; N], counts: &mut [u64; N]) {
        if let Some(count) = counts.first_mut() {
            for vector in vectors {
                // SAFETY: only the wrapper for AVX2 uses this type.
                *count += u64::from(unsafe { _mm256_movemask_pd(vector.0) }.cast_unsigned().count_ones());
            }
        }
    }
}

/// By integers: upper halves of two vectors in one, so half the comparisons, by units that the arithmetic leaves free.
///
/// Two comparisons tell whether all are between the ends. Of one sign, halves are between as integers without a sign,
/// those of floats below 0 in reverse. Of two signs, those from 0 on are below the greater end as integers with a sign,
/// and those below 0, which come after all others without a sign, are below the lesser end there.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Halves {
    of_one_sign: bool,
    /// The upper halves of the ends.
    between: [u32; 2],
    sum: [Eight; 2],
    negative: u64,
    /// The least without a sign where the ends have one sign, the greatest with a sign where they have two.
    near: __m512i,
    /// The greatest without a sign.
    far: __m512i,
}

#[cfg(target_arch = "x86_64")]
impl Tally<Eight, 2> for Halves {
    #[inline(always)]
    fn new(between: Ends) -> Self {
        let of_one_sign = between.least.is_sign_negative() == between.most.is_sign_negative();
        let between = [between.least, between.most].map(|end| (end.to_bits() >> 32) as u32);
        // SAFETY, here and below: only the wrapper for AVX-512 uses this tally.
        let near = unsafe { _mm512_set1_epi32(if of_one_sign { -1 } else { i32::MIN }) };
        let (sum, far) = ([Eight::splat(0.0); 2], unsafe { _mm512_setzero_si512() });
        Self { of_one_sign, between, sum, negative: 0, near, far }
    }

    #[inline(always)]
    fn add(&mut self, losses: &[Eight; 2], counted: &[Eight; 2]) {
        let upper = |[a, b]: [Eight; 2]| {
            // SAFETY: as above.
            unsafe {
                let (a, b) = (_mm512_castpd_ps(a.0), _mm512_castpd_ps(b.0));
                _mm512_castps_si512(_mm512_shuffle_ps::<0b11_01_11_01>(a, b))
            }
        };
        let ([sum, other_sum], [a, b]) = (self.sum, *counted);
        self.sum = [sum + a, other_sum + b];
        let halves = upper(*losses);
        // SAFETY: as above.
        unsafe {
            self.negative += u64::from(_mm512_movepi32_mask(upper(*counted)).count_ones());
            self.near = match self.of_one_sign {
                true => _mm512_min_epu32(self.near, halves),
                false => _mm512_max_epi32(self.near, halves),
            };
            self.far = _mm512_max_epu32(self.far, halves);
        }
    }

    #[inline(always)]
    fn unit(self) -> Unit {
        let ([sum, other_sum], mut lanes) = (self.sum, [0.0; LINE]);
        (sum + other_sum).store(&mut lanes);
        Unit::of_losses(kernel::joined(lanes, |a, b| a + b), self.negative)
    }

    #[inline(always)]
    fn is_between(self) -> bool {
        let [least, most] = self.between;
        // SAFETY: as above.
        unsafe {
            let all = |half: u32| _mm512_set1_epi32(half.cast_signed());
            let (is_near, is_far) = if self.of_one_sign {
                let (near, far) = (least.min(most), least.max(most));
                (_mm512_cmpgt_epu32_mask(self.near, all(near)), _mm512_cmplt_epu32_mask(self.far, all(far)))
            } else {
                (_mm512_cmplt_epi32_mask(self.near, all(most)), _mm512_cmplt_epu32_mask(self.far, all(least)))
            };
            is_near & is_far == u16::MAX
        }
    }
}

/// Bytes of a page of memory, or of a part of one; and how far ahead the address of a page is looked up.
#[cfg(target_arch = "x86_64")]
const PAGE: usize = 4096;
#[cfg(target_arch = "x86_64")]
const BYTES_AHEAD: usize = 2 * PAGE;

/// At the beginning of a page: has the machine look up where one soon to come is, while this one is written. A store past
/// the caches that has to wait for that holds up all behind it, and nothing else would ask for its address before.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn look_up_next(line: *const f64) {
    if line.addr().is_multiple_of(PAGE) {
        // SAFETY: SSE is part of the target, and nothing is read: an address is all that it takes, of whatever.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.wrapping_byte_add(BYTES_AHEAD).cast()) };
    }
}

/// Writes one number past the caches.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn store_one(to: &mut f64, value: f64) {
    // SAFETY: SSE2 is part of the target; `to` is a valid, aligned place for 8 bytes.
    unsafe { _mm_stream_si64(std::ptr::from_mut(to).cast::<i64>(), value.to_bits().cast_signed()) };
}

/// Writes a line past the caches. `to` is where a line of memory begins.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn store_line(to: &mut [f64; LINE], line: &[f64; LINE]) {
    look_up_next(to.as_ptr());
    let ((to, _), (line, _)) = (to.as_chunks_mut::<2>(), line.as_chunks::<2>());
    for (to, pair) in to.iter_mut().zip(line) {
        // SAFETY: SSE2 is part of the target; both hold 16 bytes, and `to` is in a line of memory from its beginning.
        unsafe { _mm_stream_pd(to.as_mut_ptr(), _mm_loadu_pd(pair.as_ptr())) };
    }
}

/// The same in one instruction.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f")]
fn store_line_avx512(to: &mut [f64; LINE], line: &[f64; LINE]) {
    look_up_next(to.as_ptr());
    // SAFETY: both hold 64 bytes, and `to` is where a line of memory begins.
    unsafe { _mm512_stream_pd(to.as_mut_ptr(), _mm512_loadu_pd(line.as_ptr())) };
}

/// Copies into memory that will not be read soon, past the caches: a plain store would read every line before it is
/// written. The caller holds a [`Fence`].
#[cfg(target_arch = "x86_64")]
pub(super) fn stream(level: Level, source: &[f64], target: &mut [f64]) {
    #[target_feature(enable = "avx512f")]
    fn avx512(source: &[[f64; LINE]], target: &mut [[f64; LINE]]) {
        for (from, to) in source.iter().zip(target) {
            store_line_avx512(to, from);
        }
    }
    let length = source.len().min(target.len());
    let ((source, _), (target, _)) = (source.split_at(length), target.split_at_mut(length));
    let head = target.as_ptr().align_offset(size_of::<[f64; LINE]>()).min(length);
    let (source_head, source) = source.split_at(head);
    let (target_head, target) = target.split_at_mut(head);
    source_head.iter().zip(target_head).for_each(|(from, to)| store_one(to, *from));
    let (source_lines, source_tail) = source.as_chunks::<LINE>();
    let (target_lines, target_tail) = target.as_chunks_mut::<LINE>();
    if level == Level::Avx512 {
        // SAFETY: a level is made by `detect`, or after `is_available`.
        unsafe { avx512(source_lines, target_lines) };
    } else {
        source_lines.iter().zip(target_lines).for_each(|(from, to)| store_line(to, from));
    }
    source_tail.iter().zip(target_tail).for_each(|(from, to)| store_one(to, *from));
}

/// Writes the differences of two costs past the caches, straight from the registers, so that memory is busy while the
/// next are calculated. The caller holds a [`Fence`].
#[cfg(target_arch = "x86_64")]
pub(super) fn stream_difference(
    level: Level,
    minuend: &Costs<'_>,
    subtrahend: &Costs<'_>,
    mtok: &[Group],
    out: &mut [f64],
) {
    #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,popcnt")]
    fn avx512(minuend: &Costs<'_>, subtrahend: &Costs<'_>, mtok: &[Group], out: &mut [f64]) {
        let store_line = |to: &mut [f64; LINE], line: [f64; LINE]| store_line_avx512(to, &line);
        kernel::difference_by_lines(minuend, subtrahend, mtok, out, store_line, store_one);
    }
    if level == Level::Avx512 {
        // SAFETY: a level is made by `detect`, or after `is_available`.
        return unsafe { avx512(minuend, subtrahend, mtok, out) };
    }
    let store_line = |to: &mut [f64; LINE], line: [f64; LINE]| store_line(to, &line);
    kernel::difference_by_lines(minuend, subtrahend, mtok, out, store_line, store_one);
}

/// Writes the differences of two costs.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn stream_difference(
    level: Level,
    minuend: &Costs<'_>,
    subtrahend: &Costs<'_>,
    mtok: &[Group],
    out: &mut [f64],
) {
    difference(level, minuend, subtrahend, mtok, out);
}

/// Asks for memory that will be read soon, so that it is on its way while something else is calculated.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn prefetch(values: &[f64]) {
    for line in values.chunks(LINE) {
        // SAFETY: SSE is part of the target, and nothing is read: an address is all that it takes.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(line.as_ptr().cast()) };
    }
}

/// Leaves it to the machine.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn prefetch(_: &[f64]) {}

/// Orders what was streamed before whatever follows its end: to be held while streaming, and let go before others may
/// look. A fence after each row would send half a line to memory at every border of rows.
pub(super) struct Fence;

impl Drop for Fence {
    fn drop(&mut self) {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE is part of the target.
        unsafe {
            std::arch::x86_64::_mm_sfence();
        };
    }
}

/// Copies.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn stream(_: Level, source: &[f64], target: &mut [f64]) {
    target.iter_mut().zip(source).for_each(|(to, from)| *to = *from);
}
