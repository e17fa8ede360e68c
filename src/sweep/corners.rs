//! What contradicts what, asked of the exact path at the corners of a grid.
//!
//! Each rule (no more serving hours than hours, no longer request than the context window) bends one way in each of its
//! numbers, so what holds at every corner holds at every point between. A corner is a point of the grid: none is refused
//! for a corner that nobody asked for.

use super::grid::contradiction;
use super::metric::Asked;
use crate::comparison::{Comparison, recheck, set_all};
use crate::error::{Error, ErrorKind};
use crate::scenario::Address;
use rust_decimal::Decimal;

/// The most axes of several values: they have 65,536 corners.
const MOST_SIDES: usize = 16;

/// The least and the greatest value of an axis.
pub(super) struct Side {
    pub(super) path: String,
    pub(super) addresses: Vec<Address>,
    pub(super) least: Decimal,
    pub(super) greatest: Decimal,
}

/// The comparison with every axis at its least or its greatest value.
pub(super) fn at(comparison: &Comparison, sides: &[Side], greatest: bool) -> Result<Comparison, Error> {
    let mut resolved = comparison.resolved.clone();
    for side in sides {
        let value = if greatest { side.greatest } else { side.least };
        set_all(&mut resolved.alternatives, &side.addresses, value);
    }
    let path = sides.last().map_or("sweep", |side| side.path.as_str());
    for alternative in &mut resolved.alternatives {
        recheck(alternative, path)?;
    }
    Comparison::of(resolved)
}

/// Goes from corner to corner, one axis at a time, from that of the least values.
pub(super) fn check(least: &Comparison, asked: Asked, sides: &[Side]) -> Result<(), Error> {
    let sides: Vec<&Side> = sides.iter().filter(|side| side.least != side.greatest).collect();
    if sides.len() > MOST_SIDES {
        let what = format!("{} axes with several values", sides.len());
        return Err(contradiction("sweep", &what, "sweep 16 of them"));
    }
    let mut here = least.resolved.alternatives.clone();
    for corner in 1_u32..1 << sides.len() {
        // A Gray code: the bit that changes is the lowest that is set.
        let bit = corner.trailing_zeros() as usize;
        let Some(side) = sides.get(bit) else { continue };
        let is_greatest = (corner ^ (corner >> 1)) >> bit & 1 == 1;
        set_all(&mut here, &side.addresses, if is_greatest { side.greatest } else { side.least });
        for (index, alternative) in here.iter_mut().enumerate() {
            recheck(alternative, &side.path)?;
            let first = least.at(index)?;
            if !asked.concerns(index) || first.limit.is_some() == alternative.limit.is_some() {
                continue;
            }
            let reason =
                first.limit.as_ref().or(alternative.limit.as_ref()).map(|(_, reason)| reason.as_str());
            let reason = format!("at some points of the sweep {}", reason.unwrap_or_default());
            return Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }));
        }
    }
    Ok(())
}
