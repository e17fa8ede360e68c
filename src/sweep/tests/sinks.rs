//! What becomes of the values.

use super::super::kernel::Unit;
use super::super::{Axis, Column, Histogram, Metric, Quantiles, Run, Shares, Sink, Summary, Sweep, Top};
use super::{FLAGSHIP, axes, decimal, flagship, flagship_of};
use crate::error::ErrorKind;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[test]
fn sum_past_its_range_is_none_in_any_order() {
    let of = |sum: f64| {
        let mut summary = Summary::default();
        summary.add(Unit { sum, positive: 1 }, 1);
        summary
    };
    // 2^87 in units of 2^-40 is 2^127, one more than an i128 holds; 2^86 twice comes to as much without the signs
    assert_eq!(of(2_f64.powi(87)).sum(), None);
    assert_eq!(of(2_f64.powi(86)).sum(), Some(2_f64.powi(86)));
    let merged = |parts: &[Summary]| {
        let mut all = Summary::default();
        parts.iter().for_each(|part| all.merge(*part));
        all
    };
    let (up, down, little) = (of(2_f64.powi(86)), of(-(2_f64.powi(86))), of(1.0));
    assert_eq!(merged(&[up, little, down]), merged(&[down, little, up]));
    assert_eq!(merged(&[up, little, down]).sum(), None);
    assert_eq!(merged(&[up, little, down]).mean(), None);
    assert_eq!(merged(&[of(1.5), of(-0.25)]).sum(), Some(1.25));
}

/// A grid with points that have no value: a server carries 15.08 Gtok, and there is one.
fn limited() -> Sweep<'static> {
    let text = FLAGSHIP.replace("[deployment.bought]\n", "[deployment.bought]\nmaximum_steps = 1\n");
    let metrics = [Metric::saving("bought", "gpt-4o"), Metric::Cheapest];
    Sweep::new(&flagship_of(&text), &metrics, &axes()).unwrap()
}

fn written(sweep: &Sweep<'_>) -> [Vec<f64>; 2] {
    let length = usize::try_from(sweep.len()).unwrap();
    let mut out = [vec![0.0; length], vec![0.0; length]];
    let [saving, winner] = &mut out;
    sweep.write(&Run::new(), &mut [saving, winner]).unwrap();
    out
}

#[test]
fn every_sink_says_what_the_written_points_say() {
    let sweep = limited();
    let [saving, winner] = written(&sweep);
    let known: Vec<f64> = saving.iter().copied().filter(|value| !value.is_nan()).collect();
    let missing = (saving.len() - known.len()) as u64;
    assert!(missing > 100 && known.len() > 100);
    let histogram = Histogram::new(vec![-50_000.0, -20_000.0, 0.0, 30_000.0]).unwrap();
    let sinks = (histogram, Quantiles::default(), (Shares::of(1), Top::largest(7), Top::smallest(3)));
    let (histogram, quantiles, (shares, largest, smallest)) = sweep.reduce(&Run::new(), sinks).unwrap();
    let between =
        |low: f64, high: f64| known.iter().filter(|value| low <= **value && **value < high).count() as u64;
    let bins: Vec<u64> = histogram
        .bins()
        .map(|(low, high, count)| {
            assert_eq!(count, between(low, high));
            count
        })
        .collect();
    assert_eq!(histogram.below() + histogram.above() + bins.iter().sum::<u64>(), known.len() as u64);
    assert_eq!((histogram.below(), histogram.missing()), (between(f64::NEG_INFINITY, -50_000.0), missing));
    let mut sorted = known.clone();
    sorted.sort_by(f64::total_cmp);
    for (share, rank) in [(0.0, 0), (0.25, known.len().div_ceil(4) - 1), (1.0, known.len() - 1)] {
        let (low, high) = quantiles.at(share).unwrap();
        assert!(low <= sorted[rank] && sorted[rank] <= high, "{share}: {low} {} {high}", sorted[rank]);
        assert!(high - low <= sorted[rank].abs() / 512.0);
    }
    assert_eq!(
        (quantiles.count(), quantiles.missing(), quantiles.at(1.5)),
        (known.len() as u64, missing, None)
    );
    for index in 0..5 {
        let won = winner.iter().filter(|winner| **winner == index as f64).count();
        assert_eq!(shares.count(index), won as u64);
        assert_eq!(shares.share(index), won as f64 / winner.len() as f64);
    }
    let mut order: Vec<usize> = (0..saving.len()).filter(|at| !saving[*at].is_nan()).collect();
    order.sort_by(|a, b| saving[*b].total_cmp(&saving[*a]).then(a.cmp(b)));
    let first: Vec<usize> = largest.points().map(|point| usize::try_from(point.index).unwrap()).collect();
    assert_eq!(first, &order[..7]);
    order.sort_by(|a, b| saving[*a].total_cmp(&saving[*b]).then(a.cmp(b)));
    let last: Vec<usize> = smallest.points().map(|point| usize::try_from(point.index).unwrap()).collect();
    assert_eq!(last, &order[..3]);
}

#[test]
fn every_sink_merges_to_the_bits_of_the_whole() {
    let sweep = limited();
    let sinks = || {
        let histogram = Histogram::new(vec![-50_000.0, 0.0, 30_000.0]).unwrap();
        ((Summary::default(), histogram), Quantiles::default(), (Shares::of(1), Top::largest(5)))
    };
    let whole = sweep.reduce(&Run::new(), sinks()).unwrap();
    for (parts, threads) in [(2, 1), (3, 2), (7, 3), (1000, 1)] {
        let mut merged = sinks();
        let parts: Vec<_> = Run::new().threads(threads).parts(parts).collect();
        for run in parts.into_iter().rev() {
            merged.merge(sweep.reduce(&run, sinks()).unwrap());
        }
        assert_eq!(merged, whole, "{threads}");
    }
    assert_eq!(sweep.reduce(&Run::new(), Top::largest(0)).unwrap().points().count(), 0);
}

#[test]
fn metric_that_there_is_not_has_no_values() {
    let sweep = limited();
    let (summary, shares) = sweep.reduce(&Run::new(), (Summary::of(2), Shares::of(2))).unwrap();
    assert_eq!((summary.count, summary.missing, shares.missing()), (0, sweep.len(), sweep.len()));
    assert_eq!((sweep.value(2, 0), summary.minimum()), (None, None));
}

/// 2,000 prices by 1,000 volumes: enough for 8 parts of each of 3 threads.
fn large() -> Sweep<'static> {
    let volume =
        Axis::logarithmic("workload.tokens_per_month", decimal("100000000"), decimal("100000000000"), 1000);
    let price = Axis::linear("api.gpt-4o.output_usd_per_mtok", decimal("1"), decimal("12"), 2000);
    Sweep::new(&flagship(), &[Metric::saving("bought", "gpt-4o")], &[price, volume]).unwrap()
}

#[test]
fn threads_that_take_several_parts_each_give_the_bits_of_the_whole() {
    let sweep = large();
    let (one, three) = (Run::new(), Run::new().threads(3));
    let parts = AtomicU64::new(0);
    let counted = |_: u64, _: u64| {
        parts.fetch_add(1, Ordering::Relaxed);
    };
    assert_eq!(sweep.reduce(&three.progress(&counted), Summary::default()).unwrap(), sweep.summary());
    assert!(parts.into_inner() >= 24);
    // What was never written would be no number.
    let written = |run: &Run<'_>| {
        let mut out = vec![f64::NAN; 2_000_000];
        sweep.write(run, &mut [&mut out]).unwrap();
        out.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
    };
    let whole = written(&one);
    assert!(whole.iter().all(|bits| !f64::from_bits(*bits).is_nan()));
    assert!(written(&three) == whole);
}

#[test]
fn run_tells_its_progress_and_ends_when_told() {
    let sweep = large();
    for threads in [1, 3] {
        let seen = Mutex::new(Vec::new());
        let report = |done: u64, all: u64| seen.lock().unwrap().push((done, all));
        sweep.reduce(&Run::new().threads(threads).progress(&report), Summary::default()).unwrap();
        let mut seen = seen.into_inner().unwrap();
        seen.sort_unstable();
        assert!(seen.len() > 5, "{seen:?}");
        assert_eq!(seen.last(), Some(&(2_000_000, 2_000_000)));
    }
    let flag = AtomicBool::new(false);
    let seen = AtomicU64::new(0);
    let stop = |done: u64, _: u64| {
        seen.store(done, Ordering::Relaxed);
        flag.store(true, Ordering::Relaxed);
    };
    let run = Run::new().cancelled_by(&flag).progress(&stop);
    let error = sweep.reduce(&run, Summary::default()).unwrap_err();
    assert_eq!(error.to_string(), "sweep: stopped before its end, as asked; run it again for the answer");
    assert!(seen.load(Ordering::Relaxed) < 1_000_000);
    let mut out = vec![0.0; 2_000_000];
    assert!(sweep.write(&run, &mut [&mut out]).is_err());
    let mut blocks = 0;
    sweep
        .for_each(&Run::new().part(1, 4), |block| {
            blocks += 1;
            assert_eq!(block.index(0) / 1000, 499 + blocks);
            if blocks < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .unwrap();
    assert_eq!(blocks, 3);
}

/// Of a table, too: rows are told and end as runs do, in whatever form they are asked.
#[test]
fn table_tells_its_progress_and_ends_when_told() {
    let volumes: Vec<f64> = (1..=600_000).map(|row| f64::from(row) * 1e5).collect();
    let columns = [Column::new("workload.tokens_per_month", &volumes)];
    let sweep = Sweep::over(&flagship(), &[Metric::saving("bought", "gpt-4o")], &columns).unwrap();
    let mut out = vec![f64::NAN; volumes.len()];
    for threads in [1, 2] {
        let seen = Mutex::new(Vec::new());
        let report = |done: u64, all: u64| seen.lock().unwrap().push((done, all));
        let run = Run::new().threads(threads);
        sweep.reduce(&run.progress(&report), Summary::default()).unwrap();
        sweep.write(&run.progress(&report), &mut [&mut out]).unwrap();
        let seen = seen.into_inner().unwrap();
        let ends = seen.iter().filter(|told| **told == (600_000, 600_000)).count();
        assert!(seen.len() > 2 && ends == 2, "{seen:?}");
    }
    let flag = AtomicBool::new(true);
    let run = Run::new().cancelled_by(&flag);
    let mut blocks = 0;
    let ends = [
        sweep.reduce(&run, Summary::default()).map(drop),
        sweep.write(&run, &mut [&mut out]),
        sweep.for_each(&run, |_| {
            blocks += 1;
            ControlFlow::Continue(())
        }),
    ];
    for end in ends {
        assert_eq!(end.unwrap_err().kind(), &ErrorKind::Cancelled);
    }
    assert!(blocks < 1000, "{blocks}");
}
