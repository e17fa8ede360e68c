//! A row of a list whose prices differ by the hour of the day.

use super::list::Refusal;
use super::row::RowPrices;
use crate::catalog::{DatedPrice, PriceTier, Prices, TimeOfDay, Window};
use crate::source::Figure;

/// Prices, and those of long prompts.
pub(super) type Sheet = (RowPrices, Vec<PriceTier>);

/// Minutes of the day in UTC from and to, the end excluded; past midnight where it is before the beginning.
pub(super) type Span = (u16, u16);

/// One price of a row with two: the dear hours as the price, which a request without a time has, and the others beside it.
/// None where there are more than two prices, or neither is the dear one.
pub(super) fn by_the_hour(
    base: Sheet,
    hours: &[(Span, Sheet)],
    as_of: String,
    source: &str,
) -> Result<Option<DatedPrice>, Refusal> {
    let Some((_, own)) = hours.first() else { return Ok(None) };
    let is_above = |a: &Sheet, b: &Sheet| a.0.input >= b.0.input && a.0.output >= b.0.output;
    let is_dear = is_above(own, &base);
    if hours.iter().any(|(_, sheet)| sheet != own) || !(is_dear || is_above(&base, own)) {
        return Ok(None);
    }
    let spans = spans(hours, !is_dear);
    let ((dear, dear_tiers), (prices, context_tier)) =
        if is_dear { (own.clone(), base) } else { (base, own.clone()) };
    let others = Prices {
        input_usd_per_mtok: prices.input.map(Figure::from),
        cached_input_usd_per_mtok: prices.cached.map(Figure::from),
        cache_write_usd_per_mtok: prices.write.map(Figure::from),
        cache_write_1h_usd_per_mtok: prices.write_1h.map(Figure::from),
        cache_write_12h_usd_per_mtok: None,
        output_usd_per_mtok: prices.output.map(Figure::from),
        reasoning_usd_per_mtok: prices.reasoning.map(Figure::from),
        context_tier,
    };
    let windows = vec![Window { weekdays: Vec::new(), hours_utc: spans }];
    let mut price = dear.dated(as_of, source.to_owned(), dear_tiers)?;
    price.time_of_day = vec![TimeOfDay { windows, weekday_utc_offset_hours: None, prices: others }];
    Ok(Some(price))
}

/// The spans of the day that lie in these hours, or those that do not.
fn spans(hours: &[(Span, Sheet)], inside: bool) -> Vec<String> {
    let holds = |minute: u16| {
        hours.iter().any(|((from, to), _)| {
            if from <= to { (*from..*to).contains(&minute) } else { minute >= *from || minute < *to }
        })
    };
    let mut ends: Vec<u16> =
        hours.iter().flat_map(|((from, to), _)| [*from, *to]).chain([0, 1_440]).collect();
    ends.sort_unstable();
    ends.dedup();
    let span = |pair: &[u16]| match pair {
        [from, to] if holds(*from) == inside => Some(format!("{}-{}", clock(*from), clock(*to))),
        _ => None,
    };
    ends.windows(2).filter_map(span).collect()
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))
}
