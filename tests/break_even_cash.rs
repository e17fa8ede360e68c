//! What `examples/break_even.rs` prints of cash, tax, loans, leases and start volumes, worked by hand.
//!
//! The plain case is in `common`: one server of 12,000 USD, 12 months of 100 hours; money has no time value.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::Decimal;
use common::{Case, MODEL, PLAIN, RATE, api, bought, decimal, program};
use serde_json::Value;
use std::collections::BTreeSet;

fn answered(arguments: &[&str], input: &str) -> String {
    let ran = program::run("break_even", arguments, input);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{input}");
    ran.out
}

fn json(arguments: &[&str], input: &str) -> Value {
    serde_json::from_str(&answered(arguments, input)).unwrap()
}

fn one<'a>(answer: &'a Value, id: &str) -> &'a Value {
    answer["alternatives"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

fn amount(value: &Value) -> Decimal {
    decimal(value.as_str().unwrap()).normalize()
}

/// Month, instant, category, line, amount.
fn flows(list: &Value) -> Vec<(u64, u64, &str, &str, Decimal)> {
    let flow = |flow: &'static str, one: &Value| one[flow].as_u64().unwrap();
    let all = list.as_array().unwrap().iter();
    all.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap();
        (flow("month", one), flow("instant", one), text("category"), text("label"), amount(&one["amount"]))
    })
    .collect()
}

/// Bought with a loan of half of it at no interest and a fee of 1 percent, or leased for 1,100 a month; a fifth is taxed.
fn financed() -> String {
    let leased = format!(
        "[deployment.leased]\n{MODEL}\n{}\n{RATE}\npeak_hour_load_fraction = 1\nhardware.operating_lease = {{ payment_usd_per_server_month = 1_100, term_months = 12 }}\n",
        PLAIN.server
    );
    let hardware = "hardware.buy = { useful_life_months = 24, resale_fraction = 0.25, loan = { rate_annual_nominal = 0, term_months = 12, down_payment_fraction = 0.5, fee_fraction = 0.01 } }";
    let text = Case { others: &leased, ..bought(hardware) }.text();
    let finance = "cost_of_debt_annual_effective = 0\ntax.rate_fraction = 0.2\n[facility]";
    common::edited(&text, &[("[facility]", finance)])
}

#[test]
fn tax_and_loan_lines_stand_beside_the_ledger_each_with_its_category() {
    let answer = json(&["--json", "--ledger", "-"], &financed());
    // The project: 12,000, and 3,000 at the end.
    let project =
        [(1, 0, "capital", "hardware", decimal("12000")), (12, 12, "capital", "hardware", decimal("-3000"))];
    assert_eq!(flows(&answer["ledger"]["own"]), project);
    // Sold in the year of the purchase: the loss of 9,000 is deducted then.
    let tax = [(12, 12, "tax", "tax on what is sold", decimal("-1800"))];
    assert_eq!(flows(&answer["ledger_tax"]["own"]), tax);
    // The owners borrow 6,000 for a fee of 60, of which a fifth is saved, and pay 500 a month back.
    let mut loan = vec![
        (1, 0, "loan", "loan paid out", decimal("-6000")),
        (1, 0, "loan", "loan fee", decimal("60")),
        (1, 0, "tax", "tax saved on the loan", decimal("-12")),
    ];
    loan.extend((1..=12).map(|month| (month, month, "loan", "loan paid back", decimal("500"))));
    assert_eq!(flows(&answer["ledger_loan"]["own"]), loan);
    assert_eq!(answer["ledger_loan"].as_object().unwrap().len(), 1);
    // Without interest, what they sum to is what each of the four worths is.
    let sum = |list: &str| flows(&answer[list]["own"]).iter().map(|flow| flow.4).sum::<Decimal>();
    let own = one(&answer, "own");
    assert_eq!(sum("ledger"), amount(&own["npv"]));
    assert_eq!(sum("ledger") + sum("ledger_tax"), amount(&own["npv_after_tax"]));
    let all = sum("ledger") + sum("ledger_tax") + sum("ledger_loan");
    assert_eq!((all, amount(&own["npv_of_equity_after_tax"])), (decimal("7248"), decimal("7248")));
    // As text, and without the flag not at all.
    let text = answered(&["--ledger", "-"], &financed());
    for line in [
        "\nTax of own\n",
        "\nTax of leased\n",
        "\nLoan of own, which its owners see\n",
        "loan      loan paid back           500.00\n",
        "tax       tax on what is sold  -1800.00\n",
    ] {
        assert!(text.contains(line), "no {line:?} in\n{text}");
    }
    assert!(!text.contains("Loan of leased"));
    // A tax of nothing and a loan of nothing have no table.
    let edits =
        [("rate_fraction = 0.2", "rate_fraction = 0"), ("payment_fraction = 0.5", "payment_fraction = 1")];
    let nothing = answered(&["--ledger", "-"], &common::edited(&financed(), &edits));
    assert!(
        nothing.contains("\nLedger of own\n") && !nothing.contains("Tax of") && !nothing.contains("Loan of")
    );
    let plain = json(&["--json", "-"], &financed());
    assert!(["ledger", "ledger_tax", "ledger_loan"].iter().all(|key| plain.get(key).is_none()));
}

#[test]
fn leases_are_held_against_purchases() {
    let answer = json(&["--json", "-"], &financed());
    // 12 payments of 1,100, and 12,000 - 3,000, after a fifth of tax
    let leases = answer["leases"].as_array().unwrap();
    assert_eq!((leases.len(), &leases[0]["lease"], &leases[0]["buy"]), (1, &"leased".into(), &"own".into()));
    let found = ["npv_of_leasing", "npv_of_buying", "net_advantage_of_leasing", "rate_annual_effective"]
        .map(|key| amount(&leases[0][key]));
    assert_eq!(found, ["10560", "7200", "-3360", "0"].map(decimal));
    let text = answered(&["-"], &financed());
    let row = text.lines().find(|line| line.starts_with("leased") && line.ends_with("-3,360")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>()[2..], ["0%", "10,560", "7,200", "-3,360"]);
    // Each against each: a second purchase at 6,000 is 4,500 before tax, 100 hours of rent at 1 USD are 1,200 a year. An API
    // is neither.
    let more = |id: &str, server: &str, hardware: &str| {
        format!("[deployment.{id}]\n{MODEL}\n{server}\n{RATE}\npeak_hour_load_fraction = 1\n{hardware}\n")
    };
    let half = PLAIN.server.replace("12_000", "6_000");
    let second = more("second", &half, "hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }");
    let rented = more("rented", PLAIN.server, "hardware.rent.price_usd_per_gpu_hour = 1");
    let answer = json(&["--json", "-"], &format!("{}{}{second}{rented}", financed(), api("dear", "10")));
    let pairs: Vec<(&str, &str, Decimal)> = answer["leases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["lease"], &one["buy"], amount(&one["net_advantage_of_leasing"])))
        .map(|(lease, buy, advantage)| (lease.as_str().unwrap(), buy.as_str().unwrap(), advantage))
        .collect();
    let expected = [
        ("leased", "own", decimal("-3360")),
        ("rented", "own", decimal("6240")),
        ("leased", "second", decimal("-6960")),
        ("rented", "second", decimal("2640")),
    ];
    assert_eq!(pairs, expected);
    // Where nobody says what debt costs, and nobody borrows, there is none.
    let unknown = financed().replace("cost_of_debt_annual_effective = 0\n", "");
    let unknown = unknown.replace(
        ", loan = { rate_annual_nominal = 0, term_months = 12, down_payment_fraction = 0.5, fee_fraction = 0.01 }",
        "",
    );
    assert!(json(&["--json", "-"], &unknown).get("leases").is_none());
    assert!(!answered(&["-"], &unknown).contains("Lease or buy"));
}

#[test]
fn start_volumes_of_the_whole_study_are_said_for_each_alternative() {
    // tests/switching.rs: from 330 to 360 Mtok in month 1, and from 518.571429 to 540 again...
    let others = api("dear", "10");
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 3,
        hardware: "hardware.rent.price_usd_per_gpu_hour = 33",
        others: &others,
        baseline: "dear",
        ..PLAIN
    };
    let answer = json(&["--json", "-"], &case.text());
    let found = &one(&answer, "own")["start_volumes"];
    assert_eq!((&found["first"], &found["is_ahead_at_first"]), (&"330000000".into(), &false.into()));
    assert_eq!(found["crossings"][1]["tokens_per_month"], "360000001");
    assert_eq!(found["crossings"][1]["is_ahead"], false);
    assert_eq!(found["crossings"][0]["npv_of_switching"], "0.000000000000");
    assert_eq!(found["complete"], false);
    assert!(one(&answer, "dear").get("start_volumes").is_none());
    let text = answered(&["-"], &case.text());
    assert!(text.contains("\nWhere the whole study is cheaper than dear\n"), "{text}");
    let words = "own          330 Mtok to 360 Mtok, 518.6 Mtok to 540 Mtok, 612.9 Mtok to";
    assert!(text.contains(words), "{text}");
    // Where every month is like the first, what is said of a month holds for the study.
    let level = Case { load: "peak_to_average = 1", ..case };
    assert!(!answered(&["-"], &level.text()).contains("whole study is cheaper"));
    // A bill that bends has none; both reports say why, and no more than that.
    let committed = "existing_commitment = { usd_per_month = 100, until_month = 2, exit_fee_usd = 10 }";
    for (term, why) in [
        (
            "free_tokens_per_month = 1_000_000",
            "a cost that does not go straight with the volume between its steps",
        ),
        ("credit = { usd = 500, until_month = 2 }", "a credit, which a larger volume uses up sooner"),
        (committed, "an existing commitment, which a larger volume uses up"),
    ] {
        let others = format!("{others}{term}\n");
        let text = Case { others: &others, ..case }.text();
        let answer = json(&["--json", "-"], &text);
        assert!(one(&answer, "own").get("start_volumes").is_none());
        assert_eq!(one(&answer, "own")["start_volumes_absent"], why);
        let rows = answered(&["-"], &text);
        let row = rows.lines().find(|line| line.contains("not known: ")).unwrap();
        assert_eq!(row.trim_end(), format!("own          not known: {why}"));
    }
}

#[test]
fn ledger_has_one_flow_for_each_line_of_an_instant() {
    // 100 Mtok, half of them prompts, at 10 USD; the other API takes over half of them in month 1 and 3 USD for each:
    // 250 + 75 for what is sent, and for what is answered.
    let half = format!("{}{}ramp_fractions = [0.5]\n", api("dear", "10"), api("half", "3"));
    let case = Case { tokens: 100_000_000, others: &half, months: 2, baseline: "dear", ..PLAIN };
    let answer = json(&["--json", "--ledger", "-"], &case.text());
    let expected = [
        (1, 1, "api_input", "input tokens", decimal("325")),
        (1, 1, "api_output", "output tokens", decimal("325")),
        (2, 2, "api_input", "input tokens", decimal("150")),
        (2, 2, "api_output", "output tokens", decimal("150")),
    ];
    assert_eq!(flows(&answer["ledger"]["half"]), expected);
    // Servers of several months, replaced and sold, ordered ahead while the API serves.
    let own = "lead_months = 2\nramp_fractions = [0.25, 0.5]\nhardware.buy = { useful_life_months = 5, resale_fraction = 0.5, support_fraction_per_year = 0.12, loan = { rate_annual_nominal = 0.12, term_months = 4 } }";
    let load = "peak_to_average = 1\ngrowth_fraction_per_month = 0.4";
    let grown = Case { load, tokens: 300_000_000, months: 14, hardware: own, ..case }.text();
    let grown = common::edited(&grown, &[("[facility]", "tax.rate_fraction = 0.2\n[facility]")]);
    let answer = json(&["--json", "--ledger", "-"], &grown);
    for list in ["ledger", "ledger_tax", "ledger_loan"] {
        for (id, all) in answer[list].as_object().unwrap() {
            let all = flows(all);
            let lines: BTreeSet<_> = all.iter().map(|flow| (flow.0, flow.1, flow.2, flow.3)).collect();
            assert_eq!(lines.len(), all.len(), "{list} of {id}");
            assert!(all.iter().all(|flow| !flow.4.is_zero()), "{list} of {id}");
        }
    }
    let support = |flow: &&(u64, u64, &str, &str, Decimal)| flow.2 == "support";
    let ledger = flows(&answer["ledger"]["own"]);
    // From month 3 on one server, a hundredth of 12,000; by month 14 all that are needed in one line.
    let support: Vec<Decimal> = ledger.iter().filter(support).map(|flow| flow.4).collect();
    assert_eq!((support.len(), support[0]), (12, decimal("120")));
    assert!(support[11] > decimal("1200"));
}
