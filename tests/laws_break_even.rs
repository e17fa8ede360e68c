//! Laws of break-evens and of studies over time that are about this crate's own types; those that any implementation obeys
//! are public (`src/law`), and `tests/laws` holds our functions to them.
//!
//! Beside them, in the rooms themselves: every whole token agrees with the set, swapping gives the complement, the same cost
//! on both sides and a factor on all money change nothing (`src/curve/laws.rs`); exact multiples of the capacity
//! (`src/curve/stairs.rs`); the ledger is the curve, line by line, and prices only raise the bill
//! (`src/comparison/laws.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use breakeven::{
    Api, BreakEven, Catalog, CostCurve, Currency, Decimal, Deployment, Figure, Finance, Hardware, Model,
    Rate, Reach, RequestClass, Scenario, Server, Staircase, Study, TierRule, VolumeTier, Workload,
};
use proptest::prelude::*;

const MTOK: u64 = 1_000_000;

fn line(fixed: i64, per_mtok: i64) -> CostCurve {
    CostCurve::line(Currency::USD, fixed.into(), per_mtok.into())
}

fn stairs(fixed: i64, cost: i64, mtok: u64) -> CostCurve {
    line(fixed, 0).with_staircase(Staircase::new(cost.into(), (mtok * MTOK).into())).unwrap()
}

fn graduated(tiers: &[(u64, i64)]) -> CostCurve {
    let tiers: Vec<VolumeTier> = tiers
        .iter()
        .map(|(mtok, price)| VolumeTier { above: (mtok * MTOK).into(), per_mtok: (*price).into() })
        .collect();
    CostCurve::tiers(Currency::USD, TierRule::Graduated, &tiers).unwrap()
}

fn cost(curve: &CostCurve, tokens: u64) -> Decimal {
    curve.cost(tokens).unwrap().amount()
}

prop_compose! {
    /// Steps with a base, for a while or for ever.
    fn own()(fixed in 0i64..5_000, step in 1i64..2_000, mtok in 1u64..400, most in proptest::option::of(1u32..30)) -> CostCurve {
        let staircase = Staircase::new(step.into(), (mtok * MTOK).into());
        let staircase = most.map_or(staircase, |most| staircase.at_most(most));
        line(fixed, 0).with_staircase(staircase).unwrap()
    }
}

prop_compose! {
    /// Three graduated prices that fall.
    fn api()(last in 0i64..10, falls in (0i64..10, 0i64..10), widths in (1u64..300, 1u64..300)) -> CostCurve {
        graduated(&[(0, last + falls.0 + falls.1), (widths.0, last + falls.1), (widths.0 + widths.1, last)])
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prop_another_unit_of_volume_only_rescales(own in (0i64..900, 1i64..900, 1u64..90), price in 1i64..90, thousands in prop_oneof![Just(1u64), Just(2), Just(5), Just(1000)]) {
        // Prices per so many thousand times as many tokens, capacities of so many times as many.
        let (fixed, step, mtok) = own;
        let factor = Decimal::from(thousands * 1000);
        let per = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::from(price));
        let before = stairs(fixed, step, mtok).break_even_against(&per).unwrap();
        let per = CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::from(price) / factor);
        let after = stairs(fixed, step, mtok * thousands * 1000).break_even_against(&per).unwrap();
        prop_assume!(before.complete && after.complete);
        prop_assert_eq!(before.cheaper_on.len(), after.cheaper_on.len());
        let near = |a: Decimal, b: Decimal| (a * factor - b).abs() <= b.abs() * Decimal::new(1, 24);
        for (a, b) in before.cheaper_on.iter().zip(&after.cheaper_on) {
            prop_assert!(near(a.from, b.from) && a.to.zip(b.to).is_none_or(|(a, b)| near(a, b)), "{:?} {:?}", a, b);
            prop_assert_eq!((a.from_closed, a.to_closed, a.to.is_none()), (b.from_closed, b.to_closed, b.to.is_none()));
        }
    }

    #[test]
    fn prop_ends_of_the_set_are_equalities_or_jumps_and_between_them_the_sign_holds(own in own(), api in api()) {
        let answer = own.break_even_against(&api).unwrap();
        prop_assume!(answer.complete);
        for on in &answer.cheaper_on {
            // Steps only make it dearer, so that the set begins at an equality and ends at one or at a jump.
            prop_assert!(!on.from_closed && is_equal(&answer, on.from), "{:?}", answer);
            let Some(to) = on.to else { continue };
            prop_assert!(if on.to_closed { jumps_behind(&own, to) } else { is_equal(&answer, to) }, "{:?}", answer);
            let middle = u64::try_from(((on.from + to) / Decimal::TWO).round()).unwrap();
            if Decimal::from(middle) > on.from && Decimal::from(middle) < to {
                prop_assert!(cost(&own, middle) < cost(&api, middle));
            }
        }
        prop_assert_eq!(answer.reach == Reach::Reachable, !answer.cheaper_on.is_empty());
    }
}

/// Whether both cost the same at a volume, or on a range that begins or ends there.
fn is_equal(answer: &BreakEven, volume: Decimal) -> bool {
    let ends = answer.equal_on.iter().flat_map(|on| [Some(on.from), on.to]).flatten();
    answer.equal_at.iter().copied().chain(ends).any(|end| end == volume)
}

/// Whether the next token costs another step, or is past the last one.
fn jumps_behind(own: &CostCurve, volume: Decimal) -> bool {
    let Ok(tokens) = u64::try_from(volume.normalize()) else { return false };
    match (own.cost(tokens), own.cost(tokens + 1)) {
        (Ok(here), Ok(next)) => here != next,
        (Ok(_), Err(_)) => true,
        _ => false,
    }
}

/// An outlay and a monthly cost against an API whose prices fall: accelerators themselves cost nothing here.
#[derive(Clone, Copy, Debug)]
struct Plan {
    outlay: u32,
    monthly: u32,
    mtok: u32,
    /// Cents per Mtok, and thousandths of growth and decline a month.
    cents: i64,
    growth: i64,
    decline: i64,
    /// Thousandths a year.
    rate: i64,
    horizon: u32,
}

impl Plan {
    fn scenario(self) -> Scenario {
        let mut workload = Workload::of_tokens(u64::from(self.mtok) * MTOK, RequestClass::new(3, 1));
        workload.peak_to_average = Some(1.into());
        workload.growth_fraction_per_month = Some(Decimal::new(self.growth, 3).into());
        let finance = Finance::new(self.horizon, Decimal::new(self.rate, 3));
        let mut scenario = Scenario::new("2026-11-24", "api", workload, finance);
        let price = Decimal::new(self.cents, 2);
        let mut api = Api::priced("closed_api", price, price);
        api.price_change_fraction_per_month = Some(Decimal::new(-self.decline, 3).into());
        let mut own = rented(0.into());
        own.one_off_usd = Some(self.outlay.into());
        own.storage_usd_per_month = Some(self.monthly.into());
        scenario.api.insert("api", api);
        scenario.deployment.insert("own", own);
        scenario
    }

    fn study(self) -> Study {
        let comparison = self.scenario().resolve(&Catalog::builtin().unwrap()).unwrap();
        comparison.answer().unwrap().alternative("own").unwrap().study.clone().unwrap()
    }

    /// The first month in today's worth; one past the end where there is none, so that months compare.
    fn first(self) -> u32 {
        self.study().discounted_payback_month.unwrap_or(u32::MAX)
    }
}

fn rented(usd_per_gpu_hour: Figure) -> Deployment {
    let (model, server) = (Model::from_id("llama-3.3-70b"), Server::from_id("8xh100-sxm"));
    Deployment::new(model, "fp8", server, Rate::split(20_000, 5_000), Hardware::rent(usd_per_gpu_hour))
}

prop_compose! {
    fn plan()(outlay in 1u32..200_000, monthly in 0u32..9_000, mtok in 100u32..9_000, cents in 1i64..400, growth in -20i64..60, decline in 0i64..60, rate in 0i64..300, horizon in 2u32..40) -> Plan {
        Plan { outlay, monthly, mtok, cents, growth, decline, rate, horizon }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prop_first_month_comes_sooner_with_dearer_apis_and_later_with_dearer_hardware(plan in plan(), more in 1u32..5_000) {
        let first = plan.first();
        let sooner = [
            Plan { cents: plan.cents + i64::from(more), ..plan },
            Plan { mtok: plan.mtok + more, ..plan },
            Plan { growth: plan.growth + 5, ..plan },
        ];
        let later = [
            Plan { outlay: plan.outlay + more, ..plan },
            Plan { monthly: plan.monthly + more, ..plan },
            Plan { decline: plan.decline + 5, ..plan },
        ];
        prop_assert!(sooner.iter().all(|other| other.first() <= first), "{:?}", sooner);
        prop_assert!(later.iter().all(|other| other.first() >= first), "{:?}", later);
    }

    #[test]
    fn prop_a_longer_study_keeps_the_months_of_a_shorter_one(plan in plan(), longer in 1u32..20) {
        let (short, long) = (plan.study(), Plan { horizon: plan.horizon + longer, ..plan }.study());
        let within: Vec<_> = long.crossings.iter().copied().filter(|one| one.month <= plan.horizon).collect();
        prop_assert_eq!(&short.crossings, &within);
        if short.payback_month.is_some() {
            prop_assert_eq!(short.payback_month, long.payback_month);
            prop_assert_eq!(short.payback_months, long.payback_months);
        }
    }

    #[test]
    fn prop_money_that_costs_nothing_is_worth_what_it_is(plan in plan()) {
        let free = Plan { rate: 0, ..plan }.scenario().resolve(&Catalog::builtin().unwrap()).unwrap();
        for id in ["api", "own"] {
            let ledger = free.ledger(id).unwrap();
            let paid: Decimal = ledger.flows.iter().map(|flow| flow.amount.amount()).sum();
            prop_assert_eq!(ledger.npv().unwrap().amount(), paid);
        }
        let study = Plan { rate: 0, ..plan }.study();
        prop_assert_eq!(study.payback_month, study.discounted_payback_month);
    }

    /// The first months of a study, and the rest as a study of its own that begins with the prices of then, come to the
    /// whole: v^n = 1.1^-1 where the first part is 12 months at 10% a year.
    #[test]
    fn prop_a_study_in_two_parts_comes_to_the_whole(plan in plan(), rest in 1u32..24) {
        let plan = Plan { growth: 0, decline: 500, rate: 100, ..plan };
        let catalog = Catalog::builtin().unwrap();
        let npv = |scenario: Scenario, id: &str| scenario.resolve(&catalog).unwrap().ledger(id).unwrap().npv().unwrap().amount();
        let whole = Plan { horizon: 12 + rest, ..plan }.scenario();
        let first = Plan { horizon: 12, ..plan }.scenario();
        let mut later = Plan { horizon: rest, outlay: 0, ..plan }.scenario();
        // Prices that halve each month: 2^-12 of them are left after a year, 12 more decimals.
        let price = Decimal::new(plan.cents, 2) / Decimal::from(4096);
        let mut api = Api::priced("closed_api", price, price);
        api.price_change_fraction_per_month = Some(Decimal::new(-5, 1).into());
        later.api.insert("api", api);
        for id in ["api", "own"] {
            let parts = npv(first.clone(), id) + npv(later.clone(), id) / Decimal::new(11, 1);
            let off = npv(whole.clone(), id) - parts;
            prop_assert!(off.abs() <= Decimal::new(i64::from(12 + rest) + 3, 12), "{}: {}", id, off);
        }
    }
}
