//! Dated facts: offers, models, licences, scores, hardware, rates, rentals, sites, people, lives, resale, software.
//!
//! The shipped book is text under `pricing/`, compiled in. A user's own book has the same form and extends or replaces
//! it. A price has a history: a look-up names the date, and the newest price not after it holds.

mod batch;
mod benchmark;
mod entries;
mod figures;
mod hours;
mod licence;
mod listed;
mod look_up;
mod offer;
mod owning;
mod sheet;
#[cfg(test)]
mod shipped;
mod tax;
mod training;
mod vendor;

pub(crate) use benchmark::{Benchmark, Score};
pub use entries::Attention;
pub(crate) use entries::{Accelerator, MeasuredRate, Model, Precision, Rental, Server};
pub(crate) use figures::{
    Colocation, Electricity, PowerUsage, Salary, Single, Software, Support, UsefulLife,
};
pub(crate) use hours::{TimeOfDay, Window};
pub(crate) use licence::{Licence, LicenceCondition, check_business};
pub use listed::Listed;
pub(crate) use look_up::{Dated, Entry, fact, find, known, look_up, newest};
pub use offer::Offer;
pub(crate) use offer::Retirement;
pub(crate) use owning::{ResaleCurve, Staffing};
pub use sheet::ContextTier;
pub(crate) use sheet::{DatedPrice, PriceTier, Prices};
pub(crate) use tax::BonusPeriods;
use tax::{Bonus, ExpensingLimit};
pub use tax::{BonusDepreciation, Section179};
pub(crate) use training::TrainingSpeed;
pub(crate) use vendor::{RegionTerms, check_region};

use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{Text, nearest};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The salary that holds where a scenario gives none.
pub(crate) const DEFAULT_SALARY: &str = "platform-engineer-us";

macro_rules! tables {
    ($(#[$doc:meta])* $($field:ident: $type:ident is $table:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Catalog {
            $(#[serde(rename = $table)] pub(crate) $field: Vec<$type>,)*
        }

        impl Catalog {
            fn check(&self) -> Result<(), Error> {
                $(checked(&self.$field)?;)*
                Ok(())
            }

            /// Adds the entries of another book; where both have an entry, the other's holds.
            pub fn extend(&mut self, other: Self) {
                $(merge(&mut self.$field, other.$field);)*
            }

            /// Every entry, in the order of tables and entries.
            #[must_use]
            pub fn entries(&self) -> Vec<Listed<'_>> {
                let mut entries = Vec::new();
                $(entries.extend(self.$field.iter().map(Listed::of));)*
                entries
            }

            /// The entry of a table with this id or alias.
            ///
            /// ```
            /// use breakeven::Catalog;
            ///
            /// let catalog = Catalog::builtin()?;
            /// let found = catalog.find("model", "meta-llama/Llama-3.3-70B-Instruct")?;
            /// assert_eq!(found.id, "llama-3.3-70b");
            /// let error = catalog.find("model", "llama-3.3-7b").unwrap_err();
            /// assert_eq!(error.to_string(), "no model is called `llama-3.3-7b`; did you mean `llama-3.3-70b`?");
            /// # Ok::<(), breakeven::Error>(())
            /// ```
            ///
            /// # Errors
            /// [`ErrorKind::NotFound`] with the nearest name, of the table or of the entry.
            pub fn find(&self, table: &str, name: &str) -> Result<Listed<'_>, Error> {
                match table {
                    $($table => listed::find_in(&self.$field, name),)*
                    _ => {
                        let suggestion = nearest(table, [$($table,)*].into_iter());
                        Err(ErrorKind::NotFound { what: "table", name: table.to_owned(), suggestion }.into())
                    }
                }
            }
        }
    };
}

tables! {
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
    offers: Offer is "offer";
    precisions: Precision is "precision";
    models: Model is "model";
    accelerators: Accelerator is "accelerator";
    servers: Server is "server";
    rates: MeasuredRate is "rate";
    rentals: Rental is "rental";
    electricity: Electricity is "electricity";
    power_usage: PowerUsage is "pue";
    colocation: Colocation is "colocation";
    salaries: Salary is "salary";
    staffing: Staffing is "staffing";
    useful_lives: UsefulLife is "useful_life";
    resale: ResaleCurve is "resale";
    support: Support is "support";
    software: Software is "software";
    licences: Licence is "licence";
    benchmarks: Benchmark is "benchmark";
    training_speeds: TrainingSpeed is "training_speed";
    bonuses: Bonus is "bonus_depreciation";
    expensing_limits: ExpensingLimit is "section_179";
}

/// The files of the shipped book.
const FILES: [(&str, &str); 14] = [
    ("accelerators.toml", include_str!("../../pricing/accelerators.toml")),
    ("benchmarks.toml", include_str!("../../pricing/benchmarks.toml")),
    ("licences.toml", include_str!("../../pricing/licences.toml")),
    ("models.toml", include_str!("../../pricing/models.toml")),
    ("offers.toml", include_str!("../../pricing/offers.toml")),
    ("owning.toml", include_str!("../../pricing/owning.toml")),
    ("people.toml", include_str!("../../pricing/people.toml")),
    ("rates.toml", include_str!("../../pricing/rates.toml")),
    ("rentals.toml", include_str!("../../pricing/rentals.toml")),
    ("servers.toml", include_str!("../../pricing/servers.toml")),
    ("sites.toml", include_str!("../../pricing/sites.toml")),
    ("software.toml", include_str!("../../pricing/software.toml")),
    ("tax.toml", include_str!("../../pricing/tax.toml")),
    ("training.toml", include_str!("../../pricing/training.toml")),
];

impl Catalog {
    /// The shipped price book. It is read when it is first asked for, and is the same ever after.
    ///
    /// # Errors
    /// None that a released crate can have: the book is a constant, and the tests read it.
    pub fn builtin() -> Result<Self, Error> {
        // A constant, filled late: reading it takes as long as ten questions, and property tests ask a thousand.
        static BOOK: OnceLock<Result<Catalog, Error>> = OnceLock::new();
        BOOK.get_or_init(Self::shipped).clone()
    }

    fn shipped() -> Result<Self, Error> {
        let mut all = Self::default();
        for (_, text) in FILES {
            // What `parse` does beyond this is for a text that nobody has read yet, and a third of its time.
            let book: Self = toml::from_str(text)
                .map_err(|error| ErrorKind::Syntax { message: error.message().to_owned() })?;
            all.extend(book);
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
        catalog.check().map_err(|error| {
            let place = error.path().and_then(|path| text.locate(path));
            error.with_position(place)
        })?;
        Ok(catalog)
    }

    /// The ids of the offers.
    pub fn offer_ids(&self) -> impl Iterator<Item = &str> {
        self.offers.iter().map(Entry::id)
    }

    /// The ids of the open-weight models.
    pub fn model_ids(&self) -> impl Iterator<Item = &str> {
        self.models.iter().map(Entry::id)
    }

    /// An offer by its id or an alias.
    #[must_use]
    pub fn offer(&self, name: &str) -> Option<&Offer> {
        look_up::find(&self.offers, name)
    }
}

fn checked<T: Entry>(entries: &[T]) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    for (at, entry) in entries.iter().enumerate() {
        let path = FieldPath::new(format!("{}.{at}", T::TABLE));
        if !names.insert(entry.id()) {
            let what = format!("the id {} is taken by an entry before", entry.id());
            let instead = "give each entry an id of its own".to_owned();
            return Err(Error::at(path.join("id"), ErrorKind::Contradiction { what, instead }));
        }
        for alias in entry.aliases() {
            if !names.insert(alias) {
                let what = format!("the alias {alias} is a name of this entry or of one before");
                let instead = "give each name to one entry, once".to_owned();
                return Err(Error::at(path.join("aliases"), ErrorKind::Contradiction { what, instead }));
            }
        }
        entry.check(&path)?;
    }
    Ok(())
}

fn merge<T: Entry>(into: &mut Vec<T>, entries: Vec<T>) {
    if into.is_empty() {
        *into = entries;
        return;
    }
    for entry in entries {
        match into.iter_mut().find(|known| known.id() == entry.id()) {
            Some(known) => *known = entry,
            None => into.push(entry),
        }
    }
}
