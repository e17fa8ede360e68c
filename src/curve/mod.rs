//! Cost as a function of volume, and where one curve is below another.
//!
//! This room knows neither accelerators nor APIs: a curve is a fixed amount, an amount per token and a staircase.

mod band;
mod break_even;
mod cost_curve;
mod envelope;
mod float_curve;
mod hull;
#[cfg(test)]
mod laws;
mod marginal;
mod near;
mod shape;
mod sign;
mod stairs;
mod walk;

pub use break_even::{BreakEven, Interval, Reach};
pub use cost_curve::{CostCurve, Staircase, TierRule, VolumeTier};
pub use envelope::{Envelope, EnvelopePiece};
pub use float_curve::FloatCurve;
pub(crate) use shape::Shape;
pub(crate) use stairs::{Counts, Rates, Stairs};
