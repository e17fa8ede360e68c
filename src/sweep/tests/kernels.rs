//! Each instruction set, called directly.

use super::super::dispatch::{self, Level};
use super::super::kernel::Costs;
use super::levels;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each instruction set, called directly, against the definition: tails and lane borders included.
    #[test]
    fn prop_kernels_add_up_what_they_are_given(
        row in proptest::collection::vec(-1e9..1e9_f64, 0..70), slope in 0.0..50.0_f64, level in prop_oneof![Just(0.0), -1e6..1e6_f64],
    ) {
        let mtok: Vec<f64> = (0..row.len()).map(|at| at as f64 * 1.5).collect();
        let line = Costs::Line { level, slope };
        let expected: Vec<f64> = row.iter().zip(&mtok).map(|(row, mtok)| (level + mtok * slope) - row).collect();
        let base = dispatch::reduce(Level::Baseline, line, Costs::Row(&row), &mtok);
        for level in levels() {
            let unit = dispatch::reduce(level, line, Costs::Row(&row), &mtok);
            prop_assert_eq!(unit, base);
            let mut out = vec![0.0; row.len()];
            dispatch::difference(level, line, Costs::Row(&row), &mtok, &mut out);
            prop_assert_eq!(&out, &expected);
            prop_assert_eq!(unit.positive, expected.iter().filter(|value| **value > 0.0).count() as u64);
            prop_assert_eq!(unit.min, expected.iter().copied().fold(f64::INFINITY, f64::min));
            prop_assert_eq!(unit.max, expected.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            let sum: f64 = expected.iter().sum();
            let size: f64 = expected.iter().map(|value| value.abs()).sum();
            prop_assert!((unit.sum - sum).abs() <= 1e-13 * size);
            let mut streamed = vec![0.0; row.len() + 3];
            dispatch::stream(level, &out, &mut streamed[3..]);
            prop_assert_eq!(&streamed[3..], &out[..]);
        }
    }
}
