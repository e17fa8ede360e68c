//! What is read: figures as written, text as it stands, and where it is from.

mod figure;
mod named;
mod scan;
mod text;

pub use figure::Figure;
pub(crate) use figure::RANGE_KEYS;
pub use named::Named;
pub(crate) use named::{MOST_NAMES, id_or_table};
pub(crate) use text::{Text, nearest};

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// A date that may be known only to the year or to the month: `2026`, `2026-11`, `2026-11-24`.
///
/// Dates order by their first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf {
    first_day: jiff::civil::Date,
    parts: u8,
}

impl AsOf {
    /// The first day that the date may mean.
    #[must_use]
    pub fn first_day(self) -> jiff::civil::Date {
        self.first_day
    }
}

impl From<jiff::civil::Date> for AsOf {
    /// A day.
    ///
    /// ```
    /// use breakeven::{AsOf, jiff::civil::date};
    ///
    /// assert_eq!(AsOf::from(date(2026, 11, 26)).to_string(), "2026-11-26");
    /// ```
    fn from(day: jiff::civil::Date) -> Self {
        Self { first_day: day, parts: 3 }
    }
}

impl FromStr for AsOf {
    type Err = Error;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`ErrorKind::WrongType`] for any other text, or a day that the calendar does not have.
    fn from_str(text: &str) -> Result<Self, Error> {
        let parts: Vec<&str> = text.split('-').collect();
        let full = match (parts.len(), text.len()) {
            (1, 4) => format!("{text}-01-01"),
            (2, 7) => format!("{text}-01"),
            (3, 10) => text.to_owned(),
            _ => String::new(),
        };
        let digits = text.chars().all(|c| c.is_ascii_digit() || c == '-');
        match full.parse() {
            Ok(first_day) if digits => Ok(Self { first_day, parts: u8::try_from(parts.len()).unwrap_or(3) }),
            _ => Err(Error::new(ErrorKind::WrongType {
                found: format!("`{text}`"),
                expected: "a date such as 2026-11-24, 2026-11 or 2026".to_owned(),
            })),
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first_day;
        match self.parts {
            1 => write!(f, "{:04}", day.year()),
            2 => write!(f, "{:04}-{:02}", day.year(), day.month()),
            _ => write!(f, "{day}"),
        }
    }
}

/// The document that a figure is from, and the date at which it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document: a title, an address, a version.
    pub document: String,
    /// When the figure held, or was read.
    pub as_of: AsOf,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.document, self.as_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_of_keeps_its_precision_and_refuses_what_is_no_date() {
        for text in ["2026", "2026-11", "2026-11-24"] {
            assert_eq!(text.parse::<AsOf>().unwrap().to_string(), text);
        }
        for text in ["", "26", "2026-13", "2026-02-30", "2026-11-24T00", "-026", "see commit"] {
            assert!(text.parse::<AsOf>().is_err(), "{text}");
        }
        assert!("2026-11".parse::<AsOf>().unwrap() < "2026-11-24".parse::<AsOf>().unwrap());
    }
}
