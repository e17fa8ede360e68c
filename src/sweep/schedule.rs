//! In which order the operations of a record are carried out.
//!
//! The player has one value in hand, the result of the step before; an operation that takes it from there costs no way
//! through memory. So each output is followed down to its columns, and of two operands the one that takes longer comes
//! last. Powers that wait for a column alone come before all others.

use crate::number::{Entry, OPERANDS, Operand, Operation};

/// What is done with the operands of a task: an operation of the record, or several whose results only the next one reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    One(Operation),
    /// `a b c`
    Product,
    /// The least whole number that is not below `a / b`, and `c` where that is more: the steps of a staircase.
    Stairs,
    /// `c + a b`
    PlusProduct,
    /// `c - a b`
    LessProduct,
    /// `a b - c`
    ProductLess,
}

impl Action {
    /// How many operands it has.
    fn operands(self) -> usize {
        match self {
            Self::One(operation) => operation.operands(),
            Self::Product | Self::Stairs | Self::PlusProduct | Self::LessProduct | Self::ProductLess => 3,
        }
    }
}

/// An entry of a record, with those that are done along with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) action: Action,
    operands: [Operand; OPERANDS],
}

/// The operations that some outputs need.
pub(super) struct Schedule {
    /// In the places of the entries.
    tasks: Vec<Task>,
    /// The entries that are carried out, each after its operands.
    pub(super) order: Vec<usize>,
    /// How often each entry is read, by outputs included.
    pub(super) reads: Vec<u32>,
}

impl Schedule {
    pub(super) fn of(entries: Vec<Entry>, outputs: &[Operand]) -> Self {
        let task = |Entry { operation, operands }| Task { action: Action::One(operation), operands };
        let mut tasks: Vec<Task> = entries.into_iter().map(task).collect();
        // What is joined is read no more. Sums take their products first, and chains what is left.
        join(&mut tasks, outputs, sum_of_product);
        join(&mut tasks, outputs, chain);
        let reads = reads(&tasks, outputs);
        let order = order(&tasks, outputs, &reads);
        Self { tasks, order, reads }
    }

    pub(super) fn task(&self, at: usize) -> Option<&Task> {
        self.tasks.get(at)
    }

    /// The column that an entry is.
    pub(super) fn column(&self, entry: usize) -> Option<usize> {
        match *self.task(entry)? {
            Task { action: Action::One(Operation::Column), operands: [Operand::Known(number), ..] } => {
                Some(number as usize)
            }
            _ => None,
        }
    }
}

impl Task {
    /// Which operand it takes from the hand, where the result of an entry is there.
    pub(super) fn taken_from_hand(&self, entry: usize) -> Option<usize> {
        let place = self.read().iter().position(|one| *one == Operand::Entry(entry));
        // A closed form has its terms from their slots.
        place.filter(|_| !matches!(self.action, Action::One(Operation::Crossing(_))))
    }

    /// Its operands without the places that it does not need.
    pub(super) fn read(&self) -> &[Operand] {
        self.operands.get(..self.action.operands()).unwrap_or(&self.operands)
    }

    fn is_power(&self) -> bool {
        use Operation::{ExpM1, ForceOfInterest, RateOfForce};
        matches!(self.action, Action::One(ForceOfInterest | RateOfForce | ExpM1))
    }

    fn entries_read(&self) -> impl Iterator<Item = usize> {
        self.read().iter().filter_map(|operand| match operand {
            Operand::Entry(entry) if self.action != Action::One(Operation::Column) => Some(*entry),
            _ => None,
        })
    }
}

/// How often each entry is read by those that the outputs need.
fn reads(tasks: &[Task], outputs: &[Operand]) -> Vec<u32> {
    let mut reads = vec![0_u32; tasks.len()];
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
    for (at, task) in tasks.iter().enumerate().rev() {
        if reads.get(at).is_some_and(|times| *times > 0) {
            task.entries_read().for_each(|entry| read(&mut reads, entry));
        }
    }
    reads
}

/// Looks up what nothing else reads.
type Alone<'a> = dyn Fn(Operand) -> Option<Task> + 'a;

/// Makes one operation of two or three, where only the last reads the results of those before it. `joined` is told the
/// last, and how to look up what only it reads.
fn join(tasks: &mut [Task], outputs: &[Operand], joined: fn(&Task, &Alone<'_>) -> Option<Task>) {
    let reads = reads(tasks, outputs);
    for at in 0..tasks.len() {
        let alone = |operand: Operand| match operand {
            Operand::Entry(read) if reads.get(read) == Some(&1) => tasks.get(read).copied(),
            _ => None,
        };
        let found = tasks.get(at).and_then(|task| joined(task, &alone));
        if let (Some(found), Some(task)) = (found, tasks.get_mut(at)) {
            *task = found;
        }
    }
}

fn factors(task: Task) -> Option<[Operand; 2]> {
    let Task { action, operands: [a, b, ..] } = task;
    (action == Action::One(Operation::Mul)).then_some([a, b])
}

fn of_three(action: Action, [a, b, c]: [Operand; 3]) -> Option<Task> {
    let mut operands = [Operand::Known(0.0); OPERANDS];
    operands.iter_mut().zip([a, b, c]).for_each(|(place, operand)| *place = operand);
    Some(Task { action, operands })
}

/// A product and a sum.
fn sum_of_product(last: &Task, alone: &Alone<'_>) -> Option<Task> {
    let Task { action, operands: [a, b, ..] } = *last;
    let product = |operand| alone(operand).and_then(factors);
    match (action, product(a), product(b)) {
        (Action::One(Operation::Add), _, Some([x, y])) => of_three(Action::PlusProduct, [x, y, a]),
        (Action::One(Operation::Add), Some([x, y]), _) => of_three(Action::PlusProduct, [x, y, b]),
        (Action::One(Operation::Sub), _, Some([x, y])) => of_three(Action::LessProduct, [x, y, a]),
        (Action::One(Operation::Sub), Some([x, y]), _) => of_three(Action::ProductLess, [x, y, b]),
        _ => None,
    }
}

/// Two products, or a quotient, its whole number and what it is at least.
fn chain(last: &Task, alone: &Alone<'_>) -> Option<Task> {
    let Task { action, operands: [a, b, ..] } = *last;
    let product = |operand| alone(operand).and_then(factors);
    match (action, product(a), product(b)) {
        (Action::One(Operation::Mul), Some([x, y]), _) => of_three(Action::Product, [x, y, b]),
        (Action::One(Operation::Mul), _, Some([x, y])) => of_three(Action::Product, [x, y, a]),
        (Action::One(Operation::NotBelow), ..) => {
            let Task { action: Action::One(Operation::Ceil), operands: [quotient, ..] } = alone(a)? else {
                return None;
            };
            let Task { action: Action::One(Operation::Over), operands: [x, y, ..] } = alone(quotient)? else {
                return None;
            };
            of_three(Action::Stairs, [x, y, b])
        }
        _ => None,
    }
}

/// About how long each entry takes from its columns on.
fn depths(tasks: &[Task]) -> Vec<u32> {
    let mut depths: Vec<u32> = Vec::with_capacity(tasks.len());
    for task in tasks {
        let own = match task.action {
            Action::One(Operation::Column) => 0,
            _ if task.is_power() => 12,
            Action::One(Operation::Crossing(_)) => 20,
            Action::One(Operation::Over) | Action::Stairs => 4,
            _ => 1,
        };
        let before = task.entries_read().filter_map(|read| depths.get(read)).max();
        depths.push(before.copied().unwrap_or(0).saturating_add(own));
    }
    depths
}

/// The entries that the outputs need, depth first; before them the powers that wait for nothing but a column, so that the
/// others are carried out while the processor is at those.
fn order(tasks: &[Task], outputs: &[Operand], reads: &[u32]) -> Vec<usize> {
    let depths = depths(tasks);
    let mut is_ordered = vec![false; tasks.len()];
    let mut order = Vec::new();
    // What still waits, and whether its operands were put before it.
    let mut waiting: Vec<(usize, bool)> = Vec::new();
    let is_read = |at: &usize| reads.get(*at).is_some_and(|times| *times > 0);
    let is_column =
        |at: usize| tasks.get(at).is_some_and(|task| task.action == Action::One(Operation::Column));
    let begins =
        |at: &usize| tasks.get(*at).is_some_and(|task| task.is_power() && task.entries_read().all(is_column));
    let at_once = (0..tasks.len()).filter(is_read).filter(begins).map(Operand::Entry);
    for output in at_once.chain(outputs.iter().copied()) {
        if let Operand::Entry(entry) = output {
            waiting.push((entry, false));
        }
        while let Some((at, is_prepared)) = waiting.pop() {
            let (Some(task), Some(is_ordered)) = (tasks.get(at), is_ordered.get_mut(at)) else { continue };
            if *is_ordered || task.action == Action::One(Operation::Column) {
                continue;
            }
            if is_prepared {
                *is_ordered = true;
                order.push(at);
                continue;
            }
            waiting.push((at, true));
            let behind = waiting.len();
            waiting.extend(task.entries_read().map(|operand| (operand, false)));
            // The last of them comes up first.
            if let Some(operands) = waiting.get_mut(behind..) {
                operands.sort_by_key(|(operand, _)| std::cmp::Reverse(depths.get(*operand)));
            }
        }
    }
    order
}
