//! Hardware that is bought, owned already or rented; per step, each of them.

use crate::finance::{Replacement, compound};
use crate::number::Number;
use crate::parameter::{Acquisition, DeploymentInputs, Inputs, ResalePoint};

/// The fraction of the price that a used server of an age sells for: one number at any age, or linear between the
/// points of a curve and flat outside them.
pub(super) fn resale<N: Number>(deployment: &DeploymentInputs<N>, age: N) -> N {
    let Some(first) = deployment.resale.first() else { return deployment.hardware.resale.0 };
    let between = |pair: &[ResalePoint<N>], value: N| match pair {
        [from, to] => {
            let slope = (to.fraction.0 - from.fraction.0).over(to.age.0 - from.age.0);
            age.select(from.age.0, from.fraction.0 + (age - from.age.0) * slope, value)
        }
        _ => value,
    };
    let rising = deployment.resale.windows(2).fold(first.fraction.0, |value, pair| between(pair, value));
    let last = deployment.resale.last().unwrap_or(first);
    age.select(last.age.0, last.fraction.0, rising)
}

/// What a step brings when it is sold, and what it costs to buy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sale<N> {
    /// Price, tax, freight, installation and network.
    pub(crate) landed: N,
    /// Price alone, of which resale, support and insurance are fractions.
    pub(crate) price: N,
    /// What is left of a resale after the cost of selling.
    pub(crate) net: N,
    /// Today's net value of a step that is already owned.
    pub(crate) owned_value: N,
}

impl<N: Number> Sale<N> {
    pub(crate) fn of(deployment: &DeploymentInputs<N>) -> Self {
        let hardware = &deployment.hardware;
        let servers = hardware.servers_per_step.0;
        let landed = hardware.price.0 * (N::lit(1) + hardware.tax_and_freight.0)
            + hardware.install.0
            + hardware.network.0;
        Self {
            landed: landed * servers,
            price: hardware.price.0 * servers,
            net: N::lit(1) - hardware.selling_cost.0,
            owned_value: hardware.owned_value.0 * servers,
        }
    }
}

/// The worth at an instant of the study of buying, replacing and selling a step over the span that follows: purchases
/// less resale.
///
/// # Formula
/// ```text
/// sum over k L < H of landed v^(k L)  -  price (1 - selling) (sum over the sales at L, 2L... of f(L) v^t + f(age at H) v^H)
/// ```
/// For hardware that is already owned, today's net resale value takes the place of the first purchase; replacements
/// begin when its life ends.
pub(super) fn capital<N: Number>(deployment: &DeploymentInputs<N>, rate: N, at: N, span: N) -> N {
    let sale = Sale::of(deployment);
    match deployment.choices.acquisition {
        Acquisition::Buy => new_chain(deployment, &sale, rate, span),
        Acquisition::OwnedAlready => {
            let (rest, discount) = rest_of_life(deployment, rate, at, span);
            let age = deployment.hardware.owned_age.0 + at + rest;
            let sold = sale.price * sale.net * resale(deployment, age) * discount;
            sale.owned_value - sold + discount * new_chain(deployment, &sale, rate, span - rest)
        }
        Acquisition::Rent | Acquisition::Reserve => N::lit(0),
    }
}

fn new_chain<N: Number>(deployment: &DeploymentInputs<N>, sale: &Sale<N>, rate: N, span: N) -> N {
    let life = deployment.hardware.life.0;
    let chain = Replacement { life, span, rate }.chain();
    let sold =
        chain.sales_at_life * resale(deployment, life) + chain.last_sale * resale(deployment, chain.last_age);
    sale.landed * chain.purchases - sale.price * sale.net * sold
}

/// The months that hardware owned today still serves within a span, and the discount factor of their end.
fn rest_of_life<N: Number>(deployment: &DeploymentInputs<N>, rate: N, at: N, span: N) -> (N, N) {
    let hardware = &deployment.hardware;
    let rest = (hardware.life.0 - hardware.owned_age.0 - at).at_least(N::lit(0)).at_most(span);
    (rest, N::lit(1).over(compound(rate, rest)))
}

/// Today's worth of the support contract over a span: a fraction of the price a year, after the months included.
pub(super) fn support<N: Number>(deployment: &DeploymentInputs<N>, rate: N, at: N, span: N) -> N {
    let hardware = &deployment.hardware;
    let price = hardware.price * hardware.servers_per_step;
    let monthly = price.yearly_fraction_per_month(hardware.support).0;
    let life = hardware.life.0;
    let payments = |span, free| Replacement { life, span, rate }.payments_after(free);
    let included = hardware.support_included.0;
    match deployment.choices.acquisition {
        Acquisition::Buy => monthly * payments(span, included),
        Acquisition::OwnedAlready => {
            let (rest, discount) = rest_of_life(deployment, rate, at, span);
            let still_included = (included - hardware.owned_age.0 - at).at_least(N::lit(0));
            // One asset for the rest of its life, however long that is.
            let first = Replacement { life: span, span: rest, rate }.payments_after(still_included);
            monthly * (first + discount * payments(span - rest, included))
        }
        Acquisition::Rent | Acquisition::Reserve => N::lit(0),
    }
}

/// The monthly insurance of a step.
pub(super) fn insurance<N: Number>(deployment: &DeploymentInputs<N>) -> N {
    let hardware = &deployment.hardware;
    (hardware.price * hardware.servers_per_step).yearly_fraction_per_month(hardware.insurance).0
}

/// The monthly rent of an accelerator: all hours are paid, whether they serve or not.
pub(super) fn rent_per_accelerator<N: Number>(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> N {
    (deployment.hardware.rent * inputs.workload.hours).0
}
