//! What the months of a study are made of: one number for all months, or one for each.
//!
//! Here are interest, dates and lives; what is left to do month by month ([`super::months`]) multiplies and adds.

use super::monthly::lines_and_stairs;
use super::needs::Needs;
use super::schedule::Dates;
use crate::cost::Timing;
use crate::curve::Rates;
use crate::deployment::{Discounting, StepWorth};
use crate::finance::Interest;
use crate::number::Number;
use crate::parameter::Inputs;

/// An alternative over the months of a study.
#[derive(Clone, Debug)]
pub(crate) struct Course<N> {
    pub(super) needs: Needs<N>,
    /// The bill of a month.
    pub(super) monthly: Rates<N>,
    /// Paid before the first month.
    pub(crate) at_start: N,
    /// What every step costs as the first month that needs it begins, whichever that is.
    pub(super) each: N,
    /// The other cash of purchases, in the order of its months.
    pub(super) payments: Vec<Payment<N>>,
    /// Whether some of it looks back at earlier months.
    pub(crate) looks_back: bool,
    /// What a step is worth that is bought for a month, in place of its cash: the sum of some amounts.
    pub(super) worth: Vec<Worth<N>>,
}

/// An amount that is paid once for each of some steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment<N> {
    pub(super) at: Moment,
    pub(super) steps: Bought,
    pub(super) amount: N,
}

/// An amount of a step, and how often it is paid from a month on to the end of the study, in units of that month.
#[derive(Clone, Debug)]
pub(super) struct Worth<N> {
    pub(super) amount: N,
    pub(super) times: Vec<N>,
}

/// The beginning or the end of a month, which are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(usize);

impl Moment {
    #[inline(always)]
    pub(super) fn beginning(month: usize) -> Self {
        Self(month.wrapping_mul(2))
    }

    #[inline(always)]
    pub(super) fn end(month: usize) -> Self {
        Self(month.wrapping_mul(2).wrapping_add(1))
    }

    #[inline(always)]
    pub(super) fn month(self) -> usize {
        self.0 / 2
    }
}

/// The steps that were bought from one month to another, by how a month knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bought {
    /// For this month.
    Now,
    /// All that are there.
    All,
    Between {
        from: usize,
        to: usize,
    },
}

impl<N: Number + PartialEq> Course<N> {
    /// Of an alternative whose bill is plain ([`Inputs::is_plain`]); nothing for another. Without dates, because they
    /// vary, there is no cash of purchases but its worth, and the course tells no payback.
    pub(crate) fn of(inputs: &Inputs<N>, months: u32, dates: Option<Dates>) -> Option<Self> {
        let none = N::lit(0);
        let (lines, stairs) = lines_and_stairs(inputs);
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        let monthly = lines.iter().filter(|line| line.timing == Timing::Monthly);
        let monthly = monthly.fold(Rates::zero(), |sum, line| sum + line.rates);
        let mut course = Self {
            needs: Needs::of(inputs, stairs)?,
            monthly,
            at_start: lines.iter().fold(none, |sum, line| sum + line.at_start),
            each: none,
            payments: Vec::new(),
            looks_back: false,
            worth: Vec::new(),
        };
        match dates {
            Some(dates) => course.buy(inputs, interest, months, dates),
            None => course.value(inputs, interest, months),
        }
        Some(course)
    }

    /// The purchases of each month.
    fn buy(&mut self, inputs: &Inputs<N>, interest: Interest<N>, months: u32, dates: Dates) {
        let Some(own) = inputs.deployment().filter(|own| own.choices.acquisition.is_owned()) else { return };
        let mut payments = Payments(Vec::new());
        let mut now: Vec<Vec<N>> = Vec::with_capacity(months as usize);
        for month in 1..=months {
            let mut amounts = Vec::new();
            for flow in dates.lifetime(month, months, months).flows(own, interest, None) {
                let is_end = flow.month <= flow.instant;
                if !is_end && flow.month == month {
                    amounts.push(flow.amount);
                    continue;
                }
                let at = if is_end {
                    Moment::end(flow.instant as usize)
                } else {
                    Moment::beginning(flow.month as usize)
                };
                payments.add(at, month as usize, flow.amount);
            }
            now.push(amounts);
        }
        if now.iter().all(|amounts| Some(amounts) == now.first()) {
            self.each =
                now.into_iter().next().into_iter().flatten().fold(self.each, |sum, amount| sum + amount);
        } else {
            for (amounts, month) in now.into_iter().zip(1..) {
                amounts.into_iter().for_each(|amount| payments.add(Moment::beginning(month), month, amount));
            }
        }
        self.payments = payments.0.into_iter().flatten().collect();
        for Payment { at, steps, .. } in &mut self.payments {
            *steps = match *steps {
                Bought::Between { from, to } if from == to && to == at.month() => Bought::Now,
                Bought::Between { from: 1, to } if to == at.month() => Bought::All,
                other => other,
            };
        }
        self.looks_back = self.payments.iter().any(|one| matches!(one.steps, Bought::Between { .. }));
    }

    /// The worth of what is bought for each month: every chain of purchases is in closed form.
    fn value(&mut self, inputs: &Inputs<N>, interest: Interest<N>, months: u32) {
        let Some(own) = inputs.deployment().filter(|own| own.choices.acquisition.is_owned()) else { return };
        let amounts = StepWorth::of(own).amounts();
        let mut times = amounts.map(|_| Vec::with_capacity(months as usize));
        for before in 0..months {
            let left = N::lit(months.saturating_sub(before));
            let often = Discounting::of(own, interest, N::lit(before), left).times();
            times.iter_mut().zip(often).for_each(|(times, often)| times.push(often));
        }
        for (amount, times) in amounts.into_iter().zip(times) {
            self.add_worth(amount, times);
        }
    }

    /// Amounts that are the same number are one.
    fn add_worth(&mut self, amount: N, times: Vec<N>) {
        let none = N::lit(0);
        if amount == none || times.iter().all(|times| *times == none) {
            return;
        }
        match self.worth.iter_mut().find(|known| known.amount == amount) {
            Some(known) => known.times.iter_mut().zip(times).for_each(|(sum, times)| *sum = *sum + times),
            None => self.worth.push(Worth { amount, times }),
        }
    }
}

/// What is paid at each moment of a study: over a long one there are thousands.
struct Payments<N>(Vec<Vec<Payment<N>>>);

impl<N: Number + PartialEq> Payments<N> {
    /// Adds what is paid for the steps of a month. Where it is paid for those of the month before too, both are one.
    fn add(&mut self, at: Moment, month: usize, amount: N) {
        if amount == N::lit(0) {
            return;
        }
        let before = month.saturating_sub(1);
        let is_same = |one: &&mut Payment<N>| {
            one.amount == amount && matches!(one.steps, Bought::Between { to, .. } if to == before)
        };
        if self.0.len() <= at.0 {
            self.0.resize_with(at.0.saturating_add(1), Vec::new);
        }
        let Some(together) = self.0.get_mut(at.0) else { return };
        match together.iter_mut().rev().find(is_same) {
            Some(Payment { steps: Bought::Between { to, .. }, .. }) => *to = month,
            _ => together.push(Payment { at, steps: Bought::Between { from: month, to: month }, amount }),
        }
    }
}

impl<N: Copy> Course<N> {
    pub(crate) fn map<M>(&self, mut f: impl FnMut(N) -> M) -> Course<M> {
        Course {
            needs: self.needs.map(&mut f),
            monthly: self.monthly.map(&mut f),
            at_start: f(self.at_start),
            each: f(self.each),
            payments: self
                .payments
                .iter()
                .map(|one| Payment { at: one.at, steps: one.steps, amount: f(one.amount) })
                .collect(),
            looks_back: self.looks_back,
            worth: self
                .worth
                .iter()
                .map(|one| Worth {
                    amount: f(one.amount),
                    times: one.times.iter().map(|one| f(*one)).collect(),
                })
                .collect(),
        }
    }
}
