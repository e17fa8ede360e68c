//! From hardware, a facility and people to lines of cost and a staircase.

mod discounting;
mod facility;
mod hardware;
mod held;
mod lifetime;
mod over_time;
mod people;
mod worth;

pub(crate) use discounting::Discounting;
pub(crate) use held::{Held, HeldKind};
pub(crate) use lifetime::{Lifetime, OWN_FACILITY, StepFlow};
pub(crate) use over_time::Orders;
pub(crate) use worth::StepWorth;

use crate::cost::{Bend, Follows, Line};
use crate::curve::{Rates, Stairs};
use crate::finance::Category;
use crate::number::{Number, mega};
use crate::parameter::{Acquisition, DeploymentInputs, EnergyMode, Inputs, Scaling};
use crate::serving::{HOURS_OF_DAY, Load, hourly_stairs, load};

/// Lines of a deployment's bill.
pub(crate) const LINES: usize = 22;

/// What the lines have in common.
struct Context<'a, N> {
    inputs: &'a Inputs<N>,
    deployment: &'a DeploymentInputs<N>,
    load: Load<N>,
}

/// The lines of a deployment.
pub(crate) fn lines<N: Number>(
    inputs: &Inputs<N>,
    deployment: &DeploymentInputs<N>,
    discounting: &Discounting<N>,
) -> [Line<N>; LINES] {
    let context = Context { inputs, deployment, load: load(inputs, deployment) };
    let (people, extras) = (&deployment.people, &deployment.extras);
    let per_accelerator = |amount: N| Rates::per_step_and_spare(amount * deployment.hardware.accelerators.0);
    let adder = |label, amount: N| Line::monthly(Category::Adder, label, Rates::fixed(amount));
    let at_start = |category, label, amount| Line::at_start(category, label, amount, discounting.span);
    let step = StepWorth::of(deployment);
    [
        Line::with_each_step(Category::Capital, "hardware", discounting.capital_charge(&step)),
        Line::with_each_step(Category::Lease, "lease payments", discounting.lease_charge(&step)),
        Line::with_each_step(Category::Lease, "end of the lease", discounting.lease_end_charge(&step)),
        Line::with_each_step(Category::Support, "support contract", discounting.support_charge(&step)),
        Line::monthly(
            Category::Insurance,
            "insurance",
            Rates::per_step_and_spare(hardware::insurance(deployment)),
        ),
        context.rent("rented accelerators", hardware::rent_per_accelerator(inputs, deployment)),
        context.rent("on top of the rent", hardware::rent_overhead_per_accelerator(inputs, deployment)),
        Line::monthly(Category::Energy, "electricity", context.energy()).following(Follows::Electricity),
        Line::monthly(
            Category::Facility,
            "space and power capacity",
            Rates::per_step_and_spare(facility::monthly(deployment)),
        ),
        Line::with_each_step(Category::Facility, OWN_FACILITY, discounting.site_charge(&step)),
        Line::monthly(Category::People, "people to run it", people::run(people)).following(Follows::Salary),
        Line::monthly(Category::People, "on-call", Rates::fixed(people.on_call.0)).following(Follows::Salary),
        Line::monthly(Category::People, "standalone on-call rota", Rates::fixed(people::rota(people)))
            .following(Follows::Salary),
        at_start(Category::People, "people to build it", people::build(people)).following(Follows::Salary),
        Line::monthly(
            Category::Software,
            "software licences",
            per_accelerator(extras.software.per_month().0),
        ),
        at_start(Category::OneOff, "one-off costs", extras.one_off.0),
        context.refresh(),
        adder("storage", extras.storage.0),
        adder("egress", extras.egress.0),
        adder("observability", extras.observability.0),
        adder("guardrail model", extras.guardrail.0),
        adder("other running costs", extras.other.0),
    ]
}

/// The staircase of a deployment.
pub(crate) fn stairs<N: Number>(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> Stairs<N> {
    let load = load(inputs, deployment);
    let serving = &deployment.serving;
    Stairs {
        need: load.need,
        supply: load.supply,
        minimum: serving.minimum_steps.0,
        spares: serving.spares.0,
        steps_per_spare: serving.steps_per_spare.0,
        servers_per_step: deployment.hardware.servers_per_step.0,
        servers_per_attendant: deployment.people.servers_per_fte.0,
    }
}

impl<N: Number> Context<'_, N> {
    /// What goes with the rented accelerators: of the steps for the peak, or of those that each hour of the day needs.
    fn rent(&self, label: &'static str, per_accelerator: N) -> Line<N> {
        let deployment = self.deployment;
        let rent = per_accelerator * deployment.hardware.accelerators.0;
        let line = |rates| Line::monthly(Category::Rent, label, rates).following(Follows::Hardware);
        match deployment.choices.scaling {
            Scaling::AlwaysOn => line(Rates::per_step_and_spare(rent)),
            Scaling::Hourly => {
                let stairs = hourly_stairs(self.inputs, &self.load, deployment.serving.minimum_steps.0);
                let hours = Bend::Hours { stairs, per_step: rent, hours: N::lit(HOURS_OF_DAY) };
                line(Rates { per_spare: rent, ..Rates::zero() }).bent(Some(hours))
            }
        }
    }

    /// The work that comes back.
    fn refresh(&self) -> Line<N> {
        let (category, label) = (Category::OneOff, "refresh");
        match &self.deployment.refresh {
            None => Line::nothing(category, label),
            Some(refresh) => {
                let again = (refresh.every, refresh.terms.amount.0);
                Line::every(category, label, again, &self.inputs.finance)
            }
        }
    }

    /// Metered energy. Rented accelerators have it in their rent, a site that is all in has a tariff of 0.
    fn energy(&self) -> Rates<N> {
        let deployment = self.deployment;
        if matches!(deployment.choices.acquisition, Acquisition::Rent | Acquisition::Reserve) {
            return Rates::zero();
        }
        let (hours, serving) = (self.inputs.workload.hours, self.inputs.workload.serving_hours);
        let hardware = &deployment.hardware;
        let cost = |energy| facility::metered(deployment, energy);
        let idle_all_hours = cost(hardware.idle_power * hours);
        match deployment.choices.energy {
            EnergyMode::WhileServing => Rates {
                per_step: cost(hardware.active_power * serving + hardware.idle_power * (hours - serving)),
                per_spare: idle_all_hours,
                ..Rates::zero()
            },
            EnergyMode::Proportional => {
                // A step that worked all hours would serve full_supply; a Mtok keeps it busy for this share of them.
                let busy = (self.load.average * mega()).over(self.load.full_supply);
                Rates {
                    per_mtok: cost((hardware.active_power - hardware.idle_power) * hours) * busy,
                    ..Rates::per_step_and_spare(idle_all_hours)
                }
            }
        }
    }
}
