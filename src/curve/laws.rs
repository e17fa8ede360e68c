//! Laws of break-evens on random curves, against asking every whole token.

use super::break_even::{BreakEven, Interval, Reach};
use super::cost_curve::{CostCurve, Staircase, TierRule, VolumeTier};
use super::envelope::Envelope;
use super::float_curve::FloatCurve;
use super::shape::Shape;
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

fn of(rates: Rates<Exact>, stairs: Stairs<Exact>, maximum: Option<i64>) -> CostCurve {
    CostCurve::of(Currency::USD, Shape::Steps { rates, stairs, most: maximum.map(number) })
}

prop_compose! {
    /// Steps of a few tokens at a few dollars, so that a few hundred tokens cross many of them.
    fn leaf()(
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
            of(on_stairs, stairs, maximum)
        } else {
            of(rates, Stairs::flat(), None)
        }
    }
}

prop_compose! {
    /// Prices that change with the volume, by either rule.
    fn tiers()(prices in proptest::collection::vec(0i64..8, 1..4), width in 7u64..90, all_units in any::<bool>()) -> CostCurve {
        let tiers: Vec<VolumeTier> = prices
            .iter()
            .zip(0_u64..)
            .map(|(price, at)| VolumeTier { above: Decimal::from(at * width), per_mtok: Decimal::from(price * 1_000_000) })
            .collect();
        let rule = if all_units { TierRule::AllUnits } else { TierRule::Graduated };
        CostCurve::tiers(Currency::USD, rule, &tiers).unwrap()
    }
}

prop_compose! {
    /// An offer of the market: a line, or steps of many sizes, with an end or without.
    fn offer()(
        base in 0u32..20_000, cents in 20i64..900, has_stairs in any::<bool>(), step in 100u32..20_000, gtok in 1u64..60,
        kept in 0u32..4, maximum in proptest::option::weighted(0.3, 4u32..50),
    ) -> CostCurve {
        let price = if has_stairs { Decimal::ZERO } else { Decimal::new(cents, 2) };
        let line = CostCurve::line(Currency::USD, base.into(), price);
        let stairs = Staircase::new(step.into(), Decimal::from(gtok * 1_000_000_000)).at_least(kept);
        let stairs = maximum.map_or(stairs, |most| stairs.at_most(most));
        if has_stairs { line.with_staircase(stairs).unwrap() } else { line }
    }
}

/// Curves of every kind, joined in every way.
fn curve() -> impl Strategy<Value = CostCurve> {
    let simple = prop_oneof![3 => leaf(), 1 => tiers()];
    simple.prop_recursive(3, 8, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| a.plus(&b).unwrap()),
            two.clone().prop_map(|(a, b)| a.cheaper_of(&b).unwrap()),
            two.prop_map(|(a, b)| a.dearer_of(&b).unwrap()),
            (inner.clone(), 0i64..300).prop_map(|(a, least)| a.at_least(Decimal::from(least))),
            (inner.clone(), 0u64..60, proptest::option::of(60u64..300))
                .prop_map(|(a, from, to)| a.within(from, to).unwrap()),
            // Halves and fifths: shares whose quotients end.
            (inner.clone(), prop_oneof![Just(5i64), Just(2), Just(8)]).prop_map(|(a, tenths)| {
                let share = Exact::new(Decimal::new(tenths, 1));
                CostCurve::of(Currency::USD, Shape::Share { share, of: Box::new(a.shape) })
            }),
            inner.prop_map(|a| CostCurve::of(
                Currency::USD,
                Shape::Part { of: Box::new(a.shape), parts: number(4) }
            )),
        ]
    })
}

fn cost(curve: &CostCurve, tokens: u64) -> Option<Decimal> {
    curve.value(Decimal::from(tokens)).unwrap()
}

/// What both cost at the whole tokens that both can serve.
fn both<'a>(a: &'a CostCurve, b: &'a CostCurve) -> impl Iterator<Item = (u64, Decimal, Decimal)> + 'a {
    (0..=LAST).filter_map(|tokens| Some((tokens, cost(a, tokens)?, cost(b, tokens)?)))
}

fn holds(intervals: &[Interval], volume: Decimal) -> bool {
    intervals.iter().any(|one| {
        let after = volume > one.from || (one.from_closed && volume == one.from);
        let before = one.to.is_none_or(|to| volume < to || (one.to_closed && volume == to));
        after && before
    })
}

fn is_equal(answer: &BreakEven, volume: Decimal) -> bool {
    answer.equal_at.contains(&volume) || holds(&answer.equal_on, volume)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prop_every_whole_token_agrees_with_the_set(challenger in curve(), incumbent in curve()) {
        let answer = challenger.break_even_against(&incumbent).unwrap();
        prop_assume!(answer.complete);
        let (mut first, mut dearer_last, mut no_dearer_last) = (None, 0, None);
        for (tokens, ours, theirs) in both(&challenger, &incumbent) {
            let volume = Decimal::from(tokens);
            prop_assert_eq!(holds(&answer.cheaper_on, volume), ours < theirs, "at {}", tokens);
            prop_assert_eq!(is_equal(&answer, volume), ours == theirs, "at {}", tokens);
            if ours <= theirs && tokens > 0 {
                first = first.or(Some(tokens));
                no_dearer_last = Some(tokens);
            }
            if ours > theirs {
                dearer_last = tokens;
            }
        }
        if first.is_some() || answer.first_volume.is_some_and(|volume| volume <= LAST) {
            prop_assert_eq!(answer.first_volume, first);
        }
        // Where one of them ends before the last volume that is asked, the whole set was seen.
        let seen_to_the_end = [&challenger, &incumbent].iter().any(|curve| curve.capacity().unwrap().is_some_and(|most| most < LAST));
        let last_from = (dearer_last + 1..=LAST)
            .find(|tokens| cost(&challenger, *tokens).is_some() && cost(&incumbent, *tokens).is_some());
        match answer.always_from {
            Some(always) if always <= LAST || seen_to_the_end => prop_assert_eq!(Some(always), last_from),
            Some(_) => {}
            None => prop_assert!(!seen_to_the_end || no_dearer_last.is_none_or(|last| last < dearer_last)),
        }
    }

    #[test]
    fn prop_envelope_is_the_least_at_every_whole_token(curves in proptest::collection::vec(curve(), 1..6)) {
        // Where it is cut, it is so far beyond these volumes.
        let envelope = Envelope::of(&curves).unwrap();
        for tokens in 1..=LAST {
            let costs: Vec<Option<Decimal>> = curves.iter().map(|curve| cost(curve, tokens)).collect();
            let least = costs.iter().flatten().min().copied();
            let found = envelope.cheapest_at(tokens).and_then(|at| costs[at]);
            prop_assert_eq!(found, least, "at {} in {:?}", tokens, envelope);
        }
    }

    /// Over the windows of many magnitudes, in which most curves are not looked at.
    #[test]
    fn prop_envelope_of_many_magnitudes_is_the_least(curves in proptest::collection::vec(offer(), 1..12), spots in proptest::collection::vec((0u32..15, 1u64..1000), 40)) {
        let envelope = Envelope::of(&curves).unwrap();
        let floats: Vec<FloatCurve> = curves.iter().map(|curve| curve.to_float().unwrap()).collect();
        let fast = FloatCurve::envelope(&floats);
        let seen = envelope.pieces.last().and_then(|last| last.to);
        for (magnitude, spot) in spots {
            let tokens = spot * 10_u64.pow(magnitude);
            if !envelope.complete && seen.is_none_or(|seen| Decimal::from(tokens) > seen) {
                continue;
            }
            let costs: Vec<Option<Decimal>> = curves.iter().map(|curve| cost(curve, tokens)).collect();
            let least = costs.iter().flatten().min().copied();
            let found = envelope.cheapest_at(tokens).and_then(|at| costs[at]);
            prop_assert_eq!(found, least, "at {} in {:?}", tokens, envelope);
            let Some(fast) = &fast else { continue };
            let at = tokens as f64;
            if fast.iter().all(|(from, _)| (from - at).abs() > 1e-6 * at) {
                let winner = fast.iter().rev().find(|(from, _)| *from < at).unwrap().1;
                let found = winner.and_then(|index| costs[index]);
                let near = found.zip(least).is_none_or(|(found, least)| (found - least).abs() <= least.abs() * Decimal::new(1, 9));
                prop_assert!(near && found.is_none() == least.is_none(), "{:?} {:?} at {}", found, least, tokens);
            }
        }
    }

    #[test]
    fn prop_envelope_names_ties_and_has_no_overlap(curves in proptest::collection::vec(leaf(), 1..6)) {
        let envelope = Envelope::of(&curves).unwrap();
        for pair in envelope.pieces.windows(2) {
            prop_assert!(pair[0].to.unwrap() <= pair[1].from);
            prop_assert!(pair[0].to != Some(pair[1].from) || (pair[0].cheapest, &pair[0].tied) != (pair[1].cheapest, &pair[1].tied));
        }
        for piece in &envelope.pieces {
            let Ok(inside) = u64::try_from(piece.from.floor() + Decimal::ONE) else { continue };
            if piece.to.is_none_or(|to| Decimal::from(inside) < to) {
                for other in &piece.tied {
                    prop_assert_eq!(cost(&curves[*other], inside), cost(&curves[piece.cheapest], inside));
                }
            }
        }
    }

    #[test]
    fn prop_envelope_in_floats_has_the_same_winners(curves in proptest::collection::vec(leaf(), 1..6)) {
        let exact = Envelope::of(&curves).unwrap();
        let floats: Vec<FloatCurve> = curves.iter().map(|curve| curve.to_float().unwrap()).collect();
        if let Some(ranges) = FloatCurve::envelope(&floats) {
            for tokens in 1..=LAST {
                let at = tokens as f64;
                // At an edge floats may count either side.
                if ranges.iter().any(|(from, _)| (from - at).abs() < 1e-6) {
                    continue;
                }
                let range = ranges.iter().rev().find(|(from, _)| *from < at).unwrap();
                let (fast, slow) = (range.1.and_then(|index| cost(&curves[index], tokens)), exact.cheapest_at(tokens).and_then(|index| cost(&curves[index], tokens)));
                let near = match (fast, slow) {
                    (Some(fast), Some(slow)) => (fast - slow).abs() < Decimal::new(1, 6),
                    (fast, slow) => fast.is_none() == slow.is_none(),
                };
                prop_assert!(near, "{:?} {:?} at {}", fast, slow, tokens);
            }
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
        for (tokens, ..) in both(&challenger, &incumbent) {
            let volume = Decimal::from(tokens);
            let in_both = [holds(&there.cheaper_on, volume), holds(&back.cheaper_on, volume), is_equal(&there, volume)];
            prop_assert_eq!(in_both.iter().filter(|is| **is).count(), 1, "at {}", tokens);
        }
    }

    #[test]
    fn prop_the_same_cost_on_both_sides_changes_nothing(challenger in curve(), incumbent in curve(), more in 0i64..1000) {
        let line = CostCurve::line(Currency::USD, Decimal::from(more), Decimal::from(more));
        let dearer = |curve: &CostCurve| curve.plus(&line).unwrap();
        let before = challenger.break_even_against(&incumbent).unwrap();
        let after = dearer(&challenger).break_even_against(&dearer(&incumbent)).unwrap();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn prop_scaling_all_money_changes_nothing(challenger in leaf(), incumbent in leaf(), factor in 2i64..50) {
        let scaled = |curve: &CostCurve| {
            let k = number(factor);
            match &curve.shape {
                Shape::Steps { rates, stairs, most } => CostCurve::of(
                    Currency::USD,
                    Shape::Steps { rates: rates.map(|rate| rate * k), stairs: *stairs, most: *most },
                ),
                other => CostCurve::of(Currency::USD, other.clone()),
            }
        };
        let before = challenger.break_even_against(&incumbent).unwrap();
        let after = scaled(&challenger).break_even_against(&scaled(&incumbent)).unwrap();
        prop_assert_eq!(before.cheaper_on, after.cheaper_on);
        prop_assert_eq!(before.first_volume, after.first_volume);
    }

    #[test]
    fn prop_floats_agree_with_the_exact_curve(curve in leaf(), tokens in 0u64..400) {
        let exact = cost(&curve, tokens).map(|exact| exact.to_string().parse::<f64>().unwrap());
        let fast = curve.to_float().unwrap().cost(tokens as f64);
        if let (Some(fast), Some(exact)) = (fast, exact) {
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
        .with_staircase(Staircase::new(Decimal::TEN, Decimal::TEN))
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
    let step = Staircase::new(Decimal::TEN, Decimal::TEN);
    let reach = |own: CostCurve| own.break_even_against(&api).unwrap().reach;
    assert_eq!(reach(own.with_staircase(step.at_most(2)).unwrap()), Reach::Unreachable);
    assert_eq!(reach(own.with_staircase(step).unwrap()), Reach::Reachable);
    let dear = Staircase::new(Decimal::from(30), Decimal::TEN);
    assert_eq!(reach(own.with_staircase(dear.at_most(2)).unwrap()), Reach::Never);
}

#[test]
fn break_even_after_millions_of_steps_is_found() {
    // Steps of 1 USD for 1,000 tokens on a base of 33,000,000 USD, against 0.0011 USD a token (1,100 USD per Mtok): step q
    // saves at its end 1.1 q - q, so 0.1 q reaches 33,000,000 at q = 330,000,000, whose end is 330,000,000,000 tokens.
    let api = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::from(1100));
    let own = CostCurve::line(Currency::USD, Decimal::from(33_000_000), Decimal::ZERO)
        .with_staircase(Staircase::new(Decimal::ONE, Decimal::from(1000)))
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
        let stairs = Staircase::new(Decimal::ONE, Decimal::from(capacity));
        assert!(line.with_staircase(stairs).is_err());
    }
    let stairs = Staircase::new(Decimal::ONE, Decimal::ONE).at_least(5).at_most(2);
    assert!(line.with_staircase(stairs).is_err());
}

#[test]
fn lines_that_are_all_but_parallel_do_not_cross_at_a_volume() {
    // 10 USD a month apart, and 1e-21 USD per Mtok: they cross at 1e22 Mtok, which is more tokens than are counted
    let one = CostCurve::line(Currency::USD, Decimal::ONE, Decimal::new(1, 21));
    let other = CostCurve::line(Currency::USD, Decimal::new(11, 0), Decimal::ZERO);
    let answer = one.break_even_against(&other).unwrap();
    assert_eq!((answer.first_volume, answer.always_from, answer.reach), (Some(1), Some(1), Reach::Reachable));
    assert_eq!(answer.cheaper_on.len(), 1);
}
