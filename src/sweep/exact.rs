//! What has no formula, at some points or at all, asked on the exact path: break-evens of two staircases, of costs that bend
//! and of mixes; the payback of the last two; everything of an alternative that chooses a count. Thousands of points a second,
//! where the rest gives millions.

use super::corners::exact;
use super::formula::{self, Sides, Without};
use super::metric::Asked;
use super::player::{AskedPlayer, Player};
use crate::comparison::{Comparison, curve_of, float_inputs, put, settle_count};
use crate::error::Error;
use crate::number::{Operand, Recording};
use crate::parameter::Inputs;
use crate::scenario::{Address, Header, Resolved, ResolvedAlternative};
use crate::workload::volumes;
use rust_decimal::Decimal;

/// A metric that is asked exactly, at some points or at all.
#[derive(Debug)]
pub(super) struct ExactMetric {
    pub(super) without: Without,
    pub(super) asked: ExactAsked,
}

/// What is asked, and of whom.
#[derive(Debug)]
pub(super) struct ExactAsked {
    asked: Asked,
    /// Those that it concerns, at their places.
    sides: Vec<Option<Side>>,
    header: Header,
}

/// An alternative, and where the columns enter it.
#[derive(Debug)]
struct Side {
    alternative: ResolvedAlternative,
    entries: Vec<(usize, Address)>,
    is_ruled_out: bool,
}

impl ExactAsked {
    pub(super) fn of(
        asked: Asked,
        alternatives: &[ResolvedAlternative],
        columns: &[Vec<Address>],
        header: Header,
        ruled_out: &[usize],
    ) -> Self {
        let side = |(index, alternative): (usize, &ResolvedAlternative)| {
            let entries = columns.iter().enumerate().flat_map(|(column, addresses)| {
                addresses.iter().filter(|address| address.enters(index)).map(move |one| (column, one.clone()))
            });
            asked.concerns(index).then(|| Side {
                alternative: alternative.clone(),
                entries: entries.collect(),
                is_ruled_out: ruled_out.contains(&index),
            })
        };
        Self { asked, sides: alternatives.iter().enumerate().map(side).collect(), header }
    }

    /// The value at the point of which `column` gives the numbers; NaN for none. What the checks before the work leave of
    /// errors is that a number leaves the range of decimals or an alternative does not serve the point, which is no value
    /// where there is a formula too; a test asks at the ends of all numbers.
    pub(super) fn value(&self, column: impl Fn(usize) -> Option<f64>) -> f64 {
        self.try_value(&column).ok().flatten().unwrap_or(f64::NAN)
    }

    pub(super) fn try_value(&self, column: &impl Fn(usize) -> Option<f64>) -> Result<Option<f64>, Error> {
        match self.asked {
            Asked::BreakEven { of, against } | Asked::AlwaysFrom { of, against } => {
                let curve = |index: usize| {
                    let Some(one) = self.at(index, column)? else { return Ok(None) };
                    let months = self.volumes(&one.inputs)?;
                    Ok::<_, Error>(Some(curve_of(&one, self.header.currency, &months)))
                };
                let (Some(of), Some(against)) = (curve(of)?, curve(against)?) else { return Ok(None) };
                let found = of.break_even_against(&against)?;
                let asks_for_the_first = matches!(self.asked, Asked::BreakEven { .. });
                let volume = if asks_for_the_first { found.first_volume } else { found.always_from };
                // From the first token on is from the beginning on.
                Ok(volume.map(|tokens| if tokens <= 1 { 0.0 } else { tokens as f64 }))
            }
            Asked::PaybackMonth { of, against } => {
                let (Some(of), Some(against)) = (self.at(of, column)?, self.at(against, column)?) else {
                    return Ok(None);
                };
                let ids = [of.id.clone(), against.id.clone()];
                let comparison = Comparison::of(Resolved::of(self.header.clone(), vec![of, against]))?;
                Ok(comparison.payback_month(&ids[0], &ids[1])?.map(f64::from))
            }
            asked => {
                let player = |index: usize| {
                    let Some(one) = self.at(index, column)? else { return Ok(None) };
                    let is_out =
                        self.sides.get(index).and_then(Option::as_ref).is_some_and(|one| one.is_ruled_out);
                    let (inputs, months) = (float_inputs(&one.inputs), self.header.horizon_months);
                    Player::new(&one, index, inputs, &[], months, is_out).map(|player| Some(Box::new(player)))
                };
                let players: Vec<AskedPlayer> =
                    (0..self.sides.len()).map(player).collect::<Result<_, Error>>()?;
                // The text of the other metrics, with every number known.
                let recording = Recording::default();
                let value = formula::value(asked, &Sides::new(&players, &recording));
                Ok(match value.map(|value| value.operand()) {
                    Some(Operand::Known(value)) => Some(value),
                    Some(Operand::Entry(_)) | None => None,
                })
            }
        }
    }

    /// An alternative at a point, with the count that it chooses there.
    fn at(
        &self,
        index: usize,
        column: &impl Fn(usize) -> Option<f64>,
    ) -> Result<Option<ResolvedAlternative>, Error> {
        let Some(Some(side)) = self.sides.get(index) else { return Ok(None) };
        // What a mix is made of has been settled.
        let mut one = ResolvedAlternative { made_of: Vec::new(), ..side.alternative.clone() };
        for (number, address) in &side.entries {
            let value = column(*number).map_or(Decimal::ZERO, exact);
            put(&mut one.inputs, address, value);
        }
        let months = self.volumes(&one.inputs)?;
        settle_count(&mut one, &months)?;
        Ok(Some(one))
    }

    fn volumes(&self, inputs: &Inputs<Decimal>) -> Result<Vec<u64>, Error> {
        let workload = &inputs.workload;
        let months = u32::try_from(inputs.finance.horizon.0).unwrap_or(self.header.horizon_months);
        volumes(workload.tokens_per_month.0, workload.growth.0, months)
    }
}
