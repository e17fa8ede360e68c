//! Does the model fit, how many steps does the load need, and how fast could it be at the very best.

mod load;
mod memory;
mod requirements;
mod roofline;

pub(crate) use load::{HOURS_OF_DAY, Load, Work, hourly_stairs, load, prefill_share};
pub use memory::Fit;
pub(crate) use memory::{Overhead, Replica, Weights};
pub(crate) use requirements::{Lengths, Limit, MemoryNeed, Requirements};

pub use roofline::{ModelShape, Roofline};

use std::fmt;

/// What keeps an alternative from serving a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitedBy {
    /// The largest number of steps is too small for the volume.
    Capacity,
    /// The model and a request do not fit the memory.
    Memory,
    /// A request is longer than the context window.
    Context,
    /// The latency goal cannot be kept. Not given by this version: a latency is a requirement, and rules out by it.
    Latency,
    /// The provider takes no more tokens or requests a minute.
    RateLimit,
}

impl LimitedBy {
    /// Whether a smaller volume could be served.
    #[must_use]
    pub fn is_of_volume(self) -> bool {
        matches!(self, Self::Capacity | Self::RateLimit)
    }

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Memory => "memory",
            Self::Context => "context",
            Self::Latency => "latency",
            Self::RateLimit => "rate_limit",
        }
    }
}

impl fmt::Display for LimitedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
