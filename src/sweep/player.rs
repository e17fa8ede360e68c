//! One alternative in a sweep: its inputs over floats, and its coefficients for each combination of the axes that move
//! them.

use crate::comparison::{float_inputs, rates_and_stairs, slot, symbols, to_float};
use crate::curve::{Rates, Stairs};
use crate::deployment::Discounting;
use crate::number::{Deps, Number};
use crate::parameter::Inputs;
use crate::scenario::{Address, ResolvedAlternative};
use crate::serving::load;

/// The most combinations whose coefficients are kept; beyond, they are calculated when a combination comes up.
const MOST_KEPT: usize = 1 << 16;

/// What a cost is made of at every volume.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coefficients {
    pub(super) rates: Rates<f64>,
    pub(super) stairs: Stairs<f64>,
    /// Busy share of one step per token a month; 0 for an API.
    pub(super) busy: f64,
}

impl Coefficients {
    fn of(inputs: &Inputs<f64>, discounting: Option<Discounting<f64>>) -> Self {
        let (rates, stairs) = rates_and_stairs(inputs, discounting);
        let busy = inputs.deployment().map_or(0.0, |own| {
            let load = load(inputs, own);
            load.average.over(load.full_supply)
        });
        Self { rates, stairs, busy }
    }

    /// Whether the cost has no stairs: a line over the volume.
    pub(super) fn is_line(&self) -> bool {
        self.stairs.need == 0.0
    }

    /// The standing cost of a line.
    pub(super) fn level(&self) -> f64 {
        self.rates.standing(self.stairs.counts(0.0))
    }
}

/// Where an axis enters an alternative.
struct Entry {
    axis: usize,
    address: Address,
}

/// An alternative and the axes that move it.
pub(super) struct Player {
    inputs: Inputs<f64>,
    entries: Vec<Entry>,
    /// The axes that move the coefficients, ascending.
    pub(super) moved_by: Vec<usize>,
    pub(super) maximum_steps: f64,
    /// Of the study, where no axis moves it.
    discounting: Option<Discounting<f64>>,
    kept: Vec<Coefficients>,
}

impl Player {
    /// `axes` are the points of each axis with its addresses; the volume is none of them.
    pub(super) fn new(
        alternative: &ResolvedAlternative,
        index: usize,
        axes: &[(Vec<f64>, Vec<Address>)],
        is_asked: bool,
    ) -> Self {
        let symbols = symbols(&alternative.inputs);
        let deps = coefficients_deps(&symbols);
        let mut entries: Vec<Entry> = Vec::new();
        for (axis, (_, addresses)) in axes.iter().enumerate() {
            for address in addresses {
                let is_here = address.alternative.is_none_or(|owner| owner == index);
                if is_here && deps.rows().any(|row| row == address.parameter.row()) {
                    entries.push(Entry { axis, address: address.clone() });
                }
            }
        }
        let mut moved_by: Vec<usize> = entries.iter().map(|entry| entry.axis).collect();
        moved_by.dedup();
        let inputs = float_inputs(&alternative.inputs);
        let moved = |row: u8| entries.iter().any(|entry| entry.address.parameter.row() == row);
        let discounting = match inputs.deployment() {
            Some(own) if !discounting_deps(&symbols).rows().any(moved) => {
                Some(Discounting::of_study(&inputs, own))
            }
            _ => None,
        };
        let mut player = Self {
            inputs,
            entries,
            moved_by,
            // What memory or context keep from every volume has no step that can work.
            maximum_steps: match (&alternative.limit, alternative.maximum_steps) {
                (Some(_), _) => 0.0,
                (None, most) => most.map_or(f64::INFINITY, to_float),
            },
            discounting,
            kept: Vec::new(),
        };
        if is_asked {
            player.keep(axes);
        }
        player
    }

    /// Combinations of the axes that move the coefficients; `None` where they are too many to keep.
    fn combinations(&self, axes: &[(Vec<f64>, Vec<Address>)]) -> Option<usize> {
        let mut counts =
            self.moved_by.iter().map(|axis| axes.get(*axis).map_or(1, |(points, _)| points.len()));
        counts.try_fold(1_usize, usize::checked_mul).filter(|all| *all <= MOST_KEPT)
    }

    fn keep(&mut self, axes: &[(Vec<f64>, Vec<Address>)]) {
        let Some(all) = self.combinations(axes) else { return };
        let mut kept = Vec::with_capacity(all);
        let mut at = vec![0_usize; axes.len()];
        let mut scratch = self.scratch();
        for _ in 0..all {
            kept.push(self.calculate(axes, &at, &mut scratch));
            for axis in self.moved_by.iter().rev() {
                let count = axes.get(*axis).map_or(1, |(points, _)| points.len());
                let Some(digit) = at.get_mut(*axis) else { continue };
                *digit = digit.saturating_add(1);
                if *digit < count {
                    break;
                }
                *digit = 0;
            }
        }
        self.kept = kept;
    }

    /// The coefficients at a combination of the axes.
    pub(super) fn at(
        &self,
        axes: &[(Vec<f64>, Vec<Address>)],
        at: &[usize],
        scratch: &mut Inputs<f64>,
    ) -> Coefficients {
        let mut index = 0_usize;
        for axis in &self.moved_by {
            let count = axes.get(*axis).map_or(1, |(points, _)| points.len());
            index = index.wrapping_mul(count).wrapping_add(at.get(*axis).copied().unwrap_or(0));
        }
        if let Some(kept) = self.kept.get(index) {
            return *kept;
        }
        self.calculate(axes, at, scratch)
    }

    fn calculate(
        &self,
        axes: &[(Vec<f64>, Vec<Address>)],
        at: &[usize],
        scratch: &mut Inputs<f64>,
    ) -> Coefficients {
        for Entry { axis, address } in &self.entries {
            let value = axes.get(*axis).zip(at.get(*axis)).and_then(|((points, _), at)| points.get(*at));
            if let (Some(slot), Some(value)) = (slot(scratch, address), value) {
                *slot = *value;
            }
        }
        Coefficients::of(scratch, self.discounting)
    }

    /// Inputs of one's own, for combinations that are not kept.
    pub(super) fn scratch(&self) -> Inputs<f64> {
        self.inputs.clone()
    }
}

/// The parameters that the coefficients depend on.
fn coefficients_deps(symbols: &Inputs<Deps>) -> Deps {
    let (rates, stairs) = rates_and_stairs(symbols, None);
    let busy = symbols.deployment().map_or(Deps::lit(0), |own| {
        let load = load(symbols, own);
        load.average.over(load.full_supply)
    });
    [
        rates.fixed,
        rates.per_mtok,
        rates.per_step,
        rates.per_spare,
        rates.per_attendant,
        stairs.need,
        stairs.supply,
        stairs.minimum,
        stairs.spares,
        stairs.steps_per_spare,
        stairs.servers_per_step,
        stairs.servers_per_attendant,
    ]
    .into_iter()
    .fold(busy, |all, one| all + one)
}

/// The parameters that the discounting of a study depends on.
fn discounting_deps(symbols: &Inputs<Deps>) -> Deps {
    let parts = symbols.deployment().map(|own| Discounting::of_study(symbols, own).parts());
    parts.into_iter().flatten().fold(Deps::lit(0), |all, one| all + one)
}
