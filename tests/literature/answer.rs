//! The answers of the library by the names that case files give them. Nothing is calculated here but units.

use crate::suite::case::{Answer, Bound, Case, Conversion, Pair, Unit};
use breakeven::finance::{Convention, Macrs, MacrsMode};
use breakeven::{CashFlow, Category, Comparison, Currency, Decimal, Fit, Money, Monthly, Roofline, Study};
use std::error::Error;

/// A figure, or nothing where the library says that there is none (never paid back).
pub(crate) type Value = Option<Decimal>;

/// The answer of a comparison, or of a roofline, in the unit of the source.
pub(crate) fn answer(
    case: &Case,
    comparison: &Comparison,
    asked: &Answer,
    convert: Option<&Conversion>,
) -> Result<Value, Box<dyn Error>> {
    let value = match asked {
        Answer::Roofline(bound) => Some(bound_of(case, *bound)?),
        _ => of(comparison, asked)?,
    };
    match (value, convert) {
        (Some(value), Some(convert)) => converted(comparison, value, convert).map(Some),
        (value, _) => Ok(value),
    }
}

fn of(comparison: &Comparison, asked: &Answer) -> Result<Value, Box<dyn Error>> {
    let monthly = |id: &str| comparison.monthly(id);
    Ok(match asked {
        Answer::MonthlyCost(id) => Some(monthly(id)?.cost.amount()),
        Answer::Lines { of, categories } => {
            let known = |name: &String| known_category(name);
            categories.iter().map(known).collect::<Result<Vec<()>, _>>()?;
            Some(sum(&monthly(of)?, |category, _| categories.iter().any(|one| one == category)))
        }
        Answer::Line { of, label } => Some(sum(&monthly(of)?, |_, line| line == label)),
        Answer::CostPerMtok(id) => Some(monthly(id)?.cost_per_mtok),
        Answer::CostPerMtokAtCapacity(id) => monthly(id)?.cost_per_mtok_at_capacity,
        Answer::CostPer1000Requests(id) => Some(monthly(id)?.cost_per_1000_requests),
        Answer::Saving(Pair { of, against }) => Some(comparison.saving(of, against)?.amount.amount()),
        Answer::SavingFraction(Pair { of, against }) => comparison.saving(of, against)?.fraction,
        Answer::Steps(id) => monthly(id)?.steps.map(Decimal::from),
        Answer::Capacity(id) => monthly(id)?.capacity_tokens_per_month.map(Decimal::from),
        Answer::Utilization(id) => monthly(id)?.utilization,
        Answer::BreakEvenVolume(pair) => first_volume(comparison, pair)?.map(Decimal::from),
        Answer::BreakEvenUtilization(pair) => match first_volume(comparison, pair)? {
            None => None,
            Some(tokens) => {
                let there = comparison.with("workload.tokens_per_month", tokens.into())?;
                there.monthly(&pair.of)?.utilization
            }
        },
        Answer::PaybackMonths(id) => study(comparison, id)?.payback_months,
        Answer::PaidBy { of, month } => Some(comparison.ledger(of)?.paid_by(*month)?.amount()),
        Answer::StudyCost(id) => Some(study(comparison, id)?.npv.amount()),
        Answer::EquivalentMonthlyCost(id) => Some(study(comparison, id)?.equivalent_monthly_cost.amount()),
        Answer::NpvOfSwitching(id) => study(comparison, id)?.npv_of_switching.map(|money| money.amount()),
        Answer::WeightBytes(id) => Some(fit(comparison, id)?.weight_bytes),
        Answer::LongestRequestBytes(id) => Some(fit(comparison, id)?.longest_request_bytes),
        Answer::NeededBytes(id) => Some(fit(comparison, id)?.needed_bytes),
        Answer::Concurrency(id) => {
            Some(Decimal::from(fit(comparison, id)?.largest_concurrency.unwrap_or_default()))
        }
        Answer::Allocated { of, weights, part } => {
            let weights: Vec<Decimal> = weights.iter().map(|weight| weight.value()).collect();
            monthly(of)?.cost.allocate_to(Money::DECIMALS, &weights)?.get(*part).map(|money| money.amount())
        }
        Answer::Macrs { of, recovery_years, year } => {
            let ledger = comparison.ledger(of)?;
            let hardware = |flow: &&CashFlow| flow.instant == 0 && flow.category == Category::Capital;
            let bought = ledger.flows.iter().filter(hardware).map(|flow| flow.amount);
            let bought = Money::sum(Currency::USD, bought)?;
            let property = Macrs::new(*recovery_years, Convention::HalfYear, MacrsMode::Table)?;
            let years = property.schedule(bought.amount())?;
            year.checked_sub(1).and_then(|at| years.amounts().get(at)).copied()
        }
        // It is no answer of a comparison.
        Answer::Roofline(_) => None,
        Answer::HoursPerMonth => Some(comparison.answer()?.hours_per_month),
    })
}

fn bound_of(case: &Case, bound: Bound) -> Result<Decimal, Box<dyn Error>> {
    let inputs = case.roofline.as_ref().ok_or("the case has no roofline")?;
    let [per_weight, flop_per_second, bytes_per_second] =
        [inputs.bytes_per_weight, inputs.flop_per_second, inputs.bytes_per_second].map(|one| one.value());
    let (model, roof) = (inputs.model, Roofline { flop_per_second, bytes_per_second });
    let weights = model.weight_bytes(per_weight)?;
    Ok(match bound {
        Bound::Parameters => model.parameters()?,
        Bound::PrefillFlop => model.prefill_flop(inputs.tokens, false)?,
        Bound::PrefillSeconds => roof.compute_seconds(model.prefill_flop(inputs.tokens, false)?)?,
        Bound::WeightSeconds => roof.read_seconds(weights)?,
        Bound::DecodeSeconds => roof.read_seconds(weights + model.cache_bytes(inputs.tokens, per_weight)?)?,
    })
}

/// A category that no bill can have would sum to nothing, silently.
fn known_category(name: &str) -> Result<(), String> {
    let known = [
        "capital",
        "support",
        "insurance",
        "energy",
        "facility",
        "rent",
        "people",
        "software",
        "one_off",
        "adder",
        "api_input",
        "api_cached_input",
        "api_cache_write",
        "api_output",
        "api_reasoning",
    ];
    if known.contains(&name) { Ok(()) } else { Err(format!("no category of costs is called {name}")) }
}

fn sum(monthly: &Monthly, wanted: impl Fn(&str, &str) -> bool) -> Decimal {
    let lines = monthly.lines.iter().filter(|line| wanted(line.category.name(), line.label));
    lines.map(|line| line.amount.amount()).sum()
}

fn first_volume(comparison: &Comparison, pair: &Pair) -> Result<Option<u64>, breakeven::Error> {
    Ok(comparison.break_even(&pair.of, &pair.against)?.break_even.first_volume)
}

fn study(comparison: &Comparison, id: &str) -> Result<Study, Box<dyn Error>> {
    let answer = comparison.answer()?;
    let one = answer.alternative(id).ok_or_else(|| format!("no alternative is called {id}"))?;
    one.study.clone().ok_or_else(|| format!("{id} has no study").into())
}

fn fit(comparison: &Comparison, id: &str) -> Result<Fit, Box<dyn Error>> {
    // The bill of one month is not asked for: a model that does not fit has a size all the same.
    let answer = comparison.answer()?;
    let one = answer.alternative(id).ok_or_else(|| format!("no alternative is called {id}"))?;
    one.fit.ok_or_else(|| format!("{id} has no memory").into())
}

fn converted(
    comparison: &Comparison,
    value: Decimal,
    convert: &Conversion,
) -> Result<Decimal, Box<dyn Error>> {
    let one = Decimal::ONE;
    let month = match convert.per {
        None => one,
        Some(Unit::Hour) => comparison.answer()?.hours_per_month,
        Some(Unit::Mtok) => {
            Decimal::from(comparison.answer()?.volume.tokens_per_month) / Decimal::from(1_000_000)
        }
    };
    let (times, over) = (
        convert.times.map_or(one, |figure| figure.value()),
        convert.over.map_or(one, |figure| figure.value()),
    );
    let quotient = |a: Decimal, b: Decimal| a.checked_div(b).ok_or("a conversion over nothing");
    let value = quotient(quotient(value * times, over)?, month)?;
    if convert.inverse { Ok(quotient(one, value)?) } else { Ok(value) }
}
