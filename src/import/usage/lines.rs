//! Logs of one request a line: CSV with a header, or JSON.

use super::record::{Record, no_time};
use super::{UsageLog, time};
use crate::api::Request;
use crate::error::{Error, ErrorKind, FieldPath, Limit};
use crate::import::csv::fields;
use crate::import::json_line::{Count, When, Word, wrong};
use crate::source::nearest;
use serde::Deserialize;
use std::borrow::Cow;
use std::io::{BufRead, Read};

/// What a line of JSON looks like.
const EXAMPLE: &str = "a request such as {\"timestamp\": \"2026-11-26T09:30:00Z\", \"model\": \"gpt-4o\", \"prompt_tokens\": 1200, \"completion_tokens\": 80}";

/// More than any line of a log has that is read.
const MOST_BYTES: usize = 1024 * 1024;

impl UsageLog {
    /// Reads CSV whose first line names the columns: `timestamp`, `model`, `prompt_tokens` and `completion_tokens`, and where
    /// there are any `cached_tokens`, `cache_write_tokens`, `cache_write_1h_tokens`, `reasoning_tokens`, `batch`, `service_tier`.
    /// Other columns have no say, and are named in [`UsageLog::ignored_columns`].
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] for a column; [`ErrorKind::UnknownField`] for one that is a letter or two from one that is not there; [`ErrorKind::Syntax`] where the stream cannot be read. A line that is wrong is refused.
    pub fn read_csv(&mut self, mut input: impl BufRead) -> Result<(), Error> {
        let mut line = Vec::new();
        let mut columns = None;
        let mut number = 0_u64;
        while next_line(&mut input, &mut line)? {
            number = number.saturating_add(1);
            let text = text_of(&line);
            let taken = match (&columns, text) {
                (None, text) => {
                    let header = text?.trim_start_matches('\u{feff}');
                    columns = Some(Columns::of(header)?);
                    self.ignore(Columns::ignored(header));
                    continue;
                }
                (Some(_), Ok("")) => continue,
                (Some(columns), text) => text.and_then(|text| columns.take(self, text)),
            };
            if let Err(reason) = taken {
                self.refuse(number, reason);
            }
        }
        match columns {
            Some(_) => Ok(()),
            None => Err(missing("timestamp")),
        }
    }

    /// Reads a request a line in JSON, with the keys of [`UsageLog::read_csv`]; other keys have no say. The spend logs of a LiteLLM proxy
    /// are of this form: `startTime`, and in `metadata.usage_object` what was read from the cache, written to it, and reasoning.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] where the stream cannot be read. A line that is wrong is refused.
    pub fn read_jsonl(&mut self, mut input: impl BufRead) -> Result<(), Error> {
        let mut line = Vec::new();
        let mut number = 0_u64;
        while next_line(&mut input, &mut line)? {
            number = number.saturating_add(1);
            let taken = match text_of(&line) {
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) => take_json(self, text),
                Err(reason) => Err(reason),
            };
            if let Err(reason) = taken {
                self.refuse(number, reason);
            }
        }
        Ok(())
    }
}

/// Whether there was one. What is longer than a line may be is cut, which its text then says.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, Error> {
    line.clear();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let broken = |error: std::io::Error| Error::new(ErrorKind::Syntax { message: error.to_string() });
    let read = input.by_ref().take(most).read_until(b'\n', line).map_err(broken)?;
    if line.len() >= MOST_BYTES && !line.ends_with(b"\n") {
        loop {
            let buffer = input.fill_buf().map_err(broken)?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let (length, is_end) =
                (end.map_or(buffer.len(), |at| at.saturating_add(1)), end.is_some() || buffer.is_empty());
            input.consume(length);
            if is_end {
                break;
            }
        }
    }
    Ok(read > 0)
}

fn text_of(line: &[u8]) -> Result<&str, Error> {
    if line.len() >= MOST_BYTES {
        return Err(ErrorKind::TooLarge { limit: Limit::Bytes(MOST_BYTES) }.into());
    }
    let text =
        std::str::from_utf8(line).map_err(|_| ErrorKind::Syntax { message: "not UTF-8".to_owned() })?;
    Ok(text.trim_end_matches(['\n', '\r']))
}

fn missing(column: &str) -> Error {
    let instead = format!("name a column `{column}` in the first line");
    Error::at(FieldPath::new(column), ErrorKind::Missing { instead })
}

const NAMES: [&str; 10] = [
    "timestamp",
    "model",
    "prompt_tokens",
    "completion_tokens",
    "cached_tokens",
    "cache_write_tokens",
    "cache_write_1h_tokens",
    "reasoning_tokens",
    "batch",
    "service_tier",
];

/// Those of [`NAMES`] that every log has.
const NEEDED: usize = 4;

/// What each column of a CSV is, by its place in [`NAMES`].
struct Columns(Vec<Option<usize>>);

impl Columns {
    fn of(header: &str) -> Result<Self, Error> {
        let names: Vec<String> = fields(header).map(|column| column.trim().to_lowercase()).collect();
        for name in &names {
            if let Some(meant) = misspelled(name, &names) {
                let (field, suggestion) = (name.clone(), Some(meant.to_owned()));
                return Err(Error::at(FieldPath::new(name), ErrorKind::UnknownField { field, suggestion }));
            }
        }
        let columns: Vec<Option<usize>> =
            names.iter().map(|column| NAMES.iter().position(|name| name == column)).collect();
        for (at, name) in NAMES.iter().enumerate() {
            let times = columns.iter().filter(|column| **column == Some(at)).count();
            if times == 0 && at < NEEDED {
                return Err(missing(name));
            }
            if times > 1 {
                return Err(Error::at(
                    FieldPath::new(*name),
                    ErrorKind::DuplicateField { field: (*name).to_owned() },
                ));
            }
        }
        Ok(Self(columns))
    }

    fn ignored(header: &str) -> impl Iterator<Item = String> {
        let names = fields(header).map(|column| column.trim().to_owned());
        names.filter(|name| !NAMES.contains(&name.to_lowercase().as_str()))
    }

    fn take(&self, log: &mut UsageLog, line: &str) -> Result<(), Error> {
        let mut values: [Cow<'_, str>; NAMES.len()] = Default::default();
        let mut count = 0_usize;
        for field in fields(line) {
            if let Some(value) = self.0.get(count).copied().flatten().and_then(|at| values.get_mut(at)) {
                *value = field;
            }
            count = count.saturating_add(1);
        }
        if count != self.0.len() {
            let found = format!("{count} fields");
            return Err(ErrorKind::WrongType {
                found,
                expected: format!("{} as in the first line", self.0.len()),
            }
            .into());
        }
        let [timestamp, model, prompt, completion, cached, write, write_1h, reasoning, batch, tier] = &values;
        let at = time(timestamp.trim()).ok_or_else(|| no_time(timestamp))?;
        let tier = match (batch.trim(), tier.trim()) {
            ("true" | "True" | "TRUE" | "1", "" | "batch") => Some("batch"),
            ("" | "false" | "False" | "FALSE" | "0", "") => None,
            ("" | "false" | "False" | "FALSE" | "0", tier) => Some(tier),
            (other, _) => {
                let (found, expected) = (format!("`{other}`"), "true or false, of no other tier".to_owned());
                return Err(Error::at(FieldPath::new("batch"), ErrorKind::WrongType { found, expected }));
            }
        };
        let request = Request {
            prompt_tokens: needed(NAMES[2], prompt)?,
            completion_tokens: needed(NAMES[3], completion)?,
            cached_tokens: count_of(NAMES[4], cached)?,
            cache_write_tokens: count_of(NAMES[5], write)?,
            cache_write_1h_tokens: count_of(NAMES[6], write_1h)?,
            reasoning_tokens: count_of(NAMES[7], reasoning)?,
            service_tier: tier,
            ..Request::default()
        };
        log.take(&Record::one(at, model.trim(), &request))
    }
}

/// The known column that an unknown one means: not there itself, and two letters away at most. `batch_id` is no `batch`.
fn misspelled<'a>(name: &str, all: &[String]) -> Option<&'a str> {
    let missing = || NAMES.into_iter().filter(|known| !all.iter().any(|column| column == known));
    if NAMES.contains(&name) {
        return None;
    }
    let meant = nearest(name, missing())?;
    missing().find(|known| *known == meant && strsim::osa_distance(known, name) <= 2)
}

fn needed(name: &str, field: &str) -> Result<u64, Error> {
    if field.trim().is_empty() {
        let expected = "a whole number of tokens from 0".to_owned();
        return Err(Error::at(
            FieldPath::new(name),
            ErrorKind::WrongType { found: "nothing".to_owned(), expected },
        ));
    }
    count_of(name, field)
}

fn count_of(name: &str, field: &str) -> Result<u64, Error> {
    let digits = field.trim();
    if digits.is_empty() {
        return Ok(0);
    }
    // A table of floats writes 1200.0.
    let whole = digits.strip_suffix(".0").unwrap_or(digits);
    let is_plain = whole.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| whole.parse().ok()).flatten().ok_or_else(|| {
        let found: String = digits.chars().take(40).collect();
        let expected = "a whole number of tokens from 0".to_owned();
        Error::at(FieldPath::new(name), ErrorKind::WrongType { found: format!("`{found}`"), expected })
    })
}

/// What is read of a line of JSON, over what its words are kept in.
#[derive(Deserialize)]
#[serde(bound(deserialize = "W: Deserialize<'de> + From<Cow<'de, str>>"))]
struct Row<W> {
    #[serde(alias = "startTime")]
    timestamp: When<W>,
    model: W,
    prompt_tokens: Option<Count>,
    completion_tokens: Option<Count>,
    cached_tokens: Option<Count>,
    cache_write_tokens: Option<Count>,
    cache_write_1h_tokens: Option<Count>,
    reasoning_tokens: Option<Count>,
    batch: Option<bool>,
    service_tier: Option<String>,
    metadata: Option<Metadata>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    usage_object: Option<UsageObject>,
}

#[derive(Default, Deserialize)]
struct UsageObject {
    prompt_tokens_details: Option<PromptDetails>,
    completion_tokens_details: Option<CompletionDetails>,
    cache_read_input_tokens: Option<Count>,
    cache_creation_input_tokens: Option<Count>,
}

#[derive(Default, Deserialize)]
struct PromptDetails {
    cached_tokens: Option<Count>,
}

#[derive(Default, Deserialize)]
struct CompletionDetails {
    reasoning_tokens: Option<Count>,
}

/// A count that a line has to have: what is null is not known, and no 0.
fn counted(key: &str, count: Option<Count>) -> Result<u64, Error> {
    count.map(|count| count.0).ok_or_else(|| {
        let instead = format!("write `\"{key}\": ...`");
        Error::at(FieldPath::new(key), ErrorKind::Missing { instead })
    })
}

fn take_json(log: &mut UsageLog, text: &str) -> Result<(), Error> {
    let row: Row<Word<'_>> = match serde_json::from_str(text) {
        Ok(row) => row,
        Err(_) => return Err(wrong::<Row<String>>(text, EXAMPLE)),
    };
    let at = match &row.timestamp {
        When::Seconds(seconds) => {
            jiff::Timestamp::from_second(*seconds).map_err(|_| no_time(&seconds.to_string()))?
        }
        When::Text(text) => time(&text.0).ok_or_else(|| no_time(&text.0))?,
    };
    let usage = row.metadata.and_then(|metadata| metadata.usage_object).unwrap_or_default();
    let details = usage.prompt_tokens_details.and_then(|details| details.cached_tokens);
    let reasoning = usage.completion_tokens_details.and_then(|details| details.reasoning_tokens);
    let service_tier = if row.batch == Some(true) { Some("batch") } else { row.service_tier.as_deref() };
    let count = |count: Option<Count>| count.unwrap_or_default().0;
    let request = Request {
        prompt_tokens: counted("prompt_tokens", row.prompt_tokens)?,
        completion_tokens: counted("completion_tokens", row.completion_tokens)?,
        cached_tokens: count(row.cached_tokens.or(usage.cache_read_input_tokens).or(details)),
        cache_write_tokens: count(row.cache_write_tokens.or(usage.cache_creation_input_tokens)),
        cache_write_1h_tokens: count(row.cache_write_1h_tokens),
        reasoning_tokens: count(row.reasoning_tokens.or(reasoning)),
        service_tier,
        ..Request::default()
    };
    log.take(&Record::one(at, &row.model.0, &request))
}
