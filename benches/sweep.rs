//! Scenarios a second of a sweep, by what is asked, how many there are, and on how many threads.
//!
//! Each bench asserts points of its sweep against the exact path before it is timed.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench says what it expects by panicking"
)]

use breakeven::sweep::{Axis, Column, Metric, Run, Summary, Sweep};
use breakeven::{Catalog, Comparison, Decimal};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

const FLAGSHIP: &str = include_str!("../examples/scenarios/03-flagship.toml");

const VOLUME: &str = "workload.tokens_per_month";
const TARIFF: &str = "facility.electricity_usd_per_kwh";
const SERVER: &str = "deployment.bought.server.price_usd";
const OUTPUT: &str = "api.gpt-4o.output_usd_per_mtok";
const DECODE: &str = "deployment.bought.rate.decode_tokens_per_second";
const INTEREST: &str = "finance.discount_rate_annual_effective";
const LIFE: &str = "deployment.bought.hardware.buy.useful_life_months";
const GROWTH: &str = "workload.growth_fraction_per_month";
const DECLINE: &str = "api.gpt-4o.price_change_fraction_per_month";

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn flagship() -> Comparison {
    Comparison::parse(FLAGSHIP, &Catalog::builtin().unwrap()).unwrap()
}

fn saving() -> Metric {
    Metric::saving("bought", "gpt-4o")
}

fn float(amount: Decimal) -> f64 {
    amount.to_string().parse().unwrap()
}

/// The question at a point, asked exactly.
fn exact_at(comparison: &Comparison, point: &[(&str, f64)]) -> Comparison {
    point.iter().fold(comparison.clone(), |comparison, (path, value)| {
        comparison.with(path, Decimal::from_scientific(&format!("{value:e}")).unwrap()).unwrap()
    })
}

fn assert_near(found: f64, exact: f64, size: f64, bound: f64) {
    assert!((found - exact).abs() <= bound * size, "{found} {exact}");
}

fn assert_saving(comparison: &Comparison, point: &[(&str, f64)], found: f64) {
    let exact = exact_at(comparison, point);
    let (api, own) =
        (exact.monthly_cost("gpt-4o").unwrap().amount(), exact.monthly_cost("bought").unwrap().amount());
    assert_near(found, float(api - own), float(api + own), 1e-12);
}

/// The present value, against the study of the same point asked exactly, which has the month of the payback too.
fn assert_npv(exact: &Comparison, found: f64) -> Option<u32> {
    let exact = exact.answer().unwrap();
    let study = |id: &str| exact.alternatives.iter().find(|one| one.id == id).unwrap().study.clone();
    let (api, own) = (study("gpt-4o").unwrap(), study("bought").unwrap());
    let (paid, owned) = (api.npv.amount(), own.npv.amount());
    assert_near(found, float(paid - owned), float(paid + owned), 1e-11);
    own.payback_month
}

/// Numbers that are spread between two ends and follow no order: multiples of the golden section.
fn spread(rows: usize, from: f64, to: f64) -> Vec<f64> {
    let digits = |value: f64| format!("{value:.9e}").parse::<f64>().unwrap();
    (0..rows).map(|row| digits(from + (to - from) * (row as f64 * 0.618_033_988_749_895).fract())).collect()
}

fn whole(values: Vec<f64>) -> Vec<f64> {
    values.into_iter().map(f64::round).collect()
}

/// Tariff x price of the server x price of the API x volume.
fn axes(prices: usize, volumes: usize) -> [Axis; 4] {
    let volume = Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("1000000000000"), volumes);
    [
        Axis::linear(TARIFF, decimal("0.04"), decimal("0.40"), 10),
        Axis::logarithmic(SERVER, decimal("100000"), decimal("500000"), 10),
        Axis::linear(OUTPUT, decimal("1"), decimal("12"), prices),
        volume,
    ]
}

/// What was written at some points, ends and inside, is what the sweep says of them.
fn assert_written(sweep: &Sweep<'_>, metric: usize, out: &[f64]) {
    for at in [0, out.len() / 3, out.len() / 2, out.len() - 1] {
        let value = sweep.value(metric, at as u64).unwrap_or(f64::NAN);
        assert_eq!(out[at].to_bits(), value.to_bits(), "{metric} at {at}");
    }
}

/// A grid of which the first and the last point, and one inside, are those of the exact path.
fn grid(comparison: &Comparison, prices: usize, volumes: usize) -> Sweep<'static> {
    let sweep = Sweep::new(comparison, &[saving()], &axes(prices, volumes)).unwrap();
    let paths = [TARIFF, SERVER, OUTPUT, VOLUME];
    let (first, last) = (vec![0.04, 1e5, 1.0, 1e9], vec![0.40, 5e5, 12.0, 1e12]);
    let inside = sweep.len() / 3 * 2;
    let points = [(0, first), (inside, sweep.point(inside).unwrap()), (sweep.len() - 1, last)];
    for (index, values) in points {
        let point: Vec<(&str, f64)> = paths.into_iter().zip(values).collect();
        assert_saving(comparison, &point, sweep.value(0, index).unwrap());
    }
    sweep
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat).sample_size(20).measurement_time(Duration::from_secs(2));
    group
}

fn single(criterion: &mut Criterion) {
    let comparison = flagship();
    let mut group = group(criterion, "single");
    let (few, many) = (axes(2, 10), axes(1000, 1000));
    for (name, axes) in [("set-up, 2e3 points", &few), ("set-up, 1e8 points", &many)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| Sweep::new(black_box(&comparison), &[saving()], axes).unwrap());
        });
    }
    let floats = [Axis::floats(OUTPUT, vec![1.0, 12.0]), Axis::floats(VOLUME, vec![1e9, 1e12])];
    group.bench_function("set-up, 4 points", |bencher| {
        bencher.iter(|| Sweep::new(black_box(&comparison), &[saving()], &floats).unwrap());
    });
    // over an interest rate every month has a discount factor that is calculated for each point
    let npv = [Metric::npv("bought", "gpt-4o")];
    let over_time = [Axis::floats(INTEREST, vec![0.05, 0.08]), Axis::floats(VOLUME, vec![1e10, 1e11])];
    for months in [36, 600] {
        let text = FLAGSHIP.replace("horizon_months = 36", &format!("horizon_months = {months}"));
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        let sweep = Sweep::new(&comparison, &npv, &over_time).unwrap();
        assert_npv(&exact_at(&comparison, &[(INTEREST, 0.08), (VOLUME, 1e10)]), sweep.value(0, 2).unwrap());
        group.bench_function(format!("set-up, npv over {months} months, 4 points"), |bencher| {
            bencher.iter(|| Sweep::new(black_box(&comparison), &npv, &over_time).unwrap());
        });
    }
    let sweep = Sweep::new(&comparison, &[saving()], &few).unwrap();
    let mut probe = sweep.probe();
    let point = [0.1, 3e5, 8.0, 2e10];
    let named: Vec<(&str, f64)> = [TARIFF, SERVER, OUTPUT, VOLUME].into_iter().zip(point).collect();
    assert_saving(&comparison, &named, probe.at(&point).unwrap()[0]);
    group.throughput(Throughput::Elements(1));
    group.bench_function("saving over 4 numbers", |bencher| {
        bencher.iter(|| probe.at(black_box(&point)).unwrap()[0]);
    });
}

fn grids(criterion: &mut Criterion) {
    let comparison = flagship();
    let mut group = group(criterion, "grid");
    for (prices, volumes) in [(2, 5), (10, 10), (10, 100), (100, 100), (100, 1000), (1000, 1000)] {
        let sweep = grid(&comparison, prices, volumes);
        let points = sweep.len();
        group.throughput(Throughput::Elements(points));
        // 1e8 points would be 800 MB.
        let is_written = points <= 10_000_000;
        let mut out = vec![0.0; if is_written { usize::try_from(points).unwrap() } else { 0 }];
        let summary = sweep.reduce(&Run::new(), Summary::default()).unwrap();
        assert_eq!((summary.count, summary.missing), (points, 0));
        if is_written {
            sweep.write(&Run::new(), &mut [&mut out]).unwrap();
            assert_written(&sweep, 0, &out);
            let most = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert_eq!(summary.maximum().map(|most| most.value), Some(most));
            assert_eq!(summary.positive, out.iter().filter(|saving| **saving > 0.0).count() as u64);
        }
        for threads in [1, 2] {
            let run = Run::new().threads(threads);
            group.bench_function(format!("reduced, {points:.0e} points, {threads} threads"), |bencher| {
                bencher.iter(|| black_box(&sweep).reduce(&run, Summary::default()).unwrap());
            });
            if is_written {
                group.bench_function(format!("written, {points:.0e} points, {threads} threads"), |bencher| {
                    bencher.iter(|| black_box(&sweep).write(&run, &mut [&mut out]).unwrap());
                });
            }
        }
    }
}

fn alternatives(criterion: &mut Criterion) {
    let comparison = flagship();
    let mut group = group(criterion, "alternatives");
    for (prices, volumes) in [(2, 5), (10, 100), (10, 1000), (100, 1000), (1000, 1000)] {
        let sweep = Sweep::new(&comparison, &[Metric::Cheapest], &axes(prices, volumes)).unwrap();
        for (index, values) in [(0, [0.04, 1e5, 1.0, 1e9]), (sweep.len() - 1, [0.40, 5e5, 12.0, 1e12])] {
            let point: Vec<(&str, f64)> = [TARIFF, SERVER, OUTPUT, VOLUME].into_iter().zip(values).collect();
            let exact = exact_at(&comparison, &point);
            let costs = exact.alternatives().map(|id| exact.monthly_cost(id).unwrap().amount());
            let cheapest = costs.enumerate().min_by(|a, b| a.1.cmp(&b.1)).unwrap().0;
            assert_eq!(sweep.value(0, index), Some(cheapest as f64));
        }
        let points = sweep.len();
        group.throughput(Throughput::Elements(points));
        for threads in [1, 2] {
            let run = Run::new().threads(threads);
            group.bench_function(
                format!("cheapest of 13, {points:.0e} points, {threads} threads"),
                |bencher| {
                    bencher.iter(|| black_box(&sweep).reduce(&run, Summary::default()).unwrap());
                },
            );
        }
    }
}

/// Columns with their paths.
type Table = Vec<(&'static str, Vec<f64>)>;

fn lay<'a>(comparison: &Comparison, metrics: &[Metric], table: &'a Table) -> Sweep<'a> {
    let columns: Vec<Column<'_>> = table.iter().map(|(path, values)| Column::new(*path, values)).collect();
    Sweep::over(comparison, metrics, &columns).unwrap()
}

fn row(table: &Table, at: usize) -> Vec<(&'static str, f64)> {
    table.iter().map(|(path, values)| (*path, values[at])).collect()
}

/// Times the writing of two metrics over the rows of a table.
fn written(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, sweep: &Sweep<'_>) {
    let rows = usize::try_from(sweep.len()).unwrap();
    let (mut first, mut second) = (vec![0.0; rows], vec![0.0; rows]);
    sweep.write(&Run::new(), &mut [&mut first, &mut second]).unwrap();
    assert_written(sweep, 0, &first);
    assert_written(sweep, 1, &second);
    group.throughput(Throughput::Elements(sweep.len()));
    for threads in [1, 2] {
        let run = Run::new().threads(threads);
        group.bench_function(format!("{name}, {rows:.0e} rows, {threads} threads"), |bencher| {
            bencher.iter(|| black_box(sweep).write(&run, &mut [&mut first, &mut second]).unwrap());
        });
    }
}

fn tables(criterion: &mut Criterion) {
    let comparison = flagship();
    let metrics = [saving(), Metric::break_even("bought", "gpt-4o")];
    let mut group = group(criterion, "table");
    for rows in [1_000, 100_000, 1_000_000, 10_000_000] {
        let fixed: Table = vec![
            (VOLUME, whole(spread(rows, 1e9, 1e12))),
            (OUTPUT, spread(rows + 1, 1.0, 30.0).split_off(1)),
            (SERVER, spread(rows + 2, 1e5, 5e5).split_off(2)),
            (TARIFF, spread(rows + 3, 0.04, 0.4).split_off(3)),
            (DECODE, spread(rows + 4, 2e3, 3e4).split_off(4)),
        ];
        let mut varying = fixed.clone();
        varying.push((INTEREST, spread(rows + 5, 0.02, 0.25).split_off(5)));
        varying.push((LIFE, whole(spread(rows + 6, 24.0, 84.0).split_off(6))));
        for (name, table) in [("fixed rate and life", &fixed), ("varying rate and life", &varying)] {
            let sweep = lay(&comparison, &metrics, table);
            for at in [0, rows / 3, rows - 1] {
                assert_saving(&comparison, &row(table, at), sweep.value(0, at as u64).unwrap());
                let exact = exact_at(&comparison, &row(table, at)).break_even("bought", "gpt-4o").unwrap();
                let (found, exact) = (sweep.value(1, at as u64), exact.break_even.first_volume);
                assert_eq!(found.is_some(), exact.is_some());
                let exact = exact.unwrap_or_default() as f64;
                assert_near(found.unwrap_or_default(), exact, exact + 1e12, 1e-12);
            }
            written(&mut group, name, &sweep);
            // what a caller waits for before: every column is looked at
            group.bench_function(format!("{name}, {rows:.0e} rows, laid out"), |bencher| {
                bencher.iter(|| lay(black_box(&comparison), &metrics, table));
            });
        }
    }
}

fn horizons(criterion: &mut Criterion) {
    let comparison = flagship();
    let metrics = [Metric::npv("bought", "gpt-4o"), Metric::payback_month("bought", "gpt-4o")];
    let mut group = group(criterion, "horizon");
    for rows in [1_000, 100_000, 1_000_000] {
        let table: Table = vec![
            (VOLUME, whole(spread(rows, 1e9, 1e11))),
            (SERVER, spread(rows + 1, 1e5, 5e5).split_off(1)),
            (TARIFF, spread(rows + 2, 0.04, 0.4).split_off(2)),
            (GROWTH, spread(rows + 3, -0.02, 0.06).split_off(3)),
            (DECLINE, spread(rows + 4, -0.04, 0.0).split_off(4)),
        ];
        let sweep = lay(&comparison, &metrics, &table);
        for at in [0, rows / 3, rows - 1] {
            let exact = exact_at(&comparison, &row(&table, at));
            let payback_month = assert_npv(&exact, sweep.value(0, at as u64).unwrap());
            assert_eq!(sweep.value(1, at as u64), payback_month.map(f64::from));
        }
        written(&mut group, "36 months, present value and payback", &sweep);
    }
}

criterion_group!(benches, single, grids, alternatives, tables, horizons);
criterion_main!(benches);
