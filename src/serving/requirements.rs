//! What a workload has to keep to so that an alternative can serve it at any volume: lengths and memory.

use super::LimitedBy;
use super::memory::{Fit, Replica, Weights, fit};
use crate::error::{Error, ErrorKind};
use crate::number::Exact;
use crate::parameter::ClassInputs;
use rust_decimal::Decimal;

/// What limits, and why, in words.
pub(crate) type Limit = (LimitedBy, String);

/// The limits of an alternative. They are asked again whenever a length changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requirements {
    /// The most tokens of prompt and answer together.
    pub(crate) context: Option<u64>,
    /// The most tokens of a prompt.
    pub(crate) input: Option<u64>,
    /// The most tokens of an answer, reasoning included.
    pub(crate) output: Option<u64>,
    /// What has to fit, for a deployment.
    pub(crate) memory: Option<MemoryNeed>,
}

/// A model and the replica that it has to fit.
#[derive(Clone, Debug)]
pub(crate) struct MemoryNeed {
    pub(crate) weights: Weights,
    pub(crate) replica: Replica,
    /// Requests served at once when the rate was measured.
    pub(crate) measured_concurrency: Option<u64>,
    /// What the accelerators are called.
    pub(crate) accelerator: String,
}

/// The lengths of a workload's requests in the alternative's own tokens, reasoning included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    pub(crate) prompt: Decimal,
    pub(crate) answer: Decimal,
}

impl Lengths {
    /// The lengths of a request of one class.
    pub(crate) fn of(one: &ClassInputs<Decimal>) -> Result<Self, Error> {
        let mut exact = |_, value| Exact::new(value);
        let (class, profile) = (one.class.map(&mut exact), one.profile.map(&mut exact));
        let known =
            |value: Exact| value.value().ok_or(ErrorKind::OutOfBounds { what: "the length of a request" });
        Ok(Self {
            prompt: known((class.prompt * profile.prompt_ratio).0)?,
            answer: known((class.completion * profile.completion_ratio + profile.reasoning).0)?,
        })
    }

    fn both(self) -> Exact {
        Exact::new(self.prompt) + Exact::new(self.answer)
    }
}

impl Requirements {
    /// What keeps the alternative from serving these requests, and how the model fits.
    pub(crate) fn check(
        &self,
        classes: &[ClassInputs<Decimal>],
    ) -> Result<(Option<Limit>, Option<Fit>), Error> {
        let zero = Decimal::ZERO;
        let (mut longest, mut prompt, mut answer, mut mean) = (zero, zero, zero, Exact::new(zero));
        for one in classes.iter().filter(|one| one.class.share.0 > zero) {
            let lengths = Lengths::of(one)?;
            longest = longest.max(lengths.both().value().unwrap_or(Decimal::MAX));
            prompt = prompt.max(lengths.prompt);
            answer = answer.max(lengths.answer);
            mean = mean + lengths.both() * Exact::new(one.class.share.0);
        }
        let (too_large, fit) = match &self.memory {
            None => (None, None),
            Some(need) => need.check(longest, mean.value().unwrap_or(longest))?,
        };
        let too_long = [
            (self.context, longest, "the context window"),
            (self.input, prompt, "the longest prompt"),
            (self.output, answer, "the longest answer"),
        ]
        .into_iter()
        .find_map(|(limit, tokens, what)| {
            let limit = limit.filter(|limit| tokens > Decimal::from(*limit))?;
            Some(format!("a request of {} tokens passes {what} of {limit}", tokens.normalize()))
        });
        let limit = too_large.map(|reason| (LimitedBy::Memory, reason));
        Ok((limit.or(too_long.map(|reason| (LimitedBy::Context, reason))), fit))
    }
}

impl MemoryNeed {
    /// Whether a replica holds the weights and one request of so many tokens.
    pub(crate) fn holds(&self, tokens: Decimal) -> Result<bool, Error> {
        Ok(fit(self.weights, self.replica, tokens, tokens)?.largest_concurrency.is_some())
    }

    fn check(&self, longest: Decimal, mean: Decimal) -> Result<(Option<String>, Option<Fit>), Error> {
        let fit = fit(self.weights, self.replica, longest, mean)?;
        let reason = match fit.largest_concurrency {
            None => Some(self.does_not_fit(&fit, longest)),
            Some(most) => self.measured_concurrency.filter(|measured| *measured > most).map(|measured| {
                format!(
                    "the rate was measured with {measured} requests at once, and the memory holds {most} of this workload"
                )
            }),
        };
        Ok((reason, Some(fit)))
    }

    fn does_not_fit(&self, fit: &Fit, longest: Decimal) -> String {
        let gigabytes = |bytes: Decimal| {
            bytes.checked_div(Decimal::from(1_000_000_000)).unwrap_or_default().round_dp(1).normalize()
        };
        let would_fit = fit.accelerators_that_fit.map_or("no number of them fits".to_owned(), |count| {
            format!("{count}x {} per replica would fit", self.accelerator)
        });
        format!(
            "weights of {} GB and a request of {} tokens do not fit the {} GB that a replica has; {would_fit}",
            gigabytes(fit.weight_bytes),
            longest.normalize(),
            gigabytes(fit.usable_bytes),
        )
    }
}
