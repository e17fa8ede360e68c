//! Where every number is from, and what to be careful about.

use crate::error::FieldPath;
use crate::source::AsOf;

/// Where a number is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The scenario says it.
    Given,
    /// The catalog says it.
    Catalog,
    /// It follows from other numbers.
    Derived,
    /// Nobody says it, and a stated default holds.
    Default,
}

impl Origin {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Catalog => "catalog",
            Self::Derived => "derived",
            Self::Default => "default",
        }
    }
}

/// A number of the answer with where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The path of the number.
    pub path: FieldPath,
    /// The number, or the name, as it entered the calculation.
    pub value: String,
    /// Who says it.
    pub origin: Origin,
    /// The document, or the reason of a default.
    pub source: Option<String>,
    /// The date of the document.
    pub as_of: Option<AsOf>,
    /// The paths that a derived number depends on.
    pub derived_from: Vec<FieldPath>,
}

/// What an answer asks its reader to be careful about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Which warning it is.
    pub code: WarningCode,
    /// The warning in words.
    pub message: String,
    /// The path that it is about.
    pub path: Option<FieldPath>,
}

/// The warnings there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarningCode {
    /// An offer ends within the study period.
    Retirement,
    /// Prices change within the study, as their vendor has announced.
    AnnouncedPrice,
    /// The same model is for sale, hosted, and no such offer is compared.
    HostedOffersNotCompared,
    /// The serving rate was measured on another configuration.
    RateMeasuredElsewhere,
    /// Where the serving rate was measured is known in words only.
    RateConfigurationUnknown,
    /// The serving rate was measured at another mix of prompt and completion.
    RateMixDiffers,
    /// The serving rate has no latency goal.
    RateWithoutLatencyGoal,
    /// A rental is let in larger units than a step.
    RentalInLargerUnits,
    /// A figure of the catalog is from after the date of the prices.
    LaterFact,
    /// A price is older than a year.
    StalePrice,
    /// An event is past the end of the study.
    EventPastStudy,
    /// The law of a later year is not known yet: that of the last known one holds.
    LawNotKnownYet,
    /// A reservation runs past the end of the study.
    CommitmentOutlivesStudy,
    /// Growth carries the volume past the capacity within the study.
    CapacityExceeded,
    /// Answers that are not accepted cost nothing.
    FailuresCostNothing,
    /// Others are fine-tuned, and this one is not.
    NotFineTuned,
}

impl WarningCode {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Retirement => "retirement",
            Self::AnnouncedPrice => "announced_price",
            Self::HostedOffersNotCompared => "hosted_offers_not_compared",
            Self::RateMeasuredElsewhere => "rate_measured_elsewhere",
            Self::RateConfigurationUnknown => "rate_configuration_unknown",
            Self::RateMixDiffers => "rate_mix_differs",
            Self::RateWithoutLatencyGoal => "rate_without_latency_goal",
            Self::RentalInLargerUnits => "rental_in_larger_units",
            Self::LaterFact => "later_fact",
            Self::StalePrice => "stale_price",
            Self::EventPastStudy => "event_past_study",
            Self::LawNotKnownYet => "law_not_known_yet",
            Self::CommitmentOutlivesStudy => "commitment_outlives_study",
            Self::CapacityExceeded => "capacity_exceeded",
            Self::FailuresCostNothing => "failures_cost_nothing",
            Self::NotFineTuned => "not_fine_tuned",
        }
    }
}
