//! The `[sweep]` table of a scenario: how it is read and written, what is refused, and that its sweep is the one that is
//! built in code and its points are those of the exact path.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    missing_docs
)]

mod common;

use breakeven::sweep::{Axis, Metric, Run, Sweep};
use breakeven::{Catalog, Comparison, Decimal, Error, Scenario, SweepAxis, SweepSpan, SweepTable};
use common::{as_json, decimal, edited};

/// Two APIs and a rented accelerator.
const SCENARIO: &str = r#"schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "dear"
[workload]
tokens_per_month = 1_000_000_000
peak_to_average = 1
class.chat = { prompt_tokens = 750, reusable_prompt_tokens = 100, completion_tokens = 250 }
[finance]
horizon_months = 12
discount_rate_annual_effective = 0
[api.dear]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
[api.cheap]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 4
[deployment.rented]
model = "llama-3.3-70b"
precision = "fp8"
server = "8xh100-sxm"
rate = { prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }
hardware.rent.price_usd_per_gpu_hour = 1
people = { run_fte = 0.5, loaded_salary_usd_per_year = 120_000 }
"#;

const SWEEP: &str = r#"[sweep]
metrics = [{ saving = { of = "cheap", against = "dear" } }, { cost = "rented" }, "cheapest", { npv = { of = "rented", against = "dear" } }]
[[sweep.axis]]
path = "deployment.rented.people.run_fte"
linear = { from = 0, to = 0.5, count = 3 }
[[sweep.axis]]
paths = ["api.cheap.input_usd_per_mtok", "api.cheap.output_usd_per_mtok"]
values = [1, 2.5, "10"]
[[sweep.axis]]
path = "workload.tokens_per_month"
logarithmic = { from = 1_000_000, to = 1_000_000_000_000, count = 9 }
"#;

fn text() -> String {
    format!("{SCENARIO}{SWEEP}")
}

fn parse(text: &str) -> Result<Comparison, Error> {
    Comparison::parse(text, &Catalog::builtin().unwrap())
}

fn values(sweep: &Sweep<'_>, metrics: usize) -> Vec<Vec<u64>> {
    let mut columns = vec![vec![0.0; usize::try_from(sweep.len()).unwrap()]; metrics];
    let mut slices: Vec<&mut [f64]> = columns.iter_mut().map(Vec::as_mut_slice).collect();
    sweep.write(&Run::new(), &mut slices).unwrap();
    columns.iter().map(|column| column.iter().map(|value| value.to_bits()).collect()).collect()
}

#[test]
fn table_in_toml_and_in_json_is_read_as_it_is_built_in_code() {
    let saving = Metric::Saving { of: "cheap".to_owned(), against: "dear".to_owned() };
    let npv = Metric::Npv { of: "rented".to_owned(), against: "dear".to_owned() };
    let cost = Metric::Cost("rented".to_owned());
    let people = SweepSpan::new(0, decimal("0.5"), 3);
    let mut prices = SweepAxis::values("", vec![1.into(), decimal("2.5").into(), 10.into()]);
    prices.path = None;
    prices.paths = Some(["input", "output"].map(|of| format!("api.cheap.{of}_usd_per_mtok")).to_vec());
    let axes = vec![
        SweepAxis::linear("deployment.rented.people.run_fte", people),
        prices,
        SweepAxis::logarithmic(
            "workload.tokens_per_month",
            SweepSpan::new(1_000_000, 1_000_000_000_000_u64, 9),
        ),
    ];
    let built = SweepTable::new(vec![saving, cost, Metric::Cheapest, npv], axes);
    assert_eq!(Scenario::parse(&text()).unwrap().sweep.as_ref(), Some(&built));
    assert_eq!(Scenario::parse(&as_json(&text())).unwrap().sweep, Some(built));
}

#[test]
fn scenario_with_a_sweep_written_and_read_again_is_equal() {
    let scenario = Scenario::parse(&text()).unwrap();
    let toml = scenario.to_toml().unwrap();
    assert_eq!(Scenario::parse(&toml).unwrap(), scenario, "{toml}");
    assert_eq!(Scenario::parse(&serde_json::to_string(&scenario).unwrap()).unwrap(), scenario);
    assert!(parse(&toml).is_ok());
}

#[test]
fn every_metric_is_read_under_its_name() {
    let pair = r#"{ of = "rented", against = "dear" }"#;
    let of_one =
        ["cost", "cost_per_mtok", "steps", "utilization"].map(|name| format!("{{ {name} = \"rented\" }}"));
    let of_two = ["saving", "ratio", "break_even", "always_from", "npv", "payback_month"];
    let of_two = of_two.map(|name| format!("{{ {name} = {pair} }}"));
    for metric in of_one.iter().chain(&of_two).map(String::as_str).chain(["\"cheapest\""]) {
        let axis = "[[sweep.axis]]\npath = \"deployment.rented.people.run_fte\"\nvalues = [0.25]";
        let comparison = parse(&format!("{SCENARIO}[sweep]\nmetrics = [{metric}]\n{axis}")).unwrap();
        let sweep = Sweep::of_scenario(&comparison).unwrap_or_else(|error| panic!("{metric}: {error}"));
        assert_eq!(sweep.len(), 1, "{metric}");
    }
}

#[test]
fn sweep_of_a_scenario_is_the_one_built_in_code_bit_for_bit() {
    let comparison = parse(&text()).unwrap();
    let metrics = [
        Metric::saving("cheap", "dear"),
        Metric::Cost("rented".to_owned()),
        Metric::Cheapest,
        Metric::npv("rented", "dear"),
    ];
    let prices = vec![1.into(), decimal("2.5"), 10.into()];
    let axes = [
        Axis::linear("deployment.rented.people.run_fte", Decimal::ZERO, decimal("0.5"), 3),
        Axis::values("api.cheap.input_usd_per_mtok", prices).and("api.cheap.output_usd_per_mtok"),
        Axis::logarithmic("workload.tokens_per_month", decimal("1000000"), decimal("1000000000000"), 9),
    ];
    let built = Sweep::new(&comparison, &metrics, &axes).unwrap();
    let asked = Sweep::of_scenario(&comparison).unwrap();
    assert_eq!((asked.len(), built.len()), (81, 81));
    assert_eq!(values(&asked, 4), values(&built, 4));
    // A number moved by its path leaves the table as it is.
    let moved = comparison.with("api.dear.input_usd_per_mtok", Decimal::ONE).unwrap();
    assert_eq!(Sweep::of_scenario(&moved).unwrap().len(), 81);
}

/// Prices in and out that move together, each with its own values, beside a volume.
const ZIPPED: &str = r#"[sweep]
metrics = [{ cost = "dear" }, "cheapest"]
[[sweep.axis]]
zip = [
    { path = "api.dear.input_usd_per_mtok", values = [2, 3] },
    { paths = ["api.dear.output_usd_per_mtok"], linear = { from = 8, to = 12, count = 2 } },
]
[[sweep.axis]]
path = "workload.tokens_per_month"
values = [1_000_000, 4_000_000_000]
"#;

#[test]
fn lists_that_move_together_are_read_and_are_the_axis_built_in_code() {
    let text = format!("{SCENARIO}{ZIPPED}");
    let mut output = SweepAxis::linear("", SweepSpan::new(8, 12, 2));
    output.path = None;
    output.paths = Some(vec!["api.dear.output_usd_per_mtok".to_owned()]);
    let input = SweepAxis::values("api.dear.input_usd_per_mtok", vec![2.into(), 3.into()]);
    let volumes =
        SweepAxis::values("workload.tokens_per_month", vec![1_000_000.into(), 4_000_000_000_u64.into()]);
    let metrics = vec![Metric::Cost("dear".to_owned()), Metric::Cheapest];
    let built = SweepTable::new(metrics.clone(), vec![SweepAxis::zip(vec![input, output]), volumes]);
    let scenario = Scenario::parse(&text).unwrap();
    assert_eq!(scenario.sweep.as_ref(), Some(&built));
    assert_eq!(Scenario::parse(&as_json(&text)).unwrap(), scenario);
    assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);

    let comparison = parse(&text).unwrap();
    let asked = Sweep::of_scenario(&comparison).unwrap();
    let input = Axis::values("api.dear.input_usd_per_mtok", vec![2.into(), 3.into()]);
    let output = Axis::linear("api.dear.output_usd_per_mtok", 8.into(), 12.into(), 2);
    let volumes = Axis::values("workload.tokens_per_month", vec![1_000_000.into(), 4_000_000_000_u64.into()]);
    let built = Sweep::new(&comparison, &metrics, &[input.zip(output), volumes]).unwrap();
    assert_eq!(values(&asked, 2), values(&built, 2));
    // a Mtok is 0.75 in and 0.25 out: 1.5 + 2 and 2.25 + 3 USD, and 4,000 times as much
    let cost = [0, 1, 2, 3].map(|index| asked.value(0, index).unwrap());
    assert_eq!(cost, [3.5, 14_000.0, 5.25, 21_000.0]);
    assert_eq!(asked.axes().collect::<Vec<_>>(), [0..2, 2..3]);
    assert_eq!(asked.point(2), Some(vec![3.0, 12.0, 1e6]));
}

/// Line 27 is `[sweep]`, 28 `metrics`, 30 `zip`, 31 and 32 its lists, 35 the volume.
#[test]
#[rustfmt::skip]
fn mistake_in_lists_that_move_together_is_refused_with_its_place() {
    let first = "{ path = \"api.dear.input_usd_per_mtok\", values = [2, 3] }";
    let cases: &[(&str, &str, &str)] = &[
        ("count = 2", "count = 3", "32:5: sweep.axis.0.zip.1: a list of 3 values beside one of 2; write as many values in every list"),
        ("[2, 3]", "[2, 3, 4]", "32:5: sweep.axis.0.zip.1: a list of 2 values beside one of 3; write as many values in every list"),
        ("[2, 3]", "[2, -3]", "31:58: sweep.axis.0.zip.0.values.1 = -3 is not in 0..=100000 (USD per Mtok)"),
        ("dear.input_usd", "dear.inputs_usd", "31:14: sweep.axis.0.zip.0.path: no parameter is called `api.dear.inputs_usd_per_mtok`; did you mean `api.dear.input_usd_per_mtok`?"),
        (first, "{ zip = [] }", "31:5: sweep.axis.0.zip.0: a zip within a zip; write its lists beside the others"),
        (first, "7", "31:5: sweep.axis.0.zip.0: integer `7`, expected a table"),
        ("zip = [", "path = \"workload.peak_to_average\"\nzip = [", "29:1: sweep.axis.0: `zip` and `path` exclude each other; give one of them"),
        ("zip = [", "values = [1]\nzip = [", "29:1: sweep.axis.0: `zip` and `values` exclude each other; give one of them"),
        ("path = \"workload.tokens_per_month\"\nvalues = [1_000_000, 4_000_000_000]", "zip = []", "35:7: sweep.axis.1.zip: missing; write at least one list, such as `{ path = \"workload.tokens_per_month\", values = [1, 2] }`"),
        ("zip", "zipped", "30:1: sweep.axis.0.zipped: unknown key; did you mean `zip`?"),
    ];
    for (from, to, message) in cases {
        let text = edited(&format!("{SCENARIO}{ZIPPED}"), &[(from, to)]);
        assert_eq!(parse(&text).unwrap_err().to_string(), *message, "{from} -> {to}");
        assert!(toml::from_str::<toml::Table>(&text).is_err() || parse(&as_json(&text)).is_err(), "{to} in JSON");
    }
    // a number on two axes is seen when they are laid out
    let text = edited(&format!("{SCENARIO}{ZIPPED}"), &[("dear.input_usd", "dear.output_usd")]);
    let error = Sweep::of_scenario(&parse(&text).unwrap()).unwrap_err().to_string();
    assert_eq!(error, "api.dear.output_usd_per_mtok: two axes move the same number; give each number one axis");
}

#[test]
fn point_of_a_sweep_asked_again_exactly_is_its_value() {
    let comparison = parse(&text()).unwrap();
    let sweep = Sweep::of_scenario(&comparison).unwrap();
    let exact = |value: f64| Decimal::from_scientific(&format!("{value:e}")).unwrap();
    for index in 0..sweep.len() {
        let point = sweep.point(index).unwrap();
        let mut again = comparison.clone();
        for (paths, value) in sweep.paths().zip(&point) {
            for path in paths.split(" and ") {
                again = again.with(path, exact(*value)).unwrap();
            }
        }
        let cost = again.monthly_cost("rented").unwrap().amount();
        let off = (exact(sweep.value(1, index).unwrap()) - cost).abs();
        assert!(off <= cost * decimal("0.0000000001"), "{point:?}: {cost}");
        let saving =
            again.monthly_cost("dear").unwrap().amount() - again.monthly_cost("cheap").unwrap().amount();
        let off = (exact(sweep.value(0, index).unwrap()) - saving).abs();
        assert!(off <= saving.abs() * decimal("0.0000000001"), "{point:?}: {saving}");
    }
    assert_eq!(sweep.point(sweep.len()), None);
}

#[test]
fn point_of_an_index_is_in_row_major_order() {
    let comparison = parse(&text()).unwrap();
    let sweep = Sweep::of_scenario(&comparison).unwrap();
    let paths: Vec<&str> = sweep.paths().collect();
    let prices = "api.cheap.input_usd_per_mtok and api.cheap.output_usd_per_mtok";
    assert_eq!(paths, ["deployment.rented.people.run_fte", prices, "workload.tokens_per_month"]);
    assert_eq!(sweep.lengths().collect::<Vec<usize>>(), [3, 3, 9]);
    // 46 = 1 x 27 + 2 x 9 + 1; the second of 9 from 1e6 to 1e12 is 1e6 x 10^(6/8)
    assert_eq!(sweep.point(46), Some(vec![0.25, 10.0, 5_623_413.0]));
}

#[test]
fn answer_and_provenance_of_a_scenario_do_not_depend_on_its_sweep() {
    let (with, without) = (parse(&text()).unwrap(), parse(SCENARIO).unwrap());
    let answer = with.answer().unwrap();
    assert_eq!(answer, without.answer().unwrap());
    assert_eq!(with.verdict(&answer).unwrap(), without.verdict(&answer).unwrap());
}

/// Cheap costs 0.75 + 0.25 p USD per Mtok, dear 4: at 12 it is cheaper, at 13 the same, at 14 dearer from the first token.
#[test]
fn break_even_of_two_apis_is_that_of_the_exact_path() {
    let table = "[sweep]\nmetrics = [{ break_even = { of = \"cheap\", against = \"dear\" } }]\n\
        [[sweep.axis]]\npath = \"api.cheap.output_usd_per_mtok\"\nvalues = [12, 13, 14]\n";
    let comparison = parse(&format!("{SCENARIO}{table}")).unwrap();
    let sweep = Sweep::of_scenario(&comparison).unwrap();
    assert_eq!([0, 1, 2].map(|index| sweep.value(0, index)), [Some(0.0), Some(0.0), None]);
    let exactly = [12, 13, 14].map(|price: i64| {
        let moved = comparison.with("api.cheap.output_usd_per_mtok", price.into()).unwrap();
        moved.break_even("cheap", "dear").unwrap().break_even.first_volume
    });
    assert_eq!(exactly, [Some(1), Some(1), None]);
}

#[test]
fn scenario_without_a_sweep_says_what_to_write() {
    let error = Sweep::of_scenario(&parse(SCENARIO).unwrap()).unwrap_err();
    let said = "sweep: missing; write [sweep] with `metrics = [\"cheapest\"]` and one or more [[sweep.axis]]";
    assert_eq!(error.to_string(), said);
}

/// Line 27 is `[sweep]`, 28 `metrics`, 30 the path of the people, 33 the paths of the prices, 36 that of the volume.
#[test]
#[rustfmt::skip]
fn mistake_in_a_table_is_refused_with_its_place() {
    let people = "linear = { from = 0, to = 0.5, count = 3 }";
    let list = "values = [1, 2.5, \"10\"]";
    let volume = "logarithmic = { from = 1_000_000, to = 1_000_000_000_000, count = 9 }";
    let cases: &[(&str, &str, &str)] = &[
        ("count = 3", "count = 0", "31:40: sweep.axis.0.linear.count = 0 is not in 1..=16777216 (values of an axis)"),
        ("count = 3", "count = 2.5", "31:40: sweep.axis.0.linear.count = 2.5 is not a whole number (values of an axis)"),
        ("count = 3", "count = 1", "31:40: sweep.axis.0.linear.count: one value from 0 to 0.5; write at least 2, or `values`"),
        ("count = 9", "count = 1_000_000_000_000", "37:67: sweep.axis.2.logarithmic.count = 1000000000000 is not in 1..=16777216 (values of an axis)"),
        ("count = 9", "count = \"99999999999999999999999999\"", "37:67: sweep.axis.2.logarithmic.count = 99999999999999999999999999 is not in 1..=16777216 (values of an axis)"),
        ("count = 3", "count = -3", "31:40: sweep.axis.0.linear.count = -3 is not in 1..=16777216 (values of an axis)"),
        (", count = 3", "", "31:1: sweep.axis.0.linear.count: missing; write `count = ...`"),
        ("count = 3", "counts = 3", "31:32: sweep.axis.0.linear.counts: unknown key; did you mean `count`?"),
        ("to = 0.5", "to = 200_000", "31:27: sweep.axis.0.linear.to = 200000 is not in 0..=10000 (full-time equivalents)"),
        ("to = 0.5", "to = 0.12345678901234567", "31:27: sweep.axis.0.linear.to = 0.12345678901234567 has more than 15 digits; write it in quotes to keep them all"),
        ("to = 0.5", "to = \"0.1234567890123456\"", "31:27: sweep.axis.0.linear.to: 0.1234567890123456 has more than 15 digits, and a sweep runs on floats; write at most 15"),
        ("from = 1_000_000,", "from = 0,", "37:24: sweep.axis.2.logarithmic.from: 0 as an end of values of equal ratio; write ends above 0, or take `linear`"),
        ("from = 1_000_000,", "from = 1.5,", "37:24: sweep.axis.2.logarithmic.from = 1.5 is not a whole number (tokens a month)"),
        ("2.5, \"10\"", "-2.5, \"10\"", "34:14: sweep.axis.1.values.1 = -2.5 is not in 0..=100000 (USD per Mtok)"),
        (list, "values = []", "34:10: sweep.axis.1.values: missing; write at least one value"),
        (list, "", "32:1: sweep.axis.1.values: missing; write one of `linear = { from = 1, to = 2, count = 11 }`, `logarithmic` and `values`"),
        (people, "linear = { from = 0, to = 0.5, count = 3 }\nvalues = [1]", "29:1: sweep.axis.0: `linear` and `values` exclude each other; give one of them"),
        (
            volume,
            "linear = { from = 1, to = 2, count = 2 }\nlogarithmic = { from = 1, to = 2, count = 2 }",
            "35:1: sweep.axis.2: `linear` and `logarithmic` exclude each other; give one of them",
        ),
        (volume, "values = [1]\nlogarithmic = { from = 1, to = 2, count = 2 }", "35:1: sweep.axis.2: `logarithmic` and `values` exclude each other; give one of them"),
        ("path = \"workload.tokens_per_month\"", "", "35:1: sweep.axis.2.path: missing; write the path of a number, such as `path = \"workload.tokens_per_month\"`"),
        ("path = \"workload.tokens_per_month\"", "paths = []", "35:1: sweep.axis.2.path: missing; write the path of a number, such as `path = \"workload.tokens_per_month\"`"),
        (
            "path = \"workload.tokens_per_month\"",
            "path = \"workload.tokens_per_month\"\npaths = [\"x\"]",
            "35:1: sweep.axis.2: `path` and `paths` exclude each other; give one of them",
        ),
        ("path = \"workload.tokens_per_month\"", "path = \"workload.token_per_month\"", "36:8: sweep.axis.2.path: no parameter is called `workload.token_per_month`; did you mean `workload.tokens_per_month`?"),
        ("\"api.cheap.output_usd_per_mtok\"]", "\"api.cheap.outputs\"]", "33:42: sweep.axis.1.paths.1: no parameter is called `api.cheap.outputs`; did you mean `api.cheap.output_usd_per_mtok`?"),
        ("path = \"workload.tokens_per_month\"", "path = \"deployment.rented.server\"", "36:8: sweep.axis.2.path: deployment.rented.server is a number or a name that cannot be moved alone; write the path of another number"),
        (
            "path = \"deployment.rented.people.run_fte\"",
            "path = \"deployment.rented.replicas_per_step\"",
            "30:8: sweep.axis.0.path: deployment.rented.replicas_per_step is a number or a name that cannot be moved alone; write the path of another number",
        ),
        ("of = \"cheap\"", "of = \"chaep\"", "28:30: sweep.metrics.0.saving.of: no alternative is called `chaep`; did you mean `cheap`?"),
        ("{ cost = \"rented\" }", "{ cost = \"bought\" }", "28:70: sweep.metrics.1.cost: no alternative is called `bought`"),
        ("{ cost = \"rented\" }", "{ costs = \"rented\" }", "28:63: sweep.metrics.1.costs: unknown key; did you mean `cost`?"),
        ("{ cost = \"rented\" }", "{ cost = \"rented\", steps = \"rented\" }", "28:61: sweep.metrics.1: two metrics in one table, expected `\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`"),
        ("{ cost = \"rented\" }", "{ }", "28:61: sweep.metrics.1: an empty table, expected `\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`"),
        ("{ cost = \"rented\" }", "\"cost\"", "28:61: sweep.metrics.1: string \"cost\", expected `\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`"),
        ("{ cost = \"rented\" }", "7", "28:61: sweep.metrics.1: integer `7`, expected `\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`"),
        ("\"cheapest\"", "{ cheapest = 1 }", "28:82: sweep.metrics.2: a table around `cheapest`, expected `\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`"),
        ("of = \"cheap\", against", "of = \"cheap\", over", "28:39: sweep.metrics.0.saving.over: unknown key"),
        ("of = \"cheap\", against = \"dear\"", "of = \"cheap\"", "28:14: sweep.metrics.0.saving.against: missing; write `against = ...`"),
        ("metrics = [", "metric = [", "28:1: sweep.metric: unknown key; did you mean `metrics`?"),
        (
            "metrics = [{ saving = { of = \"cheap\", against = \"dear\" } }, { cost = \"rented\" }, \"cheapest\", { npv = { of = \"rented\", against = \"dear\" } }]",
            "",
            "27:2: sweep.metrics: missing; write at least one, such as `metrics = [\"cheapest\"]`",
        ),
        (
            "metrics = [{ saving = { of = \"cheap\", against = \"dear\" } }, { cost = \"rented\" }, \"cheapest\", { npv = { of = \"rented\", against = \"dear\" } }]",
            "metrics = []",
            "28:11: sweep.metrics: missing; write at least one, such as `metrics = [\"cheapest\"]`",
        ),
    ];
    let mut complaints = Vec::new();
    for (from, to, message) in cases {
        let text = edited(&text(), &[(from, to)]);
        let said = parse(&text).map_or_else(|error| error.to_string(), |_| "read".to_owned());
        if said != *message {
            complaints.push(format!("{from} -> {to}: expected\n    {message}\n  found\n    {said}"));
        }
        let json = toml::from_str::<toml::Table>(&text).ok().map(|_| parse(&as_json(&text)).is_err());
        if json == Some(false) {
            complaints.push(format!("{from} -> {to}: read in JSON"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
