//! The cost of the study by formula, over any carrier: what flips and sweeps evaluate thousands of times.

use super::Comparison;
use super::course::Course;
use super::months::Walk;
use crate::error::{Error, ErrorKind};
use crate::finance::Interest;
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::parameter::Inputs;
use crate::scenario::ResolvedAlternative;
use rust_decimal::Decimal;

/// The level monthly cost of an alternative over the study: present value times the capital recovery factor.
pub(crate) fn equivalent_cost<N: Number + PartialEq>(inputs: &Inputs<N>, volumes: &[N]) -> N {
    let course = Course::of(inputs, u32::try_from(volumes.len()).unwrap_or(u32::MAX), None);
    let mut past = Vec::new();
    let mut walk = Walk::of(&course, &mut past);
    let start = walk.at_start();
    let present_value = volumes.iter().fold(start, |sum, tokens| {
        let month = walk.month(*tokens);
        sum + month.bought + month.factor * month.bill
    });
    let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
    interest.level_payment(present_value, inputs.finance.horizon.0)
}

/// The largest volume of the study: that of the first month or of the last.
pub(crate) fn largest_volume<N: Number>(inputs: &Inputs<N>, months: u32) -> N {
    let growth = N::lit(1) + inputs.workload.growth.0;
    let first = inputs.workload.tokens_per_month.0;
    let last = (1..months).fold(first, |volume, _| volume * growth);
    first.at_least(last).round()
}

impl Comparison {
    /// The level monthly cost of an alternative over the study by formula: with every chain of purchases in closed form,
    /// where [`crate::Study::equivalent_monthly_cost`] adds up the ledger.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Infeasible`] where the alternative cannot serve every month.
    pub fn equivalent_monthly_cost(&self, id: &str) -> Result<Money, Error> {
        let inputs = exact_inputs(&self.serving_to_the_end(id)?.inputs);
        let cost = equivalent_cost(&inputs, &exact_volumes(&self.volumes)).value();
        Money::new(cost.ok_or(ErrorKind::OutOfBounds { what: "a study" })?, self.resolved.header.currency)
    }

    /// The same in binary floats, by the same text: what flips evaluate thousands of times.
    ///
    /// # Errors
    /// As [`Comparison::equivalent_monthly_cost`].
    pub fn equivalent_monthly_cost_as_float(&self, id: &str) -> Result<f64, Error> {
        let inputs = float_inputs(&self.serving_to_the_end(id)?.inputs);
        let volumes: Vec<f64> = self.volumes.iter().map(|tokens| to_float(Decimal::from(*tokens))).collect();
        let cost = equivalent_cost(&inputs, &volumes);
        if cost.is_finite() { Ok(cost) } else { Err(ErrorKind::OutOfBounds { what: "a study" }.into()) }
    }

    fn serving_to_the_end(&self, id: &str) -> Result<&ResolvedAlternative, Error> {
        let alternative = self.alternative(id)?;
        let most = self.volumes.iter().copied().max().unwrap_or_default();
        if let Some((_, reason)) = self.limit(alternative, most)? {
            return Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }));
        }
        Ok(alternative)
    }
}

/// A decimal as the nearest float: `Decimal::to_f64` is a unit in the last place off for some.
pub(crate) fn to_float(value: Decimal) -> f64 {
    const POWERS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    let digits = value.mantissa();
    // Where both are floats without rounding, their quotient is rounded once.
    match POWERS.get(value.scale() as usize) {
        Some(power) if digits.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS => digits as f64 / power,
        _ => value.to_string().parse().unwrap_or(f64::NAN),
    }
}

/// The inputs as exact decimals.
pub(crate) fn exact_inputs(inputs: &Inputs<Decimal>) -> Inputs<Exact> {
    inputs.map(|_, value| Exact::new(value))
}

/// The inputs as floats.
pub(crate) fn float_inputs(inputs: &Inputs<Decimal>) -> Inputs<f64> {
    inputs.map(|_, value| to_float(value))
}

/// The volumes as exact decimals.
pub(crate) fn exact_volumes(volumes: &[u64]) -> Vec<Exact> {
    volumes.iter().map(|tokens| Exact::new(Decimal::from(*tokens))).collect()
}
