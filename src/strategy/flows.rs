//! Rates, amounts, flows, loans, assets, weights and prices by volume.

use super::rounded::rounded;
use crate::number::Amount;
use proptest::collection::vec;
use proptest::strategy::Strategy;

/// A rate from 0 to 1 with four decimals: hundredths of a percent, by magnitude.
pub fn rate<A: Amount>() -> impl Strategy<Value = A> + Clone {
    scaled(0, 10_000, 4)
}

/// From 1 to 600 periods, by magnitude.
pub fn periods() -> impl Strategy<Value = u32> + Clone {
    whole(1, 600).prop_map(small)
}

/// An amount above 0, from a cent to a billion, by magnitude.
pub fn amount<A: Amount>() -> impl Strategy<Value = A> + Clone {
    scaled(1, 100_000_000_000, 2)
}

/// An amount of either sign with six decimals, from nothing to a billion: what is still to be rounded.
pub fn unrounded<A: Amount>() -> impl Strategy<Value = A> + Clone {
    scaled(-1_000_000_000_000_000, 1_000_000_000_000_000, 6)
}

/// A factor above 0, from a hundredth to 1,000 with two decimals, by magnitude.
pub fn factor<A: Amount>() -> impl Strategy<Value = A> + Clone {
    scaled(1, 100_000, 2)
}

/// A fraction from 0 to 1 with two decimals, by magnitude.
pub fn fraction<A: Amount>() -> impl Strategy<Value = A> + Clone {
    scaled(0, 100, 2)
}

/// A volume a month from 1 to 1e12, by magnitude.
pub fn volume() -> impl Strategy<Value = u64> + Clone {
    whole(1, 1_000_000_000_000).prop_map(count)
}

/// From 1 to 24 flows of either sign, from nothing to a million in cents, by magnitude.
pub fn cash_flows<A: Amount>() -> impl Strategy<Value = Vec<A>> + Clone {
    vec(scaled(-100_000_000, 100_000_000, 2), 1..=24)
}

/// An outlay now, from 1 to a million, and from 1 to 24 flows of 0 to twice the outlay after it, the last of which is at
/// least a hundredth of it: a conventional project, with one internal rate of return above -99 percent.
pub fn investment<A: Amount>() -> impl Strategy<Value = Vec<A>> + Clone {
    let flows = (whole(1, 1_000_000), vec(whole(0, 200), 0..=23), whole(1, 200));
    flows.prop_map(|(outlay, percents, last)| {
        let inflows = percents.into_iter().chain([last]).map(|percent| A::scaled(outlay * percent, 2));
        std::iter::once(A::scaled(-outlay, 0)).chain(inflows).collect()
    })
}

/// Dated flows: an outlay now, from 1 to a million, and from 1 to 12 flows of a tenth of the outlay to twice it, each from 90 to
/// 400 days after the one before it. Days are counted from the outlay.
pub fn schedule<A: Amount>() -> impl Strategy<Value = Vec<(i32, A)>> + Clone {
    let flows = (whole(1, 1_000_000), vec((whole(90, 400), whole(10, 200)), 1..=12));
    flows.prop_map(|(outlay, flows)| {
        let mut day = 0;
        let dated = flows.into_iter().map(|(gap, percent)| {
            day += i32::try_from(gap).unwrap_or(90);
            (day, A::scaled(outlay * percent, 2))
        });
        let mut schedule = vec![(0, A::scaled(-outlay, 0))];
        schedule.extend(dated);
        schedule
    })
}

/// A loan: rate a period from 0 to 5 percent, from 2 to 240 periods, and a principal from a cent to a billion.
pub fn loan<A: Amount>() -> impl Strategy<Value = (A, u32, A)> + Clone {
    (scaled(0, 500, 4), whole(2, 240).prop_map(small), amount())
}

/// An asset: cost from 1 to a billion, salvage value from 0 to the cost in whole percent of it, and a life of 1 to 40
/// periods.
pub fn asset<A: Amount>() -> impl Strategy<Value = (A, A, u32)> + Clone {
    let parts = (whole(1, 1_000_000_000), whole(0, 100), whole(1, 40).prop_map(small));
    parts.prop_map(|(cost, percent, life)| (A::scaled(cost, 0), A::scaled(cost * percent, 2), life))
}

/// What is divided and by which weights: up to 1e12 units of either sign, and from 1 to 12 weights of 0 to 1,000 of which one
/// is above 0.
pub fn allocation() -> impl Strategy<Value = (i64, Vec<u32>)> + Clone {
    let weights = vec(whole(0, 1000).prop_map(small), 1..=12);
    let weights = weights.prop_map(|mut weights| {
        if weights.iter().all(|weight| *weight == 0) {
            weights.extend([1]);
        }
        weights
    });
    (whole(-1_000_000_000_000, 1_000_000_000_000), weights)
}

/// Prices by volume: from 1 to 5 tiers, the first above 0 and each next one up to a billion further on, with prices from 0
/// to 100 in cents.
pub fn tiers<A: Amount>() -> impl Strategy<Value = Vec<(u64, A)>> + Clone {
    vec((whole(1, 1_000_000_000), whole(0, 10_000)), 1..=5).prop_map(|tiers| ascending(&tiers))
}

/// The same with prices that do not rise from tier to tier.
pub fn falling_tiers<A: Amount>() -> impl Strategy<Value = Vec<(u64, A)>> + Clone {
    vec((whole(1, 1_000_000_000), whole(0, 10_000)), 1..=5).prop_map(|tiers| {
        let mut prices: Vec<i64> = tiers.iter().map(|tier| tier.1).collect();
        prices.sort_unstable_by(|one, other| other.cmp(one));
        let tiers: Vec<(i64, i64)> = tiers.iter().map(|tier| tier.0).zip(prices).collect();
        ascending(&tiers)
    })
}

/// A fixed cost of 1 to a million a month, and a variable cost and a price a unit from 0 to 100 in cents.
pub fn line<A: Amount>() -> impl Strategy<Value = (A, A, A)> + Clone {
    (scaled(1, 1_000_000, 0), scaled(0, 10_000, 2), scaled(0, 10_000, 2))
}

fn ascending<A: Amount>(tiers: &[(i64, i64)]) -> Vec<(u64, A)> {
    let mut above = 0;
    let tier = |(width, price): &(i64, i64)| {
        let tier = (above, A::scaled(*price, 2));
        above += count(*width);
        tier
    };
    tiers.iter().map(tier).collect()
}

pub(super) fn scaled<A: Amount>(low: i64, high: i64, decimals: u32) -> impl Strategy<Value = A> + Clone {
    rounded(low, high, decimals).prop_map(move |units| A::scaled(units, decimals))
}

pub(super) fn whole(low: i64, high: i64) -> impl Strategy<Value = i64> + Clone {
    rounded(low, high, 0)
}

/// What is drawn is never below 0 where a count is asked for.
fn small(drawn: i64) -> u32 {
    u32::try_from(drawn).unwrap_or(0)
}

fn count(drawn: i64) -> u64 {
    drawn.unsigned_abs()
}
