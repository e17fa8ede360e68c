//! The decimal carrier.

use super::{Number, Powers};
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};
use std::ops::{Add, Mul, Sub};

/// Every number of so many digits fits.
const DIGITS: u32 = 28;

/// A decimal, or poison: overflow, division by zero, or a non-zero product that underflows to zero.
///
/// Values keep 28 digits. `rust_decimal`'s operators panic on overflow and its `checked_mul` returns zero on
/// underflow, so they are used in this room alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exact(Option<Decimal>);

impl Exact {
    pub(crate) const POISON: Self = Self(None);

    pub(crate) fn new(value: Decimal) -> Self {
        Self(Some(value))
    }

    /// `None` is poison.
    pub(crate) fn value(self) -> Option<Decimal> {
        self.0
    }

    fn both(self, other: Self, f: impl FnOnce(Decimal, Decimal) -> Option<Decimal>) -> Self {
        match (self.0, other.0) {
            (Some(a), Some(b)) => Self(f(a, b)),
            _ => Self::POISON,
        }
    }
}

/// `result`, unless it is a zero that neither operand explains.
fn unless_underflow(a: Decimal, b: Decimal, result: Decimal) -> Option<Decimal> {
    (!result.is_zero() || a.is_zero() || b.is_zero()).then_some(result)
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.both(other, Decimal::checked_add)
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.both(other, Decimal::checked_sub)
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.both(other, |a, b| a.checked_mul(b).and_then(|product| unless_underflow(a, b, product)))
    }
}

impl Number for Exact {
    fn lit(n: u32) -> Self {
        Self::new(n.into())
    }

    fn over(self, divisor: Self) -> Self {
        // A quotient below 1e-28 is zero: the last correction of an iteration that has converged is one.
        self.both(divisor, Decimal::checked_div)
    }

    fn ceil(self) -> Self {
        Self(self.0.map(|value| value.ceil()))
    }

    fn round(self) -> Self {
        Self(self.0.map(|value| value.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)))
    }

    fn at_least(self, floor: Self) -> Self {
        self.both(floor, |a, b| Some(a.max(b)))
    }

    fn at_most(self, cap: Self) -> Self {
        self.both(cap, |a, b| Some(a.min(b)))
    }

    fn select(self, above: Self, then: Self, otherwise: Self) -> Self {
        match (self.0, above.0) {
            (Some(a), Some(b)) if a > b => then,
            (Some(_), Some(_)) => otherwise,
            _ => Self::POISON,
        }
    }

    fn to_the_digits_of(self, whole: Self) -> Self {
        self.both(whole, |value, whole| {
            let digits = whole.trunc().mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
            let room = DIGITS.saturating_sub(digits);
            Some(value.round_dp_with_strategy(room, RoundingStrategy::MidpointNearestEven))
        })
    }

    /// Beside [`Number::force_of_interest`], which decimals lack, this is only asked for by what has a logarithm.
    fn exp_m1(self) -> Option<Self> {
        Some(Self(self.0.and_then(|x| x.checked_exp())) - Self::lit(1))
    }
}

impl Powers for Exact {
    const DOUBLES: bool = true;

    fn ln_1p(self) -> Self {
        Self((self + Self::lit(1)).0.and_then(|growth| growth.checked_ln()))
    }

    fn whole(self) -> Option<u32> {
        self.0.filter(Decimal::is_integer).and_then(|value| u32::try_from(value).ok())
    }

    fn noise() -> Self {
        Self::new(Decimal::new(1, 27))
    }

    fn rough(self) -> Option<f64> {
        f64::try_from(self.0?).ok()
    }

    fn near(rough: f64) -> Option<Self> {
        Decimal::from_f64_retain(rough).map(Self::new)
    }
}
