//! What one more token costs where every step is full.

use super::cost_curve::CostCurve;
use crate::error::{Error, ErrorKind};
use rust_decimal::Decimal;

impl CostCurve {
    /// What a Mtok more costs at full load: its own price, and its part of a full step with the spares and people that such
    /// steps need. No volume has a lower cost per Mtok in the long run, however large.
    ///
    /// # Formula
    /// ```text
    /// per Mtok + (need 1e6 / supply) (step + spare / steps per spare + person servers per step (1 + 1 / steps per spare) / servers per person)
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals, and where the cheaper of two modes ends before the other, so that
    /// no line holds in the long run.
    ///
    /// ```
    /// use breakeven::{CostCurve, Currency, Staircase};
    ///
    /// // 0.10 USD per Mtok, and a machine at 9,000 USD a month that carries 10,000 Mtok: 0.10 + 0.90
    /// let own = CostCurve::line(Currency::USD, "1000".parse()?, "0.10".parse()?)
    ///     .with_staircase(Staircase::new("9000".parse()?, "10000000000".parse()?))?;
    /// assert_eq!(own.marginal_cost_per_mtok()?, "1".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn marginal_cost_per_mtok(&self) -> Result<Decimal, Error> {
        // The line that the curve stays near to, however many steps there are, has this slope.
        let slope = self.shape.band().and_then(|band| band.line.slope.value());
        slope.ok_or(ErrorKind::OutOfBounds { what: "a marginal cost" }.into())
    }
}
