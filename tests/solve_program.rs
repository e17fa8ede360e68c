//! What `examples/solve.rs` prints and how it exits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::program::{self, Ran};

fn run(arguments: &[&str], input: &str) -> Ran {
    program::run("solve", arguments, input)
}

const SCENARIO: &str = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n\
    [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    [api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    [api.b]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 16\n";

#[test]
fn number_is_solved_for_with_the_stretches_between() {
    // 750 x 2 + 250 x 10 = 750 x 1 + 250 x 13
    let ran =
        run(&["-", "--for", "api.b.output_usd_per_mtok", "--challenger", "b", "--incumbent", "a"], SCENARIO);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(
        ran.out,
        "api.b.output_usd_per_mtok: 16 now, from 0 to 100000 (USD per Mtok)
b against a

  from      to  cheaper
     0      13  b
>   13  100000  a

both cost the same at 13 (a difference of 0.0e0 USD a month)
there are no others: every edge of the costs was visited, or every whole value
"
    );
}

#[test]
fn every_number_is_listed_without_a_path() {
    let ran = run(&["-", "--challenger", "b"], SCENARIO);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.starts_with("Where b and a change places, one number at a time\n"), "{}", ran.out);
    let line =
        |path: &str| ran.out.lines().find(|line| line.starts_with(path)).unwrap_or_default().to_owned();
    // 4,750 instead of 4,000: a quarter of a Gtok at 3 USD less, or 750 Mtok for nothing
    let words = |path: &str| line(path).split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    assert_eq!(words("api.b.output"), "api.b.output_usd_per_mtok 16 13 -18.8% equal");
    assert_eq!(words("api.b.input"), "api.b.input_usd_per_mtok 1 0 -100.0% equal");
    assert!(
        ran.out
            .contains("break-even price: a at 1.187 times its prices, 4.750 instead of 4.000 USD per Mtok"),
        "{}",
        ran.out
    );
}

#[test]
fn mistakes_are_refused_with_what_to_write() {
    for (arguments, message) in [
        (
            &["-", "--for", "api.b.output"][..],
            "standard input: api.b.output: no parameter is called `api.b.output`; did you mean `api.b.output_usd_per_mtok`?",
        ),
        (&["-", "--challenger", "c"], "standard input: no alternative is called `c`"),
        (&["-", "--for"], "--for needs a value"),
        (&["--from", "-"], "unknown option --from"),
        (&["-", "-"], "one scenario at a time"),
        (&["nowhere.toml"], "nowhere.toml: "),
    ] {
        let ran = run(arguments, SCENARIO);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.starts_with(message), "{arguments:?}: {}", ran.err);
    }
    assert!(run(&["--help"], "").out.starts_with("usage: solve"));
    let broken = run(&["-"], "schema = 2");
    assert!(broken.err.starts_with("standard input:1:"), "{}", broken.err);
}

#[test]
fn readme_shows_what_the_bundled_question_prints() {
    let ran = run(&["--for", "workload.peak_to_average"], "");
    let readme = include_str!("../README.md").split_once("\n## Ask where it turns\n").unwrap().1;
    let block = readme.split_once("```text\n").unwrap().1.split_once("```").unwrap().0;
    assert_eq!((ran.code, block), (Some(0), ran.out.as_str()));
}
