//! LiteLLM's `model_prices_and_context_window.json`: a table of models, prices in USD per token.

use super::json::{Row, Value, named_rows};
use super::list::{NoteKind, PriceList, Refusal};
use super::litellm_hours::off_peak;
use super::litellm_keys::{PriceKey, price_key};
use super::litellm_sheet::Sheets;
use crate::catalog::{DatedPrice, Offer, Retirement, TimeOfDay};
use crate::error::{Error, FieldPath};
use crate::source::{AsOf, Figure, Named, Source};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The modes whose answers are tokens of text.
const MODES: [&str; 3] = ["chat", "completion", "responses"];

/// The row that shows the form.
const TEMPLATE: &str = "sample_spec";

impl PriceList {
    /// Reads LiteLLM's list of prices, which has no date: `stated` says which version it is, and of when.
    ///
    /// Each row of the modes chat, completion and responses becomes an offer, with the name of the row as its id; other names
    /// (`alias_of`) become names of the offer. All prices per token are taken, exactly: those above a context threshold, of
    /// batch, flex and priority, of the cache by retention, of reasoning, by the hour, and uplifts. What an offer cannot carry is noted.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Syntax`] for what is no JSON or no table; [`crate::ErrorKind::TooLarge`] past 64 MiB. What is wrong with a row
    /// refuses the row.
    ///
    /// ```
    /// use breakeven::{Decimal, PriceList, Request, Source};
    ///
    /// let text = r#"{ "gpt-4o-mini": { "mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 1.5e-07,
    ///     "cache_read_input_token_cost": 7.5e-08, "output_cost_per_token": 6e-07, "max_input_tokens": 128000 },
    ///     "text-embedding-3-small": { "mode": "embedding", "input_cost_per_token": 2e-08 } }"#;
    /// let list = PriceList::litellm(text, &Source { document: "litellm 1.110.2".to_owned(), as_of: "2026-11".parse()? })?;
    /// let tariff = list.offer("gpt-4o-mini")?.newest_tariff()?;
    /// let request = Request { prompt_tokens: 1_001, cached_tokens: 1_000, ..Request::default() };
    /// // 1 x 1.5e-7 + 1,000 x 7.5e-8
    /// assert_eq!(tariff.cost(&request)?.total_usd, "0.00007515".parse::<Decimal>()?);
    /// assert_eq!(list.refused()[0].reason.to_string(), "it sells no tokens of text, but embedding");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn litellm(text: &str, stated: &Source) -> Result<Self, Error> {
        let mut list = Self::default();
        let mut aliases: Vec<(String, String)> = Vec::new();
        named_rows(text, matters, |name, row| {
            let name = name.into_owned();
            let fields = match row {
                Row::Table(_) if name == TEMPLATE => return list.refuse(name, Refusal::Template),
                Row::Table(fields) => fields,
                Row::Other => return list.refuse(name, Refusal::NoTable),
            };
            match Entry::read(&fields) {
                Ok(Entry { alias_of: Some(target), .. }) => aliases.push((name, target)),
                Ok(entry) => match entry.offer(name.clone(), stated) {
                    Ok((offer, notes)) => list.take(offer, notes),
                    Err(reason) => list.refuse(name, reason),
                },
                Err(reason) => list.refuse(name, reason),
            }
        })?;
        for (alias, target) in aliases {
            list.take_alias(alias, &target);
        }
        Ok(list)
    }
}

/// Whether a field says what something costs, or what it is.
fn matters(key: &str) -> bool {
    const FACTS: [&str; 11] = [
        "mode",
        "alias_of",
        "litellm_provider",
        "max_input_tokens",
        "max_output_tokens",
        "prompt_cache_min_tokens",
        "deprecation_date",
        "deprecation_source",
        "successor_model",
        "source",
        "provider_specific_entry",
    ];
    !key.starts_with("supports_")
        && (key.contains("cost") || key.contains("pric") || key.contains("uplift") || FACTS.contains(&key))
}

/// What a row says.
#[derive(Default)]
struct Entry<'a> {
    alias_of: Option<String>,
    mode: Option<Cow<'a, str>>,
    provider: Option<Cow<'a, str>>,
    source: Option<Cow<'a, str>>,
    most_input: Option<u64>,
    most_output: Option<u64>,
    minimum_cacheable: Option<Decimal>,
    retires_on: Option<String>,
    retirement_source: Option<Cow<'a, str>>,
    successor: Option<String>,
    sheets: Sheets,
    off_peak: Option<TimeOfDay>,
    uplifts: Named<Figure>,
    notes: Vec<NoteKind>,
}

impl<'a> Entry<'a> {
    fn read(fields: &[(Cow<'a, str>, Value<'a>)]) -> Result<Self, Refusal> {
        let mut entry = Self::default();
        for (key, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
            entry.take(key, *value)?;
        }
        Ok(entry)
    }

    fn take(&mut self, key: &str, value: Value<'a>) -> Result<(), Refusal> {
        let is_known = match key {
            "alias_of" => put(&mut self.alias_of, value.string().map(Cow::into_owned)),
            "mode" => put(&mut self.mode, value.string()),
            "litellm_provider" => put(&mut self.provider, value.string()),
            "source" => put(&mut self.source, value.string()),
            "max_input_tokens" => put(&mut self.most_input, value.whole()),
            "max_output_tokens" => put(&mut self.most_output, value.whole()),
            "prompt_cache_min_tokens" => put(&mut self.minimum_cacheable, value.number(0)),
            "deprecation_source" => put(&mut self.retirement_source, value.string()),
            "successor_model" => put(&mut self.successor, value.string().map(Cow::into_owned)),
            "deprecation_date" => {
                let day = value.string().filter(|day| day.parse::<AsOf>().is_ok());
                put(&mut self.retires_on, day.map(Cow::into_owned))
            }
            "tiered_pricing" => return self.sheets.take_tiers(value),
            "off_peak_pricing" => {
                self.off_peak = Some(off_peak(value)?);
                true
            }
            "provider_specific_entry" => return self.take_factors(value),
            _ => match uplift(key) {
                Some(name) => return self.take_factor(key, name, value),
                None => return self.take_price(key, value),
            },
        };
        if !is_known {
            self.notes.push(NoteKind::NotTaken { key: key.to_owned() });
        }
        Ok(())
    }

    fn take_price(&mut self, key: &str, value: Value<'a>) -> Result<(), Refusal> {
        match price_key(key) {
            PriceKey::PerToken(cell) => self.sheets.take(key, cell, value),
            PriceKey::Other => {
                let is_zero = value.number(0).is_some_and(|number| number.is_zero());
                if !is_zero {
                    self.notes.push(NoteKind::NotTaken { key: key.to_owned() });
                }
                Ok(())
            }
        }
    }

    fn take_factor(&mut self, key: &str, name: &str, value: Value<'a>) -> Result<(), Refusal> {
        let factor = value.number(0).ok_or_else(|| no_number(key, value))?;
        self.uplifts.insert(name, factor.into());
        Ok(())
    }

    /// Factors of Anthropic's: a place, a speed. What else stands there is no price.
    fn take_factors(&mut self, value: Value<'a>) -> Result<(), Refusal> {
        for (key, value) in value.fields().unwrap_or_default() {
            if matches!(&*key, "us" | "eu" | "fast") {
                self.take_factor(&key, &key, value)?;
            } else {
                self.notes.push(NoteKind::NotTaken { key: format!("provider_specific_entry.{key}") });
            }
        }
        Ok(())
    }

    fn offer(mut self, name: String, stated: &Source) -> Result<(Offer, Vec<NoteKind>), Refusal> {
        match &self.mode {
            Some(mode) if !MODES.contains(&&**mode) => {
                return Err(Refusal::OtherMode { mode: mode.clone().into_owned() });
            }
            None if self.sheets.is_empty() => return Err(Refusal::Unknown),
            _ => {}
        }
        let provider = self.provider.clone().unwrap_or_default().into_owned();
        let document = match &self.source {
            Some(cited) => format!("{} ({name}), citing {cited}", stated.document),
            None => format!("{} ({name})", stated.document),
        };
        let as_of = stated.as_of.to_string();
        let price = self.price(&provider, &document, &as_of)?;
        let retirement = self.retires_on.take().map(|on| Retirement {
            on,
            successor: self.successor.take(),
            source: match &self.retirement_source {
                Some(cited) => format!("{cited}, read through {}", stated.document),
                None => document.clone(),
            },
            as_of: as_of.clone(),
        });
        if self.successor.is_some() {
            self.notes.push(NoteKind::NotTaken { key: "successor_model".to_owned() });
        }
        let offer = Offer {
            name: name.clone(),
            id: name,
            family: family(&provider).map(str::to_owned),
            provider,
            maximum_input_tokens: self.most_input,
            maximum_output_tokens: self.most_output,
            minimum_cacheable_tokens: self.minimum_cacheable.map(Figure::from),
            retirement,
            price: price.into_iter().collect(),
            ..Offer::without_price(document, as_of)
        };
        Ok((offer, self.notes))
    }

    fn price(&mut self, provider: &str, document: &str, as_of: &str) -> Result<Option<DatedPrice>, Refusal> {
        if self.sheets.is_empty() {
            self.notes.push(NoteKind::NoTokenPrice);
            return Ok(None);
        }
        // LiteLLM keeps its own list of the vendors whose dear price begins at the threshold and not above it.
        let begins_at_threshold = provider == "xai";
        let sheet = self.sheets.standard(begins_at_threshold)?;
        let service_tier = self.sheets.service_tiers(begins_at_threshold, &mut self.notes);
        self.notes.extend(self.sheets.notes());
        let price = DatedPrice {
            service_tier,
            time_of_day: self.off_peak.take().into_iter().collect(),
            uplift_price_factor: std::mem::take(&mut self.uplifts),
            ..sheet.into_dated(as_of.to_owned(), document.to_owned())
        };
        price.check(&FieldPath::default()).map_err(Refusal::Invalid)?;
        Ok(Some(price))
    }
}

/// Whether there was something to put.
fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

pub(super) fn no_number(key: &str, value: Value<'_>) -> Refusal {
    let found: String = value.text().chars().take(60).collect();
    Refusal::NoNumber { key: key.to_owned(), found }
}

/// What a multiplier of the list multiplies for.
fn uplift(key: &str) -> Option<&'static str> {
    Some(match key {
        "regional_processing_uplift_multiplier_eu" => "eu",
        "regional_processing_uplift_multiplier_us" => "us",
        "regional_endpoint_uplift_multiplier" => "regional_endpoint",
        "fedramp_uplift_multiplier" => "fedramp",
        _ => return None,
    })
}

/// The family where the provider sells its own closed models alone; the list does not say it.
fn family(provider: &str) -> Option<&'static str> {
    matches!(provider, "openai" | "text-completion-openai" | "azure" | "anthropic" | "xai")
        .then_some("closed_api")
}
