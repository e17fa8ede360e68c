//! Axes of several lists that move together: the rows of a table that says the same, in any place of a grid.

use super::super::layout::Plan;
use super::super::{Axis, Column, Metric, Run, Sink, Summary, Sweep};
use super::{
    DECLINE, FLAGSHIP, FTE, GROWTH, INTEREST, OUT, PRICE, VOLUME, decimal, flagship, flagship_of, levels,
    metrics_of_a_month,
};
use crate::comparison::Comparison;
use crate::error::ErrorKind;

const IN: &str = "api.gpt-4o.input_usd_per_mtok";
const HOURS: &str = "workload.hours_per_month";
const SERVING: &str = "workload.serving_hours_per_month";

/// Prices in and out, and whom they take to run: one axis of three values. The server's price is beside it.
fn axes(volumes: usize) -> Vec<Axis> {
    let zipped = Axis::values(IN, vec![decimal("2.5"), decimal("1.25"), decimal("5")])
        .zip(Axis::linear(OUT, decimal("8"), decimal("12"), 3))
        .zip(Axis::floats(FTE, vec![0.5, 2.0, 1.0]).and("deployment.rented.people.run_fte"));
    vec![
        zipped,
        Axis::values(PRICE, vec![decimal("250000"), decimal("350000")]),
        Axis::logarithmic(VOLUME, decimal("100000000"), decimal("100000000000"), volumes),
    ]
}

/// Of each metric the bits at each point.
fn written(sweep: &Sweep<'_>, metrics: usize) -> Vec<Vec<u64>> {
    let mut all = vec![vec![0.0; usize::try_from(sweep.len()).unwrap()]; metrics];
    let mut slices: Vec<&mut [f64]> = all.iter_mut().map(Vec::as_mut_slice).collect();
    sweep.write(&Run::new(), &mut slices).unwrap();
    all.iter().map(|values| values.iter().map(|value| value.to_bits()).collect()).collect()
}

/// What a grid says, against a table with a row for each of its points.
fn assert_is_its_table(comparison: &Comparison, metrics: &[Metric], axes: &[Axis]) {
    let grid = Sweep::new(comparison, metrics, axes).unwrap();
    let points: Vec<Vec<f64>> = (0..grid.len()).map(|index| grid.point(index).unwrap()).collect();
    let paths: Vec<String> = grid.paths().map(str::to_owned).collect();
    let columns: Vec<Vec<f64>> =
        (0..paths.len()).map(|at| points.iter().map(|point| point[at]).collect()).collect();
    let columns: Vec<Column<'_>> = paths
        .iter()
        .zip(&columns)
        .map(|(paths, values)| {
            let (first, others) =
                paths.split_once(" and ").map_or((paths.as_str(), None), |(a, b)| (a, Some(b)));
            let column = Column::new(first, values);
            others.into_iter().fold(column, |column, path| column.and(path))
        })
        .collect();
    let table = Sweep::over(comparison, metrics, &columns).unwrap();
    assert_eq!(written(&grid, metrics.len()), written(&table, metrics.len()));
    for (metric, one) in metrics.iter().enumerate() {
        for index in (0..grid.len()).step_by(7) {
            let value = grid.value(metric, index);
            assert_eq!(
                value.map(f64::to_bits),
                table.value(metric, index).map(f64::to_bits),
                "{one:?} {index}"
            );
        }
        for level in levels() {
            let sums = grid.reduce_at(&Run::new(), level, Summary::of(metric)).unwrap();
            let mut parts = Summary::of(metric);
            for run in Run::new().parts(5) {
                parts.merge(grid.reduce_at(&run, level, Summary::of(metric)).unwrap());
            }
            assert_eq!(sums, parts, "{one:?} {level:?}");
        }
    }
}

#[test]
fn zipped_axis_in_any_place_is_the_table_of_its_points() {
    let comparison = flagship();
    let metrics = metrics_of_a_month();
    for turn in 0..3 {
        let mut axes = axes(19);
        axes.rotate_left(turn);
        let grid = Sweep::new(&comparison, &metrics, &axes).unwrap();
        assert!(matches!(grid.plan, Plan::Runs(_)));
        // 3 values of five numbers, 2 prices of the server, 19 volumes
        assert_eq!(grid.len(), 3 * 2 * 19);
        assert_is_its_table(&comparison, &metrics, &axes);
    }
    let grid = Sweep::new(&comparison, &metrics, &axes(19)).unwrap();
    assert_eq!(grid.point(2 * 19 + 20), Some(vec![1.25, 10.0, 2.0, 350_000.0, grid.point(1).unwrap()[4]]));
    assert_eq!(grid.axes().collect::<Vec<_>>(), [0..3, 3..4, 4..5]);
    assert_eq!(grid.lengths().collect::<Vec<_>>(), [3, 3, 3, 2, 19]);
    let fte = format!("{FTE} and deployment.rented.people.run_fte");
    assert_eq!(grid.paths().collect::<Vec<_>>(), [IN, OUT, &fte, PRICE, VOLUME]);
}

#[test]
fn study_over_zipped_axes_is_the_table_of_its_points() {
    let metrics = [
        Metric::npv("bought", "gpt-4o"),
        Metric::payback_month("bought", "gpt-4o"),
        Metric::break_even("bought", "gpt-4o"),
        Metric::Cheapest,
    ];
    let mut axes = axes(5);
    let slow = Axis::values(GROWTH, vec![decimal("0.01"), decimal("0.04")]);
    axes.push(slow.zip(Axis::values(DECLINE, vec![decimal("-0.02"), decimal("-0.01")])));
    axes.push(Axis::values(INTEREST, vec![decimal("0.05"), decimal("0.1")]));
    assert_is_its_table(&flagship(), &metrics, &axes);
}

/// A volume that moves with other numbers is no run of volumes.
#[test]
fn volume_zipped_with_other_numbers_is_the_table_of_its_points() {
    let volumes = Axis::logarithmic(VOLUME, decimal("1000000000"), decimal("100000000000"), 11);
    let prices = Axis::linear(OUT, decimal("12"), decimal("7"), 11);
    let axes = [volumes.zip(prices), Axis::values(PRICE, vec![decimal("250000"), decimal("350000")])];
    assert!(matches!(Sweep::new(&flagship(), &metrics_of_a_month(), &axes).unwrap().plan, Plan::Rows { .. }));
    assert_is_its_table(&flagship(), &metrics_of_a_month(), &axes);
}

#[test]
fn lists_of_an_axis_are_as_long_as_each_other() {
    let zip = |count| {
        Axis::linear(IN, decimal("1"), decimal("2"), 3).zip(Axis::linear(
            OUT,
            decimal("1"),
            decimal("2"),
            count,
        ))
    };
    let lay = |axis: Axis| Sweep::new(&flagship(), &[Metric::Cheapest], &[axis]);
    assert_eq!(lay(zip(3)).unwrap().len(), 3);
    let error = lay(zip(4)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        format!("{OUT}: a list of 4 values beside one of 3; give every list of an axis as many values")
    );
    // before any value is calculated
    assert!(lay(zip(usize::MAX)).is_err());
    // the same number twice
    let twice = Axis::values(IN, vec![decimal("1")]).zip(Axis::values(IN, vec![decimal("2")]));
    assert!(matches!(lay(twice).unwrap_err().kind(), ErrorKind::Contradiction { .. }));
}

/// 710 serving hours do not fit into 700 hours, which they do not meet: with 744 they are no contradiction.
#[test]
fn zipped_numbers_are_held_to_the_rules_where_they_meet() {
    let zip = |hours: [&str; 3], serving: [&str; 3]| {
        let hours = Axis::values(HOURS, hours.map(decimal).to_vec());
        hours.zip(Axis::values(SERVING, serving.map(decimal).to_vec()))
    };
    let (comparison, prices) = (flagship(), Axis::values(PRICE, vec![decimal("250000"), decimal("350000")]));
    let lay =
        |axis: Axis| Sweep::new(&comparison, &[Metric::Cost("bought".to_owned())], &[axis, prices.clone()]);
    let sweep = lay(zip(["744", "700", "720"], ["710", "100", "720"])).unwrap();
    for (at, (hours, serving)) in [("744", "710"), ("700", "100"), ("720", "720")].into_iter().enumerate() {
        let there = comparison.with(PRICE, decimal("250000")).unwrap().with(SERVING, decimal("1")).unwrap();
        let exact = there.with(HOURS, decimal(hours)).unwrap().with(SERVING, decimal(serving)).unwrap();
        let cost = crate::comparison::to_float(exact.monthly_cost("bought").unwrap().amount());
        let found = sweep.value(0, 2 * at as u64).unwrap();
        assert!((found - cost).abs() < 1e-12 * cost, "{hours} {serving}: {found} {cost}");
    }
    let refused = sweep.probe().at(&[744.0, 710.0, 250_000.0]).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::Contradiction { .. }), "{refused}");
    // neither at the first point nor at the last
    let error = lay(zip(["744", "700", "720"], ["710", "701", "720"])).unwrap_err();
    assert!(error.to_string().contains("more serving hours than the month has"), "{error}");
}

/// 1e15 tokens that shrink by half a month, and a million that grow by 30%: together they pass 1e15 tokens, as they are none does.
#[test]
fn zipped_volume_and_growth_are_held_to_the_largest_volume_where_they_meet() {
    let zip = |volumes: [f64; 2], growth: [f64; 2]| {
        let axis = Axis::floats(VOLUME, volumes.to_vec()).zip(Axis::floats(GROWTH, growth.to_vec()));
        Sweep::new(&flagship(), &[Metric::npv("gpt-6-luna", "gpt-4o")], &[axis])
    };
    assert_eq!(zip([1e15, 1e6], [-0.5, 0.3]).unwrap().len(), 2);
    let error = zip([1e15, 1e14], [-0.5, 0.3]).unwrap_err();
    assert!(error.to_string().contains("past 1e15 tokens"), "{error}");
}

/// Two people may be there. 1.9 and none for each step, or 0.1 and 0.2 for each of at most nine, are enough of them; 1.9 and 0.2
/// for each step would not be, and are no row.
#[test]
fn requirements_are_asked_where_the_numbers_meet() {
    let text = FLAGSHIP.replace("[finance]", "[requirements]\nengineers = 2\n[finance]");
    let comparison = flagship_of(&text);
    let per_step = "deployment.bought.people.run_fte_per_step";
    let steps = comparison.monthly("bought").unwrap().steps.unwrap();
    assert!((1..=9).contains(&steps), "{steps}");
    let bought = comparison.alternatives().position(|id| id == "bought").unwrap() as f64;
    // free for all but people, so that it is the cheapest wherever it may be
    let free = comparison.with(PRICE, decimal("0")).unwrap().with(OUT, decimal("1000")).unwrap();
    let free = free.with("api.gpt-6-luna.output_usd_per_mtok", decimal("1000")).unwrap();
    let free = free.with("deployment.rented.hardware.rent.price_usd_per_gpu_hour", decimal("1000")).unwrap();
    let cheapest = [Metric::Cheapest];
    let over = |run: &[f64], each: &[f64]| -> Result<Vec<Option<f64>>, crate::error::Error> {
        let columns = [Column::new(FTE, run), Column::new(per_step, each)];
        let zipped = Axis::floats(FTE, run.to_vec()).zip(Axis::floats(per_step, each.to_vec()));
        let all = |sweep: &Sweep<'_>| (0..sweep.len()).map(|at| sweep.value(0, at)).collect::<Vec<_>>();
        let table = all(&Sweep::over(&free, &cheapest, &columns)?);
        assert_eq!(all(&Sweep::new(&free, &cheapest, &[zipped])?), table);
        Ok(table)
    };
    assert_eq!(over(&[1.9, 0.1], &[0.0, 0.2]).unwrap(), [Some(bought); 2]);
    let error = over(&[1.9, 1.9], &[0.0, 0.2]).unwrap_err();
    assert!(
        error.to_string().contains("it depends on the point whether the requirements rule it out"),
        "{error}"
    );
    let grid = [Axis::floats(FTE, vec![1.9, 0.1]), Axis::floats(per_step, vec![0.0, 0.2])];
    assert!(Sweep::new(&free, &cheapest, &grid).is_err());
    // between the rows nobody has asked
    let columns = [Column::new(FTE, &[1.9, 0.1]), Column::new(per_step, &[0.0, 0.2])];
    let rows = Sweep::over(&free, &cheapest, &columns).unwrap();
    let refused = rows.probe().at(&[1.9, 0.2]).unwrap_err();
    assert!(refused.to_string().contains("ask for the points of the sweep"), "{refused}");
    let few = [Column::new(FTE, &[1.9, 0.1]), Column::new(per_step, &[0.0, 0.001])];
    assert!(Sweep::over(&free, &cheapest, &few).unwrap().probe().at(&[1.9, 0.001]).is_ok());
    // out at both rows, whatever it costs
    let out = over(&[3.0, 4.0], &[0.0, 0.2]).unwrap();
    assert!(out.iter().all(|winner| winner.is_some() && *winner != Some(bought)), "{out:?}");
}

/// 1e12 tokens that stay, 1e6 that grow by 30% a month and 1e11 that grow by 25%: after 35 months the last are 2.5e14 and take
/// some 250 times the people of the first. 1e12 that grow by 30% pass 1e15 and are no row.
#[test]
fn requirements_hold_where_a_corner_has_no_answer() {
    let text = FLAGSHIP.replace("[finance]", "[requirements]\nengineers = 4\n[finance]");
    let most = flagship_of(&text).with(VOLUME, decimal("1000000000000")).unwrap();
    let steps = most.monthly("bought").unwrap().steps.unwrap();
    assert!(steps > 10, "{steps}");
    let per_step = (decimal("1") / rust_decimal::Decimal::from(steps)).round_dp(6);
    let people = "deployment.bought.people.run_fte_per_step";
    let comparison = flagship_of(&text).with(people, per_step).unwrap();
    let metrics = [Metric::Cheapest, Metric::npv("gpt-6-luna", "gpt-4o")];
    let (volumes, growth) = ([1e12, 1e6, 1e11], [0.0, 0.3, 0.25]);
    let over = |rows: usize| {
        let columns = [Column::new(VOLUME, &volumes[..rows]), Column::new(GROWTH, &growth[..rows])];
        Sweep::over(&comparison, &metrics, &columns).map(|sweep| sweep.len())
    };
    assert_eq!(over(2).unwrap(), 2);
    let error = over(3).unwrap_err();
    assert!(error.to_string().contains("it depends on the point"), "{error}");
    // too many to ask each of: nobody knows
    let (volumes, growth) = (volumes.repeat(2000), growth.repeat(2000));
    let columns = [Column::new(VOLUME, &volumes), Column::new(GROWTH, &growth)];
    let error = Sweep::over(&comparison, &metrics, &columns).unwrap_err();
    assert!(error.to_string().contains("nobody knows who is allowed"), "{error}");
}

/// On-call for 2,000 USD a month is 24 people at 1,000 USD a year, a quarter of one at 100,000, and nobody knows how many at 0.
#[test]
fn requirements_are_asked_between_a_salary_of_nothing_and_a_high_one() {
    let text = FLAGSHIP.replace("[finance]", "[requirements]\nengineers = 4\n[finance]");
    let on_call = "deployment.bought.people.on_call_usd_per_month";
    let comparison = flagship_of(&text).with(on_call, decimal("2000")).unwrap();
    let lay = |salaries: Vec<f64>| {
        let axis = Axis::floats("deployment.bought.people.loaded_salary_usd_per_year", salaries);
        let sweep = Sweep::new(&comparison, &[Metric::Cheapest], &[axis])?;
        // A probe knows what lies between salaries above 0 alone.
        Ok::<_, crate::error::Error>((sweep.len(), sweep.probe().at(&[60_000.0]).is_ok()))
    };
    let error = lay(vec![0.0, 1000.0, 200_000.0]).unwrap_err();
    assert!(error.to_string().contains("it depends on the point"), "{error}");
    assert_eq!(lay(vec![0.0, 100_000.0, 200_000.0]).unwrap(), (3, false));
    assert_eq!(lay(vec![50_000.0, 100_000.0, 200_000.0]).unwrap(), (3, true));
    let error = lay((0..5000).map(f64::from).collect()).unwrap_err();
    assert!(error.to_string().contains("too few between them"), "{error}");
}

/// Four people may be there. One for each server is more than that, one for a hundred is not, and 0 is for nobody.
#[test]
fn requirements_are_asked_where_none_is_said_by_0() {
    let text = FLAGSHIP.replace("[finance]", "[requirements]\nengineers = 4\n[finance]");
    let comparison = flagship_of(&text).with(VOLUME, decimal("100000000000")).unwrap();
    assert!(comparison.monthly("bought").unwrap().steps.unwrap() > 4);
    for (path, few, enough) in [
        ("deployment.bought.people.servers_per_fte", 1.0, 100.0),
        // a spare for each step doubles them
        ("deployment.bought.steps_per_spare", 1.0, 1000.0),
    ] {
        let per_step = "deployment.bought.people.run_fte_per_step";
        let steps = comparison.monthly("bought").unwrap().steps.unwrap();
        let comparison = match path.ends_with("spare") {
            // 3 people for the steps, 6 with as many spares
            true => comparison
                .with(per_step, (decimal("3") / rust_decimal::Decimal::from(steps)).round_dp(9))
                .unwrap(),
            false => comparison.clone(),
        };
        let lay = |values: Vec<f64>| {
            Sweep::new(&comparison, &[Metric::Cheapest], &[Axis::floats(path, values)])
                .map(|sweep| sweep.len())
        };
        let is_out = |value: f64| {
            let there = comparison.with(path, decimal(&value.to_string())).unwrap();
            let all = there.eligibility().unwrap();
            let bought = all.iter().find(|one| one.alternative == "bought").unwrap();
            bought.excluded_by().count() > 0
        };
        assert_eq!([0.0, few, enough].map(is_out), [false, true, false], "{path}");
        let error = lay(vec![0.0, few, enough]).unwrap_err();
        assert!(error.to_string().contains("it depends on the point"), "{path}: {error}");
        assert_eq!(lay(vec![0.0, enough]).unwrap(), 2, "{path}");
        let error = lay(vec![few, enough]).unwrap_err();
        assert!(error.to_string().contains("it depends on the point"), "{path}: {error}");
    }
}

/// 10% more a month: after 60 months ten times what it is after 36.
#[test]
fn requirements_are_asked_at_the_end_of_the_study_that_is_swept() {
    let text = FLAGSHIP.replace("[finance]", "[requirements]\nengineers = 4\n[finance]");
    let growing = flagship_of(&text).with(GROWTH, decimal("0.1")).unwrap();
    let people = "deployment.bought.people.run_fte_per_step";
    let at = |months: &str| growing.with("finance.horizon_months", decimal(months)).unwrap();
    let needed = |months: &str| {
        let there = at(months).with(people, decimal("0.1")).unwrap();
        there
            .eligibility()
            .unwrap()
            .iter()
            .find(|one| one.alternative == "bought")
            .unwrap()
            .excluded_by()
            .count()
    };
    assert_eq!([needed("12"), needed("60")], [0, 1]);
    let comparison = at("12").with(people, decimal("0.1")).unwrap();
    let lay = |months: &[&str]| {
        let months = months.iter().map(|months| decimal(months)).collect();
        let axis = Axis::values("finance.horizon_months", months);
        Sweep::new(&comparison, &[Metric::Cheapest], &[axis]).map(|sweep| sweep.len())
    };
    assert_eq!(lay(&["6", "12"]).unwrap(), 2);
    let error = lay(&["12", "60"]).unwrap_err();
    assert!(error.to_string().contains("it depends on the point"), "{error}");
}

/// Of two classes one of which can wait, and of the load of an hour, the ends do not say what lies between them.
#[test]
fn requirements_are_asked_at_the_points_of_what_may_bend() {
    let patient = "[workload.class.batch]\nshare = 0.5\nprompt_tokens = 1000\ncompletion_tokens = 500\nmay_wait_hours = 24\n";
    let classes = FLAGSHIP.replace("\nshare = 1\n", "\nshare = 0.5\n");
    let classes = classes.replace("[finance]", &format!("{patient}[requirements]\nengineers = 4\n[finance]"));
    let hours = FLAGSHIP
        .replace("[workload.class.chat]", "hourly_load = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]\n[workload.class.chat]")
        .replace("[finance]", "[requirements]\nengineers = 4\n[finance]");
    let hours: String = hours
        .lines()
        .filter(|line| !line.starts_with("peak_to_average"))
        .map(|line| format!("{line}\n"))
        .collect();
    for (text, path, end) in
        [(classes, "workload.class.batch.completion_tokens", 5000.0), (hours, "workload.hourly_load.0", 5.0)]
    {
        let comparison = flagship_of(&text);
        let lay = |count: usize| {
            let values = (1..=count).map(|at| (end * at as f64 / count as f64).ceil()).collect();
            let sweep = Sweep::new(&comparison, &[Metric::Cheapest], &[Axis::floats(path, values)])?;
            Ok::<_, crate::error::Error>((sweep.len(), sweep.by_points))
        };
        assert_eq!(lay(5).unwrap(), (5, true), "{path}");
        let error = lay(5000).unwrap_err();
        assert!(error.to_string().contains("too few between them"), "{path}: {error}");
    }
}

/// x people and one for each x of the servers: of 4 servers that is 5 people with 1 and with 4, and 4 with 2.
#[test]
fn requirements_are_asked_between_the_ends_of_numbers_that_move_together() {
    let text = FLAGSHIP.replace("[finance]", "[requirements]\nengineers = 4.5\n[finance]");
    let comparison = flagship_of(&text).with("deployment.bought.minimum_steps", decimal("4")).unwrap();
    assert_eq!(comparison.monthly("bought").unwrap().steps, Some(4));
    let lay = |values: Vec<f64>| {
        let axis = Axis::floats(FTE, values).and("deployment.bought.people.servers_per_fte");
        Sweep::new(&comparison, &[Metric::Cheapest], &[axis]).map(|sweep| sweep.len())
    };
    assert_eq!(lay(vec![1.0, 4.0]).unwrap(), 2);
    let error = lay(vec![1.0, 2.0, 4.0]).unwrap_err();
    assert!(error.to_string().contains("it depends on the point"), "{error}");
    // prices of an API that move together take nobody
    let prices = (0..5000).map(|at| 1.0 + f64::from(at) / 1000.0).collect();
    let axis = Axis::floats(OUT, prices).and("api.gpt-4o.input_usd_per_mtok");
    assert_eq!(Sweep::new(&comparison, &[Metric::Cheapest], &[axis]).unwrap().len(), 5000);
}
