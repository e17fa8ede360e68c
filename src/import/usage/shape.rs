//! From the sums of a log to a workload.

use super::{Cell, Sums, THRESHOLDS, UsageLog};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::scenario::{RequestClass, TokenProfile, Workload};
use crate::source::Figure;
use rust_decimal::{Decimal, RoundingStrategy};

/// Hours of an average month, as a workload has them.
const MONTH: i64 = 730;

/// Shares are kept to so many decimals; the last class has what is left.
const SHARE_DECIMALS: u32 = 12;

/// Averages of tokens are kept to so many decimals.
const TOKEN_DECIMALS: u32 = 6;

/// Growth is told from two halves of four weeks each at least.
const HALF_HOURS: i64 = 28 * 24;

impl UsageLog {
    /// The workload of the log: classes by length and batch, the volume of a month, the load of the hours of the day, growth.
    ///
    /// # Formula
    /// ```text
    /// tokens_per_month = tokens 730 / hours      of the whole log, or of its later half where growth is told
    /// growth = (tokens of the later half / tokens of the earlier)^(730 / hours of a half) - 1
    /// ```
    /// Growth is told where each half has four weeks. A log that is shorter than a day says no load of hours, but its peak.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] for a log without requests, or one that does not count them.
    pub fn workload(&self) -> Result<Workload, Error> {
        let (Some(first), Some(last)) = (self.first_hour(), self.last_hour()) else {
            return Err(self.no_requests());
        };
        if self.requests == 0 {
            return Err(self.no_requests());
        }
        let hours = last.saturating_sub(first).saturating_add(1);
        let half = hours.div_euclid(2);
        let later = last.saturating_sub(half).saturating_add(1);
        let growth =
            if half >= HALF_HOURS { self.growth(later.saturating_sub(half), later, half) } else { None };
        let (from, length) = if growth.is_some() { (later, half) } else { (first, hours) };
        let tokens = self.in_hours(from, last.saturating_add(1));
        let volume = tokens.checked_mul(Decimal::from(MONTH)).ok_or_else(out_of_bounds)?;
        let volume = per(volume, length)?;
        let by_hour = self.hours_of_day();
        let knows_hours = self.span_hours <= 1;
        let is_shaped = knows_hours && hours >= 24 && by_hour.iter().any(|load| !load.is_zero());
        let peak = if knows_hours { self.peak(hours)? } else { None };
        let mut workload = Workload {
            tokens_per_month: Some(volume.round().max(Decimal::ONE).into()),
            growth_fraction_per_month: growth.map(Figure::from),
            peak_to_average: peak.filter(|_| !is_shaped).map(Figure::from),
            hourly_load: is_shaped.then(|| by_hour.into_iter().map(Figure::from).collect()),
            ..Workload::default()
        };
        let cells = self.classes();
        let mut left = Decimal::ONE;
        for (at, (name, sums, is_batch)) in cells.iter().enumerate() {
            let requests = Decimal::from(sums.requests);
            let share = rounded(per(requests, self.requests)?, SHARE_DECIMALS);
            let is_last = at.saturating_add(1) == cells.len();
            let average = |tokens: u64| {
                let mean = per(Decimal::from(tokens), sums.requests)?;
                Ok::<Figure, Error>(rounded(mean, TOKEN_DECIMALS).into())
            };
            let class = RequestClass {
                share: Some(if is_last { left } else { share }.into()),
                prompt_tokens: Some(average(sums.prompt)?),
                reusable_prompt_tokens: Some(average(sums.cached.saturating_add(sums.write))?),
                completion_tokens: Some(average(sums.completion.saturating_sub(sums.reasoning))?),
                may_wait_hours: is_batch.then(|| 24.into()),
            };
            left = left.saturating_sub(share);
            workload.class.insert(name.clone(), class);
        }
        Ok(workload)
    }

    /// What the log says of the alternative that has served it: reasoning tokens, and how much of what can be cached was.
    ///
    /// # Errors
    /// As [`UsageLog::workload`].
    pub fn token_profile(&self) -> Result<TokenProfile, Error> {
        let all = self.cells.values().flatten().fold(Sums::default(), |sum, one| sum.and(one));
        if all.requests == 0 {
            return Err(self.no_requests());
        }
        let reasoning = per(Decimal::from(all.reasoning), all.requests)?;
        let reusable = all.cached.saturating_add(all.write);
        let hit = (reusable > 0).then(|| per(Decimal::from(all.cached), reusable)).transpose()?;
        Ok(TokenProfile {
            reasoning_tokens: Some(rounded(reasoning, TOKEN_DECIMALS).into()),
            cache_hit_fraction: hit.map(|hit| rounded(hit, SHARE_DECIMALS).into()),
            ..TokenProfile::default()
        })
    }

    /// Load of the busiest hour over the average hour of the log.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] where it is more than can be kept.
    pub fn peak_to_average(&self) -> Result<Option<Decimal>, Error> {
        match (self.first_hour(), self.last_hour()) {
            (Some(first), Some(last)) if self.span_hours <= 1 => {
                self.peak(last.saturating_sub(first).saturating_add(1))
            }
            _ => Ok(None),
        }
    }

    fn peak(&self, hours: i64) -> Result<Option<Decimal>, Error> {
        let busiest = self.hours.values().max().copied().map_or(Decimal::ZERO, Decimal::from);
        let all = self.tokens();
        if all.is_zero() {
            return Ok(None);
        }
        let peak = busiest
            .checked_mul(hours.into())
            .and_then(|load| load.checked_div(all))
            .ok_or_else(out_of_bounds)?;
        Ok(Some(rounded(peak, TOKEN_DECIMALS).max(Decimal::ONE)))
    }

    fn no_requests(&self) -> Error {
        let instead = if self.counts_requests {
            "read a log that has a request".to_owned()
        } else {
            "say how many requests there were with `assume_requests`: the report does not count them"
                .to_owned()
        };
        Error::at(FieldPath::new("usage"), ErrorKind::Missing { instead })
    }

    fn first_hour(&self) -> Option<i64> {
        self.from.map(|second| second.div_euclid(3_600))
    }

    fn last_hour(&self) -> Option<i64> {
        self.to.map(|second| match self.span_hours {
            0 => second.div_euclid(3_600),
            _ => second.saturating_sub(1).div_euclid(3_600),
        })
    }

    fn in_hours(&self, from: i64, to: i64) -> Decimal {
        self.hours
            .range(from..to)
            .fold(Decimal::ZERO, |sum, (_, tokens)| sum.saturating_add(Decimal::from(*tokens)))
    }

    /// To four decimals: more would be a claim.
    fn growth(&self, from: i64, later: i64, half: i64) -> Option<Decimal> {
        let (earlier, now) = (self.in_hours(from, later), self.in_hours(later, later.saturating_add(half)));
        let ratio: f64 = now.checked_div(earlier)?.to_string().parse().ok()?;
        let months = Decimal::from(half).checked_div(MONTH.into())?.to_string().parse::<f64>().ok()?;
        let growth = ratio.powf(months.recip()) - 1.0;
        let growth = format!("{growth:.4}").parse::<Decimal>().ok()?;
        Some(growth.clamp(Decimal::new(-5, 1), Decimal::ONE).normalize())
    }

    fn hours_of_day(&self) -> Vec<Decimal> {
        let mut load = vec![Decimal::ZERO; 24];
        for (hour, tokens) in &self.hours {
            let of_day = usize::try_from(hour.rem_euclid(24)).unwrap_or(0);
            if let Some(sum) = load.get_mut(of_day) {
                *sum = sum.saturating_add(Decimal::from(*tokens));
            }
        }
        // Only the share counts; a load has a largest value.
        let largest = load.iter().max().copied().unwrap_or_default();
        let million = Decimal::from(1_000_000);
        let scale = |load: Decimal| {
            load.checked_div(largest).and_then(|share| share.checked_mul(million)).unwrap_or_default()
        };
        load.into_iter().map(|load| rounded(scale(load), TOKEN_DECIMALS)).collect()
    }

    /// Name, sums, and whether it may wait.
    fn classes(&self) -> Vec<(String, Sums, bool)> {
        let sums = |hours: &Vec<Sums>| hours.iter().fold(Sums::default(), |sum, one| sum.and(one));
        let named = self
            .cells
            .iter()
            .map(|(cell, hours)| (name(cell), sums(hours), cell.service_tier.as_deref() == Some("batch")));
        named.filter(|(_, sums, _)| sums.requests > 0).collect()
    }
}

fn name(cell: &Cell) -> String {
    let length = match cell.passed.checked_sub(1).and_then(|at| THRESHOLDS.get(at)) {
        None => "short".to_owned(),
        Some(above) => format!("above_{above}_tokens"),
    };
    cell.service_tier.as_ref().map_or(length.clone(), |tier| format!("{tier}_{length}"))
}

fn per(amount: Decimal, count: impl Into<Decimal>) -> Result<Decimal, Error> {
    amount.checked_div(count.into()).ok_or_else(out_of_bounds)
}

fn out_of_bounds() -> Error {
    ErrorKind::OutOfBounds { what: "an average of a log" }.into()
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointNearestEven).normalize()
}
