//! Quantities over a carrier, and the products of them that have a meaning.
//!
//! A formula that multiplies watts by a price per token does not compile. Everything without a dimension (fractions,
//! ratios, counts, full-time equivalents) is a [`Scalar`], and scales every quantity.

use crate::number::Number;
use std::ops::{Add, Mul, Sub};

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) struct $name<N>(pub(crate) N);

        impl<N: Number> Add for $name<N> {
            type Output = Self;
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl<N: Number> Sub for $name<N> {
            type Output = Self;
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl<N: Number> Mul<Scalar<N>> for $name<N> {
            type Output = Self;
            #[inline(always)]
            fn mul(self, factor: Scalar<N>) -> Self {
                Self(self.0 * factor.0)
            }
        }
    )*};
}

macro_rules! products {
    ($($left:ident * $right:ident = $product:ident;)*) => {$(
        impl<N: Number> Mul<$right<N>> for $left<N> {
            type Output = $product<N>;
            #[inline(always)]
            fn mul(self, other: $right<N>) -> $product<N> {
                $product(self.0 * other.0)
            }
        }
    )*};
}

quantities! {
    /// A number without a dimension.
    Scalar;
    /// Money, before it is rounded to [`crate::money::Money`].
    Usd;
    /// Money a year.
    UsdPerYear;
    /// A token price.
    UsdPerMtok;
    /// A tariff for energy.
    UsdPerKwh;
    /// A price per kilowatt, once or a month.
    UsdPerKw;
    /// A price per accelerator and hour.
    UsdPerHour;
    /// Electric power.
    Watts;
    /// Electric energy.
    WattHours;
    /// A span of time within a month.
    Hours;
    /// A span of time in months.
    Months;
    /// Tokens of one request, or of one month.
    Tokens;
    /// A serving rate.
    TokensPerSecond;
}

products! {
    Watts * Hours = WattHours;
    UsdPerHour * Hours = Usd;
}

impl<N: Number> UsdPerYear<N> {
    /// A twelfth.
    pub(crate) fn per_month(self) -> Usd<N> {
        Usd(self.0.nth(12))
    }
}

impl<N: Number> Usd<N> {
    /// A yearly fraction of an amount, a month of it.
    pub(crate) fn yearly_fraction_per_month(self, fraction: Scalar<N>) -> Usd<N> {
        Usd((self.0 * fraction.0).nth(12))
    }
}

impl<N: Number> WattHours<N> {
    /// What the energy costs.
    pub(crate) fn at(self, tariff: UsdPerKwh<N>) -> Usd<N> {
        Usd((self.0 * tariff.0).nth(1000))
    }
}

impl<N: Number> Watts<N> {
    /// What the power costs at a price per kilowatt.
    pub(crate) fn at(self, price: UsdPerKw<N>) -> Usd<N> {
        Usd((self.0 * price.0).nth(1000))
    }
}

impl<N: Number> UsdPerMtok<N> {
    /// What a million times some tokens cost.
    pub(crate) fn of_millions(self, tokens: Tokens<N>) -> Usd<N> {
        Usd(self.0 * tokens.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_convert_between_units() {
        // 8,000 W for 730 h is 5,840 kWh; at 0.11 USD that is 642.40 USD
        assert!(((Watts(8000.0) * Hours(730.0)).at(UsdPerKwh(0.11)).0 - 642.4).abs() < 1e-9);
        // 10,200 W at 196 USD per kW and month: 1,999.20 USD
        assert!((Watts(10_200.0).at(UsdPerKw(196.0)).0 - 1999.2).abs() < 1e-9);
        // a million times 1,500 tokens at 2.50 USD per Mtok: 3,750 USD
        assert!((UsdPerMtok(2.5).of_millions(Tokens(1500.0)).0 - 3750.0).abs() < 1e-9);
        assert!((UsdPerYear(120_000.0).per_month().0 - 10_000.0).abs() < 1e-9);
    }
}
