//! How a sweep is gone through: threads, parts, progress, and an end before the end.

use super::layout::{Plan, Sweep};
use super::level::Level;
use super::rows::{self, Rows};
use super::runs::{Volumes, Walk};
use super::sink::{Block, Sink};
use super::summary::Summary;
use super::threads::{MOST_THREADS, work_off};
use crate::error::{Error, ErrorKind, FieldPath};
use std::fmt;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Points between two looks at the flag, and two reports.
const POINTS_OF_A_REPORT: u64 = 1 << 18;

/// Parts of the work of each thread: a thread that is held up leaves those that it has not begun to the others.
const PARTS_OF_A_THREAD: u64 = 8;

/// Fewer points than these are not divided further.
const POINTS_OF_A_PART: u64 = 1 << 16;

/// What hears of the progress: points done and points in all.
type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// How to go through a sweep: by default all of it, on the calling thread.
///
/// ```
/// use breakeven::sweep::Run;
///
/// let halves: Vec<Run<'_>> = Run::new().threads(2).parts(2).collect();
/// assert_eq!(halves.len(), 2);
/// ```
#[derive(Clone, Copy)]
pub struct Run<'a> {
    threads: usize,
    part: u64,
    of: u64,
    cancelled: Option<&'a AtomicBool>,
    progress: Option<Progress<'a>>,
}

impl Default for Run<'_> {
    fn default() -> Self {
        Self { threads: 1, part: 0, of: 1, cancelled: None, progress: None }
    }
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("threads", &self.threads)
            .field("part", &self.part)
            .field("of", &self.of)
            .finish_non_exhaustive()
    }
}

impl<'a> Run<'a> {
    /// All of it, on the calling thread.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// On so many threads, 1,024 at the most; with the feature `rayon` they are those of its pool.
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Only one of so many parts, counted from 0; of 0 parts there is 1. Sinks of all parts, merged in any order,
    /// are the sink of the whole. A part past the last has no points.
    #[must_use]
    pub fn part(self, part: u64, of: u64) -> Self {
        Self { part, of: of.max(1), ..self }
    }

    /// All of so many parts, one after the other.
    pub fn parts(self, of: u64) -> impl Iterator<Item = Self> {
        (0..of.max(1)).map(move |part| self.part(part, of))
    }

    /// Ends with [`ErrorKind::Cancelled`] soon after the flag is set: at the next 262,144 points, or the next 1,024 where a
    /// metric has no formula, which may take a second.
    #[must_use]
    pub fn cancelled_by(self, flag: &'a AtomicBool) -> Self {
        Self { cancelled: Some(flag), ..self }
    }

    /// Says now and then how many points are done and how many there are in this run. With several threads a report may
    /// come after a later one.
    #[must_use]
    pub fn progress(self, report: Progress<'a>) -> Self {
        Self { progress: Some(report), ..self }
    }

    /// Whether it is less than all of it.
    pub(super) fn is_a_part(&self) -> bool {
        self.of != 1
    }

    fn units(&self, all: u64) -> Range<u64> {
        share(0..all, self.part, self.of)
    }

    pub(super) fn threads_for(&self, units: u64) -> u64 {
        (self.threads as u64).clamp(1, MOST_THREADS).min(units.max(1))
    }

    /// Among how many parts that threads take one after the other so many units and points are divided.
    pub(super) fn parts_for(&self, units: u64, points: u64) -> u64 {
        let threads = self.threads_for(units);
        if threads == 1 {
            return 1;
        }
        let parts = threads.saturating_mul(PARTS_OF_A_THREAD).min(points / POINTS_OF_A_PART);
        parts.max(threads).min(units)
    }
}

/// One of several equal parts of a range.
pub(super) fn share(units: Range<u64>, part: u64, of: u64) -> Range<u64> {
    let (length, of) = (u128::from(units.end.saturating_sub(units.start)), u128::from(of.max(1)));
    let bound = |part: u64| {
        let offset = u64::try_from(length * u128::from(part).min(of) / of).unwrap_or(u64::MAX);
        units.start.saturating_add(offset)
    };
    bound(part)..bound(part.saturating_add(1))
}

/// What the threads of a run have in common.
pub(super) struct Watch<'a> {
    cancelled: Option<&'a AtomicBool>,
    progress: Option<Progress<'a>>,
    done: AtomicU64,
    points: u64,
}

impl<'a> Watch<'a> {
    pub(super) fn of(run: &Run<'a>, points: u64) -> Self {
        Self { cancelled: run.cancelled, progress: run.progress, done: AtomicU64::new(0), points }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// So many more points are done; whether to go on.
    fn report(&self, more: u64) -> ControlFlow<()> {
        let done = self.done.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        if let Some(report) = self.progress {
            report(done.min(self.points), self.points);
        }
        if self.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    pub(super) fn end(&self) -> Result<(), Error> {
        if self.is_cancelled() {
            Err(Error::at(FieldPath::new("sweep"), ErrorKind::Cancelled))
        } else {
            Ok(())
        }
    }
}

impl Sweep<'_> {
    /// The first metric, added up on the calling thread.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        let _ = self.each_of(0..self.units(), Level::detect(), |block| {
            summary.take(block);
            ControlFlow::Continue(())
        });
        summary
    }

    /// Goes through the points and gives the sink that has taken them in.
    ///
    /// # Errors
    /// [`ErrorKind::Cancelled`] where the flag of the run was set.
    pub fn reduce<S: Sink>(&self, run: &Run<'_>, sink: S) -> Result<S, Error> {
        self.reduce_at(run, Level::detect(), sink)
    }

    pub(super) fn reduce_at<S: Sink>(&self, run: &Run<'_>, level: Level, sink: S) -> Result<S, Error> {
        let units = run.units(self.units());
        let (length, points) = (units.end.saturating_sub(units.start), self.points_in(&units));
        let watch = Watch::of(run, points);
        let parts = run.parts_for(length, points);
        let all = Mutex::new(sink);
        let jobs = (0..parts).map(|part| share(units.clone(), part, parts)).collect();
        work_off(run.threads_for(length), jobs, |units| {
            let mut mine = all.lock().unwrap_or_else(PoisonError::into_inner).fresh();
            let _ = self.watched(units, None, level, &watch, |block| {
                mine.take(block);
                ControlFlow::Continue(block.len())
            });
            all.lock().unwrap_or_else(PoisonError::into_inner).merge(mine);
        });
        watch.end()?;
        Ok(all.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Hands every block to a function, which may stop early. It is called on this thread, however many the run has.
    ///
    /// # Errors
    /// [`ErrorKind::Cancelled`] where the flag of the run was set.
    pub fn for_each(
        &self,
        run: &Run<'_>,
        mut each: impl FnMut(&mut Block<'_>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let units = run.units(self.units());
        let watch = Watch::of(run, self.points_in(&units));
        let _ = self.watched(units, None, Level::detect(), &watch, |block| {
            each(block)?;
            ControlFlow::Continue(block.len())
        });
        watch.end()
    }

    /// The value of a metric at one point; `None` past the end, and where [`Summary::missing`] would count it.
    /// It calculates the whole run or block around the point; a [`super::Probe`] calculates the point alone.
    #[must_use]
    pub fn value(&self, metric: usize, index: u64) -> Option<f64> {
        if index >= self.len() {
            return None;
        }
        let unit = match &self.plan {
            Plan::Runs(runs) => runs.place_of(index)?.0,
            Plan::Rows { .. } => index.checked_div(rows::UNIT as u64)?,
        };
        let mut found = None;
        let _ = self.each_of(unit..unit.saturating_add(1), Level::detect(), |block| {
            let place = (0..block.len()).find(|place| block.index(*place) == index);
            found = place.and_then(|place| block.values(metric).get(place).copied());
            ControlFlow::Continue(())
        });
        found.filter(|value| !value.is_nan())
    }

    /// What a sweep is divided by: runs of the volume axis, or rows by 1,024.
    pub(super) fn units(&self) -> u64 {
        match &self.plan {
            Plan::Runs(runs) => runs.units(),
            Plan::Rows { .. } => rows::units(&self.space),
        }
    }

    fn points_in(&self, units: &Range<u64>) -> u64 {
        let length = match &self.plan {
            Plan::Runs(runs) => runs.volumes.len() as u64,
            Plan::Rows { .. } => rows::UNIT as u64,
        };
        let bound = |unit: u64| unit.saturating_mul(length).min(self.len());
        bound(units.end).saturating_sub(bound(units.start))
    }

    /// Every block of some units, or of some of their volumes, under watch. The function says how many points are done.
    pub(super) fn watched(
        &self,
        units: Range<u64>,
        volumes: Option<&Volumes>,
        level: Level,
        watch: &Watch<'_>,
        mut each: impl FnMut(&mut Block<'_>) -> ControlFlow<(), usize>,
    ) -> ControlFlow<()> {
        if watch.cancelled.is_none() && watch.progress.is_none() {
            return self.each_in(units, volumes, level, |block| {
                each(block)?;
                ControlFlow::Continue(())
            });
        }
        // What is asked exactly is slow: a block of it is worth a report.
        let points_of_a_report = match &self.plan {
            Plan::Rows { exact, .. } if !exact.is_empty() => 1,
            _ => POINTS_OF_A_REPORT,
        };
        let mut since = 0_u64;
        let flow = self.each_in(units, volumes, level, |block| {
            if since >= points_of_a_report {
                watch.report(std::mem::take(&mut since))?;
            }
            since = since.saturating_add(each(block)? as u64);
            ControlFlow::Continue(())
        });
        flow?;
        watch.report(since)
    }

    /// Every block of some units.
    pub(super) fn each_of(
        &self,
        units: Range<u64>,
        level: Level,
        each: impl FnMut(&mut Block<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.each_in(units, None, level, each)
    }

    /// The same of some volumes, where units are runs of them.
    fn each_in(
        &self,
        units: Range<u64>,
        volumes: Option<&Volumes>,
        level: Level,
        mut each: impl FnMut(&mut Block<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if units.is_empty() {
            return ControlFlow::Continue(());
        }
        match &self.plan {
            Plan::Runs(runs) => {
                let volumes = volumes.unwrap_or(&runs.volumes);
                let mut walk = Walk::new(runs, volumes, &self.asked, level, units.start);
                let (stride, length) = (runs.stride, volumes.len());
                for unit in units.clone() {
                    let first = walk.base;
                    each(&mut Block { first, stride, length, level, points: &mut walk })?;
                    if unit.wrapping_add(1) < units.end {
                        walk.advance();
                    }
                }
            }
            Plan::Rows { program, exact } => {
                let mut rows = Rows::new(&self.space, program, exact, self.asked.len(), level);
                for unit in units {
                    let (first, length) = rows.go_to(unit);
                    each(&mut Block { first, stride: 1, length, level, points: &mut rows })?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}
