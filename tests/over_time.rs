//! What changes over the study, worked by hand: events, paths of prices, lead time, ramp, credits, what is owed, what comes
//! back.
//!
//! The plain case is in `common`: a step carries 360 Mtok a month of 100 hours. Money has no time value here but where it is
//! said.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::sweep::{Axis, Metric, Sweep};
use breakeven::{Catalog, Category, Comparison, Decimal, ErrorKind, Origin, WarningCode};
use common::{Case, PLAIN, POWER, api, bought, decimal, flow};

/// 100 Mtok a month at 10 USD: 1,000 USD, with what is written besides.
fn dear(more: &str) -> String {
    format!("{}{more}\n", api("dear", "10"))
}

fn compare(case: &Case<'_>, api: &str) -> Comparison {
    Case { others: api, baseline: "dear", ..*case }.compare()
}

const SMALL: Case<'static> = Case { tokens: 100_000_000, months: 4, ..PLAIN };

fn flows(comparison: &Comparison, id: &str) -> Vec<(u32, u32, Category, Decimal)> {
    let ledger = comparison.ledger(id).unwrap();
    let all = ledger.flows.iter();
    all.map(|flow| (flow.month, flow.instant, flow.category, flow.amount.amount().normalize())).collect()
}

/// What is paid in each month, from what is paid before the first on.
fn by_month(comparison: &Comparison, id: &str) -> Vec<Decimal> {
    let flows = flows(comparison, id);
    let last = flows.iter().map(|flow| flow.0).max().unwrap();
    let of = |month: u32| flows.iter().filter(|flow| flow.0 == month).map(|flow| flow.3).sum::<Decimal>();
    (0..=last).map(|month| of(month).normalize()).collect()
}

fn whole(amounts: &[i64]) -> Vec<Decimal> {
    amounts.iter().map(|amount| Decimal::from(*amount)).collect()
}

fn npv(comparison: &Comparison, id: &str) -> Decimal {
    let npv = comparison.ledger(id).unwrap().npv().unwrap().amount();
    let by_formula = comparison.equivalent_monthly_cost(id).unwrap().amount();
    let floats = comparison.equivalent_monthly_cost_as_float(id).unwrap();
    let by_formula: f64 = by_formula.to_string().parse().unwrap();
    assert!((floats - by_formula).abs() <= 1e-9 * by_formula.abs(), "{floats} {by_formula}");
    npv.normalize()
}

// Events.

#[test]
fn successor_named_by_its_offer_has_the_prices_of_the_book_from_its_month_on() {
    // 50 Mtok in and 50 out: GPT-4o at 2.50 and 10 USD, GPT-4.1 at 2 and 8 USD.
    let event = "events = [{ month = 3, offer = \"openai/gpt-4.1\", migration_usd = 200 }]";
    let today = |event: &str| format!("[api.dear]\noffer = \"openai/gpt-4o\"\n{event}\n");
    let comparison = compare(&SMALL, &today(event));
    assert_eq!(by_month(&comparison, "dear"), whole(&[0, 625, 625, 700, 500]));
    let provenance = comparison.answer().unwrap().provenance;
    let of = |path: &str| provenance.iter().find(|one| one.path.as_str() == path).unwrap();
    for (key, value) in [("input_usd_per_mtok", "2"), ("output_usd_per_mtok", "8")] {
        let found = of(&format!("api.dear.events.0.{key}"));
        assert_eq!(
            (found.value.as_str(), found.origin, found.source.is_some()),
            (value, Origin::Catalog, true)
        );
    }
    assert_eq!(of("api.dear.events.0.migration_usd").origin, Origin::Given);
    let refused = |case: &Case<'_>, event: &str| {
        let others = today(event);
        let error = Case { others: &others, baseline: "dear", ..*case }.parse().unwrap_err().to_string();
        error.split_once(": ").unwrap().1.to_owned()
    };
    // A cached prompt costs half at GPT-4o, and a quarter at GPT-4.1: two factors do not say that.
    let classes =
        "class.chat = { prompt_tokens = 500, reusable_prompt_tokens = 400, completion_tokens = 500 }";
    assert_eq!(
        refused(&Case { classes, ..SMALL }, event),
        "api.dear.events.0.offer: the price that openai/gpt-4.1 has for cached input is in another proportion than today's; \
         write another alternative, and a plan that moves to it"
    );
    assert_eq!(
        refused(&SMALL, &event.replace("gpt-4.1", "gpt-4.11")),
        "api.dear.events.0.offer: no offer is called `openai/gpt-4.11`; did you mean `openai/gpt-4.1`?"
    );
    assert_eq!(
        refused(&SMALL, &event.replace(", migration", ", price_factor = 0.5, migration")),
        "api.dear.events.0: `offer` and `price_factor` exclude each other; give one of them"
    );
}

#[test]
fn event_past_the_study_is_said() {
    let warned = |month: &str| {
        let comparison = compare(&SMALL, &dear(&format!("events = [{{ {month}, price_factor = 0.5 }}]")));
        let warnings = comparison.answer().unwrap().warnings.into_iter();
        let mut found = warnings.filter(|one| one.code == WarningCode::EventPastStudy);
        found.next().map(|one| (one.path.unwrap().to_string(), one.message))
    };
    assert_eq!(warned("month = 4"), None);
    let message = "the event of month 5 is past the study of 4 months: it changes nothing";
    let expected = Some(("api.dear.events.0".to_owned(), message.to_owned()));
    assert_eq!((warned("month = 5"), warned("on = \"2027-03-24\"")), (expected.clone(), expected));
}

#[test]
fn event_changes_all_prices_from_its_month_on_and_moving_over_is_paid_as_it_begins() {
    let events = dear("events = [{ month = 3, price_factor = 0.6, migration_usd = 200 }]");
    let comparison = compare(&SMALL, &events);
    assert_eq!(by_month(&comparison, "dear"), whole(&[0, 1_000, 1_000, 800, 600]));
    let found = flows(&comparison, "dear");
    assert!(found.contains(&flow(3, 2, Category::Migration, "200")), "{found:?}");
    // Month 1 is today's, whatever comes.
    assert_eq!(comparison.monthly_cost("dear").unwrap().amount(), Decimal::from(1_000));
    // The path goes on from the new price: 1,000, 500, 0.6 x 250, 0.6 x 125.
    let path = dear("price_change_fraction_per_month = -0.5\nevents = [{ month = 3, price_factor = 0.6 }]");
    let expected = ["0", "1000", "500", "150", "75"].map(decimal);
    assert_eq!(by_month(&compare(&SMALL, &path), "dear"), expected);
}

#[test]
fn event_has_new_prices_and_what_follows_them_keeps_its_proportion() {
    // 50 Mtok in and 50 out: 250 and 1,000 USD at 5 and 20, and half of that a month later.
    let events = "events = [{ month = 3, input_usd_per_mtok = 5, output_usd_per_mtok = 20 }]";
    let comparison = compare(&SMALL, &dear(events));
    assert_eq!(by_month(&comparison, "dear"), whole(&[0, 1_000, 1_000, 1_250, 1_250]));
    let path = format!("price_change_fraction_per_month = -0.5\n{events}");
    let expected = whole(&[0, 1_000, 500, 1_250, 625]);
    assert_eq!(by_month(&compare(&SMALL, &dear(&path)), "dear"), expected);
    // 500 reasoning tokens a request cost what answers do: 1,500 and then 5 x 50 + 20 x 100.
    let thinking = format!("tokens = {{ reasoning_tokens = 500 }}\n{events}");
    let expected = whole(&[0, 1_500, 1_500, 2_250, 2_250]);
    assert_eq!(by_month(&compare(&SMALL, &dear(&thinking)), "dear"), expected);
}

#[test]
fn event_by_its_day_is_the_first_month_that_begins_no_earlier() {
    // Month 1 begins on 2026-11-24, month 3 on 2027-01-24.
    for (on, month) in [("2027-01-24", 3), ("2027-01", 3), ("2027-01-25", 4), ("2026-11-25", 2)] {
        let events = dear(&format!("events = [{{ on = \"{on}\", price_factor = 0 }}]"));
        let paid = by_month(&compare(&SMALL, &events), "dear");
        assert_eq!(paid.iter().filter(|amount| !amount.is_zero()).count(), month - 1, "{on}");
    }
}

#[test]
fn event_of_a_deployment_makes_it_faster() {
    // 400 Mtok are two steps of 360 at 100 USD, and one of 540 from month 3 on.
    let case = Case {
        tokens: 400_000_000,
        more: "events = [{ month = 3, rate_factor = 1.5, migration_usd = 50 }]",
        ..SMALL
    };
    assert_eq!(by_month(&compare(&case, &dear("")), "own"), whole(&[0, 200, 200, 150, 100]));
    // Bought steps are kept, and powered: 2 x 15 USD.
    let hardware = "hardware.buy = { useful_life_months = 12 }";
    let case = Case { hardware, facility: POWER, ..case };
    let expected = whole(&[0, 24_030, 30, 80, 30]);
    assert_eq!(by_month(&compare(&case, &dear("")), "own"), expected);
}

#[test]
fn event_can_be_moved_by_its_path_and_what_is_not_given_cannot() {
    let comparison = compare(&SMALL, &dear("events = [{ month = 3, price_factor = 0.6 }]"));
    let path = "api.dear.events.0.price_factor";
    let moved = comparison.with(path, decimal("0.5")).unwrap();
    assert_eq!(by_month(&moved, "dear"), whole(&[0, 1_000, 1_000, 500, 500]));
    assert!(comparison.paths().all(|path| !path.ends_with("migration_usd")));
    // Own steps cost 100 USD a month: 400 = 2,000 + 2,000 factor has no root, and at 0.6 the API is dearer.
    assert!(comparison.solve(path, "own", "dear").unwrap().roots.is_empty());
    // At a rent of 7.50 an hour: 3,000 = 2,000 + 2,000 x 0.5.
    let case = Case { hardware: "hardware.rent.price_usd_per_gpu_hour = 7.5", ..SMALL };
    let comparison = compare(&case, &dear("events = [{ month = 3, price_factor = 0.6 }]"));
    let roots: Vec<Decimal> =
        comparison.solve(path, "own", "dear").unwrap().roots.iter().map(|root| root.value()).collect();
    assert_eq!(roots, [decimal("0.5")]);
}

// Paths of prices.

#[test]
fn hardware_is_bought_at_the_price_of_the_instant_of_its_order() {
    // 200, 400, 800 Mtok: steps 1, 2, 3. Prices 12,000, 10,800 and 9,720.
    let falling = "hardware.buy = { useful_life_months = 12, price_change_fraction_per_month = -0.1 }";
    let growing = Case {
        tokens: 200_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 1",
        months: 3,
        ..bought(falling)
    };
    let expected = [(1, 0, "12000"), (2, 1, "10800"), (3, 2, "9720")];
    let expected = expected.map(|(month, instant, amount)| flow(month, instant, Category::Capital, amount));
    assert_eq!(growing.flows(), expected);
    // Ordered a month ahead: the API serves month 1 for 2,000 USD; two steps for month 2 are ordered at once, and the
    // third for month 3 a month later.
    let comparison = compare(&Case { more: "lead_months = 1", ..growing }, &dear(""));
    let capital = |month, instant, amount| flow(month, instant, Category::Capital, amount);
    let found: Vec<_> =
        flows(&comparison, "own").into_iter().filter(|flow| flow.2 == Category::Capital).collect();
    assert_eq!(found, [capital(1, 0, "24000"), capital(2, 1, "10800")]);
    assert_eq!(npv(&comparison, "own"), Decimal::from(2_000 + 24_000 + 10_800));
}

#[test]
fn resale_and_support_go_with_the_price_that_was_paid() {
    // One step of 12,000 each 2 months at prices falling by half: 12,000, 3,000; sold for half of that at the end of each
    // life; support 12% a year, 1% a month: 120, 120, 30, 30. Installation of 100 stays.
    let hardware = "hardware.buy = { useful_life_months = 2, price_change_fraction_per_month = -0.5, resale_fraction = 0.5, \
        support_fraction_per_year = 0.12, install_usd = 100 }";
    let comparison = compare(&Case { months: 4, ..bought(hardware) }, &dear(""));
    let capital: Vec<_> = flows(&comparison, "own")
        .into_iter()
        .filter(|flow| flow.2 == Category::Capital)
        .map(|flow| (flow.1, flow.3))
        .collect();
    let amounts = [(0, "12100"), (2, "-6000"), (2, "3100"), (4, "-1500")];
    assert_eq!(capital, amounts.map(|(instant, amount)| (instant, decimal(amount))));
    assert_eq!(npv(&comparison, "own"), Decimal::from(12_100 - 6_000 + 3_100 - 1_500 + 300));
}

#[test]
fn rent_electricity_and_salaries_follow_paths_of_their_own() {
    let rent = "hardware.rent = { price_usd_per_gpu_hour = 1, price_change_fraction_per_month = -0.5 }";
    let people = "people = { run_fte = 1, build_fte_months = 2, on_call_usd_per_month = 100, on_call_rota_fte = 0.5, \
        loaded_salary_usd_per_year = 12_000, salary_change_fraction_per_month = 0.1 }";
    // Building 2 x 1,000; each month 1,000 to run it, 100 on call and 500 for the rota: 1,600, 1,760, 1,936.
    let case = Case { months: 3, hardware: rent, more: people, ..SMALL };
    let comparison = compare(&case, &dear(""));
    assert_eq!(by_month(&comparison, "own"), whole(&[2_000, 1_700, 1_810, 1_961]));
    assert_eq!(npv(&comparison, "own"), Decimal::from(7_471));
    let rota = comparison.monthly("own").unwrap();
    let rota = rota.lines.iter().find(|line| line.label == "standalone on-call rota").unwrap();
    assert_eq!((rota.category, rota.amount.amount()), (Category::People, Decimal::from(500)));
    // 1 kW at 0.15 USD an hour with cooling, twice as much each month.
    let power = "electricity_usd_per_kwh = 0.1\npue = 1.5\nelectricity_change_fraction_per_month = 1";
    let hardware = "hardware.buy = { useful_life_months = 12 }";
    let comparison = compare(&Case { months: 3, hardware, facility: power, ..SMALL }, &dear(""));
    assert_eq!(by_month(&comparison, "own"), whole(&[0, 12_015, 30, 60]));
    // Moved to in month 3, people build it at the salaries of month 3: 2 x 1,000 x 1.21.
    let ledgers = compare(&case, &dear("")).plan_ledger("dear", &[("own", 3)]).unwrap();
    let first = ledgers[1].1.flows[0];
    assert_eq!((first.month, first.instant, first.amount.amount().normalize()), (3, 2, decimal("2420")));
}

// Taking over.

#[test]
fn both_sides_are_paid_while_moving() {
    // 400 Mtok: a quarter, a half, and then all: 1, 1, 2, 2 steps at 100 USD; the API has 300 and 200 Mtok at 10 USD.
    let case = Case { tokens: 400_000_000, more: "ramp_fractions = [0.25, 0.5]", ..SMALL };
    let comparison = compare(&case, &dear(""));
    assert_eq!(by_month(&comparison, "own"), whole(&[0, 3_100, 2_100, 200, 200]));
    assert_eq!(npv(&comparison, "own"), Decimal::from(5_600));
    // With a lead of a month the API has all of month 1, and building is paid at once.
    let more = "ramp_fractions = [0.25, 0.5]\nlead_months = 1\none_off_usd = 7";
    let comparison = compare(&Case { more, ..case }, &dear(""));
    assert_eq!(by_month(&comparison, "own"), whole(&[7, 4_000, 3_100, 2_100, 200]));
    // The price of the API moves what is paid until then.
    let moved = comparison.with("api.dear.input_usd_per_mtok", Decimal::from(20)).unwrap();
    assert_eq!(by_month(&moved, "own"), whole(&[7, 6_000, 4_600, 3_100, 200]));
    // What the bill of month 1 comes to is that of the steps for all of it.
    assert_eq!(comparison.monthly("own").unwrap().steps, Some(2));

    // As a plan: it serves from month 2 on at the earliest, and month 3 is the last that leaves two months to take over.
    let plan = comparison.switching_plan(&["dear", "own"]).unwrap();
    let costs: Vec<Option<Decimal>> =
        plan.months.iter().map(|row| row.npv.map(|npv| npv.amount().normalize())).collect();
    assert_eq!(costs, [None, Some(decimal("9407")), Some(decimal("13207")), None]);
    let error = comparison.plan_ledger("dear", &[("own", 1)]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Contradiction { .. }), "{error}");
}

#[test]
fn what_serves_until_then_has_to_carry_the_volume() {
    // 5,000 tokens a minute are 30 Mtok in 100 hours; 100 Mtok are asked for.
    let limited = dear("limits = { tokens_per_minute = 5_000 }");
    let comparison = compare(&Case { more: "lead_months = 1", ..SMALL }, &limited);
    let error = comparison.ledger("own").unwrap_err();
    assert!(
        error.to_string().contains("until it serves, the baseline does, which cannot serve month 1"),
        "{error}"
    );
    assert!(compare(&SMALL, &limited).ledger("own").is_ok());
}

// Credits, what is owed, what comes back.

#[test]
fn credit_pays_the_bills_until_it_is_used_up_or_expires() {
    let of = |credit: &str| by_month(&compare(&SMALL, &dear(credit)), "dear");
    assert_eq!(of("credit = { usd = 2_500, until_month = 3 }"), whole(&[0, 0, 0, 500, 1_000]));
    assert_eq!(of("credit = { usd = 2_500, until_month = 2 }"), whole(&[0, 0, 0, 1_000, 1_000]));
    // It pays rent, and no people.
    let more = "credit = { usd = 150, until_month = 4 }\npeople = { run_fte = 1, loaded_salary_usd_per_year = 1_200 }";
    let comparison = compare(&Case { more, ..SMALL }, &dear(""));
    assert_eq!(by_month(&comparison, "own"), whole(&[0, 100, 150, 200, 200]));
    assert_eq!(npv(&comparison, "own"), Decimal::from(650));
}

#[test]
fn what_is_owed_is_paid_whether_it_is_used_or_not() {
    // 1,500 USD at least for three months; the bill is 1,000. Own steps cost 100.
    let owed = dear("existing_commitment = { usd_per_month = 1_500, until_month = 3, exit_fee_usd = 700 }");
    let comparison = compare(&SMALL, &owed);
    assert_eq!(by_month(&comparison, "dear"), whole(&[0, 1_500, 1_500, 1_500, 1_000]));
    assert_eq!(by_month(&comparison, "own"), whole(&[700, 1_600, 1_600, 1_600, 100]));
    assert_eq!((npv(&comparison, "dear"), npv(&comparison, "own")), (decimal("5500"), decimal("5600")));
    // In month 3: 3,000, the fee, what is owed for month 3, and two months of own steps. In month 4: 4,500 + 700 + 100.
    let plan = comparison.switching_plan(&["dear", "own"]).unwrap();
    let costs: Vec<Decimal> = plan.months.iter().map(|row| row.npv.unwrap().amount().normalize()).collect();
    assert_eq!(costs, whole(&[5_600, 5_500, 5_400, 5_300]));
    assert_eq!(
        (plan.best.moves[0].month, plan.best.saving.unwrap().amount().normalize()),
        (4, decimal("200"))
    );
    // What is owed anyway has no place in a plan that begins with another.
    let error = comparison.switching_plan(&["own", "dear"]).unwrap_err().to_string();
    assert!(error.ends_with("whose commitment is owed anyway; begin the plan with the baseline"), "{error}");
}

#[test]
fn what_comes_back_is_paid_while_the_study_goes_on_after_it() {
    let more = "refresh = { every_months = 2, usd = 600 }";
    let comparison = compare(&Case { months: 6, more, ..SMALL }, &dear(""));
    assert_eq!(by_month(&comparison, "own"), whole(&[0, 100, 700, 100, 700, 100, 100]));
    // Spread over six months: 100 and 2 x 600 / 6.
    assert_eq!(comparison.monthly_cost("own").unwrap().amount().normalize(), decimal("300"));
    // In a plan it comes back two months after it began to serve.
    let ledgers = comparison.plan_ledger("dear", &[("own", 4)]).unwrap();
    let refreshed: Vec<u32> =
        ledgers[1].1.flows.iter().filter(|flow| flow.label == "refresh").map(|flow| flow.month).collect();
    assert_eq!(refreshed, [5]);
}

// Cash.

#[test]
fn cash_trough_is_the_most_paid_ahead_and_a_term_is_not_to_be_cancelled() {
    let study = |case: &Case<'_>, api: &str| {
        let answer = compare(case, api).answer().unwrap();
        answer.alternative("own").unwrap().study.clone().unwrap()
    };
    // 12,000 and 500 to begin with against 3,600 a month; a second step at the end of month 2, before which 7,200 have been
    // paid by the API: 12,500, 8,900, 5,300 + 12,000 = 17,300, and 7,200 less each month.
    let hardware = "hardware.buy = { useful_life_months = 12 }";
    let growing = Case {
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 0",
        months: 4,
        more: "one_off_usd = 500",
        ..bought(hardware)
    };
    let flat = study(&growing, &dear(""));
    let trough = flat.cash_trough.unwrap();
    assert_eq!((trough.amount.amount().normalize(), trough.month), (decimal("12500"), 0));
    assert_eq!(flat.non_cancellable.amount().normalize(), decimal("12500"));
    let twice =
        Case { tokens: 180_000_000, load: "peak_to_average = 1\ngrowth_fraction_per_month = 1", ..growing };
    // 180, 360, 720, 1,440 Mtok: 1,800, 3,600, 7,200, 14,400; steps 1, 1, 2, 4: 12,500; 10,700; 7,100 + 12,000 = 19,100;
    // 19,100 - 7,200 + 24,000 = 35,900 as month 4 begins.
    let trough = study(&twice, &dear("")).cash_trough.unwrap();
    assert_eq!((trough.amount.amount().normalize(), trough.month), (decimal("35900"), 3));
    // Rented on demand: no outlay and cheaper in every month. Reserved for 6 months at 100 USD: 600, of which 400 in the study.
    let rented = study(&Case { months: 4, ..PLAIN }, &dear(""));
    assert_eq!((rented.cash_trough, rented.non_cancellable.amount()), (None, Decimal::ZERO));
    let hardware = "hardware.reserve = { price_usd_per_gpu_hour = 1, term_months = 6 }";
    let reserved = study(&Case { months: 4, hardware, ..PLAIN }, &dear(""));
    assert_eq!(reserved.non_cancellable.amount().normalize(), decimal("600"));
    // What is owed for today's API is paid by all: the fee of 700 at once, and 3 x 1,500.
    let owed = dear("existing_commitment = { usd_per_month = 1_500, until_month = 3, exit_fee_usd = 700 }");
    assert_eq!(study(&SMALL, &owed).non_cancellable.amount().normalize(), decimal("5200"));
}

// Sweeps.

#[test]
fn sweep_of_what_changes_over_the_study_is_the_exact_path() {
    // Everything at once: an event and a credit of the API, bought steps ordered ahead at prices that fall, a ramp, a refresh.
    let api = dear(
        "events = [{ month = 4, price_factor = 0.8, migration_usd = 300 }]\ncredit = { usd = 900, until_month = 3 }",
    );
    let hardware = "hardware.buy = { useful_life_months = 5, resale_fraction = 0.4, price_change_fraction_per_month = -0.02 }";
    let case = Case {
        tokens: 300_000_000,
        load: "peak_to_average = 1\ngrowth_fraction_per_month = 0.1",
        months: 9,
        more: "lead_months = 1\nramp_fractions = [0.5]\nrefresh = { every_months = 3, usd = 400 }",
        ..bought(hardware)
    };
    let comparison = compare(&case, &api);
    let price = "api.dear.events.0.price_factor";
    let change = "deployment.own.hardware.buy.price_change_fraction_per_month";
    let axes = [
        Axis::values(price, ["0.2", "0.8", "3"].map(decimal).to_vec()),
        Axis::values(change, ["-0.1", "0"].map(decimal).to_vec()),
    ];
    let metrics = [Metric::npv("own", "dear"), Metric::payback_month("own", "dear")];
    let sweep = Sweep::new(&comparison, &metrics, &axes).unwrap();
    let mut paid_back = 0;
    for (at, (factor, falls)) in
        ["0.2", "0.8", "3"].iter().flat_map(|factor| ["-0.1", "0"].map(|falls| (factor, falls))).enumerate()
    {
        let exact = comparison.with(price, decimal(factor)).unwrap().with(change, decimal(falls)).unwrap();
        let study = exact.answer().unwrap().alternative("own").unwrap().study.clone().unwrap();
        let saved: f64 = study.npv_of_switching.unwrap().amount().to_string().parse().unwrap();
        let swept = sweep.value(0, at as u64).unwrap();
        assert!((swept - saved).abs() < 1e-6, "{factor} {falls}: {swept} {saved}");
        let month = sweep.value(1, at as u64).filter(|month| !month.is_nan());
        assert_eq!(month, study.payback_month.map(f64::from), "{factor} {falls}");
        paid_back += usize::from(month.is_some());
    }
    assert!((1..6).contains(&paid_back), "{paid_back} of six pay back");
}

#[test]
fn share_of_a_ramp_has_nine_decimals() {
    // 1,000 USD less 7 USD for each of 12.3456789 Mtok
    let taking = format!("{}{}ramp_fractions = [0.123456789]\n", dear(""), api("half", "3"));
    let comparison = compare(&SMALL, &taking);
    assert_eq!(by_month(&comparison, "half")[1], decimal("913.5802477"));
    let error =
        Case { others: &taking.replace("789]", "7891]"), baseline: "dear", ..SMALL }.parse().unwrap_err();
    let message = "api.half.ramp_fractions.0: a share of 0.1234567891; write shares from 0 to 1 with at most nine decimals";
    assert!(error.to_string().ends_with(message), "{error}");
}

#[test]
fn ramp_that_the_study_cuts_off_sells_what_is_left_at_its_end() {
    let comparison = Comparison::parse(LATE, &Catalog::builtin().unwrap()).unwrap();
    let answer = comparison.answer().unwrap();
    let new = answer.alternatives.iter().find(|one| one.id == "new").unwrap().study.as_ref().unwrap();
    // the server serves to the end of the study either way; in month 6 a fifth of 3,000 Mtok goes to the API: 600 USD
    assert_eq!(new.npv_of_switching.unwrap().amount(), Decimal::from(-600));
    let ledger = comparison.ledger("new").unwrap();
    assert!(ledger.flows.iter().all(|flow| flow.instant <= 6));
}

#[test]
fn repeated_lives_cost_the_same_by_formula_and_by_ledger_where_a_tariff_has_a_path() {
    let comparison = Comparison::parse(REPEATED, &Catalog::builtin().unwrap()).unwrap();
    let answer = comparison.answer().unwrap();
    let study = answer.alternatives.iter().find(|one| one.id == "rep").unwrap().study.clone().unwrap();
    let by_formula = comparison.equivalent_monthly_cost("rep").unwrap();
    let off = by_formula.amount() - study.equivalent_monthly_cost.amount();
    assert!(off.abs() < Decimal::new(1, 9), "{by_formula} {}", study.equivalent_monthly_cost);
}

const LATE: &str = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "old"
[workload]
tokens_per_month = 3_000_000_000
peak_to_average = 1
class.c = { prompt_tokens = 1000, completion_tokens = 1000 }
[finance]
horizon_months = 6
discount_rate_annual_effective = 0
[facility]
electricity_usd_per_kwh = 0.1
pue = 1.2
[deployment.old]
model = "llama-3.3-70b"
precision = "fp8"
server = { id = "8xh100-sxm", price_usd = 90_000 }
rate = { prefill_tokens_per_second = 10_000, decode_tokens_per_second = 2_000 }
people = { run_fte = 0.1, loaded_salary_usd_per_year = 120_000 }
hardware.buy = { useful_life_months = 30, resale_fraction = 0.3 }
[api.new]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 1
lead_months = 5
ramp_fractions = [0.2, 0.6]
"#;

#[test]
fn owned_server_that_is_past_its_life_when_it_is_first_needed_costs_what_a_new_one_does() {
    // 2,000 tokens take 1,500 / 4,000 + 500 / 1,000 = 0.875 s; at 85% of half of the hours, for the peak, a step carries
    // 2.553 Gtok a month. 3 Gtok take two, 3 x 1.05^10 = 4.887 too, and 3 x 1.05^11 = 5.131 in month 12 three. They are
    // 20 months old of 30: at instant 10 the first two are sold at a tenth of 200,000 USD and two new ones bought. The third
    // would be 31 months old then: it was sold before, and a new one is bought in its place.
    let text = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "api"
[workload]
tokens_per_month = 3_000_000_000
growth_fraction_per_month = 0.05
peak_to_average = 2.0
class.chat = { prompt_tokens = 1500, completion_tokens = 500 }
[finance]
horizon_months = 14
discount_rate_annual_effective = 0
[facility]
electricity_usd_per_kwh = 0.1
pue = 1
[api.api]
family = "closed_api"
input_usd_per_mtok = 6
output_usd_per_mtok = 24
[deployment.old]
model = "llama-3.3-70b"
precision = "fp8"
server = { id = "8xh100-sxm", price_usd = 200_000, active_watts = 1_000, idle_watts = 1_000 }
rate = { prefill_tokens_per_second = 4_000, decode_tokens_per_second = 1_000 }
[deployment.old.hardware.owned_already]
steps = 3
resale_value_usd = 90_000
age_months = 20
useful_life_months = 30
resale_fraction = 0.1
"#;
    let comparison = Comparison::parse(text, &Catalog::builtin().unwrap()).unwrap();
    let capital = |instant: u32| {
        let flows = flows(&comparison, "old").into_iter();
        let here = flows.filter(|(_, at, category, _)| *at == instant && *category == Category::Capital);
        here.map(|flow| flow.3).sum::<Decimal>().normalize()
    };
    assert_eq!([0, 10, 11, 14].map(capital), [180_000, 360_000, 200_000, -60_000].map(Decimal::from));
    // Money has no time value: the formula of the study has what all flows of the 14 months come to.
    let by_formula = comparison.equivalent_monthly_cost("old").unwrap().amount() * Decimal::from(14);
    assert!((by_formula - npv(&comparison, "old")).abs() < decimal("0.000001"), "{by_formula}");
}

const REPEATED: &str = r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "old"
[workload]
tokens_per_month = 3_000_000_000
peak_to_average = 1
class.c = { prompt_tokens = 1000, completion_tokens = 1000 }
[finance]
horizon_months = 24
discount_rate_annual_effective = 0.11
[facility]
electricity_usd_per_kwh = 0.1
pue = 1.2
electricity_change_fraction_per_month = 0
[api.old]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 2.2
[deployment.rep]
model = "llama-3.3-70b"
precision = "fp8"
server = { id = "8xh100-sxm", price_usd = 90_000 }
rate = { prefill_tokens_per_second = 10_000, decode_tokens_per_second = 2_000 }
people = { run_fte = 0.1, loaded_salary_usd_per_year = 120_000 }
hardware.buy = { useful_life_months = 20, resale_fraction = 0.2, unequal_lives = "repeated_lives" }
"#;
