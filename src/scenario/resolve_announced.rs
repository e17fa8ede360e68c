//! What a vendor has announced: prices of a later day, which are events that nobody has to write, and the end of an offer.

use super::provenance::WarningCode;
use super::reader::Reader;
use super::resolve::Shared;
use super::wire_api::Api;
use super::wire_over_time::Event;
use crate::catalog::{Dated, DatedPrice, Offer as CatalogOffer, PriceTier, Prices, newest};
use crate::error::{Error, FieldPath};
use crate::source::{AsOf, Figure, Source};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The events of an offer that were announced by the date of the study and come before its end, with their documents. A
/// scenario that writes `events` of its own, or prices, says what happens itself; a warning names what it leaves out.
pub(super) fn announced(
    reader: &mut Reader<'_>,
    path: &FieldPath,
    written: &Api,
    entry: &CatalogOffer,
    today: &DatedPrice,
    end: Date,
) -> Result<Vec<(Event, Source)>, Error> {
    let has_own = written.input_usd_per_mtok.or(written.output_usd_per_mtok).is_some();
    let followed_instead = match (&written.events, has_own) {
        (Some(_), _) => Some("`events` of the scenario"),
        (None, true) => Some("prices of the scenario"),
        (None, false) => None,
    };
    let (mut before, mut events) = (today, Vec::new());
    for price in entry.price.iter().filter(|price| price.holds_from.is_some()) {
        let (day, source): (AsOf, Source) = (price.holds_from().parse()?, price.source()?);
        if day <= reader.on || source.as_of > reader.on || day.first_day() >= end {
            continue;
        }
        let factor = factor(&before.standard(), &price.standard());
        let known = format!("its prices change on {day}, as announced on {}", source.as_of);
        if let Some(instead) = followed_instead {
            let message = format!("{known}; that is not followed, but the {instead}");
            reader.warn(WarningCode::AnnouncedPrice, path, message);
            continue;
        }
        let message = match factor {
            Some(factor) => format!(
                "{known}: they are those of before times {factor}; the study follows it, and a month on its own is at \
                 today's prices"
            ),
            None => format!(
                "{known}, not all by one factor: write `events` to follow it; today's are used throughout"
            ),
        };
        reader.warn(WarningCode::AnnouncedPrice, path, message);
        let Some(factor) = factor else { break };
        let on = Some(price.holds_from().to_owned());
        events.push((Event { on, price_factor: Some(factor.into()), ..Event::default() }, source));
        before = price;
    }
    Ok(events)
}

/// What all prices of a sheet are over those of another, where it is one number.
fn factor(before: &Prices, after: &Prices) -> Option<Decimal> {
    let factor = after.input_usd_per_mtok?.value().checked_div(before.input_usd_per_mtok?.value())?;
    let factor = factor.normalize();
    let follows = |before: Option<Figure>, after: Option<Figure>| match (before, after) {
        (None, None) => true,
        (Some(before), Some(after)) => before.value().checked_mul(factor) == Some(after.value()),
        _ => false,
    };
    let rows = std::iter::once((row(before), row(after)));
    let tiers = before.context_tier.iter().zip(&after.context_tier);
    let same_thresholds =
        tiers.clone().all(|(before, after)| before.above_prompt_tokens == after.above_prompt_tokens)
            && before.context_tier.len() == after.context_tier.len();
    let mut rows = rows.chain(tiers.map(|(before, after)| (row_of_tier(before), row_of_tier(after))));
    let all_follow = rows
        .all(|(before, after)| before.into_iter().zip(after).all(|(before, after)| follows(before, after)));
    (same_thresholds && all_follow).then_some(factor)
}

/// What the bill of a month has of a sheet.
fn row(prices: &Prices) -> [Option<Figure>; 5] {
    [
        prices.input_usd_per_mtok,
        prices.cached_input_usd_per_mtok,
        prices.cache_write_usd_per_mtok,
        prices.output_usd_per_mtok,
        prices.reasoning_usd_per_mtok,
    ]
}

fn row_of_tier(tier: &PriceTier) -> [Option<Figure>; 5] {
    [
        Some(tier.input_usd_per_mtok),
        tier.cached_input_usd_per_mtok,
        tier.cache_write_usd_per_mtok,
        Some(tier.output_usd_per_mtok),
        tier.reasoning_usd_per_mtok,
    ]
}

/// The day on which the study ends.
pub(super) fn end_of_study(reader: &Reader<'_>, shared: &Shared<'_>) -> jiff::civil::Date {
    let months = i32::try_from(shared.finance.horizon.0).unwrap_or(i32::MAX);
    reader.on.first_day().checked_add(jiff::Span::new().months(months)).unwrap_or(jiff::civil::Date::MAX)
}

/// Says that an offer ends within the study, or has ended.
pub(super) fn warn_of_retirement(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    path: &FieldPath,
    written: &Api,
    entry: Option<&CatalogOffer>,
) -> Result<(), Error> {
    let (day, successor) = match (&written.retires_on, entry.and_then(|entry| entry.retirement.as_ref())) {
        (Some(day), _) => (day.as_str(), None),
        (None, Some(retirement)) => {
            reader.note(path.join("retires_on"), retirement.on.clone(), Some(retirement.source()?));
            (retirement.on.as_str(), retirement.successor.clone())
        }
        (None, None) => return Ok(()),
    };
    let day: AsOf = day.parse().map_err(|error: Error| error.with_path(path.join("retires_on")))?;
    if day.first_day() < end_of_study(reader, shared) {
        let named = successor
            .as_deref()
            .map_or("no successor is named".to_owned(), |id| format!("its successor is {id}"));
        let compared =
            shared.scenario.api.iter().any(|(_, other)| other.offer == successor && successor.is_some());
        let compared = if compared { ", compared here" } else { "" };
        let when = if day < reader.on {
            format!("ended on {day}, before the study begins: it is not for sale")
        } else {
            format!("retires on {day}, within the study period")
        };
        // Events are of whole months: the first that begins after the end is in time.
        let in_time = day.first_day().saturating_add(jiff::Span::new().months(1));
        let follows = |event: &Event| {
            event.offer.is_some() && day_of(reader.on, event).is_some_and(|day| day <= in_time)
        };
        let followed = written.events.iter().flatten().any(follows);
        let used = match &successor {
            _ if followed => "what takes its place is in `events`".to_owned(),
            Some(id) if day > reader.on && is_on_sale(reader, id) => format!(
                "its price is used throughout; to go on with its successor, write `events = [{{ on = \"{day}\", offer = \"{id}\" }}]`"
            ),
            _ => "its price is used throughout".to_owned(),
        };
        let message = format!("{when}; {named}{compared}; {used}");
        reader.warn(WarningCode::Retirement, path, message);
    }
    Ok(())
}

/// The day of an event, or that on which its month begins.
pub(super) fn day_of(on: AsOf, event: &Event) -> Option<Date> {
    match (&event.on, event.month) {
        (Some(day), _) => day.parse::<AsOf>().ok().map(AsOf::first_day),
        (None, Some(month)) => {
            let months = i32::try_from(month.saturating_sub(1)).ok()?;
            on.first_day().checked_add(jiff::Span::new().months(months)).ok()
        }
        (None, None) => None,
    }
}

/// Whether an offer has a price on the date of the study.
fn is_on_sale(reader: &Reader<'_>, id: &str) -> bool {
    let entry = reader.catalog.offers.iter().find(|entry| entry.id() == id);
    entry.is_some_and(|entry| newest(&entry.price, reader.on).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Prices {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn factor_is_that_of_all_prices_or_none() {
        let before =
            sheet("input_usd_per_mtok = 0.75\ncached_input_usd_per_mtok = 0.075\noutput_usd_per_mtok = 3.75");
        let of = |text: &str| factor(&before, &sheet(text)).map(|factor| factor.to_string());
        let twice = "input_usd_per_mtok = 1.5\ncached_input_usd_per_mtok = 0.15\noutput_usd_per_mtok = 7.5";
        assert_eq!(of(twice).as_deref(), Some("2"));
        assert_eq!(of(&twice.replace("0.15", "0.2")), None);
        assert_eq!(of(&twice.replace("cached_input_usd_per_mtok = 0.15\n", "")), None);
        let tier =
            "\ncontext_tier = [{ above_prompt_tokens = 9, input_usd_per_mtok = 3, output_usd_per_mtok = 9 }]";
        assert_eq!(of(&format!("{twice}{tier}")), None);
    }
}
