//! Who may be the cheapest: those that the requirements of the scenario do not rule out, at any point of the sweep.

use super::corners::{Side, deciding, exact};
use super::layout::contradiction;
use super::space::Space;
use crate::comparison::{Comparison, recheck_all, set_all};
use crate::error::Error;
use crate::parameter::Parameter;
use crate::verdict::Eligibility;
use rust_decimal::Decimal;

/// The most axes of several values for which it is asked who is allowed at every corner: 1,024 of them.
const MOST_SIDES: usize = 10;

/// The most points that are asked one by one.
const MOST_POINTS: u64 = 1 << 12;

/// Who is ruled out.
pub(super) struct RuledOut {
    pub(super) alternatives: Vec<usize>,
    /// Whether that is known of the points alone, and not of everything between the least and greatest values.
    pub(super) by_points: bool,
}

/// The alternatives that the requirements rule out. How many people a deployment takes and how long a request may be go one
/// way in each number, so what holds at every corner holds between them. Where a corner is no point, has no answer or
/// is a salary of 0 among others, the points decide: nobody knows then how many people an on-call rota is.
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
        let some = if is_each_asked { None } else { deciding(space, &all, MOST_POINTS) };
        let Some(points) = some.as_ref().or(is_each_asked.then_some(space)) else { return Err(fault) };
        let value = |at, point| points.value(at, point).map_or(Decimal::ZERO, exact);
        let point = |point| (0..sides.len()).map(|at| value(at, point)).collect();
        everywhere(comparison, sides, (0..points.points()).map(point), is_each_asked)
    })?;
    Ok(RuledOut { alternatives: out.unwrap_or(here), by_points })
}

/// Who is ruled out at every corner.
fn at_corners(comparison: &Comparison, sides: &[Side<'_>]) -> Result<Option<Vec<usize>>, Error> {
    let is_salary =
        |side: &Side<'_>| side.addresses.iter().any(|one| one.parameter == Parameter::LoadedSalary);
    let touches_0 = |side: &&Side<'_>| side.span.is_wide() && side.span.holds(0.0) && is_salary(side);
    if let Some(side) = sides.iter().find(touches_0) {
        let what = "a salary of 0 among others, at which nobody knows how many people an on-call rota is";
        return Err(contradiction(side.path, what, "begin above 0, or ask for the costs"));
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

/// Who is ruled out at some points, which has to be the same at all of them; nothing where there are none. A point
/// without an answer says nothing, where no other depends on it.
fn everywhere(
    comparison: &Comparison,
    sides: &[Side<'_>],
    points: impl Iterator<Item = Vec<Decimal>>,
    may_have_gaps: bool,
) -> Result<Option<Vec<usize>>, Error> {
    let mut first: Option<Vec<usize>> = None;
    for point in points {
        let mut resolved = comparison.resolved.clone();
        for (side, value) in sides.iter().zip(point) {
            set_all(&mut resolved.alternatives, side.addresses, value);
        }
        let there = recheck_all(&mut resolved.alternatives, "sweep").and_then(|()| Comparison::of(resolved));
        let there = match there.and_then(|there| of(&there)) {
            Ok(out) => out,
            Err(_) if may_have_gaps => continue,
            Err(fault) => {
                let what = format!("at some points nobody knows who is allowed ({fault})");
                return Err(contradiction(
                    "requirements",
                    &what,
                    "sweep other numbers, or ask for the costs",
                ));
            }
        };
        let first = first.get_or_insert_with(|| there.clone());
        let differs = |index: &&usize| first.contains(index) != there.contains(index);
        if let Some(index) = first.iter().chain(&there).find(differs) {
            let one = comparison.at(*index)?;
            let what = "it depends on the point whether the requirements rule it out";
            return Err(contradiction(one.path.as_str(), what, "sweep other numbers, or ask for the costs"));
        }
    }
    Ok(first)
}

fn of(comparison: &Comparison) -> Result<Vec<usize>, Error> {
    let all = comparison.eligibility()?;
    let is_out = |(_, one): &(usize, &crate::verdict::Assessment)| one.eligibility == Eligibility::Ineligible;
    Ok(all.iter().enumerate().filter(is_out).map(|(index, _)| index).collect())
}
