//! How long the questions take; each bench asserts its answer once before it is timed.
//!
//! `cargo bench` measures, `cargo bench -- --test` only checks the answers. Where a function has carriers, each is one
//! line of its group: `exact` is the 28-digit decimal.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a bench says what it expects by panicking"
)]

use breakeven::{
    Catalog, Category, Comparison, CostCurve, Currency, Decimal, Money, Scenario, Staircase, report,
};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// What is asserted of it is worked out in its header.
const FLAGSHIP: &str = include_str!("../examples/scenarios/03-flagship.toml");

fn flagship() -> Comparison {
    Comparison::parse(FLAGSHIP, &Catalog::builtin().unwrap()).unwrap()
}

fn whole_usd(money: Money) -> Decimal {
    money.amount().round()
}

fn break_even(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("break_even");

    // Steps of 9,000 USD that carry 10 Gtok, on a base of 1,000.
    let own = CostCurve::line(Currency::USD, 1_000.into(), Decimal::ZERO)
        .with_staircase(Staircase::new(9_000.into(), 10_000_000_000_u64.into()))
        .unwrap();
    // At 3 USD per Mtok: 10,000 / 3 = 3,333.33 Mtok, and no later step costs as much as it carries.
    let dear = CostCurve::line(Currency::USD, Decimal::ZERO, 3.into());
    let answer = own.break_even_against(&dear).unwrap();
    assert_eq!((answer.first_volume, answer.always_from), (Some(3_333_333_334), Some(3_333_333_334)));
    group.bench_function("line against stairs, one crossing/exact", |bencher| {
        bencher.iter(|| black_box(&own).break_even_against(black_box(&dear)).unwrap());
    });

    // At 1 USD per Mtok n steps cost 1,000 + 9,000 n and carry 10,000 n Mtok: equal at the end of the first, and each
    // further one begins dearer until the tenth, which costs 91,000.
    let cheap = CostCurve::line(Currency::USD, Decimal::ZERO, 1.into());
    let answer = own.break_even_against(&cheap).unwrap();
    assert_eq!((answer.first_volume, answer.always_from), (Some(10_000_000_000), Some(91_000_000_000)));
    group.bench_function("line against stairs, ten crossings/exact", |bencher| {
        bencher.iter(|| black_box(&own).break_even_against(black_box(&cheap)).unwrap());
    });

    let comparison = flagship();
    let first = comparison.break_even("bought", "gpt-4o").unwrap().break_even.first_volume;
    assert_eq!(first.map(|tokens| tokens / 1_000_000), Some(5_262));
    group.bench_function("flagship, bought against gpt-4o, from resolved inputs/exact", |bencher| {
        bencher.iter(|| black_box(&comparison).break_even("bought", "gpt-4o").unwrap());
    });
    let (bought, today) = (comparison.curve("bought").unwrap(), comparison.curve("gpt-4o").unwrap());
    assert_eq!(bought.break_even_against(&today).unwrap().first_volume, first);
    group.bench_function("flagship, bought against gpt-4o, from curves/exact", |bencher| {
        bencher.iter(|| black_box(&bought).break_even_against(black_box(&today)).unwrap());
    });
}

fn cost(criterion: &mut Criterion) {
    let exact = flagship().curve("bought").unwrap();
    let fast = exact.to_float().unwrap();
    assert_eq!(whole_usd(exact.cost(20_000_000_000).unwrap()), 31_523.into());
    assert_eq!(fast.cost(20e9).unwrap().round(), 31_523.0);
    let mut group = criterion.benchmark_group("cost");
    group.bench_function("flagship, bought, a month/exact", |bencher| {
        bencher.iter(|| exact.cost(black_box(20_000_000_000)).unwrap());
    });
    group.bench_function("flagship, bought, a month/f64", |bencher| {
        bencher.iter(|| fast.cost(black_box(20e9)).unwrap())
    });
}

fn ledger(criterion: &mut Criterion) {
    let comparison = flagship();
    let ledger = comparison.ledger("bought").unwrap();
    let hardware = ledger.flows.iter().filter(|flow| flow.category == Category::Capital);
    let hardware: Vec<(u32, String)> = hardware.map(|flow| (flow.instant, flow.amount.to_string())).collect();
    // Two servers of 250,141.80 USD, which bring 0.30 of that after 36 months.
    assert_eq!(hardware, [(0, "500283.6 USD".to_owned()), (36, "-150085.08 USD".to_owned())]);
    // Without growth the study's level cost is the month's: 31,523 USD.
    let level = comparison.equivalent_monthly_cost_as_float("bought").unwrap();
    assert_eq!(level.round(), 31_523.0);
    let mut group = criterion.benchmark_group("ledger");
    assert_eq!(whole_usd(comparison.equivalent_monthly_cost("bought").unwrap()), 31_523.into());
    group.bench_function("flagship, bought, study of 36 months by formula/exact", |bencher| {
        bencher.iter(|| black_box(&comparison).equivalent_monthly_cost("bought").unwrap());
    });
    group.bench_function("flagship, bought, study of 36 months by formula/f64", |bencher| {
        bencher.iter(|| black_box(&comparison).equivalent_monthly_cost_as_float("bought").unwrap());
    });
    group.bench_function("flagship, bought, 36 months/exact", |bencher| {
        bencher.iter(|| black_box(&comparison).ledger("bought").unwrap());
    });
}

fn answer(criterion: &mut Criterion) {
    let comparison = flagship();
    let answer = comparison.answer().unwrap();
    let cost = |id| whole_usd(answer.alternative(id).unwrap().monthly.as_ref().unwrap().cost);
    assert_eq!((cost("bought"), cost("llama-70b-deepinfra")), (31_523.into(), 2_832.into()));
    let verdict = comparison.verdict(&answer).unwrap();
    assert_eq!(verdict.answer, "llama-70b-deepinfra");
    assert!(report::text(&answer, &verdict).contains(&verdict.answer));
    let mut group = criterion.benchmark_group("answer");
    group.bench_function("flagship, answer", |bencher| {
        bencher.iter(|| black_box(&comparison).answer().unwrap());
    });
    group.bench_function("flagship, verdict", |bencher| {
        bencher.iter(|| black_box(&comparison).verdict(black_box(&answer)).unwrap());
    });
    group.bench_function("flagship, report as text", |bencher| {
        bencher.iter(|| report::text(black_box(&answer), black_box(&verdict)));
    });
}

fn resolve(criterion: &mut Criterion) {
    let catalog = Catalog::builtin().unwrap();
    let scenario = Scenario::parse(FLAGSHIP).unwrap();
    let comparison = scenario.resolve(&catalog).unwrap();
    assert_eq!(comparison.monthly("bought").unwrap().steps, Some(2));
    assert_eq!(whole_usd(comparison.monthly_cost("rented").unwrap()), 39_271.into());
    criterion.bench_function("resolve/flagship", |bencher| {
        bencher.iter(|| black_box(&scenario).resolve(black_box(&catalog)).unwrap());
    });
}

fn parse(criterion: &mut Criterion) {
    let catalog = Catalog::builtin().unwrap();
    assert!(catalog.offer_ids().any(|id| id == "openai/gpt-4o"));
    criterion.bench_function("parse_catalog/builtin", |bencher| bencher.iter(|| Catalog::builtin().unwrap()));

    let scenario = Scenario::parse(FLAGSHIP).unwrap();
    assert_eq!((scenario.api.len(), scenario.deployment.len()), (11, 2));
    criterion.bench_function("parse_scenario/flagship", |bencher| {
        bencher.iter(|| Scenario::parse(black_box(FLAGSHIP)).unwrap());
    });
}

criterion_group!(benches, break_even, cost, ledger, answer, resolve, parse);
criterion_main!(benches);
