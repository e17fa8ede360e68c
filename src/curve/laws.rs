//! Laws of break-evens on random curves, against asking every whole token.

use super::break_even::{BreakEven, Interval, Reach};
use super::cost_curve::CostCurve;
use super::stairs::{Rates, Stairs};
use crate::money::Currency;
use crate::number::Exact;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Volumes that are asked one by one.
const LAST: u64 = 400;

fn number(n: i64) -> Exact {
    Exact::new(Decimal::from(n))
}

prop_compose! {
    /// Steps of a few tokens at a few dollars, so that a few hundred tokens cross many of them.
    fn curve()(
        fixed in -40i64..200, per_token in 0i64..6, has_stairs in any::<bool>(), need in 1i64..6, supply in 3i64..90,
        step in -4i64..60, minimum in 0i64..4, spare in 0i64..9, spares in 0i64..3, per_spare in 0i64..5, attendant in 0i64..30,
        per_attendant in 0i64..5, maximum in proptest::option::of(4i64..40),
    ) -> CostCurve {
        let mega = |n: i64| number(n * 1_000_000);
        let stairs = Stairs {
            need: number(need),
            supply: number(supply),
            minimum: number(minimum),
            spares: number(spares),
            steps_per_spare: number(per_spare),
            servers_per_step: number(1),
            servers_per_attendant: number(per_attendant),
        };
        let rates = Rates { fixed: number(fixed), per_mtok: mega(per_token), ..Rates::zero() };
        let on_stairs = Rates { per_step: number(step), per_spare: number(spare), per_attendant: number(attendant), ..rates };
        if has_stairs {
            CostCurve::from_parts(Currency::USD, on_stairs, stairs, maximum.map(Decimal::from))
        } else {
            CostCurve::from_parts(Currency::USD, rates, Stairs::flat(), None)
        }
    }
}

fn holds(intervals: &[Interval], volume: Decimal) -> bool {
    intervals.iter().any(|one| {
        let after = volume > one.from || (one.from_closed && volume == one.from);
        let before = one.to.is_none_or(|to| volume < to || (one.to_closed && volume == to));
        after && before
    })
}

/// The whole tokens that both can serve.
fn domain(a: &CostCurve, b: &CostCurve) -> u64 {
    let most = |curve: &CostCurve| curve.capacity().unwrap().unwrap_or(LAST);
    most(a).min(most(b)).min(LAST)
}

fn is_equal(answer: &BreakEven, volume: Decimal) -> bool {
    answer.equal_at.contains(&volume) || holds(&answer.equal_on, volume)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prop_every_whole_token_agrees_with_the_set(challenger in curve(), incumbent in curve()) {
        let answer = challenger.break_even_against(&incumbent).unwrap();
        prop_assume!(answer.complete);
        let mut first = None;
        let mut dearer_last = 0;
        for tokens in 0..=domain(&challenger, &incumbent) {
            let volume = Decimal::from(tokens);
            let (ours, theirs) = (challenger.value(volume).unwrap(), incumbent.value(volume).unwrap());
            prop_assert_eq!(holds(&answer.cheaper_on, volume), ours < theirs, "at {}", tokens);
            prop_assert_eq!(is_equal(&answer, volume), ours == theirs, "at {}", tokens);
            if ours <= theirs && tokens > 0 && first.is_none() {
                first = Some(tokens);
            }
            if ours > theirs {
                dearer_last = tokens;
            }
        }
        if first.is_some() || answer.first_volume.is_some_and(|volume| volume <= LAST) {
            prop_assert_eq!(answer.first_volume, first);
        }
        let seen_to_the_end = domain(&challenger, &incumbent) < LAST;
        match answer.always_from {
            Some(always) if always <= LAST || seen_to_the_end => prop_assert_eq!(always, dearer_last + 1),
            Some(_) => {}
            None => prop_assert!(!seen_to_the_end || dearer_last == domain(&challenger, &incumbent)),
        }
    }

    #[test]
    fn prop_intervals_are_sorted_and_disjoint(challenger in curve(), incumbent in curve()) {
        let answer = challenger.break_even_against(&incumbent).unwrap();
        for pair in answer.cheaper_on.windows(2) {
            prop_assert!(pair[0].to.unwrap() <= pair[1].from);
        }
        for one in &answer.cheaper_on {
            prop_assert!(one.to.is_none_or(|to| to > one.from || (to == one.from && one.from_closed && one.to_closed)));
        }
        prop_assert_eq!(answer.reach == Reach::Reachable, !answer.cheaper_on.is_empty());
    }

    #[test]
    fn prop_swapping_the_two_gives_the_complement(challenger in curve(), incumbent in curve()) {
        let there = challenger.break_even_against(&incumbent).unwrap();
        let back = incumbent.break_even_against(&challenger).unwrap();
        prop_assume!(there.complete && back.complete);
        prop_assert_eq!(&there.equal_at, &back.equal_at);
        for tokens in 0..=domain(&challenger, &incumbent) {
            let volume = Decimal::from(tokens);
            let in_both = [holds(&there.cheaper_on, volume), holds(&back.cheaper_on, volume), is_equal(&there, volume)];
            prop_assert_eq!(in_both.iter().filter(|is| **is).count(), 1, "at {}", tokens);
        }
    }

    #[test]
    fn prop_the_same_cost_on_both_sides_changes_nothing(challenger in curve(), incumbent in curve(), more in 0i64..1000) {
        let dearer = |curve: &CostCurve| {
            let rates = Rates { fixed: curve.rates.fixed + number(more), per_mtok: curve.rates.per_mtok + number(more), ..curve.rates };
            CostCurve { rates, ..*curve }
        };
        let before = challenger.break_even_against(&incumbent).unwrap();
        let after = dearer(&challenger).break_even_against(&dearer(&incumbent)).unwrap();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn prop_scaling_all_money_changes_nothing(challenger in curve(), incumbent in curve(), factor in 2i64..50) {
        let scaled = |curve: &CostCurve| {
            let k = number(factor);
            let Rates { fixed, per_mtok, per_step, per_spare, per_attendant } = curve.rates;
            let rates = Rates {
                fixed: fixed * k, per_mtok: per_mtok * k, per_step: per_step * k, per_spare: per_spare * k, per_attendant: per_attendant * k,
            };
            CostCurve { rates, ..*curve }
        };
        let before = challenger.break_even_against(&incumbent).unwrap();
        let after = scaled(&challenger).break_even_against(&scaled(&incumbent)).unwrap();
        prop_assert_eq!(before.cheaper_on, after.cheaper_on);
        prop_assert_eq!(before.first_volume, after.first_volume);
    }

    #[test]
    fn prop_floats_agree_with_the_exact_curve(curve in curve(), tokens in 0u64..400) {
        let exact = curve.value(Decimal::from(tokens)).unwrap();
        let exact: f64 = exact.to_string().parse().unwrap();
        if let Some(fast) = curve.to_float().unwrap().cost(tokens as f64) {
            // need and supply are whole here, so that floats count the same steps at every edge
            prop_assert!((fast - exact).abs() <= 1e-9 * (1.0 + exact.abs()), "{} {}", fast, exact);
        }
    }
}

#[test]
fn equal_curves_are_equal_everywhere_and_never_cheaper() {
    let line = CostCurve::line(Currency::USD, Decimal::ONE, Decimal::TWO);
    let answer = line.break_even_against(&line).unwrap();
    assert_eq!((answer.reach, answer.first_volume, answer.always_from), (Reach::Never, Some(1), Some(1)));
    assert_eq!(answer.equal_on.len(), 1);
}

#[test]
fn windows_of_a_staircase_end_closed_and_begin_open() {
    // A step of 10 USD for 10 tokens against 1.1 USD a token: step q costs 10 q on (10 (q - 1), 10 q], so it wins from
    // 10 q / 1.1 on: 9.09 to 10, 18.18 to 20 ... and for ever when 10 q / 1.1 <= 10 (q - 1), that is from q = 11 on.
    // In whole tokens it holds from 82: 81 is dearer (90 against 89.10), and (90, 90.91), where it loses again, has none
    let api = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::from(1_100_000));
    let own = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::ZERO)
        .with_staircase(super::Staircase::new(Decimal::TEN, Decimal::TEN))
        .unwrap();
    let answer = own.break_even_against(&api).unwrap();
    assert_eq!((answer.first_volume, answer.always_from), (Some(10), Some(82)));
    // the tenth window, from 90.91, is where it wins for ever: at 100 it wins still, and above 100 already again
    assert_eq!(answer.cheaper_on.len(), 10);
    let first = answer.cheaper_on[0];
    assert_eq!((first.to, first.to_closed, first.from_closed), (Some(Decimal::TEN), true, false));
    assert_eq!(first.from.round_dp(6), Decimal::new(9_090_909, 6));
    assert_eq!(answer.cheaper_on[9].to, None);
}

#[test]
fn break_even_past_the_capacity_is_unreachable() {
    // 1,000 USD fixed and 1 USD a token saved: from 1,000 tokens on, and the two steps end at 20
    let api = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::from(2_000_000));
    let own = CostCurve::line(Currency::USD, Decimal::from(1000), Decimal::ZERO);
    let step = super::Staircase::new(Decimal::TEN, Decimal::TEN);
    let reach = |own: CostCurve| own.break_even_against(&api).unwrap().reach;
    assert_eq!(reach(own.with_staircase(step.at_most(2)).unwrap()), Reach::Unreachable);
    assert_eq!(reach(own.with_staircase(step).unwrap()), Reach::Reachable);
    let dear = super::Staircase::new(Decimal::from(30), Decimal::TEN);
    assert_eq!(reach(own.with_staircase(dear.at_most(2)).unwrap()), Reach::Never);
}

#[test]
fn break_even_after_millions_of_steps_is_found() {
    // Steps of 1 USD for 1,000 tokens on a base of 33,000,000 USD, against 0.0011 USD a token (1,100 USD per Mtok): step q
    // saves at its end 1.1 q - q, so 0.1 q reaches 33,000,000 at q = 330,000,000, whose end is 330,000,000,000 tokens.
    let api = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::from(1100));
    let own = CostCurve::line(Currency::USD, Decimal::from(33_000_000), Decimal::ZERO)
        .with_staircase(super::Staircase::new(Decimal::ONE, Decimal::from(1000)))
        .unwrap();
    let answer = own.break_even_against(&api).unwrap();
    assert_eq!((answer.reach, answer.complete), (Reach::Reachable, true));
    assert_eq!(answer.first_volume, Some(330_000_000_000));
    // The worst of a step is its beginning, where it has lost 1 USD: ten steps later it never costs more.
    assert_eq!(answer.always_from, Some(330_000_009_091));
}

#[test]
fn staircase_that_carries_nothing_is_refused() {
    let line = CostCurve::line(Currency::USD, Decimal::ONE, Decimal::ZERO);
    for capacity in [0, -100] {
        let stairs = super::Staircase::new(Decimal::ONE, Decimal::from(capacity));
        assert!(line.with_staircase(stairs).is_err());
    }
    let stairs = super::Staircase::new(Decimal::ONE, Decimal::ONE).at_least(5).at_most(2);
    assert!(line.with_staircase(stairs).is_err());
}
