//! OpenRouter's list of models, `/api/v1/models`: prices in USD per token, in quotes.

use super::json::Value;
use super::list::{NoteKind, PriceList, Refusal};
use super::litellm_sheet::PER_MTOK;
use super::open_router_overrides::Overrides;
use super::row::{RowPrices, price};
use super::row_hours::by_the_hour;
use crate::catalog::{Offer, Retirement};
use crate::error::{Error, ErrorKind};
use crate::source::{AsOf, Source};
use rust_decimal::Decimal;

impl PriceList {
    /// Reads OpenRouter's list of models, as its API gives it; `stated` says of when.
    ///
    /// A price of -1 depends on what a request is routed to, and is refused. Reasoning and cache listed at 0 are billed as output and input.
    /// Prices of long prompts and of hours of the day (`overrides`) are taken; where a sheet cannot say them, the row has its other prices, and a note.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] for what is no JSON, [`ErrorKind::WrongType`] without a list `data`. What is wrong with a row refuses the row.
    pub fn open_router(text: &str, stated: &Source) -> Result<Self, Error> {
        let rows = Value::document(text)?.field("data").and_then(Value::items).ok_or_else(|| {
            ErrorKind::WrongType {
                found: "no list `data`".to_owned(),
                expected: "{ \"data\": [models] }".to_owned(),
            }
        })?;
        let mut list = Self::default();
        for (at, row) in rows.into_iter().enumerate() {
            let Some(id) = row.field("id").and_then(Value::string) else {
                list.refuse(format!("data.{at}"), Refusal::NoTable);
                continue;
            };
            match offer(&id, row, stated) {
                Ok((offer, notes)) => list.take(offer, notes),
                Err(reason) => list.refuse(id.into_owned(), reason),
            }
        }
        Ok(list)
    }
}

fn offer(id: &str, row: Value<'_>, stated: &Source) -> Result<(Offer, Vec<NoteKind>), Refusal> {
    let mut prices = RowPrices::default();
    let mut notes = Vec::new();
    let mut conditional = None;
    let pricing = row.field("pricing").and_then(Value::fields).ok_or(Refusal::Unknown)?;
    for (key, value) in pricing.into_iter().filter(|(_, value)| !value.is_null()) {
        if &*key == "overrides" {
            conditional = Some(value);
            continue;
        }
        let Some(place) = place(&mut prices, &key) else {
            if !value.number(0).is_some_and(|price| price.is_zero()) {
                notes.push(NoteKind::NotTaken { key: format!("pricing.{key}") });
            }
            continue;
        };
        let per_mtok = price(&format!("pricing.{key}"), value, PER_MTOK)?;
        if per_mtok.is_sign_negative() && !per_mtok.is_zero() {
            return Err(Refusal::VariablePrice);
        }
        *place = Some(per_mtok);
    }
    let (as_of, source) = (stated.as_of.to_string(), format!("{} ({id})", stated.document));
    let overrides = conditional.map(Overrides::read);
    let conditional_price = match overrides.as_ref().and_then(Option::as_ref) {
        Some(overrides) if overrides.has_hours() => {
            let hours = overrides.hours(prices)?;
            by_the_hour(overrides.sheet(prices, None)?, &hours, as_of.clone(), &source)?
        }
        Some(overrides) => {
            let (own, tiers) = overrides.sheet(prices, None)?;
            Some(own.dated(as_of.clone(), source.clone(), tiers)?)
        }
        None => None,
    };
    let prices = prices.without_zeros();
    notes.extend(prices.notes());
    let price = match conditional_price {
        Some(price) => price,
        None => {
            if overrides.is_some() {
                notes.push(NoteKind::OverridesNotTaken);
            }
            prices.dated(as_of.clone(), source.clone(), Vec::new())?
        }
    };
    let ends = row.field("expiration_date").and_then(Value::string).filter(|day| day.parse::<AsOf>().is_ok());
    let limit = row.field("top_provider").and_then(|provider| provider.field("max_completion_tokens"));
    let offer = Offer {
        id: id.to_owned(),
        name: row
            .field("name")
            .and_then(Value::string)
            .map_or_else(|| id.to_owned(), |name| name.into_owned()),
        provider: "OpenRouter".to_owned(),
        context_window_tokens: row.field("context_length").and_then(Value::whole),
        maximum_output_tokens: limit.and_then(Value::whole),
        retirement: ends.map(|on| Retirement {
            on: on.into_owned(),
            successor: None,
            source: source.clone(),
            as_of: as_of.clone(),
        }),
        price: vec![price],
        ..Offer::without_price(source, as_of)
    };
    Ok((offer, notes))
}

/// Where a key has its price; none for a key that is no price of tokens of text.
pub(super) fn place<'a>(prices: &'a mut RowPrices, key: &str) -> Option<&'a mut Option<Decimal>> {
    Some(match key {
        "prompt" => &mut prices.input,
        "completion" => &mut prices.output,
        "input_cache_read" => &mut prices.cached,
        "input_cache_write" => &mut prices.write,
        "input_cache_write_1h" => &mut prices.write_1h,
        "internal_reasoning" => &mut prices.reasoning,
        _ => return None,
    })
}
