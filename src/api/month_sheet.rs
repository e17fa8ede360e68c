//! A price sheet as the bill of a month has it: at a tier of service, on terms, and averaged over the hours of the load.

use super::rates::{ALL, KINDS, Plan, is_priced};
use super::tariff::{Tariff, is_standard};
use crate::catalog::{DatedPrice, Offer, PriceTier, Prices};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{Figure, Named};
use rust_decimal::Decimal;

/// Decimals of an average of prices: it is off by 5e-13 USD per Mtok at most.
const DECIMALS: u32 = 12;

/// How the requests of a month are made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Terms<'a> {
    /// The standard tier of service where there is none.
    pub(crate) service_tier: Option<&'a str>,
    /// Regions and terms that all prices are multiplied for.
    pub(crate) uplifts: &'a [String],
    /// The load of each hour of the day in UTC, in any unit; the same in each where there is none.
    pub(crate) hourly_load: &'a [Decimal],
}

impl Terms<'_> {
    /// Whether the sheet stays as it is published.
    fn leave(&self, price: &DatedPrice) -> bool {
        self.service_tier.is_none_or(is_standard) && self.uplifts.is_empty() && price.time_of_day.is_empty()
    }
}

/// The prices of a month in the form of a sheet without tiers of service and hours.
///
/// # Formula
/// ```text
/// price = u sum over sheets s of (w_s price_s)      w_s: share of the load in the hours of s, u: product of the uplifts
/// ```
/// Each day of the week has the same load. A tier of service other than the standard one holds at all hours, as it
/// does for a request: no sheet of the book has hours of a tier.
pub(crate) fn sheet_of_month(
    offer: &Offer,
    price: &DatedPrice,
    terms: &Terms<'_>,
) -> Result<DatedPrice, Error> {
    if terms.leave(price) {
        return Ok(price.clone());
    }
    let tariff = Tariff::new(offer, price)?;
    let factor = tariff.factor(terms.uplifts.iter().map(String::as_str))?.decimal()?;
    let tier = terms.service_tier.filter(|name| !is_standard(name));
    let mut source = price.source.clone();
    let plans = match (tier, tariff.tier(tier)?) {
        (Some(name), Some(plan)) => {
            source.push_str(&format!("; service tier {name}"));
            vec![(Decimal::ONE, plan)]
        }
        _ => over_hours(&tariff, price, terms, &mut source),
    };
    if !terms.uplifts.is_empty() {
        source.push_str(&format!("; times {factor} for {}", terms.uplifts.join(", ")));
    }
    let sheets = sheets(price, tier);
    let given = ALL.map(|kind| sheets.iter().any(|sheet| is_priced(sheet, kind)));
    let row = |above: Option<u64>| average(&plans, factor, given, above).ok_or_else(too_long);
    let mut above: Vec<u64> = plans.iter().flat_map(|(_, plan)| plan.thresholds()).collect();
    above.sort_unstable();
    above.dedup();
    let context_tier = above.into_iter().map(|above| tier_of(above, row(Some(above))?));
    // A tier of service is billed as it is, whatever may wait.
    let batch = price.batch_fractions().filter(|_| tier.is_none());
    let [input, cached, write, write_1h, write_12h, output, reasoning] = row(None)?;
    Ok(DatedPrice {
        holds_from: price.holds_from.clone(),
        as_of: price.as_of.clone(),
        source,
        input_usd_per_mtok: input.ok_or_else(too_long)?,
        cached_input_usd_per_mtok: cached,
        cache_write_usd_per_mtok: write,
        cache_write_1h_usd_per_mtok: write_1h,
        cache_write_12h_usd_per_mtok: write_12h,
        output_usd_per_mtok: output.ok_or_else(too_long)?,
        reasoning_usd_per_mtok: reasoning,
        batch_price_fraction: batch.map(|batch| batch.all),
        batch_cached_input_price_fraction: batch.map(|batch| batch.cached_input),
        context_tier: context_tier.collect::<Result<_, Error>>()?,
        service_tier: Named::new(),
        time_of_day: Vec::new(),
        uplift_price_factor: Named::new(),
    })
}

/// The prices of each kind that is given, for prompts of more than so many tokens.
fn average(
    plans: &[(Decimal, &Plan)],
    factor: Decimal,
    given: [bool; KINDS],
    above: Option<u64>,
) -> Option<[Option<Figure>; KINDS]> {
    let mut prices = [None; KINDS];
    for (kind, place) in prices.iter_mut().enumerate().filter(|(kind, _)| given.get(*kind) == Some(&true)) {
        let mut sum = Decimal::ZERO;
        for (weight, plan) in plans {
            let price = plan.price(above, kind)?.checked_mul(*weight)?;
            sum = sum.checked_add(price)?;
        }
        *place = Some(sum.checked_mul(factor)?.round_dp(DECIMALS).normalize().into());
    }
    Some(prices)
}

/// The plans of the hours with the share of the load of each, the standard one with what is left.
fn over_hours<'t>(
    tariff: &'t Tariff,
    price: &DatedPrice,
    terms: &Terms<'_>,
    source: &mut String,
) -> Vec<(Decimal, &'t Plan)> {
    let mut left = Decimal::ONE;
    let mut plans = Vec::new();
    // Where the windows of two overlap, the first holds, as it does for a request.
    for (at, (hours, plan)) in tariff.hours.iter().enumerate() {
        let before = price.time_of_day.get(..at).unwrap_or_default();
        let share = hours.share(before, terms.hourly_load);
        left = left.saturating_sub(share);
        let percent = share.saturating_mul(Decimal::ONE_HUNDRED).round_dp(1).normalize();
        source.push_str(&format!("; {percent}% of the load at its prices of other hours"));
        plans.push((share, plan));
    }
    plans.push((left, &tariff.standard));
    plans
}

/// The sheets that have a say.
fn sheets(price: &DatedPrice, tier: Option<&str>) -> Vec<Prices> {
    let of_tier = tier.and_then(|name| price.service_tier.get(name)).cloned();
    let hours = price.time_of_day.iter().filter(|_| tier.is_none()).map(|hours| hours.prices.clone());
    std::iter::once(price.standard()).chain(of_tier).chain(hours).collect()
}

fn tier_of(above: u64, prices: [Option<Figure>; KINDS]) -> Result<PriceTier, Error> {
    let [input, cached, write, write_1h, write_12h, output, reasoning] = prices;
    Ok(PriceTier {
        above_prompt_tokens: Decimal::from(above).into(),
        input_usd_per_mtok: input.ok_or_else(too_long)?,
        cached_input_usd_per_mtok: cached,
        cache_write_usd_per_mtok: write,
        cache_write_1h_usd_per_mtok: write_1h,
        cache_write_12h_usd_per_mtok: write_12h,
        output_usd_per_mtok: output.ok_or_else(too_long)?,
        reasoning_usd_per_mtok: reasoning,
    })
}

fn too_long() -> Error {
    Error::at(FieldPath::new("offer"), ErrorKind::OutOfBounds { what: "the price of a token" })
}
