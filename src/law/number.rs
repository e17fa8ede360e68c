//! Laws of numbers themselves: floats against decimals, and what is no number.

use super::answer::{Answer, Finite, Refusal};
use super::case::Case;
use super::term::Term;
use super::violation::{Finding, Violation};
use rust_decimal::Decimal;
use std::fmt::Debug;

/// A function in binary floats is near the same one in decimals.
///
/// # Formula
/// ```text
/// |fast(x) - exact(x)| <= 10^-12 size
/// ```
/// `size` is the sum of the absolute terms of the formula, whose rounding a float cannot help. Inputs become the floats
/// nearest to them. Tolerance: as stated; `exact` is compared as the float nearest to it. Source: Higham, Accuracy and
/// Stability of Numerical Algorithms, ch. 4: the error of a sum goes with its absolute terms.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{Decimal, finance, law};
///
/// let inputs: Vec<Decimal> = ["0.1", "-1000", "660", "605"].iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
/// let exact = |x: &[Decimal]| finance::npv_from_now(x[0], &x[1..]);
/// law::floats_follow_decimals(|x: &[f64]| finance::npv_from_now(x[0], &x[1..]), exact, &inputs, 2100.0)?;
/// let single = |x: &[f64]| finance::npv_from_now(f64::from(x[0] as f32), &x[1..]);
/// assert!(law::floats_follow_decimals(single, exact, &inputs, 2100.0).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn floats_follow_decimals<R: Answer<f64>, S: Answer<Decimal>>(
    fast: impl Fn(&[f64]) -> R,
    exact: impl Fn(&[Decimal]) -> S,
    inputs: &[Decimal],
    size: f64,
) -> Result<(), Violation> {
    let case = Case::of("floats_follow_decimals").fed("inputs", inputs).fed("size", size);
    let floats: Vec<f64> = inputs.iter().map(float).collect();
    let expected = float(&case.get("exact", exact(inputs))?);
    let found = case.number("fast", fast(&floats))?;
    let tolerance = Term::of(size) * Term::of(1e-12);
    case.equal(("the float", found), ("the decimal", Term::of(expected)), tolerance)
}

/// Whatever is fed, an answer is a finite number or refused: no NaN and no infinity comes out.
///
/// # Formula
/// ```text
/// f(x) is finite, or an error
/// ```
/// Feed it what nobody would: [`strategy::hostile`](crate::strategy::hostile). Tolerance: none. Source: IEEE 754 lets NaN
/// travel in silence to wherever it is compared, and there it is neither more nor less.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{finance, law};
///
/// let npv = |flows: &Vec<f64>| finance::npv_end(0.1, flows);
/// law::answer_is_finite_or_refused(npv, &vec![f64::NAN, 1e308])?;
/// let plain = |flows: &Vec<f64>| flows.iter().sum::<f64>();
/// assert!(law::answer_is_finite_or_refused(plain, &vec![1e308, 1e308]).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn answer_is_finite_or_refused<X: Debug, R: Finite + Debug>(
    f: impl Fn(&X) -> R,
    input: &X,
) -> Result<(), Violation> {
    let case = Case::of("answer_is_finite_or_refused").fed("input", input);
    let answer = f(input);
    if answer.is_finite() {
        return Ok(());
    }
    let (call, instead) = ("it, or the refusal of it,".to_owned(), format!("{answer:?}"));
    Err(case.broken(Finding::NoAnswer { call, instead }))
}

/// What makes no sense is refused.
///
/// # Formula
/// ```text
/// f(x) is an error
/// ```
/// For inputs that have no answer: a rate of -1, no periods, a negative life, an amount out of range. Tolerance: none.
/// Source: an answer to a question that has none is taken for one.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::{finance, law};
///
/// law::nonsense_is_refused(|rate: &f64| finance::npv_end(*rate, &[1.0]), &-1.0)?;
/// assert!(law::nonsense_is_refused(|rate: &f64| Some(1.0 / (1.0 + rate)), &-1.5).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn nonsense_is_refused<X: Debug, R: Refusal>(f: impl Fn(&X) -> R, input: &X) -> Result<(), Violation> {
    let case = Case::of("nonsense_is_refused").fed("input", input);
    case.refused("it", f(input))
}

/// The float nearest to a decimal: that of `to_f64` may be the next one.
fn float(decimal: &Decimal) -> f64 {
    decimal.to_string().parse().unwrap_or(f64::NAN)
}
