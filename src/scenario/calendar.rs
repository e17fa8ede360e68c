//! The months of a study on the calendar.

use super::reader::Reader;
use super::resolve::Shared;
use super::wire_over_time::Event;
use crate::source::AsOf;
use jiff::Span;
use jiff::civil::Date;

/// The longest study.
pub(super) const MOST_MONTHS: u32 = 600;

/// The day on which a month of a study begins, from month 1 on its first day.
pub(super) fn beginning(on: AsOf, month: u32) -> Option<Date> {
    let months = i32::try_from(month.saturating_sub(1)).ok()?;
    on.first_day().checked_add(Span::new().months(months)).ok()
}

/// The first month that begins on a day or later.
pub(super) fn month_from(on: AsOf, day: AsOf) -> u32 {
    let is_reached = |month: &u32| beginning(on, *month).is_none_or(|begin| begin >= day.first_day());
    (1..=MOST_MONTHS).find(is_reached).unwrap_or(MOST_MONTHS)
}

/// The day of an event, or that on which its month begins.
pub(super) fn day_of(on: AsOf, event: &Event) -> Option<Date> {
    match (&event.on, event.month) {
        (Some(day), _) => day.parse::<AsOf>().ok().map(AsOf::first_day),
        (None, month) => beginning(on, month?),
    }
}

/// The day after the last of the study.
pub(super) fn end_of_study(reader: &Reader<'_>, shared: &Shared<'_>) -> Date {
    let after = u32::try_from(shared.finance.horizon.0).unwrap_or(u32::MAX).saturating_add(1);
    beginning(reader.on, after).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_on_the_day_of_the_first() {
        let on: AsOf = "2026-11-26".parse().unwrap();
        assert_eq!(beginning(on, 3), Some(jiff::civil::date(2027, 1, 26)));
        let month = |day: &str| month_from(on, day.parse().unwrap());
        assert_eq!(["2026-11-26", "2027-01-01", "2027-01-26", "2027-01-27"].map(month), [1, 3, 3, 4]);
    }
}
