//! What a step costs that is bought for a month and kept to the end of another, in today's worth.

use super::strand::{Months, at};
use crate::comparison::paths::hardware_prices;
use crate::comparison::schedule::Dates;
use crate::number::{Exact, Number};
use crate::parameter::{Acquisition, DeploymentInputs, Inputs, UnequalLives};
use std::collections::BTreeMap;

/// The steps of a part.
pub(super) struct Held<'a> {
    own: Option<&'a DeploymentInputs<Exact>>,
    dates: Dates,
    lead: u32,
    /// The price of hardware at each instant over that of today; nothing where it does not move.
    prices: Option<Vec<Exact>>,
    /// By the months that it is kept, of a step that is ordered at the beginning of the study: what goes with the price of
    /// hardware, and what does not. One that is ordered later costs the same at other prices, and is worth less today.
    kept: Vec<[Exact; 2]>,
    /// By both its months, where that does not hold.
    other: BTreeMap<(u32, u32), Exact>,
}

impl<'a> Held<'a> {
    pub(super) fn of(inputs: &'a Inputs<Exact>, dates: Dates, months: &Months<'_>) -> Self {
        Self {
            own: inputs.deployment().filter(|own| own.choices.acquisition.is_owned()),
            dates,
            lead: inputs.over_time.as_ref().map_or(0, |over_time| over_time.lead_months),
            prices: hardware_prices(inputs, months.count()),
            kept: Vec::new(),
            other: BTreeMap::new(),
        }
    }

    /// All that a step pays and brings that serves from a month to the end of another.
    pub(super) fn cost(&mut self, months: &Months<'_>, month: u32, end: u32) -> Exact {
        let Some(own) = self.own else { return Exact::lit(0) };
        let before = month.saturating_sub(1);
        let held = end.saturating_sub(before);
        // At the end of the study some are worth something else than on the market. What is owned already has an age.
        let is_for_sale = end < months.count() || own.choices.unequal_lives == UnequalLives::StudyPeriod;
        let is_ordered_in_time = before >= self.lead && self.lead.saturating_add(held) <= months.count();
        if own.choices.acquisition == Acquisition::Buy && is_for_sale && is_ordered_in_time {
            while self.kept.len() <= usize::try_from(held).unwrap_or(usize::MAX) {
                let held = u32::try_from(self.kept.len()).unwrap_or(u32::MAX);
                let kept = self.kept_for(own, months, held);
                self.kept.push(kept);
            }
            let kept = usize::try_from(held).ok().and_then(|held| self.kept.get(held));
            let ordered = before.saturating_sub(self.lead);
            let price = self.prices.as_ref().map_or(Exact::lit(1), |prices| at(prices, ordered));
            let [of_price, of_rest] = kept.copied().unwrap_or([Exact::lit(0); 2]);
            return months.factor(ordered) * (price * of_price + of_rest);
        }
        if let Some(known) = self.other.get(&(month, end)) {
            return *known;
        }
        let cost = self.flows(own, months, (month, end), self.prices.as_deref());
        self.other.insert((month, end), cost);
        cost
    }

    fn kept_for(&self, own: &DeploymentInputs<Exact>, months: &Months<'_>, held: u32) -> [Exact; 2] {
        let none = Exact::lit(0);
        let span = (self.lead.saturating_add(1), self.lead.saturating_add(held));
        let all = self.flows(own, months, span, self.prices.as_deref());
        if self.prices.is_none() {
            return [none, all];
        }
        let free = vec![none; months.discount.len()];
        let of_rest = self.flows(own, months, span, Some(&free));
        [all - of_rest, of_rest]
    }

    fn flows(
        &self,
        own: &DeploymentInputs<Exact>,
        months: &Months<'_>,
        (month, end): (u32, u32),
        prices: Option<&[Exact]>,
    ) -> Exact {
        let flows = self.dates.lifetime(month, end, months.count()).flows(own, months.interest, prices);
        flows.iter().fold(Exact::lit(0), |sum, flow| sum + flow.amount * months.factor(flow.instant))
    }
}
