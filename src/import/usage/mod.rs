//! Usage logs: requests with their times, read as a stream, kept as sums.

mod bill;
mod lines;
mod record;
mod report;
mod shape;

use crate::error::{Error, ErrorKind};
use jiff::Timestamp;
use record::Record;
use std::collections::BTreeMap;

/// Where the sheets of vendors have their thresholds, in tokens of the prompt; xAI's begin at the token named and not above it.
const THRESHOLDS: [u64; 9] = [32_000, 100_000, 128_000, 199_999, 200_000, 256_000, 272_000, 500_000, 512_000];

/// The hours of a week, counted from Monday 00:00 in UTC.
const WEEK: usize = 168;

/// Hours that are kept apart, more than a century of them.
const MOST_HOURS: usize = 1_000_000;

/// Refused lines, and columns that are ignored, of which so many are kept.
const MOST_REFUSED: usize = 100;

/// What a log has been read to be: sums by the length of the prompt, the tier of service and the hour.
///
/// It reads a stream and keeps sums, so that its memory does not grow with the lines. A line that is no request is refused
/// with a reason and counted.
///
/// ```
/// use breakeven::{Catalog, UsageLog};
///
/// let csv = "timestamp,model,prompt_tokens,cached_tokens,completion_tokens\n\
///            2026-11-02T09:00:00Z,gpt-4o-mini,1200,1000,100\n\
///            2026-11-02T10:00:00Z,gpt-4o-mini,800,0,300\n";
/// let mut log = UsageLog::new();
/// log.read_csv(csv.as_bytes())?;
/// assert_eq!((log.requests(), log.refused().count()), (2, 0));
/// let catalog = Catalog::builtin()?;
/// let tariff = catalog.offer("openai/gpt-4o-mini").expect("a shipped offer").newest_tariff()?;
/// // 1,000 x 0.15 + 1,000 x 0.075 + 400 x 0.6, in millionths
/// assert_eq!(log.bill(&tariff)?.total_usd.to_string(), "0.000465");
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct UsageLog {
    cells: BTreeMap<Cell, Vec<Sums>>,
    /// Tokens of prompts and visible answers by the hour since 1970.
    hours: BTreeMap<i64, u64>,
    requests: u64,
    models: BTreeMap<String, u64>,
    refused: Vec<RefusedLine>,
    refused_count: u64,
    ignored: Vec<String>,
    longest_prompt: u64,
    /// The shortest of the spans that single records are sums over, in hours; 0 where they are requests.
    span_hours: i64,
    counts_requests: bool,
    /// Beginning and end, in seconds since 1970.
    from: Option<i64>,
    to: Option<i64>,
}

/// What sums are kept apart by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    service_tier: Option<String>,
    /// Of [`THRESHOLDS`], how many the prompt passes.
    passed: usize,
}

/// Sums of one hour of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    requests: u64,
    prompt: u64,
    cached: u64,
    write: u64,
    write_1h: u64,
    completion: u64,
    reasoning: u64,
}

/// A line that is no request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RefusedLine {
    /// The line, counted from 1, or the record of a report.
    pub line: u64,
    /// Why.
    pub reason: Error,
}

/// The lines that are no requests.
#[derive(Clone, Copy, Debug)]
pub struct RefusedLines<'a> {
    first: &'a [RefusedLine],
    count: u64,
}

impl<'a> RefusedLines<'a> {
    /// How many there are.
    #[must_use]
    pub fn count(self) -> u64 {
        self.count
    }

    /// The first hundred of them.
    #[must_use]
    pub fn first(self) -> &'a [RefusedLine] {
        self.first
    }
}

impl UsageLog {
    /// A log of which nothing has been read.
    #[must_use]
    pub fn new() -> Self {
        Self { counts_requests: true, ..Self::default() }
    }

    /// The requests that have been read.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// The models and how many requests each has; past a thousand names they are counted together as `others`.
    pub fn models(&self) -> impl Iterator<Item = (&str, u64)> {
        self.models.iter().map(|(model, requests)| (model.as_str(), *requests))
    }

    /// The lines that are no requests.
    #[must_use]
    pub fn refused(&self) -> RefusedLines<'_> {
        RefusedLines { first: &self.refused, count: self.refused_count }
    }

    /// The longest prompt, in tokens; of a report the longest average of a record.
    #[must_use]
    pub fn longest_prompt_tokens(&self) -> u64 {
        self.longest_prompt
    }

    /// The columns of CSV that are no part of a request, and have no say.
    pub fn ignored_columns(&self) -> impl Iterator<Item = &str> {
        self.ignored.iter().map(String::as_str)
    }

    fn ignore(&mut self, columns: impl Iterator<Item = String>) {
        for column in columns {
            if !self.ignored.contains(&column) && self.ignored.len() < MOST_REFUSED {
                self.ignored.push(column);
            }
        }
    }

    fn refuse(&mut self, line: u64, reason: Error) {
        self.refused_count = self.refused_count.saturating_add(1);
        if self.refused.len() < MOST_REFUSED {
            self.refused.push(RefusedLine { line, reason });
        }
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), Error> {
        record.check()?;
        let out_of_bounds = || Error::new(ErrorKind::OutOfBounds { what: "the sum of a log" });
        let each = record.prompt.checked_div(record.requests.max(1)).unwrap_or(0);
        let passed = THRESHOLDS.iter().filter(|above| each > **above).count();
        let second = record.at.as_second();
        let hour = second.div_euclid(3_600);
        // 1970 began on a Thursday.
        let of_week = usize::try_from(hour.saturating_add(72).rem_euclid(168)).unwrap_or(0);
        let tokens =
            record.prompt.checked_add(record.completion).and_then(|sum| sum.checked_sub(record.reasoning));
        let tokens = tokens.ok_or_else(out_of_bounds)?;
        if self.hours.len() >= MOST_HOURS && !self.hours.contains_key(&hour) {
            return Err(Error::new(ErrorKind::OutOfBounds { what: "the length of a log" }));
        }
        let in_hour =
            self.hours.get(&hour).copied().unwrap_or(0).checked_add(tokens).ok_or_else(out_of_bounds)?;
        let sums = self.cell(record.service_tier, passed).get_mut(of_week);
        let sums = sums.ok_or_else(out_of_bounds)?;
        *sums = sums.plus(record).ok_or_else(out_of_bounds)?;
        self.hours.insert(hour, in_hour);
        self.longest_prompt = self.longest_prompt.max(each);
        self.requests = self.requests.saturating_add(record.requests);
        self.count_model(record);
        self.span_hours = match (self.span_hours, record.hours) {
            (0, hours) => hours,
            (known, 0) => known,
            (known, hours) => known.max(hours),
        };
        let end = second.saturating_add(record.hours.saturating_mul(3_600));
        self.from = Some(self.from.map_or(second, |from| from.min(second)));
        self.to = Some(self.to.map_or(end, |to| to.max(end)));
        Ok(())
    }

    fn cell(&mut self, service_tier: Option<&str>, passed: usize) -> &mut Vec<Sums> {
        let key = Cell { service_tier: service_tier.map(str::to_owned), passed };
        self.cells.entry(key).or_insert_with(|| vec![Sums::default(); WEEK])
    }

    fn count_model(&mut self, record: &Record<'_>) {
        const MOST_MODELS: usize = 1_000;
        if let Some(known) = self.models.get_mut(record.model) {
            *known = known.saturating_add(record.requests);
            return;
        }
        let name = if self.models.len() < MOST_MODELS { record.model } else { "others" };
        let count = self.models.entry(name.to_owned()).or_default();
        *count = count.saturating_add(record.requests);
    }
}

impl Sums {
    fn plus(self, record: &Record<'_>) -> Option<Self> {
        Some(Self {
            requests: self.requests.checked_add(record.requests)?,
            prompt: self.prompt.checked_add(record.prompt)?,
            cached: self.cached.checked_add(record.cached)?,
            write: self.write.checked_add(record.write)?,
            write_1h: self.write_1h.checked_add(record.write_1h)?,
            completion: self.completion.checked_add(record.completion)?,
            reasoning: self.reasoning.checked_add(record.reasoning)?,
        })
    }

    fn and(self, other: &Self) -> Self {
        Self {
            requests: self.requests.saturating_add(other.requests),
            prompt: self.prompt.saturating_add(other.prompt),
            cached: self.cached.saturating_add(other.cached),
            write: self.write.saturating_add(other.write),
            write_1h: self.write_1h.saturating_add(other.write_1h),
            completion: self.completion.saturating_add(other.completion),
            reasoning: self.reasoning.saturating_add(other.reasoning),
        }
    }
}

/// A time as logs write it: RFC 3339, `2026-11-02 09:00:00` in UTC, or seconds since 1970.
fn time(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Timestamp::from_second(text.parse().ok()?).ok();
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    jiff::tz::Offset::UTC.to_timestamp(civil).ok()
}
