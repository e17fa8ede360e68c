//! The staircase and what climbs it: one text for every carrier.

use crate::number::{Number, Ordered};
use std::cmp::Ordering;
use std::ops::Add;

/// How many steps a volume needs, and what is counted along with them.
///
/// Need and supply stay exact products until the one division, which comes last: with a quotient hoisted, even exact
/// decimals buy one step too many at exact multiples of the capacity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stairs<N> {
    /// What a token needs, in the unit of `supply`.
    pub(crate) need: N,
    /// What a step supplies a month.
    pub(crate) supply: N,
    /// The fewest steps.
    pub(crate) minimum: N,
    /// Spare steps kept whatever the volume.
    pub(crate) spares: N,
    /// One more spare per so many steps; 0 for none.
    pub(crate) steps_per_spare: N,
    /// Servers in a step.
    pub(crate) servers_per_step: N,
    /// One attendant per so many servers; 0 for none.
    pub(crate) servers_per_attendant: N,
}

/// What stands on the stairs at a volume.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Counts<N> {
    pub(crate) steps: N,
    pub(crate) spares: N,
    pub(crate) attendants: N,
}

/// One for each `group` begun; none where the group is 0.
#[inline(always)]
fn per_group<N: Number>(count: N, group: N) -> N {
    let none = N::lit(0);
    // Where the group is 0 the quotient is poison, and not chosen.
    group.select(none, count.over(group).ceil(), none)
}

impl<N: Copy> Stairs<N> {
    /// The same over another carrier.
    #[inline(always)]
    pub(crate) fn map<M>(&self, mut f: impl FnMut(N) -> M) -> Stairs<M> {
        Stairs {
            need: f(self.need),
            supply: f(self.supply),
            minimum: f(self.minimum),
            spares: f(self.spares),
            steps_per_spare: f(self.steps_per_spare),
            servers_per_step: f(self.servers_per_step),
            servers_per_attendant: f(self.servers_per_attendant),
        }
    }
}

impl<N: Number> Stairs<N> {
    /// No stairs at all.
    pub(crate) fn flat() -> Self {
        let (none, one) = (N::lit(0), N::lit(1));
        Self {
            need: none,
            supply: one,
            minimum: none,
            spares: none,
            steps_per_spare: none,
            servers_per_step: none,
            servers_per_attendant: none,
        }
    }

    /// What a volume in tokens needs.
    #[inline]
    pub(crate) fn counts(&self, tokens: N) -> Counts<N> {
        self.counts_at(self.steps(tokens))
    }

    /// The steps that a volume in tokens needs: one division, last.
    #[inline(always)]
    pub(crate) fn steps(&self, tokens: N) -> N {
        (tokens * self.need).over(self.supply).ceil().at_least(self.minimum)
    }

    /// What stands beside so many steps.
    #[inline(always)]
    pub(crate) fn counts_at(&self, steps: N) -> Counts<N> {
        let spares = self.spares + per_group(steps, self.steps_per_spare);
        let servers = (steps + spares) * self.servers_per_step;
        Counts { steps, spares, attendants: per_group(servers, self.servers_per_attendant) }
    }
}

impl<N: Ordered> Stairs<N> {
    /// Whether nothing stands on them at any volume.
    pub(super) fn is_flat(&self) -> bool {
        let is_nothing = |value: N| value.order(N::lit(0)) == Some(Ordering::Equal);
        [self.need, self.minimum, self.spares, self.steps_per_spare].into_iter().all(is_nothing)
    }
}

/// A monthly amount: fixed, per Mtok, and per thing on the stairs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates<N> {
    pub(crate) fixed: N,
    pub(crate) per_mtok: N,
    pub(crate) per_step: N,
    pub(crate) per_spare: N,
    pub(crate) per_attendant: N,
}

impl<N: Copy> Rates<N> {
    /// The same over another carrier.
    #[inline(always)]
    pub(crate) fn map<M>(&self, mut f: impl FnMut(N) -> M) -> Rates<M> {
        Rates {
            fixed: f(self.fixed),
            per_mtok: f(self.per_mtok),
            per_step: f(self.per_step),
            per_spare: f(self.per_spare),
            per_attendant: f(self.per_attendant),
        }
    }
}

impl<N: Number> Rates<N> {
    pub(crate) fn zero() -> Self {
        let none = N::lit(0);
        Self { fixed: none, per_mtok: none, per_step: none, per_spare: none, per_attendant: none }
    }

    pub(crate) fn fixed(amount: N) -> Self {
        Self { fixed: amount, ..Self::zero() }
    }

    pub(crate) fn per_mtok(amount: N) -> Self {
        Self { per_mtok: amount, ..Self::zero() }
    }

    /// The same amount for a step at work and for a spare.
    pub(crate) fn per_step_and_spare(amount: N) -> Self {
        Self { per_step: amount, per_spare: amount, ..Self::zero() }
    }

    /// The amount without the part that goes with the volume.
    #[inline(always)]
    pub(crate) fn standing(&self, counts: Counts<N>) -> N {
        self.fixed
            + counts.steps * self.per_step
            + counts.spares * self.per_spare
            + counts.attendants * self.per_attendant
    }

    /// The amount of a month.
    #[inline(always)]
    pub(crate) fn amount(&self, mtok: N, counts: Counts<N>) -> N {
        self.standing(counts) + mtok * self.per_mtok
    }
}

impl<N: Number> Add for Rates<N> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            fixed: self.fixed + other.fixed,
            per_mtok: self.per_mtok + other.per_mtok,
            per_step: self.per_step + other.per_step,
            per_spare: self.per_spare + other.per_spare,
            per_attendant: self.per_attendant + other.per_attendant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use rust_decimal::Decimal;

    fn exact(text: &str) -> Exact {
        Exact::new(Decimal::from_str_exact(text).unwrap())
    }

    #[test]
    fn exact_multiples_of_the_capacity_need_no_step_too_many() {
        // 0.99 x 0.8 x 3600 x 730 x 7000 units a step at a peak of 2: k steps carry k times the capacity, no less
        let supply = exact("0.99") * exact("0.8") * exact("3600") * exact("730") * exact("7000");
        let stairs = Stairs { need: exact("2"), supply, ..Stairs::flat() };
        for k in 1..=1000u32 {
            let volume = (supply * Exact::lit(k)).over(stairs.need);
            assert_eq!(stairs.counts(volume).steps, Exact::lit(k));
            let more = stairs.counts(volume + exact("0.000001")).steps;
            assert_eq!(more, Exact::lit(k + 1));
        }
    }

    #[test]
    fn spares_and_attendants_have_stairs_of_their_own() {
        let stairs = Stairs {
            need: exact("1"),
            supply: exact("10"),
            minimum: exact("1"),
            spares: exact("1"),
            steps_per_spare: exact("4"),
            servers_per_step: exact("2"),
            servers_per_attendant: exact("5"),
        };
        // 41 tokens: 5 steps; spares 1 + ceil(5/4) = 3; servers 16; attendants ceil(16/5) = 4
        let counts = stairs.counts(exact("41"));
        assert_eq!((counts.steps, counts.spares, counts.attendants), (exact("5"), exact("3"), exact("4")));
        assert_eq!(stairs.counts(exact("0")).steps, exact("1"));
    }
}
