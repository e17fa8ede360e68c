//! Grids run by run.

use super::super::level::Level;
use super::super::{Axis, Metric, Run, Sink, Summary, Sweep};
use super::{
    FLAGSHIP, axes, decimal, exact_at, flagship, flagship_of, lay, levels, metrics_of_a_month, values,
};
use crate::comparison::to_float;
use rust_decimal::Decimal;

/// Each metric of a month as the exact path has it. The worst that was measured, over the sum of its terms without their signs:
/// 5e-15 for a saving between two APIs, 5e-16 for all others.
#[test]
fn points_of_a_grid_are_the_exact_path_within_the_bound() {
    let comparison = flagship();
    let metrics = metrics_of_a_month();
    let sweep = Sweep::new(&comparison, &metrics, &axes()).unwrap();
    let paths: Vec<Vec<String>> = axes().iter().map(|axis| axis.lists()[0].paths().to_vec()).collect();
    let mut worst = vec![0.0_f64; metrics.len()];
    for at in (0..sweep.len()).step_by(29) {
        let values = sweep.point(at).unwrap();
        let point: Vec<(&str, f64)> = paths
            .iter()
            .zip(values)
            .flat_map(|(paths, value)| paths.iter().map(move |path| (path.as_str(), value)))
            .collect();
        let exact = exact_at(&comparison, &point);
        let monthly = |id: &str| exact.monthly(id).unwrap();
        let cost = |id: &str| to_float(monthly(id).cost.amount());
        let ids: Vec<&str> = exact.alternatives().collect();
        for (place, metric) in metrics.iter().enumerate() {
            let (expected, size) = match metric {
                Metric::Cost(of) => (cost(of), cost(of)),
                Metric::CostPerMtok(of) => {
                    let each = to_float(monthly(of).cost_per_mtok);
                    (each, each)
                }
                Metric::Saving { of, against } => (cost(against) - cost(of), cost(against) + cost(of)),
                Metric::Ratio { of, against } => (cost(of) / cost(against), cost(of) / cost(against)),
                Metric::Cheapest => {
                    let least = |a: &usize, b: &usize| cost(ids[*a]).total_cmp(&cost(ids[*b]));
                    ((0..ids.len()).min_by(least).unwrap() as f64, 1.0)
                }
                Metric::Steps(of) => (monthly(of).steps.unwrap() as f64, 1.0),
                Metric::Utilization(of) => {
                    let busy = to_float(monthly(of).utilization.unwrap());
                    (busy, busy)
                }
                other => panic!("{other:?} is not of a month"),
            };
            let off = (sweep.value(place, at).unwrap() - expected).abs() / size;
            worst[place] = worst[place].max(off);
        }
    }
    // a float has 53 bits; some hundred operations lose less than 7 of them
    assert!(worst.iter().all(|worst| *worst < 1e-14), "{worst:?}");
    assert_eq!(sweep.value(0, sweep.len()), None);
}

/// What discounting depends on is not kept from one point to the next.
#[test]
fn points_over_interest_and_life_are_the_exact_path() {
    let comparison = flagship();
    let (interest, life) =
        ("finance.discount_rate_annual_effective", "deployment.bought.hardware.buy.useful_life_months");
    let axes = [
        Axis::values(interest, vec![decimal("0"), decimal("0.2")]),
        Axis::values(life, vec![decimal("12"), decimal("60")]),
    ];
    let sweep = lay(&comparison, &Metric::Cost("bought".to_owned()), &axes).unwrap();
    for (at, (rate, months)) in [("0", "12"), ("0", "60"), ("0.2", "12"), ("0.2", "60")].iter().enumerate() {
        let exact = comparison.with(interest, decimal(rate)).unwrap().with(life, decimal(months)).unwrap();
        let cost = to_float(exact.monthly_cost("bought").unwrap().amount());
        let point = sweep.value(0, at as u64).unwrap();
        assert!((point - cost).abs() < 1e-11 * cost, "{rate} {months}: {point} {cost}");
    }
}

#[test]
fn every_metric_of_every_instruction_set_is_the_same_bits() {
    let comparison = flagship();
    let metrics = metrics_of_a_month();
    for metric in &metrics {
        let sweep = lay(&comparison, metric, &axes()).unwrap();
        let reference = values(&sweep, Level::Baseline);
        assert!(reference.iter().all(|value| value.is_finite()), "{metric:?}");
        let oracle = |level| sweep.reduce_at(&Run::new(), level, Summary::default()).unwrap();
        for level in levels() {
            let same = values(&sweep, level).iter().zip(&reference).all(|(a, b)| a.to_bits() == b.to_bits());
            assert!(same && oracle(level) == oracle(Level::Baseline), "{metric:?} {level:?}");
        }
        // the reduction is of these values
        let summary = sweep.summary();
        let most = reference.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let first = reference.iter().position(|value| *value == most).unwrap() as u64;
        assert_eq!(summary.maximum().map(|most| (most.value, most.index)), Some((most, first)), "{metric:?}");
        assert_eq!(summary.positive, reference.iter().filter(|value| **value > 0.0).count() as u64);
        let sum: f64 = reference.iter().sum();
        let size: f64 = reference.iter().map(|value| value.abs()).sum();
        let added = summary.sum().unwrap();
        assert!((added - sum).abs() <= 1e-12 * size + 1e-9, "{metric:?}: {added} {sum}");
    }
}

#[test]
fn every_division_into_parts_and_threads_gives_the_bits_of_the_whole() {
    let sweep = lay(&flagship(), &Metric::saving("bought", "gpt-4o"), &axes()).unwrap();
    let whole = sweep.summary();
    for parts in [1, 2, 3, 5, 7, 71, 72, 1000] {
        let mut merged = Summary::default();
        for part in (0..parts).rev() {
            merged.merge(sweep.reduce(&Run::new().part(part, parts), Summary::default()).unwrap());
        }
        assert_eq!(merged, whole, "{parts}");
    }
    for threads in [1, 2, 3] {
        assert_eq!(sweep.reduce(&Run::new().threads(threads), Summary::default()).unwrap(), whole);
    }
}

#[test]
fn volume_past_the_capacity_has_no_value_and_is_counted() {
    let text = FLAGSHIP.replace("[deployment.bought]\n", "[deployment.bought]\nmaximum_steps = 1\n");
    let comparison = flagship_of(&text);
    // a server carries 15.08 Gtok: 10 of the 20 volumes from 1.5 to 30 Gtok are past it
    let volume = Axis::linear("workload.tokens_per_month", decimal("1500000000"), decimal("30000000000"), 20);
    let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &[volume]).unwrap();
    let summary = sweep.summary();
    assert_eq!((summary.count, summary.missing), (10, 10));
    assert_eq!(summary.maximum().map(|most| most.index), Some(9));
    assert_eq!((sweep.value(0, 9).is_some(), sweep.value(0, 10)), (true, None));
    // nobody else is limited, so somebody is always the cheapest
    assert_eq!(lay(&comparison, &Metric::Cheapest, &[]).unwrap().summary().missing, 0);
}

#[test]
fn alternative_that_can_serve_no_volume_is_never_the_cheapest() {
    // 200,000 tokens pass the context of GPT-4o (128,000) and of Llama (131,072), and not that of GPT-6 Luna
    let comparison = flagship_of(&FLAGSHIP.replace("prompt_tokens = 1500\n", "prompt_tokens = 200_000\n"));
    let luna = comparison.alternatives().position(|id| id == "gpt-6-luna").unwrap();
    let volume = Axis::linear("workload.tokens_per_month", decimal("1000000000"), decimal("90000000000"), 50);
    let summary = lay(&comparison, &Metric::Cheapest, &[volume]).unwrap().summary();
    let winners = [summary.minimum(), summary.maximum()].map(|extreme| extreme.map(|extreme| extreme.value));
    assert_eq!(winners, [Some(luna as f64); 2]);
}

#[test]
fn stair_edges_cost_what_the_exact_path_says() {
    let comparison = flagship();
    let capacity = comparison.monthly("bought").unwrap().capacity_tokens_per_month.unwrap() / 2;
    let around: Vec<f64> = (1..6_u64)
        .flat_map(|k| [k * capacity - 1, k * capacity, k * capacity + 2])
        .map(|v| v as f64)
        .collect();
    let axis = Axis::floats("workload.tokens_per_month", around.clone());
    let sweep = lay(&comparison, &Metric::Steps("bought".to_owned()), &[axis]).unwrap();
    for (at, tokens) in around.iter().enumerate() {
        let exact = comparison.with("workload.tokens_per_month", Decimal::from(*tokens as u64)).unwrap();
        let steps = exact.monthly("bought").unwrap().steps.unwrap();
        assert_eq!(sweep.value(0, at as u64), Some(steps as f64), "{tokens}");
    }
}
