//! An amount divided among several, to the last unit.

use super::Money;
use crate::error::{Error, ErrorKind};
use rust_decimal::Decimal;

/// Weights are counted in whole numbers below this, so that a doubled remainder and a weight stay within 128 bits.
const MOST_OF_WEIGHTS: u128 = 1 << 120;

impl Money {
    /// The amount in parts that are as large to each other as the weights are, in whole minor units (cents), and that sum
    /// to it exactly: the largest remainders, which is Hamilton's method.
    ///
    /// # Formula
    /// ```text
    /// part i = floor(units w_i / sum of w), and one unit more for those with the largest remainders; ties to the earliest
    /// ```
    /// A negative amount is divided as the positive one, with the sign put back. No part is a unit or more away from its
    /// share, and a weight of 0 gets nothing. A larger amount may give somebody less (the Alabama paradox): every method
    /// that keeps within a unit of the shares has cases of that kind.
    ///
    /// It differs on purpose from programs that give what is left to the first in order (as rusty-money does), which
    /// moves money by the order of the list, or to the largest weights (as dinero.js does), which favors them each time.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for an amount with a part of a minor unit ([`Money::rounded`] it first, or divide finer
    /// units with [`Money::allocate_to`]), for a weight below 0, and for weights that sum to nothing;
    /// [`ErrorKind::OutOfBounds`] for weights whose digits span more than 36 places.
    ///
    /// ```
    /// use breakeven::{Currency, Decimal, Money};
    ///
    /// let invoice = Money::new(Decimal::from(100), Currency::USD)?;
    /// let parts = invoice.allocate(&[1.into(), 1.into(), 1.into()])?;
    /// let amounts: Vec<String> = parts.iter().map(Money::to_string).collect();
    /// assert_eq!(amounts, ["33.34 USD", "33.33 USD", "33.33 USD"]);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn allocate(self, weights: &[Decimal]) -> Result<Vec<Self>, Error> {
        self.allocate_to(self.currency.minor_digits(), weights)
    }

    /// The same in units of so many decimals, at most 12: what tokens cost is often a part of a cent.
    ///
    /// # Errors
    /// As [`Money::allocate`]; [`ErrorKind::OutOfRange`] for more than 12 decimals.
    ///
    /// ```
    /// use breakeven::{Currency, Money};
    ///
    /// let tokens = Money::new("0.015".parse()?, Currency::USD)?;
    /// let halves = tokens.allocate_to(4, &[1.into(), 1.into()])?;
    /// assert_eq!(halves[0].to_string(), "0.0075 USD");
    /// // Half a cent is not lost in silence.
    /// assert!(tokens.allocate(&[1.into(), 1.into()]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn allocate_to(self, decimals: u32, weights: &[Decimal]) -> Result<Vec<Self>, Error> {
        let units = self.units(decimals)?;
        let weights = whole_weights(weights)?;
        let parts = largest_remainder(units.unsigned_abs(), &weights)?;
        parts
            .into_iter()
            .map(|part| {
                let part = i128::try_from(part).ok().map(|part| part * units.signum());
                let amount = part.and_then(|part| Decimal::try_from_i128_with_scale(part, decimals).ok());
                Self::new(
                    amount.ok_or(ErrorKind::OutOfBounds { what: "a part of an amount" })?,
                    self.currency,
                )
            })
            .collect()
    }

    /// The amount in whole units of so many decimals.
    fn units(self, decimals: u32) -> Result<i128, Error> {
        if decimals > Self::DECIMALS {
            return Err(ErrorKind::OutOfRange {
                value: decimals.into(),
                minimum: Decimal::ZERO,
                maximum: Self::DECIMALS.into(),
                unit: "decimals",
            }
            .into());
        }
        // Money is normalized: its scale is that of its last digit.
        let Some(finer) = decimals.checked_sub(self.amount.scale()) else {
            let unit = Decimal::new(1, decimals);
            let (what, instead) = (
                format!("{self} is no whole number of units of {unit}"),
                "round it first, or divide it to more decimals".to_owned(),
            );
            return Err(ErrorKind::Contradiction { what, instead }.into());
        };
        let units = 10_i128.checked_pow(finer).and_then(|ten| self.amount.mantissa().checked_mul(ten));
        units.ok_or_else(|| ErrorKind::OutOfBounds { what: "an amount in units" }.into())
    }
}

/// The weights as whole numbers to the same scale.
fn whole_weights(weights: &[Decimal]) -> Result<Vec<u128>, Error> {
    let contradiction = |what: String| {
        Error::new(ErrorKind::Contradiction { what, instead: "give weights above 0".to_owned() })
    };
    if let Some(weight) = weights.iter().find(|weight| **weight < Decimal::ZERO) {
        return Err(contradiction(format!("a weight of {weight}")));
    }
    let weights: Vec<Decimal> = weights.iter().map(Decimal::normalize).collect();
    if weights.iter().all(Decimal::is_zero) {
        return Err(contradiction("weights that sum to nothing".to_owned()));
    }
    let scale = weights.iter().map(Decimal::scale).max().unwrap_or(0);
    let whole = |weight: &Decimal| {
        let ten = 10_u128.checked_pow(scale.checked_sub(weight.scale())?)?;
        weight.mantissa().unsigned_abs().checked_mul(ten)
    };
    let weights: Option<Vec<u128>> = weights.iter().map(whole).collect();
    weights.ok_or_else(|| ErrorKind::OutOfBounds { what: "a weight" }.into())
}

/// Whole units in parts, none of them lost.
fn largest_remainder(units: u128, weights: &[u128]) -> Result<Vec<u128>, Error> {
    let sum = weights.iter().try_fold(0_u128, |sum, weight| sum.checked_add(*weight));
    let sum = sum
        .filter(|sum| *sum < MOST_OF_WEIGHTS)
        .ok_or(ErrorKind::OutOfBounds { what: "a sum of weights" })?;
    let (mut parts, remainders): (Vec<u128>, Vec<u128>) =
        weights.iter().map(|weight| divided_product(units, *weight, sum)).unzip();
    let given: u128 = parts.iter().sum();
    let left = usize::try_from(units.saturating_sub(given)).unwrap_or(usize::MAX);
    let mut largest: Vec<usize> = (0..parts.len()).collect();
    // Stable, so that the earlier of two equal remainders comes first.
    largest.sort_by_key(|at| std::cmp::Reverse(remainders.get(*at).copied()));
    for at in largest.into_iter().take(left) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    Ok(parts)
}

/// `a b / divisor` as quotient and remainder, bit by bit, as the product may have more than 128 bits. For b <= divisor.
fn divided_product(a: u128, b: u128, divisor: u128) -> (u128, u128) {
    let (mut quotient, mut remainder) = (0, 0);
    for bit in (0..u128::BITS - a.leading_zeros()).rev() {
        quotient *= 2;
        remainder *= 2;
        if a >> bit & 1 == 1 {
            remainder += b;
        }
        // Below divisor before, so below three of it now.
        while remainder >= divisor {
            remainder -= divisor;
            quotient += 1;
        }
    }
    (quotient, remainder)
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
        let parts = usd("1").allocate_to(12, &[1.into(), 1.into(), 1.into()]).unwrap();
        assert_eq!(parts, [usd("0.333333333334"), usd("0.333333333333"), usd("0.333333333333")]);
        assert_eq!(usd("-1").allocate(&[0.into(), 2.into()]).unwrap(), [usd("0"), usd("-1")]);
        // Foemmel's conundrum: 5 cents at 30 and 70 are 1.5 and 3.5, a tie, which goes to the earlier
        let weights = [Decimal::new(3, 1), Decimal::new(7, 1)];
        assert_eq!(usd("0.05").allocate(&weights).unwrap(), [usd("0.02"), usd("0.03")]);
        assert_eq!(usd("-0.05").allocate(&weights).unwrap(), [usd("-0.02"), usd("-0.03")]);
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

    #[test]
    fn part_of_a_unit_is_refused_and_not_lost() {
        let one = [Decimal::ONE];
        assert_eq!(
            usd("0.015").allocate(&one).unwrap_err().to_string(),
            "0.015 USD is no whole number of units of 0.01; round it first, or divide it to more decimals"
        );
        let yen = Money::new(Decimal::new(5, 1), "JPY".parse().unwrap()).unwrap();
        assert!(yen.allocate(&one).is_err());
        assert_eq!(usd("1").allocate_to(13, &one).unwrap_err().to_string(), "13 is not in 0..=12 (decimals)");
    }

    #[test]
    fn weights_of_any_size_are_exact_or_refused() {
        // the largest amount in the finest units, by weights of 28 digits
        let weight = Decimal::from_str_exact("0.9999999999999999999999999999").unwrap();
        let most = Money::new(Money::largest(), Currency::USD).unwrap();
        let parts = most.allocate_to(12, &[weight, weight]).unwrap();
        assert_eq!(parts, [usd("500000000000000"), usd("500000000000000")]);
        let apart = [Decimal::MAX, Decimal::new(1, 28)];
        assert!(matches!(usd("1").allocate(&apart).unwrap_err().kind(), ErrorKind::OutOfBounds { .. }));
    }

    proptest! {
        #[test]
        fn prop_parts_sum_to_the_amount_and_keep_to_their_shares(
            units in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in proptest::collection::vec(0_u32..1000, 1..20),
            scale in 1_u32..50,
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let amount = Money::new(Decimal::new(units, 2), Currency::USD).unwrap();
            let decimals = |times: u32| -> Vec<Decimal> { weights.iter().map(|weight| (weight * times).into()).collect() };
            let parts = amount.allocate(&decimals(1)).unwrap();
            prop_assert_eq!(Money::sum(Currency::USD, parts.iter().copied()).unwrap(), amount);
            let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                // |part - exact| < 1 cent, both times the sum of the weights
                let part = (part.amount() * Decimal::ONE_HUNDRED).mantissa() / 10_i128.pow((part.amount() * Decimal::ONE_HUNDRED).scale());
                prop_assert!((part * sum - i128::from(units) * i128::from(*weight)).abs() < sum);
                prop_assert!(*weight > 0 || part == 0);
            }
            prop_assert_eq!(&amount.allocate(&decimals(scale)).unwrap(), &parts);
            let negated = Money::new(-amount.amount(), Currency::USD).unwrap().allocate(&decimals(1)).unwrap();
            prop_assert!(negated.iter().zip(&parts).all(|(one, other)| one.amount() == -other.amount()));
        }
    }
}
