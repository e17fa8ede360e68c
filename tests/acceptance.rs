//! What answers cost that are not accepted, with the arithmetic by hand.
//!
//! The plain case (see `common`): 360,000 requests of 500 + 500 tokens a month, one second each, steps of 360,000 s that are
//! rented at 100 USD a month.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    missing_docs
)]

mod common;

use breakeven::sweep::{Axis, Metric, Sweep};
use breakeven::{Catalog, Category, Comparison, Decimal, Root, WarningCode, report};
use common::{Case, PLAIN, decimal, flow};

/// A dearer API: 500 x 1 + 500 x 3 per million requests, 0.002 USD each.
const DEAR: &str = "[api.dear]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 3\n";

fn accepted(acceptance: &'static str) -> Case<'static> {
    Case { more: acceptance, others: DEAR, ..PLAIN }
}

const THREE_ATTEMPTS: &str = "acceptance = { acceptance_fraction = 0.6, maximum_attempts = 3, verification_usd_per_attempt = 0.001, rework_usd_per_failure = 0.5 }";

#[test]
fn attempts_are_served_and_checked_and_failures_done_over() {
    // 1 + 0.4 + 0.16 = 1.56 attempts an answer: 1.56 steps of work, 2 steps; 0.4^3 = 0.064 fail.
    // 360,000 x 1.56 x 0.001 = 561.60; 360,000 x 0.064 x 0.5 = 11,520
    let case = accepted(THREE_ATTEMPTS);
    case.charges(&[
        (Category::Rent, "rented accelerators", "200"),
        (Category::Verification, "verification", "561.6"),
        (Category::Rework, "rework", "11520"),
    ]);
    let monthly = case.monthly();
    assert_eq!((monthly.steps, monthly.utilization), (Some(2), Some(decimal("0.78"))));
    // All 360,000 are answered in the end: 12,281.60 / 360,000
    assert_eq!(
        monthly.cost_per_accepted_answer.map(|cost| cost.round_dp(12)),
        Some(decimal("0.034115555556"))
    );
    // Checking and doing over are no price of a token: 200 USD, half of it prefill, over 180 Mtok in.
    assert_eq!(monthly.price_per_input_mtok.map(|price| price.round_dp(9)), Some(decimal("0.555555556")));
}

#[test]
fn failures_that_nobody_does_over_are_no_answers() {
    let case = accepted(
        "acceptance = { acceptance_fraction = 0.6, maximum_attempts = 3, verification_usd_per_attempt = 0.001 }",
    );
    // 761.60 / (360,000 x 0.936)
    let monthly = case.monthly();
    assert_eq!(
        monthly.cost_per_accepted_answer.map(|cost| cost.round_dp(12)),
        Some((decimal("761.6") / decimal("336960")).round_dp(12))
    );
    assert!(case.warns(WarningCode::FailuresCostNothing));
    assert!(!accepted(THREE_ATTEMPTS).warns(WarningCode::FailuresCostNothing));
    let never = accepted("acceptance = { acceptance_fraction = 0 }");
    assert_eq!(never.monthly().cost_per_accepted_answer, None);
}

#[test]
fn failures_go_to_a_dearer_model_at_its_price_for_the_request() {
    // 0.064 x 360,000 x 0.002 = 46.08
    let case =
        accepted("acceptance = { acceptance_fraction = 0.6, maximum_attempts = 3, escalate_to = \"dear\" }");
    case.charges(&[
        (Category::Rent, "rented accelerators", "200"),
        (Category::Escalation, "escalation", "46.08"),
    ]);
    // The dear model's own token profile counts: twice the completion, 500 x 1 + 1,000 x 3 = 0.0035 USD.
    let verbose = format!("{DEAR}tokens.completion_ratio = 2\n");
    let case = Case { others: &verbose, ..case };
    assert_eq!(case.monthly().lines[1].amount.amount(), decimal("80.64"));
    // Its numbers move what it takes in, and stand in both: 500 x 1 + 1,000 x 6
    let dearer = case.compare().with("api.dear.output_usd_per_mtok", 6.into()).unwrap();
    assert_eq!(dearer.monthly("own").unwrap().lines[1].amount.amount(), decimal("149.76"));
    assert_eq!(dearer.monthly_cost("dear").unwrap().amount(), decimal("2340"));
}

#[test]
fn requests_that_the_dearer_model_cannot_take_are_not_served() {
    let short = format!("{DEAR}context_window_tokens = 1100\n");
    let case = Case {
        others: &short,
        more: "acceptance = { acceptance_fraction = 0.6, escalate_to = \"dear\" }",
        ..PLAIN
    };
    let longer = case.compare().with("workload.class.chat.completion_tokens", 601.into()).unwrap();
    let error = longer.monthly("own").unwrap_err();
    assert_eq!(
        error.to_string(),
        "deployment.own: cannot serve the workload: failures cannot be escalated: a request of 1101 tokens passes the context window of 1100"
    );
    // It is the end of a stretch where own is asked for as a function of the length.
    let solution = case.compare().solve("workload.class.chat.completion_tokens", "own", "dear").unwrap();
    let last = solution.stretches.last().unwrap();
    assert_eq!((last.from.round_dp(9), last.cheaper), (decimal("600"), breakeven::Cheaper::NeitherServes));
}

#[test]
fn escalation_follows_the_prices_of_the_model_that_is_asked_and_checking_does_not() {
    let falling = format!("{DEAR}price_change_fraction_per_month = -0.5\n");
    let more = "acceptance = { acceptance_fraction = 0.6, maximum_attempts = 3, verification_usd_per_attempt = 0.001, escalate_to = \"dear\" }";
    let case = Case { others: &falling, more, months: 2, ..PLAIN };
    assert_eq!(
        case.flows(),
        [
            flow(1, 1, Category::Rent, "200"),
            flow(1, 1, Category::Verification, "561.6"),
            flow(1, 1, Category::Escalation, "46.08"),
            flow(2, 2, Category::Rent, "200"),
            flow(2, 2, Category::Verification, "561.6"),
            flow(2, 2, Category::Escalation, "23.04"),
        ]
    );
    // The formula that flips use comes to the same: (807.68 + 784.64) / 2
    let comparison = case.compare();
    assert_eq!(comparison.equivalent_monthly_cost("own").unwrap().amount(), decimal("796.16"));
    assert!((comparison.equivalent_monthly_cost_as_float("own").unwrap() - 796.16).abs() < 1e-9);
    // An API's own tokens get cheaper, and what it costs to check them does not: 720 + 360 at half.
    let checked = format!(
        "{falling}acceptance = {{ acceptance_fraction = 1, verification_usd_per_attempt = 0.001 }}\n"
    );
    let comparison = Case { others: &checked, months: 2, ..PLAIN }.compare();
    assert_eq!(comparison.ledger("dear").unwrap().npv().unwrap().amount(), decimal("1800"));
}

#[test]
fn api_pays_for_every_attempt() {
    // 1.75 attempts at 0.5 and 3 of them: 720 x 1.75 = 1,260, and 0.125 x 360,000 x 0.1 = 4,500
    let others = format!(
        "{DEAR}acceptance = {{ acceptance_fraction = 0.5, maximum_attempts = 3, rework_usd_per_failure = 0.1 }}\n"
    );
    let monthly = Case { others: &others, ..PLAIN }.compare().monthly("dear").unwrap();
    assert_eq!(monthly.cost.amount(), decimal("5760"));
    assert_eq!(monthly.cost_per_accepted_answer, Some(decimal("0.016")));
}

#[test]
fn break_even_acceptance_is_solved_for() {
    // Once: 100 + 360,000 (1 - a) 0.5 = 720 at 1 - a = 620 / 180,000: a line, and no other root.
    let case = accepted("acceptance = { acceptance_fraction = 0.9, rework_usd_per_failure = 0.5 }");
    let path = "deployment.own.acceptance.acceptance_fraction";
    let solution = case.compare().solve(path, "own", "dear").unwrap();
    let [Root::Equal { value, .. }] = solution.roots[..] else { panic!("{:?}", solution.roots) };
    assert_eq!(value, decimal("0.996555555555556"));
    assert!(solution.is_complete());
    // Three times: 0.5 x 360,000 f^3 plus steps is a curve: f^3 = 520 / 180,000 with 2 steps, f = 0.14242...
    let comparison = accepted(
        "acceptance = { acceptance_fraction = 0.9, maximum_attempts = 3, rework_usd_per_failure = 0.5 }",
    )
    .compare();
    let solution = comparison.solve(path, "own", "dear").unwrap();
    let [Root::Equal { value, .. }] = solution.roots[..] else { panic!("{:?}", solution.roots) };
    let failed = Decimal::ONE - value;
    assert_eq!((failed * failed * failed * decimal("180000")).round_dp(6), decimal("520"));
    assert!(!solution.is_complete());
    // How often to ask, at 0.9: once 18,000 + 100, twice 1,800 + 200, three times 180 + 200, four times 18 + 200.
    let solution = comparison.solve("deployment.own.acceptance.maximum_attempts", "own", "dear").unwrap();
    assert_eq!(solution.roots, [Root::Jump { cheaper: 3.into(), dearer: 2.into() }]);
    assert!(solution.is_complete());
}

#[test]
fn acceptance_at_which_the_answer_changes_is_among_the_flips() {
    // The root of the line above, to 6 digits and on its far side.
    let verdict =
        accepted("acceptance = { acceptance_fraction = 0.9, rework_usd_per_failure = 0.5 }").verdict();
    let flip = verdict.flips.iter().find(|flip| flip.path.as_str().ends_with("acceptance_fraction")).unwrap();
    assert_eq!((flip.at, flip.changes_to.as_deref()), (Some(decimal("0.996556")), Some("own")));
}

#[test]
fn sweep_moves_acceptance_by_the_same_formula() {
    let case = accepted(
        "acceptance = { acceptance_fraction = 0.6, maximum_attempts = 3, verification_usd_per_attempt = 0.001, escalate_to = \"dear\" }",
    );
    let comparison = case.compare();
    let (acceptance, price) =
        ("deployment.own.acceptance.acceptance_fraction", "api.dear.output_usd_per_mtok");
    let axes = [
        Axis::values(acceptance, vec![0.into(), decimal("0.6"), decimal("0.95"), 1.into()]),
        Axis::values("deployment.own.acceptance.maximum_attempts", vec![1.into(), 3.into()]),
        Axis::values(price, vec![3.into(), 30.into()]),
    ];
    let metrics =
        [Metric::Cost("own".to_owned()), Metric::npv("own", "dear"), Metric::Steps("own".to_owned())];
    // Some of its cost goes with the prices of the dearer API, and some does not.
    let payback = Sweep::new(&comparison, &[Metric::payback_month("own", "dear")], &axes).unwrap();
    let sweep = Sweep::new(&comparison, &metrics, &axes).unwrap();
    for index in 0..sweep.len() {
        let point: Vec<Decimal> =
            sweep.point(index).unwrap().iter().map(|value| decimal(&value.to_string())).collect();
        let asked = comparison.with(acceptance, point[0]).unwrap();
        let asked = asked.with("deployment.own.acceptance.maximum_attempts", point[1]).unwrap();
        let asked = asked.with(price, point[2]).unwrap();
        let answer = asked.answer().unwrap();
        let own = answer.alternative("own").unwrap();
        let monthly = own.monthly.as_ref().unwrap();
        let near = |value: f64, exact: Decimal| {
            let exact: f64 = exact.to_string().parse().unwrap();
            assert!((value - exact).abs() <= 1e-12 * exact.abs().max(1.0), "{point:?}: {value} {exact}");
        };
        near(sweep.value(0, index).unwrap(), monthly.cost.amount());
        let paid = |id: &str, month: u32| asked.ledger(id).unwrap().paid_by(month).unwrap().amount();
        let ahead = |month: &u32| paid("own", *month) <= paid("dear", *month);
        let month = (1..=answer.horizon_months).find(ahead);
        let month = month.map(|month| if month == 1 && ahead(&0) { 0.0 } else { f64::from(month) });
        assert_eq!(payback.value(0, index), month, "{point:?}");
        assert_eq!(sweep.value(2, index), monthly.steps.map(|steps| steps as f64));
        let npv = |id: &str| answer.alternative(id).unwrap().study.as_ref().unwrap().npv.amount();
        let saved = npv("dear") - npv("own");
        assert!((sweep.value(1, index).unwrap() - saved.to_string().parse::<f64>().unwrap()).abs() < 1e-6);
    }
}

#[test]
fn nothing_is_invented_where_nothing_is_given() {
    let comparison = Case { others: DEAR, ..PLAIN }.compare();
    let answer = comparison.answer().unwrap();
    assert!(answer.provenance.iter().all(|entry| !entry.path.as_str().contains("acceptance")));
    // A rented step has no cost per token, and that depends on nothing.
    let per_token = answer
        .provenance
        .iter()
        .find(|entry| entry.path.as_str() == "deployment.own.cost_per_token_usd_per_mtok");
    assert_eq!(per_token.map(|entry| (entry.value.as_str(), entry.derived_from.len())), Some(("0", 0)));
    assert!(
        answer.alternatives.iter().all(|one| one
            .monthly
            .as_ref()
            .unwrap()
            .cost_per_accepted_answer
            .is_none())
    );
    assert!(comparison.solve("deployment.own.acceptance.acceptance_fraction", "own", "dear").is_err());
    let verdict = comparison.verdict(&answer).unwrap();
    assert!(verdict.sentence.contains("equal quality is assumed"));
    assert!(!report::text(&answer, &verdict).contains("accepted answer"));
    let with = accepted(THREE_ATTEMPTS).compare();
    let answer = with.answer().unwrap();
    assert!(report::text(&answer, &with.verdict(&answer).unwrap()).contains("per accepted answer: 0.0341"));
}

#[test]
fn acceptance_survives_toml() {
    let text = accepted(THREE_ATTEMPTS).text();
    let scenario = breakeven::Scenario::parse(&text).unwrap();
    let back = breakeven::Scenario::parse(&scenario.to_toml().unwrap()).unwrap();
    assert_eq!(scenario, back);
    let comparison: Comparison = back.resolve(&Catalog::builtin().unwrap()).unwrap();
    assert_eq!(comparison.monthly_cost("own").unwrap().amount(), decimal("12281.6"));
}

#[test]
fn break_even_price_counts_what_the_challenger_escalates_to_the_api() {
    // own: 200 + 0.064 x 720 f, dear: 720 f: f = 200 / (720 x 0.936)
    let case =
        accepted("acceptance = { acceptance_fraction = 0.6, maximum_attempts = 3, escalate_to = \"dear\" }");
    let price = case.compare().break_even_price("own", "dear").unwrap();
    let factor = decimal("200") / decimal("673.92");
    assert_eq!(price.factor.round_dp(20), factor.round_dp(20));
    assert_eq!(price.usd_per_mtok.round_dp(20), (factor * decimal("2")).round_dp(20));
    // Both prices times the factor, asked again: the two cost the same.
    let compared = case.compare().with("api.dear.input_usd_per_mtok", factor).unwrap();
    let compared = compared.with("api.dear.output_usd_per_mtok", factor * decimal("3")).unwrap();
    let cost = |id| compared.monthly_cost(id).unwrap().amount();
    assert!((cost("own") - cost("dear")).abs() < decimal("0.00000000001"));
}

#[test]
fn price_path_moves_the_api_that_takes_the_failures() {
    let more = "acceptance = { acceptance_fraction = 0.6, escalate_to = \"dear\" }";
    let comparison = Case { others: DEAR, more, months: 24, ..PLAIN }.compare();
    let verdict = comparison.verdict(&comparison.answer().unwrap()).unwrap();
    for path in verdict.price_paths {
        let month = path.monthly_change_fraction;
        let there = comparison.with("api.dear.price_change_fraction_per_month", month).unwrap();
        let outcome = path.outcome.unwrap();
        let npv = there.ledger(&outcome.cheapest).unwrap().npv().unwrap();
        assert_eq!((outcome.cheapest.as_str(), outcome.npv), ("own", npv));
    }
}

#[test]
fn failures_go_to_no_api_with_limits_or_prices_by_volume() {
    let more = "acceptance = { acceptance_fraction = 0.6, escalate_to = \"dear\" }";
    for terms in ["limits = { tokens_per_minute = 10 }", "free_tokens_per_month = 1_000"] {
        let others = format!("{DEAR}{terms}\n");
        let text = Case { others: &others, more, ..PLAIN }.text();
        let error = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap_err().to_string();
        assert!(error.contains("escalate_to: dear has prices that go with its volume, or limits"), "{error}");
    }
}
