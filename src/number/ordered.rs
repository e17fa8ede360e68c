//! Carriers whose values can be compared: what an algorithm needs beyond a formula.

use super::{Exact, Number, Operand, Recorded};
use std::cmp::Ordering;

/// A carrier that an algorithm may branch on. A formula never does.
pub(crate) trait Ordered: Number {
    /// The order of two values; `None` where either is poison, or not known yet.
    fn order(self, other: Self) -> Option<Ordering>;
    /// Whether it is a number, and 0.
    fn is_zero(self) -> bool {
        self.order(Self::lit(0)) == Some(Ordering::Equal)
    }
    /// Whether it is a number above 0.
    fn is_above_zero(self) -> bool {
        self.order(Self::lit(0)) == Some(Ordering::Greater)
    }
    /// Whether it is a number below 0.
    fn is_below_zero(self) -> bool {
        self.order(Self::lit(0)) == Some(Ordering::Less)
    }
}

impl Ordered for Exact {
    fn order(self, other: Self) -> Option<Ordering> {
        Some(self.value()?.cmp(&other.value()?))
    }
}

impl Ordered for f64 {
    #[inline]
    fn order(self, other: Self) -> Option<Ordering> {
        self.partial_cmp(&other)
    }
}

impl Ordered for Recorded<'_> {
    fn order(self, other: Self) -> Option<Ordering> {
        match (self.operand(), other.operand()) {
            (Operand::Known(one), Operand::Known(other)) => one.partial_cmp(&other),
            _ => None,
        }
    }
}
