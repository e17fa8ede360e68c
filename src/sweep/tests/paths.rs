//! Every number of the model as an axis, by its path.

use super::super::layout::Plan;
use super::super::{Axis, Metric, Sweep};
use super::{VOLUME, flagship};
use crate::catalog::Catalog;
use crate::comparison::{Comparison, slot, to_float};
use crate::error::ErrorKind;
use rust_decimal::Decimal;
use std::path::Path;

const MONTH_AFTER_MONTH: [&str; 2] = ["growth_fraction_per_month", "price_change_fraction_per_month"];

/// What a path is, moved a little: a whole number by one, another by 2%, nothing to a thousandth.
fn moved(comparison: &Comparison, path: &str) -> Option<[Decimal; 2]> {
    let address = (*comparison.addresses(path).first()?).clone();
    let alternative = comparison.at(address.alternative.unwrap_or(0)).unwrap();
    let base = *slot(&mut alternative.inputs.clone(), &address)?;
    let step = match (address.parameter.is_whole(), base.is_zero()) {
        (true, _) => Decimal::ONE,
        (false, true) => Decimal::new(1, 3),
        (false, false) => base * Decimal::new(2, 2),
    };
    Some([base, base + step])
}

/// How much was held to the exact path.
#[derive(Default)]
struct Held {
    costs: u32,
    runs: u32,
    studies: u32,
}

impl Held {
    /// The cost of each alternative at a point, where there is one.
    fn costs(&mut self, sweep: &Sweep<'_>, point: u64, exact: &Comparison, path: &str) {
        for (place, id) in exact.alternatives().enumerate() {
            let cost = exact.monthly_cost(id).ok().map(|cost| to_float(cost.amount()));
            let is_right = match (sweep.value(place, point), cost) {
                // Money has 12 decimals.
                (Some(found), Some(cost)) => (found - cost).abs() <= 1e-12 * cost.abs() + 1e-12,
                (found, cost) => found == cost,
            };
            assert!(is_right, "{path} {id} at {point}: {:?} {cost:?}", sweep.value(place, point));
            self.costs += 1;
        }
    }

    /// A number as it is and moved a little: the cost of a month, alone and beside an axis of volumes, and what one
    /// alternative in the place of another comes to.
    fn path(&mut self, comparison: &Comparison, path: &str, [of, against]: [&str; 2]) {
        let Some(values @ [_, value]) = moved(comparison, path) else { return };
        let costs: Vec<Metric> = comparison.alternatives().map(|id| Metric::Cost(id.to_owned())).collect();
        let axis = || Axis::values(path, values.to_vec());
        let there = match comparison.with(path, value) {
            Ok(there) => there,
            // Some numbers cannot move alone: a share, or what is already as much as another allows.
            Err(error) => {
                assert!(Sweep::new(comparison, &costs, &[axis()]).is_err(), "{path}: {error}");
                return;
            }
        };
        match Sweep::new(comparison, &costs, &[axis()]) {
            Ok(sweep) => {
                self.costs(&sweep, 0, comparison, path);
                self.costs(&sweep, 1, &there, path);
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{path}: {error}");
                assert!(MONTH_AFTER_MONTH.iter().any(|name| path.ends_with(name)), "{path}: {error}");
            }
        }
        let volumes = Axis::logarithmic(VOLUME, Decimal::from(10_000_000), Decimal::from(1_000_000_000), 8);
        if let Ok(sweep) = Sweep::new(comparison, &costs, &[axis(), volumes]) {
            self.runs += u32::from(matches!(sweep.plan, Plan::Runs(_)));
            let volume = Decimal::from_f64_retain(sweep.point(13).unwrap()[1]).unwrap();
            self.costs(&sweep, 13, &there.with(VOLUME, volume).unwrap(), path);
        } else {
            assert!(path == VOLUME || MONTH_AFTER_MONTH.iter().any(|name| path.ends_with(name)), "{path}");
        }
        match Sweep::new(comparison, &[Metric::npv(of, against)], &[axis()]) {
            Ok(sweep) => {
                let worth = |id: &str| Some(to_float(there.ledger(id).ok()?.npv().ok()?.amount()));
                let found = sweep.value(0, 1);
                let is_right = match (found, worth(against).zip(worth(of))) {
                    (Some(found), Some((against, of))) => {
                        (found - (against - of)).abs() <= 1e-12 * (against.abs() + of.abs()) + 1e-9
                    }
                    (found, worth) => found.is_none() && worth.is_none(),
                };
                assert!(is_right, "{path}: {found:?} {:?} {:?}", worth(against), worth(of));
                self.studies += 1;
            }
            Err(error) => assert_eq!(path, "finance.horizon_months", "{error}"),
        }
    }
}

#[test]
fn every_path_is_an_axis_whose_points_are_the_exact_ones() {
    let comparison = flagship();
    let mut held = Held::default();
    comparison.paths().for_each(|path| held.path(&comparison, path, ["bought", "gpt-4o"]));
    let Held { costs, runs, studies } = held;
    assert!(costs > 600 && runs > 60 && studies > 60, "{costs} {runs} {studies}");
}

/// The same of every worked scenario, for the last in the place of the first.
#[test]
fn every_path_of_the_gallery_is_an_axis_whose_points_are_the_exact_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let mut held = Held::default();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        let ids: Vec<&str> = comparison.alternatives().collect();
        let pair = [ids[ids.len() - 1], ids[0]];
        comparison.paths().for_each(|path| held.path(&comparison, path, pair));
    }
    let Held { costs, runs, studies } = held;
    assert!(costs > 10_000 && runs > 1000 && studies > 1000, "{costs} {runs} {studies}");
}
