//! From a price sheet to lines of cost.

mod acceptance;
mod month_sheet;
mod provisioned;
mod rates;
mod tariff;
mod terms;

pub(crate) use acceptance::lines as acceptance_lines;
pub(crate) use month_sheet::{Terms as MonthTerms, sheet_of_month};
pub(crate) use tariff::is_standard;
pub use tariff::{Request, RequestCost, Tariff};

use crate::cost::{Follows, Line, total};
use crate::curve::{Rates, Stairs};
use crate::finance::Category;
use crate::number::Number;
use crate::parameter::{ApiInputs, ClassInputs, Inputs, Offer};
use crate::quantity::{Scalar, Tokens, Usd, UsdPerMtok};
use crate::serving::Work;
use crate::workload::{Outcome, tokens_per_request};
use terms::Terms;

/// How long a request has to be able to wait for batch prices: the providers' batch window.
const BATCH_FROM_HOURS: u32 = 24;

/// Lines of an API's bill.
pub(crate) const LINES: usize = 8;

/// Those among them that come from the prices of tokens.
const OF_SHEET: usize = 7;

/// The bill of a million requests by what is charged: with prices per million tokens, no division.
#[derive(Clone, Copy)]
struct Bill<N> {
    input: Usd<N>,
    cached_input: Usd<N>,
    cache_write: Usd<N>,
    output: Usd<N>,
    reasoning: Usd<N>,
}

/// The prices that hold for one class of requests.
struct Prices<N> {
    input: UsdPerMtok<N>,
    cached_input: UsdPerMtok<N>,
    cache_write: UsdPerMtok<N>,
    output: UsdPerMtok<N>,
    reasoning: UsdPerMtok<N>,
}

/// The lines of an API: those of the sheet go with the volume, and what its terms change bends.
///
/// # Formula
/// ```text
/// cost of a million requests = 1e6 * sum s_i k_i bill_i        cost per Mtok = that / T
/// ```
pub(crate) fn lines<N: Number>(inputs: &Inputs<N>, api: &ApiInputs<N>) -> [Line<N>; LINES] {
    let attempts = Outcome::of(inputs.answers.as_deref()).attempts;
    let [input, cached, written, output, reasoning, volume, commitment] =
        lines_of(&inputs.classes, attempts, api);
    let (units, volume) = match &api.provisioned {
        None => (Rates::zero(), volume),
        Some(provisioned) => {
            let per_mtok = total([&input, &cached, &written, &output, &reasoning]).per_mtok;
            let bend = provisioned::bend(inputs, provisioned, own_tokens(inputs), per_mtok);
            (Rates::fixed((provisioned.price * provisioned.units).0), volume.bent(Some(bend)))
        }
    };
    let units = Line::monthly(Category::ApiOther, "provisioned units", units);
    [input, cached, written, output, reasoning, volume, commitment, units]
}

/// The provisioned units that carry the busiest hour of a month; nothing where none are sold.
pub(crate) fn units_needed<N: Number>(inputs: &Inputs<N>, api: &ApiInputs<N>, volume: N) -> Option<N> {
    let provisioned = api.provisioned.as_ref()?;
    Some(provisioned::needed(inputs, provisioned, own_tokens(inputs), volume))
}

/// The tokens of prompts and answers, in the API's own count.
fn own_tokens<N: Number>(inputs: &Inputs<N>) -> Work<N> {
    let attempts = Outcome::of(inputs.answers.as_deref()).attempts;
    Work::of(inputs, |one| {
        let (class, profile) = (&one.class, &one.profile);
        let tokens = class.prompt * profile.prompt_ratio
            + class.completion * profile.completion_ratio
            + profile.reasoning;
        (tokens * class.share * profile.attempts).0 * attempts
    })
}

fn lines_of<N: Number>(classes: &[ClassInputs<N>], attempts: N, api: &ApiInputs<N>) -> [Line<N>; OF_SHEET] {
    let none = Usd(N::lit(0));
    let mut sum = Bill { input: none, cached_input: none, cache_write: none, output: none, reasoning: none };
    for one in classes {
        let bill = bill(one, api);
        let weigh = |amount: Usd<N>| amount * one.class.share * one.profile.attempts * Scalar(attempts);
        sum = Bill {
            input: sum.input + weigh(bill.input),
            cached_input: sum.cached_input + weigh(bill.cached_input),
            cache_write: sum.cache_write + weigh(bill.cache_write),
            output: sum.output + weigh(bill.output),
            reasoning: sum.reasoning + weigh(bill.reasoning),
        };
    }
    let tokens = tokens_per_request(classes).0;
    let line = |category, label, bill: Usd<N>| {
        Line::monthly(category, label, Rates::per_mtok(bill.0.over(tokens))).following(Follows::Sheet)
    };
    let answered = |category, label, bill| line(category, label, bill).following(Follows::Output);
    let sheet = [
        line(Category::ApiInput, "input tokens", sum.input),
        line(Category::ApiCachedInput, "cached input tokens", sum.cached_input),
        line(Category::ApiCacheWrite, "cache writes", sum.cache_write),
        answered(Category::ApiOutput, "output tokens", sum.output),
        answered(Category::ApiReasoning, "reasoning tokens", sum.reasoning),
    ];
    let terms = Terms::of(api, total(&sheet).per_mtok);
    let [input, cached, written, output, reasoning] = sheet;
    let other = |label, bend| {
        Line::monthly(Category::ApiOther, label, Rates::zero()).following(Follows::Sheet).bent(bend)
    };
    let (volume, commitment) = (other("volume prices", terms.volume), other("commitment", terms.commitment));
    [input, cached, written, output, reasoning, volume, commitment]
}

/// What the rate limits carry: one step that costs nothing and is the only one. No limits, no stairs.
///
/// # Formula
/// ```text
/// capacity = serving_hours * 60 * T * min(tokens a minute / tokens of the peak, requests a minute / requests of the peak)
/// tokens of the peak = max(sum s_i k_i (p P_i + c C_i + R_i), peak_to_average * the same over classes that cannot wait)
/// ```
pub(crate) fn stairs<N: Number>(inputs: &Inputs<N>, api: &ApiInputs<N>) -> Stairs<N> {
    let Some(limits) = &api.limits else { return Stairs::flat() };
    let attempts = Outcome::of(inputs.answers.as_deref()).attempts;
    let tokens = own_tokens(inputs);
    let requests = Work::of(inputs, |one| one.class.share.0 * one.profile.attempts.0 * attempts);
    let minutes = inputs.workload.serving_hours.0 * N::lit(60) * tokens_per_request(&inputs.classes).0;
    let carries = |limit: N, work: Work<N>| {
        let peak = work.peak(inputs);
        (limit * minutes * peak.unit).over(peak.need)
    };
    let capacity = carries(limits.tokens.0, tokens).at_most(carries(limits.requests.0, requests));
    let one = N::lit(1);
    Stairs { need: one, supply: capacity, minimum: one, ..Stairs::flat() }
}

/// The bill of a million requests by the provider's rule.
///
/// Of the reusable prompt, the cache hits are read from the cache and the rest is written to it. A reusable prompt
/// shorter than the least that the provider caches is plain input: what has to match is the shared beginning, so its
/// length decides, not that of the whole prompt. With no hits at all nobody writes: the cache is not used.
fn bill<N: Number>(one: &ClassInputs<N>, api: &ApiInputs<N>) -> Bill<N> {
    let profile = &one.profile;
    let none = N::lit(0);
    let prompt = one.class.prompt * profile.prompt_ratio;
    let reusable = one.class.reusable * profile.prompt_ratio;
    let long_enough = api.offer.minimum_cacheable.0.select(reusable.0, none, reusable.0);
    let cacheable = Tokens(profile.cache_hit.0.select(none, long_enough, none));
    let read = cacheable * profile.cache_hit;
    let written = if api.charges_writes { cacheable - read } else { Tokens(none) };
    let prices = prices(one, api, prompt);
    Bill {
        input: prices.input.of_millions(prompt - read - written),
        cached_input: prices.cached_input.of_millions(read),
        cache_write: prices.cache_write.of_millions(written),
        output: prices.output.of_millions(one.class.completion * profile.completion_ratio),
        reasoning: prices.reasoning.of_millions(profile.reasoning),
    }
}

/// The prices of a class: those of the highest tier that its prompt passes, for the whole request, times the batch
/// fractions when it may wait.
fn prices<N: Number>(one: &ClassInputs<N>, api: &ApiInputs<N>, prompt: Tokens<N>) -> Prices<N> {
    let Offer { input, cached_input, cache_write, output, reasoning, batch, batch_cached, .. } = api.offer;
    let base = Prices { input, cached_input, cache_write, output, reasoning };
    let tiered = api.tiers.iter().fold(base, |below, tier| {
        let pick = |above: UsdPerMtok<N>, below: UsdPerMtok<N>| {
            UsdPerMtok(prompt.0.select(tier.above.0, above.0, below.0))
        };
        Prices {
            input: pick(tier.input, below.input),
            cached_input: pick(tier.cached_input, below.cached_input),
            cache_write: pick(tier.cache_write, below.cache_write),
            output: pick(tier.output, below.output),
            reasoning: pick(tier.reasoning, below.reasoning),
        }
    });
    let waits = |fraction: N| N::lit(BATCH_FROM_HOURS).select(one.class.may_wait.0, N::lit(1), fraction);
    // Of a fine-tuned model, the vendor may ask more.
    let tuned = |fraction: N| api.training.as_ref().map_or(fraction, |vendor| fraction * vendor.serving.0);
    let (all, cached) = (tuned(waits(batch.0)), tuned(waits(batch_cached.0)));
    let times = |price: UsdPerMtok<N>, factor: N| UsdPerMtok(price.0 * factor);
    Prices {
        input: times(tiered.input, all),
        cached_input: times(tiered.cached_input, cached),
        cache_write: times(tiered.cache_write, all),
        output: times(tiered.output, all),
        reasoning: times(tiered.reasoning, all),
    }
}
