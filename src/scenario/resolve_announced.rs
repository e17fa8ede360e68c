//! What a vendor has announced: prices of a later day, which are events that nobody has to write, and the end of an offer.

use super::calendar::{day_of, end_of_study, month_from};
use super::provenance::WarningCode;
use super::reader::Reader;
use super::resolve::Shared;
use super::resolve_api::is_on_sale;
use super::wire_api::Api;
use super::wire_over_time::Event;
use crate::catalog::{Dated, DatedPrice, Offer as CatalogOffer, PriceTier, Prices, find, newest};
use crate::error::{Error, FieldPath};
use crate::source::{AsOf, Figure, Source};
use rust_decimal::Decimal;

/// The events of an offer that were announced by the date of the study and whose month is one of it, with their documents. A
/// scenario that writes `events` of its own, or prices, says what happens itself; a warning names what it leaves out.
pub(super) fn announced(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    path: &FieldPath,
    written: &Api,
    entry: &CatalogOffer,
    of_month: impl Fn(&CatalogOffer, &DatedPrice) -> Result<DatedPrice, Error>,
) -> Result<Vec<(Event, Source)>, Error> {
    let has_own = written.input_usd_per_mtok.or(written.output_usd_per_mtok).is_some();
    let followed_instead = match (&written.events, has_own) {
        (Some(_), _) => Some("`events` of the scenario"),
        (None, true) => Some("prices of the scenario"),
        (None, false) => None,
    };
    let mut before = newest(&entry.price, reader.on).map(|price| of_month(entry, price)).transpose()?;
    let mut events: Vec<(Event, Source)> = Vec::new();
    for price in entry.price.iter().filter(|price| price.holds_from.is_some()) {
        let (day, source): (AsOf, Source) = (price.holds_from().parse()?, price.source()?);
        let month = month_from(reader.on, day);
        if day <= reader.on || source.as_of > reader.on || Decimal::from(month) > shared.finance.horizon.0 {
            continue;
        }
        let known = format!("its prices change on {day}, as announced on {}", source.as_of);
        if let Some(instead) = followed_instead {
            let message = format!("{known}; that is not followed, but the {instead}");
            reader.warn(WarningCode::AnnouncedPrice, path, message);
            continue;
        }
        // What is announced for standard requests alone says nothing of another tier of service.
        let after = of_month(entry, price).ok();
        let change = before.as_ref().zip(after.as_ref()).and_then(|(before, after)| factor(before, after));
        before = after.filter(|_| change.is_some());
        let Some(factor) = change else {
            let message = format!(
                "{known}, not all that are used here by one factor: write `events` to follow it; those of before are used to the \
                 end"
            );
            reader.warn(WarningCode::AnnouncedPrice, path, message);
            continue;
        };
        let message = format!(
            "{known}: they are those of before times {factor}; the study follows it, and a month on its own is at today's prices"
        );
        reader.warn(WarningCode::AnnouncedPrice, path, message);
        let event = Event { month: Some(month), price_factor: Some(factor.into()), ..Event::default() };
        match events.last_mut() {
            // Of two in one month both hold from its beginning.
            Some((last, of)) if last.month == Some(month) => {
                let first = last.price_factor.map_or(Decimal::ONE, Figure::value);
                last.price_factor = Some(first.saturating_mul(factor).into());
                *of = source;
            }
            _ => events.push((event, source)),
        }
    }
    Ok(events)
}

/// What all prices of a sheet are over those of another, where it is one number.
fn factor(before: &DatedPrice, after: &DatedPrice) -> Option<Decimal> {
    let factor = after.input_usd_per_mtok.value().checked_div(before.input_usd_per_mtok.value())?.normalize();
    let follows = |(before, after): (Option<Figure>, Option<Figure>)| match (before, after) {
        (None, None) => true,
        (Some(before), Some(after)) => before.value().checked_mul(factor) == Some(after.value()),
        _ => false,
    };
    let thresholds = |price: &DatedPrice| -> Vec<Figure> {
        price.context_tier.iter().map(|tier| tier.above_prompt_tokens).collect()
    };
    let is_alike =
        thresholds(before) == thresholds(after) && before.batch_fractions() == after.batch_fractions();
    let prices = |price: &DatedPrice| -> Vec<Option<Figure>> {
        std::iter::once(row(&price.standard()))
            .chain(price.context_tier.iter().map(row_of_tier))
            .flatten()
            .collect()
    };
    let all_follow = prices(before).into_iter().zip(prices(after)).all(follows);
    (is_alike && all_follow).then_some(factor)
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

/// When an offer ends, or has ended.
pub(super) fn ends(on: AsOf, day: AsOf) -> String {
    if day < on {
        format!("ended on {day}, before the study begins: it is not for sale")
    } else {
        format!("retires on {day}, within the study period")
    }
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
        let when = ends(reader.on, day);
        // Events are of whole months: the first that begins after the end is in time.
        let in_time = day.first_day().saturating_add(jiff::Span::new().months(1));
        let follows = |event: &Event| {
            event.offer.is_some() && day_of(reader.on, event).is_some_and(|day| day <= in_time)
        };
        let followed = written.events.iter().flatten().any(follows);
        let used = match &successor {
            _ if followed => "what takes its place is in `events`".to_owned(),
            Some(id)
                if day > reader.on
                    && find(&reader.catalog.offers, id).is_some_and(|one| is_on_sale(one, day)) =>
            {
                format!(
                    "its price is used throughout; to go on with its successor, write `events = [{{ on = \"{day}\", offer = \"{id}\" }}]`"
                )
            }
            _ => "its price is used throughout".to_owned(),
        };
        let message = format!("{when}; {named}{compared}; {used}");
        reader.warn(WarningCode::Retirement, path, message);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> DatedPrice {
        toml::from_str(&format!("as_of = \"2026\"\nsource = \"s\"\n{text}")).unwrap()
    }

    #[test]
    fn factor_is_that_of_all_prices_or_none() {
        let today = "input_usd_per_mtok = 0.75\ncached_input_usd_per_mtok = 0.075\noutput_usd_per_mtok = 3.75\nbatch_price_fraction = 0.5";
        let of = |text: &str| factor(&sheet(today), &sheet(text)).map(|factor| factor.to_string());
        let twice = "input_usd_per_mtok = 1.5\ncached_input_usd_per_mtok = 0.15\noutput_usd_per_mtok = 7.5\nbatch_price_fraction = 0.5";
        assert_eq!(of(twice).as_deref(), Some("2"));
        assert_eq!(of(&twice.replace("0.15", "0.2")), None);
        assert_eq!(of(&twice.replace("cached_input_usd_per_mtok = 0.15\n", "")), None);
        assert_eq!(of(&twice.replace("fraction = 0.5", "fraction = 0.8")), None);
        assert_eq!(of(&twice.replace("\nbatch_price_fraction = 0.5", "")), None);
        let tier =
            "\ncontext_tier = [{ above_prompt_tokens = 9, input_usd_per_mtok = 3, output_usd_per_mtok = 9 }]";
        assert_eq!(of(&format!("{twice}{tier}")), None);
    }
}
