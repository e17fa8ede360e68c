//! An amount divided among several, to the last digit.

use super::Money;
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

impl Money {
    /// The amount in parts that are as large to each other as the weights are, and that sum to it exactly.
    ///
    /// # Formula
    /// ```text
    /// part i = rounded(amount (w_1 + ... + w_i) / sum) - rounded(amount (w_1 + ... + w_(i-1)) / sum)
    /// ```
    /// Both are rounded to 12 decimals, so that no part is more than one of them away from its share.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for a weight below 0, and for weights that sum to nothing;
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    ///
    /// ```
    /// use breakeven::{Currency, Decimal, Money};
    ///
    /// let node = Money::new(Decimal::from(35), Currency::USD)?;
    /// let parts = node.allocate(&[30.into(), 30.into(), 10.into()])?;
    /// let amounts: Vec<String> = parts.iter().map(Money::to_string).collect();
    /// assert_eq!(amounts, ["15 USD", "15 USD", "5 USD"]);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn allocate(self, weights: &[Decimal]) -> Result<Vec<Self>, Error> {
        let contradiction = |what: String| {
            Error::new(ErrorKind::Contradiction { what, instead: "give weights above 0".to_owned() })
        };
        if let Some(weight) = weights.iter().find(|weight| **weight < Decimal::ZERO) {
            return Err(contradiction(format!("a weight of {weight}")));
        }
        let sum = weights.iter().fold(Exact::lit(0), |sum, weight| sum + Exact::new(*weight));
        if sum == Exact::lit(0) {
            return Err(contradiction("weights that sum to nothing".to_owned()));
        }
        let (mut before, mut reached) = (Self::zero(self.currency), Exact::lit(0));
        let mut parts = Vec::with_capacity(weights.len());
        for weight in weights {
            reached = reached + Exact::new(*weight);
            let share = (Exact::new(self.amount) * reached).over(sum).value();
            let share = share.ok_or(ErrorKind::OutOfBounds { what: "a share of an amount" })?;
            let until = Self::new(share, self.currency)?;
            parts.push(until.checked_sub(before)?);
            before = until;
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn usd(text: &str) -> Money {
        Money::new(Decimal::from_str_exact(text).unwrap(), Currency::USD).unwrap()
    }

    #[test]
    fn parts_of_what_cannot_be_divided_sum_to_it() {
        // a third is 0.333333333333, and the cents of 1e-12 that are left go to the middle
        let parts = usd("1").allocate(&[1.into(), 1.into(), 1.into()]).unwrap();
        assert_eq!(parts, [usd("0.333333333333"), usd("0.333333333334"), usd("0.333333333333")]);
        assert_eq!(usd("-1").allocate(&[0.into(), 2.into()]).unwrap(), [usd("0"), usd("-1")]);
    }

    #[test]
    fn weights_that_say_nothing_are_refused() {
        let refused = |weights: &[i32]| {
            let weights: Vec<Decimal> = weights.iter().map(|weight| (*weight).into()).collect();
            usd("1").allocate(&weights).unwrap_err().to_string()
        };
        assert_eq!(refused(&[1, -1]), "a weight of -1; give weights above 0");
        assert_eq!(refused(&[0, 0]), "weights that sum to nothing; give weights above 0");
        assert_eq!(refused(&[]), "weights that sum to nothing; give weights above 0");
    }

    proptest! {
        #[test]
        fn prop_parts_sum_to_the_amount(
            units in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in proptest::collection::vec(0_u32..1000, 1..20),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let amount = Money::new(Decimal::new(units, 12), Currency::USD).unwrap();
            let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
            let parts = amount.allocate(&weights).unwrap();
            prop_assert_eq!(Money::sum(Currency::USD, parts).unwrap(), amount);
        }
    }
}
