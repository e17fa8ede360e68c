//! genai-prices' `data.json`: models by provider, prices in USD per million tokens, with dates and hours.

use super::json::Value;
use super::list::{NoteKind, PriceList, Refusal};
use super::row::{RowPrices, price};
use super::row_hours::{Sheet, Span, by_the_hour};
use crate::catalog::{DatedPrice, Offer};
use crate::error::{Error, ErrorKind};
use crate::source::{AsOf, Source};
use std::collections::BTreeMap;

impl PriceList {
    /// Reads genai-prices' `data.json`; `stated` says of when. An offer has the id `provider/model`.
    ///
    /// Prices from a date on become the history of the offer. Of prices that hold at some hours, the dear ones become the price, and the others
    /// that of the other hours. Variants of a request (a tier of service, a region) are noted and not taken.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] for what is no JSON, [`ErrorKind::WrongType`] for what is no list of providers. What is wrong with a model
    /// refuses the model.
    pub fn genai_prices(text: &str, stated: &Source) -> Result<Self, Error> {
        let document = Value::document(text)?;
        let providers = document.items().or_else(|| document.field("providers")?.items());
        let providers = providers.ok_or_else(|| ErrorKind::WrongType {
            found: "no list".to_owned(),
            expected: "a list of providers".to_owned(),
        })?;
        let mut list = Self::default();
        for (at, provider) in providers.into_iter().enumerate() {
            let id = provider.field("id").and_then(Value::string);
            let models = provider.field("models").and_then(Value::items);
            let Some((id, models)) = id.zip(models) else {
                list.refuse(format!("provider {at}"), Refusal::NoTable);
                continue;
            };
            let name = provider.field("name").and_then(Value::string).unwrap_or_else(|| id.clone());
            for (at, row) in models.into_iter().enumerate() {
                let model = row.field("id").and_then(Value::string);
                let row_id = model.map_or_else(|| format!("{id} {at}"), |model| format!("{id}/{model}"));
                match offer(&row_id, &name, row, stated) {
                    Ok((offer, notes)) => list.take(offer, notes),
                    Err(reason) => list.refuse(row_id, reason),
                }
            }
        }
        Ok(list)
    }
}

fn offer(
    id: &str,
    provider: &str,
    row: Value<'_>,
    stated: &Source,
) -> Result<(Offer, Vec<NoteKind>), Refusal> {
    let mut notes = Vec::new();
    let source = format!("{} ({id})", stated.document);
    let prices = row.field("prices").ok_or(Refusal::Unknown)?;
    if row.field("price_variants").is_some() {
        notes.push(NoteKind::NotTaken { key: "price_variants".to_owned() });
    }
    let price = history(prices, stated, &source, &mut notes)?;
    let offer = Offer {
        id: id.to_owned(),
        name: row
            .field("name")
            .and_then(Value::string)
            .map_or_else(|| id.to_owned(), |name| name.into_owned()),
        provider: provider.to_owned(),
        context_window_tokens: row.field("context_window").and_then(Value::whole),
        price,
        ..Offer::without_price(source, stated.as_of.to_string())
    };
    Ok((offer, notes))
}

fn history(
    prices: Value<'_>,
    stated: &Source,
    source: &str,
    notes: &mut Vec<NoteKind>,
) -> Result<Vec<DatedPrice>, Refusal> {
    let today = stated.as_of.to_string();
    let Some(conditional) = prices.items() else {
        let (prices, tiers) = sheet(prices, notes)?;
        notes.extend(prices.notes());
        return Ok(vec![prices.dated(today, source.to_owned(), tiers)?]);
    };
    // The price without a condition holds from the beginning; it has no date of its own.
    let mut dated: BTreeMap<AsOf, Sheet> = BTreeMap::new();
    let mut first: Option<Sheet> = None;
    let mut hours: Vec<(Span, Sheet)> = Vec::new();
    for one in &conditional {
        let own = sheet(one.field("prices").ok_or(Refusal::Unknown)?, notes)?;
        match one.field("constraint") {
            None => first = Some(own),
            Some(constraint) => {
                let day = constraint.field("start_date").and_then(Value::string);
                let clock = |name: &str| {
                    constraint.field(name).and_then(Value::string).and_then(|text| minutes(&text))
                };
                match (
                    day.and_then(|day| day.parse::<AsOf>().ok()),
                    clock("start_time").zip(clock("end_time")),
                ) {
                    (Some(day), None) => drop(dated.insert(day, own)),
                    (None, Some((from, to))) => hours.push(((from, to), own)),
                    _ => return Err(not_expressible(constraint)),
                }
            }
        }
    }
    if !hours.is_empty() {
        let Some(base) = first.filter(|_| dated.is_empty()) else { return Err(not_expressible(prices)) };
        let price = by_the_hour(base, &hours, today, source)?;
        return Ok(vec![price.ok_or_else(|| not_expressible(prices))?]);
    }
    let from = "1970".parse::<AsOf>().map_err(Refusal::Invalid)?;
    if let Some(first) = first {
        dated.entry(from).or_insert(first);
    }
    let all = dated.into_iter().map(|(day, (prices, tiers))| {
        let is_ahead = day > stated.as_of;
        let as_of = if is_ahead { stated.as_of } else { day };
        let price = prices.dated(as_of.to_string(), source.to_owned(), tiers)?;
        Ok(DatedPrice { holds_from: is_ahead.then(|| day.to_string()), ..price })
    });
    all.collect()
}

fn not_expressible(value: Value<'_>) -> Refusal {
    Refusal::NotExpressible { key: "prices".to_owned(), found: value.text().chars().take(60).collect() }
}

/// `16:30:00Z`: whole minutes in UTC.
fn minutes(text: &str) -> Option<u16> {
    let clock = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00"))?;
    let mut parts = clock.split(':').map(|part| part.parse::<u16>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (hours < 24 && minutes < 60 && seconds == 0).then_some(())?;
    hours.checked_mul(60)?.checked_add(minutes)
}

/// Prices, each a number or a base with tiers from which on another holds for the whole request.
fn sheet(prices: Value<'_>, notes: &mut Vec<NoteKind>) -> Result<Sheet, Refusal> {
    let mut base = RowPrices::default();
    let mut long: BTreeMap<u64, RowPrices> = BTreeMap::new();
    for (key, value) in
        prices.fields().ok_or(Refusal::NoTable)?.into_iter().filter(|(_, value)| !value.is_null())
    {
        let Some(place) = place(&key) else {
            let note = NoteKind::NotTaken { key: key.into_owned() };
            if !notes.contains(&note) {
                notes.push(note);
            }
            continue;
        };
        let Some(tiers) = value.field("tiers").and_then(Value::items) else {
            *place(&mut base) = Some(price(&key, value, 0)?);
            continue;
        };
        *place(&mut base) = Some(price(&key, value.field("base").ok_or(Refusal::NoTable)?, 0)?);
        for tier in tiers {
            let above = tier.field("start").and_then(Value::whole).ok_or(Refusal::NoTable)?;
            let of_tier = price(&key, tier.field("price").ok_or(Refusal::NoTable)?, 0)?;
            *place(long.entry(above).or_default()) = Some(of_tier);
        }
    }
    let base = base.without_zeros();
    let (mut below, mut tiers) = (base, Vec::new());
    for (above, own) in long {
        below = own.without_zeros().or(below);
        tiers.push(below.tier(above)?);
    }
    Ok((base, tiers))
}

type Place = fn(&mut RowPrices) -> &mut Option<rust_decimal::Decimal>;

fn place(key: &str) -> Option<Place> {
    let place: Place = match key {
        "input_mtok" => |prices| &mut prices.input,
        "output_mtok" => |prices| &mut prices.output,
        "cache_read_mtok" => |prices| &mut prices.cached,
        "cache_write_mtok" => |prices| &mut prices.write,
        "cache_write_1h_mtok" => |prices| &mut prices.write_1h,
        "output_reasoning_mtok" => |prices| &mut prices.reasoning,
        _ => return None,
    };
    Some(place)
}
