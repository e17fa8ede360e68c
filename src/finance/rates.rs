//! Rates as types: which compounding and which money a rate is of.

use super::check;
use super::time_value::{Interest, log_ratio, rate_of_growth};
use crate::error::Error;
use crate::number::{Amount, Number, Ordered, Powers};

/// An effective annual rate: what a year brings with all its compounding, in money as it is paid.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::{EffectiveRate, NominalRate};
///
/// let twelve = Decimal::new(12, 2);
/// let effective = EffectiveRate::new(twelve)?;
/// // 12 percent a year effective is 0.949 percent a month; nominal, compounded monthly, it is 1 percent
/// assert_eq!(effective.per_period(12)?.round_dp(5), Decimal::new(949, 5));
/// assert_eq!(NominalRate::new(twelve, 12)?.per_period(), Decimal::new(1, 2));
/// # Ok::<(), breakeven::Error>(())
/// ```
///
/// One cannot be taken for the other:
///
/// ```compile_fail,E0308
/// use breakeven::finance::{EffectiveRate, NominalRate};
/// fn monthly(rate: NominalRate<f64>) -> f64 { rate.per_period() }
/// let rate = monthly(EffectiveRate::new(0.12).unwrap());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct EffectiveRate<A>(A);

/// A nominal annual rate: the rate of a period times the periods of a year, compounded that often. Banks and loans quote it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NominalRate<A> {
    rate: A,
    periods_a_year: u32,
}

/// An annual rate in money of constant worth, inflation taken out of it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct RealRate<A>(A);

/// By what fraction prices rise in a year.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Inflation<A>(A);

impl<A: Amount> EffectiveRate<A> {
    /// An effective annual rate, as a fraction.
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) from -1 down,
    /// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity.
    pub fn new(rate: A) -> Result<Self, Error> {
        check::rate("effective rate", rate).map(|_| Self(rate))
    }

    /// The rate, as a fraction a year.
    #[must_use]
    pub fn rate(self) -> A {
        self.0
    }

    /// The rate of each of so many periods that compound to it.
    ///
    /// # Formula
    /// ```text
    /// (1 + rate)^(1 / periods) - 1
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for no periods,
    /// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    pub fn per_period(self, periods_a_year: u32) -> Result<A, Error> {
        let (one, periods) = (A::Carrier::lit(1), periods_of_a_year::<A>(periods_a_year)?);
        let rate = check::rate("effective rate", self.0)?;
        check::result("a rate", rate_of_growth(one + rate, one, periods))
    }

    /// The nominal rate that compounds to it: `NOMINAL` of spreadsheets.
    ///
    /// # Errors
    /// As [`EffectiveRate::per_period`].
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::EffectiveRate;
    ///
    /// // twice 10 percent a year: 1.1 * 1.1 = 1.21
    /// let nominal = EffectiveRate::new(Decimal::new(21, 2))?.nominal(2)?;
    /// assert_eq!(nominal.rate(), Decimal::new(2, 1));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn nominal(self, periods_a_year: u32) -> Result<NominalRate<A>, Error> {
        let rate = check::number("a rate", self.per_period(periods_a_year)?)?;
        let rate = check::result("a rate", rate * A::Carrier::lit(periods_a_year))?;
        Ok(NominalRate { rate, periods_a_year })
    }

    /// Without inflation, by Fisher: never the difference of the two.
    ///
    /// # Formula
    /// ```text
    /// (1 + rate) / (1 + inflation) - 1
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{EffectiveRate, Inflation};
    ///
    /// // 1.21 / 1.1
    /// let money = EffectiveRate::new(Decimal::new(21, 2))?;
    /// let real = money.real(Inflation::new(Decimal::new(1, 1))?)?;
    /// assert_eq!(real.rate(), Decimal::new(1, 1));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn real(self, inflation: Inflation<A>) -> Result<RealRate<A>, Error> {
        let (rate, inflation) =
            (check::rate("effective rate", self.0)?, check::rate("inflation", inflation.0)?);
        let real = (rate - inflation).over(A::Carrier::lit(1) + inflation);
        check::result("a real rate", real).map(RealRate)
    }
}

impl<A: Amount> NominalRate<A> {
    /// A nominal annual rate, as a fraction, with how often a year it compounds.
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for no periods, and where the rate of a period is -1 or less;
    /// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity.
    pub fn new(rate: A, periods_a_year: u32) -> Result<Self, Error> {
        let periods = periods_of_a_year::<A>(periods_a_year)?;
        let of_a_period = check::number("nominal rate", rate)?.over(periods);
        check::rate::<A>("nominal rate", check::result("a rate", of_a_period)?)?;
        Ok(Self { rate, periods_a_year })
    }

    /// The rate, as a fraction a year.
    #[must_use]
    pub fn rate(self) -> A {
        self.rate
    }

    /// How often a year it compounds.
    #[must_use]
    pub fn periods_a_year(self) -> u32 {
        self.periods_a_year
    }

    /// The rate of a period: the annual one divided by the periods of a year.
    #[must_use]
    pub fn per_period(self) -> A {
        let part = self.rate.carrier().map(|rate| rate.over(A::Carrier::lit(self.periods_a_year)));
        part.and_then(A::of).unwrap_or(self.rate)
    }

    /// What a year brings: `EFFECT` of spreadsheets.
    ///
    /// # Formula
    /// ```text
    /// (1 + rate / m)^m - 1        m periods a year
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::NominalRate;
    ///
    /// let effective = NominalRate::new(Decimal::new(2, 1), 2)?.effective()?; // 1.1^2
    /// assert_eq!(effective.rate(), Decimal::new(21, 2));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn effective(self) -> Result<EffectiveRate<A>, Error> {
        let periods = A::Carrier::lit(self.periods_a_year);
        let rate = check::number("nominal rate", self.rate)?.over(periods);
        if rate.is_zero() {
            return Ok(EffectiveRate(self.rate));
        }
        // The gain of a period on what has accumulated by the end: no 1 is added only to be taken off again.
        let (_, accumulated) = Interest::over(rate, periods).accumulated(periods);
        check::result("an effective rate", rate * accumulated).map(EffectiveRate)
    }
}

impl<A: Amount> RealRate<A> {
    /// A real annual rate, as a fraction.
    ///
    /// # Errors
    /// As [`EffectiveRate::new`].
    pub fn new(rate: A) -> Result<Self, Error> {
        check::rate("real rate", rate).map(|_| Self(rate))
    }

    /// The rate, as a fraction a year.
    #[must_use]
    pub fn rate(self) -> A {
        self.0
    }

    /// In money as it is paid, by Fisher.
    ///
    /// # Formula
    /// ```text
    /// (1 + rate) (1 + inflation) - 1
    /// ```
    ///
    /// # Errors
    /// As [`EffectiveRate::real`].
    pub fn with_inflation(self, inflation: Inflation<A>) -> Result<EffectiveRate<A>, Error> {
        let (rate, inflation) = (check::rate("real rate", self.0)?, check::rate("inflation", inflation.0)?);
        check::result("an effective rate", rate + inflation + rate * inflation).map(EffectiveRate)
    }
}

impl<A: Amount> Inflation<A> {
    /// By what fraction prices rise in a year; below 0 they fall.
    ///
    /// # Errors
    /// As [`EffectiveRate::new`].
    pub fn new(rate: A) -> Result<Self, Error> {
        check::rate("inflation", rate).map(|_| Self(rate))
    }

    /// The rate, as a fraction a year.
    #[must_use]
    pub fn rate(self) -> A {
        self.0
    }
}

fn periods_of_a_year<A: Amount>(count: u32) -> Result<A::Carrier, Error> {
    check::above("periods a year", rust_decimal::Decimal::from(count), 0, check::PERIODS)?;
    Ok(A::Carrier::lit(count))
}

/// The rate a period at which one amount grows to another: `RRI` of spreadsheets.
///
/// # Formula
/// ```text
/// (future / present)^(1 / periods) - 1
/// ```
///
/// Both amounts have the same sign. The periods need not be whole.
///
/// # Errors
/// [`ErrorKind::NoAnswer`](crate::ErrorKind::NoAnswer) for amounts of two signs or of 0,
/// [`NotAbove`](crate::ErrorKind::NotAbove) for no periods,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::growth_rate;
///
/// let [present, future] = [100, 121].map(Decimal::from);
/// assert_eq!(growth_rate(Decimal::TWO, present, future)?, Decimal::new(1, 1));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn growth_rate<A: Amount>(periods: A, present: A, future: A) -> Result<A, Error> {
    let periods = check::above("periods", periods, 0, check::PERIODS)?;
    let [present, future] = of_one_sign("rate of growth", present, future)?;
    check::result("a rate of growth", rate_of_growth(future, present, periods))
}

/// How many periods it takes an amount to grow to another at a rate: `PDURATION` of spreadsheets.
///
/// # Formula
/// ```text
/// ln(future / present) / ln(1 + rate)
/// ```
///
/// # Errors
/// [`ErrorKind::NoAnswer`](crate::ErrorKind::NoAnswer) where the rate leads away from the future amount (spreadsheets
/// answer with a negative number), and the rest of [`growth_rate`];
/// [`NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less.
///
/// ```
/// use breakeven::finance::growth_periods;
///
/// assert!((growth_periods(0.1, 100.0, 121.0)? - 2.0).abs() < 1e-12);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn growth_periods<A: Amount>(rate: A, present: A, future: A) -> Result<A, Error> {
    let what = "number of periods";
    let rate = check::rate("rate", rate)?;
    let [present, future] = of_one_sign(what, present, future)?;
    let growth = log_ratio(future, present, future - present);
    if growth.is_zero() {
        return check::result(what, growth);
    }
    let speed = rate.ln_1p();
    if speed.is_zero() || speed.is_above_zero() != growth.is_above_zero() {
        return Err(check::no_answer(what, "the rate leads away from the future amount"));
    }
    check::result(what, growth.over(speed))
}

fn of_one_sign<A: Amount>(what: &'static str, present: A, future: A) -> Result<[A::Carrier; 2], Error> {
    let (present, future) = (check::number("present", present)?, check::number("future", future)?);
    let have_one_sign = present.is_above_zero() && future.is_above_zero()
        || present.is_below_zero() && future.is_below_zero();
    if have_one_sign {
        return Ok([present, future]);
    }
    Err(check::no_answer(what, "the present and the future amount are not of one sign"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use rust_decimal::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn monthly_rate_is_that_of_the_cost_model() {
        for annual in ["-0.5", "0", "0.000001", "0.08", "1"] {
            let here = EffectiveRate::new(decimal(annual)).unwrap().per_period(12).unwrap();
            let model = Interest::monthly_of(Exact::new(decimal(annual))).rate().value().unwrap();
            assert!((here - model).abs() < Decimal::new(1, 26), "{annual}: {here} {model}");
        }
    }

    #[test]
    fn compounding_goes_there_and_back() {
        for periods in [1, 2, 12, 365, 8760] {
            let effective = EffectiveRate::new(decimal("0.08")).unwrap();
            let back = effective.nominal(periods).unwrap().effective().unwrap().rate();
            assert!((back - decimal("0.08")).abs() < Decimal::new(1, 22), "{periods}: {back}");
        }
        let none = NominalRate::new(0.0, 12).unwrap();
        assert_eq!((none.effective().unwrap().rate(), none.per_period()), (0.0, 0.0));
    }

    #[test]
    fn inflation_goes_in_and_out() {
        let real = RealRate::new(decimal("0.1")).unwrap();
        let inflation = Inflation::new(decimal("0.1")).unwrap();
        let money = real.with_inflation(inflation).unwrap();
        assert_eq!(money.rate(), decimal("0.21"));
        assert_eq!(money.real(inflation).unwrap(), real);
    }

    #[test]
    fn rates_that_are_none_are_refused() {
        let said = |error: Error| error.to_string();
        assert_eq!(
            said(EffectiveRate::new(-1.0).unwrap_err()),
            "effective rate: -1 is not above -1 (fraction a period: 0.05 is 5 percent)"
        );
        assert_eq!(said(NominalRate::new(0.1, 0).unwrap_err()), "periods a year: 0 is not above 0 (periods)");
        assert!(NominalRate::new(-12.0, 12).is_err());
        assert!(NominalRate::new(-11.0, 12).unwrap().effective().is_ok());
    }

    #[test]
    fn growth_of_one_amount_to_another() {
        assert_eq!(growth_rate(5.0, 100.0, 100.0).unwrap(), 0.0);
        assert_eq!(growth_rate(decimal("3"), decimal("8"), decimal("1")).unwrap(), decimal("-0.5"));
        let of_signs = "there is no rate of growth: the present and the future amount are not of one sign";
        assert_eq!(growth_rate(5.0, -100.0, 100.0).unwrap_err().to_string(), of_signs);
        let away = "there is no number of periods: the rate leads away from the future amount";
        assert_eq!(growth_periods(0.05, 1000.0, 900.0).unwrap_err().to_string(), away);
        assert_eq!(growth_periods(0.0, 1000.0, 1000.0).unwrap(), 0.0);
        assert!((growth_periods(-0.5, 400.0, 100.0).unwrap() - 2.0).abs() < 1e-12);
    }
}
