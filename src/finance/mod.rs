//! Time value, cash flow and depreciation: what a month's money is worth today, which flows there are, and what is written
//! off in the books.

mod cash_flow;
mod chain;
mod depreciation;
mod time_value;

pub use cash_flow::{CashFlow, Category};
pub(crate) use chain::{Chain, Replacement};
pub use depreciation::Depreciation;
pub(crate) use time_value::{Interest, Recovery};
