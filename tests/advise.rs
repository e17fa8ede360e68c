//! What `examples/advise.rs` prints and how it exits. `cargo test` builds the example beside the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Comparison};
use common::program::{self, Ran};
use common::{Case, PLAIN, api};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios");

fn run(arguments: &[&str], input: &str) -> Ran {
    program::run("advise", arguments, input)
}

fn advice(arguments: &[&str], input: &str) -> String {
    let Ran { code, out, err } = run(arguments, input);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    out
}

fn refused(run: &Ran, message: &str) {
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.err);
    assert!(run.err.contains(message), "{:?} says nothing of {message:?}", run.err);
}

#[test]
fn bank_is_advised_without_arguments() {
    let out = advice(&[], "");
    assert_eq!(out, advice(&[&format!("{SCENARIOS}/09-bank.toml")], ""));
    let gap = "grok-4.7: ineligible\n  no  requirements.air_gapped: nothing leaves the site\n        every request leaves \
               the site for the provider\n        <- family: closed api\n";
    assert!(out.contains(gap), "{out}");
    let open = "  if  requirements.months_ahead: still served 36 months after 2026-11-24\n        it ends on 2027-01-14: \
                move to openai/gpt-6-luna by then, at its price\n        <- https://developers.openai.com/";
    assert!(out.contains(open), "{out}");
    assert!(
        out.contains("  yes requirements.engineers: at most 4 people to run it\n        it takes 1\n"),
        "{out}"
    );
    assert!(out.contains("        <- nobody says\n"), "{out}");
    let price = "  requirements.air_gapped: 35,643 USD a month, by which grok-4.7 would be cheaper\n";
    assert!(out.contains(price), "{out}");
    let without = "  without requirements.air_gapped: llama-70b-deepinfra, on its conditions, 40,955 USD a month less\n";
    assert!(out.ends_with(without), "{out}");
}

#[test]
fn flips_of_the_developers_are_listed() {
    let out = advice(&[&format!("{SCENARIOS}/10-developers.toml")], "");
    // 0.64 x (32,000 x p + 800 x 0.28) = 1,088 at p = 0.046125
    let flip = "  api.qwen-deepinfra.input_usd_per_mtok from 0.08 to 0.046125 (-42.3%): qwen-deepinfra\n";
    assert!(out.contains(flip), "{out}");
    assert!(out.ends_with("The price of each requirement\n\n  nothing cheaper is ruled out\n"), "{out}");
}

#[test]
fn scenario_without_requirements_ranks_all() {
    let out = advice(&["-"], &Case { others: &api("api", "1"), ..PLAIN }.text());
    assert!(out.starts_with("No [requirements] are asked"), "{out}");
    assert!(out.contains("own is the cheapest at 100 USD") && !out.contains("The price of"), "{out}");
}

#[test]
fn what_cannot_be_advised_is_refused() {
    let barred = "[requirements]\nair_gapped = true";
    refused(
        &run(&["-"], &Case { others: barred, ..PLAIN }.text()),
        "no alternative meets the requirements: own: ",
    );
    let wrong = Case { others: "[requirements]\nengineers = -1", ..PLAIN }.text();
    refused(&run(&["-"], &wrong), ":18:13: requirements.engineers = -1 is not in 0..=100000");
    refused(&run(&["no/such/scenario.toml"], ""), "no/such/scenario.toml");
    refused(&run(&["--json"], ""), "unknown option --json");
    refused(&run(&["-", "-"], ""), "one scenario");
    assert!(advice(&["--help"], "").starts_with("usage: advise"));
}

/// The part of the README about requirements.
fn readme() -> &'static str {
    let rest = include_str!("../README.md").split_once("\n## Ask who may be chosen at all\n").unwrap().1;
    rest.split_once("\n## ").unwrap().0
}

fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let rest = text.split_once(&format!("\n```{language}\n")).unwrap().1;
    rest.split_once("\n```").unwrap().0
}

#[test]
fn readme_shows_what_the_command_without_arguments_prints() {
    let out = advice(&[], "");
    for part in block(readme(), "text").split("\n...\n") {
        assert!(
            out.contains(&format!("\n{part}\n")),
            "README.md shows\n{part}\nand the command prints\n{out}"
        );
    }
}

#[test]
fn readme_shows_a_table_that_goes_with_its_scenario() {
    let mine = include_str!("../README.md").split_once("`mine.toml`:\n").unwrap().1;
    let text = format!("{}\n{}\n", block(mine, "toml"), block(readme(), "toml"));
    let found = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().eligibility().unwrap();
    // ten requirements but for the time to the first token
    assert!(found.len() == 3 && found.iter().all(|one| one.reasons.len() == 9), "{found:?}");
}
