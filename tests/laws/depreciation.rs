//! Laws of depreciation, in floats and in decimals.

use crate::cases;
use breakeven::finance::{
    Asset, Convention, Depreciation, Macrs, MacrsMode, Quarter, Switch, TaxWriteOff, units_of_production,
};
use breakeven::proptest::prelude::*;
use breakeven::{Currency, Decimal, Error, Money, Rounding, law, strategy};

macro_rules! laws {
    ($module:ident, $A:ty, $cases:literal) => {
        mod $module {
            use super::*;

            type A = $A;

            fn by(method: Depreciation<A>) -> impl Fn(A, A, u32) -> Result<Vec<A>, Error> {
                move |cost, salvage, life| Ok(Asset::new(cost, salvage, life)?.schedule(method)?.amounts().to_vec())
            }

            fn vdb(cost: A, salvage: A, life: u32, start: A, end: A) -> Result<A, Error> {
                Asset::new(cost, salvage, life)?.excel_vdb(start, end, A::from(2_u32), Switch::ToStraightLine)
            }

            fn ddb(cost: A, salvage: A, life: u32) -> Result<Vec<A>, Error> {
                let asset = Asset::new(cost, salvage, life)?;
                (1..=life).map(|period| asset.excel_ddb(period, A::from(2_u32))).collect()
            }

            fn digits(cost: A, salvage: A, life: u32) -> Result<Vec<A>, Error> {
                let asset = Asset::new(cost, salvage, life)?;
                (1..=life).map(|period| asset.excel_syd(period)).collect()
            }

            fn level_production(cost: A, salvage: A, life: u32) -> Result<Vec<A>, Error> {
                let units: Vec<A> = (1..=life).map(|_| A::from(7_u32)).collect();
                Ok(units_of_production(cost, salvage, A::from(7 * life), &units)?.amounts().to_vec())
            }

            fn macrs(years: u32, convention: Convention, mode: MacrsMode) -> impl Fn(A) -> Result<Vec<A>, Error> {
                move |basis| Ok(Macrs::new(years, convention, mode)?.schedule(basis)?.amounts().to_vec())
            }

            fn asset() -> impl Strategy<Value = (A, A, u32)> + Clone {
                prop_oneof![3 => strategy::asset(), 1 => strategy::edge::asset()]
            }

            proptest! {
                #![proptest_config(cases($cases))]

                #[test]
                fn schedules((cost, salvage, life) in asset(), factor in strategy::factor(), shift in strategy::amount()) {
                    let declining = Depreciation::DecliningBalance { factor: A::from(2_u32) };
                    for method in [Depreciation::StraightLine, Depreciation::SumOfYearsDigits, declining] {
                        law::depreciation_sums_to_cost_less_salvage(by(method), cost, salvage, life)?;
                        law::book_value_falls_from_cost_to_salvage(by(method), cost, salvage, life)?;
                        law::depreciation_has_a_row_a_period(by(method), cost, salvage, life, 0)?;
                        law::depreciation_scales_with_money(by(method), cost, salvage, life, factor)?;
                        law::depreciation_of_one_period_is_everything(by(method), cost, salvage)?;
                        law::accelerated_depreciation_is_ahead_of_the_straight_line(by(method), cost, salvage, life)?;
                    }
                    for method in [Depreciation::StraightLine, Depreciation::SumOfYearsDigits] {
                        law::depreciation_is_a_share_of_the_depreciable_amount(by(method), cost, salvage, life, shift)?;
                    }
                    law::depreciation_sums_to_cost_less_salvage(level_production, cost, salvage, life)?;
                    let half_at_first = |cost, salvage, life| {
                        let whole = Asset::new(cost, salvage, life)?.schedule(Depreciation::StraightLine)?;
                        Ok::<_, Error>(whole.starting_within(A::from(1_u32) / A::from(2_u32))?.amounts().to_vec())
                    };
                    law::depreciation_has_a_row_a_period(half_at_first, cost, salvage, life, 1)?;
                    law::depreciation_sums_to_cost_less_salvage(half_at_first, cost, salvage, life)?;
                }

                #[test]
                fn those_of_spreadsheets((cost, salvage, life) in asset(), cuts in [0_u32..=100, 0..=100, 0..=100]) {
                    law::book_value_falls_from_cost_to_salvage(ddb, cost, salvage, life)?;
                    law::sum_of_years_digits_falls_evenly(digits, cost, salvage, life)?;
                    let mut cuts = cuts.map(|percent| A::from(percent * life) / A::from(100_u32));
                    cuts.sort_by(|one, other| one.partial_cmp(other).unwrap());
                    let [a, b, c] = cuts;
                    law::variable_declining_balance_adds_up(vdb, cost, salvage, life, a, b, c)?;
                }

                #[test]
                fn tax(basis in strategy::amount()) {
                    let quarters = [Quarter::First, Quarter::Second, Quarter::Third, Quarter::Fourth];
                    for (years, mode) in [(3, MacrsMode::Table), (5, MacrsMode::Table), (5, MacrsMode::Formula), (10, MacrsMode::Table), (15, MacrsMode::Formula)] {
                        let conventions = quarters.map(Convention::MidQuarter).into_iter().chain([Convention::HalfYear]);
                        for convention in conventions {
                            law::tax_depreciation_writes_off_the_basis(macrs(years, convention, mode), basis)?;
                        }
                        let first = |basis, quarter: u32| {
                            let quarter = quarters[quarter as usize - 1];
                            macrs(years, Convention::MidQuarter(quarter), mode)(basis).map(|years| years[0])
                        };
                        law::later_quarters_write_off_less_at_first(first, basis)?;
                    }
                }
            }
        }
    };
}

laws!(floats, f64, 64);
laws!(decimals, Decimal, 32);

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn schedules_in_cents((cost, salvage, life) in strategy::asset::<Decimal>()) {
        let exact = Asset::new(cost, salvage, life)?.schedule(Depreciation::SumOfYearsDigits)?;
        let rounded = |_: &[Decimal], _: u32| {
            let years = exact.in_money(Currency::USD, Rounding::HalfAwayFromZero)?;
            Ok::<Vec<Decimal>, Error>(years.iter().map(|year| year.amount()).collect())
        };
        law::rounded_schedule_loses_nothing(rounded, exact.amounts(), 2)?;
    }
}

proptest! {
    #![proptest_config(cases(64))]

    /// In steps in which every percentage of the table is a whole number of cents.
    #[test]
    fn bonus(basis in (1_i64..100_000).prop_map(|steps| Decimal::from(steps * 10_000)), fraction in strategy::fraction::<Decimal>()) {
        let table = Macrs::new(5, Convention::HalfYear, MacrsMode::Table)?;
        let years = |basis: Decimal, fraction: Decimal| {
            let usd = |amount| Money::new(amount, Currency::USD);
            let taxed = TaxWriteOff::of(usd(basis)?, usd(Decimal::ZERO)?, fraction, table, Rounding::HalfEven)?;
            Ok::<Vec<Decimal>, Error>(taxed.years()?.iter().map(|year| year.amount()).collect())
        };
        let plain = |basis| Ok::<_, Error>(table.schedule(basis)?.amounts().to_vec());
        law::bonus_is_written_off_at_first(years, plain, basis, fraction)?;
    }
}
