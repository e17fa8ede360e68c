//! Published calculations (papers, vendors, benchmarks, calculators), recomputed by this library from their stated
//! inputs. Each file of this folder is one of them: its source, its inputs as a scenario, what it published and how
//! precisely, and where it is wrong.
//!
//! What it does not catch: an error that a source and this library share; inputs that were read wrongly from a source.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    dead_code,
    reason = "a test says what it expects by panicking; the example uses the parts that the tests do not"
)]

mod collection;
#[path = "../common/program.rs"]
mod program;
mod suite;

use suite::case::Purpose;
use suite::{CASES, Compared, Verdict, count, read, recompute};

fn all() -> Vec<(Purpose, Vec<Compared>)> {
    CASES
        .iter()
        .map(|id| {
            let case = read(id).unwrap_or_else(|error| panic!("{error}"));
            (case.purpose, recompute(&case).unwrap_or_else(|error| panic!("{error}")))
        })
        .collect()
}

#[test]
fn every_case_agrees_with_its_source_or_says_what_the_source_did() {
    let mut off = Vec::new();
    for (case, id) in all().iter().zip(CASES) {
        let wrong = case.1.iter().filter(|one| one.verdict == Verdict::Off);
        off.extend(wrong.map(|one| {
            let (name, ours, published) = (&one.name, one.ours, one.published);
            format!("{id}, {name}: {ours:?}, published {published} +- {}, {:?}", one.abs_tol, one.instead)
        }));
    }
    assert!(off.is_empty(), "{} are off:\n{}", off.len(), off.join("\n"));
}

#[test]
fn suite_has_as_many_cases_and_outputs_as_it_had() {
    let all = all();
    let outputs = all.iter().map(|(_, outputs)| outputs.len()).sum::<usize>();
    let of = |purpose: Purpose| all.iter().filter(|(this, _)| *this == purpose).count();
    assert_eq!((of(Purpose::Test), of(Purpose::KnownWrong)), (34, 5));
    let verdicts = |is: fn(&Verdict) -> bool| all.iter().map(|(_, one)| count(one, is)).sum::<usize>();
    let within = verdicts(|verdict| *verdict == Verdict::Within);
    let wrong = verdicts(|verdict| matches!(verdict, Verdict::SourceIsWrong(_)));
    let without = verdicts(|verdict| matches!(verdict, Verdict::NoAnswer(_)));
    assert_eq!((outputs, within, wrong, without), (386, 350, 26, 10));
}

#[test]
fn example_prints_the_table_and_ends_with_what_the_readme_shows() {
    let ran = program::run("literature", &[], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> = readme.split("\n```text\n").skip(1).collect();
    let shown = blocks.iter().filter_map(|block| block.split_once("\n```")).map(|(block, _)| block);
    let shown =
        shown.filter(|block| block.ends_with("outputs within published precision")).collect::<Vec<_>>();
    assert_eq!(shown.len(), 1);
    assert!(
        ran.out.trim_end().ends_with(shown[0]),
        "README.md shows\n{}\nand the example\n{}",
        shown[0],
        ran.out
    );
    let line = ran.out.lines().find(|line| line.contains("D_hourly")).unwrap();
    assert_eq!(
        line.split_whitespace().collect::<Vec<_>>(),
        ["D_hourly", "23.19", "+-", "0.005", "23.13807078", "-0.0519", "USD/h", "contradicts", "itself"]
    );
}

#[test]
fn no_file_is_left_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/literature");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(id) = name.strip_suffix(".toml") {
            assert!(CASES.contains(&id), "{name} is not among the cases");
        }
    }
}

/// A case of one output: an API at 2 USD per Mtok for 1,000 Mtok.
fn case(output: &str) -> Result<Vec<Compared>, String> {
    let text = format!(
        r#"
id = "case"
title = "A case"
use = "test"
calculates = "a bill"
[source]
title = "a source"
url = "https://example.org/"
where = "page 1"
date = "2026"
[scenario]
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "api"
workload = {{ tokens_per_month = 1_000_000_000, class.all = {{ prompt_tokens = 1, completion_tokens = 1 }} }}
finance = {{ horizon_months = 12, discount_rate_annual_effective = 0 }}
api.api = {{ family = "closed_api", input_usd_per_mtok = 2, output_usd_per_mtok = 2 }}
[[row]]
[[row.output]]
name = "bill"
unit = "USD"
{output}
"#
    );
    let case = toml::from_str(&text).map_err(|error| error.to_string())?;
    recompute(&case).map_err(|error| error.to_string())
}

#[test]
fn figure_is_within_its_tolerance_or_off() {
    let verdict = |output: &str| case(output).map(|mut all| all.remove(0).verdict);
    let bill = "answer = { monthly_cost = \"api\" }";
    let of = |rest: &str| verdict(&format!("{bill}\n{rest}"));
    assert_eq!(of("published = 2000.5\nabs_tol = 0.5"), Ok(Verdict::Within));
    assert_eq!(of("published = 2000.6\nabs_tol = 0.5"), Ok(Verdict::Off));
    let wrong =
        |right: &str| format!("published = 200\nabs_tol = 0.5\ninstead = {{ {right}why = \"a tenth\" }}");
    assert_eq!(of(&wrong("value = 2000, ")), Ok(Verdict::SourceIsWrong("a tenth".to_owned())));
    assert_eq!(of(&wrong("value = 2001, ")), Ok(Verdict::Off));
    assert_eq!(of(&wrong("")), Ok(Verdict::Off), "it is not never");
}

#[test]
fn case_that_cannot_be_asked_is_refused() {
    let figure = "published = 2000\nabs_tol = 0.5";
    let refused = |rest: &str, part: &str| {
        let error = case(&format!("{figure}\n{rest}")).unwrap_err();
        assert!(error.contains(part), "{error}");
    };
    refused("", "names no answer");
    refused("answer = { yearly_cost = \"api\" }", "unknown variant `yearly_cost`");
    refused("answer = { monthly_cost = \"apis\" }", "no alternative is called `apis`");
    refused(
        "answer = { lines = { of = \"api\", categories = [\"tokens\"] } }",
        "no category of costs is called tokens",
    );
    refused("answer = { monthly_cost = \"api\" }\nrounded = true", "unknown field `rounded`");
    let wrong = "answer = { monthly_cost = \"api\" }\ninstead = { value = 2000, why = \"not at all\" }";
    refused(wrong, "is within the published precision, and said to be wrong");
    assert!(read("a-case-there-is-not").is_err());
}
