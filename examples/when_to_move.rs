//! In which month does a growing service move to hardware of its own?
//!
//! ```text
//! cargo run --release --example when_to_move -- [--json] [--plan A,B[,C...]] [SCENARIO | -]
//! ```
//!
//! Prints the switching plan as a table of months: today's alternative until a month, then another, and so on. Without a
//! plan, today's alternative is left for each of the others, and the plan that saves most is shown month by month. A scenario
//! is TOML, or JSON when its first character is `{`; `-` reads it from standard input; without one, the bundled start-up is
//! asked. Exit 0 with the plan on standard output; exit 2 with a message on standard error and nothing on standard output
//! when the scenario is malformed or no plan serves every month.

mod command;

use breakeven::{Catalog, Comparison, Error, Money, SwitchingPlan, report};
use command::Question;
use std::fmt::Write as _;
use std::process::ExitCode;

const START_UP: &str = include_str!("when_to_move.toml");
const USAGE: &str = "usage: when_to_move [--json] [--plan A,B[,C...]] [SCENARIO | -]
  --json    the plan as one JSON object, every decimal kept
  --plan    the alternatives in the order in which they follow each other
  SCENARIO  a TOML or JSON file; - for standard input; the bundled start-up without one";

fn main() -> ExitCode {
    command::exit(run())
}

#[derive(Default)]
struct Options {
    json: bool,
    plan: Option<String>,
}

fn run() -> Result<String, String> {
    let (mut options, mut scenario) = (Options::default(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => options.json = true,
            "--plan" => {
                let ids = arguments.next().filter(|ids| !ids.is_empty());
                options.plan = Some(ids.ok_or_else(|| format!("--plan takes ids of alternatives\n{USAGE}"))?);
            }
            "--help" | "-h" => return Ok(format!("{USAGE}\n")),
            flag if flag.starts_with('-') && flag != "-" => {
                return Err(format!("unknown option {flag}\n{USAGE}"));
            }
            _ if scenario.is_some() => return Err(format!("one scenario at a time\n{USAGE}")),
            _ => scenario = Some(argument),
        }
    }
    let question = Question::read(scenario.as_deref(), ("start-up", START_UP))?;
    answer(&question.text, &options).map_err(|error| question.said(error))
}

fn answer(text: &str, options: &Options) -> Result<String, Error> {
    let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    let mut out = String::new();
    let plan = match &options.plan {
        Some(ids) => comparison.switching_plan(&ids.split(',').collect::<Vec<_>>())?,
        None => best_of_all(&comparison, &mut out)?,
    };
    if options.json {
        return report::switching_plan_json(&plan).map(|json| json + "\n");
    }
    out.push_str(&report::switching_plan(&plan));
    Ok(out)
}

/// Whole dollars, with a comma every three digits.
fn grouped(amount: Money) -> String {
    let digits = amount.amount().round().to_string();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Today's alternative and then each of the others: the plan that costs least, with a line for each.
fn best_of_all(comparison: &Comparison, out: &mut String) -> Result<SwitchingPlan, Error> {
    let today = comparison.baseline().to_owned();
    let mut best: Option<SwitchingPlan> = None;
    let mut refused = None;
    for other in comparison.alternatives().filter(|id| *id != today) {
        let plan = match comparison.switching_plan(&[&today, other]) {
            Ok(plan) => plan,
            Err(error) => {
                let _ = writeln!(out, "{other}: {error}");
                refused = Some(error);
                continue;
            }
        };
        let _ = match (plan.best.moves.first(), plan.best.saving) {
            (Some(step), Some(saving)) => {
                let (saved, code) = (grouped(saving), saving.currency().code());
                writeln!(out, "{other}: move in month {}, saves {saved} {code}", step.month)
            }
            (Some(step), None) => writeln!(out, "{other}: move in month {}", step.month),
            (None, _) => writeln!(out, "{other}: stay with {today}"),
        };
        if best.as_ref().is_none_or(|best| plan.best.npv.amount() < best.best.npv.amount()) {
            best = Some(plan);
        }
    }
    out.push('\n');
    // Without any other alternative, the plan without a move says what is wrong.
    match (best, refused) {
        (Some(best), _) => Ok(best),
        (None, Some(error)) => Err(error),
        (None, None) => comparison.switching_plan(&[&today]),
    }
}
