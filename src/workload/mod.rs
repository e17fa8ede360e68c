//! What has to be served: tokens, requests, and how the volume grows.

mod acceptance;

pub(crate) use acceptance::Outcome;

use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use crate::parameter::ClassInputs;
use crate::quantity::Tokens;
use rust_decimal::{Decimal, RoundingStrategy};

/// A month's volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Prompt and visible completion tokens, counted by the reference tokenizer.
    pub tokens_per_month: u64,
    /// Requests; they need not be whole, because the volume is an average.
    pub requests_per_month: Decimal,
}

/// Workload tokens per request: `T = sum of share (prompt + completion)`.
pub(crate) fn tokens_per_request<N: Number>(classes: &[ClassInputs<N>]) -> Tokens<N> {
    weighted(classes, |one| one.class.prompt + one.class.completion)
}

/// Workload prompt tokens per request, for the price of an input token.
pub(crate) fn prompt_tokens_per_request<N: Number>(classes: &[ClassInputs<N>]) -> Tokens<N> {
    weighted(classes, |one| one.class.prompt)
}

fn weighted<N: Number>(classes: &[ClassInputs<N>], of: impl Fn(&ClassInputs<N>) -> Tokens<N>) -> Tokens<N> {
    classes.iter().fold(Tokens(N::lit(0)), |sum, one| sum + of(one) * one.class.share)
}

/// The tokens of so many requests, rounded half to even.
pub(crate) fn tokens_of_requests(
    requests: Decimal,
    classes: &[ClassInputs<Decimal>],
) -> Result<Decimal, Error> {
    let mut exact = |_, value| Exact::new(value);
    let classes: Vec<ClassInputs<Exact>> = classes
        .iter()
        .map(|one| ClassInputs { class: one.class.map(&mut exact), profile: one.profile.map(&mut exact) })
        .collect();
    let tokens = (Exact::new(requests) * tokens_per_request(&classes).0).value();
    tokens.map(|tokens| tokens.round()).ok_or(ErrorKind::OutOfBounds { what: "the volume in tokens" }.into())
}

/// The volume of each month of the study in whole tokens, rounded half to even.
///
/// # Formula
/// ```text
/// V_t = V (1 + g)^(t - 1)      t = 1..=months
/// ```
///
/// # Errors
/// [`ErrorKind::Contradiction`] where growth carries the volume past 1e15 tokens a month.
pub(crate) fn volumes(first: Decimal, growth: Decimal, months: u32) -> Result<Vec<u64>, Error> {
    let most = Exact::new(Decimal::from(1_000_000_000_000_000_u64));
    let factor = Exact::lit(1) + Exact::new(growth);
    let mut volume = Exact::new(first);
    let mut all = Vec::new();
    for month in 1..=months {
        let within = volume.value().filter(|_| volume.at_most(most) == volume);
        let whole = within
            .map(|tokens| tokens.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven))
            .and_then(|tokens| u64::try_from(tokens).ok());
        let Some(whole) = whole else {
            return Err(Error::new(ErrorKind::Contradiction {
                what: format!(
                    "growth of {growth} a month carries the volume past 1e15 tokens in month {month}"
                ),
                instead: "write a smaller growth or a shorter study period".to_owned(),
            }));
        };
        all.push(whole);
        // Less than half a token for ever: the product would leave the range of decimals on its way to nothing.
        volume = if whole == 0 { Exact::lit(0) } else { volume * factor };
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_round_half_to_even() {
        // 5, 2.5, 1.25: rounded 5, 2, 1; the growth runs on the unrounded volume
        assert_eq!(volumes(Decimal::from(5), Decimal::new(-5, 1), 3).unwrap(), [5, 2, 1]);
    }

    #[test]
    fn growth_past_the_largest_volume_is_refused_by_month() {
        // doubling from 1e12: month 11 has 1.024e15
        let error = volumes(Decimal::from(1_000_000_000_000_u64), Decimal::ONE, 60).unwrap_err();
        assert!(error.to_string().contains("in month 11"), "{error}");
    }
}
