//! What each month of the study needs, for alternatives whose bill is straight: the text of sweeps, which multiplies.
//!
//! [`super::schedule`] is the text of every other path, and a law holds the two together.

use super::schedule::pays_for_most;
use crate::curve::{Rates, Stairs};
use crate::number::{MEGA, Number, Ratio};
use crate::parameter::{Inputs, Role};

/// What the bill of a month goes by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needs<N> {
    /// The tokens alone, at the prices of an API: they are those of the month before times a number.
    Tokens { price_growth: N },
    /// Steps that are bought or given back as the volume moves.
    Steps(Climb<N>),
}

/// The steps of a deployment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Climb<N> {
    stairs: Stairs<N>,
    /// Steps that a token needs.
    steps: Ratio<N>,
    /// Whether nothing else is counted along with them.
    alone: bool,
    pays_for_most: bool,
}

impl<N: Number + PartialEq> Needs<N> {
    /// Nothing where the bill is not plain.
    pub(super) fn of(inputs: &Inputs<N>, stairs: Stairs<N>) -> Option<Self> {
        let beside = [stairs.spares, stairs.steps_per_spare, stairs.servers_per_attendant];
        let needs = match &inputs.role {
            Role::Api(sheet) => Self::Tokens { price_growth: N::lit(1) + sheet.offer.price_change.0 },
            Role::Deployment(_) => Self::Steps(Climb {
                stairs,
                steps: stairs.need.ratio(stairs.supply),
                alone: beside.iter().all(|one| *one == N::lit(0)),
                pays_for_most: pays_for_most(inputs),
            }),
            Role::Mix(_) => return None,
        };
        inputs.is_plain().then_some(needs)
    }
}

impl<N: Copy> Needs<N> {
    pub(super) fn map<M>(&self, mut f: impl FnMut(N) -> M) -> Needs<M> {
        match self {
            Self::Tokens { price_growth } => Needs::Tokens { price_growth: f(*price_growth) },
            Self::Steps(climb) => Needs::Steps(climb.map(f)),
        }
    }
}

impl<N: Copy> Climb<N> {
    #[inline(always)]
    pub(super) fn map<M>(&self, mut f: impl FnMut(N) -> M) -> Climb<M> {
        let Self { stairs, steps, alone, pays_for_most } = self;
        let (alone, pays_for_most) = (*alone, *pays_for_most);
        Climb { stairs: stairs.map(&mut f), steps: steps.map(f), alone, pays_for_most }
    }
}

/// The months of an alternative, one after the other.
pub(super) trait Progress<N> {
    /// On to the next month, which serves so many tokens.
    fn begin(&mut self, tokens: N);

    /// The bill of this month, by some rates of today.
    fn bill(&self, rates: &Rates<N>, tokens: N) -> N;

    /// Whether anything is bought at all.
    fn buys(&self) -> bool;

    /// Steps and spares that are there.
    fn units(&self) -> N;

    /// Those among them that are needed for the first time.
    fn bought(&self) -> N;
}

/// Tokens at prices that move.
pub(super) struct Priced<N> {
    growth: N,
    /// Over those of today, of this month and of the next.
    price: N,
    next: N,
}

impl<N: Number> Priced<N> {
    #[inline(always)]
    pub(super) fn by(growth: N) -> Self {
        Self { growth, price: N::lit(1), next: N::lit(1) }
    }
}

impl<N: Number> Progress<N> for Priced<N> {
    #[inline(always)]
    fn begin(&mut self, _: N) {
        self.price = self.next;
        self.next = self.price * self.growth;
    }

    #[inline(always)]
    fn bill(&self, rates: &Rates<N>, tokens: N) -> N {
        (rates.fixed + tokens.nth(MEGA) * rates.per_mtok) * self.price
    }

    #[inline(always)]
    fn buys(&self) -> bool {
        false
    }

    #[inline(always)]
    fn units(&self) -> N {
        N::lit(0)
    }

    #[inline(always)]
    fn bought(&self) -> N {
        N::lit(0)
    }
}

/// Steps that follow the volume.
pub(super) struct Climbing<N> {
    climb: Climb<N>,
    /// Steps whose running costs are paid, and the most that were needed so far.
    paid: N,
    most: N,
    units: N,
    bought: N,
}

impl<N: Number> Climbing<N> {
    #[inline(always)]
    pub(super) fn by(climb: Climb<N>) -> Self {
        let none = N::lit(0);
        Self { climb, paid: none, most: none, units: none, bought: none }
    }
}

impl<N: Number> Progress<N> for Climbing<N> {
    #[inline(always)]
    fn begin(&mut self, tokens: N) {
        let Climb { stairs, steps, alone, pays_for_most } = &self.climb;
        let needed = steps.of(tokens).ceil().not_below(stairs.minimum);
        self.most = needed.not_below(self.most);
        self.paid = if *pays_for_most { self.most } else { needed };
        let stock = if *alone {
            self.most
        } else {
            let counts = stairs.counts_at(self.most);
            counts.steps + counts.spares
        };
        self.bought = stock - self.units;
        self.units = stock;
    }

    #[inline(always)]
    fn bill(&self, rates: &Rates<N>, tokens: N) -> N {
        let standing = if self.climb.alone {
            rates.fixed + self.paid * rates.per_step
        } else {
            rates.standing(self.climb.stairs.counts_at(self.paid))
        };
        standing + tokens.nth(MEGA) * rates.per_mtok
    }

    #[inline(always)]
    fn buys(&self) -> bool {
        true
    }

    #[inline(always)]
    fn units(&self) -> N {
        self.units
    }

    #[inline(always)]
    fn bought(&self) -> N {
        self.bought
    }
}
