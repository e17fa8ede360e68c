//! Where hardware stands.

use super::reader::{Otherwise, Reader, contradiction};
use super::resolve_listed::listed;
use super::wire_facility::Facility;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Instance, Parameter, Site};
use crate::quantity::{Months, Scalar, UsdPerKw, UsdPerKwh};
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

impl Facility {
    /// The key of the charge that is given, or nothing.
    pub(super) fn charge_key(&self) -> &'static str {
        match (&self.all_in_per_kw, &self.per_kw_plus_metered, &self.own) {
            (Some(_), _, _) => "all_in_per_kw",
            (_, Some(_), _) => "per_kw_plus_metered",
            (_, _, Some(_)) => "own",
            _ => "",
        }
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        let given = [
            ("all_in_per_kw", self.all_in_per_kw.is_some()),
            ("per_kw_plus_metered", self.per_kw_plus_metered.is_some()),
            ("own", self.own.is_some()),
        ];
        let mut given = given.iter().filter(|(_, given)| *given).map(|(key, _)| *key);
        let conflict = |first: &str, second: &str| {
            Err(Error::at(
                path.clone(),
                ErrorKind::Conflict { first: first.to_owned(), second: second.to_owned() },
            ))
        };
        match (given.next(), given.next()) {
            (Some(first), Some(second)) => return conflict(first, second),
            (Some("all_in_per_kw"), None) => {
                // An all-in price has energy and cooling inside: charging them again would count them twice.
                let inside = [
                    ("electricity", self.electricity.is_some()),
                    ("electricity_usd_per_kwh", self.electricity_usd_per_kwh.is_some()),
                    (
                        "electricity_change_fraction_per_month",
                        self.electricity_change_fraction_per_month.is_some(),
                    ),
                    ("pue", self.pue.is_some()),
                    ("pue_of", self.pue_of.is_some()),
                ];
                if let Some((key, _)) = inside.iter().find(|(_, given)| *given) {
                    return conflict("all_in_per_kw", key);
                }
            }
            _ => {}
        }
        if self.all_in_per_kw.as_ref().is_some_and(|price| price.id.is_some()) {
            return Err(contradiction(
                path.join("all_in_per_kw"),
                "the catalog's colocation has no energy inside".to_owned(),
                "write `per_kw_plus_metered = \"...\"` with a tariff, or the price itself",
            ));
        }
        Ok(())
    }
}

/// A site that costs nothing: rented hardware has it in its price.
fn nowhere() -> Site<Decimal> {
    Site {
        electricity: UsdPerKwh(ZERO),
        pue: Scalar(ONE),
        minimum_bill: Scalar(ONE),
        per_kw: UsdPerKw(ZERO),
        capex: UsdPerKw(ZERO),
        life: Months(ONE),
        demand: UsdPerKw(ZERO),
    }
}

/// Reads the site of a deployment whose hardware is its own.
pub(super) fn site(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: Option<&Facility>,
    is_owned: bool,
    left_out: &mut Vec<&'static str>,
) -> Result<Site<Decimal>, Error> {
    let path = FieldPath::new(instance.facility.as_str());
    let Some(written) = written else {
        if is_owned {
            let instead = "write [facility] with `electricity_usd_per_kwh = 0.11` and `pue = 1.3`: owned hardware stands \
                somewhere";
            return Err(Error::at(path, ErrorKind::Missing { instead: instead.to_owned() }));
        }
        return Ok(nowhere());
    };
    written.check(&path)?;
    let mut site = nowhere();
    if written.all_in_per_kw.is_none() {
        let (electricity, power_usage) = (&reader.catalog.electricity, &reader.catalog.power_usage);
        let tariff = listed(
            reader,
            electricity,
            &path,
            "electricity",
            &written.electricity,
            written.electricity_usd_per_kwh,
        )?;
        let typical = listed(reader, power_usage, &path, "pue_of", &written.pue_of, written.pue)?;
        let required = "write `electricity_usd_per_kwh = 0.11`, or `electricity = \"us-va-industrial\"` from the catalog";
        let tariff = reader.read(
            Parameter::ElectricityPrice,
            instance,
            written.electricity_usd_per_kwh,
            tariff,
            Otherwise::Required(required),
        )?;
        let required = "write `pue = 1.3`, the ratio of facility to IT power; 1 on a desk";
        let pue =
            reader.read(Parameter::Pue, instance, written.pue, typical, Otherwise::Required(required))?;
        site = Site { electricity: UsdPerKwh(tariff), pue: Scalar(pue), ..site };
    }
    if let Some(price) = written.all_in_per_kw.as_ref().or(written.per_kw_plus_metered.as_ref()) {
        let place = path.join(written.charge_key());
        let rent =
            listed(reader, &reader.catalog.colocation, &place, "id", &price.id, price.usd_per_kw_month)?;
        let required =
            Otherwise::Required("write `usd_per_kw_month = 196`, or an id of the catalog's colocation");
        let price = reader.read(Parameter::SiteRent, instance, price.usd_per_kw_month, rent, required)?;
        site.per_kw = UsdPerKw(price);
    }
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    if let Some(own) = &written.own {
        let capex =
            Otherwise::Required("write `capex_usd_per_kw = 11_000`, the cost of building the facility");
        let life = Otherwise::Required("write `useful_life_months = 180`");
        let none = Otherwise::Default(ZERO, "no demand charge is given");
        site.capex = UsdPerKw(read(Parameter::SiteCapex, own.capex_usd_per_kw, capex)?);
        site.life = Months(read(Parameter::SiteLife, own.useful_life_months, life)?);
        site.demand = UsdPerKw(read(Parameter::DemandCharge, own.demand_usd_per_kw_month, none)?);
    }
    if written.charge_key().is_empty() {
        left_out.push("space and power capacity");
    } else {
        let all = Otherwise::Default(ONE, "all of the contracted power is billed");
        site.minimum_bill = Scalar(read(Parameter::MinimumBill, written.minimum_bill_fraction, all)?);
    }
    Ok(site)
}
