//! What an alternative costs, as lines: the shape that a price sheet and a deployment have in common.

use crate::curve::{Counts, Rates};
use crate::finance::Category;
use crate::number::Number;

/// When the money of a line moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timing {
    /// At the end of each month.
    Monthly,
    /// Once, before the first month.
    Start,
    /// With the life of each step: bought, replaced, sold.
    WithEachStep,
}

/// Whose price path a monthly line follows over the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PricePath {
    /// None: it costs what it costs today.
    Held,
    /// The alternative's own sheet of prices.
    Sheet,
    /// The sheet of the API that takes the failures.
    Escalation,
}

/// A line of the bill.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<N> {
    pub(crate) category: Category,
    pub(crate) label: &'static str,
    pub(crate) timing: Timing,
    pub(crate) path: PricePath,
    /// The monthly cost. What is not paid monthly is spread over the study by the capital recovery factor, as a
    /// division by the annuity factor.
    pub(crate) rates: Rates<N>,
    /// What is paid before the first month.
    pub(crate) at_start: N,
}

impl<N: Number> Line<N> {
    pub(crate) fn monthly(category: Category, label: &'static str, rates: Rates<N>) -> Self {
        Self { category, label, timing: Timing::Monthly, path: PricePath::Held, rates, at_start: N::lit(0) }
    }

    /// A payment before the first month, spread over the study whose annuity factor is given.
    pub(crate) fn at_start(category: Category, label: &'static str, amount: N, annuity: N) -> Self {
        let rates = Rates::fixed(amount.over(annuity));
        Self { category, label, timing: Timing::Start, path: PricePath::Held, rates, at_start: amount }
    }

    /// What each step costs over its life, spread over the study.
    pub(crate) fn with_each_step(category: Category, label: &'static str, per_step: N) -> Self {
        let rates = Rates::per_step_and_spare(per_step);
        Self {
            category,
            label,
            timing: Timing::WithEachStep,
            path: PricePath::Held,
            rates,
            at_start: N::lit(0),
        }
    }

    /// The same line at the prices of a path.
    pub(crate) fn on(self, path: PricePath) -> Self {
        Self { path, ..self }
    }

    /// The cost of a month.
    pub(crate) fn amount(&self, mtok: N, counts: Counts<N>) -> N {
        self.rates.amount(mtok, counts)
    }
}

/// The sum of the lines.
pub(crate) fn total<N: Number>(lines: &[Line<N>]) -> Rates<N> {
    lines.iter().fold(Rates::zero(), |sum, line| sum + line.rates)
}
