//! When an outlay has come back.

use super::check;
use crate::error::Error;
use crate::number::{Amount, Number, Ordered};

/// When the cumulative flows are no longer negative, and whether that lasts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Payback<A> {
    /// The first instant at which they are not: the whole period.
    pub period: u32,
    /// The same inside the period, as if its flow came evenly.
    pub interpolated: A,
    /// The later instants at which they fall below 0 again.
    pub lost_at: Vec<u32>,
    /// The instants at which they are no longer negative once more, after each of those but the last it may be.
    pub regained_at: Vec<u32>,
}

impl<A> Payback<A> {
    /// Whether the outlay has come back at the end of the flows.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.lost_at.len() == self.regained_at.len()
    }

    /// From when on the cumulative flows are never negative again; `None` where they are at the end.
    #[must_use]
    pub fn for_good_from(&self) -> Option<u32> {
        self.holds().then(|| self.regained_at.last().copied().unwrap_or(self.period))
    }
}

/// The payback period of flows, the first of them now.
///
/// # Formula
/// ```text
/// the first t with flow_0 + ... + flow_t >= 0        inside the period: t - 1 + (what is missing at t - 1) / flow_t
/// ```
///
/// `None`: never within the flows, or there are none. Flows that are never negative are back at once, at 0.
///
/// # Errors
/// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for more than 36,525 flows,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::payback;
///
/// // -100, -40, 40, then -10 and 30 again
/// let flows = [-100, 60, 80, -50, 40].map(Decimal::from);
/// let back = payback(&flows)?.unwrap();
/// assert_eq!((back.period, back.interpolated), (2, Decimal::new(15, 1))); // half of the 80
/// assert_eq!((back.lost_at.as_slice(), back.for_good_from()), (&[3][..], Some(4)));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn payback<A: Amount>(flows: &[A]) -> Result<Option<Payback<A>>, Error> {
    of_flows(A::Carrier::lit(1), flows)
}

/// The payback period of flows in today's worth: at rate 0 that of [`payback`].
///
/// # Formula
/// ```text
/// as payback, of flow_k / (1 + rate)^k
/// ```
///
/// # Errors
/// As [`payback`]; [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::{discounted_payback, payback};
///
/// // 110 and 121 are worth 100 each
/// let flows = [-150, 110, 121].map(Decimal::from);
/// let back = discounted_payback(Decimal::new(1, 1), &flows)?.unwrap();
/// assert_eq!((back.period, back.interpolated), (2, Decimal::new(15, 1)));
/// assert!(payback(&flows)?.unwrap().interpolated < back.interpolated);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn discounted_payback<A: Amount>(rate: A, flows: &[A]) -> Result<Option<Payback<A>>, Error> {
    of_flows(A::Carrier::lit(1) + check::rate("rate", rate)?, flows)
}

fn of_flows<A: Amount>(growth: A::Carrier, flows: &[A]) -> Result<Option<Payback<A>>, Error> {
    check::at_most("flows", flows.len(), check::MOST_PERIODS, "flows")?;
    let flows = check::numbers("flows", flows)?;
    let what = "a payback period";
    let none = A::Carrier::lit(0);
    let (mut sum, mut power) = (none, A::Carrier::lit(1));
    let mut back: Option<Payback<A>> = None;
    let mut is_behind = true;
    for (instant, flow) in (0_u32..).zip(flows) {
        let flow = flow.over(power);
        let before = sum;
        sum = sum + flow;
        power = power * growth;
        check::result::<A>(what, sum)?;
        let was_behind = std::mem::replace(&mut is_behind, sum.is_below_zero());
        match &mut back {
            None if !is_behind => {
                let missing = (none - before).over(flow);
                let inside = A::Carrier::lit(instant.saturating_sub(1)) + missing;
                let inside = if instant == 0 { none } else { inside };
                back = Some(Payback {
                    period: instant,
                    interpolated: check::result(what, inside)?,
                    lost_at: Vec::new(),
                    regained_at: Vec::new(),
                });
            }
            Some(back) if is_behind && !was_behind => back.lost_at.push(instant),
            Some(back) if was_behind && !is_behind => back.regained_at.push(instant),
            _ => {}
        }
    }
    Ok(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payback_at_once_never_and_of_nothing() {
        let at_once = payback(&[5.0, -1.0]).unwrap().unwrap();
        assert_eq!((at_once.period, at_once.interpolated, at_once.holds()), (0, 0.0, true));
        assert_eq!(payback(&[-5.0, 1.0, 3.0]).unwrap(), None);
        assert_eq!(payback::<f64>(&[]).unwrap(), None);
        // exactly 0 is back
        assert_eq!(payback(&[-5.0, 5.0]).unwrap().unwrap().interpolated, 1.0);
    }

    #[test]
    fn payback_that_is_lost_at_the_end_does_not_hold() {
        let back = payback(&[-10.0, 20.0, -15.0, 10.0, -10.0]).unwrap().unwrap();
        assert_eq!((back.period, back.interpolated), (1, 0.5));
        assert_eq!((back.lost_at.as_slice(), back.regained_at.as_slice()), (&[2, 4][..], &[3][..]));
        assert_eq!((back.holds(), back.for_good_from()), (false, None));
    }

    #[test]
    fn periods_in_which_nothing_moves_are_passed() {
        let back = payback(&[-10.0, 0.0, 0.0, 20.0]).unwrap().unwrap();
        assert_eq!((back.period, back.interpolated), (3, 2.5));
    }
}
