//! What one request costs, to the last digit. Expected amounts are worked out beside them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use breakeven::{Catalog, Decimal, Error, ErrorKind, Offer, Request, RequestCost, Tariff};
use proptest::prelude::*;

const HEAD: &str = r#"
[[offer]]
id = "acme/m-1"
name = "M 1"
provider = "Acme"
family = "closed_api"
context_window_tokens = 1000000
source = "quote 4711"
as_of = "2026-11"
"#;

fn offer(beside: &str, prices: &[(&str, &str)]) -> Offer {
    let price = |(as_of, prices): &(&str, &str)| {
        format!("[[offer.price]]\nas_of = \"{as_of}\"\nsource = \"quote 4711\"\n{prices}\n")
    };
    let text = format!("{HEAD}{beside}\n{}", prices.iter().map(price).collect::<String>());
    Catalog::parse(&text).unwrap().offer("acme/m-1").unwrap().clone()
}

fn tariff(prices: &str) -> Tariff {
    offer("", &[("2026-11", prices)]).newest_tariff().unwrap()
}

fn usd(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn kind(result: Result<RequestCost, Error>) -> ErrorKind {
    result.unwrap_err().kind().clone()
}

/// All kinds of tokens, each of its own number.
const ALL_KINDS: Request<'static> = Request {
    prompt_tokens: 10_000,
    cached_tokens: 4_000,
    cache_write_tokens: 3_000,
    cache_write_1h_tokens: 1_000,
    cache_write_12h_tokens: 500,
    completion_tokens: 900,
    reasoning_tokens: 700,
    service_tier: None,
    uplifts: &[],
    at: None,
};

const SHEET: &str = "
input_usd_per_mtok = 2
cached_input_usd_per_mtok = 0.2
cache_write_usd_per_mtok = 2.5
cache_write_1h_usd_per_mtok = 4
cache_write_12h_usd_per_mtok = 5
output_usd_per_mtok = 10
reasoning_usd_per_mtok = 3
";

#[test]
fn parts_are_tokens_times_price_and_sum_to_the_total() {
    let cost = tariff(SHEET).cost(&ALL_KINDS).unwrap();
    // 3,000 x 2; 4,000 x 0.2; 1,500 x 2.5 + 1,000 x 4 + 500 x 5; 200 x 10; 700 x 3: in millionths of a dollar
    assert_eq!(cost.input_usd, usd("0.006"));
    assert_eq!(cost.cached_input_usd, usd("0.0008"));
    assert_eq!(cost.cache_write_usd, usd("0.01025"));
    assert_eq!(cost.output_usd, usd("0.002"));
    assert_eq!(cost.reasoning_usd, usd("0.0021"));
    assert_eq!(cost.total_usd, usd("0.02115"));
}

#[test]
fn price_of_many_digits_is_not_rounded() {
    // 8 CNY at 7 CNY a dollar, as an aggregator writes it: 3 tokens cost 3 x 1.1428571428571428 millionths
    let tariff = tariff("input_usd_per_mtok = \"1.1428571428571428\"\noutput_usd_per_mtok = 1");
    let cost = tariff.cost(&Request { prompt_tokens: 3, ..Request::default() }).unwrap();
    assert_eq!(cost.total_usd.to_string(), "0.0000034285714285714284");
}

#[test]
fn cost_of_more_than_28_digits_is_an_error_and_not_rounded() {
    let tariff = tariff("input_usd_per_mtok = \"1.0000000000000000000001\"\noutput_usd_per_mtok = 1");
    let one = |prompt_tokens| tariff.cost(&Request { prompt_tokens, ..Request::default() });
    // 22 decimals and the 6 of a Mtok are the 28 that a decimal has.
    assert_eq!(one(1).unwrap().total_usd.to_string(), "0.0000010000000000000000000001");
    assert_eq!(one(10).unwrap().total_usd.to_string(), "0.000010000000000000000000001");
    assert!(matches!(kind(one(10_000_000_003)), ErrorKind::OutOfBounds { .. }));
    let many = Request { prompt_tokens: u64::MAX, completion_tokens: u64::MAX, ..Request::default() };
    assert!(matches!(kind(tariff.cost(&many)), ErrorKind::OutOfBounds { .. }));
}

#[test]
fn what_has_no_price_is_billed_as_what_it_is_a_part_of() {
    let cost = tariff("input_usd_per_mtok = 2\noutput_usd_per_mtok = 10").cost(&ALL_KINDS).unwrap();
    // 10,000 x 2 and 900 x 10
    assert_eq!(cost.total_usd, usd("0.029"));
    let writes = tariff("input_usd_per_mtok = 2\ncache_write_usd_per_mtok = 2.5\noutput_usd_per_mtok = 10");
    // 3,000 writes at 2.5, however long they are kept
    assert_eq!(writes.cost(&ALL_KINDS).unwrap().cache_write_usd, usd("0.0075"));
}

#[test]
fn tier_prices_the_whole_request_once_the_prompt_is_longer_than_the_threshold() {
    let tariff = tariff(
        "input_usd_per_mtok = 4\ncached_input_usd_per_mtok = 0.4\noutput_usd_per_mtok = 20\ncontext_tier = [\n\
         { above_prompt_tokens = 200000, input_usd_per_mtok = 8, cached_input_usd_per_mtok = 0.8, output_usd_per_mtok = 30 },\n\
         { above_prompt_tokens = 500000, input_usd_per_mtok = 9, output_usd_per_mtok = 31 },\n]",
    );
    let cost = |prompt_tokens| {
        let request =
            Request { prompt_tokens, cached_tokens: 100_000, completion_tokens: 1_000, ..Request::default() };
        tariff.cost(&request).unwrap().total_usd
    };
    // 100,000 x 4 + 100,000 x 0.4 + 1,000 x 20
    assert_eq!(cost(200_000), usd("0.46"));
    // 100,001 x 8 + 100,000 x 0.8 + 1,000 x 30
    assert_eq!(cost(200_001), usd("0.910008"));
    // A tier without a cached price bills it as input: 600,000 x 9 + 1,000 x 31
    assert_eq!(cost(600_000), usd("5.431"));
}

#[test]
fn reasoning_that_costs_what_output_costs_goes_with_it_into_the_tier() {
    let long = Request {
        prompt_tokens: 200_001,
        completion_tokens: 100,
        reasoning_tokens: 100,
        ..Request::default()
    };
    let reasoning = |price: &str| {
        let tier = "context_tier = [{ above_prompt_tokens = 200000, input_usd_per_mtok = 4, output_usd_per_mtok = 18 }]";
        let sheet = format!(
            "input_usd_per_mtok = 2\noutput_usd_per_mtok = 12\nreasoning_usd_per_mtok = {price}\n{tier}"
        );
        tariff(&sheet).cost(&long).unwrap().reasoning_usd
    };
    assert_eq!(reasoning("12"), usd("0.0018"));
    assert_eq!(reasoning("3"), usd("0.0003"));
}

#[test]
fn batch_is_a_fraction_of_the_prices_or_a_sheet_of_its_own() {
    let batch = Request { service_tier: Some("batch"), ..ALL_KINDS };
    let fraction = format!("{SHEET}batch_price_fraction = 0.5\nbatch_cached_input_price_fraction = 1\n");
    // All but the cached 0.0008 of 0.02115 at half
    assert_eq!(tariff(&fraction).cost(&batch).unwrap().total_usd, usd("0.010975"));
    let own = format!("{SHEET}service_tier.batch = {{ input_usd_per_mtok = 1, output_usd_per_mtok = 4 }}\n");
    let cost = tariff(&own).cost(&batch).unwrap();
    // 3,000 x 1 and 200 x 4; the sheet leaves the rest as it is
    assert_eq!((cost.input_usd, cost.output_usd), (usd("0.003"), usd("0.0008")));
    assert_eq!((cost.cached_input_usd, cost.reasoning_usd), (usd("0.0008"), usd("0.0021")));
}

#[test]
fn tier_that_an_offer_does_not_have_is_an_error() {
    let tariff = tariff(
        "input_usd_per_mtok = 2\noutput_usd_per_mtok = 8\nservice_tier.priority = { input_usd_per_mtok = 4 }",
    );
    let error = tariff.cost(&Request { service_tier: Some("priorty"), ..Request::default() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "service_tier: no tier of service is called `priorty`; did you mean `priority`?"
    );
    assert!(tariff.cost(&Request { service_tier: Some("standard"), ..Request::default() }).is_ok());
    let error = tariff.cost(&Request { uplifts: &["eu"], ..Request::default() }).unwrap_err();
    assert_eq!(error.to_string(), "uplifts: no uplift is called `eu`");
}

#[test]
fn uplifts_multiply_all_prices() {
    let residency = "residency = { regions = [{ region = \"US\", price_factor = 1.1 }, { region = \"EU\" }], source = \"s\", as_of = \"2026\" }";
    let offer = offer(residency, &[("2026-11", &format!("{SHEET}uplift_price_factor.fedramp = 1.2"))]);
    let tariff = offer.newest_tariff().unwrap();
    let cost = |uplifts: &[&str]| tariff.cost(&Request { uplifts, ..ALL_KINDS }).unwrap().total_usd;
    assert_eq!(cost(&["eu"]), usd("0.02115"));
    assert_eq!(cost(&["us"]), usd("0.023265"));
    // x 1.32
    assert_eq!(cost(&["us", "fedramp"]), usd("0.027918"));
}

#[test]
fn prices_of_the_hour_hold_at_the_hour() {
    let tariff = tariff(
        "input_usd_per_mtok = 0.3\noutput_usd_per_mtok = 1.2\ntime_of_day = [{ windows = [\n\
         { weekdays = [1, 2, 3, 4, 5], hours_utc = [\"10:00-24:00\"] }, { weekdays = [6, 7], hours_utc = [\"00:00-24:00\"] },\n\
         ], prices = { input_usd_per_mtok = 0.15 } }]",
    );
    let input = |at: Option<&str>| {
        let at = at.map(|at| at.parse().unwrap());
        tariff.cost(&Request { prompt_tokens: 1_000_000, at, ..Request::default() }).unwrap().total_usd
    };
    assert_eq!(input(None), usd("0.3"));
    // a Friday, a Saturday
    assert_eq!(input(Some("2026-11-27T09:59:59Z")), usd("0.3"));
    assert_eq!(input(Some("2026-11-27T10:00:00Z")), usd("0.15"));
    assert_eq!(input(Some("2026-11-28T03:00:00Z")), usd("0.15"));
}

#[test]
fn newest_price_not_after_the_date_holds() {
    let offer = offer(
        "",
        &[
            ("2026-01", "input_usd_per_mtok = 3\noutput_usd_per_mtok = 1"),
            ("2026-06-15", "input_usd_per_mtok = 2\noutput_usd_per_mtok = 1"),
        ],
    );
    let on = |date: &str| {
        let tariff = offer.tariff_on(date.parse().unwrap())?;
        let million = Request { prompt_tokens: 1_000_000, ..Request::default() };
        Ok::<_, Error>((tariff.as_of().to_string(), tariff.cost(&million)?.total_usd))
    };
    assert_eq!(on("2026-06-14").unwrap(), ("2026-01".to_owned(), usd("3")));
    assert_eq!(on("2026-06-15").unwrap(), ("2026-06-15".to_owned(), usd("2")));
    assert!(matches!(on("2025-12-31").unwrap_err().kind(), ErrorKind::Missing { .. }));
}

#[test]
fn parts_that_are_more_than_their_whole_are_refused() {
    let tariff = tariff(SHEET);
    let none = Request::default();
    for (request, message) in [
        (
            Request { prompt_tokens: 10, cached_tokens: 8, cache_write_tokens: 3, ..none },
            "cached_tokens: the tokens of the cache are 11, more than the 10 of `prompt_tokens`; count them within `prompt_tokens`, as OpenAI does",
        ),
        (
            Request { completion_tokens: 10, reasoning_tokens: 11, ..none },
            "reasoning_tokens: the tokens of reasoning are 11, more than the 10 of `completion_tokens`; count them within `completion_tokens`, as OpenAI does",
        ),
        (
            Request { prompt_tokens: 10, cache_write_tokens: 3, cache_write_1h_tokens: 4, ..none },
            "cache_write_tokens: the writes that are kept longer are 4, more than the 3 of `cache_write_tokens`; count them within `cache_write_tokens`, as OpenAI does",
        ),
        (
            Request { cached_tokens: u64::MAX, cache_write_tokens: 1, ..none },
            "cached_tokens: the tokens of the cache are more than the 0 of `prompt_tokens`; count them within `prompt_tokens`, as OpenAI does",
        ),
    ] {
        assert_eq!(tariff.cost(&request).unwrap_err().to_string(), message);
    }
}

#[test]
fn every_shipped_offer_prices_a_request() {
    let catalog = Catalog::builtin().unwrap();
    let ids: Vec<&str> = catalog.offer_ids().collect();
    assert!(!ids.is_empty());
    for id in ids {
        let tariff = catalog.offer(id).unwrap().newest_tariff().unwrap();
        assert!(tariff.cost(&ALL_KINDS).is_ok(), "{id}");
        for tier in tariff.service_tiers() {
            assert!(tariff.cost(&Request { service_tier: Some(tier), ..ALL_KINDS }).is_ok(), "{id} {tier}");
        }
    }
}

proptest! {
    /// Against whole numbers: prices in millionths of a USD per Mtok, amounts in 1e-12 USD.
    #[test]
    fn prop_cost_is_the_sum_of_products(
        prices in proptest::array::uniform5(0_u64..100_000_000),
        counts in proptest::array::uniform5(0_u64..2_000_000),
    ) {
        let [input, cached, written, output, reasoning] = prices.map(|price| Decimal::new(i64::try_from(price).unwrap(), 6));
        let tariff = tariff(&format!(
            "input_usd_per_mtok = {input}\ncached_input_usd_per_mtok = {cached}\ncache_write_usd_per_mtok = {written}\n\
             output_usd_per_mtok = {output}\nreasoning_usd_per_mtok = {reasoning}",
        ));
        let request = Request {
            prompt_tokens: counts[0] + counts[1] + counts[2],
            cached_tokens: counts[1],
            cache_write_tokens: counts[2],
            completion_tokens: counts[3] + counts[4],
            reasoning_tokens: counts[4],
            ..Request::default()
        };
        let expected: i128 = prices.iter().zip(counts).map(|(price, count)| i128::from(*price) * i128::from(count)).sum();
        let cost = tariff.cost(&request).unwrap();
        prop_assert_eq!(cost.total_usd, Decimal::from_i128_with_scale(expected, 12));
        let parts = [cost.input_usd, cost.cached_input_usd, cost.cache_write_usd, cost.output_usd, cost.reasoning_usd];
        prop_assert_eq!(parts.iter().sum::<Decimal>(), cost.total_usd);
    }
}

#[test]
fn writes_that_are_kept_for_long_are_billed_at_their_own_price() {
    let cost = |offer: &str, request: &Request<'_>| {
        let catalog = Catalog::builtin().unwrap();
        catalog.offer(offer).unwrap().newest_tariff().unwrap().cost(request).unwrap().cache_write_usd
    };
    // 1,000 tokens kept for 12 hours at 10 USD per Mtok, twice the shortest retention; priority at 20
    let kept = Request {
        prompt_tokens: 1_000,
        cache_write_tokens: 1_000,
        cache_write_12h_tokens: 1_000,
        ..Request::default()
    };
    assert_eq!(cost("openai/gpt-5.6-sol", &kept), usd("0.01"));
    let priority = Request { service_tier: Some("priority"), ..kept };
    assert_eq!(cost("openai/gpt-5.6-sol", &priority), usd("0.02"));
    // past 100,000 tokens of the prompt an hour costs 1 USD per Mtok
    let long = Request {
        prompt_tokens: 200_000,
        cache_write_tokens: 200_000,
        cache_write_1h_tokens: 200_000,
        ..Request::default()
    };
    assert_eq!(cost("anthropic/claude-haiku-5-5", &long), usd("0.2"));
}

#[test]
fn dear_prices_of_xai_begin_at_200_000_tokens() {
    let tariff = Catalog::builtin().unwrap().offer("xai/grok-4.7").unwrap().newest_tariff().unwrap();
    let cost =
        |prompt_tokens: u64| tariff.cost(&Request { prompt_tokens, ..Request::default() }).unwrap().total_usd;
    // 199,999 tokens at 2 USD per Mtok, and 200,000 at 4
    assert_eq!((cost(199_999), cost(200_000)), (usd("0.399998"), usd("0.8")));
}

/// What the tokens of a request cost by the book on a day.
fn of_the_book(offer: &str, on: &str, request: &Request<'_>) -> RequestCost {
    let catalog = Catalog::builtin().unwrap();
    catalog.offer(offer).unwrap().tariff_on(on.parse().unwrap()).unwrap().cost(request).unwrap()
}

#[test]
fn long_write_of_a_long_prompt_is_billed_at_its_own_price() {
    let kept = Request {
        prompt_tokens: 300_000,
        cache_write_tokens: 1_000,
        cache_write_12h_tokens: 1_000,
        ..Request::default()
    };
    // past 272,000 tokens, 1,000 at 10, 10, 50 and 1 USD per Mtok: litellm 1.110.2, `_above_12hr_above_272k_tokens`
    for (offer, usd_of_writes) in
        [("gpt-6-sol", "0.01"), ("gpt-6.1-sol", "0.01"), ("gpt-6-astra", "0.05"), ("gpt-5.6-luna", "0.001")]
    {
        assert_eq!(of_the_book(offer, "2026-11-26", &kept).cache_write_usd, usd(usd_of_writes), "{offer}");
    }
}

#[test]
fn earlier_prices_have_their_tiers_of_service_and_hours() {
    let at = |service_tier| Request {
        prompt_tokens: 100_000,
        completion_tokens: 10_000,
        service_tier: Some(service_tier),
        ..Request::default()
    };
    // LiteLLM 1.104.0 of 2026-10-03: GPT-5.5 at flex 2.5 and 15, at priority 12.5 and 75
    let october = "2026-10-10";
    assert_eq!(of_the_book("gpt-5.5", october, &at("flex")).total_usd, usd("0.4"));
    assert_eq!(of_the_book("gpt-5.5", october, &at("priority")).total_usd, usd("2"));
    // LiteLLM 1.83.0 of 2026-03-31: GPT-5.4 mini in batches 0.375 and 2.25
    assert_eq!(of_the_book("gpt-5.4-mini", "2026-04-10", &at("batch")).total_usd, usd("0.06"));
    // An hour of the night, 17:00 UTC: R1 at 0.135 and 0.55 in place of 0.55 and 2.19; V4 Pro at 0.66 and 1.98
    let night = |day: &str| {
        let at = Some(format!("{day}T17:00:00Z").parse().unwrap());
        Request { prompt_tokens: 1_000_000, completion_tokens: 100_000, at, ..Request::default() }
    };
    let of = |offer: &str, day: &str| of_the_book(offer, day, &night(day)).total_usd;
    assert_eq!(of("deepseek/deepseek-reasoner", "2025-08-01"), usd("0.19"));
    // V3.1 at all hours: 0.56 and 1.68
    assert_eq!(of("deepseek/deepseek-reasoner", "2025-09-10"), usd("0.728"));
    assert_eq!(of("deepseek/deepseek-v4-pro", "2026-10-10"), usd("0.858"));
}

#[test]
fn long_prompt_at_a_tier_of_service_does_not_cost_what_a_short_one_does() {
    let long = |service_tier| Request {
        prompt_tokens: 300_000,
        completion_tokens: 10_000,
        service_tier: Some(service_tier),
        ..Request::default()
    };
    // GPT-5.5 pro at flex as in a batch: 300,000 x 30 + 10,000 x 135
    assert_eq!(of_the_book("gpt-5.5-pro", "2026-11-26", &long("flex")).total_usd, usd("10.35"));
    // GPT-5.5 at priority as without: 300,000 x 10 + 10,000 x 45; GPT-5.4: 300,000 x 5 + 10,000 x 22.5
    assert_eq!(of_the_book("gpt-5.5", "2026-11-26", &long("priority")).total_usd, usd("3.45"));
    assert_eq!(of_the_book("gpt-5.4", "2026-11-26", &long("priority")).total_usd, usd("1.725"));
    // No tier that answers sooner costs less than none, however long the prompt is.
    let catalog = Catalog::builtin().unwrap();
    for id in catalog.offer_ids() {
        let tariff = catalog.offer(id).unwrap().newest_tariff().unwrap();
        if !tariff.service_tiers().any(|tier| tier == "priority") {
            continue;
        }
        for prompt_tokens in [1_000, 300_000] {
            let request = Request { prompt_tokens, ..long("priority") };
            let standard = tariff.cost(&Request { service_tier: None, ..request }).unwrap().total_usd;
            assert!(tariff.cost(&request).unwrap().total_usd >= standard, "{id}");
        }
    }
}

#[test]
fn request_is_in_one_region() {
    let tariff = Catalog::builtin().unwrap().offer("openai/gpt-5.4").unwrap().newest_tariff().unwrap();
    let of =
        |uplifts: &[&str]| tariff.cost(&Request { prompt_tokens: 1_000_000, uplifts, ..Request::default() });
    // 2.50 USD per Mtok up to 272,000 tokens of the prompt and 5 past them; 10% more in the EU
    assert_eq!(of(&["eu"]).unwrap().total_usd, usd("5.5"));
    for uplifts in [["eu", "eu"], ["eu", "us"]] {
        let error = of(&uplifts).unwrap_err().to_string();
        assert!(error.ends_with("; name each once, and one region: a request is in one place"), "{error}");
    }
}
