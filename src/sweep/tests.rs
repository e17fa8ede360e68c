//! Grids against one-line oracles: the exact path, every instruction set, every division into parts.

use super::dispatch::Level;
use super::layout::Plan;
use super::{Axis, Column, Metric, Run, Sink, Summary, Sweep};
use crate::catalog::Catalog;
use crate::comparison::{Comparison, to_float};
use crate::error::{Error, ErrorKind};
use crate::scenario::Scenario;
use rust_decimal::Decimal;
use std::ops::ControlFlow;

const FLAGSHIP: &str = include_str!("../../examples/scenarios/03-flagship.toml");

/// The flagship's two deployments and two of its APIs.
fn flagship_of(text: &str) -> Comparison {
    let mut scenario = Scenario::parse(text).unwrap();
    let kept = scenario.api.iter().filter(|(id, _)| ["gpt-4o", "gpt-6-luna"].contains(id));
    scenario.api = kept.map(|(id, api)| (id, api.clone())).collect();
    scenario.resolve(&Catalog::builtin().unwrap()).unwrap()
}

pub(super) fn flagship() -> Comparison {
    flagship_of(FLAGSHIP)
}

/// A grid of one metric.
fn lay(comparison: &Comparison, metric: &Metric, axes: &[Axis]) -> Result<Sweep<'static>, Error> {
    Sweep::new(comparison, std::slice::from_ref(metric), axes)
}

pub(super) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub(super) fn levels() -> Vec<Level> {
    let mut levels = vec![Level::Baseline];
    #[cfg(target_arch = "x86_64")]
    levels.extend([Level::Avx2, Level::Avx512].into_iter().filter(|level| level.is_available()));
    levels
}

/// Five axes over all that differs: site, load, hardware, API, people, volume; the volume in the middle.
fn axes() -> Vec<Axis> {
    vec![
        Axis::linear("facility.electricity_usd_per_kwh", decimal("0.04"), decimal("0.40"), 3),
        Axis::values("workload.peak_to_average", vec![decimal("1"), decimal("2.5")]),
        Axis::logarithmic("workload.tokens_per_month", decimal("100000000"), decimal("100000000000"), 37),
        Axis::linear("api.gpt-4o.output_usd_per_mtok", decimal("1"), decimal("12"), 4)
            .and("api.gpt-4o.input_usd_per_mtok"),
        Axis::linear("deployment.bought.people.run_fte", decimal("0"), decimal("2"), 3),
    ]
}

pub(super) fn values(sweep: &Sweep, level: Level) -> Vec<f64> {
    let mut all = vec![f64::NAN; usize::try_from(sweep.len()).unwrap()];
    let _ = sweep.each_of(0..sweep.units(), level, |block| {
        for place in 0..block.len() {
            all[usize::try_from(block.index(place)).unwrap()] = block.values(0)[place];
        }
        ControlFlow::Continue(())
    });
    all
}

#[test]
fn points_of_a_grid_are_the_exact_path_within_the_bound() {
    let comparison = flagship();
    let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &axes()).unwrap();
    let written = values(&sweep, Level::detect());
    let mut worst = 0.0_f64;
    for at in (0..sweep.len()).step_by(101) {
        // row-major: people fastest, then the price, the volume, the peak, the tariff
        let digit = |stride: u64, count: u64| usize::try_from(at / stride % count).unwrap();
        let points: Vec<Vec<f64>> = axes()
            .iter()
            .map(|axis| axis.points(axis.paths()[0] == "workload.tokens_per_month").unwrap())
            .collect();
        let mut exact = comparison.clone();
        for (axis, (stride, points)) in axes().iter().zip([888, 444, 12, 3, 1].into_iter().zip(&points)) {
            let value = points[digit(stride, points.len() as u64)];
            for path in axis.paths() {
                let value = Decimal::from_scientific(&format!("{value:e}")).unwrap();
                exact = exact.with(path, value).unwrap();
            }
        }
        let cost = |id: &str| to_float(exact.monthly_cost(id).unwrap().amount());
        let (api, own) = (cost("gpt-4o"), cost("bought"));
        let distance = (written[usize::try_from(at).unwrap()] - (api - own)).abs() / (api + own);
        worst = worst.max(distance);
    }
    // a float has 53 bits; some hundred operations lose less than 10 of them
    assert!(worst < 1e-13, "worst {worst:e}");
    assert_eq!(sweep.value(0, sweep.len()), None);
    assert_eq!(sweep.value(0, 1000), Some(written[1000]));
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
    let own = || "bought".to_owned();
    let metrics = [
        Metric::Cost(own()),
        Metric::CostPerMtok(own()),
        Metric::saving("bought", "rented"),
        Metric::saving("gpt-6-luna", "gpt-4o"),
        Metric::saving("gpt-4o", "bought"),
        Metric::Ratio { of: own(), against: "gpt-4o".to_owned() },
        Metric::Cheapest,
        Metric::Steps(own()),
        Metric::Utilization(own()),
    ];
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
fn written_points_are_those_of_the_walk_for_any_place_of_the_volume() {
    let comparison = flagship();
    for turn in 0..5 {
        let mut axes = axes();
        axes.rotate_left(turn);
        let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &axes).unwrap();
        let expected = values(&sweep, Level::Baseline);
        for threads in [1, 2, 3] {
            let mut out = vec![0.0; expected.len()];
            sweep.write(&Run::new().threads(threads), &mut [&mut out]).unwrap();
            assert!(out == expected, "{turn} {threads}");
        }
    }
    let sweep = lay(&comparison, &Metric::Cheapest, &[]).unwrap();
    assert_eq!(sweep.len(), 1);
    assert!(sweep.write(&Run::new(), &mut [&mut [0.0; 2]]).is_err());
    assert!(sweep.write(&Run::new(), &mut []).is_err());
}

#[test]
fn volume_past_the_capacity_has_no_value_and_is_counted() {
    let text = FLAGSHIP.replace("[deployment.bought]\n", "[deployment.bought]\nmaximum_steps = 1\n");
    let comparison = flagship_of(&text);
    // a server carries 15.08 Gtok: 10 of the 20 volumes from 1.5 to 30 Gtok are past it
    let volume = Axis::linear("workload.tokens_per_month", decimal("1500000000"), decimal("30000000000"), 20);
    let sweep = lay(&comparison, &Metric::saving("bought", "gpt-4o"), &[volume]).unwrap();
    let summary = sweep.summary();
    assert_eq!((summary.count, summary.infeasible), (10, 10));
    assert_eq!(summary.maximum().map(|most| most.index), Some(9));
    assert_eq!((sweep.value(0, 9).is_some(), sweep.value(0, 10)), (true, None));
    // nobody else is limited, so somebody is always the cheapest
    assert_eq!(lay(&comparison, &Metric::Cheapest, &[]).unwrap().summary().infeasible, 0);
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

#[test]
fn bad_axes_are_refused_before_any_work() {
    let comparison = flagship();
    let with = |axes: &[Axis]| lay(&comparison, &Metric::Cheapest, axes).unwrap_err();
    let volume = |values: Vec<f64>| Axis::floats("workload.tokens_per_month", values);
    let text = |axes: &[Axis]| with(axes).to_string();
    assert_eq!(
        text(&[volume(Vec::new())]),
        "workload.tokens_per_month: missing; give the axis at least one value"
    );
    assert_eq!(
        text(&[volume(vec![1e9, f64::NAN])]),
        "workload.tokens_per_month: NaN, expected a finite number"
    );
    assert_eq!(
        text(&[volume(vec![f64::INFINITY])]),
        "workload.tokens_per_month: inf, expected a finite number"
    );
    let outside = Axis::values("facility.pue", vec![decimal("1.2"), decimal("0.9")]);
    assert_eq!(text(&[outside]), "facility.pue = 0.9 is not in 1..=3 (ratio of facility to IT power)");
    let unknown = Axis::values("facility.pui", vec![decimal("1.2")]);
    assert_eq!(
        text(&[unknown]),
        "facility.pui: no parameter is called `facility.pui`; did you mean `facility.pue`?"
    );
    let pue = || Axis::values("facility.pue", vec![decimal("1.2")]);
    assert!(matches!(with(&[pue(), pue()]).kind(), ErrorKind::Contradiction { .. }));
    let many = |path: &str| Axis::linear(path, decimal("1"), decimal("2"), 3_000_000);
    let large =
        [many("facility.pue"), many("workload.peak_to_average"), many("deployment.bought.people.run_fte")];
    assert_eq!(text(&large), "sweep: more than 2^63 points; give the axes fewer values");
    let long = Axis::linear("facility.pue", decimal("1"), decimal("2"), usize::MAX);
    assert_eq!(text(&[long]), "sweep: more than 2^63 points; give the axes fewer values");
    let long = Axis::linear("facility.pue", decimal("1"), decimal("2"), 1 << 25);
    assert!(matches!(with(&[long]).kind(), ErrorKind::TooLarge { .. }));
    let logarithm = Axis::logarithmic("deployment.bought.people.run_fte", decimal("0"), decimal("2"), 5);
    assert!(text(&[logarithm]).contains("give ends above 0"));
    let huge = Axis::floats("facility.pue", vec![1e300]);
    assert_eq!(
        text(&[huge]),
        format!("facility.pue: {}, expected a number from 1 to 3 (ratio of facility to IT power)", 1e300)
    );
    let life = "deployment.bought.hardware.buy.useful_life_months";
    let half = Axis::values(life, vec![decimal("12"), decimal("36.5"), decimal("60")]);
    assert_eq!(text(&[half]), format!("{life} = 36.5 is not a whole number (months)"));
    let part = Axis::values("workload.tokens_per_month", vec![decimal("1000000.5")]);
    assert!(matches!(with(&[part]).kind(), ErrorKind::NotWhole { .. }));
    let steps = lay(&comparison, &Metric::Steps("gpt-4o".to_owned()), &[]).unwrap_err();
    assert_eq!(steps.to_string(), "api.gpt-4o: an API has no steps; ask for its cost");
    assert!(matches!(
        lay(&comparison, &Metric::Cost("gpt-40".to_owned()), &[]).unwrap_err().kind(),
        ErrorKind::NotFound { .. }
    ));
}

/// The cached price of a bill without one is its input price, until it has an axis of its own: in either order.
#[test]
fn number_with_an_axis_of_its_own_no_longer_follows() {
    let text = FLAGSHIP.replace(
        "gpt-4o = { offer = \"openai/gpt-4o\", minimum_cacheable_tokens = 1024 }",
        "gpt-4o = { family = \"closed_api\", input_usd_per_mtok = 2, output_usd_per_mtok = 8, tokens = { cache_hit_fraction = 0.5 } }",
    );
    let text = text.replace("reusable_prompt_tokens = 300", "reusable_prompt_tokens = 1000");
    assert!(text.contains("cache_hit_fraction = 0.5") && text.contains("reusable_prompt_tokens = 1000"));
    let comparison = flagship_of(&text);
    let price = |name: &str, values: [&str; 2]| {
        Axis::values(format!("api.gpt-4o.{name}_usd_per_mtok"), values.map(decimal).to_vec())
    };
    let (input, cached) = (price("input", ["2", "3"]), price("cached_input", ["1", "2"]));
    let metric = Metric::Cost("gpt-4o".to_owned());
    let sweep = |axes: &[Axis]| {
        let sweep = lay(&comparison, &metric, axes).unwrap();
        (0..sweep.len()).map(|at| sweep.value(0, at).unwrap()).collect::<Vec<_>>()
    };
    let (one, other) = (sweep(&[input.clone(), cached.clone()]), sweep(&[cached, input.clone()]));
    assert_eq!(one, [other[0], other[2], other[1], other[3]]);
    // a request of 1,850 tokens of which 500 are cached; 1 USD per Mtok more for those, at 20 Gtok
    let step = 20_000.0 * 500.0 / 1850.0;
    assert!((one[1] - one[0] - step).abs() < 1e-6, "{one:?}");
    // without an axis of its own it follows: input and cached at 2, then both at 3
    let following = sweep(&[input]);
    assert!((following[1] - following[0] - 20_000.0 * 1500.0 / 1850.0).abs() < 1e-6, "{following:?}");
    assert!((following[0] - one[1]).abs() < 1e-6);
}

/// Only one combination of the two axes is at fault, and it is neither at the first points nor at the last.
#[test]
fn points_that_contradict_each_other_are_refused_before_any_work() {
    let comparison = flagship();
    let hours = |hours: &[&str]| {
        let values = hours.iter().map(|hours| decimal(hours)).collect();
        Axis::values("workload.serving_hours_per_month", values)
    };
    let month =
        Axis::values("workload.hours_per_month", vec![decimal("720"), decimal("700"), decimal("744")]);
    let cheapest = |axes: &[Axis]| lay(&comparison, &Metric::Cheapest, axes);
    assert!(cheapest(&[hours(&["100", "700", "200"]), month.clone()]).is_ok());
    let error = cheapest(&[hours(&["100", "710", "200"]), month]).unwrap_err();
    assert!(error.to_string().contains("more serving hours than the month has"), "{error}");
}

/// A request that is too long for an alternative at some points has no place in a grid over the others.
#[test]
fn requests_that_pass_the_context_window_at_some_points_are_refused() {
    let comparison = flagship();
    let path = |end: &str| {
        let is_it = |address: &&crate::scenario::Address| address.path.as_str().ends_with(end);
        comparison.resolved.addresses.iter().find(is_it).unwrap().path.as_str().to_owned()
    };
    let prompts = |values: &[&str]| {
        Axis::values(path(".prompt_tokens"), values.iter().map(|tokens| decimal(tokens)).collect())
    };
    let sweep = |metric: &Metric, axis: Axis| lay(&comparison, metric, &[axis]);
    let gpt = Metric::Cost("gpt-4o".to_owned());
    assert!(sweep(&gpt, prompts(&["4000", "100000", "5000"])).is_ok());
    // the context window of GPT-4o is 128,000 tokens
    let error = sweep(&gpt, prompts(&["4000", "200000", "5000"])).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Infeasible { .. }), "{error}");
    assert!(error.to_string().contains("at some points of the sweep a request of"), "{error}");
}

#[test]
fn ends_of_an_axis_are_those_that_were_given() {
    let ends = (decimal("1.234567890123456"), decimal("2.345678901234567"));
    for axis in [Axis::linear("p", ends.0, ends.1, 5), Axis::logarithmic("p", ends.0, ends.1, 5)] {
        let points = axis.points(false).unwrap();
        assert_eq!((points[0], points[4]), (1.234567890123456, 2.345678901234567));
    }
    // the middle rounds to 1.00000000000, which is below both
    let ends = (decimal("1.0000000000001"), decimal("1.0000000000003"));
    for axis in [Axis::linear("p", ends.0, ends.1, 3), Axis::logarithmic("p", ends.0, ends.1, 3)] {
        assert_eq!(axis.points(false).unwrap(), [1.0000000000001, 1.0000000000001, 1.0000000000003]);
    }
    // 10 and 20 in three steps: 13.3, 16.7
    let whole = Axis::linear("p", decimal("10"), decimal("20"), 4).points(true).unwrap();
    assert_eq!(whole, [10.0, 13.0, 17.0, 20.0]);
    // 1 and 100 by the square root of 10: 3.16, 10, 31.6
    let whole = Axis::logarithmic("p", decimal("1"), decimal("100"), 5).points(true).unwrap();
    assert_eq!(whole, [1.0, 3.0, 10.0, 32.0, 100.0]);
}

/// A grid run by run, and the same points as the rows of a table: the same bits.
#[test]
fn points_of_a_grid_are_the_rows_of_a_table_bit_for_bit() {
    let comparison = flagship();
    let own = || "bought".to_owned();
    let metrics = [
        Metric::Cost(own()),
        Metric::CostPerMtok(own()),
        Metric::saving("bought", "rented"),
        Metric::saving("bought", "gpt-4o"),
        Metric::saving("gpt-6-luna", "gpt-4o"),
        Metric::Ratio { of: own(), against: "gpt-4o".to_owned() },
        Metric::Cheapest,
        Metric::Steps(own()),
        Metric::Utilization(own()),
    ];
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
