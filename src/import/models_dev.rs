//! models.dev's `api.json`: models by provider, prices in USD per million tokens.

use super::json::Value;
use super::list::{NoteKind, PriceList, Refusal};
use super::row::{RowPrices, price};
use super::row_hours::Sheet;
use crate::catalog::Offer;
use crate::error::{Error, ErrorKind};
use crate::source::Source;

impl PriceList {
    /// Reads models.dev's `api.json`; `stated` says of when. An offer has the id `provider/model`.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] for what is no JSON, [`ErrorKind::WrongType`] for what is no table of providers. What is wrong with a model
    /// refuses the model.
    pub fn models_dev(text: &str, stated: &Source) -> Result<Self, Error> {
        let providers = Value::document(text)?.fields().ok_or_else(|| ErrorKind::WrongType {
            found: "no table".to_owned(),
            expected: "a table of providers".to_owned(),
        })?;
        let mut list = Self::default();
        for (provider, value) in providers {
            let Some(models) = value.field("models").and_then(Value::fields) else {
                list.refuse(provider.into_owned(), Refusal::NoTable);
                continue;
            };
            let name = value.field("name").and_then(Value::string).unwrap_or_else(|| provider.clone());
            for (model, row) in models {
                let id = format!("{provider}/{model}");
                match offer(&id, &name, row, stated) {
                    Ok((offer, notes)) => list.take(offer, notes),
                    Err(reason) => list.refuse(id, reason),
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
    let fields = row.fields().ok_or(Refusal::NoTable)?;
    let field = |name: &str| {
        fields.iter().find(|(key, _)| key == name).map(|(_, value)| *value).filter(|value| !value.is_null())
    };
    let mut notes = Vec::new();
    let (as_of, source) = (stated.as_of.to_string(), format!("{} ({id})", stated.document));
    let price = match field("cost") {
        None => {
            notes.push(NoteKind::NoTokenPrice);
            None
        }
        Some(cost) => {
            let (prices, tiers) = sheet(cost, &mut notes)?;
            notes.extend(prices.notes());
            Some(prices.dated(as_of.clone(), source.clone(), tiers)?)
        }
    };
    let limit = |name: &str| field("limit").and_then(|limit| limit.field(name)).and_then(Value::whole);
    let family = match field("open_weights").map(Value::text) {
        Some("true") => Some("hosted_open_weights".to_owned()),
        Some("false") => Some("closed_api".to_owned()),
        _ => None,
    };
    let offer = Offer {
        id: id.to_owned(),
        name: field("name").and_then(Value::string).map_or_else(|| id.to_owned(), |name| name.into_owned()),
        provider: provider.to_owned(),
        family,
        context_window_tokens: limit("context"),
        maximum_input_tokens: limit("input"),
        maximum_output_tokens: limit("output"),
        price: price.into_iter().collect(),
        ..Offer::without_price(source, as_of)
    };
    Ok((offer, notes))
}

/// The prices, and those of long prompts: `tiers` of the type context, or where there are none `context_over_200k`, an older form of
/// the same.
fn sheet(cost: Value<'_>, notes: &mut Vec<NoteKind>) -> Result<Sheet, Refusal> {
    let fields = cost.fields().ok_or(Refusal::NoTable)?;
    let (mut over, mut tiered) = (Vec::new(), Vec::new());
    let mut prices = RowPrices::default();
    for (key, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
        let threshold =
            key.strip_prefix("context_over_").and_then(|rest| rest.strip_suffix('k')?.parse::<u64>().ok());
        match threshold.and_then(|thousands| thousands.checked_mul(1_000)) {
            Some(above) => over.push((above, long_prices("cost.context_over", value, notes)?)),
            None if key == "tiers" => tiered = tiers(value, notes)?,
            None => put(&mut prices, "cost", &key, value, notes)?,
        }
    }
    let prices = prices.without_zeros();
    let mut long = if tiered.is_empty() { over } else { tiered };
    long.sort_by_key(|(above, _)| *above);
    let (mut below, mut tiers) = (prices, Vec::new());
    for (above, own) in long {
        below = own.or(below);
        tiers.push(below.tier(above)?);
    }
    Ok((prices, tiers))
}

/// Tiers of the form `[{ "input": 10, "output": 45, "tier": { "type": "context", "size": 272000 } }]`, which hold above that size.
fn tiers(value: Value<'_>, notes: &mut Vec<NoteKind>) -> Result<Vec<(u64, RowPrices)>, Refusal> {
    let other = |value: Value<'_>| Refusal::NotExpressible {
        key: "cost.tiers".to_owned(),
        found: value.text().chars().take(60).collect(),
    };
    let mut all = Vec::new();
    for tier in value.items().ok_or_else(|| other(value))? {
        let condition = tier.field("tier").ok_or_else(|| other(tier))?;
        let is_context =
            condition.field("type").and_then(Value::string).is_some_and(|kind| kind == "context");
        let above = condition.field("size").and_then(Value::whole).filter(|_| is_context);
        all.push((above.ok_or_else(|| other(tier))?, long_prices("cost.tiers", tier, notes)?));
    }
    Ok(all)
}

fn long_prices(of: &str, value: Value<'_>, notes: &mut Vec<NoteKind>) -> Result<RowPrices, Refusal> {
    let mut own = RowPrices::default();
    let fields = value.fields().ok_or(Refusal::NoTable)?;
    for (key, value) in fields.into_iter().filter(|(key, value)| key != "tier" && !value.is_null()) {
        put(&mut own, of, &key, value, notes)?;
    }
    Ok(own.without_zeros())
}

fn put(
    prices: &mut RowPrices,
    of: &str,
    key: &str,
    value: Value<'_>,
    notes: &mut Vec<NoteKind>,
) -> Result<(), Refusal> {
    let place = match key {
        "input" => &mut prices.input,
        "output" => &mut prices.output,
        "cache_read" => &mut prices.cached,
        "cache_write" => &mut prices.write,
        "reasoning" => &mut prices.reasoning,
        _ => {
            notes.push(NoteKind::NotTaken { key: format!("{of}.{key}") });
            return Ok(());
        }
    };
    *place = Some(price(&format!("{of}.{key}"), value, 0)?);
    Ok(())
}
