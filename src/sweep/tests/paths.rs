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

/// The cost of a month, and what one alternative in the place of another comes to, where the exact path has them.
#[test]
fn every_path_is_an_axis_whose_points_are_the_exact_ones() {
    let comparison = flagship();
    let ids: Vec<&str> = comparison.alternatives().collect();
    let costs: Vec<Metric> = ids.iter().map(|id| Metric::Cost((*id).to_owned())).collect();
    let switch = [Metric::npv("bought", "gpt-4o")];
    let (mut months, mut studies) = (0, 0);
    for path in comparison.paths() {
        let Some(values) = moved(&comparison, path) else { continue };
        // Some numbers cannot move alone: a share, or what is already as much as another allows.
        let Ok(there) = comparison.with(path, values[1]) else { continue };
        let lay =
            |metrics: &[Metric]| Sweep::new(&comparison, metrics, &[Axis::values(path, values.to_vec())]);
        match lay(&costs) {
            Ok(sweep) => {
                for (place, id) in ids.iter().enumerate() {
                    for (point, exact) in [&comparison, &there].into_iter().enumerate() {
                        let exact = to_float(exact.monthly_cost(id).unwrap().amount());
                        let found = sweep.value(place, point as u64).unwrap();
                        assert!((found - exact).abs() <= 1e-12 * exact, "{path} {id}: {found} {exact}");
                    }
                }
                months += 1;
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{path}: {error}");
                assert!(MONTH_AFTER_MONTH.iter().any(|name| path.ends_with(name)), "{path}: {error}");
            }
        }
        match lay(&switch) {
            Ok(sweep) => {
                let worth = |id: &str| to_float(there.ledger(id).unwrap().npv().unwrap().amount());
                let (own, api) = (worth("bought"), worth("gpt-4o"));
                let found = sweep.value(0, 1).unwrap();
                assert!((found - (api - own)).abs() <= 1e-12 * (api + own), "{path}: {found} {api} {own}");
                studies += 1;
            }
            Err(error) => assert_eq!(path, "finance.horizon_months", "{error}"),
        }
    }
    assert!(months > 60 && studies > 60, "{months} {studies}");
}

/// The same of every worked scenario: the cost of a month of each alternative, and the last in the place of the first.
#[test]
fn every_path_of_the_gallery_is_an_axis_whose_points_are_the_exact_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let (mut points, mut studies, mut runs) = (0, 0, 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let comparison =
            Comparison::parse(&std::fs::read_to_string(&file).unwrap(), &Catalog::builtin().unwrap())
                .unwrap();
        let ids: Vec<&str> = comparison.alternatives().collect();
        let costs: Vec<Metric> = ids.iter().map(|id| Metric::Cost((*id).to_owned())).collect();
        let (first, last) = (ids[0], ids[ids.len() - 1]);
        for path in comparison.paths() {
            let Some([_, value]) = moved(&comparison, path) else { continue };
            let axis = || Axis::values(path, vec![value]);
            let there = match comparison.with(path, value) {
                Ok(there) => there,
                // What the exact path refuses is refused before any work.
                Err(error) => {
                    assert!(Sweep::new(&comparison, &costs, &[axis()]).is_err(), "{path}: {error}");
                    continue;
                }
            };
            let Ok(sweep) = Sweep::new(&comparison, &costs, &[axis()]) else { continue };
            // Money has 12 decimals.
            let is_near = |found: f64, exact: f64| (found - exact).abs() <= 1e-12 * exact.abs() + 1e-12;
            for (place, id) in ids.iter().enumerate() {
                let (found, exact) = (sweep.value(place, 0), there.monthly_cost(id).ok());
                let exact = exact.map(|cost| to_float(cost.amount()));
                let is_right = match (found, exact) {
                    (Some(found), Some(exact)) => is_near(found, exact),
                    (found, exact) => found == exact,
                };
                assert!(is_right, "{} {path} {id}: {found:?} {exact:?}", file.display());
                points += 1;
            }
            // The same number beside an axis of volumes: run by run.
            let volumes =
                Axis::logarithmic(VOLUME, Decimal::from(10_000_000), Decimal::from(1_000_000_000), 8);
            let Ok(sweep) = Sweep::new(&comparison, &costs, &[axis(), volumes]) else {
                assert_eq!(path, VOLUME);
                continue;
            };
            runs += u32::from(matches!(sweep.plan, Plan::Runs(_)));
            let volume = Decimal::from_f64_retain(sweep.point(5).unwrap()[1]).unwrap();
            let Ok(busy) = there.with(VOLUME, volume) else { continue };
            for (place, id) in ids.iter().enumerate() {
                let (found, exact) = (sweep.value(place, 5), busy.monthly_cost(id).ok());
                let exact = exact.map(|cost| to_float(cost.amount()));
                let is_right = match (found, exact) {
                    (Some(found), Some(exact)) => is_near(found, exact),
                    (found, exact) => found == exact,
                };
                assert!(is_right, "{} {path} {id} in a run: {found:?} {exact:?}", file.display());
            }
            let switch = [Metric::npv(last, first)];
            let Ok(sweep) = Sweep::new(&comparison, &switch, &[Axis::values(path, vec![value])]) else {
                continue;
            };
            let worth = |id: &str| Some(to_float(there.ledger(id).ok()?.npv().ok()?.amount()));
            let Some((last, first)) = worth(last).zip(worth(first)) else {
                assert_eq!(sweep.value(0, 0), None, "{} {path}", file.display());
                continue;
            };
            let found = sweep.value(0, 0).unwrap();
            let is_near = (found - (first - last)).abs() <= 1e-12 * (first.abs() + last.abs()) + 1e-9;
            assert!(is_near, "{} {path}: {found} {first} {last}", file.display());
            studies += 1;
        }
    }
    assert!(points > 5000 && studies > 1000 && runs > 1000, "{points} {studies} {runs}");
}
