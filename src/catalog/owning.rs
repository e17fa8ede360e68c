//! What comes with hardware of one's own: what it sells for used, and who runs it.

use super::look_up::{Dated, Entry, check_fact, date};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::source::Figure;
use serde::Deserialize;

/// What used hardware sells for, by age.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResaleCurve {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) points: Vec<ResaleAge>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// A point of a resale curve.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResaleAge {
    pub(crate) age_months: Figure,
    /// Of the price when new.
    pub(crate) fraction: Figure,
}

/// How many people run so much hardware.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Staffing {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) run_fte: Option<Figure>,
    pub(crate) servers_per_fte: Option<Figure>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

macro_rules! dated {
    ($($type:ident)*) => {$(
        impl Dated for $type {
            fn as_of(&self) -> &str {
                &self.as_of
            }

            fn document(&self) -> &str {
                &self.source
            }
        }
    )*};
}

dated! { ResaleCurve Staffing }

impl Entry for ResaleCurve {
    const WHAT: &'static str = "resale curve";
    const TABLE: &'static str = "resale";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        vec![self]
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        date(self, path)?;
        let path = path.join("points");
        if self.points.is_empty() {
            let instead = "write at least one point, such as { age_months = 36, fraction = 0.3 }".to_owned();
            return Err(Error::at(path, ErrorKind::Missing { instead }));
        }
        for (at, point) in self.points.iter().enumerate() {
            let place = path.join(&at.to_string());
            check_fact(Parameter::ResaleAge, &place.join("age_months"), point.age_months)?;
            check_fact(Parameter::ResaleAtAge, &place.join("fraction"), point.fraction)?;
        }
        if self.points.is_sorted_by(|younger, older| younger.age_months.value() < older.age_months.value()) {
            return Ok(());
        }
        let what = "the ages do not ascend".to_owned();
        let instead = "write the youngest age first, and each once".to_owned();
        Err(Error::at(path, ErrorKind::Contradiction { what, instead }))
    }
}

impl Entry for Staffing {
    const WHAT: &'static str = "staffing";
    const TABLE: &'static str = "staffing";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        vec![self]
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        date(self, path)?;
        for (parameter, key, figure) in [
            (Parameter::RunFte, "run_fte", self.run_fte),
            (Parameter::ServersPerFte, "servers_per_fte", self.servers_per_fte),
        ] {
            if let Some(figure) = figure {
                check_fact(parameter, &path.join(key), figure)?;
            }
        }
        if self.run_fte.or(self.servers_per_fte).is_some() {
            return Ok(());
        }
        let instead = "write `run_fte`, `servers_per_fte` or both".to_owned();
        Err(Error::at(path.clone(), ErrorKind::Missing { instead }))
    }
}
