//! The studies of sweeps, month by month over any carrier: the ledger's cash and its worth without its lines.

use super::course::{Bought, Course, Moment, Payment, Worth};
use super::needs::{Climb, Climbing, MonthlyBill, Needs, Priced, Progress};
use crate::finance::Interest;
use crate::number::{Number, Ordered};
use crate::parameter::Inputs;
use std::cmp::Ordering;

/// The steps and spares of the months that are past, for cash that looks back at them.
pub(crate) trait Past<N> {
    /// Of a month, counted from 1.
    fn set(&mut self, month: usize, units: N);
    fn at(&self, month: usize) -> N;
}

/// Where numbers of a course are read: by value, or from rows of a block.
pub(crate) trait Read<T, N>: Copy {
    fn read(self, from: &T) -> N;
}

/// An alternative on its way through the months.
struct Walk<'c, T, N, R, S, P> {
    course: &'c Course<T>,
    read: R,
    progress: S,
    each: N,
    /// The month that it is in, from 1.
    month: usize,
    /// The payments that come next.
    payments: &'c [Payment<T>],
    past: &'c mut P,
}

impl<'c, T: Copy, N: Number, R: Read<T, N>, S: Progress<N>, P: Past<N>> Walk<'c, T, N, R, S, P> {
    #[inline(always)]
    fn new(course: &'c Course<T>, read: R, progress: S, past: &'c mut P) -> Self {
        let each = read.read(&course.each);
        Self { course, read, progress, each, month: 0, payments: &course.payments, past }
    }

    #[inline(always)]
    fn at_start(&self) -> N {
        self.read.read(&self.course.at_start)
    }

    /// What every month costs.
    #[inline(always)]
    fn fixed(&self) -> N {
        self.read.read(&self.course.monthly.fixed)
    }

    /// On to the next month, which serves so many tokens: its bill, which is paid as it ends.
    #[inline(always)]
    fn month(&mut self, tokens: N) -> MonthlyBill<N> {
        self.month = self.month.wrapping_add(1);
        let bill = self.progress.month(tokens);
        if self.course.looks_back {
            self.past.set(self.month, self.progress.units());
        }
        bill
    }

    /// The first month to come in which steps cost more than what each costs as it is bought.
    #[inline(always)]
    fn busy_in(&self) -> usize {
        match self.payments {
            _ if !self.course.worth.is_empty() => 0,
            [next, ..] => next.at.month(),
            [] => usize::MAX,
        }
    }

    /// The cash of purchases and sales as this month begins, or what stands for it; nothing where there are no steps.
    #[inline(always)]
    fn begun<const BUSY: bool>(&mut self) -> Option<N> {
        let bought = self.progress.bought()?;
        let mut sum = bought * self.each;
        if BUSY {
            sum = self.with_due(Moment::beginning(self.month), sum);
            for Worth { amount, times } in &self.course.worth {
                // Each month has one; what is not there would be poison.
                let none = N::lit(0).over(N::lit(0));
                let times = times.get(self.month.wrapping_sub(1)).map_or(none, |one| self.read.read(one));
                sum = sum + bought * self.read.read(amount) * times;
            }
        }
        Some(sum)
    }

    /// A sum with what is paid for steps up to a moment of this month.
    #[inline(always)]
    fn with_due(&mut self, now: Moment, mut sum: N) -> N {
        while let [Payment { at, steps, amount }, rest @ ..] = self.payments
            && *at <= now
        {
            let steps = match *steps {
                Bought::Now => self.progress.bought().unwrap_or(N::lit(0)),
                Bought::All => self.progress.units(),
                Bought::Between { from: 1, to } => self.past.at(to),
                Bought::Between { from, to } => self.past.at(to) - self.past.at(from.wrapping_sub(1)),
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
    to: Course<N>,
    from: Course<N>,
    /// In tokens, of the first month, and what each month has for one of the month before.
    volume: N,
    growth: N,
    /// The rate of interest of a month, and today's worth of 1 at the end of the study.
    interest: N,
    end_factor: N,
    /// Whether the worth is summed by parts.
    by_parts: bool,
    months: u32,
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

impl<N: Ordered> Switch<N> {
    /// By the volume and the interest of some inputs, which those of both alternatives are.
    pub(crate) fn of(to: Course<N>, from: Course<N>, inputs: &Inputs<N>, months: u32) -> Self {
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0).rate();
        Self {
            to,
            from,
            volume: inputs.workload.tokens_per_month.0,
            growth: N::lit(1) + inputs.workload.growth.0,
            interest,
            by_parts: interest.order(N::lit(0)).is_some_and(Ordering::is_ge),
            // By powers of the rate and not by its force: so what the rate lost to rounding is lost both ways.
            end_factor: Interest::of(interest).discount(N::lit(months)),
            months,
        }
    }
}

impl<T: Copy> Switch<T> {
    pub(crate) fn map<M>(&self, mut f: impl FnMut(T) -> M) -> Switch<M> {
        Switch {
            to: self.to.map(&mut f),
            from: self.from.map(&mut f),
            volume: f(self.volume),
            growth: f(self.growth),
            interest: f(self.interest),
            end_factor: f(self.end_factor),
            by_parts: self.by_parts,
            months: self.months,
        }
    }

    pub(crate) fn months(&self) -> u32 {
        self.months
    }

    /// Whether some cash of the one, and of the other, looks back at earlier months.
    pub(crate) fn looks_back(&self) -> [bool; 2] {
        [self.to.looks_back, self.from.looks_back]
    }

    /// Goes through the months.
    #[inline(always)]
    pub(crate) fn play<N: Number>(
        &self,
        read: impl Read<T, N>,
        [to_past, from_past]: [&mut impl Past<N>; 2],
        never: N,
    ) -> Switching<N> {
        let (to, from) = (&self.to, &self.from);
        let rates = |course: &Course<T>| course.monthly.map(|one| read.read(&one));
        let climb = |climb: &Climb<T>| climb.map(|one| read.read(&one));
        // One text for each kind of the two, so that neither asks every month what it is.
        macro_rules! follow {
            ($to:expr, $from:expr) => {
                self.follow(Walk::new(to, read, $to, to_past), Walk::new(from, read, $from, from_past), never)
            };
        }
        macro_rules! climbing {
            ($alone:literal, $course:expr, $climb:expr) => {
                Climbing::<N, $alone>::by(climb($climb), rates($course))
            };
        }
        macro_rules! priced {
            ($course:expr, $growth:expr) => {
                Priced::by(read.read($growth), rates($course))
            };
        }
        match (&to.needs, &from.needs) {
            (Needs::Steps(one), Needs::Steps(other)) if one.alone && other.alone => {
                follow!(climbing!(true, to, one), climbing!(true, from, other))
            }
            (Needs::Steps(one), Needs::Steps(other)) => {
                follow!(climbing!(false, to, one), climbing!(false, from, other))
            }
            (Needs::Steps(one), Needs::Tokens { price_growth }) if one.alone => {
                follow!(climbing!(true, to, one), priced!(from, price_growth))
            }
            (Needs::Steps(one), Needs::Tokens { price_growth }) => {
                follow!(climbing!(false, to, one), priced!(from, price_growth))
            }
            (Needs::Tokens { price_growth }, Needs::Steps(other)) if other.alone => {
                follow!(priced!(to, price_growth), climbing!(true, from, other))
            }
            (Needs::Tokens { price_growth }, Needs::Steps(other)) => {
                follow!(priced!(to, price_growth), climbing!(false, from, other))
            }
            (Needs::Tokens { price_growth: one }, Needs::Tokens { price_growth: other }) => {
                follow!(priced!(to, one), priced!(from, other))
            }
        }
    }

    #[allow(
        clippy::eq_op,
        reason = "x - x is 0 for a number and poison for what is none: it carries the poison on"
    )]
    // Without optimization each place to which it is inlined has room of its own for all of its values: seven of them
    // would be the whole stack of a thread.
    #[cfg_attr(debug_assertions, inline(never))]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn follow<N: Number, R: Read<T, N>, P: Past<N>>(
        &self,
        to: Walk<'_, T, N, R, impl Progress<N>, P>,
        from: Walk<'_, T, N, R, impl Progress<N>, P>,
        never: N,
    ) -> Switching<N> {
        let (none, one) = (N::lit(0), N::lit(1));
        let months = self.months as usize;
        let [interest, end_factor] = [&self.interest, &self.end_factor].map(|one| to.read.read(one));
        let paid = to.at_start() - from.at_start();
        let mut way = Way {
            volume: to.read.read(&self.volume),
            growth: to.read.read(&self.growth),
            fixed: to.fixed() - from.fixed(),
            compounding: one + interest,
            by_parts: self.by_parts,
            months: self.months,
            more: paid,
            worth: if self.by_parts { none } else { paid },
            margin: none,
            at_once: none,
            is_behind: one,
            behind: none,
            to,
            from,
        };
        let mut month = 1;
        while month <= months {
            way.month::<true>(month);
            month = month.wrapping_add(1);
            // The months in which nothing but bills and first purchases is paid have a loop of their own.
            let busy = way.to.busy_in().min(way.from.busy_in()).min(months.wrapping_add(1));
            while month < busy {
                way.month::<false>(month);
                month = month.wrapping_add(1);
            }
        }
        let Way { more, worth, at_once, behind, .. } = way;
        let worth = if self.by_parts { more + interest * worth } else { worth };
        let first = behind.choose(none, behind + one, at_once);
        let payback_month = (behind + one).choose(N::lit(self.months), never, first);
        Switching {
            npv: none - end_factor * worth,
            // A month that is poison is a sum that is.
            payback_month: payback_month + (more - more),
        }
    }
}

/// Two alternatives side by side on their way through the months: what the one costs over the other.
///
/// # Formula
/// ```text
/// V_t = V (1 + g)^(t - 1), rounded half to even      t = 1..=n
/// sum over the months of v^(t-1) B_t + v^t E_t = v^n W      q = 1 + i = 1 / v
/// W = ((B_1 q + E_1 + B_2) q + ... + B_n) q + E_n
///   = M + i (q^(n-1) M_1 + q^(n-2) M_2 + ... + M_n), by parts
/// ```
/// `B_t` is the cash as a month begins, `E_t` as it ends, `M_t` the sum of all up to the beginning of a month and `M` of all.
/// By parts it is an addition less a month, as the payback needs those sums. Where the rate may be below 0 they may be many
/// times what the end is worth, which would be lost in their rounding.
struct Way<'c, T, N, R, S, Q, P> {
    to: Walk<'c, T, N, R, S, P>,
    from: Walk<'c, T, N, R, Q, P>,
    /// Of the next month.
    volume: N,
    growth: N,
    /// What every month costs.
    fixed: N,
    /// What 1 is after a month.
    compounding: N,
    by_parts: bool,
    months: u32,
    /// The sum of the cash so far.
    more: N,
    /// What the cash so far is worth by now; by parts, what the sums of it are.
    worth: N,
    /// Sums no farther from each other are equal but for the rounding of floats: 2^-40 of what both pay as the study begins and
    /// of what the one that is left would pay if every month were as the first.
    margin: N,
    /// 1 where more is paid before the first month ends, else 0.
    at_once: N,
    /// 1 while more has been paid at the end of every month, and how many those are.
    is_behind: N,
    behind: N,
}

impl<T: Copy, N: Number, R: Read<T, N>, S: Progress<N>, Q: Progress<N>, P: Past<N>>
    Way<'_, T, N, R, S, Q, P>
{
    /// On to the end of the next month. In one that is not busy each step costs the same as it is bought, and that is all.
    #[inline(always)]
    fn month<const BUSY: bool>(&mut self, month: usize) {
        let none = N::lit(0);
        let tokens = self.volume.round();
        let (here, there) = (self.to.month(tokens), self.from.month(tokens));
        let (begun_here, begun_there) = (self.to.begun::<BUSY>(), self.from.begun::<BUSY>());
        self.more = sum_over(self.more, begun_here, begun_there);
        if BUSY && month == 1 {
            let bill = sum_over(self.from.fixed() + tokens * there.per_token, there.of_steps, None);
            let starts = sum_over(self.to.at_start() + self.from.at_start(), begun_here, None);
            let paid = sum_over(starts + bill * N::lit(self.months), begun_there, None);
            self.margin = paid.nth(1 << 20).nth(1 << 20);
            self.at_once = self.more.select(self.margin, N::lit(1), none);
        }
        let bills = self.fixed + tokens * (here.per_token - there.per_token);
        let mut ended = sum_over(bills, here.of_steps, there.of_steps);
        if BUSY {
            let end = Moment::end(month);
            ended = ended + (self.to.with_due(end, none) - self.from.with_due(end, none));
        }
        self.worth = if self.by_parts {
            self.worth * self.compounding + self.more
        } else {
            sum_over(self.worth, begun_here, begun_there) * self.compounding + ended
        };
        self.more = self.more + ended;
        self.is_behind = self.more.choose(self.margin, self.is_behind, none);
        self.behind = self.behind + self.is_behind;
        self.volume = self.volume * self.growth;
    }
}

/// A sum with what the one pays and without what the other does, as far as they pay something.
#[inline(always)]
fn sum_over<N: Number>(mut sum: N, here: Option<N>, there: Option<N>) -> N {
    if let Some(here) = here {
        sum = sum + here;
    }
    if let Some(there) = there {
        sum = sum - there;
    }
    sum
}
