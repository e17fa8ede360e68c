//! Sweeps against oracles that know nothing of them: the exact path, every instruction set, every division into parts.

mod asked;
mod axes;
mod edges;
mod grids;
mod kernels;
mod parts;
mod paths;
mod programs;
mod sinks;
mod studies;
mod tables;
mod written;
mod zipped;

use super::level::Level;
use super::{Axis, Metric, Sweep};
use crate::catalog::Catalog;
use crate::comparison::Comparison;
use crate::error::Error;
use crate::scenario::Scenario;
use rust_decimal::Decimal;
use std::ops::ControlFlow;

pub(super) const FLAGSHIP: &str = include_str!("../../../examples/scenarios/03-flagship.toml");

pub(super) const GROWTH: &str = "workload.growth_fraction_per_month";
pub(super) const VOLUME: &str = "workload.tokens_per_month";
pub(super) const DECLINE: &str = "api.gpt-4o.price_change_fraction_per_month";
pub(super) const OUT: &str = "api.gpt-4o.output_usd_per_mtok";
pub(super) const PRICE: &str = "deployment.bought.server.price_usd";
pub(super) const INTEREST: &str = "finance.discount_rate_annual_effective";
pub(super) const FTE: &str = "deployment.bought.people.run_fte";

/// The flagship's two deployments and two of its APIs.
pub(super) fn flagship_of(text: &str) -> Comparison {
    let mut scenario = Scenario::parse(text).unwrap();
    let kept = scenario.api.iter().filter(|(id, _)| ["gpt-4o", "gpt-6-luna"].contains(id));
    scenario.api = kept.map(|(id, api)| (id, api.clone())).collect();
    scenario.resolve(&Catalog::builtin().unwrap()).unwrap()
}

pub(super) fn flagship() -> Comparison {
    flagship_of(FLAGSHIP)
}

/// A grid of one metric.
pub(super) fn lay(comparison: &Comparison, metric: &Metric, axes: &[Axis]) -> Result<Sweep<'static>, Error> {
    Sweep::new(comparison, std::slice::from_ref(metric), axes)
}

pub(super) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub(super) fn levels() -> Vec<Level> {
    Level::ALL.iter().copied().filter(|level| level.is_available()).collect()
}

/// Five axes over all that differs: site, load, hardware, API, people, volume; the volume in the middle.
pub(super) fn axes() -> Vec<Axis> {
    vec![
        Axis::linear("facility.electricity_usd_per_kwh", decimal("0.04"), decimal("0.40"), 3),
        Axis::values("workload.peak_to_average", vec![decimal("1"), decimal("2.5")]),
        Axis::logarithmic("workload.tokens_per_month", decimal("100000000"), decimal("100000000000"), 37),
        Axis::linear("api.gpt-4o.output_usd_per_mtok", decimal("1"), decimal("12"), 4)
            .and("api.gpt-4o.input_usd_per_mtok"),
        Axis::linear("deployment.bought.people.run_fte", decimal("0"), decimal("2"), 3),
    ]
}

pub(super) fn values(sweep: &Sweep, level: Level) -> Vec<f64> {
    let mut all = vec![f64::NAN; usize::try_from(sweep.len()).unwrap()];
    let _ = sweep.each_of(0..sweep.units(), level, |block| {
        for place in 0..block.len() {
            all[usize::try_from(block.index(place)).unwrap()] = block.values(0)[place];
        }
        ControlFlow::Continue(())
    });
    all
}

/// Every metric of one month, and savings of each kind: line or staircase against either.
pub(super) fn metrics_of_a_month() -> Vec<Metric> {
    let own = || "bought".to_owned();
    vec![
        Metric::Cost(own()),
        Metric::CostPerMtok(own()),
        Metric::saving("bought", "rented"),
        Metric::saving("bought", "gpt-4o"),
        Metric::saving("gpt-4o", "bought"),
        Metric::saving("gpt-6-luna", "gpt-4o"),
        Metric::Ratio { of: own(), against: "gpt-4o".to_owned() },
        Metric::Cheapest,
        Metric::Steps(own()),
        Metric::Utilization(own()),
    ]
}

/// The question at a point of its axes, asked exactly.
pub(super) fn exact_at(comparison: &Comparison, point: &[(&str, f64)]) -> Comparison {
    point.iter().fold(comparison.clone(), |comparison, (path, value)| {
        comparison.with(path, Decimal::from_scientific(&format!("{value:e}")).unwrap()).unwrap()
    })
}
