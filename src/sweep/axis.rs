//! What is varied.

use crate::error::{Error, ErrorKind, FieldPath, Limit};
use crate::number::{Exact, Number};
use crate::scenario::MOST_VALUES;
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
    /// At least one; as many points in each, or the axis is refused.
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

    fn path(&self) -> FieldPath {
        FieldPath::new(self.paths.join(" and "))
    }

    fn count(&self) -> usize {
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
        let most = MOST_VALUES as usize;
        if self.count() > most {
            return Err(Error::at(self.path(), ErrorKind::TooLarge { limit: Limit::Entries(most) }));
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
