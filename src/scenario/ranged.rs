//! Values of a scenario that are ranges: what is known of them, and the proof that none is dropped.

use super::reader::contradiction;
use super::wire::Scenario;
use crate::error::{Error, ErrorKind, FieldPath, Limit};
use crate::source::RANGE_KEYS;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

/// The most values of a scenario that are ranges: every pair of them is looked at.
pub(super) const MOST_RANGES: usize = 64;

/// The path of a volume that is given in requests.
pub(crate) const REQUESTS: &str = "workload.requests_per_month";

/// A value that the scenario gives as a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangedValue {
    /// Its path.
    pub path: FieldPath,
    /// The lowest that it may be.
    pub low: Decimal,
    /// What the answer is calculated with.
    pub base: Decimal,
    /// The highest that it may be.
    pub high: Decimal,
}

/// Refuses the ranges that are written where no number that can be moved is read. Whatever key they stand at: the scenario
/// is looked through as it is written, and what has not passed the choke point is found.
pub(super) fn refuse_others(scenario: &Scenario, known: &[RangedValue]) -> Result<(), Error> {
    if known.len() > MOST_RANGES {
        return Err(ErrorKind::TooLarge { limit: Limit::Ranges(MOST_RANGES) }.into());
    }
    let Scenario { workload, finance, facility, api, deployment, hybrid, routed, requirements, .. } =
        scenario;
    let found = [
        stray("workload", workload, known)?,
        stray("finance", finance, known)?,
        stray("facility", facility, known)?,
        stray("api", api, known)?,
        stray("deployment", deployment, known)?,
        stray("hybrid", hybrid, known)?,
        stray("routed", routed, known)?,
        stray("requirements", requirements, known)?,
    ];
    match found.into_iter().flatten().next() {
        Some(path) => Err(one_value(path)),
        None => Ok(()),
    }
}

/// What to write where a range has no meaning.
pub(super) fn one_value(path: FieldPath) -> Error {
    let what = "a range of a number that takes one value only, or that enters no alternative".to_owned();
    contradiction(path, what, "write one number in place of { low, base, high }")
}

fn stray(table: &str, written: &impl Serialize, known: &[RangedValue]) -> Result<Option<FieldPath>, Error> {
    let written = serde_json::to_value(written);
    let written = written.map_err(|_| ErrorKind::OutOfBounds { what: "the form of the scenario" })?;
    Ok(first_stray(&written, &FieldPath::new(table), known))
}

fn first_stray(written: &Value, path: &FieldPath, known: &[RangedValue]) -> Option<FieldPath> {
    match written {
        Value::Object(table) => {
            let is_number = |key: &str| table.get(key).is_some_and(|end| end.is_number() || end.is_string());
            if table.len() == RANGE_KEYS.len() && RANGE_KEYS.into_iter().all(is_number) {
                return known.iter().all(|value| value.path != *path).then(|| path.clone());
            }
            table.iter().find_map(|(key, value)| first_stray(value, &path.join(key), known))
        }
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, value)| first_stray(value, &path.join(&at.to_string()), known))
        }
        _ => None,
    }
}
