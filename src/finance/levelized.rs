//! The levelized cost of what is made over time.

use super::check;
use super::net_present_value::present_worth;
use crate::error::{Error, ErrorKind};
use crate::number::{Amount, Number, Ordered};

/// The levelized cost of a unit: the constant price at which what is made pays for all costs, in today's worth.
///
/// # Formula
/// ```text
/// sum of cost_k / (1 + rate)^k  /  sum of quantity_k / (1 + rate)^k        k = 0, 1, ...
/// ```
///
/// Both lists begin now: an outlay is `costs[0]`, with a quantity of 0 before anything is made. Costs are positive, and
/// what is sold at the end is a negative one. The quantities are discounted because the revenue of a constant price is;
/// a rate and costs in real terms give a price in money of today, nominal ones a price in money as it is paid, and the two
/// must not be mixed.
///
/// # Errors
/// [`ErrorKind::NoAnswer`] where nothing is made,
/// [`Contradiction`](crate::ErrorKind::Contradiction) for lists of two lengths,
/// [`NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
/// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::levelized_cost;
///
/// // 1000 now and 110 in a year for 550 units in a year: 1100 / 500
/// let costs = [1000, 110].map(Decimal::from);
/// let units = [0, 550].map(Decimal::from);
/// assert_eq!(levelized_cost(Decimal::new(1, 1), &costs, &units)?, Decimal::new(22, 1));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn levelized_cost<A: Amount>(rate: A, costs: &[A], quantities: &[A]) -> Result<A, Error> {
    if costs.len() != quantities.len() {
        let what = format!("{} costs and {} quantities", costs.len(), quantities.len());
        let instead = "give both for every instant from now on, 0 where there is none".to_owned();
        return Err(Error::new(ErrorKind::Contradiction { what, instead }));
    }
    let growth = A::Carrier::lit(1) + check::rate("rate", rate)?;
    let costs = present_worth(growth, &check::numbers("costs", costs)?);
    let quantities = present_worth(growth, &check::numbers("quantities", quantities)?);
    if quantities.is_zero() {
        return Err(check::no_answer("levelized cost", "nothing is made"));
    }
    check::result("a levelized cost", costs.over(quantities))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levelized_cost_at_rate_zero_is_the_average() {
        assert_eq!(levelized_cost(0.0, &[100.0, 20.0, 30.0], &[0.0, 25.0, 25.0]).unwrap(), 3.0);
    }

    #[test]
    fn levelized_cost_of_nothing_and_of_unequal_lists() {
        let said = |costs: &[f64], units: &[f64]| levelized_cost(0.1, costs, units).unwrap_err().to_string();
        assert_eq!(said(&[1.0], &[0.0]), "there is no levelized cost: nothing is made");
        assert_eq!(said(&[], &[]), "there is no levelized cost: nothing is made");
        assert_eq!(
            said(&[1.0, 2.0], &[1.0]),
            "2 costs and 1 quantities; give both for every instant from now on, 0 where there is none"
        );
    }
}
