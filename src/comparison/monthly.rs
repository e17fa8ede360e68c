//! What an alternative costs a month, line by line.

use super::Comparison;
use super::piece::{Piece, pieces};
use super::value::exact_inputs;
use crate::cost::{Line, total};
use crate::curve::{CostCurve, Counts, Rates, Stairs};
use crate::deployment::Discounting;
use crate::error::{Error, ErrorKind};
use crate::finance::Category;
use crate::money::{Currency, Money};
use crate::number::{Exact, Number, mega};
use crate::parameter::{DeploymentInputs, Inputs, Role};
use crate::scenario::ResolvedAlternative;
use crate::serving::{load, prefill_share};
use crate::workload::{Outcome, prompt_tokens_per_request, tokens_per_request};
use crate::{api, deployment, training};
use rust_decimal::Decimal;

/// A line of a month's bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// What it is for.
    pub category: Category,
    /// The line in words.
    pub label: &'static str,
    /// How much a month. Payments that are not monthly are spread over the study by the capital recovery factor.
    pub amount: Money,
}

/// What an alternative costs in month 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Monthly {
    /// The sum of the lines, exactly.
    pub cost: Money,
    /// The lines; those of nothing are left out.
    pub lines: Vec<CostLine>,
    /// Steps at work; `None` for an API, which has none.
    pub steps: Option<u64>,
    /// Spare steps beside them.
    pub spares: Option<u64>,
    /// The provisioned units that are paid, given or chosen; `None` where there are none.
    pub provisioned_units: Option<u64>,
    /// The whole tokens a month that these steps carry, peak and headroom observed; `None` for no limit.
    pub capacity_tokens_per_month: Option<u64>,
    /// The share of the hours of a month that the steps at work are busy; `None` for an API.
    pub utilization: Option<Decimal>,
    /// The share of the volume that spills over to an API; `None` where there is no overflow.
    pub overflow_fraction: Option<Decimal>,
    /// USD per million workload tokens, on the allocation basis: idle time is paid.
    pub cost_per_mtok: Decimal,
    /// The same on the usage basis: what goes with steps is charged for busy step-seconds alone, spares and idle hours are
    /// not; people by the number of servers, fixed cost and what goes with the tokens are charged whole. For an API both are
    /// the same.
    ///
    /// # Formula
    /// ```text
    /// (fixed + per step (V average need / supply of all hours) + people + per Mtok V) / V
    /// ```
    pub usage_cost_per_mtok: Decimal,
    /// What a million tokens would cost if these steps carried all that they can; `None` for an API, whose token costs
    /// the same at any volume.
    ///
    /// # Formula
    /// ```text
    /// cost of the same steps at their capacity / capacity
    /// ```
    pub cost_per_mtok_at_capacity: Option<Decimal>,
    /// USD per thousand requests.
    pub cost_per_1000_requests: Decimal,
    /// USD per request that has an accepted answer in the end: at once, after more attempts, done over or asked elsewhere.
    /// `None` where no acceptance is given, and where nothing is ever accepted.
    pub cost_per_accepted_answer: Option<Decimal>,
    /// USD per million prompt tokens: for a deployment, its cost split by the step-seconds of prefill and decode.
    pub price_per_input_mtok: Option<Decimal>,
    /// USD per million visible completion tokens.
    pub price_per_output_mtok: Option<Decimal>,
}

/// The lines and stairs of an alternative that is no mix, over a carrier.
pub(super) fn lines_and_stairs<N: Number>(inputs: &Inputs<N>) -> (Vec<Line<N>>, Stairs<N>) {
    let piece = Piece::plain(inputs);
    (piece.lines, piece.stairs)
}

pub(super) fn known(value: Exact, what: &'static str) -> Result<Decimal, Error> {
    value.value().ok_or(ErrorKind::OutOfBounds { what }.into())
}

pub(super) fn money(value: Exact, currency: Currency) -> Result<Money, Error> {
    Money::new(known(value, "a line of cost")?, currency)
}

/// The sum of the straight lines, and the stairs: what a sweep evaluates, without allocation.
pub(crate) fn rates_and_stairs<N: Number>(inputs: &Inputs<N>) -> (Rates<N>, Stairs<N>) {
    let (rates, stairs) = match &inputs.role {
        Role::Api(sheet) => (total(&api::lines(inputs, sheet)), api::stairs(inputs, sheet)),
        Role::Deployment(own) => {
            let discounting = Discounting::of_study(inputs, own);
            (total(&deployment::lines(inputs, own, &discounting)), deployment::stairs(inputs, own))
        }
        // A mix is the sum of its parts.
        Role::Mix(_) => (Rates::zero(), Stairs::flat()),
    };
    let trained = training::lines(inputs).map_or(Rates::zero(), |lines| total(&lines));
    (rates + total(&api::acceptance_lines(inputs)) + trained, stairs)
}

/// The provisioned units of a part.
fn units(piece: &Piece<'_, Exact>) -> Option<Exact> {
    match &piece.inputs.role {
        Role::Api(sheet) => sheet.provisioned.as_ref().map(|provisioned| provisioned.units.0),
        Role::Deployment(_) | Role::Mix(_) => None,
    }
}

fn whole(value: Exact) -> Result<u64, Error> {
    u64::try_from(known(value, "a number of steps")?)
        .map_err(|_| ErrorKind::OutOfBounds { what: "a number of steps" }.into())
}

/// Tokens as Mtok.
pub(super) fn mtok(tokens: u64) -> Exact {
    Exact::new(Decimal::from(tokens)).over(mega())
}

impl Comparison {
    /// The cost of an alternative in month 1.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for an id there is not; [`ErrorKind::Infeasible`] where it cannot serve the workload.
    pub fn monthly_cost(&self, id: &str) -> Result<Money, Error> {
        self.monthly(id).map(|monthly| monthly.cost)
    }

    /// The bill of an alternative for month 1.
    ///
    /// # Errors
    /// As [`Comparison::monthly_cost`].
    pub fn monthly(&self, id: &str) -> Result<Monthly, Error> {
        let alternative = self.alternative(id)?;
        let tokens = self.first_volume();
        if let Some((_, reason)) = self.limit(alternative, tokens)? {
            return Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }));
        }
        self.monthly_of(alternative, tokens)
    }

    /// The monthly cost of an alternative as a function of the volume.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Infeasible`] where memory or context keep it from serving any volume.
    pub fn curve(&self, id: &str) -> Result<CostCurve, Error> {
        let alternative = self.alternative(id)?;
        match &alternative.limit {
            Some((_, reason)) => {
                Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason: reason.clone() }))
            }
            None => self.curve_of(id).cloned(),
        }
    }

    pub(crate) fn curve_of(&self, id: &str) -> Result<&CostCurve, Error> {
        self.curves.get(self.index_of(id)?).ok_or(ErrorKind::OutOfBounds { what: "an index" }.into())
    }

    pub(crate) fn monthly_of(
        &self,
        alternative: &ResolvedAlternative,
        tokens: u64,
    ) -> Result<Monthly, Error> {
        let inputs = exact_inputs(&alternative.inputs);
        let currency = self.resolved.header.currency;
        let volume = Exact::new(Decimal::from(tokens));
        let parts = pieces(&inputs);
        let bill = bill(&parts, volume, currency)?;
        let cost = Money::sum(currency, bill.iter().map(|line| line.amount))?;
        let standing = Standing::of(&parts, volume);
        let requests = volume.over(tokens_per_request(&inputs.classes).0);
        let per = |quantity: Exact| Exact::new(cost.amount()).over(quantity);
        // What a mix carries, and what a token of it costs by kind, depends on how its parts share the volume.
        let (full, (input, output)) = match &parts[..] {
            [only] => (
                capacity(&only.stairs, only.stairs.counts(volume)),
                split_price(only.inputs, &bill, cost, mtok(tokens))?,
            ),
            _ => (None, (None, None)),
        };
        let steps = standing.as_ref().map(|standing| standing.counts);
        let spilled = parts.iter().find_map(|piece| piece.spilled(volume));
        Ok(Monthly {
            cost,
            steps: steps.map(|counts| whole(counts.steps)).transpose()?,
            spares: steps.map(|counts| whole(counts.spares)).transpose()?,
            provisioned_units: parts.iter().find_map(units).map(whole).transpose()?,
            capacity_tokens_per_month: whole_tokens(full)?,
            utilization: standing.as_ref().map(Standing::utilization).transpose()?,
            overflow_fraction: spilled
                .map(|spilled| known(spilled.over(volume), "a share that spills over"))
                .transpose()?,
            cost_per_mtok: known(per(mtok(tokens)), "a cost per Mtok")?,
            usage_cost_per_mtok: usage(&parts, volume)?,
            cost_per_mtok_at_capacity: full
                .zip(standing)
                .map(|(tokens, standing)| standing.cost_per_mtok_at(tokens))
                .transpose()?,
            cost_per_1000_requests: known(per(requests) * Exact::lit(1000), "a cost per 1,000 requests")?,
            cost_per_accepted_answer: per_accepted_answer(answered(&parts, volume), per(requests))?,
            price_per_input_mtok: input,
            price_per_output_mtok: output,
            lines: bill,
        })
    }
}

/// The lines of a month, those of nothing left out; what two parts of a mix have under one name is one line.
fn bill(parts: &[Piece<'_, Exact>], volume: Exact, currency: Currency) -> Result<Vec<CostLine>, Error> {
    let mut bill: Vec<CostLine> = Vec::new();
    for piece in parts {
        let served = piece.tokens(volume);
        let counts = piece.stairs.counts(served);
        for line in &piece.lines {
            let amount = money(line.amount(served, counts, Exact::lit(1)), currency)?;
            if amount.amount().is_zero() {
                continue;
            }
            let same = |known: &&mut CostLine| known.category == line.category && known.label == line.label;
            match bill.iter_mut().find(same) {
                Some(known) => known.amount = known.amount.checked_add(amount)?,
                None => bill.push(CostLine { category: line.category, label: line.label, amount }),
            }
        }
    }
    Ok(bill)
}

/// The share of the requests that have an accepted answer in the end: of a mix, the sum over what its parts serve. `None` where
/// no acceptance is given.
fn answered<N: Number>(parts: &[Piece<'_, N>], volume: N) -> Option<N> {
    if parts.iter().all(|piece| piece.inputs.answers.is_none()) {
        return None;
    }
    let share = |piece: &Piece<'_, N>| {
        let answers = piece.inputs.answers.as_deref();
        piece.tokens(volume) * Outcome::of(answers).answered(answers)
    };
    Some(parts.iter().fold(N::lit(0), |sum, piece| sum + share(piece)).over(volume))
}

/// Workload tokens of the requests that it takes for an accepted answer; `None` where no acceptance is given.
pub(super) fn tokens_per_answer(inputs: &Inputs<f64>, volume: f64) -> Option<f64> {
    let answered = answered(&pieces(inputs), volume)?;
    Some(tokens_per_request(&inputs.classes).0.over(answered)).filter(|tokens| tokens.is_finite())
}

fn per_accepted_answer(answered: Option<Exact>, per_request: Exact) -> Result<Option<Decimal>, Error> {
    let answered = answered.filter(|answered| *answered != Exact::lit(0));
    let per_answer = answered.map(|answered| per_request.over(answered));
    per_answer.map(|cost| known(cost, "a cost per accepted answer")).transpose()
}

/// The steps of the one part that has some.
struct Standing<'a> {
    piece: &'a Piece<'a, Exact>,
    own: &'a DeploymentInputs<Exact>,
    served: Exact,
    counts: Counts<Exact>,
}

impl<'a> Standing<'a> {
    fn of(parts: &'a [Piece<'a, Exact>], volume: Exact) -> Option<Self> {
        let mut with_steps = parts.iter().filter_map(|piece| Some((piece, piece.inputs.deployment()?)));
        match (with_steps.next(), with_steps.next()) {
            (Some((piece, own)), None) => {
                let served = piece.tokens(volume);
                Some(Self { piece, own, served, counts: piece.stairs.counts(served) })
            }
            _ => None,
        }
    }

    fn utilization(&self) -> Result<Decimal, Error> {
        let load = load(self.piece.inputs, self.own);
        let steps = self.counts.steps.at_least(Exact::lit(1));
        known((self.served * load.average).over(steps * load.full_supply), "a utilization")
    }

    /// What a Mtok costs where the same steps serve so many tokens.
    fn cost_per_mtok_at(&self, tokens: Exact) -> Result<Decimal, Error> {
        let line = |line: &Line<Exact>| line.amount(tokens, self.counts, Exact::lit(1));
        let cost = self.piece.lines.iter().map(line).fold(Exact::lit(0), |sum, amount| sum + amount);
        known(cost.over(tokens.over(mega())), "a cost per Mtok at capacity")
    }
}

/// The tokens that the steps carry; `None` where steps do not limit.
fn capacity(stairs: &Stairs<Exact>, counts: Counts<Exact>) -> Option<Exact> {
    (stairs.need != Exact::lit(0)).then(|| (counts.steps * stairs.supply).over(stairs.need))
}

fn whole_tokens(capacity: Option<Exact>) -> Result<Option<u64>, Error> {
    let tokens = capacity.map(|tokens| known(tokens, "a capacity")).transpose()?;
    Ok(tokens.map(|tokens| u64::try_from(tokens.floor()).unwrap_or(u64::MAX)))
}

/// The cost per Mtok on the usage basis: with the steps that would be busy all hours, and no spares.
fn usage(parts: &[Piece<'_, Exact>], volume: Exact) -> Result<Decimal, Error> {
    let none = Exact::lit(0);
    let cost = parts.iter().fold(none, |sum, piece| {
        let served = piece.tokens(volume);
        let steps = piece.inputs.deployment().map_or(none, |own| {
            let load = load(piece.inputs, own);
            (served * load.average).over(load.full_supply)
        });
        let busy = Counts { steps, spares: none, ..piece.stairs.counts(served) };
        piece.lines.iter().fold(sum, |sum, line| sum + line.usage(served, busy))
    });
    known(cost.over(volume.over(mega())), "a cost per Mtok")
}

/// The price of a prompt token and of a visible completion token, per million. `None` where there are none of them.
fn split_price(
    inputs: &Inputs<Exact>,
    bill: &[CostLine],
    cost: Money,
    volume: Exact,
) -> Result<(Option<Decimal>, Option<Decimal>), Error> {
    let of = |wanted: fn(Category) -> bool| {
        let lines = bill.iter().filter(|line| wanted(line.category));
        lines.fold(Exact::lit(0), |sum, line| sum + Exact::new(line.amount.amount()))
    };
    // What answers cost that are not accepted is no price of a token.
    let not_accepted =
        of(|category| matches!(category, Category::Verification | Category::Rework | Category::Escalation));
    let total = Exact::new(cost.amount()) - not_accepted;
    let for_input = match inputs.deployment() {
        Some(own) => total * prefill_share(inputs, own),
        None => {
            let input = of(|category| {
                matches!(category, Category::ApiInput | Category::ApiCachedInput | Category::ApiCacheWrite)
            });
            // What the volume changes is shared out as the sheet's bill is.
            let sheet = total - of(|category| category == Category::ApiOther);
            if sheet == total {
                input
            } else {
                sheet.select(Exact::lit(0), (input * total).over(sheet), input)
            }
        }
    };
    let per_request = tokens_per_request(&inputs.classes).0;
    let prompts = prompt_tokens_per_request(&inputs.classes).0;
    let price = |amount: Exact, tokens: Exact| {
        if tokens == Exact::lit(0) {
            return Ok(None);
        }
        known((amount * per_request).over(volume * tokens), "a price per Mtok").map(Some)
    };
    Ok((price(for_input, prompts)?, price(total - for_input, per_request - prompts)?))
}
