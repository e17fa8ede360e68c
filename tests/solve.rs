//! Where two alternatives change places along a number, with every value worked by hand.
//!
//! The case: 20 Gtok a month in 10,000,000 requests of 1,500 + 500 tokens, 36 months, no discounting.
//!
//! - `dear`: 1,500 x 2.50 + 500 x 10 per million requests: 87,500 USD a month. `cheap`: 0.50 and 1.50: 15,000 USD.
//! - `own`: 1,500/20,000 + 500/5,000 = 0.175 s a request; a server carries 2,000/0.175 x 730 x 3,600 x 0.85/2 = 12.76 Gtok
//!   at a peak of 2: 2 servers. Each: (240,000 - 24,000)/36 + 8 kW x 730 h x 1.25 x 0.10 + 8 kW x 200 = 6,000 + 730 + 1,600
//!   = 8,330. People: 0.5 x 15,000 to run it, 3 x 15,000/36 to build it = 8,750. In all 25,410 USD a month.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    missing_docs
)]

mod common;

use breakeven::{Catalog, Cheaper, Comparison, Decimal, ErrorKind, Root, Solution};
use common::{decimal, edited};

const QUESTION: &str = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "dear"
[workload]
tokens_per_month = 20_000_000_000
peak_to_average = 2
class.all = { prompt_tokens = 1500, reusable_prompt_tokens = 900, completion_tokens = 500 }
[finance]
horizon_months = 36
discount_rate_annual_effective = 0
[facility]
electricity_usd_per_kwh = 0.10
pue = 1.25
per_kw_plus_metered.usd_per_kw_month = 200
[api.dear]
family = "closed_api"
input_usd_per_mtok = 2.50
cached_input_usd_per_mtok = 0.25
output_usd_per_mtok = 10
[api.cheap]
family = "hosted_open_weights"
input_usd_per_mtok = 0.50
output_usd_per_mtok = 1.50
[deployment.own]
model = { parameters_billion = 70, layers = 80, attention = { kv_heads = 8, head_dim = 128 }, context_window_tokens = 131072 }
precision = "fp8"
server = { accelerators = 8, accelerator = "h100-sxm", price_usd = 240_000, active_watts = 8_000 }
rate = { prefill_tokens_per_second = 20_000, decode_tokens_per_second = 5_000 }
hardware.buy = { useful_life_months = 36, resale_fraction = 0.10, support_fraction_per_year = 0 }
people = { run_fte = 0.5, build_fte_months = 3, loaded_salary_usd_per_year = 180_000 }
"#;

fn comparison(changes: &[(&str, &str)]) -> Comparison {
    let text = edited(QUESTION, changes);
    Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn solve(path: &str, challenger: &str, incumbent: &str) -> Solution {
    comparison(&[]).solve(path, challenger, incumbent).unwrap()
}

/// Values of 15 digits at which both cost the same, to the rounding of the value.
fn equal(solution: &Solution) -> Vec<String> {
    let value = |root: &Root| match root {
        Root::Equal { value, residual } => {
            assert!(residual.abs() < decimal("0.000000001"), "{residual} at {value}");
            value.to_string()
        }
        other => panic!("{other:?}"),
    };
    solution.roots.iter().map(value).collect()
}

fn jump(cheaper: &str, dearer: &str) -> Root {
    Root::Jump { cheaper: decimal(cheaper), dearer: decimal(dearer) }
}

fn who(solution: &Solution) -> Vec<(String, String, Cheaper)> {
    solution.stretches.iter().map(|one| (one.from.to_string(), one.to.to_string(), one.cheaper)).collect()
}

#[test]
fn the_case_costs_what_its_arithmetic_says() {
    let comparison = comparison(&[]);
    for (id, cost) in [("dear", 87_500), ("cheap", 15_000), ("own", 25_410)] {
        assert_eq!(comparison.monthly_cost(id).unwrap().amount(), Decimal::from(cost), "{id}");
    }
}

#[test]
fn prices_power_and_people_have_the_root_of_a_line() {
    for (path, incumbent, value) in [
        // 2 x 8 x 730 x 1.25 = 14,600 kWh: (87,500 - 25,410 + 1,460) / 14,600
        ("facility.electricity_usd_per_kwh", "dear", "4.3527397260274"),
        // 25,410 = 7,500 + 5,000 y
        ("api.cheap.output_usd_per_mtok", "cheap", "3.582"),
        // 25,410 = 15,000 x + 7,500
        ("api.cheap.input_usd_per_mtok", "cheap", "1.194"),
        // 2 (P - 0.1 P) / 36 = 0.05 P: (87,500 - 13,410) / 0.05
        ("deployment.own.server.price_usd", "dear", "1481800"),
        // (87,500 - 17,910) / 15,000
        ("deployment.own.people.run_fte", "dear", "4.63933333333333"),
        // 0.5 S / 12 + 3 S / 12 / 36 = 7 S / 144: (87,500 - 16,660) x 144 / 7
        ("deployment.own.people.loaded_salary_usd_per_year", "dear", "1457280"),
        // 7,500 + 7,500 c
        ("api.cheap.tokens.completion_ratio", "cheap", "2.388"),
        // 7,500 x + 7,500
        ("api.cheap.tokens.prompt_ratio", "cheap", "2.388"),
        // 15,000 k
        ("api.cheap.tokens.attempts", "cheap", "1.694"),
        // 1.5 R a request and 10 million requests: 15 R
        ("api.cheap.tokens.reasoning_tokens", "cheap", "694"),
    ] {
        let solution = solve(path, "own", incumbent);
        assert_eq!(equal(&solution), [value], "{path}");
        assert!(solution.is_complete(), "{path}");
        assert_eq!(solution.stretches.len(), 2, "{path}");
    }
}

#[test]
fn number_that_neither_side_depends_on_has_no_root() {
    let solution = solve("api.dear.input_usd_per_mtok", "own", "cheap");
    assert!(solution.roots.is_empty() && solution.is_complete());
    assert_eq!(who(&solution), [("0".to_owned(), "100000".to_owned(), Cheaper::Incumbent)]);
}

#[test]
fn cache_share_has_its_root_behind_the_step_from_no_cache_to_some() {
    // 4 FTE: 16,660 + 60,000 + 1,250 = 77,910. With hits of h: 87,500 - 900 h (2.50 - 0.25) x 10 = 87,500 - 20,250 h, so
    // h = 9,590 / 20,250
    let people = ("run_fte = 0.5", "run_fte = 4");
    let solution = comparison(&[people]).solve("api.dear.tokens.cache_hit_fraction", "own", "dear").unwrap();
    assert_eq!(equal(&solution), ["0.47358024691358"]);
    let cheaper: Vec<Cheaper> = solution.stretches.iter().map(|one| one.cheaper).collect();
    assert_eq!(cheaper, [Cheaper::Challenger, Cheaper::Incumbent]);
    // Writes at 100 USD: from the first hit on, 900 (1 - h) x 100 + 900 h x 0.25 take the place of 900 x 2.50 in the 87,500.
    let writes = (
        "cached_input_usd_per_mtok = 0.25",
        "cached_input_usd_per_mtok = 0.25\ncache_write_usd_per_mtok = 100",
    );
    let dearest = ("run_fte = 0.5", "run_fte = 6");
    let solution =
        comparison(&[dearest, writes]).solve("api.dear.tokens.cache_hit_fraction", "own", "dear").unwrap();
    // At h = 0 nobody writes. With 6 FTE, 107,910: own is dearer than 87,500 at no hits, cheaper than 965,000 - 897,750 h from
    // the first on, and dearer again from 857,090 / 897,750.
    let [first, second] = solution.roots[..] else { panic!("{:?}", solution.roots) };
    assert_eq!(first, jump("0.000000000000001", "0"));
    assert!(
        matches!(second, Root::Equal { value, .. } if value == decimal("0.954708994708995")),
        "{second:?}"
    );
}

#[test]
fn study_period_is_solved_over_whole_months() {
    // h <= 36: 2 (240,000 - 24,000) / h + 45,000 / h + 4,660 + 7,500 = 477,000 / h + 12,160; under 87,500 from 6.33 on.
    // Beyond 36 months servers are bought again, at most 864,000 + 45,000 over 37 months.
    let solution = solve("finance.horizon_months", "own", "dear");
    assert_eq!(solution.roots, [jump("7", "6")]);
    assert_eq!(
        who(&solution),
        [
            ("1".to_owned(), "6".to_owned(), Cheaper::Incumbent),
            ("7".to_owned(), "600".to_owned(), Cheaper::Challenger)
        ]
    );
    // A price at which a whole month is the root: 477,000 / 18 + 12,160 = 38,660 = 20,000 x 0.5 x 3.866
    let price = ("output_usd_per_mtok = 1.50", "output_usd_per_mtok = 6.232");
    let solution = comparison(&[price]).solve("finance.horizon_months", "own", "cheap").unwrap();
    assert_eq!(solution.roots[0], Root::Equal { value: 18.into(), residual: Decimal::ZERO });
    assert!(solution.is_complete());
}

#[test]
fn peak_jumps_from_the_last_server_that_pays_to_the_next() {
    // n servers cost 8,330 n + 8,750: 9 of them 83,720, 10 of them 92,050. 9 carry up to a peak of 9 x 25,529,142,857.142857 /
    // 20e9 = 11.488114285714285...
    let solution = solve("workload.peak_to_average", "own", "dear");
    assert_eq!(solution.roots, [jump("11.4881142857142", "11.4881142857143")]);
    assert!(solution.is_complete());
    assert_eq!(solution.nearest().map(Root::value), Some(decimal("11.4881142857142")));
    // The headroom is its reciprocal: 9 servers carry it from 20e9 x 2 / (9 x 30,034,285,714.2857) = 0.147979... on
    let solution = solve("deployment.own.peak_hour_load_fraction", "own", "dear");
    assert_eq!(solution.roots, [jump("0.147979029257569", "0.147979029257568")]);
}

#[test]
fn average_utilization_breaks_even_where_the_tenth_server_is_needed() {
    let stated = ("rate = {", "average_utilization = 0.30\nrate = {");
    let comparison = comparison(&[stated]);
    let solution = comparison.solve("deployment.own.average_utilization", "own", "dear").unwrap();
    // half of the headroom at a peak of 2: 0.07398951462878...
    assert_eq!(solution.roots, [jump("0.073989514628785", "0.073989514628784")]);
    // Below 20e9 / (2,048 x 30e9) there are more servers than edges that are followed.
    assert!(
        matches!(solution.looked_at[..], [(_, to)] if to < decimal("0.0004")),
        "{:?}",
        solution.looked_at
    );
}

#[test]
fn break_even_utilization_and_price_are_those_of_the_first_volume_and_of_today() {
    let comparison = comparison(&[]);
    // 17,080 / 4.375 = 3,904 Mtok on one server that could do 30,034.285714 Mtok: 27,328 / 210,240
    let busy = comparison.break_even_utilization("own", "dear").unwrap().unwrap();
    assert_eq!(busy.round_dp(15), (decimal("27328") / decimal("210240")).round_dp(15));
    // 25,410 / 15,000, and 25,410 / 20,000 USD per Mtok instead of 0.75
    let price = comparison.break_even_price("own", "cheap").unwrap();
    assert_eq!(
        (price.factor, price.usd_per_mtok, price.usd_per_mtok_today),
        (decimal("1.694"), decimal("1.2705"), decimal("0.75"))
    );
    let error = comparison.break_even_price("dear", "own").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    assert!(comparison.break_even_utilization("dear", "own").is_err());
}

#[test]
fn volume_has_the_roots_of_the_break_even_of_the_curves() {
    let comparison = comparison(&[]);
    let found = comparison.break_even("own", "cheap").unwrap().break_even;
    let solution = comparison.solve("workload.tokens_per_month", "own", "cheap").unwrap();
    // 8 servers are the fewest that carry as much as they need: (8 x 8,330 + 8,750) / 0.75 = 100,520 Mtok exactly
    assert_eq!(found.first_volume, Some(100_520_000_000));
    assert_eq!(solution.roots[0], Root::Equal { value: decimal("100520000000"), residual: Decimal::ZERO });
    let cheaper_on = solution.stretches.iter().filter(|one| one.cheaper == Cheaper::Challenger).count();
    assert_eq!(cheaper_on, found.cheaper_on.len());
    // Above it, each stretch of the one is the interval of the other, to whole tokens.
    let stretches = solution.stretches.iter().filter(|one| one.cheaper == Cheaper::Challenger);
    for (stretch, interval) in stretches.zip(&found.cheaper_on) {
        assert!((stretch.from - interval.from).abs() <= Decimal::ONE, "{stretch:?} {interval:?}");
        if let Some(to) = interval.to {
            assert!((stretch.to - to).abs() <= Decimal::ONE, "{stretch:?} {interval:?}");
        }
    }
}

#[test]
fn end_of_capacity_is_where_only_the_incumbent_serves() {
    // at most 3 servers: 3 x 25,529,142,857.142857 / 20e9 = 3.829371428571428...
    let limit = ("rate = {", "maximum_steps = 3\nrate = {");
    let solution = comparison(&[limit]).solve("workload.peak_to_average", "own", "dear").unwrap();
    assert_eq!(
        who(&solution),
        [
            ("1".to_owned(), "3.82937142857142".to_owned(), Cheaper::Challenger),
            ("3.82937142857143".to_owned(), "100".to_owned(), Cheaper::OnlyIncumbentServes)
        ]
    );
    assert!(solution.roots.is_empty());
}

#[test]
fn values_that_contradict_another_number_are_not_searched() {
    let solution = solve("workload.class.all.prompt_tokens", "own", "dear");
    // at least the 900 that repeat
    assert_eq!(solution.searched.0, decimal("900"));
    let solution = solve("deployment.own.server.idle_watts", "own", "dear");
    assert_eq!(solution.searched, (Decimal::ZERO, decimal("8000")));
}

#[test]
fn interest_and_growth_are_looked_at_value_by_value() {
    // A month of the API costs 0.5 a month less each month: no line. The root is checked by asking again.
    let comparison = comparison(&[]);
    for (path, incumbent) in [
        ("api.dear.price_change_fraction_per_month", "dear"),
        ("workload.growth_fraction_per_month", "dear"),
        ("api.cheap.price_change_fraction_per_month", "cheap"),
    ] {
        let solution = comparison.solve(path, "own", incumbent).unwrap();
        assert!(!solution.is_complete(), "{path}");
        let Root::Equal { value, .. } = solution.roots[0] else { panic!("{path}: {:?}", solution.roots) };
        let asked = comparison.with(path, value).unwrap();
        let cost = |id| asked.equivalent_monthly_cost(id).unwrap().amount();
        assert!((cost("own") - cost(incumbent)).abs() < cost("own") / decimal("1000000000"), "{path}");
    }
    // no discount rate makes 25,410 of 87,500
    let solution = comparison.solve("finance.discount_rate_annual_effective", "own", "dear").unwrap();
    assert!(solution.roots.is_empty() && !solution.is_complete());
}

#[test]
fn swapped_sides_have_the_same_roots() {
    let comparison = comparison(&[]);
    for path in ["deployment.own.server.price_usd", "workload.peak_to_average", "finance.horizon_months"] {
        let one = comparison.solve(path, "own", "dear").unwrap();
        let other = comparison.solve(path, "dear", "own").unwrap();
        let values = |solution: &Solution| -> Vec<[Decimal; 2]> {
            let both = |root: &Root| match *root {
                Root::Equal { value, .. } => [value; 2],
                Root::Jump { cheaper, dearer } => [cheaper.min(dearer), cheaper.max(dearer)],
                other => panic!("{other:?}"),
            };
            solution.roots.iter().map(both).collect()
        };
        assert_eq!(values(&one), values(&other), "{path}");
        let turned = |cheaper| match cheaper {
            Cheaper::Challenger => Cheaper::Incumbent,
            Cheaper::Incumbent => Cheaper::Challenger,
            same => same,
        };
        let cheaper: Vec<Cheaper> = one.stretches.iter().map(|one| turned(one.cheaper)).collect();
        assert_eq!(cheaper, other.stretches.iter().map(|one| one.cheaper).collect::<Vec<_>>(), "{path}");
    }
}

/// Every number of the case, against both APIs: at values all over the range the stretch says who is cheaper by the ordinary
/// path, and each root asked again is equality or has the two on its sides.
#[test]
fn stretches_and_roots_agree_with_asking_at_many_values() {
    let comparison = comparison(&[]);
    let paths: Vec<String> = comparison.paths().map(str::to_owned).collect();
    let (mut roots, mut checked) = (0, 0);
    for path in &paths {
        for incumbent in ["dear", "cheap"] {
            let solution = comparison.solve(path, "own", incumbent).unwrap();
            let lead = |value: Decimal| {
                let asked = comparison.with(path, value).unwrap();
                let cost = |id| asked.equivalent_monthly_cost(id).map(|cost| cost.amount());
                (cost("own").ok(), cost(incumbent).ok())
            };
            for root in &solution.roots {
                roots += 1;
                match *root {
                    Root::Equal { value, residual } => {
                        let (own, other) = lead(value);
                        let difference = own.unwrap() - other.unwrap();
                        assert!(
                            (difference - residual).abs() < decimal("0.000000000002"),
                            "{path}: {root:?}"
                        );
                        assert!(
                            difference.abs() <= other.unwrap() / decimal("1000000000"),
                            "{path}: {root:?}"
                        );
                    }
                    Root::Jump { cheaper, dearer } => {
                        let ((one, other), (more, than)) = (lead(cheaper), lead(dearer));
                        // A cost past the range of money is more too.
                        assert!(one < other && more.is_none_or(|more| Some(more) > than), "{path}: {root:?}");
                    }
                    other => panic!("{other:?}"),
                }
            }
            let (least, most) = solution.searched;
            let is_whole =
                solution.stretches.iter().all(|one| one.from.fract().is_zero() && one.to.fract().is_zero())
                    && solution.base.fract().is_zero();
            for at in 0..=12_u32 {
                // near the least value and evenly up to the greatest
                let part =
                    (decimal("3.7").powi_of(at) - Decimal::ONE) / (decimal("3.7").powi_of(12) - Decimal::ONE);
                let value = least + (most - least) * part;
                let value = if is_whole { value.round() } else { value.round_sf(12).unwrap() };
                let value = value.clamp(least, most);
                let within = |one: &&breakeven::Stretch| one.from <= value && value <= one.to;
                let Some(stretch) = solution.stretches.iter().find(within) else { continue };
                if solution.roots.iter().any(|root| root.value() == value) {
                    continue;
                }
                let asked = comparison.with(path, value).unwrap();
                let cost = |id| match asked.equivalent_monthly_cost(id) {
                    Ok(cost) => Some(Some(cost.amount())),
                    Err(error) if matches!(error.kind(), ErrorKind::Infeasible { .. }) => Some(None),
                    // Past the range of money.
                    Err(_) => None,
                };
                let expected = match (cost("own"), cost(incumbent)) {
                    (Some(Some(own)), Some(Some(other))) if own < other => Cheaper::Challenger,
                    (Some(Some(own)), Some(Some(other))) if own > other => Cheaper::Incumbent,
                    (Some(Some(_)), Some(Some(_))) => Cheaper::Same,
                    (Some(Some(_)), Some(None)) => Cheaper::OnlyChallengerServes,
                    (Some(None), Some(Some(_))) => Cheaper::OnlyIncumbentServes,
                    (Some(None), Some(None)) => Cheaper::NeitherServes,
                    _ => continue,
                };
                checked += 1;
                assert_eq!(stretch.cheaper, expected, "{path} = {value} against {incumbent}");
            }
        }
    }
    assert!(roots >= 60 && checked > 1500, "{roots} roots and {checked} values of {} numbers", paths.len());
}

trait Powers {
    fn powi_of(self, exponent: u32) -> Self;
}

impl Powers for Decimal {
    fn powi_of(self, exponent: u32) -> Self {
        (0..exponent).fold(Decimal::ONE, |power, _| power * self)
    }
}

#[test]
fn wrong_names_are_refused_with_the_nearest() {
    let comparison = comparison(&[]);
    for (path, challenger, incumbent, message) in [
        (
            "workload.peak_to_averge",
            "own",
            "dear",
            "workload.peak_to_averge: no parameter is called `workload.peak_to_averge`; did you mean `workload.peak_to_average`?",
        ),
        ("workload.peak_to_average", "ow", "dear", "no alternative is called `ow`; did you mean `own`?"),
        ("workload.peak_to_average", "own", "own", "own against itself; name two alternatives"),
        (
            "deployment.own.accelerators_per_step",
            "own",
            "dear",
            "deployment.own.accelerators_per_step: a number that cannot be moved alone; change the scenario, where what depends on it changes too",
        ),
    ] {
        let error = comparison.solve(path, challenger, incumbent).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

/// All money times 3 changes no root: neither of the peak nor of the study period.
#[test]
fn scaling_all_money_leaves_the_roots() {
    let dearer = comparison(&[
        ("electricity_usd_per_kwh = 0.10", "electricity_usd_per_kwh = 0.30"),
        ("usd_per_kw_month = 200", "usd_per_kw_month = 600"),
        (
            "\ninput_usd_per_mtok = 2.50\ncached_input_usd_per_mtok = 0.25",
            "\ninput_usd_per_mtok = 7.50\ncached_input_usd_per_mtok = 0.75",
        ),
        ("output_usd_per_mtok = 10", "output_usd_per_mtok = 30"),
        ("price_usd = 240_000", "price_usd = 720_000"),
        ("loaded_salary_usd_per_year = 180_000", "loaded_salary_usd_per_year = 540_000"),
    ]);
    for path in ["workload.peak_to_average", "finance.horizon_months", "deployment.own.people.run_fte"] {
        let roots =
            |solution: Solution| -> Vec<Decimal> { solution.roots.iter().map(|root| root.value()).collect() };
        let plain = roots(solve(path, "own", "dear"));
        assert_eq!(roots(dearer.solve(path, "own", "dear").unwrap()), plain, "{path}");
        assert!(!plain.is_empty());
    }
}

/// The dearer an API, the earlier self-hosting pays off and the more servers, people and power it bears.
#[test]
fn dearer_api_bears_more_of_everything() {
    let dearer = ("\noutput_usd_per_mtok = 10", "\noutput_usd_per_mtok = 12");
    for (path, rises) in [
        ("finance.horizon_months", false),
        ("workload.tokens_per_month", false),
        ("workload.peak_to_average", true),
        ("deployment.own.server.price_usd", true),
        ("deployment.own.people.run_fte", true),
        ("facility.electricity_usd_per_kwh", true),
    ] {
        let root = |comparison: &Comparison| comparison.solve(path, "own", "dear").unwrap().roots[0].value();
        let (before, after) = (root(&comparison(&[])), root(&comparison(&[dearer])));
        assert!(if rises { after > before } else { after <= before }, "{path}: {before}, then {after}");
    }
}

#[test]
fn requests_of_a_month_are_solved_for_by_their_tokens() {
    // 10,000,000 requests are 20 Gtok, and half of them 10
    let comparison = comparison(&[("tokens_per_month = 20_000_000_000", "requests_per_month = 10_000_000")]);
    let half = comparison.with("workload.requests_per_month", 5_000_000.into()).unwrap();
    assert_eq!(half.answer().unwrap().volume.tokens_per_month, 10_000_000_000);
    let error = comparison.solve("workload.requests_per_month", "own", "dear").unwrap_err();
    assert_eq!(
        error.to_string(),
        "workload.requests_per_month: a number that cannot be moved alone; change the scenario, where what depends on it changes too"
    );
    let solution = comparison.solve("workload.tokens_per_month", "own", "dear").unwrap();
    assert_eq!(solution.roots[0].value(), decimal("3904000000"));
}
