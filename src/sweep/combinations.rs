//! The coefficients of an alternative for each combination of the axes that move them.

use super::dispatch;
use super::kernel::Costs;
use super::level::Level;
use super::play::BLOCK;
use super::player::Coefficients;
use super::point::PointProgram;
use super::program::Program;
use super::space::{Space, points_of};

/// The most combinations whose coefficients are kept; beyond, they are calculated when a combination comes up.
const MOST_KEPT: usize = 1 << 16;

/// Values of an axis, and how far the index moves with it.
pub(super) type Stepped = (Vec<f64>, u64);

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
    pub(super) fn of(program: &Program, axes: &[Stepped]) -> Self {
        let moved_by = program.columns.clone();
        let kept = keep(program, &moved_by, axes);
        Self { program: program.for_points(), moved_by, kept }
    }

    /// Whether they move with an axis, or with one after it.
    #[inline]
    pub(super) fn move_with(&self, axis: usize) -> bool {
        self.moved_by.last().is_some_and(|last| *last >= axis)
    }

    /// What is kept of a combination, by the place on each axis.
    #[inline]
    pub(super) fn kept(&self, axes: &[Stepped], at: &[usize]) -> Option<&Combination> {
        self.kept_from(axes, at).first()
    }

    /// What is kept from a combination on: the last axis that moves them moves first.
    #[inline]
    pub(super) fn kept_from(&self, axes: &[Stepped], at: &[usize]) -> &[Combination] {
        let mut index = 0_usize;
        for axis in &self.moved_by {
            let count = axes.get(*axis).map_or(1, |(points, _)| points.len());
            index = index.wrapping_mul(count).wrapping_add(at.get(*axis).copied().unwrap_or(0));
        }
        self.kept.get(index..).unwrap_or_default()
    }
}

/// The combinations in row-major order, by blocks; none where they are too many.
fn keep(program: &Program, moved_by: &[usize], axes: &[Stepped]) -> Vec<Combination> {
    let moving: Vec<Vec<f64>> =
        moved_by.iter().filter_map(|axis| axes.get(*axis)).map(|(points, _)| points.clone()).collect();
    let all = points_of(moving.iter().map(Vec::len)).filter(|all| *all <= MOST_KEPT as u64);
    let (Some(all), Some(space)) = (all, Space::grid(moving)) else { return Vec::new() };
    let (level, mut kept, mut room) = (Level::detect(), Vec::new(), [0.0; BLOCK]);
    let mut registers = program.registers(level);
    for first in (0..all).step_by(BLOCK) {
        let points = first..all.min(first.saturating_add(BLOCK as u64));
        // The axes that move are the columns of the program.
        for (slot, axis) in (0..).zip(0..moved_by.len()) {
            space.fill(axis, points.clone(), &mut room);
            registers.set(slot, &room);
        }
        dispatch::play(level, program, &mut registers);
        for (_, row) in points.zip(0_usize..) {
            let number = |output| registers.output(program, output).get(row).copied().unwrap_or(f64::NAN);
            kept.push(Combination::of(Coefficients::from_array(std::array::from_fn(number))));
        }
    }
    kept
}

/// The values at the places on the axes.
pub(super) fn point_at(axes: &[Stepped], at: &[usize]) -> Vec<f64> {
    axes.iter().zip(at).map(|((points, _), at)| points.get(*at).copied().unwrap_or(f64::NAN)).collect()
}

/// Moves one axis on, and the index with it; `false` where it begins anew, so that the one before it moves.
#[inline]
pub(super) fn step(
    axes: &[Stepped],
    axis: usize,
    at: &mut [usize],
    point: &mut [f64],
    index: &mut u64,
) -> bool {
    let (Some((points, stride)), Some(digit), Some(value)) =
        (axes.get(axis), at.get_mut(axis), point.get_mut(axis))
    else {
        return false;
    };
    *digit = digit.wrapping_add(1);
    *index = index.wrapping_add(*stride);
    let goes_on = *digit < points.len();
    if !goes_on {
        *index = index.wrapping_sub(stride.wrapping_mul(points.len() as u64));
        *digit = 0;
    }
    *value = points.get(*digit).copied().unwrap_or(f64::NAN);
    goes_on
}
