//! Who may be the cheapest: those that the requirements of the scenario do not rule out, at any point of the sweep.

use super::corners::{Side, deciding, exact};
use super::layout::contradiction;
use super::space::Space;
use crate::comparison::{Comparison, recheck_all, set_all};
use crate::error::Error;
use crate::verdict::Eligibility;
use rust_decimal::Decimal;

/// The most axes of several values for which it is asked who is allowed at every corner: 1,024 of them.
const MOST_SIDES: usize = 10;

/// The most points that are asked one by one.
const MOST_POINTS: u64 = 1 << 12;

/// The alternatives that the requirements rule out. How many people a deployment takes and how long a request may be go one
/// way in each number, so what holds at every corner holds between them. Where a corner may be no point, the points decide.
pub(super) fn ruled_out(
    comparison: &Comparison,
    sides: &[Side<'_>],
    space: &Space<'_>,
) -> Result<Vec<usize>, Error> {
    let here = of(comparison)?;
    let depends = comparison
        .resolved
        .demands
        .as_ref()
        .is_some_and(|demands| demands.engineers.is_some() || demands.context_tokens.is_some());
    if sides.is_empty() || !depends {
        return Ok(here);
    }
    let several = sides.iter().filter(|side| side.span.is_wide()).count();
    let at_corners = if several > MOST_SIDES {
        let what = format!("{several} axes with several values, on which it may depend who is allowed");
        Err(contradiction("requirements", &what, "sweep 10 of them, or ask for the costs"))
    } else {
        let corner = |corner: u32| {
            let mut bit = 0_u32;
            let ends = sides.iter().map(move |side| {
                let is_greatest = corner >> bit & 1 == 1;
                bit = bit.saturating_add(u32::from(side.span.is_wide()));
                if is_greatest { side.greatest() } else { side.least() }
            });
            ends.collect()
        };
        everywhere(comparison, sides, (0..1 << several).map(corner))
    };
    let out = match at_corners {
        Ok(out) => out,
        Err(fault) => {
            let all: Vec<usize> = (0..sides.len()).collect();
            let points = deciding(space, &all, MOST_POINTS).ok_or(fault)?;
            let value = |at, point| points.value(at, point).map_or(Decimal::ZERO, exact);
            let point = |point| (0..sides.len()).map(|at| value(at, point)).collect();
            everywhere(comparison, sides, (0..points.points()).map(point))?
        }
    };
    Ok(out.unwrap_or(here))
}

/// Who is ruled out at some points, which has to be the same at all of them; nothing where there are none.
fn everywhere(
    comparison: &Comparison,
    sides: &[Side<'_>],
    points: impl Iterator<Item = Vec<Decimal>>,
) -> Result<Option<Vec<usize>>, Error> {
    let mut first: Option<Vec<usize>> = None;
    for point in points {
        let mut resolved = comparison.resolved.clone();
        for (side, value) in sides.iter().zip(point) {
            set_all(&mut resolved.alternatives, side.addresses, value);
        }
        // What contradicts itself here is no point: those have been checked.
        if recheck_all(&mut resolved.alternatives, "sweep").is_err() {
            continue;
        }
        let Ok(there) = Comparison::of(resolved) else { continue };
        let out = of(&there)?;
        let first = first.get_or_insert_with(|| out.clone());
        let differs = |index: &&usize| first.contains(index) != out.contains(index);
        if let Some(index) = first.iter().chain(&out).find(differs) {
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
