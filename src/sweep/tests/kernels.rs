//! The kernels against their definition, on every instruction set; and extremes that are sought by bounds.

use super::super::dispatch;
use super::super::kernel::{Costs, Ends, LANES, Unit};
use super::super::level::Level;
use super::super::player::Coefficients;
use super::super::{Axis, Metric, Run, Sink, Summary, Sweep};
use super::{decimal, flagship, levels, values};
use crate::curve::{Rates, Stairs};
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
        row in proptest::collection::vec(-1e9..1e9_f64, 0..70),
        beside in prop_oneof![Just(0.0), Just(3e9), Just(-3e9)],
        slope in 0.0..50.0_f64,
        level in prop_oneof![Just(0.0), -1e6..1e6_f64],
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

    /// Each row, by each instruction set, against its definition in one line: gaps, ties and tails included.
    #[test]
    fn prop_rows_are_what_they_are_said_to_be(
        tokens in proptest::collection::vec(prop_oneof![Just(0.0), 0.0..1e11_f64, (0..40_u32).prop_map(|steps| f64::from(steps) * 2.5e9)], 0..70),
        [fixed, per_mtok, per_step, per_spare] in [0.0..1e5_f64, 0.0..10.0_f64, -1e4..1e4_f64, 0.0..1e4_f64],
        [minimum, spares, most] in [0..4_u32, 0..3_u32, 1..50_u32].map(|count| count.prop_map(f64::from)),
        groups_of in prop_oneof![Just([0.0, 0.0]), (1..9_u32, 1..9_u32).prop_map(|(spare, attendant)| [f64::from(spare), f64::from(attendant)])],
    ) {
        let [steps_per_spare, servers_per_attendant] = groups_of;
        let stairs = Stairs { need: 1.0, supply: 2.5e9, minimum, spares, steps_per_spare, servers_per_step: 2.0, servers_per_attendant };
        let rates = Rates { fixed, per_mtok, per_step, per_spare, per_attendant: 700.0 };
        let coefficients = Coefficients { rates, stairs, busy: 3e-10 };
        let mtok: Vec<f64> = tokens.iter().map(|tokens| tokens / 1e6).collect();
        let begun = |count: f64, group: f64| if group > 0.0 { (count / group).ceil() } else { 0.0 };
        let is_same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
        let steps_of = |tokens: &f64| Some((tokens / 2.5e9).ceil().max(minimum)).filter(|steps| *steps <= most).unwrap_or(f64::NAN);
        let steps: Vec<f64> = tokens.iter().map(steps_of).collect();
        let busy: Vec<f64> = tokens.iter().zip(&steps).map(|(tokens, steps)| if steps.is_nan() { f64::NAN } else { tokens * 3e-10 / steps.max(1.0) }).collect();
        let cost = |steps: f64, mtok: f64| {
            let spares = spares + begun(steps, steps_per_spare);
            let attendants = begun((steps + spares) * 2.0, servers_per_attendant);
            fixed + steps * per_step + spares * per_spare + attendants * 700.0 + mtok * per_mtok
        };
        let costs: Vec<f64> = steps.iter().zip(&mtok).map(|(steps, mtok)| if steps.is_nan() { f64::NAN } else { cost(*steps, *mtok) }).collect();
        let best: Vec<f64> = mtok.iter().map(|mtok| fixed + mtok * per_mtok).collect();
        for level in levels() {
            let mut row = vec![0.0; tokens.len()];
            dispatch::steps_row(level, &stairs, most, &tokens, &mut row);
            prop_assert!(row.iter().zip(&steps).all(is_same), "steps: {:?} {:?}", row, steps);
            dispatch::utilization_row(level, &coefficients, &tokens, &mut row);
            prop_assert!(row.iter().zip(&busy).all(is_same), "utilization: {:?} {:?}", row, busy);
            let mut out = vec![[0.0; LANES]; groups(&steps).len()];
            let has_gaps = dispatch::cost_row(level, &coefficients, &groups(&steps), &groups(&mtok), &mut out);
            prop_assert!(out.as_flattened().iter().zip(&costs).all(is_same), "costs: {:?} {:?}", out, costs);
            prop_assert_eq!(has_gaps, costs.iter().any(|cost| cost.is_nan()));
            let (mut least, mut winner) = (best.clone(), vec![7.0; best.len()]);
            dispatch::cheaper(level, 3.0, &costs, &mut least, &mut winner);
            let won: Vec<f64> = costs.iter().zip(&best).map(|(cost, best)| if cost < best { 3.0 } else { 7.0 }).collect();
            prop_assert_eq!(&winner, &won);
            prop_assert!(least.iter().zip(costs.iter().zip(&best)).all(|(least, (cost, best))| *least == cost.min(*best)));
            let (unit, ends, missing) = dispatch::reduce_values(level, &costs);
            let known: Vec<f64> = costs.iter().copied().filter(|cost| !cost.is_nan()).collect();
            prop_assert_eq!(missing, (costs.len() - known.len()) as u64);
            prop_assert_eq!(unit.positive, known.iter().filter(|cost| **cost > 0.0).count() as u64);
            prop_assert_eq!(ends.most, known.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            prop_assert_eq!(ends.least, known.iter().copied().fold(f64::INFINITY, f64::min));
            let size: f64 = known.iter().map(|cost| cost.abs()).sum();
            prop_assert!((unit.sum - known.iter().sum::<f64>()).abs() <= 1e-13 * size);
        }
    }
}

#[test]
fn ends_and_wholeness_of_values_are_what_one_line_says() {
    let odd =
        [0.0, 1.0, 0.5, -0.0, 4_503_599_627_370_495.5, 4_503_599_627_370_497.0, -7.0, -7.25, 1e300, -1e-300];
    let ends = |level, values: &[f64]| {
        let Ends { least, most } = dispatch::ends(level, values);
        [least, most]
    };
    for level in levels() {
        for length in 0..70_usize {
            for turn in 0..odd.len() {
                let values: Vec<f64> =
                    (0..length).map(|at| odd[(at * 7 + turn * at / 3 + turn) % odd.len()]).collect();
                let least = values.iter().copied().fold(f64::INFINITY, f64::min);
                let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                assert_eq!(ends(level, &values), [least, most], "{level:?} {length}");
                let is_whole = values.iter().all(|value| value.fract() == 0.0);
                assert!(is_whole || !dispatch::surely_whole(level, &values), "{level:?} {values:?}");
                let whole: Vec<f64> = values.iter().map(|value| value.clamp(-1e15, 1e15).round()).collect();
                assert!(dispatch::surely_whole(level, &whole), "{level:?} {whole:?}");
            }
            let mut values = vec![1.0; length];
            for at in 0..length {
                for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                    values[at] = none;
                    assert!(ends(level, &values).iter().all(|end| end.is_nan()), "{level:?} {length} {at}");
                    assert!(!none.is_nan() || !dispatch::surely_whole(level, &values));
                }
                values[at] = 999_999_999_999_999.5;
                assert_eq!(ends(level, &values)[1], 999_999_999_999_999.5);
                assert!(!dispatch::surely_whole(level, &values), "{level:?} {length} {at}");
                values[at] = 1.0;
            }
        }
    }
}
