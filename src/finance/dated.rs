//! Flows on dates: net present value and internal rate, by the actual days over 365.

use super::check;
use super::roots::{Roots, Series};
use super::time_value::{Interest, rate_of_growth};
use crate::error::Error;
use crate::number::{Amount, Number, Powers};
use jiff::civil::Date;

/// The days of a year, leap year or not: the day count `actual/365 fixed` of spreadsheets.
const DAYS_A_YEAR: u32 = 365;

/// An amount that moves on a day; received is positive, paid negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DatedFlow<A> {
    /// The day.
    pub date: Date,
    /// How much.
    pub amount: A,
}

/// What flows are worth on the day of the earliest of them, at an effective rate a year: `XNPV` of spreadsheets.
///
/// # Formula
/// ```text
/// sum of amount_k / (1 + rate)^(days_k / 365)        days_k from the earliest date to that of the flow
/// ```
///
/// The order of the flows does not matter. No flows are worth nothing.
///
/// # Errors
/// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::{DatedFlow, xnpv};
/// use breakeven::jiff::civil::date;
///
/// // 110 after 365 days at 10 percent are worth 100
/// let flows = [
///     DatedFlow { date: date(2026, 1, 1), amount: Decimal::from(-90) },
///     DatedFlow { date: date(2027, 1, 1), amount: Decimal::from(110) },
/// ];
/// assert_eq!(xnpv(Decimal::new(1, 1), &flows)?, Decimal::from(10));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn xnpv<A: Amount>(rate: A, flows: &[DatedFlow<A>]) -> Result<A, Error> {
    let rate = check::rate("rate", rate)?;
    let days = by_day(flows)?;
    let worth =
        days.iter().fold(A::Carrier::lit(0), |sum, (day, amount)| sum + discounted(rate, *day, *amount));
    check::result("a net present value", worth)
}

/// Every effective annual rate above -1 at which flows are worth nothing: `XIRR` of spreadsheets, without its guess.
///
/// # Formula
/// ```text
/// sum of amount_k / (1 + rate)^(days_k / 365) = 0
/// ```
///
/// Neither the order of the flows matters nor a shift of all dates.
///
/// # Errors
/// As [`irr`](super::irr); [`ErrorKind::NoAnswer`](crate::ErrorKind::NoAnswer) where all flows are on one day,
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for more than 36,525 flows or 256 changes of sign.
///
/// ```
/// use breakeven::finance::{DatedFlow, xirr};
/// use breakeven::jiff::civil::date;
///
/// // A documented example of spreadsheets: 37.34 percent
/// let flows = [
///     (date(2008, 1, 1), -10_000.0),
///     (date(2008, 3, 1), 2_750.0),
///     (date(2008, 10, 30), 4_250.0),
///     (date(2009, 2, 15), 3_250.0),
///     (date(2009, 4, 1), 2_750.0),
/// ]
/// .map(|(date, amount)| DatedFlow { date, amount });
/// assert!((xirr(&flows)?.only()? - 0.373_362_533_5).abs() < 1e-9);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn xirr<A: Amount>(flows: &[DatedFlow<A>]) -> Result<Roots<A>, Error> {
    check::at_most("flows", flows.len(), check::MOST_PERIODS, "flows")?;
    let days = by_day(flows)?;
    // The longest step that goes into all days: where it is a year, its rate is the answer as it stands.
    let step = days.iter().fold(0, |step, (day, _)| common_divisor(step, *day));
    if step == 0 {
        return Err(check::no_answer("internal rate of return", "all flows are on one day"));
    }
    let steps = days.into_iter().map(|(day, amount)| (day.checked_div(step).unwrap_or(0), amount));
    let years = A::Carrier::lit(step).over(A::Carrier::lit(DAYS_A_YEAR));
    let one = A::Carrier::lit(1);
    Series::dated(steps).roots(|rate| rate_of_growth(one + rate, one, years))
}

/// What an amount so many days later is worth.
fn discounted<N: Powers>(rate: N, day: u32, amount: N) -> N {
    if rate.is_zero() || day == 0 {
        return amount;
    }
    let years = N::lit(day).over(N::lit(DAYS_A_YEAR));
    let interest = Interest::over(rate, years);
    if rate.is_above_zero() {
        amount.over(interest.accumulated(years).0)
    } else {
        amount * interest.discount(years)
    }
}

/// The days since the earliest flow, ascending, with all that moves on each.
fn by_day<A: Amount>(flows: &[DatedFlow<A>]) -> Result<Vec<(u32, A::Carrier)>, Error> {
    let amounts: Vec<A> = flows.iter().map(|flow| flow.amount).collect();
    let mut dated: Vec<(Date, A::Carrier)> =
        flows.iter().map(|flow| flow.date).zip(check::numbers("flows", &amounts)?).collect();
    dated.sort_by_key(|(date, _)| *date);
    let mut days: Vec<(u32, A::Carrier)> = Vec::new();
    let first = dated.first().map(|(date, _)| *date);
    for (date, amount) in dated {
        let day = first.map_or(0, |first| date.duration_since(first).as_hours() / 24);
        let day = u32::try_from(day).unwrap_or(0);
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, sum)) => *sum = *sum + amount,
            None => days.push((day, amount)),
        }
    }
    Ok(days)
}

fn common_divisor(a: u32, b: u32) -> u32 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rust_decimal::Decimal;

    fn flows(list: &[(Date, i64)]) -> Vec<DatedFlow<Decimal>> {
        list.iter().map(|(date, amount)| DatedFlow { date: *date, amount: Decimal::from(*amount) }).collect()
    }

    #[test]
    fn year_of_365_days_is_a_period() {
        let year = flows(&[(date(2019, 1, 1), -100), (date(2020, 1, 1), 110)]);
        assert_eq!(xirr(&year).unwrap(), Roots::One(Decimal::new(1, 1)));
        // a leap year has a day more: 1.1^(365/366) - 1
        let leap = flows(&[(date(2020, 1, 1), -100), (date(2021, 1, 1), 110)]);
        let rate = xirr(&leap).unwrap().only().unwrap();
        assert!(
            (rate - Decimal::from_str_exact("0.0997135859341412413").unwrap()).abs() < Decimal::new(1, 18)
        );
    }

    #[test]
    fn loss_of_almost_everything_within_a_year_has_a_rate() {
        // 0.1^(365/90) - 1 by mpmath with 40 digits
        let lost = flows(&[(date(2024, 1, 1), -10), (date(2024, 3, 31), 1)]);
        let rate = xirr(&lost).unwrap().only().unwrap();
        let expected = Decimal::from_str_exact("-0.9999120077456430892969858373").unwrap();
        assert!((rate - expected).abs() < Decimal::new(1, 24), "{rate}");
    }

    #[test]
    fn order_and_start_do_not_matter() {
        let ascending = [(date(2026, 1, 1), -100), (date(2026, 3, 1), 40), (date(2026, 9, 9), 70)];
        let expected = xirr(&flows(&ascending)).unwrap();
        let mut shuffled = ascending;
        shuffled.rotate_left(1);
        assert_eq!(xirr(&flows(&shuffled)).unwrap(), expected);
        let rate = Decimal::new(7, 2);
        assert_eq!(xnpv(rate, &flows(&shuffled)).unwrap(), xnpv(rate, &flows(&ascending)).unwrap());
        // two flows on a day are one
        let split = [
            (date(2026, 1, 1), -60),
            (date(2026, 3, 1), 40),
            (date(2026, 9, 9), 70),
            (date(2026, 1, 1), -40),
        ];
        assert_eq!(xirr(&flows(&split)).unwrap(), expected);
    }

    #[test]
    fn near_total_loss_has_a_rate() {
        // -1000, and 1 after 366 days: 0.001^(365/366) - 1
        let loss = flows(&[(date(2020, 1, 1), -1000), (date(2021, 1, 1), 1)]);
        let rate = xirr(&loss).unwrap().only().unwrap();
        assert!(
            (rate - Decimal::from_str_exact("-0.9989809471185781").unwrap()).abs() < Decimal::new(1, 15),
            "{rate}"
        );
        // a day later 1000 times as much: past the decimals, and an error, not a panic
        let gain = flows(&[(date(2020, 1, 1), -1), (date(2020, 1, 2), 1000)]);
        assert!(xirr(&gain).is_err());
    }

    #[test]
    fn flows_on_one_day_have_no_rate() {
        let day = flows(&[(date(2020, 1, 1), -100), (date(2020, 1, 1), 110)]);
        let message = xirr(&day).unwrap_err().to_string();
        assert_eq!(message, "there is no internal rate of return: all flows are on one day");
        assert!(xirr::<f64>(&[]).is_err());
        assert_eq!(xnpv(0.1, &[]).unwrap(), 0.0);
        assert_eq!(xirr(&flows(&[(date(2019, 1, 1), 100), (date(2020, 1, 1), 110)])).unwrap(), Roots::None);
    }

    #[test]
    fn rates_below_zero_discount_to_more() {
        // at -50 percent 100 after two years is worth 400
        let two = flows(&[(date(2018, 1, 1), 0), (date(2020, 1, 1), 100)]);
        assert_eq!(xnpv(Decimal::new(-5, 1), &two).unwrap(), Decimal::from(400));
    }
}
