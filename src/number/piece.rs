//! A straight line of one number, and a range of the number in which every decision that a formula takes is the same.

use super::{Exact, Number};
use rust_decimal::Decimal;
use std::cell::Cell;
use std::cmp::Ordering;

/// `at_zero + slope t`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) at_zero: Exact,
    pub(super) slope: Exact,
}

/// A range of the number, from where the formula runs to the nearest end of a decision.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(super) from: Decimal,
    to: Cell<Option<Decimal>>,
}

impl Piece {
    pub(crate) fn from(from: Decimal) -> Self {
        Self { from, to: Cell::new(None) }
    }

    /// The first end of a decision; `None` where none ends.
    pub(crate) fn to(&self) -> Option<Decimal> {
        self.to.get()
    }

    pub(super) fn end_at(&self, end: Decimal) {
        if self.to.get().is_none_or(|nearest| end < nearest) {
            self.to.set(Some(end));
        }
    }

    /// The sign of a line just past the beginning; it holds to the end, which comes nearer for it.
    pub(super) fn sign(&self, line: Line) -> Option<Ordering> {
        let (at_zero, slope) =
            (line.at_zero.value()?.cmp(&Decimal::ZERO), line.slope.value()?.cmp(&Decimal::ZERO));
        match (slope, line.root()) {
            (Ordering::Equal, _) => Some(at_zero),
            (_, Some(root)) if root > self.from => {
                self.end_at(root);
                Some(slope.reverse())
            }
            (_, Some(_)) => Some(slope),
            // The root is past the range of decimals.
            (_, None) => Some(at_zero),
        }
    }
}

impl Line {
    pub(super) fn constant(at_zero: Exact) -> Self {
        Self { at_zero, slope: Exact::lit(0) }
    }

    pub(super) fn is_constant(self) -> bool {
        self.slope == Exact::lit(0)
    }

    pub(super) fn is_known(self) -> bool {
        self.at_zero.value().is_some() && self.slope.value().is_some()
    }

    pub(super) fn times(self, factor: Exact) -> Self {
        Self { at_zero: self.at_zero * factor, slope: self.slope * factor }
    }

    pub(super) fn divided(self, divisor: Exact) -> Self {
        Self { at_zero: self.at_zero.over(divisor), slope: self.slope.over(divisor) }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { at_zero: self.at_zero + other.at_zero, slope: self.slope + other.slope }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other.times(Exact::lit(0) - Exact::lit(1)))
    }

    pub(super) fn at(self, t: Decimal) -> Exact {
        self.at_zero + self.slope * Exact::new(t)
    }

    pub(super) fn root(self) -> Option<Decimal> {
        (Exact::lit(0) - self.at_zero).over(self.slope).value()
    }
}
