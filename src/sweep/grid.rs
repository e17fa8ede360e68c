//! The grid: axes, the alternatives that take part, and what is asked. What is wrong with them is said here, before
//! any work.

use super::axis::Axis;
use super::corners::{self, Side};
use super::metric::{Asked, Metric};
use super::player::Player;
use super::row::Row;
use crate::comparison::{Comparison, to_float};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Family, Parameter};
use crate::scenario::Address;
use crate::serving::LimitedBy;
use rust_decimal::Decimal;

/// The most points of a grid.
const MOST_POINTS: u64 = 1 << 63;

/// A metric over a grid of variations. Points are in row-major order: the last axis varies fastest.
pub struct Sweep {
    /// The axes but that of the volume: points and addresses.
    pub(super) axes: Vec<(Vec<f64>, Vec<Address>)>,
    /// How far the index moves with each of them.
    pub(super) strides: Vec<u64>,
    /// The volume axis, or the one volume of the scenario.
    pub(super) tokens: Row,
    pub(super) mtok: Row,
    pub(super) volume_stride: u64,
    pub(super) players: Vec<Player>,
    pub(super) asked: Asked,
    points: u64,
}

impl std::fmt::Debug for Sweep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sweep")
            .field("asked", &self.asked)
            .field("points", &self.points)
            .finish_non_exhaustive()
    }
}

impl Sweep {
    /// Lays out a sweep. A number that follows another while the scenario says nothing else (a cached price that is the
    /// input price) no longer does so when it has an axis of its own.
    ///
    /// # Errors
    /// Before any work: [`ErrorKind::Missing`] for an axis without values, [`ErrorKind::WrongType`] for one that is not
    /// finite, [`ErrorKind::OutOfRange`] and [`ErrorKind::NotWhole`] for a value that its parameter cannot take,
    /// [`ErrorKind::NotFound`] for a path or an alternative that there is not, with the nearest,
    /// [`ErrorKind::Contradiction`] for two axes over one number, for values that contradict each other at any point, for
    /// more than 2^63 points, for more than 16 axes of several values, and for a metric that the alternative cannot give,
    /// [`ErrorKind::Infeasible`] where memory or context keeps an alternative from some of the points.
    pub fn new(comparison: &Comparison, metric: &Metric, axes: &[Axis]) -> Result<Self, Error> {
        let counts: Vec<u64> = axes.iter().map(|axis| axis.count() as u64).collect();
        let points = counts
            .iter()
            .try_fold(1_u64, |all, count| all.checked_mul(*count).filter(|all| *all <= MOST_POINTS))
            .ok_or_else(|| contradiction("sweep", "more than 2^63 points", "give the axes fewer values"))?;
        let mut laid = Vec::new();
        let mut volume: Option<(usize, Vec<f64>)> = None;
        let mut taken: Vec<Address> = Vec::new();
        let mut sides = Vec::new();
        for axis in axes {
            let addresses = addresses(comparison, axis, axes)?;
            if let Some(twice) =
                addresses.iter().find(|one| taken.iter().any(|other| is_one_number(one, other)))
            {
                let (what, instead) = ("two axes move the same number", "give each number one axis");
                return Err(contradiction(twice.path.as_str(), what, instead));
            }
            taken.extend(addresses.iter().cloned());
            let points = points_within(axis, &addresses)?;
            sides.push(side(axis, &addresses, &points));
            let is_volume = |address: &Address| address.parameter == Parameter::TokensPerMonth;
            if addresses.iter().any(is_volume) {
                if !addresses.iter().all(is_volume) {
                    let path = axis.paths().join(" and ");
                    return Err(contradiction(
                        &path,
                        "the volume moves with another number",
                        "give it an axis of its own",
                    ));
                }
                volume = Some((laid.len(), points));
            } else {
                laid.push((points, addresses));
            }
        }
        let mut strides = strides(&counts);
        let (volume_stride, tokens) = match volume {
            Some((at, points)) => (strides.remove(at), points),
            None => (1, vec![comparison.first_volume() as f64]),
        };
        let least = corners::at(comparison, &sides, false)?;
        corners::at(comparison, &sides, true)?;
        let asked = asked(&least, metric)?;
        corners::check(&least, asked, &sides)?;
        let alternatives = least.resolved.alternatives.iter().enumerate();
        let players = alternatives
            .map(|(index, alternative)| Player::new(alternative, index, &laid, asked.concerns(index)))
            .collect();
        let mut mtok = Row::of(&tokens);
        mtok.iter_mut().for_each(|tokens| *tokens /= 1e6);
        let tokens = Row::of(&tokens);
        Ok(Self { axes: laid, strides, tokens, mtok, volume_stride, players, asked, points })
    }

    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.points
    }

    /// Always false: every axis has at least one value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// How many runs of the volume axis there are: what a sweep is divided by.
    pub(super) fn units(&self) -> u64 {
        self.points.checked_div(self.tokens.len() as u64).unwrap_or(0)
    }
}

fn strides(counts: &[u64]) -> Vec<u64> {
    let mut strides = Vec::with_capacity(counts.len());
    let mut stride = 1_u64;
    for count in counts.iter().rev() {
        strides.push(stride);
        stride = stride.wrapping_mul(*count);
    }
    strides.reverse();
    strides
}

/// Whether two addresses are one number, or one of all alternatives and one of these.
fn is_one_number(one: &Address, other: &Address) -> bool {
    let same_owner =
        one.alternative.is_none() || other.alternative.is_none() || one.alternative == other.alternative;
    same_owner && one.parameter == other.parameter && one.place == other.place
}

/// Where the numbers of an axis enter. A number that follows another (an hour that serves, where nobody says otherwise)
/// no longer does so when it has an axis of its own.
fn addresses(comparison: &Comparison, axis: &Axis, axes: &[Axis]) -> Result<Vec<Address>, Error> {
    let mut all = Vec::new();
    for path in axis.paths() {
        let addresses = comparison.addresses(path);
        let Some(address) = addresses.first() else {
            // The comparison says what the path may have meant.
            return Err(comparison
                .with(path, Decimal::ZERO)
                .err()
                .unwrap_or_else(|| contradiction(path, "a number that does not move", "name another")));
        };
        if matches!(address.parameter, Parameter::HorizonMonths | Parameter::GrowthPerMonth) {
            return Err(contradiction(
                path,
                "a month's metric does not know the study",
                "sweep another number",
            ));
        }
        let has_its_own = |one: &Address| {
            one.path.as_str() != path
                && axes.iter().flat_map(Axis::paths).any(|other| other == one.path.as_str())
        };
        all.extend(addresses.into_iter().filter(|one| !has_its_own(one)).cloned());
    }
    Ok(all)
}

/// The points of an axis, each of which its parameters take.
fn points_within(axis: &Axis, addresses: &[Address]) -> Result<Vec<f64>, Error> {
    let points = axis.points(addresses.iter().any(|address| address.parameter.is_whole()))?;
    for address in addresses {
        let parameter = address.parameter;
        let (minimum, maximum) = parameter.range();
        let (range, unit) = (to_float(minimum)..=to_float(maximum), parameter.unit());
        let is_whole = parameter.is_whole() && !(parameter == Parameter::TokensPerMonth && axis.is_floats());
        let fits = |value: &f64| range.contains(value) && (!is_whole || value.fract() == 0.0);
        let Some(value) = points.iter().find(|value| !fits(value)) else { continue };
        let kind = match Decimal::from_scientific(&format!("{value:e}")) {
            Ok(value) if range.contains(&to_float(value)) => ErrorKind::NotWhole { value, unit },
            Ok(value) => ErrorKind::OutOfRange { value: value.normalize(), minimum, maximum, unit },
            // Too large for a decimal.
            Err(_) => ErrorKind::WrongType {
                found: value.to_string(),
                expected: format!("a number from {minimum} to {maximum} ({unit})"),
            },
        };
        return Err(Error::at(address.path.clone(), kind));
    }
    Ok(points)
}

fn side(axis: &Axis, addresses: &[Address], points: &[f64]) -> Side {
    // Below 1e-28, which is the only other float within its range that a decimal does not hold, it is 0.
    let exact = |value: f64| Decimal::from_scientific(&format!("{value:e}")).unwrap_or_default();
    let least = points.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = points.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let path = axis.paths().join(" and ");
    Side { path, addresses: addresses.to_vec(), least: exact(least), greatest: exact(greatest) }
}

fn asked(comparison: &Comparison, metric: &Metric) -> Result<Asked, Error> {
    let player = |id: &str| {
        let index = comparison.index_of(id)?;
        let alternative = comparison.at(index)?;
        match &alternative.limit {
            Some((limit, reason)) if *limit != LimitedBy::Capacity => {
                Err(Error::at(alternative.path.clone(), ErrorKind::Infeasible { reason: reason.clone() }))
            }
            _ => Ok(index),
        }
    };
    let deployment = |id: &str| {
        let index = player(id)?;
        let alternative = comparison.at(index)?;
        if matches!(alternative.family, Family::Owned | Family::Rented) {
            return Ok(index);
        }
        Err(contradiction(alternative.path.as_str(), "an API has no steps", "ask for its cost"))
    };
    Ok(match metric {
        Metric::Cost(id) => Asked::Cost(player(id)?),
        Metric::CostPerMtok(id) => Asked::CostPerMtok(player(id)?),
        Metric::Saving { of, against } => Asked::Saving { of: player(of)?, against: player(against)? },
        Metric::Ratio { of, against } => Asked::Ratio { of: player(of)?, against: player(against)? },
        Metric::Cheapest => Asked::Cheapest,
        Metric::Steps(id) => Asked::Steps(deployment(id)?),
        Metric::Utilization(id) => Asked::Utilization(deployment(id)?),
    })
}

pub(super) fn contradiction(path: &str, what: &str, instead: &str) -> Error {
    let kind = ErrorKind::Contradiction { what: what.to_owned(), instead: instead.to_owned() };
    Error::at(FieldPath::new(path), kind)
}
