//! The text of sweeps on decimals, for the laws that hold it and the ledger together.

use super::Comparison;
use super::course::Course;
use super::months::{Past, Read, Walk};
use super::needs::{Climbing, Needs, Priced, Progress};
use super::schedule::Dates;
use super::value::{exact_inputs, exact_volumes};
use crate::number::{Exact, Number};
use crate::scenario::ResolvedAlternative;

/// Numbers of a course that stand there themselves.
#[derive(Clone, Copy)]
struct Here;

impl Read<Exact, Exact> for Here {
    fn read(self, from: &Exact) -> Exact {
        *from
    }
}

impl Past<Exact> for Vec<Exact> {
    fn set(&mut self, month: usize, units: Exact) {
        self.resize(month, units);
    }

    fn at(&self, month: usize) -> Exact {
        self[month - 1]
    }
}

/// What a month of a course comes to: cash as it begins, cash as it ends, and the worth that stands for purchases.
pub(super) struct CourseMonth {
    pub(super) begun: Exact,
    pub(super) ended: Exact,
    pub(super) worth: Exact,
}

/// The months of an alternative, by the cash of its purchases or by their worth.
pub(super) fn course_of(
    comparison: &Comparison,
    alternative: &ResolvedAlternative,
    has_dates: bool,
) -> Course<Exact> {
    let dates = has_dates.then(|| Dates::of(&alternative.inputs).unwrap());
    Course::of(&exact_inputs(&alternative.inputs), comparison.volumes.len() as u32, dates).unwrap()
}

pub(super) fn months_of(course: &Course<Exact>, volumes: &[u64]) -> Vec<CourseMonth> {
    fn walk(course: &Course<Exact>, progress: impl Progress<Exact>, volumes: &[u64]) -> Vec<CourseMonth> {
        let mut past = Vec::new();
        let mut walk = Walk::new(course, Here, progress, &mut past);
        let none = Exact::lit(0);
        let mut month = |tokens| {
            let bill = walk.month(tokens);
            let begun = walk.begun::<true>().unwrap_or(none);
            CourseMonth { begun, ended: walk.ended::<true>(bill), worth: walk.worth().unwrap_or(none) }
        };
        exact_volumes(volumes).into_iter().map(&mut month).collect()
    }
    let rates = course.monthly;
    match course.needs {
        Needs::Steps(climb) => walk(course, Climbing::<Exact, false>::by(climb, rates), volumes),
        Needs::Tokens { price_growth, has_fixed } => {
            walk(course, Priced::by(price_growth, rates, has_fixed), volumes)
        }
    }
}

/// Today's worth of a course.
pub(super) fn worth_of(course: &Course<Exact>, months: &[CourseMonth]) -> Exact {
    let mut factors = course.factors.iter();
    let mut sum = course.at_start;
    let mut before = *factors.next().unwrap();
    for (CourseMonth { begun, ended, worth }, factor) in months.iter().zip(factors) {
        sum = sum + before * *begun + *factor * *ended + *worth;
        before = *factor;
    }
    sum
}
