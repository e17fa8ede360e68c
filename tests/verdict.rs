//! Warnings, the split of a saving, and the numbers that change the answer, worked by hand.
//!
//! The plain case is in `common`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Comparison, Decimal, ErrorKind, SplitAbsent, Verdict, WarningCode};
use common::{CHEAP_API, Case, PLAIN, RATE, STEP, api, bought, decimal, llama, powered};

// Warnings.

#[test]
fn deployment_of_a_model_that_is_hosted_elsewhere_warns_unless_a_host_is_compared() {
    let case = llama(RATE, "");
    assert!(case.warns(WarningCode::HostedOffersNotCompared));
    // a closed API is no host of the model
    assert!(Case { others: CHEAP_API, ..case }.warns(WarningCode::HostedOffersNotCompared));
    let catalog = "[api.hosted]\noffer = \"deepinfra/llama-3.3-70b-turbo\"";
    assert!(!Case { others: catalog, ..case }.warns(WarningCode::HostedOffersNotCompared));
    let own = "[api.hosted]\nfamily = \"hosted_open_weights\"\nmodel = \"llama-3.3-70b\"\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1";
    assert!(!Case { others: own, ..case }.warns(WarningCode::HostedOffersNotCompared));
    // a host of another model is none
    let other = own.replace("llama-3.3-70b", "llama-3.1-70b");
    assert!(Case { others: &other, ..case }.warns(WarningCode::HostedOffersNotCompared));
    // nobody hosts Qwen3 8B in the book, nor a model of one's own
    let no_host = Case { model: "model = \"qwen3-8b\"\nprecision = \"fp8\"", ..case };
    assert!(!no_host.warns(WarningCode::HostedOffersNotCompared));
    assert!(!PLAIN.warns(WarningCode::HostedOffersNotCompared));
}

#[test]
fn offer_that_retires_within_the_study_warns_and_not_behind_it() {
    // GPT-4o retires on 2027-01-14; the study begins on 2026-11-24
    let gpt = |months: u32| {
        let others = "[api.gpt]\noffer = \"openai/gpt-4o\"";
        Case { others, months, ..PLAIN }.warns(WarningCode::Retirement)
    };
    assert!(!gpt(1));
    assert!(gpt(2));
    // a study of one month ends on 2026-12-24
    let own = |day: &str| {
        let others = format!("{CHEAP_API}\nretires_on = \"{day}\"");
        Case { others: &others, months: 1, ..PLAIN }.warns(WarningCode::Retirement)
    };
    assert!(own("2026-12-23"));
    assert!(!own("2026-12-24"));
}

#[test]
fn rate_of_the_catalog_serves_at_its_measured_speed() {
    // 8,410 tokens a second x 360,000 s
    let id = "rate = \"llama-3.3-70b/fp8/2xh100-sxm/trtllm-offline-1k-1k\"";
    let case = llama(id, "accelerators_per_step = 2");
    case.fills_at(8410 * 360_000);
    // measured on this model, precision and replica, at this mix; without a latency goal
    assert!(!case.warns(WarningCode::RateMeasuredElsewhere));
    assert!(!case.warns(WarningCode::RateMixDiffers));
    assert!(case.warns(WarningCode::RateWithoutLatencyGoal));
    // a figure given beside the id replaces it
    let slower = id.replace("rate = \"", "rate = { combined_tokens_per_second = 1000, id = \"") + " }";
    llama(&slower, "accelerators_per_step = 2").fills_at(STEP);
}

#[test]
fn rate_measured_on_another_configuration_warns() {
    let id = "rate = \"llama-3.3-70b/fp8/2xh100-sxm/trtllm-offline-1k-1k\"";
    // a replica of 8, or of 4; the step may hold several of 2
    assert!(llama(id, "").warns(WarningCode::RateMeasuredElsewhere));
    assert!(llama(id, "replicas_per_step = 2").warns(WarningCode::RateMeasuredElsewhere));
    assert!(!llama(id, "replicas_per_step = 4").warns(WarningCode::RateMeasuredElsewhere));
    // another model, precision or accelerator
    let case = llama(id, "accelerators_per_step = 2");
    for model in
        ["model = \"llama-3.1-70b\"\nprecision = \"fp8\"", "model = \"llama-3.3-70b\"\nprecision = \"int4\""]
    {
        assert!(Case { model, ..case }.warns(WarningCode::RateMeasuredElsewhere), "{model}");
    }
    assert!(Case { server: "server = \"8xh200-sxm\"", ..case }.warns(WarningCode::RateMeasuredElsewhere));
    // measured on a sibling of the same architecture, as the book says
    let sibling = "rate = \"llama-3.3-70b/fp8/2xh100-sxm/vllm-1k-1k-c64\"";
    let case = llama(sibling, "accelerators_per_step = 2");
    assert!(case.warns(WarningCode::RateMeasuredElsewhere));
    assert!(!case.warns(WarningCode::RateWithoutLatencyGoal));
}

#[test]
fn combined_rate_at_a_mix_more_than_a_quarter_away_warns() {
    let warns = |prompt: &str, rate: &str| {
        let classes = format!("class.chat = {{ prompt_tokens = {prompt}, completion_tokens = 1000 }}");
        Case { classes: &classes, rate, ..PLAIN }.warns(WarningCode::RateMixDiffers)
    };
    let at_one_to_one =
        "rate = { combined_tokens_per_second = 1000, prompt_tokens = 700, completion_tokens = 700 }";
    assert!(!warns("1000", at_one_to_one));
    assert!(!warns("1250", at_one_to_one));
    assert!(warns("1251", at_one_to_one));
    assert!(!warns("750", at_one_to_one));
    assert!(warns("749", at_one_to_one));
    // rates of prefill and decode hold at any mix
    assert!(!warns("9000", RATE));
}

#[test]
fn warning_of_an_old_price_is_of_prices_and_not_of_names() {
    // the power of 8xh100-sxm is of 2025, a fact of a data sheet; its price is given here
    let text = bought("hardware.buy = { useful_life_months = 24 }").text();
    let text = text
        .replace(PLAIN.server, "server = { id = \"8xh100-sxm\", price_usd = 12_000 }")
        .replace("own", "usd-box");
    let answer = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().answer().unwrap();
    let stale = answer.warnings.iter().find(|warning| warning.code == WarningCode::StalePrice);
    assert_eq!(stale.map(|warning| warning.message.as_str()), None);
}

// The verdict.

/// A book with a model that two providers host, at 1 USD and at 0.20 and 0.40 USD per Mtok.
fn hosted_book() -> Catalog {
    let mut catalog = Catalog::builtin().unwrap();
    let offer = |id: &str, input: &str, output: &str| {
        format!(
            "[[offer]]\nid = \"{id}\"\nname = \"{id}\"\nprovider = \"{id}\"\nfamily = \"hosted_open_weights\"\nmodel = \"acme-1b\"\n\
             context_window_tokens = 100000\nsource = \"quote\"\nas_of = \"2026-01\"\n\
             [[offer.price]]\nas_of = \"2026-01\"\nsource = \"quote\"\ninput_usd_per_mtok = {input}\noutput_usd_per_mtok = {output}\n"
        )
    };
    let model = "[[model]]\nid = \"acme-1b\"\nname = \"Acme\"\nvendor = \"Acme\"\nparameters_billion = 1\nnative_precision = \"fp8\"\n\
                 context_window_tokens = 100000\nlayers = 1\nattention = { kv_heads = 1, head_dim = 1 }\nlicence = \"mit\"\n\
                 source = \"card\"\nas_of = \"2026-01\"\n";
    let book = format!("{model}{}{}", offer("dear/acme-1b", "1", "1"), offer("cheap/acme-1b", "0.2", "0.4"));
    catalog.extend(Catalog::parse(&book).unwrap());
    catalog
}

fn verdict_with(case: Case<'_>, catalog: &Catalog) -> Verdict {
    let comparison = Comparison::parse(&case.text(), catalog).unwrap_or_else(|error| panic!("{error}"));
    comparison.verdict(&comparison.answer().unwrap()).unwrap()
}

#[test]
fn split_takes_its_middle_from_the_catalog_when_no_host_is_compared() {
    // baseline 360 Mtok x 10 = 3,600; cheapest host 180 x 0.2 + 180 x 0.4 = 108; own 100
    let baseline = api("closed", "10");
    let model = "model = \"acme-1b\"\nprecision = \"fp8\"";
    let case = Case { model, others: &baseline, baseline: "closed", ..PLAIN };
    let verdict = verdict_with(case, &hosted_book());
    let split = verdict.split.unwrap();
    assert_eq!((split.of.as_str(), split.middle.as_str()), ("own", "cheap/acme-1b"));
    assert_eq!((split.model.amount(), split.host.amount()), (decimal("3492"), decimal("8")));
    // the two parts are the whole saving
    assert_eq!(verdict.margin_over_baseline.unwrap().amount(), decimal("3500"));
}

#[test]
fn split_takes_its_middle_from_the_alternatives_when_a_host_is_compared() {
    // own at 100 a month; a compared host at 0.5 USD: 180; the cheaper ones of the book do not matter
    let others = api("closed", "10")
        + &api("host", "0.5").replace("closed_api\"", "hosted_open_weights\"\nmodel = \"acme-1b\"")
        + &api("host-dear", "5").replace("closed_api\"", "hosted_open_weights\"\nmodel = \"acme-1b\"");
    let model = "model = \"acme-1b\"\nprecision = \"fp8\"";
    let case = Case { model, others: &others, baseline: "closed", ..PLAIN };
    let split = verdict_with(case, &hosted_book()).split.unwrap();
    assert_eq!(split.middle, "host");
    assert_eq!((split.model.amount(), split.host.amount()), (decimal("3420"), decimal("80")));
    // where hosting is cheaper than owning, the part of the host is a loss: 180 - 400
    let hardware = "hardware.rent.price_usd_per_gpu_hour = 4";
    let split = verdict_with(Case { hardware, ..case }, &hosted_book()).split.unwrap();
    assert_eq!((split.of.as_str(), split.middle.as_str()), ("own", "host"));
    assert_eq!((split.model.amount(), split.host.amount()), (decimal("3420"), decimal("-220")));
}

#[test]
fn split_that_cannot_be_made_says_why() {
    let closed = api("closed", "10");
    let case = Case { others: &closed, baseline: "closed", ..PLAIN };
    let known = "model = \"acme-1b\"\nprecision = \"fp8\"";
    let why = |case: Case<'_>| verdict_with(case, &hosted_book()).split.unwrap_err();
    assert_eq!(why(case), SplitAbsent::ModelNotNamed);
    assert_eq!(
        why(Case {
            model: "model = \"qwen3-8b\"\nprecision = \"fp8\"",
            server: "server = \"8xh100-sxm\"",
            ..case
        }),
        SplitAbsent::NoHostedOffer
    );
    assert_eq!(why(Case { model: known, baseline: "own", ..case }), SplitAbsent::IsBaseline);
    let short = closed.clone() + "context_window_tokens = 999";
    assert_eq!(why(Case { model: known, others: &short, ..case }), SplitAbsent::NoBaseline);
    // the deployment cannot serve, and the best that is left is a closed model
    let two = closed.clone() + &api("other", "5");
    let full = Case { model: known, others: &two, tokens: STEP + 1, more: "maximum_steps = 1", ..case };
    assert_eq!(why(full), SplitAbsent::ClosedModel);
}

/// Two APIs with 1,000 Mtok a month of 750 in and 250 out; `b` takes 3,000 USD.
fn two_apis(first: &str, second: &str) -> Comparison {
    let text = format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "{first}"
[workload]
tokens_per_month = 1_000_000_000
class.chat = {{ prompt_tokens = 750, completion_tokens = 250 }}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0
[api.{first}]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 4
[api.{second}]
family = "closed_api"
input_usd_per_mtok = 3
output_usd_per_mtok = 3
"#
    );
    Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap()
}

fn verdict_of(comparison: &Comparison) -> Verdict {
    comparison.verdict(&comparison.answer().unwrap()).unwrap()
}

/// Where a number changes the answer, to what, and how far away that is.
fn flip_of(verdict: &Verdict, path: &str) -> (Option<Decimal>, Option<String>, Option<Decimal>) {
    let flip = verdict.flips.iter().find(|flip| flip.path.as_str() == path).unwrap();
    (flip.at, flip.changes_to.clone(), flip.distance)
}

#[test]
fn flip_of_two_apis_is_the_price_at_which_their_bills_are_equal() {
    // the winner takes 750 x 2 + 250 x 4 = 2,500 against 3,000: equal at 6 USD out, or at 2,000 / 750 in
    let verdict = verdict_of(&two_apis("b", "a"));
    assert_eq!(verdict.answer, "b");
    assert_eq!(verdict.margin_over_second.unwrap().amount(), decimal("500"));
    // a tie goes to the first id, which is `a`: it wins at 6 exactly, half as much again
    let changed = flip_of(&verdict, "api.b.output_usd_per_mtok");
    assert_eq!(changed, (Some(decimal("6")), Some("a".to_owned()), Some(decimal("0.5"))));
    // 2.666666...: to 6 digits, on the far side, 2.66667; a third more
    let (at, to, distance) = flip_of(&verdict, "api.b.input_usd_per_mtok");
    assert_eq!((at, to.as_deref()), (Some(decimal("2.66667")), Some("a")));
    assert_eq!(distance, Some(decimal("0.333335")));
    // the other one at 750 x 3 + 250 x 1 = 2,500 wins the tie, two thirds less
    let (at, _, distance) = flip_of(&verdict, "api.a.output_usd_per_mtok");
    assert_eq!((at, distance), (Some(decimal("1")), Some(decimal("-0.666667"))));
    // nearest first: in by a third, out by a half
    let order: Vec<&str> = verdict.flips.iter().map(|flip| flip.path.as_str()).take(3).collect();
    assert_eq!(order, ["api.a.input_usd_per_mtok", "api.b.input_usd_per_mtok", "api.b.output_usd_per_mtok"]);
}

#[test]
fn flip_away_from_the_first_id_is_on_the_far_side_of_the_tie() {
    // at 6 USD out both take 3,000, and the first keeps the answer: the next of 6 digits is 6.00001
    let verdict = verdict_of(&two_apis("a", "b"));
    assert_eq!(verdict.answer, "a");
    let (at, to, distance) = flip_of(&verdict, "api.a.output_usd_per_mtok");
    assert_eq!((at, to.as_deref()), (Some(decimal("6.00001")), Some("b")));
    // (6.00001 - 4) / 4 = 0.5000025, rounded half to even
    assert_eq!(distance, Some(decimal("0.500002")));
}

#[test]
fn tie_goes_to_the_first_id() {
    for (first, second) in [("a", "b"), ("b", "a")] {
        // 750 x 2 + 250 x 6 = 3,000
        let path = format!("api.{first}.output_usd_per_mtok");
        let tie = two_apis(first, second).with(&path, decimal("6")).unwrap();
        let verdict = verdict_of(&tie);
        assert_eq!(verdict.answer, "a");
        assert_eq!(verdict.margin_over_second.unwrap().amount(), Decimal::ZERO);
    }
}

#[test]
fn flip_of_a_number_that_changes_nothing_is_none_in_range() {
    // both bills go with the volume: no volume changes their order
    let verdict = verdict_of(&two_apis("a", "b"));
    assert_eq!(flip_of(&verdict, "workload.tokens_per_month"), (None, None, None));
    // it comes after all that do
    assert_eq!(verdict.flips.last().unwrap().path.as_str(), "workload.tokens_per_month");
}

#[test]
fn flip_of_a_deployment_is_the_rent_and_the_volume_at_which_an_api_costs_the_same() {
    // rented at 100 a month; 360 Mtok at 1 USD are 360: equal at 3.60 an hour, and at 100 Mtok
    let others = api("api", "1");
    let verdict = Case { others: &others, baseline: "api", ..PLAIN }.verdict();
    assert_eq!(verdict.answer, "own");
    let (at, to, distance) = flip_of(&verdict, "deployment.own.hardware.rent.price_usd_per_gpu_hour");
    assert_eq!((at, to.as_deref(), distance), (Some(decimal("3.6")), Some("api"), Some(decimal("2.6"))));
    let (at, to, distance) = flip_of(&verdict, "workload.tokens_per_month");
    assert_eq!((at, to.as_deref()), (Some(decimal("100000000")), Some("api")));
    assert_eq!(distance, Some(decimal("-0.722222")));
}

#[test]
fn flip_of_the_peak_past_the_largest_number_of_steps_changes_to_what_can_serve() {
    // half full: the one step that there is serves a peak of 2; 100 against 18,000 USD, so cost alone
    // would not decide before the 181st step
    let others = api("api", "100");
    let case =
        Case { tokens: STEP / 2, others: &others, baseline: "api", more: "maximum_steps = 1", ..PLAIN };
    let verdict = case.verdict();
    assert_eq!(verdict.answer, "own");
    let (at, to, distance) = flip_of(&verdict, "workload.peak_to_average");
    assert_eq!(
        (at, to.as_deref(), distance),
        (Some(decimal("2.00001")), Some("api"), Some(decimal("1.00001")))
    );
}

#[test]
fn flip_of_the_rate_past_the_largest_number_of_steps_changes_to_what_can_serve() {
    // a step that is half full with a combined rate of 1,000 is full with 500, where it costs a hundredth of the API
    let others = api("api", "100");
    let rate = "rate = { combined_tokens_per_second = 1000, prompt_tokens = 500, completion_tokens = 500 }";
    let case =
        Case { tokens: STEP / 2, others: &others, baseline: "api", more: "maximum_steps = 1", rate, ..PLAIN };
    let (at, to, distance) = flip_of(&case.verdict(), "deployment.own.rate.combined_tokens_per_second");
    assert_eq!((at, to.as_deref()), (Some(decimal("499.999")), Some("api")));
    assert_eq!(distance, Some(decimal("-0.500001")));
}

// Another value of one number is the same as the scenario with it.

#[test]
fn changed_number_is_the_scenario_with_that_number() {
    let same = |path: &str, value: &str, base: Case<'_>, written: Case<'_>| {
        let changed = base.compare().with(path, decimal(value)).unwrap();
        assert_eq!(changed.monthly("own").unwrap(), written.monthly(), "{path}");
    };
    let base = powered("spares = 1");
    // idle and contracted watts that nobody gives go with the active ones
    let server = |watts: &str| {
        format!(
            "server = {{ accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = {watts} }}"
        )
    };
    let facility =
        "electricity_usd_per_kwh = 0.1\npue = 1.5\nper_kw_plus_metered = { usd_per_kw_month = 100 }";
    let (one, two) = (server("1000"), server("2000"));
    let base = Case { facility, ..base };
    same(
        "deployment.own.server.active_watts",
        "2000",
        Case { server: &one, ..base },
        Case { server: &two, ..base },
    );
    // serving hours that nobody gives are all hours
    let hours = Case { tokens: STEP / 2, ..base };
    let changed = hours.compare().with("workload.hours_per_month", decimal("50")).unwrap();
    // half of the hours, half of the capacity
    assert_eq!(changed.monthly("own").unwrap().capacity_tokens_per_month, Some(STEP / 2));
    // the size of a step is no number to move: servers and memory follow from it
    let buy = bought("hardware.buy = { useful_life_months = 24 }");
    let error = buy.compare().with("deployment.own.accelerators_per_step", decimal("2")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
}

#[test]
fn changed_number_that_contradicts_another_is_refused() {
    let refuses = |path: &str, value: &str, case: Case<'_>| {
        let result = case.compare().with(path, decimal(value)).map(|_| ());
        assert!(result.is_err(), "{path} = {value}");
    };
    refuses("deployment.own.server.idle_watts", "1001", powered(""));
    refuses("workload.serving_hours_per_month", "101", PLAIN);
    let buy = bought("hardware.buy = { useful_life_months = 24 }");
    refuses("deployment.own.hardware.buy.useful_life_months", "2.5", buy);
    refuses("finance.horizon_months", "2.5", buy);
}

#[test]
fn changed_minimum_above_the_maximum_is_refused() {
    let written = Case { more: "maximum_steps = 2\nminimum_steps = 3", ..PLAIN };
    assert!(written.parse().is_err());
    let case = Case { more: "maximum_steps = 2", ..PLAIN };
    assert!(case.compare().with("deployment.own.minimum_steps", decimal("3")).is_err());
}

// What is said of a price path.

#[test]
fn price_path_makes_the_cost_a_level_one_and_break_evens_those_of_today() {
    // The API costs 100 x 0.5 = 50 USD, then 40: 45 a month. A step costs 100, which 200 Mtok at today's price are worth.
    let others = format!("{}price_change_fraction_per_month = -0.2", api("falling", "0.5"));
    let case = Case { tokens: 100_000_000, months: 2, others: &others, ..PLAIN };
    let answer = case.compare().answer().unwrap();
    let verdict = case.verdict();
    assert_eq!(
        verdict.sentence,
        "At 100 Mtok a month over 2 months, falling is the cheapest at a level 45 USD a month, 55 USD less than own; \
         self-hosting costs 100 USD at its best (own) and would pay off against falling from a constant 200 Mtok a month \
         at today's prices; equal quality is assumed."
    );
    let text = breakeven::report::text(&answer, &verdict);
    assert!(text.contains("USD in month 1") && text.contains("USD/month, level"), "{text}");
    // with constant prices nothing of it is said
    let constant = Case { others: &api("falling", "0.5"), ..case };
    let text = breakeven::report::text(&constant.compare().answer().unwrap(), &constant.verdict());
    assert!(
        !text.contains("level 5") && !text.contains("today's prices") && !text.contains("in month 1"),
        "{text}"
    );
}

#[test]
fn saving_of_todays_model_is_all_of_the_host() {
    let text = include_str!("../examples/scenarios/14-qwen-72b.toml");
    let comparison = Comparison::parse(text, &Catalog::builtin().unwrap()).unwrap();
    let answer = comparison.answer().unwrap();
    let split = comparison.verdict(&answer).unwrap().split.unwrap();
    assert_eq!((split.model.amount(), split.middle.as_str()), (Decimal::ZERO, answer.baseline.as_str()));
    let cost = |id: &str| {
        let one = answer.alternatives.iter().find(|one| one.id == id).unwrap();
        one.study.as_ref().unwrap().equivalent_monthly_cost
    };
    let saved = cost(&answer.baseline).checked_sub(cost(&split.of)).unwrap();
    assert_eq!(split.host, saved);
}
