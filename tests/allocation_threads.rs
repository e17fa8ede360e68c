//! Nothing is allocated for a block by any thread: as many allocations of all threads for four times the points.
//!
//! Alone in its file: what another test allocates meanwhile would be counted too.

#![allow(
    unsafe_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "an allocator is unsafe to write, and a test says what it expects by panicking"
)]

use breakeven::sweep::{Axis, Column, Metric, Run, Summary, Sweep};
use breakeven::{Catalog, Comparison};
use std::alloc::{GlobalAlloc, Layout, System};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

/// The system's allocator, which counts what all threads ask for.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
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

const PRICE: &str = "deployment.bought.server.price_usd";
const VOLUME: &str = "workload.tokens_per_month";

/// Enough points that two threads divide them among as many parts as they do four times as many.
const POINTS: u32 = 1 << 20;

fn flagship() -> Comparison {
    Comparison::parse(include_str!("../examples/scenarios/03-flagship.toml"), &Catalog::builtin().unwrap())
        .unwrap()
}

/// What summing, writing and going through a sweep allocate.
fn counts(sweep: &Sweep<'_>, out: &mut [f64], threads: usize) -> [u64; 3] {
    let run = Run::new().threads(threads);
    let out = &mut out[..usize::try_from(sweep.len()).unwrap()];
    let mut works: [Box<dyn FnMut() + '_>; 3] = [
        Box::new(|| assert_eq!(sweep.reduce(&run, Summary::default()).unwrap().missing, 0)),
        Box::new(|| sweep.write(&run, &mut [&mut *out]).unwrap()),
        Box::new(|| {
            let mut sum = 0.0;
            let each = |block: &mut breakeven::sweep::Block<'_>| {
                sum += block.values(0).iter().sum::<f64>();
                ControlFlow::Continue(())
            };
            sweep.for_each(&run, each).unwrap();
            assert!(sum.is_finite());
        }),
    ];
    let [reduced, written, gone_through] = &mut works;
    [reduced, written, gone_through].map(|work| {
        let before = ALLOCATIONS.load(Ordering::Relaxed);
        work();
        ALLOCATIONS.load(Ordering::Relaxed) - before
    })
}

#[test]
fn blocks_of_several_threads_allocate_nothing() {
    let comparison = flagship();
    let saving = [Metric::saving("bought", "gpt-4o")];
    let study = [Metric::npv("bought", "gpt-4o")];
    let mut out = vec![0.0; 4 * POINTS as usize];
    // A pool of threads is made once.
    let grid = |points: u32, is_volume_last: bool| {
        let prices = Axis::linear(PRICE, 100_000.into(), 500_000.into(), (points / 128) as usize);
        let volumes = Axis::logarithmic(VOLUME, 1_000_000_000.into(), 1_000_000_000_000_u64.into(), 128);
        let axes = if is_volume_last { [prices, volumes] } else { [volumes, prices] };
        Sweep::new(&comparison, &saving, &axes).unwrap()
    };
    let volumes: Vec<f64> = (0..4 * POINTS).map(|row| 1e9 + 1e4 * f64::from(row)).collect();
    let table = |metrics: &[Metric], rows: u32| {
        Sweep::over(&comparison, metrics, &[Column::new(VOLUME, &volumes[..rows as usize])]).unwrap()
    };
    counts(&grid(POINTS, true), &mut out, 2);
    for threads in [1, 2] {
        let cases = [
            ("a grid, volume last", grid(POINTS, true), grid(4 * POINTS, true)),
            ("a grid, volume first", grid(POINTS, false), grid(4 * POINTS, false)),
            ("a table", table(&saving, POINTS), table(&saving, 4 * POINTS)),
            ("a table of studies", table(&study, POINTS / 64), table(&study, POINTS / 8)),
        ];
        for (name, small, large) in cases {
            let (one, other) = (counts(&small, &mut out, threads), counts(&large, &mut out, threads));
            assert!(one.iter().all(|count| *count > 0), "the allocator counts");
            // A queue of a pool may be a block longer.
            let is_as_many = one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= 4);
            assert!(is_as_many, "{name} on {threads} threads: {one:?} and {other:?}");
        }
    }
}
