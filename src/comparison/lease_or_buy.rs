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
        let financing = &self.resolved.financing;
        let monthly = match (financing.cost_of_debt, financing.loan(self.index_of(buy)?)) {
            (Some(rate), _) => EffectiveRate::new(rate)?.per_period(12)?,
            (None, Some(loan)) => loan.rate,
            (None, None) => {
                let instead =
                    "write `cost_of_debt_annual_effective = 0.08`, or a loan of the purchase".to_owned();
                let path = FieldPath::new("finance.cost_of_debt_annual_effective");
                return Err(Error::at(path, ErrorKind::Missing { instead }));
            }
        };
        let tax = financing.tax.as_ref().map_or(Decimal::ZERO, |tax| tax.rate);
        let nominal = after_tax_cost_of_debt(monthly, tax)?.checked_mul(Decimal::from(12));
        let nominal = nominal.ok_or(ErrorKind::OutOfBounds { what: "a cost of debt" })?;
        let rate = NominalRate::new(nominal, 12)?.effective()?.rate();
        let worth = |id: &str| -> Result<Money, Error> {
            let ledger = match financing.tax {
                Some(_) => self.ledger_after_tax(id)?,
                None => self.ledger(id)?,
            };
            let interest = Interest::monthly_of(Exact::new(rate));
            let discount = discount_factors(interest, self.resolved.header.horizon_months);
            Ledger { discount, ..ledger }.npv()
        };
        let (buying, leasing) = (worth(buy)?, worth(lease)?);
        let net_advantage_of_leasing = buying.checked_sub(leasing)?;
        Ok(LeaseOrBuy {
            lease: lease.to_owned(),
            buy: buy.to_owned(),
            rate_annual_effective: rate,
            buying,
            leasing,
            net_advantage_of_leasing,
        })
    }

    /// Every lease and rent against every purchase of those that serve every month; none where no cost of debt is known.
    pub(super) fn leases_and_purchases(&self, serving: &[&str]) -> Result<Vec<LeaseOrBuy>, Error> {
        let financing = &self.resolved.financing;
        let mut found = Vec::new();
        for buy in serving {
            let at = self.index_of(buy)?;
            let is_known = financing.cost_of_debt.is_some() || financing.loan(at).is_some();
            if !is_known || self.acquisition(buy)? != Some(Acquisition::Buy) {
                continue;
            }
            for lease in serving {
                let is_bought = matches!(
                    self.acquisition(lease)?,
                    None | Some(Acquisition::Buy | Acquisition::OwnedAlready)
                );
                if !is_bought {
                    found.push(self.lease_or_buy(lease, buy)?);
                }
            }
        }
        Ok(found)
    }

    /// How an alternative has its hardware; nothing of an API and of a mix.
    fn acquisition(&self, id: &str) -> Result<Option<Acquisition>, Error> {
        Ok(self.alternative(id)?.inputs.deployment().map(|own| own.choices.acquisition))
    }
}
