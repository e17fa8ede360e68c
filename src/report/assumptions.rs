//! Where the numbers are from, by document; the scenario's own numbers are the user's and stand in the scenario.

use super::table::wrap;
use crate::comparison::Answer;
use crate::scenario::{Origin, Provenance};

/// The numbers of one document: by the thing that they belong to.
struct Document<'a> {
    source: String,
    of: Vec<(&'a str, Vec<String>)>,
}

pub(super) fn assumptions(out: &mut String, answer: &Answer) {
    let mut documents: Vec<Document<'_>> = Vec::new();
    for entry in
        answer.provenance.iter().filter(|entry| entry.source.is_some() && entry.origin != Origin::Default)
    {
        let source = source(entry);
        let (owner, item) = owner_and_item(entry);
        let at = documents.iter().position(|document| document.source == source).unwrap_or_else(|| {
            documents.push(Document { source, of: Vec::new() });
            documents.len().saturating_sub(1)
        });
        let Some(document) = documents.get_mut(at) else { continue };
        match document.of.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, items)) => items.push(item),
            None => document.of.push((owner, vec![item])),
        }
    }
    out.push_str("\nAssumptions and sources\n\n");
    for Document { source, of } in documents {
        let owners: Vec<String> =
            of.into_iter().map(|(owner, items)| format!("{owner}: {}", items.join(", "))).collect();
        wrap(out, &format!("- {} <- {source}", owners.join("; ")), "  ");
    }
    let mut defaults: Vec<String> = Vec::new();
    for entry in answer.provenance.iter().filter(|entry| entry.origin == Origin::Default) {
        let name = entry.path.as_str().rsplit('.').next().unwrap_or_default();
        let text = format!("{name} {} ({})", entry.value, entry.source.as_deref().unwrap_or_default());
        if !defaults.contains(&text) {
            defaults.push(text);
        }
    }
    wrap(out, &format!("- defaults: {}", defaults.join("; ")), "  ");
}

/// `api.gpt-4o` and `input_usd_per_mtok 2.5`, of a path with its value.
fn owner_and_item(entry: &Provenance) -> (&str, String) {
    let path = entry.path.as_str();
    let is_of_alternative = path.starts_with("api.") || path.starts_with("deployment.");
    let skipped = if is_of_alternative { path.find('.').map_or(0, |dot| dot.saturating_add(1)) } else { 0 };
    // Ids may hold dots, keys do not: the key begins after the last one, or after the one before `rate.`, `server.`...
    let known = ["rate.", "server.", "hardware.", "people.", "tokens.", "context_tiers.", "facility."];
    let key_at = known
        .iter()
        .filter_map(|table| {
            path.get(skipped..)?.find(&format!(".{table}")).map(|at| at.saturating_add(skipped))
        })
        .min()
        .or_else(|| path.rfind('.'))
        .unwrap_or(path.len());
    let (owner, key) = path.split_at_checked(key_at).unwrap_or((path, ""));
    (owner, format!("{} {}", key.trim_start_matches('.'), entry.value))
}

fn source(entry: &Provenance) -> String {
    let document = entry.source.as_deref().unwrap_or_default();
    match entry.as_of {
        Some(as_of) => format!("{document} ({as_of})"),
        None => document.to_owned(),
    }
}
