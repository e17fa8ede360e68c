//! Mixes: how many steps of one's own are the cheapest base, and the curve over all numbers of them.

use super::piece;
use super::value::{equivalent_cost, exact_inputs, exact_volumes, float_inputs, to_float};
use crate::curve::{CostCurve, Shape};
use crate::error::Error;
use crate::money::Currency;
use crate::number::{Exact, Number, Ordered};
use crate::parameter::{Inputs, MixRule, Role};
use crate::scenario::{Resolved, ResolvedAlternative};
use crate::serving::{hourly_stairs, load};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The most steps that a mix has: the end of the range of its parameter.
const MOST_STEPS: u32 = 1_000_000;

/// How many numbers of steps are looked at at once; where more are possible, so many of them evenly spread, and then all
/// around the best.
const LOOKED_AT: u32 = 1_000;

/// The most steps that spill over on a curve of which each volume takes the cheapest number: some beyond what the largest
/// month needs.
const MOST_ON_A_CURVE: u32 = 64;

/// Brings the mixes into line with what they are made of: what keeps a part from serving keeps the mix from it, and where
/// no number of steps is given, it is the one that costs least over the study.
pub(super) fn settle(resolved: &mut Resolved, volumes: &[u64]) -> Result<(), Error> {
    for at in 0..resolved.alternatives.len() {
        let Some(one) = resolved.alternatives.get(at).filter(|one| !one.made_of.is_empty()) else { continue };
        let of_part = |index: &usize| resolved.alternatives.get(*index).and_then(|part| part.limit.clone());
        let limit = one.made_of.iter().find_map(of_part);
        if let Some(one) = resolved.alternatives.get_mut(at) {
            one.limit = limit;
            settle_steps(one, volumes)?;
        }
    }
    Ok(())
}

/// Where no number of steps is given, it is the one that costs least over the study.
pub(crate) fn settle_steps(one: &mut ResolvedAlternative, volumes: &[u64]) -> Result<(), Error> {
    if one.limit.is_none()
        && let Some(steps) = cheapest(&one.inputs, volumes)?
        && let Role::Mix(mix) = &mut one.inputs.role
    {
        mix.terms.steps.0 = Decimal::from(steps);
    }
    Ok(())
}

fn with_steps<N: Number>(inputs: &Inputs<N>, steps: u32) -> Inputs<N> {
    let mut inputs = inputs.clone();
    if let Role::Mix(mix) = &mut inputs.role {
        mix.terms.steps.0 = N::lit(steps);
    }
    inputs
}

/// The number of steps that costs least over the study, the smallest of those that cost the same; `None` where it is given.
///
/// Floats look at the numbers up to what the largest month needs; the exact path decides between the best of them and its
/// neighbors.
fn cheapest(inputs: &Inputs<Decimal>, volumes: &[u64]) -> Result<Option<u32>, Error> {
    let Some(most) = chosen_up_to(inputs, volumes) else { return Ok(None) };
    let (floats, exact) = (float_inputs(inputs), exact_inputs(inputs));
    let float_volumes: Vec<f64> = volumes.iter().map(|tokens| to_float(Decimal::from(*tokens))).collect();
    let cost = |steps: u32| equivalent_cost(&with_steps(&floats, steps), &float_volumes);
    let least = |numbers: &mut dyn Iterator<Item = u32>| {
        numbers
            .map(|steps| (cost(steps), steps))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(1, |(_, steps)| steps)
    };
    let apart = most.div_ceil(LOOKED_AT);
    let near = least(&mut (1..=most).step_by(apart as usize).chain([most]));
    let around = near.saturating_sub(apart).max(1)..=near.saturating_add(apart).min(most);
    let best = if apart == 1 { near } else { least(&mut around.into_iter()) };
    let exact_volumes = exact_volumes(volumes);
    let mut least: Option<(Exact, u32)> = None;
    for steps in best.saturating_sub(1).max(1)..=best.saturating_add(1).min(most) {
        let cost = equivalent_cost(&with_steps(&exact, steps), &exact_volumes);
        if least.is_none_or(|(least, _)| cost.order(least) == Some(Ordering::Less)) {
            least = Some((cost, steps));
        }
    }
    Ok(least.map(|(_, steps)| steps))
}

/// The cost of an alternative by some formula; of a mix that chooses its steps, the least over up to so many of them.
pub(crate) fn least_over_steps<N: Number>(
    inputs: &Inputs<N>,
    up_to: Option<u32>,
    cost: impl Fn(&Inputs<N>) -> N,
) -> N {
    let least = up_to.and_then(|up_to| {
        (1..=up_to).map(|steps| cost(&with_steps(inputs, steps))).reduce(|least, other| least.at_most(other))
    });
    least.unwrap_or_else(|| cost(inputs))
}

/// The steps that are looked at where a number moves: up to twice what the largest month needs, and 64; `None` where their
/// number is given.
pub(crate) fn steps_looked_at(inputs: &Inputs<Decimal>, volumes: &[u64]) -> Option<u32> {
    let needed = chosen_up_to(inputs, volumes)?;
    let there_are = inputs.parts().first().and_then(|part| part.most);
    let there_are = there_are.unwrap_or(MOST_ON_A_CURVE);
    Some(needed.saturating_mul(2).min(there_are).clamp(1, MOST_ON_A_CURVE))
}

/// The steps that carry the busiest hour of the largest month, as far as there can be so many; `None` where the number of
/// steps is given.
fn chosen_up_to(inputs: &Inputs<Decimal>, volumes: &[u64]) -> Option<u32> {
    let Role::Mix(mix) = &inputs.role else { return None };
    let (MixRule::Overflow { chosen: true }, Some(part)) = (mix.rule, mix.parts.first()) else { return None };
    let own = exact_inputs(&part.inputs);
    let load = load(&own, own.deployment()?);
    let largest = Exact::new(Decimal::from(volumes.iter().copied().max().unwrap_or_default()));
    let none = Exact::lit(0);
    let needed =
        hourly_stairs(&own, &load, none).iter().fold(none, |most, hour| most.at_least(hour.steps(largest)));
    let needed = u32::try_from(needed.value()?).unwrap_or(MOST_STEPS);
    let there_are = part.most.unwrap_or(MOST_STEPS);
    Some(needed.min(there_are).clamp(1, MOST_STEPS))
}

/// The curve of an alternative, whether or not it can serve the workload. Where a mix chooses its steps, each volume takes
/// the cheapest number of them, up to twice what the largest month needs (and 64), or as many as carry all of it.
pub(crate) fn curve_of(alternative: &ResolvedAlternative, currency: Currency, volumes: &[u64]) -> CostCurve {
    let inputs = exact_inputs(&alternative.inputs);
    let most = alternative.maximum_steps.map(Exact::new);
    let shape = match steps_looked_at(&alternative.inputs, volumes) {
        None => piece::curve(&inputs, most),
        Some(up_to) => {
            let mut modes: Vec<Shape<Exact>> =
                (1..=up_to).map(|steps| piece::curve(&with_steps(&inputs, steps), None)).collect();
            // So many steps that nothing spills over, at any volume: the deployment alone.
            modes.extend(
                inputs.parts().first().map(|own| piece::curve(&own.inputs, own.most.map(Exact::lit))),
            );
            Shape::Least(modes)
        }
    };
    CostCurve::of(currency, shape)
}
