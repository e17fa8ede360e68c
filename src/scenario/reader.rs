//! The one choke point: every number of the model passes through [`Reader::read`].

use super::provenance::{Origin, Provenance, Warning, WarningCode};
use super::ranged::RangedValue;
use super::resolved::{Address, Place};
use crate::catalog::{Catalog, Dated};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Instance, Parameter};
use crate::source::{AsOf, Figure, Source};
use rust_decimal::Decimal;

/// Prices older than this are flagged.
const STALE_AFTER_DAYS: i64 = 365;

/// What the catalog says.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) value: Decimal,
    pub(super) source: Source,
}

impl Fact {
    pub(super) fn new(figure: Figure, entry: &impl Dated) -> Result<Self, Error> {
        Ok(Self { value: figure.value(), source: entry.source()? })
    }
}

/// What holds where neither the scenario nor the catalog says anything. Unknown is an error, never a silent zero.
#[derive(Clone, Debug)]
pub(super) enum Otherwise {
    /// A stated default, with its reason.
    Default(Decimal, &'static str),
    /// Another number of the model, whose path is given.
    Same(Decimal, FieldPath),
    /// It has to be given: what to write.
    Required(&'static str),
}

/// Reads numbers, checks their ranges and keeps the record of where each is from.
pub(super) struct Reader<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) on: AsOf,
    /// The alternative that is being read; `None` while the shared numbers are.
    pub(super) alternative: Option<usize>,
    /// Off for offers that are only looked at.
    pub(super) recording: bool,
    pub(super) provenance: Vec<Provenance>,
    pub(super) addresses: Vec<Address>,
    pub(super) ranges: Vec<RangedValue>,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(catalog: &'a Catalog, on: AsOf) -> Self {
        Self {
            catalog,
            on,
            alternative: None,
            recording: true,
            provenance: Vec::new(),
            addresses: Vec::new(),
            ranges: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// A number that stands once.
    pub(super) fn read(
        &mut self,
        parameter: Parameter,
        instance: &Instance,
        given: Option<Figure>,
        fact: Option<Fact>,
        otherwise: Otherwise,
    ) -> Result<Decimal, Error> {
        self.read_at(parameter, instance.path(parameter), Place::Single, given, fact, otherwise)
    }

    /// A number at a path and a place of its own.
    pub(super) fn read_at(
        &mut self,
        parameter: Parameter,
        path: FieldPath,
        place: Place,
        given: Option<Figure>,
        fact: Option<Fact>,
        otherwise: Otherwise,
    ) -> Result<Decimal, Error> {
        let mut entry = Provenance {
            path: path.clone(),
            value: String::new(),
            origin: Origin::Given,
            source: None,
            as_of: None,
            derived_from: Vec::new(),
        };
        let mut follows = None;
        let value = match (given, fact, otherwise) {
            (Some(figure), _, _) => {
                self.read_range(parameter, &path, figure)?;
                figure.value()
            }
            (None, Some(Fact { value, source }), _) => {
                entry.origin = Origin::Catalog;
                self.warn_of_date(parameter, &path, &source);
                entry.source = Some(source.document);
                entry.as_of = Some(source.as_of);
                value
            }
            (None, None, Otherwise::Default(value, reason)) => {
                entry.origin = Origin::Default;
                entry.source = Some(reason.to_owned());
                value
            }
            (None, None, Otherwise::Same(value, other)) => {
                entry.origin = Origin::Derived;
                follows = Some(other.clone());
                entry.derived_from = vec![other];
                value
            }
            (None, None, Otherwise::Required(instead)) => {
                return Err(Error::at(path, ErrorKind::Missing { instead: instead.to_owned() }));
            }
        };
        let value = parameter.check(&path, value)?;
        entry.value = value.normalize().to_string();
        self.record(entry);
        if self.recording && !parameter.is_structural() {
            self.addresses.push(Address {
                path,
                parameter,
                alternative: self.alternative,
                place,
                part: None,
                escalated: false,
                moved_from: false,
                follows,
            });
        }
        Ok(value)
    }

    /// Checks the ends of a number that is given as a range, and keeps them.
    fn read_range(&mut self, parameter: Parameter, path: &FieldPath, figure: Figure) -> Result<(), Error> {
        let Some((low, high)) = figure.range() else { return Ok(()) };
        if parameter.is_structural() {
            let what = "a range of a number that cannot be moved alone".to_owned();
            return Err(contradiction(
                path.clone(),
                what,
                "write one number, and a scenario for each other value",
            ));
        }
        parameter.check(&path.join("low"), low)?;
        parameter.check(&path.join("high"), high)?;
        self.keep_range(RangedValue { path: path.clone(), low, base: figure.value(), high });
        Ok(())
    }

    /// Keeps a range, unless its path has one.
    pub(super) fn keep_range(&mut self, value: RangedValue) {
        if self.recording && self.ranges.iter().all(|known| known.path != value.path) {
            self.ranges.push(value);
        }
    }

    /// Keeps an entry, unless its path has one.
    pub(super) fn record(&mut self, entry: Provenance) {
        if self.recording && self.provenance.iter().all(|known| known.path != entry.path) {
            self.provenance.push(entry);
        }
    }

    /// Records a name or a number that is no parameter.
    pub(super) fn note(&mut self, path: FieldPath, value: String, source: Option<Source>) {
        let origin = if source.is_some() { Origin::Catalog } else { Origin::Given };
        let (source, as_of) =
            source.map_or((None, None), |source| (Some(source.document), Some(source.as_of)));
        self.record(Provenance { path, value, origin, source, as_of, derived_from: Vec::new() });
    }

    /// Records where a number of the scenario is from, as the scenario says itself.
    pub(super) fn cite(&mut self, path: &FieldPath, document: Option<&String>, as_of: Option<AsOf>) {
        for entry in
            self.provenance.iter_mut().filter(|entry| entry.origin == Origin::Given && entry.path == *path)
        {
            entry.source = document.cloned();
            entry.as_of = as_of;
        }
    }

    pub(super) fn warn(&mut self, code: WarningCode, path: &FieldPath, message: String) {
        if self.recording {
            self.warnings.push(Warning { code, message, path: Some(path.clone()) });
        }
    }

    /// Prices age; a fact of nature or of a data sheet does not. What was not known yet on the date is said.
    fn warn_of_date(&mut self, parameter: Parameter, path: &FieldPath, source: &Source) {
        let age =
            self.on.first_day().since(source.as_of.first_day()).map_or(0, |span| i64::from(span.get_days()));
        if source.as_of > self.on {
            let message =
                format!("the figure is of {}, after {}: nobody knew it then", source.as_of, self.on);
            self.warn(WarningCode::LaterFact, path, message);
        }
        if parameter.unit().starts_with("USD") && age > STALE_AFTER_DAYS {
            let message = format!("the price is of {}, {age} days before {}", source.as_of, self.on);
            self.warn(WarningCode::StalePrice, path, message);
        }
    }

    /// What to write where a choice of words is not among those there are.
    pub(super) fn one_of<T: Copy>(path: FieldPath, word: &str, known: &[(&str, T)]) -> Result<T, Error> {
        known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<String> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
            Error::at(path, ErrorKind::WrongType { found: format!("`{word}`"), expected: either(&names) })
        })
    }
}

/// A value that contradicts another one.
pub(super) fn contradiction(path: FieldPath, what: String, instead: &str) -> Error {
    Error::at(path, ErrorKind::Contradiction { what, instead: instead.to_owned() })
}

/// "a, b or c".
fn either(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.join(""),
    }
}
