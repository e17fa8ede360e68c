//! Hardware that is bought, owned already or rented; per step, each of them.

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

/// The monthly insurance of a step.
pub(super) fn insurance<N: Number>(deployment: &DeploymentInputs<N>) -> N {
    let hardware = &deployment.hardware;
    (hardware.price * hardware.servers_per_step).yearly_fraction_per_month(hardware.insurance).0
}

/// The monthly rent of an accelerator: every paid hour, whether it serves or not; or the price of a month. What is
/// reserved is paid all hours.
pub(super) fn rent_per_accelerator<N: Number>(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> N {
    let hardware = &deployment.hardware;
    let hours = match deployment.choices.acquisition {
        Acquisition::Rent => hardware.paid_hours,
        _ => inputs.workload.hours,
    };
    let list = hardware.rent * hours + hardware.rent_by_month;
    list.0 * (N::lit(1) - hardware.rent_discount.0)
}

/// What is paid on top of it.
pub(super) fn rent_overhead_per_accelerator<N: Number>(
    inputs: &Inputs<N>,
    deployment: &DeploymentInputs<N>,
) -> N {
    rent_per_accelerator(inputs, deployment) * deployment.hardware.rent_overhead.0
}
