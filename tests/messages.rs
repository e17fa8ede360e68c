//! Every message that an error can have, word for word: a small scenario and a small price book, what is changed in
//! them, and what the library answers. A changed message fails here and prints the new one.
//!
//! What it does not catch: advice that is right in words and wrong in substance; the words of the TOML and JSON
//! parsers, which are theirs and change with them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::sweep::{Run, Summary, Sweep};
use breakeven::{
    AsOf, Catalog, Comparison, CostCurve, Currency, Decimal, Error, ErrorKind, Figure, Money, Position,
    Request, RequestClass, RequestLine, Scenario, Staircase, TierRule, UsageLog, VolumeTier, Workload,
};
use common::{as_json, decimal, edited};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// An API at the book's price, one at its own, a bought and a rented deployment.
const SCENARIO: &str = r#"schema = 1
question = "Buy, rent, or pay per token?"
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "hosted"

[workload]
tokens_per_month = 20_000_000_000
growth_fraction_per_month = 0.02
peak_to_average = 2

[workload.class.chat]
share = 0.75
prompt_tokens = 1500
reusable_prompt_tokens = 300
completion_tokens = 350

[workload.class.nightly]
share = 0.25
prompt_tokens = 3000
completion_tokens = 200
may_wait_hours = 24

[finance]
horizon_months = 36
discount_rate_annual_effective = 0.08

[facility]
electricity = "us-va-industrial"
pue = 1.4
per_kw_plus_metered = { usd_per_kw_month = 195 }

[api.hosted]
offer = "openai/gpt-4o"
tokens = { prompt_ratio = 1.1, class.chat = { reasoning_tokens = 100 } }

[api.quoted]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 8
context_tiers = [{ above_prompt_tokens = 200_000, input_usd_per_mtok = 4, output_usd_per_mtok = 12 }]

[deployment.bought]
model = "llama-3.3-70b"
precision = "fp8"
server = "8xh100-sxm"
replicas_per_step = 2
rate = { prefill_tokens_per_second = 22_000, decode_tokens_per_second = 5_000 }
hardware.buy = { useful_life_months = 60, resale_fraction = 0.2 }
people = { run_fte = 0.5, build_fte_months = 3 }

[deployment.rented]
model = "llama-3.3-70b"
precision = "fp8"
server = "8xh100-sxm"
accelerators_per_step = 2
rate = "llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c16"
hardware.rent = "runpod/h100-sxm"
"#;

/// One entry of each kind.
const BOOK: &str = r#"[[offer]]
id = "acme/m-1"
name = "M 1"
provider = "Acme"
family = "hosted_open_weights"
model = "m-1"
context_window_tokens = 131072
retirement = { on = "2027-01-14", source = "quote", as_of = "2026-11" }
source = "quote"
as_of = "2026-11-20"

[[offer.price]]
as_of = "2026-10"
source = "quote"
input_usd_per_mtok = 0.5
output_usd_per_mtok = 1.5

[[offer.price]]
as_of = "2026-11-20"
source = "quote"
input_usd_per_mtok = 0.2
output_usd_per_mtok = 0.4
batch_price_fraction = 0.5
context_tier = [
    { above_prompt_tokens = 32000, input_usd_per_mtok = 1, output_usd_per_mtok = 2 },
    { above_prompt_tokens = 64000, input_usd_per_mtok = 2, output_usd_per_mtok = 4 },
]

[[precision]]
id = "fp8"
bytes_per_parameter = 1
source = "paper"
as_of = "2024"

[[model]]
id = "m-1"
name = "M 1"
vendor = "Acme"
parameters_billion = 8
native_precision = "fp8"
context_window_tokens = 131072
layers = 32
attention = { kv_heads = 8, head_dim = 128 }
licence = "mit"
source = "card"
as_of = "2026-01"

[[accelerator]]
id = "x-1"
name = "X 1"
memory_gibibytes = 80
source = "sheet"
as_of = "2025"

[[server]]
id = "8xx-1"
name = "8x X 1"
accelerator = "x-1"
accelerators = 8
active_watts = 8000
idle_watts = 2000
power_source = "sheet"
power_as_of = "2025"
price = [{ as_of = "2026", source = "quote", price_usd = 200000 }]

[[rate]]
id = "m-1/fp8/1xx-1/a"
model = "m-1"
precision = "fp8"
accelerator = "x-1"
accelerators = 1
software = "engine"
split = { prefill_tokens_per_second = 20000, decode_tokens_per_second = 3000 }
source = "run"
as_of = "2026-05-01"

[[rate]]
id = "m-1/fp8/1xx-1/b"
model = "m-1"
precision = "fp8"
accelerator = "x-1"
accelerators = 1
software = "engine"
combined = { tokens_per_second = 4000, prompt_tokens = 900, completion_tokens = 900 }
source = "run"
as_of = "2026-05-02"

[[rental]]
id = "acme/x-1"
provider = "Acme"
accelerator = "x-1"
accelerators = 8
price = [{ as_of = "2026-06", source = "list", usd_per_gpu_hour = 2.5 }]

[[electricity]]
id = "here"
name = "Here"
history = [
    { as_of = "2025-12", source = "list", usd_per_kwh = 0.11 },
]

[[salary]]
id = "engineer"
name = "Engineer"
history = [
    { as_of = "2025-09", source = "survey", loaded_usd_per_year = 200000 },
]
"#;

/// What an error is expected to be: the name of the kind, and the test for it.
type Kind = (&'static str, fn(&ErrorKind) -> bool);

macro_rules! kind {
    ($variant:ident) => {
        (stringify!($variant), |kind: &ErrorKind| matches!(kind, ErrorKind::$variant { .. }))
    };
}

/// An error, and what is expected of it.
struct Snapshot {
    name: &'static str,
    kind: Kind,
    message: &'static str,
    /// `None` where there was no error.
    error: Option<Error>,
    /// The scenario, where the error is one of a scenario in TOML.
    text: Option<String>,
}

fn said<T>(name: &'static str, kind: Kind, result: Result<T, Error>, message: &'static str) -> Snapshot {
    Snapshot { name, kind, message, error: result.err(), text: None }
}

/// The error of the scenario with some changes.
fn changed(name: &'static str, kind: Kind, edits: &[(&str, &str)], message: &'static str) -> Snapshot {
    let text = edited(SCENARIO, edits);
    let error = Comparison::parse(&text, catalog()).err();
    Snapshot { name, kind, message, error, text: Some(text) }
}

/// The error of the price book with some changes.
fn booked(name: &'static str, kind: Kind, edits: &[(&str, &str)], message: &'static str) -> Snapshot {
    said(name, kind, Catalog::parse(&edited(BOOK, edits)), message)
}

fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(|| Catalog::builtin().unwrap())
}

fn comparison(edits: &[(&str, &str)]) -> Comparison {
    Comparison::parse(&edited(SCENARIO, edits), catalog()).unwrap()
}

fn all() -> Vec<Snapshot> {
    [
        form(),
        json_form(),
        ranges(),
        missing(),
        names(),
        conflicts(),
        requirements(),
        fine_tuning(),
        over_time(),
        sweeps(),
        books(),
        calls(),
        finance(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the functions of finance refuse.
#[rustfmt::skip]
#[allow(clippy::reversed_empty_ranges, reason = "that is one of the things that are refused")]
fn finance() -> Vec<Snapshot> {
    use breakeven::finance::{
        Annuity, EffectiveRate, LevelPayments, NominalRate, Roots, Timing, growth_rate, irr, levelized_cost, mirr, npv_end,
        npv_from_now, xirr,
    };
    let rates = breakeven::finance::MirrRates { finance: 0.1, reinvest: 0.1 };
    let loan = Annuity::ordinary(0.01, 12.0);
    let payments = LevelPayments { present: 1000.0, payment: -50.0, future: 0.0, timing: Timing::End };
    let asset = breakeven::finance::BuyOrLease {
        price: 100.0, depreciation: &[80.0, 25.0], residual: 0.0, lease: &[30.0], tax_rate: 0.2, after_tax_cost_of_debt: 0.05,
    };
    let alternating: Vec<f64> = (0..300).map(|at| if at % 2 == 0 { 1.0 } else { -1.1 }).collect();
    vec![
        said("rate at which all is lost", kind!(NotAbove), npv_from_now(-1.0, &[1.0]), "rate: -1 is not above -1 (fraction a period: 0.05 is 5 percent)"),
        said("effective rate at which all is lost", kind!(NotAbove), EffectiveRate::new(decimal("-1.5")), "effective rate: -1.5 is not above -1 (fraction a period: 0.05 is 5 percent)"),
        said("no periods a year", kind!(NotAbove), NominalRate::new(0.1, 0), "periods a year: 0 is not above 0 (periods)"),
        said("payment over no periods", kind!(NotAbove), Annuity::ordinary(0.05, 0.0).payment(1000.0, 0.0), "periods: 0 is not above 0 (periods)"),
        said("flow that is no number", kind!(NotFinite), npv_end(0.1, &[1.0, f64::NAN]), "flows[1]: NaN is no number; give a finite one"),
        said("rate without bound", kind!(NotFinite), loan.present_value(f64::INFINITY, 0.0), "payment: inf is no number; give a finite one"),
        said("period after the last", kind!(OutOfRange), loan.installment(13, 1000.0, 0.0), "period = 13 is not in 1..=12 (periods)"),
        said("periods that are none", kind!(Contradiction), loan.installments(5..=2, 1000.0, 0.0), "the periods 5..=2 are none; write the first before the last"),
        said("more than the price written off", kind!(Contradiction), asset.net_advantage(), "5 more is written off than the price of 100; write off the price at most"),
        said("installment of half a period", kind!(NotWhole), Annuity::ordinary(0.01, 2.5).installment(1, 1000.0, 0.0), "periods = 2.5 is not a whole number (periods)"),
        said("changes of sign", kind!(OutOfRange), irr(&alternating), "flows = 299 is not in 0..=256 (changes of sign)"),
        said("payments below the interest", kind!(NoAnswer), payments.periods(0.1), "there is no number of periods: the payments never get there"),
        said("no rate", kind!(NoAnswer), Roots::<f64>::None.only(), "there is no rate: no rate above -1 solves the equation"),
        said("several rates", kind!(NoAnswer), Roots::Several(vec![0.1, 0.2]).only(), "there is no single rate: several solve the equation"),
        said("flows on one day", kind!(NoAnswer), xirr::<f64>(&[]), "there is no internal rate of return: all flows are on one day"),
        said("nothing paid", kind!(NoAnswer), mirr(rates, &[1.0, 2.0]), "there is no modified internal rate of return: nothing is paid"),
        said("growth through zero", kind!(NoAnswer), growth_rate(5.0, -1.0, 1.0), "there is no rate of growth: the present and the future amount are not of one sign"),
        said("nothing made", kind!(NoAnswer), levelized_cost(0.1, &[1.0], &[0.0]), "there is no levelized cost: nothing is made"),
        said("lists of two lengths", kind!(Contradiction), levelized_cost(0.1, &[1.0, 2.0], &[1.0]), "2 costs and 1 quantities; give both for every instant from now on, 0 where there is none"),
        said("growth past the range", kind!(OutOfBounds), Annuity::ordinary(Decimal::ONE, 1000.into()).future_value(Decimal::ZERO, Decimal::ONE), "a future value is out of range; check the size of the inputs"),
    ]
}

fn assert_snapshots(snapshots: &[Snapshot]) {
    let mut complaints = Vec::new();
    for Snapshot { name, kind: (variant, is_kind), message, error, .. } in snapshots {
        match error {
            None => complaints.push(format!("{name}: no error, expected\n    {message}")),
            Some(error) => {
                let found = error.to_string();
                if found != *message {
                    complaints.push(format!("{name}: expected\n    {message}\n  found\n    {found}"));
                }
                if !is_kind(error.kind()) {
                    complaints.push(format!("{name}: expected {variant}, found {:?}", error.kind()));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{} differ:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn scenario_and_book_without_a_change_have_no_error() {
    let comparison = comparison(&[]);
    assert_eq!(comparison.alternatives().collect::<Vec<_>>(), ["hosted", "quoted", "bought", "rented"]);
    assert!(comparison.answer().is_ok());
    assert!(Catalog::parse(BOOK).is_ok());
}

#[test]
fn form_that_is_wrong_says_what_to_write() {
    assert_snapshots(&form());
}

#[test]
fn json_that_is_wrong_says_what_to_write() {
    assert_snapshots(&json_form());
}

#[test]
fn number_out_of_range_says_its_range() {
    assert_snapshots(&ranges());
}

#[test]
fn change_over_the_study_that_has_no_meaning_says_what_to_write() {
    assert_snapshots(&over_time());
}

#[test]
fn value_that_is_missing_says_what_to_write() {
    assert_snapshots(&missing());
}

#[test]
fn name_that_nothing_has_suggests_the_nearest() {
    assert_snapshots(&names());
}

#[test]
fn values_that_exclude_each_other_say_which() {
    assert_snapshots(&conflicts());
}

#[test]
fn requirement_that_is_wrong_says_what_to_write() {
    assert_snapshots(&requirements());
}

#[test]
fn fine_tuning_that_is_wrong_says_what_to_write() {
    assert_snapshots(&fine_tuning());
}

#[test]
fn sweep_that_is_wrong_says_what_to_write() {
    assert_snapshots(&sweeps());
}

#[test]
fn price_book_that_is_wrong_says_what_to_write() {
    assert_snapshots(&books());
}

#[test]
fn call_that_cannot_be_answered_says_why() {
    assert_snapshots(&calls());
}

/// The names of the variants in the source, so that one without a snapshot fails by its name.
fn variants() -> Vec<String> {
    let source = include_str!("../src/error/kind.rs");
    let body = source.split_once("pub enum ErrorKind {").unwrap().1.split_once("\n}").unwrap().0;
    let name = |line: &str| {
        let rest =
            line.strip_prefix("    ").filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))?;
        Some(rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>())
    };
    body.lines().filter_map(name).collect()
}

#[test]
fn every_kind_of_error_has_a_snapshot() {
    let variants = variants();
    assert!(variants.len() >= 17 && variants.contains(&"OutOfRange".to_owned()), "{variants:?}");
    let all = all();
    let unseen: Vec<&String> =
        variants.iter().filter(|name| all.iter().all(|one| one.kind.0 != name.as_str())).collect();
    assert!(unseen.is_empty(), "no snapshot has the kinds {unseen:?}");
}

/// The literals of a source file that begin as advice does, without its comments and its tests.
fn advice(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap();
    let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n").replace("'\"'", "");
    // A backslash at the end of a line takes the blanks after it along.
    let (first, rest) = code.split_once("\\\n").unwrap_or((&code, ""));
    let joined = rest.split("\\\n").fold(first.to_owned(), |joined, line| joined + line.trim_start());
    let literals = joined.replace("\\\"", "\u{1}");
    literals
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|literal| literal.starts_with("write "))
        .map(|literal| literal.replace('\u{1}', "\""))
        .collect()
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_advice_in_the_source_has_a_snapshot() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let advice: Vec<String> = files.iter().flat_map(|source| advice(source)).collect();
    assert!(advice.len() > 40, "only {} found", advice.len());
    let messages: Vec<&str> = all().iter().map(|one| one.message).collect();
    // Up to a placeholder such as {first}; `{ kv_heads = 8 }` is none.
    let fixed = |text: &str| {
        let mut braces = text.match_indices('{').map(|(at, _)| at);
        let end = braces.find(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
        text[..end.unwrap_or(text.len())].to_owned()
    };
    // What no text can reach: a rate of one form has its figure, and so has every tier.
    const UNREACHABLE: [&str; 2] =
        ["write `combined_tokens_per_second = 9_000`", "write the price of a long request"];
    let is_reachable = |text: &&String| !UNREACHABLE.iter().any(|known| text.starts_with(known));
    let is_seen = |text: &&String| messages.iter().any(|message| message.contains(&fixed(text)));
    let unseen: Vec<&String> = advice.iter().filter(is_reachable).filter(|text| !is_seen(text)).collect();
    assert!(unseen.is_empty(), "no snapshot has {unseen:#?}");
}

#[test]
fn position_path_and_kind_agree_with_the_message() {
    for Snapshot { name, error, .. } in all() {
        let Some(error) = error else { continue };
        let message = error.to_string();
        let place =
            error.position().map_or(String::new(), |Position { line, column }| format!("{line}:{column}: "));
        let path = error.path().map_or(String::new(), ToString::to_string);
        let begins = format!("{place}{path}");
        assert!(message.starts_with(&begins), "{name}: {message} begins with {begins}");
        assert!(message.ends_with(&error.kind().to_string()), "{name}: {message} ends with {}", error.kind());
        let between = &message[begins.len()..message.len() - error.kind().to_string().len()];
        let expected = match (path.is_empty(), error.kind()) {
            (true, _) => "",
            (
                false,
                ErrorKind::OutOfRange { .. } | ErrorKind::NotWhole { .. } | ErrorKind::TooManyDigits { .. },
            ) => " = ",
            (false, _) => ": ",
        };
        assert_eq!(between, expected, "{name}: {message}");
        assert!(!message.contains('\n') && !message.ends_with(['.', ' ']), "{name}: {message}");
    }
}

#[test]
fn scenario_in_json_has_the_same_errors_with_a_place() {
    let mut compared = 0;
    for Snapshot { name, error, text, .. } in all() {
        let (Some(error), Some(toml)) = (error, text) else { continue };
        if Scenario::parse(&toml).is_err() {
            continue;
        }
        let json = as_json(&toml);
        let other = Comparison::parse(&json, catalog()).expect_err(name);
        assert_eq!((other.kind(), other.path()), (error.kind(), error.path()), "{name}");
        assert_eq!(other.position().is_some(), error.position().is_some(), "{name}: {other}");
        if let Some(Position { line, column }) = other.position() {
            let length = json.lines().nth(line - 1).unwrap().len();
            assert!((1..=length + 1).contains(&column), "{name}: {line}:{column}");
        }
        compared += 1;
    }
    assert!(compared > 100, "only {compared}");
}

#[test]
fn scenario_that_is_built_in_code_has_errors_without_a_place() {
    let changed = edited(SCENARIO, &[("pue = 1.4", "pue = 0.9")]);
    let error = Scenario::parse(&changed).unwrap().resolve(catalog()).unwrap_err();
    assert_eq!(error.position(), None);
    assert_eq!(error.to_string(), "facility.pue = 0.9 is not in 1..=3 (ratio of facility to IT power)");
    let placed = Comparison::parse(&changed, catalog()).unwrap_err();
    assert_eq!(placed.position(), Some(Position { line: 30, column: 7 }));
    assert_eq!((placed.kind(), placed.path()), (error.kind(), error.path()));
}

// What is wrong today. Each of these says how it should be.

#[test]
fn unit_that_is_wrong_suggests_the_key_with_the_right_one() {
    let text = edited(SCENARIO, &[("resale_fraction = 0.2", "resale_percent = 25")]);
    let error = Scenario::parse(&text).unwrap_err();
    let expected = Some("resale_fraction".to_owned());
    assert!(
        matches!(error.kind(), ErrorKind::UnknownField { suggestion, .. } if *suggestion == expected),
        "{error}"
    );
}

#[test]
fn float_of_20_digits_is_refused_even_where_its_float_is_short() {
    for value in ["1.3999999999999999999", "1.40000000000000000001"] {
        let toml = edited(SCENARIO, &[("pue = 1.4", &format!("pue = {value}"))]);
        let json = as_json(SCENARIO).replace("\"pue\": 1.4", &format!("\"pue\": {value}"));
        for text in [toml, json] {
            let result = Comparison::parse(&text, catalog());
            let kind = result.err().map(|error| error.kind().clone());
            assert!(matches!(kind, Some(ErrorKind::TooManyDigits { .. })), "{value}: {kind:?}");
        }
    }
}

#[test]
fn element_of_a_list_has_one_path_and_its_own_place() {
    let text = edited(SCENARIO, &[("above_prompt_tokens", "above_tokens")]);
    let error = Scenario::parse(&text).unwrap_err();
    assert_eq!(error.path().unwrap().as_str(), "api.quoted.context_tiers.0.above_tokens");
    assert_eq!(error.position().unwrap().line, 41);
}

#[test]
fn key_that_is_written_twice_is_the_same_error_in_toml_and_json() {
    let toml = edited(SCENARIO, &[("pue = 1.4", "pue = 1.4\npue = 1.5")]);
    let json = as_json(SCENARIO).replace("\"pue\": 1.4", "\"pue\": 1.4, \"pue\": 1.5");
    for text in [toml, json] {
        let error = Scenario::parse(&text).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DuplicateField { field } if field == "pue"), "{error}");
        assert_eq!(error.path().unwrap().as_str(), "facility.pue");
    }
}

#[test]
fn value_in_json_is_pointed_at_itself() {
    let mut complaints = Vec::new();
    for Snapshot { name, error, text, .. } in all() {
        let (Some(toml), Some(error)) = (text, error) else { continue };
        let Some(path) = error.path().filter(|_| matches!(error.kind(), ErrorKind::OutOfRange { .. })) else {
            continue;
        };
        let key = path.as_str().rsplit('.').next().unwrap();
        let json = as_json(&toml);
        if !json.contains(&format!("\"{key}\"")) {
            continue; // another number of the scenario is meant
        }
        let other = Comparison::parse(&json, catalog()).unwrap_err();
        let line = other.position().map_or("", |place| json.lines().nth(place.line - 1).unwrap());
        if !line.contains(&format!("\"{key}\"")) {
            complaints.push(format!("{name}: {other}\n    {line}"));
        }
    }
    assert!(complaints.is_empty(), "{}\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn column_in_json_counts_characters() {
    let place = |question: &str| {
        let text = format!("{{\"question\": \"{question}\", \"schema\": true}}");
        Scenario::parse(&text).unwrap_err().position().unwrap()
    };
    assert_eq!(place("a"), place("ä"));
}

#[test]
fn every_error_of_a_scenario_has_a_path_and_a_place() {
    let unplaced: Vec<String> = all()
        .into_iter()
        .filter(|one| one.text.is_some())
        .filter_map(|one| one.error)
        .filter(|error| error.position().is_none() || error.path().is_none())
        // The parser's own have a place only.
        .filter(|error| !matches!(error.kind(), ErrorKind::Syntax { .. }))
        .map(|error| error.to_string())
        .collect();
    assert!(unplaced.is_empty(), "{unplaced:#?}");
}

#[test]
fn price_book_is_checked_to_the_last_number() {
    for (from, to) in [
        (
            "{ above_prompt_tokens = 32000, input_usd_per_mtok = 1,",
            "{ above_prompt_tokens = 32000, input_usd_per_mtok = -1,",
        ),
        ("batch_price_fraction = 0.5", "batch_price_fraction = 0.5\nbatch_cached_input_price_fraction = 9"),
        ("prompt_tokens = 900", "prompt_tokens = -900"),
        ("accelerators = 8\nactive_watts", "accelerators = 0\nactive_watts"),
        (
            "retirement = { on = \"2027-01-14\", source = \"quote\", as_of = \"2026-11\" }",
            "retirement = { on = \"2027-01-14\", source = \"quote\", as_of = \"soon\" }",
        ),
    ] {
        assert!(Catalog::parse(&edited(BOOK, &[(from, to)])).is_err(), "{to}");
    }
}

#[test]
fn share_by_path_that_breaks_the_sum_is_refused() {
    assert!(comparison(&[]).with("workload.class.chat.share", decimal("0.1")).is_err());
}

// The snapshots.

// The pieces that more than one change replaces.

const BUY: &str = "hardware.buy = { useful_life_months = 60, resale_fraction = 0.2 }";
const RATE: &str = "rate = { prefill_tokens_per_second = 22_000, decode_tokens_per_second = 5_000 }";
const PEOPLE: &str = "people = { run_fte = 0.5, build_fte_months = 3 }";
const COLOCATION: &str = "per_kw_plus_metered = { usd_per_kw_month = 195 }";
const RENT: &str = r#"hardware.rent = "runpod/h100-sxm""#;
const RENTED_RATE: &str = r#"rate = "llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c16""#;
const MODEL: &str = "[deployment.bought]\nmodel = \"llama-3.3-70b\"";
const CHAT: &str = "[workload.class.chat]\nshare = 0.75\nprompt_tokens = 1500\nreusable_prompt_tokens = 300\ncompletion_tokens = 350\n";
const NIGHTLY: &str = "[workload.class.nightly]\nshare = 0.25\nprompt_tokens = 3000\ncompletion_tokens = 200\nmay_wait_hours = 24\n";
const PEAK_LOAD: &str = "peak_to_average = 2\n";
const FLAT_DAY: &str = "hourly_load = [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]\n";
const FLAT: &str = "input_usd_per_mtok = 2\n";
const SERVER: &str = "server = \"8xh100-sxm\"\nreplicas";

/// What is wrong with the form of a text: found while it is read.
#[rustfmt::skip]
fn form() -> Vec<Snapshot> {
    vec![
        changed("unknown_key", kind!(UnknownField), &[(r#"baseline = "hosted""#, r#"basline = "hosted""#)], "5:1: basline: unknown key; did you mean `baseline`?"),
        changed("unknown_key_in_a_table", kind!(UnknownField), &[("peak_to_average = 2", "peak_to_averge = 2")], "10:1: workload.peak_to_averge: unknown key; did you mean `peak_to_average`?"),
        changed("unknown_key_unlike_any", kind!(UnknownField), &[("pue = 1.4", "zzz = 1.4")], "30:1: facility.zzz: unknown key"),
        changed("wrong_unit_of_a_price", kind!(UnknownField), &[("input_usd_per_mtok = 2", "input_eur_per_mtok = 2")], "39:1: api.quoted.input_eur_per_mtok: unknown key; did you mean `input_usd_per_mtok`?"),
        changed("wrong_unit_of_watts", kind!(UnknownField), &[(SERVER, "server = { id = \"8xh100-sxm\", active_kilowatts = 8.4 }\nreplicas")], "46:31: deployment.bought.server.active_kilowatts: unknown key; did you mean `active_watts`?"),
        changed("unknown_key_in_an_element", kind!(UnknownField), &[("above_prompt_tokens", "above_tokens")], "41:20: api.quoted.context_tiers.0.above_tokens: unknown key; did you mean `above_prompt_tokens`?"),
        changed("unknown_acquisition", kind!(UnknownField), &[(BUY, "hardware.bought = { useful_life_months = 60 }")], "49:10: deployment.bought.hardware.bought: unknown key"),
        changed("unknown_table", kind!(UnknownField), &[("[finance]", "[finances]")], "24:2: finances: unknown key; did you mean `finance`?"),
        changed("key_twice", kind!(DuplicateField), &[("pue = 1.4", "pue = 1.4\npue = 1.5")], "31:1: facility.pue: the key `pue` is written twice"),
        changed("alternative_twice", kind!(DuplicateField), &[("[api.quoted]", "[api.hosted]")], "37:6: hosted: the key `hosted` is written twice"),
        changed("no_schema", kind!(Missing), &[("schema = 1\n", "")], "1:1: schema: missing; write `schema = 1`"),
        changed("no_workload", kind!(Missing), &[("[workload]\ntokens_per_month = 20_000_000_000\ngrowth_fraction_per_month = 0.02\npeak_to_average = 2\n", ""), (CHAT, ""), (NIGHTLY, "")], "1:1: workload: missing; write [workload]"),
        changed("no_baseline", kind!(Missing), &[("baseline = \"hosted\"\n", "")], "1:1: baseline: missing; write `baseline = ...`"),
        changed("no_model", kind!(Missing), &[(MODEL, "[deployment.bought]")], "43:13: deployment.bought.model: missing; write `model = ...`"),
        changed("tier_without_threshold", kind!(Missing), &[("above_prompt_tokens = 200_000, ", "")], "41:18: api.quoted.context_tiers.0.above_prompt_tokens: missing; write `above_prompt_tokens = ...`"),
        changed("word_for_a_number", kind!(WrongType), &[("pue = 1.4", r#"pue = "low""#)], r#"30:7: facility.pue: `low`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("truth_for_a_number", kind!(WrongType), &[("pue = 1.4", "pue = true")], r#"30:7: facility.pue: boolean `true`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("list_for_a_number", kind!(WrongType), &[("pue = 1.4", "pue = [1.4]")], r#"30:7: facility.pue: a list, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("table_for_a_number", kind!(WrongType), &[("pue = 1.4", "pue = {}")], r#"30:1: facility.pue: a table, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("range_with_a_low_only", kind!(Missing), &[("pue = 1.4", "pue = { low = 1.2 }")], "30:1: facility.pue.base: missing; write `base = ...`"),
        changed("range_without_a_base", kind!(Missing), &[("pue = 1.4", "pue = { low = 1.2, high = 1.6 }")], "30:1: facility.pue.base: missing; write `base = ...`"),
        changed("range_with_a_middle", kind!(UnknownField), &[("pue = 1.4", "pue = { low = 1.2, mid = 1.4, high = 1.6 }")], "30:20: facility.pue.mid: unknown key"),
        changed("range_with_a_key_too_many", kind!(UnknownField), &[("pue = 1.4", "pue = { low = 1.2, base = 1.4, high = 1.6, best = 1.2 }")], "30:44: facility.pue.best: unknown key"),
        changed("range_with_a_low_above_its_base", kind!(NotAscending), &[("pue = 1.4", "pue = { low = 1.5, base = 1.4, high = 1.6 }")], "30:1: facility.pue: low 1.5, base 1.4, high 1.6 do not ascend; write low <= base <= high"),
        changed("range_with_a_base_above_its_high", kind!(NotAscending), &[("pue = 1.4", "pue = { low = 1.2, base = \"1.40\", high = 1.3 }")], "30:1: facility.pue: low 1.2, base 1.40, high 1.3 do not ascend; write low <= base <= high"),
        changed("word_in_a_range", kind!(WrongType), &[("pue = 1.4", "pue = { low = \"low\", base = 1.4, high = 1.6 }")], r#"30:15: facility.pue.low: `low`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("range_in_a_range", kind!(WrongType), &[("pue = 1.4", "pue = { low = { low = 1, base = 1.1, high = 1.2 }, base = 1.4, high = 1.6 }")], r#"30:9: facility.pue.low: a table, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("float_of_20_digits_in_a_range", kind!(TooManyDigits), &[("pue = 1.4", "pue = { low = 1.2345678901234567890, base = 1.4, high = 1.6 }")], "30:15: facility.pue.low = 1.2345678901234567890 has more than 15 digits; write it in quotes to keep them all"),
        changed("range_for_a_count", kind!(WrongType), &[(PEOPLE, "maximum_steps = { low = 1, base = 2, high = 3 }")], "50:1: deployment.bought.maximum_steps: a table, expected a whole number from 0 to 4294967295"),
        changed("date_for_a_number", kind!(WrongType), &[("pue = 1.4", "pue = 2026-11-24")], r#"30:7: facility.pue: a table, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("number_for_a_word", kind!(WrongType), &[(r#"precision = "fp8""#, "precision = 8")], "45:13: deployment.bought.precision: integer `8`, expected text in quotes"),
        changed("bare_date", kind!(WrongType), &[(r#"prices_as_of = "2026-11-24""#, "prices_as_of = 2026-11-24")], "4:16: prices_as_of: a table, expected text in quotes"),
        changed("number_for_a_table", kind!(WrongType), &[(PEOPLE, "people = 0.5")], "50:10: deployment.bought.people: floating point `0.5`, expected a catalog id or a table"),
        changed("word_for_a_table", kind!(WrongType), &[("[finance]\nhorizon_months = 36\ndiscount_rate_annual_effective = 0.08\n", ""), (r#"baseline = "hosted""#, "baseline = \"hosted\"\nfinance = \"none\"")], r#"6:11: finance: string "none", expected a table"#),
        changed("number_for_a_catalog_id", kind!(WrongType), &[(SERVER, "server = 8\nreplicas")], "46:10: deployment.bought.server: integer `8`, expected a catalog id or a table"),
        changed("negative_count", kind!(WrongType), &[(PEOPLE, "maximum_steps = -1")], "50:17: deployment.bought.maximum_steps: integer `-1`, expected a whole number from 0 to 4294967295"),
        changed("fractional_count", kind!(WrongType), &[(PEOPLE, "maximum_steps = 1.5")], "50:17: deployment.bought.maximum_steps: floating point `1.5`, expected a whole number from 0 to 4294967295"),
        changed("attention_of_two_kinds", kind!(WrongType), &[(MODEL, "[deployment.bought]\nmodel = { id = \"llama-3.3-70b\", attention = { kv_heads = 8, rope_dim = 64 } }")], "44:33: deployment.bought.model.attention: another set of keys, expected { kv_heads, head_dim } or { kv_lora_rank, rope_dim }"),
        changed("nan", kind!(WrongType), &[("pue = 1.4", "pue = nan")], r#"30:7: facility.pue: NaN, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("infinity", kind!(WrongType), &[("pue = 1.4", "pue = -inf")], r#"30:7: facility.pue: -inf, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("huge_float", kind!(WrongType), &[("pue = 1.4", "pue = 1e40")], r#"30:7: facility.pue: 10000000000000000000000000000000000000000, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("quoted_exponent", kind!(WrongType), &[("pue = 1.4", r#"pue = "1.4e0""#)], r#"30:7: facility.pue: `1.4e0`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("quoted_comma", kind!(WrongType), &[("pue = 1.4", r#"pue = "1,4""#)], r#"30:7: facility.pue: `1,4`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("quoted_unit", kind!(WrongType), &[("pue = 1.4", r#"pue = "1.4 W/W""#)], r#"30:7: facility.pue: `1.4 W/W`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        changed("float_of_20_digits", kind!(TooManyDigits), &[("pue = 1.4", "pue = 1.2345678901234567890")], "30:7: facility.pue = 1.2345678901234567890 has more than 15 digits; write it in quotes to keep them all"),
        changed("float_of_17_digits", kind!(TooManyDigits), &[("pue = 1.4", "pue = 1.4000000000000001")], "30:7: facility.pue = 1.4000000000000001 has more than 15 digits; write it in quotes to keep them all"),
        changed("integer_of_20_digits", kind!(TooManyDigits), &[("20_000_000_000", "20000000000000000000")], "8:20: workload.tokens_per_month = 20000000000000000000 has more than 15 digits; write it in quotes to keep them all"),
        changed("no_value", kind!(Syntax), &[("pue = 1.4", "pue =")], "30:6: string values must be quoted, expected literal string"),
        changed("open_string", kind!(Syntax), &[(r#"currency = "USD""#, r#"currency = "USD"#)], r#"3:16: invalid basic string, expected `"`"#),
        changed("open_table", kind!(Syntax), &[(PEOPLE, "people = { run_fte = 0.5")], "52:1: missing key for inline table element, expected `,`"),
        changed("no_equals_sign", kind!(Syntax), &[("pue = 1.4", "pue 1.4")], "30:5: key with no value, expected `=`"),
        changed("bare_word", kind!(Syntax), &[(r#"precision = "fp8""#, "precision = fp8")], "45:13: invalid boolean, expected `false`"),
        changed("control_character", kind!(Syntax), &[("USD", "U\u{0}D")], r#"3:14: invalid basic string, expected non-double-quote visible characters, `\`"#),
        changed("other_schema", kind!(WrongType), &[("schema = 1", "schema = 2")], "1:10: schema: 2, expected 1, the only schema that this version reads"),
        changed("other_currency", kind!(WrongType), &[(r#""USD""#, r#""EUR""#)], "3:12: currency: `EUR`, expected `USD`; convert other amounts at a stated rate"),
        changed("not_a_date", kind!(WrongType), &[(r#"prices_as_of = "2026-11-24""#, r#"prices_as_of = "24.11.2026""#)], "4:16: prices_as_of: `24.11.2026`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        changed("day_that_is_not", kind!(WrongType), &[(r#"prices_as_of = "2026-11-24""#, r#"prices_as_of = "2026-02-30""#)], "4:16: prices_as_of: `2026-02-30`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        changed("name_with_a_blank", kind!(WrongType), &[("[api.quoted]", r#"[api."our quote"]"#)], r#"37:6: api.our quote: the name "our quote", expected letters, digits, `-`, `_` and `.`, because names are part of paths"#),
        changed("class_name_with_a_blank", kind!(WrongType), &[("[workload.class.nightly]", r#"[workload.class."at night"]"#)], r#"18:17: workload.class.at night: the name "at night", expected letters, digits, `-`, `_` and `.`, because names are part of paths"#),
        changed("empty_name", kind!(WrongType), &[("[deployment.rented]", r#"[deployment.""]"#)], r#"52:13: deployment.: the name "", expected letters, digits, `-`, `_` and `.`, because names are part of paths"#),
        changed("id_of_an_api_and_a_deployment", kind!(Contradiction), &[("[deployment.rented]", "[deployment.hosted]")], "52:13: deployment.hosted: an API and a deployment are both called hosted; give one of them another id"),
    ]
}

/// What changes over the study.
#[rustfmt::skip]
fn over_time() -> Vec<Snapshot> {
    vec![
        changed("event_without_a_month", kind!(Missing), &[("[api.quoted]", "events = [{ price_factor = 0.6 }]\n\n[api.quoted]")], r#"37:11: api.hosted.events.0.month: missing; write `month = 13`, or `on = "2027-12-01"`"#),
        changed("event_in_month_1", kind!(Contradiction), &[("[api.quoted]", "events = [{ month = 1, price_factor = 0.6 }]\n\n[api.quoted]")], "37:21: api.hosted.events.0.month: an event in month 1; write a month from 2 on; what holds from the beginning is no event"),
        changed("event_by_month_and_day", kind!(Conflict), &[("[api.quoted]", "events = [{ month = 13, on = \"2027-12-01\", price_factor = 0.6 }]\n\n[api.quoted]")], "37:11: api.hosted.events.0: `month` and `on` exclude each other; give one of them"),
        changed("event_on_the_first_day", kind!(Contradiction), &[("[api.quoted]", "events = [{ on = \"2026-11\", price_factor = 0.6 }]\n\n[api.quoted]")], "37:18: api.hosted.events.0.on: an event in month 1; write a month from 2 on; what holds from the beginning is no event"),
        changed("events_that_do_not_ascend", kind!(Contradiction), &[("[api.quoted]", "events = [{ month = 13, price_factor = 0.6 }, { month = 13, price_factor = 0.5 }]\n\n[api.quoted]")], "37:47: api.hosted.events.1: month 13 does not ascend; write the earliest event first, and one for each month"),
        changed("event_of_nothing", kind!(Missing), &[("[api.quoted]", "events = [{ month = 13 }]\n\n[api.quoted]")], "37:11: api.hosted.events.0: missing; write `price_factor = 0.6`, new prices, `rate_factor = 1.5` or `migration_usd = 20_000`"),
        changed("event_with_a_factor_and_prices", kind!(Conflict), &[("[api.quoted]", "events = [{ month = 13, price_factor = 0.6, input_usd_per_mtok = 1, output_usd_per_mtok = 4 }]\n\n[api.quoted]")], "37:11: api.hosted.events.0: `price_factor` and `input_usd_per_mtok` exclude each other; give one of them"),
        changed("event_with_one_new_price", kind!(Missing), &[("[api.quoted]", "events = [{ month = 13, input_usd_per_mtok = 1 }]\n\n[api.quoted]")], "37:11: api.hosted.events.0.output_usd_per_mtok: missing; write `output_usd_per_mtok = 5` too: new prices are given together"),
        changed("event_of_an_api_with_rates", kind!(Contradiction), &[("[api.quoted]", "events = [{ month = 13, rate_factor = 1.5 }]\n\n[api.quoted]")], "37:39: api.hosted.events.0.rate_factor: serving rates of an API; write `price_factor` or new prices"),
        changed("event_of_a_deployment_with_prices", kind!(Contradiction), &[(PEOPLE, "events = [{ month = 13, price_factor = 0.6 }]")], "50:40: deployment.bought.events.0.price_factor: prices per token of a deployment; write `rate_factor`, or `price_change_fraction_per_month` of its hardware"),
        changed("event_price_factor", kind!(OutOfRange), &[("[api.quoted]", "events = [{ month = 13, price_factor = 60 }]\n\n[api.quoted]")], "37:40: api.hosted.events.0.price_factor = 60 is not in 0..=10 (a fraction of the price); for 60 percent write 0.6"),
        changed("new_prices_beside_an_allowance", kind!(Contradiction), &[("[api.quoted]", "free_tokens_per_month = 1_000_000\nevents = [{ month = 13, input_usd_per_mtok = 1, output_usd_per_mtok = 4 }]\n\n[api.quoted]")], "38:11: api.hosted.events.0: new prices of a sheet with tiers, a commitment, an allowance or provisioned units; write `price_factor`"),
        changed("new_prices_of_what_is_free", kind!(Contradiction), &[("[api.quoted]", "input_usd_per_mtok = 0\nevents = [{ month = 13, input_usd_per_mtok = 1, output_usd_per_mtok = 4 }]\n\n[api.quoted]")], "38:11: api.hosted.events.0: new prices in proportion to a price of 0; write another alternative, and a plan that moves to it"),
        changed("commitment_of_what_is_not_used_today", kind!(Contradiction), &[(PEOPLE, "existing_commitment = { usd_per_month = 9_000, until_month = 12 }")], "50:1: deployment.bought.existing_commitment: what is not used today is not owed yet; write it for the baseline, or `commitment` for spend that is committed to with the move"),
        changed("commitment_without_an_end", kind!(Missing), &[("[api.quoted]", "existing_commitment = { usd_per_month = 9_000 }\n\n[api.quoted]")], "37:1: api.hosted.existing_commitment.until_month: missing; write `until_month = 12`, the last month in which it holds"),
        changed("commitment_past_the_longest_study", kind!(Contradiction), &[("[api.quoted]", "existing_commitment = { usd_per_month = 9_000, until_month = 601 }\n\n[api.quoted]")], "37:62: api.hosted.existing_commitment.until_month: month 601; write a month of the study, from 1 to 600"),
        changed("commitment_without_an_amount", kind!(Missing), &[("[api.quoted]", "existing_commitment = { until_month = 12 }\n\n[api.quoted]")], "37:1: api.hosted.existing_commitment.usd_per_month: missing; write `usd_per_month = 10_000`, what is paid in any case"),
        changed("credit_without_an_amount", kind!(Missing), &[("[api.quoted]", "credit = { until_month = 12 }\n\n[api.quoted]")], "37:1: api.hosted.credit.usd: missing; write `usd = 100_000`, what there is of it"),
        changed("credit_for_hardware_of_ones_own", kind!(Contradiction), &[(PEOPLE, "credit = { usd = 50_000, until_month = 12 }")], "50:1: deployment.bought.credit: a provider's credit for hardware of one's own; write it for what is rented, or for an API"),
        changed("ramp_of_what_is_used_today", kind!(Contradiction), &[("[api.quoted]", "ramp_fractions = [0.5]\n\n[api.quoted]")], "37:18: api.hosted.ramp_fractions: what is used today serves all of the volume already; leave it out, or name another baseline"),
        changed("ramp_that_falls", kind!(Contradiction), &[(PEOPLE, "ramp_fractions = [0.5, 0.25]")], "50:24: deployment.bought.ramp_fractions.1: a share of 0.25 after a larger one; write what has moved by then, month by month"),
        changed("ramp_above_1", kind!(Contradiction), &[(PEOPLE, "ramp_fractions = [50]")], "50:19: deployment.bought.ramp_fractions.0: a share of 50; write shares from 0 to 1 with at most nine decimals"),
        changed("lead_as_long_as_the_study", kind!(Contradiction), &[(PEOPLE, "lead_months = 36")], "50:15: deployment.bought.lead_months: 36 months until it serves, of a study of 36; write fewer months than the study has"),
        changed("refresh_never", kind!(Contradiction), &[(PEOPLE, "refresh = { every_months = 0, usd = 30_000 }")], "50:28: deployment.bought.refresh.every_months: every 0 months; write from 1 to 600 months"),
        changed("refresh_without_months", kind!(Missing), &[(PEOPLE, "refresh = { usd = 30_000 }")], "50:1: deployment.bought.refresh.every_months: missing; write `every_months = 12`, from one to the next"),
        changed("refresh_without_an_amount", kind!(Missing), &[(PEOPLE, "refresh = { every_months = 12 }")], "50:1: deployment.bought.refresh.usd: missing; write `usd = 30_000`, what it costs each time"),
        changed("faster_at_proportional_energy", kind!(Contradiction), &[(PEOPLE, "energy = \"proportional\"\nevents = [{ month = 13, rate_factor = 1.5 }]")], r#"51:10: deployment.bought.events: energy for busy seconds at serving rates that change; write `energy = "while_serving"`"#),
        changed("repeated_lives_ordered_ahead", kind!(Contradiction), &[(BUY, "hardware.buy = { useful_life_months = 60, unequal_lives = \"repeated_lives\" }\nlead_months = 3")], r#"49:59: deployment.bought.hardware.buy.unequal_lives: repeated lives of hardware whose price moves or that is ordered ahead; write `unequal_lives = "study_period"`"#),
        changed("faster_steps_of_each_hour", kind!(Contradiction), &[(RENT, "hardware.rent = { id = \"runpod/h100-sxm\", scaling = \"hourly\" }\nevents = [{ month = 13, rate_factor = 1.5 }]"), (PEAK_LOAD, FLAT_DAY)], r#"59:10: deployment.rented.events: steps of each hour at serving rates that change; write `scaling = "always_on"`"#),
        changed("mix_of_what_takes_time", kind!(Contradiction), &[(PEOPLE, "lead_months = 3\n[routed.both]\nshare = { bought = 0.5, hosted = 0.5 }")], "52:20: routed.both.share.bought: bought takes time until it serves; name one without `lead_months` and `ramp_fractions`"),
        changed("escalation_to_what_changes", kind!(Contradiction), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"quoted\" }"), (FLAT, "input_usd_per_mtok = 2\ncredit = { usd = 1_000, until_month = 3 }\n")], "51:57: deployment.bought.acceptance.escalate_to: quoted has events, a credit, a commitment, a lead time or a ramp; name an API without them"),
    ]
}

/// Numbers outside their range.
#[rustfmt::skip]
fn ranges() -> Vec<Snapshot> {
    vec![
        changed("65_for_a_fraction", kind!(OutOfRange), &[(BUY, "hardware.buy = { useful_life_months = 60, selling_cost_fraction = 65 }")], "49:67: deployment.bought.hardware.buy.selling_cost_fraction = 65 is not in 0..=1 (a fraction of the resale); for 65 percent write 0.65"),
        changed("65_for_a_share", kind!(OutOfRange), &[("share = 0.75", "share = 65")], "13:9: workload.class.chat.share = 65 is not in 0..=1 (a fraction of the requests); for 65 percent write 0.65"),
        changed("400_for_a_fraction", kind!(OutOfRange), &[("share = 0.75", "share = 400")], "13:9: workload.class.chat.share = 400 is not in 0..=1 (a fraction of the requests)"),
        changed("8_for_a_discount_rate", kind!(OutOfRange), &[("discount_rate_annual_effective = 0.08", "discount_rate_annual_effective = 8")], "26:34: finance.discount_rate_annual_effective = 8 is not in -0.5..=1 (an effective fraction a year); for 8 percent write 0.08"),
        changed("negative_price", kind!(OutOfRange), &[("input_usd_per_mtok = 2", "input_usd_per_mtok = -2")], "39:22: api.quoted.input_usd_per_mtok = -2 is not in 0..=100000 (USD per Mtok)"),
        changed("negative_price_of_a_tier", kind!(OutOfRange), &[("input_usd_per_mtok = 4", "input_usd_per_mtok = -4")], "41:72: api.quoted.context_tiers.0.input_usd_per_mtok = -4 is not in 0..=100000 (USD per Mtok)"),
        changed("growth_of_minus_one", kind!(OutOfRange), &[("growth_fraction_per_month = 0.02", "growth_fraction_per_month = -1")], "9:29: workload.growth_fraction_per_month = -1 is not in -0.5..=1 (a fraction a month)"),
        changed("growth_of_15_percent", kind!(OutOfRange), &[("growth_fraction_per_month = 0.02", "growth_fraction_per_month = 15")], "9:29: workload.growth_fraction_per_month = 15 is not in -0.5..=1 (a fraction a month); for 15 percent write 0.15"),
        changed("price_change_of_minus_two_thirds", kind!(OutOfRange), &[("output_usd_per_mtok = 8", "output_usd_per_mtok = 8\nprice_change_fraction_per_month = -0.67")], "41:35: api.quoted.price_change_fraction_per_month = -0.67 is not in -0.5..=1 (a fraction a month)"),
        changed("high_of_a_range", kind!(OutOfRange), &[("pue = 1.4", "pue = { low = 1.2, base = 1.4, high = 9 }")], "30:39: facility.pue.high = 9 is not in 1..=3 (ratio of facility to IT power)"),
        changed("low_of_a_range", kind!(OutOfRange), &[("pue = 1.4", "pue = { low = 0.9, base = 1.4, high = 1.6 }")], "30:15: facility.pue.low = 0.9 is not in 1..=3 (ratio of facility to IT power)"),
        changed("high_of_a_range_of_fractions", kind!(OutOfRange), &[(BUY, "hardware.buy = { useful_life_months = 60, resale_fraction = { low = 0.1, base = 0.2, high = 40 } }")], "49:93: deployment.bought.hardware.buy.resale_fraction.high = 40 is not in 0..=3 (a fraction of the price); for 40 percent write 0.4"),
        changed("low_of_a_range_of_months", kind!(NotWhole), &[("horizon_months = 36", "horizon_months = { low = 24.5, base = 36, high = 48 }")], "25:26: finance.horizon_months.low = 24.5 is not a whole number (months)"),
        changed("range_of_no_requests", kind!(Contradiction), &[("tokens_per_month = 20_000_000_000", "requests_per_month = { low = 0, base = 1_000_000, high = 2_000_000 }")], "8:1: workload.requests_per_month: 0 requests a month; write more than 0"),
        changed("range_of_replicas", kind!(Contradiction), &[("replicas_per_step = 2", "replicas_per_step = { low = 1, base = 2, high = 4 }")], "47:1: deployment.bought.replicas_per_step: a range of a number that cannot be moved alone; write one number, and a scenario for each other value"),
        changed("range_of_a_share", kind!(Contradiction), &[("share = 0.75", "share = { low = 0.5, base = 0.75, high = 0.8 }")], "13:1: workload.class.chat.share: a range of a number that cannot be moved alone; write one number, and a scenario for each other value"),
        changed("range_of_the_memory", kind!(Contradiction), &[(SERVER, "server = { id = \"8xh100-sxm\", accelerator_memory_gibibytes = { low = 40, base = 80, high = 80 } }\nreplicas")], "46:31: deployment.bought.server.accelerator_memory_gibibytes: a range of a number that takes one value only, or that enters no alternative; write one number in place of { low, base, high }"),
        changed("range_of_the_power_of_rented_servers", kind!(Contradiction), &[("server = \"8xh100-sxm\"\naccelerators_per_step", "server = { id = \"8xh100-sxm\", active_watts = { low = 6000, base = 8000, high = 9000 } }\naccelerators_per_step")], "55:31: deployment.rented.server.active_watts: a range of a number that takes one value only, or that enters no alternative; write one number in place of { low, base, high }"),
        changed("range_of_owned_spares", kind!(Contradiction), &[(BUY, "spares = { low = 0, base = 1, high = 2 }\nhardware.owned_already = { steps = 5, resale_value_usd = 90_000, age_months = 18, useful_life_months = 60 }")], "49:1: deployment.bought.spares: a range of the spares of steps that are owned already, which limit the steps at work; write one number, and a scenario for each other value"),
        changed("pue_below_one", kind!(OutOfRange), &[("pue = 1.4", "pue = 0.9")], "30:7: facility.pue = 0.9 is not in 1..=3 (ratio of facility to IT power)"),
        changed("quoted_value", kind!(OutOfRange), &[("pue = 1.4", r#"pue = "0.99999999999999999999""#)], "30:7: facility.pue = 0.99999999999999999999 is not in 1..=3 (ratio of facility to IT power)"),
        changed("peak_below_average", kind!(OutOfRange), &[("peak_to_average = 2", "peak_to_average = 0.5")], "10:19: workload.peak_to_average = 0.5 is not in 1..=100 (peak hour over average hour)"),
        changed("horizon_of_601", kind!(OutOfRange), &[("horizon_months = 36", "horizon_months = 601")], "25:18: finance.horizon_months = 601 is not in 1..=600 (months)"),
        changed("no_tokens", kind!(OutOfRange), &[("tokens_per_month = 20_000_000_000", "tokens_per_month = 0")], "8:20: workload.tokens_per_month = 0 is not in 1..=1000000000000000 (tokens a month)"),
        changed("too_many_tokens", kind!(OutOfRange), &[("tokens_per_month = 20_000_000_000", "tokens_per_month = 1_000_000_000_000_001")], "8:20: workload.tokens_per_month = 1000000000000001 is not in 1..=1000000000000000 (tokens a month)"),
        changed("no_requests", kind!(Contradiction), &[("tokens_per_month = 20_000_000_000", "requests_per_month = 0")], "8:22: workload.requests_per_month: 0 requests a month; write more than 0"),
        changed("negative_requests", kind!(Contradiction), &[("tokens_per_month = 20_000_000_000", "requests_per_month = -1")], "8:22: workload.requests_per_month: -1 requests a month; write more than 0"),
        changed("class_profile", kind!(OutOfRange), &[("reasoning_tokens = 100", "attempts = 0.5")], "35:58: api.hosted.tokens.class.chat.attempts = 0.5 is not in 1..=100 (requests per accepted answer)"),
        changed("profile", kind!(OutOfRange), &[("prompt_ratio = 1.1", "prompt_ratio = 11")], "35:27: api.hosted.tokens.prompt_ratio = 11 is not in 0.1..=10 (a ratio of tokens)"),
        changed("tariff", kind!(OutOfRange), &[(r#"electricity = "us-va-industrial""#, "electricity_usd_per_kwh = 89")], "29:27: facility.electricity_usd_per_kwh = 89 is not in 0..=10 (USD per kWh)"),
        changed("site_rent", kind!(OutOfRange), &[("usd_per_kw_month = 195", "usd_per_kw_month = -195")], "31:44: facility.per_kw_plus_metered.usd_per_kw_month = -195 is not in 0..=100000 (USD per kW and month)"),
        changed("useful_life", kind!(OutOfRange), &[("useful_life_months = 60", "useful_life_months = 0")], "49:39: deployment.bought.hardware.buy.useful_life_months = 0 is not in 1..=600 (months)"),
        changed("watts_of_a_server", kind!(OutOfRange), &[(SERVER, "server = { id = \"8xh100-sxm\", active_watts = -1 }\nreplicas")], "46:46: deployment.bought.server.active_watts = -1 is not in 0..=10000000 (W per server)"),
        changed("rate", kind!(OutOfRange), &[("decode_tokens_per_second = 5_000", "decode_tokens_per_second = 0")], "48:73: deployment.bought.rate.decode_tokens_per_second = 0 is not in 0.01..=10000000 (tokens a second and replica)"),
        changed("rent", kind!(OutOfRange), &[(RENT, "hardware.rent = { price_usd_per_gpu_hour = -2 }")], "58:44: deployment.rented.hardware.rent.price_usd_per_gpu_hour = -2 is not in 0..=100000 (USD per accelerator-hour)"),
        changed("discount", kind!(OutOfRange), &[(RENT, "hardware.rent = { id = \"runpod/h100-sxm\", discount_fraction = 33 }")], "58:63: deployment.rented.hardware.rent.discount_fraction = 33 is not in 0..=1 (a fraction of the rent); for 33 percent write 0.33"),
        changed("usable_memory", kind!(OutOfRange), &[(PEOPLE, "memory = { usable_fraction = 90 }")], "50:30: deployment.bought.memory.usable_fraction = 90 is not in 0..=1 (a fraction of the memory); for 90 percent write 0.9"),
        changed("memory_overhead", kind!(OutOfRange), &[(PEOPLE, "memory = { overhead_gigabytes_per_accelerator = -1 }")], "50:49: deployment.bought.memory.overhead_gigabytes_per_accelerator = -1 is not in 0..=1000000 (GB per accelerator)"),
        changed("resale_at_an_age", kind!(OutOfRange), &[(BUY, "hardware.buy = { useful_life_months = 60, resale = [{ age_months = 12, fraction = 0.6 }, { age_months = 24, fraction = 45 }] }")], "49:120: deployment.bought.hardware.buy.resale.1.fraction = 45 is not in 0..=3 (a fraction of the price); for 45 percent write 0.45"),
    ]
}

/// What has to be given and is not.
#[rustfmt::skip]
fn missing() -> Vec<Snapshot> {
    vec![
        changed("no_classes", kind!(Missing), &[(CHAT, ""), (NIGHTLY, "")], "7:2: workload.class: missing; write [workload.class.NAME] with share, prompt_tokens and completion_tokens"),
        changed("no_volume", kind!(Missing), &[("tokens_per_month = 20_000_000_000\n", "")], "7:2: workload.tokens_per_month: missing; write `tokens_per_month = 20_000_000_000` or `requests_per_month = ...`"),
        changed("no_peak", kind!(Missing), &[("peak_to_average = 2\n", "")], "7:2: workload.peak_to_average: missing; write `peak_to_average = 2`, the load of the peak hour over the average hour: measured services have 1.7 (a worldwide chat) to 3 (coding in office hours)"),
        changed("no_share", kind!(Missing), &[("share = 0.75\n", "")], "12:17: workload.class.chat.share: missing; write `share = 0.5`, its share of the requests"),
        changed("no_prompt", kind!(Missing), &[("prompt_tokens = 1500\n", "")], "12:17: workload.class.chat.prompt_tokens: missing; write `prompt_tokens = 1500`, tokens of the prompt"),
        changed("no_completion", kind!(Missing), &[("completion_tokens = 200\n", "")], "18:17: workload.class.nightly.completion_tokens: missing; write `completion_tokens = 350`, visible tokens of the answer"),
        changed("no_horizon", kind!(Missing), &[("horizon_months = 36\n", "")], "24:2: finance.horizon_months: missing; write `horizon_months = 36`, the length of the study"),
        changed("no_discount_rate", kind!(Missing), &[("discount_rate_annual_effective = 0.08\n", "")], "24:2: finance.discount_rate_annual_effective: missing; write `discount_rate_annual_effective = 0.08`, or 0 to leave the time value out"),
        changed("no_offer", kind!(Missing), &[("offer = \"openai/gpt-4o\"\n", "")], r#"33:6: api.hosted.offer: missing; write `offer = "provider/model"`, or `family = "closed_api"` and the prices"#),
        changed("no_input_price", kind!(Missing), &[("input_usd_per_mtok = 2\n", "")], "37:6: api.quoted.input_usd_per_mtok: missing; write `input_usd_per_mtok = 2.5`, the price of a prompt token"),
        changed("no_output_price", kind!(Missing), &[("output_usd_per_mtok = 8\n", "")], "37:6: api.quoted.output_usd_per_mtok: missing; write `output_usd_per_mtok = 10`, the price of a completion token"),
        changed("offer_without_a_price_yet", kind!(Missing), &[(r#"prices_as_of = "2026-11-24""#, r#"prices_as_of = "2020-01-01""#)], "34:9: api.hosted.offer: missing; the catalog has no price of openai/gpt-4o before 2020-01-01; give the prices"),
        changed("no_rate", kind!(Missing), &[("rate = { prefill_tokens_per_second = 22_000, decode_tokens_per_second = 5_000 }\n", "")], "43:13: deployment.bought.rate: missing; write `rate = { prefill_tokens_per_second = 22_000, decode_tokens_per_second = 14_600 }` per replica, a combined rate with its mix, or an id of the catalog's rates: llama-3.3-70b/fp8/2xh100-sxm/trtllm-offline-1k-1k, llama-3.3-70b/fp8/2xh100-sxm/vllm-1k-1k-c64, llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c16, llama-3.3-70b/fp8/2xh100-sxm/vllm-fitted-c16, llama-3.3-70b/fp8/8xh100-sxm/vllm-fitted-c64"),
        changed("rate_without_figures", kind!(Missing), &[(RATE, r#"rate = { latency_goal = "fast" }"#)], "48:1: deployment.bought.rate: missing; write prefill_tokens_per_second and decode_tokens_per_second, or combined_tokens_per_second"),
        changed("no_prefill_rate", kind!(Missing), &[("prefill_tokens_per_second = 22_000, ", "")], "48:1: deployment.bought.rate.prefill_tokens_per_second: missing; write `prefill_tokens_per_second = 22_000`, per replica with no decoding"),
        changed("no_decode_rate", kind!(Missing), &[(", decode_tokens_per_second = 5_000", "")], "48:1: deployment.bought.rate.decode_tokens_per_second: missing; write `decode_tokens_per_second = 14_600`, per replica with no prefill"),
        changed("combined_rate_without_mix", kind!(Missing), &[(RATE, "rate = { combined_tokens_per_second = 8_000 }")], "48:1: deployment.bought.rate.prompt_tokens: missing; write prompt_tokens and completion_tokens, the mean lengths that the rate was measured at"),
        changed("catalog_rate_of_the_other_form", kind!(Missing), &[(RENTED_RATE, r#"rate = { id = "llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c16", prefill_tokens_per_second = 7_000 }"#)], "57:1: deployment.rented.rate.decode_tokens_per_second: missing; write `decode_tokens_per_second = 14_600`, per replica with no prefill"),
        changed("no_acquisition", kind!(Missing), &[(BUY, "hardware = {}")], "49:1: deployment.bought.hardware: missing; write `hardware.buy`, `hardware.owned_already`, `hardware.finance_lease`, `hardware.operating_lease`, `hardware.rent` or `hardware.reserve`"),
        changed("no_useful_life", kind!(Missing), &[("useful_life_months = 60, ", "")], "49:10: deployment.bought.hardware.buy.useful_life_months: missing; write `useful_life_months = 48`, after which a server is replaced"),
        changed("empty_resale_curve", kind!(Missing), &[("resale_fraction = 0.2", "resale = []")], "49:52: deployment.bought.hardware.buy.resale: missing; write at least one point, such as { age_months = 36, fraction = 0.3 }"),
        changed("no_facility", kind!(Missing), &[("[facility]\nelectricity = \"us-va-industrial\"\npue = 1.4\nper_kw_plus_metered = { usd_per_kw_month = 195 }\n", "")], "1:1: facility: missing; write [facility] with `electricity_usd_per_kwh = 0.11` and `pue = 1.3`: owned hardware stands somewhere"),
        changed("no_tariff", kind!(Missing), &[("electricity = \"us-va-industrial\"\n", "")], r#"28:2: facility.electricity_usd_per_kwh: missing; write `electricity_usd_per_kwh = 0.11`, or `electricity = "us-va-industrial"` from the catalog"#),
        changed("no_pue", kind!(Missing), &[("pue = 1.4\n", "")], "28:2: facility.pue: missing; write `pue = 1.3`, the ratio of facility to IT power; 1 on a desk"),
        changed("no_site_rent", kind!(Missing), &[(COLOCATION, "per_kw_plus_metered = {}")], "31:1: facility.per_kw_plus_metered.usd_per_kw_month: missing; write `usd_per_kw_month = 196`, or an id of the catalog's colocation"),
        changed("no_capex_of_a_site", kind!(Missing), &[(COLOCATION, "own = { useful_life_months = 180 }")], "31:1: facility.own.capex_usd_per_kw: missing; write `capex_usd_per_kw = 11_000`, the cost of building the facility"),
        changed("no_life_of_a_site", kind!(Missing), &[(COLOCATION, "own = { capex_usd_per_kw = 11_000 }")], "31:1: facility.own.useful_life_months: missing; write `useful_life_months = 180`"),
        changed("no_tariff_of_a_site_of_its_own", kind!(Missing), &[(PEOPLE, "facility = { pue = 1.2 }")], r#"50:1: deployment.bought.facility.electricity_usd_per_kwh: missing; write `electricity_usd_per_kwh = 0.11`, or `electricity = "us-va-industrial"` from the catalog"#),
        changed("no_server_price", kind!(Missing), &[(SERVER, "server = { id = \"8xa100-sxm\" }\nreplicas")], "46:1: deployment.bought.server.price_usd: missing; the catalog has no price of this server; write `server = { price_usd = 250_000 }`"),
        changed("no_watts", kind!(Missing), &[(SERVER, "server = { accelerator = \"h100-sxm\", accelerators = 8, price_usd = 250_000 }\nreplicas")], "46:1: deployment.bought.server.active_watts: missing; write `server = { active_watts = 8_400 }`, what the server draws at work"),
        changed("no_number_of_accelerators", kind!(Missing), &[(SERVER, "server = { accelerator = \"h100-sxm\" }\nreplicas")], r#"46:1: deployment.bought.server.accelerators: missing; write `server = "8xh100-sxm"`, or the number of accelerators in the server"#),
        changed("no_accelerator", kind!(Missing), &[(SERVER, "server = { accelerators = 8, price_usd = 250_000, active_watts = 8_400 }\nreplicas")], r#"46:1: deployment.bought.server.accelerator_memory_gibibytes: missing; write `accelerator = "h100-sxm"`, or its memory in GiB"#),
        changed("no_parameters", kind!(Missing), &[(MODEL, "[deployment.bought]\nmodel = { layers = 80 }")], "44:1: deployment.bought.model.parameters_billion: missing; write a catalog id, or the parameters in billions"),
        changed("no_layers", kind!(Missing), &[(MODEL, "[deployment.bought]\nmodel = { parameters_billion = 70 }")], "44:1: deployment.bought.model.layers: missing; write `layers = 80`"),
        changed("no_attention", kind!(Missing), &[(MODEL, "[deployment.bought]\nmodel = { parameters_billion = 70, layers = 80 }")], "44:1: deployment.bought.model.attention: missing; write `attention = { kv_heads = 8, head_dim = 128 }`"),
        changed("no_rent", kind!(Missing), &[(RENT, "hardware.rent = {}")], "58:10: deployment.rented.hardware.rent.price_usd_per_gpu_hour: missing; write `price_usd_per_gpu_hour = 2.5`, or an id of the catalog's rentals"),
        changed("no_term", kind!(Missing), &[(RENT, "hardware.reserve = { price_usd_per_gpu_hour = 2 }")], "58:10: deployment.rented.hardware.reserve.term_months: missing; write `term_months = 12`"),
        changed("rental_without_a_price_yet", kind!(Missing), &[(r#"prices_as_of = "2026-11-24""#, r#"prices_as_of = "2020-01-01""#), (r#"offer = "openai/gpt-4o""#, "family = \"closed_api\"\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 8"), (SERVER, "server = { id = \"8xh100-sxm\", price_usd = 250_000 }\nreplicas")], "60:17: deployment.rented.hardware.rent: missing; the catalog has no price of runpod/h100-sxm before 2020-01-01; give the price"),
        changed("no_owned_steps", kind!(Missing), &[(BUY, "hardware.owned_already = { useful_life_months = 60 }")], "49:10: deployment.bought.hardware.owned_already.steps: missing; write `steps = 2`, how many steps are owned"),
        changed("zero_owned_steps", kind!(Missing), &[(BUY, "hardware.owned_already = { steps = 0, useful_life_months = 60 }")], "49:36: deployment.bought.hardware.owned_already.steps: missing; write `steps = 2`, how many steps are owned"),
        changed("no_value_of_owned", kind!(Missing), &[(BUY, "hardware.owned_already = { steps = 2, useful_life_months = 60 }")], "49:10: deployment.bought.hardware.owned_already.resale_value_usd: missing; write `resale_value_usd = 90_000`, what a server would bring today, net of selling cost"),
        changed("tax_book_without_tax", kind!(Contradiction), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 18, useful_life_months = 60, tax_book_value_usd = 40_000, tax_book_months = 18 }")], "49:129: deployment.bought.hardware.owned_already.tax_book_value_usd: a tax book value in a study without tax; write `[finance.tax]` with `rate_fraction = 0.25`, or leave it out"),
        changed("no_months_of_a_tax_book", kind!(Missing), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 18, useful_life_months = 60, tax_book_value_usd = 40_000 }")], "49:10: deployment.bought.hardware.owned_already.tax_book_months: missing; write `tax_book_months = 18`, over which it is written off"),
        changed("no_value_of_a_tax_book", kind!(Missing), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 18, useful_life_months = 60, tax_book_months = 18 }")], "49:10: deployment.bought.hardware.owned_already.tax_book_value_usd: missing; write `tax_book_value_usd = 40_000`, what is not yet written off"),
        changed("tax_book_that_never_ends", kind!(Contradiction), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 18, useful_life_months = 60, tax_book_value_usd = 40_000, tax_book_months = 0 }")], "49:155: deployment.bought.hardware.owned_already.tax_book_months: 40000 USD that are written off in no month; write a month or more, or a tax book value of 0"),
        changed("no_payment_of_a_lease", kind!(Missing), &[(BUY, "hardware.operating_lease = { term_months = 36 }")], "49:10: deployment.bought.hardware.operating_lease.payment_usd_per_server_month: missing; write `payment_usd_per_server_month = 8_000`, what the lessor asks for a server"),
        changed("no_term_of_a_lease", kind!(Missing), &[(BUY, "hardware.operating_lease = { payment_usd_per_server_month = 8_000 }")], "49:10: deployment.bought.hardware.operating_lease.term_months: missing; write `term_months = 36`, the months of the lease"),
        changed("lease_longer_than_the_life", kind!(Contradiction), &[(BUY, "hardware.finance_lease = { payment_usd_per_server_month = 8_000, term_months = 61, useful_life_months = 60 }")], "49:80: deployment.bought.hardware.finance_lease.term_months: a lease of 61 months is longer than the useful life of 60; write a life of at least the term"),
        changed("no_tax_rate", kind!(Missing), &[("horizon_months = 36", "horizon_months = 36\ntax = {}")], r#"26:1: finance.tax.rate_fraction: missing; write `rate_fraction = 0.25`, the tax on a unit of income"#),
        changed("thirteenth_month_of_a_tax_year", kind!(Contradiction), &[("horizon_months = 36", "horizon_months = 36\ntax = { rate_fraction = 0.25, first_month = 13 }")], r#"26:45: finance.tax.first_month: month 13 of a tax year; write 1 to 12"#),
        changed("limits_of_an_expensing_that_is_not_used", kind!(Contradiction), &[("horizon_months = 36", "horizon_months = 36\ntax = { rate_fraction = 0.25, section_179_limit_usd = 5 }")], r#"26:1: finance.tax.section_179: limits of section 179, which is not used; write `section_179 = true`"#),
        changed("no_life_of_a_write_off", kind!(Missing), &[("horizon_months = 36", "horizon_months = 36\ntax = { rate_fraction = 0.25, depreciation = \"straight_line\" }")], r#"26:1: finance.tax.life_months: missing; write `life_months = 60`, over which purchases are written off"#),
        changed("no_rate_of_a_loan", kind!(Missing), &[(BUY, "hardware.buy = { useful_life_months = 60, loan = { term_months = 36 } }")], r#"49:43: deployment.bought.hardware.buy.loan.rate_annual_nominal: missing; write `rate_annual_nominal = 0.09` or `rate_annual_effective = 0.094`"#),
        changed("no_term_of_a_loan", kind!(Missing), &[(BUY, "hardware.buy = { useful_life_months = 60, loan = { rate_annual_nominal = 0.09 } }")], r#"49:43: deployment.bought.hardware.buy.loan.term_months: missing; write `term_months = 36`, in which the loan is paid back"#),
        changed("no_age_of_owned", kind!(Missing), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000 }")], "49:10: deployment.bought.hardware.owned_already.age_months: missing; write `age_months = 18`"),
    ]
}

/// Names that nothing has.
#[rustfmt::skip]
fn names() -> Vec<Snapshot> {
    vec![
        changed("unknown_offer", kind!(NotFound), &[(r#""openai/gpt-4o""#, r#""openai/gpt4o""#)], "34:9: api.hosted.offer: no offer is called `openai/gpt4o`; did you mean `openai/gpt-4o`?"),
        changed("unknown_offer_unlike_any", kind!(NotFound), &[(r#""openai/gpt-4o""#, r#""zzz""#)], "34:9: api.hosted.offer: no offer is called `zzz`"),
        changed("unknown_model", kind!(NotFound), &[(MODEL, "[deployment.bought]\nmodel = \"llama-3.3-70\"")], "44:9: deployment.bought.model: no model is called `llama-3.3-70`; did you mean `llama-3.3-70b`?"),
        changed("unknown_server", kind!(NotFound), &[(SERVER, "server = \"8xh100\"\nreplicas")], "46:10: deployment.bought.server: no server is called `8xh100`; did you mean `8xh100-sxm`?"),
        changed("unknown_server_in_a_table", kind!(NotFound), &[(SERVER, "server = { id = \"8xh100\" }\nreplicas")], "46:1: deployment.bought.server: no server is called `8xh100`; did you mean `8xh100-sxm`?"),
        changed("unknown_accelerator", kind!(NotFound), &[(SERVER, "server = { accelerator = \"h100\", accelerators = 8 }\nreplicas")], "46:26: deployment.bought.server.accelerator: no accelerator is called `h100`; did you mean `h100-sxm`?"),
        changed("unknown_rate", kind!(NotFound), &[(RENTED_RATE, r#"rate = "llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c17""#)], "57:8: deployment.rented.rate: no rate is called `llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c17`; did you mean `llama-3.3-70b/fp8/2xh100-sxm/vllm-8k-1k-c16`?"),
        changed("unknown_rate_in_a_table", kind!(NotFound), &[(RATE, r#"rate = { id = "mine" }"#)], "48:1: deployment.bought.rate: no rate is called `mine`"),
        changed("unknown_rental", kind!(NotFound), &[(RENT, r#"hardware.rent = "runpod/h100-smx""#)], "58:17: deployment.rented.hardware.rent: no rental is called `runpod/h100-smx`; did you mean `runpod/h100-sxm`?"),
        changed("unknown_reservation", kind!(NotFound), &[(RENT, r#"hardware.reserve = { id = "azure/h100-12m" }"#)], "58:10: deployment.rented.hardware.reserve: no rental is called `azure/h100-12m`; did you mean `azure/h100-sxm`?"),
        changed("unknown_precision", kind!(NotFound), &[(r#"precision = "fp8""#, r#"precision = "fp-8""#)], "45:13: deployment.bought.precision: no precision is called `fp-8`; did you mean `fp8`?"),
        changed("unknown_precision_of_the_cache", kind!(NotFound), &[(r#"precision = "fp8""#, "precision = \"fp8\"\nkv_cache_precision = \"bf-16\"")], "46:22: deployment.bought.kv_cache_precision: no precision is called `bf-16`; did you mean `bf16`?"),
        changed("unknown_resale_curve", kind!(NotFound), &[("resale_fraction = 0.2", "resale = \"h100-sxm\"")], "49:52: deployment.bought.hardware.buy.resale: no resale curve is called `h100-sxm`; did you mean `h100-sxm-low`?"),
        changed("unknown_useful_life", kind!(NotFound), &[("useful_life_months = 60", "useful_life = \"amazon\"")], "49:32: deployment.bought.hardware.buy.useful_life: no useful life is called `amazon`; did you mean `amazon-servers`?"),
        changed("unknown_staffing", kind!(NotFound), &[(PEOPLE, "people = \"half-person\"")], "50:10: deployment.bought.people: no staffing is called `half-person`; did you mean `half-a-person`?"),
        changed("unknown_salary", kind!(NotFound), &[(PEOPLE, "people = { run_fte = 1, loaded_salary = \"engineer-us\" }")], "50:41: deployment.bought.people.loaded_salary: no salary is called `engineer-us`"),
        changed("unknown_software", kind!(NotFound), &[(PEOPLE, "software = \"nvidia-enterprise\"")], "50:12: deployment.bought.software: no software licence is called `nvidia-enterprise`; did you mean `nvidia-ai-enterprise`?"),
        changed("unknown_colocation", kind!(NotFound), &[(COLOCATION, "per_kw_plus_metered = \"cbre\"")], "31:23: facility.per_kw_plus_metered.id: no colocation is called `cbre`; did you mean `cbre-us-primary`?"),
        changed("unknown_pue", kind!(NotFound), &[("pue = 1.4", "pue_of = \"uptime-north-america\"")], "30:10: facility.pue_of: no power usage effectiveness is called `uptime-north-america`"),
        changed("unknown_tariff", kind!(NotFound), &[(r#""us-va-industrial""#, r#""us-va""#)], "29:15: facility.electricity: no tariff is called `us-va`; did you mean `us-va-industrial`?"),
        changed("unknown_baseline", kind!(NotFound), &[(r#"baseline = "hosted""#, r#"baseline = "hosted-api""#)], "5:12: baseline: no alternative is called `hosted-api`; did you mean `hosted`?"),
        changed("baseline_that_is_an_offer", kind!(NotFound), &[(r#"baseline = "hosted""#, r#"baseline = "openai/gpt-4o""#)], "5:12: baseline: no alternative is called `openai/gpt-4o`"),
        changed("profile_of_an_unknown_class", kind!(NotFound), &[("class.chat = {", "class.chats = {")], "35:38: api.hosted.tokens.class.chats: no request class is called `chats`; did you mean `chat`?"),
        changed("unknown_family", kind!(WrongType), &[(r#""closed_api""#, r#""closed""#)], "38:10: api.quoted.family: `closed`, expected `closed_api`, `hosted_open_weights` or `dedicated_endpoint`"),
        changed("family_of_a_deployment", kind!(WrongType), &[(r#""closed_api""#, r#""owned""#)], "38:10: api.quoted.family: `owned`, expected `closed_api`, `hosted_open_weights` or `dedicated_endpoint`"),
        changed("hours_of_part_of_a_day", kind!(Contradiction), &[(PEAK_LOAD, "hourly_load = [1, 2]\n")], "10:15: workload.hourly_load: the load of 2 hours; write the load of each of the 24 hours of the day, in any unit"),
        changed("day_without_any_load", kind!(Contradiction), &[(PEAK_LOAD, "hourly_load = [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]\n")], "10:15: workload.hourly_load: a day without any load; write a load above 0"),
        changed("hours_and_a_peak", kind!(Conflict), &[(PEAK_LOAD, "peak_to_average = 2\nhourly_load = [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]\n")], "7:2: workload: `hourly_load` and `peak_to_average` exclude each other; give one of them"),
        changed("needed_hours_of_a_day_that_nobody_knows", kind!(Contradiction), &[(RENT, "hardware.rent = { id = \"runpod/h100-sxm\", scaling = \"hourly\" }")], "58:53: deployment.rented.hardware.rent.scaling: the steps of each hour of the day are paid, and the load of the hours is not known; write `hourly_load` in [workload], the load of each of the 24 hours of the day"),
        changed("hourly_scaling_of_machines_by_the_month", kind!(Conflict), &[(RENT, "hardware.rent = { price_usd_per_gpu_month = 900, scaling = \"hourly\" }"), (PEAK_LOAD, FLAT_DAY)], "58:10: deployment.rented.hardware.rent: `price_usd_per_gpu_month` and `scaling` exclude each other; give one of them"),
        changed("unknown_scaling", kind!(WrongType), &[(RENT, "hardware.rent = { id = \"runpod/h100-sxm\", scaling = \"some\" }")], "58:53: deployment.rented.hardware.rent.scaling: `some`, expected `always_on` or `hourly`"),
        changed("commitment_to_nothing_said", kind!(Missing), &[(FLAT, "input_usd_per_mtok = 2\ncommitment = { price_fraction = 0.5 }\n")], "40:1: api.quoted.commitment.usd_per_month: missing; write `usd_per_month = 10_000`, what is paid in any case"),
        changed("commitment_at_no_price", kind!(OutOfRange), &[(FLAT, "input_usd_per_mtok = 2\ncommitment = { usd_per_month = 9, price_fraction = 0 }\n")], "40:52: api.quoted.commitment.price_fraction = 0 is not in 0.01..=1 (a fraction of the price)"),
        changed("provisioned_beside_tiers", kind!(Conflict), &[(PEAK_LOAD, FLAT_DAY), (FLAT, "input_usd_per_mtok = 2\nfree_tokens_per_month = 9\nprovisioned = { units = 1 }\n")], "37:6: api.quoted: `provisioned` and `free_tokens_per_month` exclude each other; give one of them"),
        changed("zone_of_hours_that_are_not_given", kind!(Contradiction), &[(PEAK_LOAD, &format!("{PEAK_LOAD}hourly_load_utc_offset_hours = 2\n"))], "11:32: workload.hourly_load_utc_offset_hours: a time zone of hours that are not given; write `hourly_load`, or leave it out"),
        changed("zone_that_is_not_on_earth", kind!(Contradiction), &[(PEAK_LOAD, &format!("{FLAT_DAY}hourly_load_utc_offset_hours = 15\n"))], "11:32: workload.hourly_load_utc_offset_hours: 15 hours east of UTC; write quarters of an hour from -12 to 14"),
        changed("tier_of_service_of_no_offer", kind!(Contradiction), &[(FLAT, "input_usd_per_mtok = 2\nservice_tier = \"flex\"\n")], "40:16: api.quoted.service_tier: a choice among the prices of an offer, and no offer; write the prices as they are billed"),
        changed("provisioned_without_hours", kind!(Contradiction), &[(FLAT, "input_usd_per_mtok = 2\nprovisioned = { units = 1 }\n")], "40:1: api.quoted.provisioned: what the units do not carry in an hour is not known; write `hourly_load` in [workload], the load of each of the 24 hours of the day"),
        changed("provisioned_without_a_price", kind!(Missing), &[(PEAK_LOAD, FLAT_DAY), (FLAT, "input_usd_per_mtok = 2\nprovisioned = { units = 1 }\n")], "40:1: api.quoted.provisioned.usd_per_unit_month: missing; write `usd_per_unit_month = 1_500`, what one costs"),
        changed("provisioned_without_throughput", kind!(Missing), &[(PEAK_LOAD, FLAT_DAY), (FLAT, "input_usd_per_mtok = 2\nprovisioned = { units = 1, usd_per_unit_month = 9 }\n")], "40:1: api.quoted.provisioned.tokens_per_minute_per_unit: missing; write `tokens_per_minute_per_unit = 20_000`, what one serves"),
        changed("limits_without_a_limit", kind!(Missing), &[(FLAT, "input_usd_per_mtok = 2\nlimits = {}\n")], "40:1: api.quoted.limits: missing; write `tokens_per_minute = 2_000_000` or `requests_per_minute = 10_000`"),
        changed("limits_without_a_peak", kind!(Missing), &[(PEAK_LOAD, ""), (FLAT, "input_usd_per_mtok = 2\nlimits = { tokens_per_minute = 9 }\n")], "7:2: workload.peak_to_average: missing; write `peak_to_average = 2`, the load of the peak hour over the average hour: measured services have 1.7 (a worldwide chat) to 3 (coding in office hours)"),
        changed("volume_tier_rule_without_tiers", kind!(Contradiction), &[(FLAT, "input_usd_per_mtok = 2\nvolume_tier_rule = \"graduated\"\n")], "40:20: api.quoted.volume_tier_rule: graduated of no tiers; write `volume_tiers = [{ above_tokens_per_month = 10_000_000_000, price_fraction = 0.9 }]`"),
        changed("unknown_volume_tier_rule", kind!(WrongType), &[(FLAT, "input_usd_per_mtok = 2\nvolume_tier_rule = \"all\"\n")], "40:20: api.quoted.volume_tier_rule: `all`, expected `graduated` or `all_units`"),
        changed("volume_tiers_that_do_not_ascend", kind!(Contradiction), &[(FLAT, "input_usd_per_mtok = 2\nvolume_tiers = [{ above_tokens_per_month = 9, price_fraction = 0.9 }, { above_tokens_per_month = 9, price_fraction = 0.8 }]\n")], "40:98: api.quoted.volume_tiers.1.above_tokens_per_month: 9 does not ascend; write the lowest threshold first, and each once"),
        changed("hybrid_without_hours", kind!(Contradiction), &[(MODEL, &format!("[hybrid.both]\nown = \"bought\"\noverflow = \"hosted\"\n{MODEL}"))], "44:7: hybrid.both.own: what bought does not carry in an hour is not known; write `hourly_load` in [workload], and no `average_utilization` of the deployment"),
        changed("hybrid_of_an_api", kind!(Contradiction), &[(MODEL, &format!("[hybrid.both]\nown = \"hosted\"\noverflow = \"hosted\"\n{MODEL}"))], "44:7: hybrid.both.own: hosted is no deployment; name one under [deployment]"),
        changed("hybrid_of_nothing", kind!(NotFound), &[(MODEL, &format!("[hybrid.both]\nown = \"bougt\"\noverflow = \"hosted\"\n{MODEL}"))], "44:7: hybrid.both.own: no alternative is called `bougt`; did you mean `bought`?"),
        changed("hybrid_with_the_name_of_another", kind!(Contradiction), &[(MODEL, &format!("[hybrid.hosted]\nown = \"bought\"\noverflow = \"hosted\"\n{MODEL}"))], "43:9: hybrid.hosted: an API and a hybrid are both called hosted; give one of them another id"),
        changed("hybrid_of_steps_that_there_cannot_be", kind!(Contradiction), &[(PEAK_LOAD, FLAT_DAY), (MODEL, &format!("[hybrid.both]\nown = \"bought\"\noverflow = \"hosted\"\nsteps = 3\n{MODEL}\nmaximum_steps = 2"))], "46:9: hybrid.both.steps: 3 steps are more than there can be of bought; write fewer steps"),
        changed("hybrid_over_a_deployment", kind!(Contradiction), &[(PEAK_LOAD, FLAT_DAY), (MODEL, &format!("[hybrid.both]\nown = \"bought\"\noverflow = \"rented\"\n{MODEL}"))], "45:12: hybrid.both.overflow: rented is no API with the same prices at any volume and without limits; name an API without volume tiers, commitment, allowance and rate limits"),
        changed("hybrid_of_needed_hours", kind!(Contradiction), &[(PEAK_LOAD, FLAT_DAY), (RENT, "hardware.rent = { id = \"runpod/h100-sxm\", scaling = \"hourly\" }"), (MODEL, &format!("[hybrid.both]\nown = \"rented\"\noverflow = \"hosted\"\n{MODEL}"))], r#"44:7: hybrid.both.own: rented already pays only for the steps that each hour needs; write `scaling = "always_on"`"#),
        changed("routed_to_nobody", kind!(Missing), &[(MODEL, &format!("[routed.both]\n{MODEL}"))], "43:9: routed.both.share: missing; write `share = { own = 0.9, gpt-4o = 0.1 }`, the share of each alternative"),
        changed("routed_to_a_mix", kind!(Contradiction), &[(PEAK_LOAD, FLAT_DAY), (MODEL, &format!("[hybrid.both]\nown = \"bought\"\noverflow = \"hosted\"\n[routed.all]\nshare = {{ both = 1 }}\n{MODEL}"))], "47:18: routed.all.share.both: both is a mix itself; name an API or a deployment"),
        changed("routed_in_part", kind!(SharesDoNotSumToOne), &[(MODEL, &format!("[routed.both]\nshare = {{ hosted = 0.5 }}\n{MODEL}"))], "44:1: routed.both.share: the shares sum to 0.5, not to 1; write shares such as 0.7 and 0.3"),
        changed("routed_to_nothing", kind!(Contradiction), &[(MODEL, &format!("[routed.both]\nshare = {{ hosted = 0, quoted = 1 }}\n{MODEL}"))], "44:20: routed.both.share.hosted: no request goes to hosted; leave it out"),
        changed("routed_by_ranges_alone", kind!(Contradiction), &[(MODEL, &format!("[routed.both]\nshare = {{ hosted = {{ low = 0.8, base = 1, high = 1 }} }}\n{MODEL}"))], "44:1: routed.both.share: a range of every share; leave one of them without a range: it takes what is left"),
        changed("routed_to_units_that_are_chosen", kind!(Contradiction), &[(PEAK_LOAD, FLAT_DAY), (FLAT, "input_usd_per_mtok = 2\nprovisioned = { usd_per_unit_month = 9, tokens_per_minute_per_unit = 9 }\n"), (MODEL, &format!("[routed.both]\nshare = {{ quoted = 1 }}\n{MODEL}"))], "45:20: routed.both.share.quoted: quoted chooses its provisioned units, which a share of the requests does not know; write `units` of its `provisioned`"),
        changed("unknown_unequal_lives", kind!(WrongType), &[(BUY, "hardware.buy = { useful_life_months = 60, unequal_lives = \"for_ever\" }")], "49:59: deployment.bought.hardware.buy.unequal_lives: `for_ever`, expected `study_period` or `repeated_lives`"),
        changed("unequal_lives_of_hardware_owned_already", kind!(UnknownField), &[(BUY, "hardware.owned_already = { steps = 2, unequal_lives = \"repeated_lives\" }")], "49:39: deployment.bought.hardware.owned_already.unequal_lives: unknown key"),
        changed("unequal_lives_of_rented_hardware", kind!(UnknownField), &[(RENT, "hardware.rent = { price_usd_per_gpu_hour = 2, unequal_lives = \"repeated_lives\" }")], "58:47: deployment.rented.hardware.rent.unequal_lives: unknown key"),
        changed("unknown_running_costs", kind!(WrongType), &[(PEOPLE, r#"running_costs = "all""#)], "50:17: deployment.bought.running_costs: `all`, expected `owned_steps` or `needed_steps`"),
        changed("running_costs_of_rented_steps", kind!(Contradiction), &[(RENT, "running_costs = \"needed_steps\"\nhardware.rent = \"runpod/h100-sxm\"")], "58:17: deployment.rented.running_costs: running costs of owned steps, and the hardware is rented; leave it out: on demand the needed steps are paid, reserved ones all to the end"),
        changed("unknown_energy", kind!(WrongType), &[(PEOPLE, r#"energy = "always""#)], "50:10: deployment.bought.energy: `always`, expected `while_serving` or `proportional`"),
        changed("retirement_that_is_no_date", kind!(WrongType), &[(r#"family = "closed_api""#, "family = \"closed_api\"\nretires_on = \"soon\"")], "39:14: api.quoted.retires_on: `soon`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        changed("rate_of_no_date", kind!(WrongType), &[(RATE, r#"rate = { prefill_tokens_per_second = 22_000, decode_tokens_per_second = 5_000, as_of = "last year" }"#)], "48:88: deployment.bought.rate.as_of: `last year`, expected a date such as 2026-11-24, 2026-11 or 2026"),
    ]
}

/// What is wrong with requirements, with what is known of alternatives, and with users.
#[rustfmt::skip]
fn requirements() -> Vec<Snapshot> {
    vec![
        changed("unknown_requirement", kind!(UnknownField), &[("[finance]", "[requirements]\nair_gaped = true\n[finance]")], "25:1: requirements.air_gaped: unknown key; did you mean `air_gapped`?"),
        changed("unknown_key_of_the_organization", kind!(UnknownField), &[("[finance]", "[requirements]\norganization = { annual_revenue_eur = 1 }\n[finance]")], "25:18: requirements.organization.annual_revenue_eur: unknown key; did you mean `annual_revenue_usd`?"),
        changed("word_for_an_air_gap", kind!(WrongType), &[("[finance]", "[requirements]\nair_gapped = \"yes\"\n[finance]")], r#"25:14: requirements.air_gapped: string "yes", expected true or false"#),
        changed("negative_revenue", kind!(OutOfRange), &[("[finance]", "[requirements]\norganization = { annual_revenue_usd = -1 }\n[finance]")], "25:39: requirements.organization.annual_revenue_usd = -1 is not in 0..=1000000000000000 (USD a year)"),
        changed("negative_revenue_of_a_month", kind!(OutOfRange), &[("[finance]", "[requirements]\norganization = { monthly_revenue_usd = -1 }\n[finance]")], "25:40: requirements.organization.monthly_revenue_usd = -1 is not in 0..=1000000000000000 (USD a month)"),
        changed("negative_users", kind!(OutOfRange), &[("[finance]", "[requirements]\norganization = { monthly_active_users = -1 }\n[finance]")], "25:41: requirements.organization.monthly_active_users = -1 is not in 0..=100000000000 (users a month)"),
        changed("unknown_business", kind!(WrongType), &[("[finance]", "[requirements]\norganization = { business = [\"bank\"] }\n[finance]")], "25:30: requirements.organization.business.0: `bank`, expected `model_as_a_service` or `ai_work_assistant`"),
        changed("unknown_territory", kind!(WrongType), &[("[finance]", "[requirements]\norganization = { territory = \"Europe\" }\n[finance]")], "25:30: requirements.organization.territory: the region `Europe`, expected one of AE, AU, CA, CH, CN, EU, GB, IN, JP, KR, SG, US"),
        changed("unknown_region", kind!(WrongType), &[("[finance]", "[requirements]\ndata_residency = [\"EU\", \"UK\"]\n[finance]")], "25:25: requirements.data_residency.1: the region `UK`, expected one of AE, AU, CA, CH, CN, EU, GB, IN, JP, KR, SG, US"),
        changed("no_region", kind!(Missing), &[("[finance]", "[requirements]\ndata_residency = []\n[finance]")], r#"25:18: requirements.data_residency: missing; write at least one region, such as `["EU"]`, or leave it out"#),
        changed("unknown_benchmark", kind!(NotFound), &[("[finance]", "[requirements]\nquality = [{ benchmark = \"mmlu_pro\", at_least = 70 }]\n[finance]")], "25:26: requirements.quality.0.benchmark: no benchmark is called `mmlu_pro`; did you mean `mmlu-pro`?"),
        changed("unknown_benchmark_unlike_any", kind!(NotFound), &[("[finance]", "[requirements]\nquality = [{ benchmark = \"zzz\", at_least = 70 }]\n[finance]")], "25:26: requirements.quality.0.benchmark: no benchmark is called `zzz`"),
        changed("negative_score", kind!(OutOfRange), &[("[finance]", "[requirements]\nquality = [{ benchmark = \"mmlu-pro\", at_least = -70 }]\n[finance]")], "25:49: requirements.quality.0.at_least = -70 is not in 0..=1000000 (score)"),
        changed("floor_without_a_score", kind!(Missing), &[("[finance]", "[requirements]\nquality = [{ benchmark = \"mmlu-pro\" }]\n[finance]")], "25:12: requirements.quality.0.at_least: missing; write `at_least = ...`"),
        changed("no_context", kind!(OutOfRange), &[("[finance]", "[requirements]\ncontext_tokens = 0\n[finance]")], "25:18: requirements.context_tokens = 0 is not in 1..=1000000000 (tokens)"),
        changed("negative_time", kind!(OutOfRange), &[("[finance]", "[requirements]\ntime_to_first_token_ms = -1\n[finance]")], "25:26: requirements.time_to_first_token_ms = -1 is not in 0..=10000000 (milliseconds)"),
        changed("negative_engineers", kind!(OutOfRange), &[("[finance]", "[requirements]\nengineers = -4\n[finance]")], "25:13: requirements.engineers = -4 is not in 0..=100000 (full-time equivalents)"),
        changed("months_past_the_study", kind!(OutOfRange), &[("[finance]", "[requirements]\nmonths_ahead = 601\n[finance]")], "25:16: requirements.months_ahead = 601 is not in 1..=600 (months)"),
        changed("fractional_months", kind!(NotWhole), &[("[finance]", "[requirements]\nmonths_ahead = 1.5\n[finance]")], "25:16: requirements.months_ahead = 1.5 is not a whole number (months)"),
        changed("unknown_licence", kind!(NotFound), &[("family = \"closed_api\"", "family = \"closed_api\"\nterms.licence = \"apache-2\"")], "39:17: api.quoted.terms.licence: no licence is called `apache-2`; did you mean `apache-2.0`?"),
        changed("unknown_region_of_an_alternative", kind!(WrongType), &[("family = \"closed_api\"", "family = \"closed_api\"\nterms.regions = [\"Virginia\"]")], "39:18: api.quoted.terms.regions.0: the region `Virginia`, expected one of AE, AU, CA, CH, CN, EU, GB, IN, JP, KR, SG, US"),
        changed("no_region_of_an_alternative", kind!(Missing), &[("family = \"closed_api\"", "family = \"closed_api\"\nterms.regions = []")], r#"39:17: api.quoted.terms.regions: missing; write at least one region, such as `["EU"]`, or leave it out"#),
        changed("negative_score_of_an_alternative", kind!(OutOfRange), &[("family = \"closed_api\"", "family = \"closed_api\"\nterms.scores = { mmlu-pro = -1 }")], "39:29: api.quoted.terms.scores.mmlu-pro = -1 is not in 0..=1000000 (score)"),
        changed("negative_time_of_an_alternative", kind!(OutOfRange), &[("family = \"closed_api\"", "family = \"closed_api\"\nterms.inter_token_ms = -1")], "39:24: api.quoted.terms.inter_token_ms = -1 is not in 0..=10000000 (milliseconds)"),
        changed("users_beside_tokens", kind!(Conflict), &[("peak_to_average = 2", "peak_to_average = 2\nusers = { count = 50, tokens_per_user_month = 300_000_000 }")], "7:2: workload: `tokens_per_month` and `users` exclude each other; give one of them"),
        changed("users_beside_requests", kind!(Conflict), &[("tokens_per_month = 20_000_000_000", "requests_per_month = 5\nusers = { count = 50, tokens_per_user_month = 300_000_000 }")], "7:2: workload: `requests_per_month` and `users` exclude each other; give one of them"),
        changed("no_users", kind!(Contradiction), &[("tokens_per_month = 20_000_000_000", "users = { count = 0, tokens_per_user_month = 300_000_000 }")], "8:19: workload.users.count: 0 is not above 0; write the users, and the tokens of one in a month"),
        changed("half_a_user", kind!(NotWhole), &[("tokens_per_month = 20_000_000_000", "users = { count = 1.5, tokens_per_user_month = 300_000_000 }")], "8:19: workload.users.count = 1.5 is not a whole number (users)"),
        changed("users_without_tokens", kind!(Contradiction), &[("tokens_per_month = 20_000_000_000", "users = { count = 5, tokens_per_user_month = 0 }")], "8:46: workload.users.tokens_per_user_month: 0 is not above 0; write the users, and the tokens of one in a month"),
        changed("too_many_tokens_of_users", kind!(OutOfRange), &[("tokens_per_month = 20_000_000_000", "users = { count = 1_000_000_000, tokens_per_user_month = 300_000_000 }")], "8:1: workload.users = 300000000000000000 is not in 1..=1000000000000000 (tokens a month)"),
    ]
}

/// Things that do not fit together.
#[rustfmt::skip]
fn conflicts() -> Vec<Snapshot> {
    vec![
        changed("tokens_and_requests", kind!(Conflict), &[("peak_to_average = 2", "peak_to_average = 2\nrequests_per_month = 1_000_000")], "7:2: workload: `tokens_per_month` and `requests_per_month` exclude each other; give one of them"),
        changed("two_acquisitions", kind!(Conflict), &[(BUY, "hardware.buy = { useful_life_months = 60, resale_fraction = 0.2 }\nhardware.rent = \"runpod/h100-sxm\"")], "49:1: deployment.bought.hardware: `buy` and `rent` exclude each other; give one of them"),
        changed("rent_and_reserve", kind!(Conflict), &[(RENT, "hardware.rent = \"runpod/h100-sxm\"\nhardware.reserve = \"azure/h100-sxm-12m\"")], "58:1: deployment.rented.hardware: `rent` and `reserve` exclude each other; give one of them"),
        changed("all_in_beside_electricity", kind!(Conflict), &[("pue = 1.4\nper_kw_plus_metered = { usd_per_kw_month = 195 }", "all_in_per_kw = { usd_per_kw_month = 250 }")], "28:2: facility: `all_in_per_kw` and `electricity` exclude each other; give one of them"),
        changed("all_in_beside_tariff", kind!(Conflict), &[("electricity = \"us-va-industrial\"\npue = 1.4\nper_kw_plus_metered = { usd_per_kw_month = 195 }", "electricity_usd_per_kwh = 0.1\nall_in_per_kw = { usd_per_kw_month = 250 }")], "28:2: facility: `all_in_per_kw` and `electricity_usd_per_kwh` exclude each other; give one of them"),
        changed("all_in_beside_pue", kind!(Conflict), &[("electricity = \"us-va-industrial\"\n", ""), (COLOCATION, "all_in_per_kw = { usd_per_kw_month = 250 }")], "28:2: facility: `all_in_per_kw` and `pue` exclude each other; give one of them"),
        changed("two_charges", kind!(Conflict), &[(COLOCATION, "per_kw_plus_metered = { usd_per_kw_month = 195 }\nown = { capex_usd_per_kw = 11_000, useful_life_months = 180 }")], "28:2: facility: `per_kw_plus_metered` and `own` exclude each other; give one of them"),
        changed("two_lives", kind!(Conflict), &[("useful_life_months = 60", "useful_life_months = 60, useful_life = \"meta-servers\"")], "49:10: deployment.bought.hardware.buy: `useful_life` and `useful_life_months` exclude each other; give one of them"),
        changed("two_rents_of_a_site", kind!(Conflict), &[(COLOCATION, "per_kw_plus_metered = { id = \"cbre-us-primary\", usd_per_kw_month = 195 }")], "31:1: facility.per_kw_plus_metered: `id` and `usd_per_kw_month` exclude each other; give one of them"),
        changed("all_in_of_the_catalog", kind!(Contradiction), &[("electricity = \"us-va-industrial\"\npue = 1.4\nper_kw_plus_metered = { usd_per_kw_month = 195 }", "all_in_per_kw = \"cbre-us-primary\"")], "29:17: facility.all_in_per_kw: the catalog's colocation has no energy inside; write `per_kw_plus_metered = \"...\"` with a tariff, or the price itself"),
        changed("two_tariffs", kind!(Conflict), &[("pue = 1.4", "pue = 1.4\nelectricity_usd_per_kwh = 0.1")], "28:2: facility: `electricity` and `electricity_usd_per_kwh` exclude each other; give one of them"),
        changed("two_forms_of_rate", kind!(Conflict), &[("decode_tokens_per_second = 5_000", "combined_tokens_per_second = 5_000")], "48:1: deployment.bought.rate: `prefill_tokens_per_second` and `combined_tokens_per_second` exclude each other; give one of them"),
        changed("utilization_beside_headroom", kind!(Conflict), &[(PEOPLE, "average_utilization = 0.4\npeak_hour_load_fraction = 0.85")], "43:13: deployment.bought: `average_utilization` and `peak_hour_load_fraction` exclude each other; give one of them"),
        changed("acceptance_beside_attempts", kind!(Conflict), &[(PEOPLE, "tokens.attempts = 2\nacceptance.acceptance_fraction = 0.9")], "43:13: deployment.bought: `tokens.attempts` and `acceptance` exclude each other; give one of them"),
        changed("acceptance_without_fraction", kind!(Missing), &[(PEOPLE, "acceptance.maximum_attempts = 2")], "50:1: deployment.bought.acceptance.acceptance_fraction: missing; write `acceptance_fraction = 0.9`, the share of the attempts that is accepted"),
        changed("acceptance_in_percent", kind!(OutOfRange), &[(PEOPLE, "acceptance.acceptance_fraction = 90")], "50:34: deployment.bought.acceptance.acceptance_fraction = 90 is not in 0..=1 (a fraction of the attempts); for 90 percent write 0.9"),
        changed("attempts_of_a_half", kind!(NotWhole), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, maximum_attempts = 1.5 }")], "50:62: deployment.bought.acceptance.maximum_attempts = 1.5 is not a whole number (attempts per answer)"),
        changed("escalation_to_nobody", kind!(NotFound), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"hostd\" }")], "50:57: deployment.bought.acceptance.escalate_to: no API is called `hostd`; did you mean `hosted`?"),
        changed("escalation_to_a_deployment", kind!(Contradiction), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"rented\" }")], "50:57: deployment.bought.acceptance.escalate_to: rented is no API; name an API: what a step more would cost depends on how full the steps are"),
        changed("escalation_to_itself", kind!(Contradiction), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"bought\" }")], "50:57: deployment.bought.acceptance.escalate_to: bought cannot take its own failures; name another API of the scenario"),
        changed("escalation_to_one_that_escalates", kind!(Contradiction), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"hosted\" }"), ("offer = \"openai/gpt-4o\"", "offer = \"openai/gpt-4o\"\nacceptance.acceptance_fraction = 0.9")], "51:57: deployment.bought.acceptance.escalate_to: hosted has failures of its own; name an API without `acceptance`, whose answers are taken as they come"),
        changed("escalation_to_one_that_cannot_serve", kind!(Contradiction), &[(PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"hosted\" }"), ("offer = \"openai/gpt-4o\"", "offer = \"openai/gpt-4o\"\ncontext_window_tokens = 100")], "51:57: deployment.bought.acceptance.escalate_to: hosted cannot take the failures: a request of 3500 tokens passes the context window of 100; name an API that can serve the requests"),
        changed("resale_twice", kind!(Conflict), &[("resale_fraction = 0.2", "resale_fraction = 0.2, resale = [{ age_months = 36, fraction = 0.3 }]")], "49:10: deployment.bought.hardware.buy: `resale` and `resale_fraction` exclude each other; give one of them"),
        changed("two_prices_of_a_rental", kind!(Conflict), &[(RENT, "hardware.rent = { price_usd_per_gpu_hour = 2, price_usd_per_gpu_month = 1_000 }")], "58:10: deployment.rented.hardware.rent: `price_usd_per_gpu_hour` and `price_usd_per_gpu_month` exclude each other; give one of them"),
        changed("rental_of_the_book_by_the_month", kind!(Conflict), &[(RENT, "hardware.reserve = { id = \"azure/h100-sxm-12m\", price_usd_per_gpu_month = 1_000 }")], "58:10: deployment.rented.hardware.reserve: `id` and `price_usd_per_gpu_month` exclude each other; give one of them"),
        changed("paid_hours_of_a_month", kind!(Conflict), &[(RENT, "hardware.rent = { price_usd_per_gpu_month = 1_000, paid_hours_per_month = 100 }")], "58:10: deployment.rented.hardware.rent: `paid_hours_per_month` and `price_usd_per_gpu_month` exclude each other; give one of them"),
        changed("fewer_paid_hours_than_serving_hours", kind!(Contradiction), &[(RENT, "hardware.rent = { price_usd_per_gpu_hour = 2, paid_hours_per_month = 300 }")], "58:70: deployment.rented.hardware.rent.paid_hours_per_month: 300 paid hours, of a month of 730 in which the workload arrives in 730; write from `workload.serving_hours_per_month` to `workload.hours_per_month`"),
        changed("shares_of_1_1", kind!(SharesDoNotSumToOne), &[("share = 0.25", "share = 0.35")], "12:11: workload.class: the shares sum to 1.1, not to 1; write shares such as 0.7 and 0.3"),
        changed("only_class_of_a_half", kind!(SharesDoNotSumToOne), &[("share = 0.75", "share = 0.5"), (NIGHTLY, "")], "12:11: workload.class: the shares sum to 0.5, not to 1; write shares such as 0.7 and 0.3"),
        changed("more_reusable_than_prompt", kind!(Contradiction), &[("reusable_prompt_tokens = 300", "reusable_prompt_tokens = 1501")], "15:26: workload.class.chat.reusable_prompt_tokens: 1501 of 1500 prompt tokens cannot repeat; write at most `prompt_tokens`"),
        changed("requests_without_tokens", kind!(Contradiction), &[("prompt_tokens = 1500\nreusable_prompt_tokens = 300\ncompletion_tokens = 350", "prompt_tokens = 0\ncompletion_tokens = 0"), ("prompt_tokens = 3000\ncompletion_tokens = 200", "prompt_tokens = 0\ncompletion_tokens = 0")], "12:11: workload.class: a request has no tokens at all; write prompt_tokens and completion_tokens above 0"),
        changed("more_serving_hours_than_hours", kind!(Contradiction), &[("peak_to_average = 2", "peak_to_average = 2\nserving_hours_per_month = 740")], "11:27: workload.serving_hours_per_month: 740 serving hours are more than the 730 hours of the month; write at most `hours_per_month`"),
        changed("fractional_tokens", kind!(NotWhole), &[("20_000_000_000", "20.5")], "8:20: workload.tokens_per_month = 20.5 is not a whole number (tokens a month)"),
        changed("fractional_horizon", kind!(NotWhole), &[("horizon_months = 36", "horizon_months = 36.5")], "25:18: finance.horizon_months = 36.5 is not a whole number (months)"),
        changed("growth_past_the_bound", kind!(Contradiction), &[("growth_fraction_per_month = 0.02", "growth_fraction_per_month = 1")], "9:29: workload.growth_fraction_per_month: growth of 1 a month carries the volume past 1e15 tokens in month 17; write a smaller growth or a shorter study period"),
        changed("tiers_that_do_not_ascend", kind!(Contradiction), &[("output_usd_per_mtok = 12 }]", "output_usd_per_mtok = 12 }, { above_prompt_tokens = 200_000, input_usd_per_mtok = 5, output_usd_per_mtok = 15 }]")], "41:127: api.quoted.context_tiers.1.above_prompt_tokens: 200000 does not ascend; write the lowest threshold first, and each once"),
        changed("part_of_a_server_bought", kind!(Contradiction), &[("replicas_per_step = 2", "accelerators_per_step = 4")], "47:25: deployment.bought.accelerators_per_step: a step of 4 accelerators is part of a server of 8; hardware is bought in whole servers: write a multiple"),
        changed("replicas_that_do_not_divide", kind!(Contradiction), &[("replicas_per_step = 2", "replicas_per_step = 3")], "47:21: deployment.bought.replicas_per_step: 3 replicas do not divide the 8 accelerators of a step; write a divisor of `accelerators_per_step`"),
        changed("more_replicas_than_accelerators", kind!(Contradiction), &[("replicas_per_step = 2", "replicas_per_step = 16")], "47:21: deployment.bought.replicas_per_step: 16 replicas do not divide the 8 accelerators of a step; write a divisor of `accelerators_per_step`"),
        changed("fractional_replicas", kind!(NotWhole), &[("replicas_per_step = 2", "replicas_per_step = 1.5")], "47:21: deployment.bought.replicas_per_step = 1.5 is not a whole number (replicas per step)"),
        changed("fractional_accelerators", kind!(NotWhole), &[("accelerators_per_step = 2", "accelerators_per_step = 2.5")], "56:25: deployment.rented.accelerators_per_step = 2.5 is not a whole number (accelerators per step)"),
        changed("fractional_steps", kind!(NotWhole), &[("accelerators_per_step = 2", "accelerators_per_step = 2\nminimum_steps = 1.5")], "57:17: deployment.rented.minimum_steps = 1.5 is not a whole number (steps)"),
        changed("fractional_spares", kind!(NotWhole), &[("accelerators_per_step = 2", "accelerators_per_step = 2\nspares = 0.5")], "57:10: deployment.rented.spares = 0.5 is not a whole number (steps)"),
        changed("server_without_accelerators", kind!(Contradiction), &[(SERVER, "server = { accelerator = \"h100-sxm\", accelerators = 0, price_usd = 1, active_watts = 1 }\nreplicas")], "46:53: deployment.bought.server.accelerators: 0 is not above 0; write the figure of the data sheet"),
        changed("server_without_accelerators_and_a_step", kind!(Contradiction), &[(SERVER, "server = { accelerator = \"h100-sxm\", accelerators = 0, price_usd = 1, active_watts = 1 }\naccelerators_per_step = 8\nreplicas")], "46:53: deployment.bought.server.accelerators: 0 is not above 0; write the figure of the data sheet"),
        changed("accelerator_without_memory", kind!(Contradiction), &[(SERVER, "server = { id = \"8xh100-sxm\", accelerator_memory_gibibytes = 0 }\nreplicas")], "46:62: deployment.bought.server.accelerator_memory_gibibytes: 0 is not above 0; write the figure of the data sheet"),
        changed("model_of_no_size", kind!(Contradiction), &[(MODEL, "[deployment.bought]\nmodel = { id = \"llama-3.3-70b\", parameters_billion = 0 }")], "44:1: deployment.bought.model: 0 is not above 0; write the figure of the data sheet"),
        changed("idle_above_active", kind!(Contradiction), &[(SERVER, "server = { id = \"8xh100-sxm\", idle_watts = 9_000 }\nreplicas")], "46:44: deployment.bought.server.idle_watts: 9000 W idle are more than 8400 W at work; write at most `active_watts`"),
        changed("fractional_life", kind!(NotWhole), &[("useful_life_months = 60", "useful_life_months = 60.5")], "49:39: deployment.bought.hardware.buy.useful_life_months = 60.5 is not a whole number (months)"),
        changed("fractional_support", kind!(NotWhole), &[(BUY, "hardware.buy = { useful_life_months = 60, support_included_months = 0.5 }")], "49:69: deployment.bought.hardware.buy.support_included_months = 0.5 is not a whole number (months)"),
        changed("fractional_age", kind!(NotWhole), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 18.5, useful_life_months = 60 }")], "49:79: deployment.bought.hardware.owned_already.age_months = 18.5 is not a whole number (months)"),
        changed("fractional_term", kind!(NotWhole), &[(RENT, "hardware.reserve = { price_usd_per_gpu_hour = 2, term_months = 1.5 }")], "58:64: deployment.rented.hardware.reserve.term_months = 1.5 is not a whole number (months)"),
        changed("fractional_life_of_a_site", kind!(NotWhole), &[(COLOCATION, "own = { capex_usd_per_kw = 11_000, useful_life_months = 180.5 }")], "31:57: facility.own.useful_life_months = 180.5 is not a whole number (months)"),
        changed("ages_that_do_not_ascend", kind!(Contradiction), &[("resale_fraction = 0.2", "resale = [{ age_months = 24, fraction = 0.4 }, { age_months = 12, fraction = 0.6 }]")], "49:105: deployment.bought.hardware.buy.resale.1.age_months: an age of 12 months does not ascend; write the youngest age first"),
        changed("rental_of_another_accelerator", kind!(Contradiction), &[(RENT, r#"hardware.rent = "runpod/h200-sxm""#)], "58:17: deployment.rented.hardware.rent: runpod/h200-sxm rents h200-sxm, and the server has h100-sxm; write a server and a rental of the same accelerator"),
        changed("fewer_steps_than_kept", kind!(Contradiction), &[("accelerators_per_step = 2", "accelerators_per_step = 2\nminimum_steps = 3\nmaximum_steps = 2")], "58:17: deployment.rented.maximum_steps: 2 steps are fewer than the 3 that are kept; write at least `minimum_steps`, and at least 1"),
        changed("no_steps_at_all", kind!(Contradiction), &[("accelerators_per_step = 2", "accelerators_per_step = 2\nmaximum_steps = 0")], "57:17: deployment.rented.maximum_steps: 0 steps are fewer than the 1 that are kept; write at least `minimum_steps`, and at least 1"),
        changed("owned_past_its_life", kind!(Contradiction), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 60, useful_life_months = 60 }")], "49:79: deployment.bought.hardware.owned_already.age_months: an age of 60 months is past the useful life of 60; write the age at which it will be replaced as `useful_life_months`"),
        changed("fewer_owned_steps_than_kept", kind!(Contradiction), &[(BUY, "hardware.owned_already = { steps = 2, resale_value_usd = 90_000, age_months = 18, useful_life_months = 60 }\nminimum_steps = 3")], "49:36: deployment.bought.hardware.owned_already.steps: 2 steps are fewer than the 3 that are kept; write more steps that are owned, or fewer that are kept"),
        changed("mix_of_nothing", kind!(Contradiction), &[(RATE, "rate = { combined_tokens_per_second = 8_000, prompt_tokens = 0, completion_tokens = 900 }")], "48:62: deployment.bought.rate.prompt_tokens: a mix of 0 to 900 tokens; write lengths above 0"),
        changed("requests_past_the_bound", kind!(OutOfBounds), &[("tokens_per_month = 20_000_000_000", r#"requests_per_month = "70000000000000000000000000000""#)], "8:22: workload.requests_per_month: the volume in tokens is out of range; check the size of the inputs"),
        changed("weights_past_the_bound", kind!(OutOfBounds), &[(MODEL, "[deployment.bought]\nmodel = { id = \"llama-3.3-70b\", parameters_billion = \"70000000000000000000000000000\" }")], "44:1: deployment.bought.model: the size of the weights is out of range; check the size of the inputs"),
        changed("gigabytes_past_the_bound", kind!(OutOfBounds), &[(MODEL, "[deployment.bought]\nmodel = { id = \"llama-3.3-70b\", weights_gigabytes = \"70000000000000000000000000000\" }")], "44:1: deployment.bought.model: the size of the weights is out of range; check the size of the inputs"),
        changed("memory_past_the_bound", kind!(OutOfBounds), &[(SERVER, "server = { id = \"8xh100-sxm\", accelerator_memory_gibibytes = \"70000000000000000000000000000\" }\nreplicas")], "46:1: deployment.bought.server: the memory of an accelerator is out of range; check the size of the inputs"),
    ]
}

const TUNED: (&str, &str) = ("[finance]", "[fine_tuning]\ntraining_tokens = 20_000_000\n[finance]");

/// What is wrong with what is fine-tuned, and by whom.
#[rustfmt::skip]
fn fine_tuning() -> Vec<Snapshot> {
    vec![
        changed("tuned_on_nothing", kind!(Missing), &[(PEOPLE, "fine_tuning = { method = \"lora\" }")], "1:1: fine_tuning: missing; write `[fine_tuning]` with `training_tokens`, what the model is trained on"),
        changed("tuned_on_no_tokens", kind!(Missing), &[("[finance]", "[fine_tuning]\nepochs = 3\n[finance]")], "24:2: fine_tuning.training_tokens: missing; write `training_tokens = 20_000_000`, the tokens of one pass over the data"),
        changed("tuned_every_0_months", kind!(Contradiction), &[("[finance]", "[fine_tuning]\ntraining_tokens = 20_000_000\nevery_months = 0\n[finance]")], "26:16: fine_tuning.every_months: every 0 months; write from 1 to 600 months"),
        changed("tuned_by_a_method_there_is_not", kind!(WrongType), &[TUNED, (PEOPLE, "fine_tuning = { method = \"rlhf\" }")], "52:26: deployment.bought.fine_tuning.method: `rlhf`, expected `full`, `lora` or `qlora`"),
        changed("tuned_at_no_speed", kind!(Missing), &[TUNED, (PEOPLE, "fine_tuning = { method = \"lora\", price_usd_per_gpu_hour = 2 }")], "52:1: deployment.bought.fine_tuning.teraflops_per_accelerator: missing; write `teraflops_per_accelerator = 400`, or `speed`, an id of the catalog"),
        changed("tuned_model_of_no_size", kind!(Missing), &[TUNED, (PEOPLE, "fine_tuning = { method = \"lora\", teraflops_per_accelerator = 400, price_usd_per_gpu_hour = 2 }"), (MODEL, "[deployment.bought]\nmodel = { parameters_billion = 70, layers = 80, attention = { kv_heads = 8, head_dim = 128 }, context_window_tokens = 9000 }")], "52:1: deployment.bought.fine_tuning.active_parameters_billion: missing; write `active_parameters_billion = 70.6`, the parameters that a token passes through"),
        changed("tuned_at_two_speeds", kind!(Conflict), &[TUNED, (PEOPLE, "fine_tuning = { method = \"lora\", speed = \"llama-2-7b/lora/8xh100-sxm/nemo\", teraflops_per_accelerator = 400 }")], "52:1: deployment.bought.fine_tuning: `speed` and `teraflops_per_accelerator` exclude each other; give one of them"),
        changed("tuned_at_an_unknown_speed", kind!(NotFound), &[TUNED, (PEOPLE, "fine_tuning = { method = \"lora\", speed = \"llama-2-7b/lora/8xh100/nemo\" }")], "52:42: deployment.bought.fine_tuning.speed: no training speed is called `llama-2-7b/lora/8xh100/nemo`; did you mean `llama-2-7b/lora/8xh100-sxm/nemo`?"),
        changed("tuned_at_a_speed_of_another_method", kind!(Contradiction), &[TUNED, (PEOPLE, "fine_tuning = { method = \"full\", speed = \"llama-2-7b/lora/8xh100-sxm/nemo\" }")], "52:42: deployment.bought.fine_tuning.speed: llama-2-7b/lora/8xh100-sxm/nemo was measured with lora, and the method is full; name a speed that was measured with the same method"),
        changed("tuned_at_no_price", kind!(Missing), &[TUNED, (PEOPLE, "fine_tuning = { method = \"lora\", teraflops_per_accelerator = 400 }")], "52:1: deployment.bought.fine_tuning.price_usd_per_gpu_hour: missing; write `price_usd_per_gpu_hour = 2.5`, the rent of an accelerator while it trains, or 0 for idle hours of one's own"),
        changed("tuned_by_a_vendor_at_no_price", kind!(Missing), &[TUNED, (FLAT, "input_usd_per_mtok = 2\nfine_tuning.serving_price_fraction = 1.5\n")], "42:1: api.quoted.fine_tuning.training_usd_per_mtok: missing; write `training_usd_per_mtok = 25`, the vendor's price of a trained token"),
        changed("escalation_to_a_hosted_model", kind!(Contradiction), &[TUNED, ("offer = \"openai/gpt-4o\"", "offer = \"openai/gpt-4o\"\nfine_tuning = { training_usd_per_mtok = 25, hosting_usd_per_hour = 1.7 }"), (PEOPLE, "acceptance = { acceptance_fraction = 0.9, escalate_to = \"hosted\" }")], "53:57: deployment.bought.acceptance.escalate_to: hosted is kept ready by the hour; name an API that is paid per token alone"),
        booked("training_by_a_method_there_is_not", kind!(Contradiction), &[("[[electricity]]", "[[training_speed]]\nid = \"a\"\nmodel = \"M\"\nactive_parameters_billion = 7\nmethod = \"dpo\"\naccelerator = \"x-1\"\naccelerators = 8\ntokens_per_second = 1000\nconfiguration = \"c\"\nsource = \"run\"\nas_of = \"2026-05\"\n[[electricity]]")], "99:10: training_speed.0.method: no method is called dpo; write full, lora or qlora"),
        booked("training_on_no_accelerators", kind!(Contradiction), &[("[[electricity]]", "[[training_speed]]\nid = \"a\"\nmodel = \"M\"\nactive_parameters_billion = 7\nmethod = \"lora\"\naccelerator = \"x-1\"\naccelerators = 0\ntokens_per_second = 1000\nconfiguration = \"c\"\nsource = \"run\"\nas_of = \"2026-05\"\n[[electricity]]")], "101:16: training_speed.0.accelerators: none trained; write how many were used"),
        booked("training_at_no_speed", kind!(Contradiction), &[("[[electricity]]", "[[training_speed]]\nid = \"a\"\nmodel = \"M\"\nactive_parameters_billion = 7\nmethod = \"lora\"\naccelerator = \"x-1\"\naccelerators = 8\ntokens_per_second = 0\nconfiguration = \"c\"\nsource = \"run\"\nas_of = \"2026-05\"\n[[electricity]]")], "102:21: training_speed.0.tokens_per_second: 0 is not above 0; write what was measured"),
    ]
}

/// What is wrong with a `[sweep]` table, and with what it asks for. Its lines come after the 58 of the scenario.
#[rustfmt::skip]
fn sweeps() -> Vec<Snapshot> {
    const METRICS: &str = "metrics = [{ steps = \"bought\" }]";
    const PUE: &str = "[[sweep.axis]]\npath = \"facility.pue\"\nlinear = { from = 1, to = 2, count = 11 }";
    const PEAK: &str = "[[sweep.axis]]\npath = \"workload.peak_to_average\"\nvalues = [1, 2]";
    let text = |from: &str, to: &str| edited(&format!("{SCENARIO}[sweep]\n{METRICS}\n{PUE}\n{PEAK}\n"), &[(from, to)]);
    let table = |name, kind, from: &str, to: &str, message| {
        let text = text(from, to);
        let error = Comparison::parse(&text, catalog()).err();
        Snapshot { name, kind, message, error, text: Some(text) }
    };
    let laid = |name, kind, from: &str, to: &str, message| {
        said(name, kind, Sweep::of_scenario(&Comparison::parse(&text(from, to), catalog()).unwrap()), message)
    };
    let one = Comparison::parse(&text(METRICS, METRICS), catalog()).unwrap();
    let stop = AtomicBool::new(true);
    let stopped = Sweep::of_scenario(&one).unwrap().reduce(&Run::new().cancelled_by(&stop), Summary::default());
    let many = "[[sweep.axis]]\npath = \"facility.electricity_usd_per_kwh\"\nlinear = { from = 0, to = 1, count = 16777216 }\n";
    let many = format!("{many}{}{}", many.replace("facility.electricity_usd_per_kwh", "api.quoted.input_usd_per_mtok"), many.replace("facility.electricity_usd_per_kwh", "api.quoted.output_usd_per_mtok"));
    vec![
        table("range_as_a_value_of_an_axis", kind!(Contradiction), "values = [1, 2]", "values = [1, { low = 1, base = 2, high = 3 }]", "66:14: sweep.axis.1.values.1: a range of a number that takes one value only, or that enters no alternative; write one number in place of { low, base, high }"),
        table("range_as_a_count_of_values", kind!(Contradiction), "count = 11", "count = { low = 2, base = 11, high = 20 }", "63:30: sweep.axis.0.linear.count: a range of a number that takes one value only, or that enters no alternative; write one number in place of { low, base, high }"),
        table("sweep_of_no_metric", kind!(Missing), METRICS, "metrics = []", "60:11: sweep.metrics: missing; write at least one, such as `metrics = [\"cheapest\"]`"),
        table("sweep_of_no_axis", kind!(Missing), &format!("{PUE}\n{PEAK}\n"), "", "59:2: sweep.axis: missing; write one or more [[sweep.axis]]"),
        table("sweep_of_too_many_points", kind!(Contradiction), PUE, &many, "61:1: sweep.axis: more than 2^63 points; write fewer values"),
        table("axis_of_no_path", kind!(Missing), "path = \"facility.pue\"\n", "", "61:1: sweep.axis.0.path: missing; write the path of a number, such as `path = \"workload.tokens_per_month\"`"),
        table("axis_of_a_name", kind!(Contradiction), "path = \"facility.pue\"", "path = \"deployment.bought.model\"", "62:8: sweep.axis.0.path: deployment.bought.model is a number or a name that cannot be moved alone; write the path of another number"),
        table("zip_of_no_list", kind!(Missing), PEAK, "[[sweep.axis]]\nzip = []", "65:7: sweep.axis.1.zip: missing; write at least one list, such as `{ path = \"workload.tokens_per_month\", values = [1, 2] }`"),
        table("sweep_of_too_many_values", kind!(Contradiction), PEAK, &format!("[[sweep.axis]]\nzip = [{}]", ["{ path = \"facility.pue\", linear = { from = 1, to = 2, count = 16777216 } }"; 4].join(", ")), "61:1: sweep.axis: more than 2^26 values in all; write fewer values"),
        table("zip_within_a_zip", kind!(Contradiction), PEAK, "[[sweep.axis]]\nzip = [{ zip = [] }]", "65:8: sweep.axis.1.zip.0: a zip within a zip; write its lists beside the others"),
        table("lists_of_different_lengths", kind!(Contradiction), PEAK, "[[sweep.axis]]\nzip = [{ path = \"facility.pue\", values = [1, 2] }, { path = \"workload.peak_to_average\", values = [1] }]", "65:52: sweep.axis.1.zip.1: a list of 1 values beside one of 2; write as many values in every list"),
        table("axis_of_nothing", kind!(Missing), "linear = { from = 1, to = 2, count = 11 }", "", "61:1: sweep.axis.0.values: missing; write one of `linear = { from = 1, to = 2, count = 11 }`, `logarithmic` and `values`"),
        table("axis_of_no_values", kind!(Missing), "values = [1, 2]", "values = []", "66:10: sweep.axis.1.values: missing; write at least one value"),
        table("axis_of_one_value_between_two_ends", kind!(Contradiction), "count = 11", "count = 1", "63:38: sweep.axis.0.linear.count: one value from 1 to 2; write at least 2, or `values`"),
        table("axis_of_too_many_values", kind!(OutOfRange), "count = 11", "count = 100_000_000", "63:38: sweep.axis.0.linear.count = 100000000 is not in 1..=16777216 (values of an axis)"),
        table("axis_past_the_range", kind!(OutOfRange), "to = 2", "to = 9", "63:27: sweep.axis.0.linear.to = 9 is not in 1..=3 (ratio of facility to IT power)"),
        table("axis_of_16_digits", kind!(Contradiction), "to = 2", "to = \"1.123456789012345\"", "63:27: sweep.axis.0.linear.to: 1.123456789012345 has more than 15 digits, and a sweep runs on floats; write at most 15"),
        table("axis_of_equal_ratio_from_0", kind!(Contradiction), "linear = { from = 1,", "logarithmic = { from = 0,", "63:24: sweep.axis.0.logarithmic.from: 0 as an end of values of equal ratio; write ends above 0, or take `linear`"),
        table("metric_of_nobody", kind!(NotFound), "\"bought\" }]", "\"boght\" }]", "60:22: sweep.metrics.0.steps: no alternative is called `boght`; did you mean `bought`?"),
        table("metric_that_is_none", kind!(WrongType), METRICS, "metrics = [\"steps\"]", "60:12: sweep.metrics.0: string \"steps\", expected `\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`"),
        table("metric_of_another_name", kind!(UnknownField), "steps = ", "step = ", "60:14: sweep.metrics.0.step: unknown key; did you mean `steps`?"),
        said("scenario_without_a_sweep", kind!(Missing), Sweep::of_scenario(&comparison(&[])), "sweep: missing; write [sweep] with `metrics = [\"cheapest\"]` and one or more [[sweep.axis]]"),
        laid("two_axes_over_one_number", kind!(Contradiction), "\"workload.peak_to_average\"", "\"facility.pue\"", "facility.pue: two axes move the same number; give each number one axis"),
        laid("steps_of_an_api", kind!(Contradiction), "{ steps = \"bought\" }", "{ steps = \"hosted\" }", "api.hosted: an API has no steps; ask for its cost"),
        said("sweep_that_is_stopped", kind!(Cancelled), stopped, "sweep: stopped before its end, as asked; run it again for the answer"),
    ]
}

/// What is wrong with a price book.
#[rustfmt::skip]
fn books() -> Vec<Snapshot> {
    let prices = &BOOK[BOOK.find("[[offer.price]]").unwrap()..BOOK.find("[[precision]]").unwrap()];
    vec![
        said("licence_of_no_date", kind!(WrongType), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"soon\"\n"), "5:9: licence.0.as_of: `soon`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        said("condition_that_binds_nobody", kind!(Missing), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n[[licence.condition]]\nneeds = \"x\""), "6:1: licence.0.condition.0: missing; write whom it binds, such as `monthly_active_users_above = 700_000_000`"),
        said("condition_without_a_consequence", kind!(Missing), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n[[licence.condition]]\ncommercial = true"), "6:1: licence.0.condition.0: missing; write what it `needs`, or the `duty` that it brings"),
        said("condition_of_two_consequences", kind!(Conflict), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n[[licence.condition]]\ncommercial = true\nneeds = \"x\"\nduty = \"y\""), "6:1: licence.0.condition.0: `needs` and `duty` exclude each other; give one of them"),
        said("condition_of_an_unknown_business", kind!(WrongType), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n[[licence.condition]]\nbusiness = [\"bank\"]\nneeds = \"x\""), "7:13: licence.0.condition.0.business.0: `bank`, expected `model_as_a_service` or `ai_work_assistant`"),
        said("condition_of_an_unknown_territory", kind!(WrongType), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n[[licence.condition]]\nterritory = [\"Europe\"]\nneeds = \"x\""), "7:14: licence.0.condition.0.territory.0: the region `Europe`, expected one of AE, AU, CA, CH, CN, EU, GB, IN, JP, KR, SG, US"),
        said("licence_twice", kind!(Contradiction), Catalog::parse("[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n[[licence]]\nid = \"l\"\nname = \"L\"\nsource = \"s\"\nas_of = \"2026\"\n"), "7:6: licence.1.id: the id l is taken by an entry before; give each entry an id of its own"),
        said("score_of_nobody", kind!(Missing), Catalog::parse("[[benchmark]]\nid = \"b\"\nname = \"B\"\nunit = \"percent\"\n[[benchmark.score]]\nscore = 1\nsetting = \"x\"\nmeasured_by = \"y\"\nsource = \"s\"\nas_of = \"2026\"\n"), "5:1: benchmark.0.score.0: missing; write the `model` or the `offer` that was scored"),
        said("score_of_two", kind!(Conflict), Catalog::parse("[[benchmark]]\nid = \"b\"\nname = \"B\"\nunit = \"percent\"\n[[benchmark.score]]\nscore = 1\nsetting = \"x\"\nmeasured_by = \"y\"\nsource = \"s\"\nas_of = \"2026\"\nmodel = \"m\"\noffer = \"o\""), "5:1: benchmark.0.score.0: `model` and `offer` exclude each other; give one of them"),
        said("score_of_no_date", kind!(WrongType), Catalog::parse("[[benchmark]]\nid = \"b\"\nname = \"B\"\nunit = \"percent\"\n[[benchmark.score]]\nscore = 1\nsetting = \"x\"\nmeasured_by = \"y\"\nsource = \"s\"\nas_of = \"soon\"\nmodel = \"m\""), "10:9: benchmark.0.score.0.as_of: `soon`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        booked("residency_in_an_unknown_region", kind!(WrongType), &[("retirement = {", "residency = { regions = [{ region = \"Virginia\" }], source = \"s\", as_of = \"2026\" }\nretirement = {")], "8:37: offer.0.residency.regions.0.region: the region `Virginia`, expected one of AE, AU, CA, CH, CN, EU, GB, IN, JP, KR, SG, US"),
        booked("residency_of_no_date", kind!(WrongType), &[("retirement = {", "residency = { regions = [], source = \"s\", as_of = \"soon\" }\nretirement = {")], "8:51: offer.0.residency.as_of: `soon`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        booked("fine_tuning_of_no_date", kind!(WrongType), &[("retirement = {", "fine_tuning = { offered = true, source = \"s\", as_of = \"soon\" }\nretirement = {")], "8:55: offer.0.fine_tuning.as_of: `soon`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        said("resale_without_points", kind!(Missing), Catalog::parse("[[resale]]\nid = \"r\"\nname = \"R\"\npoints = []\nsource = \"s\"\nas_of = \"2026\"\n"), "4:10: resale.0.points: missing; write at least one point, such as { age_months = 36, fraction = 0.3 }"),
        said("resale_of_ages_that_do_not_ascend", kind!(Contradiction), Catalog::parse("[[resale]]\nid = \"r\"\nname = \"R\"\npoints = [{ age_months = 24, fraction = 0.4 }, { age_months = 12, fraction = 0.6 }]\nsource = \"s\"\nas_of = \"2026\"\n"), "4:10: resale.0.points: the ages do not ascend; write the youngest age first, and each once"),
        said("staffing_of_nobody", kind!(Missing), Catalog::parse("[[staffing]]\nid = \"n\"\nname = \"N\"\nsource = \"s\"\nas_of = \"2026\"\n"), "1:1: staffing.0: missing; write `run_fte`, `servers_per_fte` or both"),
        said("tariff_without_a_figure", kind!(Missing), Catalog::parse("[[electricity]]\nid = \"e\"\nname = \"E\"\nhistory = []\n"), "4:11: electricity.0.history: missing; write one or more figures with `as_of` and `source`"),
        said("alias_that_is_taken", kind!(Contradiction), Catalog::parse("[[precision]]\nid = \"p\"\naliases = [\"p\"]\nbytes_per_parameter = 1\nsource = \"s\"\nas_of = \"2026\"\n"), "3:11: precision.0.aliases: the alias p is a name of this entry or of one before; give each name to one entry, once"),
        booked("latency_of_nothing", kind!(Contradiction), &[("combined = {", "inter_token_ms = [0]\ncombined = {")], "84:19: rate.1.inter_token_ms.0: 0 is not above 0; write the figure of the source"),
        booked("range_in_a_book", kind!(Contradiction), &[("usd_per_kwh = 0.11", "usd_per_kwh = { low = 0.08, base = 0.11, high = 0.2 }")], "99:43: electricity.0.history.0.usd_per_kwh: a range in the price book, where a fact has one value; write one number; a range stands in a scenario"),
        booked("range_of_a_price_in_a_book", kind!(Contradiction), &[("input_usd_per_mtok = 0.2\n", "input_usd_per_mtok = { low = 0.1, base = 0.2, high = 0.3 }\n")], "21:1: offer.0.price.1.input_usd_per_mtok: a range in the price book, where a fact has one value; write one number; a range stands in a scenario"),
        booked("book_with_an_unknown_table", kind!(UnknownField), &[("[[salary]]", "[[salaries]]")], "102:3: salaries: unknown key; did you mean `salary`?"),
        booked("book_with_an_unknown_key", kind!(UnknownField), &[("usd_per_kwh = 0.11", "eur_per_kwh = 0.11")], "99:43: electricity.0.history.0.eur_per_kwh: unknown key"),
        booked("entry_without_a_source", kind!(Missing), &[("source = \"card\"\n", "")], "35:1: model.0.source: missing; write `source = ...`"),
        booked("entry_with_a_bare_date", kind!(WrongType), &[("as_of = \"2026-05-01\"", "as_of = 2026-05-01")], "75:9: rate.0.as_of: a table, expected text in quotes"),
        booked("entry_twice", kind!(Contradiction), &[("id = \"m-1/fp8/1xx-1/b\"", "id = \"m-1/fp8/1xx-1/a\"")], "78:6: rate.1.id: the id m-1/fp8/1xx-1/a is taken by an entry before; give each entry an id of its own"),
        booked("family_that_is_none", kind!(WrongType), &[("\"hosted_open_weights\"", "\"open_weights\"")], "5:10: offer.0.family: `open_weights`, expected closed_api, hosted_open_weights or dedicated_endpoint"),
        booked("family_of_hardware", kind!(Contradiction), &[("\"hosted_open_weights\"", "\"rented\"")], "5:10: offer.0.family: an offer is never rented; write hardware as a deployment of a scenario"),
        booked("offer_without_a_price", kind!(Missing), &[(prices, ""), ("as_of = \"2026-11-20\"\n", "as_of = \"2026-11-20\"\nprice = []\n")], "11:9: offer.0.price: missing; write one or more [[offer.price]]"),
        booked("retirement_of_no_date", kind!(WrongType), &[("\"2027-01-14\"", "\"2027-01-32\"")], "8:21: offer.0.retirement.on: `2027-01-32`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        booked("price_of_no_date", kind!(WrongType), &[("\"2026-10\"", "\"October\"")], "13:9: offer.0.price.0.as_of: `October`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        booked("prices_out_of_order", kind!(Contradiction), &[("\"2026-10\"", "\"2026-12\"")], "19:9: offer.0.price.1.as_of: 2026-11-20 is not after the price before it; write prices from the oldest to the newest"),
        booked("price_from_before_its_document", kind!(Contradiction), &[("as_of = \"2026-10\"", "holds_from = \"2026-09\"\nas_of = \"2026-10\"")], "13:14: offer.0.price.0.holds_from: 2026-09 is before 2026-10, the date of its document; leave it out: a price holds from the date of its document on"),
        booked("price_below_0", kind!(OutOfRange), &[("input_usd_per_mtok = 0.2", "input_usd_per_mtok = -0.2")], "21:22: offer.0.price.1.input_usd_per_mtok = -0.2 is not in 0..=100000 (USD per Mtok)"),
        booked("batch_price_in_percent", kind!(OutOfRange), &[("batch_price_fraction = 0.5", "batch_price_fraction = 50")], "23:24: offer.0.price.1.batch_price_fraction = 50 is not in 0..=1 (a fraction of the price); for 50 percent write 0.5"),
        booked("tiers_out_of_order", kind!(Contradiction), &[("above_prompt_tokens = 64000", "above_prompt_tokens = 32000")], "24:16: offer.0.price.1.context_tier: the thresholds of the context tiers do not ascend; write the lowest threshold first, and each once"),
        booked("batch_prices_of_both_forms", kind!(Conflict), &[("batch_price_fraction = 0.5\n", "batch_price_fraction = 0.5\nservice_tier.batch = { input_usd_per_mtok = 0.1 }\n")], "18:1: offer.0.price.1: `batch_price_fraction` and `service_tier.batch` exclude each other; give one of them"),
        booked("tier_of_service_below_0", kind!(OutOfRange), &[("batch_price_fraction = 0.5\n", "service_tier.flex = { input_usd_per_mtok = -0.1 }\n")], "23:44: offer.0.price.1.service_tier.flex.input_usd_per_mtok = -0.1 is not in 0..=100000 (USD per Mtok)"),
        booked("cache_write_below_0", kind!(OutOfRange), &[("batch_price_fraction = 0.5\n", "cache_write_1h_usd_per_mtok = -0.1\n")], "23:31: offer.0.price.1.cache_write_1h_usd_per_mtok = -0.1 is not in 0..=100000 (USD per Mtok)"),
        booked("uplift_of_0", kind!(Contradiction), &[("batch_price_fraction = 0.5\n", "uplift_price_factor.eu = 0\n")], "23:26: offer.0.price.1.uplift_price_factor.eu: 0 is not above 0; write the figure of the source"),
        booked("hours_that_end_before_they_begin", kind!(WrongType), &[("batch_price_fraction = 0.5\n", "time_of_day = [{ windows = [{ hours_utc = [\"16:30-00:30\"] }], prices = { input_usd_per_mtok = 0.1 } }]\n")], "23:44: offer.0.price.1.time_of_day.0.windows.0.hours_utc.0: `16:30-00:30`, expected hours such as \"16:30-24:00\", from before to"),
        booked("day_that_no_week_has", kind!(WrongType), &[("batch_price_fraction = 0.5\n", "time_of_day = [{ windows = [{ weekdays = [0], hours_utc = [\"16:30-24:00\"] }], prices = { input_usd_per_mtok = 0.1 } }]\n")], "23:42: offer.0.price.1.time_of_day.0.windows.0.weekdays: no day of the week, expected 1 for Monday to 7 for Sunday"),
        booked("days_of_no_time_zone", kind!(WrongType), &[("batch_price_fraction = 0.5\n", "time_of_day = [{ windows = [], weekday_utc_offset_hours = 15, prices = { input_usd_per_mtok = 0.1 } }]\n")], "23:59: offer.0.price.1.time_of_day.0.weekday_utc_offset_hours: a time zone that is not on Earth, expected -12 to 14"),
        booked("offer_of_no_family", kind!(Missing), &[("family = \"hosted_open_weights\"\n", "")], "1:1: offer.0.family: missing; write `family = ...`"),
        booked("offer_of_no_context", kind!(Missing), &[("context_window_tokens = 131072\n", "")], "1:1: offer.0.context_window_tokens: missing; write `context_window_tokens = ...`"),
        booked("precision_of_no_bytes", kind!(Contradiction), &[("bytes_per_parameter = 1", "bytes_per_parameter = 0")], "31:23: precision.0.bytes_per_parameter: 0 is not above 0; write the figure of the source"),
        booked("model_of_no_parameters", kind!(Contradiction), &[("parameters_billion = 8", "parameters_billion = 0")], "39:22: model.0.parameters_billion: 0 is not above 0; write the figure of the source"),
        booked("model_of_no_date", kind!(WrongType), &[("\"2026-01\"", "\"\"")], "46:9: model.0.as_of: ``, expected a date such as 2026-11-24, 2026-11 or 2026"),
        booked("accelerator_of_no_memory", kind!(Contradiction), &[("memory_gibibytes = 80", "memory_gibibytes = -80")], "51:20: accelerator.0.memory_gibibytes: -80 is not above 0; write the figure of the source"),
        booked("server_of_no_date", kind!(WrongType), &[("power_as_of = \"2025\"", "power_as_of = \"25\"")], "63:15: server.0.power_as_of: `25`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        booked("server_price_below_0", kind!(OutOfRange), &[("price_usd = 200000", "price_usd = -1")], "64:58: server.0.price.0.price_usd = -1 is not in 0..=1000000000 (USD per server)"),
        booked("server_idle_watts_below_0", kind!(OutOfRange), &[("idle_watts = 2000", "idle_watts = -1")], "61:14: server.0.idle_watts = -1 is not in 0..=10000000 (W per server)"),
        booked("server_active_watts_below_0", kind!(OutOfRange), &[("active_watts = 8000", "active_watts = -1")], "60:16: server.0.active_watts = -1 is not in 0..=10000000 (W per server)"),
        booked("rate_of_neither_form", kind!(Missing), &[("split = { prefill_tokens_per_second = 20000, decode_tokens_per_second = 3000 }\n", "")], "66:1: rate.0.combined: missing; write `combined = {...}` with its mix, or `split = {...}`"),
        booked("rate_of_both_forms", kind!(Conflict), &[("split = {", "combined = { tokens_per_second = 1, prompt_tokens = 1, completion_tokens = 1 }\nsplit = {")], "66:1: rate.0: `combined` and `split` exclude each other; give one of them"),
        booked("prefill_rate_of_0", kind!(OutOfRange), &[("prefill_tokens_per_second = 20000", "prefill_tokens_per_second = 0")], "73:39: rate.0.split.prefill_tokens_per_second = 0 is not in 0.01..=10000000 (tokens a second and replica)"),
        booked("decode_rate_of_0", kind!(OutOfRange), &[("decode_tokens_per_second = 3000", "decode_tokens_per_second = 0")], "73:73: rate.0.split.decode_tokens_per_second = 0 is not in 0.01..=10000000 (tokens a second and replica)"),
        booked("combined_rate_of_0", kind!(OutOfRange), &[("{ tokens_per_second = 4000", "{ tokens_per_second = 0")], "84:34: rate.1.combined.tokens_per_second = 0 is not in 0.01..=10000000 (tokens a second and replica)"),
        booked("rent_below_0", kind!(OutOfRange), &[("usd_per_gpu_hour = 2.5", "usd_per_gpu_hour = -2.5")], "93:67: rental.0.price.0.usd_per_gpu_hour = -2.5 is not in 0..=100000 (USD per accelerator-hour)"),
        booked("tariff_in_cents", kind!(OutOfRange), &[("usd_per_kwh = 0.11", "usd_per_kwh = 11")], "99:57: electricity.0.history.0.usd_per_kwh = 11 is not in 0..=10 (USD per kWh)"),
        booked("salary_below_0", kind!(OutOfRange), &[("loaded_usd_per_year = 200000", "loaded_usd_per_year = -1")], "106:67: salary.0.history.0.loaded_usd_per_year = -1 is not in 0..=10000000 (USD per FTE and year)"),
    ]
}

/// What is wrong with JSON, and with a text as a whole.
#[rustfmt::skip]
fn json_form() -> Vec<Snapshot> {
    let json = |name, kind, from: &str, to: &str, message| {
        said(name, kind, Comparison::parse(&edited(&as_json(SCENARIO), &[(from, to)]), catalog()), message)
    };
    let read = |name, kind, text: &str, message| said(name, kind, Scenario::parse(text), message);
    let many = |table: &str, entry: &str| -> String {
        (0..1001).map(|at| format!("[{table}.x{at}]\n{entry}\n")).collect()
    };
    let apis = format!("[api.hosted]{}", SCENARIO.split_once("[api.hosted]").unwrap().1) + &many("api", "offer = \"openai/gpt-4o\"");
    let classes = many("workload.class", "share = 0") + "[finance]";
    vec![
        read("nothing", kind!(Empty), "", "the text is empty; a scenario begins with `schema = 1`"),
        read("blanks", kind!(Empty), " \r\n\t", "the text is empty; a scenario begins with `schema = 1`"),
        read("17_megabytes", kind!(TooLarge), &" ".repeat(17 << 20), "the text has more than 16777216 bytes"),
        read("nested_too_deep", kind!(TooLarge), &format!("a = {}", "[".repeat(65)), "1:69: the text has more than 64 levels of nesting"),
        read("key_of_too_many_parts", kind!(TooLarge), &format!("a = 1\na{} = 1", ".a".repeat(65)), "2:130: the text has more than 64 levels of nesting"),
        changed("too_many_alternatives", kind!(TooLarge), &[(&SCENARIO[SCENARIO.find("[api.hosted]").unwrap()..], &apis)], "33:2: api: the text has more than 1000 entries in one table"),
        changed("too_many_classes", kind!(TooLarge), &[("[finance]", &classes)], "12:11: workload.class: the text has more than 1000 entries in one table"),
        json("nan_in_json", kind!(WrongType), "\"pue\": 1.4", "\"pue\": NaN", r#"66:12: facility.pue: NaN, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        json("infinity_in_json", kind!(Syntax), "\"pue\": 1.4", "\"pue\": 1e999", "66:16: number out of range"),
        json("null_in_json", kind!(WrongType), "\"precision\": \"fp8\"", "\"precision\": null", "42:20: deployment.bought.precision: null, expected text in quotes"),
        json("truth_in_json", kind!(WrongType), "\"pue\": 1.4", "\"pue\": true", r#"66:12: facility.pue: boolean `true`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        json("float_of_20_digits_in_json", kind!(TooManyDigits), "\"pue\": 1.4", "\"pue\": 1.2345678901234567890", "66:12: facility.pue = 1.2345678901234567890 has more than 15 digits; write it in quotes to keep them all"),
        json("unknown_key_in_json", kind!(UnknownField), "\"baseline\"", "\"basline\"", "27:14: basline: unknown key; did you mean `baseline`?"),
        json("missing_key_in_json", kind!(Missing), "\"baseline\": \"hosted\",", "", "94:1: baseline: missing; write `baseline = ...`"),
        json("key_twice_in_json", kind!(DuplicateField), "\"pue\": 1.4", "\"pue\": 1.4, \"pue\": 1.4", "66:12: facility.pue: the key `pue` is written twice"),
        json("alternative_twice_in_json", kind!(DuplicateField), "\"quoted\"", "\"hosted\"", "3:15: api.hosted: the key `hosted` is written twice"),
        json("comma_too_many_in_json", kind!(Syntax), "\"schema\": 1", "\"schema\": 1,", "74:15: key must be a string"),
        read("text_after_json", kind!(Syntax), &format!("{} x", as_json(SCENARIO)), "94:3: trailing characters"),
        read("end_of_json", kind!(Syntax), "{\"schema\": 1", "1:12: EOF while parsing an object"),
        read("nested_too_deep_in_json", kind!(TooLarge), &"{\"a\":".repeat(65), "1:321: the text has more than 64 levels of nesting"),
    ]
}

/// What calls of the library answer.
#[rustfmt::skip]
fn calls() -> Vec<Snapshot> {
    let whole = comparison(&[]);
    let large = comparison(&[(MODEL, "[deployment.bought]\nmodel = \"llama-3.1-405b\"")]);
    let full = comparison(&[("accelerators_per_step = 2", "accelerators_per_step = 2\nmaximum_steps = 1")]);
    let long = comparison(&[("prompt_tokens = 3000", "prompt_tokens = 300_000"), ("family =", "context_window_tokens = 200_000\nfamily =")]);
    let apis = &SCENARIO[SCENARIO.find("[api.hosted]").unwrap()..SCENARIO.find("[deployment.bought]").unwrap()];
    let growing = comparison(&[
        (apis, ""), ("baseline = \"hosted\"", "baseline = \"bought\""), ("20_000_000_000", "1_000_000_000"), ("= 0.02", "= 0.3"),
        (PEOPLE, "maximum_steps = 1"), (RENT, "hardware.rent = \"runpod/h100-sxm\"\nmaximum_steps = 1"),
    ]);
    let barred = comparison(&[("[finance]", "[requirements]\nair_gapped = true\nengineers = 0\n[finance]")]);
    let free = comparison(&[("input_usd_per_mtok = 2\noutput_usd_per_mtok = 8", "input_usd_per_mtok = 0\noutput_usd_per_mtok = 0")]);
    let small = Catalog::parse(BOOK).unwrap();
    let on_small = r#"schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "own"
workload = { tokens_per_month = 1_000_000, peak_to_average = 2, class.all = { prompt_tokens = 3, completion_tokens = 1 } }
finance = { horizon_months = 12, discount_rate_annual_effective = 0 }
facility = { electricity = "here", pue = 1.2 }
[deployment.own]
model = "m-1"
precision = "fp8"
server = "8xx-1"
rate = "m-1/fp8/1xx-1/a"
hardware.buy = { useful_life_months = 60 }
people = { run_fte = 0.5 }
"#;
    let usd = |text: &str| Money::new(decimal(text), Currency::USD);
    let line = |currency, per_mtok: Decimal| CostCurve::line(currency, Decimal::ZERO, per_mtok);
    let stairs = line(Currency::USD, Decimal::ONE).with_staircase(Staircase::new(decimal("9"), decimal("1000")).at_most(2)).unwrap();
    let tier = |above: u32| VolumeTier { above: above.into(), per_mtok: Decimal::ONE };
    let ranged: String = (0..33)
        .map(|at| {
            let price = "{ low = 1, base = 2, high = 3 }";
            format!("[api.of-{at}]\nfamily = \"closed_api\"\ninput_usd_per_mtok = {price}\noutput_usd_per_mtok = {price}\n")
        })
        .collect();
    let many_ranges = edited(SCENARIO, &[("[api.quoted]", &format!("{ranged}[api.quoted]"))]);
    let second = "output_usd_per_mtok = 12 }, { above_prompt_tokens = 250_000, input_usd_per_mtok = 5, output_usd_per_mtok = 15 }]";
    let tiers = comparison(&[("output_usd_per_mtok = 12 }]", second)]);
    let workload = Workload::of_tokens(1_000_000, RequestClass::new(3, 1));
    let finance = breakeven::Finance::new(12, 0);
    vec![
        said("request_before_the_first_price", kind!(Missing), small.offer("acme/m-1").unwrap().tariff_on("2025-12-31".parse().unwrap()), "acme/m-1: missing; give an offer or a date that has a price per token"),
        said("request_whose_parts_are_more_than_the_whole", kind!(Contradiction), small.offer("acme/m-1").unwrap().newest_tariff().and_then(|tariff| tariff.cost(&Request { cached_tokens: 1, ..Request::default() })), "cached_tokens: the tokens of the cache are 1, more than the 0 of `prompt_tokens`; count them within `prompt_tokens`, as OpenAI does"),
        said("line_without_a_model", kind!(Missing), RequestLine::parse("{}"), "model: missing; write `\"model\": ...`"),
        said("line_that_is_no_request", kind!(WrongType), RequestLine::parse("[1]"), "`[1]`, expected a request such as {\"model\": \"gpt-4o\", \"prompt_tokens\": 1200}"),
        said("column_that_is_misspelled", kind!(UnknownField), UsageLog::new().read_csv("timestamp,model,prompt_tokens,cached_token,completion_tokens".as_bytes()), "cached_token: unknown key; did you mean `cached_tokens`?"),
        said("float_with_a_rounding_error", kind!(TooManyDigits), Figure::try_from(0.1 + 0.2), "0.30000000000000004 has more than 15 digits; write it in quotes to keep them all"),
        said("float_that_is_no_number", kind!(WrongType), Figure::try_from(f64::NAN), r#"NaN, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        said("text_that_is_no_number", kind!(WrongType), "1e3".parse::<Figure>(), r#"`1e3`, expected a plain number such as 2.5 or "0.000000125", with a point and no exponent"#),
        said("range_that_falls", kind!(NotAscending), Figure::ranged(decimal("3"), decimal("2"), decimal("1")), "low 3, base 2, high 1 do not ascend; write low <= base <= high"),
        said("more_ranges_than_are_read", kind!(TooLarge), Comparison::parse(&many_ranges, catalog()), "1:1: the text has more than 64 values that are ranges"),
        said("text_that_is_no_date", kind!(WrongType), "24 Nov".parse::<AsOf>(), "`24 Nov`, expected a date such as 2026-11-24, 2026-11 or 2026"),
        said("amount_past_its_bound", kind!(OutOfBounds), usd("1000000000000001"), "an amount above 1e15 is out of range; check the size of the inputs"),
        said("sum_past_its_bound", kind!(OutOfBounds), usd("1000000000000000").and_then(|most| most.checked_add(most)), "an amount above 1e15 is out of range; check the size of the inputs"),
        said("sum_of_two_currencies", kind!(CurrencyMismatch), Money::zero(Currency::USD).checked_add(Money::zero(Currency::EUR)), "an amount in USD and one in EUR cannot be combined; convert one at a stated rate"),
        said("break_even_of_two_currencies", kind!(CurrencyMismatch), line(Currency::EUR, Decimal::ONE).break_even_against(&line(Currency::USD, Decimal::TWO)), "an amount in EUR and one in USD cannot be combined; convert one at a stated rate"),
        said("curve_past_its_capacity", kind!(Infeasible), stairs.cost(2_001), "cannot serve the workload: 2001 tokens a month are past the capacity of the largest number of steps"),
        said("curve_outside_its_range", kind!(Infeasible), line(Currency::USD, Decimal::ONE).within(10, Some(20)).and_then(|curve| curve.cost(10)), "cannot serve the workload: 10 tokens a month are not among the volumes that can be served"),
        said("range_that_ends_before_it_begins", kind!(Contradiction), line(Currency::USD, Decimal::ONE).within(10, Some(10)), "volumes above 10 and up to 10; write an end above the beginning"),
        said("prices_without_a_tier", kind!(Contradiction), CostCurve::tiers(Currency::USD, TierRule::Graduated, &[]), "prices without a tier; write the first tier above 0, then each threshold once and ascending"),
        said("first_tier_that_begins_late", kind!(Contradiction), CostCurve::tiers(Currency::USD, TierRule::Graduated, &[tier(5)]), "a first tier above 5; write the first tier above 0, then each threshold once and ascending"),
        said("tier_that_stands_twice", kind!(Contradiction), CostCurve::tiers(Currency::USD, TierRule::AllUnits, &[tier(0), tier(9), tier(9)]), "thresholds that do not ascend; write the first tier above 0, then each threshold once and ascending"),
        said("curve_past_the_decimals", kind!(OutOfBounds), line(Currency::USD, Decimal::MAX).cost(u64::MAX), "a cost curve is out of range; check the size of the inputs"),
        said("scenario_of_nothing", kind!(Missing), Scenario::new("2026-11-24", "api", workload, finance).resolve(catalog()), "api: missing; write at least one [api.NAME] or [deployment.NAME]"),
        said("book_without_a_salary", kind!(Missing), Comparison::parse(on_small, &small), "14:1: deployment.own.people.loaded_salary_usd_per_year: missing; write `loaded_salary_usd_per_year = 200_000`"),
        said("book_without_a_precision", kind!(NotFound), Comparison::parse(&on_small.replace("people = { run_fte = 0.5 }", ""), &small), "8:13: deployment.own.kv_cache_precision: no precision is called `bf16`"),
        said("id_that_is_not_compared", kind!(NotFound), whole.monthly_cost("boght"), "no alternative is called `boght`; did you mean `bought`?"),
        said("incumbent_that_is_not_compared", kind!(NotFound), whole.break_even("bought", "openai/gpt-4o"), "no alternative is called `openai/gpt-4o`"),
        said("ledger_that_is_not_kept", kind!(NotFound), whole.ledger("Rented"), "no alternative is called `Rented`; did you mean `rented`?"),
        said("tax_that_is_not_given", kind!(Missing), whole.ledger_after_tax("rented"), "finance.tax: missing; write `[finance.tax]` with `rate_fraction = 0.25`"),
        said("debt_that_costs_nobody_knows_what", kind!(Missing), whole.lease_or_buy("rented", "bought"), "finance.cost_of_debt_annual_effective: missing; write `cost_of_debt_annual_effective = 0.08`, or a loan of the purchase"),
        said("path_that_names_nothing", kind!(NotFound), whole.with("deployment.bought.people.run_ftes", Decimal::ONE), "deployment.bought.people.run_ftes: no parameter is called `deployment.bought.people.run_ftes`; did you mean `deployment.bought.people.run_fte`?"),
        said("path_unlike_any", kind!(NotFound), whole.with("zzz", Decimal::ONE), "zzz: no parameter is called `zzz`"),
        said("value_out_of_range_by_path", kind!(OutOfRange), whole.with("facility.pue", decimal("140")), "facility.pue = 140 is not in 1..=3 (ratio of facility to IT power)"),
        said("growth_past_the_bound_by_path", kind!(Contradiction), whole.with("workload.growth_fraction_per_month", Decimal::ONE), "workload.growth_fraction_per_month: growth of 1 a month carries the volume past 1e15 tokens in month 17; write a smaller growth or a shorter study period"),
        said("more_idle_than_active_power_by_path", kind!(Contradiction), whole.with("deployment.bought.server.idle_watts", decimal("9000")), "deployment.bought.server.idle_watts: more power idle than at work; move both numbers, or this one less far"),
        said("more_serving_hours_than_hours_by_path", kind!(Contradiction), whole.with("workload.serving_hours_per_month", decimal("740")), "workload.serving_hours_per_month: more serving hours than the month has; move both numbers, or this one less far"),
        said("tier_past_the_next_by_path", kind!(Contradiction), tiers.with("api.quoted.context_tiers.0.above_prompt_tokens", decimal("300000")), "api.quoted.context_tiers.0.above_prompt_tokens: thresholds or ages that do not ascend; move both numbers, or this one less far"),
        said("more_reusable_than_prompt_by_path", kind!(Contradiction), whole.with("workload.class.chat.reusable_prompt_tokens", decimal("1501")), "workload.class.chat.reusable_prompt_tokens: more reusable prompt tokens than the prompt has; move both numbers, or this one less far"),
        said("fractional_value_by_path", kind!(NotWhole), whole.with("finance.horizon_months", decimal("1.5")), "finance.horizon_months = 1.5 is not a whole number (months)"),
        said("root_of_a_path_that_names_nothing", kind!(NotFound), whole.solve("facility.peu", "bought", "hosted"), "facility.peu: no parameter is called `facility.peu`; did you mean `facility.pue`?"),
        said("root_of_what_cannot_be_moved_alone", kind!(Contradiction), whole.solve("deployment.bought.accelerators_per_step", "bought", "hosted"), "deployment.bought.accelerators_per_step: a number that cannot be moved alone; change the scenario, where what depends on it changes too"),
        said("root_against_itself", kind!(Contradiction), whole.solve("facility.pue", "bought", "bought"), "bought against itself; name two alternatives"),
        said("root_of_one_that_is_not_compared", kind!(NotFound), whole.solve("facility.pue", "bougth", "hosted"), "no alternative is called `bougth`; did you mean `bought`?"),
        said("break_even_price_of_a_deployment", kind!(Contradiction), whole.break_even_price("hosted", "bought"), "bought has no token prices; name an API whose tokens cost something"),
        said("break_even_price_of_nothing", kind!(Contradiction), free.break_even_price("bought", "quoted"), "the prices of quoted change nothing between the two; name an API whose tokens cost something"),
        said("break_even_utilization_of_an_api", kind!(Contradiction), whole.break_even_utilization("hosted", "bought"), "hosted has no steps that could be busy; name a deployment"),
        said("model_that_does_not_fit", kind!(Infeasible), large.curve("bought"), "deployment.bought: cannot serve the workload: weights of 405.8 GB and a request of 3200 tokens do not fit the 293.2 GB that a replica has; 8x h100-sxm per replica would fit"),
        said("bill_of_a_model_that_does_not_fit", kind!(Infeasible), large.monthly("bought"), "deployment.bought: cannot serve the workload: weights of 405.8 GB and a request of 3200 tokens do not fit the 293.2 GB that a replica has; 8x h100-sxm per replica would fit"),
        said("break_even_against_a_model_that_does_not_fit", kind!(Infeasible), large.break_even("hosted", "bought"), "deployment.bought: cannot serve the workload: weights of 405.8 GB and a request of 3200 tokens do not fit the 293.2 GB that a replica has; 8x h100-sxm per replica would fit"),
        said("volume_above_capacity", kind!(Infeasible), full.monthly("rented"), "deployment.rented: cannot serve the workload: at most 7047211358 tokens a month can be served (maximum steps: 1), and 20000000000 are asked for"),
        said("ledger_above_capacity", kind!(Infeasible), full.ledger("rented"), "deployment.rented: cannot serve the workload: at most 7047211358 tokens a month can be served (maximum steps: 1), and 39997791053 are asked for"),
        said("request_too_long", kind!(Infeasible), long.monthly("hosted"), "api.hosted: cannot serve the workload: a request of 330200 tokens passes the context window of 128000"),
        said("requests_too_long_for_all", kind!(NoneFeasible), long.answer(), "no alternative can serve the workload: hosted: a request of 330200 tokens passes the context window of 128000; quoted: a request of 300200 tokens passes the context window of 200000; bought: a request of 300200 tokens passes the context window of 131072; rented: weights of 70.6 GB and a request of 300200 tokens do not fit the 146.6 GB that a replica has; 4x h100-sxm per replica would fit"),
        said("requirements_that_rule_out_all", kind!(NoneEligible), barred.answer().and_then(|answer| barred.verdict(&answer)), "requirements: no alternative meets the requirements: hosted: nothing leaves the site, but every request leaves the site for the provider | quoted: nothing leaves the site, but every request leaves the site for the provider | bought: at most 0 people to run it, but it takes 0.5 | rented: nothing leaves the site, but the hardware stands with who lets it"),
        said("growth_above_every_capacity", kind!(NoneFeasible), growing.answer().and_then(|answer| growing.verdict(&answer)), "no alternative can serve the workload: none serves every month of the study; shorten it, or raise `maximum_steps`"),
    ]
}
