//! Rows in either number, and how near an answer has to be.

use breakeven::Decimal;
use breakeven::finance::Amount;
use serde_json::Value;

/// The amounts of a row, in decimals or in floats.
pub(crate) trait Read: Amount {
    /// What `text` says, which may be a fraction `p/q`.
    fn read(text: &str) -> Self;

    /// Whether it is the expected value to 12 digits.
    fn is_near(self, expected: &str) -> bool {
        self.is_within(expected, "0.000000000001", "0")
    }

    /// Whether it is off by no more than a share of the expected value, or than so much.
    fn is_within(self, expected: &str, share: &str, absolute: &str) -> bool;
}

impl Read for Decimal {
    fn read(text: &str) -> Self {
        let one = |text: &str| text.parse().or_else(|_| Self::from_scientific(text)).unwrap();
        text.split_once('/').map_or_else(|| one(text), |(p, q)| one(p) / one(q))
    }

    fn is_within(self, expected: &str, share: &str, absolute: &str) -> bool {
        let expected = Self::read(expected);
        (self - expected).abs() <= (expected.abs() * Self::read(share)).max(Self::read(absolute))
    }
}

impl Read for f64 {
    fn read(text: &str) -> Self {
        let one = |text: &str| text.parse::<f64>().unwrap();
        text.split_once('/').map_or_else(|| one(text), |(p, q)| one(p) / one(q))
    }

    fn is_within(self, expected: &str, share: &str, absolute: &str) -> bool {
        let expected = Self::read(expected);
        (self - expected).abs() <= (expected.abs() * Self::read(share)).max(Self::read(absolute))
    }
}

pub(crate) fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{name} of {row}"))
}

pub(crate) fn number<A: Read>(row: &Value, name: &str) -> A {
    A::read(text(row, name))
}

pub(crate) fn list<A: Read>(row: &Value, name: &str) -> Vec<A> {
    row[name].as_array().unwrap().iter().map(|value| A::read(value.as_str().unwrap())).collect()
}

#[test]
fn near_is_told_from_off() {
    let near = |text: &str, expected: &str| Decimal::read(text).is_near(expected);
    assert!(near("1000.000000001", "1000") && !near("1000.0000000011", "1000"));
    assert!(near("0.25", "1/4") && !near("0.000000000001", "0"));
    assert!(0.1_f64.is_near("0.10000000000000000000001") && !0.1_f64.is_near("0.1000000000002"));
    assert!(Decimal::read("0.1").is_within("0.2", "0", "0.1") && !0.1_f64.is_within("0.2", "0", "0.09"));
}
