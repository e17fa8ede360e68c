//! What a sweep asks at every point, as written and as asked in code.

use serde::de::{self, MapAccess};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// What a sweep evaluates at every point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Metric {
    /// The monthly cost of an alternative, in USD.
    Cost(String),
    /// The monthly cost of an alternative per million tokens, in USD.
    CostPerMtok(String),
    /// What an alternative saves a month against another, in USD.
    Saving {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The monthly cost of an alternative over that of another.
    Ratio {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The index of the cheapest alternative, in the order of [`crate::Comparison::alternatives`]; ties go to the lowest.
    Cheapest,
    /// Steps at work of a deployment.
    Steps(String),
    /// The share of the hours of a month that the steps of a deployment are busy.
    Utilization(String),
    /// The least volume at which an alternative costs no more than another, in tokens a month: 0 where that holds from
    /// the beginning on, no value where it never does, or from 2^64 tokens on alone. [`crate::BreakEven::first_volume`] is the whole token above it; of
    /// two staircases the value is that token itself.
    BreakEven {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The volume from which on an alternative never costs more than another, in tokens a month, to the end of its
    /// capacity. [`crate::BreakEven::always_from`] is the whole token above it. No value where it never is so, or from 2^64
    /// tokens on alone, and where two staircases cross so often that it is not known ([`crate::BreakEven::complete`]).
    AlwaysFrom {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// What switching saves over the study in today's worth, in USD: the present value of all that the other costs less
    /// that of the alternative, with growth and price paths.
    Npv {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
    /// The first month of the study at whose end no more has been paid than by the other, but for the rounding of floats
    /// (2^-40 of what both pay as it begins and of what the other would pay if every month were as the first); 0: no outlay
    /// and cheaper at once; no value where it is not paid back within the study.
    PaybackMonth {
        /// The alternative.
        of: String,
        /// The one that it is measured against.
        against: String,
    },
}

impl Metric {
    /// What `of` saves a month against `against`.
    #[must_use]
    pub fn saving(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::Saving { of: of.into(), against: against.into() }
    }

    /// The least volume at which `of` costs no more than `against`.
    #[must_use]
    pub fn break_even(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::BreakEven { of: of.into(), against: against.into() }
    }

    /// What switching from `against` to `of` saves over the study.
    #[must_use]
    pub fn npv(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::Npv { of: of.into(), against: against.into() }
    }

    /// When switching from `against` to `of` is paid back.
    #[must_use]
    pub fn payback_month(of: impl Into<String>, against: impl Into<String>) -> Self {
        Self::PaybackMonth { of: of.into(), against: against.into() }
    }

    /// The key that it is written with.
    ///
    /// ```
    /// use breakeven::sweep::Metric;
    /// assert_eq!(Metric::CostPerMtok("a".to_owned()).name(), "cost_per_mtok");
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
    /// use breakeven::sweep::Metric;
    /// assert_eq!(Metric::Cost("a".to_owned()).alternatives(), (Some("a"), None));
    /// assert_eq!(Metric::Cheapest.alternatives(), (None, None));
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
impl<'de> Deserialize<'de> for Metric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Metric;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`\"cheapest\"`, or a metric of alternatives such as `{ cost = \"a\" }`")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Metric, E> {
                if name == "cheapest" {
                    return Ok(Metric::Cheapest);
                }
                Err(E::invalid_value(de::Unexpected::Str(name), &self))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metric, A::Error> {
                let Some(name) = map.next_key::<String>()? else {
                    return Err(de::Error::invalid_value(de::Unexpected::Other("an empty table"), &self));
                };
                let metric = match name.as_str() {
                    "cost" => Metric::Cost(map.next_value()?),
                    "cost_per_mtok" => Metric::CostPerMtok(map.next_value()?),
                    "steps" => Metric::Steps(map.next_value()?),
                    "utilization" => Metric::Utilization(map.next_value()?),
                    "cheapest" => {
                        let found = de::Unexpected::Other("a table around `cheapest`");
                        return Err(de::Error::invalid_value(found, &self));
                    }
                    of_two if NAMES.contains(&of_two) => {
                        let Pair { of, against } = map.next_value()?;
                        match of_two {
                            "saving" => Metric::Saving { of, against },
                            "ratio" => Metric::Ratio { of, against },
                            "break_even" => Metric::BreakEven { of, against },
                            "always_from" => Metric::AlwaysFrom { of, against },
                            "npv" => Metric::Npv { of, against },
                            _ => Metric::PaybackMonth { of, against },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_written_under_the_name_of_its_variant_and_comes_back() {
        let (of, against) = ("a".to_owned(), "b".to_owned());
        let all = [
            Metric::Cost(of.clone()),
            Metric::CostPerMtok(of.clone()),
            Metric::Steps(of.clone()),
            Metric::Utilization(of.clone()),
            Metric::Cheapest,
            Metric::saving("a", "b"),
            Metric::Ratio { of: of.clone(), against: against.clone() },
            Metric::break_even("a", "b"),
            Metric::AlwaysFrom { of, against },
            Metric::npv("a", "b"),
            Metric::payback_month("a", "b"),
        ];
        // All but the one that is of no alternative have their names among those that a mistake is told.
        assert_eq!(all.len(), NAMES.len() + 1);
        for metric in all {
            let json = serde_json::to_value(&metric).unwrap();
            let key = json.as_str().or_else(|| json.as_object()?.keys().next().map(String::as_str));
            assert_eq!(key, Some(metric.name()));
            let name = format!("{metric:?}").split([' ', '(']).next().unwrap().to_lowercase();
            assert_eq!(metric.name().replace('_', ""), name);
            assert_eq!(serde_json::from_value::<Metric>(json).unwrap(), metric);
        }
    }
}
