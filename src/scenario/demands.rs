//! The requirements with every number in range and every name known.

use super::reader::Reader;
use super::wire::Scenario;
use super::wire_requirements::{Organization as WrittenOrganization, Requirements, Terms};
use crate::catalog::{check_business, check_region};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{Figure, nearest};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What alternatives are asked for; `None`, `false` and empty: not asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Demands {
    pub(crate) air_gapped: bool,
    pub(crate) regions: Vec<String>,
    pub(crate) organization: Option<Organization>,
    pub(crate) quality: Vec<Floor>,
    pub(crate) context_tokens: Option<Decimal>,
    pub(crate) time_to_first_token_ms: Option<Decimal>,
    pub(crate) inter_token_ms: Option<Decimal>,
    pub(crate) engineers: Option<Decimal>,
    pub(crate) fine_tuning: bool,
    pub(crate) months_ahead: Option<u32>,
}

/// Who uses it; `None`: not known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Organization {
    pub(crate) annual_revenue: Option<Decimal>,
    pub(crate) monthly_revenue: Option<Decimal>,
    pub(crate) monthly_active_users: Option<Decimal>,
    pub(crate) business: Option<Vec<String>>,
    pub(crate) territory: Option<String>,
    pub(crate) commercial: Option<bool>,
    pub(crate) trains_models_on_outputs: Option<bool>,
}

/// The least score on a benchmark.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    pub(crate) benchmark: String,
    /// What reports call it.
    pub(crate) name: String,
    pub(crate) at_least: Decimal,
}

const USD_A_YEAR: Bounds = Bounds("0", "1000000000000000", "USD a year");
const USD_A_MONTH: Bounds = Bounds("0", "1000000000000000", "USD a month");
const USERS: Bounds = Bounds("0", "100000000000", "users a month");
pub(super) const SCORE: Bounds = Bounds("0", "1000000", "score");
const CONTEXT: Bounds = Bounds("1", "1000000000", "tokens");
pub(super) const MILLISECONDS: Bounds = Bounds("0", "10000000", "milliseconds");
const ENGINEERS: Bounds = Bounds("0", "100000", "full-time equivalents");
const MONTHS: Bounds = Bounds("1", "600", "months");

/// The range of a number that is no parameter of the cost, and its unit.
#[derive(Clone, Copy)]
pub(super) struct Bounds(&'static str, &'static str, &'static str);

impl Bounds {
    pub(super) fn check(self, path: &FieldPath, figure: Figure) -> Result<Decimal, Error> {
        let Self(minimum, maximum, unit) = self;
        let value = figure.value();
        let bound = |text| Decimal::from_str_exact(text).unwrap_or_default();
        let (minimum, maximum) = (bound(minimum), bound(maximum));
        if value < minimum || value > maximum {
            return Err(Error::at(path.clone(), ErrorKind::OutOfRange { value, minimum, maximum, unit }));
        }
        Ok(value)
    }
}

/// Reads the requirements; `None` where the scenario has none.
pub(super) fn demands(reader: &mut Reader<'_>, scenario: &Scenario) -> Result<Option<Demands>, Error> {
    let Some(written) = &scenario.requirements else { return Ok(None) };
    let path = FieldPath::new("requirements");
    let mut number = |key: &str, figure: Option<Figure>, bounds: Bounds| {
        let place = path.join(key);
        let value = figure.map(|figure| bounds.check(&place, figure)).transpose()?;
        if let Some(value) = value {
            reader.note(place, value.normalize().to_string(), None);
        }
        Ok::<_, Error>(value)
    };
    let context_tokens = number("context_tokens", written.context_tokens, CONTEXT)?;
    let time_to_first_token_ms =
        number("time_to_first_token_ms", written.time_to_first_token_ms, MILLISECONDS)?;
    let inter_token_ms = number("inter_token_ms", written.inter_token_ms, MILLISECONDS)?;
    let engineers = number("engineers", written.engineers, ENGINEERS)?;
    let months = number("months_ahead", written.months_ahead, MONTHS)?;
    if let Some(value) = months.filter(|months| !months.fract().is_zero()) {
        let Bounds(_, _, unit) = MONTHS;
        return Err(Error::at(path.join("months_ahead"), ErrorKind::NotWhole { value, unit }));
    }
    let regions = regions(&path.join("data_residency"), written.data_residency.as_deref())?;
    Ok(Some(Demands {
        air_gapped: written.air_gapped == Some(true),
        regions: regions.unwrap_or_default(),
        organization: written.organization.as_ref().map(organization).transpose()?,
        quality: quality(reader, scenario, written)?,
        context_tokens,
        time_to_first_token_ms,
        inter_token_ms,
        engineers,
        fine_tuning: written.fine_tuning == Some(true),
        months_ahead: months.and_then(|months| months.to_u32()),
    }))
}

/// Regions that are known, and at least one where they are given.
pub(super) fn regions(path: &FieldPath, written: Option<&[String]>) -> Result<Option<Vec<String>>, Error> {
    let Some(written) = written else { return Ok(None) };
    if written.is_empty() {
        let instead = "write at least one region, such as `[\"EU\"]`, or leave it out".to_owned();
        return Err(Error::at(path.clone(), ErrorKind::Missing { instead }));
    }
    for (at, region) in written.iter().enumerate() {
        check_region(path.join(&at.to_string()), region)?;
    }
    Ok(Some(written.to_vec()))
}

fn organization(written: &WrittenOrganization) -> Result<Organization, Error> {
    let path = FieldPath::new("requirements.organization");
    let number = |key: &str, figure: Option<Figure>, bounds: Bounds| {
        figure.map(|figure| bounds.check(&path.join(key), figure)).transpose()
    };
    for (at, business) in written.business.iter().flatten().enumerate() {
        check_business(path.join("business").join(&at.to_string()), business)?;
    }
    if let Some(territory) = &written.territory {
        check_region(path.join("territory"), territory)?;
    }
    let annual_revenue = number("annual_revenue_usd", written.annual_revenue_usd, USD_A_YEAR)?;
    let monthly = number("monthly_revenue_usd", written.monthly_revenue_usd, USD_A_MONTH)?;
    let twelfth = annual_revenue.and_then(|revenue| revenue.checked_div(Decimal::from(12)));
    Ok(Organization {
        annual_revenue,
        monthly_revenue: monthly.or(twelfth),
        monthly_active_users: number("monthly_active_users", written.monthly_active_users, USERS)?,
        business: written.business.clone(),
        territory: written.territory.clone(),
        commercial: written.commercial,
        trains_models_on_outputs: written.trains_models_on_outputs,
    })
}

fn quality(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    written: &Requirements,
) -> Result<Vec<Floor>, Error> {
    let of_apis = scenario.api.iter().filter_map(|(_, one)| one.terms.as_ref());
    let of_deployments = scenario.deployment.iter().filter_map(|(_, one)| one.terms.as_ref());
    let terms: Vec<&Terms> = of_apis.chain(of_deployments).collect();
    let own = terms.iter().flat_map(|terms| terms.scores.iter()).map(|(name, _)| name);
    let listed = &reader.catalog.benchmarks;
    let known: Vec<&str> = listed.iter().map(|benchmark| benchmark.id.as_str()).chain(own).collect();
    let mut floors = Vec::new();
    for (at, floor) in written.quality.iter().flatten().enumerate() {
        let path = FieldPath::new("requirements.quality").join(&at.to_string());
        let benchmark = &floor.benchmark;
        if !known.contains(&benchmark.as_str()) {
            let suggestion = nearest(benchmark, known.iter().copied());
            let kind = ErrorKind::NotFound { what: "benchmark", name: benchmark.clone(), suggestion };
            return Err(Error::at(path.join("benchmark"), kind));
        }
        let place = path.join("at_least");
        let at_least = SCORE.check(&place, floor.at_least)?;
        let name = listed.iter().find(|entry| entry.id == *benchmark).map(|entry| entry.name.clone());
        floors.push(Floor {
            benchmark: benchmark.clone(),
            name: name.unwrap_or(benchmark.clone()),
            at_least,
        });
        reader.note(place, at_least.normalize().to_string(), None);
    }
    Ok(floors)
}
