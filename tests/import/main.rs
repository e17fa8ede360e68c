//! Other people's price lists and usage logs.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod lists;
mod litellm;
mod usage;

use breakeven::{Decimal, MachineList, PriceList, Source, UsageLog};
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

proptest::proptest! {
    /// What a stranger may hand over: each reader takes it, refuses rows or says an error.
    #[test]
    fn prop_no_text_makes_a_reader_panic(text in "[\\[\\]{}\",:0-9a-eE.\\-\n m]{0,80}", wrapped in proptest::bool::ANY) {
        let text = if wrapped { format!("{{\"m\": {{\"mode\": \"chat\", \"input_cost_per_token\": {text}}}}}") } else { text };
        for read in [PriceList::litellm, PriceList::open_router, PriceList::models_dev, PriceList::genai_prices] {
            drop(read(&text, &stated()));
        }
        drop(MachineList::skypilot(&text));
        let mut log = UsageLog::new();
        drop(log.read_csv(text.as_bytes()));
        drop(log.read_jsonl(text.as_bytes()));
        drop(log.read_openai_usage(text.as_bytes()));
        drop(log.read_anthropic_usage(text.as_bytes()));
        log.assume_requests(3);
        drop(log.workload());
    }
}
