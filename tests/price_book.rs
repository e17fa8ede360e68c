//! The price book keeps what it once said: `pricing/digests.txt` has a digest of every dated figure.
//!
//! A study that is pinned to a date must give the same answer again, so a figure that was released is not overwritten;
//! a new one stands beside it. What this does not catch: a figure that is wrong at its source.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use breakeven::{Catalog, Comparison, ErrorKind, Origin};
use std::collections::BTreeMap;
use std::path::PathBuf;
use toml::{Table, Value};

/// Lists of an entry whose items have a date of their own.
const DATED: [&str; 3] = ["price", "history", "score"];

/// What a vendor says of an offer later, or what only names it.
const MAY_CHANGE: [&str; 6] =
    ["aliases", "name", "retirement", "residency", "fine_tuning", "terms_of_service"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pricing")
}

/// FNV-1a of 64 bits: a slip is caught, and an attack is not what this is against.
fn digest(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// What is written, whatever the order of the keys and the form of a number: `2`, `2.0` and `"2"` are one price.
fn canonical(value: &Value) -> String {
    let number = |text: &str| {
        let exact = breakeven::Decimal::from_str_exact(text);
        exact.map_or(text.to_owned(), |number| number.normalize().to_string())
    };
    match value {
        Value::String(text) => number(text),
        Value::Integer(whole) => number(&whole.to_string()),
        Value::Float(float) => number(&float.to_string()),
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Table(table) => {
            let sorted: BTreeMap<&String, &Value> = table.iter().collect();
            let pairs = sorted.into_iter().map(|(key, value)| format!("{key}={}", canonical(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// A line for each dated figure, and one for what an entry says without a date: name, then digest.
fn digests_of(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut add = |name: String, value: &Value| {
        let before = found.insert(name.clone(), digest(&canonical(value)));
        assert_eq!(before, None, "{name} twice");
    };
    for (table, entries) in text.parse::<Table>().unwrap() {
        for entry in entries.as_array().unwrap() {
            let mut rest = entry.as_table().unwrap().clone();
            let id = rest["id"].as_str().unwrap().to_owned();
            for list in DATED {
                let Some(items) = rest.remove(list) else { continue };
                for item in items.as_array().unwrap() {
                    let whose = ["model", "offer", "setting"]
                        .map(|key| item.get(key).map_or(String::new(), canonical));
                    // What is announced has the day from which it holds.
                    let as_of = item.get("holds_from").unwrap_or(&item["as_of"]).as_str().unwrap();
                    let whose = whose.concat();
                    let whose = if whose.is_empty() { whose } else { format!(" {}", digest(&whose)) };
                    add(format!("{table} {id} {list} {as_of}{whose}"), item);
                }
            }
            let names_alone = &MAY_CHANGE[..2];
            for key in if table == "offer" { &MAY_CHANGE[..] } else { names_alone } {
                rest.remove(*key);
            }
            add(format!("{table} {id}"), &Value::Table(rest));
        }
    }
    found
}

fn shipped() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for file in std::fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            all.extend(digests_of(&std::fs::read_to_string(path).unwrap()));
        }
    }
    all
}

fn kept() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(folder().join("digests.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.rsplit_once(' ').unwrap()).map(|(name, hash)| (name.into(), hash.into())).collect()
}

const HEAD: &str = "# A digest of every dated figure of the book, and of what each entry says without a date.\n\
    # tests/price_book.rs fails where one was changed. Lines are added by it, and not edited once\n\
    # released; what was mended before is under Prices in CHANGELOG.md.\n";

/// Compares, and says of each difference what to do.
fn complaints(kept: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, hash) in kept {
        let what = match found.get(name) {
            Some(same) if same == hash => continue,
            Some(_) => "was overwritten",
            None => "is gone",
        };
        complaints.push(format!(
            "{name} {what}: studies that are pinned to its date would change. Put it back, and add what is new as an \
             entry with a date of its own. If the figure was never what its source says, delete its line in \
             pricing/digests.txt, add the new one, and say so under Prices in CHANGELOG.md."
        ));
    }
    complaints
}

#[test]
fn figure_that_stands_in_the_book_is_not_overwritten() {
    let complaints = complaints(&kept(), &shipped());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn figure_that_is_new_in_the_book_has_a_digest() {
    let (mut kept, found) = (kept(), shipped());
    let new: Vec<&String> = found.keys().filter(|name| !kept.contains_key(*name)).collect();
    if new.is_empty() {
        return;
    }
    let count = new.len();
    if std::env::var_os("BREAKEVEN_ADD_DIGESTS").is_none() {
        panic!(
            "{count} figures have no digest yet, the first is {}: run\n  BREAKEVEN_ADD_DIGESTS=1 cargo test --test \
             price_book\nwhich adds their lines to pricing/digests.txt and changes no other",
            new[0]
        );
    }
    for (name, hash) in found {
        kept.entry(name).or_insert(hash);
    }
    let lines: String = kept.iter().map(|(name, hash)| format!("{name} {hash}\n")).collect();
    std::fs::write(folder().join("digests.txt"), format!("{HEAD}{lines}")).unwrap();
}

#[test]
fn price_that_is_overwritten_removed_or_added_is_told_apart() {
    let before = "[[offer]]\nid = \"a/m\"\nname = \"M\"\ncontext_window_tokens = 8192\n[[offer.price]]\nas_of = \
        \"2026-01\"\nsource = \"list\"\ninput_usd_per_mtok = 2\n";
    let kept = digests_of(before);
    let said = |text: &str| complaints(&kept, &digests_of(text));
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["offer a/m", "offer a/m price 2026-01"]);
    // Another form of the same price, another name, an end that was announced, a later price: all of them are fine.
    let later = "[[offer.price]]\nas_of = \"2026-02\"\nsource = \"list\"\ninput_usd_per_mtok = 1\n";
    let announced =
        "name = \"M 1\"\nretirement = { on = \"2027-01-01\", source = \"s\", as_of = \"2026-02\" }";
    for text in [
        before.replace("= 2\n", "= \"2.0\"\n"),
        before.replace("name = \"M\"", announced),
        format!("{before}{later}"),
    ] {
        assert_eq!(said(&text), Vec::<String>::new(), "{text}");
    }
    assert!(
        said(&before.replace("= 2\n", "= 3\n"))[0].starts_with("offer a/m price 2026-01 was overwritten")
    );
    assert!(said(&before.replace("2026-01", "2026-03"))[0].starts_with("offer a/m price 2026-01 is gone"));
    assert!(said(&before.replace("8192", "4096"))[0].starts_with("offer a/m was overwritten"));
}

#[test]
fn catalog_finds_by_id_alias_and_nearest_name() {
    let catalog = Catalog::builtin().unwrap();
    assert_eq!(catalog.find("offer", "openai/gpt-4o").unwrap().id, "openai/gpt-4o");
    assert_eq!(catalog.find("offer", "gpt-4o-2024-11-20").unwrap().id, "openai/gpt-4o");
    assert_eq!(catalog.offer("gpt-4o-2024-11-20").unwrap().id(), "openai/gpt-4o");
    let suggestion = |table: &str, name: &str| match catalog.find(table, name).unwrap_err().kind() {
        ErrorKind::NotFound { what, suggestion, .. } => (*what, suggestion.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(suggestion("offer", "openai/gpt-4p"), ("offer", Some("openai/gpt-4".to_owned())));
    assert_eq!(suggestion("rental", "runpod/h100"), ("rental", Some("runpod/h100-sxm".to_owned())));
    assert_eq!(suggestion("offers", "openai/gpt-4o"), ("table", Some("offer".to_owned())));
    assert_eq!(suggestion("model", "zzz"), ("model", None));
}

#[test]
fn readme_counts_what_is_in_the_book() {
    let readme = std::fs::read_to_string(folder().with_file_name("README.md")).unwrap();
    let catalog = Catalog::builtin().unwrap();
    let count = |table: &str| catalog.entries().iter().filter(|entry| entry.table == table).count();
    for (table, words) in [("offer", "offers"), ("model", "models"), ("rate", "serving rates")] {
        let said = format!("{} {words}", count(table));
        assert!(readme.contains(&said), "{said}");
    }
}

#[test]
fn catalog_lists_what_has_aged() {
    let catalog = Catalog::builtin().unwrap();
    let on = |date: &str| -> Vec<(&str, &str)> {
        catalog.stale(date.parse().unwrap()).iter().map(|entry| (entry.table, entry.id)).collect()
    };
    assert_eq!(on("2005"), []);
    // The price of November 2026 holds, whatever the older ones are of; the tariff of 2023 has no newer one.
    let aged = on("2026-11");
    assert!(
        !aged.contains(&("offer", "openai/gpt-4o")) && aged.contains(&("electricity", "us-va-industrial"))
    );
    assert_eq!(on("2027").len(), catalog.entries().len());
    let of = catalog.find("offer", "openai/gpt-4o").unwrap();
    assert_eq!(of.as_of().unwrap().to_string(), "2026-11");
    assert!(of.sources.len() > 1 && of.sources.is_sorted_by_key(|source| source.as_of));
}

/// Every key that names an entry gives its figure, with the document and the date of the entry.
#[test]
fn scenario_that_names_entries_has_their_figures_and_sources() {
    let text = include_str!("../examples/scenarios/16-whose-life.toml");
    let all = "people = { id = \"hedgehog-automated\", loaded_salary = \"data-center-technician-us\" }\nsoftware = \
        \"nvidia-ai-enterprise\"";
    let before = "people = { id = \"half-a-person\", build_fte_months = 3 }";
    let comparison = Comparison::parse(&text.replace(before, all), &Catalog::builtin().unwrap()).unwrap();
    let answer = comparison.answer().unwrap();
    let own = "deployment.amazon";
    for (path, value, as_of, words) in [
        (format!("{own}.hardware.buy.useful_life_months"), "60", "2025-01-01", "Amazon 10-K"),
        (format!("{own}.hardware.buy.support_fraction_per_year"), "0.12", "2026-01-15", "Lenovo LP2368"),
        (format!("{own}.hardware.buy.resale.2.age_months"), "36", "2026-01-08", "v2-pseo-ai"),
        (format!("{own}.hardware.buy.resale.2.fraction"), "0.3", "2026-01-08", "v2-pseo-ai"),
        (format!("{own}.people.servers_per_fte"), "32", "2026", "Hedgehog"),
        // 76,220 x 1.445
        (format!("{own}.people.loaded_salary_usd_per_year"), "110137.9", "2026-03", "BLS"),
        (format!("{own}.software_usd_per_accelerator_year"), "4500", "2025", "NVIDIA AI Enterprise"),
        ("facility.pue".to_owned(), "1.49", "2025", "Uptime Institute"),
        ("facility.per_kw_plus_metered.usd_per_kw_month".to_owned(), "194.95", "2025-12", "CBRE"),
        ("facility.electricity_usd_per_kwh".to_owned(), "0.0892", "2023", "EIA"),
    ] {
        let found = answer.provenance.iter().find(|one| one.path.as_str() == path);
        let found = found.unwrap_or_else(|| panic!("no {path}"));
        assert_eq!((found.value.as_str(), found.origin), (value, Origin::Catalog), "{path}");
        assert_eq!(found.as_of.unwrap().to_string(), as_of, "{path}");
        assert!(found.source.as_ref().unwrap().contains(words), "{path}: {:?}", found.source);
    }
}

/// The history of a figure holds on its dates, as that of a price does.
#[test]
fn scenario_of_an_earlier_date_has_the_figure_of_that_date() {
    let text = include_str!("../examples/scenarios/16-whose-life.toml");
    let (start, end) = (text.find("[api]").unwrap(), text.find("[deployment.semianalysis]").unwrap());
    let given =
        "[api]\n\"gpt-4.1\" = { family = \"closed_api\", input_usd_per_mtok = 2, output_usd_per_mtok = 8 }\n";
    let text = format!("{}{given}{}", &text[..start], &text[end..]);
    let on = |day: &str, path: &str| {
        let text = text.replace("prices_as_of = \"2026-11-24\"", &format!("prices_as_of = \"{day}\""));
        let comparison = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap();
        let answer = comparison.answer().unwrap();
        answer.provenance.iter().find(|one| one.path.as_str() == path).unwrap().value.clone()
    };
    // Amazon: 72 months from 2024, 60 from 2025. A DGX H100 of 2023, a Lenovo of 2026. CBRE: 184.06, then 194.95; what was
    // not known yet is taken from what came first.
    for (path, values) in [
        ("deployment.amazon.hardware.buy.useful_life_months", ["72", "60", "60"]),
        ("deployment.amazon.server.price_usd", ["269000", "269000", "250141.8"]),
        ("facility.per_kw_plus_metered.usd_per_kw_month", ["184.06", "184.06", "194.95"]),
    ] {
        assert_eq!(["2024-06-30", "2025-06-30", "2026-06-30"].map(|day| on(day, path)), values, "{path}");
    }
}

#[test]
fn offer_that_has_ended_is_said_to_be_no_longer_for_sale() {
    // deepseek-chat ended on 2026-07-24
    let asked = |on: &str| {
        let text = format!(
            "schema = 1\ncurrency = \"USD\"\nprices_as_of = \"{on}\"\nbaseline = \"host\"\n\
             [workload]\ntokens_per_month = 1_000_000_000\npeak_to_average = 1\n\
             [workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
             [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
             [api]\nhost = \"deepseek/deepseek-chat\"\n"
        );
        let answer = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().answer().unwrap();
        answer.warnings.into_iter().map(|warning| warning.message).collect::<Vec<_>>().join("\n")
    };
    assert!(asked("2026-11-24").contains("ended on 2026-07-24, before the study begins: it is not for sale"));
    assert!(asked("2026-06-01").contains("retires on 2026-07-24, within the study period"));
}
