//! The public curve: exact, in money a month over tokens a month.

use super::break_even::BreakEven;
use super::stairs::{Rates, Stairs};
use crate::error::{Error, ErrorKind};
use crate::money::{Currency, Money};
use crate::number::{Exact, Number, mega};
use rust_decimal::Decimal;

/// Monthly cost as an exact function of the monthly volume: `fixed + stairs(V) + per_token V`.
///
/// ```
/// use breakeven::{CostCurve, Currency, Decimal, Staircase};
///
/// // An API at 3 USD per Mtok; a machine at 9,000 USD a month for up to 10 Gtok, on a base of 1,000 USD.
/// let api = CostCurve::line(Currency::USD, Decimal::ZERO, "3".parse()?);
/// let own = CostCurve::line(Currency::USD, "1000".parse()?, Decimal::ZERO)
///     .with_staircase(Staircase::new("9000".parse()?, "10000000000".parse()?))?;
///
/// let answer = own.break_even_against(&api)?;
/// // 10,000 USD / 3 USD per Mtok = 3,333.33 Mtok, rounded up to a whole token
/// assert_eq!(answer.first_volume, Some(3_333_333_334));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A volume is whole tokens, not money:
///
/// ```compile_fail,E0308
/// use breakeven::{CostCurve, Currency, Decimal, Money};
/// let curve = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::ONE);
/// let cost = curve.cost(Money::zero(Currency::USD));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CostCurve {
    pub(super) rates: Rates<Exact>,
    pub(super) stairs: Stairs<Exact>,
    pub(super) maximum_steps: Option<Decimal>,
    pub(super) currency: Currency,
}

/// Steps that a volume needs: `n = max(minimum, ceil(V / capacity))`, and what each costs a month.
#[derive(Clone, Copy, Debug)]
pub struct Staircase {
    cost: Decimal,
    capacity: Decimal,
    minimum: u32,
    maximum: Option<u32>,
}

impl Staircase {
    /// Steps of a monthly cost, each with a capacity in tokens a month. At least one, and no limit.
    #[must_use]
    pub fn new(cost: Decimal, capacity: Decimal) -> Self {
        Self { cost, capacity, minimum: 1, maximum: None }
    }

    /// The fewest steps that are kept.
    #[must_use]
    pub fn at_least(self, minimum: u32) -> Self {
        Self { minimum, ..self }
    }

    /// The most steps there can be: past them the volume cannot be served.
    #[must_use]
    pub fn at_most(self, maximum: u32) -> Self {
        Self { maximum: Some(maximum), ..self }
    }
}

impl CostCurve {
    /// A fixed amount a month and a price per Mtok.
    #[must_use]
    pub fn line(currency: Currency, fixed: Decimal, per_mtok: Decimal) -> Self {
        let rates = Rates { fixed: Exact::new(fixed), per_mtok: Exact::new(per_mtok), ..Rates::zero() };
        Self { rates, stairs: Stairs::flat(), maximum_steps: None, currency }
    }

    /// The same curve on top of a staircase, in place of the one that it had.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for steps that carry nothing, and for more steps kept than there can be.
    pub fn with_staircase(self, staircase: Staircase) -> Result<Self, Error> {
        let contradiction = |what: String, instead: &str| {
            Err(ErrorKind::Contradiction { what, instead: instead.to_owned() }.into())
        };
        if staircase.capacity <= Decimal::ZERO {
            return contradiction(
                format!("a capacity of {}", staircase.capacity),
                "give a step some capacity",
            );
        }
        if let Some(maximum) = staircase.maximum.filter(|maximum| *maximum < staircase.minimum) {
            let what = format!("at least {} steps and at most {maximum}", staircase.minimum);
            return contradiction(what, "give a larger maximum");
        }
        let stairs = Stairs {
            need: Exact::lit(1),
            supply: Exact::new(staircase.capacity),
            minimum: Exact::lit(staircase.minimum),
            ..Stairs::flat()
        };
        let rates = Rates { per_step: Exact::new(staircase.cost), ..self.rates };
        Ok(Self { rates, stairs, maximum_steps: staircase.maximum.map(Decimal::from), ..self })
    }

    pub(crate) fn from_parts(
        currency: Currency,
        rates: Rates<Exact>,
        stairs: Stairs<Exact>,
        maximum_steps: Option<Decimal>,
    ) -> Self {
        Self { rates, stairs, maximum_steps, currency }
    }

    /// The same curve with no end of capacity.
    pub(crate) fn without_limit(self) -> Self {
        Self { maximum_steps: None, ..self }
    }

    /// The cost of a month.
    ///
    /// # Units
    /// `tokens`: workload tokens a month.
    ///
    /// # Errors
    /// [`ErrorKind::Infeasible`] past the capacity; [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn cost(&self, tokens: u64) -> Result<Money, Error> {
        if self.capacity()?.is_some_and(|capacity| tokens > capacity) {
            let reason =
                format!("{tokens} tokens a month are past the capacity of the largest number of steps");
            return Err(Error::new(ErrorKind::Infeasible { reason }));
        }
        Money::new(self.value(Decimal::from(tokens))?, self.currency)
    }

    /// The most whole tokens a month that can be served; `None` for no limit.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn capacity(&self) -> Result<Option<u64>, Error> {
        let Some(end) = self.end()? else { return Ok(None) };
        let tokens = (Exact::new(end) * mega()).value().ok_or(OUT_OF_BOUNDS)?;
        Ok(Some(u64::try_from(tokens.floor()).unwrap_or(u64::MAX)))
    }

    /// Where this curve, the challenger, is cheaper than the incumbent.
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`]; [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn break_even_against(&self, incumbent: &Self) -> Result<BreakEven, Error> {
        if self.currency != incumbent.currency {
            let (left, right) = (self.currency.code(), incumbent.currency.code());
            return Err(Error::new(ErrorKind::CurrencyMismatch { left, right }));
        }
        BreakEven::of(self, incumbent)
    }

    /// The cost of a volume in tokens, before it is rounded to money.
    pub(super) fn value(&self, tokens: Decimal) -> Result<Decimal, Error> {
        let tokens = Exact::new(tokens);
        self.rates.amount(tokens.over(mega()), self.stairs.counts(tokens)).value().ok_or(OUT_OF_BOUNDS.into())
    }

    /// What stands still at so many steps: the curve between two jumps, without its slope.
    pub(super) fn level(&self, steps: Decimal) -> Result<Decimal, Error> {
        self.rates.standing(self.stairs.counts_at(Exact::new(steps))).value().ok_or(OUT_OF_BOUNDS.into())
    }

    /// The volume in Mtok up to which so many steps carry; `None` where steps do not limit.
    pub(super) fn reach_of(&self, steps: Decimal) -> Result<Option<Decimal>, Error> {
        if self.stairs.need == Exact::lit(0) {
            return Ok(None);
        }
        let reach = (Exact::new(steps) * self.stairs.supply).over(self.stairs.need).over(mega());
        reach.value().map(Some).ok_or(OUT_OF_BOUNDS.into())
    }

    /// The end of capacity in Mtok.
    pub(super) fn end(&self) -> Result<Option<Decimal>, Error> {
        match self.maximum_steps {
            Some(steps) => self.reach_of(steps),
            None => Ok(None),
        }
    }
}

const OUT_OF_BOUNDS: ErrorKind = ErrorKind::OutOfBounds { what: "a cost curve" };
