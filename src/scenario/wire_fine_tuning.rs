//! Fine-tuning, as written: what is trained on, and what each alternative takes for it.

use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// What a model is fine-tuned on before the study begins, whoever trains it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FineTuning {
    /// Tokens of one pass over the training data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_tokens: Option<Figure>,
    /// Passes over the training data; 1 where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epochs: Option<Figure>,
    /// Months after which it is done again, and so on while the study lasts: new data, a new base model. Once where it is
    /// not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
}

impl FineTuning {
    /// So many tokens, each so many times.
    #[must_use]
    pub fn new(training_tokens: impl Into<Figure>, epochs: impl Into<Figure>) -> Self {
        Self {
            training_tokens: Some(training_tokens.into()),
            epochs: Some(epochs.into()),
            every_months: None,
        }
    }
}

/// What a vendor charges for fine-tuning, and for serving the result.
///
/// # Formula
/// ```text
/// training, once = price * tokens of a pass * passes
/// bill           = the bill of the sheet * serving price fraction + hosting * hours of the month
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct VendorFineTuning {
    /// Price of a trained token; each pass is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_usd_per_mtok: Option<Figure>,
    /// Token prices of the fine-tuned model over those of the sheet; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serving_price_fraction: Option<Figure>,
    /// What keeping the model ready costs, used or not; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosting_usd_per_hour: Option<Figure>,
}

/// Fine-tuning on accelerators: one's own, or rented for the time it takes.
///
/// # Formula
/// ```text
/// training, once = price per accelerator-hour * f N 1e9 D E / (t 1e12 * 3600)
/// ```
/// as in [`crate::TrainingRun`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OwnFineTuning {
    /// `full`, `lora` or `qlora`.
    pub method: String,
    /// A published training speed: an id of the catalog. Or give `teraflops_per_accelerator`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<String>,
    /// Arithmetic of the model that an accelerator does a second in training.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teraflops_per_accelerator: Option<Figure>,
    /// Parameters that a token passes through; the catalog's of the model where they are not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_parameters_billion: Option<Figure>,
    /// Price of an accelerator while it trains: a rent, or what an hour of one's own is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_usd_per_gpu_hour: Option<Figure>,
}
