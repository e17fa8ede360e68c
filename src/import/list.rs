//! What comes of somebody else's list of prices: offers, notes on what they do not carry, and rows that are refused.

use crate::catalog::{Catalog, Offer};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::nearest;
use std::collections::HashMap;
use std::fmt;

/// Somebody else's list of prices. Each of its rows is an offer, another name of one, or refused with a reason.
#[derive(Clone, Debug, Default)]
pub struct PriceList {
    offers: Vec<Offer>,
    notes: Vec<Note>,
    refused: Vec<Refused>,
    /// Names and other names, each with its place among the offers.
    index: HashMap<String, usize>,
}

/// What an imported offer does not say, or says in a way that a reader should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// The row of the list.
    pub row: String,
    /// What is to be known.
    pub kind: NoteKind,
}

/// What is to be known of an imported offer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoteKind {
    /// A price or a fact that the offer does not carry: audio, images, searches, a date that is none.
    NotTaken {
        /// The key in the list.
        key: String,
    },
    /// The row has no price per token: the offer is known, and asking for its price is an error.
    NoTokenPrice,
    /// Input and output are listed at 0: free of charge, paid for otherwise, or not known. The price is taken as 0.
    ListedAtZero,
    /// Writes to the cache are listed at 0 beside an input that is not: they are billed as input.
    WritesAreInput,
    /// A price has more digits than a price has: it was calculated in binary floats. It is taken as it stands.
    LongNumber {
        /// The key in the list.
        key: String,
    },
    /// Prices under a condition that a sheet cannot say: the offer has the others, and those of long prompts or of some hours are not in it.
    OverridesNotTaken,
    /// A tier of service is listed without the price of long prompts that the standard tier has, and none follows from its other
    /// prices: batch is billed at its one price, the others at the standard price of long prompts.
    NoTierOfLongPrompts {
        /// The tier of service.
        service_tier: String,
    },
}

/// A row that is not taken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refused {
    /// The row of the list.
    pub row: String,
    /// Why.
    pub reason: Refusal,
}

/// Why a row is not taken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// It shows the form of the others and is no model.
    Template,
    /// It is no table.
    NoTable,
    /// It sells something else than tokens of text: images, speech, embeddings.
    OtherMode {
        /// What the list calls it.
        mode: String,
    },
    /// It is nothing that this list is known to hold.
    Unknown,
    /// It has a price of some tokens and none of others, so that a bill would leave out a part.
    PartlyPriced {
        /// The price that is missing.
        missing: &'static str,
    },
    /// Its price depends on what a request is routed to.
    VariablePrice,
    /// It is the other name of a row that is not there, or is refused itself.
    AliasOf {
        /// The name of that row.
        target: String,
    },
    /// A name that a row before it has.
    Twice,
    /// A value that is no number, or that has more digits than can be kept.
    NoNumber {
        /// The key.
        key: String,
        /// What stands there.
        found: String,
    },
    /// Two prices of the same tokens.
    TwoPrices {
        /// The key of the second.
        key: String,
    },
    /// Something that a sheet of prices cannot say: hours in a time zone that changes its clocks, a condition of another kind.
    NotExpressible {
        /// The key.
        key: String,
        /// What stands there.
        found: String,
    },
    /// A price that is out of its range, or tiers that do not ascend.
    Invalid(Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template => f.write_str("it shows the form of the others and is no model"),
            Self::NoTable => f.write_str("it is no table of prices"),
            Self::OtherMode { mode } => write!(f, "it sells no tokens of text, but {mode}"),
            Self::Unknown => f.write_str("it has no prices and no kind that is known"),
            Self::PartlyPriced { missing } => {
                write!(f, "it has no price of {missing} tokens beside that of the others")
            }
            Self::VariablePrice => f.write_str("its price depends on what a request is routed to"),
            Self::AliasOf { target } => write!(f, "it is another name of `{target}`, which is not taken"),
            Self::Twice => f.write_str("a row before it has its name"),
            Self::NoNumber { key, found } => {
                write!(f, "{key}: {found} is no number that can be kept exactly")
            }
            Self::TwoPrices { key } => write!(f, "{key}: another price of the same tokens stands before it"),
            Self::NotExpressible { key, found } => {
                write!(f, "{key}: {found} cannot be said in a sheet of prices")
            }
            Self::Invalid(error) => error.fmt(f),
        }
    }
}

impl PriceList {
    /// The offers, in the order of the list.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// What is to be known of them.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The rows that are not taken.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// The offer of a name that the list has for it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] with the nearest name; [`ErrorKind::Contradiction`] with the reason where the row is refused.
    pub fn offer(&self, name: &str) -> Result<&Offer, Error> {
        if let Some(offer) = self.index.get(name).and_then(|at| self.offers.get(*at)) {
            return Ok(offer);
        }
        let path = FieldPath::new("model");
        if let Some(refused) = self.refused.iter().find(|refused| refused.row == name) {
            let what = format!("`{name}` is in the list and not taken: {}", refused.reason);
            let instead = "name another model of the list".to_owned();
            return Err(Error::at(path, ErrorKind::Contradiction { what, instead }));
        }
        let suggestion = nearest(name, self.index.keys().map(String::as_str));
        Err(Error::at(
            path,
            ErrorKind::NotFound { what: "model of the list", name: name.to_owned(), suggestion },
        ))
    }

    /// The offers as a book that extends, or is extended by, another one.
    #[must_use]
    pub fn into_catalog(self) -> Catalog {
        Catalog { offers: self.offers, ..Catalog::default() }
    }

    pub(super) fn take(&mut self, offer: Offer, notes: impl IntoIterator<Item = NoteKind>) {
        let row = offer.id.clone();
        if self.index.contains_key(&row) {
            return self.refuse(row, Refusal::Twice);
        }
        self.notes.extend(notes.into_iter().map(|kind| Note { row: row.clone(), kind }));
        self.index.insert(row, self.offers.len());
        self.offers.push(offer);
    }

    /// Another name for an offer that is there.
    pub(super) fn take_alias(&mut self, alias: String, target: &str) {
        if self.index.contains_key(&alias) {
            return self.refuse(alias, Refusal::Twice);
        }
        match self.index.get(target).copied().and_then(|at| Some((at, self.offers.get_mut(at)?))) {
            None => self.refuse(alias, Refusal::AliasOf { target: target.to_owned() }),
            Some((at, offer)) => {
                offer.aliases.push(alias.clone());
                self.index.insert(alias, at);
            }
        }
    }

    pub(super) fn refuse(&mut self, row: String, reason: Refusal) {
        self.refused.push(Refused { row, reason });
    }
}
