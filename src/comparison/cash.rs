//! The study month by month over any carrier: the ledger's cash and its worth without its lines.

use super::piece::Piece;
use super::schedule::{Dates, Schedule};
use crate::cost::{Bend, Timing, total};
use crate::curve::Rates;
use crate::deployment::step_life_value;
use crate::finance::Interest;
use crate::number::{MEGA, Number};
use crate::parameter::Inputs;

/// What an alternative has cost so far.
pub(crate) struct Cash<'a, N> {
    inputs: &'a Inputs<N>,
    interest: Interest<N>,
    discount: N,
    monthly: Rates<N>,
    bends: Vec<Bend<N>>,
    schedule: Schedule<N>,
    /// Whole months of the study, and the month that comes next, from 1.
    months: u32,
    month: u32,
    /// The discount factor of the instant before that month.
    factor: N,
    /// Today's worth of all that was bought and paid so far, with what is bought to the end of the study.
    value: N,
    paid: Option<Paid<N>>,
}

/// The cash that has moved.
struct Paid<N> {
    dates: Dates,
    /// What begins with the month after an instant, and what ends with the month before it.
    begun: Vec<N>,
    ended: Vec<N>,
    /// With what was bought for month 1.
    outlay: N,
    /// By the end of the last month.
    sum: N,
}

impl<'a, N: Number> Cash<'a, N> {
    /// Before the first month. Without dates the worth alone is followed.
    pub(crate) fn of(inputs: &'a Inputs<N>, months: u32, dates: Option<Dates>) -> Self {
        Self::of_piece(Piece::plain(inputs), months, dates)
    }

    /// The same for a part of an alternative.
    pub(crate) fn of_piece(piece: Piece<'a, N>, months: u32, dates: Option<Dates>) -> Self {
        let none = N::lit(0);
        let Piece { inputs, lines, stairs, .. } = piece;
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        let monthly = total(lines.iter().filter(|line| line.timing == Timing::Monthly));
        let at_start = lines.iter().fold(none, |sum, line| sum + line.at_start);
        let instants = usize::try_from(months).unwrap_or(usize::MAX).saturating_add(1);
        let paid = dates.map(|dates| {
            let mut paid = Paid {
                dates,
                begun: vec![none; instants],
                ended: vec![none; instants],
                outlay: none,
                sum: none,
            };
            add(&mut paid.begun, 0, at_start);
            paid
        });
        Self {
            inputs,
            interest,
            discount: interest.factor(),
            monthly,
            bends: lines.into_iter().filter_map(|line| line.bend).collect(),
            schedule: Schedule::of(inputs, stairs),
            months,
            month: 1,
            factor: N::lit(1),
            value: at_start,
            paid,
        }
    }

    /// The next month, which serves so many tokens.
    pub(crate) fn month(&mut self, tokens: N) {
        let now = self.schedule.month(tokens);
        let before = self.month.saturating_sub(1);
        if let Some(own) = self.inputs.deployment().filter(|own| own.choices.acquisition.is_owned()) {
            let left = N::lit(self.months.saturating_sub(before));
            let step = step_life_value(own, self.interest, N::lit(before), left);
            self.value = self.value + self.factor * now.bought * step;
            if let Some(paid) = &mut self.paid {
                for flow in paid.dates.lifetime(self.month, self.months).flows(own, self.interest) {
                    let sums = if flow.month > flow.instant { &mut paid.begun } else { &mut paid.ended };
                    add(sums, flow.instant, flow.amount * now.bought);
                }
            }
        }
        let straight = now.price * self.monthly.amount(tokens.nth(MEGA), now.counts);
        let bill = self.bends.iter().fold(straight, |sum, bend| sum + bend.amount(tokens, now.price));
        self.factor = self.factor * self.discount;
        self.value = self.value + self.factor * bill;
        if let Some(paid) = &mut self.paid {
            add(&mut paid.ended, self.month, bill);
            paid.sum = paid.sum + at(&paid.begun, before);
            if self.month == 1 {
                paid.outlay = paid.sum;
            }
            paid.sum = paid.sum + at(&paid.ended, self.month);
        }
        self.month = self.month.saturating_add(1);
    }

    /// Today's worth of the months so far, and of what was bought to the end of the study.
    ///
    /// # Formula
    /// ```text
    /// sum over months t of v^(t-1) (steps bought) (value of a step) + v^t (1 + c)^(t-1) (cost of the month at
    /// today's prices)
    /// ```
    /// c is the monthly price change of an API, and 0 for a deployment. The same text as the ledger's, with every chain of
    /// purchases in closed form.
    pub(crate) fn present_value(&self) -> N {
        self.value
    }

    /// What was paid before month 1, its purchases included; nothing where no cash is followed.
    pub(crate) fn outlay(&self) -> N {
        self.paid.as_ref().map_or(N::lit(0), |paid| paid.outlay)
    }

    /// What has been paid by the end of the last month; what is bought then for the next is not in it.
    pub(crate) fn paid(&self) -> N {
        self.paid.as_ref().map_or(N::lit(0), |paid| paid.sum)
    }
}

fn add<N: Number>(sums: &mut [N], instant: u32, amount: N) {
    if let Some(sum) = usize::try_from(instant).ok().and_then(|at| sums.get_mut(at)) {
        *sum = *sum + amount;
    }
}

fn at<N: Number>(sums: &[N], instant: u32) -> N {
    usize::try_from(instant).ok().and_then(|at| sums.get(at)).copied().unwrap_or(N::lit(0))
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

impl<N: Number> Switching<N> {
    /// From one alternative to another, both before their first month, with a first volume that grows.
    ///
    /// # Formula
    /// ```text
    /// V_t = V (1 + g)^(t - 1), rounded half to even      t = 1..=months
    /// ```
    pub(crate) fn of(mut to: Cash<'_, N>, mut from: Cash<'_, N>, never: N) -> Self {
        let (none, one) = (N::lit(0), N::lit(1));
        let growth = one + to.inputs.workload.growth.0;
        let mut volume = to.inputs.workload.tokens_per_month.0;
        // 1 as long as more has been paid, and how many months that was so.
        let (mut waits, mut waited) = (one, none);
        // Sums that are equal but for the rounding of floats are equal: 2^-40 of what was paid.
        let rounding = one.nth(1 << 20).nth(1 << 20);
        for _ in 0..to.months {
            let tokens = volume.round();
            to.month(tokens);
            from.month(tokens);
            let nearly_nothing = from.paid() * rounding;
            waits = (to.paid() - from.paid()).select(nearly_nothing, waits, none);
            waited = waited + waits;
            volume = volume * growth;
        }
        let at_once = (to.outlay() - from.outlay()).select(from.outlay() * rounding, one, none);
        let month = waited.select(none, waited + one, at_once);
        Self {
            npv: from.present_value() - to.present_value(),
            payback_month: waits.select(none, never, month),
        }
    }
}

/// The largest volume of the study: that of the first month or of the last.
pub(crate) fn largest_volume<N: Number>(inputs: &Inputs<N>, months: u32) -> N {
    let growth = N::lit(1) + inputs.workload.growth.0;
    let first = inputs.workload.tokens_per_month.0;
    let last = (1..months).fold(first, |volume, _| volume * growth);
    first.at_least(last).round()
}
