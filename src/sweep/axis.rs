//! What is varied.

use crate::error::{Error, ErrorKind, FieldPath, Limit};
use crate::number::{Exact, Number};
use crate::scenario::MOST_VALUES;
use rust_decimal::Decimal;

/// Significant digits of a point that is calculated: few enough that its decimal survives a float.
const DIGITS: u32 = 12;

/// A number of the model, or several that move together, and the values that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
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

    /// Another number that takes the same value at each point.
    #[must_use]
    pub fn and(mut self, path: impl Into<String>) -> Self {
        self.paths.push(path.into());
        self
    }

    fn of(path: impl Into<String>, points: Points) -> Self {
        Self { paths: vec![path.into()], points }
    }

    /// The paths that move together.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// How many points there are, before any is calculated.
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
        let path = FieldPath::new(self.paths.join(" and "));
        let most = MOST_VALUES as usize;
        if self.count() > most {
            return Err(Error::at(path, ErrorKind::TooLarge { limit: Limit::Entries(most) }));
        }
        let points = match &self.points {
            Points::Linear { from, to, count } => (0..*count)
                .map(|at| Ok(crate::comparison::to_float(linear(*from, *to, *count, at, whole)?)))
                .collect(),
            Points::Logarithmic { from, to, count } => logarithmic(*from, *to, *count, whole),
            Points::Values(values) => {
                Ok(values.iter().map(|value| crate::comparison::to_float(*value)).collect())
            }
            Points::Floats(values) => Ok(values.clone()),
        };
        let points: Vec<f64> = points.map_err(|error: Error| error.with_path(path.clone()))?;
        if points.is_empty() {
            let instead = "give the axis at least one value".to_owned();
            return Err(Error::at(path, ErrorKind::Missing { instead }));
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

fn linear(from: Decimal, to: Decimal, count: usize, at: usize, whole: bool) -> Result<Decimal, Error> {
    if at == 0 {
        return Ok(from);
    }
    if at.saturating_add(1) == count {
        return Ok(to);
    }
    let number = |n: usize| Exact::new(Decimal::from(n));
    let last = count.saturating_sub(1).max(1);
    let value = Exact::new(from) + ((Exact::new(to) - Exact::new(from)) * number(at)).over(number(last));
    let value = value.value().ok_or(ErrorKind::OutOfBounds { what: "a point of an axis" })?;
    let value = if whole { value.round() } else { value.round_sf(DIGITS).unwrap_or(value) };
    // Ends of more digits are not passed by rounding.
    Ok(value.clamp(from.min(to), from.max(to)))
}

/// By powers in floats, rounded to 12 digits: platforms whose last digits differ agree on those.
fn logarithmic(from: Decimal, to: Decimal, count: usize, whole: bool) -> Result<Vec<f64>, Error> {
    if from <= Decimal::ZERO || to <= Decimal::ZERO {
        let what = format!("a logarithmic axis from {from} to {to}");
        let instead = "give ends above 0, or take a linear axis".to_owned();
        return Err(ErrorKind::Contradiction { what, instead }.into());
    }
    let (first, last) = (crate::comparison::to_float(from), crate::comparison::to_float(to));
    let intervals = count.saturating_sub(1).max(1) as f64;
    let point = |at: usize| {
        if at == 0 {
            return first;
        }
        if at.saturating_add(1) == count {
            return last;
        }
        let value = first * (last / first).powf(at as f64 / intervals);
        let value =
            if whole { value.round_ties_even() } else { format!("{value:.11e}").parse().unwrap_or(value) };
        value.clamp(first.min(last), first.max(last))
    };
    Ok((0..count).map(point).collect())
}
