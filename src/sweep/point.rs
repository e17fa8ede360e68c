//! One point at a time through the steps of a program.

use super::break_even::Difference;
use super::program::{Program, Study};
use super::step::{Slot, Slots, Step, carry_out};
use super::studies::Room;
use crate::number::{Crossing, OPERANDS};

/// A program that works on one point.
#[derive(Clone, Debug)]
pub(super) struct PointProgram {
    steps: Vec<Step>,
    studies: Vec<Study>,
    columns: Vec<usize>,
    outputs: Vec<Slot>,
    slots: Vec<f64>,
    room: Room,
}

/// A slice of its own, so that its place and length stay in registers.
struct PointSlots<'p>(&'p mut [f64]);

impl Slots<f64> for PointSlots<'_> {
    #[inline(always)]
    fn read(&self, slot: Slot) -> f64 {
        self.0.get(slot as usize).copied().unwrap_or(f64::NAN)
    }

    #[inline(always)]
    fn write(&mut self, slot: Slot, value: f64) {
        if let Some(place) = self.0.get_mut(slot as usize) {
            *place = value;
        }
    }

    #[inline(always)]
    fn crossed(&mut self, crossing: Crossing, terms: [Slot; OPERANDS]) -> f64 {
        Difference::crossed(crossing, terms.map(|slot| self.read(slot)))
    }
}

impl Program {
    /// The same program for one point at a time.
    pub(super) fn for_points(&self) -> PointProgram {
        let mut slots = vec![f64::NAN; self.slots];
        for (slot, value) in self.known_slots() {
            if let Some(place) = slots.get_mut(slot) {
                *place = value;
            }
        }
        PointProgram {
            steps: self.steps.clone(),
            studies: self.studies.clone(),
            columns: self.columns.clone(),
            outputs: self.outputs.clone(),
            slots,
            room: Room::default(),
        }
    }
}

impl PointProgram {
    /// The first outputs of the point that was played last, as many as there is room for.
    #[inline]
    pub(super) fn copy_outputs(&self, values: &mut [f64]) {
        for (value, slot) in values.iter_mut().zip(&self.outputs) {
            *value = self.slots.get(*slot as usize).copied().unwrap_or(f64::NAN);
        }
    }

    /// An output of the point that was played last.
    #[inline]
    pub(super) fn output(&self, output: usize) -> f64 {
        let value = self.outputs.get(output).and_then(|slot| self.slots.get(*slot as usize));
        value.copied().unwrap_or(f64::NAN)
    }
}

/// Goes through the steps for one value of each column.
#[inline(always)]
pub(super) fn play_point(program: &mut PointProgram, point: &[f64]) {
    let PointProgram { steps, studies, columns, slots, room, .. } = program;
    for (place, column) in slots.iter_mut().zip(columns.iter()) {
        // The compiler makes no gathering load of a loop that may end early; every step would have to wait for one. A
        // point has all columns, which its callers see to: without one nothing of it is a number.
        let Some(value) = point.get(*column) else { return slots.fill(f64::NAN) };
        *place = *value;
    }
    let mut slots = PointSlots(slots);
    carry_out(steps, &mut slots);
    for study in studies {
        room.begin(study);
        let found = room.play::<f64>(study, |slot| slots.read(slot));
        for (into, value) in study.into.iter().zip(found) {
            slots.write(*into, value);
        }
    }
}
