//! What the verdict comes to over ranges, worked by hand.
//!
//! 2,000 Mtok a month over 12 months at no interest, and a rented step that carries 2,628 Mtok around the clock at 1, 2 or 4 USD an
//! hour: 730, 1,460 or 2,920 USD a month. A host takes 1 USD per Mtok, 2,000 a month; the closed API 3, 6,000 a month.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Bounds, Catalog, Comparison, Money, Regime, Verdict, report};
use common::decimal;

fn compare(more: &str) -> Comparison {
    let text = format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "closed"
[workload]
tokens_per_month = 2_000_000_000
peak_to_average = 1
class.chat = {{ prompt_tokens = 800, completion_tokens = 200 }}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0
[api.closed]
family = "closed_api"
input_usd_per_mtok = 3
output_usd_per_mtok = 3
[api.host]
family = "hosted_open_weights"
model = "llama-3.1-8b"
context_window_tokens = 4_000
input_usd_per_mtok = 1
output_usd_per_mtok = 1
[deployment.own]
model = "llama-3.1-8b"
precision = "fp8"
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80 }}
rate = {{ combined_tokens_per_second = 1_000, prompt_tokens = 800, completion_tokens = 200 }}
peak_hour_load_fraction = 1
hardware.rent = {{ price_usd_per_gpu_hour = {{ low = 1, base = 2, high = 4 }} }}
{more}
"#
    );
    Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

fn verdict(comparison: &Comparison) -> Verdict {
    comparison.verdict(&comparison.answer().unwrap()).unwrap()
}

fn amounts(bounds: Bounds<Money>) -> [breakeven::Decimal; 2] {
    [bounds.low.amount(), bounds.high.amount()]
}

#[test]
fn every_part_of_the_verdict_has_its_range() {
    let comparison = compare("");
    let verdict = verdict(&comparison);
    let ranges = verdict.ranges.as_ref().unwrap();
    assert_eq!((ranges.corners, ranges.all_corners), (2, true));
    let cheapest: Vec<(&str, u64)> =
        ranges.cheapest.iter().map(|one| (one.id.as_str(), one.corners)).collect();
    assert_eq!(cheapest, [("host", 1), ("own", 1)]);
    // A Mtok more takes 730 / 2,628 = 0.28 of a full step, or 1.11, against 1.
    assert_eq!(verdict.regimes[0].regime, Regime::FixedCost);
    let regime = &ranges.regimes[0];
    assert_eq!((regime.fixed_cost, regime.marginal_cost), (1, 1));
    assert!(regime.changes(Regime::FixedCost));
    // 6,000 - 2,000 whatever the rent; 2,000 - 2,920 and 2,000 - 730
    let split = ranges.split.unwrap();
    assert_eq!(amounts(split.model), [decimal("4000"), decimal("4000")]);
    assert_eq!(amounts(split.host), [decimal("-920"), decimal("1270")]);
    // At half the price each year the host takes 2,000 (1 - 0.5) / (1 - 0.5^(1/12)) = 17,817 over the study: more than 12 x 1,460,
    // less than 12 x 2,920
    let halving = &ranges.price_paths[0];
    assert_eq!(halving.annual_change_fraction, decimal("-0.5"));
    assert_eq!(amounts(halving.npv.unwrap()), [decimal("8760"), decimal("35040")]);
    assert_eq!(halving.cheapest.len(), 2);
    assert!(verdict.sentence.contains("at 1 of 2 corners of the ranges it is host"), "{}", verdict.sentence);
    // Without ranges there is nothing of it.
    let fixed = comparison.with("deployment.own.hardware.rent.price_usd_per_gpu_hour", decimal("2")).unwrap();
    assert_eq!(self::verdict(&fixed).ranges, None);
}

#[test]
fn what_the_requirements_rule_out_is_not_counted() {
    let comparison = compare("[requirements]\ncontext_tokens = 8_000");
    let answer = comparison.answer().unwrap();
    let verdict = comparison.verdict(&answer).unwrap();
    assert!(verdict.rules_out("host"));
    let of = |all: &[breakeven::CheapestAt]| -> Vec<(String, u64)> {
        all.iter().map(|one| (one.id.clone(), one.corners)).collect()
    };
    // At 4 USD an hour the host would be the cheapest of all; of those that are left it is one's own step at both ends.
    assert_eq!(of(&answer.ranges.unwrap().cheapest).len(), 2);
    let ranges = verdict.ranges.unwrap();
    assert_eq!(of(&ranges.cheapest), [("own".to_owned(), 2)]);
    for path in &ranges.price_paths {
        assert_eq!(of(&path.cheapest), [("own".to_owned(), 2)]);
    }
    assert!(!verdict.sentence.contains("corners of the ranges"), "{}", verdict.sentence);
}

#[test]
fn cost_of_an_accepted_answer_has_its_range_and_is_that_of_a_mix() {
    // Two million requests, of which 80% are accepted: 1,460 / 1.6 million
    let mix = "acceptance = { acceptance_fraction = 0.8 }\n[routed.half]\nshare = { own = 0.5, host = 0.5 }";
    let comparison = compare(mix);
    let answer = comparison.answer().unwrap();
    let of = |id: &str| answer.alternative(id).unwrap().monthly.as_ref().unwrap().cost_per_accepted_answer;
    assert_eq!(of("own"), Some(decimal("0.0009125")));
    // half of the requests go to the host, where each answer is taken: 90%. 1,460 + 1,000 over 1.8 million
    assert_eq!(of("half").map(|cost| cost.round_dp(10)), Some(decimal("0.0013666667")));
    assert_eq!(of("host"), None);
    let ranges = answer.ranges.as_ref().unwrap();
    let range = |id: &str| {
        let one = ranges.alternatives.iter().find(|one| one.id == id).unwrap();
        one.cost_per_accepted_answer.map(|bounds| [bounds.low, bounds.high].map(|cost| cost.round_dp(10)))
    };
    assert_eq!(range("own"), Some([decimal("0.00045625"), decimal("0.001825")]));
    // 730 + 1,000 and 2,920 + 1,000 over 1.8 million
    assert_eq!(range("half"), Some([decimal("0.0009611111"), decimal("0.0021777778")]));
    assert_eq!(range("host"), None);
}

#[test]
fn ranges_of_the_verdict_are_printed() {
    let comparison = compare("");
    let answer = comparison.answer().unwrap();
    let verdict = comparison.verdict(&answer).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&report::json(&answer, &verdict, None).unwrap()).unwrap();
    let ranges = &json["verdict"]["ranges"];
    assert_eq!(ranges["regimes"][0]["marginal_cost"], 1);
    assert_eq!(ranges["split"]["host"]["low"], "-920.000000000000");
    assert_eq!(ranges["price_paths"][0]["cheapest"][0]["corners"], 1);
    let text = report::text(&answer, &verdict);
    assert!(
        text.contains("with prices at -50% a year: host at 1, own at 1 of 2; NPV of own 8,760 to 35,040"),
        "{text}"
    );
    assert!(text.contains("own: fixed cost decides at 1, marginal cost at 1 of 2"), "{text}");
    assert!(
        text.contains("changing the model saves 4,000, changing the host -920 to 1,270 a month"),
        "{text}"
    );
}
