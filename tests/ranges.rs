//! Values that are ranges: what the answer comes to at their ends, worked by hand, and what no range may lose.
//!
//! The plain case is in `common`: a step costs 100 USD a month at 1 USD an accelerator-hour and carries 360 Mtok.
//!
//! What it does not catch: a number that turns inside a range, which the ends do not show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::sweep::{Run, Summary, Sweep};
use breakeven::{
    AlternativeRange, Answer, Bounds, Catalog, CheapestAt, Comparison, Decimal, Figure, Finance, Money,
    RequestClass, Scenario, Verdict, Workload, report,
};
use common::{Case, MODEL, PLAIN, STEP, api, as_json, decimal};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const MTOK: u64 = 1_000_000;

fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(|| Catalog::builtin().unwrap())
}

fn parse(text: &str) -> Comparison {
    Comparison::parse(text, catalog()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn answered(text: &str) -> (Answer, Verdict) {
    let comparison = parse(text);
    let answer = comparison.answer().unwrap();
    let verdict = comparison.verdict(&answer).unwrap();
    (answer, verdict)
}

fn of<'a>(answer: &'a Answer, id: &str) -> &'a AlternativeRange {
    answer.ranges.as_ref().unwrap().alternatives.iter().find(|one| one.id == id).unwrap()
}

fn ends(bounds: Option<Bounds<Money>>) -> (Decimal, Decimal) {
    let Bounds { low, high } = bounds.unwrap();
    (low.amount(), high.amount())
}

/// Rented at 0.5 to 2 USD an hour, 180 to 540 Mtok a month, against an API at 0.25 USD per Mtok.
fn rented() -> String {
    let case = Case {
        hardware: "hardware.rent.price_usd_per_gpu_hour = { low = 0.5, base = 1, high = 2 }",
        others: &api("cheap", "0.25"),
        baseline: "cheap",
        ..PLAIN
    };
    let volume = format!("tokens_per_month = {STEP}");
    case.text()
        .replace(&volume, "tokens_per_month = { low = 180_000_000, base = 360_000_000, high = 540_000_000 }")
}

// The numbers.

#[test]
fn bounds_are_those_of_the_corners_by_hand() {
    let (answer, verdict) = answered(&rented());
    let ranges = answer.ranges.as_ref().unwrap();
    assert_eq!((ranges.all_corners, ranges.corners, ranges.unresolved), (true, 4, 0));
    // 180 Mtok need one step and 540 need two: 0.5 x 100 = 50, 2 x 0.5 x 100 = 100, 2 x 100 = 200, 2 x 2 x 100 = 400;
    // the base is one step at 100. Over 12 months at no interest 12 times that.
    let own = of(&answer, "own");
    assert_eq!(ends(own.monthly_cost), (50.into(), 400.into()));
    assert_eq!(ends(own.npv), (600.into(), 4800.into()));
    // 50/180 = 0.2777..., 100/540 = 0.185185..., 200/180 = 1.111..., 400/540 = 0.7407...
    let per_mtok = own.cost_per_mtok.unwrap();
    assert_eq!(per_mtok.low.round_dp(6), decimal("0.185185"));
    assert_eq!(per_mtok.high.round_dp(6), decimal("1.111111"));
    // 180 x 0.25 = 45 and 540 x 0.25 = 135
    let cheap = of(&answer, "cheap");
    assert_eq!(ends(cheap.monthly_cost), (45.into(), 135.into()));
    assert_eq!(ends(cheap.npv), (540.into(), 1620.into()));
    assert_eq!((own.infeasible, cheap.infeasible), (0, 0));
    // A step carries what costs 90 USD of the API. At 50 USD it pays off from 50 / 0.25 = 200 Mtok; at 100, the base, and at 200
    // never: at both corners of the dear rent.
    let pair = ranges.pairs.iter().find(|pair| pair.challenger == "own").unwrap();
    assert_eq!(pair.first_volume, Some(Bounds { low: 200 * MTOK, high: 200 * MTOK }));
    assert_eq!(pair.none, 2);
    // 50 against 45, 100 against 135, 200 against 45, 400 against 135
    let wins = |id: &str, corners| CheapestAt { id: id.to_owned(), corners };
    assert_eq!(ranges.cheapest, [wins("cheap", 3), wins("own", 1)]);
    assert_eq!(verdict.answer, "cheap");
    assert!(
        verdict.sentence.contains("; at 1 of 4 corners of the ranges it is own; "),
        "{}",
        verdict.sentence
    );
}

#[test]
fn value_that_is_no_range_leaves_the_answer_without_ranges() {
    let (answer, verdict) = answered(&Case { others: &api("cheap", "0.25"), ..PLAIN }.text());
    assert_eq!((answer.ranges, verdict.pair_flip), (None, None));
    assert!(verdict.flips.iter().all(|flip| flip.range.is_none()));
}

#[test]
fn alternative_past_its_capacity_at_some_corners_is_counted_there() {
    // One step at most: 540 Mtok, at 2 of 4 corners, are past it. What it costs where it serves is 50 to 200.
    let text = rented().replace("[deployment.own]", "[deployment.own]\nmaximum_steps = 1");
    let (answer, _) = answered(&text);
    let own = of(&answer, "own");
    assert_eq!((own.infeasible, ends(own.monthly_cost)), (2, (50.into(), 200.into())));
    assert_eq!(of(&answer, "cheap").infeasible, 0);
    // A value of the API alone doubles the corners, and those past the capacity with them.
    let doubled = text.replace(
        "output_usd_per_mtok = 0.25",
        "output_usd_per_mtok = { low = 0.2, base = 0.25, high = 0.3 }",
    );
    assert_eq!(of(&answered(&doubled).0, "own").infeasible, 4);
    let text = report::text(&answer, &parse(&text).verdict(&answer).unwrap());
    assert!(text.contains("own cannot serve the study at 2 of 4"), "{text}");
}

#[test]
fn alternative_that_only_a_corner_lets_serve_has_bounds_and_may_win_there() {
    // At most one step: the base of 540 Mtok is past it, and 180 are not. There it costs 40 USD, the API 45.
    let case = Case {
        tokens: 540 * MTOK,
        hardware: "hardware.rent.price_usd_per_gpu_hour = 0.4",
        more: "maximum_steps = 1",
        others: &api("cheap", "0.25"),
        baseline: "cheap",
        ..PLAIN
    };
    let ranged = "tokens_per_month = { low = 180_000_000, base = 540_000_000, high = 540_000_000 }";
    let (answer, verdict) = answered(&case.text().replace("tokens_per_month = 540000000", ranged));
    let own = of(&answer, "own");
    assert_eq!((ends(own.monthly_cost), own.infeasible), ((40.into(), 40.into()), 1));
    let volume = &verdict.flips[0];
    // and so at any volume up to 360 Mtok
    assert_eq!((volume.at, volume.changes_to.as_deref()), (Some((360 * MTOK).into()), Some("own")));
}

#[test]
fn request_that_is_too_long_at_a_corner_is_not_served_there() {
    // 500 and 500 tokens fill the window; 600 and 500 pass it
    let others = format!("{}context_window_tokens = 1000\n", api("cheap", "0.25"));
    let text = Case { others: &others, ..PLAIN }.text();
    let text = text.replace("prompt_tokens = 500", "prompt_tokens = { low = 400, base = 500, high = 600 }");
    let (answer, _) = answered(&text);
    assert_eq!((of(&answer, "cheap").infeasible, of(&answer, "own").infeasible), (1, 0));
}

#[test]
fn corner_that_contradicts_itself_is_counted_with_its_reason() {
    // 500 prompt tokens of which 400 to 600 repeat: at the high end more than there are
    let text = rented().replace(
        "prompt_tokens = 500,",
        "prompt_tokens = 500, reusable_prompt_tokens = { low = 400, base = 500, high = 600 },",
    );
    let (answer, verdict) = answered(&text);
    let ranges = answer.ranges.as_ref().unwrap();
    assert_eq!((ranges.corners, ranges.unresolved), (8, 4));
    assert!(ranges.alternatives.iter().all(|one| one.unknown == 4));
    assert!(ranges.pairs.iter().all(|pair| pair.unknown == 4));
    let because = ranges.unresolved_because.as_deref().unwrap();
    assert!(because.contains("more reusable prompt tokens than the prompt has"), "{because}");
    // The others are as without it, where no cache is hit.
    assert_eq!(ends(of(&answer, "own").monthly_cost), (50.into(), 400.into()));
    assert_eq!(ranges.cheapest.iter().map(|one| one.corners).collect::<Vec<_>>(), [3, 1]);
    let text = report::text(&answer, &verdict);
    assert!(text.contains("4 of 8 contradict themselves, and are left out"), "{text}");
}

#[test]
fn break_even_past_the_pieces_that_are_looked_at_is_unknown_and_not_never() {
    // Half steps at half the price: 50 USD for 180 Mtok are never dearer than 100 for 360, and as dear at every whole step, for
    // ever. With 5 to 15 USD of storage on top the whole steps never win, which no number of steps shows.
    let half = format!(
        "[deployment.half]\n{MODEL}\n{}\nrate = {{ prefill_tokens_per_second = 500, decode_tokens_per_second = 500 }}\n\
         peak_hour_load_fraction = 1\nhardware.rent.price_usd_per_gpu_hour = 0.5",
        PLAIN.server
    );
    let case = Case {
        more: "storage_usd_per_month = { low = 5, base = 10, high = 15 }",
        others: &half,
        baseline: "half",
        ..PLAIN
    };
    let (answer, verdict) = answered(&case.text());
    let pair = &answer.ranges.as_ref().unwrap().pairs[0];
    assert_eq!((pair.challenger.as_str(), pair.first_volume, pair.none, pair.unknown), ("own", None, 0, 2));
    assert!(report::text(&answer, &verdict).contains("  unknown at 2 of 2  "));
}

#[test]
fn sweep_takes_the_base_of_a_range() {
    let sweep = "[sweep]\nmetrics = [{ cost = \"own\" }]\n[[sweep.axis]]\npath = \"workload.tokens_per_month\"\nvalues = [1, 720_000_000]\n";
    let plain = "hardware.rent.price_usd_per_gpu_hour = 1";
    let of_rent = |rent: &str| {
        let text = Case { hardware: rent, ..PLAIN }.text() + sweep;
        let summary =
            Sweep::of_scenario(&parse(&text)).unwrap().reduce(&Run::new(), Summary::default()).unwrap();
        format!("{summary:?}")
    };
    assert_eq!(
        of_rent("hardware.rent.price_usd_per_gpu_hour = { low = 0.5, base = 1, high = 2 }"),
        of_rent(plain)
    );
}

#[test]
fn volume_in_requests_stays_so_many_requests_whatever_their_length() {
    // 360,000 requests of 500 and 500 are 360 Mtok; of 300 and 500, 288 Mtok; 720,000 of 700 and 500, 864 Mtok
    let case = Case { others: &api("cheap", "1"), baseline: "cheap", ..PLAIN };
    let text =
        case.text().replace("prompt_tokens = 500", "prompt_tokens = { low = 300, base = 500, high = 700 }");
    let text = text.replace(
        &format!("tokens_per_month = {STEP}"),
        "requests_per_month = { low = 180_000, base = 360_000, high = 720_000 }",
    );
    let (answer, _) = answered(&text);
    assert_eq!(answer.volume.tokens_per_month, STEP);
    // at 1 USD per Mtok: 180,000 x 800 and 720,000 x 1,200 tokens
    assert_eq!(ends(of(&answer, "cheap").monthly_cost), (144.into(), 864.into()));
    // Without the range of the requests: 360,000 x 800 and 360,000 x 1,200
    let fixed = text.replace("{ low = 180_000, base = 360_000, high = 720_000 }", "360_000");
    assert_eq!(ends(of(&answered(&fixed).0, "cheap").monthly_cost), (288.into(), 432.into()));
    // In tokens the volume stays, and the bill with it.
    let tokens = fixed.replace("requests_per_month = 360_000", &format!("tokens_per_month = {STEP}"));
    assert_eq!(ends(of(&answered(&tokens).0, "cheap").monthly_cost), (360.into(), 360.into()));
}

#[test]
fn requests_by_path_are_requests_and_not_tokens() {
    let text = PLAIN.text().replace(&format!("tokens_per_month = {STEP}"), "requests_per_month = 360_000");
    let twice = parse(&text).with("workload.requests_per_month", 720_000.into()).unwrap();
    // 720,000 requests of 1,000 tokens
    assert_eq!(twice.answer().unwrap().volume.tokens_per_month, 720 * MTOK);
    // A range of lengths moves so many requests then, 300 x 1 to 300 x 1.2 Mtok; and leaves so many tokens where they are asked for.
    let text = text.replace("prompt_tokens = 500", "prompt_tokens = { low = 500, base = 500, high = 700 }");
    let comparison = parse(&Case { others: &api("cheap", "1"), ..PLAIN }.text().replace(
        &PLAIN.text()[..PLAIN.text().find("[finance]").unwrap()],
        &text[..text.find("[finance]").unwrap()],
    ));
    let bill = |path: &str, value: u64| {
        ends(of(&comparison.with(path, value.into()).unwrap().answer().unwrap(), "cheap").monthly_cost)
    };
    assert_eq!(bill("workload.requests_per_month", 300_000), (300.into(), 360.into()));
    assert_eq!(bill("workload.tokens_per_month", 300 * MTOK), (300.into(), 300.into()));
}

#[test]
fn study_and_growth_that_are_ranges_move_the_months() {
    let text = rented().replace("horizon_months = 12", "horizon_months = { low = 6, base = 12, high = 24 }");
    let text = text.replace(
        "tokens_per_month = { low = 180_000_000, base = 360_000_000, high = 540_000_000 }",
        "tokens_per_month = 100_000_000\ngrowth_fraction_per_month = { low = 0, base = 0, high = 1 }",
    );
    let (answer, _) = answered(&text);
    // Shortest, no growth: 6 x 25. Longest, doubling: 25 x (2^24 - 1).
    let most = Decimal::from(25 * ((1_u64 << 24) - 1));
    assert_eq!(ends(of(&answer, "cheap").npv), (150.into(), most));
    assert_eq!(ends(of(&answer, "cheap").monthly_cost), (25.into(), 25.into()));
}

#[test]
fn past_ten_ranges_the_corners_that_the_ends_point_to_are_looked_at() {
    // Eleven monthly amounts of a deployment of 100 USD; each API price is its own.
    let adders = ["storage", "egress", "observability", "guardrail"];
    let range = "{ low = 1, base = 2, high = 4 }";
    let more: String = adders.iter().map(|key| format!("{key}_usd_per_month = {range}\n")).collect();
    let apis: String = (0..4).map(|at| api(&format!("a{at}"), range)).collect();
    let text = Case { more: &more, others: &apis, ..PLAIN }.text();
    let (answer, verdict) = answered(&text);
    let ranges = answer.ranges.as_ref().unwrap();
    // 4 adders and 4 times two prices, each at both ends
    assert_eq!((ranges.values.len(), ranges.all_corners, ranges.corners), (12, false, 24));
    // 100 + 4 x 1 to 100 + 4 x 4, and 360 Mtok at 1 to 4 USD: the same as over all corners
    assert_eq!(ends(of(&answer, "own").monthly_cost), (104.into(), 116.into()));
    assert_eq!(ends(of(&answer, "a0").monthly_cost), (360.into(), 1440.into()));
    // and one that never serves: at each end of each value, its own or another's
    let never = text.replace("[api.a1]", "[api.a1]\ncontext_window_tokens = 10");
    assert_eq!(of(&answered(&never).0, "a1").infeasible, 24);
    // from 104 / 4 = 26 Mtok to 116 / 1
    let pair = ranges.pairs.iter().find(|pair| pair.challenger == "own" && pair.incumbent == "a0").unwrap();
    assert_eq!(pair.first_volume, Some(Bounds { low: 26 * MTOK, high: 116 * MTOK }));
    assert!(report::text(&answer, &verdict).contains("each of 24 ends alone"));
}

#[test]
fn past_ten_ranges_an_end_without_a_break_even_is_the_far_end() {
    let adders = ["storage", "egress", "observability", "guardrail"];
    let more: String = adders
        .iter()
        .map(|key| format!("{key}_usd_per_month = {{ low = 1, base = 2, high = 4 }}\n"))
        .collect();
    let apis: String = (0..4).map(|at| api(&format!("a{at}"), "{ low = 0, base = 0.5, high = 1 }")).collect();
    let (answer, _) = answered(&Case { more: &more, others: &apis, ..PLAIN }.text());
    let ranges = answer.ranges.unwrap();
    let pair = ranges.pairs.iter().find(|pair| pair.challenger == "own" && pair.incumbent == "a0").unwrap();
    // One price at 0 leaves 0.25 USD per Mtok: 90 for a step of 100, so that it never pays off, at 2 of 24 ends. Both at 1 and
    // the adders at their low: 104 Mtok. The last that pays off is the base with one adder at its high: 110 / 0.5 = 220 Mtok.
    assert_eq!((ranges.corners, pair.none), (24, 2));
    assert_eq!(pair.first_volume, Some(Bounds { low: 104 * MTOK, high: 220 * MTOK }));
}

#[test]
fn many_alternatives_with_many_ranges_in_common_are_answered_soon() {
    // Nine values that all of 40 alternatives depend on: 41 x 512 corners are too many
    let apis: String = (0..40).map(|at| api(&format!("a{at}"), "1")).collect();
    let text = Case { others: &apis, ..PLAIN }.text();
    let range = |text: &str, key: &str, low: &str, base: &str, high: &str| {
        let ranged = format!("{key} = {{ low = {low}, base = {base}, high = {high} }}");
        let found = text.replacen(&format!("{key} = {base}"), &ranged, 1);
        if found == text { text.replacen("[workload]", &format!("[workload]\n{ranged}"), 1) } else { found }
    };
    let text = range(&text, "tokens_per_month", "100", "360000000", "720000000");
    let text = range(&text, "hours_per_month", "100", "100", "200");
    let text = range(&text, "serving_hours_per_month", "50", "100", "100");
    let text = range(&text, "growth_fraction_per_month", "0", "0", "0.1");
    let text = range(&text, "peak_to_average", "1", "1", "2");
    let text = range(&text, "prompt_tokens", "400", "500", "600");
    let text = range(&text, "completion_tokens", "400", "500", "600");
    let text = range(&text, "horizon_months", "6", "12", "24");
    let nine = range(&text, "discount_rate_annual_effective", "0", "0", "0.1");
    let (answer, _) = answered(&nine);
    let ranges = answer.ranges.as_ref().unwrap();
    assert_eq!((ranges.values.len(), ranges.all_corners, ranges.corners), (9, false, 18));
    // 1 USD per Mtok in and out: 100 tokens to 720 Mtok
    assert_eq!(ends(of(&answer, "a7").monthly_cost), (decimal("0.0001"), 720.into()));
}

#[test]
fn number_that_gets_a_value_by_its_path_is_no_range_any_more() {
    let comparison = parse(&rented());
    let path = "deployment.own.hardware.rent.price_usd_per_gpu_hour";
    assert_eq!(comparison.ranges().len(), 2);
    let dear = comparison.with(path, 3.into()).unwrap();
    assert_eq!(
        dear.ranges().iter().map(|value| value.path.as_str()).collect::<Vec<_>>(),
        ["workload.tokens_per_month"]
    );
    // 540 Mtok on two steps at 300
    assert_eq!(ends(of(&dear.answer().unwrap(), "own").monthly_cost), (300.into(), 600.into()));
}

// What flips.

#[test]
fn range_that_flips_the_answer_alone_says_where_and_to_what() {
    let (_, verdict) = answered(&rented());
    let rent = &verdict.flips[0];
    // 90 USD of the API over 100 hours: below 0.9 USD an hour the deployment is cheaper
    assert_eq!(rent.path.as_str(), "deployment.own.hardware.rent.price_usd_per_gpu_hour");
    assert_eq!((rent.at, rent.changes_to.as_deref()), (Some(decimal("0.899999")), Some("own")));
    assert_eq!(rent.distance, Some(decimal("-0.100001")));
    let range = rent.range.as_ref().unwrap();
    assert_eq!((range.low, range.high), (decimal("0.5"), Decimal::TWO));
    assert_eq!((range.low_changes_to.as_deref(), range.high_changes_to.as_deref()), (Some("own"), None));
    // 45 against 100 and 135 against 200: the volume changes nothing alone. 6 steps cost 600 and full ones never pay.
    let volume = &verdict.flips[1];
    assert_eq!(volume.path.as_str(), "workload.tokens_per_month");
    let range = volume.range.as_ref().unwrap();
    assert_eq!((&range.low_changes_to, &range.high_changes_to, volume.at), (&None, &None, None));
    // The numbers without a range follow.
    assert!(verdict.flips[2..].iter().all(|flip| flip.range.is_none()));
}

#[test]
fn range_of_a_number_that_is_not_doubted_otherwise_flips_too() {
    // 24 months of hosting at 90 a month, or a build of 1,500 at once and 20 a month: 1,500 + 20 H < 90 H from H = 21.43 on
    let case = Case {
        hardware: "hardware.rent.price_usd_per_gpu_hour = 0.2",
        more: "one_off_usd = 1500",
        others: &api("cheap", "0.25"),
        ..PLAIN
    };
    let text =
        case.text().replace("horizon_months = 12", "horizon_months = { low = 6, base = 12, high = 36 }");
    let (_, verdict) = answered(&text);
    assert_eq!(verdict.answer, "cheap");
    let months = &verdict.flips[0];
    assert_eq!((months.path.as_str(), months.at), ("finance.horizon_months", Some(22.into())));
    assert_eq!(months.changes_to.as_deref(), Some("own"));
}

/// A deployment at 0.9 USD an hour and 10 USD of storage, 100 USD a month, against an API at 0.25 USD per Mtok: 180 Mtok in
/// and 180 out at 45 USD each.
fn tight() -> String {
    let case = Case {
        hardware: "hardware.rent.price_usd_per_gpu_hour = { low = 0.828, base = 0.9, high = 0.9 }",
        more: "storage_usd_per_month = { low = 4, base = 10, high = 10 }",
        others: &api("cheap", "0.25").replacen("0.25", "{ low = 0.25, base = 0.25, high = 0.29 }", 1),
        ..PLAIN
    };
    case.text()
}

#[test]
fn two_ranges_flip_the_answer_together_that_do_not_alone() {
    // Alone: 82.8 + 10 = 92.8, 90 + 4 = 94, both above 90; 180 x 0.29 + 45 = 97.2, below 100.
    // Rent and price:    92.8 against 97.2, by moves of -8% and +16%
    // Storage and price: 94 against 97.2, by -60% and +16%
    // Rent and storage:  86.8 against 90, by -8% and -60%
    let (answer, verdict) = answered(&tight());
    assert!(
        verdict
            .flips
            .iter()
            .filter_map(|flip| flip.range.as_ref())
            .all(|range| { range.low_changes_to.is_none() && range.high_changes_to.is_none() })
    );
    let pair = verdict.pair_flip.as_ref().unwrap();
    let moved =
        [&pair.first, &pair.second].map(|one| (one.path.as_str(), one.base, one.at, one.distance.unwrap()));
    assert_eq!(
        moved,
        [
            ("api.cheap.input_usd_per_mtok", decimal("0.25"), decimal("0.29"), decimal("0.16")),
            (
                "deployment.own.hardware.rent.price_usd_per_gpu_hour",
                decimal("0.9"),
                decimal("0.828"),
                decimal("-0.08")
            ),
        ]
    );
    assert_eq!(pair.changes_to, "own");
    let text = report::text(&answer, &verdict).replace("\n  ", " ");
    let words = "Two together change it within their ranges, and neither alone: api.cheap.input_usd_per_mtok at 0.29 and \
        deployment.own.hardware.rent.price_usd_per_gpu_hour at 0.828 make it own.";
    assert!(text.contains(words), "{text}");
}

#[test]
fn nearest_pair_is_the_one_whose_larger_move_is_least() {
    // 70 + 10 + 20 = 100 against 90. Rent and storage save 7 + 5, by -10% and -50%; rent and egress 7 + 4, by -10% and -20%;
    // storage and egress 9, which is too little.
    let case = Case {
        hardware: "hardware.rent.price_usd_per_gpu_hour = { low = 0.63, base = 0.7, high = 0.7 }",
        more: "storage_usd_per_month = { low = 5, base = 10, high = 10 }\negress_usd_per_month = { low = 16, base = 20, high = 20 }",
        others: &api("cheap", "0.25"),
        ..PLAIN
    };
    let pair = answered(&case.text()).1.pair_flip.unwrap();
    assert_eq!(pair.first.path.as_str(), "deployment.own.hardware.rent.price_usd_per_gpu_hour");
    assert_eq!(
        (pair.second.path.as_str(), pair.second.distance),
        ("deployment.own.egress_usd_per_month", Some(decimal("-0.2")))
    );
}

#[test]
fn range_that_flips_within_stands_before_one_that_flips_beyond() {
    // 80 + 20 against 90: storage below 10, -50%, within its range; rent below 0.7, -12.5%, beyond its own
    let case = Case {
        hardware: "hardware.rent.price_usd_per_gpu_hour = { low = 0.75, base = 0.8, high = 0.8 }",
        more: "storage_usd_per_month = { low = 5, base = 20, high = 20 }",
        others: &api("cheap", "0.25"),
        ..PLAIN
    };
    let (_, verdict) = answered(&case.text());
    let found: Vec<_> =
        verdict.flips[..2].iter().map(|flip| (flip.path.as_str(), flip.at.unwrap())).collect();
    assert_eq!(
        found,
        [
            ("deployment.own.storage_usd_per_month", decimal("9.99999")),
            ("deployment.own.hardware.rent.price_usd_per_gpu_hour", decimal("0.699999")),
        ]
    );
}

#[test]
fn range_that_does_not_flip_says_what_would_beyond_it() {
    // 180 p + 45 = 100 at p = 0.305555...: past the high of 0.29
    let (_, verdict) = answered(&tight());
    let price =
        verdict.flips.iter().find(|flip| flip.path.as_str() == "api.cheap.input_usd_per_mtok").unwrap();
    assert_eq!((price.at, price.changes_to.as_deref()), (Some(decimal("0.305556")), Some("own")));
    assert_eq!(price.range.as_ref().unwrap().high_changes_to, None);
    // Ranges stand before numbers without one, however near those are: the output price is as near.
    let ranged = verdict.flips.iter().filter(|flip| flip.range.is_some()).count();
    assert!(verdict.flips[..ranged].iter().all(|flip| flip.range.is_some()));
}

#[test]
fn range_that_flips_alone_is_in_no_pair() {
    // At a rent of 0.7, 70 + 10 = 80 against 90: alone. Storage and price are what is left.
    let (_, verdict) = answered(&tight().replace("low = 0.828", "low = 0.7"));
    let pair = verdict.pair_flip.unwrap();
    assert_eq!(pair.first.path.as_str(), "api.cheap.input_usd_per_mtok");
    assert_eq!(pair.second.path.as_str(), "deployment.own.storage_usd_per_month");
    // And where storage is no range either, there is none.
    let fixed =
        tight().replace("low = 0.828", "low = 0.7").replace("{ low = 4, base = 10, high = 10 }", "10");
    assert_eq!(answered(&fixed).1.pair_flip, None);
}

#[test]
fn alternatives_that_cost_the_same_at_a_corner_are_told_apart_exactly() {
    // 360 Mtok at p are as much as 100 hours at 3.6 p: equal at the low end, where the first of the alternatives, the API,
    // stays the answer. In floats the deployment is a little cheaper for some p.
    let mut cheaper_in_floats = 0;
    for hundredths in 1..15 {
        let price = Decimal::new(hundredths, 2);
        let rent = price * decimal("3.6");
        let range = format!("{{ low = \"{rent}\", base = \"{}\", high = 9 }}", rent + Decimal::ONE);
        let hardware = format!("hardware.rent.price_usd_per_gpu_hour = {range}");
        let case = Case { hardware: &hardware, others: &api("cheap", &format!("\"{price}\"")), ..PLAIN };
        let comparison = parse(&case.text());
        let low = comparison.with("deployment.own.hardware.rent.price_usd_per_gpu_hour", rent).unwrap();
        let float = |id: &str| low.equivalent_monthly_cost_as_float(id).unwrap();
        cheaper_in_floats += u32::from(float("own") < float("cheap"));
        let answer = comparison.answer().unwrap();
        assert_eq!(
            answer.ranges.as_ref().unwrap().cheapest,
            [CheapestAt { id: "cheap".to_owned(), corners: 2 }]
        );
        let verdict = comparison.verdict(&answer).unwrap();
        assert_eq!(verdict.flips[0].range.as_ref().unwrap().low_changes_to, None, "{price}");
    }
    assert!(cheaper_in_floats > 0);
}

// Price paths.

#[test]
fn price_paths_are_geometric_series_by_hand() {
    // 90 USD a month for 24 months at no interest; (1 + m)^12 = 1 + a, and the sum of (1 + m)^t for t = 0..24 is
    // ((1 + a)^2 - 1) / m:
    //   -50%: m = 0.5^(1/12) - 1 = -0.0561256873, (0.25 - 1) / m = 13.362865, x 90 = 1,202.66
    //   -30%: m = 0.7^(1/12) - 1 = -0.0292855304, (0.49 - 1) / m = 17.414744, x 90 = 1,567.33
    //   +20%: m = 1.2^(1/12) - 1 =  0.0153094705, (1.44 - 1) / m = 28.740380, x 90 = 2,586.63
    // The deployment is rented: 24 x 100 = 2,400. On the rising path both have cost the same within month 15:
    //   90 (1.2 x 1.0153094705^2 - 1) / m = 1,393.4 < 1,400 by month 14, 90 (1.2 x 1.0153094705^3 - 1) / m = 1,504.7 > 1,500
    let others = api("cheap", "0.25");
    let case = Case { others: &others, baseline: "cheap", months: 24, ..PLAIN };
    let expected = [
        ("-0.5", "-0.0561256873", "cheap", "1202.66", "1202.66", None),
        ("-0.3", "-0.0292855304", "cheap", "1567.33", "1567.33", None),
        ("0.2", "0.0153094705", "own", "2400.00", "2586.63", Some(15)),
    ];
    // The scenario's own path is replaced.
    let rising = format!("{others}price_change_fraction_per_month = 0.1\n");
    for case in [case, Case { others: &rising, ..case }] {
        let (answer, verdict) = answered(&case.text());
        let found: Vec<_> = verdict
            .price_paths
            .iter()
            .map(|path| {
                let outcome = path.outcome.as_ref().unwrap();
                assert_eq!(outcome.best_self_hosted.as_deref(), Some("own"));
                (
                    path.annual_change_fraction.to_string(),
                    path.monthly_change_fraction.round_dp(10).to_string(),
                    outcome.cheapest.clone(),
                    format!("{:.2}", outcome.npv.amount().round_dp(2)),
                    format!("{:.2}", outcome.baseline_npv.unwrap().amount().round_dp(2)),
                    outcome.payback_month,
                )
            })
            .collect();
        let expected = expected.map(|(annual, monthly, id, npv, baseline, month)| {
            (annual.to_owned(), monthly.to_owned(), id.to_owned(), npv.to_owned(), baseline.to_owned(), month)
        });
        assert_eq!(found, expected);
        let text = report::text(&answer, &verdict);
        assert!(text.contains("  +20%  own       2,400                2,587  own"), "{text}");
    }
}

#[test]
fn price_path_of_a_month_is_todays_prices() {
    let (answer, verdict) = answered(&Case { others: &api("cheap", "0.25"), months: 1, ..PLAIN }.text());
    for path in &verdict.price_paths {
        let outcome = path.outcome.as_ref().unwrap();
        assert_eq!((outcome.cheapest.as_str(), outcome.npv.amount()), ("cheap", 90.into()));
        // its own baseline is the deployment
        assert_eq!((outcome.baseline_npv.unwrap().amount(), outcome.payback_month), (100.into(), None));
    }
    let text = report::text(&answer, &verdict);
    assert!(text.contains("a study of one month is billed at today's prices, whatever the path"), "{text}");
}

#[test]
fn price_path_past_the_range_of_money_leaves_the_rest_of_the_verdict() {
    // 1e15 tokens at 100 USD are 1e11 a month: 50 years at +20% make it 1.2^50 = 9,100 times that, 1e17 in all
    let case = Case { tokens: 1_000_000_000_000_000, others: &api("dear", "100"), months: 600, ..PLAIN };
    let text = case
        .text()
        .replace("[deployment.own]", "[deployment.own]\nmaximum_steps = 1")
        .replace("\"own\"", "\"dear\"");
    let (answer, verdict) = answered(&text);
    assert!(verdict.price_paths[0].outcome.is_some());
    assert_eq!(verdict.price_paths[2].outcome, None);
    assert!(report::text(&answer, &verdict).contains("+20%  past the range of money"));
}

// The example.

const EXAMPLE: &str = include_str!("../examples/ranges.toml");

#[test]
fn example_with_ranges_answers_as_its_head_says() {
    let (answer, verdict) = answered(EXAMPLE);
    let whole = |bounds| {
        let (low, high) = ends(bounds);
        (low.round().to_string(), high.round().to_string())
    };
    let is =
        |found: (String, String), low: &str, high: &str| assert_eq!(found, (low.to_owned(), high.to_owned()));
    is(whole(of(&answer, "bought").monthly_cost), "22172", "77292");
    is(whole(of(&answer, "host").monthly_cost), "19800", "34200");
    let ranges = answer.ranges.as_ref().unwrap();
    let wins: Vec<(&str, u64)> = ranges.cheapest.iter().map(|one| (one.id.as_str(), one.corners)).collect();
    assert_eq!(wins, [("host", 31), ("bought", 1)]);
    assert_eq!(
        (verdict.flips[0].path.as_str(), verdict.flips[0].at),
        ("deployment.bought.server.price_usd", Some(183_190.into()))
    );
    let pair = verdict.pair_flip.as_ref().unwrap();
    assert_eq!((pair.first.at, pair.second.at), (decimal("0.45"), decimal("0.3")));
    let npv = |at: usize| verdict.price_paths[at].outcome.as_ref().unwrap().npv.amount().round().to_string();
    assert_eq!([npv(0), npv(1), npv(2)], ["388762", "550072", "1009785"]);
}

#[test]
fn readme_shows_what_the_example_with_ranges_prints() {
    let readme = include_str!("../README.md").split_once("\n## Say what you do not know\n").unwrap().1;
    let block = readme.split_once("\n```text\n").unwrap().1.split_once("\n```").unwrap().0;
    let (answer, verdict) = answered(EXAMPLE);
    let text = report::text(&answer, &verdict);
    assert!(text.contains(&format!("\n{block}\n")), "{text}");
    // What the README writes as a range is a line of the example.
    let line = readme.split_once("\n```toml\n").unwrap().1.split_once("\n```").unwrap().0;
    assert!(EXAMPLE.contains(line));
}

// What no range may lose.

#[test]
fn scenario_with_ranges_goes_to_toml_and_back() {
    let text = rented();
    let scenario = Scenario::parse(&text).unwrap();
    assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);
    assert_eq!(Scenario::parse(&as_json(&text)).unwrap(), scenario);
    let tariff = Figure::ranged(decimal("0.08"), decimal("0.11"), decimal("0.123456789012345678")).unwrap();
    let mut built = Scenario::new(
        "2026-11-24",
        "a",
        Workload::of_tokens(Figure::ranged(1.into(), 2.into(), 3.into()).unwrap(), RequestClass::new(1, 1)),
        Finance::new(12, tariff),
    );
    built.workload.growth_fraction_per_month = Some(tariff);
    assert_eq!(Scenario::parse(&built.to_toml().unwrap()).unwrap(), built);
}

#[test]
fn report_in_json_has_the_ranges() {
    let (answer, verdict) = answered(&rented());
    let json: serde_json::Value =
        serde_json::from_str(&report::json(&answer, &verdict, None).unwrap()).unwrap();
    let ranges = &json["ranges"];
    assert_eq!(ranges["values"][0]["path"], "workload.tokens_per_month");
    assert_eq!(ranges["values"][0]["low"], "180000000");
    assert_eq!((&ranges["all_corners"], &ranges["corners"]), (&true.into(), &4.into()));
    assert_eq!(ranges["alternatives"][1]["monthly_cost"]["high"], "400.000000000000");
    assert_eq!(ranges["pairs"][0]["first_volume"]["low"], "200000000");
    assert_eq!(ranges["pairs"][0]["none"], 2);
    assert_eq!(ranges["cheapest"][1]["id"], "own");
    assert_eq!(json["verdict"]["flips"][0]["range"]["low_changes_to"], "own");
    assert_eq!(json["verdict"]["price_paths"][2]["annual_change_fraction"], "0.2");
    let (answer, verdict) = answered(&tight());
    let json: serde_json::Value =
        serde_json::from_str(&report::json(&answer, &verdict, None).unwrap()).unwrap();
    assert_eq!(json["verdict"]["pair_flip"]["second"]["at"], "0.828");
}

/// The paths of the numbers of a document, and the document with a range in the place of each; of the same key once.
fn with_ranges(document: &toml::Value) -> Vec<(String, toml::Value)> {
    fn leaves(value: &toml::Value, path: &mut Vec<String>, into: &mut Vec<Vec<String>>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    path.push(key.clone());
                    leaves(value, path, into);
                    path.pop();
                }
            }
            toml::Value::Array(items) => {
                for (at, value) in items.iter().enumerate() {
                    path.push(at.to_string());
                    leaves(value, path, into);
                    path.pop();
                }
            }
            toml::Value::Integer(_) | toml::Value::Float(_) => into.push(path.clone()),
            _ => {}
        }
    }
    fn at<'v>(value: &'v mut toml::Value, path: &[String]) -> &'v mut toml::Value {
        match path.split_first() {
            None => value,
            Some((key, rest)) => match value {
                toml::Value::Array(items) => at(&mut items[key.parse::<usize>().unwrap()], rest),
                table => at(table.as_table_mut().unwrap().get_mut(key).unwrap(), rest),
            },
        }
    }
    let mut paths = Vec::new();
    leaves(document, &mut Vec::new(), &mut paths);
    let mut changed = Vec::new();
    for path in paths {
        let mut copy = document.clone();
        let slot = at(&mut copy, &path);
        let number = slot.clone();
        let table = ["low", "base", "high"].map(|key| (key.to_owned(), number.clone()));
        *slot = toml::Value::Table(table.into_iter().collect());
        changed.push((path.join("."), copy));
    }
    changed
}

fn files(folder: &str) -> Vec<(String, toml::Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), toml::from_str(&text).unwrap())
    };
    files.into_iter().map(read).collect()
}

/// The keys of a path without the numbers of lists and the names that users give.
fn shape(path: &str) -> String {
    let keys =
        path.split('.').filter(|key| key.contains('_') || ["pue", "share", "steps", "spares"].contains(key));
    keys.collect::<Vec<_>>().join(".")
}

#[test]
fn number_of_a_scenario_that_becomes_a_range_is_one_or_is_refused_where_it_stands() {
    let (mut taken, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for (file, document) in files("examples/scenarios") {
        for (path, changed) in with_ranges(&document) {
            let key = shape(&path);
            if taken.contains(&key) || refused.contains(&key) || path.starts_with("sweep") {
                continue;
            }
            match Comparison::parse(&toml::to_string(&changed).unwrap(), catalog()) {
                Ok(comparison) => {
                    let ranges: Vec<&str> =
                        comparison.ranges().iter().map(|value| value.path.as_str()).collect();
                    assert_eq!(ranges, [path.as_str()], "{file}");
                    taken.insert(key);
                }
                Err(error) => {
                    assert_eq!(error.path().map(ToString::to_string), Some(path), "{file}: {error}");
                    refused.insert(key);
                }
            }
        }
    }
    assert!(taken.len() > 25, "{taken:?}");
    assert!(refused.contains("share") && refused.contains("maximum_steps"), "{refused:?}");
}

#[test]
fn range_in_a_facility_where_nothing_stands_is_refused() {
    // Rented hardware stands in its landlord's.
    let facility = "electricity_usd_per_kwh = { low = 0.1, base = 0.2, high = 0.3 }\npue = 1";
    let error = Case { facility, ..PLAIN }.parse().unwrap_err();
    assert_eq!(error.path().unwrap().as_str(), "facility.electricity_usd_per_kwh");
    let bought = Case { facility, hardware: "hardware.buy = { useful_life_months = 12 }", ..PLAIN };
    assert_eq!(bought.compare().ranges().len(), 1);
}

#[test]
fn number_of_the_price_book_is_never_a_range() {
    let mut tried = BTreeSet::new();
    for (file, document) in files("pricing") {
        // One entry of each table has every key that it can have, or another one has.
        for (path, changed) in with_ranges(&document) {
            if tried.insert((file.clone(), shape(&path))) {
                let error = Catalog::parse(&toml::to_string(&changed).unwrap()).expect_err(&path);
                assert_eq!(error.path().map(ToString::to_string), Some(path), "{file}: {error}");
            }
        }
    }
    assert!(tried.len() > 25, "{tried:?}");
}

// Every corner.

/// Paths of the case below, with the text that each is inserted by.
const VALUES: [(&str, &str); 7] = [
    ("workload.tokens_per_month", "100_000_000_000"),
    ("workload.peak_to_average", "2"),
    ("facility.electricity_usd_per_kwh", "0.11"),
    ("deployment.own.server.price_usd", "250_000"),
    ("deployment.own.people.run_fte", "1"),
    ("api.cheap.output_usd_per_mtok", "1.5"),
    ("finance.discount_rate_annual_effective", "0.08"),
];

fn scenario_of(values: &[String; 7]) -> String {
    let [tokens, peak, tariff, price, people, output, rate] = values;
    format!(
        "schema = 1\ncurrency = \"USD\"\nprices_as_of = \"2026-11-24\"\nbaseline = \"cheap\"\n\
        [workload]\ntokens_per_month = {tokens}\npeak_to_average = {peak}\n\
        class.chat = {{ prompt_tokens = 1500, completion_tokens = 500 }}\n\
        [finance]\nhorizon_months = 36\ndiscount_rate_annual_effective = {rate}\n\
        [facility]\nelectricity_usd_per_kwh = {tariff}\npue = 1.4\n\
        [api.cheap]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 0.5\noutput_usd_per_mtok = {output}\n\
        [deployment.own]\nmodel = \"llama-3.3-70b\"\nprecision = \"fp8\"\n\
        server = {{ id = \"8xh100-sxm\", price_usd = {price} }}\n\
        rate = {{ prefill_tokens_per_second = 22_000, decode_tokens_per_second = 5_000 }}\n\
        hardware.buy = {{ useful_life_months = 48, resale_fraction = 0.2 }}\npeople = {{ run_fte = {people} }}\n"
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// The bounds hold the base answer to its last digit, and every corner, asked again by its path.
    #[test]
    fn prop_bounds_hold_the_base_and_every_corner(
        ranged in proptest::sample::subsequence((0..7_usize).collect::<Vec<_>>(), 1..5),
        ends in proptest::array::uniform7((30_i64..100, 100_i64..170)),
    ) {
        let mut texts = VALUES.map(|(_, base)| base.to_owned());
        let value = |at: usize, percent: i64| {
            let base = decimal(&VALUES[at].1.replace('_', ""));
            (base * Decimal::new(percent, 2)).max(if at == 1 { Decimal::ONE } else { Decimal::ZERO }).normalize()
        };
        for at in &ranged {
            let (low, high) = (value(*at, ends[*at].0), value(*at, ends[*at].1));
            texts[*at] = format!("{{ low = \"{low}\", base = {}, high = \"{high}\" }}", VALUES[*at].1);
        }
        let comparison = parse(&scenario_of(&texts));
        let answer = comparison.answer().unwrap();
        let ranges = answer.ranges.as_ref().unwrap();
        prop_assert_eq!(ranges.corners, 1 << ranged.len());
        prop_assert_eq!(ranges.cheapest.iter().map(|one| one.corners).sum::<u64>(), ranges.corners);
        for (one, range) in answer.alternatives.iter().zip(&ranges.alternatives) {
            let (monthly, study) = (one.monthly.as_ref().unwrap(), one.study.as_ref().unwrap());
            prop_assert!(holds(range.monthly_cost.map(amounts), monthly.cost.amount(), Decimal::ZERO));
            prop_assert!(holds(range.cost_per_mtok, monthly.cost_per_mtok, Decimal::ZERO));
            prop_assert!(holds(range.npv.map(amounts), study.npv.amount(), Decimal::ZERO));
        }
        for corner in 0..1_u32 << ranged.len() {
            let mut there = comparison.clone();
            for (bit, at) in ranged.iter().enumerate() {
                let percent = if corner >> bit & 1 == 0 { ends[*at].0 } else { ends[*at].1 };
                there = there.with(VALUES[*at].0, value(*at, percent)).unwrap();
            }
            // The corner is found in floats: to 1e-9 of the amount.
            let near = Decimal::new(1, 9);
            for range in &ranges.alternatives {
                let monthly = there.monthly(&range.id).unwrap();
                prop_assert!(holds(range.monthly_cost.map(amounts), monthly.cost.amount(), near));
                prop_assert!(holds(range.cost_per_mtok, monthly.cost_per_mtok, near));
                let npv = there.ledger(&range.id).unwrap().npv().unwrap().amount();
                prop_assert!(holds(range.npv.map(amounts), npv, near));
            }
            for pair in &ranges.pairs {
                let first = there.break_even(&pair.challenger, &pair.incumbent).unwrap().break_even.first_volume;
                match first {
                    None => prop_assert!(pair.none > 0),
                    Some(first) => {
                        let Bounds { low, high } = pair.first_volume.unwrap();
                        prop_assert!((low..=high).contains(&first), "{low} {first} {high}");
                    }
                }
            }
        }
    }
}

fn amounts(bounds: Bounds<Money>) -> Bounds<Decimal> {
    Bounds { low: bounds.low.amount(), high: bounds.high.amount() }
}

fn holds(bounds: Option<Bounds<Decimal>>, value: Decimal, near: Decimal) -> bool {
    let Bounds { low, high } = bounds.unwrap();
    let slack = value.abs() * near;
    low - slack <= value && value <= high + slack
}
