//! Ranges of points, written: the bits of the whole, wherever they begin and end and however many threads write them.

use super::super::layout::Plan;
use super::super::level::Level;
use super::super::{Axis, Column, Metric, Run, Sweep};
use super::{FTE, OUT, PRICE, VOLUME, axes, decimal, flagship, lay, metrics_of_a_month, values};
use crate::error::ErrorKind;
use std::ops::{ControlFlow, Range};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

fn written(sweep: &Sweep<'_>, points: Range<u64>, run: &Run<'_>, metrics: usize) -> Vec<Vec<u64>> {
    let length = usize::try_from(points.end - points.start).unwrap();
    let mut all = vec![vec![-1.0; length]; metrics];
    let mut slices: Vec<&mut [f64]> = all.iter_mut().map(Vec::as_mut_slice).collect();
    sweep.write_range(points, run, &mut slices).unwrap();
    all.iter().map(|values| values.iter().map(|value| value.to_bits()).collect()).collect()
}

fn assert_ranges(sweep: &Sweep<'_>, metrics: usize, ranges: impl Iterator<Item = (u64, u64)>) {
    let mut whole = vec![vec![0_u64; usize::try_from(sweep.len()).unwrap()]; metrics];
    let _ = sweep.each_of(0..sweep.units(), Level::Baseline, |block| {
        for (metric, whole) in whole.iter_mut().enumerate() {
            for place in 0..block.len() {
                whole[usize::try_from(block.index(place)).unwrap()] = block.values(metric)[place].to_bits();
            }
        }
        ControlFlow::Continue(())
    });
    for (from, end) in ranges {
        for threads in [1, 3] {
            let found = written(sweep, from..end, &Run::new().threads(threads), metrics);
            for (found, whole) in found.iter().zip(&whole) {
                let expected = &whole[usize::try_from(from).unwrap()..usize::try_from(end).unwrap()];
                let is_same = |(a, b): (&u64, &u64)| {
                    a == b || [*a, *b].map(f64::from_bits).map(f64::is_nan) == [true; 2]
                };
                assert!(found.iter().zip(expected).all(is_same), "{from}..{end} on {threads} threads");
            }
        }
    }
}

/// 2 prices, 9 volumes and 3 more, the volume at each place: every range of the 54 points.
#[test]
fn every_range_of_a_small_grid_is_written() {
    for turn in 0..3 {
        let mut axes = [
            Axis::values(PRICE, vec![decimal("250000"), decimal("350000")]),
            Axis::logarithmic(VOLUME, decimal("100000000"), decimal("100000000000"), 9),
            Axis::values(OUT, vec![decimal("8"), decimal("10"), decimal("12")]),
        ];
        axes.rotate_left(turn);
        let metrics = metrics_of_a_month();
        let sweep = Sweep::new(&flagship(), &metrics, &axes).unwrap();
        assert!(matches!(sweep.plan, Plan::Runs(_)));
        assert_ranges(&sweep, metrics.len(), (0..=54).flat_map(|end| (0..=end).map(move |from| (from, end))));
    }
}

/// A grid of years over 2,520 points, and a table of as many rows: units of 1,024 that are begun in the middle.
#[test]
fn ranges_that_begin_and_end_within_a_unit_are_written() {
    let metrics = [Metric::npv("bought", "gpt-4o"), Metric::break_even("bought", "gpt-4o"), Metric::Cheapest];
    let axes = [
        Axis::linear(PRICE, decimal("150000"), decimal("350000"), 21),
        Axis::linear(FTE, decimal("0"), decimal("2"), 10),
        Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("1000000000000"), 12),
    ];
    let bounds = [0, 1, 1023, 1024, 1025, 2047, 2048, 2519, 2520];
    let ranges = || bounds.into_iter().flat_map(|end| bounds.into_iter().map(move |from| (from, end)));
    let grid = Sweep::new(&flagship(), &metrics, &axes).unwrap();
    assert!(matches!(grid.plan, Plan::Rows { .. }) && grid.len() == 2520);
    assert_ranges(&grid, 3, ranges().filter(|(from, end)| from <= end));
    let points: Vec<Vec<f64>> = (0..grid.len()).map(|at| grid.point(at).unwrap()).collect();
    let columns: Vec<Vec<f64>> = (0..3).map(|at| points.iter().map(|point| point[at]).collect()).collect();
    let columns: Vec<Column<'_>> =
        [PRICE, FTE, VOLUME].iter().zip(&columns).map(|(path, values)| Column::new(*path, values)).collect();
    let table = Sweep::over(&flagship(), &metrics, &columns).unwrap();
    assert_ranges(&table, 3, ranges().filter(|(from, end)| from <= end));
}

/// Three threads have a piece each, whatever moves last.
#[test]
fn any_place_of_the_volume_is_written_by_all_threads() {
    for turn in 0..5 {
        let mut axes = axes();
        axes.rotate_left(turn);
        let sweep = lay(&flagship(), &Metric::saving("bought", "gpt-4o"), &axes).unwrap();
        let pieces = sweep.divided(0..sweep.len(), &Run::new().threads(3));
        assert!(pieces.len() == 3 && pieces.iter().all(|piece| !piece.is_empty()), "{turn}: {pieces:?}");
        let expected = values(&sweep, Level::Baseline);
        let expected: Vec<u64> = expected.iter().map(|value| value.to_bits()).collect();
        for threads in [1, 2, 3] {
            let run = Run::new().threads(threads);
            assert_eq!(
                written(&sweep, 0..sweep.len(), &run, 1),
                std::slice::from_ref(&expected),
                "{turn} {threads}"
            );
        }
    }
}

/// 2^40 points, whose last 5 fit into memory.
#[test]
fn end_of_a_grid_past_32_bits_is_written() {
    let many = |path: &str, from: &str, to: &str| Axis::linear(path, decimal(from), decimal(to), 1 << 20);
    let grids = [
        [many(PRICE, "150000", "350000"), many(VOLUME, "1000000000", "1000000000000")],
        [many(VOLUME, "1000000000", "1000000000000"), many(PRICE, "150000", "350000")],
    ];
    let comparison = flagship();
    for axes in grids {
        let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &axes).unwrap();
        assert_eq!(sweep.len(), 1 << 40);
        let from = sweep.len() - 5;
        let mut last = [0.0; 5];
        sweep.write_range(from..sweep.len(), &Run::new(), &mut [&mut last]).unwrap();
        let mut probe = sweep.probe();
        for (index, value) in (from..).zip(last) {
            let point = sweep.point(index).unwrap();
            assert_eq!(probe.at(&point).unwrap()[0].to_bits(), value.to_bits(), "{index}");
            assert_eq!(sweep.value(0, index), Some(value));
        }
        assert_eq!(
            sweep.point(sweep.len() - 1).map(|point| point.iter().sum::<f64>()),
            Some(1e12 + 350_000.0)
        );
        assert_eq!((sweep.point(1 << 40), sweep.value(0, 1 << 40)), (None, None));
        // the last of so many parts
        let mut seen = (0, 0);
        let part = Run::new().part((1 << 36) - 1, 1 << 36);
        let _ = sweep.for_each(&part, |block| {
            seen = (block.index(block.len() - 1), block.len());
            ControlFlow::Break(())
        });
        assert_eq!(seen, ((1 << 40) - 1, 1 << 20));
    }
}

/// 8 volumes of 2^40 runs each: the last point of one and the first of the next are two runs, not all of them.
#[test]
fn two_points_where_one_volume_ends_and_another_begins_are_two_runs() {
    let many = |path: &str, from: &str, to: &str| Axis::linear(path, decimal(from), decimal(to), 1 << 20);
    let axes = [
        Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("1000000000000"), 8),
        many(PRICE, "150000", "350000"),
        many(FTE, "0", "2"),
    ];
    let comparison = flagship();
    let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &axes).unwrap();
    for border in [1 << 40, 2 << 40, 7 << 40] {
        let mut found = [0.0; 5];
        sweep.write_range(border - 2..border + 3, &Run::new(), &mut [&mut found]).unwrap();
        for (index, value) in (border - 2..border + 3).zip(found) {
            let expected = sweep.probe().at(&sweep.point(index).unwrap()).unwrap()[0];
            assert_eq!(expected.to_bits(), value.to_bits(), "{index}");
        }
    }
}

/// Most points belong to 2 volumes only: each of four threads has a fourth of them.
#[test]
fn few_volumes_of_many_runs_are_divided_among_threads() {
    for volumes in [1, 2, 3, 9] {
        let axes = [
            Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("1000000000000"), volumes),
            Axis::linear(PRICE, decimal("150000"), decimal("350000"), 1 << 10),
            Axis::linear(FTE, decimal("0"), decimal("2"), 1 << 10),
        ];
        let comparison = flagship();
        let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &axes).unwrap();
        for points in [0..sweep.len(), 12_345..sweep.len() - 100_000] {
            let count = points.end - points.start;
            let pieces = sweep.divided(points.clone(), &Run::new().threads(4));
            assert_eq!((pieces[0].start, pieces[pieces.len() - 1].end), (points.start, points.end));
            assert!(pieces.windows(2).all(|two| two[0].end == two[1].start));
            let most = pieces.iter().map(|piece| piece.end - piece.start).max().unwrap();
            assert!(pieces.len() >= 4 && most <= count / 2, "{volumes}: {pieces:?}");
        }
    }
}

/// Of units that are begun and ended in the middle only what is wanted is done.
#[test]
fn progress_counts_what_is_written() {
    let prices: Vec<f64> = (0..4096).map(|at| 150_000.0 + f64::from(at)).collect();
    let column = [Column::new(PRICE, &prices)];
    // Asked exactly: a report for each unit.
    let sweep = Sweep::over(&flagship(), &[Metric::break_even("bought", "gpt-4o")], &column).unwrap();
    let reports = Mutex::new(Vec::new());
    let report = |done, all| reports.lock().unwrap().push((done, all));
    let mut out = vec![0.0; 1100];
    sweep.write_range(1000..2100, &Run::new().progress(&report), &mut [&mut out]).unwrap();
    assert_eq!(reports.into_inner().unwrap(), [(24, 1100), (1048, 1100), (1100, 1100)]);
}

#[test]
fn ranges_and_slices_that_are_none_are_refused() {
    let sweep =
        Sweep::new(&flagship(), &[Metric::Cheapest, Metric::Cost("bought".to_owned())], &axes()).unwrap();
    let count = sweep.len();
    let refused = |points: Range<u64>, run: &Run<'_>, lengths: &[usize]| {
        let mut rooms: Vec<Vec<f64>> = lengths.iter().map(|length| vec![7.0; *length]).collect();
        let mut slices: Vec<&mut [f64]> = rooms.iter_mut().map(Vec::as_mut_slice).collect();
        let error = sweep.write_range(points, run, &mut slices).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
        assert!(rooms.iter().flatten().all(|value| *value == 7.0), "something was written");
        error.to_string()
    };
    let all = Run::new();
    #[allow(clippy::reversed_empty_ranges, reason = "that is what is refused")]
    let backwards = refused(5..3, &all, &[0, 0]);
    assert_eq!(
        backwards,
        "sweep: points 5 to 3 of a sweep of 2664; give a range that ends where it begins or after it"
    );
    assert_eq!(
        refused(count - 1..count + 1, &all, &[2, 2]),
        "sweep: points 2663 to 2665 of a sweep of 2664; give a range up to the end"
    );
    refused(u64::MAX..u64::MAX, &all, &[0, 0]);
    assert_eq!(
        refused(0..3, &all, &[3, 2]),
        "sweep: slices of 3, 2 values for 2 metrics of 3 points; give one slice for each metric, as long as the points"
    );
    refused(0..3, &all, &[3]);
    assert_eq!(
        refused(0..3, &all, &[]),
        "sweep: no slices for 2 metrics of 3 points; give one slice for each metric, as long as the points"
    );
    refused(0..3, &all, &[3, 3, 3]);
    assert_eq!(
        refused(0..3, &all.part(0, 2), &[3, 3]),
        "sweep: a part of a run, whose points may not follow each other; ask for a range of points"
    );
}

#[test]
fn range_tells_its_own_progress_and_ends_when_told() {
    let mut axes = axes();
    axes.rotate_left(2);
    let sweep = lay(&flagship(), &Metric::Cost("bought".to_owned()), &axes).unwrap();
    let reports = Mutex::new(Vec::new());
    let report = |done, all| reports.lock().unwrap().push((done, all));
    let mut out = vec![0.0; 500];
    sweep.write_range(3..503, &Run::new().progress(&report), &mut [&mut out]).unwrap();
    let reports = reports.into_inner().unwrap();
    assert_eq!(reports.last(), Some(&(500, 500)), "{reports:?}");
    assert!(reports.iter().all(|(done, all)| done <= all));
    let flag = AtomicBool::new(true);
    let error = sweep.write_range(3..503, &Run::new().cancelled_by(&flag), &mut [&mut out]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Cancelled));
}
