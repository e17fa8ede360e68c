//! Random leases, for the laws of the whole model.

use crate::scenario::{Buy, FinanceLease, Hardware, OperatingLease};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Leases to own, no longer than the life of what is bought, and leases to give back.
pub(super) fn leased(bought: impl Strategy<Value = Buy>) -> impl Strategy<Value = Hardware> {
    (bought, 1i64..90_000, 1i64..60, any::<bool>(), any::<bool>(), 0i64..20_000).prop_map(
        |(buy, payment, term, advance, own, end)| {
            let payments_in = Some(if advance { "advance" } else { "arrears" }.to_owned());
            if own {
                // no longer than its life
                let life = buy.useful_life_months.unwrap().value();
                let mut lease = FinanceLease::new(payment, 1, 1);
                lease.term_months = Some((Decimal::from(term) % life + Decimal::ONE).min(life).into());
                lease.useful_life_months = Some(life.into());
                lease.payments_in = payments_in;
                lease.purchase_option_usd = Some(end.into());
                lease.tax_and_freight_fraction = buy.tax_and_freight_fraction;
                lease.install_usd = buy.install_usd;
                lease.resale_fraction = buy.resale_fraction;
                lease.resale = buy.resale;
                lease.selling_cost_fraction = buy.selling_cost_fraction;
                lease.support_fraction_per_year = buy.support_fraction_per_year;
                lease.support_included_months = buy.support_included_months;
                lease.insurance_fraction_per_year = buy.insurance_fraction_per_year;
                return Hardware { finance_lease: Some(lease), ..Hardware::default() };
            }
            let mut lease = OperatingLease::new(payment, u32::try_from(term).unwrap());
            lease.payments_in = payments_in;
            lease.end_fee_usd = Some(end.into());
            lease.network_usd = buy.network_usd;
            lease.support_fraction_per_year = buy.support_fraction_per_year;
            lease.support_included_months = buy.support_included_months;
            Hardware { operating_lease: Some(lease), ..Hardware::default() }
        },
    )
}
