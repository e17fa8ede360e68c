//! Time value, against numpy-financial, pyxirr, LibreOffice, Gnumeric and QuantLib, settled by 60 digits of mpmath.
//!
//! Every row is asked in decimals and in floats. Rates are roots: floats have them to 1e-10, decimals to 1e-20.

use crate::amounts::{Read, list, number, text};
use crate::rows::{of_each_row, of_each_row_where};
use breakeven::finance::{
    Annuity, DatedFlow, EffectiveRate, LevelPayments, MirrRates, NominalRate, Roots, Timing, growth_periods,
    growth_rate, irr, mirr, npv_end, npv_from_now, xirr, xnpv,
};
use breakeven::{Decimal, Error};
use serde_json::Value;

/// What this crate answers to a row.
#[derive(Debug)]
enum Answer<A> {
    Number(A),
    Roots(Roots<A>),
}

fn whole(args: &Value, name: &str) -> u32 {
    text(args, name).parse().unwrap()
}

fn timing(args: &Value) -> Timing {
    match args["when"].as_str() {
        Some("1") => Timing::Start,
        Some("0") | None => Timing::End,
        other => panic!("{other:?}"),
    }
}

fn dated<A: Read>(args: &Value) -> Vec<DatedFlow<A>> {
    let dates = args["dates"].as_array().unwrap().iter().map(|date| date.as_str().unwrap().parse().unwrap());
    dates.zip(list(args, "values")).map(|(date, amount)| DatedFlow { date, amount }).collect()
}

fn is_of_time(row: &Value) -> bool {
    !matches!(text(row, "fn"), "sln" | "syd" | "db" | "ddb" | "vdb")
}

fn answer<A: Read>(row: &Value) -> Result<Answer<A>, Error> {
    let args = &row["args"];
    let of = |name: &str| number::<A>(args, name);
    let optional = |name: &str| if args[name].is_null() { A::read("0") } else { of(name) };
    let annuity = || Annuity { rate: of("rate"), periods: of("nper"), timing: timing(args) };
    let level = || LevelPayments {
        present: of("pv"),
        payment: of("pmt"),
        future: optional("fv"),
        timing: timing(args),
    };
    let some = || annuity().installments(whole(args, "start")..=whole(args, "end"), of("pv"), A::read("0"));
    let one = || annuity().installment(whole(args, "per"), of("pv"), optional("fv"));
    match text(row, "fn") {
        "irr" => return irr(&list::<A>(args, "values")).map(Answer::Roots),
        "xirr" => return xirr(&dated::<A>(args)).map(Answer::Roots),
        "rate" => return level().rates(whole(args, "nper")).map(Answer::Roots),
        "pv" => annuity().present_value(of("pmt"), optional("fv")),
        "fv" => annuity().future_value(of("pmt"), of("pv")),
        "pmt" => annuity().payment(of("pv"), optional("fv")),
        "nper" => level().periods(of("rate")),
        "ipmt" => one().map(|parts| parts.interest),
        "ppmt" => one().map(|parts| parts.principal),
        "cumipmt" => some().map(|parts| parts.interest),
        "cumprinc" => some().map(|parts| parts.principal),
        "npv_excel" => npv_end(of("rate"), &list(args, "values")),
        "npv_t0" => npv_from_now(of("rate"), &list(args, "values")),
        "mirr" => {
            let rates = MirrRates { finance: of("finance_rate"), reinvest: of("reinvest_rate") };
            mirr(rates, &list(args, "values"))
        }
        "xnpv" => xnpv(of("rate"), &dated::<A>(args)),
        "effect" => {
            NominalRate::new(of("nominal"), whole(args, "npery"))?.effective().map(EffectiveRate::rate)
        }
        "nominal" => {
            EffectiveRate::new(of("effective"))?.nominal(whole(args, "npery")).map(NominalRate::rate)
        }
        "rri" => growth_rate(of("nper"), of("pv"), of("fv")),
        "pduration" => growth_periods(of("rate"), of("pv"), of("fv")),
        other => panic!("{other} is not asked"),
    }
    .map(Answer::Number)
}

/// Whether one of the rates is the expected one: to 20 digits in decimals, to 10 in floats.
fn has_root<A: Read>(roots: &Roots<A>, expected: &str, digits: &str) -> bool {
    roots.all().iter().any(|rate| rate.is_within(expected, digits, digits))
}

const DECIMAL_ROOT: &str = "0.00000000000000000001";
const FLOAT_ROOT: &str = "0.0000000001";

fn check<A: Read>(row: &Value, digits: &str) {
    let expected = text(row, "expected");
    match answer::<A>(row).unwrap() {
        Answer::Number(found) => assert!(found.is_near(expected), "{row}: {found}"),
        Answer::Roots(roots) => {
            assert!(has_root(&roots, expected, digits), "{row}: {roots:?}");
            // Flows that change their sign once have one rate.
            assert!(text(row, "fn") == "rate" || roots.only().is_ok(), "{row}: {roots:?}");
        }
    }
}

#[test]
fn answers_are_those_of_other_programs() {
    of_each_row("tvm.jsonl", |row| {
        check::<Decimal>(row, DECIMAL_ROOT);
        check::<f64>(row, FLOAT_ROOT);
    });
}

/// The value to 12 digits, and the digits that were printed.
fn check_documented<A: Read>(row: &Value, digits: &str) {
    let (printed, reference) = (text(row, "expected"), text(row, "reference_value"));
    let decimals = u32::try_from(row["decimals_published"].as_u64().unwrap()).unwrap();
    // Some prints are cut off, not rounded.
    let a_unit = Decimal::new(1, decimals).to_string();
    match answer::<A>(row).unwrap() {
        Answer::Number(found) => {
            assert!(found.is_near(reference), "{row}: {found}");
            // some prints are those of floats that lost a digit or two
            assert!(found.is_within(printed, "0.00000000000001", &a_unit), "{row}: {found}");
        }
        Answer::Roots(roots) => {
            assert!(has_root(&roots, reference, digits), "{row}: {roots:?}");
            // numpy-financial prints 17 digits of a RATE that its search leaves off in the 12th
            let is_left_off = text(row, "fn") == "rate";
            let slack = if is_left_off { "0.00000000001" } else { &a_unit };
            assert!(roots.all().iter().any(|rate| rate.is_within(printed, "0", slack)), "{row}: {roots:?}");
        }
    }
}

#[test]
fn answers_are_those_that_documentations_print() {
    of_each_row_where("published/documented_examples.json", is_of_time, |row| {
        check_documented::<Decimal>(row, DECIMAL_ROOT);
        check_documented::<f64>(row, FLOAT_ROOT);
    });
}

/// What the words of a row come to: an error, rates, or a number.
fn check_edge<A: Read>(row: &Value) {
    let recommended = text(row, "recommended");
    let found = answer::<A>(row);
    let told = format!("{row}: {found:?}");
    let of_program = |name: &str| row["results"][name].as_str().unwrap().to_owned();
    if let Some(expected) = row["all_real_irr"].as_array() {
        let Ok(Answer::Roots(roots)) = found else { panic!("{told}") };
        assert_eq!(roots.all().len(), expected.len(), "{told}");
        for (rate, expected) in roots.all().iter().zip(expected) {
            assert!(rate.is_within(expected.as_str().unwrap(), FLOAT_ROOT, FLOAT_ROOT), "{told}");
        }
        return;
    }
    let expected = match recommended {
        "error: no root" | "error: no sign change" => {
            assert!(matches!(found, Ok(Answer::Roots(Roots::None))), "{told}");
            return;
        }
        words if words.contains("error") => {
            assert!(found.is_err(), "{told}");
            return;
        }
        "-pv/n" | "pure compounding" => "-100".to_owned(),
        "0 exactly" | "0" | "0 or identity" | "0 (annuity due, first payment carries no interest)" => {
            "0".to_owned()
        }
        "-1: nothing comes back" => "-1".to_owned(),
        "sum" => "10".to_owned(),
        "0.1 over a 365-day year" => "0.1".to_owned(),
        "whole payment (annuity due, first)" => of_program("libreoffice"),
        "0.583877911... not the root below -1" => of_program("gnumeric"),
        "leap year: 366/365 exponent" => of_program("gnumeric"),
        "near total loss" => of_program("pyxirr"),
        "date order must not matter (first date anchors only the scale)" => of_program("libreoffice"),
        other => panic!("{other}"),
    };
    match found {
        Ok(Answer::Number(found)) => assert!(found.is_within(&expected, "0.0000000000001", "0"), "{told}"),
        Ok(Answer::Roots(roots)) => {
            assert!(roots.only().unwrap().is_within(&expected, FLOAT_ROOT, FLOAT_ROOT), "{told}");
        }
        Err(_) => panic!("{told}"),
    }
}

#[test]
fn edges_are_refused_or_answered_as_they_should() {
    of_each_row_where("published/edge_behaviour.jsonl", is_of_time, |row| {
        check_edge::<Decimal>(row);
        check_edge::<f64>(row);
    });
}
