//! When does self-hosting an open-weight model pay off?
//!
//! A team serves a workload with a language model. Is it cheaper to pay an API per token, or to run an open-weight
//! model on hardware that they buy or rent: from which volume, and what would change the answer? This crate answers
//! with exact money, every figure traced to where it is from, for any number of alternatives.
//!
//! ```
//! use breakeven::{Catalog, Comparison, report};
//!
//! let question = r#"
//! schema = 1
//! question = "Llama 3.1 8B on our own server, or pay per token?"
//! currency = "USD"
//! prices_as_of = "2026-11-24"
//! baseline = "api"
//! [workload]
//! tokens_per_month = 20_000_000_000
//! peak_to_average = 2
//! class.chat = { prompt_tokens = 1500, completion_tokens = 500 }
//! [finance]
//! horizon_months = 36
//! discount_rate_annual_effective = 0.08
//! [facility]
//! electricity_usd_per_kwh = 0.11
//! pue = 1.4
//! [api.api]
//! family = "closed_api"
//! input_usd_per_mtok = 2
//! output_usd_per_mtok = 8
//! [deployment.bought]
//! model = "llama-3.1-8b"
//! precision = "fp8"
//! server = "8xh100-sxm"
//! replicas_per_step = 8
//! rate = { prefill_tokens_per_second = 40_000, decode_tokens_per_second = 6_000 }
//! hardware.buy = { useful_life_months = 48 }
//! people = { run_fte = 0.5 }
//! "#;
//! let comparison = Comparison::parse(question, &Catalog::builtin()?)?;
//! let answer = comparison.answer()?;
//! let verdict = comparison.verdict(&answer)?;
//! assert_eq!(verdict.answer, "bought");
//! // One server (250,141.80 x 0.0312077), energy (8.4 kW x 730 h x 1.4 x 0.11) and half a person come to
//! // 16,937.82 USD a month; the API takes 3.50 USD per Mtok: 4,839.38 Mtok.
//! let first = comparison.break_even("bought", "api")?.break_even.first_volume;
//! assert_eq!(first, Some(4_839_376_508));
//! println!("{}", report::text(&answer, &verdict));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it is built
//!
//! Text becomes a [`Scenario`] (as written), [`Scenario::resolve`] makes it a [`Comparison`] (every number known, in
//! range and sourced), and that gives [`CostCurve`]s, [`Ledger`]s, an [`Answer`] and a [`Verdict`]. Facts (prices,
//! hardware, models) are in the [`Catalog`], which a user's own extends or replaces. The library is pure: no network, no
//! clock, no files, no global state.
//!
//! A number that is not known better is a range with a base, `{ low = 0.08, base = 0.11, high = 0.20 }`: the [`Answer`]
//! carries what it comes to over the [`Ranges`], and the [`Verdict`] which of them change it, alone and in pairs.
//!
//! Alternatives may serve together: a base load of one's own with overflow to an API hour by hour ([`Hybrid`]), or a share of
//! the requests each ([`Routed`]). They are alternatives like the others.
//!
//! A `[fine_tuning]` table says what a model is trained on: an API charges for it by the token, more for its answers or by the
//! hour; a deployment takes hours of accelerators ([`TrainingRun`]).
//!
//! A `[requirements]` table of the scenario says what has to hold before cost counts: [`Comparison::eligibility`] asks it
//! of each alternative, and the [`Verdict`] ranks what is left and prices the rest.
//!
//! [`Comparison::solve`] finds the values of any number at which two alternatives change places: a price, people, the study
//! period, the peak, how often answers are accepted.
//!
//! A `[sweep]` table of the scenario, or axes built in code, ask the same of every combination of many numbers: see
//! [`sweep`].
//!
//! Formulas run on 28-digit decimals. Amounts become [`Money`] with 12 decimals, each rounded once, so that lines sum to
//! totals exactly. The words that names, keys and messages use are in the [`glossary`].
//!
//! # For property tests
//!
//! Finance code of one's own can be held to the laws that this crate keeps: the feature `proptest` (off unless asked for) adds
//! `law`, functions that take the function under test, and `strategy`, generators of what to feed it.
//!
//! # What it is not
//!
//! It prices no quality by benchmark scores: a floor may rule out, and what is left is taken as equally good, as the verdict says. Where it
//! is known how often answers are accepted and what is done about the others, [`Acceptance`] takes it in. It predicts no throughput: a
//! serving rate is given or looked up, with the configuration that it was measured at. A [`Roofline`] says which rate cannot be. It is no tax advice.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::float_cmp,
        reason = "a test says what it expects by panicking"
    )
)]

/// The README's Rust runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod finance;
pub mod glossary;
#[cfg(feature = "proptest")]
pub mod law;
pub mod report;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod sweep;

mod api;
mod catalog;
mod comparison;
mod cost;
mod curve;
mod deployment;
mod error;
mod import;
mod money;
mod number;
mod parameter;
mod quantity;
mod scenario;
mod serving;
mod source;
mod training;
mod verdict;
mod workload;

pub use api::{Request, RequestCost, Tariff};
pub use catalog::{Attention, BonusDepreciation, Catalog, ContextTier, Listed, Offer, Section179};
pub use comparison::{
    AfterTax, AlternativeAnswer, AlternativeRange, Answer, BestMove, BestPlan, Bounds, BreakEvenPrice,
    CashTrough, Cheaper, CheapestAt, CheapestByVolume, CheapestRange, Comparison, CostLine, Crossing, Equity,
    LeaseOrBuy, Ledger, LeftOut, Monthly, NoMove, Pair, PairRange, PathOutcome, PlanOfMonth, PlannedMove,
    PricePath, Ranges, Root, Saving, Solution, StartVolume, StartVolumes, Stretch, Study, SwitchingPlan,
};
pub use curve::{
    BreakEven, CostCurve, Envelope, EnvelopePiece, FloatCurve, Interval, Reach, Staircase, TierRule,
    VolumeTier,
};
pub use error::{Error, ErrorKind, FieldPath, Limit, Position};
pub use finance::{CashFlow, Category};
pub use import::{
    MachineList, Note, NoteKind, PriceList, Refusal, Refused, RefusedLine, RefusedLines, RentedMachine,
    RequestLine, UsageLog,
};
pub use jiff;
pub use money::{Currency, ExchangeRate, Money, Rounding};
pub use parameter::{Family, Parameter, TuningMethod};
#[cfg(feature = "proptest")]
pub use proptest;
pub use rust_decimal::{self, Decimal};
pub use scenario::{
    Acceptance, Api, Buy, ClassProfile, Credit, Deployment, Event, ExistingCommitment, Facility, Finance,
    FinanceLease, FineTuning, Hardware, Hybrid, Limits, Loan, Memory, Model, OperatingLease, Organization,
    Origin, OwnFacility, OwnFineTuning, OwnedAlready, People, PerKw, Provenance, ProvisionedUnits,
    QualityFloor, RangedValue, Rate, Refresh, Rent, RequestClass, Requirements, Resale, ResalePoint, Reserve,
    Routed, Scenario, Server, SpendCommitment, SweepAxis, SweepSpan, SweepTable, Tax, Terms, TokenProfile,
    Users, VendorFineTuning, VolumePriceTier, Warning, WarningCode, Workload,
};
pub use serving::{Fit, LimitedBy, ModelShape, Roofline};
pub use source::{AsOf, Figure, Named, Source};
pub use training::TrainingRun;
pub use verdict::{
    Assessment, Constraint, Deciding, Eligibility, Flip, FlipMove, FlipRange, PairFlip, PathRange, Reason,
    Regime, RegimeRange, RequirementPrice, Split, SplitAbsent, SplitRange, Verdict, VerdictRanges,
    WithoutRequirement,
};
pub use workload::Volume;
