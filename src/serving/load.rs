//! From tokens to steps.

use crate::number::Number;
use crate::parameter::{ClassInputs, DeploymentInputs, Inputs, LoadBasis, RateForm};
use crate::quantity::Tokens;
use crate::workload::{Outcome, tokens_per_request};

/// How long work has to be able to wait before it fills the valleys of the load: a day, because the valley is at night.
const WAITS_FROM_HOURS: u32 = 24;

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
/// An average utilization takes the place of the peak and of its headroom.
pub(crate) fn load<N: Number>(inputs: &Inputs<N>, deployment: &DeploymentInputs<N>) -> Load<N> {
    let none = N::lit(0);
    let (mut all, mut cannot_wait) = (none, none);
    for one in &inputs.classes {
        let (prefill, decode) = work(one, inputs, deployment);
        let work = prefill + decode;
        all = all + work;
        cannot_wait = cannot_wait + N::lit(WAITS_FROM_HOURS).select(one.class.may_wait.0, work, none);
    }
    let serving = &deployment.serving;
    let rate = match deployment.choices.rate {
        RateForm::Split => serving.prefill.0 * serving.decode.0,
        RateForm::Combined => serving.combined.0,
    };
    let (need, share) = match deployment.choices.load {
        LoadBasis::Peak => (all.at_least(inputs.workload.peak_to_average.0 * cannot_wait), serving.peak_load),
        LoadBasis::AverageUtilization => (all, serving.utilization),
    };
    let per_second = tokens_per_request(&inputs.classes).0 * serving.replicas.0 * rate;
    let per_hour = per_second * N::lit(3600);
    Load {
        need,
        average: all,
        supply: per_hour * inputs.workload.serving_hours.0 * share.0,
        full_supply: per_hour * inputs.workload.hours.0,
    }
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
