//! What `examples/break_even.rs` prints and how it exits, as the command-line contract has it.
//!
//! `cargo test` builds the example beside the tests; this file runs it as a user would.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    missing_docs
)]

mod common;

use breakeven::{Decimal, Scenario};
use common::program::{self, Ran};
use serde_json::Value;
use std::sync::OnceLock;

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios");

fn run(arguments: &[&str], input: &str) -> Ran {
    program::run("break_even", arguments, input)
}

/// The one JSON object of a run that answers.
fn json(arguments: &[&str], input: &str) -> Value {
    let Ran { code, out, err } = run(arguments, input);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let object: Value = serde_json::from_str(&out).unwrap();
    assert!(object.is_object());
    object
}

/// The answer without a scenario, with its ledgers.
fn flagship() -> &'static Value {
    static ANSWER: OnceLock<Value> = OnceLock::new();
    ANSWER.get_or_init(|| json(&["--ledger", "--json"], ""))
}

fn refused(run: &Ran, message: &str) {
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.err);
    assert!(run.err.contains(message), "{:?} says nothing of {message:?}", run.err);
}

fn file(name: &str) -> String {
    format!("{SCENARIOS}/{name}")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// An amount, volume or rate: a plain decimal in a string.
fn decimal(value: &Value) -> Decimal {
    Decimal::from_str_exact(text(value)).unwrap()
}

fn find<'a>(all: &'a Value, key: &str, wanted: &str) -> &'a Value {
    list(all).iter().find(|one| one[key] == wanted).unwrap_or_else(|| panic!("no {key} {wanted}"))
}

/// `decimal`, `count`, `text`, `bool`, `list` or `object`; with `?` where it may be null.
fn has_type(value: &Value, kind: &str) -> bool {
    match kind.strip_suffix('?') {
        Some(kind) => value.is_null() || has_type(value, kind),
        None => match kind {
            "decimal" => value.as_str().is_some_and(|text| Decimal::from_str_exact(text).is_ok()),
            "count" => value.is_u64(),
            "number" => value.is_number(),
            "text" => value.as_str().is_some_and(|text| !text.is_empty()),
            "bool" => value.is_boolean(),
            "list" => value.is_array(),
            "object" => value.is_object(),
            _ => panic!("no type {kind}"),
        },
    }
}

/// Fields as `name: type`, one after another; more may stand beside them.
fn has_fields(object: &Value, fields: &str) {
    for field in fields.split(", ") {
        let (name, kind) = field.split_once(": ").unwrap();
        let value = object.get(name).unwrap_or_else(|| panic!("no field {name} in {object}"));
        assert!(has_type(value, kind), "{name} = {value} is not a {kind}");
    }
}

const TOP: &str = "schema: count, question: text?, currency: text, prices_as_of: text, horizon_months: count, \
    hours_per_month: number, baseline: text, volume: object, alternatives: list, pairs: list, ranges: object?, \
    verdict: object, warnings: list, provenance: list";
const ALTERNATIVE: &str = "id: text, family: text, feasible: bool, limited_by: text?, monthly_cost: decimal?, \
    lines: list, steps: count?, spares: count?, capacity_tokens_per_month: decimal?, \
    maximum_tokens_per_month: decimal?, utilization: decimal?, cost_per_mtok: decimal?, cost_per_mtok_at_capacity: decimal?, \
    cost_per_1000_requests: decimal?, price_per_input_mtok: decimal?, price_per_output_mtok: decimal?, \
    npv: decimal?, npv_of_switching: decimal?, payback_month: count?, discounted_payback_month: count?, \
    crossings: list, levelized_cost_per_mtok: decimal?, cash_trough: object?, non_cancellable: decimal?, \
    takes_over_in_months: count";
const PAIR: &str = "challenger: text, incumbent: text, cheaper_on: list, equal_at: list, first_volume: decimal?, \
    always_from: decimal?, reach: text, limited_by: text?";
const VERDICT: &str = "sentence: text, answer: text, margin_over_second: decimal?, margin_over_baseline: decimal?, \
    split: object?, constraint: text?, flips: list, pair_flip: object?, price_paths: list, not_covered: list";
const PRICE_PATH: &str = "annual_change_fraction: decimal, monthly_change_fraction: decimal, cheapest: text?, \
    npv: decimal?, baseline_npv: decimal?, best_self_hosted: text?, payback_month: count?";
const PROVENANCE: &str =
    "path: text, value: text, origin: text, source: text?, as_of: text?, derived_from: list";
const FAMILIES: &str = "closed_api hosted_open_weights dedicated_endpoint rented owned";
const LIMITS: &str = "capacity memory context latency rate_limit";
const CATEGORIES: &str = "capital support insurance energy facility rent people software one_off adder api_input \
    api_cached_input api_cache_write api_output api_reasoning api_other";

fn is_one_of(value: &Value, words: &str) {
    assert!(words.split_whitespace().any(|word| value == word), "{value} is none of {words}");
}

fn keeps_the_contract(answer: &Value) {
    has_fields(answer, TOP);
    assert_eq!(answer["schema"], 1);
    has_fields(&answer["volume"], "tokens_per_month: decimal, requests_per_month: decimal");
    list(&answer["alternatives"]).iter().for_each(alternative_keeps_the_contract);
    for pair in list(&answer["pairs"]) {
        has_fields(pair, PAIR);
        is_one_of(&pair["reach"], "reachable unreachable never");
        for interval in list(&pair["cheaper_on"]) {
            has_fields(interval, "from: decimal, from_closed: bool, to: decimal?, to_closed: bool");
        }
        assert!(list(&pair["equal_at"]).iter().all(|volume| has_type(volume, "decimal")));
    }
    let verdict = &answer["verdict"];
    has_fields(verdict, VERDICT);
    find(&answer["alternatives"], "id", text(&verdict["answer"]));
    match &verdict["split"] {
        Value::Null => has_fields(verdict, "split_absent: text"),
        split => has_fields(split, "model: decimal, host: decimal, middle: text"),
    }
    list(&verdict["flips"]).iter().for_each(flip_keeps_the_contract);
    let paths = list(&verdict["price_paths"]);
    paths.iter().for_each(|path| has_fields(path, PRICE_PATH));
    let changes: Vec<&str> = paths.iter().map(|path| text(&path["annual_change_fraction"])).collect();
    assert_eq!(changes, ["-0.5", "-0.3", "0.2"]);
    for warning in list(&answer["warnings"]) {
        has_fields(warning, "code: text, message: text, path: text?");
    }
    for entry in list(&answer["provenance"]) {
        has_fields(entry, PROVENANCE);
        is_one_of(&entry["origin"], "given catalog derived default");
    }
}

fn alternative_keeps_the_contract(one: &Value) {
    has_fields(one, ALTERNATIVE);
    is_one_of(&one["family"], FAMILIES);
    assert_eq!(one["feasible"] == true, one["limited_by"].is_null());
    assert_eq!(one["feasible"] == true, one["monthly_cost"].is_string());
    if one["feasible"] == false {
        is_one_of(&one["limited_by"], LIMITS);
        return;
    }
    let lines = list(&one["lines"]);
    for line in lines {
        has_fields(line, "category: text, label: text, amount: decimal");
        is_one_of(&line["category"], CATEGORIES);
    }
    for crossing in list(&one["crossings"]) {
        has_fields(crossing, "month: count, is_ahead: bool");
    }
    let sum: Decimal = lines.iter().map(|line| decimal(&line["amount"])).sum();
    assert_eq!(sum, decimal(&one["monthly_cost"]), "lines of {}", one["id"]);
}

fn flip_keeps_the_contract(flip: &Value) {
    has_fields(flip, "path: text");
    if flip["in_range"] == false {
        assert!(flip.get("at").is_none_or(Value::is_null), "{flip}");
    } else {
        has_fields(flip, "base: decimal, at: decimal, changes_to: text");
    }
}

#[test]
fn command_without_arguments_prints_the_flagship_as_text() {
    let Ran { code, out, err } = run(&[], "");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    // The answer of examples/scenarios/03-flagship.toml by hand: DeepInfra, 2,832 USD a month
    assert!(out.contains("llama-70b-deepinfra is the cheapest at 2,832 USD a month"), "{out}");
    assert!(!out.trim_start().starts_with('{'));
}

/// The blocks of the README that show an answer, line by line.
fn text_blocks(readme: &str) -> Vec<Vec<&str>> {
    let blocks = readme.split("\n```text\n").skip(1);
    blocks.map(|rest| rest.split_once("\n```").unwrap().0.lines().collect()).collect()
}

#[test]
fn readme_shows_what_the_command_without_arguments_prints() {
    let readme = include_str!("../README.md");
    let out = run(&[], "").out;
    let printed: Vec<&str> = out.lines().map(str::trim_end).collect();
    let blocks = text_blocks(readme);
    // The others are of other programs: tests/advise.rs, tests/envelope_program.rs, tests/sweep_program.rs, tests/literature, tests/ranges.rs, tests/solve_program.rs
    assert!(blocks.len() > 2);
    for block in &blocks[..2] {
        let found = printed.windows(block.len()).any(|lines| lines == block);
        assert!(found, "README.md shows\n{}\nand the command prints\n{out}", block.join("\n"));
    }
}

#[test]
fn json_of_the_whole_gallery_has_every_field_of_its_type() {
    let mut files: Vec<_> = std::fs::read_dir(SCENARIOS).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for path in files {
        keeps_the_contract(&json(&["--json", path.to_str().unwrap()], ""));
    }
}

#[test]
fn json_payback_months_are_a_number() {
    // "counts and months are numbers"; 04 reserved by the year pays back at once: 0
    let answer = json(&["--json", &file("04-rented-steps.toml")], "");
    let payback = &find(&answer["alternatives"], "id", "one-year")["payback_months"];
    assert_eq!(payback.as_f64(), Some(0.0), "{payback}");
}

#[test]
fn json_without_arguments_is_the_flagship() {
    let answer = json(&["--json", &file("03-flagship.toml")], "");
    assert!(answer.get("ledger").is_none());
    let mut with_ledger = answer.clone();
    with_ledger["ledger"] = flagship()["ledger"].clone();
    assert_eq!(flagship(), &with_ledger);
    assert_eq!((&answer["baseline"], &answer["prices_as_of"]), (&"gpt-4o".into(), &"2026-11-24".into()));
    assert_eq!((&answer["currency"], &answer["horizon_months"]), (&"USD".into(), &36.into()));
    assert_eq!(answer["hours_per_month"], 730);
    assert_eq!(decimal(&answer["volume"]["tokens_per_month"]), Decimal::from(20_000_000_000_u64));
    // 20e9 / (1,500 + 350) requests
    assert_eq!(decimal(&answer["volume"]["requests_per_month"]).round_dp(3).to_string(), "10810810.811");
}

#[test]
fn json_pairs_hold_every_alternative_against_the_baseline_and_the_best_of_each_family() {
    let answer = flagship();
    let alternatives = list(&answer["alternatives"]);
    // Monthly costs by hand in 03-flagship.toml: the least of each family, and GPT-4o today
    for incumbent in ["gpt-4o", "gpt-6-luna", "llama-70b-deepinfra", "bought", "rented"] {
        for challenger in alternatives.iter().map(|one| &one["id"]).filter(|id| *id != incumbent) {
            let pairs = list(&answer["pairs"]).iter();
            let found = pairs.filter(|one| one["challenger"] == *challenger && one["incumbent"] == incumbent);
            assert_eq!(found.count(), 1, "{challenger} against {incumbent}");
        }
    }
}

#[test]
fn json_verdict_flips_cover_prices_people_peak_and_rate() {
    let answer = flagship();
    let flips = list(&answer["verdict"]["flips"]);
    assert!(flips.len() >= 5);
    let covered = |wanted: &dyn Fn(&str) -> bool| flips.iter().any(|flip| wanted(text(&flip["path"])));
    assert!(covered(&|path| path.starts_with("api.") && path.ends_with("output_usd_per_mtok")));
    assert!(covered(&|path| path.ends_with("server.price_usd")));
    assert!(covered(&|path| path.ends_with("price_usd_per_gpu_hour")));
    assert!(covered(&|path| path.ends_with("people.run_fte")));
    assert!(covered(&|path| path == "workload.peak_to_average"));
    assert!(covered(&|path| path.contains(".rate.")));
    // DeepInfra 262e-6 a request, GPT-6 Luna 1,500 x 0.1e-6 + 350 x p: equal at p = 112 / 350 = 0.32
    let flip = find(&answer["verdict"]["flips"], "path", "api.gpt-6-luna.output_usd_per_mtok");
    assert_eq!(decimal(&flip["at"]).round_dp(5).normalize().to_string(), "0.32");
    assert_eq!((&flip["base"], &flip["changes_to"]), (&"0.5".into(), &"gpt-6-luna".into()));
}

#[test]
fn json_verdict_split_adds_up_to_the_saving() {
    let split = &flagship()["verdict"]["split"];
    // GPT-4o 78,378.378378378 to DeepInfra 2,832.432432432 and on to bought 31,522.676517636 (03-flagship.toml)
    assert_eq!(split["middle"], "llama-70b-deepinfra");
    assert_eq!(decimal(&split["model"]).round_dp(8).to_string(), "75545.94594595");
    assert_eq!(decimal(&split["host"]).round_dp(8).to_string(), "-28690.24408520");
}

#[test]
fn ledger_discounted_by_hand_is_the_npv() {
    let answer = flagship();
    // 1.08^(1/12), from 50 digits
    let growth = Decimal::from_str_exact("1.0064340301100034548339171793").unwrap();
    for one in list(&answer["alternatives"]) {
        let mut npv = Decimal::ZERO;
        for flow in list(&answer["ledger"][text(&one["id"])]) {
            has_fields(flow, "month: count, instant: count, category: text, label: text, amount: decimal");
            is_one_of(&flow["category"], CATEGORIES);
            let instants = 0..flow["instant"].as_u64().unwrap();
            npv += instants.fold(decimal(&flow["amount"]), |value, _| value / growth);
        }
        let off = (npv - decimal(&one["npv"])).abs();
        assert!(off < Decimal::new(1, 9), "{} is {off} off", one["id"]);
    }
}

#[test]
fn ledger_as_text_follows_the_answer() {
    let (plain, with) = (run(&[], "").out, run(&["--ledger"], "").out);
    assert!(with.starts_with(&plain) && with.len() > plain.len());
}

#[test]
fn scenario_on_standard_input_as_toml_or_json_is_answered_as_from_its_file() {
    let path = file("04-rented-steps.toml");
    let toml = std::fs::read_to_string(&path).unwrap();
    let as_json = serde_json::to_string(&Scenario::parse(&toml).unwrap()).unwrap();
    let answer = json(&["--json", &path], "");
    assert_eq!(json(&["--json", "-"], &toml), answer);
    assert_eq!(json(&["--json", "-"], &as_json), answer);
}

/// One bought server of 8 accelerators, and what else stands after it.
fn one_server(tokens_per_month: &str, model: &str, baseline: &str, rest: &str) -> String {
    format!(
        r#"schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "{baseline}"
facility = {{ electricity_usd_per_kwh = 0.1, pue = 1.4 }}
[workload]
tokens_per_month = {tokens_per_month}
peak_to_average = 2
class.chat = {{ share = 1, prompt_tokens = 1500, completion_tokens = 500 }}
[finance]
horizon_months = 36
discount_rate_annual_effective = 0.08
[deployment.server]
{model}
server = "8xh100-sxm"
maximum_steps = 1
rate = {{ prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }}
hardware.buy = {{ useful_life_months = 60 }}
people = {{ run_fte = 0.5 }}
{rest}"#
    )
}

const LLAMA_70B: &str = "model = \"llama-3.3-70b\"\nprecision = \"fp8\"";
const LLAMA_405B: &str = "model = \"llama-3.1-405b\"\nprecision = \"bf16\"";
const API: &str = "[api.api]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 8\n";

/// The answer when only the API can serve.
fn server_is_limited(scenario: &str, by: &str) -> Value {
    let answer = json(&["--json", "-"], scenario);
    keeps_the_contract(&answer);
    assert_eq!(answer["verdict"]["answer"], "api");
    let server = find(&answer["alternatives"], "id", "server").clone();
    assert_eq!((&server["feasible"], &server["limited_by"]), (&false.into(), &by.into()));
    assert_eq!((&server["monthly_cost"], list(&server["lines"]).len()), (&Value::Null, 0));
    find(&answer["pairs"], "challenger", "server");
    server
}

#[test]
fn model_that_does_not_fit_is_answered_as_limited_by_memory() {
    let server = server_is_limited(&one_server("1_000_000_000", LLAMA_405B, "api", API), "memory");
    // 405.85e9 x 2 bytes = 811.7 GB; a card leaves 80 x 1.0737 x 0.90 - 4 = 73.31 GB: 8 hold 586 GB, 16 hold 1,173 GB
    let reason = text(&server["limited_because"]);
    assert!(reason.contains("811.7 GB") && reason.contains("16x h100-sxm"), "{reason}");
    // and so does the text
    let page = run(&["-"], &one_server("1_000_000_000", LLAMA_405B, "api", API));
    assert!(page.code == Some(0) && page.out.contains("16x h100-sxm"), "{}", page.out);
}

#[test]
fn volume_above_capacity_is_answered_as_limited_by_capacity() {
    let server = server_is_limited(&one_server("90_000_000_000", LLAMA_70B, "api", API), "capacity");
    // 1,500/20,000 + 500/5,000 = 0.175 s a request; 2,000 / 0.175 x 730 x 3,600 x 0.85 / 2 = 12,764,571,428.57
    assert_eq!(server["maximum_tokens_per_month"], "12764571428");
}

#[test]
fn volume_that_no_alternative_can_serve_is_refused() {
    let only = one_server("90_000_000_000", LLAMA_70B, "server", "");
    refused(&run(&["--json", "-"], &only), "12764571428");
    let only = one_server("1_000_000_000", LLAMA_405B, "server", "");
    refused(&run(&["-"], &only), "no alternative can serve");
}

#[test]
fn scenario_with_an_error_is_refused_with_line_and_column() {
    let good = one_server("1_000_000_000", LLAMA_70B, "api", API);
    let bad = |from, to| run(&["--json", "-"], &good.replace(from, to));
    // line 7 is the volume, line 8 the peak (its value in column 19), line 5 the facility, line 10 the study
    refused(&bad("tokens_per_month =", "tokens_a_month ="), ":7:");
    refused(&bad("peak_to_average = 2", "peak_to_average = 0.5"), ":8:19:");
    refused(&bad("pue = 1.4", "pue = 65"), ":5:");
    refused(&bad("[finance]", "[finance"), ":10:");
    refused(&bad("baseline = \"api\"", "baseline = \"apy\""), ":4:");
    refused(&run(&["-"], "{\n \"schema\": 1,\n \"currencies\": 2 }"), ":3:");
    refused(&run(&["-"], ""), "empty");
}

#[test]
fn arguments_that_name_no_file_or_flag_are_refused() {
    refused(&run(&["--json", "no/such/scenario.toml"], ""), "no/such/scenario.toml");
    refused(&run(&["--yaml"], ""), "--yaml");
    refused(&run(&["--json", "-", "-"], ""), "one scenario");
}
