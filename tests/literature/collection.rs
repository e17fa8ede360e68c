//! The collection that the cases are from, where it lies beside the repository: every case that it has to test is
//! here, with the figures and tolerances that it has.

use crate::suite::case::{Case, Output, Purpose};
use crate::suite::{CASES, read};
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Deserialize)]
struct Collection {
    cases: Vec<Collected>,
}

#[derive(Deserialize)]
struct Collected {
    id: String,
    #[serde(rename = "use")]
    purpose: String,
    #[serde(default)]
    outputs: Option<Vec<CollectedOutput>>,
    /// In a form of its own for each case.
    #[serde(default)]
    correct_answer_where_published_is_wrong: serde_json::Value,
}

#[derive(Deserialize)]
struct CollectedOutput {
    name: String,
    published: f64,
    abs_tol: f64,
    computed: Option<f64>,
    within_published_precision: Option<bool>,
}

/// All numbers of a value, whatever its form.
fn numbers(value: &serde_json::Value) -> Vec<f64> {
    match value {
        serde_json::Value::Number(number) => number.as_f64().into_iter().collect(),
        serde_json::Value::Array(all) => all.iter().flat_map(numbers).collect(),
        serde_json::Value::Object(all) => all.values().flat_map(numbers).collect(),
        _ => Vec::new(),
    }
}

/// The outputs of a case that are the collection's.
fn outputs(case: &Case) -> Vec<&Output> {
    let of_rows = case.row.iter().flat_map(|row| &row.output);
    let of_table = case.table.iter().flat_map(|table| &table.output);
    of_rows.chain(of_table).filter(|output| !output.added).collect()
}

fn float(figure: breakeven::Figure) -> f64 {
    figure.value().to_string().parse().unwrap()
}

fn assert_near(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{what}: {ours}, collected {theirs}");
}

#[test]
fn collection_has_no_case_and_no_figure_that_differs() {
    let folder = std::env::var_os("BREAKEVEN_CASES").map_or("../shared/cases".into(), PathBuf::from);
    let path = folder.join("cases.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: there is no {}", path.display());
        return;
    };
    let collection: Collection = serde_json::from_str(&text).unwrap();
    let tested = collection.cases.iter().filter(|case| case.purpose != "data");
    assert_eq!(tested.clone().count(), CASES.len());
    for collected in tested {
        let id = &collected.id;
        let case = read(id).unwrap_or_else(|error| panic!("{error}"));
        let purpose = if collected.purpose == "test" { Purpose::Test } else { Purpose::KnownWrong };
        assert_eq!(case.purpose, purpose, "{id}");
        let ours = outputs(&case);
        let theirs = collected.outputs.as_deref().unwrap_or_default();
        assert_eq!(ours.len(), theirs.len(), "outputs of {id}");
        for theirs in theirs {
            let what = format!("{id}, {}", theirs.name);
            let found = ours.iter().find(|output| output.name == theirs.name);
            let output = found.unwrap_or_else(|| panic!("{what} is missing"));
            let tolerance = output.abs_tol.or(case.default.abs_tol).unwrap();
            assert_near(float(output.published), theirs.published, &what);
            assert_near(float(tolerance), theirs.abs_tol, &format!("tolerance of {what}"));
            // What the collection recomputed where the source is not consistent is what is expected here.
            let recomputed = theirs.computed.filter(|_| theirs.within_published_precision == Some(false));
            let instead = output.instead.as_ref().and_then(|instead| instead.value);
            if let (Some(recomputed), Some(instead)) = (recomputed, instead) {
                assert_near(float(instead), recomputed, &format!("what is right of {what}"));
            }
            if let (Purpose::KnownWrong, Some(instead)) = (case.purpose, instead) {
                let right = numbers(&collected.correct_answer_where_published_is_wrong);
                let is_near = |right: &f64| (float(instead) - right).abs() <= 1e-9 * right.abs();
                assert!(right.iter().any(is_near), "{instead} is not what is right of {what}: {right:?}");
            }
            assert!(
                recomputed.is_none() || instead.is_some() || output.no_answer.is_some(),
                "{what} is said to be right"
            );
        }
    }
}
