//! Time value, cash flow and depreciation: what a month's money is worth today, which flows there are, and what is written
//! off in the books. It stands alone: nothing here knows of models or tokens.
//!
//! Every function takes [`Decimal`](rust_decimal::Decimal) or `f64` ([`Amount`]). Rates are fractions a period: 0.05 is
//! 5 percent. Flows are positive when received and negative when paid. What has no answer is an [`Error`](crate::Error),
//! never NaN.

mod annuity;
mod buy_or_lease;
mod capital_cost;
mod cash_flow;
mod chain;
mod check;
mod dated;
mod depreciation;
mod factors;
mod installments;
mod internal_rate;
mod level_payments;
mod levelized;
mod loan;
mod macrs;
mod net_present_value;
mod payback;
mod rates;
mod roots;
mod time_value;

pub use crate::number::Amount;
pub use annuity::{Annuity, Timing};
pub use buy_or_lease::{BuyOrLease, NetAdvantage};
pub use capital_cost::{CapitalStructure, after_tax_cost_of_debt};
pub use cash_flow::{CashFlow, Category};
pub(crate) use chain::{Chain, Replacement};
pub use dated::{DatedFlow, xirr, xnpv};
pub use depreciation::{Asset, Depreciation, Schedule, Switch, units_of_production};
pub use factors::{GrowingAnnuity, annuity_factor, capital_recovery_factor, equivalent_annual_cost};
pub use installments::Installment;
pub use internal_rate::{MirrRates, irr, mirr};
pub use level_payments::LevelPayments;
pub use levelized::levelized_cost;
pub use loan::{Loan, LoanPayment};
pub use macrs::{Convention, Macrs, MacrsMode, Quarter, TaxWriteOff, section_179_deduction};
pub use net_present_value::{npv_end, npv_from_now};
pub use payback::{Payback, discounted_payback, payback};
pub use rates::{EffectiveRate, Inflation, NominalRate, RealRate, growth_periods, growth_rate};
pub use roots::Roots;
pub(crate) use time_value::{Interest, Recovery};
