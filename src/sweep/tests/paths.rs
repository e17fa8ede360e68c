//! Every number of the model as an axis, by its path.

use super::super::{Axis, Metric, Sweep};
use super::flagship;
use crate::comparison::{Comparison, slot, to_float};
use crate::error::ErrorKind;
use rust_decimal::Decimal;

const MONTH_AFTER_MONTH: [&str; 2] = ["growth_fraction_per_month", "price_change_fraction_per_month"];

/// What a path is, moved a little: a whole number by one, another by 2%.
fn moved(comparison: &Comparison, path: &str) -> Option<[Decimal; 2]> {
    let address = (*comparison.addresses(path).first()?).clone();
    let alternative = comparison.at(address.alternative.unwrap_or(0)).unwrap();
    let base = *slot(&mut alternative.inputs.clone(), &address)?;
    let step = if address.parameter.is_whole() { Decimal::ONE } else { base * Decimal::new(2, 2) };
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
