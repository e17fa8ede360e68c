//! LiteLLM's list of prices.

use super::{facts, stated, usd};
use breakeven::{Decimal, NoteKind, PriceList, Refusal, Request};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

fn list(rows: &str) -> PriceList {
    PriceList::litellm(&format!("{{ {rows} }}"), &stated()).unwrap()
}

/// A row of a chat model with prices beside those of input and output, 2e-06 and 1e-05 a token.
fn row(beside: &str) -> PriceList {
    list(&format!(
        r#""m": {{ "mode": "chat", "litellm_provider": "acme", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-05, {beside} "x": 0 }}"#
    ))
}

fn cost(list: &PriceList, request: Request<'_>) -> Decimal {
    list.offer("m").unwrap().newest_tariff().unwrap().cost(&request).unwrap().total_usd
}

fn refusal(list: &PriceList) -> String {
    assert!(list.offers().is_empty());
    assert_eq!(list.refused().len(), 1);
    list.refused()[0].reason.to_string()
}

const LONG: Request<'static> = Request {
    prompt_tokens: 300_000,
    cached_tokens: 100_000,
    cache_write_tokens: 50_000,
    cache_write_1h_tokens: 20_000,
    cache_write_12h_tokens: 0,
    completion_tokens: 1_000,
    reasoning_tokens: 400,
    service_tier: None,
    uplifts: &[],
    at: None,
};

#[test]
fn tier_of_long_prompts_prices_all_of_the_request_where_the_list_gives_it() {
    let list = row(r#""cache_read_input_token_cost": 2e-07, "cache_creation_input_token_cost": 2.5e-06,
        "cache_creation_input_token_cost_above_1hr": 4e-06, "input_cost_per_token_above_200k_tokens": 4e-06,
        "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 8e-06, "output_cost_per_token_above_200k_tokens": 1.5e-05,
        "cache_read_input_token_cost_above_200k_tokens": 4e-07,"#);
    // 150,000 x 4 + 100,000 x 0.4 + 30,000 x 2.5 (the list has no higher price for it) + 20,000 x 8 + 1,000 x 15, in millionths
    assert_eq!(cost(&list, LONG), usd("0.89"));
    // 50,000 x 2 + 100,000 x 0.2 + 30,000 x 2.5 + 20,000 x 4 + 1,000 x 10
    assert_eq!(cost(&list, Request { prompt_tokens: 200_000, ..LONG }), usd("0.285"));
}

#[test]
fn tiers_of_service_have_their_own_prices_and_else_those_of_the_standard_one() {
    let list = row(
        r#""cache_read_input_token_cost": 2e-07, "input_cost_per_token_batches": 1e-06, "output_cost_per_token_batches": 5e-06,
        "input_cost_per_token_flex": 1.5e-06, "input_cost_per_token_above_200k_tokens": 4e-06,
        "input_cost_per_token_above_200k_tokens_priority": 8e-06, "input_cost_per_token_priority": 5e-06,"#,
    );
    let million = |service_tier| Request {
        prompt_tokens: 100_000,
        service_tier: Some(service_tier),
        ..Request::default()
    };
    assert_eq!(cost(&list, million("batch")), usd("0.1"));
    assert_eq!(cost(&list, million("flex")), usd("0.15"));
    assert_eq!(cost(&list, million("priority")), usd("0.5"));
    let long = |service_tier| Request { prompt_tokens: 300_000, ..million(service_tier) };
    assert_eq!(cost(&list, long("priority")), usd("2.4"));
    // Flex has no price of long prompts: the standard one; batch is half of each price that it has, so of this one, too.
    assert_eq!(cost(&list, long("flex")), usd("1.2"));
    assert_eq!(cost(&list, long("batch")), usd("0.6"));
    let missing: Vec<&NoteKind> = list.notes().iter().map(|note| &note.kind).collect();
    let of = |service_tier: &str| NoteKind::NoTierOfLongPrompts { service_tier: service_tier.to_owned() };
    assert_eq!(missing, [&of("flex")]);
    // A cached token has no price of its own in a batch.
    let cached = Request { prompt_tokens: 10, cached_tokens: 10, ..million("batch") };
    assert_eq!(cost(&list, cached), usd("0.000002"));
}

#[test]
fn tiered_pricing_holds_for_the_whole_request() {
    let list = list(
        r#""m": { "mode": "chat", "litellm_provider": "dashscope", "tiered_pricing": [
        { "range": [0, 32000.0], "input_cost_per_token": 1.2e-06, "output_cost_per_token": 6e-06, "cache_read_input_token_cost": 2.4e-07 },
        { "range": [32000.0, 128000.0], "input_cost_per_token": 2.4e-06, "output_cost_per_token": 1.2e-05 } ] }"#,
    );
    let request = |prompt_tokens| Request {
        prompt_tokens,
        cached_tokens: 10_000,
        completion_tokens: 100,
        ..Request::default()
    };
    // 22,000 x 1.2 + 10,000 x 0.24 + 100 x 6
    assert_eq!(cost(&list, request(32_000)), usd("0.0294"));
    // A tier without a cached price bills it as its input: 32,001 x 2.4 + 100 x 12
    assert_eq!(cost(&list, request(32_001)), usd("0.0780024"));
    assert_eq!(cost(&list, request(500_000)), usd("1.2012"));
}

#[test]
fn prices_beside_off_peak_ones_are_those_of_the_peak() {
    let list = row(
        r#""off_peak_pricing": { "input_cost_per_token": 1e-06, "weekday_timezone": "Asia/Shanghai", "windows": [
        { "weekdays": ["Mon", 2, 3, 4, "friday"], "hours_utc": ["16:30-00:30"] }, { "weekdays": [6, 7], "hours_utc": "00:00-00:00" } ] },"#,
    );
    let at = |at: Option<&str>| {
        let at = at.map(|at| at.parse().unwrap());
        cost(&list, Request { prompt_tokens: 1_000_000, completion_tokens: 1, at, ..Request::default() })
    };
    // Output has no off-peak price.
    assert_eq!(at(None), usd("2.00001"));
    // Thursday the 26th, 16:29 and 16:30; 00:15 on Friday; 00:30
    assert_eq!(at(Some("2026-11-26T15:29:59Z")), usd("2.00001"));
    assert_eq!(at(Some("2026-11-25T16:30:00Z")), usd("1.00001"));
    assert_eq!(at(Some("2026-11-27T00:15:00Z")), usd("1.00001"));
    assert_eq!(at(Some("2026-11-27T00:30:00Z")), usd("2.00001"));
    // Friday 17:00 in UTC is Saturday in Shanghai, and Sunday 17:00 is Monday there, in its hours.
    assert_eq!(at(Some("2026-11-28T12:00:00Z")), usd("1.00001"));
    assert_eq!(at(Some("2026-11-29T12:00:00Z")), usd("1.00001"));
    assert_eq!(at(Some("2026-11-30T12:00:00Z")), usd("2.00001"));
}

#[test]
fn multipliers_are_uplifts() {
    let list = row(r#""regional_processing_uplift_multiplier_eu": 1.1, "fedramp_uplift_multiplier": 1.2,
        "regional_endpoint_uplift_multiplier": 1.05, "provider_specific_entry": { "us": 1.1, "fast": 2 },"#);
    let of =
        |uplifts: &[&str]| cost(&list, Request { prompt_tokens: 1_000_000, uplifts, ..Request::default() });
    assert_eq!(of(&[]), usd("2"));
    assert_eq!(of(&["eu", "fedramp"]), usd("2.64"));
    assert_eq!(of(&["regional_endpoint"]), usd("2.1"));
    assert_eq!(of(&["us", "fast"]), usd("4.4"));
}

#[test]
fn numbers_are_read_in_any_form_and_exactly() {
    let list = list(
        r#""a": { "mode": "chat", "input_cost_per_token": "2.5e-06", "output_cost_per_token": 0.00001, "max_input_tokens": "128000", "cache_read_input_token_cost": null },
           "m": { "mode": "chat", "input_cost_per_token": 1.1428571428571428e-06, "output_cost_per_token": 1E-5, "max_input_tokens": 256000.0 }"#,
    );
    assert!(list.refused().is_empty());
    assert_eq!(
        cost(&list, Request { prompt_tokens: 7, ..Request::default() }),
        usd("0.0000079999999999999996")
    );
    let digits = NoteKind::LongNumber { key: "input_cost_per_token".to_owned() };
    assert!(list.notes().iter().any(|note| note.row == "m" && note.kind == digits));
    let quoted = list.offer("a").unwrap().newest_tariff().unwrap();
    let request = Request { prompt_tokens: 2, cached_tokens: 1, completion_tokens: 1, ..Request::default() };
    // Null is no price: cached input costs what input costs. 2 x 2.5 + 10
    assert_eq!(quoted.cost(&request).unwrap().total_usd, usd("0.000015"));
}

#[test]
fn rows_that_are_not_taken_say_why() {
    for (rows, reason) in [
        (
            r#""sample_spec": { "mode": "one of: chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0 }"#,
            "it shows the form of the others and is no model",
        ),
        (r#""m": [1, { "a": 2 }]"#, "it is no table of prices"),
        (
            r#""m": { "mode": "embedding", "input_cost_per_token": 1e-07 }"#,
            "it sells no tokens of text, but embedding",
        ),
        (
            r#""m": { "mode": "chat", "output_cost_per_token": 1e-07, "input_cost_per_video_per_second": 1 }"#,
            "it has no price of input tokens beside that of the others",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": 1e-07 }"#,
            "it has no price of output tokens beside that of the others",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": "cheap", "output_cost_per_token": 1 }"#,
            "input_cost_per_token: \"cheap\" is no number that can be kept exactly",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": -1e-06, "output_cost_per_token": 1e-06 }"#,
            "input_usd_per_mtok = -1 is not in 0..=100000 (USD per Mtok)",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": true, "output_cost_per_token": 1e-06 }"#,
            "input_cost_per_token: true is no number that can be kept exactly",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "input_cost_per_token": 2e-06 }"#,
            "input_cost_per_token: another price of the same tokens stands before it",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "off_peak_pricing": { "hours_utc": "00:00-08:00", "weekday_timezone": "Europe/Paris" } }"#,
            "off_peak_pricing: \"Europe/Paris\" cannot be said in a sheet of prices",
        ),
        (
            r#""m": { "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "off_peak_pricing": { "hours_utc": "8-9" } }"#,
            "time_of_day.0.windows.0.hours_utc.0: `8-9`, expected hours such as \"16:30-24:00\", from before to",
        ),
        (
            r#""m": { "mode": "chat", "tiered_pricing": [{ "range": "short", "input_cost_per_token": 1e-06 }] }"#,
            "tiered_pricing: [{ \"range\": \"short\", \"input_cost_per_token\": 1e-06 }] cannot be said in a sheet of prices",
        ),
        (r#""m": { "rules": [] }"#, "it has no prices and no kind that is known"),
        (r#""m": { "alias_of": "n" }"#, "it is another name of `n`, which is not taken"),
    ] {
        assert_eq!(refusal(&list(rows)), reason, "{rows}");
    }
}

#[test]
fn price_of_nothing_is_taken_as_such_and_noted() {
    let free = list(r#""m": { "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0.0 }"#);
    assert_eq!(cost(&free, LONG), Decimal::ZERO);
    assert_eq!(free.notes().iter().map(|note| &note.kind).collect::<Vec<_>>(), [&NoteKind::ListedAtZero]);
    let unpriced = list(r#""m": { "mode": "chat", "max_input_tokens": 1, "input_cost_per_second": 0.1 }"#);
    assert!(unpriced.offer("m").unwrap().newest_tariff().is_err());
    let seconds = NoteKind::NotTaken { key: "input_cost_per_second".to_owned() };
    assert_eq!(
        unpriced.notes().iter().map(|note| &note.kind).collect::<Vec<_>>(),
        [&seconds, &NoteKind::NoTokenPrice]
    );
}

#[test]
fn names_of_offers_and_of_refused_rows_are_looked_up() {
    let list = list(
        r#""gpt-a-latest": { "alias_of": "gpt-a" }, "speech": { "mode": "audio_speech" },
           "gpt-a": { "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
           "gpt-a": { "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-06 }"#,
    );
    assert_eq!(list.offer("gpt-a-latest").unwrap().id(), "gpt-a");
    assert!(matches!(list.refused()[1].reason, Refusal::Twice));
    assert_eq!(
        list.offer("gpt-b").unwrap_err().to_string(),
        "model: no model of the list is called `gpt-b`; did you mean `gpt-a`?"
    );
    let refused = "model: `speech` is in the list and not taken: it sells no tokens of text, but audio_speech; name another model of the list";
    assert_eq!(list.offer("speech").unwrap_err().to_string(), refused);
}

#[test]
fn text_that_is_no_list_is_an_error_with_its_place() {
    for (text, message) in [
        ("", "1:1: EOF while parsing a value"),
        ("[]", "1:1: invalid type: sequence, expected a table of rows by their names"),
        ("{\n\"a\": NaN }", "2:6: expected value"),
        ("{} {}", "1:4: trailing characters"),
    ] {
        let error = PriceList::litellm(text, &stated()).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
    let deep = format!("{{ \"a\": {}", "[".repeat(100_000));
    assert!(PriceList::litellm(&deep, &stated()).is_err());
}

// Where the list, or LiteLLM's reckoning with it, differs from what the vendor publishes.

#[test]
fn vendor_rule_gemini_thinking_is_billed_as_output_in_long_prompts_too() {
    // https://ai.google.dev/gemini-api/docs/pricing: "Output price (including thinking tokens)", dearer above 200,000 tokens. LiteLLM
    // 1.110.2 (llm_cost_calc/utils.py, _resolve_reasoning_token_cost) bills reasoning at output_cost_per_reasoning_token at any length.
    let list = row(
        r#""output_cost_per_reasoning_token": 1e-05, "input_cost_per_token_above_200k_tokens": 4e-06, "output_cost_per_token_above_200k_tokens": 1.5e-05,"#,
    );
    let thinking = Request {
        prompt_tokens: 200_001,
        completion_tokens: 1_000,
        reasoning_tokens: 1_000,
        ..Request::default()
    };
    // 200,001 x 4 + 1,000 x 15; LiteLLM has 1,000 x 10
    assert_eq!(cost(&list, thinking), usd("0.815004"));
}

#[test]
fn vendor_rule_deepseek_charges_what_is_not_read_from_the_cache_as_input() {
    // https://api-docs.deepseek.com/quick_start/pricing has two prices of input, cache hit and cache miss. The list has a
    // cache_creation_input_token_cost of 0.0, at which LiteLLM bills tokens that a caller reports as written.
    let list = row(r#""cache_read_input_token_cost": 2e-07, "cache_creation_input_token_cost": 0.0,"#);
    let writes = Request { prompt_tokens: 1_000, cache_write_tokens: 1_000, ..Request::default() };
    assert_eq!(cost(&list, writes), usd("0.002"));
    assert_eq!(list.notes().iter().map(|note| &note.kind).collect::<Vec<_>>(), [&NoteKind::WritesAreInput]);
}

#[test]
fn vendor_rule_batch_is_not_half_where_nobody_says_so() {
    // LiteLLM 1.110.2 (cost_calculator.py, batch_cost_calculator) halves the prices of a model without batch prices. xAI's batch takes
    // 20% off (https://docs.x.ai/docs/models), and most hosts sell none.
    let tariff = row("").offer("m").unwrap().newest_tariff().unwrap();
    let batch = Request { prompt_tokens: 1_000, service_tier: Some("batch"), ..Request::default() };
    assert_eq!(
        tariff.cost(&batch).unwrap_err().to_string(),
        "service_tier: no tier of service is called `batch`"
    );
}

#[test]
fn vendor_rule_batch_of_anthropic_is_half_of_every_price() {
    // https://platform.claude.com/docs/en/build-with-claude/batch-processing: all usage is charged at 50% of the standard prices.
    // The rows are those of LiteLLM's list of 2026-11, which leaves out the batch price of a write that is kept for an hour.
    let list = list(
        r#""opus": { "mode": "chat", "input_cost_per_token": 4e-06, "input_cost_per_token_batches": 2e-06, "output_cost_per_token": 2e-05,
          "output_cost_per_token_batches": 1e-05, "cache_creation_input_token_cost": 5e-06, "cache_creation_input_token_cost_batches": 2.5e-06,
          "cache_creation_input_token_cost_above_1hr": 8e-06 },
        "haiku": { "mode": "chat", "input_cost_per_token": 1e-07, "input_cost_per_token_batches": 5e-08, "output_cost_per_token": 5e-07,
          "output_cost_per_token_batches": 2.5e-07, "cache_creation_input_token_cost": 1.25e-07, "cache_creation_input_token_cost_batches": 6.25e-08,
          "cache_creation_input_token_cost_above_1hr": 2e-07, "input_cost_per_token_above_100k_tokens": 5e-07,
          "output_cost_per_token_above_100k_tokens": 2.5e-06, "cache_creation_input_token_cost_above_100k_tokens": 6.25e-07,
          "cache_creation_input_token_cost_above_1hr_above_100k_tokens": 1e-06, "input_cost_per_token_above_100k_tokens_batches": 2.5e-07,
          "output_cost_per_token_above_100k_tokens_batches": 1.25e-06, "cache_creation_input_token_cost_above_100k_tokens_batches": 3.125e-07 },
        "unlike": { "mode": "chat", "input_cost_per_token": 4e-06, "input_cost_per_token_batches": 2e-06, "output_cost_per_token": 2e-05,
          "output_cost_per_token_batches": 1.6e-05, "cache_creation_input_token_cost": 5e-06, "cache_creation_input_token_cost_batches": 2.5e-06,
          "cache_creation_input_token_cost_above_1hr": 8e-06 }"#,
    );
    let written = |name: &str, tokens, kept: u64| {
        let request = Request {
            prompt_tokens: tokens,
            cache_write_tokens: tokens,
            cache_write_1h_tokens: kept,
            service_tier: Some("batch"),
            ..Request::default()
        };
        let tariff = list.offer(name).unwrap().newest_tariff().unwrap();
        tariff.cost(&request).unwrap().total_usd * Decimal::from(1_000_000) / Decimal::from(tokens)
    };
    assert_eq!((written("opus", 1_000, 0), written("opus", 1_000, 1_000)), (usd("2.5"), usd("4")));
    assert_eq!((written("haiku", 1_000, 0), written("haiku", 1_000, 1_000)), (usd("0.0625"), usd("0.1")));
    assert_eq!(
        (written("haiku", 100_001, 0), written("haiku", 100_001, 100_001)),
        (usd("0.3125"), usd("0.5"))
    );
    // Where the prices of a batch are not one share of the others, what is not listed stays as it is listed immediate.
    assert_eq!(written("unlike", 1_000, 1_000), usd("8"));
}

#[test]
fn vendor_rule_flex_of_openai_costs_what_a_batch_does() {
    // https://platform.openai.com/docs/guides/flex-processing: flex is priced at Batch API rates. The row is gpt-5.5-pro of LiteLLM's
    // list of 2026-11, which has no price of flex above 272,000 tokens.
    let list = list(
        r#""m": { "mode": "chat", "input_cost_per_token": 3e-05, "input_cost_per_token_above_272k_tokens": 6e-05, "input_cost_per_token_flex": 1.5e-05,
          "input_cost_per_token_batches": 1.5e-05, "input_cost_per_token_above_272k_tokens_batches": 3e-05, "output_cost_per_token": 0.00018,
          "output_cost_per_token_above_272k_tokens": 0.00027, "output_cost_per_token_flex": 9e-05, "output_cost_per_token_batches": 9e-05,
          "output_cost_per_token_above_272k_tokens_batches": 0.000135 }"#,
    );
    let long = Request { prompt_tokens: 600_000, completion_tokens: 1_000, ..Request::default() };
    // 600,000 x 30 + 1,000 x 135, in millionths
    for service_tier in ["batch", "flex"] {
        assert_eq!(cost(&list, Request { service_tier: Some(service_tier), ..long }), usd("18.135"));
    }
    assert_eq!(cost(&list, long), usd("36.27"));
    assert!(list.notes().is_empty(), "{:?}", list.notes());
}

#[test]
fn vendor_rule_xai_is_dearer_from_the_threshold_on() {
    // The models page of xAI has its dear prices for "200k and above" (https://docs.x.ai/docs/models, as quoted in
    // https://apidog.com/blog/how-to-use-grok-4-7-api/ of 2026-09-29). LiteLLM says `above_200k` and knows better in its code;
    // genai-prices 0.2.3 (types.py, `total_input_tokens > tier.start`) begins a token later.
    let of = |provider: &str| {
        let row = format!(
            r#""m": {{ "mode": "chat", "litellm_provider": "{provider}", "input_cost_per_token": 2e-06, "output_cost_per_token": 6e-06,
            "input_cost_per_token_above_200k_tokens": 4e-06, "output_cost_per_token_above_200k_tokens": 1.2e-05 }}"#
        );
        cost(&list(&row), Request { prompt_tokens: 200_000, ..Request::default() })
    };
    assert_eq!((of("xai"), of("acme")), (usd("0.8"), usd("0.4")));
}

// The whole list, where it is there.

#[test]
fn whole_list_is_taken_but_for_rows_that_say_why() {
    let Some(folder) = facts() else { return };
    let text = std::fs::read_to_string(folder.join("raw/litellm_model_prices.json")).unwrap();
    let list = PriceList::litellm(&text, &stated()).unwrap();
    let rows: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    let aliases: usize = list.offers().iter().map(|offer| offer.aliases().count()).sum();
    assert_eq!(list.offers().len() + aliases + list.refused().len(), rows.len(), "a row is lost");

    let is_ours = |row: &str| matches!(rows[row]["mode"].as_str(), Some("chat" | "completion" | "responses"));
    let ours = rows.keys().filter(|row| is_ours(row)).count();
    let taken = list.offers().iter().filter(|offer| is_ours(offer.id())).count();
    let refused: Vec<_> = list.refused().iter().filter(|refused| is_ours(&refused.row)).collect();
    assert!(taken * 100 >= ours * 99, "{taken} of {ours}: {refused:#?}");
    assert!(
        refused.iter().all(|refused| matches!(refused.reason, Refusal::PartlyPriced { .. })),
        "{refused:#?}"
    );
}

/// The rule in a few lines: the dearest tier that is passed, batch prices where there are any, cached input at that of input.
fn expected(row: &BTreeMap<String, Box<RawValue>>, request: &Request<'_>) -> Option<Decimal> {
    let number = |key: &str| {
        Decimal::from_scientific(row.get(key)?.get()).ok().or_else(|| row.get(key)?.get().parse().ok())
    };
    let price = |key: &str| {
        let passed = |above: &u64| request.prompt_tokens > above * 1_000;
        let tier = |above: u64| number(&format!("{key}_above_{above}k_tokens"));
        let tiers = [512, 272, 256, 200, 128, 100, 32].into_iter().filter(passed);
        tiers.map(tier).find(Option::is_some).flatten().or_else(|| number(key))
    };
    let (input, output) = (price("input_cost_per_token")?, price("output_cost_per_token")?);
    let cached = price("cache_read_input_token_cost").unwrap_or(input);
    let plain = Decimal::from(request.prompt_tokens - request.cached_tokens);
    Some(
        plain * input
            + Decimal::from(request.cached_tokens) * cached
            + Decimal::from(request.completion_tokens) * output,
    )
}

#[test]
fn whole_list_prices_requests_to_the_last_digit() {
    let Some(folder) = facts() else { return };
    let text = std::fs::read_to_string(folder.join("raw/litellm_model_prices.json")).unwrap();
    let list = PriceList::litellm(&text, &stated()).unwrap();
    let rows: BTreeMap<String, BTreeMap<String, Box<RawValue>>> = serde_json::from_str(&text).unwrap();
    let mut priced = 0;
    for offer in list.offers().iter().filter(|offer| !rows[offer.id()].contains_key("tiered_pricing")) {
        for prompt_tokens in [1_000, 128_001, 199_999, 272_001, 900_000] {
            let request =
                Request { prompt_tokens, cached_tokens: 777, completion_tokens: 123, ..Request::default() };
            let Some(expected) = expected(&rows[offer.id()], &request) else { continue };
            let cost = offer.newest_tariff().unwrap().cost(&request).unwrap();
            assert_eq!(cost.total_usd, expected, "{} {prompt_tokens}", offer.id());
            priced += 1;
        }
    }
    assert!(priced > 5 * 3_500, "{priced}");
}
