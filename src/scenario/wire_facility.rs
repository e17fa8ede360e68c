//! Where hardware stands, as written: for one deployment or for all of them.

use crate::source::{Figure, id_or_table};
use serde::{Deserialize, Serialize};

/// Where hardware stands: metered energy, and at most one of three ways to pay for space and power capacity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Facility {
    /// A tariff of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity: Option<String>,
    /// The tariff itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity_usd_per_kwh: Option<Figure>,
    /// How much the tariff changes from one month to the next; 0 where it is not given. Month t pays today's tariff times
    /// (1 + change)^(t - 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity_change_fraction_per_month: Option<Figure>,
    /// Power usage effectiveness, 1 on a desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pue: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pue_of: Option<String>,
    /// Share of the contracted power that is billed at least; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_bill_fraction: Option<Figure>,
    /// Colocation with energy and cooling inside the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_in_per_kw: Option<PerKw>,
    /// Colocation with energy metered apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_kw_plus_metered: Option<PerKw>,
    /// A facility of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnFacility>,
}

impl Facility {
    /// Metered energy at a tariff and a PUE, nothing else.
    #[must_use]
    pub fn metered(electricity_usd_per_kwh: impl Into<Figure>, pue: impl Into<Figure>) -> Self {
        Self {
            electricity_usd_per_kwh: Some(electricity_usd_per_kwh.into()),
            pue: Some(pue.into()),
            ..Self::default()
        }
    }
}

/// A price per contracted kilowatt: an id of the catalog's colocation, whose energy is metered apart, or a price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct PerKw {
    /// The entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Price per kW and month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd_per_kw_month: Option<Figure>,
}

impl PerKw {
    /// A price per kW and month.
    #[must_use]
    pub fn new(usd_per_kw_month: impl Into<Figure>) -> Self {
        Self { id: None, usd_per_kw_month: Some(usd_per_kw_month.into()) }
    }
}

id_or_table!(PerKw);

/// A facility of one's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OwnFacility {
    /// Cost of building it per kW.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capex_usd_per_kw: Option<Figure>,
    /// Its life.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life_months: Option<Figure>,
    /// The utility's demand charge per kW and month; 0 where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand_usd_per_kw_month: Option<Figure>,
}
