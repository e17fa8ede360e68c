//! What a log would have cost by an offer's sheet, to the last digit.

use super::{Sums, THRESHOLDS, UsageLog};
use crate::api::{Request, RequestCost, Tariff};
use crate::error::{Error, ErrorKind, FieldPath};
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;

impl UsageLog {
    /// What all requests cost by the prices of an offer, exactly: within one length, tier and hour a bill is linear, so that the sums say
    /// it as well as the requests.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] where the sheet has thresholds at which the log is not split (by length: 32, 100, 128, 200, 256, 272,
    /// 500 and 512 thousand tokens), or any and the log is of sums, or prices by the hour and the log is of days;
    /// [`ErrorKind::NotFound`] for a tier of service that the offer does not have.
    pub fn bill(&self, tariff: &Tariff) -> Result<RequestCost, Error> {
        let mut total = RequestCost::default();
        let contradiction = |what: String, instead: &str| {
            Err(Error::at(
                FieldPath::new("bill"),
                ErrorKind::Contradiction { what, instead: instead.to_owned() },
            ))
        };
        if self.span_hours > 1 && tariff.has_hours() {
            let what = "the sheet has prices by the hour, and the log is of days".to_owned();
            return contradiction(what, "read a log with the time of each request, or of hours");
        }
        for threshold in tariff.thresholds() {
            if self.span_hours > 0 {
                let what =
                    format!("the sheet has other prices above {threshold} tokens, and the log is of sums");
                return contradiction(what, "read a log of single requests");
            }
            if !THRESHOLDS.contains(&threshold) {
                let what = format!(
                    "the sheet has other prices above {threshold} tokens, where the log is not split"
                );
                return contradiction(what, "price the requests one by one with a `Tariff`");
            }
        }
        // Monday, in UTC.
        let monday: Timestamp = Timestamp::from_second(4 * 86_400).unwrap_or(Timestamp::UNIX_EPOCH);
        for (cell, hours) in &self.cells {
            let length = cell
                .passed
                .checked_sub(1)
                .and_then(|at| THRESHOLDS.get(at))
                .map_or(0, |above| above.saturating_add(1));
            for (hour, sums) in hours.iter().enumerate().filter(|(_, sums)| **sums != Sums::default()) {
                let at = i64::try_from(hour).ok().and_then(|hour| monday.checked_add(hour.hours()).ok());
                let request = Request {
                    prompt_tokens: sums.prompt,
                    cached_tokens: sums.cached,
                    cache_write_tokens: sums.write,
                    cache_write_1h_tokens: sums.write_1h,
                    cache_write_12h_tokens: 0,
                    completion_tokens: sums.completion,
                    reasoning_tokens: sums.reasoning,
                    service_tier: cell.service_tier.as_deref(),
                    uplifts: &[],
                    at,
                };
                total = total.plus(&tariff.cost_at(length, &request)?)?;
            }
        }
        Ok(total)
    }

    /// Tokens of prompts and of visible answers.
    #[must_use]
    pub fn tokens(&self) -> Decimal {
        self.hours.values().fold(Decimal::ZERO, |sum, tokens| sum.saturating_add(Decimal::from(*tokens)))
    }
}
