//! What `examples/when_to_move.rs` prints, and how it exits.
//!
//! `cargo test` builds the example beside the tests; this file runs it as a user would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::program::{self, Ran};
use common::{Case, PLAIN, api};
use serde_json::Value;

fn run(arguments: &[&str], input: &str) -> Ran {
    program::run("when_to_move", arguments, input)
}

fn answered(arguments: &[&str], input: &str) -> String {
    let Ran { code, out, err } = run(arguments, input);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    out
}

/// The words of the line that begins with these words.
fn words<'a>(out: &'a str, beginning: &[&str]) -> Vec<&'a str> {
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let mut found = lines.filter(|words| words.starts_with(beginning));
    found.next().unwrap_or_else(|| panic!("no line {beginning:?} in\n{out}"))
}

/// 100 Mtok, twice as many each month; own steps of 360 Mtok are rented for 1,500 USD.
const GROWING: Case<'static> = Case {
    tokens: 100_000_000,
    load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
    months: 6,
    hardware: "hardware.rent.price_usd_per_gpu_hour = 15",
    baseline: "dear",
    ..PLAIN
};

fn growing(others: &str) -> String {
    Case { others, ..GROWING }.text()
}

#[test]
fn bundled_start_up_is_what_was_summed_up_apart_from_the_library() {
    // In the header of examples/when_to_move.toml, by a program of its own: staying 2,311,650; month 18 1,346,905,
    // 21 1,340,512, 22 1,341,566, 24 1,349,451.
    let out = answered(&[], "");
    assert_eq!(words(&out, &[">"]), [">", "21", "4.823", "Gtok", "2,311,650", "1,340,512", "971,137"]);
    for (month, plan) in [("18", "1,346,905"), ("22", "1,341,566"), ("24", "1,349,451")] {
        assert_eq!(words(&out, &[month])[4], plan);
    }
    // 1,346,905 - 1,340,512 and 1,349,451 - 1,340,512, to the dollar
    assert!(
        out.contains("Move to bought in month 21 (a quarter off loses 6,393 USD earlier, 8,939 USD later).")
    );
    // A server is there three months after its order.
    assert_eq!(words(&out, &["3"])[4], "-");
    assert_eq!(words(&out, &["bought:"]).join(" "), "bought: move in month 21, saves 971,137 USD");
}

#[test]
fn plan_of_three_names_both_moves_and_json_has_every_decimal() {
    // tests/switching.rs: own steps in month 2 and the falling API in month 4 cost 17,500 of 63,000.
    let falling = format!("{}price_change_fraction_per_month = -0.5\n", api("falling", "40"));
    let text = growing(&format!("{}{falling}", api("dear", "10")));
    let out = answered(&["--plan", "dear,own,falling", "-"], &text);
    let best =
        [">", "2", "200", "Mtok", "own", "in", "2,", "falling", "in", "4", "63,000", "17,500", "45,500"];
    assert_eq!(words(&out, &[">"]), best);
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(
            "Move to own in month 2 (a quarter off loses 9,000 USD later; a quarter earlier is before the study). Then move \
             to falling in month 4 (a quarter earlier is before the study; a quarter later is past the study). That saves \
             45,500 of the 63,000"
        ),
        "{flat}"
    );
    let json = answered(&["--json", "-", "--plan", "dear,own,falling"], &text);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["best"]["saving"], "45500.000000000000");
    assert_eq!(json["best"]["moves"][1]["to"], "falling");
    assert_eq!(json["best"]["moves"][0]["lost_a_quarter_later"], "9000.000000000000");
    assert_eq!(json["best"]["moves"][0]["no_quarter_later"], Value::Null);
    assert_eq!(json["best"]["moves"][1]["lost_a_quarter_later"], Value::Null);
    assert_eq!(json["best"]["moves"][1]["no_quarter_later"], "after_the_study");
    assert_eq!(
        (&json["months"][1]["month"], &json["months"][1]["npv"]),
        (&2.into(), &"17500.000000000000".into())
    );
    assert_eq!(json["months"][1]["moves"][0]["month"], 2);
    assert_eq!((&json["schema"], &json["npv_of_staying"]), (&1.into(), &"63000.000000000000".into()));
}

#[test]
fn what_keeps_a_move_from_another_month_is_said() {
    // tests/switching.rs: with a lead time of two months, month 4 is best and there is nothing yet in month 1; where two
    // steps are the most, those of one's own cannot serve up to month 7. Without them 12,700 Mtok cost 127,000, not 120,400.
    let (at_7, at_10) = (api("dear", "7"), api("dear", "10"));
    let ahead = Case { more: "lead_months = 2", others: &at_7, ..GROWING };
    let two = Case {
        hardware: "hardware.rent.price_usd_per_gpu_hour = 1",
        more: "maximum_steps = 2",
        months: 7,
        others: &at_10,
        ..GROWING
    };
    for (case, plan, sentence, when, why) in [
        (
            ahead,
            "dear,own",
            "Move to own in month 4 (a quarter earlier it is not there yet; a quarter later is past the study).",
            "earlier",
            "lead_time",
        ),
        (
            two,
            "own,dear",
            "Move to dear in month 4 (a quarter off loses 6,600 USD earlier; a quarter later the volume cannot be \
             served).",
            "later",
            "capacity",
        ),
    ] {
        let out = answered(&["--plan", plan, "-"], &case.text());
        let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(sentence), "{flat}");
        let json = answered(&["--json", "-", "--plan", plan], &case.text());
        let json: Value = serde_json::from_str(&json).unwrap();
        let best = &json["best"]["moves"][0];
        assert_eq!(best[format!("no_quarter_{when}")], why);
        assert_eq!(best[format!("lost_a_quarter_{when}")], Value::Null);
    }
}

#[test]
fn staying_is_said_with_what_the_best_move_would_cost() {
    // An API at 1 USD: 6,300 in all. Own steps cost 31,500 from month 1 on, 13,500 for month 6 alone: 3,100 + 13,500.
    let text = growing(&api("dear", "1"));
    let out = answered(&["-"], &text);
    assert!(out.starts_with("own: stay with dear\n"), "{out}");
    assert!(
        out.contains(
            "Stay with dear to the end: 6,300 USD. The best month to move, 6, costs 10,300 USD more."
        ),
        "{out}"
    );
}

#[test]
fn mistakes_are_refused_with_what_to_write() {
    let text = growing(&api("dear", "10"));
    let alone = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n[workload]\n\
        tokens_per_month = 1_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n[finance]\nhorizon_months = 12\n\
        discount_rate_annual_effective = 0\n[api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n";
    for (arguments, input, message) in [
        (
            &["-", "--plan", "dear,owns"][..],
            text.as_str(),
            "standard input: no alternative is called `owns`; did you mean `own`?",
        ),
        (
            &["-", "--plan", "dear"],
            &text,
            "standard input: a plan without a move; name two alternatives or more",
        ),
        (
            &["-", "--plan", "own,dear,own"],
            &text,
            "standard input: own twice in a plan; name each alternative once",
        ),
        (&["-"], alone, "standard input: a plan without a move; name two alternatives or more"),
        (&["-", "--plan"], &text, "--plan takes ids of alternatives"),
        (&["--ledger", "-"], &text, "unknown option --ledger"),
        (&["-", "-"], &text, "one scenario at a time"),
        (&["nowhere.toml"], "", "nowhere.toml: "),
        (&["-"], "schema = 2", "standard input:1:"),
    ] {
        let ran = run(arguments, input);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.starts_with(message), "{arguments:?}: {}", ran.err);
    }
    assert!(answered(&["--help"], "").starts_with("usage: when_to_move"));
}

#[test]
fn readme_shows_what_the_bundled_start_up_prints() {
    let out = answered(&[], "");
    let readme = include_str!("../README.md").split_once("\n## Ask when to move\n").unwrap().1;
    let block = readme.split_once("```text\n").unwrap().1.split_once("```").unwrap().0;
    // Months are left out where it says so.
    let mut rest = out.as_str();
    for line in block.lines().filter(|line| *line != "      ...") {
        let found = rest.find(&format!("{line}\n"));
        let at = found.unwrap_or_else(|| panic!("README.md shows {line:?}, and the command prints\n{out}"));
        rest = &rest[at..];
    }
    assert!(block.lines().count() > 10);
}

#[test]
fn readme_keys_are_read() {
    let readme = include_str!("../README.md").split_once("\n## Ask when to move\n").unwrap().1;
    let keys = readme.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let start_up = include_str!("../examples/when_to_move.toml");
    let (api, own) = keys.split_once("\n[deployment.bought]\n").unwrap();
    let api = api.strip_prefix("[api.sonnet]\n").unwrap();
    // Those of the start-up make way for them.
    let kept = |line: &&str| {
        !["lead_months = 3", "people = { run_fte = 0.25", "useful_life_months"]
            .iter()
            .any(|key| line.starts_with(key))
            && *line != "[deployment.bought.hardware.buy]"
            && !line.starts_with("resale = ")
            && !line.starts_with("support_fraction")
    };
    let (before, bought) = start_up.split_once("[deployment.bought]\n").unwrap();
    let before = before.replace("sonnet = \"anthropic/claude-sonnet-5-5\"\n", "").replace("[api]\n", "");
    let bought: Vec<&str> =
        bought.lines().filter(kept).filter(|line| !line.starts_with("ramp_fractions")).collect();
    let text = format!("{before}\n[api.sonnet]\n{api}\n[deployment.bought]\n{own}\n{}\n", bought.join("\n"));
    let out = answered(&["-", "--plan", "sonnet,bought"], &text);
    assert!(out.starts_with("sonnet, then bought\n"), "{out}");
}
