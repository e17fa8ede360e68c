//! The same question over a grid of variations, in binary floats.
//!
//! A [`Sweep`] asks how some [`Metric`]s move along one or more [`Axis`], or over the rows of a table of [`Column`]s. It
//! stores no points: they are evaluated in the order of their index and go into a [`Sink`] ([`Summary`], [`Histogram`],
//! [`Quantiles`], [`Shares`], [`Top`], several at once), a caller's slices or a caller's function. A [`Run`] says on how
//! many threads, which part, whom to tell of the progress and when to stop. A scenario may have its sweep with it, in a
//! `[sweep]` table ([`crate::SweepTable`]): [`Sweep::of_scenario`].
//!
//! # How near it is to the exact path
//!
//! The same formulas run on floats. A value is within 1e-12 of the sum of its terms without their signs (1e-11 for what
//! covers the study). The worst that was measured on the flagship is 5e-15 for a month and for a study of years, and below
//! 1e-12 for one of 50 years at -30%. Every point of at most 15 digits can be asked again with [`crate::Comparison::with`]; a number
//! that others follow (the hours of a month, an input price) comes first there, or it takes them along. Two things are
//! rounded away: at a volume of whole multiples of a step's capacity, a float may count one step more than the exact path
//! does, or over the study, where volumes count as 2^-48 less, one fewer just above it; and a payback counts as reached
//! where sums differ by 2^-40 of what both pay as the study begins and the other would pay if every month were as the first
//! (a tie may come out a month late where the volume grows by several thousand times).
//!
//! Break-evens without a closed form, what bends and pays back, and an alternative that chooses its steps or units are asked
//! on the exact path, point by point: thousands a second, where formulas give millions.
//!
//! A point is the same bits in a grid, in a table and in a [`Probe`]. Reductions are the same bits for any division into
//! parts, any number of threads and any instruction set, because lanes are added in one order and their sums as integers.
//! Points are counted in 64 bits on every machine; only slices and blocks are counted by its own size.
//!
//! ```
//! # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'dear'\n\
//! # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
//! # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
//! # [api.dear]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
//! # [api.cheap]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n";
//! use breakeven::sweep::{Axis, Metric, Sweep};
//! use breakeven::{Catalog, Comparison};
//!
//! let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
//! let sweep = Sweep::new(
//!     &comparison,
//!     &[Metric::saving("cheap", "dear")],
//!     &[
//!         Axis::linear("api.cheap.output_usd_per_mtok", "4".parse()?, "40".parse()?, 10),
//!         Axis::logarithmic("workload.tokens_per_month", "1000000".parse()?, "1000000000".parse()?, 4),
//!     ],
//! )?;
//! assert_eq!(sweep.len(), 40);
//! let summary = sweep.summary();
//! // 1 Gtok: 750 Mtok in at 1 USD less, 250 Mtok out at 6 USD less when output costs 4 USD, at 30 more when it costs 40
//! assert_eq!(summary.maximum().map(|most| (most.value, most.index)), Some((2250.0, 3)));
//! assert_eq!(summary.minimum().map(|least| (least.value, least.index)), Some((-6750.0, 39)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ahead;
mod allowed;
mod axis;
mod bounds;
mod break_even;
mod combinations;
mod corners;
#[allow(
    unsafe_code,
    reason = "the one file that uses instructions which it has asked for: kernels of each set, vectors, stores past the caches"
)]
mod dispatch;
mod exact;
mod formula;
mod histogram;
mod kernel;
mod layout;
mod level;
mod metric;
mod pair;
mod play;
mod player;
mod point;
mod probe;
mod program;
mod quantiles;
mod row;
mod rows;
mod run;
mod runs;
mod scenario;
mod schedule;
mod shares;
mod sink;
mod space;
mod step;
mod studies;
mod summary;
#[cfg(test)]
mod tests;
mod threads;
mod top;
mod vector;
mod wheels;
mod write;

pub use crate::scenario::Metric;
pub use axis::{Axis, Column};
pub use histogram::Histogram;
pub use layout::Sweep;
pub use probe::Probe;
pub use quantiles::Quantiles;
pub use run::Run;
pub use shares::Shares;
pub use sink::{Block, Sink};
pub use summary::{Extreme, Summary};
pub use top::Top;
