//! What is asked on the exact path, at the ends of what each number may be.

use super::super::exact::ExactMetric;
use super::super::layout::Plan;
use super::super::{Axis, Metric};
use super::lay;
use crate::catalog::Catalog;
use crate::comparison::Comparison;
use crate::error::ErrorKind;

/// An API in tiers, units that are chosen, a deployment with steps of each hour, and mixes of them: nothing of which is a line
/// on one staircase.
const SCENARIO: &str = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "dear"
[workload]
tokens_per_month = 2_000_000_000
growth_fraction_per_month = 0.04
hourly_load = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
class.chat = { prompt_tokens = 800, completion_tokens = 200 }
[finance]
horizon_months = 12
discount_rate_annual_effective = 0.08
[api.dear]
family = "closed_api"
input_usd_per_mtok = 4
output_usd_per_mtok = 4
[api.tiers]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
volume_tiers = [{ above_tokens_per_month = 400_000_000, price_fraction = 0.5 }]
[api.units]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
provisioned = { usd_per_unit_month = 1_000, tokens_per_minute_per_unit = 20_000 }
[deployment.own]
model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 } }
precision = "fp8"
server = { accelerators = 1, accelerator_memory_gibibytes = 80, price_usd = 20_000, active_watts = 700, idle_watts = 100 }
rate = { combined_tokens_per_second = 1_000, prompt_tokens = 800, completion_tokens = 200 }
peak_hour_load_fraction = 1
hardware.buy = { useful_life_months = 48, resale_fraction = 0.2 }
people = { run_fte = 0.1, loaded_salary_usd_per_year = 120_000 }
[deployment.scaled]
model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 } }
precision = "fp8"
server = { accelerators = 1, accelerator_memory_gibibytes = 80 }
rate = { combined_tokens_per_second = 1_000, prompt_tokens = 800, completion_tokens = 200 }
peak_hour_load_fraction = 1
one_off_usd = 500
hardware.rent = { price_usd_per_gpu_hour = 2.5, scaling = "hourly" }
[facility]
electricity_usd_per_kwh = 0.1
pue = 1.2
[hybrid.one]
own = "own"
overflow = "dear"
steps = 1
[hybrid.best]
own = "own"
overflow = "dear"
[routed.r]
share = { dear = 0.4, own = 0.6 }
"#;

const ALL: [&str; 8] = ["dear", "tiers", "units", "own", "scaled", "one", "best", "r"];

/// A sweep cannot say why a point has no value: what the checks before it cannot see is that an alternative does not serve
/// it, or that a number leaves the range of decimals, and nothing else.
#[test]
fn points_without_an_exact_value_are_infeasible_or_out_of_bounds() {
    let comparison = Comparison::parse(SCENARIO, &Catalog::builtin().unwrap()).unwrap();
    let pair = |of: &str, against: &str| (of.to_owned(), against.to_owned());
    let break_even = |of, against| {
        let (of, against) = pair(of, against);
        Metric::BreakEven { of, against }
    };
    let mut metrics = vec![break_even("r", "tiers"), break_even("tiers", "scaled"), break_even("one", "own")];
    metrics.extend([Metric::payback_month("one", "dear"), Metric::payback_month("r", "units")]);
    metrics.extend([Metric::payback_month("own", "scaled"), Metric::npv("best", "units")]);
    metrics.extend(ALL.map(|of| Metric::Cost(of.to_owned())));
    let (mut found, mut never) = (0, 0);
    let addresses = comparison.resolved.addresses.clone();
    for address in &addresses {
        let (least, most) = address.parameter.range();
        for value in [least, most] {
            // What a float does not keep is no value of an axis of decimals.
            let axis = Axis::values(address.path.as_str(), vec![value]);
            for metric in &metrics {
                let Ok(sweep) = lay(&comparison, metric, std::slice::from_ref(&axis)) else { continue };
                let Plan::Rows { exact, .. } = &sweep.plan else { continue };
                for ExactMetric { asked, .. } in exact {
                    match asked.try_value(&|column| sweep.space.value(column, 0)) {
                        Ok(Some(_)) => found += 1,
                        Ok(None) => never += 1,
                        Err(error) => {
                            let kind = error.kind();
                            let is_of_its_kind =
                                matches!(kind, ErrorKind::Infeasible { .. } | ErrorKind::OutOfBounds { .. });
                            assert!(is_of_its_kind, "{} = {value}: {error}", address.path);
                        }
                    }
                }
            }
        }
    }
    assert!(found > 1000 && never > 1000, "{found} {never}");
}
