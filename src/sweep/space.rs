//! The points of a sweep: every combination of some axes, or the rows of a table.

use std::ops::Range;

/// Values of a column, and how far the index moves from one to the next.
pub(super) type Stepped = (Vec<f64>, u64);

/// Where the points are.
#[derive(Debug)]
pub(super) enum Space<'a> {
    /// Every combination of the axes; the last varies fastest.
    Grid {
        columns: Vec<Stepped>,
        /// The columns of each axis, at least one. They are as long as each other, and move together.
        axes: Vec<Range<usize>>,
        points: u64,
    },
    /// One point a row.
    Table { columns: Vec<&'a [f64]>, rows: usize },
}

impl<'a> Space<'a> {
    /// Every combination of some axes, each of which has its columns; `None` past 2^63 points.
    pub(super) fn grid(axes: Vec<Vec<Vec<f64>>>) -> Option<Self> {
        let lengths: Vec<usize> = axes.iter().map(|columns| columns.first().map_or(0, Vec::len)).collect();
        let points = points_of(lengths.iter().copied())?;
        let (mut rest, mut columns, mut ranges) = (points, Vec::new(), Vec::with_capacity(axes.len()));
        for (axis, length) in axes.into_iter().zip(lengths) {
            let (first, stride) = (columns.len(), rest.checked_div(length as u64).unwrap_or(0));
            columns.extend(axis.into_iter().map(|values| (values, stride)));
            ranges.push(first..columns.len());
            rest = stride;
        }
        Some(Self::Grid { columns, axes: ranges, points })
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
            Self::Grid { columns, .. } => columns.len(),
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
            Self::Grid { columns, .. } => columns.get(column).map_or(0, |(values, _)| values.len()),
            Self::Table { rows, .. } => *rows,
        }
    }

    /// The value of a column at a point.
    pub(super) fn value(&self, column: usize, point: u64) -> Option<f64> {
        match self {
            Self::Table { columns, .. } => columns.get(column)?.get(usize::try_from(point).ok()?).copied(),
            Self::Grid { columns, .. } => {
                let (values, stride) = columns.get(column)?;
                let digit = point.checked_div(*stride)?.checked_rem(values.len() as u64)?;
                values.get(usize::try_from(digit).ok()?).copied()
            }
        }
    }

    /// The columns of each axis: those of a table all move together.
    pub(super) fn axes(&self) -> Vec<Range<usize>> {
        match self {
            Self::Grid { axes, .. } => axes.clone(),
            Self::Table { columns, .. } => {
                std::iter::once(0..columns.len()).filter(|all| !all.is_empty()).collect()
            }
        }
    }

    /// Whether a column of a grid moves with no other.
    pub(super) fn is_alone(&self, column: usize) -> bool {
        matches!(self, Self::Grid { axes, .. } if axes.contains(&(column..column.saturating_add(1))))
    }

    /// Writes what a column of a grid is at some points; the columns of a table are there already.
    pub(super) fn fill(&self, column: usize, points: Range<u64>, room: &mut [f64]) {
        let Self::Grid { columns, .. } = self else { return };
        if let Some((values, stride)) = columns.get(column) {
            let length = usize::try_from(points.end.saturating_sub(points.start)).unwrap_or(usize::MAX);
            let length = length.min(room.len());
            fill(room.get_mut(..length).unwrap_or_default(), values, *stride, points.start);
        }
    }
}

/// Writes what a column is at the points from one on.
fn fill(room: &mut [f64], values: &[f64], stride: u64, first: u64) {
    let count = values.len() as u64;
    let digit = first.checked_div(stride).and_then(|turns| turns.checked_rem(count)).unwrap_or(0);
    let mut digit = usize::try_from(digit).unwrap_or(0);
    // Points until the digit moves.
    let mut left = stride.saturating_sub(first.checked_rem(stride).unwrap_or(0));
    let mut rest = room;
    while !rest.is_empty() {
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
        let (same, behind) = rest.split_at_mut(length);
        same.fill(values.get(digit).copied().unwrap_or(f64::NAN));
        rest = behind;
        left = stride;
        digit = digit.wrapping_add(1);
        if digit >= values.len() {
            digit = 0;
        }
    }
}

/// The product of the counts, where it is at most 2^63.
pub(super) fn points_of(counts: impl Iterator<Item = usize>) -> Option<u64> {
    let mut counts = counts.map(|count| count as u64);
    counts.try_fold(1_u64, |all, count| all.checked_mul(count).filter(|all| *all <= 1 << 63))
}
