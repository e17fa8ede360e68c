//! One record of a log, whatever its form.

use crate::api::{Request, is_standard};
use crate::error::{Error, ErrorKind, FieldPath};
use jiff::Timestamp;

/// A request, or the sum of some.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    pub(super) at: Timestamp,
    /// The hours that a sum is over; 0 for one request.
    pub(super) hours: i64,
    pub(super) model: &'a str,
    pub(super) service_tier: Option<&'a str>,
    pub(super) requests: u64,
    pub(super) prompt: u64,
    pub(super) cached: u64,
    pub(super) write: u64,
    pub(super) write_1h: u64,
    pub(super) completion: u64,
    pub(super) reasoning: u64,
}

impl<'a> Record<'a> {
    /// One request.
    pub(super) fn one(at: Timestamp, model: &'a str, request: &Request<'a>) -> Self {
        Self {
            at,
            hours: 0,
            model,
            service_tier: request.service_tier.filter(|tier| !is_standard(tier)),
            requests: 1,
            prompt: request.prompt_tokens,
            cached: request.cached_tokens,
            write: request.cache_write_tokens,
            write_1h: request.cache_write_1h_tokens,
            completion: request.completion_tokens,
            reasoning: request.reasoning_tokens,
        }
    }

    /// Parts are no more than their whole.
    pub(super) fn check(&self) -> Result<(), Error> {
        let of_cache = self.cached.checked_add(self.write);
        if of_cache.is_none_or(|tokens| tokens > self.prompt) {
            return Err(more("cached_tokens", "prompt_tokens"));
        }
        if self.write_1h > self.write {
            return Err(more("cache_write_1h_tokens", "cache_write_tokens"));
        }
        if self.reasoning > self.completion {
            return Err(more("reasoning_tokens", "completion_tokens"));
        }
        Ok(())
    }
}

fn more(part: &str, whole: &str) -> Error {
    let what = format!("they are more than `{whole}`, which includes them");
    let instead =
        "count tokens as OpenAI does: the prompt includes the cache, the completion reasoning".to_owned();
    Error::at(FieldPath::new(part), ErrorKind::Contradiction { what, instead })
}

pub(super) fn no_time(found: &str) -> Error {
    let found: String = found.chars().take(40).collect();
    let expected = "a time such as 2026-11-26T09:30:00Z".to_owned();
    Error::at(FieldPath::new("timestamp"), ErrorKind::WrongType { found: format!("`{found}`"), expected })
}
