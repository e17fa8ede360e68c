//! What a step costs to have, by the way it is acquired.

use super::provenance::{Origin, Provenance};
use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolve_deployment::Entries;
use super::resolve_lease::{finance_lease, operating_lease};
use super::resolve_listed::listed;
use super::resolve_rent::{rent, reserve};
use super::resolve_resale::resale;
use super::wire_deployment::Deployment;
use super::wire_hardware::{Buy, Hardware as WrittenHardware, OwnedAlready, Rent, Reserve};
use super::wire_lease::{FinanceLease, OperatingLease};
use crate::catalog::{Catalog, newest};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::parameter::{Acquisition, Hardware, Instance, Parameter, ResalePoint as Point, Workload};
use crate::quantity::{Hours, Months, Scalar, Usd, UsdPerHour, Watts};
use crate::source::Figure;
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

/// The one way in which hardware is acquired.
pub(super) enum Acquired<'a> {
    Buy(&'a Buy),
    OwnedAlready(&'a OwnedAlready),
    FinanceLease(&'a FinanceLease),
    OperatingLease(&'a OperatingLease),
    Rent(&'a Rent),
    Reserve(&'a Reserve),
}

impl<'a> Acquired<'a> {
    pub(super) fn of(path: &FieldPath, written: &'a WrittenHardware) -> Result<Self, Error> {
        let mut given = [
            written.buy.as_ref().map(Self::Buy),
            written.owned_already.as_ref().map(Self::OwnedAlready),
            written.finance_lease.as_ref().map(Self::FinanceLease),
            written.operating_lease.as_ref().map(Self::OperatingLease),
            written.rent.as_ref().map(Self::Rent),
            written.reserve.as_ref().map(Self::Reserve),
        ]
        .into_iter()
        .flatten();
        let place = path.join("hardware");
        match (given.next(), given.next()) {
            (Some(one), None) => Ok(one),
            (Some(one), Some(other)) => {
                let (first, second) =
                    (one.acquisition().key().to_owned(), other.acquisition().key().to_owned());
                Err(Error::at(place, ErrorKind::Conflict { first, second }))
            }
            (None, _) => {
                let instead = "write `hardware.buy`, `hardware.owned_already`, `hardware.finance_lease`, `hardware.operating_lease`, `hardware.rent` or `hardware.reserve`";
                Err(Error::at(place, ErrorKind::Missing { instead: instead.to_owned() }))
            }
        }
    }

    pub(super) fn acquisition(&self) -> Acquisition {
        match self {
            Self::Buy(_) => Acquisition::Buy,
            Self::OwnedAlready(_) => Acquisition::OwnedAlready,
            Self::FinanceLease(_) => Acquisition::FinanceLease,
            Self::OperatingLease(_) => Acquisition::OperatingLease,
            Self::Rent(_) => Acquisition::Rent,
            Self::Reserve(_) => Acquisition::Reserve,
        }
    }

    /// How much the price of it changes from one month to the next.
    pub(super) fn price_change(&self) -> Option<Figure> {
        match self {
            Self::Buy(buy) => buy.price_change_fraction_per_month,
            Self::OwnedAlready(owned) => owned.price_change_fraction_per_month,
            Self::Rent(rent) => rent.price_change_fraction_per_month,
            // The price of a reservation and of a lease is agreed.
            Self::Reserve(_) | Self::FinanceLease(_) | Self::OperatingLease(_) => None,
        }
    }

    /// Steps that are owned already: there are no more of them.
    pub(super) fn owned_steps(&self) -> Option<u32> {
        match self {
            Self::OwnedAlready(owned) => owned.steps,
            _ => None,
        }
    }
}

type Read = (Hardware<Decimal>, Vec<Point<Decimal>>);

/// Reads what a step costs to have.
pub(super) fn hardware(
    reader: &mut Reader<'_>,
    instance: &Instance,
    acquired: &Acquired<'_>,
    written: &Deployment,
    entries: &Entries<'_>,
    workload: &Workload<Decimal>,
    left_out: &mut Vec<&'static str>,
) -> Result<Read, Error> {
    let base = step_size(reader, instance, acquired, entries)?;
    check_server(instance, written)?;
    match acquired {
        Acquired::Buy(buy) => owned(reader, instance, buy, written, entries, base, left_out),
        Acquired::OwnedAlready(owned_already) => {
            let OwnedAlready { steps, resale_value_usd, age_months, .. } = owned_already;
            if steps.is_none_or(|steps| steps == 0) {
                let instead = "write `steps = 2`, how many steps are owned".to_owned();
                let place =
                    FieldPath::new(instance.alternative.as_str()).join("hardware.owned_already.steps");
                return Err(Error::at(place, ErrorKind::Missing { instead }));
            }
            let mut read = |parameter, given, instead| {
                reader.read(parameter, instance, given, None, Otherwise::Required(instead))
            };
            let value =
                "write `resale_value_usd = 90_000`, what a server would bring today, net of selling cost";
            let owned_value = Usd(read(Parameter::OwnedValue, *resale_value_usd, value)?);
            let owned_age = Months(read(Parameter::OwnedAge, *age_months, "write `age_months = 18`")?);
            let base = Hardware { owned_value, owned_age, ..base };
            let base = tax_book(reader, instance, owned_already, base)?;
            let read =
                owned(reader, instance, &owned_already.replacement(), written, entries, base, left_out)?;
            let (age, life) = (owned_age.0, read.0.life.0);
            if age >= life {
                return Err(contradiction(
                    instance.path(Parameter::OwnedAge),
                    format!("an age of {age} months is past the useful life of {life}"),
                    "write the age at which it will be replaced as `useful_life_months`",
                ));
            }
            Ok(read)
        }
        Acquired::FinanceLease(lease) => {
            let base = finance_lease(reader, instance, lease, base)?;
            let read = owned(reader, instance, &lease.bought(), written, entries, base, left_out)?;
            let (term, life) = (read.0.term.0, read.0.life.0);
            if term > life {
                return Err(contradiction(
                    instance.path(Parameter::ReservationTerm),
                    format!("a lease of {term} months is longer than the useful life of {life}"),
                    "write a life of at least the term",
                ));
            }
            Ok(read)
        }
        Acquired::OperatingLease(lease) => {
            let base = operating_lease(reader, instance, lease, base)?;
            owned(reader, instance, &lease.bought(), written, entries, base, left_out)
        }
        Acquired::Rent(written) => {
            Ok((rent(reader, instance, written, entries, workload, base)?, Vec::new()))
        }
        Acquired::Reserve(written) => {
            Ok((reserve(reader, instance, written, entries, workload, base)?, Vec::new()))
        }
    }
}

/// What of a server is not yet written off for tax, and how long that takes.
fn tax_book(
    reader: &mut Reader<'_>,
    instance: &Instance,
    owned: &OwnedAlready,
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let Some(value) = owned.tax_book_value_usd else {
        if owned.tax_book_months.is_some() {
            let instead = "write `tax_book_value_usd = 40_000`, what is not yet written off".to_owned();
            return Err(Error::at(instance.path(Parameter::OwnedTaxBook), ErrorKind::Missing { instead }));
        }
        return Ok(base);
    };
    let mut read = |parameter, given, instead| {
        reader.read(parameter, instance, given, None, Otherwise::Required(instead))
    };
    let owned_book = Usd(read(Parameter::OwnedTaxBook, Some(value), "")?);
    let months = "write `tax_book_months = 18`, over which it is written off";
    let owned_book_months = Months(read(Parameter::OwnedTaxMonths, owned.tax_book_months, months)?);
    if owned_book_months.0.is_zero() && !owned_book.0.is_zero() {
        return Err(contradiction(
            instance.path(Parameter::OwnedTaxMonths),
            format!("{} USD that are written off in no month", owned_book.0),
            "write a month or more, or a tax book value of 0",
        ));
    }
    Ok(Hardware { owned_book, owned_book_months, ..base })
}

impl OwnedAlready {
    /// How its replacements are bought.
    fn replacement(&self) -> Buy {
        let Self {
            tax_and_freight_fraction,
            install_usd,
            network_usd,
            useful_life_months,
            useful_life,
            resale_fraction,
            resale,
            selling_cost_fraction,
            support_fraction_per_year,
            support,
            support_included_months,
            insurance_fraction_per_year,
            price_change_fraction_per_month,
            ..
        } = self.clone();
        Buy {
            tax_and_freight_fraction,
            install_usd,
            network_usd,
            useful_life_months,
            useful_life,
            resale_fraction,
            resale,
            selling_cost_fraction,
            support_fraction_per_year,
            support,
            support_included_months,
            insurance_fraction_per_year,
            price_change_fraction_per_month,
            loan: None,
            unequal_lives: None,
        }
    }
}

/// What is given of a server is in range even where the landlord pays for it.
fn check_server(instance: &Instance, written: &Deployment) -> Result<(), Error> {
    let server = &written.server;
    for (parameter, given) in [
        (Parameter::ServerPrice, server.price_usd),
        (Parameter::ActiveWatts, server.active_watts),
        (Parameter::IdleWatts, server.idle_watts),
        (Parameter::ContractedWatts, server.contracted_watts),
    ] {
        if let Some(given) = given {
            parameter.check(&instance.path(parameter), given.value())?;
        }
    }
    Ok(())
}

/// Servers and accelerators of a step; everything else at nothing.
fn step_size(
    reader: &mut Reader<'_>,
    instance: &Instance,
    acquired: &Acquired<'_>,
    entries: &Entries<'_>,
) -> Result<Hardware<Decimal>, Error> {
    let servers = Exact::lit(entries.per_step).over(Exact::lit(entries.per_server)).value();
    let place = instance.path(Parameter::AcceleratorsPerStep);
    let servers = servers.ok_or(ErrorKind::OutOfBounds { what: "the servers of a step" })?;
    if acquired.acquisition().is_owned() && !servers.fract().is_zero() {
        return Err(contradiction(
            place,
            format!(
                "a step of {} accelerators is part of a server of {}",
                entries.per_step, entries.per_server
            ),
            "hardware is bought in whole servers: write a multiple",
        ));
    }
    reader.record(Provenance {
        path: instance.path(Parameter::ServersPerStep),
        value: servers.normalize().to_string(),
        origin: Origin::Derived,
        source: None,
        as_of: None,
        derived_from: vec![place],
    });
    let (none, one) = (Scalar(ZERO), Months(ONE));
    Ok(Hardware {
        servers_per_step: Scalar(servers),
        accelerators: Scalar(Decimal::from(entries.per_step)),
        price: Usd(ZERO),
        tax_and_freight: none,
        install: Usd(ZERO),
        network: Usd(ZERO),
        life: one,
        resale: none,
        selling_cost: none,
        support: none,
        support_included: Months(ZERO),
        insurance: none,
        owned_value: Usd(ZERO),
        owned_book: Usd(ZERO),
        owned_book_months: Months(ZERO),
        owned_age: Months(ZERO),
        rent: UsdPerHour(ZERO),
        rent_by_month: Usd(ZERO),
        rent_discount: none,
        rent_overhead: none,
        paid_hours: Hours(ZERO),
        term: one,
        lease_payment: Usd(ZERO),
        purchase_option: Usd(ZERO),
        end_fee: Usd(ZERO),
        active_power: Watts(ZERO),
        idle_power: Watts(ZERO),
        contracted_power: Watts(ZERO),
    })
}

fn owned(
    reader: &mut Reader<'_>,
    instance: &Instance,
    buy: &Buy,
    written: &Deployment,
    entries: &Entries<'_>,
    base: Hardware<Decimal>,
    left_out: &mut Vec<&'static str>,
) -> Result<Read, Error> {
    let server = &written.server;
    let known = entries.server;
    let price = match known.and_then(|known| newest(&known.price, reader.on)) {
        None => None,
        Some(dated) => Some(Fact::new(dated.price_usd, dated)?),
    };
    let active = known.map(|known| Fact::new(known.active_watts, known)).transpose()?;
    let idle = match known.and_then(|known| known.idle_watts.map(|watts| (known, watts))) {
        None => None,
        Some((known, watts)) => Some(Fact::new(watts, known)?),
    };
    let place = FieldPath::new(instance.alternative.as_str()).join("hardware").join(instance.hardware);
    let Catalog { useful_lives, support: contracts, .. } = reader.catalog;
    let life = listed(reader, useful_lives, &place, "useful_life", &buy.useful_life, buy.useful_life_months)?;
    let support = listed(reader, contracts, &place, "support", &buy.support, buy.support_fraction_per_year)?;
    let mut read =
        |parameter, given, fact, otherwise| reader.read(parameter, instance, given, fact, otherwise);
    let required = Otherwise::Required;
    let price = read(
        Parameter::ServerPrice,
        server.price_usd,
        price,
        required("the catalog has no price of this server; write `server = { price_usd = 250_000 }`"),
    )?;
    let active = read(
        Parameter::ActiveWatts,
        server.active_watts,
        active,
        required("write `server = { active_watts = 8_400 }`, what the server draws at work"),
    )?;
    let as_active = || Otherwise::Same(active, instance.path(Parameter::ActiveWatts));
    let idle = read(Parameter::IdleWatts, server.idle_watts, idle, as_active())?;
    let contracted = read(Parameter::ContractedWatts, server.contracted_watts, None, as_active())?;
    if idle > active {
        return Err(contradiction(
            instance.path(Parameter::IdleWatts),
            format!("{idle} W idle are more than {active} W at work"),
            "write at most `active_watts`",
        ));
    }
    let replaced = if instance.hardware == Acquisition::OperatingLease.key() {
        // What is given back lives as long as its lease.
        Otherwise::Same(base.term.0, instance.path(Parameter::ReservationTerm))
    } else {
        required("write `useful_life_months = 48`, after which a server is replaced")
    };
    let life = read(Parameter::UsefulLife, buy.useful_life_months, life, replaced)?;
    let none_given = Otherwise::Default(ZERO, "none is given");
    let support = read(Parameter::SupportFraction, buy.support_fraction_per_year, support, none_given)?;
    let mut none = |parameter, given| read(parameter, given, None, Otherwise::Default(ZERO, "none is given"));
    let hardware = Hardware {
        price: Usd(price),
        tax_and_freight: Scalar(none(Parameter::TaxAndFreight, buy.tax_and_freight_fraction)?),
        install: Usd(none(Parameter::InstallCost, buy.install_usd)?),
        network: Usd(none(Parameter::NetworkCost, buy.network_usd)?),
        life: Months(life),
        selling_cost: Scalar(none(Parameter::SellingCost, buy.selling_cost_fraction)?),
        support: Scalar(support),
        support_included: Months(none(Parameter::SupportIncluded, buy.support_included_months)?),
        insurance: Scalar(none(Parameter::InsuranceFraction, buy.insurance_fraction_per_year)?),
        active_power: Watts(active),
        idle_power: Watts(idle),
        contracted_power: Watts(contracted),
        ..base
    };
    for (amount, what) in [
        (hardware.support.0, "a support contract"),
        (hardware.insurance.0, "insurance"),
        (hardware.tax_and_freight.0, "sales tax and freight"),
    ] {
        if amount.is_zero() {
            left_out.push(what);
        }
    }
    let (resale, points) = resale(reader, instance, buy)?;
    Ok((Hardware { resale: Scalar(resale), ..hardware }, points))
}
