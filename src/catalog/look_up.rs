//! Finding an entry by a name, and the figure of it that holds on a date.

use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::source::{AsOf, Figure, Source, nearest};
use rust_decimal::Decimal;

/// An entry of the catalog: it has a name of its own.
pub(crate) trait Entry: Sized {
    /// What the entry is, for messages.
    const WHAT: &'static str;
    /// The table in the file.
    const TABLE: &'static str;
    fn id(&self) -> &str;
    /// Other names by which it is found.
    fn aliases(&self) -> &[String] {
        &[]
    }
    /// What of it has a date.
    fn figures(&self) -> Vec<&dyn Dated>;
    /// What of it can be wrong beyond its types.
    fn check(&self, path: &FieldPath) -> Result<(), Error>;
}

/// Something that holds from a date on.
pub(crate) trait Dated {
    fn as_of(&self) -> &str;
    fn document(&self) -> &str;

    /// The day from which it holds: that of its document, or a later one that the document announces.
    fn holds_from(&self) -> &str {
        self.as_of()
    }

    fn source(&self) -> Result<Source, Error> {
        Ok(Source { document: self.document().to_owned(), as_of: self.as_of().parse()? })
    }
}

/// Some dated facts, whatever they are.
pub(crate) fn all<T: Dated>(facts: &[T]) -> impl Iterator<Item = &dyn Dated> {
    facts.iter().map(|fact| fact as &dyn Dated)
}

/// The entry of an id, else of an alias.
pub(crate) fn find<'a, T: Entry>(entries: &'a [T], name: &str) -> Option<&'a T> {
    let alias = |entry: &&T| entry.aliases().iter().any(|alias| alias == name);
    entries.iter().find(|entry| entry.id() == name).or_else(|| entries.iter().find(alias))
}

/// The entry of an id or an alias, or an error that names the nearest one.
pub(crate) fn look_up<'a, T: Entry>(entries: &'a [T], name: &str, path: &FieldPath) -> Result<&'a T, Error> {
    find(entries, name).ok_or_else(|| {
        let aliases = entries.iter().flat_map(|entry| entry.aliases().iter().map(String::as_str));
        let suggestion = nearest(name, entries.iter().map(Entry::id).chain(aliases));
        Error::at(path.clone(), ErrorKind::NotFound { what: T::WHAT, name: name.to_owned(), suggestion })
    })
}

/// The newest of some dated facts that holds on a date.
pub(crate) fn newest<T: Dated>(facts: &[T], on: AsOf) -> Option<&T> {
    let holds = |fact: &&T| fact.holds_from().parse::<AsOf>().is_ok_and(|from| from <= on);
    facts.iter().rfind(holds)
}

/// The date is a date.
pub(super) fn date(entry: &impl Dated, path: &FieldPath) -> Result<(), Error> {
    entry.as_of().parse::<AsOf>().map(|_| ()).map_err(|error| error.with_path(path.join("as_of")))
}

/// The newest of some dated facts that its document had said by one date and that holds on another.
pub(crate) fn known<T: Dated>(facts: &[T], by: AsOf, on: AsOf) -> Option<&T> {
    let is_known = |fact: &&T| {
        let dates = (fact.as_of().parse::<AsOf>(), fact.holds_from().parse::<AsOf>());
        matches!(dates, (Ok(as_of), Ok(from)) if as_of <= by && from <= on)
    };
    facts.iter().rfind(is_known)
}

/// The dates are dates, and ascend.
pub(crate) fn check_dates<T: Dated>(facts: &[T], path: &FieldPath) -> Result<(), Error> {
    let mut last: Option<AsOf> = None;
    for (at, fact) in facts.iter().enumerate() {
        let place = path.join(&at.to_string()).join("as_of");
        let as_of = fact.as_of().parse::<AsOf>().map_err(|error| error.with_path(place.clone()))?;
        let from = fact.holds_from().parse::<AsOf>();
        let from = from.map_err(|error| error.with_path(path.join(&at.to_string()).join("holds_from")))?;
        if from < as_of {
            return Err(Error::at(
                path.join(&at.to_string()).join("holds_from"),
                ErrorKind::Contradiction {
                    what: format!("{from} is before {as_of}, the date of its document"),
                    instead: "leave it out: a price holds from the date of its document on".to_owned(),
                },
            ));
        }
        if last.is_some_and(|last| from <= last) {
            return Err(Error::at(
                place,
                ErrorKind::Contradiction {
                    what: format!("{from} is not after the price before it"),
                    instead: "write prices from the oldest to the newest".to_owned(),
                },
            ));
        }
        last = Some(from);
    }
    Ok(())
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

/// A fact of which nothing makes no sense.
pub(super) fn positive(path: &FieldPath, figure: Figure) -> Result<(), Error> {
    if fact(path, figure)? > Decimal::ZERO {
        return Ok(());
    }
    Err(Error::at(
        path.clone(),
        ErrorKind::Contradiction {
            what: format!("{figure} is not above 0"),
            instead: "write the figure of the source".to_owned(),
        },
    ))
}
