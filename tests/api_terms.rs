//! What the volume of a month does to an API's bill, and how much it serves, worked by hand.
//!
//! A million requests of 800 prompt and 200 completion tokens: 1,000 Mtok a month. At 2 USD in and 10 USD out the sheet
//! takes 800 x 2 + 200 x 10 = 3,600 USD, which is 3.60 USD per Mtok.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::sweep::{Axis, Metric, Sweep};
use breakeven::{Catalog, Category, Comparison, Error, ErrorKind, LimitedBy, Reach, Scenario};
use common::decimal;

const MTOK: u64 = 1_000_000;

fn text(volume: u64, terms: &str) -> String {
    format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "a"
[workload]
tokens_per_month = {volume}
peak_to_average = 2
class.chat = {{ prompt_tokens = 800, completion_tokens = 200 }}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0.08
[api.a]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
{terms}
[api.flat]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 2
"#
    )
}

fn try_compare(volume: u64, terms: &str) -> Result<Comparison, Error> {
    Comparison::parse(&text(volume, terms), &Catalog::builtin().unwrap())
}

fn compare(volume: u64, terms: &str) -> Comparison {
    try_compare(volume, terms).unwrap_or_else(|error| panic!("{error}\n{terms}"))
}

/// The bill of a month is so much, by its lines, by the curve and, times 12 months, by the ledger at no interest.
fn costs(mtok: u64, terms: &str, expected: &str) {
    let comparison = compare(mtok * MTOK, terms);
    let monthly = comparison.monthly("a").unwrap();
    assert_eq!(monthly.cost.amount(), decimal(expected), "{terms}: {:?}", monthly.lines);
    let curve = comparison.curve("a").unwrap().cost(mtok * MTOK).unwrap();
    assert_eq!(curve, monthly.cost, "{terms}");
    let ledger = comparison.ledger("a").unwrap();
    let paid = ledger.flows.iter().fold(decimal("0"), |sum, flow| sum + flow.amount.amount());
    assert_eq!(paid, monthly.cost.amount() * decimal("12"), "{terms}");
    let level = comparison.equivalent_monthly_cost("a").unwrap().amount();
    assert!((level - monthly.cost.amount()).abs() < decimal("0.00000001"), "{level} {terms}");
}

const GRADUATED: &str = "volume_tiers = [{ above_tokens_per_month = 400_000_000, price_fraction = 0.5 }]";
const ALL_UNITS: &str = "volume_tier_rule = \"all_units\"\n\
    volume_tiers = [{ above_tokens_per_month = 400_000_000, price_fraction = 0.5 }]";

#[test]
fn free_tokens_cost_nothing() {
    // 750 x 3.60
    costs(1000, "free_tokens_per_month = 250_000_000", "2700");
    costs(250, "free_tokens_per_month = 250_000_000", "0");
    let monthly = compare(1000 * MTOK, "free_tokens_per_month = 250_000_000").monthly("a").unwrap();
    let volume = monthly.lines.iter().find(|line| line.category == Category::ApiOther).unwrap();
    assert_eq!((volume.label, volume.amount.amount()), ("volume prices", decimal("-900")));
    // the input is 1,600 of the sheet's 3,600: 1,600 x 2,700 / 3,600 / 800 Mtok
    assert_eq!(monthly.price_per_input_mtok, Some(decimal("1.5")));
    assert_eq!(monthly.price_per_output_mtok, Some(decimal("7.5")));
}

#[test]
fn graduated_tier_holds_for_the_tokens_above_it() {
    // 400 x 3.60 + 600 x 1.80
    costs(1000, GRADUATED, "2520");
    costs(400, GRADUATED, "1440");
    // the first 100 are free, then as before: 300 x 3.60 + 600 x 1.80
    costs(1000, &format!("free_tokens_per_month = 100_000_000\n{GRADUATED}"), "2160");
    // more free than the tier: 500 x 1.80
    costs(1000, &format!("free_tokens_per_month = 500_000_000\n{GRADUATED}"), "900");
}

#[test]
fn all_units_tier_holds_for_all_tokens_of_the_month() {
    costs(1000, ALL_UNITS, "1800");
    costs(400, ALL_UNITS, "1440");
    // 401 x 1.80: less than 400 cost
    costs(401, ALL_UNITS, "721.8");
    // 900 x 1.80
    costs(1000, &format!("free_tokens_per_month = 100_000_000\n{ALL_UNITS}"), "1620");
}

#[test]
fn commitment_is_paid_whether_it_is_used_or_not() {
    costs(1000, "commitment = { usd_per_month = 5_000 }", "5000");
    // the bill is larger, and nothing is cheaper for it
    costs(1000, "commitment = { usd_per_month = 2_000 }", "3600");
    // 3,600 x 0.8 = 2,880; beyond it at the same fraction
    costs(1000, "commitment = { usd_per_month = 2_000, price_fraction = 0.8 }", "2880");
    // 2,000 + (2,880 - 2,000) / 0.8 x 0.9
    costs(
        1000,
        "commitment = { usd_per_month = 2_000, price_fraction = 0.8, overage_price_fraction = 0.9 }",
        "2990",
    );
    // of the tiers' 2,520: 2,520 x 0.5 = 1,260 is within it
    costs(
        1000,
        &format!("commitment = {{ usd_per_month = 2_000, price_fraction = 0.5 }}\n{GRADUATED}"),
        "2000",
    );
}

#[test]
fn price_path_moves_the_bill_and_not_the_commitment() {
    // month 1: 3,600; month 2: 2,880, below the commitment of 3,000 from then on: 3,600 + 11 x 3,000
    let terms = "commitment = { usd_per_month = 3_000 }\nprice_change_fraction_per_month = -0.2";
    let ledger = compare(1000 * MTOK, terms).ledger("a").unwrap();
    let paid = ledger.flows.iter().fold(decimal("0"), |sum, flow| sum + flow.amount.amount());
    assert_eq!(paid, decimal("36600"));
}

#[test]
fn break_even_against_tiers_is_a_set() {
    // flat: 2 USD per Mtok. 3.60 V falls to 1.80 V above 400: dearer up to 400, cheaper above
    let all_units = compare(1000 * MTOK, ALL_UNITS).break_even("a", "flat").unwrap().break_even;
    assert_eq!(all_units.first_volume, Some(400_000_001));
    assert_eq!((all_units.cheaper_on.len(), all_units.cheaper_on[0].from_closed), (1, false));
    // graduated: 1,440 + 1.80 (V - 400) = 2 V at V = 720 / 0.2 = 3,600
    let graduated = compare(1000 * MTOK, GRADUATED).break_even("a", "flat").unwrap().break_even;
    assert_eq!(graduated.first_volume, Some(3_600_000_000));
    assert_eq!(graduated.equal_at, [decimal("0"), decimal("3600000000")]);
    // a commitment of 1,000 at list: 2 V >= 1,000 up to where 3.60 V passes 1,000: cheaper nowhere
    let committed =
        compare(1000 * MTOK, "commitment = { usd_per_month = 1_000 }").break_even("a", "flat").unwrap();
    assert_eq!(committed.break_even.reach, Reach::Never);
}

#[test]
fn rate_limit_is_a_capacity() {
    // 730 h x 60 = 43,800 minutes; a peak of 2: 100,000 x 43,800 / 2
    let of_tokens = compare(MTOK, "limits = { tokens_per_minute = 100_000 }");
    assert_eq!(of_tokens.curve("a").unwrap().capacity().unwrap(), Some(2_190_000_000));
    // 50 requests x 43,800 / 2 = 1,095,000 of 1,000 tokens
    let both = "limits = { tokens_per_minute = 100_000, requests_per_minute = 50 }";
    assert_eq!(compare(MTOK, both).curve("a").unwrap().capacity().unwrap(), Some(1_095_000_000));
    // reasoning counts too: 1,500 own tokens a request
    let reasoning = "limits = { tokens_per_minute = 100_000 }\ntokens = { reasoning_tokens = 500 }";
    assert_eq!(compare(MTOK, reasoning).curve("a").unwrap().capacity().unwrap(), Some(1_460_000_000));

    let full = compare(1_095_000_001, both);
    let error = full.monthly("a").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Infeasible { .. }), "{error}");
    let answer = full.answer().unwrap();
    let limited = answer.alternative("a").unwrap().limited_by.clone().unwrap();
    assert_eq!(limited.0, LimitedBy::RateLimit);
    assert!(
        limited.1.contains("1095000000 tokens a month can be served within the rate limits"),
        "{}",
        limited.1
    );
}

/// Twelve hours of load 1 and twelve of load 3: by day 1.5 times the average, by night 0.5.
const DAY: &str = "hourly_load = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]";

fn provisioned(units: u32) -> Comparison {
    let terms = format!(
        "provisioned = {{ units = {units}, usd_per_unit_month = 1_000, tokens_per_minute_per_unit = 20_000 }}"
    );
    let text = text(1000 * MTOK, &terms).replace("peak_to_average = 2", DAY);
    Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap()
}

#[test]
fn provisioned_units_serve_what_they_carry_and_the_rest_is_paid_by_the_token() {
    // A unit carries 20,000 x 43,800 = 876 Mtok a month around the clock. By day 1,500 are asked for, half of the time:
    // (1,500 - 876) / 2 = 312 Mtok at 3.60 = 1,123.20 beside the unit. Two carry all of it.
    for (units, expected) in [(1, "2123.2"), (2, "2000"), (3, "3000")] {
        let comparison = provisioned(units);
        let monthly = comparison.monthly("a").unwrap();
        assert_eq!(monthly.cost.amount(), decimal(expected), "{units}: {monthly:?}");
        assert_eq!(comparison.curve("a").unwrap().cost(1000 * MTOK).unwrap(), monthly.cost, "{units}");
        let level = comparison.equivalent_monthly_cost("a").unwrap().amount();
        assert!((level - decimal(expected)).abs() < decimal("0.00000001"), "{units}: {level}");
    }
    // With nothing spilled a unit costs 1,000 up to 584 Mtok, where the day fills it; 2 USD a Mtok are 1,000 at 500
    let found = provisioned(1).break_even("a", "flat").unwrap().break_even;
    assert_eq!(found.first_volume, Some(500_000_000));
    // by day 1.5 x 3.60 / 2 = 2.70 a Mtok beyond: 1,000 + 2.70 (V - 584) = 2 V at V = 576.80 / 0.70 = 824
    assert_eq!(found.cheaper_on.len(), 1);
    assert_eq!(found.cheaper_on[0].to, Some(decimal("824000000")));
}

#[test]
fn terms_move_by_their_path() {
    let base = compare(1000 * MTOK, &format!("free_tokens_per_month = 0\n{GRADUATED}"));
    let cost = |path: &str, value: &str| {
        base.with(path, decimal(value)).unwrap().monthly_cost("a").unwrap().amount()
    };
    assert_eq!(cost("api.a.volume_tiers.0.price_fraction", "0.25"), decimal("1980"));
    assert_eq!(cost("api.a.volume_tiers.0.above_tokens_per_month", "1000000000"), decimal("3600"));
    assert_eq!(cost("api.a.free_tokens_per_month", "400000000"), decimal("1080"));
}

#[test]
fn sweep_of_a_cost_that_bends_is_that_of_the_exact_path() {
    let comparison = compare(1000 * MTOK, GRADUATED);
    let axis = || Axis::values("api.a.output_usd_per_mtok", vec![decimal("10"), decimal("20")]);
    // 800 x 2 + 200 x 20 = 5,600 at full price: 2,240 for 400 of 1,000, and half of 3,360
    let cost = Sweep::new(&comparison, &[Metric::Cost("a".to_owned())], &[axis()]).unwrap();
    assert_eq!((cost.value(0, 0), cost.value(0, 1)), (Some(2520.0), Some(3920.0)));
    let npv = Metric::npv("a", "flat");
    let value = Sweep::new(&comparison, &[npv], &[axis()]).unwrap().value(0, 1).unwrap();
    let dearer = comparison.with("api.a.output_usd_per_mtok", decimal("20")).unwrap().answer().unwrap();
    let exact = dearer.alternative("flat").unwrap().study.as_ref().unwrap().npv_of_switching.unwrap();
    let exact: f64 = exact.amount().to_string().parse().unwrap();
    assert!((value + exact).abs() < 1e-9 * exact.abs(), "{value} {exact}");
}

#[test]
fn terms_are_written_back() {
    let all = format!(
        "free_tokens_per_month = 1\n{ALL_UNITS}\ncommitment = {{ usd_per_month = 9, price_fraction = 0.5 }}\n\
         limits = {{ requests_per_minute = 50 }}"
    );
    let units = "provisioned = { units = 2, usd_per_unit_month = 9, tokens_per_minute_per_unit = 5 }";
    for terms in [all.as_str(), units] {
        let scenario = Scenario::parse(&text(MTOK, terms)).unwrap();
        assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);
    }
}

#[test]
fn volume_past_a_rate_limit_changes_the_answer() {
    // 1 USD per Mtok against 2, up to 2,190 Mtok a month
    let cheap = text(1_000 * MTOK, "limits = { tokens_per_minute = 100_000 }").replacen(
        "input_usd_per_mtok = 2\noutput_usd_per_mtok = 10",
        "input_usd_per_mtok = 1\noutput_usd_per_mtok = 1",
        1,
    );
    let comparison = Comparison::parse(&cheap, &Catalog::builtin().unwrap()).unwrap();
    let verdict = comparison.verdict(&comparison.answer().unwrap()).unwrap();
    let flip = verdict.flips.iter().find(|flip| flip.path.as_str() == "workload.tokens_per_month").unwrap();
    assert_eq!((flip.at, flip.changes_to.as_deref()), (Some(decimal("2190010000")), Some("flat")));
}

#[test]
fn rule_of_no_tiers_is_refused() {
    let error = try_compare(MTOK, "volume_tier_rule = \"all_units\"").unwrap_err().to_string();
    assert!(error.contains("api.a.volume_tier_rule: all_units of no tiers"), "{error}");
}
