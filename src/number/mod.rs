//! One formula text, several carriers.
//!
//! Every formula of the cost model is written once, over [`Number`], and runs on [`Exact`] (decimals, for answers),
//! `f64` (for sweeps), [`Deps`] (which parameters a value depends on) and [`Form`] (how it goes with one of them, from
//! stair to stair). Formulas are total and branch-free: what cannot be computed becomes *poison*, travels to the end and is
//! refused there, so no formula returns a `Result`.

mod amount;
mod deps;
mod doubling;
mod exact;
mod float;
mod form;
mod ordered;
mod piece;
pub(crate) mod powers;
mod ratio;
mod recorded;

pub use amount::Amount;
pub(crate) use amount::Powers;
pub(crate) use deps::Deps;
pub(crate) use doubling::{by_doubling, power};
pub(crate) use exact::Exact;
pub(crate) use form::Form;
pub(crate) use ordered::Ordered;
pub(crate) use piece::Piece;
pub(crate) use ratio::Ratio;
pub(crate) use recorded::{Crossing, Entry, OPERANDS, Operand, Operation, Recorded, Recording};

use std::ops::{Add, Mul, Sub};

/// What a formula may do with a value. No `Div` (see [`Number::over`]) and no ordering: a branch on a value would be
/// a different text for each carrier.
pub(crate) trait Number: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// A whole constant of a formula.
    fn lit(n: u32) -> Self;
    /// The quotient; poison where the divisor is zero or the result is out of range.
    fn over(self, divisor: Self) -> Self;
    /// The plain quotient, in floats infinite where [`Self::over`] is poison: for where the formula sees to it that no
    /// infinity is taken for a number.
    fn quotient(self, divisor: Self) -> Self {
        self.over(divisor)
    }
    /// One of `n` equal parts: a quotient for decimals, a product with the reciprocal for floats, which is a unit in the
    /// last place off at most and many times as fast.
    fn nth(self, n: u32) -> Self {
        self.over(Self::lit(n))
    }
    /// The least whole number not below the value.
    fn ceil(self) -> Self;
    /// The nearest whole number, of two the even one.
    fn round(self) -> Self;
    /// The larger of the two; poison in either survives, unlike in `f64::max`.
    fn at_least(self, floor: Self) -> Self;
    /// The smaller of the two; poison in either survives.
    fn at_most(self, cap: Self) -> Self;
    /// `then` where `self > above`, else `otherwise`.
    fn select(self, above: Self, then: Self, otherwise: Self) -> Self;
    /// As [`Self::at_least`], for a floor that is no poison: in a long loop its sums carry the poison on.
    fn not_below(self, floor: Self) -> Self {
        self.at_least(floor)
    }
    /// As [`Self::at_most`], for a cap that is no poison.
    fn not_above(self, cap: Self) -> Self {
        self.at_most(cap)
    }
    /// As [`Self::select`], for what is no poison.
    fn choose(self, above: Self, then: Self, otherwise: Self) -> Self {
        self.select(above, then, otherwise)
    }
    /// The value to the last decimal that a larger whole has room for, so that the parts of a whole add and subtract
    /// exactly; floats stay as they are.
    fn to_the_digits_of(self, _whole: Self) -> Self {
        self
    }
    /// Whether a ratio keeps its two parts.
    const DIVIDES_LAST: bool = true;
    /// The ratio of this to a divisor.
    fn ratio(self, divisor: Self) -> Ratio<Self> {
        Ratio { times: self, over: divisor }
    }
    /// The force of interest a month of an effective annual rate, `ln(1 + self) / 12`, for a carrier that has it: floats
    /// do, decimals compound by doubling. It is never exactly 0, so that a quotient of two things that vanish with it is
    /// their limit and not poison.
    fn force_of_interest(self) -> Option<Self> {
        None
    }
    /// `e^self - 1` of a force of interest a month, for a carrier that has one.
    fn rate_of_force(self) -> Option<Self> {
        None
    }
    /// `e^self - 1`, for a carrier that has it: poison past +-700, and for decimals where it passes their range.
    fn exp_m1(self) -> Option<Self> {
        None
    }
}

/// The tokens of a Mtok.
pub(crate) const MEGA: u32 = 1_000_000;

/// One million, the tokens of a Mtok.
pub(crate) fn mega<N: Number>() -> N {
    N::lit(MEGA)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn exact(text: &str) -> Exact {
        Exact::new(Decimal::from_str_exact(text).unwrap())
    }

    #[test]
    fn poison_survives_every_operation_in_either_place() {
        let bad = Exact::lit(1).over(Exact::lit(0));
        let ok = Exact::lit(3);
        for value in [
            bad + ok,
            ok + bad,
            bad - ok,
            ok * bad,
            ok.over(bad),
            bad.over(ok),
            bad.ceil(),
            bad.at_least(ok),
            ok.at_least(bad),
            bad.at_most(ok),
            ok.at_most(bad),
            bad.select(ok, ok, ok),
            ok.select(bad, ok, ok),
        ] {
            assert_eq!(value.value(), None);
        }
        let bad = 1f64.over(0.0);
        for value in [
            bad + 3.0,
            3.0 - bad,
            bad * 3.0,
            3f64.over(bad),
            bad.ceil(),
            bad.at_least(3.0),
            3f64.at_least(bad),
            bad.at_most(3.0),
            3f64.at_most(bad),
            bad.select(3.0, 3.0, 3.0),
            3f64.select(bad, 3.0, 3.0),
        ] {
            assert!(value.is_nan());
        }
    }

    #[test]
    fn exact_product_that_underflows_is_poison_and_not_zero() {
        // 1e-16 * 1e-16 = 1e-32 is below the 28 decimals of the carrier
        assert_eq!((exact("0.0000000000000001") * exact("0.0000000000000001")).value(), None);
        assert_eq!((exact("0") * exact("0.0000000000000001")).value(), Some(Decimal::ZERO));
    }

    #[test]
    fn exact_overflow_is_poison() {
        let large = exact("79228162514264337593543950335");
        assert_eq!((large + Exact::lit(1)).value(), None);
        assert_eq!((large * Exact::lit(2)).value(), None);
    }

    #[test]
    fn select_is_strict() {
        assert_eq!(2f64.select(2.0, 1.0, 0.0), 0.0);
        assert_eq!(exact("2.0000001").select(Exact::lit(2), Exact::lit(1), Exact::lit(0)), Exact::lit(1));
    }

    #[test]
    fn deps_collects_all_four_arguments_of_select() {
        let bit = Deps::of_row;
        let all = bit(0).select(bit(1), bit(127), bit(128)) + bit(255);
        assert_eq!(all.rows().collect::<Vec<_>>(), [0, 1, 127, 128, 255]);
        assert_eq!((bit(4) * Deps::lit(3)).over(bit(5)).ceil().rows().collect::<Vec<_>>(), [4, 5]);
    }
}
