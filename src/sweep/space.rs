//! The points of a sweep: every combination of some axes, or the rows of a table.

use std::ops::Range;

/// Where the points are.
#[derive(Debug)]
pub(super) enum Space<'a> {
    /// Every combination; the last axis varies fastest.
    Grid {
        axes: Vec<Vec<f64>>,
        /// How far the index moves with each of them.
        strides: Vec<u64>,
        points: u64,
    },
    /// One point a row.
    Table { columns: Vec<&'a [f64]>, rows: usize },
}

impl<'a> Space<'a> {
    /// Every combination; `None` past 2^63 points.
    pub(super) fn grid(axes: Vec<Vec<f64>>) -> Option<Self> {
        let points = points_of(axes.iter().map(Vec::len))?;
        let mut strides = Vec::with_capacity(axes.len());
        let mut stride = 1_u64;
        for axis in axes.iter().rev() {
            strides.push(stride);
            stride = stride.wrapping_mul(axis.len() as u64);
        }
        strides.reverse();
        Some(Self::Grid { axes, strides, points })
    }

    pub(super) fn points(&self) -> u64 {
        match self {
            Self::Grid { points, .. } => *points,
            Self::Table { rows, .. } => *rows as u64,
        }
    }

    /// How many columns a point has.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Grid { axes, .. } => axes.len(),
            Self::Table { columns, .. } => columns.len(),
        }
    }

    /// The values of a column of a table at some points; a grid has none.
    pub(super) fn rows(&self, column: usize, points: Range<u64>) -> Option<&[f64]> {
        let Self::Table { columns, .. } = self else { return None };
        let at = |point: u64| usize::try_from(point).unwrap_or(usize::MAX);
        columns.get(column)?.get(at(points.start)..at(points.end))
    }

    /// How many values a column has.
    pub(super) fn length(&self, column: usize) -> usize {
        match self {
            Self::Grid { axes, .. } => axes.get(column).map_or(0, Vec::len),
            Self::Table { rows, .. } => *rows,
        }
    }

    /// The value of a column at a point.
    pub(super) fn value(&self, column: usize, point: u64) -> Option<f64> {
        match self {
            Self::Table { columns, .. } => columns.get(column)?.get(usize::try_from(point).ok()?).copied(),
            Self::Grid { axes, strides, .. } => {
                let axis = axes.get(column)?;
                let digit = point.checked_div(*strides.get(column)?)?.checked_rem(axis.len() as u64)?;
                axis.get(usize::try_from(digit).ok()?).copied()
            }
        }
    }

    /// Writes what an axis of a grid is at some points; the columns of a table are there already.
    pub(super) fn fill(&self, column: usize, points: Range<u64>, room: &mut [f64]) {
        let Self::Grid { axes, strides, .. } = self else { return };
        if let (Some(axis), Some(stride)) = (axes.get(column), strides.get(column)) {
            let length = usize::try_from(points.end.saturating_sub(points.start)).unwrap_or(usize::MAX);
            let length = length.min(room.len());
            fill(room.get_mut(..length).unwrap_or_default(), axis, *stride, points.start);
        }
    }
}

/// Writes what an axis is at the points from one on.
fn fill(room: &mut [f64], axis: &[f64], stride: u64, first: u64) {
    let count = axis.len() as u64;
    let digit = first.checked_div(stride).and_then(|turns| turns.checked_rem(count)).unwrap_or(0);
    let mut digit = usize::try_from(digit).unwrap_or(0);
    // Points until the digit moves.
    let mut left = stride.saturating_sub(first.checked_rem(stride).unwrap_or(0));
    let mut rest = room;
    while !rest.is_empty() {
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
        let (same, behind) = rest.split_at_mut(length);
        same.fill(axis.get(digit).copied().unwrap_or(f64::NAN));
        rest = behind;
        left = stride;
        digit = digit.wrapping_add(1);
        if digit >= axis.len() {
            digit = 0;
        }
    }
}

/// The product of the counts, where it is at most 2^63.
pub(super) fn points_of(counts: impl Iterator<Item = usize>) -> Option<u64> {
    let mut counts = counts.map(|count| count as u64);
    counts.try_fold(1_u64, |all, count| all.checked_mul(count).filter(|all| *all <= 1 << 63))
}
