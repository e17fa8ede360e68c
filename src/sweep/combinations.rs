//! The coefficients of an alternative for each combination of the axes that move them.

use super::dispatch;
use super::kernel::Costs;
use super::level::Level;
use super::play::BLOCK;
use super::player::{COEFFICIENTS, Coefficients};
use super::point::PointProgram;
use super::program::Program;
use super::space::{Space, points_of};
use super::wheels::{Wheel, Wheels};

/// The most combinations whose coefficients are kept; beyond, they are calculated when a combination comes up.
const MOST_KEPT: usize = 1 << 16;

/// What an alternative costs at one combination of the axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Combination {
    pub(super) coefficients: Coefficients<f64>,
    /// Where it has no stairs.
    pub(super) line: Option<Costs<'static>>,
    /// Whether a calculation of the line left the range.
    pub(super) has_gaps: bool,
}

impl Combination {
    /// Calculates it from the value on each axis.
    pub(super) fn at(program: &mut PointProgram, point: &[f64]) -> Self {
        Self::of(Coefficients::at(program, point))
    }

    fn of(coefficients: Coefficients<f64>) -> Self {
        if !coefficients.is_line() {
            return Self { coefficients, line: None, has_gaps: false };
        }
        let (level, slope) = (coefficients.level(), coefficients.rates.per_mtok);
        let has_gaps = !(level + slope).is_finite();
        Self { coefficients, line: Some(Costs::Line { level, slope }), has_gaps }
    }
}

/// All combinations of an alternative.
#[derive(Debug)]
pub(super) struct Combinations {
    /// For those that are not kept.
    pub(super) program: PointProgram,
    /// The axes that move the coefficients, ascending.
    moved_by: Vec<usize>,
    kept: Vec<Combination>,
}

impl Combinations {
    /// Calculates the coefficients of every combination, where they are few enough.
    pub(super) fn of(program: &Program, wheels: &Wheels) -> Self {
        let is_read = |wheel: &Wheel| program.columns.iter().any(|column| wheel.columns.contains(column));
        let wheels_read = wheels.all.iter().enumerate().filter(|(_, wheel)| is_read(wheel));
        let moved_by: Vec<usize> = wheels_read.map(|(axis, _)| axis).collect();
        let kept = keep(program, &moved_by, wheels);
        Self { program: program.for_points(), moved_by, kept }
    }

    /// Whether they move with an axis, or with one after it.
    #[inline]
    pub(super) fn move_with(&self, axis: usize) -> bool {
        self.moved_by.last().is_some_and(|last| *last >= axis)
    }

    /// What is kept of a combination, by the place on each axis.
    #[inline]
    pub(super) fn kept(&self, wheels: &Wheels, at: &[usize]) -> Option<&Combination> {
        self.kept_from(wheels, at).first()
    }

    /// What is kept from a combination on: the last axis that moves them moves first.
    #[inline]
    pub(super) fn kept_from(&self, wheels: &Wheels, at: &[usize]) -> &[Combination] {
        let mut index = 0_usize;
        for axis in &self.moved_by {
            let count = wheels.all.get(*axis).map_or(1, |wheel| wheel.count);
            index = index.wrapping_mul(count).wrapping_add(at.get(*axis).copied().unwrap_or(0));
        }
        self.kept.get(index..).unwrap_or_default()
    }
}

/// The combinations in row-major order, by blocks; none where they are too many.
fn keep(program: &Program, moved_by: &[usize], wheels: &Wheels) -> Vec<Combination> {
    // Of each axis the columns that the program reads, which are in the same order.
    let read = |wheel: &Wheel| {
        let columns = program.columns.iter().filter(|column| wheel.columns.contains(column));
        columns.filter_map(|column| wheels.columns.get(*column).cloned()).collect::<Vec<Vec<f64>>>()
    };
    let moving = || moved_by.iter().filter_map(|axis| wheels.all.get(*axis));
    let all = points_of(moving().map(|wheel| wheel.count)).filter(|all| *all <= MOST_KEPT as u64);
    let Some(all) = all else { return Vec::new() };
    let Some(space) = Space::grid(moving().map(read).collect()) else { return Vec::new() };
    let (level, mut room) = (Level::detect(), [0.0; BLOCK]);
    let mut kept = Vec::with_capacity(usize::try_from(all).unwrap_or(0));
    let mut registers = program.registers(level);
    for first in (0..all).step_by(BLOCK) {
        let points = first..all.min(first.saturating_add(BLOCK as u64));
        for (slot, column) in (0..).zip(0..program.columns.len()) {
            space.fill(column, points.clone(), &mut room);
            registers.set(slot, &room);
        }
        dispatch::play(level, program, &mut registers);
        let outputs: [&[f64; BLOCK]; COEFFICIENTS] =
            std::array::from_fn(|output| registers.output(program, output));
        for (_, row) in points.zip(0_usize..) {
            let number = |output: usize| {
                outputs.get(output).and_then(|line| line.get(row)).copied().unwrap_or(f64::NAN)
            };
            kept.push(Combination::of(Coefficients::from_array(std::array::from_fn(number))));
        }
    }
    kept
}
