//! Text to typed values: limits, and the path, line and column of what is wrong.

use super::named::TWICE;
use crate::error::{Error, ErrorKind, FieldPath, Limit, Position};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess};
use std::fmt;

/// The largest text that is read. The shipped price book has a few ten thousand bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The deepest nesting that is read; both parsers recurse.
const MOST_NESTING: usize = 64;

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Toml,
    Json,
}

/// What of a key and its value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Point {
    Key,
    Value,
}

/// A text that is within the limits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    text: &'a str,
    format: Format,
}

impl<'a> Text<'a> {
    /// TOML, or JSON when the first character is `{`.
    pub(crate) fn new(text: &'a str) -> Result<Self, Error> {
        if text.len() > MOST_BYTES {
            return Err(ErrorKind::TooLarge { limit: Limit::Bytes(MOST_BYTES) }.into());
        }
        let format = match text.trim_start().chars().next() {
            None => return Err(ErrorKind::Empty.into()),
            Some('{') => Format::Json,
            Some(_) => Format::Toml,
        };
        if let Some(offset) = too_deep(text) {
            let error = Error::new(ErrorKind::TooLarge { limit: Limit::Nesting(MOST_NESTING) });
            return Err(error.with_position(Some(Position::of_offset(text, offset))));
        }
        Ok(Self { text, format })
    }

    /// The typed value.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        match self.format {
            Format::Toml => {
                let place = |error: &toml::de::Error| {
                    error.span().map(|span| Position::of_offset(self.text, span.start))
                };
                let document = toml::Deserializer::parse(self.text)
                    .map_err(|error| syntax(error.message()).with_position(place(&error)))?;
                serde_path_to_error::deserialize(document).map_err(|error| {
                    let path = error.path().to_string();
                    let inner = error.into_inner();
                    self.explain(&path, inner.message(), place(&inner))
                })
            }
            Format::Json => {
                let mut document = serde_json::Deserializer::from_str(self.text);
                let value = serde_path_to_error::deserialize(&mut document).map_err(|error| {
                    let path = error.path().to_string();
                    let inner = error.into_inner();
                    if inner.is_data() {
                        self.explain(&path, &without_place(&inner), json_place(&inner))
                    } else {
                        syntax(&without_place(&inner)).with_position(json_place(&inner))
                    }
                })?;
                document
                    .end()
                    .map_err(|error| syntax(&without_place(&error)).with_position(json_place(&error)))?;
                Ok(value)
            }
        }
    }

    /// The place of a path: its value, or the nearest table that is there.
    pub(crate) fn locate(self, path: &FieldPath) -> Option<Position> {
        self.place(path, Point::Value)
    }

    fn place(self, path: &FieldPath, point: Point) -> Option<Position> {
        let segments: Vec<&str> = path.as_str().split('.').collect();
        match self.format {
            Format::Toml => {
                let document = toml::de::DeTable::parse(self.text).ok()?;
                let offset = locate_in_table(document.get_ref(), &segments, point)?;
                Some(Position::of_offset(self.text, offset))
            }
            Format::Json => {
                (1..=segments.len()).rev().find_map(|depth| self.locate_in_json(segments.get(..depth)?))
            }
        }
    }

    /// Walks to the path and stops there with an error, whose place is the place of the value.
    fn locate_in_json(self, segments: &[&str]) -> Option<Position> {
        let mut document = serde_json::Deserializer::from_str(self.text);
        let error = Walk(segments).deserialize(&mut document).err()?;
        error.to_string().starts_with(ARRIVED).then(|| json_place(&error)).flatten()
    }

    /// The words of serde as data.
    fn explain(self, path: &str, message: &str, position: Option<Position>) -> Error {
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let first = quoted.first().copied().unwrap_or_default();
        let parent = FieldPath::new(path.trim_start_matches('.').trim_end_matches(".?"));
        let (kind, at) = if message.starts_with("unknown field") {
            let field = first.to_owned();
            let suggestion = nearest(first, quoted.iter().skip(1).copied());
            let at =
                if parent.as_str().rsplit('.').next() == Some(first) { parent } else { parent.join(first) };
            (ErrorKind::UnknownField { field, suggestion }, at)
        } else if message.starts_with("missing field") {
            (ErrorKind::Missing { instead: format!("write `{first} = ...`") }, parent.join(first))
        } else if let Some(field) = message.strip_prefix(TWICE) {
            (ErrorKind::DuplicateField { field: field.to_owned() }, parent)
        } else if message.starts_with("duplicate field") {
            (ErrorKind::DuplicateField { field: first.to_owned() }, parent)
        } else if let Some(text) =
            message.strip_suffix(" has more than 15 digits; write it in quotes to keep them all")
        {
            (ErrorKind::TooManyDigits { text: text.to_owned() }, parent)
        } else {
            (wrong_type(message), parent)
        };
        let error = if at.as_str().is_empty() { Error::new(kind) } else { Error::at(at.clone(), kind) };
        // A parser gives the place of the table for some of these; that of the key or the value is better.
        let found = match error.kind() {
            ErrorKind::UnknownField { .. } | ErrorKind::DuplicateField { .. } => self.place(&at, Point::Key),
            _ => self.place(&at, Point::Value),
        };
        error.with_position(found.or(position))
    }
}

/// "invalid type: X, expected Y", in its parts.
fn wrong_type(message: &str) -> ErrorKind {
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, "another value"));
    let found = found.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
    ErrorKind::WrongType { found: found.to_owned(), expected: expected.to_owned() }
}

/// The name nearest to one that is not known, if any is near.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let unit_apart = |known: &str| {
        // `resale_percent` means `resale_fraction`: the same beginning up to the unit
        let stem = |key: &str| key.split('_').next().unwrap_or_default().to_owned();
        if stem(known) == stem(name) && name.contains('_') { 0.1 } else { 0.0 }
    };
    known
        .map(|known| (strsim::jaro_winkler(name, known) + unit_apart(known), known))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_owned())
}

fn syntax(message: &str) -> Error {
    Error::new(ErrorKind::Syntax { message: message.trim().replace('\n', ", ") })
}

fn json_place(error: &serde_json::Error) -> Option<Position> {
    (error.line() > 0).then(|| Position { line: error.line(), column: error.column().max(1) })
}

/// serde_json's message without the place at its end, which the error carries apart.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(words, _)| words.to_owned())
}

/// The offset at which brackets outside strings and comments nest too deep, or a dotted key has too many parts.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut dots) = (0_usize, 0_usize);
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut comment = false;
    for (offset, c) in text.char_indices() {
        match (c, quote) {
            ('\n', _) => {
                (comment, dots) = (false, 0);
                // Only multi-line strings pass a line's end; their inside has no say in the nesting either way.
                quote = None;
            }
            _ if comment => {}
            (_, Some(open)) => {
                if c == open && !escaped {
                    quote = None;
                }
                escaped = c == '\\' && !escaped;
            }
            ('"' | '\'', None) => quote = Some(c),
            ('#', None) => comment = true,
            ('[' | '{', None) => depth = depth.saturating_add(1),
            (']' | '}', None) => depth = depth.saturating_sub(1),
            ('.', None) => dots = dots.saturating_add(1),
            (',' | '=', None) => dots = 0,
            _ => {}
        }
        if depth > MOST_NESTING || dots > MOST_NESTING {
            return Some(offset);
        }
    }
    None
}

fn locate_in_table(table: &toml::de::DeTable<'_>, segments: &[&str], point: Point) -> Option<usize> {
    let (key, value, rest) = table
        .iter()
        .find_map(|(key, value)| Some((key, value, after_key(segments, key.get_ref().as_ref())?)))?;
    let inside = match value.get_ref() {
        toml::de::DeValue::Table(inner) => locate_in_table(inner, rest, point),
        toml::de::DeValue::Array(items) => locate_in_array(items, rest, point),
        _ => None,
    };
    // A table has no text of its own to point at: its key has.
    let here = match (value.get_ref(), point) {
        (toml::de::DeValue::Table(_), _) | (_, Point::Key) => key.span().start,
        (_, Point::Value) => value.span().start,
    };
    Some(inside.unwrap_or(here))
}

/// What is left of a path after a key, which may itself hold dots.
fn after_key<'s, 'p>(segments: &'s [&'p str], key: &str) -> Option<&'s [&'p str]> {
    let parts = key.split('.').count();
    let (first, rest) = segments.split_at_checked(parts)?;
    key.split('.').eq(first.iter().copied()).then_some(rest)
}

fn locate_in_array(items: &toml::de::DeArray<'_>, segments: &[&str], point: Point) -> Option<usize> {
    let (first, rest) = segments.split_first()?;
    let item = items.get(first.parse::<usize>().ok()?)?;
    match item.get_ref() {
        toml::de::DeValue::Table(inner) => locate_in_table(inner, rest, point).or(Some(item.span().start)),
        _ => Some(item.span().start),
    }
}

/// The error of a [`Walk`] that has arrived.
const ARRIVED: &str = "arrived";

/// Follows a path through a document that need not fit any type.
struct Walk<'p>(&'p [&'p str]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.0.is_empty() {
            // Take the value in first, so that the place is its own.
            <IgnoredAny as de::Deserialize>::deserialize(deserializer)?;
            return Err(de::Error::custom(ARRIVED));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match after_key(self.0, &key) {
                Some(rest) => map.next_value_seed(Walk(rest))?,
                None => map.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(()) };
        let index: Option<usize> = first.parse().ok();
        let mut at = 0_usize;
        loop {
            let more = if Some(at) == index {
                seq.next_element_seed(Walk(rest))?.is_some()
            } else {
                seq.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                return Ok(());
            }
            at = at.saturating_add(1);
        }
    }
}
