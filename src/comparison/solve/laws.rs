//! Laws of solving, on random deployments.

use super::digits::Grain;
use super::moved::{Moved, Serves};
use crate::catalog::Catalog;
use crate::comparison::laws::deployment;
use crate::comparison::{Comparison, to_float};
use crate::number::Piece;
use crate::parameter::Parameter;
use crate::scenario::{Api, Deployment, Finance, RequestClass, Scenario, Workload};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// The deployment, and an API at 2 and 8 USD beside it.
fn beside_an_api(own: Deployment, tokens: i64, growth: i64) -> Comparison {
    let mut scenario = Scenario::new(
        "2026-11-24",
        "api",
        Workload::of_tokens(tokens, RequestClass::new(1500, 350)),
        Finance::new(24, Decimal::new(8, 2)),
    );
    scenario.workload.peak_to_average = Some(2.into());
    scenario.workload.growth_fraction_per_month = Some(Decimal::new(growth, 3).into());
    scenario.api.insert("api", Api::priced("closed_api", 2, 8));
    scenario.deployment.insert("own", own);
    scenario.resolve(&Catalog::builtin().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// The form of a piece is the formula itself, anywhere between the ends of the piece, whatever number moves.
    #[test]
    fn prop_form_is_the_formula_anywhere_on_its_piece(
        own in deployment(), tokens in 1_000_000i64..60_000_000_000, growth in prop_oneof![Just(0i64), -50i64..50],
        pick in any::<prop::sample::Index>(), (away, within) in (0u32..1000, 1u32..1000), falls in any::<bool>(),
    ) {
        let comparison = beside_an_api(own, tokens, growth);
        let paths: Vec<&str> = comparison.paths().collect();
        let addresses = comparison.find(paths[pick.index(paths.len())]).unwrap();
        let address = *addresses.first().unwrap();
        let sides = [comparison.index_of("own").unwrap(), comparison.index_of("api").unwrap()];
        let moved = Moved::new(&comparison, addresses, address, sides).unwrap();
        let base = moved.base().unwrap();
        // somewhere up to 10 times the base, or up to 10
        let start = base + if base.is_zero() { Decimal::new(i64::from(away), 2) } else { base * Decimal::new(i64::from(away), 2) };
        let (least, most) = address.parameter.range();
        if start < least || start > most || moved.serves(start).unwrap() != Serves::Both {
            return Ok(());
        }
        let piece = Piece::from(Decimal::ZERO);
        let direction = if falls { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let Some(difference) = moved.difference(&piece, start, direction) else { return Ok(()) };
        let Some(_) = difference.sign() else { return Ok(()) };
        let end = if falls { start - least } else { most - start };
        let end = piece.to().map_or(end, |to| to.min(end));
        let part = end * Decimal::new(i64::from(within), 3);
        // Only whole values of a whole number are asked: between them decimals compound by the month below, floats by the part.
        let grain = Grain::of(address.parameter);
        let value = if grain.is_whole() { (start + direction * part).round() } else { start + direction * part };
        let part = (value - start) * direction;
        if part <= Decimal::ZERO || part >= end {
            return Ok(());
        }
        if moved.serves(value).unwrap() != Serves::Both {
            return Ok(());
        }
        if let (Some(form), Some([own, api])) = (difference.at(part), moved.costs(value)) {
            // 24 digits of the larger of them
            let bound = own.abs().max(api.abs()).max(Decimal::ONE) * Decimal::new(1, 12);
            prop_assert!((form - (own - api)).abs() <= bound, "{} = {value}: {form} {}", address.path, own - api);
            let floats = moved.float_costs(value).unwrap();
            let near = (floats[0] - floats[1]) - to_float(form);
            prop_assert!(near.abs() <= 1e-8 * floats[0].abs().max(floats[1].abs()).max(1.0), "{} = {value}", address.path);
        }
    }

    /// What can be asked is between its neighbors, and what is rounded to it is itself.
    #[test]
    fn prop_grain_rounds_to_values_that_can_be_asked(mantissa in any::<i64>(), scale in 0u32..28) {
        for parameter in [Parameter::InputPrice, Parameter::Spares] {
            let grain = Grain::of(parameter);
            let value = Decimal::new(mantissa, scale);
            let (below, above) = (grain.below(value), grain.above(value));
            prop_assert!(below <= value && value <= above);
            prop_assert!([below, above].contains(&grain.nearest(value)));
            prop_assert!(above - below <= grain.unit(value));
            prop_assert_eq!((grain.below(below), grain.above(above)), (below, above));
        }
    }
}
