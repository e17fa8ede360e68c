//! Studies of sweeps: present values and paybacks.

use super::super::{Column, Metric, Sweep};
use super::{DECLINE, FLAGSHIP, GROWTH, INTEREST, PRICE, VOLUME, exact_at, flagship, flagship_of, levels};
use crate::catalog::Catalog;
use crate::comparison::{Comparison, to_float};
use std::ops::ControlFlow;

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
            assert!((npv - expected).abs() < 1e-14 * size, "{row:?}: {npv} {expected}");
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
        assert!((npv.value(0, at as u64).unwrap() - (api - own)).abs() < 1e-14 * (api + own));
    }
    let error = sweep(Metric::payback_month("bought", "gpt-4o")).unwrap_err().to_string();
    assert!(error.starts_with(&format!("{life}: a payback month has the dates")), "{error}");
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
