//! The net present value, in both conventions.

use super::check;
use crate::error::Error;
use crate::number::{Amount, Number};

/// What flows are worth now, the first of them now.
///
/// # Formula
/// ```text
/// sum over k = 0, 1, ... of flow_k / (1 + rate)^k
/// ```
///
/// `rate` is a fraction a period, flows are positive when received. No flows are worth nothing; at rate 0 it is their sum.
/// This is the convention of textbooks and of numpy-financial, for an outlay today and what follows; [`npv_end`] is that
/// of spreadsheets.
///
/// # Errors
/// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::npv_from_now;
///
/// // 1000 now against 660 in a year and 605 in two: 600 + 500 - 1000
/// let flows = [-1000, 660, 605].map(Decimal::from);
/// assert_eq!(npv_from_now(Decimal::new(1, 1), &flows)?, Decimal::from(100));
/// assert!((npv_from_now(0.1, &[-1000.0, 660.0, 605.0])? - 100.0).abs() < 1e-9);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn npv_from_now<A: Amount>(rate: A, flows: &[A]) -> Result<A, Error> {
    let growth = A::Carrier::lit(1) + check::rate("rate", rate)?;
    check::result("a net present value", present_worth(growth, &check::numbers("flows", flows)?))
}

/// What flows are worth now, the first of them at the end of the first period.
///
/// # Formula
/// ```text
/// sum over k = 1, 2, ... of flow_k / (1 + rate)^k
/// ```
///
/// It is [`npv_from_now`] divided by `1 + rate`: the convention of the function `NPV` of spreadsheets. An outlay of today
/// is not one of its flows.
///
/// # Errors
/// As [`npv_from_now`].
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::npv_end;
///
/// let flows = [660, 605].map(Decimal::from);
/// assert_eq!(npv_end(Decimal::new(1, 1), &flows)?, Decimal::from(1100)); // 600 + 500
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn npv_end<A: Amount>(rate: A, flows: &[A]) -> Result<A, Error> {
    let growth = A::Carrier::lit(1) + check::rate("rate", rate)?;
    let now = present_worth(growth, &check::numbers("flows", flows)?);
    check::result("a net present value", now.over(growth))
}

/// The worth at the first flow, from the last one backward. It divides by the growth of a period and multiplies by no
/// discount factor: that would be rounded already, and 110 in a year at 10 percent would not be 100.
pub(super) fn present_worth<N: Number>(growth: N, flows: &[N]) -> N {
    flows.iter().rev().fold(N::lit(0), |worth, flow| worth.over(growth) + *flow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use rust_decimal::Decimal;

    fn decimals(list: &[i64]) -> Vec<Decimal> {
        list.iter().map(|n| Decimal::from(*n)).collect()
    }

    #[test]
    fn conventions_differ_by_a_period() {
        // -100 + 110 / 1.1 is 0; a period later the same
        let flows = decimals(&[-100, 110]);
        let tenth = Decimal::new(1, 1);
        assert_eq!(npv_from_now(tenth, &flows).unwrap(), Decimal::ZERO);
        assert_eq!(npv_end(tenth, &flows).unwrap(), Decimal::ZERO);
        assert_eq!(npv_end(tenth, &decimals(&[121])).unwrap(), Decimal::from(110));
        assert_eq!(npv_from_now(tenth, &decimals(&[121])).unwrap(), Decimal::from(121));
    }

    #[test]
    fn edges_of_rates_and_flows() {
        let flows = decimals(&[-100, 50, 60]);
        assert_eq!(npv_from_now(Decimal::ZERO, &flows).unwrap(), Decimal::from(10));
        // at -50 percent what comes later weighs more: -100 + 100 + 240
        assert_eq!(npv_from_now(Decimal::new(-5, 1), &flows).unwrap(), Decimal::from(240));
        assert_eq!(npv_from_now(Decimal::ONE, &[]).unwrap(), Decimal::ZERO);
        assert_eq!(npv_end(0.5, &[]).unwrap(), 0.0);
    }

    #[test]
    fn arguments_that_are_wrong_are_named() {
        let said = |result: Result<f64, Error>| result.unwrap_err().to_string();
        assert_eq!(
            said(npv_from_now(-1.0, &[1.0])),
            "rate: -1 is not above -1 (fraction a period: 0.05 is 5 percent)"
        );
        assert_eq!(said(npv_end(f64::NAN, &[1.0])), "rate: NaN is no number; give a finite one");
        assert_eq!(
            said(npv_end(0.1, &[1.0, f64::INFINITY])),
            "flows[1]: inf is no number; give a finite one"
        );
        let large = npv_from_now(Decimal::new(-9, 1), &[Decimal::ZERO, Decimal::MAX]).unwrap_err();
        assert_eq!(large.kind(), &ErrorKind::OutOfBounds { what: "a net present value" });
        assert_eq!(large.to_string(), "a net present value is out of range; check the size of the inputs");
    }
}
