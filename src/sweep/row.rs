//! A row of numbers that begins at a cache line, so that no vector is loaded from two.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line, and of the widest vector.
const LINE: usize = 64;

/// Numbers from the beginning of a cache line on.
// No Clone: a copy of the room may begin elsewhere.
#[derive(Debug, Default)]
pub(super) struct Row {
    room: Vec<f64>,
    from: usize,
    length: usize,
}

impl Row {
    pub(super) fn zeros(length: usize) -> Self {
        let room = vec![0.0; length.saturating_add(LINE / size_of::<f64>())];
        // Where the allocation cannot be aligned, the row begins where it begins: slower, and the same numbers.
        let from = Some(room.as_ptr().align_offset(LINE))
            .filter(|from| *from < LINE / size_of::<f64>())
            .unwrap_or(0);
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
        row
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
