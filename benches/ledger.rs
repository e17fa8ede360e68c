//! How long the cash of a study and the month to move take; each bench asserts its answer once before it is timed.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench says what it expects by panicking"
)]

use breakeven::{Catalog, Comparison, Decimal, Money};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// What is asserted of it is worked out in its header, for 48 months.
const START_UP: &str = include_str!("../examples/when_to_move.toml");

fn whole_usd(money: Money) -> Decimal {
    money.amount().round()
}

/// The start-up over five years.
fn five_years() -> String {
    START_UP.replace("horizon_months = 48", "horizon_months = 60")
}

fn ledgers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ledger");
    // Today's API, another, rented and bought steps, and bought ones whose price falls.
    let text = five_years()
        + "\n[api.host]\noffer = \"fireworks/llama-3.3-70b\"\n"
        + &START_UP.split_once("[deployment.bought]\n").map_or(String::new(), |(_, bought)| {
            let falling =
                bought.replace("[deployment.bought.hardware.buy]\n", "[deployment.falling.hardware.buy]\n");
            format!("[deployment.falling]\n{falling}price_change_fraction_per_month = -0.01\n")
        });
    let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
    let ids: Vec<String> = comparison.alternatives().map(str::to_owned).collect();
    assert_eq!(ids.len(), 5);
    // Sonnet: 1,756.76 / 1.00948879 x (x^60 - 1) / (x - 1) with x = 1.12 / 1.00948879
    let of = |id: &str| comparison.ledger(id).unwrap().npv().unwrap();
    assert_eq!(whole_usd(of("sonnet")), Decimal::from(8_080_589));
    assert!(of("falling").amount() < of("bought").amount());
    group.bench_function("60 months of five alternatives/exact", |bencher| {
        bencher.iter(|| {
            for id in &ids {
                black_box(black_box(&comparison).ledger(id).unwrap());
            }
        });
    });
    group.bench_function("60 months of five alternatives, and their worth/exact", |bencher| {
        bencher.iter(|| {
            for id in &ids {
                black_box(black_box(&comparison).ledger(id).unwrap().npv().unwrap());
            }
        });
    });
}

fn switching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("switching plan");
    let catalog = Catalog::builtin().unwrap();
    // 48 months: summed up apart from the library.
    let start_up = Comparison::parse(START_UP, &catalog).unwrap();
    let plan = start_up.switching_plan(&["sonnet", "bought"]).unwrap();
    assert_eq!((plan.best.moves[0].month, whole_usd(plan.best.npv)), (21, Decimal::from(1_340_512)));
    let comparison = Comparison::parse(&five_years(), &catalog).unwrap();
    for (name, path) in [
        ("60 months of one move/exact", &["sonnet", "bought"][..]),
        ("60 months of two moves, all pairs/exact", &["sonnet", "rented", "bought"]),
    ] {
        // The best plan is the ledger of its moves.
        let plan = comparison.switching_plan(path).unwrap();
        let moves: Vec<(&str, u32)> =
            plan.best.moves.iter().map(|step| (step.to.as_str(), step.month)).collect();
        let ledgers = comparison.plan_ledger("sonnet", &moves).unwrap();
        let paid: Decimal = ledgers.iter().map(|(_, ledger)| ledger.npv().unwrap().amount()).sum();
        assert_eq!((plan.months.len(), paid.round()), (60, whole_usd(plan.best.npv)));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&comparison).switching_plan(black_box(path)).unwrap());
        });
    }
}

criterion_group!(benches, ledgers, switching);
criterion_main!(benches);
