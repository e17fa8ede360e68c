//! Published calculations beside this library's: the source, what it published, what its inputs give here, and how
//! far apart they are.
//!
//! ```sh
//! cargo run --release --example literature
//! ```
//!
//! Reads the case files of `tests/literature`. Exit code 1 where a figure that ought to agree does not.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program prints")]

#[path = "../tests/literature/suite.rs"]
#[allow(dead_code, reason = "the tests read more of a case than is printed")]
mod suite;

use breakeven::Decimal;
use std::error::Error;
use std::process::ExitCode;
use suite::case::{Case, Purpose};
use suite::{CASES, Compared, Verdict, count, read, recompute, words};

/// Significant digits of a figure that is printed.
const DIGITS: u32 = 10;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, Box<dyn Error>> {
    let cases = CASES.iter().map(|id| read(id)).collect::<Result<Vec<Case>, _>>()?;
    let compared = cases.iter().map(recompute).collect::<Result<Vec<_>, _>>()?;
    let rows: Vec<Vec<[String; 6]>> = cases
        .iter()
        .zip(&compared)
        .map(|(case, all)| all.iter().map(|one| row(case, one)).collect())
        .collect();
    let heads = ["", "published", "ours", "difference", "unit", "verdict"].map(str::to_owned);
    let mut widths = heads.clone().map(|head| head.len());
    for row in rows.iter().flatten() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    print_row(&heads, &widths);
    for (case, rows) in cases.iter().zip(&rows) {
        let source = &case.source;
        println!("\n{}: {}", case.id, case.title);
        println!("{}; {}, {} ({})", source.title, source.url, source.place, source.date);
        println!("{}", case.calculates);
        rows.iter().for_each(|row| print_row(row, &widths));
    }
    print_reasons(&cases, &compared);
    Ok(print_sums(&cases, &compared))
}

fn row(case: &Case, one: &Compared) -> [String; 6] {
    let difference = one.ours.map_or_else(String::new, |ours| digits(ours - one.published, 3));
    let ours = match (&one.verdict, one.ours) {
        (Verdict::NoAnswer(_), _) => "-".to_owned(),
        (_, None) => "never".to_owned(),
        (_, Some(ours)) => digits(ours, DIGITS),
    };
    let published = format!("{} +- {}", one.published.normalize(), one.abs_tol.normalize());
    let verdict = words(&one.verdict, case.purpose).to_owned();
    [one.name.clone(), published, ours, difference, one.unit.clone(), verdict]
}

fn digits(value: Decimal, count: u32) -> String {
    value.round_sf(count).unwrap_or(value).normalize().to_string()
}

/// Words to the left, figures to the right.
fn print_row(cells: &[String; 6], widths: &[usize; 6]) {
    let [name, published, ours, difference, unit, verdict] = cells;
    let [n, p, o, d, u, _] = *widths;
    println!("  {name:<n$}  {published:>p$}  {ours:>o$}  {difference:>d$}  {unit:<u$}  {verdict}");
}

/// What a source did, where ours is another figure than the published one or none.
fn print_reasons(cases: &[Case], compared: &[Vec<Compared>]) {
    println!("\nWhere there is another figure than the published one, or none:");
    for (case, all) in cases.iter().zip(compared) {
        // Outputs of a case often have the same reason.
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for one in all {
            if let Verdict::SourceIsWrong(why) | Verdict::NoAnswer(why) = &one.verdict {
                match reasons.iter_mut().find(|(known, _)| known == why) {
                    Some((_, names)) => names.push(&one.name),
                    None => reasons.push((why, vec![&one.name])),
                }
            }
        }
        for (why, names) in reasons {
            println!("\n{}, {}:\n  {why}", case.id, names.join(", "));
        }
    }
}

/// The sums; the last line is that of the outputs which the sources published as such. Whether nothing is off.
fn print_sums(cases: &[Case], compared: &[Vec<Compared>]) -> bool {
    let published: Vec<Vec<Compared>> =
        compared.iter().map(|all| all.iter().filter(|one| !one.added).cloned().collect()).collect();
    let sum = |is: fn(&Verdict) -> bool| published.iter().map(|all| count(all, is)).sum::<usize>();
    let wrong = |purpose: Purpose| -> usize {
        let of = cases.iter().zip(&published).filter(|(case, _)| case.purpose == purpose);
        of.map(|(_, all)| count(all, |verdict| matches!(verdict, Verdict::SourceIsWrong(_)))).sum()
    };
    let off = compared.iter().map(|all| count(all, |verdict| *verdict == Verdict::Off)).sum::<usize>();
    println!("\n{} cases", cases.len());
    println!(
        "{} outputs in which a source contradicts itself, ours as its inputs give",
        wrong(Purpose::Test)
    );
    println!("{} outputs known to be wrong, ours as it is right", wrong(Purpose::KnownWrong));
    println!("{} outputs without an answer", sum(|verdict| matches!(verdict, Verdict::NoAnswer(_))));
    println!("{off} outputs off");
    let all: usize = published.iter().map(Vec::len).sum();
    println!("{} of {all} outputs within published precision", sum(|verdict| *verdict == Verdict::Within));
    off == 0
}
