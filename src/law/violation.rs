//! How a law says that it is broken.

use crate::number::Amount;
use rust_decimal::Decimal;
use std::fmt;

/// A law that does not hold: which one, what was fed, both sides and how far apart they are.
///
/// It is an error like any other, so `?` carries it out of a test that returns `Result<(), Box<dyn Error>>`, and within
/// `proptest!` it becomes the failure of the case.
///
/// ```
/// use breakeven::law::{self, Finding, Value};
///
/// // Discounts the first flow as if it were paid now, and the others too.
/// let wrong = |_rate: f64, flows: &[f64]| flows.iter().map(|flow| flow.abs()).sum::<f64>();
/// let violation = law::npv_is_linear(wrong, 0.1, &[100.0], &[-40.0]).unwrap_err();
/// assert_eq!(violation.law(), "npv_is_linear");
/// assert_eq!(violation.fed()[0], ("rate", "0.1".to_owned()));
/// let Finding::Unequal { difference, .. } = violation.finding() else { panic!("{violation}") };
/// assert_eq!(*difference, Value::Float(-80.0)); // 60 of both together, 100 + 40 apart
/// assert_eq!(
///     violation.to_string(),
///     "npv_is_linear is broken for
///   rate = 0.1
///   flows = [100.0]
///   others = [-40.0]
/// because
///   the worth of both together = 60
///   the worth of the one and of the other = 140
/// which differ by -80, and may by 0.00000014"
/// );
/// ```
#[derive(Clone, PartialEq)]
pub struct Violation(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    law: &'static str,
    fed: Vec<(&'static str, String)>,
    finding: Finding,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Finding {
    /// Two sides that have to be equal are not.
    Unequal {
        /// The one.
        left: Side,
        /// The other.
        right: Side,
        /// The left less the right.
        difference: Value,
        /// How large it may be.
        tolerance: Value,
    },
    /// A side that has to be no more than another is more.
    Above {
        /// What has to be the less.
        lower: Side,
        /// What has to be the more.
        upper: Side,
        /// The lower less the upper.
        difference: Value,
        /// How large it may be.
        tolerance: Value,
    },
    /// Two things that have to be the same are not.
    Different {
        /// The one.
        left: Side,
        /// The other.
        right: Side,
    },
    /// The function under test gave no answer, or NaN, where there is one.
    NoAnswer {
        /// What was asked for.
        call: String,
        /// What came instead.
        instead: String,
    },
    /// The function under test gave an answer where it has to refuse.
    NotRefused {
        /// What was asked for.
        call: String,
        /// What came.
        answer: String,
    },
    /// The law says nothing of what was fed: not the function is at fault, but the test.
    Outside {
        /// What it speaks of.
        domain: &'static str,
    },
}

/// A side of a law.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// In words.
    pub what: &'static str,
    /// What it comes to.
    pub value: Value,
}

/// A number as it was calculated, or what is no number in words.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A decimal.
    Decimal(Decimal),
    /// A binary float.
    Float(f64),
    /// A whole number.
    Whole(i128),
    /// Anything else.
    Text(String),
}

impl Value {
    pub(super) fn of<A: Amount>(amount: A) -> Self {
        if A::IS_DECIMAL {
            Self::Decimal(amount.shown().normalize())
        } else {
            // The words of a float are read back as it.
            Self::Float(amount.to_string().parse().unwrap_or(f64::NAN))
        }
    }
}

impl Violation {
    pub(super) fn new(law: &'static str, fed: Vec<(&'static str, String)>, finding: Finding) -> Self {
        Self(Box::new(Inner { law, fed, finding }))
    }

    /// The name of the law, which is that of its function.
    #[must_use]
    pub fn law(&self) -> &'static str {
        self.0.law
    }

    /// What was fed, each by its name in the law.
    #[must_use]
    pub fn fed(&self) -> &[(&'static str, String)] {
        &self.0.fed
    }

    /// What is wrong, as data.
    #[must_use]
    pub fn finding(&self) -> &Finding {
        &self.0.finding
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { law, fed, finding } = &*self.0;
        let verb = if matches!(finding, Finding::Outside { .. }) { "says nothing" } else { "is broken" };
        write!(f, "{law} {verb} for")?;
        for (name, value) in fed {
            write!(f, "\n  {name} = {value}")?;
        }
        write!(f, "\nbecause\n  ")?;
        match finding {
            Finding::Unequal { left, right, difference, tolerance } => {
                write!(f, "{left}\n  {right}\nwhich differ by {difference}, and may by {tolerance}")
            }
            Finding::Above { lower, upper, difference, tolerance } => write!(
                f,
                "{lower}\n  has to be no more than\n  {upper}\nand is more by {difference}, where {tolerance} is allowed"
            ),
            Finding::Different { left, right } => write!(f, "{left}\n  {right}\nwhich have to be the same"),
            Finding::NoAnswer { call, instead } => write!(f, "{call} has an answer, and gave {instead}"),
            Finding::NotRefused { call, answer } => write!(f, "{call} has to be refused, and gave {answer}"),
            Finding::Outside { domain } => write!(f, "it speaks of {domain}"),
        }
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a test prints that unwraps it, or returns it from `main`.
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Violation {}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.what, self.value)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decimal(value) => value.fmt(f),
            Self::Float(value) if value.abs() > 0.0 && !(1e-9..1e16).contains(&value.abs()) => {
                write!(f, "{value:e}")
            }
            Self::Float(value) => value.fmt(f),
            Self::Whole(value) => value.fmt(f),
            Self::Text(value) => f.write_str(value),
        }
    }
}
