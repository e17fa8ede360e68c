//! What nobody would ask, and what somebody will: the only right answers are a typed error and a number that is finite.

use super::scenario::scenario as valid_scenario;
use super::scenario::{deployment as valid_deployment, offer as valid_offer, workload as valid_workload};
use crate::scenario::{Api, Deployment, RequestClass, Scenario, Workload};
use crate::source::{Figure, Named};
use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest::strategy::{Just, Strategy};
use rust_decimal::Decimal;

/// Floats that break formulas, each as likely: NaN, the infinities, the largest and the least, the negative zero, -1 (at which
/// a discount factor is infinite), and any bits at all.
pub fn float() -> impl Strategy<Value = f64> + Clone {
    let floats = vec![
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        1e308,
        -1e308,
        5e-324,
        -0.0,
        -1.0,
        -1.000_000_1,
        -1e15,
        1e-300,
    ];
    prop_oneof![3 => select(floats), 1 => any::<u64>().prop_map(f64::from_bits)]
}

/// Decimals that break formulas, each as likely: the largest and the least of 29 digits, the smallest that is not 0, 28
/// decimals, -1, and any of up to 28 decimals.
pub fn decimal() -> impl Strategy<Value = Decimal> + Clone {
    let decimals = vec![
        Decimal::MAX,
        Decimal::MIN,
        Decimal::new(1, 28),
        Decimal::new(-1, 28),
        Decimal::ONE - Decimal::new(1, 28),
        Decimal::NEGATIVE_ONE,
        Decimal::new(-11, 1),
        Decimal::ZERO,
    ];
    let any = (any::<i64>(), 0_u32..=28).prop_map(|(units, decimals)| Decimal::new(units, decimals));
    prop_oneof![3 => select(decimals), 1 => any]
}

/// Up to 8 flows of such numbers, or none: `cash_flows(hostile::float())`.
pub fn cash_flows<A: std::fmt::Debug>(number: impl Strategy<Value = A>) -> impl Strategy<Value = Vec<A>> {
    vec(number, 0..=8)
}

/// Up to 8 dated flows of such numbers, on any days: out of order, on the same day, centuries apart.
pub fn schedule<A: std::fmt::Debug>(
    number: impl Strategy<Value = A>,
) -> impl Strategy<Value = Vec<(i32, A)>> {
    vec((prop_oneof![any::<i32>(), 0..=1], number), 0..=8)
}

/// Counts that break loops: 0, 1, the largest, and any.
pub fn periods() -> impl Strategy<Value = u32> + Clone {
    prop_oneof![Just(0), Just(1), Just(u32::MAX), any::<u32>()]
}

/// Units and weights of any size, the weights perhaps none or all 0.
pub fn allocation() -> impl Strategy<Value = (i64, Vec<u32>)> + Clone {
    let weight = prop_oneof![Just(0), Just(u32::MAX), any::<u32>()];
    (prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>()], vec(weight, 0..=6))
}

/// A figure that no key of a scenario takes, or few do: negative, of 29 digits, all but nothing.
pub fn figure() -> impl Strategy<Value = Figure> + Clone {
    decimal().prop_map(Figure::from)
}

/// A valid workload with one or more of its numbers as [`figure`] has them, without classes, or with shares that do not sum.
pub fn workload() -> impl Strategy<Value = Workload> + Clone {
    (valid_workload(), figure(), any::<[bool; 5]>()).prop_map(
        |(mut workload, figure, [tokens, peak, growth, class, hours])| {
            if tokens {
                workload.tokens_per_month = Some(figure);
            }
            if peak {
                workload.peak_to_average = Some(figure);
            }
            if growth {
                workload.growth_fraction_per_month = Some(figure);
            }
            if hours {
                workload.hours_per_month = Some(figure);
            }
            if class {
                workload.class = Named::from_iter([
                    ("a", RequestClass::new(figure, figure)),
                    ("b", RequestClass::new(1, 1)),
                ]);
            } else if !(tokens || peak || growth || hours) {
                workload.class = Named::new();
            }
            workload
        },
    )
}

/// A valid offer with one or more of its prices as [`figure`] has them, or of a family that there is not.
pub fn offer() -> impl Strategy<Value = Api> + Clone {
    (valid_offer(), figure(), any::<[bool; 4]>()).prop_map(
        |(mut api, figure, [input, output, change, minimum])| {
            if input {
                api.input_usd_per_mtok = Some(figure);
            }
            if output {
                api.output_usd_per_mtok = Some(figure);
            }
            if change {
                api.price_change_fraction_per_month = Some(figure);
            }
            if minimum {
                api.minimum_cacheable_tokens = Some(figure);
            }
            if !(input || output || change || minimum) {
                api.family = Some("gift".to_owned());
            }
            api
        },
    )
}

/// A valid deployment with one or more of its numbers as [`figure`] has them, or on a server that there is not.
pub fn deployment() -> impl Strategy<Value = Deployment> + Clone {
    (valid_deployment(), figure(), any::<[bool; 5]>()).prop_map(
        |(mut own, figure, [rate, life, price, spares, load])| {
            if let Some(speed) = own.rate.as_mut().filter(|_| rate) {
                speed.decode_tokens_per_second = Some(figure);
            }
            if let Some(buy) = own.hardware.buy.as_mut().filter(|_| life) {
                (buy.useful_life_months, buy.resale_fraction) = (Some(figure), Some(figure));
            }
            if price {
                own.server.price_usd = Some(figure);
            }
            if spares {
                (own.spares, own.minimum_steps, own.maximum_steps) = (Some(figure), Some(figure), Some(0));
            }
            if load {
                own.peak_hour_load_fraction = Some(figure);
            }
            if !(rate || life || price || spares || load) {
                own.server.id = Some("8xabacus".to_owned());
            }
            own
        },
    )
}

/// A valid scenario in which one thing is wrong: a part as above, a study as [`figure`] has it, a baseline, a date or a currency
/// that there is not, or no alternatives at all.
pub fn scenario() -> impl Strategy<Value = Scenario> + Clone {
    let parts = (workload(), offer(), deployment(), figure(), 0_u8..9);
    (valid_scenario(), parts).prop_map(|(mut scenario, (workload, offer, own, figure, wrong))| {
        match wrong {
            0 => scenario.workload = workload,
            1 => {
                scenario.api.insert("api-1", offer);
            }
            2 => {
                scenario.deployment.insert("own-1", own);
            }
            3 => scenario.finance.horizon_months = Some(figure),
            4 => scenario.finance.discount_rate_annual_effective = Some(figure),
            5 => scenario.baseline = "nobody".to_owned(),
            6 => scenario.prices_as_of = "2026-13-45".to_owned(),
            7 => scenario.currency = "XXX".to_owned(),
            _ => (scenario.api, scenario.deployment) = (Named::new(), Named::new()),
        }
        scenario
    })
}

/// The text of a valid scenario in which one number is replaced by what is none or hardly one: `nan`, `1e308`, 29 digits, text,
/// a date, a table.
pub fn scenario_text() -> impl Strategy<Value = String> + Clone {
    let words = vec![
        "nan",
        "inf",
        "-inf",
        "1e308",
        "-1e308",
        "1e-400",
        "-1",
        "0.12345678901234567890123456789",
        "79228162514264337593543950336",
        "\"79228162514264337593543950335\"",
        "\"\"",
        "\"ten\"",
        "true",
        "[]",
        "{}",
        "1979-05-27",
        "{ low = 3, base = 2, high = 1 }",
    ];
    (valid_scenario(), select(words), any::<Index>()).prop_map(|(scenario, word, at)| {
        let text = scenario.to_toml().unwrap_or_default();
        let numbers: Vec<usize> = text
            .match_indices(" = ")
            .map(|(at, equals)| at + equals.len())
            .filter(|at| {
                text.get(*at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
            })
            .collect();
        let Some(begin) = numbers.get(at.index(numbers.len().max(1))) else { return text };
        let (before, rest) = text.split_at(*begin);
        let end = rest.find('\n').unwrap_or(rest.len());
        format!("{before}{word}{}", rest.get(end..).unwrap_or_default())
    })
}
