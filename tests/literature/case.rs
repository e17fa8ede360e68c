//! What a case file holds: where a published calculation is from, its inputs as a scenario, and what it published.

use breakeven::{Figure, ModelShape};
use serde::Deserialize;

/// A published calculation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) title: String,
    #[serde(rename = "use")]
    pub(crate) purpose: Purpose,
    pub(crate) source: Source,
    /// What the source calculates from what, in our words.
    pub(crate) calculates: String,
    /// What to know of the source.
    #[serde(default)]
    pub(crate) notes: Vec<String>,
    /// Entries that extend the shipped price book.
    pub(crate) catalog: Option<toml::Table>,
    /// The inputs; nothing where the source does not publish them.
    pub(crate) scenario: Option<toml::Table>,
    /// The shape of a model and what its accelerators do at the best; nothing where no output asks for it.
    pub(crate) roofline: Option<RooflineInputs>,
    /// What holds for every output that does not say otherwise.
    #[serde(default)]
    pub(crate) default: Defaults,
    /// The scenario with other values, and what was published of it.
    #[serde(default)]
    pub(crate) row: Vec<Row>,
    /// Many rows, of which only figures over all of them were published.
    pub(crate) table: Option<Table>,
}

/// A model, a prompt and accelerators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RooflineInputs {
    pub(crate) model: ModelShape,
    pub(crate) tokens: u64,
    pub(crate) bytes_per_weight: Figure,
    pub(crate) flop_per_second: Figure,
    pub(crate) bytes_per_second: Figure,
}

/// What is asked of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bound {
    /// Parameters.
    Parameters,
    /// Operations of a prefill, those of masked scores among them.
    PrefillFlop,
    /// Seconds of that.
    PrefillSeconds,
    /// Seconds to read the weights.
    WeightSeconds,
    /// Seconds to read the weights and the cache of the tokens.
    DecodeSeconds,
}

/// What a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// The library gives what was published.
    Test,
    /// What was published is wrong, and the library gives what is right.
    KnownWrong,
}

/// Where the figures can be looked up.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) title: String,
    pub(crate) url: String,
    #[serde(rename = "where")]
    pub(crate) place: String,
    pub(crate) date: String,
}

/// What outputs have in common.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Defaults {
    pub(crate) unit: Option<String>,
    pub(crate) abs_tol: Option<Figure>,
    pub(crate) answer: Option<Answer>,
    pub(crate) convert: Option<Conversion>,
}

/// One set of inputs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// What the source calls it, or why it differs.
    pub(crate) name: Option<String>,
    /// What is written over the scenario.
    #[serde(default)]
    pub(crate) with: toml::Table,
    pub(crate) output: Vec<Output>,
}

/// A published figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) unit: Option<String>,
    pub(crate) published: Figure,
    pub(crate) abs_tol: Option<Figure>,
    /// Which answer of the library it is.
    pub(crate) answer: Option<Answer>,
    /// From the library's unit to the source's.
    pub(crate) convert: Option<Conversion>,
    /// Over the rows of the table: which of their answers it is.
    pub(crate) over_rows: Option<OverRows>,
    /// What the inputs give, where that is not what was published.
    pub(crate) instead: Option<Instead>,
    /// Why the library has no answer.
    pub(crate) no_answer: Option<String>,
    /// Not among the collected outputs of the source: added here, to show what follows from its inputs.
    #[serde(default)]
    pub(crate) added: bool,
}

/// What is right, or what the stated inputs give.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instead {
    /// Nothing where it never happens.
    pub(crate) value: Option<Figure>,
    /// What the source did.
    pub(crate) why: String,
}

/// An answer of the library: one figure of one alternative, or of one against another.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Answer {
    /// USD a month.
    MonthlyCost(String),
    /// USD a month of some lines of the bill.
    Lines { of: String, categories: Vec<String> },
    /// USD a month of the lines with a label.
    Line { of: String, label: String },
    /// USD per Mtok.
    CostPerMtok(String),
    /// USD per Mtok of steps that carry all that they can.
    CostPerMtokAtCapacity(String),
    /// USD per 1,000 requests.
    #[serde(rename = "cost_per_1000_requests")]
    CostPer1000Requests(String),
    /// USD a month.
    Saving(Pair),
    /// A fraction of what the other costs.
    SavingFraction(Pair),
    /// Steps at work.
    Steps(String),
    /// Tokens a month.
    Capacity(String),
    /// A fraction of the hours of the month.
    Utilization(String),
    /// Tokens a month from which on it costs no more.
    BreakEvenVolume(Pair),
    /// Utilization at that volume.
    BreakEvenUtilization(Pair),
    /// Months until it has cost no more than the baseline; nothing where it never does.
    PaybackMonths(String),
    /// USD paid by the end of a month.
    PaidBy { of: String, month: u32 },
    /// USD over the study in today's worth.
    StudyCost(String),
    /// USD a month that are as good as the study's costs.
    EquivalentMonthlyCost(String),
    /// USD over the study that switching from the baseline saves.
    NpvOfSwitching(String),
    /// Bytes.
    WeightBytes(String),
    /// Bytes of the cache of the longest request.
    LongestRequestBytes(String),
    /// Bytes of weights, of what is kept beside them, and of the longest request.
    NeededBytes(String),
    /// Requests at once that the memory holds; 0 where the model does not fit.
    Concurrency(String),
    /// USD that are written off in a year, of what is paid for hardware before month 1.
    Macrs { of: String, recovery_years: u32, year: usize },
    /// A bound of the roofline.
    Roofline(Bound),
    /// Hours of the month.
    HoursPerMonth,
    /// USD a month of one part of the bill, divided by weights.
    Allocated { of: String, weights: Vec<Figure>, part: usize },
}

/// One alternative against another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pair {
    pub(crate) of: String,
    pub(crate) against: String,
}

/// A conversion of units: times one number, over another, per unit of what is served.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conversion {
    pub(crate) times: Option<Figure>,
    pub(crate) over: Option<Figure>,
    /// From a month to one of its units.
    pub(crate) per: Option<Unit>,
    /// A penalty is the inverse of a utilization.
    #[serde(default)]
    pub(crate) inverse: bool,
    /// Which units, where the numbers do not say it.
    #[serde(default, rename = "why")]
    _why: String,
}

/// What a month has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Hours of the month.
    Hour,
    /// Million tokens served.
    Mtok,
}

/// Rows of figures: columns with a dot are paths of the scenario, the others words or published figures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<toml::Value>>,
    pub(crate) output: Vec<Output>,
}

/// Which of the answers of all rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverRows {
    pub(crate) take: Take,
    /// The column of published figures that answers are compared with.
    pub(crate) published: Option<String>,
    /// Only rows with this word in this column.
    pub(crate) only: Option<Only>,
}

/// A word in a column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Only {
    pub(crate) column: String,
    pub(crate) is: String,
}

/// One figure of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Take {
    /// The least.
    Least,
    /// The greatest.
    Greatest,
    /// The greatest difference from a column, relative to it.
    GreatestRelativeDifference,
}
