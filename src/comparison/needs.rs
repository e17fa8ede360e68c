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
    /// The tokens alone, at the prices of an API: they are those of the month before times a number. What is fixed beside
    /// them, the hosting of a fine-tuned model, follows no price and stays as it is.
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
    pub(super) alone: bool,
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

/// The bill of a month beside what is the same in every month.
pub(super) struct MonthlyBill<N> {
    pub(super) per_token: N,
    /// Of the steps and what is counted along with them; nothing where there are none.
    pub(super) of_steps: Option<N>,
}

/// The months of an alternative, one after the other.
pub(super) trait Progress<N> {
    /// On to the next month, which serves so many tokens: its bill.
    fn month(&mut self, tokens: N) -> MonthlyBill<N>;

    /// Steps and spares that this month needs for the first time; nothing where there are no steps at all.
    fn bought(&self) -> Option<N>;

    /// Steps and spares that are there.
    fn units(&self) -> N;
}

/// Tokens at prices that move.
pub(super) struct Priced<N> {
    growth: N,
    /// What a token of the next month costs.
    per_token: N,
}

impl<N: Number> Priced<N> {
    /// By the rates of the first month.
    #[inline(always)]
    pub(super) fn by(growth: N, rates: Rates<N>) -> Self {
        Self { growth, per_token: rates.per_mtok.nth(MEGA) }
    }
}

impl<N: Number> Progress<N> for Priced<N> {
    #[inline(always)]
    fn month(&mut self, _: N) -> MonthlyBill<N> {
        let per_token = self.per_token;
        self.per_token = per_token * self.growth;
        MonthlyBill { per_token, of_steps: None }
    }

    #[inline(always)]
    fn bought(&self) -> Option<N> {
        None
    }

    #[inline(always)]
    fn units(&self) -> N {
        N::lit(0)
    }
}

/// Steps that follow the volume, with nothing or with something that is counted along.
pub(super) struct Climbing<N, const ALONE: bool> {
    climb: Climb<N>,
    rates: Rates<N>,
    per_token: N,
    /// The most steps that were needed so far.
    most: N,
    units: N,
    bought: N,
}

impl<N: Number, const ALONE: bool> Climbing<N, ALONE> {
    #[inline(always)]
    pub(super) fn by(climb: Climb<N>, rates: Rates<N>) -> Self {
        let (none, most) = (N::lit(0), climb.stairs.minimum);
        let per_token = rates.per_mtok.nth(MEGA);
        // What is fixed is the same in every month.
        let rates = Rates { fixed: none, ..rates };
        Self { climb, rates, per_token, most, units: none, bought: none }
    }
}

impl<N: Number, const ALONE: bool> Progress<N> for Climbing<N, ALONE> {
    #[inline(always)]
    fn month(&mut self, tokens: N) -> MonthlyBill<N> {
        let Climb { stairs, steps, pays_for_most, .. } = &self.climb;
        let whole = steps.of(tokens).ceil();
        // The minimum is among the most from the first month on.
        self.most = whole.not_below(self.most);
        let paid = if *pays_for_most { self.most } else { whole.not_below(stairs.minimum) };
        let (stock, of_steps) = if ALONE {
            (self.most, paid * self.rates.per_step)
        } else {
            let counts = stairs.counts_at(self.most);
            (counts.steps + counts.spares, self.rates.standing(stairs.counts_at(paid)))
        };
        self.bought = stock - self.units;
        self.units = stock;
        MonthlyBill { per_token: self.per_token, of_steps: Some(of_steps) }
    }

    #[inline(always)]
    fn bought(&self) -> Option<N> {
        Some(self.bought)
    }

    #[inline(always)]
    fn units(&self) -> N {
        self.units
    }
}
