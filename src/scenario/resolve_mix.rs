//! Alternatives that are made of others.

use super::facts::Facts;
use super::reader::{Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolved::{Address, Place, ResolvedAlternative};
use super::wire_mix::{Hybrid, Routed as WrittenRouted};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::parameter::{
    ClassInputs, Family, Inputs, Instance, LoadBasis, Mix, MixPart, MixRule, MixTerms, Parameter, Profile,
    Role, Routed, Scaling,
};
use crate::quantity::{Scalar, Tokens};
use crate::serving::Requirements;
use crate::source::nearest;
use rust_decimal::Decimal;

/// Reads a base load with overflow.
pub(super) fn hybrid(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    alternatives: &[ResolvedAlternative],
    id: &str,
    written: &Hybrid,
) -> Result<ResolvedAlternative, Error> {
    let path = FieldPath::new("hybrid").join(id);
    let (own_at, own) = named(alternatives, &path.join("own"), &written.own)?;
    let (overflow_at, overflow) = named(alternatives, &path.join("overflow"), &written.overflow)?;
    check_base(&path.join("own"), own)?;
    if !matches!(overflow.inputs.role, Role::Api(_))
        || overflow.inputs.is_bent()
        || overflow.maximum_steps.is_some()
    {
        return Err(contradiction(
            path.join("overflow"),
            format!("{} is no API with the same prices at any volume and without limits", overflow.id),
            "name an API without volume tiers, commitment, allowance and rate limits",
        ));
    }
    let instance = Instance { alternative: path.as_str().to_owned(), ..Instance::default() };
    let chosen = written.steps.is_none();
    let steps = match written.steps {
        None => Decimal::ONE,
        given => reader.read(Parameter::MixSteps, &instance, given, None, Otherwise::Required(""))?,
    };
    if own.maximum_steps.is_some_and(|most| steps > most) {
        return Err(contradiction(
            path.join("steps"),
            format!("{steps} steps are more than there can be of {}", own.id),
            "write fewer steps",
        ));
    }
    let one = Routed { share: Scalar(Decimal::ONE) };
    let parts = vec![part(own, one), part(overflow, one)];
    copy_addresses(reader, &[own_at, overflow_at]);
    let name = format!("{} with overflow to {}", own.name, overflow.name);
    let mix = Mix { rule: MixRule::Overflow { chosen }, terms: MixTerms { steps: Scalar(steps) }, parts };
    Ok(mixed(shared, id, path, name, mix, vec![own_at, overflow_at]))
}

/// Reads requests that are routed.
pub(super) fn routed(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    alternatives: &[ResolvedAlternative],
    id: &str,
    written: &WrittenRouted,
) -> Result<ResolvedAlternative, Error> {
    let path = FieldPath::new("routed").join(id);
    let mut parts = Vec::new();
    let mut made_of = Vec::new();
    let mut sum = Exact::lit(0);
    if !written.share.is_empty() && written.share.iter().all(|(_, share)| share.range().is_some()) {
        return Err(contradiction(
            path.join("share"),
            "a range of every share".to_owned(),
            "leave one of them without a range: it takes what is left",
        ));
    }
    for (place, (name, share)) in written.share.iter().enumerate() {
        let instance =
            Instance { alternative: path.as_str().to_owned(), part: name.to_owned(), ..Instance::default() };
        let (at, of) = named(alternatives, &instance.path(Parameter::RoutedShare), name)?;
        let holds = share.range().is_some();
        let path = instance.path(Parameter::RoutedShare);
        let place = Place::Index(place);
        let share = reader.read_at(
            Parameter::RoutedShare,
            path.clone(),
            place,
            Some(*share),
            None,
            Otherwise::Required(""),
        )?;
        if share.is_zero() {
            return Err(contradiction(path, format!("no request goes to {name}"), "leave it out"));
        }
        if matches!(&of.inputs.role, Role::Api(api) if api.chooses_units) {
            let what =
                format!("{name} chooses its provisioned units, which a share of the requests does not know");
            return Err(contradiction(path, what, "write `units` of its `provisioned`"));
        }
        sum = sum + Exact::new(share);
        parts.push(MixPart { holds, ..part(of, Routed { share: Scalar(share) }) });
        made_of.push(at);
    }
    if parts.is_empty() {
        let instead = "write `share = { own = 0.9, gpt-4o = 0.1 }`, the share of each alternative".to_owned();
        return Err(Error::at(path.join("share"), ErrorKind::Missing { instead }));
    }
    match sum.value() {
        Some(sum) if sum == Decimal::ONE => {}
        sum => {
            let kind = ErrorKind::SharesDoNotSumToOne { sum: sum.unwrap_or_default().normalize() };
            return Err(Error::at(path.join("share"), kind));
        }
    }
    if parts.len() == 1 {
        // All requests: there is nothing that could take the rest.
        let mix = reader.alternative;
        reader.addresses.retain(|one| one.parameter != Parameter::RoutedShare || one.alternative != mix);
    }
    copy_addresses(reader, &made_of);
    let terms = MixTerms { steps: Scalar(Decimal::ONE) };
    let mix = Mix { rule: MixRule::Routed, terms, parts };
    Ok(mixed(shared, id, path, String::new(), mix, made_of))
}

/// The alternative of a name, and its place.
fn named<'a>(
    alternatives: &'a [ResolvedAlternative],
    path: &FieldPath,
    id: &str,
) -> Result<(usize, &'a ResolvedAlternative), Error> {
    if alternatives.iter().any(|one| one.id == id && !one.made_of.is_empty()) {
        return Err(contradiction(
            path.clone(),
            format!("{id} is a mix itself"),
            "name an API or a deployment",
        ));
    }
    let takes_time = |one: &&ResolvedAlternative| {
        let over_time = one.inputs.over_time.as_deref();
        one.id == id && over_time.is_some_and(|change| change.lead_months > 0 || !change.ramp.is_empty())
    };
    if alternatives.iter().any(|one| takes_time(&one)) {
        let what = format!("{id} takes time until it serves");
        return Err(contradiction(path.clone(), what, "name one without `lead_months` and `ramp_fractions`"));
    }
    let plain = || alternatives.iter().enumerate().filter(|(_, one)| one.made_of.is_empty());
    plain().find(|(_, one)| one.id == id).ok_or_else(|| {
        let suggestion = nearest(id, plain().map(|(_, one)| one.id.as_str()));
        let kind = ErrorKind::NotFound { what: "alternative", name: id.to_owned(), suggestion };
        Error::at(path.clone(), kind)
    })
}

/// A base load is steps that stand there, sized by the load of each hour.
fn check_base(path: &FieldPath, own: &ResolvedAlternative) -> Result<(), Error> {
    let Some(deployment) = own.inputs.deployment() else {
        let what = format!("{} is no deployment", own.id);
        return Err(contradiction(path.clone(), what, "name one under [deployment]"));
    };
    let choices = deployment.choices;
    if choices.load != LoadBasis::Hours {
        let what = format!("what {} does not carry in an hour is not known", own.id);
        let instead = "write `hourly_load` in [workload], and no `average_utilization` of the deployment";
        return Err(contradiction(path.clone(), what, instead));
    }
    if choices.scaling == Scaling::Hourly {
        let what = format!("{} already pays only for the steps that each hour needs", own.id);
        return Err(contradiction(path.clone(), what, "write `scaling = \"always_on\"`"));
    }
    if own.inputs.events().iter().any(|event| event.terms.rate.0 != Decimal::ONE) {
        let what = format!("what {} does not carry in an hour changes with its serving rates", own.id);
        return Err(contradiction(path.clone(), what, "name one without `rate_factor` in its events"));
    }
    Ok(())
}

fn part(of: &ResolvedAlternative, routed: Routed<Decimal>) -> MixPart<Decimal> {
    MixPart {
        routed,
        holds: false,
        most: of.maximum_steps.and_then(|most| u32::try_from(most).ok()),
        inputs: of.inputs.clone(),
    }
}

/// What names a number of a part names the same number of the mix.
fn copy_addresses(reader: &mut Reader<'_>, made_of: &[usize]) {
    let mut copies: Vec<Address> = Vec::new();
    for (part, at) in made_of.iter().enumerate() {
        let of_part = reader.addresses.iter().filter(|address| address.alternative == Some(*at));
        copies.extend(of_part.map(|address| Address {
            alternative: reader.alternative,
            part: Some(part),
            ..address.clone()
        }));
    }
    reader.addresses.extend(copies);
}

fn mixed(
    shared: &Shared<'_>,
    id: &str,
    path: FieldPath,
    name: String,
    mix: Mix<Decimal>,
    made_of: Vec<usize>,
) -> ResolvedAlternative {
    // A mix itself counts no tokens: its parts do, each in its own.
    let one = Scalar(Decimal::ONE);
    let profile = Profile {
        prompt_ratio: one,
        completion_ratio: one,
        reasoning: Tokens(Decimal::ZERO),
        attempts: one,
        cache_hit: Scalar(Decimal::ZERO),
    };
    let classes = shared.classes.iter().map(|(_, class)| ClassInputs { class: *class, profile }).collect();
    ResolvedAlternative {
        id: id.to_owned(),
        path,
        name,
        family: Family::Mixed,
        model: None,
        inputs: Inputs {
            workload: shared.workload,
            hours: shared.hours.clone(),
            classes,
            finance: shared.finance,
            // Answers are accepted, or not, of its parts.
            answers: None,
            training: shared.training,
            over_time: None,
            role: Role::Mix(Box::new(mix)),
        },
        made_of,
        maximum_steps: None,
        requirements: Requirements::default(),
        escalation_requirements: None,
        limit: None,
        fit: None,
        // What is known of its parts is asked of them.
        facts: Facts::default(),
        left_out: Vec::new(),
    }
}
