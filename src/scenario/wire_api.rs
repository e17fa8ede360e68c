//! An alternative that is paid per token, as written.

use super::wire::TokenProfile;
use super::wire_acceptance::Acceptance;
use super::wire_fine_tuning::VendorFineTuning;
use super::wire_over_time::{Credit, Event, ExistingCommitment};
use super::wire_requirements::Terms;
use crate::catalog::ContextTier;
use crate::source::{Figure, id_or_table};
use serde::{Deserialize, Serialize};

/// An API: an offer of the catalog, an offer of one's own, or the one with some prices of the other.
///
/// `gpt-4o = "openai/gpt-4o"` is short for `gpt-4o = { offer = "openai/gpt-4o" }`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct Api {
    /// The offer in the catalog: `provider/model`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// `closed_api`, `hosted_open_weights` or `dedicated_endpoint`; needed for an offer of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The open-weight model that it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Where the prices are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The tier of service at which all requests are made: `flex`, `priority`, `batch`, or what else the offer sells; the
    /// standard one where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_tier: Option<String>,
    /// Regions and terms of the offer that all its prices are multiplied for: `["eu"]`, `["fedramp"]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplifts: Option<Vec<String>>,
    /// The longest prompt and completion together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_window_tokens: Option<u64>,
    /// The day on which the offer ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retires_on: Option<String>,
    /// Price of a prompt token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_usd_per_mtok: Option<Figure>,
    /// Price of a prompt token read from cache; the input price where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cached_input_usd_per_mtok: Option<Figure>,
    /// Price of a prompt token written to the cache; the input price where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_write_usd_per_mtok: Option<Figure>,
    /// Price of a completion token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_usd_per_mtok: Option<Figure>,
    /// Price of a reasoning token; the output price where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_usd_per_mtok: Option<Figure>,
    /// Batch prices over immediate ones; 1 where there is no batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_price_fraction: Option<Figure>,
    /// The same for cached input; `batch_price_fraction` where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_cached_input_price_fraction: Option<Figure>,
    /// The least reusable prompt that is cached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_cacheable_tokens: Option<Figure>,
    /// How much all of its prices change from one month to the next; 0 where it is not given. Month t is billed at today's
    /// prices times (1 + change)^(t - 1): -0.02 for 2 percent less each month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_change_fraction_per_month: Option<Figure>,
    /// Prices of long requests, in place of the catalog's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_tiers: Option<Vec<ContextTier>>,
    /// Tokens of a month that cost nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_tokens_per_month: Option<Figure>,
    /// Prices of months with a larger volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_tiers: Option<Vec<VolumePriceTier>>,
    /// `graduated` where it is not given: the fraction of a tier holds for the tokens above its threshold; or `all_units`:
    /// for all tokens of the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_tier_rule: Option<String>,
    /// Spend that is paid whether it is used or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<SpendCommitment>,
    /// Throughput that is paid for by the month; what it does not carry in an hour is paid by the token. It needs
    /// `workload.hourly_load`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioned: Option<ProvisionedUnits>,
    /// How much it serves at the peak minute: past it, the workload cannot be served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// What happens to it in later months: another price, a successor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<Event>>,
    /// Money of its provider that pays the bills of the first months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// What is owed for it whether it is used or not; of the baseline only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_commitment: Option<ExistingCommitment>,
    /// Months from the decision, or from an order of hardware, until it serves; 0 where they are not given. The baseline
    /// serves until then, and what is bought is paid as it is ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_months: Option<u32>,
    /// Shares of the volume that it serves in its first months, of at most nine decimals, the baseline the rest; all of it at
    /// once where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramp_fractions: Option<Vec<Figure>>,
    /// What is known of it beside its price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// How its token counts differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<TokenProfile>,
    /// How often its answers are accepted, and what is done about the others; each is taken where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Acceptance>,
    /// What the vendor charges for fine-tuning, of what `[fine_tuning]` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine_tuning: Option<VendorFineTuning>,
}

id_or_table!(Api, offer);

/// The prices of a month whose volume is above a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumePriceTier {
    /// The threshold in workload tokens a month.
    pub above_tokens_per_month: Figure,
    /// All prices of the sheet over those that it lists: 0.9 for a tenth less.
    pub price_fraction: Figure,
}

/// Spend that is committed to.
///
/// # Formula
/// ```text
/// cost = C + max(0, f B - C) o / f
/// ```
/// B: the bill by the sheet, with its allowance and its tiers; C: the spend; f: `price_fraction`; o:
/// `overage_price_fraction`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SpendCommitment {
    /// The least that is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd_per_month: Option<Figure>,
    /// Prices within the commitment, over those of the sheet; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_fraction: Option<Figure>,
    /// Prices beyond it; those within it where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage_price_fraction: Option<Figure>,
}

/// Units of throughput that are paid for by the month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProvisionedUnits {
    /// How many are kept; where they are not given, the number of them that costs least over the study, from none to what
    /// carries the busiest hour of the largest month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Figure>,
    /// What one costs, whether it is used or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd_per_unit_month: Option<Figure>,
    /// Tokens of prompts and answers, reasoning included, that one serves a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_per_minute_per_unit: Option<Figure>,
}

/// Rate limits, at the peak minute. One of them is enough.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// Tokens of prompts and answers, reasoning included, a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_per_minute: Option<Figure>,
    /// Requests a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_minute: Option<Figure>,
}

impl Api {
    /// An offer of one's own at two prices.
    #[must_use]
    pub fn priced(
        family: impl Into<String>,
        input_usd_per_mtok: impl Into<Figure>,
        output_usd_per_mtok: impl Into<Figure>,
    ) -> Self {
        Self {
            family: Some(family.into()),
            input_usd_per_mtok: Some(input_usd_per_mtok.into()),
            output_usd_per_mtok: Some(output_usd_per_mtok.into()),
            ..Self::default()
        }
    }
}
