//! The rows of a file, here and in the folder of the whole collection.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The rows of a file, one a line or as one list; `None` where there is no file.
fn rows(path: &Path) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(path).ok()?;
    let rows: Vec<Value> = if path.extension().is_some_and(|extension| extension == "json") {
        serde_json::from_str(&text).unwrap()
    } else {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert!(!rows.is_empty(), "{} has no rows", path.display());
    Some(rows)
}

/// Asks `check` about every row of the file here, and of the file elsewhere.
pub(crate) fn of_each_row(name: &str, check: impl Fn(&Value)) {
    of_each_row_where(name, |_| true, check);
}

/// The same about the rows of one family, of a file that several share.
pub(crate) fn of_each_row_where(name: &str, is_asked: impl Fn(&Value) -> bool, check: impl Fn(&Value)) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = here.join("tests/vectors").join(name);
    let elsewhere: PathBuf =
        std::env::var_os("BREAKEVEN_VECTORS").map_or_else(|| here.join("../shared/vectors"), PathBuf::from);
    let whole = elsewhere.join(name);
    assert!(kept.exists(), "{} is part of the project", kept.display());
    for path in [kept, whole] {
        match rows(&path) {
            Some(rows) => {
                let asked: Vec<&Value> = rows.iter().filter(|row| is_asked(row)).collect();
                assert!(!asked.is_empty(), "{} has no rows of these", path.display());
                asked.iter().for_each(|row| check(row));
                println!("{name}: {} rows of {}", asked.len(), path.display());
            }
            None => println!("{name}: skipped, there is no {}", path.display()),
        }
    }
}

#[test]
fn file_without_a_row_fails() {
    let empty = std::env::temp_dir().join(format!("breakeven-vectors-{}.jsonl", std::process::id()));
    std::fs::write(&empty, "").unwrap();
    let failed = std::panic::catch_unwind(|| rows(&empty)).is_err();
    std::fs::remove_file(&empty).unwrap();
    assert!(failed);
}

#[test]
fn file_that_is_not_there_has_no_rows_to_fail() {
    assert!(rows(Path::new("no/such/file.jsonl")).is_none());
}
