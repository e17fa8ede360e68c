//! Hardware that is leased, as written.

use super::wire_hardware::{Buy, Resale};
use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// Hardware that is leased to own: a lessor buys it, every month of a term a payment is due, and at its end a purchase
/// option makes it one's own, to be kept for the rest of its useful life and sold. It cannot be cancelled: what is owed
/// when the study ends falls due then, and the option is paid.
///
/// Servers are replaced by new leases at the same payment. Tax takes the lessee for the owner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FinanceLease {
    /// A payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_usd_per_server_month: Option<Figure>,
    /// Months of the lease: as many payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_months: Option<Figure>,
    /// When in a month it is paid: `arrears` (at its end) where it is not given, or `advance` (at its beginning).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payments_in: Option<String>,
    /// What keeping a server costs at the end of the lease; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_option_usd: Option<Figure>,
    /// Tax and freight as a fraction of the price, which the lessee pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_and_freight_fraction: Option<Figure>,
    /// Installation per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_usd: Option<Figure>,
    /// Network equipment per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_usd: Option<Figure>,
    /// Months until a server is replaced: at least those of the lease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life_months: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life: Option<String>,
    /// What a used server sells for at any age, as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale_fraction: Option<Figure>,
    /// The same by age, in place of one number: points, or a curve of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale: Option<Resale>,
    /// Cost of selling as a fraction of the resale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selling_cost_fraction: Option<Figure>,
    /// Support contract a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fraction_per_year: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
    /// Months of support that come with the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_included_months: Option<Figure>,
    /// Insurance a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance_fraction_per_year: Option<Figure>,
}

impl FinanceLease {
    /// So many payments, and then a useful life.
    #[must_use]
    pub fn new(payment_usd: impl Into<Figure>, term_months: u32, useful_life_months: u32) -> Self {
        Self {
            payment_usd_per_server_month: Some(payment_usd.into()),
            term_months: Some(term_months.into()),
            useful_life_months: Some(useful_life_months.into()),
            ..Self::default()
        }
    }

    /// What owning it takes, in the words of a purchase.
    pub(super) fn bought(&self) -> Buy {
        let own = self.clone();
        Buy {
            tax_and_freight_fraction: own.tax_and_freight_fraction,
            install_usd: own.install_usd,
            network_usd: own.network_usd,
            useful_life_months: own.useful_life_months,
            useful_life: own.useful_life,
            resale_fraction: own.resale_fraction,
            resale: own.resale,
            selling_cost_fraction: own.selling_cost_fraction,
            support_fraction_per_year: own.support_fraction_per_year,
            support: own.support,
            support_included_months: own.support_included_months,
            insurance_fraction_per_year: own.insurance_fraction_per_year,
            ..Buy::default()
        }
    }
}

/// Hardware that is leased for a term and given back: another server comes in its place, by a new lease at the same
/// payment. It cannot be cancelled: what is owed when the study ends falls due then.
///
/// It stands on one's own site, with energy, space and people apart; what is rented with its site is `rent` or `reserve`.
/// Tax takes every payment off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OperatingLease {
    /// A payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_usd_per_server_month: Option<Figure>,
    /// Months of the lease: as many payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_months: Option<Figure>,
    /// When in a month it is paid: `arrears` (at its end) where it is not given, or `advance` (at its beginning).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payments_in: Option<String>,
    /// What giving a server back costs: removal, wiping, freight; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_fee_usd: Option<Figure>,
    /// Tax and freight as a fraction of the price, which the lessee pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_and_freight_fraction: Option<Figure>,
    /// Installation per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_usd: Option<Figure>,
    /// Network equipment per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_usd: Option<Figure>,
    /// Support contract a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fraction_per_year: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
    /// Months of support that come with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_included_months: Option<Figure>,
    /// Insurance a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance_fraction_per_year: Option<Figure>,
}

impl OperatingLease {
    /// So many payments, and then it is given back.
    #[must_use]
    pub fn new(payment_usd: impl Into<Figure>, term_months: u32) -> Self {
        Self {
            payment_usd_per_server_month: Some(payment_usd.into()),
            term_months: Some(term_months.into()),
            ..Self::default()
        }
    }

    /// What having it takes, in the words of a purchase.
    pub(super) fn bought(&self) -> Buy {
        let own = self.clone();
        Buy {
            tax_and_freight_fraction: own.tax_and_freight_fraction,
            install_usd: own.install_usd,
            network_usd: own.network_usd,
            support_fraction_per_year: own.support_fraction_per_year,
            support: own.support,
            support_included_months: own.support_included_months,
            insurance_fraction_per_year: own.insurance_fraction_per_year,
            ..Buy::default()
        }
    }
}
