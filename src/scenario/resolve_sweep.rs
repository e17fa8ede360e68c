//! The `[sweep]` table: what is wrong with it is said where the scenario is, not where a sweep is laid out.

use super::provenance::Provenance;
use super::ranged::one_value;
use super::reader::contradiction;
use super::resolved::{Address, ResolvedAlternative};
use super::wire_metric::Metric;
use super::wire_sweep::{SweepAxis, SweepSpan, SweepTable};
use crate::error::{Error, ErrorKind, FieldPath, Limit};
use crate::source::{Figure, MOST_NAMES, nearest};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The most values of an axis; they are kept.
pub(crate) const MOST_VALUES: u32 = 1 << 24;

/// The most values of all lists together: half a gigabyte of floats.
pub(crate) const MOST_VALUES_IN_ALL: usize = 1 << 26;

/// The least number that has more digits than a float keeps.
const PAST_15_DIGITS: u128 = 1_000_000_000_000_000;

/// A sweep whose paths and alternatives there are, and whose values their parameters take.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedSweep {
    pub(crate) metrics: Vec<Metric>,
    pub(crate) axes: Vec<ResolvedAxis>,
}

/// An axis of it: one list or more that move together, as long as each other.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedAxis {
    pub(crate) lists: Vec<ResolvedList>,
}

impl ResolvedAxis {
    fn count(&self) -> usize {
        self.lists.first().map_or(0, |list| list.points.count())
    }
}

/// Numbers that take the same value at each point.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedList {
    /// At least one.
    pub(crate) paths: Vec<String>,
    pub(crate) points: AxisPoints,
}

/// The values of a list.
#[derive(Clone, Debug)]
pub(crate) enum AxisPoints {
    Linear { from: Decimal, to: Decimal, count: usize },
    Logarithmic { from: Decimal, to: Decimal, count: usize },
    Values(Vec<Decimal>),
}

impl AxisPoints {
    fn count(&self) -> usize {
        match self {
            Self::Linear { count, .. } | Self::Logarithmic { count, .. } => *count,
            Self::Values(values) => values.len(),
        }
    }
}

/// What the paths and names of a sweep are looked up in.
pub(super) struct Known<'a> {
    pub(super) alternatives: &'a [ResolvedAlternative],
    pub(super) addresses: &'a [Address],
    pub(super) provenance: &'a [Provenance],
}

/// Checks a sweep table.
pub(super) fn sweep(written: &SweepTable, known: &Known<'_>) -> Result<ResolvedSweep, Error> {
    let here = FieldPath::new("sweep");
    let (metrics, axes) = (here.join("metrics"), here.join("axis"));
    for (path, count) in [(&metrics, written.metrics.len()), (&axes, written.axis.len())] {
        if count > MOST_NAMES {
            return Err(too_large(path, MOST_NAMES));
        }
    }
    if written.metrics.is_empty() {
        return Err(missing(metrics, "write at least one, such as `metrics = [\"cheapest\"]`"));
    }
    if written.axis.is_empty() {
        return Err(missing(axes, "write one or more [[sweep.axis]]"));
    }
    for (at, metric) in written.metrics.iter().enumerate() {
        known.check_alternatives(metric, &metrics.join(&at.to_string()))?;
    }
    let (mut points, mut values) = (1_u64, 0_usize);
    let mut resolved = Vec::with_capacity(written.axis.len());
    for (at, axis) in written.axis.iter().enumerate() {
        let axis = known.axis(axis, &axes.join(&at.to_string()))?;
        points =
            points.checked_mul(axis.count() as u64).filter(|points| *points <= 1 << 63).ok_or_else(|| {
                contradiction(axes.clone(), "more than 2^63 points".to_owned(), "write fewer values")
            })?;
        values = values.saturating_add(axis.lists.iter().map(|list| list.points.count()).sum());
        if values > MOST_VALUES_IN_ALL {
            return Err(contradiction(axes, "more than 2^26 values in all".to_owned(), "write fewer values"));
        }
        resolved.push(axis);
    }
    Ok(ResolvedSweep { metrics: written.metrics.clone(), axes: resolved })
}

impl Known<'_> {
    fn check_alternatives(&self, metric: &Metric, path: &FieldPath) -> Result<(), Error> {
        let path = path.join(metric.name());
        let named = match metric.alternatives() {
            (Some(of), Some(against)) => vec![(path.join("of"), of), (path.join("against"), against)],
            (of, _) => of.map(|of| (path, of)).into_iter().collect(),
        };
        for (path, id) in named {
            let mut ids = self.alternatives.iter().map(|one| one.id.as_str());
            if ids.clone().all(|known| known != id) {
                let suggestion = nearest(id, &mut ids);
                let kind = ErrorKind::NotFound { what: "alternative", name: id.to_owned(), suggestion };
                return Err(Error::at(path, kind));
            }
        }
        Ok(())
    }

    fn axis(&self, written: &SweepAxis, here: &FieldPath) -> Result<ResolvedAxis, Error> {
        let Some(zipped) = &written.zip else {
            return Ok(ResolvedAxis { lists: vec![self.list(written, here)?] });
        };
        let SweepAxis { path, paths, linear, logarithmic, values, zip: _ } = written;
        let others = [
            ("path", path.is_some()),
            ("paths", paths.is_some()),
            ("linear", linear.is_some()),
            ("logarithmic", logarithmic.is_some()),
            ("values", values.is_some()),
        ];
        if let Some((other, _)) = others.iter().find(|(_, is_written)| *is_written) {
            return Err(conflict(here, "zip", other));
        }
        let here = here.join("zip");
        if zipped.is_empty() {
            let instead = "write at least one list, such as `{ path = \"workload.tokens_per_month\", values = [1, 2] }`";
            return Err(missing(here, instead));
        }
        if zipped.len() > MOST_NAMES {
            return Err(too_large(&here, MOST_NAMES));
        }
        let mut lists: Vec<ResolvedList> = Vec::with_capacity(zipped.len());
        for (at, list) in zipped.iter().enumerate() {
            let here = here.join(&at.to_string());
            if list.zip.is_some() {
                let what = "a zip within a zip".to_owned();
                return Err(contradiction(here, what, "write its lists beside the others"));
            }
            let list = self.list(list, &here)?;
            let (count, first) = (list.points.count(), lists.first().map(|first| first.points.count()));
            if let Some(first) = first.filter(|first| *first != count) {
                let what = format!("a list of {count} values beside one of {first}");
                return Err(contradiction(here, what, "write as many values in every list"));
            }
            lists.push(list);
        }
        Ok(ResolvedAxis { lists })
    }

    fn list(&self, written: &SweepAxis, here: &FieldPath) -> Result<ResolvedList, Error> {
        let paths: Vec<(FieldPath, &String)> = match (&written.path, &written.paths) {
            (Some(_), Some(_)) => return Err(conflict(here, "path", "paths")),
            (Some(path), None) => vec![(here.join("path"), path)],
            (None, Some(paths)) if !paths.is_empty() => {
                let at = |at: usize| here.join("paths").join(&at.to_string());
                paths.iter().enumerate().map(|(index, path)| (at(index), path)).collect()
            }
            (None, _) => {
                let instead = "write the path of a number, such as `path = \"workload.tokens_per_month\"`";
                return Err(missing(here.join("path"), instead));
            }
        };
        if paths.len() > MOST_NAMES {
            return Err(too_large(&here.join("paths"), MOST_NAMES));
        }
        let mut addresses = Vec::with_capacity(paths.len());
        for (at, path) in &paths {
            addresses.push(self.address(at, path)?);
        }
        let points = points(written, here, &addresses)?;
        Ok(ResolvedList { paths: paths.into_iter().map(|(_, path)| path.clone()).collect(), points })
    }

    fn address(&self, at: &FieldPath, path: &str) -> Result<&Address, Error> {
        if let Some(found) = self.addresses.iter().find(|address| address.path.as_str() == path) {
            return Ok(found);
        }
        if self.provenance.iter().any(|entry| entry.path.as_str() == path) {
            let what = format!("{path} is a number or a name that cannot be moved alone");
            return Err(contradiction(at.clone(), what, "write the path of another number"));
        }
        let suggestion = nearest(path, self.addresses.iter().map(|address| address.path.as_str()));
        Err(Error::at(
            at.clone(),
            ErrorKind::NotFound { what: "parameter", name: path.to_owned(), suggestion },
        ))
    }
}

fn points(written: &SweepAxis, here: &FieldPath, addresses: &[&Address]) -> Result<AxisPoints, Error> {
    let SweepAxis { linear, logarithmic, values, .. } = written;
    match (linear, logarithmic, values) {
        (Some(span), None, None) => {
            let (from, to, count) = ends(span, &here.join("linear"), addresses)?;
            Ok(AxisPoints::Linear { from, to, count })
        }
        (None, Some(span), None) => {
            let here = here.join("logarithmic");
            for (key, end) in [("from", span.from), ("to", span.to)] {
                if end.value() <= Decimal::ZERO {
                    let what = format!("{end} as an end of values of equal ratio");
                    return Err(contradiction(here.join(key), what, "write ends above 0, or take `linear`"));
                }
            }
            let (from, to, count) = ends(span, &here, addresses)?;
            Ok(AxisPoints::Logarithmic { from, to, count })
        }
        (None, None, Some(values)) => {
            let here = here.join("values");
            if values.is_empty() {
                return Err(missing(here, "write at least one value"));
            }
            if values.len() > MOST_VALUES as usize {
                return Err(too_large(&here, MOST_VALUES as usize));
            }
            let values = values.iter().enumerate();
            let values = values.map(|(at, value)| taken(*value, &here.join(&at.to_string()), addresses));
            values.collect::<Result<_, Error>>().map(AxisPoints::Values)
        }
        (None, None, None) => {
            let instead =
                "write one of `linear = { from = 1, to = 2, count = 11 }`, `logarithmic` and `values`";
            Err(missing(here.join("values"), instead))
        }
        (Some(_), Some(_), _) => Err(conflict(here, "linear", "logarithmic")),
        (Some(_), _, Some(_)) => Err(conflict(here, "linear", "values")),
        (_, Some(_), Some(_)) => Err(conflict(here, "logarithmic", "values")),
    }
}

/// The ends of a span and how many values it has. Those between are in range where the ends are.
fn ends(
    span: &SweepSpan,
    here: &FieldPath,
    addresses: &[&Address],
) -> Result<(Decimal, Decimal, usize), Error> {
    let path = here.join("count");
    let (value, unit) = (one(span.count, &path)?, "values of an axis");
    let (minimum, maximum) = (Decimal::ONE, Decimal::from(MOST_VALUES));
    if value < minimum || value > maximum {
        return Err(Error::at(path, ErrorKind::OutOfRange { value, minimum, maximum, unit }));
    }
    let count = value.to_usize().filter(|_| value.fract().is_zero());
    let count = count.ok_or_else(|| Error::at(path, ErrorKind::NotWhole { value, unit }))?;
    let from = taken(span.from, &here.join("from"), addresses)?;
    let to = taken(span.to, &here.join("to"), addresses)?;
    if count == 1 && from != to {
        let what = format!("one value from {from} to {to}");
        return Err(contradiction(here.join("count"), what, "write at least 2, or `values`"));
    }
    Ok((from, to, count))
}

/// A value that every number of the axis takes, and that a float keeps.
fn taken(figure: Figure, path: &FieldPath, addresses: &[&Address]) -> Result<Decimal, Error> {
    let value = one(figure, path)?;
    if value.normalize().mantissa().unsigned_abs() >= PAST_15_DIGITS {
        let what = format!("{value} has more than 15 digits, and a sweep runs on floats");
        return Err(contradiction(path.clone(), what, "write at most 15"));
    }
    for address in addresses {
        address.parameter.check(path, value)?;
    }
    Ok(value)
}

/// The one value of a figure.
fn one(figure: Figure, path: &FieldPath) -> Result<Decimal, Error> {
    if figure.range().is_some() { Err(one_value(path.clone())) } else { Ok(figure.value()) }
}

fn missing(path: FieldPath, instead: &str) -> Error {
    Error::at(path, ErrorKind::Missing { instead: instead.to_owned() })
}

fn conflict(path: &FieldPath, first: &str, second: &str) -> Error {
    Error::at(path.clone(), ErrorKind::Conflict { first: first.to_owned(), second: second.to_owned() })
}

fn too_large(path: &FieldPath, most: usize) -> Error {
    Error::at(path.clone(), ErrorKind::TooLarge { limit: Limit::Entries(most) })
}
