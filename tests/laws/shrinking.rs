//! What fails shrinks to something round.

use breakeven::proptest::prelude::*;
use breakeven::proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use breakeven::{Decimal, strategy};
use std::fmt::Debug;

/// The counterexample of what holds for the others, for several seeds.
fn shrunk<S: Strategy>(strategy: impl Fn() -> S, holds: impl Fn(&S::Value) -> bool) -> Vec<S::Value>
where
    S::Value: Debug,
{
    let found = (1..=20).filter_map(|seed| {
        let config =
            Config { failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() };
        let failed = TestRunner::new(config).run(&strategy(), |value| {
            if holds(&value) { Ok(()) } else { Err(TestCaseError::fail("it does not hold")) }
        });
        match failed {
            Err(TestError::Fail(_, value)) => Some(value),
            _ => None,
        }
    });
    let found: Vec<S::Value> = found.collect();
    assert!(found.len() >= 15, "only {} of 20 seeds fail", found.len());
    found
}

#[test]
fn rates_shrink_to_round_percentages() {
    for rate in shrunk(strategy::rate::<Decimal>, |rate| *rate <= Decimal::new(5, 2)) {
        // 10 percent, or of what is drawn below it a whole one
        let round = ["0.1", "0.06", "0.07", "0.08", "0.09"];
        assert!(round.contains(&rate.to_string().as_str()), "{rate}");
    }
}

#[test]
fn amounts_shrink_to_powers_of_ten() {
    for amount in shrunk(strategy::amount::<f64>, |amount| *amount < 1234.56) {
        let digits = format!("{amount:e}");
        assert!(!digits.contains('.'), "{amount} has more than one digit");
    }
    for amount in shrunk(strategy::unrounded::<Decimal>, |amount| *amount > Decimal::from(-70)) {
        assert!(["-100", "-80", "-90", "-70"].contains(&amount.to_string().as_str()), "{amount}");
    }
}

#[test]
fn flows_shrink_to_few_and_round_ones() {
    // Fails where two flows have different signs.
    let same_sign = |flows: &Vec<Decimal>| {
        flows.iter().all(|flow| *flow >= Decimal::ZERO) || flows.iter().all(|flow| *flow <= Decimal::ZERO)
    };
    for flows in shrunk(strategy::cash_flows::<Decimal>, same_sign) {
        assert_eq!(flows.len(), 2, "{flows:?}");
        assert!(flows.iter().all(|flow| flow.normalize().mantissa().abs() == 1), "{flows:?}");
    }
}

#[test]
fn loans_shrink_to_round_terms() {
    for (rate, periods, principal) in
        shrunk(strategy::loan::<Decimal>, |(rate, periods, _)| rate.is_zero() || *periods < 10)
    {
        assert_eq!((periods, principal), (10, Decimal::ONE.min(principal)));
        assert!(rate.normalize().mantissa() == 1, "{rate}");
    }
}
