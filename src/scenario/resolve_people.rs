//! Who runs a deployment, and what else it takes.

use super::reader::{Fact, Otherwise, Reader};
use super::resolve_listed::listed;
use super::wire_deployment::{Deployment, People as WrittenPeople};
use crate::catalog::{Catalog, DEFAULT_SALARY, look_up};
use crate::error::{Error, FieldPath};
use crate::parameter::{Extras, Instance, Parameter, People};
use crate::quantity::{Scalar, Usd, UsdPerYear};
use crate::source::Figure;
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;

/// Reads who builds and runs it: as given, else as the staffing of the catalog has it.
pub(super) fn people(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: Option<&WrittenPeople>,
    left_out: &mut Vec<&'static str>,
) -> Result<People<Decimal>, Error> {
    let Some(written) = written else {
        left_out.push("people");
        let none = || Scalar(ZERO);
        return Ok(People {
            salary: UsdPerYear(ZERO),
            build_fte_months: none(),
            run_fte: none(),
            run_fte_per_step: none(),
            servers_per_fte: none(),
            on_call: Usd(ZERO),
            rota_fte: none(),
        });
    };
    let place = FieldPath::new(instance.alternative.as_str()).join("people");
    let Catalog { salaries, staffing, .. } = reader.catalog;
    let given = written.loaded_salary_usd_per_year;
    let named = listed(reader, salaries, &place, "loaded_salary", &written.loaded_salary, given)?;
    let usual = Some(DEFAULT_SALARY.to_owned());
    let salary = named.or(listed(reader, salaries, &place, "loaded_salary", &usual, None).ok().flatten());
    let required = Otherwise::Required("write `loaded_salary_usd_per_year = 200_000`");
    let salary = reader.read(Parameter::LoadedSalary, instance, given, salary, required)?;
    let entry = written.id.as_ref().map(|id| look_up(staffing, id, &place)).transpose()?;
    let of_entry = |figure: Option<Figure>| match (figure, entry) {
        (Some(figure), Some(entry)) => Fact::new(figure, entry).map(Some),
        _ => Ok(None),
    };
    let mut read = |parameter, given, fact| {
        reader.read(parameter, instance, given, fact, Otherwise::Default(ZERO, "none is given"))
    };
    let run_fte = of_entry(entry.and_then(|entry| entry.run_fte))?;
    let servers_per_fte = of_entry(entry.and_then(|entry| entry.servers_per_fte))?;
    let people = People {
        salary: UsdPerYear(salary),
        build_fte_months: Scalar(read(Parameter::BuildFteMonths, written.build_fte_months, None)?),
        run_fte: Scalar(read(Parameter::RunFte, written.run_fte, run_fte)?),
        run_fte_per_step: Scalar(read(Parameter::RunFtePerStep, written.run_fte_per_step, None)?),
        servers_per_fte: Scalar(read(Parameter::ServersPerFte, written.servers_per_fte, servers_per_fte)?),
        on_call: Usd(read(Parameter::OnCall, written.on_call_usd_per_month, None)?),
        // One that is not given is no number that could be moved.
        rota_fte: Scalar(match written.on_call_rota_fte {
            None => ZERO,
            given => read(Parameter::OnCallRota, given, None)?,
        }),
    };
    let on_call = people.on_call.0.max(people.rota_fte.0);
    for (amount, what) in [(people.run_fte.0, "people to run it"), (on_call, "on-call")] {
        if amount.is_zero() {
            left_out.push(what);
        }
    }
    Ok(people)
}

/// Reads what else it takes.
pub(super) fn extras(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Deployment,
) -> Result<Extras<Decimal>, Error> {
    let place = FieldPath::new(instance.alternative.as_str());
    let given = written.software_usd_per_accelerator_year;
    let software = listed(reader, &reader.catalog.software, &place, "software", &written.software, given)?;
    let none = || Otherwise::Default(ZERO, "none is given");
    let software = reader.read(Parameter::SoftwareLicence, instance, given, software, none())?;
    let mut read = |parameter, given| reader.read(parameter, instance, given, None, none());
    Ok(Extras {
        software: UsdPerYear(software),
        one_off: Usd(read(Parameter::OneOff, written.one_off_usd)?),
        storage: Usd(read(Parameter::Storage, written.storage_usd_per_month)?),
        egress: Usd(read(Parameter::Egress, written.egress_usd_per_month)?),
        observability: Usd(read(Parameter::Observability, written.observability_usd_per_month)?),
        guardrail: Usd(read(Parameter::Guardrail, written.guardrail_usd_per_month)?),
        other: Usd(read(Parameter::OtherRunningCosts, written.other_usd_per_month)?),
    })
}
