//! The sweep that a scenario asks for, and what a point of a sweep is.

use super::axis::Axis;
use super::layout::Sweep;
use crate::comparison::Comparison;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::scenario::{AxisPoints, ResolvedAxis, ResolvedList};
use std::ops::Range;

impl Sweep<'static> {
    /// Lays out the sweep of the `[sweep]` table of the scenario.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] where the scenario has no such table; what [`Sweep::new`] says of axes that do not go
    /// together. Paths, names, values and counts are checked before, when the scenario is resolved.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    /// # [api.cheap]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n";
    /// use breakeven::sweep::Sweep;
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let table = r#"
    /// [sweep]
    /// metrics = [{ saving = { of = "cheap", against = "dear" } }]
    /// [[sweep.axis]]
    /// path = "api.cheap.output_usd_per_mtok"
    /// values = [4, 40]
    /// "#;
    /// let comparison = Comparison::parse(&format!("{text}{table}"), &Catalog::builtin()?)?;
    /// let sweep = Sweep::of_scenario(&comparison)?;
    /// // 1 Gtok: 750 Mtok in at 1 USD less, 250 Mtok out at 6 USD less, or at 30 more
    /// assert_eq!((sweep.value(0, 0), sweep.value(0, 1)), (Some(2250.0), Some(-6750.0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_scenario(comparison: &Comparison) -> Result<Self, Error> {
        let Some(asked) = &comparison.resolved.sweep else {
            let instead =
                "write [sweep] with `metrics = [\"cheapest\"]` and one or more [[sweep.axis]]".to_owned();
            return Err(Error::at(FieldPath::new("sweep"), ErrorKind::Missing { instead }));
        };
        let axes: Vec<Axis> = asked.axes.iter().map(Axis::from).collect();
        Self::new(comparison, &asked.metrics, &axes)
    }
}

impl Sweep<'_> {
    /// What each axis or column varies, in their order: its path, or its paths with ` and ` between them. An axis that is
    /// zipped of several counts as several.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.bounds.iter().map(|bound| bound.path.as_str())
    }

    /// How many values each of [`Sweep::paths`] has; of a table, how many rows.
    pub fn lengths(&self) -> impl Iterator<Item = usize> {
        (0..self.space.width()).map(|column| self.space.length(column))
    }

    /// The places among [`Sweep::paths`] of those that move together: one for each axis, more where it is zipped. All
    /// columns of a table do. A grid has as many points as the lengths at the start of each multiplied.
    pub fn axes(&self) -> impl Iterator<Item = Range<usize>> {
        self.space.axes().into_iter()
    }

    /// The value of each axis or column at a point; `None` past the end.
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
    /// let axes = [
    ///     Axis::values("api.dear.output_usd_per_mtok", vec![4.into(), 40.into()]),
    ///     Axis::linear("workload.tokens_per_month", 1000.into(), 3000.into(), 3),
    /// ];
    /// let sweep = Sweep::new(&comparison, &[Metric::Cheapest], &axes)?;
    /// let paths: Vec<&str> = sweep.paths().collect();
    /// assert_eq!(paths, ["api.dear.output_usd_per_mtok", "workload.tokens_per_month"]);
    /// assert_eq!(sweep.lengths().collect::<Vec<usize>>(), [2, 3]);
    /// // The last axis varies fastest.
    /// assert_eq!(sweep.point(4), Some(vec![40.0, 2000.0]));
    /// assert_eq!(sweep.point(6), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn point(&self, index: u64) -> Option<Vec<f64>> {
        if index >= self.len() {
            return None;
        }
        (0..self.space.width()).map(|column| self.space.value(column, index)).collect()
    }
}

impl From<&ResolvedAxis> for Axis {
    fn from(axis: &ResolvedAxis) -> Self {
        // A resolved axis has a list, and a list a path.
        let lists = axis.lists.iter().map(Self::from);
        lists.reduce(Self::zip).unwrap_or_else(|| Self::values("sweep.axis", Vec::new()))
    }
}

impl From<&ResolvedList> for Axis {
    fn from(list: &ResolvedList) -> Self {
        let mut paths = list.paths.iter();
        let first = paths.next().cloned().unwrap_or_default();
        let axis = match &list.points {
            AxisPoints::Linear { from, to, count } => Self::linear(first, *from, *to, *count),
            AxisPoints::Logarithmic { from, to, count } => Self::logarithmic(first, *from, *to, *count),
            AxisPoints::Values(values) => Self::values(first, values.clone()),
        };
        paths.fold(axis, |axis, path| axis.and(path.clone()))
    }
}
