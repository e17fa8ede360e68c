//! The cost of the study by formula, over any carrier: what flips and sweeps evaluate thousands of times.

use super::Comparison;
use super::bill::{Account, Bill};
use super::ledger::comes_back;
use super::piece::{Piece, pieces};
use super::schedule::Schedule;
use super::stage::{Stage, stages};
use crate::cost::{Line, Timing};
use crate::deployment::{Discounting, Orders, StepWorth};
use crate::error::{Error, ErrorKind};
use crate::finance::Interest;
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::parameter::{DatedEvent, DeploymentInputs, Inputs};
use crate::scenario::ResolvedAlternative;
use rust_decimal::Decimal;

/// The level monthly cost of an alternative over the study: present value times the capital recovery factor.
pub(crate) fn equivalent_cost<N: Number>(inputs: &Inputs<N>, volumes: &[N]) -> N {
    let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
    interest.level_payment(present_value(inputs, volumes), inputs.finance.horizon.0)
}

/// Today's worth of all costs of an alternative over the study: the sum over its parts, and over those of what serves until
/// it does.
pub(crate) fn present_value<N: Number>(inputs: &Inputs<N>, volumes: &[N]) -> N {
    let months = u32::try_from(volumes.len()).unwrap_or(u32::MAX);
    let values = stages(inputs, months).into_iter().flat_map(|(inputs, stage)| {
        let value = |piece: &Piece<'_, N>| value_of(piece, volumes, &stage);
        pieces(inputs).iter().map(value).collect::<Vec<N>>()
    });
    values.reduce(|sum, part| sum + part).unwrap_or(N::lit(0))
}

/// Today's worth of all costs of a part in some months.
///
/// # Formula
/// ```text
/// sum over months t of v^(t-1) (steps bought) (value of a step) + v^t (cost of the month at its prices)
/// ```
/// What follows the price path of an API costs (1 + c)^(t-1) of today's. The same text as the ledger's, with every chain of
/// purchases in closed form.
fn value_of<N: Number>(piece: &Piece<'_, N>, volumes: &[N], stage: &Stage<N>) -> N {
    let Piece { inputs, lines, stairs, .. } = piece;
    let none = N::lit(0);
    let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
    let discount = interest.factor();
    let bill = Bill::of(lines);
    let mut account = Account::of(inputs, lines);
    let months = u32::try_from(volumes.len()).unwrap_or(u32::MAX);
    let owned = OwnedSteps::of(inputs, stage, months);
    let mut schedule = Schedule::of(inputs, *stairs);
    let mut factor = N::lit(1);
    let mut value = match &account {
        Some(account) if stage.to == 0 => account.exit_fee(),
        _ => none,
    };
    for (volume, before) in volumes.iter().zip(0..months) {
        let month = before.saturating_add(1);
        if before == stage.built && !stage.is_empty() {
            let starts = lines.iter().filter(|line| line.timing == Timing::Start);
            let start = |sum: N, line: &Line<N>| {
                // At the beginning of the study prices are those of today.
                let price = if before == 0 {
                    line.at_start
                } else {
                    line.at_start * schedule.prices().of(line.follows)
                };
                sum + price
            };
            value = value + factor * starts.fold(none, start);
        }
        if !stage.has(month) {
            schedule.skip();
            factor = factor * discount;
            if let Some(account) = account.as_ref().filter(|_| month > stage.to) {
                value = value + factor * account.unused(month);
            }
            continue;
        }
        let migrates = |event: &&DatedEvent<N>| event.month == month && stage.has(before);
        if let Some(event) = inputs.events().iter().find(migrates) {
            value = value + factor * event.terms.migration.0;
        }
        let tokens = piece.tokens(stage.of(month, *volume));
        let now = schedule.month(tokens);
        if let Some(owned) = &owned {
            value = value + factor * now.bought * owned.worth(before, stage.to.min(months));
        }
        factor = factor * discount;
        value = value + factor * bill.month(tokens, now.counts, now.prices);
        for line in lines.iter().filter(|line| comes_back(line, stage, month)) {
            value = value + factor * line.at_start;
        }
        if let Some(account) = &mut account {
            let settled = account.used(month, tokens, now.counts, now.prices);
            value = value + factor * (settled.owed - settled.credit);
            if month == stage.to && month < months {
                value = value + factor * account.exit_fee();
            }
        }
    }
    value
}

/// The steps of an alternative that owns its hardware.
struct OwnedSteps<'i, N> {
    own: &'i DeploymentInputs<N>,
    step: StepWorth<N>,
    orders: Option<Orders<N>>,
    interest: Interest<N>,
}

impl<'i, N: Number> OwnedSteps<'i, N> {
    fn of(inputs: &'i Inputs<N>, stage: &Stage<N>, months: u32) -> Option<Self> {
        let own = inputs.deployment().filter(|own| own.choices.acquisition.is_owned())?;
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        // What is left before the study ends is sold on the market, whatever it is worth at the end.
        let orders = Orders::of(inputs, interest).or((stage.to < months).then(|| Orders::at_once(interest)));
        Some(Self { own, step: StepWorth::of(own), orders, interest })
    }

    /// What a step that is first needed after some months costs until others, in the worth of then.
    fn worth(&self, before: u32, to: u32) -> N {
        let (at, left) = (N::lit(before), N::lit(to.saturating_sub(before)));
        match &self.orders {
            None => Discounting::of(self.own, self.interest, at, left).value_of(&self.step),
            Some(orders) => orders.worth(self.own, &self.step, at, left),
        }
    }
}

/// Whether a study surely costs no less at a larger volume: no line pays for tokens or steps, and a step costs the more the
/// sooner it is bought.
pub(super) fn never_falls(inputs: &Inputs<f64>, months: u32) -> bool {
    stages(inputs, months).into_iter().all(|(inputs, stage)| {
        pieces(inputs).iter().all(|piece| {
            let rates = piece.lines.iter().map(|line| &line.rates);
            let mut costs = rates
                .flat_map(|rates| [rates.per_mtok, rates.per_step, rates.per_spare, rates.per_attendant]);
            let owned = OwnedSteps::of(piece.inputs, &stage, months);
            let steps = owned.as_ref().map(|owned| {
                let discount = owned.interest.factor();
                let to = stage.to.min(months);
                let factors = std::iter::successors(Some(1.0), move |factor| Some(factor * discount));
                factors.zip(stage.from..to).map(move |(factor, before)| factor * owned.worth(before, to))
            });
            let worths: Vec<f64> = steps.into_iter().flatten().chain([0.0]).collect();
            let mut falls = worths.iter().zip(worths.iter().skip(1));
            costs.all(|cost| cost >= 0.0) && falls.all(|(sooner, later)| sooner >= later)
        })
    })
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

/// The powers of 10 that are floats.
pub(crate) const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// A decimal as the nearest float: `Decimal::to_f64` is a unit in the last place off for some.
pub(crate) fn to_float(value: Decimal) -> f64 {
    let digits = value.mantissa();
    // Where both are floats without rounding, their quotient is rounded once.
    match POWERS_OF_TEN.get(value.scale() as usize) {
        Some(power) if digits.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS => digits as i64 as f64 / power,
        _ => value.to_string().parse().unwrap_or(f64::NAN),
    }
}

/// 2^53, from which on all floats are whole.
pub(crate) const ALL_WHOLE: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;

/// A float as the decimal of its shortest text; nothing for what no decimal is.
pub(crate) fn to_decimal(value: f64) -> Option<Decimal> {
    let whole = value as i64;
    // Most are, and their text is not needed; -0 keeps its sign by it.
    if value.abs() < ALL_WHOLE && (whole as f64).to_bits() == value.to_bits() {
        return Some(Decimal::from(whole));
    }
    Decimal::from_scientific(&format!("{value:e}")).ok()
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
