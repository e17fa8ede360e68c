//! The sweep as a contender: a process that reads one JSON request a line and answers with one line.
//!
//! It does its work through the public API alone. A request has a `case`, the number of `threads`, `inputs` (a number
//! for each constant, a list for each axis), and the `sample_indices` whose values are wanted; the answer has the
//! `seconds` of the computation and its `result`. Cases that it does not take are answered with `unsupported`.
//! `cargo bench --bench contender -- --test` answers one built-in request, checks it by hand, and exits.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program for a harness, which is told when a request is none"
)]

use breakeven::sweep::{Axis, Column, Metric, Run, Summary, Sweep};
use breakeven::{Catalog, Comparison};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::hint::black_box;
use std::io::{BufRead, IsTerminal, Write};
use std::time::Instant;

#[derive(Deserialize)]
#[serde(untagged)]
enum Input {
    Constant(f64),
    Axis(Vec<f64>),
}

#[derive(Deserialize)]
struct Request {
    case: String,
    threads: usize,
    inputs: HashMap<String, Input>,
    sample_indices: Vec<u64>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    path: String,
    #[serde(default)]
    rows: usize,
}

/// Where each number of its model is in ours.
const PATHS: [(&str, &str); 11] = [
    ("volume", "workload.tokens_per_month"),
    ("api_price", "api.api.input_usd_per_mtok"),
    ("capex", "deployment.own.server.price_usd"),
    ("electricity", "facility.electricity_usd_per_kwh"),
    ("utilization", "deployment.own.average_utilization"),
    ("rate", "deployment.own.rate.combined_tokens_per_second"),
    ("cost_of_capital", "finance.discount_rate_annual_effective"),
    ("life_months", "deployment.own.hardware.buy.useful_life_months"),
    ("salvage", "deployment.own.hardware.buy.resale_fraction"),
    ("growth", "workload.growth_fraction_per_month"),
    ("decline", "api.api.price_change_fraction_per_month"),
];

fn path(name: &str) -> &'static str {
    PATHS.iter().find(|(known, _)| *known == name).unwrap().1
}

/// The columns of the file that was read last, and the rooms that are written to: both are kept from one request to the
/// next.
#[derive(Default)]
struct Kept {
    path: String,
    columns: Vec<Vec<f64>>,
    out: [Vec<f64>; 2],
}

impl Kept {
    /// Column-major little-endian floats.
    fn read(&mut self, request: &Request) {
        if self.path == request.path {
            return;
        }
        let bytes = std::fs::read(&request.path).unwrap();
        let numbers = bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes));
        let numbers: Vec<f64> = numbers.collect();
        self.columns = numbers.chunks(request.rows).map(<[f64]>::to_vec).collect();
        self.path.clone_from(&request.path);
    }

    fn make_room(&mut self, length: usize) {
        self.out.iter_mut().for_each(|out| out.resize(length, 0.0));
    }
}

impl Request {
    fn constant(&self, name: &str) -> f64 {
        match self.inputs.get(name) {
            Some(Input::Constant(value)) => *value,
            Some(Input::Axis(values)) => values[0],
            None => match name {
                "capex" => 100_000.0,
                "cost_of_capital" => 0.1,
                "volume" => 1e9,
                _ => 1.0,
            },
        }
    }

    fn axis(&self, name: &str) -> Axis {
        match &self.inputs[name] {
            Input::Axis(values) => Axis::floats(path(name), values.clone()),
            Input::Constant(value) => Axis::floats(path(name), vec![*value]),
        }
    }

    /// Its model in ours: requests of one token, so that a price per request is one per token; proportional energy; a
    /// stated average utilization, with the availability in the serving hours; capital over one life, repeated; support as
    /// the yearly fraction of the price that insurance is; a one-time cost over its months as a monthly adder.
    fn scenario(&self) -> String {
        let c = |name| self.constant(name);
        let quoted = |value: f64| format!("\"{value:.9}\"");
        let is_study = self.case == "horizon";
        format!(
            r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "api"
[workload]
tokens_per_month = 1_000_000_000
serving_hours_per_month = {hours}
class.all = {{ prompt_tokens = 1, completion_tokens = 0 }}
[finance]
horizon_months = 60
discount_rate_annual_effective = {rate_of_interest}
[facility]
electricity_usd_per_kwh = {electricity}
pue = {pue}
per_kw_plus_metered = {{ usd_per_kw_month = {colocation} }}
[api.api]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
[deployment.own]
model = {{ parameters_billion = 1, layers = 1, attention = {{ kv_heads = 1, head_dim = 1 }} }}
precision = "fp8"
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80, price_usd = {capex}, active_watts = {load}, idle_watts = {idle} }}
rate = {{ combined_tokens_per_second = {rate}, prompt_tokens = 1, completion_tokens = 1 }}
minimum_steps = 1
average_utilization = {utilization}
energy = "proportional"
running_costs = "needed_steps"
hardware.buy = {{ useful_life_months = {life}, resale_fraction = {salvage}, insurance_fraction_per_year = {support}{lives} }}
storage_usd_per_month = {staff}
observability_usd_per_month = {monthly}
one_off_usd = {once}
"#,
            hours = quoted(730.0 * c("availability")),
            life = c("life_months").max(if is_study { 60.0 } else { 1.0 }),
            lives = if is_study { "" } else { ", unequal_lives = \"repeated_lives\"" },
            rate_of_interest = quoted(c("cost_of_capital")),
            electricity = quoted(c("electricity")),
            utilization = quoted(c("utilization")),
            pue = quoted(c("pue")),
            colocation = quoted(c("colocation")),
            capex = quoted(c("capex")),
            load = c("load_watts"),
            idle = c("idle_watts"),
            rate = quoted(c("rate")),
            salvage = quoted(c("salvage")),
            support = quoted(c("support")),
            staff = c("staff"),
            monthly = quoted(if is_study { 0.0 } else { c("one_time") / c("horizon_months") }),
            once = quoted(if is_study { c("one_time") } else { 0.0 }),
        )
    }

    fn comparison(&self) -> Comparison {
        Comparison::parse(&self.scenario(), &Catalog::builtin().unwrap()).unwrap()
    }

    fn grid(&self, comparison: &Comparison) -> Sweep<'static> {
        let axes = ["electricity", "utilization", "capex", "api_price", "volume"].map(|name| self.axis(name));
        Sweep::new(comparison, &[Metric::saving("own", "api")], &axes).unwrap()
    }

    fn table<'a>(&self, comparison: &Comparison, metrics: &[Metric], columns: &'a [Vec<f64>]) -> Sweep<'a> {
        let columns: Vec<Column<'a>> =
            self.columns.iter().zip(columns).map(|(name, values)| Column::new(path(name), values)).collect();
        Sweep::over(comparison, metrics, &columns).unwrap()
    }

    fn run(&self) -> Run<'static> {
        Run::new().threads(self.threads)
    }

    fn samples(&self, values: &[f64]) -> Value {
        // What is no number is null.
        self.sample_indices.iter().map(|at| values[usize::try_from(*at).unwrap()]).collect()
    }
}

fn grid_reduce(request: &Request) -> Value {
    let comparison = request.comparison();
    // Laying out the sweep is a part of the work: coefficients count.
    let start = Instant::now();
    let sweep = request.grid(&comparison);
    let summary = sweep.reduce(&request.run(), Summary::default()).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let (least, most) = (summary.minimum().unwrap(), summary.maximum().unwrap());
    let samples: Vec<f64> = request.sample_indices.iter().map(|at| sweep.value(0, *at).unwrap()).collect();
    json!({
        "seconds": seconds,
        "result": {
            "count": summary.positive, "sum": summary.sum().unwrap(),
            "min": least.value, "min_index": least.index, "max": most.value, "max_index": most.index,
            "savings": samples,
        }
    })
}

fn grid_write(request: &Request, kept: &mut Kept) -> Value {
    let comparison = request.comparison();
    let length = usize::try_from(request.grid(&comparison).len()).unwrap();
    kept.out[0].resize(length, 0.0);
    let out = &mut kept.out[0];
    let start = Instant::now();
    let sweep = request.grid(&comparison);
    sweep.write(&request.run(), &mut [out]).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    json!({ "seconds": seconds, "result": { "sum": out.iter().sum::<f64>(), "savings": request.samples(out) } })
}

/// Checking the columns is reading, and not timed; the columns of another request are others.
fn table(request: &Request, kept: &mut Kept) -> Value {
    kept.read(request);
    kept.make_room(request.rows);
    let comparison = request.comparison();
    let metrics = [Metric::saving("own", "api"), Metric::break_even("own", "api")];
    let sweep = request.table(&comparison, &metrics, &kept.columns);
    let [savings, break_even] = &mut kept.out;
    let start = Instant::now();
    sweep.write(&request.run(), &mut [savings, break_even]).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let reached = || break_even.iter().filter(|volume| !volume.is_nan());
    json!({
        "seconds": seconds,
        "result": {
            "sum": savings.iter().sum::<f64>(), "inverse_sum": reached().map(|volume| 1.0 / volume).sum::<f64>(),
            "never": break_even.len() - reached().count(),
            "savings": request.samples(savings), "break_even": request.samples(break_even),
        }
    })
}

fn horizon(request: &Request, kept: &mut Kept) -> Value {
    kept.read(request);
    kept.make_room(request.rows);
    let decline = request.columns.iter().position(|name| name == "decline").unwrap();
    let mut columns = kept.columns.clone();
    columns[decline].iter_mut().for_each(|decline| *decline = -*decline);
    let comparison = request.comparison();
    let metrics = [Metric::npv("own", "api"), Metric::payback_month("own", "api")];
    let sweep = request.table(&comparison, &metrics, &columns);
    let [npv, payback] = &mut kept.out;
    let start = Instant::now();
    sweep.write(&request.run(), &mut [npv, payback]).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    // Its word for never is 0.
    payback.iter_mut().filter(|month| month.is_nan()).for_each(|month| *month = 0.0);
    json!({
        "seconds": seconds,
        "result": {
            "sum": npv.iter().sum::<f64>(), "payback_sum": payback.iter().sum::<f64>(),
            "npv": request.samples(npv), "payback": request.samples(payback),
        }
    })
}

/// One call for each scenario; a call cannot be merged with the next.
fn single(request: &Request, kept: &mut Kept) -> Value {
    kept.read(request);
    kept.make_room(4 * request.rows);
    let comparison = request.comparison();
    let metrics = [
        Metric::Cost("own".to_owned()),
        Metric::Cost("api".to_owned()),
        Metric::saving("own", "api"),
        Metric::break_even("own", "api"),
    ];
    let sweep = request.table(&comparison, &metrics, &kept.columns);
    let width = request.columns.len();
    let points: Vec<f64> =
        (0..request.rows).flat_map(|row| kept.columns.iter().map(move |column| column[row])).collect();
    let out = &mut kept.out[0][..4 * request.rows];
    let threads = request.threads.max(1);
    let rows = request.rows.div_ceil(threads);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for (points, out) in points.chunks(rows * width).zip(out.chunks_mut(4 * rows)) {
            let mut probe = sweep.probe();
            let mut work = move || {
                for (point, out) in points.chunks_exact(width).zip(out.chunks_exact_mut(4)) {
                    out.copy_from_slice(probe.at(black_box(point)).unwrap());
                }
            };
            if threads == 1 {
                work();
            } else {
                scope.spawn(work);
            }
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let figure = |at: usize| -> Vec<Value> {
        let values = request.sample_indices.iter().map(|row| out[4 * usize::try_from(*row).unwrap() + at]);
        values.map(|value| if value.is_nan() { Value::Null } else { value.into() }).collect()
    };
    json!({
        "seconds": seconds,
        "result": { "self": figure(0), "api": figure(1), "savings": figure(2), "break_even": figure(3) },
    })
}

fn answer(line: &str, kept: &mut Kept) -> Value {
    let request: Request = serde_json::from_str(line).unwrap();
    let mut answer = match request.case.as_str() {
        "grid_reduce" => grid_reduce(&request),
        "grid_write" => grid_write(&request, kept),
        "table" => table(&request, kept),
        "single" => single(&request, kept),
        "horizon" => horizon(&request, kept),
        _ => json!({ "unsupported": true }),
    };
    answer["case"] = request.case.into();
    answer
}

/// One server of 36,000 USD over 36 months at no interest, and an API at 2 USD per Mtok: at 1 Gtok 2,000 - 1,000.
const TEST: &str = r#"{"case": "grid_reduce", "threads": 1, "inputs": {"electricity": [0.0], "utilization": [1.0],
    "capex": [36000.0], "api_price": [2.0, 4.0], "volume": [500000000.0, 1000000000.0], "rate": 1000.0, "cost_of_capital": 0.0,
    "life_months": 36.0, "salvage": 0.0, "idle_watts": 0.0, "load_watts": 0.0, "pue": 1.0, "availability": 1.0, "support": 0.0,
    "colocation": 0.0, "staff": 0.0, "one_time": 0.0, "horizon_months": 36.0}, "sample_indices": [0, 1, 2, 3]}"#;

fn main() {
    let mut kept = Kept::default();
    if std::env::args().any(|argument| argument == "--test") {
        let result = &answer(&TEST.replace('\n', ""), &mut kept)["result"];
        // 1,000 tokens a second carry 2.628 Gtok a month, so one server: 1,000 USD
        assert_eq!(result["savings"], json!([0.0, 1000.0, 1000.0, 3000.0]));
        assert_eq!((&result["count"], &result["max_index"]), (&json!(3), &json!(3)));
        println!("test contender ... ok");
        return;
    }
    if std::io::stdin().is_terminal() {
        println!("contender: give it requests on standard input, one a line");
        return;
    }
    for line in std::io::stdin().lock().lines() {
        println!("{}", answer(&line.unwrap(), &mut kept));
        std::io::stdout().flush().unwrap();
    }
}
