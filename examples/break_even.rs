//! When does self-hosting an open-weight model pay off?
//!
//! ```text
//! cargo run --release --example break_even -- [--json] [--ledger] [SCENARIO | -]
//! ```
//!
//! A scenario is TOML, or JSON when its first character is `{`; `-` reads it from standard input; without one, the
//! bundled flagship is answered. Exit 0 with an answer on standard output; exit 2 with a message on standard error and
//! nothing on standard output when the scenario is malformed or no alternative can serve the workload.

mod command;

use breakeven::{Catalog, Comparison, Ledger, report};
use command::Question;
use std::process::ExitCode;

const FLAGSHIP: &str = include_str!("scenarios/03-flagship.toml");
const USAGE: &str = "usage: break_even [--json] [--ledger] [SCENARIO | -]
  --json    one JSON object, every decimal kept
  --ledger  the cash of each alternative, month by month
  SCENARIO  a TOML or JSON file; - for standard input; the bundled flagship without one";

fn main() -> ExitCode {
    command::exit(run())
}

#[derive(Default)]
struct Options {
    json: bool,
    ledger: bool,
    help: bool,
    scenario: Option<String>,
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
    for argument in arguments {
        match argument.as_str() {
            "--json" => options.json = true,
            "--ledger" => options.ledger = true,
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

fn answer(text: &str, options: &Options) -> Result<String, breakeven::Error> {
    let catalog = Catalog::builtin()?;
    let comparison = Comparison::parse(text, &catalog)?;
    let answer = comparison.answer_with_start_volumes()?;
    let verdict = comparison.verdict(&answer)?;
    if !options.json && !options.ledger {
        return Ok(report::text(&answer, &verdict));
    }
    let served = answer.alternatives.iter().filter(|alternative| alternative.study.is_some());
    let ledgers = served.map(|one| Ok((one.id.clone(), comparison.ledger(&one.id)?)));
    let ledgers: Vec<(String, Ledger)> = ledgers.collect::<Result<_, breakeven::Error>>()?;
    if options.json {
        let ledgers = options.ledger.then_some(&ledgers[..]);
        return report::json(&answer, &verdict, ledgers).map(|json| json + "\n");
    }
    let mut text = report::text(&answer, &verdict);
    for (id, ledger) in &ledgers {
        text.push_str(&report::ledger(id, ledger));
        if let Some(study) = answer.alternative(id).and_then(|one| one.study.as_ref()) {
            text.push_str(&report::ledger_of_tax_and_loan(id, study));
        }
    }
    Ok(text)
}
