//! What rented hardware costs: by the hour or by the month, on demand or for a term.

use super::provenance::WarningCode;
use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolve_deployment::Entries;
use super::wire_hardware::{Rent, Reserve};
use crate::catalog::{Rental, look_up, newest};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Hardware, Instance, Parameter, Workload};
use crate::quantity::{Hours, Months, Scalar, Usd, UsdPerHour};
use crate::source::Figure;
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;

/// What the two ways to rent have in common, as written.
struct Price {
    by_hour: Option<Figure>,
    by_month: Option<Figure>,
    discount: Option<Figure>,
    overhead: Option<Figure>,
    /// Of what is rented on demand; a reservation pays all hours.
    paid_hours: Option<Figure>,
    is_on_demand: bool,
}

/// Reads what is rented on demand.
pub(super) fn rent(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Rent,
    entries: &Entries<'_>,
    workload: &Workload<Decimal>,
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let found = rental(reader, instance, written.id.as_deref(), entries)?;
    let price = Price {
        by_hour: written.price_usd_per_gpu_hour,
        by_month: written.price_usd_per_gpu_month,
        discount: written.discount_fraction,
        overhead: written.overhead_fraction,
        paid_hours: written.paid_hours_per_month,
        is_on_demand: true,
    };
    priced(reader, instance, &price, found.map(|(fact, _)| fact), workload, base)
}

/// Reads what is reserved for a term: all its hours are paid.
pub(super) fn reserve(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Reserve,
    entries: &Entries<'_>,
    workload: &Workload<Decimal>,
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let found = rental(reader, instance, written.id.as_deref(), entries)?;
    let (fact, term) = found.map_or((None, None), |(fact, term)| (Some(fact), term));
    let price = Price {
        by_hour: written.price_usd_per_gpu_hour,
        by_month: written.price_usd_per_gpu_month,
        discount: written.discount_fraction,
        overhead: written.overhead_fraction,
        paid_hours: None,
        is_on_demand: false,
    };
    let hardware = priced(reader, instance, &price, fact, workload, base)?;
    let required = Otherwise::Required("write `term_months = 12`");
    let term = reader.read(Parameter::ReservationTerm, instance, written.term_months, term, required)?;
    Ok(Hardware { term: Months(term), ..hardware })
}

fn priced(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Price,
    fact: Option<Fact>,
    workload: &Workload<Decimal>,
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let mut read =
        |parameter, given, fact, otherwise| reader.read(parameter, instance, given, fact, otherwise);
    let place = FieldPath::new(instance.alternative.as_str()).join("hardware").join(instance.hardware);
    let conflict = |first: &str, second: &str| {
        Err(Error::at(
            place.clone(),
            ErrorKind::Conflict { first: first.to_owned(), second: second.to_owned() },
        ))
    };
    let (mut by_hour, mut by_month) = (ZERO, ZERO);
    let all_hours = Otherwise::Same(workload.hours.0, Instance::default().path(Parameter::HoursPerMonth));
    let mut paid_hours = workload.hours.0;
    match written.by_month {
        Some(_) if fact.is_some() => return conflict("id", "price_usd_per_gpu_month"),
        Some(_) if written.by_hour.is_some() => {
            return conflict("price_usd_per_gpu_hour", "price_usd_per_gpu_month");
        }
        Some(_) if written.paid_hours.is_some() => {
            return conflict("paid_hours_per_month", "price_usd_per_gpu_month");
        }
        Some(_) => {
            by_month = read(Parameter::MonthlyRentPrice, written.by_month, None, Otherwise::Required(""))?;
        }
        None => {
            let required = "write `price_usd_per_gpu_hour = 2.5`, or an id of the catalog's rentals";
            by_hour = read(Parameter::RentPrice, written.by_hour, fact, Otherwise::Required(required))?;
            if written.is_on_demand {
                paid_hours = read(Parameter::PaidHours, written.paid_hours, None, all_hours)?;
            }
        }
    }
    let none = || Otherwise::Default(ZERO, "none is given");
    let discount = read(Parameter::RentDiscount, written.discount, None, none())?;
    let overhead = read(Parameter::RentOverhead, written.overhead, None, none())?;
    let (hours, serving) = (workload.hours.0, workload.serving_hours.0);
    if paid_hours < serving || paid_hours > hours {
        return Err(contradiction(
            instance.path(Parameter::PaidHours),
            format!(
                "{paid_hours} paid hours, of a month of {hours} in which the workload arrives in {serving}"
            ),
            "write from `workload.serving_hours_per_month` to `workload.hours_per_month`",
        ));
    }
    Ok(Hardware {
        rent: UsdPerHour(by_hour),
        rent_by_month: Usd(by_month),
        rent_discount: Scalar(discount),
        rent_overhead: Scalar(overhead),
        paid_hours: Hours(paid_hours),
        ..base
    })
}

/// The catalog's rental, if it is for this accelerator: its price on the date, and its term.
fn rental(
    reader: &mut Reader<'_>,
    instance: &Instance,
    id: Option<&str>,
    entries: &Entries<'_>,
) -> Result<Option<(Fact, Option<Fact>)>, Error> {
    let Some(id) = id else { return Ok(None) };
    let place = FieldPath::new(instance.alternative.as_str()).join("hardware").join(instance.hardware);
    let rental: &Rental = look_up(&reader.catalog.rentals, id, &place)?;
    if entries.accelerator.is_some_and(|accelerator| accelerator != rental.accelerator) {
        let what = format!(
            "{id} rents {}, and the server has {}",
            rental.accelerator,
            entries.accelerator.unwrap_or("")
        );
        return Err(contradiction(place, what, "write a server and a rental of the same accelerator"));
    }
    if rental.accelerators > entries.per_step {
        let message = format!(
            "{id} is let in machines of {} accelerators, and a step has {}: its price is used for part of one",
            rental.accelerators, entries.per_step
        );
        reader.warn(WarningCode::RentalInLargerUnits, &place, message);
    }
    let dated = newest(&rental.price, reader.on).ok_or_else(|| {
        let instead = format!("the catalog has no price of {id} before {}; give the price", reader.on);
        Error::at(place, ErrorKind::Missing { instead })
    })?;
    let term = rental.term_months.map(|months| Fact::new(Figure::from(months), dated)).transpose()?;
    Ok(Some((Fact::new(dated.usd_per_gpu_hour, dated)?, term)))
}
