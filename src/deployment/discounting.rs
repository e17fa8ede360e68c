//! Instants and interest: the part of a deployment's cost that no price enters.
//!
//! It is most of the arithmetic, and a sweep over prices needs it once.

use super::hardware::resale;
use super::worth::StepWorth;
use crate::finance::{Chain, Interest, Recovery, Replacement};
use crate::number::Number;
use crate::parameter::{Acquisition, DeploymentInputs, Inputs, PaymentsIn, UnequalLives};

/// How often each amount of a step is paid over a span, discounted to its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Discounting<N> {
    /// 1 where the step is already owned: its value today is given up.
    pub(crate) owned: N,
    /// Purchases: one at 0, L, 2L... before the end, or from the end of what is owned already. Of repeated lives, the one
    /// of a life.
    pub(crate) purchases: N,
    /// Sales, each with the fraction of the price that its age brings. Of repeated lives, the one of a life.
    pub(crate) sold: N,
    /// How many lives the span is worth, where they repeat; 1 where purchases and sales are those of the span.
    pub(crate) lives: N,
    /// Months of the support contract.
    pub(crate) support: N,
    /// How many lives of a facility of one's own the span is worth.
    pub(crate) site: N,
    /// Payments of leases, and ends of leases.
    pub(crate) lease_payments: N,
    pub(crate) lease_ends: N,
    /// The time in which capital is recovered: the span, or a life where they repeat.
    pub(crate) recovery: Recovery<N>,
    /// 1 a month over the span.
    pub(crate) span: N,
    /// 1 a month over the life of a facility of one's own.
    pub(crate) site_life: N,
}

impl<N: Number> Discounting<N> {
    /// Over the study, from its start.
    pub(crate) fn of_study(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> Self {
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        Self::of(deployment, interest, N::lit(0), inputs.finance.horizon.0)
    }

    /// Over a span that begins at an instant of the study.
    pub(crate) fn of(deployment: &DeploymentInputs<N>, interest: Interest<N>, at: N, span: N) -> Self {
        let hardware = &deployment.hardware;
        let none = N::lit(0);
        let (life, included) = (hardware.life.0, hardware.support_included.0);
        let replaced = |span| Replacement { life, span, interest };
        let in_advance = deployment.choices.payments_in == PaymentsIn::Advance;
        let annuity = interest.annuity(span);
        let site_life = interest.annuity(deployment.site.life.0);
        let rented = Self {
            owned: none,
            purchases: none,
            sold: none,
            lives: N::lit(1),
            support: none,
            site: annuity.over(site_life),
            lease_payments: none,
            lease_ends: none,
            recovery: interest.recovery(span),
            span: annuity,
            site_life,
        };
        match deployment.choices.acquisition {
            Acquisition::Buy => {
                let replaced = replaced(span);
                let bought = Self { support: replaced.payments_after(included), ..rented };
                match deployment.choices.unequal_lives {
                    UnequalLives::StudyPeriod => {
                        let chain = replaced.chain();
                        Self { purchases: chain.purchases, sold: sold(deployment, &chain), ..bought }
                    }
                    UnequalLives::RepeatedLives => Self {
                        purchases: N::lit(1),
                        sold: interest.discount(life) * resale(deployment, life),
                        lives: interest.recovery(life).level_payment(annuity),
                        recovery: interest.recovery(life),
                        ..bought
                    },
                }
            }
            Acquisition::OwnedAlready => {
                let rest = (life - hardware.owned_age.0 - at).at_least(none).at_most(span);
                let end_of_rest = interest.discount(rest);
                // One that is past its life when it is first needed is kept by nobody: it could have been sold until then.
                let serves = rest.select(none, N::lit(1), none);
                let still_included = (included - hardware.owned_age.0 - at).at_least(none);
                // One asset for the rest of its life, however long that is.
                let first = Replacement { life: span, span: rest, interest }.payments_after(still_included);
                let replaced = replaced(span - rest);
                let chain = replaced.chain();
                let of_owned = resale(deployment, hardware.owned_age.0 + at + rest);
                Self {
                    owned: serves,
                    purchases: end_of_rest * chain.purchases,
                    sold: end_of_rest * (serves * of_owned + sold(deployment, &chain)),
                    support: first + end_of_rest * replaced.payments_after(included),
                    ..rented
                }
            }
            Acquisition::FinanceLease | Acquisition::OperatingLease => {
                let term = hardware.term.0;
                let kept =
                    if deployment.choices.acquisition == Acquisition::FinanceLease { life } else { term };
                let replaced = Replacement { life: kept, span, interest };
                let chain = replaced.chain();
                Self {
                    purchases: chain.purchases,
                    sold: sold(deployment, &chain),
                    support: replaced.payments_after(included),
                    lease_payments: replaced.payments_within(term, in_advance),
                    lease_ends: replaced.term_ends(term),
                    ..rented
                }
            }
            Acquisition::Rent | Acquisition::Reserve => rented,
        }
    }

    /// What buying, replacing and selling a step comes to over the time in which it is recovered: purchases less resale.
    ///
    /// # Formula
    /// ```text
    /// sum over k L < H of landed v^(k L)  -  price (1 - selling) (sum over the sales at L, 2L... of f(L) v^t + f(age at H) v^H)
    /// ```
    /// For hardware that is already owned, today's net resale value takes the place of the first purchase; replacements
    /// begin when its life ends. Where lives repeat, it is that of one life: `landed - price (1 - selling) f(L) v^L`.
    fn capital(&self, step: &StepWorth<N>) -> N {
        step.owned_value * self.owned + step.landed * self.purchases - step.price_net * self.sold
    }

    /// The same a month.
    pub(crate) fn capital_charge(&self, step: &StepWorth<N>) -> N {
        self.recovery.level_payment(self.capital(step))
    }

    /// The support contract a month, over the span: it is paid for after the months that come with the price.
    pub(crate) fn support_charge(&self, step: &StepWorth<N>) -> N {
        (step.support * self.support).over(self.span)
    }

    /// The payments of leases a month, over the span.
    pub(crate) fn lease_charge(&self, step: &StepWorth<N>) -> N {
        (step.lease_payment * self.lease_payments).over(self.span)
    }

    /// The same of what is paid at the end of leases.
    pub(crate) fn lease_end_charge(&self, step: &StepWorth<N>) -> N {
        (step.lease_end * self.lease_ends).over(self.span)
    }

    /// The monthly charge of a facility of one's own: its capital recovered over its own life.
    ///
    /// At the end of the study the facility is worth the charges that it still owes, so the charge is the same in every
    /// month, whatever the study period.
    pub(crate) fn site_charge(&self, step: &StepWorth<N>) -> N {
        step.site.over(self.site_life)
    }

    /// What a step costs over the span, at its start: capital, support and a facility of one's own.
    pub(crate) fn value_of(&self, step: &StepWorth<N>) -> N {
        let amounts = step.amounts().into_iter().zip(self.times());
        amounts.fold(N::lit(0), |sum, (amount, times)| sum + amount * times)
    }

    /// How often each of [`StepWorth::amounts`] is paid over the span.
    pub(crate) fn times(&self) -> [N; 7] {
        let sold = N::lit(0) - self.sold;
        let [purchases, sold, owned] = [self.purchases, sold, self.owned].map(|times| times * self.lives);
        [purchases, sold, owned, self.support, self.site, self.lease_payments, self.lease_ends]
    }
}

/// The sales of a chain, each times the fraction of the price that it brings.
fn sold<N: Number>(deployment: &DeploymentInputs<N>, chain: &Chain<N>) -> N {
    chain.sales_at_life * resale(deployment, deployment.hardware.life.0)
        + chain.last_sale * resale(deployment, chain.last_age)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use rust_decimal::Decimal;

    #[test]
    fn value_of_a_step_is_each_amount_as_often_as_it_is_paid() {
        let lit = Exact::lit;
        let tenths = |n: i64| Exact::new(Decimal::new(n, 1));
        let step = StepWorth {
            landed: lit(1100),
            fixed: lit(100),
            price_net: lit(900),
            owned_value: lit(70),
            support: lit(5),
            site: lit(60),
            lease_payment: lit(20),
            lease_end: lit(30),
        };
        let over = Discounting {
            owned: lit(1),
            purchases: tenths(15),
            sold: tenths(3),
            lives: lit(1),
            support: lit(8),
            site: lit(10).over(lit(40)),
            lease_payments: lit(6),
            lease_ends: lit(2),
            recovery: Recovery::of(lit(10)),
            span: lit(10),
            site_life: lit(40),
        };
        // 70 + 1.5 x 1,100 - 0.3 x 900 = 1,450; support 8 x 5 = 40; 10 of the 40 months of the facility, 15; leases
        // 6 x 20 + 2 x 30 = 180
        assert_eq!(over.capital(&step), lit(1450));
        assert_eq!(over.value_of(&step), lit(1685));
        assert_eq!((over.lease_charge(&step), over.lease_end_charge(&step)), (lit(12), lit(6)));
        // the same a month: 145, 4 and 1.5
        let charges = [over.capital_charge(&step), over.support_charge(&step), over.site_charge(&step)];
        assert_eq!(charges, [lit(145), lit(4), tenths(15)]);
        // of a life of 25 months: 1,450 / 25 = 58 a month, and 10 of them beside the 235 of the others
        let repeated = Discounting { lives: tenths(4), recovery: Recovery::of(lit(25)), ..over };
        assert_eq!((repeated.capital_charge(&step), repeated.value_of(&step)), (lit(58), lit(815)));
    }
}
