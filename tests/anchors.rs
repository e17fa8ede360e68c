//! Published figures that the model has to land on.
//!
//! Every expected number is from a publication or from arithmetic outside the code, shown beside it. Amounts by hand
//! were calculated with 50 digits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    missing_docs
)]

mod common;

use breakeven::{Catalog, Category, Comparison, Decimal, Monthly, Study};
use common::decimal;

/// A model that fits any accelerator: memory is no part of these cases.
const SMALL_MODEL: &str = r#"
model = { parameters_billion = 8, layers = 32, attention = { kv_heads = 8, head_dim = 128 }, context_window_tokens = 131072 }
precision = "fp8"
"#;

fn compare(text: &str) -> Comparison {
    Comparison::parse(text, &Catalog::builtin().unwrap()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn close(value: Decimal, expected: &str, tolerance: &str) {
    let expected = decimal(expected);
    assert!((value - expected).abs() <= decimal(tolerance), "{value} is not {expected} within {tolerance}");
}

/// The amount of a category, summed over its lines.
fn amount(monthly: &Monthly, category: Category) -> Decimal {
    monthly.lines.iter().filter(|line| line.category == category).map(|line| line.amount.amount()).sum()
}

/// DeepSeek's inference fleet in 24 hours of February 2025.
///
/// deepseek-ai/open-infra-index, `202502OpenSourceWeek/day_6_one_more_thing_deepseekV3R1_inference_system_overview.md`:
/// 226.75 nodes of 8 H800 on average, 2 USD per GPU-hour, 87,072 USD a day; 608e9 input and 168e9 output tokens; about
/// 73.7k tokens a second in prefill and 14.8k in decoding per node. The cost is spread over the output tokens here, so
/// the workload counts these alone.
fn deepseek_fleet() -> Comparison {
    // 226.75 nodes x 8 = 1,814 GPUs = 907 steps of 2
    // a step of 2 GPUs is a quarter of a node: 73,700 / 4 = 18,425 and 14,800 / 4 = 3,700 tokens a second
    compare(&format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "fleet"
[workload]
tokens_per_month = 168_000_000_000
hours_per_month = 24
peak_to_average = 1
class.output = {{ share = 1, prompt_tokens = 0, completion_tokens = 1000 }}
[finance]
horizon_months = 1
discount_rate_annual_effective = 0
[deployment.fleet]
{SMALL_MODEL}
server = "8xh100-sxm"
accelerators_per_step = 2
minimum_steps = 907
rate = {{ prefill_tokens_per_second = 18_425, decode_tokens_per_second = 3_700 }}
hardware.rent.price_usd_per_gpu_hour = 2
people = {{ run_fte = 0 }}
"#
    ))
}

#[test]
fn deepseek_fleet_for_a_day_rents_for_the_published_amount() {
    let monthly = deepseek_fleet().monthly("fleet").unwrap();
    assert_eq!(monthly.steps, Some(907));
    // published: 87,072 USD a day; 907 steps x 2 GPUs x 2 USD x 24 h = 87,072
    assert_eq!(amount(&monthly, Category::Rent), decimal("87072"));
    assert_eq!(monthly.cost.amount(), decimal("87072"));
    assert_eq!(monthly.lines.len(), 1);
}

#[test]
fn deepseek_fleet_for_a_day_costs_52_cents_per_output_mtok() {
    let monthly = deepseek_fleet().monthly("fleet").unwrap();
    // 87,072 USD / 168,000 Mtok = 0.518286
    close(monthly.cost_per_mtok, "0.5183", "0.00005");
    close(monthly.cost_per_mtok, "0.518285714286", "0.000000000001");
    // no prompt tokens: all of it is the price of output
    assert_eq!(monthly.price_per_output_mtok, Some(monthly.cost_per_mtok));
    assert_eq!(monthly.price_per_input_mtok, None);
    // decoding keeps 168e9 / (907 x 3,700 tok/s x 86,400 s) = 57.9% of the fleet busy
    close(monthly.utilization.unwrap(), "0.579410722740", "0.000000000001");
}

/// Lenovo LP2368 (On-Premise vs Cloud: Generative AI Total Cost of Ownership, 2026 edition), configuration A: 8x H100 bought
/// at 250,141.80 USD, all other costs 6.37 USD an hour, against renting the same at `cloud` USD per GPU-hour.
fn lenovo_study(cloud: &str) -> Study {
    // 6.37 USD/h x 730 h = 4,650.10 USD a month
    let comparison = compare(&format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "cloud"
[workload]
tokens_per_month = 1_000_000_000
peak_to_average = 1
class.all = {{ share = 1, prompt_tokens = 1000, completion_tokens = 1000 }}
[finance]
horizon_months = 60
discount_rate_annual_effective = 0
[facility]
electricity_usd_per_kwh = 0
pue = 1
[deployment.cloud]
{SMALL_MODEL}
server = "8xh100-sxm"
rate = {{ prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }}
hardware.rent.price_usd_per_gpu_hour = {cloud}
people = {{ run_fte = 0 }}
[deployment.on-premise]
{SMALL_MODEL}
server = {{ id = "8xh100-sxm", price_usd = 250_141.80 }}
rate = {{ prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }}
hardware.buy = {{ useful_life_months = 60, resale_fraction = 0 }}
people = {{ run_fte = 0 }}
observability_usd_per_month = 4_650.10
"#
    ));
    let on_premise = comparison.monthly("on-premise").unwrap();
    assert_eq!((on_premise.steps, on_premise.lines.len()), (Some(1), 2));
    comparison.answer().unwrap().alternative("on-premise").unwrap().study.clone().unwrap()
}

/// `published` hours of use until the purchase is paid back, and `by_hand` = 250,141.80 / (cloud - 6.37).
fn pays_back_after(cloud_per_gpu_hour: &str, published: &str, by_hand: &str, month: u32) {
    let study = lenovo_study(cloud_per_gpu_hour);
    let hours = study.payback_months.unwrap() * Decimal::from(730);
    close(hours, published, "1");
    close(hours, by_hand, "0.000001");
    assert_eq!(study.payback_month, Some(month));
}

#[test]
fn lenovo_configuration_a_against_on_demand_pays_back_after_2_720_hours() {
    // 98.32 / 8 = 12.29; 250,141.80 / 91.95 = 2,720.41 h = 3.73 months
    pays_back_after("12.29", "2720", "2720.411092985318", 4);
}

#[test]
fn lenovo_configuration_a_against_one_year_reserved_pays_back_after_4_423_hours() {
    // 62.92 / 8 = 7.865; 250,141.80 / 56.55 = 4,423.37 h = 6.06 months
    pays_back_after("7.865", "4423", "4423.374005305040", 7);
}

#[test]
fn lenovo_configuration_a_against_three_years_reserved_pays_back_after_6_800_hours() {
    // 43.16 / 8 = 5.395; 250,141.80 / 36.79 = 6,799.18 h = 9.31 months
    pays_back_after("5.395", "6800", "6799.179124762164", 10);
}

#[test]
fn lenovo_configuration_a_against_five_years_reserved_pays_back_after_7_591_hours() {
    // 39.32 / 8 = 4.915; 250,141.80 / 32.95 = 7,591.56 h = 10.40 months
    pays_back_after("4.915", "7591", "7591.556904400607", 11);
}

/// One owned server of 8x H100, with nobody paid to run it.
struct OwnedServer {
    price_usd: u32,
    months: u32,
    rate: &'static str,
    buy: &'static str,
    watts: u32,
    facility: &'static str,
}

impl OwnedServer {
    fn monthly(&self) -> Monthly {
        let Self { price_usd, months, rate, buy, watts, facility } = self;
        let comparison = compare(&format!(
            r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "owned"
[workload]
tokens_per_month = 1_000_000_000
peak_to_average = 1
class.all = {{ share = 1, prompt_tokens = 1000, completion_tokens = 1000 }}
[finance]
horizon_months = {months}
discount_rate_annual_effective = {rate}
[facility]
{facility}
[deployment.owned]
{SMALL_MODEL}
server = {{ id = "8xh100-sxm", price_usd = {price_usd}, active_watts = {watts} }}
rate = {{ prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }}
hardware.buy = {{ useful_life_months = {months}, support_fraction_per_year = 0.05, {buy} }}
people = {{ run_fte = 0 }}
"#
        ));
        let monthly = comparison.monthly("owned").unwrap();
        assert_eq!(monthly.steps, Some(1));
        monthly
    }
}

/// Capital, support, energy, facility and their sum, a month; then the sum per GPU-hour of 730 x 8.
fn costs_by_hand(monthly: &Monthly, by_hand: [&str; 5], per_gpu_hour: &str, range: [&str; 2]) {
    let categories = [Category::Capital, Category::Support, Category::Energy, Category::Facility];
    for (category, expected) in categories.into_iter().zip(by_hand) {
        close(amount(monthly, category), expected, "0.000001");
    }
    close(monthly.cost.amount(), by_hand[4], "0.000001");
    assert_eq!(monthly.lines.len(), 4);
    let hourly = monthly.cost.amount() / Decimal::from(730 * 8);
    close(hourly, per_gpu_hour, "0.000001");
    assert!(decimal(range[0]) < hourly && hourly < decimal(range[1]), "{hourly}");
}

#[test]
fn owned_8xh100_at_a_cheap_site_costs_1_21_per_gpu_hour() {
    let server = OwnedServer {
        price_usd: 230_000,
        months: 60,
        rate: "0.08",
        buy: "resale_fraction = 0",
        watts: 8_400,
        facility: "electricity_usd_per_kwh = 0.06\npue = 1.2\nper_kw_plus_metered.usd_per_kw_month = 120",
    };
    // m        1.08^(1/12) - 1                    = 0.006434030110
    // CRF(60)  m / (1 - 1.08^-5)                  = 0.020143054624
    // capital  230,000 x CRF                      = 4,632.902564
    // support  230,000 x 0.05 / 12                =   958.333333
    // energy   8.4 kW x 730 h x 1.2 x 0.06        =   441.504
    // facility 8.4 kW x 120                       = 1,008
    // sum 7,040.739898; / 5,840 GPU-hours         = 1.205606
    let by_hand = ["4632.902563562242", "958.333333333333", "441.504", "1008", "7040.739896895576"];
    // the low end of what published costs of an hour of an owned H100 span, power and site in: 1.1 to 1.4
    costs_by_hand(&server.monthly(), by_hand, "1.205606146725", ["1.1", "1.4"]);
}

#[test]
fn owned_8xh100_with_tax_and_dear_colocation_costs_1_96_per_gpu_hour() {
    let server = OwnedServer {
        price_usd: 300_000,
        months: 48,
        rate: "0.10",
        buy: "tax_and_freight_fraction = 0.1, resale_fraction = 0.20",
        watts: 10_200,
        facility: "electricity_usd_per_kwh = 0.09\npue = 1.35\nper_kw_plus_metered.usd_per_kw_month = 196",
    };
    // m        1.10^(1/12) - 1                               = 0.007974140429
    // v^48     1.10^-4                                       = 0.683013455365
    // CRF(48)  m / (1 - v^48)                                = 0.025156084900
    // capital  (300,000 x 1.1 - 0.20 x 300,000 v^48) x CRF = 289,019.192678 x CRF = 7,270.591349
    // support  300,000 x 0.05 / 12                           = 1,250
    // energy   10.2 kW x 730 h x 1.35 x 0.09                 =   904.689
    // facility 10.2 kW x 196                                 = 1,999.2
    // sum 11,424.480349; / 5,840 GPU-hours                   = 1.956247
    let by_hand = ["7270.591348657412", "1250", "904.689", "1999.2", "11424.480348657412"];
    // the high end of what published costs of an hour of an owned H100 span, with tax and colocation: 1.7 to 2.2
    costs_by_hand(&server.monthly(), by_hand, "1.956246635044", ["1.7", "2.2"]);
}
