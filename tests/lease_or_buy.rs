//! What `examples/lease_or_buy.rs` prints, worked by hand, and what it refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::program::{self, Ran};
use common::{Case, MODEL, PLAIN, RATE, bought};

fn run(arguments: &[&str], input: &str) -> Ran {
    program::run("lease_or_buy", arguments, input)
}

/// The cells of a row.
fn cells(out: &str, id: &str) -> Vec<String> {
    let row = out.lines().find(|line| line.split_whitespace().next() == Some(id));
    row.unwrap_or_else(|| panic!("no row of {id} in\n{out}"))
        .split_whitespace()
        .skip(1)
        .map(str::to_owned)
        .collect()
}

/// The bundled server, from the figures of its scenario and of the price book alone, in floats.
#[test]
fn bundled_server_comes_to_what_its_figures_do() {
    let ran = run(&[], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let price = 250_141.80;
    // support, 8.4 kW of energy with cooling, colocation, half an engineer
    let running = price * 0.12 / 12.0 + 8.4 * 730.0 * 1.49 * 0.0892 + 8.4 * 194.95 + 0.5 * 196_491.10 / 12.0;
    let annuity = |annual: f64, months: i32| {
        let monthly = (1.0 + annual).powf(1.0 / 12.0) - 1.0;
        (1.0 - (1.0 + monthly).powi(-months)) / monthly
    };
    let worth = |annual: f64| (1.0 + annual).powi(-3);
    let sold = 0.3 * price;
    let before = price + running * annuity(0.08, 36) - sold * worth(0.08);
    // All of it is written off over the first 12 months; all of the sale is taxed.
    let (tax, after) = (0.21, 0.08 * 0.79);
    let shield = tax * price / 12.0 * annuity(after, 12);
    let after_tax = price - shield + 0.79 * (running * annuity(after, 36) - sold * worth(after));
    // 80 percent borrowed at 0.75 percent a month
    let payment = 0.8 * price * 0.0075 / (1.0 - 1.0075_f64.powi(-36));
    let with_loan = before - 0.8 * price + payment * annuity(0.08, 36);
    let bought = cells(&ran.out, "bought");
    let rounded = |amount: f64| format!("{amount:.0}");
    assert_eq!(bought[..5], [price, running, before, after_tax, with_loan].map(rounded));
    // payments of 7,990.64 at the beginning of each month: 1.0064... of an annuity
    let advance = 7_990.64 * 1.08_f64.powf(1.0 / 12.0);
    let leased = cells(&ran.out, "leased");
    assert_eq!(leased[2], rounded(advance * annuity(0.08, 36) + running * annuity(0.08, 36)));
    // At 7.35 percent: 0.75 percent a month less the tax that interest saves each month; running costs fall out.
    let monthly = 0.0075 * 0.79;
    let debt = (1.0_f64 + monthly).powi(12) - 1.0;
    // a loan of 100 is worth nothing at it: what is paid, less 21 percent of the interest
    let (level, mut owed, mut worth_of_loan) = (100.0 * 0.0075 / (1.0 - 1.0075_f64.powi(-36)), 100.0, -100.0);
    for month in 1..=36 {
        let interest = owed * 0.0075;
        worth_of_loan += (level - 0.21 * interest) * (1.0 + monthly).powi(-month);
        owed -= level - interest;
    }
    assert!(f64::abs(worth_of_loan) < 1e-9, "{worth_of_loan}");
    let buying = price - tax * price / 12.0 * annuity(debt, 12) - 0.79 * sold * worth(debt);
    let leasing = 0.79 * 7_990.64 * (1.0 + debt).powf(1.0 / 12.0) * annuity(debt, 36);
    assert_eq!(leased.last().unwrap(), &rounded(buying - leasing));
    // The README shows the table.
    let readme = include_str!("../README.md");
    for line in ran
        .out
        .lines()
        .filter(|line| line.split_whitespace().count() > 7 && line.starts_with(['b', 'l', 'r']))
    {
        assert!(readme.contains(line), "README.md lacks {line}");
    }
    assert!(ran.out.ends_with("The after-tax cost of debt is 7.35% a year.\n"), "{}", ran.out);
    for id in ["leased-to-own", "reserved", "rented"] {
        assert_eq!(cells(&ran.out, id).len(), 7);
    }
}

/// The plain case: 12,000 for a server that sells for 3,000 after 12 months; or 12 payments of 1,100; or 100 hours at 1 USD.
fn plain() -> String {
    let others = format!(
        "[deployment.leased]\n{MODEL}\n{}\n{RATE}\npeak_hour_load_fraction = 1\nhardware.operating_lease = {{ payment_usd_per_server_month = 1_100, term_months = 12 }}\n[deployment.rented]\n{MODEL}\n{}\n{RATE}\npeak_hour_load_fraction = 1\nhardware.rent.price_usd_per_gpu_hour = 1\n",
        PLAIN.server, PLAIN.server
    );
    let hardware = "hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }";
    let text = Case { others: &others, ..bought(hardware) }.text();
    common::edited(
        &text,
        &[("[facility]", "cost_of_debt_annual_effective = 0\ntax.rate_fraction = 0.2\n[facility]")],
    )
}

#[test]
fn plain_case_is_what_it_is_by_hand() {
    let ran = run(&["-"], &plain());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    // 12,000 - 3,000, and four fifths of it: the loss of 9,000 is deducted when the server is sold
    assert_eq!(cells(&ran.out, "own"), ["12000", "0", "9000", "7200", "-", "-", "-"]);
    assert_eq!(cells(&ran.out, "leased"), ["0", "1100", "13200", "10560", "-", "-", "-3360"]);
    assert_eq!(cells(&ran.out, "rented"), ["0", "100", "1200", "960", "-", "-", "6240"]);
    // against another purchase, month by month
    let ran = run(&["-", "--purchase", "leased"], &plain());
    assert_eq!(cells(&ran.out, "rented").last().unwrap(), "9600");
    let ran = run(&["--cash", "own", "-"], &plain());
    let rows: Vec<&str> = ran.out.lines().skip(3).collect();
    assert_eq!(rows.len(), 13);
    assert_eq!(cells(&ran.out, "1"), ["12000", "0", "0", "12000"]);
    assert_eq!(cells(&ran.out, "12"), ["-3000", "0", "-1800", "-4800"]);
}

#[test]
fn scenario_without_a_cost_of_debt_has_no_net_advantage() {
    let ran = run(&["-"], &plain().replace("cost_of_debt_annual_effective = 0\n", ""));
    assert_eq!(cells(&ran.out, "leased").last().unwrap(), "-");
    assert!(ran.out.contains("No NAL: write `cost_of_debt_annual_effective` in [finance]"), "{}", ran.out);
}

#[test]
fn wrong_input_is_refused_with_nothing_printed() {
    let refused = |arguments: &[&str], input: &str, expected: &str| {
        let Ran { code, out, err } = run(arguments, input);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains(expected), "{err}");
    };
    refused(&["--leases"], "", "unknown option --leases");
    refused(&["--cash"], "", "--cash takes the id of a deployment");
    refused(&["-", "-"], "", "one scenario at a time");
    refused(&["no/such/file.toml"], "", "no/such/file.toml: ");
    refused(&["-"], "", "the text is empty");
    refused(&["-", "--cash", "ownn"], &plain(), "no alternative is called `ownn`; did you mean `own`?");
    refused(&["-", "--purchase", "bought"], &plain(), "no alternative is called `bought`");
    let text = plain().replace("tax.rate_fraction = 0.2", "tax.rate_fraction = 20");
    refused(&["-"], &text, "finance.tax.rate_fraction = 20 is not in 0..=1 (a fraction of the income)");
}
