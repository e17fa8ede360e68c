//! The load of each hour of the day, worked by hand.
//!
//! A replica serves 1,000 tokens a second with a headroom of 1: a step carries 1,000 x 3,600 x 730 = 2,628 Mtok a month if
//! it works around the clock. An accelerator-hour costs 2 USD, so a step of one accelerator costs 1,460 USD a month.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Comparison, Decimal, Error, ErrorKind, Scenario};
use common::{MODEL, decimal};

const STEP: u64 = 2_628_000_000;

/// Twelve hours of one load and twelve of another.
fn halves(night: u32, day: u32) -> String {
    let hours: Vec<String> = (0..24).map(|hour| if hour < 12 { night } else { day }.to_string()).collect();
    format!("hourly_load = [{}]", hours.join(", "))
}

fn text(volume: u64, load: &str, more: &str) -> String {
    format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "own"
[workload]
tokens_per_month = {volume}
{load}
[finance]
horizon_months = 24
discount_rate_annual_effective = 0.08
[deployment.own]
{MODEL}
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80, price_usd = 1 }}
rate = {{ combined_tokens_per_second = 1_000, prompt_tokens = 500, completion_tokens = 500 }}
peak_hour_load_fraction = 1
{more}
"#
    )
}

const CHAT: &str = "class.chat = { prompt_tokens = 500, completion_tokens = 500 }";
const NEEDED: &str = "hardware.rent = { price_usd_per_gpu_hour = 2, scaling = \"hourly\" }";
const ALL: &str = "hardware.rent = { price_usd_per_gpu_hour = 2 }";

fn try_compare(volume: u64, load: &str, more: &str) -> Result<Comparison, Error> {
    Comparison::parse(&text(volume, load, more), &Catalog::builtin().unwrap())
}

fn rent(volume: u64, load: &str, more: &str) -> Decimal {
    let load = format!("{load}\n{CHAT}");
    let comparison = try_compare(volume, &load, more).unwrap_or_else(|error| panic!("{error}"));
    let monthly = comparison.monthly("own").unwrap();
    assert_eq!(comparison.curve("own").unwrap().cost(volume).unwrap(), monthly.cost);
    let ledger = comparison.ledger("own").unwrap();
    let paid: Decimal = ledger.flows.iter().map(|flow| flow.amount.amount()).sum();
    assert_eq!(paid, monthly.cost.amount() * Decimal::from(24));
    let level = comparison.equivalent_monthly_cost("own").unwrap().amount();
    assert!((level - monthly.cost.amount()).abs() < decimal("0.00000001"));
    monthly.cost.amount()
}

#[test]
fn peak_is_the_busiest_hour_over_the_average() {
    // loads of 1 and 3: the peak is 3 / 2 = 1.5, so the step is full at 2,628 / 1.5 = 1,752 Mtok
    let steps = |volume| {
        let load = format!("{}\n{CHAT}", halves(1, 3));
        try_compare(volume, &load, ALL).unwrap().monthly("own").unwrap().steps
    };
    assert_eq!((steps(1_752_000_000), steps(1_752_000_001)), (Some(1), Some(2)));
}

#[test]
fn only_the_steps_that_each_hour_needs_are_paid() {
    // at the volume of a step: by day 1.5, so 2 steps; by night 0.5, so 1: 1.5 steps on average
    assert_eq!(rent(STEP, &halves(1, 3), NEEDED), decimal("2190"));
    assert_eq!(rent(STEP, &halves(1, 3), ALL), decimal("2920"));
    // nobody asks by night: 2 steps by day, and none by night, where none is kept
    assert_eq!(rent(STEP, &halves(0, 1), &format!("{NEEDED}\nminimum_steps = 0")), decimal("1460"));
    assert_eq!(rent(STEP, &halves(0, 1), NEEDED), decimal("2190"));
    // half the price, and a tenth of what is left on top
    let cheaper = NEEDED.replace(" }", ", discount_fraction = 0.5, overhead_fraction = 0.1 }");
    assert_eq!(rent(STEP, &halves(1, 3), &cheaper), decimal("1204.5"));
    // spares are kept around the clock
    assert_eq!(rent(STEP, &halves(1, 3), &format!("{NEEDED}\nspares = 1")), decimal("3650"));
}

#[test]
fn flat_day_is_the_same_either_way() {
    for volume in [1, STEP, STEP + 1, 3 * STEP] {
        let flat = rent(volume, &halves(5, 5), NEEDED);
        assert_eq!(flat, rent(volume, &halves(5, 5), ALL));
        assert_eq!(flat, rent(volume, "peak_to_average = 1", ALL));
    }
}

#[test]
fn work_that_may_wait_is_spread_over_the_day() {
    // Half of the work waits. Steps of all hours: the valleys take it, max(1, 0.5 x 2) = 1 step.
    // Steps of each hour at the volume of a step: 0.5 of a step in every hour, and by day 1 more: 1.5, so 2; by night 0.5, so 1
    let classes = "class.chat = { share = 0.5, prompt_tokens = 500, completion_tokens = 500 }\n\
        class.night = { share = 0.5, prompt_tokens = 500, completion_tokens = 500, may_wait_hours = 24 }";
    let cost = |more| {
        let load = format!("{}\n{classes}", halves(0, 1));
        try_compare(STEP, &load, more).unwrap().monthly("own").unwrap().cost.amount()
    };
    assert_eq!((cost(ALL), cost(NEEDED)), (decimal("1460"), decimal("2190")));
}

#[test]
fn break_even_of_hourly_rent_has_a_window_for_each_stair() {
    let load = format!("{}\n{CHAT}", halves(1, 3));
    let api = "\n[api.api]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1";
    let comparison = try_compare(STEP, &load, &format!("{NEEDED}{api}")).unwrap();
    let found = comparison.break_even("own", "api").unwrap().break_even;
    // 1 step around the clock: 1,460 USD = 1,460 Mtok. By day a second from 1,752 Mtok on: 2,190 USD = 2,190 Mtok.
    // By day a third from 3,504 on: 2,920 USD, cheaper already; by night a second from 5,256 on.
    assert_eq!(found.first_volume, Some(1_460_000_000));
    assert_eq!(found.always_from, Some(2_190_000_000));
    assert_eq!((found.cheaper_on[0].to, found.cheaper_on.len()), (Some(decimal("1752000000")), 2));
}

#[test]
fn hour_moves_by_its_path() {
    // the last hour with 39 of the day's 60 + ...: 23 hours of 1 and one of 1 become one of 25: 24 x 25 / 48 = 12.5 at the peak
    let load = format!("{}\n{CHAT}", halves(1, 1));
    let comparison = try_compare(STEP, &load, ALL).unwrap();
    let busy = comparison.with("workload.hourly_load.23", decimal("25")).unwrap();
    assert_eq!(busy.monthly("own").unwrap().steps, Some(13));
}

#[test]
fn hours_that_cannot_be_are_refused() {
    let kind = |load: &str, more: &str| {
        let load = format!("{load}\n{CHAT}");
        let error = try_compare(STEP, &load, more).unwrap_err();
        (error.kind().clone(), error.path().unwrap().as_str().to_owned())
    };
    let (few, path) = kind("hourly_load = [1, 2, 3]", ALL);
    assert!(matches!(few, ErrorKind::Contradiction { .. }) && path == "workload.hourly_load");
    let (none, _) = kind(&halves(0, 0), ALL);
    assert!(matches!(none, ErrorKind::Contradiction { .. }));
    let (negative, path) = kind(&halves(1, 1).replacen('1', "-1", 1), ALL);
    assert!(matches!(negative, ErrorKind::OutOfRange { .. }) && path == "workload.hourly_load.0");
    let (both, _) = kind(&format!("{}\npeak_to_average = 2", halves(1, 1)), ALL);
    assert!(matches!(both, ErrorKind::Conflict { .. }));
    let (unknown, path) = kind("peak_to_average = 2", NEEDED);
    assert!(
        matches!(unknown, ErrorKind::Contradiction { .. }) && path == "deployment.own.hardware.rent.scaling"
    );
}

#[test]
fn hours_are_written_back() {
    let load = format!("{}\n{CHAT}", halves(1, 3));
    let scenario = Scenario::parse(&text(STEP, &load, NEEDED)).unwrap();
    assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);
}
