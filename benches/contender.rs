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

use breakeven::sweep::{Axis, Metric, Run, Summary, Sweep};
use breakeven::{Catalog, Comparison};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
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
}

impl Request {
    fn constant(&self, name: &str) -> f64 {
        match self.inputs.get(name) {
            Some(Input::Constant(value)) => *value,
            Some(Input::Axis(values)) => values[0],
            None => 0.0,
        }
    }

    fn axis(&self, name: &str) -> Vec<f64> {
        match &self.inputs[name] {
            Input::Axis(values) => values.clone(),
            Input::Constant(value) => vec![*value],
        }
    }

    /// Its model in ours: proportional energy, a stated average utilization, capital over one life, a one-time cost over
    /// its months as a monthly adder.
    fn scenario(&self) -> String {
        let c = |name| self.constant(name);
        let quoted = |value: f64| format!("\"{value:.9}\"");
        format!(
            r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "api"
[workload]
tokens_per_month = 1_000_000_000
class.all = {{ prompt_tokens = 500, completion_tokens = 500 }}
[finance]
horizon_months = {life}
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
rate = {{ combined_tokens_per_second = {rate}, prompt_tokens = 500, completion_tokens = 500 }}
average_utilization = 0.5
energy = "proportional"
hardware.buy = {{ useful_life_months = {life}, resale_fraction = {salvage}, support_fraction_per_year = {support} }}
storage_usd_per_month = {staff}
observability_usd_per_month = {one_time}
"#,
            life = c("life_months"),
            rate_of_interest = quoted(c("cost_of_capital")),
            electricity = quoted(c("electricity")),
            pue = quoted(c("pue")),
            colocation = quoted(c("colocation")),
            capex = quoted(c("capex")),
            load = c("load_watts"),
            idle = c("idle_watts"),
            rate = quoted(c("rate")),
            salvage = quoted(c("salvage")),
            support = quoted(c("support")),
            staff = c("staff"),
            one_time = quoted(c("one_time") / c("horizon_months")),
        )
    }

    fn comparison(&self) -> Comparison {
        Comparison::parse(&self.scenario(), &Catalog::builtin().unwrap()).unwrap()
    }

    fn sweep(&self, comparison: &Comparison) -> Sweep<'static> {
        let availability = self.constant("availability");
        let utilization = self.axis("utilization").iter().map(|share| share * availability).collect();
        Sweep::new(
            comparison,
            &[Metric::saving("own", "api")],
            &[
                Axis::floats("facility.electricity_usd_per_kwh", self.axis("electricity")),
                Axis::floats("deployment.own.average_utilization", utilization),
                Axis::floats("deployment.own.server.price_usd", self.axis("capex")),
                Axis::floats("api.api.input_usd_per_mtok", self.axis("api_price"))
                    .and("api.api.output_usd_per_mtok"),
                Axis::floats("workload.tokens_per_month", self.axis("volume")),
            ],
        )
        .unwrap()
    }
}

fn grid_reduce(request: &Request) -> Value {
    let comparison = request.comparison();
    // Laying out the sweep is a part of the work: coefficients count.
    let start = Instant::now();
    let sweep = request.sweep(&comparison);
    let run = Run::new().threads(request.threads);
    let summary = sweep.reduce(&run, Summary::default()).unwrap();
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

fn grid_write(request: &Request, out: &mut Vec<f64>) -> Value {
    let comparison = request.comparison();
    out.resize(usize::try_from(request.sweep(&comparison).len()).unwrap(), 0.0);
    let start = Instant::now();
    let sweep = request.sweep(&comparison);
    sweep.write(&Run::new().threads(request.threads), &mut [out]).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let samples: Vec<f64> =
        request.sample_indices.iter().map(|at| out[usize::try_from(*at).unwrap()]).collect();
    json!({ "seconds": seconds, "result": { "sum": out.iter().sum::<f64>(), "savings": samples } })
}

fn answer(line: &str, out: &mut Vec<f64>) -> Value {
    let request: Request = serde_json::from_str(line).unwrap();
    let mut answer = match request.case.as_str() {
        "grid_reduce" => grid_reduce(&request),
        "grid_write" => grid_write(&request, out),
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
    let mut out = Vec::new();
    if std::env::args().any(|argument| argument == "--test") {
        let result = &answer(&TEST.replace('\n', ""), &mut out)["result"];
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
        println!("{}", answer(&line.unwrap(), &mut out));
        std::io::stdout().flush().unwrap();
    }
}
