//! What nobody would ask of finance: a typed error or a finite number, and no panic.

use crate::cases;
use breakeven::finance::{
    self, Annuity, Asset, Depreciation, EffectiveRate, LevelPayments, NominalRate, Timing,
};
use breakeven::proptest::prelude::*;
use breakeven::{Currency, Decimal, Error, Money, law, strategy};

macro_rules! laws {
    ($module:ident, $A:ty, $number:ident, $rounds:literal) => {
        mod $module {
            use super::*;

            type A = $A;

            /// So many numbers of the hostile kind.
            fn numbers() -> impl Strategy<Value = [A; 5]> {
                proptest::array::uniform5(strategy::hostile::$number())
            }

            proptest! {
                #![proptest_config(cases($rounds))]

                #[test]
                fn flows(rate in strategy::hostile::$number(), flows in strategy::hostile::cash_flows(strategy::hostile::$number())) {
                    law::answer_is_finite_or_refused(|flows| finance::npv_end(rate, flows), &flows)?;
                    law::answer_is_finite_or_refused(|flows| finance::npv_from_now(rate, flows), &flows)?;
                    law::answer_is_finite_or_refused(|flows| finance::irr(flows).map(|roots| roots.all().to_vec()), &flows)?;
                    let period = |flows: &Vec<A>| Ok::<_, Error>(finance::payback(flows)?.map(|found| found.interpolated));
                    law::answer_is_finite_or_refused(period, &flows)?;
                    law::answer_is_finite_or_refused(|flows| finance::levelized_cost(rate, flows, flows), &flows)?;
                }

                #[test]
                fn annuities([rate, periods, a, b, c] in numbers(), due in any::<bool>(), whole in strategy::hostile::periods()) {
                    let timing = if due { Timing::Start } else { Timing::End };
                    let annuity = Annuity { rate, periods, timing };
                    law::answer_is_finite_or_refused(|_: &Annuity<A>| annuity.present_value(a, b), &annuity)?;
                    law::answer_is_finite_or_refused(|_: &Annuity<A>| annuity.future_value(a, b), &annuity)?;
                    law::answer_is_finite_or_refused(|_: &Annuity<A>| annuity.payment(a, b), &annuity)?;
                    law::answer_is_finite_or_refused(|_: &Annuity<A>| Ok::<_, Error>(annuity.installment(whole, a, b)?.interest), &annuity)?;
                    let level = LevelPayments { present: a, payment: b, future: c, timing };
                    law::answer_is_finite_or_refused(|level| level.periods(rate), &level)?;
                    law::answer_is_finite_or_refused(|level| level.rates(whole % 40).map(|roots| roots.all().to_vec()), &level)?;
                    law::answer_is_finite_or_refused(|_: &()| finance::capital_recovery_factor(rate, periods), &())?;
                }

                #[test]
                fn rates_and_assets([rate, cost, salvage, factor, _] in numbers(), whole in strategy::hostile::periods()) {
                    law::answer_is_finite_or_refused(|_: &()| Ok::<_, Error>(NominalRate::new(rate, whole)?.effective()?.rate()), &())?;
                    law::answer_is_finite_or_refused(|_: &()| Ok::<_, Error>(EffectiveRate::new(rate)?.nominal(whole)?.rate()), &())?;
                    let schedule = |_: &()| {
                        let asset = Asset::new(cost, salvage, whole % 2000)?;
                        Ok::<_, Error>(asset.schedule(Depreciation::DecliningBalance { factor })?.amounts().to_vec())
                    };
                    law::answer_is_finite_or_refused(schedule, &())?;
                }

                #[test]
                fn rates_of_minus_one_and_less(rate in strategy::hostile::$number(), flows in strategy::cash_flows::<A>()) {
                    if rate <= A::from(-1_i8) {
                        law::nonsense_is_refused(|flows| finance::npv_end(rate, flows), &flows)?;
                        law::nonsense_is_refused(|flows| finance::npv_from_now(rate, flows), &flows)?;
                    }
                }
            }
        }
    };
}

laws!(floats, f64, float, 192);
laws!(decimals, Decimal, decimal, 96);

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn money((units, weights) in strategy::hostile::allocation(), amount in strategy::hostile::decimal(), other in strategy::hostile::decimal()) {
        let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
        let parts = |amount: &Decimal| Money::new(*amount, Currency::USD)?.allocate(&weights);
        if weights.iter().all(Decimal::is_zero) {
            law::nonsense_is_refused(parts, &Decimal::new(units, 2))?;
        }
        let amounts = |amount: &Decimal| parts(amount).map(|parts| parts.iter().map(|part| part.amount()).collect::<Vec<_>>());
        law::answer_is_finite_or_refused(amounts, &Decimal::new(units, 2))?;
        // More than money holds is an error, and no wrong amount.
        let sum = |amount: &Decimal| {
            let of = |amount| Money::new(amount, Currency::USD);
            of(*amount)?.checked_add(of(other)?)
        };
        if amount.abs() > Money::largest() {
            law::nonsense_is_refused(sum, &amount)?;
        } else {
            law::answer_is_finite_or_refused(|amount| sum(amount).map(|sum| sum.amount()), &amount)?;
        }
    }
}
