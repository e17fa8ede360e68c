//! In which order the operations of a record are carried out.
//!
//! The player has one value in hand, the result of the step before; an operation that takes it from there costs no way
//! through memory. So each output is followed down to its columns, and of two operands the one that takes longer comes
//! last.

use crate::number::{Entry, Operand, Operation};

/// The operations that some outputs need.
pub(super) struct Schedule {
    entries: Vec<Entry>,
    /// The entries that are carried out, each after its operands.
    pub(super) order: Vec<usize>,
    /// How often each entry is read, by outputs included.
    pub(super) reads: Vec<u32>,
}

impl Schedule {
    pub(super) fn of(mut entries: Vec<Entry>, outputs: &[Operand]) -> Self {
        // What is joined is read no more. Sums take their products first, and chains what is left.
        join(&mut entries, outputs, sum_of_product);
        join(&mut entries, outputs, chain);
        let order = order(&entries, outputs);
        let reads = reads(&entries, outputs);
        Self { entries, order, reads }
    }

    pub(super) fn entry(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }
}

impl Entry {
    /// Its operands without the places that it does not need.
    pub(super) fn read(&self) -> &[Operand] {
        self.operands.get(..self.operation.operands()).unwrap_or(&self.operands)
    }

    fn entries_read(&self) -> impl Iterator<Item = usize> {
        self.read().iter().filter_map(|operand| match operand {
            Operand::Entry(entry) if self.operation != Operation::Column => Some(*entry),
            _ => None,
        })
    }
}

/// How often each entry is read by those that the outputs need.
fn reads(entries: &[Entry], outputs: &[Operand]) -> Vec<u32> {
    let mut reads = vec![0_u32; entries.len()];
    let read = |reads: &mut Vec<u32>, entry: usize| {
        if let Some(times) = reads.get_mut(entry) {
            *times = times.saturating_add(1);
        }
    };
    for output in outputs {
        if let Operand::Entry(entry) = output {
            read(&mut reads, *entry);
        }
    }
    for (at, entry) in entries.iter().enumerate().rev() {
        if reads.get(at).is_some_and(|times| *times > 0) {
            entry.entries_read().for_each(|entry| read(&mut reads, entry));
        }
    }
    reads
}

/// Looks up what nothing else reads.
type Alone<'a> = dyn Fn(Operand) -> Option<Entry> + 'a;

/// Makes one operation of two or three, where only the last reads the results of those before it. `joined` is told the
/// last, and how to look up what only it reads.
fn join(entries: &mut [Entry], outputs: &[Operand], joined: fn(&Entry, &Alone<'_>) -> Option<Entry>) {
    let reads = reads(entries, outputs);
    for at in 0..entries.len() {
        let alone = |operand: Operand| match operand {
            Operand::Entry(read) if reads.get(read) == Some(&1) => entries.get(read).copied(),
            _ => None,
        };
        let found = entries.get(at).and_then(|entry| joined(entry, &alone));
        if let (Some(found), Some(entry)) = (found, entries.get_mut(at)) {
            *entry = found;
        }
    }
}

fn factors(entry: Entry) -> Option<[Operand; 2]> {
    let Entry { operation, operands: [a, b, ..] } = entry;
    (operation == Operation::Mul).then_some([a, b])
}

fn of_three(operation: Operation, [a, b, c]: [Operand; 3]) -> Option<Entry> {
    Some(Entry { operation, operands: [a, b, c, Operand::Known(0.0)] })
}

/// A product and a sum.
fn sum_of_product(last: &Entry, alone: &Alone<'_>) -> Option<Entry> {
    let Entry { operation, operands: [a, b, ..] } = *last;
    let product = |operand| alone(operand).and_then(factors);
    match (operation, product(a), product(b)) {
        (Operation::Add, _, Some([x, y])) => of_three(Operation::PlusProduct, [x, y, a]),
        (Operation::Add, Some([x, y]), _) => of_three(Operation::PlusProduct, [x, y, b]),
        (Operation::Sub, _, Some([x, y])) => of_three(Operation::LessProduct, [x, y, a]),
        (Operation::Sub, Some([x, y]), _) => of_three(Operation::ProductLess, [x, y, b]),
        _ => None,
    }
}

/// Two products, or a quotient, its whole number and what it is at least.
fn chain(last: &Entry, alone: &Alone<'_>) -> Option<Entry> {
    let Entry { operation, operands: [a, b, ..] } = *last;
    let product = |operand| alone(operand).and_then(factors);
    match (operation, product(a), product(b)) {
        (Operation::Mul, Some([x, y]), _) => of_three(Operation::Product, [x, y, b]),
        (Operation::Mul, _, Some([x, y])) => of_three(Operation::Product, [x, y, a]),
        (Operation::NotBelow, ..) => {
            let Entry { operation: Operation::Ceil, operands: [quotient, ..] } = alone(a)? else {
                return None;
            };
            let Entry { operation: Operation::Over, operands: [x, y, ..] } = alone(quotient)? else {
                return None;
            };
            of_three(Operation::Stairs, [x, y, b])
        }
        _ => None,
    }
}

/// About how long each entry takes from its columns on.
fn depths(entries: &[Entry]) -> Vec<u32> {
    let mut depths: Vec<u32> = Vec::with_capacity(entries.len());
    for entry in entries {
        let own = match entry.operation {
            Operation::Column => 0,
            Operation::ForceOfInterest | Operation::RateOfForce | Operation::ExpM1 => 12,
            Operation::Over | Operation::Stairs => 4,
            _ => 1,
        };
        let before = entry.entries_read().filter_map(|read| depths.get(read)).max();
        depths.push(before.copied().unwrap_or(0).saturating_add(own));
    }
    depths
}

/// The entries that the outputs need, depth first.
fn order(entries: &[Entry], outputs: &[Operand]) -> Vec<usize> {
    let depths = depths(entries);
    let mut is_ordered = vec![false; entries.len()];
    let mut order = Vec::new();
    // What still waits, and whether its operands were put before it.
    let mut waiting: Vec<(usize, bool)> = Vec::new();
    for output in outputs {
        if let Operand::Entry(entry) = output {
            waiting.push((*entry, false));
        }
        while let Some((at, is_prepared)) = waiting.pop() {
            let (Some(entry), Some(is_ordered)) = (entries.get(at), is_ordered.get_mut(at)) else { continue };
            if *is_ordered || entry.operation == Operation::Column {
                continue;
            }
            if is_prepared {
                *is_ordered = true;
                order.push(at);
                continue;
            }
            waiting.push((at, true));
            let mut operands: Vec<usize> = entry.entries_read().collect();
            // The last of them comes up first.
            operands.sort_by_key(|operand| std::cmp::Reverse(depths.get(*operand)));
            waiting.extend(operands.into_iter().map(|operand| (operand, false)));
        }
    }
    order
}
