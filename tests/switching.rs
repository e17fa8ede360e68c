//! When to move, worked by hand: every month of a plan, what is bought and sold for it, and what cannot be served.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Category, Comparison, Decimal, ErrorKind, Money, NoMove, PlanOfMonth, SwitchingPlan};
use common::{Case, PLAIN, api, bought, decimal};

fn whole(amount: Option<Money>) -> Option<Decimal> {
    amount.map(|amount| amount.amount().normalize())
}

fn usd(amount: i64) -> Option<Decimal> {
    Some(Decimal::from(amount))
}

/// What the plan of each month costs.
fn costs(plan: &SwitchingPlan) -> Vec<Option<Decimal>> {
    plan.months.iter().map(|row| whole(row.npv)).collect()
}

fn all(amounts: &[i64]) -> Vec<Option<Decimal>> {
    amounts.iter().map(|amount| usd(*amount)).collect()
}

/// 100 Mtok in month 1, twice as many each month; a step carries 360 Mtok and is rented for 1,500 USD a month.
fn growing(others: &str) -> Comparison {
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 6,
        hardware: "hardware.rent.price_usd_per_gpu_hour = 15",
        others,
        baseline: "dear",
        ..PLAIN
    };
    case.compare()
}

#[test]
fn every_month_is_a_plan_and_the_cheapest_is_the_month_to_move() {
    // 100, 200, 400, 800, 1,600, 3,200 Mtok. The API at 10 USD: 1,000, 2,000, 4,000, 8,000, 16,000, 32,000, together 63,000.
    // Steps 1, 1, 2, 3, 5, 9: 1,500, 1,500, 3,000, 4,500, 7,500, 13,500, together 31,500.
    let plan = growing(&api("dear", "10")).switching_plan(&["dear", "own"]).unwrap();
    assert_eq!(whole(plan.npv_of_staying), usd(63_000));
    assert_eq!(costs(&plan), all(&[31_500, 31_000, 31_500, 32_500, 36_000, 44_500]));
    let volumes: Vec<u64> = plan.months.iter().map(|row| row.tokens_per_month / 1_000_000).collect();
    assert_eq!(volumes, [100, 200, 400, 800, 1_600, 3_200]);
    let best = &plan.best;
    assert_eq!((best.moves.len(), best.moves[0].to.as_str(), best.moves[0].month), (1, "own", 2));
    assert_eq!((whole(best.saving), whole(Some(best.npv))), (usd(32_000), usd(31_000)));
    // There is no month three months before; in month 5 it costs 36,000.
    assert_eq!(best.moves[0].lost_a_quarter_earlier, Err(NoMove::BeforeTheStudy));
    assert_eq!(whole(best.moves[0].lost_a_quarter_later.ok()), usd(5_000));
}

#[test]
fn three_alternatives_are_two_moves_of_which_either_may_be_left_out() {
    // The second API costs 8 USD and falls by half each month: 8, 4, 2, 1, 0.5, 0.25 USD of 100 to 3,200 Mtok: 800 each month.
    let falling = format!("{}price_change_fraction_per_month = -0.5\n", api("falling", "8"));
    let comparison = growing(&format!("{}{falling}", api("dear", "10")));
    let plan = comparison.switching_plan(&["dear", "own", "falling"]).unwrap();
    // Straight to the falling one in month 1: 6 x 800.
    assert_eq!(whole(Some(plan.best.npv)), usd(4_800));
    assert_eq!((plan.best.moves[0].to.as_str(), plan.best.moves[0].month), ("falling", 1));
    // One that begins at 40 USD falls below 10 in month 4: 40, 20, 10, 5, 2.5, 1.25 are 4,000 each month. With own steps in
    // month 2, 3,000 for two steps in month 3 and 4,000 from month 4 on: 1,000 + 1,500 + 3,000 + 3 x 4,000 = 17,500.
    let falling = format!("{}price_change_fraction_per_month = -0.5\n", api("falling", "40"));
    let comparison = growing(&format!("{}{falling}", api("dear", "10")));
    let plan = comparison.switching_plan(&["dear", "own", "falling"]).unwrap();
    let moves =
        |row: &PlanOfMonth| row.moves.iter().map(|one| (one.to.clone(), one.month)).collect::<Vec<_>>();
    let expected = [("own".to_owned(), 2), ("falling".to_owned(), 4)];
    assert_eq!((moves(&plan.months[1]), whole(Some(plan.best.npv))), (expected.to_vec(), usd(17_500)));
    // Own steps from month 5 on push the last API to month 6: 15,000 + 7,500 + 4,000. Neither move has a month three months
    // before, the last API none in month 1 because own steps would have none then; nor one in month 7.
    let [own, last] = &plan.best.moves[..] else { panic!("{:?}", plan.best) };
    assert_eq!(whole(own.lost_a_quarter_later.ok()), usd(9_000));
    assert_eq!(
        [own.lost_a_quarter_earlier, last.lost_a_quarter_earlier, last.lost_a_quarter_later],
        [Err(NoMove::BeforeTheStudy), Err(NoMove::BeforeTheStudy), Err(NoMove::AfterTheStudy)]
    );
}

#[test]
fn what_is_bought_for_the_move_is_sold_at_the_end_for_its_age() {
    // 12,000 USD, worth 90% new and 5 points less each month. Moving in month m costs 3,600 for each month before it, and
    // 12,000 x (0.1 + 0.05 (7 - m)) for the server.
    let hardware = "hardware.buy = { useful_life_months = 12, resale = [{ age_months = 0, fraction = 0.9 }, { age_months = 12, fraction = 0.3 }] }";
    let others = api("dear", "10");
    let case = Case { months: 6, others: &others, baseline: "dear", ..bought(hardware) };
    let plan = case.compare().switching_plan(&["dear", "own"]).unwrap();
    assert_eq!(whole(plan.npv_of_staying), usd(21_600));
    assert_eq!(costs(&plan), all(&[4_800, 7_800, 10_800, 13_800, 16_800, 19_800]));
    assert_eq!(whole(plan.best.saving), usd(16_800));

    // The other way round, the server is sold as it is left: 12,000 x (0.1 + 0.05 (m - 1)), and not bought at all in month 1.
    let others = api("cheap", "1");
    let case = Case { others: &others, baseline: "own", ..case };
    let comparison = case.compare();
    let plan = comparison.switching_plan(&["own", "cheap"]).unwrap();
    assert_eq!(
        costs(&plan),
        all(&[2_160, 1_800 + 1_800, 2_400 + 1_440, 3_000 + 1_080, 3_600 + 720, 4_200 + 360])
    );
    assert_eq!(whole(plan.npv_of_staying), usd(4_800));
    let ledgers = comparison.plan_ledger("own", &[("cheap", 4)]).unwrap();
    let flows = |at: usize| {
        ledgers[at]
            .1
            .flows
            .iter()
            .map(|flow| (flow.month, flow.instant, flow.category, flow.amount.amount().normalize()))
            .collect::<Vec<_>>()
    };
    // 12,000 x 0.75 after three months
    let capital = Category::Capital;
    assert_eq!(flows(0), [(1, 0, capital, decimal("12000")), (3, 3, capital, decimal("-9000"))]);
    assert_eq!(flows(1).iter().map(|flow| flow.0).collect::<Vec<_>>(), [4, 4, 5, 5, 6, 6]);
}

#[test]
fn steps_are_bought_for_the_month_that_needs_them_and_not_before() {
    // 100 Mtok doubling: the second step in month 3, the third in month 4. Moved to in month 3, two at once.
    let others = api("dear", "10");
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 4,
        others: &others,
        baseline: "dear",
        ..bought("hardware.buy = { useful_life_months = 12 }")
    };
    let comparison = case.compare();
    let bought = |month| {
        let ledgers = comparison.plan_ledger("dear", &[("own", month)]).unwrap();
        let flows = ledgers[1].1.flows.iter();
        flows.map(|flow| (flow.instant, flow.amount.amount().normalize())).collect::<Vec<_>>()
    };
    let steps = |n: i64| Decimal::from(12_000 * n);
    assert_eq!(bought(1), [(0, steps(1)), (2, steps(1)), (3, steps(1))]);
    assert_eq!(bought(3), [(2, steps(2)), (3, steps(1))]);
}

#[test]
fn months_that_one_cannot_serve_have_no_plan() {
    // 100, 200, 400, 800 Mtok...: two steps carry 720. Own steps serve months 1 to 3, and only then the API; a quarter later
    // is month 7 of the 7 of the study, up to which they cannot serve.
    let others = api("dear", "10");
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 7,
        hardware: "hardware.rent.price_usd_per_gpu_hour = 1",
        more: "maximum_steps = 2",
        others: &others,
        ..PLAIN
    };
    let comparison = case.compare();
    let plan = comparison.switching_plan(&["own", "dear"]).unwrap();
    assert_eq!(plan.npv_of_staying, None);
    assert!(plan.months[3].npv.is_some() && plan.months[4..].iter().all(|row| row.npv.is_none()));
    // 100 + 100 + 200 USD of rent and 10 USD per Mtok of 800, 1,600, 3,200 and 6,400
    let best = &plan.best.moves[0];
    assert_eq!((best.month, whole(Some(plan.best.npv)), plan.best.saving), (4, usd(120_400), None));
    assert_eq!(best.lost_a_quarter_later, Err(NoMove::Capacity));
    let kind = |error: breakeven::Error| error.kind().clone();
    let never = comparison.switching_plan(&["dear", "own"]).unwrap();
    assert!(never.best.moves.is_empty() && never.months.iter().all(|row| row.npv.is_none()));
    let error = comparison.plan_ledger("dear", &[("own", 3)]).unwrap_err();
    assert_eq!(error.path().unwrap().as_str(), "deployment.own");
    assert!(error.to_string().contains("in month 4"), "{error}");
    assert!(matches!(kind(error), ErrorKind::Infeasible { .. }));
}

#[test]
fn months_in_which_it_is_not_there_yet_have_no_plan() {
    // The API at 7 USD: 700, 1,400, 2,800, 5,600, 11,200, 22,400; steps 4,500, 7,500, 13,500 in months 4 to 6. Moved to in
    // month 4: 4,900 + 25,500; in month 3, 3,000 in place of 2,800; in month 5, 5,600 in place of 4,500.
    let others = api("dear", "7");
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 6,
        hardware: "hardware.rent.price_usd_per_gpu_hour = 15",
        more: "lead_months = 2",
        others: &others,
        baseline: "dear",
        ..PLAIN
    };
    let plan = case.compare().switching_plan(&["dear", "own"]).unwrap();
    assert_eq!(costs(&plan)[..2], [None, None]);
    assert_eq!(costs(&plan)[2..5], all(&[30_600, 30_400, 31_500]));
    // A quarter earlier is month 1: ordered then, it is there in month 3. A quarter later there is no month.
    let best = &plan.best.moves[0];
    assert_eq!((best.month, best.lost_a_quarter_earlier), (4, Err(NoMove::LeadTime)));
    assert_eq!(best.lost_a_quarter_later, Err(NoMove::AfterTheStudy));
}

#[test]
fn plans_that_are_none_are_refused_with_what_to_write() {
    let comparison = growing(&api("dear", "10"));
    let contradicts = |error: breakeven::Error, said: &str| {
        assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    };
    contradicts(comparison.switching_plan(&["dear"]).unwrap_err(), "name two alternatives or more");
    contradicts(comparison.switching_plan(&[]).unwrap_err(), "name two alternatives or more");
    contradicts(
        comparison.switching_plan(&["dear", "own", "dear"]).unwrap_err(),
        "name each alternative once",
    );
    for month in [0, 7, u32::MAX] {
        contradicts(comparison.plan_ledger("dear", &[("own", month)]).unwrap_err(), "from 1 to 6");
    }
    let error = comparison.switching_plan(&["own", "dearr"]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::NotFound { .. }) && error.to_string().contains("`dear`"),
        "{error}"
    );
    // Without a move it is the ledger of the first.
    let ledgers = comparison.plan_ledger("dear", &[]).unwrap();
    assert_eq!(ledgers[0].1, comparison.ledger("dear").unwrap());
}

#[test]
fn start_volumes_of_a_study_are_all_those_at_which_the_lead_changes() {
    // n, 2n and 4n Mtok at 10 USD: 70 n. A step of 360 Mtok is 3,300 USD; by n, the steps of the three months:
    //   to 90    1 + 1 + 1    9,900 / 70 = 141 is past 90          270 to 360   1 + 2 + 4   23,100 / 70 = 330
    //   to 180   1 + 1 + 2   13,200 / 70 = 189 is past 180         360 to 450   2 + 3 + 5   33,000 / 70 = 471 is past 450
    //   to 270   1 + 2 + 3   19,800 / 70 = 283 is past 270         450 to 540   2 + 3 + 6   36,300 / 70 = 518.571
    //   540 to 630   2 + 4 + 7   42,900 / 70 = 612.857
    let others = api("dear", "10");
    let case = Case {
        tokens: 100_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 3,
        hardware: "hardware.rent.price_usd_per_gpu_hour = 33",
        others: &others,
        baseline: "dear",
        ..PLAIN
    };
    let found = case.compare().start_volumes("own", "dear").unwrap();
    let first: Vec<(u64, bool)> =
        found.crossings.iter().take(5).map(|one| (one.tokens_per_month, one.is_ahead)).collect();
    let expected = [
        (330_000_000, true),
        (360_000_001, false),
        (518_571_429, true),
        (540_000_001, false),
        (612_857_143, true),
    ];
    assert_eq!((found.is_ahead_at_first, first), (false, expected.to_vec()));
    assert_eq!(found.crossings[0].npv_of_switching.amount(), Decimal::ZERO);
    // 36,300 - 70 x 518.571428 is 0.00004 too much; a token later it is 0.00003 too little.
    assert_eq!(found.crossings[2].npv_of_switching.amount().normalize(), decimal("0.00003"));
    // 4,096 steps, 7 / 360 of them for each Mtok of month 1: about 210,600 Mtok, and the study ends no sooner.
    assert!(!found.is_complete && found.searched_to / 1_000_000_000 == 210, "{}", found.searched_to);
    // Two of them at most: to the end of 360 Mtok in month 3 of what two steps carry.
    let most = Case { more: "maximum_steps = 2", ..case };
    let found = most.compare().start_volumes("own", "dear").unwrap();
    assert_eq!((found.is_complete, found.searched_to, found.crossings.len()), (true, 180_000_000, 0));
    // Where a bill bends, values are looked at instead.
    let bent = format!("{others}free_tokens_per_month = 1_000_000\n");
    let error = Case { others: &bent, ..case }.compare().start_volumes("own", "dear").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    assert_eq!(error.path().unwrap().as_str(), "api.dear");
}
