//! Buying against leasing, after tax.

use super::check;
use super::net_present_value::present_worth;
use crate::error::{Error, ErrorKind};
use crate::number::{Amount, Number};

/// An asset that may be bought or leased, with what either way costs before tax. Costs are positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuyOrLease<'a, A> {
    /// What is paid for it now.
    pub price: A,
    /// What is written off for tax at the end of each period.
    pub depreciation: &'a [A],
    /// What it sells for at the end of the last of those periods, before tax.
    pub residual: A,
    /// The payments of the lease, the first of them now: `[p, p, 0]` in advance, `[0, p, p]` in arrears.
    pub lease: &'a [A],
    /// The rate of tax on what is earned, as a fraction. Without profits to deduct from, it is 0.
    pub tax_rate: A,
    /// The rate that all of it is discounted at, a period:
    /// [`after_tax_cost_of_debt`](super::after_tax_cost_of_debt), for a lease takes the place of a loan.
    pub after_tax_cost_of_debt: A,
}

/// What buying and leasing cost today, and by how much leasing is cheaper.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NetAdvantage<A> {
    /// What buying costs, in today's worth after tax.
    pub buying: A,
    /// What leasing costs, in today's worth after tax.
    pub leasing: A,
    /// The net advantage to leasing: buying less leasing. Negative where buying is cheaper.
    pub of_leasing: A,
    /// What the deduction of the depreciation is worth today.
    pub tax_shield: A,
}

impl<A: Amount> BuyOrLease<'_, A> {
    /// The net advantage to leasing.
    ///
    /// # Formula
    /// ```text
    /// buying  = price - sum of tax * depreciation_t / (1 + k)^t - (residual - tax * (residual - book)) / (1 + k)^n
    /// leasing = sum of (1 - tax) * lease_t / (1 + k)^t
    /// net advantage to leasing = buying - leasing
    /// ```
    ///
    /// `k` is the after-tax cost of debt, `n` the number of periods of the depreciation, `book` what of the price is not
    /// written off by then: what it sells for above that is taxed, what it sells for below is deducted. Tax moves at the
    /// instants of the flows that it is on.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] where more is written off than the price,
    /// [`NotAbove`](crate::ErrorKind::NotAbove) for a rate of -1 or less,
    /// [`NotFinite`](crate::ErrorKind::NotFinite) for a NaN or an infinity,
    /// [`OutOfBounds`](crate::ErrorKind::OutOfBounds) past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::BuyOrLease;
    ///
    /// let server = BuyOrLease {
    ///     price: Decimal::from(1000),
    ///     depreciation: &[550, 450].map(Decimal::from),
    ///     residual: Decimal::from(121),
    ///     lease: &[500, 550, 0].map(Decimal::from),
    ///     tax_rate: Decimal::new(2, 1),
    ///     after_tax_cost_of_debt: Decimal::new(1, 1),
    /// };
    /// let found = server.net_advantage()?;
    /// // 0.8 * (500 + 550 / 1.1) against 1000 - 0.2 * (550 / 1.1 + 450 / 1.21) - 0.8 * 121 / 1.21
    /// assert_eq!(found.leasing, Decimal::from(800));
    /// assert_eq!(found.of_leasing.round_dp(2), Decimal::new(-5438, 2));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn net_advantage(self) -> Result<NetAdvantage<A>, Error> {
        let (none, one) = (A::Carrier::lit(0), A::Carrier::lit(1));
        let growth = one + check::rate("after_tax_cost_of_debt", self.after_tax_cost_of_debt)?;
        let tax = check::number("tax_rate", self.tax_rate)?;
        let price = check::number("price", self.price)?;
        let residual = check::number("residual", self.residual)?;
        let depreciation = check::numbers("depreciation", self.depreciation)?;
        let lease = check::numbers("lease", self.lease)?;

        let book = depreciation.iter().fold(price, |book, part| book - *part);
        self.refuse_below_nothing(book)?;
        let shields: Vec<A::Carrier> = depreciation.iter().map(|part| tax * *part).collect();
        let tax_shield = present_worth(growth, &shields).over(growth);
        let kept = residual - tax * (residual - book);
        let of_residual = depreciation.iter().fold(kept, |worth, _| worth.over(growth));
        let buying = price - tax_shield - of_residual;
        let payments: Vec<A::Carrier> = lease.iter().map(|payment| (one - tax) * *payment).collect();
        let leasing = none + present_worth(growth, &payments);
        Ok(NetAdvantage {
            buying: check::result("what buying costs", buying)?,
            leasing: check::result("what leasing costs", leasing)?,
            of_leasing: check::result("a net advantage", buying - leasing)?,
            tax_shield: check::result("a tax shield", tax_shield)?,
        })
    }

    /// Floats that sum to the price may pass it by their last digits.
    fn refuse_below_nothing(&self, book: A::Carrier) -> Result<(), Error> {
        let book: A = check::result("a book value", book)?;
        let slack = self.price.shown().abs() * rust_decimal::Decimal::new(1, 12);
        if book.shown() >= -slack {
            return Ok(());
        }
        let what = format!("{} more is written off than the price of {}", -book.shown(), self.price);
        let instead = "write off the price at most".to_owned();
        Err(Error::new(ErrorKind::Contradiction { what, instead }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: BuyOrLease<'static, f64> = BuyOrLease {
        price: 100.0,
        depreciation: &[50.0, 25.0],
        residual: 35.0,
        lease: &[30.0, 30.0],
        tax_rate: 0.0,
        after_tax_cost_of_debt: 0.0,
    };

    #[test]
    fn without_tax_and_interest_it_is_cash() {
        let found = SERVER.net_advantage().unwrap();
        assert_eq!((found.buying, found.leasing, found.of_leasing, found.tax_shield), (65.0, 60.0, 5.0, 0.0));
    }

    #[test]
    fn what_sells_above_or_below_the_books_is_taxed_or_deducted() {
        // half of 75 is deducted; the book holds 25: half of the 10 above it is paid
        let above = BuyOrLease { tax_rate: 0.5, ..SERVER }.net_advantage().unwrap();
        assert_eq!((above.tax_shield, above.buying), (37.5, 100.0 - 37.5 - 30.0));
        let below = BuyOrLease { tax_rate: 0.5, residual: 5.0, ..SERVER }.net_advantage().unwrap();
        assert_eq!(below.buying, 100.0 - 37.5 - 15.0);
    }

    #[test]
    fn more_than_the_price_is_not_written_off() {
        let error = BuyOrLease { depreciation: &[80.0, 25.0], ..SERVER }.net_advantage().unwrap_err();
        assert_eq!(
            error.to_string(),
            "5 more is written off than the price of 100; write off the price at most"
        );
    }
}
