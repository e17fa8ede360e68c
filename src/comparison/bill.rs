//! The running costs of a month, at the prices of that month: the sum of the lines that are paid by the month.

use super::paths::Prices;
use crate::cost::{Bend, Follows, Line, Timing};
use crate::curve::{Counts, Rates};
use crate::number::{MEGA, Number};
use crate::parameter::{DatedCredit, DatedOwed, Inputs};

/// Lines that are paid by the month, those that follow the same prices put together.
#[derive(Clone)]
pub(super) struct Bill<'l, N> {
    straight: Vec<(Follows, Rates<N>)>,
    bends: Vec<(Follows, &'l Bend<N>)>,
}

impl<'l, N: Number> Bill<'l, N> {
    /// Of the monthly lines.
    pub(super) fn of(lines: &'l [Line<N>]) -> Self {
        Self::among(lines, |_| true)
    }

    /// Of those that are paid to a provider.
    fn of_a_provider(lines: &'l [Line<N>]) -> Self {
        Self::among(lines, |line| line.category.is_of_a_provider())
    }

    fn among(lines: &'l [Line<N>], wanted: impl Fn(&&'l Line<N>) -> bool) -> Self {
        let mut straight: Vec<(Follows, Rates<N>)> = Vec::new();
        let monthly = || lines.iter().filter(&wanted).filter(|line| line.timing == Timing::Monthly);
        for line in monthly() {
            match straight.iter_mut().find(|(follows, _)| *follows == line.follows) {
                Some((_, sum)) => *sum = *sum + line.rates,
                None => straight.push((line.follows, line.rates)),
            }
        }
        let bends = monthly().filter_map(|line| Some((line.follows, line.bend.as_ref()?)));
        Self { straight, bends: bends.collect() }
    }

    /// What a month costs that serves so many tokens.
    pub(super) fn month(&self, tokens: N, counts: Counts<N>, prices: Prices<N>) -> N {
        let mtok = tokens.nth(MEGA);
        let straight = self.straight.iter().fold(N::lit(0), |bill, (follows, rates)| {
            bill + prices.of(*follows) * rates.amount(mtok, counts)
        });
        let bend =
            |bill, (follows, bend): &(Follows, &Bend<N>)| bill + bend.amount(tokens, prices.of(*follows));
        self.bends.iter().fold(straight, bend)
    }
}

/// What is owed to a provider and what its credit pays, month by month.
#[derive(Clone)]
pub(super) struct Account<'l, N> {
    bill: Bill<'l, N>,
    owed: Option<DatedOwed<N>>,
    credit: Option<DatedCredit<N>>,
    /// What is left of the credit.
    left: N,
}

/// What a month adds to a bill.
pub(super) struct Settled<N> {
    /// What is owed beyond the bill.
    pub(super) owed: N,
    /// What the credit pays.
    pub(super) credit: N,
}

impl<'l, N: Number> Account<'l, N> {
    /// Nothing where nothing is owed and there is no credit.
    pub(super) fn of(inputs: &Inputs<N>, lines: &'l [Line<N>]) -> Option<Self> {
        let over_time = inputs.over_time.as_deref()?;
        let (owed, credit) = (over_time.owed, over_time.credit);
        (owed.is_some() || credit.is_some()).then(|| Self {
            bill: Bill::of_a_provider(lines),
            owed,
            credit,
            left: credit.map_or(N::lit(0), |credit| credit.terms.amount.0),
        })
    }

    /// A month in which it is used.
    pub(super) fn used(&mut self, month: u32, tokens: N, counts: Counts<N>, prices: Prices<N>) -> Settled<N> {
        let none = N::lit(0);
        let bill = self.bill.month(tokens, counts, prices);
        let owed = self.owed.as_ref().filter(|owed| month <= owed.until);
        let owed = owed.map_or(none, |owed| (owed.terms.monthly.0 - bill).at_least(none));
        let is_valid = self.credit.as_ref().is_some_and(|credit| month <= credit.until);
        let credit = if is_valid { bill.at_most(self.left) } else { none };
        self.left = self.left - credit;
        Settled { owed, credit }
    }

    /// What is owed for a month in which it is used no more.
    pub(super) fn unused(&self, month: u32) -> N {
        let owed = self.owed.as_ref().filter(|owed| month <= owed.until);
        owed.map_or(N::lit(0), |owed| owed.terms.monthly.0)
    }

    /// What leaving it costs.
    pub(super) fn exit_fee(&self) -> N {
        self.owed.as_ref().map_or(N::lit(0), |owed| owed.terms.exit.0)
    }
}
