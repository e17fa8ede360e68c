//! Usage reports of vendors: sums over hours or days, in one document of JSON that is read as a stream.

use super::record::Record;
use super::{UsageLog, time};
use crate::api::is_standard;
use crate::error::{Error, ErrorKind, FieldPath};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;

impl UsageLog {
    /// Reads a page of OpenAI's usage of completions (`/v1/organization/usage/completions`), grouped by model and batch or not.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] for what is no such page, from what is wrong on.
    pub fn read_openai_usage(&mut self, input: impl Read) -> Result<(), Error> {
        self.read_report::<OpenAiBucket>(input)
    }

    /// Reads a page of Anthropic's usage report (`/v1/organizations/usage_report/messages`). It counts no requests: say with
    /// [`UsageLog::assume_requests`] how many there were.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] for what is no such page, from what is wrong on.
    pub fn read_anthropic_usage(&mut self, input: impl Read) -> Result<(), Error> {
        self.counts_requests = false;
        self.read_report::<AnthropicBucket>(input)
    }

    /// How many requests there were, where a report does not count them; they are taken to be alike.
    pub fn assume_requests(&mut self, requests: u64) {
        let all: u64 = self.cells.values().flatten().map(|sums| sums.prompt).fold(0, u64::saturating_add);
        self.requests = 0;
        for sums in self.cells.values_mut().flatten() {
            let share =
                u128::from(requests).saturating_mul(sums.prompt.into()).checked_div(all.into()).unwrap_or(0);
            sums.requests = u64::try_from(share).unwrap_or(u64::MAX).max(u64::from(sums.prompt > 0));
            self.requests = self.requests.saturating_add(sums.requests);
        }
    }

    fn read_report<B: Bucket>(&mut self, input: impl Read) -> Result<(), Error> {
        let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::new(input));
        let mut number = 0_u64;
        let mut each = |bucket: B| {
            number = number.saturating_add(1);
            if let Err(reason) = bucket.give(number, self) {
                self.refuse(number, reason);
            }
        };
        let page = Page { each: &mut each, bucket: std::marker::PhantomData::<B> };
        page.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
            let message = error.to_string();
            let words =
                message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
            Error::new(ErrorKind::Syntax { message: words })
        })
    }
}

/// A span of time with its sums.
trait Bucket: for<'de> Deserialize<'de> {
    fn give(&self, number: u64, log: &mut UsageLog) -> Result<(), Error>;
}

#[derive(Deserialize)]
struct OpenAiBucket {
    start_time: i64,
    end_time: i64,
    results: Vec<OpenAiResult>,
}

#[derive(Deserialize)]
struct OpenAiResult {
    input_tokens: u64,
    output_tokens: u64,
    #[serde(default)]
    input_cached_tokens: Option<u64>,
    #[serde(default)]
    input_cache_write_tokens: Option<u64>,
    num_model_requests: u64,
    model: Option<String>,
    batch: Option<bool>,
    service_tier: Option<String>,
}

impl Bucket for OpenAiBucket {
    fn give(&self, number: u64, log: &mut UsageLog) -> Result<(), Error> {
        let at = Timestamp::from_second(self.start_time).map_err(|_| no_span())?;
        let hours = hours_of(self.end_time.checked_sub(self.start_time))?;
        for result in &self.results {
            let tier = result.service_tier.as_deref().filter(|tier| !is_standard(tier));
            let taken = log.take(&Record {
                at,
                hours,
                model: result.model.as_deref().unwrap_or("unknown"),
                service_tier: if result.batch == Some(true) { Some("batch") } else { tier },
                requests: result.num_model_requests,
                prompt: result.input_tokens,
                cached: result.input_cached_tokens.unwrap_or(0),
                write: result.input_cache_write_tokens.unwrap_or(0),
                write_1h: 0,
                completion: result.output_tokens,
                reasoning: 0,
            });
            if let Err(reason) = taken {
                log.refuse(number, reason);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct AnthropicBucket {
    starting_at: String,
    ending_at: String,
    results: Vec<AnthropicResult>,
}

#[derive(Deserialize)]
struct AnthropicResult {
    uncached_input_tokens: u64,
    cache_read_input_tokens: u64,
    cache_creation: Option<AnthropicWrites>,
    output_tokens: u64,
    model: Option<String>,
    service_tier: Option<String>,
}

#[derive(Deserialize)]
struct AnthropicWrites {
    ephemeral_5m_input_tokens: u64,
    ephemeral_1h_input_tokens: u64,
}

impl Bucket for AnthropicBucket {
    fn give(&self, number: u64, log: &mut UsageLog) -> Result<(), Error> {
        let (from, to) = time(&self.starting_at).zip(time(&self.ending_at)).ok_or_else(no_span)?;
        let hours = hours_of(to.as_second().checked_sub(from.as_second()))?;
        for result in &self.results {
            let (short, long) = result.cache_creation.as_ref().map_or((0, 0), |writes| {
                (writes.ephemeral_5m_input_tokens, writes.ephemeral_1h_input_tokens)
            });
            let out_of_bounds = || Error::new(ErrorKind::OutOfBounds { what: "the sum of a log" });
            let write = short.checked_add(long).ok_or_else(out_of_bounds)?;
            // Anthropic counts what is read from the cache and written to it beside the rest of the prompt.
            let prompt = result.uncached_input_tokens.checked_add(result.cache_read_input_tokens);
            let prompt = prompt.and_then(|prompt| prompt.checked_add(write)).ok_or_else(out_of_bounds)?;
            let taken = log.take(&Record {
                at: from,
                hours,
                model: result.model.as_deref().unwrap_or("unknown"),
                service_tier: result.service_tier.as_deref().filter(|tier| !is_standard(tier)),
                requests: 0,
                prompt,
                cached: result.cache_read_input_tokens,
                write,
                write_1h: long,
                completion: result.output_tokens,
                reasoning: 0,
            });
            if let Err(reason) = taken {
                log.refuse(number, reason);
            }
        }
        Ok(())
    }
}

fn no_span() -> Error {
    let (found, expected) = ("a span of no time".to_owned(), "a beginning and a later end".to_owned());
    Error::at(FieldPath::new("bucket"), ErrorKind::WrongType { found, expected })
}

/// Whole hours of a span; a minute counts as an hour, since the hours of the day are what is asked.
fn hours_of(seconds: Option<i64>) -> Result<i64, Error> {
    match seconds {
        Some(seconds) if seconds > 0 => Ok(seconds.div_euclid(3_600).max(1)),
        _ => Err(no_span()),
    }
}

/// `{ "data": [bucket, ...], ... }`, of which each bucket is given on as it is read.
struct Page<'f, B, F: FnMut(B)> {
    each: &'f mut F,
    bucket: std::marker::PhantomData<B>,
}

impl<'de, B: Bucket, F: FnMut(B)> DeserializeSeed<'de> for Page<'_, B, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, B: Bucket, F: FnMut(B)> Visitor<'de> for Page<'_, B, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page with `data`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_data = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "data" {
                has_data = true;
                map.next_value_seed(Buckets { each: &mut *self.each, bucket: self.bucket })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if has_data { Ok(()) } else { Err(de::Error::missing_field("data")) }
    }
}

struct Buckets<'f, B, F: FnMut(B)> {
    each: &'f mut F,
    bucket: std::marker::PhantomData<B>,
}

impl<'de, B: Bucket, F: FnMut(B)> DeserializeSeed<'de> for Buckets<'_, B, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, B: Bucket, F: FnMut(B)> Visitor<'de> for Buckets<'_, B, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of spans of time")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(bucket) = seq.next_element::<B>()? {
            (self.each)(bucket);
        }
        Ok(())
    }
}
