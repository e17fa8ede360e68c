//! The laws are counted, and none of them is without a test on this crate's own functions.

use std::fs;
use std::path::Path;

fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut texts: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

/// The name and the documentation of each public function of the room.
fn laws() -> Vec<(String, String)> {
    let mut laws = Vec::new();
    for (_, text) in texts("src/law") {
        let mut doc = String::new();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("pub fn ") {
                let name = rest.split(['<', '(']).next().unwrap();
                laws.push((name.to_owned(), std::mem::take(&mut doc)));
            } else if line.starts_with("///") {
                doc.push_str(line);
                doc.push('\n');
            } else if !line.starts_with("#[") {
                doc.clear();
            }
        }
    }
    laws
}

#[test]
fn laws_are_many_and_each_is_used_on_our_own_functions() {
    let laws = laws();
    assert!(laws.len() >= 40, "{} laws", laws.len());
    // This file only reads the names, and the example has wrong functions.
    let ours =
        texts("tests/laws").into_iter().filter(|(name, _)| name != "every_law.rs" && name != "example.rs");
    let ours: String = ours.map(|(_, text)| text).collect();
    let unused: Vec<&String> =
        laws.iter().map(|(name, _)| name).filter(|name| !ours.contains(&format!("law::{name}("))).collect();
    assert!(unused.is_empty(), "laws that nothing of ours is held to: {unused:?}");
}

#[test]
fn each_law_says_what_it_states_allows_and_comes_from() {
    for (name, doc) in laws() {
        for part in ["# Formula", "Tolerance: ", "Source: ", "# Errors", "is_err()"] {
            let doc = doc.replace("\n///", "");
            assert!(doc.contains(part), "{name} lacks `{part}`");
        }
        assert!(doc.contains(&format!("law::{name}(")), "{name} has no example of its own");
    }
}
