//! What capital costs: of debt after tax, and on average.

use super::check;
use crate::error::Error;
use crate::number::{Amount, Number, Ordered};

/// How a firm is paid for, and what each part costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapitalStructure<A> {
    /// Equity at market value.
    pub equity: A,
    /// Debt at market value, in the same unit.
    pub debt: A,
    /// What equity costs, as a fraction a year.
    pub cost_of_equity: A,
    /// What debt costs before tax, as a fraction a year.
    pub cost_of_debt: A,
    /// The rate of tax from which interest is deducted, as a fraction.
    pub tax_rate: A,
}

impl<A: Amount> CapitalStructure<A> {
    /// The weighted average cost of capital, as a fraction a year.
    ///
    /// # Formula
    /// ```text
    /// (E * cost of equity + D * cost of debt * (1 - tax)) / (E + D)
    /// ```
    ///
    /// It lies between the cost of equity and that of debt after tax.
    ///
    /// # Errors
    /// [`ErrorKind::NoAnswer`](crate::ErrorKind::NoAnswer) where equity and debt are nothing, or one of them is negative;
    /// [`NotAbove`](crate::ErrorKind::NotAbove) for a cost of -1 or less,
    /// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
    /// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::CapitalStructure;
    ///
    /// let firm = CapitalStructure {
    ///     equity: Decimal::from(60),
    ///     debt: Decimal::from(40),
    ///     cost_of_equity: Decimal::new(10, 2),
    ///     cost_of_debt: Decimal::new(5, 2),
    ///     tax_rate: Decimal::new(20, 2),
    /// };
    /// assert_eq!(firm.wacc()?, Decimal::new(76, 3)); // 0.6 * 0.10 + 0.4 * 0.05 * 0.8
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn wacc(self) -> Result<A, Error> {
        let what = "weighted average cost of capital";
        let (equity, debt) = (check::number("equity", self.equity)?, check::number("debt", self.debt)?);
        if equity.is_below_zero() || debt.is_below_zero() || (equity + debt).is_zero() {
            return Err(check::no_answer(
                what,
                "equity and debt are not both 0 or more, and one of them more",
            ));
        }
        let of_equity = check::rate("cost_of_equity", self.cost_of_equity)?;
        let of_debt = after_tax(self.cost_of_debt, self.tax_rate)?;
        check::result(what, (equity * of_equity + debt * of_debt).over(equity + debt))
    }
}

/// What debt costs after tax: interest is deducted from what is taxed. Lease and purchase are compared at this rate.
///
/// # Formula
/// ```text
/// cost of debt * (1 - tax)
/// ```
///
/// # Errors
/// [`ErrorKind::NotAbove`](crate::ErrorKind::NotAbove) for a cost of -1 or less,
/// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::after_tax_cost_of_debt;
///
/// assert_eq!(after_tax_cost_of_debt(Decimal::new(8, 2), Decimal::new(25, 2))?, Decimal::new(6, 2));
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn after_tax_cost_of_debt<A: Amount>(cost_of_debt: A, tax_rate: A) -> Result<A, Error> {
    check::result("a cost of debt", after_tax(cost_of_debt, tax_rate)?)
}

fn after_tax<A: Amount>(cost_of_debt: A, tax_rate: A) -> Result<A::Carrier, Error> {
    let cost = check::rate("cost_of_debt", cost_of_debt)?;
    Ok(cost * (A::Carrier::lit(1) - check::number("tax_rate", tax_rate)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capital_of_nothing_costs_nothing_known() {
        let firm = CapitalStructure {
            equity: 0.0,
            debt: 0.0,
            cost_of_equity: 0.1,
            cost_of_debt: 0.05,
            tax_rate: 0.2,
        };
        assert_eq!(
            firm.wacc().unwrap_err().to_string(),
            "there is no weighted average cost of capital: equity and debt are not both 0 or more, and one of them more"
        );
        assert!(CapitalStructure { debt: -1.0, equity: 2.0, ..firm }.wacc().is_err());
        assert_eq!(CapitalStructure { equity: 2.0, ..firm }.wacc().unwrap(), 0.1);
        assert!((CapitalStructure { debt: 2.0, ..firm }.wacc().unwrap() - 0.04).abs() < 1e-15);
    }
}
