//! Published speeds of fine-tuning.

use super::look_up::{Dated, Entry, fact};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::parameter::TuningMethod;
use crate::source::{AsOf, Figure};
use rust_decimal::Decimal;
use serde::Deserialize;

/// How fast a model was fine-tuned somewhere.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrainingSpeed {
    pub(crate) id: String,
    /// The model that was trained, in words.
    pub(crate) model: String,
    pub(crate) active_parameters_billion: Figure,
    /// `full`, `lora` or `qlora`.
    pub(crate) method: String,
    /// The accelerator, in words where the book has no entry of it.
    pub(crate) accelerator: String,
    pub(crate) accelerators: u32,
    /// Of all accelerators together.
    pub(crate) tokens_per_second: Figure,
    pub(crate) configuration: String,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

impl TrainingSpeed {
    pub(crate) fn method(&self) -> Option<TuningMethod> {
        TuningMethod::ALL.into_iter().find(|method| method.name() == self.method)
    }

    /// Arithmetic of the model that an accelerator did a second.
    ///
    /// # Formula
    /// ```text
    /// tokens a second / accelerators * f N 1e9 / 1e12
    /// ```
    pub(crate) fn teraflops(&self) -> Option<Decimal> {
        let operations = Exact::lit(self.method()?.operations_per_parameter());
        let all = Exact::new(self.tokens_per_second.value())
            * operations
            * Exact::new(self.active_parameters_billion.value());
        all.over(Exact::lit(self.accelerators) * Exact::lit(1000)).value()
    }
}

impl Entry for TrainingSpeed {
    const WHAT: &'static str = "training speed";
    const TABLE: &'static str = "training_speed";

    fn id(&self) -> &str {
        &self.id
    }

    fn figures(&self) -> Vec<&dyn Dated> {
        vec![self]
    }

    fn check(&self, path: &FieldPath) -> Result<(), Error> {
        self.as_of.parse::<AsOf>().map_err(|error| error.with_path(path.join("as_of")))?;
        let wrong = |key: &str, what: String, instead: &str| {
            let kind = ErrorKind::Contradiction { what, instead: instead.to_owned() };
            Err(Error::at(path.join(key), kind))
        };
        if self.method().is_none() {
            return wrong(
                "method",
                format!("no method is called {}", self.method),
                "write full, lora or qlora",
            );
        }
        for (key, figure) in [
            ("active_parameters_billion", self.active_parameters_billion),
            ("tokens_per_second", self.tokens_per_second),
        ] {
            if fact(&path.join(key), figure)? <= Decimal::ZERO {
                return wrong(key, format!("{figure} is not above 0"), "write what was measured");
            }
        }
        if self.accelerators == 0 {
            return wrong("accelerators", "none trained".to_owned(), "write how many were used");
        }
        Ok(())
    }
}

impl Dated for TrainingSpeed {
    fn as_of(&self) -> &str {
        &self.as_of
    }

    fn document(&self) -> &str {
        &self.source
    }
}
