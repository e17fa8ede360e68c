//! The cost of the study by formula, over any carrier: what flips and sweeps evaluate thousands of times.

use super::Comparison;
use super::piece::{Piece, pieces};
use super::schedule::Schedule;
use crate::cost::{Follows, Line, Timing};
use crate::curve::Rates;
use crate::deployment::{Discounting, StepWorth};
use crate::error::{Error, ErrorKind};
use crate::finance::Interest;
use crate::money::Money;
use crate::number::{Exact, MEGA, Number};
use crate::parameter::Inputs;
use crate::scenario::ResolvedAlternative;
use rust_decimal::Decimal;

/// The level monthly cost of an alternative over the study: present value times the capital recovery factor.
pub(crate) fn equivalent_cost<N: Number>(inputs: &Inputs<N>, volumes: &[N]) -> N {
    let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
    interest.level_payment(present_value(inputs, volumes), inputs.finance.horizon.0)
}

/// Today's worth of all costs of an alternative over the study: the sum over its parts.
pub(crate) fn present_value<N: Number>(inputs: &Inputs<N>, volumes: &[N]) -> N {
    let values = pieces(inputs).into_iter().map(|piece| value_of(&piece, volumes));
    values.reduce(|sum, part| sum + part).unwrap_or(N::lit(0))
}

/// Today's worth of all costs of a part.
///
/// # Formula
/// ```text
/// sum over months t of v^(t-1) (steps bought) (value of a step) + v^t (cost of the month at its prices)
/// ```
/// What follows the price path of an API costs (1 + c)^(t-1) of today's. The same text as the ledger's, with every chain of
/// purchases in closed form.
fn value_of<N: Number>(piece: &Piece<'_, N>, volumes: &[N]) -> N {
    let Piece { inputs, lines, stairs, .. } = piece;
    let none = N::lit(0);
    let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
    let discount = interest.factor();
    let monthly = [Follows::Nothing, Follows::Sheet, Follows::Escalation]
        .map(|follows| (follows, monthly(lines, follows)));
    let owned = inputs.deployment().filter(|own| own.choices.acquisition.is_owned());
    let owned = owned.map(|own| (own, StepWorth::of(own)));
    let mut schedule = Schedule::of(inputs, *stairs);
    let mut factor = N::lit(1);
    let mut value = lines.iter().fold(none, |sum, line| sum + line.at_start);
    let months = u32::try_from(volumes.len()).unwrap_or(u32::MAX);
    for (volume, before) in volumes.iter().zip(0..months) {
        let tokens = piece.tokens(*volume);
        let now = schedule.month(tokens);
        if let Some((own, step)) = &owned {
            let left = N::lit(months.saturating_sub(before));
            let step = Discounting::of(own, interest, N::lit(before), left).value_of(step);
            value = value + factor * now.bought * step;
        }
        let straight = monthly.iter().fold(none, |bill, (follows, rates)| {
            bill + now.prices.of(*follows) * rates.amount(tokens.nth(MEGA), now.counts)
        });
        let bends = lines.iter().filter_map(|line| Some((line.follows, line.bend.as_ref()?)));
        let bill =
            bends.fold(straight, |bill, (follows, bend)| bill + bend.amount(tokens, now.prices.of(follows)));
        factor = factor * discount;
        value = value + factor * bill;
    }
    value
}

/// The monthly lines that follow a price path.
fn monthly<N: Number>(lines: &[Line<N>], follows: Follows) -> Rates<N> {
    let followed = lines.iter().filter(|line| line.timing == Timing::Monthly && line.follows == follows);
    followed.fold(Rates::zero(), |sum, line| sum + line.rates)
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
