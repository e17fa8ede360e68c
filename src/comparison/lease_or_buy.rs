//! Leasing against buying, at what borrowing costs after tax.

use super::Comparison;
use super::ledger::{Ledger, discount_factors};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::finance::{EffectiveRate, Interest, NominalRate, after_tax_cost_of_debt};
use crate::money::Money;
use crate::number::Exact;
use crate::parameter::Acquisition;
use rust_decimal::Decimal;

/// What two ways to have the hardware cost today, at the after-tax cost of debt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeaseOrBuy {
    /// The lease, or the rent.
    pub lease: String,
    /// The purchase.
    pub buy: String,
    /// The rate at which both are discounted: the cost of debt after tax, effective a year.
    pub rate_annual_effective: Decimal,
    /// What buying costs.
    pub buying: Money,
    /// What leasing costs.
    pub leasing: Money,
    /// The net advantage to leasing (NAL): what buying costs more. Negative where buying is cheaper.
    pub net_advantage_of_leasing: Money,
}

impl Comparison {
    /// Compares a lease (or a rent) with a purchase at the after-tax cost of debt, because a lease takes the place of a loan.
    ///
    /// # Formula
    /// ```text
    /// NAL = NPV(all costs of buying) - NPV(all costs of leasing), both after tax, at (1 + d (1 - tax))^12 - 1 a year
    /// ```
    /// d: the cost of debt a month, because interest is deducted month by month: a loan at it is worth nothing after tax.
    ///
    /// What both cost alike, such as people and energy, falls out of the difference. The cost of debt is
    /// `finance.cost_of_debt_annual_effective`, or else the rate of the purchase's own loan. Resale, which is less certain
    /// than payments that are owed, is discounted at the same rate. Without `[finance.tax]` nothing is taxed.
    ///
    /// # Errors
    /// As [`Comparison::ledger`]; [`ErrorKind::Missing`] where no cost of debt is known.
    pub fn lease_or_buy(&self, lease: &str, buy: &str) -> Result<LeaseOrBuy, Error> {
        let Some(monthly) = self.cost_of_debt(buy)? else {
            let instead =
                "write `cost_of_debt_annual_effective = 0.08`, or a loan of the purchase".to_owned();
            let path = FieldPath::new("finance.cost_of_debt_annual_effective");
            return Err(Error::at(path, ErrorKind::Missing { instead }));
        };
        self.purchase(buy, monthly)?.against(lease, &self.taxed_ledger(lease)?)
    }

    /// Every lease and rent against every purchase of those that serve every month; none where no cost of debt is known.
    pub(super) fn leases_and_purchases(&self, serving: &[&str]) -> Result<Vec<LeaseOrBuy>, Error> {
        let mut purchases = Vec::new();
        for id in serving {
            if self.acquisition(id)? == Some(Acquisition::Buy)
                && let Some(monthly) = self.cost_of_debt(id)?
            {
                purchases.push(self.purchase(id, monthly)?);
            }
        }
        let mut leases = Vec::new();
        for id in serving.iter().filter(|_| !purchases.is_empty()) {
            use Acquisition::{FinanceLease, OperatingLease, Rent, Reserve};
            if let Some(FinanceLease | OperatingLease | Rent | Reserve) = self.acquisition(id)? {
                leases.push((id, self.taxed_ledger(id)?));
            }
        }
        let pairs = purchases.iter().flat_map(|purchase| leases.iter().map(move |lease| (purchase, lease)));
        pairs.map(|(purchase, (id, ledger))| purchase.against(id, ledger)).collect()
    }

    /// What borrowing for a purchase costs a month, before tax; `None` where nobody says.
    fn cost_of_debt(&self, buy: &str) -> Result<Option<Decimal>, Error> {
        let financing = &self.resolved.financing;
        match (financing.cost_of_debt, financing.loan(self.index_of(buy)?)) {
            (Some(rate), _) => Ok(Some(EffectiveRate::new(rate)?.per_period(12)?)),
            (None, loan) => Ok(loan.map(|loan| loan.rate)),
        }
    }

    fn purchase<'a>(&self, id: &'a str, monthly: Decimal) -> Result<Purchase<'a>, Error> {
        let tax = self.resolved.financing.tax.as_ref().map_or(Decimal::ZERO, |tax| tax.rate);
        let nominal = after_tax_cost_of_debt(monthly, tax)?.checked_mul(Decimal::from(12));
        let nominal = nominal.ok_or(ErrorKind::OutOfBounds { what: "a cost of debt" })?;
        let rate = NominalRate::new(nominal, 12)?.effective()?.rate();
        let interest = Interest::monthly_of(Exact::new(rate));
        let discount = discount_factors(interest, self.resolved.header.horizon_months);
        let cost = self.taxed_ledger(id)?.npv_at(&discount)?;
        Ok(Purchase { id, rate, discount, cost })
    }

    /// After tax, where any is given.
    fn taxed_ledger(&self, id: &str) -> Result<Ledger, Error> {
        match self.resolved.financing.tax {
            Some(_) => self.ledger_after_tax(id),
            None => self.ledger(id),
        }
    }

    /// How an alternative has its hardware; nothing of an API and of a mix.
    fn acquisition(&self, id: &str) -> Result<Option<Acquisition>, Error> {
        Ok(self.alternative(id)?.inputs.deployment().map(|own| own.choices.acquisition))
    }
}

/// What leases are held against.
struct Purchase<'a> {
    id: &'a str,
    /// What borrowing for it costs after tax, effective a year.
    rate: Decimal,
    /// Discount factor of each instant at this rate.
    discount: Vec<Exact>,
    cost: Money,
}

impl Purchase<'_> {
    fn against(&self, lease: &str, ledger: &Ledger) -> Result<LeaseOrBuy, Error> {
        let leasing = ledger.npv_at(&self.discount)?;
        Ok(LeaseOrBuy {
            lease: lease.to_owned(),
            buy: self.id.to_owned(),
            rate_annual_effective: self.rate,
            buying: self.cost,
            leasing,
            net_advantage_of_leasing: self.cost.checked_sub(leasing)?,
        })
    }
}
