//! Tables of other people, read in one pass: the fields that matter as they stand in the text, the rest passed over.

use super::number::decimal;
use crate::error::{Error, ErrorKind, Limit, Position};
use rust_decimal::Decimal;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// More than any list has that is published.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A value as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a>(&'a RawValue);

impl<'a> Value<'a> {
    /// A whole document.
    pub(super) fn document(text: &'a str) -> Result<Self, Error> {
        let text = checked(text)?;
        serde_json::from_str::<&'a RawValue>(text).map(Value).map_err(|error| syntax(&error))
    }

    /// A field of a table; none where it is not there, or null.
    pub(super) fn field(self, name: &str) -> Option<Value<'a>> {
        let found = self.fields()?.into_iter().find(|(key, _)| key == name)?;
        Some(found.1).filter(|value| !value.is_null())
    }

    pub(super) fn text(self) -> &'a str {
        self.0.get()
    }

    pub(super) fn is_null(self) -> bool {
        self.text() == "null"
    }

    /// A string, its escapes resolved.
    pub(super) fn string(self) -> Option<Cow<'a, str>> {
        let text = self.text();
        let inside = text.strip_prefix('"')?.strip_suffix('"')?;
        if inside.contains('\\') {
            serde_json::from_str(text).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(inside))
        }
    }

    /// A number times a power of ten, bare or in quotes.
    pub(super) fn number(self, power: i32) -> Option<Decimal> {
        match self.string() {
            Some(quoted) => decimal(quoted.trim(), power),
            None => decimal(self.text(), power),
        }
    }

    /// A whole number, also where it is written `256000.0`.
    pub(super) fn whole(self) -> Option<u64> {
        let number = self.number(0)?;
        (number.fract().is_zero()).then(|| u64::try_from(number).ok())?
    }

    /// The fields of a table.
    pub(super) fn fields(self) -> Option<Vec<(Cow<'a, str>, Value<'a>)>> {
        serde_json::from_str::<Table<'a>>(self.text()).ok().map(|table| table.0)
    }

    /// The items of a list.
    pub(super) fn items(self) -> Option<Vec<Value<'a>>> {
        serde_json::from_str::<Vec<&'a RawValue>>(self.text())
            .ok()
            .map(|items| items.into_iter().map(Value).collect())
    }
}

/// All fields of a table, in their order.
struct Table<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

impl<'de> de::Deserialize<'de> for Table<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match (RowOf { keep: |_| true }).deserialize(deserializer)? {
            Row::Table(fields) => Ok(Self(fields)),
            Row::Other => Err(de::Error::custom("no table")),
        }
    }
}

/// A row of a list: a table with the fields that matter, or something else.
#[derive(Debug)]
pub(super) enum Row<'a> {
    Table(Vec<(Cow<'a, str>, Value<'a>)>),
    Other,
}

/// Calls with each named row of a text that is one table of tables; `keep` says which fields matter.
pub(super) fn named_rows<'a>(
    text: &'a str,
    keep: fn(&str) -> bool,
    each: impl FnMut(Cow<'a, str>, Row<'a>),
) -> Result<(), Error> {
    let mut json = serde_json::Deserializer::from_str(checked(text)?);
    let read = NamedRows { keep, each }.deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| syntax(&error))
}

/// The text, if it is no longer than is read, without a mark of its byte order.
fn checked(text: &str) -> Result<&str, Error> {
    if text.len() > MOST_BYTES {
        return Err(ErrorKind::TooLarge { limit: Limit::Bytes(MOST_BYTES) }.into());
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn syntax(error: &serde_json::Error) -> Error {
    let message = error.to_string();
    let words = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
    let place = Position { line: error.line(), column: error.column().max(1) };
    Error::new(ErrorKind::Syntax { message: words }).with_position((place.line > 0).then_some(place))
}

struct NamedRows<F> {
    keep: fn(&str) -> bool,
    each: F,
}

impl<'de, F: FnMut(Cow<'de, str>, Row<'de>)> DeserializeSeed<'de> for NamedRows<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Cow<'de, str>, Row<'de>)> Visitor<'de> for NamedRows<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of rows by their names")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(Key)? {
            let row = map.next_value_seed(RowOf { keep: self.keep })?;
            (self.each)(name, row);
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

struct RowOf {
    keep: fn(&str) -> bool,
}

impl<'de> DeserializeSeed<'de> for RowOf {
    type Value = Row<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowOf {
    type Value = Row<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let mut fields = Vec::with_capacity(16);
        while let Some(key) = map.next_key_seed(Key)? {
            if (self.keep)(&key) {
                fields.push((key, Value(map.next_value()?)));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Row::Table(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Row<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Row::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Row<'de>, E> {
        Ok(Row::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Row<'de>, E> {
        Ok(Row::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Row<'de>, E> {
        Ok(Row::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Row<'de>, E> {
        Ok(Row::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Row<'de>, E> {
        Ok(Row::Other)
    }

    fn visit_unit<E>(self) -> Result<Row<'de>, E> {
        Ok(Row::Other)
    }
}
