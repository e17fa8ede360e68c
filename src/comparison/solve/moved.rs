//! Two alternatives while one number moves: what each costs, and whether it serves, at any value of the number.

use crate::comparison::{
    Comparison, counts_looked_at, curve_of, equivalent_cost, exact_inputs, exact_volumes, least_over_counts,
    month, put, recheck, slot, to_float,
};
use crate::error::Error;
use crate::number::{Exact, Form, Number, Piece};
use crate::parameter::{Inputs, Parameter};
use crate::scenario::Address;
use crate::workload::volumes;
use rust_decimal::Decimal;

/// A number of the model and the two alternatives that are compared while it moves: the challenger and the incumbent.
pub(super) struct Moved<'a> {
    comparison: &'a Comparison,
    addresses: Vec<&'a Address>,
    /// The number itself; others that follow it are among the addresses too.
    pub(super) own: &'a Address,
    sides: [usize; 2],
    /// Every month of the study costs the same, whatever the number is.
    is_level: bool,
    /// The counts that are looked at of each side that chooses one.
    counts: [Vec<u32>; 2],
}

/// Whether the two alternatives can serve the workload to the end of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Serves {
    Both,
    OnlyChallenger,
    OnlyIncumbent,
    Neither,
    /// The value contradicts another number.
    Refused,
}

impl<'a> Moved<'a> {
    pub(super) fn new(
        comparison: &'a Comparison,
        addresses: Vec<&'a Address>,
        own: &'a Address,
        sides: [usize; 2],
    ) -> Result<Self, Error> {
        let varies = matches!(own.parameter, Parameter::GrowthPerMonth | Parameter::PriceChangePerMonth);
        let mut is_level =
            !varies && comparison.volumes.iter().all(|tokens| *tokens == comparison.first_volume());
        let mut counts = [Vec::new(), Vec::new()];
        for (counts, side) in counts.iter_mut().zip(sides) {
            let inputs = &comparison.at(side)?.inputs;
            is_level &= !inputs.has_price_path();
            *counts = counts_looked_at(inputs, &comparison.volumes);
        }
        Ok(Self { comparison, addresses, own, sides, is_level, counts })
    }

    /// The value of the number in the scenario.
    pub(super) fn base(&self) -> Result<Decimal, Error> {
        let mut inputs = self.comparison.at(self.own.alternative.unwrap_or(0))?.inputs.clone();
        Ok(slot(&mut inputs, self.own).copied().unwrap_or_default())
    }

    /// How many months the formula goes through.
    pub(super) fn months(&self) -> usize {
        if self.is_level { 1 } else { self.comparison.volumes.len() }
    }

    /// The volumes of the study at a value; `None` where growth carries them too far.
    fn volumes_at(&self, value: Decimal) -> Option<Vec<u64>> {
        let workload = &self.comparison.at(0).ok()?.inputs.workload;
        let (first, growth) = (workload.tokens_per_month.0, workload.growth.0);
        let months = self.comparison.resolved.header.horizon_months;
        match self.own.parameter {
            Parameter::TokensPerMonth => volumes(value, growth, months).ok(),
            Parameter::GrowthPerMonth => volumes(first, value, months).ok(),
            Parameter::HorizonMonths => volumes(first, growth, u32::try_from(value).ok()?).ok(),
            _ => Some(self.comparison.volumes.clone()),
        }
    }

    /// What the challenger and the incumbent cost a month, level over the study, as decimals.
    pub(super) fn costs(&self, value: Decimal) -> Option<[Decimal; 2]> {
        let volumes = exact_volumes(&self.volumes_at(value)?);
        let cost = |side: usize| {
            let mut inputs = exact_inputs(&self.comparison.at(side).ok()?.inputs);
            self.put(&mut inputs, side, Exact::new(value));
            least_over_counts(&inputs, self.counts_of(side), |inputs| equivalent_cost(inputs, &volumes))
                .value()
        };
        let [challenger, incumbent] = self.sides;
        Some([cost(challenger)?, cost(incumbent)?])
    }

    /// The same in floats.
    pub(super) fn float_costs(&self, value: Decimal) -> Option<[f64; 2]> {
        let months: Vec<f64> = match self.is_level {
            true => Vec::new(),
            false => self.volumes_at(value)?.iter().map(|tokens| to_float(Decimal::from(*tokens))).collect(),
        };
        let cost = |side: usize| {
            let mut inputs = self.comparison.at(side).ok()?.inputs.map(|_, value| to_float(value));
            self.put(&mut inputs, side, to_float(value));
            Some(self.cost(&inputs, &months, side)).filter(|cost| cost.is_finite())
        };
        let [challenger, incumbent] = self.sides;
        Some([cost(challenger)?, cost(incumbent)?])
    }

    /// What the challenger costs over the incumbent as a function of the distance from a start; `None` where the
    /// volumes of the months move along, each rounded to whole tokens.
    pub(super) fn difference<'p>(
        &self,
        piece: &'p Piece,
        start: Decimal,
        direction: Decimal,
    ) -> Option<Form<'p>> {
        let moves_volumes = matches!(
            self.own.parameter,
            Parameter::TokensPerMonth | Parameter::GrowthPerMonth | Parameter::HorizonMonths
        );
        if moves_volumes && !self.is_level {
            return None;
        }
        let value = piece.moving(start, direction);
        let months: Vec<Form<'p>> =
            exact_volumes(&self.comparison.volumes).into_iter().map(Form::Known).collect();
        let cost = |side: usize| {
            let inputs = &self.comparison.at(side).ok()?.inputs;
            let mut inputs = inputs.map(|_, value| Form::Known(Exact::new(value)));
            self.put(&mut inputs, side, value);
            Some(self.cost(&inputs, &months, side))
        };
        let [challenger, incumbent] = self.sides;
        Some(cost(challenger)? - cost(incumbent)?)
    }

    fn put<N: Copy>(&self, inputs: &mut Inputs<N>, side: usize, value: N) {
        for address in self.addresses.iter().filter(|address| address.enters(side)) {
            put(inputs, address, value);
        }
    }

    /// The level monthly cost. Where every month is the same it is that of a month, by the law that holds them together.
    fn cost<N: Number>(&self, inputs: &Inputs<N>, months: &[N], side: usize) -> N {
        least_over_counts(inputs, self.counts_of(side), |inputs| {
            if !self.is_level {
                return equivalent_cost(inputs, months);
            }
            month(inputs, inputs.workload.tokens_per_month.0)
        })
    }

    fn counts_of(&self, side: usize) -> &[u32] {
        let known = self.sides.iter().zip(&self.counts).find(|(known, _)| **known == side);
        known.map_or(&[], |(_, counts)| counts)
    }

    /// Who can serve the workload to the end of the study at a value.
    pub(super) fn serves(&self, value: Decimal) -> Result<Serves, Error> {
        let Some(volumes) = self.volumes_at(value) else { return Ok(Serves::Refused) };
        let most = volumes.iter().copied().max().unwrap_or_default();
        let mut can = [false; 2];
        for (can, side) in can.iter_mut().zip(self.sides) {
            let mut alternative = self.comparison.at(side)?.clone();
            self.put(&mut alternative.inputs, side, value);
            if recheck(&mut alternative, self.own.path.as_str()).is_err() {
                return Ok(Serves::Refused);
            }
            // A part that cannot serve at the value keeps a mix from serving.
            for at in alternative.made_of.clone() {
                let mut part = self.comparison.at(at)?.clone();
                self.put(&mut part.inputs, at, value);
                if recheck(&mut part, self.own.path.as_str()).is_err() {
                    return Ok(Serves::Refused);
                }
                alternative.limit = alternative.limit.or(part.limit);
            }
            let has_end = alternative.maximum_steps.is_some() || !alternative.made_of.is_empty();
            *can = alternative.limit.is_none()
                && (!has_end || {
                    let end = curve_of(&alternative, self.comparison.resolved.header.currency, &volumes)
                        .capacity()?;
                    end.is_none_or(|end| most <= end)
                });
        }
        Ok(match can {
            [true, true] => Serves::Both,
            [true, false] => Serves::OnlyChallenger,
            [false, true] => Serves::OnlyIncumbent,
            [false, false] => Serves::Neither,
        })
    }
}
