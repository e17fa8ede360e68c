//! What tax does to a ledger: every flow is deducted or written off, what is sold is taxed against its tax book value.

use super::Comparison;
use super::ledger::{Ledger, discount_factors};
use super::monthly::money;
use super::tax_write_off::{Deductions, deductions};
use crate::deployment::{Held, HeldKind, OWN_FACILITY};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::finance::{CashFlow, Category, Interest, LevelPayments, Timing};
use crate::money::Money;
use crate::number::{Exact, Number};
use crate::scenario::TaxTerms;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const COSTS: &str = "tax saved on costs";
const WRITTEN_OFF: &str = "tax saved on depreciation";
const SOLD: &str = "tax on what is sold";

/// An alternative after tax. Paid is positive, as in the study before tax.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AfterTax {
    /// Today's worth of all costs and of the tax that they save, at the rate after tax.
    pub npv: Money,
    /// What switching from the baseline saves after tax; `None` as in [`crate::Study::npv_of_switching`].
    pub npv_of_switching: Option<Money>,
    /// Today's worth of the tax alone: negative where costs save more than sales are taxed.
    pub tax: Money,
    /// The tax alone, by month and line: negative where it is saved.
    pub flows: Vec<CashFlow>,
}

impl Comparison {
    /// The ledger of an alternative with the tax on its flows (category `tax`), to be discounted at the rate after tax.
    ///
    /// # Errors
    /// As [`Comparison::ledger`]; [`ErrorKind::Missing`] where the scenario has no `[finance.tax]`.
    pub fn ledger_after_tax(&self, id: &str) -> Result<Ledger, Error> {
        let Some(terms) = &self.resolved.financing.tax else {
            let instead = "write `[finance.tax]` with `rate_fraction = 0.25`".to_owned();
            return Err(Error::at(FieldPath::new("finance.tax"), ErrorKind::Missing { instead }));
        };
        self.ledger(id)?.after_tax(terms)
    }
}

impl Ledger {
    /// The same with tax.
    pub(super) fn after_tax(&self, terms: &TaxTerms) -> Result<Self, Error> {
        let mut taxes = Taxes { rate: Exact::new(terms.rate), flows: BTreeMap::new() };
        let is_written_off =
            |flow: &&CashFlow| flow.category == Category::Capital || flow.label == OWN_FACILITY;
        for flow in self.flows.iter().filter(|flow| !is_written_off(flow)) {
            taxes.deduct(flow.month, flow.instant, COSTS, Exact::new(flow.amount.amount()));
        }
        let all = self.held.iter().map(|kept| &kept.held);
        for (held, deductions) in all.zip(deductions(&self.held, terms)?) {
            taxes.enter_held(held, &deductions);
            taxes.enter_lease(held)?;
        }
        let mut flows = self.flows.clone();
        for ((month, instant, label), amount) in taxes.flows {
            let amount = money(amount, self.currency)?;
            if amount.amount() != Decimal::ZERO {
                flows.push(CashFlow { month, instant, category: Category::Tax, label, amount });
            }
        }
        let months = u32::try_from(self.discount.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let interest = Interest::monthly_of(Exact::new(terms.discount_rate));
        let discount = discount_factors(interest, months);
        Self { flows, discount, ..self.clone() }.sorted()
    }
}

/// Tax by month, instant and line.
struct Taxes {
    rate: Exact,
    flows: BTreeMap<(u32, u32, &'static str), Exact>,
}

impl Taxes {
    /// What is deducted saves tax; what is earned, a negative deduction, is taxed.
    fn deduct(&mut self, month: u32, instant: u32, label: &'static str, amount: Exact) {
        let none = Exact::lit(0);
        let sum = self.flows.entry((month, instant, label)).or_insert(none);
        *sum = *sum - self.rate * amount;
    }

    fn enter_held(&mut self, held: &Held<Exact>, deductions: &Deductions) {
        for (month, amount) in &deductions.by_month {
            self.deduct(*month, *month, WRITTEN_OFF, *amount);
        }
        let mut book = held.cost - deductions.sum();
        if held.kind == HeldKind::OwnedAlready {
            // Selling it then instead would have been taxed: on all of it, where it is written off.
            let at_first = held.book.map_or(Exact::lit(0), |book| book.left(held.from));
            self.deduct(held.ordered.saturating_add(1), held.ordered, SOLD, held.cost - at_first);
            book = at_first - deductions.sum();
        }
        self.deduct(held.to, held.to, SOLD, book - held.proceeds);
    }

    /// Of a lease to own the interest is deducted and not the payments: what it pays back is written off as the cost of
    /// the server.
    fn enter_lease(&mut self, held: &Held<Exact>) -> Result<(), Error> {
        let Some(lease) = &held.lease else { return Ok(()) };
        let none = Exact::lit(0);
        let rate = implicit_rate(lease.price, lease.payment, lease.end, lease.term, lease.in_advance)?;
        let paid = held.to.saturating_sub(held.from).min(lease.term);
        let mut owed = lease.price;
        for before in held.from..held.from.saturating_add(paid) {
            let month = before.saturating_add(1);
            let at = if lease.in_advance { before } else { month };
            self.deduct(month, at, COSTS, none - lease.payment);
            if lease.in_advance {
                owed = owed - lease.payment;
            }
            let interest = owed * rate;
            owed = owed + interest;
            if !lease.in_advance {
                owed = owed - lease.payment;
            }
            self.deduct(month, month, COSTS, interest);
        }
        // What falls due at the end pays back the rest; what it is more than that is interest.
        let end = held.from.saturating_add(paid);
        let due = Exact::lit(lease.term.saturating_sub(paid)) * lease.payment + lease.end;
        self.deduct(end, end, COSTS, none - due);
        self.deduct(end, end, COSTS, due - owed);
        Ok(())
    }
}

/// The rate of interest a month of a lease; 0 where no rate balances it, so that all of its interest comes at the end.
fn implicit_rate(
    price: Exact,
    payment: Exact,
    end: Exact,
    term: u32,
    in_advance: bool,
) -> Result<Exact, Error> {
    let known = |amount: Exact| amount.value().ok_or(ErrorKind::OutOfBounds { what: "a lease" });
    let (present, payment, end) = (known(price)?, known(payment)?, known(end)?);
    let timing = if in_advance { Timing::Start } else { Timing::End };
    let lease = LevelPayments { present, payment: -payment, future: -end, timing };
    let rate = lease.rates(term).ok().and_then(|rates| rates.all().first().copied());
    Ok(Exact::new(rate.unwrap_or(Decimal::ZERO)))
}
