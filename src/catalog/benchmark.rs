//! Scores of models and offers on named benchmarks. They gate, and never price.

use super::look_up::{Dated, Entry, all, fact};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{AsOf, Figure};
use serde::Deserialize;

/// A benchmark, and who scored what on it. More is better.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Benchmark {
    pub(crate) id: String,
    pub(crate) name: String,
    /// What a score counts: percent, Elo.
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) score: Vec<Score>,
}

/// A score as somebody measured it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Score {
    /// An open-weight model of the book, whoever hosts it.
    pub(crate) model: Option<String>,
    /// Or an offer of the book.
    pub(crate) offer: Option<String>,
    pub(crate) score: Figure,
    /// Snapshot, effort, shots: what another measurement may have done otherwise.
    pub(crate) setting: String,
    pub(crate) measured_by: String,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

impl Dated for Score {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Entry for Benchmark {
    const WHAT: &'static str = "benchmark";
    const TABLE: &'static str = "benchmark";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        all(&self.score).collect()
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        for (at, score) in self.score.iter().enumerate() {
            let place = path.join("score").join(&at.to_string());
            score.as_of.parse::<AsOf>().map_err(|error| error.with_path(place.join("as_of")))?;
            fact(&place.join("score"), score.score)?;
            match (&score.model, &score.offer) {
                (Some(_), Some(_)) => {
                    let (first, second) = ("model".to_owned(), "offer".to_owned());
                    return Err(Error::at(place, ErrorKind::Conflict { first, second }));
                }
                (None, None) => {
                    let instead = "write the `model` or the `offer` that was scored".to_owned();
                    return Err(Error::at(place, ErrorKind::Missing { instead }));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
