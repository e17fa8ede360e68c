//! Fine-tuning: a vendor's price per trained token and what its model costs to serve, against hours of accelerators.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Comparison, CostLine, Decimal, Scenario, SplitAbsent, WarningCode};
use common::{decimal, edited};

/// 1,000 Mtok a month, three prompt tokens to a completion token; 20 Mtok of training data, three times.
const QUESTION: &str = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "plain"
[workload]
tokens_per_month = 1_000_000_000
peak_to_average = 1
[workload.class.all]
prompt_tokens = 1500
completion_tokens = 500
[finance]
horizon_months = 12
discount_rate_annual_effective = 0
[fine_tuning]
training_tokens = 20_000_000
epochs = 3
[api.plain]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 8
[api.tuned]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 8
fine_tuning = { training_usd_per_mtok = 25, serving_price_fraction = 1.5, hosting_usd_per_hour = 1.70 }
[deployment.own]
model = "llama-3.3-70b"
precision = "fp8"
server = "8xh100-sxm"
rate = { prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }
hardware.rent = { price_usd_per_gpu_hour = 2.5 }
fine_tuning = { method = "lora", teraflops_per_accelerator = 500, price_usd_per_gpu_hour = 2.5 }
"#;

fn comparison(text: &str) -> Comparison {
    Comparison::parse(text, &Catalog::builtin().unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

fn amount(lines: &[CostLine], label: &str) -> Decimal {
    lines.iter().find(|line| line.label == label).unwrap_or_else(|| panic!("no {label}")).amount.amount()
}

#[test]
fn vendor_is_paid_for_each_pass_for_dearer_tokens_and_for_hosting() {
    let comparison = comparison(QUESTION);
    let tuned = comparison.monthly("tuned").unwrap();
    // 20 Mtok x 3 x 25 = 1,500 USD once, 125 a month over 12 months without interest
    assert_eq!(amount(&tuned.lines, "fine-tuning"), decimal("125"));
    // 750 Mtok x 2 x 1.5, and 250 Mtok x 8 x 1.5
    assert_eq!(amount(&tuned.lines, "input tokens"), decimal("2250"));
    assert_eq!(amount(&tuned.lines, "output tokens"), decimal("3000"));
    // 730 hours at 1.70
    assert_eq!(amount(&tuned.lines, "hosting of the fine-tuned model"), decimal("1241"));
    assert_eq!(tuned.cost.amount(), decimal("6616"));
    // the plain one is as it was: 750 x 2 + 250 x 8
    assert_eq!(comparison.monthly_cost("plain").unwrap().amount(), decimal("3500"));
    let ledger = comparison.ledger("tuned").unwrap();
    let first = ledger.flows.iter().find(|flow| flow.label == "fine-tuning").unwrap();
    assert_eq!((first.month, first.instant, first.amount.amount()), (0, 0, decimal("1500")));
}

#[test]
fn accelerators_are_paid_for_the_hours_that_the_arithmetic_takes() {
    // 4 x 70.55e9 parameters x 60e6 tokens = 1.6932e19 operations; at 500e12 a second 33,864 s, 9.40666... hours;
    // at 2.50 USD 23.516666... once, over 12 months 1.959722222222...
    let own = comparison(QUESTION).monthly("own").unwrap();
    assert_eq!(amount(&own.lines, "fine-tuning"), decimal("1.959722222222"));
    // all weights: 6 operations in place of 4, half as much again
    let full = edited(QUESTION, &[("method = \"lora\"", "method = \"full\"")]);
    assert_eq!(
        amount(&comparison(&full).monthly("own").unwrap().lines, "fine-tuning"),
        decimal("2.939583333333")
    );
}

#[test]
fn published_speed_of_another_model_carries_over_by_its_arithmetic() {
    let published = edited(
        QUESTION,
        &[("teraflops_per_accelerator = 500", "speed = \"llama-2-70b/lora/8xh100-sxm/nemo\"")],
    );
    let comparison = comparison(&published);
    let path = "deployment.own.fine_tuning.teraflops_per_accelerator";
    let found = comparison
        .answer()
        .unwrap()
        .provenance
        .into_iter()
        .find(|entry| entry.path.as_str() == path)
        .unwrap();
    // 20,968 tokens/s on 8, 4 x 68.98e9 operations each: 2,621 x 275.92e9 = 723.18632e12
    assert_eq!(found.value, "723.18632");
    assert!(found.source.unwrap().contains("NeMo"));
}

#[test]
fn what_is_trained_on_can_be_moved_and_solved_for() {
    let comparison = comparison(QUESTION);
    let twice = comparison.with("fine_tuning.epochs", 6.into()).unwrap();
    assert_eq!(amount(&twice.monthly("tuned").unwrap().lines, "fine-tuning"), decimal("250"));
    // tuned: 3,500 f + 1,241 + 125; as dear as plain where 3,500 f = 3,500 - 1,366: f = 2,134 / 3,500 = 0.609714285714...
    let found = comparison.solve("api.tuned.fine_tuning.serving_price_fraction", "tuned", "plain").unwrap();
    assert_eq!(found.roots.len(), 1);
    assert_eq!(found.roots[0].value().round_dp(12), decimal("0.609714285714"));
}

#[test]
fn alternative_that_is_not_fine_tuned_is_said_to_be() {
    let comparison = comparison(QUESTION);
    let of = |warning: &&breakeven::Warning| warning.code == WarningCode::NotFineTuned;
    let warned: Vec<String> = comparison
        .answer()
        .unwrap()
        .warnings
        .iter()
        .filter(of)
        .map(|one| one.path.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(warned, ["api.plain"]);
}

#[test]
fn scenario_with_fine_tuning_survives_toml() {
    let scenario = Scenario::parse(QUESTION).unwrap();
    assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);
}

#[test]
fn saving_of_a_fine_tuned_model_is_not_split_by_a_host_of_the_plain_one() {
    let text = include_str!("../examples/fine_tuning.toml");
    let (answer, verdict) = {
        let comparison = comparison(text);
        let answer = comparison.answer().unwrap();
        let verdict = comparison.verdict(&answer).unwrap();
        (answer, verdict)
    };
    assert_eq!(verdict.split, Err(SplitAbsent::NoFineTunedHost));
    assert!(answer.warnings.iter().all(|one| one.code != WarningCode::HostedOffersNotCompared));
    // by hand in the file: 5e9/1,850 requests x (1,500 x 2 + 350 x 8)/1e6 = 15,675.68, hosting 1,241, training 1,500 over 22.173 (24 months at 8% a year) 67.65
    let azure = comparison(text).monthly_cost("azure").unwrap().amount();
    assert_eq!(azure.round_dp(0), decimal("16984"));
    let own = comparison(text).monthly("own").unwrap();
    // 6.5036 hours of an H100 at 3.49, over the same 22.173
    assert_eq!(amount(&own.lines, "fine-tuning").round_dp(2), decimal("1.02"));
    assert_eq!(own.cost.amount().round_dp(0), decimal("14761"));
}

#[test]
fn training_that_is_done_again_is_paid_each_time() {
    let again = edited(QUESTION, &[("epochs = 3", "epochs = 3\nevery_months = 5")]);
    let comparison = comparison(&again);
    // over 12 months at the end of months 5 and 10: 2 x 1,500 more, 250 a month without interest
    let tuned = comparison.monthly("tuned").unwrap();
    assert_eq!(amount(&tuned.lines, "fine-tuning again"), decimal("250"));
    let flows = comparison.ledger("tuned").unwrap().flows;
    let paid = flows.iter().filter(|flow| flow.label == "fine-tuning again");
    let paid: Vec<(u32, Decimal)> = paid.map(|flow| (flow.instant, flow.amount.amount())).collect();
    assert_eq!(paid, [(5, decimal("1500")), (10, decimal("1500"))]);
    // 6,616 a month without it
    let npv = comparison.ledger("tuned").unwrap().npv().unwrap().amount();
    assert_eq!(npv, decimal("6616") * Decimal::from(12) + decimal("3000"));
}
