//! LiteLLM's off-peak prices. The prices beside them are those of the peak.

use super::json::Value;
use super::list::Refusal;
use super::litellm::no_number;
use super::litellm_keys::{Cell, PriceKey, Token, price_key};
use super::litellm_sheet::PER_MTOK;
use crate::catalog::{Prices, TimeOfDay, Window};

const KEY: &str = "off_peak_pricing";

/// Time zones that do not change their clocks, in hours east of UTC: the others have no fixed day of the week in UTC.
const ZONES: [(&str, i8); 5] =
    [("UTC", 0), ("Etc/UTC", 0), ("Asia/Shanghai", 8), ("Asia/Singapore", 8), ("Asia/Tokyo", 9)];

pub(super) fn off_peak(value: Value<'_>) -> Result<TimeOfDay, Refusal> {
    let fields = value.fields().ok_or_else(|| other(value))?;
    let mut read =
        TimeOfDay { windows: Vec::new(), weekday_utc_offset_hours: None, prices: Prices::default() };
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        match &**key {
            "hours_utc" => read.windows.push(Window { weekdays: Vec::new(), hours_utc: hours(*value)? }),
            "windows" => {
                for window in value.items().ok_or_else(|| other(*value))? {
                    read.windows.push(on_some_days(window)?);
                }
            }
            "weekday_timezone" => {
                let zone = value.string().and_then(|name| ZONES.iter().find(|(known, _)| *known == name));
                read.weekday_utc_offset_hours = Some(zone.ok_or_else(|| other(*value))?.1);
            }
            key => price(&mut read.prices, key, *value)?,
        }
    }
    Ok(read)
}

fn other(value: Value<'_>) -> Refusal {
    Refusal::NotExpressible { key: KEY.to_owned(), found: value.text().chars().take(60).collect() }
}

fn price(prices: &mut Prices, key: &str, value: Value<'_>) -> Result<(), Refusal> {
    let PriceKey::PerToken(Cell { token, above: None, service_tier: None }) = price_key(key) else {
        return Err(Refusal::NotExpressible { key: format!("{KEY}.{key}"), found: value.text().to_owned() });
    };
    let number = value.number(PER_MTOK).ok_or_else(|| no_number(&format!("{KEY}.{key}"), value))?;
    let place = match token {
        Token::Input => &mut prices.input_usd_per_mtok,
        Token::CachedInput => &mut prices.cached_input_usd_per_mtok,
        Token::CacheWrite => &mut prices.cache_write_usd_per_mtok,
        Token::CacheWrite1h => &mut prices.cache_write_1h_usd_per_mtok,
        Token::CacheWrite12h => &mut prices.cache_write_12h_usd_per_mtok,
        Token::Output => &mut prices.output_usd_per_mtok,
        Token::Reasoning => &mut prices.reasoning_usd_per_mtok,
    };
    *place = Some(number.into());
    Ok(())
}

fn on_some_days(value: Value<'_>) -> Result<Window, Refusal> {
    let mut window = Window { weekdays: Vec::new(), hours_utc: Vec::new() };
    for (key, value) in value.fields().ok_or_else(|| other(value))? {
        match &*key {
            "hours_utc" => window.hours_utc = hours(value)?,
            "weekdays" => {
                let days = value.items().unwrap_or_default();
                window.weekdays =
                    days.into_iter().map(weekday).collect::<Option<_>>().ok_or_else(|| other(value))?;
            }
            _ => return Err(other(value)),
        }
    }
    Ok(window)
}

/// 1 for Monday to 7, or a name.
fn weekday(value: Value<'_>) -> Option<u8> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let Some(name) = value.string() else { return u8::try_from(value.whole()?).ok() };
    let begins = name.trim().to_lowercase();
    let at = NAMES.iter().position(|day| begins.starts_with(day))?;
    u8::try_from(at).ok()?.checked_add(1)
}

/// One span or several. One that passes midnight is two: its end is on the same days, as LiteLLM reads it.
fn hours(value: Value<'_>) -> Result<Vec<String>, Refusal> {
    let spans = match value.string() {
        Some(one) => vec![one],
        None => {
            let items = value.items().unwrap_or_default();
            items.into_iter().map(Value::string).collect::<Option<_>>().ok_or_else(|| other(value))?
        }
    };
    let mut all = Vec::new();
    for span in spans {
        let (from, to) = span.split_once('-').ok_or_else(|| other(value))?;
        let (from, to) = (from.trim(), to.trim());
        match (from < to, to) {
            (true, _) => all.push(format!("{from}-{to}")),
            (false, "00:00") => all.push(format!("{from}-24:00")),
            (false, _) if from == to => all.push("00:00-24:00".to_owned()),
            (false, _) => all.extend([format!("{from}-24:00"), format!("00:00-{to}")]),
        }
    }
    Ok(all)
}
