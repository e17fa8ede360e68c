//! Tables, and what no grid goes run by run for: break-evens and studies.

use super::super::layout::Plan;
use super::super::level::Level;
use super::super::{Axis, Column, Metric, Run, Summary, Sweep};
use super::{FLAGSHIP, axes, decimal, exact_at, flagship, flagship_of, levels, metrics_of_a_month};
use crate::catalog::Catalog;
use crate::comparison::{Comparison, to_float};
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
        .map(|axis| axis.points(axis.paths()[0] == "workload.tokens_per_month").unwrap())
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
            let (first, others) = axis.paths().split_first().unwrap();
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

const GROWTH: &str = "workload.growth_fraction_per_month";
const VOLUME: &str = "workload.tokens_per_month";
const DECLINE: &str = "api.gpt-4o.price_change_fraction_per_month";
const PRICE: &str = "deployment.bought.server.price_usd";
const INTEREST: &str = "finance.discount_rate_annual_effective";
const FTE: &str = "deployment.bought.people.run_fte";

/// Rows over volume, growth, price path, price of a server and interest.
fn study_rows() -> Vec<[f64; 5]> {
    let mut rows = Vec::new();
    for volume in [2e9, 3.3e10, 4e11] {
        for growth in [-0.03, 0.0, 0.05] {
            for decline in [-0.04, 0.0] {
                for (price, interest) in [(90_000.0, 0.0), (300_000.0, 0.12)] {
                    rows.push([volume, growth, decline, price, interest]);
                }
            }
        }
    }
    rows
}

#[test]
fn studies_of_a_table_are_those_of_the_ledger() {
    let text =
        FLAGSHIP.replace("[deployment.bought]\n", "[deployment.bought]\nspares = 1\nsteps_per_spare = 6\n");
    // a life shorter than the study, so that servers are replaced and sold
    let text = text.replace("useful_life_months = 48", "useful_life_months = 20");
    for comparison in [flagship(), flagship_of(&text)] {
        let paths = [VOLUME, GROWTH, DECLINE, PRICE, INTEREST];
        let rows = study_rows();
        let values: Vec<Vec<f64>> = (0..5).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
        let columns: Vec<Column<'_>> =
            paths.iter().zip(&values).map(|(path, values)| Column::new(*path, values)).collect();
        let metrics = [Metric::npv("bought", "gpt-4o"), Metric::payback_month("bought", "gpt-4o")];
        let sweep = Sweep::over(&comparison, &metrics, &columns).unwrap();
        let (mut paid_back, mut never) = (0, 0);
        for (at, row) in rows.iter().enumerate() {
            let point: Vec<(&str, f64)> = paths.iter().copied().zip(row.iter().copied()).collect();
            let exact = exact_at(&comparison, &point);
            let answer = exact.answer().unwrap();
            let study = |id: &str| {
                let found = answer.alternatives.iter().find(|one| one.id == id).unwrap();
                found.study.clone().unwrap()
            };
            let (own, api) = (study("bought"), study("gpt-4o"));
            let expected = to_float(api.npv.amount()) - to_float(own.npv.amount());
            let size = to_float(api.npv.amount()) + to_float(own.npv.amount()).abs();
            let npv = sweep.value(0, at as u64).unwrap();
            assert!((npv - expected).abs() < 1e-11 * size, "{row:?}: {npv} {expected}");
            assert_eq!(sweep.value(1, at as u64), own.payback_month.map(f64::from), "{row:?}");
            if own.payback_month.is_some() { paid_back += 1 } else { never += 1 }
        }
        assert!(paid_back > 5 && never > 5, "{paid_back} {never}");
    }
}

/// Over 50 years at rates that make the end of 5e7 times the weight of the beginning, or of 1e-15 of it: the rates of a column,
/// and each alone.
#[test]
fn long_studies_at_extreme_rates_are_those_of_the_ledger() {
    let text = FLAGSHIP.replace("horizon_months = 36", "horizon_months = 600");
    let comparison = flagship_of(&text);
    let rows: Vec<[f64; 2]> = [-0.3, -0.05, 0.0, 0.1, 0.4, 0.9, 1.0]
        .into_iter()
        .flat_map(|interest| [-0.05, 0.0].map(|growth| [interest, growth]))
        .collect();
    let [interest, growth] = [0, 1].map(|at| rows.iter().map(|row| row[at]).collect::<Vec<f64>>());
    let columns = [Column::new(INTEREST, &interest), Column::new(GROWTH, &growth)];
    let pairs = [("bought", "gpt-4o"), ("gpt-4o", "bought"), ("gpt-6-luna", "gpt-4o")];
    let metrics = pairs.map(|(of, against)| Metric::npv(of, against));
    let sweep = Sweep::over(&comparison, &metrics, &columns).unwrap();
    for (at, row) in (0..).zip(&rows) {
        let answer = exact_at(&comparison, &[(INTEREST, row[0]), (GROWTH, row[1])]).answer().unwrap();
        let npv = |id: &str| {
            let found = answer.alternatives.iter().find(|one| one.id == id).unwrap();
            found.study.clone().unwrap().npv.amount()
        };
        for (metric, (of, against)) in pairs.into_iter().enumerate() {
            let (of, against) = (npv(of), npv(against));
            let (expected, size) = (to_float(against - of), to_float(against.abs() + of.abs()));
            let alone = exact_at(&comparison, &[(INTEREST, row[0])]);
            let alone =
                Sweep::over(&alone, &metrics[metric..=metric], &[Column::new(GROWTH, &row[1..])]).unwrap();
            for found in [sweep.value(metric, at).unwrap(), alone.value(0, 0).unwrap()] {
                assert!((found - expected).abs() < 1e-12 * size, "{row:?} {metric}: {found} {expected}");
            }
        }
    }
}

/// The prices of tokens move and the hosting of the tuned model does not. Against 3,500 USD a month at 8 USD for the output,
/// 750 Mtok in at 1 USD and 250 Mtok out at 4 USD, 10% less each month, with 1.70 USD for each of 730 hours beside them:
/// 42,000 - 1,750 (1 - 0.9^12) / 0.1 - 12 * 1,241 - 1,500 = 13,050.516_9.
#[test]
fn study_of_a_tuned_model_is_that_of_the_ledger() {
    let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'plain'\n\
        [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
        [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
        [fine_tuning]\ntraining_tokens = 20_000_000\nepochs = 3\n\
        [api.plain]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 8\n\
        [api.tuned]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n\
        price_change_fraction_per_month = -0.1\n\
        fine_tuning = { training_usd_per_mtok = 25, serving_price_fraction = 1, hosting_usd_per_hour = 1.70 }\n";
    let comparison = Comparison::parse(text, &Catalog::builtin().unwrap()).unwrap();
    let metrics = [Metric::npv("tuned", "plain"), Metric::payback_month("tuned", "plain")];
    let path = "api.plain.output_usd_per_mtok";
    let prices = [6.0, 8.0, 10.0];
    let sweep = Sweep::over(&comparison, &metrics, &[Column::new(path, &prices)]).unwrap();
    let npv = |row| sweep.value(0, row).unwrap();
    let cheaper = 1750.0 * (1.0 - 0.9_f64.powi(12)) / 0.1;
    assert!((npv(1) - (42_000.0 - cheaper - 14_892.0 - 1_500.0)).abs() < 1e-6, "{}", npv(1));
    // at 6 USD, 3,000 a month: it saves 9, 184, 341.50, 483.25 and 610.83 in the first months, of 1,500 for the training
    assert_eq!(sweep.value(1, 0), Some(5.0));
    for (row, price) in (0..).zip(prices) {
        let answer = exact_at(&comparison, &[(path, price)]).answer().unwrap();
        let study = |id: &str| {
            let found = answer.alternatives.iter().find(|one| one.id == id).unwrap();
            found.study.clone().unwrap()
        };
        let (tuned, plain) = (study("tuned"), study("plain"));
        let expected = to_float(plain.npv.amount() - tuned.npv.amount());
        assert!((npv(row) - expected).abs() < 1e-6, "{price}: {} {expected}", npv(row));
        assert_eq!(sweep.value(1, row), tuned.payback_month.map(f64::from), "{price}");
    }
}

#[test]
fn life_of_a_server_as_a_column_is_the_exact_present_value() {
    let comparison = flagship();
    let life = "deployment.bought.hardware.buy.useful_life_months";
    let months = [7.0, 12.0, 36.0, 50.0];
    let sweep = |metric| Sweep::over(&comparison, &[metric], &[Column::new(life, &months)]);
    let npv = sweep(Metric::npv("bought", "gpt-4o")).unwrap();
    for (at, months) in months.iter().enumerate() {
        let exact = exact_at(&comparison, &[(life, *months)]).answer().unwrap();
        let of = |id: &str| {
            let found = exact.alternatives.iter().find(|one| one.id == id).unwrap();
            to_float(found.study.clone().unwrap().npv.amount())
        };
        let (api, own) = (of("gpt-4o"), of("bought"));
        assert!((npv.value(0, at as u64).unwrap() - (api - own)).abs() < 1e-11 * (api + own));
    }
    let error = sweep(Metric::payback_month("bought", "gpt-4o")).unwrap_err().to_string();
    assert!(error.starts_with(&format!("{life}: a payback month has the dates")), "{error}");
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
    let points: Vec<Vec<f64>> =
        axes().iter().map(|axis| axis.points(axis.paths()[0] == VOLUME).unwrap()).collect();
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

/// Each kind of pair month by month, with spares, attendants, support and hardware that is replaced within the study, by
/// every instruction set: the bits of the probe.
#[test]
fn studies_of_every_pair_are_the_bits_of_single_points() {
    let text = FLAGSHIP
        .replace("[deployment.bought]\n", "[deployment.bought]\nspares = 1\nsteps_per_spare = 4\n")
        .replace(
            "run_fte = 0.5, build_fte_months = 3",
            "run_fte = 0.5, build_fte_months = 3, servers_per_fte = 3",
        )
        .replace("useful_life_months = 60", "useful_life_months = 14\nsupport_included_months = 5");
    let rows = 0..100_u32;
    let volume: Vec<f64> = rows.clone().map(|row| 1e9 * 1.08_f64.powi(row as i32)).collect();
    let growth: Vec<f64> = rows.clone().map(|row| f64::from(row % 7) * 0.02 - 0.06).collect();
    let columns = [Column::new(VOLUME, &volume), Column::new("workload.growth_fraction_per_month", &growth)];
    let pairs = [("bought", "gpt-4o"), ("gpt-4o", "bought"), ("bought", "rented"), ("gpt-6-luna", "gpt-4o")];
    let metrics: Vec<Metric> = pairs
        .iter()
        .flat_map(|(of, other)| [Metric::npv(*of, *other), Metric::payback_month(*of, *other)])
        .collect();
    for comparison in [flagship(), flagship_of(&text)] {
        let sweep = Sweep::over(&comparison, &metrics, &columns).unwrap();
        let mut probe = sweep.probe();
        for level in levels() {
            let _ = sweep.each_of(0..sweep.units(), level, |block| {
                for place in 0..block.len() {
                    let expected: Vec<u64> = probe
                        .at(&[volume[place], growth[place]])
                        .unwrap()
                        .iter()
                        .map(|value| value.to_bits())
                        .collect();
                    let found: Vec<u64> =
                        (0..metrics.len()).map(|metric| block.values(metric)[place].to_bits()).collect();
                    assert_eq!(found, expected, "{level:?} {place}");
                }
                ControlFlow::Continue(())
            });
        }
    }
}
