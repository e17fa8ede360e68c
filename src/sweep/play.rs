//! A program over a block of rows: each step for many of them side by side.

use super::dispatch::{self, prefetch};
use super::level::Level;
use super::program::Program;
use super::step::{Slot, Slots, carry_out};
use super::vector::Vector;
use crate::number::{Crossing, OPERANDS};

/// Rows of a block: enough that a step is worth the way to it, few enough that its values stay in registers and all slots
/// in the nearest cache.
pub(super) const BLOCK: usize = 64;

/// Blocks from the one that is played to the one that is asked for, so that it is on its way from memory meanwhile.
const BLOCKS_AHEAD: usize = 4;

/// A row of a block, from the beginning of a cache line on.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Line(pub(super) [f64; BLOCK]);

impl Line {
    pub(super) const ZEROS: Self = Self([0.0; BLOCK]);
}

/// What is in a slot that there is not.
static NOTHING: Line = Line([f64::NAN; BLOCK]);

/// The values from a row on, as many as a vector has lanes.
#[inline(always)]
pub(super) fn part<V: Vector>(values: &[f64; BLOCK], first: usize) -> V {
    values.get(first..).and_then(V::load).unwrap_or(V::splat(f64::NAN))
}

/// The block of a column that begins at a row.
#[inline(always)]
fn block_at(column: &[f64], first: usize) -> Option<&[f64; BLOCK]> {
    column.get(first..)?.first_chunk()
}

/// The values of a slot.
#[inline(always)]
fn get<'r>(columns: &[&'r [f64; BLOCK]], lines: &'r [Line], slot: Slot) -> &'r [f64; BLOCK] {
    let column = columns.get(slot as usize).copied();
    column.unwrap_or_else(|| &lines.get(slot as usize).unwrap_or(&NOTHING).0)
}

/// Where a program works on a block of rows: its slots.
#[derive(Debug)]
pub(super) struct Registers<'a> {
    /// The columns of a table, which are read where they are.
    columns: Vec<&'a [f64]>,
    /// The row at which the block begins.
    first: usize,
    /// The instruction set of what is called for a closed form.
    level: Level,
    /// What a closed form is written to: its slot may be that of a term.
    room: Box<Line>,
    /// The block of each, where they are whole: looked up once, as steps read them many times.
    columns_now: Vec<&'a [f64; BLOCK]>,
    lines: Vec<Line>,
}

impl<'a> Registers<'a> {
    /// Reads these columns where they are, but for what is less than a block at their end.
    pub(super) fn reading(self, columns: Vec<&'a [f64]>) -> Self {
        Self { columns_now: Vec::with_capacity(columns.len()), columns, ..self }
    }

    /// Stands at the block of the columns that begins at a row; whether it is a whole one.
    #[inline]
    pub(super) fn go_to(&mut self, first: usize) -> bool {
        self.first = first;
        self.columns_now.resize(self.columns.len(), &NOTHING.0);
        let mut are_whole = true;
        for (now, column) in self.columns_now.iter_mut().zip(&self.columns) {
            match block_at(column, first) {
                Some(block) => *now = block,
                None => are_whole = false,
            }
        }
        if !are_whole {
            self.columns_now.clear();
        }
        are_whole
    }

    /// Writes the values of the first rows; those past them stay whatever numbers they are.
    #[inline]
    pub(super) fn set(&mut self, slot: Slot, values: &[f64]) {
        let Some(line) = self.lines.get_mut(slot as usize) else { return };
        match values.as_array::<BLOCK>() {
            Some(values) => line.0 = *values,
            None => line.0.iter_mut().zip(values).for_each(|(place, value)| *place = *value),
        }
    }

    #[inline(always)]
    pub(super) fn get(&self, slot: Slot) -> &[f64; BLOCK] {
        get(&self.columns_now, &self.lines, slot)
    }

    /// The values of a slot from a row on, as many as a vector has lanes.
    #[inline(always)]
    pub(super) fn part<V: Vector>(&self, slot: Slot, first: usize) -> V {
        part(self.get(slot), first)
    }

    /// An output of the block that was played last.
    #[inline]
    pub(super) fn output(&self, program: &Program, output: usize) -> &[f64; BLOCK] {
        program.outputs.get(output).map_or(&NOTHING.0, |slot| self.get(*slot))
    }
}

impl Program {
    pub(super) fn registers<'a>(&self, level: Level) -> Registers<'a> {
        let mut lines = vec![Line::ZEROS; self.slots];
        for (slot, value) in self.known_slots() {
            if let Some(line) = lines.get_mut(slot) {
                line.0.fill(value);
            }
        }
        Registers {
            columns: Vec::new(),
            first: 0,
            level,
            room: Box::new(Line::ZEROS),
            columns_now: Vec::new(),
            lines,
        }
    }
}

/// The slots of the rows of a block from one on, as many as a vector has lanes.
struct Part<'r, 'a> {
    registers: &'r mut Registers<'a>,
    first: usize,
    /// How many columns have been asked for a later block of theirs, and how many more are at each step: all of them in a
    /// row would wait for each other.
    asked: usize,
    a_step: usize,
}

impl<V: Vector> Slots<V> for Part<'_, '_> {
    #[inline(always)]
    fn meanwhile(&mut self) {
        let later = self.registers.first.saturating_add(BLOCKS_AHEAD * BLOCK);
        for _ in 0..self.a_step {
            if let Some(block) =
                self.registers.columns.get(self.asked).and_then(|column| block_at(column, later))
            {
                prefetch(block);
            }
            self.asked = self.asked.wrapping_add(1);
        }
    }

    #[inline(always)]
    fn read(&self, slot: Slot) -> V {
        self.registers.part(slot, self.first)
    }

    #[inline(always)]
    fn write(&mut self, slot: Slot, value: V) {
        if let Some(line) = self.registers.lines.get_mut(slot as usize) {
            value.store(line.0.get_mut(self.first..).unwrap_or_default());
        }
    }

    #[inline(always)]
    fn crossed(&mut self, crossing: Crossing, [a, b, c, d, e, f]: [Slot; OPERANDS]) -> V {
        let Registers { columns_now, lines, room, level, .. } = &mut *self.registers;
        let get = |slot| get(columns_now, lines, slot);
        let terms = [get(a), get(b), get(c), get(d), get(e), get(f)];
        dispatch::cross(*level, crossing, &terms, self.first, room);
        part(&room.0, self.first)
    }
}

/// Goes through the steps for a block of rows.
#[inline(always)]
pub(super) fn play<V: Vector>(program: &Program, registers: &mut Registers<'_>) {
    const { assert!(BLOCK.is_multiple_of(V::Part::LANES)) };
    let steps = program.steps.len().saturating_mul(BLOCK / V::Part::LANES);
    let a_step = registers.columns.len().div_ceil(steps.max(1));
    let mut part = Part { first: 0, asked: 0, a_step, registers };
    while part.first < BLOCK {
        carry_out::<V::Part>(&program.steps, &mut part);
        part.first = part.first.saturating_add(V::Part::LANES);
    }
}
