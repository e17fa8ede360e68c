//! What an alternative costs in any months of the study, in today's worth: the sums that all plans share, made once.
//!
//! The same cash as that of the ledger: a law holds the two together.

use super::held::Held;
use crate::comparison::bill::{Account, Bill};
use crate::comparison::ledger::dates;
use crate::comparison::paths::{Paths, Prices};
use crate::comparison::piece::Piece;
use crate::comparison::schedule::pays_for_most;
use crate::cost::Timing;
use crate::curve::Stairs;
use crate::error::Error;
use crate::finance::Interest;
use crate::number::{Exact, Number};
use crate::parameter::Inputs;
use rust_decimal::Decimal;

/// What all strands of a study have in common.
pub(super) struct Months<'a> {
    /// Whole tokens of each month.
    pub(super) volumes: &'a [u64],
    /// Discount factor of each instant, from 0.
    pub(super) discount: &'a [Exact],
    pub(super) interest: Interest<Exact>,
}

impl Months<'_> {
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.volumes.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn factor(&self, instant: u32) -> Exact {
        at(self.discount, instant)
    }
}

/// An element of a list that has one for every month or instant; poison past its end.
pub(super) fn at(list: &[Exact], place: u32) -> Exact {
    let found = usize::try_from(place).ok().and_then(|place| list.get(place)).copied();
    found.unwrap_or_else(|| Exact::lit(1).over(Exact::lit(0)))
}

/// How an alternative takes over, and how the next one does.
#[derive(Clone, Copy)]
pub(super) struct Turn<'a> {
    /// Months from the decision until it serves.
    pub(super) lead: u32,
    /// Shares of the volume that it serves in its first months.
    pub(super) rising: &'a [Exact],
    /// Those of the next one.
    pub(super) falling: &'a [Exact],
}

/// An alternative over the months.
pub(super) struct Strand<'a> {
    parts: Vec<Part<'a>>,
}

impl<'a> Strand<'a> {
    pub(super) fn of(
        inputs: &Inputs<Decimal>,
        pieces: &'a [Piece<'a, Exact>],
        months: &Months<'_>,
    ) -> Result<Self, Error> {
        let parts = pieces.iter().zip(dates(inputs)?);
        let parts =
            parts.map(|(piece, dates)| Part::of(piece, Held::of(piece.inputs, dates, months), months));
        Ok(Self { parts: parts.collect() })
    }

    /// What it costs to serve all months after `from` to the end of some, for each end that is asked for, ascending. Before
    /// the end the next one takes over.
    pub(super) fn costs(
        &mut self,
        months: &Months<'_>,
        from: u32,
        turn: Turn<'_>,
        ends: impl Iterator<Item = u32> + Clone,
    ) -> Vec<Exact> {
        let mut sums: Vec<Exact> = ends.clone().map(|_| Exact::lit(0)).collect();
        for part in &mut self.parts {
            let costs = part.costs(months, from, turn, ends.clone());
            sums.iter_mut().zip(costs).for_each(|(sum, cost)| *sum = *sum + cost);
        }
        sums
    }
}

/// A part of an alternative over the months.
struct Part<'a> {
    piece: &'a Piece<'a, Exact>,
    bill: Bill<'a, Exact>,
    account: Option<Account<'a, Exact>>,
    pays_for_most: bool,
    months: Vec<Month>,
    held: Held<'a>,
}

/// A month in which all of the volume is served.
struct Month {
    prices: Prices<Exact>,
    stairs: Stairs<Exact>,
    tokens: Exact,
    needed: Exact,
    /// What moving over to what holds from this month on costs.
    migration: Option<Exact>,
    /// Today's worth of the bill, by the steps that are paid.
    bills: Vec<(Exact, Exact)>,
}

/// What carries over from one month to the next.
#[derive(Clone)]
struct State<'a> {
    paid: Exact,
    /// The most steps needed so far, and with their spares.
    most: Exact,
    units: Exact,
    /// The months in which some were bought, and how many.
    bought: Vec<(u32, Exact)>,
    account: Option<Account<'a, Exact>>,
}

impl<'a> Part<'a> {
    fn of(piece: &'a Piece<'a, Exact>, held: Held<'a>, months: &Months<'_>) -> Self {
        let inputs = piece.inputs;
        let mut paths = Paths::of(inputs);
        let month = |(tokens, month): (&u64, u32)| {
            let tokens = piece.tokens(Exact::new(Decimal::from(*tokens)));
            let (prices, stairs) = (paths.prices, paths.rates(piece.stairs));
            let event = inputs.events().iter().find(|event| event.month == month);
            paths.next();
            Month {
                prices,
                stairs,
                tokens,
                needed: stairs.counts(tokens).steps,
                migration: event.map(|event| event.terms.migration.0),
                bills: Vec::new(),
            }
        };
        Self {
            piece,
            bill: Bill::of(&piece.lines),
            account: Account::of(inputs, &piece.lines),
            pays_for_most: pays_for_most(inputs),
            months: months.volumes.iter().zip(1..).map(month).collect(),
            held,
        }
    }

    fn costs(
        &mut self,
        months: &Months<'_>,
        from: u32,
        Turn { lead, rising, falling }: Turn<'_>,
        ends: impl Iterator<Item = u32>,
    ) -> Vec<Exact> {
        let none = Exact::lit(0);
        let falls = u32::try_from(falling.len()).unwrap_or(u32::MAX);
        let built = self.built(months, from.saturating_sub(lead));
        let account = self.account.clone();
        let mut state = State { paid: built, most: none, units: none, bought: Vec::new(), account };
        let mut month = from;
        let mut costs = Vec::new();
        for end in ends {
            // What the next one does not take over yet is served beside it.
            let whole = end.saturating_sub(falls).max(from);
            while month < whole {
                let since = usize::try_from(month.saturating_sub(from)).unwrap_or(usize::MAX);
                month = month.saturating_add(1);
                self.serve(months, (month, from), rising.get(since).copied(), &mut state);
            }
            let mut state = state.clone();
            for (share, month) in falling.iter().zip(whole.saturating_add(1)..=end) {
                self.serve(months, (month, from), Some(Exact::lit(1) - *share), &mut state);
            }
            let mut cost = if end > from { state.paid } else { none };
            for (month, units) in &state.bought {
                cost = cost + *units * self.held.cost(months, *month, end);
            }
            costs.push(cost + self.refreshed(months, from, end) + left(months, state.account.as_ref(), end));
        }
        costs
    }

    /// What is paid once, at the instant at which it is built.
    fn built(&self, months: &Months<'_>, instant: u32) -> Exact {
        let place = usize::try_from(instant).unwrap_or(usize::MAX);
        let Some(month) = self.months.get(place) else { return Exact::lit(0) };
        let starts = self.piece.lines.iter().filter(|line| line.timing == Timing::Start);
        let sum = starts.fold(Exact::lit(0), |sum, line| sum + line.at_start * month.prices.of(line.follows));
        sum * months.factor(instant)
    }

    /// What comes back before it is left.
    fn refreshed(&self, months: &Months<'_>, from: u32, end: u32) -> Exact {
        let mut sum = Exact::lit(0);
        for line in &self.piece.lines {
            let Timing::Every(every) = line.timing else { continue };
            if line.at_start == Exact::lit(0) {
                continue;
            }
            let mut instant = from.saturating_add(every);
            while instant < end {
                sum = sum + line.at_start * months.factor(instant);
                instant = instant.saturating_add(every);
            }
        }
        sum
    }

    /// The running costs of a month, and the steps that it needs; `from`: the months before the first that is served.
    fn serve(
        &mut self,
        months: &Months<'_>,
        (month, from): (u32, u32),
        share: Option<Exact>,
        state: &mut State<'_>,
    ) {
        let place = usize::try_from(month.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(full) = self.months.get_mut(place) else {
            state.paid = Exact::lit(1).over(Exact::lit(0));
            return;
        };
        let stairs = full.stairs;
        let (tokens, needed) = match share {
            None => (full.tokens, full.needed),
            Some(share) => {
                let tokens = months.volumes.get(place).copied().unwrap_or_default();
                let tokens = self.piece.tokens(Exact::new(Decimal::from(tokens)) * share);
                (tokens, stairs.counts(tokens).steps)
            }
        };
        state.most = state.most.at_least(needed);
        let standing = stairs.counts_at(state.most);
        let units = standing.steps + standing.spares;
        if units != state.units {
            state.bought.push((month, units - state.units));
            state.units = units;
        }
        let counts = if self.pays_for_most { standing } else { stairs.counts_at(needed) };
        let factor = months.factor(month);
        let known = full.bills.iter().find(|(steps, _)| share.is_none() && *steps == counts.steps);
        let bill = match known {
            Some((_, bill)) => *bill,
            None => {
                let bill = factor * self.bill.month(tokens, counts, full.prices);
                if share.is_none() {
                    full.bills.push((counts.steps, bill));
                }
                bill
            }
        };
        state.paid = state.paid + bill;
        if let Some(migration) = full.migration.filter(|_| month.saturating_sub(1) > from) {
            state.paid = state.paid + months.factor(month.saturating_sub(1)) * migration;
        }
        if let Some(account) = &mut state.account {
            let settled = account.used(month, tokens, counts, full.prices);
            state.paid = state.paid + factor * (settled.owed - settled.credit);
        }
    }
}

/// What is owed for what has been left at an instant.
fn left(months: &Months<'_>, account: Option<&Account<'_, Exact>>, end: u32) -> Exact {
    let Some(account) = account.filter(|_| end < months.count()) else { return Exact::lit(0) };
    let fee = months.factor(end) * account.exit_fee();
    (end.saturating_add(1)..=months.count())
        .fold(fee, |sum, month| sum + months.factor(month) * account.unused(month))
}
