//! Laws of costs: bills and their lines, steps of capacity, prices by volume.
//!
//! Prices are for one unit of the volume, whichever it is: a token, a request, an hour.

use super::answer::{Answer, Yield};
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;
use std::fmt::Debug;

/// The lines of a bill sum to its total.
///
/// # Formula
/// ```text
/// total = line_1 + ... + line_n
/// ```
/// `bill` gives lines and total of any question. Tolerance: a billionth of the lines, none in decimals. Source: what is
/// shown has to add up.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::bill_is_the_sum_of_its_lines(|usage: &[f64]| (usage.to_vec(), usage.iter().sum::<f64>()), &[1.5, 2.5][..])?;
/// let rounded = |usage: &[f64]| (usage.iter().map(|line| line.round()).collect::<Vec<_>>(), usage.iter().sum::<f64>());
/// assert!(law::bill_is_the_sum_of_its_lines(rounded, &[1.4, 2.4][..]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn bill_is_the_sum_of_its_lines<A: Amount, Q: Debug + ?Sized, R: Yield<Value = (Vec<A>, A)>>(
    bill: impl Fn(&Q) -> R,
    question: &Q,
) -> Result<(), Violation> {
    let case = Case::of("bill_is_the_sum_of_its_lines").fed("question", question);
    let (lines, total) = case.get("bill", bill(question).value())?;
    let (lines, total) = (case.numbers("a line", lines)?, case.number("the total", total)?);
    let size = Term::sum(lines.iter().map(|line| line.abs()));
    let tolerance = if A::IS_DECIMAL { Term::zero() } else { Term::near(size) };
    case.equal(("the total", total), ("the sum of the lines", Term::sum(lines)), tolerance)
}

/// An item that is left out lowers the bill by its amount.
///
/// # Formula
/// ```text
/// bill(x_1, ..., x_n) - bill(x_1, ..., 0, ..., x_n) = x_i
/// ```
/// Tolerance: a billionth of the amounts, none in decimals. Source: a bill has no other cost than its items.
///
/// # Errors
/// A [`Violation`], also where there is no such item.
///
/// ```
/// use breakeven::law;
///
/// law::item_left_out_lowers_the_bill_by_it(|items: &[f64]| items.iter().sum::<f64>(), &[10.0, 20.0], 1)?;
/// let twice = |items: &[f64]| items.iter().sum::<f64>() + items[1];
/// assert!(law::item_left_out_lowers_the_bill_by_it(twice, &[10.0, 20.0], 1).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn item_left_out_lowers_the_bill_by_it<A: Amount, R: Answer<A>>(
    bill: impl Fn(&[A]) -> R,
    amounts: &[A],
    left_out: usize,
) -> Result<(), Violation> {
    let case =
        Case::of("item_left_out_lowers_the_bill_by_it").fed("amounts", amounts).fed("left_out", left_out);
    let mut fewer = amounts.to_vec();
    let item = fewer.get_mut(left_out).map(|amount| std::mem::replace(amount, A::scaled(0, 0)));
    case.speaks_of("an item of the bill", item.is_some())?;
    let whole = case.number("bill", bill(amounts))?;
    let rest = case.number("bill", bill(&fewer))?;
    let tolerance = if A::IS_DECIMAL { Term::zero() } else { Term::near(whole.abs() + rest.abs()) };
    case.equal(
        ("what the bill falls by", whole - rest),
        ("the item", item.map_or(Term::zero(), Term::of)),
        tolerance,
    )
}

/// A cost does not fall where something rises: the volume, a price, the PUE, the hours, the staff.
///
/// # Formula
/// ```text
/// x <= y  =>  cost(x) <= cost(y)
/// ```
/// Tolerance: a billionth of the cost, none in decimals. Source: no part of the model has a negative price; all-units
/// discounts, which drop at a threshold, do not obey.
///
/// # Errors
/// A [`Violation`], also where x is above y.
///
/// ```
/// use breakeven::law;
///
/// law::cost_never_falls_with(|volume: f64| 100.0 * (volume / 40.0).ceil(), 30.0, 50.0)?;
/// let all_units = |volume: f64| volume * if volume > 40.0 { 0.5 } else { 1.0 };
/// assert!(law::cost_never_falls_with(all_units, 40.0, 50.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn cost_never_falls_with<A: Amount, X: PartialOrd + Copy + Debug, R: Yield<Value = A>>(
    cost: impl Fn(X) -> R,
    lower: X,
    higher: X,
) -> Result<(), Violation> {
    let case = Case::of("cost_never_falls_with").fed("lower", lower).fed("higher", higher);
    goes_one_way(&case, cost, (lower, higher), (lower, higher))
}

/// A cost does not rise where something rises: the utilization, the throughput, a discount, the resale value.
///
/// # Formula
/// ```text
/// x <= y  =>  cost(x) >= cost(y)
/// ```
/// Tolerance: a billionth of the cost, none in decimals. Source: more is got for the same.
///
/// # Errors
/// A [`Violation`], also where x is above y.
///
/// ```
/// use breakeven::law;
///
/// law::cost_never_rises_with(|throughput: f64| 100.0 * (900.0 / throughput).ceil(), 300.0, 400.0)?;
/// assert!(law::cost_never_rises_with(|throughput: f64| throughput * 2.0, 300.0, 400.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn cost_never_rises_with<A: Amount, X: PartialOrd + Copy + Debug, R: Yield<Value = A>>(
    cost: impl Fn(X) -> R,
    lower: X,
    higher: X,
) -> Result<(), Violation> {
    let case = Case::of("cost_never_rises_with").fed("lower", lower).fed("higher", higher);
    goes_one_way(&case, cost, (lower, higher), (higher, lower))
}

fn goes_one_way<A: Amount, X: PartialOrd + Copy, R: Yield<Value = A>>(
    case: &Case,
    cost: impl Fn(X) -> R,
    (lower, higher): (X, X),
    (cheaper, dearer): (X, X),
) -> Result<(), Violation> {
    case.speaks_of("a lower value and a higher one", lower <= higher)?;
    let of = |at: X| -> Result<Term<A>, Violation> { case.number("cost", cost(at).value()) };
    let (less, more) = (of(cheaper)?, of(dearer)?);
    let tolerance = if A::IS_DECIMAL { Term::zero() } else { Term::near(less.abs() + more.abs()) };
    case.at_most(("what has to cost no more", less), ("what has to cost no less", more), tolerance)
}

/// As many servers as carry the volume, and none to spare.
///
/// # Formula
/// ```text
/// (servers - 1) capacity < volume <= servers capacity,      at least one server
/// ```
/// Tolerance: none. Source: servers = max(1, ceil(volume / capacity)). A reciprocal of the capacity, or a floor and one, buys
/// one too many at exact multiples.
///
/// # Errors
/// A [`Violation`], also for no capacity.
///
/// ```
/// use breakeven::law;
///
/// law::servers_carry_the_volume_and_no_more(|volume: u64, capacity: u64| volume.div_ceil(capacity).max(1), 600, 200)?;
/// assert!(law::servers_carry_the_volume_and_no_more(|volume: u64, capacity: u64| volume / capacity + 1, 600, 200).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn servers_carry_the_volume_and_no_more<R: Answer<u64>>(
    servers: impl Fn(u64, u64) -> R,
    volume: u64,
    capacity: u64,
) -> Result<(), Violation> {
    let case =
        Case::of("servers_carry_the_volume_and_no_more").fed("volume", volume).fed("capacity", capacity);
    case.speaks_of("a capacity above 0", capacity > 0)?;
    let count = i128::from(case.get("servers", servers(volume, capacity))?);
    let (volume, capacity) = (i128::from(volume), i128::from(capacity));
    case.counts_at_most(("the volume", volume), ("what the servers carry", count.saturating_mul(capacity)))?;
    case.counts_at_most(("one server", 1), ("the servers", count))?;
    let fewer = (count - 1).saturating_mul(capacity);
    case.counts_at_most(
        ("what one fewer carries, unless there is one", fewer),
        ("less than the volume", (volume - 1).max(0)),
    )
}

/// At a multiple of the capacity every server is full, and the next unit takes one more.
///
/// # Formula
/// ```text
/// servers(k capacity) = k,   servers(k capacity + 1) = k + 1      k >= 1
/// ```
/// Tolerance: none. Source: as [`servers_carry_the_volume_and_no_more`], at the edge itself.
///
/// # Errors
/// A [`Violation`], also for no capacity, no servers and volumes past 64 bits.
///
/// ```
/// use breakeven::law;
///
/// law::servers_are_full_at_multiples_of_capacity(|volume: u64, capacity: u64| volume.div_ceil(capacity).max(1), 10, 3)?;
/// let floor_and_one = |volume: u64, capacity: u64| volume / capacity + 1;
/// assert!(law::servers_are_full_at_multiples_of_capacity(floor_and_one, 10, 3).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn servers_are_full_at_multiples_of_capacity<R: Answer<u64>>(
    servers: impl Fn(u64, u64) -> R,
    capacity: u64,
    full: u64,
) -> Result<(), Violation> {
    let case =
        Case::of("servers_are_full_at_multiples_of_capacity").fed("capacity", capacity).fed("full", full);
    let volume = capacity.checked_mul(full).filter(|volume| *volume > 0 && *volume < u64::MAX);
    case.speaks_of("a capacity and servers above 0, whose volume has 64 bits", volume.is_some())?;
    let volume = volume.unwrap_or_default();
    case.same(
        ("the servers of full ones", case.get("servers", servers(volume, capacity))?),
        ("as many", full),
    )?;
    let next = case.get("servers", servers(volume + 1, capacity))?;
    case.same(("the servers of a unit more", next), ("one more", full.saturating_add(1)))
}

/// Steps cost no less than the line through the full ones, and as much at each full one.
///
/// # Formula
/// ```text
/// cost(volume) >= step volume / capacity,   cost(k capacity) = k step      k >= 1
/// ```
/// `cost` takes the volume. Tolerance: a billionth of the cost, 1e-20 in decimals. Source: the linear relaxation of a
/// staircase.
///
/// # Errors
/// A [`Violation`], also for no capacity and for a step that costs less than nothing.
///
/// ```
/// use breakeven::law;
///
/// law::steps_cost_no_less_than_their_line(|volume: u64| 10.0 * volume.div_ceil(200).max(1) as f64, 10.0, 200, 3, 450)?;
/// // The load rounded to servers leaves some of it unserved.
/// assert!(law::steps_cost_no_less_than_their_line(|volume: u64| 10.0 * (volume as f64 / 200.0).round(), 10.0, 200, 3, 450).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn steps_cost_no_less_than_their_line<A: Amount, R: Answer<A>>(
    cost: impl Fn(u64) -> R,
    step: A,
    capacity: u64,
    full: u32,
    volume: u64,
) -> Result<(), Violation> {
    let case = Case::of("steps_cost_no_less_than_their_line")
        .fed("step", step)
        .fed("capacity", capacity)
        .fed("full", full)
        .fed("volume", volume);
    let price = Term::of(step);
    case.speaks_of(
        "a capacity above 0 and a step of 0 or more",
        capacity > 0 && Term::zero().is_at_most(price),
    )?;
    let line = (price * Term::count(volume)).over(Term::count(capacity));
    let found = case.number("cost", cost(volume))?;
    case.at_most(("the line", line), ("the cost", found), Term::near(line))?;
    let end = capacity.checked_mul(full.into()).filter(|end| *end > 0);
    case.speaks_of("full steps whose volume has 64 bits", end.is_some())?;
    let at_full = price * Term::whole(full);
    let found = case.number("cost", cost(end.unwrap_or_default()))?;
    case.equal(("the cost of full steps", found), ("as many steps", at_full), Term::near(at_full))
}

/// Graduated prices have no jump: the next unit costs a price of one, and none costs less than nothing.
///
/// # Formula
/// ```text
/// 0 <= cost(q + 1) - cost(q) <= dearest price
/// ```
/// `cost` takes tiers (each with the volume above which it holds, from 0 on) and a volume. Tolerance: a billionth of the cost,
/// 1e-20 in decimals. Source: marginal prices, as of income tax; all-units prices jump down and do not obey.
///
/// # Errors
/// A [`Violation`], also for tiers that do not ascend from 0 or have a price below 0.
///
/// ```
/// use breakeven::law;
///
/// let graduated = |tiers: &[(u64, f64)], volume: u64| {
///     let ends = tiers.iter().skip(1).map(|tier| tier.0).chain([u64::MAX]);
///     tiers.iter().zip(ends).map(|((above, price), end)| price * volume.min(end).saturating_sub(*above) as f64).sum::<f64>()
/// };
/// law::graduated_prices_have_no_jump(graduated, &[(0, 2.0), (100, 1.0)], 100)?;
/// let all_units = |tiers: &[(u64, f64)], volume: u64| volume as f64 * tiers.iter().rfind(|tier| tier.0 < volume.max(1)).unwrap().1;
/// assert!(law::graduated_prices_have_no_jump(all_units, &[(0, 2.0), (100, 1.0)], 100).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn graduated_prices_have_no_jump<A: Amount, R: Answer<A>>(
    cost: impl Fn(&[(u64, A)], u64) -> R,
    tiers: &[(u64, A)],
    volume: u64,
) -> Result<(), Violation> {
    let case = Case::of("graduated_prices_have_no_jump").fed("tiers", tiers).fed("volume", volume);
    let (_, dearest) = speaks_of_tiers(&case, tiers)?;
    let here = case.number("cost", cost(tiers, volume))?;
    let next = case.number("cost", cost(tiers, volume.saturating_add(1)))?;
    let tolerance = Term::near(here.abs() + next.abs());
    case.at_most(("the cost", here), ("the cost of a unit more", next), tolerance)?;
    case.at_most(("what a unit more costs", next - here), ("the dearest price", dearest), tolerance)
}

/// Graduated prices that fall make the cost bend down.
///
/// # Formula
/// ```text
/// cost(q) + cost(q + 2 h) <= 2 cost(q + h)
/// ```
/// Tolerance: a billionth of the costs, 1e-20 in decimals. Source: the integral of a falling price is concave.
///
/// # Errors
/// A [`Violation`], also for tiers that do not ascend from 0, have a price below 0 or one that rises.
///
/// ```
/// use breakeven::law;
///
/// let graduated = |tiers: &[(u64, f64)], volume: u64| {
///     let ends = tiers.iter().skip(1).map(|tier| tier.0).chain([u64::MAX]);
///     tiers.iter().zip(ends).map(|((above, price), end)| price * volume.min(end).saturating_sub(*above) as f64).sum::<f64>()
/// };
/// law::graduated_prices_that_fall_bend_down(graduated, &[(0, 2.0), (100, 1.0)], 80, 20)?;
/// let square = |_: &[(u64, f64)], volume: u64| (volume * volume) as f64;
/// assert!(law::graduated_prices_that_fall_bend_down(square, &[(0, 2.0), (100, 1.0)], 80, 20).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn graduated_prices_that_fall_bend_down<A: Amount, R: Answer<A>>(
    cost: impl Fn(&[(u64, A)], u64) -> R,
    tiers: &[(u64, A)],
    volume: u64,
    step: u64,
) -> Result<(), Violation> {
    let case = Case::of("graduated_prices_that_fall_bend_down")
        .fed("tiers", tiers)
        .fed("volume", volume)
        .fed("step", step);
    speaks_of_tiers(&case, tiers)?;
    let falls = tiers.iter().zip(tiers.iter().skip(1)).all(|(one, next)| next.1 <= one.1);
    case.speaks_of("prices that do not rise", falls)?;
    let middle = volume.saturating_add(step);
    let end = middle.saturating_add(step);
    case.speaks_of("volumes within 64 bits", end < u64::MAX)?;
    let of = |volume: u64| case.number("cost", cost(tiers, volume));
    let (ends, twice) = (of(volume)? + of(end)?, of(middle)? * Term::whole(2));
    case.at_most(
        ("the costs of both ends", ends),
        ("twice the cost of the middle", twice),
        Term::near(ends.abs()),
    )
}

/// Prices by volume come to between the cheapest and the dearest of them.
///
/// # Formula
/// ```text
/// min price q <= cost(q) <= max price q
/// ```
/// By either rule, graduated or all units. Tolerance: a billionth of the cost, 1e-20 in decimals. Source: a mean lies
/// between its extremes.
///
/// # Errors
/// A [`Violation`], also for tiers that do not ascend from 0 or have a price below 0.
///
/// ```
/// use breakeven::law;
///
/// let all_units = |tiers: &[(u64, f64)], volume: u64| volume as f64 * tiers.iter().rfind(|tier| tier.0 < volume.max(1)).unwrap().1;
/// law::tiers_lie_between_their_prices(all_units, &[(0, 2.0), (100, 1.0)], 150)?;
/// let both_tiers = |tiers: &[(u64, f64)], volume: u64| tiers.iter().map(|tier| tier.1 * volume as f64).sum::<f64>();
/// assert!(law::tiers_lie_between_their_prices(both_tiers, &[(0, 2.0), (100, 1.0)], 150).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn tiers_lie_between_their_prices<A: Amount, R: Answer<A>>(
    cost: impl Fn(&[(u64, A)], u64) -> R,
    tiers: &[(u64, A)],
    volume: u64,
) -> Result<(), Violation> {
    let case = Case::of("tiers_lie_between_their_prices").fed("tiers", tiers).fed("volume", volume);
    let (cheapest, dearest) = speaks_of_tiers(&case, tiers)?;
    let (found, count) = (case.number("cost", cost(tiers, volume))?, Term::count(volume));
    let tolerance = Term::near(dearest * count);
    case.at_most(("the volume at the cheapest price", cheapest * count), ("the cost", found), tolerance)?;
    case.at_most(("the cost", found), ("the volume at the dearest price", dearest * count), tolerance)
}

/// One price in all tiers is that price.
///
/// # Formula
/// ```text
/// price_1 = ... = price_n = p  =>  cost(q) = p q
/// ```
/// By either rule. Tolerance: a billionth of the cost, 1e-20 in decimals. Source: a mean of equal prices.
///
/// # Errors
/// A [`Violation`], also for tiers that do not ascend from 0 or have a price below 0.
///
/// ```
/// use breakeven::law;
///
/// let all_units = |tiers: &[(u64, f64)], volume: u64| volume as f64 * tiers.iter().rfind(|tier| tier.0 < volume.max(1)).unwrap().1;
/// law::one_price_in_all_tiers_is_flat(all_units, &[(0, 2.0), (100, 1.0)], 150)?;
/// let free_until = |tiers: &[(u64, f64)], volume: u64| tiers[0].1 * volume.saturating_sub(tiers[1].0) as f64;
/// assert!(law::one_price_in_all_tiers_is_flat(free_until, &[(0, 2.0), (100, 1.0)], 150).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn one_price_in_all_tiers_is_flat<A: Amount, R: Answer<A>>(
    cost: impl Fn(&[(u64, A)], u64) -> R,
    tiers: &[(u64, A)],
    volume: u64,
) -> Result<(), Violation> {
    let case = Case::of("one_price_in_all_tiers_is_flat").fed("tiers", tiers).fed("volume", volume);
    speaks_of_tiers(&case, tiers)?;
    let price = tiers.first().map_or(A::scaled(0, 0), |tier| tier.1);
    let flat: Vec<(u64, A)> = tiers.iter().map(|(above, _)| (*above, price)).collect();
    let expected = Term::of(price) * Term::count(volume);
    let found = case.number("cost", cost(&flat, volume))?;
    case.equal(
        ("the cost at one price, that of the first tier", found),
        ("the volume at it", expected),
        Term::near(expected),
    )
}

/// A tier that is written in two parts costs what it did.
///
/// # Formula
/// ```text
/// (above, p)  =  (above, p), (at, p)      at within the tier
/// ```
/// By either rule. Tolerance: a billionth of the cost, 1e-20 in decimals. Source: the price as a function of volume is the
/// same.
///
/// # Errors
/// A [`Violation`], also for tiers that do not ascend from 0 or have a price below 0, and a cut at the beginning of one.
///
/// ```
/// use breakeven::law;
///
/// let all_units = |tiers: &[(u64, f64)], volume: u64| volume as f64 * tiers.iter().rfind(|tier| tier.0 < volume.max(1)).unwrap().1;
/// law::tier_in_two_parts_changes_nothing(all_units, &[(0, 2.0), (100, 1.0)], 40, 150)?;
/// let by_count = |tiers: &[(u64, f64)], volume: u64| all_units(tiers, volume) * (1.0 - 0.01 * tiers.len() as f64);
/// assert!(law::tier_in_two_parts_changes_nothing(by_count, &[(0, 2.0), (100, 1.0)], 40, 150).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn tier_in_two_parts_changes_nothing<A: Amount, R: Answer<A>>(
    cost: impl Fn(&[(u64, A)], u64) -> R,
    tiers: &[(u64, A)],
    at: u64,
    volume: u64,
) -> Result<(), Violation> {
    let case =
        Case::of("tier_in_two_parts_changes_nothing").fed("tiers", tiers).fed("at", at).fed("volume", volume);
    speaks_of_tiers(&case, tiers)?;
    let before = tiers.partition_point(|(above, _)| *above < at);
    let cut = before.checked_sub(1).and_then(|within| tiers.get(within));
    let is_inside = cut.is_some() && tiers.iter().all(|(above, _)| *above != at);
    case.speaks_of("a cut within a tier", is_inside)?;
    let mut parted = tiers.to_vec();
    if let Some((_, price)) = cut {
        parted.insert(before, (at, *price));
    }
    let (one, other) =
        (case.number("cost", cost(tiers, volume))?, case.number("cost", cost(&parted, volume))?);
    case.equal(("the cost", one), ("the cost with the tier in two parts", other), Term::near(one.abs()))
}

/// The cheapest price and the dearest, of tiers that are well written.
fn speaks_of_tiers<A: Amount>(case: &Case, tiers: &[(u64, A)]) -> Result<(Term<A>, Term<A>), Violation> {
    let ascend = tiers.iter().zip(tiers.iter().skip(1)).all(|(one, next)| one.0 < next.0);
    let prices = || tiers.iter().map(|tier| Term::of(tier.1));
    let are_prices = prices().all(|price| Term::zero().is_at_most(price));
    let begin = tiers.first().is_some_and(|tier| tier.0 == 0);
    case.speaks_of("tiers that ascend from 0, with prices of 0 and more", begin && ascend && are_prices)?;
    let cheapest = prices().reduce(Term::at_most).unwrap_or(Term::zero());
    Ok((cheapest, prices().reduce(Term::at_least).unwrap_or(Term::zero())))
}
