//! One alternative in a sweep: its inputs, where the columns enter them, and what its cost is made of.

use super::dispatch;
use super::level::Level;
use super::point::PointProgram;
use super::program::{Output, Program};
use crate::comparison::{Dates, put, rates_and_stairs, to_float};
use crate::curve::{Rates, Stairs};
use crate::error::Error;
use crate::number::{Number, Recorded, Recording};
use crate::parameter::{Inputs, Parameter};
use crate::scenario::{Address, ResolvedAlternative};
use crate::serving::load;

/// What a cost is made of at every volume.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coefficients<N> {
    pub(super) rates: Rates<N>,
    pub(super) stairs: Stairs<N>,
    /// Busy share of one step per token a month; 0 for an API.
    pub(super) busy: N,
}

/// The numbers that purchases have their dates from.
pub(super) const DATES: [Parameter; 5] = [
    Parameter::UsefulLife,
    Parameter::SiteLife,
    Parameter::OwnedAge,
    Parameter::SupportIncluded,
    Parameter::ReservationTerm,
];

/// How many numbers coefficients are.
pub(super) const COEFFICIENTS: usize = 13;

impl<N: Number> Coefficients<N> {
    pub(super) fn of(inputs: &Inputs<N>) -> Self {
        let (rates, stairs) = rates_and_stairs(inputs);
        let busy = inputs.deployment().map_or(N::lit(0), |own| {
            let load = load(inputs, own);
            load.average.over(load.full_supply)
        });
        Self { rates, stairs, busy }
    }
}

impl<N: Copy> Coefficients<N> {
    pub(super) fn to_array(self) -> [N; COEFFICIENTS] {
        let Self { rates, stairs, busy } = self;
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
            busy,
        ]
    }

    pub(super) fn from_array(numbers: [N; COEFFICIENTS]) -> Self {
        let [fixed, per_mtok, per_step, per_spare, per_attendant, need, supply, minimum, ..] = numbers;
        let [.., spares, steps_per_spare, servers_per_step, servers_per_attendant, busy] = numbers;
        Self {
            rates: Rates { fixed, per_mtok, per_step, per_spare, per_attendant },
            stairs: Stairs {
                need,
                supply,
                minimum,
                spares,
                steps_per_spare,
                servers_per_step,
                servers_per_attendant,
            },
            busy,
        }
    }
}

impl Coefficients<f64> {
    /// Whether the cost has no stairs: a line over the volume.
    pub(super) fn is_line(&self) -> bool {
        self.stairs.need == 0.0
    }

    /// The standing cost of a line.
    pub(super) fn level(&self) -> f64 {
        self.rates.standing(self.stairs.counts(0.0))
    }
}

/// An alternative: its inputs on floats, and where the columns enter them.
#[derive(Debug)]
pub(super) struct Player {
    inputs: Inputs<f64>,
    /// The addresses in these inputs, with the column of each.
    entries: Vec<(u32, Address)>,
    /// Infinite where there is no limit.
    pub(super) maximum_steps: f64,
    /// Whether the requirements rule it out: it is never the cheapest.
    pub(super) is_ruled_out: bool,
    /// Whether its cost is more than a straight line on one staircase.
    pub(super) is_bent: bool,
    /// Whether it chooses a count, which no formula does.
    pub(super) chooses: bool,
    /// Of what is bought; nothing where they vary.
    pub(super) dates: Option<Dates>,
    /// The study period in months.
    pub(super) months: u32,
}

/// Of an alternative; none where nobody asks about it. In a box, as what is none would be moved about at its full size.
pub(super) type AskedPlayer = Option<Box<Player>>;

impl Player {
    /// `columns` are the addresses of each column.
    pub(super) fn new(
        alternative: &ResolvedAlternative,
        index: usize,
        inputs: Inputs<f64>,
        columns: &[Vec<Address>],
        months: u32,
        is_ruled_out: bool,
    ) -> Result<Self, Error> {
        let entries = (0_u32..).zip(columns).flat_map(|(column, addresses)| {
            addresses.iter().filter(|address| address.enters(index)).map(move |one| (column, one.clone()))
        });
        let entries: Vec<(u32, Address)> = entries.collect();
        let is_dated = !entries.iter().any(|(_, address)| DATES.contains(&address.parameter));
        let dates = Dates::of(&alternative.inputs)?;
        Ok(Self {
            inputs,
            dates: is_dated.then_some(dates),
            months,
            is_ruled_out,
            is_bent: alternative.inputs.is_bent(),
            chooses: alternative.inputs.chooses(),
            entries,
            // What memory or context keep from every volume has no step that can work.
            maximum_steps: match (&alternative.limit, alternative.maximum_steps) {
                (Some(_), _) => 0.0,
                (None, most) => most.map_or(f64::INFINITY, to_float),
            },
        })
    }

    /// The inputs on the carrier of a recording, with the columns in their places.
    pub(super) fn recorded<'a>(&self, recording: &'a Recording) -> Inputs<Recorded<'a>> {
        let mut inputs = self.inputs.map(|_, value| Recorded::Known(value));
        for (column, address) in &self.entries {
            put(&mut inputs, address, recording.column(*column));
        }
        inputs
    }

    /// Whether it may be the cheapest.
    pub(super) fn takes_part(&self) -> bool {
        self.maximum_steps > 0.0 && !self.is_ruled_out
    }

    /// The program that makes the coefficients from the columns.
    pub(super) fn coefficients(&self) -> Program {
        let recording = Recording::default();
        let coefficients = Coefficients::of(&self.recorded(&recording)).to_array();
        let outputs = coefficients.map(|coefficient| Output::Value(coefficient.operand()));
        Program::of(recording, &outputs, &[])
    }
}

impl Coefficients<f64> {
    /// The outputs of [`Player::coefficients`] at one value of each column.
    pub(super) fn at(program: &mut PointProgram, columns: &[f64]) -> Self {
        dispatch::play_point(Level::detect(), program, columns);
        Self::from_array(std::array::from_fn(|output| program.output(output)))
    }
}
