//! Whole numbers that shrink to round ones.

use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Whole numbers from a range, by magnitude: each number of digits is as likely, and so is each sign. A half of them have
/// one or two digits that are not 0.
///
/// A number that fails shrinks to the first of these that fails too: 0, one whole unit, powers of ten, twice and five times
/// them, and then itself with 1, 2, 3 ... of its digits, rounded down or up. None has more digits than the one before it, or it
/// is smaller, so that this ends.
#[derive(Clone, Debug)]
pub(super) struct Rounded {
    low: i64,
    high: i64,
    unit: i64,
}

/// Numbers from `low` to `high` in units of the last of some decimals.
pub(super) fn rounded(low: i64, high: i64, decimals: u32) -> Rounded {
    Rounded { low, high, unit: 10_i64.saturating_pow(decimals) }
}

impl Strategy for Rounded {
    type Tree = RoundedTree;
    type Value = i64;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let Self { low, high, unit } = *self;
        let mut draw = |from: i64, to: i64| (from..=to).new_tree(runner).map(|tree| tree.current());
        let is_negative = high <= 0 || (low < 0 && draw(0, 1)? == 0);
        let (least, most) = if is_negative { (0.max(-high), -low) } else { (0.max(low), high) };
        let digits = draw(count_of_digits(least), count_of_digits(most))?;
        let from = 10_i64.saturating_pow(u32::try_from(digits - 1).unwrap_or(0)).max(least);
        let to = (10_i64.saturating_pow(u32::try_from(digits).unwrap_or(0)) - 1).min(most);
        let from = if digits == 1 { least } else { from };
        let drawn = draw(from.min(to), to)?;
        let size = if draw(0, 1)? == 0 { kept(drawn, 2).max(least) } else { drawn };
        let start = if is_negative { -size } else { size };
        Ok(RoundedTree {
            low,
            high,
            unit,
            current: start,
            failed: start,
            passed: Vec::new(),
            waiting: Vec::new(),
            is_settled: false,
        })
    }
}

/// A number on its way to a round one.
#[derive(Clone, Debug)]
pub(super) struct RoundedTree {
    low: i64,
    high: i64,
    unit: i64,
    current: i64,
    /// The simplest that failed.
    failed: i64,
    passed: Vec<i64>,
    /// Simpler ones that are still to try, the simplest last.
    waiting: Vec<i64>,
    is_settled: bool,
}

impl ValueTree for RoundedTree {
    type Value = i64;

    fn current(&self) -> i64 {
        self.current
    }

    fn simplify(&mut self) -> bool {
        if self.is_settled {
            return false;
        }
        self.failed = self.current;
        let simpler = simpler_than(self.failed, self.unit).into_iter();
        let untried =
            simpler.filter(|one| (self.low..=self.high).contains(one) && !self.passed.contains(one));
        self.waiting = untried.collect();
        self.waiting.reverse();
        self.next();
        !self.is_settled
    }

    fn complicate(&mut self) -> bool {
        if self.is_settled {
            return false;
        }
        self.passed.push(self.current);
        // Back at the one that failed it is asked once more, as trees of proptest do, before it is done.
        self.next();
        true
    }
}

impl RoundedTree {
    fn next(&mut self) {
        let next = self.waiting.pop();
        self.is_settled = next.is_none();
        self.current = next.unwrap_or(self.failed);
    }
}

/// What to try in place of a number, the simplest first, and none of them itself.
fn simpler_than(number: i64, unit: i64) -> Vec<i64> {
    let size = number.saturating_abs();
    let powers = || (0..18).map(|zeros| 10_i64.pow(zeros));
    let mut list = vec![0, unit];
    list.extend(powers().filter(|power| *power > unit));
    list.extend(powers().filter(|power| *power < unit).rev());
    for digit in [5, 2] {
        list.extend(powers().map(|power| power.saturating_mul(digit)).filter(|one| *one <= size).rev());
    }
    list.retain(|one| *one < size);
    for digits in 1..u32::try_from(count_of_digits(size)).unwrap_or(1) {
        let down = kept(size, digits);
        if down < size {
            list.extend([down, raised(size, digits)]);
        }
    }
    let mut simpler: Vec<i64> = Vec::new();
    if number < 0 {
        list.push(size);
    }
    for one in list {
        for signed in if number < 0 { vec![one, -one] } else { vec![one] } {
            if signed != number && !simpler.contains(&signed) {
                simpler.push(signed);
            }
        }
    }
    simpler
}

/// A number with so many of its digits, and zeros for the others.
fn kept(number: i64, digits: u32) -> i64 {
    let dropped = u32::try_from(count_of_digits(number)).unwrap_or(0).saturating_sub(digits);
    let power = 10_i64.saturating_pow(dropped);
    number - number % power
}

/// The next number from 0 that has only so many digits.
fn raised(number: i64, digits: u32) -> i64 {
    let dropped = u32::try_from(count_of_digits(number)).unwrap_or(0).saturating_sub(digits);
    kept(number, digits).saturating_add(10_i64.saturating_pow(dropped))
}

fn count_of_digits(number: i64) -> i64 {
    i64::from(number.checked_ilog10().unwrap_or(0)) + 1
}
