//! Laws of allocation, rounding and money.

use crate::cases;
use breakeven::proptest::prelude::*;
use breakeven::{Currency, Decimal, Error, ExchangeRate, Money, Rounding, law, strategy};

fn usd(amount: Decimal) -> Money {
    Money::new(amount, Currency::USD).unwrap()
}

fn allocate(units: i64, weights: &[u32]) -> Result<Vec<i64>, Error> {
    let weights: Vec<Decimal> = weights.iter().map(|weight| Decimal::from(*weight)).collect();
    let parts = usd(Decimal::new(units, 2)).allocate(&weights)?;
    Ok(parts.iter().map(|part| i64::try_from(part.amount() * Decimal::ONE_HUNDRED).unwrap()).collect())
}

fn converted(amount: Decimal, rate: Decimal) -> Result<Decimal, Error> {
    let rate =
        ExchangeRate::new(Currency::USD, Currency::EUR, rate, "2026-11-24".parse().unwrap(), "a bank")?;
    Ok(usd(amount).converted(&rate)?.amount())
}

fn round(mode: Rounding) -> impl Fn(Decimal) -> Result<Decimal, Error> {
    move |amount| Ok(usd(amount).rounded(mode)?.amount())
}

const TO_THE_NEAREST: [Rounding; 3] =
    [Rounding::HalfEven, Rounding::HalfAwayFromZero, Rounding::HalfTowardZero];
const ODD: [Rounding; 2] = [Rounding::TowardZero, Rounding::AwayFromZero];
const DIRECTED: [Rounding; 2] = [Rounding::Floor, Rounding::Ceiling];

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn allocations((units, weights) in prop_oneof![3 => strategy::allocation(), 1 => strategy::edge::allocation()], factor in 1_u32..1000) {
        law::allocation_loses_nothing(allocate, units, &weights)?;
        law::allocation_keeps_to_the_shares(allocate, units, &weights)?;
        law::allocation_gives_nothing_for_no_weight(allocate, units, &weights)?;
        law::allocation_of_a_debt_mirrors_a_credit(allocate, units, &weights)?;
        law::allocation_ignores_the_order_of_weights(allocate, units, &weights)?;
        if weights.iter().all(|weight| weight.checked_mul(factor).is_some()) {
            law::allocation_ignores_the_scale_of_weights(allocate, units, &weights, factor)?;
        }
    }

    #[test]
    fn roundings(one in strategy::unrounded(), other in strategy::unrounded()) {
        for mode in TO_THE_NEAREST.into_iter().chain(ODD).chain(DIRECTED) {
            law::rounding_is_idempotent(round(mode), one)?;
            law::rounding_keeps_the_order(round(mode), one.min(other), one.max(other))?;
        }
        for mode in TO_THE_NEAREST {
            law::rounding_to_the_nearest_moves_by_half_a_unit(round(mode), one, 2)?;
        }
        for mode in TO_THE_NEAREST.into_iter().chain(ODD) {
            law::rounding_ignores_the_sign(round(mode), one)?;
        }
        law::floor_and_ceiling_mirror_each_other(round(Rounding::Floor), round(Rounding::Ceiling), one)?;
    }

    #[test]
    fn sums_and_differences(flows in strategy::cash_flows(), amount in strategy::unrounded(), other in strategy::amount()) {
        let amounts: Vec<Money> = flows.into_iter().map(usd).collect();
        law::sum_ignores_the_order(|list: &[Money]| Money::sum(Currency::USD, list.iter().copied()), &amounts)?;
        let amount = usd(amount);
        law::amount_less_itself_is_nothing(Money::checked_sub, amount, Money::zero(Currency::USD))?;
        for code in ["EUR", "JPY", "KWD"] {
            let foreign = Money::new(other, code.parse::<Currency>()?)?;
            law::mixed_currencies_are_refused(Money::checked_add, amount, foreign)?;
            law::mixed_currencies_are_refused(Money::checked_sub, amount, foreign)?;
            law::mixed_currencies_are_refused(|a, b| Money::sum(Currency::USD, [a, b]), amount, foreign)?;
            law::text_is_read_back(Money::to_string, str::parse::<Money>, foreign)?;
        }
    }

    #[test]
    fn exchange(amount in strategy::amount(), rate in strategy::factor()) {
        law::exchange_there_and_back_is_within_rounding(converted, amount, rate, Money::DECIMALS)?;
    }

    #[test]
    fn exchange_at_one(amount in strategy::unrounded()) {
        law::exchange_at_one_changes_nothing(converted, amount)?;
    }
}
