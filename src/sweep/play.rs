//! A program over a block of rows: each instruction is one loop.

use super::program::{Instruction, Program, Source, exp_m1, force_of_interest};
use crate::number::{Number, Operation};

/// Rows of a block: few enough that the registers stay in the nearest cache.
pub(super) const BLOCK: usize = 256;

/// A row of a block, from the beginning of a cache line on.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Line(pub(super) [f64; BLOCK]);

/// What a column is that nobody reads.
pub(super) static NOTHING: Line = Line([f64::NAN; BLOCK]);

impl Line {
    pub(super) fn zeros() -> Box<Self> {
        Box::new(Self([0.0; BLOCK]))
    }
}

/// What an instruction reads in a block: one number for all rows, or one for each.
#[derive(Clone, Copy, Debug)]
pub(super) enum Values<'a> {
    Known(f64),
    Rows(&'a [f64; BLOCK]),
}

/// The columns of a block.
pub(super) trait Columns {
    /// The rows of a column; past the last row whatever numbers.
    fn rows(&self, column: usize) -> &[f64; BLOCK];

    /// Called once with each instruction, counted from 0: the time to ask for what the next block will read.
    fn look_ahead(&self, instruction: usize);
}

/// Where a program works on a block of rows.
#[derive(Debug)]
pub(super) struct Registers(Vec<Option<Box<Line>>>);

impl Registers {
    /// Takes a register away, to be written and put back.
    pub(super) fn take(&mut self, register: usize) -> Option<Box<Line>> {
        self.0.get_mut(register).and_then(Option::take)
    }

    pub(super) fn put(&mut self, register: usize, line: Option<Box<Line>>) {
        if let Some(place) = self.0.get_mut(register) {
            *place = line;
        }
    }
}

impl Program {
    pub(super) fn registers(&self) -> Registers {
        Registers((0..self.registers).map(|_| Some(Line::zeros())).collect())
    }

    /// An output of the block that was played last.
    pub(super) fn output<'a>(
        &self,
        output: usize,
        columns: &'a dyn Columns,
        registers: &'a Registers,
    ) -> Values<'a> {
        let source = self.outputs.get(output).copied().unwrap_or(Source::Known(f64::NAN));
        values(source, columns, registers)
    }
}

#[inline(always)]
pub(super) fn values<'a>(source: Source, columns: &'a dyn Columns, registers: &'a Registers) -> Values<'a> {
    match source {
        Source::Known(value) => Values::Known(value),
        Source::Column(column) => Values::Rows(columns.rows(column)),
        Source::Register(register) => match registers.0.get(register) {
            Some(Some(line)) => Values::Rows(&line.0),
            _ => Values::Known(f64::NAN),
        },
    }
}

/// A number for each row.
trait Lanes: Copy {
    fn at(self, row: usize) -> f64;
}

impl Lanes for f64 {
    #[inline(always)]
    fn at(self, _: usize) -> f64 {
        self
    }
}

impl Lanes for &[f64; BLOCK] {
    #[inline(always)]
    #[allow(clippy::indexing_slicing, reason = "a row is below BLOCK, which the compiler sees")]
    fn at(self, row: usize) -> f64 {
        self[row]
    }
}

/// Runs a body with two values as what they are: one text for one number and for rows.
macro_rules! with_lanes {
    ($a:expr, $b:expr, |$x:ident, $y:ident| $body:expr) => {
        match ($a, $b) {
            (Values::Known($x), Values::Known($y)) => $body,
            (Values::Known($x), Values::Rows($y)) => $body,
            (Values::Rows($x), Values::Known($y)) => $body,
            (Values::Rows($x), Values::Rows($y)) => $body,
        }
    };
}

/// Goes through the instructions for a block of rows.
#[inline(always)]
pub(super) fn play(program: &Program, columns: &dyn Columns, registers: &mut Registers) {
    for (at, Instruction { operation, from: [a, b, c, d], into }) in program.instructions.iter().enumerate() {
        columns.look_ahead(at);
        // The register that is written is none of those that are read.
        let Some(mut line) = registers.take(*into) else { continue };
        let out = &mut line.0;
        let read = |source: &Source| values(*source, columns, registers);
        match operation {
            Operation::Column => each(out, read(a), |a| a),
            Operation::Add => pairs(out, read(a), read(b), |a, b| a + b),
            Operation::Sub => pairs(out, read(a), read(b), |a, b| a - b),
            Operation::Mul => pairs(out, read(a), read(b), |a, b| a * b),
            Operation::Over => pairs(out, read(a), read(b), Number::over),
            Operation::Ceil => each(out, read(a), Number::ceil),
            Operation::Round => each(out, read(a), Number::round),
            Operation::AtLeast => pairs(out, read(a), read(b), Number::at_least),
            Operation::AtMost => pairs(out, read(a), read(b), Number::at_most),
            Operation::Select => with_lanes!(read(a), read(b), |a, b| {
                with_lanes!(read(c), read(d), |c, d| fill(out, |row| {
                    select(a.at(row), b.at(row), c.at(row), d.at(row))
                }))
            }),
            Operation::ForceOfInterest => each(out, read(a), force_of_interest),
            Operation::ExpM1 => each(out, read(a), exp_m1),
            Operation::PlusProduct => triples(out, [read(a), read(b), read(c)], |a, b, c| c + a * b),
            Operation::LessProduct => triples(out, [read(a), read(b), read(c)], |a, b, c| c - a * b),
            Operation::ProductLess => triples(out, [read(a), read(b), read(c)], |a, b, c| a * b - c),
        }
        registers.put(*into, Some(line));
    }
}

/// [`Number::select`] by bits: a branch would keep a loop over two known numbers from being vectorized.
#[inline(always)]
#[allow(clippy::eq_op, reason = "x - x is 0 for a number and NaN for what is none: it carries the poison on")]
fn select(value: f64, above: f64, then: f64, otherwise: f64) -> f64 {
    let mask = u64::from(value > above).wrapping_neg();
    let chosen = f64::from_bits((then.to_bits() & mask) | (otherwise.to_bits() & !mask));
    chosen + ((value - value) + (above - above))
}

#[inline(always)]
fn fill(out: &mut [f64; BLOCK], f: impl Fn(usize) -> f64) {
    for (row, out) in out.iter_mut().enumerate() {
        *out = f(row);
    }
}

#[inline(always)]
fn each(out: &mut [f64; BLOCK], a: Values<'_>, f: impl Fn(f64) -> f64) {
    match a {
        Values::Known(a) => out.fill(f(a)),
        Values::Rows(a) => fill(out, |row| f(a.at(row))),
    }
}

#[inline(always)]
fn pairs(out: &mut [f64; BLOCK], a: Values<'_>, b: Values<'_>, f: impl Fn(f64, f64) -> f64) {
    with_lanes!(a, b, |a, b| fill(out, |row| f(a.at(row), b.at(row))));
}

#[inline(always)]
fn triples(out: &mut [f64; BLOCK], [a, b, c]: [Values<'_>; 3], f: impl Fn(f64, f64, f64) -> f64) {
    with_lanes!(a, b, |a, b| match c {
        Values::Known(c) => fill(out, |row| f(a.at(row), b.at(row), c)),
        Values::Rows(c) => fill(out, |row| f(a.at(row), b.at(row), c.at(row))),
    });
}
