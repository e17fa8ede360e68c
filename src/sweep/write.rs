//! The values of points one after the other, where the caller wants them.

use super::dispatch;
use super::layout::{Plan, Sweep, contradiction};
use super::level::Level;
use super::rows;
use super::run::{Run, Watch, share};
use super::runs::{Runs, Volumes};
use super::sink::Block;
use super::threads::work_off;
use crate::error::Error;
use std::ops::{ControlFlow, Range};

/// Some units of which points are wanted.
struct Stretch {
    units: Range<u64>,
    /// Of runs: the volumes of which some point is wanted, where that are not all.
    volumes: Option<Volumes>,
    /// Whether their points are those that are wanted, one after the other.
    is_whole: bool,
}

impl Sweep<'_> {
    /// Writes the values of every point, one slice for each metric; NaN where [`super::Summary::missing`] would count it.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] where there is not one slice for each metric, as long as the sweep, and for a part
    /// of a run; [`ErrorKind::Cancelled`] where the flag of the run was set: the slices are then written in part.
    ///
    /// [`ErrorKind::Contradiction`]: crate::ErrorKind::Contradiction
    /// [`ErrorKind::Cancelled`]: crate::ErrorKind::Cancelled
    pub fn write(&self, run: &Run<'_>, out: &mut [&mut [f64]]) -> Result<(), Error> {
        self.write_range(0..self.len(), run, out)
    }

    /// Writes the values of the points from one index to before another: what does not fit into memory is written piece
    /// by piece, or by several machines.
    ///
    /// # Errors
    /// As [`Sweep::write`], with slices as long as the range; [`ErrorKind::Contradiction`] for a range past the end.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n";
    /// use breakeven::sweep::{Axis, Metric, Run, Sweep};
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// let price = Axis::linear("api.dear.output_usd_per_mtok", 4.into(), 7.into(), 4);
    /// let sweep = Sweep::new(&comparison, &[Metric::Cost("dear".to_owned())], &[price])?;
    /// let mut last = [0.0; 2];
    /// sweep.write_range(2..4, &Run::new(), &mut [&mut last])?;
    /// // 750 Mtok in at 2 USD, and 250 Mtok out at 6 and at 7
    /// assert_eq!(last, [3000.0, 3250.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`ErrorKind::Contradiction`]: crate::ErrorKind::Contradiction
    pub fn write_range(
        &self,
        points: Range<u64>,
        run: &Run<'_>,
        out: &mut [&mut [f64]],
    ) -> Result<(), Error> {
        self.check_slices(&points, run, out)?;
        let level = Level::detect();
        let count = points.end.saturating_sub(points.start);
        let watch = Watch::of(run, count);
        let mut rest: Vec<&mut [f64]> = out.iter_mut().map(|out| &mut **out).collect();
        let pieces = self.divided(points, run).into_iter().map(|points| {
            let length = usize::try_from(points.end.saturating_sub(points.start)).unwrap_or(usize::MAX);
            let mine: Vec<&mut [f64]> = rest.iter_mut().map(|rest| take_first(rest, length)).collect();
            (points, mine)
        });
        let pieces: Vec<_> = pieces.collect();
        work_off(run.threads_for(pieces.len() as u64), pieces, |(points, mut mine)| {
            let _ = self.write_piece(points, &mut mine, level, &watch);
        });
        watch.end()
    }

    fn check_slices(&self, points: &Range<u64>, run: &Run<'_>, out: &[&mut [f64]]) -> Result<(), Error> {
        let what = || format!("points {} to {} of a sweep of {}", points.start, points.end, self.len());
        let Some(count) = points.end.checked_sub(points.start) else {
            return Err(contradiction(
                "sweep",
                &what(),
                "give a range that ends where it begins or after it",
            ));
        };
        if points.end > self.len() {
            return Err(contradiction("sweep", &what(), "give a range up to the end"));
        }
        if run.is_a_part() {
            let what = "a part of a run, whose points may not follow each other";
            return Err(contradiction("sweep", what, "ask for a range of points"));
        }
        if out.len() != self.asked.len() || out.iter().any(|out| out.len() as u64 != count) {
            let lengths: Vec<String> = out.iter().map(|out| out.len().to_string()).collect();
            let of = if lengths.is_empty() {
                "no slices".to_owned()
            } else {
                format!("slices of {} values", lengths.join(", "))
            };
            let metrics = self.asked.len();
            let what = format!("{of} for {metrics} metrics of {count} points");
            return Err(contradiction(
                "sweep",
                &what,
                "give one slice for each metric, as long as the points",
            ));
        }
        Ok(())
    }

    /// The pieces into which a range is divided for threads. They end where little is calculated twice.
    pub(super) fn divided(&self, points: Range<u64>, run: &Run<'_>) -> Vec<Range<u64>> {
        let count = points.end.saturating_sub(points.start);
        let parts = run.parts_for(count.div_ceil(rows::UNIT as u64), count).max(1);
        let (parts, grain) = match &self.plan {
            Plan::Rows { .. } => (parts, rows::UNIT as u64),
            Plan::Runs(runs) if runs.turn() <= count / parts => (parts, runs.turn()),
            // Every piece of whole volumes goes through all runs of a turn for them, be they many or few.
            Plan::Runs(runs) if runs.stride <= count / parts => (run.threads_for(parts), runs.stride),
            // Parts of a volume cost no more than all of it.
            Plan::Runs(_) => (parts, 1),
        };
        let mut pieces = Vec::new();
        let mut from = points.start;
        for part in 0..parts {
            let end = share(points.clone(), part, parts).end;
            let end = end.saturating_sub(end.checked_rem(grain).unwrap_or(0));
            let end = if part.saturating_add(1) == parts { points.end } else { end.clamp(from, points.end) };
            pieces.push(from..end);
            from = end;
        }
        pieces
    }

    fn write_piece(
        &self,
        points: Range<u64>,
        out: &mut [&mut [f64]],
        level: Level,
        watch: &Watch<'_>,
    ) -> ControlFlow<()> {
        let _fence = dispatch::Fence;
        let length = usize::try_from(points.end.saturating_sub(points.start)).unwrap_or(usize::MAX);
        let mut from = points.start;
        while from < points.end {
            let (stretch, end) = match &self.plan {
                Plan::Runs(runs) => stretch_of_runs(runs, from..points.end),
                Plan::Rows { .. } => self.stretch_of_rows(from..points.end),
            };
            let mut at = usize::try_from(from.saturating_sub(points.start)).unwrap_or(usize::MAX);
            self.watched(stretch.units, stretch.volumes.as_ref(), level, watch, |block| {
                let count = if stretch.is_whole {
                    block.points.stream(out, at);
                    // The last unit of rows may go on past what is wanted.
                    block.len().min(length.saturating_sub(at))
                } else {
                    scatter(block, points.start, out)
                };
                at = at.saturating_add(count);
                ControlFlow::Continue(count)
            })?;
            from = end;
        }
        ControlFlow::Continue(())
    }

    /// The rest of a unit that is begun in the middle, or all units from here on.
    fn stretch_of_rows(&self, points: Range<u64>) -> (Stretch, u64) {
        let unit = rows::UNIT as u64;
        let (first, inside) = (points.start / unit, points.start % unit);
        if inside > 0 {
            let next = first.saturating_add(1);
            let end = next.saturating_mul(unit).min(points.end);
            return (Stretch { units: first..next, volumes: None, is_whole: false }, end);
        }
        let units = first..points.end.div_ceil(unit);
        (Stretch { units, volumes: None, is_whole: true }, points.end)
    }
}

/// From a point on as much as is wanted of one of these: whole turns, in which every volume has every run; whole volumes
/// of a turn; the rest of a volume, or the runs of it that are wanted.
fn stretch_of_runs(runs: &Runs, points: Range<u64>) -> (Stretch, u64) {
    let (turn, stride) = (runs.turn().max(1), runs.stride.max(1));
    let wanted = points.end.saturating_sub(points.start);
    let (number, inside) = (points.start / turn, points.start % turn);
    let units_from = number.saturating_mul(stride);
    if inside == 0 && wanted >= turn {
        let turns = wanted / turn;
        let units = units_from..number.saturating_add(turns).saturating_mul(stride);
        let end = points.start.saturating_add(turns.saturating_mul(turn));
        return (Stretch { units, volumes: None, is_whole: stride == 1 }, end);
    }
    let wanted = wanted.min(turn.saturating_sub(inside));
    let (volume, run) = (inside / stride, inside % stride);
    let (count, units) = if run == 0 && wanted >= stride {
        (wanted / stride, units_from..units_from.saturating_add(stride))
    } else {
        let first = units_from.saturating_add(run);
        (1, first..first.saturating_add(wanted.min(stride.saturating_sub(run))))
    };
    let points_of_each = units.end.saturating_sub(units.start);
    let end = points.start.saturating_add(count.saturating_mul(points_of_each));
    let place = |volume: u64| usize::try_from(volume).unwrap_or(usize::MAX);
    let volumes = runs.volumes.part(place(volume)..place(volume.saturating_add(count)));
    (Stretch { units, volumes: Some(volumes), is_whole: false }, end)
}

/// Takes so many off the beginning of a slice.
fn take_first<'a>(rest: &mut &'a mut [f64], length: usize) -> &'a mut [f64] {
    let length = length.min(rest.len());
    let (first, behind) = std::mem::take(rest).split_at_mut(length);
    *rest = behind;
    first
}

/// Writes the values of a block where they belong, in slices that begin with the point of an index: so many of each metric.
fn scatter(block: &mut Block<'_>, from: u64, out: &mut [&mut [f64]]) -> usize {
    let (first, stride) = (block.index(0), block.index(1).wrapping_sub(block.index(0)));
    let mut count = 0_usize;
    for (metric, out) in out.iter_mut().enumerate() {
        count = 0;
        for (place, value) in block.values(metric).iter().enumerate() {
            let index = first.wrapping_add((place as u64).wrapping_mul(stride));
            let place = index.checked_sub(from).and_then(|place| usize::try_from(place).ok());
            if let Some(place) = place.and_then(|place| out.get_mut(place)) {
                *place = *value;
                count = count.saturating_add(1);
            }
        }
    }
    count
}
