//! What contradicts what, asked of the exact path at the corners of a sweep.
//!
//! Each rule (no more serving hours than hours, no longer request than the context window) bends one way in each of its
//! numbers, so what holds at every corner holds at every point between. Numbers that no rule binds need no corner.

use super::layout::contradiction;
use super::metric::Asked;
use crate::comparison::{Comparison, check_growth, recheck, set_all};
use crate::error::{Error, ErrorKind};
use crate::parameter::Parameter;
use crate::scenario::{Address, ResolvedAlternative};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The most axes of several values that a rule binds: they have 65,536 corners.
const MOST_SIDES: usize = 16;

/// The least and the greatest value of an axis or column.
pub(super) struct Side {
    pub(super) path: String,
    pub(super) addresses: Vec<Address>,
    pub(super) least: Decimal,
    pub(super) greatest: Decimal,
}

/// Whether a rule looks at a parameter: what serving requires of memory and context, what has to be no larger than
/// another number. (A test moves every other one to its ends and sees no rule broken.)
pub(super) fn is_bound_by_a_rule(parameter: Parameter) -> bool {
    use Parameter as P;
    matches!(
        parameter,
        P::ClassShare
            | P::PromptTokens
            | P::ReusablePromptTokens
            | P::CompletionTokens
            | P::PromptRatio
            | P::CompletionRatio
            | P::ReasoningTokens
            | P::HoursPerMonth
            | P::ServingHours
            | P::OwnedAge
            | P::UsefulLife
            | P::ActiveWatts
            | P::IdleWatts
            | P::MinimumSteps
    )
}

/// Checks every corner, and gives the alternatives as they are at the one of the least values.
pub(super) fn check<'c>(
    comparison: &'c Comparison,
    asked: &[Asked],
    sides: &[Side],
) -> Result<Cow<'c, [ResolvedAlternative]>, Error> {
    check_volumes(comparison, sides)?;
    let is_bound = |side: &&Side| side.addresses.iter().any(|one| is_bound_by_a_rule(one.parameter));
    let bound: Vec<&Side> = sides.iter().filter(is_bound).collect();
    if bound.is_empty() {
        return Ok(Cow::Borrowed(&comparison.resolved.alternatives));
    }
    let mut here = comparison.resolved.alternatives.clone();
    for side in &bound {
        set_all(&mut here, &side.addresses, side.least);
    }
    let last = bound.last().map_or("sweep", |side| side.path.as_str());
    here.iter_mut().try_for_each(|alternative| recheck(alternative, last))?;
    let least = here.clone();
    let bound: Vec<&Side> = bound.into_iter().filter(|side| side.least != side.greatest).collect();
    if bound.len() > MOST_SIDES {
        let what = format!("{} axes with several values that rules bind", bound.len());
        return Err(contradiction("sweep", &what, "sweep 16 of them"));
    }
    for corner in 1_u32..1 << bound.len() {
        // A Gray code: the bit that changes is the lowest that is set.
        let bit = corner.trailing_zeros() as usize;
        let Some(side) = bound.get(bit) else { continue };
        let is_greatest = (corner ^ (corner >> 1)) >> bit & 1 == 1;
        set_all(&mut here, &side.addresses, if is_greatest { side.greatest } else { side.least });
        for (index, (alternative, first)) in here.iter_mut().zip(&least).enumerate() {
            recheck(alternative, &side.path)?;
            let concerns = asked.iter().any(|asked| asked.concerns(index));
            if !concerns || first.limit.is_some() == alternative.limit.is_some() {
                continue;
            }
            let reason =
                first.limit.as_ref().or(alternative.limit.as_ref()).map(|(_, reason)| reason.as_str());
            let reason = format!("at some points of the sweep {}", reason.unwrap_or_default());
            return Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }));
        }
    }
    Ok(Cow::Owned(least))
}

/// The largest volume of the last month is one that can be asked for.
fn check_volumes(comparison: &Comparison, sides: &[Side]) -> Result<(), Error> {
    let greatest = |parameter: Parameter| {
        let moves = |side: &&Side| side.addresses.iter().any(|one| one.parameter == parameter);
        sides.iter().find(moves).map(|side| side.greatest)
    };
    match (greatest(Parameter::TokensPerMonth), greatest(Parameter::GrowthPerMonth)) {
        (None, None) => Ok(()),
        (volume, growth) => check_growth(comparison, volume, growth),
    }
}
