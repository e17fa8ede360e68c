//! All the rates at which a series of amounts is worth nothing.
//!
//! Between two neighboring roots of a function lies one of its derivative. A series with `V` changes of sign, multiplied
//! by `(1 + x)^e` with `e` between the instants of one of them, has a derivative that is such a series again, of `V - 1`
//! changes. So the roots of that one, found in the same way, cut the line into stretches on which the first rises or falls
//! throughout: each has a root or none, and its ends tell. (This is how Laguerre proves the rule of signs of Descartes.)
//! Nothing is guessed, no root is left out, and none from below -1 can get in.

use super::check;
use crate::error::{Error, ErrorKind};
use crate::number::{Amount, Powers};
use std::cmp::Ordering;

/// The rates that solve an equation: none, one, or several, which then are all there are.
///
/// A root that two roots fall together in is one. In `f64` those nearer to each other than about 1e-6 may be told as
/// one, in decimals than about 1e-12.
#[derive(Clone, Debug, PartialEq)]
pub enum Roots<A> {
    /// There is no such rate.
    None,
    /// The only one.
    One(A),
    /// All of them, in ascending order; which of them is meant is not for a function to choose.
    Several(Vec<A>),
}

impl<A: Amount> Roots<A> {
    fn of(mut rates: Vec<A>) -> Self {
        match (rates.len(), rates.pop()) {
            (1, Some(only)) => Self::One(only),
            (_, Some(last)) => {
                rates.push(last);
                Self::Several(rates)
            }
            (_, None) => Self::None,
        }
    }

    /// All of them, in ascending order.
    #[must_use]
    pub fn all(&self) -> &[A] {
        match self {
            Self::None => &[],
            Self::One(only) => std::slice::from_ref(only),
            Self::Several(rates) => rates,
        }
    }

    /// The rate, where there is exactly one.
    ///
    /// # Errors
    /// [`ErrorKind::NoAnswer`] where there is none or more than one.
    ///
    /// ```
    /// use breakeven::finance::Roots;
    ///
    /// assert_eq!(Roots::One(0.1).only()?, 0.1);
    /// let error = Roots::Several(vec![0.1, 0.2]).only().unwrap_err();
    /// assert_eq!(error.to_string(), "there is no single rate: several solve the equation");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn only(&self) -> Result<A, Error> {
        match self {
            Self::One(only) => Ok(*only),
            Self::None => Err(check::no_answer("rate", "no rate above -1 solves the equation")),
            Self::Several(_) => Err(check::no_answer("single rate", "several solve the equation")),
        }
    }
}

/// The most changes of sign, each of which is a level of derivatives.
const MOST_CHANGES: u32 = 256;

/// The powers that are kept while a series is summed up.
const MOST_POWERS: usize = 8;

/// Where a search ends that does not settle; halving alone settles long before.
const MOST_STEPS: u32 = 400;

/// Amounts other than 0 at ascending instants, the first of them at 0.
#[derive(Clone, Debug)]
pub(super) struct Series<N> {
    terms: Vec<(u32, N)>,
}

/// A series at a rate: its value at instant 0, what the value falls by per unit of `ln(1 + x)`, and the sum of the sizes
/// of its terms, to tell 0 from what rounding left.
struct At<N> {
    value: N,
    slope: N,
    size: N,
}

impl<N: Powers> Series<N> {
    /// One amount a period, the first at 0.
    pub(super) fn periodic(flows: impl IntoIterator<Item = N>) -> Self {
        Self::dated((0_u32..).zip(flows))
    }

    /// Amounts at ascending instants, which need not begin at 0.
    pub(super) fn dated(terms: impl IntoIterator<Item = (u32, N)>) -> Self {
        let mut terms: Vec<(u32, N)> = terms.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
        let start = terms.first().map_or(0, |(time, _)| *time);
        for (time, _) in &mut terms {
            *time = time.saturating_sub(start);
        }
        Self { terms }
    }

    /// Every rate above -1 at which the series is worth nothing; none where nothing is paid at all. `named` is what a rate of
    /// one step is told as, such as a rate a year.
    ///
    /// # Formula
    /// ```text
    /// sum of amount_k / (1 + x)^time_k = 0
    /// ```
    pub(super) fn roots<A: Amount<Carrier = N>>(&self, named: impl Fn(N) -> N) -> Result<Roots<A>, Error> {
        check::at_most("flows", self.terms.len(), check::MOST_PERIODS, "flows")?;
        check::at_most("flows", self.changes().count(), MOST_CHANGES, "changes of sign")?;
        let what = "an internal rate of return";
        let rates = self.rates().ok_or(ErrorKind::OutOfBounds { what })?;
        let rates: Result<Vec<A>, Error> =
            rates.into_iter().map(|rate| check::result(what, named(rate))).collect();
        Ok(Roots::of(rates?))
    }

    /// In ascending order; `None` is poison.
    fn rates(&self) -> Option<Vec<N>> {
        let (one, none) = (N::lit(1), N::lit(0));
        if self.terms.is_empty() {
            return Some(Vec::new());
        }
        let at_zero = self.sign_at(none)?;
        // Seen from its end the series is the same one at the rate y with 1 + y = 1 / (1 + x): above 0 where x is below.
        let below = self.reversed().positive_rates(at_zero)?;
        let below = below.into_iter().rev().map(|rate| none - rate.over(one + rate));
        let zero = (at_zero == Ordering::Equal).then_some(none);
        Some(below.chain(zero).chain(self.positive_rates(at_zero)?).collect())
    }

    fn reversed(&self) -> Self {
        let end = self.span();
        Self {
            terms: self
                .terms
                .iter()
                .rev()
                .map(|(time, amount)| (end.saturating_sub(*time), *amount))
                .collect(),
        }
    }

    fn span(&self) -> u32 {
        self.terms.last().map_or(0, |(time, _)| *time)
    }

    /// The pairs of instants between which the sign changes.
    fn changes(&self) -> impl Iterator<Item = (u32, u32)> {
        let sign = |amount: N| amount.order(N::lit(0));
        self.terms
            .iter()
            .zip(self.terms.iter().skip(1))
            .filter(move |((_, one), (_, other))| sign(*one) != sign(*other))
            .map(|((before, _), (after, _))| (*before, *after))
    }

    /// The roots above 0, in ascending order, with the sign at 0.
    fn positive_rates(&self, at_zero: Ordering) -> Option<Vec<N>> {
        let Some((before, after)) = self.changes().next() else { return Some(Vec::new()) };
        let derivative = self.derivative(before.saturating_add(after));
        let stationary = derivative.positive_rates(derivative.sign_at(N::lit(0))?)?;

        let mut roots = Vec::new();
        let (mut from, mut sign) = (N::lit(0), at_zero);
        for to in stationary {
            let ends = self.sign_at(to)?;
            if ends == sign.reverse() && ends != Ordering::Equal {
                roots.push(self.between(from, to, sign)?);
            }
            if ends == Ordering::Equal {
                roots.push(to);
            }
            (from, sign) = (to, ends);
        }
        // At a rate without bound only the first amount counts.
        let (_, first) = self.terms.first()?;
        let last = first.order(N::lit(0))?;
        if last == sign.reverse() && sign != Ordering::Equal {
            roots.push(self.beyond(from, sign)?);
        }
        Some(roots)
    }

    /// The derivative of the series times `(1 + x)^(twice / 2)`, as a series; its amounts are scaled to stay in range.
    fn derivative(&self, twice: u32) -> Self {
        let scale = N::lit(self.span().saturating_mul(2).max(1));
        let terms = self.terms.iter().map(|(time, amount)| {
            let doubled = time.saturating_mul(2);
            let ahead = N::lit(twice.saturating_sub(doubled)) - N::lit(doubled.saturating_sub(twice));
            (*time, (*amount * ahead).over(scale))
        });
        Self::dated(terms)
    }

    /// The sign of the value at a rate from 0 up; what rounding may have left is 0.
    fn sign_at(&self, rate: N) -> Option<Ordering> {
        let At { value, size, .. } = self.at(rate);
        let terms = u32::try_from(self.terms.len()).ok()?.saturating_add(8);
        // Divided last: a part of a cent times the noise would be below the last decimal, and a product is poison then.
        let lost = (size * N::lit(terms)).over(N::lit(1).over(N::noise()));
        let (above, below) = (value.order(lost)?, value.order(N::lit(0) - lost)?);
        Some(match (above, below) {
            (Ordering::Greater, _) => Ordering::Greater,
            (_, Ordering::Less) => Ordering::Less,
            _ => Ordering::Equal,
        })
    }

    /// The series at a rate from 0 up, from its last term backward.
    fn at(&self, rate: N) -> At<N> {
        let none = N::lit(0);
        let growth = N::lit(1) + rate;
        let mut at = At { value: none, slope: none, size: none };
        let mut later = self.span();
        // Months and periods have few lengths, so that their powers come again.
        let mut powers: Vec<(u32, Option<N>)> = Vec::with_capacity(MOST_POWERS);
        for (time, amount) in self.terms.iter().rev() {
            let gap = later.saturating_sub(*time);
            let slope = at.slope + at.value * N::lit(gap);
            let known = powers.iter().find(|(known, _)| *known == gap).map(|(_, power)| *power);
            let grown = known.unwrap_or_else(|| power(growth, gap));
            if known.is_none() && powers.len() < MOST_POWERS {
                powers.push((gap, grown));
            }
            at = match grown {
                Some(growth) => {
                    At { value: at.value.over(growth), slope: slope.over(growth), size: at.size.over(growth) }
                }
                // What comes so much later is worth less than a digit.
                None => At { value: none, slope: none, size: none },
            };
            let is_less = amount.is_below_zero();
            at.value = at.value + *amount;
            at.size = at.size + if is_less { none - *amount } else { *amount };
            later = *time;
        }
        at
    }

    /// The root beyond a rate, where the value changes its sign on the way to a rate without bound.
    fn beyond(&self, from: N, sign: Ordering) -> Option<N> {
        let (one, two) = (N::lit(1), N::lit(2));
        let (mut low, mut high) = (from, (one + from) * two - one);
        while self.at(high).value.order(N::lit(0))? == sign {
            (low, high) = (high, (one + high) * two - one);
        }
        self.between(low, high, sign)
    }

    /// Where the search for a root begins: near the one that floats find, in the middle without any. Decimals take two or three
    /// steps from there, and some twenty from the middle.
    fn begin(&self, low: N, high: N, sign: Ordering) -> N {
        let near = || {
            let rough = |(time, amount): &(u32, N)| Some((*time, amount.rough()?));
            let terms = self.terms.iter().map(rough).collect::<Option<Vec<_>>>()?;
            let root = Series { terms }.between(low.rough()?, high.rough()?, sign)?;
            let is_inside = |rate: &N| {
                rate.order(low) == Some(Ordering::Greater) && rate.order(high) == Some(Ordering::Less)
            };
            N::near(root).filter(is_inside)
        };
        near().unwrap_or_else(|| half(low, high))
    }

    /// The one root between two rates, with the sign at the lower: Newton's steps where they stay inside and close in, else
    /// halves.
    fn between(&self, mut low: N, mut high: N, sign: Ordering) -> Option<N> {
        let (one, none) = (N::lit(1), N::lit(0));
        let size = |x: N| if x.is_below_zero() { none - x } else { x };
        let mut rate = self.begin(low, high, sign);
        let mut step = high - low;
        for _ in 0..MOST_STEPS {
            let At { value, slope, .. } = self.at(rate);
            match value.order(none)? {
                Ordering::Equal => return Some(rate),
                side if side == sign => low = rate,
                _ => high = rate,
            }
            let newton = rate + (one + rate) * value.over(slope);
            // A step that changes no digit is the end: the rate is an end of the bracket itself then, and the other end far.
            let change = size(newton - rate).order((one + rate) * N::noise());
            if matches!(change, Some(Ordering::Less | Ordering::Equal)) {
                return Some(rate);
            }
            let is_inside = newton.order(low) == Some(Ordering::Greater)
                && newton.order(high) == Some(Ordering::Less)
                && size(newton - rate).order(step.nth(2)) == Some(Ordering::Less);
            let next = if is_inside { newton } else { half(low, high) };
            step = size(next - rate);
            if step.order((one + next) * N::noise())? != Ordering::Greater {
                return Some(next);
            }
            rate = next;
        }
        Some(rate)
    }
}

/// The middle of two rates.
fn half<N: Powers>(low: N, high: N) -> N {
    (low + high).nth(2)
}

/// `growth^count` from 1 up; `None` where it passes the range.
fn power<N: Powers>(growth: N, count: u32) -> Option<N> {
    let mut power = N::lit(1);
    for bit in (0..32_u32.saturating_sub(count.leading_zeros())).rev() {
        power = power * power;
        if count >> bit & 1 == 1 {
            power = power * growth;
        }
    }
    power.order(power).map(|_| power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use rust_decimal::Decimal;

    fn exact(flows: &[i64]) -> Vec<Decimal> {
        let flows = flows.iter().map(|flow| Exact::new(Decimal::from(*flow)));
        Series::periodic(flows).roots::<Decimal>(|rate| rate).unwrap().all().to_vec()
    }

    fn fast(flows: &[i64]) -> Vec<f64> {
        let flows = flows.iter().map(|flow| *flow as f64);
        Series::periodic(flows).roots::<f64>(|rate| rate).unwrap().all().to_vec()
    }

    fn assert_roots(flows: &[i64], expected: &[&str]) {
        let (exact, fast) = (exact(flows), fast(flows));
        assert_eq!(
            (exact.len(), fast.len()),
            (expected.len(), expected.len()),
            "{flows:?}: {exact:?} {fast:?}"
        );
        for ((exact, fast), expected) in exact.iter().zip(fast).zip(expected) {
            let expected = Decimal::from_str_exact(expected).unwrap();
            assert!((exact - expected).abs() < Decimal::new(1, 22), "{flows:?}: {exact} {expected}");
            assert!(
                (fast - expected.to_string().parse::<f64>().unwrap()).abs() < 1e-9,
                "{flows:?}: {fast} {expected}"
            );
        }
    }

    #[test]
    fn roots_of_products_are_their_factors() {
        // with v = 1 / (1 + x): (1 - 1.1 v) (1.2 v - 1) 1000
        assert_roots(&[-1000, 2300, -1320], &["0.1", "0.2"]);
        // (v - 1) (2 v - 1) (3 v - 1)
        assert_roots(&[-1, 6, -11, 6], &["0", "1", "2"]);
        // (1 - 0.5 v) (1 - 1.5 v) 4 = 4 - 8 v + 3 v^2: one root below 0 and one above
        assert_roots(&[4, -8, 3], &["-0.5", "0.5"]);
        // (1 - 0.01 v) 100, and its opposite
        assert_roots(&[-100, 1], &["-0.99"]);
        assert_roots(&[-1, 1000], &["999"]);
    }

    #[test]
    fn root_that_is_double_is_one() {
        // (1 - v)^2, (1 - 1.1 v)^2 100, (1 - 0.5 v)^2 4, (1 - v)^3
        assert_roots(&[1, -2, 1], &["0"]);
        assert_roots(&[100, -220, 121], &["0.1"]);
        assert_roots(&[4, -4, 1], &["-0.5"]);
        assert_roots(&[1, -3, 3, -1], &["0"]);
    }

    #[test]
    fn roots_that_are_near_are_two() {
        // (1 - v) (1 - (1 + d) v) = 1 - (2 + d) v + (1 + d) v^2 with d = 1e-11, and 1e-5 for floats
        let d = Decimal::new(1, 11);
        let flows = [Decimal::ONE, -(Decimal::TWO + d), Decimal::ONE + d].map(Exact::new);
        let roots = Series::periodic(flows).roots::<Decimal>(|rate| rate).unwrap();
        assert!(
            matches!(roots.all(), [low, high] if low.is_zero() && (high - d).abs() < Decimal::new(1, 16)),
            "{roots:?}"
        );
        let roots = Series::periodic([1.0, -2.000_01, 1.000_01]).roots::<f64>(|rate| rate).unwrap();
        assert!(
            matches!(roots.all(), [low, high] if low.abs() < 1e-9 && (high - 1e-5).abs() < 1e-9),
            "{roots:?}"
        );
    }

    #[test]
    fn roots_do_not_depend_on_the_size_of_the_amounts() {
        // 1 = v + v^2: 1 + x is the golden ratio, also in cents and in millionths
        let golden = Decimal::from_str_exact("0.6180339887498948482045868344").unwrap();
        for decimals in [0, 2, 6] {
            let flows = [-1, 1, 1].map(|flow| Exact::new(Decimal::new(flow, decimals)));
            let roots = Series::periodic(flows).roots::<Decimal>(|rate| rate).unwrap();
            let off = roots.only().unwrap() - golden;
            // Amounts keep 28 decimals, whatever their size.
            assert!(off.abs() < Decimal::new(1, 26 - decimals), "{decimals}: {off}");
        }
    }

    #[test]
    fn series_without_a_root_has_none() {
        for flows in [&[][..], &[0, 0], &[100, 200], &[-100, -50], &[-100, 0, 0], &[-100, 150, -100]] {
            assert_roots(flows, &[]);
        }
    }

    #[test]
    fn zeros_at_the_ends_change_nothing() {
        assert_roots(&[0, 0, -100, 110, 0, 0], &["0.1"]);
    }

    #[test]
    fn many_roots_are_all_found() {
        // (1 - v)(1 - 2v)(1 - 3v)(1 - 4v)(1 - 5v)(1 - 6v): Stirling numbers of the first kind
        assert_roots(&[1, -21, 175, -735, 1624, -1764, 720], &["0", "1", "2", "3", "4", "5"]);
    }

    #[test]
    fn changes_of_sign_have_a_limit() {
        let flows = (0..300).map(|at| if at % 2 == 0 { 1.0 } else { -1.1 });
        let error = Series::periodic(flows).roots::<f64>(|rate| rate).unwrap_err();
        assert_eq!(error.to_string(), "flows = 299 is not in 0..=256 (changes of sign)");
    }
}
