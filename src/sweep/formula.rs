//! The metrics as formulas over the columns: the same texts as everywhere, recorded once.

use super::break_even::{Difference, Lines};
use super::metric::Asked;
use super::player::{AskedPlayer, Coefficients, Player};
use super::program::{Output, Program};
use crate::comparison::{
    Course, Dates, Switch, largest_volume, month, pieces, present_value, steps_and_most,
};
use crate::curve::Counts;
use crate::number::{MEGA, Number, Operand, Recorded, Recording};
use crate::parameter::Inputs;
use std::cell::OnceCell;

/// What stands for a cost that nobody can offer, where costs are only compared.
const UNAVAILABLE: Recorded<'static> = Recorded::Known(1e300);

/// What is none.
const NEVER: Recorded<'static> = Recorded::Known(f64::NAN);

/// A metric for which the program has no formula, at some points or at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Without {
    pub(super) metric: usize,
    /// The output that is below 0 at those points; `None` where it is all of them.
    pub(super) below_zero: Option<usize>,
}

/// The program of some metrics, and which of them it has no formula for. Its first outputs are the metrics.
pub(super) fn program(asked: &[Asked], players: &[AskedPlayer]) -> (Program, Vec<Without>) {
    let recording = Recording::default();
    let sides = Sides::new(players, &recording);
    let mut without = Vec::new();
    let mut outputs: Vec<Output> = Vec::with_capacity(asked.len());
    let mut studies = Studies::default();
    for (metric, one) in asked.iter().enumerate() {
        let chooses = |(index, player): (usize, &AskedPlayer)| {
            one.concerns(index) && player.as_ref().is_some_and(|player| player.chooses)
        };
        let output = match *one {
            // No formula chooses a count.
            _ if players.iter().enumerate().any(chooses) => None,
            Asked::Npv { of, against } => match studies.of(of, against, &sides) {
                Some(study) => Some(Output::Npv(study)),
                None => value(*one, &sides).map(|value| Output::Value(value.operand())),
            },
            Asked::PaybackMonth { of, against } => studies.of(of, against, &sides).map(Output::PaybackMonth),
            one => value(one, &sides).map(|value| Output::Value(value.operand())),
        };
        if output.is_none() {
            without.push(Without { metric, below_zero: None });
        }
        outputs.push(output.unwrap_or(Output::Value(NEVER.operand())));
    }
    for (metric, one) in asked.iter().enumerate() {
        // The closed form takes it that a step costs something. One that brings more than it costs, such as hardware that
        // is owned already and sells well, has another.
        match step_of(*one, &sides).map(Recorded::operand) {
            Some(Operand::Known(step)) if step < 0.0 => without.push(Without { metric, below_zero: None }),
            Some(step @ Operand::Entry(_)) => {
                without.push(Without { metric, below_zero: Some(outputs.len()) });
                outputs.push(Output::Value(step));
            }
            _ => {}
        }
    }
    (Program::of(recording, &outputs, &studies.switches), without)
}

/// The pairs that are followed month by month, each once.
#[derive(Default)]
struct Studies {
    pairs: Vec<(usize, usize)>,
    switches: Vec<Switch<Operand>>,
}

impl Studies {
    /// The number of a pair; nothing where a bill of the two is not plain.
    fn of<'a>(&mut self, of: usize, against: usize, sides: &Sides<'a>) -> Option<usize> {
        if let Some(known) = self.pairs.iter().position(|pair| *pair == (of, against)) {
            return Some(known);
        }
        let switch: Switch<Recorded<'a>> = sides.get(of)?.switching_from(sides.get(against)?)?;
        self.pairs.push((of, against));
        self.switches.push(switch.map(Recorded::operand));
        self.switches.len().checked_sub(1)
    }
}

/// What a step costs in the closed form of a break-even.
fn step_of<'a>(asked: Asked, sides: &Sides<'a>) -> Option<Recorded<'a>> {
    let (Asked::BreakEven { of, against } | Asked::AlwaysFrom { of, against }) = asked else { return None };
    let of = sides.get(of)?;
    matches!(of.difference(sides.get(against)?)?, Closed::Stairs(_)).then_some(of.coefficients.rates.per_step)
}

/// A metric at one point; nothing for what has no formula.
pub(super) fn value<'a>(asked: Asked, sides: &Sides<'a>) -> Option<Recorded<'a>> {
    let side = |index| sides.get(index);
    Some(match asked {
        Asked::Cost(one) => side(one)?.cost(),
        Asked::CostPerMtok(one) => {
            let one = side(one)?;
            one.cost().over(one.mtok())
        }
        Asked::Saving { of, against } => side(against)?.cost() - side(of)?.cost(),
        Asked::Ratio { of, against } => side(of)?.cost().over(side(against)?.cost()),
        Asked::Cheapest => cheapest(sides),
        Asked::Steps(one) => {
            let one = side(one)?;
            one.within(one.standing()?.counts.steps)
        }
        Asked::Utilization(one) => {
            let one = side(one)?;
            let Standing { served, counts, busy } = one.standing()?;
            one.within((served * busy).over(counts.steps.at_least(Recorded::lit(1))))
        }
        Asked::BreakEven { of, against } => match side(of)?.difference(side(against)?)? {
            Closed::Stairs(stairs) => stairs.first_as_one(),
            Closed::Lines(lines) => lines.first(NEVER),
        },
        Asked::AlwaysFrom { of, against } => match side(of)?.difference(side(against)?)? {
            Closed::Stairs(stairs) => stairs.always_from_as_one(),
            Closed::Lines(lines) => lines.always_from(NEVER),
        },
        Asked::Npv { of, against } => side(of)?.npv_over(side(against)?),
        // It has its months beside the program.
        Asked::PaybackMonth { .. } => return None,
    })
}

/// A pair whose break-even has a closed form.
enum Closed<'a> {
    Stairs(Difference<Recorded<'a>>),
    Lines(Lines<Recorded<'a>>),
}

/// The first of the alternatives that cost least.
fn cheapest<'a>(sides: &Sides<'a>) -> Recorded<'a> {
    let (mut best, mut winner) = (UNAVAILABLE, NEVER);
    for ((player, place), index) in sides.players.iter().zip(0..).zip(0_u32..) {
        if !player.as_ref().is_some_and(|player| player.takes_part()) {
            continue;
        }
        let Some(one) = sides.get(place) else { continue };
        let offered = one.unless_past(one.tokens(), one.amount(), UNAVAILABLE);
        winner = best.select(offered, Recorded::lit(index), winner);
        best = best.at_most(offered);
    }
    winner
}

/// The alternatives on the carrier of one record. Each is made once, however many metrics ask for it.
pub(super) struct Sides<'a> {
    players: &'a [AskedPlayer],
    recording: &'a Recording,
    made: Vec<OnceCell<Side<'a>>>,
}

impl<'a> Sides<'a> {
    pub(super) fn new(players: &'a [AskedPlayer], recording: &'a Recording) -> Self {
        Self { players, recording, made: players.iter().map(|_| OnceCell::new()).collect() }
    }

    fn get(&self, index: usize) -> Option<&Side<'a>> {
        let player = self.players.get(index)?.as_ref()?;
        Some(self.made.get(index)?.get_or_init(|| Side::of(player, self.recording)))
    }
}

/// An alternative on the carrier of the record.
struct Side<'a> {
    inputs: Inputs<Recorded<'a>>,
    coefficients: Coefficients<Recorded<'a>>,
    most: Option<Recorded<'a>>,
    is_bent: bool,
    dates: Option<Dates>,
    months: u32,
}

/// The steps of the one part that has some.
struct Standing<'a> {
    served: Recorded<'a>,
    counts: Counts<Recorded<'a>>,
    /// Busy share of one step per token that it serves.
    busy: Recorded<'a>,
}

impl<'a> Side<'a> {
    fn of(player: &Player, recording: &'a Recording) -> Self {
        let inputs = player.recorded(recording);
        let most = Some(player.maximum_steps).filter(|most| most.is_finite()).map(Recorded::Known);
        Self {
            coefficients: Coefficients::of(&inputs),
            most,
            is_bent: player.is_bent,
            dates: player.dates,
            months: player.months,
            inputs,
        }
    }

    /// The volume, which is the same for every alternative.
    fn tokens(&self) -> Recorded<'a> {
        self.inputs.workload.tokens_per_month.0
    }

    fn mtok(&self) -> Recorded<'a> {
        self.tokens().nth(MEGA)
    }

    fn counts(&self) -> Counts<Recorded<'a>> {
        self.coefficients.stairs.counts(self.tokens())
    }

    /// What this month costs.
    fn amount(&self) -> Recorded<'a> {
        match self.is_bent {
            true => month(&self.inputs, self.tokens()),
            false => self.coefficients.rates.amount(self.mtok(), self.counts()),
        }
    }

    /// A value where the steps suffice for a volume, and another where they do not.
    fn unless_past(&self, tokens: Recorded<'a>, value: Recorded<'a>, past: Recorded<'a>) -> Recorded<'a> {
        if self.inputs.parts().is_empty() {
            let steps = || self.coefficients.stairs.counts(tokens).steps;
            return self.most.map_or(value, |most| steps().select(most, past, value));
        }
        let limits = steps_and_most(&self.inputs, tokens, None);
        limits.fold(value, |value, (steps, most)| steps.select(most, past, value))
    }

    /// A value where the steps suffice.
    fn within(&self, value: Recorded<'a>) -> Recorded<'a> {
        self.unless_past(self.tokens(), value, NEVER)
    }

    fn cost(&self) -> Recorded<'a> {
        self.within(self.amount())
    }

    fn standing(&self) -> Option<Standing<'a>> {
        if self.inputs.deployment().is_some() {
            let busy = self.coefficients.busy;
            return Some(Standing { served: self.tokens(), counts: self.counts(), busy });
        }
        let parts = pieces(&self.inputs);
        let part = parts.iter().find(|part| part.inputs.deployment().is_some())?;
        let served = part.tokens(self.tokens());
        let busy = Coefficients::of(part.inputs).busy;
        Some(Standing { served, counts: part.stairs.counts(served), busy })
    }

    /// A value where the steps suffice for every month.
    fn to_the_end(&self, value: Recorded<'a>) -> Recorded<'a> {
        self.unless_past(largest_volume(&self.inputs, self.months), value, NEVER)
    }

    /// The months of this alternative if its bill is plain, none where the steps do not suffice for all.
    fn course(&self) -> Option<Course<Recorded<'a>>> {
        let mut course = Course::of(&self.inputs, self.months, self.dates)?;
        course.at_start = self.to_the_end(course.at_start);
        Some(course)
    }

    /// What the volume of a month is over that of the month before.
    fn growth(&self) -> Recorded<'a> {
        Recorded::lit(1) + self.inputs.workload.growth.0
    }

    /// This alternative in the place of another.
    fn switching_from(&self, from: &Self) -> Option<Switch<Recorded<'a>>> {
        let (to, from) = (self.course()?, from.course()?);
        Some(Switch::of(to, from, &self.inputs, self.months))
    }

    /// Today's worth of what another alternative costs less that of this one, whatever their bills are like.
    fn npv_over(&self, from: &Self) -> Recorded<'a> {
        let volumes = std::iter::successors(Some(self.tokens()), |volume| Some(*volume * self.growth()));
        let months = usize::try_from(self.months).unwrap_or(usize::MAX);
        let tokens: Vec<Recorded<'a>> = volumes.take(months).map(Recorded::round).collect();
        let npv = present_value(&from.inputs, &tokens) - present_value(&self.inputs, &tokens);
        self.to_the_end(from.to_the_end(npv))
    }

    fn is_line(&self) -> bool {
        is_nothing(self.coefficients.stairs.need)
    }

    /// What this alternative costs over what another does, where that has a closed form.
    fn difference(&self, against: &Self) -> Option<Closed<'a>> {
        let stairs = &self.coefficients.stairs;
        if self.is_bent || against.is_bent || !against.is_line() {
            return None;
        }
        if self.is_line() {
            return Some(Closed::Lines(Lines::of(&self.coefficients, &against.coefficients)));
        }
        let nothing_climbs_along =
            is_nothing(stairs.steps_per_spare) && is_nothing(stairs.servers_per_attendant);
        nothing_climbs_along.then(|| {
            Closed::Stairs(Difference::of_stairs(&self.coefficients, &against.coefficients, self.most))
        })
    }
}

fn is_nothing(value: Recorded<'_>) -> bool {
    matches!(value.operand(), Operand::Known(0.0))
}
