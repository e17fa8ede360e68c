//! The functions of spreadsheets, one period at a time: SLN, SYD, DB, DDB and VDB as Excel defines them.

use super::{Asset, in_range};
use crate::error::{Error, ErrorKind};
use crate::finance::check;
use crate::number::{Amount, Number, Ordered};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Whether a declining balance changes to equal parts where those are more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It does, and ends at the salvage value: the default of VDB.
    ToStraightLine,
    /// It never does: `no_switch` of VDB, and DDB.
    Never,
}

const FACTOR: &str = "times the straight-line rate";

/// An asset on its way through a declining balance.
pub(super) struct Walk<N> {
    pub(super) cost: N,
    /// What is left.
    pub(super) book: N,
    salvage: N,
    factor: N,
    periods: u32,
    left: u32,
    switch: Switch,
    /// What was left when equal parts began, and the periods then.
    equal: Option<(N, u32)>,
}

impl<N: Ordered> Walk<N> {
    /// What the next period writes off.
    pub(super) fn period(&mut self) -> N {
        let lit = N::lit;
        let rest = self.book - self.salvage;
        let share = (self.book * self.factor).over(lit(self.periods));
        let declining = share.at_most(rest);
        let part = rest.over(lit(self.left.max(1)));
        let switches =
            self.switch == Switch::ToStraightLine && part.order(declining) == Some(Ordering::Greater);
        if switches && self.equal.is_none() {
            self.equal = Some((self.book, self.left));
        }
        self.left = self.left.saturating_sub(1);
        match self.equal {
            // One division from where they began: what terminates is exact.
            Some((began, over)) => {
                let left = (began - self.salvage) * lit(self.left);
                self.book = self.salvage + left.over(lit(over.max(1)));
                part
            }
            None => {
                // The floor is met to the last digit of a float.
                self.book = (self.book - share).at_least(self.salvage);
                declining
            }
        }
    }
}

impl<A: Amount> Asset<A> {
    pub(super) fn walk(&self, factor: A, switch: Switch) -> Result<Walk<A::Carrier>, Error> {
        let cost = check::number("cost", self.cost)?;
        Ok(Walk {
            cost,
            book: cost,
            salvage: check::number("salvage", self.salvage)?,
            factor: check::above("factor", factor, 0, FACTOR)?,
            periods: self.periods,
            left: self.periods,
            switch,
            equal: None,
        })
    }

    /// Excel's SLN: what each period writes off in equal parts.
    ///
    /// # Formula
    /// ```text
    /// (C - S) / n
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::Asset;
    ///
    /// let truck = Asset::new(Decimal::from(30_000), Decimal::from(7_500), 10)?;
    /// assert_eq!(truck.excel_sln()?, Decimal::from(2_250));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn excel_sln(&self) -> Result<A, Error> {
        check::result("a depreciation", self.base()?.over(A::Carrier::lit(self.periods)))
    }

    /// Excel's SYD: what a period, counted from 1, writes off by the sum of years' digits.
    ///
    /// # Formula
    /// ```text
    /// (C - S) 2 (n - k + 1) / (n (n + 1))
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a period that is not in the life.
    pub fn excel_syd(&self, period: u32) -> Result<A, Error> {
        self.check_period(period, self.periods)?;
        let lit = A::Carrier::lit;
        let digits = lit(2) * lit(self.periods.saturating_sub(period).saturating_add(1));
        let sum = lit(self.periods) * lit(self.periods.saturating_add(1));
        check::result("a depreciation", (self.base()? * digits).over(sum))
    }

    /// Excel's DB: what a year writes off by a fixed rate of what is left, rounded to three decimals, with so many months
    /// of the first year. With fewer than 12 there is one year more.
    ///
    /// Its years do not sum to cost less salvage value, because of the rounded rate. The rate of no salvage value is 1.
    ///
    /// # Formula
    /// ```text
    /// rate = 1 - (S / C)^(1 / n), rounded half up to 3 decimals
    /// year 1: C rate months / 12; later: (C - so far) rate; year n + 1: (C - so far) rate (12 - months) / 12
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a year that there is not, and for no or more than 12 months.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::Asset;
    ///
    /// // The example of Excel's reference: a rate of 0.319, and 7 months of it in the first year.
    /// let machine = Asset::new(Decimal::from(1_000_000), Decimal::from(100_000), 6)?;
    /// assert_eq!(machine.excel_db(1, 7)?.round_dp(2).to_string(), "186083.33");
    /// assert_eq!(machine.excel_db(7, 7)?.round_dp(2).to_string(), "15845.10");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn excel_db(&self, year: u32, months_of_first_year: u32) -> Result<A, Error> {
        in_range(
            "months_of_first_year",
            months_of_first_year.into(),
            Decimal::ONE,
            Decimal::from(12),
            "months",
        )?;
        let last = if months_of_first_year < 12 { self.periods.saturating_add(1) } else { self.periods };
        self.check_period(year, last)?;
        let lit = A::Carrier::lit;
        let (mut book, rate) = (check::number("cost", self.cost)?, self.rounded_rate()?);
        let mut amount = lit(0);
        for at in 1..=year {
            let months = match at {
                1 => months_of_first_year,
                _ if at > self.periods => 12_u32.saturating_sub(months_of_first_year),
                _ => 12,
            };
            amount = (book * lit(rate) * lit(months)).over(lit(12_000));
            book = book - amount;
        }
        check::result("a depreciation", amount)
    }

    /// Excel's DDB: what a period, counted from 1, writes off by the declining balance without a change to equal parts.
    ///
    /// # Formula
    /// ```text
    /// the smaller of (C - so far) factor / n and C - S - so far
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a period that is not in the life, [`ErrorKind::NotAbove`] for a factor of 0 or less.
    pub fn excel_ddb(&self, period: u32, factor: A) -> Result<A, Error> {
        self.check_period(period, self.periods)?;
        let mut walk = self.walk(factor, Switch::Never)?;
        let amount = (0..period).fold(A::Carrier::lit(0), |_, _| walk.period());
        check::result("a depreciation", amount)
    }

    /// Excel's VDB: what is written off from a time to another, in periods from the start, by the declining balance;
    /// linear within a period.
    ///
    /// # Formula
    /// ```text
    /// in a whole period: the larger of B factor / n and (B - S) / (periods left), down to S
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] unless 0 <= start <= end <= life, [`ErrorKind::NotAbove`] for a factor of 0 or less.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{Asset, Switch};
    ///
    /// // The example of Excel's reference: from the 6th to the 18th of 120 months.
    /// let machine = Asset::new(Decimal::from(2_400), Decimal::from(300), 120)?;
    /// let year = machine.excel_vdb(6.into(), 18.into(), Decimal::TWO, Switch::ToStraightLine)?;
    /// assert_eq!(year.round_dp(2).to_string(), "396.31");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn excel_vdb(&self, start: A, end: A, factor: A, switch: Switch) -> Result<A, Error> {
        let (from, to) = (check::number("start", start)?, check::number("end", end)?);
        in_range("end", end.shown(), Decimal::ZERO, self.periods.into(), "periods of the life")?;
        in_range("start", start.shown(), Decimal::ZERO, end.shown(), "periods, at most the end")?;
        // The difference of what is left, so that decimals sum exactly over any parts.
        let left = |time: A::Carrier| -> Result<A::Carrier, Error> {
            let mut walk = self.walk(factor, switch)?;
            for at in 0..self.periods {
                let within = (time - A::Carrier::lit(at)).at_most(A::Carrier::lit(1));
                if within.order(A::Carrier::lit(1)) != Some(Ordering::Equal) {
                    return Ok(walk.book - walk.period() * within.at_least(A::Carrier::lit(0)));
                }
                walk.period();
            }
            Ok(walk.book)
        };
        check::result("a depreciation", left(from)? - left(to)?)
    }

    fn check_period(&self, period: u32, last: u32) -> Result<(), Error> {
        in_range("period", period.into(), Decimal::ONE, last.into(), "periods of the life")
    }

    /// The rate of DB in thousandths, half up: the largest k of which the salvage value is no more than the cost times
    /// `(1 - (k - 1/2) / 1000)^n`. Asked by division and without a root, so that it is right to the last digit.
    fn rounded_rate(&self) -> Result<u32, Error> {
        let (cost, salvage) = (check::number("cost", self.cost)?, check::number("salvage", self.salvage)?);
        let lit = A::Carrier::lit;
        let is_reached = |k: u32| {
            let (kept, of) = (lit(2001 - 2 * k), lit(2000));
            let mut worth = salvage;
            for _ in 0..self.periods {
                if worth.order(cost) == Some(Ordering::Greater) {
                    return false;
                }
                worth = (worth * of).over(kept);
            }
            worth.order(cost) != Some(Ordering::Greater)
        };
        let (mut reached, mut beyond) = (0, 1001);
        while beyond - reached > 1 {
            let middle = (reached + beyond) / 2;
            if is_reached(middle) {
                reached = middle;
            } else {
                beyond = middle;
            }
        }
        if reached == 0 && salvage.order(cost) == Some(Ordering::Greater) {
            return Err(ErrorKind::OutOfBounds { what: "a rate of depreciation" }.into());
        }
        Ok(reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(cost: i64, salvage: i64, periods: u32) -> Asset<Decimal> {
        Asset::new(cost.into(), salvage.into(), periods).unwrap()
    }

    #[test]
    fn periods_that_there_are_not_are_refused() {
        let asset = asset(1000, 100, 5);
        let two = Decimal::TWO;
        let said = |result: Result<Decimal, Error>| result.unwrap_err().to_string();
        assert_eq!(said(asset.excel_syd(0)), "period = 0 is not in 1..=5 (periods of the life)");
        assert_eq!(said(asset.excel_syd(6)), "period = 6 is not in 1..=5 (periods of the life)");
        assert!(asset.excel_ddb(6, two).is_err() && asset.excel_db(6, 12).is_err());
        assert_eq!(said(asset.excel_db(1, 13)), "months_of_first_year = 13 is not in 1..=12 (months)");
        // 6 months of the first year leave 6 for a sixth
        assert!(asset.excel_db(6, 6).is_ok());
        let vdb =
            |start: i64, end: i64| asset.excel_vdb(start.into(), end.into(), two, Switch::ToStraightLine);
        assert_eq!(said(vdb(3, 2)), "start = 3 is not in 0..=2 (periods, at most the end)");
        assert_eq!(said(vdb(0, 6)), "end = 6 is not in 0..=5 (periods of the life)");
        assert_eq!(vdb(2, 2).unwrap(), Decimal::ZERO);
        assert_eq!(vdb(0, 5).unwrap(), Decimal::from(900));
    }

    #[test]
    fn rate_of_the_fixed_declining_balance_is_rounded_half_up() {
        // 1 - 0.1^(1/6) = 0.31871; 1 - (1/4)^(1/2) = 0.5; of no salvage value 1, of all of it 0
        assert_eq!(asset(1_000_000, 100_000, 6).rounded_rate().unwrap(), 319);
        assert_eq!(asset(400, 100, 2).rounded_rate().unwrap(), 500);
        assert_eq!(asset(1000, 0, 5).rounded_rate().unwrap(), 1000);
        assert_eq!(asset(1000, 1000, 5).rounded_rate().unwrap(), 0);
        // a tie: 1 - S / C = 0.0005 exactly is 0.001, and a little less is 0
        assert_eq!(asset(10_000, 9_995, 1).rounded_rate().unwrap(), 1);
        assert_eq!(asset(100_000, 99_951, 1).rounded_rate().unwrap(), 0);
    }
}
