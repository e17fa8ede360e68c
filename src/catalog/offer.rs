//! Price sheets of APIs.

use super::{Dated, Entry, check_dates};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Family, Parameter};
use crate::source::{AsOf, Figure};
use serde::{Deserialize, Serialize};

/// An API offer with the history of its prices.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) provider: String,
    pub(crate) family: String,
    pub(crate) model: Option<String>,
    pub(crate) precision: Option<String>,
    pub(crate) context_window_tokens: u64,
    pub(crate) maximum_input_tokens: Option<u64>,
    pub(crate) maximum_output_tokens: Option<u64>,
    pub(crate) minimum_cacheable_tokens: Option<Figure>,
    pub(crate) retirement: Option<Retirement>,
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

/// The prices of an offer from a date on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatedPrice {
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) input_usd_per_mtok: Figure,
    pub(crate) cached_input_usd_per_mtok: Option<Figure>,
    pub(crate) cache_write_usd_per_mtok: Option<Figure>,
    pub(crate) output_usd_per_mtok: Figure,
    pub(crate) reasoning_usd_per_mtok: Option<Figure>,
    pub(crate) batch_price_fraction: Option<Figure>,
    pub(crate) batch_cached_input_price_fraction: Option<Figure>,
    #[serde(default)]
    pub(crate) context_tier: Vec<ContextTier>,
}

/// The prices of a request whose prompt is longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextTier {
    /// The threshold in tokens.
    pub above_prompt_tokens: Figure,
    /// Input price of the whole request.
    pub input_usd_per_mtok: Figure,
    /// Cached input price; that of the input where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cached_input_usd_per_mtok: Option<Figure>,
    /// Cache write price; that of the input where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_write_usd_per_mtok: Option<Figure>,
    /// Output price of the whole request.
    pub output_usd_per_mtok: Figure,
    /// Reasoning price; that of the output where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_usd_per_mtok: Option<Figure>,
}

impl Offer {
    /// The id: `provider/model`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
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

    /// The open-weight model that it serves, if it is one of the catalog's.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }
}

impl Dated for DatedPrice {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
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

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        let family = Family::from_name(&self.family).ok_or_else(|| {
            Error::at(
                path.join("family"),
                ErrorKind::WrongType {
                    found: format!("`{}`", self.family),
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
        if self.price.is_empty() {
            let instead = "write one or more [[offer.price]]".to_owned();
            return Err(Error::at(path.join("price"), ErrorKind::Missing { instead }));
        }
        if let Some(retirement) = &self.retirement {
            for (key, date) in [("on", &retirement.on), ("as_of", &retirement.as_of)] {
                date.parse::<AsOf>().map_err(|error| error.with_path(path.join("retirement").join(key)))?;
            }
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

impl DatedPrice {
    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        let prices = [
            (Parameter::InputPrice, "input_usd_per_mtok", Some(self.input_usd_per_mtok)),
            (Parameter::CachedInputPrice, "cached_input_usd_per_mtok", self.cached_input_usd_per_mtok),
            (Parameter::CacheWritePrice, "cache_write_usd_per_mtok", self.cache_write_usd_per_mtok),
            (Parameter::OutputPrice, "output_usd_per_mtok", Some(self.output_usd_per_mtok)),
            (Parameter::ReasoningPrice, "reasoning_usd_per_mtok", self.reasoning_usd_per_mtok),
            (Parameter::BatchPriceFraction, "batch_price_fraction", self.batch_price_fraction),
            (
                Parameter::BatchCachedInputPriceFraction,
                "batch_cached_input_price_fraction",
                self.batch_cached_input_price_fraction,
            ),
        ];
        check_figures(path, &prices)?;
        for (at, tier) in self.context_tier.iter().enumerate() {
            tier.check(&path.join("context_tier").join(&at.to_string()))?;
        }
        if self.context_tier.is_sorted_by(|a, b| a.above_prompt_tokens < b.above_prompt_tokens) {
            return Ok(());
        }
        Err(Error::at(
            path.join("context_tier"),
            ErrorKind::Contradiction {
                what: "the thresholds of the context tiers do not ascend".to_owned(),
                instead: "write the lowest threshold first, and each once".to_owned(),
            },
        ))
    }
}

impl ContextTier {
    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        check_figures(
            path,
            &[
                (Parameter::TierThreshold, "above_prompt_tokens", Some(self.above_prompt_tokens)),
                (Parameter::TierInputPrice, "input_usd_per_mtok", Some(self.input_usd_per_mtok)),
                (
                    Parameter::TierCachedInputPrice,
                    "cached_input_usd_per_mtok",
                    self.cached_input_usd_per_mtok,
                ),
                (Parameter::TierCacheWritePrice, "cache_write_usd_per_mtok", self.cache_write_usd_per_mtok),
                (Parameter::TierOutputPrice, "output_usd_per_mtok", Some(self.output_usd_per_mtok)),
                (Parameter::TierReasoningPrice, "reasoning_usd_per_mtok", self.reasoning_usd_per_mtok),
            ],
        )
    }
}

fn check_figures(path: &FieldPath, figures: &[(Parameter, &str, Option<Figure>)]) -> Result<(), Error> {
    for (parameter, key, figure) in figures {
        if let Some(figure) = figure {
            parameter.check(&path.join(key), figure.value())?;
        }
    }
    Ok(())
}
