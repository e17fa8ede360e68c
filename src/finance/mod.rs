//! Time value and cash flow: what a month's money is worth today, and which flows there are.

mod cash_flow;
mod chain;
mod time_value;

pub use cash_flow::{CashFlow, Category};
pub(crate) use chain::{Chain, Replacement};
pub(crate) use time_value::{Interest, Recovery};
