//! How hardware is acquired, as written.

use super::wire_lease::{FinanceLease, OperatingLease};
use super::wire_tax::Loan;
use crate::source::{Figure, id_or_table};
use serde::de::value::SeqAccessDeserializer;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How hardware is acquired: exactly one of these.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Hardware {
    /// Bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buy: Option<Buy>,
    /// Owned already: what was paid is sunk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owned_already: Option<OwnedAlready>,
    /// Leased to own: paid for in parts, and one's own at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finance_lease: Option<FinanceLease>,
    /// Leased for a term and given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operating_lease: Option<OperatingLease>,
    /// Rented on demand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rent: Option<Rent>,
    /// Reserved for a term that cannot be cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserve: Option<Reserve>,
}

impl Hardware {
    /// Bought, for a useful life.
    #[must_use]
    pub fn buy(buy: Buy) -> Self {
        Self { buy: Some(buy), ..Self::default() }
    }

    /// Rented by the accelerator-hour.
    #[must_use]
    pub fn rent(price_usd_per_gpu_hour: impl Into<Figure>) -> Self {
        let rent = Rent { price_usd_per_gpu_hour: Some(price_usd_per_gpu_hour.into()), ..Rent::default() };
        Self { rent: Some(rent), ..Self::default() }
    }
}

/// Hardware that is bought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Buy {
    /// Tax and freight as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_and_freight_fraction: Option<Figure>,
    /// Installation per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_usd: Option<Figure>,
    /// Network equipment per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_usd: Option<Figure>,
    /// Months until a server is replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life_months: Option<Figure>,
    /// The same as an entry of the catalog: after how long somebody writes servers off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life: Option<String>,
    /// What a used server sells for at any age, as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale_fraction: Option<Figure>,
    /// The same by age, in place of one number: points, or a curve of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale: Option<Resale>,
    /// Cost of selling as a fraction of the resale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selling_cost_fraction: Option<Figure>,
    /// Support contract a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fraction_per_year: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
    /// Months of support that come with the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_included_months: Option<Figure>,
    /// Insurance a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance_fraction_per_year: Option<Figure>,
    /// How much the price of a server changes from one month to the next; 0 where it is not given. What is ordered t months
    /// after the beginning of the study costs today's price times (1 + change)^t, with its tax, freight, support and resale.
    /// Insurance stays that of today's price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_change_fraction_per_month: Option<Figure>,
    /// A loan that pays for a part of it: what the owners see, beside what it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loan: Option<Loan>,
    /// What a server is worth at the end of the study, where its life L does not end there too: `study_period` where it
    /// is not given (what the market pays for its age), or `repeated_lives` (the charges that it still owes, as if the
    /// service went on).
    ///
    /// # Formula
    /// ```text
    /// repeated lives: charge a month = (landed cost - net resale(L) v^L) / annuity(L), whatever the study period
    /// worth at age a = charge annuity(L - a) + net resale(L) v^(L - a)
    /// ```
    /// It is of the hardware alone: a support contract costs what is paid for it within the study. Hardware that is owned
    /// already has no such key: what was paid for it is sunk, so no charge of a whole life is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unequal_lives: Option<String>,
}

impl Buy {
    /// At the catalog's price, for a useful life.
    #[must_use]
    pub fn new(useful_life_months: u32) -> Self {
        Self { useful_life_months: Some(useful_life_months.into()), ..Self::default() }
    }
}

/// Hardware that is owned already; replacements are bought as below.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OwnedAlready {
    /// Steps that are owned: there are no more of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// What a server would bring today, net of selling cost. It is charged when a step is first needed: until then the
    /// server costs nothing here, because it could have been sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale_value_usd: Option<Figure>,
    /// Age of the servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_months: Option<Figure>,
    /// What of a server is not yet written off for tax today; nothing where it is not given. With `[finance.tax]` only.
    ///
    /// It is written off in equal parts over `tax_book_months`. What the sale today would have been taxed on is the resale
    /// value less this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_book_value_usd: Option<Figure>,
    /// Months from today on over which the tax book value is written off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_book_months: Option<Figure>,
    /// Tax and freight as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_and_freight_fraction: Option<Figure>,
    /// Installation per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_usd: Option<Figure>,
    /// Network equipment per server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_usd: Option<Figure>,
    /// Months until a server is replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life_months: Option<Figure>,
    /// The same as an entry of the catalog: after how long somebody writes servers off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useful_life: Option<String>,
    /// What a used server sells for at any age, as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale_fraction: Option<Figure>,
    /// The same by age, in place of one number: points, or a curve of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resale: Option<Resale>,
    /// Cost of selling as a fraction of the resale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selling_cost_fraction: Option<Figure>,
    /// Support contract a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fraction_per_year: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
    /// Months of support that come with the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_included_months: Option<Figure>,
    /// Insurance a year as a fraction of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance_fraction_per_year: Option<Figure>,
    /// How much the price of a server changes from one month to the next; 0 where it is not given. What is ordered t months
    /// after the beginning of the study costs today's price times (1 + change)^t, with its tax, freight, support and resale.
    /// Insurance stays that of today's price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_change_fraction_per_month: Option<Figure>,
}

/// What a used server sells for by age: linear between the points, flat outside them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Resale {
    /// A curve of the catalog.
    Id(String),
    /// A curve of one's own.
    Points(Vec<ResalePoint>),
}

impl From<Vec<ResalePoint>> for Resale {
    fn from(points: Vec<ResalePoint>) -> Self {
        Self::Points(points)
    }
}

impl Serialize for Resale {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Points(points) => points.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Resale {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Resale;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a catalog id or a list of points")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<Resale, E> {
                Ok(Resale::Id(id.to_owned()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, points: A) -> Result<Resale, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(points)).map(Resale::Points)
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// A point of a resale curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResalePoint {
    /// Age of the server.
    pub age_months: Figure,
    /// What it sells for, as a fraction of its price.
    pub fraction: Figure,
}

/// Accelerators rented on demand: an id of the catalog, or a price.
///
/// # Formula
/// ```text
/// rent of an accelerator = (price per hour * paid hours, or price per month) * (1 - discount)
/// on top of the rent     = rent * overhead
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct Rent {
    /// The entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Price of an accelerator-hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_usd_per_gpu_hour: Option<Figure>,
    /// Price of an accelerator for a month, where machines are let by the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_usd_per_gpu_month: Option<Figure>,
    /// What a commitment takes off the price; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_fraction: Option<Figure>,
    /// What is paid on top and in proportion to the rent (hours that interruptions waste, storage, network); 0 where it is
    /// not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overhead_fraction: Option<Figure>,
    /// Hours of a month in which the machines run and are paid, where they are stopped in the others; all hours of the
    /// month where they are not given. They are not stopped while the workload arrives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_hours_per_month: Option<Figure>,
    /// How much the rent changes from one month to the next, for all that is rented; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_change_fraction_per_month: Option<Figure>,
    /// `always_on` where it is not given: steps for the peak are paid around the clock; or `hourly`: in each hour of the day
    /// the steps that its load needs, down to `minimum_steps`, which may be 0. Work that may wait is spread evenly over
    /// the day. It needs `workload.hourly_load`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scaling: Option<String>,
}

id_or_table!(Rent);

/// Accelerators reserved for a term: an id of the catalog, or a price and a term.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct Reserve {
    /// The entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Price of an accelerator-hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_usd_per_gpu_hour: Option<Figure>,
    /// Price of an accelerator for a month, where machines are let by the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_usd_per_gpu_month: Option<Figure>,
    /// What a commitment takes off the price; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_fraction: Option<Figure>,
    /// What is paid on top and in proportion to the rent (hours that interruptions waste, storage, network); 0 where it is
    /// not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overhead_fraction: Option<Figure>,
    /// Months that cannot be cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_months: Option<Figure>,
}

id_or_table!(Reserve);
