//! The months in which an alternative serves: all of the study, or a part of a plan.

use super::piece::curve;
use super::value::exact_inputs;
use crate::curve::CostCurve;
use crate::error::Error;
use crate::money::Currency;
use crate::number::{Exact, Number, Ordered};
use crate::parameter::{Inputs, PARTS};
use crate::scenario::ResolvedAlternative;
use crate::serving::LimitedBy;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The months in which an alternative serves, whole or in part.
#[derive(Clone, Debug)]
pub(super) struct Stage<N> {
    /// The months before the first in which it serves.
    pub(super) from: u32,
    /// The last month in which it serves.
    pub(super) to: u32,
    /// The instant at which it is built.
    pub(super) built: u32,
    /// Shares of the volume of its first months.
    rising: Vec<N>,
    /// Shares of the volume of its last months.
    falling: Vec<N>,
}

impl<N: Number> Stage<N> {
    /// All of the volume from one month to another.
    pub(super) fn between(from: u32, to: u32) -> Self {
        Self { from, to, built: from, rising: Vec::new(), falling: Vec::new() }
    }

    /// The same with less in its first months, and built so many months ahead.
    pub(super) fn rising(self, lead: u32, shares: &[N]) -> Self {
        Self { built: self.from.saturating_sub(lead), rising: shares.to_vec(), ..self }
    }

    /// The same with less in its last months: what the next one does not serve yet.
    pub(super) fn falling(self, shares: &[N]) -> Self {
        let left = shares.iter().map(|share| N::lit(1) - *share);
        Self { falling: left.collect(), ..self }
    }

    /// Whether anything is served in a month.
    pub(super) fn has(&self, month: u32) -> bool {
        self.from < month && month <= self.to
    }

    /// Whether nothing is served in any.
    pub(super) fn is_empty(&self) -> bool {
        self.from >= self.to
    }

    /// What is served of a volume in a month.
    pub(super) fn of(&self, month: u32, volume: N) -> N {
        let share = |shares: &[N], at: u32| shares.get(usize::try_from(at).unwrap_or(usize::MAX)).copied();
        let rising = share(&self.rising, month.saturating_sub(self.from).saturating_sub(1));
        // The last month is the last share.
        let last = u32::try_from(self.falling.len()).unwrap_or(u32::MAX);
        let falling = (month.saturating_add(last))
            .checked_sub(self.to.saturating_add(1))
            .and_then(|at| share(&self.falling, at));
        [rising, falling].into_iter().flatten().fold(volume, |volume, share| volume * share)
    }
}

/// How an alternative takes over: months from the decision until it serves, and the shares of its first months.
pub(super) fn taking_over<N: Number>(inputs: &Inputs<N>) -> (u32, Vec<N>) {
    match inputs.over_time.as_deref() {
        None => (0, Vec::new()),
        Some(over_time) => {
            let share = |parts: &u32| N::lit(*parts).nth(PARTS);
            (over_time.lead_months, over_time.ramp.iter().map(share).collect())
        }
    }
}

/// The stages of an alternative over a study: its own, after that of what serves until it does.
pub(super) fn stages<N: Number>(inputs: &Inputs<N>, months: u32) -> Vec<(&Inputs<N>, Stage<N>)> {
    let Some(before) = inputs.moved_from() else { return vec![(inputs, Stage::between(0, months))] };
    let (lead, mut shares) = taking_over(inputs);
    // What is left serves to the end of the study at most: what it owns is sold then.
    shares.truncate(usize::try_from(months.saturating_sub(lead)).unwrap_or(usize::MAX));
    let until = lead.saturating_add(u32::try_from(shares.len()).unwrap_or(u32::MAX));
    let leaving = Stage::between(0, until).falling(&shares);
    vec![(before, leaving), (inputs, Stage::between(lead, months).rising(lead, &shares))]
}

/// What serves until an alternative does has to carry the volume until then; where it cannot, neither can the alternative.
pub(super) fn settle(one: &mut ResolvedAlternative, volumes: &[u64]) -> Result<(), Error> {
    let (None, Some(before)) = (&one.limit, one.inputs.moved_from()) else { return Ok(()) };
    let exact = exact_inputs(&one.inputs);
    let months = u32::try_from(volumes.len()).unwrap_or(u32::MAX);
    let Some((_, stage)) = stages(&exact, months).into_iter().next() else { return Ok(()) };
    let most = one.inputs.over_time.as_ref().and_then(|over_time| over_time.most_before);
    let curve = CostCurve::of(Currency::USD, curve(&exact_inputs(before), most.map(Exact::lit)));
    let Some(capacity) = curve.capacity()? else { return Ok(()) };
    for (tokens, month) in volumes.iter().zip(1..=stage.to) {
        let served = stage.of(month, Exact::new(Decimal::from(*tokens)));
        if served.order(Exact::new(Decimal::from(capacity))) == Some(Ordering::Greater) {
            let reason = format!(
                "until it serves, the baseline does, which cannot serve month {month}: at most {capacity} tokens a month"
            );
            one.limit = Some((LimitedBy::Capacity, reason));
            return Ok(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stage_rises_and_falls_by_the_shares_of_its_first_and_last_months() {
        // months 3 to 8 of 100 each: a quarter and a half first; the next one takes 0.25 and then 0.75
        let stage = Stage::between(2, 8).rising(3, &[0.25, 0.5]).falling(&[0.25, 0.75]);
        let served: Vec<f64> = (3..=8).map(|month| stage.of(month, 100.0)).collect();
        assert_eq!(served, [25.0, 50.0, 100.0, 100.0, 75.0, 25.0]);
        assert_eq!((2..=9).filter(|month| stage.has(*month)).count(), 6);
        // Three months ahead is before the study.
        assert_eq!(stage.built, 0);
    }
}
