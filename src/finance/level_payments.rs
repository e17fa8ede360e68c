//! Level payments that are known: how many it takes, and at which rates they balance.

use super::annuity::Timing;
use super::check;
use super::roots::{Roots, Series};
use super::time_value::log_ratio;
use crate::error::Error;
use crate::number::{Amount, Number, Ordered, Powers};
use rust_decimal::Decimal;

/// An amount at the start, level payments, and an amount at the end; received is positive, paid negative.
///
/// The equation is that of [`Annuity`](super::Annuity), solved for the number of periods or for the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelPayments<A> {
    /// What moves at the start.
    pub present: A,
    /// What moves every period.
    pub payment: A,
    /// What moves at the end.
    pub future: A,
    /// When in a period the payments move.
    pub timing: Timing,
}

impl<A: Amount> LevelPayments<A> {
    /// How many periods it takes at a rate: `NPER` of spreadsheets. It need not be whole.
    ///
    /// # Formula
    /// ```text
    /// n = ln((c - future r) / (c + present r)) / ln(1 + r)      c = payment (1 + r w), w = 1 for Timing::Start, else 0
    /// n = -(present + future) / payment                         at r = 0
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NoAnswer`](crate::ErrorKind::NoAnswer) where the payments never get there: they are at most the
    /// interest, or lead the other way (spreadsheets answer that with a negative number);
    /// [`NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less,
    /// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
    /// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{LevelPayments, Timing};
    ///
    /// let mut loan =
    ///     LevelPayments { present: 1000.0, payment: -250.0, future: 0.0, timing: Timing::End };
    /// // 1.1^n = 250 / (250 - 100), so n = ln(5/3) / ln(1.1)
    /// assert!((loan.periods(0.1)? - (5.0_f64 / 3.0).ln() / 1.1_f64.ln()).abs() < 1e-12);
    /// loan.payment = -100.0; // the interest alone
    /// assert!(loan.periods(0.1).is_err());
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn periods(self, rate: A) -> Result<A, Error> {
        let rate = check::rate("rate", rate)?;
        let [present, payment, future] = self.amounts()?;
        let none = A::Carrier::lit(0);
        let what = "number of periods";
        let never = || check::no_answer(what, "the payments never get there");
        let balance = none - (present + future);
        if balance.is_zero() {
            return check::result(what, none);
        }
        if rate.is_zero() {
            if payment.is_zero() {
                return Err(never());
            }
            let periods = balance.over(payment);
            return if periods.is_below_zero() { Err(never()) } else { check::result(what, periods) };
        }
        let payment = match self.timing {
            Timing::End => payment,
            Timing::Start => payment * (A::Carrier::lit(1) + rate),
        };
        let (over, under) = (payment - future * rate, payment + present * rate);
        let have_one_sign =
            over.is_above_zero() && under.is_above_zero() || over.is_below_zero() && under.is_below_zero();
        if !have_one_sign {
            return Err(never());
        }
        let periods = log_ratio(over, under, balance * rate).over(rate.ln_1p());
        if periods.is_below_zero() {
            return Err(never());
        }
        check::result(what, periods)
    }

    /// Every rate above -1 at which they balance over so many periods: `RATE` of spreadsheets, without its guess.
    ///
    /// There are at most two. They are the internal rates of return of the flows that the payments are, so that no root
    /// below -1 gets in and none is left out.
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for no periods,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for more than 36,525, and the rest of [`LevelPayments::periods`].
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{LevelPayments, Roots, Timing};
    ///
    /// // 210 against two payments of 121 is 10 percent
    /// let loan = LevelPayments {
    ///     present: Decimal::from(210),
    ///     payment: Decimal::from(-121),
    ///     future: Decimal::ZERO,
    ///     timing: Timing::End,
    /// };
    /// assert_eq!(loan.rates(2)?, Roots::One(Decimal::new(1, 1)));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn rates(self, periods: u32) -> Result<Roots<A>, Error> {
        let [present, payment, future] = self.amounts()?;
        let count = check::whole_periods("periods", Decimal::from(periods))?;
        let none = A::Carrier::lit(0);
        let (at_start, at_end) = match self.timing {
            Timing::End => (none, payment),
            Timing::Start => (payment, none),
        };
        let between = (1..count).map(|_| payment);
        let flows =
            std::iter::once(present + at_start).chain(between).chain(std::iter::once(at_end + future));
        Series::periodic(flows).roots(|rate| rate)
    }

    fn amounts(self) -> Result<[A::Carrier; 3], Error> {
        Ok([
            check::number("present", self.present)?,
            check::number("payment", self.payment)?,
            check::number("future", self.future)?,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payments(present: i64, payment: i64, future: i64, timing: Timing) -> LevelPayments<Decimal> {
        let [present, payment, future] = [present, payment, future].map(Decimal::from);
        LevelPayments { present, payment, future, timing }
    }

    fn message<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn periods_of_known_cases() {
        let tenth = Decimal::new(1, 1);
        let near = |result: Result<Decimal, Error>, n: i64| {
            let off = (result.unwrap() - Decimal::from(n)).abs();
            assert!(off < Decimal::new(1, 24), "{off}");
        };
        near(payments(210, -121, 0, Timing::End).periods(tenth), 2);
        // 100 doubles and doubles again at 100 percent
        near(payments(-100, 0, 400, Timing::End).periods(Decimal::ONE), 2);
        assert_eq!(payments(100, -20, 0, Timing::End).periods(Decimal::ZERO).unwrap(), Decimal::from(5));
        assert_eq!(payments(100, -20, -100, Timing::End).periods(tenth).unwrap(), Decimal::ZERO);
    }

    #[test]
    fn payments_that_never_get_there_are_told() {
        let never = "there is no number of periods: the payments never get there";
        let tenth = Decimal::new(1, 1);
        for (payment, rate) in
            [(-50, tenth), (-100, tenth), (0, Decimal::ZERO), (10, Decimal::ZERO), (10, tenth)]
        {
            assert_eq!(message(payments(1000, payment, 0, Timing::End).periods(rate)), never, "{payment}");
        }
    }

    #[test]
    fn rates_are_none_one_or_two() {
        // 10 payments of 100 for 1000: 0 exactly
        assert_eq!(payments(1000, -100, 0, Timing::End).rates(10).unwrap(), Roots::One(Decimal::ZERO));
        // all received
        assert_eq!(payments(10_000, 400, 5000, Timing::End).rates(12).unwrap(), Roots::None);
        // -1000 + 2300 / 1.1 - 1320 / 1.21, and the same at 20 percent: 2300 at the end of the first period and at the
        // start of the second is no level payment, but -1000, 2300 and -3620 at the end are: 2300 - 3620 = -1320
        let two = payments(-1000, 2300, -3620, Timing::End).rates(2).unwrap();
        let Roots::Several(rates) = &two else { panic!("{two:?}") };
        let expected = [Decimal::new(1, 1), Decimal::new(2, 1)];
        assert!(
            rates.iter().zip(expected).all(|(rate, expected)| (rate - expected).abs() < Decimal::new(1, 20))
        );
        assert_eq!(rates.len(), 2);
    }

    #[test]
    fn root_below_minus_one_is_none() {
        // f64 solvers elsewhere answer -1.8557
        let rates = payments(-440_000, 263_175, 25_500, Timing::End).rates(8).unwrap();
        let rate = rates.only().unwrap();
        assert!((rate - Decimal::from_str_exact("0.5838779110248231").unwrap()).abs() < Decimal::new(1, 15));
        assert_eq!(message(payments(1, -1, 0, Timing::End).rates(0)), "periods: 0 is not above 0 (periods)");
    }
}
