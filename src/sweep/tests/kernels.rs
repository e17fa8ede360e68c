//! The kernels against their definition, on every instruction set; and extremes that are sought by bounds.

use super::super::dispatch::{self, Level};
use super::super::kernel::{self, Costs};
use super::super::{Axis, Metric, Run, Sink, Summary, Sweep};
use super::{decimal, flagship, levels, values};
use proptest::prelude::*;

#[test]
fn bounds_enclose_what_has_the_halves() {
    let samples =
        [f64::NEG_INFINITY, -1.5e300, -3.0, -2.999_999_999, 0.0, 5e-324, 0.1, 7.0, 7.000_000_001, 2e300];
    let half = |value: f64| (value.to_bits() >> 32) as u32;
    for (from, least) in samples.iter().enumerate() {
        for to in from..samples.len() {
            let halves: Vec<u32> = samples[from..=to].iter().map(|value| half(*value)).collect();
            let signed = || halves.iter().map(|half| half.cast_signed());
            let (low, high) = kernel::bounds(
                signed().min().unwrap(),
                signed().max().unwrap(),
                halves.iter().copied().max().unwrap(),
            );
            let most = samples[to];
            assert!(low <= *least && high >= most, "{low} {least} {most} {high}");
            assert!(half(low) == half(*least) && half(high) == half(most), "{low} {least} {most} {high}");
        }
    }
    let infinite = half(f64::INFINITY);
    assert_eq!(kernel::bounds(infinite.cast_signed(), infinite.cast_signed(), infinite).1, f64::INFINITY);
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
        let base = dispatch::reduce(Level::Baseline, line, Costs::Row(&row), &mtok);
        for level in levels() {
            let unit = dispatch::reduce(level, line, Costs::Row(&row), &mtok);
            prop_assert_eq!((unit.sum, unit.positive), (base.sum, base.positive));
            let mut out = vec![0.0; row.len()];
            dispatch::difference(level, line, Costs::Row(&row), &mtok, &mut out);
            prop_assert_eq!(&out, &expected);
            prop_assert_eq!(unit.positive, expected.iter().filter(|value| **value > 0.0).count() as u64);
            let exact = dispatch::reduce_values(level, &expected);
            prop_assert_eq!((unit.sum, unit.positive, unit.missing), (exact.sum, exact.positive, exact.missing));
            prop_assert_eq!(exact.min, expected.iter().copied().fold(f64::INFINITY, f64::min));
            prop_assert_eq!(exact.max, expected.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            // bounds, by 20 bits
            let is_near = |bound: f64, value: f64| value.abs() <= bound.abs() * 1.000_001 + 1e-300;
            prop_assert!(row.is_empty() || unit.min <= exact.min && unit.max >= exact.max);
            prop_assert!(row.is_empty() || is_near(unit.min, exact.min) && is_near(exact.min, unit.min));
            prop_assert!(row.is_empty() || is_near(unit.max, exact.max) && is_near(exact.max, unit.max));
            let sum: f64 = expected.iter().sum();
            let size: f64 = expected.iter().map(|value| value.abs()).sum();
            prop_assert!((unit.sum - sum).abs() <= 1e-13 * size);
            let mut streamed = vec![0.0; row.len() + 3];
            dispatch::stream(level, &out, &mut streamed[3..]);
            prop_assert_eq!(&streamed[3..], &out[..]);
            // from any place of a line of memory on
            for from in 0..8 {
                let mut streamed = vec![0.0; from + row.len()];
                dispatch::stream_difference(level, line, Costs::Row(&row), &mtok, &mut streamed[from..]);
                prop_assert_eq!(&streamed[from..], &out[..]);
            }
        }
    }
}
