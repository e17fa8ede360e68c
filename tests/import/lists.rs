//! The lists of OpenRouter, models.dev, genai-prices and SkyPilot: small pieces written by hand in their forms.

use super::{stated, usd};
use breakeven::{Decimal, MachineList, NoteKind, PriceList, Request};

fn cost(list: &PriceList, name: &str, request: Request<'_>) -> Decimal {
    list.offer(name).unwrap().newest_tariff().unwrap().cost(&request).unwrap().total_usd
}

fn refused(list: &PriceList) -> Vec<String> {
    list.refused().iter().map(|one| format!("{}: {}", one.row, one.reason)).collect()
}

const REQUEST: Request<'static> = Request {
    prompt_tokens: 1_000,
    cached_tokens: 400,
    cache_write_tokens: 100,
    cache_write_1h_tokens: 0,
    cache_write_12h_tokens: 0,
    completion_tokens: 50,
    reasoning_tokens: 20,
    service_tier: None,
    uplifts: &[],
    at: None,
};

#[test]
fn open_router_has_prices_per_token_in_quotes() {
    // https://openrouter.ai/docs/api-reference/list-available-models
    let list = PriceList::open_router(
        r#"{ "data": [
        { "id": "a/m", "name": "A: M", "context_length": 200000, "top_provider": { "max_completion_tokens": 64000, "context_length": 200000 },
          "pricing": { "prompt": "0.000003", "completion": "0.000015", "request": "0", "image": "0.0048", "internal_reasoning": "0",
                       "input_cache_read": "0.0000003", "input_cache_write": "0.00000375" } },
        { "id": "openrouter/auto", "pricing": { "prompt": "-1", "completion": "-1" } },
        { "id": "a/free:free", "pricing": { "prompt": "0", "completion": "0" } },
        { "id": "a/half", "pricing": { "prompt": "0.1" } },
        { "name": "nameless" } ] }"#,
        &stated(),
    )
    .unwrap();
    // 500 x 3 + 400 x 0.3 + 100 x 3.75 + 50 x 15: reasoning at 0 is billed as output
    assert_eq!(cost(&list, "a/m", REQUEST), usd("0.002745"));
    assert_eq!(cost(&list, "a/free:free", REQUEST), Decimal::ZERO);
    let image = NoteKind::NotTaken { key: "pricing.image".to_owned() };
    assert_eq!(
        list.notes().iter().map(|note| &note.kind).collect::<Vec<_>>(),
        [&image, &NoteKind::ListedAtZero]
    );
    assert_eq!(
        refused(&list),
        [
            "openrouter/auto: its price depends on what a request is routed to",
            "a/half: it has no price of output tokens beside that of the others",
            "data.4: it is no table of prices",
        ]
    );
    assert!(PriceList::open_router("[]", &stated()).is_err());
}

#[test]
fn open_router_has_prices_of_long_prompts_and_of_hours_and_writes_by_retention() {
    // https://openrouter.ai/openapi.json, schemas PublicPricing and PricingOverride, 2026-11: an entry holds for prompts of strictly more
    // tokens than `min_prompt_tokens`, and from `utc_start` to before `utc_end`, clock numbers such as 1030; the later entries win by key.
    let list = PriceList::open_router(
        r#"{ "data": [
        { "id": "a/long", "pricing": { "prompt": "0.000005", "completion": "0.00003", "input_cache_read": "0.0000005",
          "input_cache_write": "0.00000625", "input_cache_write_1h": "0.00001", "discount": 0,
          "overrides": [ { "min_prompt_tokens": 272000, "prompt": "0.00001", "completion": "0.000045", "input_cache_read": "0.000001" } ] } },
        { "id": "a/peak", "pricing": { "prompt": "0.000001", "completion": "0.000002",
          "overrides": [ { "utc_start": 2330, "utc_end": 400, "prompt": "0.000002", "completion": "0.000004" },
                         { "utc_start": 600, "utc_end": 1000, "prompt": "0.000002", "completion": "0.000004" } ] } },
        { "id": "a/night", "pricing": { "prompt": "0.000002", "completion": "0.000004",
          "overrides": [ { "utc_start": 1630, "utc_end": 30, "prompt": "0.000001" } ] } },
        { "id": "a/odd", "pricing": { "prompt": "0.000001", "completion": "0.000002",
          "overrides": [ { "min_prompt_tokens": 200000, "weather": "rain", "prompt": "0.000002" } ] } },
        { "id": "a/less", "pricing": { "prompt": "0.000001", "completion": "0.000002", "discount": 0.5 } } ] }"#,
        &stated(),
    )
    .unwrap();
    let prompt = |prompt_tokens| Request { prompt_tokens, ..Request::default() };
    assert_eq!(cost(&list, "a/long", prompt(272_000)), usd("1.36"));
    assert_eq!(cost(&list, "a/long", prompt(272_001)), usd("2.72001"));
    // 600 x 5 + 300 x 6.25 + 100 x 10
    let writes = Request { cache_write_tokens: 400, cache_write_1h_tokens: 100, ..prompt(1_000) };
    assert_eq!(cost(&list, "a/long", writes), usd("0.005875"));
    let at = |name: &str, clock: &str| {
        let at = Some(format!("2026-11-26T{clock}:00Z").parse().unwrap());
        cost(&list, name, Request { at, ..prompt(1_000) })
    };
    for (clock, usd_per_mtok) in
        [("23:29", 1), ("23:30", 2), ("00:00", 2), ("04:00", 1), ("06:00", 2), ("10:00", 1)]
    {
        assert_eq!(at("a/peak", clock), Decimal::new(usd_per_mtok, 3), "{clock}");
    }
    for (clock, usd_per_mtok) in [("16:29", 2), ("16:30", 1), ("00:29", 1), ("00:30", 2)] {
        assert_eq!(at("a/night", clock), Decimal::new(usd_per_mtok, 3), "{clock}");
    }
    // Without a time, the dear hours.
    assert_eq!(
        (cost(&list, "a/peak", prompt(1_000)), cost(&list, "a/night", prompt(1_000))),
        (usd("0.002"), usd("0.002"))
    );
    assert_eq!(cost(&list, "a/odd", prompt(300_000)), usd("0.3"));
    let noted: Vec<_> = list.notes().iter().map(|note| (note.row.as_str(), &note.kind)).collect();
    let odd = NoteKind::OverridesNotTaken;
    let less = NoteKind::NotTaken { key: "pricing.discount".to_owned() };
    assert_eq!(noted, [("a/odd", &odd), ("a/less", &less)]);
}

#[test]
fn models_dev_has_prices_per_million_tokens_and_those_of_long_prompts() {
    // https://models.dev/api.json
    let list = PriceList::models_dev(
        r#"{ "google": { "id": "google", "name": "Google", "models": { "g": { "id": "g", "name": "G", "open_weights": false,
          "cost": { "input": 1.25, "output": 10, "cache_read": 0.125, "input_audio": 3, "context_over_200k": { "input": 2.5, "output": 15, "cache_read": 0.25 } },
          "limit": { "context": 1048576, "output": 65536 } },
          "unpriced": { "id": "unpriced", "limit": { "context": 1 } }, "odd": { "cost": { "input": "much" } } } }, "empty": {} }"#,
        &stated(),
    )
    .unwrap();
    // 600 x 1.25 + 400 x 0.125 + 50 x 10
    assert_eq!(cost(&list, "google/g", REQUEST), usd("0.0013"));
    // 199,601 x 2.5 + 400 x 0.25 + 50 x 15
    assert_eq!(cost(&list, "google/g", Request { prompt_tokens: 200_001, ..REQUEST }), usd("0.4998525"));
    assert!(list.offer("google/unpriced").unwrap().newest_tariff().is_err());
    assert_eq!(
        refused(&list),
        [
            "google/odd: cost.input: \"much\" is no number that can be kept exactly",
            "empty: it is no table of prices"
        ]
    );
}

#[test]
fn models_dev_tiers_of_the_context_win_over_the_older_form() {
    // The shape that https://models.dev/api.json has for gpt-5.5: the same dear prices twice, from different thresholds.
    let list = PriceList::models_dev(
        r#"{ "openai": { "name": "OpenAI", "models": {
          "both": { "cost": { "input": 5, "output": 30, "cache_read": 0.5,
            "tiers": [ { "input": 10, "output": 45, "cache_read": 1, "tier": { "type": "context", "size": 272000 } } ],
            "context_over_200k": { "input": 10, "output": 45, "cache_read": 1 } } },
          "two": { "cost": { "input": 1, "output": 2, "tiers": [ { "input": 4, "tier": { "type": "context", "size": 256000 } },
            { "input": 3, "output": 6, "tier": { "type": "context", "size": 32000 } } ] } },
          "other": { "cost": { "input": 1, "output": 2, "tiers": [ { "input": 4, "tier": { "type": "output", "size": 10 } } ] } } } } }"#,
        &stated(),
    )
    .unwrap();
    // 249,600 x 5 + 400 x 0.5 + 50 x 30, and from a token past 272,000 on 271,601 x 10 + 400 x 1 + 50 x 45
    assert_eq!(cost(&list, "openai/both", Request { prompt_tokens: 250_000, ..REQUEST }), usd("1.2497"));
    assert_eq!(cost(&list, "openai/both", Request { prompt_tokens: 272_001, ..REQUEST }), usd("2.71866"));
    // 300,000 x 4 (input that was read from the cache has no price of its own) + 50 x 6 of the tier below
    assert_eq!(cost(&list, "openai/two", Request { prompt_tokens: 300_000, ..REQUEST }), usd("1.2003"));
    assert!(refused(&list)[0].starts_with("openai/other: cost.tiers: "), "{:?}", refused(&list));
    assert!(list.notes().is_empty(), "{:?}", list.notes());
}

const GENAI: &str = r#"[ { "id": "openai", "name": "OpenAI", "models": [
    { "id": "m", "match": { "equals": "m" }, "context_window": 400000, "prices": [
      { "prices": { "input_mtok": 3, "output_mtok": 8 } },
      { "constraint": { "start_date": "2026-06-01" }, "prices": { "input_mtok": 2, "output_mtok": 8 } } ] },
    { "id": "tiered", "prices": { "input_mtok": { "base": 1.25, "tiers": [{ "start": 200000, "price": 2.5 }] },
      "output_mtok": { "base": 10, "tiers": [{ "start": 200000, "price": 15 }] }, "cache_read_mtok": 0.125, "input_audio_mtok": 4 },
      "price_variants": [] },
    { "id": "peak", "prices": [ { "prices": { "input_mtok": 0.15, "output_mtok": 0.6 } },
      { "constraint": { "start_time": "01:00:00Z", "end_time": "04:00:00Z" }, "prices": { "input_mtok": 0.3, "output_mtok": 1.2 } },
      { "constraint": { "start_time": "23:00:00Z", "end_time": "00:30:00Z" }, "prices": { "input_mtok": 0.3, "output_mtok": 1.2 } } ] },
    { "id": "mixed", "prices": [ { "constraint": { "weather": "rain" }, "prices": { "input_mtok": 1, "output_mtok": 1 } } ] } ] } ]"#;

#[test]
fn genai_prices_has_dates_tiers_and_hours() {
    let list = PriceList::genai_prices(GENAI, &stated()).unwrap();
    let million = Request { prompt_tokens: 1_000_000, ..Request::default() };
    let on = |day: &str| {
        list.offer("openai/m")
            .unwrap()
            .tariff_on(day.parse().unwrap())
            .unwrap()
            .cost(&million)
            .unwrap()
            .total_usd
    };
    assert_eq!((on("2026-05-31"), on("2026-06-01")), (usd("3"), usd("2")));
    // A price that is announced for a day after that of the list does not hold yet.
    let ahead = GENAI.replace("2026-06-01", "2027-01-01");
    let ahead = PriceList::genai_prices(&ahead, &stated()).unwrap();
    assert_eq!(cost(&ahead, "openai/m", million), usd("3"));
    let later = ahead.offer("openai/m").unwrap().tariff_on("2027-01-01".parse().unwrap()).unwrap();
    assert_eq!(later.cost(&million).unwrap().total_usd, usd("2"));
    // Of a long prompt the cached price, which has no tiers, stays: 200,601 - 400 x 2.5 + 400 x 0.125 + 50 x 15
    let long = Request { prompt_tokens: 200_600, ..REQUEST };
    assert_eq!(cost(&list, "openai/tiered", long), usd("0.5013"));
    let at = |time: &str| cost(&list, "openai/peak", Request { at: Some(time.parse().unwrap()), ..million });
    assert_eq!(cost(&list, "openai/peak", million), usd("0.3"));
    for (time, price) in [
        ("00:15", "0.3"),
        ("00:30", "0.15"),
        ("01:00", "0.3"),
        ("04:00", "0.15"),
        ("22:59", "0.15"),
        ("23:00", "0.3"),
    ] {
        assert_eq!(at(&format!("2026-11-26T{time}:00Z")), usd(price), "{time}");
    }
    assert_eq!(
        refused(&list),
        ["openai/mixed: prices: { \"weather\": \"rain\" } cannot be said in a sheet of prices"]
    );
    assert!(PriceList::genai_prices("{}", &stated()).is_err());
}

#[test]
fn vendor_rule_deepseek_has_no_peak_on_weekends() {
    // LiteLLM 1.110.2 cites https://api-docs.deepseek.com/quick_start/pricing for off-peak prices all day on Saturdays and Sundays; the
    // form of genai-prices (0.2.3, TimeOfDateConstraint) has hours of every day alone, so that its bill of a Saturday is twice as high.
    let litellm = PriceList::litellm(
        r#"{ "m": { "mode": "chat", "input_cost_per_token": 3e-07, "output_cost_per_token": 1.2e-06, "off_peak_pricing": {
          "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07, "windows": [
          { "hours_utc": ["00:00-01:00", "04:00-23:00"], "weekdays": [1, 2, 3, 4, 5] }, { "hours_utc": "00:00-00:00", "weekdays": [6, 7] } ] } } }"#,
        &stated(),
    )
    .unwrap();
    let genai = PriceList::genai_prices(GENAI, &stated()).unwrap();
    let at = |time: &str| Request {
        prompt_tokens: 1_000_000,
        at: Some(time.parse().unwrap()),
        ..Request::default()
    };
    let (friday, saturday) = (at("2026-11-27T02:00:00Z"), at("2026-11-28T02:00:00Z"));
    assert_eq!((cost(&litellm, "m", friday), cost(&genai, "openai/peak", friday)), (usd("0.3"), usd("0.3")));
    assert_eq!(
        (cost(&litellm, "m", saturday), cost(&genai, "openai/peak", saturday)),
        (usd("0.15"), usd("0.3"))
    );
}

#[test]
fn skypilot_has_machines_by_the_hour() {
    let list = MachineList::skypilot(
        "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice\n\
         gpu_8x_h100,H100,8.0,208.0,1800.0,23.92,us-east-1,\"{'Gpus': [{'Name': 'H100', 'Count': 8.0}]}\",\n\
         spot,A100-80GB,1,12.0,100.0,,us-west-2,,1.0799\n\
         third,T4,0.333,1,1,0.1,r,,\n\
         cpu,,,4.0,16.0,0.2,us-east-1,,\n\
         odd,H100,1,1,1,free,r,,\n\
         nothing,H100,1,1,1,,r,,\n\
         short,H100\n",
    )
    .unwrap();
    let [h100, spot] = list.machines() else { panic!("{list:?}") };
    assert_eq!(
        (h100.accelerator.as_str(), h100.accelerators, h100.usd_per_gpu_hour()),
        ("H100", 8, Some(usd("2.99")))
    );
    assert_eq!((spot.usd_per_gpu_hour(), spot.spot_usd_per_hour), (None, Some(usd("1.0799"))));
    let said: Vec<String> = list.refused().iter().map(|one| format!("{}: {}", one.row, one.reason)).collect();
    assert_eq!(
        said,
        [
            "third in r: acceleratorcount: 0.333 cannot be said in a sheet of prices",
            "cpu in us-east-1: it sells no tokens of text, but a machine without accelerators",
            "odd in r: price: free is no number that can be kept exactly",
            "nothing in r: it has no prices and no kind that is known",
            "short in : it is no table of prices",
        ]
    );
    assert_eq!(
        MachineList::skypilot("a,b\n").unwrap_err().to_string(),
        "instancetype: missing; name a column `instancetype` in the first line"
    );
}

/// As genai-prices has it at 47df840a, prices/providers/anthropic.yml: an introductory price until the end of August 2026.
/// Anthropic's release notes of 2026-08-10 (https://platform.claude.com/docs/en/release-notes/overview) say that the rise to 3
/// and 15 USD will not occur.
#[test]
fn rise_that_was_called_off_is_in_a_list_and_not_in_the_book() {
    let text = r#"[{ "id": "anthropic", "name": "Anthropic", "models": [{ "id": "claude-sonnet-5", "prices": [
        { "prices": { "input_mtok": 2, "output_mtok": 10 } },
        { "constraint": { "start_date": "2026-09-01" }, "prices": { "input_mtok": 3, "output_mtok": 15 } }] }] }]"#;
    let request = Request { prompt_tokens: 1_000_000, completion_tokens: 1_000_000, ..Request::default() };
    let list = PriceList::genai_prices(text, &stated()).unwrap();
    assert_eq!(cost(&list, "anthropic/claude-sonnet-5", request), usd("18"));
    let book = breakeven::Catalog::builtin().unwrap();
    for day in ["2026-08-31", "2026-09-01", "2026-11-26"] {
        let tariff =
            book.offer("anthropic/claude-sonnet-5").unwrap().tariff_on(day.parse().unwrap()).unwrap();
        assert_eq!(tariff.cost(&request).unwrap().total_usd, usd("12"), "{day}");
    }
}
