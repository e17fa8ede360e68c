//! Every division of small sweeps into parts, for every metric and sink: the bits of the whole.

use super::super::layout::Plan;
use super::super::{Axis, Column, Histogram, Metric, Quantiles, Run, Shares, Sink, Summary, Sweep, Top};
use super::{GROWTH, INTEREST, PRICE, VOLUME, decimal, flagship, metrics_of_a_month};
use std::fmt::Debug;

/// Every sink of a metric.
fn sinks(metric: usize) -> impl Sink + Debug {
    let histogram = Histogram::new(vec![-1e5, -1e3, 0.0, 1.0, 1e3, 1e5]).unwrap().of(metric);
    let tops = (Top::largest(5).of(metric), Top::smallest(5).of(metric));
    ((Summary::of(metric), histogram), Quantiles::of(metric), (Shares::of(metric), tops))
}

/// The text of a sink tells apart all its bits but those of what is no number.
fn assert_every_division(sweep: &Sweep<'_>, metric: usize, units: u64) {
    let whole = format!("{:?}", sweep.reduce(&Run::new(), sinks(metric)).unwrap());
    for count in 1..=units + 1 {
        for threads in [1, 3] {
            let mut merged = sinks(metric);
            let parts: Vec<Run<'_>> = Run::new().threads(threads).parts(count).collect();
            for run in parts.into_iter().rev() {
                merged.merge(sweep.reduce(&run, sinks(metric)).unwrap());
            }
            assert_eq!(format!("{merged:?}"), whole, "{metric}: {count} parts, {threads} threads");
        }
    }
}

#[test]
fn every_division_of_a_small_grid_is_the_whole() {
    let axes = [
        Axis::linear("facility.electricity_usd_per_kwh", decimal("0.04"), decimal("0.40"), 4),
        Axis::logarithmic(VOLUME, decimal("100000000"), decimal("100000000000"), 19),
        Axis::values(PRICE, vec![decimal("150000"), decimal("300000")]),
    ];
    let metrics = metrics_of_a_month();
    let sweep = Sweep::new(&flagship(), &metrics, &axes).unwrap();
    assert!(matches!(sweep.plan, Plan::Runs(_)));
    for metric in 0..metrics.len() {
        assert_every_division(&sweep, metric, sweep.units());
    }
}

#[test]
fn every_division_of_a_table_is_the_whole() {
    let rows = 4_500_u32;
    let column = |least: f64, most: f64, step: u32| -> Vec<f64> {
        let share = |row: u32| f64::from(row.wrapping_mul(step) % rows) / f64::from(rows);
        (0..rows).map(|row| least + (most - least) * share(row)).collect()
    };
    let values = [column(1e8, 1e11, 7), column(1e5, 5e5, 11), column(-0.02, 0.04, 13), column(0.02, 0.2, 17)];
    let paths = [VOLUME, PRICE, GROWTH, INTEREST];
    let columns: Vec<Column<'_>> =
        paths.iter().zip(&values).map(|(path, values)| Column::new(*path, values)).collect();
    let metrics = [
        Metric::npv("bought", "gpt-4o"),
        Metric::payback_month("bought", "gpt-4o"),
        Metric::break_even("bought", "gpt-4o"),
        Metric::AlwaysFrom { of: "bought".to_owned(), against: "gpt-4o".to_owned() },
        Metric::saving("bought", "rented"),
        Metric::Cheapest,
    ];
    let sweep = Sweep::over(&flagship(), &metrics, &columns).unwrap();
    assert!(matches!(sweep.plan, Plan::Rows { .. }) && sweep.units() == 5);
    for metric in 0..metrics.len() {
        assert_every_division(&sweep, metric, sweep.units());
    }
}

/// The price of electricity moves no API: each cost comes up in every run, and the lowest indices are kept.
#[test]
fn ties_of_several_parts_are_kept_from_the_lowest_index() {
    let axes = [
        Axis::linear("facility.electricity_usd_per_kwh", decimal("0.04"), decimal("0.40"), 7),
        Axis::linear(VOLUME, decimal("1000000000"), decimal("9000000000"), 9),
    ];
    let sweep = Sweep::new(&flagship(), &[Metric::Cost("gpt-4o".to_owned())], &axes).unwrap();
    assert_eq!(sweep.units(), 7);
    for count in 1..=8 {
        let tops = || (Top::smallest(4), Top::largest(10));
        let mut merged = tops();
        let parts: Vec<Run<'_>> = Run::new().parts(count).collect();
        for run in parts.into_iter().rev() {
            merged.merge(sweep.reduce(&run, tops()).unwrap());
        }
        let indices = |top: &Top| top.points().map(|point| point.index).collect::<Vec<u64>>();
        assert_eq!(indices(&merged.0), [0, 9, 18, 27], "{count}");
        assert_eq!(indices(&merged.1), [8, 17, 26, 35, 44, 53, 62, 7, 16, 25], "{count}");
    }
}
