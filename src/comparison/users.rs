//! Break-evens in users, where the volume is so many users times so many tokens.

use super::answer::Answer;
use super::pairs::Pair;
use crate::curve::Interval;
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

impl Answer {
    /// The users of month 1; `None` where the volume is not given by users.
    #[must_use]
    pub fn users(&self) -> Option<Decimal> {
        let each = Exact::new(self.tokens_per_user_month?);
        Exact::new(Decimal::from(self.volume.tokens_per_month)).over(each).value()
    }

    /// The least whole number of users at which the challenger of a pair costs no more than the incumbent: the break-even
    /// in users. `None` where the volume is not given by users, or no whole number of them does.
    ///
    /// # Formula
    /// ```text
    /// least n >= 1 with n * tokens_per_user_month in the break-even set
    /// ```
    ///
    /// ```
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let text = include_str!("../../examples/scenarios/10-developers.toml");
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// let answer = comparison.answer()?;
    /// // two H100s cost 13,282.53 USD a month with half an engineer, Claude Opus 345.37 a developer: 38.46 of them
    /// let pair = comparison.break_even("two-h100", "claude-opus")?;
    /// assert_eq!(answer.first_users(&pair), Some(39));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    #[must_use]
    pub fn first_users(&self, pair: &Pair) -> Option<u64> {
        let each = self.tokens_per_user_month?;
        let found = &pair.break_even;
        let of_intervals =
            found.cheaper_on.iter().chain(&found.equal_on).filter_map(|one| first_in(one, each));
        let of_points = found.equal_at.iter().filter_map(|point| {
            let users = Exact::new(*point).over(Exact::new(each)).value()?;
            users.fract().is_zero().then_some(users)
        });
        let least = of_intervals.chain(of_points).filter(|users| *users >= Decimal::ONE).min()?;
        u64::try_from(least).ok()
    }
}

/// The least whole number from 1 on whose product with `each` is in the interval.
fn first_in(interval: &Interval, each: Decimal) -> Option<Decimal> {
    let mut users = Exact::new(interval.from).over(Exact::new(each)).ceil().at_least(Exact::lit(1));
    let tokens = |users: Exact| (users * Exact::new(each)).value();
    if tokens(users)? == interval.from && !interval.from_closed {
        users = users + Exact::lit(1);
    }
    let reached = tokens(users)?;
    let within = |to: Decimal| reached < to || (interval.to_closed && reached == to);
    if interval.to.is_none_or(within) { users.value() } else { None }
}
