//! What `examples/price_usage.rs` prints, and how it exits.
//!
//! `cargo test` builds the example beside the tests; this file runs it as a user would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::program::{self, Ran};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const LIST: &str = r#"{
  "mini": { "mode": "chat", "input_cost_per_token": 1.5e-07, "cache_read_input_token_cost": 7.5e-08, "output_cost_per_token": 6e-07,
    "input_cost_per_token_batches": 7.5e-08, "output_cost_per_token_batches": 3e-07 },
  "picture": { "mode": "image_generation" }
}"#;

/// A list of prices in a file of its own.
fn list(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("price_usage_{name}_{}.json", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

fn price(arguments: &[&str], input: &str) -> Ran {
    program::run("price_usage", arguments, input)
}

#[test]
fn each_line_has_its_line_in_order_with_all_digits() {
    let path = list("order", LIST);
    let input = concat!(
        r#"{"model":"mini","prompt_tokens":77134,"cached_tokens":2000,"completion_tokens":513}"#,
        "\n",
        r#"{"model":"minni","prompt_tokens":1}"#,
        "\n",
        r#"{"model":"mini","prompt_tokens":1000,"completion_tokens":3,"reasoning_tokens":1,"batch":true}"#,
        "\r\n",
        r#"{"model":"mini","prompt_tokens":1,"cached_tokens":2}"#,
        "\n",
        "\n",
        r#"{"model":"picture"}"#,
    );
    let Ran { code, out, err } = price(&["--prices", path.to_str().unwrap()], input);
    let expected = [
        // 75,134 x 1.5e-7 + 2,000 x 7.5e-8 + 513 x 6e-7
        r#"{"line":1,"model":"mini","cost_usd":"0.011727900","parts":{"input_usd":"0.011270100","cached_input_usd":"0.000150000","cache_write_usd":"0.000000000","output_usd":"0.000307800","reasoning_usd":"0.000000000"}}"#,
        r#"{"line":2,"error":"model: no model of the list is called `minni`; did you mean `mini`?"}"#,
        // 1,000 x 7.5e-8, 2 x 3e-7, 1 x 3e-7
        r#"{"line":3,"model":"mini","cost_usd":"0.000075900","parts":{"input_usd":"0.000075000","cached_input_usd":"0.000000000","cache_write_usd":"0.000000000","output_usd":"0.000000600","reasoning_usd":"0.000000300"}}"#,
        r#"{"line":4,"error":"cached_tokens: the tokens of the cache are 2, more than the 1 of `prompt_tokens`; count them within `prompt_tokens`, as OpenAI does"}"#,
        r#"{"line":5,"error":"``, expected a request such as {\"model\": \"gpt-4o\", \"prompt_tokens\": 1200}"}"#,
        r#"{"line":6,"error":"model: `picture` is in the list and not taken: it sells no tokens of text, but image_generation; name another model of the list"}"#,
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), expected);
    assert_eq!((code, err.as_str()), (Some(1), "total_usd 0.011803800, 6 lines, 4 failed\n"));
}

#[test]
fn run_without_a_failed_line_exits_0() {
    let Ran { code, out, err } =
        price(&[], "{\"model\":\"openai/gpt-4o-mini\",\"completion_tokens\":1000000}\n");
    assert!(out.starts_with(r#"{"line":1,"model":"openai/gpt-4o-mini","cost_usd":"0.600000000","#), "{out}");
    assert_eq!((code, err.as_str()), (Some(0), "total_usd 0.600000000, 1 lines, 0 failed\n"));
    let Ran { code, out, err } = price(&[], "");
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), "", "total_usd 0.000000000, 0 lines, 0 failed\n")
    );
}

#[test]
fn dated_requests_have_the_prices_of_their_day() {
    let line = |when: &str| format!("{{\"model\":\"o3\",\"prompt_tokens\":1000000{when}}}\n");
    // o3 cost 10 USD per Mtok until it was cut to 2 on 2025-06-10
    let days = [
        "",
        ",\"timestamp\":\"2025-05-01T12:00:00Z\"",
        ",\"timestamp\":\"2025-06-10T00:00:00+02:00\"",
        ",\"timestamp\":\"2025-06-10T00:00:00Z\"",
    ];
    let input: String = days.map(line).concat();
    let costs = |arguments: &[&str]| {
        let Ran { code, out, .. } = price(arguments, &input);
        let cost = |line: &str| {
            line.split("\"cost_usd\":\"").nth(1).map(|rest| rest.split('.').next().unwrap().to_owned())
        };
        (code, out.lines().map(|line| cost(line).unwrap()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(costs(&[]), (Some(0), "2 2 2 2".to_owned()));
    assert_eq!(costs(&["--dated"]), (Some(0), "2 10 10 2".to_owned()));
    assert_eq!(costs(&["--on", "2025-05-01"]), (Some(0), "10 10 10 10".to_owned()));
    let Ran { code, err, .. } = price(&["--dated", "--on", "2025-05-01"], "");
    assert!(code == Some(2) && err.starts_with("--on and --dated exclude each other"), "{err}");
}

#[test]
fn line_without_end_is_an_error_and_the_next_is_read() {
    let long = format!("{{\"model\":\"{}\"}}\n{{\"model\":\"openai/gpt-4o-mini\"}}\n", "x".repeat(3 << 20));
    let Ran { code, out, .. } = price(&[], &long);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((code, lines.len()), (Some(1), 2));
    assert_eq!(lines[0], r#"{"line":1,"error":"more than 1048576 bytes"}"#);
    assert!(
        lines[1].starts_with(r#"{"line":2,"model":"openai/gpt-4o-mini","cost_usd":"0.000000000""#),
        "{out}"
    );
}

#[test]
fn prices_that_cannot_be_read_exit_2_and_print_nothing() {
    let empty = list("empty", "{}");
    let broken = list("broken", "{\n \"a\": }");
    for (arguments, beginning) in [
        (vec!["--prices", "no/such/file"], "no/such/file: "),
        (vec!["--prices", empty.to_str().unwrap()], empty.to_str().unwrap()),
        (vec!["--prices", broken.to_str().unwrap()], &format!("{}:2:7: expected value", broken.display())),
        (vec!["--prices"], "--prices needs a value"),
        (vec!["--on", "soon"], "--on: `soon`, expected a date"),
        (vec!["requests.jsonl"], "unknown argument requests.jsonl"),
    ] {
        let Ran { code, out, err } = price(&arguments, "{\"model\":\"a\"}\n");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.starts_with(beginning), "{err} begins with {beginning}");
    }
}

#[cfg(unix)]
#[test]
fn without_anything_to_read_the_bundled_requests_are_priced() {
    let output = Command::new(program::path("price_usage")).stdin(Stdio::null()).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), lines.lines().count()),
        (Some(0), include_str!("../examples/requests.jsonl").lines().count())
    );
}

#[test]
fn models_that_the_list_has_at_zero_are_said_and_a_mark_of_the_byte_order_is_skipped() {
    let path = list(
        "zero",
        r#"{ "free": { "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0 } }"#,
    );
    let input = "\u{feff}{\"model\":\"free\",\"prompt_tokens\":10,\"service_tier\":\"default\"}\n{\"model\":\"free\"}\n";
    let path = path.to_str().unwrap();
    let Ran { code, err, .. } = price(&["--prices", path], input);
    let expected = "total_usd 0.000000000, 2 lines, 0 failed\nthe list has a price of 0 for 2 lines: free\n";
    assert_eq!((code, err.as_str()), (Some(0), expected));
}

#[test]
fn list_has_the_prices_of_one_day() {
    let path = list("day", LIST);
    let path = path.to_str().unwrap();
    let said = "a list has the prices of one day only, the day the file was changed: ";
    let Ran { code, out, err } = price(&["--prices", path, "--on", "2020-01-01"], "");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains(said) && err.ends_with("which is after --on 2020-01-01\n"), "{err}");
    let input = r#"{"model":"mini","prompt_tokens":1,"timestamp":"2020-01-01T09:00:00Z"}"#;
    let Ran { code, out, .. } = price(&["--prices", path, "--dated"], input);
    assert!(code == Some(1) && out.contains(said), "{out}");
}
