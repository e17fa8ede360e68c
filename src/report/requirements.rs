//! Who meets the requirements, why not, and what that costs: as text.

use super::table::{Align, Table, wrap};
use crate::comparison::Answer;
use crate::verdict::{Assessment, Eligibility, Reason, Verdict, grouped, requirement_words};
use std::fmt::Write as _;

/// Nothing where the scenario has no requirements.
pub(super) fn requirements(out: &mut String, answer: &Answer, verdict: &Verdict) {
    if verdict.eligibility.is_empty() {
        return;
    }
    out.push_str("\nRequirements\n\n");
    let mut table = Table::new(&[
        ("alternative", Align::Left),
        ("", Align::Left),
        ("not met", Align::Left),
        ("open", Align::Left),
    ]);
    for one in &verdict.eligibility {
        table.row(vec![
            one.alternative.clone(),
            one.eligibility.name().to_owned(),
            names(one.excluded_by()),
            names(one.conditions()),
        ]);
    }
    table.write(out);
    out.push('\n');
    for one in &verdict.eligibility {
        for reason in one.reasons.iter().filter(|reason| reason.eligibility != Eligibility::Eligible) {
            wrap(out, &format!("- {}", line(one, reason)), "  ");
        }
    }
    prices(out, answer, verdict);
}

fn names<'a>(reasons: impl Iterator<Item = &'a Reason>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in reasons.map(|reason| requirement_words(&reason.requirement)) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.join(", ")
}

fn line(one: &Assessment, reason: &Reason) -> String {
    let source = match (&reason.source, reason.as_of) {
        (Some(document), Some(as_of)) => format!(" <- {document} ({as_of})"),
        (Some(document), None) => format!(" <- {document}"),
        (None, _) => String::new(),
    };
    format!("{}: {}; {}{source}", one.alternative, reason.demanded, reason.found)
}

fn prices(out: &mut String, answer: &Answer, verdict: &Verdict) {
    if verdict.requirement_prices.is_empty() {
        return;
    }
    let currency = answer.currency.code();
    let _ = writeln!(out, "\nWhat the requirements cost, against {}\n", verdict.answer);
    let mut table = Table::new(&[
        ("ruled out by", Align::Left),
        ("alternative", Align::Left),
        ("USD/month", Align::Right),
    ]);
    for price in &verdict.requirement_prices {
        let by: Vec<&str> = price.requirements.iter().map(requirement_words).collect();
        table.row(vec![by.join(" and "), price.alternative.clone(), grouped(price.monthly.amount().round())]);
    }
    table.write(out);
    out.push('\n');
    for one in &verdict.without_requirement {
        let dropped = requirement_words(&one.requirement);
        let text = match (&one.changes_to, one.saves) {
            (Some(id), Some(saves)) => {
                let open = verdict
                    .eligibility
                    .iter()
                    .any(|of| of.alternative == *id && of.conditions().next().is_some());
                let conditions = if open { ", on its conditions" } else { "" };
                let saves = grouped(saves.amount().round());
                format!(
                    "- {dropped} dropped, all else kept: {id}{conditions}, {saves} {currency} a month less"
                )
            }
            _ => format!("- {dropped} dropped, all else kept: the answer stays"),
        };
        wrap(out, &text, "  ");
    }
}
