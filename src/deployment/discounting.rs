//! Instants and interest: the part of a deployment's cost that no price enters.
//!
//! It is most of the arithmetic, and a sweep over prices needs it once.

use crate::finance::{Chain, Interest, Replacement};
use crate::number::Number;
use crate::parameter::{Acquisition, DeploymentInputs, Inputs};

/// What the hardware and the site of a deployment come to over a span, in units discounted to its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Discounting<N> {
    /// Months that hardware owned today still serves within the span; 0 where none is owned.
    pub(super) rest: N,
    /// The discount factor of their end.
    pub(super) end_of_rest: N,
    /// The new hardware that follows.
    pub(super) chain: Chain<N>,
    /// 1 a month of a support contract.
    pub(super) support: N,
    /// 1 a month over the span.
    pub(super) span: N,
    /// 1 a month over the life of a facility of one's own.
    pub(super) site_life: N,
}

impl<N: Number> Discounting<N> {
    /// Over the study, from its start.
    pub(crate) fn of_study(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> Self {
        let interest = Interest::monthly_of(inputs.finance.discount_rate.0);
        Self::of(deployment, interest, N::lit(0), inputs.finance.horizon.0)
    }

    /// Over a span that begins at an instant of the study.
    pub(super) fn of(deployment: &DeploymentInputs<N>, interest: Interest<N>, at: N, span: N) -> Self {
        let hardware = &deployment.hardware;
        let none = N::lit(0);
        let (life, included) = (hardware.life.0, hardware.support_included.0);
        let replaced = |span| Replacement { life, span, interest };
        let still = Self {
            rest: none,
            end_of_rest: none,
            chain: Chain::none(),
            support: none,
            span: interest.annuity(span),
            site_life: interest.annuity(deployment.site.life.0),
        };
        match deployment.choices.acquisition {
            Acquisition::Buy => {
                let replaced = replaced(span);
                Self { chain: replaced.chain(), support: replaced.payments_after(included), ..still }
            }
            Acquisition::OwnedAlready => {
                let rest = (life - hardware.owned_age.0 - at).at_least(none).at_most(span);
                let end_of_rest = interest.discount(rest);
                let still_included = (included - hardware.owned_age.0 - at).at_least(none);
                // One asset for the rest of its life, however long that is.
                let first = Replacement { life: span, span: rest, interest }.payments_after(still_included);
                let replaced = replaced(span - rest);
                let support = first + end_of_rest * replaced.payments_after(included);
                Self { rest, end_of_rest, chain: replaced.chain(), support, ..still }
            }
            Acquisition::Rent | Acquisition::Reserve => still,
        }
    }

    /// Its numbers, to ask what they depend on.
    pub(crate) fn parts(&self) -> [N; 9] {
        let Chain { purchases, sales_at_life, last_sale, last_age } = self.chain;
        [
            self.rest,
            self.end_of_rest,
            purchases,
            sales_at_life,
            last_sale,
            last_age,
            self.support,
            self.span,
            self.site_life,
        ]
    }
}
