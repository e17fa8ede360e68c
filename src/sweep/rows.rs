//! Points one beside the other: the program of the metrics over blocks of rows, whatever varies in them.

use super::dispatch;
use super::exact::ExactMetric;
use super::kernel::LINE;
use super::level::Level;
use super::play::{BLOCK, Registers};
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
    registers: Registers<'a>,
    /// Of a table: the row at which the first column that is read begins a line of memory.
    begins_line: usize,
    /// How many values of each metric were streamed.
    streamed: usize,
    room: Room,
    /// Of a grid: the values of each column that is read, in this unit.
    columns: Vec<Row>,
    /// The values of each metric in this unit.
    values: Vec<Row>,
    /// Those of a metric that there is not.
    nothing: Row,
    first: u64,
    length: usize,
    /// Whether the values are those of this unit.
    is_calculated: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        space: &'a Space<'a>,
        program: &'a Program,
        exact: &'a [ExactMetric],
        metrics: usize,
        level: Level,
    ) -> Self {
        let (columns, in_place) = match space {
            Space::Grid { .. } => (program.columns.iter().map(|_| Row::zeros(UNIT)).collect(), Vec::new()),
            Space::Table { columns, .. } => {
                let read =
                    program.columns.iter().map(|column| columns.get(*column).copied().unwrap_or_default());
                (Vec::new(), read.collect::<Vec<&[f64]>>())
            }
        };
        Self {
            space,
            program,
            exact,
            level,
            begins_line: in_place
                .first()
                .map_or(0, |column| column.as_ptr().align_offset(size_of::<[f64; LINE]>()) % LINE),
            streamed: 0,
            registers: program.registers(level).reading(in_place),
            room: Room::default(),
            columns,
            values: (0..metrics).map(|_| Row::zeros(UNIT)).collect(),
            nothing: Row::nothing(UNIT),
            first: 0,
            length: 0,
            is_calculated: false,
        }
    }

    /// Goes to a unit, and says at which point it begins and how many it has.
    pub(super) fn go_to(&mut self, unit: u64) -> (u64, usize) {
        self.first = unit.wrapping_mul(UNIT as u64);
        let points = self.space.points().saturating_sub(self.first).min(UNIT as u64);
        self.length = usize::try_from(points).unwrap_or(0);
        for (column, room) in self.program.columns.iter().zip(&mut self.columns) {
            self.space.fill(*column, self.first..self.first.wrapping_add(points), room);
        }
        self.is_calculated = false;
        (self.first, self.length)
    }

    /// The blocks of the unit.
    fn blocks(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let length = self.length;
        (0..length).step_by(BLOCK).map(move |from| from..from.saturating_add(BLOCK).min(length))
    }

    /// Plays the program for a block.
    fn play(&mut self, block: Range<usize>) {
        let points = self.points_of(&block);
        let first = usize::try_from(points.start).unwrap_or(usize::MAX);
        let is_in_place = self.registers.go_to(first);
        for (slot, column) in (0..).zip(&self.program.columns) {
            match self.columns.get(slot as usize) {
                Some(row) => self.registers.set(slot, row.get(block.clone()).unwrap_or_default()),
                None if is_in_place => {}
                None => {
                    self.registers.set(slot, self.space.rows(*column, points.clone()).unwrap_or_default())
                }
            }
        }
        dispatch::play(self.level, self.program, &mut self.registers);
        dispatch::play_studies(self.level, self.program, &mut self.registers, &mut self.room);
    }

    fn points_of(&self, block: &Range<usize>) -> Range<u64> {
        let at = |row: usize| self.first.wrapping_add(row as u64);
        at(block.start)..at(block.end)
    }

    /// The block from a row of the unit on, of so many rows that there are. Those of a table end where a line of the first
    /// column that is read does: no vector of it lies across two, and mostly none of the others.
    fn block_from(&self, from: usize, length: usize) -> Range<usize> {
        let skew = match self.space {
            Space::Grid { .. } => from,
            Space::Table { .. } => {
                let first = usize::try_from(self.first).unwrap_or(0).saturating_add(from);
                first.wrapping_sub(self.begins_line)
            }
        };
        let whole = from.saturating_add(BLOCK.saturating_sub(skew % BLOCK));
        from..whole.min(length)
    }

    /// Asks exactly for the values of a metric in the block that was played, where the program has none.
    fn ask(&self, metric: usize, points: Range<u64>, values: &mut [f64]) {
        let (space, registers, program) = (self.space, &self.registers, self.program);
        let of_metric = self.exact.iter().filter(|exact| exact.without.metric == metric);
        for exact in of_metric.filter(|exact| is_asked(exact, registers, program, self.level)) {
            let ExactMetric { without, asked } = exact;
            let below_zero = without.below_zero.map(|output| registers.output(program, output));
            for ((row, point), value) in points.clone().enumerate().zip(values.iter_mut()) {
                if below_zero.is_none_or(|steps| steps.get(row).is_some_and(|step| *step < 0.0)) {
                    *value = asked.value(|column| space.value(column, point));
                }
            }
        }
    }
}

/// Whether some value in the block that was played is asked exactly.
fn is_asked(exact: &ExactMetric, registers: &Registers<'_>, program: &Program, level: Level) -> bool {
    let below_zero = exact.without.below_zero.map(|output| registers.output(program, output));
    below_zero.is_none_or(|steps| dispatch::any_below_zero(level, steps))
}

impl Points for Rows<'_> {
    fn values(&mut self, metric: usize) -> &[f64] {
        if !self.is_calculated {
            for block in self.blocks() {
                self.play(block.clone());
                let mut values = std::mem::take(&mut self.values);
                for (metric, values) in values.iter_mut().enumerate() {
                    let Some(values) = values.get_mut(block.clone()) else { continue };
                    let found = self.registers.output(self.program, metric);
                    values.iter_mut().zip(found).for_each(|(value, found)| *value = *found);
                    self.ask(metric, self.points_of(&block), values);
                }
                self.values = values;
            }
            self.is_calculated = true;
        }
        self.values.get(metric).unwrap_or(&self.nothing).get(..self.length).unwrap_or_default()
    }

    fn stream(&mut self, out: &mut [&mut [f64]], at: usize) {
        // Rows of a table that belong to the next unit complete the last block of this one.
        let left = out.first().map_or(0, |out| out.len().saturating_sub(at));
        let end = self.length.min(left);
        let length = match self.space {
            Space::Grid { .. } => end,
            Space::Table { .. } => left,
        };
        let mut from = self.streamed.saturating_sub(at);
        // Block by block: memory takes them in while the next is calculated.
        while from < end {
            let block = self.block_from(from, length);
            from = block.end;
            self.play(block.clone());
            let (registers, program, level) = (&self.registers, self.program, self.level);
            let is_any_asked = self.exact.iter().any(|exact| is_asked(exact, registers, program, level));
            for (metric, out) in out.iter_mut().enumerate() {
                let out = out.get_mut(at.saturating_add(block.start)..at.saturating_add(block.end));
                let (found, out) = (self.registers.output(self.program, metric), out.unwrap_or_default());
                if is_any_asked {
                    let mut values = *found;
                    self.ask(metric, self.points_of(&block), &mut values);
                    dispatch::stream(self.level, &values, out);
                } else {
                    dispatch::stream(self.level, found, out);
                }
            }
        }
        self.streamed = at.saturating_add(from);
    }
}
