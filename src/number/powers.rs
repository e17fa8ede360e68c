//! Logarithm and exponential of floats by additions and multiplications alone: the last digit of a library function
//! differs from one platform to the next, and a call in the middle of a loop keeps it from being vectorized.
//!
//! The force of interest, the rate of one and the exponential stay within 3 units in the last place where interest takes
//! them (the tests compare them with the platform's).

use super::Number;

/// Floats, one or several side by side: what the powers are made of.
pub(crate) trait Binary: Number {
    /// The same float in every place.
    fn float(value: f64) -> Self;
    /// `2^k`, where this is `k` and [`ROUNDER`] together.
    fn power_of_two(self) -> Self;
}

impl Binary for f64 {
    #[inline(always)]
    fn float(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        f64::from_bits(self.to_bits().wrapping_add(BIAS) << EXPONENT_AT)
    }
}

/// What the exponent of a float is stored with. It is added to a whole number that stands in the lowest bits of a sum with
/// [`ROUNDER`].
pub(crate) const BIAS: u64 = 1023;

/// The bit of a float at which its exponent begins.
pub(crate) const EXPONENT_AT: u32 = 52;

/// Rounds to a whole number when it is added: there are no digits behind the point at this size.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52

/// ln 2 in two parts; the first ends in so many zeros that its product with an exponent is exact.
const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// Where the exponential would leave the range of floats.
const LARGEST: f64 = 700.0;

/// 2^-900: nothing beside any rate, and yet not 0.
const NEXT_TO_NOTHING: f64 = 1.183_052_186_166_774_7e-271;

// Each series below is the polynomial of its degree that stays nearest to the function (Remez's exchange, in 60 digits):
// near what Taylor's would be, and as exact with fewer terms.

/// `(artanh(s) / s - 1) / s^2` by powers of `s^2`, up to 1/9: off by 1.3e-18 of `artanh(s)` at most.
const ARTANH: [f64; 10] = [
    0.333_333_333_333_331_54,
    0.200_000_000_000_776_33,
    0.142_857_142_740_489_22,
    0.111_111_119_774_842_03,
    0.090_908_722_151_414_67,
    0.076_932_747_377_484_53,
    0.066_505_533_163_863_2,
    0.060_525_327_430_019_76,
    0.041_722_141_918_922_8,
    0.085_053_959_642_548_24,
];

/// `(e^r - 1 - r) / r^2` by powers of `r`, up to ln 2 / 2 on both sides: off by 1.8e-17 of `e^r - 1` at most.
const EXP_M1: [f64; 10] = [
    0.500_000_000_000_000_6,
    0.166_666_666_666_665_88,
    0.041_666_666_666_576_76,
    0.008_333_333_333_389_552,
    0.001_388_888_893_156_494_3,
    0.000_198_412_697_190_071_68,
    2.480_150_527_371_103_3e-5,
    2.755_740_754_289_165e-6,
    2.762_603_792_164_635_7e-7,
    2.505_377_479_588_606_5e-8,
];

/// The same up to 0.0595 on both sides, which is past `ln(2) / 12`: off by 4e-18.
const EXP_M1_OF_A_MONTH: [f64; 7] = [
    0.5,
    0.166_666_666_666_689_1,
    0.041_666_666_666_648_415,
    0.008_333_333_294_877_437,
    0.001_388_888_897_253_979,
    0.000_198_431_438_318_734_66,
    2.480_143_300_037_523e-5,
];

/// `ln(1 + annual) / 12`, and next to nothing where that is 0.
///
/// # Formula
/// ```text
/// ln(1 + x) = 2 artanh(x / (2 + x)) = 2 (s + s^3/3 + s^5/5 + ...)      |s| <= 1/3 for rates from -50% to 100%
/// ```
#[inline(always)]
pub(crate) fn force_of_interest<N: Binary>(annual: N) -> N {
    let s = annual.quotient(N::float(2.0) + annual);
    let square = s * s;
    let series = ten_terms(ARTANH, square);
    // What does not wait for the series stands beside it.
    let sixth = s * N::float(1.0 / 6.0);
    (sixth + N::float(NEXT_TO_NOTHING)) + sixth * square * series
}

/// `e^x - 1`.
///
/// # Formula
/// ```text
/// x = k ln 2 + r, |r| <= ln 2 / 2      e^x - 1 = 2^k (r + r^2/2! + r^3/3! + ...) + (2^k - 1)
/// ```
#[inline(always)]
pub(crate) fn exp_m1<N: Binary>(x: N) -> N {
    let shifted = x * N::float(std::f64::consts::LOG2_E) + N::float(ROUNDER);
    let whole = shifted - N::float(ROUNDER);
    let r = (x - whole * N::float(LN_2[0])) - whole * N::float(LN_2[1]);
    // What is no number stays none, and what would pass the range becomes none.
    let none = N::float(f64::NAN);
    let scale = (x * x).choose(N::float(LARGEST * LARGEST), none, shifted.power_of_two());
    // What does not wait for the series stands beside it, as in the force of interest.
    (scale * r + (scale - N::float(1.0))) + scale * (r * r) * ten_terms(EXP_M1, r)
}

/// `e^x - 1` of a force of interest a month: no multiple of ln 2 is in it. Past annual rates of -50% to 100% it loses digits
/// slowly.
#[inline(always)]
pub(crate) fn rate_of_force<N: Binary>(x: N) -> N {
    let [a, b, c, d, e, f, g] = EXP_M1_OF_A_MONTH;
    let pair = |a: f64, b: f64| N::float(a) + x * N::float(b);
    let square = x * x;
    let series = (pair(a, b) + square * pair(c, d)) + (square * square) * (pair(e, f) + square * N::float(g));
    x + square * series
}

/// A polynomial by pairs, so that additions need not wait for each other.
#[inline(always)]
fn ten_terms<N: Binary>([a, b, c, d, e, f, g, h, i, j]: [f64; 10], x: N) -> N {
    let pair = |a: f64, b: f64| N::float(a) + x * N::float(b);
    let square = x * x;
    let fourth = square * square;
    let ends = (pair(a, b) + square * pair(c, d)) + (fourth * fourth) * pair(i, j);
    ends + fourth * (pair(e, f) + square * pair(g, h))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distance in units of the reference's precision, of which one is one or two of its last place.
    fn distance(value: f64, reference: f64) -> f64 {
        (value - reference).abs() / (reference.abs() * f64::EPSILON).max(f64::MIN_POSITIVE)
    }

    #[test]
    fn powers_are_those_of_the_platform() {
        let mut worst = [0.0_f64; 3];
        for at in -50_000..=100_000 {
            let annual = f64::from(at) / 100_000.0;
            if annual.abs() > 0.0 {
                let force = annual.ln_1p() / 12.0;
                worst[0] = worst[0].max(distance(force_of_interest(annual), force));
                worst[2] = worst[2].max(distance(rate_of_force(force), force.exp_m1()));
            }
            // forces of up to 0.06 a month over up to 1,200 months
            let x = f64::from(at) * 0.000_7;
            worst[1] = worst[1].max(distance(exp_m1(x), x.exp_m1()));
        }
        for at in 1..1000 {
            let x = f64::from(at).powi(-7);
            worst[1] = worst[1].max(distance(exp_m1(x), x.exp_m1()).max(distance(exp_m1(-x), (-x).exp_m1())));
        }
        assert!(worst.iter().all(|worst| *worst < 3.0), "{worst:?}");
    }

    #[test]
    fn what_is_none_or_out_of_range_is_none() {
        let past = LARGEST.next_up();
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 701.0, -701.0, past, -past, 1e200, -1e200] {
            assert!(exp_m1::<f64>(x).is_nan());
        }
        assert!(exp_m1(LARGEST).is_finite() && (exp_m1(-LARGEST) + 1.0).abs() < 1e-300);
        assert!(force_of_interest(f64::NAN).is_nan() && rate_of_force(f64::NAN).is_nan());
        assert_eq!((exp_m1(0.0), force_of_interest(0.0)), (0.0, NEXT_TO_NOTHING));
        assert_eq!(NEXT_TO_NOTHING, 2.0_f64.powi(-900));
    }
}
