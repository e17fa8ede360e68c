//! What `examples/compare_prices.rs` prints, and how it exits.
//!
//! `cargo test` builds the example beside the tests; this file runs it as a user would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::program::{self, Ran};

/// A file of its own.
fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("compare_{}_{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const LIST: &str = r#"{
  "dear": { "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-05 },
  "free": { "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0 },
  "cheap": { "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06 },
  "seat": { "mode": "chat" }
}"#;

#[test]
fn offers_are_sorted_by_what_the_log_costs_with_the_date_of_the_price() {
    let list = file("list.json", LIST);
    let log = file(
        "log.jsonl",
        "{\"timestamp\":\"2026-11-02T09:00:00Z\",\"model\":\"m\",\"prompt_tokens\":1000000,\"completion_tokens\":500000}\n",
    );
    let Ran { code, out, err } = program::run("compare_prices", &["--prices", &list, &log], "");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    // 1 + 0.5 x 2 and 2 + 0.5 x 10; free is no answer to what is cheapest
    assert_eq!(rows[3][..3], ["cheap", "2.000000", "1.00x"]);
    assert_eq!(rows[4][..3], ["dear", "7.000000", "3.50x"]);
    assert_eq!(rows[5][..2], ["free", "0.000000"]);
    assert_eq!(rows[4][3].len(), "2026-11-26".len());
    assert!(
        out.contains(
            "no answer from 1 offers:\n  seat: missing; give an offer or a date that has a price per token"
        ),
        "{out}"
    );
}

#[test]
fn amounts_are_rounded_and_small_ones_keep_their_digits() {
    let list = file(
        "small.json",
        r#"{ "round": { "mode": "chat", "input_cost_per_token": 9.949707e-07, "output_cost_per_token": 1e-06 },
             "small": { "mode": "chat", "input_cost_per_token": 1.25e-13, "output_cost_per_token": 1e-06 } }"#,
    );
    let log = file(
        "small.csv",
        "timestamp,model,prompt_tokens,completion_tokens\n2026-11-02T09:00:00Z,m,1000000,0\n",
    );
    let Ran { code, out, .. } = program::run("compare_prices", &["--prices", &list, &log], "");
    assert_eq!(code, Some(0));
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[3][..2], ["small", "0.000000125"]);
    // 0.9949707 to six decimals
    assert_eq!(rows[4][..2], ["round", "0.994971"]);
}

#[test]
fn offers_that_are_too_short_or_free_in_part_come_after_the_others() {
    let list = file(
        "fit.json",
        r#"{ "short": { "mode": "chat", "input_cost_per_token": 1e-07, "output_cost_per_token": 1e-06, "max_input_tokens": 128000 },
             "fits": { "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "max_input_tokens": 200000 },
             "part": { "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 1e-06 },
             "image": { "mode": "image_generation" } }"#,
    );
    let log = file(
        "fit.csv",
        "timestamp,model,prompt_tokens,completion_tokens,user\n2026-11-02T09:00:00Z,m,200000,10,ann\n",
    );
    let Ran { code, out, .. } = program::run("compare_prices", &["--prices", &list, &log], "");
    assert_eq!(code, Some(0));
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!([rows[3][0], rows[4][0], rows[5][0]], ["fits", "short", "part"], "{out}");
    assert!(out.lines().nth(4).unwrap().ends_with("  too short: 128000"), "{out}");
    assert!(out.contains("\n1 rows of the list are not taken") && out.contains("no say: user\n"), "{out}");
}

#[test]
fn bundled_log_is_priced_under_every_shipped_offer() {
    let Ran { code, out, .. } = program::run("compare_prices", &[], "");
    assert_eq!(code, Some(0));
    for id in breakeven::Catalog::builtin().unwrap().offer_ids() {
        assert!(out.contains(id), "{id}");
    }
    // what has ended stands below what is for sale: gpt-oss-20b at Together ended on 2026-09-15
    let ended: Vec<bool> = out
        .lines()
        .skip(3)
        .map_while(|line| line.split_whitespace().nth(1).map(|_| line))
        .map(|line| line.contains("  ended 20"))
        .collect();
    assert!(ended.is_sorted() && ended.contains(&true), "{out}");
    let together = out.lines().find(|line| line.starts_with("together/gpt-oss-20b ")).unwrap();
    assert!(together.ends_with("  ended 2026-09-15"), "{together}");
}

#[test]
fn what_cannot_be_read_exits_2_and_prints_nothing() {
    let log = file("bad.csv", "timestamp,model,prompt_tokens,completion_tokens\nsoon,m,1,1\n");
    let empty = file("empty.csv", "timestamp,model,prompt_tokens,completion_tokens\n");
    for (arguments, ending) in [
        (vec![empty.as_str()], "there is no request in it\n"),
        (
            vec![log.as_str()],
            "1 of its lines are no requests; line 2: timestamp: `soon`, expected a time such as 2026-11-26T09:30:00Z\n",
        ),
        (vec!["--on"], "unknown"),
        (vec!["no/such/log"], ""),
    ] {
        let Ran { code, out, err } = program::run("compare_prices", &arguments, "");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ending == "unknown" || err.ends_with(ending), "{err}");
        assert!(!err.is_empty());
    }
}
