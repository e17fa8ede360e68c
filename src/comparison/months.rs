//! The studies of sweeps, month by month over any carrier: the ledger's cash and its worth without its lines.

use super::course::{Bought, Course, Moment, Payment, Worth};
use super::needs::{Climb, Climbing, Needs, Priced, Progress};
use crate::curve::Rates;
use crate::number::Number;

/// The steps and spares of the months that are past, for cash that looks back at them.
pub(crate) trait Past<N> {
    fn clear(&mut self);
    fn push(&mut self, units: N);
    /// Of a month, counted from 1, that is past.
    fn at(&self, month: usize) -> N;
}

/// Where numbers of a course are read: by value, or from rows of a block.
pub(crate) trait Read<T, N>: Copy {
    fn read(self, from: &T) -> N;
}

/// An alternative on its way through the months.
pub(crate) struct Walk<'c, T, N, R, S, P> {
    course: &'c Course<T>,
    read: R,
    progress: S,
    monthly: Rates<N>,
    /// The month that comes next, from 1.
    month: usize,
    /// The payments that come next.
    payments: &'c [Payment<T>],
    past: &'c mut P,
}

/// What a month comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Month<N> {
    /// Today's worth of all that the steps bought for it will pay and bring to the end of the study.
    pub(crate) bought: N,
    /// The cash of purchases and sales as it begins, and as it ends.
    pub(crate) begun: N,
    pub(crate) ended: N,
    /// What it costs to run, paid as it ends, and today's worth of 1 then.
    pub(crate) bill: N,
    pub(crate) factor: N,
}

impl<'c, T: Copy, N: Number, R: Read<T, N>, S: Progress<N>, P: Past<N>> Walk<'c, T, N, R, S, P> {
    #[inline(always)]
    pub(super) fn new(course: &'c Course<T>, read: R, progress: S, past: &'c mut P) -> Self {
        past.clear();
        let monthly = course.monthly.map(|one| read.read(&one));
        Self { course, read, progress, monthly, month: 1, payments: &course.payments, past }
    }

    #[inline(always)]
    pub(crate) fn at_start(&self) -> N {
        self.read.read(&self.course.at_start)
    }

    /// The next month, which serves so many tokens.
    ///
    /// # Formula
    /// ```text
    /// v^(t-1) (steps bought) (value of a step), and v^t (1 + c)^(t-1) (cost of the month at today's prices)
    /// ```
    /// c is the monthly price change of an API, and 0 for a deployment. Every chain of purchases is in closed form.
    #[inline(always)]
    pub(crate) fn month(&mut self, tokens: N) -> Month<N> {
        let (course, month, none) = (self.course, self.month, N::lit(0));
        self.progress.begin(tokens);
        self.month = month.wrapping_add(1);
        let bill = self.progress.bill(&self.monthly, tokens);
        let factor = self.read_at(&course.factors, month);
        if !self.progress.buys() {
            return Month { bought: none, begun: none, ended: none, bill, factor };
        }
        let mut bought = none;
        for Worth { amount, times } in &course.worth {
            let times = self.read_at(times, month.wrapping_sub(1));
            bought = bought + self.progress.bought() * self.read.read(amount) * times;
        }
        let (begun, ended) =
            (self.paid(month, Moment::beginning(month)), self.paid(month, Moment::end(month)));
        if course.looks_back {
            self.past.push(self.progress.units());
        }
        Month { bought, begun, ended, bill, factor }
    }

    #[inline(always)]
    fn read_at(&self, all: &[T], at: usize) -> N {
        match all.get(at) {
            Some(one) => self.read.read(one),
            None => N::lit(0),
        }
    }

    /// What is paid for steps as this month begins or ends.
    #[inline(always)]
    fn paid(&mut self, month: usize, now: Moment) -> N {
        let mut sum = N::lit(0);
        while let [Payment { at, steps, amount }, rest @ ..] = self.payments
            && *at <= now
        {
            let steps = match *steps {
                Bought::Now => self.progress.bought(),
                Bought::All => self.progress.units(),
                Bought::Between { from, to } => {
                    let units = if to == month { self.progress.units() } else { self.past.at(to) };
                    if from == 1 { units } else { units - self.past.at(from.wrapping_sub(1)) }
                }
            };
            sum = sum + steps * self.read.read(amount);
            self.payments = rest;
        }
        sum
    }
}

/// From one alternative to another, with a volume that grows.
#[derive(Clone, Debug)]
pub(crate) struct Switch<N> {
    pub(crate) to: Course<N>,
    pub(crate) from: Course<N>,
    /// In tokens, of the first month, and what each month has for one of the month before.
    pub(crate) volume: N,
    pub(crate) growth: N,
    pub(crate) months: u32,
}

/// What switching comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Switching<N> {
    /// Today's worth of what the one costs less that of the other.
    pub(crate) npv: N,
    /// The first month at whose end no more has been paid than by the one that is left; 0 where that was so before the
    /// first month too; `never` where it is not so within the study.
    pub(crate) payback_month: N,
}

impl<T: Copy> Switch<T> {
    pub(crate) fn map<M>(&self, mut f: impl FnMut(T) -> M) -> Switch<M> {
        Switch {
            to: self.to.map(&mut f),
            from: self.from.map(&mut f),
            volume: f(self.volume),
            growth: f(self.growth),
            months: self.months,
        }
    }

    /// Goes through the months.
    ///
    /// # Formula
    /// ```text
    /// V_t = V (1 + g)^(t - 1), rounded half to even      t = 1..=months
    /// ```
    #[inline(always)]
    pub(crate) fn play<N: Number>(
        &self,
        read: impl Read<T, N>,
        [to_past, from_past]: [&mut impl Past<N>; 2],
        never: N,
    ) -> Switching<N> {
        let (to, from) = (&self.to, &self.from);
        let read_climb = |climb: &Climb<T>| Climbing::by(climb.map(|one| read.read(&one)));
        let read_price = |growth: &T| Priced::by(read.read(growth));
        // One text for each kind of the two, so that neither asks every month what it is.
        match (&to.needs, &from.needs) {
            (Needs::Steps(one), Needs::Steps(other)) => self.follow(
                Walk::new(to, read, read_climb(one), to_past),
                Walk::new(from, read, read_climb(other), from_past),
                never,
            ),
            (Needs::Steps(one), Needs::Tokens { price_growth }) => self.follow(
                Walk::new(to, read, read_climb(one), to_past),
                Walk::new(from, read, read_price(price_growth), from_past),
                never,
            ),
            (Needs::Tokens { price_growth }, Needs::Steps(other)) => self.follow(
                Walk::new(to, read, read_price(price_growth), to_past),
                Walk::new(from, read, read_climb(other), from_past),
                never,
            ),
            (Needs::Tokens { price_growth: one }, Needs::Tokens { price_growth: other }) => self.follow(
                Walk::new(to, read, read_price(one), to_past),
                Walk::new(from, read, read_price(other), from_past),
                never,
            ),
        }
    }

    #[allow(
        clippy::eq_op,
        reason = "x - x is 0 for a number and poison for what is none: it carries the poison on"
    )]
    #[inline(always)]
    fn follow<N: Number, R: Read<T, N>, P: Past<N>>(
        &self,
        mut to: Walk<'_, T, N, R, impl Progress<N>, P>,
        mut from: Walk<'_, T, N, R, impl Progress<N>, P>,
        never: N,
    ) -> Switching<N> {
        let (none, one) = (N::lit(0), N::lit(1));
        let read = to.read;
        let (mut volume, growth) = (read.read(&self.volume), read.read(&self.growth));
        // Sums that are equal but for the rounding of floats are equal: 2^-40 of what was paid.
        let rounding = one.nth(1 << 20).nth(1 << 20);
        let mut npv = from.at_start() - to.at_start();
        let (mut more, mut paid) = (to.at_start() - from.at_start(), from.at_start());
        let mut at_once = none;
        let after_the_end = N::lit(self.months.saturating_add(1));
        let mut reached = after_the_end;
        for month in 1..=self.months {
            let tokens = volume.round();
            let (here, there) = (to.month(tokens), from.month(tokens));
            let bill = here.bill - there.bill;
            let begun = here.begun - there.begun;
            if month == 1 {
                let paid = paid + there.begun;
                at_once = (more + begun).select(paid * rounding, one, none);
            }
            // In one sum of each month, so that no month waits long for the one before.
            npv = npv - ((here.bought - there.bought) + here.factor * bill);
            more = more + ((begun + bill) + (here.ended - there.ended));
            paid = paid + ((there.begun + there.bill) + there.ended);
            reached = reached.not_above(more.choose(paid * rounding, after_the_end, N::lit(month)));
            volume = volume * growth;
        }
        let month = reached.select(one, reached, at_once);
        let payback_month = reached.select(N::lit(self.months), never, month);
        // A month that is poison is a sum that is.
        Switching { npv, payback_month: payback_month + (more - more) }
    }
}
