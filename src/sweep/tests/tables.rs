//! Tables, and what no grid goes run by run for: break-evens and studies.

use super::super::layout::Plan;
use super::super::level::Level;
use super::super::{Axis, Column, Metric, Run, Summary, Sweep};
use super::{
    FLAGSHIP, FTE, GROWTH, INTEREST, PRICE, VOLUME, axes, decimal, exact_at, flagship, flagship_of, levels,
    metrics_of_a_month,
};
use crate::comparison::to_float;
use std::ops::ControlFlow;

/// A grid run by run, and the same points as the rows of a table: the same bits.
#[test]
fn points_of_a_grid_are_the_rows_of_a_table_bit_for_bit() {
    let comparison = flagship();
    let metrics = metrics_of_a_month();
    let grid = Sweep::new(&comparison, &metrics, &axes()).unwrap();
    assert!(matches!(grid.plan, Plan::Runs(_)));
    let points: Vec<Vec<f64>> = axes()
        .iter()
        .map(|axis| {
            axis.lists()[0].points(axis.lists()[0].paths()[0] == "workload.tokens_per_month").unwrap()
        })
        .collect();
    let strides = [888, 444, 12, 3, 1];
    let column = |at: usize| -> Vec<f64> {
        (0..grid.len()).map(|index| points[at][(index / strides[at]) as usize % points[at].len()]).collect()
    };
    let values: Vec<Vec<f64>> = (0..5).map(column).collect();
    let columns: Vec<Column<'_>> = axes()
        .iter()
        .zip(&values)
        .map(|(axis, values)| {
            let (first, others) = axis.lists()[0].paths().split_first().unwrap();
            others.iter().fold(Column::new(first, values), |column, path| column.and(path))
        })
        .collect();
    let table = Sweep::over(&comparison, &metrics, &columns).unwrap();
    assert!(matches!(table.plan, Plan::Rows { .. }));
    let length = usize::try_from(grid.len()).unwrap();
    for threads in [1, 2, 3] {
        let written = |sweep: &Sweep<'_>| {
            let mut out = vec![vec![0.0; length]; metrics.len()];
            let mut slices: Vec<&mut [f64]> = out.iter_mut().map(|out| &mut out[..]).collect();
            sweep.write(&Run::new().threads(threads), &mut slices).unwrap();
            out
        };
        let (by_runs, by_rows) = (written(&grid), written(&table));
        for ((metric, one), other) in metrics.iter().zip(&by_runs).zip(&by_rows) {
            let first = one.iter().zip(other).position(|(a, b)| a.to_bits() != b.to_bits());
            assert_eq!(first, None, "{metric:?}");
        }
    }
}

/// In closed form against a line; exactly against another staircase, and where spares climb along.
#[test]
fn break_evens_of_a_grid_are_those_of_the_exact_path() {
    let climbing =
        FLAGSHIP.replace("[deployment.bought]\n", "[deployment.bought]\nspares = 1\nsteps_per_spare = 2\n");
    for (comparison, against) in [
        (flagship(), "gpt-4o"),
        (flagship(), "gpt-6-luna"),
        (flagship(), "rented"),
        (flagship_of(&climbing), "gpt-4o"),
    ] {
        let metrics = [
            Metric::break_even("bought", against),
            Metric::AlwaysFrom { of: "bought".to_owned(), against: against.to_owned() },
        ];
        let (prices, people) = ([60_000.0, 300_000.0, 900_000.0], [0.0, 0.5, 3.0]);
        let axes = [Axis::floats(PRICE, prices.to_vec()), Axis::floats(FTE, people.to_vec())];
        let sweep = Sweep::new(&comparison, &metrics, &axes).unwrap();
        for at in 0..9 {
            let point = [(PRICE, prices[at / 3]), (FTE, people[at % 3])];
            let exact = exact_at(&comparison, &point).break_even("bought", against).unwrap().break_even;
            for (metric, exact) in [exact.first_volume, exact.always_from].into_iter().enumerate() {
                let found = sweep.value(metric, at as u64);
                assert_eq!(found.is_some(), exact.is_some(), "{against} {point:?}");
                let (found, exact) = (found.unwrap_or(1.0), exact.unwrap_or(1) as f64);
                assert!(
                    (found.ceil().max(1.0) - exact).abs() <= 1.0 + 1e-12 * exact,
                    "{against} {found} {exact}"
                );
            }
        }
    }
}

#[test]
fn probe_gives_the_bits_of_the_sweep_and_of_no_point_outside() {
    let comparison = flagship();
    let metrics = [Metric::saving("bought", "gpt-4o"), Metric::Cheapest];
    let sweep = Sweep::new(&comparison, &metrics, &axes()).unwrap();
    let mut probe = sweep.probe();
    let points: Vec<Vec<f64>> = axes()
        .iter()
        .map(|axis| axis.lists()[0].points(axis.lists()[0].paths()[0] == VOLUME).unwrap())
        .collect();
    for index in (0..sweep.len()).step_by(53) {
        let digit = |stride: u64, count: usize| (index / stride) as usize % count;
        let point: Vec<f64> = points
            .iter()
            .zip([888, 444, 12, 3, 1])
            .map(|(points, stride)| points[digit(stride, points.len())])
            .collect();
        let values = probe.at(&point).unwrap();
        assert_eq!([Some(values[0]), Some(values[1])], [sweep.value(0, index), sweep.value(1, index)]);
    }
    let mut refused = |point: &[f64]| probe.at(point).unwrap_err().to_string();
    assert_eq!(refused(&[0.1, 2.0]), "sweep: a point of 2 numbers for 5 axes; give one number for each axis");
    let least = [0.04, 1.0, 1e8, 1.0, 0.0];
    let mut point = least;
    point[0] = 0.5;
    assert_eq!(refused(&point), "facility.electricity_usd_per_kwh = 0.5 is not in 0.04..=0.4 (USD per kWh)");
    point = least;
    point[2] = 100_000_000.5;
    assert_eq!(
        refused(&point),
        "workload.tokens_per_month = 100000000.5 is not a whole number (tokens a month)"
    );
    point[2] = f64::NAN;
    assert!(refused(&point).contains("NaN, expected a number from"));
    assert!(probe.at(&least).is_ok());
    let nothing = Sweep::over(&comparison, &metrics, &[Column::new(VOLUME, &[])]).unwrap();
    assert_eq!(
        nothing.probe().at(&[1e9]).unwrap_err().to_string(),
        "sweep: a table without rows, between which lies no point; give it rows"
    );
}

#[test]
fn columns_that_are_none_are_refused_before_any_work() {
    let comparison = flagship();
    let over = |columns: &[Column<'_>]| {
        Sweep::over(&comparison, &[Metric::saving("bought", "gpt-4o")], columns).unwrap_err().to_string()
    };
    assert_eq!(
        over(&[Column::new(VOLUME, &[1e9, 2e9]), Column::new(PRICE, &[1e5])]),
        format!("{PRICE}: a column of 1 rows beside one of 2; give every column as many rows")
    );
    assert_eq!(
        over(&[Column::new(VOLUME, &[1e9, f64::NAN])]),
        format!("{VOLUME}: NaN, expected a finite number")
    );
    assert_eq!(
        over(&[Column::new("facility.pue", &[1.2, 3.5])]),
        "facility.pue = 3.5 is not in 1..=3 (ratio of facility to IT power)"
    );
    let growth = over(&[Column::new(GROWTH, &[0.0, 0.1])]);
    assert!(growth.contains("does not know what comes after the month"), "{growth}");
    let no_metric = Sweep::over(&comparison, &[], &[]).unwrap_err().to_string();
    assert_eq!(no_metric, "sweep: missing; ask for at least one metric");
    let horizon = Column::new("finance.horizon_months", &[12.0, 24.0]);
    let study = Sweep::over(&comparison, &[Metric::npv("bought", "gpt-4o")], std::slice::from_ref(&horizon))
        .unwrap_err();
    assert!(study.to_string().contains("has the months that the scenario gives it"), "{study}");
    // growth that carries the volume past 1e15 within the study
    let (volume, growth) = (Column::new(VOLUME, &[9e14]), Column::new(GROWTH, &[0.1]));
    let past =
        Sweep::over(&comparison, &[Metric::npv("gpt-6-luna", "gpt-4o")], &[volume, growth]).unwrap_err();
    assert!(past.to_string().contains("past 1e15 tokens"), "{past}");
    // a month's metric knows the study period, over which one-off costs are spread
    let sweep = Sweep::over(&comparison, &[Metric::Cost("bought".to_owned())], &[horizon]).unwrap();
    for (at, months) in [(0, "12"), (1, "24")] {
        let exact = comparison.with("finance.horizon_months", decimal(months)).unwrap();
        let cost = to_float(exact.monthly_cost("bought").unwrap().amount());
        assert!((sweep.value(0, at).unwrap() - cost).abs() < 1e-12 * cost);
    }
    let empty = Sweep::over(&comparison, &[Metric::Cheapest], &[Column::new(VOLUME, &[])]).unwrap();
    assert!(empty.is_empty() && empty.summary().count == 0);
}

/// Blocks that are written, but for the first, begin where a line of memory does, pass the ends of units, and end with the part.
#[test]
fn rows_are_written_wherever_in_memory_they_are() {
    let comparison = flagship();
    let metrics = [Metric::saving("bought", "gpt-4o"), Metric::break_even("bought", "gpt-4o")];
    let volumes: Vec<f64> = (0..4096).map(|row| 1e9 + 1e7 * f64::from(row)).collect();
    let prices: Vec<f64> = (0..4096).map(|row| 2e5 + 10.0 * f64::from(row)).collect();
    for (rows, from) in
        [1, 63, 64, 1024, 1030, 2050, 3000].into_iter().flat_map(|rows| (0..8).map(move |from| (rows, from)))
    {
        let columns = [
            Column::new(VOLUME, &volumes[from..from + rows]),
            Column::new(PRICE, &prices[2 * from..2 * from + rows]),
        ];
        let sweep = Sweep::over(&comparison, &metrics, &columns).unwrap();
        let mut probe = sweep.probe();
        let expected: Vec<[u64; 2]> = (from..from + rows)
            .map(|row| {
                let values = probe.at(&[volumes[row], prices[row + from]]).unwrap();
                [values[0].to_bits(), values[1].to_bits()]
            })
            .collect();
        for (threads, skew) in [(1, 0), (2, 3), (3, 7)] {
            let (mut savings, mut volumes) = (vec![0.0; rows + skew], vec![0.0; rows + 1]);
            let run = Run::new().threads(threads);
            sweep.write(&run, &mut [&mut savings[skew..], &mut volumes[1..]]).unwrap();
            let found: Vec<[u64; 2]> =
                savings[skew..].iter().zip(&volumes[1..]).map(|(a, b)| [a.to_bits(), b.to_bits()]).collect();
            assert!(found == expected, "{rows} rows from {from}, {threads} threads");
        }
    }
}

/// Around the borders of blocks and units, by every instruction set: the bits of the probe.
#[test]
fn rows_of_every_length_are_the_bits_of_single_points() {
    let comparison = flagship();
    let metrics = [
        Metric::saving("bought", "gpt-4o"),
        Metric::break_even("bought", "gpt-4o"),
        Metric::npv("bought", "gpt-4o"),
    ];
    let all: Vec<[f64; 3]> = (0..1025)
        .map(|row| {
            let at = f64::from(row);
            [1e9 + 1e7 * at, 0.02 + 0.000_1 * at, 12.0 + (at % 70.0)]
        })
        .collect();
    let column = |at: usize| -> Vec<f64> { all.iter().map(|row| row[at]).collect() };
    let (volume, interest, life) = (column(0), column(1), column(2));
    for rows in [1, 256, 257, 1025] {
        let columns = [
            Column::new(VOLUME, &volume[..rows]),
            Column::new(INTEREST, &interest[..rows]),
            Column::new("deployment.bought.hardware.buy.useful_life_months", &life[..rows]),
        ];
        let sweep = Sweep::over(&comparison, &metrics, &columns).unwrap();
        let mut probe = sweep.probe();
        let expected: Vec<Vec<u64>> = all[..rows]
            .iter()
            .map(|row| probe.at(row).unwrap().iter().map(|value| value.to_bits()).collect())
            .collect();
        for level in levels() {
            let mut found: Vec<Vec<u64>> = vec![Vec::new(); rows];
            let _ = sweep.each_of(0..sweep.units(), level, |block| {
                for metric in 0..3 {
                    for place in 0..block.len() {
                        let row = usize::try_from(block.index(place)).unwrap();
                        let bits = block.values(metric)[place].to_bits();
                        found[row].push(bits);
                    }
                }
                ControlFlow::Continue(())
            });
            assert!(found == expected, "{rows} {level:?}");
            let of = |metric| {
                let whole = sweep.reduce_at(&Run::new(), level, Summary::of(metric)).unwrap();
                assert_eq!(whole.count + whole.missing, rows as u64);
                whole
            };
            let baseline = |metric| {
                sweep.reduce_at(&Run::new().threads(3), Level::Baseline, Summary::of(metric)).unwrap()
            };
            assert!((0..3).all(|metric| of(metric) == baseline(metric)), "{rows} {level:?}");
        }
    }
}
