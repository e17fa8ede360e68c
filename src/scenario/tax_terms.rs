//! Tax and loans with every number known.

use crate::finance::{Depreciation, MacrsMode};
use rust_decimal::Decimal;

/// What tax does.
#[derive(Clone, Debug)]
pub(crate) struct TaxTerms {
    pub(crate) rate: Decimal,
    /// Effective, a year, after tax.
    pub(crate) discount_rate: Decimal,
    pub(crate) write_off: WriteOff,
    /// The month of the tax year in which the study begins, from 1.
    pub(crate) first_month: u32,
}

/// How a purchase is written off.
#[derive(Clone, Debug)]
pub(crate) enum WriteOff {
    Macrs {
        recovery_years: u32,
        /// Nothing where what is placed in service decides.
        is_mid_quarter: Option<bool>,
        mode: MacrsMode,
        bonus: Decimal,
        /// Limit and threshold of section 179, where it is used.
        section_179: Option<(Decimal, Decimal)>,
    },
    /// By month, from that of the purchase.
    Monthly { method: Depreciation<Decimal>, months: u32 },
}

/// A loan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoanTerms {
    /// Of a month.
    pub(crate) rate: Decimal,
    pub(crate) months: u32,
    pub(crate) down_payment: Decimal,
    pub(crate) fee: Decimal,
}

/// What the study has beside its costs before tax.
#[derive(Clone, Debug, Default)]
pub(crate) struct Financing {
    pub(crate) tax: Option<TaxTerms>,
    /// Effective, a year, before tax.
    pub(crate) cost_of_debt: Option<Decimal>,
    /// By alternative.
    pub(crate) loans: Vec<Option<LoanTerms>>,
}

impl Financing {
    pub(crate) fn loan(&self, alternative: usize) -> Option<LoanTerms> {
        self.loans.get(alternative).copied().flatten()
    }

    /// Whether anything of it is given.
    pub(crate) fn is_given(&self) -> bool {
        self.tax.is_some() || self.loans.iter().any(Option::is_some)
    }
}
