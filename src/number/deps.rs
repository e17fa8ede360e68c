//! The symbolic carrier: which rows of the parameter table a value depends on.

use super::Number;
use std::ops::{Add, Mul, Sub};

/// A set of parameter rows, found by running a formula on it. A hand-kept list would drift from the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deps(u128);

impl Deps {
    /// The set of one row of the table, which has at most 128.
    pub(crate) fn of_row(row: u8) -> Self {
        Self(1u128.checked_shl(u32::from(row)).unwrap_or(0))
    }

    /// The rows in the set, ascending.
    pub(crate) fn rows(self) -> impl Iterator<Item = u8> {
        (0..128u8).filter(move |row| self.0.checked_shr(u32::from(*row)).unwrap_or(0) & 1 == 1)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Add for Deps {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.and(other)
    }
}

impl Sub for Deps {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.and(other)
    }
}

impl Mul for Deps {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.and(other)
    }
}

impl Number for Deps {
    const DIVIDES_LAST: bool = true;

    fn lit(_: u32) -> Self {
        Self(0)
    }

    fn over(self, divisor: Self) -> Self {
        self.and(divisor)
    }

    fn ceil(self) -> Self {
        self
    }

    fn round(self) -> Self {
        self
    }

    fn at_least(self, floor: Self) -> Self {
        self.and(floor)
    }

    fn at_most(self, cap: Self) -> Self {
        self.and(cap)
    }

    fn select(self, above: Self, then: Self, otherwise: Self) -> Self {
        self.and(above).and(then).and(otherwise)
    }
}
