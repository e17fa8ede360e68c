//! Month by month, line by line: the cash that moves over the study. Never a capital charge.

use super::Comparison;
use super::bill::Account;
use super::monthly::money;
use super::paths::hardware_prices;
use super::piece::{Piece, pieces};
use super::schedule::{Dates, Schedule};
use super::stage::{Stage, stages};
use super::value::exact_inputs;
use crate::cost::{Line, Timing};
use crate::curve::{Counts, Rates};
use crate::deployment::{Held, Lifetime, StepFlow};
use crate::error::{Error, ErrorKind};
use crate::finance::{CashFlow, Category, Interest};
use crate::money::{Currency, Money};
use crate::number::{Exact, Number};
use crate::parameter::{DatedEvent, Inputs};
use crate::scenario::ResolvedAlternative;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The cash of one alternative over the study: paid is positive, received negative.
///
/// Month t runs from instant t - 1 to t. Purchases are paid at the beginning of their month, running costs and API
/// bills at its end, and what is left is sold at the end of the study. The bill of an API whose prices change by a
/// fraction c a month is that of today's prices times (1 + c)^(t - 1); the hosting of a fine-tuned model stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The flows, by month and then by line: one for each line of an instant.
    pub flows: Vec<CashFlow>,
    /// Discount factor of each instant, from 0.
    pub(crate) discount: Vec<Exact>,
    pub(super) currency: Currency,
    /// What is held behind the flows of purchases and leases.
    pub(super) held: Vec<Kept>,
    /// Whether it is kept: for tax and loans.
    pub(super) keeps_held: bool,
}

/// Something that is held, and the tokens that a unit of it serves in each month of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) held: Held<Exact>,
    pub(super) tokens: Arc<[Exact]>,
}

impl Ledger {
    /// Today's worth of all flows: positive is paid.
    ///
    /// # Formula
    /// ```text
    /// sum over flows of amount (1 + m)^-instant
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of money.
    pub fn npv(&self) -> Result<Money, Error> {
        self.npv_where(|_| true)
    }

    /// The same for some of the flows.
    pub(crate) fn npv_where(&self, wanted: impl Fn(&CashFlow) -> bool) -> Result<Money, Error> {
        self.worth(&self.discount, wanted)
    }

    /// That of all flows at other discount factors.
    pub(super) fn npv_at(&self, discount: &[Exact]) -> Result<Money, Error> {
        self.worth(discount, |_| true)
    }

    fn worth(&self, discount: &[Exact], wanted: impl Fn(&CashFlow) -> bool) -> Result<Money, Error> {
        let last =
            usize::try_from(self.flows.iter().map(|flow| flow.instant).max().unwrap_or(0)).unwrap_or(0);
        // The flows of an instant are summed exactly first, so that one product carries them.
        let mut at_instant = vec![Exact::lit(0); last.saturating_add(1)];
        for flow in self.flows.iter().filter(|flow| wanted(flow)) {
            if let Some(sum) =
                usize::try_from(flow.instant).ok().and_then(|instant| at_instant.get_mut(instant))
            {
                *sum = *sum + Exact::new(flow.amount.amount());
            }
        }
        let value = at_instant.iter().zip(discount).fold(Exact::lit(0), |sum, (flow, v)| sum + *flow * *v);
        money(value, self.currency)
    }

    /// What has been paid by the end of a month, what was received taken off; what is bought then for the next month is
    /// not in it. Month 0: the outlay before the first month.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of money.
    pub fn paid_by(&self, month: u32) -> Result<Money, Error> {
        let moved = |flow: &&CashFlow| {
            let bought_ahead = flow.month > flow.instant;
            flow.instant < month || (flow.instant == month && (month == 0 || !bought_ahead))
        };
        Money::sum(self.currency, self.flows.iter().filter(moved).map(|flow| flow.amount))
    }

    /// What has been paid by each instant, from 0, and what is paid at once for the month that begins then.
    ///
    /// What is bought for month t + 1 at instant t is apart, except at instant 0, where it is the outlay.
    pub(crate) fn cumulative(&self, months: u32) -> Result<Vec<Position>, Error> {
        self.positions(months, std::iter::repeat(Exact::lit(1)))
    }

    /// The same in today's worth.
    pub(crate) fn cumulative_worth(&self, months: u32) -> Result<Vec<Position>, Error> {
        self.positions(months, self.discount.iter().copied())
    }

    /// With the flows of each instant times a factor.
    fn positions(&self, months: u32, factors: impl Iterator<Item = Exact>) -> Result<Vec<Position>, Error> {
        let instants = usize::try_from(months).unwrap_or(usize::MAX).saturating_add(1);
        let nothing = Exact::lit(0);
        let mut ended = vec![nothing; instants];
        let mut begun = vec![nothing; instants];
        for flow in &self.flows {
            let at = usize::try_from(flow.instant).unwrap_or(usize::MAX);
            let is_bought_ahead = flow.month > flow.instant;
            if let Some(sum) = if is_bought_ahead { begun.get_mut(at) } else { ended.get_mut(at) } {
                *sum = *sum + Exact::new(flow.amount.amount());
            }
        }
        let mut positions = Vec::with_capacity(instants);
        let mut paid = nothing;
        for ((ended, begun), factor) in ended.into_iter().zip(begun).zip(factors) {
            paid = paid + ended * factor;
            let after = paid + begun * factor;
            let is_outlay = positions.is_empty();
            positions.push(Position {
                before_purchases: money(if is_outlay { after } else { paid }, self.currency)?,
                after_purchases: money(after, self.currency)?,
            });
            paid = after;
        }
        Ok(positions)
    }
}

/// What has been paid by an instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) before_purchases: Money,
    pub(crate) after_purchases: Money,
}

impl Comparison {
    /// The ledger of an alternative.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Infeasible`] where it cannot serve the workload in every month.
    pub fn ledger(&self, id: &str) -> Result<Ledger, Error> {
        let alternative = self.alternative(id)?;
        let most = self.volumes.iter().copied().max().unwrap_or_default();
        if let Some((_, reason)) = self.limit(alternative, most)? {
            return Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }));
        }
        self.ledger_of(alternative)
    }

    pub(crate) fn ledger_of(&self, alternative: &ResolvedAlternative) -> Result<Ledger, Error> {
        let inputs = exact_inputs(&alternative.inputs);
        let mut written = alternative.inputs.moved_from().into_iter().chain([&alternative.inputs]);
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        let mut ledger = self.empty_ledger(interest);
        for (inputs, stage) in stages(&inputs, self.resolved.header.horizon_months) {
            let dates = written.next().map(dates).transpose()?.unwrap_or_default();
            self.enter_all(&mut ledger, inputs, dates, &stage, interest)?;
        }
        ledger.sorted()
    }

    /// The ledger of the months in which an alternative serves.
    pub(super) fn ledger_in(
        &self,
        alternative: &ResolvedAlternative,
        stage: &Stage<Exact>,
    ) -> Result<Ledger, Error> {
        let inputs = exact_inputs(&alternative.inputs);
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        let mut ledger = self.empty_ledger(interest);
        self.enter_all(&mut ledger, &inputs, dates(&alternative.inputs)?, stage, interest)?;
        ledger.sorted()
    }

    fn empty_ledger(&self, interest: Interest<Exact>) -> Ledger {
        let discount = discount_factors(interest, self.resolved.header.horizon_months);
        let currency = self.resolved.header.currency;
        let keeps_held = self.resolved.financing.is_given();
        Ledger { flows: Vec::new(), discount, currency, held: Vec::new(), keeps_held }
    }

    fn enter_all(
        &self,
        ledger: &mut Ledger,
        inputs: &Inputs<Exact>,
        dates: Vec<Dates>,
        stage: &Stage<Exact>,
        interest: Interest<Exact>,
    ) -> Result<(), Error> {
        for (piece, dates) in pieces(inputs).iter().zip(dates) {
            self.enter(ledger, piece, dates, stage, interest)?;
        }
        Ok(())
    }

    /// The flows of a part in some months.
    fn enter(
        &self,
        ledger: &mut Ledger,
        piece: &Piece<'_, Exact>,
        dates: Dates,
        stage: &Stage<Exact>,
        interest: Interest<Exact>,
    ) -> Result<(), Error> {
        let horizon = self.resolved.header.horizon_months;
        let mut monthly: Vec<PaidMonthly<'_>> = piece
            .lines
            .iter()
            .filter(|line| line.timing == Timing::Monthly)
            .filter(|line| line.bend.is_some() || !is_nothing(&line.rates))
            .map(PaidMonthly::of)
            .collect();
        let hardware = hardware_prices(piece.inputs, horizon);
        let mut account = Account::of(piece.inputs, &piece.lines);
        let mut schedule = Schedule::of(piece.inputs, piece.stairs);
        if let Some(account) = account.as_ref().filter(|_| stage.to < horizon) {
            let flow = Flow::ending(stage.to, Category::Commitment, "exit fee");
            ledger.enter(flow, account.exit_fee())?;
        }
        let first_held = ledger.held.len();
        let (mut units, mut per_unit) = (Exact::lit(0), Vec::new());
        for (tokens, month) in self.volumes.iter().zip(1_u32..) {
            let before = month.saturating_sub(1);
            if before == stage.built && !stage.is_empty() {
                // What is paid before the first month of the study belongs to none.
                let first = if before == 0 { 0 } else { month };
                for line in piece.lines.iter().filter(|line| line.timing == Timing::Start) {
                    let flow =
                        Flow { month: first, instant: before, category: line.category, label: line.label };
                    ledger.enter(flow, line.at_start * schedule.prices().of(line.follows))?;
                }
            }
            if !stage.has(month) {
                schedule.skip();
                if ledger.keeps_held && month <= stage.from {
                    per_unit.push(Exact::lit(0));
                }
                if let Some(account) = account.as_ref().filter(|_| month > stage.to) {
                    let flow = Flow::ending(month, Category::Commitment, "existing commitment");
                    ledger.enter(flow, account.unused(month))?;
                }
                continue;
            }
            let migrates = |event: &&DatedEvent<Exact>| event.month == month && stage.has(before);
            if let Some(event) = piece.inputs.events().iter().find(migrates) {
                let flow = Flow { month, instant: before, category: Category::Migration, label: "migration" };
                ledger.enter(flow, event.terms.migration.0)?;
            }
            let tokens = piece.tokens(stage.of(month, Exact::new(Decimal::from(*tokens))));
            let now = schedule.month(tokens);
            if ledger.keeps_held {
                units = units + now.bought;
                per_unit.push(if units == Exact::lit(0) { units } else { tokens.over(units) });
            }
            if now.bought != Exact::lit(0) {
                let lifetime = dates.lifetime(month, stage.to, horizon);
                ledger.buy(piece.inputs, lifetime, interest, hardware.as_deref(), now.bought)?;
            }
            for paid in &mut monthly {
                let amount =
                    paid.amount(tokens, now.counts, now.prices.of(paid.line.follows), ledger.currency)?;
                ledger.enter_money(Flow::ending(month, paid.line.category, paid.line.label), amount);
            }
            for line in piece.lines.iter().filter(|line| comes_back(line, stage, month)) {
                ledger.enter(Flow::ending(month, line.category, line.label), line.at_start)?;
            }
            if let Some(account) = &mut account {
                let settled = account.used(month, tokens, now.counts, now.prices);
                let flow = Flow::ending(month, Category::Commitment, "existing commitment");
                ledger.enter(flow, settled.owed)?;
                let flow = Flow::ending(month, Category::Credit, "credit");
                ledger.enter(flow, Exact::lit(0) - settled.credit)?;
            }
        }
        let per_unit: Arc<[Exact]> = per_unit.into();
        for kept in ledger.held.iter_mut().skip(first_held) {
            kept.tokens = Arc::clone(&per_unit);
        }
        Ok(())
    }
}

/// Whether a line is paid at the end of a month because it comes back then.
pub(super) fn comes_back<N>(line: &Line<N>, stage: &Stage<N>, month: u32) -> bool {
    match line.timing {
        Timing::Every(months) => {
            month < stage.to && month.saturating_sub(stage.from).checked_rem(months) == Some(0)
        }
        _ => false,
    }
}

/// The dates of each part.
pub(super) fn dates(inputs: &Inputs<Decimal>) -> Result<Vec<Dates>, Error> {
    match inputs.parts() {
        [] => Ok(vec![Dates::of(inputs)?]),
        parts => parts.iter().map(|part| Dates::of(&part.inputs)).collect(),
    }
}

fn is_nothing(rates: &Rates<Exact>) -> bool {
    let none = Exact::lit(0);
    [rates.fixed, rates.per_mtok, rates.per_step, rates.per_spare, rates.per_attendant]
        .iter()
        .all(|rate| *rate == none)
}

/// `v^t` for t = 0..=months.
pub(super) fn discount_factors(interest: Interest<Exact>, months: u32) -> Vec<Exact> {
    let v = interest.factor();
    let mut factor = Exact::lit(1);
    let mut factors = vec![factor];
    for _ in 0..months {
        factor = factor * v;
        factors.push(factor);
    }
    factors
}

/// A line that is paid by the month, and what it was last.
struct PaidMonthly<'l> {
    line: &'l Line<Exact>,
    /// Whether the volume moves it other than by steps.
    goes_with_tokens: bool,
    /// What it was with which steps and at which price: most months are like the one before, and most lines with them.
    last: Option<(Counts<Exact>, Exact, Money)>,
}

impl<'l> PaidMonthly<'l> {
    fn of(line: &'l Line<Exact>) -> Self {
        let goes_with_tokens = line.bend.is_some() || line.rates.per_mtok != Exact::lit(0);
        Self { line, goes_with_tokens, last: None }
    }

    fn amount(
        &mut self,
        tokens: Exact,
        counts: Counts<Exact>,
        price: Exact,
        currency: Currency,
    ) -> Result<Money, Error> {
        let is_same = |last: &(Counts<Exact>, Exact, Money)| last.0 == counts && last.1 == price;
        if let Some((.., amount)) = self.last.filter(is_same) {
            return Ok(amount);
        }
        let amount = money(self.line.amount(tokens, counts, price), currency)?;
        if !self.goes_with_tokens {
            self.last = Some((counts, price, amount));
        }
        Ok(amount)
    }
}

/// A flow without its amount.
#[derive(Clone, Copy)]
struct Flow {
    month: u32,
    instant: u32,
    category: Category,
    label: &'static str,
}

impl Flow {
    /// At the end of a month.
    fn ending(month: u32, category: Category, label: &'static str) -> Self {
        Self { month, instant: month, category, label }
    }
}

impl Ledger {
    fn enter(&mut self, flow: Flow, amount: Exact) -> Result<(), Error> {
        self.enter_money(flow, money(amount, self.currency)?);
        Ok(())
    }

    fn enter_money(&mut self, Flow { month, instant, category, label }: Flow, amount: Money) {
        if !amount.amount().is_zero() {
            self.flows.push(CashFlow { month, instant, category, label, amount });
        }
    }

    /// The flows of units that are bought, over the time in which they stand.
    fn buy(
        &mut self,
        inputs: &Inputs<Exact>,
        lifetime: Lifetime,
        interest: Interest<Exact>,
        prices: Option<&[Exact]>,
        units: Exact,
    ) -> Result<(), Error> {
        let Some(own) = inputs.deployment() else { return Ok(()) };
        for StepFlow { month, instant, category, label, amount } in lifetime.flows(own, interest, prices) {
            self.enter(Flow { month, instant, category, label }, amount * units)?;
        }
        if self.keeps_held {
            let held = lifetime.held(own, interest, prices).into_iter();
            self.held.extend(held.map(|held| Kept { held: held.times(units), tokens: Arc::default() }));
        }
        Ok(())
    }

    /// With its flows in their order, one for each line of an instant.
    pub(super) fn sorted(self) -> Result<Self, Error> {
        let flows = merged(self.flows)?;
        Ok(Self { flows, ..self })
    }
}

/// In the order of their months, with one flow for each line of an instant: several batches of servers, parts of a mix and
/// both sides of a move have lines of one name. Stable, so that the lines of a month keep their order.
pub(super) fn merged(mut flows: Vec<CashFlow>) -> Result<Vec<CashFlow>, Error> {
    flows.sort_by_key(|flow| (flow.month, flow.instant));
    let mut merged: Vec<CashFlow> = Vec::with_capacity(flows.len());
    let mut first_of_instant = 0;
    for flow in flows {
        let is_of_instant = |known: &CashFlow| (known.month, known.instant) == (flow.month, flow.instant);
        if !merged.last().is_some_and(is_of_instant) {
            first_of_instant = merged.len();
        }
        let same = |known: &&mut CashFlow| (known.category, known.label) == (flow.category, flow.label);
        match merged.iter_mut().skip(first_of_instant).find(same) {
            Some(known) => known.amount = known.amount.checked_add(flow.amount)?,
            None => merged.push(flow),
        }
    }
    merged.retain(|flow| !flow.amount.amount().is_zero());
    Ok(merged)
}
