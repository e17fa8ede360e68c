//! Ask a million what-ifs: the `[sweep]` table of a scenario.
//!
//! ```text
//! cargo run --release --example sweep -- [--threads N] [--csv FILE] [SCENARIO | -]
//! ```
//!
//! Prints the axes, and of each metric its mean, its extremes with the point they are at, and its spread. A scenario is
//! TOML, or JSON when its first character is `{`; `-` reads it from standard input; without one,
//! `examples/what_ifs.toml` is asked. `--csv` writes one row a point, whole or not at all. Exit 0 with the summary on
//! standard output; exit 2 with a message on standard error and nothing on standard output.

#![allow(clippy::print_stderr, reason = "a bar of progress stands on standard error")]

mod command;

use breakeven::sweep::{Block, Extreme, Metric, Quantiles, Run, Shares, Sink, Summary, Sweep};
use breakeven::{Catalog, Comparison, Error, Scenario};
use command::Question;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

const WHAT_IFS: &str = include_str!("what_ifs.toml");
const USAGE: &str = "usage: sweep [--threads N] [--csv FILE] [SCENARIO | -]
  --threads N  work on N threads, from 1 to 1024; all cores without it
  --csv FILE   write one row a point: the axes, then the metrics; `cheapest` is the place of the alternative, from 0: APIs
               first, then deployments, hybrids and routed mixes, each kind by its ids
  SCENARIO     a TOML or JSON file with a [sweep] table; - for standard input; the bundled one without";

/// The most numbers of a CSV file: some 50 GB of text.
const MOST_NUMBERS: u64 = 1 << 32;

/// Points of a CSV file whose values are in memory at once.
const POINTS_AT_ONCE: u64 = 1 << 18;

fn main() -> ExitCode {
    command::exit(run())
}

#[derive(Default)]
struct Options {
    threads: Option<usize>,
    csv: Option<PathBuf>,
    help: bool,
    scenario: Option<String>,
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => {
                let number = arguments.next().unwrap_or_default();
                let threads = number.parse().ok().filter(|threads| (1..=1024).contains(threads));
                let Some(threads) = threads else {
                    return Err(format!("--threads takes a number from 1 to 1024, not `{number}`\n{USAGE}"));
                };
                options.threads = Some(threads);
            }
            "--csv" => {
                let file = arguments.next().filter(|file| !file.is_empty());
                options.csv = Some(file.ok_or_else(|| format!("--csv takes a file\n{USAGE}"))?.into());
            }
            "--help" | "-h" => options.help = true,
            flag if flag.starts_with('-') && flag != "-" => {
                return Err(format!("unknown option {flag}\n{USAGE}"));
            }
            _ if options.scenario.is_some() => return Err(format!("one scenario at a time\n{USAGE}")),
            _ => options.scenario = Some(argument),
        }
    }
    Ok(options)
}

fn run() -> Result<String, String> {
    let options = options(std::env::args().skip(1))?;
    if options.help {
        return Ok(format!("{USAGE}\n"));
    }
    let question = Question::read(options.scenario.as_deref(), ("what_ifs", WHAT_IFS))?;
    let asked = Asked::of(&question.text).map_err(|error| question.said(error))?;
    let csv = match &options.csv {
        Some(path) => Some(asked.check_csv(path).map_err(|error| format!("{}: {error}", path.display()))?),
        None => None,
    };
    let threads = options.threads.or_else(|| std::thread::available_parallelism().ok().map(usize::from));
    let threads = threads.unwrap_or(1);
    let found = {
        let bar = Bar::new(if options.csv.is_some() { "summing up" } else { "asking" });
        asked
            .reduce(&bar.watch(&|done, all| bar.show(done, all), threads))
            .map_err(|error| question.said(error))?
    };
    let summary = asked.summary(&found);
    if let Some(path) = &csv {
        let bar = Bar::new("writing");
        asked.write_csv(threads, &bar, path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(summary)
}

/// A line on standard error that grows, where that is a terminal.
struct Bar {
    what: &'static str,
    shown: bool,
    /// Of the steps of 2 percent those that stand there, and one more.
    steps: AtomicU64,
}

impl Bar {
    fn new(what: &'static str) -> Self {
        Self { what, shown: io::stderr().is_terminal(), steps: AtomicU64::new(0) }
    }

    /// A run that reports to this bar.
    fn watch<'a>(&self, progress: &'a (dyn Fn(u64, u64) + Sync), threads: usize) -> Run<'a> {
        let run = Run::new().threads(threads);
        if self.shown { run.progress(progress) } else { run }
    }

    fn show(&self, done: u64, all: u64) {
        if !self.shown {
            return;
        }
        let steps = u64::try_from(u128::from(done) * 50 / u128::from(all.max(1))).unwrap_or(50);
        // Reports of several threads may come out of order.
        if self.steps.fetch_max(steps + 1, Ordering::Relaxed) <= steps {
            let filled = usize::try_from(steps).unwrap_or(50);
            eprint!("\r{} [{:<50}] {:3}%", self.what, "#".repeat(filled), steps * 2);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r{:80}\r", "");
        }
    }
}

/// What is known of one metric.
struct Found {
    summary: Summary,
    quantiles: Quantiles,
    /// Of the cheapest alternative only.
    shares: Option<Shares>,
}

/// One sink for all metrics.
struct All(Vec<Found>);

impl Sink for All {
    fn fresh(&self) -> Self {
        let fresh = |found: &Found| Found {
            summary: found.summary.fresh(),
            quantiles: found.quantiles.fresh(),
            shares: found.shares.as_ref().map(Sink::fresh),
        };
        Self(self.0.iter().map(fresh).collect())
    }

    fn take(&mut self, block: &mut Block<'_>) {
        for found in &mut self.0 {
            match &mut found.shares {
                Some(shares) => shares.take(block),
                None => {
                    found.summary.take(block);
                    found.quantiles.take(block);
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (mine, other) in self.0.iter_mut().zip(other.0) {
            mine.summary.merge(other.summary);
            mine.quantiles.merge(other.quantiles);
            if let (Some(mine), Some(other)) = (&mut mine.shares, other.shares) {
                mine.merge(other);
            }
        }
    }
}

/// A scenario and its sweep.
struct Asked {
    question: Option<String>,
    alternatives: Vec<String>,
    metrics: Vec<Metric>,
    sweep: Sweep<'static>,
}

impl Asked {
    fn of(text: &str) -> Result<Self, Error> {
        let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
        let sweep = Sweep::of_scenario(&comparison)?;
        let scenario = Scenario::parse(text)?;
        let metrics = scenario.sweep.map(|table| table.metrics).unwrap_or_default();
        let alternatives = comparison.alternatives().map(str::to_owned).collect();
        Ok(Self { question: scenario.question, alternatives, metrics, sweep })
    }

    fn reduce(&self, run: &Run<'_>) -> Result<Vec<Found>, Error> {
        let found = self.metrics.iter().enumerate().map(|(at, metric)| Found {
            summary: Summary::of(at),
            quantiles: Quantiles::of(at),
            shares: (*metric == Metric::Cheapest).then(|| Shares::of(at)),
        });
        self.sweep.reduce(run, All(found.collect())).map(|all| all.0)
    }

    fn summary(&self, found: &[Found]) -> String {
        let mut page = String::new();
        if let Some(question) = &self.question {
            page += &format!("{question}\n\n");
        }
        let points = self.sweep.len();
        let count = self.sweep.axes().count();
        page += &format!("{} points: every combination of {count} axes\n\n", grouped(points as f64));
        let (first, last) = (self.sweep.point(0), self.sweep.point(points.saturating_sub(1)));
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        let mut rows = vec![["axis", "from", "to", "values"].map(str::to_owned).to_vec()];
        let lengths: Vec<usize> = self.sweep.lengths().collect();
        self.rows_of_point(&mut rows, "", [&first, &last], |at| lengths.get(at).map(usize::to_string));
        page += &table(&rows);
        for (metric, found) in self.metrics.iter().zip(found) {
            page += &format!("\n{}{}\n", title(metric), unit(metric));
            page += &match &found.shares {
                Some(shares) => self.wins(shares),
                None => self.numbers(metric, found),
            };
        }
        page
    }

    /// How often each alternative is the cheapest, the most frequent first.
    fn wins(&self, shares: &Shares) -> String {
        let mut order: Vec<(usize, &String)> = self.alternatives.iter().enumerate().collect();
        order.sort_by_key(|(at, _)| std::cmp::Reverse(shares.count(*at)));
        let row = |name: &str, count: u64| {
            vec![name.to_owned(), grouped(count as f64), percent(count, self.sweep.len())]
        };
        let mut rows: Vec<Vec<String>> =
            order.into_iter().map(|(at, name)| row(name, shares.count(at))).collect();
        if shares.missing() > 0 {
            rows.push(row("nobody can serve it", shares.missing()));
        }
        table(&rows)
    }

    fn numbers(&self, metric: &Metric, found: &Found) -> String {
        let (summary, points) = (&found.summary, self.sweep.len());
        let count = |count: u64| grouped(count as f64);
        let mut rows = vec![
            vec!["points with a value".to_owned(), count(summary.count)],
            vec![without(metric).to_owned(), count(summary.missing)],
        ];
        let (Some(least), Some(most)) = (summary.minimum(), summary.maximum()) else { return table(&rows) };
        if matches!(metric, Metric::Saving { .. } | Metric::Npv { .. }) {
            rows.push(vec!["above 0".to_owned(), count(summary.positive), percent(summary.positive, points)]);
        }
        let mean = summary.mean().map_or("out of range".to_owned(), shown);
        rows.push(vec!["mean".to_owned(), mean]);
        for share in [0.05, 0.50, 0.95] {
            // The value is known to a thousandth.
            if let Some((low, high)) = found.quantiles.at(share) {
                let value = ((low + high) / 2.0).clamp(least.value, most.value);
                let name = format!("{:.0}% are at most", share * 100.0);
                rows.push(vec![name, format!("about {}", shown(three_digits(value)))]);
            }
        }
        let point = |extreme: Extreme| self.sweep.point(extreme.index).unwrap_or_default();
        let mut extremes = vec![
            vec![String::new(), "minimum".to_owned(), "maximum".to_owned()],
            vec!["value".to_owned(), shown(least.value), shown(most.value)],
        ];
        self.rows_of_point(&mut extremes, "at ", [&point(least), &point(most)], |_| None);
        table(&rows) + &table(&extremes)
    }

    /// A row for each number of two points: those that move with another are indented, those that take the same value are
    /// named alone. `more` is one more cell of an axis.
    fn rows_of_point(
        &self,
        rows: &mut Vec<Vec<String>>,
        title: &str,
        points: [&[f64]; 2],
        more: impl Fn(usize) -> Option<String>,
    ) {
        let paths: Vec<&str> = self.sweep.paths().collect();
        for axis in self.sweep.axes() {
            for at in axis.clone() {
                let values = points.map(|point| point.get(at).copied().map_or(String::new(), plain));
                let (title, more) = if at == axis.start { (title, more(at)) } else { ("  with ", None) };
                let mut names = paths.get(at).copied().unwrap_or_default().split(" and ");
                let name = format!("{title}{}", names.next().unwrap_or_default());
                rows.push([name].into_iter().chain(values).chain(more).collect());
                rows.extend(names.map(|path| vec![format!("  and {path}")]));
            }
        }
    }

    /// The file that all points are written to: behind a link what it points to, so that the link stays.
    fn check_csv(&self, path: &Path) -> Result<PathBuf, String> {
        let is_link = path.symlink_metadata().is_ok_and(|there| there.is_symlink());
        let path = if is_link {
            path.canonicalize().map_err(|error| format!("a link to no file: {error}"))?
        } else {
            path.to_owned()
        };
        // A device or a pipe would be replaced by a file.
        if path.metadata().is_ok_and(|there| !there.is_file()) {
            return Err("not a plain file".to_owned());
        }
        let numbers = self.sweep.len().saturating_mul(self.metrics.len() as u64);
        if numbers > MOST_NUMBERS {
            return Err(format!(
                "{} points of {} metrics are more than a file of {} numbers holds; write fewer",
                grouped(self.sweep.len() as f64),
                self.metrics.len(),
                grouped(MOST_NUMBERS as f64)
            ));
        }
        Ok(path)
    }

    /// Writes a temporary file beside the path and puts it in its place when it is whole.
    fn write_csv(&self, threads: usize, bar: &Bar, path: &Path) -> Result<(), String> {
        let name = path.file_name().ok_or("not a name of a file")?;
        let part = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        // An old one of a process of the same id is nobody's; one that somebody makes in between is not written to.
        let _ = std::fs::remove_file(&part);
        let file = File::create_new(&part).map_err(|error| error.to_string())?;
        let written = self
            .write_rows(threads, bar, BufWriter::new(file))
            .and_then(|()| std::fs::rename(&part, path).map_err(|error| error.to_string()));
        if written.is_err() {
            // What is said is why the file is not there, not that its rest could not be removed.
            let _ = std::fs::remove_file(&part);
        }
        written
    }

    fn write_rows(&self, threads: usize, bar: &Bar, mut file: BufWriter<File>) -> Result<(), String> {
        let run = Run::new().threads(threads);
        let names = self.sweep.paths().map(str::to_owned).chain(self.metrics.iter().map(title));
        let header = names.collect::<Vec<String>>().join(",");
        writeln!(file, "{header}").map_err(|error| error.to_string())?;
        let mut columns = vec![Vec::new(); self.metrics.len()];
        let points = self.sweep.len();
        for from in (0..points).step_by(POINTS_AT_ONCE as usize) {
            let end = points.min(from.saturating_add(POINTS_AT_ONCE));
            columns.iter_mut().for_each(|column| column.resize((end - from) as usize, f64::NAN));
            let mut slices: Vec<&mut [f64]> = columns.iter_mut().map(Vec::as_mut_slice).collect();
            self.sweep.write_range(from..end, &run, &mut slices).map_err(|error| error.to_string())?;
            for (at, index) in (from..end).enumerate() {
                let point = self.sweep.point(index).unwrap_or_default().into_iter();
                let values = columns.iter().map(|column| column.get(at).copied().unwrap_or(f64::NAN));
                let cells = point
                    .chain(values)
                    .map(|value| if value.is_nan() { String::new() } else { value.to_string() });
                let line = cells.collect::<Vec<String>>().join(",");
                writeln!(file, "{line}").map_err(|error| error.to_string())?;
            }
            bar.show(end, points);
        }
        let file = file.into_inner().map_err(|error| error.to_string())?;
        file.sync_all().map_err(|error| error.to_string())
    }
}

/// The name of a metric; no comma is in it.
fn title(metric: &Metric) -> String {
    let name = metric.name().replace('_', " ");
    match metric.alternatives() {
        (Some(of), Some(against)) => format!("{name} of {of} against {against}"),
        (Some(of), None) => format!("{name} of {of}"),
        _ => name,
    }
}

/// What its values count.
fn unit(metric: &Metric) -> &'static str {
    match metric {
        Metric::Cost(_) | Metric::Saving { .. } => ", USD a month",
        Metric::CostPerMtok(_) => ", USD per million tokens",
        Metric::Npv { .. } => ", USD over the study",
        Metric::BreakEven { .. } | Metric::AlwaysFrom { .. } => ", tokens a month",
        _ => "",
    }
}

/// What it means that a point has no value.
fn without(metric: &Metric) -> &'static str {
    match metric {
        Metric::BreakEven { .. } | Metric::AlwaysFrom { .. } => "never",
        Metric::PaybackMonth { .. } => "not within the study",
        _ => "without",
    }
}

/// A number as it is.
fn plain(value: f64) -> String {
    if value.abs() >= 10_000.0 && value.fract() == 0.0 { grouped(value) } else { value.to_string() }
}

/// A number to be read: whole from 1,000 on, else to four digits.
fn shown(value: f64) -> String {
    let size = value.abs();
    if size >= 1000.0 {
        return grouped(value);
    }
    let digits =
        if size >= 100.0 || value == 0.0 { 1 } else { (3.0 - size.log10().floor()).clamp(1.0, 9.0) as usize };
    let text = format!("{value:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Whole, with a comma at every thousand.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && text != "0" { format!("-{text}") } else { text }
}

fn percent(count: u64, of: u64) -> String {
    format!("{:.1}%", 100.0 * count as f64 / of.max(1) as f64)
}

/// Columns one below the other: names to the left, numbers to the right.
fn table(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter(|row| column == 0 || row.len() > 1).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let width = *width;
            if column == 0 { format!("  {cell:<width$}") } else { format!("  {cell:>width$}") }
        });
        text += cells.collect::<String>().trim_end();
        text.push('\n');
    }
    text
}
