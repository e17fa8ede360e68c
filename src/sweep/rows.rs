//! Points one beside the other: the program of the metrics over blocks of rows, whatever varies in them.

use super::dispatch::{self, Level};
use super::exact::ExactMetric;
use super::play::{BLOCK, Registers};
use super::program::Program;
use super::row::Row;
use super::sink::Points;
use super::space::Space;
use super::studies::Room;

/// Points of a unit: sums are of units, so its size is a part of the answer.
pub(super) const UNIT: usize = 1024;

/// How many rows ahead a table is asked for, so that it is on its way from memory meanwhile.
const ROWS_AHEAD: u64 = 256;

/// How many units there are.
pub(super) fn units(space: &Space<'_>) -> u64 {
    space.points().div_ceil(UNIT as u64)
}

/// Stands at one unit.
pub(super) struct Rows<'a> {
    space: &'a Space<'a>,
    program: &'a Program,
    /// The metrics that the program has no formula for.
    exact: &'a [ExactMetric],
    level: Level,
    registers: Registers,
    room: Room,
    /// Of a grid: the values of each column that is read, in this unit.
    columns: Vec<Row>,
    /// The values of each metric in this unit.
    values: Vec<Row>,
    /// Those of a metric that there is not.
    nothing: Row,
    length: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        space: &'a Space<'a>,
        program: &'a Program,
        exact: &'a [ExactMetric],
        metrics: usize,
        level: Level,
    ) -> Self {
        let columns = match space {
            Space::Grid { .. } => program.columns.iter().map(|_| Row::zeros(UNIT)).collect(),
            Space::Table { .. } => Vec::new(),
        };
        Self {
            space,
            program,
            exact,
            level,
            registers: program.registers(),
            room: Room::default(),
            columns,
            values: (0..metrics).map(|_| Row::zeros(UNIT)).collect(),
            nothing: Row::nothing(UNIT),
            length: 0,
        }
    }

    /// Calculates the values of a unit, and says at which point it begins and how many it has.
    pub(super) fn go_to(&mut self, unit: u64) -> (u64, usize) {
        let first = unit.wrapping_mul(UNIT as u64);
        let points = self.space.points().saturating_sub(first).min(UNIT as u64);
        self.length = usize::try_from(points).unwrap_or(0);
        for (column, room) in self.program.columns.iter().zip(&mut self.columns) {
            self.space.fill(*column, first..first.wrapping_add(points), room);
        }
        let mut from = 0_usize;
        while from < self.length {
            let rows = self.length.saturating_sub(from).min(BLOCK);
            self.block(first.wrapping_add(from as u64), from, rows);
            from = from.saturating_add(rows);
        }
        (first, self.length)
    }

    fn block(&mut self, first: u64, from: usize, rows: usize) {
        let points = first..first.wrapping_add(rows as u64);
        for (slot, column) in (0..).zip(&self.program.columns) {
            match self.columns.get(slot as usize) {
                Some(row) => {
                    self.registers.set(slot, row.get(from..from.saturating_add(rows)).unwrap_or_default())
                }
                None => {
                    self.registers.set(slot, self.space.rows(*column, points.clone()).unwrap_or_default());
                    let ahead =
                        points.start.saturating_add(ROWS_AHEAD)..points.end.saturating_add(ROWS_AHEAD);
                    dispatch::prefetch(self.space.rows(*column, ahead).unwrap_or_default());
                }
            }
        }
        dispatch::play(self.level, self.program, &mut self.registers);
        dispatch::play_studies(self.level, self.program, &mut self.registers, &mut self.room);
        for (metric, values) in self.values.iter_mut().enumerate() {
            let Some(out) = values.get_mut(from..from.saturating_add(rows)) else { continue };
            let found = self.registers.output(self.program, metric);
            match out.as_mut_array::<BLOCK>() {
                Some(out) => *out = *found,
                None => out.iter_mut().zip(found).for_each(|(out, value)| *out = *value),
            }
        }
        for ExactMetric { without, asked } in self.exact {
            let below_zero = without.below_zero.map(|output| self.registers.output(self.program, output));
            let Some(values) = self.values.get_mut(without.metric).and_then(|values| values.get_mut(from..))
            else {
                continue;
            };
            // Seldom, so all rows of the block are looked at together.
            let is_asked = |row: usize| match below_zero {
                None => true,
                Some(steps) => steps.get(row).is_some_and(|step| *step < 0.0),
            };
            if let Some(steps) = below_zero
                && !steps.iter().fold(false, |any, step| any | (*step < 0.0))
            {
                continue;
            }
            for ((row, point), value) in points.clone().enumerate().zip(values) {
                if is_asked(row) {
                    *value = asked.value(|column| self.space.value(column, point));
                }
            }
        }
    }
}

impl Points for Rows<'_> {
    fn values(&mut self, metric: usize) -> &[f64] {
        self.values.get(metric).unwrap_or(&self.nothing).get(..self.length).unwrap_or_default()
    }
}
