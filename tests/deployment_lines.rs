//! What a deployment costs, each line alone, worked by hand; then the ledger, the warnings and the verdict.
//!
//! The plain case: a month of 100 hours, requests of 500 prompt and 500 completion tokens, a replica that prefills or
//! decodes 1,000 tokens a second, no headroom and no peak. A request takes 0.5 + 0.5 seconds, so a step serves
//! 1,000 tokens a second: 1,000 x 100 x 3,600 = 360 Mtok a month.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use breakeven::{
    Catalog, Category, Comparison, Decimal, Error, ErrorKind, LimitedBy, Monthly, SplitAbsent, Study,
    Verdict, WarningCode,
};

const STEP: u64 = 360_000_000;

const MODEL: &str = "model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 }, context_window_tokens = 10000000 }\nprecision = \"fp8\"";
const ONE_CLASS: &str = "class.chat = { prompt_tokens = 500, completion_tokens = 500 }";
const RATE: &str = "rate = { prefill_tokens_per_second = 1000, decode_tokens_per_second = 1000 }";
const RENT: &str = "hardware.rent.price_usd_per_gpu_hour = 1";
const FREE_POWER: &str = "electricity_usd_per_kwh = 0\npue = 1";
/// 1 kW at 0.10 USD per kWh and a PUE of 1.5: 0.15 USD an hour.
const POWER: &str = "electricity_usd_per_kwh = 0.1\npue = 1.5";

/// (1 + m)^12 - 1 at m = 0.05: 1.05^12 = 1.795856326022129150390625 exactly.
const FIVE_PERCENT_A_MONTH: &str = "\"0.795856326022129150390625\"";

#[derive(Clone, Copy)]
struct Case<'a> {
    tokens: u64,
    load: &'a str,
    classes: &'a str,
    months: u32,
    rate_of_return: &'a str,
    facility: &'a str,
    model: &'a str,
    server: &'a str,
    rate: &'a str,
    headroom: &'a str,
    hardware: &'a str,
    more: &'a str,
    others: &'a str,
    baseline: &'a str,
}

const PLAIN: Case<'static> = Case {
    tokens: STEP,
    load: "peak_to_average = 1",
    classes: ONE_CLASS,
    months: 12,
    rate_of_return: "0",
    facility: FREE_POWER,
    model: MODEL,
    server: "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 12_000, active_watts = 1000 }",
    rate: RATE,
    headroom: "peak_hour_load_fraction = 1",
    hardware: RENT,
    more: "",
    others: "",
    baseline: "own",
};

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

impl Case<'_> {
    fn text(&self) -> String {
        let Self { tokens, load, classes, months, rate_of_return, facility, model, .. } = self;
        let Self { server, rate, headroom, hardware, more, others, baseline, .. } = self;
        format!(
            r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "{baseline}"
[workload]
tokens_per_month = {tokens}
hours_per_month = 100
{load}
{classes}
[finance]
horizon_months = {months}
discount_rate_annual_effective = {rate_of_return}
[facility]
{facility}
{others}
[deployment.own]
{model}
{server}
{rate}
{headroom}
{hardware}
{more}
"#
        )
    }

    fn parse(&self) -> Result<Comparison, Error> {
        Comparison::parse(&self.text(), &Catalog::builtin().unwrap())
    }

    fn compare(&self) -> Comparison {
        self.parse().unwrap_or_else(|error| panic!("{error}\n{}", self.text()))
    }

    fn monthly(&self) -> Monthly {
        self.compare().monthly("own").unwrap()
    }

    fn steps(&self) -> u64 {
        self.monthly().steps.unwrap()
    }

    fn study(&self) -> Study {
        self.compare().answer().unwrap().alternative("own").unwrap().study.clone().unwrap()
    }

    fn warns(&self, code: WarningCode) -> bool {
        self.compare().answer().unwrap().warnings.iter().any(|warning| warning.code == code)
    }

    fn verdict(&self) -> Verdict {
        let comparison = self.compare();
        comparison.verdict(&comparison.answer().unwrap()).unwrap()
    }

    /// The steps fill at `capacity` tokens each, to the token.
    fn fills_at(&self, capacity: u64) {
        for steps in 1..=4 {
            let full = Self { tokens: steps * capacity, ..*self }.monthly();
            assert_eq!(full.steps, Some(steps), "{steps} x {capacity}");
            assert_eq!(full.capacity_tokens_per_month, Some(steps * capacity));
            assert_eq!(Self { tokens: steps * capacity + 1, ..*self }.steps(), steps + 1);
        }
    }

    /// The lines are these and no others, and sum to the cost.
    fn charges(&self, expected: &[(Category, &str, &str)]) {
        let monthly = self.monthly();
        let lines: Vec<(Category, &str, Decimal)> =
            monthly.lines.iter().map(|line| (line.category, line.label, line.amount.amount())).collect();
        let expected: Vec<(Category, &str, Decimal)> =
            expected.iter().map(|(category, label, amount)| (*category, *label, decimal(amount))).collect();
        assert_eq!(lines, expected);
        assert_eq!(monthly.cost.amount(), expected.iter().map(|(.., amount)| *amount).sum());
    }

    /// The flows of the ledger: month, instant, category, amount.
    fn flows(&self) -> Vec<(u32, u32, Category, Decimal)> {
        let ledger = self.compare().ledger("own").unwrap();
        ledger
            .flows
            .iter()
            .map(|flow| (flow.month, flow.instant, flow.category, flow.amount.amount()))
            .collect()
    }

    fn limited_by(&self) -> Option<LimitedBy> {
        let answer = Self { others: CHEAP_API, ..*self }.compare().answer().unwrap();
        answer.alternative("own").unwrap().limited_by.as_ref().map(|(limit, _)| *limit)
    }
}

const CHEAP_API: &str =
    "[api.cheap]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 0.01\noutput_usd_per_mtok = 0.01";

/// An API at one price for input and output, in USD per Mtok.
fn api(id: &str, price: &str) -> String {
    format!(
        "[api.{id}]\nfamily = \"closed_api\"\ninput_usd_per_mtok = {price}\noutput_usd_per_mtok = {price}\n"
    )
}

/// A case of hardware that is bought at 12,000 USD for a server of 1 kW.
fn bought(hardware: &str) -> Case<'_> {
    Case { hardware, ..PLAIN }
}

fn flow(month: u32, instant: u32, category: Category, amount: &str) -> (u32, u32, Category, Decimal) {
    (month, instant, category, decimal(amount))
}

// Steps.

#[test]
fn step_at_exact_multiples_of_its_capacity_needs_no_other() {
    PLAIN.fills_at(STEP);
}

#[test]
fn step_with_a_peak_and_headroom_fills_earlier() {
    // 360 Mtok x 0.8 / 2
    Case { load: "peak_to_average = 2", headroom: "peak_hour_load_fraction = 0.8", ..PLAIN }
        .fills_at(144_000_000);
    // the default headroom is 0.85
    Case { headroom: "", ..PLAIN }.fills_at(306_000_000);
}

#[test]
fn average_utilization_replaces_peak_and_headroom() {
    // half of 360 Mtok, whatever the peak, and without one
    let stated = Case { headroom: "average_utilization = 0.5", ..PLAIN };
    stated.fills_at(180_000_000);
    Case { load: "peak_to_average = 4", ..stated }.fills_at(180_000_000);
    Case { load: "", ..stated }.fills_at(180_000_000);
}

#[test]
fn peak_that_nobody_gives_is_refused() {
    let error = Case { load: "", ..PLAIN }.parse().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
    assert_eq!(error.path().unwrap().as_str(), "workload.peak_to_average");
}

/// Two classes of the same size; the second may wait.
fn waiting(share: &str, rest: &str, hours: &str) -> String {
    format!(
        "class.chat = {{ share = {share}, prompt_tokens = 500, completion_tokens = 500 }}\n\
         class.night = {{ share = {rest}, prompt_tokens = 500, completion_tokens = 500, may_wait_hours = {hours} }}"
    )
}

#[test]
fn class_that_may_wait_fills_the_valleys_of_the_peak() {
    let fills = |share: &str, rest: &str, hours: &str, capacity: u64| {
        Case { load: "peak_to_average = 4", classes: &waiting(share, rest, hours), ..PLAIN }
            .fills_at(capacity);
    };
    // peak x what cannot wait: 4 x 0.5 = 2 of the average; 4 x 0.25 = 1; 4 x 0.1 = 0.4, so the sum decides
    fills("0.5", "0.5", "24", 180_000_000);
    fills("0.25", "0.75", "24", 360_000_000);
    fills("0.1", "0.9", "24", 360_000_000);
    // 23 hours are too short: all of it has the peak of 4
    fills("0.25", "0.75", "23", 90_000_000);
}

#[test]
fn prefill_and_decode_rates_take_their_own_time() {
    // 500 / 3,000 + 500 / 1,000 = 2/3 s a request: 1,500 tokens a second, 540 Mtok
    Case { rate: "rate = { prefill_tokens_per_second = 3000, decode_tokens_per_second = 1000 }", ..PLAIN }
        .fills_at(540_000_000);
}

#[test]
fn combined_rate_counts_prompt_and_completion_alike() {
    Case {
        rate: "rate = { combined_tokens_per_second = 1000, prompt_tokens = 500, completion_tokens = 500 }",
        ..PLAIN
    }
    .fills_at(STEP);
}

#[test]
fn replicas_of_a_step_multiply_its_capacity() {
    Case { more: "accelerators_per_step = 2\nreplicas_per_step = 2", ..PLAIN }.fills_at(2 * STEP);
    // one replica on two accelerators is one replica
    Case { more: "accelerators_per_step = 2", ..PLAIN }.fills_at(STEP);
}

#[test]
fn serving_hours_below_the_month_shrink_the_capacity() {
    Case { load: "peak_to_average = 1\nserving_hours_per_month = 50", ..PLAIN }.fills_at(180_000_000);
}

#[test]
fn cache_hits_leave_less_to_prefill() {
    // 500 - 0.8 x 250 = 300 to prefill: 0.3 + 0.5 = 0.8 s for 1,000 tokens, 1,250 a second, 450 Mtok
    Case {
        classes: "class.chat = { prompt_tokens = 500, reusable_prompt_tokens = 250, completion_tokens = 500 }",
        more: "tokens = { cache_hit_fraction = 0.8 }",
        ..PLAIN
    }
    .fills_at(450_000_000);
}

#[test]
fn reasoning_and_attempts_are_work_and_no_volume() {
    // 2 attempts of 0.5 + (500 + 1,000) / 1,000 = 2 s each: 1,000 tokens in 4 s, 90 Mtok
    Case { more: "tokens = { reasoning_tokens = 1000, attempts = 2 }", ..PLAIN }.fills_at(90_000_000);
    // prompt x 2 and completion x 1/2: 1 + 0.25 = 1.25 s, 800 tokens a second, 288 Mtok
    Case { more: "tokens = { prompt_ratio = 2, completion_ratio = 0.5 }", ..PLAIN }.fills_at(288_000_000);
}

#[test]
fn minimum_steps_are_kept_and_one_is_the_default() {
    assert_eq!(Case { tokens: 1, ..PLAIN }.steps(), 1);
    assert_eq!(Case { tokens: 1, more: "minimum_steps = 0", ..PLAIN }.steps(), 1);
    assert_eq!(Case { more: "minimum_steps = 3", ..PLAIN }.steps(), 3);
    assert_eq!(Case { tokens: 3 * STEP + 1, more: "minimum_steps = 3", ..PLAIN }.steps(), 4);
}

#[test]
fn maximum_steps_are_feasible_when_full_and_infeasible_one_token_later() {
    let case = Case { more: "maximum_steps = 2", tokens: 2 * STEP, ..PLAIN };
    assert_eq!(case.steps(), 2);
    assert_eq!(case.limited_by(), None);
    let past = Case { tokens: 2 * STEP + 1, ..case };
    assert_eq!(past.limited_by(), Some(LimitedBy::Capacity));
    let error = past.compare().monthly("own").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Infeasible { .. }), "{error}");
    let answer = Case { others: CHEAP_API, ..past }.compare().answer().unwrap();
    let own = answer.alternative("own").unwrap();
    assert_eq!((own.maximum_tokens_per_month, own.monthly.is_some()), (Some(2 * STEP), false));
    assert!(own.study.is_none());
}

#[test]
fn growth_past_the_capacity_leaves_the_month_and_drops_the_study() {
    // 360, 720 and 1,440 Mtok: past two steps in month 3
    let case = Case {
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 3,
        more: "maximum_steps = 2",
        others: CHEAP_API,
        ..PLAIN
    };
    let answer = case.compare().answer().unwrap();
    let own = answer.alternative("own").unwrap();
    assert_eq!((own.limited_by.is_none(), own.monthly.is_some(), own.study.is_none()), (true, true, true));
    let warning =
        answer.warnings.iter().find(|warning| warning.code == WarningCode::CapacityExceeded).unwrap();
    assert!(warning.message.contains("month 3"), "{}", warning.message);
}

// Hardware.

#[test]
fn hardware_without_resale_or_interest_is_a_straight_line() {
    // 12,000 / 12
    bought("hardware.buy = { useful_life_months = 24 }").charges(&[(Category::Capital, "hardware", "1000")]);
    // two servers in a step, three steps
    Case {
        tokens: 3 * STEP,
        more: "accelerators_per_step = 2",
        ..bought("hardware.buy = { useful_life_months = 24 }")
    }
    .charges(&[(Category::Capital, "hardware", "6000")]);
}

#[test]
fn landed_cost_is_the_price_with_tax_installation_and_network() {
    // 12,000 x 1.1 + 1,000 + 800 = 15,000 / 12
    bought(
        "hardware.buy = { useful_life_months = 24, tax_and_freight_fraction = 0.1, install_usd = 1000, network_usd = 800 }",
    )
    .charges(&[(Category::Capital, "hardware", "1250")]);
}

#[test]
fn resale_is_a_fraction_of_the_price_less_the_cost_of_selling() {
    // 12,000 x 1.5 - 0.25 x 12,000 = 15,000 / 12
    bought(
        "hardware.buy = { useful_life_months = 24, resale_fraction = 0.25, tax_and_freight_fraction = 0.5 }",
    )
    .charges(&[(Category::Capital, "hardware", "1250")]);
    // 12,000 - 3,000 x 0.8 = 9,600 / 12
    bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25, selling_cost_fraction = 0.2 }")
        .charges(&[(Category::Capital, "hardware", "800")]);
}

#[test]
fn resale_by_age_is_linear_between_its_points_and_flat_outside() {
    let monthly = |months: u32, expected: &str| {
        let hardware = "hardware.buy = { useful_life_months = 60, resale = [ { age_months = 12, fraction = 0.6 }, \
                        { age_months = 36, fraction = 0.2 } ] }";
        Case { months, ..bought(hardware) }.charges(&[(Category::Capital, "hardware", expected)]);
    };
    // before the first point: 12,000 x 0.4 / 6; on it: / 12
    monthly(6, "800");
    monthly(12, "400");
    // half way, 0.4: 12,000 x 0.6 / 24; three quarters, 0.3: 12,000 x 0.7 / 30
    monthly(24, "300");
    monthly(30, "280");
    // after the last, 0.2: 12,000 x 0.8 / 48
    monthly(48, "200");
}

#[test]
fn hardware_with_a_life_shorter_than_the_study_is_replaced() {
    let hardware = "hardware.buy = { useful_life_months = 12, resale = [ { age_months = 6, fraction = 0.5 }, \
                    { age_months = 12, fraction = 0.25 } ] }";
    // bought at 0, 12 and 24; sold at 12 and 24 for a quarter and at 30, 6 months old, for a half:
    // 36,000 - 3,000 - 3,000 - 6,000 = 24,000 / 30
    Case { months: 30, ..bought(hardware) }.charges(&[(Category::Capital, "hardware", "800")]);
    // a study of two whole lives: 24,000 - 6,000 = 18,000 / 24
    Case { months: 24, ..bought(hardware) }.charges(&[(Category::Capital, "hardware", "750")]);
}

#[test]
fn capital_at_an_interest_is_recovered_over_the_study() {
    // m = 5%, 2 months: CRF = 1.1025 / 2.05; 12,300 x 1.1025 / 2.05 = 6,615
    let server =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 12_300, active_watts = 1000 }";
    let case = Case { months: 2, rate_of_return: FIVE_PERCENT_A_MONTH, server, ..PLAIN };
    Case { hardware: "hardware.buy = { useful_life_months = 2 }", ..case }.charges(&[(
        Category::Capital,
        "hardware",
        "6615",
    )]);
    // half of the price comes back: 6,150 / 1.1025, a month 6,150 / 2.05 = 3,000 less
    Case { hardware: "hardware.buy = { useful_life_months = 2, resale_fraction = 0.5 }", ..case }
        .charges(&[(Category::Capital, "hardware", "3615")]);
    // replaced every month: the annuity over one month, 12,300 x 1.05
    Case { hardware: "hardware.buy = { useful_life_months = 1 }", ..case }.charges(&[(
        Category::Capital,
        "hardware",
        "12915",
    )]);
}

#[test]
fn present_value_at_21_percent_a_year_discounts_by_powers_of_1_21() {
    // bought at 0 and at 12, sold at 12 and 24 for a tenth; price 14,641:
    // 14,641 + 12,100 - 0.1 x (12,100 + 10,000) = 24,531
    let server =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 14_641, active_watts = 1000 }";
    let hardware = "hardware.buy = { useful_life_months = 12, resale_fraction = 0.1 }";
    let case = Case { months: 24, rate_of_return: "0.21", server, ..bought(hardware) };
    assert_eq!(case.study().npv.amount(), decimal("24531"));
    assert_eq!(
        case.flows(),
        [
            flow(1, 0, Category::Capital, "14641"),
            flow(12, 12, Category::Capital, "-1464.1"),
            flow(13, 12, Category::Capital, "14641"),
            flow(24, 24, Category::Capital, "-1464.1"),
        ]
    );
}

#[test]
fn support_is_paid_after_the_months_included_and_again_after_replacement() {
    let support = |life: u32, included: u32| {
        format!(
            "hardware.buy = {{ useful_life_months = {life}, support_fraction_per_year = 0.1, support_included_months = {included} }}"
        )
    };
    let of = |life, included, capital: &str, expected: &str| {
        bought(&support(life, included)).charges(&[
            (Category::Capital, "hardware", capital),
            (Category::Support, "support contract", expected),
        ]);
    };
    // 10% of 12,000 a year is 100 a month
    of(24, 0, "1000", "100");
    // 9 of 12 months
    of(24, 3, "1000", "75");
    // two servers one after the other, 3 of 6 months each
    of(6, 3, "2000", "50");
    // 12 months of a life of 8: 5 of 8 and 1 of 4
    of(8, 3, "2000", "50");
    // all of it is included
    bought(&support(24, 12)).charges(&[(Category::Capital, "hardware", "1000")]);
}

#[test]
fn support_and_insurance_are_fractions_of_the_price_without_tax() {
    // 12,000 x 1.25 / 12 = 1,250; 6% of 12,000 / 12 = 60; 5% / 12 = 50
    bought(
        "hardware.buy = { useful_life_months = 24, tax_and_freight_fraction = 0.25, support_fraction_per_year = 0.06, \
         insurance_fraction_per_year = 0.05 }",
    )
    .charges(&[
        (Category::Capital, "hardware", "1250"),
        (Category::Support, "support contract", "60"),
        (Category::Insurance, "insurance", "50"),
    ]);
}

#[test]
fn hardware_owned_already_costs_its_resale_value_and_not_what_was_paid() {
    let owned = |more: &str| {
        format!(
            "hardware.owned_already = {{ steps = 1, resale_value_usd = 6000, age_months = 12, useful_life_months = 24{more} }}"
        )
    };
    // 6,000 / 12: what it cost is sunk
    bought(&owned("")).charges(&[(Category::Capital, "hardware", "500")]);
    let dear =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 900_000, active_watts = 1000 }";
    Case { server: dear, ..bought(&owned("")) }.charges(&[(Category::Capital, "hardware", "500")]);
    // sold at the end for a quarter of 12,000 less 20%: 6,000 - 2,400 = 3,600 / 12; today's value is net already
    bought(&owned(", resale_fraction = 0.25, selling_cost_fraction = 0.2")).charges(&[(
        Category::Capital,
        "hardware",
        "300",
    )]);
}

#[test]
fn hardware_owned_already_is_replaced_at_the_end_of_its_life() {
    // life 24, age 12: sold and replaced at 12, sold again at 24, 12 months old; resale 0.2 at 24 months and 0.4 at 12:
    // 6,000 - 2,400 + 12,000 - 4,800 = 10,800 / 24
    let hardware = "hardware.owned_already = { steps = 1, resale_value_usd = 6000, age_months = 12, useful_life_months = 24, \
                    resale = [ { age_months = 12, fraction = 0.4 }, { age_months = 24, fraction = 0.2 } ] }";
    let case = Case { months: 24, ..bought(hardware) };
    case.charges(&[(Category::Capital, "hardware", "450")]);
    assert_eq!(
        case.flows(),
        [
            flow(1, 0, Category::Capital, "6000"),
            flow(12, 12, Category::Capital, "-2400"),
            flow(13, 12, Category::Capital, "12000"),
            flow(24, 24, Category::Capital, "-4800"),
        ]
    );
}

#[test]
fn support_of_hardware_owned_already_counts_its_age() {
    // 100 a month; 18 months included, 12 of them gone: 6 of 12 months
    bought(
        "hardware.owned_already = { steps = 1, resale_value_usd = 6000, age_months = 12, useful_life_months = 24, \
         support_fraction_per_year = 0.1, support_included_months = 18 }",
    )
    .charges(&[(Category::Capital, "hardware", "500"), (Category::Support, "support contract", "50")]);
}

#[test]
fn steps_owned_already_are_all_there_are() {
    let hardware = "hardware.owned_already = { steps = 2, resale_value_usd = 6000, age_months = 0, useful_life_months = 24 }";
    assert_eq!(Case { tokens: 2 * STEP, ..bought(hardware) }.limited_by(), None);
    assert_eq!(Case { tokens: 2 * STEP + 1, ..bought(hardware) }.limited_by(), Some(LimitedBy::Capacity));
}

#[test]
fn rent_is_paid_for_all_hours_of_every_accelerator() {
    // 1 accelerator x 100 h x 1 USD, and of 2 x 2 accelerators at 2.5 USD: 1,000
    PLAIN.charges(&[(Category::Rent, "rented accelerators", "100")]);
    Case {
        tokens: 2 * STEP,
        more: "accelerators_per_step = 2",
        hardware: "hardware.rent.price_usd_per_gpu_hour = 2.5",
        ..PLAIN
    }
    .charges(&[(Category::Rent, "rented accelerators", "1000")]);
    // serving half of the hours, it is paid for all
    Case { tokens: STEP / 2, load: "peak_to_average = 1\nserving_hours_per_month = 50", ..PLAIN }
        .charges(&[(Category::Rent, "rented accelerators", "100")]);
    // a quarter of a server of 8 is 2 accelerators
    Case { server: "server = \"8xh100-sxm\"", more: "accelerators_per_step = 2", ..PLAIN }.charges(&[(
        Category::Rent,
        "rented accelerators",
        "200",
    )]);
}

#[test]
fn reserved_accelerators_are_paid_as_rented_ones() {
    let reserve = |months: u32| Case {
        hardware: "hardware.reserve = { price_usd_per_gpu_hour = 2, term_months = 12 }",
        months,
        ..PLAIN
    };
    reserve(12).charges(&[(Category::Rent, "rented accelerators", "200")]);
    // two terms end with the study; in a study of 18 months the second runs on
    assert!(!reserve(24).warns(WarningCode::CommitmentOutlivesStudy));
    assert!(reserve(18).warns(WarningCode::CommitmentOutlivesStudy));
}

// Energy.

/// Bought for nothing: 1 kW at work and 200 W idle, at 0.15 USD per kWh with cooling.
fn powered(more: &str) -> Case<'_> {
    Case {
        facility: POWER,
        server: "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = 1000, idle_watts = 200 }",
        hardware: "hardware.buy = { useful_life_months = 12 }",
        more,
        ..PLAIN
    }
}

#[test]
fn energy_while_serving_is_active_in_serving_hours_and_idle_in_the_others() {
    // 60 h x 1 kW + 40 h x 0.2 kW = 68 kWh x 0.15
    let load = "peak_to_average = 1\nserving_hours_per_month = 60";
    Case { load, tokens: STEP / 2, ..powered("") }.charges(&[(Category::Energy, "electricity", "10.2")]);
    // all hours: 100 kWh, however little is served; two steps take twice as much
    Case { tokens: 1, ..powered("") }.charges(&[(Category::Energy, "electricity", "15")]);
    Case { tokens: 2 * STEP, ..powered("energy = \"while_serving\"") }.charges(&[(
        Category::Energy,
        "electricity",
        "30",
    )]);
}

#[test]
fn energy_without_idle_watts_is_active_at_all_hours() {
    let server =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = 1000 }";
    let load = "peak_to_average = 1\nserving_hours_per_month = 60";
    Case { server, load, tokens: STEP / 2, ..powered("") }.charges(&[(
        Category::Energy,
        "electricity",
        "15",
    )]);
}

#[test]
fn energy_in_proportion_is_idle_always_and_active_while_busy() {
    let case = powered("energy = \"proportional\"");
    // idle 100 h x 0.2 = 20 kWh; half full, 50 h x 0.8 = 40 kWh; 60 x 0.15
    Case { tokens: STEP / 2, ..case }.charges(&[(Category::Energy, "electricity", "9")]);
    Case { tokens: STEP, ..case }.charges(&[(Category::Energy, "electricity", "15")]);
    // with half of the capacity as headroom there are two steps: idle 40 kWh; busy still 100 h x 0.8 = 80; 120 x 0.15
    Case { tokens: STEP, headroom: "peak_hour_load_fraction = 0.5", ..case }.charges(&[(
        Category::Energy,
        "electricity",
        "18",
    )]);
}

#[test]
fn energy_of_rented_accelerators_is_in_their_rent() {
    Case { facility: POWER, ..PLAIN }.charges(&[(Category::Rent, "rented accelerators", "100")]);
}

// Spares.

#[test]
fn spare_draws_idle_watts_at_all_hours() {
    // a step 15; a spare 100 h x 0.2 kW x 0.15 = 3
    powered("spares = 1").charges(&[(Category::Energy, "electricity", "18")]);
    // in proportion, full: 15 and 3
    powered("spares = 1\nenergy = \"proportional\"").charges(&[(Category::Energy, "electricity", "18")]);
}

#[test]
fn spare_takes_the_full_power_capacity_support_insurance_people_and_software() {
    // a step and a spare: 2 x 12,000 / 12; 2 x 100; 2 x 50; 2 x 1 kW x 30; 2 x 0.1 x 10,000; 2 x 1,200 / 12
    Case {
        facility: "all_in_per_kw = { usd_per_kw_month = 30 }",
        hardware: "hardware.buy = { useful_life_months = 24, support_fraction_per_year = 0.1, insurance_fraction_per_year = 0.05 }",
        more: "spares = 1\nsoftware_usd_per_accelerator_year = 1200\n\
               people = { run_fte_per_step = 0.1, loaded_salary_usd_per_year = 120_000 }",
        ..PLAIN
    }
    .charges(&[
        (Category::Capital, "hardware", "2000"),
        (Category::Support, "support contract", "200"),
        (Category::Insurance, "insurance", "100"),
        (Category::Facility, "space and power capacity", "60"),
        (Category::People, "people to run it", "2000"),
        (Category::Software, "software licences", "200"),
    ]);
}

#[test]
fn spares_carry_no_load_and_stand_beside_the_maximum() {
    let case = Case { more: "spares = 2\nmaximum_steps = 1", ..PLAIN };
    let monthly = case.monthly();
    assert_eq!((monthly.steps, monthly.spares), (Some(1), Some(2)));
    assert_eq!(monthly.capacity_tokens_per_month, Some(STEP));
    case.charges(&[(Category::Rent, "rented accelerators", "300")]);
    assert_eq!(Case { tokens: STEP + 1, ..case }.limited_by(), Some(LimitedBy::Capacity));
}

#[test]
fn one_spare_for_so_many_steps_begun_has_a_stair_of_its_own() {
    let spares =
        |steps: u64, more: &str| Case { tokens: steps * STEP, more, ..PLAIN }.monthly().spares.unwrap();
    assert_eq!([1, 4, 5, 8, 9].map(|steps| spares(steps, "steps_per_spare = 4")), [1, 1, 2, 2, 3]);
    assert_eq!([4, 5].map(|steps| spares(steps, "spares = 1\nsteps_per_spare = 4")), [2, 3]);
}

// People and the rest.

#[test]
fn people_to_run_it_are_a_base_a_part_per_step_and_one_per_so_many_servers() {
    let people = |steps: u64, people: &str| {
        let more = format!("people = {{ loaded_salary_usd_per_year = 120_000, {people} }}");
        let case = Case { tokens: steps * STEP, more: &more, ..PLAIN };
        let lines = case.monthly().lines;
        let line = lines.iter().find(|line| line.label == "people to run it").unwrap();
        assert_eq!(line.category, Category::People);
        line.amount.amount()
    };
    // 10,000 a month each
    assert_eq!(people(1, "run_fte = 0.5"), decimal("5000"));
    assert_eq!(people(3, "run_fte_per_step = 0.1"), decimal("3000"));
    // one per two servers begun: 1, 1, 2, 2, 3
    let stair = [1, 2, 3, 4, 5].map(|steps| people(steps, "servers_per_fte = 2"));
    assert_eq!(stair, ["10000", "10000", "20000", "20000", "30000"].map(decimal));
    // 3 steps: 5,000 + 3,000 + 20,000
    let all = people(3, "run_fte = 0.5, run_fte_per_step = 0.1, servers_per_fte = 2");
    assert_eq!(all, decimal("28000"));
}

#[test]
fn people_per_server_count_the_servers_of_steps_and_spares() {
    // steps of 2 servers: (2 + 1) x 2 = 6 servers, one per 4 begun: 2 FTE
    let case = Case {
        tokens: 2 * STEP,
        more: "accelerators_per_step = 2\nspares = 1\npeople = { servers_per_fte = 4, loaded_salary_usd_per_year = 120_000 }",
        ..PLAIN
    };
    case.charges(&[
        (Category::Rent, "rented accelerators", "600"),
        (Category::People, "people to run it", "20000"),
    ]);
}

#[test]
fn building_and_one_off_costs_are_paid_once_and_spread_over_the_study() {
    let case = Case {
        more: "people = { build_fte_months = 3, on_call_usd_per_month = 700, loaded_salary_usd_per_year = 120_000 }\none_off_usd = 24_000",
        ..PLAIN
    };
    // 3 x 10,000 / 12; 24,000 / 12
    case.charges(&[
        (Category::Rent, "rented accelerators", "100"),
        (Category::People, "on-call", "700"),
        (Category::People, "people to build it", "2500"),
        (Category::OneOff, "one-off costs", "2000"),
    ]);
    let once: Vec<_> = case.flows().into_iter().filter(|(_, instant, ..)| *instant == 0).collect();
    assert_eq!(once, [flow(0, 0, Category::People, "30000"), flow(0, 0, Category::OneOff, "24000")]);
}

#[test]
fn one_off_costs_at_an_interest_are_spread_by_capital_recovery() {
    // m = 5%, 2 months: 20,500 x 1.1025 / 2.05
    Case { months: 2, rate_of_return: FIVE_PERCENT_A_MONTH, more: "one_off_usd = 20_500", ..PLAIN }.charges(
        &[(Category::Rent, "rented accelerators", "100"), (Category::OneOff, "one-off costs", "11025")],
    );
}

#[test]
fn salary_that_nobody_gives_is_that_of_the_catalog() {
    // platform-engineer-us: 196,491.1 a year; 12 FTE for a month
    Case { more: "people = { run_fte = 12 }", ..PLAIN }.charges(&[
        (Category::Rent, "rented accelerators", "100"),
        (Category::People, "people to run it", "196491.1"),
    ]);
}

#[test]
fn software_is_paid_per_accelerator() {
    // 2 steps of 2 accelerators, 1,200 a year each: 4 x 100
    Case {
        tokens: 2 * STEP,
        more: "accelerators_per_step = 2\nsoftware_usd_per_accelerator_year = 1200",
        ..PLAIN
    }
    .charges(&[
        (Category::Rent, "rented accelerators", "400"),
        (Category::Software, "software licences", "400"),
    ]);
}

#[test]
fn four_adders_are_lines_of_their_own_whatever_the_steps() {
    Case {
        tokens: 2 * STEP,
        more: "storage_usd_per_month = 1\negress_usd_per_month = 2\nobservability_usd_per_month = 3\nguardrail_usd_per_month = 4",
        ..PLAIN
    }
    .charges(&[
        (Category::Rent, "rented accelerators", "200"),
        (Category::Adder, "storage", "1"),
        (Category::Adder, "egress", "2"),
        (Category::Adder, "observability", "3"),
        (Category::Adder, "guardrail model", "4"),
    ]);
}

// Facility.

#[test]
fn facility_all_in_has_no_energy_beside_it() {
    // 1 kW x 200
    Case { facility: "all_in_per_kw = { usd_per_kw_month = 200 }", ..powered("") }.charges(&[(
        Category::Facility,
        "space and power capacity",
        "200",
    )]);
    let both = "all_in_per_kw = { usd_per_kw_month = 200 }\npue = 1.5";
    let error = Case { facility: both, ..powered("") }.parse().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Conflict { .. }), "{error}");
}

#[test]
fn facility_per_kw_bills_contracted_power_and_metered_energy_apart() {
    // 2 kW contracted x 0.75 x 100 = 150; energy is metered on the 1 kW drawn, 15
    let server = "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = 1000, \
                  contracted_watts = 2000 }";
    let facility = "electricity_usd_per_kwh = 0.1\npue = 1.5\nminimum_bill_fraction = 0.75\n\
                    per_kw_plus_metered = { usd_per_kw_month = 100 }";
    Case { server, facility, ..powered("") }.charges(&[
        (Category::Energy, "electricity", "15"),
        (Category::Facility, "space and power capacity", "150"),
    ]);
}

#[test]
fn facility_of_its_own_recovers_its_capex_over_its_own_life() {
    // no interest: 1 kW x 2,400 over 24 months, in a study of 12; demand charge 15 a kW
    let facility = "electricity_usd_per_kwh = 0\npue = 1\n\
                    own = { capex_usd_per_kw = 2400, useful_life_months = 24, demand_usd_per_kw_month = 15 }";
    Case { facility, ..powered("") }.charges(&[
        (Category::Facility, "space and power capacity", "15"),
        (Category::Facility, "own facility", "100"),
    ]);
    // m = 5% and a life of 2 months: 4,100 x 1.1025 / 2.05 = 2,205, also in a study of 12
    let facility =
        "electricity_usd_per_kwh = 0\npue = 1\nown = { capex_usd_per_kw = 4100, useful_life_months = 2 }";
    Case { facility, rate_of_return: FIVE_PERCENT_A_MONTH, ..powered("") }.charges(&[(
        Category::Facility,
        "own facility",
        "2205",
    )]);
}

#[test]
fn facility_of_its_own_is_worth_the_charges_it_owes_when_the_study_ends() {
    // 21% a year, 24 months of life, 12 of study: worth capex x (1 - 1/1.21) / (1 - 1/1.4641) = capex x 121 / 221;
    // 22,100 - 12,100 / 1.21 = 12,100
    let facility =
        "electricity_usd_per_kwh = 0\npue = 1\nown = { capex_usd_per_kw = 22_100, useful_life_months = 24 }";
    let case = Case { facility, rate_of_return: "0.21", ..powered("") };
    assert_eq!(case.study().npv.amount(), decimal("12100"));
    assert_eq!(
        case.flows(),
        [flow(1, 0, Category::Facility, "22100"), flow(12, 12, Category::Facility, "-12100")]
    );
}

#[test]
fn facility_of_a_deployment_holds_in_place_of_the_common_one() {
    // 0.2 USD at a PUE of 2: 100 kWh x 0.4
    Case { more: "facility = { electricity_usd_per_kwh = 0.2, pue = 2 }", ..powered("") }.charges(&[(
        Category::Energy,
        "electricity",
        "40",
    )]);
}

// What is served.

#[test]
fn utilization_is_the_share_of_all_hours_in_which_steps_are_busy() {
    let of = |case: Case<'_>| {
        let monthly = case.monthly();
        (monthly.utilization.unwrap(), monthly.capacity_tokens_per_month.unwrap())
    };
    assert_eq!(of(Case { tokens: STEP / 2, ..PLAIN }), (decimal("0.5"), STEP));
    // two steps for 1.5
    assert_eq!(of(Case { tokens: STEP * 3 / 2, ..PLAIN }), (decimal("0.75"), 2 * STEP));
    // full at a peak of 2 with a headroom of 0.8: 0.4
    let peak = Case { load: "peak_to_average = 2", headroom: "peak_hour_load_fraction = 0.8", ..PLAIN };
    assert_eq!(of(Case { tokens: 144_000_000, ..peak }), (decimal("0.4"), 144_000_000));
    // full in half of the hours
    let hours = "peak_to_average = 1\nserving_hours_per_month = 50";
    assert_eq!(of(Case { tokens: STEP / 2, load: hours, ..PLAIN }), (decimal("0.5"), STEP / 2));
}

#[test]
fn unit_prices_split_the_cost_by_the_seconds_of_prefill_and_decode() {
    // 1/6 s of prefill and 1/2 s of decode: a quarter and three quarters of 720 USD, for 180 Mtok each
    let monthly = Case {
        rate: "rate = { prefill_tokens_per_second = 3000, decode_tokens_per_second = 1000 }",
        hardware: "hardware.rent.price_usd_per_gpu_hour = 7.2",
        ..PLAIN
    }
    .monthly();
    assert_eq!(monthly.price_per_input_mtok, Some(decimal("1")));
    assert_eq!(monthly.price_per_output_mtok, Some(decimal("3")));
    // 720 USD for 360 Mtok, and for 360 thousand requests
    assert_eq!(monthly.cost_per_mtok, decimal("2"));
    assert_eq!(monthly.cost_per_1000_requests, decimal("2"));
}

// Memory.

/// 5 GB of weights in fp8; a token of cache takes 4 layers x 2 x 125 x 2 bytes = 2,000 bytes.
const FIVE_BILLION: &str = "model = { parameters_billion = 5, layers = 4, attention = { kv_heads = 1, head_dim = 125 }, context_window_tokens = 10000000 }\nprecision = \"fp8\"";
/// 10 GiB: 0.9 x 10,737,418,240 - 4e9 = 5,663,676,416 bytes usable; 663,676,416 without the weights.
const TEN_GIBIBYTES: &str = "server = { accelerators = 1, accelerator_memory_gibibytes = 10 }";

fn in_memory<'a>() -> Case<'a> {
    Case { model: FIVE_BILLION, server: TEN_GIBIBYTES, ..PLAIN }
}

#[test]
fn model_that_fits_tells_how_many_requests_it_holds() {
    let fit = |case: Case<'_>| case.compare().answer().unwrap().alternative("own").unwrap().fit.unwrap();
    let plain = fit(in_memory());
    assert_eq!(plain.weight_bytes, decimal("5000000000"));
    assert_eq!(plain.cache_bytes_per_token, decimal("2000"));
    assert_eq!(plain.usable_bytes, decimal("5663676416"));
    // 663,676,416 / (1,000 tokens x 2,000) = 331.8
    assert_eq!((plain.largest_concurrency, plain.accelerators_that_fit), (Some(331), Some(1)));
    // a cache in one byte takes half: 663.7
    let fp8 = fit(Case { more: "kv_cache_precision = \"fp8\"", ..in_memory() });
    assert_eq!((fp8.cache_bytes_per_token, fp8.largest_concurrency), (decimal("1000"), Some(663)));
    // a latent cache of (150 + 100) x 4 layers x 2 bytes, on each of two accelerators
    let latent = "model = { parameters_billion = 5, layers = 4, attention = { kv_lora_rank = 150, rope_dim = 100 }, context_window_tokens = 10000000 }\nprecision = \"fp8\"";
    let two = fit(Case { model: latent, more: "accelerators_per_step = 2", ..in_memory() });
    assert_eq!(two.cache_bytes_per_token, decimal("4000"));
    // (2 x 5,663,676,416 - 5e9) / 4,000,000 = 1,581.8
    assert_eq!((two.usable_bytes, two.largest_concurrency), (decimal("11327352832"), Some(1581)));
}

#[test]
fn request_one_token_longer_than_the_memory_limits_the_deployment() {
    let case = |prompt: &str| format!("class.chat = {{ prompt_tokens = {prompt}, completion_tokens = 500 }}");
    // 663,676,416 / 2,000 = 331,838.2 tokens
    assert_eq!(Case { classes: &case("331338"), ..in_memory() }.limited_by(), None);
    let long = case("331339");
    let past = Case { classes: &long, ..in_memory() };
    assert_eq!(past.limited_by(), Some(LimitedBy::Memory));
    let answer = Case { others: CHEAP_API, ..past }.compare().answer().unwrap();
    let own = answer.alternative("own").unwrap();
    let fit = own.fit.unwrap();
    // two accelerators hold it: 6,327,352,832 bytes for 331,839 x 4,000
    assert_eq!((fit.largest_concurrency, fit.accelerators_that_fit), (None, Some(2)));
    let (_, reason) = own.limited_by.clone().unwrap();
    assert!(reason.contains("2x"), "{reason}");
    // a class of no requests does not count
    let none = format!(
        "class.chat = {{ share = 1, prompt_tokens = 500, completion_tokens = 500 }}\n{}",
        case("331339").replace("class.chat = {", "class.long = { share = 0,")
    );
    assert_eq!(Case { classes: &none, ..in_memory() }.limited_by(), None);
}

#[test]
fn weights_larger_than_the_memory_limit_the_deployment() {
    // 6 GB of weights in 5.66 GB; int4 has 0.5625 bytes a parameter: 3.375 GB
    let six = |precision: &str| {
        FIVE_BILLION.replace("parameters_billion = 5,", "parameters_billion = 6,").replace("fp8", precision)
    };
    assert_eq!(Case { model: &six("fp8"), ..in_memory() }.limited_by(), Some(LimitedBy::Memory));
    assert_eq!(Case { model: &six("int4"), ..in_memory() }.limited_by(), None);
    // two accelerators per replica hold it; two replicas on two do not
    let two = Case { model: &six("fp8"), more: "accelerators_per_step = 2", ..in_memory() };
    assert_eq!(two.limited_by(), None);
    let two = Case { more: "accelerators_per_step = 2\nreplicas_per_step = 2", ..two };
    assert_eq!(two.limited_by(), Some(LimitedBy::Memory));
}

#[test]
fn rate_measured_at_more_requests_than_the_memory_holds_limits_the_deployment() {
    let rate = |concurrency: u32| {
        format!(
            "rate = {{ prefill_tokens_per_second = 1000, decode_tokens_per_second = 1000, concurrency = {concurrency} }}"
        )
    };
    // 331 at once, above
    assert_eq!(Case { rate: &rate(331), ..in_memory() }.limited_by(), None);
    assert_eq!(Case { rate: &rate(332), ..in_memory() }.limited_by(), Some(LimitedBy::Memory));
}

#[test]
fn request_past_the_context_window_of_the_model_limits_the_deployment() {
    let window = |tokens: &str| MODEL.replace("10000000", tokens);
    assert_eq!(Case { model: &window("1000"), ..PLAIN }.limited_by(), None);
    assert_eq!(Case { model: &window("999"), ..PLAIN }.limited_by(), Some(LimitedBy::Context));
}

// The ledger.

#[test]
fn ledger_of_a_growing_volume_buys_the_second_step_when_it_is_needed() {
    // 300, 450 and 675 Mtok: 1, 2 and 2 steps of 360
    let case = Case {
        tokens: 300_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 0.5",
        months: 3,
        facility: "electricity_usd_per_kwh = 0.1\npue = 1",
        hardware: "hardware.buy = { useful_life_months = 24, resale_fraction = 0.5 }",
        more: "people = { run_fte = 0.1, build_fte_months = 1, loaded_salary_usd_per_year = 120_000 }",
        ..PLAIN
    };
    // 12,000 a step, half of it back; 100 kWh x 0.1 a step; 10,000 to build and 1,000 a month to run
    assert_eq!(
        case.flows(),
        [
            flow(0, 0, Category::People, "10000"),
            flow(1, 0, Category::Capital, "12000"),
            flow(1, 1, Category::Energy, "10"),
            flow(1, 1, Category::People, "1000"),
            flow(2, 1, Category::Capital, "12000"),
            flow(2, 2, Category::Energy, "20"),
            flow(2, 2, Category::People, "1000"),
            flow(3, 3, Category::Capital, "-6000"),
            flow(3, 3, Category::Capital, "-6000"),
            flow(3, 3, Category::Energy, "20"),
            flow(3, 3, Category::People, "1000"),
        ]
    );
    // 10,000 + 24,000 - 12,000 + 50 + 3,000
    let study = case.study();
    assert_eq!(study.npv.amount(), decimal("25050"));
    assert_eq!(study.equivalent_monthly_cost.amount(), decimal("8350"));
    // over 300 + 450 + 675 = 1,425 Mtok
    assert_eq!(study.levelized_cost_per_mtok, decimal("25050") / decimal("1425"));
}

#[test]
fn ledger_of_a_falling_volume_gives_rented_steps_back_and_keeps_the_others() {
    // 720, 360 and 180 Mtok: 2, 1 and 1 steps are needed
    let case = Case {
        tokens: 2 * STEP,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = -0.5",
        months: 3,
        ..PLAIN
    };
    let amounts = |case: Case<'_>, category: Category| -> Vec<Decimal> {
        case.flows().into_iter().filter(|(_, _, of, _)| *of == category).map(|(.., amount)| amount).collect()
    };
    assert_eq!(amounts(case, Category::Rent), ["200", "100", "100"].map(decimal));
    let reserve = "hardware.reserve = { price_usd_per_gpu_hour = 1, term_months = 3 }";
    assert_eq!(
        amounts(Case { hardware: reserve, ..case }, Category::Rent),
        ["200", "200", "200"].map(decimal)
    );
    let buy = Case { hardware: "hardware.buy = { useful_life_months = 24 }", facility: POWER, ..case };
    assert_eq!(amounts(buy, Category::Energy), ["30", "30", "30"].map(decimal));
    assert_eq!(amounts(buy, Category::Capital), ["24000"].map(decimal));
}

#[test]
fn ledger_buys_spares_with_the_steps_that_need_them() {
    // 1 step and 1 spare, then 2 and 1, then 3 and 2: one more spare per two steps
    let case = Case {
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 0.5",
        months: 3,
        hardware: "hardware.buy = { useful_life_months = 24 }",
        more: "steps_per_spare = 2",
        ..PLAIN
    };
    // 360, 540 and 810 Mtok: 1, 2 and 3 steps
    assert_eq!(
        case.flows(),
        [
            flow(1, 0, Category::Capital, "24000"),
            flow(2, 1, Category::Capital, "12000"),
            flow(3, 2, Category::Capital, "24000"),
        ]
    );
}

#[test]
fn payback_is_where_the_outlay_has_been_saved() {
    // 360 Mtok at 10 USD is 3,600 a month
    let study = |price: u32, months: u32| {
        let server = format!(
            "server = {{ accelerators = 1, accelerator = \"h100-sxm\", price_usd = {price}, active_watts = 1000 }}"
        );
        let api = api("api", "10");
        let hardware = "hardware.buy = { useful_life_months = 24 }";
        Case { server: &server, others: &api, baseline: "api", months, hardware, ..PLAIN }.study()
    };
    // 9,000 / 3,600 = 2.5 months, in the third
    let half = study(9000, 12);
    assert_eq!((half.payback_month, half.payback_months), (Some(3), Some(decimal("2.5"))));
    // 12 x 3,600 - 9,000
    assert_eq!(half.npv_of_switching.unwrap().amount(), decimal("34200"));
    // exactly three months
    let whole = study(10_800, 12);
    assert_eq!((whole.payback_month, whole.payback_months), (Some(3), Some(decimal("3"))));
    // 43,200 in 12 months, and one USD more
    assert_eq!(study(43_200, 12).payback_month, Some(12));
    let never = study(43_201, 12);
    assert_eq!((never.payback_month, never.payback_months), (None, None));
    assert_eq!(never.npv_of_switching.unwrap().amount(), decimal("-1"));
}

#[test]
fn payback_without_an_outlay_is_at_once() {
    // rented at 100 against 3,600 a month; and dearer than an API at 36
    let study = |price: &str| {
        let api = api("api", price);
        Case { others: &api, baseline: "api", ..PLAIN }.study()
    };
    let cheaper = study("10");
    assert_eq!((cheaper.payback_month, cheaper.payback_months), (Some(0), Some(Decimal::ZERO)));
    assert_eq!(study("0.1").payback_month, None);
}

// Warnings.

/// Llama 3.3 70B in FP8 on a step of so many rented H100s.
fn llama<'a>(rate: &'a str, more: &'a str) -> Case<'a> {
    Case {
        model: "model = \"llama-3.3-70b\"\nprecision = \"fp8\"",
        server: "server = \"8xh100-sxm\"",
        rate,
        more,
        ..PLAIN
    }
}

#[test]
fn deployment_of_a_model_that_is_hosted_elsewhere_warns_unless_a_host_is_compared() {
    let case = llama(RATE, "");
    assert!(case.warns(WarningCode::HostedOffersNotCompared));
    // a closed API is no host of the model
    assert!(Case { others: CHEAP_API, ..case }.warns(WarningCode::HostedOffersNotCompared));
    let catalog = "[api.hosted]\noffer = \"deepinfra/llama-3.3-70b-turbo\"";
    assert!(!Case { others: catalog, ..case }.warns(WarningCode::HostedOffersNotCompared));
    let own = "[api.hosted]\nfamily = \"hosted_open_weights\"\nmodel = \"llama-3.3-70b\"\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1";
    assert!(!Case { others: own, ..case }.warns(WarningCode::HostedOffersNotCompared));
    // a host of another model is none
    let other = own.replace("llama-3.3-70b", "llama-3.1-70b");
    assert!(Case { others: &other, ..case }.warns(WarningCode::HostedOffersNotCompared));
    // nobody hosts Llama 3.1 70B in the book, nor a model of one's own
    let no_host = Case { model: "model = \"llama-3.1-70b\"\nprecision = \"fp8\"", ..case };
    assert!(!no_host.warns(WarningCode::HostedOffersNotCompared));
    assert!(!PLAIN.warns(WarningCode::HostedOffersNotCompared));
}

#[test]
fn offer_that_retires_within_the_study_warns_and_not_behind_it() {
    // GPT-4o retires on 2027-01-14; the study begins on 2026-11-24
    let gpt = |months: u32| {
        let others = "[api.gpt]\noffer = \"openai/gpt-4o\"";
        Case { others, months, ..PLAIN }.warns(WarningCode::Retirement)
    };
    assert!(!gpt(1));
    assert!(gpt(2));
    // a study of one month ends on 2026-12-24
    let own = |day: &str| {
        let others = format!("{CHEAP_API}\nretires_on = \"{day}\"");
        Case { others: &others, months: 1, ..PLAIN }.warns(WarningCode::Retirement)
    };
    assert!(own("2026-12-23"));
    assert!(!own("2026-12-24"));
}

#[test]
fn rate_of_the_catalog_serves_at_its_measured_speed() {
    // 8,410 tokens a second x 360,000 s
    let id = "rate = \"llama-3.3-70b/fp8/2xh100-sxm/trtllm-offline-1k-1k\"";
    let case = llama(id, "accelerators_per_step = 2");
    case.fills_at(8410 * 360_000);
    // measured on this model, precision and replica, at this mix; without a latency goal
    assert!(!case.warns(WarningCode::RateMeasuredElsewhere));
    assert!(!case.warns(WarningCode::RateMixDiffers));
    assert!(case.warns(WarningCode::RateWithoutLatencyGoal));
    // a figure given beside the id replaces it
    let slower = id.replace("rate = \"", "rate = { combined_tokens_per_second = 1000, id = \"") + " }";
    llama(&slower, "accelerators_per_step = 2").fills_at(STEP);
}

#[test]
fn rate_measured_on_another_configuration_warns() {
    let id = "rate = \"llama-3.3-70b/fp8/2xh100-sxm/trtllm-offline-1k-1k\"";
    // a replica of 8, or of 4; the step may hold several of 2
    assert!(llama(id, "").warns(WarningCode::RateMeasuredElsewhere));
    assert!(llama(id, "replicas_per_step = 2").warns(WarningCode::RateMeasuredElsewhere));
    assert!(!llama(id, "replicas_per_step = 4").warns(WarningCode::RateMeasuredElsewhere));
    // another model, precision or accelerator
    let case = llama(id, "accelerators_per_step = 2");
    for model in
        ["model = \"llama-3.1-70b\"\nprecision = \"fp8\"", "model = \"llama-3.3-70b\"\nprecision = \"int4\""]
    {
        assert!(Case { model, ..case }.warns(WarningCode::RateMeasuredElsewhere), "{model}");
    }
    assert!(Case { server: "server = \"8xh200-sxm\"", ..case }.warns(WarningCode::RateMeasuredElsewhere));
    // measured on a sibling of the same architecture, as the book says
    let sibling = "rate = \"llama-3.3-70b/fp8/2xh100-sxm/vllm-1k-1k-c64\"";
    let case = llama(sibling, "accelerators_per_step = 2");
    assert!(case.warns(WarningCode::RateMeasuredElsewhere));
    assert!(!case.warns(WarningCode::RateWithoutLatencyGoal));
}

#[test]
fn combined_rate_at_a_mix_more_than_a_quarter_away_warns() {
    let warns = |prompt: &str, rate: &str| {
        let classes = format!("class.chat = {{ prompt_tokens = {prompt}, completion_tokens = 1000 }}");
        Case { classes: &classes, rate, ..PLAIN }.warns(WarningCode::RateMixDiffers)
    };
    let at_one_to_one =
        "rate = { combined_tokens_per_second = 1000, prompt_tokens = 700, completion_tokens = 700 }";
    assert!(!warns("1000", at_one_to_one));
    assert!(!warns("1250", at_one_to_one));
    assert!(warns("1251", at_one_to_one));
    assert!(!warns("750", at_one_to_one));
    assert!(warns("749", at_one_to_one));
    // rates of prefill and decode hold at any mix
    assert!(!warns("9000", RATE));
}

#[test]
fn rental_of_the_catalog_is_paid_at_its_price() {
    // hyperstack/h100-sxm: 3.20 USD, let in machines of 8: 8 x 100 h
    let case = Case { hardware: "hardware.rent = \"hyperstack/h100-sxm\"", ..llama(RATE, "") };
    case.charges(&[(Category::Rent, "rented accelerators", "2560")]);
    assert!(!case.warns(WarningCode::RentalInLargerUnits));
    // a quarter of a machine
    let part = Case { more: "accelerators_per_step = 2", ..case };
    part.charges(&[(Category::Rent, "rented accelerators", "640")]);
    assert!(part.warns(WarningCode::RentalInLargerUnits));
    // another price beside the id
    let hardware = "hardware.rent = { id = \"hyperstack/h100-sxm\", price_usd_per_gpu_hour = 2 }";
    Case { hardware, ..case }.charges(&[(Category::Rent, "rented accelerators", "1600")]);
    // the book's reservation has its term: 36 months in a study of 12 run on
    let hardware = "hardware.reserve = \"aws/h200-sxm-36m\"";
    let reserved = Case { hardware, server: "server = \"8xh200-sxm\"", ..case };
    // 8 x 100 x 3.4175
    reserved.charges(&[(Category::Rent, "rented accelerators", "2734")]);
    assert!(reserved.warns(WarningCode::CommitmentOutlivesStudy));
    assert!(!Case { months: 36, ..reserved }.warns(WarningCode::CommitmentOutlivesStudy));
}

#[test]
fn rental_of_another_accelerator_is_refused() {
    let hardware = "hardware.rent = \"aws/h200-sxm\"";
    let error = Case { hardware, ..llama(RATE, "") }.parse().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
}

// The verdict.

/// A book with a model that two providers host, at 1 USD and at 0.20 and 0.40 USD per Mtok.
fn hosted_book() -> Catalog {
    let mut catalog = Catalog::builtin().unwrap();
    let offer = |id: &str, input: &str, output: &str| {
        format!(
            "[[offer]]\nid = \"{id}\"\nname = \"{id}\"\nprovider = \"{id}\"\nfamily = \"hosted_open_weights\"\nmodel = \"acme-1b\"\n\
             context_window_tokens = 100000\nsource = \"quote\"\nas_of = \"2026-01\"\n\
             [[offer.price]]\nas_of = \"2026-01\"\nsource = \"quote\"\ninput_usd_per_mtok = {input}\noutput_usd_per_mtok = {output}\n"
        )
    };
    let model = "[[model]]\nid = \"acme-1b\"\nname = \"Acme\"\nvendor = \"Acme\"\nparameters_billion = 1\nnative_precision = \"fp8\"\n\
                 context_window_tokens = 100000\nlayers = 1\nattention = { kv_heads = 1, head_dim = 1 }\nlicence = \"mit\"\n\
                 source = \"card\"\nas_of = \"2026-01\"\n";
    let book = format!("{model}{}{}", offer("dear/acme-1b", "1", "1"), offer("cheap/acme-1b", "0.2", "0.4"));
    catalog.extend(Catalog::parse(&book).unwrap());
    catalog
}

fn verdict_with(case: Case<'_>, catalog: &Catalog) -> Verdict {
    let comparison = Comparison::parse(&case.text(), catalog).unwrap_or_else(|error| panic!("{error}"));
    comparison.verdict(&comparison.answer().unwrap()).unwrap()
}

#[test]
fn split_takes_its_middle_from_the_catalog_when_no_host_is_compared() {
    // baseline 360 Mtok x 10 = 3,600; cheapest host 180 x 0.2 + 180 x 0.4 = 108; own 100
    let baseline = api("closed", "10");
    let model = "model = \"acme-1b\"\nprecision = \"fp8\"";
    let case = Case { model, others: &baseline, baseline: "closed", ..PLAIN };
    let verdict = verdict_with(case, &hosted_book());
    let split = verdict.split.unwrap();
    assert_eq!((split.of.as_str(), split.middle.as_str()), ("own", "cheap/acme-1b"));
    assert_eq!((split.model.amount(), split.host.amount()), (decimal("3492"), decimal("8")));
    // the two parts are the whole saving
    assert_eq!(verdict.margin_over_baseline.unwrap().amount(), decimal("3500"));
}

#[test]
fn split_takes_its_middle_from_the_alternatives_when_a_host_is_compared() {
    // own at 100 a month; a compared host at 0.5 USD: 180; the cheaper ones of the book do not matter
    let others = api("closed", "10")
        + &api("host", "0.5").replace("closed_api\"", "hosted_open_weights\"\nmodel = \"acme-1b\"")
        + &api("host-dear", "5").replace("closed_api\"", "hosted_open_weights\"\nmodel = \"acme-1b\"");
    let model = "model = \"acme-1b\"\nprecision = \"fp8\"";
    let case = Case { model, others: &others, baseline: "closed", ..PLAIN };
    let split = verdict_with(case, &hosted_book()).split.unwrap();
    assert_eq!(split.middle, "host");
    assert_eq!((split.model.amount(), split.host.amount()), (decimal("3420"), decimal("80")));
    // where hosting is cheaper than owning, the part of the host is a loss: 180 - 400
    let hardware = "hardware.rent.price_usd_per_gpu_hour = 4";
    let split = verdict_with(Case { hardware, ..case }, &hosted_book()).split.unwrap();
    assert_eq!((split.of.as_str(), split.middle.as_str()), ("own", "host"));
    assert_eq!((split.model.amount(), split.host.amount()), (decimal("3420"), decimal("-220")));
}

#[test]
fn split_that_cannot_be_made_says_why() {
    let closed = api("closed", "10");
    let case = Case { others: &closed, baseline: "closed", ..PLAIN };
    let known = "model = \"acme-1b\"\nprecision = \"fp8\"";
    let why = |case: Case<'_>| verdict_with(case, &hosted_book()).split.unwrap_err();
    assert_eq!(why(case), SplitAbsent::ModelNotNamed);
    assert_eq!(
        why(Case {
            model: "model = \"llama-3.1-70b\"\nprecision = \"fp8\"",
            server: "server = \"8xh100-sxm\"",
            ..case
        }),
        SplitAbsent::NoHostedOffer
    );
    assert_eq!(why(Case { model: known, baseline: "own", ..case }), SplitAbsent::IsBaseline);
    let short = closed.clone() + "context_window_tokens = 999";
    assert_eq!(why(Case { model: known, others: &short, ..case }), SplitAbsent::NoBaseline);
    // the deployment cannot serve, and the best that is left is a closed model
    let two = closed.clone() + &api("other", "5");
    let full = Case { model: known, others: &two, tokens: STEP + 1, more: "maximum_steps = 1", ..case };
    assert_eq!(why(full), SplitAbsent::ClosedModel);
}

/// Two APIs with 1,000 Mtok a month of 750 in and 250 out; `b` takes 3,000 USD.
fn two_apis(first: &str, second: &str) -> Comparison {
    let text = format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "{first}"
[workload]
tokens_per_month = 1_000_000_000
class.chat = {{ prompt_tokens = 750, completion_tokens = 250 }}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0
[api.{first}]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 4
[api.{second}]
family = "closed_api"
input_usd_per_mtok = 3
output_usd_per_mtok = 3
"#
    );
    Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap()
}

fn verdict_of(comparison: &Comparison) -> Verdict {
    comparison.verdict(&comparison.answer().unwrap()).unwrap()
}

/// Where a number changes the answer, to what, and how far away that is.
fn flip_of(verdict: &Verdict, path: &str) -> (Option<Decimal>, Option<String>, Option<Decimal>) {
    let flip = verdict.flips.iter().find(|flip| flip.path.as_str() == path).unwrap();
    (flip.at, flip.changes_to.clone(), flip.distance)
}

#[test]
fn flip_of_two_apis_is_the_price_at_which_their_bills_are_equal() {
    // the winner takes 750 x 2 + 250 x 4 = 2,500 against 3,000: equal at 6 USD out, or at 2,000 / 750 in
    let verdict = verdict_of(&two_apis("b", "a"));
    assert_eq!(verdict.answer, "b");
    assert_eq!(verdict.margin_over_second.unwrap().amount(), decimal("500"));
    // a tie goes to the first id, which is `a`: it wins at 6 exactly, half as much again
    let changed = flip_of(&verdict, "api.b.output_usd_per_mtok");
    assert_eq!(changed, (Some(decimal("6")), Some("a".to_owned()), Some(decimal("0.5"))));
    // 2.666666...: to 6 digits, on the far side, 2.66667; a third more
    let (at, to, distance) = flip_of(&verdict, "api.b.input_usd_per_mtok");
    assert_eq!((at, to.as_deref()), (Some(decimal("2.66667")), Some("a")));
    assert_eq!(distance, Some(decimal("0.333335")));
    // the other one at 750 x 3 + 250 x 1 = 2,500 wins the tie, two thirds less
    let (at, _, distance) = flip_of(&verdict, "api.a.output_usd_per_mtok");
    assert_eq!((at, distance), (Some(decimal("1")), Some(decimal("-0.666667"))));
    // nearest first: in by a third, out by a half
    let order: Vec<&str> = verdict.flips.iter().map(|flip| flip.path.as_str()).take(3).collect();
    assert_eq!(order, ["api.a.input_usd_per_mtok", "api.b.input_usd_per_mtok", "api.b.output_usd_per_mtok"]);
}

#[test]
fn flip_away_from_the_first_id_is_on_the_far_side_of_the_tie() {
    // at 6 USD out both take 3,000, and the first keeps the answer: the next of 6 digits is 6.00001
    let verdict = verdict_of(&two_apis("a", "b"));
    assert_eq!(verdict.answer, "a");
    let (at, to, distance) = flip_of(&verdict, "api.a.output_usd_per_mtok");
    assert_eq!((at, to.as_deref()), (Some(decimal("6.00001")), Some("b")));
    // (6.00001 - 4) / 4 = 0.5000025, rounded half to even
    assert_eq!(distance, Some(decimal("0.500002")));
}

#[test]
fn tie_goes_to_the_first_id() {
    for (first, second) in [("a", "b"), ("b", "a")] {
        // 750 x 2 + 250 x 6 = 3,000
        let path = format!("api.{first}.output_usd_per_mtok");
        let tie = two_apis(first, second).with(&path, decimal("6")).unwrap();
        let verdict = verdict_of(&tie);
        assert_eq!(verdict.answer, "a");
        assert_eq!(verdict.margin_over_second.unwrap().amount(), Decimal::ZERO);
    }
}

#[test]
fn flip_of_a_number_that_changes_nothing_is_none_in_range() {
    // both bills go with the volume: no volume changes their order
    let verdict = verdict_of(&two_apis("a", "b"));
    assert_eq!(flip_of(&verdict, "workload.tokens_per_month"), (None, None, None));
    // it comes after all that do
    assert_eq!(verdict.flips.last().unwrap().path.as_str(), "workload.tokens_per_month");
}

#[test]
fn flip_of_a_deployment_is_the_rent_and_the_volume_at_which_an_api_costs_the_same() {
    // rented at 100 a month; 360 Mtok at 1 USD are 360: equal at 3.60 an hour, and at 100 Mtok
    let others = api("api", "1");
    let verdict = Case { others: &others, baseline: "api", ..PLAIN }.verdict();
    assert_eq!(verdict.answer, "own");
    let (at, to, distance) = flip_of(&verdict, "deployment.own.hardware.rent.price_usd_per_gpu_hour");
    assert_eq!((at, to.as_deref(), distance), (Some(decimal("3.6")), Some("api"), Some(decimal("2.6"))));
    let (at, to, distance) = flip_of(&verdict, "workload.tokens_per_month");
    assert_eq!((at, to.as_deref()), (Some(decimal("100000000")), Some("api")));
    assert_eq!(distance, Some(decimal("-0.722222")));
}

#[test]
fn flip_of_the_peak_past_the_largest_number_of_steps_changes_to_what_can_serve() {
    // half full: the one step that there is serves a peak of 2; 100 against 18,000 USD, so cost alone
    // would not decide before the 181st step
    let others = api("api", "100");
    let case =
        Case { tokens: STEP / 2, others: &others, baseline: "api", more: "maximum_steps = 1", ..PLAIN };
    let verdict = case.verdict();
    assert_eq!(verdict.answer, "own");
    let (at, to, distance) = flip_of(&verdict, "workload.peak_to_average");
    assert_eq!(
        (at, to.as_deref(), distance),
        (Some(decimal("2.00001")), Some("api"), Some(decimal("1.00001")))
    );
}

#[test]
fn flip_of_the_rate_past_the_largest_number_of_steps_changes_to_what_can_serve() {
    // a step that is half full with a combined rate of 1,000 is full with 500, where it costs a hundredth of the API
    let others = api("api", "100");
    let rate = "rate = { combined_tokens_per_second = 1000, prompt_tokens = 500, completion_tokens = 500 }";
    let case =
        Case { tokens: STEP / 2, others: &others, baseline: "api", more: "maximum_steps = 1", rate, ..PLAIN };
    let (at, to, distance) = flip_of(&case.verdict(), "deployment.own.rate.combined_tokens_per_second");
    assert_eq!((at, to.as_deref()), (Some(decimal("499.999")), Some("api")));
    assert_eq!(distance, Some(decimal("-0.500001")));
}

// Another value of one number is the same as the scenario with it.

#[test]
fn changed_number_is_the_scenario_with_that_number() {
    let same = |path: &str, value: &str, base: Case<'_>, written: Case<'_>| {
        let changed = base.compare().with(path, decimal(value)).unwrap();
        assert_eq!(changed.monthly("own").unwrap(), written.monthly(), "{path}");
    };
    let base = powered("spares = 1");
    // idle and contracted watts that nobody gives go with the active ones
    let server = |watts: &str| {
        format!(
            "server = {{ accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = {watts} }}"
        )
    };
    let facility =
        "electricity_usd_per_kwh = 0.1\npue = 1.5\nper_kw_plus_metered = { usd_per_kw_month = 100 }";
    let (one, two) = (server("1000"), server("2000"));
    let base = Case { facility, ..base };
    same(
        "deployment.own.server.active_watts",
        "2000",
        Case { server: &one, ..base },
        Case { server: &two, ..base },
    );
    // serving hours that nobody gives are all hours
    let hours = Case { tokens: STEP / 2, ..base };
    let changed = hours.compare().with("workload.hours_per_month", decimal("50")).unwrap();
    // half of the hours, half of the capacity
    assert_eq!(changed.monthly("own").unwrap().capacity_tokens_per_month, Some(STEP / 2));
    // the size of a step is no number to move: servers and memory follow from it
    let buy = bought("hardware.buy = { useful_life_months = 24 }");
    let error = buy.compare().with("deployment.own.accelerators_per_step", decimal("2")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
}

#[test]
fn changed_number_that_contradicts_another_is_refused() {
    let refuses = |path: &str, value: &str, case: Case<'_>| {
        let result = case.compare().with(path, decimal(value)).map(|_| ());
        assert!(result.is_err(), "{path} = {value}");
    };
    refuses("deployment.own.server.idle_watts", "1001", powered(""));
    refuses("workload.serving_hours_per_month", "101", PLAIN);
    let buy = bought("hardware.buy = { useful_life_months = 24 }");
    refuses("deployment.own.hardware.buy.useful_life_months", "2.5", buy);
    refuses("finance.horizon_months", "2.5", buy);
}

#[test]
fn changed_minimum_above_the_maximum_is_refused() {
    let written = Case { more: "maximum_steps = 2\nminimum_steps = 3", ..PLAIN };
    assert!(written.parse().is_err());
    let case = Case { more: "maximum_steps = 2", ..PLAIN };
    assert!(case.compare().with("deployment.own.minimum_steps", decimal("3")).is_err());
}

#[test]
fn warning_of_an_old_price_is_of_prices_and_not_of_names() {
    // the power of 8xh100-sxm is of 2025, a fact of a data sheet; its price is given here
    let text = bought("hardware.buy = { useful_life_months = 24 }").text();
    let text = text
        .replace(PLAIN.server, "server = { id = \"8xh100-sxm\", price_usd = 12_000 }")
        .replace("own", "usd-box");
    let answer = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().answer().unwrap();
    let stale = answer.warnings.iter().find(|warning| warning.code == WarningCode::StalePrice);
    assert_eq!(stale.map(|warning| warning.message.as_str()), None);
}

#[test]
fn spares_of_hardware_owned_already_are_among_the_steps_that_are_owned() {
    // two are owned: one at work and one spare; a second at work would leave none to spare
    let hardware = "hardware.owned_already = { steps = 2, resale_value_usd = 6000, age_months = 0, useful_life_months = 24 }";
    let case = Case { more: "spares = 1", ..bought(hardware) };
    assert_eq!(case.limited_by(), None);
    assert_eq!(Case { tokens: 2 * STEP, ..case }.limited_by(), Some(LimitedBy::Capacity));
}
