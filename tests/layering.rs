//! Keeps the house in order, by reading `src/` as text: a room imports only from rooms with a strictly lower
//! number, every room is in the table below, no file holds more than 400 lines of code, `unsafe` stays in one
//! file, `lib.rs` holds no logic, and the top level of the repository holds only names that are expected there.
//!
//! Test code inside `src/` obeys the same order. Comments and the insides of literals are not read.
//!
//! What it does not catch: imports a macro builds from pieces, `#[path]` and `include!`, the crate naming
//! itself from outside (`extern crate self`), a trait reached through a type without naming its room, code
//! placed after `mod tests` (Clippy's `items_after_test_module` does), and whether a room has one purpose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::Path;

const ROOMS: &[(&str, u8)] = &[
    ("error", 0),
    ("number", 0),
    ("glossary", 0),
    ("money", 1),
    ("quantity", 1),
    ("source", 1),
    ("finance", 2),
    ("curve", 2),
    ("parameter", 2),
    ("catalog", 3),
    ("workload", 3),
    ("cost", 3),
    ("serving", 4),
    ("api", 5),
    ("deployment", 5),
    ("training", 5),
    ("scenario", 6),
    ("import", 7),
    ("comparison", 7),
    ("verdict", 8),
    ("sweep", 9),
    ("report", 11),
    ("strategy", 12),
    ("law", 12),
];

const MOST_LINES_OF_CODE: usize = 400;

const ONLY_FILE_WITH_UNSAFE: &str = "src/sweep/dispatch.rs";

const FRONT_DOOR: &str = "src/lib.rs";

/// Words that begin an item which is not a doc, an attribute, a `mod` or a `use`.
const LOGIC: &[&str] =
    &["fn", "impl", "trait", "struct", "enum", "union", "const", "static", "type", "macro_rules"];

const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "examples",
    "benches",
    "tests",
    "pricing",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "clippy.toml",
    "rustfmt.toml",
    "deny.toml",
    "target",
];

// The repository as it is.

#[test]
fn rooms_import_only_from_lower_rooms() {
    assert_no_complaints(layering_complaints);
}

#[test]
fn files_stay_small() {
    assert_no_complaints(length_complaints);
}

#[test]
fn unsafe_stays_in_one_file() {
    assert_no_complaints(unsafe_complaints);
}

#[test]
fn front_door_holds_no_logic() {
    assert_no_complaints(front_door_complaints);
}

#[test]
fn top_level_holds_only_expected_names() {
    let strangers: Vec<String> = names_in(Path::new(env!("CARGO_MANIFEST_DIR")))
        .into_iter()
        .filter(|name| !is_expected(name))
        .collect();
    assert!(strangers.is_empty(), "not expected at the top level of the repository: {strangers:?}");
}

#[test]
fn every_room_is_there_and_in_contributing_with_its_number() {
    let told = include_str!("../CONTRIBUTING.md");
    let names = names_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for (room, number) in ROOMS {
        // A file of its own is a room too.
        assert!(names.iter().any(|name| name.trim_end_matches(".rs") == *room), "{room} is nowhere in src");
        assert!(told.contains(&format!("| {number} | `{room}` |")), "{number} {room}");
    }
}

fn assert_no_complaints(check: fn(&File) -> Vec<String>) {
    let files = source_files();
    assert!(files.iter().any(|file| file.path == FRONT_DOOR), "the walk over src did not find {FRONT_DOOR}");
    let complaints: Vec<String> = files.iter().flat_map(check).collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

// The checks: each takes one file and returns what is wrong with it.

fn layering_complaints(file: &File) -> Vec<String> {
    let Some(room) = file.room() else { return Vec::new() };
    let Some(number) = number_of(room) else {
        return vec![format!("{}: room `{room}` is not in the table of rooms", file.path)];
    };
    let tokens = tokens(&file.code);
    let mut complaints = Vec::new();
    for named in names_under_crate(&tokens) {
        let fault = match number_of(named.text) {
            _ if named.text == room => continue,
            Some(other) if other < number => continue,
            Some(other) => format!("{room} ({number}) must not import from {} ({other})", named.text),
            None => format!("`crate::{}` is not a room: import from the room that owns it", named.text),
        };
        complaints.push(format!("{}:{}: {fault}", file.path, named.line));
    }
    for line in climbs_to_the_root(&tokens, file.module_depth()) {
        complaints.push(format!("{}:{line}: `super` leaves the room: write `crate::room`", file.path));
    }
    complaints
}

fn length_complaints(file: &File) -> Vec<String> {
    let count = lines_of_code(&file.code);
    if count <= MOST_LINES_OF_CODE {
        return Vec::new();
    }
    vec![format!("{}: {count} lines of code, more than {MOST_LINES_OF_CODE}: it is two rooms", file.path)]
}

fn unsafe_complaints(file: &File) -> Vec<String> {
    if file.path == ONLY_FILE_WITH_UNSAFE {
        return Vec::new();
    }
    let found = tokens(&file.code).into_iter().filter(|token| token.text == "unsafe");
    found
        .map(|token| format!("{}:{}: `unsafe` outside {ONLY_FILE_WITH_UNSAFE}", file.path, token.line))
        .collect()
}

fn front_door_complaints(file: &File) -> Vec<String> {
    if file.path != FRONT_DOOR {
        return Vec::new();
    }
    let tokens = without_test_items(tokens(&file.code));
    let found = tokens.iter().filter(|token| LOGIC.contains(&token.text));
    found
        .map(|token| format!("{}:{}: `{}`: the front door holds no logic", file.path, token.line, token.text))
        .collect()
}

fn is_expected(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("LICENSE-") || TOP_LEVEL.contains(&name)
}

// Files and rooms.

struct File {
    /// From the root of the repository, with `/` on every platform.
    path: String,
    /// The text without comments and without the insides of literals.
    code: String,
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), code: code_only(text) }
    }

    /// The parts of the module path, without the `src` in front: `["money", "mod"]`.
    fn modules(&self) -> Vec<&str> {
        self.path.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect()
    }

    /// None for the front door, which belongs to no room.
    fn room(&self) -> Option<&str> {
        if self.path == FRONT_DOOR { None } else { self.modules().first().copied() }
    }

    /// How many `super` it takes to reach the root of the crate from the top of this file.
    fn module_depth(&self) -> usize {
        let modules = self.modules();
        if modules.last() == Some(&"mod") { modules.len() - 1 } else { modules.len() }
    }
}

fn number_of(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, number)| *number)
}

fn source_files() -> Vec<File> {
    let mut files = Vec::new();
    collect_files(Path::new(env!("CARGO_MANIFEST_DIR")), "src", &mut files);
    files
}

fn collect_files(root: &Path, folder: &str, files: &mut Vec<File>) {
    for name in names_in(&root.join(folder)) {
        let path = format!("{folder}/{name}");
        if root.join(&path).is_dir() {
            collect_files(root, &path, files);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(root.join(&path)).unwrap();
            files.push(File::new(&path, &text));
        }
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

// Imports.

/// The first segment after every `crate::`, each branch of a group by itself.
fn names_under_crate<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut named = Vec::new();
    for at in positions(tokens, "crate") {
        match text(tokens, at + 1) {
            "::" => push_heads(tokens, at + 2, &mut named),
            "as" => named.push(tokens[at + 1]),
            _ => {}
        }
    }
    named
}

fn push_heads<'a>(tokens: &[Token<'a>], at: usize, heads: &mut Vec<Token<'a>>) {
    if text(tokens, at) == "{" {
        for branch in branches(tokens, at) {
            push_heads(tokens, branch, heads);
        }
    } else if let Some(head) = tokens.get(at) {
        heads.push(*head);
    }
}

/// The lines on which a path climbs by `super` as far as the root of the crate, where the rooms are.
fn climbs_to_the_root(tokens: &[Token<'_>], depth_of_file: usize) -> Vec<usize> {
    let depths = inline_module_depths(tokens);
    let climbs = positions(tokens, "super").into_iter().filter(|at| !is_visibility(tokens, *at));
    let reach = climbs.filter(|at| climb(tokens, *at) >= depth_of_file + depths[*at]);
    reach.map(|at| tokens[at].line).collect()
}

/// How many levels the path that begins here climbs, at most, over the branches of its groups.
fn climb(tokens: &[Token<'_>], at: usize) -> usize {
    match text(tokens, at) {
        "super" if text(tokens, at + 1) == "::" => 1 + climb(tokens, at + 2),
        "super" => 1,
        "{" => branches(tokens, at).into_iter().map(|branch| climb(tokens, branch)).max().unwrap_or(0),
        _ => 0,
    }
}

fn is_visibility(tokens: &[Token<'_>], at: usize) -> bool {
    at > 0 && text(tokens, at - 1) == "(" && text(tokens, at + 1) == ")"
}

/// For each token, how many `mod name { ... }` of this file are open around it.
fn inline_module_depths(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut open: Vec<bool> = Vec::new();
    let mut depths = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "{" => open.push(at >= 2 && text(tokens, at - 2) == "mod"),
            "}" => drop(open.pop()),
            _ => {}
        }
        depths.push(open.iter().filter(|is_module| **is_module).count());
    }
    depths
}

/// Where each branch of the group `{a, b::{c, d}, e}` begins, for the position of its `{`.
fn branches(tokens: &[Token<'_>], open: usize) -> Vec<usize> {
    let end = closing(tokens, open);
    let mut starts = Vec::new();
    let mut at = open + 1;
    while at < end {
        starts.push(at);
        while at < end && text(tokens, at) != "," {
            at = after_tree(tokens, at);
        }
        at += 1;
    }
    starts
}

// Lines of code and items that exist only in tests.

/// Lines with code on them, up to `#[cfg(test)] mod tests`.
fn lines_of_code(code: &str) -> usize {
    let tokens = tokens(code);
    let tests = (0..tokens.len()).find(|at| begins_test_module(&tokens, *at));
    let counted = tests.map_or(usize::MAX, |at| tokens[at].line - 1);
    code.lines().take(counted).filter(|line| !line.trim().is_empty()).count()
}

fn begins_test_module(tokens: &[Token<'_>], at: usize) -> bool {
    let item = after_attributes(tokens, at);
    is_test_attribute(tokens, at) && text(tokens, item) == "mod" && text(tokens, item + 1) == "tests"
}

fn without_test_items(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if is_test_attribute(&tokens, at) {
            at = after_item(&tokens, after_attributes(&tokens, at));
        } else {
            kept.push(tokens[at]);
            at += 1;
        }
    }
    kept
}

/// Is this `#[cfg(test)]` or `#[cfg(doctest)]`?
fn is_test_attribute(tokens: &[Token<'_>], at: usize) -> bool {
    let is = |words: [&str; 7]| words.iter().enumerate().all(|(n, word)| text(tokens, at + n) == *word);
    is(["#", "[", "cfg", "(", "test", ")", "]"]) || is(["#", "[", "cfg", "(", "doctest", ")", "]"])
}

fn after_attributes(tokens: &[Token<'_>], mut at: usize) -> usize {
    while text(tokens, at) == "#" {
        at = closing(tokens, at + 1) + 1;
    }
    at
}

/// The position after the `;` or the `{ ... }` that ends the item.
fn after_item(tokens: &[Token<'_>], mut at: usize) -> usize {
    while at < tokens.len() {
        let is_last = matches!(text(tokens, at), ";" | "{");
        at = after_tree(tokens, at);
        if is_last {
            break;
        }
    }
    at
}

/// The position after this token or, if it opens a bracket, after the bracket that closes it.
fn after_tree(tokens: &[Token<'_>], at: usize) -> usize {
    if matches!(text(tokens, at), "(" | "[" | "{") { closing(tokens, at) + 1 } else { at + 1 }
}

fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

// Text to code, code to tokens.

#[derive(Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    line: usize,
}

/// The text of the token there, empty past the end.
fn text<'a>(tokens: &[Token<'a>], at: usize) -> &'a str {
    tokens.get(at).map_or("", |token| token.text)
}

fn positions(tokens: &[Token<'_>], word: &str) -> Vec<usize> {
    (0..tokens.len()).filter(|at| tokens[*at].text == word).collect()
}

/// Words, `::`, and every other character by itself.
fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while !rest.is_empty() {
            let (token, after) = rest.split_at(token_length(rest));
            tokens.push(Token { text: token, line: index + 1 });
            rest = after.trim_start();
        }
    }
    tokens
}

fn token_length(rest: &str) -> usize {
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    match word {
        0 if rest.starts_with("::") => 2,
        0 => rest.chars().next().map_or(0, char::len_utf8),
        length => length,
    }
}

/// Comments become blanks and the characters of literals become `"`; line breaks stay where they are.
fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let (length, filler) = piece(&chars[at..]);
        for c in &chars[at..at + length] {
            code.push(if *c == '\n' { '\n' } else { filler.unwrap_or(*c) });
        }
        at += length;
    }
    code
}

/// The length of the comment, literal or character here, and what stands in for it.
fn piece(rest: &[char]) -> (usize, Option<char>) {
    match rest {
        ['/', '/', ..] => (line_comment_length(rest), Some(' ')),
        ['/', '*', ..] => (block_comment_length(rest), Some(' ')),
        ['"', ..] | ['\'', '\\', ..] | ['\'', _, '\'', ..] => (quoted_length(rest), Some('"')),
        ['r', '"' | '#', ..] => raw_string_length(rest).map_or((1, None), |length| (length, Some('"'))),
        _ => (1, None),
    }
}

fn line_comment_length(rest: &[char]) -> usize {
    rest.iter().position(|c| *c == '\n').unwrap_or(rest.len())
}

fn block_comment_length(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => depth += 1,
            ['*', '/', ..] => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The length of a string or character literal, both quotes included.
fn quoted_length(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            c if c == rest[0] => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// None for a raw identifier such as `r#type`.
fn raw_string_length(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    let body = 2 + hashes;
    if rest.get(body - 1) != Some(&'"') {
        return None;
    }
    let ends = |at: &usize| {
        rest[*at] == '"' && rest[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    };
    Some((body..rest.len()).find(ends).map_or(rest.len(), |at| at + 1 + hashes))
}

// The checks themselves, on small snippets: each must also be able to fail.

fn layering_of(path: &str, text: &str) -> Vec<String> {
    layering_complaints(&File::new(path, text))
}

fn assert_reported(path: &str, text: &str, expected: &str) {
    let complaints = layering_of(path, text);
    assert_eq!(complaints.len(), 1, "{path}: {text}: {complaints:?}");
    assert!(complaints[0].contains(expected), "{path}: {text}: {complaints:?}");
}

fn assert_accepted(path: &str, text: &str) {
    assert_eq!(layering_of(path, text), Vec::<String>::new(), "{path}: {text}");
}

#[test]
fn import_from_a_higher_room_is_reported() {
    let expected = "must not import from report (11)";
    for text in [
        "use crate::report::Table;",
        "pub use crate::report::Table;",
        "use crate :: report;",
        "use crate::{error::Error, report::{Table, Row}};",
        "use crate::{\n    error::Error,\n    report,\n};",
        "use crate::{{error::Error, report::Table}};",
        "fn f() -> u8 { crate::report::rows(1) }",
        "fn f(x: &'static crate::report::Table) {}",
        "macro_rules! m { () => { $crate::report::rows() } }",
        "#[cfg(test)] mod tests { use crate::report::Table; }",
        "const A: char = '\"'; use crate::report::Table; const B: char = '\"';",
        "const A: &str = r#\"\"\"#; use crate::report::Table;",
        "/* /* */ */ use crate::report::Table;",
    ] {
        assert_reported("src/money/mod.rs", text, expected);
    }
}

#[test]
fn report_names_file_line_and_both_rooms() {
    let complaints = layering_of("src/money/rounding.rs", "//! Doc.\n\nuse crate::curve::Curve;\n");
    assert_eq!(complaints, ["src/money/rounding.rs:3: money (1) must not import from curve (2)"]);
}

#[test]
fn import_from_a_room_of_the_same_number_is_reported() {
    assert_reported("src/source.rs", "use crate::money::Money;", "source (1) must not import from money (1)");
    assert_reported(
        "src/law/mod.rs",
        "use crate::strategy::any;",
        "law (12) must not import from strategy (12)",
    );
}

#[test]
fn import_from_lower_rooms_and_itself_is_accepted() {
    for text in [
        "use crate::error::{Error, ErrorKind};",
        "use crate::{error::Error, number::{Exact, Number}, money::rounding};",
        "pub(crate) use crate::money::Money;",
        "pub(in crate::money) fn f() {}",
        "use crate::{error::Error,};",
        "use super::Money;",
        "pub(super) fn f() {}",
    ] {
        assert_accepted("src/money/rounding.rs", text);
    }
}

#[test]
fn comments_and_literals_are_not_imports() {
    for text in [
        "// use crate::report::Table;",
        "/// [`crate::report::Table`]",
        "/* use crate::report::Table; */",
        "const A: &str = \"use crate::report::Table;\";",
        "const A: &str = \"\\\" use crate::report::Table;\";",
        "const A: &str = r#\"\" use crate::report::Table;\"#;",
        "const A: &[u8] = br\"use crate::report::Table;\";",
        "#[doc = \"use crate::report::Table;\"] fn r#type<'a>() {}",
    ] {
        assert_accepted("src/money/mod.rs", text);
    }
}

#[test]
fn names_that_are_not_rooms_are_reported() {
    assert_reported("src/money/mod.rs", "use crate::Error;", "`crate::Error` is not a room");
    assert_reported("src/money/mod.rs", "use crate::*;", "`crate::*` is not a room");
    assert_reported("src/money/mod.rs", "use crate as root;", "`crate::as` is not a room");
    assert_reported("src/money/mod.rs", "use crate::{self as root};", "`crate::self` is not a room");
}

#[test]
fn room_that_is_not_in_the_table_is_reported() {
    assert_reported("src/helpers.rs", "", "room `helpers` is not in the table of rooms");
    assert_reported("src/utils/mod.rs", "use crate::report::Table;", "room `utils`");
    assert_accepted("src/lib.rs", "mod report; pub use crate::report::Table;");
}

#[test]
fn climbing_out_of_the_room_is_reported() {
    let expected = "`super` leaves the room";
    assert_reported("src/money/mod.rs", "use super::report::Table;", expected);
    assert_reported("src/source.rs", "use super::*;", expected);
    assert_reported("src/money/rounding.rs", "\nuse super::super::report::Table;", "rounding.rs:2:");
    assert_reported(
        "src/money/mod.rs",
        "mod tests { fn f() { self::super::super::report::rows() } }",
        expected,
    );
    assert!(!layering_of("src/money/rounding.rs", "use super::{Money, super::report};").is_empty());
    assert!(!layering_of("src/money/rounding.rs", "use super::super as root;").is_empty());
}

#[test]
fn climbing_within_the_room_is_accepted() {
    assert_accepted("src/money/rounding.rs", "mod tests { use super::super::Money; }");
    assert_accepted("src/money/mod.rs", "fn f() { if a { b } } mod tests { use super::*; }");
    assert_accepted("src/curve/merge/mod.rs", "use super::{Curve, stairs};");
    assert_accepted("src/curve/merge/points.rs", "use super::super::Curve;");
}

#[test]
fn lines_of_code_leave_out_blanks_comments_and_tests() {
    let text = "//! Doc.\n\n/* a\nb */\nuse std::fmt;\n\n/// Doc.\nfn f() {\n    // why\n    g(); // how\n}\n\
                #[cfg(test)]\nuse std::io;\n\n#[cfg(test)]\n#[allow(dead_code)]\nmod tests {\n    fn h() {}\n}\n";
    assert_eq!(lines_of_code(&code_only(text)), 6);
}

#[test]
fn file_past_the_limit_is_reported_with_its_count() {
    let file = |lines: usize| File::new("src/money/mod.rs", &"fn f() {}\n".repeat(lines));
    assert_eq!(length_complaints(&file(400)), Vec::<String>::new());
    assert!(length_complaints(&file(401))[0].starts_with("src/money/mod.rs: 401 lines of code"));
}

#[test]
fn unsafe_is_reported_in_code_and_only_there() {
    let found = |path: &str, text: &str| unsafe_complaints(&File::new(path, text)).len();
    assert_eq!(found("src/sweep/mod.rs", "fn f() { unsafe { g() } }"), 1);
    assert_eq!(found("src/lib.rs", "unsafe fn f() {}"), 1);
    assert_eq!(found("src/money/dispatch.rs", "#[unsafe(no_mangle)]\nfn f() {}"), 1);
    assert_eq!(found("src/sweep/dispatch.rs", "fn f() { unsafe { g() } }"), 0);
    assert_eq!(found("src/lib.rs", "#![forbid(unsafe_code)] // unsafe\nconst A: &str = \"unsafe\";"), 0);
}

#[test]
fn logic_in_the_front_door_is_reported() {
    let found = |text: &str| front_door_complaints(&File::new("src/lib.rs", text)).len();
    assert_eq!(found("pub fn f() {}"), 1);
    assert_eq!(found("#[cfg(test)]\nmod testing;\nimpl A {}"), 1);
    assert_eq!(found("#[cfg(test)]\nuse std::{io, fmt};\npub(crate) const A: u8 = 1;"), 1);
    assert_eq!(
        found("//! ```\n//! fn f() {}\n//! ```\n#![deny(missing_docs)]\nmod money;\npub use money::Money;"),
        0
    );
    assert_eq!(found("#[cfg(test)]\nmod tests { fn f(a: [u8; 2]) {} }\nmod money;"), 0);
    assert_eq!(found("#[cfg(doctest)]\n#[doc = include_str!(\"../README.md\")]\nstruct Readme;"), 0);
}

#[test]
fn names_at_the_top_level_are_expected_or_not() {
    for name in ["Cargo.toml", "src", "LICENSE-MIT", ".ci", ".gitignore", "target"] {
        assert!(is_expected(name), "{name}");
    }
    for name in ["notes.md", "LICENSE", "scripts", "Src", "build.rs", "DESIGN.md"] {
        assert!(!is_expected(name), "{name}");
    }
}
