//! Laws of time value, rates and projects, in floats and in decimals, on valid inputs and at the borders.

use crate::cases;
use breakeven::finance::{
    self, Annuity, BuyOrLease, CapitalStructure, DatedFlow, EffectiveRate, GrowingAnnuity, Inflation,
    LevelPayments, MirrRates, NominalRate, Timing,
};
use breakeven::jiff::civil::Date;
use breakeven::proptest::prelude::*;
use breakeven::{Decimal, Error, law, strategy};

type Found<A> = Result<A, Error>;

/// The functions under test, in the arguments of the laws.
macro_rules! ours {
    ($A:ty) => {
        type A = $A;

        fn annuity(rate: A, periods: u32, due: bool) -> Annuity<A> {
            let timing = if due { Timing::Start } else { Timing::End };
            Annuity { rate, periods: A::from(periods), timing }
        }

        fn pv(rate: A, periods: u32, payment: A, future: A, due: bool) -> Found<A> {
            annuity(rate, periods, due).present_value(payment, future)
        }

        fn level(rate: A, periods: u32, payment: A) -> Found<A> {
            pv(rate, periods, payment, A::from(0_u32), false)
        }

        fn fv(rate: A, periods: u32, payment: A, present: A, due: bool) -> Found<A> {
            annuity(rate, periods, due).future_value(payment, present)
        }

        fn pmt(rate: A, periods: u32, present: A, future: A, due: bool) -> Found<A> {
            annuity(rate, periods, due).payment(present, future)
        }

        fn payments(payment: A, present: A, future: A, due: bool) -> LevelPayments<A> {
            let timing = if due { Timing::Start } else { Timing::End };
            LevelPayments { present, payment, future, timing }
        }

        fn nper(rate: A, payment: A, present: A, future: A, due: bool) -> Found<A> {
            payments(payment, present, future, due).periods(rate)
        }

        fn rate_of(periods: u32, payment: A, present: A, future: A, due: bool) -> Found<A> {
            payments(payment, present, future, due).rates(periods)?.only()
        }

        fn ipmt(rate: A, period: u32, periods: u32, present: A, future: A, due: bool) -> Found<A> {
            Ok(annuity(rate, periods, due).installment(period, present, future)?.interest)
        }

        fn ppmt(rate: A, period: u32, periods: u32, present: A, future: A, due: bool) -> Found<A> {
            Ok(annuity(rate, periods, due).installment(period, present, future)?.principal)
        }

        fn cumipmt(rate: A, periods: u32, present: A, first: u32, last: u32, due: bool) -> Found<A> {
            Ok(annuity(rate, periods, due).installments(first..=last, present, A::from(0_u32))?.interest)
        }

        fn irr(flows: &[A]) -> Found<A> {
            finance::irr(flows)?.only()
        }

        fn irrs(flows: &[A]) -> Found<Vec<A>> {
            Ok(finance::irr(flows)?.all().to_vec())
        }

        fn mirr(flows: &[A], finance: A, reinvest: A) -> Found<A> {
            finance::mirr(MirrRates { finance, reinvest }, flows)
        }

        fn xirr(dated: &[(i32, A)]) -> Found<A> {
            let flows: Vec<_> =
                dated.iter().map(|(day, amount)| DatedFlow { date: date(*day), amount: *amount }).collect();
            finance::xirr(&flows)?.only()
        }

        fn effective(nominal: A, compoundings: u32) -> Found<A> {
            Ok(NominalRate::new(nominal, compoundings)?.effective()?.rate())
        }

        fn nominal(effective: A, compoundings: u32) -> Found<A> {
            Ok(EffectiveRate::new(effective)?.nominal(compoundings)?.rate())
        }

        fn real(nominal: A, inflation: A) -> Found<A> {
            Ok(EffectiveRate::new(nominal)?.real(Inflation::new(inflation)?)?.rate())
        }

        fn recovery(rate: A, periods: u32) -> Found<A> {
            finance::capital_recovery_factor(rate, A::from(periods))
        }

        fn eac(rate: A, costs: &[A], periods: u32) -> Found<A> {
            finance::equivalent_annual_cost(rate, A::from(periods), finance::npv_from_now(rate, costs)?)
        }

        fn growing(rate: A, growth: A, periods: u32, first_payment: A) -> Found<A> {
            GrowingAnnuity { first_payment, growth, rate, periods: A::from(periods) }.present_value()
        }

        fn wacc(equity: A, debt: A, cost_of_equity: A, cost_of_debt: A, tax_rate: A) -> Found<A> {
            CapitalStructure { equity, debt, cost_of_equity, cost_of_debt, tax_rate }.wacc()
        }

        fn payback(flows: &[A]) -> Option<A> {
            Some(finance::payback(flows).unwrap()?.interpolated)
        }

        fn payback_period(flows: &[A]) -> Option<u32> {
            Some(finance::payback(flows).unwrap()?.period)
        }

        fn discounted_payback(rate: A, flows: &[A]) -> Option<A> {
            Some(finance::discounted_payback(rate, flows).unwrap()?.interpolated)
        }

        fn tax_shield(tax_rate: A, rate: A, depreciation: &[A]) -> Found<A> {
            let price: A = depreciation.iter().sum();
            let residual = A::from(0_u32);
            let bought = BuyOrLease {
                price,
                depreciation,
                residual,
                lease: &[],
                tax_rate,
                after_tax_cost_of_debt: rate,
            };
            Ok(bought.net_advantage()?.tax_shield)
        }
    };
}

fn date(day: i32) -> Date {
    Date::constant(2024, 1, 1).checked_add(breakeven::jiff::Span::new().days(day)).unwrap()
}

macro_rules! laws {
    ($module:ident, $A:ty, $cases:literal) => {
        mod $module {
            use super::*;

            ours!($A);

            /// At -99 percent a flow of ten periods later is past the range of decimals.
            fn rate() -> impl Strategy<Value = A> + Clone {
                let edge = strategy::edge::rate::<A>().prop_filter("above -90 percent", |rate| *rate > A::from(-9_i8) / A::from(10_u8));
                prop_oneof![4 => strategy::rate(), 1 => edge]
            }

            /// Rates at which 600 periods stay in range.
            fn low_rate() -> impl Strategy<Value = A> + Clone {
                (strategy::loan::<A>(), prop_oneof![Just(false), Just(true)])
                    .prop_map(|((rate, ..), is_none)| if is_none { A::from(0_u32) } else { rate })
            }

            fn flows() -> impl Strategy<Value = Vec<A>> + Clone {
                prop_oneof![4 => strategy::cash_flows(), 1 => strategy::edge::cash_flows()]
            }

            fn investment() -> impl Strategy<Value = Vec<A>> + Clone {
                prop_oneof![4 => strategy::investment(), 1 => strategy::edge::investment()]
            }

            fn dated() -> impl Strategy<Value = Vec<(i32, A)>> + Clone {
                prop_oneof![4 => strategy::schedule(), 1 => strategy::edge::schedule()]
            }

            fn loan() -> impl Strategy<Value = (A, u32, A)> + Clone {
                prop_oneof![4 => strategy::loan(), 1 => strategy::edge::loan()]
            }

            proptest! {
                #![proptest_config(cases($cases))]

                #[test]
                fn net_present_values(rate in rate(), flows in flows(), others in flows(), factor in strategy::factor(), at in 0_usize..24) {
                    law::npv_is_linear(finance::npv_end, rate, &flows, &others)?;
                    law::npv_is_linear(finance::npv_from_now, rate, &flows, &others)?;
                    law::npv_scales_with_money(finance::npv_end, rate, &flows, factor)?;
                    law::npv_at_zero_is_the_sum(finance::npv_from_now::<A>, &flows)?;
                    law::npv_conventions_differ_by_a_period(finance::npv_end, finance::npv_from_now, rate, &flows)?;
                    law::npv_splits_at_any_period(finance::npv_end, rate, &flows, at.min(flows.len()))?;
                }

                #[test]
                fn net_present_values_of_projects(lower in strategy::rate(), more in strategy::rate::<A>(), flows in investment()) {
                    law::npv_falls_with_the_rate(finance::npv_from_now, lower, lower + more, &flows)?;
                }

                #[test]
                fn level_payments(rate in low_rate(), periods in strategy::periods(), payment in strategy::amount(), other in strategy::unrounded(), due in any::<bool>()) {
                    prop_assume!(periods <= 240);
                    law::present_value_is_the_npv_of_its_payments(level, finance::npv_end, rate, periods, payment)?;
                    law::present_value_solves_its_equation(pv, rate, periods, payment, other, due)?;
                    law::future_value_solves_its_equation(fv, rate, periods, payment, other, due)?;
                    law::payment_solves_its_equation(pmt, rate, periods, payment, other, due)?;
                    law::annuity_due_is_a_period_earlier(pv, rate, periods, payment)?;
                    law::annuity_due_is_a_period_earlier(fv, rate, periods, payment)?;
                }

                #[test]
                fn level_payments_at_borders(rate in strategy::edge::rate(), periods in 1_u32..=2, payment in strategy::amount(), due in any::<bool>()) {
                    law::present_value_solves_its_equation(pv, rate, periods, payment, payment, due)?;
                    law::future_value_solves_its_equation(fv, rate, periods, payment, payment, due)?;
                    law::payment_solves_its_equation(pmt, rate, periods, payment, payment, due)?;
                }

                #[test]
                fn inverses_of_level_payments((rate, periods, present) in loan(), due in any::<bool>()) {
                    law::periods_undo_the_payment(nper, pmt, rate, periods, present, due)?;
                    law::rate_undoes_the_payment(rate_of, pmt, rate, periods, present, due)?;
                }

                #[test]
                fn loans((rate, periods, present) in loan(), future in strategy::amount(), at in any::<prop::sample::Index>(), due in any::<bool>()) {
                    let period = 1 + at.index(periods as usize - 1) as u32;
                    law::interest_and_principal_are_the_payment(ipmt, ppmt, pmt, rate, period, periods, present, future, due)?;
                    law::interest_falls_along_a_loan(ipmt, rate, period, periods, present)?;
                    law::cumulative_interest_is_that_of_each_period(cumipmt, ipmt, rate, periods, present, period, periods.min(period + 12), due)?;
                    law::payment_in_advance_bears_no_interest(ipmt, rate, periods, present, future)?;
                }

                #[test]
                fn returns(flows in investment(), factor in strategy::factor(), more in 0_usize..12) {
                    law::irr_makes_the_worth_nothing(irr, &flows)?;
                    law::irr_is_the_same_in_any_currency(irr, &flows, factor)?;
                    law::irr_ignores_periods_without_flows(irr, &flows, more)?;
                    law::irr_of_reversed_flows_is_the_inverse(irr, &flows)?;
                    law::mirr_at_the_irr_is_the_irr(mirr, irr, &flows)?;
                    law::xirr_of_whole_years_is_irr(xirr, irr, &flows)?;
                }

                #[test]
                fn returns_by_day(dated in dated(), days in 0..20_000) {
                    law::xirr_ignores_the_calendar(xirr, &dated, days)?;
                    law::xirr_ignores_the_order(xirr, &dated)?;
                    law::xirr_ignores_a_flow_in_two_parts(xirr, &dated)?;
                }

                #[test]
                fn rates(rate in strategy::rate(), inflation in strategy::rate(), compoundings in prop_oneof![Just(1_u32), Just(2), Just(4), Just(12), Just(52), Just(365)], flows in flows()) {
                    law::effective_undoes_nominal(effective, nominal, rate, compoundings)?;
                    law::effective_is_no_less_than_nominal(effective, rate, compoundings)?;
                    law::real_rate_and_inflation_compound(real, rate, inflation)?;
                    law::real_flows_at_the_real_rate_are_nominal_ones(finance::npv_from_now, real, rate, inflation, &flows)?;
                }

                #[test]
                fn capital_recovery(rate in low_rate(), more in low_rate(), periods in strategy::periods()) {
                    law::capital_recovery_is_one_over_the_annuity(recovery, rate, periods)?;
                    law::capital_recovery_is_interest_and_equal_parts(recovery, rate, periods)?;
                    law::capital_recovery_falls_with_the_periods(recovery, rate, periods)?;
                    law::capital_recovery_rises_with_the_rate(recovery, rate, rate + more, periods)?;
                }

                #[test]
                fn equivalent_costs(rate in low_rate(), costs in strategy::cash_flows::<A>(), more in 0_u32..12, lives in 1_u32..5, growth in low_rate(), payment in strategy::amount()) {
                    let periods = costs.len() as u32 + more;
                    law::equivalent_annual_cost_is_worth_the_costs(eac, rate, &costs, periods)?;
                    law::equivalent_annual_cost_ignores_repetition(eac, rate, &costs, periods, lives)?;
                    law::growing_annuity_is_its_payments(growing, rate, growth, periods, payment)?;
                    law::growing_annuity_is_its_payments(growing, rate, rate, periods, payment)?;
                    law::growing_annuity_without_growth_is_level(growing, level, rate, periods, payment)?;
                }

                #[test]
                fn costs_of_capital(equity in strategy::amount(), debt in strategy::amount(), of_equity in strategy::rate(), of_debt in strategy::rate(), tax in strategy::fraction()) {
                    law::cost_of_capital_lies_between_its_parts(wacc, equity, debt, of_equity, of_debt, tax)?;
                }

                #[test]
                fn projects(rate in strategy::rate(), flows in investment(), more in strategy::amount(), k in strategy::factor(), m in strategy::factor()) {
                    law::discounted_payback_is_no_sooner(payback, discounted_payback, rate, &flows)?;
                    law::payback_waits_for_a_larger_outlay(payback, &flows, more)?;
                    let volumes = &flows[1..];
                    law::levelized_cost_recovers_the_costs(finance::levelized_cost, rate, &flows[..volumes.len()], volumes)?;
                    law::levelized_cost_scales_with_costs_over_volumes(finance::levelized_cost, rate, &flows[..volumes.len()], volumes, k, m)?;
                    law::tax_shield_goes_with_the_tax_rate(tax_shield, k, rate, volumes)?;
                }
            }

            proptest! {
                // Loans to their end and flows of any sign take a hundred times as long.
                #![proptest_config(cases(12))]

                #[test]
                fn whole_loans((rate, periods, present) in loan(), future in strategy::amount(), due in any::<bool>()) {
                    let periods = periods.min(60);
                    law::principal_repays_the_loan(ppmt, rate, periods, present, future, due)?;
                }

                #[test]
                fn roots_of_any_flows(flows in strategy::cash_flows()) {
                    law::irr_has_no_more_roots_than_changes_of_sign(irrs, &flows)?;
                }

                #[test]
                fn payback_periods(flows in prop_oneof![strategy::cash_flows(), strategy::investment()]) {
                    // In floats only sums that they tell from 0.
                    let is_clear = law::payback_is_the_first_period_without_loss(payback_period, &flows);
                    if !matches!(is_clear.as_ref().map_err(|found| found.finding()), Err(law::Finding::Outside { .. })) {
                        is_clear?;
                    }
                }
            }
        }
    };
}

laws!(floats, f64, 96);
laws!(decimals, Decimal, 32);

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn floats_are_near_decimals(rate in strategy::rate::<Decimal>(), flows in strategy::cash_flows::<Decimal>()) {
        let mut inputs = vec![rate];
        inputs.extend(&flows);
        // Discounting at rates of 0 and more makes no term larger than it is.
        let size: Decimal = flows.iter().map(Decimal::abs).sum();
        let size = size.to_string().parse().unwrap();
        law::floats_follow_decimals(|x| finance::npv_end(x[0], &x[1..]), |x| finance::npv_end(x[0], &x[1..]), &inputs, size)?;
    }
}
