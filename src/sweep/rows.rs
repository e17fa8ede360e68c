//! Points one beside the other: the program of the metrics over blocks of rows, whatever varies in them.

use super::dispatch::Level;
use super::exact::ExactPair;
use super::kernel::Unit;
use super::program::{BLOCK, Columns, Program, Registers, Values};
use super::row::Row;
use super::sink::Points;
use super::space::Space;
use std::ops::Range;

/// Points of a unit: sums are of units, so its size is a part of the answer.
pub(super) const UNIT: usize = 1024;

/// How many units there are.
pub(super) fn units(space: &Space<'_>) -> u64 {
    space.points().div_ceil(UNIT as u64)
}

/// Stands at one unit.
pub(super) struct Rows<'a> {
    space: &'a Space<'a>,
    program: &'a Program,
    /// The metrics that the program has no formula for.
    exact: &'a [(usize, ExactPair)],
    level: Level,
    /// The columns that the program reads.
    reads: Vec<usize>,
    registers: Registers,
    /// Room for the values of each column.
    columns: Vec<Row>,
    /// The values of each metric in this unit.
    values: Vec<Row>,
    length: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        space: &'a Space<'a>,
        program: &'a Program,
        exact: &'a [(usize, ExactPair)],
        metrics: usize,
        level: Level,
    ) -> Self {
        let room = match space {
            Space::Grid { .. } => BLOCK,
            Space::Table { .. } => 0,
        };
        Self {
            space,
            program,
            exact,
            level,
            reads: program.columns(),
            registers: program.rows(),
            columns: (0..space.width()).map(|_| Row::zeros(room)).collect(),
            values: (0..metrics).map(|_| Row::zeros(UNIT)).collect(),
            length: 0,
        }
    }

    /// Calculates the values of a unit, and says at which point it begins and how many it has.
    pub(super) fn go_to(&mut self, unit: u64) -> (u64, usize) {
        let first = unit.wrapping_mul(UNIT as u64);
        let points = self.space.points().saturating_sub(first).min(UNIT as u64);
        self.length = usize::try_from(points).unwrap_or(0);
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
        for column in &self.reads {
            if let Some(room) = self.columns.get_mut(*column) {
                self.space.fill(*column, points.clone(), room);
            }
        }
        let columns = Here { space: self.space, points: points.clone(), room: &self.columns };
        self.program.run(self.level, &columns, rows, &mut self.registers);
        for (metric, values) in self.values.iter_mut().enumerate() {
            let Some(out) = values.get_mut(from..from.saturating_add(rows)) else { continue };
            match self.program.output(metric, &columns, rows, &self.registers) {
                Values::Known(value) => out.fill(value),
                Values::Rows(values) => out.copy_from_slice(values),
            }
        }
        for (metric, pair) in self.exact {
            let Some(values) = self.values.get_mut(*metric).and_then(|values| values.get_mut(from..)) else {
                continue;
            };
            points
                .clone()
                .zip(values)
                .for_each(|(point, value)| *value = pair.value(|column| self.space.value(column, point)));
        }
    }
}

/// The columns of a table at some points, or of a grid as they were filled for them.
struct Here<'b> {
    space: &'b Space<'b>,
    points: Range<u64>,
    room: &'b [Row],
}

impl Columns for Here<'_> {
    fn rows(&self, column: usize) -> &[f64] {
        match self.space.rows(column, self.points.clone()) {
            Some(rows) => rows,
            None => self.room.get(column).map_or(&[], |room| &**room),
        }
    }
}

impl Points for Rows<'_> {
    fn values(&mut self, metric: usize) -> &[f64] {
        self.values.get(metric).and_then(|values| values.get(..self.length)).unwrap_or_default()
    }

    fn unit(&mut self, _: usize) -> Option<Unit> {
        None
    }
}
