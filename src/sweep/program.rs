//! What is left of the formulas for the columns: a list of instructions over rows of numbers.

use super::dispatch::{self, Level};
use super::row::Row;
use crate::number::{Number, OPERANDS, Operand, Operation, Recording};

/// Rows of a block: few enough that the registers stay in the nearest cache.
pub(super) const BLOCK: usize = 256;

/// Where an instruction reads.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Known(f64),
    Column(usize),
    Register(usize),
}

#[derive(Clone, Copy, Debug)]
struct Instruction {
    operation: Operation,
    from: [Source; OPERANDS],
    into: usize,
}

/// Instructions that make outputs from columns.
#[derive(Debug)]
pub(super) struct Program {
    instructions: Vec<Instruction>,
    registers: usize,
    outputs: Vec<Source>,
}

/// What an instruction reads in a block: one number for all rows, or one for each.
#[derive(Clone, Copy, Debug)]
pub(super) enum Values<'a> {
    Known(f64),
    Rows(&'a [f64]),
}

/// The columns of a block.
pub(super) trait Columns {
    /// The rows of a column.
    fn rows(&self, column: usize) -> &[f64];
}

/// Where a program works on a block of rows.
#[derive(Debug)]
pub(super) struct Registers(Vec<Row>);

impl Program {
    /// The instructions that the outputs need; a register is taken again once nothing reads it any more.
    pub(super) fn of(recording: Recording, outputs: &[Operand]) -> Self {
        let entries = recording.into_entries();
        // The last entry that reads each; outputs are read for ever.
        let mut last_read: Vec<Option<usize>> = vec![None; entries.len()];
        for output in outputs {
            mark(&mut last_read, *output, usize::MAX);
        }
        for (at, entry) in entries.iter().enumerate().rev() {
            if last_read.get(at).is_some_and(Option::is_some) {
                entry.operands.iter().for_each(|operand| mark(&mut last_read, *operand, at));
            }
        }
        let mut program = Self { instructions: Vec::new(), registers: 0, outputs: Vec::new() };
        let mut free: Vec<usize> = Vec::new();
        let mut places: Vec<Source> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let is_read = last_read.get(at).is_some_and(Option::is_some);
            if let (Operation::Column, [Operand::Known(number), ..]) = (entry.operation, entry.operands) {
                places.push(Source::Column(number as usize));
                continue;
            }
            if !is_read {
                places.push(Source::Known(f64::NAN));
                continue;
            }
            let into = free.pop().unwrap_or_else(|| {
                program.registers = program.registers.saturating_add(1);
                program.registers.saturating_sub(1)
            });
            let from = entry.operands.map(|operand| place(&places, operand));
            places.push(Source::Register(into));
            program.instructions.push(Instruction { operation: entry.operation, from, into });
            // What is read here for the last time is free from the next instruction on.
            for (index, operand) in entry.operands.iter().enumerate() {
                let first = entry.operands.iter().position(|other| other == operand);
                if let Operand::Entry(read) = operand
                    && first == Some(index)
                    && last_read.get(*read) == Some(&Some(at))
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

    /// How many numbers [`Program::evaluate`] needs room for.
    pub(super) fn registers(&self) -> usize {
        self.registers
    }

    pub(super) fn rows(&self) -> Registers {
        Registers((0..self.registers).map(|_| Row::zeros(BLOCK)).collect())
    }

    /// Goes through the instructions for a block of rows, at most [`BLOCK`] of them.
    pub(super) fn run(&self, level: Level, columns: &impl Columns, rows: usize, registers: &mut Registers) {
        for instruction in &self.instructions {
            // The register that is written is none of those that are read.
            let Some(mut into) = registers.0.get_mut(instruction.into).map(std::mem::take) else { continue };
            let read = |source| values(source, columns, rows, registers);
            if let Some(out) = into.get_mut(..rows) {
                let [a, b, c, d] = instruction.from.map(read);
                dispatch::apply(level, instruction.operation, [a, b, c, d], out);
            }
            if let Some(place) = registers.0.get_mut(instruction.into) {
                *place = into;
            }
        }
    }

    /// An output of the block that was run last.
    pub(super) fn output<'a>(
        &self,
        output: usize,
        columns: &'a impl Columns,
        rows: usize,
        registers: &'a Registers,
    ) -> Values<'a> {
        let source = self.outputs.get(output).copied().unwrap_or(Source::Known(f64::NAN));
        values(source, columns, rows, registers)
    }

    /// The outputs at one value of each column. `room` is for the registers.
    pub(super) fn evaluate(&self, columns: &[f64], room: &mut [f64], mut output: impl FnMut(usize, f64)) {
        let read = |room: &[f64], source| match source {
            Source::Known(value) => value,
            Source::Column(column) => columns.get(column).copied().unwrap_or(f64::NAN),
            Source::Register(register) => room.get(register).copied().unwrap_or(f64::NAN),
        };
        for Instruction { operation, from, into } in &self.instructions {
            let value = calculate(*operation, from.map(|source| read(room, source)));
            if let Some(place) = room.get_mut(*into) {
                *place = value;
            }
        }
        for (at, source) in self.outputs.iter().enumerate() {
            output(at, read(room, *source));
        }
    }
}

fn mark(last_read: &mut [Option<usize>], operand: Operand, by: usize) {
    if let Operand::Entry(entry) = operand
        && let Some(place) = last_read.get_mut(entry)
    {
        *place = Some(place.map_or(by, |known| known.max(by)));
    }
}

fn place(places: &[Source], operand: Operand) -> Source {
    match operand {
        Operand::Known(value) => Source::Known(value),
        Operand::Entry(entry) => places.get(entry).copied().unwrap_or(Source::Known(f64::NAN)),
    }
}

fn values<'a>(
    source: Source,
    columns: &'a impl Columns,
    rows: usize,
    registers: &'a Registers,
) -> Values<'a> {
    let row = match source {
        Source::Known(value) => return Values::Known(value),
        Source::Column(column) => Some(columns.rows(column)),
        Source::Register(register) => registers.0.get(register).map(|row| &**row),
    };
    row.and_then(|row| row.get(..rows)).map_or(Values::Known(f64::NAN), Values::Rows)
}

/// One operation on one row.
#[inline(always)]
fn calculate(operation: Operation, [a, b, c, d]: [f64; OPERANDS]) -> f64 {
    match operation {
        Operation::Column => a,
        Operation::Add => a + b,
        Operation::Sub => a - b,
        Operation::Mul => a * b,
        Operation::Over => a.over(b),
        Operation::Ceil => Number::ceil(a),
        Operation::AtLeast => a.at_least(b),
        Operation::AtMost => a.at_most(b),
        Operation::Select => a.select(b, c, d),
        Operation::ForceOfInterest => a.force_of_interest().unwrap_or(f64::NAN),
        Operation::ExpM1 => Number::exp_m1(a).unwrap_or(f64::NAN),
    }
}

/// One operation on the rows of a block.
#[inline(always)]
pub(super) fn apply(operation: Operation, [a, b, c, d]: [Values<'_>; OPERANDS], out: &mut [f64]) {
    match operation {
        Operation::Column => each(a, out, |a| a),
        Operation::Add => pairs(a, b, out, |a, b| a + b),
        Operation::Sub => pairs(a, b, out, |a, b| a - b),
        Operation::Mul => pairs(a, b, out, |a, b| a * b),
        Operation::Over => pairs(a, b, out, Number::over),
        Operation::Ceil => each(a, out, Number::ceil),
        Operation::AtLeast => pairs(a, b, out, Number::at_least),
        Operation::AtMost => pairs(a, b, out, Number::at_most),
        Operation::Select => {
            // Seldom, so it reads whatever there is row by row.
            for (at, out) in out.iter_mut().enumerate() {
                *out = a.at(at).select(b.at(at), c.at(at), d.at(at));
            }
        }
        Operation::ForceOfInterest => each(a, out, |a| calculate(Operation::ForceOfInterest, [a, a, a, a])),
        Operation::ExpM1 => each(a, out, |a| calculate(Operation::ExpM1, [a, a, a, a])),
    }
}

impl Values<'_> {
    #[inline(always)]
    fn at(&self, at: usize) -> f64 {
        match self {
            Self::Known(value) => *value,
            Self::Rows(rows) => rows.get(at).copied().unwrap_or(f64::NAN),
        }
    }
}

#[inline(always)]
fn each(a: Values<'_>, out: &mut [f64], f: impl Fn(f64) -> f64) {
    match a {
        Values::Known(a) => out.fill(f(a)),
        Values::Rows(a) => out.iter_mut().zip(a).for_each(|(out, a)| *out = f(*a)),
    }
}

#[inline(always)]
fn pairs(a: Values<'_>, b: Values<'_>, out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Values::Known(a), Values::Known(b)) => out.fill(f(a, b)),
        (Values::Rows(a), Values::Known(b)) => out.iter_mut().zip(a).for_each(|(out, a)| *out = f(*a, b)),
        (Values::Known(a), Values::Rows(b)) => out.iter_mut().zip(b).for_each(|(out, b)| *out = f(a, *b)),
        (Values::Rows(a), Values::Rows(b)) => {
            out.iter_mut().zip(a).zip(b).for_each(|((out, a), b)| *out = f(*a, *b));
        }
    }
}
