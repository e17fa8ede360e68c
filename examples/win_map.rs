//! Who is the cheapest, over two numbers at once: a map of letters.
//!
//! ```text
//! cargo run --release --example win_map -- [SCENARIO ALTERNATIVE,ALTERNATIVE,...]
//! ```
//!
//! Without arguments: GPT-4o, a bought server and rented accelerators of the bundled flagship. From left to right the
//! volume, from 0.1 to 100 billion tokens a month; from top to bottom the people who run a deployment, from none to 4.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command shows its answer")]

use breakeven::sweep::{Axis, Metric, Run, Sweep};
use breakeven::{Catalog, Decimal, Error, ErrorKind, Named, Scenario};
use std::process::ExitCode;

const FLAGSHIP: &str = include_str!("scenarios/03-flagship.toml");
const COLUMNS: usize = 73;
const ROWS: usize = 17;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, text, kept) = match &arguments[..] {
        [] => ("flagship", Ok(FLAGSHIP.to_owned()), "gpt-4o,bought,rented"),
        [scenario, kept] => (scenario.as_str(), std::fs::read_to_string(scenario), kept.as_str()),
        _ => {
            eprintln!("usage: win_map [SCENARIO ALTERNATIVE,ALTERNATIVE,...]");
            return ExitCode::from(2);
        }
    };
    let map = text.map_err(|error| error.to_string()).and_then(|text| {
        let kept: Vec<&str> = kept.split(',').collect();
        map(&text, &kept).map_err(|error| error.to_string())
    });
    match map {
        Ok(map) => {
            print!("{map}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{name}: {message}");
            ExitCode::from(2)
        }
    }
}

/// Those with some ids.
fn chosen<T: Clone>(all: &Named<T>, is_kept: impl Fn(&str) -> bool) -> Named<T> {
    all.iter().filter(|(id, _)| is_kept(id)).map(|(id, one)| (id, one.clone())).collect()
}

fn map(text: &str, kept: &[&str]) -> Result<String, Error> {
    let mut scenario = Scenario::parse(text)?;
    let everyone = scenario.clone().resolve(&Catalog::builtin()?)?;
    for id in kept {
        // The error says what was meant. Who is there and cannot serve a volume is never its cheapest.
        if let Err(error) = everyone.curve(id)
            && matches!(error.kind(), ErrorKind::NotFound { .. })
        {
            return Err(error);
        }
    }
    let is_kept = |id: &str| kept.contains(&id) || id == scenario.baseline;
    scenario.api = chosen(&scenario.api, is_kept);
    scenario.deployment = chosen(&scenario.deployment, is_kept);
    // A mix that is asked for needs its parts: what is missing is said when it is resolved.
    scenario.hybrid = chosen(&scenario.hybrid, is_kept);
    scenario.routed = chosen(&scenario.routed, is_kept);
    // Its own axes may name who is left out.
    scenario.sweep = None;
    let comparison = scenario.resolve(&Catalog::builtin()?)?;

    // One axis may move several numbers: the people of every deployment.
    let staffed = scenario.deployment.iter().filter(|(_, own)| own.people.is_some());
    let people: Vec<String> = staffed.map(|(id, _)| format!("deployment.{id}.people.run_fte")).collect();
    let mut axes = Vec::new();
    if let Some((first, others)) = people.split_first() {
        let axis = Axis::linear(first, Decimal::ZERO, 4.into(), ROWS);
        axes.push(others.iter().fold(axis, |axis, path| axis.and(path)));
    }
    let (least, most) = (100_000_000.into(), 100_000_000_000_u64.into());
    axes.push(Axis::logarithmic("workload.tokens_per_month", least, most, COLUMNS));
    let sweep = Sweep::new(&comparison, &[Metric::Cheapest], &axes)?;
    let mut winners = vec![0.0; usize::try_from(sweep.len()).unwrap_or(0)];
    sweep.write(&Run::new(), &mut [&mut winners])?;

    let ids: Vec<&str> = comparison.alternatives().collect();
    let mut page = String::from("Who is the cheapest\n\n");
    for (row, line) in winners.chunks(COLUMNS).enumerate() {
        let fte = 4.0 * row as f64 / (ROWS - 1) as f64;
        let letters: String = line.iter().map(|winner| letter(*winner)).collect();
        page.push_str(&format!("{fte:4.2} people  {letters}\n"));
    }
    page.push_str(&format!("             0.1{:>23}{:>24}{:>23}  Gtok a month\n\n", 1, 10, 100));
    for (at, id) in ids.iter().enumerate() {
        page.push_str(&format!("{} {id}\n", letter(at as f64)));
    }
    Ok(page)
}

/// A to Z and a to z for an alternative, and a dot where none can serve the volume.
fn letter(winner: f64) -> char {
    let mut letters = ('A'..='Z').chain('a'..='z');
    if winner.is_nan() { '.' } else { letters.nth(winner as usize).unwrap_or('?') }
}
