//! A loan that is paid back in level payments, to the cent.

use super::depreciation::in_range;
use super::time_value::Interest;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::money::{Money, Rounding};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

/// The longest loan: fifty years of months.
const MOST_PAYMENTS: u32 = 600;

/// A loan with level payments at the end of each period, the first of them a period after it is paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loan {
    principal: Money,
    rate: Decimal,
    payments: u32,
}

/// One payment of a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoanPayment {
    /// What is paid.
    pub payment: Money,
    /// The part of it that is interest on the balance before it.
    pub interest: Money,
    /// The part of it that pays back.
    pub principal: Money,
    /// What is still owed after it.
    pub balance: Money,
}

impl Loan {
    /// A loan of a principal at a rate of interest a period, over so many periods.
    ///
    /// The rate is that of a period. A rate of a year is nominal (a month is a twelfth of it) or effective (its twelfth
    /// root): convert it first, by the one or the other.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a principal below 0, a rate outside 0 to 1, and no payments or more than 600.
    ///
    /// ```
    /// use breakeven::Rounding;
    /// use breakeven::finance::Loan;
    ///
    /// // 1,200 at 1 percent a month over 12 months: 106.62 a month, and 106.60 at last.
    /// let loan = Loan::new("1200 USD".parse()?, "0.01".parse()?, 12)?;
    /// let schedule = loan.schedule(Rounding::HalfEven)?;
    /// assert_eq!(schedule[0].payment.to_string(), "106.62 USD");
    /// assert_eq!(schedule[0].interest.to_string(), "12 USD");
    /// assert_eq!(schedule[11].payment.to_string(), "106.6 USD");
    /// assert_eq!(schedule[11].balance.to_string(), "0 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(principal: Money, rate: Decimal, payments: u32) -> Result<Self, Error> {
        in_range("principal", principal.amount(), Decimal::ZERO, Money::largest(), "an amount")?;
        in_range("rate", rate, Decimal::ZERO, Decimal::ONE, "a fraction a period")?;
        in_range("payments", payments.into(), Decimal::ONE, MOST_PAYMENTS.into(), "payments")?;
        Ok(Self { principal, rate, payments })
    }

    /// The level payment, unrounded.
    ///
    /// # Formula
    /// ```text
    /// principal rate / (1 - (1 + rate)^-n), or principal / n at rate 0
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn level_payment(&self) -> Result<Decimal, Error> {
        let interest = Interest::of(Exact::new(self.rate));
        let payment = interest.level_payment(Exact::new(self.principal.amount()), Exact::lit(self.payments));
        payment.value().ok_or_else(|| ErrorKind::OutOfBounds { what: "a payment of a loan" }.into())
    }

    /// Every payment in whole minor units (cents): the level payment is rounded, the interest of each period is rounded,
    /// and the last payment absorbs what the roundings left. The parts that pay back sum to the principal exactly. Where
    /// a rounded-up payment pays all back before the end, the payments after it are 0.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for a principal with a part of a minor unit; [`ErrorKind::OutOfBounds`] past the range
    /// of money.
    pub fn schedule(&self, rounding: Rounding) -> Result<Vec<LoanPayment>, Error> {
        let currency = self.principal.currency();
        if self.principal.rounded(rounding)? != self.principal {
            let kind = ErrorKind::Contradiction {
                what: format!("{} is no whole number of minor units", self.principal),
                instead: "round it first".to_owned(),
            };
            return Err(Error::at(FieldPath::new("principal"), kind));
        }
        let level = Money::new(self.level_payment()?, currency)?.rounded(rounding)?;
        let mut balance = self.principal;
        let mut schedule = Vec::new();
        for number in 1..=self.payments {
            let interest = (Exact::new(balance.amount()) * Exact::new(self.rate)).value();
            let interest = interest.ok_or(ErrorKind::OutOfBounds { what: "the interest of a loan" })?;
            let interest = Money::new(interest, currency)?.rounded(rounding)?;
            let owed = balance.checked_add(interest)?;
            let is_all = number == self.payments || level.amount() > owed.amount();
            let payment = if is_all { owed } else { level };
            let principal = payment.checked_sub(interest)?;
            balance = balance.checked_sub(principal)?;
            schedule.push(LoanPayment { payment, interest, principal, balance });
        }
        Ok(schedule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loan(principal: &str, rate: &str, payments: u32) -> Result<Loan, Error> {
        Loan::new(principal.parse().unwrap(), rate.parse().unwrap(), payments)
    }

    #[test]
    fn loan_without_interest_is_paid_back_in_equal_parts() {
        let schedule = loan("100 USD", "0", 3).unwrap().schedule(Rounding::HalfEven).unwrap();
        let paid: Vec<String> = schedule.iter().map(|one| one.payment.to_string()).collect();
        assert_eq!(paid, ["33.33 USD", "33.33 USD", "33.34 USD"]);
    }

    #[test]
    fn payment_that_is_rounded_up_ends_a_small_loan_early() {
        // 7 cents in 12 parts are 0.58 cents each, rounded to one
        let schedule = loan("0.07 USD", "0", 12).unwrap().schedule(Rounding::HalfEven).unwrap();
        let cents: Vec<String> = schedule.iter().map(|one| one.payment.to_string()).collect();
        assert_eq!(cents[..7], vec!["0.01 USD"; 7]);
        assert_eq!(cents[7..], vec!["0 USD"; 5]);
    }

    #[test]
    fn loans_that_there_are_not_are_refused() {
        let refused = |principal, rate, payments| loan(principal, rate, payments).unwrap_err().to_string();
        assert_eq!(
            refused("-1 USD", "0.01", 12),
            "principal = -1 is not in 0..=1000000000000000 (an amount)"
        );
        assert_eq!(refused("1 USD", "1.5", 12), "rate = 1.5 is not in 0..=1 (a fraction a period)");
        assert_eq!(refused("1 USD", "0.01", 0), "payments = 0 is not in 1..=600 (payments)");
        let odd = loan("1.005 USD", "0.01", 12).unwrap().schedule(Rounding::HalfEven).unwrap_err();
        assert_eq!(odd.to_string(), "principal: 1.005 USD is no whole number of minor units; round it first");
    }
}
