//! Events: what happens to an alternative at the beginning of a month.

use super::calendar::{MOST_MONTHS, month_from};
use super::provenance::WarningCode;
use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolve_over_time::MOST_ENTRIES;
use super::resolve_successor::Successor;
use super::resolved::Place;
use super::wire_over_time::Event as WrittenEvent;
use crate::catalog::Dated;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{DatedEvent, Event, Instance, Parameter};
use crate::quantity::{Scalar, Usd, UsdPerMtok};
use crate::source::{AsOf, Figure, Source};
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

/// The events of an alternative.
pub(super) struct Events<'a> {
    pub(super) written: &'a [WrittenEvent],
    /// Those that nobody wrote, where nobody wrote any.
    pub(super) announced: &'a [(WrittenEvent, Source)],
    /// The offers that the written ones name, in their order.
    pub(super) successors: &'a [Option<Successor>],
}

/// The month of an event by its number or by its day.
fn month_of(reader: &Reader<'_>, path: &FieldPath, written: &WrittenEvent) -> Result<u32, Error> {
    let month = match (written.month, &written.on) {
        (Some(_), Some(_)) => {
            let (first, second) = ("month".to_owned(), "on".to_owned());
            return Err(Error::at(path.clone(), ErrorKind::Conflict { first, second }));
        }
        (None, None) => {
            let instead = "write `month = 13`, or `on = \"2027-12-01\"`".to_owned();
            return Err(Error::at(path.join("month"), ErrorKind::Missing { instead }));
        }
        (Some(month), None) => month,
        (None, Some(day)) => {
            let day: AsOf = day.parse().map_err(|error: Error| error.with_path(path.join("on")))?;
            month_from(reader.on, day)
        }
    };
    if !(2..=MOST_MONTHS).contains(&month) {
        let key = if written.on.is_some() { "on" } else { "month" };
        let what = format!("an event in month {month}");
        let instead = "write a month from 2 on; what holds from the beginning is no event";
        return Err(contradiction(path.join(key), what, instead));
    }
    Ok(month)
}

/// Reads the events of an alternative.
pub(super) fn events(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    path: &FieldPath,
    written: &Events<'_>,
) -> Result<Vec<DatedEvent<Decimal>>, Error> {
    if written.written.len() > MOST_ENTRIES {
        let limit = crate::error::Limit::Entries(MOST_ENTRIES);
        return Err(Error::at(path.join("events"), ErrorKind::TooLarge { limit }));
    }
    let is_api = path.as_str().starts_with("api.");
    let mut events: Vec<DatedEvent<Decimal>> = Vec::new();
    let announced = written.announced.iter().map(|(event, source)| (event, Some(source)));
    let all = written.written.iter().map(|event| (event, None)).chain(announced);
    for (at, (one, source)) in all.enumerate() {
        let place = path.join("events").join(&at.to_string());
        let month = month_of(reader, &place, one)?;
        if events.last().is_some_and(|before| before.month >= month) {
            let what = format!("month {month} does not ascend");
            return Err(contradiction(place, what, "write the earliest event first, and one for each month"));
        }
        check_kind(&place, one, is_api)?;
        let instance = Instance { index: at, ..instance.clone() };
        if Decimal::from(month) > shared.finance.horizon.0 {
            let message = format!(
                "the event of month {month} is past the study of {} months: it changes nothing",
                shared.finance.horizon.0
            );
            reader.warn(WarningCode::EventPastStudy, &place, message);
        }
        let successor = written.successors.get(at).and_then(Option::as_ref).map(|one| &one.price);
        let prices = successor.map(|price| Ok::<_, Error>((price, price.source()?))).transpose()?;
        let source = source.or(prices.as_ref().map(|(_, source)| source));
        let (input, output) =
            prices.as_ref().map_or((one.input_usd_per_mtok, one.output_usd_per_mtok), |(price, _)| {
                (Some(price.input_usd_per_mtok), Some(price.output_usd_per_mtok))
            });
        let mut read = |parameter: Parameter, given: Option<Figure>, otherwise: Decimal| match given {
            // One that is not given is no number that could be moved.
            None => Ok(otherwise),
            given => {
                let path = instance.path(parameter);
                // What it costs to move over no document says.
                let fact = source.zip(given).filter(|_| parameter != Parameter::EventMigrationCost);
                let fact =
                    fact.map(|(source, figure)| Fact { value: figure.value(), source: source.clone() });
                let given = given.filter(|_| fact.is_none());
                reader.read_at(parameter, path, Place::Index(at), given, fact, Otherwise::Required(""))
            }
        };
        let terms = Event {
            price: Scalar(read(Parameter::EventPriceFactor, one.price_factor, ONE)?),
            input: UsdPerMtok(read(Parameter::EventInputPrice, input, ZERO)?),
            output: UsdPerMtok(read(Parameter::EventOutputPrice, output, ZERO)?),
            rate: Scalar(read(Parameter::EventRateFactor, one.rate_factor, ONE)?),
            migration: Usd(read(Parameter::EventMigrationCost, one.migration_usd, ZERO)?),
        };
        events.push(DatedEvent { month, has_new_prices: input.is_some(), terms });
    }
    Ok(events)
}

/// What is said of an event has a meaning for the alternative, and something is said.
fn check_kind(place: &FieldPath, one: &WrittenEvent, is_api: bool) -> Result<(), Error> {
    let (factor, rate) = (one.price_factor.is_some(), one.rate_factor.is_some());
    let (input, output) = (one.input_usd_per_mtok.is_some(), one.output_usd_per_mtok.is_some());
    if factor && (input || output) {
        let (first, second) = ("price_factor".to_owned(), "input_usd_per_mtok".to_owned());
        return Err(Error::at(place.clone(), ErrorKind::Conflict { first, second }));
    }
    if let (Some(_), true) = (&one.offer, factor || input || output) {
        let second = if factor { "price_factor" } else { "input_usd_per_mtok" };
        let (first, second) = ("offer".to_owned(), second.to_owned());
        return Err(Error::at(place.clone(), ErrorKind::Conflict { first, second }));
    }
    if !is_api && one.offer.is_some() {
        let what = "an offer of an API in an event of a deployment".to_owned();
        return Err(contradiction(
            place.join("offer"),
            what,
            "write another alternative, and a plan that moves to it",
        ));
    }
    if input != output {
        let key = if input { "output_usd_per_mtok" } else { "input_usd_per_mtok" };
        let instead = format!("write `{key} = 5` too: new prices are given together");
        return Err(Error::at(place.join(key), ErrorKind::Missing { instead }));
    }
    if is_api && rate {
        let what = "serving rates of an API".to_owned();
        return Err(contradiction(place.join("rate_factor"), what, "write `price_factor` or new prices"));
    }
    if !is_api && (factor || input) {
        let key = if factor { "price_factor" } else { "input_usd_per_mtok" };
        let what = "prices per token of a deployment".to_owned();
        let instead = "write `rate_factor`, or `price_change_fraction_per_month` of its hardware";
        return Err(contradiction(place.join(key), what, instead));
    }
    if !(factor || input || rate || one.offer.is_some() || one.migration_usd.is_some()) {
        let instead =
            "write `price_factor = 0.6`, new prices, `rate_factor = 1.5` or `migration_usd = 20_000`";
        return Err(Error::at(place.clone(), ErrorKind::Missing { instead: instead.to_owned() }));
    }
    Ok(())
}
