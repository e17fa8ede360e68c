//! Licences of weights and terms of services: their conditions as data, in the words of this book.

use super::{Dated, Entry, check_region, fact};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{AsOf, Figure};
use serde::Deserialize;

/// A licence of weights, or the terms of a service.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Licence {
    pub(crate) id: String,
    pub(crate) name: String,
    /// What everyone has to keep, whoever they are: notices, acceptable use.
    pub(crate) duties: Option<String>,
    /// The text was not found, so that its conditions are not known.
    #[serde(default)]
    pub(crate) unread: bool,
    #[serde(default)]
    pub(crate) condition: Vec<LicenceCondition>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// A condition: it binds whoever passes all the tests that it has.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LicenceCondition {
    pub(crate) monthly_active_users_above: Option<Figure>,
    pub(crate) annual_revenue_usd_above: Option<Figure>,
    pub(crate) monthly_revenue_usd_above: Option<Figure>,
    /// One of these businesses: see [`BUSINESSES`].
    pub(crate) business: Option<Vec<String>>,
    /// One of these regions.
    pub(crate) territory: Option<Vec<String>>,
    /// `true`: commercial use.
    #[serde(default)]
    pub(crate) commercial: bool,
    /// `true`: other models are trained on the outputs.
    #[serde(default)]
    pub(crate) trains_models_on_outputs: bool,
    /// Whose figure counts, and of when.
    pub(crate) measured_on: Option<String>,
    /// Without this, whoever is bound may not use it.
    pub(crate) needs: Option<String>,
    /// Whoever is bound may use it and has to do this.
    pub(crate) duty: Option<String>,
}

/// The kinds of business that licences single out.
pub(crate) const BUSINESSES: [&str; 2] = ["model_as_a_service", "ai_work_assistant"];

impl LicenceCondition {
    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        let tests = self.monthly_active_users_above.is_some()
            || self.annual_revenue_usd_above.is_some()
            || self.monthly_revenue_usd_above.is_some()
            || self.business.is_some()
            || self.territory.is_some()
            || self.commercial
            || self.trains_models_on_outputs;
        for (key, threshold) in [
            ("monthly_active_users_above", self.monthly_active_users_above),
            ("annual_revenue_usd_above", self.annual_revenue_usd_above),
            ("monthly_revenue_usd_above", self.monthly_revenue_usd_above),
        ] {
            if let Some(threshold) = threshold {
                fact(&path.join(key), threshold)?;
            }
        }
        let missing =
            |instead: &str| Err(Error::at(path.clone(), ErrorKind::Missing { instead: instead.to_owned() }));
        if !tests {
            return missing("write whom it binds, such as `monthly_active_users_above = 700_000_000`");
        }
        match (&self.needs, &self.duty) {
            (Some(_), Some(_)) => {
                let (first, second) = ("needs".to_owned(), "duty".to_owned());
                return Err(Error::at(path.clone(), ErrorKind::Conflict { first, second }));
            }
            (None, None) => return missing("write what it `needs`, or the `duty` that it brings"),
            _ => {}
        }
        for (at, business) in self.business.iter().flatten().enumerate() {
            check_business(path.join("business").join(&at.to_string()), business)?;
        }
        for (at, region) in self.territory.iter().flatten().enumerate() {
            check_region(path.join("territory").join(&at.to_string()), region)?;
        }
        Ok(())
    }
}

/// The kind of business, if licences know it.
pub(crate) fn check_business(path: FieldPath, word: &str) -> Result<(), Error> {
    if BUSINESSES.contains(&word) {
        return Ok(());
    }
    let [service, assistant] = BUSINESSES;
    let expected = format!("`{service}` or `{assistant}`");
    Err(Error::at(path, ErrorKind::WrongType { found: format!("`{word}`"), expected }))
}

impl Dated for Licence {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Entry for Licence {
    const WHAT: &'static str = "licence";
    const TABLE: &'static str = "licence";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        vec![self]
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        self.as_of.parse::<AsOf>().map_err(|error| error.with_path(path.join("as_of")))?;
        for (at, condition) in self.condition.iter().enumerate() {
            condition.check(&path.join("condition").join(&at.to_string()))?;
        }
        Ok(())
    }
}
