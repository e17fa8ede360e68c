//! Every plan of a search against its ledger, built plainly.

use crate::catalog::Catalog;
use crate::comparison::Comparison;
use crate::comparison::laws::deployment;
use crate::comparison::laws_over_time::{Changes, changes, scenario, today};
use crate::scenario::Deployment;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// What a plan costs by its ledgers, and how many flows they have.
fn by_ledger(comparison: &Comparison, first: &str, moves: &[(&str, u32)]) -> Option<(Decimal, i64)> {
    let ledgers = comparison.plan_ledger(first, moves).ok()?;
    let cost = ledgers.iter().map(|(_, ledger)| ledger.npv().unwrap().amount()).sum();
    Some((cost, ledgers.iter().map(|(_, ledger)| ledger.flows.len() as i64).sum()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The search is the least of all plans: of every month, of every pair of months, and of the moves that are left out.
    #[test]
    fn prop_plan_is_the_least_of_all_ledgers(
        (owned, last) in (deployment(), deployment()), (first, second) in (changes(), changes()), api in today(),
        tokens in 1i64..6_000_000_000, horizon in 1u32..11, rate in -100i64..400, growth in -200i64..350, changed in any::<bool>(),
    ) {
        let mut scenario = scenario(api, tokens, growth, horizon, rate);
        let own = |one: Deployment, changes: Changes| if changed { changes.moving(one, horizon) } else { one };
        scenario.deployment.insert("own", own(owned, first));
        scenario.deployment.insert("last", own(last, second));
        let comparison = scenario.resolve(&Catalog::builtin().unwrap()).unwrap();
        let Ok(plan) = comparison.switching_plan(&["api", "own", "last"]) else {
            prop_assert!(by_ledger(&comparison, "api", &[]).is_none());
            return Ok(());
        };
        let near = |found: Decimal, (cost, flows): (Decimal, i64)| {
            (found - cost).abs() <= Decimal::new(flows + 2, 12)
        };
        let staying = by_ledger(&comparison, "api", &[]);
        prop_assert_eq!(staying.is_some(), plan.npv_of_staying.is_some());
        let mut least = staying;
        for row in &plan.months {
            let one = ["own", "last"].map(|to| by_ledger(&comparison, "api", &[(to, row.month)]));
            let two = (row.month + 1..=horizon).map(|then| by_ledger(&comparison, "api", &[("own", row.month), ("last", then)]));
            let cheapest = one.into_iter().chain(two).flatten().min_by_key(|(cost, _)| *cost);
            prop_assert_eq!(cheapest.is_some(), row.npv.is_some());
            if let Some(cheapest) = cheapest {
                prop_assert!(near(row.npv.unwrap().amount(), cheapest), "{row:?} {cheapest:?}");
                least = least.filter(|(cost, _)| *cost <= cheapest.0).or(Some(cheapest));
            }
        }
        let best = &plan.best;
        prop_assert!(near(best.npv.amount(), least.unwrap()), "{best:?} {least:?}");
        let moves: Vec<(&str, u32)> = best.moves.iter().map(|step| (step.to.as_str(), step.month)).collect();
        prop_assert!(near(best.npv.amount(), by_ledger(&comparison, "api", &moves).unwrap()));
        for (at, step) in best.moves.iter().enumerate() {
            for (by, lost) in [(-3, step.lost_a_quarter_earlier), (3, step.lost_a_quarter_later)] {
                let mut moves: Vec<(&str, i64)> = moves.iter().map(|(to, month)| (*to, i64::from(*month))).collect();
                moves[at].1 += by;
                // The other move makes way: what takes over does so before it is left, and serves for a month at least.
                if let [first, second] = &mut moves[..] {
                    let inputs = &comparison.at(comparison.index_of(first.0).unwrap()).unwrap().inputs;
                    let rise = inputs.over_time.as_ref().map_or(0, |one| one.ramp.len() as i64).max(1);
                    match at {
                        0 => second.1 = second.1.max(first.1 + rise),
                        _ => first.1 = first.1.min(second.1 - rise),
                    }
                }
                let moves: Option<Vec<(&str, u32)>> =
                    moves.iter().map(|(to, month)| Some((*to, u32::try_from(*month).ok().filter(|month| *month > 0)?))).collect();
                let cost = moves.and_then(|moves| by_ledger(&comparison, "api", &moves));
                prop_assert_eq!(cost.is_some(), lost.is_ok(), "{:?} {}", &best, by);
                if let (Some((cost, flows)), Ok(lost)) = (cost, lost) {
                    prop_assert!(near(best.npv.amount() + lost.amount(), (cost, 2 * flows)));
                }
            }
        }
        // Moving as soon as it can be is the ledger of the next alternative alone.
        let lead = if changed { comparison.at(comparison.index_of("own").unwrap()).unwrap().inputs.over_time.as_ref().map_or(0, |one| one.lead_months) } else { 0 };
        let at_once = by_ledger(&comparison, "api", &[("own", lead + 1)]);
        if let (Some(at_once), Ok(alone)) = (at_once, comparison.ledger("own")) {
            prop_assert!(near(alone.npv().unwrap().amount(), at_once));
        }
    }
}
