//! Mixes, terms and steps of each hour in sweeps: every point against the exact path, and some worked by hand.
//!
//! The question is that of `shares_and_units`: a step of one's own carries 2,628 Mtok a month around the clock and costs
//! 1,460 USD; by day the load is 1.5 times the average, by night half of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    missing_docs
)]

mod common;

use breakeven::sweep::{Axis, Metric, Run, Shares, Sink, Summary, Sweep, Top};
use breakeven::{Catalog, Comparison, Decimal, ErrorKind};
use common::{MODEL, decimal};

fn text(mtok: u64, more: &str) -> String {
    format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "cheap"
[workload]
tokens_per_month = {}
growth_fraction_per_month = 0.04
hourly_load = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
class.chat = {{ prompt_tokens = 800, completion_tokens = 200 }}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0.08
[api.cheap]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
[api.dear]
family = "closed_api"
input_usd_per_mtok = 4
output_usd_per_mtok = 4
[api.tiers]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
volume_tiers = [{{ above_tokens_per_month = 400_000_000, price_fraction = 0.5 }}]
[api.units]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
provisioned = {{ units = 1, usd_per_unit_month = 1_000, tokens_per_minute_per_unit = 20_000 }}
[api.best-units]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
provisioned = {{ usd_per_unit_month = 1_000, tokens_per_minute_per_unit = 20_000 }}
[deployment.own]
{MODEL}
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80 }}
rate = {{ combined_tokens_per_second = 1_000, prompt_tokens = 800, completion_tokens = 200 }}
peak_hour_load_fraction = 1
hardware.rent = {{ price_usd_per_gpu_hour = 2 }}
maximum_steps = 4
[deployment.scaled]
{MODEL}
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80 }}
rate = {{ combined_tokens_per_second = 1_000, prompt_tokens = 800, completion_tokens = 200 }}
peak_hour_load_fraction = 1
one_off_usd = 500
hardware.rent = {{ price_usd_per_gpu_hour = 2.5, scaling = "hourly" }}
[hybrid.one]
own = "own"
overflow = "dear"
steps = 1
[hybrid.best]
own = "own"
overflow = "dear"
[routed.r]
share = {{ cheap = 0.6, dear = 0.3, own = 0.1 }}
{more}
"#,
        mtok * 1_000_000
    )
}

fn compare(mtok: u64, more: &str) -> Comparison {
    Comparison::parse(&text(mtok, more), &Catalog::builtin().unwrap()).unwrap()
}

fn axes() -> Vec<Axis> {
    vec![
        Axis::values("routed.r.share.dear", ["0", "0.7", "1"].map(decimal).to_vec()),
        Axis::values(
            "deployment.own.hardware.rent.price_usd_per_gpu_hour",
            ["1", "3.5"].map(decimal).to_vec(),
        ),
        Axis::values("api.units.provisioned.units", ["0", "2"].map(decimal).to_vec()),
        Axis::linear("workload.tokens_per_month", decimal("100000000"), decimal("8900000000"), 4),
    ]
}

const ALL: [&str; 10] =
    ["cheap", "dear", "tiers", "units", "best-units", "own", "scaled", "one", "best", "r"];

/// The comparison at a point of a sweep.
fn at(base: &Comparison, sweep: &Sweep<'_>, index: u64) -> Comparison {
    let point = sweep.point(index).unwrap();
    let paths: Vec<String> = sweep.paths().map(str::to_owned).collect();
    paths
        .iter()
        .zip(point)
        .fold(base.clone(), |here, (path, value)| here.with(path, Decimal::try_from(value).unwrap()).unwrap())
}

/// The values of each metric.
fn written(sweep: &Sweep<'_>, run: &Run<'_>) -> Vec<Vec<f64>> {
    let length = usize::try_from(sweep.len()).unwrap();
    let mut rows = vec![vec![0.0; length]; sweep.probe().at(&sweep.point(0).unwrap()).unwrap().len()];
    let mut out: Vec<&mut [f64]> = rows.iter_mut().map(Vec::as_mut_slice).collect();
    sweep.write(run, &mut out).unwrap();
    rows
}

/// Every point of some metrics against an exact answer; nothing where that refuses.
fn agree(metrics: &[Metric], exact: impl Fn(&Comparison, usize) -> Option<Decimal>) {
    let base = compare(1000, "");
    let sweep = Sweep::new(&base, metrics, &axes()).unwrap();
    let all = written(&sweep, &Run::new());
    let mut probe = sweep.probe();
    let mut found = 0;
    for index in (0..sweep.len()).step_by(3) {
        let there = at(&base, &sweep, index);
        let probed = probe.at(&sweep.point(index).unwrap()).unwrap().to_vec();
        for (metric, probed) in probed.iter().enumerate() {
            let value = Some(all[metric][index as usize]).filter(|value| !value.is_nan());
            assert_eq!(value.map(f64::to_bits), Some(*probed).filter(|v| !v.is_nan()).map(f64::to_bits));
            match (value, exact(&there, metric)) {
                (None, None) => {}
                (Some(value), Some(exact)) => {
                    found += 1;
                    let exact: f64 = exact.to_string().parse().unwrap();
                    let near = (value - exact).abs() <= 1e-9 * exact.abs().max(100.0);
                    assert!(near, "{:?} at {:?}: {value} and {exact}", metrics[metric], sweep.point(index));
                }
                other => panic!("{:?} at {:?}: {other:?}", metrics[metric], sweep.point(index)),
            }
        }
    }
    assert!(found >= 5, "{found}");
}

#[test]
fn cost_of_a_point_is_that_of_the_exact_path() {
    let metrics = ALL.map(|id| Metric::Cost(id.to_owned()));
    agree(&metrics, |there, metric| Some(there.monthly_cost(ALL[metric]).ok()?.amount()));
    let savings = ALL.map(|id| Metric::saving(id, "dear"));
    agree(&savings, |there, metric| {
        let cost = |id: &str| Some(there.monthly_cost(id).ok()?.amount());
        Some(cost("dear")? - cost(ALL[metric])?)
    });
}

#[test]
fn steps_and_utilization_of_a_hybrid_are_those_of_the_exact_path() {
    let ids = ["one", "best", "own", "scaled", "r"];
    let metrics = ids.map(|id| Metric::Steps(id.to_owned()));
    agree(&metrics, |there, metric| there.monthly(ids[metric]).ok()?.steps.map(Decimal::from));
    let metrics = ids.map(|id| Metric::Utilization(id.to_owned()));
    agree(&metrics, |there, metric| there.monthly(ids[metric]).ok()?.utilization);
}

#[test]
fn cheapest_of_a_point_costs_least() {
    let base = compare(1000, "");
    let sweep = Sweep::new(&base, &[Metric::Cheapest], &axes()).unwrap();
    let mut winners = Vec::new();
    let all = written(&sweep, &Run::new());
    for index in 0..sweep.len() {
        let there = at(&base, &sweep, index);
        let winner = there.alternatives().nth(all[0][index as usize] as usize).unwrap().to_owned();
        let cost = |id: &str| there.monthly_cost(id).ok().map(|cost| cost.amount());
        let least = ALL.iter().filter_map(|id| cost(id)).min().unwrap();
        assert!(cost(&winner).unwrap() - least < decimal("0.000001"), "{winner} at {:?}", sweep.point(index));
        winners.push(winner);
    }
    winners.sort();
    winners.dedup();
    assert!(winners.len() >= 2, "{winners:?}");
}

#[test]
fn study_of_a_point_is_that_of_the_exact_path() {
    let metrics = ALL.map(|id| Metric::npv(id, "dear"));
    let npv = |there: &Comparison, id: &str| Some(there.ledger(id).ok()?.npv().ok()?.amount());
    agree(&metrics[1..], |there, metric| Some(npv(there, "dear")? - npv(there, ALL[metric + 1])?));
    let ids = ["units", "best-units", "scaled", "one", "best"];
    let metrics = ids.map(|id| Metric::payback_month(id, "dear"));
    agree(&metrics, |there, metric| {
        // paid by the end of a month no more than by the dear API, and what is bought for the next
        let [own, dear] = [there.ledger(ids[metric]).ok()?, there.ledger("dear").ok()?];
        let ahead =
            |month: &u32| own.paid_by(*month).unwrap().amount() <= dear.paid_by(*month).unwrap().amount();
        let first = (1..=12).find(ahead)?;
        Some(Decimal::from(if first == 1 && ahead(&0) { 0 } else { first }))
    });
}

#[test]
fn break_even_of_a_point_is_that_of_the_exact_path() {
    let ids = ["tiers", "units", "best-units", "scaled", "one", "best", "r"];
    let metrics = ids.map(|id| Metric::break_even(id, "own"));
    agree(&metrics, |there, metric| {
        let first = there.break_even(ids[metric], "own").ok()?.break_even.first_volume?;
        Some(if first <= 1 { Decimal::ZERO } else { Decimal::from(first) })
    });
}

#[test]
fn points_by_hand() {
    let base = compare(1000, "");
    let metrics = ["r", "units", "best-units", "tiers"].map(|id| Metric::Cost(id.to_owned()));
    let axis = Axis::values("routed.r.share.dear", ["0.3", "0.65"].map(decimal).to_vec());
    let units = Axis::values("api.units.provisioned.units", ["0", "1", "2"].map(decimal).to_vec());
    let sweep = Sweep::new(&base, &metrics, &[axis, units]).unwrap();
    let value = |metric: usize, index: u64| (sweep.value(metric, index).unwrap() * 1e6).round() / 1e6;
    // 600 + 1,200 and a step; 0.65 leaves 0.3 and 0.05: 300 + 2,600 and a step
    assert_eq!((value(0, 0), value(0, 3)), (3260.0, 4360.0));
    // none: 3,600; one: 1,000 and 312 Mtok at 3.60; two carry all
    assert_eq!([value(1, 0), value(1, 1), value(1, 2)], [3600.0, 2123.2, 2000.0]);
    // 1,440 + 600 x 1.80
    assert_eq!(value(3, 0), 2520.0);
    // chosen over the study, in which the volume grows by 54%: three
    let chosen = base.monthly("best-units").unwrap();
    assert_eq!(value(2, 0).to_string(), chosen.cost.amount().to_string());
}

#[test]
fn sweep_of_mixes_is_the_same_in_parts_and_threads() {
    let base = compare(1000, "");
    let metrics = [Metric::Cheapest, Metric::Cost("best".to_owned()), Metric::npv("one", "r")];
    // Two volumes are too few to be gone through as a run, and 1,040 points are two units of work.
    let axes = [
        Axis::linear("routed.r.share.dear", decimal("0"), decimal("1"), 520),
        Axis::values("workload.tokens_per_month", ["100000000", "8900000000"].map(decimal).to_vec()),
    ];
    let sweep = Sweep::new(&base, &metrics, &axes).unwrap();
    let sinks = || (Shares::of(0), Summary::of(1), Top::largest(9).of(2));
    let whole = format!("{:?}", sweep.reduce(&Run::new(), sinks()).unwrap());
    assert_eq!(format!("{:?}", sweep.reduce(&Run::new().threads(2), sinks()).unwrap()), whole);
    let mut merged = sinks();
    let halves: Vec<Run<'_>> = Run::new().parts(2).collect();
    halves.iter().rev().for_each(|half| merged.merge(sweep.reduce(half, sinks()).unwrap()));
    assert_eq!(format!("{merged:?}"), whole);
}

#[test]
fn what_the_requirements_rule_out_is_never_the_cheapest() {
    let gate = "[requirements]\ncontext_tokens = 8_000";
    // The context windows of the APIs are not known: a condition, which rules nothing out. A model of a short window is out.
    let short = text(1000, gate).replacen(MODEL, &MODEL.replace("10000000", "4000"), 1);
    let base = Comparison::parse(&short, &Catalog::builtin().unwrap()).unwrap();
    assert!(base.verdict(&base.answer().unwrap()).unwrap().rules_out("own"));
    let axis = || {
        Axis::values(
            "deployment.own.hardware.rent.price_usd_per_gpu_hour",
            vec![decimal("0.01"), decimal("2")],
        )
    };
    let winner = |comparison: &Comparison| {
        let sweep = Sweep::new(comparison, &[Metric::Cheapest], &[axis()]).unwrap();
        comparison.alternatives().nth(sweep.value(0, 0).unwrap() as usize).unwrap().to_owned()
    };
    assert_eq!(winner(&compare(1000, "")), "own");
    assert_eq!(winner(&base), "cheap");
    // Of the volumes of a run, too.
    let volume = Axis::linear("workload.tokens_per_month", decimal("1000000000"), decimal("2000000000"), 11);
    let sweep = Sweep::new(&base, &[Metric::Cheapest], &[volume, axis()]).unwrap();
    let own = base.alternatives().position(|id| id == "own").unwrap() as f64;
    assert!((0..sweep.len()).all(|index| sweep.value(0, index) != Some(own)));
}

#[test]
fn who_is_allowed_at_some_points_only_is_refused() {
    let gate = "[requirements]\nengineers = 1";
    let staffed = text(1000, gate).replace(
        "maximum_steps = 4",
        "maximum_steps = 4\npeople = { run_fte = 0.5, run_fte_per_step = 0.2 }",
    );
    let base = Comparison::parse(&staffed, &Catalog::builtin().unwrap()).unwrap();
    let volumes =
        |most: &str| Axis::linear("workload.tokens_per_month", decimal("1000000000"), decimal(most), 3);
    // one and two steps: 0.7 and 0.9; four: 1.3
    assert!(Sweep::new(&base, &[Metric::Cheapest], &[volumes("2000000000")]).is_ok());
    let error = Sweep::new(&base, &[Metric::Cheapest], &[volumes("4000000000")]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    assert_eq!(error.path().unwrap().as_str(), "deployment.own");
    assert!(Sweep::new(&base, &[Metric::Cost("own".to_owned())], &[volumes("4000000000")]).is_ok());
}

#[test]
fn what_cannot_be_swept_is_refused() {
    let base = compare(1000, "");
    let share = |id: &str| Axis::values(format!("routed.r.share.{id}"), vec![decimal("0.1"), decimal("0.2")]);
    let cost = [Metric::Cost("r".to_owned())];
    assert!(Sweep::new(&base, &cost, &[share("cheap"), share("dear")]).is_ok());
    let error = Sweep::new(&base, &cost, &[share("cheap"), share("dear"), share("own")]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    let large = |id: &str| Axis::values(format!("routed.r.share.{id}"), vec![decimal("0.4"), decimal("0.7")]);
    let error = Sweep::new(&base, &cost, &[large("cheap"), large("dear")]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    let error = Sweep::new(&base, &[Metric::Steps("dear".to_owned())], &[share("dear")]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
}
