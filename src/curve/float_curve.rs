//! The same curve in binary floats, for callers that ask it in a loop.

use super::cost_curve::CostCurve;
use super::shape::{Shape, Tokens};
use crate::error::{Error, ErrorKind};
use crate::number::Exact;

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
#[derive(Clone, Debug)]
pub struct FloatCurve {
    pub(super) shape: Shape<f64>,
}

impl FloatCurve {
    /// The cost of a month in units of the currency; `None` where the volume cannot be served, and for what is no number.
    ///
    /// # Units
    /// `tokens`: workload tokens a month.
    #[must_use]
    #[inline]
    pub fn cost(&self, tokens: f64) -> Option<f64> {
        let cost = self.shape.cost(Tokens::new(tokens)).ok()??;
        cost.is_finite().then_some(cost)
    }
}

impl CostCurve {
    /// The curve in binary floats.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] where a coefficient is out of the range of decimals.
    pub fn to_float(&self) -> Result<FloatCurve, Error> {
        let mut in_range = true;
        let shape = self.shape.map(&mut |value: Exact| match value.value() {
            // By its text: `Decimal::to_f64` is a unit in the last place off for some.
            Some(value) => value.to_string().parse().unwrap_or(f64::NAN),
            None => {
                in_range = false;
                f64::NAN
            }
        });
        if in_range {
            Ok(FloatCurve { shape })
        } else {
            Err(ErrorKind::OutOfBounds { what: "a cost curve" }.into())
        }
    }
}
