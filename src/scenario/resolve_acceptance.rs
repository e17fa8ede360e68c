//! What becomes of the answers of an alternative: accepted, asked again, done over, or asked elsewhere.

use super::provenance::WarningCode;
use super::reader::{Otherwise, Reader, contradiction};
use super::resolved::{Address, ResolvedAlternative};
use super::wire::{Scenario, TokenProfile};
use super::wire_acceptance::Acceptance as Written;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Acceptance, Answers, ApiInputs, Escalation, Instance, Parameter, Role};
use crate::quantity::{Scalar, Usd};
use crate::source::nearest;
use rust_decimal::Decimal;

/// Reads how often answers are accepted. Who takes the others is known when all alternatives are.
pub(super) fn answers(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: Option<&Written>,
    tokens: Option<&TokenProfile>,
) -> Result<Option<Box<Answers<Decimal>>>, Error> {
    let Some(written) = written else { return Ok(None) };
    let counts_attempts = |profile: &TokenProfile| {
        profile.attempts.is_some() || profile.class.iter().any(|(_, class)| class.attempts.is_some())
    };
    if tokens.is_some_and(counts_attempts) {
        let (first, second) = ("tokens.attempts".to_owned(), "acceptance".to_owned());
        let place = FieldPath::new(instance.alternative.as_str());
        return Err(Error::at(place, ErrorKind::Conflict { first, second }));
    }
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    let required =
        Otherwise::Required("write `acceptance_fraction = 0.9`, the share of the attempts that is accepted");
    let once = Otherwise::Default(Decimal::ONE, "an answer that is not accepted is not asked for again");
    let none = || Otherwise::Default(Decimal::ZERO, "none is given");
    let acceptance = Acceptance {
        fraction: Scalar(read(Parameter::AcceptanceFraction, written.acceptance_fraction, required)?),
        most_attempts: Scalar(read(Parameter::MaximumAttempts, written.maximum_attempts, once)?),
        verification: Usd(read(Parameter::VerificationCost, written.verification_usd_per_attempt, none())?),
        rework: Usd(read(Parameter::ReworkCost, written.rework_usd_per_failure, none())?),
    };
    let all_are_answered = written.rework_usd_per_failure.is_some() || written.escalate_to.is_some();
    if !all_are_answered && acceptance.fraction.0 < Decimal::ONE {
        let message = "answers that are not accepted cost nothing and are left out of the cost of an accepted one: give \
            rework_usd_per_failure or escalate_to"
            .to_owned();
        let path = instance.path(Parameter::AcceptanceFraction);
        reader.warn(WarningCode::FailuresCostNothing, &path, message);
    }
    Ok(Some(Box::new(Answers { acceptance, escalation: None, all_are_answered })))
}

/// Gives the alternatives that escalate the API that takes their failures, and its numbers a place there too.
pub(super) fn escalations(
    scenario: &Scenario,
    reader: &mut Reader<'_>,
    alternatives: &mut [ResolvedAlternative],
) -> Result<(), Error> {
    for at in 0..alternatives.len() {
        let Some(one) = alternatives.get(at) else { continue };
        let written = scenario.api.get(&one.id).and_then(|api| api.acceptance.as_ref());
        let written =
            written.or_else(|| scenario.deployment.get(&one.id).and_then(|own| own.acceptance.as_ref()));
        let Some(id) = written.and_then(|written| written.escalate_to.as_ref()) else { continue };
        let path = one.path.join("acceptance.escalate_to");
        let target = alternatives.iter().position(|other| other.id == *id).ok_or_else(|| {
            let suggestion = nearest(id, scenario.api.iter().map(|(id, _)| id));
            let kind = ErrorKind::NotFound { what: "API", name: id.clone(), suggestion };
            Error::at(path.clone(), kind)
        })?;
        let (escalation, requirements) = match alternatives.get(target) {
            Some(to) if target != at => (takes_failures(to, &path)?, to.requirements.clone()),
            _ => {
                let what = format!("{id} cannot take its own failures");
                return Err(contradiction(path, what, "name another API of the scenario"));
            }
        };
        if let Some(one) = alternatives.get_mut(at) {
            one.escalation_requirements = Some(requirements);
            if let Some(answers) = one.inputs.answers.as_mut() {
                answers.escalation = Some(escalation);
            }
        }
        let copies = reader
            .addresses
            .iter()
            .filter(|address| address.alternative == Some(target) && !address.escalated);
        let copies: Vec<Address> = copies
            .map(|address| Address { alternative: Some(at), escalated: true, ..address.clone() })
            .collect();
        reader.addresses.extend(copies);
        reader.note(path, id.clone(), None);
    }
    Ok(())
}

fn takes_failures(to: &ResolvedAlternative, path: &FieldPath) -> Result<Escalation<Decimal>, Error> {
    let id = &to.id;
    let refuse = |what: String, instead: &str| Err(contradiction(path.clone(), what, instead));
    if let Some((_, reason)) = &to.limit {
        return refuse(
            format!("{id} cannot take the failures: {reason}"),
            "name an API that can serve the requests",
        );
    }
    if to.inputs.answers.is_some() {
        let instead = "name an API without `acceptance`, whose answers are taken as they come";
        return refuse(format!("{id} has failures of its own"), instead);
    }
    let Role::Api(api) = &to.inputs.role else {
        let instead = "name an API: what a step more would cost depends on how full the steps are";
        return refuse(format!("{id} is no API"), instead);
    };
    let hosted = |api: &ApiInputs<Decimal>| api.training.is_some_and(|vendor| !vendor.hosting.0.is_zero());
    if hosted(api) {
        let instead = "name an API that is paid per token alone";
        return refuse(format!("{id} is kept ready by the hour"), instead);
    }
    if to.inputs.is_bent() || to.maximum_steps.is_some() {
        let what = format!("{id} has prices that go with its volume, or limits");
        let instead =
            "name an API without volume tiers, commitment, allowance, provisioned units and rate limits";
        return refuse(what, instead);
    }
    if to.inputs.over_time.is_some() {
        let what = format!("{id} has events, a credit, a commitment, a lead time or a ramp");
        return refuse(what, "name an API without them");
    }
    let profiles = to.inputs.classes.iter().map(|one| one.profile).collect();
    Ok(Escalation { id: id.clone(), profiles, api: api.as_ref().clone() })
}
