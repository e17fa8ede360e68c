//! Walks the grid, run of the volume axis by run, and hands each run to a sink.

use super::dispatch::{self, Level};
use super::grid::Sweep;
use super::kernel::Costs;
use super::metric::Asked;
use super::player::Coefficients;
use super::row::Row;
use super::summary::Summary;
use super::threads::{MOST_THREADS, work_off};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::Number;
use crate::parameter::Inputs;
use std::ops::{ControlFlow, Range};
use std::sync::{Mutex, PoisonError};

/// What an alternative costs at the present combination; kept while the axes that move it stand still.
struct Held {
    coefficients: Coefficients,
    row: Row,
    /// Whether a volume has no cost.
    has_gaps: bool,
    scratch: Inputs<f64>,
}

/// Rows for what is calculated on the way to a value.
struct Scratch {
    cost: Row,
    best: Row,
}

impl Scratch {
    fn new(length: usize) -> Self {
        Self { cost: Row::zeros(length), best: Row::zeros(length) }
    }
}

/// Stands at one run of the volume axis.
struct Walk<'a> {
    sweep: &'a Sweep,
    level: Level,
    /// The point of each axis.
    at: Vec<usize>,
    held: Vec<Held>,
}

impl<'a> Walk<'a> {
    fn new(sweep: &'a Sweep, level: Level, unit: u64) -> Self {
        let mut rest = unit;
        let mut at = vec![0; sweep.axes.len()];
        for ((points, _), at) in sweep.axes.iter().zip(&mut at).rev() {
            let count = points.len() as u64;
            *at = usize::try_from(rest.checked_rem(count).unwrap_or(0)).unwrap_or(0);
            rest = rest.checked_div(count).unwrap_or(0);
        }
        let held = sweep
            .players
            .iter()
            .map(|player| {
                let mut scratch = player.scratch();
                let coefficients = player.at(&sweep.axes, &at, &mut scratch);
                Held { coefficients, row: Row::zeros(sweep.tokens.len()), has_gaps: false, scratch }
            })
            .collect();
        let mut walk = Self { sweep, level, at, held };
        for index in 0..walk.held.len() {
            walk.fill(index);
        }
        walk
    }

    /// The row of an alternative at its present coefficients; a line needs none.
    fn fill(&mut self, index: usize) {
        let sweep = self.sweep;
        let (Some(held), Some(player)) = (self.held.get_mut(index), sweep.players.get(index)) else { return };
        if held.coefficients.is_line() {
            held.has_gaps = !(held.coefficients.level() + held.coefficients.rates.per_mtok).is_finite();
        } else if sweep.asked.needs_row(index) {
            let most = player.maximum_steps;
            dispatch::cost_row(
                self.level,
                &held.coefficients,
                most,
                &sweep.tokens,
                &sweep.mtok,
                &mut held.row,
            );
            // Past the capacity, or where a calculation left the range.
            held.has_gaps = held.row.iter().any(|cost| cost.is_nan());
        }
    }

    /// On to the next run: the last axis moves first.
    fn advance(&mut self) {
        let sweep = self.sweep;
        let mut moved_from = sweep.axes.len();
        for (axis, ((points, _), at)) in sweep.axes.iter().zip(&mut self.at).enumerate().rev() {
            moved_from = axis;
            *at = at.wrapping_add(1);
            if *at < points.len() {
                break;
            }
            *at = 0;
        }
        for (index, player) in sweep.players.iter().enumerate() {
            if player.moved_by.last().is_some_and(|last| *last >= moved_from) && sweep.asked.concerns(index) {
                if let Some(held) = self.held.get_mut(index) {
                    held.coefficients = player.at(&sweep.axes, &self.at, &mut held.scratch);
                }
                self.fill(index);
            }
        }
    }

    /// The index of the first point of this run.
    fn base(&self) -> u64 {
        let strides = self.at.iter().zip(&self.sweep.strides);
        strides.fold(0, |index, (at, stride)| index.wrapping_add((*at as u64).wrapping_mul(*stride)))
    }

    fn costs(&self, index: usize) -> Costs<'_> {
        match self.held.get(index) {
            Some(held) if held.coefficients.is_line() => {
                Costs::Line { level: held.coefficients.level(), slope: held.coefficients.rates.per_mtok }
            }
            Some(held) => Costs::Row(&held.row),
            None => Costs::Row(&[]),
        }
    }

    fn has_gaps(&self, index: usize) -> bool {
        self.held.get(index).is_some_and(|held| held.has_gaps)
    }

    /// The values of this run.
    fn values(&self, scratch: &mut Scratch, out: &mut [f64]) {
        const NOTHING: Costs<'static> = Costs::Line { level: 0.0, slope: 0.0 };
        let sweep = self.sweep;
        let cost = |index: usize, out: &mut [f64]| {
            dispatch::difference(self.level, self.costs(index), NOTHING, &sweep.mtok, out);
        };
        match sweep.asked {
            Asked::Cost(index) => cost(index, out),
            Asked::Saving { of, against } => {
                dispatch::difference(self.level, self.costs(against), self.costs(of), &sweep.mtok, out);
            }
            Asked::CostPerMtok(index) => {
                cost(index, out);
                out.iter_mut().zip(sweep.mtok.iter()).for_each(|(value, mtok)| *value = value.over(*mtok));
            }
            Asked::Ratio { of, against } => {
                cost(of, out);
                cost(against, &mut scratch.cost);
                out.iter_mut().zip(scratch.cost.iter()).for_each(|(value, cost)| *value = value.over(*cost));
            }
            Asked::Cheapest => {
                out.fill(f64::NAN);
                scratch.best.fill(f64::INFINITY);
                for index in 0..self.held.len() {
                    if sweep.players.get(index).is_some_and(|player| player.maximum_steps > 0.0) {
                        cost(index, &mut scratch.cost);
                        dispatch::cheaper(self.level, index as f64, &scratch.cost, &mut scratch.best, out);
                    }
                }
            }
            Asked::Steps(index) => self.steps(index, out),
            Asked::Utilization(index) => {
                self.steps(index, out);
                if let Some(held) = self.held.get(index) {
                    dispatch::utilization_row(self.level, &held.coefficients, &sweep.tokens, out);
                }
            }
        }
    }

    fn steps(&self, index: usize, out: &mut [f64]) {
        if let (Some(held), Some(player)) = (self.held.get(index), self.sweep.players.get(index)) {
            dispatch::steps_row(
                self.level,
                &held.coefficients,
                player.maximum_steps,
                &self.sweep.tokens,
                out,
            );
        }
    }
}

impl Sweep {
    /// All points, added up.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.summary_of(0..self.units(), Level::detect())
    }

    /// The points of one of `of` equal parts, added up. Merged in any order, the parts give the bits of the whole.
    #[must_use]
    pub fn summary_of_part(&self, part: u64, of: u64) -> Summary {
        self.summary_of(self.part(part, of), Level::detect())
    }

    /// All points, added up by so many threads, 1,024 at the most; the same bits as by one.
    #[must_use]
    pub fn summary_on(&self, threads: usize) -> Summary {
        let parts = (threads as u64).clamp(1, MOST_THREADS).min(self.units().max(1));
        let sum = Mutex::new(Summary::default());
        work_off((0..parts).collect(), |part| {
            let part = self.summary_of_part(part, parts);
            let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
            *sum = sum.merge(part);
        });
        sum.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The runs of one of several equal parts.
    pub(super) fn part(&self, part: u64, of: u64) -> Range<u64> {
        let units = u128::from(self.units());
        let of = u128::from(of.max(1));
        let bound = |part: u64| u64::try_from(units * u128::from(part).min(of) / of).unwrap_or(u64::MAX);
        bound(part)..bound(part.saturating_add(1))
    }

    pub(super) fn summary_of(&self, units: Range<u64>, level: Level) -> Summary {
        let mut summary = Summary::default();
        if units.is_empty() {
            return summary;
        }
        let mut walk = Walk::new(self, level, units.start);
        let mut values = Row::zeros(self.tokens.len());
        let mut scratch = Scratch::new(self.tokens.len());
        let stride = self.volume_stride;
        for unit in units.clone() {
            let base = walk.base();
            match self.asked {
                Asked::Saving { of, against } if !walk.has_gaps(of) && !walk.has_gaps(against) => {
                    let (minuend, subtrahend) = (walk.costs(against), walk.costs(of));
                    let sums = dispatch::reduce(level, minuend, subtrahend, &self.mtok);
                    summary.add(sums, self.mtok.len(), |value| {
                        dispatch::difference(level, minuend, subtrahend, &self.mtok, &mut values);
                        base.wrapping_add(first(&values, value).wrapping_mul(stride))
                    });
                }
                _ => {
                    walk.values(&mut scratch, &mut values);
                    if values.iter().any(|value| value.is_nan()) {
                        self.add_with_gaps(&mut summary, &values, base, level);
                    } else {
                        let sums = dispatch::reduce_values(level, &values);
                        summary.add(sums, values.len(), |value| {
                            base.wrapping_add(first(&values, value).wrapping_mul(stride))
                        });
                    }
                }
            }
            if unit.wrapping_add(1) < units.end {
                walk.advance();
            }
        }
        summary
    }

    /// A run in which some points have no value: those that have one, close together.
    fn add_with_gaps(&self, summary: &mut Summary, values: &[f64], base: u64, level: Level) {
        let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        summary.infeasible = summary.infeasible.saturating_add((values.len() - known.len()) as u64);
        let sums = dispatch::reduce_values(level, &known);
        summary.add(sums, known.len(), |value| {
            base.wrapping_add(first(values, value).wrapping_mul(self.volume_stride))
        });
    }

    /// The value of one point; `None` past the end, and where [`Summary::infeasible`] would count it.
    #[must_use]
    pub fn value(&self, index: u64) -> Option<f64> {
        if index >= self.len() {
            return None;
        }
        let digit = |stride: u64, count: usize| index.checked_div(stride)?.checked_rem(count as u64);
        let mut unit = 0_u64;
        for ((points, _), stride) in self.axes.iter().zip(&self.strides) {
            unit = unit.wrapping_mul(points.len() as u64).wrapping_add(digit(*stride, points.len())?);
        }
        let at = usize::try_from(digit(self.volume_stride, self.tokens.len())?).ok()?;
        let mut values = Row::zeros(self.tokens.len());
        let mut scratch = Scratch::new(self.tokens.len());
        Walk::new(self, Level::detect(), unit).values(&mut scratch, &mut values);
        values.get(at).copied().filter(|value| !value.is_nan())
    }

    /// Writes the value of every point; NaN where [`Summary::infeasible`] would count it.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] where `out` is not as long as the sweep.
    pub fn write(&self, out: &mut [f64]) -> Result<(), Error> {
        if out.len() as u64 != self.len() {
            let what = format!("room for {} of {} points", out.len(), self.len());
            let instead = "give a slice of the length of the sweep".to_owned();
            return Err(Error::at(FieldPath::new("sweep"), ErrorKind::Contradiction { what, instead }));
        }
        let stride = self.volume_stride;
        if stride == 1 {
            self.write_runs(0..self.units(), out);
            return Ok(());
        }
        let _ = self.for_each_run(0..self.units(), Level::detect(), |base, values| {
            for (at, value) in values.iter().enumerate() {
                let index = base.wrapping_add((at as u64).wrapping_mul(stride));
                if let Some(place) = usize::try_from(index).ok().and_then(|index| out.get_mut(index)) {
                    *place = *value;
                }
            }
            ControlFlow::Continue(())
        });
        Ok(())
    }

    /// The same by so many threads, 1,024 at the most, where the volume is the last axis; else by one.
    ///
    /// # Errors
    /// As [`Sweep::write`].
    pub fn write_on(&self, threads: usize, out: &mut [f64]) -> Result<(), Error> {
        if threads < 2 || self.volume_stride != 1 || out.len() as u64 != self.len() {
            return self.write(out);
        }
        let parts = (threads as u64).min(MOST_THREADS).min(self.units().max(1));
        let mut rest = out;
        let mut runs = Vec::new();
        for part in 0..parts {
            let units = self.part(part, parts);
            let length = units.end.saturating_sub(units.start).saturating_mul(self.tokens.len() as u64);
            let length = usize::try_from(length).unwrap_or(usize::MAX).min(rest.len());
            let (mine, behind) = std::mem::take(&mut rest).split_at_mut(length);
            rest = behind;
            runs.push((units, mine));
        }
        work_off(runs, |(units, mine)| self.write_runs(units, mine));
        Ok(())
    }

    /// Runs that follow each other in memory.
    fn write_runs(&self, units: Range<u64>, out: &mut [f64]) {
        let mut rest = out;
        let level = Level::detect();
        let _fence = dispatch::Fence;
        let _ = self.for_each_run(units, level, |_, values| {
            let length = values.len().min(rest.len());
            let (run, behind) = std::mem::take(&mut rest).split_at_mut(length);
            dispatch::stream(level, values, run);
            rest = behind;
            ControlFlow::Continue(())
        });
    }

    /// Hands the value of every point to a function, run of the volume axis by run: the index of the first point, the
    /// distance from one index to the next, and the values. It may stop early.
    pub fn for_each(&self, mut each: impl FnMut(u64, u64, &[f64]) -> ControlFlow<()>) -> ControlFlow<()> {
        let stride = self.volume_stride;
        self.for_each_run(0..self.units(), Level::detect(), |base, values| each(base, stride, values))
    }

    pub(super) fn for_each_run(
        &self,
        units: Range<u64>,
        level: Level,
        mut each: impl FnMut(u64, &[f64]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if units.is_empty() {
            return ControlFlow::Continue(());
        }
        let mut walk = Walk::new(self, level, units.start);
        let mut values = Row::zeros(self.tokens.len());
        let mut scratch = Scratch::new(self.tokens.len());
        for unit in units.clone() {
            walk.values(&mut scratch, &mut values);
            each(walk.base(), &values)?;
            if unit.wrapping_add(1) < units.end {
                walk.advance();
            }
        }
        ControlFlow::Continue(())
    }
}

/// The first place of a value.
#[allow(clippy::float_cmp, reason = "the value is one of them")]
fn first(values: &[f64], value: f64) -> u64 {
    values.iter().position(|one| *one == value).unwrap_or(0) as u64
}
