//! The question asked by a program, without any TOML: own the hardware, rent it, or pay per token?
//!
//! ```text
//! cargo run --release --example embed
//! ```
//!
//! Everything is round, so that the answers can be worked out by hand: 10,000,000 requests a month, no discounting.

#![allow(clippy::print_stdout, reason = "an example shows its answer")]

use breakeven::{
    Answer, Api, Buy, Catalog, Comparison, Deployment, Error, ErrorKind, Facility, Figure, Finance, Hardware,
    Model, People, PerKw, Rate, RequestClass, Scenario, Server, Verdict, Workload,
};
use std::thread;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::builtin()?;

    // A percentage where a fraction is meant. The error says which value and which range, as data.
    let error = question("10".parse()?)?.resolve(&catalog).err().ok_or("10 passed for a fraction")?;
    match error.kind() {
        ErrorKind::OutOfRange { value, minimum, maximum, .. } => {
            let path = error.path().map(ToString::to_string).unwrap_or_default();
            assert_eq!(path, "deployment.bought.hardware.buy.resale_fraction");
            println!("refused: {path} takes {minimum} to {maximum}, not {value}\n");
        }
        _ => return Err(error.into()),
    }

    // Once resolved, every number is known and in range, and the comparison can be answered anywhere.
    let comparison = question("0.10".parse()?)?.resolve(&catalog)?;
    let worker = thread::spawn(move || evaluate(&comparison));
    let (answer, verdict) = worker.join().map_err(|_| "the worker panicked")??;

    for one in &answer.alternatives {
        match &one.monthly {
            Some(monthly) => println!("{:8} {} a month", one.id, monthly.cost),
            None => println!("{:8} cannot serve the workload", one.id),
        }
    }
    for pair in answer.pairs.iter().filter(|pair| pair.challenger == "bought") {
        match pair.break_even.first_volume {
            Some(tokens) => println!("bought against {}: from {tokens} tokens a month", pair.incumbent),
            None => println!("bought against {}: never", pair.incumbent),
        }
    }
    println!("\n{}", verdict.sentence);

    let cost =
        |id| answer.alternative(id).and_then(|one| one.monthly.as_ref()).map(|bill| bill.cost.amount());
    // 10,000,000 x (1,500 x 2.50 + 500 x 10) / 1e6
    assert_eq!(cost("gpt-4o"), Some(87_500.into()));
    // 10,000,000 x (1,500 x 0.50 + 500 x 1.50) / 1e6
    assert_eq!(cost("our-host"), Some(15_000.into()));
    // 1,500/20,000 + 500/5,000 = 0.175 s a request, so 2,000/0.175 x 730 x 3,600 x 0.85/2 = 12.76e9 tokens: 2 servers.
    // Each: (240,000 - 24,000)/36 + 8 kW x 730 h x 1.25 x 0.10 + 8 kW x 200 = 6,000 + 730 + 1,600 = 8,330.
    // People: 0.5 x 15,000 to run it, 3 x 15,000/36 to build it = 8,750.
    assert_eq!(cost("bought"), Some(25_410.into()));
    // 0.75 s a request, 2.978e9 tokens a step: 7 steps x 2 GPUs x 3.00 x 730, and 7,500 for people
    assert_eq!(cost("rented"), Some(38_160.into()));
    let first = |incumbent: &str| answer.pair("bought", incumbent)?.break_even.first_volume;
    // One server and the people over the price of GPT-4o: 17,080 / 4.375 = 3,904 Mtok exactly
    assert_eq!(first("gpt-4o"), Some(3_904_000_000));
    // 8 servers are the fewest that carry as much as they need: (8 x 8,330 + 8,750) / 0.75 = 100,520 Mtok exactly
    assert_eq!(first("our-host"), Some(100_520_000_000));
    assert_eq!(verdict.answer, "our-host");
    Ok(())
}

fn evaluate(comparison: &Comparison) -> Result<(Answer, Verdict), Error> {
    let answer = comparison.answer()?;
    let verdict = comparison.verdict(&answer)?;
    Ok((answer, verdict))
}

/// 20 billion tokens a month: GPT-4o today, a host's quote for Llama 3.3 70B, or the same model on 8xH100 servers.
fn question(resale_fraction: Figure) -> Result<Scenario, Error> {
    let mut workload = Workload::of_tokens(20_000_000_000_u64, RequestClass::new(1500, 500));
    workload.peak_to_average = Some(2.into());
    let mut scenario = Scenario::new("2026-11-24", "gpt-4o", workload, Finance::new(36, 0));

    let mut facility = Facility::metered("0.10".parse::<Figure>()?, "1.25".parse::<Figure>()?);
    facility.per_kw_plus_metered = Some(PerKw::new(200));
    scenario.facility = Some(facility);

    scenario.api.insert("gpt-4o", Api::from_id("openai/gpt-4o"));
    let mut quote = Api::priced("hosted_open_weights", "0.50".parse::<Figure>()?, "1.50".parse::<Figure>()?);
    quote.model = Some("llama-3.3-70b".to_owned());
    quote.source = Some("quote 4711".to_owned());
    scenario.api.insert("our-host", quote);

    let mut buy = Buy::new(36);
    buy.resale_fraction = Some(resale_fraction);
    scenario.deployment.insert("bought", llama(Hardware::buy(buy), Rate::split(20_000, 5_000), 8, 3)?);
    let mut rented = llama(Hardware::rent(3), Rate::split(6_000, 1_000), 2, 0)?;
    rented.accelerators_per_step = Some(2.into());
    scenario.deployment.insert("rented", rented);
    Ok(scenario)
}

/// Llama 3.3 70B in FP8 on so many H100, at a rate that we measured, with half a person to run it.
fn llama(hardware: Hardware, rate: Rate, gpus: u32, build_months: u32) -> Result<Deployment, Error> {
    let mut rate = rate;
    rate.accelerator = Some("h100-sxm".to_owned());
    rate.accelerators = Some(gpus);
    rate.latency_goal = Some("30 ms per output token".to_owned());
    let mut server = Server::from_id("8xh100-sxm");
    server.price_usd = Some(240_000.into());
    server.active_watts = Some(8_000.into());
    let mut people = People::new("0.5".parse::<Figure>()?, build_months);
    people.loaded_salary_usd_per_year = Some(180_000.into());
    let mut deployment = Deployment::new(Model::from_id("llama-3.3-70b"), "fp8", server, rate, hardware);
    deployment.people = Some(people);
    Ok(deployment)
}
