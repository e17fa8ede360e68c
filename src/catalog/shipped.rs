//! What holds of the shipped book.

use super::*;
use crate::source::{AsOf, Figure};

#[test]
fn shipped_files_are_read_with_every_check_and_give_what_builtin_gives() {
    let mut all = Catalog::default();
    for (file, text) in FILES {
        all.extend(Catalog::parse(text).unwrap_or_else(|error| panic!("{file}:{error}")));
    }
    assert_eq!(all, Catalog::builtin().unwrap());
    // Names are unique in the whole book, and not in one file alone.
    all.check().unwrap();
}

#[test]
fn shipped_entries_are_sorted_and_say_where_and_when_they_are_from() {
    let book = Catalog::builtin().unwrap();
    let entries = book.entries();
    for pair in entries.windows(2) {
        assert!(pair[0].table != pair[1].table || pair[0].id < pair[1].id, "{} {}", pair[0].id, pair[1].id);
    }
    // The oldest law of the book, and the day after the last research.
    let (first, last): (AsOf, AsOf) = ("2005".parse().unwrap(), "2026-11-25".parse().unwrap());
    for entry in entries {
        let place = (entry.table, entry.id);
        assert!(!entry.sources.is_empty(), "{place:?}");
        for source in &entry.sources {
            assert!(source.document.len() > 10 && !source.document.contains("find_string"), "{place:?}");
            assert!(first < source.as_of && source.as_of <= last, "{place:?} {}", source.as_of);
        }
    }
}

/// Bands that a plausible figure is in, from what is on sale: a slip of the unit is a factor of 1,000.
#[test]
fn shipped_figures_are_in_plausible_bands() {
    let book = Catalog::builtin().unwrap();
    let within = |what: &str, figure: Figure, low: &str, high: &str| {
        let (low, high): (Figure, Figure) = (low.parse().unwrap(), high.parse().unwrap());
        assert!(low <= figure && figure <= high, "{what}: {figure}");
    };
    for offer in &book.offers {
        for price in &offer.price {
            let id = format!("{} {}", offer.id, price.as_of);
            // DeepInfra's smallest model to OpenAI's o1-pro
            within(&id, price.input_usd_per_mtok, "0.01", "150");
            within(&id, price.output_usd_per_mtok, "0.02", "600");
            assert!(price.input_usd_per_mtok <= price.output_usd_per_mtok, "{id}");
            let cached = price.cached_input_usd_per_mtok;
            assert!(cached.is_none_or(|cached| cached <= price.input_usd_per_mtok), "{id}");
        }
        within(&offer.id, offer.context_window_tokens.unwrap().into(), "4096", "10485760");
    }
    for server in &book.servers {
        let each = u64::from(server.accelerators);
        within(&server.id, server.active_watts, &(50 * each).to_string(), &(2_000 * each).to_string());
        for price in &server.price {
            within(&server.id, price.price_usd, &(2_000 * each).to_string(), &(80_000 * each).to_string());
        }
    }
    for (rental, price) in book.rentals.iter().flat_map(|one| one.price.iter().map(move |price| (one, price)))
    {
        within(&rental.id, price.usd_per_gpu_hour, "0.1", "20");
    }
    for accelerator in &book.accelerators {
        within(&accelerator.id, accelerator.memory_gibibytes, "16", "288");
    }
    for model in &book.models {
        within(&model.id, model.parameters_billion, "1", "3000");
        within(&model.id, model.layers.into(), "16", "128");
        assert!(
            model.active_parameters_billion.is_none_or(|active| active < model.parameters_billion),
            "{}",
            model.id
        );
    }
    for rate in &book.rates {
        if let Some(split) = rate.split {
            within(&rate.id, split.prefill_tokens_per_second, "1000", "500000");
            within(&rate.id, split.decode_tokens_per_second, "100", "50000");
            assert!(split.decode_tokens_per_second < split.prefill_tokens_per_second, "{}", rate.id);
        }
        if let Some(combined) = rate.combined {
            within(&rate.id, combined.tokens_per_second, "100", "200000");
        }
        // The id says what was measured: model/precision/NxACCELERATOR/how
        let expected =
            format!("{}/{}/{}x{}/", rate.model, rate.precision, rate.accelerators, rate.accelerator);
        assert!(rate.id.starts_with(&expected), "{} {expected}", rate.id);
    }
    for (table, ids, low, high) in [
        ("electricity", singles(&book.electricity), "0.03", "0.4"),
        ("pue", singles(&book.power_usage), "1.05", "2"),
        ("colocation", singles(&book.colocation), "50", "400"),
        ("salary", singles(&book.salaries), "60000", "400000"),
        ("useful_life", singles(&book.useful_lives), "24", "96"),
        ("support", singles(&book.support), "0.02", "0.3"),
        ("software", singles(&book.software), "500", "10000"),
    ] {
        for (id, figure) in ids {
            within(&format!("{table} {id}"), figure, low, high);
        }
    }
    for curve in &book.resale {
        for point in &curve.points {
            within(&curve.id, point.fraction, "0.02", "2.5");
        }
    }
}

fn singles<S: Single>(entries: &[S]) -> Vec<(String, Figure)> {
    let all = |entry: &S| -> Vec<(String, Figure)> {
        entry.history().iter().map(|dated| (entry.id().to_owned(), S::figure(dated))).collect()
    };
    entries.iter().flat_map(all).collect()
}

#[test]
fn references_between_the_files_of_the_shipped_book_resolve() {
    let book = Catalog::builtin().unwrap();
    let here = FieldPath::new("test");
    for offer in &book.offers {
        if let Some(model) = &offer.model {
            look_up(&book.models, model, &here).unwrap();
        }
        if let Some(successor) =
            offer.retirement.as_ref().and_then(|retirement| retirement.successor.as_ref())
        {
            look_up(&book.offers, successor, &here).unwrap();
        }
        if let Some(terms) = &offer.terms_of_service {
            look_up(&book.licences, terms, &here).unwrap();
        }
    }
    for model in &book.models {
        look_up(&book.licences, &model.licence, &here).unwrap();
    }
    for score in book.benchmarks.iter().flat_map(|benchmark| &benchmark.score) {
        let known = score.model.as_ref().map(|model| look_up(&book.models, model, &here).map(|_| ()));
        known
            .unwrap_or_else(|| look_up(&book.offers, score.offer.as_ref().unwrap(), &here).map(|_| ()))
            .unwrap();
    }
    for rate in &book.rates {
        look_up(&book.models, &rate.model, &here).unwrap();
        look_up(&book.precisions, &rate.precision, &here).unwrap();
        look_up(&book.accelerators, &rate.accelerator, &here).unwrap();
    }
    for accelerator in book
        .servers
        .iter()
        .map(|server| &server.accelerator)
        .chain(book.rentals.iter().map(|r| &r.accelerator))
    {
        look_up(&book.accelerators, accelerator, &here).unwrap();
    }
    assert!(book.salaries.iter().any(|salary| salary.id == DEFAULT_SALARY));
}

#[test]
fn newest_price_not_after_the_date_holds() {
    let book = Catalog::builtin().unwrap();
    let server = look_up(&book.servers, "8xh200-sxm", &FieldPath::default()).unwrap();
    let on =
        |date: &str| newest(&server.price, date.parse().unwrap()).map(|price| price.price_usd.to_string());
    // the book has 277,897.75 of 2026-01-15 and 370,000 of 2026-10
    assert_eq!(on("2026-11-24").as_deref(), Some("370000"));
    assert_eq!(on("2026-09-30").as_deref(), Some("277897.75"));
    assert_eq!(on("2025-12-31"), None);
}
