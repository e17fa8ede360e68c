//! Throughput that is paid for by the month, with what it does not carry at the price of tokens.

use crate::cost::{Bend, Spill};
use crate::number::Number;
use crate::parameter::{Inputs, Provisioned};
use crate::serving::Work;
use crate::workload::tokens_per_request;

/// What the bill of the sheet is less, because units serve a part of the tokens.
///
/// # Formula
/// ```text
/// g (spilled tokens - V)
/// supply = serving_hours * 60 * T * (tokens a minute and unit)
/// ```
/// Spilled tokens are those of [`Spill`]; g: the sheet's cost of a Mtok; need_h: the API's own tokens per request if the load of hour h went on around the clock.
pub(super) fn bend<N: Number>(
    inputs: &Inputs<N>,
    provisioned: &Provisioned<N>,
    tokens: Work<N>,
    per_mtok: N,
) -> Bend<N> {
    let supply = of_a_unit(inputs, provisioned) * provisioned.units.0;
    let spill = Spill::new(tokens.of_hours(&inputs.hours).collect(), supply);
    Bend::Base { spill, per_mtok }
}

/// What a unit carries a month, in the unit of what the hours need.
fn of_a_unit<N: Number>(inputs: &Inputs<N>, provisioned: &Provisioned<N>) -> N {
    let minutes = inputs.workload.serving_hours.0 * N::lit(60) * tokens_per_request(&inputs.classes).0;
    provisioned.tokens.0 * minutes * Work::unit_of_hours(&inputs.hours)
}

/// The units that carry the busiest hour of a month.
pub(super) fn needed<N: Number>(
    inputs: &Inputs<N>,
    provisioned: &Provisioned<N>,
    tokens: Work<N>,
    volume: N,
) -> N {
    let supply = of_a_unit(inputs, provisioned);
    tokens
        .of_hours(&inputs.hours)
        .fold(N::lit(0), |most, need| most.at_least((need * volume).over(supply).ceil()))
}
