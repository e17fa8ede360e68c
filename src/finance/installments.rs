//! What of a level payment is interest, and what principal.

use super::annuity::{Annuity, Timing};
use super::check;
use super::time_value::Interest;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Amount, Powers};
use std::ops::RangeInclusive;

/// Interest and principal of one payment or of several; together they are the payments.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Installment<A> {
    /// On the balance before the payment: `IPMT`, and `CUMIPMT` of several.
    pub interest: A,
    /// What the balance changes by: `PPMT`, and `CUMPRINC` of several.
    pub principal: A,
}

/// What an installment is made of.
struct Parts<N> {
    rate: N,
    timing: Timing,
    periods: u32,
    present: N,
    future: N,
    /// `1 + (1 + r) + ... + (1 + r)^(n - 1)`, of all periods.
    accumulated: N,
}

impl<A: Amount> Annuity<A> {
    /// Interest and principal of the payment of one period, from 1.
    ///
    /// # Formula
    /// ```text
    /// s(k) = 1 + (1 + r) + ... + (1 + r)^(k - 1)
    /// interest k  = -r (present (s(n) - s(k - 1)) - future s(k - 1)) / s(n)
    /// principal k = -(present + future) (1 + r)^(k - 1) / s(n)
    /// ```
    ///
    /// Both are divided by `1 + r` for payments at the start of periods, but for the first of them, which carries no
    /// interest: its principal is the whole payment. Signs are those of [`Annuity`]: a borrower's are negative. The form
    /// with two weights keeps the digits that the difference of a grown loan and its grown payments loses.
    ///
    /// # Errors
    /// As [`Annuity::present_value`]; [`ErrorKind::NotWhole`] for a fraction of periods,
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a period that is not one of `1..=n`, or n above 36,525.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::Annuity;
    ///
    /// // 210 at 10 percent in two payments of 121: 21 of interest, then 11 on the 110 that are left
    /// let loan = Annuity::ordinary(Decimal::new(1, 1), 2.into());
    /// let second = loan.installment(2, 210.into(), 0.into())?;
    /// assert_eq!((second.interest, second.principal), ((-11).into(), (-110).into()));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn installment(self, period: u32, present: A, future: A) -> Result<Installment<A>, Error> {
        self.installments(period..=period, present, future)
    }

    /// Interest and principal of the payments of several periods, the first and the last included.
    ///
    /// # Errors
    /// As [`Annuity::installment`]; [`ErrorKind::Contradiction`] where the last comes before the first.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::Annuity;
    ///
    /// let loan = Annuity::ordinary(Decimal::new(1, 1), 2.into());
    /// let both = loan.installments(1..=2, 210.into(), 0.into())?;
    /// assert_eq!((both.interest, both.principal), ((-32).into(), (-210).into()));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn installments(
        self,
        periods: RangeInclusive<u32>,
        present: A,
        future: A,
    ) -> Result<Installment<A>, Error> {
        let count = check::whole_periods("periods", self.periods)?;
        let rate = check::rate("rate", self.rate)?;
        let (first, last) = (*periods.start(), *periods.end());
        for period in [first, last] {
            if !(1..=count).contains(&period) {
                let (minimum, maximum) = (1.into(), count.into());
                let kind = ErrorKind::OutOfRange { value: period.into(), minimum, maximum, unit: "periods" };
                return Err(Error::at(FieldPath::new("period"), kind));
            }
        }
        if last < first {
            let what = format!("the periods {first}..={last} are none");
            let instead = "write the first before the last".to_owned();
            return Err(Error::new(ErrorKind::Contradiction { what, instead }));
        }
        let parts = Parts {
            rate,
            timing: self.timing,
            periods: count,
            present: check::number("present", present)?,
            future: check::number("future", future)?,
            accumulated: grown(rate, count).1,
        };
        let (interest, principal) = parts.of(first, last);
        Ok(Installment {
            interest: check::result("the interest of a payment", interest)?,
            principal: check::result("the principal of a payment", principal)?,
        })
    }
}

/// The growth over so many periods, and what 1 at the end of each comes to.
fn grown<N: Powers>(rate: N, periods: u32) -> (N, N) {
    let count = N::lit(periods);
    if rate.is_zero() {
        return (N::lit(1), count);
    }
    Interest::over(rate, count).accumulated(count)
}

impl<N: Powers> Parts<N> {
    /// Interest and principal from a first to a last period.
    fn of(&self, first: u32, last: u32) -> (N, N) {
        let (none, growth) = (N::lit(0), N::lit(1) + self.rate);
        let (interest, principal) = match self.timing {
            Timing::End => self.in_arrears(first, last),
            Timing::Start => {
                // As in arrears, a period earlier and so discounted by one; the first payment has no period behind it.
                let later = if last > 1 { self.in_arrears(first.max(2), last) } else { (none, none) };
                let (interest, principal) = (later.0.over(growth), later.1.over(growth));
                let whole = self.in_arrears(1, 1);
                let payment = if first == 1 { (whole.0 + whole.1).over(growth) } else { none };
                (interest, principal + payment)
            }
        };
        (interest, principal)
    }

    fn in_arrears(&self, first: u32, last: u32) -> (N, N) {
        let (one, none) = (N::lit(1), N::lit(0));
        let growth = one + self.rate;
        let (before, accumulated) = grown(self.rate, first.saturating_sub(1));
        let (_, paid) = grown(self.rate, last.saturating_sub(first).saturating_add(1));
        // What is left of `s(n)` after the last of them: the growth until then, times the rest.
        let (until, _) = grown(self.rate, last);
        let (_, rest) = grown(self.rate, self.periods.saturating_sub(last));

        // Sums over the periods of s(k - 1) and of s(n) - s(k - 1), of positive terms alone.
        let (mut power, mut behind) = (before, accumulated);
        let (mut of_behind, mut of_ahead) = (none, none);
        for at in 1..=last.saturating_sub(first).saturating_add(1) {
            of_behind = of_behind + behind;
            of_ahead = of_ahead + until * rest + N::lit(at) * power;
            behind = behind + power;
            power = power * growth;
        }
        let balances = self.present * of_ahead - self.future * of_behind;
        let interest = (none - self.rate * balances).over(self.accumulated);
        let principal = (none - (self.present + self.future) * before * paid).over(self.accumulated);
        (interest, principal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    /// Period by period, as a bank's statement does it.
    fn statement(plan: Annuity<Decimal>, present: Decimal, future: Decimal) -> Vec<(Decimal, Decimal)> {
        let payment = plan.payment(present, future).unwrap();
        let mut balance = present;
        let mut parts = Vec::new();
        for period in 1..=u32::try_from(plan.periods).unwrap() {
            let interest = match plan.timing {
                Timing::Start if period == 1 => Decimal::ZERO,
                _ => -(balance * plan.rate),
            };
            balance += payment - interest;
            parts.push((interest, payment - interest));
        }
        parts
    }

    #[test]
    fn installments_are_those_of_a_statement() {
        for timing in [Timing::End, Timing::Start] {
            for (rate, present, future) in
                [("0.01", "1000", "0"), ("0.2", "0", "500"), ("-0.1", "300", "-40"), ("0", "120", "0")]
            {
                let plan = Annuity { rate: decimal(rate), periods: 12.into(), timing };
                let (present, future) = (decimal(present), decimal(future));
                let expected = statement(plan, present, future);
                let near = |a: Decimal, b: Decimal| (a - b).abs() < Decimal::new(1, 20);
                for (at, (interest, principal)) in expected.iter().enumerate() {
                    let found = plan.installment(u32::try_from(at).unwrap() + 1, present, future).unwrap();
                    assert!(
                        near(found.interest, *interest) && near(found.principal, *principal),
                        "{plan:?} {at}"
                    );
                }
                let some = plan.installments(3..=9, present, future).unwrap();
                let sum = |part: fn(&(Decimal, Decimal)) -> Decimal| expected[2..9].iter().map(part).sum();
                assert!(
                    near(some.interest, sum(|parts| parts.0)) && near(some.principal, sum(|parts| parts.1))
                );
            }
        }
    }

    #[test]
    fn periods_outside_the_plan_are_refused() {
        let loan = Annuity::ordinary(decimal("0.01"), 12.into());
        let said = |result: Result<Installment<Decimal>, Error>| result.unwrap_err().to_string();
        let none = Decimal::ZERO;
        assert_eq!(said(loan.installment(0, 1000.into(), none)), "period = 0 is not in 1..=12 (periods)");
        assert_eq!(said(loan.installment(13, 1000.into(), none)), "period = 13 is not in 1..=12 (periods)");
        #[allow(clippy::reversed_empty_ranges, reason = "that is what is refused")]
        let reversed = loan.installments(5..=2, 1000.into(), none);
        assert_eq!(said(reversed), "the periods 5..=2 are none; write the first before the last");
        let fraction = Annuity::ordinary(decimal("0.01"), decimal("2.5"));
        assert_eq!(
            said(fraction.installment(1, 1000.into(), none)),
            "periods = 2.5 is not a whole number (periods)"
        );
    }
}
