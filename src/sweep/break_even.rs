//! Where a staircase, or a line, comes to cost no more than a line: in closed form, for floats.
//!
//! The exact path merges two curves of any kind and answers with every crossing. A sweep asks for one number at each of
//! a million points, so here is the first volume, and the one from which on it holds, of the commonest pair.
//!
//! # Formula
//! ```text
//! D(V) = g V - f - S n(V)      g = slope of the line - of the staircase, f = what stands beside the steps, S = a step
//! n(V) = max(n0, ceil(V / K))  K = what a step carries; n0 = the fewest steps, at least 1
//! D at the end of stair q = q (K g - S) - f, after the jump there S less; inside a stair it rises by g
//! ```

use super::play::{BLOCK, Line, part};
use super::player::Coefficients;
use super::vector::Vector;
use crate::number::{Crossing, MEGA, Number, OPERANDS, Operation, Recorded, mega};

/// In tokens: nothing where it is 2^64 of them or more, which the exact path does not look at either.
#[inline(always)]
fn tokens<N: Number>(mtok: N, never: N) -> N {
    // 2^64 / 10^6 = 18,446,744,073,709 and a fraction
    let most = N::lit(18_446_744) * mega() + N::lit(73_709);
    mtok.choose(most, never, mtok) * mega()
}

/// The terms of the difference, in USD and Mtok.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference<N> {
    /// `g`, USD per Mtok.
    slope: N,
    /// `f`, USD.
    standing: N,
    /// `S`, USD.
    step: N,
    /// `n0`.
    fewest: N,
    /// `K`, in Mtok.
    reach: N,
    /// The most steps; `None` for no limit.
    most: Option<N>,
}

impl<N: Number> Difference<N> {
    /// Of a staircase whose spares and attendants do not grow with its steps.
    pub(super) fn of_stairs(of: &Coefficients<N>, against: &Coefficients<N>, most: Option<N>) -> Self {
        let one = N::lit(1);
        let fewest = of.stairs.minimum.at_least(one);
        Self {
            slope: against.rates.per_mtok - of.rates.per_mtok,
            standing: (of.rates.fixed + of.stairs.spares * of.rates.per_spare) - against.rates.fixed,
            step: of.rates.per_step,
            fewest,
            reach: of.stairs.supply.over(of.stairs.need).nth(MEGA),
            most,
        }
    }

    /// What is gained by a full step.
    #[inline(always)]
    fn gain(&self) -> N {
        self.reach * self.slope - self.step
    }

    /// Where `D` passes 0 on so many steps.
    #[inline(always)]
    fn root(&self, steps: N) -> N {
        (self.standing + steps * self.step).over(self.slope)
    }

    /// The least volume, in tokens, at which the staircase costs no more; `never` where there is none.
    #[inline(always)]
    pub(super) fn first(&self, never: N) -> N {
        let (none, one) = (N::lit(0), N::lit(1));
        let gain = self.gain();
        // The first stair whose end is not below 0; where full steps gain nothing, what is not reached on the fewest is
        // reached on no more.
        // What is infinite below stands for fewer than any steps; above, it is poison in the root.
        let climbed = self.standing.quotient(gain).ceil().not_below(self.fewest);
        // What is poison here is so in the root, which everything after it is chosen against.
        let stair = gain.select(none, climbed, self.fewest);
        let root = self.within(stair, self.root(stair), never);
        // No root lies before its stair, but for a rounding.
        let before = stair.choose(self.fewest, (stair - one) * self.reach, none);
        let reached = root.not_below(before);
        let unreached = self.standing.choose(self.fewest * gain, never, reached);
        let rising = gain.choose(none, reached, unreached);
        let falling = begins(self.standing + self.fewest * self.step, self.slope, never, never);
        tokens(self.slope.select(none, rising, falling), never)
    }

    /// The volume, in tokens, from which on the staircase never costs more, to the end of its capacity.
    #[inline(always)]
    pub(super) fn always_from(&self, never: N) -> N {
        let (none, one) = (N::lit(0), N::lit(1));
        let gain = self.gain();
        let after_jump = self.standing + self.step;
        // The last stair that begins below 0.
        let stair = after_jump.over(gain).ceil().at_least(self.fewest);
        let on = |stair: N| self.root(stair).at_least(none);
        let at_least_nothing = |value: N, then: N| none.select(value, never, then);
        let (rising, falling) = match self.most {
            None => {
                let climbed = on(stair);
                // Without any gain it holds only where it holds after every jump.
                let flat = after_jump.select(none, never, on(self.fewest));
                let level = none.select(gain, never, flat);
                let standing = none.select(self.slope, never, self.standing.select(none, never, none));
                let steps_cost = self.step.select(none, never, standing);
                (gain.select(none, climbed, level), steps_cost)
            }
            Some(most) => {
                let at_the_end = most * gain - self.standing;
                let last_begins = (most - one) * gain - after_jump;
                let on_the_last = at_least_nothing(at_the_end, on(most));
                let climbed = stair.select(most, on_the_last, on(stair));
                let sinking = none.select(last_begins, on_the_last, on(self.fewest));
                // On the fewest steps alone there is no jump.
                let sinking = most.select(self.fewest, sinking, on_the_last);
                (gain.select(none, climbed, sinking), at_least_nothing(at_the_end, none))
            }
        };
        tokens(self.slope.select(none, rising, falling), never)
    }

    #[inline(always)]
    fn within(&self, steps: N, then: N, never: N) -> N {
        match self.most {
            Some(most) => steps.select(most, never, then),
            None => then,
        }
    }
}

impl<V: Vector> Difference<V> {
    /// The first volume, or the one from which on it holds, of the terms in the order of [`Difference`]; NaN where there is
    /// none.
    #[inline(always)]
    pub(super) fn crossed(
        Crossing { is_lasting, is_limited }: Crossing,
        [slope, standing, step, fewest, reach, most]: [V; OPERANDS],
    ) -> V {
        let (most, never) = (is_limited.then_some(most), V::splat(f64::NAN));
        let difference = Self { slope, standing, step, fewest, reach, most };
        if is_lasting { difference.always_from(never) } else { difference.first(never) }
    }
}

/// The terms of a block of rows, in the order of [`Difference`].
pub(super) type Terms<'r> = [&'r [f64; BLOCK]; OPERANDS];

/// The crossings of the rows of a block from one on, as many as a part has, by vectors that stay in registers.
///
/// A function of its own for each instruction set: inside the loop over the steps its many values would crowd out what that
/// keeps in registers.
#[inline(always)]
pub(super) fn cross<V: Vector>(crossing: Crossing, terms: &Terms<'_>, first: usize, out: &mut Line) {
    // A loop for each, that does not ask row by row which it is.
    match crossing {
        Crossing::FIRST => cross_each::<V>(Crossing::FIRST, terms, first, out),
        Crossing::FIRST_WITHIN => cross_each::<V>(Crossing::FIRST_WITHIN, terms, first, out),
        Crossing::ALWAYS => cross_each::<V>(Crossing::ALWAYS, terms, first, out),
        Crossing::ALWAYS_WITHIN => cross_each::<V>(Crossing::ALWAYS_WITHIN, terms, first, out),
    }
}

#[inline(always)]
fn cross_each<V: Vector>(
    crossing: Crossing,
    [a, b, c, d, e, f]: &Terms<'_>,
    first: usize,
    Line(out): &mut Line,
) {
    const { assert!(V::Part::LANES.is_multiple_of(V::LANES)) };
    for from in (0..V::Part::LANES).step_by(V::LANES) {
        let first = first.saturating_add(from);
        let Some(out) = out.get_mut(first..) else { return };
        let (a, b, c) = (part(a, first), part(b, first), part(c, first));
        let terms = [a, b, c, part(d, first), part(e, first), part(f, first)];
        Difference::<V>::crossed(crossing, terms).store(out);
    }
}

/// What stands for no most.
const NO_MOST: f64 = 0.0;

impl<'a> Difference<Recorded<'a>> {
    /// [`Self::first`] as one operation.
    pub(super) fn first_as_one(self) -> Recorded<'a> {
        self.as_one(false)
    }

    /// [`Self::always_from`] as one operation.
    pub(super) fn always_from_as_one(self) -> Recorded<'a> {
        self.as_one(true)
    }

    fn as_one(self, is_lasting: bool) -> Recorded<'a> {
        let Self { slope, standing, step, fewest, reach, most } = self;
        let crossing = Crossing { is_lasting, is_limited: most.is_some() };
        let terms = [slope, standing, step, fewest, reach, most.unwrap_or(Recorded::Known(NO_MOST))];
        Recorded::with(Operation::Crossing(crossing), terms, |terms| Difference::crossed(crossing, terms))
    }
}

/// From the beginning on where less is paid there, `later` where more is. Where it is as much, at no tokens, the slope
/// says which is dearer from the first token on.
#[inline(always)]
fn begins<N: Number>(more: N, slope: N, later: N, never: N) -> N {
    let none = N::lit(0);
    let level = none.choose(slope, never, none);
    more.select(none, later, none.choose(more, none, level))
}

/// The same of two lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<N> {
    slope: N,
    standing: N,
}

impl<N: Number> Lines<N> {
    pub(super) fn of(of: &Coefficients<N>, against: &Coefficients<N>) -> Self {
        Self {
            slope: against.rates.per_mtok - of.rates.per_mtok,
            standing: of.rates.fixed - against.rates.fixed,
        }
    }

    pub(super) fn first(&self, never: N) -> N {
        let none = N::lit(0);
        let crossed = self.slope.select(none, self.standing.over(self.slope), never);
        tokens(begins(self.standing, self.slope, crossed, never), never)
    }

    pub(super) fn always_from(&self, never: N) -> N {
        let none = N::lit(0);
        let crossed = self.standing.over(self.slope).at_least(none);
        let level = self.standing.select(none, never, none);
        let not_rising = none.select(self.slope, never, level);
        tokens(self.slope.select(none, crossed, not_rising), never)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curve::{CostCurve, Rates, Shape, Stairs};
    use crate::money::Currency;
    use crate::number::Exact;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    /// Whole numbers of a staircase and a line: what both carriers take without rounding.
    #[derive(Clone, Copy, Debug)]
    struct Case {
        /// Fixed and per Mtok, in cents, and per step of the staircase.
        own: (i64, i64, i64),
        api: (i64, i64),
        reach_mtok: i64,
        minimum: i64,
        spares: i64,
        most: Option<i64>,
    }

    fn coefficients<N: Number>(
        amounts: (i64, i64, i64),
        stairs: Stairs<N>,
        lit: &impl Fn(i64) -> N,
    ) -> Coefficients<N> {
        let cents = |amount: i64| lit(amount).over(lit(100));
        let (fixed, per_mtok, per_step) = amounts;
        let rates = Rates {
            fixed: cents(fixed),
            per_mtok: cents(per_mtok),
            per_step: cents(per_step),
            per_spare: cents(per_step),
            per_attendant: lit(0),
        };
        Coefficients { rates, stairs, busy: lit(0) }
    }

    fn sides<N: Number>(case: Case, lit: impl Fn(i64) -> N) -> (Coefficients<N>, Coefficients<N>) {
        let stairs = Stairs {
            need: lit(1),
            supply: lit(case.reach_mtok) * mega(),
            minimum: lit(case.minimum),
            spares: lit(case.spares),
            ..Stairs::flat()
        };
        let own = coefficients(case.own, stairs, &lit);
        (own, coefficients((case.api.0, case.api.1, 0), Stairs::flat(), &lit))
    }

    /// The least whole token from a float on, and what the exact path says; none where either is none.
    fn compare(float: f64, exact: Option<u64>) -> Result<(), String> {
        match exact {
            None if float.is_nan() => Ok(()),
            Some(exact) if (float.ceil().max(1.0) - exact as f64).abs() <= 1.0 + 1e-12 * float => Ok(()),
            _ => Err(format!("{float} in floats, {exact:?} exactly")),
        }
    }

    fn check(case: Case) -> Result<(), String> {
        let (own, api) = sides(case, |n| n as f64);
        let (exact_own, exact_api) = sides(case, |n| Exact::new(Decimal::from(n)));
        let curve = |side: &Coefficients<Exact>, most: Option<i64>| {
            let most = most.map(|most| Exact::new(Decimal::from(most)));
            CostCurve::of(Currency::USD, Shape::Steps { rates: side.rates, stairs: side.stairs, most })
        };
        let exact = curve(&exact_own, case.most).break_even_against(&curve(&exact_api, None)).unwrap();
        let difference = Difference::of_stairs(&own, &api, case.most.map(|most| most as f64));
        compare(difference.first(f64::NAN), exact.first_volume).map_err(|error| format!("first: {error}"))?;
        if exact.complete {
            compare(difference.always_from(f64::NAN), exact.always_from)
                .map_err(|error| format!("always: {error}"))?;
        }
        Ok(())
    }

    #[test]
    fn break_even_worked_by_hand() {
        // 1,000 USD fixed, 5,000 a step of 4,000 Mtok, nothing per Mtok; an API at 2 USD per Mtok: a full step gains 3,000,
        // so the first step reaches it, at 6,000 / 2 = 3,000 Mtok; from 4,000 on two steps cost 11,000, met at 5,500.
        let case = Case {
            own: (100_000, 0, 500_000),
            api: (0, 200),
            reach_mtok: 4_000,
            minimum: 0,
            spares: 0,
            most: None,
        };
        let (own, api) = sides(case, |n| n as f64);
        let difference = Difference::of_stairs(&own, &api, None);
        assert_eq!((difference.first(f64::NAN), difference.always_from(f64::NAN)), (3e9, 5.5e9));
        assert_eq!(check(case), Ok(()));
        // at 1 USD per Mtok a full step loses 1,000
        let (own, api) = sides(Case { api: (0, 100), ..case }, |n| n as f64);
        let difference = Difference::of_stairs(&own, &api, None);
        assert!(difference.first(f64::NAN).is_nan() && difference.always_from(f64::NAN).is_nan());
    }

    #[test]
    fn two_lines_cross_once_or_not_at_all() {
        let line = |fixed: f64, per_mtok: f64| {
            let rates = Rates { fixed, per_mtok, ..Rates::zero() };
            Coefficients { rates, stairs: Stairs::flat(), busy: 0.0 }
        };
        let asked = |of, against| {
            let lines = Lines::of(&of, &against);
            (lines.first(f64::NAN), lines.always_from(f64::NAN))
        };
        // 100 USD and 1 USD per Mtok against 3 USD per Mtok: 50 Mtok
        assert_eq!(asked(line(100.0, 1.0), line(0.0, 3.0)), (5e7, 5e7));
        let (first, always) = asked(line(0.0, 3.0), line(100.0, 1.0));
        assert!(first == 0.0 && always.is_nan());
        assert_eq!(asked(line(0.0, 1.0), line(0.0, 1.0)), (0.0, 0.0));
        assert_eq!(asked(line(0.0, 1.0), line(0.0, 3.0)), (0.0, 0.0));
        // As much at no tokens, which is no volume, and more at every other
        let (first, always) = asked(line(0.0, 3.0), line(0.0, 1.0));
        assert!(first.is_nan() && always.is_nan());
        let (first, always) = asked(line(1.0, 3.0), line(0.0, 3.0));
        assert!(first.is_nan() && always.is_nan());
    }

    /// A step of 360 Mtok for 800 USD against 2.22... USD per Mtok gains 3e-13 USD: 1,000 USD are met at some 1e24 tokens,
    /// which is further than anybody looks.
    #[test]
    fn what_is_met_past_any_volume_is_never_met() {
        let case = Case {
            own: (100_000, 0, 80_000),
            api: (0, 222),
            reach_mtok: 360,
            minimum: 0,
            spares: 0,
            most: None,
        };
        let (own, mut api) = sides(case, |n| n as f64);
        api.rates.per_mtok = 2.222_222_222_222_223;
        let difference = Difference::of_stairs(&own, &api, None);
        assert!(difference.gain() > 0.0 && difference.gain() < 1e-12);
        assert!(difference.first(f64::NAN).is_nan() && difference.always_from(f64::NAN).is_nan());
        let lines = |slope: f64| Lines { slope, standing: 1000.0 };
        // 1,000 / 1e-10 = 1e13 Mtok are 1e19 tokens, 1,000 / 1e-11 ten times as many
        assert_eq!((lines(1e-10).first(f64::NAN), lines(1e-10).always_from(f64::NAN)), (1e19, 1e19));
        assert!(lines(1e-11).first(f64::NAN).is_nan() && lines(1e-11).always_from(f64::NAN).is_nan());
    }

    /// Often nothing, which is where one curve begins at the other.
    fn amount(most: i64) -> impl Strategy<Value = i64> {
        prop_oneof![1 => Just(0), 3 => 0..most]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The exact path merges the two curves piece by piece and knows nothing of the closed form.
        #[test]
        fn prop_closed_form_is_the_exact_break_even(
            own in (amount(2_000_000), 0i64..300, amount(800_000)), api in (amount(1_500_000), 0i64..400), reach_mtok in 1i64..5_000,
            minimum in 0i64..4, spares in 0i64..3, most in proptest::option::of(4i64..40),
        ) {
            let case = Case { own, api, reach_mtok, minimum, spares, most };
            prop_assert_eq!(check(case), Ok(()), "{:?}", case);
        }
    }
}
