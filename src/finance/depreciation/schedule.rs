//! What is written off in each period: part of a period at first, disposal, whole cents.

use super::in_range;
use crate::error::{Error, ErrorKind};
use crate::finance::check;
use crate::money::{Currency, Money, Rounding};
use crate::number::{Amount, Number};
use rust_decimal::Decimal;

/// What is written off in each period, and what is left in the books.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule<A> {
    amounts: Vec<A>,
    /// At the start and after each period.
    book: Vec<A>,
}

impl<A: Amount> Schedule<A> {
    /// From what has been written off by the start and by the end of each period.
    pub(in crate::finance) fn of(cost: A, written_off: Vec<A::Carrier>) -> Result<Self, Error> {
        let whole = check::number("cost", cost)?;
        let known = |number: A::Carrier| check::result("a depreciation", number);
        // Parts of a whole to its last decimal, so that the differences are exact and sum to it.
        let by: Vec<A::Carrier> = written_off.into_iter().map(|by| by.to_the_digits_of(whole)).collect();
        let amounts = by.windows(2).map(|pair| match pair {
            [before, after] => known(*after - *before),
            _ => known(A::Carrier::lit(0)),
        });
        Ok(Self {
            amounts: amounts.collect::<Result<_, _>>()?,
            book: by.iter().map(|by| known(whole - *by)).collect::<Result<_, _>>()?,
        })
    }

    /// What is written off in each period.
    #[must_use]
    pub fn amounts(&self) -> &[A] {
        &self.amounts
    }

    /// What is left in the books: at the start, and after each period.
    #[must_use]
    pub fn book_values(&self) -> &[A] {
        &self.book
    }

    /// What is left in the books after so many periods, in a straight line within a period; after the last one, what that
    /// left.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a time before the start; [`ErrorKind::NotFinite`].
    pub fn book_value_at(&self, periods: A) -> Result<A, Error> {
        let Some(cost) = self.book.first() else { return self.written_off_by(periods) };
        let (cost, by) = (check::number("cost", *cost)?, self.carried(periods)?);
        check::result("a book value", cost - by)
    }

    /// What has been written off after so many periods, in a straight line within a period.
    ///
    /// # Errors
    /// As [`Schedule::book_value_at`].
    pub fn written_off_by(&self, periods: A) -> Result<A, Error> {
        check::result("a depreciation", self.carried(periods)?)
    }

    /// The gain of selling after so many periods: proceeds less what is left in the books then; a loss is negative.
    ///
    /// # Errors
    /// As [`Schedule::book_value_at`].
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{Asset, Depreciation};
    ///
    /// let server = Asset::new(Decimal::from(240_000), Decimal::ZERO, 48)?; // 5,000 a month
    /// let schedule = server.schedule(Depreciation::StraightLine)?;
    /// // 60,000 are left after 36 months; the market pays 75,000.
    /// assert_eq!(schedule.gain_on_disposal(36.into(), 75_000.into())?, Decimal::from(15_000));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn gain_on_disposal(&self, periods: A, proceeds: A) -> Result<A, Error> {
        let left = check::number("book", self.book_value_at(periods)?)?;
        check::result("a gain", check::number("proceeds", proceeds)? - left)
    }

    /// The same asset bought within a period: of its first period only so much falls into the first one of the books, and
    /// the rest into the next, so that there is one more. An asset of 3 years bought with 3 months of the first to go has
    /// `first` = 0.25 and 4 years.
    ///
    /// # Formula
    /// ```text
    /// in period k: first d_k + (1 - first) d_(k-1)
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`] and [`ErrorKind::OutOfRange`] unless `first` is above 0 and at most 1.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{Asset, Depreciation};
    ///
    /// let server = Asset::new(Decimal::from(240_000), Decimal::ZERO, 3)?; // 80,000 a year
    /// let schedule = server.schedule(Depreciation::StraightLine)?.starting_within("0.25".parse()?)?;
    /// assert_eq!(schedule.amounts(), [20_000, 80_000, 80_000, 60_000].map(Decimal::from));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn starting_within(&self, first: A) -> Result<Self, Error> {
        let part = check::above("first", first, 0, "a part of a period")?;
        in_range("first", first.shown(), Decimal::ZERO, Decimal::ONE, "a part of a period")?;
        let Some(cost) = self.book.first() else { return Ok(self.clone()) };
        let lit = A::Carrier::lit;
        let amounts = check::numbers("amounts", &self.amounts)?;
        let (mut so_far, mut by) = (lit(0), vec![lit(0)]);
        for amount in amounts {
            // All of the periods before, and a part of this one.
            by.push(so_far + amount * part);
            so_far = so_far + amount;
        }
        if first.shown() < Decimal::ONE {
            by.push(so_far);
        }
        Self::of(*cost, by)
    }

    /// What is written off if it is disposed of after so many periods, the part of a period in a straight line; what is
    /// left in the books then is the last of [`Schedule::book_values`].
    ///
    /// # Errors
    /// As [`Schedule::book_value_at`].
    pub fn disposed_after(&self, periods: A) -> Result<Self, Error> {
        let Some(cost) = self.book.first() else { return Ok(self.clone()) };
        let (end, lit) = (self.carried(periods)?, A::Carrier::lit);
        let amounts = check::numbers("amounts", &self.amounts)?;
        let (mut so_far, mut by, mut left) = (lit(0), vec![lit(0)], periods.shown());
        for amount in amounts {
            if left <= Decimal::ZERO {
                break;
            }
            so_far = if left >= Decimal::ONE { so_far + amount } else { end };
            by.push(so_far);
            left = left.checked_sub(Decimal::ONE).unwrap_or(left);
        }
        Self::of(*cost, by)
    }

    fn carried(&self, periods: A) -> Result<A::Carrier, Error> {
        let time = check::number("periods", periods)?;
        in_range("periods", periods.shown(), Decimal::ZERO, Decimal::MAX, "periods from the start")?;
        let lit = A::Carrier::lit;
        let amounts = check::numbers("amounts", &self.amounts)?;
        let within = |at: u32| (time - lit(at)).at_least(lit(0)).at_most(lit(1));
        Ok((0..).zip(amounts).fold(lit(0), |by, (at, amount)| by + amount * within(at)))
    }
}

impl Schedule<Decimal> {
    /// The schedule in whole minor units (cents) of a currency: what has been written off by the end of each period is
    /// rounded, and each period has the difference. Every amount is within a unit of the exact one, and all of them sum to
    /// the rounded whole; months that are added up to years are the years.
    ///
    /// # Formula
    /// ```text
    /// in period k: rounded(written off by k) - rounded(written off by k - 1)
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of money.
    ///
    /// ```
    /// use breakeven::finance::{Asset, Depreciation};
    /// use breakeven::{Currency, Decimal, Rounding};
    ///
    /// let card = Asset::new(Decimal::from(100), Decimal::ZERO, 3)?;
    /// let cents = card.schedule(Depreciation::StraightLine)?.in_money(Currency::USD, Rounding::HalfEven)?;
    /// let cents: Vec<String> = cents.iter().map(ToString::to_string).collect();
    /// assert_eq!(cents, ["33.33 USD", "33.34 USD", "33.33 USD"]);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn in_money(&self, currency: Currency, rounding: Rounding) -> Result<Vec<Money>, Error> {
        let rounded = |by: Decimal| Money::new(rounding.round(by, currency.minor_digits()), currency);
        let (mut so_far, mut before) = (Decimal::ZERO, Money::zero(currency));
        self.amounts
            .iter()
            .map(|amount| {
                so_far = so_far
                    .checked_add(*amount)
                    .ok_or(ErrorKind::OutOfBounds { what: "a sum of depreciation" })?;
                let by = rounded(so_far)?;
                let amount = by.checked_sub(before)?;
                before = by;
                Ok(amount)
            })
            .collect()
    }
}
