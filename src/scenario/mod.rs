//! What a user writes, and how it becomes what the formulas take: every number known, in range and sourced.

mod provenance;
mod reader;
mod resolve;
mod resolve_api;
mod resolve_api_terms;
mod resolve_choices;
mod resolve_deployment;
mod resolve_hardware;
mod resolve_memory;
mod resolve_mix;
mod resolve_rate;
mod resolve_rent;
mod resolve_site;
mod resolve_sweep;
mod resolve_workload;
mod resolved;
mod wire;
mod wire_api;
mod wire_deployment;
mod wire_facility;
mod wire_hardware;
mod wire_metric;
mod wire_mix;
mod wire_sweep;

pub use provenance::{Origin, Provenance, Warning, WarningCode};
pub(crate) use resolve::resolve;
pub(crate) use resolve_sweep::{AxisPoints, MOST_VALUES, ResolvedAxis};
pub(crate) use resolved::{Address, Place, Resolved, ResolvedAlternative};
pub use wire::{ClassProfile, Finance, RequestClass, Scenario, TokenProfile, Workload};
pub use wire_api::{Api, Limits, SpendCommitment, VolumePriceTier};
pub use wire_deployment::{Deployment, Memory, Model, People, Rate, Server};
pub use wire_facility::{Facility, OwnFacility, PerKw};
pub use wire_hardware::{Buy, Hardware, OwnedAlready, Rent, ResalePoint, Reserve};
pub use wire_metric::Metric;
pub use wire_mix::{Hybrid, Routed};
pub use wire_sweep::{SweepAxis, SweepSpan, SweepTable};
