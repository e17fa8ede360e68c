//! Answers as text and as JSON. The only room that rounds for display.

mod after_tax;
mod assumptions;
mod json;
mod json_leases;
mod json_ledgers;
mod json_ranges;
mod json_requirements;
mod json_start_volumes;
mod json_verdict;
mod leases;
mod ledger;
mod ranges;
mod requirements;
mod start_volumes;
mod switching;
mod table;
mod text;

pub use json::json;
pub use ledger::{ledger, ledger_of_tax_and_loan};
pub use switching::{switching_plan, switching_plan_json};
pub use text::text;
