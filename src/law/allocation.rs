//! Laws of amounts that are divided to the last unit.
//!
//! Amounts are whole units (cents), and so are weights: a function under test takes both and gives a part for each weight.

use super::answer::Answer;
use super::case::Case;
use super::violation::Violation;

/// The parts sum to the amount.
///
/// # Formula
/// ```text
/// part_1 + ... + part_n = units      and there is a part for each weight
/// ```
/// Tolerance: none. Source: Fowler, Patterns of Enterprise Application Architecture, Money.
///
/// # Errors
/// A [`Violation`], also for weights that sum to 0.
///
/// ```
/// use breakeven::law;
///
/// // The units that are left go to the first in order.
/// let fowler = |units: i64, weights: &[u32]| {
///     let sum: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
///     let mut parts: Vec<i64> = weights.iter().map(|weight| units * i64::from(*weight) / sum).collect();
///     let left = units - parts.iter().sum::<i64>();
///     parts.iter_mut().take(left as usize).for_each(|part| *part += 1);
///     parts
/// };
/// law::allocation_loses_nothing(fowler, 100, &[1, 1, 1])?;
/// let rounded = |units: i64, weights: &[u32]| weights.iter().map(|_| (units as f64 / weights.len() as f64).round() as i64).collect::<Vec<_>>();
/// assert!(law::allocation_loses_nothing(rounded, 100, &[1, 1, 1]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn allocation_loses_nothing<R: Answer<Vec<i64>>>(
    allocate: impl Fn(i64, &[u32]) -> R,
    units: i64,
    weights: &[u32],
) -> Result<(), Violation> {
    let case = speaks("allocation_loses_nothing", units, weights)?;
    let parts = parts(&case, "allocate", allocate(units, weights), weights)?;
    let sum: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    case.same(("the sum of the parts", sum), ("the amount", i128::from(units)))
}

/// No part is a unit or more away from its share.
///
/// # Formula
/// ```text
/// |part_i - units w_i / sum of w| < 1
/// ```
/// Tolerance: none. Source: the quota rule of apportionment (Balinski and Young, Fair Representation, 1982); of two that are
/// a unit apart, largest remainders keep it, and what goes to the first in order need not.
///
/// # Errors
/// A [`Violation`], also for weights that sum to 0.
///
/// ```
/// use breakeven::law;
///
/// let halves = |units: i64, _: &[u32]| vec![units - units / 2, units / 2];
/// law::allocation_keeps_to_the_shares(halves, 5, &[1, 1])?;
/// let rest_to_last = |units: i64, weights: &[u32]| vec![0, 0, units].into_iter().take(weights.len()).collect::<Vec<_>>();
/// assert!(law::allocation_keeps_to_the_shares(rest_to_last, 2, &[1, 1, 1]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn allocation_keeps_to_the_shares<R: Answer<Vec<i64>>>(
    allocate: impl Fn(i64, &[u32]) -> R,
    units: i64,
    weights: &[u32],
) -> Result<(), Violation> {
    let case = speaks("allocation_keeps_to_the_shares", units, weights)?;
    let whole = sum(weights);
    for (part, weight) in parts(&case, "allocate", allocate(units, weights), weights)?.iter().zip(weights) {
        let off = i128::from(*part).saturating_mul(whole) - i128::from(units) * i128::from(*weight);
        case.counts_at_most(
            ("how far a part is off its share, times the sum of the weights", off.saturating_abs()),
            ("less than a unit", whole - 1),
        )?;
    }
    Ok(())
}

/// Who has no weight gets nothing.
///
/// # Formula
/// ```text
/// w_i = 0  =>  part_i = 0
/// ```
/// Tolerance: none. Source: the quota rule; what is left over goes astray where it goes by the order of the list.
///
/// # Errors
/// A [`Violation`], also for weights that sum to 0.
///
/// ```
/// use breakeven::law;
///
/// law::allocation_gives_nothing_for_no_weight(|units: i64, _: &[u32]| vec![0, units], 5, &[0, 1])?;
/// let to_the_first = |units: i64, _: &[u32]| vec![units % 2, units / 2, units / 2];
/// assert!(law::allocation_gives_nothing_for_no_weight(to_the_first, 5, &[0, 1, 1]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn allocation_gives_nothing_for_no_weight<R: Answer<Vec<i64>>>(
    allocate: impl Fn(i64, &[u32]) -> R,
    units: i64,
    weights: &[u32],
) -> Result<(), Violation> {
    let case = speaks("allocation_gives_nothing_for_no_weight", units, weights)?;
    for (part, weight) in parts(&case, "allocate", allocate(units, weights), weights)?.iter().zip(weights) {
        if *weight == 0 {
            case.same(("the part of no weight", *part), ("nothing", 0))?;
        }
    }
    Ok(())
}

/// A debt is divided as the credit of the same size.
///
/// # Formula
/// ```text
/// allocate(-units, w) = -allocate(units, w)
/// ```
/// Tolerance: none. Source: a refund gives back what was charged; RubyMoney (issue 652) and rusty-money rounded down below 0.
///
/// # Errors
/// A [`Violation`], also for weights that sum to 0.
///
/// ```
/// use breakeven::law;
///
/// let toward_zero = |units: i64, _: &[u32]| vec![units - units / 2, units / 2];
/// law::allocation_of_a_debt_mirrors_a_credit(toward_zero, 5, &[1, 1])?;
/// let down = |units: i64, _: &[u32]| vec![units - units.div_euclid(2), units.div_euclid(2)];
/// assert!(law::allocation_of_a_debt_mirrors_a_credit(down, 5, &[1, 1]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn allocation_of_a_debt_mirrors_a_credit<R: Answer<Vec<i64>>>(
    allocate: impl Fn(i64, &[u32]) -> R,
    units: i64,
    weights: &[u32],
) -> Result<(), Violation> {
    let case = speaks("allocation_of_a_debt_mirrors_a_credit", units, weights)?;
    case.speaks_of("an amount that has a negative", units != i64::MIN)?;
    let credit = parts(&case, "allocate", allocate(units, weights), weights)?;
    let debt = parts(&case, "allocate", allocate(units.saturating_neg(), weights), weights)?;
    let mirrored: Vec<i64> = debt.into_iter().map(i64::saturating_neg).collect();
    case.same(("the parts", credit), ("those of the negative, with the other sign", mirrored))
}

/// Only the ratio of the weights counts.
///
/// # Formula
/// ```text
/// allocate(units, m w) = allocate(units, w)      m = 1, 2, ...
/// ```
/// Tolerance: none. Source: weights in percent or in thousandths are the same weights.
///
/// # Errors
/// A [`Violation`], also for weights that sum to 0, and for a factor of 0 or with which a weight passes 32 bits.
///
/// ```
/// use breakeven::law;
///
/// let halves = |units: i64, _: &[u32]| vec![units - units / 2, units / 2];
/// law::allocation_ignores_the_scale_of_weights(halves, 5, &[1, 1], 100)?;
/// let as_percentages = |units: i64, weights: &[u32]| weights.iter().map(|weight| units * i64::from(*weight) / 100).collect::<Vec<_>>();
/// assert!(law::allocation_ignores_the_scale_of_weights(as_percentages, 500, &[50, 50], 2).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn allocation_ignores_the_scale_of_weights<R: Answer<Vec<i64>>>(
    allocate: impl Fn(i64, &[u32]) -> R,
    units: i64,
    weights: &[u32],
    factor: u32,
) -> Result<(), Violation> {
    let case = speaks("allocation_ignores_the_scale_of_weights", units, weights)?.fed("factor", factor);
    let scaled: Option<Vec<u32>> = weights.iter().map(|weight| weight.checked_mul(factor)).collect();
    case.speaks_of("a factor above 0, and weights within 32 bits", factor > 0 && scaled.is_some())?;
    let before = parts(&case, "allocate", allocate(units, weights), weights)?;
    let after = parts(&case, "allocate", allocate(units, &scaled.unwrap_or_default()), weights)?;
    case.same(("the parts", before), ("those of so many times the weights", after))
}

/// The order of the list moves no money, but between those whose remainders are the same.
///
/// # Formula
/// ```text
/// allocate(units, reversed w) = reversed allocate(units, w)
/// ```
/// but for a unit where (|units| w_i) mod (sum of w) is that of another too: a tie has to be settled somehow. Tolerance:
/// none. Source: anonymity of apportionment (Balinski and Young); moneyphp (issue 492) and rusty-money (issue 103) give what
/// is left to the first.
///
/// # Errors
/// A [`Violation`], also for weights that sum to 0.
///
/// ```
/// use breakeven::law;
///
/// let first_come = |units: i64, weights: &[u32]| {
///     let sum: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
///     let mut parts: Vec<i64> = weights.iter().map(|weight| units * i64::from(*weight) / sum).collect();
///     let left = units - parts.iter().sum::<i64>();
///     parts.iter_mut().take(left as usize).for_each(|part| *part += 1);
///     parts
/// };
/// // 3.3 and 6.7 of 10: the unit goes to whoever stands first.
/// assert!(law::allocation_ignores_the_order_of_weights(first_come, 10, &[33, 67]).is_err());
/// let largest_of_two = |units: i64, weights: &[u32]| vec![(units * i64::from(weights[0]) + 50) / 100, (units * i64::from(weights[1]) + 50) / 100];
/// law::allocation_ignores_the_order_of_weights(largest_of_two, 10, &[33, 67])?;
/// # Ok::<(), law::Violation>(())
/// ```
pub fn allocation_ignores_the_order_of_weights<R: Answer<Vec<i64>>>(
    allocate: impl Fn(i64, &[u32]) -> R,
    units: i64,
    weights: &[u32],
) -> Result<(), Violation> {
    let case = speaks("allocation_ignores_the_order_of_weights", units, weights)?;
    let reversed: Vec<u32> = weights.iter().rev().copied().collect();
    let parts_of = parts(&case, "allocate", allocate(units, weights), weights)?;
    let mut others = parts(&case, "allocate", allocate(units, &reversed), weights)?;
    others.reverse();
    let whole = sum(weights);
    let remainder = |weight: &u32| (i128::from(units).saturating_abs() * i128::from(*weight)) % whole;
    for ((one, other), weight) in parts_of.iter().zip(&others).zip(weights) {
        let is_tied = weights.iter().filter(|tied| remainder(tied) == remainder(weight)).count() > 1;
        let off = (i128::from(*one) - i128::from(*other)).saturating_abs();
        case.counts_at_most(
            ("what the order of the list moves", off),
            ("nothing, and a unit between equal remainders", i128::from(is_tied)),
        )?;
    }
    Ok(())
}

fn speaks(law: &'static str, units: i64, weights: &[u32]) -> Result<Case, Violation> {
    let case = Case::of(law).fed("units", units).fed("weights", weights);
    case.speaks_of("weights of which one is above 0", sum(weights) > 0)?;
    Ok(case)
}

fn parts(
    case: &Case,
    call: &str,
    answer: impl Answer<Vec<i64>>,
    weights: &[u32],
) -> Result<Vec<i64>, Violation> {
    let parts = case.get(call, answer)?;
    case.same(("the number of parts", parts.len()), ("the number of weights", weights.len()))?;
    Ok(parts)
}

fn sum(weights: &[u32]) -> i128 {
    weights.iter().map(|weight| i128::from(*weight)).sum()
}
