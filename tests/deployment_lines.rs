//! What a deployment costs a month, each line alone, worked by hand: steps, energy, spares, people, facility, memory.
//!
//! The plain case is in `common`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Category, ErrorKind, LimitedBy, WarningCode};
use common::{CHEAP_API, Case, FIVE_PERCENT_A_MONTH, MODEL, PLAIN, POWER, STEP, decimal, flow, powered};

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

// Energy.
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
