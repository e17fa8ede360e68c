//! Who may be the cheapest: those that the requirements of the scenario do not rule out, at any point of the sweep.

use super::corners::{Side, deciding, exact};
use super::layout::contradiction;
use super::space::Space;
use crate::comparison::{Comparison, move_to, recheck_all};
use crate::error::Error;
use crate::parameter::Parameter;
use crate::scenario::Address;
use crate::verdict::Eligibility;
use rust_decimal::Decimal;

/// The most axes of several values for which it is asked who is allowed at every corner: 1,024 of them.
const MOST_SIDES: usize = 10;

/// The most points that are asked one by one.
const MOST_POINTS: u64 = 1 << 12;

/// What else to do where it is not the same everywhere who is allowed.
const OTHERS: &str = "sweep other numbers, or ask for the costs";

/// Who is ruled out: by default nobody.
#[derive(Default)]
pub(super) struct RuledOut {
    pub(super) alternatives: Vec<usize>,
    /// Whether that is known of the points alone, and not of everything between the least and greatest values.
    pub(super) by_points: bool,
}

/// The alternatives that the requirements rule out. How many people a deployment takes and how long a request may be go one
/// way in most numbers, so what holds at every corner holds between them. Where a corner is no point or has no answer, and
/// where a number may bend ([`bends`]), the points decide.
pub(super) fn ruled_out(
    comparison: &Comparison,
    sides: &[Side<'_>],
    space: &Space<'_>,
) -> Result<RuledOut, Error> {
    let here = of(comparison)?;
    let depends = comparison
        .resolved
        .demands
        .as_ref()
        .is_some_and(|demands| demands.engineers.is_some() || demands.context_tokens.is_some());
    if sides.is_empty() || !depends {
        return Ok(RuledOut { alternatives: here, by_points: false });
    }
    let mut by_points = false;
    let out = at_corners(comparison, sides).or_else(|fault| {
        by_points = true;
        let is_each_asked = space.points() <= MOST_POINTS;
        let all: Vec<usize> = (0..sides.len()).collect();
        // What bends is no more settled by the ends of an axis that is in this space than by corners.
        let may_bend = sides.iter().any(|side| bends(comparison, side));
        let some = if is_each_asked || may_bend { None } else { deciding(space, &all, MOST_POINTS) };
        let Some(points) = some.as_ref().or(is_each_asked.then_some(space)) else { return Err(fault) };
        let value = |at, point| points.value(at, point).map_or(Decimal::ZERO, exact);
        let point = |point| (0..sides.len()).map(|at| value(at, point)).collect();
        everywhere(comparison, sides, (0..points.points()).map(point), is_each_asked)
    })?;
    Ok(RuledOut { alternatives: out.unwrap_or(here), by_points })
}

/// Whether the people that a deployment takes, where it matters, may rise and fall again between the ends of a number, or of
/// several that move together.
fn bends(comparison: &Comparison, side: &Side<'_>) -> bool {
    use Parameter as P;
    let alternatives = &comparison.resolved.alternatives;
    let matters = comparison.resolved.demands.as_ref().is_some_and(|demands| demands.engineers.is_some());
    let classes = alternatives.first().map_or(0, |one| one.inputs.classes.len());
    let may_bend = |one: &Address| match one.parameter {
        // 0 is for none of them, or for nobody knows what an on-call rota is.
        P::LoadedSalary | P::ServersPerFte | P::StepsPerSpare => side.span.holds(0.0),
        // The peak is that of the largest hour.
        P::HourlyLoad => true,
        // What can wait fills the valleys, until it is more than they hold.
        P::ClassShare | P::PromptTokens | P::CompletionTokens => classes > 1,
        _ => false,
    };
    // What an API is paid takes nobody.
    let of_people = |one: &&Address| {
        let owner = one.alternative.and_then(|at| alternatives.get(at));
        owner.is_none_or(|one| one.inputs.deployment().is_some() || !one.inputs.parts().is_empty())
    };
    let mut moved = side.addresses.iter().filter(of_people).map(|one| one.parameter);
    // Two that move together may pull in two directions.
    let are_several = moved.next().is_some_and(|first| moved.any(|other| other != first));
    matters && side.span.is_wide() && (are_several || side.addresses.iter().any(may_bend))
}

/// Who is ruled out at every corner.
fn at_corners(comparison: &Comparison, sides: &[Side<'_>]) -> Result<Option<Vec<usize>>, Error> {
    if let Some(side) = sides.iter().find(|side| bends(comparison, side)) {
        let what = "people may be enough at both ends and too few between them, or the other way round";
        return Err(contradiction(side.path, what, "sweep fewer points, or ask for the costs"));
    }
    let several = sides.iter().filter(|side| side.span.is_wide()).count();
    if several > MOST_SIDES {
        let what = format!("{several} axes with several values, on which it may depend who is allowed");
        return Err(contradiction("requirements", &what, "sweep 10 of them, or ask for the costs"));
    }
    let corner = |corner: u32| {
        let mut bit = 0_u32;
        let ends = sides.iter().map(move |side| {
            let is_greatest = corner >> bit & 1 == 1;
            bit = bit.saturating_add(u32::from(side.span.is_wide()));
            if is_greatest { side.greatest() } else { side.least() }
        });
        ends.collect()
    };
    everywhere(comparison, sides, (0..1 << several).map(corner), false)
}

/// Who is ruled out at some points, which has to be the same at all of them; nothing where there are none. A point without
/// an answer may be passed over only where the points speak for themselves, and not for what lies between them.
fn everywhere(
    comparison: &Comparison,
    sides: &[Side<'_>],
    points: impl Iterator<Item = Vec<Decimal>>,
    may_have_gaps: bool,
) -> Result<Option<Vec<usize>>, Error> {
    let mut first: Option<Vec<usize>> = None;
    for point in points {
        let mut resolved = comparison.resolved.clone();
        let moved = sides
            .iter()
            .zip(point)
            .try_for_each(|(side, value)| move_to(&mut resolved, side.addresses, value));
        let there = moved
            .and_then(|()| recheck_all(&mut resolved.alternatives, "sweep"))
            .and_then(|()| Comparison::of(resolved));
        let there = match there.and_then(|there| of(&there)) {
            Ok(out) => out,
            Err(_) if may_have_gaps => continue,
            Err(fault) => {
                let what = format!("at some points nobody knows who is allowed ({fault})");
                return Err(contradiction("requirements", &what, OTHERS));
            }
        };
        let first = first.get_or_insert_with(|| there.clone());
        let differs = |index: &&usize| first.contains(index) != there.contains(index);
        if let Some(index) = first.iter().chain(&there).find(differs) {
            let one = comparison.at(*index)?;
            let what = "it depends on the point whether the requirements rule it out";
            return Err(contradiction(one.path.as_str(), what, OTHERS));
        }
    }
    Ok(first)
}

fn of(comparison: &Comparison) -> Result<Vec<usize>, Error> {
    let all = comparison.eligibility()?;
    let is_out = |(_, one): &(usize, &crate::verdict::Assessment)| one.eligibility == Eligibility::Ineligible;
    Ok(all.iter().enumerate().filter(is_out).map(|(index, _)| index).collect())
}
