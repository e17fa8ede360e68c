//! What holds of the shipped book.

use super::*;

#[test]
fn shipped_book_is_sorted_and_every_entry_says_where_it_is_from() {
    fn sorted<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
        ids.map(str::to_owned).collect::<Vec<_>>().is_sorted()
    }
    for (file, text) in FILES {
        let book = Catalog::parse(text).unwrap_or_else(|error| panic!("{file}:{error}"));
        assert!(sorted(book.offer_ids()) && sorted(book.model_ids()), "{file}");
        assert!(sorted(book.rates.iter().map(Entry::id)), "{file}");
        assert!(sorted(book.rentals.iter().map(Entry::id)), "{file}");
        assert!(sorted(book.servers.iter().map(Entry::id)), "{file}");
        assert!(sorted(book.licences.iter().map(Entry::id)), "{file}");
        assert!(sorted(book.benchmarks.iter().map(Entry::id)), "{file}");
        assert!(sorted(book.bonuses.iter().map(Entry::id)), "{file}");
        assert!(sorted(book.expensing_limits.iter().map(Entry::id)), "{file}");
    }
    let book = Catalog::builtin().unwrap();
    for offer in &book.offers {
        assert!(!offer.price.is_empty(), "{}", offer.id);
        for price in &offer.price {
            assert!(price.document().len() > 10, "{}", offer.id);
        }
    }
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
