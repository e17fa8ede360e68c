//! The modified accelerated cost recovery system (MACRS) of United States tax: how the law lets property be written off.

mod tables;
mod write_off;

pub use write_off::{TaxWriteOff, section_179_deduction};

use super::check;
use super::depreciation::{Schedule, in_range};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::money::{Money, Rounding};
use crate::number::{Amount, Number};
use rust_decimal::Decimal;
use tables::percentages;

/// A quarter of the tax year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quarter {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
}

impl Quarter {
    /// Every quarter, in order.
    pub const ALL: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Fourth];

    /// The quarter of a month of the tax year, from 1 to 12.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for any other month.
    pub fn of_month(month: u32) -> Result<Self, Error> {
        match month {
            1..=3 => Ok(Self::First),
            4..=6 => Ok(Self::Second),
            7..=9 => Ok(Self::Third),
            10..=12 => Ok(Self::Fourth),
            _ => {
                let december = Decimal::from(12);
                in_range("month", month.into(), Decimal::ONE, december, "month of the tax year")?;
                Ok(Self::Fourth)
            }
        }
    }

    /// Eighths of the year that are past in its middle.
    fn eighths(self) -> u32 {
        match self {
            Self::First => 1,
            Self::Second => 3,
            Self::Third => 5,
            Self::Fourth => 7,
        }
    }
}

/// When in the year property counts as placed in service, and as disposed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Convention {
    /// In the middle of the year: the rule.
    HalfYear,
    /// In the middle of a quarter: for all property of a year of which the last quarter has more than 40 percent
    /// ([`Convention::of_year`]).
    MidQuarter(Quarter),
}

impl Convention {
    /// The convention of property that is placed in service in a quarter, by what is placed in service in each quarter of
    /// that year: mid-quarter where the last one has more than 40 percent of it.
    ///
    /// Source: 26 U.S.C. 168(d)(3), 26 CFR 1.168(d)-1(b). Real property, what section 179 deducts, and what is disposed of in
    /// the same year is left out of the sums.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    ///
    /// ```
    /// use breakeven::finance::{Convention, Quarter};
    ///
    /// // 41 of 100 in the last quarter
    /// let placed = [59, 0, 0, 41].map(Into::into);
    /// assert_eq!(Convention::of_year(placed, Quarter::First)?, Convention::MidQuarter(Quarter::First));
    /// let placed = [60, 0, 0, 40].map(Into::into);
    /// assert_eq!(Convention::of_year(placed, Quarter::First)?, Convention::HalfYear);
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn of_year(placed_in_service: [Decimal; 4], quarter: Quarter) -> Result<Self, Error> {
        let [first, second, third, last] = placed_in_service;
        let all = [first, second, third, last].into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
        let of_all = all.and_then(|all| all.checked_mul(Decimal::new(4, 1)));
        let of_all = of_all.ok_or(ErrorKind::OutOfBounds { what: "what is placed in service in a year" })?;
        Ok(if last > of_all { Self::MidQuarter(quarter) } else { Self::HalfYear })
    }

    /// Eighths of the first year in which property is in service.
    fn first_year(self) -> u32 {
        match self {
            Self::HalfYear => 4,
            Self::MidQuarter(quarter) => 8 - quarter.eighths(),
        }
    }

    /// Eighths of the year in which property is in service that is disposed of in a quarter.
    fn last_year(self, quarter: Quarter) -> u32 {
        match self {
            Self::HalfYear => 4,
            Self::MidQuarter(_) => quarter.eighths(),
        }
    }
}

/// Where the percentages are from. They differ by up to 0.014 percent of the basis a year: those that are printed are no
/// roundings of the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MacrsMode {
    /// As printed in IRS Publication 946, tables A-1 to A-5. Who uses them must do so for the whole life of the property,
    /// and not in a short tax year. For 3, 5, 7 and 10 years.
    Table,
    /// The declining balance of 26 U.S.C. 168(b), to the last digit.
    Formula,
}

/// A class of property: its recovery period, convention and mode.
///
/// Computers and peripheral equipment, servers and accelerators among them, are of 5 years (asset class 00.12). Salvage
/// value is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Macrs {
    recovery_years: u32,
    convention: Convention,
    mode: MacrsMode,
}

impl Macrs {
    /// Property of a recovery period of 3, 5, 7, 10, 15 or 20 years.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] for any other period, and for the table of 15 and 20 years, of which copies differ.
    pub fn new(recovery_years: u32, convention: Convention, mode: MacrsMode) -> Result<Self, Error> {
        let refused = |what: String, instead: &str| {
            let kind = ErrorKind::Contradiction { what, instead: instead.to_owned() };
            Err(Error::at(FieldPath::new("recovery_years"), kind))
        };
        if ![3, 5, 7, 10, 15, 20].contains(&recovery_years) {
            return refused(
                format!("a recovery period of {recovery_years} years"),
                "give 3, 5, 7, 10, 15 or 20",
            );
        }
        if mode == MacrsMode::Table && percentages(recovery_years, convention).is_none() {
            return refused(
                format!("no table of {recovery_years} years, of which printed copies differ"),
                "take the formula",
            );
        }
        Ok(Self { recovery_years, convention, mode })
    }

    /// The years of the recovery period.
    #[must_use]
    pub fn recovery_years(self) -> u32 {
        self.recovery_years
    }

    /// What is written off in each tax year, one more than the recovery period has.
    ///
    /// # Formula
    /// `r` is 2 / n, or 1.5 / n from 15 years on; `q` the part of the first year in service; B what is left:
    /// ```text
    /// year 1: basis r q
    /// later: the larger of B r and B / (n - q - years since the first), down to 0
    /// ```
    /// In table mode it is the basis times the percentage. Decimals sum to the basis exactly.
    ///
    /// Source: 26 U.S.C. 168; Rev. Proc. 87-57; IRS Publication 946.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a basis below 0; [`ErrorKind::NotFinite`], [`ErrorKind::OutOfBounds`].
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{Convention, Macrs, MacrsMode};
    ///
    /// let computers = Macrs::new(5, Convention::HalfYear, MacrsMode::Table)?;
    /// let years = computers.schedule(Decimal::from(250_000))?;
    /// assert_eq!(years.amounts(), [50_000, 80_000, 48_000, 28_800, 28_800, 14_400].map(Decimal::from));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn schedule<A: Amount>(self, basis: A) -> Result<Schedule<A>, Error> {
        let whole = check::number("basis", basis)?;
        in_range("basis", basis.shown(), Decimal::ZERO, Decimal::MAX, "an amount")?;
        let by = match (self.mode, percentages(self.recovery_years, self.convention)) {
            (MacrsMode::Table, Some(percentages)) => table(whole, percentages),
            _ => self.formula(whole),
        };
        Schedule::of(basis, by)
    }

    /// The same in whole minor units (cents): the formula by what is written off so far, rounded ([`Schedule::in_money`]);
    /// by the table each year's product is rounded, as a form has it, and the last year takes what is left.
    ///
    /// # Errors
    /// As [`Macrs::schedule`].
    pub fn in_money(self, basis: Money, rounding: Rounding) -> Result<Vec<Money>, Error> {
        let schedule = self.schedule(basis.amount())?;
        if self.mode == MacrsMode::Formula {
            return schedule.in_money(basis.currency(), rounding);
        }
        let years = schedule.amounts();
        let mut left = basis.rounded(rounding)?;
        let mut rounded = Vec::with_capacity(years.len());
        for (at, year) in (1..).zip(years) {
            let amount = Money::new(*year, basis.currency())?.rounded(rounding)?;
            let amount = if at == years.len() { left } else { amount };
            left = left.checked_sub(amount)?;
            rounded.push(amount);
        }
        Ok(rounded)
    }

    /// What is written off if the property is disposed of in a tax year, counted from 1, and a quarter of it: of the last
    /// year the part up to the middle of the year, or of the quarter. What is left in the books is the last of
    /// [`Schedule::book_values`]; a gain over it is taxed.
    ///
    /// Property that is disposed of in the year in which it was placed in service writes nothing off. In the year after the
    /// recovery period, what is left of the recovery period is no longer than the year.
    ///
    /// # Formula
    /// ```text
    /// last year: its amount times 1/2, or 1/8, 3/8, 5/8, 7/8 by the quarter
    /// ```
    /// Source: 26 U.S.C. 168(d)(4); IRS Publication 946, "Sale or Other Disposition Before the Recovery Period Ends".
    ///
    /// # Errors
    /// As [`Macrs::schedule`]; [`ErrorKind::OutOfRange`] for year 0.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{Convention, Macrs, MacrsMode, Quarter};
    ///
    /// let computers = Macrs::new(5, Convention::HalfYear, MacrsMode::Table)?;
    /// // Sold in year 3: half of the 48,000 of that year.
    /// let sold = computers.disposed_in(Decimal::from(250_000), 3, Quarter::Fourth)?;
    /// assert_eq!(sold.amounts(), [50_000, 80_000, 24_000].map(Decimal::from));
    /// assert_eq!(sold.book_values().last(), Some(&Decimal::from(96_000)));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn disposed_in<A: Amount>(self, basis: A, year: u32, quarter: Quarter) -> Result<Schedule<A>, Error> {
        in_range("year", year.into(), Decimal::ONE, u32::MAX.into(), "tax years from the first")?;
        let whole = self.schedule(basis)?;
        let amounts = check::numbers("amounts", whole.amounts())?;
        let lit = A::Carrier::lit;
        let (mut so_far, mut by) = (lit(0), vec![lit(0)]);
        for (at, amount) in (1..=year).zip(amounts) {
            let (part, of) = match at {
                _ if at < year => (1, 1),
                1 => (0, 1),
                // What is left after the recovery period's last whole year.
                _ if at > self.recovery_years => {
                    let rest = 8 - self.convention.first_year();
                    (self.convention.last_year(quarter).min(rest), rest)
                }
                _ => (self.convention.last_year(quarter), 8),
            };
            so_far = so_far + (amount * lit(part)).over(lit(of));
            by.push(so_far);
        }
        Schedule::of(basis, by)
    }

    /// What has been written off by the end of each year. Life is counted in eighths of a year.
    fn formula<N: Number>(self, basis: N) -> Vec<N> {
        let lit = N::lit;
        let years = self.recovery_years;
        // The declining rate is `times / (2 years)`.
        let times = if years < 15 { 4 } else { 3 };
        let first = self.convention.first_year();
        let mut book = basis - (basis * lit(times * first)).over(lit(16 * years));
        let mut by = vec![lit(0), basis - book];
        let mut equal: Option<(N, u32)> = None;
        for year in 2..=years + 1 {
            let left = (8 * years + 16).saturating_sub(first + 8 * year);
            if equal.is_none() && 16 * years > times * left {
                equal = Some((book, left));
            }
            book = match equal {
                _ if year > years => lit(0),
                // One division from where equal parts began: what terminates is exact.
                Some((began, over)) => (began * lit(left.saturating_sub(8))).over(lit(over)),
                None => book - (book * lit(times)).over(lit(2 * years)),
            };
            by.push(basis - book);
        }
        by
    }
}

fn table<N: Number>(basis: N, percentages: &[u32]) -> Vec<N> {
    let mut so_far = 0;
    let sums = percentages.iter().map(|part| {
        so_far += part;
        so_far
    });
    std::iter::once(0).chain(sums).map(|sum| (basis * N::lit(sum)).over(N::lit(10_000))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONVENTIONS: [Convention; 5] = [
        Convention::HalfYear,
        Convention::MidQuarter(Quarter::First),
        Convention::MidQuarter(Quarter::Second),
        Convention::MidQuarter(Quarter::Third),
        Convention::MidQuarter(Quarter::Fourth),
    ];

    fn amounts(years: u32, convention: Convention, mode: MacrsMode, basis: i64) -> Vec<Decimal> {
        let schedule = Macrs::new(years, convention, mode).unwrap().schedule(Decimal::from(basis)).unwrap();
        schedule.amounts().to_vec()
    }

    #[test]
    fn printed_percentages_sum_to_the_basis_and_are_near_the_formula() {
        for years in [3, 5, 7, 10] {
            for convention in CONVENTIONS {
                let table = amounts(years, convention, MacrsMode::Table, 1);
                let formula = amounts(years, convention, MacrsMode::Formula, 1);
                assert_eq!(table.iter().sum::<Decimal>(), Decimal::ONE, "{years} {convention:?}");
                assert_eq!(table.len(), formula.len());
                for (printed, worked) in table.iter().zip(&formula) {
                    // 0.0139 percent of the basis, measured over all of them apart from this crate
                    assert!((printed - worked).abs() <= Decimal::new(139, 6), "{years} {convention:?}");
                }
            }
        }
    }

    #[test]
    fn formula_sums_exactly_for_every_class() {
        for years in [3, 5, 7, 10, 15, 20] {
            for convention in CONVENTIONS {
                let amounts = amounts(years, convention, MacrsMode::Formula, 1_234_567);
                assert_eq!(amounts.iter().sum::<Decimal>(), Decimal::from(1_234_567));
                assert_eq!(amounts.len(), years as usize + 1);
            }
        }
        // 7 years, half a year at first: 1/7, 12/49, 60/343, 300/2401, then 1500/16807 each; of 16,807
        let seven = amounts(7, Convention::HalfYear, MacrsMode::Formula, 16_807);
        let expected = [2401, 4116, 2940, 2100, 1500, 1500, 1500, 750];
        assert_eq!(seven, expected.map(Decimal::from));
    }

    #[test]
    fn disposal_counts_to_the_middle_of_its_quarter() {
        let convention = Convention::MidQuarter(Quarter::Fourth);
        let property = Macrs::new(5, convention, MacrsMode::Table).unwrap();
        let sold = |year, quarter| {
            let schedule = property.disposed_in(Decimal::from(10_000), year, quarter).unwrap();
            schedule.amounts().to_vec()
        };
        // 5, 38, 22.80, 13.68, 10.94, 9.58 percent; an eighth of 2,280 is 285, seven eighths 1,995
        assert_eq!(sold(3, Quarter::First), [500, 3800, 285].map(Decimal::from));
        assert_eq!(sold(3, Quarter::Fourth), [500, 3800, 1995].map(Decimal::from));
        assert_eq!(sold(1, Quarter::Fourth), [Decimal::ZERO]);
        // seven eighths of a year are left in the sixth: by the middle of its first quarter a seventh of 958
        let sixth = sold(6, Quarter::First);
        assert_eq!(sixth.last().unwrap().round_dp(6).to_string(), "136.857143");
        assert_eq!(sold(6, Quarter::Fourth).last(), Some(&Decimal::from(958)));
        assert_eq!(sold(9, Quarter::First).len(), 6);
        assert!(property.disposed_in(1.0, 0, Quarter::First).is_err());
    }

    #[test]
    fn classes_that_there_are_not_are_refused() {
        let refused = |years, mode| Macrs::new(years, Convention::HalfYear, mode).unwrap_err().to_string();
        assert_eq!(
            refused(6, MacrsMode::Formula),
            "recovery_years: a recovery period of 6 years; give 3, 5, 7, 10, 15 or 20"
        );
        assert_eq!(
            refused(15, MacrsMode::Table),
            "recovery_years: no table of 15 years, of which printed copies differ; take the formula"
        );
        assert_eq!(
            Quarter::of_month(13).unwrap_err().to_string(),
            "month = 13 is not in 1..=12 (month of the tax year)"
        );
    }
}
