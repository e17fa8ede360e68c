//! From which volume of month 1 the whole study pays off, as text.

use super::table::{Align, Table};
use crate::comparison::{Answer, StartVolume, StartVolumes};
use crate::verdict::tokens;
use std::fmt::Write as _;

/// The most changes of the lead that are shown; the JSON report has all.
const SHOWN: usize = 3;

/// Nothing where nobody asked, and where every month is like the first: what is said of a month holds for the study then.
pub(super) fn start_volumes(out: &mut String, answer: &Answer) {
    let rows = answer.alternatives.iter().filter_map(|one| {
        let found = match one.start_volumes.as_ref()? {
            Ok(found) => words(found),
            Err(why) => format!("not known: {why}"),
        };
        Some(vec![one.id.clone(), found])
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() || !answer.varies() {
        return;
    }
    let _ = writeln!(out, "\nWhere the whole study is cheaper than {}\n", answer.baseline);
    let mut table = Table::new(&[("alternative", Align::Left), ("tokens of month 1", Align::Left)]);
    for row in rows {
        table.row(row);
    }
    table.write(out);
}

fn words(found: &StartVolumes) -> String {
    let end = match found.is_complete {
        true => String::new(),
        false => format!(" (looked at to {})", tokens(found.searched_to)),
    };
    if found.crossings.is_empty() {
        return if found.is_ahead_at_first { format!("any{end}") } else { format!("never{end}") };
    }
    let mut ranges: Vec<String> = Vec::new();
    let mut from = found.is_ahead_at_first.then_some(1);
    for StartVolume { tokens_per_month, is_ahead, .. } in &found.crossings {
        match (from, is_ahead) {
            (None, true) => from = Some(*tokens_per_month),
            (Some(first), false) => {
                ranges.push(format!("{} to {}", tokens(first), tokens(tokens_per_month.saturating_sub(1))));
                from = None;
            }
            _ => {}
        }
    }
    let last = from.map(|first| format!("from {}", tokens(first)));
    let is_cut = ranges.len() > SHOWN;
    ranges.truncate(SHOWN);
    if is_cut {
        ranges.push("...".to_owned());
    }
    ranges.extend(last);
    format!("{}{end}", ranges.join(", "))
}
