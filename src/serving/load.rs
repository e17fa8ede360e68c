//! From tokens to steps.

use crate::curve::Stairs;
use crate::number::Number;
use crate::parameter::{ClassInputs, DeploymentInputs, HourOfDay, Inputs, LoadBasis, RateForm, Scaling};
use crate::quantity::Tokens;
use crate::workload::{Outcome, tokens_per_request};

/// How long work has to be able to wait before it fills the valleys of the load: a day, because the valley is at night.
const WAITS_FROM_HOURS: u32 = 24;

/// Hours of a day.
pub(crate) const HOURS_OF_DAY: u32 = 24;

/// What a token of volume needs and what a step supplies, as exact products in the same unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load<N> {
    /// What the peak needs per workload token.
    pub(crate) need: N,
    /// What the average needs per workload token.
    pub(crate) average: N,
    /// What a step supplies a month, with headroom.
    pub(crate) supply: N,
    /// What a step could supply if it worked all hours of the month.
    pub(crate) full_supply: N,
    /// The part of the average that cannot wait.
    pub(crate) cannot_wait: N,
}

/// The tokens of a request that are prefilled (A) and decoded (B), in the alternative's own tokens.
fn prefilled_and_decoded<N: Number>(one: &ClassInputs<N>) -> (Tokens<N>, Tokens<N>) {
    let profile = &one.profile;
    let fresh = one.class.prompt - one.class.reusable * profile.cache_hit;
    (fresh * profile.prompt_ratio, one.class.completion * profile.completion_ratio + profile.reasoning)
}

/// The work of a class per request of the workload: prefill and decode, over the common denominator `q d`.
fn work<N: Number>(one: &ClassInputs<N>, inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> (N, N) {
    let (prefilled, decoded) = prefilled_and_decoded(one);
    let attempts = one.profile.attempts.0 * Outcome::of(inputs.answers.as_deref()).attempts;
    let per_request = one.class.share.0 * attempts;
    match deployment.choices.rate {
        RateForm::Split => (
            per_request * prefilled.0 * deployment.serving.decode.0,
            per_request * decoded.0 * deployment.serving.prefill.0,
        ),
        RateForm::Combined => (per_request * prefilled.0, per_request * decoded.0),
    }
}

/// Need and supply.
///
/// # Formula
/// ```text
/// work_i = s_i k_i (A_i d + B_i q)      with one combined rate: s_i k_i (A_i + B_i)
/// need   = V max(sum work_i, peak_to_average * sum over classes that cannot wait of work_i)
/// supply = T * serving_hours * 3600 * peak_hour_load_fraction * replicas_per_step * (q d, or the combined rate)
/// ```
/// k_i are the requests per accepted answer: as given, or by how often an attempt is accepted.
/// An average utilization takes the place of the peak and of its headroom. With the load of each hour l_h, the peak is
/// 24 max l_h / sum l_h; need and supply are both multiplied by that sum.
pub(crate) fn load<N: Number>(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> Load<N> {
    let work = Work::of(inputs, |one| {
        let (prefill, decode) = work(one, inputs, deployment);
        prefill + decode
    });
    let serving = &deployment.serving;
    let rate = match deployment.choices.rate {
        RateForm::Split => serving.prefill.0 * serving.decode.0,
        RateForm::Combined => serving.combined.0,
    };
    let (peak, share) = match deployment.choices.load {
        LoadBasis::AverageUtilization => (Peak { need: work.all, unit: N::lit(1) }, serving.utilization),
        LoadBasis::Hours if deployment.choices.scaling == Scaling::Hourly => {
            (work.busiest_hour(&inputs.hours), serving.peak_load)
        }
        LoadBasis::Peak | LoadBasis::Hours => (work.peak(inputs), serving.peak_load),
    };
    let per_second = tokens_per_request(&inputs.classes).0 * serving.replicas.0 * rate;
    // The product of the hours first: a sweep seldom moves them, and then it is a constant.
    let in_hours = |hours: N| per_second * (hours * N::lit(3600));
    Load {
        need: peak.need,
        average: work.all,
        supply: in_hours(inputs.workload.serving_hours.0) * share.0 * peak.unit,
        full_supply: in_hours(inputs.workload.hours.0),
        cannot_wait: work.cannot_wait,
    }
}

/// Work per workload request, by whether it may wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work<N> {
    pub(crate) all: N,
    pub(crate) cannot_wait: N,
}

/// What the peak needs, and what the supply is multiplied by to be in the same unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peak<N> {
    pub(crate) need: N,
    pub(crate) unit: N,
}

impl<N: Number> Work<N> {
    /// The work of all classes, each as it is measured.
    pub(crate) fn of(inputs: &Inputs<N>, work: impl Fn(&ClassInputs<N>) -> N) -> Self {
        let none = N::lit(0);
        inputs.classes.iter().fold(Self { all: none, cannot_wait: none }, |sum, one| {
            let work = work(one);
            let cannot_wait = N::lit(WAITS_FROM_HOURS).select(one.class.may_wait.0, work, none);
            Self { all: sum.all + work, cannot_wait: sum.cannot_wait + cannot_wait }
        })
    }

    /// Work that may wait fills the valleys.
    pub(crate) fn peak(self, inputs: &Inputs<N>) -> Peak<N> {
        if inputs.hours.is_empty() {
            let need = self.all.at_least(inputs.workload.peak_to_average.0 * self.cannot_wait);
            return Peak { need, unit: N::lit(1) };
        }
        let (sum, most) = sum_and_most(&inputs.hours);
        Peak { need: (self.all * sum).at_least(self.cannot_wait * most * N::lit(HOURS_OF_DAY)), unit: sum }
    }

    /// Work that may wait is spread evenly over the day.
    fn busiest_hour(self, hours: &[HourOfDay<N>]) -> Peak<N> {
        let (sum, most) = sum_and_most(hours);
        Peak { need: self.in_hour(most, sum), unit: sum }
    }

    /// What each hour needs, as if it went on around the clock, times the sum of the loads.
    pub(crate) fn of_hours(self, hours: &[HourOfDay<N>]) -> impl Iterator<Item = N> {
        let (sum, _) = sum_and_most(hours);
        hours.iter().map(move |hour| self.in_hour(hour.load.0, sum))
    }

    /// The sum of the loads of the hours: the unit of what an hour needs.
    pub(crate) fn unit_of_hours(hours: &[HourOfDay<N>]) -> N {
        sum_and_most(hours).0
    }

    fn in_hour(self, load: N, sum: N) -> N {
        self.cannot_wait * load * N::lit(HOURS_OF_DAY) + (self.all - self.cannot_wait) * sum
    }
}

fn sum_and_most<N: Number>(hours: &[HourOfDay<N>]) -> (N, N) {
    let none = N::lit(0);
    hours.iter().fold((none, none), |(sum, most), hour| (sum + hour.load.0, most.at_least(hour.load.0)))
}

/// What the steps of each hour of the day have to carry, as if that hour's load went on around the clock: one staircase an
/// hour, of the same supply.
pub(crate) fn hourly_stairs<N: Number>(inputs: &Inputs<N>, load: &Load<N>, minimum: N) -> Vec<Stairs<N>> {
    let work = Work { all: load.average, cannot_wait: load.cannot_wait };
    let stairs = |need: N| Stairs { need, supply: load.supply, minimum, ..Stairs::flat() };
    work.of_hours(&inputs.hours).map(stairs).collect()
}

/// The share of the step-seconds that goes into prefill.
pub(crate) fn prefill_share<N: Number>(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> N {
    let none = N::lit(0);
    let (prefill, all) = inputs.classes.iter().fold((none, none), |(prefill, all), one| {
        let (this_prefill, decode) = work(one, inputs, deployment);
        (prefill + this_prefill, all + this_prefill + decode)
    });
    prefill.over(all)
}
