//! What is varied.

use crate::comparison::{POWERS_OF_TEN, to_float};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

/// Significant digits of a point that is calculated: few enough that its decimal survives a float.
const DIGITS: u32 = 12;

/// A number of the model, or several that move together, and the values that it takes.
///
/// ```
/// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
/// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
/// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
/// # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n";
/// use breakeven::sweep::{Axis, Metric, Sweep};
/// use breakeven::{Catalog, Comparison};
///
/// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
/// // Today's prices in and out, and two others: three points, not nine.
/// let input = Axis::values("api.dear.input_usd_per_mtok", vec![2.into(), 3.into(), 4.into()]);
/// let output = Axis::values("api.dear.output_usd_per_mtok", vec![10.into(), 15.into(), 30.into()]);
/// let sweep = Sweep::new(&comparison, &[Metric::Cost("dear".to_owned())], &[input.zip(output)])?;
/// // 750 Mtok in and 250 Mtok out: 1,500 + 2,500, 2,250 + 3,750 and 3,000 + 7,500
/// assert_eq!([0, 1, 2].map(|at| sweep.value(0, at)), [Some(4000.0), Some(6000.0), Some(10_500.0)]);
/// assert_eq!(sweep.point(2), Some(vec![4.0, 30.0]));
/// assert_eq!(sweep.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// At least one. A sweep refuses an axis whose lists are not as long as each other.
    lists: Vec<List>,
}

/// Numbers that take the same value at each point.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    paths: Vec<String>,
    points: Points,
}

#[derive(Clone, Debug, PartialEq)]
enum Points {
    Linear { from: Decimal, to: Decimal, count: usize },
    Logarithmic { from: Decimal, to: Decimal, count: usize },
    Values(Vec<Decimal>),
    Floats(Vec<f64>),
}

impl Axis {
    /// Evenly spaced values to 12 digits, both ends included as they are. A single one is the first. Of a number that
    /// is whole, such as tokens, each is rounded half to even.
    #[must_use]
    pub fn linear(path: impl Into<String>, from: Decimal, to: Decimal, count: usize) -> Self {
        Self::of(path, Points::Linear { from, to, count })
    }

    /// Values of equal ratio to 12 digits, both ends included as they are; rounded as those of [`Axis::linear`].
    #[must_use]
    pub fn logarithmic(path: impl Into<String>, from: Decimal, to: Decimal, count: usize) -> Self {
        Self::of(path, Points::Logarithmic { from, to, count })
    }

    /// The values themselves, as the nearest floats.
    #[must_use]
    pub fn values(path: impl Into<String>, values: Vec<Decimal>) -> Self {
        Self::of(path, Points::Values(values))
    }

    /// Floats as they are, volumes with a fraction of a token too. A point with more than 15 digits cannot be asked
    /// again exactly.
    #[must_use]
    pub fn floats(path: impl Into<String>, values: Vec<f64>) -> Self {
        Self::of(path, Points::Floats(values))
    }

    /// Another number that takes the same value at each point: that of the axis that was zipped last.
    #[must_use]
    pub fn and(mut self, path: impl Into<String>) -> Self {
        if let Some(list) = self.lists.last_mut() {
            list.paths.push(path.into());
        }
        self
    }

    /// Moves together with another axis that has as many values: the first goes with the first, the second with the
    /// second. Each keeps its place among the numbers of a point.
    #[must_use]
    pub fn zip(mut self, other: Self) -> Self {
        self.lists.extend(other.lists);
        self
    }

    fn of(path: impl Into<String>, points: Points) -> Self {
        Self { lists: vec![List { paths: vec![path.into()], points }] }
    }

    pub(super) fn lists(&self) -> &[List] {
        &self.lists
    }

    /// How many points there are, before any is calculated.
    pub(super) fn count(&self) -> Result<usize, Error> {
        let count = self.lists.first().map_or(0, List::count);
        let Some(other) = self.lists.iter().find(|list| list.count() != count) else { return Ok(count) };
        let what = format!("a list of {} values beside one of {count}", other.count());
        let instead = "give every list of an axis as many values".to_owned();
        Err(Error::at(other.path(), ErrorKind::Contradiction { what, instead }))
    }
}

impl List {
    /// The paths of its numbers.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    pub(super) fn path(&self) -> FieldPath {
        FieldPath::new(self.paths.join(" and "))
    }

    pub(super) fn count(&self) -> usize {
        match &self.points {
            Points::Linear { count, .. } | Points::Logarithmic { count, .. } => *count,
            Points::Values(values) => values.len(),
            Points::Floats(values) => values.len(),
        }
    }

    /// Whether the points are floats as they are.
    pub(super) fn is_floats(&self) -> bool {
        matches!(self.points, Points::Floats(_))
    }

    /// The points as floats; of a number that is `whole`, those between two ends are rounded.
    pub(super) fn points(&self, whole: bool) -> Result<Vec<f64>, Error> {
        let points = match &self.points {
            Points::Linear { from, to, count } => linear(*from, *to, *count, whole),
            Points::Logarithmic { from, to, count } => logarithmic(*from, *to, *count, whole),
            Points::Values(values) => Ok(values.iter().map(|value| to_float(*value)).collect()),
            Points::Floats(values) => Ok(values.clone()),
        };
        let points: Vec<f64> = points.map_err(|error: Error| error.with_path(self.path()))?;
        if points.is_empty() {
            let instead = "give the axis at least one value".to_owned();
            return Err(Error::at(self.path(), ErrorKind::Missing { instead }));
        }
        Ok(points)
    }
}

/// A number of the model, or several that move together, and the value that it takes in each row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column<'a> {
    pub(super) paths: Vec<String>,
    pub(super) values: &'a [f64],
}

impl<'a> Column<'a> {
    /// The values, floats as they are.
    #[must_use]
    pub fn new(path: impl Into<String>, values: &'a [f64]) -> Self {
        Self { paths: vec![path.into()], values }
    }

    /// Another number that takes the same value in each row.
    #[must_use]
    pub fn and(mut self, path: impl Into<String>) -> Self {
        self.paths.push(path.into());
        self
    }
}

/// Evenly spaced. Floats say which 12 digits a point has wherever that is certain, and decimals where it is not.
fn linear(from: Decimal, to: Decimal, count: usize, whole: bool) -> Result<Vec<f64>, Error> {
    let (first, last) = (to_float(from), to_float(to));
    let intervals = count.saturating_sub(1).max(1) as f64;
    // The ends, their difference, which may be twice an end, its share and the sum are rounded: together less than this.
    let within = 8.0 * f64::EPSILON * first.abs().max(last.abs());
    (0..count)
        .map(|at| {
            if at == 0 {
                return Ok(first);
            }
            if at.saturating_add(1) == count {
                return Ok(last);
            }
            match nearest(first + (last - first) * (at as f64 / intervals), within, whole) {
                // Ends of more digits are not passed by rounding.
                Some(value) => Ok(value.clamp(first.min(last), first.max(last))),
                None => Ok(to_float(linear_exactly(from, to, count, at, whole)?)),
            }
        })
        .collect()
}

fn linear_exactly(
    from: Decimal,
    to: Decimal,
    count: usize,
    at: usize,
    whole: bool,
) -> Result<Decimal, Error> {
    let number = |n: usize| Exact::new(Decimal::from(n));
    let last = count.saturating_sub(1).max(1);
    let value = Exact::new(from) + ((Exact::new(to) - Exact::new(from)) * number(at)).over(number(last));
    let value = value.value().ok_or(ErrorKind::OutOfBounds { what: "a point of an axis" })?;
    let value = if whole { value.round() } else { value.round_sf(DIGITS).unwrap_or(value) };
    Ok(value.clamp(from.min(to), from.max(to)))
}

/// By powers in floats, rounded to 12 digits: platforms whose last digits differ agree on those.
fn logarithmic(from: Decimal, to: Decimal, count: usize, whole: bool) -> Result<Vec<f64>, Error> {
    if from <= Decimal::ZERO || to <= Decimal::ZERO {
        let what = format!("a logarithmic axis from {from} to {to}");
        let instead = "give ends above 0, or take a linear axis".to_owned();
        return Err(ErrorKind::Contradiction { what, instead }.into());
    }
    let (first, last) = (to_float(from), to_float(to));
    let intervals = count.saturating_sub(1).max(1) as f64;
    let point = |at: usize| {
        if at == 0 {
            return first;
        }
        if at.saturating_add(1) == count {
            return last;
        }
        let value = first * (last / first).powf(at as f64 / intervals);
        let value = nearest(value, f64::EPSILON * value, false)
            .unwrap_or_else(|| format!("{value:.11e}").parse().unwrap_or(value));
        let value = if whole { value.round_ties_even() } else { value };
        value.clamp(first.min(last), first.max(last))
    };
    Ok((0..count).map(point).collect())
}

/// To 12 digits, or `whole`, what lies as close as this to a float; where that is the same for all that does.
#[allow(clippy::float_cmp, reason = "whole numbers")]
fn nearest(value: f64, within: f64, whole: bool) -> Option<f64> {
    let round = |scale: f64, is_up: bool| {
        let scaled = |value: f64| if is_up { value * scale } else { value / scale };
        let (least, most) = (scaled(value - within).round(), scaled(value + within).round());
        (least == most).then_some(least)
    };
    if whole {
        return round(1.0, true).filter(|whole| whole.abs() < 1e15);
    }
    // So far the digits go behind the point. One off, which a logarithm may be, is seen by their number.
    let behind = f64::from(DIGITS) - 1.0 - value.abs().log10().floor();
    let scale = *POWERS_OF_TEN.get(behind.abs() as usize)?;
    let is_up = behind >= 0.0;
    let digits = round(scale, is_up).filter(|digits| (1e11..1e12).contains(&digits.abs()))?;
    // One division or multiplication of floats that are what they say: the float nearest to the decimal.
    Some(if is_up { digits / scale } else { digits * scale })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(value: f64) -> f64 {
        format!("{value:.11e}").parse().unwrap()
    }

    proptest! {
        /// Decimals know the digits of every point; floats are asked where they are certain.
        #[test]
        fn prop_points_between_two_ends_are_those_of_decimals(
            from in -2_000_000_000_i64..2_000_000_000, to in -2_000_000_000_i64..2_000_000_000,
            scales in (0_u32..12, 0_u32..12), count in 2_usize..60, whole: bool,
        ) {
            let (from, to) = (Decimal::new(from, scales.0), Decimal::new(to, scales.1));
            let (from, to) = if whole { (from.round(), to.round()) } else { (from, to) };
            let points = linear(from, to, count, whole).unwrap();
            prop_assert_eq!((points[0], points[count - 1]), (to_float(from), to_float(to)));
            for (at, point) in points.iter().enumerate().take(count - 1).skip(1) {
                let exact = to_float(linear_exactly(from, to, count, at, whole).unwrap());
                prop_assert_eq!(*point, exact, "{} of {}..{} in {}", at, from, to, count);
            }
        }

        #[test]
        fn prop_digits_of_a_float_are_those_of_its_text(value in prop::num::f64::NORMAL, small in 1e-9..1e18_f64) {
            for value in [value, small, small.round(), text(small), 3.0 * text(small)] {
                if let Some(found) = nearest(value, f64::EPSILON * value.abs(), false) {
                    prop_assert_eq!(found.to_bits(), text(value).to_bits(), "{}", value);
                }
            }
        }
    }

    #[test]
    fn digits_are_certain_but_for_ties_and_nothing() {
        let near = |value: f64| nearest(value, f64::EPSILON * value, false);
        assert_eq!(near(0.1 + 0.2), Some(0.3));
        assert_eq!(near(123_456.789_012_345), Some(123_456.789_012));
        assert_eq!(near(1e15), Some(1e15));
        // half a unit of the twelfth digit, and what rounds to another power of 10
        assert_eq!(near(123_456_789_012.5), None);
        assert_eq!(near(9.999_999_999_999_9), None);
        assert_eq!((near(0.0), near(f64::NAN), near(f64::INFINITY), near(1e-300)), (None, None, None, None));
        assert_eq!((nearest(2.5, 0.0, true), nearest(2.4, 0.2, true)), (Some(3.0), None));
        assert_eq!(nearest(1e16, 0.0, true), None);
    }
}
