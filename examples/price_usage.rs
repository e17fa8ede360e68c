//! What requests cost, line by line, to the last digit.
//!
//! ```text
//! cargo run --release --example price_usage -- [--prices LITELLM.json] [--on DATE | --dated] < requests.jsonl
//! ```
//!
//! A request is a line `{"model","prompt_tokens","cached_tokens","cache_write_tokens","completion_tokens","reasoning_tokens",
//! "batch"}`; all but the model may be left out. Tokens are counted as OpenAI does: the prompt includes those of the cache, the
//! completion those of reasoning. It may have `cache_write_1h_tokens`, `cache_write_12h_tokens`, `service_tier` and `timestamp`, too.
//!
//! One line of JSON for each, in their order: `{"line":1,"model":"...","cost_usd":"0.011728100","parts":{...}}`, or
//! `{"line":2,"error":"..."}`. The total goes to standard error, with progress on a terminal. Exit 0; 1 when a line failed; 2 when
//! the prices cannot be read. With nothing to read (a closed input, `/dev/null`) the bundled requests are priced.

use breakeven::jiff::{Timestamp, tz::Offset};
use breakeven::{
    AsOf, Catalog, Decimal, Error, NoteKind, Offer, PriceList, RequestCost, RequestLine, Source, Tariff,
};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const SAMPLE: &str = include_str!("requests.jsonl");
const USAGE: &str = "usage: price_usage [--prices LITELLM.json] [--on DATE | --dated] < requests.jsonl
  --prices  LiteLLM's model_prices_and_context_window.json; the shipped price book without it
  --on      the day whose prices hold, such as 2026-11-26; the newest without it, but for those that are announced
  --dated   each request that has a timestamp at the prices of its day in UTC";

/// More than any request has.
const MOST_BYTES: u64 = 1024 * 1024;

fn main() -> ExitCode {
    let outcome = match options(std::env::args().skip(1)) {
        Ok(None) => Ok((writeln!(io::stdout(), "{USAGE}").is_err(), 0)),
        Ok(Some(options)) => Prices::read(&options).and_then(|prices| {
            let (input, length) = input();
            price(prices, BufReader::with_capacity(1 << 16, input), length).map_err(|error| error.to_string())
        }),
        Err(message) => Err(message),
    };
    match outcome {
        Ok((_, 0)) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Options {
    prices: Option<String>,
    on: Option<AsOf>,
    dated: bool,
}

/// None where the usage is asked for.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--prices" => options.prices = Some(value()?),
            "--on" => options.on = Some(value()?.parse().map_err(|error: Error| format!("--on: {error}"))?),
            "--dated" => options.dated = true,
            _ => return Err(format!("unknown argument {argument}\n{USAGE}")),
        }
    }
    if options.dated && options.on.is_some() {
        return Err(format!("--on and --dated exclude each other\n{USAGE}"));
    }
    Ok(Some(options))
}

/// Who is asked for the offer of a model.
enum Offers {
    Book(Box<Catalog>),
    List(Box<PriceList>),
}

struct Prices {
    offers: Offers,
    on: Option<AsOf>,
    /// Whether a request has the prices of its day.
    dated: bool,
    /// The one day whose prices a list has.
    list_day: Option<AsOf>,
    /// What has been asked before.
    known: HashMap<String, HashMap<Option<AsOf>, Result<Tariff, String>>>,
    free: HashMap<String, bool>,
}

impl Prices {
    fn read(options: &Options) -> Result<Self, String> {
        let mut list_day = None;
        let offers = match &options.prices {
            None => Offers::Book(Box::new(Catalog::builtin().map_err(|error| error.to_string())?)),
            Some(path) => {
                let wrong = |what: &dyn std::fmt::Display| format!("{path}:{what}");
                let text = std::fs::read_to_string(path).map_err(|error| wrong(&format!(" {error}")))?;
                let as_of = as_of(path).ok_or_else(|| wrong(&" its date cannot be read"))?;
                let stated = Source { document: path.clone(), as_of };
                if let Some(on) = options.on.filter(|on| *on < as_of) {
                    let message = format!(
                        " a list has the prices of one day only, the day the file was changed: {as_of}, which is after --on {on}"
                    );
                    return Err(wrong(&message));
                }
                list_day = Some(as_of);
                let list = PriceList::litellm(&text, &stated).map_err(|error| wrong(&error))?;
                if list.offers().is_empty() {
                    return Err(wrong(&" no row of it is an offer of tokens"));
                }
                Offers::List(Box::new(list))
            }
        };
        Ok(Self {
            offers,
            on: options.on,
            dated: options.dated,
            list_day,
            known: HashMap::new(),
            free: HashMap::new(),
        })
    }

    fn tariff(&mut self, model: &str, at: Option<Timestamp>) -> Result<&Tariff, String> {
        let day = at.filter(|_| self.dated).map(|at| AsOf::from(Offset::UTC.to_datetime(at).date()));
        let on = day.or(self.on);
        if let Some((on, listed)) = on.zip(self.list_day).filter(|(on, listed)| on < listed) {
            return Err(format!(
                "timestamp: a list has the prices of one day only, the day the file was changed: {listed}, which is after {on}"
            ));
        }
        if self.known.get(model).is_none_or(|days| !days.contains_key(&on)) {
            let tariff = self.offer(model).and_then(|offer| match on {
                Some(on) => offer.tariff_on(on),
                None => offer.newest_tariff(),
            });
            let days = self.known.entry(model.to_owned()).or_default();
            days.insert(on, tariff.map_err(|error| error.to_string()));
        }
        match self.known.get(model).and_then(|days| days.get(&on)) {
            Some(Ok(tariff)) => Ok(tariff),
            Some(Err(message)) => Err(message.clone()),
            None => Err(format!("no price of {model}")),
        }
    }

    /// Whether the list has a price of 0 for the tokens of a model.
    fn is_free(&mut self, model: &str) -> bool {
        if let Some(known) = self.free.get(model) {
            return *known;
        }
        let Offers::List(list) = &self.offers else { return false };
        let is_noted = |row: &str| {
            list.notes().iter().any(|note| note.kind == NoteKind::ListedAtZero && note.row == row)
        };
        let is_free = list.offer(model).is_ok_and(|offer| is_noted(offer.id()));
        self.free.insert(model.to_owned(), is_free);
        is_free
    }

    fn offer(&self, model: &str) -> Result<&Offer, Error> {
        match &self.offers {
            Offers::List(list) => list.offer(model),
            Offers::Book(book) => {
                let listed = book.find("offer", model)?;
                book.offer(listed.id).ok_or_else(|| breakeven::ErrorKind::Empty.into())
            }
        }
    }
}

/// The day on which a file was changed last: a list says no date itself.
fn as_of(path: &str) -> Option<AsOf> {
    let changed = std::fs::metadata(path).and_then(|about| about.modified()).ok()?;
    let at = Timestamp::try_from(changed).ok()?;
    Some(Offset::UTC.to_datetime(at).date().into())
}

/// Standard input with its length, where it has one; the bundled requests where there is nothing to read from.
fn input() -> (Box<dyn Read>, Option<u64>) {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;
        let about = io::stdin().as_fd().try_clone_to_owned().and_then(|file| File::from(file).metadata());
        if let Ok(about) = about {
            if about.file_type().is_char_device() && !io::stdin().is_terminal() {
                return (Box::new(SAMPLE.as_bytes()), None);
            }
            if about.is_file() {
                return (Box::new(io::stdin()), Some(about.len()));
            }
        }
    }
    (Box::new(io::stdin()), None)
}

/// Whether somebody stopped reading, and how many lines failed.
fn price(mut prices: Prices, mut input: impl BufRead, length: Option<u64>) -> io::Result<(bool, u64)> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut progress = Progress::new(length);
    let mut total = Total::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.by_ref().take(MOST_BYTES).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        total.lines += 1;
        let is_long = !line.ends_with(b"\n") && line.len() as u64 >= MOST_BYTES && skip_line(&mut input)?;
        let priced =
            if is_long { Err(format!("more than {MOST_BYTES} bytes")) } else { cost(&mut prices, &line) };
        let written = match priced {
            Ok((model, cost)) => {
                total.add(cost.total_usd);
                if cost.total_usd.is_zero() && prices.is_free(&model) {
                    total.listed_at_zero(&model);
                }
                write_cost(&mut out, total.lines, &model, &cost)
            }
            Err(message) => {
                total.failed += 1;
                writeln!(out, "{{\"line\":{},\"error\":{}}}", total.lines, json(&message))
            }
        };
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok((true, total.failed)),
            written => written?,
        }
        progress.step(read as u64, &total);
    }
    match out.flush() {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok((true, total.failed)),
        flushed => flushed?,
    }
    progress.end(&total);
    Ok((false, total.failed))
}

/// Past the end of a line that is too long.
fn skip_line(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (length, is_end) = (end.map_or(buffer.len(), |at| at + 1), end.is_some() || buffer.is_empty());
        input.consume(length);
        if is_end {
            return Ok(true);
        }
    }
}

fn cost(prices: &mut Prices, line: &[u8]) -> Result<(String, RequestCost), String> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let line = line.trim_start_matches('\u{feff}');
    let line = RequestLine::parse(line.trim_end_matches(['\n', '\r'])).map_err(|error| error.to_string())?;
    let request = line.request().map_err(|error| error.to_string())?;
    let cost = prices.tariff(line.model(), request.at)?.cost(&request).map_err(|error| error.to_string())?;
    Ok((line.model().to_owned(), cost))
}

fn write_cost(out: &mut impl Write, line: u64, model: &str, cost: &RequestCost) -> io::Result<()> {
    writeln!(
        out,
        "{{\"line\":{line},\"model\":{},\"cost_usd\":\"{}\",\"parts\":{{\"input_usd\":\"{}\",\"cached_input_usd\":\"{}\",\
         \"cache_write_usd\":\"{}\",\"output_usd\":\"{}\",\"reasoning_usd\":\"{}\"}}}}",
        json(model),
        Usd(cost.total_usd),
        Usd(cost.input_usd),
        Usd(cost.cached_input_usd),
        Usd(cost.cache_write_usd),
        Usd(cost.output_usd),
        Usd(cost.reasoning_usd),
    )
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// All digits of an amount, and nine decimals at least.
struct Usd(Decimal);

impl std::fmt::Display for Usd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = usize::try_from(self.0.scale()).unwrap_or(0).max(9);
        write!(f, "{:.decimals$}", self.0)
    }
}

#[derive(Default)]
struct Total {
    lines: u64,
    failed: u64,
    usd: Decimal,
    /// Some digits of the sum had no room any more.
    is_rounded: bool,
    /// Lines of models that the list has at 0, by model.
    at_zero: BTreeMap<String, u64>,
}

impl Total {
    fn listed_at_zero(&mut self, model: &str) {
        match self.at_zero.get_mut(model) {
            Some(lines) => *lines += 1,
            None => drop(self.at_zero.insert(model.to_owned(), 1)),
        }
    }

    /// What the list has at 0 is free, paid for otherwise or not known: it is said, and the first five models.
    fn said_at_zero(&self) -> Option<String> {
        const NAMED: usize = 5;
        let lines: u64 = self.at_zero.values().sum();
        let named: Vec<&str> = self.at_zero.keys().take(NAMED).map(String::as_str).collect();
        let more = self.at_zero.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (lines > 0)
            .then(|| format!("the list has a price of 0 for {lines} lines: {}{more}", named.join(", ")))
    }

    fn add(&mut self, cost: Decimal) {
        match self.usd.checked_add(cost) {
            Some(sum) => {
                self.is_rounded |= sum.scale() < self.usd.scale().max(cost.scale());
                self.usd = sum;
            }
            None => self.is_rounded = true,
        }
    }
}

/// A bar on a terminal, and the total at the end.
struct Progress {
    is_terminal: bool,
    length: Option<u64>,
    read: u64,
    began: Instant,
    shown: Duration,
}

impl Progress {
    fn new(length: Option<u64>) -> Self {
        let is_terminal = io::stderr().is_terminal();
        Self { is_terminal, length, read: 0, began: Instant::now(), shown: Duration::ZERO }
    }

    fn step(&mut self, bytes: u64, total: &Total) {
        self.read += bytes;
        if !self.is_terminal || !total.lines.is_multiple_of(4096) {
            return;
        }
        let elapsed = self.began.elapsed();
        if elapsed - self.shown < Duration::from_millis(100) {
            return;
        }
        self.shown = elapsed;
        let bar = self.length.filter(|length| *length > 0).map(|length| {
            let done = (self.read.saturating_mul(40) / length).min(40) as usize;
            format!("[{}{}] ", "#".repeat(done), "-".repeat(40 - done))
        });
        let _ = write!(
            io::stderr(),
            "\r{}{} lines, {} USD ",
            bar.unwrap_or_default(),
            total.lines,
            Usd(total.usd)
        );
    }

    fn end(&self, total: &Total) {
        let clear = if self.is_terminal { "\r\x1b[K" } else { "" };
        let rounded = if total.is_rounded { " (rounded: more than 28 digits)" } else { "" };
        let Total { lines, failed, usd, .. } = total;
        let _ =
            writeln!(io::stderr(), "{clear}total_usd {}{rounded}, {lines} lines, {failed} failed", Usd(*usd));
        if let Some(message) = total.said_at_zero() {
            let _ = writeln!(io::stderr(), "{message}");
        }
    }
}
