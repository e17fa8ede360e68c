//! Who may be chosen at all, who then is, and what the requirements cost.
//!
//! ```text
//! cargo run --release --example advise -- [SCENARIO | -]
//! ```
//!
//! For each alternative of a scenario: whether it meets the `[requirements]`, with a reason and its source for every one
//! of them; then the verdict, what would change it, and the price of each requirement. Without a scenario, the bundled
//! bank is advised. Exit 0 with the advice on standard output; exit 2 with a message on standard error and nothing on
//! standard output when the scenario is malformed, or no alternative can serve the workload and meets the requirements.

mod command;

use breakeven::{Assessment, Catalog, Comparison, Decimal, Eligibility, Money, Reason, Verdict};
use command::Question;
use std::fmt::Write as _;
use std::process::ExitCode;

const BANK: &str = include_str!("scenarios/09-bank.toml");
const USAGE: &str = "usage: advise [SCENARIO | -]
  SCENARIO  a TOML or JSON file; - for standard input; the bundled bank without one";

fn main() -> ExitCode {
    command::exit(run())
}

fn run() -> Result<String, String> {
    let mut scenario = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--help" | "-h" => return Ok(format!("{USAGE}\n")),
            flag if flag.starts_with('-') && flag != "-" => {
                return Err(format!("unknown option {flag}\n{USAGE}"));
            }
            _ if scenario.is_some() => return Err(format!("one scenario at a time\n{USAGE}")),
            _ => scenario = Some(argument),
        }
    }
    let question = Question::read(scenario.as_deref(), ("bank", BANK))?;
    advise(&question.text).map_err(|error| question.said(error))
}

fn advise(text: &str) -> Result<String, breakeven::Error> {
    let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    let answer = comparison.answer()?;
    let verdict = comparison.verdict(&answer)?;
    let mut out = String::new();
    if let Some(question) = &answer.question {
        let _ = writeln!(out, "{question}\n");
    }
    if verdict.eligibility.is_empty() {
        out.push_str(
            "No [requirements] are asked: every alternative that can serve the workload is ranked.\n\n",
        );
    }
    for one in &verdict.eligibility {
        assessment(&mut out, one);
    }
    let _ = writeln!(out, "Verdict\n\n{}", verdict.sentence);
    flips(&mut out, &verdict);
    prices(&mut out, &verdict);
    Ok(out)
}

fn assessment(out: &mut String, one: &Assessment) {
    let _ = writeln!(out, "{}: {}", one.alternative, one.eligibility.name());
    for reason in &one.reasons {
        let mark = match reason.eligibility {
            Eligibility::Eligible => "yes",
            Eligibility::Conditional => "if ",
            _ => "no ",
        };
        let _ = writeln!(out, "  {mark} {}: {}", reason.requirement, reason.demanded);
        let _ = writeln!(out, "        {}", reason.found);
        let _ = writeln!(out, "        <- {}", source(reason));
    }
    out.push('\n');
}

fn source(reason: &Reason) -> String {
    match (&reason.source, reason.as_of, reason.origin) {
        (Some(document), Some(as_of), _) => format!("{document} ({as_of})"),
        (Some(document), None, _) => document.clone(),
        (None, _, Some(_)) => "the scenario".to_owned(),
        (None, _, None) => "nobody says".to_owned(),
    }
}

fn flips(out: &mut String, verdict: &Verdict) {
    out.push_str("\nWhat would change it\n\n");
    let mut none = true;
    for flip in &verdict.flips {
        if let (Some(at), Some(to)) = (flip.at, &flip.changes_to) {
            none = false;
            let percent = flip.distance.and_then(|distance| distance.checked_mul(Decimal::ONE_HUNDRED));
            let change =
                percent.map_or(String::new(), |percent| format!(" ({:+}%)", percent.round_dp(1).normalize()));
            let _ = writeln!(out, "  {} from {} to {at}{change}: {to}", flip.path, flip.base);
        }
    }
    if none {
        out.push_str("  no number that was tried, alone\n");
    }
}

fn prices(out: &mut String, verdict: &Verdict) {
    if verdict.eligibility.is_empty() {
        return;
    }
    out.push_str("\nThe price of each requirement\n\n");
    if verdict.requirement_prices.is_empty() {
        out.push_str("  nothing cheaper is ruled out\n");
    }
    for price in &verdict.requirement_prices {
        let by: Vec<&str> = price.requirements.iter().map(breakeven::FieldPath::as_str).collect();
        let together = if by.len() > 1 { " together" } else { "" };
        let _ = writeln!(
            out,
            "  {}{together}: {} USD a month, by which {} would be cheaper",
            by.join(" and "),
            dollars(price.monthly),
            price.alternative
        );
    }
    for one in &verdict.without_requirement {
        let _ = match (&one.changes_to, one.saves) {
            (Some(to), Some(saves)) => {
                let assessment = verdict.eligibility.iter().find(|of| of.alternative == *to);
                let open = assessment.is_some_and(|of| of.conditions().next().is_some());
                let open = if open { ", on its conditions" } else { "" };
                let saves = dollars(saves);
                writeln!(out, "  without {}: {to}{open}, {saves} USD a month less", one.requirement)
            }
            _ => writeln!(out, "  without {}: the answer stays", one.requirement),
        };
    }
}

/// Whole dollars with a comma between the thousands.
fn dollars(amount: Money) -> String {
    let digits = amount.amount().round().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
