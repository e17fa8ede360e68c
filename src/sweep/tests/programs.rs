//! What a record leaves, played: the bits that its formula has on floats.

use super::super::break_even::Difference;
use super::super::dispatch;
use super::super::play::BLOCK;
use super::super::player::Coefficients;
use super::super::program::{Output, Program};
use super::levels;
use crate::curve::{Rates, Stairs};
use crate::number::{Number, Recorded, Recording};
use proptest::prelude::*;

/// One operation on values that are there already, by their places counted from the last.
type Asked = (u8, [usize; 4]);

/// Columns, known numbers, and what some operations make of them; each operation adds a value.
fn formula<N: Number>(columns: [N; 3], asked: &[Asked]) -> Vec<N> {
    let half = N::lit(1).over(N::lit(2));
    let mut values = vec![N::lit(7), half, N::lit(3)];
    values.extend(columns);
    for (operation, places) in asked {
        let [a, b, c, d] = places.map(|place| values[values.len() - 1 - place % values.len()]);
        let or = |power: Option<N>| power.unwrap_or(a);
        values.push(match operation % 18 {
            0 | 1 => a + b,
            2 | 3 => a - b,
            4 | 5 => a * b,
            6 => a.over(b),
            7 => a.ceil(),
            8 => a.over(b).ceil().not_below(c),
            9 => a.at_least(b),
            10 => a.at_most(b),
            11 => a.not_below(b),
            12 => a.not_above(b),
            13 => a.select(b, c, d),
            14 => a.choose(b, c, d),
            15 => or(half.at_most(a).at_least(N::lit(0) - half).force_of_interest()),
            16 => or(a.rate_of_force()),
            _ => or(a.exp_m1()),
        });
    }
    values
}

/// Sums and products often, so that they join; the last value most often, so that it is taken on.
fn operations() -> impl Strategy<Value = Vec<Asked>> {
    let place = prop_oneof![3 => 0..2_usize, 2 => 0..40_usize];
    proptest::collection::vec((0..18_u8, [place.clone(), place.clone(), place.clone(), place]), 1..40)
}

/// A staircase against a line: a price, a standing cost, a step, the fewest steps and what one carries.
fn difference<N: Number>(
    [price, fixed, per_step, minimum, supply]: [N; 5],
    most: Option<N>,
) -> Difference<N> {
    let rates = Rates { fixed, per_step, ..Rates::zero() };
    let stairs = Stairs { need: N::lit(1), supply, minimum, ..Stairs::flat() };
    let of = Coefficients { rates, stairs, busy: N::lit(0) };
    let line = Rates { per_mtok: price, ..Rates::zero() };
    let against = Coefficients { rates: line, stairs: Stairs::flat(), busy: N::lit(0) };
    Difference::of_stairs(&of, &against, most)
}

/// What is none may say so in different bits.
fn is_same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// What is none, infinite, next to nothing, or one of the two zeros.
const ODD: [f64; 12] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    700.0,
    5e-324,
    -f64::MIN_POSITIVE,
    1e308,
    -1e308,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// Hands over what a program makes of each row, by every instruction set: for each output the value of the point, and that
/// of the row of a block.
fn for_each_row<const N: usize>(
    program: &Program,
    rows: &[[f64; N]],
    mut each: impl FnMut(usize, &[[f64; 2]]),
) {
    let mut for_points = program.for_points();
    for level in levels() {
        for (first, rows) in (0..).step_by(BLOCK).zip(rows.chunks(BLOCK)) {
            let mut registers = program.registers(level);
            for (slot, column) in (0..).zip(&program.columns) {
                let values: Vec<f64> = rows.iter().map(|row| row[*column]).collect();
                registers.set(slot, &values);
            }
            dispatch::play(level, program, &mut registers);
            for (at, row) in rows.iter().enumerate() {
                dispatch::play_point(level, &mut for_points, row);
                let outputs = 0..program.outputs.len();
                let value = |output| [for_points.output(output), registers.output(program, output)[at]];
                each(first + at, &outputs.map(value).collect::<Vec<_>>());
            }
        }
    }
}

/// The rows of a program are those of its formula.
fn assert_rows<const N: usize>(program: &Program, rows: &[[f64; N]], formula: impl Fn([f64; N]) -> Vec<f64>) {
    for_each_row(program, rows, |row, found| {
        let expected = formula(rows[row]);
        assert_eq!(found.len(), expected.len());
        for (output, (found, expected)) in found.iter().zip(expected).enumerate() {
            let is_right = found.iter().all(|value| is_same(*value, expected));
            assert!(is_right, "{output} of {:?}: {found:?} {expected}", rows[row]);
        }
    });
}

fn outputs_of(values: Vec<Recorded<'_>>) -> Vec<Output> {
    values.into_iter().map(|value| Output::Value(value.operand())).collect()
}

#[test]
fn odd_values_give_the_bits_of_their_operations() {
    fn formula<N: Number>([a, b]: [N; 2]) -> Vec<N> {
        let chosen = [a.over(b), a.select(b, a, b), a.choose(b, a, b), a.at_least(b), a.at_most(b)];
        [chosen.to_vec(), vec![a + b, a - b, a * b, a.ceil(), a.round(), a.exp_m1().unwrap_or(a)]].concat()
    }
    let recording = Recording::default();
    let outputs = outputs_of(formula([recording.column(0), recording.column(1)]));
    let program = Program::of(recording, &outputs, &[]);
    let rows: Vec<[f64; 2]> = ODD.into_iter().flat_map(|a| ODD.map(|b| [a, b])).collect();
    assert_rows(&program, &rows, formula);
    // The difference of these is past the range.
    assert!(1e308.select(-1e308, 1.0, 2.0).is_nan());
}

#[test]
fn closed_form_of_odd_values_is_its_formula_and_never_a_number_out_of_none() {
    let recording = Recording::default();
    let columns: [Recorded<'_>; 5] = std::array::from_fn(|column| recording.column(column as u32));
    let asked = |most: Option<u32>| difference(columns, most.map(Recorded::lit));
    let wanted = [None, Some(3)].map(|most| [asked(most).first_as_one(), asked(most).always_from_as_one()]);
    let outputs = outputs_of(wanted.concat());
    let program = Program::of(recording, &outputs, &[]);
    let formula = |row: [f64; 5]| {
        let of = |most: Option<u32>| difference(row, most.map(f64::from));
        [None, Some(3)].map(|most| [of(most).first(f64::NAN), of(most).always_from(f64::NAN)]).concat()
    };
    let plain = [2.0, 100.0, 5.0, 1.0, 4e6];
    let moved = (0..5).flat_map(|place| {
        ODD.map(|value| {
            let mut row = plain;
            row[place] = value;
            row
        })
    });
    // a gain of next to nothing, and 0
    let gains =
        [[2.0, 1e300, 8.0, 1.0, 4e6], [5e-324, 100.0, 0.0, 1.0, 1e6], [5e-324, -100.0, 0.0, 1.0, 1e6]];
    let rows: Vec<[f64; 5]> = moved.chain(gains).collect();
    assert_rows(&program, &rows, formula);
    for place in [0, 1, 2, 4] {
        let mut row = plain;
        row[place] = f64::NAN;
        assert!(formula(row).iter().all(|volume| volume.is_nan()), "{place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prop_program_gives_the_bits_of_its_formula(
        asked in operations(),
        rows in proptest::collection::vec([-4.0..4.0_f64, 0.01..50.0_f64, -0.4..0.9_f64], BLOCK),
    ) {
        let recording = Recording::default();
        let columns: [Recorded<'_>; 3] = std::array::from_fn(|column| recording.column(column as u32));
        let values = formula(columns, &asked);
        let outputs: Vec<Output> =
            values.iter().rev().step_by(3).map(|value| Output::Value(value.operand())).collect();
        let program = Program::of(recording, &outputs, &[]);
        for_each_row(&program, &rows, |row, found| {
            let values = formula(rows[row], &asked);
            // A record takes it that nothing on the way is poison: nothing times a column is nothing.
            let is_plain = values.iter().all(|value| value.is_finite());
            for ([point, block], expected) in found.iter().zip(values.iter().rev().step_by(3)) {
                assert!(is_same(*point, *block), "{:?}: {point} {block}", rows[row]);
                // Zeros may differ in sign.
                assert!(!is_plain || is_same(point + 0.0, expected + 0.0), "{:?}: {point} {expected}", rows[row]);
            }
        });
    }

    /// As one operation, and as dozens of them.
    #[test]
    fn prop_closed_form_as_a_whole_is_its_formula(
        rows in proptest::collection::vec(
            (0..30_i32, 0..400_i32, -20..200_i32, 0..5_i32, 1..90_i32).prop_map(|(price, fixed, step, fewest, reach)| {
                [price - 5, fixed, step, fewest, reach * 1_000_000].map(f64::from)
            }),
            BLOCK,
        ),
        most in 4..9_u32,
    ) {
        let recording = Recording::default();
        let columns: [Recorded<'_>; 5] = std::array::from_fn(|column| recording.column(column as u32));
        let limits = [None, Some(most)];
        let asked = |most: Option<u32>| difference(columns, most.map(Recorded::lit));
        let wanted = limits.map(|most| [asked(most).first_as_one(), asked(most).always_from_as_one()]);
        let outputs = outputs_of(wanted.concat());
        let program = Program::of(recording, &outputs, &[]);
        assert_rows(&program, &rows, |row| {
            let formula = |most: Option<u32>| difference(row, most.map(f64::from));
            limits.map(|most| [formula(most).first(f64::NAN), formula(most).always_from(f64::NAN)]).concat()
        });
    }
}
