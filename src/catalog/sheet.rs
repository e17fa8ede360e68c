//! A sheet of prices: what a token costs by its kind, the length of the prompt, the tier of service and the hour.

use super::hours::TimeOfDay;
use super::look_up::{Dated, check_fact, positive};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::source::{Figure, Named};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The prices of an offer from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatedPrice {
    /// The day from which it holds, where its vendor announces it ahead; else that of its document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) holds_from: Option<String>,
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) input_usd_per_mtok: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cached_input_usd_per_mtok: Option<Figure>,
    /// The shortest retention on sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_1h_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_12h_usd_per_mtok: Option<Figure>,
    pub(crate) output_usd_per_mtok: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reasoning_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) batch_price_fraction: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) batch_cached_input_price_fraction: Option<Figure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) context_tier: Vec<PriceTier>,
    /// Prices of requests that wait, or that do not: `batch`, `flex`, `priority`, and what else a vendor sells.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub(crate) service_tier: Named<Prices>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) time_of_day: Vec<TimeOfDay>,
    /// What all prices are multiplied with where a request is bound to a region or to terms of its own.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub(crate) uplift_price_factor: Named<Figure>,
}

/// Prices in place of those of the sheet. What they leave out costs what it costs without them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Prices {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) input_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cached_input_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_1h_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_12h_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) output_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reasoning_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) context_tier: Vec<PriceTier>,
}

/// The prices of a request whose prompt is longer than a threshold, for all of its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceTier {
    pub(crate) above_prompt_tokens: Figure,
    pub(crate) input_usd_per_mtok: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cached_input_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_1h_usd_per_mtok: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write_12h_usd_per_mtok: Option<Figure>,
    pub(crate) output_usd_per_mtok: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reasoning_usd_per_mtok: Option<Figure>,
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

impl From<PriceTier> for ContextTier {
    /// A scenario's cache is written at the shortest retention on sale.
    fn from(tier: PriceTier) -> Self {
        Self {
            above_prompt_tokens: tier.above_prompt_tokens,
            input_usd_per_mtok: tier.input_usd_per_mtok,
            cached_input_usd_per_mtok: tier.cached_input_usd_per_mtok,
            cache_write_usd_per_mtok: tier.cache_write_usd_per_mtok,
            output_usd_per_mtok: tier.output_usd_per_mtok,
            reasoning_usd_per_mtok: tier.reasoning_usd_per_mtok,
        }
    }
}

impl Dated for DatedPrice {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }

    fn holds_from(&self) -> &str {
        self.holds_from.as_deref().unwrap_or(&self.as_of)
    }
}

impl DatedPrice {
    /// A sheet of two prices per million tokens.
    pub(crate) fn new(as_of: String, source: String, input: Decimal, output: Decimal) -> Self {
        Self {
            holds_from: None,
            as_of,
            source,
            input_usd_per_mtok: input.into(),
            cached_input_usd_per_mtok: None,
            cache_write_usd_per_mtok: None,
            cache_write_1h_usd_per_mtok: None,
            cache_write_12h_usd_per_mtok: None,
            output_usd_per_mtok: output.into(),
            reasoning_usd_per_mtok: None,
            batch_price_fraction: None,
            batch_cached_input_price_fraction: None,
            context_tier: Vec::new(),
            service_tier: Named::new(),
            time_of_day: Vec::new(),
            uplift_price_factor: Named::new(),
        }
    }

    /// The prices of a request that names no tier of service, at any hour.
    pub(crate) fn standard(&self) -> Prices {
        Prices {
            input_usd_per_mtok: Some(self.input_usd_per_mtok),
            cached_input_usd_per_mtok: self.cached_input_usd_per_mtok,
            cache_write_usd_per_mtok: self.cache_write_usd_per_mtok,
            cache_write_1h_usd_per_mtok: self.cache_write_1h_usd_per_mtok,
            cache_write_12h_usd_per_mtok: self.cache_write_12h_usd_per_mtok,
            output_usd_per_mtok: Some(self.output_usd_per_mtok),
            reasoning_usd_per_mtok: self.reasoning_usd_per_mtok,
            context_tier: self.context_tier.clone(),
        }
    }

    pub(crate) fn check(&self, path: &FieldPath) -> Result<(), Error> {
        self.standard().check(path)?;
        let fractions = [
            (Parameter::BatchPriceFraction, "batch_price_fraction", self.batch_price_fraction),
            (
                Parameter::BatchCachedInputPriceFraction,
                "batch_cached_input_price_fraction",
                self.batch_cached_input_price_fraction,
            ),
        ];
        check_figures(path, &fractions)?;
        if self.batch_price_fraction.is_some() && self.service_tier.get("batch").is_some() {
            let (first, second) = ("batch_price_fraction".to_owned(), "service_tier.batch".to_owned());
            return Err(Error::at(path.clone(), ErrorKind::Conflict { first, second }));
        }
        for (tier, prices) in self.service_tier.iter() {
            prices.check(&path.join("service_tier").join(tier))?;
        }
        for (at, hours) in self.time_of_day.iter().enumerate() {
            hours.check(&path.join("time_of_day").join(&at.to_string()))?;
        }
        for (uplift, factor) in self.uplift_price_factor.iter() {
            let place = path.join("uplift_price_factor").join(uplift);
            positive(&place, *factor)?;
        }
        Ok(())
    }
}

impl Prices {
    pub(super) fn check(&self, path: &FieldPath) -> Result<(), Error> {
        check_figures(
            path,
            &[
                (Parameter::InputPrice, "input_usd_per_mtok", self.input_usd_per_mtok),
                (Parameter::CachedInputPrice, "cached_input_usd_per_mtok", self.cached_input_usd_per_mtok),
                (Parameter::CacheWritePrice, "cache_write_usd_per_mtok", self.cache_write_usd_per_mtok),
                (Parameter::CacheWritePrice, "cache_write_1h_usd_per_mtok", self.cache_write_1h_usd_per_mtok),
                (
                    Parameter::CacheWritePrice,
                    "cache_write_12h_usd_per_mtok",
                    self.cache_write_12h_usd_per_mtok,
                ),
                (Parameter::OutputPrice, "output_usd_per_mtok", self.output_usd_per_mtok),
                (Parameter::ReasoningPrice, "reasoning_usd_per_mtok", self.reasoning_usd_per_mtok),
            ],
        )?;
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

impl PriceTier {
    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        let write = Parameter::TierCacheWritePrice;
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
                (write, "cache_write_usd_per_mtok", self.cache_write_usd_per_mtok),
                (write, "cache_write_1h_usd_per_mtok", self.cache_write_1h_usd_per_mtok),
                (write, "cache_write_12h_usd_per_mtok", self.cache_write_12h_usd_per_mtok),
                (Parameter::TierOutputPrice, "output_usd_per_mtok", Some(self.output_usd_per_mtok)),
                (Parameter::TierReasoningPrice, "reasoning_usd_per_mtok", self.reasoning_usd_per_mtok),
            ],
        )
    }
}

pub(super) fn check_figures(
    path: &FieldPath,
    figures: &[(Parameter, &str, Option<Figure>)],
) -> Result<(), Error> {
    for (parameter, key, figure) in figures {
        if let Some(figure) = figure {
            check_fact(*parameter, &path.join(key), *figure)?;
        }
    }
    Ok(())
}
