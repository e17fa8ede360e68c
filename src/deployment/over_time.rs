//! What a step comes to where its price moves or it is ordered ahead: the closed form of its purchases.

use super::discounting::Discounting;
use super::hardware::resale;
use super::worth::StepWorth;
use crate::finance::{Interest, Replacement};
use crate::number::{Number, power};
use crate::parameter::{Acquisition, DeploymentInputs, Inputs, UnequalLives};

/// How the purchases of a study are dated and priced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Orders<N> {
    interest: Interest<N>,
    /// The price of hardware in a month over that of the month before.
    growth: N,
    /// Months from an order to the month that it is for, at most.
    lead: N,
}

impl<N: Number> Orders<N> {
    /// Nothing where hardware costs the same in every month and is there as soon as it is ordered, as that of repeated lives
    /// always is.
    pub(crate) fn of(inputs: &Inputs<N>, interest: Interest<N>) -> Option<Self> {
        let over_time = inputs.over_time.as_deref()?;
        let buys_for_the_study = inputs.deployment().is_some_and(|own| {
            own.choices.acquisition.is_owned() && own.choices.unequal_lives == UnequalLives::StudyPeriod
        });
        if !buys_for_the_study || (over_time.changes.is_none() && over_time.lead_months == 0) {
            return None;
        }
        let change = over_time.changes.as_ref().map_or(N::lit(0), |changes| changes.hardware.0);
        Some(Self { interest, growth: N::lit(1) + change, lead: N::lit(over_time.lead_months) })
    }

    /// As soon as they are needed, at the prices of today.
    pub(crate) fn at_once(interest: Interest<N>) -> Self {
        Self { interest, growth: N::lit(1), lead: N::lit(0) }
    }

    /// Today's worth, at an instant, of what a step costs that serves from then on for so many months: purchases, support
    /// and a facility of one's own, less resale.
    ///
    /// # Formula
    /// ```text
    /// orders at t - l, t + L - l, t + 2 L - l...    l: the lead, but no more than the time before t
    /// order at instant s: v^(s-t) (landed part of the price g^s + what does not follow it)
    /// sale and support of it: g^s times those of today's price
    /// ```
    /// g: growth of the price a month. Sums over the lives are those of a chain at the interest (1 + m) / g - 1.
    pub(crate) fn worth(&self, own: &DeploymentInputs<N>, step: &StepWorth<N>, at: N, span: N) -> N {
        let none = N::lit(0);
        let hardware = &own.hardware;
        let (life, included) = (hardware.life.0, hardware.support_included.0);
        let site_life = self.interest.annuity(own.site.life.0);
        let site = (step.site * self.interest.annuity(span)).over(site_life);
        match own.choices.acquisition {
            Acquisition::OwnedAlready => {
                let age = hardware.owned_age.0 + at;
                let rest = (life - age).at_least(none).at_most(span);
                let still_included = (included - age).at_least(none);
                let first = Replacement { life: span, span: rest, interest: self.interest };
                let serves = rest.select(none, N::lit(1), none);
                let sold = serves * self.interest.discount(rest) * step.price_net * resale(own, age + rest);
                let replaced = self.interest.discount(rest) * self.bought(own, step, at + rest, span - rest);
                let support = step.support * first.payments_after(still_included);
                site + serves * step.owned_value + support - sold + replaced
            }
            // The payments of a lease are agreed, and begin as its server does.
            leased if leased.is_leased() => Discounting::of(own, self.interest, at, span).value_of(step),
            _ => site + self.bought(own, step, at, span),
        }
    }

    /// The purchases of new steps.
    fn bought(&self, own: &DeploymentInputs<N>, step: &StepWorth<N>, at: N, span: N) -> N {
        let one = N::lit(1);
        let (life, included) = (own.hardware.life.0, own.hardware.support_included.0);
        let ahead = self.lead.at_most(at);
        let earlier = one.over(self.interest.discount(ahead));
        let first_price = power(self.growth, at - ahead);
        let plain = Replacement { life, span, interest: self.interest }.chain();
        let priced = Replacement { life, span, interest: self.interest.less_growth(self.growth) };
        let chain = priced.chain();
        let of_price = earlier * chain.purchases * (step.landed - step.fixed);
        let of_rest = earlier * plain.purchases * step.fixed;
        let at_life = chain.sales_at_life.over(power(self.growth, life)) * resale(own, life);
        let bought_last = power(self.growth, span - chain.last_age);
        let at_end = plain.last_sale * bought_last * resale(own, chain.last_age);
        let support = step.support * priced.payments_after_at(included, self.interest);
        first_price * (of_price - step.price_net * (at_life + at_end) + support) + of_rest
    }
}
