//! Laws of money: rounding, currencies, text and exchange.

use super::answer::{Answer, Refusal};
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;
use std::fmt::Debug;

/// What is rounded is not rounded again.
///
/// # Formula
/// ```text
/// round(round(x)) = round(x)
/// ```
/// Tolerance: none. Source: rounding is a projection.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::rounding_is_idempotent(|x: f64| (x * 100.0).round() / 100.0, 0.125)?;
/// assert!(law::rounding_is_idempotent(|x: f64| x + 0.01, 0.125).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn rounding_is_idempotent<A: Amount, R: Answer<A>>(
    round: impl Fn(A) -> R,
    value: A,
) -> Result<(), Violation> {
    let case = Case::of("rounding_is_idempotent").fed("value", value);
    let once = case.number("round", round(value))?;
    let twice = case.number("round", round(case.made(once)?))?;
    case.equal(("rounded twice", twice), ("rounded once", once), Term::zero())
}

/// Rounding keeps the order.
///
/// # Formula
/// ```text
/// x <= y  =>  round(x) <= round(y)
/// ```
/// Tolerance: none. Source: monotone, in every mode.
///
/// # Errors
/// A [`Violation`], also where x is above y.
///
/// ```
/// use breakeven::law;
///
/// law::rounding_keeps_the_order(|x: f64| x.round(), 2.4, 2.6)?;
/// let parity = |x: f64| if x.floor() % 2.0 == 0.0 { x.ceil() } else { x.floor() };
/// assert!(law::rounding_keeps_the_order(parity, 0.5, 1.0).is_ok() && law::rounding_keeps_the_order(|x: f64| -x, 0.5, 1.5).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn rounding_keeps_the_order<A: Amount, R: Answer<A>>(
    round: impl Fn(A) -> R,
    lower: A,
    higher: A,
) -> Result<(), Violation> {
    let case = Case::of("rounding_keeps_the_order").fed("lower", lower).fed("higher", higher);
    case.speaks_of("a lower number and a higher one", lower <= higher)?;
    let (less, more) = (case.number("round", round(lower))?, case.number("round", round(higher))?);
    case.at_most(("the lower, rounded", less), ("the higher, rounded", more), Term::zero())
}

/// Rounding to the nearest moves a number by half a unit at most.
///
/// # Formula
/// ```text
/// |round(x) - x| <= 10^-decimals / 2
/// ```
/// Tolerance: a billionth of the number, none in decimals. Source: the half modes of IEEE 754 and of invoices; directed modes
/// move it by less than a whole unit and do not obey.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::rounding_to_the_nearest_moves_by_half_a_unit(|x: f64| (x * 100.0).round() / 100.0, 0.128, 2)?;
/// assert!(law::rounding_to_the_nearest_moves_by_half_a_unit(|x: f64| (x * 100.0).floor() / 100.0, 0.128, 2).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn rounding_to_the_nearest_moves_by_half_a_unit<A: Amount, R: Answer<A>>(
    round: impl Fn(A) -> R,
    value: A,
    decimals: u32,
) -> Result<(), Violation> {
    let case = Case::of("rounding_to_the_nearest_moves_by_half_a_unit")
        .fed("value", value)
        .fed("decimals", decimals);
    let exact = Term::of(value);
    let off = (case.number("round", round(value))? - exact).abs();
    let half = Term::of(A::scaled(1, decimals)).over(Term::whole(2));
    let tolerance = if A::IS_DECIMAL { Term::zero() } else { Term::near(exact.abs()) };
    case.at_most(("how far it is moved", off), ("half a unit", half), tolerance)
}

/// Numbers below 0 are rounded as those above.
///
/// # Formula
/// ```text
/// round(-x) = -round(x)
/// ```
/// Tolerance: none. Source: the half modes, toward zero and away from it are odd functions; floor, ceiling, and
/// floor(x + 1/2), which some programs call half up, are not.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::rounding_ignores_the_sign(|x: f64| x.round(), 2.5)?;
/// assert!(law::rounding_ignores_the_sign(|x: f64| (x + 0.5).floor(), 2.5).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn rounding_ignores_the_sign<A: Amount, R: Answer<A>>(
    round: impl Fn(A) -> R,
    value: A,
) -> Result<(), Violation> {
    let case = Case::of("rounding_ignores_the_sign").fed("value", value);
    let negative = case.made(Term::of(value).negative())?;
    let (one, other) = (case.number("round", round(value))?, case.number("round", round(negative))?);
    case.equal(
        ("the negative, rounded", other),
        ("the negative of the rounded", one.negative()),
        Term::zero(),
    )
}

/// Down and up change places below 0.
///
/// # Formula
/// ```text
/// floor(-x) = -ceiling(x)
/// ```
/// Tolerance: none. Source: the directed modes of IEEE 754.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::floor_and_ceiling_mirror_each_other(|x: f64| x.floor(), |x: f64| x.ceil(), 2.5)?;
/// assert!(law::floor_and_ceiling_mirror_each_other(|x: f64| x.trunc(), |x: f64| x.ceil(), 2.5).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn floor_and_ceiling_mirror_each_other<A: Amount, R: Answer<A>, S: Answer<A>>(
    floor: impl Fn(A) -> R,
    ceiling: impl Fn(A) -> S,
    value: A,
) -> Result<(), Violation> {
    let case = Case::of("floor_and_ceiling_mirror_each_other").fed("value", value);
    let negative = case.made(Term::of(value).negative())?;
    let down = case.number("floor", floor(negative))?;
    let up = case.number("ceiling", ceiling(value))?.negative();
    case.equal(("the negative, rounded down", down), ("the negative of it rounded up", up), Term::zero())
}

/// A sum of money does not depend on its order.
///
/// # Formula
/// ```text
/// sum(x_n, ..., x_1) = sum(x_1, ..., x_n)
/// ```
/// Of whatever type money has. Tolerance: none. Source: addition is commutative and associative while no digit is lost, which
/// binary floats do not keep.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{Decimal, law};
///
/// let amounts = [Decimal::new(1, 1), Decimal::new(2, 1), Decimal::new(3, 1)];
/// law::sum_ignores_the_order(|list: &[Decimal]| list.iter().sum::<Decimal>(), &amounts)?;
/// // 0.1 + 0.2 + 0.3 is 0.6000000000000001, and 0.3 + 0.2 + 0.1 is 0.6.
/// assert!(law::sum_ignores_the_order(|list: &[f64]| list.iter().sum::<f64>(), &[0.1, 0.2, 0.3]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn sum_ignores_the_order<M: Clone + PartialEq + Debug, R: Answer<M>>(
    sum: impl Fn(&[M]) -> R,
    amounts: &[M],
) -> Result<(), Violation> {
    let case = Case::of("sum_ignores_the_order").fed("amounts", amounts);
    let reversed: Vec<M> = amounts.iter().rev().cloned().collect();
    let (there, back) = (case.get("sum", sum(amounts))?, case.get("sum", sum(&reversed))?);
    case.same(("the sum", there), ("the sum from the other end", back))
}

/// An amount less itself is nothing.
///
/// # Formula
/// ```text
/// x - x = 0
/// ```
/// Tolerance: none. Source: the inverse of addition, in the currency of the amount.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{Currency, Money, law};
///
/// let price = Money::new("0.015".parse()?, Currency::USD)?;
/// law::amount_less_itself_is_nothing(Money::checked_sub, price, Money::zero(Currency::USD))?;
/// // Nothing in one currency is not nothing in another.
/// assert!(law::amount_less_itself_is_nothing(Money::checked_sub, price, Money::zero(Currency::EUR)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn amount_less_itself_is_nothing<M: Clone + Debug + PartialEq, R: Answer<M>>(
    less: impl Fn(M, M) -> R,
    amount: M,
    nothing: M,
) -> Result<(), Violation> {
    let case = Case::of("amount_less_itself_is_nothing").fed("amount", &amount);
    let rest = case.get("less", less(amount.clone(), amount))?;
    case.same(("the difference", rest), ("nothing", nothing))
}

/// Amounts of two currencies are not combined, in either order.
///
/// # Formula
/// ```text
/// x USD + y JPY: refused,   y JPY + x USD: refused
/// ```
/// For sums, differences and comparisons; the function returns `None` or an error. Tolerance: none. Source: Fowler, Money;
/// JSR 354 (`MonetaryException`).
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{Currency, Money, law};
///
/// let (dollar, euro) = (Money::new(1.into(), Currency::USD)?, Money::new(1.into(), Currency::EUR)?);
/// law::mixed_currencies_are_refused(Money::checked_add, dollar, euro)?;
/// let takes_the_left = |a: Money, b: Money| Money::new(a.amount() + b.amount(), a.currency());
/// assert!(law::mixed_currencies_are_refused(takes_the_left, dollar, euro).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mixed_currencies_are_refused<M: Clone + Debug, R: Refusal>(
    combine: impl Fn(M, M) -> R,
    one: M,
    other: M,
) -> Result<(), Violation> {
    let case = Case::of("mixed_currencies_are_refused").fed("one", &one).fed("other", &other);
    case.refused("the one with the other", combine(one.clone(), other.clone()))?;
    case.refused("the other with the one", combine(other, one))
}

/// What is written is read back as it was.
///
/// # Formula
/// ```text
/// read(write(x)) = x
/// ```
/// For text, JSON or any other form that is a string. Tolerance: none. Source: round trip.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{Currency, Money, law};
///
/// let price = Money::new("0.015".parse()?, Currency::USD)?;
/// law::text_is_read_back(Money::to_string, str::parse::<Money>, price)?;
/// let in_cents = |money: &Money| format!("{:.2} {}", money.amount(), money.currency());
/// assert!(law::text_is_read_back(in_cents, str::parse::<Money>, price).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn text_is_read_back<T: Debug + PartialEq, R: Answer<T>>(
    write: impl Fn(&T) -> String,
    read: impl Fn(&str) -> R,
    value: T,
) -> Result<(), Violation> {
    let text = write(&value);
    let case = Case::of("text_is_read_back").fed("value", &value).fed("text", &text);
    let back = case.get("read", read(&text))?;
    case.same(("what is read back", back), ("what was written", value))
}

/// Converted there and back, an amount is within the rounding of both ways.
///
/// # Formula
/// ```text
/// |convert(convert(x, q), 1 / q) - x| <= u / 2 (1 + 1 / q)      u = 10^-decimals
/// ```
/// It is never claimed to be exact. Tolerance: a billionth of the amount, 1e-20 in decimals, as 1 / q is rounded too. Source:
/// Council Regulation (EC) No 1103/97, article 4, which forbids rounded inverse rates for this reason.
///
/// # Errors
/// A [`Violation`], also for a rate of 0 or less.
///
/// ```
/// use breakeven::law;
///
/// let to_cents = |amount: f64, rate: f64| (amount * rate * 100.0).round() / 100.0;
/// law::exchange_there_and_back_is_within_rounding(to_cents, 100.0, 0.93, 2)?;
/// let with_fee = |amount: f64, rate: f64| amount * rate * 0.99;
/// assert!(law::exchange_there_and_back_is_within_rounding(with_fee, 100.0, 0.93, 2).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn exchange_there_and_back_is_within_rounding<A: Amount, R: Answer<A>>(
    convert: impl Fn(A, A) -> R,
    amount: A,
    rate: A,
    decimals: u32,
) -> Result<(), Violation> {
    let case = Case::of("exchange_there_and_back_is_within_rounding")
        .fed("amount", amount)
        .fed("rate", rate)
        .fed("decimals", decimals);
    let (before, there) = (Term::of(amount), Term::of(rate));
    case.speaks_of("rates above 0", Term::zero().is_below(there))?;
    let inverse = Term::one().over(there);
    let converted = case.made(case.number("convert", convert(amount, rate))?)?;
    let back = case.number("convert", convert(converted, case.made(inverse)?))?;
    let rounding = Term::of(A::scaled(1, decimals)).over(Term::whole(2)) * (Term::one() + inverse);
    let tolerance = Term::near(before.abs() + rounding);
    case.at_most(
        ("how far it is off", (back - before).abs()),
        ("the rounding of both ways", rounding),
        tolerance,
    )
}

/// At a rate of 1 an amount stays what it is.
///
/// # Formula
/// ```text
/// convert(x, 1) = x
/// ```
/// Of an amount that is rounded already. Tolerance: none. Source: the identity.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::exchange_at_one_changes_nothing(|amount: f64, rate: f64| amount * rate, 12.34)?;
/// assert!(law::exchange_at_one_changes_nothing(|amount: f64, rate: f64| amount * rate - 0.01, 12.34).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn exchange_at_one_changes_nothing<A: Amount, R: Answer<A>>(
    convert: impl Fn(A, A) -> R,
    amount: A,
) -> Result<(), Violation> {
    let case = Case::of("exchange_at_one_changes_nothing").fed("amount", amount);
    let after = case.number("convert", convert(amount, A::scaled(1, 0)))?;
    case.equal(("the amount at 1", after), ("the amount", Term::of(amount)), Term::zero())
}
