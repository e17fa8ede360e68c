//! What has been paid by each instant of the study, over any carrier: the ledger's cash without its lines.

use super::monthly::lines_and_stairs;
use super::schedule::{Dates, Schedule};
use crate::cost::Timing;
use crate::curve::Rates;
use crate::finance::Interest;
use crate::number::{MEGA, Number};
use crate::parameter::Inputs;

/// What has been paid by an instant, without and with what is bought for the month that begins then. At instant 0 both
/// are with it: the outlay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paid<N> {
    pub(crate) before_purchases: N,
    pub(crate) after_purchases: N,
}

/// What has been paid by each instant from 0 on.
pub(crate) fn positions<N: Number>(inputs: &Inputs<N>, dates: Dates, volumes: &[N]) -> Vec<Paid<N>> {
    let none = N::lit(0);
    let (lines, stairs) = lines_and_stairs(inputs);
    let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
    let horizon = u32::try_from(volumes.len()).unwrap_or(u32::MAX);
    let monthly = lines.iter().filter(|line| line.timing == Timing::Monthly);
    let monthly = monthly.fold(Rates::zero(), |sum, line| sum + line.rates);
    let mut ended = vec![none; volumes.len().saturating_add(1)];
    let mut begun = ended.clone();
    let add = |sums: &mut [N], instant: u32, amount: N| {
        if let Some(sum) = usize::try_from(instant).ok().and_then(|at| sums.get_mut(at)) {
            *sum = *sum + amount;
        }
    };
    add(&mut begun, 0, lines.iter().fold(none, |sum, line| sum + line.at_start));
    let mut schedule = Schedule::of(inputs, stairs);
    for (tokens, month) in volumes.iter().zip(1_u32..) {
        let now = schedule.month(*tokens);
        if let Some(own) = inputs.deployment().filter(|own| own.choices.acquisition.is_owned()) {
            for flow in dates.lifetime(month, horizon).flows(own, interest) {
                let sums = if flow.month > flow.instant { &mut begun } else { &mut ended };
                add(sums, flow.instant, flow.amount * now.bought);
            }
        }
        add(&mut ended, month, monthly.amount(tokens.nth(MEGA), now.counts) * now.price);
    }
    let mut paid = none;
    let mut positions = Vec::with_capacity(ended.len());
    for (ended, begun) in ended.into_iter().zip(begun) {
        paid = paid + ended;
        let after_purchases = paid + begun;
        let before_purchases = if positions.is_empty() { after_purchases } else { paid };
        positions.push(Paid { before_purchases, after_purchases });
        paid = after_purchases;
    }
    positions
}

/// The first month at whose end no more has been paid than by the other; 0 where that was so before the first month too;
/// `never` where it is not so within the study.
pub(crate) fn payback_month<N: Number>(of: &[Paid<N>], against: &[Paid<N>], never: N) -> N {
    let none = N::lit(0);
    let starts_behind = |one: &Paid<N>, other: &Paid<N>| one.after_purchases - other.after_purchases;
    let at_once = match (of.first(), against.first()) {
        (Some(one), Some(other)) => starts_behind(one, other).select(none, N::lit(1), none),
        _ => never,
    };
    let months = of.iter().zip(against).enumerate().skip(1);
    // From the last month back, so that the first that holds is the one that stays.
    months.rev().fold(never, |later, (month, (one, other))| {
        let here = if month == 1 { at_once } else { N::lit(u32::try_from(month).unwrap_or(u32::MAX)) };
        (one.before_purchases - other.before_purchases).select(none, later, here)
    })
}

/// The volume of each month, in whole tokens.
///
/// # Formula
/// ```text
/// V_t = V (1 + g)^(t - 1), rounded half to even      t = 1..=months
/// ```
pub(crate) fn volumes<N: Number>(inputs: &Inputs<N>, months: u32) -> Vec<N> {
    let factor = N::lit(1) + inputs.workload.growth.0;
    let mut volume = inputs.workload.tokens_per_month.0;
    let mut all = Vec::new();
    for _ in 0..months {
        all.push(volume.round());
        volume = volume * factor;
    }
    all
}
