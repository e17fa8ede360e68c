//! The kernels against their definition, on every instruction set; and extremes that are sought by bounds.

use super::super::dispatch;
use super::super::kernel::{Costs, Ends, LANES, Unit};
use super::super::level::Level;
use super::super::{Axis, Metric, Run, Sink, Summary, Sweep};
use super::{decimal, flagship, levels, values};
use proptest::prelude::*;

/// Groups of lanes, whose last number is repeated to the end of its group.
fn groups(values: &[f64]) -> Vec<[f64; LANES]> {
    let last = values.last().copied().unwrap_or_default();
    values
        .chunks(LANES)
        .map(|chunk| std::array::from_fn(|at| chunk.get(at).copied().unwrap_or(last)))
        .collect()
}

/// A loss is told from an end where the upper halves of their bits differ, on either side of 0 and at it.
#[test]
fn sums_are_given_where_all_values_are_between_the_ends() {
    let ends = [-1e300, -3.0, -2.999, -1e-300, 0.0, 1e-300, 0.1, 7.0, 7.001, f64::INFINITY];
    for (from, least) in ends.into_iter().enumerate() {
        for most in ends.into_iter().skip(from) {
            for (value, beside) in ends.into_iter().flat_map(|value| ends.map(|beside| (value, beside))) {
                let row: Vec<f64> = (0..37).map(|at| if at == 20 { value } else { beside }).collect();
                let is_between = [value, beside].iter().all(|value| *value > least && *value < most);
                let nothing = Costs::Line { level: 0.0, slope: 0.0 };
                let (row, mtok) = (groups(&row), groups(&[0.0; 37]));
                for level in levels() {
                    let mut unit = [Unit::NONE];
                    let pair = [Costs::Row(&row), nothing];
                    dispatch::reduce(level, &[pair], &mtok, 37, Ends { least, most }, &mut unit);
                    let [unit] = unit;
                    assert_eq!(!unit.sum.is_nan(), is_between, "{value} {beside} {least} {most} {level:?}");
                }
            }
        }
    }
}

/// The lowest index of each extreme, in whatever order the runs come, and where all values are equal.
#[test]
fn extremes_are_exact_and_the_first_on_every_instruction_set() {
    let price =
        |from: &str, to: &str| Axis::linear("api.gpt-4o.output_usd_per_mtok", decimal(from), decimal(to), 45);
    let fixed = |value: &str| Axis::values("deployment.bought.people.run_fte", vec![decimal(value); 1]);
    let volume =
        Axis::logarithmic("workload.tokens_per_month", decimal("100000000"), decimal("100000000000"), 67);
    for (of, against) in [("bought", "gpt-4o"), ("gpt-4o", "bought"), ("gpt-6-luna", "bought")] {
        for (from, to) in [("1", "12"), ("12", "1"), ("0.001", "0.002"), ("900", "1000")] {
            for axes in
                [[fixed("1"), price(from, to), volume.clone()], [volume.clone(), price(from, to), fixed("0")]]
            {
                let sweep = Sweep::new(&flagship(), &[Metric::saving(of, against)], &axes).unwrap();
                let values = values(&sweep, Level::Baseline);
                let first = |best: f64| values.iter().position(|value| *value == best).unwrap() as u64;
                let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let least = values.iter().copied().fold(f64::INFINITY, f64::min);
                let whole = sweep.summary();
                assert_eq!(whole.maximum().map(|most| (most.value, most.index)), Some((most, first(most))));
                assert_eq!(
                    whole.minimum().map(|least| (least.value, least.index)),
                    Some((least, first(least)))
                );
                for level in levels() {
                    assert_eq!(sweep.reduce_at(&Run::new(), level, Summary::default()).unwrap(), whole);
                    let mut backwards = Summary::default();
                    for part in (0..7).rev() {
                        let run = Run::new().part(part, 7);
                        backwards.merge(sweep.reduce_at(&run, level, Summary::default()).unwrap());
                    }
                    assert_eq!(backwards, whole);
                }
            }
        }
    }
}

/// Sums that are taken ahead: a part of one run knows no extremes, so each of its runs is added up from its values.
#[test]
fn runs_that_are_summed_together_are_the_runs_each_alone() {
    let fte =
        |values: [&str; 2]| Axis::values("deployment.bought.people.run_fte", values.map(decimal).into());
    let price = |path: &str, count| Axis::linear(path, decimal("0.5"), decimal("12"), count);
    let volume = |count| {
        Axis::logarithmic("workload.tokens_per_month", decimal("1000000"), decimal("100000000000"), count)
    };
    let gpt = "api.gpt-4o.output_usd_per_mtok";
    let metrics = [
        Metric::saving("bought", "gpt-4o"),
        Metric::saving("gpt-6-luna", "gpt-4o"),
        Metric::saving("bought", "gpt-6-luna"),
        Metric::saving("rented", "bought"),
    ];
    for (axes, runs) in [
        // lines move first: 16 together, 16 more, and 5
        (vec![fte(["0", "2"]), price(gpt, 37), volume(35)], 74),
        (vec![price(gpt, 3), volume(16), price("api.gpt-6-luna.output_usd_per_mtok", 18)], 54),
        // a staircase moves first
        (vec![price(gpt, 5), fte(["2", "0"]), volume(9)], 10),
        // nothing moves but the volume
        (vec![volume(48)], 1),
    ] {
        let sweep = Sweep::new(&flagship(), &metrics, &axes).unwrap();
        assert_eq!(sweep.units(), runs);
        // each metric has sums of its own ahead
        let sinks = || ((Summary::of(0), Summary::of(1)), (Summary::of(2), Summary::of(3)), Summary::of(0));
        for level in levels() {
            let alone = (0..runs).rev().fold(sinks(), |mut all, part| {
                all.merge(sweep.reduce_at(&Run::new().part(part, runs), level, sinks()).unwrap());
                all
            });
            for threads in [1, 2, 3] {
                let run = Run::new().threads(threads);
                assert_eq!(sweep.reduce_at(&run, level, sinks()).unwrap(), alone, "{level:?} {threads}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each instruction set, called directly, against the definition: tails and lane borders included.
    #[test]
    fn prop_kernels_add_up_what_they_are_given(
        row in proptest::collection::vec(-1e9..1e9_f64, 0..70), beside in prop_oneof![Just(0.0), Just(3e9), Just(-3e9)], slope in 0.0..50.0_f64, level in prop_oneof![Just(0.0), -1e6..1e6_f64],
    ) {
        // beside all others: every value has one sign
        let row: Vec<f64> = row.iter().map(|cost| cost + beside).collect();
        let mtok: Vec<f64> = (0..row.len()).map(|at| at as f64 * 1.5).collect();
        let line = Costs::Line { level, slope };
        let expected: Vec<f64> = row.iter().zip(&mtok).map(|(row, mtok)| (level + mtok * slope) - row).collect();
        let (rows, mtoks) = (groups(&row), groups(&mtok));
        let reduce = |level, between| {
            let mut units = [Unit::NONE; 2];
            let pairs = [[Costs::Row(&rows), line], [line, Costs::Row(&rows)]];
            dispatch::reduce(level, &pairs, &mtoks, row.len(), between, &mut units);
            let [_, unit] = units;
            Some(unit).filter(|unit| !unit.sum.is_nan())
        };
        let all = Ends { least: f64::NEG_INFINITY, most: f64::INFINITY };
        let base = reduce(Level::Baseline, all);
        for level in levels() {
            let unit = reduce(level, all).unwrap();
            prop_assert_eq!(Some(unit), base);
            let mut out = vec![0.0; row.len()];
            dispatch::difference(level, &line, &Costs::Row(&rows), &mtoks, &mut out);
            prop_assert_eq!(&out, &expected);
            prop_assert_eq!(unit.positive, expected.iter().filter(|value| **value > 0.0).count() as u64);
            let (exact, ends, _) = dispatch::reduce_values(level, &expected);
            prop_assert_eq!(unit, exact);
            prop_assert_eq!(dispatch::any_below_zero(level, &row), row.iter().any(|value| *value < 0.0));
            prop_assert!(!dispatch::any_below_zero(level, &[0.0, -0.0, f64::NAN, 1.0]));
            prop_assert_eq!(ends.least, expected.iter().copied().fold(f64::INFINITY, f64::min));
            prop_assert_eq!(ends.most, expected.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            if !row.is_empty() {
                // never where an extreme is reached; always where none is near
                let Ends { least, most } = ends;
                prop_assert_eq!(reduce(level, ends), None);
                prop_assert_eq!(reduce(level, Ends { most: f64::INFINITY, ..ends }), None);
                prop_assert_eq!(reduce(level, Ends { least: f64::NEG_INFINITY, ..ends }), None);
                let margin = |value: f64| value.abs() * 1e-5 + 1e-300;
                let wide = Ends { least: least - margin(least), most: most + margin(most) };
                prop_assert_eq!(reduce(level, wide), base);
            }
            let sum: f64 = expected.iter().sum();
            let size: f64 = expected.iter().map(|value| value.abs()).sum();
            prop_assert!((unit.sum - sum).abs() <= 1e-13 * size);
            let mut streamed = vec![0.0; row.len() + 3];
            dispatch::stream(level, &out, &mut streamed[3..]);
            prop_assert_eq!(&streamed[3..], &out[..]);
            // from any place of a line of memory on
            for from in 0..8 {
                let mut streamed = vec![0.0; from + row.len()];
                dispatch::stream_difference(level, &line, &Costs::Row(&rows), &mtoks, &mut streamed[from..]);
                prop_assert_eq!(&streamed[from..], &out[..]);
            }
        }
    }
}
