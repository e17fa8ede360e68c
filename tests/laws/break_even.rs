//! Laws of break-evens: of lines, of curves, and of months.

use crate::{CATALOG, cases};
use breakeven::proptest::prelude::*;
use breakeven::{
    Api, BreakEven, CostCurve, Currency, Decimal, Deployment, Finance, Hardware, Interval, Model, Rate,
    RequestClass, Scenario, Server, Staircase, Study, TierRule, VolumeTier, Workload, law, strategy,
};

const MTOK: u64 = 1_000_000;

fn line(fixed: Decimal, per_mtok: Decimal) -> CostCurve {
    CostCurve::line(Currency::USD, fixed, per_mtok)
}

/// Of a line with a fixed cost against one without, prices for a million: the exact root, in millions.
fn of_lines(fixed: Decimal, variable: Decimal, price: Decimal) -> Option<Decimal> {
    let answer = against(&line(fixed, variable), &line(Decimal::ZERO, price));
    assert_eq!(answer.first_volume.is_some(), !answer.cheaper_on.is_empty());
    answer.equal_at.first().map(|tokens| *tokens / Decimal::from(MTOK))
}

fn against(challenger: &CostCurve, incumbent: &CostCurve) -> BreakEven {
    challenger.break_even_against(incumbent).unwrap()
}

fn is_cheaper(challenger: &CostCurve, incumbent: &CostCurve, volume: u64) -> bool {
    let volume = Decimal::from(volume);
    against(challenger, incumbent).cheaper_on.iter().any(|one: &Interval| {
        let after = volume > one.from || (one.from_closed && volume == one.from);
        after && one.to.is_none_or(|to| volume < to || (one.to_closed && volume == to))
    })
}

fn cost(curve: &CostCurve, volume: u64) -> Option<Decimal> {
    Some(curve.cost(volume).ok()?.amount())
}

prop_compose! {
    /// Steps with a base, for a while or for ever.
    fn own()(fixed in 0_i64..5_000, step in 1_i64..2_000, mtok in 1_u64..400, most in proptest::option::of(1_u32..30)) -> CostCurve {
        let staircase = Staircase::new(step.into(), (mtok * MTOK).into());
        let staircase = most.map_or(staircase, |most| staircase.at_most(most));
        line(fixed.into(), Decimal::ZERO).with_staircase(staircase).unwrap()
    }
}

prop_compose! {
    /// Three graduated prices that fall.
    fn api()(last in 0_i64..10, falls in (0_i64..10, 0_i64..10), widths in (1_u64..300, 1_u64..300)) -> CostCurve {
        let tiers = [(0, last + falls.0 + falls.1), (widths.0, last + falls.1), (widths.0 + widths.1, last)];
        let tiers = tiers.map(|(mtok, price)| VolumeTier { above: (mtok * MTOK).into(), per_mtok: price.into() });
        CostCurve::tiers(Currency::USD, TierRule::Graduated, &tiers).unwrap()
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn of_two_lines((fixed, variable, price) in strategy::line(), factor in strategy::factor(), more in strategy::fraction()) {
        law::break_even_costs_the_same_on_both_sides(of_lines, fixed, variable, price)?;
        law::break_even_ignores_the_currency(of_lines, fixed, variable, price, factor)?;
        law::break_even_rescales_with_the_unit(of_lines, fixed, variable, price, factor)?;
        law::common_cost_leaves_the_break_even(of_lines, fixed, variable, price, more)?;
        law::break_even_comes_sooner_against_dearer(of_lines, fixed, variable, price, more)?;
    }
}

proptest! {
    // Each spot asks for the whole set of volumes ten times.
    #![proptest_config(cases(32))]

    #[test]
    fn of_two_curves(own in own(), api in api(), more in (0_i64..300, 0_i64..20), spots in proptest::collection::vec(1_u64..2_000, 6)) {
        let dearer = |curve: &CostCurve| curve.plus(&line(more.0.into(), more.1.into())).unwrap();
        let (dearer_own, dearer_api) = (dearer(&own), dearer(&api));
        let answer = against(&own, &api);
        prop_assume!(answer.complete && against(&own, &dearer_api).complete && against(&dearer_own, &api).complete);
        // Spots anywhere, and the whole tokens around each end.
        let ends = answer.cheaper_on.iter().flat_map(|one| [Some(one.from), one.to]).flatten();
        let ends: Vec<u64> = ends.filter_map(|end| u64::try_from(end.floor()).ok()).collect();
        let around = ends.iter().flat_map(|end| [end.saturating_sub(1).max(1), (*end).max(1), end + 1, end + 2]);
        for volume in spots.into_iter().map(|mtok| mtok * MTOK).chain(around.take(16)) {
            law::cheaper_volumes_are_those_that_cost_less(is_cheaper, cost, &own, &api, volume)?;
            law::one_of_two_is_cheaper_or_both_cost_the_same(is_cheaper, cost, &own, &api, volume)?;
            law::common_cost_leaves_the_cheaper_volumes(is_cheaper, (&own, &api), (&dearer_own, &dearer_api), volume)?;
            law::dearer_incumbent_only_adds_volumes(is_cheaper, &own, &api, &dearer_api, volume)?;
            law::dearer_challenger_only_takes_volumes(is_cheaper, &own, &api, &dearer_own, volume)?;
            law::first_volume_is_the_least(|a, b| against(a, b).first_volume, cost, &own, &api, volume)?;
        }
        let ranges = |a: &CostCurve, b: &CostCurve| against(a, b).cheaper_on.iter().map(|one| (one.from, one.to)).collect::<Vec<_>>();
        law::cheaper_ranges_ascend_and_part(ranges, &own, &api)?;
    }
}

/// An outlay in place of a monthly cost, without interest: accelerators themselves cost nothing here.
fn study(outlay: u64, saving: i64, months: u32) -> Study {
    // Of 1 USD per Mtok a month's tokens are a month's USD.
    let mtok = u64::try_from(saving.max(1)).unwrap();
    let mut workload = Workload::of_tokens(mtok * MTOK, RequestClass::new(3, 1));
    workload.peak_to_average = Some(1.into());
    let mut scenario = Scenario::new("2026-11-24", "api", workload, Finance::new(months, Decimal::ZERO));
    scenario.api.insert("api", Api::priced("closed_api", 1, 1));
    let (model, server) = (Model::from_id("llama-3.3-70b"), Server::from_id("8xh100-sxm"));
    let mut own = Deployment::new(model, "fp8", server, Rate::split(20_000, 5_000), Hardware::rent(0));
    own.one_off_usd = Some(i64::try_from(outlay).unwrap().into());
    own.storage_usd_per_month = Some((i64::try_from(mtok).unwrap() - saving).into());
    scenario.deployment.insert("own", own);
    let comparison = scenario.resolve(&CATALOG).unwrap();
    comparison.answer().unwrap().alternative("own").unwrap().study.clone().unwrap()
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn of_months(outlay in 1_u64..200_000, saving in -9_000_i64..9_000, months in 1_u32..40, more in 1_u32..20) {
        let first = |months| study(outlay, saving, months).payback_month;
        law::longer_study_keeps_the_first_month(first, months, more)?;
        // Within the longest study that there is.
        if saving <= 0 || outlay.div_ceil(saving.unsigned_abs()) <= 600 {
            let months = |outlay, saving| study(outlay, saving, 600).payback_month.map(u64::from);
            law::payback_without_interest_is_outlay_over_saving(months, outlay, saving)?;
        }
    }
}
