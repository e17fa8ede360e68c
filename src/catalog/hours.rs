//! Prices that hold in some hours of the week.

use super::sheet::Prices;
use crate::error::{Error, ErrorKind, FieldPath};
use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// Prices of requests that arrive in some hours of the week. What they leave out costs what it costs in the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeOfDay {
    pub(crate) windows: Vec<Window>,
    /// What the day of the week is counted at, in hours east of UTC; 0 where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) weekday_utc_offset_hours: Option<i8>,
    pub(crate) prices: Prices,
}

/// Some hours of some days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    /// 1 is Monday, 7 Sunday; all days where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) weekdays: Vec<u8>,
    /// `"16:30-24:00"`, from and to in UTC.
    pub(crate) hours_utc: Vec<String>,
}

impl TimeOfDay {
    pub(super) fn check(&self, path: &FieldPath) -> Result<(), Error> {
        for (at, window) in self.windows.iter().enumerate() {
            window.check(&path.join("windows").join(&at.to_string()))?;
        }
        if self.offset().is_none() {
            return Err(wrong(
                path.join("weekday_utc_offset_hours"),
                "a time zone that is not on Earth",
                "-12 to 14",
            ));
        }
        self.prices.check(&path.join("prices"))
    }

    fn offset(&self) -> Option<Offset> {
        let hours = self.weekday_utc_offset_hours.unwrap_or(0);
        (-12..=14).contains(&hours).then_some(())?;
        Offset::from_seconds(i32::from(hours).checked_mul(3_600)?).ok()
    }

    /// The share of a load that arrives in these hours and in none of those before, each day of the week alike. The load is
    /// that of the hours of the day in UTC, in any unit; the same in each where there is none.
    pub(crate) fn share(&self, before: &[Self], hourly_load: &[Decimal]) -> Decimal {
        let mut taken = [0_u8; DAY as usize];
        for hours in before {
            hours.mark(&mut taken);
        }
        let mut own = [0_u8; DAY as usize];
        self.mark(&mut own);
        // A minute of a week is on each day once, wherever a vendor counts the days: so many of seven are inside.
        let days = own.iter().zip(taken).map(|(own, taken)| Decimal::from((own & !taken).count_ones()));
        let days: Vec<Decimal> = days.collect();
        let (mut inside, mut all) = (Decimal::ZERO, Decimal::ZERO);
        for (hour, days) in days.chunks(60).enumerate() {
            let load = hourly_load.get(hour).copied();
            let load = load.unwrap_or(if hourly_load.is_empty() { Decimal::ONE } else { Decimal::ZERO });
            inside = inside.saturating_add(load.saturating_mul(days.iter().copied().sum()));
            all = all.saturating_add(load.saturating_mul(Decimal::from(60 * 7)));
        }
        inside.checked_div(all).unwrap_or(Decimal::ZERO)
    }

    /// Sets the bits of the days of the week at each minute of these hours.
    fn mark(&self, minutes: &mut [u8; DAY as usize]) {
        for window in &self.windows {
            let days = |day: &u8| 1_u8.checked_shl(u32::from(*day)).unwrap_or(0) >> 1;
            let days = window.weekdays.iter().map(days).fold(0, |all, day| all | day);
            let days = if window.weekdays.is_empty() { 0b111_1111 } else { days };
            for (from, to) in window.hours_utc.iter().filter_map(|hours| span(hours)) {
                let minutes = minutes.get_mut(usize::from(from)..usize::from(to)).unwrap_or_default();
                minutes.iter_mut().for_each(|minute| *minute |= days);
            }
        }
    }

    /// Whether the prices hold at this time.
    pub(crate) fn holds(&self, at: Timestamp) -> bool {
        let utc = Offset::UTC.to_datetime(at);
        let minute = i32::from(utc.hour()).saturating_mul(60).saturating_add(i32::from(utc.minute()));
        let Some(weekday) = self.offset().map(|offset| offset.to_datetime(at).weekday()) else {
            return false;
        };
        self.windows.iter().any(|window| window.holds(weekday.to_monday_one_offset(), minute))
    }
}

impl Window {
    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        if self.weekdays.iter().any(|day| !(1..=7).contains(day)) {
            return Err(wrong(path.join("weekdays"), "no day of the week", "1 for Monday to 7 for Sunday"));
        }
        for (at, hours) in self.hours_utc.iter().enumerate() {
            if span(hours).is_none() {
                let place = path.join("hours_utc").join(&at.to_string());
                return Err(wrong(
                    place,
                    &format!("`{hours}`"),
                    "hours such as \"16:30-24:00\", from before to",
                ));
            }
        }
        Ok(())
    }

    fn holds(&self, weekday: i8, minute: i32) -> bool {
        let is_day =
            self.weekdays.is_empty() || self.weekdays.iter().any(|day| i8::try_from(*day) == Ok(weekday));
        let mut spans = self.hours_utc.iter().filter_map(|hours| span(hours));
        is_day && spans.any(|(from, to)| (i32::from(from)..i32::from(to)).contains(&minute))
    }
}

fn wrong(path: FieldPath, found: &str, expected: &str) -> Error {
    Error::at(path, ErrorKind::WrongType { found: found.to_owned(), expected: expected.to_owned() })
}

/// The minutes from and to, the end excluded.
fn span(hours: &str) -> Option<(u16, u16)> {
    let (from, to) = hours.split_once('-')?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    (from < to).then_some((from, to))
}

fn minutes(clock: &str) -> Option<u16> {
    let (hours, minutes) = clock.split_once(':')?;
    let two = |digits: &str| {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<u16>().ok())?
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60).then_some(())?;
    let all = hours.checked_mul(60)?.checked_add(minutes)?;
    (all <= DAY).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off_peak(weekday_utc_offset_hours: Option<i8>) -> TimeOfDay {
        let window = |weekdays: &[u8], hours: &[&str]| Window {
            weekdays: weekdays.to_vec(),
            hours_utc: hours.iter().map(|one| (*one).to_owned()).collect(),
        };
        let windows = vec![
            window(&[1, 2, 3, 4, 5], &["00:00-01:00", "10:00-24:00"]),
            window(&[6, 7], &["00:00-24:00"]),
        ];
        TimeOfDay { windows, weekday_utc_offset_hours, prices: Prices::default() }
    }

    #[test]
    fn hours_hold_on_their_days_from_the_first_minute_and_not_at_the_last() {
        // 2026-11-27 is a Friday.
        for (at, expected) in [
            ("2026-11-27T00:59:59Z", true),
            ("2026-11-27T01:00:00Z", false),
            ("2026-11-27T09:59:59Z", false),
            ("2026-11-27T10:00:00Z", true),
            ("2026-11-28T05:00:00Z", true),
            ("2026-11-30T05:00:00Z", false),
        ] {
            assert_eq!(off_peak(None).holds(at.parse().unwrap()), expected, "{at}");
        }
    }

    #[test]
    fn hours_have_their_share_of_a_load() {
        let share = |hours: &TimeOfDay, before: &[TimeOfDay], load: &[u32]| {
            let load: Vec<Decimal> = load.iter().copied().map(Decimal::from).collect();
            hours.share(before, &load).to_string()
        };
        // Five days of 15 hours and two of 24: 123 of 168.
        assert_eq!(share(&off_peak(None), &[], &[]), "0.7321428571428571428571428571");
        assert_eq!(share(&off_peak(Some(8)), &[], &[]), "0.7321428571428571428571428571");
        // All of the load from 01:00 to 02:00: on the two days of the weekend.
        let mut morning = [0; 24];
        morning[1] = 5;
        assert_eq!(share(&off_peak(None), &[], &morning), "0.2857142857142857142857142857");
        // A quarter of it at 00:00, seven days; the rest at 01:00, two: (7 + 3 x 2) / 28.
        (morning[0], morning[1]) = (1, 3);
        assert_eq!(share(&off_peak(None), &[], &morning), "0.4642857142857142857142857143");
        // What is in hours that come before is theirs.
        assert_eq!(share(&off_peak(None), &[off_peak(Some(8))], &[]), "0");
    }

    #[test]
    fn days_of_the_week_are_counted_where_the_vendor_counts_them() {
        // Friday 20:00 in UTC is Saturday 04:00 eight hours east; Sunday 17:00 is Monday 01:00, outside its hours were it
        // not past 10:00 in UTC.
        let shanghai = off_peak(Some(8));
        for (at, expected) in
            [("2026-11-27T20:00:00Z", true), ("2026-11-29T17:00:00Z", true), ("2026-11-27T02:00:00Z", false)]
        {
            assert_eq!(shanghai.holds(at.parse().unwrap()), expected, "{at}");
        }
    }

    #[test]
    fn hours_that_are_none_are_refused() {
        for hours in ["", "1:00-2:00", "02:00-01:00", "00:00-24:01", "10:60-11:00", "+1:00-02:00", "10:00"] {
            assert_eq!(span(hours), None, "{hours}");
        }
        assert_eq!(span("10:30-24:00"), Some((630, 1440)));
    }
}
