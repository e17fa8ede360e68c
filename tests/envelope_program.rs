//! What `examples/envelope.rs` prints, and how it exits.
//!
//! `cargo test` builds the example beside the tests; this file runs it as a user would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::program::{self, Ran};
use common::{Case, PLAIN, api};

/// A step serves 360 Mtok at 8 USD an hour for 100 hours: 800 USD; there are at most two. The API takes 10 USD per Mtok.
fn scenario(hardware: &str) -> String {
    let others = api("dear", "10");
    let case = Case { others: &others, hardware, more: "maximum_steps = 2", baseline: "dear", ..PLAIN };
    case.text()
}

const RENTED: &str = "hardware.rent.price_usd_per_gpu_hour = 8";

fn envelope(arguments: &[&str], input: &str) -> Ran {
    program::run("envelope", arguments, input)
}

fn answered(arguments: &[&str], input: &str) -> String {
    let Ran { code, out, err } = envelope(arguments, input);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    out
}

/// The words of the line that begins with these words.
fn words<'a>(out: &'a str, beginning: &[&str]) -> Vec<&'a str> {
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let mut found = lines.filter(|words| words.starts_with(beginning));
    found.next().unwrap_or_else(|| panic!("no line {beginning:?} in\n{out}"))
}

#[test]
fn ranges_are_whole_tokens_and_switches_are_exact() {
    // 800 / 10 = 80 Mtok are 80,000 requests of 1,000 tokens; two steps end at 720 Mtok, for 1,600 USD.
    let out = answered(&["-"], &scenario(RENTED));
    assert_eq!(words(&out, &["dear", "1"]), ["dear", "1", "80,000,000", "0", "800"]);
    assert_eq!(words(&out, &[">", "own"]), [">", "own", "80,000,001", "720,000,000", "80,000", "1,600"]);
    assert_eq!(words(&out, &["dear", "720,000,001"]), ["dear", "720,000,001", "no", "end", "720,000", "-"]);
    assert_eq!(words(&out, &["dear", "own"]), ["dear", "own", "80000000", "80000"]);
    assert_eq!(words(&out, &["own", "dear"]), ["own", "dear", "720000000", "720000"]);
    assert_eq!(words(&out, &["own", "720,000,000"]), ["own", "720,000,000", "720,000"]);
    assert!(out.contains("asked for (>): 360,000,000 tokens, 360,000 requests\n"), "{out}");
}

#[test]
fn volumes_that_no_one_can_serve_are_said() {
    let out = answered(&["--of", "own", "-"], &scenario(RENTED));
    assert_eq!(words(&out, &[">", "own"]), [">", "own", "1", "720,000,000", "0", "1,600"]);
    let rest = ["no", "one", "can", "serve", "720,000,001", "no", "end", "720,000", "-"];
    assert_eq!(words(&out, &["no", "one"]), rest);
}

#[test]
fn equals_are_both_named() {
    let text =
        scenario(RENTED).replace("[deployment.own]", &format!("{}[deployment.own]", api("same", "10")));
    let out = answered(&["-"], &text);
    assert_eq!(words(&out, &["dear", "="])[..4], ["dear", "=", "same", "1"]);
}

#[test]
fn what_memory_keeps_from_serving_is_left_out_and_named() {
    // 1,000 billion parameters of a byte on 80 GB
    let text = scenario(RENTED).replace("parameters_billion = 1,", "parameters_billion = 1000,");
    let out = answered(&["-"], &text);
    assert!(out.contains("\nown is left out (memory): "), "{out}");
    assert_eq!(words(&out, &[">", "dear"]), [">", "dear", "1", "no", "end", "0", "-"]);
    let Ran { code, out, err } = envelope(&["--of", "own", "-"], &text);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.starts_with("standard input: no alternative can serve"), "{err}");
}

#[test]
fn many_ranges_are_cut_and_the_volume_asked_for_is_still_shown() {
    // A step of 360 Mtok at 3,598 USD against 10 USD per Mtok: step n wins from 359.8 n to 360 n Mtok, and for ever from
    // that before which 359.8 (n + 1) <= 360 n: n = 1,799. Two ranges each are 3,598, of which 40 and the thousandth's are
    // shown.
    let text = scenario("hardware.rent.price_usd_per_gpu_hour = 35.98")
        .replace("maximum_steps = 2", "")
        .replace("tokens_per_month = 360000000", "tokens_per_month = 359900000000");
    let out = answered(&["-"], &text);
    assert!(out.contains("\nand 3557 more ranges: --all shows them\n"), "{out}");
    assert_eq!(words(&out, &[">"])[..4], [">", "own", "359,800,000,001", "360,000,000,000"]);
    assert_eq!(
        answered(&["--all", "-"], &text).lines().filter(|line| line.contains(" 360,000,000,000 ")).count(),
        1
    );
}

#[test]
fn every_scenario_of_the_gallery_is_answered_from_file_or_input_alike() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let out = answered(&[path.to_str().unwrap()], "");
        assert!(out.lines().any(|line| line.starts_with('>')), "{out}");
        assert_eq!(out, answered(&["-"], &std::fs::read_to_string(&path).unwrap()));
        count += 1;
    }
    assert!(count >= 8, "{count}");
    let flagship = include_str!("../examples/scenarios/03-flagship.toml");
    assert_eq!(answered(&[], ""), answered(&["-"], flagship));
}

#[test]
fn what_is_wrong_is_said_on_standard_error_with_code_2() {
    let malformed = scenario(RENTED).replace("schema = 1", "schema = 2");
    for (arguments, input, told) in [
        (&["--json"][..], "", "unknown option --json\nusage: envelope"),
        (&["a", "b"], "", "one scenario at a time\nusage: envelope"),
        (&["--of"], "", "--of takes ids of alternatives\nusage: envelope"),
        (&["no/such.toml"], "", "no/such.toml: "),
        (&["-"], &malformed, "standard input:2:10: schema: 2, expected 1"),
        (&["--of", "ovn", "-"], &scenario(RENTED), "no alternative is called `ovn`"),
    ] {
        let Ran { code, out, err } = envelope(arguments, input);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.contains(told), "{err}");
    }
    assert!(answered(&["--help"], "").starts_with("usage: envelope"));
}

#[test]
fn readme_shows_what_it_prints() {
    let part =
        include_str!("../README.md").split_once("\n## Who is the cheapest at every volume\n").unwrap().1;
    let block = part.split_once("\n```text\n").unwrap().1.split_once("\n```").unwrap().0;
    let out = answered(&[], "");
    assert!(out.contains(block), "README.md shows\n{block}\nand the command prints\n{out}");
}
