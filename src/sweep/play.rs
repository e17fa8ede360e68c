//! A program over a block of rows: each step for many of them side by side.

use super::program::Program;
use super::step::{Slot, Slots, carry_out};
use super::vector::Vector;

/// Rows of a block: enough that a step is worth the way to it, few enough that its values stay in registers and all slots
/// in the nearest cache.
pub(super) const BLOCK: usize = 64;

/// A row of a block, from the beginning of a cache line on.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Line(pub(super) [f64; BLOCK]);

impl Line {
    pub(super) const ZEROS: Self = Self([0.0; BLOCK]);
}

/// What is in a slot that there is not.
static NOTHING: Line = Line([f64::NAN; BLOCK]);

/// Where a program works on a block of rows: its slots.
#[derive(Debug)]
pub(super) struct Registers(Vec<Line>);

impl Registers {
    /// Writes the values of the first rows; those past them stay whatever numbers they are.
    #[inline]
    pub(super) fn set(&mut self, slot: Slot, values: &[f64]) {
        let Some(line) = self.0.get_mut(slot as usize) else { return };
        match values.as_array::<BLOCK>() {
            Some(values) => line.0 = *values,
            None => line.0.iter_mut().zip(values).for_each(|(place, value)| *place = *value),
        }
    }

    #[inline]
    pub(super) fn get(&self, slot: Slot) -> &[f64; BLOCK] {
        &self.0.get(slot as usize).unwrap_or(&NOTHING).0
    }

    /// The values from a row on, as many as a vector has lanes.
    #[inline(always)]
    pub(super) fn part<V: Vector>(&self, slot: Slot, first: usize) -> V {
        self.get(slot).get(first..).and_then(V::load).unwrap_or(V::splat(f64::NAN))
    }

    /// An output of the block that was played last.
    #[inline]
    pub(super) fn output(&self, program: &Program, output: usize) -> &[f64; BLOCK] {
        program.outputs.get(output).map_or(&NOTHING.0, |slot| self.get(*slot))
    }
}

impl Program {
    pub(super) fn registers(&self) -> Registers {
        let mut lines = vec![Line::ZEROS; self.slots];
        for (slot, value) in self.known_slots() {
            if let Some(line) = lines.get_mut(slot) {
                line.0.fill(value);
            }
        }
        Registers(lines)
    }
}

/// The slots of the rows of a block from one on, as many as a vector has lanes.
struct Part<'r> {
    registers: &'r mut Registers,
    first: usize,
}

impl<V: Vector> Slots<V> for Part<'_> {
    #[inline(always)]
    fn read(&self, slot: Slot) -> V {
        self.registers.part(slot, self.first)
    }

    #[inline(always)]
    fn write(&mut self, slot: Slot, value: V) {
        if let Some(line) = self.registers.0.get_mut(slot as usize) {
            value.store(line.0.get_mut(self.first..).unwrap_or_default());
        }
    }
}

/// Goes through the steps for a block of rows.
#[inline(always)]
pub(super) fn play<V: Vector>(program: &Program, registers: &mut Registers) {
    const { assert!(BLOCK.is_multiple_of(V::LANES)) };
    for first in (0..BLOCK).step_by(V::LANES) {
        carry_out::<V>(&program.steps, &mut Part { registers, first });
    }
}
