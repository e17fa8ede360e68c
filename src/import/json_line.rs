//! What lines of JSON have in common: words, counts, times, and what is wrong with a line.

use crate::error::{Error, ErrorKind};
use crate::source::Text;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Why a line is no table of this form. The reader of scenarios knows how to say it; a line has no need of a place beside its number.
pub(super) fn wrong<T: DeserializeOwned>(line: &str, example: &str) -> Error {
    if !line.trim_start().starts_with('{') {
        let found: String = line.chars().take(40).collect();
        return ErrorKind::WrongType { found: format!("`{found}`"), expected: example.to_owned() }.into();
    }
    let error = match Text::new(line).and_then(Text::read::<T>) {
        Err(error) => error,
        Ok(_) => ErrorKind::Syntax { message: "not a request".to_owned() }.into(),
    };
    let kind = match (error.kind(), error.path()) {
        (ErrorKind::Missing { .. }, Some(path)) => {
            ErrorKind::Missing { instead: format!("write `\"{path}\": ...`") }
        }
        (kind, _) => kind.clone(),
    };
    match error.path() {
        Some(path) => Error::at(path.clone(), kind),
        None => Error::new(kind),
    }
}

/// A word that is borrowed from the text where it has no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text in quotes")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(Words).map(Word)
    }
}

/// A number of tokens: whole, also where a table of floats has written it `1200.0`; 0 where it is null.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Count(pub(super) u64);

/// The largest whole numbers that a float keeps apart.
const MOST_OF_A_FLOAT: f64 = 9_007_199_254_740_992.0;

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Counts;
        impl<'de> Visitor<'de> for Counts {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of tokens from 0")
            }

            fn visit_u64<E>(self, count: u64) -> Result<Count, E> {
                Ok(Count(count))
            }

            fn visit_i64<E: de::Error>(self, count: i64) -> Result<Count, E> {
                u64::try_from(count)
                    .map(Count)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(count), &self))
            }

            fn visit_f64<E: de::Error>(self, count: f64) -> Result<Count, E> {
                let whole = count.trunc();
                if (0.0..=MOST_OF_A_FLOAT).contains(&count) && whole.total_cmp(&count).is_eq() {
                    #[allow(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "it is whole and in range"
                    )]
                    return Ok(Count(whole as u64));
                }
                Err(E::invalid_value(de::Unexpected::Float(count), &self))
            }

            fn visit_unit<E>(self) -> Result<Count, E> {
                Ok(Count(0))
            }
        }
        deserializer.deserialize_any(Counts)
    }
}

/// A time in words, or in seconds since 1970.
#[derive(Clone, Debug)]
pub(super) enum When<W> {
    Seconds(i64),
    Text(W),
}

impl<'a> From<Cow<'a, str>> for Word<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self(text)
    }
}

impl<'de, W: From<Cow<'de, str>>> Deserialize<'de> for When<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Times<W>(std::marker::PhantomData<W>);
        impl<'de, W: From<Cow<'de, str>>> Visitor<'de> for Times<W> {
            type Value = When<W>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time such as 2026-11-26T09:30:00Z")
            }

            fn visit_i64<E>(self, seconds: i64) -> Result<When<W>, E> {
                Ok(When::Seconds(seconds))
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<When<W>, E> {
                let found = de::Unexpected::Unsigned(seconds);
                i64::try_from(seconds).map(When::Seconds).map_err(|_| E::invalid_value(found, &self))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<When<W>, E> {
                Ok(When::Text(Cow::Borrowed(text).into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<When<W>, E> {
                Ok(When::Text(Cow::<str>::Owned(text.to_owned()).into()))
            }
        }
        deserializer.deserialize_any(Times(std::marker::PhantomData))
    }
}
