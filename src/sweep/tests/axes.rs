//! What an axis may be, and what is refused before any work.

use super::super::corners::is_bound_by_a_rule;
use super::super::{Axis, Column, Metric, Sweep};
use super::{FLAGSHIP, decimal, flagship, flagship_of, lay};
use crate::catalog::Catalog;
use crate::comparison::{Comparison, recheck, set_all, to_decimal, to_float};
use crate::error::ErrorKind;

#[test]
fn bad_axes_are_refused_before_any_work() {
    let comparison = flagship();
    let with = |axes: &[Axis]| lay(&comparison, &Metric::Cheapest, axes).unwrap_err();
    let volume = |values: Vec<f64>| Axis::floats("workload.tokens_per_month", values);
    let text = |axes: &[Axis]| with(axes).to_string();
    assert_eq!(
        text(&[volume(Vec::new())]),
        "workload.tokens_per_month: missing; give the axis at least one value"
    );
    assert_eq!(
        text(&[volume(vec![1e9, f64::NAN])]),
        "workload.tokens_per_month: NaN, expected a finite number"
    );
    assert_eq!(
        text(&[volume(vec![f64::INFINITY])]),
        "workload.tokens_per_month: inf, expected a finite number"
    );
    let outside = Axis::values("facility.pue", vec![decimal("1.2"), decimal("0.9")]);
    assert_eq!(text(&[outside]), "facility.pue = 0.9 is not in 1..=3 (ratio of facility to IT power)");
    let unknown = Axis::values("facility.pui", vec![decimal("1.2")]);
    assert_eq!(
        text(&[unknown]),
        "facility.pui: no parameter is called `facility.pui`; did you mean `facility.pue`?"
    );
    let pue = || Axis::values("facility.pue", vec![decimal("1.2")]);
    assert!(matches!(with(&[pue(), pue()]).kind(), ErrorKind::Contradiction { .. }));
    let many = |path: &str| Axis::linear(path, decimal("1"), decimal("2"), 3_000_000);
    let large =
        [many("facility.pue"), many("workload.peak_to_average"), many("deployment.bought.people.run_fte")];
    assert_eq!(text(&large), "sweep: more than 2^63 points; give the axes fewer values");
    #[cfg(target_pointer_width = "64")]
    {
        let long = Axis::linear("facility.pue", decimal("1"), decimal("2"), usize::MAX);
        assert_eq!(text(&[long]), "sweep: more than 2^63 points; give the axes fewer values");
    }
    let long = |count| Axis::linear("facility.pue", decimal("1"), decimal("2"), count);
    assert!(matches!(with(&[long(1 << 25)]).kind(), ErrorKind::TooLarge { .. }));
    // 2^24 points of five numbers: each list would do alone, and all are refused before any is kept
    let zipped = (0..5).map(|_| long(1 << 24)).reduce(Axis::zip).unwrap();
    assert_eq!(text(&[zipped]), "sweep: more than 2^26 values in all; give the axes fewer values");
    let logarithm = Axis::logarithmic("deployment.bought.people.run_fte", decimal("0"), decimal("2"), 5);
    assert!(text(&[logarithm]).contains("give ends above 0"));
    let huge = Axis::floats("facility.pue", vec![1e300]);
    assert_eq!(
        text(&[huge]),
        "facility.pue: 1e300, expected a number from 1 to 3 (ratio of facility to IT power)"
    );
    let life = "deployment.bought.hardware.buy.useful_life_months";
    let half = Axis::values(life, vec![decimal("12"), decimal("36.5"), decimal("60")]);
    assert_eq!(text(&[half]), format!("{life} = 36.5 is not a whole number (months)"));
    let part = Axis::values("workload.tokens_per_month", vec![decimal("1000000.5")]);
    assert!(matches!(with(&[part]).kind(), ErrorKind::NotWhole { .. }));
    let steps = lay(&comparison, &Metric::Steps("gpt-4o".to_owned()), &[]).unwrap_err();
    assert_eq!(steps.to_string(), "api.gpt-4o: an API has no steps; ask for its cost");
    assert!(matches!(
        lay(&comparison, &Metric::Cost("gpt-40".to_owned()), &[]).unwrap_err().kind(),
        ErrorKind::NotFound { .. }
    ));
}

/// The cached price of a bill without one is its input price, until it has an axis of its own: in either order.
#[test]
fn number_with_an_axis_of_its_own_no_longer_follows() {
    let text = FLAGSHIP.replace(
        "gpt-4o = { offer = \"openai/gpt-4o\", minimum_cacheable_tokens = 1024 }",
        "gpt-4o = { family = \"closed_api\", input_usd_per_mtok = 2, output_usd_per_mtok = 8, tokens = { cache_hit_fraction = 0.5 } }",
    );
    let text = text.replace("reusable_prompt_tokens = 300", "reusable_prompt_tokens = 1000");
    assert!(text.contains("cache_hit_fraction = 0.5") && text.contains("reusable_prompt_tokens = 1000"));
    let comparison = flagship_of(&text);
    let price = |name: &str, values: [&str; 2]| {
        Axis::values(format!("api.gpt-4o.{name}_usd_per_mtok"), values.map(decimal).to_vec())
    };
    let (input, cached) = (price("input", ["2", "3"]), price("cached_input", ["1", "2"]));
    let metric = Metric::Cost("gpt-4o".to_owned());
    let sweep = |axes: &[Axis]| {
        let sweep = lay(&comparison, &metric, axes).unwrap();
        (0..sweep.len()).map(|at| sweep.value(0, at).unwrap()).collect::<Vec<_>>()
    };
    let (one, other) = (sweep(&[input.clone(), cached.clone()]), sweep(&[cached, input.clone()]));
    assert_eq!(one, [other[0], other[2], other[1], other[3]]);
    // a request of 1,850 tokens of which 500 are cached; 1 USD per Mtok more for those, at 20 Gtok
    let step = 20_000.0 * 500.0 / 1850.0;
    assert!((one[1] - one[0] - step).abs() < 1e-6, "{one:?}");
    // without an axis of its own it follows: input and cached at 2, then both at 3
    let following = sweep(&[input]);
    assert!((following[1] - following[0] - 20_000.0 * 1500.0 / 1850.0).abs() < 1e-6, "{following:?}");
    assert!((following[0] - one[1]).abs() < 1e-6);
}

/// Only one combination of the two axes is at fault, and it is neither at the first points nor at the last.
#[test]
fn points_that_contradict_each_other_are_refused_before_any_work() {
    let comparison = flagship();
    let hours = |hours: &[&str]| {
        let values = hours.iter().map(|hours| decimal(hours)).collect();
        Axis::values("workload.serving_hours_per_month", values)
    };
    let month =
        Axis::values("workload.hours_per_month", vec![decimal("720"), decimal("700"), decimal("744")]);
    let cheapest = |axes: &[Axis]| lay(&comparison, &Metric::Cheapest, axes);
    assert!(cheapest(&[hours(&["100", "700", "200"]), month.clone()]).is_ok());
    let error = cheapest(&[hours(&["100", "710", "200"]), month]).unwrap_err();
    assert!(error.to_string().contains("more serving hours than the month has"), "{error}");
}

/// A request that is too long for an alternative at some points has no place in a grid over the others.
#[test]
fn requests_that_pass_the_context_window_at_some_points_are_refused() {
    let comparison = flagship();
    let path = |end: &str| {
        let is_it = |address: &&crate::scenario::Address| address.path.as_str().ends_with(end);
        comparison.resolved.addresses.iter().find(is_it).unwrap().path.as_str().to_owned()
    };
    let prompts = |values: &[&str]| {
        Axis::values(path(".prompt_tokens"), values.iter().map(|tokens| decimal(tokens)).collect())
    };
    let sweep = |metric: &Metric, axis: Axis| lay(&comparison, metric, &[axis]);
    let gpt = Metric::Cost("gpt-4o".to_owned());
    assert!(sweep(&gpt, prompts(&["4000", "100000", "5000"])).is_ok());
    // the context window of GPT-4o is 128,000 tokens
    let error = sweep(&gpt, prompts(&["4000", "200000", "5000"])).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Infeasible { .. }), "{error}");
    assert!(error.to_string().contains("at some points of the sweep a request of"), "{error}");
}

#[test]
fn ends_of_an_axis_are_those_that_were_given() {
    let ends = (decimal("1.234567890123456"), decimal("2.345678901234567"));
    for axis in [Axis::linear("p", ends.0, ends.1, 5), Axis::logarithmic("p", ends.0, ends.1, 5)] {
        let points = axis.lists()[0].points(false).unwrap();
        assert_eq!((points[0], points[4]), (1.234567890123456, 2.345678901234567));
    }
    // the middle rounds to 1.00000000000, which is below both
    let ends = (decimal("1.0000000000001"), decimal("1.0000000000003"));
    for axis in [Axis::linear("p", ends.0, ends.1, 3), Axis::logarithmic("p", ends.0, ends.1, 3)] {
        assert_eq!(
            axis.lists()[0].points(false).unwrap(),
            [1.0000000000001, 1.0000000000001, 1.0000000000003]
        );
    }
    // 10 and 20 in three steps: 13.3, 16.7
    let whole = Axis::linear("p", decimal("10"), decimal("20"), 4).lists()[0].points(true).unwrap();
    assert_eq!(whole, [10.0, 13.0, 17.0, 20.0]);
    // 1 and 100 by the square root of 10: 3.16, 10, 31.6
    let whole = Axis::logarithmic("p", decimal("1"), decimal("100"), 5).lists()[0].points(true).unwrap();
    assert_eq!(whole, [1.0, 3.0, 10.0, 32.0, 100.0]);
    // the root of 3e26 is 17,320,508,075,688.77: to 12 digits
    let large = Axis::logarithmic("p", decimal("1000000000000"), decimal("300000000000000"), 3);
    assert_eq!(large.lists()[0].points(true).unwrap(), [1e12, 17_320_508_075_700.0, 3e14]);
}

/// What the gallery has none of: tiers, points of a resale curve, hours of a day, repeated lives, a class that weighs nothing.
const RULES: &str = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'tiered'\n\
    [workload]\ntokens_per_month = 1_000_000_000\n\
    hourly_load = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]\n\
    [workload.class.a]\nshare = 0.5\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    [workload.class.b]\nshare = 0.5\nprompt_tokens = 300\ncompletion_tokens = 100\n\
    [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0.05\n\
    [api.tiered]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    context_tiers = [{ above_prompt_tokens = 1000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 }, \
        { above_prompt_tokens = 2000, input_usd_per_mtok = 5, output_usd_per_mtok = 16 }]\n\
    [api.graduated]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    volume_tiers = [{ above_tokens_per_month = 400_000_000, price_fraction = 0.5 }, \
        { above_tokens_per_month = 1_000_000_000, price_fraction = 0.4 }]\n\
    [deployment.own]\nmodel = 'llama-3.3-70b'\nprecision = 'fp8'\nserver = '8xh100-sxm'\n\
    rate = 'llama-3.3-70b/fp8/8xh100-sxm/vllm-fitted-c64'\npeople = { run_fte = 0.5 }\n\
    hardware.buy = { useful_life_months = 60, resale = [{ age_months = 12, fraction = 0.6 }, \
        { age_months = 24, fraction = 0.4 }] }\n\
    facility = { electricity_usd_per_kwh = 0.1, pue = 1.2 }\n";

/// A number that no rule looks at may be anywhere in its range, in every worked scenario and where there is more than they
/// have.
#[test]
fn numbers_that_no_rule_binds_break_none_at_their_ends() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let files =
        std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let mut moved = 0;
    for text in files.chain([RULES.to_owned()]) {
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        let alternatives = &comparison.resolved.alternatives;
        let free = comparison.resolved.addresses.iter().filter(|one| !is_bound_by_a_rule(one.parameter));
        for address in free {
            let (least, greatest) = address.parameter.range();
            for value in [least, greatest] {
                let mut here = alternatives.clone();
                set_all(&mut here, std::slice::from_ref(address), value);
                for (one, before) in here.iter_mut().zip(alternatives) {
                    let path = address.path.as_str();
                    assert!(recheck(one, path).is_ok(), "{path} = {value}");
                    assert_eq!(one.limit.is_some(), before.limit.is_some(), "{path} = {value}");
                    moved += 1;
                }
            }
        }
    }
    assert!(moved > 3000, "{moved}");
}

/// Tiers and ages that do not ascend, and a day without any load, are refused before any work.
#[test]
fn points_that_break_a_rule_of_lists_are_refused() {
    let comparison = Comparison::parse(RULES, &Catalog::builtin().unwrap()).unwrap();
    for (path, good, bad) in [
        ("api.tiered.context_tiers.0.above_prompt_tokens", 1500.0, 2500.0),
        ("api.graduated.volume_tiers.0.above_tokens_per_month", 6e8, 2e9),
        ("deployment.own.hardware.buy.resale.0.age_months", 18.0, 24.0),
    ] {
        let lay = |value: f64| {
            let metric = Metric::saving("graduated", "tiered");
            let all = [metric, Metric::Cost("own".to_owned())];
            Sweep::new(&comparison, &all, &[Axis::floats(path, vec![good, value])])
        };
        assert!(lay(good).is_ok(), "{path}");
        let error = lay(bad).unwrap_err();
        assert!(error.to_string().contains("that do not ascend"), "{path}: {error}");
        assert!(comparison.with(path, to_decimal(bad).unwrap()).is_err());
    }
    let load = |hour: u32| Axis::floats(format!("workload.hourly_load.{hour}"), vec![0.0]);
    let error = lay(&comparison, &Metric::Cost("own".to_owned()), &[load(0), load(23)]).unwrap_err();
    assert!(error.to_string().contains("a day without any load"), "{error}");
    assert!(lay(&comparison, &Metric::Cost("own".to_owned()), &[load(0)]).is_ok());
    let requests = Axis::values("workload.requests_per_month", vec![decimal("1000")]);
    let error = lay(&comparison, &Metric::Cost("own".to_owned()), &[requests]).unwrap_err();
    assert!(error.to_string().contains("sweep workload.tokens_per_month"), "{error}");
}

/// The rows go together though the corner of the one's least and the other's greatest hours would not.
#[test]
fn rows_of_a_table_are_checked_where_their_corners_do_not_settle_it() {
    let comparison = flagship();
    let (hours, serving) = ("workload.hours_per_month", "workload.serving_hours_per_month");
    let over = |month: &[f64], served: &[f64]| {
        let columns = [Column::new(hours, month), Column::new(serving, served)];
        Sweep::over(&comparison, &[Metric::Cost("bought".to_owned())], &columns)
            .map(|sweep| sweep.value(0, 1))
    };
    let exact = comparison.with(hours, decimal("740")).unwrap().with(serving, decimal("730")).unwrap();
    let cost = to_float(exact.monthly_cost("bought").unwrap().amount());
    let found = over(&[700.0, 740.0], &[690.0, 730.0]).unwrap().unwrap();
    assert!((found - cost).abs() < 1e-12 * cost, "{found} {cost}");
    let error = over(&[700.0, 740.0, 710.0], &[690.0, 730.0, 720.0]).unwrap_err();
    assert!(error.to_string().contains("more serving hours than the month has"), "{error}");
}
