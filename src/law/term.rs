//! The arithmetic that laws do themselves, on the carriers of the numbers that they are given.

use super::violation::Value;
use crate::number::{Amount, Number, Ordered};
use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// A number of a law; what is none, or out of range, is poison and found at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term<A: Amount>(A::Carrier);

impl<A: Amount> Term<A> {
    pub(super) fn of(amount: A) -> Self {
        Self(amount.carrier().unwrap_or_else(|| A::Carrier::lit(1).over(A::Carrier::lit(0))))
    }

    pub(super) fn whole(n: u32) -> Self {
        Self(A::Carrier::lit(n))
    }

    pub(super) fn count(n: u64) -> Self {
        let (high, low) = (n >> 32, n & u64::from(u32::MAX));
        let part = |n: u64| Self::whole(u32::try_from(n).unwrap_or(u32::MAX));
        part(high) * part(1 << 16) * part(1 << 16) + part(low)
    }

    pub(super) fn zero() -> Self {
        Self::whole(0)
    }

    pub(super) fn one() -> Self {
        Self::whole(1)
    }

    /// What is no more than the error of calculating with terms of such a size: a billionth in floats, and 1e-20 in
    /// decimals, which have no more than 28 decimals besides.
    pub(super) fn near(size: Self) -> Self {
        Self::within(size, 9, 20)
    }

    /// What a solver by steps comes within: a millionth in floats, and 1e-12 in decimals.
    pub(super) fn solved(size: Self) -> Self {
        Self::within(size, 6, 12)
    }

    fn within(size: Self, of_float: u32, of_decimal: u32) -> Self {
        if A::IS_DECIMAL {
            size.over(Self::of(A::scaled(10, 0)).power(of_decimal))
                + Self::of(A::scaled(1, 22)).over(Self::whole(100))
        } else {
            size * Self::of(A::scaled(1, of_float))
        }
    }

    pub(super) fn amount(self) -> Option<A> {
        A::of(self.0)
    }

    pub(super) fn value(self) -> Value {
        self.amount().map_or_else(|| Value::Text("out of range".to_owned()), Value::of)
    }

    pub(super) fn over(self, divisor: Self) -> Self {
        Self(self.0.over(divisor.0))
    }

    pub(super) fn power(self, n: u32) -> Self {
        (0..u32::BITS - n.leading_zeros()).rev().fold(Self::one(), |power, bit| {
            let square = power * power;
            if n >> bit & 1 == 1 { square * self } else { square }
        })
    }

    pub(super) fn negative(self) -> Self {
        Self::zero() - self
    }

    pub(super) fn abs(self) -> Self {
        Self(self.0.at_least(self.negative().0))
    }

    pub(super) fn at_least(self, floor: Self) -> Self {
        Self(self.0.at_least(floor.0))
    }

    pub(super) fn at_most(self, cap: Self) -> Self {
        Self(self.0.at_most(cap.0))
    }

    /// Poison is below nothing.
    pub(super) fn is_below(self, other: Self) -> bool {
        self.0.order(other.0) == Some(Ordering::Less)
    }

    /// Poison is not either.
    pub(super) fn is_at_most(self, other: Self) -> bool {
        self.0.order(other.0).is_some_and(Ordering::is_le)
    }

    pub(super) fn is_zero(self) -> bool {
        self.0.order(Self::zero().0) == Some(Ordering::Equal)
    }

    pub(super) fn sum(terms: impl IntoIterator<Item = Self>) -> Self {
        terms.into_iter().fold(Self::zero(), |sum, term| sum + term)
    }

    pub(super) fn list(amounts: &[A]) -> Vec<Self> {
        amounts.iter().copied().map(Self::of).collect()
    }

    /// What flows are worth at the first of them, at `1 + rate` a period.
    pub(super) fn worth(growth: Self, flows: &[Self]) -> Self {
        flows.iter().rev().fold(Self::zero(), |worth, flow| worth.over(growth) + *flow)
    }

    /// What flows come to, and their sizes, at the end that does not make them larger: 0 at the one is 0 at the other.
    pub(super) fn balance(growth: Self, flows: &[Self]) -> (Self, Self) {
        if Self::one().is_at_most(growth) {
            return (Self::worth(growth, flows), Self::size(growth, flows));
        }
        let step = |sum: (Self, Self), flow: &Self| (sum.0 * growth + *flow, sum.1 * growth + flow.abs());
        flows.iter().fold((Self::zero(), Self::zero()), step)
    }

    /// The worth of their sizes: what the parts of a sum come to that may cancel.
    pub(super) fn size(growth: Self, flows: &[Self]) -> Self {
        Self::worth(growth, &flows.iter().map(|flow| flow.abs()).collect::<Vec<_>>())
    }
}

impl<A: Amount> Add for Term<A> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl<A: Amount> Sub for Term<A> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl<A: Amount> Mul for Term<A> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}
