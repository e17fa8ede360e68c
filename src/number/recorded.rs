//! The recording carrier: what is left of a formula when most of its inputs are known.
//!
//! A formula runs once. What depends on known numbers alone is calculated there and then, by the operations of floats;
//! what depends on a column is written down, each operation once. The record is then played for every row, and gives the
//! bits that the formula itself would give on floats, but for the sign of a zero.

use super::Number;
use super::ratio::{A_LITTLE_LESS, Ratio};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::{Add, Mul, Sub};

/// What is done with the operands of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    /// The value of a column, whose number is the first operand.
    Column,
    Add,
    Sub,
    Mul,
    Over,
    Ceil,
    Round,
    AtLeast,
    AtMost,
    NotBelow,
    NotAbove,
    /// The third operand where the first is above the second, else the fourth.
    Select,
    /// The same for what is no poison.
    Choose,
    ForceOfInterest,
    RateOfForce,
    ExpM1,
    /// A closed form, carried out as a whole.
    Crossing(Crossing),
}

/// Where a staircase comes to cost no more than a line, of the terms of their difference: a closed form of the sweeps.
///
/// As one operation its values stay in registers, where each of its dozens would pass memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crossing {
    /// Whether the volume is asked for from which on it always holds, and not the first.
    pub(crate) is_lasting: bool,
    /// Whether the steps have a most, the last operand.
    pub(crate) is_limited: bool,
}

impl Crossing {
    pub(crate) const FIRST: Self = Self { is_lasting: false, is_limited: false };
    pub(crate) const FIRST_WITHIN: Self = Self { is_lasting: false, is_limited: true };
    pub(crate) const ALWAYS: Self = Self { is_lasting: true, is_limited: false };
    pub(crate) const ALWAYS_WITHIN: Self = Self { is_lasting: true, is_limited: true };
}

impl Operation {
    /// How many operands it has.
    pub(crate) fn operands(self) -> usize {
        match self {
            Self::Column
            | Self::Ceil
            | Self::Round
            | Self::ForceOfInterest
            | Self::RateOfForce
            | Self::ExpM1 => 1,
            Self::Add
            | Self::Sub
            | Self::Mul
            | Self::Over
            | Self::AtLeast
            | Self::AtMost
            | Self::NotBelow
            | Self::NotAbove => 2,
            Self::Select | Self::Choose => 4,
            Self::Crossing(Crossing { is_limited: false, .. }) => 5,
            Self::Crossing(Crossing { is_limited: true, .. }) => 6,
        }
    }
}

/// A number, or the result of an entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operand {
    Known(f64),
    Entry(usize),
}

/// The most operands of an operation; those that are not needed are 0.
pub(crate) const OPERANDS: usize = 6;

/// An operation that waits for its columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) operation: Operation,
    pub(crate) operands: [Operand; OPERANDS],
}

/// An entry as the key of a map: floats by their bits.
type Key = (Operation, [(bool, u64); OPERANDS]);

/// The operations that wait, in an order in which each follows its operands.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    entries: RefCell<Vec<Entry>>,
    known: RefCell<BTreeMap<Key, usize>>,
}

/// A number, or the result of an entry of a recording.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Recorded<'a> {
    Known(f64),
    Waits { recording: &'a Recording, entry: usize },
}

impl Recording {
    /// The value of a column.
    pub(crate) fn column(&self, number: u32) -> Recorded<'_> {
        self.enter(Operation::Column, [Recorded::Known(f64::from(number))])
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries.into_inner()
    }

    fn enter<'a, const N: usize>(
        &'a self,
        operation: Operation,
        operands: [Recorded<'a>; N],
    ) -> Recorded<'a> {
        let mut all = [Operand::Known(0.0); OPERANDS];
        for (place, operand) in all.iter_mut().zip(operands) {
            *place = operand.operand();
        }
        let key = all.map(|operand| match operand {
            Operand::Known(value) => (true, value.to_bits()),
            Operand::Entry(entry) => (false, entry as u64),
        });
        let mut entries = self.entries.borrow_mut();
        let entry = *self.known.borrow_mut().entry((operation, key)).or_insert_with(|| {
            entries.push(Entry { operation, operands: all });
            entries.len().saturating_sub(1)
        });
        Recorded::Waits { recording: self, entry }
    }
}

impl<'a> Recorded<'a> {
    pub(crate) fn operand(self) -> Operand {
        match self {
            Self::Known(value) => Operand::Known(value),
            Self::Waits { entry, .. } => Operand::Entry(entry),
        }
    }

    fn is(self, value: f64) -> bool {
        matches!(self, Self::Known(known) if known.to_bits() == value.to_bits())
    }

    fn waits(self) -> bool {
        matches!(self, Self::Waits { .. })
    }

    fn recording(self) -> Option<&'a Recording> {
        match self {
            Self::Known(_) => None,
            Self::Waits { recording, .. } => Some(recording),
        }
    }

    /// Calculates with what is known, or writes down what waits.
    pub(crate) fn with<const N: usize>(
        operation: Operation,
        operands: [Self; N],
        calculate: impl FnOnce([f64; N]) -> f64,
    ) -> Self {
        match operands.iter().find_map(|operand| operand.recording()) {
            Some(recording) => recording.enter(operation, operands),
            None => Self::Known(calculate(operands.map(|operand| match operand {
                Self::Known(value) => value,
                Self::Waits { .. } => f64::NAN,
            }))),
        }
    }

    fn chosen(self, operation: Operation, above: Self, then: Self, otherwise: Self) -> Self {
        if let (Self::Known(value), Self::Known(limit)) = (self, above) {
            let is_poison = match operation {
                Operation::Choose => value.is_nan() || limit.is_nan(),
                _ => !(value - limit).is_finite(),
            };
            if !is_poison {
                return if value > limit { then } else { otherwise };
            }
        }
        let operands = [self, above, then, otherwise];
        Self::with(operation, operands, |[a, b, c, d]| match operation {
            Operation::Choose => a.choose(b, c, d),
            _ => a.select(b, c, d),
        })
    }

    fn both(operation: Operation, a: Self, b: Self, calculate: impl FnOnce(f64, f64) -> f64) -> Self {
        Self::with(operation, [a, b], |[a, b]| calculate(a, b))
    }
}

/// The same number, or the result of the same entry.
impl PartialEq for Recorded<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.operand() == other.operand()
    }
}

impl Add for Recorded<'_> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if other.is(0.0) {
            return self;
        }
        if self.is(0.0) {
            return other;
        }
        Self::both(Operation::Add, self, other, |a, b| a + b)
    }
}

impl Sub for Recorded<'_> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        if other.is(0.0) {
            return self;
        }
        Self::both(Operation::Sub, self, other, |a, b| a - b)
    }
}

impl Mul for Recorded<'_> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        // Inputs are within the ranges of the table, where no formula is poison: nothing times a column is nothing.
        for (one, other) in [(self, other), (other, self)] {
            if one.is(1.0) {
                return other;
            }
            if one.is(0.0) {
                return one;
            }
        }
        Self::both(Operation::Mul, self, other, |a, b| a * b)
    }
}

impl Number for Recorded<'_> {
    const DIVIDES_LAST: bool = false;

    fn lit(n: u32) -> Self {
        Self::Known(f64::from(n))
    }

    fn over(self, divisor: Self) -> Self {
        // As with products: what is divided by has something in it wherever the quotient is asked for.
        if divisor.is(1.0) || self.is(0.0) && divisor.waits() {
            return self;
        }
        Self::both(Operation::Over, self, divisor, Number::over)
    }

    fn nth(self, n: u32) -> Self {
        self * Self::Known(1.0.nth(n))
    }

    fn ceil(self) -> Self {
        Self::with(Operation::Ceil, [self], |[a]| Number::ceil(a))
    }

    fn round(self) -> Self {
        Self::with(Operation::Round, [self], |[a]| Number::round(a))
    }

    fn at_least(self, floor: Self) -> Self {
        match floor {
            Self::Known(limit) if limit.is_finite() => self.not_below(floor),
            _ => Self::both(Operation::AtLeast, self, floor, Number::at_least),
        }
    }

    fn at_most(self, cap: Self) -> Self {
        match cap {
            Self::Known(limit) if limit.is_finite() => self.not_above(cap),
            _ => Self::both(Operation::AtMost, self, cap, Number::at_most),
        }
    }

    fn select(self, above: Self, then: Self, otherwise: Self) -> Self {
        self.chosen(Operation::Select, above, then, otherwise)
    }

    fn not_below(self, floor: Self) -> Self {
        Self::both(Operation::NotBelow, self, floor, Number::not_below)
    }

    fn not_above(self, cap: Self) -> Self {
        Self::both(Operation::NotAbove, self, cap, Number::not_above)
    }

    fn choose(self, above: Self, then: Self, otherwise: Self) -> Self {
        self.chosen(Operation::Choose, above, then, otherwise)
    }

    fn ratio(self, divisor: Self) -> Ratio<Self> {
        Ratio { times: self.over(divisor) * Self::Known(A_LITTLE_LESS), over: Self::Known(1.0) }
    }

    fn force_of_interest(self) -> Option<Self> {
        let calculate = |[annual]: [f64; 1]| annual.force_of_interest().unwrap_or(f64::NAN);
        Some(Self::with(Operation::ForceOfInterest, [self], calculate))
    }

    fn rate_of_force(self) -> Option<Self> {
        let calculate = |[force]: [f64; 1]| force.rate_of_force().unwrap_or(f64::NAN);
        Some(Self::with(Operation::RateOfForce, [self], calculate))
    }

    fn exp_m1(self) -> Option<Self> {
        let calculate = |[x]: [f64; 1]| Number::exp_m1(x).unwrap_or(f64::NAN);
        Some(Self::with(Operation::ExpM1, [self], calculate))
    }
}
