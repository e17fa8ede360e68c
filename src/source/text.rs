//! Text to typed values: limits, and the path, line and column of what is wrong.

use super::figure::NOT_ASCENDING;
use super::named::{MOST_NAMES, TOO_MANY, TWICE};
use super::scan::{Offence, scan};
use crate::error::{Error, ErrorKind, FieldPath, Limit, Position};
use rust_decimal::Decimal;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess};
use std::fmt;

/// The largest text that is read. The shipped price book has a few ten thousand bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

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
    /// A number that the parser will have rounded, if there is one.
    long_number: Option<(usize, &'a str)>,
}

impl<'a> Text<'a> {
    /// TOML, or JSON when the first character is `{`. A byte order mark is no character of the text.
    pub(crate) fn new(text: &'a str) -> Result<Self, Error> {
        if text.len() > MOST_BYTES {
            return Err(ErrorKind::TooLarge { limit: Limit::Bytes(MOST_BYTES) }.into());
        }
        let text = text.trim_start_matches('\u{feff}');
        let format = match text.trim_start().chars().next() {
            None => return Err(ErrorKind::Empty.into()),
            Some('{') => Format::Json,
            Some(_) => Format::Toml,
        };
        let long_number = scan(text, format).map_err(|Offence { offset, path, kind }| {
            let error = path.map_or(Error::new(kind.clone()), |path| Error::at(path, kind));
            error.with_position(Some(Position::of_offset(text, offset)))
        })?;
        Ok(Self { text, format, long_number })
    }

    /// The typed value.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        let read = self.read_rounded();
        let Some((offset, text)) = self.long_number else { return read };
        let position = Position::of_offset(self.text, offset);
        let kind = ErrorKind::TooManyDigits { text: text.to_owned() };
        let path = match read {
            Ok(_) => self.path_of(offset),
            Err(error) if error.position() == Some(position) => error.path().cloned(),
            Err(error) => return Err(error),
        };
        let error = path.map_or(Error::new(kind.clone()), |path| Error::at(path, kind));
        Err(error.with_position(Some(position)))
    }

    /// The path of the value at an offset; in TOML only, whose parser keeps the places of values.
    fn path_of(self, offset: usize) -> Option<FieldPath> {
        let document = toml::de::DeTable::parse(self.text).ok()?;
        path_in_table(document.get_ref(), offset, &FieldPath::default())
    }

    fn read_rounded<T: DeserializeOwned>(self) -> Result<T, Error> {
        match self.format {
            Format::Toml => {
                let place = |error: &toml::de::Error| {
                    error.span().map(|span| Position::of_offset(self.text, span.start))
                };
                let document = toml::Deserializer::parse(self.text)
                    .map_err(|error| self.toml_syntax(&error).with_position(place(&error)))?;
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
                        self.explain(&path, &without_place(&inner), self.json_place(&inner))
                    } else {
                        syntax(&without_place(&inner)).with_position(self.json_place(&inner))
                    }
                })?;
                document
                    .end()
                    .map_err(|error| syntax(&without_place(&error)).with_position(self.json_place(&error)))?;
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

    /// Walks to the path and stops there with an error, just before the value.
    fn locate_in_json(self, segments: &[&str]) -> Option<Position> {
        let mut document = serde_json::Deserializer::from_str(self.text);
        let error = Walk(segments).deserialize(&mut document).err()?;
        let before = error.to_string().starts_with(ARRIVED).then(|| self.json_offset(&error)).flatten()?;
        let rest = self.text.get(before..)?;
        let value = rest.find(|c: char| !c.is_whitespace() && c != ':').unwrap_or(0);
        Some(Position::of_offset(self.text, before.saturating_add(value)))
    }

    /// The offset behind what serde_json has read: it counts the bytes of the line.
    fn json_offset(self, error: &serde_json::Error) -> Option<usize> {
        let above = error.line().checked_sub(1)?;
        let start: usize = self.text.split_inclusive('\n').take(above).map(str::len).sum();
        Some(start.saturating_add(error.column()))
    }

    /// The place of the last byte that was read, in characters.
    fn json_place(self, error: &serde_json::Error) -> Option<Position> {
        let behind = self.json_offset(error)?;
        let mut at = behind.saturating_sub(1).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        Some(Position::of_offset(self.text, at))
    }

    /// What the TOML parser says; a key that is written twice is data, as in JSON.
    fn toml_syntax(self, error: &toml::de::Error) -> Error {
        let key = error.span().and_then(|span| self.text.get(span));
        match (error.message(), key) {
            ("duplicate key", Some(key)) => {
                let above = error.span().and_then(|span| self.text.get(..span.start)).unwrap_or_default();
                let header =
                    above.lines().rev().find_map(|line| line.trim().strip_prefix('[')?.strip_suffix(']'));
                let kind = ErrorKind::DuplicateField { field: key.to_owned() };
                let is_header =
                    above.lines().next_back().is_some_and(|line| line.trim_start().starts_with('['));
                match header.filter(|_| !is_header) {
                    Some(table) => Error::at(FieldPath::new(table).join(key), kind),
                    None => Error::at(FieldPath::new(key), kind),
                }
            }
            (message, _) => syntax(message),
        }
    }

    /// The words of serde as data.
    fn explain(self, path: &str, message: &str, position: Option<Position>) -> Error {
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let first = quoted.first().copied().unwrap_or_default();
        // `context_tiers[0].x` as `context_tiers.0.x`: one form for a path, here and in every other error
        let dotted = path.replace('[', ".").replace(']', "");
        let parent = FieldPath::new(dotted.trim_start_matches('.').trim_end_matches(".?"));
        let (kind, at) = if message.starts_with("unknown field") {
            let field = first.to_owned();
            let suggestion = nearest(first, quoted.iter().skip(1).copied());
            let at =
                if parent.as_str().rsplit('.').next() == Some(first) { parent } else { parent.join(first) };
            (ErrorKind::UnknownField { field, suggestion }, at)
        } else if message.starts_with("missing field") {
            let instead = match first {
                "workload" | "finance" => format!("write [{first}]"),
                "schema" => "write `schema = 1`".to_owned(),
                _ => format!("write `{first} = ...`"),
            };
            (ErrorKind::Missing { instead }, parent.join(first))
        } else if let Some(field) = message.strip_prefix(TWICE) {
            (ErrorKind::DuplicateField { field: field.to_owned() }, parent.join(field))
        } else if let Some(kind) = message.strip_prefix(NOT_ASCENDING).and_then(not_ascending) {
            (kind, parent)
        } else if message.starts_with(TOO_MANY) {
            (ErrorKind::TooLarge { limit: Limit::Entries(MOST_NAMES) }, parent)
        } else if message.starts_with("duplicate field") {
            (ErrorKind::DuplicateField { field: first.to_owned() }, parent.join(first))
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

/// The three numbers of a range that does not ascend.
fn not_ascending(numbers: &str) -> Option<ErrorKind> {
    let mut numbers = numbers.split(' ').map(Decimal::from_str_exact);
    let mut next = || numbers.next()?.ok();
    Some(ErrorKind::NotAscending { low: next()?, base: next()?, high: next()? })
}

/// "invalid type: X, expected Y", in its parts and in words.
fn wrong_type(message: &str) -> ErrorKind {
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, "another value"));
    let found = found.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
    let found = match found {
        "map" => "a table",
        "sequence" => "a list",
        words => words,
    };
    let expected = match expected {
        "a boolean" => "true or false",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" => "a whole number from 0 to 18446744073709551615",
        "a string" => "text in quotes",
        words if words.starts_with("struct ") => "a table",
        words => words,
    };
    ErrorKind::WrongType { found: found.to_owned(), expected: expected.to_owned() }
}

/// The name nearest to one that is not known, if any is near.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let unit_apart = |known: &str| {
        // `resale_percent` means `resale_fraction`: the same beginning up to the unit
        let stem = |key: &str| key.split('_').next().unwrap_or_default().to_owned();
        if stem(known) == stem(name) && name.contains('_') && known.contains('_') { 0.1 } else { 0.0 }
    };
    known
        .map(|known| {
            (strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase()) + unit_apart(known), known)
        })
        .filter(|(score, _)| *score > 0.83)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_owned())
}

fn syntax(message: &str) -> Error {
    Error::new(ErrorKind::Syntax { message: message.trim().replace('\n', ", ") })
}

/// serde_json's message without the place at its end, which the error carries apart.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(words, _)| words.to_owned())
}

fn path_in_table(table: &toml::de::DeTable<'_>, offset: usize, path: &FieldPath) -> Option<FieldPath> {
    let mut entries = table.iter();
    entries.find_map(|(key, value)| path_in_value(value, offset, &path.join(key.get_ref())))
}

fn path_in_value(
    value: &toml::Spanned<toml::de::DeValue<'_>>,
    offset: usize,
    path: &FieldPath,
) -> Option<FieldPath> {
    match value.get_ref() {
        toml::de::DeValue::Table(table) => path_in_table(table, offset, path),
        toml::de::DeValue::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| path_in_value(item, offset, &path.join(&at.to_string())))
        }
        // A sign stands before the digits.
        _ => (value.span().start <= offset && offset < value.span().end).then(|| path.clone()),
    }
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
