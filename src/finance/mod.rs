//! Time value, cash flow and depreciation: what a month's money is worth today, which flows there are, and what is written
//! off in the books. It stands alone: nothing here knows of models or tokens.
//!
//! Every function takes [`Decimal`](rust_decimal::Decimal) or `f64` ([`Amount`]). Rates are fractions a period: 0.05 is
//! 5 percent. Flows are positive when received and negative when paid. What has no answer is an [`Error`](crate::Error),
//! never NaN.

mod annuity;
mod cash_flow;
mod chain;
mod check;
mod depreciation;
mod loan;
mod macrs;
mod installments;
mod level_payments;
mod net_present_value;
mod roots;
mod time_value;

pub use crate::number::Amount;
pub use annuity::{Annuity, Timing};
pub use cash_flow::{CashFlow, Category};
pub(crate) use chain::{Chain, Replacement};
pub use depreciation::{Asset, Depreciation, Schedule, Switch, units_of_production};
pub use loan::{Loan, LoanPayment};
pub use macrs::{Convention, Macrs, MacrsMode, Quarter, TaxWriteOff, section_179_deduction};
pub use installments::Installment;
pub use level_payments::LevelPayments;
pub use net_present_value::{npv_end, npv_from_now};
pub use roots::Roots;
pub(crate) use time_value::{Interest, Recovery};
