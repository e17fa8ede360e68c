//! What a sweep is made of: axes or columns, the alternatives that take part, and what is asked. What is wrong with them
//! is said here, before any work.

use super::allowed::{self, RuledOut};
use super::axis::{Axis, Column, List};
use super::bounds::{Bound, bound};
use super::corners::{self, Checked, Side};
use super::exact::{ExactAsked, ExactMetric};
use super::formula::{self, Without};
use super::metric::Asked;
use super::player::{AskedPlayer, DATES, Player};
use super::point::PointProgram;
use super::program::Program;
use super::runs::Runs;
use super::space::{Space, points_of};
use crate::comparison::{Comparison, float_inputs};
use crate::error::{Error, ErrorKind, FieldPath, Limit};
use crate::parameter::{Inputs, Parameter};
use crate::scenario::{Address, MOST_VALUES, MOST_VALUES_IN_ALL, Metric, REQUESTS, ResolvedAlternative};
use rust_decimal::Decimal;

/// The fewest volumes for which a grid goes run by run.
const FEWEST_OF_A_RUN: usize = 8;

/// Metrics over a grid of variations, whose points are in row-major order (the last axis varies fastest), or over the
/// rows of a table.
pub struct Sweep<'a> {
    pub(super) space: Space<'a>,
    pub(super) asked: Vec<Asked>,
    pub(super) plan: Plan,
    players: Vec<AskedPlayer>,
    /// Of each axis or column.
    pub(super) bounds: Vec<Bound>,
    /// Whether only its points go together, and not everything between the ends of its axes or columns.
    pub(super) by_points: bool,
}

/// How the points are gone through. A point is the same bits in either.
#[derive(Debug)]
pub(super) enum Plan {
    Runs(Runs),
    Rows { program: Program, exact: Vec<ExactMetric> },
}

impl std::fmt::Debug for Sweep<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sweep")
            .field("asked", &self.asked)
            .field("points", &self.len())
            .finish_non_exhaustive()
    }
}

impl<'a> Sweep<'a> {
    /// Lays out a sweep over every combination of some axes. A number that follows another while the scenario says
    /// nothing else (a cached price that is the input price) no longer does so when it has an axis of its own.
    ///
    /// # Errors
    /// Before any work: [`ErrorKind::Missing`] for no metric and for an axis without values, [`ErrorKind::WrongType`] for
    /// a value that is not finite, [`ErrorKind::OutOfRange`] and [`ErrorKind::NotWhole`] for one that its parameter
    /// cannot take, [`ErrorKind::NotFound`] for a path or an alternative that there is not, with the nearest,
    /// [`ErrorKind::Contradiction`] for two axes over one number, for axes zipped that are not as long as each other, for
    /// values that contradict each other at any point, for more than 2^63 points or 2^26 values, for more than 16 axes of
    /// several values that rules bind, for the cheapest where it depends on the point who is allowed or cannot be settled
    /// by 4,096 points, and for a metric that the alternatives cannot give, [`ErrorKind::TooLarge`] for more than 2^24
    /// values of a number, [`ErrorKind::Infeasible`] where memory or context keeps an alternative from some of the points.
    pub fn new(comparison: &Comparison, metrics: &[Metric], axes: &[Axis]) -> Result<Self, Error> {
        let too_many = || contradiction("sweep", "more than 2^63 points", "give the axes fewer values");
        let counts: Vec<usize> = axes.iter().map(Axis::count).collect::<Result<_, Error>>()?;
        points_of(counts.into_iter()).ok_or_else(too_many)?;
        let lists: Vec<&List> = axes.iter().flat_map(Axis::lists).collect();
        check_sizes(&lists)?;
        let taken = Taken::of(comparison, lists.iter().map(|list| list.paths()).collect())?;
        let mut columns = Vec::with_capacity(lists.len());
        let mut bounds = Vec::with_capacity(lists.len());
        for (list, addresses) in lists.into_iter().zip(&taken.addresses) {
            let values = list.points(addresses.iter().any(|address| address.parameter.is_whole()))?;
            bounds.push(bound(list.paths(), addresses, &values, list.is_floats())?);
            columns.push(values);
        }
        let mut columns = columns.into_iter();
        let axes = axes.iter().map(|axis| columns.by_ref().take(axis.lists().len()).collect());
        let space = Space::grid(axes.collect()).ok_or_else(too_many)?;
        Self::laid(comparison, metrics, &taken, bounds, space)
    }

    /// Lays out a sweep over the rows of a table: one column for each number that varies.
    ///
    /// # Errors
    /// As [`Sweep::new`], and [`ErrorKind::Contradiction`] for columns of different lengths.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    /// # [api.cheap]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n";
    /// use breakeven::sweep::{Column, Metric, Run, Sweep};
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// let (volume, price) = ([1e9, 2e9], [4.0, 40.0]);
    /// let columns =
    ///     [Column::new("workload.tokens_per_month", &volume), Column::new("api.cheap.output_usd_per_mtok", &price)];
    /// let sweep = Sweep::over(&comparison, &[Metric::saving("cheap", "dear")], &columns)?;
    /// let mut saving = [0.0; 2];
    /// sweep.write(&Run::new(), &mut [&mut saving])?;
    /// // 750 Mtok in at 1 USD less and 250 Mtok out at 6 less; twice 750 at 1 less and twice 250 at 30 more
    /// assert_eq!(saving, [2250.0, -13_500.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn over(comparison: &Comparison, metrics: &[Metric], columns: &[Column<'a>]) -> Result<Self, Error> {
        let rows = columns.first().map_or(1, |column| column.values.len());
        if let Some(other) = columns.iter().find(|column| column.values.len() != rows) {
            let what = format!("a column of {} rows beside one of {rows}", other.values.len());
            return Err(contradiction(&other.paths.join(" and "), &what, "give every column as many rows"));
        }
        let taken = Taken::of(comparison, columns.iter().map(|column| &column.paths[..]).collect())?;
        let mut bounds = Vec::with_capacity(columns.len());
        for (column, addresses) in columns.iter().zip(&taken.addresses) {
            bounds.push(bound(&column.paths, addresses, column.values, true)?);
        }
        let space = Space::Table { columns: columns.iter().map(|column| column.values).collect(), rows };
        Self::laid(comparison, metrics, &taken, bounds, space)
    }

    fn laid(
        comparison: &Comparison,
        metrics: &[Metric],
        taken: &Taken,
        bounds: Vec<Bound>,
        space: Space<'a>,
    ) -> Result<Self, Error> {
        if metrics.is_empty() {
            let instead = "ask for at least one metric".to_owned();
            return Err(Error::at(FieldPath::new("sweep"), ErrorKind::Missing { instead }));
        }
        let asked: Vec<Asked> =
            metrics.iter().map(|metric| asked(comparison, metric)).collect::<Result<_, Error>>()?;
        check_months(&asked, taken)?;
        let sides: Vec<Side<'_>> =
            bounds.iter().zip(&taken.addresses).map(|(bound, addresses)| bound.side(addresses)).collect();
        let Checked { alternatives, by_points } = corners::check(comparison, &asked, &sides, &space)?;
        for asked in &asked {
            check_served(*asked, &alternatives)?;
        }
        let ruled_out = match asked.contains(&Asked::Cheapest) {
            true => allowed::ruled_out(comparison, &sides, &space)?,
            false => RuledOut::default(),
        };
        let by_points = by_points || ruled_out.by_points;
        let ruled_out = ruled_out.alternatives;
        let columns = &taken.addresses;
        let tokens = comparison.first_volume() as f64;
        let months = comparison.resolved.header.horizon_months;
        let player = |(index, alternative): (usize, &ResolvedAlternative)| {
            if !asked.iter().any(|asked| asked.concerns(index)) {
                return Ok(None);
            }
            let mut inputs = float_inputs(&alternative.inputs);
            inputs.workload.tokens_per_month.0 = tokens;
            let is_out = ruled_out.contains(&index);
            Player::new(alternative, index, inputs, columns, months, is_out)
                .map(|player| Some(Box::new(player)))
        };
        let players: Vec<AskedPlayer> =
            alternatives.iter().enumerate().map(player).collect::<Result<_, Error>>()?;
        // A volume that moves with other numbers is a column like any other.
        let is_volume = |addresses: &Vec<Address>| {
            addresses.iter().all(|address| address.parameter == Parameter::TokensPerMonth)
        };
        let are_straight = !players.iter().flatten().any(|player| player.is_bent);
        let volume = columns.iter().position(is_volume);
        let is_long = |at: &usize| space.length(*at) >= FEWEST_OF_A_RUN && space.is_alone(*at);
        let volume = volume.filter(|at| is_long(at) && are_straight);
        let plan = match Runs::of(&space, volume, &asked, &players) {
            Some(runs) => Plan::Runs(runs),
            None => {
                let (program, without) = formula::program(&asked, &players);
                let exact = |without: &Without| {
                    let asked = *asked.get(without.metric)?;
                    let header = comparison.resolved.header.clone();
                    let asked = ExactAsked::of(asked, &alternatives, columns, header, &ruled_out);
                    Some(ExactMetric { without: *without, asked })
                };
                Plan::Rows { program, exact: without.iter().filter_map(exact).collect() }
            }
        };
        Ok(Self { space, asked, plan, players, bounds, by_points })
    }

    /// The program of the metrics for any point, and those that it has no formula for.
    pub(super) fn for_points(&self) -> (PointProgram, &[ExactMetric]) {
        match &self.plan {
            Plan::Runs(_) => (formula::program(&self.asked, &self.players).0.for_points(), &[]),
            Plan::Rows { program, exact } => (program.for_points(), exact),
        }
    }

    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.space.points()
    }

    /// Whether there are none: a table without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The values of the lists, which are kept, are not too many.
fn check_sizes(lists: &[&List]) -> Result<(), Error> {
    let mut all = 0_usize;
    for list in lists {
        let most = MOST_VALUES as usize;
        if list.count() > most {
            return Err(Error::at(list.path(), ErrorKind::TooLarge { limit: Limit::Entries(most) }));
        }
        all = all.saturating_add(list.count());
    }
    if all > MOST_VALUES_IN_ALL {
        return Err(contradiction("sweep", "more than 2^26 values in all", "give the axes fewer values"));
    }
    Ok(())
}

/// Whether two addresses are one number, or one of all alternatives and one of these.
fn is_one_number(one: &Address, other: &Address) -> bool {
    let same_owner =
        one.alternative.is_none() || other.alternative.is_none() || one.alternative == other.alternative;
    same_owner && one.parameter == other.parameter && one.place == other.place
}

/// Where the numbers of each axis or column enter.
struct Taken {
    paths: Vec<String>,
    addresses: Vec<Vec<Address>>,
}

impl Taken {
    fn of(comparison: &Comparison, columns: Vec<&[String]>) -> Result<Self, Error> {
        let mut all: Vec<Vec<Address>> = Vec::with_capacity(columns.len());
        for paths in &columns {
            let mut found: Vec<Address> = Vec::new();
            for path in *paths {
                let addresses = comparison.addresses(path);
                if addresses.is_empty() && *path == REQUESTS {
                    let what = "requests are no number of the model: they are so many tokens";
                    return Err(contradiction(path, what, "sweep workload.tokens_per_month"));
                }
                if addresses.is_empty() {
                    // The comparison says what the path may have meant.
                    return Err(comparison.with(path, Decimal::ZERO).err().unwrap_or_else(|| {
                        contradiction(path, "a number that does not move", "name another")
                    }));
                }
                // A number that follows another no longer does so when it has a column of its own.
                let has_its_own = |one: &Address| {
                    one.path.as_str() != path
                        && columns.iter().copied().flatten().any(|other| other == one.path.as_str())
                };
                found.extend(addresses.into_iter().filter(|one| !has_its_own(one)).cloned());
            }
            let is_taken = |one: &&Address| all.iter().flatten().any(|other| is_one_number(one, other));
            if let Some(twice) = found.iter().find(is_taken) {
                let (what, instead) = ("two axes move the same number", "give each number one axis");
                return Err(contradiction(twice.path.as_str(), what, instead));
            }
            all.push(found);
        }
        for (index, one) in comparison.resolved.alternatives.iter().enumerate() {
            let moves_a_share =
                |one: &&Address| one.parameter == Parameter::RoutedShare && one.alternative == Some(index);
            let mut moved = all.iter().flatten().filter(moves_a_share);
            let parts = one.inputs.parts().len();
            if parts > 0 && moved.clone().count() == parts {
                let path = moved.next().map_or("sweep", |one| one.path.as_str());
                let what = "every share of a mix moves";
                return Err(contradiction(path, what, "leave one without an axis: it takes what is left"));
            }
        }
        let paths = columns.iter().map(|paths| paths.join(" and ")).collect();
        Ok(Self { paths, addresses: all })
    }
}

/// Some numbers mean nothing to some metrics.
fn check_months(asked: &[Asked], taken: &Taken) -> Result<(), Error> {
    let of_the_study = asked.iter().any(|asked| asked.is_of_the_study());
    let of_payback = asked.iter().any(|asked| matches!(asked, Asked::PaybackMonth { .. }));
    for (path, addresses) in taken.paths.iter().zip(&taken.addresses) {
        let moves =
            |parameters: &[Parameter]| addresses.iter().any(|one| parameters.contains(&one.parameter));
        if moves(&[Parameter::GrowthPerMonth, Parameter::PriceChangePerMonth]) && !of_the_study {
            let what = "a month's metric does not know what comes after the month";
            return Err(contradiction(
                path,
                what,
                "ask for a metric of the study, such as the net present value",
            ));
        }
        if moves(&[Parameter::HorizonMonths]) && of_the_study {
            let what = "a metric of the study has the months that the scenario gives it";
            return Err(contradiction(path, what, "sweep another number"));
        }
        if moves(&DATES) && of_payback {
            let what = "a payback month has the dates of the purchases that the scenario gives it";
            return Err(contradiction(path, what, "sweep another number, or ask for the net present value"));
        }
    }
    Ok(())
}

/// The alternatives of a metric as indices.
fn asked(comparison: &Comparison, metric: &Metric) -> Result<Asked, Error> {
    let index = |id: &String| comparison.index_of(id);
    let deployment = |id: &String| {
        let index = comparison.index_of(id)?;
        let alternative = comparison.at(index)?;
        let steps = |inputs: &Inputs<Decimal>| usize::from(inputs.deployment().is_some());
        let of_parts = alternative.inputs.parts().iter().map(|part| steps(&part.inputs));
        match steps(&alternative.inputs) + of_parts.sum::<usize>() {
            1 => Ok(index),
            0 => Err(contradiction(alternative.path.as_str(), "an API has no steps", "ask for its cost")),
            _ => {
                let (what, instead) = ("steps of several deployments", "ask for those of each");
                Err(contradiction(alternative.path.as_str(), what, instead))
            }
        }
    };
    Ok(match metric {
        Metric::Cost(id) => Asked::Cost(index(id)?),
        Metric::CostPerMtok(id) => Asked::CostPerMtok(index(id)?),
        Metric::Saving { of, against } => Asked::Saving { of: index(of)?, against: index(against)? },
        Metric::Ratio { of, against } => Asked::Ratio { of: index(of)?, against: index(against)? },
        Metric::Cheapest => Asked::Cheapest,
        Metric::Steps(id) => Asked::Steps(deployment(id)?),
        Metric::Utilization(id) => Asked::Utilization(deployment(id)?),
        Metric::BreakEven { of, against } => Asked::BreakEven { of: index(of)?, against: index(against)? },
        Metric::AlwaysFrom { of, against } => Asked::AlwaysFrom { of: index(of)?, against: index(against)? },
        Metric::Npv { of, against } => Asked::Npv { of: index(of)?, against: index(against)? },
        Metric::PaybackMonth { of, against } => {
            Asked::PaybackMonth { of: index(of)?, against: index(against)? }
        }
    })
}

/// Every alternative that is asked about can serve some volume. The cheapest is asked of all, and those that cannot never are.
fn check_served(asked: Asked, alternatives: &[ResolvedAlternative]) -> Result<(), Error> {
    for (_, alternative) in alternatives.iter().enumerate().filter(|(index, _)| asked.concerns(*index)) {
        if let Some((limit, reason)) = &alternative.limit
            && asked != Asked::Cheapest
            && !limit.is_of_volume()
        {
            return Err(Error::at(
                alternative.path.clone(),
                ErrorKind::Infeasible { reason: reason.clone() },
            ));
        }
    }
    Ok(())
}

pub(super) fn contradiction(path: &str, what: &str, instead: &str) -> Error {
    let kind = ErrorKind::Contradiction { what: what.to_owned(), instead: instead.to_owned() };
    Error::at(FieldPath::new(path), kind)
}
