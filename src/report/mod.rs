//! Answers as text and as JSON. The only room that rounds for display.

mod after_tax;
mod assumptions;
mod json;
mod json_ranges;
mod json_requirements;
mod json_verdict;
mod ranges;
mod requirements;
mod switching;
mod table;
mod text;

pub use json::json;
pub use switching::{switching_plan, switching_plan_json};
pub use text::{ledger, text};
