//! Month by month, line by line: the cash that moves over the study. Never a capital charge.

use super::Comparison;
use super::monthly::{lines_and_stairs, money};
use super::schedule::{Dates, Needs};
use super::value::exact_inputs;
use crate::cost::{Line, Timing};
use crate::curve::Rates;
use crate::deployment::StepFlow;
use crate::error::{Error, ErrorKind};
use crate::finance::{CashFlow, Category, Interest};
use crate::money::{Currency, Money};
use crate::number::{Exact, Number};
use crate::parameter::Inputs;
use crate::scenario::ResolvedAlternative;
use rust_decimal::Decimal;

/// The cash of one alternative over the study: paid is positive, received negative.
///
/// Month t runs from instant t - 1 to t. Purchases are paid at the beginning of their month, running costs and API
/// bills at its end, and what is left is sold at the end of the study. The bill of an API whose prices change by a
/// fraction c a month is that of today's prices times (1 + c)^(t - 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The flows, by month and then by line.
    pub flows: Vec<CashFlow>,
    /// Discount factor of each instant, from 0.
    pub(crate) discount: Vec<Exact>,
    currency: Currency,
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
        let value =
            at_instant.iter().zip(&self.discount).fold(Exact::lit(0), |sum, (flow, v)| sum + *flow * *v);
        money(value, self.currency)
    }

    /// What has been paid by each instant, from 0, and what is paid at once for the month that begins then.
    ///
    /// What is bought for month t + 1 at instant t is apart, except at instant 0, where it is the outlay.
    pub(crate) fn cumulative(&self, months: u32) -> Result<Vec<Position>, Error> {
        let instants = usize::try_from(months).unwrap_or(usize::MAX).saturating_add(1);
        let nothing = Money::zero(self.currency);
        let mut ended = vec![nothing; instants];
        let mut begun = vec![nothing; instants];
        for flow in &self.flows {
            let at = usize::try_from(flow.instant).unwrap_or(usize::MAX);
            let is_bought_ahead = flow.month > flow.instant;
            if let Some(sum) = if is_bought_ahead { begun.get_mut(at) } else { ended.get_mut(at) } {
                *sum = sum.checked_add(flow.amount)?;
            }
        }
        let mut positions = Vec::with_capacity(instants);
        let mut paid = nothing;
        for (ended, begun) in ended.into_iter().zip(begun) {
            paid = paid.checked_add(ended)?;
            let after = paid.checked_add(begun)?;
            let is_outlay = positions.is_empty();
            positions.push(Position {
                before_purchases: if is_outlay { after } else { paid },
                after_purchases: after,
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
        let (lines, stairs) = lines_and_stairs(&inputs);
        let horizon = self.resolved.header.horizon_months;
        let discount = discount_factors(Interest::monthly_of(inputs.finance.discount_rate.0), horizon);
        let mut book = Book { flows: Vec::new(), currency: self.resolved.header.currency };
        for line in lines.iter().filter(|line| line.timing == Timing::Start) {
            book.enter(0, 0, line.category, line.label, line.at_start)?;
        }
        let monthly: Vec<&Line<Exact>> =
            lines.iter().filter(|line| line.timing == Timing::Monthly && !is_nothing(&line.rates)).collect();
        let dates = Dates::of(&alternative.inputs)?;
        let mut schedule = Needs::of(&inputs, stairs).schedule();
        for (tokens, month) in self.volumes.iter().zip(1_u32..) {
            let tokens = Exact::new(Decimal::from(*tokens));
            schedule.begin(tokens);
            if schedule.bought() != Exact::lit(0) {
                book.buy(&inputs, dates, schedule.bought(), month, horizon)?;
            }
            for line in &monthly {
                let amount = schedule.bill(&line.rates, tokens);
                book.enter(month, month, line.category, line.label, amount)?;
            }
        }
        // Stable, so that the lines of a month keep their order.
        book.flows.sort_by_key(|flow| (flow.month, flow.instant));
        Ok(Ledger { flows: book.flows, discount, currency: book.currency })
    }
}

fn is_nothing(rates: &Rates<Exact>) -> bool {
    let none = Exact::lit(0);
    [rates.fixed, rates.per_mtok, rates.per_step, rates.per_spare, rates.per_attendant]
        .iter()
        .all(|rate| *rate == none)
}

/// `v^t` for t = 0..=months.
fn discount_factors(interest: Interest<Exact>, months: u32) -> Vec<Exact> {
    let v = interest.factor();
    let mut factor = Exact::lit(1);
    let mut factors = vec![factor];
    for _ in 0..months {
        factor = factor * v;
        factors.push(factor);
    }
    factors
}

struct Book {
    flows: Vec<CashFlow>,
    currency: Currency,
}

impl Book {
    fn enter(
        &mut self,
        month: u32,
        instant: u32,
        category: Category,
        label: &'static str,
        amount: Exact,
    ) -> Result<(), Error> {
        let amount = money(amount, self.currency)?;
        if amount.amount() != Decimal::ZERO {
            self.flows.push(CashFlow { month, instant, category, label, amount });
        }
        Ok(())
    }

    /// The flows of units that are first needed in a month, over the rest of the study.
    fn buy(
        &mut self,
        inputs: &Inputs<Exact>,
        dates: Dates,
        units: Exact,
        month: u32,
        horizon: u32,
    ) -> Result<(), Error> {
        let Some(own) = inputs.deployment() else { return Ok(()) };
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        for StepFlow { month, instant, category, label, amount } in
            dates.lifetime(month, horizon).flows(own, interest)
        {
            self.enter(month, instant, category, label, amount * units)?;
        }
        Ok(())
    }
}
