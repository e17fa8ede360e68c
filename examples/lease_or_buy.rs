//! Buy hardware, borrow for it, lease it or rent it: what each comes to before and after tax, for the project and its owners.
//!
//! ```text
//! cargo run --release --example lease_or_buy -- [SCENARIO | -] [--purchase ID] [--cash ID]
//! ```
//!
//! Prints every deployment of a scenario beside the others; the net advantage of leasing is against the purchase, which is
//! the baseline unless another is named. A scenario is TOML, or JSON when its first character is `{`; `-` reads it from
//! standard input; without one, the bundled server is asked. Exit 0 with the answer on standard output; exit 2 with a message
//! on standard error and nothing on standard output.

mod command;

use breakeven::{
    AlternativeAnswer, Answer, Catalog, Category, Comparison, Decimal, Error, ErrorKind, Family, Money, Study,
};
use command::Question;
use std::fmt::Write as _;
use std::process::ExitCode;

const SERVER: &str = include_str!("lease_or_buy.toml");
const USAGE: &str = "usage: lease_or_buy [SCENARIO | -] [--purchase ID] [--cash ID]
  --purchase ID  the purchase that leases are compared with; the baseline without it
  --cash ID      the cash of one deployment month by month, after tax where tax is given
  SCENARIO       a TOML or JSON file; - for standard input; the bundled server without one";

fn main() -> ExitCode {
    command::exit(run())
}

#[derive(Default)]
struct Options {
    purchase: Option<String>,
    cash: Option<String>,
}

fn run() -> Result<String, String> {
    let (mut options, mut scenario) = (Options::default(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--help" | "-h" => return Ok(format!("{USAGE}\n")),
            "--purchase" => &mut options.purchase,
            "--cash" => &mut options.cash,
            flag if flag.starts_with('-') && flag != "-" => {
                return Err(format!("unknown option {flag}\n{USAGE}"));
            }
            _ if scenario.is_some() => return Err(format!("one scenario at a time\n{USAGE}")),
            _ => {
                scenario = Some(argument);
                continue;
            }
        };
        *place = Some(
            arguments.next().ok_or_else(|| format!("{argument} takes the id of a deployment\n{USAGE}"))?,
        );
    }
    let question = Question::read(scenario.as_deref(), ("server", SERVER))?;
    answer(&question.text, &options).map_err(|error| question.said(error))
}

fn answer(text: &str, options: &Options) -> Result<String, Error> {
    let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    if let Some(id) = &options.cash {
        return cash(&comparison, id);
    }
    let answer = comparison.answer()?;
    let purchase = options.purchase.as_deref().unwrap_or(&answer.baseline);
    let mut out = answer.question.as_ref().map_or_else(String::new, |question| format!("{question}\n\n"));
    let _ = writeln!(
        out,
        "{} months, USD; what is paid is positive. At once: before the first month. NPV: today's worth of all costs.\n\
         With the loan: what the owners pay. NAL: by how much it is cheaper than {purchase}, at the after-tax cost of debt.\n",
        answer.horizon_months
    );
    let _ = writeln!(
        out,
        "{:<16}{:>12}{:>12}{:>13}{:>13}{:>13}{:>13}{:>13}",
        "", "at once", "month 1", "NPV", "after tax", "with loan", "after tax", "NAL"
    );
    let mut debt = None;
    for one in deployments(&answer) {
        let Some(study) = &one.study else {
            let _ = writeln!(out, "{:<16}cannot serve every month of the study", one.id);
            continue;
        };
        let nal = match comparison.lease_or_buy(&one.id, purchase) {
            _ if one.id == purchase => None,
            Ok(found) => {
                debt = Some(found.rate_annual_effective);
                Some(found.net_advantage_of_leasing)
            }
            // Without a cost of debt there is no net advantage.
            Err(error) if matches!(error.kind(), ErrorKind::Missing { .. }) => None,
            Err(error) => return Err(error),
        };
        let _ = writeln!(out, "{}", row(&comparison, one, study, nal)?);
    }
    match debt {
        Some(rate) => {
            let percent = (rate * Decimal::ONE_HUNDRED).round_dp(2);
            let _ = writeln!(out, "\nThe after-tax cost of debt is {percent}% a year.");
        }
        None => out.push_str(
            "\nNo NAL: write `cost_of_debt_annual_effective` in [finance], or a loan of the purchase.\n",
        ),
    }
    Ok(out)
}

/// What is run on hardware of one's own or on somebody's.
fn deployments(answer: &Answer) -> impl Iterator<Item = &AlternativeAnswer> {
    answer.alternatives.iter().filter(|one| matches!(one.family, Family::Owned | Family::Rented))
}

fn row(
    comparison: &Comparison,
    one: &AlternativeAnswer,
    study: &Study,
    nal: Option<Money>,
) -> Result<String, Error> {
    let ledger = comparison.ledger(&one.id)?;
    let at_once = ledger.paid_by(0)?;
    let month = ledger.paid_by(1)?.checked_sub(at_once)?;
    let (taxed, equity) = (study.after_tax.as_ref(), study.equity.as_ref());
    let cells = [
        Some(at_once),
        Some(month),
        Some(study.npv),
        taxed.map(|taxed| taxed.npv),
        equity.map(|equity| equity.npv),
        equity.and_then(|equity| equity.npv_after_tax),
        nal,
    ];
    let cell = |amount: Option<Money>| {
        amount.map_or_else(|| "-".to_owned(), |amount| amount.amount().round().to_string())
    };
    let [at_once, month, npv, after_tax, with_loan, both, nal] = cells.map(cell);
    Ok(format!(
        "{:<16}{at_once:>12}{month:>12}{npv:>13}{after_tax:>13}{with_loan:>13}{both:>13}{nal:>13}",
        one.id
    ))
}

/// The cash of each month: what is bought for it, what it costs to run, leases and rents, tax.
fn cash(comparison: &Comparison, id: &str) -> Result<String, Error> {
    let ledger = match comparison.ledger_after_tax(id) {
        Err(error) if matches!(error.kind(), ErrorKind::Missing { .. }) => comparison.ledger(id)?,
        ledger => ledger?,
    };
    let mut out = format!(
        "Cash of {id}, USD; paid is positive\n\n{:>5}{:>13}{:>13}{:>13}{:>13}\n",
        "month", "hardware", "running", "tax", "all"
    );
    let months = ledger.flows.iter().map(|flow| flow.month).max().unwrap_or(0);
    for month in 0..=months {
        let mut sums = [Decimal::ZERO; 3];
        for flow in ledger.flows.iter().filter(|flow| flow.month == month) {
            let [hardware, running, tax] = &mut sums;
            let sum = match flow.category {
                Category::Capital | Category::Lease | Category::Rent => hardware,
                Category::Tax => tax,
                _ => running,
            };
            *sum += flow.amount.amount();
        }
        let [hardware, running, tax] = sums.map(|sum| sum.round_dp(2));
        let all = sums.iter().sum::<Decimal>().round_dp(2);
        let _ = writeln!(out, "{month:>5}{hardware:>13}{running:>13}{tax:>13}{all:>13}");
    }
    Ok(out)
}
