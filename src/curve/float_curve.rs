//! The same curve in binary floats, for callers that ask it in a loop.

use super::cost_curve::CostCurve;
use super::stairs::{Rates, Stairs};
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, MEGA, Number};

/// A [`CostCurve`] in binary floats: the same formula, without allocation.
///
/// ```
/// use breakeven::{CostCurve, Currency, Decimal, Staircase};
///
/// let exact = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::ZERO)
///     .with_staircase(Staircase::new("9000".parse()?, "10000000000".parse()?).at_most(2))?;
/// let fast = exact.to_float()?;
/// assert_eq!(fast.cost(10_000_000_001.0), Some(18_000.0));
/// assert_eq!(fast.cost(20_000_000_001.0), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FloatCurve {
    rates: Rates<f64>,
    stairs: Stairs<f64>,
    maximum_steps: f64,
}

impl FloatCurve {
    /// The cost of a month in units of the currency; `None` past the capacity, and for what is no number.
    ///
    /// # Units
    /// `tokens`: workload tokens a month.
    #[must_use]
    #[inline]
    pub fn cost(&self, tokens: f64) -> Option<f64> {
        let counts = self.stairs.counts(tokens);
        let cost = self.rates.amount(tokens.nth(MEGA), counts);
        (cost.is_finite() && counts.steps <= self.maximum_steps).then_some(cost)
    }
}

impl CostCurve {
    /// The curve in binary floats.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] where a coefficient is out of the range of decimals.
    pub fn to_float(&self) -> Result<FloatCurve, Error> {
        let float = |value: Exact| -> Result<f64, Error> {
            let value = value.value().ok_or(ErrorKind::OutOfBounds { what: "a cost curve" })?;
            // By its text: `Decimal::to_f64` is a unit in the last place off for some.
            value.to_string().parse().map_err(|_| ErrorKind::OutOfBounds { what: "a cost curve" }.into())
        };
        let (rates, stairs) = (&self.rates, &self.stairs);
        Ok(FloatCurve {
            rates: Rates {
                fixed: float(rates.fixed)?,
                per_mtok: float(rates.per_mtok)?,
                per_step: float(rates.per_step)?,
                per_spare: float(rates.per_spare)?,
                per_attendant: float(rates.per_attendant)?,
            },
            stairs: Stairs {
                need: float(stairs.need)?,
                supply: float(stairs.supply)?,
                minimum: float(stairs.minimum)?,
                spares: float(stairs.spares)?,
                steps_per_spare: float(stairs.steps_per_spare)?,
                servers_per_step: float(stairs.servers_per_step)?,
                servers_per_attendant: float(stairs.servers_per_attendant)?,
            },
            maximum_steps: match self.maximum_steps {
                Some(steps) => float(Exact::new(steps))?,
                None => f64::INFINITY,
            },
        })
    }
}
