//! Every public law, on this crate's own functions and generated inputs.
//!
//! What it does not catch: a law that is wrong in the same way as the function, and what no law speaks of; the reference
//! vectors and the published calculations are there for that.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod break_even;
mod costs;
mod depreciation;
mod every_law;
mod example;
mod hostile;
mod money;
mod scenarios;
mod shrinking;
mod time_value;

use breakeven::Catalog;
use breakeven::proptest::prelude::ProptestConfig;
use std::sync::LazyLock;

/// Read once: there are many thousands of cases.
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().unwrap());

/// So many cases a property.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
