//! What the public functions of finance ask of their arguments, and how their results come out.

use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Amount, Powers};
use rust_decimal::Decimal;

/// The unit of a rate, with the commonest slip.
const RATE: &str = "fraction a period: 0.05 is 5 percent";

/// The unit of a number of periods.
pub(super) const PERIODS: &str = "periods";

/// An argument that is a number.
pub(super) fn number<A: Amount>(name: &str, value: A) -> Result<A::Carrier, Error> {
    value.carrier().ok_or_else(|| {
        let value = value.to_string().parse().unwrap_or(f64::NAN);
        Error::at(FieldPath::new(name), ErrorKind::NotFinite { value })
    })
}

/// A list of them; an error names the one: `flows[3]`.
pub(super) fn numbers<A: Amount>(name: &str, values: &[A]) -> Result<Vec<A::Carrier>, Error> {
    let named = |(at, value): (usize, &A)| match value.carrier() {
        Some(carrier) => Ok(carrier),
        None => number(&format!("{name}[{at}]"), *value),
    };
    values.iter().enumerate().map(named).collect()
}

/// An argument above a bound.
pub(super) fn above<A: Amount>(
    name: &str,
    value: A,
    bound: i32,
    unit: &'static str,
) -> Result<A::Carrier, Error> {
    let carrier = number(name, value)?;
    if value.shown() > Decimal::from(bound) {
        return Ok(carrier);
    }
    let kind = ErrorKind::NotAbove { value: value.shown(), bound: bound.into(), unit };
    Err(Error::at(FieldPath::new(name), kind))
}

/// A rate of interest or of growth: above -1, at which all is lost in one period.
pub(super) fn rate<A: Amount>(name: &str, rate: A) -> Result<A::Carrier, Error> {
    above(name, rate, -1, RATE)
}

/// What a formula came to.
pub(super) fn result<A: Amount>(what: &'static str, result: A::Carrier) -> Result<A, Error> {
    A::of(result).ok_or_else(|| Error::new(ErrorKind::OutOfBounds { what }))
}

/// The most periods of what walks them one by one: the days of a century.
pub(super) const MOST_PERIODS: u32 = 36_525;

/// Counts of periods, flows and changes of sign.
pub(super) fn at_most(name: &str, count: usize, most: u32, unit: &'static str) -> Result<u32, Error> {
    match u32::try_from(count) {
        Ok(count) if count <= most => Ok(count),
        _ => {
            let kind = ErrorKind::OutOfRange {
                value: count.into(),
                minimum: Decimal::ZERO,
                maximum: most.into(),
                unit,
            };
            Err(Error::at(FieldPath::new(name), kind))
        }
    }
}

/// A whole number of periods, at least 1, of what walks them one by one.
pub(super) fn whole_periods<A: Amount>(name: &str, periods: A) -> Result<u32, Error> {
    let carrier = above(name, periods, 0, PERIODS)?;
    match carrier.whole() {
        Some(count) if count <= MOST_PERIODS => Ok(count),
        Some(_) => {
            let (minimum, maximum) = (Decimal::ONE, MOST_PERIODS.into());
            let kind = ErrorKind::OutOfRange { value: periods.shown(), minimum, maximum, unit: PERIODS };
            Err(Error::at(FieldPath::new(name), kind))
        }
        None => {
            let kind = ErrorKind::NotWhole { value: periods.shown(), unit: PERIODS };
            Err(Error::at(FieldPath::new(name), kind))
        }
    }
}

/// A question without an answer.
pub(super) fn no_answer(what: &'static str, because: &'static str) -> Error {
    Error::new(ErrorKind::NoAnswer { what, because })
}
