//! Leases to own and leases to give back, worked by hand on the plain case of `common`: one server of 12,000 USD, 12 months.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Category, Family};
use common::{Case, FIVE_PERCENT_A_MONTH, PLAIN, bought, decimal, flow};

const PAYMENTS: &str = "lease payments";
const END: &str = "end of the lease";

#[test]
fn lease_to_own_costs_its_payments_and_its_option_less_what_the_server_sells_for() {
    let case = bought(
        "hardware.finance_lease = { payment_usd_per_server_month = 400, term_months = 9, purchase_option_usd = 600, useful_life_months = 24, resale_fraction = 0.25 }",
    );
    // 9 x 400, 600, and 3,000 at the end of the study, over 12 months
    case.charges(&[
        (Category::Capital, "hardware", "-250"),
        (Category::Lease, PAYMENTS, "300"),
        (Category::Lease, END, "50"),
    ]);
    let mut expected: Vec<_> = (1..=9).map(|month| flow(month, month, Category::Lease, "400")).collect();
    expected.push(flow(9, 9, Category::Lease, "600"));
    expected.push(flow(12, 12, Category::Capital, "-3000"));
    assert_eq!(case.flows(), expected);
    let alternative = case.compare().answer().unwrap().alternative("own").unwrap().clone();
    assert_eq!((alternative.family, alternative.name.ends_with(", leased to own")), (Family::Owned, true));
}

#[test]
fn lease_that_ends_after_the_study_is_owed_at_its_end() {
    let case = bought(
        "hardware.finance_lease = { payment_usd_per_server_month = 400, term_months = 18, purchase_option_usd = 600, useful_life_months = 24 }",
    );
    case.charges(&[(Category::Lease, PAYMENTS, "600"), (Category::Lease, END, "50")]);
    let flows = case.flows();
    // The twelfth payment, and the six that are owed
    assert_eq!(flows[11..], [flow(12, 12, Category::Lease, "2800"), flow(12, 12, Category::Lease, "600")]);
}

#[test]
fn server_that_is_given_back_is_leased_again_until_the_study_ends() {
    let case = bought(
        "hardware.operating_lease = { payment_usd_per_server_month = 400, term_months = 9, end_fee_usd = 90, install_usd = 120 }",
    );
    // Two leases: 18 payments, of which 6 are owed at the end; two fees, two installations.
    case.charges(&[
        (Category::Capital, "hardware", "20"),
        (Category::Lease, PAYMENTS, "600"),
        (Category::Lease, END, "15"),
    ]);
    let flows = case.flows();
    assert_eq!(flows[0], flow(1, 0, Category::Capital, "120"));
    assert_eq!(
        flows.iter().filter(|flow| flow.2 == Category::Capital).nth(1).unwrap(),
        &flow(10, 9, Category::Capital, "120")
    );
    assert_eq!(
        flows[flows.len() - 2..],
        // a payment and the six that are owed
        [flow(12, 12, Category::Lease, "2800"), flow(12, 12, Category::Lease, "90")]
    );
    let alternative = case.compare().answer().unwrap().alternative("own").unwrap().clone();
    assert_eq!((alternative.family, alternative.name.ends_with(", leased")), (Family::Rented, true));
}

#[test]
fn payment_in_advance_costs_a_month_of_interest_more() {
    let lease = |kind: &str, more: &str| {
        format!("hardware.{kind} = {{ payment_usd_per_server_month = 400, term_months = 12, {more} }}")
    };
    for (kind, more) in [("finance_lease", "useful_life_months = 12, "), ("operating_lease", "")] {
        let arrears = lease(kind, &format!("{more}payments_in = \"arrears\""));
        let case = Case { hardware: &arrears, rate_of_return: FIVE_PERCENT_A_MONTH, ..PLAIN };
        case.charges(&[(Category::Lease, PAYMENTS, "400")]);
        let advance = lease(kind, &format!("{more}payments_in = \"advance\""));
        let case = Case { hardware: &advance, ..case };
        case.charges(&[(Category::Lease, PAYMENTS, "420")]);
        assert_eq!(case.flows()[0], flow(1, 0, Category::Lease, "400"));
    }
}

#[test]
fn leased_servers_pay_for_their_site_and_move_like_any_other_number() {
    // 1 kW for 100 hours at 0.15 USD, and two servers for twice the tokens
    let hardware = "hardware.operating_lease = { payment_usd_per_server_month = 400, term_months = 12 }";
    let case = Case { facility: common::POWER, hardware, tokens: 2 * common::STEP, ..PLAIN };
    case.charges(&[(Category::Lease, PAYMENTS, "800"), (Category::Energy, "electricity", "30")]);
    let path = "deployment.own.hardware.operating_lease.payment_usd_per_server_month";
    let dearer = case.compare().with(path, 500.into()).unwrap();
    assert_eq!(dearer.monthly_cost("own").unwrap().amount(), decimal("1030"));
    // a longer term is owed at the end of the study
    let path = "deployment.own.hardware.operating_lease.term_months";
    let longer = case.compare().with(path, 18.into()).unwrap();
    assert_eq!(longer.monthly_cost("own").unwrap().amount(), decimal("1230"));
}

#[test]
fn lease_cannot_be_cancelled() {
    // 18 payments of 400, however long the study is; nobody has to buy for 600 at the end
    let lease = |more: &str| {
        format!(
            "hardware.finance_lease = {{ payment_usd_per_server_month = 400, term_months = 18, purchase_option_usd = 600, useful_life_months = 24, {more} }}"
        )
    };
    let owed = |hardware: &str| bought(hardware).study().non_cancellable.amount();
    assert_eq!(owed(&lease("")), decimal("7200"));
    assert_eq!(owed(&lease("payments_in = \"advance\", install_usd = 50")), decimal("7250"));
}

#[test]
fn leases_that_there_are_not_are_refused() {
    let refused = |hardware: &str| {
        let case = bought(hardware);
        case.parse().unwrap_err().to_string().split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(
        refused(
            "hardware.finance_lease = { payment_usd_per_server_month = 400, term_months = 36, useful_life_months = 24 }"
        ),
        "deployment.own.hardware.finance_lease.term_months: a lease of 36 months is longer than the useful life of 24; write a life of at least the term"
    );
    assert_eq!(
        refused(
            "hardware.operating_lease = { payment_usd_per_server_month = 400, term_months = 36, payments_in = \"middle\" }"
        ),
        "deployment.own.hardware.operating_lease.payments_in: `middle`, expected `arrears` or `advance`"
    );
    assert_eq!(
        refused("hardware.operating_lease = { term_months = 36 }"),
        "deployment.own.hardware.operating_lease.payment_usd_per_server_month: missing; write `payment_usd_per_server_month = 8_000`, what the lessor asks for a server"
    );
    let case = bought(
        "hardware.finance_lease = { payment_usd_per_server_month = 400, term_months = 12, useful_life_months = 24 }",
    );
    let longer = case.compare().with("deployment.own.hardware.finance_lease.term_months", 25.into());
    assert!(longer.unwrap_err().to_string().contains("a lease longer than the useful life"));
}
