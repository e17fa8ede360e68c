//! Time value, against numpy-financial, pyxirr, LibreOffice, Gnumeric and QuantLib, settled by 60 digits of mpmath.
//!
//! Every row is asked in decimals and in floats.

use crate::rows::of_each_row_where;
use breakeven::finance::{Amount, npv_end, npv_from_now};
use breakeven::{Decimal, Error};
use serde_json::Value;

/// The amounts of a row, in either number.
pub(crate) trait Read: Amount {
    fn read(text: &str) -> Self;

    /// Whether it is the expected value to 12 digits.
    fn is_near(self, expected: &str) -> bool;
}

impl Read for Decimal {
    fn read(text: &str) -> Self {
        text.parse().unwrap()
    }

    fn is_near(self, expected: &str) -> bool {
        let expected = Self::read(expected);
        (self - expected).abs() <= expected.abs() * Self::new(1, 12)
    }
}

impl Read for f64 {
    fn read(text: &str) -> Self {
        text.parse().unwrap()
    }

    fn is_near(self, expected: &str) -> bool {
        let expected = Self::read(expected);
        (self - expected).abs() <= expected.abs() * 1e-12
    }
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap()
}

fn list<A: Read>(args: &Value, name: &str) -> Vec<A> {
    args[name].as_array().unwrap().iter().map(|value| A::read(value.as_str().unwrap())).collect()
}

/// What this crate answers to a row.
fn answer<A: Read>(row: &Value) -> Result<A, Error> {
    let args = &row["args"];
    let number = |name: &str| A::read(text(args, name));
    match text(row, "fn") {
        "npv_excel" => npv_end(number("rate"), &list(args, "values")),
        "npv_t0" => npv_from_now(number("rate"), &list(args, "values")),
        other => panic!("{other} is not asked"),
    }
}

fn check(row: &Value) {
    let expected = text(row, "expected");
    let decimal = answer::<Decimal>(row).unwrap();
    assert!(decimal.is_near(expected), "{row}: {decimal}");
    let float = answer::<f64>(row).unwrap();
    assert!(float.is_near(expected), "{row}: {float}");
}

#[test]
fn answers_are_those_of_other_programs() {
    let is_asked = |row: &Value| matches!(text(row, "fn"), "npv_excel" | "npv_t0");
    of_each_row_where("tvm.jsonl", is_asked, check);
}
