//! Powers with a whole exponent by doubling: one text for all carriers, and no branch on a value.

use super::Number;

/// Bits of the longest span: 600 months fit in 10.
const BITS: u32 = 10;

/// Walks the bits of a whole count below 1,024, most significant first: `double` for each, then `one` where it is set.
pub(crate) fn by_doubling<N: Number, S: Copy>(
    count: N,
    start: S,
    double: impl Fn(S) -> S,
    one: impl Fn(S) -> S,
    choose: impl Fn(N, N, S, S) -> S,
) -> S {
    let mut rest = count;
    let mut state = start;
    for bit in (0..BITS).rev() {
        let (weight, below) = (N::lit(1 << bit), N::lit((1 << bit) - 1));
        state = double(state);
        state = choose(rest, below, one(state), state);
        rest = rest.select(below, rest - weight, rest);
    }
    state
}

/// `base^count`.
pub(crate) fn power<N: Number>(base: N, count: N) -> N {
    by_doubling(count, N::lit(1), |power| power * power, |power| power * base, N::select)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use rust_decimal::Decimal;

    #[test]
    fn power_with_a_whole_exponent() {
        // 0.4^3 = 0.064
        assert_eq!(power(Exact::new(Decimal::new(4, 1)), Exact::lit(3)).value(), Some(Decimal::new(64, 3)));
        assert_eq!((power(0.5, 10.0), power(0.5, 0.0)), (1.0 / 1024.0, 1.0));
    }
}
