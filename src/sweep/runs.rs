//! A grid run by run of its volume axis: coefficients once for each combination of the axes that move them, a row of
//! costs for each alternative while they stand still, and the metric last.

use super::ahead::{self, Ahead};
use super::combinations::{Combination, Combinations};
use super::dispatch;
use super::kernel::{Costs, Ends, Unit};
use super::level::Level;
use super::metric::Asked;
use super::player::AskedPlayer;
use super::point::PointProgram;
use super::row::Row;
use super::sink::Points;
use super::space::Space;
use super::wheels::Wheels;
use crate::number::{MEGA, Number};
use std::ops::Range;

/// The volumes of a run, or some of them.
#[derive(Debug)]
pub(super) struct Volumes {
    tokens: Row,
    mtok: Row,
    /// The place of the first on the axis.
    first: usize,
}

impl Volumes {
    fn of(tokens: &[f64], first: usize) -> Self {
        let mtok: Vec<f64> = tokens.iter().map(|tokens| tokens.nth(MEGA)).collect();
        Self { tokens: Row::of(tokens), mtok: Row::of(&mtok), first }
    }

    /// Those at some places on the axis, as far as there are any.
    pub(super) fn part(&self, places: Range<usize>) -> Self {
        let end = places.end.min(self.len());
        Self::of(self.tokens.get(places.start..end).unwrap_or_default(), places.start)
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }
}

/// The plan of a grid.
#[derive(Debug)]
pub(super) struct Runs {
    pub(super) volumes: Volumes,
    /// How far the index moves with the volume.
    pub(super) stride: u64,
    wheels: Wheels,
    /// The last axis with several values: it moves first.
    inner: Option<usize>,
    /// Those that nobody asks about are none.
    sides: Vec<Option<Side>>,
}

/// An alternative in this plan.
#[derive(Debug)]
struct Side {
    combinations: Combinations,
    maximum_steps: f64,
    takes_part: bool,
    needs_row: bool,
}

impl Runs {
    /// The plan, where every metric is of one month and a grid has the volume as an axis.
    pub(super) fn of(
        space: &Space<'_>,
        volume: Option<usize>,
        asked: &[Asked],
        players: &[AskedPlayer],
    ) -> Option<Self> {
        let Space::Grid { columns, axes, .. } = space else { return None };
        let volume = volume.filter(|_| asked.iter().all(|asked| asked.is_of_a_volume()))?;
        let (volumes, stride) = columns.get(volume)?;
        let volumes = Volumes::of(volumes, 0);
        let wheels = Wheels::of(columns, axes, volume);
        let side = |(index, player): (usize, &AskedPlayer)| {
            let player = player.as_ref()?;
            Some(Side {
                combinations: Combinations::of(&player.coefficients(), &wheels),
                maximum_steps: player.maximum_steps,
                takes_part: player.takes_part(),
                needs_row: asked.iter().any(|asked| asked.needs_row(index)),
            })
        };
        let sides = players.iter().enumerate().map(side).collect();
        let inner = wheels.all.iter().rposition(|wheel| wheel.count > 1);
        Some(Self { volumes, stride: *stride, wheels, inner, sides })
    }

    /// How many runs there are.
    pub(super) fn units(&self) -> u64 {
        self.wheels.places()
    }

    /// How many points there are until an axis before that of the volume moves. The runs in them are as many as the
    /// combinations of the axes behind it, which is the stride of the volume.
    pub(super) fn turn(&self) -> u64 {
        self.stride.saturating_mul(self.volumes.len() as u64)
    }

    /// The run of a point, and its place there.
    pub(super) fn place_of(&self, index: u64) -> Option<(u64, usize)> {
        let digit = |stride: u64, count: usize| index.checked_div(stride)?.checked_rem(count as u64);
        let mut unit = 0_u64;
        for wheel in self.wheels.all.iter().filter(|wheel| wheel.stride > 0) {
            unit = unit.wrapping_mul(wheel.count as u64).wrapping_add(digit(wheel.stride, wheel.count)?);
        }
        let place = digit(self.stride, self.volumes.len())?;
        Some((unit, usize::try_from(place).ok()?))
    }
}

/// What an alternative costs at the present combination; kept while the axes that move it stand still.
struct Held<'a> {
    side: &'a Side,
    /// The combination where it is kept by all, and one's own where it is not.
    kept: Option<&'a Combination>,
    own: Combination,
    program: PointProgram,
    /// The steps at each volume, and the numbers that make them; kept while only costs move.
    steps: Row,
    steps_of: Option<[u64; 3]>,
    row: Row,
    /// Whether a volume has no cost.
    has_gaps: bool,
}

impl<'a> Held<'a> {
    fn of(
        side: &'a Side,
        (wheels, volumes): (&Wheels, &Volumes),
        at: &[usize],
        point: &[f64],
        level: Level,
    ) -> Self {
        let mut program = side.combinations.program.clone();
        let own = Combination::at(&mut program, point);
        let length = if side.needs_row { volumes.len() } else { 0 };
        let (steps, row) = (Row::zeros(length), Row::zeros(length));
        let mut held = Self { side, kept: None, own, program, steps, steps_of: None, row, has_gaps: false };
        held.go_to((wheels, volumes), at, point, level);
        held
    }

    #[inline]
    fn at(&self) -> &Combination {
        self.kept.unwrap_or(&self.own)
    }

    /// On to another combination, by the place on each axis and the value there.
    #[inline]
    fn go_to(&mut self, (wheels, volumes): (&Wheels, &Volumes), at: &[usize], point: &[f64], level: Level) {
        self.kept = self.side.combinations.kept(wheels, at);
        if self.kept.is_none() {
            self.own = Combination::at(&mut self.program, point);
        }
        // A line needs no row.
        if self.at().line.is_some() {
            self.has_gaps = self.at().has_gaps;
        } else if self.side.needs_row {
            self.fill(volumes, level);
        }
    }

    /// The row of the costs at the present coefficients.
    fn fill(&mut self, volumes: &Volumes, level: Level) {
        let (coefficients, most) = (self.at().coefficients, self.side.maximum_steps);
        let stairs = &coefficients.stairs;
        let steps_of = Some([stairs.need, stairs.supply, stairs.minimum].map(f64::to_bits));
        if self.steps_of != steps_of {
            let (tokens, steps) = (volumes.tokens.groups(), self.steps.groups_mut());
            dispatch::steps_row(level, stairs, most, tokens.as_flattened(), steps.as_flattened_mut());
            self.steps_of = steps_of;
        }
        // Past the capacity, or where a calculation left the range.
        let (steps, mtok, row) = (self.steps.groups(), volumes.mtok.groups(), self.row.groups_mut());
        self.has_gaps = dispatch::cost_row(level, &coefficients, steps, mtok, row);
    }

    /// What is kept of this run and those after it, where it moves with the axis that moves first.
    fn lines_ahead(&self, walk: &Walk<'a>) -> Option<&'a [Combination]> {
        let combinations = &self.side.combinations;
        let moves = walk.runs.inner.is_some_and(|inner| combinations.move_with(inner));
        moves.then(|| combinations.kept_from(&walk.runs.wheels, &walk.at))
    }

    #[inline]
    fn costs(&self) -> Costs<'_> {
        self.at().line.unwrap_or(Costs::Row(self.row.groups()))
    }
}

/// Stands at one run of the volume axis.
pub(super) struct Walk<'a> {
    runs: &'a Runs,
    volumes: &'a Volumes,
    asked: &'a [Asked],
    level: Level,
    /// The place on each axis, and its value there.
    at: Vec<usize>,
    point: Vec<f64>,
    /// Nothing of those that nobody asks about.
    held: Vec<Option<Held<'a>>>,
    /// How many runs it has gone on.
    run: u64,
    /// The index of the first point of this run.
    pub(super) base: u64,
    /// The sums of each metric from some run on.
    ahead: Vec<Ahead>,
    /// The values of each metric, and whether they are those of this run.
    values: Vec<(Row, bool)>,
    cost: Row,
    best: Row,
    /// The values of a metric that there is not.
    nothing: Row,
}

impl<'a> Walk<'a> {
    /// At one run of some volumes.
    pub(super) fn new(
        runs: &'a Runs,
        volumes: &'a Volumes,
        asked: &'a [Asked],
        level: Level,
        unit: u64,
    ) -> Self {
        let wheels = &runs.wheels;
        let at = wheels.at(unit);
        let point = wheels.point(&at);
        let first = (volumes.first as u64).wrapping_mul(runs.stride);
        let length = volumes.len();
        let held =
            |side: &'a Option<Side>| Some(Held::of(side.as_ref()?, (wheels, volumes), &at, &point, level));
        let held = runs.sides.iter().map(held).collect();
        let values = asked.iter().map(|_| (Row::zeros(length), false)).collect();
        let (cost, best) = (Row::zeros(length), Row::zeros(length));
        let ahead = vec![Ahead::NONE; asked.len()];
        let indices = at.iter().zip(&wheels.all).map(|(at, wheel)| (*at as u64).wrapping_mul(wheel.stride));
        let base = indices.fold(first, u64::wrapping_add);
        Self {
            runs,
            volumes,
            asked,
            level,
            at,
            point,
            held,
            run: 0,
            base,
            ahead,
            values,
            cost,
            best,
            nothing: Row::default(),
        }
    }

    /// On to the next run: the last axis moves first.
    pub(super) fn advance(&mut self) {
        let runs = self.runs;
        self.run = self.run.wrapping_add(1);
        // Those behind it have one value.
        let mut moved_from = runs.inner.unwrap_or(0);
        while !runs.wheels.turn(moved_from, &mut self.at, &mut self.point, &mut self.base) && moved_from > 0 {
            moved_from = moved_from.saturating_sub(1);
        }
        self.values.iter_mut().for_each(|(_, is_there)| *is_there = false);
        for held in self.held.iter_mut().flatten() {
            if held.side.combinations.move_with(moved_from) {
                held.go_to((&runs.wheels, self.volumes), &self.at, &self.point, self.level);
            }
        }
    }

    #[inline]
    fn held(&self, index: usize) -> Option<&Held<'a>> {
        self.held.get(index)?.as_ref()
    }

    #[inline]
    fn costs(&self, index: usize) -> Costs<'_> {
        self.held(index).map_or(Costs::Row(&[]), Held::costs)
    }

    /// Adds up the savings of this run, and of so many after it while the axis that moves first moves nothing but lines.
    fn sums(&self, of: usize, against: usize, between: Ends) -> Option<([Unit; ahead::MOST], usize)> {
        let (minuend, subtrahend) = (self.held(against)?, self.held(of)?);
        if minuend.has_gaps || subtrahend.has_gaps {
            return None;
        }
        let mut pairs = [[minuend.costs(), subtrahend.costs()]; ahead::MOST];
        let (mut length, left) = (1, self.left_of_inner());
        let lines = [minuend.lines_ahead(self), subtrahend.lines_ahead(self)];
        'runs: for (place, pair) in pairs.iter_mut().enumerate().take(left).skip(1) {
            for (costs, lines) in pair.iter_mut().zip(lines) {
                let Some(lines) = lines else { continue };
                let Some(line) = lines.get(place).filter(|one| !one.has_gaps).and_then(|one| one.line) else {
                    break 'runs;
                };
                *costs = line;
            }
            length = place.saturating_add(1);
        }
        let mut units = [Unit::NONE; ahead::MOST];
        let (pairs, mtok) = (pairs.get(..length)?, &self.volumes.mtok);
        dispatch::reduce(self.level, pairs, mtok.groups(), mtok.len(), between, &mut units);
        Some((units, length))
    }

    /// How many runs there are before another axis moves.
    fn left_of_inner(&self) -> usize {
        let left =
            |inner: usize| Some(self.runs.wheels.all.get(inner)?.count.saturating_sub(*self.at.get(inner)?));
        self.runs.inner.and_then(left).unwrap_or(1)
    }

    fn write_cost(&self, index: usize, out: &mut [f64]) {
        const NOTHING: Costs<'static> = Costs::Line { level: 0.0, slope: 0.0 };
        dispatch::difference(self.level, &self.costs(index), &NOTHING, self.volumes.mtok.groups(), out);
    }

    /// Calculates the values of a metric of this run.
    fn calculate(&mut self, asked: Asked, out: &mut [f64]) {
        let mtok = &self.volumes.mtok;
        match asked {
            Asked::Cost(index) => self.write_cost(index, out),
            Asked::Saving { of, against } => {
                dispatch::difference(self.level, &self.costs(against), &self.costs(of), mtok.groups(), out);
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
                if let Some(held) = self.held(index) {
                    dispatch::utilization_row(self.level, &held.at().coefficients, &self.volumes.tokens, out);
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
        for index in 0..self.held.len() {
            if self.held(index).is_none_or(|held| !held.side.takes_part) {
                continue;
            }
            self.write_cost(index, &mut cost);
            dispatch::cheaper(self.level, index as f64, &cost, &mut best, out);
        }
        (self.cost, self.best) = (cost, best);
    }

    fn steps(&self, index: usize, out: &mut [f64]) {
        if let Some(held) = self.held(index) {
            let most = held.side.maximum_steps;
            dispatch::steps_row(self.level, &held.at().coefficients.stairs, most, &self.volumes.tokens, out);
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
        if metric >= self.values.len() && self.nothing.is_empty() {
            self.nothing = Row::nothing(self.volumes.len());
        }
        self.values.get(metric).map_or(&self.nothing, |(values, _)| values)
    }

    #[inline]
    fn unit(&mut self, metric: usize, between: Ends) -> Unit {
        if let Some(unit) = self.ahead.get(metric).and_then(|ahead| ahead.at(self.run, between)) {
            return unit;
        }
        let Some(Asked::Saving { of, against }) = self.asked.get(metric) else { return Unit::NONE };
        let Some((units, length)) = self.sums(*of, *against, between) else { return Unit::NONE };
        if let Some(ahead) = self.ahead.get_mut(metric) {
            ahead.keep(self.run, units, length, between);
        }
        let [unit, ..] = units;
        unit
    }

    fn stream(&mut self, out: &mut [&mut [f64]], at: usize) {
        let length = self.volumes.len();
        for (metric, out) in out.iter_mut().enumerate() {
            let out = out.get_mut(at..at.saturating_add(length)).unwrap_or_default();
            // A saving needs no room in between.
            if let Some(Asked::Saving { of, against }) = self.asked.get(metric) {
                let (minuend, subtrahend) = (self.costs(*against), self.costs(*of));
                dispatch::stream_difference(
                    self.level,
                    &minuend,
                    &subtrahend,
                    self.volumes.mtok.groups(),
                    out,
                );
            } else {
                let level = self.level;
                dispatch::stream(level, self.values(metric), out);
            }
        }
    }
}
