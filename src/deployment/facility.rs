//! Where the hardware stands: metered energy, contracted power, a facility of one's own.
//!
//! Per step, each of them. A rented step has none of it: the provider's price includes it.

use crate::number::Number;
use crate::parameter::DeploymentInputs;
use crate::quantity::{UsdPerKw, WattHours};

/// What metered energy of a server costs, per step.
pub(super) fn metered<N: Number>(deployment: &DeploymentInputs<N>, energy: WattHours<N>) -> N {
    let site = &deployment.site;
    (energy * site.pue * deployment.hardware.servers_per_step).at(site.electricity).0
}

/// The monthly charge for contracted power: colocation and demand.
pub(super) fn monthly<N: Number>(deployment: &DeploymentInputs<N>) -> N {
    let site = &deployment.site;
    per_step(deployment, site.per_kw + site.demand)
}

/// What building the facility for a step costs.
pub(super) fn own_capex<N: Number>(deployment: &DeploymentInputs<N>) -> N {
    per_step(deployment, deployment.site.capex)
}

fn per_step<N: Number>(deployment: &DeploymentInputs<N>, price: UsdPerKw<N>) -> N {
    let contracted = deployment.hardware.contracted_power * deployment.site.minimum_bill;
    (contracted * deployment.hardware.servers_per_step).at(price).0
}
