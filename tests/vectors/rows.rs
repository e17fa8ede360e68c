//! The rows of a file, here and in the folder of the whole collection.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The rows of a file, one a line or as one list.
fn rows(name: &str, text: &str) -> Vec<Value> {
    let rows: Vec<Value> = if name.ends_with(".json") {
        serde_json::from_str(text).unwrap()
    } else {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert!(!rows.is_empty(), "{name} has no rows");
    rows
}

/// Asks `check` about every row of the file here, and of the file elsewhere.
pub(crate) fn of_each_row(name: &str, check: impl Fn(&Value)) {
    of_each_row_where(name, |_| true, check);
}

/// The same about the rows of one family, of a file that several share.
pub(crate) fn of_each_row_where(name: &str, is_asked: impl Fn(&Value) -> bool, check: impl Fn(&Value)) {
    of_each_file(name, |text| {
        let rows = rows(name, text);
        let asked = rows.iter().filter(|row| is_asked(row)).map(&check);
        asked.count()
    });
}

/// Asks `check` about the text of the file here, and of the file elsewhere: it says how many rows it has checked.
pub(crate) fn of_each_file(name: &str, check: impl Fn(&str) -> usize) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = here.join("tests/vectors").join(name);
    let elsewhere: PathBuf =
        std::env::var_os("BREAKEVEN_VECTORS").map_or_else(|| here.join("../shared/vectors"), PathBuf::from);
    let whole = elsewhere.join(name);
    assert!(kept.exists(), "{} is part of the project", kept.display());
    for path in [kept, whole] {
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let checked = check(&text);
                assert!(checked > 0, "{} has no rows of these", path.display());
                println!("{name}: {checked} rows of {}", path.display());
            }
            Err(_) => println!("{name}: skipped, there is no {}", path.display()),
        }
    }
}

#[test]
fn file_without_a_row_fails() {
    assert!(std::panic::catch_unwind(|| rows("empty.jsonl", "")).is_err());
    assert!(std::panic::catch_unwind(|| rows("empty.json", "[]")).is_err());
    assert!(std::panic::catch_unwind(|| of_each_file("rounding.jsonl", |_| 0)).is_err());
}
