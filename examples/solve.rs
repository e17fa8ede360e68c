//! At which value of a number do two alternatives cost the same?
//!
//! ```text
//! cargo run --release --example solve -- [SCENARIO | -] [--for PATH] [--challenger ID] [--incumbent ID]
//! ```
//!
//! Without a path, every number that makes them change places; without a scenario, the bundled flagship; without ids, the
//! best self-hosted alternative against the baseline. Exit 0 with an answer on standard output, 2 with a message on standard
//! error.

mod command;

use breakeven::{Catalog, Cheaper, Comparison, Decimal, Error, Root, Solution, Stretch};
use command::Question;
use std::fmt::Write as _;
use std::process::ExitCode;

const FLAGSHIP: &str = include_str!("scenarios/03-flagship.toml");
const USAGE: &str = "usage: solve [SCENARIO | -] [--for PATH] [--challenger ID] [--incumbent ID]
  --for PATH       the number, as the answer's assumptions name it: facility.electricity_usd_per_kwh;
                   without it, every number that makes the two change places
  --challenger ID  the alternative that would have to pay off; the best self-hosted one without it
  --incumbent ID   the one that it is measured against; the baseline without it";

/// Stretches that are shown, nearest to the scenario.
const SHOWN: usize = 12;

fn main() -> ExitCode {
    command::exit(run())
}

#[derive(Default)]
struct Options {
    scenario: Option<String>,
    path: Option<String>,
    challenger: Option<String>,
    incumbent: Option<String>,
    help: bool,
}

fn run() -> Result<String, String> {
    let options = options(std::env::args().skip(1))?;
    if options.help {
        return Ok(format!("{USAGE}\n"));
    }
    let question = Question::read(options.scenario.as_deref(), ("flagship", FLAGSHIP))?;
    answer(&question.text, &options).map_err(|error| question.said(error))
}

fn options(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--help" | "-h" => {
                options.help = true;
                continue;
            }
            "--for" => &mut options.path,
            "--challenger" => &mut options.challenger,
            "--incumbent" => &mut options.incumbent,
            flag if flag.starts_with('-') && flag != "-" => {
                return Err(format!("unknown option {flag}\n{USAGE}"));
            }
            _ if options.scenario.is_some() => return Err(format!("one scenario at a time\n{USAGE}")),
            _ => {
                options.scenario = Some(argument);
                continue;
            }
        };
        *place = Some(arguments.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"))?);
    }
    Ok(options)
}

fn answer(text: &str, options: &Options) -> Result<String, Error> {
    let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    let (challenger, incumbent) = pair(&comparison, options)?;
    match &options.path {
        Some(path) => Ok(one(&comparison.solve(path, &challenger, &incumbent)?)),
        None => all(&comparison, &challenger, &incumbent),
    }
}

/// The pair that is asked for. Without ids: the best self-hosted alternative, or else the cheapest, against the baseline; the
/// next in that order where both would be the same.
fn pair(comparison: &Comparison, options: &Options) -> Result<(String, String), Error> {
    if let (Some(challenger), Some(incumbent)) = (&options.challenger, &options.incumbent) {
        return Ok((challenger.clone(), incumbent.clone()));
    }
    let answer = comparison.answer()?;
    let verdict = comparison.verdict(&answer)?;
    let all = || answer.alternatives.iter().map(|one| one.id.clone());
    let first = |wanted: Vec<String>, other: &str| {
        wanted.into_iter().chain(all()).find(|id| id != other).unwrap_or_else(|| other.to_owned())
    };
    let incumbent = options.incumbent.clone().unwrap_or_else(|| answer.baseline.clone());
    let challenger = options.challenger.clone().unwrap_or_else(|| {
        first(verdict.best_self_hosted.iter().cloned().chain([verdict.answer.clone()]).collect(), &incumbent)
    });
    let incumbent = match &options.incumbent {
        Some(given) => given.clone(),
        None => first(vec![incumbent, verdict.answer.clone()], &challenger),
    };
    Ok((challenger, incumbent))
}

/// One number in full.
fn one(solution: &Solution) -> String {
    let Solution { path, unit, challenger, incumbent, base, searched: (least, most), .. } = solution;
    let mut page =
        format!("{path}: {base} now, from {least} to {most} ({unit})\n{challenger} against {incumbent}\n\n");
    let width = |of: fn(&Stretch) -> Decimal| {
        solution.stretches.iter().map(|one| of(one).to_string().len()).max().unwrap_or(0).max(4)
    };
    let (from, to) = (width(|one| one.from), width(|one| one.to));
    let _ = writeln!(page, "  {:>from$}  {:>to$}  cheaper", "from", "to");
    // As many on either side of the scenario's own value.
    let here = solution.stretches.iter().position(|one| one.to >= *base).unwrap_or(0);
    let first = here.saturating_sub(SHOWN / 2);
    for stretch in solution.stretches.iter().skip(first).take(SHOWN) {
        let mark = if stretch.from <= *base && *base <= stretch.to { ">" } else { " " };
        let who = match stretch.cheaper {
            Cheaper::Challenger => challenger,
            Cheaper::Incumbent => incumbent,
            Cheaper::Same => "both the same",
            Cheaper::OnlyChallengerServes => &format!("only {challenger} can serve"),
            Cheaper::OnlyIncumbentServes => &format!("only {incumbent} can serve"),
            _ => "neither can serve",
        };
        let _ = writeln!(page, "{mark} {:>from$}  {:>to$}  {who}", stretch.from, stretch.to);
    }
    if solution.stretches.len() > SHOWN {
        let _ = writeln!(page, "  and {} more", solution.stretches.len() - SHOWN);
    }
    page.push('\n');
    for root in nearest(solution, SHOWN) {
        let _ = match root {
            Root::Equal { value, residual } => {
                writeln!(
                    page,
                    "both cost the same at {value} (a difference of {:.1e} USD a month)",
                    float(residual)
                )
            }
            Root::Jump { cheaper, dearer } => {
                writeln!(page, "{challenger} is cheaper at {cheaper}, and not at the next value, {dearer}")
            }
            _ => Ok(()),
        };
    }
    if solution.roots.is_empty() {
        page.push_str("they change places nowhere in the range\n");
    }
    page.push_str(&completeness(solution));
    page
}

fn completeness(solution: &Solution) -> String {
    if solution.is_complete() {
        return "there are no others: every edge of the costs was visited, or every whole value\n".to_owned();
    }
    let ranges: Vec<String> = solution.looked_at.iter().map(|(from, to)| format!("{from} to {to}")).collect();
    format!(
        "values were looked at one by one from {}: two more roots may lie between two of them\n",
        ranges.join(", ")
    )
}

/// Every number that makes them change places, nearest first, and the price and the utilization at which they do.
fn all(comparison: &Comparison, challenger: &str, incumbent: &str) -> Result<String, Error> {
    let mut rows: Vec<(f64, [String; 5])> = Vec::new();
    for path in comparison.paths() {
        let solution = comparison.solve(path, challenger, incumbent)?;
        let Some(root) = solution.nearest() else { continue };
        let (base, value) = (float(solution.base), float(root.value()));
        let change = (value - base) / base.abs();
        let words = if base == 0.0 { String::new() } else { format!("{:+.1}%", change * 100.0) };
        let kind = match root {
            Root::Equal { .. } => "equal",
            _ => "jump",
        };
        let many = if solution.roots.len() > 1 {
            format!(", {} in all", solution.roots.len())
        } else {
            String::new()
        };
        let row = [
            path.to_owned(),
            solution.base.to_string(),
            root.value().to_string(),
            words,
            format!("{kind}{many}"),
        ];
        rows.push((if base == 0.0 { f64::INFINITY } else { change.abs() }, row));
    }
    rows.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut page = format!("Where {challenger} and {incumbent} change places, one number at a time\n\n");
    let head = ["number", "now", "then", "change", ""].map(str::to_owned);
    let lines: Vec<&[String; 5]> = std::iter::once(&head).chain(rows.iter().map(|(_, row)| row)).collect();
    let [a, b, c, d, _] = [0, 1, 2, 3, 4]
        .map(|column| lines.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0));
    for [path, base, value, change, kind] in lines {
        let line = format!("{path:a$}  {base:>b$}  {value:>c$}  {change:>d$}  {kind}");
        let _ = writeln!(page, "{}", line.trim_end());
    }
    page.push('\n');
    if let Ok(price) = comparison.break_even_price(challenger, incumbent) {
        let _ = writeln!(
            page,
            "break-even price: {incumbent} at {:.3} times its prices, {:.3} instead of {:.3} USD per Mtok",
            price.factor, price.usd_per_mtok, price.usd_per_mtok_today
        );
    }
    if let Ok(Some(busy)) = comparison.break_even_utilization(challenger, incumbent) {
        let _ = writeln!(
            page,
            "break-even utilization: {:.1}% of the hours, at the first volume that pays off",
            float(busy) * 100.0
        );
    }
    Ok(page)
}

fn nearest(solution: &Solution, count: usize) -> impl Iterator<Item = Root> {
    let mut roots = solution.roots.clone();
    roots.sort_by_key(|root| (root.value() - solution.base).abs());
    roots.truncate(count);
    roots.sort_by_key(|root| root.value());
    roots.into_iter()
}

fn float(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}
