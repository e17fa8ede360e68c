//! What an alternative costs over the study: present value, payback, levelized cost.

use super::Comparison;
use super::equity::Equity;
use super::ledger::{Ledger, Position};
use super::monthly::{known, money, mtok};
use super::piece::pieces;
use super::tax::AfterTax;
use super::value::exact_inputs;
use crate::deployment::StepWorth;
use crate::error::Error;
use crate::finance::{CashFlow, Category, Interest};
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::parameter::{Acquisition, PaymentsIn};
use crate::scenario::{ResolvedAlternative, TaxTerms};
use rust_decimal::Decimal;

/// What an alternative costs over the study period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Today's worth of all costs: positive is paid.
    pub npv: Money,
    /// What switching from the baseline saves, in today's worth; `None` for the baseline itself, and where the
    /// baseline cannot serve the workload over the study.
    pub npv_of_switching: Option<Money>,
    /// The first month in which the cumulative cost is no more than the baseline's. 0: no outlay and cheaper at once.
    /// `None`: not within the study.
    pub payback_month: Option<u32>,
    /// The same with the part of the month in which it happens, linear between its ends.
    pub payback_months: Option<Decimal>,
    /// As `payback_month`, of today's worth of what both have paid: where money costs something, it is no earlier for an
    /// outlay that savings repay.
    pub discounted_payback_month: Option<u32>,
    /// The months in which the lead over the baseline changes hands, both in today's worth: a payback that is lost again
    /// has more than one. Empty for the baseline, and where one of the two leads from the first month to the last.
    pub crossings: Vec<Crossing>,
    /// USD per million tokens served over the study, both discounted.
    pub levelized_cost_per_mtok: Decimal,
    /// How far behind the baseline its cash falls; `None` where it never has paid more, and for the baseline itself.
    pub cash_trough: Option<CashTrough>,
    /// What is paid even if it is given up as soon as it has begun, without what is sold then: the outlay at the beginning,
    /// a reservation to the end of its first term, and what is owed for what is used today.
    pub non_cancellable: Money,
    /// The level monthly payment with the same present value. With constant volume and prices it is the monthly cost, to
    /// the rounding of the flows (1e-12 a month).
    pub equivalent_monthly_cost: Money,
    /// The same after tax; `None` where the scenario has no `[finance.tax]`. All else here is before tax.
    pub after_tax: Option<AfterTax>,
    /// What the owners see, where a loan pays for a part of it. All else here is before any loan.
    pub equity: Option<Equity>,
}

/// The deepest point of the cash that switching takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashTrough {
    /// The most that has been paid more than by the baseline, at any instant.
    pub amount: Money,
    /// The months that have passed then; of several instants as deep, the first.
    pub month: u32,
}

/// A month in which the lead over the baseline changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The month at whose end it is so for the first time.
    pub month: u32,
    /// Whether no more has been paid than by the baseline from then on; `false` where that is lost again.
    pub is_ahead: bool,
}

/// What switching is measured against, calculated once.
#[derive(Clone, Debug)]
pub(super) struct Baseline {
    npv: Money,
    npv_after_tax: Option<Money>,
    paid: Vec<Position>,
    discounted: Vec<Position>,
}

impl Baseline {
    pub(super) fn of(ledger: &Ledger, months: u32, tax: Option<&TaxTerms>) -> Result<Self, Error> {
        Ok(Self {
            npv: ledger.npv()?,
            npv_after_tax: tax.map(|tax| ledger.after_tax(tax)?.npv()).transpose()?,
            paid: ledger.cumulative(months)?,
            discounted: ledger.cumulative_worth(months)?,
        })
    }
}

impl Comparison {
    /// The month of [`Study::payback_month`] of one alternative against another, both of which serve every month.
    pub(crate) fn payback_month(&self, of: &str, against: &str) -> Result<Option<u32>, Error> {
        let months = self.resolved.header.horizon_months;
        let baseline = Baseline::of(&self.ledger(against)?, months, self.resolved.financing.tax.as_ref())?;
        Ok(payback(&self.ledger(of)?.cumulative(months)?, &baseline.paid)?.map(|(month, _)| month))
    }

    /// The study of an alternative that serves the workload in every month.
    pub(super) fn study_of(
        &self,
        alternative: &ResolvedAlternative,
        ledger: &Ledger,
        baseline: Option<&Baseline>,
    ) -> Result<Study, Error> {
        let months = self.resolved.header.horizon_months;
        let npv = ledger.npv()?;
        let interest = Interest::monthly_of(exact_inputs(&alternative.inputs).finance.discount_rate.0);
        let mut served = Exact::lit(0);
        for (tokens, discount) in self.volumes.iter().zip(ledger.discount.iter().skip(1)) {
            served = served + mtok(*tokens) * *discount;
        }
        let (mut paid_back, mut discounted, mut changes, mut trough) = (None, None, Vec::new(), None);
        if let Some(baseline) = baseline {
            let paid = ledger.cumulative(months)?;
            paid_back = payback(&paid, &baseline.paid)?;
            trough = cash_trough(&paid, &baseline.paid)?;
            let worth = ledger.cumulative_worth(months)?;
            discounted = payback(&worth, &baseline.discounted)?;
            changes = crossings(&worth, &baseline.discounted)?;
        }
        let tax = self.resolved.financing.tax.as_ref();
        let taxed = tax.map(|tax| Ok::<_, Error>((tax, ledger.after_tax(tax)?))).transpose()?;
        let after_tax = match &taxed {
            None => None,
            Some((_, taxed)) => {
                let npv = taxed.npv()?;
                let before = baseline.and_then(|baseline| baseline.npv_after_tax);
                let npv_of_switching = before.map(|before| before.checked_sub(npv)).transpose()?;
                let tax = taxed.npv_where(|flow| flow.category == Category::Tax)?;
                let flows =
                    taxed.flows.iter().filter(|flow| flow.category == Category::Tax).copied().collect();
                Some(AfterTax { npv, npv_of_switching, tax, flows })
            }
        };
        let taxed = taxed.as_ref().map(|(tax, taxed)| (*tax, taxed));
        let equity = self.equity(self.index_of(&alternative.id)?, ledger, taxed)?;
        Ok(Study {
            after_tax,
            equity,
            npv,
            npv_of_switching: baseline.map(|baseline| baseline.npv.checked_sub(npv)).transpose()?,
            payback_month: paid_back.map(|(month, _)| month),
            payback_months: paid_back.map(|(_, months)| months),
            discounted_payback_month: discounted.map(|(month, _)| month),
            crossings: changes,
            cash_trough: trough,
            non_cancellable: self.non_cancellable(alternative, ledger)?,
            levelized_cost_per_mtok: known(Exact::new(npv.amount()).over(served), "a levelized cost")?,
            equivalent_monthly_cost: money(
                interest.level_payment(Exact::new(npv.amount()), Exact::lit(months)),
                npv.currency(),
            )?,
        })
    }
}

impl Comparison {
    /// What is paid even if it is given up as soon as it has begun.
    ///
    /// # Formula
    /// ```text
    /// paid at instant 0 + term (rent of the month in which it begins to serve) + payments of its leases and what their return costs + all that
    /// is owed
    /// ```
    fn non_cancellable(&self, alternative: &ResolvedAlternative, ledger: &Ledger) -> Result<Money, Error> {
        let inputs = exact_inputs(&alternative.inputs);
        let lead = inputs.over_time.as_ref().map_or(0, |over_time| over_time.lead_months);
        let first =
            self.volumes.get(usize::try_from(lead).unwrap_or(usize::MAX)).copied().unwrap_or_default();
        let mut reserved = Exact::lit(0);
        for piece in pieces(&inputs) {
            let Some(own) = piece.inputs.deployment() else { continue };
            let is_leased = own.choices.acquisition.is_leased();
            if own.choices.acquisition != Acquisition::Reserve && !is_leased {
                continue;
            }
            let tokens = piece.tokens(Exact::new(Decimal::from(first)));
            let counts = piece.stairs.counts(tokens);
            if is_leased {
                // A payment in advance that is made at once is in the outlay.
                let at_once = own.choices.payments_in == PaymentsIn::Advance && lead == 0;
                let payments = own.hardware.term.0 - Exact::lit(u32::from(at_once));
                let step = StepWorth::of(own);
                // An option to buy is no obligation; what the return costs is one.
                let is_given_back = own.choices.acquisition == Acquisition::OperatingLease;
                let end = if is_given_back { step.lease_end } else { Exact::lit(0) };
                let each = step.lease_payment * payments + end;
                reserved = reserved + each * (counts.steps + counts.spares);
                continue;
            }
            let rent = piece.lines.iter().filter(|line| line.category == Category::Rent);
            let rent = rent.fold(Exact::lit(0), |sum, line| sum + line.amount(tokens, counts, Exact::lit(1)));
            reserved = reserved + rent * own.hardware.term.0;
        }
        let outlay = ledger.paid_by(0)?;
        let is_owed = |flow: &&CashFlow| flow.category == Category::Commitment && flow.instant > 0;
        let owed = ledger.flows.iter().filter(is_owed).map(|flow| flow.amount);
        Money::sum(outlay.currency(), [outlay, money(reserved, outlay.currency())?].into_iter().chain(owed))
    }
}

/// The most that has been paid more than by the baseline, with what both buy for the month that begins.
fn cash_trough(alternative: &[Position], baseline: &[Position]) -> Result<Option<CashTrough>, Error> {
    let mut deepest: Option<CashTrough> = None;
    for ((own, base), month) in alternative.iter().zip(baseline).zip(0_u32..) {
        for (own, base) in
            [(own.before_purchases, base.before_purchases), (own.after_purchases, base.after_purchases)]
        {
            let amount = own.checked_sub(base)?;
            let depth = deepest.map_or(Decimal::ZERO, |deepest| deepest.amount.amount());
            if amount.amount() > depth {
                deepest = Some(CashTrough { amount, month });
            }
        }
    }
    Ok(deepest)
}

/// The first month at whose end no more has been paid than by the baseline, and the point within it.
///
/// # Formula
/// ```text
/// D(t) = cumulative of the baseline - cumulative of the alternative; in month t it goes in a straight line from
/// D(t - 1), less what both buy for month t, to D(t)
/// ```
fn payback(alternative: &[Position], baseline: &[Position]) -> Result<Option<(u32, Decimal)>, Error> {
    let mut before: Option<Decimal> = None;
    for ((own, base), month) in alternative.iter().zip(baseline).zip(0_u32..) {
        let lead = base.before_purchases.checked_sub(own.before_purchases)?.amount();
        let starts_ahead = before.is_none_or(|start| start >= Decimal::ZERO);
        if let Some(start) = before.filter(|_| lead >= Decimal::ZERO) {
            if starts_ahead && month == 1 {
                return Ok(Some((0, Decimal::ZERO)));
            }
            let into = (Exact::lit(0) - Exact::new(start)).over(Exact::new(lead) - Exact::new(start));
            // Where the month already begins ahead, it is paid back as it begins.
            let into = if starts_ahead { Exact::lit(0) } else { into };
            let months = Exact::lit(month) - Exact::lit(1) + into;
            return Ok(Some((month, known(months, "a payback")?)));
        }
        before = Some(base.after_purchases.checked_sub(own.after_purchases)?.amount());
    }
    Ok(None)
}

/// The months at whose end the lead has changed hands. Who has paid no more leads; before anything is paid, nobody does.
fn crossings(alternative: &[Position], baseline: &[Position]) -> Result<Vec<Crossing>, Error> {
    let mut found = Vec::new();
    let mut was_ahead = None;
    for ((own, base), month) in alternative.iter().zip(baseline).zip(0_u32..) {
        let lead = base.before_purchases.checked_sub(own.before_purchases)?.amount();
        if month == 0 && lead.is_zero() {
            continue;
        }
        let is_ahead = lead >= Decimal::ZERO;
        if was_ahead.is_some_and(|was| was != is_ahead) {
            found.push(Crossing { month, is_ahead });
        }
        was_ahead = Some(is_ahead);
    }
    Ok(found)
}
