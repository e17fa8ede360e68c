//! What changes about an alternative over the study, as written.

use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// What happens to an alternative at the beginning of a month: its price falls, a successor takes its place.
///
/// Give the month by its number (`month = 13`) or the day (`on = "2027-12-01"`): the first month that begins on that day or
/// later. What it costs to move over (`migration_usd`) is paid as this month begins. A price path
/// (`price_change_fraction_per_month`) goes on from the new price. Where the alternative begins to serve in this month or
/// later, as in a plan, the event holds and nothing is paid to move over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Event {
    /// The month of the study, from 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<u32>,
    /// The day, in place of the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Of an API: all its prices over those without the event, 0.6 for 40 percent less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_factor: Option<Figure>,
    /// Of an API, in place of prices: the id of the offer of the catalog that takes its place. Its prices of the
    /// event's day, as they are known on `prices_as_of`, hold from this month on, at the same tier of service. Where the
    /// workload has prompts that are cached, reasoning or requests that wait, those prices have to be in the same proportion
    /// as today's; prompts past a context tier of either sheet are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// Of an API, in place of a factor and together with the output price: its new input price. Cached input and cache
    /// writes keep their proportion to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_usd_per_mtok: Option<Figure>,
    /// The new output price. Reasoning keeps its proportion to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_usd_per_mtok: Option<Figure>,
    /// Of a deployment: its serving rates over those before, 1.5 for a model or an engine that is half as fast again. Steps
    /// that are owned are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_factor: Option<Figure>,
    /// What it costs to move over, once; nothing where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migration_usd: Option<Figure>,
}

/// What is owed for the alternative that is used today, whether it is used or not: a reservation, a contract.
///
/// # Formula
/// ```text
/// while it is used and until_month has not passed:  max(bill, usd_per_month)
/// once it is left:                                  usd_per_month until until_month, and exit_fee_usd once
/// ```
/// The bill is what is paid by the token or for rented accelerators. What is left of it is paid whatever is done, so every
/// other alternative pays it too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ExistingCommitment {
    /// The least that is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd_per_month: Option<Figure>,
    /// The last month of the study for which it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_month: Option<u32>,
    /// What leaving costs, whenever it is left; nothing where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_fee_usd: Option<Figure>,
}

/// Money of a provider that pays its bills, by the token or for rented accelerators, until it is used up or expires.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Credit {
    /// What there is of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd: Option<Figure>,
    /// The last month of the study whose bill it pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_month: Option<u32>,
}

/// Work that comes back while a deployment serves: a new base model, a new round of tuning and tests.
///
/// # Formula
/// ```text
/// paid every_months, 2 every_months, ... months after it began to serve, as long as the study goes on after them
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Refresh {
    /// Months from one to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
    /// What it costs each time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd: Option<Figure>,
}
