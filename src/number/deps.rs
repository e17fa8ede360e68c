//! The symbolic carrier: which rows of the parameter table a value depends on.

use super::Number;
use std::ops::{Add, Mul, Sub};

/// The rows that a word of the set holds.
const WORD: u8 = 128;

/// A set of parameter rows, found by running a formula on it. A hand-kept list would drift from the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deps {
    low: u128,
    high: u128,
}

impl Deps {
    const NONE: Self = Self { low: 0, high: 0 };

    /// The set of one row of the table, which has at most 256: as many as a row's number has values.
    pub(crate) fn of_row(row: u8) -> Self {
        let bit = 1 << (row % WORD);
        if row < WORD { Self { low: bit, ..Self::NONE } } else { Self { high: bit, ..Self::NONE } }
    }

    /// The rows in the set, ascending.
    pub(crate) fn rows(self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(move |row| {
            let word = if *row < WORD { self.low } else { self.high };
            (word >> (row % WORD)) & 1 == 1
        })
    }

    fn and(self, other: Self) -> Self {
        Self { low: self.low | other.low, high: self.high | other.high }
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
    fn lit(_: u32) -> Self {
        Self::NONE
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
