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
        let parts = self.pieces(run, count);
        let mut rest: Vec<&mut [f64]> = out.iter_mut().map(|out| &mut **out).collect();
        let mut pieces = Vec::new();
        let mut from = points.start;
        for part in 0..parts {
            let end = self.rounded(share(points.clone(), part, parts).end, count / parts.max(1));
            let end = if part.saturating_add(1) == parts { points.end } else { end.clamp(from, points.end) };
            let length = usize::try_from(end.saturating_sub(from)).unwrap_or(usize::MAX);
            let mine: Vec<&mut [f64]> = rest.iter_mut().map(|rest| take_first(rest, length)).collect();
            pieces.push((from..end, mine));
            from = end;
        }
        work_off(run.threads_for(parts), pieces, |(points, mut mine)| {
            let _ = self.write_piece(points, &mut mine, level, &watch);
        });
        watch.end()
    }

    fn check_slices(&self, points: &Range<u64>, run: &Run<'_>, out: &[&mut [f64]]) -> Result<(), Error> {
        let count = points.end.checked_sub(points.start).filter(|_| points.end <= self.len());
        let Some(count) = count else {
            let what = format!("points {} to {} of a sweep of {}", points.start, points.end, self.len());
            return Err(contradiction("sweep", &what, "give a range up to the end"));
        };
        if run.is_a_part() {
            let what = "a part of a run, whose points may not follow each other";
            return Err(contradiction("sweep", what, "ask for a range of points"));
        }
        if out.len() != self.asked.len() || out.iter().any(|out| out.len() as u64 != count) {
            let lengths: Vec<String> = out.iter().map(|out| out.len().to_string()).collect();
            let (metrics, lengths) = (self.asked.len(), lengths.join(", "));
            let what = format!("slices of {lengths} values for {metrics} metrics of {count} points");
            return Err(contradiction(
                "sweep",
                &what,
                "give one slice for each metric, as long as the points",
            ));
        }
        Ok(())
    }

    /// Into how many pieces so many points are divided.
    pub(super) fn pieces(&self, run: &Run<'_>, count: u64) -> u64 {
        let parts = run.parts_for(count.div_ceil(rows::UNIT as u64), count);
        match &self.plan {
            // Every piece goes through all runs of a turn for its volumes, be they many or few.
            Plan::Runs(runs) if runs.turn() > count / parts.max(1) => run.threads_for(parts),
            _ => parts,
        }
    }

    /// The end of a piece of so many points, or one a little before it, so that little is calculated twice.
    fn rounded(&self, end: u64, length: u64) -> u64 {
        let grain = match &self.plan {
            Plan::Rows { .. } => rows::UNIT as u64,
            Plan::Runs(runs) if runs.turn() <= length => runs.turn(),
            Plan::Runs(runs) => runs.stride,
        };
        end.saturating_sub(end.checked_rem(grain).unwrap_or(0))
    }

    fn write_piece(
        &self,
        points: Range<u64>,
        out: &mut [&mut [f64]],
        level: Level,
        watch: &Watch<'_>,
    ) -> ControlFlow<()> {
        let _fence = dispatch::Fence;
        let mut from = points.start;
        while from < points.end {
            let (stretch, end) = match &self.plan {
                Plan::Runs(runs) => stretch_of_runs(runs, from..points.end),
                Plan::Rows { .. } => self.stretch_of_rows(from..points.end),
            };
            let mut at = usize::try_from(from.saturating_sub(points.start)).unwrap_or(usize::MAX);
            self.watched(stretch.units, stretch.volumes.as_ref(), level, watch, |block| {
                if stretch.is_whole {
                    block.points.stream(out, at);
                    at = at.saturating_add(block.len());
                } else {
                    scatter(block, points.start, out);
                }
                ControlFlow::Continue(())
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

/// The runs from a point on in which the axes before the volume stand still, and the volumes of those that are wanted; or
/// all runs of as many such turns as are wanted whole.
fn stretch_of_runs(runs: &Runs, points: Range<u64>) -> (Stretch, u64) {
    let (turn, stride) = (runs.turn(), runs.stride);
    let wanted = points.end.saturating_sub(points.start);
    let number = points.start.checked_div(turn).unwrap_or(0);
    let first = number.saturating_mul(turn);
    let inside = points.start.saturating_sub(first);
    let whole = wanted.checked_div(turn).filter(|whole| inside == 0 && *whole > 0);
    let turns = number..number.saturating_add(whole.unwrap_or(1));
    let end = turns.end.saturating_mul(turn).min(points.end);
    let runs_from = turns.start.saturating_mul(stride);
    let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
    let until = end.saturating_sub(first);
    let (least, most) = (inside.checked_div(stride).unwrap_or(0), until.div_ceil(stride.max(1)));
    let volumes = whole.is_none().then(|| runs.volumes.part(place(least)..place(most)));
    // All runs for these volumes, or of one volume those that are wanted.
    let units = if whole.is_none() && most.saturating_sub(least) == 1 {
        let of_volume =
            |offset: u64| runs_from.saturating_add(offset.saturating_sub(least.saturating_mul(stride)));
        of_volume(inside)..of_volume(until)
    } else {
        runs_from..turns.end.saturating_mul(stride)
    };
    (Stretch { units, volumes, is_whole: whole.is_some() && stride == 1 }, end)
}

/// Takes so many off the beginning of a slice.
fn take_first<'a>(rest: &mut &'a mut [f64], length: usize) -> &'a mut [f64] {
    let length = length.min(rest.len());
    let (first, behind) = std::mem::take(rest).split_at_mut(length);
    *rest = behind;
    first
}

/// Writes the values of a block where they belong, in slices that begin with the point of an index.
fn scatter(block: &mut Block<'_>, from: u64, out: &mut [&mut [f64]]) {
    let (first, stride) = (block.index(0), block.index(1).wrapping_sub(block.index(0)));
    for (metric, out) in out.iter_mut().enumerate() {
        for (place, value) in block.values(metric).iter().enumerate() {
            let index = first.wrapping_add((place as u64).wrapping_mul(stride));
            let place = index.checked_sub(from).and_then(|place| usize::try_from(place).ok());
            if let Some(place) = place.and_then(|place| out.get_mut(place)) {
                *place = *value;
            }
        }
    }
}
