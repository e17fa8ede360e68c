//! Laws of the whole model, on random deployments.

use super::Comparison;
use super::laws_of_leases::leased;
use super::monthly::{known, lines_and_stairs};
use super::value::{equivalent_cost, exact_inputs, exact_volumes, float_inputs, to_float};
use crate::catalog::Catalog;
use crate::finance::Interest;
use crate::number::{Deps, Exact, Number};
use crate::parameter::Parameter;
use crate::scenario::{
    Acceptance, Api, Buy, Deployment, Facility, Finance, FineTuning, Hardware, Model, OwnFacility,
    OwnedAlready, People, PerKw, Rate, Rent, RequestClass, Resale, ResalePoint, Reserve, Scenario, Server,
    VendorFineTuning, Workload,
};
use crate::source::Figure;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A number of so many thousandths.
fn milli(thousandths: std::ops::Range<i64>) -> impl Strategy<Value = Option<Figure>> {
    thousandths.prop_map(|n| Some(Figure::from(Decimal::new(n, 3).normalize())))
}

fn count(range: std::ops::Range<i64>) -> impl Strategy<Value = Option<Figure>> {
    range.prop_map(|n| Some(Figure::from(n)))
}

fn resale() -> impl Strategy<Value = (Option<Figure>, Option<Resale>)> {
    let points = (1i64..30, 1i64..60, 0i64..900, 0i64..900).prop_map(|(first, gap, early, late)| {
        let point = |age: i64, fraction| ResalePoint {
            age_months: age.into(),
            fraction: Decimal::new(fraction, 3).into(),
        };
        (None, Some(vec![point(first, early), point(first + gap, late)].into()))
    });
    prop_oneof![milli(0..600).prop_map(|one| (one, None)), points]
}

prop_compose! {
    fn bought()(
        life in count(1..84), (resale_fraction, resale) in resale(), selling in milli(0..300), support in milli(0..200),
        included in count(0..40), insurance in milli(0..50), tax in milli(0..300), install in count(0..20_000),
        network in count(0..40_000), repeated in any::<bool>(),
    ) -> Buy {
        Buy {
            tax_and_freight_fraction: tax,
            install_usd: install,
            network_usd: network,
            useful_life_months: life,
            useful_life: None,
            resale_fraction,
            resale,
            selling_cost_fraction: selling,
            support_fraction_per_year: support,
            support: None,
            support_included_months: included,
            insurance_fraction_per_year: insurance,
            price_change_fraction_per_month: None,
            loan: None,
            unequal_lives: repeated.then(|| "repeated_lives".to_owned()),
        }
    }
}

fn hardware() -> impl Strategy<Value = Hardware> {
    let owned =
        (bought(), count(0..200_000), 0i64..90, 1u32..2_000_000).prop_map(|(buy, value, age, steps)| {
            // younger than its life
            let age = Some((Decimal::from(age) % buy.useful_life_months.unwrap().value()).into());
            OwnedAlready {
                steps: Some(steps),
                resale_value_usd: value,
                age_months: age,
                tax_book_value_usd: None,
                tax_book_months: None,
                tax_and_freight_fraction: buy.tax_and_freight_fraction,
                install_usd: buy.install_usd,
                network_usd: buy.network_usd,
                useful_life_months: buy.useful_life_months,
                useful_life: None,
                resale_fraction: buy.resale_fraction,
                resale: buy.resale,
                selling_cost_fraction: buy.selling_cost_fraction,
                support_fraction_per_year: buy.support_fraction_per_year,
                support: None,
                support_included_months: buy.support_included_months,
                insurance_fraction_per_year: buy.insurance_fraction_per_year,
                price_change_fraction_per_month: None,
            }
        });
    prop_oneof![
        3 => leased(bought()),
        4 => bought().prop_map(Hardware::buy),
        2 => owned.prop_map(|owned| Hardware { owned_already: Some(owned), ..Hardware::default() }),
        1 => (milli(500..9_000), milli(0..500), milli(0..500), any::<bool>()).prop_map(
            |(price, discount_fraction, overhead_fraction, by_month)| {
                let (price_usd_per_gpu_hour, price_usd_per_gpu_month) =
                    if by_month { (None, price) } else { (price, None) };
                let rent = Rent {
                    price_usd_per_gpu_hour,
                    price_usd_per_gpu_month,
                    discount_fraction,
                    overhead_fraction,
                    ..Rent::default()
                };
                Hardware { rent: Some(rent), ..Hardware::default() }
            }
        ),
        1 => (milli(500..9_000), count(1..40), milli(0..500)).prop_map(|(price, term_months, discount_fraction)| {
            let price_usd_per_gpu_hour = price;
            let reserve = Reserve { price_usd_per_gpu_hour, term_months, discount_fraction, ..Reserve::default() };
            Hardware { reserve: Some(reserve), ..Hardware::default() }
        }),
    ]
}

fn facility() -> impl Strategy<Value = Facility> {
    let metered = || (milli(10..400), milli(1000..2000));
    let per_kw = || count(50..400).prop_map(|usd_per_kw_month| Some(PerKw { id: None, usd_per_kw_month }));
    let own = (count(1000..20_000), count(1..240), count(0..30)).prop_map(|(capex, life, demand)| {
        Some(OwnFacility {
            capex_usd_per_kw: capex,
            useful_life_months: life,
            demand_usd_per_kw_month: demand,
        })
    });
    let none = Facility::default;
    prop_oneof![
        per_kw().prop_map(move |all_in_per_kw| Facility { all_in_per_kw, ..none() }),
        (metered(), per_kw(), milli(500..1000)).prop_map(|((tariff, pue), charge, bill)| Facility {
            electricity_usd_per_kwh: tariff,
            pue,
            per_kw_plus_metered: charge,
            minimum_bill_fraction: bill,
            ..Facility::default()
        }),
        (metered(), own).prop_map(|((tariff, pue), own)| Facility {
            electricity_usd_per_kwh: tariff,
            pue,
            own,
            ..Facility::default()
        }),
        metered().prop_map(|(tariff, pue)| Facility {
            electricity_usd_per_kwh: tariff,
            pue,
            ..Facility::default()
        }),
    ]
}

prop_compose! {
    fn people()(
        run in milli(0..3000), per_step in milli(0..500), per_fte in count(0..40), build in count(0..24),
        on_call in count(0..5000),
    ) -> People {
        People {
            id: None,
            run_fte: run,
            run_fte_per_step: per_step,
            servers_per_fte: per_fte,
            build_fte_months: build,
            on_call_usd_per_month: on_call,
            on_call_rota_fte: None,
            salary_change_fraction_per_month: None,
            loaded_salary_usd_per_year: Some(180_000.into()),
            loaded_salary: None,
        }
    }
}

prop_compose! {
    fn acceptance()(
        fraction in milli(0..1001), attempts in count(1..9), verification in milli(0..100), rework in milli(0..900),
    ) -> Acceptance {
        Acceptance {
            acceptance_fraction: fraction,
            maximum_attempts: attempts,
            verification_usd_per_attempt: verification,
            rework_usd_per_failure: rework,
            escalate_to: None,
        }
    }
}

prop_compose! {
    pub(super) fn deployment()(
        hardware in hardware(), people in people(), facility in facility(), (proportional, needed) in any::<(bool, bool)>(),
        (prefill, decode) in (count(100..60_000), count(50..20_000)), utilization in proptest::option::of(1i64..1000),
        (minimum, spares, per_spare) in (count(0..3), count(0..3), count(0..9)), one_off in count(0..90_000),
        (software, storage, egress) in (count(0..5000), count(0..900), count(0..900)),
        acceptance in proptest::option::of(acceptance()),
    ) -> Deployment {
        let model = Model::from_id("llama-3.3-70b");
        let mut server = Server::from_id("8xh100-sxm");
        server.idle_watts = Some(2_000.into());
        let rate = Rate::split(prefill.unwrap(), decode.unwrap());
        let mut own = Deployment::new(model, "fp8", server, rate, hardware);
        own.people = Some(people);
        // rented hardware stands in its landlord's
        let is_rented = own.hardware.rent.is_some() || own.hardware.reserve.is_some();
        own.facility = (!is_rented).then_some(facility);
        own.running_costs = (needed && !is_rented).then(|| "needed_steps".to_owned());
        own.energy = proportional.then(|| "proportional".to_owned());
        own.average_utilization = utilization.map(|n| Decimal::new(n, 3).into());
        own.minimum_steps = minimum;
        own.spares = spares;
        own.steps_per_spare = per_spare;
        own.one_off_usd = one_off;
        own.software_usd_per_accelerator_year = software;
        own.storage_usd_per_month = storage;
        own.egress_usd_per_month = egress;
        own.acceptance = acceptance;
        own
    }
}

pub(super) fn comparison(
    own: Deployment,
    tokens: i64,
    horizon: u32,
    rate: i64,
    growth: i64,
    serving: i64,
) -> Comparison {
    let mut workload = Workload::of_tokens(tokens, RequestClass::new(1500, 350));
    workload.peak_to_average = Some(2.into());
    workload.growth_fraction_per_month = Some(Decimal::new(growth, 3).into());
    workload.serving_hours_per_month = Some(serving.into());
    let finance = Finance::new(horizon, Decimal::new(rate, 3));
    let mut scenario = Scenario::new("2026-11-24", "own", workload, finance);
    scenario.deployment.insert("own", own);
    scenario.resolve(&Catalog::builtin().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// The law that catches double counting: with constant volume and prices, the capital recovery factor times the
    /// present value of the ledger is the curve's monthly cost, for every acquisition, line by line.
    #[test]
    fn prop_ledger_and_curve_reconcile_line_by_line(
        own in deployment(), tokens in 1i64..60_000_000_000, horizon in 1u32..130, rate in -100i64..400, serving in 300i64..731,
    ) {
        let comparison = comparison(own, tokens, horizon, rate, 0, serving);
        let alternative = comparison.alternative("own").unwrap();
        if comparison.limit(alternative, comparison.first_volume()).unwrap().is_some() {
            return Ok(());
        }
        let ledger = comparison.ledger("own").unwrap();
        let monthly = comparison.monthly("own").unwrap();
        let finance = exact_inputs(&alternative.inputs).finance;
        let interest = Interest::monthly_of(finance.discount_rate.0);
        let level_of = |cash: Decimal| known(interest.level_payment(Exact::new(cash), finance.horizon.0), "a level cost").unwrap();
        let labels: BTreeSet<&str> = ledger.flows.iter().map(|flow| flow.label)
            .chain(monthly.lines.iter().map(|line| line.label)).collect();
        // Rounding of every flow to 12 decimals, of the sum and of the line; some lines have several flows a month.
        let units = ledger.flows.len() as i64 + 2;
        for label in labels {
            let cash = ledger.npv_where(|flow| flow.label == label).unwrap().amount();
            let level = level_of(cash);
            let line: Decimal = monthly.lines.iter().filter(|line| line.label == label).map(|line| line.amount.amount()).sum();
            prop_assert!((level - line).abs() <= Decimal::new(units, 12), "{label}: ledger {level}, curve {line}");
        }
        let total = level_of(ledger.npv().unwrap().amount());
        prop_assert!((total - monthly.cost.amount()).abs() <= Decimal::new(units, 12));
    }

    /// With growth, the formula that flips use is the ledger's present value, and floats are near it.
    #[test]
    fn prop_closed_form_of_the_study_is_the_ledger(
        own in deployment(), tokens in 1i64..20_000_000_000, horizon in 1u32..61, rate in -100i64..400, growth in -200i64..150,
    ) {
        let comparison = comparison(own, tokens, horizon, rate, growth, 730);
        let alternative = comparison.alternative("own").unwrap();
        let most = comparison.volumes.iter().copied().max().unwrap();
        if comparison.limit(alternative, most).unwrap().is_some() {
            return Ok(());
        }
        let ledger = comparison.ledger("own").unwrap();
        let study = comparison.study_of(alternative, &ledger, None).unwrap();
        let exact = equivalent_cost(&exact_inputs(&alternative.inputs), &exact_volumes(&comparison.volumes));
        let exact = exact.value().unwrap();
        let units = Decimal::new(ledger.flows.len() as i64 + 2, 12);
        prop_assert!((exact - study.equivalent_monthly_cost.amount()).abs() <= units, "{exact} {study:?}");
        let volumes: Vec<f64> = comparison.volumes.iter().map(|tokens| *tokens as f64).collect();
        let fast = equivalent_cost(&float_inputs(&alternative.inputs), &volumes);
        // Terms that cancel (purchase less resale) are of the size of the paid flows.
        let paid: Decimal = ledger.flows.iter().map(|flow| flow.amount.amount().abs()).sum();
        prop_assert!((fast - to_float(exact)).abs() <= 1e-11 * to_float(paid + Decimal::ONE), "{fast} {exact}");
    }

    /// At 0 interest the months of a price path are a geometric series: H months at c cost ((1 + c)^H - 1) / c times
    /// the first. Hosting of the tuned model costs H times that of the first, and training it once. And what the study
    /// depends on, the bill of month 1 does not.
    #[test]
    fn prop_price_path_is_a_geometric_series(
        change in 1i64..90, falls in any::<bool>(), horizon in 1u32..61, tokens in 1i64..20_000_000_000, hosting in 0i64..300,
    ) {
        let change = Decimal::new(if falls { -change } else { change }, 3);
        let mut api = Api::priced("closed_api", 2, 8);
        api.price_change_fraction_per_month = Some(change.into());
        api.fine_tuning = Some(VendorFineTuning {
            training_usd_per_mtok: Some(25.into()),
            hosting_usd_per_hour: Some(Decimal::new(hosting, 2).into()),
            ..VendorFineTuning::default()
        });
        let workload = Workload::of_tokens(tokens, RequestClass::new(1500, 350));
        let mut scenario = Scenario::new("2026-11-24", "api", workload, Finance::new(horizon, Decimal::ZERO));
        scenario.fine_tuning = Some(FineTuning::new(20_000_000, 3));
        scenario.api.insert("api", api);
        let comparison = scenario.resolve(&Catalog::builtin().unwrap()).unwrap();
        let first = to_float(comparison.monthly_cost("api").unwrap().amount());
        let ledger = comparison.ledger("api").unwrap();
        let growth = 1.0 + to_float(change);
        let series = (growth.powi(horizon as i32) - 1.0) / (growth - 1.0);
        let paid = to_float(ledger.npv().unwrap().amount());
        // 20 Mtok, 3 passes, at 25 USD; 730 hours a month
        let (trained, hosted, months) = (1500.0, 7.3 * hosting as f64, f64::from(horizon));
        let expected = (first - hosted - trained / months) * series + hosted * months + trained;
        prop_assert!((paid / expected - 1.0).abs() < 1e-9, "{paid} {first} {series}");
        let by_formula = comparison.equivalent_monthly_cost("api").unwrap().amount();
        let by_ledger = comparison.study_of(comparison.at(0).unwrap(), &ledger, None).unwrap().equivalent_monthly_cost.amount();
        let units = Decimal::new(ledger.flows.len() as i64 + 2, 12);
        prop_assert!((by_formula - by_ledger).abs() <= units);
        let row = Parameter::PriceChangePerMonth.row();
        let symbols = comparison.at(0).unwrap().inputs.map(|parameter, _| Deps::of_row(parameter.row()));
        prop_assert!(lines_and_stairs(&symbols).0.iter().all(|line| line.rates.per_mtok.rows().all(|known| known != row)));
        let months = vec![Deps::lit(0); 2];
        prop_assert!(equivalent_cost(&symbols, &months).rows().any(|known| known == row));
    }

    /// No line falls when a price rises.
    #[test]
    fn prop_cost_rises_with_each_price(own in deployment(), tokens in 1i64..20_000_000_000, more in 1i64..100_000) {
        let comparison = comparison(own, tokens, 36, 80, 0, 730);
        if comparison.limit(comparison.at(0).unwrap(), tokens as u64).unwrap().is_some() {
            return Ok(());
        }
        let before = comparison.monthly_cost("own").unwrap().amount();
        for parameter in [
            Parameter::InstallCost, Parameter::RentPrice, Parameter::LoadedSalary, Parameter::OneOff, Parameter::SoftwareLicence,
            Parameter::SiteRent, Parameter::Storage, Parameter::MonthlyRentPrice, Parameter::RentOverhead,
            Parameter::PaidHours, Parameter::OtherRunningCosts,
        ] {
            let mut dearer = comparison.clone();
            if let Some(slot) = dearer.resolved.alternatives[0].inputs.get_mut(parameter) {
                *slot += Decimal::from(more);
            }
            prop_assert!(dearer.monthly_cost("own").unwrap().amount() >= before, "{parameter:?}");
        }
    }
}
