//! How fast other people's lists and logs are read, against plain parsers on the same bytes.
//!
//! `cargo bench --bench import` measures, `-- --test` only checks the answers. The list is LiteLLM's where `BREAKEVEN_FACTS` or
//! `../shared/facts` has it, and a generated one of the same shape where not.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench says what it expects by panicking"
)]

use breakeven::{Catalog, Decimal, PriceList, Request, RequestCost, RequestLine, Source, UsageLog};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;

const ROWS: usize = 4_800;
const LINES: usize = 100_000;

fn stated() -> Source {
    Source { document: "litellm 1.110.2".to_owned(), as_of: "2026-11".parse().unwrap() }
}

fn litellm() -> (String, &'static str) {
    let folder = std::env::var("BREAKEVEN_FACTS").unwrap_or_else(|_| "../shared/facts".to_owned());
    match std::fs::read_to_string(format!("{folder}/raw/litellm_model_prices.json")) {
        Ok(text) => (text, "whole"),
        Err(_) => (generated(), "generated"),
    }
}

/// Rows of the form and about the size that the list has.
fn generated() -> String {
    let mut text = String::from("{\n");
    for at in 0..ROWS {
        let comma = if at == 0 { "" } else { ",\n" };
        let _ = write!(
            text,
            "{comma}    \"host/model-{at}\": {{\n        \"cache_read_input_token_cost\": 1.25e-07,\n        \"input_cost_per_token\": {at}e-09,\n        \
             \"input_cost_per_token_above_200k_tokens\": 2.5e-06,\n        \"output_cost_per_token\": 1e-05,\n        \"output_cost_per_token_above_200k_tokens\": \
             1.5e-05,\n        \"litellm_provider\": \"host\",\n        \"max_input_tokens\": 1048576,\n        \"max_output_tokens\": 65535,\n        \"mode\": \
             \"chat\",\n        \"source\": \"https://example.com/pricing\",\n        \"supported_modalities\": [\n            \"text\",\n            \"image\"\n        ],\n        \
             \"supports_function_calling\": true,\n        \"supports_prompt_caching\": true,\n        \"supports_reasoning\": true,\n        \"supports_vision\": true\n    }}"
        );
    }
    text + "\n}\n"
}

fn list(criterion: &mut Criterion) {
    let (text, which) = litellm();
    let list = PriceList::litellm(&text, &stated()).unwrap();
    let rows: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    let aliases: usize = list.offers().iter().map(|offer| offer.aliases().count()).sum();
    assert_eq!(list.offers().len() + aliases + list.refused().len(), rows.len());

    let mut group = criterion.benchmark_group(format!("import/litellm, {which}, {} kB", text.len() / 1_000));
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(20);
    group.bench_function("to offers", |bencher| {
        bencher.iter(|| PriceList::litellm(black_box(&text), &stated()).unwrap())
    });
    group.bench_function("plainly, serde_json to values", |bencher| {
        bencher.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&text)).unwrap());
    });
    group.bench_function("plainly, sonic-rs to values", |bencher| {
        bencher.iter(|| sonic_rs::from_str::<sonic_rs::Value>(black_box(&text)).unwrap());
    });
    group.finish();

    let names: Vec<&str> = list.offers().iter().map(breakeven::Offer::id).collect();
    let last = names[names.len() - 1];
    assert_eq!(list.offer(last).unwrap().id(), last);
    criterion.bench_function("look_up/a name of the list", |bencher| {
        bencher.iter(|| list.offer(black_box(last)).unwrap())
    });
    let book = Catalog::builtin().unwrap();
    assert_eq!(book.find("offer", "openai/gpt-4o-mini").unwrap().id, "openai/gpt-4o-mini");
    criterion.bench_function("look_up/an offer of the book", |bencher| {
        bencher.iter(|| book.find("offer", black_box("openai/gpt-4o-mini")).unwrap());
    });
}

/// Requests of which no two that follow each other are alike; 1,000 to 2,000 tokens, half of them cached.
fn request_lines() -> String {
    let mut text = String::new();
    for at in 0..LINES {
        let prompt = 1_000 + at % 1_000;
        let _ = writeln!(
            text,
            "{{\"model\":\"openai/gpt-4o-mini\",\"prompt_tokens\":{prompt},\"cached_tokens\":{},\"completion_tokens\":{},\"batch\":false}}",
            prompt / 2,
            at % 300
        );
    }
    text
}

/// The same line as a struct of plain types.
#[derive(Deserialize)]
struct Plain<'a> {
    #[serde(borrow)]
    model: Cow<'a, str>,
    prompt_tokens: u64,
    cached_tokens: u64,
    completion_tokens: u64,
    batch: bool,
}

impl Plain<'_> {
    fn sum(&self) -> u64 {
        self.model.len() as u64
            + self.prompt_tokens
            + self.cached_tokens
            + self.completion_tokens
            + u64::from(self.batch)
    }
}

fn requests(criterion: &mut Criterion) {
    let text = request_lines();
    let book = Catalog::builtin().unwrap();
    let tariff = book.offer("openai/gpt-4o-mini").unwrap().newest_tariff().unwrap();
    let price = |text: &str| {
        let mut total = RequestCost::default();
        for line in text.lines() {
            let line = RequestLine::parse(line).unwrap();
            total = total.plus(&tariff.cost(&line.request().unwrap()).unwrap()).unwrap();
        }
        total.total_usd
    };
    // Prompts sum to 100 x (1,000 x 1,000 + 499,500), cached ones to half of each, rounded down, answers to n of 0..300.
    let plain: Vec<Plain<'_>> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sum = |of: fn(&Plain<'_>) -> u64| Decimal::from(plain.iter().map(of).sum::<u64>());
    let (cached, completion) = (sum(|line| line.cached_tokens), sum(|line| line.completion_tokens));
    let fresh = Decimal::from(149_950_000_u64) - cached;
    let expected =
        (fresh * Decimal::new(15, 2) + cached * Decimal::new(75, 3) + completion * Decimal::new(6, 1))
            / Decimal::from(1_000_000);
    assert_eq!(price(&text), expected);

    let mut group = criterion.benchmark_group("requests/100,000 lines of JSON");
    group.throughput(Throughput::Elements(LINES as u64));
    group.sample_size(20);
    group.bench_function("read and priced", |bencher| bencher.iter(|| price(black_box(&text))));
    group.bench_function("plainly read, serde_json", |bencher| {
        bencher.iter(|| {
            text.lines().map(|line| serde_json::from_str::<Plain<'_>>(line).unwrap().sum()).sum::<u64>()
        });
    });
    group.bench_function("plainly read, sonic-rs", |bencher| {
        bencher.iter(|| {
            text.lines().map(|line| sonic_rs::from_str::<Plain<'_>>(line).unwrap().sum()).sum::<u64>()
        });
    });
    let request =
        Request { prompt_tokens: 1_500, cached_tokens: 700, completion_tokens: 200, ..Request::default() };
    group.throughput(Throughput::Elements(1));
    group.bench_function("one priced", |bencher| bencher.iter(|| tariff.cost(black_box(&request)).unwrap()));
}

fn logs(criterion: &mut Criterion) {
    let (mut json, mut csv) =
        (String::new(), String::from("timestamp,model,prompt_tokens,cached_tokens,completion_tokens\n"));
    for at in 0..LINES {
        let (second, prompt) = (1_793_491_200 + at * 10, 1_000 + at % 1_000);
        let _ = writeln!(csv, "{second},gpt-4o-mini,{prompt},{},{}", prompt / 2, at % 300);
        let _ = writeln!(
            json,
            "{{\"timestamp\":{second},\"model\":\"gpt-4o-mini\",\"prompt_tokens\":{prompt},\"cached_tokens\":{},\"completion_tokens\":{}}}",
            prompt / 2,
            at % 300
        );
    }
    let of_csv = |text: &str| {
        let mut log = UsageLog::new();
        log.read_csv(text.as_bytes()).unwrap();
        log
    };
    let of_json = |text: &str| {
        let mut log = UsageLog::new();
        log.read_jsonl(text.as_bytes()).unwrap();
        log
    };
    let (from_csv, from_json) = (of_csv(&csv), of_json(&json));
    assert_eq!((from_csv.requests(), from_csv.refused().count()), (LINES as u64, 0));
    assert_eq!(
        (from_csv.tokens(), from_csv.workload().unwrap()),
        (from_json.tokens(), from_json.workload().unwrap())
    );

    let mut group = criterion.benchmark_group("logs/100,000 lines");
    group.throughput(Throughput::Elements(LINES as u64));
    group.sample_size(20);
    group.bench_function("CSV", |bencher| bencher.iter(|| of_csv(black_box(&csv))));
    group.bench_function("JSON", |bencher| bencher.iter(|| of_json(black_box(&json))));
    group.bench_function("JSON plainly, sonic-rs to values", |bencher| {
        bencher
            .iter(|| json.lines().filter(|line| sonic_rs::from_str::<sonic_rs::Value>(line).is_ok()).count());
    });
}

criterion_group!(benches, list, requests, logs);
criterion_main!(benches);
