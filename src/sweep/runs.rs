//! A grid run by run of its volume axis: coefficients once for each combination of the axes that move them, a row of
//! costs for each alternative while they stand still, and the metric last.

use super::dispatch::{self, Level};
use super::kernel::{Costs, Unit};
use super::metric::Asked;
use super::player::{Coefficients, Player};
use super::program::PointProgram;
use super::row::Row;
use super::sink::Points;
use super::space::Space;
use crate::number::{MEGA, Number};

/// The most combinations whose coefficients are kept; beyond, they are calculated when a combination comes up.
const MOST_KEPT: usize = 1 << 16;

/// The plan of a grid.
#[derive(Debug)]
pub(super) struct Runs {
    pub(super) tokens: Row,
    mtok: Row,
    /// How far the index moves with the volume.
    pub(super) stride: u64,
    /// Values of each axis and how far the index moves with it; that of the volume has one value here, and no stride.
    axes: Vec<(Vec<f64>, u64)>,
    sides: Vec<Side>,
}

/// An alternative in this plan.
#[derive(Debug)]
struct Side {
    program: PointProgram,
    /// The axes that move its coefficients, ascending.
    moved_by: Vec<usize>,
    maximum_steps: f64,
    is_asked: bool,
    needs_row: bool,
    kept: Vec<Combination>,
}

/// What an alternative costs at one combination of the axes.
#[derive(Clone, Copy, Debug)]
struct Combination {
    coefficients: Coefficients<f64>,
    /// Where it has no stairs.
    line: Option<Costs<'static>>,
    /// Whether a calculation of the line left the range.
    has_gaps: bool,
}

impl Combination {
    fn of(coefficients: Coefficients<f64>) -> Self {
        if !coefficients.is_line() {
            return Self { coefficients, line: None, has_gaps: false };
        }
        let (level, slope) = (coefficients.level(), coefficients.rates.per_mtok);
        let has_gaps = !(level + slope).is_finite();
        Self { coefficients, line: Some(Costs::Line { level, slope }), has_gaps }
    }
}

impl Runs {
    /// The plan, where every metric is of one month and a grid has the volume as an axis.
    pub(super) fn of(
        space: &Space<'_>,
        volume: Option<usize>,
        asked: &[Asked],
        players: &[Player],
    ) -> Option<Self> {
        let Space::Grid { axes, strides, .. } = space else { return None };
        let volume = volume.filter(|_| asked.iter().all(|asked| asked.is_of_a_volume()))?;
        let tokens = Row::of(axes.get(volume)?);
        let stride = *strides.get(volume)?;
        let mut mtok = Row::of(&tokens);
        mtok.iter_mut().for_each(|tokens| *tokens = tokens.nth(MEGA));
        let axes: Vec<(Vec<f64>, u64)> = axes
            .iter()
            .zip(strides)
            .enumerate()
            .map(|(at, (axis, stride))| if at == volume { (vec![0.0], 0) } else { (axis.clone(), *stride) })
            .collect();
        let sides = players.iter().enumerate().map(|(index, player)| {
            let program = player.coefficients();
            let mut side = Side {
                moved_by: program.columns(),
                program: program.for_points(axes.len()),
                maximum_steps: player.maximum_steps,
                is_asked: asked.iter().any(|asked| asked.concerns(index)),
                needs_row: asked.iter().any(|asked| asked.needs_row(index)),
                kept: Vec::new(),
            };
            if side.is_asked {
                side.keep(&axes);
            }
            side
        });
        let sides = sides.collect();
        Some(Self { tokens, mtok, stride, axes, sides })
    }

    /// How many runs there are.
    pub(super) fn units(&self) -> u64 {
        self.axes.iter().fold(1, |all, (axis, _)| all.wrapping_mul(axis.len() as u64))
    }

    /// The run of a point, and its place there.
    pub(super) fn place_of(&self, index: u64) -> Option<(u64, usize)> {
        let digit = |stride: u64, count: usize| index.checked_div(stride)?.checked_rem(count as u64);
        let mut unit = 0_u64;
        for (axis, stride) in self.axes.iter().filter(|(_, stride)| *stride > 0) {
            unit = unit.wrapping_mul(axis.len() as u64).wrapping_add(digit(*stride, axis.len())?);
        }
        let place = digit(self.stride, self.tokens.len())?;
        Some((unit, usize::try_from(place).ok()?))
    }
}

impl Side {
    fn count(axes: &[(Vec<f64>, u64)], axis: usize) -> usize {
        axes.get(axis).map_or(1, |(points, _)| points.len())
    }

    /// Calculates the coefficients of every combination, where they are few enough.
    fn keep(&mut self, axes: &[(Vec<f64>, u64)]) {
        let mut counts = self.moved_by.iter().map(|axis| Self::count(axes, *axis));
        let all = counts.try_fold(1_usize, usize::checked_mul).filter(|all| *all <= MOST_KEPT);
        let Some(all) = all else { return };
        let mut at = vec![0_usize; axes.len()];
        let mut point = point_at(axes, &at);
        self.kept.reserve(all);
        for _ in 0..all {
            self.kept.push(Combination::of(Coefficients::at(&mut self.program, &point)));
            for axis in self.moved_by.iter().rev() {
                if step(axes, *axis, &mut at, &mut point) {
                    break;
                }
            }
        }
    }

    /// The coefficients at a combination of the axes.
    #[inline]
    fn at(
        &self,
        axes: &[(Vec<f64>, u64)],
        at: &[usize],
        point: &[f64],
        program: &mut PointProgram,
    ) -> Combination {
        let mut index = 0_usize;
        for axis in &self.moved_by {
            let digit = at.get(*axis).copied().unwrap_or(0);
            index = index.wrapping_mul(Self::count(axes, *axis)).wrapping_add(digit);
        }
        if let Some(kept) = self.kept.get(index) {
            return *kept;
        }
        Combination::of(Coefficients::at(program, point))
    }
}

fn point_at(axes: &[(Vec<f64>, u64)], at: &[usize]) -> Vec<f64> {
    axes.iter().zip(at).map(|((points, _), at)| points.get(*at).copied().unwrap_or(f64::NAN)).collect()
}

/// Moves one axis on; `false` where it begins anew, so that the one before it moves.
fn step(axes: &[(Vec<f64>, u64)], axis: usize, at: &mut [usize], point: &mut [f64]) -> bool {
    let (Some((points, _)), Some(digit), Some(value)) =
        (axes.get(axis), at.get_mut(axis), point.get_mut(axis))
    else {
        return false;
    };
    *digit = digit.wrapping_add(1);
    let goes_on = *digit < points.len();
    if !goes_on {
        *digit = 0;
    }
    *value = points.get(*digit).copied().unwrap_or(f64::NAN);
    goes_on
}

/// What an alternative costs at the present combination; kept while the axes that move it stand still.
struct Held {
    at: Combination,
    row: Row,
    /// Whether a volume has no cost.
    has_gaps: bool,
}

/// Stands at one run of the volume axis.
pub(super) struct Walk<'a> {
    runs: &'a Runs,
    asked: &'a [Asked],
    level: Level,
    /// The place on each axis, and its value there.
    at: Vec<usize>,
    point: Vec<f64>,
    held: Vec<Held>,
    /// One's own of each alternative, for combinations that are not kept.
    programs: Vec<PointProgram>,
    /// The values of each metric, and whether they are those of this run.
    values: Vec<(Row, bool)>,
    cost: Row,
    best: Row,
    /// The values of a metric that there is not.
    nothing: Row,
}

impl<'a> Walk<'a> {
    pub(super) fn new(runs: &'a Runs, asked: &'a [Asked], level: Level, unit: u64) -> Self {
        let mut rest = unit;
        let mut at = vec![0; runs.axes.len()];
        for ((points, _), at) in runs.axes.iter().zip(&mut at).rev() {
            let count = points.len() as u64;
            *at = usize::try_from(rest.checked_rem(count).unwrap_or(0)).unwrap_or(0);
            rest = rest.checked_div(count).unwrap_or(0);
        }
        let point = point_at(&runs.axes, &at);
        let length = runs.tokens.len();
        let mut programs: Vec<PointProgram> = runs.sides.iter().map(|side| side.program.clone()).collect();
        let held = runs.sides.iter().zip(&mut programs).map(|(side, program)| Held {
            at: side.at(&runs.axes, &at, &point, program),
            row: Row::zeros(if side.needs_row { length } else { 0 }),
            has_gaps: false,
        });
        let held = held.collect();
        let values = asked.iter().map(|_| (Row::zeros(length), false)).collect();
        let (cost, best, nothing) = (Row::zeros(length), Row::zeros(length), Row::nothing(length));
        let mut walk = Self { runs, asked, level, at, point, held, programs, values, cost, best, nothing };
        for index in 0..walk.held.len() {
            walk.fill(index);
        }
        walk
    }

    /// The row of an alternative at its present coefficients; a line needs none.
    #[inline]
    fn fill(&mut self, index: usize) {
        let runs = self.runs;
        let (Some(held), Some(side)) = (self.held.get_mut(index), runs.sides.get(index)) else { return };
        if held.at.line.is_some() {
            held.has_gaps = held.at.has_gaps;
        } else if side.needs_row {
            let most = side.maximum_steps;
            dispatch::cost_row(
                self.level,
                &held.at.coefficients,
                most,
                &runs.tokens,
                &runs.mtok,
                &mut held.row,
            );
            // Past the capacity, or where a calculation left the range.
            held.has_gaps = held.row.iter().fold(false, |any, cost| any | cost.is_nan());
        }
    }

    /// On to the next run: the last axis moves first.
    pub(super) fn advance(&mut self) {
        let runs = self.runs;
        let mut moved_from = runs.axes.len();
        for axis in (0..runs.axes.len()).rev() {
            moved_from = axis;
            if step(&runs.axes, axis, &mut self.at, &mut self.point) {
                break;
            }
        }
        self.values.iter_mut().for_each(|(_, is_there)| *is_there = false);
        for (index, side) in runs.sides.iter().enumerate() {
            if side.is_asked && side.moved_by.last().is_some_and(|last| *last >= moved_from) {
                if let (Some(held), Some(program)) = (self.held.get_mut(index), self.programs.get_mut(index))
                {
                    held.at = side.at(&runs.axes, &self.at, &self.point, program);
                }
                self.fill(index);
            }
        }
    }

    /// The index of the first point of this run.
    #[inline]
    pub(super) fn base(&self) -> u64 {
        let strides = self.at.iter().zip(&self.runs.axes);
        strides.fold(0, |index, (at, (_, stride))| index.wrapping_add((*at as u64).wrapping_mul(*stride)))
    }

    fn costs(&self, index: usize) -> Costs<'_> {
        match self.held.get(index) {
            Some(held) => held.at.line.unwrap_or(Costs::Row(&held.row)),
            None => Costs::Row(&[]),
        }
    }

    fn has_gaps(&self, index: usize) -> bool {
        self.held.get(index).is_some_and(|held| held.has_gaps)
    }

    fn write_cost(&self, index: usize, out: &mut [f64]) {
        const NOTHING: Costs<'static> = Costs::Line { level: 0.0, slope: 0.0 };
        dispatch::difference(self.level, self.costs(index), NOTHING, &self.runs.mtok, out);
    }

    /// Calculates the values of a metric of this run.
    fn calculate(&mut self, asked: Asked, out: &mut [f64]) {
        let mtok = &self.runs.mtok;
        match asked {
            Asked::Cost(index) => self.write_cost(index, out),
            Asked::Saving { of, against } => {
                dispatch::difference(self.level, self.costs(against), self.costs(of), mtok, out);
            }
            Asked::CostPerMtok(index) => {
                self.write_cost(index, out);
                out.iter_mut().zip(mtok.iter()).for_each(|(value, mtok)| *value = value.over(*mtok));
            }
            Asked::Ratio { of, against } => {
                let mut cost = std::mem::take(&mut self.cost);
                self.write_cost(of, out);
                self.write_cost(against, &mut cost);
                out.iter_mut().zip(cost.iter()).for_each(|(value, cost)| *value = value.over(*cost));
                self.cost = cost;
            }
            Asked::Cheapest => self.cheapest(out),
            Asked::Steps(index) => self.steps(index, out),
            Asked::Utilization(index) => {
                self.steps(index, out);
                if let Some(held) = self.held.get(index) {
                    dispatch::utilization_row(self.level, &held.at.coefficients, &self.runs.tokens, out);
                }
            }
            // This plan is not made for them.
            Asked::BreakEven { .. }
            | Asked::AlwaysFrom { .. }
            | Asked::Npv { .. }
            | Asked::PaybackMonth { .. } => {
                out.fill(f64::NAN);
            }
        }
    }

    fn cheapest(&mut self, out: &mut [f64]) {
        let (mut cost, mut best) = (std::mem::take(&mut self.cost), std::mem::take(&mut self.best));
        out.fill(f64::NAN);
        best.fill(f64::INFINITY);
        for (index, _) in self.runs.sides.iter().enumerate().filter(|(_, side)| side.maximum_steps > 0.0) {
            self.write_cost(index, &mut cost);
            dispatch::cheaper(self.level, index as f64, &cost, &mut best, out);
        }
        (self.cost, self.best) = (cost, best);
    }

    fn steps(&self, index: usize, out: &mut [f64]) {
        if let (Some(held), Some(side)) = (self.held.get(index), self.runs.sides.get(index)) {
            dispatch::steps_row(
                self.level,
                &held.at.coefficients,
                side.maximum_steps,
                &self.runs.tokens,
                out,
            );
        }
    }
}

impl Points for Walk<'_> {
    fn values(&mut self, metric: usize) -> &[f64] {
        if let (Some(asked), Some((values, false))) = (self.asked.get(metric), self.values.get_mut(metric)) {
            let mut values = std::mem::take(values);
            self.calculate(*asked, &mut values);
            if let Some(place) = self.values.get_mut(metric) {
                *place = (values, true);
            }
        }
        self.values.get(metric).map_or(&self.nothing, |(values, _)| values)
    }

    fn unit(&mut self, metric: usize) -> Option<Unit> {
        match self.asked.get(metric) {
            Some(Asked::Saving { of, against }) if !self.has_gaps(*of) && !self.has_gaps(*against) => {
                let (minuend, subtrahend) = (self.costs(*against), self.costs(*of));
                Some(dispatch::reduce(self.level, minuend, subtrahend, &self.runs.mtok))
            }
            _ => None,
        }
    }

    fn stream(&mut self, metric: usize, out: &mut [f64]) -> bool {
        let Some(Asked::Saving { of, against }) = self.asked.get(metric) else { return false };
        let (minuend, subtrahend) = (self.costs(*against), self.costs(*of));
        dispatch::stream_difference(self.level, minuend, subtrahend, &self.runs.mtok, out);
        true
    }
}
