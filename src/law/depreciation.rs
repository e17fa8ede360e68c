//! Laws of depreciation, in the books and for tax.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;

/// All that is written off is the cost less the salvage value.
///
/// # Formula
/// ```text
/// d_1 + ... + d_n = cost - salvage
/// ```
/// `schedule` takes cost, salvage value and life in periods. It holds for the straight line, the sum of years' digits, units of
/// production, and the declining balance that switches to the straight line; Excel's `DB`, whose rate has three decimals,
/// and `DDB`, which never switches, need not obey. Tolerance: a billionth of the cost, 1e-20 in decimals. Source: ASC
/// 360-10-35; IAS 16.
///
/// # Errors
/// A [`Violation`], also for no life and for a salvage value below 0 or above the cost.
///
/// ```
/// use breakeven::law;
///
/// let straight = |cost: f64, salvage: f64, life: u32| vec![(cost - salvage) / f64::from(life); life as usize];
/// law::depreciation_sums_to_cost_less_salvage(straight, 1000.0, 100.0, 3)?;
/// let in_cents = |cost: f64, salvage: f64, life: u32| vec![((cost - salvage) / f64::from(life) * 100.0).floor() / 100.0; life as usize];
/// assert!(law::depreciation_sums_to_cost_less_salvage(in_cents, 1000.0, 0.0, 3).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn depreciation_sums_to_cost_less_salvage<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
) -> Result<(), Violation> {
    let asset = Asset::of("depreciation_sums_to_cost_less_salvage", cost, salvage, life)?;
    let parts = asset.case.numbers("schedule", schedule(cost, salvage, life))?;
    asset.case.equal(
        ("all that is written off", Term::sum(parts)),
        ("cost less salvage", asset.amount()),
        asset.near(),
    )
}

/// Nothing is ever written up, and the book value stays above the salvage value.
///
/// # Formula
/// ```text
/// d_k >= 0,   cost - (d_1 + ... + d_k) >= salvage      k = 1..n
/// ```
/// Tolerance: a billionth of the cost, 1e-20 in decimals. Source: ASC 360-10-35. Gnumeric 1.12 writes off more than there is
/// where the factor is above the life; Excel's `DB` may end a little below, as its rate has three decimals.
///
/// # Errors
/// A [`Violation`], also for no life and for a salvage value below 0 or above the cost.
///
/// ```
/// use breakeven::law;
///
/// let declining = |cap: f64| move |cost: f64, salvage: f64, life: u32| {
///     let (mut book, mut parts) = (cost, Vec::new());
///     for _ in 0..life {
///         let part = (book * 2.0 / f64::from(life)).min((book - salvage) * cap);
///         parts.push(part);
///         book -= part;
///     }
///     parts
/// };
/// law::book_value_falls_from_cost_to_salvage(declining(1.0), 1000.0, 100.0, 3)?;
/// assert!(law::book_value_falls_from_cost_to_salvage(declining(f64::INFINITY), 1000.0, 100.0, 3).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn book_value_falls_from_cost_to_salvage<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
) -> Result<(), Violation> {
    let asset = Asset::of("book_value_falls_from_cost_to_salvage", cost, salvage, life)?;
    let mut book = asset.cost;
    for part in asset.case.numbers("schedule", schedule(cost, salvage, life))? {
        asset.case.at_most(
            ("nothing", Term::zero()),
            ("what is written off in a period", part),
            asset.near(),
        )?;
        book = book - part;
        asset.case.at_most(("the salvage value", asset.salvage), ("the book value", book), asset.near())?;
    }
    Ok(())
}

/// A schedule has a row for each period of the life.
///
/// # Formula
/// ```text
/// rows = n, or n + 1 where the first period is a part of one (`extra` = 1)
/// ```
/// Tolerance: none. Source: the half-period convention of Rev. Proc. 87-57 reaches into one period more.
///
/// # Errors
/// A [`Violation`], also for no life and for a salvage value below 0 or above the cost.
///
/// ```
/// use breakeven::law;
///
/// let straight = |cost: f64, salvage: f64, life: u32| vec![(cost - salvage) / f64::from(life); life as usize];
/// law::depreciation_has_a_row_a_period(straight, 1000.0, 100.0, 3, 0)?;
/// assert!(law::depreciation_has_a_row_a_period(straight, 1000.0, 100.0, 3, 1).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn depreciation_has_a_row_a_period<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
    extra: u32,
) -> Result<(), Violation> {
    let asset = Asset::of("depreciation_has_a_row_a_period", cost, salvage, life)?;
    let rows = asset.case.get("schedule", schedule(cost, salvage, life))?.len();
    asset.case.same(("the rows", rows), ("the periods", life.saturating_add(extra) as usize))
}

/// So many times the cost and the salvage value are written off so many times as fast.
///
/// # Formula
/// ```text
/// d_k(m cost, m salvage) = m d_k(cost, salvage)      m > 0
/// ```
/// Also Excel's `DB`, whose rate depends on their ratio. Tolerance: a billionth of the cost, 1e-20 in decimals. Source:
/// homogeneity of the first degree: the currency does not matter.
///
/// # Errors
/// A [`Violation`], also for no life, a salvage value below 0 or above the cost, and a factor of 0 or less.
///
/// ```
/// use breakeven::law;
///
/// let straight = |cost: f64, salvage: f64, life: u32| vec![(cost - salvage) / f64::from(life); life as usize];
/// law::depreciation_scales_with_money(straight, 1000.0, 100.0, 3, 93.0)?;
/// // Below a threshold all is expensed, and the threshold is in one currency.
/// let expensed = |cost: f64, salvage: f64, life: u32| if cost < 2500.0 { vec![cost - salvage] } else { straight(cost, salvage, life) };
/// assert!(law::depreciation_scales_with_money(expensed, 1000.0, 100.0, 3, 93.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn depreciation_scales_with_money<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
    factor: A,
) -> Result<(), Violation> {
    let mut asset = Asset::of("depreciation_scales_with_money", cost, salvage, life)?;
    asset.case = asset.case.fed("factor", factor);
    let m = Term::of(factor);
    asset.case.speaks_of("a factor above 0", Term::zero().is_below(m))?;
    let (scaled, left) = (asset.case.made(asset.cost * m)?, asset.case.made(asset.salvage * m)?);
    let before = asset.case.numbers("schedule", schedule(cost, salvage, life))?;
    let after = asset.case.numbers("schedule", schedule(scaled, left, life))?;
    asset.is_row_by_row(
        &after,
        &before.into_iter().map(|part| part * m).collect::<Vec<_>>(),
        asset.near() * (m + Term::one()),
    )
}

/// The straight line and the sum of years' digits know the cost less the salvage value, and neither alone.
///
/// # Formula
/// ```text
/// d_k(cost + a, salvage + a) = d_k(cost, salvage)      a >= 0
/// ```
/// Declining balances do not obey: their rate is one of the book value. Tolerance: a billionth of the cost, 1e-20 in
/// decimals. Source: both are shares of the depreciable amount (IAS 16.6).
///
/// # Errors
/// A [`Violation`], also for no life, a salvage value below 0 or above the cost, and a shift below 0.
///
/// ```
/// use breakeven::law;
///
/// let straight = |cost: f64, salvage: f64, life: u32| vec![(cost - salvage) / f64::from(life); life as usize];
/// law::depreciation_is_a_share_of_the_depreciable_amount(straight, 1000.0, 100.0, 3, 50.0)?;
/// let of_cost = |cost: f64, _salvage: f64, life: u32| vec![cost / f64::from(life); life as usize];
/// assert!(law::depreciation_is_a_share_of_the_depreciable_amount(of_cost, 1000.0, 100.0, 3, 50.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn depreciation_is_a_share_of_the_depreciable_amount<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
    shift: A,
) -> Result<(), Violation> {
    let mut asset = Asset::of("depreciation_is_a_share_of_the_depreciable_amount", cost, salvage, life)?;
    asset.case = asset.case.fed("shift", shift);
    let by = Term::of(shift);
    asset.case.speaks_of("a shift of 0 or more", Term::zero().is_at_most(by))?;
    let (dearer, more) = (asset.case.made(asset.cost + by)?, asset.case.made(asset.salvage + by)?);
    let before = asset.case.numbers("schedule", schedule(cost, salvage, life))?;
    let after = asset.case.numbers("schedule", schedule(dearer, more, life))?;
    asset.is_row_by_row(&after, &before, Term::near(asset.cost + by))
}

/// What lives for one period is written off in it.
///
/// # Formula
/// ```text
/// d_1 = cost - salvage      n = 1
/// ```
/// Tolerance: a billionth of the cost, 1e-20 in decimals. Source: the whole depreciable amount is allocated over the life
/// (IAS 16.50).
///
/// # Errors
/// A [`Violation`], also for a salvage value below 0 or above the cost.
///
/// ```
/// use breakeven::law;
///
/// let straight = |cost: f64, salvage: f64, life: u32| vec![(cost - salvage) / f64::from(life); life as usize];
/// law::depreciation_of_one_period_is_everything(straight, 1000.0, 100.0)?;
/// let half_at_first = |cost: f64, salvage: f64, _life: u32| vec![(cost - salvage) / 2.0, (cost - salvage) / 2.0];
/// assert!(law::depreciation_of_one_period_is_everything(half_at_first, 1000.0, 100.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn depreciation_of_one_period_is_everything<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
) -> Result<(), Violation> {
    let asset = Asset::of("depreciation_of_one_period_is_everything", cost, salvage, 1)?;
    let parts = asset.case.numbers("schedule", schedule(cost, salvage, 1))?;
    let first = parts.first().copied().unwrap_or(Term::zero());
    asset.case.equal(
        ("what is written off in the period", first),
        ("cost less salvage", asset.amount()),
        asset.near(),
    )
}

/// An accelerated method is never behind the straight line.
///
/// # Formula
/// ```text
/// d_1 + ... + d_k >= k (cost - salvage) / n      k = 1..n
/// ```
/// It holds for the sum of years' digits, for the declining balance of a factor of 1 and more that switches to the straight
/// line, and for the straight line itself. Tolerance: a billionth of the cost, 1e-20 in decimals. Source: parts that fall
/// and sum to the same.
///
/// # Errors
/// A [`Violation`], also for no life and for a salvage value below 0 or above the cost.
///
/// ```
/// use breakeven::law;
///
/// let digits = |cost: f64, salvage: f64, life: u32| {
///     let sum = f64::from(life * (life + 1) / 2);
///     (1..=life).map(|k| (cost - salvage) * f64::from(life - k + 1) / sum).collect::<Vec<_>>()
/// };
/// law::accelerated_depreciation_is_ahead_of_the_straight_line(digits, 1000.0, 100.0, 4)?;
/// let backward = |cost: f64, salvage: f64, life: u32| digits(cost, salvage, life).into_iter().rev().collect::<Vec<_>>();
/// assert!(law::accelerated_depreciation_is_ahead_of_the_straight_line(backward, 1000.0, 100.0, 4).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn accelerated_depreciation_is_ahead_of_the_straight_line<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
) -> Result<(), Violation> {
    let asset = Asset::of("accelerated_depreciation_is_ahead_of_the_straight_line", cost, salvage, life)?;
    let mut sum = Term::zero();
    for (part, k) in asset.case.numbers("schedule", schedule(cost, salvage, life))?.into_iter().zip(1..=life)
    {
        sum = sum + part;
        let straight = (asset.amount() * Term::whole(k)).over(Term::whole(life));
        asset.case.at_most(
            ("the straight line so far", straight),
            ("what is written off so far", sum),
            asset.near(),
        )?;
    }
    Ok(())
}

/// The sum of years' digits falls by the same amount from period to period, down to one such amount.
///
/// # Formula
/// ```text
/// d_k - d_(k+1) = d_n = 2 (cost - salvage) / (n (n + 1))
/// ```
/// Tolerance: a billionth of the cost, 1e-20 in decimals. Source: `SYD` of ISO/IEC 29500-1 18.17.7.
///
/// # Errors
/// A [`Violation`], also for no life and for a salvage value below 0 or above the cost.
///
/// ```
/// use breakeven::law;
///
/// let digits = |cost: f64, salvage: f64, life: u32| {
///     let sum = f64::from(life * (life + 1) / 2);
///     (1..=life).map(|k| (cost - salvage) * f64::from(life - k + 1) / sum).collect::<Vec<_>>()
/// };
/// law::sum_of_years_digits_falls_evenly(digits, 1000.0, 100.0, 4)?;
/// let straight = |cost: f64, salvage: f64, life: u32| vec![(cost - salvage) / f64::from(life); life as usize];
/// assert!(law::sum_of_years_digits_falls_evenly(straight, 1000.0, 100.0, 4).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn sum_of_years_digits_falls_evenly<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A, A, u32) -> R,
    cost: A,
    salvage: A,
    life: u32,
) -> Result<(), Violation> {
    let asset = Asset::of("sum_of_years_digits_falls_evenly", cost, salvage, life)?;
    let parts = asset.case.numbers("schedule", schedule(cost, salvage, life))?;
    let n = Term::whole(life);
    let last = (asset.amount() * Term::whole(2)).over(n * (n + Term::one()));
    let next = parts.iter().copied().skip(1).chain([Term::zero()]);
    for (part, next) in parts.iter().zip(next) {
        asset.case.equal(
            ("what a period is more than the next", *part - next),
            ("the last period", last),
            asset.near(),
        )?;
    }
    Ok(())
}

/// The variable declining balance of two spans that meet is that of both.
///
/// # Formula
/// ```text
/// vdb(a, b) + vdb(b, c) = vdb(a, c)      0 <= a <= b <= c <= n, also parts of periods
/// ```
/// `vdb` takes cost, salvage value, life, start and end. Tolerance: a billionth of the cost, 1e-20 in decimals. Source:
/// `VDB` of OpenFormula 1.2 with fractions linear within a period, as LibreOffice and Gnumeric have it.
///
/// # Errors
/// A [`Violation`], also for no life, a salvage value below 0 or above the cost, and spans out of order.
///
/// ```
/// use breakeven::law;
///
/// let straight = |cost: f64, salvage: f64, life: u32, start: f64, end: f64| (cost - salvage) * (end - start) / f64::from(life);
/// law::variable_declining_balance_adds_up(straight, 1000.0, 100.0, 4, 0.5, 1.25, 3.0)?;
/// let whole_periods = |cost: f64, salvage: f64, life: u32, start: f64, end: f64| straight(cost, salvage, life, start.floor(), end.ceil());
/// assert!(law::variable_declining_balance_adds_up(whole_periods, 1000.0, 100.0, 4, 0.5, 1.25, 3.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn variable_declining_balance_adds_up<A: Amount, R: Answer<A>>(
    vdb: impl Fn(A, A, u32, A, A) -> R,
    cost: A,
    salvage: A,
    life: u32,
    a: A,
    b: A,
    c: A,
) -> Result<(), Violation> {
    let mut asset = Asset::of("variable_declining_balance_adds_up", cost, salvage, life)?;
    asset.case = asset.case.fed("a", a).fed("b", b).fed("c", c);
    let is_ordered = A::scaled(0, 0) <= a && a <= b && b <= c && c <= A::scaled(life.into(), 0);
    asset.case.speaks_of("spans within the life, in their order", is_ordered)?;
    let of = |start: A, end: A| asset.case.number("vdb", vdb(cost, salvage, life, start, end));
    asset.case.equal(("both spans", of(a, b)? + of(b, c)?), ("the span of both", of(a, c)?), asset.near())
}

/// A schedule in whole units sums to the rounded amount, and each period is within a unit of its exact part.
///
/// # Formula
/// ```text
/// sum of rounded d_k = round(sum of d_k),   |rounded d_k - d_k| <= 1 unit
/// ```
/// `rounded` takes the exact parts and the decimals that are kept. Tolerance: a billionth of the amount, 1e-20 in decimals.
/// Source: cumulative rounding, round(D_k) - round(D_(k-1)), in which the residue of a period goes to the next.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// let cumulative = |parts: &[f64], decimals: u32| {
///     let (unit, mut sum, mut before) = (10_f64.powi(decimals as i32), 0.0, 0.0);
///     parts.iter().map(|part| {
///         sum += part;
///         let now = (sum * unit).round() / unit;
///         let rounded = now - before;
///         before = now;
///         rounded
///     }).collect::<Vec<_>>()
/// };
/// law::rounded_schedule_loses_nothing(cumulative, &[1000.0 / 3.0; 3], 2)?;
/// let one_by_one = |parts: &[f64], _: u32| parts.iter().map(|part| (part * 100.0).round() / 100.0).collect::<Vec<_>>();
/// assert!(law::rounded_schedule_loses_nothing(one_by_one, &[1000.0 / 3.0; 3], 2).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn rounded_schedule_loses_nothing<A: Amount, R: Answer<Vec<A>>>(
    rounded: impl Fn(&[A], u32) -> R,
    parts: &[A],
    decimals: u32,
) -> Result<(), Violation> {
    let case = Case::of("rounded_schedule_loses_nothing").fed("parts", parts).fed("decimals", decimals);
    let exact = Term::list(parts);
    let found = case.numbers("rounded", rounded(parts, decimals))?;
    case.same(("the rounded rows", found.len()), ("the rows", exact.len()))?;
    let unit = Term::of(A::scaled(1, decimals));
    let near = Term::near(Term::sum(exact.iter().map(|part| part.abs())) + unit);
    let half = unit.over(Term::whole(2));
    let off = Term::sum(found.iter().copied()) - Term::sum(exact.iter().copied());
    case.at_most(("how far the rounded sum is off", off.abs()), ("half a unit", half), near)?;
    for (one, part) in found.iter().zip(&exact) {
        case.at_most(("how far a rounded part is off", (*one - *part).abs()), ("a unit", unit), near)?;
    }
    Ok(())
}

/// Tax depreciation writes off the whole basis: salvage is ignored, and nothing is lost.
///
/// # Formula
/// ```text
/// d_1 + ... + d_(n+1) = basis,   d_k >= 0
/// ```
/// Tolerance: a billionth of the basis, 1e-20 in decimals. Source: Rev. Proc. 87-57; every table of IRS Publication 946 sums
/// to 100 percent, and copies of them on the web do not.
///
/// # Errors
/// A [`Violation`], also for a basis below 0.
///
/// ```
/// use breakeven::law;
///
/// let five_years = [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576];
/// law::tax_depreciation_writes_off_the_basis(|basis: f64| five_years.map(|share| share * basis).to_vec(), 250_000.0)?;
/// let with_typo = [0.2, 0.32, 0.192, 0.1152, 0.1125, 0.0576];
/// assert!(law::tax_depreciation_writes_off_the_basis(|basis: f64| with_typo.map(|share| share * basis).to_vec(), 250_000.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn tax_depreciation_writes_off_the_basis<A: Amount, R: Answer<Vec<A>>>(
    schedule: impl Fn(A) -> R,
    basis: A,
) -> Result<(), Violation> {
    let case = Case::of("tax_depreciation_writes_off_the_basis").fed("basis", basis);
    let whole = Term::of(basis);
    case.speaks_of("a basis of 0 or more", Term::zero().is_at_most(whole))?;
    let parts = case.numbers("schedule", schedule(basis))?;
    for part in &parts {
        case.at_most(("nothing", Term::zero()), ("what is written off in a year", *part), Term::zero())?;
    }
    case.equal(("all that is written off", Term::sum(parts)), ("the basis", whole), Term::near(whole))
}

/// Under the mid-quarter convention the first year has the less, the later in it an asset is placed in service.
///
/// # Formula
/// ```text
/// d_1(Q1) >= d_1(Q2) >= d_1(Q3) >= d_1(Q4)
/// ```
/// `first_year` takes the basis and the quarter, 1 to 4. Tolerance: none. Source: Rev. Proc. 87-57: 10.5, 7.5, 4.5 and 1.5
/// months of the year; one repository's tables of the second to fourth quarter are invented.
///
/// # Errors
/// A [`Violation`], also for a basis below 0.
///
/// ```
/// use breakeven::law;
///
/// let five_years = |basis: f64, quarter: u32| basis * [0.35, 0.25, 0.15, 0.05][quarter as usize - 1];
/// law::later_quarters_write_off_less_at_first(five_years, 250_000.0)?;
/// let backward = |basis: f64, quarter: u32| five_years(basis, 5 - quarter);
/// assert!(law::later_quarters_write_off_less_at_first(backward, 250_000.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn later_quarters_write_off_less_at_first<A: Amount, R: Answer<A>>(
    first_year: impl Fn(A, u32) -> R,
    basis: A,
) -> Result<(), Violation> {
    let case = Case::of("later_quarters_write_off_less_at_first").fed("basis", basis);
    case.speaks_of("a basis of 0 or more", Term::zero().is_at_most(Term::of(basis)))?;
    for quarter in 1..4 {
        let earlier = case.number("first_year", first_year(basis, quarter))?;
        let later = case.number("first_year", first_year(basis, quarter + 1))?;
        case.at_most(
            ("the first year of a later quarter", later),
            ("that of the earlier", earlier),
            Term::zero(),
        )?;
    }
    Ok(())
}

/// Bonus depreciation takes its fraction in the first year and leaves the rest to the method.
///
/// # Formula
/// ```text
/// d_1 = b basis + (1 - b) m_1,   d_k = (1 - b) m_k      m: the schedule without bonus, 0 <= b <= 1
/// ```
/// `with_bonus` takes basis and fraction. Tolerance: a billionth of the basis, 1e-20 in decimals. Source: IRC 168(k).
///
/// # Errors
/// A [`Violation`], also for a fraction outside of 0..=1.
///
/// ```
/// use breakeven::law;
///
/// let plain = |basis: f64| vec![0.2 * basis, 0.32 * basis, 0.48 * basis];
/// let with_bonus = |basis: f64, bonus: f64| {
///     let mut years = plain(basis * (1.0 - bonus));
///     years[0] += basis * bonus;
///     years
/// };
/// law::bonus_is_written_off_at_first(with_bonus, plain, 1000.0, 0.4)?;
/// let on_top = |basis: f64, bonus: f64| { let mut years = plain(basis); years[0] += basis * bonus; years };
/// assert!(law::bonus_is_written_off_at_first(on_top, plain, 1000.0, 0.4).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn bonus_is_written_off_at_first<A: Amount, R: Answer<Vec<A>>, S: Answer<Vec<A>>>(
    with_bonus: impl Fn(A, A) -> R,
    plain: impl Fn(A) -> S,
    basis: A,
    fraction: A,
) -> Result<(), Violation> {
    let case = Case::of("bonus_is_written_off_at_first").fed("basis", basis).fed("fraction", fraction);
    let (whole, bonus) = (Term::of(basis), Term::of(fraction));
    case.speaks_of(
        "a fraction from 0 to 1",
        Term::zero().is_at_most(bonus) && bonus.is_at_most(Term::one()),
    )?;
    let found = case.numbers("with_bonus", with_bonus(basis, fraction))?;
    let years = case.numbers("plain", plain(basis))?;
    let most = found.len().max(years.len());
    let year = |list: &[Term<A>], at: usize| list.get(at).copied().unwrap_or(Term::zero());
    for at in 0..most {
        let at_first = if at == 0 { whole * bonus } else { Term::zero() };
        let expected = at_first + (Term::one() - bonus) * year(&years, at);
        case.equal(
            ("a year with bonus", year(&found, at)),
            ("its parts", expected),
            Term::near(whole.abs()),
        )?;
    }
    Ok(())
}

/// What is written off over its life.
struct Asset<A: Amount> {
    case: Case,
    cost: Term<A>,
    salvage: Term<A>,
}

impl<A: Amount> Asset<A> {
    fn of(law: &'static str, cost: A, salvage: A, life: u32) -> Result<Self, Violation> {
        let case = Case::of(law).fed("cost", cost).fed("salvage", salvage).fed("life", life);
        let asset = Self { case, cost: Term::of(cost), salvage: Term::of(salvage) };
        let is_asset = Term::zero().is_at_most(asset.salvage) && asset.salvage.is_at_most(asset.cost);
        asset.case.speaks_of("a salvage value from 0 to the cost, and a life", is_asset && life > 0)?;
        Ok(asset)
    }

    fn amount(&self) -> Term<A> {
        self.cost - self.salvage
    }

    fn near(&self) -> Term<A> {
        Term::near(self.cost)
    }

    fn is_row_by_row(
        &self,
        found: &[Term<A>],
        expected: &[Term<A>],
        tolerance: Term<A>,
    ) -> Result<(), Violation> {
        self.case.same(("the rows", found.len()), ("the rows of the other", expected.len()))?;
        for (one, other) in found.iter().zip(expected) {
            self.case.equal(
                ("what is written off in a period", *one),
                ("what it has to be", *other),
                tolerance,
            )?;
        }
        Ok(())
    }
}
