//! Shares of routed requests and numbers of provisioned units, moved and chosen like any other number; worked by hand.
//!
//! A step of one's own carries 2,628 Mtok a month around the clock and costs 1,460 USD. The cheap API takes 1 USD per Mtok,
//! the dear one 4. The sheet with units takes 3.60 USD per Mtok, and a unit carries 876 Mtok a month around the clock. By day
//! the load is 1.5 times the average, by night half of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::{Catalog, Cheaper, Comparison, Error, ErrorKind, Scenario};
use common::{MODEL, decimal};

const MTOK: u64 = 1_000_000;

fn try_compare(mtok: u64, growth: &str, more: &str) -> Result<Comparison, Error> {
    let text = format!(
        r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "cheap"
[workload]
tokens_per_month = {}
growth_fraction_per_month = {growth}
hourly_load = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
class.chat = {{ prompt_tokens = 800, completion_tokens = 200 }}
[finance]
horizon_months = 12
discount_rate_annual_effective = 0.08
[api.cheap]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
[api.dear]
family = "closed_api"
input_usd_per_mtok = 4
output_usd_per_mtok = 4
[deployment.own]
{MODEL}
server = {{ accelerators = 1, accelerator_memory_gibibytes = 80 }}
rate = {{ combined_tokens_per_second = 1_000, prompt_tokens = 800, completion_tokens = 200 }}
peak_hour_load_fraction = 1
hardware.rent = {{ price_usd_per_gpu_hour = 2 }}
{more}
"#,
        mtok * MTOK
    );
    Comparison::parse(&text, &Catalog::builtin().unwrap())
}

fn compare(mtok: u64, growth: &str, more: &str) -> Comparison {
    try_compare(mtok, growth, more).unwrap_or_else(|error| panic!("{error}\n{more}"))
}

fn cost(comparison: &Comparison, id: &str) -> breakeven::Decimal {
    comparison.monthly_cost(id).unwrap().amount()
}

const THREE: &str = "[routed.r]\nshare = { cheap = 0.6, dear = 0.3, own = 0.1 }";
const TWO: &str = "[routed.r]\nshare = { cheap = 0.9, dear = 0.1 }";

#[test]
fn others_share_what_a_moved_share_leaves_in_proportion() {
    let base = compare(1000, "0", THREE);
    // 600 x 1 + 300 x 4, and a step for 100
    assert_eq!(cost(&base, "r"), decimal("3260"));
    // 0.65 leaves 0.35 for 0.6 and 0.1 parts: 0.3 and 0.05. 300 + 650 x 4 + 1,460
    let moved = base.with("routed.r.share.dear", decimal("0.65")).unwrap();
    assert_eq!(cost(&moved, "r"), decimal("4360"));
    let answer = moved.answer().unwrap();
    assert_eq!(
        answer.alternative("r").unwrap().name,
        "30% cheap, 65% dear, 5% own model fp8 on 1x own server, rented"
    );
    assert_eq!(moved.curve("r").unwrap().cost(1000 * MTOK).unwrap().amount(), decimal("4360"));
    // The next that moves leaves it where it is: 0.2 and 0.65, and 0.15 for one's own
    let twice = moved.with("routed.r.share.cheap", decimal("0.2")).unwrap();
    assert_eq!(cost(&twice, "r"), decimal("4260"));
    // where no other is left, all others share again: 0.5 leaves 0.2 + 0.65 parts half of it. The step stands for 500 Mtok,
    // and 500 x (0.2 x 1 + 0.65 x 4) / 0.85 = 1,647.058823...
    let last = twice.with("routed.r.share.own", decimal("0.5")).unwrap();
    assert_eq!(cost(&last, "r").round_dp(6), decimal("3107.058824"));
}

#[test]
fn share_of_all_or_nothing_is_a_share() {
    let base = compare(1000, "0", THREE);
    for (value, expected) in [
        // 6 of 7 parts of 1,000 to the cheap one: 857.142857..., and a step for the rest
        ("0", "2317.142857"),
        // 4,000 for all of it; the step stands there idle
        ("1", "5460"),
    ] {
        let moved = base.with("routed.r.share.dear", decimal(value)).unwrap();
        assert_eq!(cost(&moved, "r").round_dp(6), decimal(expected), "{value}");
        let curve = moved.curve("r").unwrap();
        assert_eq!(curve.cost(1000 * MTOK).unwrap().amount().round_dp(6), decimal(expected), "{value}");
        assert!(moved.break_even("r", "dear").is_ok() && moved.verdict(&moved.answer().unwrap()).is_ok());
    }
}

#[test]
fn share_is_solved_for() {
    // 1,000 + 3,000 s is what a step of one's own costs, 1,825 at 2.50 an hour: at s = 0.275
    let base = compare(1000, "0", TWO);
    let base = base.with("deployment.own.hardware.rent.price_usd_per_gpu_hour", decimal("2.5")).unwrap();
    let solution = base.solve("routed.r.share.dear", "r", "own").unwrap();
    assert!(solution.is_complete());
    assert_eq!(solution.searched, (decimal("0"), decimal("1")));
    assert_eq!(solution.roots.iter().map(|root| root.value()).collect::<Vec<_>>(), [decimal("0.275")]);
    let cheaper: Vec<Cheaper> = solution.stretches.iter().map(|stretch| stretch.cheaper).collect();
    assert_eq!(cheaper, [Cheaper::Challenger, Cheaper::Incumbent]);
    // the same from the other side, by the share that takes the rest
    let rest = base.solve("routed.r.share.cheap", "r", "own").unwrap();
    assert_eq!(rest.roots.iter().map(|root| root.value()).collect::<Vec<_>>(), [decimal("0.725")]);
}

#[test]
fn share_may_be_a_range() {
    let ranged = TWO.replace("dear = 0.1", "dear = { low = 0.05, base = 0.1, high = 0.3 }");
    let comparison = compare(1000, "0", &ranged);
    let ranges = comparison.answer().unwrap().ranges.unwrap();
    let of = ranges.alternatives.iter().find(|one| one.id == "r").unwrap().monthly_cost.unwrap();
    // 1,000 + 3,000 s
    assert_eq!((of.low.amount(), of.high.amount()), (decimal("1150"), decimal("1900")));
    // Each range holds its share; the one without takes the rest: 0.4 + 0.4 x 4 + a step, and 0.1 + 0.1 x 4 + a step
    let two = "[routed.r]\nshare = { cheap = { low = 0.1, base = 0.3, high = 0.4 }, dear = { low = 0.1, base = 0.3, high = 0.4 }, own = 0.4 }";
    let ranges = compare(1000, "0", two).answer().unwrap().ranges.unwrap();
    let of = ranges.alternatives.iter().find(|one| one.id == "r").unwrap().monthly_cost.unwrap();
    assert_eq!((of.low.amount(), of.high.amount()), (decimal("1960"), decimal("3460")));
    assert_eq!(ranges.unresolved, 0);
}

#[test]
fn share_changes_the_answer_within_its_range() {
    // By day a step carries 2,628 / 1.5 = 1,752 Mtok. Of 2,600, with 65% of them on a step: 1,460 + 910 = 2,370; the cheap API
    // takes 2,600, two steps 2,920. At s the mix costs 1,460 + 2,600 (1 - s), which is 2,600 at s = 1,460 / 2,600.
    let mix = "[routed.r]\nshare = { cheap = 0.35, own = { low = 0.5, base = 0.65, high = 0.67 } }";
    let comparison = compare(2600, "0", mix);
    let answer = comparison.answer().unwrap();
    let verdict = comparison.verdict(&answer).unwrap();
    assert_eq!(verdict.answer, "r");
    let flip = verdict.flips.iter().find(|flip| flip.path.as_str() == "routed.r.share.own").unwrap();
    assert_eq!((flip.at, flip.changes_to.as_deref()), (Some(decimal("0.561538")), Some("cheap")));
    assert_eq!(flip.range.as_ref().unwrap().low_changes_to.as_deref(), Some("cheap"));
}

#[test]
fn shares_that_cannot_be_are_refused() {
    let refused = |mix: &str| {
        let error = try_compare(1000, "0", mix).unwrap_err();
        (error.kind().clone(), error.path().unwrap().as_str().to_owned())
    };
    let all = refused(
        "[routed.r]\nshare = { cheap = { low = 0.1, base = 0.5, high = 0.6 }, dear = { low = 0.1, base = 0.5, high = 0.6 } }",
    );
    assert!(matches!(all.0, ErrorKind::Contradiction { .. }), "{all:?}");
    assert_eq!(all.1, "routed.r.share");
    let base = compare(1000, "0", THREE);
    let too_much = base.with("routed.r.share.dear", decimal("1.5")).unwrap_err();
    assert!(matches!(too_much.kind(), ErrorKind::OutOfRange { .. }), "{too_much}");
    let half = base.with("routed.r.share.dear", decimal("0.7")).unwrap();
    let too_much = half.with("routed.r.share.cheap", decimal("0.4")).unwrap_err();
    assert!(matches!(too_much.kind(), ErrorKind::Contradiction { .. }), "{too_much}");
    // The only share is all of the requests.
    let only = compare(1000, "0", "[routed.r]\nshare = { cheap = 1 }");
    let error = only.with("routed.r.share.cheap", decimal("0.5")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
    let error =
        try_compare(1000, "0", &format!("{}\n[routed.r]\nshare = {{ a = 0.5, own = 0.5 }}", units(1000)));
    assert!(matches!(error.unwrap_err().kind(), ErrorKind::Contradiction { .. }));
}

fn units(price: u64) -> String {
    given_units(price, "")
}

fn given_units(price: u64, units: &str) -> String {
    format!(
        "[api.a]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
         provisioned = {{ {units} usd_per_unit_month = {price}, tokens_per_minute_per_unit = 20_000 }}"
    )
}

#[test]
fn cheapest_number_of_units_is_chosen() {
    // By day 1,500 are asked for, half of the time. None: 3,600. One: (1,500 - 876) / 2 = 312 Mtok spill at 3.60, 1,123.20
    // beside the unit. Two carry all of it.
    for (price, chosen, expected) in [(1000, 2, "2000"), (1200, 1, "2323.2"), (3000, 0, "3600")] {
        let comparison = compare(1000, "0", &units(price));
        let monthly = comparison.monthly("a").unwrap();
        assert_eq!((monthly.provisioned_units, monthly.cost.amount()), (Some(chosen), decimal(expected)));
        let curve = comparison.curve("a").unwrap();
        assert_eq!(curve.cost(1000 * MTOK).unwrap(), monthly.cost);
        // None for few tokens: 200 x 3.60
        assert_eq!(curve.cost(200 * MTOK).unwrap().amount(), decimal("720"));
        let level = comparison.equivalent_monthly_cost("a").unwrap().amount();
        assert!((level - decimal(expected)).abs() < decimal("0.00000001"), "{price}: {level}");
    }
    let given = compare(1000, "0", &given_units(1000, "units = 3,"));
    assert_eq!(given.monthly("a").unwrap().provisioned_units, Some(3));
    assert_eq!(given.monthly("cheap").unwrap().provisioned_units, None);
    // and a price that moves is answered with another number
    let dearer = compare(1000, "0", &units(1000));
    let dearer = dearer.with("api.a.provisioned.usd_per_unit_month", decimal("1200")).unwrap();
    assert_eq!(dearer.monthly("a").unwrap().provisioned_units, Some(1));
}

#[test]
fn no_number_of_units_costs_less_than_the_one_that_is_chosen() {
    for (mtok, growth, price) in
        [(1000, "0.05", 1000), (7_000, "0.03", 1300), (100, "0", 900), (9_000, "-0.05", 1_700)]
    {
        let chosen = compare(mtok, growth, &units(price));
        let count = chosen.monthly("a").unwrap().provisioned_units.unwrap();
        let least = chosen.equivalent_monthly_cost("a").unwrap();
        for other in 0..2 * count + 3 {
            let given = compare(mtok, growth, &given_units(price, &format!("units = {other},")));
            let cost = given.equivalent_monthly_cost("a").unwrap();
            assert!(cost.amount() >= least.amount(), "{other} units beat {count} at {mtok}, {growth}");
            assert!(other != count || cost == least);
        }
    }
}

#[test]
fn units_are_chosen_again_where_a_number_moves() {
    // Against 2 USD a Mtok (2,000 a month): with p a unit, min(3,600, p + 1,123.20, 2 p) is 2,000 at p = 1,000
    let flat = "[api.flat]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 2";
    let comparison = compare(1000, "0", &format!("{}\n{flat}", units(900)));
    let solution = comparison.solve("api.a.provisioned.usd_per_unit_month", "a", "flat").unwrap();
    assert!(solution.is_complete());
    assert_eq!(solution.roots.iter().map(|root| root.value()).collect::<Vec<_>>(), [decimal("1000")]);
    // A unit pays at 900 / 3.60 = 250 Mtok, and costs 2 USD a Mtok at 450
    let found = comparison.break_even("a", "flat").unwrap().break_even;
    assert_eq!(found.first_volume, Some(450 * MTOK));
    // A unit that is chosen has no number that could be moved.
    let error = comparison.with("api.a.provisioned.units", decimal("2")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
    let given = compare(1000, "0", &format!("{}\n{flat}", given_units(900, "units = 1,")));
    // units cost 900 n: two at most come to less than 2,000, and one spills
    let whole = given.solve("api.a.provisioned.units", "a", "flat").unwrap();
    let cheaper: Vec<_> = whole.stretches.iter().filter(|one| one.cheaper == Cheaper::Challenger).collect();
    assert_eq!((cheaper.len(), cheaper[0].from, cheaper[0].to), (1, decimal("2"), decimal("2")));
}

#[test]
fn chosen_units_are_written_back() {
    let text = format!(
        "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n[workload]\n\
         tokens_per_month = 1\nclass.c = {{ prompt_tokens = 1, completion_tokens = 1 }}\n[finance]\n\
         horizon_months = 1\ndiscount_rate_annual_effective = 0\n{}",
        units(1000)
    );
    let scenario = Scenario::parse(&text).unwrap();
    assert_eq!(Scenario::parse(&scenario.to_toml().unwrap()).unwrap(), scenario);
    // without the hours of the day nobody knows what spills over
    let error = scenario.resolve(&Catalog::builtin().unwrap()).unwrap_err();
    assert_eq!(error.path().unwrap().as_str(), "api.a.provisioned");
}
