//! What each month of the study needs, for the ledger and for the formula alike: steps, purchases, prices.

use crate::curve::{Rates, Stairs};
use crate::deployment::Lifetime;
use crate::error::{Error, ErrorKind};
use crate::number::{MEGA, Number, Ratio};
use crate::parameter::{Acquisition, Inputs, Role, RunningCosts};
use rust_decimal::Decimal;

/// The dates of a deployment's purchases, which are whole months whatever the carrier.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    life: u32,
    site_life: u32,
    owned_age: u32,
    support_included: u32,
}

impl Dates {
    pub(crate) fn of(inputs: &Inputs<Decimal>) -> Result<Self, Error> {
        let Some(own) = inputs.deployment() else { return Ok(Self::default()) };
        let whole = |months: Decimal| {
            u32::try_from(months).map_err(|_| Error::new(ErrorKind::OutOfBounds { what: "a life in months" }))
        };
        Ok(Self {
            life: whole(own.hardware.life.0)?,
            site_life: whole(own.site.life.0)?,
            owned_age: whole(own.hardware.owned_age.0)?,
            support_included: whole(own.hardware.support_included.0)?,
        })
    }

    /// A step that is first needed in a month.
    pub(crate) fn lifetime(self, month: u32, horizon: u32) -> Lifetime {
        let Self { life, site_life, owned_age, support_included } = self;
        Lifetime { from: month.saturating_sub(1), to: horizon, life, site_life, owned_age, support_included }
    }
}

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
    pub(super) fn of(inputs: &Inputs<N>, stairs: Stairs<N>) -> Self {
        let beside = [stairs.spares, stairs.steps_per_spare, stairs.servers_per_attendant];
        match &inputs.role {
            Role::Api(sheet) => Self::Tokens { price_growth: N::lit(1) + sheet.offer.price_change.0 },
            Role::Deployment(_) => Self::Steps(Climb {
                stairs,
                steps: stairs.need.ratio(stairs.supply),
                alone: beside.iter().all(|one| *one == N::lit(0)),
                pays_for_most: pays_for_most(inputs),
            }),
        }
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

impl<N: Number> Needs<N> {
    /// For whoever does not mind to ask each time which it is.
    pub(super) fn schedule<'n>(self) -> Box<dyn Schedule<N> + 'n>
    where
        N: 'n,
    {
        match self {
            Self::Tokens { price_growth } => Box::new(Priced::by(price_growth)),
            Self::Steps(climb) => Box::new(Climbing::by(climb)),
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
pub(super) trait Schedule<N> {
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

impl<N: Number> Schedule<N> for Priced<N> {
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

impl<N: Number> Schedule<N> for Climbing<N> {
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

impl<N> Schedule<N> for Box<dyn Schedule<N> + '_> {
    fn begin(&mut self, tokens: N) {
        (**self).begin(tokens);
    }

    fn bill(&self, rates: &Rates<N>, tokens: N) -> N {
        (**self).bill(rates, tokens)
    }

    fn buys(&self) -> bool {
        (**self).buys()
    }

    fn units(&self) -> N {
        (**self).units()
    }

    fn bought(&self) -> N {
        (**self).bought()
    }
}

/// Whether steps that are needed no more still pay running costs. Steps that are rented on demand are given back when
/// the volume falls; those that are reserved are paid to the end, and those that are owned as the scenario says.
fn pays_for_most<N: Copy>(inputs: &Inputs<N>) -> bool {
    inputs.deployment().is_some_and(|own| match own.choices.acquisition {
        Acquisition::Rent => false,
        Acquisition::Reserve => true,
        Acquisition::Buy | Acquisition::OwnedAlready => own.choices.running_costs == RunningCosts::OwnedSteps,
    })
}
