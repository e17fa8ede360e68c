//! A number as somebody wrote it: exact, and with its range where it is not known better.

use crate::error::{Error, ErrorKind};
use rust_decimal::Decimal;
use serde::de::{self, DeserializeSeed, MapAccess, Unexpected};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The digits that every decimal keeps on its way through a binary float.
const DIGITS_OF_A_FLOAT: usize = 15;

/// A number as written in a scenario or a price list, exactly.
///
/// Integers and quoted numbers are exact as they stand. A bare number with a point passes through a binary float in
/// any TOML or JSON parser; up to 15 digits it comes out as it went in, so a longer one is refused instead of being
/// changed silently.
///
/// ```
/// use breakeven::{Decimal, Figure};
///
/// assert_eq!(Figure::from(3).value(), Decimal::from(3));
/// assert_eq!("0.000000125".parse::<Figure>()?.value(), Decimal::new(125, 9));
/// assert_eq!(Figure::try_from(2.5)?.value(), Decimal::new(25, 1));
/// // 0.1 + 0.2 is 0.30000000000000004
/// assert!(Figure::try_from(0.1 + 0.2).is_err());
/// # Ok::<(), breakeven::Error>(())
/// ```
///
/// A number that is not known better is a range with a base case, written `{ low = 0.08, base = 0.11, high = 0.20 }`. All
/// three are checked; what is calculated once is calculated at the base, and the answer carries what the ends come to.
///
/// ```
/// use breakeven::{Decimal, Figure};
///
/// let tariff = Figure::ranged("0.08".parse()?, "0.11".parse()?, "0.20".parse()?)?;
/// assert_eq!(tariff.value(), Decimal::new(11, 2));
/// assert_eq!(tariff.range(), Some((Decimal::new(8, 2), Decimal::new(20, 2))));
/// assert_eq!(tariff.to_string(), "0.11 (0.08 to 0.20)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A float that may have lost its digits already is not taken without a check:
///
/// ```compile_fail,E0277
/// use breakeven::Figure;
/// let price = Figure::from(0.1_f64);
/// ```
/// ```compile_fail,E0277
/// use breakeven::Finance;
/// let study = Finance::new(36, 0.08);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure {
    value: Decimal,
    /// The lowest and the highest that it may be.
    range: Option<(Decimal, Decimal)>,
}

impl Figure {
    /// A number that may be as low as the one and as high as the other.
    ///
    /// # Errors
    /// [`ErrorKind::NotAscending`] unless low <= base <= high.
    pub fn ranged(low: Decimal, base: Decimal, high: Decimal) -> Result<Self, Error> {
        if low <= base && base <= high {
            return Ok(Self { value: base, range: Some((low, high)) });
        }
        Err(ErrorKind::NotAscending { low, base, high }.into())
    }

    /// The number; of a range, its base.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.value
    }

    /// The lowest and the highest that it may be; `None` where it is one value.
    #[must_use]
    pub fn range(self) -> Option<(Decimal, Decimal)> {
        self.range
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.range {
            None => self.value.fmt(f),
            Some((low, high)) => write!(f, "{} ({low} to {high})", self.value),
        }
    }
}

impl From<Decimal> for Figure {
    fn from(value: Decimal) -> Self {
        Self { value, range: None }
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Figure {
            fn from(value: $integer) -> Self {
                Decimal::from(value).into()
            }
        }
    )*};
}

from_integers!(i32 u32 i64 u64);

impl TryFrom<f64> for Figure {
    type Error = Error;

    /// # Errors
    /// [`ErrorKind::TooManyDigits`] past 15 digits; [`ErrorKind::WrongType`] for NaN and infinity.
    fn try_from(value: f64) -> Result<Self, Error> {
        let not_a_number =
            || ErrorKind::WrongType { found: value.to_string(), expected: EXPECTED.to_owned() };
        if !value.is_finite() {
            return Err(not_a_number().into());
        }
        let shortest = format!("{value:e}");
        let digits = shortest.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
        if digits > DIGITS_OF_A_FLOAT {
            return Err(ErrorKind::TooManyDigits { text: value.to_string() }.into());
        }
        Decimal::from_scientific(&shortest)
            .map(|exact| exact.normalize().into())
            .map_err(|_| not_a_number().into())
    }
}

impl FromStr for Figure {
    type Err = Error;

    /// # Errors
    /// [`ErrorKind::WrongType`] for anything but a plain decimal of at most 28 digits.
    fn from_str(text: &str) -> Result<Self, Error> {
        let plain = text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains('_');
        match Decimal::from_str_exact(text) {
            Ok(value) if plain => Ok(value.into()),
            _ => {
                Err(ErrorKind::WrongType { found: format!("`{text}`"), expected: EXPECTED.to_owned() }.into())
            }
        }
    }
}

pub(super) const EXPECTED: &str =
    "a plain number such as 2.5 or \"0.000000125\", with a point and no exponent";

/// The keys of a range.
pub(crate) const RANGE_KEYS: [&str; 3] = ["low", "base", "high"];

/// How the message of a range that does not ascend begins, by which the reader knows it again; its three numbers follow.
pub(super) const NOT_ASCENDING: &str = "not ascending: ";

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Written { may_be_range: true }.deserialize(deserializer)
    }
}

/// What is read: a number, or a range of numbers.
#[derive(Clone, Copy)]
struct Written {
    may_be_range: bool,
}

impl<'de> DeserializeSeed<'de> for Written {
    type Value = Figure;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Figure, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Written {
    type Value = Figure;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Figure, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Figure, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Figure, E> {
        Figure::try_from(value).map_err(E::custom)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Figure, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Figure, A::Error> {
        let no_number = || de::Error::invalid_type(Unexpected::Map, &self);
        if !self.may_be_range {
            return Err(no_number());
        }
        let mut ends: [Option<Decimal>; 3] = [None; 3];
        while let Some(key) = map.next_key::<String>()? {
            // A date of TOML comes as a table with a key of the parser's own.
            if key.starts_with('$') {
                return Err(no_number());
            }
            let known = RANGE_KEYS.into_iter().zip(&mut ends).find(|(name, _)| *name == key);
            match known {
                None => return Err(de::Error::unknown_field(&key, &RANGE_KEYS)),
                Some((name, Some(_))) => return Err(de::Error::duplicate_field(name)),
                Some((_, end)) => {
                    *end = Some(map.next_value_seed(Self { may_be_range: false })?.value);
                }
            }
        }
        let [low, base, high] = ends;
        if ends == [None; 3] {
            return Err(no_number());
        }
        let given = |end: Option<Decimal>, name| end.ok_or_else(|| de::Error::missing_field(name));
        let (low, base, high) = (given(low, "low")?, given(base, "base")?, given(high, "high")?);
        Figure::ranged(low, base, high)
            .map_err(|_| de::Error::custom(format_args!("{NOT_ASCENDING}{low} {base} {high}")))
    }
}

/// One number of a figure: an integer where it is one; quoted else, so that no digit passes through a float.
struct Digits(Decimal);

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(whole) if Decimal::from(whole) == self.0 => serializer.serialize_i64(whole),
            _ => serializer.collect_str(&self.0),
        }
    }
}

impl Serialize for Figure {
    /// As it is read: a number, or a table of `low`, `base` and `high`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((low, high)) = self.range else { return Digits(self.value).serialize(serializer) };
        let mut table = serializer.serialize_struct("Figure", RANGE_KEYS.len())?;
        for (key, end) in RANGE_KEYS.into_iter().zip([low, self.value, high]) {
            table.serialize_field(key, &Digits(end))?;
        }
        table.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_that_is_no_plain_number_is_refused() {
        for text in
            ["", "1e3", "nan", "inf", "1,5", "0x10", "1_000", "--1", ".", "12345678901234567890123456789012"]
        {
            assert!(text.parse::<Figure>().is_err(), "{text}");
        }
    }

    #[test]
    fn floats_that_are_no_numbers_are_refused() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
            assert!(Figure::try_from(value).is_err(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn prop_decimals_of_15_digits_survive_a_float(digits in 0_i64..1_000_000_000_000_000, scale in 0_u32..20) {
            let exact = Decimal::new(digits, scale).normalize();
            let float: f64 = exact.to_string().parse().unwrap();
            prop_assert_eq!(Figure::try_from(float).unwrap().value(), exact);
        }
    }
}
