//! What can be wrong, as data; the messages live here and nowhere else.

use rust_decimal::Decimal;
use std::fmt;

/// What is wrong with an input, or why a question has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not TOML or JSON.
    #[error("{message}")]
    Syntax {
        /// The parser's words.
        message: String,
    },
    /// The text is empty.
    #[error("the text is empty; a scenario begins with `schema = 1`")]
    Empty,
    /// The text is larger or deeper than is read.
    #[error("the text has more than {limit}")]
    TooLarge {
        /// Which limit it passes.
        limit: Limit,
    },
    /// A key that the schema does not have.
    #[error("unknown key{}", DidYouMean(.suggestion))]
    UnknownField {
        /// The key as written.
        field: String,
        /// The nearest key of the schema.
        suggestion: Option<String>,
    },
    /// The same key twice.
    #[error("the key `{field}` is written twice")]
    DuplicateField {
        /// The key.
        field: String,
    },
    /// A value that has to be given and is not.
    #[error("missing; {instead}")]
    Missing {
        /// What to write.
        instead: String,
    },
    /// A value of another type than the key takes.
    #[error("{found}, expected {expected}")]
    WrongType {
        /// What was written.
        found: String,
        /// What the key takes.
        expected: String,
    },
    /// A bare number with more digits than a binary float keeps.
    #[error("{text} has more than 15 digits; write it in quotes to keep them all")]
    TooManyDigits {
        /// The number as the parser read it.
        text: String,
    },
    /// A number outside the range of its parameter.
    #[error("{value} is not in {minimum}..={maximum} ({unit}){}", Percent(.value, .maximum, .unit))]
    OutOfRange {
        /// The value.
        value: Decimal,
        /// The least value taken.
        minimum: Decimal,
        /// The greatest value taken.
        maximum: Decimal,
        /// What the number counts.
        unit: &'static str,
    },
    /// A number that is not above the bound that it has to pass.
    #[error("{value} is not above {bound} ({unit})")]
    NotAbove {
        /// The value.
        value: Decimal,
        /// What it has to be above.
        bound: Decimal,
        /// What the number counts.
        unit: &'static str,
    },
    /// A binary float that is no number.
    #[error("{value} is no number; give a finite one")]
    NotFinite {
        /// NaN, or infinite.
        value: f64,
    },
    /// A question that has no answer.
    #[error("there is no {what}: {because}")]
    NoAnswer {
        /// What was asked for.
        what: &'static str,
        /// Why there is none.
        because: &'static str,
    },
    /// A fraction where only a whole number makes sense.
    #[error("{value} is not a whole number ({unit})")]
    NotWhole {
        /// The value.
        value: Decimal,
        /// What the number counts.
        unit: &'static str,
    },
    /// A range whose three numbers are not in their order.
    #[error("low {low}, base {base}, high {high} do not ascend; write low <= base <= high")]
    NotAscending {
        /// The lowest that the value may be.
        low: Decimal,
        /// What is calculated with.
        base: Decimal,
        /// The highest that it may be.
        high: Decimal,
    },
    /// A name that is not in the catalog, or not among the alternatives or parameters.
    #[error("no {what} is called `{name}`{}", DidYouMean(.suggestion))]
    NotFound {
        /// What kind of thing was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest name there is.
        suggestion: Option<String>,
    },
    /// Two things of which only one can be given.
    #[error("`{first}` and `{second}` exclude each other; give one of them")]
    Conflict {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// Shares that do not sum to one.
    #[error("the shares sum to {sum}, not to 1; write shares such as 0.7 and 0.3")]
    SharesDoNotSumToOne {
        /// Their sum.
        sum: Decimal,
    },
    /// A value that contradicts another one.
    #[error("{what}; {instead}")]
    Contradiction {
        /// What does not fit together.
        what: String,
        /// What to write instead.
        instead: String,
    },
    /// A calculation left the range of exact decimals.
    #[error("{what} is out of range; check the size of the inputs")]
    OutOfBounds {
        /// What was being calculated.
        what: &'static str,
    },
    /// Amounts of two currencies in one sum.
    #[error("an amount in {left} and one in {right} cannot be combined; convert one at a stated rate")]
    CurrencyMismatch {
        /// The one currency.
        left: &'static str,
        /// The other.
        right: &'static str,
    },
    /// The cost of an alternative that cannot serve the workload.
    #[error("cannot serve the workload: {reason}")]
    Infeasible {
        /// What limits it.
        reason: String,
    },
    /// What was going on was told to stop.
    #[error("stopped before its end, as asked; run it again for the answer")]
    Cancelled,
    /// None of the alternatives can serve the workload.
    #[error("no alternative can serve the workload: {reasons}")]
    NoneFeasible {
        /// What limits each.
        reasons: String,
    },
    /// The requirements rule out all alternatives that can serve the workload.
    #[error("no alternative meets the requirements: {reasons}")]
    NoneEligible {
        /// What rules out each.
        reasons: String,
    },
}

/// The limits on what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// Bytes of a text.
    Bytes(usize),
    /// Levels of nesting.
    Nesting(usize),
    /// Entries of one table or list.
    Entries(usize),
    /// Values of a scenario that are ranges.
    Ranges(usize),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(n) => write!(f, "{n} bytes"),
            Self::Nesting(n) => write!(f, "{n} levels of nesting"),
            Self::Entries(n) => write!(f, "{n} entries in one table"),
            Self::Ranges(n) => write!(f, "{n} values that are ranges"),
        }
    }
}

struct DidYouMean<'a>(&'a Option<String>);

impl fmt::Display for DidYouMean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

/// The commonest slip has its own hint: 65 where a fraction of at most 1 is meant.
struct Percent<'a>(&'a Decimal, &'a Decimal, &'a str);

impl fmt::Display for Percent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value, maximum, unit) = *self;
        let hundred = Decimal::ONE_HUNDRED;
        // A fraction of a price may pass 1, so that 2 is doubtful; what is past the range is meant as a percentage.
        let is_percentage = *value > *maximum && *value >= Decimal::TWO && *value <= hundred;
        let as_fraction = value.checked_div(hundred).filter(|_| unit.contains("fraction") && is_percentage);
        match as_fraction {
            Some(fraction) => write!(f, "; for {value} percent write {}", fraction.normalize()),
            None => Ok(()),
        }
    }
}
