//! Hardware that is bought, owned already, rented or reserved, and the ledger of a study, worked by hand.
//!
//! The plain case is in `common`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Category, Crossing, Decimal, ErrorKind, LimitedBy, WarningCode, report};
use common::{Case, FIVE_PERCENT_A_MONTH, PLAIN, POWER, RATE, STEP, api, bought, decimal, flow, llama};

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

#[test]
fn spares_of_hardware_owned_already_are_among_the_steps_that_are_owned() {
    // two are owned: one at work and one spare; a second at work would leave none to spare
    let hardware = "hardware.owned_already = { steps = 2, resale_value_usd = 6000, age_months = 0, useful_life_months = 24 }";
    let case = Case { more: "spares = 1", ..bought(hardware) };
    assert_eq!(case.limited_by(), None);
    assert_eq!(Case { tokens: 2 * STEP, ..case }.limited_by(), Some(LimitedBy::Capacity));
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

// Repeated lives.

/// 14,000 landed (12,000 and a tenth, 600 and 200), 4,800 back (half less a fifth of it), 23 months: 400 a month.
const REPEATED: &str = "hardware.buy = { useful_life_months = 23, tax_and_freight_fraction = 0.1, install_usd = 600, \
    network_usd = 200, resale_fraction = 0.5, selling_cost_fraction = 0.2, unequal_lives = \"repeated_lives\" }";

#[test]
fn repeated_lives_charge_a_whole_life_whatever_the_study_period() {
    for months in [1, 10, 22, 23, 24, 45, 46, 47, 600] {
        let case = Case { months, ..bought(REPEATED) };
        case.charges(&[(Category::Capital, "hardware", "400")]);
        let comparison = case.compare();
        assert_eq!(case.study().npv.amount(), decimal("400") * Decimal::from(months), "{months}");
        assert_eq!(comparison.equivalent_monthly_cost("own").unwrap().amount(), decimal("400"), "{months}");
    }
    // A study that ends with a life says the same by the market: 2 x (14,000 - 4,800) over 46 months.
    let market = REPEATED.replace("repeated_lives", "study_period");
    Case { months: 46, ..bought(&market) }.charges(&[(Category::Capital, "hardware", "400")]);
    // One that does not pays for the fall of the first months: (14,000 - 4,800) / 10
    Case { months: 10, ..bought(&market) }.charges(&[(Category::Capital, "hardware", "920")]);
}

#[test]
fn ledger_of_repeated_lives_ends_with_the_charges_that_are_still_owed() {
    // 13 months are left: 13 x 400 + 4,800
    let case = Case { months: 10, ..bought(REPEATED) };
    assert_eq!(
        case.flows(),
        [flow(1, 0, Category::Capital, "14000"), flow(10, 10, Category::Capital, "-10000")]
    );
    // sold and replaced at 23; 20 months are left at 26: 20 x 400 + 4,800
    let case = Case { months: 26, ..case };
    assert_eq!(
        case.flows(),
        [
            flow(1, 0, Category::Capital, "14000"),
            flow(23, 23, Category::Capital, "-4800"),
            flow(24, 23, Category::Capital, "14000"),
            flow(26, 26, Category::Capital, "-12800"),
        ]
    );
}

#[test]
fn repeated_lives_at_interest_recover_a_life_and_discount_its_resale() {
    // At 5% a month and a life of 2: annuity 1/1.05 + 1/1.1025 = 2.05 / 1.1025. Of 12,000 and 4,920 back, the charge is
    // (12,000 x 1.1025 - 4,920) / 2.05 = 8,310 / 2.05 = 4,053.6585...; after a month the step is worth what it owes,
    // (4,053.6585... + 4,920) / 1.05 = 8,546.3414...
    let case = Case {
        months: 1,
        rate_of_return: common::FIVE_PERCENT_A_MONTH,
        ..bought(
            "hardware.buy = { useful_life_months = 2, resale_fraction = 0.41, unequal_lives = \"repeated_lives\" }",
        )
    };
    case.charges(&[(Category::Capital, "hardware", "4053.658536585366")]);
    assert_eq!(
        case.flows(),
        [flow(1, 0, Category::Capital, "12000"), flow(1, 1, Category::Capital, "-8546.341463414634")]
    );
    // three months, bought twice: the same charge
    Case { months: 3, ..case }.charges(&[(Category::Capital, "hardware", "4053.658536585366")]);
}

#[test]
fn repeated_lives_leave_the_market_value_at_other_ages_aside() {
    // 3,000 back at 24 months, by a curve that is far above it before: (12,000 - 3,000) / 24
    let case = bought(
        "hardware.buy = { useful_life_months = 24, unequal_lives = \"repeated_lives\", \
        resale = [{ age_months = 6, fraction = 0.9 }, { age_months = 24, fraction = 0.25 }] }",
    );
    case.charges(&[(Category::Capital, "hardware", "375")]);
}

#[test]
fn repeated_lives_charge_a_step_that_is_bought_later_the_same() {
    // 1, then 2 steps: 400 and 800 in two months, by ledger and by formula
    let case =
        Case { load: "peak_to_average = 1\ngrowth_fraction_per_month = 0.5", months: 2, ..bought(REPEATED) };
    assert_eq!(case.study().npv.amount(), decimal("1200"));
    assert_eq!(case.compare().equivalent_monthly_cost("own").unwrap().amount(), decimal("600"));
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
            // both servers in one line
            flow(3, 3, Category::Capital, "-12000"),
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
fn running_costs_follow_the_needed_steps_where_that_is_said() {
    // 1,440, 720 and 360 Mtok: 4, 2 and 1 steps at work, with 2, 1 and 1 spares beside them
    let case = Case {
        tokens: 4 * STEP,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = -0.5",
        months: 3,
        facility: "electricity_usd_per_kwh = 0.1\npue = 1\nown = { capex_usd_per_kw = 120, useful_life_months = 3 }",
        hardware: "hardware.buy = { useful_life_months = 3, insurance_fraction_per_year = 0.01, support_fraction_per_year = 0.02 }",
        more: "steps_per_spare = 2\npeople = { run_fte_per_step = 0.1, loaded_salary_usd_per_year = 120_000 }",
        ..PLAIN
    };
    let amounts = |case: Case<'_>, category: Category| -> Vec<Decimal> {
        case.flows().into_iter().filter(|(_, _, of, _)| *of == category).map(|(.., amount)| amount).collect()
    };
    let needed = format!("{}\nrunning_costs = \"needed_steps\"", case.more);
    let needed = Case { more: &needed, ..case };
    let owned = format!("{}\nrunning_costs = \"owned_steps\"", case.more);
    assert_eq!(Case { more: &owned, ..case }.flows(), case.flows());
    for (category, of_owned, of_needed) in [
        // 100 kWh x 0.1 a step; spares draw the same
        (Category::Energy, ["60", "60", "60"], ["60", "30", "20"]),
        // 12,000 x 0.01 / 12 a step
        (Category::Insurance, ["60", "60", "60"], ["60", "30", "20"]),
        // 1,000 a step
        (Category::People, ["6000", "6000", "6000"], ["6000", "3000", "2000"]),
        // what goes with the ownership of 6 steps stays: 12,000 x 0.02 / 12
        (Category::Support, ["120", "120", "120"], ["120", "120", "120"]),
    ] {
        assert_eq!(amounts(case, category), of_owned.map(decimal), "{category}");
        assert_eq!(amounts(needed, category), of_needed.map(decimal), "{category}");
    }
    for category in [Category::Capital, Category::Facility] {
        assert_eq!(amounts(case, category), amounts(needed, category));
    }
    // 6 x (12,000 + 120) + 3 x 120, and 3 x 6,120 or 6,120 + 3,060 + 2,040
    let [all, some] = [case, needed].map(|case| case.compare());
    assert_eq!(case.study().npv.amount(), decimal("91440"));
    assert_eq!(needed.study().npv.amount(), decimal("84300"));
    assert_eq!(all.equivalent_monthly_cost("own").unwrap().amount(), decimal("30480"));
    assert_eq!(some.equivalent_monthly_cost("own").unwrap().amount(), decimal("28100"));
    // a month of its own knows no past
    assert_eq!(all.monthly_cost("own").unwrap(), some.monthly_cost("own").unwrap());
}

#[test]
fn steps_owned_already_are_switched_off_too() {
    // owned for 12 months: 2 steps in month 1, 1 in month 2 at half the volume
    let case = Case {
        tokens: 2 * STEP,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = -0.5",
        months: 2,
        facility: POWER,
        hardware: "hardware.owned_already = { steps = 2, resale_value_usd = 1000, age_months = 0, useful_life_months = 12 }",
        more: "running_costs = \"needed_steps\"",
        ..PLAIN
    };
    assert_eq!(
        case.flows(),
        [
            flow(1, 0, Category::Capital, "2000"),
            flow(1, 1, Category::Energy, "30"),
            flow(2, 2, Category::Energy, "15"),
        ]
    );
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
fn discounted_payback_waits_for_what_money_costs() {
    // 3,600 a month saved at 5% a month are worth 3,428.57 + 3,265.31 + 3,109.82 = 9,803.69 after three months and
    // 12,765.42 after four, where 10,800 are paid after three.
    let api = api("api", "10");
    let study = Case {
        server: "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 10_500, active_watts = 1000 }",
        hardware: "hardware.buy = { useful_life_months = 24 }",
        rate_of_return: FIVE_PERCENT_A_MONTH,
        others: &api,
        baseline: "api",
        ..PLAIN
    }
    .study();
    assert_eq!((study.payback_month, study.discounted_payback_month), (Some(3), Some(4)));
    assert_eq!(study.crossings, [Crossing { month: 4, is_ahead: true }]);
}

#[test]
fn payback_that_is_lost_again_is_said() {
    // Rented at 100 a month, with 20 to begin with; an API at 3/8 USD per Mtok takes 135, and 5% less each month: 2,700
    // (1 - 0.95^t) by month t, against 20 + 100 t: 135 > 120 in month 1, 1,241.03 > 1,220 in month 12 and
    // 1,313.98 < 1,320 in month 13.
    let api = format!("{}price_change_fraction_per_month = -0.05", api("api", "0.375"));
    let case = Case { others: &api, baseline: "api", months: 24, more: "one_off_usd = 20", ..PLAIN };
    let study = case.study();
    let crossing = |month, is_ahead| Crossing { month, is_ahead };
    assert_eq!((study.payback_month, study.discounted_payback_month), (Some(1), Some(1)));
    assert_eq!(study.crossings, [crossing(1, true), crossing(13, false)]);
    let comparison = case.compare();
    let answer = comparison.answer().unwrap();
    let text = report::text(&answer, &comparison.verdict(&answer).unwrap());
    assert!(text.contains(" month 1, lost in 13 "), "{text}");
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
    assert_eq!((cheaper.discounted_payback_month, cheaper.crossings), (Some(0), Vec::new()));
    assert_eq!(study("0.1").payback_month, None);
}
