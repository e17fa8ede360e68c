//! The ends of an axis or column, and what is refused outside its range or between its ends.

use super::corners::Side;
use super::dispatch;
use super::kernel::{Ends, LANES, each_lane, extremes, loaded, stored};
use super::level::Level;
use super::vector::Vector;
use crate::comparison::{ALL_WHOLE, to_decimal, to_float};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::scenario::Address;

/// The least and the greatest value of an axis or column; NaN for both where one is none or infinite, and the other way
/// round, infinite, where there are no values.
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

    /// Whether there are no values.
    pub(super) fn is_empty(self) -> bool {
        self.least > self.greatest
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
                found: format!("{value:e}"),
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
    let level = Level::detect();
    let Ends { least, most: greatest } = dispatch::ends(level, values);
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
        let is_whole = || dispatch::surely_whole(level, values) || values.iter().all(fits);
        if is_in_range && (!must_be_whole || is_whole()) {
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

/// The least and the greatest of some values; NaN for both where one is none or infinite, [`Ends::NONE`] of no values.
#[inline(always)]
pub(super) fn ends<V: Vector, const N: usize>(values: &[f64]) -> Ends {
    let Ends { least, most } = Ends::NONE;
    let (mut min, mut max, mut odd) = ([V::splat(least); N], [V::splat(most); N], [V::splat(0.0); N]);
    let (groups, rest) = values.as_chunks::<LANES>();
    for group in groups {
        let values = loaded::<V, N>(group);
        min = each_lane(&min, &values, V::not_above);
        max = each_lane(&max, &values, V::not_below);
        // Nothing of a number, and none of what is none.
        odd = each_lane(&odd, &values, |odd, value| odd + value * V::splat(0.0));
    }
    if stored(&odd).iter().any(|odd| odd.is_nan()) || !rest.iter().all(|value| value.is_finite()) {
        return Ends { least: f64::NAN, most: f64::NAN };
    }
    let all = extremes(&stored(&min), &stored(&max));
    rest.iter().fold(all, |all, value| Ends { least: all.least.min(*value), most: all.most.max(*value) })
}

/// Whether there is nothing behind the point of any value, by adding a number that leaves no room for it. Past that
/// number it may say no of whole ones.
#[inline(always)]
pub(super) fn surely_whole<V: Vector, const N: usize>(values: &[f64]) -> bool {
    // 2^52: neighbors are 1 apart from here on.
    let (none, of_ones) = (V::splat(0.0), V::splat(ALL_WHOLE / 2.0));
    let mut off = [none; N];
    let (groups, rest) = values.as_chunks::<LANES>();
    for group in groups {
        off = each_lane(&off, &loaded::<V, N>(group), |off, value| {
            let size = value.at_least(none - value);
            let behind = (size + of_ones) - of_ones - size;
            off + behind.at_least(none - behind)
        });
    }
    stored(&off).iter().all(|off| *off == 0.0) && rest.iter().all(|value| is_whole(*value))
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
            found: format!("{value:e}"),
            expected: format!("a number from {minimum} to {maximum} ({unit})"),
        },
    }
}
