//! Mistakes that published programs have made, each written anew in a few lines and caught by a law.
//!
//! Each is fed by a strategy until a law breaks, and the counterexample is shrunk to a round one. A test of your own needs
//! two lines for that: the head of `proptest!`, and the law with `?`.
//!
//! `cargo run --example laws --features proptest`

use breakeven::law::{self, Violation};
use breakeven::proptest::prelude::*;
use breakeven::proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use breakeven::strategy;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    let mut told = String::new();
    let loan = || (strategy::loan::<f64>(), any::<bool>());

    told += &caught(
        "NPER without interest has the wrong sign (numpy-financial 1.0.0)",
        loan(),
        |((rate, periods, present), due)| {
            law::periods_undo_the_payment(nper, pmt, *rate, *periods, *present, *due)
        },
    )?;
    told += &caught(
        "FV without interest has the wrong sign (rust_finprim 0.5.1)",
        loan(),
        |((rate, periods, payment), due)| {
            law::future_value_solves_its_equation(fv, *rate, *periods, *payment, 0.0, *due)
        },
    )?;
    let dear = (strategy::rate::<f64>().prop_filter("some interest", |rate| *rate > 0.0), 2_u32..=12);
    told += &caught(
        "RATE takes whichever root Newton's steps end at (numpy-financial, pyxirr)",
        dear,
        |(rate, periods)| law::rate_undoes_the_payment(newton, pmt, *rate, *periods, 1000.0, false),
    )?;
    told += &caught(
        "IPMT bears interest on the day of the loan (Gnumeric 1.12, pyxirr 0.10)",
        loan(),
        |((rate, periods, present), _)| {
            law::payment_in_advance_bears_no_interest(ipmt, *rate, *periods, *present, 0.0)
        },
    )?;
    told += &caught(
        "DDB does not cap its rate at all that is left (Gnumeric 1.12)",
        strategy::asset::<f64>(),
        |(cost, _, life)| law::book_value_falls_from_cost_to_salvage(double_declining, *cost, 0.0, *life),
    )?;
    told += &caught(
        "What is left over goes to the first in order (rusty-money, moneyphp)",
        strategy::allocation(),
        |(units, weights)| law::allocation_ignores_the_order_of_weights(first_come, *units, weights),
    )?;
    told += &caught("Half up is floor(x + 1/2), also below 0", strategy::unrounded::<f64>(), |amount| {
        law::rounding_ignores_the_sign(|amount: f64| (amount * 100.0 + 0.5).floor() / 100.0, *amount)
    })?;
    told += &caught(
        "A server more than the quotient rounded down",
        strategy::edge::capacity(),
        |(capacity, volume)| {
            law::servers_carry_the_volume_and_no_more(
                |volume, capacity| volume / capacity + 1,
                *volume,
                *capacity,
            )
        },
    )?;
    std::io::stdout().write_all(told.as_bytes())?;
    Ok(())
}

/// The law that a mistake breaks, at the simplest input that is found.
fn caught<S: Strategy>(
    mistake: &str,
    inputs: S,
    law: impl Fn(&S::Value) -> Result<(), Violation>,
) -> Result<String, Box<dyn Error>>
where
    S::Value: std::fmt::Debug,
{
    // The same inputs each time, so that this prints the same.
    let config =
        Config { rng_seed: RngSeed::Fixed(1), failure_persistence: None, cases: 1000, ..Config::default() };
    let found = TestRunner::new(config).run(&inputs, |input| Ok(law(&input)?));
    let Err(TestError::Fail(_, simplest)) = found else {
        return Err(format!("not caught: {mistake}").into());
    };
    let Err(violation) = law(&simplest) else { return Err(format!("not broken: {simplest:?}").into()) };
    let mut told = String::new();
    writeln!(told, "{mistake}\n")?;
    for line in violation.to_string().lines() {
        writeln!(told, "    {line}")?;
    }
    writeln!(told)?;
    Ok(told)
}

fn growth(rate: f64, periods: u32) -> f64 {
    (f64::from(periods) * rate.ln_1p()).exp()
}

/// Right: the level payment of a loan.
fn pmt(rate: f64, periods: u32, present: f64, future: f64, due: bool) -> f64 {
    let growth = growth(rate, periods);
    let payments = if rate == 0.0 { f64::from(periods) } else { (growth - 1.0) / rate };
    -(present * growth + future) / (payments * if due { 1.0 + rate } else { 1.0 })
}

fn nper(rate: f64, payment: f64, present: f64, future: f64, due: bool) -> f64 {
    if rate == 0.0 {
        return (present + future) / payment; // -(present + future) / payment
    }
    let level = payment * if due { 1.0 + rate } else { 1.0 } / rate;
    ((level - future) / (level + present)).ln() / rate.ln_1p()
}

fn fv(rate: f64, periods: u32, payment: f64, present: f64, due: bool) -> f64 {
    if rate == 0.0 {
        return present + payment * f64::from(periods); // with a minus in front
    }
    let growth = growth(rate, periods);
    -present * growth - payment * if due { 1.0 + rate } else { 1.0 } * (growth - 1.0) / rate
}

fn newton(periods: u32, payment: f64, present: f64, future: f64, _due: bool) -> Option<f64> {
    let off = |rate: f64| {
        present * (1.0 + rate).powi(periods as i32)
            + payment * ((1.0 + rate).powi(periods as i32) - 1.0) / rate
            + future
    };
    let mut rate = 0.1;
    for _ in 0..100 {
        let slope = (off(rate + 1e-7) - off(rate - 1e-7)) / 2e-7;
        let next: f64 = rate - off(rate) / slope;
        if (next - rate).abs() < 1e-9 {
            return Some(next); // nobody asks whether it is above -1, nor whether 0 was divided by 0
        }
        rate = next;
    }
    None
}

fn ipmt(rate: f64, period: u32, periods: u32, present: f64, future: f64, due: bool) -> f64 {
    // The balance before the payment; in advance it owes no interest in the first period, and here it does.
    let payment = pmt(rate, periods, present, future, due);
    fv(rate, period - 1, payment, present, due) * rate
}

fn double_declining(cost: f64, _salvage: f64, life: u32) -> Vec<f64> {
    let mut book = cost;
    let period = |_| {
        let part = book * 2.0 / f64::from(life); // min(1, 2 / life)
        book -= part;
        part
    };
    (0..life).map(period).collect()
}

fn first_come(units: i64, weights: &[u32]) -> Vec<i64> {
    let sum: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
    let mut parts: Vec<i64> = weights.iter().map(|weight| units * i64::from(*weight) / sum).collect();
    let left = units - parts.iter().sum::<i64>();
    let some = parts.iter_mut().zip(weights).filter(|(_, weight)| **weight > 0);
    some.take(left.unsigned_abs() as usize).for_each(|(part, _)| *part += left.signum());
    parts
}
