//! Laws of break-evens: of a line with its formula, and of any two costs as the set of volumes at which the one is cheaper.

use super::answer::Answer;
use super::case::Case;
use super::term::Term;
use super::violation::Violation;
use crate::number::Amount;
use std::fmt::Debug;

/// At the break-even volume both sides cost the same, and there is none where nothing is saved a unit.
///
/// # Formula
/// ```text
/// fixed + variable q = price q,      none iff price <= variable      fixed > 0
/// ```
/// `break_even` takes fixed cost, variable cost and price a unit. Tolerance: a billionth of the cost, 1e-20 in decimals.
/// Source: cost-volume-profit analysis (Horngren, Cost Accounting, ch. 3).
///
/// # Errors
/// A [`Violation`], also for a fixed cost of 0 or less.
///
/// ```
/// use breakeven::law;
///
/// let break_even = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed / (price - variable));
/// law::break_even_costs_the_same_on_both_sides(break_even, 5000.0, 0.2, 2.7)?;
/// // Without a question whether anything is saved: -10,000 tokens.
/// let never_asks = |fixed: f64, variable: f64, price: f64| Some(fixed / (price - variable));
/// assert!(law::break_even_costs_the_same_on_both_sides(never_asks, 5000.0, 0.7, 0.2).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn break_even_costs_the_same_on_both_sides<A: Amount>(
    break_even: impl Fn(A, A, A) -> Option<A>,
    fixed: A,
    variable: A,
    price: A,
) -> Result<(), Violation> {
    let line = Line::of("break_even_costs_the_same_on_both_sides", fixed, variable, price)?;
    let Some(volume) = break_even(fixed, variable, price) else {
        return line
            .case
            .same(("whether there is a break-even", false), ("whether a unit saves", variable < price));
    };
    line.case.same(("whether there is a break-even", true), ("whether a unit saves", variable < price))?;
    let volume = line.case.number("break_even", volume)?;
    let ours = Term::of(fixed) + Term::of(variable) * volume;
    let theirs = Term::of(price) * volume;
    line.case.equal(
        ("the cost with a fixed part", ours),
        ("the cost by the unit", theirs),
        Term::near(ours.abs() + theirs.abs()),
    )
}

/// All money times a factor leaves the break-even where it is; so does another currency.
///
/// # Formula
/// ```text
/// q(k fixed, k variable, k price) = q(fixed, variable, price)      k > 0
/// ```
/// Tolerance: a billionth of the volume, 1e-20 in decimals. Source: homogeneity of degree 0.
///
/// # Errors
/// A [`Violation`], also for a fixed cost of 0 or less and for a factor of 0 or less.
///
/// ```
/// use breakeven::law;
///
/// let break_even = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed / (price - variable));
/// law::break_even_ignores_the_currency(break_even, 5000.0, 0.2, 2.7, 93.0)?;
/// let with_dollar = |fixed: f64, variable: f64, price: f64| break_even(fixed + 1.0, variable, price);
/// assert!(law::break_even_ignores_the_currency(with_dollar, 5000.0, 0.2, 2.7, 93.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn break_even_ignores_the_currency<A: Amount>(
    break_even: impl Fn(A, A, A) -> Option<A>,
    fixed: A,
    variable: A,
    price: A,
    factor: A,
) -> Result<(), Violation> {
    let line = Line::of("break_even_ignores_the_currency", fixed, variable, price)?.fed("factor", factor);
    let k = Term::of(factor);
    line.case.speaks_of("a factor above 0", Term::zero().is_below(k))?;
    let scaled = line.case.scaled(&[fixed, variable, price], k)?;
    let [a, b, c] = scaled[..] else { return Ok(()) };
    line.is_the_same(break_even(fixed, variable, price), break_even(a, b, c), Term::one())
}

/// Prices for so many times the unit give a so many times smaller number of units.
///
/// # Formula
/// ```text
/// q(fixed, u variable, u price) = q(fixed, variable, price) / u      u > 0
/// ```
/// Tolerance: a billionth of the volume, 1e-20 in decimals. Source: a price per Mtok is a million prices per token; under a
/// key of thousands it is wrong by 1,000.
///
/// # Errors
/// A [`Violation`], also for a fixed cost of 0 or less and for a factor of 0 or less.
///
/// ```
/// use breakeven::law;
///
/// let break_even = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed / (price - variable));
/// law::break_even_rescales_with_the_unit(break_even, 5000.0, 0.2, 2.7, 1000.0)?;
/// let whole = |fixed: f64, variable: f64, price: f64| break_even(fixed, variable, price).map(f64::ceil);
/// assert!(law::break_even_rescales_with_the_unit(whole, 5000.0, 0.2, 2.7, 7.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn break_even_rescales_with_the_unit<A: Amount>(
    break_even: impl Fn(A, A, A) -> Option<A>,
    fixed: A,
    variable: A,
    price: A,
    units: A,
) -> Result<(), Violation> {
    let line = Line::of("break_even_rescales_with_the_unit", fixed, variable, price)?.fed("units", units);
    let u = Term::of(units);
    line.case.speaks_of("a factor above 0", Term::zero().is_below(u))?;
    let scaled = line.case.scaled(&[variable, price], u)?;
    let [b, c] = scaled[..] else { return Ok(()) };
    line.is_the_same(break_even(fixed, variable, price), break_even(fixed, b, c), u)
}

/// The same cost a unit on both sides changes nothing.
///
/// # Formula
/// ```text
/// q(fixed, variable + c, price + c) = q(fixed, variable, price)
/// ```
/// Tolerance: a billionth of the volume, 1e-20 in decimals. Source: only differences of costs are relevant (Horngren, ch. 12).
///
/// # Errors
/// A [`Violation`], also for a fixed cost of 0 or less, and where adding in floats leaves few digits of what is saved.
///
/// ```
/// use breakeven::law;
///
/// let break_even = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed / (price - variable));
/// law::common_cost_leaves_the_break_even(break_even, 5000.0, 0.25, 2.5, 1.0)?;
/// let by_ratio = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed / price * (1.0 + variable / price));
/// assert!(law::common_cost_leaves_the_break_even(by_ratio, 5000.0, 0.25, 2.5, 1.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn common_cost_leaves_the_break_even<A: Amount>(
    break_even: impl Fn(A, A, A) -> Option<A>,
    fixed: A,
    variable: A,
    price: A,
    common: A,
) -> Result<(), Violation> {
    let line = Line::of("common_cost_leaves_the_break_even", fixed, variable, price)?.fed("common", common);
    let (b, c, more) = (Term::of(variable), Term::of(price), Term::of(common));
    let saved = (c - b).abs();
    let keeps_digits =
        saved.is_zero() || (b.abs() + c.abs() + more.abs()).is_at_most(saved * Term::whole(1_000_000));
    line.case.speaks_of("a saving of a millionth of the prices, or none", keeps_digits)?;
    let (b, c) = (line.case.made(b + more)?, line.case.made(c + more)?);
    line.is_the_same(break_even(fixed, variable, price), break_even(fixed, b, c), Term::one())
}

/// A dearer API breaks even no later; dearer hardware or a dearer run no sooner.
///
/// # Formula
/// ```text
/// q(fixed, variable, price + m) <= q(fixed, variable, price) <= q(fixed + m, variable + m, price)      m >= 0
/// ```
/// None is later than any. Tolerance: a billionth of the volume, 1e-20 in decimals. Source: q = fixed / (price - variable).
///
/// # Errors
/// A [`Violation`], also for a fixed cost of 0 or less and where more is below 0.
///
/// ```
/// use breakeven::law;
///
/// let break_even = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed / (price - variable));
/// law::break_even_comes_sooner_against_dearer(break_even, 5000.0, 0.2, 2.7, 1.0)?;
/// let other_way = |fixed: f64, variable: f64, price: f64| (price > variable).then(|| fixed * (price - variable));
/// assert!(law::break_even_comes_sooner_against_dearer(other_way, 5000.0, 0.2, 2.7, 1.0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn break_even_comes_sooner_against_dearer<A: Amount>(
    break_even: impl Fn(A, A, A) -> Option<A>,
    fixed: A,
    variable: A,
    price: A,
    more: A,
) -> Result<(), Violation> {
    let line = Line::of("break_even_comes_sooner_against_dearer", fixed, variable, price)?.fed("more", more);
    let m = Term::of(more);
    line.case.speaks_of("0 or more on top", Term::zero().is_at_most(m))?;
    let add = |to: A| line.case.made(Term::of(to) + m);
    let now = break_even(fixed, variable, price);
    let sooner = break_even(fixed, variable, add(price)?);
    let later = [break_even(add(fixed)?, variable, price), break_even(fixed, add(variable)?, price)];
    for (first, second) in [(sooner, now), (now, later[0]), (now, later[1])] {
        let Some(second) = second else { continue };
        let (first, second) =
            (line.case.number("break_even", first)?, line.case.number("break_even", second)?);
        line.case.at_most(
            ("the break-even that comes sooner", first),
            ("the one that comes later", second),
            Term::near(second.abs()),
        )?;
    }
    Ok(())
}

/// The volumes that are said to be cheaper are those at which it costs less.
///
/// # Formula
/// ```text
/// is_cheaper(a, b, q)  <=>  cost(a, q) < cost(b, q)
/// ```
/// Of any two things that have a cost by volume; where one has none it cannot serve, and the law says nothing. Tolerance:
/// none. Source: the definition of the set of break-evens, asked volume by volume.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// // Servers of 10 USD for 10 tokens against 1.1 USD a token: cheaper in windows, not from one volume on.
/// let cost = |per_step: &f64, volume: u64| Some(if *per_step > 0.0 { per_step * volume.div_ceil(10) as f64 } else { 1.1 * volume as f64 });
/// let in_windows = |_: &f64, _: &f64, volume: u64| (volume as f64 * 1.1) > 10.0 * volume.div_ceil(10) as f64;
/// law::cheaper_volumes_are_those_that_cost_less(in_windows, cost, &10.0, &0.0, 11)?;
/// let from_one_on = |_: &f64, _: &f64, volume: u64| volume >= 10;
/// assert!(law::cheaper_volumes_are_those_that_cost_less(from_one_on, cost, &10.0, &0.0, 11).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn cheaper_volumes_are_those_that_cost_less<A: Amount, C: Debug>(
    is_cheaper: impl Fn(&C, &C, u64) -> bool,
    cost: impl Fn(&C, u64) -> Option<A>,
    challenger: &C,
    incumbent: &C,
    volume: u64,
) -> Result<(), Violation> {
    let case = pair("cheaper_volumes_are_those_that_cost_less", challenger, incumbent).fed("volume", volume);
    let Some((ours, theirs)) = cost(challenger, volume).zip(cost(incumbent, volume)) else { return Ok(()) };
    let case = case.fed("cost of the challenger", ours).fed("cost of the incumbent", theirs);
    case.same(
        ("whether it is said to be cheaper", is_cheaper(challenger, incumbent, volume)),
        ("whether it costs less", ours < theirs),
    )
}

/// At each volume one is cheaper, or the other, or both cost the same.
///
/// # Formula
/// ```text
/// exactly one of: is_cheaper(a, b, q), is_cheaper(b, a, q), cost(a, q) = cost(b, q)
/// ```
/// Where one has no cost it cannot serve, and the law says nothing. Tolerance: none. Source: trichotomy: swapping the two
/// gives the complement but for equality.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// let cost = |price: &u64, volume: u64| Some((price * volume) as f64);
/// law::one_of_two_is_cheaper_or_both_cost_the_same(|a: &u64, b: &u64, volume: u64| a * volume < b * volume, cost, &2, &3, 10)?;
/// let or_the_same = |a: &u64, b: &u64, volume: u64| a * volume <= b * volume;
/// assert!(law::one_of_two_is_cheaper_or_both_cost_the_same(or_the_same, cost, &2, &3, 0).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn one_of_two_is_cheaper_or_both_cost_the_same<A: Amount, C: Debug>(
    is_cheaper: impl Fn(&C, &C, u64) -> bool,
    cost: impl Fn(&C, u64) -> Option<A>,
    one: &C,
    other: &C,
    volume: u64,
) -> Result<(), Violation> {
    let case = Case::of("one_of_two_is_cheaper_or_both_cost_the_same")
        .fed("one", one)
        .fed("other", other)
        .fed("volume", volume);
    let Some((ours, theirs)) = cost(one, volume).zip(cost(other, volume)) else { return Ok(()) };
    let holds = [is_cheaper(one, other, volume), is_cheaper(other, one, volume), ours == theirs];
    let count = holds.iter().filter(|holds| **holds).count();
    case.same(("how many of: one is cheaper, the other is, both cost the same", count), ("one", 1))
}

/// The same cost on both sides leaves the set of volumes as it is.
///
/// # Formula
/// ```text
/// is_cheaper(a + c, b + c, q) = is_cheaper(a, b, q)
/// ```
/// Tolerance: none. Source: only differences of costs are relevant (Horngren, ch. 12).
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// let by_difference = |a: &i64, b: &i64, _: u64| a < b;
/// law::common_cost_leaves_the_cheaper_volumes(by_difference, (&5, &9), (&105, &109), 10)?;
/// let by_a_fifth = |a: &i64, b: &i64, _: u64| 5 * a < 4 * b;
/// assert!(law::common_cost_leaves_the_cheaper_volumes(by_a_fifth, (&5, &9), (&105, &109), 10).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn common_cost_leaves_the_cheaper_volumes<C: Debug>(
    is_cheaper: impl Fn(&C, &C, u64) -> bool,
    (challenger, incumbent): (&C, &C),
    both_dearer: (&C, &C),
    volume: u64,
) -> Result<(), Violation> {
    let case = pair("common_cost_leaves_the_cheaper_volumes", challenger, incumbent)
        .fed("both_dearer", both_dearer)
        .fed("volume", volume);
    let (before, after) =
        (is_cheaper(challenger, incumbent, volume), is_cheaper(both_dearer.0, both_dearer.1, volume));
    case.same(("whether it is cheaper", before), ("whether it is with the same cost on both sides", after))
}

/// Against a dearer incumbent the challenger is cheaper at no fewer volumes.
///
/// # Formula
/// ```text
/// is_cheaper(a, b, q)  =>  is_cheaper(a, dearer b, q)
/// ```
/// Tolerance: none. Source: monotone in the incumbent's cost.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::dearer_incumbent_only_adds_volumes(|a: &i64, b: &i64, _: u64| a < b, &5, &9, &10, 10)?;
/// assert!(law::dearer_incumbent_only_adds_volumes(|a: &i64, b: &i64, _: u64| a + 4 == *b, &5, &9, &10, 10).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn dearer_incumbent_only_adds_volumes<C: Debug>(
    is_cheaper: impl Fn(&C, &C, u64) -> bool,
    challenger: &C,
    incumbent: &C,
    dearer: &C,
    volume: u64,
) -> Result<(), Violation> {
    let case = pair("dearer_incumbent_only_adds_volumes", challenger, incumbent)
        .fed("dearer", dearer)
        .fed("volume", volume);
    let (before, after) = (is_cheaper(challenger, incumbent, volume), is_cheaper(challenger, dearer, volume));
    case.same(("whether it is lost against the dearer", before && !after), ("no", false))
}

/// A dearer challenger is cheaper at no more volumes.
///
/// # Formula
/// ```text
/// is_cheaper(dearer a, b, q)  =>  is_cheaper(a, b, q)
/// ```
/// Tolerance: none. Source: monotone in the challenger's cost, whichever part of it rises.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::dearer_challenger_only_takes_volumes(|a: &i64, b: &i64, _: u64| a < b, &5, &9, &6, 10)?;
/// assert!(law::dearer_challenger_only_takes_volumes(|a: &i64, b: &i64, _: u64| a + 3 == *b, &5, &9, &6, 10).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn dearer_challenger_only_takes_volumes<C: Debug>(
    is_cheaper: impl Fn(&C, &C, u64) -> bool,
    challenger: &C,
    incumbent: &C,
    dearer: &C,
    volume: u64,
) -> Result<(), Violation> {
    let case = pair("dearer_challenger_only_takes_volumes", challenger, incumbent)
        .fed("dearer", dearer)
        .fed("volume", volume);
    let (before, after) = (is_cheaper(challenger, incumbent, volume), is_cheaper(dearer, incumbent, volume));
    case.same(("whether the dearer one gains it", after && !before), ("no", false))
}

/// The first volume is one at which the challenger costs no more, and there is none before it.
///
/// # Formula
/// ```text
/// cost(a, first) <= cost(b, first),   cost(a, q) > cost(b, q) for 1 <= q < first
/// ```
/// `first` gives the least whole volume from 1 on, or none. Volumes that one of them cannot serve are passed over.
/// Tolerance: none. Source: the definition; the unit before the first and the given volume are asked.
///
/// # Errors
/// A [`Violation`], also for a volume of 0.
///
/// ```
/// use breakeven::law;
///
/// let cost = |line: &(f64, f64), volume: u64| Some(line.0 + line.1 * volume as f64);
/// let (own, api) = ((1000.0, 0.0), (0.0, 2.0));
/// law::first_volume_is_the_least(|_: &(f64, f64), _: &(f64, f64)| Some(500), cost, &own, &api, 100)?;
/// assert!(law::first_volume_is_the_least(|_: &(f64, f64), _: &(f64, f64)| Some(501), cost, &own, &api, 100).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn first_volume_is_the_least<A: Amount, C: Debug>(
    first: impl Fn(&C, &C) -> Option<u64>,
    cost: impl Fn(&C, u64) -> Option<A>,
    challenger: &C,
    incumbent: &C,
    volume: u64,
) -> Result<(), Violation> {
    let case = pair("first_volume_is_the_least", challenger, incumbent).fed("volume", volume);
    case.speaks_of("volumes from 1 on", volume > 0)?;
    let is_no_dearer = |volume: u64| Some(cost(challenger, volume)? <= cost(incumbent, volume)?);
    let found = first(challenger, incumbent);
    let case = case.fed("first", found);
    if let Some(first) = found {
        case.same(
            ("whether it costs no more at the first volume", is_no_dearer(first)),
            ("yes", Some(true)),
        )?;
    }
    let before = found.unwrap_or(u64::MAX).saturating_sub(1);
    for asked in
        [volume, before].into_iter().filter(|asked| (1..=before).contains(asked) && *asked < u64::MAX - 1)
    {
        let is_earlier = is_no_dearer(asked).unwrap_or(false);
        case.same(("whether it costs no more at an earlier volume", is_earlier), ("no", false))?;
    }
    Ok(())
}

/// The ranges of volumes are written in their order, and none of them meets the next or is empty.
///
/// # Formula
/// ```text
/// from_1 <= to_1 <= from_2 <= to_2 <= ...,      only the last without an end
/// ```
/// `cheaper_on` gives the beginning and the end of each range. Tolerance: none. Source: a set as disjoint intervals; steps
/// give many windows, which no single number says.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// law::cheaper_ranges_ascend_and_part(|_: &f64, _: &f64| vec![(9.1, Some(10.0)), (18.2, None)], &10.0, &1.1)?;
/// assert!(law::cheaper_ranges_ascend_and_part(|_: &f64, _: &f64| vec![(18.2, None), (9.1, Some(10.0))], &10.0, &1.1).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn cheaper_ranges_ascend_and_part<A: Amount, C: Debug, R: Answer<Vec<(A, Option<A>)>>>(
    cheaper_on: impl Fn(&C, &C) -> R,
    challenger: &C,
    incumbent: &C,
) -> Result<(), Violation> {
    let case = pair("cheaper_ranges_ascend_and_part", challenger, incumbent);
    let ranges = case.get("cheaper_on", cheaper_on(challenger, incumbent))?;
    for (from, to) in &ranges {
        if let Some(to) = to {
            case.at_most(
                ("the beginning of a range", Term::of(*from)),
                ("its end", Term::of(*to)),
                Term::zero(),
            )?;
        }
    }
    for ((_, to), (next, _)) in ranges.iter().zip(ranges.iter().skip(1)) {
        let end = case.number("the end of a range before another", *to)?;
        case.at_most(
            ("the end of a range", end),
            ("the beginning of the next", Term::of(*next)),
            Term::zero(),
        )?;
    }
    Ok(())
}

/// A longer study does not move the first month that a shorter one has found.
///
/// # Formula
/// ```text
/// first(H) = m  =>  first(H + more) = m;      first(H + more) > H where first(H) is none
/// ```
/// Tolerance: none. Source: the months of a study know nothing of its end; with resale at the end they do, and this law does
/// not speak of that.
///
/// # Errors
/// A [`Violation`].
///
/// ```
/// use breakeven::law;
///
/// let within = |months: u32| Some(10).filter(|month| *month <= months);
/// law::longer_study_keeps_the_first_month(within, 6, 12)?;
/// law::longer_study_keeps_the_first_month(within, 12, 12)?;
/// let spread = |months: u32| Some(months / 2);
/// assert!(law::longer_study_keeps_the_first_month(spread, 12, 12).is_err());
/// # Ok::<(), law::Violation>(())
/// ```
pub fn longer_study_keeps_the_first_month(
    first: impl Fn(u32) -> Option<u32>,
    months: u32,
    more: u32,
) -> Result<(), Violation> {
    let case = Case::of("longer_study_keeps_the_first_month").fed("months", months).fed("more", more);
    let (short, long) = (first(months), first(months.saturating_add(more)));
    let within = long.filter(|month| *month <= months);
    case.same(("the first month of the study", short), ("that of the longer one, within it", within))
}

/// A fixed cost and a cost a unit, against a price a unit.
struct Line {
    case: Case,
}

impl Line {
    fn of<A: Amount>(law: &'static str, fixed: A, variable: A, price: A) -> Result<Self, Violation> {
        let case = Case::of(law).fed("fixed", fixed).fed("variable", variable).fed("price", price);
        case.speaks_of("a fixed cost above 0", Term::zero().is_below(Term::of(fixed)))?;
        Ok(Self { case })
    }

    fn fed(self, name: &'static str, value: impl Debug) -> Self {
        Self { case: self.case.fed(name, value) }
    }

    /// The break-even is the other one times so many units, and there is none where there is none.
    fn is_the_same<A: Amount>(
        &self,
        one: Option<A>,
        other: Option<A>,
        units: Term<A>,
    ) -> Result<(), Violation> {
        self.case.same(
            ("whether there is a break-even", one.is_some()),
            ("whether there is one after it", other.is_some()),
        )?;
        let Some((one, other)) = one.zip(other) else { return Ok(()) };
        let one = self.case.number("break_even", one)?;
        let other = self.case.number("break_even", other)? * units;
        self.case.equal(
            ("the break-even", one),
            ("the break-even after it, in the same unit", other),
            Term::near(one.abs()),
        )
    }
}

fn pair<C: Debug>(law: &'static str, challenger: &C, incumbent: &C) -> Case {
    Case::of(law).fed("challenger", challenger).fed("incumbent", incumbent)
}
