//! The workload: request classes, volume, and the token profile with which an alternative sees them.

use super::ranged::{REQUESTS, RangedValue};
use super::reader::{Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolved::Place;
use super::wire::{self, ClassProfile, TokenProfile};
use super::wire_users::Users;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::parameter::{Class, ClassInputs, HourOfDay, Instance, Parameter, Profile, Workload};
use crate::quantity::{Hours, Scalar, Tokens};
use crate::serving::HOURS_OF_DAY;
use crate::source::{Figure, Named, nearest};
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;
const ONE: Decimal = Decimal::ONE;

/// Reads the request classes; their shares sum to one.
pub(super) fn classes<'a>(
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
            ErrorKind::SharesDoNotSumToOne { sum: sum.unwrap_or_default().normalize() },
        )),
    }
}

/// Reads the volume and its load.
pub(super) fn workload(
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

/// Reads the load of each hour of the day.
pub(super) fn hours(
    written: &wire::Workload,
    reader: &mut Reader<'_>,
) -> Result<Vec<HourOfDay<Decimal>>, Error> {
    let Some(given) = &written.hourly_load else { return Ok(Vec::new()) };
    let path = FieldPath::new("workload.hourly_load");
    let other = [
        (written.peak_to_average.is_some(), "peak_to_average"),
        (written.serving_hours_per_month.is_some(), "serving_hours_per_month"),
    ];
    if let Some((_, second)) = other.into_iter().find(|(is_given, _)| *is_given) {
        let (first, second) = ("hourly_load".to_owned(), second.to_owned());
        return Err(Error::at(FieldPath::new("workload"), ErrorKind::Conflict { first, second }));
    }
    if given.len() != HOURS_OF_DAY as usize {
        let what = format!("the load of {} hours", given.len());
        return Err(contradiction(
            path,
            what,
            "write the load of each of the 24 hours of the day, in any unit",
        ));
    }
    let mut hours = Vec::with_capacity(given.len());
    for (at, load) in given.iter().enumerate() {
        let instance = Instance { index: at, ..Instance::default() };
        let parameter = Parameter::HourlyLoad;
        let place = Place::Index(at);
        let load = reader.read_at(
            parameter,
            instance.path(parameter),
            place,
            Some(*load),
            None,
            Otherwise::Required(""),
        )?;
        hours.push(HourOfDay { load: Scalar(load) });
    }
    if hours.iter().all(|hour| hour.load.0.is_zero()) {
        return Err(contradiction(path, "a day without any load".to_owned(), "write a load above 0"));
    }
    Ok(hours)
}

/// The load of each hour of the day from midnight in UTC on; empty where it is not given.
pub(super) fn in_utc(written: &wire::Workload, hours: &[HourOfDay<Decimal>]) -> Result<Vec<Decimal>, Error> {
    let mut load: Vec<Decimal> = hours.iter().map(|hour| hour.load.0).collect();
    let Some(offset) = written.hourly_load_utc_offset_hours else { return Ok(load) };
    let path = FieldPath::new("workload.hourly_load_utc_offset_hours");
    if load.is_empty() {
        let what = "a time zone of hours that are not given".to_owned();
        return Err(contradiction(path, what, "write `hourly_load`, or leave it out"));
    }
    let offset = offset.value();
    let quarters = offset.checked_mul(Decimal::from(4)).filter(|quarters| quarters.fract().is_zero());
    if quarters.is_none() || offset < Decimal::from(-12) || offset > Decimal::from(14) {
        let what = format!("{offset} hours east of UTC");
        return Err(contradiction(path, what, "write quarters of an hour from -12 to 14"));
    }
    // Noon five hours west of UTC is 17:00 there. An hour in UTC that begins within one of the load's has the rest of that
    // one and the beginning of the next.
    let (whole, part) = (offset.floor(), offset.checked_sub(offset.floor()).unwrap_or_default());
    let earlier = i64::try_from(whole).unwrap_or(0).rem_euclid(24);
    load.rotate_left(usize::try_from(earlier).unwrap_or(0));
    let mut next = load.clone();
    next.rotate_left(1);
    let rest = Decimal::ONE.checked_sub(part).unwrap_or_default();
    for (load, next) in load.iter_mut().zip(next) {
        *load = load.saturating_mul(rest).saturating_add(next.saturating_mul(part));
    }
    Ok(load)
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
    if let Some(users) = &written.users {
        return of_users(users, written, reader);
    }
    let volume = match (written.tokens_per_month, written.requests_per_month) {
        (Some(_), Some(_)) => {
            let (first, second) = ("tokens_per_month".to_owned(), "requests_per_month".to_owned());
            return Err(Error::at(FieldPath::new("workload"), ErrorKind::Conflict { first, second }));
        }
        (None, Some(requests)) => {
            let requests_path = FieldPath::new(REQUESTS);
            let tokens = |requests: Decimal| {
                let tokens = (Exact::new(requests) * per_request).value().map(|tokens| tokens.round());
                let tokens = tokens.ok_or_else(|| {
                    Error::at(requests_path.clone(), ErrorKind::OutOfBounds { what: "the volume in tokens" })
                })?;
                if requests <= ZERO {
                    let what = format!("{requests} requests a month");
                    return Err(contradiction(requests_path.clone(), what, "write more than 0"));
                }
                Parameter::TokensPerMonth.check(&path, tokens)
            };
            let checked = tokens(requests.value())?;
            if let Some((low, high)) = requests.range() {
                tokens(low)?;
                tokens(high)?;
                let base = requests.value();
                reader.keep_range(RangedValue { path: requests_path.clone(), low, base, high });
            }
            reader.note(requests_path.clone(), requests.value().to_string(), None);
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
    Ok(volume)
}

/// The volume of so many users.
fn of_users(users: &Users, written: &wire::Workload, reader: &mut Reader<'_>) -> Result<Decimal, Error> {
    let path = FieldPath::new("workload.users");
    let given = [
        ("tokens_per_month", written.tokens_per_month.is_some()),
        ("requests_per_month", written.requests_per_month.is_some()),
    ];
    if let Some((first, _)) = given.into_iter().find(|(_, given)| *given) {
        let (first, second) = (first.to_owned(), "users".to_owned());
        return Err(Error::at(FieldPath::new("workload"), ErrorKind::Conflict { first, second }));
    }
    let figures = [("count", users.count), ("tokens_per_user_month", users.tokens_per_user_month)];
    for (key, figure) in figures {
        if figure.value() <= ZERO {
            let what = format!("{figure} is not above 0");
            return Err(contradiction(
                path.join(key),
                what,
                "write the users, and the tokens of one in a month",
            ));
        }
        reader.note(path.join(key), figure.to_string(), None);
    }
    if !users.count.value().fract().is_zero() {
        let (value, unit) = (users.count.value(), "users");
        return Err(Error::at(path.join("count"), ErrorKind::NotWhole { value, unit }));
    }
    let tokens = (Exact::new(users.count.value()) * Exact::new(users.tokens_per_user_month.value())).value();
    let tokens = tokens
        .ok_or_else(|| Error::at(path.clone(), ErrorKind::OutOfBounds { what: "the volume in tokens" }))?;
    let tokens = Parameter::TokensPerMonth.check(&path, tokens.round())?;
    let volume = Otherwise::Same(tokens, path.join("count"));
    reader.read(Parameter::TokensPerMonth, &Instance::default(), None, None, volume)
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
