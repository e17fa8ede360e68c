//! Laws of bills, servers and prices by volume.

use crate::{CATALOG, cases};
use breakeven::proptest::prelude::*;
use breakeven::{
    Buy, Comparison, CostCurve, Currency, Decimal, Deployment, Error, Facility, Figure, Finance, Hardware,
    Model, People, Rate, RequestClass, Scenario, Server, Staircase, TierRule, VolumeTier, Workload, law,
    strategy,
};

/// Prices for a token.
fn tiered(rule: TierRule) -> impl Fn(&[(u64, Decimal)], u64) -> Result<Decimal, Error> {
    move |tiers, volume| {
        let tier = |(above, price): &(u64, Decimal)| VolumeTier {
            above: Decimal::from(*above),
            per_mtok: *price * Decimal::from(1_000_000),
        };
        let tiers: Vec<VolumeTier> = tiers.iter().map(tier).collect();
        Ok(CostCurve::tiers(Currency::USD, rule, &tiers)?.cost(volume)?.amount())
    }
}

fn stairs(step: Decimal, capacity: u64) -> CostCurve {
    let staircase = Staircase::new(step, Decimal::from(capacity));
    CostCurve::line(Currency::USD, Decimal::ZERO, Decimal::ZERO).with_staircase(staircase).unwrap()
}

/// A curve whose steps cost 1 counts servers.
fn servers(volume: u64, capacity: u64) -> Result<u64, Error> {
    Ok(u64::try_from(stairs(Decimal::ONE, capacity).cost(volume)?.amount()).unwrap())
}

fn compare(own: Deployment, tokens: u64) -> Comparison {
    let mut workload = Workload::of_tokens(tokens, RequestClass::new(3, 1));
    workload.peak_to_average = Some(2.into());
    let mut scenario = Scenario::new("2026-11-24", "own", workload, Finance::new(36, Decimal::new(8, 2)));
    scenario.deployment.insert("own", own);
    scenario.resolve(&CATALOG).unwrap()
}

/// Storage, egress, observability and a guardrail, beside rented accelerators and people.
fn with_items(items: &[Decimal]) -> Comparison {
    let (model, server) = (Model::from_id("llama-3.3-70b"), Server::from_id("8xh100-sxm"));
    let mut own = Deployment::new(model, "fp8", server, Rate::split(20_000, 5_000), Hardware::rent(2));
    let item = |at: usize| items.get(at).map(|amount| Figure::from(*amount));
    own.storage_usd_per_month = item(0);
    own.egress_usd_per_month = item(1);
    own.observability_usd_per_month = item(2);
    own.guardrail_usd_per_month = item(3);
    own.people = Some(People::new("0.3".parse::<Figure>().unwrap(), 2));
    compare(own, 5_000_000_000)
}

/// What a bought server costs a month, in whole units of each number.
#[derive(Clone, Copy, Debug)]
struct Own {
    tokens: u64,
    price: u32,
    kwh_thousandths: i64,
    pue_thousandths: i64,
    fte_thousandths: i64,
    tokens_per_second: u32,
    resale_thousandths: i64,
    busy_thousandths: i64,
}

impl Own {
    fn cost(self) -> Result<Decimal, Error> {
        let milli = |thousandths: i64| Figure::from(Decimal::new(thousandths, 3).normalize());
        let mut server = Server::from_id("8xh100-sxm");
        server.price_usd = Some(self.price.into());
        let mut buy = Buy::new(48);
        buy.resale_fraction = Some(milli(self.resale_thousandths));
        let (rate, hardware) =
            (Rate::split(self.tokens_per_second, self.tokens_per_second), Hardware::buy(buy));
        let mut own = Deployment::new(Model::from_id("llama-3.3-70b"), "fp8", server, rate, hardware);
        own.people = Some(People::new(milli(self.fte_thousandths), 1));
        own.average_utilization = Some(milli(self.busy_thousandths));
        own.facility = Some(Facility::metered(milli(self.kwh_thousandths), milli(self.pue_thousandths)));
        Ok(compare(own, self.tokens).monthly_cost("own")?.amount())
    }
}

prop_compose! {
    fn own()(
        tokens in 1_u64..60_000_000_000, price in 1_u32..400_000, kwh_thousandths in 1_i64..400,
        pue_thousandths in 1000_i64..2000, fte_thousandths in 0_i64..3000, tokens_per_second in 100_u32..50_000,
        resale_thousandths in 0_i64..500, busy_thousandths in 100_i64..600,
    ) -> Own {
        Own { tokens, price, kwh_thousandths, pue_thousandths, fte_thousandths, tokens_per_second, resale_thousandths, busy_thousandths }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn servers_and_steps((capacity, volume) in prop_oneof![Just((10, 3)), strategy::edge::capacity()], any in strategy::volume(), full in 1_u32..1000, step in strategy::amount::<Decimal>()) {
        law::servers_carry_the_volume_and_no_more(servers, volume, capacity)?;
        law::servers_carry_the_volume_and_no_more(servers, any, capacity.max(any / 1_000_000))?;
        law::servers_are_full_at_multiples_of_capacity(servers, capacity, full.into())?;
        // Amounts have 12 decimals and end at 1e15.
        let step = step.min(Decimal::from(1_000_000));
        law::steps_cost_no_less_than_their_line(|volume| Ok::<_, Error>(stairs(step, capacity).cost(volume)?.amount()), step, capacity, full, volume)?;
    }

    #[test]
    fn prices_by_volume(tiers in strategy::tiers(), falling in strategy::falling_tiers(), volume in strategy::volume(), step in strategy::volume(), cut in strategy::volume()) {
        // A cut within the last tier where it does not meet the beginning of one.
        let cut = if tiers.iter().any(|tier| tier.0 == cut) { cut + 1 } else { cut };
        for rule in [TierRule::Graduated, TierRule::AllUnits] {
            law::tiers_lie_between_their_prices(tiered(rule), &tiers, volume)?;
            law::one_price_in_all_tiers_is_flat(tiered(rule), &tiers, volume)?;
            if tiers.iter().all(|tier| tier.0 != cut) {
                law::tier_in_two_parts_changes_nothing(tiered(rule), &tiers, cut, volume)?;
            }
        }
        law::graduated_prices_have_no_jump(tiered(TierRule::Graduated), &tiers, volume)?;
        law::graduated_prices_have_no_jump(tiered(TierRule::Graduated), &tiers, tiers.last().map_or(0, |tier| tier.0))?;
        law::graduated_prices_that_fall_bend_down(tiered(TierRule::Graduated), &falling, volume, step)?;
        let graduated = |volume| tiered(TierRule::Graduated)(&tiers, volume);
        law::cost_never_falls_with(graduated, volume, volume.saturating_add(step))?;
        law::cost_never_falls_with(|volume| servers(volume, step).map(Decimal::from), volume.min(step), step)?;
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn items_and_lines(items in proptest::collection::vec(strategy::amount::<Decimal>().prop_map(|amount| amount.min(Decimal::from(1_000_000))), 4), at in 0_usize..4) {
        let bill = |items: &[Decimal]| Ok::<_, Error>(with_items(items).monthly_cost("own")?.amount());
        law::item_left_out_lowers_the_bill_by_it(bill, &items, at)?;
        let lines = |items: &Vec<Decimal>| {
            let monthly = with_items(items).monthly("own")?;
            Ok::<_, Error>((monthly.lines.iter().map(|line| line.amount.amount()).collect(), monthly.cost.amount()))
        };
        law::bill_is_the_sum_of_its_lines(lines, &items)?;
    }

    #[test]
    fn what_is_paid_and_what_is_got(own in own(), up in 1_i64..300) {
        let more = u32::try_from(up).unwrap();
        law::cost_never_falls_with(|tokens| Own { tokens, ..own }.cost(), own.tokens, own.tokens + 1_000_000 * up.unsigned_abs())?;
        law::cost_never_falls_with(|price| Own { price, ..own }.cost(), own.price, own.price + more)?;
        law::cost_never_falls_with(|kwh_thousandths| Own { kwh_thousandths, ..own }.cost(), own.kwh_thousandths, own.kwh_thousandths + up)?;
        law::cost_never_falls_with(|pue_thousandths| Own { pue_thousandths, ..own }.cost(), own.pue_thousandths, own.pue_thousandths + up)?;
        law::cost_never_falls_with(|fte_thousandths| Own { fte_thousandths, ..own }.cost(), own.fte_thousandths, own.fte_thousandths + up)?;
        law::cost_never_rises_with(|tokens_per_second| Own { tokens_per_second, ..own }.cost(), own.tokens_per_second, own.tokens_per_second + more)?;
        law::cost_never_rises_with(|resale_thousandths| Own { resale_thousandths, ..own }.cost(), own.resale_thousandths, own.resale_thousandths + up)?;
        law::cost_never_rises_with(|busy_thousandths| Own { busy_thousandths, ..own }.cost(), own.busy_thousandths, own.busy_thousandths + up)?;
    }
}
