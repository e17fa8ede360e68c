//! Other people's price lists and usage logs.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod lists;
mod litellm;
mod usage;

use breakeven::{Decimal, Source};
use std::path::PathBuf;

/// The folder of raw figures, where it lies beside the repository or where the variable says.
fn facts() -> Option<PathBuf> {
    let given = std::env::var_os("BREAKEVEN_FACTS").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/facts");
    match given {
        Some(folder) => {
            assert!(folder.is_dir(), "BREAKEVEN_FACTS: {} is no folder", folder.display());
            Some(folder)
        }
        None => beside.is_dir().then_some(beside),
    }
}

fn stated() -> Source {
    Source { document: "the list".to_owned(), as_of: "2026-11".parse().unwrap() }
}

fn usd(text: &str) -> Decimal {
    text.parse().unwrap()
}
