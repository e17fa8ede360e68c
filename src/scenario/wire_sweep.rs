//! What is asked over a grid of variations, as written.

use super::wire_metric::Metric;
use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// A grid of what-ifs: every combination of the values of its axes, and what is asked at each.
///
/// ```
/// use breakeven::sweep::Metric;
/// use breakeven::{Scenario, SweepAxis, SweepSpan, SweepTable};
///
/// let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\nworkload = {}\nfinance = {}\n\
///     [sweep]\nmetrics = [{ cost = 'a' }]\n\
///     [[sweep.axis]]\npath = 'workload.peak_to_average'\nlinear = { from = 1, to = 3, count = 5 }\n";
/// let axis = SweepAxis::linear("workload.peak_to_average", SweepSpan::new(1, 3, 5));
/// let table = SweepTable::new(vec![Metric::Cost("a".to_owned())], vec![axis]);
/// assert_eq!(Scenario::parse(text)?.sweep, Some(table));
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SweepTable {
    /// What is asked at every point; at least one.
    #[serde(default)]
    pub metrics: Vec<Metric>,
    /// What is varied; at least one. The last varies fastest.
    #[serde(default)]
    pub axis: Vec<SweepAxis>,
}

impl SweepTable {
    /// Some metrics over every combination of some axes.
    #[must_use]
    pub fn new(metrics: Vec<Metric>, axis: Vec<SweepAxis>) -> Self {
        Self { metrics, axis }
    }
}

/// A number of the scenario, or several that take the same value at each point, and the values that it takes: exactly one
/// of `linear`, `logarithmic` and `values`. Or `zip` alone: several such lists, as long as each other, that move together.
///
/// ```
/// use breakeven::{SweepAxis, SweepSpan};
///
/// let text = "zip = [\n\
///     { path = 'api.a.input_usd_per_mtok', values = [2, 3] },\n\
///     { path = 'api.a.output_usd_per_mtok', linear = { from = 8, to = 12, count = 2 } },\n]";
/// let lists = vec![
///     SweepAxis::values("api.a.input_usd_per_mtok", vec![2.into(), 3.into()]),
///     SweepAxis::linear("api.a.output_usd_per_mtok", SweepSpan::new(8, 12, 2)),
/// ];
/// assert_eq!(toml::from_str::<SweepAxis>(text)?, SweepAxis::zip(lists));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SweepAxis {
    /// The path of the number; or give `paths`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The paths of numbers that take the same value at each point; or give `path`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// Evenly spaced values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linear: Option<SweepSpan>,
    /// Values of equal ratio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logarithmic: Option<SweepSpan>,
    /// The values themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<Figure>>,
    /// Lists that move together, each with its path and values: the first of each, the second of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<Vec<SweepAxis>>,
}

impl SweepAxis {
    /// Evenly spaced values of a number.
    #[must_use]
    pub fn linear(path: impl Into<String>, span: SweepSpan) -> Self {
        Self { path: Some(path.into()), linear: Some(span), ..Self::default() }
    }

    /// Values of equal ratio of a number.
    #[must_use]
    pub fn logarithmic(path: impl Into<String>, span: SweepSpan) -> Self {
        Self { path: Some(path.into()), logarithmic: Some(span), ..Self::default() }
    }

    /// The values of a number.
    #[must_use]
    pub fn values(path: impl Into<String>, values: Vec<Figure>) -> Self {
        Self { path: Some(path.into()), values: Some(values), ..Self::default() }
    }

    /// Lists that move together.
    #[must_use]
    pub fn zip(lists: Vec<Self>) -> Self {
        Self { zip: Some(lists), ..Self::default() }
    }
}

/// Two ends, both included, and how many values there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SweepSpan {
    /// The first value.
    pub from: Figure,
    /// The last value.
    pub to: Figure,
    /// How many values there are, both ends among them.
    pub count: Figure,
}

impl SweepSpan {
    /// So many values from one end to the other.
    #[must_use]
    pub fn new(from: impl Into<Figure>, to: impl Into<Figure>, count: u32) -> Self {
        Self { from: from.into(), to: to.into(), count: count.into() }
    }
}
