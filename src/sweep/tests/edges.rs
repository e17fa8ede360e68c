//! Points at which a plan, a capacity or a rounding could go its own way: each against the exact path or by hand.

use super::super::layout::Plan;
use super::super::{Axis, Column, Metric, Run, Sweep};
use super::{FLAGSHIP, decimal, flagship, flagship_of};
use crate::catalog::Catalog;
use crate::comparison::{Comparison, to_float};

const PRICE: &str = "deployment.bought.server.price_usd";
const VOLUME: &str = "workload.tokens_per_month";
const GROWTH: &str = "workload.growth_fraction_per_month";

fn with_line(line: &str) -> Comparison {
    flagship_of(&FLAGSHIP.replace("[deployment.bought]\n", &format!("[deployment.bought]\n{line}\n")))
}

/// A server of 9.72 USD that serves 1,000 tokens in every second, and two APIs.
fn one_server() -> Comparison {
    let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'api'\n\
        [workload]\ntokens_per_month = 360_000_000\nclass.c = { prompt_tokens = 1, completion_tokens = 1 }\n\
        [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
        [facility]\nelectricity_usd_per_kwh = 0\npue = 1\n\
        [api.api]\nfamily = 'closed_api'\ninput_usd_per_mtok = 0.009\noutput_usd_per_mtok = 0.009\n\
        [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 0.01\noutput_usd_per_mtok = 0.01\n\
        [deployment.own]\nprecision = 'fp8'\naverage_utilization = 1\npeople = { run_fte = 0 }\n\
        model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 } }\n\
        server = { accelerators = 1, accelerator_memory_gibibytes = 80, price_usd = 9.72, active_watts = 0, idle_watts = 0 }\n\
        rate = { combined_tokens_per_second = 1000, prompt_tokens = 1, completion_tokens = 1 }\n\
        hardware.buy = { useful_life_months = 12 }\n";
    Comparison::parse(text, &Catalog::builtin().unwrap()).unwrap()
}

/// 1,000 tokens a second for 730 hours are 2,628,000,000 a month, to the token: the edges are whole numbers.
#[test]
fn steps_at_the_edges_of_the_stairs_are_those_worked_by_hand() {
    let edges: Vec<f64> = (1..=40)
        .flat_map(|steps| [-1.0, 0.0, 1.0].map(|beside| 2_628_000_000.0 * f64::from(steps) + beside))
        .collect();
    let metric = [Metric::Steps("own".to_owned())];
    let grid = Sweep::new(&one_server(), &metric, &[Axis::floats(VOLUME, edges.clone())]).unwrap();
    let table = Sweep::over(&one_server(), &metric, &[Column::new(VOLUME, &edges)]).unwrap();
    for (at, steps) in (0_u32..40).flat_map(|edge| [edge + 1, edge + 1, edge + 2]).enumerate() {
        let expected = Some(f64::from(steps));
        assert_eq!([grid.value(0, at as u64), table.value(0, at as u64)], [expected; 2], "{}", edges[at]);
    }
}

/// More combinations than are kept: those beyond are calculated one by one.
#[test]
fn combinations_that_are_not_kept_are_the_points_of_a_probe() {
    let prices = Axis::linear(PRICE, decimal("100000"), decimal("500000"), 70_000);
    let volumes = Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("1000000000000"), 8);
    let sweep = Sweep::new(&flagship(), &[Metric::Cost("bought".to_owned())], &[prices, volumes]).unwrap();
    assert!(matches!(sweep.plan, Plan::Runs(_)));
    let mut probe = sweep.probe();
    for index in [0, 1, 8 * 1234 + 3, 8 * 69_999 + 7] {
        let point = sweep.point(index).unwrap();
        assert_eq!(sweep.value(0, index), Some(probe.at(&point).unwrap()[0]), "{index}");
    }
}

/// People by the server have a staircase of their own, in a grid and in a table.
#[test]
fn people_by_the_server_cost_what_the_exact_path_says() {
    let text =
        FLAGSHIP.replace("[deployment.bought]\n", "[deployment.bought]\nspares = 1\nsteps_per_spare = 3\n");
    let text = text.replacen("people = { ", "people = { servers_per_fte = 2, ", 1);
    assert!(text.contains("servers_per_fte = 2"));
    let comparison = flagship_of(&text);
    let volumes: Vec<f64> = (1..40).map(|at| 7e9 * f64::from(at)).collect();
    let metrics = [Metric::Cost("bought".to_owned())];
    let grid = Sweep::new(&comparison, &metrics, &[Axis::floats(VOLUME, volumes.clone())]).unwrap();
    let table = Sweep::over(&comparison, &metrics, &[Column::new(VOLUME, &volumes)]).unwrap();
    for (at, tokens) in (0_u64..).zip(&volumes) {
        let exact = comparison.with(VOLUME, decimal(&format!("{tokens}"))).unwrap();
        let cost = to_float(exact.monthly_cost("bought").unwrap().amount());
        assert!((grid.value(0, at).unwrap() - cost).abs() < 1e-12 * cost, "{tokens}");
        assert_eq!(grid.value(0, at), table.value(0, at));
    }
}

/// A server carries 15.08 Gtok. What one cannot serve has no value, whatever is asked and in whatever form.
#[test]
fn what_is_past_the_capacity_has_no_value_in_any_metric() {
    let comparison = with_line("maximum_steps = 1");
    let volumes = [1e10, 2e10];
    let metrics = [
        Metric::Utilization("bought".to_owned()),
        Metric::Steps("bought".to_owned()),
        Metric::npv("bought", "gpt-4o"),
        Metric::payback_month("bought", "gpt-4o"),
        Metric::npv("gpt-4o", "bought"),
    ];
    let sweep = Sweep::over(&comparison, &metrics, &[Column::new(VOLUME, &volumes)]).unwrap();
    for metric in 0..metrics.len() {
        let is_there = [0, 1].map(|row| sweep.value(metric, row).is_some());
        assert!(!is_there[1], "{metric}");
        assert!(is_there[0] || metric == 3, "{metric}");
    }
    // growth past the capacity within the study: 10 Gtok times 1.05^35 is 55 Gtok
    let growth = [0.0, 0.05];
    let columns = [Column::new(VOLUME, &[1e10, 1e10]), Column::new(GROWTH, &growth)];
    let sweep = Sweep::over(&comparison, &metrics[2..], &columns).unwrap();
    assert_eq!([0, 1].map(|row| sweep.value(0, row).is_some()), [true, false]);
    // two staircases, of which one ends before it would be the cheaper one
    let fte = Axis::floats("deployment.bought.people.run_fte", vec![0.5, 3.0]);
    let sweep = |comparison: &Comparison| {
        let metric = [Metric::break_even("bought", "rented")];
        let sweep = Sweep::new(comparison, &metric, std::slice::from_ref(&fte)).unwrap();
        [0, 1].map(|at| sweep.value(0, at))
    };
    let exact = |comparison: &Comparison| {
        ["0.5", "3"].map(|people| {
            let comparison = comparison.with("deployment.bought.people.run_fte", decimal(people)).unwrap();
            comparison
                .break_even("bought", "rented")
                .unwrap()
                .break_even
                .first_volume
                .map(|tokens| tokens as f64)
        })
    };
    assert_eq!(sweep(&comparison), exact(&comparison));
    assert_eq!(sweep(&flagship()), exact(&flagship()));
    assert_ne!(exact(&comparison), exact(&flagship()));
}

/// 200,000 tokens pass the context of GPT-4o and of Llama, which cost less than GPT-6 Luna would.
#[test]
fn cheapest_of_a_table_is_never_one_that_serves_no_volume() {
    let comparison = flagship_of(&FLAGSHIP.replace("prompt_tokens = 1500\n", "prompt_tokens = 200_000\n"));
    let luna = comparison.alternatives().position(|id| id == "gpt-6-luna").unwrap() as f64;
    let prices = [50.0, 90.0];
    let columns = [Column::new("api.gpt-6-luna.input_usd_per_mtok", &prices)];
    let sweep = Sweep::over(&comparison, &[Metric::Cheapest], &columns).unwrap();
    assert_eq!([sweep.value(0, 0), sweep.value(0, 1)], [Some(luna); 2]);
}

/// A question of one server of 9.72 USD and an API at 3.24 USD a month: 9.72 / 3.24 = 3 months to the cent, which floats miss.
#[test]
fn payback_at_the_end_of_a_month_is_that_month() {
    let comparison = one_server();
    let answer = comparison.answer().unwrap();
    let exact = answer.alternatives.iter().find(|one| one.id == "own").unwrap().study.clone().unwrap();
    assert_eq!(exact.payback_month, Some(3));
    // 9.72 at other prices of the server: 3.24 times a whole number of months
    let prices: Vec<f64> = ["3.24", "6.48", "9.72", "12.96", "16.2", "19.44", "29.16", "38.88"]
        .iter()
        .map(|price| price.parse().unwrap())
        .collect();
    let columns = [Column::new("deployment.own.server.price_usd", &prices)];
    let metrics = [Metric::payback_month("own", "api"), Metric::payback_month("api", "dear")];
    let sweep = Sweep::over(&comparison, &metrics, &columns).unwrap();
    let months: Vec<Option<f64>> = (0..8).map(|row| sweep.value(0, row)).collect();
    assert_eq!(months, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0, 12.0].map(Some));
    // no outlay and cheaper at once
    assert_eq!(sweep.value(1, 0), Some(0.0));
}

/// Hardware that is there already and sells well: above some price a step brings more than it costs.
fn owned_already() -> Comparison {
    let start = FLAGSHIP.find("[deployment.bought.hardware.buy]").unwrap();
    let end = start + FLAGSHIP[start..].find("\n[").unwrap();
    let owned = "[deployment.bought.hardware.owned_already]\nsteps = 40\nresale_value_usd = 4000\nage_months = 3\n\
        useful_life_months = 48\nresale_fraction = 0.9\n";
    flagship_of(&FLAGSHIP.replace(&FLAGSHIP[start..end], owned))
}

/// A step that is owned already and sells well brings more than it costs: its jumps go down.
#[test]
fn break_even_of_steps_that_bring_money_is_the_exact_one() {
    let comparison = owned_already();
    let prices = [1_000.0, 300_000.0, 900_000.0, 2_000_000.0];
    let metrics = [
        Metric::break_even("bought", "gpt-4o"),
        Metric::AlwaysFrom { of: "bought".to_owned(), against: "gpt-4o".to_owned() },
    ];
    let sweep = Sweep::over(&comparison, &metrics, &[Column::new(PRICE, &prices)]).unwrap();
    let mut probe = sweep.probe();
    for (row, price) in (0_u64..).zip(prices) {
        let exact = comparison.with(PRICE, decimal(&format!("{price}"))).unwrap();
        let exact = exact.break_even("bought", "gpt-4o").unwrap().break_even;
        for (metric, exact) in [exact.first_volume, exact.always_from].into_iter().enumerate() {
            let found = sweep.value(metric, row);
            assert_eq!(found.is_some(), exact.is_some(), "{price} {metric}");
            let (found, exact) = (found.unwrap_or(0.0), exact.unwrap_or(1) as f64);
            assert!(
                (found.max(1.0) - exact).abs() <= 1.0 + 1e-12 * exact,
                "{price} {metric}: {found} {exact}"
            );
            assert_eq!(
                Some(probe.at(&[price]).unwrap()[metric]).filter(|value| !value.is_nan()),
                sweep.value(metric, row)
            );
        }
    }
}

/// Volume and growth that would pass 1e15 tokens together, and do so in no row; and a study period that would.
#[test]
fn volumes_of_a_table_are_checked_where_their_ends_do_not_settle_it() {
    let comparison = flagship();
    let metric = [Metric::npv("gpt-6-luna", "gpt-4o")];
    let over = |volume: &[f64], growth: &[f64]| {
        let columns = [Column::new(VOLUME, volume), Column::new(GROWTH, growth)];
        Sweep::over(&comparison, &metric, &columns).map(|sweep| {
            let refused = sweep
                .probe()
                .at(&[volume[0], growth[0]])
                .map(<[f64]>::to_vec)
                .map_err(|error| error.to_string());
            (sweep.len(), refused)
        })
    };
    let (rows, refused) = over(&[1e15, 1e6], &[-0.5, 0.3]).unwrap();
    assert_eq!(rows, 2);
    assert_eq!(
        refused.unwrap_err(),
        "sweep: numbers that go together at the points of the sweep, and not everywhere between them; ask for the points of the sweep"
    );
    assert!(over(&[1e15, 1e14], &[-0.5, 0.3]).is_err());
    let growing = flagship().with(GROWTH, decimal("0.03")).unwrap();
    let horizon = Axis::values("finance.horizon_months", vec![decimal("12"), decimal("600")]);
    let error = Sweep::new(&growing, &[Metric::Cost("bought".to_owned())], &[horizon]).unwrap_err();
    assert!(error.to_string().contains("past 1e15 tokens"), "{error}");
}

/// Points that are asked exactly, here and there, as steps there bring money and the closed form would be wrong, in a table
/// that is written block by block from anywhere in memory.
#[test]
fn rows_asked_exactly_are_written_as_they_are_read() {
    let comparison = owned_already();
    let asked_at = [0, 5, 61, 62, 63, 64, 70, 1020, 1023, 1024, 1027, 1089];
    let prices: Vec<f64> = (0..1100)
        .map(|row| if asked_at.contains(&row) { 3e5 + row as f64 } else { 1e3 + row as f64 })
        .collect();
    let metrics = [Metric::saving("bought", "gpt-4o"), Metric::break_even("bought", "gpt-4o")];
    for from in [0, 1, 6] {
        let prices = &prices[from..];
        let sweep = Sweep::over(&comparison, &metrics, &[Column::new(PRICE, prices)]).unwrap();
        let mut probe = sweep.probe();
        let expected: Vec<[u64; 2]> = prices
            .iter()
            .map(|price| {
                let values = probe.at(&[*price]).unwrap();
                [values[0].to_bits(), values[1].to_bits()]
            })
            .collect();
        for threads in [1, 2] {
            let (mut savings, mut volumes) = (vec![0.0; prices.len()], vec![0.0; prices.len()]);
            sweep.write(&Run::new().threads(threads), &mut [&mut savings, &mut volumes]).unwrap();
            let found = savings.iter().zip(&volumes).map(|(a, b)| [a.to_bits(), b.to_bits()]);
            assert!(found.eq(expected.iter().copied()), "from {from}, {threads} threads");
        }
    }
}
