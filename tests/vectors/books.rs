//! Depreciation, MACRS and loans, against LibreOffice, Gnumeric, exact fractions and the tables of Publication 946.
//!
//! What is arithmetic is asked in decimals and in floats; what is in cents, in decimals.

use crate::amounts::Read;
use crate::rows::{of_each_file, of_each_row, of_each_row_where};
use breakeven::finance::{
    Asset, Convention, Depreciation, Loan, Macrs, MacrsMode, Quarter, Switch, TaxWriteOff,
};
use breakeven::{Currency, Decimal, Error, Money, Rounding};
use serde_json::Value;

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap()
}

fn decimal(row: &Value, name: &str) -> Decimal {
    text(row, name).parse().unwrap()
}

fn dollars(text: &str) -> Money {
    Money::new(text.parse().unwrap(), Currency::USD).unwrap()
}

/// A list of amounts in dollars.
fn list(row: &Value, name: &str) -> Vec<Money> {
    row[name].as_array().unwrap().iter().map(|one| dollars(one.as_str().unwrap())).collect()
}

fn is_of_books(row: &Value) -> bool {
    matches!(text(row, "fn"), "sln" | "syd" | "db" | "ddb" | "vdb")
}

/// What this crate answers to a row with the name of a spreadsheet's function.
fn spreadsheet<A: Read>(row: &Value) -> Result<A, Error> {
    let args = &row["args"];
    let number = |name: &str| A::read(text(args, name));
    let whole = |name: &str| text(args, name).parse::<u32>().unwrap();
    let asset = Asset::new(number("cost"), number("salvage"), whole("life"))?;
    match text(row, "fn") {
        "sln" => asset.excel_sln(),
        "syd" => asset.excel_syd(whole("period")),
        "db" => asset.excel_db(whole("period"), whole("month")),
        "ddb" => asset.excel_ddb(whole("period"), number("factor")),
        "vdb" => {
            let never = args["no_switch"].as_bool().unwrap_or(false);
            let switch = if never { Switch::Never } else { Switch::ToStraightLine };
            asset.excel_vdb(number("start"), number("end"), number("factor"), switch)
        }
        other => panic!("{other} is not asked"),
    }
}

/// Decimals to a unit of the 28th digit of the cost, floats to 1e-12 of the answer.
fn check_spreadsheet(row: &Value) {
    let expected = decimal(row, "expected");
    let answer = spreadsheet::<Decimal>(row).unwrap();
    let off = (answer - expected).abs();
    assert!(off <= decimal(&row["args"], "cost") * Decimal::new(1, 26), "{row}: {answer}");
    if row.get("exact").is_some_and(|exact| !exact.as_str().unwrap().contains('/')) {
        assert_eq!(answer, expected, "{row}");
    }
    let answer = spreadsheet::<f64>(row).unwrap();
    assert!(answer.is_near(text(row, "expected")), "{row}: {answer}");
}

#[test]
fn depreciation_is_that_of_spreadsheets() {
    of_each_row("depreciation.jsonl", check_spreadsheet);
}

fn check_documented(row: &Value) {
    let decimals = u32::try_from(row["decimals_published"].as_u64().unwrap()).unwrap();
    let published = decimal(row, "expected");
    let answer = spreadsheet::<Decimal>(row).unwrap();
    assert_eq!(Rounding::HalfAwayFromZero.round(answer, decimals), published, "{row}");
}

#[test]
fn depreciation_is_that_of_excels_reference() {
    of_each_row_where("published/documented_examples.json", is_of_books, check_documented);
}

/// What the words of a row come to: an error, or a number that follows from the definition.
fn check_edge<A: Read>(row: &Value) {
    if text(row, "recommended") == "refuse fractional periods" {
        // a period is a whole number here: there is no way to ask
        assert!(text(&row["args"], "period").parse::<u32>().is_err(), "{row}");
        return;
    }
    let found = spreadsheet::<A>(row);
    let of_libreoffice = || text(&row["results"], "libreoffice").to_owned();
    let expected = match text(row, "recommended") {
        "0" | "0 (nothing left)" | "0 or error" => "0".to_owned(),
        "1000: rate 100% when salvage is 0" | "1000 (rate capped at 1)" => "1000".to_owned(),
        // both programs agree on these
        "last partial year" | "linear inside a period" | "all" | "leaves book value above salvage" => {
            of_libreoffice()
        }
        words if words.contains("error") => {
            assert!(found.is_err(), "{row}: {found:?}");
            return;
        }
        other => panic!("{other}"),
    };
    let found = found.unwrap_or_else(|error| panic!("{row}: {error}"));
    assert!(found.is_within(&expected, "0.0000000000001", "0"), "{row}: {found}");
}

#[test]
fn edges_of_depreciation_are_refused_or_answered_as_they_should() {
    of_each_row_where("published/edge_behaviour.jsonl", is_of_books, |row| {
        check_edge::<Decimal>(row);
        check_edge::<f64>(row);
    });
}

fn check_book_schedule(row: &Value) {
    let asset = Asset::new(
        decimal(row, "cost"),
        decimal(row, "salvage"),
        u32::try_from(row["life"].as_u64().unwrap()).unwrap(),
    );
    let method = match text(row, "method") {
        "sl" => Depreciation::StraightLine,
        "syd" => Depreciation::SumOfYearsDigits,
        "ddb_switch" => Depreciation::DecliningBalance { factor: Decimal::TWO },
        other => panic!("{other} is not asked"),
    };
    let rounding = match text(row, "rounding") {
        "half_even" => Rounding::HalfEven,
        "half_up" => Rounding::HalfAwayFromZero,
        other => panic!("{other} is not asked"),
    };
    let code = match row["minor_unit_digits"].as_u64().unwrap() {
        0 => "JPY",
        2 => "USD",
        3 => "KWD",
        other => panic!("{other} digits are not asked"),
    };
    let schedule = asset.unwrap().schedule(method).unwrap();
    let rounded = schedule.in_money(code.parse().unwrap(), rounding).unwrap();
    let rounded: Vec<Decimal> = rounded.into_iter().map(Money::amount).collect();
    let expected: Vec<Decimal> = list(row, "depreciation").into_iter().map(Money::amount).collect();
    assert_eq!(rounded, expected, "{row}");
}

#[test]
fn book_schedules_are_rounded_by_what_is_written_off_so_far() {
    of_each_row("book_schedules.jsonl", check_book_schedule);
}

fn convention(name: &str) -> Convention {
    match name {
        "half-year" => Convention::HalfYear,
        "mid-quarter Q1" => Convention::MidQuarter(Quarter::First),
        "mid-quarter Q2" => Convention::MidQuarter(Quarter::Second),
        "mid-quarter Q3" => Convention::MidQuarter(Quarter::Third),
        "mid-quarter Q4" => Convention::MidQuarter(Quarter::Fourth),
        other => panic!("{other} is not asked"),
    }
}

fn check_macrs_schedule(row: &Value) {
    let years = u32::try_from(row["recovery_years"].as_u64().unwrap()).unwrap();
    for (mode, name) in [(MacrsMode::Formula, "formula_mode"), (MacrsMode::Table, "table_mode")] {
        let property = Macrs::new(years, convention(text(row, "convention")), mode).unwrap();
        let (cost, section_179) = (dollars(text(row, "cost")), dollars(text(row, "sec179")));
        let bonus = decimal(row, "bonus_rate");
        let written_off = TaxWriteOff::of(cost, section_179, bonus, property, Rounding::HalfEven).unwrap();
        assert_eq!(written_off.bonus, dollars(text(row, "bonus")), "{row}");
        assert_eq!(written_off.macrs, list(row, name), "{name} {row}");
        let all = Money::sum(Currency::USD, written_off.years().unwrap()).unwrap();
        assert_eq!(all, dollars(text(row, "total")), "{name} {row}");
    }
}

#[test]
fn tax_schedules_are_those_of_exact_fractions_and_of_the_tables() {
    of_each_row("macrs_schedules.jsonl", check_macrs_schedule);
}

/// Tables of 3 to 10 years to the digit; the formula of every class against its exact fraction, and against every table
/// to 0.015 percent of the basis, so that those of 15 and 20 years are asked too.
fn check_published_tables(file: &str) -> usize {
    let file: Value = serde_json::from_str(file).unwrap();
    let tables = file["tables"].as_array().unwrap();
    for table in tables {
        let years = u32::try_from(table["recovery_years"].as_u64().unwrap()).unwrap();
        let convention = convention(text(table, "convention"));
        let percent: Vec<Decimal> = table["percent"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap().parse().unwrap())
            .collect();
        let told = format!("{} {years}", text(table, "table"));
        match Macrs::new(years, convention, MacrsMode::Table) {
            Ok(printed) => {
                let amounts = printed.schedule(Decimal::ONE_HUNDRED).unwrap();
                assert_eq!(amounts.amounts(), percent, "{told}");
            }
            Err(error) => assert!(years > 10, "{told}: {error}"),
        }
        let formula = Macrs::new(years, convention, MacrsMode::Formula).unwrap();
        let (exact, fast) = (formula.schedule(Decimal::ONE).unwrap(), formula.schedule(1.0).unwrap());
        let fractions = table["exact_fraction_of_basis"].as_array().unwrap();
        assert_eq!(exact.amounts().len(), fractions.len(), "{told}");
        for (at, fraction) in fractions.iter().enumerate() {
            let (p, q) =
                fraction.as_str().unwrap().split_once('/').unwrap_or((fraction.as_str().unwrap(), "1"));
            // Of 20 years the fractions have more digits than a decimal: floats, whose quotient is right to 1e-16.
            let expected = p.parse::<f64>().unwrap() / q.parse::<f64>().unwrap();
            let ours: f64 = exact.amounts()[at].to_string().parse().unwrap();
            assert!((ours - expected).abs() <= 1e-15 * expected, "{told} year {at}: {ours} {expected}");
            if let (Ok(p), Ok(q)) = (p.parse::<Decimal>(), q.parse::<Decimal>()) {
                assert!((exact.amounts()[at] - p / q).abs() <= Decimal::new(1, 27), "{told} year {at}");
            }
            assert!((fast.amounts()[at] - expected).abs() <= 1e-12 * expected, "{told} year {at}");
            let printed = (exact.amounts()[at] * Decimal::ONE_HUNDRED - percent[at]).abs();
            assert!(printed <= Decimal::new(15, 3), "{told} year {at}: off by {printed}");
        }
    }
    tables.len()
}

#[test]
fn percentages_are_those_of_publication_946() {
    of_each_file("published/macrs_pub946.json", check_published_tables);
}

fn check_loan(row: &Value) {
    let payments = u32::try_from(row["nper"].as_u64().unwrap()).unwrap();
    let loan = Loan::new(dollars(text(row, "principal")), decimal(row, "rate"), payments).unwrap();
    let schedule = loan.schedule(Rounding::HalfEven).unwrap();
    let of =
        |part: fn(&breakeven::finance::LoanPayment) -> Money| schedule.iter().map(part).collect::<Vec<_>>();
    assert_eq!(of(|one| one.interest), list(row, "interest"), "{row}");
    assert_eq!(of(|one| one.principal), list(row, "principal_parts"), "{row}");
    assert_eq!(schedule[0].payment, dollars(text(row, "payment")), "{row}");
    let last = schedule.last().unwrap();
    assert_eq!((last.payment, last.balance), (dollars(text(row, "last_payment")), dollars("0")), "{row}");
    let interest = Money::sum(Currency::USD, of(|one| one.interest)).unwrap();
    assert_eq!(interest, dollars(text(row, "total_interest")), "{row}");
}

#[test]
fn loans_are_paid_back_to_the_cent() {
    of_each_row("loan_schedules.jsonl", check_loan);
}
