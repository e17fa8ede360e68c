//! What an API charges, each rule alone, worked by hand.
//!
//! A million requests a month, so that a token per request is a Mtok a month: every amount is tokens per request times
//! the price per Mtok. The plain request has 800 prompt and 200 completion tokens; the plain price is 2 USD in and
//! 10 USD out: 800 x 2 + 200 x 10 = 3,600 USD a month.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Category, Comparison, Decimal, Error, ErrorKind, LimitedBy, Monthly, Origin};
use common::decimal;

const REQUESTS: &str = "requests_per_month = 1_000_000";
const PLAIN_CLASS: &str = "class.chat = { prompt_tokens = 800, completion_tokens = 200 }";
const REUSABLE_CLASS: &str =
    "class.chat = { prompt_tokens = 800, reusable_prompt_tokens = 500, completion_tokens = 200 }";
const PLAIN_PRICE: &str = "family = \"closed_api\"\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10";

fn text(on: &str, workload: &str, api: &str) -> String {
    format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "{on}"
baseline = "a"
[workload]
{workload}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0
[api.a]
{api}
"#
    )
}

fn try_compare(on: &str, workload: &str, api: &str) -> Result<Comparison, Error> {
    Comparison::parse(&text(on, workload, api), &Catalog::builtin().unwrap())
}

fn compare(class: &str, api: &str) -> Comparison {
    let workload = format!("{REQUESTS}\n{class}");
    try_compare("2026-11-24", &workload, api).unwrap_or_else(|error| panic!("{error}\n{workload}\n{api}"))
}

/// The bill of the API with `more` behind the plain price.
fn bill(class: &str, more: &str) -> Monthly {
    compare(class, &format!("{PLAIN_PRICE}\n{more}")).monthly("a").unwrap()
}

/// The lines are these and no others, and sum to the cost.
fn charges(monthly: &Monthly, expected: &[(Category, &str)]) {
    let lines: Vec<(Category, Decimal)> =
        monthly.lines.iter().map(|line| (line.category, line.amount.amount())).collect();
    let expected: Vec<(Category, Decimal)> =
        expected.iter().map(|(category, amount)| (*category, decimal(amount))).collect();
    assert_eq!(lines, expected);
    assert_eq!(monthly.cost.amount(), expected.iter().map(|(_, amount)| *amount).sum());
}

fn costs(monthly: &Monthly, expected: &str) {
    assert_eq!(monthly.cost.amount(), decimal(expected), "{:?}", monthly.lines);
}

// Input, output, reasoning.

#[test]
fn api_with_two_prices_charges_input_and_output() {
    // 800 x 2 = 1,600; 200 x 10 = 2,000
    let expected = [(Category::ApiInput, "1600"), (Category::ApiOutput, "2000")];
    let monthly = bill(PLAIN_CLASS, "");
    charges(&monthly, &expected);
    assert_eq!((monthly.steps, monthly.spares, monthly.utilization), (None, None, None));
    assert_eq!(monthly.capacity_tokens_per_month, None);
}

#[test]
fn reasoning_without_a_price_is_charged_as_output() {
    // 100 x 10 = 1,000 beside the plain 3,600
    let monthly = bill(PLAIN_CLASS, "tokens = { reasoning_tokens = 100 }");
    charges(
        &monthly,
        &[(Category::ApiInput, "1600"), (Category::ApiOutput, "2000"), (Category::ApiReasoning, "1000")],
    );
}

#[test]
fn reasoning_priced_apart_is_charged_at_its_price() {
    // 100 x 4 = 400
    let monthly = bill(PLAIN_CLASS, "reasoning_usd_per_mtok = 4\ntokens = { reasoning_tokens = 100 }");
    charges(
        &monthly,
        &[(Category::ApiInput, "1600"), (Category::ApiOutput, "2000"), (Category::ApiReasoning, "400")],
    );
}

#[test]
fn free_prices_give_a_bill_of_nothing() {
    let free = "family = \"closed_api\"\ninput_usd_per_mtok = 0\noutput_usd_per_mtok = 0";
    let monthly = compare(PLAIN_CLASS, free).monthly("a").unwrap();
    charges(&monthly, &[]);
}

// Cache: of the 500 reusable tokens, h are read and 1 - h written.

#[test]
fn cache_hits_are_read_and_misses_written_at_the_write_price() {
    // h = 0.8: 300 x 2 = 600 plain; 400 x 0.5 = 200 read; 100 x 3 = 300 written
    let monthly = bill(
        REUSABLE_CLASS,
        "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\ntokens = { cache_hit_fraction = 0.8 }",
    );
    charges(
        &monthly,
        &[
            (Category::ApiInput, "600"),
            (Category::ApiCachedInput, "200"),
            (Category::ApiCacheWrite, "300"),
            (Category::ApiOutput, "2000"),
        ],
    );
}

#[test]
fn cache_misses_without_a_write_price_cost_the_input_price() {
    // h = 0.8: 300 x 2 = 600 and 100 x 2 = 200, which are plain input; 400 x 0.5 = 200
    let monthly =
        bill(REUSABLE_CLASS, "cached_input_usd_per_mtok = 0.5\ntokens = { cache_hit_fraction = 0.8 }");
    charges(
        &monthly,
        &[(Category::ApiInput, "800"), (Category::ApiCachedInput, "200"), (Category::ApiOutput, "2000")],
    );
}

#[test]
fn cache_hits_without_a_cached_price_cost_the_input_price() {
    // all 800 prompt tokens at 2: the plain bill
    costs(&bill(REUSABLE_CLASS, "tokens = { cache_hit_fraction = 0.8 }"), "3600");
}

#[test]
fn cache_hit_of_one_writes_nothing() {
    // 300 x 2 = 600; 500 x 0.5 = 250
    let monthly = bill(
        REUSABLE_CLASS,
        "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\ntokens = { cache_hit_fraction = 1 }",
    );
    charges(
        &monthly,
        &[(Category::ApiInput, "600"), (Category::ApiCachedInput, "250"), (Category::ApiOutput, "2000")],
    );
}

#[test]
fn cache_hit_of_zero_does_not_use_the_cache() {
    // nobody writes what nobody reads: 800 x 2 = 1,600
    let prices = "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3";
    let plain = [(Category::ApiInput, "1600"), (Category::ApiOutput, "2000")];
    charges(&bill(REUSABLE_CLASS, &format!("{prices}\ntokens = {{ cache_hit_fraction = 0 }}")), &plain);
    // the default: no hit that nobody measured
    charges(&bill(REUSABLE_CLASS, prices), &plain);
}

#[test]
fn reusable_prompt_at_the_least_cacheable_length_is_cached() {
    let cached = |minimum: &str| {
        bill(
            REUSABLE_CLASS,
            &format!(
                "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\n\
                 minimum_cacheable_tokens = {minimum}\ntokens = {{ cache_hit_fraction = 0.8 }}"
            ),
        )
    };
    // 600 + 200 + 300 + 2,000, as above
    costs(&cached("500"), "3100");
    // one token short: plain input, and nothing is written
    charges(&cached("501"), &[(Category::ApiInput, "1600"), (Category::ApiOutput, "2000")]);
}

#[test]
fn least_cacheable_length_counts_the_tokens_of_the_alternative() {
    // the reusable 500 are 1,000 of its own tokens: of 1,600, 600 x 2 = 1,200 plain and 1,000 x 0.5 = 500 read
    let monthly = bill(
        REUSABLE_CLASS,
        "cached_input_usd_per_mtok = 0.5\nminimum_cacheable_tokens = 1000\n\
         tokens = { prompt_ratio = 2, cache_hit_fraction = 1 }",
    );
    charges(
        &monthly,
        &[(Category::ApiInput, "1200"), (Category::ApiCachedInput, "500"), (Category::ApiOutput, "2000")],
    );
}

// Token profile.

#[test]
fn ratios_of_the_alternative_scale_prompt_and_visible_completion() {
    // 800 x 1.5 x 2 = 2,400; 200 x 0.5 x 10 = 1,000; reasoning is in its own tokens: 100 x 10 = 1,000
    let monthly =
        bill(PLAIN_CLASS, "tokens = { prompt_ratio = 1.5, completion_ratio = 0.5, reasoning_tokens = 100 }");
    charges(
        &monthly,
        &[(Category::ApiInput, "2400"), (Category::ApiOutput, "1000"), (Category::ApiReasoning, "1000")],
    );
}

#[test]
fn profile_of_a_class_overrides_that_of_the_alternative() {
    // half of the requests each, of 800 and 200:
    // chat:  800 x 1.5 x 2 = 2,400 and 200 x 10 = 2,000
    // agent: 800 x 3 x 2 = 4,800 and 200 x 2 x 10 = 4,000, and 50 x 10 = 500 of reasoning
    // halves: 3,600 + 3,000 + 250 = 6,850
    let classes = "class.agent = { share = 0.5, prompt_tokens = 800, completion_tokens = 200 }\n\
                   class.chat = { share = 0.5, prompt_tokens = 800, completion_tokens = 200 }";
    let tokens = "tokens = { prompt_ratio = 1.5, class.agent = { prompt_ratio = 3, completion_ratio = 2, \
                  reasoning_tokens = 50 } }";
    charges(
        &bill(classes, tokens),
        &[(Category::ApiInput, "3600"), (Category::ApiOutput, "3000"), (Category::ApiReasoning, "250")],
    );
}

#[test]
fn attempts_and_cache_hits_of_a_class_override_those_of_the_alternative() {
    // chat: 1 attempt, h = 0: 3,600. agent: 2 attempts at h = 1: 2 x (300 x 2 + 500 x 1 + 2,000) = 6,200. Halves: 4,900
    let class = "prompt_tokens = 800, reusable_prompt_tokens = 500, completion_tokens = 200 }";
    let classes = format!("class.agent = {{ share = 0.5, {class}\nclass.chat = {{ share = 0.5, {class}");
    let api = "cached_input_usd_per_mtok = 1\n\
               tokens.class.agent = { attempts = 2, cache_hit_fraction = 1 }";
    costs(&bill(&classes, api), "4900");
}

#[test]
fn attempts_multiply_the_whole_bill() {
    // 3 x (1,600 + 2,000 + 1,000)
    let monthly = bill(PLAIN_CLASS, "tokens = { attempts = 3, reasoning_tokens = 100 }");
    charges(
        &monthly,
        &[(Category::ApiInput, "4800"), (Category::ApiOutput, "6000"), (Category::ApiReasoning, "3000")],
    );
}

// Batch.

#[test]
fn class_that_may_wait_a_day_gets_batch_prices() {
    let waiting = |hours: &str| {
        bill(
            &format!(
                "class.chat = {{ prompt_tokens = 800, completion_tokens = 200, may_wait_hours = {hours} }}"
            ),
            "batch_price_fraction = 0.5\ntokens = { reasoning_tokens = 100 }",
        )
    };
    // half of 1,600 + 2,000 + 1,000
    costs(&waiting("24"), "2300");
    costs(&waiting("168"), "2300");
    costs(&waiting("23"), "4600");
    costs(&waiting("0"), "4600");
}

#[test]
fn class_that_may_wait_pays_full_prices_without_a_batch() {
    let class = "class.chat = { prompt_tokens = 800, completion_tokens = 200, may_wait_hours = 24 }";
    costs(&bill(class, ""), "3600");
}

#[test]
fn cached_input_in_batch_has_a_fraction_of_its_own() {
    let class = "class.chat = { prompt_tokens = 800, reusable_prompt_tokens = 500, completion_tokens = 200, \
                 may_wait_hours = 24 }";
    let prices = "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\nbatch_price_fraction = 0.5\n\
                  tokens = { cache_hit_fraction = 0.8 }";
    // without one, all goes by half: 300, 100, 150, 1,000
    let halves = [
        (Category::ApiInput, "300"),
        (Category::ApiCachedInput, "100"),
        (Category::ApiCacheWrite, "150"),
        (Category::ApiOutput, "1000"),
    ];
    charges(&bill(class, prices), &halves);
    // at 1, the 400 read tokens keep their 0.5 USD: 200
    let own = [
        (Category::ApiInput, "300"),
        (Category::ApiCachedInput, "200"),
        (Category::ApiCacheWrite, "150"),
        (Category::ApiOutput, "1000"),
    ];
    charges(&bill(class, &format!("batch_cached_input_price_fraction = 1\n{prices}")), &own);
}

// Context tiers.

#[test]
fn prompt_at_the_threshold_pays_the_lower_price_and_one_token_more_the_dearer() {
    let prompt = |tokens: &str| {
        bill(
            &format!("class.chat = {{ prompt_tokens = {tokens}, completion_tokens = 200 }}"),
            "context_tiers = [ { above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 } ]",
        )
    };
    // 1,000 x 2 and 200 x 10
    charges(&prompt("1000"), &[(Category::ApiInput, "2000"), (Category::ApiOutput, "2000")]);
    // the whole request: 1,001 x 4 and 200 x 15
    charges(&prompt("1001"), &[(Category::ApiInput, "4004"), (Category::ApiOutput, "3000")]);
}

#[test]
fn prompt_above_a_tier_pays_its_cached_write_and_reasoning_prices_too() {
    // 300 x 4 = 1,200; 400 x 1 = 400; 100 x 6 = 600; 200 x 15 = 3,000; 100 x 8 = 800
    let monthly = bill(
        REUSABLE_CLASS,
        "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\nreasoning_usd_per_mtok = 5\n\
         context_tiers = [ { above_prompt_tokens = 799, input_usd_per_mtok = 4, cached_input_usd_per_mtok = 1, \
         cache_write_usd_per_mtok = 6, output_usd_per_mtok = 15, reasoning_usd_per_mtok = 8 } ]\n\
         tokens = { cache_hit_fraction = 0.8, reasoning_tokens = 100 }",
    );
    charges(
        &monthly,
        &[
            (Category::ApiInput, "1200"),
            (Category::ApiCachedInput, "400"),
            (Category::ApiCacheWrite, "600"),
            (Category::ApiOutput, "3000"),
            (Category::ApiReasoning, "800"),
        ],
    );
}

#[test]
fn tier_without_own_cache_and_reasoning_prices_takes_its_input_and_output_price() {
    // 300 x 4 = 1,200; 400 x 4 = 1,600 read; 100 x 4 = 400 written; 200 x 15 = 3,000; 100 x 15 = 1,500
    let monthly = bill(
        REUSABLE_CLASS,
        "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\n\
         context_tiers = [ { above_prompt_tokens = 799, input_usd_per_mtok = 4, output_usd_per_mtok = 15 } ]\n\
         tokens = { cache_hit_fraction = 0.8, reasoning_tokens = 100 }",
    );
    charges(
        &monthly,
        &[
            (Category::ApiInput, "1200"),
            (Category::ApiCachedInput, "1600"),
            (Category::ApiCacheWrite, "400"),
            (Category::ApiOutput, "3000"),
            (Category::ApiReasoning, "1500"),
        ],
    );
}

#[test]
fn tier_threshold_counts_the_tokens_of_the_alternative() {
    let tier = "context_tiers = [ { above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 } ]";
    // 800 x 1.25 = 1,000: not above; 1,000 x 2 + 2,000
    costs(&bill(PLAIN_CLASS, &format!("{tier}\ntokens = {{ prompt_ratio = 1.25 }}")), "4000");
    // 800 x 1.26 = 1,008: 1,008 x 4 + 200 x 15 = 4,032 + 3,000
    costs(&bill(PLAIN_CLASS, &format!("{tier}\ntokens = {{ prompt_ratio = 1.26 }}")), "7032");
}

#[test]
fn two_tiers_charge_by_the_highest_that_is_passed() {
    let prompt = |tokens: &str| {
        bill(
            &format!("class.chat = {{ prompt_tokens = {tokens}, completion_tokens = 100 }}"),
            "context_tiers = [ { above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 }, \
             { above_prompt_tokens = 2000, input_usd_per_mtok = 8, output_usd_per_mtok = 30 } ]",
        )
    };
    // 1,000 x 2 + 100 x 10; 2,000 x 4 + 100 x 15; 2,001 x 8 + 100 x 30
    costs(&prompt("1000"), "3000");
    costs(&prompt("2000"), "9500");
    costs(&prompt("2001"), "19008");
}

#[test]
fn tiers_hold_in_batch_too() {
    // half of 1,001 x 4 + 200 x 15 = 7,004
    let class = "class.chat = { prompt_tokens = 1001, completion_tokens = 200, may_wait_hours = 24 }";
    let api = "batch_price_fraction = 0.5\n\
               context_tiers = [ { above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 } ]";
    costs(&bill(class, api), "3502");
}

#[test]
fn tiers_that_do_not_ascend_are_refused() {
    let api = format!(
        "{PLAIN_PRICE}\ncontext_tiers = [ \
         {{ above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 }}, \
         {{ above_prompt_tokens = 1000, input_usd_per_mtok = 8, output_usd_per_mtok = 30 }} ]"
    );
    let error = try_compare("2026-11-24", &format!("{REQUESTS}\n{PLAIN_CLASS}"), &api).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    assert_eq!(error.path().unwrap().as_str(), "api.a.context_tiers.1.above_prompt_tokens");
}

// Mixed classes, volumes, unit costs.

#[test]
fn mixed_classes_are_weighed_by_their_share_of_the_requests() {
    // long (a quarter): 2,000 x 4 + 400 x 15 = 14,000 above the tier; short: 400 x 2 + 200 x 10 = 2,800, in batch 1,400
    // 0.25 x 14,000 + 0.75 x 1,400 = 3,500 + 1,050
    let classes = "class.long = { share = 0.25, prompt_tokens = 2000, completion_tokens = 400 }\n\
                   class.short = { share = 0.75, prompt_tokens = 400, completion_tokens = 200, may_wait_hours = 24 }";
    let api = "batch_price_fraction = 0.5\n\
               context_tiers = [ { above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 } ]";
    let monthly = bill(classes, api);
    costs(&monthly, "4550");
    // T = 0.25 x 2,400 + 0.75 x 600 = 1,050 tokens a request: 1,050 Mtok a month
    assert_eq!(monthly.cost_per_mtok, decimal("4550") / decimal("1050"));
    assert_eq!(monthly.cost_per_1000_requests, decimal("4.55"));
}

#[test]
fn volume_in_requests_and_in_tokens_give_the_same_bill() {
    // a million requests of 1,000 tokens
    let api = PLAIN_PRICE;
    let of = |volume: &str| try_compare("2026-11-24", &format!("{volume}\n{PLAIN_CLASS}"), api).unwrap();
    let (requests, tokens) = (of(REQUESTS), of("tokens_per_month = 1_000_000_000"));
    assert_eq!(requests.monthly("a").unwrap(), tokens.monthly("a").unwrap());
    for comparison in [requests, tokens] {
        let volume = comparison.answer().unwrap().volume;
        assert_eq!(volume.tokens_per_month, 1_000_000_000);
        assert_eq!(volume.requests_per_month, decimal("1000000"));
    }
}

#[test]
fn volume_in_both_or_neither_is_refused() {
    let both = format!("{REQUESTS}\ntokens_per_month = 1_000_000_000\n{PLAIN_CLASS}");
    let error = try_compare("2026-11-24", &both, PLAIN_PRICE).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Conflict { .. }), "{error}");
    let error = try_compare("2026-11-24", PLAIN_CLASS, PLAIN_PRICE).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
}

#[test]
fn unit_costs_of_an_api_are_its_bill_over_what_is_served() {
    // 3,600 USD for 1,000 Mtok and 1,000 thousand requests
    let plain = bill(PLAIN_CLASS, "");
    assert_eq!((plain.cost_per_mtok, plain.cost_per_1000_requests), (decimal("3.6"), decimal("3.6")));
    assert_eq!(plain.price_per_input_mtok, Some(decimal("2")));
    assert_eq!(plain.price_per_output_mtok, Some(decimal("10")));
    // read 400 x 0.5, written 100 x 3, plain 300 x 2: 1,100 for 800 Mtok of prompt;
    // output and reasoning, 300 x 10, for 200 Mtok of visible completion
    let mixed = bill(
        REUSABLE_CLASS,
        "cached_input_usd_per_mtok = 0.5\ncache_write_usd_per_mtok = 3\n\
         tokens = { cache_hit_fraction = 0.8, reasoning_tokens = 100 }",
    );
    assert_eq!(mixed.price_per_input_mtok, Some(decimal("1.375")));
    assert_eq!(mixed.price_per_output_mtok, Some(decimal("15")));
}

#[test]
fn unit_price_of_tokens_that_nobody_sends_is_absent() {
    let no_prompt = bill("class.chat = { prompt_tokens = 0, completion_tokens = 200 }", "");
    assert_eq!(
        (no_prompt.price_per_input_mtok, no_prompt.price_per_output_mtok),
        (None, Some(decimal("10")))
    );
    let no_completion = bill("class.chat = { prompt_tokens = 800, completion_tokens = 0 }", "");
    assert_eq!(
        (no_completion.price_per_input_mtok, no_completion.price_per_output_mtok),
        (Some(decimal("2")), None)
    );
}

#[test]
fn study_of_an_api_at_a_rate_has_the_monthly_cost_as_its_level_payment() {
    // 12 payments of 3,600 are worth 3,600 a month, whatever the rate
    let comparison = compare(PLAIN_CLASS, PLAIN_PRICE);
    let rate = decimal("0.21");
    let answer = comparison.with("finance.discount_rate_annual_effective", rate).unwrap().answer().unwrap();
    let study = answer.alternative("a").unwrap().study.clone().unwrap();
    assert_eq!(study.equivalent_monthly_cost.amount(), decimal("3600"));
    // the baseline has nothing to switch from; and at 0%: 12 x 3,600
    assert_eq!((study.npv_of_switching, study.payback_month, study.payback_months), (None, None, None));
    let flat = comparison.answer().unwrap().alternative("a").unwrap().study.clone().unwrap();
    assert_eq!(flat.npv.amount(), decimal("43200"));
    assert_eq!(flat.levelized_cost_per_mtok, decimal("3.6"));
}

// A price path.

/// An API of 100 USD in month 1 and no input price (200 x 0.5), and a study of so many months at a rate.
fn path(change: &str, months: u32, rate_of_return: &str, workload: &str) -> Comparison {
    let api = format!(
        "family = \"closed_api\"\ninput_usd_per_mtok = 0\noutput_usd_per_mtok = 0.5\nprice_change_fraction_per_month = {change}"
    );
    let workload = format!("{REQUESTS}\n{workload}\n{PLAIN_CLASS}");
    let text = text("2026-11-24", &workload, &api)
        .replace("horizon_months = 12", &format!("horizon_months = {months}"))
        .replace("effective = 0", &format!("effective = {rate_of_return}"));
    Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn flows(comparison: &Comparison) -> Vec<Decimal> {
    comparison.ledger("a").unwrap().flows.iter().map(|flow| flow.amount.amount()).collect()
}

#[test]
fn price_path_bills_each_month_at_the_prices_of_the_month() {
    // 100, 100 x 0.9 and 90 x 0.9
    let comparison = path("-0.1", 3, "0", "");
    assert_eq!(flows(&comparison), ["100", "90", "81"].map(decimal));
    let study = comparison.answer().unwrap().alternative("a").unwrap().study.clone().unwrap();
    // 271 over 3 months, and over 3 x 1,000 Mtok
    assert_eq!(study.npv.amount(), decimal("271"));
    assert_eq!(study.equivalent_monthly_cost.amount(), decimal("90.333333333333"));
    assert_eq!(study.levelized_cost_per_mtok, decimal("271") / decimal("3000"));
    assert_eq!(comparison.equivalent_monthly_cost("a").unwrap().amount(), decimal("90.333333333333"));
    assert!((comparison.equivalent_monthly_cost_as_float("a").unwrap() - 271.0 / 3.0).abs() < 1e-12);
    // month 1 and the curve are of today's prices
    assert_eq!(comparison.monthly_cost("a").unwrap().amount(), decimal("100"));
    assert_eq!(comparison.curve("a").unwrap().cost(2_000_000_000).unwrap().amount(), decimal("200"));
}

#[test]
fn price_path_that_rises_with_interest_is_worth_the_same_in_each_month() {
    // 100, 105, 110.25, each worth 100 / 1.05 today: 300 / 1.05
    let comparison = path("0.05", 3, common::FIVE_PERCENT_A_MONTH, "");
    assert_eq!(flows(&comparison), ["100", "105", "110.25"].map(decimal));
    let study = comparison.answer().unwrap().alternative("a").unwrap().study.clone().unwrap();
    assert_eq!(study.npv.amount(), decimal("285.714285714286"));
}

#[test]
fn price_path_and_growth_multiply() {
    // half the volume at twice the price: 100 in each month
    let comparison = path("1", 3, "0", "growth_fraction_per_month = -0.5");
    assert_eq!(flows(&comparison), ["100", "100", "100"].map(decimal));
}

#[test]
fn price_path_decides_over_the_study_and_not_in_month_1() {
    // b costs 95 in each month, a 100 in month 1 and 271 / 3 = 90.33 on average
    let text = text(
        "2026-11-24",
        &format!("{REQUESTS}\n{PLAIN_CLASS}"),
        "family = \"closed_api\"\ninput_usd_per_mtok = 0\noutput_usd_per_mtok = 0.5\nprice_change_fraction_per_month = -0.1\n\
        [api.b]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 0\noutput_usd_per_mtok = 0.475",
    )
    .replace("horizon_months = 12", "horizon_months = 3");
    let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
    let answer = comparison.answer().unwrap();
    let changes = |id: &str| answer.alternative(id).unwrap().price_change_fraction_per_month;
    assert_eq!((changes("a"), changes("b")), (decimal("-0.1"), Decimal::ZERO));
    let verdict = comparison.verdict(&answer).unwrap();
    assert_eq!(verdict.answer, "a");
    // 95 - 271 / 3
    assert_eq!(verdict.margin_over_second.unwrap().amount(), decimal("4.666666666667"));
    assert!(verdict.sentence.contains("a is the cheapest at a level 90 USD a month"), "{}", verdict.sentence);
    // b is dearer by 95 x 3 / 271 - 1: a price of a above 0.5 x 285 / 271 = 0.52583 gives the answer to b
    let flip = verdict.flips.iter().find(|flip| flip.path.as_str() == "api.a.output_usd_per_mtok").unwrap();
    assert_eq!((flip.at, flip.changes_to.as_deref()), (Some(decimal("0.525831")), Some("b")));
    let not_covered = "price changes within the study: all prices but those of APIs hold to its end, the paths of API prices aside";
    assert!(verdict.not_covered.iter().any(|what| what == not_covered));
}

#[test]
fn price_path_that_falls_below_any_digit_is_an_error() {
    // 0.5^599 is 1e-180
    let comparison = path("-0.5", 600, "0", "");
    let error = comparison.ledger("a").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::OutOfBounds { .. }), "{error}");
    assert!(comparison.equivalent_monthly_cost("a").is_err());
}

// What an API cannot take.

#[test]
fn request_past_the_context_window_limits_the_alternative() {
    let limited = |window: &str, tokens: &str| {
        let other = "[api.b]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1";
        let api = format!("{PLAIN_PRICE}\ncontext_window_tokens = {window}\n{tokens}\n{other}");
        let answer = compare(PLAIN_CLASS, &api).answer().unwrap();
        answer.alternative("a").unwrap().limited_by.as_ref().map(|(limit, _)| *limit)
    };
    // 800 + 200
    assert_eq!(limited("1000", ""), None);
    assert_eq!(limited("999", ""), Some(LimitedBy::Context));
    // reasoning takes room too, and the ratios count: 800 + 200 + 1; 800 x 1.25 + 200 x 0.5 = 1,100
    assert_eq!(limited("1000", "tokens = { reasoning_tokens = 1 }"), Some(LimitedBy::Context));
    assert_eq!(limited("1100", "tokens = { prompt_ratio = 1.25, completion_ratio = 0.5 }"), None);
    assert_eq!(
        limited("1099", "tokens = { prompt_ratio = 1.25, completion_ratio = 0.5 }"),
        Some(LimitedBy::Context)
    );
}

#[test]
fn cost_of_an_alternative_past_its_context_window_is_an_error() {
    let comparison = compare(PLAIN_CLASS, &format!("{PLAIN_PRICE}\ncontext_window_tokens = 999"));
    for error in [
        comparison.monthly("a").unwrap_err(),
        comparison.curve("a").unwrap_err(),
        comparison.ledger("a").unwrap_err(),
    ] {
        assert!(matches!(error.kind(), ErrorKind::Infeasible { .. }), "{error}");
        assert_eq!(error.path().unwrap().as_str(), "api.a");
    }
    // it is the only alternative
    let error = comparison.answer().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoneFeasible { .. }), "{error}");
}

#[test]
fn class_of_no_requests_does_not_limit() {
    let classes = "class.chat = { share = 1, prompt_tokens = 800, completion_tokens = 200 }\n\
                   class.huge = { share = 0, prompt_tokens = 9000, completion_tokens = 200 }";
    let monthly = bill(classes, "context_window_tokens = 1000");
    costs(&monthly, "3600");
}

#[test]
fn longest_answer_of_the_catalog_limits_output_and_reasoning() {
    // openai/gpt-4o: at most 16,384 tokens of answer
    let limited = |completion: &str, reasoning: &str| {
        let class = format!("class.chat = {{ prompt_tokens = 800, completion_tokens = {completion} }}");
        let api = format!("offer = \"openai/gpt-4o\"\ntokens = {{ reasoning_tokens = {reasoning} }}");
        compare(&class, &api).monthly("a").is_err()
    };
    assert!(!limited("16384", "0"));
    assert!(limited("16385", "0"));
    assert!(limited("16384", "1"));
}

// The catalog.

#[test]
fn offer_of_the_catalog_charges_its_prices() {
    // GPT-4o, 2026-11: 2.50 in, 1.25 cached, 10 out; h = 0.8 of 500: 300 x 2.5 = 750, 400 x 1.25 = 500,
    // 100 x 2.5 = 250, 200 x 10 = 2,000
    let monthly = compare(REUSABLE_CLASS, "offer = \"openai/gpt-4o\"\ntokens = { cache_hit_fraction = 0.8 }")
        .monthly("a")
        .unwrap();
    charges(
        &monthly,
        &[(Category::ApiInput, "1000"), (Category::ApiCachedInput, "500"), (Category::ApiOutput, "2000")],
    );
}

#[test]
fn offer_of_the_catalog_has_its_least_cacheable_length_and_tiers() {
    // Claude Haiku 5.5, 2026-11: 0.1 in, 0.01 cached, 0.125 written, 0.5 out; caches from 512 tokens;
    // above 100,000: 0.5 in, 0.05 cached, 0.625 written, 2.5 out
    let cost = |prompt: &str, reusable: &str| {
        let class = format!(
            "class.chat = {{ prompt_tokens = {prompt}, reusable_prompt_tokens = {reusable}, completion_tokens = 200 }}"
        );
        let api = "offer = \"anthropic/claude-haiku-5-5\"\ntokens = { cache_hit_fraction = 0.5 }";
        compare(&class, api).monthly("a").unwrap().cost.amount()
    };
    // 1,000 x 0.1 + 200 x 0.5
    assert_eq!(cost("1000", "511"), decimal("200"));
    // 488 x 0.1 + 256 x 0.01 + 256 x 0.125 + 100 = 48.8 + 2.56 + 32 + 100
    assert_eq!(cost("1000", "512"), decimal("183.36"));
    // 100,001 x 0.5 + 200 x 2.5
    assert_eq!(cost("100001", "0"), decimal("50500.5"));
}

#[test]
fn short_form_of_an_offer_is_its_id() {
    let id = |written: &str| {
        let text = format!(
            "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n[workload]\n{REQUESTS}\n{PLAIN_CLASS}\n\
             [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n[api]\n{written}\n"
        );
        Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().monthly("a").unwrap()
    };
    assert_eq!(id("a = 'openai/gpt-4o'"), id("a = { offer = 'openai/gpt-4o' }"));
}

#[test]
fn offer_before_its_first_price_is_refused() {
    // the book has GPT-4o from 2025-01-06 on
    let workload = format!("{REQUESTS}\n{PLAIN_CLASS}");
    let api = "offer = \"openai/gpt-4o\"";
    let error = try_compare("2025-01-05", &workload, api).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
    assert_eq!(error.path().unwrap().as_str(), "api.a.offer");
    assert!(error.position().is_some(), "{error}");
    assert!(try_compare("2025-01-06", &workload, api).is_ok());
}

#[test]
fn offer_with_a_newer_price_keeps_the_one_of_the_date() {
    let mut catalog = Catalog::builtin().unwrap();
    catalog.extend(
        Catalog::parse(
            r#"
[[offer]]
id = "acme/one"
name = "One"
provider = "Acme"
family = "closed_api"
context_window_tokens = 100000
source = "quote"
as_of = "2026-01-01"
[[offer.price]]
as_of = "2026-01-01"
source = "quote 1"
input_usd_per_mtok = 3
output_usd_per_mtok = 20
[[offer.price]]
as_of = "2026-06-15"
source = "quote 2"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
"#,
        )
        .unwrap(),
    );
    let cost = |on: &str| {
        let text = text(on, &format!("{REQUESTS}\n{PLAIN_CLASS}"), "offer = \"acme/one\"");
        Comparison::parse(&text, &catalog).unwrap().monthly_cost("a").unwrap().amount()
    };
    // 800 x 3 + 200 x 20 = 6,400 until the day before the new price
    assert_eq!(cost("2026-06-14"), decimal("6400"));
    assert_eq!(cost("2026-06-15"), decimal("3600"));
}

#[test]
fn one_price_given_on_top_of_an_offer_leaves_the_others() {
    // GPT-4o at 2 USD in: 800 x 2 + 200 x 10
    let comparison = compare(PLAIN_CLASS, "offer = \"openai/gpt-4o\"\ninput_usd_per_mtok = 2");
    let answer = comparison.answer().unwrap();
    assert_eq!(answer.alternative("a").unwrap().monthly.as_ref().unwrap().cost.amount(), decimal("3600"));
    let of = |path: &str| {
        let entry = answer.provenance.iter().find(|entry| entry.path.as_str() == path).unwrap();
        (
            entry.value.as_str(),
            entry.origin,
            entry.as_of.map(|as_of| as_of.to_string()),
            entry.source.is_some(),
        )
    };
    assert_eq!(of("api.a.input_usd_per_mtok"), ("2", Origin::Given, None, false));
    let november = Some("2026-11".to_owned());
    assert_eq!(of("api.a.output_usd_per_mtok"), ("10", Origin::Catalog, november.clone(), true));
    assert_eq!(of("api.a.cached_input_usd_per_mtok"), ("1.25", Origin::Catalog, november, true));
}

#[test]
fn price_that_nobody_gives_is_derived_or_default_in_provenance() {
    let answer = compare(PLAIN_CLASS, PLAIN_PRICE).answer().unwrap();
    let of = |path: &str| {
        let entry = answer.provenance.iter().find(|entry| entry.path.as_str() == path).unwrap();
        let from: Vec<&str> = entry.derived_from.iter().map(|path| path.as_str()).collect();
        (entry.value.as_str(), entry.origin, from.join(" "))
    };
    let input = "api.a.input_usd_per_mtok".to_owned();
    assert_eq!(of("api.a.cached_input_usd_per_mtok"), ("2", Origin::Derived, input.clone()));
    assert_eq!(of("api.a.cache_write_usd_per_mtok"), ("2", Origin::Derived, input));
    let output = "api.a.output_usd_per_mtok".to_owned();
    assert_eq!(of("api.a.reasoning_usd_per_mtok"), ("10", Origin::Derived, output));
    assert_eq!(of("api.a.batch_price_fraction"), ("1", Origin::Default, String::new()));
    assert_eq!(of("api.a.tokens.cache_hit_fraction"), ("0", Origin::Default, String::new()));
}

#[test]
fn own_offer_without_a_price_or_a_family_is_refused() {
    let workload = format!("{REQUESTS}\n{PLAIN_CLASS}");
    let missing = |api: &str, path: &str| {
        let error = try_compare("2026-11-24", &workload, api).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
        assert_eq!(error.path().unwrap().as_str(), path);
    };
    missing("family = \"closed_api\"\ninput_usd_per_mtok = 2", "api.a.output_usd_per_mtok");
    missing("family = \"closed_api\"\noutput_usd_per_mtok = 2", "api.a.input_usd_per_mtok");
    missing("input_usd_per_mtok = 2\noutput_usd_per_mtok = 10", "api.a.offer");
}

// Another value of one number is the same as the scenario with it.

#[test]
fn changed_price_is_the_scenario_with_that_price() {
    let with = |path: &str, value: &str| {
        compare(PLAIN_CLASS, PLAIN_PRICE).with(path, decimal(value)).unwrap().monthly("a").unwrap()
    };
    // 800 x 3 + 2,000; 1,600 + 200 x 20; 2 x 3,600
    costs(&with("api.a.input_usd_per_mtok", "3"), "4400");
    costs(&with("api.a.output_usd_per_mtok", "20"), "5600");
    costs(&with("api.a.tokens.attempts", "2"), "7200");
    costs(&with("workload.tokens_per_month", "2000000000"), "7200");
}

#[test]
fn changed_output_price_carries_the_reasoning_that_is_billed_as_output() {
    // written so: 1,600 + (200 + 100) x 20 = 7,600
    let reasoning = "tokens = { reasoning_tokens = 100 }";
    let written = "family = \"closed_api\"\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 20";
    costs(&compare(PLAIN_CLASS, &format!("{written}\n{reasoning}")).monthly("a").unwrap(), "7600");
    let changed = compare(PLAIN_CLASS, &format!("{PLAIN_PRICE}\n{reasoning}"))
        .with("api.a.output_usd_per_mtok", decimal("20"))
        .unwrap();
    costs(&changed.monthly("a").unwrap(), "7600");
}

#[test]
fn changed_input_price_carries_the_cache_that_has_no_price_of_its_own() {
    // all 800 at 3, whether read, written or neither: 2,400 + 2,000
    let changed = compare(REUSABLE_CLASS, &format!("{PLAIN_PRICE}\ntokens = {{ cache_hit_fraction = 0.8 }}"))
        .with("api.a.input_usd_per_mtok", decimal("3"))
        .unwrap();
    costs(&changed.monthly("a").unwrap(), "4400");
}
