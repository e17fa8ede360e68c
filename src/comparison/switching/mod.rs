//! When to move: one alternative until a month, then another, over all months.

mod held;
#[cfg(test)]
mod laws;
mod search;
mod strand;

use super::Comparison;
use super::ledger::Ledger;
use super::stage::{Stage, taking_over};
use super::value::exact_inputs;
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::number::Exact;
use crate::scenario::ResolvedAlternative;
use search::Search;

/// How far off a move is looked at that is made too early or too late.
const QUARTER: u32 = 3;

/// What moving from one alternative to others costs over the study, by the month of the move.
///
/// Amounts are today's worth of all that is paid over the study; they are those of [`Comparison::plan_ledger`], to the
/// rounding of its flows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SwitchingPlan {
    /// The alternatives, in the order in which they follow each other.
    pub alternatives: Vec<String>,
    /// What the first costs to the end of the study; `None` where it cannot serve all months.
    pub npv_of_staying: Option<Money>,
    /// For each month the best plan that leaves the first alternative in it.
    pub months: Vec<PlanOfMonth>,
    /// The best plan: no moves where staying is the best.
    pub best: BestPlan,
}

/// The best plan among those that leave the first alternative in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlanOfMonth {
    /// The first month in which the next alternative serves.
    pub month: u32,
    /// The volume of this month.
    pub tokens_per_month: u64,
    /// The moves; empty where no plan leaves in this month: steps that are not there yet, a volume that cannot be served.
    pub moves: Vec<PlannedMove>,
    /// What the plan costs.
    pub npv: Option<Money>,
    /// What it costs less than staying; `None` too where the first alternative cannot serve to the end.
    pub saving: Option<Money>,
}

/// A move to another alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedMove {
    /// The alternative that serves from then on.
    pub to: String,
    /// The first month in which it does.
    pub month: u32,
}

/// The plan that costs least.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BestPlan {
    /// The moves, in their order; none where staying costs no more.
    pub moves: Vec<BestMove>,
    /// What the plan costs.
    pub npv: Money,
    /// What it costs less than staying; `None` where the first alternative cannot serve to the end.
    pub saving: Option<Money>,
}

/// A move of the best plan, and what its month is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BestMove {
    /// The alternative that serves from then on.
    pub to: String,
    /// The first month in which it does.
    pub month: u32,
    /// How much of the saving is lost where it happens three months earlier. The moves before it that stand in its way happen
    /// as much earlier as they must; the others stay.
    ///
    /// # Errors
    /// What keeps it from happening then.
    pub lost_a_quarter_earlier: Result<Money, NoMove>,
    /// The same for three months later: moves after it that stand in its way happen as much later as they must.
    ///
    /// # Errors
    /// As before.
    pub lost_a_quarter_later: Result<Money, NoMove>,
}

/// What keeps a move from happening in another month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoMove {
    /// The study has not begun then, for this move or for one before it.
    BeforeTheStudy,
    /// The study has ended then, for this move or for one after it, or before it has taken over.
    AfterTheStudy,
    /// What is moved to is not there yet: its lead time.
    LeadTime,
    /// An alternative cannot serve the volume of all its months then.
    Capacity,
}

impl NoMove {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BeforeTheStudy => "before_the_study",
            Self::AfterTheStudy => "after_the_study",
            Self::LeadTime => "lead_time",
            Self::Capacity => "capacity",
        }
    }
}

impl Comparison {
    /// The first alternative until a month, then the next, and so on: which months cost least, over all of them.
    ///
    /// Two alternatives are a move; three are up to two moves, either of which may be left out. A move in month m has the
    /// next alternative serve from month m on: it is built and its steps are bought at the beginning of that month; the
    /// one that is left pays its last bill at the end of the month before, and what it owns is sold then for its age.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Contradiction`] for fewer than two alternatives, and for one twice;
    /// [`ErrorKind::Infeasible`] where neither staying nor any plan serves all months.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\ngrowth_fraction_per_month = 1\n\
    /// # [workload.class.c]\nprompt_tokens = 1\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 4\ndiscount_rate_annual_effective = 0\n\
    /// # [api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 2\n\
    /// # [api.b]\nfamily = 'closed_api'\ninput_usd_per_mtok = 4\noutput_usd_per_mtok = 4\n\
    /// # price_change_fraction_per_month = -0.5\n";
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// // 1,000, 2,000, 4,000, 8,000 Mtok; a costs 2 USD each, b 4, 2, 1 and 0.50
    /// let plan = comparison.switching_plan(&["a", "b"])?;
    /// // staying: 2 x 15,000; from month 3 on: 2 x 3,000 + 4,000 + 0.5 x 8,000
    /// assert_eq!(plan.npv_of_staying.map(|cost| cost.to_string()), Some("30000 USD".to_owned()));
    /// assert_eq!(plan.months[2].npv.map(|cost| cost.to_string()), Some("14000 USD".to_owned()));
    /// // in month 2 both cost the same: the earlier of two moves is taken
    /// assert_eq!(plan.best.moves[0].month, 2);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn switching_plan(&self, alternatives: &[&str]) -> Result<SwitchingPlan, Error> {
        self.check_plan(alternatives)?;
        Search::of(self, alternatives)?.plan()
    }

    /// The cash of a plan: the ledger of each of its alternatives for the months in which it serves.
    ///
    /// A move to an alternative in a month has it serve from this month on. Months ascend.
    ///
    /// # Errors
    /// As [`Comparison::switching_plan`]; [`ErrorKind::Contradiction`] for months that do not ascend or that the study does
    /// not have; [`ErrorKind::Infeasible`] where one of them cannot serve its months.
    pub fn plan_ledger(&self, first: &str, moves: &[(&str, u32)]) -> Result<Vec<(String, Ledger)>, Error> {
        let ids: Vec<&str> = std::iter::once(first).chain(moves.iter().map(|(id, _)| *id)).collect();
        if !moves.is_empty() {
            self.check_plan(&ids)?;
        }
        let horizon = self.resolved.header.horizon_months;
        let alternatives = ids.iter().map(|id| self.alternative(id)).collect::<Result<Vec<_>, _>>()?;
        let months: Vec<u32> = moves.iter().map(|(_, month)| *month).collect();
        let Some(stages) = plan_of(&alternatives, &months, horizon) else {
            let what = format!("moves in months {months:?}");
            let instead = format!(
                "write months that ascend, from 1 to {horizon}, each after the lead time of what is moved to and after the \
                 ramp of what is left"
            );
            return Err(ErrorKind::Contradiction { what, instead }.into());
        };
        let mut ledgers = Vec::new();
        for (alternative, stage) in alternatives.into_iter().zip(stages) {
            for month in (1..=horizon).filter(|month| stage.has(*month)) {
                self.serves_in(alternative, month)?;
            }
            ledgers.push((alternative.id.clone(), self.ledger_in(alternative, &stage)?));
        }
        Ok(ledgers)
    }

    fn check_plan(&self, alternatives: &[&str]) -> Result<(), Error> {
        let refuse = |what: String, instead: &str| {
            Err(ErrorKind::Contradiction { what, instead: instead.to_owned() }.into())
        };
        if alternatives.len() < 2 {
            return refuse("a plan without a move".to_owned(), "name two alternatives or more");
        }
        for (at, id) in alternatives.iter().enumerate() {
            self.index_of(id)?;
            if alternatives.iter().take(at).any(|known| known == id) {
                return refuse(format!("{id} twice in a plan"), "name each alternative once");
            }
        }
        let today = self.resolved.alternatives.get(self.resolved.baseline);
        let is_owed = |one: &&ResolvedAlternative| {
            one.inputs.over_time.as_ref().is_some_and(|over_time| over_time.owed.is_some())
        };
        match today.filter(is_owed) {
            Some(today) if alternatives.first() != Some(&today.id.as_str()) => {
                let what =
                    format!("a plan that does not begin with {}, whose commitment is owed anyway", today.id);
                refuse(what, "begin the plan with the baseline")
            }
            _ => Ok(()),
        }
    }
}

/// The stages of a plan; nothing where its months are none: steps are there no sooner than their lead time, and what takes
/// over has done so before it is left.
fn plan_of(alternatives: &[&ResolvedAlternative], moves: &[u32], horizon: u32) -> Option<Vec<Stage<Exact>>> {
    let turns: Vec<(u32, Vec<Exact>)> =
        alternatives.iter().map(|one| taking_over(&exact_inputs(&one.inputs))).collect();
    let mut stages = Vec::new();
    let mut from = 0_u32;
    for (at, (lead, rising)) in turns.iter().enumerate() {
        let next = at.saturating_add(1);
        // What is used first is there already.
        let (lead, rising): (u32, &[Exact]) = if at == 0 { (0, &[]) } else { (*lead, rising) };
        let falling = turns.get(next).map_or(&[][..], |(_, falling)| falling);
        let until = match moves.get(at) {
            Some(month) => month.checked_sub(1)?,
            None => horizon,
        };
        let risen = from.saturating_add(u32::try_from(rising.len()).unwrap_or(u32::MAX));
        let to = until.saturating_add(u32::try_from(falling.len()).unwrap_or(u32::MAX));
        let is_left_at_once = at == 0 && until == 0;
        let is_no_stage = (until <= from && !is_left_at_once) || until < risen;
        if is_no_stage || from < lead || to > horizon || (next < turns.len() && until >= horizon) {
            return None;
        }
        stages.push(Stage::between(from, to).rising(lead, rising).falling(falling));
        from = until;
    }
    Some(stages)
}
