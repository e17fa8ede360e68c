//! Laws that finance code obeys, each a function that takes the code under test.
//!
//! Another team's test is a line a law, on inputs of its own or of [`strategy`](crate::strategy):
//!
//! ```
//! use breakeven::proptest::prelude::*;
//! use breakeven::{law, strategy};
//! # fn our_npv(rate: f64, flows: &[f64]) -> f64 {
//! #     flows.iter().rev().fold(0.0, |worth, flow| worth / (1.0 + rate) + flow)
//! # }
//!
//! proptest! {
//!     #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
//!     # /*
//!     #[test]
//!     # */
//!     fn npv(rate in strategy::rate(), flows in strategy::cash_flows(), others in strategy::cash_flows()) {
//!         law::npv_is_linear(our_npv, rate, &flows, &others)?;
//!         law::npv_at_zero_is_the_sum(our_npv, &flows)?;
//!     }
//! }
//! # npv();
//! ```
//!
//! No test framework is needed: a law is `Ok(())` or a [`Violation`], which says what was fed, what both sides came to and
//! how far apart they are.
//!
//! # What is taken
//!
//! Numbers are `f64` or [`Decimal`](crate::Decimal) ([`Amount`](crate::finance::Amount)); periods, volumes and units of
//! allocation are whole. A function under test returns the number, an `Option` or a `Result` ([`Answer`]); a closure turns
//! the arguments of any other signature. Signs are those of spreadsheets: what is received is positive, what is paid
//! negative, and `pv (1 + r)^n + pmt (1 + r due) ((1 + r)^n - 1) / r + fv = 0`. Arguments come in the order of
//! spreadsheets too.
//!
//! # What is allowed
//!
//! Each law states its tolerance. Where it is "a billionth, 1e-20 in decimals", binary floats may be off by 1e-9 of the
//! sizes of the terms, which a closed form in floats keeps but at rates all but 0, and decimals by 1e-20 of them, as a
//! quotient has only 28 digits. Sums, products that fit in 28 digits, allocations and rounding are exact.
//!
//! A law says nothing of inputs outside of its domain, and reports that as a violation too ([`Finding::Outside`]): a test
//! that feeds it nothing else would pass without having tested anything.

mod allocation;
mod annuity;
mod answer;
mod break_even;
mod case;
mod cost;
mod depreciation;
mod loan;
mod money;
mod net_present_value;
mod number;
mod project;
mod rate;
mod returns;
mod term;
mod violation;

pub use allocation::*;
pub use annuity::*;
pub use answer::{Answer, Finite, Refusal, Yield};
pub use break_even::*;
pub use cost::*;
pub use depreciation::*;
pub use loan::*;
pub use money::*;
pub use net_present_value::*;
pub use number::*;
pub use project::*;
pub use rate::*;
pub use returns::*;
pub use violation::{Finding, Side, Value, Violation};
