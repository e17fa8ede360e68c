//! Rented by the hour or by the month, with a discount and with what comes on top; what the serving engine leaves of
//! the memory; and the answers that are read off a bill and a ledger. Worked by hand on the plain case of `common`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Category, LimitedBy};
use common::{Case, FREE_POWER, PLAIN, STEP, api, bought, decimal};

const RENTED: &str = "rented accelerators";
const ON_TOP: &str = "on top of the rent";

#[test]
fn machines_that_are_stopped_are_paid_for_the_hours_in_which_they_run() {
    // 60 of 100 hours at 1 USD; the workload arrives in 50 of them
    let load = "peak_to_average = 1\nserving_hours_per_month = 50";
    let hardware = "hardware.rent = { price_usd_per_gpu_hour = 1, paid_hours_per_month = 60 }";
    let case = Case { tokens: STEP / 2, load, hardware, ..PLAIN };
    case.charges(&[(Category::Rent, RENTED, "60")]);
    // what is moved stays from the hours of the workload to those of the month
    let paid = "deployment.own.hardware.rent.paid_hours_per_month";
    let with = |hours: u32| case.compare().with(paid, hours.into());
    assert_eq!(with(50).unwrap().monthly_cost("own").unwrap().amount(), decimal("50"));
    assert!(with(49).unwrap_err().to_string().contains("fewer paid hours than serving hours"));
    assert!(with(101).unwrap_err().to_string().contains("more paid hours than the month has"));
}

#[test]
fn paid_hours_are_those_of_the_month_where_none_are_given() {
    // both become 90: 90 hours at 1 USD, and a step carries 0.9 x 360 Mtok
    let longer = Case { tokens: STEP / 2, ..PLAIN }.compare().with("workload.hours_per_month", 90.into());
    let monthly = longer.unwrap().monthly("own").unwrap();
    assert_eq!(monthly.cost.amount(), decimal("90"));
    assert_eq!(monthly.capacity_tokens_per_month, Some(324_000_000));
}

#[test]
fn discount_is_off_the_rent_and_overhead_on_top_of_what_is_left() {
    // 100 hours at 1 USD less a quarter, and a fifth of that on top
    let hardware =
        "hardware.rent = { price_usd_per_gpu_hour = 1, discount_fraction = 0.25, overhead_fraction = 0.2 }";
    Case { hardware, ..PLAIN }.charges(&[(Category::Rent, RENTED, "75"), (Category::Rent, ON_TOP, "15")]);
    // the same of a reservation, of two accelerators
    let hardware = "hardware.reserve = { price_usd_per_gpu_hour = 1, term_months = 12, discount_fraction = 0.25, overhead_fraction = 0.2 }";
    Case { hardware, more: "accelerators_per_step = 2", ..PLAIN }
        .charges(&[(Category::Rent, RENTED, "150"), (Category::Rent, ON_TOP, "30")]);
}

#[test]
fn accelerators_let_by_the_month_cost_the_same_whatever_its_hours() {
    let hardware = "hardware.rent = { price_usd_per_gpu_month = 40, discount_fraction = 0.1 }";
    let case = Case { hardware, more: "accelerators_per_step = 2", ..PLAIN };
    case.charges(&[(Category::Rent, RENTED, "72")]);
    let shorter = case.compare().with("workload.hours_per_month", 200.into()).unwrap();
    assert_eq!(shorter.monthly_cost("own").unwrap().amount(), decimal("72"));
    let hardware = "hardware.reserve = { price_usd_per_gpu_month = 40, term_months = 12 }";
    Case { hardware, ..PLAIN }.charges(&[(Category::Rent, RENTED, "40")]);
}

#[test]
fn steps_at_their_capacity_have_the_least_cost_per_mtok() {
    // 100 USD for 180 of the 360 Mtok that the step carries
    let monthly = Case { tokens: STEP / 2, ..PLAIN }.monthly();
    assert_eq!(monthly.cost_per_mtok.round_dp(9), decimal("0.555555556"));
    assert_eq!(monthly.cost_per_mtok_at_capacity.unwrap().round_dp(9), decimal("0.277777778"));
    let full = PLAIN.monthly();
    assert_eq!(Some(full.cost_per_mtok), full.cost_per_mtok_at_capacity);
}

#[test]
fn saving_is_against_the_other_and_negative_where_it_costs_more() {
    // 360 Mtok at 1 USD against 100 USD
    let others = api("api", "1");
    let comparison = Case { others: &others, ..PLAIN }.compare();
    let saving = comparison.saving("own", "api").unwrap();
    assert_eq!(saving.amount.amount(), decimal("260"));
    assert_eq!(saving.fraction.unwrap().round_dp(9), decimal("0.722222222"));
    let reverse = comparison.saving("api", "own").unwrap();
    assert_eq!((reverse.amount.amount(), reverse.fraction), (decimal("-260"), Some(decimal("-2.6"))));
    // of what costs nothing there is no fraction
    let free = Case { hardware: "hardware.rent.price_usd_per_gpu_hour = 0", others: &others, ..PLAIN };
    let saving = free.compare().saving("api", "own").unwrap();
    assert_eq!((saving.amount.amount(), saving.fraction), (decimal("-360"), None));
}

#[test]
fn ledger_adds_up_what_has_been_paid_by_a_month() {
    // 12,000 USD, replaced after 12 months, and 10 USD a month
    let case = Case {
        months: 24,
        more: "other_usd_per_month = 10",
        ..bought("hardware.buy = { useful_life_months = 12 }")
    };
    let ledger = case.compare().ledger("own").unwrap();
    let paid = |month: u32| ledger.paid_by(month).unwrap().amount();
    assert_eq!([paid(0), paid(1), paid(12)], [decimal("12000"), decimal("12010"), decimal("12120")]);
    // the replacement is bought at the beginning of month 13
    assert_eq!([paid(13), paid(24), paid(99)], [decimal("24130"), decimal("24240"), decimal("24240")]);
}

/// 1 GB of weights in FP8, one layer of 2 elements of 2 bytes: 4 bytes a token, 4,000 for a request.
fn fit(memory: &str) -> breakeven::Fit {
    let comparison = Case { more: memory, ..PLAIN }.compare();
    comparison.answer().unwrap().alternative("own").unwrap().fit.unwrap()
}

#[test]
fn what_the_engine_leaves_of_the_memory_is_an_input() {
    // 80 GiB = 85,899,345,920 bytes; 0.9 of them less 4 GB
    let default = fit("");
    assert_eq!(default.usable_bytes, decimal("73309411328"));
    assert_eq!(default.longest_request_bytes, decimal("4000"));
    assert_eq!(default.needed_bytes, decimal("1000004000"));
    // half of them less 1.5 GB, and a fifth of the weights beside them: (42,949,672,960 - 1.5e9 - 1.2e9) / 4,000
    let memory = "memory = { usable_fraction = 0.5, overhead_gigabytes_per_accelerator = 1.5, weights_overhead_fraction = 0.2 }";
    let given = fit(memory);
    assert_eq!(given.usable_bytes, decimal("41449672960"));
    assert_eq!(given.needed_bytes, decimal("1200004000"));
    assert_eq!(given.largest_concurrency, Some(10_062_418));
    // the weights alone would fit into 1.1 GB, with a fifth beside them they do not: 0.0594 x 85.9e9 - 4e9 = 1.102e9
    let tight = "memory = { usable_fraction = 0.0594 }";
    assert_eq!(Case { more: tight, ..PLAIN }.limited_by(), None);
    let tighter = "memory = { usable_fraction = 0.0594, weights_overhead_fraction = 0.2 }";
    assert_eq!(Case { more: tighter, ..PLAIN }.limited_by(), Some(LimitedBy::Memory));
}

#[test]
fn other_running_costs_are_paid_whatever_the_steps() {
    Case { facility: FREE_POWER, tokens: 3 * STEP, more: "other_usd_per_month = 7", ..PLAIN }
        .charges(&[(Category::Rent, RENTED, "300"), (Category::Adder, "other running costs", "7")]);
}
