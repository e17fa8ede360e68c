//! A ratio that many numbers are multiplied by.

use super::Number;

/// For decimals its two parts, so that the one division comes last; for floats the quotient, so that there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio<N> {
    pub(super) times: N,
    pub(super) over: N,
}

/// A float's ratio is less by 2^-48, which is more than its roundings come to: what is a whole number exactly is no more
/// than that.
pub(super) const A_LITTLE_LESS: f64 = 1.0 - 16.0 * f64::EPSILON;

impl<N: Copy> Ratio<N> {
    #[inline(always)]
    pub(crate) fn map<M>(&self, mut f: impl FnMut(N) -> M) -> Ratio<M> {
        Ratio { times: f(self.times), over: f(self.over) }
    }
}

impl<N: Number> Ratio<N> {
    /// So much of a number.
    #[inline(always)]
    pub(crate) fn of(&self, value: N) -> N {
        let product = value * self.times;
        if N::DIVIDES_LAST { product.over(self.over) } else { product }
    }
}
