//! Who may be the cheapest: those that the requirements of the scenario do not rule out, at any point of the sweep.

use super::corners::Side;
use super::layout::contradiction;
use crate::comparison::{Comparison, recheck_all, set_all};
use crate::error::Error;
use crate::verdict::Eligibility;

/// The most axes of several values for which it is asked who is allowed at every corner: 1,024 of them.
const MOST_SIDES: usize = 10;

/// The alternatives that the requirements rule out. How many people a deployment takes and how long a request may be go one
/// way in each number, so what holds at every corner holds between them.
pub(super) fn ruled_out(comparison: &Comparison, sides: &[Side<'_>]) -> Result<Vec<usize>, Error> {
    let here = of(comparison)?;
    let depends = comparison
        .resolved
        .demands
        .as_ref()
        .is_some_and(|demands| demands.engineers.is_some() || demands.context_tokens.is_some());
    let sides: Vec<&Side<'_>> = sides.iter().filter(|_| depends).collect();
    if sides.is_empty() {
        return Ok(here);
    }
    let several = sides.iter().filter(|side| side.span.is_wide()).count();
    if several > MOST_SIDES {
        let what = format!("{several} axes with several values, on which it may depend who is allowed");
        return Err(contradiction("requirements", &what, "sweep 10 of them, or ask for the costs"));
    }
    let mut first: Option<Vec<usize>> = None;
    for corner in 0_u32..1 << several {
        let mut resolved = comparison.resolved.clone();
        let mut bit = 0_u32;
        for side in &sides {
            let is_greatest = corner >> bit & 1 == 1;
            bit = bit.saturating_add(u32::from(side.span.is_wide()));
            let value = if is_greatest { side.greatest() } else { side.least() };
            set_all(&mut resolved.alternatives, side.addresses, value);
        }
        // What contradicts itself here is no row of the table: the corners of a grid are checked.
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
    Ok(first.unwrap_or(here))
}

fn of(comparison: &Comparison) -> Result<Vec<usize>, Error> {
    let all = comparison.eligibility()?;
    let is_out = |(_, one): &(usize, &crate::verdict::Assessment)| one.eligibility == Eligibility::Ineligible;
    Ok(all.iter().enumerate().filter(is_out).map(|(index, _)| index).collect())
}
