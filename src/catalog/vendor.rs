//! What a vendor says of an offer beside its price: where data are processed, and whether it can be fine-tuned.

use super::{Dated, fact};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{AsOf, Figure};
use serde::Deserialize;

/// The regions that terms and licences name: the EU as a whole, and countries by their ISO 3166 code.
pub(crate) const REGIONS: [&str; 12] =
    ["AE", "AU", "CA", "CH", "CN", "EU", "GB", "IN", "JP", "KR", "SG", "US"];

/// The region, if it is one of [`REGIONS`].
pub(crate) fn check_region(path: FieldPath, word: &str) -> Result<(), Error> {
    if REGIONS.contains(&word) {
        return Ok(());
    }
    let expected = format!("one of {}", REGIONS.join(", "));
    Err(Error::at(path, ErrorKind::WrongType { found: format!("the region `{word}`"), expected }))
}

/// The regions in which an offer keeps prompts and answers while it processes them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Residency {
    pub(crate) regions: Vec<RegionTerms>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// A region, and on which terms.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegionTerms {
    pub(crate) region: String,
    /// What all prices are multiplied with there, where it is not 1.
    pub(crate) price_factor: Option<Figure>,
    /// What else has to be done, in words.
    pub(crate) condition: Option<String>,
}

/// Whether a vendor lets an offer be fine-tuned.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FineTuning {
    pub(crate) offered: bool,
    /// On which condition, in words.
    pub(crate) condition: Option<String>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

impl Residency {
    pub(super) fn check(&self, path: &FieldPath) -> Result<(), Error> {
        self.as_of.parse::<AsOf>().map_err(|error| error.with_path(path.join("as_of")))?;
        for (at, terms) in self.regions.iter().enumerate() {
            let place = path.join("regions").join(&at.to_string());
            check_region(place.join("region"), &terms.region)?;
            if let Some(factor) = terms.price_factor {
                fact(&place.join("price_factor"), factor)?;
            }
        }
        Ok(())
    }
}

impl FineTuning {
    pub(super) fn check(&self, path: &FieldPath) -> Result<(), Error> {
        self.as_of.parse::<AsOf>().map_err(|error| error.with_path(path.join("as_of"))).map(|_| ())
    }
}

impl Dated for Residency {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Dated for FineTuning {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}
