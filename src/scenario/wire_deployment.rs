//! An alternative that serves the model itself, as written.

use super::wire::TokenProfile;
use super::wire_acceptance::Acceptance;
use super::wire_facility::Facility;
use super::wire_fine_tuning::OwnFineTuning;
use super::wire_hardware::Hardware;
use super::wire_over_time::{Credit, Event, ExistingCommitment, Refresh};
use super::wire_requirements::Terms;
use crate::catalog::Attention;
use crate::source::{Figure, id_or_table};
use serde::{Deserialize, Serialize};

/// A model at a precision, on servers that are acquired somehow, in a facility, run by people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Deployment {
    /// The model: an id of the catalog, or a table.
    pub model: Model,
    /// The number format of the weights: an id of the catalog.
    pub precision: String,
    /// The number format of the attention cache; `bf16` where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kv_cache_precision: Option<String>,
    /// What the serving engine leaves of the memory to weights and cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// The server: an id of the catalog, or a table.
    pub server: Server,
    /// Accelerators in a step; those of one server where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerators_per_step: Option<Figure>,
    /// Copies of the weights in a step; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas_per_step: Option<Figure>,
    /// The serving rate of a replica: an id of the catalog, or a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// Share of the capacity that the peak hour may use; 0.85 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_hour_load_fraction: Option<Figure>,
    /// A stated average utilization, in place of the peak and its headroom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average_utilization: Option<Figure>,
    /// The fewest steps; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_steps: Option<Figure>,
    /// The most steps there can be; no limit where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_steps: Option<u32>,
    /// Steps kept idle against failure; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spares: Option<Figure>,
    /// One more spare per so many steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps_per_spare: Option<Figure>,
    /// When accelerators draw active power: `while_serving` where it is not given, or `proportional`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy: Option<String>,
    /// Which owned steps pay running costs where the volume falls: `owned_steps` where it is not given (all that have
    /// been needed so far), or `needed_steps` (those that the month's volume needs, the others are switched off). Steps
    /// are bought for the most that have been needed and kept to the end of the study either way; their support contract
    /// and a facility of one's own go with them. Not of rented hardware.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running_costs: Option<String>,
    /// How the hardware is acquired.
    pub hardware: Hardware,
    /// Who builds and runs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<People>,
    /// Where it stands, in place of the scenario's facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<Facility>,
    /// Software licences per accelerator and year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_usd_per_accelerator_year: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software: Option<String>,
    /// Everything else that is paid once at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_off_usd: Option<Figure>,
    /// Storage a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_usd_per_month: Option<Figure>,
    /// Egress a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress_usd_per_month: Option<Figure>,
    /// Monitoring a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observability_usd_per_month: Option<Figure>,
    /// A guardrail model a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guardrail_usd_per_month: Option<Figure>,
    /// Everything else a month that does not depend on the number of steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_usd_per_month: Option<Figure>,
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
    /// Work that comes back, every so many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Refresh>,
    /// What is known of it beside its cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// How its token counts differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<TokenProfile>,
    /// How often its answers are accepted, and what is done about the others; each is taken where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Acceptance>,
    /// How the model is fine-tuned, on what `[fine_tuning]` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine_tuning: Option<OwnFineTuning>,
}

impl Deployment {
    /// A model at a precision on a server, with a serving rate and hardware.
    #[must_use]
    pub fn new(
        model: Model,
        precision: impl Into<String>,
        server: Server,
        rate: Rate,
        hardware: Hardware,
    ) -> Self {
        Self {
            model,
            precision: precision.into(),
            kv_cache_precision: None,
            memory: None,
            server,
            accelerators_per_step: None,
            replicas_per_step: None,
            rate: Some(rate),
            peak_hour_load_fraction: None,
            average_utilization: None,
            minimum_steps: None,
            maximum_steps: None,
            spares: None,
            steps_per_spare: None,
            energy: None,
            running_costs: None,
            hardware,
            people: None,
            facility: None,
            software_usd_per_accelerator_year: None,
            software: None,
            one_off_usd: None,
            storage_usd_per_month: None,
            egress_usd_per_month: None,
            observability_usd_per_month: None,
            guardrail_usd_per_month: None,
            other_usd_per_month: None,
            events: None,
            credit: None,
            existing_commitment: None,
            lead_months: None,
            ramp_fractions: None,
            refresh: None,
            terms: None,
            tokens: None,
            acceptance: None,
            fine_tuning: None,
        }
    }
}

/// An open-weight model: an id of the catalog, or what memory needs of one's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct Model {
    /// The entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Parameters in billions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters_billion: Option<Figure>,
    /// Layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<u32>,
    /// How it keeps its attention cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attention: Option<Attention>,
    /// The longest prompt and completion together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_window_tokens: Option<u64>,
    /// Size of the weights at the precision, where it is not parameters times bytes (1 GB = 1e9 bytes).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights_gigabytes: Option<Figure>,
}

id_or_table!(Model);

/// What the serving engine leaves of the memory to weights and cache.
///
/// # Formula
/// ```text
/// usable = accelerators of a replica (memory * usable_fraction - overhead)
/// needed = weights (1 + weights_overhead_fraction) + cache of the longest request
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Memory {
    /// Share of the memory that the engine takes; 0.9 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usable_fraction: Option<Figure>,
    /// Memory of an accelerator beside weights and cache (1 GB = 1e9 bytes); 4 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overhead_gigabytes_per_accelerator: Option<Figure>,
    /// What is kept beside the weights in proportion to them, by a rule of thumb; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights_overhead_fraction: Option<Figure>,
}

/// A server: an id of the catalog, one's own, or the one with some figures of the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct Server {
    /// The entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The accelerator: an id of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerator: Option<String>,
    /// Accelerators in the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerators: Option<u32>,
    /// Memory of an accelerator that the catalog does not have (1 GiB = 2^30 bytes).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerator_memory_gibibytes: Option<Figure>,
    /// Purchase price; the catalog's where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_usd: Option<Figure>,
    /// Power at work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_watts: Option<Figure>,
    /// Power when it waits; as at work where no figure is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_watts: Option<Figure>,
    /// Power that the facility is contracted for; as at work where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contracted_watts: Option<Figure>,
}

id_or_table!(Server);

/// The serving rate of a replica: prefill and decode apart, or combined at a mix.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct Rate {
    /// The entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Prompt tokens a second with no decoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefill_tokens_per_second: Option<Figure>,
    /// Completion tokens a second with no prefill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decode_tokens_per_second: Option<Figure>,
    /// Prompt and completion tokens a second together, at the mix below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined_tokens_per_second: Option<Figure>,
    /// Mean prompt of the measurement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_tokens: Option<Figure>,
    /// Mean completion of the measurement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_tokens: Option<Figure>,
    /// Requests served at once in the measurement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u64>,
    /// The latency that the measurement kept, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_goal: Option<String>,
    /// The model that was measured, where it is a sibling of the same architecture: an id of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The precision that was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// The configuration that was measured, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    /// The accelerator that was measured: an id of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerator: Option<String>,
    /// Accelerators of the replica that was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerators: Option<u32>,
    /// Where the figures are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

id_or_table!(Rate);

impl Rate {
    /// Prefill and decode rates of a replica, each with the other idle.
    #[must_use]
    pub fn split(
        prefill_tokens_per_second: impl Into<Figure>,
        decode_tokens_per_second: impl Into<Figure>,
    ) -> Self {
        Self {
            prefill_tokens_per_second: Some(prefill_tokens_per_second.into()),
            decode_tokens_per_second: Some(decode_tokens_per_second.into()),
            ..Self::default()
        }
    }

    /// Prompt and completion tokens together, at the mean lengths of the measurement.
    #[must_use]
    pub fn combined(
        tokens_per_second: impl Into<Figure>,
        prompt_tokens: impl Into<Figure>,
        completion_tokens: impl Into<Figure>,
    ) -> Self {
        Self {
            combined_tokens_per_second: Some(tokens_per_second.into()),
            prompt_tokens: Some(prompt_tokens.into()),
            completion_tokens: Some(completion_tokens.into()),
            ..Self::default()
        }
    }
}

/// Who builds and runs the service: an id of the catalog's staffing, or a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
pub struct People {
    /// The entry of the catalog, of which what is given beside it takes the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Full-time equivalents who run it, whatever its size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_fte: Option<Figure>,
    /// Full-time equivalents per step, on top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_fte_per_step: Option<Figure>,
    /// One more person per so many servers begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servers_per_fte: Option<Figure>,
    /// FTE-months to build it, once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build_fte_months: Option<Figure>,
    /// This service's part of a shared on-call rota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_call_usd_per_month: Option<Figure>,
    /// People of an on-call rota of its own, beyond those who run it: the fewest that a rota takes, less those. 0 where it is
    /// not given, because a shared rota takes part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_call_rota_fte: Option<Figure>,
    /// How much salaries, and what is paid for being on call, change from one month to the next; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salary_change_fraction_per_month: Option<Figure>,
    /// Salary with benefits and taxes; the catalog's platform engineer where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loaded_salary_usd_per_year: Option<Figure>,
    /// The same as an entry of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loaded_salary: Option<String>,
}

id_or_table!(People);

impl People {
    /// People who run the service, and the work to build it.
    #[must_use]
    pub fn new(run_fte: impl Into<Figure>, build_fte_months: impl Into<Figure>) -> Self {
        Self {
            run_fte: Some(run_fte.into()),
            build_fte_months: Some(build_fte_months.into()),
            ..Self::default()
        }
    }
}
