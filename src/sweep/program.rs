//! What is left of the formulas for the columns: a list of instructions, for blocks of rows or for one point.

use crate::number::{Entry, Number, OPERANDS, Operand, Operation, Recording};

/// Where an instruction reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Source {
    Known(f64),
    Column(usize),
    Register(usize),
}

/// An operation as it is carried out: a product that only one sum reads is a part of that sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    One(Operation),
    /// `c + a b`
    PlusProduct,
    /// `c - a b`
    LessProduct,
    /// `a b - c`
    ProductLess,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub(super) step: Step,
    pub(super) from: [Source; OPERANDS],
    pub(super) into: usize,
}

/// Instructions that make outputs from columns.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) instructions: Vec<Instruction>,
    pub(super) registers: usize,
    pub(super) outputs: Vec<Source>,
}

impl Program {
    /// The instructions that the outputs need; a register is taken again once nothing reads it any more.
    pub(super) fn of(recording: Recording, outputs: &[Operand]) -> Self {
        let entries = recording.into_entries();
        let reads = Reads::of(&entries, outputs);
        let mut program = Self { instructions: Vec::new(), registers: 0, outputs: Vec::new() };
        let mut free: Vec<usize> = Vec::new();
        let mut places: Vec<Source> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            if let (Operation::Column, [Operand::Known(number), ..]) = (entry.operation, entry.operands) {
                places.push(Source::Column(number as usize));
                continue;
            }
            if !reads.is_carried_out(at) {
                places.push(Source::Known(f64::NAN));
                continue;
            }
            let into = free.pop().unwrap_or_else(|| {
                program.registers = program.registers.saturating_add(1);
                program.registers.saturating_sub(1)
            });
            let (step, operands) = reads.step(&entries, entry);
            let from = operands.map(|operand| place(&places, operand));
            places.push(Source::Register(into));
            program.instructions.push(Instruction { step, from, into });
            // What is read here for the last time is free from the next instruction on.
            for (index, operand) in operands.iter().enumerate() {
                let first = operands.iter().position(|other| other == operand);
                if let Operand::Entry(read) = operand
                    && first == Some(index)
                    && reads.last(*read) == Some(at)
                    && let Some(Source::Register(register)) = places.get(*read)
                {
                    free.push(*register);
                }
            }
        }
        program.outputs = outputs.iter().map(|output| place(&places, *output)).collect();
        program
    }

    /// The columns that it reads, ascending.
    pub(super) fn columns(&self) -> Vec<usize> {
        let read = self.instructions.iter().flat_map(|instruction| instruction.from);
        let mut columns: Vec<usize> = read
            .chain(self.outputs.iter().copied())
            .filter_map(|source| match source {
                Source::Column(column) => Some(column),
                _ => None,
            })
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The same program for one point at a time.
    pub(super) fn for_points(&self, width: usize) -> PointProgram {
        let mut slots: Vec<f64> = vec![0.0; width.saturating_add(self.registers)];
        let mut slot = |source: Source| match source {
            Source::Column(column) => column,
            Source::Register(register) => width.saturating_add(register),
            Source::Known(value) => {
                let behind = slots.get(width.saturating_add(self.registers)..).unwrap_or_default();
                let known = behind.iter().position(|known| known.to_bits() == value.to_bits());
                let known = known.unwrap_or(behind.len());
                if known == behind.len() {
                    slots.push(value);
                }
                width.saturating_add(self.registers).saturating_add(known)
            }
        };
        let instructions = self.instructions.iter().map(|Instruction { step, from, into }| {
            PointInstruction { step: *step, from: from.map(&mut slot), into: width.saturating_add(*into) }
        });
        let instructions = instructions.collect();
        let outputs = self.outputs.iter().map(|source| slot(*source)).collect();
        PointProgram { instructions, outputs, width, slots }
    }
}

/// A program that works on one point: columns, registers and known numbers in one row of slots.
#[derive(Clone, Debug)]
pub(super) struct PointProgram {
    instructions: Vec<PointInstruction>,
    outputs: Vec<usize>,
    width: usize,
    slots: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct PointInstruction {
    step: Step,
    from: [usize; OPERANDS],
    into: usize,
}

impl PointProgram {
    /// An output of the point that was played last.
    pub(super) fn output(&self, output: usize) -> f64 {
        let slot = self.outputs.get(output).and_then(|slot| self.slots.get(*slot));
        slot.copied().unwrap_or(f64::NAN)
    }
}

/// Goes through the instructions for one value of each column.
#[inline(always)]
pub(super) fn play_point(program: &mut PointProgram, point: &[f64]) {
    let PointProgram { instructions, width, slots, .. } = program;
    slots.iter_mut().zip(point).take(*width).for_each(|(slot, value)| *slot = *value);
    for PointInstruction { step, from: [a, b, c, d], into } in instructions {
        let read = |slot: &usize| slots.get(*slot).copied().unwrap_or(f64::NAN);
        let value = match step {
            Step::One(Operation::Column) => read(a),
            Step::One(Operation::Add) => read(a) + read(b),
            Step::One(Operation::Sub) => read(a) - read(b),
            Step::One(Operation::Mul) => read(a) * read(b),
            Step::One(Operation::Over) => read(a).over(read(b)),
            Step::One(Operation::Ceil) => Number::ceil(read(a)),
            Step::One(Operation::Round) => Number::round(read(a)),
            Step::One(Operation::AtLeast) => read(a).at_least(read(b)),
            Step::One(Operation::AtMost) => read(a).at_most(read(b)),
            Step::One(Operation::Select) => read(a).select(read(b), read(c), read(d)),
            Step::One(Operation::ForceOfInterest) => force_of_interest(read(a)),
            Step::One(Operation::ExpM1) => exp_m1(read(a)),
            Step::PlusProduct => read(c) + read(a) * read(b),
            Step::LessProduct => read(c) - read(a) * read(b),
            Step::ProductLess => read(a) * read(b) - read(c),
        };
        if let Some(place) = slots.get_mut(*into) {
            *place = value;
        }
    }
}

/// Who reads what.
struct Reads {
    /// The last entry that reads each; outputs are read for ever.
    last: Vec<Option<usize>>,
    /// Products that are a part of the sum that reads them.
    is_part: Vec<bool>,
}

impl Reads {
    fn of(entries: &[Entry], outputs: &[Operand]) -> Self {
        let mut last: Vec<Option<usize>> = vec![None; entries.len()];
        let mut times = vec![0_u32; entries.len()];
        let mut read = |last: &mut Vec<Option<usize>>, operand: Operand, by: usize| {
            let Operand::Entry(entry) = operand else { return };
            if let (Some(place), Some(times)) = (last.get_mut(entry), times.get_mut(entry)) {
                *place = Some(place.map_or(by, |known| known.max(by)));
                *times = times.saturating_add(1);
            }
        };
        outputs.iter().for_each(|output| read(&mut last, *output, usize::MAX));
        for (at, entry) in entries.iter().enumerate().rev() {
            if last.get(at).is_some_and(Option::is_some) {
                entry.operands.iter().for_each(|operand| read(&mut last, *operand, at));
            }
        }
        let mut reads = Self { last, is_part: vec![false; entries.len()] };
        for (at, entry) in entries.iter().enumerate() {
            let is_product = |operand: &Operand| {
                let Operand::Entry(read) = operand else { return false };
                let is_product = entries.get(*read).is_some_and(|entry| entry.operation == Operation::Mul);
                is_product && times.get(*read) == Some(&1)
            };
            let is_sum = matches!(entry.operation, Operation::Add | Operation::Sub);
            let [a, b, ..] = &entry.operands;
            let product = [b, a].into_iter().find(|operand| is_sum && is_product(operand));
            let (Some(Operand::Entry(product)), Some(Some(_))) = (product, reads.last.get(at)) else {
                continue;
            };
            if let Some(is_part) = reads.is_part.get_mut(*product) {
                *is_part = true;
            }
            // Its factors are read where the sum is.
            let factors = entries.get(*product).map(|entry| entry.operands).into_iter().flatten();
            for factor in factors {
                if let Operand::Entry(factor) = factor
                    && let Some(last) = reads.last.get_mut(factor)
                {
                    *last = (*last).max(Some(at));
                }
            }
        }
        reads
    }

    fn is_carried_out(&self, entry: usize) -> bool {
        self.last(entry).is_some() && self.is_part.get(entry) == Some(&false)
    }

    fn last(&self, entry: usize) -> Option<usize> {
        self.last.get(entry).copied().flatten()
    }

    /// What an entry does, and with what, its product included.
    fn step(&self, entries: &[Entry], entry: &Entry) -> (Step, [Operand; OPERANDS]) {
        let [a, b, _, none] = entry.operands;
        let product = |operand: Operand| match operand {
            Operand::Entry(read) if self.is_part.get(read) == Some(&true) => {
                entries.get(read).map(|entry| (entry.operands[0], entry.operands[1]))
            }
            _ => None,
        };
        match (entry.operation, product(a), product(b)) {
            (Operation::Add, _, Some((x, y))) => (Step::PlusProduct, [x, y, a, none]),
            (Operation::Add, Some((x, y)), _) => (Step::PlusProduct, [x, y, b, none]),
            (Operation::Sub, _, Some((x, y))) => (Step::LessProduct, [x, y, a, none]),
            (Operation::Sub, Some((x, y)), _) => (Step::ProductLess, [x, y, b, none]),
            (operation, ..) => (Step::One(operation), entry.operands),
        }
    }
}

fn place(places: &[Source], operand: Operand) -> Source {
    match operand {
        Operand::Known(value) => Source::Known(value),
        Operand::Entry(entry) => places.get(entry).copied().unwrap_or(Source::Known(f64::NAN)),
    }
}

#[inline(always)]
pub(super) fn force_of_interest(annual: f64) -> f64 {
    annual.force_of_interest().unwrap_or(f64::NAN)
}

#[inline(always)]
pub(super) fn exp_m1(x: f64) -> f64 {
    Number::exp_m1(x).unwrap_or(f64::NAN)
}
