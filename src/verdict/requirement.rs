//! The requirements one by one: what is known of an alternative against what is demanded.

use super::eligibility::{Eligibility, Finding};
use super::sentence::grouped;
use crate::comparison::{Comparison, exact_inputs};
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use crate::parameter::Family;
use crate::scenario::{Floor, Known, ResolvedAlternative, Retirement};
use crate::source::AsOf;
use rust_decimal::Decimal;

use Eligibility::{Conditional, Eligible, Ineligible};

/// A whole number as people write it, a fraction as it is.
pub(super) fn count(value: Decimal) -> String {
    if value.fract().is_zero() { grouped(value.round()) } else { value.normalize().to_string() }
}

/// "EU", "EU or US".
pub(super) fn either(words: &[String]) -> String {
    words.join(" or ")
}

fn met(is: bool) -> Eligibility {
    if is { Eligible } else { Ineligible }
}

/// What follows from the kind of alternative has that for its source.
fn family(one: &ResolvedAlternative) -> String {
    format!("family: {}", one.family.name().replace('_', " "))
}

pub(super) fn air_gap(one: &ResolvedAlternative) -> Finding {
    if let Some(known) = &one.facts.air_gapped {
        let found = if known.value { "nothing leaves the site" } else { "data leave the site" };
        return Finding::of(known, met(known.value), found);
    }
    let (eligibility, found) = match one.family {
        Family::Owned => (Eligible, "it runs on hardware of the user's own"),
        Family::Rented => (Ineligible, "the hardware stands with who lets it"),
        _ => (Ineligible, "every request leaves the site for the provider"),
    };
    Finding::derived(eligibility, found, family(one))
}

pub(super) fn residency(one: &ResolvedAlternative, wanted: &[String]) -> Finding {
    let Some(known) = &one.facts.regions else {
        let what =
            if one.inputs.deployment().is_some() { "where it stands" } else { "where it processes data" };
        return Finding::unknown(format!("{what}; write it in `terms.regions`"));
    };
    let offered = known.value.iter().filter(|terms| wanted.contains(&terms.region));
    // Of several regions that would do, the one with the fewest conditions.
    let Some(best) = offered.min_by_key(|terms| (terms.condition.is_some(), terms.price_factor)) else {
        let all: Vec<String> = known.value.iter().map(|terms| terms.region.clone()).collect();
        let only = if all.is_empty() {
            "no region is kept to".to_owned()
        } else {
            format!("only in {}", either(&all))
        };
        return Finding::of(known, Ineligible, only);
    };
    let factor =
        best.price_factor.map(|factor| format!("at {factor} times the prices, which is not in the cost"));
    let conditions: Vec<String> = factor.into_iter().chain(best.condition.clone()).collect();
    if conditions.is_empty() {
        return Finding::of(known, Eligible, format!("in {}", best.region));
    }
    Finding::of(known, Conditional, format!("in {}: {}", best.region, conditions.join("; ")))
}

pub(super) fn quality(one: &ResolvedAlternative, floor: &Floor) -> Finding {
    let scores: Vec<_> =
        one.facts.scores.iter().filter(|known| known.value.benchmark == floor.benchmark).collect();
    if scores.is_empty() {
        let benchmark = &floor.benchmark;
        return Finding::unknown(format!("its score; measure it and write `terms.scores.{benchmark}`"));
    }
    let word = |known: &&Known<crate::scenario::Scored>| {
        let setting = known.value.setting.as_ref().map(|setting| format!(" ({setting})"));
        format!("{}{}", known.value.score.normalize(), setting.unwrap_or_default())
    };
    all_or_some(&scores, |known| known.value.score >= floor.at_least, word)
}

/// Measurements that all pass, of which none does, or that disagree.
fn all_or_some<T>(
    measured: &[&Known<T>],
    passes: impl Fn(&Known<T>) -> bool,
    word: impl Fn(&&Known<T>) -> String,
) -> Finding {
    let passing = measured.iter().filter(|known| passes(known)).count();
    let eligibility = match passing {
        0 => Ineligible,
        all if all == measured.len() => Eligible,
        _ => Conditional,
    };
    let mut words: Vec<String> = Vec::new();
    let mut sources: Vec<String> = Vec::new();
    for known in measured {
        words.push(word(known));
        if let Some(source) = known.source.as_ref().filter(|source| !sources.contains(source)) {
            sources.push(source.clone());
        }
    }
    let disagree = if eligibility == Conditional { "measurements disagree: " } else { "" };
    Finding {
        eligibility,
        found: format!("{disagree}{}", words.join(", ")),
        origin: measured.first().map(|known| known.origin),
        source: (!sources.is_empty()).then(|| sources.join("; ")),
        as_of: measured.iter().filter_map(|known| known.as_of).max(),
    }
}

pub(super) fn latency(
    one: &ResolvedAlternative,
    times: &[Known<Decimal>],
    limit: Decimal,
    key: &str,
) -> Finding {
    if times.is_empty() {
        return Finding::unknown(format!("the time under this load; measure it and write `terms.{key}`"));
    }
    let times: Vec<&Known<Decimal>> = times.iter().collect();
    let mut finding =
        all_or_some(&times, |known| known.value <= limit, |known| format!("{} ms", known.value.normalize()));
    if finding.eligibility != Eligible && one.inputs.deployment().is_some() {
        finding.found.push_str(" at this rate; fewer requests at once are faster and serve less");
    }
    finding
}

/// The window of the model, and for a deployment the memory of a replica, hold one request of this length.
pub(super) fn context(one: &ResolvedAlternative, tokens: Decimal) -> Result<Finding, Error> {
    let ratio =
        one.inputs.classes.iter().map(|class| class.profile.prompt_ratio.0).max().unwrap_or(Decimal::ONE);
    let own = (Exact::new(tokens) * Exact::new(ratio)).value();
    let own = own.ok_or(ErrorKind::OutOfBounds { what: "the length of a request" })?;
    let needed = if ratio == Decimal::ONE {
        String::new()
    } else {
        format!(", and {} of its own are needed", count(own))
    };
    let Some(known) = &one.facts.context else {
        return Ok(Finding::unknown("its context window; write `context_window_tokens`"));
    };
    let window = Decimal::from(known.value);
    if own > window {
        return Ok(Finding::of(known, Ineligible, format!("{} tokens{needed}", count(window))));
    }
    if let Some(memory) = &one.requirements.memory
        && !memory.holds(own)?
    {
        let found = format!("the memory of a replica does not hold a request of {} tokens", count(own));
        return Ok(Finding::derived(Ineligible, found, "weights, cache and memory"));
    }
    Ok(Finding::of(known, Eligible, format!("{} tokens{needed}", count(window))))
}

pub(super) fn fine_tuning(one: &ResolvedAlternative) -> Finding {
    if let Some(known) = &one.facts.fine_tuning {
        return match (known.value.offered, &known.value.condition) {
            (false, condition) => {
                let why = condition.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                Finding::of(known, Ineligible, format!("it is not offered{why}"))
            }
            (true, None) => Finding::of(known, Eligible, "it is offered"),
            (true, Some(condition)) => Finding::of(known, Conditional, condition.clone()),
        };
    }
    if one.inputs.deployment().is_some() {
        return Finding::derived(Eligible, "the weights are at hand", family(one));
    }
    Finding::unknown("whether it is offered; write it in `terms.fine_tuning`")
}

pub(super) fn retirement(one: &ResolvedAlternative, on: AsOf, months: u32) -> Finding {
    if one.inputs.deployment().is_some() {
        return Finding::derived(Eligible, "the weights stay", family(one));
    }
    let Some(known) = &one.facts.retirement else {
        return Finding::unknown("whether an end is announced; ask the vendor and write `retires_on`");
    };
    let Retirement::On(day, successor) = &known.value else {
        return Finding::of(known, Eligible, "no end is announced");
    };
    let months = i32::try_from(months).unwrap_or(i32::MAX);
    let until = on.first_day().checked_add(jiff::Span::new().months(months));
    if until.is_ok_and(|until| day.first_day() >= until) {
        return Finding::of(known, Eligible, format!("it ends on {day}"));
    }
    match successor {
        Some(id) => {
            let found = format!("it ends on {day}: move to {id} by then, at its price");
            Finding::of(known, Conditional, found)
        }
        None => Finding::of(known, Ineligible, format!("it ends on {day}, and no successor is named")),
    }
}

impl Comparison {
    /// The people that a deployment takes in its largest month against those there are.
    ///
    /// # Formula
    /// ```text
    /// people = run + per step * (steps + spares) + one per so many servers + on-call a month / (salary / 12)
    /// ```
    pub(super) fn engineers(&self, one: &ResolvedAlternative, there: Decimal) -> Result<Finding, Error> {
        let inputs = exact_inputs(&one.inputs);
        let Some(own) = inputs.deployment() else {
            return Ok(Finding::derived(Eligible, "the provider runs it", family(one)));
        };
        if one.left_out.contains(&"people") {
            return Ok(Finding::unknown("who runs it; write `people = { run_fte = 0.5 }`"));
        }
        let people = &own.people;
        let most = self.volumes.iter().copied().max().unwrap_or_default();
        let counts = crate::deployment::stairs(&inputs, own).counts(Exact::new(Decimal::from(most)));
        let run =
            people.run_fte.0 + people.run_fte_per_step.0 * (counts.steps + counts.spares) + counts.attendants;
        let none = Exact::lit(0);
        let on_call = if people.on_call.0 == none {
            none
        } else if people.salary.0 == none {
            return Ok(Finding::unknown("how many people the on-call rota takes: the salary is 0"));
        } else {
            (people.on_call.0 * Exact::lit(12)).over(people.salary.0)
        };
        let needed =
            (run + on_call).value().ok_or(ErrorKind::OutOfBounds { what: "the people to run it" })?;
        let rota = if on_call == none { "" } else { ", on-call with them" };
        let found = format!("it takes {}{rota}", needed.round_dp(2).normalize());
        Ok(Finding::derived(met(needed <= there), found, "people of the deployment, and its steps"))
    }
}
