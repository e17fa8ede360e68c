//! Tax and loans with every number known.

use crate::catalog::BonusPeriods;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::finance::{Depreciation, MacrsMode};
use jiff::{Span, civil::Date};
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
        bonus: BonusLaw,
        /// Limit and threshold of section 179 by the tax years of the study, where it is used; the last holds for those after
        /// it.
        section_179: Option<Vec<(Decimal, Decimal)>>,
    },
    /// By month, from that of the purchase.
    Monthly { method: Depreciation<Decimal>, months: u32 },
    /// By the tokens that are served in a month, of those that are in so many months.
    ByTokens { months: u32 },
}

/// The bonus depreciation of a purchase.
#[derive(Clone, Debug)]
pub(crate) enum BonusLaw {
    /// The same for every purchase.
    Fixed(Decimal),
    /// By the month of each purchase.
    ByMonth {
        /// The first day of the study.
        begins: Date,
        /// The day of a contract that binds for all purchases.
        acquired: Option<Date>,
        periods: BonusPeriods,
    },
}

impl BonusLaw {
    /// That of what is ordered at an instant and placed in service at another.
    pub(crate) fn of(&self, ordered: u32, placed: u32) -> Result<Decimal, Error> {
        match self {
            Self::Fixed(fraction) => Ok(*fraction),
            Self::ByMonth { begins, acquired, periods } => {
                let acquired = acquired.map_or_else(|| day_of(*begins, ordered), Ok)?;
                let placed = day_of(*begins, placed)?;
                let law = periods.law(acquired, placed);
                law.map(|law| law.fraction)
                    .map_err(|error| error.with_path(FieldPath::new("finance.tax.bonus_fraction")))
            }
        }
    }
}

/// The day on which a month of the study begins.
pub(crate) fn day_of(begins: Date, instant: u32) -> Result<Date, Error> {
    let months = Span::new().try_months(i64::from(instant));
    let day = months.and_then(|months| begins.checked_add(months));
    day.map_err(|_| ErrorKind::OutOfBounds { what: "a day of the study" }.into())
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
