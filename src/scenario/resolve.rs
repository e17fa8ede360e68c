//! From a scenario to what the formulas take.

use super::provenance::WarningCode;
use super::reader::{Otherwise, Reader, contradiction};
use super::resolve_api::{api, hosted_offer};
use super::resolve_deployment::deployment;
use super::resolved::{Header, Place, Resolved, ResolvedAlternative};
use super::wire::{self, ClassProfile, Scenario, TokenProfile};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::money::Currency;
use crate::number::{Exact, Number};
use crate::parameter::{Class, ClassInputs, Family, Finance, Instance, Parameter, Profile, Workload};
use crate::quantity::{Hours, Months, Scalar, Tokens};
use crate::source::{Figure, Named, nearest};
use rust_decimal::Decimal;

/// The most alternatives and request classes of one scenario.
const MOST_ENTRIES: usize = 1_000;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

/// What the alternatives share.
pub(super) struct Shared<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) workload: Workload<Decimal>,
    pub(super) finance: Finance<Decimal>,
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
    let mut alternatives = Vec::new();
    for (id, written) in scenario.api.iter() {
        reader.alternative = Some(alternatives.len());
        alternatives.push(api(&mut reader, &shared, id, written)?);
    }
    for (id, written) in scenario.deployment.iter() {
        reader.alternative = Some(alternatives.len());
        alternatives.push(deployment(&mut reader, &shared, id, written)?);
    }
    let baseline = baseline(scenario, &alternatives)?;
    let hosted_elsewhere = hosted_elsewhere(&mut reader, &shared, &alternatives)?;
    let Reader { provenance, addresses, warnings, .. } = reader;
    let header = Header {
        question: scenario.question.clone(),
        currency: Currency::USD,
        prices_as_of: on,
        horizon_months: u32::try_from(shared.finance.horizon.0).unwrap_or(u32::MAX),
        hours_per_month: shared.workload.hours.0,
    };
    Ok(Resolved { header, baseline, alternatives, hosted_elsewhere, provenance, addresses, warnings })
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
    let entries = scenario.api.len().saturating_add(scenario.deployment.len());
    for (path, count) in [("deployment", entries), ("workload.class", scenario.workload.class.len())] {
        if count > MOST_ENTRIES {
            let limit = crate::error::Limit::Entries(MOST_ENTRIES);
            return Err(Error::at(FieldPath::new(path), ErrorKind::TooLarge { limit }));
        }
    }
    if entries == 0 {
        let instead = "write at least one [api.NAME] or [deployment.NAME]".to_owned();
        return Err(Error::at(FieldPath::new("api"), ErrorKind::Missing { instead }));
    }
    let twice = scenario.api.iter().map(|(id, _)| id).find(|id| scenario.deployment.get(id).is_some());
    if let Some(id) = twice {
        let kind = ErrorKind::DuplicateField { field: id.to_owned() };
        return Err(Error::at(FieldPath::new("deployment").join(id), kind));
    }
    let names = scenario.api.iter().map(|(id, _)| ("api", id));
    let names = names.chain(scenario.deployment.iter().map(|(id, _)| ("deployment", id)));
    let names = names.chain(scenario.workload.class.iter().map(|(id, _)| ("workload.class", id)));
    for (table, id) in names {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if id.is_empty() || !id.chars().all(plain) {
            return wrong(
                table,
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
    let written = &scenario.finance;
    let horizon = reader.read(
        Parameter::HorizonMonths,
        &here,
        written.horizon_months,
        None,
        Otherwise::Required("write `horizon_months = 36`, the length of the study"),
    )?;
    whole(Parameter::HorizonMonths, &here, horizon)?;
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
    Ok(Shared { scenario, workload, finance, classes })
}

/// A count that makes sense only whole.
pub(super) fn whole(parameter: Parameter, instance: &Instance, value: Decimal) -> Result<(), Error> {
    if value.fract().is_zero() {
        return Ok(());
    }
    Err(contradiction(instance.path(parameter), format!("{value} is not whole"), "write a whole number"))
}

fn classes<'a>(
    written: &'a Named<wire::RequestClass>,
    reader: &mut Reader<'_>,
) -> Result<Vec<(&'a str, Class<Decimal>)>, Error> {
    if written.is_empty() {
        let instead =
            "write [workload.class.NAME] with share, prompt_tokens and completion_tokens".to_owned();
        return Err(Error::at(FieldPath::new("workload.class"), ErrorKind::Missing { instead }));
    }
    let only = written.len() == 1;
    let mut classes = Vec::new();
    for (at, (name, class)) in written.iter().enumerate() {
        let instance = Instance { class: name.to_owned(), ..Instance::default() };
        let mut read = |parameter: Parameter, given: Option<Figure>, otherwise: Otherwise| {
            reader.read_at(parameter, instance.path(parameter), Place::Class(at), given, None, otherwise)
        };
        let share = if only {
            Otherwise::Default(ONE, "the only class")
        } else {
            Otherwise::Required("write `share = 0.5`, its share of the requests")
        };
        let prompt = Otherwise::Required("write `prompt_tokens = 1500`, tokens of the prompt");
        let completion = Otherwise::Required("write `completion_tokens = 350`, visible tokens of the answer");
        let class = Class {
            share: Scalar(read(Parameter::ClassShare, class.share, share)?),
            prompt: Tokens(read(Parameter::PromptTokens, class.prompt_tokens, prompt)?),
            reusable: Tokens(read(
                Parameter::ReusablePromptTokens,
                class.reusable_prompt_tokens,
                Otherwise::Default(ZERO, "no part of the prompt is said to repeat"),
            )?),
            completion: Tokens(read(Parameter::CompletionTokens, class.completion_tokens, completion)?),
            may_wait: Hours(read(
                Parameter::MayWaitHours,
                class.may_wait_hours,
                Otherwise::Default(ZERO, "answers are wanted at once"),
            )?),
        };
        if class.reusable.0 > class.prompt.0 {
            return Err(contradiction(
                instance.path(Parameter::ReusablePromptTokens),
                format!("{} of {} prompt tokens cannot repeat", class.reusable.0, class.prompt.0),
                "write at most `prompt_tokens`",
            ));
        }
        classes.push((name, class));
    }
    let sum = classes.iter().fold(Exact::lit(0), |sum, (_, class)| sum + Exact::new(class.share.0));
    match sum.value() {
        Some(sum) if sum == ONE => Ok(classes),
        sum => Err(Error::at(
            FieldPath::new("workload.class"),
            ErrorKind::SharesDoNotSumToOne { sum: sum.unwrap_or_default() },
        )),
    }
}

fn workload(
    written: &wire::Workload,
    classes: &[(&str, Class<Decimal>)],
    reader: &mut Reader<'_>,
    here: &Instance,
) -> Result<Workload<Decimal>, Error> {
    let tokens = tokens_per_month(written, classes, reader)?;
    let hours = reader.read(
        Parameter::HoursPerMonth,
        here,
        written.hours_per_month,
        None,
        Otherwise::Default(Decimal::from(730), "8,760 hours a year over 12"),
    )?;
    let serving_hours = reader.read(
        Parameter::ServingHours,
        here,
        written.serving_hours_per_month,
        None,
        Otherwise::Same(hours, here.path(Parameter::HoursPerMonth)),
    )?;
    if serving_hours > hours {
        return Err(contradiction(
            here.path(Parameter::ServingHours),
            format!("{serving_hours} serving hours are more than the {hours} hours of the month"),
            "write at most `hours_per_month`",
        ));
    }
    let growth = reader.read(
        Parameter::GrowthPerMonth,
        here,
        written.growth_fraction_per_month,
        None,
        Otherwise::Default(ZERO, "no growth is given"),
    )?;
    let peak = match written.peak_to_average {
        None => ONE,
        given => reader.read(Parameter::PeakToAverage, here, given, None, Otherwise::Required(""))?,
    };
    Ok(Workload {
        tokens_per_month: Tokens(tokens),
        growth: Scalar(growth),
        peak_to_average: Scalar(peak),
        hours: Hours(hours),
        serving_hours: Hours(serving_hours),
    })
}

fn tokens_per_month(
    written: &wire::Workload,
    classes: &[(&str, Class<Decimal>)],
    reader: &mut Reader<'_>,
) -> Result<Decimal, Error> {
    let here = Instance::default();
    let path = here.path(Parameter::TokensPerMonth);
    let per_request = classes.iter().fold(Exact::lit(0), |sum, (_, class)| {
        sum + Exact::new(class.share.0) * (Exact::new(class.prompt.0) + Exact::new(class.completion.0))
    });
    if per_request == Exact::lit(0) {
        return Err(contradiction(
            FieldPath::new("workload.class"),
            "a request has no tokens at all".to_owned(),
            "write prompt_tokens and completion_tokens above 0",
        ));
    }
    let volume = match (written.tokens_per_month, written.requests_per_month) {
        (Some(_), Some(_)) => {
            let (first, second) = ("tokens_per_month".to_owned(), "requests_per_month".to_owned());
            return Err(Error::at(FieldPath::new("workload"), ErrorKind::Conflict { first, second }));
        }
        (None, Some(requests)) => {
            let requests_path = FieldPath::new("workload.requests_per_month");
            let tokens = (Exact::new(requests.value()) * per_request).value().map(|tokens| tokens.round());
            let tokens = tokens.ok_or(ErrorKind::OutOfBounds { what: "the volume in tokens" })?;
            let checked = Parameter::TokensPerMonth.check(&path, tokens)?;
            reader.note(requests_path.clone(), requests.to_string(), None);
            reader.read(
                Parameter::TokensPerMonth,
                &here,
                None,
                None,
                Otherwise::Same(checked, requests_path),
            )?
        }
        (given, None) => reader.read(
            Parameter::TokensPerMonth,
            &here,
            given,
            None,
            Otherwise::Required("write `tokens_per_month = 20_000_000_000` or `requests_per_month = ...`"),
        )?,
    };
    whole(Parameter::TokensPerMonth, &here, volume)?;
    Ok(volume)
}

/// The request classes as an alternative sees them: with its token profile.
pub(super) fn with_profile(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: Option<&TokenProfile>,
) -> Result<Vec<ClassInputs<Decimal>>, Error> {
    let tokens = FieldPath::new(instance.alternative.as_str()).join("tokens");
    let unknown = written.into_iter().flat_map(|profile| profile.class.iter()).map(|(name, _)| name);
    let known: Vec<&str> = shared.classes.iter().map(|(name, _)| *name).collect();
    for name in unknown {
        if !known.contains(&name) {
            let suggestion = nearest(name, known.iter().copied());
            let kind = ErrorKind::NotFound { what: "request class", name: name.to_owned(), suggestion };
            return Err(Error::at(tokens.join("class").join(name), kind));
        }
    }
    let mut classes = Vec::new();
    for (at, (name, class)) in shared.classes.iter().enumerate() {
        let own = written.and_then(|profile| profile.class.get(name));
        let mut read = |parameter: Parameter,
                        key: &str,
                        of_class: fn(&ClassProfile) -> Option<Figure>,
                        of_all: fn(&TokenProfile) -> Option<Figure>,
                        default: Otherwise| {
            let place = Place::Class(at);
            match own.and_then(of_class) {
                Some(given) => {
                    let path = tokens.join("class").join(name).join(key);
                    reader.read_at(parameter, path, place, Some(given), None, default)
                }
                None => {
                    let given = written.and_then(of_all);
                    reader.read_at(parameter, instance.path(parameter), place, given, None, default)
                }
            }
        };
        let same = |reason| Otherwise::Default(ONE, reason);
        let none = |reason| Otherwise::Default(ZERO, reason);
        let profile = Profile {
            prompt_ratio: Scalar(read(
                Parameter::PromptRatio,
                "prompt_ratio",
                |class| class.prompt_ratio,
                |all| all.prompt_ratio,
                same("counted as by the reference tokenizer"),
            )?),
            completion_ratio: Scalar(read(
                Parameter::CompletionRatio,
                "completion_ratio",
                |class| class.completion_ratio,
                |all| all.completion_ratio,
                same("as long as the workload's completions"),
            )?),
            reasoning: Tokens(read(
                Parameter::ReasoningTokens,
                "reasoning_tokens",
                |class| class.reasoning_tokens,
                |all| all.reasoning_tokens,
                none("no reasoning is given"),
            )?),
            attempts: Scalar(read(
                Parameter::Attempts,
                "attempts",
                |class| class.attempts,
                |all| all.attempts,
                same("the first answer is taken"),
            )?),
            cache_hit: Scalar(read(
                Parameter::CacheHitFraction,
                "cache_hit_fraction",
                |class| class.cache_hit_fraction,
                |all| all.cache_hit_fraction,
                none("no cache hit is credited that nobody measured"),
            )?),
        };
        classes.push(ClassInputs { class: *class, profile });
    }
    Ok(classes)
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
    for one in alternatives.iter().filter(|one| matches!(one.family, Family::Owned | Family::Rented)) {
        if let Some(model) =
            one.model.as_deref().filter(|model| models.iter().all(|(known, _)| known != model))
        {
            models.push((model, &one.path));
        }
    }
    let catalog = reader.catalog;
    for (model, path) in models {
        let offers: Vec<_> = catalog.offers.iter().filter(|offer| offer.model() == Some(model)).collect();
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
