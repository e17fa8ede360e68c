//! Who is the cheapest at every volume?
//!
//! ```text
//! cargo run --release --example envelope -- [--all] [--of ID,ID,...] [SCENARIO | -]
//! ```
//!
//! Prints the ranges of volumes on which one alternative is the cheapest, in whole tokens and in requests, with the exact
//! volumes at which the cheapest changes: among all alternatives, and then, where self-hosting is not the cheapest anywhere,
//! among today's and those. A scenario is TOML, or JSON when its first character is `{`; `-` reads it from
//! standard input; without one, the bundled flagship is asked. Exit 0 with the table on standard output; exit 2 with a
//! message on standard error and nothing on standard output when the scenario is malformed or no alternative can serve
//! any volume.

mod command;

use breakeven::{Catalog, CheapestByVolume, CheapestRange, Comparison, Decimal, Error, Scenario};
use command::Question;
use std::fmt::Write as _;
use std::process::ExitCode;

const FLAGSHIP: &str = include_str!("scenarios/03-flagship.toml");
const USAGE: &str = "usage: envelope [--all] [--of ID,ID,...] [SCENARIO | -]
  --all     every range; the first 40 and the one of the scenario's volume without it
  --of      among these alternatives only
  SCENARIO  a TOML or JSON file; - for standard input; the bundled flagship without one";

/// Ranges that are shown without `--all`.
const SHOWN: usize = 40;

fn main() -> ExitCode {
    command::exit(run())
}

#[derive(Default)]
struct Options {
    all: bool,
    of: Option<Vec<String>>,
}

fn run() -> Result<String, String> {
    let (mut options, mut scenario) = (Options::default(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--all" => options.all = true,
            "--of" => {
                let ids = arguments.next().filter(|ids| !ids.is_empty());
                let ids = ids.ok_or_else(|| format!("--of takes ids of alternatives\n{USAGE}"))?;
                options.of = Some(ids.split(',').map(str::to_owned).collect());
            }
            "--help" | "-h" => return Ok(format!("{USAGE}\n")),
            flag if flag.starts_with('-') && flag != "-" => {
                return Err(format!("unknown option {flag}\n{USAGE}"));
            }
            _ if scenario.is_some() => return Err(format!("one scenario at a time\n{USAGE}")),
            _ => scenario = Some(argument),
        }
    }
    let question = Question::read(scenario.as_deref(), ("flagship", FLAGSHIP))?;
    show(&question.text, &options).map_err(|error| question.said(error))
}

fn show(text: &str, options: &Options) -> Result<String, Error> {
    let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    let asked = comparison.volume()?;
    let mut out = format!(
        "Who is the cheapest at which monthly volume, at the prices of month 1\nasked for (>): {} tokens, {} requests\n",
        grouped(asked.tokens_per_month.into()),
        places(asked.requests_per_month, 2)
    );
    let page = Page { comparison: &comparison, own: asked.tokens_per_month, all: options.all };
    if let Some(ids) = &options.of {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        page.write(&mut out, &format!("Of {}", ids.join(", ")), &comparison.envelope_of(&ids)?)?;
        return Ok(out);
    }
    let found = comparison.envelope()?;
    page.write(&mut out, "Of all alternatives", &found)?;
    let scenario = Scenario::parse(text)?;
    let own: Vec<&str> = scenario.deployment.iter().map(|(id, _)| id).collect();
    let wins = |id: &&str| found.ranges.iter().any(|range| range.cheapest.iter().any(|one| one == id));
    if own.is_empty() || own.iter().any(wins) {
        return Ok(out);
    }
    let mut ids = own;
    if !ids.contains(&scenario.baseline.as_str()) {
        ids.insert(0, &scenario.baseline);
    }
    match comparison.envelope_of(&ids) {
        Ok(found) => page.write(&mut out, "Of self-hosting and what is used today", &found)?,
        Err(error) => {
            let _ = writeln!(out, "\nOf self-hosting and what is used today\n\n{error}");
        }
    }
    Ok(out)
}

const HEAD: [&str; 6] = ["", "cheapest", "from tokens", "to tokens", "from requests", "USD/month at the end"];

/// What all tables are of.
struct Page<'a> {
    comparison: &'a Comparison,
    own: u64,
    all: bool,
}

impl Page<'_> {
    fn write(&self, out: &mut String, title: &str, found: &CheapestByVolume) -> Result<(), Error> {
        let _ = writeln!(out, "\n{title}\n");
        let mut rows = vec![HEAD.map(str::to_owned)];
        let mut hidden = 0_usize;
        for range in &found.ranges {
            let Some((first, last)) = range.whole_tokens() else { continue };
            let is_own = first <= self.own && last.is_none_or(|last| self.own <= last);
            if self.all || rows.len() <= SHOWN || is_own {
                rows.push(self.row(found, range, (first, last), is_own)?);
            } else {
                hidden += 1;
            }
        }
        table(out, &rows);
        if hidden > 0 {
            let _ = writeln!(out, "and {hidden} more ranges: --all shows them");
        }
        if !found.complete {
            out.push_str("nothing is said of larger volumes: the curves have too many jumps\n");
        }
        self.switches(out, found);
        self.capacities(out, found)?;
        for one in &found.left_out {
            let _ = writeln!(out, "\n{} is left out ({}): {}", one.id, one.limited_by, one.reason);
        }
        Ok(())
    }

    fn row(
        &self,
        found: &CheapestByVolume,
        range: &CheapestRange,
        (first, last): (u64, Option<u64>),
        is_own: bool,
    ) -> Result<[String; 6], Error> {
        let cost = match (range.cheapest.first(), last) {
            (Some(id), Some(last)) => places(self.comparison.curve(id)?.cost(last)?.amount(), 2),
            _ => "-".to_owned(),
        };
        Ok([
            if is_own { ">" } else { "" }.to_owned(),
            who(range),
            grouped(first.into()),
            last.map_or_else(|| "no end".to_owned(), |last| grouped(last.into())),
            places(Decimal::from(first) / found.tokens_per_request, 2),
            cost,
        ])
    }

    /// Where the cheapest changes, with every digit there is.
    fn switches(&self, out: &mut String, found: &CheapestByVolume) {
        let shown = if self.all { usize::MAX } else { SHOWN };
        let pairs: Vec<_> = found.ranges.iter().zip(found.ranges.iter().skip(1)).collect();
        if pairs.is_empty() {
            return;
        }
        out.push_str("\nthe exact volumes at which it changes:\n\n");
        let mut rows = vec![["from", "to", "tokens", "requests"].map(str::to_owned)];
        rows.extend(pairs.iter().take(shown).map(|(before, after)| {
            let requests = (after.from / found.tokens_per_request).normalize();
            [who(before), who(after), after.from.normalize().to_string(), requests.to_string()]
        }));
        table(out, &rows);
        if pairs.len() > shown {
            let _ = writeln!(out, "and {} more", pairs.len() - shown);
        }
    }

    fn capacities(&self, out: &mut String, found: &CheapestByVolume) -> Result<(), Error> {
        let mut rows = vec![["serves at most", "tokens", "requests"].map(str::to_owned)];
        for id in &found.compared {
            if let Some(most) = self.comparison.curve(id)?.capacity()? {
                let requests = places(Decimal::from(most) / found.tokens_per_request, 2);
                rows.push([id.clone(), grouped(most.into()), requests]);
            }
        }
        if rows.len() > 1 {
            out.push('\n');
            table(out, &rows);
        }
        Ok(())
    }
}

fn who(range: &CheapestRange) -> String {
    if range.cheapest.is_empty() { "no one can serve".to_owned() } else { range.cheapest.join(" = ") }
}

/// Columns that line up: words to the left, numbers to the right.
fn table<const N: usize>(out: &mut String, rows: &[[String; N]]) {
    let widths: Vec<usize> = (0..N)
        .map(|at| {
            rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let is_number = |at: usize| {
        let starts = |row: &[String; N]| {
            row.get(at).is_some_and(|cell| cell.starts_with(|c: char| c.is_ascii_digit()))
        };
        rows.iter().skip(1).any(starts)
    };
    let numbers: Vec<bool> = (0..N).map(is_number).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).zip(&numbers).map(|((cell, width), is_number)| {
            if *is_number { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn places(value: Decimal, decimals: u32) -> String {
    grouped(value.round_dp(decimals))
}

/// With commas between thousands.
fn grouped(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}
