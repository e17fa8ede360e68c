//! Mixes of alternatives, worked by hand.
//!
//! As in `hours`: a step carries 2,628 Mtok a month if it works around the clock and costs 1,460 USD. The day has twelve
//! hours of load 1 and twelve of load 3: by day a load of 1.5 times the average, by night of 0.5. The API takes 1 USD per
//! Mtok.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{
    Catalog, Cheaper, Comparison, Decimal, Eligibility, Error, ErrorKind, Family, Hybrid, LimitedBy, Routed,
    Scenario, SplitAbsent, report,
};
use common::{MODEL, decimal};

const STEP: u64 = 2_628_000_000;
const HOURS: &str = "hourly_load = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]";
const RENT: &str = "hardware.rent = { price_usd_per_gpu_hour = 2 }";
const BOUGHT: &str = "hardware.buy = { useful_life_months = 36, resale_fraction = 0.25, support_fraction_per_year = 0.1 }\n\
    people = { run_fte = 0.1, build_fte_months = 1, servers_per_fte = 3, loaded_salary_usd_per_year = 120_000 }\n\
    energy = \"proportional\"\nspares = 1";

fn text(volume: u64, growth: &str, own: &str, mix: &str) -> String {
    format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "api"
[workload]
tokens_per_month = {volume}
growth_fraction_per_month = {growth}
{HOURS}
class.chat = {{ prompt_tokens = 500, completion_tokens = 500 }}
[finance]
horizon_months = 24
discount_rate_annual_effective = 0.08
[facility]
electricity_usd_per_kwh = 0.1
pue = 1.5
[api.api]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
[api.dear]
family = "closed_api"
input_usd_per_mtok = 4
output_usd_per_mtok = 4
[deployment.own]
{MODEL}
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80, price_usd = 20_000, active_watts = 1_000, idle_watts = 200 }}
rate = {{ combined_tokens_per_second = 1_000, prompt_tokens = 500, completion_tokens = 500 }}
peak_hour_load_fraction = 1
{own}
{mix}
"#
    )
}

fn try_compare(volume: u64, growth: &str, own: &str, mix: &str) -> Result<Comparison, Error> {
    Comparison::parse(&text(volume, growth, own, mix), &Catalog::builtin().unwrap())
}

fn compare(volume: u64, growth: &str, own: &str, mix: &str) -> Comparison {
    try_compare(volume, growth, own, mix).unwrap_or_else(|error| panic!("{error}"))
}

fn hybrid(steps: &str) -> String {
    format!("[hybrid.both]\nown = \"own\"\noverflow = \"api\"\n{steps}")
}

#[test]
fn what_an_hour_does_not_carry_spills_over() {
    // One step: by day 0.5 of a step spills, half of the time: 0.25 x 2,628 = 657 Mtok. 1,460 + 657
    let one = compare(STEP, "0", RENT, &hybrid("steps = 1")).monthly("both").unwrap();
    assert_eq!(
        (one.cost.amount(), one.steps, one.overflow_fraction),
        (decimal("2117"), Some(1), Some(decimal("0.25")))
    );
    // it works 1 by day and 0.5 by night
    assert_eq!(one.utilization, Some(decimal("0.75")));
    // two steps: nothing spills
    let two = compare(STEP, "0", RENT, &hybrid("steps = 2")).monthly("both").unwrap();
    assert_eq!((two.cost.amount(), two.overflow_fraction), (decimal("2920"), Some(decimal("0"))));
}

#[test]
fn cheapest_number_of_steps_is_found() {
    // 2,117 with one step; 2,628 without any; 2,920 with two
    let chosen = compare(STEP, "0", RENT, &hybrid(""));
    let answer = chosen.answer().unwrap();
    assert_eq!(answer.alternative("both").unwrap().monthly.as_ref().unwrap().steps, Some(1));
    assert_eq!(chosen.verdict(&answer).unwrap().answer, "both");
    // At 10 steps' worth of load: n steps cost 1,460 each; a step whose last hour is by day alone saves 12/24 of 2,628 = 1,314
    // USD, which does not pay for it; one that works by night too saves 2,628. By night the load is 5 steps.
    let large = compare(10 * STEP, "0", RENT, &hybrid("")).monthly("both").unwrap();
    // 5 x 1,460 + half a day x 10 steps x 2,628 = 7,300 + 13,140
    assert_eq!((large.steps, large.cost.amount()), (Some(5), decimal("20440")));
    // Against a dear API a step by day alone pays: 15 steps carry the day
    let dear = hybrid("").replace("overflow = \"api\"", "overflow = \"dear\"");
    assert_eq!(compare(10 * STEP, "0", RENT, &dear).monthly("both").unwrap().steps, Some(15));
}

#[test]
fn cheapest_of_hundreds_of_thousands_of_steps_is_found() {
    // As above: the night's load, 150,000 steps, and half a day of as much again by the token: 219,000,000 + 394,200,000
    let monthly = compare(300_000 * STEP, "0", RENT, &hybrid("")).monthly("both").unwrap();
    assert_eq!((monthly.steps, monthly.cost.amount()), (Some(150_000), decimal("613200000")));
}

#[test]
fn what_costs_the_same_is_said_to() {
    // flat by day and night: nothing spills over a step that is full
    let flat = text(STEP, "0", RENT, &hybrid(""))
        .replace(HOURS, "hourly_load = [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]");
    let comparison = Comparison::parse(&flat, &Catalog::builtin().unwrap()).unwrap();
    let verdict = comparison.verdict(&comparison.answer().unwrap()).unwrap();
    assert!(
        verdict.sentence.contains("own is the cheapest at 1,460 USD a month, the same as both"),
        "{}",
        verdict.sentence
    );
}

#[test]
fn saving_against_a_mix_is_not_split() {
    let mixed =
        text(STEP, "0", RENT, &hybrid("steps = 1")).replace("baseline = \"api\"", "baseline = \"both\"");
    let comparison = Comparison::parse(&mixed, &Catalog::builtin().unwrap()).unwrap();
    let verdict = comparison.verdict(&comparison.answer().unwrap()).unwrap();
    assert_eq!(verdict.split, Err(SplitAbsent::Mixed));
}

#[test]
fn no_number_of_steps_costs_less_than_the_one_that_is_chosen() {
    for (volume, growth, own) in [
        (10 * STEP, "0.03", RENT),
        (7 * STEP, "0.05", BOUGHT),
        (STEP / 3, "0", BOUGHT),
        (40 * STEP, "-0.05", BOUGHT),
    ] {
        let chosen = compare(volume, growth, own, &hybrid(""));
        let steps = chosen.monthly("both").unwrap().steps.unwrap();
        let least = chosen.equivalent_monthly_cost("both").unwrap();
        let given = |steps: u64| {
            let one = compare(volume, growth, own, &hybrid(&format!("steps = {steps}")));
            one.equivalent_monthly_cost("both").unwrap()
        };
        assert_eq!(given(steps), least);
        for other in 1..=2 * steps + 2 {
            assert!(
                given(other).amount() >= least.amount(),
                "{other} steps beat {steps} at {volume}, {growth}"
            );
        }
    }
}

#[test]
fn curve_takes_the_cheapest_number_of_steps_at_each_volume() {
    let comparison = compare(STEP, "0", RENT, &hybrid(""));
    // A step pays from 1,460 Mtok on. Beyond 1,752 the day spills: 1,460 + 0.75 (V - 1,752), always below V
    let found = comparison.break_even("both", "api").unwrap().break_even;
    assert_eq!((found.first_volume, found.always_from), (Some(1_460_000_000), Some(1_460_000_000)));
    let cost = |mtok: u64| comparison.curve("both").unwrap().cost(mtok * 1_000_000).unwrap().amount();
    assert_eq!((cost(1_752), cost(1_753)), (decimal("1460"), decimal("1460.75")));
    // A second step takes 1,314 by day, once the day needs two of them (V = 3,504), and by night what is beyond the first:
    // V / 4 - 1,314 from 5,256 on. Together V / 4, which is worth its 1,460 USD from V = 5,840 on.
    // One step there carries all of its 2,628: 1,460 + 5,840 - 2,628
    assert_eq!(cost(5_840), decimal("4672"));
    // two steps at 5,844: 2,920 and what spills by day, 0.75 x 5,844 - 2,628 = 1,755
    assert_eq!(cost(5_844), decimal("4675"));
}

#[test]
fn ledger_of_a_hybrid_is_its_monthly_cost() {
    for steps in ["", "steps = 2", "steps = 5"] {
        let comparison = compare(3 * STEP, "0", BOUGHT, &hybrid(steps));
        let monthly = comparison.monthly("both").unwrap();
        let answer = comparison.answer().unwrap();
        let study = answer.alternative("both").unwrap().study.as_ref().unwrap();
        let apart = |a: Decimal, b: Decimal| (a - b).abs();
        assert!(
            apart(study.equivalent_monthly_cost.amount(), monthly.cost.amount()) < decimal("0.0000000001")
        );
        let formula = comparison.equivalent_monthly_cost("both").unwrap().amount();
        assert!(apart(formula, monthly.cost.amount()) < decimal("0.0000000001"));
        let curve = comparison.curve("both").unwrap().cost(3 * STEP).unwrap().amount();
        assert!(apart(curve, monthly.cost.amount()) < decimal("0.0000000001"), "{curve} {monthly:?}");
    }
}

#[test]
fn routed_requests_cost_what_each_share_costs() {
    let mix = "[routed.cascade]\nshare = { api = 0.9, dear = 0.1 }";
    let comparison = compare(1_000_000_000, "0", RENT, mix);
    // 900 x 1 + 100 x 4
    let monthly = comparison.monthly("cascade").unwrap();
    assert_eq!((monthly.cost.amount(), monthly.lines.len()), (decimal("1300"), 2));
    assert_eq!(comparison.curve("cascade").unwrap().cost(1_000_000_000).unwrap(), monthly.cost);
    // with steps of one's own: 0.5 x 5,256 = 2,628 Mtok need 1.5 steps by day: 2,920, and 2,628 to the API
    let mix = "[routed.half]\nshare = { own = 0.5, api = 0.5 }";
    let half = compare(2 * STEP, "0", RENT, mix);
    let monthly = half.monthly("half").unwrap();
    assert_eq!((monthly.cost.amount(), monthly.steps), (decimal("5548"), Some(2)));
    assert_eq!(half.curve("half").unwrap().cost(2 * STEP).unwrap(), monthly.cost);
    let answer = half.answer().unwrap();
    let study = answer.alternative("half").unwrap().study.as_ref().unwrap();
    assert!((study.equivalent_monthly_cost.amount() - decimal("5548")).abs() < decimal("0.0000000001"));
    assert_eq!(answer.alternative("half").unwrap().family, Family::Mixed);
}

#[test]
fn number_of_a_part_moves_the_mix() {
    let comparison = compare(STEP, "0", RENT, &hybrid("steps = 1"));
    let cost = |path: &str, value: &str| {
        comparison.with(path, decimal(value)).unwrap().monthly_cost("both").unwrap().amount()
    };
    // 1,460 + 657 x (2 + 1) / 2, because half of the tokens are prompts
    assert_eq!(cost("api.api.input_usd_per_mtok", "2"), decimal("2445.5"));
    assert_eq!(cost("deployment.own.hardware.rent.price_usd_per_gpu_hour", "3"), decimal("2847"));
    assert_eq!(cost("hybrid.both.steps", "2"), decimal("2920"));
    // twice the tokens: 2.25 of 3 steps' load spill by day ... 1.5 x 2 - 1 = 2 by day, 0 by night: half of 2 x 2,628
    assert_eq!(cost("workload.tokens_per_month", "5256000000"), decimal("4088"));
    // a completion of 1,500 in place of 500 halves the requests of the volume, and each takes as long: nothing changes
    assert_eq!(cost("workload.class.chat.completion_tokens", "1500"), decimal("2117"));
}

#[test]
fn part_that_cannot_serve_keeps_the_mix_from_serving() {
    let long = text(STEP, "0", RENT, &hybrid("steps = 1"))
        .replace("input_usd_per_mtok = 1\n", "input_usd_per_mtok = 1\ncontext_window_tokens = 900\n");
    let comparison = Comparison::parse(&long, &Catalog::builtin().unwrap()).unwrap();
    let error = comparison.monthly("both").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Infeasible { .. }), "{error}");
    let limited = comparison.answer().unwrap().alternative("both").unwrap().limited_by.clone().unwrap();
    assert_eq!(limited.0, LimitedBy::Context);
    // and it serves again when the requests are shorter
    let shorter = comparison.with("workload.class.chat.completion_tokens", decimal("400")).unwrap();
    assert!(shorter.monthly("both").is_ok());
}

#[test]
fn mixes_that_cannot_be_are_refused() {
    let refused = |mix: &str, own: &str| {
        let error = try_compare(STEP, "0", own, mix).unwrap_err();
        (error.kind().clone(), error.path().unwrap().as_str().to_owned())
    };
    let not_found = refused("[hybrid.both]\nown = \"owns\"\noverflow = \"api\"", RENT);
    assert_eq!(not_found.1, "hybrid.both.own");
    assert!(matches!(not_found.0, ErrorKind::NotFound { suggestion: Some(ref near), .. } if near == "own"));
    for (mix, own, path) in [
        ("[hybrid.both]\nown = \"api\"\noverflow = \"api\"", RENT, "hybrid.both.own"),
        ("[hybrid.both]\nown = \"own\"\noverflow = \"own\"", RENT, "hybrid.both.overflow"),
        (
            "[hybrid.both]\nown = \"own\"\noverflow = \"api\"\nsteps = 3",
            "maximum_steps = 2\nhardware.rent = { price_usd_per_gpu_hour = 2 }",
            "hybrid.both.steps",
        ),
        (
            "[hybrid.both]\nown = \"own\"\noverflow = \"api\"",
            "hardware.rent = { price_usd_per_gpu_hour = 2, scaling = \"hourly\" }",
            "hybrid.both.own",
        ),
        ("[hybrid.own]\nown = \"own\"\noverflow = \"api\"", RENT, "hybrid.own"),
        ("[routed.r]\nshare = { api = 1, dear = 0 }", RENT, "routed.r.share.dear"),
    ] {
        let (kind, found) = refused(mix, own);
        assert!(matches!(kind, ErrorKind::Contradiction { .. }), "{mix}: {kind:?}");
        assert_eq!(found, path, "{mix}");
    }
    assert!(matches!(
        refused("[routed.r]\nshare = { api = 0.5 }", RENT).0,
        ErrorKind::SharesDoNotSumToOne { .. }
    ));
    assert!(matches!(refused("[routed.r]", RENT).0, ErrorKind::Missing { .. }));
    assert!(matches!(
        refused("[hybrid.both]\nown = \"own\"\noverflow = \"api\"\nsteps = 0", RENT).0,
        ErrorKind::OutOfRange { .. }
    ));
}

#[test]
fn mixes_are_written_back_and_built_in_code() {
    let written = text(
        STEP,
        "0",
        RENT,
        &format!("{}\n[routed.half]\nshare = {{ own = 0.5, api = 0.5 }}", hybrid("steps = 2")),
    );
    let scenario = Scenario::parse(&written).unwrap();
    assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);
    let mut built = Scenario::parse(&text(STEP, "0", RENT, "")).unwrap();
    let mut both = Hybrid::new("own", "api");
    both.steps = Some(2.into());
    built.hybrid.insert("both", both);
    built.routed.insert("half", Routed::new([("own", decimal("0.5")), ("api", decimal("0.5"))]));
    assert_eq!(built, scenario);
}

#[test]
fn mix_is_as_eligible_as_its_worst_part() {
    let gated = format!("{}\n[requirements]\nair_gapped = true", hybrid("steps = 1"));
    let comparison = compare(STEP, "0", RENT, &gated);
    let found = comparison.eligibility().unwrap();
    let of = |id: &str| found.iter().find(|one| one.alternative == id).unwrap();
    // Neither what is rented nor an API stands on the site; the first of the worst is named.
    assert_eq!(of("both").eligibility, Eligibility::Ineligible);
    assert!(of("both").reasons[0].found.starts_with("own: "), "{:?}", of("both").reasons);
    let bought = compare(STEP, "0", BOUGHT, &gated).eligibility().unwrap();
    let both = bought.iter().find(|one| one.alternative == "both").unwrap();
    assert_eq!(both.eligibility, Eligibility::Ineligible);
    assert!(both.reasons[0].found.starts_with("api: "), "{:?}", both.reasons);
}

#[test]
fn example_answers_as_its_head_says() {
    let comparison =
        Comparison::parse(include_str!("../examples/hybrid.toml"), &Catalog::builtin().unwrap()).unwrap();
    let answer = comparison.answer().unwrap();
    let cost = |id: &str| answer.alternative(id).unwrap().monthly.as_ref().unwrap().cost.amount().round();
    let costs = ["host", "bought", "base-and-burst"].map(cost);
    assert_eq!(costs, [36_000, 42_410, 34_702].map(Decimal::from));
    let monthly = comparison.monthly("base-and-burst").unwrap();
    assert_eq!((monthly.steps, monthly.overflow_fraction.unwrap().round_dp(4)), (Some(2), decimal("0.0886")));
    let first =
        |id: &str| comparison.break_even(id, "host").unwrap().break_even.first_volume.unwrap() / 100_000_000;
    assert_eq!((first("bought"), first("base-and-burst")), (471, 365));
    let verdict = comparison.verdict(&answer).unwrap();
    let printed = report::text(&answer, &verdict);
    assert!(printed.contains("8.9% of the tokens spill over"), "{printed}");
    let readme = include_str!("../README.md");
    let mut blocks = readme.split("```text\n").filter_map(|block| block.split("```").next());
    let shown = blocks.find(|block| block.contains("base-and-burst")).unwrap();
    for line in shown.lines() {
        assert!(printed.lines().any(|known| known.trim_end() == line.trim_end()), "{line}\n{printed}");
    }
}

#[test]
fn number_of_steps_is_chosen_again_where_a_number_moves() {
    // Two steps' worth of tokens: by day 3 steps, by night 1. One step at p USD a month: p + half of 2 x 2,628; two: 2p + half of
    // 2,628; three: 3p. At 1,095 three are the cheapest, from 1,314 on one is, and costs at 2,628 what the API takes, 5,256. Three
    // would at 1,752.
    let rent = RENT.replace("= 2 ", "= 1.5 ");
    let comparison = compare(2 * STEP, "0", &rent, &hybrid(""));
    assert_eq!(comparison.monthly("both").unwrap().steps, Some(3));
    let path = "deployment.own.hardware.rent.price_usd_per_gpu_hour";
    let solution = comparison.solve(path, "both", "api").unwrap();
    assert!(solution.is_complete());
    // 2,628 / 730
    assert_eq!(solution.roots.iter().map(|root| root.value()).collect::<Vec<_>>(), [decimal("3.6")]);
    // It is never dearer than its own steps alone.
    let own = comparison.solve(path, "both", "own").unwrap();
    assert!(own.stretches.iter().all(|stretch| stretch.cheaper != Cheaper::Incumbent), "{own:?}");
    for value in ["1.5", "2", "3.5", "3.7"] {
        let (moved, at) = (comparison.with(path, decimal(value)).unwrap(), decimal(value));
        let cost = |id: &str| moved.monthly_cost(id).unwrap().amount();
        assert_eq!(cost("both") < cost("api"), at < decimal("3.6"), "{value}");
    }
    let answer = comparison.answer().unwrap();
    for flip in comparison.verdict(&answer).unwrap().flips {
        let (Some(at), Some(to)) = (flip.at, flip.changes_to) else { continue };
        let there = comparison.with(flip.path.as_str(), at).unwrap();
        let cost = |id: &str| there.equivalent_monthly_cost(id).unwrap().amount();
        let least = there.alternatives().map(cost).min().unwrap();
        assert_eq!(cost(&to), least, "{} = {at}: {to}", flip.path);
    }
    // Where the API halves its prices each year, fewer steps are the best base: as if its own path said so.
    let paths = comparison.verdict(&answer).unwrap().price_paths;
    let month = paths[0].monthly_change_fraction;
    let there = comparison.with("api.api.price_change_fraction_per_month", month).unwrap();
    let npv = |id: &str| there.ledger(id).unwrap().npv().unwrap();
    assert!(npv("both").amount() < npv("own").amount());
    let least = there.alternatives().map(|id| npv(id).amount()).min().unwrap();
    assert_eq!(paths[0].outcome.as_ref().unwrap().npv.amount(), least);
}

#[test]
fn mix_past_the_capacity_of_a_part_names_it() {
    let own = format!("{RENT}\nmaximum_steps = 1");
    let comparison = compare(3 * STEP, "0", &own, "[routed.r]\nshare = { own = 0.5, api = 0.5 }");
    let (limit, reason) = comparison.answer().unwrap().alternative("r").unwrap().limited_by.clone().unwrap();
    // a step carries 2,628 Mtok by day, which is 1.5 of the average: 1,752, and twice that of the mix
    assert_eq!(limit, LimitedBy::Capacity);
    assert!(
        reason.starts_with("at most 3504000000 tokens a month can be served, because of what own"),
        "{reason}"
    );
}

#[test]
fn share_that_spills_over_is_in_the_json() {
    let comparison = compare(STEP, "0", RENT, &hybrid("steps = 1"));
    let answer = comparison.answer().unwrap();
    let verdict = comparison.verdict(&answer).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&report::json(&answer, &verdict, None).unwrap()).unwrap();
    // half of a step's load by day: a quarter of the tokens; the other alternatives have none
    for one in json["alternatives"].as_array().unwrap() {
        let spilled = one["overflow_fraction"].as_str().map(decimal);
        assert_eq!(spilled, (one["id"] == "both").then(|| decimal("0.25")), "{one}");
    }
}
