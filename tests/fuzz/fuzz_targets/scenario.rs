//! A scenario as text, in TOML or in JSON: an answer or an error, never a panic; and an answer that holds together.

#![no_main]

use breakeven::{Catalog, Comparison, Money, report};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::builtin().expect("the shipped book is read by the tests"));

fuzz_target!(|text: &str| {
    let Ok(comparison) = Comparison::parse(text, &CATALOG) else { return };
    let Ok(answer) = comparison.answer() else { return };
    for monthly in answer.alternatives.iter().filter_map(|one| one.monthly.as_ref()) {
        let lines = Money::sum(answer.currency, monthly.lines.iter().map(|line| line.amount));
        assert_eq!(lines.expect("the total is in range"), monthly.cost, "lines sum to the total");
    }
    let Ok(verdict) = comparison.verdict(&answer) else { return };
    assert!(answer.alternative(&verdict.answer).is_some(), "the answer is one of the alternatives");
    assert!(!report::text(&answer, &verdict).is_empty());
    assert!(report::json(&answer, &verdict, None).is_ok());
});
