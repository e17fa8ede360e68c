//! What alternatives choose themselves: the steps of a hybrid, the provisioned units of an API; and the shares of a mix.

use super::piece;
use super::value::{equivalent_cost, exact_inputs, exact_volumes, float_inputs, to_float};
use crate::api;
use crate::curve::{CostCurve, Shape};
use crate::error::Error;
use crate::money::Currency;
use crate::number::{Exact, Number, Ordered};
use crate::parameter::{Inputs, MixRule, Role};
use crate::scenario::{Resolved, ResolvedAlternative};
use crate::serving::{hourly_stairs, load};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The most steps or units that an alternative chooses: the end of the range of their parameters.
const MOST: u32 = 1_000_000;

/// How many counts are looked at at once; where more are possible, so many of them evenly spread, and then all around the
/// best.
const LOOKED_AT: u32 = 1_000;

/// The most counts on a curve of which each volume takes the cheapest: some beyond what the largest month needs.
const MOST_ON_A_CURVE: u32 = 64;

/// The counts that an alternative chooses from.
struct Choice {
    least: u32,
    /// What carries the busiest hour of the largest month, as far as there can be so many.
    needed: u32,
    there_are: Option<u32>,
}

/// Brings the mixes into line with what they are made of: what keeps a part from serving keeps the mix from it. What the
/// alternatives choose is what costs least over the study.
pub(super) fn settle(resolved: &mut Resolved, volumes: &[u64]) -> Result<(), Error> {
    for at in 0..resolved.alternatives.len() {
        let Some(one) = resolved.alternatives.get(at) else { continue };
        let of_part = |index: &usize| resolved.alternatives.get(*index);
        let limit = one.made_of.iter().find_map(|part| of_part(part)?.limit.clone());
        let names: Vec<String> =
            one.made_of.iter().filter_map(|part| Some(of_part(part)?.name.clone())).collect();
        if let Some(one) = resolved.alternatives.get_mut(at) {
            if !one.made_of.is_empty() {
                one.limit = limit;
            }
            settle_shares(one, &names);
            settle_count(one, volumes)?;
        }
    }
    Ok(())
}

/// The shares as they are after one of them has moved, and the name that says them.
fn settle_shares(one: &mut ResolvedAlternative, names: &[String]) {
    let shares = match &exact_inputs(&one.inputs).role {
        Role::Mix(mix) if mix.rule == MixRule::Routed && !names.is_empty() => mix.shares(),
        _ => return,
    };
    let mut words = Vec::with_capacity(names.len());
    for ((part, share), name) in one.inputs.parts_mut().iter_mut().zip(shares).zip(names) {
        // Where nothing is left for the others, they keep the proportion in which they would share it.
        part.routed.share.0 = share.value().filter(|share| !share.is_zero()).unwrap_or(part.routed.share.0);
        let percent = (share * Exact::lit(100)).value().unwrap_or_default().round_dp(6).normalize();
        words.push(format!("{percent}% {name}"));
    }
    one.name = words.join(", ");
}

/// What an alternative chooses, where it does: the count that costs least over the study.
pub(crate) fn settle_count(one: &mut ResolvedAlternative, volumes: &[u64]) -> Result<(), Error> {
    if one.limit.is_none()
        && let Some(count) = cheapest(&one.inputs, volumes)
        && let Some(slot) = count_of(&mut one.inputs)
    {
        *slot = Decimal::from(count);
    }
    Ok(())
}

/// The count that an alternative may choose.
fn count_of<N: Copy>(inputs: &mut Inputs<N>) -> Option<&mut N> {
    match &mut inputs.role {
        Role::Mix(mix) => Some(&mut mix.terms.steps.0),
        Role::Api(api) => api.provisioned.as_mut().map(|provisioned| &mut provisioned.units.0),
        Role::Deployment(_) => None,
    }
}

fn with_count<N: Number>(inputs: &Inputs<N>, count: u32) -> Inputs<N> {
    let mut inputs = inputs.clone();
    if let Some(slot) = count_of(&mut inputs) {
        *slot = N::lit(count);
    }
    inputs
}

/// The count that costs least over the study, the smallest of those that cost the same; `None` where it is given.
///
/// Floats look at the counts up to what the largest month needs; the exact path decides between the best of them and its
/// neighbors.
fn cheapest(inputs: &Inputs<Decimal>, volumes: &[u64]) -> Option<u32> {
    let Choice { least: fewest, needed: most, .. } = Choice::of(inputs, volumes)?;
    let (floats, exact) = (float_inputs(inputs), exact_inputs(inputs));
    let float_volumes: Vec<f64> = volumes.iter().map(|tokens| to_float(Decimal::from(*tokens))).collect();
    let cost = |count: u32| equivalent_cost(&with_count(&floats, count), &float_volumes);
    let best_of = |counts: &mut dyn Iterator<Item = u32>| {
        counts
            .map(|count| (cost(count), count))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(fewest, |(_, count)| count)
    };
    let apart = most.div_ceil(LOOKED_AT).max(1);
    let near = best_of(&mut (fewest..=most).step_by(apart as usize).chain([most]));
    let around = |apart: u32| near.saturating_sub(apart).max(fewest)..=near.saturating_add(apart).min(most);
    let best = if apart == 1 { near } else { best_of(&mut around(apart)) };
    let exact_volumes = exact_volumes(volumes);
    let mut least: Option<(Exact, u32)> = None;
    for count in best.saturating_sub(1).max(fewest)..=best.saturating_add(1).min(most) {
        let cost = equivalent_cost(&with_count(&exact, count), &exact_volumes);
        if least.is_none_or(|(least, _)| cost.order(least) == Some(Ordering::Less)) {
            least = Some((cost, count));
        }
    }
    least.map(|(_, count)| count)
}

/// The cost of an alternative by some formula; of one that chooses a count, the least over some of them.
pub(crate) fn least_over_counts<N: Number>(
    inputs: &Inputs<N>,
    counts: &[u32],
    cost: impl Fn(&Inputs<N>) -> N,
) -> N {
    let costs = counts.iter().map(|count| cost(&with_count(inputs, *count)));
    costs.reduce(N::at_most).unwrap_or_else(|| cost(inputs))
}

/// The counts that are looked at where a number moves or the volume does: up to twice what the largest month needs and 64,
/// and the one that is chosen with its neighbors; none where the count is given.
pub(crate) fn counts_looked_at(inputs: &Inputs<Decimal>, volumes: &[u64]) -> Vec<u32> {
    let Some(Choice { least, needed, there_are }) = Choice::of(inputs, volumes) else { return Vec::new() };
    let there_are = there_are.unwrap_or(MOST);
    let up_to = needed.saturating_mul(2).min(there_are).clamp(least.max(1), MOST_ON_A_CURVE);
    let chosen = count_of(&mut inputs.clone()).and_then(|count| u32::try_from(*count).ok()).unwrap_or(least);
    let around =
        chosen.saturating_sub(1).max(up_to.saturating_add(1))..=chosen.saturating_add(1).min(there_are);
    (least..=up_to).chain(around).collect()
}

impl Choice {
    /// `None` where the count is given.
    fn of(inputs: &Inputs<Decimal>, volumes: &[u64]) -> Option<Self> {
        let largest = Exact::new(Decimal::from(volumes.iter().copied().max().unwrap_or_default()));
        let none = Exact::lit(0);
        let (least, needed, there_are) = match &inputs.role {
            Role::Mix(mix) => {
                let (MixRule::Overflow { chosen: true }, Some(part)) = (mix.rule, mix.parts.first()) else {
                    return None;
                };
                let own = exact_inputs(&part.inputs);
                let load = load(&own, own.deployment()?);
                let hours = hourly_stairs(&own, &load, none);
                (1, hours.iter().fold(none, |most, hour| most.at_least(hour.steps(largest))), part.most)
            }
            Role::Api(sheet) if sheet.chooses_units => {
                let exact = exact_inputs(inputs);
                let Role::Api(sheet) = &exact.role else { return None };
                (0, api::units_needed(&exact, sheet, largest)?, None)
            }
            Role::Api(_) | Role::Deployment(_) => return None,
        };
        let needed = u32::try_from(needed.value()?).unwrap_or(MOST);
        Some(Self { least, needed: needed.min(there_are.unwrap_or(MOST)).clamp(least, MOST), there_are })
    }
}

/// The curve of an alternative, whether or not it can serve the workload. Where it chooses a count, each volume takes the
/// cheapest of [`counts_looked_at`]; a hybrid also as many steps as carry all of it.
pub(crate) fn curve_of(alternative: &ResolvedAlternative, currency: Currency, volumes: &[u64]) -> CostCurve {
    let inputs = exact_inputs(&alternative.inputs);
    let most = alternative.maximum_steps.map(Exact::new);
    let counts = counts_looked_at(&alternative.inputs, volumes);
    if counts.is_empty() {
        return CostCurve::of(currency, piece::curve(&inputs, most));
    }
    let of_count = |count: &u32| piece::curve(&with_count(&inputs, *count), most);
    let mut modes: Vec<Shape<Exact>> = counts.iter().map(of_count).collect();
    // So many steps that nothing spills over, at any volume: the deployment alone.
    modes.extend(inputs.parts().first().map(|own| piece::curve(&own.inputs, own.most.map(Exact::lit))));
    CostCurve::of(currency, Shape::Least(modes))
}
