//! Levelized costs, paybacks, rates, and lease against buy, against exact fractions and mpmath.

use crate::amounts::{Read, list, number, text};
use crate::rows::of_each_row;
use breakeven::Decimal;
use breakeven::finance::{
    BuyOrLease, CapitalStructure, EffectiveRate, GrowingAnnuity, Inflation, NominalRate,
    capital_recovery_factor, discounted_payback, equivalent_annual_cost, levelized_cost, npv_from_now,
    payback,
};
use serde_json::Value;

fn is_near<A: Read>(row: &Value, name: &str, found: A) {
    assert!(found.is_near(text(row, name)), "{row}: {name} is {found}");
}

fn check_levelized<A: Read>(row: &Value) {
    let of = |name: &str| number::<A>(row, name);
    let (rate, none) = (of("rate"), A::read("0"));
    // Its sale at the end counts against the cost of the last year.
    let opex = row["opex"].as_array().unwrap();
    let mut costs = vec![of("capex")];
    for (year, cost) in opex.iter().enumerate() {
        let sale = if year + 1 == opex.len() { of("salvage") } else { none };
        let cost = cost.as_str().unwrap();
        costs.push(
            npv_from_now(none, &[A::read(cost), A::read(&format!("-{sale}").replace("--", ""))]).unwrap(),
        );
    }
    let units: Vec<A> = std::iter::once(none).chain(list(row, "volume")).collect();
    let years = A::read(&opex.len().to_string());

    let worth = npv_from_now(rate, &costs).unwrap();
    is_near(row, "pv_cost", worth);
    is_near(row, "pv_volume", npv_from_now(rate, &units).unwrap());
    is_near(row, "levelized_cost", levelized_cost(rate, &costs, &units).unwrap());
    is_near(row, "undiscounted_average", levelized_cost(none, &costs, &units).unwrap());
    is_near(row, "crf", capital_recovery_factor(rate, years).unwrap());
    is_near(row, "equivalent_annual_cost", equivalent_annual_cost(rate, years, worth).unwrap());
}

fn check_payback<A: Read>(row: &Value) {
    let flows: Vec<A> = list(row, "cash_flows");
    let simple = payback(&flows).unwrap();
    let discounted = discounted_payback(number(row, "rate"), &flows).unwrap();
    for (name, found) in [("simple_payback", &simple), ("discounted_payback", &discounted)] {
        match (found, row[name].is_null()) {
            (Some(found), false) => is_near(row, name, found.interpolated),
            (None, true) => {}
            _ => panic!("{row}: {name} is {found:?}"),
        }
    }
    let is_lost = simple.is_some_and(|back| !back.lost_at.is_empty());
    assert_eq!(row["recovers_again_negative"], is_lost, "{row}");
}

fn check_rates<A: Read>(row: &Value) {
    let of = |name: &str| number::<A>(row, name);
    // The nominal rate of these rows is that of Fisher, in money as it is paid.
    let rate = EffectiveRate::new(of("nominal")).unwrap();
    let inflation = Inflation::new(of("inflation")).unwrap();
    let real = rate.real(inflation).unwrap();
    is_near(row, "real", real.rate());
    is_near(row, "nominal", real.with_inflation(inflation).unwrap().rate());
    is_near(row, "monthly_effective", rate.per_period(12).unwrap());
    is_near(row, "monthly_nominal", NominalRate::new(of("nominal"), 12).unwrap().per_period());
    let grown = GrowingAnnuity {
        first_payment: of("first_payment"),
        growth: of("growth"),
        rate: of("nominal"),
        periods: A::read(&row["n"].to_string()),
    };
    is_near(row, "growing_annuity_pv", grown.present_value().unwrap());
    let firm = CapitalStructure {
        equity: of("equity"),
        debt: of("debt"),
        cost_of_equity: of("cost_equity"),
        cost_of_debt: of("cost_debt"),
        tax_rate: of("tax"),
    };
    is_near(row, "wacc", firm.wacc().unwrap());
}

/// What of the price is written off in each of six years: property of 5 years, by the formula of IRC 168(b) in fractions.
fn shares(convention: &str) -> [&'static str; 6] {
    match convention {
        "half-year" => ["1/5", "8/25", "24/125", "72/625", "72/625", "36/625"],
        "mid-quarter Q1" => ["7/20", "13/50", "39/250", "234/2125", "234/2125", "117/8500"],
        "mid-quarter Q4" => ["1/20", "19/50", "57/250", "171/1250", "342/3125", "1197/12500"],
        other => panic!("{other}"),
    }
}

fn check_lease<A: Read>(row: &Value) {
    let of = |name: &str| number::<A>(row, name);
    let price = text(row, "cost");
    // p/q of a whole price is (p * price)/q
    let part = |share: &&str| {
        let (p, q) = share.split_once('/').unwrap();
        A::read(&format!("{}/{q}", Decimal::read(p) * Decimal::read(price)))
    };
    let depreciation: Vec<A> = shares(text(row, "convention")).iter().map(part).collect();
    let payments = usize::try_from(row["lease_payments"].as_u64().unwrap()).unwrap();
    let asset = BuyOrLease {
        price: of("cost"),
        depreciation: &depreciation,
        residual: of("residual_end_year6_before_tax"),
        lease: &vec![of("lease_payment_in_advance"); payments],
        tax_rate: of("tax"),
        after_tax_cost_of_debt: of("after_tax_rate"),
    };
    let found = asset.net_advantage().unwrap();
    is_near(row, "pv_depreciation_tax_shield", found.tax_shield);
    is_near(row, "npv_cost_buy", found.buying);
    is_near(row, "npv_cost_lease", found.leasing);
    is_near(row, "net_advantage_to_leasing", found.of_leasing);
}

fn check<A: Read>(row: &Value) {
    match text(row, "id").split('-').next().unwrap() {
        "lev" => check_levelized::<A>(row),
        "pay" => check_payback::<A>(row),
        "rate" => check_rates::<A>(row),
        "lvb" => check_lease::<A>(row),
        other => panic!("{other}"),
    }
}

#[test]
fn levelized_costs_paybacks_rates_and_leases_are_those_of_exact_fractions() {
    of_each_row("levelized_payback_rates.jsonl", |row| {
        check::<Decimal>(row);
        check::<f64>(row);
    });
}
