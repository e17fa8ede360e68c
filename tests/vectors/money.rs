//! Rounding against Python's decimal, allocation against exact fractions, minor units against Java.

use crate::rows::{of_each_file, of_each_row};
use breakeven::{Currency, Decimal, Money, Rounding};
use serde_json::Value;

fn check_rounding(row: &Value) {
    let number: Decimal = row["x"].as_str().unwrap().parse().unwrap();
    let digits = u32::try_from(row["digits"].as_u64().unwrap()).unwrap();
    for (name, rounding) in [
        ("half_even", Rounding::HalfEven),
        ("half_up_away", Rounding::HalfAwayFromZero),
        ("half_down_to_zero", Rounding::HalfTowardZero),
        ("to_zero", Rounding::TowardZero),
        ("away_from_zero", Rounding::AwayFromZero),
        ("floor", Rounding::Floor),
        ("ceiling", Rounding::Ceiling),
    ] {
        let expected: Decimal = row[name].as_str().unwrap().parse().unwrap();
        assert_eq!(rounding.round(number, digits), expected, "{name} {row}");
    }
}

#[test]
fn roundings_are_those_of_python() {
    of_each_row("rounding.jsonl", check_rounding);
}

fn whole_numbers(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|one| one.as_i64().unwrap()).collect()
}

/// The column of the largest remainders; `first_come` and `dinero_js_2_0_2` are other policies, which differ on purpose.
fn check_allocation(row: &Value) {
    let total = Money::new(Decimal::new(row["total_minor"].as_i64().unwrap(), 2), Currency::USD).unwrap();
    let weights: Vec<Decimal> = whole_numbers(&row["weights"]).into_iter().map(Decimal::from).collect();
    let parts = total.allocate(&weights).unwrap();
    let expected = whole_numbers(&row["largest_remainder"]);
    let expected: Vec<Decimal> = expected.into_iter().map(|cents| Decimal::new(cents, 2)).collect();
    let parts: Vec<Decimal> = parts.into_iter().map(Money::amount).collect();
    assert_eq!(parts, expected, "{row}");
}

#[test]
fn allocations_are_the_largest_remainders() {
    of_each_row("allocation.jsonl", check_allocation);
}

/// Every code with its digits, and no other code.
fn check_minor_units(text: &str) -> usize {
    let mut known = 0;
    for line in text.lines() {
        let (code, digits) = line.split_once('\t').unwrap();
        let currency: Currency = code.parse().unwrap();
        assert_eq!(currency.minor_digits().to_string(), digits, "{code}");
        known += 1;
    }
    assert_eq!(Currency::all().count(), known);
    known
}

#[test]
fn minor_units_are_those_of_java() {
    of_each_file("published/iso4217_minor_units_java17.tsv", check_minor_units);
}
