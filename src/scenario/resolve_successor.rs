//! The successor that an event names: an offer of the catalog, whose prices hold from its month on.

use super::calendar::day_of;
use super::provenance::WarningCode;
use super::reader::{Reader, contradiction};
use super::resolve_announced::ends;
use super::wire_api::Api;
use crate::catalog::{Dated, DatedPrice, Offer as CatalogOffer, known, look_up};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{ApiInputs, ClassInputs};
use crate::source::{AsOf, Figure, Source};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// An offer that takes the place of today's.
pub(super) struct Successor {
    place: FieldPath,
    id: String,
    pub(super) price: DatedPrice,
}

/// Those of the events of an API, in their order.
pub(super) fn successors(
    reader: &mut Reader<'_>,
    path: &FieldPath,
    written: &Api,
    end: Date,
    of_month: impl Fn(&CatalogOffer, &DatedPrice) -> Result<DatedPrice, Error>,
) -> Result<Vec<Option<Successor>>, Error> {
    let mut all = Vec::new();
    for (at, event) in written.events.iter().flatten().enumerate() {
        let Some(id) = &event.offer else {
            all.push(None);
            continue;
        };
        let place = path.join("events").join(&at.to_string()).join("offer");
        let entry = look_up(&reader.catalog.offers, id, &place)?;
        let day = day_of(reader.on, event).map_or(reader.on, AsOf::from);
        let price = known(&entry.price, reader.on, day).ok_or_else(|| {
            let instead = format!("the catalog has no price of {id} on {}; give the prices", reader.on);
            Error::at(place.clone(), ErrorKind::Missing { instead })
        })?;
        let price = of_month(entry, price).map_err(|error| Error::at(place.clone(), error.kind().clone()))?;
        warn_of_its_own(reader, &place, entry, day, end)?;
        reader.note(place.clone(), id.clone(), Some(entry.source()?));
        all.push(Some(Successor { place, id: id.clone(), price }));
    }
    Ok(all)
}

/// What is announced of the successor itself for the rest of the study.
fn warn_of_its_own(
    reader: &mut Reader<'_>,
    place: &FieldPath,
    entry: &CatalogOffer,
    from: AsOf,
    end: Date,
) -> Result<(), Error> {
    if let Some(last) = entry.retires_on().filter(|last| last.first_day() < end) {
        let when = ends(reader.on, last);
        let begins = if last < from { ", before it takes over" } else { "" };
        let message = format!("{} {when}{begins}; its price is used to the end", entry.id());
        reader.warn(WarningCode::Retirement, place, message);
    }
    for price in &entry.price {
        let (day, source): (AsOf, Source) = (price.holds_from().parse()?, price.source()?);
        if source.as_of <= reader.on && day > from && day > reader.on && day.first_day() < end {
            let message = format!(
                "the prices of {} change on {day}, as announced on {}; that is not followed: write an event of that day",
                entry.id(),
                source.as_of
            );
            reader.warn(WarningCode::AnnouncedPrice, place, message);
        }
    }
    Ok(())
}

impl Successor {
    /// What follows the input and the output price of today's sheet keeps its proportion to them, so it has to be in that
    /// proportion in the successor's, where the workload has any of it.
    pub(super) fn check(
        &self,
        sheet: &ApiInputs<Decimal>,
        classes: &[ClassInputs<Decimal>],
    ) -> Result<(), Error> {
        let (today, price) = (&sheet.offer, &self.price);
        let (input, output) = (price.input_usd_per_mtok.value(), price.output_usd_per_mtok.value());
        let value = |figure: Option<Figure>, otherwise| figure.map_or(otherwise, |it| it.value());
        let in_proportion = |of: Decimal, to: Decimal, of_today: Decimal, to_today: Decimal| {
            of.checked_mul(to_today) == of_today.checked_mul(to)
        };
        let any = |has: fn(&ClassInputs<Decimal>) -> bool| classes.iter().any(has);
        let caches = any(|one| !one.class.reusable.0.is_zero());
        let longest =
            classes.iter().map(|one| one.class.prompt.0.saturating_mul(one.profile.prompt_ratio.0)).max();
        let is_past = |threshold: Decimal| longest.is_some_and(|longest| longest > threshold);
        let tiers = price.context_tier.iter().map(|tier| tier.above_prompt_tokens.value());
        let reads = in_proportion(
            value(price.cached_input_usd_per_mtok, input),
            input,
            today.cached_input.0,
            today.input.0,
        );
        let has_writes = price.cache_write_usd_per_mtok.is_some();
        let writes = has_writes == sheet.charges_writes
            && (!has_writes
                || in_proportion(
                    value(price.cache_write_usd_per_mtok, input),
                    input,
                    today.cache_write.0,
                    today.input.0,
                ));
        let reasons = in_proportion(
            value(price.reasoning_usd_per_mtok, output),
            output,
            today.reasoning.0,
            today.output.0,
        );
        let batch = price.batch_fractions().map_or(Decimal::ONE, |batch| batch.all.value());
        let refused = [
            (caches && !reads, "cached input"),
            (caches && !writes, "cache writes"),
            (any(|one| !one.profile.reasoning.0.is_zero()) && !reasons, "reasoning"),
            (any(|one| !one.class.may_wait.0.is_zero()) && batch != today.batch.0, "requests that wait"),
        ];
        let passes_a_tier = tiers.chain(sheet.tiers.iter().map(|tier| tier.above.0)).any(is_past);
        let what = match refused.into_iter().find(|(is_refused, _)| *is_refused) {
            Some((_, what)) => {
                format!("the price that {} has for {what} is in another proportion than today's", self.id)
            }
            None if passes_a_tier => {
                format!("prompts past a context tier of today's sheet or of {}", self.id)
            }
            None => return Ok(()),
        };
        Err(contradiction(self.place.clone(), what, "write another alternative, and a plan that moves to it"))
    }
}
