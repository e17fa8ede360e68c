//! Points a second of a sweep, by what is done with them and by how many there are.
//!
//! Each bench asserts points of its grid against the exact path before it is timed.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench says what it expects by panicking")]

use breakeven::sweep::{Axis, Metric, Run, Summary, Sweep};
use breakeven::{Catalog, Comparison, Decimal};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const FLAGSHIP: &str = include_str!("../examples/scenarios/03-flagship.toml");

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Tariff x price of the server x price of the API x volume.
fn axes(prices: usize, volumes: usize) -> [Axis; 4] {
    [
        Axis::linear("facility.electricity_usd_per_kwh", decimal("0.04"), decimal("0.40"), 10),
        Axis::logarithmic("deployment.bought.server.price_usd", decimal("100000"), decimal("500000"), 10),
        Axis::linear("api.gpt-4o.output_usd_per_mtok", decimal("1"), decimal("12"), prices),
        Axis::logarithmic(
            "workload.tokens_per_month",
            decimal("1000000000"),
            decimal("1000000000000"),
            volumes,
        ),
    ]
}

/// A grid whose two corners are those of the exact path.
fn grid(comparison: &Comparison, metric: &Metric, prices: usize, volumes: usize) -> Sweep<'static> {
    let sweep = Sweep::new(comparison, std::slice::from_ref(metric), &axes(prices, volumes)).unwrap();
    if let Metric::Saving { of, against } = metric {
        for (index, [tariff, server, price, tokens]) in [
            (0, ["0.04", "100000", "1", "1000000000"]),
            (sweep.len() - 1, ["0.40", "500000", "12", "1000000000000"]),
        ] {
            let exact = comparison.with("facility.electricity_usd_per_kwh", decimal(tariff)).unwrap();
            let exact = exact.with("deployment.bought.server.price_usd", decimal(server)).unwrap();
            let exact = exact.with("api.gpt-4o.output_usd_per_mtok", decimal(price)).unwrap();
            let exact = exact.with("workload.tokens_per_month", decimal(tokens)).unwrap();
            let cost = |id: &str| exact.monthly_cost(id).unwrap().amount();
            let saving: f64 = (cost(against) - cost(of)).to_string().parse().unwrap();
            let distance = (sweep.value(0, index).unwrap() - saving).abs() / saving.abs();
            assert!(distance < 1e-12, "{index}: {distance:e}");
        }
    }
    sweep
}

fn sweeps(criterion: &mut Criterion) {
    let comparison = Comparison::parse(FLAGSHIP, &Catalog::builtin().unwrap()).unwrap();
    let saving = Metric::saving("bought", "gpt-4o");

    let mut group = criterion.benchmark_group("sweep_set_up");
    group.bench_function("1,000 combinations", |bencher| {
        bencher.iter(|| {
            Sweep::new(black_box(&comparison), std::slice::from_ref(&saving), &axes(10, 10)).unwrap()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("sweep");
    for (prices, volumes) in [(2, 10), (10, 100), (100, 1000)] {
        let sweep = grid(&comparison, &saving, prices, volumes);
        let points = sweep.len();
        group.throughput(Throughput::Elements(points));
        for threads in [1, 2] {
            group.bench_function(format!("reduced, {points} points, {threads} threads"), |bencher| {
                bencher.iter(|| {
                    black_box(&sweep).reduce(&Run::new().threads(threads), Summary::default()).unwrap()
                });
            });
        }
        let mut out = vec![0.0; usize::try_from(points).unwrap()];
        group.bench_function(format!("written, {points} points"), |bencher| {
            bencher.iter(|| black_box(&sweep).write(&Run::new(), &mut [&mut out]).unwrap());
        });
        let cheapest = grid(&comparison, &Metric::Cheapest, prices, volumes);
        group.bench_function(format!("cheapest of 13, {points} points"), |bencher| {
            bencher.iter(|| black_box(&cheapest).summary());
        });
    }
}

criterion_group!(benches, sweeps);
criterion_main!(benches);
