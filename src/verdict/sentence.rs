//! The verdict in one sentence, from its data.

use super::{Constraint, Verdict, VerdictRanges, requirement_words};
use crate::comparison::{AlternativeAnswer, Answer};
use crate::money::Money;
use rust_decimal::Decimal;

pub(super) fn sentence(
    answer: &Answer,
    verdict: &Verdict,
    ranking: &[(Money, &AlternativeAnswer)],
) -> String {
    let cost = |id: &str| ranking.iter().find(|(_, one)| one.id == id).map(|(cost, _)| dollars(*cost));
    let of = |id: &str| cost(id).unwrap_or_default();
    let volume = tokens(answer.volume.tokens_per_month);
    let best = &verdict.answer;
    let months = answer.horizon_months;
    let level = if answer.varies() { "a level " } else { "" };
    let cheapest = cheapest(verdict);
    let mut about_answer = vec![match answer.last_volume {
        last if last == answer.volume.tokens_per_month => {
            format!(
                "at {volume} a month over {months} months, {best} is {cheapest} at {level}{} a month",
                of(best)
            )
        }
        last => format!(
            "over {months} months from {volume} to {} a month, {best} is {cheapest} at {level}{} a month",
            tokens(last),
            of(best)
        ),
    }];
    if let (Some((_, second)), Some(margin)) = (ranking.get(1), verdict.margin_over_second) {
        about_answer.push(match margin.amount().is_zero() {
            true => format!("the same as {}", second.id),
            false => format!("{} less than {}", dollars(margin), second.id),
        });
    }
    let second_is_baseline = ranking.get(1).is_some_and(|(_, second)| second.id == answer.baseline);
    if let Some(margin) =
        verdict.margin_over_baseline.filter(|_| *best != answer.baseline && !second_is_baseline)
    {
        about_answer.push(format!("{} than {} today", less_or_more(margin), answer.baseline));
    }
    let mut about_own = Vec::new();
    if let Some(own) = verdict.best_self_hosted.as_ref().filter(|own| *own != best) {
        about_own.push(format!("self-hosting costs {} at its best ({own})", cost(own).unwrap_or_default()));
    }
    if let Some(constraint) = &verdict.constraint {
        // Break-evens are of month 1.
        let prices = if answer.has_price_changes() { " at today's prices" } else { "" };
        let words = words(constraint, best, prices);
        about_own.push(if about_own.is_empty() {
            words.trim_start_matches("and ").to_owned()
        } else {
            words
        });
    }
    let mut parts = vec![about_answer.join(", ")];
    parts.extend(price_of_requirements(verdict));
    parts.extend((!about_own.is_empty()).then(|| about_own.join(" ")));
    parts.extend(verdict.ranges.as_ref().and_then(|ranges| over(ranges, best)));
    let sentence = parts.join("; ");
    let mut letters = sentence.chars();
    let capital = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    format!("{}; equal quality is assumed.", capital.unwrap_or_default())
}

/// The cheapest of all, or of those that the requirements leave.
fn cheapest(verdict: &Verdict) -> String {
    let of_answer = verdict.eligibility.iter().find(|one| one.alternative == verdict.answer);
    let conditions = of_answer.map(|one| one.conditions().count());
    match conditions {
        None => "the cheapest".to_owned(),
        Some(0) => "the cheapest that meets the requirements".to_owned(),
        Some(1) => "the cheapest that meets the requirements, on a condition,".to_owned(),
        Some(count) => format!("the cheapest that meets the requirements, on {count} conditions,"),
    }
}

fn less_or_more(margin: Money) -> String {
    if margin.amount().is_sign_negative() {
        let more = Money::new(margin.amount().abs(), margin.currency()).unwrap_or(margin);
        format!("{} more", dollars(more))
    } else {
        format!("{} less", dollars(margin))
    }
}

/// "the air gap costs 12,345 USD a month, by which x would be cheaper".
fn price_of_requirements(verdict: &Verdict) -> Option<String> {
    let price = verdict.requirement_prices.first()?;
    let by: Vec<&str> = price.requirements.iter().map(requirement_words).collect();
    let (verb, together) = if by.len() == 1 { ("costs", "") } else { ("cost", " together") };
    let by = by.join(" and ");
    Some(format!(
        "{by}{together} {verb} {} a month, by which {} would be cheaper",
        dollars(price.monthly),
        price.alternative
    ))
}

/// How often another alternative is the cheapest over the ranges.
fn over(ranges: &VerdictRanges, best: &str) -> Option<String> {
    let points = if ranges.all_corners { "corners" } else { "ends" };
    let mut others = ranges.cheapest.iter().filter(|one| one.id != best);
    let first = others.next()?;
    let first =
        format!("at {} of {} {points} of the ranges it is {}", first.corners, ranges.corners, first.id);
    Some(others.fold(first, |text, one| format!("{text}, at {} {}", one.corners, one.id)))
}

fn words(constraint: &Constraint, best: &str, prices: &str) -> String {
    match constraint {
        Constraint::FixedCost { first_volume } => {
            format!(
                "and would pay off against {best} from a constant {} a month{prices}",
                tokens(*first_volume)
            )
        }
        Constraint::MarginalCost => {
            format!("and even at full load its token costs more than that of {best}{prices}")
        }
        Constraint::StepNotFull => {
            format!("and its last step is not full enough to beat {best} at this volume{prices}")
        }
        Constraint::Limit(limit) => format!("and self-hosting is limited by {limit}"),
        Constraint::NotCompared => "and no self-hosted alternative is compared".to_owned(),
        Constraint::Requirements => "and the requirements rule out self-hosting".to_owned(),
        Constraint::Study => format!("and over the study it does not catch up with {best}"),
    }
}

/// Dollars without cents, grouped.
fn dollars(amount: Money) -> String {
    let whole = amount.amount().round();
    format!("{} {}", grouped(whole), amount.currency().code())
}

/// A whole number with a comma between the thousands.
pub(crate) fn grouped(whole: Decimal) -> String {
    let digits = whole.abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).checked_rem(3) == Some(0) {
            text.push(',');
        }
        text.push(digit);
    }
    if whole.is_sign_negative() && !whole.is_zero() { format!("-{text}") } else { text }
}

/// Tokens in the unit that people say: Gtok, Mtok.
pub(crate) fn tokens(count: u64) -> String {
    let count = Decimal::from(count);
    let in_units = |unit: u64| count.checked_div(Decimal::from(unit)).unwrap_or_default();
    let [giga, mega] = [1_000_000_000_u64, 1_000_000].map(in_units);
    let (value, unit) = if giga >= Decimal::ONE { (giga, "Gtok") } else { (mega, "Mtok") };
    format!("{} {unit}", value.round_sf(4).unwrap_or(value).normalize())
}
