//! Where a staircase, or a line, comes to cost no more than a line: in closed form, for floats.
//!
//! The exact path merges two curves of any kind and answers with every crossing. A sweep asks for one number at each of
//! a million points, so here is the first volume, and the one from which on it holds, of the commonest pair.
//!
//! # Formula
//! ```text
//! D(V) = g V - f - S n(V)      g = slope of the line - of the staircase, f = what stands beside the steps, S = a step
//! n(V) = max(n0, ceil(V / K))  K = what a step carries; n0 = the fewest steps, at least 1
//! D at the end of stair q = q (K g - S) - f, after the jump there S less; inside a stair it rises by g
//! ```

use super::player::Coefficients;
use crate::number::{Number, mega};

/// The terms of the difference, in USD and Mtok.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference<N> {
    /// `g`, USD per Mtok.
    slope: N,
    /// `f`, USD.
    standing: N,
    /// `S`, USD.
    step: N,
    /// `n0`.
    fewest: N,
    /// `K`, in Mtok.
    reach: N,
    /// The most steps; `None` for no limit.
    most: Option<N>,
}

impl<N: Number> Difference<N> {
    /// Of a staircase whose spares and attendants do not grow with its steps.
    pub(super) fn of_stairs(of: &Coefficients<N>, against: &Coefficients<N>, most: Option<N>) -> Self {
        let one = N::lit(1);
        let fewest = of.stairs.minimum.at_least(one);
        Self {
            slope: against.rates.per_mtok - of.rates.per_mtok,
            standing: (of.rates.fixed + of.stairs.spares * of.rates.per_spare) - against.rates.fixed,
            step: of.rates.per_step,
            fewest,
            reach: of.stairs.supply.over(of.stairs.need).over(mega()),
            most,
        }
    }

    /// What is gained by a full step.
    fn gain(&self) -> N {
        self.reach * self.slope - self.step
    }

    /// Where `D` passes 0 on so many steps.
    fn root(&self, steps: N) -> N {
        (self.standing + steps * self.step).over(self.slope)
    }

    /// The least volume, in tokens, at which the staircase costs no more; `never` where there is none.
    pub(super) fn first(&self, never: N) -> N {
        let (none, one) = (N::lit(0), N::lit(1));
        let gain = self.gain();
        let on_the_fewest = self.root(self.fewest).at_least(none);
        // Where full steps gain nothing, what is not reached on the fewest is reached on no more.
        let flat = self.standing.select(self.fewest * gain, never, on_the_fewest);
        let stair = self.standing.over(gain).ceil().at_least(self.fewest);
        // No root lies before its stair, but for a rounding.
        let before = stair.select(self.fewest, (stair - one) * self.reach, none);
        let climbed = self.within(stair, self.root(stair).at_least(before), never);
        let rising = gain.select(none, climbed, flat);
        let falling = (self.standing + self.fewest * self.step).select(none, never, none);
        self.slope.select(none, rising, falling) * mega()
    }

    /// The volume, in tokens, from which on the staircase never costs more, to the end of its capacity.
    pub(super) fn always_from(&self, never: N) -> N {
        let (none, one) = (N::lit(0), N::lit(1));
        let gain = self.gain();
        let after_jump = self.standing + self.step;
        // The last stair that begins below 0.
        let stair = after_jump.over(gain).ceil().at_least(self.fewest);
        let on = |stair: N| self.root(stair).at_least(none);
        let at_least_nothing = |value: N, then: N| (none - value).select(none, never, then);
        let (rising, falling) = match self.most {
            None => {
                let climbed = on(stair);
                // Without any gain it holds only where it holds after every jump.
                let flat = after_jump.select(none, never, on(self.fewest));
                let level = (none - gain).select(none, never, flat);
                let standing =
                    (none - self.slope).select(none, never, self.standing.select(none, never, none));
                let steps_cost = self.step.select(none, never, standing);
                (gain.select(none, climbed, level), steps_cost)
            }
            Some(most) => {
                let at_the_end = most * gain - self.standing;
                let last_begins = (most - one) * gain - after_jump;
                let on_the_last = at_least_nothing(at_the_end, on(most));
                let climbed = stair.select(most, on_the_last, on(stair));
                let sinking = (none - last_begins).select(none, on_the_last, on(self.fewest));
                // On the fewest steps alone there is no jump.
                let sinking = most.select(self.fewest, sinking, on_the_last);
                (gain.select(none, climbed, sinking), at_least_nothing(at_the_end, none))
            }
        };
        self.slope.select(none, rising, falling) * mega()
    }

    fn within(&self, steps: N, then: N, never: N) -> N {
        match self.most {
            Some(most) => steps.select(most, never, then),
            None => then,
        }
    }
}

/// The same of two lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<N> {
    slope: N,
    standing: N,
}

impl<N: Number> Lines<N> {
    pub(super) fn of(of: &Coefficients<N>, against: &Coefficients<N>) -> Self {
        Self {
            slope: against.rates.per_mtok - of.rates.per_mtok,
            standing: of.rates.fixed - against.rates.fixed,
        }
    }

    pub(super) fn first(&self, never: N) -> N {
        let none = N::lit(0);
        let crossed = self.slope.select(none, self.standing.over(self.slope), never);
        self.standing.select(none, crossed, none) * mega()
    }

    pub(super) fn always_from(&self, never: N) -> N {
        let none = N::lit(0);
        let crossed = self.standing.over(self.slope).at_least(none);
        let level = self.standing.select(none, never, none);
        let not_rising = (none - self.slope).select(none, never, level);
        self.slope.select(none, crossed, not_rising) * mega()
    }
}
