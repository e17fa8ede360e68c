//! Section 179 first, then the bonus on what is left, then the years of the recovery period.

use super::Macrs;
use crate::error::{Error, ErrorKind};
use crate::finance::depreciation::in_range;
use crate::money::{Money, Rounding};
use crate::number::Exact;
use rust_decimal::Decimal;

/// What the tax of the United States lets be written off of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxWriteOff {
    /// What is deducted at once by 26 U.S.C. 179.
    pub section_179: Money,
    /// The special allowance of the first year (168(k)): a fraction of the rest.
    pub bonus: Money,
    /// What is left, in each tax year.
    pub macrs: Vec<Money>,
}

impl TaxWriteOff {
    /// Of a purchase: a deduction by section 179, a bonus fraction of what it leaves, and the recovery of the remainder.
    ///
    /// How much section 179 allows in a year, and how large the bonus is, is law that changes: the price book has it by
    /// date.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a deduction below 0 or above the cost and for a fraction outside 0 to 1;
    /// [`ErrorKind::CurrencyMismatch`]; as [`Macrs::schedule`].
    ///
    /// ```
    /// use breakeven::finance::{Convention, Macrs, MacrsMode, TaxWriteOff};
    /// use breakeven::{Currency, Money, Rounding};
    ///
    /// let usd = |amount: &str| format!("{amount} USD").parse::<Money>();
    /// let computers = Macrs::new(5, Convention::HalfYear, MacrsMode::Table)?;
    /// // 600,000 less 100,000 by section 179, 40 percent of the 500,000 as bonus, and 300,000 by the table.
    /// let taxed =
    ///     TaxWriteOff::of(usd("600000")?, usd("100000")?, "0.4".parse()?, computers, Rounding::HalfEven)?;
    /// assert_eq!(taxed.bonus, usd("200000")?);
    /// assert_eq!(taxed.years()?[..2], [usd("360000")?, usd("96000")?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        cost: Money,
        section_179: Money,
        bonus_fraction: Decimal,
        macrs: Macrs,
        rounding: Rounding,
    ) -> Result<Self, Error> {
        let rest = cost.checked_sub(section_179)?;
        let (none, at_once) = (Decimal::ZERO, section_179.amount());
        in_range("section_179", at_once, none, cost.amount(), "an amount, at most the cost")?;
        in_range("bonus_fraction", bonus_fraction, none, Decimal::ONE, "a fraction of the rest")?;
        let bonus = (Exact::new(rest.amount()) * Exact::new(bonus_fraction)).value();
        let bonus = bonus.ok_or(ErrorKind::OutOfBounds { what: "a bonus depreciation" })?;
        let bonus = Money::new(bonus, cost.currency())?.rounded(rounding)?;
        Ok(Self { section_179, bonus, macrs: macrs.in_money(rest.checked_sub(bonus)?, rounding)? })
    }

    /// What is written off in each tax year, all of it.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of money.
    pub fn years(&self) -> Result<Vec<Money>, Error> {
        let mut years = self.macrs.clone();
        if let Some(first) = years.first_mut() {
            *first = first.checked_add(self.section_179)?.checked_add(self.bonus)?;
        }
        Ok(years)
    }
}

/// The most that section 179 allows in a year: the limit, less what is placed in service above a threshold, dollar for
/// dollar, and no more than what is placed in service. The taxable income of the business, which is a limit too, is not
/// known here.
///
/// # Formula
/// ```text
/// min(placed, max(0, limit - max(0, placed - threshold)))
/// ```
/// Source: 26 U.S.C. 179(b).
///
/// # Errors
/// [`ErrorKind::CurrencyMismatch`]; [`ErrorKind::OutOfBounds`] past the range of money.
///
/// ```
/// use breakeven::Money;
/// use breakeven::finance::section_179_deduction;
///
/// let usd = |amount: &str| format!("{amount} USD").parse::<Money>();
/// // 2025: 2.5 million, reduced by what is above 4 million.
/// let (limit, threshold) = (usd("2500000")?, usd("4000000")?);
/// assert_eq!(section_179_deduction(usd("4300000")?, limit, threshold)?, usd("2200000")?);
/// assert_eq!(section_179_deduction(usd("7000000")?, limit, threshold)?, usd("0")?);
/// assert_eq!(section_179_deduction(usd("300000")?, limit, threshold)?, usd("300000")?);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn section_179_deduction(placed: Money, limit: Money, threshold: Money) -> Result<Money, Error> {
    let zero = Money::zero(placed.currency());
    let larger = |one: Money, other: Money| if one.amount() > other.amount() { one } else { other };
    let above = larger(placed.checked_sub(threshold)?, zero);
    let allowed = larger(limit.checked_sub(above)?, zero);
    Ok(if allowed.amount() < placed.amount() { allowed } else { placed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::{Convention, MacrsMode};

    fn usd(amount: i64) -> Money {
        Money::new(amount.into(), crate::money::Currency::USD).unwrap()
    }

    fn of(cost: i64, section_179: i64, bonus_percent: i64) -> Result<TaxWriteOff, Error> {
        let macrs = Macrs::new(5, Convention::HalfYear, MacrsMode::Formula).unwrap();
        let bonus = Decimal::new(bonus_percent, 2);
        TaxWriteOff::of(usd(cost), usd(section_179), bonus, macrs, Rounding::HalfEven)
    }

    #[test]
    fn whole_bonus_writes_all_off_at_once() {
        let years = of(1000, 0, 100).unwrap().years().unwrap();
        assert_eq!(years, [usd(1000), usd(0), usd(0), usd(0), usd(0), usd(0)]);
        assert_eq!(of(1000, 1000, 0).unwrap().years().unwrap().first(), Some(&usd(1000)));
    }

    #[test]
    fn deductions_that_there_are_not_are_refused() {
        let refused = |result: Result<TaxWriteOff, Error>| result.unwrap_err().to_string();
        assert_eq!(
            refused(of(1000, 1001, 0)),
            "section_179 = 1001 is not in 0..=1000 (an amount, at most the cost)"
        );
        assert_eq!(
            refused(of(1000, 0, 101)),
            "bonus_fraction = 1.01 is not in 0..=1 (a fraction of the rest)"
        );
    }
}
