//! Throughput that is paid for by the month, with what it does not carry at the price of tokens.

use crate::cost::{Bend, Kink};
use crate::number::{Number, mega};
use crate::parameter::{Inputs, Provisioned};
use crate::serving::{HOURS_OF_DAY, Work};
use crate::workload::tokens_per_request;

/// What the bill of the sheet is less, because units serve a part of the tokens.
///
/// # Formula
/// ```text
/// g sum over hours h of max(0, V need_h - n supply) / sum over hours h of need_h - g V
/// supply = serving_hours * 60 * T * (tokens a minute and unit)
/// ```
/// g: the sheet's cost of a Mtok; need_h: the API's own tokens per request if the load of hour h went on around the clock.
pub(super) fn bend<N: Number>(
    inputs: &Inputs<N>,
    provisioned: &Provisioned<N>,
    tokens: Work<N>,
    per_mtok: N,
) -> Bend<N> {
    let none = N::lit(0);
    let minutes = inputs.workload.serving_hours.0 * N::lit(60) * tokens_per_request(&inputs.classes).0;
    let unit = Work::unit_of_hours(&inputs.hours);
    let supply = provisioned.tokens.0 * provisioned.units.0 * minutes * unit;
    let needs = tokens.all * unit * N::lit(HOURS_OF_DAY);
    let level = none - (supply * per_mtok).over(needs).over(mega());
    let kink = |need: N| Kink {
        // An hour without any load never fills: not below the largest volume there is.
        mtok: need.select(none, supply.over(need).over(mega()), N::lit(u32::MAX)),
        level: need.select(none, level, none),
        slope: (need * per_mtok).over(needs),
    };
    let list = Kink { mtok: none, level: none, slope: none - per_mtok };
    Bend::Kinks(tokens.of_hours(&inputs.hours).map(kink).chain([list]).collect())
}
