//! Hostile input: whatever a text holds, the library answers or says what is wrong. It never panics, never takes an
//! unknown number for nothing, and lets neither NaN nor infinity into a report.
//!
//! What it does not catch: an answer that is finite and wrong; what only a release build does; time and memory, except
//! for the texts that are refused by their size.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::sweep::Sweep;
use breakeven::{Catalog, Comparison, Decimal, Error, ErrorKind, Limit, Parameter, Scenario, report};
use common::{as_json, edited};
use proptest::prelude::*;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Every way to write a value once: short, so that a few hundred changes of it are soon asked.
const SCENARIO: &str = r#"schema = 1
question = "Buy, rent, or pay per token?"
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "hosted"
[workload]
tokens_per_month = 20_000_000_000
growth_fraction_per_month = 0.02
peak_to_average = 2
hours_per_month = 720
serving_hours_per_month = 500.5
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
horizon_months = 3
discount_rate_annual_effective = 0.08
[facility]
electricity_usd_per_kwh = 0.11
pue = 1.4
minimum_bill_fraction = 0.8
[facility.own]
capex_usd_per_kw = 11_000
useful_life_months = 180
demand_usd_per_kw_month = 15
[api.hosted]
offer = "openai/gpt-4o"
retires_on = "2027-01-14"
terms = { regions = ["EU"], fine_tuning = true, licence = "api-openai", scores = { mmlu-pro = 72.5 }, inter_token_ms = 20, source = "own runs" }
[api.hosted.tokens]
prompt_ratio = 1.1
completion_ratio = 0.9
attempts = 1.01
cache_hit_fraction = 0.5
class.chat.reasoning_tokens = 100
[api.quoted]
family = "closed_api"
context_window_tokens = 128_000
input_usd_per_mtok = 2
cached_input_usd_per_mtok = 0.2
cache_write_usd_per_mtok = 2.5
output_usd_per_mtok = 8
reasoning_usd_per_mtok = 9
batch_price_fraction = 0.5
minimum_cacheable_tokens = 1024
price_change_fraction_per_month = -0.01
context_tiers = [{ above_prompt_tokens = 200_000, input_usd_per_mtok = 4, output_usd_per_mtok = 12 }]
[deployment.bought]
precision = "fp8"
kv_cache_precision = "fp8"
replicas_per_step = 2
peak_hour_load_fraction = 0.8
minimum_steps = 1
maximum_steps = 40
spares = 1
steps_per_spare = 8
energy = "proportional"
running_costs = "needed_steps"
software_usd_per_accelerator_year = 100
one_off_usd = 5000
storage_usd_per_month = 100
[deployment.bought.model]
parameters_billion = 70.55
layers = 80
attention = { kv_heads = 8, head_dim = 128 }
context_window_tokens = 131_072
[deployment.bought.server]
accelerator = "h100-sxm"
accelerators = 8
price_usd = 250_000
active_watts = 8_400
idle_watts = 2_000
contracted_watts = 10_200
[deployment.bought.rate]
prefill_tokens_per_second = 22_000
decode_tokens_per_second = 5_000
concurrency = 16
as_of = "2025-10"
[deployment.bought.hardware.buy]
useful_life_months = 2
resale = [{ age_months = 12, fraction = 0.6 }, { age_months = 24, fraction = 0.4 }]
tax_and_freight_fraction = 0.1
install_usd = 1000
selling_cost_fraction = 0.1
support_fraction_per_year = 0.05
support_included_months = 1
insurance_fraction_per_year = 0.01
unequal_lives = "repeated_lives"
[deployment.bought.people]
run_fte = 0.5
run_fte_per_step = 0.1
servers_per_fte = 10
build_fte_months = 3
on_call_usd_per_month = 500
loaded_salary_usd_per_year = 200_000
[deployment.reserved]
model = "llama-3.3-70b"
precision = "fp8"
server = "8xh100-sxm"
accelerators_per_step = 2
average_utilization = 0.4
rate = { combined_tokens_per_second = 4_000, prompt_tokens = 1800, completion_tokens = 310 }
hardware.reserve = { price_usd_per_gpu_hour = 2.1, term_months = 2 }
[requirements]
air_gapped = false
data_residency = ["EU", "US"]
context_tokens = 4000
time_to_first_token_ms = 5000
inter_token_ms = 50.5
engineers = 40
fine_tuning = true
months_ahead = 1
quality = [{ benchmark = "mmlu-pro", at_least = 60 }]
organization = { annual_revenue_usd = 1_000_000, monthly_active_users = 1000, business = ["ai_work_assistant"], territory = "EU", commercial = true }
[sweep]
metrics = [{ cost = "bought" }, "cheapest", { npv = { of = "bought", against = "hosted" } }]
axis = [{ path = "facility.pue", linear = { from = 1, to = 2, count = 3 } }, { paths = ["api.quoted.output_usd_per_mtok"], values = [1, 2.5] }]
"#;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::builtin().unwrap())
}

/// Everything that is asked of a text: the JSON report, or the error.
fn ask(text: &str) -> Result<String, Error> {
    let comparison = Comparison::parse(text, catalog())?;
    let answer = comparison.answer()?;
    let verdict = comparison.verdict(&answer)?;
    assert!(!report::text(&answer, &verdict).is_empty());
    assert_swept(&comparison);
    report::json(&answer, &verdict, None)
}

/// The sweep that the scenario asks for is laid out, or refused with words; its last point is as good as the first.
fn assert_swept(comparison: &Comparison) {
    match Sweep::of_scenario(comparison) {
        Ok(sweep) => {
            assert!(sweep.point(sweep.len() - 1).unwrap().iter().all(|value| value.is_finite()));
            let values = (0..3).filter_map(|metric| sweep.value(metric, sweep.len() - 1));
            assert!(values.into_iter().all(f64::is_finite));
        }
        Err(error) => assert!(!error.to_string().is_empty() && !error.to_string().contains('\n')),
    }
}

/// No number of a report is none.
fn assert_finite(report: &str, of: &str) {
    fn walk(value: &serde_json::Value, of: &str) {
        match value {
            serde_json::Value::String(text) => {
                for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
                    assert!(
                        !["nan", "inf", "infinity"].contains(&word.to_lowercase().as_str()),
                        "{text:?} of {of}"
                    );
                }
            }
            serde_json::Value::Array(all) => all.iter().for_each(|one| walk(one, of)),
            serde_json::Value::Object(all) => all.values().for_each(|one| walk(one, of)),
            _ => {}
        }
    }
    walk(&serde_json::from_str(report).unwrap(), of);
}

/// An answer, or an error that says something: no panic either way.
fn assert_answered(text: &str, of: &str) -> Option<ErrorKind> {
    match ask(text) {
        Ok(report) => {
            assert_finite(&report, of);
            None
        }
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.to_string().contains('\n'), "{of}: {error}");
            Some(error.kind().clone())
        }
    }
}

fn parse(text: &str) -> ErrorKind {
    Comparison::parse(text, catalog()).expect_err("an error").kind().clone()
}

fn with(from: &str, to: &str) -> String {
    edited(SCENARIO, &[(from, to)])
}

/// A value in the JSON of the scenario by another text, which need not be JSON.
fn json_with(key: &str, to: &str) -> String {
    let json = as_json(SCENARIO);
    let line = json.lines().find(|line| line.trim_start().starts_with(&format!("\"{key}\""))).unwrap();
    let comma = if line.ends_with(',') { "," } else { "" };
    json.replacen(line, &format!("\"{key}\": {to}{comma}"), 1)
}

#[test]
fn scenario_without_a_change_is_answered_in_toml_and_json() {
    assert_eq!(Sweep::of_scenario(&Comparison::parse(SCENARIO, catalog()).unwrap()).unwrap().len(), 6);
    assert_eq!(ask(SCENARIO).unwrap(), ask(&as_json(SCENARIO)).unwrap());
}

// Size and depth.

#[test]
fn text_of_100_megabytes_is_refused_by_its_size_at_once() {
    for unit in [" ", "\n", "# a comment\n", "a = 1\n", "[", "{\"a\":", "\"", "\u{feff}"] {
        let text = unit.repeat(100_000_000 / unit.len());
        let start = Instant::now();
        let refused = [
            Scenario::parse(&text).unwrap_err(),
            Comparison::parse(&text, catalog()).unwrap_err(),
            Catalog::parse(&text).unwrap_err(),
        ];
        // A guard against time that grows with the square, on a machine that does other things too.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?} for {unit:?}", start.elapsed());
        for error in refused {
            let most = |limit: &Limit| matches!(limit, Limit::Bytes(16_777_216));
            assert!(
                matches!(error.kind(), ErrorKind::TooLarge { limit } if most(limit)),
                "{unit:?}: {error}"
            );
        }
    }
}

/// A text nested so many levels deep, in every way that there is.
fn nested(levels: usize) -> Vec<(&'static str, String)> {
    let open = |unit: &str| unit.repeat(levels);
    vec![
        ("TOML arrays", format!("a = {}{}", open("["), open("]"))),
        ("TOML arrays on lines", format!("a = {}{}", open("[\n"), open("]\n"))),
        ("TOML arrays left open", format!("a = {}", open("["))),
        ("TOML arrays between strings", format!("a = {}", open("[ \"]\", "))),
        ("TOML arrays between long strings", format!("a = {}", open("[\n\"\"\"\n]]]\n\"\"\",\n"))),
        ("TOML arrays behind a backslash", format!("b = ['\\', {}", open("["))),
        ("TOML arrays behind a comment", format!("b = [ # ]\n{}", open("[ # ]\n"))),
        ("TOML inline tables", format!("a = {}1{}", open("{a="), open("}"))),
        ("TOML arrays of inline tables", format!("a = {}1{}", open("[{a="), open("}]"))),
        ("TOML dotted keys", format!("a{} = 1", open(".a"))),
        ("TOML dotted keys with blanks", format!("a{} = 1", open(" . a"))),
        ("TOML dotted keys in quotes", format!("a{} = 1", open(".\"a.a\""))),
        ("TOML headers", format!("[a{}]\nb = 1", open(".a"))),
        ("TOML headers of arrays", format!("[[a{}]]\nb = 1", open(".a"))),
        ("dotted keys in a deployment", format!("{SCENARIO}[deployment.reserved.x]\na{} = 1", open(".a"))),
        ("JSON arrays", format!("{{\"a\": {}{}}}", open("["), open("]"))),
        ("JSON arrays left open", format!("{{\"a\": {}", open("["))),
        ("JSON objects", format!("{}1{}", open("{\"a\":"), open("}"))),
        ("JSON objects of arrays", format!("{{\"a\": {}1{}}}", open("[{\"a\":"), open("}]"))),
        ("JSON arrays between strings", format!("{{\"a\": {}", open("[ \"]\\\"]\", "))),
    ]
}

#[test]
fn text_nested_10_000_deep_is_refused_in_every_form() {
    for (form, text) in nested(10_000) {
        for error in [Scenario::parse(&text).unwrap_err(), Catalog::parse(&text).unwrap_err()] {
            // Where strings hold brackets, the parser's own guard has the say.
            let is_refused = matches!(error.kind(), ErrorKind::TooLarge { limit: Limit::Nesting(64) })
                || error.to_string().contains("recurs");
            assert!(is_refused, "{form}: {error}");
            assert!(error.position().is_some(), "{form}: {error}");
        }
    }
}

#[test]
fn text_nested_as_deep_as_is_read_is_no_panic() {
    for levels in [1, 30, 31, 32, 60, 63, 64, 65, 80, 81, 127, 128, 129] {
        for (form, text) in nested(levels) {
            assert!(Scenario::parse(&text).is_err(), "{levels} {form}");
            assert!(Catalog::parse(&text).is_err(), "{levels} {form}");
        }
    }
}

#[test]
fn dotted_keys_in_nested_inline_tables_are_refused_by_their_depth() {
    // 60 inline tables of 60 parts each: 3,600 levels
    let tables = format!("{{a{}=", ".a".repeat(60)).repeat(60);
    let text = format!("{SCENARIO}[x]\ny = {tables}1{}", "}".repeat(60));
    assert!(matches!(parse(&text), ErrorKind::TooLarge { limit: Limit::Nesting(_) }));
}

#[test]
fn brackets_in_a_long_string_are_no_nesting() {
    let text = with("\"Buy, rent, or pay per token?\"", &format!("\"\"\"\n{}\n\"\"\"", "[".repeat(70)));
    assert_eq!(assert_answered(&text, "brackets"), None);
}

#[test]
fn dots_and_brackets_in_a_string_are_no_nesting() {
    for question in [".".repeat(1000), "[".repeat(1000), "{".repeat(1000), "it's [[ ".repeat(100)] {
        Scenario::parse(&with("Buy, rent, or pay per token?", &question)).unwrap();
        Scenario::parse(&with("\"Buy, rent, or pay per token?\"", &format!("\"x\" # {question}"))).unwrap();
    }
}

#[test]
fn more_alternatives_or_classes_than_the_limit_are_refused() {
    let many = |count: usize, line: &str| -> String {
        (0..count).map(|at| line.replace('%', &at.to_string())).collect()
    };
    for count in [1_000, 5_000] {
        let apis = many(count, "[api.a%]\noffer = \"openai/gpt-4o\"\n");
        let deployments =
            many(count, "[deployment.d%]\nmodel = \"m\"\nprecision = \"p\"\nserver = \"s\"\nhardware = {}\n");
        let classes = many(count, "[workload.class.c%]\nshare = 0\n");
        for more in [apis, deployments, classes] {
            let text = format!("{SCENARIO}{more}");
            assert!(matches!(parse(&text), ErrorKind::TooLarge { limit: Limit::Entries(1_000) }), "{count}");
        }
    }
}

#[test]
fn hundred_thousand_names_are_refused_soon() {
    let names: String = (0..100_000).map(|at| format!("a{at} = \"x\"\n")).collect();
    let start = Instant::now();
    assert!(matches!(
        parse(&with("[api.hosted]", &format!("[api]\n{names}[api.hosted]"))),
        ErrorKind::TooLarge { .. }
    ));
    // As above: squares would take many minutes.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn hundreds_of_classes_are_answered() {
    let classes: String = (0..200)
        .map(|at| format!("[workload.class.c{at}]\nshare = 0\nprompt_tokens = {at}\ncompletion_tokens = 1\n"))
        .collect();
    assert_eq!(assert_answered(&format!("{SCENARIO}{classes}"), "200 classes"), None);
}

// Characters.

#[test]
fn byte_order_mark_and_line_ends_of_windows_change_nothing() {
    let expected = ask(SCENARIO).unwrap();
    assert_eq!(ask(&format!("\u{feff}{SCENARIO}")).unwrap(), expected);
    assert_eq!(ask(&SCENARIO.replace('\n', "\r\n")).unwrap(), expected);
    assert_eq!(ask(&as_json(SCENARIO).replace('\n', "\r\n")).unwrap(), expected);
    assert_eq!(ask(&format!(" \r\n\t{}", as_json(SCENARIO))).unwrap(), expected);
}

#[test]
fn place_in_a_text_with_line_ends_of_windows_is_that_of_the_line() {
    let text = with("pue = 1.4", "pue = 0.9");
    let place = |text: &str| Comparison::parse(text, catalog()).unwrap_err().position().unwrap();
    assert_eq!(place(&text), place(&text.replace('\n', "\r\n")));
    assert_eq!(place(&text), place(&format!("\u{feff}{text}")));
}

#[test]
fn byte_order_mark_before_json_changes_nothing() {
    assert!(Scenario::parse(&format!("\u{feff}{}", as_json(SCENARIO))).is_ok());
}

#[test]
fn byte_order_mark_alone_is_an_empty_text() {
    assert_eq!(parse("\u{feff}"), ErrorKind::Empty);
}

#[test]
fn control_characters_are_refused_or_kept_in_words() {
    assert!(matches!(parse(&with("Buy", "B\0y")), ErrorKind::Syntax { .. }));
    assert!(matches!(parse("\0"), ErrorKind::Syntax { .. }));
    assert!(matches!(parse(&SCENARIO.replace('\n', "\r")), ErrorKind::Syntax { .. }));
    assert_eq!(assert_answered(&with("Buy", "B\\u0000y\\u202E"), "escaped"), None);
    // The key is quoted on one line.
    let unknown = as_json(SCENARIO).replacen("\"pue\"", "\"p\\nue\"", 1);
    assert!(matches!(assert_answered(&unknown, "a key of two lines"), Some(ErrorKind::UnknownField { .. })));
    for id in ["a\\u0000b", "a b", "ü", "", "a\\nb", "{alternative}", "a[0]", "$(x)", "../x"] {
        let text = with("[api.quoted]", &format!("[api.\"{id}\"]"));
        assert!(matches!(parse(&text), ErrorKind::WrongType { .. }), "{id}: {:?}", parse(&text));
    }
}

#[test]
fn ids_with_dots_are_told_apart() {
    let text = with(
        "[api.quoted]",
        "[api.\"a.b\"]\noffer = \"openai/gpt-4o\"\n[api.a]\noffer = \"openai/gpt-4o\"\n[api.quoted]",
    );
    assert_eq!(assert_answered(&text, "dots"), None);
    let wrong = text.replacen("pue = 1.4", "pue = 9", 1);
    assert!(matches!(parse(&wrong), ErrorKind::OutOfRange { .. }));
}

// Numbers.

#[test]
fn number_that_is_none_is_refused_in_json() {
    for value in [
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e999",
        "+1",
        ".5",
        "1.",
        "01",
        "0x10",
        "1_000",
        "",
    ] {
        let kind = parse(&json_with("pue", value));
        // JSON has no word for these two, and the error says so; the others are no JSON at all.
        let is_named = ["NaN", "Infinity", "-Infinity"].contains(&value);
        let is_right = if is_named {
            matches!(kind, ErrorKind::WrongType { .. })
        } else {
            matches!(kind, ErrorKind::Syntax { .. })
        };
        assert!(is_right, "{value}: {kind:?}");
    }
    // What is null is not given.
    assert!(matches!(parse(&json_with("pue", "null")), ErrorKind::Missing { .. }));
    for value in ["true", "\"NaN\"", "\"inf\"", "\"1e3\"", "\"\"", "\" 1\"", "[]", "{}", "1e300", "1e-300"] {
        let kind = parse(&json_with("pue", value));
        assert!(
            matches!(kind, ErrorKind::WrongType { .. } | ErrorKind::OutOfRange { .. }),
            "{value}: {kind:?}"
        );
    }
}

#[test]
fn key_that_is_written_twice_is_refused_in_json() {
    let twice = |from: &str, to: &str| parse(&as_json(SCENARIO).replacen(from, to, 1));
    for (from, to) in [
        ("\"schema\": 1", "\"schema\": 1, \"schema\": 1"),
        ("\"pue\": 1.4", "\"pue\": 1.4, \"pue\": 1.4"),
        ("\"kv_heads\": 8", "\"kv_heads\": 8, \"kv_heads\": 8"),
        ("\"run_fte\": 0.5", "\"run_fte\": 0.5, \"run_fte\": 0.5"),
        // in tables of names
        ("\"quoted\"", "\"hosted\""),
        ("\"reserved\"", "\"bought\""),
        ("\"nightly\"", "\"chat\""),
        // in a table that may be an id, and in a list
        ("\"layers\": 80", "\"layers\": 80, \"layers\": 80"),
        ("\"age_months\": 12", "\"age_months\": 12, \"age_months\": 12"),
    ] {
        let kind = twice(from, to);
        assert!(matches!(kind, ErrorKind::DuplicateField { .. }), "{from}: {kind:?}");
    }
}

#[test]
fn number_is_never_changed_on_its_way_in() {
    // digits beyond those of a float, and what a float makes of them: refused, unless in quotes
    for value in ["1.2345678901234567890", "0.1234567890123456", "123456789.123456789", "1.0000000000000002"]
    {
        let toml = with("pue = 1.4", &format!("pue = {value}"));
        for text in [toml, json_with("pue", value)] {
            let kind = parse(&text);
            assert!(matches!(kind, ErrorKind::TooManyDigits { .. }), "{value}: {kind:?}");
        }
    }
    let report = ask(&with("pue = 1.4", "pue = \"1.2345678901234567890123456789\"")).unwrap();
    // 28 decimals fit 96 bits
    assert!(report.contains("1.2345678901234567890123456789"), "quoted");
    for value in ["1.23456789012345678901234567890123", "99999999999999999999999999999999"] {
        let kind = parse(&with("pue = 1.4", &format!("pue = \"{value}\"")));
        assert!(matches!(kind, ErrorKind::WrongType { .. }), "{value}: {kind:?}");
    }
}

/// The parameter that a line of the scenario gives, by the table that it stands in.
fn parameters() -> Vec<(&'static str, usize, Parameter)> {
    let mut table = String::new();
    let mut found = Vec::new();
    for (at, line) in SCENARIO.lines().enumerate() {
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            header.clone_into(&mut table);
            continue;
        }
        let Some((key, _)) = line.split_once(" = ") else { continue };
        let path = format!("{table}.{key}");
        let generic = path
            .replace("workload.class.chat.", "workload.class.{class}.")
            .replace("workload.class.nightly.", "workload.class.{class}.")
            .replace("api.hosted.", "{alternative}.")
            .replace("api.quoted.", "{alternative}.")
            .replace("deployment.bought.", "{alternative}.")
            .replace("deployment.reserved.", "{alternative}.")
            .replace("hardware.buy.", "hardware.{hardware}.")
            .replace("tokens.class.chat.", "tokens.");
        let generic =
            generic.strip_prefix("facility.").map_or(generic.clone(), |rest| format!("{{facility}}.{rest}"));
        if let Some(parameter) = Parameter::ALL.iter().find(|parameter| parameter.path() == generic) {
            found.push((line, at, *parameter));
        }
    }
    found
}

#[test]
fn numbers_at_and_past_the_ends_of_their_ranges_are_answered_or_refused() {
    let parameters = parameters();
    assert!(parameters.len() > 60, "{}", parameters.len());
    let tiny = Decimal::new(1, 12);
    let lines: Vec<&str> = SCENARIO.lines().collect();
    for (line, at, parameter) in parameters {
        let (minimum, maximum) = parameter.range();
        let (key, _) = line.split_once(" = ").unwrap();
        let with = |value: Decimal| {
            let mut lines = lines.clone();
            let line = format!("{key} = \"{value}\"");
            lines[at] = &line;
            lines.join("\n")
        };
        for end in [minimum, maximum] {
            let text = with(end);
            let error = Comparison::parse(&text, catalog()).and_then(|comparison| comparison.answer()).err();
            let is_out = error.is_some_and(|error| matches!(error.kind(), ErrorKind::OutOfRange { .. }));
            assert!(!is_out, "{line} at {end}");
        }
        assert_answered(&with(maximum), &format!("{line} at {maximum}"));
        for past in [minimum - tiny, maximum + tiny, Decimal::MIN, Decimal::MAX] {
            let kind = parse(&with(past));
            assert!(matches!(kind, ErrorKind::OutOfRange { .. }), "{line} past at {past}: {kind:?}");
        }
    }
}

#[test]
fn ranges_from_end_to_end_of_what_a_number_takes_are_answered_or_refused() {
    let lines: Vec<&str> = SCENARIO.lines().collect();
    for (line, at, parameter) in parameters() {
        let (minimum, maximum) = parameter.range();
        let (key, base) = line.split_once(" = ").unwrap();
        let mut lines = lines.clone();
        let line = format!("{key} = {{ low = \"{minimum}\", base = {base}, high = \"{maximum}\" }}");
        lines[at] = &line;
        let kind = assert_answered(&lines.join("\n"), &line);
        let structural = [Parameter::ClassShare, Parameter::ReplicasPerStep, Parameter::AcceleratorsPerStep];
        if structural.contains(&parameter) {
            assert!(matches!(kind, Some(ErrorKind::Contradiction { .. })), "{line}: {kind:?}");
        } else {
            assert_eq!(kind, None, "{line}");
        }
    }
}

#[test]
fn volume_at_its_bound_with_growth_over_36_months_is_refused_and_without_answered() {
    let most = with("20_000_000_000", "1_000_000_000_000_000")
        .replace("horizon_months = 3\n", "horizon_months = 36\n");
    assert!(matches!(parse(&most), ErrorKind::Contradiction { .. }));
    let level = most
        .replace("per_month = 0.02", "per_month = 0")
        .replace("horizon_months = 36", "horizon_months = 2");
    assert_eq!(assert_answered(&level, "1e15"), None);
    let shrinking = level.replace("per_month = 0\n", "per_month = -0.5\n");
    assert_eq!(assert_answered(&shrinking, "1e15, halving"), None);
}

#[test]
fn horizon_of_600_months_is_answered() {
    // one API and one deployment: the ledger of 600 months, replaced every month
    let (head, rest) = SCENARIO.split_once("[api.quoted]").unwrap();
    let (_, bought) = rest.split_once("[deployment.bought]").unwrap();
    let (bought, _) = bought.split_once("[deployment.reserved]").unwrap();
    let text = format!("{head}[deployment.bought]{bought}");
    let text = text
        .replace("horizon_months = 3\n", "horizon_months = 600\n")
        .replace("useful_life_months = 2\n", "useful_life_months = 1\n");
    let text = text.replace("per_month = 0.02", "per_month = 0.01").replace("maximum_steps = 40\n", "");
    let comparison = Comparison::parse(&text, catalog()).unwrap();
    let answer = comparison.answer().unwrap();
    assert_eq!(answer.horizon_months, 600);
    assert!(answer.alternatives.iter().all(|one| one.study.is_some()));
}

#[test]
fn volume_that_halves_for_600_months_is_answered() {
    let text = with("per_month = 0.02", "per_month = -0.5")
        .replace("horizon_months = 3\n", "horizon_months = 600\n");
    assert!(Comparison::parse(&text, catalog()).is_ok());
}

#[test]
fn value_by_path_is_in_range_or_refused() {
    let comparison = Comparison::parse(SCENARIO, catalog()).unwrap();
    let answer = comparison.answer().unwrap();
    let paths: Vec<String> = answer.provenance.iter().map(|entry| entry.path.to_string()).collect();
    for path in paths.iter().map(String::as_str).chain(["", ".", "zzz", "api", "{alternative}", "\0"]) {
        for value in [
            Decimal::ZERO,
            Decimal::ONE,
            Decimal::NEGATIVE_ONE,
            Decimal::MAX,
            Decimal::MIN,
            Decimal::new(1, 28),
        ] {
            if let Ok(changed) = comparison.with(path, value) {
                for id in ["hosted", "quoted", "bought", "reserved"] {
                    let _ = (changed.monthly(id), changed.curve(id).and_then(|curve| curve.cost(u64::MAX)));
                }
            }
        }
    }
}

// Every line.

const HOSTILE: [&str; 13] = [
    "-1",
    "0",
    "1e308",
    "5e-324",
    "\"x\"",
    "\"\"",
    "true",
    "[]",
    "{}",
    "nan",
    "inf",
    "99999999999999999999",
    "1979-05-27",
];

/// The lines that may be left out: a stated default holds, or the catalog knows. All others are asked for.
const OPTIONAL: [&str; 43] = [
    "question",
    "terms",
    "growth_fraction_per_month",
    "hours_per_month",
    "serving_hours_per_month",
    "reusable_prompt_tokens",
    "may_wait_hours",
    "minimum_bill_fraction",
    "demand_usd_per_kw_month",
    "retires_on",
    "prompt_ratio",
    "completion_ratio",
    "attempts",
    "cache_hit_fraction",
    "class.chat.reasoning_tokens",
    "cached_input_usd_per_mtok",
    "cache_write_usd_per_mtok",
    "reasoning_usd_per_mtok",
    "batch_price_fraction",
    "minimum_cacheable_tokens",
    "context_tiers",
    "kv_cache_precision",
    "replicas_per_step",
    "peak_hour_load_fraction",
    "minimum_steps",
    "maximum_steps",
    "spares",
    "steps_per_spare",
    "energy",
    "running_costs",
    "unequal_lives",
    "software_usd_per_accelerator_year",
    "one_off_usd",
    "storage_usd_per_month",
    "context_window_tokens",
    "idle_watts",
    "contracted_watts",
    "concurrency",
    "as_of",
    "resale",
    "accelerators_per_step",
    "average_utilization",
    "loaded_salary_usd_per_year",
];

/// The requirements that are a truth.
const TRUTHS: [&str; 2] = ["air_gapped", "fine_tuning"];

/// Whether the line says what is required: what is left out is not asked.
fn is_of_requirements(at: usize) -> bool {
    let headers = SCENARIO.lines().take(at).filter(|line| line.starts_with('['));
    headers.last() == Some("[requirements]")
}

/// Asks for many changed scenarios on both cores.
fn for_each_line(change: impl Fn(usize, &str) + Sync) {
    let lines: Vec<(usize, &str)> = SCENARIO.lines().enumerate().collect();
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (lines, change) = (&lines, &change);
            scope.spawn(move || {
                lines.iter().filter(|(at, _)| at % 2 == half).for_each(|(at, line)| change(*at, line))
            });
        }
    });
}

fn replaced(at: usize, with: &[&str]) -> String {
    let mut lines: Vec<&str> = SCENARIO.lines().collect();
    lines.splice(at..=at, with.iter().copied());
    lines.join("\n")
}

#[test]
fn line_that_is_left_out_is_asked_for_unless_a_stated_default_holds() {
    for_each_line(|at, line| {
        let key = line.split(" = ").next().unwrap();
        let kind = assert_answered(&replaced(at, &[]), &format!("without {line}"));
        let is_optional = OPTIONAL.contains(&key)
            || line.contains("_fte")
            || line.contains("_fraction")
            || line.starts_with("install_usd")
            || line.starts_with("support_included")
            || line.starts_with("on_call")
            || is_of_requirements(at);
        let is_header = line.starts_with('[');
        if !is_optional && !is_header {
            assert!(kind.is_some(), "without {line}: answered");
        }
    });
}

#[test]
fn line_that_is_written_twice_is_refused() {
    for_each_line(|at, line| {
        let kind = parse(&replaced(at, &[line, line]));
        let is_duplicate = matches!(kind, ErrorKind::Syntax { .. } | ErrorKind::DuplicateField { .. });
        assert!(is_duplicate, "{line}: {kind:?}");
    });
}

#[test]
fn line_with_a_hostile_value_is_answered_or_refused() {
    for_each_line(|at, line| {
        let Some((key, _)) = line.split_once(" = ") else { return };
        for value in HOSTILE.iter().filter(|value| **value != "true" || !TRUTHS.contains(&key)) {
            let line = format!("{key} = {value}");
            let kind = assert_answered(&replaced(at, &[&line]), &line);
            // No number is nan, infinite, or of 20 digits; and none is a date, a list or a truth.
            if !["-1", "0", "\"x\"", "\"\"", "[]", "{}"].contains(value) {
                assert!(kind.is_some(), "{line}: answered");
            }
        }
    });
}

#[test]
fn line_that_is_cut_or_spoiled_is_answered_or_refused() {
    for_each_line(|at, line| {
        let middle = line.len() / 2;
        for spoiled in [&line[..middle], &line[middle..], "\u{0}", "]", "=", "\"", "'''", "\\"] {
            assert_answered(&replaced(at, &[spoiled]), &format!("{spoiled} for {line}"));
        }
    });
}

#[test]
fn text_that_ends_anywhere_is_read_or_refused() {
    for end in (0..SCENARIO.len()).step_by(3) {
        if let Err(error) = Comparison::parse(&SCENARIO[..end], catalog()) {
            assert!(!error.to_string().is_empty(), "{end}");
        }
    }
    let json = as_json(SCENARIO);
    for end in (0..json.len()).step_by(3) {
        assert!(Comparison::parse(&json[..end], catalog()).is_err(), "{end}");
    }
}

// Random bytes.

fn books() -> &'static [&'static str] {
    &[
        include_str!("../pricing/offers.toml"),
        include_str!("../pricing/models.toml"),
        include_str!("../pricing/servers.toml"),
        include_str!("../pricing/rates.toml"),
        include_str!("../pricing/rentals.toml"),
        include_str!("../pricing/sites.toml"),
        include_str!("../pricing/owning.toml"),
        include_str!("../pricing/people.toml"),
        include_str!("../pricing/software.toml"),
    ]
}

/// Puts, removes and changes bytes; what is no UTF-8 any more becomes a replacement character.
fn mutated(text: &str, changes: &[(usize, u8, u8)]) -> String {
    const PIECES: [&[u8]; 12] = [b"-", b"0", b"9", b"e", b".", b"\"", b"[", b"]", b"{", b"}", b"=", b"\n"];
    let mut bytes = text.as_bytes().to_vec();
    for (place, how, byte) in changes {
        let at = place % bytes.len().max(1);
        let piece = PIECES[usize::from(*byte) % PIECES.len()];
        match how % 6 {
            0 => bytes.insert(at, *byte),
            1 => drop(bytes.drain(at..bytes.len().min(at + 1))),
            2 => bytes[at] = *byte,
            3 => drop(bytes.splice(at..at, piece.iter().copied())),
            4 => drop(bytes.splice(at..bytes.len().min(at + 1), piece.iter().copied())),
            _ => {
                let end = bytes.len().min(at + usize::from(*byte));
                let copy = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, copy));
            }
        }
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..6)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn prop_scenario_with_random_changes_is_answered_or_refused(changes in changes()) {
        assert_answered(&mutated(SCENARIO, &changes), "TOML");
    }

    #[test]
    fn prop_scenario_in_json_with_random_changes_is_answered_or_refused(changes in changes()) {
        assert_answered(&mutated(&as_json(SCENARIO), &changes), "JSON");
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn prop_price_book_with_random_changes_is_read_or_refused(book in 0_usize..6, changes in changes()) {
        let text = mutated(books()[book], &changes);
        if let Err(error) = Catalog::parse(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn prop_any_text_is_read_or_refused(text in "\\PC{0,200}") {
        prop_assert!(Scenario::parse(&text).is_err());
        let _ = Catalog::parse(&text);
        let _ = text.parse::<breakeven::Figure>();
        let _ = text.parse::<breakeven::AsOf>();
    }

    #[test]
    fn prop_any_float_is_read_exactly_or_refused(bits in any::<u64>()) {
        let float = f64::from_bits(bits);
        if let Ok(figure) = breakeven::Figure::try_from(float) {
            let back: f64 = figure.to_string().parse().unwrap();
            prop_assert_eq!(back.to_bits(), if float == 0.0 { 0.0_f64.to_bits() } else { bits });
        }
    }
}
