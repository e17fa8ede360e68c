//! Laws of what changes over the study: events, paths, credits, commitments, lead time, ramp, what comes back.

use super::Comparison;
use super::laws::deployment;
use super::monthly::known;
use super::value::{equivalent_cost, exact_inputs, exact_volumes, float_inputs, to_float};
use crate::catalog::Catalog;
use crate::finance::Interest;
use crate::number::Exact;
use crate::scenario::{
    Api, Credit, Deployment, Event, ExistingCommitment, Finance, Refresh, RequestClass, Scenario, Workload,
};
use crate::source::Figure;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

fn milli(thousandths: i64) -> Option<Figure> {
    Some(Decimal::new(thousandths, 3).normalize().into())
}

fn usd(amount: i64) -> Option<Figure> {
    Some(amount.into())
}

/// How a deployment changes, as far as its kind has it.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    hardware: i64,
    electricity: i64,
    salary: i64,
    every: u32,
    refresh: i64,
    rota: i64,
    lead: u32,
    ramp: Vec<i64>,
    month: u32,
    rate: i64,
    migration: i64,
    credit: Option<(i64, u32)>,
}

pub(super) fn changes() -> impl Strategy<Value = Changes> {
    let paths = (-60i64..60, -60i64..60, -60i64..60);
    let work = (1u32..30, 0i64..50_000, 0i64..5_000);
    let start = (0u32..5, proptest::collection::vec(0i64..1001, 0..4));
    let event = (2u32..16, 300i64..3000, 0i64..40_000);
    let credit = proptest::option::of((0i64..300_000, 1u32..20));
    (paths, work, start, event, credit).prop_map(|(paths, work, start, event, credit)| {
        let (hardware, electricity, salary) = paths;
        let (every, refresh, rota) = work;
        let (lead, mut ramp) = start;
        let (month, rate, migration) = event;
        ramp.sort_unstable();
        Changes {
            hardware,
            electricity,
            salary,
            every,
            refresh,
            rota,
            lead,
            ramp,
            month,
            rate,
            migration,
            credit,
        }
    })
}

impl Changes {
    /// What has a place in the bill of a month too: paths that stand still, what comes back, a rota.
    fn standing(&self, mut own: Deployment) -> Deployment {
        self.set_paths(&mut own, [0; 3]);
        own.refresh = Some(Refresh { every_months: Some(self.every), usd: usd(self.refresh) });
        if let Some(people) = &mut own.people {
            people.on_call_rota_fte = milli(self.rota);
        }
        own
    }

    /// All of it.
    pub(super) fn moving(&self, own: Deployment, horizon: u32) -> Deployment {
        let mut own = self.standing(own);
        self.set_paths(&mut own, [self.hardware, self.electricity, self.salary]);
        if own.energy.is_none() {
            own.events = Some(vec![Event {
                month: Some(self.month),
                rate_factor: milli(self.rate),
                migration_usd: usd(self.migration),
                ..Event::default()
            }]);
        }
        own.lead_months = Some(self.lead.min(horizon - 1));
        own.ramp_fractions = Some(self.ramp.iter().filter_map(|share| milli(*share)).collect());
        if let (true, Some((amount, until))) = (own.hardware.rent.is_some(), self.credit) {
            own.credit = Some(Credit { usd: usd(amount), until_month: Some(until) });
        }
        own
    }

    fn set_paths(&self, own: &mut Deployment, [hardware, electricity, salary]: [i64; 3]) {
        let hardware = milli(hardware);
        if let Some(buy) = &mut own.hardware.buy {
            buy.price_change_fraction_per_month = hardware;
            buy.unequal_lives = None;
        }
        if let Some(owned) = &mut own.hardware.owned_already {
            owned.price_change_fraction_per_month = hardware;
        }
        if let Some(rent) = &mut own.hardware.rent {
            rent.price_change_fraction_per_month = hardware;
        }
        if let Some(facility) = own.facility.as_mut().filter(|facility| facility.all_in_per_kw.is_none()) {
            facility.electricity_change_fraction_per_month = milli(electricity);
        }
        if let Some(people) = &mut own.people {
            people.salary_change_fraction_per_month = milli(salary);
        }
    }
}

/// An API that is used today: its price path, an event, a credit, what is owed.
pub(super) fn today() -> impl Strategy<Value = Api> {
    let event = proptest::option::of((2u32..16, any::<bool>(), 100i64..2000, 0i64..30_000));
    let credit = proptest::option::of((0i64..200_000, 1u32..20));
    let owed = proptest::option::of((0i64..40_000, 1u32..20, 0i64..20_000));
    (1i64..20, -80i64..30, event, credit, owed).prop_map(|(price, path, event, credit, owed)| {
        let mut api = Api::priced("closed_api", price, 4 * price);
        api.price_change_fraction_per_month = milli(path);
        api.events = event.map(|(month, has_new_prices, factor, migration)| {
            let new = |times: i64| milli(times * factor).filter(|_| has_new_prices);
            let mut event = Event { month: Some(month), migration_usd: usd(migration), ..Event::default() };
            event.price_factor = milli(factor).filter(|_| !has_new_prices);
            (event.input_usd_per_mtok, event.output_usd_per_mtok) = (new(2), new(7));
            vec![event]
        });
        api.credit = credit.map(|(amount, until)| Credit { usd: usd(amount), until_month: Some(until) });
        api.existing_commitment = owed.map(|(monthly, until, fee)| ExistingCommitment {
            usd_per_month: usd(monthly),
            until_month: Some(until),
            exit_fee_usd: usd(fee),
        });
        api
    })
}

pub(super) fn scenario(api: Api, tokens: i64, growth: i64, horizon: u32, rate: i64) -> Scenario {
    let mut workload = Workload::of_tokens(tokens, RequestClass::new(1500, 350));
    workload.peak_to_average = Some(2.into());
    workload.growth_fraction_per_month = milli(growth);
    let mut scenario =
        Scenario::new("2026-11-24", "api", workload, Finance::new(horizon, Decimal::new(rate, 3)));
    scenario.api.insert("api", api);
    scenario
}

fn resolved(scenario: &Scenario) -> Comparison {
    scenario.resolve(&Catalog::builtin().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// What has a place in both is in both: a rota of its own, what comes back, and prices that move by nothing.
    #[test]
    fn prop_ledger_and_curve_reconcile_with_refresh_rota_and_escalation_at_0(
        own in deployment(), changes in changes(), tokens in 1i64..60_000_000_000, horizon in 1u32..100, rate in -100i64..400,
    ) {
        let mut scenario = scenario(Api::priced("closed_api", 2, 8), tokens, 0, horizon, rate);
        scenario.deployment.insert("own", changes.standing(own));
        let comparison = resolved(&scenario);
        let alternative = comparison.alternative("own").unwrap();
        if comparison.limit(alternative, comparison.first_volume()).unwrap().is_some() {
            return Ok(());
        }
        let ledger = comparison.ledger("own").unwrap();
        let monthly = comparison.monthly("own").unwrap();
        let finance = exact_inputs(&alternative.inputs).finance;
        let interest = Interest::monthly_of(finance.discount_rate.0);
        let labels: BTreeSet<&str> = ledger.flows.iter().map(|flow| flow.label)
            .chain(monthly.lines.iter().map(|line| line.label)).collect();
        let units = ledger.flows.len() as i64 + 2;
        for label in labels {
            let cash = ledger.npv_where(|flow| flow.label == label).unwrap().amount();
            let level = known(interest.level_payment(Exact::new(cash), finance.horizon.0), "a level cost").unwrap();
            let line: Decimal = monthly.lines.iter().filter(|line| line.label == label).map(|line| line.amount.amount()).sum();
            prop_assert!((level - line).abs() <= Decimal::new(units, 12), "{label}: ledger {level}, curve {line}");
        }
    }

    /// The formula that flips, ranges, solutions and sweeps use is the ledger's present value, whatever changes, and floats
    /// are near it.
    #[test]
    fn prop_closed_form_is_the_ledger_whatever_changes(
        own in deployment(), api in today(), changes in changes(), tokens in 1i64..20_000_000_000, horizon in 1u32..40,
        rate in -100i64..400, growth in -200i64..150,
    ) {
        let mut scenario = scenario(api, tokens, growth, horizon, rate);
        scenario.deployment.insert("own", changes.moving(own, horizon));
        let comparison = resolved(&scenario);
        let most = comparison.volumes.iter().copied().max().unwrap();
        for id in ["api", "own"] {
            let alternative = comparison.alternative(id).unwrap();
            if comparison.limit(alternative, most).unwrap().is_some() {
                continue;
            }
            let ledger = comparison.ledger(id).unwrap();
            let study = comparison.study_of(alternative, &ledger, None).unwrap();
            let exact = equivalent_cost(&exact_inputs(&alternative.inputs), &exact_volumes(&comparison.volumes));
            let exact = exact.value().unwrap();
            let units = Decimal::new(ledger.flows.len() as i64 + 2, 12);
            prop_assert!((exact - study.equivalent_monthly_cost.amount()).abs() <= units, "{id}: {exact} {study:?}");
            let volumes: Vec<f64> = comparison.volumes.iter().map(|tokens| *tokens as f64).collect();
            let fast = equivalent_cost(&float_inputs(&alternative.inputs), &volumes);
            let paid: Decimal = ledger.flows.iter().map(|flow| flow.amount.amount().abs()).sum();
            prop_assert!((fast - to_float(exact)).abs() <= 1e-10 * to_float(paid + Decimal::ONE), "{id}: {fast} {exact}");
        }
    }
}
