//! What one more token costs where every step is full.

use super::cost_curve::CostCurve;
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number, mega};
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
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
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
        let (rates, stairs) = (&self.rates, &self.stairs);
        let (none, one) = (Exact::lit(0), Exact::lit(1));
        let part_of = |amount: Exact, group: Exact| group.select(none, amount.over(group), none);
        let units = one + part_of(one, stairs.steps_per_spare);
        let people =
            part_of(rates.per_attendant * stairs.servers_per_step * units, stairs.servers_per_attendant);
        let step = rates.per_step + part_of(rates.per_spare, stairs.steps_per_spare) + people;
        let steps = step * stairs.need * mega();
        let cost = rates.per_mtok + steps.over(stairs.supply);
        cost.value().ok_or(ErrorKind::OutOfBounds { what: "a marginal cost" }.into())
    }
}
