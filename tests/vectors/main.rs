//! Reference results of other programs and of exact arithmetic, a file of tests for each family of them.
//!
//! Each test checks the rows in `tests/vectors` (its README says where they are from), and the whole file of the same name
//! in the folder that `BREAKEVEN_VECTORS` names, `../shared/vectors` without it. A file that is not there is skipped by
//! name; one without a row fails. `cargo test --test vectors -- --nocapture` shows what was checked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs
)]

mod amounts;
mod books;
mod break_even;
mod levelized;
mod money;
mod rows;
mod time_value;
