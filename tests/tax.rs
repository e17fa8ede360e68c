//! Tax, loans and leases against buying, worked by hand on the plain case of `common`: one server of 12,000 USD, 12 months
//! of 100 hours.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Category, Comparison, Decimal, Ledger, Study, WarningCode};
use common::{Case, FIVE_PERCENT_A_MONTH, PLAIN, bought, decimal};

/// The case with lines more in `[finance]`.
fn text(case: &Case<'_>, finance: &str) -> String {
    common::edited(&case.text(), &[("[facility]", &format!("{finance}\n[facility]"))])
}

fn with(case: &Case<'_>, finance: &str) -> Comparison {
    let text = text(case, finance);
    Comparison::parse(&text, &breakeven::Catalog::builtin().unwrap())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refused(case: &Case<'_>, finance: &str) -> String {
    let error = Comparison::parse(&text(case, finance), &breakeven::Catalog::builtin().unwrap()).unwrap_err();
    error.to_string().split_once(": ").unwrap().1.to_owned()
}

fn study(comparison: &Comparison) -> Study {
    comparison.answer().unwrap().alternative("own").unwrap().study.clone().unwrap()
}

/// The flows of a category: month, instant, line, amount.
fn of(ledger: &Ledger, category: Category) -> Vec<(u32, u32, &'static str, Decimal)> {
    let flows = ledger.flows.iter().filter(|flow| flow.category == category);
    flows.map(|flow| (flow.month, flow.instant, flow.label, flow.amount.amount())).collect()
}

fn sum(flows: &[(u32, u32, &'static str, Decimal)], label: &str) -> Decimal {
    flows.iter().filter(|flow| flow.2 == label).map(|flow| flow.3).sum()
}

const QUARTER: &str = "tax.rate_fraction = 0.25";

#[test]
fn rent_saves_its_tax_when_it_is_paid() {
    // 100 hours at 1 USD, of which a quarter comes back in the same month
    let comparison = with(&Case { ..PLAIN }, QUARTER);
    let flows = of(&comparison.ledger_after_tax("own").unwrap(), Category::Tax);
    assert_eq!(
        flows,
        (1..=12).map(|month| (month, month, "tax saved on costs", decimal("-25"))).collect::<Vec<_>>()
    );
    let study = study(&comparison);
    assert_eq!(study.npv.amount(), decimal("1200"));
    let after_tax = study.after_tax.unwrap();
    assert_eq!((after_tax.npv.amount(), after_tax.tax.amount()), (decimal("900"), decimal("-300")));
    assert_eq!(study.equity, None);
}

#[test]
fn whole_bonus_is_deducted_over_the_months_of_the_first_year() {
    // The law of today writes all of it off: 12,000 / 12 a month, a quarter of each saved; sold for 3,000, all of it taxed.
    let case = bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }");
    let comparison = with(&case, QUARTER);
    let flows = of(&comparison.ledger_after_tax("own").unwrap(), Category::Tax);
    // Sold at the end of the year in which it was placed in service: nothing is written off, and the loss is deducted.
    assert_eq!(flows, [(12, 12, "tax on what is sold", decimal("-2250"))]);
    let longer = with(&Case { months: 18, ..case }, QUARTER);
    let flows = of(&longer.ledger_after_tax("own").unwrap(), Category::Tax);
    let saved: Vec<_> =
        (1..=12).map(|month| (month, month, "tax saved on depreciation", decimal("-250"))).collect();
    assert_eq!(flows[..12], saved);
    assert_eq!(flows[12..], [(18, 18, "tax on what is sold", decimal("750"))]);
    // 12,000 - 3,000 - 3,000 + 750
    assert_eq!(study(&longer).after_tax.unwrap().npv.amount(), decimal("6750"));
}

#[test]
fn recovery_without_a_bonus_is_that_of_the_table_and_the_rest_is_deducted_when_it_is_sold() {
    let case =
        Case { months: 24, ..bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }") };
    let finance = "tax = { rate_fraction = 0.25, bonus_fraction = 0 }";
    let flows = of(&with(&case, finance).ledger_after_tax("own").unwrap(), Category::Tax);
    // 20 percent of 12,000 in the first year; half of 32 percent in the second, in which it is sold: 2,400 and 1,920
    let first: Decimal = flows.iter().filter(|flow| flow.0 <= 12).map(|flow| flow.3).sum();
    assert_eq!(first, decimal("-600"));
    assert_eq!(sum(&flows, "tax saved on depreciation"), decimal("-1080"));
    // 12,000 - 4,320 = 7,680 are left, and 3,000 paid for it
    assert_eq!(sum(&flows, "tax on what is sold"), decimal("-1170"));
}

#[test]
fn last_quarter_that_has_most_of_a_year_makes_the_convention_unless_one_is_given() {
    let case =
        Case { months: 24, ..bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }") };
    // the tax year begins with the fourth month of the study: 3 months at first, 12, 9
    let by_year = |more: &str| {
        let finance = format!("tax = {{ rate_fraction = 0.25, bonus_fraction = 0, first_month = 10{more} }}");
        let flows = of(&with(&case, &finance).ledger_after_tax("own").unwrap(), Category::Tax);
        [1..=3, 4..=15, 16..=24].map(|months: std::ops::RangeInclusive<u32>| -> Decimal {
            let in_year =
                flows.iter().filter(|flow| months.contains(&flow.0) && flow.2 == "tax saved on depreciation");
            in_year.map(|flow| flow.3).sum()
        })
    };
    // all of the first year comes in its last quarter: 5 and 38 percent of 12,000 (Publication 946, table A-5), and five eighths
    // of 22.80 percent for a sale in the third quarter; a quarter of 600, 4,560 and 1,710
    assert_eq!(by_year(""), ["-150", "-1140", "-427.5"].map(decimal));
    assert_eq!(by_year(", convention = \"mid_quarter\""), by_year(""));
    // a quarter of 2,400, 3,840 and half of 2,304
    assert_eq!(by_year(", convention = \"half_year\""), ["-600", "-960", "-288"].map(decimal));
}

#[test]
fn what_is_sold_in_its_first_tax_year_has_no_say_in_the_write_off_of_what_is_kept() {
    // Prices halve every month: 512,000 for the first server, which is given up after 9 months and within its tax year, and
    // 512,000 / 2^9 = 1,000 for the second, placed in service in month 10 and sold with the end of the study in month 14.
    let server =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 512_000, active_watts = 1000 }";
    let hardware = "hardware.buy = { useful_life_months = 9, price_change_fraction_per_month = -0.5 }";
    let case = Case { months: 14, server, hardware, ..PLAIN };
    let by_year = |more: &str| {
        let finance = format!("tax = {{ rate_fraction = 0.25, bonus_fraction = 0{more} }}");
        let flows = of(&with(&case, &finance).ledger_after_tax("own").unwrap(), Category::Tax);
        assert_eq!(in_months(&flows, 9..=9, "tax on what is sold"), decimal("-128000"));
        [1..=9, 10..=12, 13..=14].map(|months| in_months(&flows, months, "tax saved on depreciation"))
    };
    // All that counts comes in the last quarter (26 CFR 1.168(d)-1(b)(3)(i)), though it is 1,000 of 513,000 that are placed in
    // service: 5 percent of 1,000, and one eighth of 38 percent for a sale in the first quarter. A quarter of 50 and 47.5.
    assert_eq!(by_year(""), ["0", "-12.5", "-11.875"].map(decimal));
    // All 513,000 shrink the limit of section 179 (26 U.S.C. 179(b)(2)): 600 less 100. The second server has all that is left:
    // a quarter of 500 and 5 percent of 500; a quarter of an eighth of 38 percent of 500.
    let limits = ", section_179 = true, section_179_limit_usd = 600, section_179_threshold_usd = 512_900";
    assert_eq!(by_year(limits), ["0", "-131.25", "-5.9375"].map(decimal));
}

#[test]
fn section_179_comes_first_and_is_limited() {
    // Two servers of 12,000 in 24 months: of 24,000 placed in service 10,000 less the 4,000 above 20,000 are deducted, 40
    // percent of the other 18,000, and 20 percent of the rest: 6,000 + 7,200 + 2,160 = 15,360 in the first year
    let hardware = "hardware.buy = { useful_life_months = 24 }";
    let case = Case { months: 24, tokens: 2 * common::STEP, hardware, ..PLAIN };
    let finance = "tax = { rate_fraction = 0.25, bonus_fraction = 0.4, section_179 = true, section_179_limit_usd = 10_000, section_179_threshold_usd = 20_000 }";
    let flows = of(&with(&case, finance).ledger_after_tax("own").unwrap(), Category::Tax);
    let first: Decimal = flows.iter().filter(|flow| flow.0 <= 12).map(|flow| flow.3).sum();
    assert_eq!(first, decimal("-3840"));
    // and half of 32 percent of 10,800 in the second, in which they are given up
    assert_eq!(sum(&flows, "tax saved on depreciation"), decimal("-4272"));
    // all of it is deducted in the end
    assert_eq!(flows.iter().map(|flow| flow.3).sum::<Decimal>(), decimal("-6000"));
}

#[test]
fn other_methods_write_off_by_the_month_and_a_facility_over_its_life() {
    let case =
        Case { months: 24, ..bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }") };
    let finance = "tax = { rate_fraction = 0.25, depreciation = \"straight_line\", life_months = 48 }";
    let flows = of(&with(&case, finance).ledger_after_tax("own").unwrap(), Category::Tax);
    // 250 a month; 6,000 left, sold for 3,000
    assert_eq!(flows[0], (1, 1, "tax saved on depreciation", decimal("-62.5")));
    assert_eq!(sum(&flows, "tax on what is sold"), decimal("-750"));
    // 1 kW of a facility at 1,200 a kW over 120 months: 10 a month, and at the end worth what it owes, 960
    let facility =
        "electricity_usd_per_kwh = 0\npue = 1\nown = { capex_usd_per_kw = 1200, useful_life_months = 120 }";
    let server =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = 1000 }";
    let flows = of(
        &with(&Case { facility, server, ..case }, finance).ledger_after_tax("own").unwrap(),
        Category::Tax,
    );
    assert_eq!(
        flows,
        (1..=24)
            .map(|month| (month, month, "tax saved on depreciation", decimal("-2.5")))
            .collect::<Vec<_>>()
    );
}

#[test]
fn hardware_owned_already_is_written_off_and_its_sale_would_have_been_taxed() {
    let hardware = "hardware.owned_already = { steps = 1, resale_value_usd = 8000, age_months = 12, useful_life_months = 24, resale_fraction = 0.25 }";
    let flows = of(&with(&bought(hardware), QUARTER).ledger_after_tax("own").unwrap(), Category::Tax);
    assert_eq!(
        flows,
        [(1, 0, "tax on what is sold", decimal("-2000")), (12, 12, "tax on what is sold", decimal("750"))]
    );
}

#[test]
fn lease_to_own_is_taxed_as_a_purchase_with_interest_and_one_to_give_back_by_its_payments() {
    // Two payments of 6,600 for what costs 12,000: 1,200 of interest in all.
    let hardware = "hardware.finance_lease = { payment_usd_per_server_month = 6_600, term_months = 2, useful_life_months = 24 }";
    let case = Case { months: 24, ..bought(hardware) };
    let flows = of(
        &with(&case, "tax = { rate_fraction = 0.25, bonus_fraction = 1 }").ledger_after_tax("own").unwrap(),
        Category::Tax,
    );
    let interest = sum(&flows, "tax saved on costs");
    assert_eq!(interest.round_dp(9), decimal("-300"));
    assert_eq!(sum(&flows, "tax saved on depreciation"), decimal("-3000"));
    // Two of 12,100 for 21,000 are 10 percent a month (12,100/1.1 + 12,100/1.21 = 21,000): 2,100 of the first payment is
    // interest, and 10 percent of the 11,000 that are left, 1,100, of the second.
    let server =
        "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 21_000, active_watts = 1000 }";
    let hardware = "hardware.finance_lease = { payment_usd_per_server_month = 12_100, term_months = 2, useful_life_months = 24 }";
    let case = Case { months: 24, server, hardware, ..PLAIN };
    let flows = of(&with(&case, QUARTER).ledger_after_tax("own").unwrap(), Category::Tax);
    let saved =
        |month: u32| flows.iter().find(|flow| flow.0 == month && flow.2 == "tax saved on costs").unwrap().3;
    assert_eq!((saved(1).round_dp(9), saved(2).round_dp(9)), (decimal("-525"), decimal("-275")));

    let hardware = "hardware.operating_lease = { payment_usd_per_server_month = 400, term_months = 12, end_fee_usd = 80 }";
    let comparison = with(&bought(hardware), QUARTER);
    let flows = of(&comparison.ledger_after_tax("own").unwrap(), Category::Tax);
    assert_eq!(sum(&flows, "tax saved on costs"), decimal("-1220"));
}

#[test]
fn after_tax_rate_is_the_rate_less_tax_unless_it_is_given() {
    // A single payment of 1,000 at the start and 12 of nothing: no discounting. 100 a month at 5 percent a month:
    // (1 - 1.05^-12) / 0.05 = 8.863251636...; after tax 75 at the given 5 percent
    let case = Case { rate_of_return: FIVE_PERCENT_A_MONTH, ..PLAIN };
    let finance =
        format!("tax = {{ rate_fraction = 0.25, discount_rate_annual_effective = {FIVE_PERCENT_A_MONTH} }}");
    let study = study(&with(&case, &finance));
    assert_eq!(study.npv.amount().round_dp(6), decimal("886.325164"));
    assert_eq!(study.after_tax.unwrap().npv.amount().round_dp(6), decimal("664.743873"));
    // without it (1 - 0.25) x 0.795856... a year
    let provenance = with(&case, QUARTER).answer().unwrap().provenance;
    let rate = provenance
        .iter()
        .find(|one| one.path.as_str() == "finance.tax.discount_rate_annual_effective")
        .unwrap();
    assert_eq!(rate.value, "0.59689224451659686279296875");
}

#[test]
fn law_is_that_of_the_day_and_says_where_it_is_from() {
    let case = bought("hardware.buy = { useful_life_months = 24 }");
    let bonus = |finance: &str| {
        let provenance = with(&case, finance).answer().unwrap().provenance;
        let bonus = provenance.iter().find(|one| one.path.as_str() == "finance.tax.bonus_fraction").unwrap();
        (bonus.value.clone(), bonus.source.clone().unwrap_or_default())
    };
    let (fraction, source) = bonus("tax = { rate_fraction = 0.25 }");
    assert_eq!(fraction, "1");
    assert!(source.contains("Public Law 119-21"), "{source}");
    let (fraction, source) = bonus("tax = { rate_fraction = 0.25, placed_in_service = \"2024-05-01\" }");
    assert_eq!(fraction, "0.6");
    assert!(source.contains("Public Law 115-97"), "{source}");
    let late =
        "tax = { rate_fraction = 0.25, acquired = \"2025-01-02\", placed_in_service = \"2026-05-01\" }";
    assert_eq!(bonus(late).0, "0.2");
}

/// The flows of [`Category::Tax`] in the months of a tax year, by their line.
fn in_months(
    flows: &[(u32, u32, &'static str, Decimal)],
    months: std::ops::RangeInclusive<u32>,
    label: &str,
) -> Decimal {
    let in_months = flows.iter().filter(|flow| months.contains(&flow.0) && flow.2 == label);
    in_months.map(|flow| flow.3).sum::<Decimal>().round_dp(6)
}

#[test]
fn purchases_of_later_years_take_the_law_of_their_own_month() {
    // Replaced after 12 months: bought in June 2024 (60 percent), and in June 2025, after the law of July 2025 (100).
    let case =
        Case { months: 24, ..bought("hardware.buy = { useful_life_months = 12, resale_fraction = 0.25 }") };
    let on = |day: &str, finance: &str| {
        let text = text(&case, finance).replace("2026-11-24", day);
        Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap()
    };
    let of = |comparison: &Comparison| of(&comparison.ledger_after_tax("own").unwrap(), Category::Tax);
    // A tax year from January on, of which June is the sixth month: each server is held over the turn of a year.
    let finance = "tax = { rate_fraction = 0.25, first_month = 6, convention = \"half_year\" }";
    let comparison = on("2024-06-01", finance);
    let flows = of(&comparison);
    // 2024, months 1 to 7: 7,200 and 20 percent of 4,800, of which a quarter is saved. 2025, months 8 to 19: half of 32
    // percent of 4,800, and all of the second server.
    let saved = "tax saved on depreciation";
    assert_eq!(in_months(&flows, 1..=7, saved), decimal("-2040"));
    assert_eq!(in_months(&flows, 8..=19, saved), decimal("-3192"));
    assert_eq!(in_months(&flows, 20..=24, saved), Decimal::ZERO);
    // Both are in the provenance, each with its source and the month from which on it holds: June 2024 is month 1.
    let provenance = comparison.answer().unwrap().provenance;
    let law = |path: &str| {
        let found = provenance.iter().find(|one| one.path.as_str() == path).unwrap();
        (found.value.clone(), found.source.clone().unwrap_or_default())
    };
    assert_eq!(law("finance.tax.bonus_fraction").0, "0.6");
    // 1 January 2025: 40 percent; the first month that begins after 19 January: 100
    assert_eq!(law("finance.tax.bonus_fraction.from_month_8").0, "0.4");
    let (fraction, source) = law("finance.tax.bonus_fraction.from_month_9");
    assert!(fraction == "1" && source.contains("Public Law 119-21"), "{fraction} {source}");
    // One day for all purchases, and one contract: half of them are of 2024, and placed in service later 40 percent.
    let fixed = finance.replace(" }", ", placed_in_service = \"2024-06-01\" }");
    assert_eq!(in_months(&of(&on("2024-06-01", &fixed)), 8..=19, saved), decimal("-2232"));
    let contract = finance.replace(" }", ", acquired = \"2024-05-01\" }");
    // 768 of the first; 4,800 and 20 percent of 7,200 of the second
    assert_eq!(in_months(&of(&on("2024-06-01", &contract)), 8..=19, saved), decimal("-1752"));
    // A study that begins where the book knows no law is refused, as one that runs into such a time would be.
    let text = text(&case, finance).replace("2026-11-24", "2016-06-01");
    let error = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap_err().to_string();
    assert!(error.contains("no bonus depreciation for what is acquired on 2016-06-01"), "{error}");
    let mut ends = Catalog::builtin().unwrap();
    let law = "[[bonus_depreciation]]\nid = 'us-2025-01-20'\nacquired_from = '2025-01-20'\nplaced_in_service_from = '2025-01-20'\nplaced_in_service_to = '2026-12-31'\nfraction = 1\nsource = 'a law that ends'\nas_of = '2025-07-04'";
    ends.extend(Catalog::parse(law).unwrap());
    let text = text.replace("2016-06-01", "2026-06-01");
    let error = Comparison::parse(&text, &ends).unwrap_err().to_string();
    assert!(error.contains("no bonus depreciation for what is acquired on 2027-01-01"), "{error}");
}

#[test]
fn what_is_ordered_ahead_is_acquired_when_it_is_ordered() {
    // Ordered with the study, placed in service 2 months later, in March 2025, and sold after 22 months with it.
    let hardware = "hardware.buy = { useful_life_months = 36 }";
    let others = common::api("api", "10");
    let more = "lead_months = 2";
    let case = Case { months: 24, hardware, more, others: &others, baseline: "api", ..PLAIN };
    let by_year = |day: &str, more: &str| {
        let finance = format!("tax = {{ rate_fraction = 0.25{more} }}");
        let text = text(&case, &finance).replace("2026-11-24", day);
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        let flows = of(&comparison.ledger_after_tax("own").unwrap(), Category::Tax);
        [1..=2, 3..=12, 13..=24].map(|months| in_months(&flows, months, "tax saved on depreciation"))
    };
    // Before 20 January 2025, and in service after it: 40 percent (26 U.S.C. 168(k)(6)(A)(iv) as of Public Law 115-97). A
    // quarter of 4,800 and 20 percent of 7,200; a quarter of half of 32 percent of 7,200.
    assert_eq!(by_year("2025-01-10", ""), ["0", "-1560", "-288"].map(decimal));
    // On that day: all of it (168(k)(1) as of Public Law 119-21). So it is by the day of service alone, if that is given.
    assert_eq!(by_year("2025-01-20", ""), ["0", "-3000", "0"].map(decimal));
    let placed = ", placed_in_service = \"2025-03-10\"";
    assert_eq!(by_year("2025-01-10", placed), ["0", "-3000", "0"].map(decimal));
}

#[test]
fn limits_of_section_179_are_those_of_each_tax_year() {
    // Servers of 2 million: in 2024 1,220,000 may be deducted; 2025 2,500,000, so all of it.
    let server = "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 2_000_000, active_watts = 1000 }";
    let hardware = "hardware.buy = { useful_life_months = 12, resale_fraction = 0.25 }";
    let case = Case { months: 24, server, hardware, ..PLAIN };
    let finance = "tax = { rate_fraction = 0.25, first_month = 6, convention = \"half_year\", section_179 = true, bonus_fraction = 0 }";
    let on = |day: &str| {
        let text = text(&case, finance).replace("2026-11-24", day);
        Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap()
    };
    let comparison = on("2024-06-01");
    let flows = of(&comparison.ledger_after_tax("own").unwrap(), Category::Tax);
    // 1,220,000 and 20 percent of 780,000; then half of 32 percent of 780,000 and 2,000,000
    let saved = "tax saved on depreciation";
    assert_eq!(in_months(&flows, 1..=7, saved), decimal("-344000"));
    assert_eq!(in_months(&flows, 8..=19, saved), decimal("-531200"));
    let warns = |comparison: &Comparison| {
        let warnings = comparison.answer().unwrap().warnings;
        warnings.into_iter().find(|one| one.code == WarningCode::LawNotKnownYet).map(|one| one.message)
    };
    assert_eq!(warns(&comparison), None);
    // The book ends with 2026: what follows is said.
    assert_eq!(
        warns(&on("2026-11-24")).unwrap(),
        "the limits of section 179 after 2026 are not known: those of 2026 hold for later years"
    );
    // So it is where the first year is one of them: 2,000,000 at once, less than the 2,560,000 of 2026.
    let later = on("2027-06-01");
    assert_eq!(warns(&later), warns(&on("2026-11-24")));
    let flows = of(&later.ledger_after_tax("own").unwrap(), Category::Tax);
    assert_eq!(in_months(&flows, 1..=7, saved), decimal("-500000"));
    // And where it is the only one.
    let short = text(&Case { months: 7, ..case }, finance).replace("2026-11-24", "2027-06-01");
    let short = Comparison::parse(&short, &Catalog::builtin().unwrap()).unwrap();
    assert_eq!(warns(&short), warns(&later));
}

#[test]
fn limits_of_later_years_are_noted_where_the_law_has_them_and_not_where_they_are_given() {
    let case = Case { months: 24, ..bought("hardware.buy = { useful_life_months = 24 }") };
    let noted = |more: &str| {
        let finance = format!("tax = {{ rate_fraction = 0.25, section_179 = true{more} }}");
        let text = text(&case, &finance).replace("2026-11-24", "2024-01-01");
        let answer = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().answer().unwrap();
        let later = answer.provenance.into_iter().filter_map(|one| {
            let key = one.path.as_str().strip_prefix("finance.tax.section_179_")?.to_owned();
            key.ends_with("in_2025").then_some((key, one.value, one.source.unwrap_or_default()))
        });
        later.collect::<Vec<_>>()
    };
    // 26 U.S.C. 179(b) as of Public Law 119-21, for tax years beginning after 2024: 2,500,000 and 4,000,000
    let (limit, threshold) = (("limit_usd.in_2025", "2500000"), ("threshold_usd.in_2025", "4000000"));
    for (more, expected) in [
        ("", vec![limit, threshold]),
        (", section_179_limit_usd = 1_000", vec![threshold]),
        (", section_179_threshold_usd = 1_000", vec![limit]),
        (", section_179_limit_usd = 1_000, section_179_threshold_usd = 1_000", vec![]),
    ] {
        let found = noted(more);
        assert!(found.iter().all(|(.., source)| source.contains("Public Law 119-21")), "{found:?}");
        let found: Vec<_> = found.iter().map(|(key, value, _)| (key.as_str(), value.as_str())).collect();
        assert_eq!(found, expected, "{more}");
    }
}

#[test]
fn units_of_production_write_off_by_the_tokens_that_are_served() {
    // 100, 200 and 400 Mtok, twice as many each month: a step to month 2, two in month 3 with 200 each. Over 4 months of life,
    // the fourth like the third: the first server 100 + 200 + 200 + 200 = 700 of 12,000, the second 200 + 200 + 200 + 200.
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 3,
        ..bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }")
    };
    let finance = "tax = { rate_fraction = 0.25, depreciation = \"units_of_production\", life_months = 4 }";
    let flows = of(&with(&case, finance).ledger_after_tax("own").unwrap(), Category::Tax);
    // A quarter of 12,000 / 7, twice that, and twice that with a quarter of 12,000.
    let saved: Vec<Decimal> =
        (1..=3).map(|month| in_months(&flows, month..=month, "tax saved on depreciation")).collect();
    assert_eq!(saved, ["-428.571429", "-857.142857", "-1607.142857"].map(decimal));
    // What is left, 12,000 x 2/7 and 9,000, less 3,000 each
    let sold = in_months(&flows, 3..=3, "tax on what is sold");
    assert_eq!(sold, decimal("-1607.142857"));
    // At a level volume it is the straight line.
    let level = Case { load: "peak_to_average = 1", months: 12, ..case };
    let by_tokens = with(&level, &finance.replace("= 4", "= 48")).ledger_after_tax("own").unwrap();
    let line = finance.replace("units_of_production", "straight_line").replace("= 4", "= 48");
    assert_eq!(by_tokens.flows, with(&level, &line).ledger_after_tax("own").unwrap().flows);
    // By another method, and by its own life.
    let error = refused(&case, "tax = { rate_fraction = 0.25, depreciation = \"units_of_production\" }");
    assert_eq!(
        error,
        "finance.tax.life_months: missing; write `life_months = 60`, over which purchases are written off"
    );
}

#[test]
fn hardware_owned_already_that_is_needed_later_is_written_off_until_then() {
    // 45 Mtok, twice as many each month: a step of 360 to month 4, the second in month 5, the last.
    let hardware = "hardware.owned_already = { steps = 2, resale_value_usd = 8000, age_months = 12, useful_life_months = 24, resale_fraction = 0.2, tax_book_value_usd = 4_800, tax_book_months = 16 }";
    let load = "peak_to_average = 1\ngrowth_fraction_per_month = 1";
    let case = Case { tokens: 45_000_000, load, months: 5, ..bought(hardware) };
    let flows = of(&with(&case, QUARTER).ledger_after_tax("own").unwrap(), Category::Tax);
    // 4,800 over 16 months are 300 a month, of each server while it serves. The first would have been sold at 3,200 above its
    // book value; of the second 4,800 x 12/16 = 3,600 are left, and it would have been sold at 4,400 above that. In the end
    // each has a book value of 4,800 - 5 x 300 = 3,600 - 300 = 3,300, and is sold for 2,400.
    let (saved, sold) = ("tax saved on depreciation", "tax on what is sold");
    let mut expected = vec![(1, 0, sold, decimal("-800"))];
    expected.extend((1..=4).map(|month| (month, month, saved, decimal("-75"))));
    expected.extend([
        (5, 4, sold, decimal("-1100")),
        (5, 5, sold, decimal("-450")),
        (5, 5, saved, decimal("-150")),
    ]);
    assert_eq!(flows, expected);
}

#[test]
fn hardware_owned_already_may_have_a_tax_book_value() {
    let owned = |more: &str| {
        format!(
            "hardware.owned_already = {{ steps = 1, resale_value_usd = 8000, age_months = 12, useful_life_months = 24, resale_fraction = 0.25{more} }}"
        )
    };
    let hardware = owned(", tax_book_value_usd = 4_800, tax_book_months = 16");
    let flows = of(&with(&bought(&hardware), QUARTER).ledger_after_tax("own").unwrap(), Category::Tax);
    // Selling it today would have been taxed on 3,200; 300 a month are deducted; 1,200 are left when it is sold for 3,000.
    let mut expected = vec![(1, 0, "tax on what is sold", decimal("-800"))];
    expected.extend((1..=12).map(|month| (month, month, "tax saved on depreciation", decimal("-75"))));
    expected.insert(12, (12, 12, "tax on what is sold", decimal("450")));
    assert_eq!(flows, expected);
    // It ends within the study.
    let hardware = owned(", tax_book_value_usd = 4_800, tax_book_months = 4");
    let flows = of(&with(&bought(&hardware), QUARTER).ledger_after_tax("own").unwrap(), Category::Tax);
    assert_eq!(sum(&flows, "tax saved on depreciation"), decimal("-1200"));
    assert_eq!(flows[4], (4, 4, "tax saved on depreciation", decimal("-300")));
    assert_eq!(flows[5], (12, 12, "tax on what is sold", decimal("750")));
    for (more, finance, message) in [
        (
            ", tax_book_value_usd = 4_800, tax_book_months = 4",
            "",
            "deployment.own.hardware.owned_already.tax_book_value_usd: a tax book value in a study without tax; write `[finance.tax]` with `rate_fraction = 0.25`, or leave it out",
        ),
        (
            ", tax_book_value_usd = 4_800",
            QUARTER,
            "deployment.own.hardware.owned_already.tax_book_months: missing; write `tax_book_months = 18`, over which it is written off",
        ),
        (
            ", tax_book_months = 18",
            QUARTER,
            "deployment.own.hardware.owned_already.tax_book_value_usd: missing; write `tax_book_value_usd = 40_000`, what is not yet written off",
        ),
        (
            ", tax_book_value_usd = 4_800, tax_book_months = 0",
            QUARTER,
            "deployment.own.hardware.owned_already.tax_book_months: 4800 USD that are written off in no month; write a month or more, or a tax book value of 0",
        ),
    ] {
        assert_eq!(refused(&bought(&owned(more)), finance), message);
    }
}

const LOAN: &str = "hardware.buy = { useful_life_months = 24, resale_fraction = 0.25, loan = { rate_annual_nominal = 0.12, term_months = 24, down_payment_fraction = 0.25, fee_fraction = 0.01 } }";

#[test]
fn loan_is_what_the_owners_see_and_no_part_of_the_cost() {
    let without = bought("hardware.buy = { useful_life_months = 24, resale_fraction = 0.25 }").study();
    let study = bought(LOAN).study();
    // the project costs what it costs
    assert_eq!((study.npv, study.payback_month), (without.npv, without.payback_month));
    let equity = study.equity.unwrap();
    let flow = |label: &str, month: u32| {
        equity.flows.iter().find(|flow| flow.label == label && flow.month == month).unwrap().amount.amount()
    };
    // 9,000 borrowed at 1 percent a month; 24 payments of 9,000 x 0.01 / (1 - 1.01^-24) = 423.661...
    assert_eq!((flow("loan paid out", 1), flow("loan fee", 1)), (decimal("-9000"), decimal("90")));
    assert_eq!(flow("loan interest", 1), decimal("90"));
    assert_eq!(flow("loan paid back", 1).round_dp(2), decimal("333.66"));
    // the study ends after 12 of them: what is owed is paid back, and all of it sums to what was borrowed
    let of = |label: &str| -> Decimal {
        equity.flows.iter().filter(|flow| flow.label == label).map(|flow| flow.amount.amount()).sum()
    };
    assert!((of("loan paid back") - decimal("9000")).abs() < decimal("0.00000000002"));
    // at no discount the owners pay interest and fee more: 9,000 in all less 3,000 for the server, and both
    assert_eq!((study.npv.amount(), without.equity), (decimal("9000"), None));
    let difference = equity.npv.amount() - study.npv.amount();
    assert!(
        (difference - of("loan interest") - decimal("90")).abs() < decimal("0.00000000002"),
        "{difference}"
    );
    assert_eq!(equity.npv_after_tax, None);
}

#[test]
fn loan_at_the_rate_of_the_study_is_worth_nothing_to_its_owners() {
    // 5 percent a month on both sides, without a fee: borrowing changes when is paid, and not what it is worth
    let hardware =
        "hardware.buy = { useful_life_months = 24, loan = { rate_annual_nominal = 0.6, term_months = 36 } }";
    let study = Case { rate_of_return: FIVE_PERCENT_A_MONTH, months: 24, ..bought(hardware) }.study();
    let off = study.equity.unwrap().npv.amount() - study.npv.amount();
    assert!(off.abs() < decimal("0.0000000001"), "{off}");
}

#[test]
fn interest_is_deducted_for_the_owners() {
    let comparison = with(&bought(LOAN), QUARTER);
    let study = study(&comparison);
    let (after_tax, equity) = (study.after_tax.unwrap(), study.equity.unwrap());
    let deducted: Decimal = equity
        .flows
        .iter()
        .filter(|flow| matches!(flow.label, "loan interest" | "loan fee"))
        .map(|flow| flow.amount.amount())
        .sum();
    // no discounting: three quarters of interest and fee on top of what it costs after tax
    let off = equity.npv_after_tax.unwrap().amount() - after_tax.npv.amount() - deducted * decimal("0.75");
    assert!(off.abs() < decimal("0.00000000002"), "{off}");
}

#[test]
fn lease_is_compared_with_a_purchase_at_the_after_tax_cost_of_debt() {
    let others = format!(
        "[deployment.leased]\n{}\n{}\n{}\npeak_hour_load_fraction = 1\nhardware.operating_lease = {{ payment_usd_per_server_month = 1_100, term_months = 12, payments_in = \"advance\" }}\n",
        common::MODEL,
        PLAIN.server,
        common::RATE
    );
    let case = Case {
        others: &others,
        ..bought("hardware.buy = { useful_life_months = 12, resale_fraction = 0.1 }")
    };
    // without tax and interest: 12,000 - 1,200 against 13,200
    let found = with(&case, "cost_of_debt_annual_effective = 0").lease_or_buy("leased", "own").unwrap();
    assert_eq!((found.buying.amount(), found.leasing.amount()), (decimal("10800"), decimal("13200")));
    assert_eq!(found.net_advantage_of_leasing.amount(), decimal("-2400"));
    // at a quarter of tax: 12,000 - 1,200 less a quarter of 10,800; three quarters of 13,200
    let finance = "cost_of_debt_annual_effective = 0\ntax.rate_fraction = 0.25";
    let found = with(&case, finance).lease_or_buy("leased", "own").unwrap();
    assert_eq!(found.net_advantage_of_leasing.amount(), decimal("-1800"));
    // 5 percent a month: 12,000 - 1,200 / 1.05^12 = 11,331.795...; 1,100 x 1.05 x 8.863251636... = 10,237.055...
    let finance = format!("cost_of_debt_annual_effective = {FIVE_PERCENT_A_MONTH}");
    let found = with(&case, &finance).lease_or_buy("leased", "own").unwrap();
    let round = |money: breakeven::Money| money.amount().round_dp(2);
    assert_eq!((round(found.buying), round(found.leasing)), (decimal("11331.80"), decimal("10237.06")));
    // that of the loan where none is given: (1 + 0.01)^12 - 1
    let loan =
        "hardware.buy = { useful_life_months = 12, loan = { rate_annual_nominal = 0.12, term_months = 12 } }";
    let found = Case { hardware: loan, ..case }.compare().lease_or_buy("leased", "own").unwrap();
    assert_eq!(found.rate_annual_effective.round_dp(12), decimal("0.126825030132"));
    let unknown = case.compare().lease_or_buy("leased", "own").unwrap_err().to_string();
    assert_eq!(
        unknown,
        "finance.cost_of_debt_annual_effective: missing; write `cost_of_debt_annual_effective = 0.08`, or a loan of the purchase"
    );
}

#[test]
fn tax_that_contradicts_itself_is_refused() {
    let case = bought("hardware.buy = { useful_life_months = 24 }");
    let said = |tax: &str| refused(&case, &format!("tax = {{ {tax} }}"));
    assert_eq!(
        said(""),
        "finance.tax.rate_fraction: missing; write `rate_fraction = 0.25`, the tax on a unit of income"
    );
    assert_eq!(
        said("rate_fraction = 25"),
        "finance.tax.rate_fraction = 25 is not in 0..=1 (a fraction of the income); for 25 percent write 0.25"
    );
    assert_eq!(
        said("rate_fraction = 0.25, depreciation = \"straight_line\""),
        "finance.tax.life_months: missing; write `life_months = 60`, over which purchases are written off"
    );
    assert_eq!(
        said("rate_fraction = 0.25, depreciation = \"linear\", life_months = 60"),
        "finance.tax.depreciation: `linear`, expected `macrs`, `straight_line`, `sum_of_years_digits`, `double_declining` or `units_of_production`"
    );
    assert_eq!(
        said("rate_fraction = 0.25, depreciation = \"straight_line\", life_months = 60, bonus_fraction = 1"),
        "finance.tax: `bonus_fraction` and `depreciation = \"straight_line\"` exclude each other; give one of them"
    );
    // Nobody looks up a law of their day.
    for (key, given) in [
        ("acquired", ""),
        (
            "placed_in_service",
            ", section_179 = true, section_179_limit_usd = 1, section_179_threshold_usd = 2",
        ),
    ] {
        assert_eq!(
            said(&format!("rate_fraction = 0.25, bonus_fraction = 1, {key} = \"2025-01-10\"{given}")),
            format!("finance.tax: `bonus_fraction` and `{key}` exclude each other; give one of them")
        );
    }
    assert_eq!(
        said("rate_fraction = 0.25, depreciation = \"straight_line\", life_months = 60, first_month = 4"),
        "finance.tax: `first_month` and `depreciation = \"straight_line\"` exclude each other; give one of them"
    );
    assert_eq!(
        said("rate_fraction = 0.25, recovery_years = 6"),
        "finance.tax.recovery_years: a recovery period of 6 years; give 3, 5, 7, 10, 15 or 20"
    );
    assert_eq!(
        said("rate_fraction = 0.25, section_179 = true, placed_in_service = \"2040-01-01\""),
        "finance.tax.section_179: missing; the catalog has no limit of section 179 for 2040; give the deduction"
    );
    assert_eq!(
        said("rate_fraction = 0.25, placed_in_service = \"2010-01-01\""),
        "finance.tax.bonus_fraction: missing; the catalog has no bonus depreciation for what is acquired on 2010-01-01 and placed in service on 2010-01-01; give the fraction"
    );
    assert_eq!(
        said("rate_fraction = { low = 0.2, base = 0.25, high = 0.3 }"),
        "finance.tax.rate_fraction: a range of a number that cannot be moved alone; write one number, and a scenario for each other value"
    );
    let without = case.compare().ledger_after_tax("own").unwrap_err().to_string();
    assert_eq!(without, "finance.tax: missing; write `[finance.tax]` with `rate_fraction = 0.25`");
    let loan = |loan: &str| {
        let hardware = format!("hardware.buy = {{ useful_life_months = 24, loan = {{ {loan} }} }}");
        bought(&hardware).parse().unwrap_err().to_string().split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(
        loan("term_months = 24"),
        "deployment.own.hardware.buy.loan.rate_annual_nominal: missing; write `rate_annual_nominal = 0.09` or `rate_annual_effective = 0.094`"
    );
    assert_eq!(
        loan("term_months = 24, rate_annual_nominal = 0.09, rate_annual_effective = 0.09"),
        "deployment.own.hardware.buy.loan: `rate_annual_nominal` and `rate_annual_effective` exclude each other; give one of them"
    );
}

#[test]
fn deduction_at_once_is_shared_out_and_is_never_more_than_the_cost() {
    // several purchases in a tax year at falling prices: each share of the limit is rounded
    let comparison = Comparison::parse(FALLING, &Catalog::builtin().unwrap()).unwrap();
    assert!(comparison.answer().is_ok());
}

const FALLING: &str = r#"
schema = 1
currency = 'USD'
prices_as_of = '2026-11-24'
baseline = 'old'
[workload]
tokens_per_month = 3_000_000_000
growth_fraction_per_month = 0.07
peak_to_average = 1.3
class.c = { prompt_tokens = 1000, completion_tokens = 1000 }
[finance]
horizon_months = 27
discount_rate_annual_effective = 0
tax = { rate_fraction = 0.25, bonus_fraction = 0.3, first_month = 1, section_179 = true, discount_rate_annual_effective = 0 }
[facility]
electricity_usd_per_kwh = 0.1
pue = 1.2
electricity_change_fraction_per_month = 0.01
own = { capex_usd_per_kw = 1000, useful_life_months = 26 }
[api.old]
family = 'closed_api'
input_usd_per_mtok = 5
output_usd_per_mtok = 6
price_change_fraction_per_month = -0.01
events = [{ month = 26, price_factor = 0.6, migration_usd = 555 }]
[deployment.x]
model = 'llama-3.3-70b'
precision = 'fp8'
server = { id = '8xh100-sxm', price_usd = 90_000 }
rate = { prefill_tokens_per_second = 10_000, decode_tokens_per_second = 2_000 }
people = { run_fte = 0.1, loaded_salary_usd_per_year = 120_000, build_fte_months = 1, salary_change_fraction_per_month = 0.004 }
spares = 1
lead_months = 0
ramp_fractions = [0.2, 0.6]
refresh = { every_months = 7, usd = 900 }
running_costs = 'needed_steps'
hardware.buy = { useful_life_months = 40, resale = [{ age_months = 2, fraction = 0.8 }, { age_months = 20, fraction = 0.3 }], selling_cost_fraction = 0.1, support_fraction_per_year = 0.1, support_included_months = 9, price_change_fraction_per_month = -0.03, install_usd = 700 }
"#;
