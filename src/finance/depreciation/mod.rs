//! How an asset is written off: the methods of accountants and of spreadsheets.

mod excel;
mod schedule;

pub use excel::Switch;
pub use schedule::Schedule;

use super::check;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Amount, Number};
use rust_decimal::Decimal;

/// The longest life: a century of days.
const MOST_PERIODS: u32 = 36_525;

/// What is written off: what it cost, what it will be worth in the books at the end, and over how many periods.
///
/// A period is a year, a quarter, a month: whatever the life is counted in. The salvage value is an estimate of the books;
/// what used hardware sells for is another number ([`Schedule::gain_on_disposal`]).
///
/// # Spreadsheets
/// `excel_sln`, `excel_syd`, `excel_db`, `excel_ddb` and `excel_vdb` give what Excel, LibreOffice and Gnumeric give where
/// those agree. Where they do not, or where their answer is no depreciation, these differ on purpose:
///
/// | asked | spreadsheets | here | because |
/// |---|---|---|---|
/// | a salvage value above the cost | SLN -40, DDB 0, or an error | an error | depreciation is no income |
/// | a period of 0, or past the last | SYD 400 and 0, DB 0 | an error | there is no such period |
/// | a factor above the life | Gnumeric's DDB takes more than is left | the rate is 1 at most | nothing goes below the salvage value |
/// | DDB of a part of a period | a power with a fraction | an error: `excel_vdb` has parts | two definitions of one function |
/// | VDB of a part of a period | linear within the period | the same | OpenFormula's own text is disowned by its editors |
/// | DB of a cost of 0 | an error | 0 | nothing is written off of nothing |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asset<A> {
    cost: A,
    salvage: A,
    periods: u32,
}

/// How it is written off, period by period.
///
/// Each is the method of accounting standards (ASC 360-10-35, IAS 16.62). Excel's own variants are functions of their own:
/// [`Asset::excel_db`], [`Asset::excel_ddb`], [`Asset::excel_vdb`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Depreciation<A> {
    /// The same in every period: `(C - S) / n`.
    StraightLine,
    /// In proportion to the periods that are left: `(C - S) 2 (n - k + 1) / (n (n + 1))`.
    SumOfYearsDigits,
    /// `factor / n` of what is left in the books, and the rest in equal parts as soon as that is more. With `factor` 2 the
    /// double-declining balance. It ends at the salvage value exactly.
    DecliningBalance {
        /// 1.5 or 2, mostly; above the number of periods it acts as that number.
        factor: A,
    },
    /// The same without the change to equal parts, which mostly leaves more than the salvage value at the end.
    DecliningBalanceOnly {
        /// As above.
        factor: A,
    },
}

impl<A: Amount> Asset<A> {
    /// An asset of a cost, with a salvage value, over so many periods.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] for a cost below 0, a salvage value below 0 or above the cost (spreadsheets answer with
    /// negative depreciation there), and a life of no or of more than 36,525 periods; [`ErrorKind::NotFinite`].
    pub fn new(cost: A, salvage: A, periods: u32) -> Result<Self, Error> {
        check::number("cost", cost)?;
        check::number("salvage", salvage)?;
        in_range("cost", cost.shown(), Decimal::ZERO, Decimal::MAX, "an amount")?;
        in_range("salvage", salvage.shown(), Decimal::ZERO, cost.shown(), "an amount, at most the cost")?;
        in_range("periods", periods.into(), Decimal::ONE, MOST_PERIODS.into(), "periods of the life")?;
        Ok(Self { cost, salvage, periods })
    }

    /// What is written off in each period, and what is left in the books after it.
    ///
    /// # Formula
    /// C is the cost, S the salvage value, n the periods, B what is left before period k = 1..n:
    /// ```text
    /// straight line          written off by k: (C - S) k / n
    /// sum of years' digits   written off by k: (C - S) k (2 n - k + 1) / (n (n + 1))
    /// declining balance      in k: the larger of B factor / n and (B - S) / (n - k + 1), down to S
    /// without the change     in k: B factor / n, down to S
    /// ```
    /// Decimals sum exactly: to C - S, or without the change to what it leaves. Of a binary float the last digits are off.
    ///
    /// # Errors
    /// [`ErrorKind::NotAbove`] for a factor of 0 or less; [`ErrorKind::OutOfBounds`] past the range of the number.
    ///
    /// ```
    /// use breakeven::Decimal;
    /// use breakeven::finance::{Asset, Depreciation};
    ///
    /// // A server for 250,000 that the books let end at 10,000 after 4 years.
    /// let server = Asset::new(Decimal::from(250_000), Decimal::from(10_000), 4)?;
    /// let whole = |amounts: &[Decimal]| amounts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    /// assert_eq!(whole(server.schedule(Depreciation::StraightLine)?.amounts()), "60000 60000 60000 60000");
    /// assert_eq!(whole(server.schedule(Depreciation::SumOfYearsDigits)?.amounts()), "96000 72000 48000 24000");
    /// // Half of what is left: 125,000, 62,500, 31,250, and then all but the salvage value.
    /// let double = Depreciation::DecliningBalance { factor: Decimal::TWO };
    /// assert_eq!(whole(server.schedule(double)?.amounts()), "125000 62500 31250 21250");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn schedule(&self, method: Depreciation<A>) -> Result<Schedule<A>, Error> {
        let written_off = match method {
            Depreciation::StraightLine => self.shares(|k, n| (k, n))?,
            Depreciation::SumOfYearsDigits => {
                let lit = A::Carrier::lit;
                self.shares(|k, n| (k * (lit(2) * n - k + lit(1)), n * (n + lit(1))))?
            }
            Depreciation::DecliningBalance { factor } => self.declining(factor, Switch::ToStraightLine)?,
            Depreciation::DecliningBalanceOnly { factor } => self.declining(factor, Switch::Never)?,
        };
        Schedule::of(self.cost, written_off)
    }

    /// What is written off by the end of each period, as a share `p / q` of cost less salvage value.
    fn shares(
        &self,
        share: impl Fn(A::Carrier, A::Carrier) -> (A::Carrier, A::Carrier),
    ) -> Result<Vec<A::Carrier>, Error> {
        let lit = A::Carrier::lit;
        let base = self.base()?;
        let by = |k| {
            let (p, q) = share(lit(k), lit(self.periods));
            (base * p).over(q)
        };
        Ok((0..=self.periods).map(by).collect())
    }

    /// The same by the declining balance. Equal parts are of what is left when they begin, so that each of them is one
    /// division.
    fn declining(&self, factor: A, switch: Switch) -> Result<Vec<A::Carrier>, Error> {
        let mut walk = self.walk(factor, switch)?;
        let mut by = vec![A::Carrier::lit(0)];
        for _ in 0..self.periods {
            walk.period();
            by.push(walk.cost - walk.book);
        }
        Ok(by)
    }

    /// What is to be written off.
    fn base(&self) -> Result<A::Carrier, Error> {
        Ok(check::number("cost", self.cost)? - check::number("salvage", self.salvage)?)
    }
}

/// What is written off in proportion to use: requests served, tokens, hours.
///
/// # Formula
/// ```text
/// in a period: (C - S) units / total units, in all at most C - S
/// ```
/// Where the estimate of the total changes, what is left is written off over what is left: an asset with the book value as
/// its cost and the rest of the units as their total.
///
/// # Errors
/// As [`Asset::new`]; [`ErrorKind::NotAbove`] for a total of 0 or less, [`ErrorKind::OutOfRange`] for units below 0.
///
/// ```
/// use breakeven::Decimal;
/// use breakeven::finance::units_of_production;
///
/// // A server for 250,000, sold for 10,000 after it has served 4,000 Mtok: 60 a Mtok.
/// let mtok = [900, 1100, 1500, 900].map(Decimal::from);
/// let schedule = units_of_production(250_000.into(), 10_000.into(), 4_000.into(), &mtok)?;
/// let expected = [54_000, 66_000, 90_000, 30_000].map(Decimal::from); // the last 400 are past the total
/// assert_eq!(schedule.amounts(), expected);
/// # Ok::<(), breakeven::Error>(())
/// ```
pub fn units_of_production<A: Amount>(
    cost: A,
    salvage: A,
    total_units: A,
    units: &[A],
) -> Result<Schedule<A>, Error> {
    let base = Asset::new(cost, salvage, 1)?.base()?;
    let total = check::above("total_units", total_units, 0, "units")?;
    let numbers = check::numbers("units", units)?;
    for (at, one) in units.iter().enumerate() {
        in_range(&format!("units[{at}]"), one.shown(), Decimal::ZERO, Decimal::MAX, "units")?;
    }
    let mut so_far = A::Carrier::lit(0);
    let mut by = vec![so_far];
    for one in numbers {
        so_far = (so_far + one).at_most(total);
        by.push((base * so_far).over(total));
    }
    Schedule::of(cost, by)
}

/// A number within bounds, named in the error.
pub(super) fn in_range(
    name: &str,
    value: Decimal,
    minimum: Decimal,
    maximum: Decimal,
    unit: &'static str,
) -> Result<(), Error> {
    if (minimum..=maximum).contains(&value) {
        return Ok(());
    }
    Err(Error::at(FieldPath::new(name), ErrorKind::OutOfRange { value, minimum, maximum, unit }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimals(numbers: &[i64]) -> Vec<Decimal> {
        numbers.iter().map(|n| Decimal::from(*n)).collect()
    }

    fn asset(cost: i64, salvage: i64, periods: u32) -> Asset<Decimal> {
        Asset::new(cost.into(), salvage.into(), periods).unwrap()
    }

    #[test]
    fn declining_balance_changes_to_equal_parts_when_they_are_more() {
        // 1,000 over 5 at 40 percent: 400, 240, 144; then 216 left in 2 is 108 each, more than 86.4
        let double = Depreciation::DecliningBalance { factor: Decimal::TWO };
        assert_eq!(
            asset(1000, 0, 5).schedule(double).unwrap().amounts(),
            decimals(&[400, 240, 144, 108, 108])
        );
        // without the change: 86.4 and 51.84, which leaves 77.76
        let only = Depreciation::DecliningBalanceOnly { factor: Decimal::TWO };
        let schedule = asset(1000, 0, 5).schedule(only).unwrap();
        assert_eq!(schedule.book_values().last(), Some(&Decimal::new(7776, 2)));
        // floored at the salvage value: 400, 240, and 60 of the 144
        let floored = asset(1000, 300, 5).schedule(only).unwrap();
        assert_eq!(floored.amounts(), decimals(&[400, 240, 60, 0, 0]));
        // a factor above the life takes all at once
        let all = Depreciation::DecliningBalanceOnly { factor: Decimal::TEN };
        assert_eq!(asset(1000, 300, 3).schedule(all).unwrap().amounts(), decimals(&[700, 0, 0]));
    }

    #[test]
    fn amounts_that_do_not_end_sum_exactly() {
        for method in [
            Depreciation::StraightLine,
            Depreciation::SumOfYearsDigits,
            Depreciation::DecliningBalance { factor: Decimal::TWO },
            Depreciation::DecliningBalance { factor: Decimal::new(15, 1) },
        ] {
            for periods in [1, 3, 7, 11, 60, 3650] {
                let asset = Asset::new(Decimal::new(91_237_607, 2), Decimal::new(1, 2), periods).unwrap();
                let schedule = asset.schedule(method).unwrap();
                let sum: Decimal = schedule.amounts().iter().sum();
                assert_eq!(sum, Decimal::new(91_237_606, 2), "{method:?} {periods}");
                assert_eq!(schedule.amounts().len(), periods as usize);
                assert!(
                    schedule.amounts().iter().all(|amount| *amount >= Decimal::ZERO),
                    "{method:?} {periods}"
                );
            }
        }
    }

    #[test]
    fn assets_that_there_are_not_are_refused() {
        let refused =
            |cost: f64, salvage: f64, periods| Asset::new(cost, salvage, periods).unwrap_err().to_string();
        assert_eq!(
            refused(1000.0, 1200.0, 5),
            "salvage = 1200 is not in 0..=1000 (an amount, at most the cost)"
        );
        assert!(refused(-1.0, 0.0, 5).starts_with("cost = -1 is not in 0..="));
        assert_eq!(refused(1000.0, 0.0, 0), "periods = 0 is not in 1..=36525 (periods of the life)");
        assert_eq!(refused(f64::NAN, 0.0, 5), "cost: NaN is no number; give a finite one");
        let factor = Depreciation::DecliningBalance { factor: 0.0 };
        let error = Asset::new(1.0, 0.0, 5).unwrap().schedule(factor).unwrap_err();
        assert_eq!(error.to_string(), "factor: 0 is not above 0 (times the straight-line rate)");
    }

    #[test]
    fn production_past_the_total_writes_nothing_off() {
        let units = |units: &[i64]| units_of_production(100.into(), 10.into(), 9.into(), &decimals(units));
        assert_eq!(units(&[3, 0, 9, 1]).unwrap().amounts(), decimals(&[30, 0, 60, 0]));
        assert_eq!(units(&[1, -1]).unwrap_err().path().unwrap().as_str(), "units[1]");
        assert!(units_of_production(100.0, 10.0, 0.0, &[1.0]).is_err());
    }
}
