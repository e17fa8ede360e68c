//! How long the questions take; each bench asserts its answer once before it is timed.
//!
//! `cargo bench` measures, `cargo bench -- --test` only checks the answers. Where a function has carriers, each is one
//! line of its group: `exact` is the 28-digit decimal.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    reason = "a bench says what it expects by panicking"
)]

use breakeven::{
    Catalog, Category, Comparison, CostCurve, Currency, Decimal, Envelope, FloatCurve, Money, Scenario,
    Staircase, report,
};
use criterion::{Criterion, criterion_group, criterion_main};
use std::fs;
use std::hint::black_box;
use std::path::Path;

/// What is asserted of it is worked out in its header.
const FLAGSHIP: &str = include_str!("../examples/scenarios/03-flagship.toml");

fn flagship() -> Comparison {
    Comparison::parse(FLAGSHIP, &Catalog::builtin().unwrap()).unwrap()
}

fn whole_usd(money: Money) -> Decimal {
    money.amount().round()
}

fn break_even(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("break_even");

    // Steps of 9,000 USD that carry 10 Gtok, on a base of 1,000.
    let own = CostCurve::line(Currency::USD, 1_000.into(), Decimal::ZERO)
        .with_staircase(Staircase::new(9_000.into(), 10_000_000_000_u64.into()))
        .unwrap();
    // At 3 USD per Mtok: 10,000 / 3 = 3,333.33 Mtok, and no later step costs as much as it carries.
    let dear = CostCurve::line(Currency::USD, Decimal::ZERO, 3.into());
    let answer = own.break_even_against(&dear).unwrap();
    assert_eq!((answer.first_volume, answer.always_from), (Some(3_333_333_334), Some(3_333_333_334)));
    group.bench_function("line against stairs, one crossing/exact", |bencher| {
        bencher.iter(|| black_box(&own).break_even_against(black_box(&dear)).unwrap());
    });

    // At 1 USD per Mtok n steps cost 1,000 + 9,000 n and carry 10,000 n Mtok: equal at the end of the first, and each
    // further one begins dearer until the tenth, which costs 91,000.
    let cheap = CostCurve::line(Currency::USD, Decimal::ZERO, 1.into());
    let answer = own.break_even_against(&cheap).unwrap();
    assert_eq!((answer.first_volume, answer.always_from), (Some(10_000_000_000), Some(91_000_000_000)));
    group.bench_function("line against stairs, ten crossings/exact", |bencher| {
        bencher.iter(|| black_box(&own).break_even_against(black_box(&cheap)).unwrap());
    });

    let comparison = flagship();
    let first = comparison.break_even("bought", "gpt-4o").unwrap().break_even.first_volume;
    assert_eq!(first.map(|tokens| tokens / 1_000_000), Some(5_262));
    group.bench_function("flagship, bought against gpt-4o, from resolved inputs/exact", |bencher| {
        bencher.iter(|| black_box(&comparison).break_even("bought", "gpt-4o").unwrap());
    });
    let (bought, today) = (comparison.curve("bought").unwrap(), comparison.curve("gpt-4o").unwrap());
    assert_eq!(bought.break_even_against(&today).unwrap().first_volume, first);
    group.bench_function("flagship, bought against gpt-4o, from curves/exact", |bencher| {
        bencher.iter(|| black_box(&bought).break_even_against(black_box(&today)).unwrap());
    });
}

/// Accelerators rented by the hour: of the volume of a month, hour h of the day carries h/300, and a step that carries
/// 1 Gtok costs so much. A staircase for each hour.
fn by_the_hour(step_usd: u32, step_gtok: Decimal, base_usd: u32) -> CostCurve {
    (1..=24_u32).fold(CostCurve::line(Currency::USD, base_usd.into(), Decimal::ZERO), |curve, hour| {
        let capacity = step_gtok * Decimal::from(300_000_000_000_u64) / Decimal::from(hour);
        curve.with_staircase(Staircase::new(step_usd.into(), capacity)).unwrap()
    })
}

fn hours(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("break_even");
    // 10 USD a Gtok, against 9 in coarser steps on a base of 500. The lines cross at 500 Gtok; the half of a step that
    // stands idle in each hour costs 24 x (9 - 5) more there, so the curves cross, many times, about 600.
    let (small, large) = (by_the_hour(10, Decimal::ONE, 0), by_the_hour(18, Decimal::TWO, 500));
    let answer = large.break_even_against(&small).unwrap();
    assert!(answer.complete && answer.cheaper_on.len() > 1);
    let is_cheaper =
        |tokens: u64| large.cost(tokens).unwrap().amount() < small.cost(tokens).unwrap().amount();
    for tokens in (1..20_000_u64).map(|at| at * 50_000_000) {
        let volume = Decimal::from(tokens);
        let told =
            answer.cheaper_on.iter().any(|one| one.from < volume && one.to.is_none_or(|to| volume <= to));
        assert!(answer.equal_at.contains(&volume) || told == is_cheaper(tokens), "{tokens}");
    }
    group.bench_function("two curves of 24 stairs/exact", |bencher| {
        bencher.iter(|| black_box(&large).break_even_against(black_box(&small)).unwrap());
    });
}

/// Tangents of a parabola, of which each is the cheapest somewhere: i^2 USD and 2 i USD less per Mtok than 300 USD.
fn tangents(count: u32) -> Vec<CostCurve> {
    (0..count).map(|i| CostCurve::line(Currency::USD, (i * i).into(), (300 - 2 * i).into())).collect()
}

/// Half APIs and half deployments on stairs, no two alike, none of which is cheaper than another by design: numbers from
/// a linear congruence.
fn market(count: u32) -> Vec<CostCurve> {
    let mut state = 1_u32;
    let mut between = |low: u32, high: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        low + (state >> 16) % (high - low)
    };
    let cents = |n: u32| Decimal::from(n) / Decimal::ONE_HUNDRED;
    (0..count)
        .map(|at| {
            if at % 2 == 0 {
                let (subscription, per_mtok) = (between(0, 3_000), between(30, 1_000));
                return CostCurve::line(Currency::USD, subscription.into(), cents(per_mtok));
            }
            let (people, step, capacity) =
                (between(0, 20_000), between(2_000, 20_000), between(4_000, 60_000));
            let capacity = Decimal::from(u64::from(capacity) * 1_000_000);
            CostCurve::line(Currency::USD, people.into(), Decimal::ZERO)
                .with_staircase(Staircase::new(step.into(), capacity))
                .unwrap()
        })
        .collect()
}

fn envelope(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("envelope");
    // Tangents i and i + 1 cross where (i + 1)^2 - i^2 = 2 V: at V = i + 1/2 Mtok.
    let lines = tangents(100);
    let found = Envelope::of(&lines).unwrap();
    let halves: Vec<Decimal> = (0..99_u32).map(|i| (1_000_000 * i + 500_000).into()).collect();
    assert_eq!(found.switches().collect::<Vec<_>>(), halves);

    let mixed = market(100);
    let found_of_mixed = Envelope::of(&mixed).unwrap();
    assert!(found_of_mixed.complete);
    for tokens in (1..2_000_u64).map(|at| at * at * at * 1_000) {
        let least = mixed.iter().map(|curve| curve.cost(tokens).unwrap().amount()).min().unwrap();
        let cheapest = found_of_mixed.cheapest_at(tokens).unwrap();
        assert_eq!(mixed[cheapest].cost(tokens).unwrap().amount(), least, "{tokens}");
    }

    for (name, curves, exact) in
        [("100 lines", &lines, &found), ("50 lines and 50 stairs", &mixed, &found_of_mixed)]
    {
        let fast: Vec<FloatCurve> = curves.iter().map(|curve| curve.to_float().unwrap()).collect();
        let ranges = FloatCurve::envelope(&fast).unwrap();
        let winners: Vec<usize> = ranges.iter().map(|(_, winner)| winner.unwrap()).collect();
        assert_eq!(winners, exact.pieces.iter().map(|piece| piece.cheapest).collect::<Vec<_>>());
        group.bench_function(format!("{name}/exact"), |bencher| {
            bencher.iter(|| Envelope::of(black_box(curves)).unwrap());
        });
        group.bench_function(format!("{name}/f64"), |bencher| {
            bencher.iter(|| FloatCurve::envelope(black_box(&fast)).unwrap());
        });
    }
}

fn cost(criterion: &mut Criterion) {
    let exact = flagship().curve("bought").unwrap();
    let fast = exact.to_float().unwrap();
    assert_eq!(whole_usd(exact.cost(20_000_000_000).unwrap()), 31_523.into());
    assert_eq!(fast.cost(20e9).unwrap().round(), 31_523.0);
    let mut group = criterion.benchmark_group("cost");
    group.bench_function("flagship, bought, a month/exact", |bencher| {
        bencher.iter(|| exact.cost(black_box(20_000_000_000)).unwrap());
    });
    group.bench_function("flagship, bought, a month/f64", |bencher| {
        bencher.iter(|| fast.cost(black_box(20e9)).unwrap())
    });
}

fn ledger(criterion: &mut Criterion) {
    let comparison = flagship();
    let ledger = comparison.ledger("bought").unwrap();
    let hardware = ledger.flows.iter().filter(|flow| flow.category == Category::Capital);
    let hardware: Vec<(u32, String)> = hardware.map(|flow| (flow.instant, flow.amount.to_string())).collect();
    // Two servers of 250,141.80 USD, which bring 0.30 of that after 36 months.
    assert_eq!(hardware, [(0, "500283.6 USD".to_owned()), (36, "-150085.08 USD".to_owned())]);
    // Without growth the study's level cost is the month's: 31,523 USD.
    let level = comparison.equivalent_monthly_cost_as_float("bought").unwrap();
    assert_eq!(level.round(), 31_523.0);
    let mut group = criterion.benchmark_group("ledger");
    assert_eq!(whole_usd(comparison.equivalent_monthly_cost("bought").unwrap()), 31_523.into());
    group.bench_function("flagship, bought, study of 36 months by formula/exact", |bencher| {
        bencher.iter(|| black_box(&comparison).equivalent_monthly_cost("bought").unwrap());
    });
    group.bench_function("flagship, bought, study of 36 months by formula/f64", |bencher| {
        bencher.iter(|| black_box(&comparison).equivalent_monthly_cost_as_float("bought").unwrap());
    });
    group.bench_function("flagship, bought, 36 months/exact", |bencher| {
        bencher.iter(|| black_box(&comparison).ledger("bought").unwrap());
    });
}

fn answer(criterion: &mut Criterion) {
    let comparison = flagship();
    let answer = comparison.answer().unwrap();
    let cost = |id| whole_usd(answer.alternative(id).unwrap().monthly.as_ref().unwrap().cost);
    assert_eq!((cost("bought"), cost("llama-70b-deepinfra")), (31_523.into(), 2_832.into()));
    let verdict = comparison.verdict(&answer).unwrap();
    assert_eq!(verdict.answer, "llama-70b-deepinfra");
    assert!(report::text(&answer, &verdict).contains(&verdict.answer));
    let mut group = criterion.benchmark_group("answer");
    group.bench_function("flagship, answer", |bencher| {
        bencher.iter(|| black_box(&comparison).answer().unwrap());
    });
    group.bench_function("flagship, verdict", |bencher| {
        bencher.iter(|| black_box(&comparison).verdict(black_box(&answer)).unwrap());
    });
    group.bench_function("flagship, report as text", |bencher| {
        bencher.iter(|| report::text(black_box(&answer), black_box(&verdict)));
    });
}

fn resolve(criterion: &mut Criterion) {
    let catalog = Catalog::builtin().unwrap();
    let scenario = Scenario::parse(FLAGSHIP).unwrap();
    let comparison = scenario.resolve(&catalog).unwrap();
    assert_eq!(comparison.monthly("bought").unwrap().steps, Some(2));
    assert_eq!(whole_usd(comparison.monthly_cost("rented").unwrap()), 39_271.into());
    criterion.bench_function("resolve/flagship", |bencher| {
        bencher.iter(|| black_box(&scenario).resolve(black_box(&catalog)).unwrap());
    });
}

fn parse(criterion: &mut Criterion) {
    let catalog = Catalog::builtin().unwrap();
    assert!(catalog.offer_ids().any(|id| id == "openai/gpt-4o"));
    // Reading what is shipped, as the first call of a program does, with the checks of a book of one's own.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let books: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let read = || {
        let mut all = Catalog::default();
        books.iter().for_each(|book| all.extend(Catalog::parse(black_box(book)).unwrap()));
        all
    };
    assert_eq!(read().entries().len(), catalog.entries().len());
    let mut group = criterion.benchmark_group("parse_catalog");
    group.bench_function("every file, checked", |bencher| bencher.iter(read));
    group
        .bench_function("the shipped book once more", |bencher| bencher.iter(|| Catalog::builtin().unwrap()));
    group.finish();

    let mut group = criterion.benchmark_group("look_up");
    for (name, table, written, id) in [
        ("an offer by its id", "offer", "xai/grok-4.7", "xai/grok-4.7"),
        ("an offer by an alias", "offer", "gpt-4o-2024-11-20", "openai/gpt-4o"),
        ("a model by an alias", "model", "meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b"),
    ] {
        assert_eq!(catalog.find(table, written).unwrap().id, id);
        group.bench_function(name, |bencher| {
            bencher.iter(|| catalog.find(table, black_box(written)).unwrap())
        });
    }
    assert!(
        catalog
            .find("offer", "openai/gpt-4p")
            .unwrap_err()
            .to_string()
            .contains("did you mean `openai/gpt-4`")
    );
    group.bench_function("an offer that there is not, with the nearest name", |bencher| {
        bencher.iter(|| catalog.find("offer", black_box("openai/gpt-4p")).unwrap_err());
    });
    let day = "2026".parse().unwrap();
    assert!(catalog.stale(day).iter().any(|entry| entry.id == "us-va-industrial"));
    group.bench_function("what has aged", |bencher| bencher.iter(|| catalog.stale(black_box(day))));
    group.finish();

    let scenario = Scenario::parse(FLAGSHIP).unwrap();
    assert_eq!((scenario.api.len(), scenario.deployment.len()), (11, 2));
    criterion.bench_function("parse_scenario/flagship", |bencher| {
        bencher.iter(|| Scenario::parse(black_box(FLAGSHIP)).unwrap());
    });
}

criterion_group!(benches, break_even, hours, envelope, cost, ledger, answer, resolve, parse);
criterion_main!(benches);
