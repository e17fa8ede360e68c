//! How long a function of finance takes, in decimals (`exact`) and in floats (`f64`); each bench asserts its answer once
//! before it is timed.
//!
//! Inputs are read from text inside of the timing, which is most of it for the shortest ones in floats.
//!
//! `cargo bench --bench finance` measures, `-- --test` only checks the answers. A function more is a line of `both!` in
//! the group of its family.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench says what it expects by panicking"
)]

use breakeven::finance::{
    Amount, Annuity, Asset, BuyOrLease, CapitalStructure, Convention, DatedFlow, Depreciation, EffectiveRate,
    GrowingAnnuity, Inflation, LevelPayments, Loan, Macrs, MacrsMode, MirrRates, NominalRate, Quarter,
    RealRate, Schedule, Switch, Timing, after_tax_cost_of_debt, annuity_factor, capital_recovery_factor,
    discounted_payback, equivalent_annual_cost, growth_periods, growth_rate, irr, levelized_cost, mirr,
    npv_end, npv_from_now, payback, section_179_deduction, units_of_production, xirr, xnpv,
};
use breakeven::jiff::{ToSpan, civil::date};
use breakeven::{Currency, Decimal, Money, Rounding};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// A number from its text, and whether it is near another: to 9 digits, which tell one function from the next.
trait Written: Amount {
    fn of(text: &str) -> Self;
    fn near(self, expected: &str) -> bool;
}

impl Written for Decimal {
    fn of(text: &str) -> Self {
        text.parse().unwrap()
    }

    fn near(self, expected: &str) -> bool {
        let expected = Self::of(expected);
        (self - expected).abs() <= expected.abs() * Self::new(1, 9)
    }
}

impl Written for f64 {
    fn of(text: &str) -> Self {
        text.parse().unwrap()
    }

    fn near(self, expected: &str) -> bool {
        let expected = Self::of(expected);
        (self - expected).abs() <= expected.abs() * 1e-9
    }
}

/// One function in both numbers. `$a` is the number inside of the expression.
macro_rules! both {
    ($group:ident, $name:literal, $expected:literal, $a:ident => $call:expr) => {{
        fn call<$a: Written>() -> $a {
            $call
        }
        assert!(call::<Decimal>().near($expected), "{}: {}", $name, call::<Decimal>());
        assert!(call::<f64>().near($expected), "{}: {}", $name, call::<f64>());
        $group.bench_function(concat!($name, "/exact"), |bencher| {
            bencher.iter(|| black_box(call::<Decimal>()))
        });
        $group.bench_function(concat!($name, "/f64"), |bencher| bencher.iter(|| black_box(call::<f64>())));
    }};
}

/// An input that the compiler does not calculate with ahead of time.
fn of<A: Written>(text: &str) -> A {
    A::of(black_box(text))
}

/// 10,000 now, and 300 at the end of each of 60 months.
fn monthly<A: Written>() -> Vec<A> {
    std::iter::once(of("-10000")).chain(std::iter::repeat_n(of("300"), 60)).collect()
}

/// The same on the 15th of each month.
fn dated<A: Written>() -> Vec<DatedFlow<A>> {
    let day = |month: i64| date(2026, 1, 15).saturating_add(month.months());
    (0..).map(day).zip(monthly()).map(|(date, amount)| DatedFlow { date, amount }).collect()
}

fn loan<A: Written>() -> Annuity<A> {
    Annuity::ordinary(of("0.005"), of("360"))
}

fn payments<A: Written>() -> LevelPayments<A> {
    LevelPayments { present: of("10000"), payment: of("-300"), future: of("0"), timing: Timing::End }
}

// Expected values are those of the formulas in 50 digits of Python's decimal; rates by halving.

fn flows(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("flows");
    both!(group, "npv_from_now, 61 flows", "3486.51152186720", A => npv_from_now(of::<A>("0.01"), &monthly()).unwrap());
    both!(group, "npv_end, 61 flows", "3451.99160580911", A => npv_end(of::<A>("0.01"), &monthly()).unwrap());
    both!(group, "irr, 61 flows", "0.0217504228737231", A => irr(&monthly::<A>()).unwrap().only().unwrap());
    both!(group, "irr of three rates", "2", A => {
        *irr(&["-1", "6", "-11", "6"].map(of::<A>)).unwrap().all().last().unwrap()
    });
    both!(group, "mirr, 61 flows", "0.0123868671748953", A => {
        mirr(MirrRates { finance: of::<A>("0.01"), reinvest: of("0.005") }, &monthly()).unwrap()
    });
    both!(group, "xnpv, 61 flows", "4262.56780858332", A => xnpv(of::<A>("0.1"), &dated()).unwrap());
    both!(group, "xirr, 61 flows", "0.294780664759447", A => xirr(&dated::<A>()).unwrap().only().unwrap());
    both!(group, "payback, 61 flows", "33.3333333333333", A => payback(&monthly::<A>()).unwrap().unwrap().interpolated);
    both!(group, "discounted_payback, 61 flows", "40.7498419383931", A => {
        discounted_payback(of::<A>("0.01"), &monthly()).unwrap().unwrap().interpolated
    });
    both!(group, "levelized_cost, 61 instants", "5.22444476849018", A => {
        let units: Vec<A> = std::iter::once(of("0")).chain(std::iter::repeat_n(of("100"), 60)).collect();
        let costs: Vec<A> = std::iter::once(of("10000")).chain(std::iter::repeat_n(of("300"), 60)).collect();
        levelized_cost(of("0.01"), &costs, &units).unwrap()
    });
    group.finish();
}

fn annuities(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("annuities");
    both!(group, "present_value", "100074.968635401", A => loan::<A>().present_value(of("-600"), of("0")).unwrap());
    both!(group, "future_value", "602709.025471586", A => loan::<A>().future_value(of("-600"), of("0")).unwrap());
    both!(group, "payment", "-599.550525152752", A => loan::<A>().payment(of("100000"), of("0")).unwrap());
    both!(group, "installment", "-356.459676500316", A => loan::<A>().installment(180, of("100000"), of("0")).unwrap().interest);
    both!(group, "installments, 360", "-100000", A => {
        loan::<A>().installments(1..=360, of("100000"), of("0")).unwrap().principal
    });
    both!(group, "periods", "40.7489071560941", A => payments::<A>().periods(of("0.01")).unwrap());
    both!(group, "rates over 60", "0.0217504228737231", A => payments::<A>().rates(60).unwrap().only().unwrap());
    both!(group, "annuity_factor", "166.791614392335", A => annuity_factor(of::<A>("0.005"), of("360")).unwrap());
    both!(group, "capital_recovery_factor", "0.00599550525152752", A => {
        capital_recovery_factor(of::<A>("0.005"), of("360")).unwrap()
    });
    both!(group, "equivalent_annual_cost", "599.550525152752", A => {
        equivalent_annual_cost(of::<A>("0.005"), of("360"), of("100000")).unwrap()
    });
    both!(group, "growing annuity", "99382.9551667000", A => {
        let grown = GrowingAnnuity { first_payment: of::<A>("100"), growth: of("0.01"), rate: of("0.005"), periods: of("360") };
        grown.present_value().unwrap()
    });
    group.finish();
}

fn rates(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rates");
    both!(group, "effective to a month", "0.00643403011000345", A => {
        EffectiveRate::new(of::<A>("0.08")).unwrap().per_period(12).unwrap()
    });
    both!(group, "nominal to effective", "0.0829995068075107", A => {
        NominalRate::new(of::<A>("0.08"), 12).unwrap().effective().unwrap().rate()
    });
    both!(group, "effective to nominal", "0.0772083613200413", A => {
        EffectiveRate::new(of::<A>("0.08")).unwrap().nominal(12).unwrap().rate()
    });
    both!(group, "with inflation", "0.071", A => {
        let inflation = Inflation::new(of::<A>("0.02")).unwrap();
        RealRate::new(of("0.05")).unwrap().with_inflation(inflation).unwrap().rate()
    });
    both!(group, "after_tax_cost_of_debt", "0.0711", A => {
        after_tax_cost_of_debt(of::<A>("0.09"), of("0.21")).unwrap()
    });
    both!(group, "real", "0.05", A => {
        let inflation = Inflation::new(of::<A>("0.02")).unwrap();
        EffectiveRate::new(of("0.071")).unwrap().real(inflation).unwrap().rate()
    });
    both!(group, "growth_rate", "0.1", A => growth_rate(of::<A>("2"), of("100"), of("121")).unwrap());
    both!(group, "growth_periods", "2", A => growth_periods(of::<A>("0.1"), of("100"), of("121")).unwrap());
    both!(group, "wacc", "0.076", A => {
        let firm = CapitalStructure {
            equity: of::<A>("60"),
            debt: of("40"),
            cost_of_equity: of("0.1"),
            cost_of_debt: of("0.05"),
            tax_rate: of("0.2"),
        };
        firm.wacc().unwrap()
    });
    both!(group, "buy or lease, 6 years", "83.1748721790554", A => {
        let asset = BuyOrLease {
            price: of::<A>("1000"),
            depreciation: &["200", "320", "192", "115.2", "115.2", "57.6"].map(of),
            residual: of("0"),
            lease: &["180"; 6].map(of),
            tax_rate: of("0.25"),
            after_tax_cost_of_debt: of("0.06"),
        };
        asset.net_advantage().unwrap().of_leasing
    });
    group.finish();
}

/// A server for 250,141.80 that ends in the books at 10,000 after 60 months.
fn server<A: Written>() -> Asset<A> {
    Asset::new(of("250141.80"), of("10000"), 60).unwrap()
}

/// The amount of a month or of a year, from 1.
fn at<A: Written>(schedule: &Schedule<A>, period: usize) -> A {
    schedule.amounts()[period - 1]
}

/// What is expected was worked with exact fractions in Python.
fn books(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("books");
    both!(group, "excel_sln", "4002.36333333333", A => server::<A>().excel_sln().unwrap());
    both!(group, "excel_syd", "6298.80131147541", A => server::<A>().excel_syd(13).unwrap());
    both!(group, "excel_db, year 12", "7394.27254582057", A => server::<A>().excel_db(12, 7).unwrap());
    both!(group, "excel_ddb, month 12", "5742.60825512378", A => server::<A>().excel_ddb(12, of("2")).unwrap());
    both!(group, "excel_vdb, a year", "68217.9617352406", A => {
        server::<A>().excel_vdb(of("6"), of("18"), of("2"), Switch::ToStraightLine).unwrap()
    });
    both!(group, "straight line, 60 months", "4002.36333333333", A => {
        at(&server::<A>().schedule(Depreciation::StraightLine).unwrap(), 30)
    });
    both!(group, "declining balance, 60 months", "5742.60825512378", A => {
        at(&server::<A>().schedule(Depreciation::DecliningBalance { factor: of("2") }).unwrap(), 12)
    });
    both!(group, "sum of years' digits, 60 months", "6298.80131147541", A => {
        at(&server::<A>().schedule(Depreciation::SumOfYearsDigits).unwrap(), 13)
    });
    // 1,500 of 4,000 Mtok of what costs 250,000 and ends at 10,000
    both!(group, "units_of_production, 4 periods", "90000", A => {
        let mtok = ["900", "1100", "1500", "900"].map(of);
        at(&units_of_production(of::<A>("250000"), of("10000"), of("4000"), &mtok).unwrap(), 3)
    });
    // half of 19.20 percent
    both!(group, "macrs, disposed of in year 3", "24013.6128", A => {
        let property = Macrs::new(5, Convention::HalfYear, MacrsMode::Table).unwrap();
        at(&property.disposed_in(of::<A>("250141.80"), 3, Quarter::Second).unwrap(), 3)
    });
    both!(group, "macrs by the table, 5 years", "80045.376", A => {
        let property = Macrs::new(5, Convention::HalfYear, MacrsMode::Table).unwrap();
        at(&property.schedule(of::<A>("250141.80")).unwrap(), 2)
    });
    both!(group, "macrs by the formula, 5 years", "80045.376", A => {
        let property = Macrs::new(5, Convention::HalfYear, MacrsMode::Formula).unwrap();
        at(&property.schedule(of::<A>("250141.80")).unwrap(), 2)
    });
    let dollars = |text: &str| text.parse::<Money>().unwrap();
    let loan = Loan::new(dollars("200113.44 USD"), Decimal::new(75, 4), 36).unwrap();
    assert_eq!(loan.schedule(Rounding::HalfEven).unwrap()[0].payment, dollars("6363.55 USD"));
    group.bench_function("loan to the cent, 36 months", |bencher| {
        bencher.iter(|| black_box(loan).schedule(Rounding::HalfEven))
    });
    // 2,500,000 less what 4,100,000 passes 4,000,000 by
    let placed =
        [4_100_000, 2_500_000, 4_000_000].map(|amount| Money::new(amount.into(), Currency::USD).unwrap());
    let [placed, limit, threshold] = placed;
    assert_eq!(section_179_deduction(placed, limit, threshold).unwrap(), dollars("2400000 USD"));
    group.bench_function("section_179_deduction", |bencher| {
        bencher.iter(|| section_179_deduction(black_box(placed), limit, threshold))
    });
    let weights = [3, 7, 11, 13].map(Decimal::from);
    assert_eq!(dollars("100 USD").allocate(&weights).unwrap()[0], dollars("8.82 USD"));
    group.bench_function("allocation, 4 parts", |bencher| {
        bencher.iter(|| black_box(dollars("100 USD")).allocate(&weights))
    });
    group.finish();
}

criterion_group!(benches, flows, annuities, rates, books);
criterion_main!(benches);
