//! Entries that are one number of the parameter table, by date: tariffs, salaries, rents of space, lives.

use super::look_up::{Dated, Entry, all, check_dates, check_fact};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::source::Figure;
use serde::Deserialize;

macro_rules! figures {
    ($(
        #[doc = $doc:literal]
        $type:ident by $dated:ident: $what:literal in $table:literal, $key:ident is $parameter:ident;
    )*) => {$(
        #[doc = $doc]
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $type {
            pub(crate) id: String,
            pub(crate) name: String,
            pub(crate) history: Vec<$dated>,
        }

        /// What it was from a date on.
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $dated {
            pub(crate) as_of: String,
            pub(crate) source: String,
            pub(crate) $key: Figure,
        }

        impl Dated for $dated {
            fn as_of(&self) -> &str {
                &self.as_of
            }

            fn document(&self) -> &str {
                &self.source
            }
        }

        impl Entry for $type {
            const WHAT: &'static str = $what;
            const TABLE: &'static str = $table;

            fn id(&self) -> &str {
                &self.id
            }

            fn figures(&self) -> Vec<&dyn Dated> {
                all(&self.history).collect()
            }

            fn check(&self, path: &FieldPath) -> Result<(), Error> {
                let path = path.join("history");
                if self.history.is_empty() {
                    let instead = "write one or more figures with `as_of` and `source`".to_owned();
                    return Err(Error::at(path, ErrorKind::Missing { instead }));
                }
                check_dates(&self.history, &path)?;
                for (at, dated) in self.history.iter().enumerate() {
                    let place = path.join(&at.to_string()).join(stringify!($key));
                    check_fact(Parameter::$parameter, &place, dated.$key)?;
                }
                Ok(())
            }
        }

        impl Single for $type {
            type Dated = $dated;
            const PARAMETER: Parameter = Parameter::$parameter;

            fn history(&self) -> &[$dated] {
                &self.history
            }

            fn figure(dated: &$dated) -> Figure {
                dated.$key
            }
        }
    )*};
}

/// An entry that is one number, by date.
pub(crate) trait Single: Entry {
    type Dated: Dated;
    const PARAMETER: Parameter;
    fn history(&self) -> &[Self::Dated];
    fn figure(dated: &Self::Dated) -> Figure;
}

figures! {
    /// A tariff for energy.
    Electricity by DatedTariff: "tariff" in "electricity", usd_per_kwh is ElectricityPrice;
    /// A power usage effectiveness.
    PowerUsage by DatedPowerUsage: "power usage effectiveness" in "pue", pue is Pue;
    /// A rent of space and power capacity, energy apart.
    Colocation by DatedColocation: "colocation" in "colocation", usd_per_kw_month is SiteRent;
    /// A loaded salary.
    Salary by DatedSalary: "salary" in "salary", loaded_usd_per_year is LoadedSalary;
    /// After how long somebody replaces servers.
    UsefulLife by DatedLife: "useful life" in "useful_life", months is UsefulLife;
    /// A support contract.
    Support by DatedSupport: "support contract" in "support", fraction_per_year is SupportFraction;
    /// A software licence.
    Software by DatedSoftware: "software licence" in "software", usd_per_accelerator_year is SoftwareLicence;
}
