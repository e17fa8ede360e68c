//! Interest and annuities, for every carrier: no special case at zero rate.

use crate::number::{Number, Powers, by_doubling, power};

/// Interest at one rate: what money of one instant is worth at another.
///
/// Floats compound by the force of interest, decimals by doubling: the one carrier has the functions, the other the
/// digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interest<N> {
    /// The rate of one period.
    rate: N,
    /// `ln(1 + rate)`, for a carrier that has it.
    force: Option<N>,
}

impl<N: Number> Interest<N> {
    /// By the month, at an effective annual rate.
    pub(crate) fn monthly_of(annual: N) -> Self {
        let force = annual.force_of_interest();
        let rate = force.and_then(N::rate_of_force).unwrap_or_else(|| monthly_rate(annual));
        Self { rate, force }
    }

    /// By periods of several of these.
    pub(crate) fn by(self, periods: N) -> Self {
        let force = self.force.map(|force| force * periods);
        let growth_less_one = || power(N::lit(1) + self.rate, periods) - N::lit(1);
        Self { rate: force.and_then(N::exp_m1).unwrap_or_else(growth_less_one), force }
    }

    /// At a rate a period, for whole periods.
    pub(crate) fn of(rate: N) -> Self {
        Self { rate, force: None }
    }

    /// Of amounts that grow from one period to the next: what discounts them as if they did not.
    ///
    /// # Formula
    /// ```text
    /// (1 + m) / g - 1 = (1 + m - g) / g
    /// ```
    pub(crate) fn less_growth(self, growth: N) -> Self {
        Self::of((N::lit(1) + self.rate - growth).over(growth))
    }

    /// The rate of one period.
    pub(crate) fn rate(self) -> N {
        self.rate
    }

    /// The discount factor of one period.
    pub(crate) fn factor(self) -> N {
        N::lit(1).over(N::lit(1) + self.rate)
    }

    /// The discount factor of so many periods, `v^n`.
    pub(crate) fn discount(self, periods: N) -> N {
        match self.less_discount(periods) {
            Some(less) => N::lit(1) + less,
            None => N::lit(1).over(power(N::lit(1) + self.rate, periods)),
        }
    }

    /// The annuity factor `v + v^2 + ... + v^n`: today's worth of 1 a period.
    ///
    /// # Formula
    /// ```text
    /// (1 - v^n) / rate, or n at rate 0
    /// ```
    pub(crate) fn annuity(self, periods: N) -> N {
        match self.less_discount(periods) {
            Some(less) => (N::lit(0) - less).over(self.rate),
            None => annuity(self.rate, periods),
        }
    }

    /// What a present value is spread by over so many periods.
    pub(crate) fn recovery(self, periods: N) -> Recovery<N> {
        match self.less_discount(periods) {
            Some(less) => Recovery { rate: self.rate, repaid: N::lit(0) - less },
            None => Recovery::of(annuity(self.rate, periods)),
        }
    }

    /// `v^n - 1`, without the digits that the subtraction would lose.
    fn less_discount(self, periods: N) -> Option<N> {
        self.force.and_then(|force| (N::lit(0) - force * periods).exp_m1())
    }

    /// The growth `(1 + rate)^n`, and what 1 at the end of each period comes to by then.
    ///
    /// # Formula
    /// ```text
    /// 1 + (1 + rate) + ... + (1 + rate)^(n - 1) = ((1 + rate)^n - 1) / rate
    /// ```
    pub(super) fn accumulated(self, periods: N) -> (N, N) {
        match self.force.and_then(|force| (force * periods).exp_m1()) {
            Some(more) => (N::lit(1) + more, more.over(self.rate)),
            None => {
                let (sum, growth) = sum_of_powers(N::lit(1) + self.rate, periods);
                (growth, sum - growth + N::lit(1))
            }
        }
    }

    /// The level payment a period with a present value: the capital recovery factor times it.
    pub(crate) fn level_payment(self, present_value: N, periods: N) -> N {
        self.recovery(periods).level_payment(present_value)
    }
}

/// The most periods that compound by doubling.
const MOST_DOUBLED: u32 = 1_023;

impl<N: Powers> Interest<N> {
    /// At a rate a period other than 0, for any number of periods.
    pub(super) fn smooth(rate: N) -> Self {
        Self { rate, force: Some(rate.ln_1p()) }
    }

    /// At a rate a period other than 0, by doubling where that is exact.
    pub(super) fn over(rate: N, periods: N) -> Self {
        let doubles = N::DOUBLES && periods.whole().is_some_and(|count| count <= MOST_DOUBLED);
        if doubles { Self::of(rate) } else { Self::smooth(rate) }
    }
}

/// `ln(over / under)` of two numbers of one sign, with their difference, which may be known to more digits than they are.
pub(super) fn log_ratio<N: Powers>(over: N, under: N, difference: N) -> N {
    let ratio_is_below_one = difference.over(under).is_below_zero();
    // The smaller of the two divides, so that nothing near -1 is asked for.
    if ratio_is_below_one {
        N::lit(0) - (N::lit(0) - difference).over(over).ln_1p()
    } else {
        difference.over(under).ln_1p()
    }
}

/// The rate that compounds to a growth of `over / under` in so many periods: `(over / under)^(1 / n) - 1`.
pub(super) fn rate_of_growth<N: Powers>(over: N, under: N, periods: N) -> N {
    let difference = over - under;
    let rate = log_ratio(over, under, difference).over(periods).exp_m1().unwrap_or(N::lit(0));
    if rate.is_zero() {
        return rate;
    }
    // One step of Newton's: a root that is short comes out with no digit too many.
    let (growth, accumulated) = Interest::over(rate, periods).accumulated(periods);
    let off = rate * accumulated - difference.over(under);
    // Divided, as what is off is near the last decimal: times a growth below 1 it would be poison.
    rate - off.over((periods * growth).over(N::lit(1) + rate))
}

/// The capital recovery factor, in two parts.
///
/// # Formula
/// ```text
/// CRF = m / (1 - (1 + m)^-n), or 1 / n at m = 0: the reciprocal of the annuity factor
/// ```
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recovery<N> {
    rate: N,
    repaid: N,
}

impl<N: Number> Recovery<N> {
    /// Of an annuity factor.
    pub(crate) fn of(annuity: N) -> Self {
        Self { rate: N::lit(1), repaid: annuity }
    }

    /// The level payment a period with a present value. The one division comes last: the factor itself, such as 1/36,
    /// would already be rounded.
    pub(crate) fn level_payment(self, present_value: N) -> N {
        (present_value * self.rate).over(self.repaid)
    }
}

/// The monthly rate `m` of an effective annual rate `R`: `(1 + m)^12 = 1 + R`.
///
/// # Formula
/// ```text
/// m (12 + 66 m + 220 m^2 + ... + m^11) = R      solved by Halley steps; no cancellation near R = 0
/// ```
fn monthly_rate<N: Number>(annual: N) -> N {
    /// (1 + m)^12 - 1 over m, from the constant term up.
    const BINOMIAL: [u32; 12] = [12, 66, 220, 495, 792, 924, 792, 495, 220, 66, 12, 1];
    let lit = N::lit;
    let mut m = (annual * lit(2)).over(lit(24) + annual * lit(11));
    for _ in 0..3 {
        let quotient = BINOMIAL.iter().rev().skip(1).fold(lit(1), |sum, term| sum * m + lit(*term));
        let growth = lit(1) + m;
        let fourth = (growth * growth) * (growth * growth);
        let slope = lit(12) * fourth * fourth * growth * growth * growth;
        let newton = (quotient * m - annual).over(slope);
        m = m - newton.over(lit(1) - (newton * lit(11)).over(lit(2) * growth));
    }
    m
}

/// The annuity factor `v + v^2 + ... + v^months` with `v = 1 / (1 + rate)`: today's worth of 1 a month.
fn annuity<N: Number>(rate: N, months: N) -> N {
    sum_of_powers(N::lit(1).over(N::lit(1) + rate), months).0
}

/// `v + v^2 + ... + v^count`, and `v^count`.
fn sum_of_powers<N: Number>(v: N, count: N) -> (N, N) {
    by_doubling(
        count,
        (N::lit(0), N::lit(1)),
        |(sum, power)| (sum * (N::lit(1) + power), power * power),
        |(sum, power)| ((sum + N::lit(1)) * v, power * v),
        |rest, below, set, unset| (rest.select(below, set.0, unset.0), rest.select(below, set.1, unset.1)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use rust_decimal::Decimal;

    fn exact(text: &str) -> Exact {
        Exact::new(Decimal::from_str_exact(text).unwrap())
    }

    #[test]
    fn monthly_rate_compounds_back_to_the_annual_one() {
        for annual in ["-0.5", "-0.1", "0", "0.0000001", "0.02", "0.08", "0.25", "1"] {
            let back = power(Exact::lit(1) + monthly_rate(exact(annual)), Exact::lit(12))
                - Exact::lit(1)
                - exact(annual);
            let residual = back.value().unwrap().abs();
            assert!(residual < Decimal::new(1, 25), "{annual}: {residual}");
        }
    }

    #[test]
    fn annuity_of_known_cases() {
        // 8% a year: m = 1.08^(1/12) - 1 = 0.00643403011000...; CRF over 60 months from a 60-digit calculation
        // (1 - 1.08^-5) / m = 0.319416803 / 0.006434030 = 49.64489...
        let m = monthly_rate(exact("0.08"));
        assert_eq!(m.value().unwrap().round_dp(12).to_string(), "0.006434030110");
        // v^60 = 1.08^-5 = 0.680583197033750...
        let factor =
            annuity(m, Exact::lit(60)) * m + (Exact::lit(1).over(power(Exact::lit(1) + m, Exact::lit(60))));
        assert!((factor - Exact::lit(1)).value().unwrap().abs() < Decimal::new(1, 24));
        assert_eq!(annuity(Exact::lit(0), Exact::lit(48)), Exact::lit(48));
        assert_eq!(annuity(Exact::lit(0), Exact::lit(0)), Exact::lit(0));
        // at 100% a month: 1/2 + 1/4 + 1/8
        assert_eq!(annuity(Exact::lit(1), Exact::lit(3)), exact("0.875"));
    }

    #[test]
    fn carriers_agree_within_a_few_units_in_the_last_place() {
        for annual in ["-0.3", "0", "0.00001", "0.08", "0.9"] {
            for months in [1u32, 12, 59, 360, 600] {
                let precise = Interest::monthly_of(exact(annual));
                let fast = Interest::monthly_of(annual.parse::<f64>().unwrap());
                let by_year = (precise.by(Exact::lit(12)), fast.by(12.0));
                for (precise, fast, bound) in [
                    (precise.annuity(Exact::lit(months)), fast.annuity(f64::from(months)), 4e-15),
                    (by_year.0.annuity(Exact::lit(5)), by_year.1.annuity(5.0), 4e-15),
                    // 1 less what is lost on it: exact beside 1, not beside what is left of it.
                    (
                        precise.discount(Exact::lit(months)) + Exact::lit(1),
                        fast.discount(f64::from(months)) + 1.0,
                        4e-15,
                    ),
                ] {
                    let reference: f64 = precise.value().unwrap().to_string().parse().unwrap();
                    assert!((fast / reference - 1.0).abs() < bound, "{annual} {months}: {fast} {reference}");
                }
            }
        }
    }
}
