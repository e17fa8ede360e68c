//! What is asked over a grid of variations, as written.

use crate::source::Figure;
use serde::de::{self, MapAccess};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A grid of what-ifs: every combination of the values of its axes, and what is asked at each.
///
/// ```
/// use breakeven::{Scenario, SweepAxis, SweepMetric, SweepSpan, SweepTable};
///
/// let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\nworkload = {}\nfinance = {}\n\
///     [sweep]\nmetrics = [{ cost = 'a' }]\n\
///     [[sweep.axis]]\npath = 'workload.peak_to_average'\nlinear = { from = 1, to = 3, count = 5 }\n";
/// let axis = SweepAxis::linear("workload.peak_to_average", SweepSpan::new(1, 3, 5));
/// let table = SweepTable::new(vec![SweepMetric::Cost("a".to_owned())], vec![axis]);
/// assert_eq!(Scenario::parse(text)?.sweep, Some(table));
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SweepTable {
    /// What is asked at every point; at least one.
    #[serde(default)]
    pub metrics: Vec<SweepMetric>,
    /// What is varied; at least one. The last varies fastest.
    #[serde(default)]
    pub axis: Vec<SweepAxis>,
}

impl SweepTable {
    /// Some metrics over every combination of some axes.
    #[must_use]
    pub fn new(metrics: Vec<SweepMetric>, axis: Vec<SweepAxis>) -> Self {
        Self { metrics, axis }
    }
}

/// A number of the scenario, or several that move together, and the values that it takes: exactly one of `linear`,
/// `logarithmic` and `values`.
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

/// What is asked at every point: [`crate::sweep::Metric`] as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SweepMetric {
    /// [`crate::sweep::Metric::Cost`].
    Cost(String),
    /// [`crate::sweep::Metric::CostPerMtok`].
    CostPerMtok(String),
    /// [`crate::sweep::Metric::Saving`].
    Saving {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// [`crate::sweep::Metric::Ratio`].
    Ratio {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// [`crate::sweep::Metric::Cheapest`].
    Cheapest,
    /// [`crate::sweep::Metric::Steps`].
    Steps(String),
    /// [`crate::sweep::Metric::Utilization`].
    Utilization(String),
    /// [`crate::sweep::Metric::BreakEven`].
    BreakEven {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// [`crate::sweep::Metric::AlwaysFrom`].
    AlwaysFrom {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// [`crate::sweep::Metric::Npv`].
    Npv {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// [`crate::sweep::Metric::PaybackMonth`].
    PaybackMonth {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
}

impl SweepMetric {
    /// The key that it is written with.
    ///
    /// ```
    /// use breakeven::SweepMetric;
    /// assert_eq!(SweepMetric::CostPerMtok("a".to_owned()).name(), "cost_per_mtok");
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cost(_) => "cost",
            Self::CostPerMtok(_) => "cost_per_mtok",
            Self::Saving { .. } => "saving",
            Self::Ratio { .. } => "ratio",
            Self::Cheapest => "cheapest",
            Self::Steps(_) => "steps",
            Self::Utilization(_) => "utilization",
            Self::BreakEven { .. } => "break_even",
            Self::AlwaysFrom { .. } => "always_from",
            Self::Npv { .. } => "npv",
            Self::PaybackMonth { .. } => "payback_month",
        }
    }

    /// The alternative that it is of, and the one that it is measured against.
    ///
    /// ```
    /// use breakeven::SweepMetric;
    /// assert_eq!(SweepMetric::Cost("a".to_owned()).alternatives(), (Some("a"), None));
    /// assert_eq!(SweepMetric::Cheapest.alternatives(), (None, None));
    /// ```
    #[must_use]
    pub fn alternatives(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::Cheapest => (None, None),
            Self::Cost(of) | Self::CostPerMtok(of) | Self::Steps(of) | Self::Utilization(of) => {
                (Some(of), None)
            }
            Self::Saving { of, against }
            | Self::Ratio { of, against }
            | Self::BreakEven { of, against }
            | Self::AlwaysFrom { of, against }
            | Self::Npv { of, against }
            | Self::PaybackMonth { of, against } => (Some(of), Some(against)),
        }
    }
}

/// The two alternatives of a metric.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    of: String,
    against: String,
}

/// The metrics that are of alternatives.
const NAMES: &[&str] = &[
    "cost",
    "cost_per_mtok",
    "saving",
    "ratio",
    "steps",
    "utilization",
    "break_even",
    "always_from",
    "npv",
    "payback_month",
];

/// By hand, because the words of a derived one are those of Rust, and differ between TOML and JSON.
impl<'de> Deserialize<'de> for SweepMetric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = SweepMetric;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<SweepMetric, E> {
                if name == "cheapest" {
                    return Ok(SweepMetric::Cheapest);
                }
                Err(E::invalid_value(de::Unexpected::Str(name), &self))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SweepMetric, A::Error> {
                let Some(name) = map.next_key::<String>()? else {
                    return Err(de::Error::invalid_value(de::Unexpected::Other("an empty table"), &self));
                };
                let metric = match name.as_str() {
                    "cost" => SweepMetric::Cost(map.next_value()?),
                    "cost_per_mtok" => SweepMetric::CostPerMtok(map.next_value()?),
                    "steps" => SweepMetric::Steps(map.next_value()?),
                    "utilization" => SweepMetric::Utilization(map.next_value()?),
                    "cheapest" => {
                        let found = de::Unexpected::Other("a table around `cheapest`");
                        return Err(de::Error::invalid_value(found, &self));
                    }
                    of_two if NAMES.contains(&of_two) => {
                        let Pair { of, against } = map.next_value()?;
                        match of_two {
                            "saving" => SweepMetric::Saving { of, against },
                            "ratio" => SweepMetric::Ratio { of, against },
                            "break_even" => SweepMetric::BreakEven { of, against },
                            "always_from" => SweepMetric::AlwaysFrom { of, against },
                            "npv" => SweepMetric::Npv { of, against },
                            _ => SweepMetric::PaybackMonth { of, against },
                        }
                    }
                    unknown => return Err(de::Error::unknown_field(unknown, NAMES)),
                };
                if map.next_key::<String>()?.is_some() {
                    let found = de::Unexpected::Other("two metrics in one table");
                    return Err(de::Error::invalid_value(found, &self));
                }
                Ok(metric)
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
