//! Generators of what finance code is fed, for `proptest`: rates, flows, schedules, and whole questions of this crate.
//!
//! What stands here is *valid*: in range, as it comes in practice. [`edge`] has what is on the borders of the ranges (no
//! interest, one month, exact multiples of the capacity), [`hostile`] what nobody would ask (NaN, 1e308, negative lives,
//! empty lists), to which the only right answer is a typed error.
//!
//! Numbers are decimals with few digits, as `f64` or [`Decimal`](crate::Decimal), drawn by magnitude: each number of digits is as
//! likely, and a half of them have one or two digits that are not 0. What fails shrinks to the first of these that fails too:
//! 0, one, powers of ten, five and two times them, and then the number with 1, 2, 3 ... of its digits, rounded down or up. A
//! counterexample reads "10 percent", not "7.34 percent".
//!
//! ```
//! use breakeven::proptest::prelude::*;
//! use breakeven::proptest::test_runner::{Config, TestError, TestRunner};
//! use breakeven::strategy;
//!
//! // A function that is wrong above 5 percent fails at a round rate above it.
//! let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
//! let failed = runner.run(&strategy::rate::<f64>(), |rate| {
//!     prop_assert!(rate <= 0.05);
//!     Ok(())
//! });
//! let Err(TestError::Fail(_, rate)) = failed else { panic!("it does not fail: {failed:?}") };
//! assert!([0.1, 0.06, 0.07, 0.08, 0.09].contains(&rate), "{rate}");
//! ```

pub mod edge;
pub mod hostile;

mod flows;
mod rounded;
mod scenario;

pub use flows::*;
pub use scenario::*;
