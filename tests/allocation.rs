//! Nothing is allocated for a block of a sweep, nor for a point: as many allocations for ten times the points.

#![allow(
    unsafe_code,
    clippy::unwrap_used,
    reason = "an allocator is unsafe to write, and a test says what it expects by panicking"
)]

use breakeven::sweep::{Axis, Column, Histogram, Metric, Quantiles, Run, Shares, Summary, Sweep, Top};
use breakeven::{Catalog, Comparison, Decimal};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, which counts what this thread asks for.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending counts no more.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = ALLOCATIONS.with(Cell::get);
    let result = work();
    (ALLOCATIONS.with(Cell::get) - before, result)
}

fn flagship() -> Comparison {
    Comparison::parse(include_str!("../examples/scenarios/03-flagship.toml"), &Catalog::builtin().unwrap())
        .unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

const PRICE: &str = "deployment.bought.server.price_usd";
const VOLUME: &str = "workload.tokens_per_month";

fn grid(comparison: &Comparison, metrics: &[Metric], prices: usize) -> Sweep<'static> {
    let axes = [
        Axis::linear(PRICE, decimal("100000"), decimal("500000"), prices),
        Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("1000000000000"), 100),
    ];
    Sweep::new(comparison, metrics, &axes).unwrap()
}

/// What all sinks allocate; bins of quantiles are made as values come, so both sweeps have the same ends.
fn of_all_sinks(sweep: &Sweep<'_>) -> u64 {
    let sinks = (
        (Summary::default(), Summary::of(1)),
        (Histogram::new(vec![-1e6, 0.0, 1e6]).unwrap(), Shares::of(1)),
        (Top::largest(5), Top::smallest(5)),
    );
    let (count, (summaries, _, _)) = allocations(|| sweep.reduce(&Run::new(), sinks).unwrap());
    assert_eq!(summaries.0.count, sweep.len());
    count
}

#[test]
fn blocks_of_a_grid_allocate_nothing() {
    let comparison = flagship();
    let metrics = [Metric::saving("bought", "gpt-4o"), Metric::Cheapest];
    // 2,000 combinations are kept, 100,000 are calculated one by one
    let (small, large) = (grid(&comparison, &metrics, 2_000), grid(&comparison, &metrics, 100_000));
    let (one, other) = (of_all_sinks(&small), of_all_sinks(&large));
    assert!(one > 0, "the allocator counts");
    assert_eq!(one, other);
    let mut out = vec![0.0; 200_000];
    let saving = grid(&comparison, &metrics[..1], 2_000);
    let (written, ()) = allocations(|| saving.write(&Run::new(), &mut [&mut out]).unwrap());
    assert!(written < 100, "{written}");
}

#[test]
fn blocks_of_a_table_allocate_nothing() {
    let comparison = flagship();
    let metrics = [
        Metric::saving("bought", "gpt-4o"),
        Metric::Cheapest,
        Metric::break_even("bought", "gpt-4o"),
        Metric::npv("bought", "gpt-4o"),
    ];
    let volumes: Vec<f64> = (0..100_000).map(|row| 1e9 + 1e7 * f64::from(row)).collect();
    let of_rows = |rows: usize| {
        let sweep = Sweep::over(&comparison, &metrics, &[Column::new(VOLUME, &volumes[..rows])]).unwrap();
        of_all_sinks(&sweep)
    };
    assert_eq!(of_rows(10_000), of_rows(100_000));
}

#[test]
fn pages_of_quantiles_are_all_that_they_allocate() {
    let comparison = flagship();
    let sweep = grid(&comparison, &[Metric::Cost("bought".to_owned())], 20_000);
    let (count, quantiles) = allocations(|| sweep.reduce(&Run::new(), Quantiles::default()).unwrap());
    // costs from ten thousand to a few millions: a page for each power of 2
    assert!(quantiles.count() == 2_000_000 && count < 100, "{count}");
}

#[test]
fn points_of_a_probe_allocate_nothing() {
    let comparison = flagship();
    let metrics = [Metric::saving("bought", "gpt-4o"), Metric::break_even("bought", "gpt-4o")];
    let sweep = grid(&comparison, &metrics, 10);
    let mut probe = sweep.probe();
    let (count, sum) = allocations(|| {
        (0..1000).map(|at| probe.at(&[2e5 + 10.0 * f64::from(at), 2e10]).unwrap()[0]).sum::<f64>()
    });
    assert!(count == 0 && sum.is_finite(), "{count}");
    let curve = comparison.curve("bought").unwrap().to_float().unwrap();
    let (count, cost) =
        allocations(|| (1..1000).map(|at| curve.cost(1e9 * f64::from(at)).unwrap()).sum::<f64>());
    assert!(count == 0 && cost > 0.0, "{count}");
}
