//! The binary carrier: NaN is the poison.

use super::ratio::{A_LITTLE_LESS, Ratio};
use super::{Number, powers};

#[allow(clippy::eq_op, reason = "x - x is 0 for a number and NaN for what is none: it carries the poison on")]
impl Number for f64 {
    const DIVIDES_LAST: bool = false;

    #[inline(always)]
    fn lit(n: u32) -> Self {
        f64::from(n)
    }

    #[inline(always)]
    fn over(self, divisor: Self) -> Self {
        let quotient = self / divisor;
        // An infinite quotient would survive a later `at_most`; infinity minus infinity is NaN, which cannot.
        quotient + (quotient - quotient)
    }

    #[inline(always)]
    fn quotient(self, divisor: Self) -> Self {
        self / divisor
    }

    #[inline(always)]
    fn nth(self, n: u32) -> Self {
        self * (1.0 / f64::from(n))
    }

    #[inline(always)]
    fn ceil(self) -> Self {
        f64::ceil(self)
    }

    #[inline(always)]
    fn round(self) -> Self {
        self.round_ties_even()
    }

    #[inline(always)]
    fn at_least(self, floor: Self) -> Self {
        let larger = if floor > self { floor } else { self };
        larger + (floor - floor)
    }

    #[inline(always)]
    fn at_most(self, cap: Self) -> Self {
        let smaller = if cap < self { cap } else { self };
        smaller + (cap - cap)
    }

    #[inline(always)]
    fn select(self, above: Self, then: Self, otherwise: Self) -> Self {
        let chosen = if self > above { then } else { otherwise };
        let difference = self - above;
        chosen + (difference - difference)
    }

    #[inline(always)]
    fn not_below(self, floor: Self) -> Self {
        if floor > self { floor } else { self }
    }

    #[inline(always)]
    fn not_above(self, cap: Self) -> Self {
        if cap < self { cap } else { self }
    }

    #[inline(always)]
    fn choose(self, above: Self, then: Self, otherwise: Self) -> Self {
        if self > above { then } else { otherwise }
    }

    #[inline(always)]
    fn ratio(self, divisor: Self) -> Ratio<Self> {
        Ratio { times: self.over(divisor) * A_LITTLE_LESS, over: 1.0 }
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
}
