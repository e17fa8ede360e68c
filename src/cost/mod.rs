//! What an alternative costs, as lines: the shape that a price sheet and a deployment have in common.

mod bend;
mod spill;

pub(crate) use bend::{Bend, Kink};
pub(crate) use spill::Spill;

use crate::curve::{Counts, Rates, Shape, Stairs};
use crate::finance::{Category, Interest};
use crate::number::{MEGA, Number, Ordered};
use crate::parameter::Finance;

/// When the money of a line moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timing {
    /// At the end of each month.
    Monthly,
    /// Once, before the first month.
    Start,
    /// Every so many months while it serves.
    Every(u32),
    /// With the life of each step: bought, replaced, sold.
    WithEachStep,
}

/// Whose price path a monthly line follows over the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    /// None: it costs what it costs today.
    Nothing,
    /// The alternative's own sheet of prices: what is sent.
    Sheet,
    /// The same: what is answered.
    Output,
    /// The sheet of the API that takes the failures.
    Escalation,
    /// Salaries.
    Salary,
    /// The tariff for metered energy.
    Electricity,
    /// What is paid for hardware.
    Hardware,
}

/// A line of the bill.
#[derive(Clone, Debug)]
pub(crate) struct Line<N> {
    pub(crate) category: Category,
    pub(crate) label: &'static str,
    pub(crate) timing: Timing,
    pub(crate) follows: Follows,
    /// The monthly cost. What is not paid monthly is spread over the study by the capital recovery factor, as a
    /// division by the annuity factor.
    pub(crate) rates: Rates<N>,
    /// What is paid before the first month, or each time.
    pub(crate) at_start: N,
    /// What does not go straight with the volume and the steps.
    pub(crate) bend: Option<Bend<N>>,
}

impl<N: Number> Line<N> {
    fn new(category: Category, label: &'static str, timing: Timing, rates: Rates<N>) -> Self {
        Self { category, label, timing, follows: Follows::Nothing, rates, at_start: N::lit(0), bend: None }
    }

    pub(crate) fn monthly(category: Category, label: &'static str, rates: Rates<N>) -> Self {
        Self::new(category, label, Timing::Monthly, rates)
    }

    /// A payment before the first month, spread over the study whose annuity factor is given.
    pub(crate) fn at_start(category: Category, label: &'static str, amount: N, annuity: N) -> Self {
        let rates = Rates::fixed(amount.over(annuity));
        Self { at_start: amount, ..Self::new(category, label, Timing::Start, rates) }
    }

    /// A payment that comes back as long as the study goes on after it.
    ///
    /// # Formula
    /// ```text
    /// a month: amount CRF(m, H) sum over k >= 1 with j k < H of (1 + m)^-(j k)
    /// ```
    pub(crate) fn every(
        category: Category,
        label: &'static str,
        (months, amount): (u32, N),
        study: &Finance<N>,
    ) -> Self {
        let span = study.horizon.0;
        let interest = Interest::monthly_of(study.discount_rate.0);
        let times = interest.by(N::lit(months)).annuity(span.nth(months).ceil() - N::lit(1));
        let level = Rates::fixed(interest.level_payment(amount * times, span));
        Self { at_start: amount, ..Self::new(category, label, Timing::Every(months), level) }
    }

    /// A line of nothing.
    pub(crate) fn nothing(category: Category, label: &'static str) -> Self {
        Self::monthly(category, label, Rates::zero())
    }

    /// What each step costs over its life, spread over the study.
    pub(crate) fn with_each_step(category: Category, label: &'static str, per_step: N) -> Self {
        Self::new(category, label, Timing::WithEachStep, Rates::per_step_and_spare(per_step))
    }

    /// The same line at the prices of a path.
    pub(crate) fn following(self, follows: Follows) -> Self {
        Self { follows, ..self }
    }

    /// The same line with a bend.
    pub(crate) fn bent(self, bend: Option<Bend<N>>) -> Self {
        Self { bend, ..self }
    }

    /// The cost of a month, with its prices over those of today.
    pub(crate) fn amount(&self, tokens: N, counts: Counts<N>, price: N) -> N {
        let straight = price * self.rates.amount(tokens.nth(MEGA), counts);
        match &self.bend {
            None => straight,
            Some(bend) => straight + bend.amount(tokens, price),
        }
    }
}

impl<N: Number> Line<N> {
    /// The cost of a month in which only busy steps are charged.
    pub(crate) fn usage(&self, tokens: N, busy: Counts<N>) -> N {
        let straight = self.rates.amount(tokens.nth(MEGA), busy);
        match &self.bend {
            None => straight,
            Some(Bend::Hours { per_step, .. }) => straight + *per_step * busy.steps,
            Some(bend) => straight + bend.amount(tokens, N::lit(1)),
        }
    }
}

/// The sum of the lines, as far as they are straight.
pub(crate) fn total<'a, N: Number + 'a>(lines: impl IntoIterator<Item = &'a Line<N>>) -> Rates<N> {
    lines.into_iter().fold(Rates::zero(), |sum, line| sum + line.rates)
}

/// The lines as a curve, at the prices of today, with at most so many steps.
pub(crate) fn shape<N: Ordered>(lines: &[Line<N>], stairs: Stairs<N>, most: Option<N>) -> Shape<N> {
    let straight = Shape::Steps { rates: total(lines), stairs, most };
    lines.iter().filter_map(|line| line.bend.as_ref()).fold(straight, |sum, bend| sum.and(bend.shape()))
}
