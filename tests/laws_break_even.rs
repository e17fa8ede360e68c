//! Laws of costs and break-evens, on random numbers, through the public types.
//!
//! Beside them, in the rooms themselves: every whole token agrees with the set, swapping gives the complement, the same cost
//! on both sides and a factor on all money change nothing (`src/curve/laws.rs`); exact multiples of the capacity
//! (`src/curve/stairs.rs`); the ledger is the curve, line by line, and prices only raise the bill
//! (`src/comparison/laws.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use breakeven::{
    Api, BreakEven, Buy, Catalog, Comparison, CostCurve, Currency, Decimal, Deployment, Facility, Figure,
    Finance, Hardware, Interval, Model, People, Rate, Reach, RequestClass, Scenario, Server, Staircase,
    Study, TierRule, VolumeTier, Workload,
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

fn holds(intervals: &[Interval], volume: Decimal) -> bool {
    intervals.iter().any(|one| {
        let after = volume > one.from || (one.from_closed && volume == one.from);
        after && one.to.is_none_or(|to| volume < to || (one.to_closed && volume == to))
    })
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
    fn prop_steps_are_whole_and_full_at_multiples_of_their_capacity(fixed in 0i64..900, step in 1i64..900, mtok in 1u64..90, steps in 1u64..400, tokens in 1u64..30_000_000_000) {
        let curve = stairs(fixed, step, mtok);
        prop_assert_eq!(cost(&curve, steps * mtok * MTOK), Decimal::from(fixed + step * steps as i64));
        prop_assert_eq!(cost(&curve, steps * mtok * MTOK + 1), Decimal::from(fixed + step * (steps as i64 + 1)));
        // As many whole steps as carry the volume, and never less than the line through the full ones.
        let bought = (cost(&curve, tokens) - Decimal::from(fixed)) / Decimal::from(step);
        let capacity = Decimal::from(mtok * MTOK);
        prop_assert!(bought.fract().is_zero() && bought * capacity >= Decimal::from(tokens));
        prop_assert!((bought - Decimal::ONE) * capacity < Decimal::from(tokens) || bought == Decimal::ONE);
    }

    #[test]
    fn prop_cost_never_falls_with_the_volume(own in own(), api in api(), tokens in 0u64..5_000_000_000, more in 0u64..5_000_000_000) {
        prop_assert_eq!(cost(&api, 0), Decimal::ZERO);
        for curve in [&own, &api] {
            let (Ok(less), Ok(after)) = (curve.cost(tokens), curve.cost(tokens + more)) else { continue };
            prop_assert!(less.amount() <= after.amount());
        }
    }

    #[test]
    fn prop_graduated_tiers_have_no_jump_and_falling_ones_bend_down(api in api(), tokens in 0u64..900_000_000, step in 1u64..100_000_000) {
        // The next token costs at most the price of one: 30 USD per Mtok are the most there is here.
        let next = cost(&api, tokens + 1) - cost(&api, tokens);
        prop_assert!(Decimal::ZERO <= next && next <= Decimal::new(30, 6));
        let (low, middle, high) = (cost(&api, tokens), cost(&api, tokens + step), cost(&api, tokens + 2 * step));
        prop_assert!(middle + middle >= low + high);
    }

    #[test]
    fn prop_graduated_tiers_lie_between_the_cheapest_price_and_the_dearest(prices in proptest::collection::vec(0i64..50, 1..5), width in 1u64..200, cut in 1u64..199, tokens in 0u64..2_000_000_000) {
        let tiers: Vec<(u64, i64)> = (0..).map(|at| at * width).zip(prices.iter().copied()).collect();
        let curve = graduated(&tiers);
        let volume = Decimal::from(tokens) / Decimal::from(MTOK);
        let (least, most) = (prices.iter().min().unwrap(), prices.iter().max().unwrap());
        let bill = cost(&curve, tokens);
        prop_assert!(Decimal::from(*least) * volume <= bill && bill <= Decimal::from(*most) * volume);
        // One price in all tiers is that price.
        let flat: Vec<(u64, i64)> = tiers.iter().map(|(above, _)| (*above, prices[0])).collect();
        prop_assert_eq!(cost(&graduated(&flat), tokens), Decimal::from(prices[0]) * volume);
        // A tier that is cut in two costs what it did.
        let at = tiers.iter().rposition(|(above, _)| *above < cut).unwrap();
        let mut parted = tiers.clone();
        if parted.iter().all(|(above, _)| *above != cut) {
            parted.insert(at + 1, (cut, tiers[at].1));
        }
        prop_assert_eq!(cost(&graduated(&parted), tokens), bill);
    }

    #[test]
    fn prop_a_line_breaks_even_at_fixed_cost_over_the_difference_of_prices(fixed in 1i64..90_000, price in 0i64..90, variable in 0i64..90) {
        let answer = line(fixed, variable).break_even_against(&line(0, price)).unwrap();
        if price <= variable {
            prop_assert_eq!((answer.reach, answer.first_volume), (Reach::Never, None));
            return Ok(());
        }
        let saved = u64::try_from(price - variable).unwrap();
        let needed = u64::try_from(fixed).unwrap() * MTOK;
        prop_assert_eq!(answer.first_volume, Some(needed.div_ceil(saved)));
        prop_assert_eq!(answer.always_from, answer.first_volume);
        let root = answer.equal_at[0];
        prop_assert!((root * Decimal::from(saved) - Decimal::from(needed)).abs() <= Decimal::from(needed) * Decimal::new(1, 26));
        prop_assert_eq!(&answer.cheaper_on, &[Interval { from: root, from_closed: false, to: None, to_closed: false }]);
    }

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
    fn prop_a_dearer_api_only_adds_volumes_and_dearer_hardware_only_takes_them(own in own(), api in api(), more in (0i64..300, 0i64..20), spots in proptest::collection::vec(1u64..2_000, 20)) {
        let dearer = |curve: &CostCurve| curve.plus(&line(more.0, more.1)).unwrap();
        let set = |own: &CostCurve, api: &CostCurve| own.break_even_against(api).unwrap();
        let (base, wider, narrower) = (set(&own, &api), set(&own, &dearer(&api)), set(&dearer(&own), &api));
        prop_assume!(base.complete && wider.complete && narrower.complete);
        let ends = [&base, &wider, &narrower].map(|one| one.cheaper_on.iter().flat_map(|on| [Some(on.from), on.to]).flatten().collect::<Vec<_>>());
        let spots = spots.into_iter().map(|mtok| Decimal::from(mtok * MTOK)).chain(ends.into_iter().flatten());
        for volume in spots {
            prop_assert!(!holds(&base.cheaper_on, volume) || holds(&wider.cheaper_on, volume), "at {}", volume);
            prop_assert!(!holds(&narrower.cheaper_on, volume) || holds(&base.cheaper_on, volume), "at {}", volume);
        }
        prop_assert!(base.first_volume.is_none() || wider.first_volume <= base.first_volume);
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

    /// With nothing that changes over time it is the outlay over what a month saves, rounded up.
    #[test]
    fn prop_first_month_without_interest_is_the_outlay_over_the_saving(plan in plan()) {
        let level = Plan { growth: 0, decline: 0, rate: 0, ..plan };
        let saved = i64::from(plan.mtok) * plan.cents - 100 * i64::from(plan.monthly);
        let outlay = 100 * i64::from(plan.outlay);
        let first = (saved > 0).then(|| u32::try_from((outlay + saved - 1) / saved).unwrap()).filter(|month| *month <= plan.horizon);
        let study = level.study();
        prop_assert_eq!((study.payback_month, study.discounted_payback_month), (first, first));
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

    #[test]
    fn prop_an_item_left_out_lowers_the_bill_by_its_line(amounts in [0u32..9_000, 0u32..9_000, 0u32..9_000, 0u32..9_000], left_out in 0usize..4) {
        let bill = |amounts: [u32; 4]| {
            let mut own = rented(2.into());
            own.storage_usd_per_month = Some(amounts[0].into());
            own.egress_usd_per_month = Some(amounts[1].into());
            own.observability_usd_per_month = Some(amounts[2].into());
            own.guardrail_usd_per_month = Some(amounts[3].into());
            own.people = Some(People::new("0.3".parse::<Figure>().unwrap(), 2));
            compare(own).monthly("own").unwrap()
        };
        let whole = bill(amounts);
        prop_assert_eq!(whole.lines.iter().map(|line| line.amount.amount()).sum::<Decimal>(), whole.cost.amount());
        let mut fewer = amounts;
        fewer[left_out] = 0;
        let rest = bill(fewer);
        prop_assert_eq!(whole.cost.amount() - rest.cost.amount(), Decimal::from(amounts[left_out]));
        let gone: Vec<_> = whole.lines.iter().filter(|line| !rest.lines.contains(line)).map(|line| line.amount.amount()).collect();
        prop_assert_eq!(gone.iter().sum::<Decimal>(), Decimal::from(amounts[left_out]));
    }

    #[test]
    fn prop_the_bill_rises_with_what_is_paid_and_falls_with_what_is_got(
        tokens in 1u64..60_000_000_000, price in 1u32..400_000, kwh in 1i64..400, pue in 1000i64..2000, fte in 0i64..3000, rate in 100u32..50_000, resale in 0i64..500, up in 1i64..300,
    ) {
        let bill = |price: u32, kwh: i64, pue: i64, fte: i64, rate: u32, resale: i64, utilization: Option<i64>| {
            let mut server = Server::from_id("8xh100-sxm");
            server.price_usd = Some(price.into());
            let mut hardware = Hardware::buy(Buy::new(48));
            hardware.buy.as_mut().unwrap().resale_fraction = Some(Decimal::new(resale, 3).into());
            let mut own = Deployment::new(Model::from_id("llama-3.3-70b"), "fp8", server, Rate::split(rate, rate), hardware);
            own.people = Some(People::new(Decimal::new(fte, 3), 1));
            own.average_utilization = utilization.map(|n| Decimal::new(n, 3).into());
            own.facility = Some(Facility::metered(Decimal::new(kwh, 3), Decimal::new(pue, 3)));
            compare_at(own, tokens).monthly_cost("own").unwrap().amount()
        };
        let base = bill(price, kwh, pue, fte, rate, resale, None);
        let more = u32::try_from(up).unwrap();
        prop_assert!(bill(price + more, kwh, pue, fte, rate, resale, None) >= base);
        prop_assert!(bill(price, kwh + up, pue, fte, rate, resale, None) >= base);
        prop_assert!(bill(price, kwh, pue + up, fte, rate, resale, None) >= base);
        prop_assert!(bill(price, kwh, pue, fte + up, rate, resale, None) >= base);
        prop_assert!(bill(price, kwh, pue, fte, rate + more, resale, None) <= base);
        prop_assert!(bill(price, kwh, pue, fte, rate, resale + up, None) <= base);
        let utilized = |thousandths| bill(price, kwh, pue, fte, rate, resale, Some(thousandths));
        prop_assert!(utilized(300 + up) <= utilized(300));
    }
}

fn compare(own: Deployment) -> Comparison {
    compare_at(own, 5_000_000_000)
}

fn compare_at(own: Deployment, tokens: u64) -> Comparison {
    let mut workload = Workload::of_tokens(tokens, RequestClass::new(3, 1));
    workload.peak_to_average = Some(2.into());
    let finance = Finance::new(36, Decimal::new(8, 2));
    let mut scenario = Scenario::new("2026-11-24", "own", workload, finance);
    scenario.deployment.insert("own", own);
    scenario.resolve(&Catalog::builtin().unwrap()).unwrap()
}
