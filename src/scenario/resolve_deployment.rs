//! A deployment: model, server, steps, people and the rest, each number read once.

use super::facts::of_deployment;
use super::reader::{Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolve_acceptance::answers;
use super::resolve_choices::choices;
use super::resolve_fine_tuning::on_accelerators;
use super::resolve_hardware::{Acquired, hardware};
use super::resolve_memory::requirements;
use super::resolve_over_time::{Written as OverTime, changes, check_deployment, over_time, refresh};
use super::resolve_people::{extras, people};
use super::resolve_rate::rate;
use super::resolve_site::site;
use super::resolve_workload::with_profile;
use super::resolved::ResolvedAlternative;
use super::wire_deployment::Deployment;
use crate::catalog::{Dated, Model, Server, look_up};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{
    Acquisition, DeploymentInputs, Inputs, Instance, LoadBasis, Parameter, Role, Serving,
};
use crate::quantity::{Scalar, TokensPerSecond};
use crate::source::Figure;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

/// What the catalog knows of a deployment.
pub(super) struct Entries<'a> {
    pub(super) model: Option<&'a Model>,
    pub(super) server: Option<&'a Server>,
    /// Accelerators in a server, in a step and in a replica.
    pub(super) per_server: u32,
    pub(super) per_step: u32,
    pub(super) per_replica: u32,
    /// The accelerator's id, where it is the catalog's.
    pub(super) accelerator: Option<&'a str>,
    pub(super) memory_gibibytes: Decimal,
}

/// Reads a deployment.
pub(super) fn deployment(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    id: &str,
    written: &Deployment,
) -> Result<ResolvedAlternative, Error> {
    let path = FieldPath::new("deployment").join(id);
    let acquired = Acquired::of(&path, &written.hardware)?;
    let (facility, facility_path) = match (&written.facility, &shared.scenario.facility) {
        (Some(own), _) => (Some(own), path.join("facility")),
        (None, common) => (common.as_ref(), FieldPath::new("facility")),
    };
    let instance = Instance {
        alternative: path.as_str().to_owned(),
        hardware: acquired.acquisition().key(),
        facility: facility_path.as_str().to_owned(),
        site: facility.map_or("", |facility| facility.charge_key()),
        ..Instance::default()
    };
    if written.facility.is_some() && !acquired.acquisition().is_owned() {
        return Err(contradiction(
            path.join("facility"),
            "rented hardware has its energy and its facility in the rent".to_owned(),
            "leave the facility out, or it is paid twice",
        ));
    }
    let entries = entries(reader, &path, written)?;
    let classes = with_profile(reader, shared, &instance, written.tokens.as_ref())?;
    let answers = answers(reader, &instance, written.acceptance.as_ref(), written.tokens.as_ref())?;
    let mut left_out = Vec::new();
    let is_owned = acquired.acquisition().is_owned();
    let (hardware, resale) =
        hardware(reader, &instance, &acquired, written, &entries, &shared.workload, &mut left_out)?;
    let site = site(reader, &instance, facility.filter(|_| is_owned), is_owned, &mut left_out)?;
    let (rate_form, rates, measured) = rate(reader, &instance, written, &entries, &classes)?;
    let (serving, load_basis) = serving(reader, shared, &instance, written, rates)?;
    let people = people(reader, &instance, written.people.as_ref(), &mut left_out)?;
    let refresh = refresh(reader, &instance, written.refresh.as_ref())?;
    let extras = extras(reader, &instance, written)?;
    let training = on_accelerators(reader, shared, &instance, written.fine_tuning.as_ref(), entries.model)?;
    let salary = written.people.as_ref().and_then(|people| people.salary_change_fraction_per_month);
    let tariff = facility.filter(|_| is_owned).and_then(|one| one.electricity_change_fraction_per_month);
    let changes = changes(reader, &instance, acquired.price_change(), tariff, salary)?;
    let over_time = over_time(reader, shared, &instance, &OverTime::of_deployment(written), changes)?;
    let maximum_steps = maximum_steps(&path, written, &acquired, &serving)?;
    let requirements = requirements(reader, &path, written, &entries, measured)?;
    let (limit, fit) = requirements.check(&classes)?;
    let facts = of_deployment(reader, &path, written, entries.model)?;
    let choices = choices(&path, written, &acquired, rate_form, load_basis)?;
    check_deployment(&path, over_time.as_deref(), choices)?;
    let role = Role::Deployment(Box::new(DeploymentInputs {
        choices,
        serving,
        hardware,
        resale,
        site,
        people,
        refresh,
        extras,
        training,
    }));
    Ok(ResolvedAlternative {
        id: id.to_owned(),
        path,
        name: name(written, &entries, choices.acquisition),
        family: choices.acquisition.family(),
        model: entries.model.map(|model| model.id.clone()),
        made_of: Vec::new(),
        inputs: Inputs {
            workload: shared.workload,
            hours: shared.hours.clone(),
            classes,
            finance: shared.finance,
            answers,
            training: shared.training,
            over_time,
            role,
        },
        maximum_steps,
        requirements,
        escalation_requirements: None,
        limit,
        fit,
        facts,
        left_out,
    })
}

fn name(written: &Deployment, entries: &Entries<'_>, acquisition: Acquisition) -> String {
    let model = entries.model.map_or("own model", |model| model.name.as_str());
    let hardware = entries.accelerator.unwrap_or("own server");
    let verb = match acquisition {
        Acquisition::Buy => "bought",
        Acquisition::OwnedAlready => "owned already",
        Acquisition::FinanceLease => "leased to own",
        Acquisition::OperatingLease => "leased",
        Acquisition::Rent => "rented",
        Acquisition::Reserve => "reserved",
    };
    format!("{model} {} on {}x {hardware}, {verb}", written.precision, entries.per_step)
}

fn entries<'a>(
    reader: &mut Reader<'a>,
    path: &FieldPath,
    written: &Deployment,
) -> Result<Entries<'a>, Error> {
    let catalog = reader.catalog;
    let model = match &written.model.id {
        None => None,
        Some(id) => {
            let place = path.join("model");
            let model = look_up(&catalog.models, id, &place)?;
            reader.note(place, id.clone(), Some(model.source()?));
            Some(model)
        }
    };
    let server = match &written.server.id {
        None => None,
        Some(id) => {
            let place = path.join("server");
            let server = look_up(&catalog.servers, id, &place)?;
            reader.note(place, id.clone(), None);
            Some(server)
        }
    };
    let per_server =
        written.server.accelerators.or(server.map(|server| server.accelerators)).ok_or_else(|| {
            let instead =
                "write `server = \"8xh100-sxm\"`, or the number of accelerators in the server".to_owned();
            Error::at(path.join("server.accelerators"), ErrorKind::Missing { instead })
        })?;
    positive(path.join("server.accelerators"), per_server.into())?;
    let accelerator = match (&written.server.accelerator, server) {
        (Some(id), _) => Some(look_up(&catalog.accelerators, id, &path.join("server.accelerator"))?),
        (None, Some(server)) => {
            Some(look_up(&catalog.accelerators, &server.accelerator, &path.join("server"))?)
        }
        (None, None) => None,
    };
    let memory = written.server.accelerator_memory_gibibytes.map(Figure::value);
    let memory = memory.or(accelerator.map(|one| one.memory_gibibytes.value())).ok_or_else(|| {
        let instead = "write `accelerator = \"h100-sxm\"`, or its memory in GiB".to_owned();
        Error::at(path.join("server.accelerator_memory_gibibytes"), ErrorKind::Missing { instead })
    })?;
    positive(path.join("server.accelerator_memory_gibibytes"), memory)?;
    let (per_step, per_replica) = step(reader, path, written, per_server)?;
    let accelerator = accelerator.map(|one| one.id.as_str());
    Ok(Entries { model, server, per_server, per_step, per_replica, accelerator, memory_gibibytes: memory })
}

pub(super) fn positive(path: FieldPath, value: Decimal) -> Result<(), Error> {
    if value > ZERO {
        return Ok(());
    }
    Err(contradiction(path, format!("{value} is not above 0"), "write the figure of the data sheet"))
}

/// The accelerators of a step and of a replica.
fn step(
    reader: &mut Reader<'_>,
    path: &FieldPath,
    written: &Deployment,
    per_server: u32,
) -> Result<(u32, u32), Error> {
    let instance = Instance { alternative: path.as_str().to_owned(), ..Instance::default() };
    let accelerators = reader.read(
        Parameter::AcceleratorsPerStep,
        &instance,
        written.accelerators_per_step,
        None,
        Otherwise::Same(Decimal::from(per_server), path.join("server.accelerators")),
    )?;
    let replicas = reader.read(
        Parameter::ReplicasPerStep,
        &instance,
        written.replicas_per_step,
        None,
        Otherwise::Default(ONE, "one copy of the weights in a step"),
    )?;
    let (accelerators, replicas) =
        (accelerators.to_u32().unwrap_or(u32::MAX), replicas.to_u32().unwrap_or(1));
    match (accelerators.checked_rem(replicas), accelerators.checked_div(replicas)) {
        (Some(0), Some(per_replica)) => Ok((accelerators, per_replica)),
        _ => Err(contradiction(
            instance.path(Parameter::ReplicasPerStep),
            format!("{replicas} replicas do not divide the {accelerators} accelerators of a step"),
            "write a divisor of `accelerators_per_step`",
        )),
    }
}

fn serving(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: &Deployment,
    [prefill, decode, combined]: [Decimal; 3],
) -> Result<(Serving<Decimal>, LoadBasis), Error> {
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    let (basis, utilization, peak_load) = match written.average_utilization {
        Some(_) => {
            if written.peak_hour_load_fraction.is_some() {
                let (first, second) =
                    ("average_utilization".to_owned(), "peak_hour_load_fraction".to_owned());
                let place = FieldPath::new(instance.alternative.as_str());
                return Err(Error::at(place, ErrorKind::Conflict { first, second }));
            }
            let given =
                read(Parameter::AverageUtilization, written.average_utilization, Otherwise::Required(""))?;
            (LoadBasis::AverageUtilization, given, ONE)
        }
        None => {
            peak_is_known(shared)?;
            let headroom = Otherwise::Default(Decimal::new(85, 2), "queueing headroom in the peak hour");
            (
                if shared.hours.is_empty() { LoadBasis::Peak } else { LoadBasis::Hours },
                ONE,
                read(Parameter::PeakHourLoadFraction, written.peak_hour_load_fraction, headroom)?,
            )
        }
    };
    let none = |reason| Otherwise::Default(ZERO, reason);
    let minimum = Otherwise::Default(ONE, "a service has at least one step");
    let minimum_steps = read(Parameter::MinimumSteps, written.minimum_steps, minimum)?;
    let spares = read(Parameter::Spares, written.spares, none("no spares are given"))?;
    let per_spare = read(Parameter::StepsPerSpare, written.steps_per_spare, none("no spares are given"))?;
    let replicas = written.replicas_per_step.map_or(ONE, Figure::value);
    let serving = Serving {
        prefill: TokensPerSecond(prefill),
        decode: TokensPerSecond(decode),
        combined: TokensPerSecond(combined),
        replicas: Scalar(replicas),
        peak_load: Scalar(peak_load),
        utilization: Scalar(utilization),
        minimum_steps: Scalar(minimum_steps),
        spares: Scalar(spares),
        steps_per_spare: Scalar(per_spare),
    };
    Ok((serving, basis))
}

/// What is sized for the peak needs one.
pub(super) fn peak_is_known(shared: &Shared<'_>) -> Result<(), Error> {
    if shared.scenario.workload.peak_to_average.is_some() || !shared.hours.is_empty() {
        return Ok(());
    }
    let instead = "write `peak_to_average = 2`, the load of the peak hour over the average hour: measured \
        services have 1.7 (a worldwide chat) to 3 (coding in office hours)";
    let place = Instance::default().path(Parameter::PeakToAverage);
    Err(Error::at(place, ErrorKind::Missing { instead: instead.to_owned() }))
}

/// The most steps that can be at work: as many as the scenario says, and of owned hardware what the spares leave.
fn maximum_steps(
    path: &FieldPath,
    written: &Deployment,
    acquired: &Acquired<'_>,
    serving: &Serving<Decimal>,
) -> Result<Option<Decimal>, Error> {
    let minimum = serving.minimum_steps.0.max(ONE);
    let too_few = |place: FieldPath, most: u32, instead: &str| {
        Err(contradiction(place, format!("{most} steps are fewer than the {minimum} that are kept"), instead))
    };
    let given = written.maximum_steps;
    if let Some(most) = given.filter(|most| Decimal::from(*most) < minimum) {
        let instead = "write at least `minimum_steps`, and at least 1";
        return too_few(path.join("maximum_steps"), most, instead);
    }
    let Some(owned) = acquired.owned_steps() else { return Ok(given.map(Decimal::from)) };
    // What the spares leave is calculated once.
    for (key, spares) in [("spares", written.spares), ("steps_per_spare", written.steps_per_spare)] {
        if spares.is_some_and(|spares| spares.range().is_some()) {
            let what = "a range of the spares of steps that are owned already, which limit the steps at work";
            let instead = "write one number, and a scenario for each other value";
            return Err(contradiction(path.join(key), what.to_owned(), instead));
        }
    }
    let at_work = most_at_work(owned, serving);
    if Decimal::from(at_work) < minimum {
        let instead = "write more steps that are owned, or fewer that are kept";
        return too_few(path.join("hardware.owned_already.steps"), at_work, instead);
    }
    Ok(Some(Decimal::from(given.map_or(at_work, |most| most.min(at_work)))))
}

/// The most steps that, with their spares, are no more than are owned. Spares only grow with the steps.
fn most_at_work(owned: u32, serving: &Serving<Decimal>) -> u32 {
    let (mut fits, mut beyond) = (0_u32, owned.saturating_add(1));
    while beyond.saturating_sub(fits) > 1 {
        let middle = fits.midpoint(beyond);
        if with_spares(middle, serving) <= Decimal::from(owned) { fits = middle } else { beyond = middle }
    }
    fits
}

/// Steps with the spares that stand beside them.
fn with_spares(steps: u32, serving: &Serving<Decimal>) -> Decimal {
    let per_spare = serving.steps_per_spare.0.to_u32().filter(|per_spare| *per_spare > 0);
    let more = per_spare.map_or(0, |per_spare| steps.div_ceil(per_spare));
    let fixed = serving.spares.0.to_u32().unwrap_or(u32::MAX);
    Decimal::from(u64::from(steps).saturating_add(more.into()).saturating_add(fixed.into()))
}
