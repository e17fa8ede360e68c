//! The axes of a grid but that of the volume, as the wheels of an odometer: the last turns fastest.

use super::space::Stepped;
use std::ops::Range;

/// An axis.
#[derive(Debug)]
pub(super) struct Wheel {
    /// The columns that move with it, at least one.
    pub(super) columns: Range<usize>,
    /// How many values each of them has.
    pub(super) count: usize,
    /// How far the index of a point moves with it.
    pub(super) stride: u64,
}

/// All axes.
#[derive(Debug)]
pub(super) struct Wheels {
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) all: Vec<Wheel>,
}

impl Wheels {
    /// Those of a grid; that of the volume, which has no other column, stands still.
    pub(super) fn of(columns: &[Stepped], axes: &[Range<usize>], volume: usize) -> Self {
        let wheel = |axis: &Range<usize>| {
            let (count, stride) =
                columns.get(axis.start).map_or((1, 0), |(values, stride)| (values.len(), *stride));
            let (count, stride) = if axis.contains(&volume) { (1, 0) } else { (count, stride) };
            Wheel { columns: axis.clone(), count, stride }
        };
        let values = |(at, (values, _)): (usize, &Stepped)| {
            if at == volume { vec![0.0] } else { values.clone() }
        };
        Self {
            columns: columns.iter().enumerate().map(values).collect(),
            all: axes.iter().map(wheel).collect(),
        }
    }

    /// How many places they have together.
    pub(super) fn places(&self) -> u64 {
        self.all.iter().fold(1, |all, wheel| all.wrapping_mul(wheel.count as u64))
    }

    /// Where each wheel stands at one of these places.
    pub(super) fn at(&self, place: u64) -> Vec<usize> {
        let mut rest = place;
        let mut at = vec![0; self.all.len()];
        for (wheel, at) in self.all.iter().zip(&mut at).rev() {
            let count = wheel.count as u64;
            *at = usize::try_from(rest.checked_rem(count).unwrap_or(0)).unwrap_or(0);
            rest = rest.checked_div(count).unwrap_or(0);
        }
        at
    }

    /// The value of each column there.
    pub(super) fn point(&self, at: &[usize]) -> Vec<f64> {
        let mut point = vec![f64::NAN; self.columns.len()];
        for (wheel, at) in self.all.iter().zip(at) {
            self.show(wheel, *at, &mut point);
        }
        point
    }

    /// Turns one wheel on, and the index with it; `false` where it begins anew, so that the one before it turns.
    #[inline]
    pub(super) fn turn(&self, wheel: usize, at: &mut [usize], point: &mut [f64], index: &mut u64) -> bool {
        let (Some(wheel), Some(digit)) = (self.all.get(wheel), at.get_mut(wheel)) else { return false };
        *digit = digit.wrapping_add(1);
        *index = index.wrapping_add(wheel.stride);
        let goes_on = *digit < wheel.count;
        if !goes_on {
            *index = index.wrapping_sub(wheel.stride.wrapping_mul(wheel.count as u64));
            *digit = 0;
        }
        self.show(wheel, *digit, point);
        goes_on
    }

    #[inline]
    fn show(&self, wheel: &Wheel, digit: usize, point: &mut [f64]) {
        let columns = self.columns.get(wheel.columns.clone()).unwrap_or_default();
        let values = point.get_mut(wheel.columns.clone()).unwrap_or_default();
        for (value, column) in values.iter_mut().zip(columns) {
            *value = column.get(digit).copied().unwrap_or(f64::NAN);
        }
    }
}
