//! What changes about an alternative over the study: events, credits, commitments, lead time and ramp.

use super::calendar::MOST_MONTHS;
use super::reader::{Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolve_events::{Events, events};
use super::resolve_successor::Successor;
use super::resolved::{Address, ResolvedAlternative};
use super::wire_api::Api;
use super::wire_deployment::Deployment;
use super::wire_over_time::{Credit as WrittenCredit, Event as WrittenEvent, ExistingCommitment, Refresh};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{
    ApiInputs, Changes, Choices, Credit, DatedCredit, DatedOwed, DatedRefresh, EnergyMode, Instance,
    OverTime, Owed, PARTS, Parameter, Refresh as RefreshTerms, Scaling, UnequalLives,
};
use crate::quantity::{Scalar, Usd};
use crate::source::{Figure, Source};
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

/// The most events of an alternative, and the most months of a ramp.
pub(super) const MOST_ENTRIES: usize = 120;

/// What of it is written.
pub(super) struct Written<'a> {
    events: Events<'a>,
    credit: Option<&'a WrittenCredit>,
    owed: Option<&'a ExistingCommitment>,
    lead_months: Option<u32>,
    ramp: &'a [Figure],
}

impl<'a> Written<'a> {
    pub(super) fn of_api(
        api: &'a Api,
        announced: &'a [(WrittenEvent, Source)],
        successors: &'a [Option<Successor>],
    ) -> Self {
        let written = api.events.as_deref().unwrap_or_default();
        Self {
            events: Events { written, announced, successors },
            credit: api.credit.as_ref(),
            owed: api.existing_commitment.as_ref(),
            lead_months: api.lead_months,
            ramp: api.ramp_fractions.as_deref().unwrap_or_default(),
        }
    }

    pub(super) fn of_deployment(own: &'a Deployment) -> Self {
        Self {
            events: Events {
                written: own.events.as_deref().unwrap_or_default(),
                announced: &[],
                successors: &[],
            },
            credit: own.credit.as_ref(),
            owed: own.existing_commitment.as_ref(),
            lead_months: own.lead_months,
            ramp: own.ramp_fractions.as_deref().unwrap_or_default(),
        }
    }
}

/// Reads what changes; nothing where all stays as it is.
pub(super) fn over_time(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: &Written<'_>,
    changes: Option<Changes<Decimal>>,
) -> Result<Option<Box<OverTime<Decimal>>>, Error> {
    let path = FieldPath::new(instance.alternative.as_str());
    let is_baseline =
        path.as_str().split_once('.').is_some_and(|(_, id)| id == shared.scenario.baseline.as_str());
    if let (false, Some(_)) = (is_baseline, written.owed) {
        return Err(contradiction(
            path.join("existing_commitment"),
            "what is not used today is not owed yet".to_owned(),
            "write it for the baseline, or `commitment` for spend that is committed to with the move",
        ));
    }
    if is_baseline && !written.ramp.is_empty() {
        let what = "what is used today serves all of the volume already".to_owned();
        return Err(contradiction(
            path.join("ramp_fractions"),
            what,
            "leave it out, or name another baseline",
        ));
    }
    let lead_months = written.lead_months.unwrap_or(0);
    if lead_months > MOST_MONTHS || Decimal::from(lead_months) >= shared.finance.horizon.0 {
        let what =
            format!("{lead_months} months until it serves, of a study of {}", shared.finance.horizon.0);
        return Err(contradiction(path.join("lead_months"), what, "write fewer months than the study has"));
    }
    let found = OverTime {
        changes,
        events: events(reader, shared, instance, &path, &written.events)?,
        credit: written.credit.map(|credit| self::credit(reader, instance, &path, credit)).transpose()?,
        owed: written.owed.map(|owed| self::owed(reader, instance, &path, owed)).transpose()?,
        lead_months,
        ramp: ramp(&path.join("ramp_fractions"), written.ramp)?,
        ..OverTime::default()
    };
    Ok((!found.is_nothing()).then(|| Box::new(found)))
}

fn until(path: &FieldPath, month: Option<u32>) -> Result<u32, Error> {
    let place = path.join("until_month");
    match month {
        Some(month) if (1..=MOST_MONTHS).contains(&month) => Ok(month),
        Some(month) => {
            Err(contradiction(place, format!("month {month}"), "write a month of the study, from 1 to 600"))
        }
        None => {
            let instead = "write `until_month = 12`, the last month in which it holds".to_owned();
            Err(Error::at(place, ErrorKind::Missing { instead }))
        }
    }
}

fn credit(
    reader: &mut Reader<'_>,
    instance: &Instance,
    path: &FieldPath,
    written: &WrittenCredit,
) -> Result<DatedCredit<Decimal>, Error> {
    let required = Otherwise::Required("write `usd = 100_000`, what there is of it");
    let amount = reader.read(Parameter::CreditAmount, instance, written.usd, None, required)?;
    let until = until(&path.join("credit"), written.until_month)?;
    Ok(DatedCredit { until, terms: Credit { amount: Usd(amount) } })
}

fn owed(
    reader: &mut Reader<'_>,
    instance: &Instance,
    path: &FieldPath,
    written: &ExistingCommitment,
) -> Result<DatedOwed<Decimal>, Error> {
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    let required = Otherwise::Required("write `usd_per_month = 10_000`, what is paid in any case");
    let monthly = read(Parameter::OwedPerMonth, written.usd_per_month, required)?;
    let none = Otherwise::Default(ZERO, "leaving costs nothing more");
    let exit = read(Parameter::ExitFee, written.exit_fee_usd, none)?;
    let until = until(&path.join("existing_commitment"), written.until_month)?;
    Ok(DatedOwed { until, terms: Owed { monthly: Usd(monthly), exit: Usd(exit) } })
}

/// The shares in billionths.
fn ramp(path: &FieldPath, written: &[Figure]) -> Result<Vec<u32>, Error> {
    if written.len() > MOST_ENTRIES {
        let limit = crate::error::Limit::Entries(MOST_ENTRIES);
        return Err(Error::at(path.clone(), ErrorKind::TooLarge { limit }));
    }
    let mut shares: Vec<u32> = Vec::new();
    for (at, share) in written.iter().enumerate() {
        let place = path.join(&at.to_string());
        let value = share.value();
        let parts = value.checked_mul(Decimal::from(PARTS)).filter(|parts| parts.fract().is_zero());
        let parts = parts.and_then(|parts| u32::try_from(parts).ok()).filter(|parts| *parts <= PARTS);
        let Some(parts) = parts else {
            let what = format!("a share of {value}");
            return Err(contradiction(place, what, "write shares from 0 to 1 with at most nine decimals"));
        };
        if shares.last().is_some_and(|before| *before > parts) {
            let what = format!("a share of {value} after a larger one");
            return Err(contradiction(place, what, "write what has moved by then, month by month"));
        }
        shares.push(parts);
    }
    Ok(shares)
}

/// Months from one time to the next.
pub(super) fn every_months(months: u32, path: &str) -> Result<u32, Error> {
    if (1..=MOST_MONTHS).contains(&months) {
        return Ok(months);
    }
    Err(contradiction(FieldPath::new(path), format!("every {months} months"), "write from 1 to 600 months"))
}

/// Reads the work that comes back.
pub(super) fn refresh(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: Option<&Refresh>,
) -> Result<Option<DatedRefresh<Decimal>>, Error> {
    let Some(written) = written else { return Ok(None) };
    let place = FieldPath::new(instance.alternative.as_str()).join("refresh.every_months");
    let every = written.every_months.ok_or_else(|| {
        let instead = "write `every_months = 12`, from one to the next".to_owned();
        Error::at(place.clone(), ErrorKind::Missing { instead })
    })?;
    let every = every_months(every, place.as_str())?;
    let required = Otherwise::Required("write `usd = 30_000`, what it costs each time");
    let amount = reader.read(Parameter::RefreshCost, instance, written.usd, None, required)?;
    Ok(Some(DatedRefresh { every, terms: RefreshTerms { amount: Usd(amount) } }))
}

/// What changes of a deployment has a meaning for the way in which it is acquired, powered and counted.
pub(super) fn check_deployment(
    path: &FieldPath,
    over_time: Option<&OverTime<Decimal>>,
    choices: Choices,
) -> Result<(), Error> {
    let Some(over_time) = over_time else { return Ok(()) };
    let is_faster = over_time.events.iter().any(|event| event.terms.rate.0 != ONE);
    let moves_prices = over_time.changes.is_some_and(|changes| !changes.hardware.0.is_zero());
    let is_owned = choices.acquisition.is_owned();
    let repeats = choices.unequal_lives == UnequalLives::RepeatedLives;
    let refused = [
        (
            is_faster && choices.energy == EnergyMode::Proportional,
            "events",
            "energy for busy seconds at serving rates that change",
            "write `energy = \"while_serving\"`",
        ),
        (
            is_faster && choices.scaling == Scaling::Hourly,
            "events",
            "steps of each hour at serving rates that change",
            "write `scaling = \"always_on\"`",
        ),
        (
            is_owned && over_time.credit.is_some(),
            "credit",
            "a provider's credit for hardware of one's own",
            "write it for what is rented, or for an API",
        ),
        (
            is_owned && over_time.owed.is_some(),
            "existing_commitment",
            "rent that is owed for hardware of one's own",
            "write it for what is rented, or for an API",
        ),
        (
            repeats && (moves_prices || over_time.lead_months > 0),
            "hardware.buy.unequal_lives",
            "repeated lives of hardware whose price moves or that is ordered ahead",
            "write `unequal_lives = \"study_period\"`",
        ),
    ];
    match refused.into_iter().find(|(is_refused, ..)| *is_refused) {
        Some((_, key, what, instead)) => Err(contradiction(path.join(key), what.to_owned(), instead)),
        None => Ok(()),
    }
}

/// New prices of an API are in proportion to those of its sheet, which has nothing else that goes with them.
pub(super) fn check_api(
    path: &FieldPath,
    over_time: Option<&OverTime<Decimal>>,
    api: &ApiInputs<Decimal>,
) -> Result<(), Error> {
    let events = over_time.map_or(&[][..], |over_time| &over_time.events);
    let Some(at) = events.iter().position(|event| event.has_new_prices) else { return Ok(()) };
    let place = path.join("events").join(&at.to_string());
    if api.has_terms() {
        let what = "new prices of a sheet with tiers, a commitment, an allowance or provisioned units";
        return Err(contradiction(place, what.to_owned(), "write `price_factor`"));
    }
    if api.offer.input.0.is_zero() || api.offer.output.0.is_zero() {
        let what = "new prices in proportion to a price of 0".to_owned();
        return Err(contradiction(place, what, "write another alternative, and a plan that moves to it"));
    }
    Ok(())
}

/// How prices move: those that are given.
pub(super) fn changes(
    reader: &mut Reader<'_>,
    instance: &Instance,
    hardware: Option<Figure>,
    electricity: Option<Figure>,
    salary: Option<Figure>,
) -> Result<Option<Changes<Decimal>>, Error> {
    let mut read = |parameter, given: Option<Figure>| match given {
        None => Ok(ZERO),
        given => reader.read(parameter, instance, given, None, Otherwise::Required("")),
    };
    let is_given = hardware.or(electricity).or(salary).is_some();
    let changes = Changes {
        hardware: Scalar(read(Parameter::HardwarePriceChange, hardware)?),
        electricity: Scalar(read(Parameter::ElectricityPriceChange, electricity)?),
        salary: Scalar(read(Parameter::SalaryChange, salary)?),
    };
    Ok(is_given.then_some(changes))
}

/// Gives the alternatives that take over from what is used today its numbers: where it serves until they do, and where it
/// is owed whether it serves or not.
pub(super) fn moving(
    reader: &mut Reader<'_>,
    alternatives: &mut [ResolvedAlternative],
    baseline: usize,
) -> Result<(), Error> {
    let Some(before) = alternatives.get(baseline) else { return Ok(()) };
    let most_before = before.maximum_steps.and_then(|most| u32::try_from(most).ok());
    let (before, limit) = (before.inputs.clone(), before.limit.clone());
    let is_owed = before.over_time.as_ref().is_some_and(|over_time| over_time.owed.is_some());
    let of_baseline = |address: &&Address| address.alternative == Some(baseline);
    let numbers: Vec<Address> = reader.addresses.iter().filter(of_baseline).cloned().collect();
    for (at, one) in alternatives.iter_mut().enumerate().filter(|(at, _)| *at != baseline) {
        let takes_time =
            |over_time: &OverTime<Decimal>| over_time.lead_months > 0 || !over_time.ramp.is_empty();
        if !is_owed && !one.inputs.over_time.as_deref().is_some_and(takes_time) {
            continue;
        }
        let over_time = one.inputs.over_time.get_or_insert_default();
        over_time.moved_from = Some(Box::new(before.clone()));
        over_time.most_before = most_before;
        one.limit = one.limit.take().or_else(|| limit.clone());
        let copy = |address: &Address| Address { alternative: Some(at), moved_from: true, ..address.clone() };
        reader.addresses.extend(numbers.iter().map(copy));
    }
    Ok(())
}
