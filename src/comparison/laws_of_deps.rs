//! What a coefficient is said to depend on, against what moves it.

use super::laws::{comparison, deployment};
use super::monthly::lines_and_stairs;
use super::parameters::{put, symbols};
use super::value::exact_inputs;
use super::{Comparison, slot};
use crate::catalog::Catalog;
use crate::cost::Line;
use crate::curve::Stairs;
use crate::number::{Deps, Number};
use crate::parameter::{Inputs, Parameter};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::path::Path;

/// All numbers that a cost without a bend is made of, named.
fn coefficients<N: Number>(inputs: &Inputs<N>) -> Vec<(String, N)> {
    let (lines, stairs) = lines_and_stairs(inputs);
    let of_line = |line: &Line<N>| {
        let rates = line.rates;
        [
            ("fixed", rates.fixed),
            ("per Mtok", rates.per_mtok),
            ("per step", rates.per_step),
            ("per spare", rates.per_spare),
            ("per attendant", rates.per_attendant),
            ("at the start", line.at_start),
        ]
        .map(|(name, number)| (format!("{name} of {}", line.label), number))
    };
    let Stairs { need, supply, minimum, spares, steps_per_spare, servers_per_step, servers_per_attendant } =
        stairs;
    let of_stairs = [
        ("need", need),
        ("supply", supply),
        ("minimum", minimum),
        ("spares", spares),
        ("steps per spare", steps_per_spare),
        ("servers per step", servers_per_step),
        ("servers per attendant", servers_per_attendant),
    ];
    let of_stairs = of_stairs.map(|(name, number)| (name.to_owned(), number));
    lines.iter().flat_map(of_line).chain(of_stairs).collect()
}

/// How many coefficients a change of a parameter moves, all of which have to know it.
fn moved(before: &Inputs<Decimal>, after: &Inputs<Decimal>, parameter: Parameter) -> usize {
    let known: Vec<(String, Deps)> = coefficients(&symbols(before));
    let (before, after) = (coefficients(&exact_inputs(before)), coefficients(&exact_inputs(after)));
    assert_eq!((known.len(), before.len()), (before.len(), after.len()));
    let mut count = 0;
    for (((name, deps), (_, before)), (_, after)) in known.iter().zip(&before).zip(&after) {
        if before != after {
            let knows = deps.rows().any(|row| row == parameter.row());
            assert!(knows, "{parameter:?} moves {name}, which does not know it");
            count += 1;
        }
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// A parameter outside the set that a coefficient depends on moves no digit of it.
    #[test]
    fn prop_deps_are_honest(
        own in deployment(), horizon in 1_u32..61, rate in -100_i64..400, pick in any::<prop::sample::Index>(), up in 1_i64..2000,
    ) {
        let comparison = comparison(own, 5_000_000_000, horizon, rate, 0, 730);
        let base = &comparison.at(0).unwrap().inputs;
        let parameter = *pick.get(Parameter::ALL);
        let mut changed = base.clone();
        let Some(slot) = changed.get_mut(parameter) else { return Ok(()) };
        *slot += Decimal::new(up, 3);
        moved(base, &changed, parameter);
    }
}

/// Every number of every worked scenario, by its path, moved a little and by one.
#[test]
fn every_number_of_the_gallery_moves_only_what_knows_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let (mut numbers, mut coefficients) = (0, 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        for (index, one) in comparison.resolved.alternatives.iter().enumerate() {
            for address in comparison.resolved.addresses.iter().filter(|address| address.enters(index)) {
                let Some(base) = slot(&mut one.inputs.clone(), address).copied() else { continue };
                for step in [Decimal::ONE, Decimal::new(1, 3)] {
                    let mut changed = one.inputs.clone();
                    put(&mut changed, address, base + step);
                    coefficients += moved(&one.inputs, &changed, address.parameter);
                }
                numbers += 1;
            }
        }
    }
    assert!(numbers > 1000 && coefficients > 1000, "{numbers} {coefficients}");
}
