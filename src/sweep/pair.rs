//! Two vectors side by side.

use super::vector::Vector;
use crate::number::Number;
use std::ops::{Add, Mul, Sub};

/// Two vectors as one: where there are registers for both, the one works while the other waits.
#[derive(Clone, Copy)]
pub(super) struct Pair<V>(V, V);

/// Operations that each of the two does for itself. They are written out: what a function is handed to is compiled without
/// the instructions of the kernel that it is for.
macro_rules! of_each {
    ($(fn $name:ident($($other:ident),*);)*) => {$(
        #[inline(always)]
        fn $name(self, $($other: Self),*) -> Self {
            Self(self.0.$name($($other.0),*), self.1.$name($($other.1),*))
        }
    )*};
}

/// Operations that a carrier may not have.
macro_rules! of_each_that_has {
    ($(fn $name:ident();)*) => {$(
        #[inline(always)]
        fn $name(self) -> Option<Self> {
            Some(Self(self.0.$name()?, self.1.$name()?))
        }
    )*};
}

impl<V: Vector> Add for Pair<V> {
    type Output = Self;
    of_each! {
        fn add(other);
    }
}

impl<V: Vector> Sub for Pair<V> {
    type Output = Self;
    of_each! {
        fn sub(other);
    }
}

impl<V: Vector> Mul for Pair<V> {
    type Output = Self;
    of_each! {
        fn mul(other);
    }
}

impl<V: Vector> Number for Pair<V> {
    const DIVIDES_LAST: bool = V::DIVIDES_LAST;

    #[inline(always)]
    fn lit(n: u32) -> Self {
        Self(V::lit(n), V::lit(n))
    }

    #[inline(always)]
    fn nth(self, n: u32) -> Self {
        Self(self.0.nth(n), self.1.nth(n))
    }

    of_each! {
        fn over(divisor);
        fn quotient(divisor);
        fn ceil();
        fn round();
        fn at_least(floor);
        fn at_most(cap);
        fn select(above, then, otherwise);
        fn not_below(floor);
        fn not_above(cap);
        fn choose(above, then, otherwise);
    }

    of_each_that_has! {
        fn force_of_interest();
        fn rate_of_force();
        fn exp_m1();
    }
}

impl<V: Vector> Vector for Pair<V> {
    type Part = V::Part;

    const LANES: usize = 2 * V::LANES;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        let both = V::splat(value);
        Self(both, both)
    }

    #[inline(always)]
    fn load(from: &[f64]) -> Option<Self> {
        Some(Self(V::load(from)?, V::load(from.get(V::LANES..)?)?))
    }

    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        self.0.store(to);
        self.1.store(to.get_mut(V::LANES..).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_half_is_the_number_on_its_own() {
        let numbers = [[-1.5, 0.0, 2.5], [3.0, f64::NAN, 1.0], [7.25, -7.5, 0.5], [0.0, 4.0, -0.5]];
        let pair =
            |at: usize, column: usize| Pair::load(&[numbers[at][column], numbers[at + 1][column]]).unwrap();
        let halves = |value: Pair<f64>| [value.0.to_bits(), value.1.to_bits()];
        for at in 0..3 {
            let (a, b, c) = (pair(at, 0), pair(at, 1), pair(at, 2));
            let alone = |f: fn(f64, f64, f64) -> f64| {
                [at, at + 1].map(|at| f(numbers[at][0], numbers[at][1], numbers[at][2]).to_bits())
            };
            assert_eq!(halves(a + b), alone(|a, b, _| a + b));
            assert_eq!(halves(a - b), alone(|a, b, _| a - b));
            assert_eq!(halves(a * b), alone(|a, b, _| a * b));
            assert_eq!(halves(a.over(b)), alone(|a, b, _| a.over(b)));
            assert_eq!(halves(a.quotient(b)), alone(|a, b, _| a.quotient(b)));
            assert_eq!(halves(a.nth(7)), alone(|a, _, _| a.nth(7)));
            assert_eq!(halves(Number::ceil(a)), alone(|a, _, _| Number::ceil(a)));
            assert_eq!(halves(Number::round(a)), alone(|a, _, _| Number::round(a)));
            assert_eq!(halves(a.at_least(b)), alone(|a, b, _| a.at_least(b)));
            assert_eq!(halves(a.at_most(b)), alone(|a, b, _| a.at_most(b)));
            assert_eq!(halves(a.not_below(b)), alone(|a, b, _| a.not_below(b)));
            assert_eq!(halves(a.not_above(b)), alone(|a, b, _| a.not_above(b)));
            assert_eq!(halves(a.select(b, c, a)), alone(|a, b, c| a.select(b, c, a)));
            assert_eq!(halves(a.choose(b, c, a)), alone(|a, b, c| a.choose(b, c, a)));
        }
        let mut room = [0.0; 3];
        Pair::<f64>::splat(2.0).store(&mut room);
        assert_eq!((room, Pair::<f64>::LANES), ([2.0, 2.0, 0.0], 2));
        assert!(Pair::<f64>::load(&[1.0]).is_none());
    }
}
