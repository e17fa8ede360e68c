//! The answer as a page of text that a person enjoys reading.

use super::after_tax::after_tax;
use super::assumptions::assumptions;
use super::leases::leases;
use super::ranges::{over_ranges, pair_flip, payback as payback_in, price_paths, ranges};
use super::requirements::requirements;
use super::start_volumes::start_volumes;
use super::table::{Align, Table, wrap};
use crate::comparison::{AlternativeAnswer, Answer, Pair, Study};
use crate::curve::Reach;
use crate::error::FieldPath;
use crate::money::Money;
use crate::verdict::{Deciding, Flip, Regime, Verdict, grouped, tokens};
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// Flips that are shown; the JSON report has all.
const FLIPS_SHOWN: usize = 12;

/// The answer and the verdict as text. Amounts are rounded for the eye: whole dollars a month, cents per Mtok.
#[must_use]
pub fn text(answer: &Answer, verdict: &Verdict) -> String {
    let mut out = String::new();
    head(&mut out, answer);
    out.push_str("\nCost a month\n\n");
    alternatives(&mut out, answer, verdict);
    bills(&mut out, answer, verdict);
    break_evens(&mut out, answer, verdict);
    start_volumes(&mut out, answer);
    cash(&mut out, answer);
    ranges(&mut out, answer);
    after_tax(&mut out, answer);
    leases(&mut out, answer);
    out.push_str("\nVerdict\n\n");
    wrap(&mut out, &verdict.sentence, "");
    split(&mut out, verdict);
    regimes(&mut out, verdict);
    requirements(&mut out, answer, verdict);
    flips(&mut out, answer, verdict);
    pair_flip(&mut out, verdict);
    price_paths(&mut out, answer, verdict);
    over_ranges(&mut out, verdict);
    list(
        &mut out,
        "Be careful",
        answer.warnings.iter().map(|warning| {
            let path = warning.path.as_ref().map_or("", FieldPath::as_str);
            format!("{path}: {}", warning.message)
        }),
    );
    list(&mut out, "Not covered", verdict.not_covered.iter().cloned());
    assumptions(&mut out, answer);
    out
}

fn head(out: &mut String, answer: &Answer) {
    if let Some(question) = &answer.question {
        let _ = writeln!(out, "{question}\n");
    }
    let growth = match answer.last_volume {
        last if last == answer.volume.tokens_per_month => String::new(),
        last => format!(" in month 1, {} in the last", tokens(last)),
    };
    let users = match (answer.users(), answer.tokens_per_user_month) {
        (Some(users), Some(each)) => {
            let each = tokens(u64::try_from(each.round()).unwrap_or(u64::MAX));
            format!(", {} users with {each} each", number(users.round_dp(1)))
        }
        _ => String::new(),
    };
    let _ = writeln!(
        out,
        "{} a month{growth} ({} requests{users}), {} months, prices of {}, baseline {}",
        tokens(answer.volume.tokens_per_month),
        grouped(answer.volume.requests_per_month.round()),
        answer.horizon_months,
        answer.prices_as_of,
        answer.baseline
    );
}

fn alternatives(out: &mut String, answer: &Answer, verdict: &Verdict) {
    use Align::{Left, Right};
    let varies = answer.varies();
    let mut table = Table::new(&[
        ("", Left),
        ("alternative", Left),
        ("family", Left),
        (if varies { "USD in month 1" } else { "USD/month" }, Right),
        // With growth or a price path the alternatives are ranked by the level cost of the whole study.
        (if varies { "USD/month, level" } else { "" }, Right),
        ("USD/Mtok", Right),
        ("steps", Right),
        ("busy", Right),
        ("pays off from", Right),
        ("payback", Right),
        ("NPV of switching", Right),
    ]);
    let mut ordered: Vec<&AlternativeAnswer> = answer.alternatives.iter().collect();
    ordered.sort_by_key(|one| {
        let cost = one.monthly.as_ref().map(|monthly| monthly.cost.amount());
        let level = one.study.as_ref().map(|study| study.equivalent_monthly_cost.amount());
        (cost.is_none(), level.is_none(), level, cost)
    });
    for one in ordered {
        let is_out = if verdict.rules_out(&one.id) { "x" } else { "" };
        let mark = if one.id == verdict.answer { ">" } else { is_out };
        table.row(row(mark, one, answer));
    }
    table.write(out);
    if answer.alternatives.iter().any(|one| verdict.rules_out(&one.id)) {
        out.push_str("x: ruled out by the requirements, below\n");
    }
    for one in &answer.alternatives {
        if let Some((limit, reason)) = &one.limited_by {
            wrap(out, &format!("{} cannot serve this ({limit}): {reason}", one.id), "  ");
        }
    }
}

fn row(mark: &str, one: &AlternativeAnswer, answer: &Answer) -> Vec<String> {
    let none = || "-".to_owned();
    let monthly = one.monthly.as_ref();
    let study = one.study.as_ref();
    let is_baseline = one.id == answer.baseline;
    let against =
        answer.pairs.iter().find(|pair| pair.challenger == one.id && pair.incumbent == answer.baseline);
    let name = if is_baseline { format!("{} (today)", one.id) } else { one.id.clone() };
    let limit = one.limited_by.as_ref().map_or_else(none, |(limit, _)| format!("no: {limit}"));
    vec![
        mark.to_owned(),
        name,
        one.family.name().replace('_', " "),
        monthly.map_or(limit, |monthly| amount(monthly.cost)),
        study.filter(|_| answer.varies()).map_or_else(
            || if answer.varies() { none() } else { String::new() },
            |study| amount(study.equivalent_monthly_cost),
        ),
        monthly.map_or_else(none, |monthly| cents(monthly.cost_per_mtok)),
        monthly.and_then(|monthly| monthly.steps.zip(monthly.spares)).map_or_else(none, |pair| match pair {
            (steps, 0) => steps.to_string(),
            (steps, spares) => format!("{steps}+{spares}"),
        }),
        monthly.and_then(|monthly| monthly.utilization).map_or_else(none, percent),
        against.map_or_else(none, |pair| first(pair, answer)),
        study.map_or_else(none, payback),
        study.and_then(|study| study.npv_of_switching).map_or_else(none, amount),
    ]
}

fn payback(study: &Study) -> String {
    let paid_back = payback_in(study.payback_month);
    match study.crossings.last() {
        Some(last) if !last.is_ahead && study.payback_month.is_some() => {
            format!("{paid_back}, lost in {}", last.month)
        }
        _ => paid_back,
    }
}

fn first(pair: &Pair, answer: &Answer) -> String {
    let volume = first_volume(pair);
    match answer.first_users(pair) {
        Some(users) if users > 1 => format!("{volume}, {} users", grouped(users.into())),
        _ => volume,
    }
}

fn first_volume(pair: &Pair) -> String {
    match (pair.break_even.first_volume, pair.break_even.reach) {
        (Some(first), _) if first <= 1 => "any volume".to_owned(),
        (Some(first), _) => tokens(first),
        (None, Reach::Unreachable) => {
            pair.limited_by.map_or("unreachable".to_owned(), |limit| format!("unreachable: {limit}"))
        }
        (None, _) => "never".to_owned(),
    }
}

/// The bill of the answer and of the best self-hosted alternative.
fn bills(out: &mut String, answer: &Answer, verdict: &Verdict) {
    let mut shown: Vec<&str> = vec![&verdict.answer];
    shown.extend(verdict.best_self_hosted.as_deref().filter(|own| *own != verdict.answer));
    for one in shown.iter().filter_map(|id| answer.alternative(id)) {
        let Some(monthly) = &one.monthly else { continue };
        let _ = writeln!(out, "\n{} ({})\n", one.id, one.name);
        let mut table = Table::new(&[("", Align::Left), ("USD/month", Align::Right)]);
        for line in &monthly.lines {
            table.row(vec![line.label.to_owned(), amount(line.amount)]);
        }
        table.row(vec!["total".to_owned(), amount(monthly.cost)]);
        table.write(out);
        if let (Some(input), Some(output)) = (monthly.price_per_input_mtok, monthly.price_per_output_mtok) {
            let _ = writeln!(out, "per Mtok: {} in, {} out", cents(input), cents(output));
        }
        if monthly.steps.is_some() {
            let [allocation, usage] = [monthly.cost_per_mtok, monthly.usage_cost_per_mtok].map(cents);
            let _ = writeln!(out, "per Mtok: {allocation} with idle time paid, {usage} for busy time alone");
        }
        if let Some(spilled) = monthly.overflow_fraction {
            let _ = writeln!(out, "{} of the tokens spill over", percent(spilled));
        }
        if let Some(units) = monthly.provisioned_units {
            let _ = writeln!(out, "{units} provisioned units");
        }
        if let Some(answer) = monthly.cost_per_accepted_answer {
            let _ = writeln!(out, "per accepted answer: {}", cents(answer));
        }
    }
}

/// Where self-hosting pays off, against the baseline and the best of each family.
fn break_evens(out: &mut String, answer: &Answer, verdict: &Verdict) {
    let Some(own) = &verdict.best_self_hosted else { return };
    let _ = writeln!(out, "\nWhere {own} is cheaper\n");
    let mut table = Table::new(&[("than", Align::Left), ("on (tokens a month)", Align::Left)]);
    for pair in answer.pairs.iter().filter(|pair| pair.challenger == *own) {
        let found = &pair.break_even;
        let mut on: Vec<String> = found.cheaper_on.iter().take(3).map(range).collect();
        if found.cheaper_on.len() > 3 {
            on.push("...".to_owned());
            on.extend(found.always_from.map(|always| format!("always from {}", tokens(always))));
        }
        let on = match (on.is_empty(), found.first_volume) {
            (false, _) => on.join(", "),
            (true, Some(_)) => "never, at best the same".to_owned(),
            (true, None) => first(pair, answer),
        };
        table.row(vec![pair.incumbent.clone(), on]);
    }
    table.write(out);
}

fn range(interval: &crate::curve::Interval) -> String {
    let volume = |value: Decimal| tokens(u64::try_from(value.round()).unwrap_or(u64::MAX));
    match interval.to {
        None => format!("from {}", volume(interval.from)),
        Some(to) => format!("{} to {}", volume(interval.from), volume(to)),
    }
}

/// What switching takes before it brings anything.
fn cash(out: &mut String, answer: &Answer) {
    use Align::{Left, Right};
    let mut table = Table::new(&[
        ("alternative", Left),
        ("not to be cancelled", Right),
        ("most paid ahead", Right),
        ("after month", Right),
    ]);
    let mut is_empty = true;
    for one in &answer.alternatives {
        let Some(study) = &one.study else { continue };
        if study.non_cancellable.amount().is_zero() && study.cash_trough.is_none() {
            continue;
        }
        is_empty = false;
        let none = || "-".to_owned();
        table.row(vec![
            one.id.clone(),
            amount(study.non_cancellable),
            study.cash_trough.map_or_else(none, |trough| amount(trough.amount)),
            study.cash_trough.map_or_else(none, |trough| trough.month.to_string()),
        ]);
    }
    if !is_empty {
        let _ = writeln!(out, "\nCash, against {}\n", answer.baseline);
        table.write(out);
    }
}

fn split(out: &mut String, verdict: &Verdict) {
    match &verdict.split {
        Ok(split) => {
            let words = |amount: Money, how: &str| {
                let size = amount.amount().abs().round();
                let verb = if amount.amount().is_sign_negative() { "loses" } else { "saves" };
                format!("{verb} {} {} {how}", grouped(size), amount.currency().code())
            };
            let text = format!(
                "Against the baseline, {} {} and {} (between them: {}).",
                split.of,
                words(split.model, "a month by changing the model"),
                words(split.host, "by changing who hosts it"),
                split.middle
            );
            wrap(out, &text, "");
        }
        Err(absent) => wrap(out, &format!("The saving is not taken apart: {}.", absent.reason()), ""),
    }
}

fn regimes(out: &mut String, verdict: &Verdict) {
    for one in &verdict.regimes {
        let Deciding { alternative, against, .. } = one;
        let decides = match one.regime {
            Regime::FixedCost => {
                "fixed cost decides: people and the first step, and the volume that carries them"
            }
            Regime::MarginalCost => "marginal cost decides: rate, peak and utilization",
        };
        let text = format!(
            "Between {alternative} and {against} {decides} ({} USD per Mtok at full load, {} paid; {} USD a month before \
             the first token).",
            cents(one.own_marginal_cost_per_mtok),
            cents(one.api_price_per_mtok),
            amount(one.fixed_cost_per_month)
        );
        wrap(out, &text, "");
    }
}

fn flips(out: &mut String, answer: &Answer, verdict: &Verdict) {
    out.push_str("\nWhat would change the answer\n\n");
    let mut table = Table::new(&[
        ("number", Align::Left),
        ("now", Align::Right),
        ("then", Align::Right),
        ("change", Align::Right),
        ("answer becomes", Align::Left),
        (if answer.ranges.is_some() { "range" } else { "" }, Align::Left),
    ]);
    let (in_range, not): (Vec<&Flip>, Vec<&Flip>) = verdict.flips.iter().partition(|flip| flip.at.is_some());
    for flip in in_range.iter().take(FLIPS_SHOWN) {
        table.row(vec![
            flip.path.to_string(),
            number(flip.base),
            flip.at.map_or_else(String::new, number),
            flip.distance.map_or_else(String::new, |distance| {
                let sign = if distance.is_sign_negative() { "" } else { "+" };
                format!("{sign}{}", percent(distance))
            }),
            flip.changes_to.clone().unwrap_or_default(),
            flip.range
                .as_ref()
                .map_or_else(String::new, |range| if range.flips() { "within" } else { "beyond" }.to_owned()),
        ]);
    }
    if in_range.is_empty() {
        out.push_str("nothing that was tried, alone\n");
    } else {
        table.write(out);
    }
    if in_range.len() > FLIPS_SHOWN {
        let _ = writeln!(out, "and {} more", in_range.len().saturating_sub(FLIPS_SHOWN));
    }
    // Of the many that change nothing, those that people doubt first: the load, today's choice and self-hosting.
    let doubted = |flip: &&&Flip| {
        let path = flip.path.as_str();
        let of = |id: &str| path.contains(&format!(".{id}."));
        path.starts_with("workload")
            || of(&answer.baseline)
            || verdict.best_self_hosted.as_deref().is_some_and(of)
    };
    let named: Vec<&str> = not.iter().filter(doubted).map(|flip| flip.path.as_str()).collect();
    if !named.is_empty() {
        let others = match not.len().saturating_sub(named.len()) {
            0 => String::new(),
            1 => ", nor 1 other number".to_owned(),
            more => format!(", nor {more} other numbers"),
        };
        wrap(out, &format!("\nNone in range changes it alone: {}{others}.", named.join(", ")), "  ");
    }
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        let _ = writeln!(out, "\n{title}\n");
        for item in items {
            wrap(out, &format!("- {item}"), "  ");
        }
    }
}

pub(super) fn amount(value: Money) -> String {
    grouped(value.amount().round())
}

pub(super) fn cents(value: Decimal) -> String {
    let shown =
        if value.abs() < Decimal::ONE { value.round_sf(3).unwrap_or(value) } else { value.round_dp(2) };
    format!("{shown:.2}").parse::<Decimal>().ok().filter(|two| *two == shown).unwrap_or(shown).to_string()
}

pub(super) fn percent(value: Decimal) -> String {
    let percent = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
    format!("{}%", percent.round_dp(1).normalize())
}

pub(super) fn number(value: Decimal) -> String {
    let whole = value.fract().is_zero() && value.abs() >= Decimal::from(10_000);
    if whole { grouped(value) } else { value.normalize().to_string() }
}
