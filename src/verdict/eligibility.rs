//! Which alternatives meet the requirements: each requirement asked of each alternative, with a reason and its source.

use super::{licence, requirement};
use crate::comparison::Comparison;
use crate::error::{Error, FieldPath};
use crate::scenario::{Known, Origin, ResolvedAlternative};
use crate::source::AsOf;

/// Whether an alternative may be chosen. The worst of several is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Eligibility {
    /// It meets the requirement.
    Eligible,
    /// It does on a condition, or as far as is known.
    Conditional,
    /// It does not.
    Ineligible,
}

impl Eligibility {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Conditional => "conditional",
            Self::Ineligible => "ineligible",
        }
    }
}

/// How an alternative stands to one requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The requirement: `requirements.air_gapped`.
    pub requirement: FieldPath,
    /// What is demanded, in words.
    pub demanded: String,
    /// Whether it is met.
    pub eligibility: Eligibility,
    /// What was found, in words.
    pub found: String,
    /// Who says so; `None` where nobody does.
    pub origin: Option<Origin>,
    /// The document that says so, or for what follows from the kind of alternative, which kind it is.
    pub source: Option<String>,
    /// The date of the document.
    pub as_of: Option<AsOf>,
}

/// How an alternative stands to all requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The alternative.
    pub alternative: String,
    /// The worst of its reasons.
    pub eligibility: Eligibility,
    /// One for every requirement, met or not, in the order of the scenario's keys.
    pub reasons: Vec<Reason>,
}

impl Assessment {
    /// The requirements that rule it out.
    pub fn excluded_by(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.eligibility == Eligibility::Ineligible)
    }

    /// The conditions on which it may be chosen.
    pub fn conditions(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.eligibility == Eligibility::Conditional)
    }
}

/// What was found of one requirement.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) eligibility: Eligibility,
    pub(super) found: String,
    pub(super) origin: Option<Origin>,
    pub(super) source: Option<String>,
    pub(super) as_of: Option<AsOf>,
}

impl Finding {
    /// From a fact.
    pub(super) fn of<T>(known: &Known<T>, eligibility: Eligibility, found: impl Into<String>) -> Self {
        let Known { origin, source, as_of, .. } = known;
        let (origin, source) = (Some(*origin), source.clone());
        Self { eligibility, found: found.into(), origin, source, as_of: *as_of }
    }

    /// What follows from the kind of alternative, or from its numbers.
    pub(super) fn derived(
        eligibility: Eligibility,
        found: impl Into<String>,
        from: impl Into<String>,
    ) -> Self {
        let (origin, source) = (Some(Origin::Derived), Some(from.into()));
        Self { eligibility, found: found.into(), origin, source, as_of: None }
    }

    /// Nobody says: neither eligible nor not, but to be looked up.
    pub(super) fn unknown(check: impl Into<String>) -> Self {
        let found = format!("not known: {}", check.into());
        Self { eligibility: Eligibility::Conditional, found, origin: None, source: None, as_of: None }
    }
}

impl Comparison {
    /// How each alternative stands to the requirements of the scenario, in the order of the alternatives; empty where it
    /// has none.
    ///
    /// What is not known is a condition: it neither admits an alternative silently nor rules it out.
    ///
    /// # Errors
    /// [`crate::ErrorKind::OutOfBounds`] past the range of decimals.
    ///
    /// ```
    /// use breakeven::{Catalog, Comparison, Eligibility};
    ///
    /// let text = include_str!("../../examples/scenarios/09-bank.toml");
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// let found = comparison.eligibility()?;
    /// let of = |id: &str| found.iter().find(|one| one.alternative == id).map(|one| one.eligibility);
    /// assert_eq!(of("gpt-4o"), Some(Eligibility::Ineligible));
    /// assert_eq!(of("bought"), Some(Eligibility::Eligible));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn eligibility(&self) -> Result<Vec<Assessment>, Error> {
        let mut all = Vec::new();
        if self.resolved.demands.is_none() {
            return Ok(all);
        }
        for one in &self.resolved.alternatives {
            let reasons = self.reasons(one)?;
            let worst = reasons.iter().map(|reason| reason.eligibility).max();
            all.push(Assessment {
                alternative: one.id.clone(),
                eligibility: worst.unwrap_or(Eligibility::Eligible),
                reasons,
            });
        }
        Ok(all)
    }

    /// The reasons of an alternative; of a mix, the worst of its parts.
    fn reasons(&self, one: &ResolvedAlternative) -> Result<Vec<Reason>, Error> {
        let mut worst: Vec<Reason> = Vec::new();
        for part in &one.made_of {
            let part = self.at(*part)?;
            let named = self
                .plain_reasons(part)?
                .into_iter()
                .map(|reason| Reason { found: format!("{}: {}", part.id, reason.found), ..reason });
            for reason in named {
                match worst.iter_mut().find(|known| known.requirement == reason.requirement) {
                    Some(known) if known.eligibility >= reason.eligibility => {}
                    Some(known) => *known = reason,
                    None => worst.push(reason),
                }
            }
        }
        if one.made_of.is_empty() { self.plain_reasons(one) } else { Ok(worst) }
    }

    fn plain_reasons(&self, one: &ResolvedAlternative) -> Result<Vec<Reason>, Error> {
        let mut reasons = Vec::new();
        let Some(demands) = &self.resolved.demands else { return Ok(reasons) };
        let mut add = |key: &str, demanded: String, finding: Finding| {
            let Finding { eligibility, found, origin, source, as_of } = finding;
            let requirement = FieldPath::new("requirements").join(key);
            reasons.push(Reason { requirement, demanded, eligibility, found, origin, source, as_of });
        };
        if demands.air_gapped {
            add("air_gapped", "nothing leaves the site".to_owned(), requirement::air_gap(one));
        }
        if !demands.regions.is_empty() {
            let demanded = format!("data are processed in {}", requirement::either(&demands.regions));
            add("data_residency", demanded, requirement::residency(one, &demands.regions));
        }
        if let Some(organization) = &demands.organization {
            let demanded = "the licence allows this use".to_owned();
            add("organization", demanded, licence::licence(one, organization));
        }
        for (at, floor) in demands.quality.iter().enumerate() {
            let demanded = format!("at least {} on {}", floor.at_least.normalize(), floor.name);
            add(&format!("quality.{at}"), demanded, requirement::quality(one, floor));
        }
        if let Some(tokens) = demands.context_tokens {
            let demanded = format!("a context of {} tokens", requirement::count(tokens));
            add("context_tokens", demanded, requirement::context(one, tokens)?);
        }
        for (key, limit, times, what) in [
            (
                "time_to_first_token_ms",
                demands.time_to_first_token_ms,
                &one.facts.time_to_first_token_ms,
                "to the first token",
            ),
            ("inter_token_ms", demands.inter_token_ms, &one.facts.inter_token_ms, "between tokens"),
        ] {
            if let Some(limit) = limit {
                let demanded = format!("at most {} ms {what}", limit.normalize());
                add(key, demanded, requirement::latency(one, times, limit, key));
            }
        }
        if let Some(engineers) = demands.engineers {
            let demanded = format!("at most {} people to run it", engineers.normalize());
            add("engineers", demanded, self.engineers(one, engineers)?);
        }
        if demands.fine_tuning {
            add("fine_tuning", "it can be fine-tuned".to_owned(), requirement::fine_tuning(one));
        }
        if let Some(months) = demands.months_ahead {
            let on = self.resolved.header.prices_as_of;
            add(
                "months_ahead",
                format!("still served {months} months after {on}"),
                requirement::retirement(one, on, months),
            );
        }
        Ok(reasons)
    }
}
