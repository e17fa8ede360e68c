//! From a scenario to what the formulas take.

use super::demands::demands;
use super::provenance::WarningCode;
use super::ranged::refuse_others;
use super::reader::{Otherwise, Reader};
use super::resolve_acceptance::escalations;
use super::resolve_api::{api, hosted_offer, is_on_sale};
use super::resolve_deployment::deployment;
use super::resolve_fine_tuning::training;
use super::resolve_mix::{hybrid, routed};
use super::resolve_over_time::moving;
use super::resolve_site::site;
use super::resolve_sweep::{Known, sweep};
use super::resolve_tax::financing;
use super::resolve_workload::{classes, hours, in_utc, workload};
use super::resolved::{Header, Resolved, ResolvedAlternative};
use super::wire::Scenario;
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::money::Currency;
use crate::parameter::{Class, DatedTraining, Family, Finance, HourOfDay, Instance, Parameter, Workload};
use crate::quantity::{Months, Scalar};
use crate::source::{Figure, MOST_NAMES, nearest};
use rust_decimal::Decimal;

/// What the alternatives share.
pub(super) struct Shared<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) workload: Workload<Decimal>,
    /// The load of each hour of the day; empty where it is not given.
    pub(super) hours: Vec<HourOfDay<Decimal>>,
    /// The same from midnight in UTC on.
    pub(super) hourly_load_utc: Vec<Decimal>,
    pub(super) finance: Finance<Decimal>,
    pub(super) training: Option<DatedTraining<Decimal>>,
    pub(super) classes: Vec<(&'a str, Class<Decimal>)>,
}

/// Checks a scenario and looks up what it leaves to the catalog.
pub(crate) fn resolve(scenario: &Scenario, catalog: &Catalog) -> Result<Resolved, Error> {
    let on = scenario
        .prices_as_of
        .parse()
        .map_err(|error: Error| error.with_path(FieldPath::new("prices_as_of")))?;
    check_form(scenario)?;
    let mut reader = Reader::new(catalog, on);
    let shared = shared(scenario, &mut reader)?;
    let demands = demands(&mut reader, scenario)?;
    let mut alternatives = Vec::new();
    for (id, written) in scenario.api.iter() {
        reader.alternative = Some(alternatives.len());
        alternatives.push(api(&mut reader, &shared, id, written)?);
    }
    for (id, written) in scenario.deployment.iter() {
        reader.alternative = Some(alternatives.len());
        alternatives.push(deployment(&mut reader, &shared, id, written)?);
    }
    escalations(scenario, &mut reader, &mut alternatives)?;
    for (id, written) in scenario.hybrid.iter() {
        reader.alternative = Some(alternatives.len());
        alternatives.push(hybrid(&mut reader, &shared, &alternatives, id, written)?);
    }
    for (id, written) in scenario.routed.iter() {
        reader.alternative = Some(alternatives.len());
        alternatives.push(routed(&mut reader, &shared, &alternatives, id, written)?);
    }
    let baseline = baseline(scenario, &alternatives)?;
    moving(&mut reader, &mut alternatives, baseline)?;
    let hosted_elsewhere = hosted_elsewhere(&mut reader, &shared, &alternatives)?;
    let finance = &shared.finance;
    let months = u32::try_from(finance.horizon.0)
        .map_err(|_| ErrorKind::OutOfBounds { what: "the months of a study" })?;
    let financing = financing(&mut reader, scenario, finance.discount_rate.0, months, &alternatives)?;
    let Reader { provenance, addresses, ranges, warnings, .. } = reader;
    refuse_others(scenario, &ranges)?;
    let known = Known { alternatives: &alternatives, addresses: &addresses, provenance: &provenance };
    let sweep = scenario.sweep.as_ref().map(|written| sweep(written, &known)).transpose()?;
    let header = Header {
        question: scenario.question.clone(),
        currency: Currency::USD,
        prices_as_of: on,
        horizon_months: u32::try_from(shared.finance.horizon.0).unwrap_or(u32::MAX),
        hours_per_month: shared.workload.hours.0,
        tokens_per_user_month: scenario
            .workload
            .users
            .as_ref()
            .map(|users| users.tokens_per_user_month.value()),
    };
    Ok(Resolved {
        header,
        requests_per_month: scenario.workload.requests_per_month.map(Figure::value),
        baseline,
        alternatives,
        hosted_elsewhere,
        provenance,
        addresses,
        ranges,
        warnings,
        sweep,
        financing,
        demands,
    })
}

fn check_form(scenario: &Scenario) -> Result<(), Error> {
    let wrong = |path: &str, found: String, expected: &str| {
        Err(Error::at(FieldPath::new(path), ErrorKind::WrongType { found, expected: expected.to_owned() }))
    };
    if scenario.schema != 1 {
        return wrong("schema", scenario.schema.to_string(), "1, the only schema that this version reads");
    }
    if scenario.currency != "USD" {
        return wrong(
            "currency",
            format!("`{}`", scenario.currency),
            "`USD`; convert other amounts at a stated rate",
        );
    }
    let tables: [(&str, Vec<&str>); 4] = [
        ("api", scenario.api.iter().map(|(id, _)| id).collect()),
        ("deployment", scenario.deployment.iter().map(|(id, _)| id).collect()),
        ("hybrid", scenario.hybrid.iter().map(|(id, _)| id).collect()),
        ("routed", scenario.routed.iter().map(|(id, _)| id).collect()),
    ];
    let entries = tables.iter().map(|(_, ids)| ids.len()).sum();
    for (path, count) in [("deployment", entries), ("workload.class", scenario.workload.class.len())] {
        if count > MOST_NAMES {
            let limit = crate::error::Limit::Entries(MOST_NAMES);
            return Err(Error::at(FieldPath::new(path), ErrorKind::TooLarge { limit }));
        }
    }
    if entries == 0 {
        let instead = "write at least one [api.NAME] or [deployment.NAME]".to_owned();
        return Err(Error::at(FieldPath::new("api"), ErrorKind::Missing { instead }));
    }
    let mut known: Vec<(&str, &str)> = Vec::new();
    for (table, id) in tables.iter().flat_map(|(table, ids)| ids.iter().map(move |id| (*table, *id))) {
        if let Some((other, _)) = known.iter().find(|(_, known)| *known == id) {
            let article = |table: &str| match table {
                "api" => "an API",
                "deployment" => "a deployment",
                "hybrid" => "a hybrid",
                _ => "a routed mix",
            };
            let what = format!("{} and {} are both called {id}", article(other), article(table));
            let instead = "give one of them another id".to_owned();
            return Err(Error::at(
                FieldPath::new(table).join(id),
                ErrorKind::Contradiction { what, instead },
            ));
        }
        known.push((table, id));
    }
    let names = known.into_iter().chain(scenario.workload.class.iter().map(|(id, _)| ("workload.class", id)));
    for (table, id) in names {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if id.is_empty() || !id.chars().all(plain) {
            return wrong(
                &format!("{table}.{id}"),
                format!("the name {id:?}"),
                "letters, digits, `-`, `_` and `.`, because names are part of paths",
            );
        }
    }
    Ok(())
}

fn shared<'a>(scenario: &'a Scenario, reader: &mut Reader<'_>) -> Result<Shared<'a>, Error> {
    let here = Instance::default();
    let classes = classes(&scenario.workload.class, reader)?;
    let workload = workload(&scenario.workload, &classes, reader, &here)?;
    let hours = hours(&scenario.workload, reader)?;
    let written = &scenario.finance;
    let horizon = reader.read(
        Parameter::HorizonMonths,
        &here,
        written.horizon_months,
        None,
        Otherwise::Required("write `horizon_months = 36`, the length of the study"),
    )?;
    let discount_rate = reader.read(
        Parameter::DiscountRate,
        &here,
        written.discount_rate_annual_effective,
        None,
        Otherwise::Required(
            "write `discount_rate_annual_effective = 0.08`, or 0 to leave the time value out",
        ),
    )?;
    let finance = Finance { horizon: Months(horizon), discount_rate: Scalar(discount_rate) };
    let training = training(scenario, reader)?;
    if let Some(facility) = &scenario.facility {
        // Checked even where no deployment stands in it: a mistake is not lost because nobody asks yet.
        let instance =
            Instance { facility: "facility".to_owned(), site: facility.charge_key(), ..Instance::default() };
        reader.recording = false;
        site(reader, &instance, Some(facility), true, &mut Vec::new())?;
        reader.recording = true;
    }
    let hourly_load_utc = in_utc(&scenario.workload, &hours)?;
    Ok(Shared { scenario, workload, hours, hourly_load_utc, finance, training, classes })
}

fn baseline(scenario: &Scenario, alternatives: &[ResolvedAlternative]) -> Result<usize, Error> {
    alternatives.iter().position(|alternative| alternative.id == scenario.baseline).ok_or_else(|| {
        let suggestion =
            nearest(&scenario.baseline, alternatives.iter().map(|alternative| alternative.id.as_str()));
        let kind = ErrorKind::NotFound { what: "alternative", name: scenario.baseline.clone(), suggestion };
        Error::at(FieldPath::new("baseline"), kind)
    })
}

/// The catalog's hosted offers of the models that are served here, as far as they are not compared; and a warning where
/// none is.
fn hosted_elsewhere(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    alternatives: &[ResolvedAlternative],
) -> Result<Vec<ResolvedAlternative>, Error> {
    let mut found = Vec::new();
    let mut models: Vec<(&str, &FieldPath)> = Vec::new();
    // No host of the catalog serves what is fine-tuned here.
    let is_own = |one: &&ResolvedAlternative| {
        matches!(one.family, Family::Owned | Family::Rented) && !one.inputs.is_tuned()
    };
    for one in alternatives.iter().filter(is_own) {
        if let Some(model) =
            one.model.as_deref().filter(|model| models.iter().all(|(known, _)| known != model))
        {
            models.push((model, &one.path));
        }
    }
    let catalog = reader.catalog;
    for (model, path) in models {
        let hosts = catalog.offers.iter().filter(|offer| offer.model() == Some(model));
        let offers: Vec<_> = hosts.filter(|offer| is_on_sale(offer, reader.on)).collect();
        let is_compared = alternatives
            .iter()
            .any(|one| one.family == Family::HostedOpenWeights && one.model.as_deref() == Some(model));
        if !is_compared && !offers.is_empty() {
            let names: Vec<&str> = offers.iter().map(|offer| offer.id()).collect();
            let message = format!(
                "{model} is for sale, hosted ({}), and no such offer is compared: part of the saving may be had without owning anything",
                names.join(", ")
            );
            reader.warn(WarningCode::HostedOffersNotCompared, path, message);
        }
        reader.recording = false;
        for offer in offers {
            if let Some(alternative) = hosted_offer(reader, shared, offer)? {
                found.push(alternative);
            }
        }
        reader.recording = true;
    }
    Ok(found)
}
