//! What one workload costs under every offer, the cheapest first, with the date of each price.
//!
//! ```text
//! cargo run --release --example compare_prices -- [--prices LITELLM.json] [--on DATE] [LOG.csv | LOG.jsonl]
//! ```
//!
//! The workload is a usage log: CSV with the columns `timestamp, model, prompt_tokens, cached_tokens, completion_tokens`, or the same as JSON
//! lines; a bundled one without it. Each offer of the shipped book, or of LiteLLM's list, is asked what these requests would have cost.
//! Token counts are taken as they are, whichever tokenizer has counted them. An offer that does not take the longest prompt is marked, and
//! comes after those that do, as one that has ended does. An offer that cannot say (it sells no batch, or has a threshold at which the
//! log is not split) is listed with the reason; one that has a price of 0 comes last. Exit 2 when something cannot be read.

use breakeven::{AsOf, Catalog, Decimal, Error, Offer, PriceList, Source, UsageLog};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, Write as _};
use std::process::ExitCode;

const SAMPLE: &str = include_str!("usage.csv");
const USAGE: &str = "usage: compare_prices [--prices LITELLM.json] [--on DATE] [LOG.csv | LOG.jsonl]
  --prices  LiteLLM's model_prices_and_context_window.json; the shipped price book without it
  --on      the day whose prices hold, such as 2026-11-26; the newest without it, but for those that are announced
  LOG       requests with their times; the bundled log without one";

fn main() -> ExitCode {
    match run() {
        Ok(answer) => {
            // A reader that has seen enough, such as `head`, closes the pipe: not an error.
            let _ = io::stdout().write_all(answer.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<String, String> {
    let (mut prices, mut on, mut log) = (None, None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(format!("{USAGE}\n")),
            "--prices" => prices = Some(value()?),
            "--on" => on = Some(value()?.parse::<AsOf>().map_err(|error| format!("--on: {error}"))?),
            flag if flag.starts_with('-') => return Err(format!("unknown option {flag}\n{USAGE}")),
            _ if log.is_some() => return Err(format!("one log at a time\n{USAGE}")),
            _ => log = Some(argument),
        }
    }
    let log = read_log(log.as_deref())?;
    let (book, refused) = match &prices {
        None => (Catalog::builtin().map_err(|error| error.to_string())?, 0),
        Some(path) => {
            let list = read_list(path)?;
            let refused = list.refused().len();
            (list.into_catalog(), refused)
        }
    };
    let offers: Vec<&Offer> = book.offer_ids().filter_map(|id| book.offer(id)).collect();
    let mut text = compare(&log, &offers, on);
    if refused > 0 {
        let _ = writeln!(
            text,
            "\n{refused} rows of the list are not taken: no tokens of text, or no price that can be read"
        );
    }
    let ignored: Vec<&str> = log.ignored_columns().collect();
    if !ignored.is_empty() {
        let _ = writeln!(text, "\ncolumns of the log that have no say: {}", ignored.join(", "));
    }
    Ok(text)
}

fn read_log(path: Option<&str>) -> Result<UsageLog, String> {
    let mut log = UsageLog::new();
    let name = path.unwrap_or("the bundled log");
    let wrong = |error: &dyn std::fmt::Display| format!("{name}: {error}");
    match path {
        None => log.read_csv(SAMPLE.as_bytes()).map_err(|error| wrong(&error))?,
        Some(path) => {
            let input = BufReader::with_capacity(1 << 16, File::open(path).map_err(|error| wrong(&error))?);
            let name = path.to_lowercase();
            let is_json = [".jsonl", ".ndjson", ".json"].iter().any(|ending| name.ends_with(ending));
            let read = if is_json { log.read_jsonl(input) } else { log.read_csv(input) };
            read.map_err(|error| wrong(&error))?;
        }
    }
    match log.refused().first() {
        [] if log.requests() == 0 => Err(wrong(&"there is no request in it")),
        [] => Ok(log),
        [first, ..] => {
            let message = format!(
                "{} of its lines are no requests; line {}: {}",
                log.refused().count(),
                first.line,
                first.reason
            );
            Err(wrong(&message))
        }
    }
}

fn read_list(path: &str) -> Result<PriceList, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("{path}: {error}");
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    let changed =
        std::fs::metadata(path).and_then(|about| about.modified()).map_err(|error| wrong(&error))?;
    let at = breakeven::jiff::Timestamp::try_from(changed).map_err(|error| wrong(&error))?;
    let as_of = breakeven::jiff::tz::Offset::UTC.to_datetime(at).date().into();
    PriceList::litellm(&text, &Source { document: path.to_owned(), as_of }).map_err(|error| wrong(&error))
}

fn compare(log: &UsageLog, offers: &[&Offer], on: Option<AsOf>) -> String {
    let mut priced: Vec<(Decimal, AsOf, &Offer)> = Vec::new();
    let mut partly_free: Vec<&str> = Vec::new();
    let mut others: Vec<(&Offer, Error)> = Vec::new();
    for offer in offers {
        let tariff = on.map_or_else(|| offer.newest_tariff(), |on| offer.tariff_on(on));
        match tariff.and_then(|tariff| Ok((log.bill(&tariff)?, tariff.as_of()))) {
            Ok((bill, as_of)) => {
                let prompts = bill.input_usd + bill.cached_input_usd + bill.cache_write_usd;
                if prompts.is_zero() || (bill.output_usd + bill.reasoning_usd).is_zero() {
                    partly_free.push(offer.id());
                }
                priced.push((bill.total_usd, as_of, offer));
            }
            Err(error) => others.push((offer, error)),
        }
    }
    // An offer that has ended says what the log would have cost, and is no price to switch to.
    let today = on.or(priced.iter().map(|(_, as_of, _)| *as_of).max());
    let ended = |offer: &Offer| offer.retires_on().filter(|end| today.is_some_and(|today| *end < today));
    let longest = log.longest_prompt_tokens();
    let too_short = |offer: &Offer| offer.maximum_prompt_tokens().filter(|most| *most < longest);
    // A part that all have at 0 is one that the log does not have.
    let is_said = partly_free.len() < priced.len();
    // What is listed at 0 is free, paid for otherwise or not known: no answer to what is cheapest.
    let rank = |usd: &Decimal, offer: &Offer| {
        let is_free = usd.is_zero() || (is_said && partly_free.contains(&offer.id()));
        (is_free, ended(offer).is_some(), too_short(offer).is_some())
    };
    priced.sort_by(|a, b| {
        (rank(&a.0, a.2), a.0.is_zero(), a.0, a.2.id()).cmp(&(rank(&b.0, b.2), b.0.is_zero(), b.0, b.2.id()))
    });
    let cheapest = priced.first().map(|(usd, ..)| *usd);
    let width = priced.iter().map(|(_, _, offer)| offer.id().len()).max().unwrap_or(5);
    let mut text =
        format!("{} requests, {} tokens of prompts and visible answers\n\n", log.requests(), log.tokens());
    let _ = writeln!(text, "{:<width$}  {:>16}  {:>9}  price of", "offer", "USD", "cheapest");
    for (usd, as_of, offer) in &priced {
        let times = cheapest.and_then(|cheapest| usd.checked_div(cheapest));
        let times = times.filter(|_| !usd.is_zero()).map_or(String::new(), |times| format!("{times:.2}x"));
        let short = too_short(offer).map_or(String::new(), |most| format!("  too short: {most}"));
        let until = ended(offer).map_or(String::new(), |end| format!("  ended {end}"));
        let _ =
            writeln!(text, "{:<width$}  {:>16}  {times:>9}  {as_of}{until}{short}", offer.id(), shown(*usd));
    }
    if !others.is_empty() {
        let _ = writeln!(text, "\nno answer from {} offers:", others.len());
    }
    for (offer, error) in others.iter().take(20) {
        let _ = writeln!(text, "  {}: {}", offer.id(), error.kind());
    }
    if others.len() > 20 {
        let _ = writeln!(text, "  and {} more", others.len() - 20);
    }
    text
}

/// Six decimals, or as many as three digits of a smaller amount need, half to even.
fn shown(usd: Decimal) -> String {
    let mut decimals = 6;
    let mut bound = Decimal::new(1, 4);
    while decimals < 24 && !usd.is_zero() && usd < bound {
        (decimals, bound) = (decimals + 1, bound / Decimal::TEN);
    }
    let places = usize::try_from(decimals).unwrap_or(6);
    format!("{:.places$}", usd.round_dp(decimals))
}
