//! The studies of sweeps on decimals, held to the ledger.

use super::Comparison;
use super::course::Course;
use super::laws::deployment;
use super::ledger::Ledger;
use super::months::{Past, Read, Switch, Switching};
use super::schedule::Dates;
use super::study::Baseline;
use super::value::exact_inputs;
use crate::catalog::Catalog;
use crate::number::{Exact, Number};
use crate::scenario::{
    Api, Deployment, Finance, FineTuning, People, RequestClass, ResolvedAlternative, Scenario,
    VendorFineTuning, Workload,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Numbers of a course that stand there themselves.
#[derive(Clone, Copy)]
struct Here;

impl Read<Exact, Exact> for Here {
    fn read(self, from: &Exact) -> Exact {
        *from
    }
}

impl Past<Exact> for Vec<Exact> {
    fn set(&mut self, month: usize, units: Exact) {
        self.resize(month, units);
    }

    fn at(&self, month: usize) -> Exact {
        self[month - 1]
    }
}

/// Stands for no payback: no month of a study.
const NEVER: u32 = 1_000_000;

/// An alternative that serves every month: its ledger, and its courses by the cash of its purchases and by their worth.
struct Studied<'a> {
    alternative: &'a ResolvedAlternative,
    ledger: Ledger,
    courses: [Course<Exact>; 2],
}

impl<'a> Studied<'a> {
    fn of(comparison: &Comparison, alternative: &'a ResolvedAlternative) -> Self {
        let (inputs, months) = (exact_inputs(&alternative.inputs), comparison.volumes.len() as u32);
        let dates = [Some(Dates::of(&alternative.inputs).unwrap()), None];
        let courses = dates.map(|dates| Course::of(&inputs, months, dates).unwrap());
        Self { alternative, ledger: comparison.ledger(&alternative.id).unwrap(), courses }
    }
}

/// The text of sweeps, from one course to another.
fn switching(comparison: &Comparison, to: &Course<Exact>, from: &Course<Exact>) -> Switching<Exact> {
    let (inputs, months) = (exact_inputs(&comparison.at(0).unwrap().inputs), comparison.volumes.len() as u32);
    Switch::of(to.clone(), from.clone(), &inputs, months).play(
        Here,
        [&mut Vec::new(), &mut Vec::new()],
        Exact::lit(NEVER),
    )
}

/// An API of so many USD per 100 Mtok, with a price path in thousandths a month.
fn api(price: i64, path: i64) -> Api {
    let mut api = Api::priced("closed_api", Decimal::new(price, 2), Decimal::new(price, 2));
    api.price_change_fraction_per_month = Some(Decimal::new(path, 3).into());
    api
}

/// Deployments of which half have steps that nothing is counted along with.
fn plain_or_not() -> impl Strategy<Value = Deployment> {
    (deployment(), any::<bool>()).prop_map(|(mut own, is_alone)| {
        if is_alone {
            (own.spares, own.steps_per_spare) = (None, None);
            own.people = own.people.map(|people| People { servers_per_fte: None, ..people });
        }
        own
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a sweep says of every pair is what the ledger says: the present value, whether purchases are followed by their
    /// cash or stand there by their worth, and by their cash the payback.
    #[test]
    fn prop_study_of_a_sweep_is_that_of_the_ledger(
        own in plain_or_not(), other in plain_or_not(), tokens in 1_000_000i64..20_000_000_000, horizon in 1u32..61,
        rate in -100i64..400, growth in -200i64..150, magnitude in 2u32..6, digits in 10i64..100, paths in [-90i64..90, -90i64..90],
        hosting in 0i64..300,
    ) {
        let mut workload = Workload::of_tokens(tokens, RequestClass::new(1500, 350));
        workload.peak_to_average = Some(2.into());
        workload.growth_fraction_per_month = Some(Decimal::new(growth, 3).into());
        let finance = Finance::new(horizon, Decimal::new(rate, 3));
        let mut scenario = Scenario::new("2026-11-24", "own", workload, finance);
        scenario.fine_tuning = Some(FineTuning::new(20_000_000, 3));
        scenario.deployment.insert("own", own);
        scenario.deployment.insert("other", other);
        let price = digits * 10i64.pow(magnitude) / 100;
        let mut tuned = api(price * 2 / 3, paths[1]);
        tuned.fine_tuning = Some(VendorFineTuning {
            training_usd_per_mtok: Some(25.into()),
            hosting_usd_per_hour: Some(Decimal::new(hosting, 2).into()),
            ..VendorFineTuning::default()
        });
        scenario.api.insert("plain", api(price, paths[0]));
        scenario.api.insert("tuned", tuned);
        let comparison = scenario.resolve(&Catalog::builtin().unwrap()).unwrap();
        let most = comparison.volumes.iter().copied().max().unwrap();
        let serves = |one: &&ResolvedAlternative| comparison.limit(one, most).unwrap().is_none();
        let all: Vec<Studied<'_>> =
            comparison.resolved.alternatives.iter().filter(serves).map(|one| Studied::of(&comparison, one)).collect();
        for from in &all {
            let baseline = Baseline::of(&from.ledger, horizon, None).unwrap();
            for to in all.iter().filter(|to| to.alternative.id != from.alternative.id) {
                let pair = format!("{} in the place of {}", to.alternative.id, from.alternative.id);
                let study = comparison.study_of(to.alternative, &to.ledger, Some(&baseline)).unwrap();
                let units = Decimal::new((to.ledger.flows.len() + from.ledger.flows.len() + 4) as i64, 12);
                for (to_has, to) in ["cash", "worth"].iter().zip(&to.courses) {
                    for (from_has, from) in ["cash", "worth"].iter().zip(&from.courses) {
                        let npv = switching(&comparison, to, from).npv.value().unwrap();
                        let off = npv - study.npv_of_switching.unwrap().amount();
                        prop_assert!(off.abs() <= units, "{pair}, by {to_has} and {from_has}: {off}");
                    }
                }
                let payback = switching(&comparison, &to.courses[0], &from.courses[0]).payback_month.value();
                prop_assert_eq!(payback, Some(study.payback_month.unwrap_or(NEVER).into()), "{}", pair);
            }
        }
    }
}
