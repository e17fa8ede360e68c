//! Logarithm and exponential of floats by additions and multiplications alone: the last digit of a library function
//! differs from one platform to the next, and a call in the middle of a loop keeps it from being vectorized.
//!
//! Both stay within 3 units in the last place where interest takes them (the tests compare them with the platform's).

/// Rounds to a whole number when it is added: there are no digits behind the point at this size.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52

/// ln 2 in two parts; the first ends in so many zeros that its product with an exponent is exact.
const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// Where the exponential would leave the range of floats.
const LARGEST: f64 = 700.0;

/// 2^-900: nothing beside any rate, and yet not 0.
const NEXT_TO_NOTHING: f64 = 1.183_052_186_166_774_7e-271;

/// `ln(1 + annual) / 12`, and next to nothing where that is 0.
///
/// # Formula
/// ```text
/// ln(1 + x) = 2 artanh(x / (2 + x)) = 2 (s + s^3/3 + s^5/5 + ...)      |s| <= 1/3 for rates from -50% to 100%
/// ```
#[inline(always)]
pub(super) fn force_of_interest(annual: f64) -> f64 {
    let s = annual / (2.0 + annual);
    let square = s * s;
    // The first term that is left out is 9^-17 / 35 of the first.
    let series = odd_reciprocals(square);
    (s + s * square * series) * (1.0 / 6.0) + NEXT_TO_NOTHING
}

/// `1/3 + z/5 + z^2/7 + ... + z^15/33`, by pairs, so that additions need not wait for each other.
#[inline(always)]
fn odd_reciprocals(z: f64) -> f64 {
    let pair = |n: f64| 1.0 / n + z * (1.0 / (n + 2.0));
    let square = z * z;
    let four = |n: f64| pair(n) + square * pair(n + 4.0);
    let fourth = square * square;
    let eight = |n: f64| four(n) + fourth * four(n + 8.0);
    eight(3.0) + (fourth * fourth) * eight(19.0)
}

/// `e^x - 1`.
///
/// # Formula
/// ```text
/// x = k ln 2 + r, |r| <= ln 2 / 2      e^x - 1 = 2^k (r + r^2/2! + ... + r^14/14!) + (2^k - 1)
/// ```
#[inline(always)]
pub(super) fn exp_m1(x: f64) -> f64 {
    // What is no number stays none, and what would pass the range becomes none.
    let x = if x.abs() <= LARGEST { x } else { f64::NAN };
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let r = (x - whole * LN_2[0]) - whole * LN_2[1];
    // The whole number stands in the lowest bits of `shifted`; an exponent is biased by 1023 and begins at bit 52.
    let scale = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    scale * (r + r * r * inverse_factorials(r)) + (scale - 1.0)
}

/// `1/2! + r/3! + ... + r^12/14!`, by pairs.
#[inline(always)]
fn inverse_factorials(r: f64) -> f64 {
    const FACTORIALS: [f64; 13] = [
        2.0,
        6.0,
        24.0,
        120.0,
        720.0,
        5_040.0,
        40_320.0,
        362_880.0,
        3_628_800.0,
        39_916_800.0,
        479_001_600.0,
        6_227_020_800.0,
        87_178_291_200.0,
    ];
    let [a, b, c, d, e, f, g, h, i, j, k, l, m] = FACTORIALS.map(|factorial| 1.0 / factorial);
    let square = r * r;
    let fourth = square * square;
    let low = ((a + r * b) + square * (c + r * d)) + fourth * ((e + r * f) + square * (g + r * h));
    let high = ((i + r * j) + square * (k + r * l)) + fourth * m;
    low + (fourth * fourth) * high
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
        let mut worst = [0.0_f64; 2];
        for at in -50_000..=100_000 {
            let annual = f64::from(at) / 100_000.0;
            if annual.abs() > 0.0 {
                worst[0] = worst[0].max(distance(force_of_interest(annual), annual.ln_1p() / 12.0));
            }
            // forces of up to 0.06 a month over up to 1,200 months
            let x = f64::from(at) * 0.000_7;
            worst[1] = worst[1].max(distance(exp_m1(x), x.exp_m1()));
        }
        for at in 1..1000 {
            let x = f64::from(at).powi(-7);
            worst[1] = worst[1].max(distance(exp_m1(x), x.exp_m1()).max(distance(exp_m1(-x), (-x).exp_m1())));
        }
        assert!(worst[0] < 3.0 && worst[1] < 3.0, "{worst:?}");
    }

    #[test]
    fn what_is_none_or_out_of_range_is_none() {
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 701.0, -701.0] {
            assert!(exp_m1(x).is_nan());
        }
        assert!(force_of_interest(f64::NAN).is_nan());
        assert_eq!((exp_m1(0.0), force_of_interest(0.0)), (0.0, NEXT_TO_NOTHING));
        assert_eq!(NEXT_TO_NOTHING, 2.0_f64.powi(-900));
    }
}
