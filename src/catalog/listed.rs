//! Every entry in one form, whatever it is: to find by name, and to see what has aged.

use super::Catalog;
use super::look_up::{Entry, find};
use crate::error::{Error, ErrorKind};
use crate::source::{AsOf, Source, nearest};

/// An entry of the catalog: where it stands, its names, and where its figures are from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed<'a> {
    /// The table in which it stands: `offer`, `model`, `rate`, `rental`, ...
    pub table: &'static str,
    /// Its id, by which a scenario names it.
    pub id: &'a str,
    /// Other names by which it is found.
    pub aliases: &'a [String],
    /// Document and date of each figure, the newest last.
    pub sources: Vec<Source>,
}

impl<'a> Listed<'a> {
    pub(super) fn of<T: Entry>(entry: &'a T) -> Self {
        // A book whose dates are no dates is not read.
        let mut sources: Vec<Source> =
            entry.figures().into_iter().filter_map(|figure| figure.source().ok()).collect();
        sources.sort_by_key(|source| source.as_of);
        Self { table: T::TABLE, id: entry.id(), aliases: entry.aliases(), sources }
    }

    /// The date of its newest figure.
    #[must_use]
    pub fn as_of(&self) -> Option<AsOf> {
        self.sources.last().map(|source| source.as_of)
    }
}

/// Finds an entry in a table, by its id or an alias.
pub(super) fn find_in<'a, T: Entry>(entries: &'a [T], name: &str) -> Result<Listed<'a>, Error> {
    find(entries, name).map(Listed::of).ok_or_else(|| {
        let aliases = entries.iter().flat_map(|entry| entry.aliases().iter().map(String::as_str));
        let suggestion = nearest(name, entries.iter().map(Entry::id).chain(aliases));
        ErrorKind::NotFound { what: T::WHAT, name: name.to_owned(), suggestion }.into()
    })
}

impl Catalog {
    /// The entries of which no figure is as new as a date, in the order of tables and entries.
    ///
    /// ```
    /// use breakeven::Catalog;
    ///
    /// let catalog = Catalog::builtin()?;
    /// // The power of a DGX A100 is that of its data sheet of 2021, and the server has no price.
    /// let aged = catalog.stale("2022".parse()?);
    /// assert!(aged.iter().any(|entry| (entry.table, entry.id) == ("server", "8xa100-sxm")));
    /// // Prices of November 2026 have not aged by then.
    /// assert!(aged.iter().all(|entry| (entry.table, entry.id) != ("offer", "openai/gpt-4o")));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    #[must_use]
    pub fn stale(&self, older_than: AsOf) -> Vec<Listed<'_>> {
        let aged = |entry: &Listed<'_>| entry.as_of().is_none_or(|as_of| as_of < older_than);
        self.entries().into_iter().filter(aged).collect()
    }
}
