//! Which cost decides between self-hosting and an API, and what a Mtok costs with idle time paid and without.
//!
//! A server serves 2,000/0.175 tokens a second: 30,034.285714 Mtok if it worked all hours of the month, 12,764.571428 at a
//! peak of 2 and 85%. It costs 8,330 USD a month, the people 8,750 (see `solve`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Comparison, Deciding, Decimal, Regime, report};
use common::{decimal, edited};

const QUESTION: &str = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "api"
[workload]
tokens_per_month = 20_000_000_000
peak_to_average = 2
class.all = { prompt_tokens = 1500, completion_tokens = 500 }
[finance]
horizon_months = 36
discount_rate_annual_effective = 0
[facility]
electricity_usd_per_kwh = 0.10
pue = 1.25
per_kw_plus_metered.usd_per_kw_month = 200
[api.api]
family = "closed_api"
input_usd_per_mtok = 0.50
output_usd_per_mtok = 1.50
[deployment.own]
model = { parameters_billion = 70, layers = 80, attention = { kv_heads = 8, head_dim = 128 }, context_window_tokens = 131072 }
precision = "fp8"
server = { accelerators = 8, accelerator = "h100-sxm", price_usd = 240_000, active_watts = 8_000 }
rate = { prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }
hardware.buy = { useful_life_months = 36, resale_fraction = 0.10, support_fraction_per_year = 0 }
people = { run_fte = 0.5, build_fte_months = 3, loaded_salary_usd_per_year = 180_000 }
"#;

fn comparison(old: &str, new: &str) -> Comparison {
    Comparison::parse(&edited(QUESTION, &[(old, new)]), &Catalog::builtin().unwrap()).unwrap()
}

fn regime(old: &str, new: &str) -> Deciding {
    let comparison = comparison(old, new);
    let verdict = comparison.verdict(&comparison.answer().unwrap()).unwrap();
    let [one] = &verdict.regimes[..] else { panic!("{:?}", verdict.regimes) };
    one.clone()
}

#[test]
fn fixed_cost_decides_against_a_dear_api() {
    // 8,330 / (89,352 / 7) = 0.65258... a Mtok at full load is less than the 0.75 of the API; before the first token one server
    // and the people are paid
    let one = regime("pue", "pue");
    assert_eq!(
        (one.alternative.as_str(), one.against.as_str(), one.regime),
        ("own", "api", Regime::FixedCost)
    );
    assert_eq!(
        one.own_marginal_cost_per_mtok.round_dp(20),
        (decimal("58310") / decimal("89352")).round_dp(20)
    );
    assert_eq!(one.api_price_per_mtok, decimal("0.75"));
    assert_eq!(one.fixed_cost_per_month.amount(), decimal("17080"));
}

#[test]
fn marginal_cost_decides_against_a_cheap_api() {
    // 0.375 + 0.25 = 0.625 is less than 0.65258
    let one = regime("output_usd_per_mtok = 1.50", "output_usd_per_mtok = 1");
    assert_eq!((one.api_price_per_mtok, one.regime), (decimal("0.625"), Regime::MarginalCost));
    // the break-even of the curves says the same: no volume is enough
    let comparison = comparison("output_usd_per_mtok = 1.50", "output_usd_per_mtok = 1");
    assert_eq!(comparison.break_even("own", "api").unwrap().break_even.always_from, None);
    assert_eq!(report::text(&comparison.answer().unwrap(), &comparison.verdict(&comparison.answer().unwrap()).unwrap())
        .split_whitespace().collect::<Vec<_>>().join(" ").matches("Between own and api marginal cost decides: rate, peak and utilization (0.653 USD per Mtok at full load, 0.625 paid; 17,080 USD a month before the first token).").count(), 1);
}

#[test]
fn full_load_has_its_spares_and_people() {
    // One spare per 4 steps and one person per 5 servers: 1.25 x 8,330 + 1.25 / 5 x 15,000 = 14,162.50
    let curve = comparison(
        "people = { run_fte = 0.5,",
        "steps_per_spare = 4\npeople = { servers_per_fte = 5, run_fte = 0.5,",
    );
    let marginal = curve.curve("own").unwrap().marginal_cost_per_mtok().unwrap();
    assert_eq!(marginal.round_dp(20), (decimal("14162.5") * decimal("7") / decimal("89352")).round_dp(20));
    // the curve itself: 40 steps of 12,764.571428 Mtok more, from 40 to 80
    let cost = |steps: u64| curve.curve("own").unwrap().cost(steps * 12_764_571_428).unwrap().amount();
    let slope = (cost(80) - cost(40)) / decimal("510582.85712");
    assert!((slope - marginal).abs() < decimal("0.00000001"), "{slope} {marginal}");
}

#[test]
fn usage_basis_charges_busy_time_and_allocation_basis_all_of_it() {
    // 20,000 / 30,034.285714 = 140,000 / 210,240 of a step is busy: (8,750 + 8,330 x 0.66590...) / 20,000
    let comparison = comparison("pue", "pue");
    let own = comparison.monthly("own").unwrap();
    let busy = decimal("140000") / decimal("210240");
    let usage = (decimal("8750") + decimal("8330") * busy) / decimal("20000");
    assert_eq!(own.usage_cost_per_mtok.round_dp(20), usage.round_dp(20));
    assert_eq!(own.cost_per_mtok, decimal("1.2705"));
    let api = comparison.monthly("api").unwrap();
    assert_eq!((api.usage_cost_per_mtok, api.cost_per_mtok), (decimal("0.75"), decimal("0.75")));
    let answer = comparison.answer().unwrap();
    let verdict = comparison.verdict(&answer).unwrap();
    let text = report::text(&answer, &verdict);
    assert!(text.contains("per Mtok: 1.27 with idle time paid, 0.715 for busy time alone"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&report::json(&answer, &verdict, None).unwrap()).unwrap();
    assert_eq!(json["alternatives"][1]["cost_per_mtok"], "1.2705");
    let usage: Decimal = decimal(json["alternatives"][1]["usage_cost_per_mtok"].as_str().unwrap());
    assert_eq!(usage, own.usage_cost_per_mtok);
    assert_eq!(json["verdict"]["regimes"][0]["regime"], "fixed_cost");
    assert_eq!(json["verdict"]["regimes"][0]["fixed_cost_per_month"], "17080.000000000000");
}

#[test]
fn spares_are_idle_time() {
    let spared = comparison("people = {", "spares = 1\npeople = {");
    let plain = comparison("pue", "pue");
    let [spared, plain] = [&spared, &plain].map(|one| one.monthly("own").unwrap());
    assert_eq!(spared.cost_per_mtok - plain.cost_per_mtok, decimal("8330") / decimal("20000"));
    assert_eq!(spared.usage_cost_per_mtok, plain.usage_cost_per_mtok);
}
