//! Dated facts: offers, models, licences, scores, accelerators, servers, rates, rentals, sites, people.
//!
//! The shipped book is text under `pricing/`, compiled in. A user's own book has the same form and extends or replaces
//! it. A price has a history: a look-up names the date, and the newest price not after it holds.

mod batch;
mod benchmark;
mod entries;
mod hours;
mod licence;
mod offer;
mod sheet;
mod training;
mod vendor;

pub(crate) use benchmark::{Benchmark, Score};
pub use entries::Attention;
pub(crate) use entries::{Accelerator, Electricity, MeasuredRate, Model, Precision, Rental, Salary, Server};
pub(crate) use hours::TimeOfDay;
pub(crate) use licence::{Licence, LicenceCondition, check_business};
pub use offer::Offer;
pub use sheet::ContextTier;
pub(crate) use sheet::{DatedPrice, PriceTier, Prices};
pub(crate) use training::TrainingSpeed;
pub(crate) use vendor::{RegionTerms, check_region};

use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::source::{AsOf, Figure, Source, Text, nearest};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeSet;

/// An entry of the catalog: it has a name of its own.
pub(crate) trait Entry: Sized {
    /// What the entry is, for messages.
    const WHAT: &'static str;
    /// The table in the file.
    const TABLE: &'static str;
    fn id(&self) -> &str;
    /// What of it can be wrong beyond its types.
    fn check(&self, path: &FieldPath) -> Result<(), Error>;
}

/// The book of facts.
///
/// ```
/// use breakeven::Catalog;
///
/// let mut catalog = Catalog::builtin()?;
/// // A price of one's own: a new entry, or a new dated price of a known one in place of the entry.
/// catalog.extend(Catalog::parse(
///     r#"
///     [[offer]]
///     id = "acme/llama-3.3-70b"
///     name = "Llama 3.3 70B at Acme"
///     provider = "Acme"
///     family = "hosted_open_weights"
///     model = "llama-3.3-70b"
///     context_window_tokens = 131072
///     source = "quote 4711"
///     as_of = "2026-11-20"
///     [[offer.price]]
///     as_of = "2026-11-20"
///     source = "quote 4711"
///     input_usd_per_mtok = 0.2
///     output_usd_per_mtok = 0.4
///     "#,
/// )?);
/// assert!(catalog.offer_ids().any(|id| id == "acme/llama-3.3-70b"));
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Catalog {
    #[serde(rename = "offer")]
    pub(crate) offers: Vec<Offer>,
    #[serde(rename = "precision")]
    pub(crate) precisions: Vec<Precision>,
    #[serde(rename = "model")]
    pub(crate) models: Vec<Model>,
    #[serde(rename = "accelerator")]
    pub(crate) accelerators: Vec<Accelerator>,
    #[serde(rename = "server")]
    pub(crate) servers: Vec<Server>,
    #[serde(rename = "rate")]
    pub(crate) rates: Vec<MeasuredRate>,
    #[serde(rename = "rental")]
    pub(crate) rentals: Vec<Rental>,
    #[serde(rename = "electricity")]
    pub(crate) electricity: Vec<Electricity>,
    #[serde(rename = "salary")]
    pub(crate) salaries: Vec<Salary>,
    #[serde(rename = "licence")]
    pub(crate) licences: Vec<Licence>,
    #[serde(rename = "benchmark")]
    pub(crate) benchmarks: Vec<Benchmark>,
    #[serde(rename = "training_speed")]
    pub(crate) training_speeds: Vec<TrainingSpeed>,
}

/// The salary that holds where a scenario gives none.
pub(crate) const DEFAULT_SALARY: &str = "platform-engineer-us";

/// The files of the shipped book.
const FILES: [(&str, &str); 11] = [
    ("accelerators.toml", include_str!("../../pricing/accelerators.toml")),
    ("benchmarks.toml", include_str!("../../pricing/benchmarks.toml")),
    ("licences.toml", include_str!("../../pricing/licences.toml")),
    ("models.toml", include_str!("../../pricing/models.toml")),
    ("offers.toml", include_str!("../../pricing/offers.toml")),
    ("people.toml", include_str!("../../pricing/people.toml")),
    ("rates.toml", include_str!("../../pricing/rates.toml")),
    ("rentals.toml", include_str!("../../pricing/rentals.toml")),
    ("servers.toml", include_str!("../../pricing/servers.toml")),
    ("sites.toml", include_str!("../../pricing/sites.toml")),
    ("training.toml", include_str!("../../pricing/training.toml")),
];

impl Catalog {
    /// The shipped price book.
    ///
    /// # Errors
    /// None that a released crate can have: the book is a constant, and the tests read it.
    pub fn builtin() -> Result<Self, Error> {
        let mut all = Self::default();
        for (_, text) in FILES {
            all.extend(Self::parse(text)?);
        }
        Ok(all)
    }

    /// Reads a book in TOML, or in JSON when the first character is `{`.
    ///
    /// # Errors
    /// With path, line and column: unknown keys, wrong types, numbers out of range, entries that stand twice, prices
    /// out of order.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = Text::new(text)?;
        let catalog: Self = text.read()?;
        let checked = Self::checked(&catalog.offers)
            .and_then(|()| Self::checked(&catalog.precisions))
            .and_then(|()| Self::checked(&catalog.models))
            .and_then(|()| Self::checked(&catalog.accelerators))
            .and_then(|()| Self::checked(&catalog.servers))
            .and_then(|()| Self::checked(&catalog.rates))
            .and_then(|()| Self::checked(&catalog.rentals))
            .and_then(|()| Self::checked(&catalog.electricity))
            .and_then(|()| Self::checked(&catalog.salaries))
            .and_then(|()| Self::checked(&catalog.licences))
            .and_then(|()| Self::checked(&catalog.benchmarks))
            .and_then(|()| Self::checked(&catalog.training_speeds));
        checked.map_err(|error| {
            let place = error.path().and_then(|path| text.locate(path));
            error.with_position(place)
        })?;
        Ok(catalog)
    }

    fn checked<T: Entry>(entries: &[T]) -> Result<(), Error> {
        let mut ids = BTreeSet::new();
        for (at, entry) in entries.iter().enumerate() {
            let path = FieldPath::new(format!("{}.{at}", T::TABLE));
            if !ids.insert(entry.id()) {
                let what = format!("the id {} is taken by an entry before", entry.id());
                let instead = "give each entry an id of its own".to_owned();
                return Err(Error::at(path.join("id"), ErrorKind::Contradiction { what, instead }));
            }
            entry.check(&path)?;
        }
        Ok(())
    }

    /// Adds the entries of another book; where both have an entry, the other's holds.
    pub fn extend(&mut self, other: Self) {
        merge(&mut self.offers, other.offers);
        merge(&mut self.precisions, other.precisions);
        merge(&mut self.models, other.models);
        merge(&mut self.accelerators, other.accelerators);
        merge(&mut self.servers, other.servers);
        merge(&mut self.rates, other.rates);
        merge(&mut self.rentals, other.rentals);
        merge(&mut self.electricity, other.electricity);
        merge(&mut self.salaries, other.salaries);
        merge(&mut self.licences, other.licences);
        merge(&mut self.benchmarks, other.benchmarks);
        merge(&mut self.training_speeds, other.training_speeds);
    }

    /// The ids of the offers.
    pub fn offer_ids(&self) -> impl Iterator<Item = &str> {
        self.offers.iter().map(Entry::id)
    }

    /// The ids of the open-weight models.
    pub fn model_ids(&self) -> impl Iterator<Item = &str> {
        self.models.iter().map(Entry::id)
    }

    /// An offer by its id.
    #[must_use]
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }
}

fn merge<T: Entry>(into: &mut Vec<T>, entries: Vec<T>) {
    for entry in entries {
        match into.iter_mut().find(|known| known.id() == entry.id()) {
            Some(known) => *known = entry,
            None => into.push(entry),
        }
    }
}

/// The entry of an id, or an error that names the nearest one.
pub(crate) fn look_up<'a, T: Entry>(entries: &'a [T], id: &str, path: &FieldPath) -> Result<&'a T, Error> {
    entries.iter().find(|entry| entry.id() == id).ok_or_else(|| {
        let suggestion = nearest(id, entries.iter().map(Entry::id));
        Error::at(path.clone(), ErrorKind::NotFound { what: T::WHAT, name: id.to_owned(), suggestion })
    })
}

/// The value of a fact: one number, whatever a scenario makes of it.
pub(crate) fn fact(path: &FieldPath, figure: Figure) -> Result<Decimal, Error> {
    if figure.range().is_none() {
        return Ok(figure.value());
    }
    let what = "a range in the price book, where a fact has one value".to_owned();
    let instead = "write one number; a range stands in a scenario".to_owned();
    Err(Error::at(path.clone(), ErrorKind::Contradiction { what, instead }))
}

/// A fact that is in the range of its parameter.
pub(crate) fn check_fact(parameter: Parameter, path: &FieldPath, figure: Figure) -> Result<(), Error> {
    parameter.check(path, fact(path, figure)?).map(|_| ())
}

/// Something that holds from a date on.
pub(crate) trait Dated {
    fn as_of(&self) -> &str;
    fn document(&self) -> &str;

    fn source(&self) -> Result<Source, Error> {
        Ok(Source { document: self.document().to_owned(), as_of: self.as_of().parse()? })
    }
}

/// The newest of some dated facts that is not after a date.
pub(crate) fn newest<T: Dated>(facts: &[T], on: AsOf) -> Option<&T> {
    let holds = |fact: &&T| fact.as_of().parse::<AsOf>().is_ok_and(|as_of| as_of <= on);
    facts.iter().rfind(holds)
}

/// The dates are dates, and ascend.
pub(crate) fn check_dates<T: Dated>(facts: &[T], path: &FieldPath) -> Result<(), Error> {
    let mut last: Option<AsOf> = None;
    for (at, fact) in facts.iter().enumerate() {
        let place = path.join(&at.to_string()).join("as_of");
        let as_of = fact.as_of().parse::<AsOf>().map_err(|error| error.with_path(place.clone()))?;
        if last.is_some_and(|last| as_of <= last) {
            return Err(Error::at(
                place,
                ErrorKind::Contradiction {
                    what: format!("{as_of} is not after the price before it"),
                    instead: "write prices from the oldest to the newest".to_owned(),
                },
            ));
        }
        last = Some(as_of);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
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
            assert!(sorted(book.training_speeds.iter().map(Entry::id)), "{file}");
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
        let on = |date: &str| {
            newest(&server.price, date.parse().unwrap()).map(|price| price.price_usd.to_string())
        };
        // the book has 277,897.75 of 2026-01-15 and 370,000 of 2026-10
        assert_eq!(on("2026-11-24").as_deref(), Some("370000"));
        assert_eq!(on("2026-09-30").as_deref(), Some("277897.75"));
        assert_eq!(on("2025-12-31"), None);
    }
}
