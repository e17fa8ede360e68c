//! Models, machines, rates and rentals.

use super::look_up::{Dated, Entry, all, check_dates, check_fact, date, fact, positive};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::Parameter;
use crate::source::{AsOf, Figure};
use serde::{Deserialize, Serialize};

/// A number format of weights or of the attention cache.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Precision {
    pub(crate) id: String,
    /// Other names by which it is found.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) bytes_per_parameter: Figure,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// An open-weight model: what decides whether it fits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    pub(crate) id: String,
    /// Other names by which it is found.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) name: String,
    pub(crate) vendor: String,
    pub(crate) parameters_billion: Figure,
    pub(crate) active_parameters_billion: Option<Figure>,
    pub(crate) native_precision: String,
    pub(crate) context_window_tokens: u64,
    pub(crate) layers: u32,
    pub(crate) attention: Attention,
    pub(crate) licence: String,
    /// Size of the published checkpoint at a precision, where it is not parameters times bytes.
    #[serde(default)]
    pub(crate) weights_gigabytes: crate::source::Named<Figure>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// How a model keeps its attention cache.
///
/// Written as `{ kv_heads, head_dim }` (multi-head and grouped-query attention) or `{ kv_lora_rank, rope_dim }`
/// (multi-head latent attention).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "AttentionKeys", into = "AttentionKeys")]
#[non_exhaustive]
pub enum Attention {
    /// A key and a value for every cached head.
    Heads {
        /// Key-value heads; as many as query heads without grouping.
        kv_heads: u32,
        /// Elements of a head.
        head_dim: u32,
    },
    /// One compressed vector for all heads.
    Latent {
        /// Elements of the compressed vector.
        kv_lora_rank: u32,
        /// Elements of the position part.
        rope_dim: u32,
    },
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttentionKeys {
    #[serde(skip_serializing_if = "Option::is_none")]
    kv_heads: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    head_dim: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kv_lora_rank: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rope_dim: Option<u32>,
}

impl TryFrom<AttentionKeys> for Attention {
    type Error = &'static str;

    fn try_from(keys: AttentionKeys) -> Result<Self, Self::Error> {
        match (keys.kv_heads, keys.head_dim, keys.kv_lora_rank, keys.rope_dim) {
            (Some(kv_heads), Some(head_dim), None, None) => Ok(Self::Heads { kv_heads, head_dim }),
            (None, None, Some(kv_lora_rank), Some(rope_dim)) => Ok(Self::Latent { kv_lora_rank, rope_dim }),
            _ => Err("another set of keys, expected { kv_heads, head_dim } or { kv_lora_rank, rope_dim }"),
        }
    }
}

impl From<Attention> for AttentionKeys {
    fn from(attention: Attention) -> Self {
        let none = Self::default();
        match attention {
            Attention::Heads { kv_heads, head_dim } => {
                Self { kv_heads: Some(kv_heads), head_dim: Some(head_dim), ..none }
            }
            Attention::Latent { kv_lora_rank, rope_dim } => {
                Self { kv_lora_rank: Some(kv_lora_rank), rope_dim: Some(rope_dim), ..none }
            }
        }
    }
}

/// A card or a module.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accelerator {
    pub(crate) id: String,
    /// Other names by which it is found.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) name: String,
    pub(crate) memory_gibibytes: Figure,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// A machine with accelerators.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) id: String,
    /// Other names by which it is found.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) name: String,
    pub(crate) accelerator: String,
    pub(crate) accelerators: u32,
    pub(crate) active_watts: Figure,
    pub(crate) idle_watts: Option<Figure>,
    pub(crate) power_source: String,
    pub(crate) power_as_of: String,
    #[serde(default)]
    pub(crate) price: Vec<DatedPurchase>,
}

/// What a machine cost from a date on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatedPurchase {
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) price_usd: Figure,
}

/// A serving rate that somebody measured.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasuredRate {
    pub(crate) id: String,
    /// Other names by which it is found.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) model: String,
    pub(crate) precision: String,
    pub(crate) accelerator: String,
    pub(crate) accelerators: u32,
    pub(crate) software: String,
    pub(crate) combined: Option<CombinedRate>,
    pub(crate) split: Option<SplitRate>,
    pub(crate) concurrency: Option<u64>,
    pub(crate) latency_goal: Option<String>,
    /// Measured times, of one mix or of the mixes that it was fitted from.
    #[serde(default)]
    pub(crate) time_to_first_token_ms: Vec<Figure>,
    #[serde(default)]
    pub(crate) inter_token_ms: Vec<Figure>,
    pub(crate) measured_model: Option<String>,
    pub(crate) source: String,
    pub(crate) as_of: String,
}

/// Prompt and completion tokens together, at one mix.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CombinedRate {
    pub(crate) tokens_per_second: Figure,
    pub(crate) prompt_tokens: Figure,
    pub(crate) completion_tokens: Figure,
}

/// Prefill and decode, each with the other idle.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitRate {
    pub(crate) prefill_tokens_per_second: Figure,
    pub(crate) decode_tokens_per_second: Figure,
}

/// Accelerators for rent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rental {
    pub(crate) id: String,
    /// Other names by which it is found.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) provider: String,
    pub(crate) accelerator: String,
    pub(crate) accelerators: u32,
    pub(crate) term_months: Option<u32>,
    pub(crate) price: Vec<DatedRent>,
}

/// What an accelerator-hour cost from a date on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatedRent {
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) usd_per_gpu_hour: Figure,
}

macro_rules! dated {
    ($($type:ident by $as_of:ident in $document:ident;)*) => {$(
        impl Dated for $type {
            fn as_of(&self) -> &str {
                &self.$as_of
            }

            fn document(&self) -> &str {
                &self.$document
            }
        }
    )*};
}

dated! {
    Precision by as_of in source;
    Model by as_of in source;
    Accelerator by as_of in source;
    Server by power_as_of in power_source;
    DatedPurchase by as_of in source;
    MeasuredRate by as_of in source;
    DatedRent by as_of in source;
}

/// An entry whose one number belongs to a row of the parameter table.
macro_rules! entries {
    ($($type:ident: $what:literal in $table:literal, $figures:expr, $check:expr;)*) => {$(
        impl Entry for $type {
            const WHAT: &'static str = $what;
            const TABLE: &'static str = $table;

            fn id(&self) -> &str {
                &self.id
            }

            fn aliases(&self) -> &[String] {
                &self.aliases
            }

            fn figures(&self) -> Vec<&dyn Dated> {
                let figures: fn(&Self) -> Vec<&dyn Dated> = $figures;
                figures(self)
            }

            fn check(&self, path: &FieldPath) -> Result<(), Error> {
                let check: fn(&Self, &FieldPath) -> Result<(), Error> = $check;
                check(self, path)
            }
        }
    )*};
}

entries! {
    Precision: "precision" in "precision", |entry| vec![entry], |entry, path| {
        date(entry, path)?;
        positive(&path.join("bytes_per_parameter"), entry.bytes_per_parameter)
    };
    Model: "model" in "model", |entry| vec![entry], |entry, path| {
        date(entry, path)?;
        if let Some(active) = entry.active_parameters_billion {
            fact(&path.join("active_parameters_billion"), active)?;
        }
        for (precision, weights) in entry.weights_gigabytes.iter() {
            fact(&path.join("weights_gigabytes").join(precision), *weights)?;
        }
        positive(&path.join("parameters_billion"), entry.parameters_billion)
    };
    Accelerator: "accelerator" in "accelerator", |entry| vec![entry], |entry, path| {
        date(entry, path)?;
        positive(&path.join("memory_gibibytes"), entry.memory_gibibytes)
    };
    Server: "server" in "server", |entry| all(&entry.price).chain([entry as &dyn Dated]).collect(), |entry, path| {
        entry.power_as_of.parse::<AsOf>().map_err(|error| error.with_path(path.join("power_as_of")))?;
        at_least_one(path, entry.accelerators)?;
        check_dates(&entry.price, &path.join("price"))?;
        for (at, price) in entry.price.iter().enumerate() {
            let place = path.join("price").join(&at.to_string()).join("price_usd");
            check_fact(Parameter::ServerPrice, &place, price.price_usd)?;
        }
        if let Some(idle) = entry.idle_watts {
            check_fact(Parameter::IdleWatts, &path.join("idle_watts"), idle)?;
        }
        check_fact(Parameter::ActiveWatts, &path.join("active_watts"), entry.active_watts)
    };
    MeasuredRate: "rate" in "rate", |entry| vec![entry], |entry, path| {
        date(entry, path)?;
        at_least_one(path, entry.accelerators)?;
        for (key, times) in [
            ("time_to_first_token_ms", &entry.time_to_first_token_ms),
            ("inter_token_ms", &entry.inter_token_ms),
        ] {
            for (at, time) in times.iter().enumerate() {
                positive(&path.join(key).join(&at.to_string()), *time)?;
            }
        }
        let check = |parameter: Parameter, key: &str, figure: Figure| {
            check_fact(parameter, &path.join(key), figure)
        };
        match (&entry.combined, &entry.split) {
            (Some(combined), None) => {
                check(Parameter::CombinedRate, "combined.tokens_per_second", combined.tokens_per_second)?;
                positive(&path.join("combined.prompt_tokens"), combined.prompt_tokens)?;
                positive(&path.join("combined.completion_tokens"), combined.completion_tokens)
            }
            (None, Some(split)) => {
                check(Parameter::PrefillRate, "split.prefill_tokens_per_second", split.prefill_tokens_per_second)?;
                check(Parameter::DecodeRate, "split.decode_tokens_per_second", split.decode_tokens_per_second)
            }
            (Some(_), Some(_)) => Err(Error::at(path.clone(), ErrorKind::Conflict {
                first: "combined".to_owned(),
                second: "split".to_owned(),
            })),
            (None, None) => Err(Error::at(path.join("combined"), ErrorKind::Missing {
                instead: "write `combined = {...}` with its mix, or `split = {...}`".to_owned(),
            })),
        }
    };
    Rental: "rental" in "rental", |entry| all(&entry.price).collect(), |entry, path| {
        at_least_one(path, entry.accelerators)?;
        check_dates(&entry.price, &path.join("price"))?;
        for (at, price) in entry.price.iter().enumerate() {
            let place = path.join("price").join(&at.to_string()).join("usd_per_gpu_hour");
            check_fact(Parameter::RentPrice, &place, price.usd_per_gpu_hour)?;
        }
        if let Some(term) = entry.term_months {
            Parameter::ReservationTerm.check(&path.join("term_months"), term.into())?;
        }
        Ok(())
    };
}

fn at_least_one(path: &FieldPath, accelerators: u32) -> Result<(), Error> {
    positive(&path.join("accelerators"), accelerators.into())
}
