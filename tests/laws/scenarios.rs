//! Generated questions: valid ones resolve and are answered, and what nobody would ask is refused.

use crate::{CATALOG, cases};
use breakeven::proptest::prelude::*;
use breakeven::proptest::strategy::ValueTree;
use breakeven::proptest::test_runner::TestRunner;
use breakeven::{Comparison, Decimal, ErrorKind, Figure, Scenario, law, report, strategy};

/// An answer, a reason of the right kind why there is none, or what is wrong.
fn is_answered(scenario: &Scenario) -> Result<bool, TestCaseError> {
    let comparison = match scenario.resolve(&CATALOG) {
        Ok(comparison) => comparison,
        Err(error) => return Err(TestCaseError::fail(format!("it does not resolve: {error}"))),
    };
    match comparison.answer() {
        Ok(answer) => {
            let verdict = comparison.verdict(&answer)?;
            prop_assert!(!report::text(&answer, &verdict).is_empty());
            Ok(true)
        }
        Err(error) => {
            let is_typed =
                matches!(error.kind(), ErrorKind::NoneFeasible { .. } | ErrorKind::Infeasible { .. });
            prop_assert!(is_typed, "{}", error);
            Ok(false)
        }
    }
}

/// The same question at a millionth of its volume, where its amounts are past the largest one: 1e15 tokens a month take more
/// hardware than there is money for.
fn within_money(mut scenario: Scenario) -> Result<Scenario, TestCaseError> {
    const LARGEST: ErrorKind = ErrorKind::OutOfBounds { what: "an amount above 1e15" };
    let answer = scenario.resolve(&CATALOG).and_then(|comparison| comparison.answer());
    if answer.is_err_and(|error| *error.kind() == LARGEST) {
        let tokens = scenario.workload.tokens_per_month.map_or(Decimal::ZERO, Figure::value);
        prop_assert!(tokens >= Decimal::from(1_000_000_000_000_u64), "{} tokens pass no amount", tokens);
        scenario.workload.tokens_per_month = Some((tokens / Decimal::from(1_000_000)).round().into());
    }
    Ok(scenario)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn valid_questions_are_answered(scenario in strategy::scenario()) {
        prop_assert!(is_answered(&scenario)?, "an API without limits serves any workload");
    }

    #[test]
    fn valid_questions_are_written_and_read_back(scenario in strategy::scenario()) {
        law::text_is_read_back(|scenario: &Scenario| scenario.to_toml().unwrap(), Scenario::parse, scenario)?;
    }

    #[test]
    fn savings_change_their_sign(scenario in strategy::scenario()) {
        let comparison = scenario.resolve(&CATALOG)?;
        let ids: Vec<String> = scenario.api.iter().map(|(id, _)| id.to_string()).collect();
        let saving = |one: &String, other: &String| Ok::<_, breakeven::Error>(comparison.saving(one, other)?.amount.amount());
        for (one, other) in ids.iter().zip(ids.iter().skip(1)) {
            law::advantage_changes_sign_when_swapped(saving, one, other)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn questions_at_the_borders_are_answered(scenario in strategy::edge::scenario()) {
        is_answered(&within_money(scenario)?)?;
    }
}

proptest! {
    #![proptest_config(cases(64))]

    /// What is refused has a path or words of its own; what is not, is answered as any other.
    #[test]
    fn hostile_questions_are_refused_or_answered(scenario in strategy::hostile::scenario()) {
        match scenario.resolve(&CATALOG) {
            Ok(comparison) => drop(comparison.answer()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn hostile_texts_are_refused_or_answered(text in strategy::hostile::scenario_text()) {
        if let Ok(comparison) = Comparison::parse(&text, &CATALOG) {
            drop(comparison.answer());
        }
    }
}

/// A generator whose hostile questions were all valid would test nothing.
#[test]
fn most_hostile_questions_are_refused() {
    let mut runner = TestRunner::deterministic();
    let mut refused = 0;
    for _ in 0..100 {
        let scenario = strategy::hostile::scenario().new_tree(&mut runner).unwrap().current();
        refused += u32::from(scenario.resolve(&CATALOG).is_err());
    }
    assert!(refused >= 60, "{refused}");
}
