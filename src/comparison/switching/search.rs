//! The search over all months: what is left to pay from a move on is the same whatever came before it.

use super::strand::{Months, Strand, Turn, at};
use super::{BestMove, BestPlan, NoMove, PlanOfMonth, PlannedMove, QUARTER, SwitchingPlan};
use crate::comparison::Comparison;
use crate::comparison::ledger::discount_factors;
use crate::comparison::monthly::money;
use crate::comparison::piece::{Piece, pieces};
use crate::comparison::stage::taking_over;
use crate::comparison::value::exact_inputs;
use crate::error::{Error, ErrorKind};
use crate::finance::Interest;
use crate::money::Money;
use crate::number::{Exact, Number, Ordered};
use crate::parameter::Inputs;
use crate::scenario::ResolvedAlternative;
use std::cmp::Ordering;

/// A move: to which of the alternatives, and the months before it serves.
type Step = (usize, u32);

pub(super) struct Search<'a> {
    comparison: &'a Comparison,
    alternatives: Vec<&'a ResolvedAlternative>,
    inputs: Vec<Inputs<Exact>>,
    /// The first month that each cannot serve after some months, or one past the end.
    fails_after: Vec<Vec<u32>>,
    discount: Vec<Exact>,
    interest: Interest<Exact>,
}

/// The cheapest way on from some month.
#[derive(Clone, Debug)]
struct Way {
    cost: Exact,
    moves: Vec<Step>,
}

impl Way {
    fn least(ways: impl IntoIterator<Item = Self>) -> Option<Self> {
        // Of two that cost the same, the first: that with fewer moves, or the earlier one.
        ways.into_iter().reduce(|best, other| {
            if other.cost.order(best.cost) == Some(Ordering::Less) { other } else { best }
        })
    }
}

/// The alternatives of a search at work.
struct Plans<'a> {
    months: Months<'a>,
    strands: Vec<Strand<'a>>,
    /// The lead time of each, and the shares of its first months; none of the first.
    turns: Vec<(u32, Vec<Exact>)>,
    fails_after: &'a [Vec<u32>],
}

impl<'a> Search<'a> {
    pub(super) fn of(comparison: &'a Comparison, ids: &[&str]) -> Result<Self, Error> {
        let alternatives = ids.iter().map(|id| comparison.alternative(id)).collect::<Result<Vec<_>, _>>()?;
        let inputs: Vec<Inputs<Exact>> = alternatives.iter().map(|one| exact_inputs(&one.inputs)).collect();
        let rate = inputs.first().map_or(Exact::lit(0), |one| one.finance.discount_rate.0);
        let interest = Interest::monthly_of(rate);
        let fails_after = alternatives.iter().map(|one| comparison.fails_after(one));
        Ok(Self {
            fails_after: fails_after.collect::<Result<_, _>>()?,
            comparison,
            alternatives,
            inputs,
            discount: discount_factors(interest, comparison.resolved.header.horizon_months),
            interest,
        })
    }

    pub(super) fn plan(&self) -> Result<SwitchingPlan, Error> {
        let all: Vec<Vec<Piece<'_, Exact>>> = self.inputs.iter().map(pieces).collect();
        let months =
            Months { volumes: &self.comparison.volumes, discount: &self.discount, interest: self.interest };
        let strands = self.alternatives.iter().zip(&all);
        let strands = strands.map(|(one, pieces)| Strand::of(&one.inputs, pieces, &months));
        let strands = strands.collect::<Result<Vec<_>, _>>()?;
        let turns = self.inputs.iter().enumerate();
        let turns = turns.map(|(at, inputs)| if at == 0 { (0, Vec::new()) } else { taking_over(inputs) });
        let mut plans = Plans { months, strands, turns: turns.collect(), fails_after: &self.fails_after };
        let onward = plans.onward();
        let staying = plans.staying(0, 0);
        let by_month: Vec<Option<Way>> = plans.first_moves(&onward);
        let best = Way::least(staying.clone().into_iter().chain(by_month.iter().flatten().cloned()));
        let Some(best) = best else { return Err(self.no_plan()) };
        let staying = staying.map(|way| self.money(way.cost)).transpose()?;
        let mut rows = Vec::new();
        for ((way, month), tokens) in by_month.iter().zip(1..).zip(&self.comparison.volumes) {
            let npv = way.as_ref().map(|way| self.money(way.cost)).transpose()?;
            rows.push(PlanOfMonth {
                month,
                tokens_per_month: *tokens,
                moves: way.iter().flat_map(|way| &way.moves).map(|step| self.planned(*step)).collect(),
                npv,
                saving: saved(staying, npv)?,
            });
        }
        Ok(SwitchingPlan {
            alternatives: self.alternatives.iter().map(|one| one.id.clone()).collect(),
            npv_of_staying: staying,
            months: rows,
            best: self.best(&mut plans, &best, staying)?,
        })
    }

    fn best(&self, plans: &mut Plans<'_>, best: &Way, staying: Option<Money>) -> Result<BestPlan, Error> {
        let npv = self.money(best.cost)?;
        let turns = Spacing { rises: (0..self.alternatives.len()).map(|which| plans.rise(which)).collect() };
        let mut moves = Vec::new();
        for (at, step) in best.moves.iter().enumerate() {
            let mut lost =
                |moves: Result<Vec<Step>, NoMove>| match moves.and_then(|moves| plans.cost_of(&moves)) {
                    Ok(cost) => Ok::<_, Error>(Ok(self.money(cost)?.checked_sub(npv)?)),
                    Err(why) => Ok(Err(why)),
                };
            let (earlier, later) = (turns.earlier(&best.moves, at), turns.later(&best.moves, at));
            let (lost_a_quarter_earlier, lost_a_quarter_later) = (lost(earlier)?, lost(later)?);
            let PlannedMove { to, month } = self.planned(*step);
            moves.push(BestMove { to, month, lost_a_quarter_earlier, lost_a_quarter_later });
        }
        Ok(BestPlan { moves, npv, saving: saved(staying, Some(npv))? })
    }

    fn planned(&self, (to, before): Step) -> PlannedMove {
        let to = self.alternatives.get(to).map_or_else(String::new, |one| one.id.clone());
        PlannedMove { to, month: before.saturating_add(1) }
    }

    fn money(&self, cost: Exact) -> Result<Money, Error> {
        money(cost, self.comparison.resolved.header.currency)
    }

    fn no_plan(&self) -> Error {
        let reason = "no plan of these alternatives serves every month of the study".to_owned();
        match self.alternatives.first() {
            Some(first) => Error::at(first.path.clone(), ErrorKind::Infeasible { reason }),
            None => ErrorKind::Infeasible { reason }.into(),
        }
    }
}

fn saved(staying: Option<Money>, npv: Option<Money>) -> Result<Option<Money>, Error> {
    staying.zip(npv).map(|(staying, npv)| staying.checked_sub(npv)).transpose()
}

impl Plans<'_> {
    /// Whether an alternative serves all months after some to the end of others.
    fn serves(&self, which: usize, from: u32, to: u32) -> bool {
        let place = usize::try_from(from).unwrap_or(usize::MAX);
        let fails = self.fails_after.get(which).and_then(|all| all.get(place)).copied();
        fails.is_some_and(|fails| to < fails)
    }

    /// The months in which an alternative takes over.
    fn rise(&self, which: usize) -> u32 {
        self.turns.get(which).map_or(0, |(_, shares)| u32::try_from(shares.len()).unwrap_or(u32::MAX))
    }

    /// The cost of an alternative that serves from a month on and is left at the end of others, as the next one takes over.
    fn costs(
        &mut self,
        which: usize,
        from: u32,
        next: Option<usize>,
        ends: impl Iterator<Item = u32> + Clone,
    ) -> Vec<Exact> {
        let Self { strands, months, turns, .. } = self;
        let own = turns.get(which).map_or((0, &[][..]), |(lead, shares)| (*lead, shares));
        let falling = next.and_then(|next| turns.get(next)).map_or(&[][..], |(_, shares)| shares);
        let turn = Turn { lead: own.0, rising: own.1, falling };
        strands.get_mut(which).map(|strand| strand.costs(months, from, turn, ends)).unwrap_or_default()
    }

    /// The same for one end.
    fn cost(&mut self, which: usize, from: u32, next: Option<usize>, end: u32) -> Exact {
        at(&self.costs(which, from, next, std::iter::once(end)), 0)
    }

    /// Whether an alternative can be moved to after so many months: its steps are there, and it has taken over by the end.
    fn can_begin(&self, which: usize, after: u32) -> bool {
        let lead = self.turns.get(which).map_or(0, |(lead, _)| *lead);
        lead <= after
            && after.saturating_add(self.rise(which)) <= self.months.count()
            && after < self.months.count()
    }

    fn staying(&mut self, which: usize, from: u32) -> Option<Way> {
        let horizon = self.months.count();
        if !self.serves(which, from, horizon) {
            return None;
        }
        Some(Way { cost: self.cost(which, from, None, horizon), moves: Vec::new() })
    }

    /// For each alternative but the first, and each month before which it is moved to, the cheapest way on.
    fn onward(&mut self) -> Vec<Vec<Option<Way>>> {
        let mut onward: Vec<Vec<Option<Way>>> = vec![Vec::new(); self.strands.len()];
        for which in (1..self.strands.len()).rev() {
            let ways = (0..self.months.count()).map(|from| {
                if !self.can_begin(which, from) {
                    return None;
                }
                let staying = self.staying(which, from);
                let leaving = self.leaving(which, from, &onward);
                Way::least(staying.into_iter().chain(leaving.into_iter().flatten()))
            });
            let ways: Vec<Option<Way>> = ways.collect();
            if let Some(place) = onward.get_mut(which) {
                *place = ways;
            }
        }
        onward
    }

    /// The cheapest ways that leave an alternative after each later month, if any does.
    fn leaving(&mut self, which: usize, from: u32, onward: &[Vec<Option<Way>>]) -> Vec<Option<Way>> {
        // Not before it has taken over, and not before it has served; the first may be left at once.
        let first = from.saturating_add(if which == 0 { 0 } else { self.rise(which).max(1) });
        let mut best: Vec<Option<Way>> = (first..self.months.count()).map(|_| None).collect();
        for next in which.saturating_add(1)..self.strands.len() {
            let rise = self.rise(next);
            let ends = first..self.months.count();
            // It serves beside the next one until that has taken over.
            let left = ends
                .clone()
                .map(|end| end.saturating_add(rise))
                .take_while(|end| *end <= self.months.count());
            let left: Vec<u32> = left.collect();
            let costs = self.costs(which, from, Some(next), left.iter().copied());
            for (((best, end), left), cost) in best.iter_mut().zip(ends).zip(left).zip(costs) {
                let place = usize::try_from(end).unwrap_or(usize::MAX);
                let onward = onward.get(next).and_then(|ways| ways.get(place)).and_then(Option::as_ref);
                if let Some(onward) = onward.filter(|_| self.serves(which, from, left)) {
                    let moves = std::iter::once((next, end)).chain(onward.moves.iter().copied()).collect();
                    let way = Way { cost: cost + onward.cost, moves };
                    *best = Way::least(best.take().into_iter().chain([way]));
                }
            }
        }
        // One for each month, those before it can be left among them.
        std::iter::repeat_n(None, usize::try_from(first.saturating_sub(from)).unwrap_or(0))
            .chain(best)
            .collect()
    }

    /// For each month the cheapest plan whose first move is in it.
    fn first_moves(&mut self, onward: &[Vec<Option<Way>>]) -> Vec<Option<Way>> {
        self.leaving(0, 0, onward)
    }

    /// What a plan costs, or what keeps it from being.
    fn cost_of(&mut self, moves: &[Step]) -> Result<Exact, NoMove> {
        let horizon = self.months.count();
        let mut cost = Exact::lit(0);
        let (mut which, mut from) = (0, 0);
        for (next, until) in
            moves.iter().copied().map(|(next, until)| (Some(next), until)).chain([(None, horizon)])
        {
            let to = until.saturating_add(next.map_or(0, |next| self.rise(next)));
            if to > horizon || (next.is_some() && until >= horizon) {
                return Err(NoMove::AfterTheStudy);
            }
            if next.is_some_and(|next| !self.can_begin(next, until)) {
                return Err(NoMove::LeadTime);
            }
            if !self.serves(which, from, to) {
                return Err(NoMove::Capacity);
            }
            cost = cost + self.cost(which, from, next, to);
            if let Some(next) = next {
                (which, from) = (next, until);
            }
        }
        Ok(cost)
    }
}

/// How far apart moves are: what takes over has done so, and has served, before it is left. The first may be left at once.
struct Spacing {
    rises: Vec<u32>,
}

impl Spacing {
    fn after(&self, (which, months): Step) -> Option<u32> {
        months.checked_add(self.rises.get(which).copied().unwrap_or(0).max(1))
    }

    /// The moves with one of them a quarter later, and those after it as late as they must be then.
    fn later(&self, moves: &[Step], at: usize) -> Result<Vec<Step>, NoMove> {
        let mut moved = moves.to_vec();
        let mut earliest = None;
        for (place, step) in moved.iter_mut().enumerate().skip(at) {
            if place == at {
                step.1 = step.1.checked_add(QUARTER).ok_or(NoMove::AfterTheStudy)?;
            }
            step.1 = step.1.max(earliest.unwrap_or(0));
            earliest = self.after(*step);
        }
        Ok(moved)
    }

    /// The same a quarter earlier, and those before it as early.
    fn earlier(&self, moves: &[Step], at: usize) -> Result<Vec<Step>, NoMove> {
        let mut moved = moves.to_vec();
        let mut next: Option<u32> = None;
        for (place, step) in moved.iter_mut().enumerate().take(at.saturating_add(1)).rev() {
            if place == at {
                step.1 = step.1.checked_sub(QUARTER).ok_or(NoMove::BeforeTheStudy)?;
            }
            if let Some(next) = next {
                let apart = self.rises.get(step.0).copied().unwrap_or(0).max(1);
                step.1 = step.1.min(next.checked_sub(apart).ok_or(NoMove::BeforeTheStudy)?);
            }
            next = Some(step.1);
        }
        Ok(moved)
    }
}

impl Comparison {
    /// For each number of months, the first month after them that an alternative cannot serve; one past the end where it
    /// serves all.
    fn fails_after(&self, alternative: &ResolvedAlternative) -> Result<Vec<u32>, Error> {
        let mut fails = u32::try_from(self.volumes.len()).unwrap_or(u32::MAX).saturating_add(1);
        let mut after = vec![fails];
        for (tokens, month) in self.volumes.iter().zip(1_u32..).collect::<Vec<_>>().into_iter().rev() {
            if self.limit(alternative, *tokens)?.is_some() {
                fails = month;
            }
            after.push(fails);
        }
        after.reverse();
        Ok(after)
    }

    /// Whether an alternative can serve a month.
    pub(super) fn serves_in(&self, alternative: &ResolvedAlternative, month: u32) -> Result<(), Error> {
        let place = usize::try_from(month.saturating_sub(1)).unwrap_or(usize::MAX);
        let tokens = self.volumes.get(place).copied().unwrap_or_default();
        match self.limit(alternative, tokens)? {
            None => Ok(()),
            Some((_, reason)) => {
                let reason = format!("in month {month}, {reason}");
                Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason }))
            }
        }
    }
}
