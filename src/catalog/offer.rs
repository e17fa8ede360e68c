//! Price sheets of APIs.

use super::look_up::{Dated, Entry, all, check_dates};
use super::sheet::{DatedPrice, check_figures};
use super::vendor::{FineTuning, Residency};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Family, Parameter};
use crate::source::{AsOf, Figure};
use serde::Deserialize;

/// An API offer with the history of its prices.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    pub(crate) id: String,
    /// What the vendor and its customers call it in a request or on a bill: `gpt-4o`, `gpt-4o-2024-08-06`.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) name: String,
    pub(crate) provider: String,
    /// Every entry of a book has one; somebody else's list may not say it.
    pub(crate) family: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) precision: Option<String>,
    /// Every entry of a book has one; somebody else's list may not say it.
    pub(crate) context_window_tokens: Option<u64>,
    pub(crate) maximum_input_tokens: Option<u64>,
    pub(crate) maximum_output_tokens: Option<u64>,
    pub(crate) minimum_cacheable_tokens: Option<Figure>,
    pub(crate) retirement: Option<Retirement>,
    pub(crate) residency: Option<Residency>,
    pub(crate) fine_tuning: Option<FineTuning>,
    /// The licence of the book that holds the terms of the service.
    pub(crate) terms_of_service: Option<String>,
    pub(crate) source: String,
    pub(crate) as_of: String,
    pub(crate) price: Vec<DatedPrice>,
}

/// When a vendor has said that an offer ends.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retirement {
    /// The day.
    pub(crate) on: String,
    /// The offer that the vendor names in its place.
    pub(crate) successor: Option<String>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

impl Offer {
    /// What somebody else's list says nothing of.
    pub(crate) fn without_price(source: String, as_of: String) -> Self {
        Self {
            id: String::new(),
            aliases: Vec::new(),
            name: String::new(),
            provider: String::new(),
            family: None,
            model: None,
            precision: None,
            context_window_tokens: None,
            maximum_input_tokens: None,
            maximum_output_tokens: None,
            minimum_cacheable_tokens: None,
            retirement: None,
            residency: None,
            fine_tuning: None,
            terms_of_service: None,
            source,
            as_of,
            price: Vec::new(),
        }
    }

    /// The id: `provider/model`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The other names that it goes by.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(String::as_str)
    }

    /// What a person calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who sells it.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The day on which it ends, as far as its vendor has announced one.
    #[must_use]
    pub fn retires_on(&self) -> Option<AsOf> {
        self.retirement.as_ref().and_then(|retirement| retirement.on.parse().ok())
    }

    /// The longest prompt that it takes, in tokens: its most input, or its context window where that is smaller; none where neither is known.
    #[must_use]
    pub fn maximum_prompt_tokens(&self) -> Option<u64> {
        [self.maximum_input_tokens, self.context_window_tokens].into_iter().flatten().min()
    }

    /// The open-weight model that it serves, if it is one of the catalog's.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }
}

impl Dated for Retirement {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Dated for Offer {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}

impl Entry for Offer {
    const WHAT: &'static str = "offer";
    const TABLE: &'static str = "offer";

    fn id(&self) -> &str {
        &self.id
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        all(&self.price).collect()
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        let word = self.family.as_deref().ok_or_else(|| {
            let instead = "write `family = ...`".to_owned();
            Error::at(path.join("family"), ErrorKind::Missing { instead })
        })?;
        let family = Family::from_name(word).ok_or_else(|| {
            Error::at(
                path.join("family"),
                ErrorKind::WrongType {
                    found: format!("`{word}`"),
                    expected: "closed_api, hosted_open_weights or dedicated_endpoint".to_owned(),
                },
            )
        })?;
        if matches!(family, Family::Owned | Family::Rented | Family::Mixed) {
            return Err(Error::at(
                path.join("family"),
                ErrorKind::Contradiction {
                    what: format!("an offer is never {family}"),
                    instead: "write hardware as a deployment of a scenario".to_owned(),
                },
            ));
        }
        if self.context_window_tokens.is_none() {
            let instead = "write `context_window_tokens = ...`".to_owned();
            return Err(Error::at(path.join("context_window_tokens"), ErrorKind::Missing { instead }));
        }
        if self.price.is_empty() {
            let instead = "write one or more [[offer.price]]".to_owned();
            return Err(Error::at(path.join("price"), ErrorKind::Missing { instead }));
        }
        if let Some(retirement) = &self.retirement {
            for (key, date) in [("on", &retirement.on), ("as_of", &retirement.as_of)] {
                date.parse::<AsOf>().map_err(|error| error.with_path(path.join("retirement").join(key)))?;
            }
        }
        if let Some(residency) = &self.residency {
            residency.check(&path.join("residency"))?;
        }
        if let Some(fine_tuning) = &self.fine_tuning {
            fine_tuning.check(&path.join("fine_tuning"))?;
        }
        check_figures(
            path,
            &[(Parameter::MinimumCacheableTokens, "minimum_cacheable_tokens", self.minimum_cacheable_tokens)],
        )?;
        check_dates(&self.price, &path.join("price"))?;
        for (at, price) in self.price.iter().enumerate() {
            price.check(&path.join("price").join(&at.to_string()))?;
        }
        Ok(())
    }
}
