//! A price book as text, in TOML or in JSON: a catalog or an error, never a panic.

#![no_main]

use breakeven::Catalog;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(mut book) = Catalog::parse(text) {
        book.extend(book.clone());
        assert!(book.offer_ids().all(|id| !id.is_empty()));
    }
});
