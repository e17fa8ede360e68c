//! Numbers side by side, for kernels that keep theirs in registers.

use super::pair::Pair;
use crate::number::Number;

/// Numbers side by side: an operation on them is the same operation on each.
pub(super) trait Vector: Number {
    /// What a step is carried out for at once: registers enough that it is worth the way to it, and no more
    /// than there are.
    type Part: Vector;

    /// How many there are, which divides a block.
    const LANES: usize;

    /// The same number in every lane.
    fn splat(value: f64) -> Self;

    /// The first of some numbers, of which there have to be enough.
    fn load(from: &[f64]) -> Option<Self>;

    /// Writes all, where there is room for them.
    fn store(self, to: &mut [f64]);
}

/// The most lanes of a vector that a study is played with.
pub(super) const MOST_LANES: usize = 16;

impl Vector for f64 {
    type Part = Pair<Pair<Pair<Pair<Self>>>>;

    const LANES: usize = 1;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn load(from: &[f64]) -> Option<Self> {
        from.first().copied()
    }

    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        if let Some(to) = to.first_mut() {
            *to = self;
        }
    }
}
