//! The choices of a model that are not numbers. A choice is the same for every carrier, so formulas may branch on it.

use std::fmt;

/// What kind of alternative one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Family {
    /// A vendor's own model, paid per token.
    ClosedApi,
    /// An open-weight model served by somebody else, paid per token.
    HostedOpenWeights,
    /// An open-weight model on a provider's machines reserved for one customer.
    DedicatedEndpoint,
    /// Self-hosted on accelerators that are rented, or leased and given back.
    Rented,
    /// Self-hosted on hardware that is bought, leased for good or already owned.
    Owned,
    /// Several of them together: a base of one's own with overflow to an API, or requests that are routed.
    Mixed,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 6] = [
        Self::ClosedApi,
        Self::HostedOpenWeights,
        Self::DedicatedEndpoint,
        Self::Rented,
        Self::Owned,
        Self::Mixed,
    ];

    /// The name in files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosedApi => "closed_api",
            Self::HostedOpenWeights => "hosted_open_weights",
            Self::DedicatedEndpoint => "dedicated_endpoint",
            Self::Rented => "rented",
            Self::Owned => "owned",
            Self::Mixed => "mixed",
        }
    }

    /// Whether it is paid per token.
    #[must_use]
    pub fn is_api(self) -> bool {
        matches!(self, Self::ClosedApi | Self::HostedOpenWeights | Self::DedicatedEndpoint)
    }

    /// The family of a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How the hardware is acquired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acquisition {
    Buy,
    OwnedAlready,
    /// Paid for in parts to who buys it, and one's own at the end.
    FinanceLease,
    /// Paid for by the month and given back at the end of a term.
    OperatingLease,
    Rent,
    Reserve,
}

impl Acquisition {
    /// The key below `hardware`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::OwnedAlready => "owned_already",
            Self::FinanceLease => "finance_lease",
            Self::OperatingLease => "operating_lease",
            Self::Rent => "rent",
            Self::Reserve => "reserve",
        }
    }

    /// Whether it stands on one's own site, to be kept for its time: bought, owned already or leased.
    pub(crate) fn is_owned(self) -> bool {
        !matches!(self, Self::Rent | Self::Reserve)
    }

    pub(crate) fn is_leased(self) -> bool {
        matches!(self, Self::FinanceLease | Self::OperatingLease)
    }

    pub(crate) fn family(self) -> Family {
        match self {
            Self::Buy | Self::OwnedAlready | Self::FinanceLease => Family::Owned,
            Self::OperatingLease | Self::Rent | Self::Reserve => Family::Rented,
        }
    }
}

/// How a model is fine-tuned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TuningMethod {
    /// All weights are trained.
    Full,
    /// The weights stay as they are, and low-rank adapters beside them are trained.
    Lora,
    /// The same, with the weights in 4 bits.
    Qlora,
}

impl TuningMethod {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::Full, Self::Lora, Self::Qlora];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Lora => "lora",
            Self::Qlora => "qlora",
        }
    }

    /// Floating-point operations per active parameter and trained token: two forward and two back to the activations;
    /// two more for the gradients of the weights, where these are trained. What is calculated twice to save memory is
    /// no arithmetic of the model, and neither is the unpacking of 4-bit weights: both show in how many of these
    /// operations an accelerator gets done.
    ///
    /// Source: Kaplan et al., Scaling Laws for Neural Language Models (2020), section 2.1: 6 per parameter; the 4 of
    /// adapters is what NVIDIA's published fine-tuning rates have (2,621 tokens/s at 722 TFLOP/s for 69 billion).
    #[must_use]
    pub fn operations_per_parameter(self) -> u32 {
        match self {
            Self::Full => 6,
            Self::Lora | Self::Qlora => 4,
        }
    }
}

/// When accelerators draw active power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnergyMode {
    /// Active power in all serving hours, because measured accelerators draw near-saturated power at a few percent of load.
    WhileServing,
    /// Active power for busy seconds only.
    Proportional,
}

/// How the serving rate of a replica is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateForm {
    /// Prefill and decode, each with the other idle.
    Split,
    /// Prompt and completion tokens together, at one mix.
    Combined,
}

/// What the supply is sized for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoadBasis {
    /// The peak hour, with headroom.
    Peak,
    /// A stated average utilization, as published cases have it.
    AverageUtilization,
    /// The hours of the day, each with its load, with headroom.
    Hours,
}

/// Which steps pay running costs where the volume falls. What is bought is kept to the end of the study either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunningCosts {
    /// All that have been needed so far: they stand there, powered and looked after.
    OwnedSteps,
    /// Those that the month's volume needs: the others are switched off.
    NeededSteps,
}

/// What hardware is worth at the end of the study, where its life does not end there too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnequalLives {
    /// What the market pays for its age.
    StudyPeriod,
    /// The charges that it still owes: every life costs the same a month, as if the service went on.
    RepeatedLives,
}

/// When in a month a lease is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaymentsIn {
    /// At its end.
    Arrears,
    /// At its beginning.
    Advance,
}

/// How many rented steps are kept in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scaling {
    /// Those for the peak, around the clock.
    AlwaysOn,
    /// Those that the load of the hour needs.
    Hourly,
}

/// All choices of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choices {
    pub(crate) acquisition: Acquisition,
    pub(crate) energy: EnergyMode,
    pub(crate) rate: RateForm,
    pub(crate) load: LoadBasis,
    pub(crate) running_costs: RunningCosts,
    pub(crate) unequal_lives: UnequalLives,
    pub(crate) scaling: Scaling,
    pub(crate) payments_in: PaymentsIn,
}
