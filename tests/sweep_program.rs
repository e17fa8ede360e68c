//! What `examples/sweep.rs` prints and writes, and how it exits.
//!
//! `cargo test` builds the example beside the tests; this file runs it as a user would. It does not see the progress
//! bar, which needs a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use breakeven::sweep::Sweep;
use breakeven::{Catalog, Comparison};
use common::program::{self, Ran};
use std::path::{Path, PathBuf};
use std::process::Command;

/// 3,000 Mtok in and 1,000 Mtok out are 4 Gtok. Dear: 2 x 3,000 + 10 x 1,000 = 16,000 USD. Cheap: 1 x 3,000 + p x 1,000.
/// Own: a step serves 1,000 tokens a second for 100 hours, 360 Mtok, at 8 USD an hour: 800 USD.
const SCENARIO: &str = r#"schema = 1
question = "How dear may it be?"
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "dear"
[workload]
tokens_per_month = 4_000_000_000
hours_per_month = 100
peak_to_average = 1
class.c = { prompt_tokens = 3, completion_tokens = 1 }
[finance]
horizon_months = 10
discount_rate_annual_effective = 0
[api.dear]
family = "closed_api"
input_usd_per_mtok = 2
output_usd_per_mtok = 10
[api.cheap]
family = "closed_api"
input_usd_per_mtok = 1
output_usd_per_mtok = 4
[deployment.own]
model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 }, context_window_tokens = 1000 }
precision = "fp8"
server = { accelerators = 1, accelerator = "h100-sxm", price_usd = 0, active_watts = 0 }
rate = { prefill_tokens_per_second = 1000, decode_tokens_per_second = 1000 }
peak_hour_load_fraction = 1
hardware.rent.price_usd_per_gpu_hour = 8
[sweep]
metrics = [
    { saving = { of = "cheap", against = "dear" } },
    "cheapest",
    { break_even = { of = "own", against = "cheap" } },
    { npv = { of = "cheap", against = "dear" } },
]
[[sweep.axis]]
path = "api.cheap.output_usd_per_mtok"
values = [4, 12, 16, 25.5]
[[sweep.axis]]
path = "workload.tokens_per_month"
linear = { from = 2_000_000_000, to = 4_000_000_000, count = 2 }
"#;

fn run(arguments: &[&str], input: &str) -> Ran {
    program::run("sweep", arguments, input)
}

/// What is printed, with one space for many.
fn printed(arguments: &[&str], input: &str) -> Vec<String> {
    let Ran { code, out, err } = run(arguments, input);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn refused(arguments: &[&str], input: &str, message: &str) {
    let Ran { code, out, err } = run(arguments, input);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains(message), "{err:?} says nothing of {message:?}");
}

/// A directory of one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sweep-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn summary_of_eight_points_is_the_one_worked_by_hand() {
    // A month of 4 Gtok saves 3,000 + (10 - p) x 1,000: 9,000 at 4, 1,000 at 12, -3,000 at 16, -12,500 at 25.5; of 2 Gtok
    // half of that. Own costs 12 steps, 9,600, of 4 Gtok and 6, 4,800, of 2; cheap 7,000 and 3,500 at 4, and more than
    // own else. Own against cheap: a full step costs 2.22 USD per Mtok, cheap 1.75 at 4; 800 / 3.75 Mtok at 12,
    // 800 / 4.75 at 16, 800 / 7.125 at 25.5. The sum of the savings is 1.5 x (-5,500), so the mean -1,031.25. In order: -12,500, -6,250, -3,000, -1,500, 500,
    // 1,000, 4,500, 9,000: 5% are the first, 50% the fourth, 95% the last.
    let expected = "\
How dear may it be?

8 points: every combination of 2 axes

axis from to values
api.cheap.output_usd_per_mtok 4 25.5 4
workload.tokens_per_month 2,000,000,000 4,000,000,000 2

saving of cheap against dear, USD a month
points with a value 8
without 0
above 0 4 50.0%
mean -1,031
5% are at most about -12,500
50% are at most about -1,500
95% are at most about 9,000
minimum maximum
value -12,500 9,000
at api.cheap.output_usd_per_mtok 25.5 4
at workload.tokens_per_month 4,000,000,000 4,000,000,000

cheapest
own 6 75.0%
cheap 2 25.0%
dear 0 0.0%

break even of own against cheap, tokens a month
points with a value 6
never 2
mean 164,678,363
5% are at most about 112,000,000
50% are at most about 168,000,000
95% are at most about 213,000,000
minimum maximum
value 112,280,702 213,333,333
at api.cheap.output_usd_per_mtok 25.5 12
at workload.tokens_per_month 2,000,000,000 2,000,000,000

npv of cheap against dear, USD over the study
points with a value 8
without 0
above 0 4 50.0%
mean -10,312
5% are at most about -125,000
50% are at most about -15,000
95% are at most about 90,000
minimum maximum
value -125,000 90,000
at api.cheap.output_usd_per_mtok 25.5 4
at workload.tokens_per_month 4,000,000,000 4,000,000,000";
    assert_eq!(printed(&["-"], SCENARIO).join("\n"), expected);
    assert_eq!(printed(&["--threads", "3", "-"], SCENARIO).join("\n"), expected);
}

#[test]
fn file_has_a_row_for_every_point_in_order() {
    let folder = Folder::new("whole");
    let file = folder.file("points.csv");
    let scenario = SCENARIO.replace("    { npv = { of = \"cheap\", against = \"dear\" } },\n", "");
    let summary = run(&["-"], &scenario).out;
    let Ran { code, out, err } = run(&["--csv", &file, "-"], &scenario);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(out, summary);
    // The alternatives are cheap, 0, dear, 1, and own, 2.
    let expected = [
        ("4,2000000000,4500,0", None),
        ("4,4000000000,9000,0", None),
        ("12,2000000000,500,2", Some(800e6 / 3.75)),
        ("12,4000000000,1000,2", Some(800e6 / 3.75)),
        ("16,2000000000,-1500,2", Some(800e6 / 4.75)),
        ("16,4000000000,-3000,2", Some(800e6 / 4.75)),
        ("25.5,2000000000,-6250,2", Some(800e6 / 7.125)),
        ("25.5,4000000000,-12500,2", Some(800e6 / 7.125)),
    ];
    let text = std::fs::read_to_string(&file).unwrap();
    let mut lines = text.lines();
    let header = "api.cheap.output_usd_per_mtok,workload.tokens_per_month,saving of cheap against dear,cheapest,\
                  break even of own against cheap";
    assert_eq!(lines.next(), Some(header));
    for (before, last) in expected {
        let (found, cell) = lines.next().unwrap().rsplit_once(',').unwrap();
        assert_eq!(found, before);
        let cell: Option<f64> = (!cell.is_empty()).then(|| cell.parse().unwrap());
        let is_near = cell.zip(last).is_none_or(|(cell, last)| (cell / last - 1.0).abs() < 1e-12);
        assert!(cell.is_some() == last.is_some() && is_near, "{before}: {cell:?}");
    }
    assert!(lines.next().is_none() && text.ends_with('\n'));
    assert_eq!(folder.names(), ["points.csv"]);
}

#[test]
fn file_that_is_there_is_replaced_as_a_whole() {
    let folder = Folder::new("replaced");
    let file = folder.file("points.csv");
    std::fs::write(&file, "old\n".repeat(1000)).unwrap();
    assert_eq!(run(&["--csv", &file, "-"], SCENARIO).code, Some(0));
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!((text.lines().count(), text.contains("old")), (9, false));
}

/// 300,000 points are written in two pieces; the last of the first and the first of the second are no other than in a
/// sweep of the library.
#[test]
fn file_of_several_pieces_has_every_point_once() {
    let folder = Folder::new("pieces");
    let file = folder.file("points.csv");
    let scenario = SCENARIO.replace("count = 2", "count = 75000");
    let scenario = scenario.replace("    { npv = { of = \"cheap\", against = \"dear\" } },\n", "");
    for threads in ["1", "2"] {
        assert_eq!(run(&["--threads", threads, "--csv", &file, "-"], &scenario).code, Some(0));
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(lines.len(), 300_000);
        let comparison = Comparison::parse(&scenario, &Catalog::builtin().unwrap()).unwrap();
        let sweep = Sweep::of_scenario(&comparison).unwrap();
        for index in [0, 1, 74_999, 75_000, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 299_999] {
            let values = (0..3).map(|metric| sweep.value(metric, index as u64));
            let point = sweep.point(index as u64).unwrap().into_iter().map(Some);
            let cells =
                point.chain(values).map(|value| value.map_or(String::new(), |value| value.to_string()));
            assert_eq!(lines[index], cells.collect::<Vec<String>>().join(","), "{index}");
        }
    }
}

#[cfg(unix)]
#[test]
fn file_behind_a_link_is_written_and_the_link_stays() {
    let folder = Folder::new("link");
    let (file, link) = (folder.file("points.csv"), folder.file("link.csv"));
    std::fs::write(&file, "old\n").unwrap();
    std::os::unix::fs::symlink("points.csv", &link).unwrap();
    assert_eq!(run(&["--csv", &link, "-"], SCENARIO).code, Some(0));
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 9);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(folder.names(), ["link.csv", "points.csv"]);
    std::fs::remove_file(&file).unwrap();
    refused(&["--csv", &link, "-"], SCENARIO, "link.csv: a link to no file: ");
}

/// Those that take the same value are named, those that move along have their own.
#[test]
fn numbers_that_move_together_are_shown_with_their_axis() {
    let zipped = "zip = [
        { path = \"api.cheap.output_usd_per_mtok\", values = [4, 12, 16] },
        { paths = [\"api.dear.input_usd_per_mtok\", \"api.cheap.input_usd_per_mtok\"], values = [2, 1, 3] },
    ]";
    let scenario =
        SCENARIO.replace("path = \"api.cheap.output_usd_per_mtok\"\nvalues = [4, 12, 16, 25.5]", zipped);
    let out = printed(&["-"], &scenario).join("\n");
    let axes = "6 points: every combination of 2 axes

axis from to values
api.cheap.output_usd_per_mtok 4 16 3
with api.dear.input_usd_per_mtok 2 3
and api.cheap.input_usd_per_mtok
workload.tokens_per_month 2,000,000,000 4,000,000,000 2
";
    assert!(out.contains(axes), "{out}");
    // 4 Gtok: 1,000 Mtok out at 10 - p USD less, as input costs both the same: 6,000 at 4, -6,000 at 16
    let extremes = "minimum maximum
value -6,000 6,000
at api.cheap.output_usd_per_mtok 16 4
with api.dear.input_usd_per_mtok 3 2
and api.cheap.input_usd_per_mtok
at workload.tokens_per_month 4,000,000,000 4,000,000,000
";
    assert!(out.contains(extremes), "{out}");
}

#[test]
fn file_in_no_directory_is_refused_and_nothing_is_left() {
    let folder = Folder::new("nowhere");
    let file = folder.file("missing/points.csv");
    refused(&["--csv", &file, "-"], SCENARIO, "missing/points.csv: ");
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn file_in_the_place_of_something_else_is_refused() {
    let folder = Folder::new("taken");
    let file = folder.file("points.csv");
    std::fs::create_dir(&file).unwrap();
    refused(&["--csv", &file, "-"], SCENARIO, "points.csv: not a plain file");
    assert_eq!(folder.names(), ["points.csv"]);
    refused(&["--csv", "..", "-"], SCENARIO, "..: not a plain file");
    #[cfg(unix)]
    refused(&["--csv", "/dev/null", "-"], SCENARIO, "/dev/null: not a plain file");
}

/// The shell lets no file grow past a few blocks, so that the write fails in the middle.
#[cfg(unix)]
#[test]
fn file_that_fails_in_the_middle_is_removed_and_the_old_one_stays() {
    let folder = Folder::new("cut");
    let file = folder.file("points.csv");
    std::fs::write(&file, "old\n").unwrap();
    let scenario = folder.file("scenario.toml");
    std::fs::write(&scenario, SCENARIO.replace("count = 2", "count = 2000")).unwrap();
    let program = program::path("sweep");
    let arguments = [program.to_str().unwrap(), "--csv", &file, &scenario];
    let shell = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let output = Command::new("sh").args(["-c", shell]).args(arguments).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(2), &b""[..]), "{err}");
    assert!(err.contains("points.csv: "), "{err}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old\n");
    assert_eq!(folder.names(), ["points.csv", "scenario.toml"]);
}

#[test]
fn file_of_a_scenario_that_is_wrong_or_too_large_is_left_untouched() {
    let folder = Folder::new("untouched");
    let file = folder.file("points.csv");
    std::fs::write(&file, "old\n").unwrap();
    let wrong = SCENARIO.replace("values = [4, 12, 16, 25.5]", "values = []");
    refused(&["--csv", &file, "-"], &wrong, "standard input:38:10: sweep.axis.0.values: missing");
    // 1,600,000,000 points of 4 metrics: refused before any is asked
    let large = SCENARIO.replace("count = 2", "count = 40000");
    let large = large.replace("values = [4, 12, 16, 25.5]", "linear = { from = 4, to = 30, count = 40000 }");
    let message = "1,600,000,000 points of 4 metrics are more than a file of 4,294,967,296 numbers holds";
    refused(&["--csv", &file, "-"], &large, message);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old\n");
    assert_eq!(folder.names(), ["points.csv"]);
}

#[test]
fn usage_that_is_wrong_is_refused() {
    for (arguments, message) in [
        (&["--threads"][..], "--threads takes a number from 1 to 1024, not ``"),
        (&["--threads", "0", "-"], "not `0`"),
        (&["--threads", "many", "-"], "not `many`"),
        (&["--threads", "1025", "-"], "not `1025`"),
        (&["--csv"], "--csv takes a file"),
        (&["--csv", "", "-"], "--csv takes a file"),
        (&["--json", "-"], "unknown option --json"),
        (&["a.toml", "b.toml"], "one scenario at a time"),
    ] {
        refused(arguments, SCENARIO, message);
        refused(arguments, SCENARIO, "usage: sweep [--threads N] [--csv FILE] [SCENARIO | -]");
    }
}

#[test]
fn scenario_that_is_wrong_is_refused_with_its_place() {
    refused(&["no-such-file.toml"], "", "no-such-file.toml: ");
    refused(&["-"], "", "standard input: the text is empty");
    let wrong = SCENARIO.replace("count = 2", "count = 0");
    refused(&["-"], &wrong, "standard input:41:62: sweep.axis.1.linear.count = 0 is not in 1..=16777216");
    let (without, _) = SCENARIO.split_once("[sweep]").unwrap();
    refused(&["-"], without, "standard input: sweep: missing; write [sweep]");
    let twice = SCENARIO.replace("workload.tokens_per_month", "api.cheap.output_usd_per_mtok");
    let twice = twice.replace("from = 2_000_000_000, to = 4_000_000_000", "from = 1, to = 2");
    refused(&["-"], &twice, "standard input: api.cheap.output_usd_per_mtok: two axes move the same number");
}

/// The part of the README about sweeps.
fn readme() -> &'static str {
    let rest = include_str!("../README.md").split_once("\n## Ask a million what-ifs\n").unwrap().1;
    rest.split_once("\n## ").unwrap().0
}

fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let rest = text.split_once(&format!("\n```{language}\n")).unwrap().1;
    rest.split_once("\n```").unwrap().0
}

#[test]
fn readme_shows_what_the_command_without_arguments_prints() {
    let Ran { code, out, err } = run(&[], "");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for part in block(readme(), "text").split("\n...\n") {
        assert!(
            out.contains(&format!("\n{part}\n")),
            "README.md shows\n{part}\nand the command prints\n{out}"
        );
    }
}

#[test]
fn readme_shows_a_table_that_goes_with_its_scenario() {
    let mine = include_str!("../README.md").split_once("`mine.toml`:\n").unwrap().1;
    let text = format!("{}\n{}\n", block(mine, "toml"), block(readme(), "toml"));
    let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
    assert_eq!(Sweep::of_scenario(&comparison).unwrap().len(), 10 * 3 * 3 * 200);
}

#[test]
fn bundled_scenario_asks_the_flagship() {
    let catalog = Catalog::builtin().unwrap();
    let flagship =
        Comparison::parse(include_str!("../examples/scenarios/03-flagship.toml"), &catalog).unwrap();
    let bundled = Comparison::parse(include_str!("../examples/what_ifs.toml"), &catalog).unwrap();
    for (id, flagship_id) in
        [("gpt-4o", "gpt-4o"), ("host", "llama-70b-fireworks"), ("bought", "bought"), ("rented", "rented")]
    {
        let of_flagship = flagship.monthly_cost(flagship_id).unwrap();
        assert_eq!(bundled.monthly_cost(id).unwrap(), of_flagship, "{id}");
    }
    assert_eq!(bundled.alternatives().count(), 4);
}

#[test]
fn help_is_printed() {
    let Ran { code, out, err } = run(&["--help"], "");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("usage: sweep"));
}

/// A hybrid that is left out does not ask for what it was made of.
#[test]
fn map_of_a_scenario_with_a_hybrid_is_drawn() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hybrid.toml");
    let map = program::run("win_map", &[file, "host,rented"], "");
    assert_eq!((map.code, map.err.as_str()), (Some(0), ""));
    assert!(map.out.ends_with("\nA host\nB rented\n"), "{}", map.out);
}

/// Dear is 4 USD a Mtok, cheap 1.75, and a step of one's own carries 360 Mtok for 800 USD: it pays against dear from 200 Mtok on,
/// not between 360 and 400, where there are two, and never against cheap. The columns are 24 a decade from 100 Mtok on: 215 Mtok
/// are at the ninth, 383 at the fifteenth.
#[test]
fn map_of_winners_is_drawn_and_an_unknown_alternative_refused() {
    let file = std::env::temp_dir().join(format!("breakeven-win-map-{}.toml", std::process::id()));
    std::fs::write(&file, SCENARIO).unwrap();
    let map = |ids: &str| program::run("win_map", &[file.to_str().unwrap(), ids], "");
    let [dear, cheap, unknown] = ["dear,own", "cheap,own", "cheep,own"].map(map);
    std::fs::remove_file(&file).unwrap();
    let row = |ran: &Ran| ran.out.lines().find_map(|line| Some(line.split_once("people  ")?.1.to_owned()));
    assert_eq!((dear.code, dear.err.as_str()), (Some(0), ""));
    assert_eq!(row(&dear), Some(["A".repeat(8), "B".repeat(6), "A".to_owned(), "B".repeat(58)].concat()));
    assert!(dear.out.ends_with("\nA dear\nB own\n"), "{}", dear.out);
    assert_eq!(row(&cheap), Some("A".repeat(73)));
    assert!(cheap.out.ends_with("\nA cheap\nB dear\nC own\n"), "{}", cheap.out);
    assert_eq!((unknown.code, row(&unknown)), (Some(2), None));
    assert!(
        unknown.err.ends_with("no alternative is called `cheep`; did you mean `cheap`?\n"),
        "{}",
        unknown.err
    );
}
