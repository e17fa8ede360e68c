//! What the owners see where a loan pays for a part of a purchase. The project costs what it costs; these flows are beside it.

use super::Comparison;
use super::ledger::{Ledger, merged};
use super::monthly::money;
use crate::deployment::HeldKind;
use crate::error::Error;
use crate::finance::{Annuity, CashFlow, Category};
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::scenario::{LoanTerms, TaxTerms};
use rust_decimal::Decimal;

const PAID_OUT: &str = "loan paid out";
const FEE: &str = "loan fee";
const INTEREST: &str = "loan interest";
const PAID_BACK: &str = "loan paid back";
const SAVED: &str = "tax saved on the loan";

/// The study as its owners see it, who borrow a part of the purchases: what the alternative costs, with the loan. Paid is
/// positive.
///
/// It is discounted at the rates of the study. A loan that costs less than those makes it cheaper for the owners, who carry
/// its risk for that; it says nothing about whether to buy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Equity {
    /// Today's worth of what the owners pay.
    pub npv: Money,
    /// The same after tax: interest is deducted. `None` where no tax is given.
    pub npv_after_tax: Option<Money>,
    /// The flows of the loan alone: what is paid out, fees, interest, what is paid back.
    pub flows: Vec<CashFlow>,
    /// The tax that interest and fees save; nothing where no tax is given.
    pub tax_flows: Vec<CashFlow>,
}

impl Equity {
    /// The flows of the loan with the tax that they save, by month.
    #[must_use]
    pub fn all_flows(&self) -> Vec<CashFlow> {
        let mut flows = [&self.flows[..], &self.tax_flows].concat();
        flows.sort_by_key(|flow| (flow.month, flow.instant));
        flows
    }
}

impl Comparison {
    /// What the owners of an alternative see; `None` where it has no loan.
    pub(super) fn equity(
        &self,
        index: usize,
        ledger: &Ledger,
        after_tax: Option<(&TaxTerms, &Ledger)>,
    ) -> Result<Option<Equity>, Error> {
        let Some(terms) = self.resolved.financing.loan(index) else { return Ok(None) };
        let flows = loan_flows(ledger, terms)?;
        let with = |ledger: &Ledger, more: &[CashFlow]| {
            let flows = ledger.flows.iter().chain(more).copied().collect();
            Ledger { flows, ..ledger.clone() }.npv()
        };
        let (mut npv_after_tax, mut tax_flows) = (None, Vec::new());
        if let Some((tax, taxed)) = after_tax {
            tax_flows = saved(&flows, tax, ledger)?;
            npv_after_tax = Some(with(taxed, &[&flows[..], &tax_flows].concat())?);
        }
        Ok(Some(Equity { npv: with(ledger, &flows)?, npv_after_tax, flows, tax_flows }))
    }
}

/// The loans on what is bought, each from its purchase to its end or to the sale of what it paid for.
fn loan_flows(ledger: &Ledger, terms: LoanTerms) -> Result<Vec<CashFlow>, Error> {
    let mut flows = Vec::new();
    let mut enter = |month: u32, instant: u32, label: &'static str, amount: Exact| -> Result<(), Error> {
        let amount = money(amount, ledger.currency)?;
        if amount.amount() != Decimal::ZERO {
            flows.push(CashFlow { month, instant, category: Category::Loan, label, amount });
        }
        Ok(())
    };
    let (none, one, rate) = (Exact::lit(0), Exact::lit(1), Exact::new(terms.rate));
    let financed = |kind: HeldKind| kind == HeldKind::Hardware;
    for held in
        ledger.held.iter().map(|kept| &kept.held).filter(|held| financed(held.kind) && held.to > held.ordered)
    {
        let principal = held.cost * (one - Exact::new(terms.down_payment));
        let Some(borrowed) = principal.value().filter(|amount| *amount > Decimal::ZERO) else { continue };
        let level = -Annuity::ordinary(terms.rate, terms.months.into()).payment(borrowed, Decimal::ZERO)?;
        let start = held.ordered.saturating_add(1);
        enter(start, held.ordered, PAID_OUT, none - principal)?;
        enter(start, held.ordered, FEE, principal * Exact::new(terms.fee))?;
        let end = held.ordered.saturating_add(terms.months).min(held.to);
        let mut owed = principal;
        for month in start..=end {
            let interest = owed * rate;
            let back = if month == end { owed } else { Exact::new(level) - interest };
            owed = owed - back;
            enter(month, month, INTEREST, interest)?;
            enter(month, month, PAID_BACK, back)?;
        }
    }
    merged(flows)
}

/// What deducting interest and fees saves.
fn saved(flows: &[CashFlow], tax: &TaxTerms, ledger: &Ledger) -> Result<Vec<CashFlow>, Error> {
    let deducted = flows.iter().filter(|flow| matches!(flow.label, INTEREST | FEE));
    let saved = deducted.map(|flow| {
        let saved = Exact::lit(0) - Exact::new(flow.amount.amount()) * Exact::new(tax.rate);
        let amount = money(saved, ledger.currency)?;
        Ok(CashFlow { category: Category::Tax, label: SAVED, amount, ..*flow })
    });
    merged(saved.collect::<Result<_, Error>>()?)
}
