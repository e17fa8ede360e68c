//! Hardware that is bought, owned already or rented; per step, each of them.

use super::discounting::Discounting;
use crate::finance::Chain;
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
pub(super) fn capital<N: Number>(deployment: &DeploymentInputs<N>, at: N, over: &Discounting<N>) -> N {
    let sale = Sale::of(deployment);
    let new = || new_chain(deployment, &sale, &over.chain);
    match deployment.choices.acquisition {
        Acquisition::Buy => new(),
        Acquisition::OwnedAlready => {
            let age = deployment.hardware.owned_age.0 + at + over.rest;
            let sold = sale.price * sale.net * resale(deployment, age) * over.end_of_rest;
            sale.owned_value - sold + over.end_of_rest * new()
        }
        Acquisition::Rent | Acquisition::Reserve => N::lit(0),
    }
}

fn new_chain<N: Number>(deployment: &DeploymentInputs<N>, sale: &Sale<N>, chain: &Chain<N>) -> N {
    let life = deployment.hardware.life.0;
    let sold =
        chain.sales_at_life * resale(deployment, life) + chain.last_sale * resale(deployment, chain.last_age);
    sale.landed * chain.purchases - sale.price * sale.net * sold
}

/// The worth of the support contract: a fraction of the price a year, after the months included.
pub(super) fn support<N: Number>(deployment: &DeploymentInputs<N>, over: &Discounting<N>) -> N {
    let hardware = &deployment.hardware;
    let price = hardware.price * hardware.servers_per_step;
    price.yearly_fraction_per_month(hardware.support).0 * over.support
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
