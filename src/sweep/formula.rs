//! The metrics as formulas over the columns: the same texts as everywhere, recorded once.

use super::break_even::{Difference, Lines};
use super::metric::Asked;
use super::player::{Coefficients, Player};
use super::program::Program;
use crate::curve::Counts;
use crate::number::{Number, Operand, Recorded, Recording, mega};
use crate::parameter::Inputs;

/// What stands for a cost that nobody can offer, where costs are only compared.
const UNAVAILABLE: Recorded<'static> = Recorded::Known(1e300);

/// What is none.
const NEVER: Recorded<'static> = Recorded::Known(f64::NAN);

/// The program of some metrics.
pub(super) fn program(asked: &[Asked], players: &[Player]) -> Program {
    let recording = Recording::default();
    let outputs: Vec<Operand> =
        asked.iter().map(|asked| value(*asked, players, &recording).operand()).collect();
    Program::of(recording, &outputs)
}

fn value<'a>(asked: Asked, players: &[Player], recording: &'a Recording) -> Recorded<'a> {
    let side = |index: usize| players.get(index).map(|player| Side::of(player, recording));
    // An index that is none has no value.
    let with =
        |index: usize, f: &dyn Fn(&Side<'a>) -> Recorded<'a>| side(index).map_or(NEVER, |side| f(&side));
    let pair = |of: usize, against: usize, f: &dyn Fn(&Side<'a>, &Side<'a>) -> Recorded<'a>| {
        side(of).zip(side(against)).map_or(NEVER, |(of, against)| f(&of, &against))
    };
    match asked {
        Asked::Cost(one) => with(one, &|one| one.cost()),
        Asked::CostPerMtok(one) => with(one, &|one| one.cost().over(one.mtok())),
        Asked::Saving { of, against } => pair(of, against, &|of, against| against.cost() - of.cost()),
        Asked::Ratio { of, against } => pair(of, against, &|of, against| of.cost().over(against.cost())),
        Asked::Cheapest => cheapest(players, recording),
        Asked::Steps(one) => with(one, &|one| one.within(one.counts(), one.counts().steps)),
        Asked::Utilization(one) => with(one, &|one| {
            let counts = one.counts();
            let busy = (one.tokens() * one.coefficients.busy).over(counts.steps.at_least(Recorded::lit(1)));
            one.within(counts, busy)
        }),
        Asked::BreakEven { of, against } => pair(of, against, &|of, against| {
            of.difference(against).map_or(of.lines(against).first(NEVER), |stairs| stairs.first(NEVER))
        }),
        Asked::AlwaysFrom { of, against } => pair(of, against, &|of, against| {
            of.difference(against)
                .map_or(of.lines(against).always_from(NEVER), |stairs| stairs.always_from(NEVER))
        }),
        Asked::Npv { .. } | Asked::PaybackMonth { .. } => NEVER,
    }
}

/// The first of the alternatives that cost least.
fn cheapest<'a>(players: &[Player], recording: &'a Recording) -> Recorded<'a> {
    let (mut best, mut winner) = (UNAVAILABLE, NEVER);
    for (player, index) in players.iter().zip(0_u32..).filter(|(player, _)| player.maximum_steps > 0.0) {
        let one = Side::of(player, recording);
        let counts = one.counts();
        let cost = one.amount(counts);
        let offered = one.most.map_or(cost, |most| counts.steps.select(most, UNAVAILABLE, cost));
        winner = best.select(offered, Recorded::lit(index), winner);
        best = best.at_most(offered);
    }
    winner
}

/// An alternative on the carrier of the record.
struct Side<'a> {
    inputs: Inputs<Recorded<'a>>,
    coefficients: Coefficients<Recorded<'a>>,
    most: Option<Recorded<'a>>,
}

impl<'a> Side<'a> {
    fn of(player: &Player, recording: &'a Recording) -> Self {
        let inputs = player.recorded(recording);
        let most = Some(player.maximum_steps).filter(|most| most.is_finite()).map(Recorded::Known);
        Self { coefficients: Coefficients::of(&inputs), most, inputs }
    }

    /// The volume, which is the same for every alternative.
    fn tokens(&self) -> Recorded<'a> {
        self.inputs.workload.tokens_per_month.0
    }

    fn mtok(&self) -> Recorded<'a> {
        self.tokens().over(mega())
    }

    fn counts(&self) -> Counts<Recorded<'a>> {
        self.coefficients.stairs.counts(self.tokens())
    }

    fn amount(&self, counts: Counts<Recorded<'a>>) -> Recorded<'a> {
        self.coefficients.rates.amount(self.mtok(), counts)
    }

    /// A value where the steps suffice.
    fn within(&self, counts: Counts<Recorded<'a>>, value: Recorded<'a>) -> Recorded<'a> {
        self.most.map_or(value, |most| counts.steps.select(most, NEVER, value))
    }

    fn cost(&self) -> Recorded<'a> {
        let counts = self.counts();
        self.within(counts, self.amount(counts))
    }

    /// What this alternative costs over what another does; `None` where both are lines.
    fn difference(&self, against: &Self) -> Option<Difference<Recorded<'a>>> {
        self.inputs
            .deployment()
            .map(|_| Difference::of_stairs(&self.coefficients, &against.coefficients, self.most))
    }

    fn lines(&self, against: &Self) -> Lines<Recorded<'a>> {
        Lines::of(&self.coefficients, &against.coefficients)
    }
}
