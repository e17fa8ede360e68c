//! The public curve: exact, in money a month over tokens a month.

use super::break_even::BreakEven;
use super::shape::{OutOfRange, Shape, Tokens};
use super::stairs::{Rates, Stairs};
use crate::error::{Error, ErrorKind};
use crate::money::{Currency, Money};
use crate::number::{Exact, Number, mega};
use rust_decimal::Decimal;

/// Monthly cost as an exact function of the monthly volume.
///
/// The simplest is `fixed + per_token V`; staircases, tiers, minimums, capacities and the cheaper of several modes are
/// joined to it.
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
///
/// // The same API with a minimum of 20,000 USD a month is dearer from the first token on.
/// let committed = api.at_least("20000".parse()?);
/// assert_eq!(own.break_even_against(&committed)?.first_volume, Some(1));
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
#[derive(Clone, Debug)]
pub struct CostCurve {
    pub(super) shape: Shape<Exact>,
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

/// A price that holds above a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VolumeTier {
    /// The threshold in tokens a month: the price holds above it.
    pub above: Decimal,
    /// The price per Mtok.
    pub per_mtok: Decimal,
}

/// What the price of a tier applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TierRule {
    /// The tokens above the threshold, up to the next one.
    Graduated,
    /// All tokens of a month that is above the threshold: the cost jumps there.
    AllUnits,
}

impl CostCurve {
    /// A fixed amount a month and a price per Mtok.
    #[must_use]
    pub fn line(currency: Currency, fixed: Decimal, per_mtok: Decimal) -> Self {
        Self { shape: Shape::line(Exact::new(fixed), Exact::new(per_mtok)), currency }
    }

    /// Prices per Mtok that change with the volume of the month. The first tier begins at 0; a free allowance is a first
    /// tier of 0.
    ///
    /// ```
    /// use breakeven::{CostCurve, Currency, Decimal, TierRule, VolumeTier};
    ///
    /// let tier = |above: u64, per_mtok: u32| VolumeTier { above: above.into(), per_mtok: per_mtok.into() };
    /// let tiers = [tier(0, 10), tier(1_000_000, 8)];
    /// let graduated = CostCurve::tiers(Currency::USD, TierRule::Graduated, &tiers)?;
    /// // 1 Mtok at 10 and 2 Mtok at 8
    /// assert_eq!(graduated.cost(3_000_000)?.to_string(), "26 USD");
    /// let all_units = CostCurve::tiers(Currency::USD, TierRule::AllUnits, &tiers)?;
    /// // 3 Mtok at 8; up to the threshold all of it costs 10
    /// assert_eq!(all_units.cost(3_000_000)?.to_string(), "24 USD");
    /// assert_eq!(all_units.cost(1_000_000)?.to_string(), "10 USD");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] where the first threshold is not 0 or they do not ascend; [`ErrorKind::OutOfBounds`]
    /// past the range of decimals.
    pub fn tiers(currency: Currency, rule: TierRule, tiers: &[VolumeTier]) -> Result<Self, Error> {
        let instead = "write the first tier above 0, then each threshold once and ascending";
        match tiers.first() {
            Some(first) if first.above.is_zero() => {}
            Some(first) => return contradiction(format!("a first tier above {}", first.above), instead),
            None => return contradiction("prices without a tier".to_owned(), instead),
        }
        if !tiers.is_sorted_by(|a, b| a.above < b.above) {
            return contradiction("thresholds that do not ascend".to_owned(), instead);
        }
        let mut parts: Vec<Shape<Exact>> = Vec::with_capacity(tiers.len());
        let mut below = Exact::lit(0);
        for tier in tiers {
            let price = Exact::new(tier.per_mtok);
            let mtok = Exact::new(tier.above).over(mega());
            let slope = price - below;
            let level = match rule {
                TierRule::Graduated => Exact::lit(0) - slope * mtok,
                TierRule::AllUnits => Exact::lit(0),
            };
            level.value().ok_or(OUT_OF_BOUNDS)?;
            parts.push(if parts.is_empty() {
                Shape::line(Exact::lit(0), price)
            } else {
                Shape::Above { mtok, level, slope }
            });
            below = price;
        }
        Ok(Self { shape: Shape::Sum(parts), currency })
    }

    /// The same curve with a staircase more on top of it.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for steps that carry nothing, and for more steps kept than there can be.
    pub fn with_staircase(&self, staircase: Staircase) -> Result<Self, Error> {
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
        let rates = Rates { per_step: Exact::new(staircase.cost), ..Rates::zero() };
        let most = staircase.maximum.map(Exact::lit);
        let shape = match &self.shape {
            // A line has room for one: the commonest curve of all stays a single leaf.
            Shape::Steps { rates: line, stairs: none, most: None } if none.is_flat() => {
                Shape::Steps { rates: *line + rates, stairs, most }
            }
            other => other.clone().and(Shape::Steps { rates, stairs, most }),
        };
        Ok(Self { shape, currency: self.currency })
    }

    /// The larger of this cost and a minimum: a commitment that is paid whether it is used or not.
    #[must_use]
    pub fn at_least(&self, minimum: Decimal) -> Self {
        let floor = Shape::line(Exact::new(minimum), Exact::lit(0));
        Self { shape: Shape::Greatest(vec![self.shape.clone(), floor]), currency: self.currency }
    }

    /// What serves at most so many tokens a month: a rate limit, a quota.
    #[must_use]
    pub fn up_to(&self, tokens: u64) -> Self {
        self.only(0, Some(tokens))
    }

    /// What serves only volumes above `from` and up to `to` tokens a month, for ever where that is not given. From 0 on, it
    /// serves nothing at all too.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for a range that ends before it begins.
    pub fn within(&self, from: u64, to: Option<u64>) -> Result<Self, Error> {
        if let Some(to) = to.filter(|to| *to <= from) {
            return contradiction(
                format!("volumes above {from} and up to {to}"),
                "write an end above the beginning",
            );
        }
        Ok(self.only(from, to))
    }

    fn only(&self, from: u64, to: Option<u64>) -> Self {
        let mtok = |tokens: u64| Exact::new(Decimal::from(tokens)).over(mega());
        let only = Shape::Only { from: mtok(from), to: to.map(mtok) };
        Self { shape: self.shape.clone().and(only), currency: self.currency }
    }

    /// Both are paid, and both have to serve.
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`].
    pub fn plus(&self, other: &Self) -> Result<Self, Error> {
        self.joined(other, |a, b| a.and(b))
    }

    /// At each volume the cheaper of the two that can serve it: a service that scales to zero or is always on.
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`].
    pub fn cheaper_of(&self, other: &Self) -> Result<Self, Error> {
        self.joined(other, |a, b| Shape::Least(vec![a, b]))
    }

    /// At each volume the dearer of the two; both have to serve.
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`].
    pub fn dearer_of(&self, other: &Self) -> Result<Self, Error> {
        self.joined(other, |a, b| Shape::Greatest(vec![a, b]))
    }

    fn joined(
        &self,
        other: &Self,
        join: impl FnOnce(Shape<Exact>, Shape<Exact>) -> Shape<Exact>,
    ) -> Result<Self, Error> {
        self.same_currency(other)?;
        Ok(Self { shape: join(self.shape.clone(), other.shape.clone()), currency: self.currency })
    }

    pub(super) fn same_currency(&self, other: &Self) -> Result<(), Error> {
        if self.currency == other.currency {
            return Ok(());
        }
        let (left, right) = (self.currency.code(), other.currency.code());
        Err(Error::new(ErrorKind::CurrencyMismatch { left, right }))
    }

    pub(crate) fn of(currency: Currency, shape: Shape<Exact>) -> Self {
        Self { shape, currency }
    }

    /// The currency of the cost.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The cost of a month.
    ///
    /// # Units
    /// `tokens`: workload tokens a month.
    ///
    /// # Errors
    /// [`ErrorKind::Infeasible`] where the volume cannot be served; [`ErrorKind::OutOfBounds`] past the range of
    /// decimals.
    pub fn cost(&self, tokens: u64) -> Result<Money, Error> {
        let Some(cost) = self.value(Decimal::from(tokens))? else {
            let reason = if self.capacity()?.is_some_and(|capacity| tokens > capacity) {
                format!("{tokens} tokens a month are past the capacity of the largest number of steps")
            } else {
                format!("{tokens} tokens a month are not among the volumes that can be served")
            };
            return Err(Error::new(ErrorKind::Infeasible { reason }));
        };
        Money::new(cost, self.currency)
    }

    /// The most whole tokens a month that can be served; `None` for no limit.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn capacity(&self) -> Result<Option<u64>, Error> {
        let Some(end) = self.shape.end()? else { return Ok(None) };
        let tokens = (end * mega()).value().ok_or(OUT_OF_BOUNDS)?;
        Ok(Some(u64::try_from(tokens.floor()).unwrap_or(u64::MAX)))
    }

    /// Where this curve, the challenger, is cheaper than the incumbent.
    ///
    /// # Errors
    /// [`ErrorKind::CurrencyMismatch`]; [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn break_even_against(&self, incumbent: &Self) -> Result<BreakEven, Error> {
        self.same_currency(incumbent)?;
        BreakEven::of(&self.shape, &incumbent.shape)
    }

    /// The cost of a volume in tokens, before it is rounded to money; `None` where it cannot be served.
    pub(super) fn value(&self, tokens: Decimal) -> Result<Option<Decimal>, Error> {
        let Some(cost) = self.shape.cost(Tokens::new(Exact::new(tokens)))? else { return Ok(None) };
        Ok(Some(cost.value().ok_or(OUT_OF_BOUNDS)?))
    }
}

const OUT_OF_BOUNDS: ErrorKind = ErrorKind::OutOfBounds { what: "a cost curve" };

impl From<OutOfRange> for Error {
    fn from(_: OutOfRange) -> Self {
        OUT_OF_BOUNDS.into()
    }
}

fn contradiction<T>(what: String, instead: &str) -> Result<T, Error> {
    Err(ErrorKind::Contradiction { what, instead: instead.to_owned() }.into())
}
