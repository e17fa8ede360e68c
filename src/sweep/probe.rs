//! One point at a time: what a program that embeds a sweep asks in a loop.

use super::bounds::{Bound, Span, is_whole};
use super::dispatch;
use super::exact::ExactMetric;
use super::layout::{Sweep, contradiction};
use super::level::Level;
use super::point::PointProgram;
use crate::error::Error;

/// Evaluates the metrics of a sweep at any point between the ends of its axes or columns; without allocating, but
/// for metrics that have no formula and are asked exactly.
///
/// A point that is one of the sweep's has the bits that the sweep gives it.
#[derive(Debug)]
pub struct Probe<'a> {
    program: PointProgram,
    exact: &'a [ExactMetric],
    bounds: &'a [Bound],
    /// What every point is held to, side by side in memory: the span of each axis, and which have whole numbers alone.
    spans: Vec<Span>,
    whole: Vec<usize>,
    by_points: bool,
    values: Vec<f64>,
    level: Level,
}

impl Sweep<'_> {
    /// A probe for points of one's own.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    /// # [api.cheap]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n";
    /// use breakeven::sweep::{Axis, Metric, Sweep};
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// let price = Axis::linear("api.cheap.output_usd_per_mtok", "4".parse()?, "40".parse()?, 2);
    /// let sweep = Sweep::new(&comparison, &[Metric::saving("cheap", "dear")], &[price])?;
    /// let mut probe = sweep.probe();
    /// // 1 Gtok: 750 Mtok in at 1 USD less, 250 Mtok out at 2 USD more
    /// assert_eq!(probe.at(&[12.0])?, [250.0]);
    /// assert!(probe.at(&[41.0]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn probe(&self) -> Probe<'_> {
        let (program, exact) = self.for_points();
        Probe {
            program,
            exact,
            bounds: &self.bounds,
            spans: self.bounds.iter().map(|bound| bound.span).collect(),
            whole: (0..)
                .zip(&self.bounds)
                .filter_map(|(axis, bound)| bound.is_whole.then_some(axis))
                .collect(),
            by_points: self.by_points,
            values: vec![f64::NAN; self.asked.len()],
            level: Level::detect(),
        }
    }
}

impl Probe<'_> {
    /// The value of each metric at a point, which has a number for each axis or column in their order; NaN where there is
    /// none.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Contradiction`] for a point of another length, and for a sweep that was checked point by point
    /// because not everything between the numbers of its table or its zipped axes goes together,
    /// or because who is allowed is known of its points alone, [`crate::ErrorKind::OutOfRange`],
    /// [`crate::ErrorKind::NotWhole`] and [`crate::ErrorKind::WrongType`] for a number that is not between the ends of its
    /// axis.
    pub fn at(&mut self, point: &[f64]) -> Result<&[f64], Error> {
        if self.by_points || !self.takes(point) {
            return Err(self.refusal(point));
        }
        dispatch::play_point(self.level, &mut self.program, point);
        self.program.copy_outputs(&mut self.values);
        for ExactMetric { without, asked } in self.exact {
            let is_asked = without.below_zero.is_none_or(|output| self.program.output(output) < 0.0);
            if let (true, Some(place)) = (is_asked, self.values.get_mut(without.metric)) {
                *place = asked.value(|column| point.get(column).copied());
            }
        }
        Ok(&self.values)
    }

    /// Whether each number of a point is one that its axis takes.
    #[inline]
    fn takes(&self, point: &[f64]) -> bool {
        // All spans are looked at, as few points are outside: no branch for each.
        let is_full = point.len() == self.spans.len();
        let is_held =
            self.spans.iter().zip(point).fold(is_full, |all, (span, value)| all & span.holds(*value));
        is_held && self.whole.iter().all(|axis| point.get(*axis).is_some_and(|value| is_whole(*value)))
    }

    #[cold]
    fn refusal(&self, point: &[f64]) -> Error {
        if self.by_points {
            let what = "numbers that go together at the points of the sweep, and not everywhere between them";
            return contradiction("sweep", what, "ask for the points of the sweep");
        }
        if self.spans.iter().any(|span| span.is_empty()) {
            return contradiction(
                "sweep",
                "a table without rows, between which lies no point",
                "give it rows",
            );
        }
        let refused = point.iter().zip(self.bounds).find(|(value, bound)| !bound.takes(**value));
        let Some((value, bound)) = refused else {
            let what = format!("a point of {} numbers for {} axes", point.len(), self.bounds.len());
            return contradiction("sweep", &what, "give one number for each axis");
        };
        bound.refuse(*value)
    }
}
