//! What a step is worth, whenever it is bought: the part of its cost that no interest and no date enters.

use super::facility::own_capex;
use crate::number::Number;
use crate::parameter::{Acquisition, DeploymentInputs};

/// The amounts of a step, in USD. [`super::Discounting`] says how often each of them is paid, in units of today.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepWorth<N> {
    /// Price, tax, freight, installation and network; of a leased step without the price.
    pub(crate) landed: N,
    /// The part of it that does not go with the price: installation and network.
    pub(crate) fixed: N,
    /// Price less the cost of selling: what the fractions of a resale are of.
    pub(crate) price_net: N,
    /// Today's net value of a step that is already owned.
    pub(crate) owned_value: N,
    /// A month of the support contract.
    pub(crate) support: N,
    /// Building the facility that it stands in.
    pub(crate) site: N,
    /// A payment of its lease.
    pub(crate) lease_payment: N,
    /// What is paid at the end of its lease, to keep it or to give it back.
    pub(crate) lease_end: N,
}

impl<N: Number> StepWorth<N> {
    pub(crate) fn of(deployment: &DeploymentInputs<N>) -> Self {
        let hardware = &deployment.hardware;
        let servers = hardware.servers_per_step;
        let price = hardware.price * servers;
        let fixed = hardware.install.0 + hardware.network.0;
        let acquisition = deployment.choices.acquisition;
        // The lessor buys a leased server, and takes one back that is leased for a term.
        let paid = if acquisition.is_leased() { N::lit(0) } else { N::lit(1) };
        let landed =
            hardware.price.0 * (paid + hardware.tax_and_freight.0) + hardware.install.0 + hardware.network.0;
        let is_given_back = acquisition == Acquisition::OperatingLease;
        let price_net = price.0 * (N::lit(1) - hardware.selling_cost.0);
        let lease_end = if is_given_back { hardware.end_fee.0 } else { hardware.purchase_option.0 };
        Self {
            landed: landed * servers.0,
            fixed: fixed * servers.0,
            price_net: if is_given_back { N::lit(0) } else { price_net },
            owned_value: hardware.owned_value.0 * servers.0,
            support: price.yearly_fraction_per_month(hardware.support).0,
            site: own_capex(deployment),
            lease_payment: hardware.lease_payment.0 * servers.0,
            lease_end: lease_end * servers.0,
        }
    }

    /// The amounts of a step that is bought at another price, over that of today.
    pub(crate) fn at(&self, price: N) -> Self {
        Self {
            landed: (self.landed - self.fixed) * price + self.fixed,
            price_net: self.price_net * price,
            support: self.support * price,
            ..*self
        }
    }

    /// The amounts, in the order of [`super::Discounting::times`].
    pub(crate) fn amounts(&self) -> [N; 7] {
        let Self { landed, price_net, owned_value, support, site, lease_payment, lease_end, .. } = *self;
        [landed, price_net, owned_value, support, site, lease_payment, lease_end]
    }
}
