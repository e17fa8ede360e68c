//! Points one beside the other: the program of the metrics over blocks of rows, whatever varies in them.

use super::dispatch::{self, Level};
use super::exact::ExactMetric;
use super::play::{BLOCK, Columns, Line, NOTHING, Registers, Values};
use super::program::Program;
use super::row::Row;
use super::sink::Points;
use super::space::Space;
use super::studies::Room;
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
    exact: &'a [ExactMetric],
    level: Level,
    /// The columns that the program reads.
    reads: Vec<usize>,
    registers: Registers,
    room: Room,
    /// Room for the values of each column that is read.
    columns: Vec<Option<Box<Line>>>,
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
        let reads = program.columns();
        let columns = (0..space.width()).map(|column| reads.contains(&column).then(Line::zeros)).collect();
        Self {
            space,
            program,
            exact,
            level,
            reads,
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
        let is_whole = rows == BLOCK;
        for column in &self.reads {
            if let Some(Some(room)) = self.columns.get_mut(*column) {
                self.space.fill(*column, points.clone(), is_whole, &mut room.0);
            }
        }
        let here = points.clone();
        let columns =
            Here { space: self.space, points: here, is_whole, reads: &self.reads, room: &self.columns };
        dispatch::play(self.level, self.program, &columns, &mut self.registers);
        dispatch::play_studies(self.level, self.program, &columns, &mut self.registers, &mut self.room);
        for (metric, values) in self.values.iter_mut().enumerate() {
            let Some(out) = values.get_mut(from..from.saturating_add(rows)) else { continue };
            match self.program.output(metric, &columns, &self.registers) {
                Values::Known(value) => out.fill(value),
                Values::Rows(values) => out.iter_mut().zip(values).for_each(|(out, value)| *out = *value),
            }
        }
        for ExactMetric { without, asked } in self.exact {
            let below_zero =
                without.below_zero.map(|output| self.program.output(output, &columns, &self.registers));
            let Some(values) = self.values.get_mut(without.metric).and_then(|values| values.get_mut(from..))
            else {
                continue;
            };
            // Seldom, so all rows of the block are looked at together.
            let is_asked = |row: usize| match below_zero {
                None => true,
                Some(Values::Known(step)) => step < 0.0,
                Some(Values::Rows(steps)) => steps.get(row).is_some_and(|step| *step < 0.0),
            };
            if let Some(Values::Rows(steps)) = below_zero
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

/// The columns of a table at the points of a whole block, or as they were filled for the block.
struct Here<'b> {
    space: &'b Space<'b>,
    points: Range<u64>,
    is_whole: bool,
    reads: &'b [usize],
    room: &'b [Option<Box<Line>>],
}

impl Columns for Here<'_> {
    #[inline]
    fn rows(&self, column: usize) -> &[f64; BLOCK] {
        let rows = if self.is_whole { self.space.rows(column, self.points.clone()) } else { None };
        match rows.and_then(|rows| rows.as_array()) {
            Some(rows) => rows,
            None => self.room.get(column).and_then(Option::as_ref).map_or(&NOTHING.0, |room| &room.0),
        }
    }

    /// One column with each instruction: all at once they would wait for each other.
    #[inline]
    fn look_ahead(&self, instruction: usize) {
        let next = self.points.end..self.points.end.saturating_add(BLOCK as u64);
        if let Some(rows) = self.reads.get(instruction).and_then(|column| self.space.rows(*column, next)) {
            dispatch::prefetch(rows);
        }
    }
}

impl Points for Rows<'_> {
    fn values(&mut self, metric: usize) -> &[f64] {
        self.values.get(metric).unwrap_or(&self.nothing).get(..self.length).unwrap_or_default()
    }
}
