//! The ends of an axis or column, and what is refused outside its range or between its ends.

use super::corners::Side;
use crate::comparison::{ALL_WHOLE, to_decimal, to_float};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::scenario::Address;

/// The least and the greatest value of an axis or column; NaN for both where one is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) least: f64,
    pub(super) greatest: f64,
}

impl Span {
    /// Whether the ends are two.
    pub(super) fn is_wide(self) -> bool {
        self.least < self.greatest
    }

    /// Whether a value lies between the ends.
    #[inline]
    pub(super) fn holds(self, value: f64) -> bool {
        (self.least <= value) & (value <= self.greatest)
    }
}

/// The values that an axis or column takes.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) path: FieldPath,
    pub(super) span: Span,
    pub(super) is_whole: bool,
    pub(super) unit: &'static str,
}

impl Bound {
    /// Whether a value is one that its parameters take, between the ends.
    pub(super) fn takes(&self, value: f64) -> bool {
        self.span.holds(value) && (!self.is_whole || is_whole(value))
    }

    pub(super) fn refuse(&self, value: f64) -> Error {
        let kind = match (to_decimal(value), to_decimal(self.span.least), to_decimal(self.span.greatest)) {
            (Some(value), Some(minimum), Some(maximum)) if value < minimum || value > maximum => {
                ErrorKind::OutOfRange { value: value.normalize(), minimum, maximum, unit: self.unit }
            }
            (Some(value), ..) => ErrorKind::NotWhole { value, unit: self.unit },
            (None, ..) => ErrorKind::WrongType {
                found: value.to_string(),
                expected: format!(
                    "a number from {} to {} ({})",
                    self.span.least, self.span.greatest, self.unit
                ),
            },
        };
        Error::at(self.path.clone(), kind)
    }

    /// The same for the exact path.
    pub(super) fn side<'b>(&'b self, addresses: &'b [Address]) -> Side<'b> {
        Side { path: self.path.as_str(), addresses, span: self.span }
    }
}

/// Whether there is nothing behind the point. By integers: `fract` is a call where the target has no instruction for it.
#[inline]
#[allow(clippy::float_cmp, reason = "a number is whole where it comes back as itself")]
pub(super) fn is_whole(value: f64) -> bool {
    (value as i64 as f64 == value) | (value.abs() >= ALL_WHOLE)
}

/// The ends of an axis or column, all of whose values its parameters take.
pub(super) fn bound(
    paths: &[String],
    addresses: &[Address],
    values: &[f64],
    as_they_are: bool,
) -> Result<Bound, Error> {
    let (least, greatest) = bounds(values);
    let takes_fractions = |parameter: Parameter| {
        !parameter.is_whole() || (parameter == Parameter::TokensPerMonth && as_they_are)
    };
    for address in addresses {
        let parameter = address.parameter;
        let (minimum, maximum) = parameter.range();
        let range = to_float(minimum)..=to_float(maximum);
        let must_be_whole = !takes_fractions(parameter);
        let fits = |value: &f64| range.contains(value) && (!must_be_whole || is_whole(*value));
        let is_in_range = values.is_empty() || (range.contains(&least) && range.contains(&greatest));
        if is_in_range && (!must_be_whole || values.iter().all(fits)) {
            continue;
        }
        let Some(value) = values.iter().find(|value| !fits(value)) else { continue };
        return Err(Error::at(address.path.clone(), refused(parameter, *value)));
    }
    Ok(Bound {
        path: FieldPath::new(paths.join(" and ")),
        span: Span { least, greatest },
        is_whole: addresses.iter().any(|address| !takes_fractions(address.parameter)),
        unit: addresses.first().map_or("", |address| address.parameter.unit()),
    })
}

/// The least and the greatest of some values; NaN for both where one is none.
fn bounds(values: &[f64]) -> (f64, f64) {
    let mut least = [f64::INFINITY; 8];
    let mut greatest = [f64::NEG_INFINITY; 8];
    let mut is_none = [false; 8];
    let (chunks, rest) = values.as_chunks::<8>();
    #[allow(clippy::indexing_slicing, reason = "a lane is below the length, which the compiler sees")]
    for chunk in chunks {
        for lane in 0..8 {
            let value = chunk[lane];
            least[lane] = if value < least[lane] { value } else { least[lane] };
            greatest[lane] = if value > greatest[lane] { value } else { greatest[lane] };
            is_none[lane] |= value.is_nan();
        }
    }
    if is_none.contains(&true) || rest.iter().any(|value| value.is_nan()) {
        return (f64::NAN, f64::NAN);
    }
    let all = |lanes: [f64; 8]| lanes.into_iter().chain(rest.iter().copied());
    (all(least).fold(f64::INFINITY, f64::min), all(greatest).fold(f64::NEG_INFINITY, f64::max))
}

/// Why a parameter does not take a value.
fn refused(parameter: Parameter, value: f64) -> ErrorKind {
    let ((minimum, maximum), unit) = (parameter.range(), parameter.unit());
    if !value.is_finite() {
        return ErrorKind::WrongType { found: value.to_string(), expected: "a finite number".to_owned() };
    }
    match to_decimal(value) {
        Some(value) if minimum <= value && value <= maximum => ErrorKind::NotWhole { value, unit },
        Some(value) => ErrorKind::OutOfRange { value: value.normalize(), minimum, maximum, unit },
        // Too large for a decimal.
        None => ErrorKind::WrongType {
            found: value.to_string(),
            expected: format!("a number from {minimum} to {maximum} ({unit})"),
        },
    }
}
