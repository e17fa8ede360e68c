//! Finance as accountants do it, exact and complete, which stands alone: nothing here knows of models or tokens.
//!
//! Every function of time value takes [`Decimal`](rust_decimal::Decimal) or `f64` ([`Amount`]); money in a currency is
//! [`Money`](crate::Money). Rates are fractions a period: 0.05 is 5 percent. Flows are positive when received and negative
//! when paid, but for functions that ask for costs. What has no answer is an [`Error`](crate::Error), never NaN; what has
//! several answers gives all of them ([`Roots`]).
//!
//! | to find | of spreadsheets | here |
//! |---|---|---|
//! | what flows are worth now | `NPV`, `XNPV` | [`npv_from_now`], [`npv_end`], [`xnpv`] |
//! | the rate that they earn | `IRR`, `XIRR`, `MIRR` | [`irr`], [`xirr`], [`mirr`] |
//! | present value, future value, level payment | `PV`, `FV`, `PMT` | [`Annuity`] |
//! | interest and principal of payments | `IPMT`, `PPMT`, `CUMIPMT`, `CUMPRINC` | [`Annuity::installment`], [`Annuity::installments`] |
//! | how many payments, at which rate | `NPER`, `RATE` | [`LevelPayments`] |
//! | growth | `RRI`, `PDURATION` | [`growth_rate`], [`growth_periods`] |
//! | rates of other compounding or without inflation | `EFFECT`, `NOMINAL` | [`EffectiveRate`], [`NominalRate`], [`RealRate`] |
//! | what a purchase costs a year | | [`capital_recovery_factor`], [`equivalent_annual_cost`], [`annuity_factor`], [`GrowingAnnuity`] |
//! | what capital costs | | [`CapitalStructure`], [`after_tax_cost_of_debt`] |
//! | when an outlay is back | | [`payback`](fn@payback), [`discounted_payback`] |
//! | the price that pays for what is made | | [`levelized_cost`] |
//! | buy or lease | | [`BuyOrLease`] |
//! | what is written off | `SLN`, `SYD`, `DB`, `DDB`, `VDB` | [`Asset`], [`Depreciation`], [`Macrs`] |
//! | a loan in cents | | [`Loan`] |
//!
//! ```
//! use breakeven::Decimal;
//! use breakeven::finance::{Annuity, EffectiveRate, irr, npv_from_now};
//!
//! // A server for 250,000 saves 9,000 a month for three years, at 8 percent a year.
//! let monthly = EffectiveRate::new(Decimal::new(8, 2))?.per_period(12)?;
//! let flows: Vec<Decimal> =
//!     [-250_000].into_iter().chain([9_000; 36]).map(Decimal::from).collect();
//! let worth = npv_from_now(monthly, &flows)?;
//! // 250,000 against 9,000 (1 - 1.08^-3) / 0.00643403 = 288,389.98
//! assert_eq!(worth.round_dp(2), Decimal::new(38_389_98, 2));
//! assert!(irr(&flows)?.only()? > monthly);
//! // The same as the payment that a loan over the price would ask for.
//! let payment = Annuity::ordinary(monthly, 36.into()).payment(250_000.into(), 0.into())?;
//! assert_eq!(payment.round_dp(2), Decimal::new(-7_801_94, 2));
//! # Ok::<(), breakeven::Error>(())
//! ```
//!
//! # What differs from other programs, on purpose
//!
//! Results were compared row by row with LibreOffice 7.4.7, Gnumeric 1.12.55, numpy-financial 1.0.0, pyxirr 0.10.8 and
//! QuantLib 1.44 (`tests/vectors`). Where this differs, it is for a reason:
//!
//! | what | others | here | because |
//! |---|---|---|---|
//! | `IRR`, `XIRR`, `RATE` with several roots | one of them, which depends on the guess | all, as [`Roots::Several`] | no program knows which is meant |
//! | `IRR`, `RATE` without a root | NaN, `#N/A`, `#NUM!` | [`Roots::None`] | it is an answer, not a failure |
//! | `RATE` with an even number of payments | roots below -1 (numpy-financial, pyxirr: -1.86) | roots above -1 alone | nothing loses more than all of it |
//! | `RATE` of a fraction of periods | a number | periods are whole | it is the internal rate of the flows that the payments are |
//! | a rate of -1 or less | 0, infinity or an error, by function | an error | nothing can be discounted at it |
//! | `NPER`, `PDURATION` that lead away | a negative number | an error | it is no number of periods from now |
//! | `NPER` at rate 0 | the wrong sign (numpy-financial 1.0.0) | `-(present + future) / payment` | it is the equation |
//! | `PPMT`, `CUMPRINC` of the first payment in advance | interest in it (pyxirr, Gnumeric) | all principal | no time has passed |
//! | `IPMT`, `PPMT` of periods that the plan has not | extrapolated (numpy-financial) | an error | there is no such payment |
//! | `XNPV`, `XIRR` of flows out of order | refused (Gnumeric) | discounted to the earliest date | an order is no information |
//! | `XIRR` stops | at 1e-8 (spreadsheets) or 3e-8 (pyxirr) | at the last digits | it can |
//! | `MIRR` where nothing comes back | an error | -1 | it is what the formula says |
//! | `PV`, `FV`, `PMT` at small rates in `f64` | up to 8e-12 off | within 1e-12 | no growth near 1 is formed to subtract 1 from it |
//!
//! Those of depreciation are listed at [`Asset`].

mod annuity;
mod buy_or_lease;
mod capital_cost;
mod cash_flow;
mod chain;
mod check;
mod dated;
mod depreciation;
mod factors;
mod installments;
mod internal_rate;
mod level_payments;
mod levelized;
mod loan;
mod macrs;
mod net_present_value;
mod payback;
mod rates;
mod roots;
mod time_value;

pub use crate::number::Amount;
pub use annuity::{Annuity, Timing};
pub use buy_or_lease::{BuyOrLease, NetAdvantage};
pub use capital_cost::{CapitalStructure, after_tax_cost_of_debt};
pub use cash_flow::{CashFlow, Category};
pub(crate) use chain::{Chain, Replacement};
pub use dated::{DatedFlow, xirr, xnpv};
pub use depreciation::{Asset, Depreciation, Schedule, Switch, units_of_production};
pub use factors::{GrowingAnnuity, annuity_factor, capital_recovery_factor, equivalent_annual_cost};
pub use installments::Installment;
pub use internal_rate::{MirrRates, irr, mirr};
pub use level_payments::LevelPayments;
pub use levelized::levelized_cost;
pub use loan::{Loan, LoanPayment};
pub use macrs::{Convention, Macrs, MacrsMode, Quarter, TaxWriteOff, section_179_deduction};
pub use net_present_value::{npv_end, npv_from_now};
pub use payback::{Payback, discounted_payback, payback};
pub use rates::{EffectiveRate, Inflation, NominalRate, RealRate, growth_periods, growth_rate};
pub use roots::Roots;
pub(crate) use time_value::{Interest, Recovery};
