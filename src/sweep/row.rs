//! A row of numbers that begins at a cache line, so that no vector is loaded from two, and ends with a whole group of lanes.

use super::kernel::{Group, LANES, LINE};
use std::ops::{Deref, DerefMut};

/// Numbers from the beginning of a cache line on, with room for the rest of the last group of lanes.
// No Clone: a copy of the room may begin elsewhere.
#[derive(Debug, Default)]
pub(super) struct Row {
    room: Vec<f64>,
    from: usize,
    length: usize,
}

impl Row {
    pub(super) fn zeros(length: usize) -> Self {
        let whole = length.next_multiple_of(LANES);
        let room = vec![0.0; whole.saturating_add(LINE)];
        // Where the allocation cannot be aligned, the row begins where it begins: slower, and the same numbers.
        let from = room.as_ptr().align_offset(size_of::<[f64; LINE]>());
        let from = if from < LINE { from } else { 0 };
        Self { room, from, length }
    }

    /// Numbers that are none.
    pub(super) fn nothing(length: usize) -> Self {
        let mut row = Self::zeros(length);
        row.fill(f64::NAN);
        row
    }

    pub(super) fn of(values: &[f64]) -> Self {
        let mut row = Self::zeros(values.len());
        row.copy_from_slice(values);
        let last = values.last().copied().unwrap_or_default();
        row.groups_mut().as_flattened_mut().iter_mut().skip(values.len()).for_each(|more| *more = last);
        row
    }

    /// The numbers by groups of lanes. A row that is made of numbers repeats the last of them to the end of its group, and so
    /// does what is calculated from such rows.
    #[inline]
    pub(super) fn groups(&self) -> &[Group] {
        let whole = self.length.next_multiple_of(LANES);
        self.room.get(self.from..self.from.saturating_add(whole)).unwrap_or_default().as_chunks().0
    }

    #[inline]
    pub(super) fn groups_mut(&mut self) -> &mut [Group] {
        let whole = self.length.next_multiple_of(LANES);
        self.room.get_mut(self.from..self.from.saturating_add(whole)).unwrap_or_default().as_chunks_mut().0
    }
}

impl Deref for Row {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        self.room.get(self.from..self.from.saturating_add(self.length)).unwrap_or_default()
    }
}

impl DerefMut for Row {
    fn deref_mut(&mut self) -> &mut [f64] {
        self.room.get_mut(self.from..self.from.saturating_add(self.length)).unwrap_or_default()
    }
}
