//! The internal rate of return, and the modified one.

use super::check;
use super::net_present_value::present_worth;
use super::roots::{Roots, Series};
use super::time_value::rate_of_growth;
use crate::error::Error;
use crate::number::{Amount, Number, Ordered};

/// Every rate above -1 at which flows are worth nothing: `IRR` of spreadsheets, without its guess. The first flow is now.
///
/// # Formula
/// ```text
/// sum over k = 0, 1, ... of flow_k / (1 + rate)^k = 0
/// ```
///
/// An outlay that is followed by income has one rate at most. There are never more than changes of sign, and where there
/// are several, an investment pays within one range of rates and not in another: then ask for the net present value.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for more than 36,525 flows or 256 changes of sign,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number. No rate at all is no error but
/// [`Roots::None`].
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::{Roots, irr};
///
/// let flows = |amounts: [i64; 3]| amounts.map(Decimal::from);
/// // 1000 g^2 = 660 g + 605: g = (660 + sqrt(660^2 + 4 * 1000 * 605)) / 2000 = 1.174926
/// let rate = irr(&flows([-1000, 660, 605]))?.only()?;
/// assert_eq!(rate.round_dp(6), Decimal::new(174_926, 6));
/// // -1000 + 2300 / 1.1 - 1320 / 1.21 = 0, and at 20 percent too
/// assert_eq!(irr(&flows([-1000, 2300, -1320]))?.all().len(), 2);
/// assert_eq!(irr(&flows([100, 200, 300]))?, Roots::None);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn irr<A: Amount>(flows: &[A]) -> Result<Roots<A>, Error> {
    check::at_most("flows", flows.len(), check::MOST_PERIODS, "flows")?;
    Series::periodic(check::numbers("flows", flows)?).roots(|rate| rate)
}

/// Rates of the money that a project takes and gives, for [`mirr`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MirrRates<A> {
    /// What money paid out costs, as a fraction a period.
    pub finance: A,
    /// What money received earns until the end, as a fraction a period.
    pub reinvest: A,
}

/// The modified internal rate of return: what is received grows to the end, what is paid is discounted to now. The first
/// flow is now. `MIRR` of spreadsheets.
///
/// # Formula
/// ```text
/// (worth of the received at the end / worth of the paid now)^(1 / n) - 1        n = flows - 1
/// ```
///
/// It is unique, and -1 where nothing comes back.
///
/// # Errors
/// [`ErrorKind::NoAnswer`](crate::ErrorKind::NoAnswer) where nothing is paid, or all flows are at one instant;
/// [`NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less, and the rest of [`irr`].
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::{MirrRates, mirr};
///
/// // 100 now; 110 and 121 are received, and 110 earns 10 percent to the end: 242 = 100 * 2.42
/// let rates = MirrRates { finance: Decimal::new(2, 1), reinvest: Decimal::new(1, 1) };
/// let rate = mirr(rates, &[(-100).into(), 110.into(), 121.into()])?;
/// assert_eq!(rate.round_dp(6), Decimal::new(555_635, 6)); // the square root of 2.42, less 1
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn mirr<A: Amount>(rates: MirrRates<A>, flows: &[A]) -> Result<A, Error> {
    let (one, none) = (A::Carrier::lit(1), A::Carrier::lit(0));
    let finance = one + check::rate("finance", rates.finance)?;
    let reinvest = one + check::rate("reinvest", rates.reinvest)?;
    let count = check::at_most("flows", flows.len(), check::MOST_PERIODS, "flows")?;
    let flows = check::numbers("flows", flows)?;
    let what = "modified internal rate of return";
    if count < 2 {
        return Err(check::no_answer(what, "it takes two instants"));
    }
    let paid: Vec<A::Carrier> = flows.iter().map(|flow| none - flow.at_most(none)).collect();
    let paid = present_worth(finance, &paid);
    if !paid.is_above_zero() {
        return Err(check::no_answer(what, "nothing is paid"));
    }
    let received = flows.iter().fold(none, |worth, flow| worth * reinvest + flow.at_least(none));
    if received.is_zero() {
        return check::result(what, none - one);
    }
    check::result(what, rate_of_growth(received, paid, A::Carrier::lit(count.saturating_sub(1))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn flows(amounts: &[i64]) -> Vec<Decimal> {
        amounts.iter().map(|amount| Decimal::from(*amount)).collect()
    }

    #[test]
    fn rates_that_are_short_come_out_short() {
        for (amounts, rate) in [(&[-100, 110][..], "0.1"), (&[-100, 0, 121], "0.1"), (&[-100, 100], "0")] {
            assert_eq!(irr(&flows(amounts)).unwrap(), Roots::One(Decimal::from_str_exact(rate).unwrap()));
        }
    }

    #[test]
    fn rate_is_told_to_be_none_or_not_unique() {
        let said = |amounts: &[i64]| irr(&flows(amounts)).unwrap().only().unwrap_err().to_string();
        assert_eq!(said(&[100, 200]), "there is no rate: no rate above -1 solves the equation");
        assert_eq!(said(&[-1, 6, -11, 6]), "there is no single rate: several solve the equation");
        assert_eq!(
            irr(&[1.0, f64::NAN]).unwrap_err().to_string(),
            "flows[1]: NaN is no number; give a finite one"
        );
    }

    #[test]
    fn modified_rate_at_the_internal_rate_is_the_internal_rate() {
        // at 10 percent -1000 + 660 / 1.1 + 484 / 1.21 = 0
        let tenth = Decimal::new(1, 1);
        let rates = MirrRates { finance: tenth, reinvest: tenth };
        assert_eq!(mirr(rates, &flows(&[-1000, 660, 484])).unwrap(), tenth);
    }

    #[test]
    fn modified_rate_without_both_sides() {
        let rates = MirrRates { finance: 0.1, reinvest: 0.1 };
        assert_eq!(mirr(rates, &[-100.0, -50.0]).unwrap(), -1.0);
        let said = |flows: &[f64]| mirr(rates, flows).unwrap_err().to_string();
        assert_eq!(said(&[100.0, 200.0]), "there is no modified internal rate of return: nothing is paid");
        assert_eq!(said(&[-100.0]), "there is no modified internal rate of return: it takes two instants");
    }
}
