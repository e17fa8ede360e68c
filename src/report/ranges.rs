//! The lines of the text that are about ranges and price paths.

use super::table::{Align, Table, wrap};
use super::text::{amount, cents, number, percent};
use crate::comparison::{AlternativeRange, Answer, Bounds, CheapestAt, PairRange, PricePath, Ranges};
use crate::verdict::{PairFlip, Verdict, tokens};
use std::fmt::Write as _;

/// What the answer comes to over the ranges of the scenario, where it has any.
pub(super) fn ranges(out: &mut String, answer: &Answer) {
    use Align::{Left, Right};
    let Some(ranges) = &answer.ranges else { return };
    let corners = ranges.corners;
    let looked_at = if ranges.all_corners {
        format!("all {corners} corners")
    } else {
        format!("each of {corners} ends alone, and the corners that they point to")
    };
    let _ = writeln!(out, "\nOver the ranges ({looked_at})\n");
    let mut table = Table::new(&[("number", Left), ("low", Right), ("base", Right), ("high", Right)]);
    for value in &ranges.values {
        table.row(vec![value.path.to_string(), number(value.low), number(value.base), number(value.high)]);
    }
    table.write(out);
    out.push('\n');
    let mut table = Table::new(&[
        ("alternative", Left),
        (if answer.varies() { "USD in month 1" } else { "USD/month" }, Right),
        ("USD/Mtok", Right),
        ("NPV", Right),
        ("pays off from", Right),
        ("cheapest", Right),
    ]);
    for one in &ranges.alternatives {
        let is_against_baseline =
            |pair: &&PairRange| pair.challenger == one.id && pair.incumbent == answer.baseline;
        let pair = ranges.pairs.iter().find(is_against_baseline);
        let wins = ranges.cheapest.iter().find(|won| won.id == one.id).map_or(0, |won| won.corners);
        table.row(vec![
            one.id.clone(),
            span(one.monthly_cost, amount),
            span(one.cost_per_mtok, cents),
            span(one.npv, amount),
            pair.map_or_else(none, |pair| first_volumes(pair, ranges)),
            format!("{wins} of {corners}"),
        ]);
    }
    table.write(out);
    for AlternativeRange { id, infeasible, .. } in ranges.alternatives.iter().filter(|one| one.infeasible > 0)
    {
        let _ = writeln!(out, "{id} cannot serve the study at {infeasible} of {corners}");
    }
    if let Some(because) = &ranges.unresolved_because {
        let text =
            format!("{} of {corners} contradict themselves, and are left out: {because}", ranges.unresolved);
        wrap(out, &text, "  ");
    }
}

fn none() -> String {
    "-".to_owned()
}

fn span<T: Copy + PartialEq>(bounds: Option<Bounds<T>>, show: fn(T) -> String) -> String {
    bounds.map_or_else(none, |Bounds { low, high }| between(show(low), show(high)))
}

fn between(low: String, high: String) -> String {
    if low == high { low } else { format!("{low} to {high}") }
}

fn first_volumes(pair: &PairRange, ranges: &Ranges) -> String {
    let volume = |first: u64| if first <= 1 { "any volume".to_owned() } else { tokens(first) };
    let corners = ranges.corners;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(pair.first_volume.map(|Bounds { low, high }| between(volume(low), volume(high))));
    parts.extend((pair.none == corners).then(|| "never".to_owned()));
    parts.extend((1..corners).contains(&pair.none).then(|| format!("never at {} of {corners}", pair.none)));
    parts.extend((pair.unknown > 0).then(|| format!("unknown at {} of {corners}", pair.unknown)));
    parts.join(", ")
}

/// The two ranged values that change the answer together.
pub(super) fn pair_flip(out: &mut String, verdict: &Verdict) {
    let Some(PairFlip { first, second, changes_to }) = &verdict.pair_flip else { return };
    let text = format!(
        "\nTwo together change it within their ranges, and neither alone: {} at {} and {} at {} make it {changes_to}.",
        first.path,
        number(first.at),
        second.path,
        number(second.at)
    );
    wrap(out, &text, "  ");
}

/// The study with the prices of all APIs on other paths.
pub(super) fn price_paths(out: &mut String, answer: &Answer, verdict: &Verdict) {
    use Align::{Left, Right};
    out.push_str("\nIf the prices of all APIs changed over the study\n\n");
    let mut table = Table::new(&[
        ("a year", Right),
        ("cheapest", Left),
        ("NPV", Right),
        ("NPV of the baseline", Right),
        ("best self-hosted", Left),
        ("payback", Right),
    ]);
    for PricePath { annual_change_fraction, outcome, .. } in &verdict.price_paths {
        let sign = if annual_change_fraction.is_sign_negative() { "" } else { "+" };
        let mut row = vec![format!("{sign}{}", percent(*annual_change_fraction))];
        match outcome {
            None => row.push("past the range of money".to_owned()),
            Some(outcome) => row.extend([
                outcome.cheapest.clone(),
                amount(outcome.npv),
                outcome.baseline_npv.map_or_else(none, amount),
                outcome.best_self_hosted.clone().unwrap_or_else(none),
                payback(outcome.payback_month),
            ]),
        }
        table.row(row);
    }
    table.write(out);
    if answer.horizon_months == 1 {
        out.push_str("a study of one month is billed at today's prices, whatever the path\n");
    }
}

/// What the verdict comes to over the ranges.
pub(super) fn over_ranges(out: &mut String, verdict: &Verdict) {
    let Some(ranges) = &verdict.ranges else { return };
    let corners = ranges.corners;
    let points = if ranges.all_corners { "corners" } else { "ends alone" };
    let _ = writeln!(out, "\nThe verdict over the ranges ({corners} {points})\n");
    let winners = |all: &[CheapestAt]| {
        let each = all.iter().map(|one| format!("{} at {}", one.id, one.corners));
        each.collect::<Vec<String>>().join(", ")
    };
    let mut line = |text: String| wrap(out, &text, "  ");
    line(format!("cheapest: {} of {corners}", winners(&ranges.cheapest)));
    for (path, range) in verdict.price_paths.iter().zip(&ranges.price_paths) {
        let change = path.annual_change_fraction;
        let sign = if change.is_sign_negative() { "" } else { "+" };
        let best = path.outcome.as_ref().zip(range.npv);
        let npv = best.map(|(best, npv)| format!("; NPV of {} {}", best.cheapest, span(Some(npv), amount)));
        line(format!(
            "with prices at {sign}{} a year: {} of {corners}{}",
            percent(change),
            winners(&range.cheapest),
            npv.unwrap_or_default()
        ));
    }
    for one in &ranges.regimes {
        let (id, fixed, marginal) = (&one.alternative, one.fixed_cost, one.marginal_cost);
        line(format!("{id}: fixed cost decides at {fixed}, marginal cost at {marginal} of {corners}"));
    }
    if let Some(split) = ranges.split {
        let [model, host] = [split.model, split.host].map(|bounds| span(Some(bounds), amount));
        line(format!("changing the model saves {model}, changing the host {host} a month"));
    }
}

/// The payback in words.
pub(super) fn payback(month: Option<u32>) -> String {
    match month {
        None => none(),
        Some(0) => "at once".to_owned(),
        Some(month) => format!("month {month}"),
    }
}
