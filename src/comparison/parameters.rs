//! Numbers by their path: what they depend on, and what happens when one changes.

use super::Comparison;
use super::monthly::{known, lines_and_stairs, mtok};
use super::value::exact_inputs;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Deps, Exact, Number, mega};
use crate::parameter::{Inputs, Parameter, Role};
use crate::scenario::{Address, Origin, Place, Provenance, REQUESTS, Resolved, ResolvedAlternative};
use crate::source::nearest;
use crate::workload::{Volume, tokens_of_requests, tokens_per_request};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

impl Comparison {
    /// The same question with another value of one number. A number that follows this one, because the scenario says nothing
    /// else (an hour that serves, of the hours of the month), takes the value too: move the one that is followed first. A
    /// number that the scenario gives as a range has this one value then.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for a path that names no number, with the nearest that does;
    /// [`ErrorKind::OutOfRange`] outside the range of the parameter; [`ErrorKind::Contradiction`] where the value
    /// contradicts another number.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n";
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// let dearer = comparison.with("api.a.output_usd_per_mtok", "20".parse()?)?;
    /// // 750 Mtok in at 2 USD, 250 Mtok out at 20 USD
    /// assert_eq!(dearer.monthly_cost("a")?.to_string(), "6500 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with(&self, path: &str, value: Decimal) -> Result<Self, Error> {
        let mut changed = self.resolved.clone();
        // Requests are no number of the formulas: they are so many tokens.
        let requests = (path == REQUESTS && self.resolved.requests_per_month.is_some()).then_some(value);
        let (path, value) = match requests {
            Some(requests) => {
                (Parameter::TokensPerMonth.path(), tokens_of_requests(requests, &self.at(0)?.inputs.classes)?)
            }
            None => (path, value),
        };
        let found: Vec<Address> = self.find(path)?.into_iter().cloned().collect();
        let Some(first) = found.first() else { return Self::of(changed) };
        first.parameter.check(&first.path, value)?;
        move_to(&mut changed, &found, value)?;
        // One value of it is asked for, whatever it ranged over.
        changed.ranges.retain(|ranged| ranged.path.as_str() != path);
        if first.parameter == Parameter::TokensPerMonth {
            changed.requests_per_month = requests;
            changed.ranges.retain(|ranged| ranged.path.as_str() != REQUESTS);
        }
        recheck_all(&mut changed.alternatives, path)?;
        Self::of(changed)
    }

    /// The paths of all numbers that [`Comparison::with`] can move and [`Comparison::solve`] can solve for, each once.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let mut seen = BTreeSet::new();
        self.resolved
            .addresses
            .iter()
            .map(|address| address.path.as_str())
            .filter(move |path| seen.insert(*path))
    }

    /// The addresses of a path, the first of which is its own.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for a path that names no number, with the nearest that does; [`ErrorKind::Contradiction`] for
    /// one that cannot be moved alone.
    pub(super) fn find(&self, path: &str) -> Result<Vec<&Address>, Error> {
        let found = self.addresses(path);
        if !found.is_empty() {
            return Ok(found);
        }
        if self.resolved.provenance.iter().any(|entry| entry.path.as_str() == path) {
            let what = "a number that cannot be moved alone".to_owned();
            let instead = "change the scenario, where what depends on it changes too".to_owned();
            return Err(Error::at(FieldPath::new(path), ErrorKind::Contradiction { what, instead }));
        }
        let suggestion = nearest(path, self.resolved.addresses.iter().map(|address| address.path.as_str()));
        let kind = ErrorKind::NotFound { what: "parameter", name: path.to_owned(), suggestion };
        Err(Error::at(FieldPath::new(path), kind))
    }

    /// The addresses of a path: several where a shared number enters several alternatives or classes, and where others
    /// are the same number because the scenario says nothing else (a cached price that is the input price).
    pub(crate) fn addresses(&self, path: &str) -> Vec<&Address> {
        let mut found: Vec<&Address> = Vec::new();
        let mut paths = vec![path];
        while let Some(path) = paths.pop() {
            for address in &self.resolved.addresses {
                let follows = || address.follows.as_ref().is_some_and(|followed| followed.as_str() == path);
                if address.path.as_str() == path {
                    found.push(address);
                } else if follows()
                    && found.iter().all(|known| known.path != address.path)
                    && !paths.contains(&address.path.as_str())
                {
                    paths.push(address.path.as_str());
                }
            }
            // What others follow and is no number of the model itself, such as the requests of a month, has another unit.
            if found.is_empty() {
                break;
            }
        }
        found
    }

    /// The volume of month 1.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn volume(&self) -> Result<Volume, Error> {
        let alternative = self.at(0)?;
        let tokens = self.first_volume();
        let inputs = exact_inputs(&alternative.inputs);
        let requests = (mtok(tokens) * mega()).over(tokens_per_request(&inputs.classes).0);
        Ok(Volume {
            tokens_per_month: tokens,
            requests_per_month: known(requests, "the requests of a month")?,
        })
    }

    /// The numbers that follow from others, with what they depend on: found by running the formulas on [`Deps`].
    pub(crate) fn derived(&self, tokens: u64) -> Result<Vec<Provenance>, Error> {
        let mut all = Vec::new();
        let first = self.at(0)?;
        let per_request = tokens_per_request(&exact_inputs(&first.inputs).classes).0;
        let deps = tokens_per_request(&symbols(&first.inputs).classes).0;
        all.push(self.derive("workload.tokens_per_request", 0, per_request, deps)?);
        for (at, one) in self.resolved.alternatives.iter().enumerate() {
            let (numbers, symbols) =
                (Derived::of(exact_inputs(&one.inputs)), Derived::of(symbols(&one.inputs)));
            let mut add = |name: &str, number: Exact, deps: Deps| {
                let path = one.path.join(name);
                self.derive(path.as_str(), at, number, deps).map(|entry| all.push(entry))
            };
            add("cost_per_token_usd_per_mtok", numbers.per_mtok, symbols.per_mtok)?;
            if one.inputs.deployment().is_some() {
                add("fixed_usd_per_month", numbers.fixed, symbols.fixed)?;
                add("step_usd_per_month", numbers.step, symbols.step)?;
                add("step_capacity_tokens_per_month", numbers.capacity, symbols.capacity)?;
                let steps = lines_and_stairs(&exact_inputs(&one.inputs))
                    .1
                    .counts(Exact::new(Decimal::from(tokens)))
                    .steps;
                add("steps", steps, symbols.capacity + symbols.volume + symbols.minimum)?;
            }
        }
        Ok(all)
    }

    fn derive(&self, path: &str, alternative: usize, number: Exact, deps: Deps) -> Result<Provenance, Error> {
        let value = known(number, "a derived number")?;
        let of = |address: &&Address| {
            address.alternative.is_none_or(|index| index == alternative)
                && deps.rows().any(|row| Parameter::of_row(row) == Some(address.parameter))
        };
        let mut derived_from: Vec<FieldPath> = Vec::new();
        for address in self.resolved.addresses.iter().filter(of) {
            if !derived_from.contains(&address.path) {
                derived_from.push(address.path.clone());
            }
        }
        Ok(Provenance {
            path: FieldPath::new(path),
            value: value.normalize().to_string(),
            origin: Origin::Derived,
            source: None,
            as_of: None,
            derived_from,
        })
    }
}

/// The coefficients of an alternative over a carrier.
struct Derived<N> {
    fixed: N,
    step: N,
    per_mtok: N,
    capacity: N,
    volume: N,
    minimum: N,
}

impl<N: Number> Derived<N> {
    fn of(inputs: Inputs<N>) -> Self {
        let (lines, stairs) = lines_and_stairs(&inputs);
        let rates = crate::cost::total(&lines);
        Self {
            fixed: rates.fixed,
            step: rates.per_step,
            per_mtok: rates.per_mtok,
            capacity: match inputs.deployment() {
                Some(_) => stairs.supply.over(stairs.need),
                None => N::lit(0),
            },
            volume: inputs.workload.tokens_per_month.0,
            minimum: stairs.minimum,
        }
    }
}

/// The inputs as the rows of the table that they are.
pub(crate) fn symbols(inputs: &Inputs<Decimal>) -> Inputs<Deps> {
    inputs.map(|parameter, _| Deps::of_row(parameter.row()))
}

/// Puts a value in its places in a question: the study period is one of all alternatives.
pub(crate) fn move_to(resolved: &mut Resolved, addresses: &[Address], value: Decimal) -> Result<(), Error> {
    if addresses.iter().any(|address| address.parameter == Parameter::HorizonMonths) {
        resolved.header.horizon_months =
            u32::try_from(value).map_err(|_| ErrorKind::OutOfBounds { what: "a horizon" })?;
    }
    set_all(&mut resolved.alternatives, addresses, value);
    Ok(())
}

/// Puts a value in its places in some alternatives.
pub(crate) fn set_all(alternatives: &mut [ResolvedAlternative], addresses: &[Address], value: Decimal) {
    for address in addresses {
        for (at, alternative) in alternatives.iter_mut().enumerate() {
            if address.enters(at) {
                put(&mut alternative.inputs, address, value);
            }
        }
    }
}

/// Whether the volume stays within its range to the end of the study, with another first volume, growth or study period.
pub(crate) fn check_growth(
    comparison: &Comparison,
    volume: Option<Decimal>,
    growth: Option<Decimal>,
    months: Option<Decimal>,
) -> Result<(), Error> {
    let workload = &comparison.at(0)?.inputs.workload;
    let (volume, growth) =
        (volume.unwrap_or(workload.tokens_per_month.0), growth.unwrap_or(workload.growth.0));
    // Without growth, the largest volume is the first, which is in range.
    if growth <= Decimal::ZERO {
        return Ok(());
    }
    let study = comparison.resolved.header.horizon_months;
    let months = months.and_then(|months| u32::try_from(months).ok()).unwrap_or(study);
    crate::workload::volumes(volume, growth, months)
        .map_err(|error| error.with_path(FieldPath::new("workload.growth_fraction_per_month")))?;
    Ok(())
}

/// Whether the numbers of an alternative go together after the one of `path` has moved, and what limits it now.
pub(crate) fn recheck(alternative: &mut ResolvedAlternative, path: &str) -> Result<(), Error> {
    let kept = alternative.inputs.deployment().map(|own| own.serving.minimum_steps.0);
    let too_few = kept.zip(alternative.maximum_steps).is_some_and(|(kept, most)| kept > most);
    let contradiction = too_few
        .then_some("more steps kept than there can be")
        .or_else(|| shares_too_much(&alternative.inputs).then_some("shares of more than all requests"));
    if let Some(what) = alternative.inputs.contradiction().or(contradiction) {
        let (what, instead) = (what.to_owned(), "move both numbers, or this one less far".to_owned());
        return Err(Error::at(FieldPath::new(path), ErrorKind::Contradiction { what, instead }));
    }
    (alternative.limit, alternative.fit) = alternative.requirements.check(&alternative.inputs.classes)?;
    let escalated = alternative.escalation_requirements.as_ref().zip(alternative.inputs.escalated_classes());
    if let (None, Some((requirements, classes))) = (&alternative.limit, escalated) {
        let (limit, _) = requirements.check(&classes)?;
        alternative.limit =
            limit.map(|(limit, reason)| (limit, format!("failures cannot be escalated: {reason}")));
    }
    Ok(())
}

/// The same of all alternatives: what keeps a part from serving keeps the mix from it.
pub(crate) fn recheck_all(alternatives: &mut [ResolvedAlternative], path: &str) -> Result<(), Error> {
    alternatives.iter_mut().try_for_each(|one| recheck(one, path))?;
    for at in 0..alternatives.len() {
        let limit_of = |part: &usize| alternatives.get(*part)?.limit.clone();
        let limit = alternatives.get(at).and_then(|one| one.made_of.iter().find_map(limit_of));
        if let (Some(limit), Some(one)) = (limit, alternatives.get_mut(at)) {
            one.limit = Some(limit);
        }
    }
    Ok(())
}

/// Whether the shares that hold leave less than nothing to the others.
fn shares_too_much(inputs: &Inputs<Decimal>) -> bool {
    let held = inputs.parts().iter().filter(|part| part.holds);
    let sum = held.fold(Exact::lit(0), |sum, part| sum + Exact::new(part.routed.share.0));
    sum.value().is_none_or(|sum| sum > Decimal::ONE)
}

/// Puts a value in the place of an address, in every part of a mix that has it.
pub(crate) fn put<N: Copy>(inputs: &mut Inputs<N>, address: &Address, value: N) {
    if address.moved_from {
        if let Some(before) = inputs.moved_from_mut() {
            put(before, &Address { moved_from: false, ..address.clone() }, value);
        }
        return;
    }
    match address.part {
        Some(at) => {
            if let Some(part) = inputs.parts_mut().get_mut(at) {
                put(&mut part.inputs, &Address { part: None, ..address.clone() }, value);
            }
        }
        None => {
            if let Some(slot) = slot(inputs, address) {
                *slot = value;
            }
            if let (Parameter::RoutedShare, Place::Index(at), Role::Mix(mix)) =
                (address.parameter, address.place, &mut inputs.role)
            {
                mix.hold(at);
            }
            // What all alternatives share, the parts of a mix share too, and what serves before.
            if address.alternative.is_none() {
                inputs.parts_mut().iter_mut().for_each(|part| put(&mut part.inputs, address, value));
                if let Some(before) = inputs.moved_from_mut() {
                    put(before, address, value);
                }
            }
        }
    }
}

/// The place of an address in the inputs themselves.
pub(crate) fn slot<'a, N: Copy>(inputs: &'a mut Inputs<N>, address: &Address) -> Option<&'a mut N> {
    let parameter = address.parameter;
    if address.escalated {
        let escalation = inputs.answers.as_mut()?.escalation.as_mut()?;
        return match address.place {
            Place::Single => escalation.api.offer.get_mut(parameter),
            Place::Class(at) => escalation.profiles.get_mut(at)?.get_mut(parameter),
            Place::Index(at) => escalation.api.tiers.get_mut(at)?.get_mut(parameter),
        };
    }
    match address.place {
        Place::Single => inputs.get_mut(parameter),
        Place::Class(at) => {
            let one = inputs.classes.get_mut(at)?;
            one.class.get_mut(parameter).or_else(|| one.profile.get_mut(parameter))
        }
        Place::Index(at) => {
            let Inputs { hours, over_time, .. } = inputs;
            if let Some(found) = hours.get_mut(at).and_then(|hour| hour.get_mut(parameter)) {
                return Some(found);
            }
            let event = over_time.as_mut().and_then(|over_time| over_time.events.get_mut(at));
            if let Some(found) = event.and_then(|event| event.terms.get_mut(parameter)) {
                return Some(found);
            }
            match &mut inputs.role {
                Role::Api(api) => {
                    let crate::parameter::ApiInputs { tiers, volume_tiers, .. } = api.as_mut();
                    tiers
                        .get_mut(at)
                        .and_then(|tier| tier.get_mut(parameter))
                        .or_else(|| volume_tiers.get_mut(at).and_then(|tier| tier.get_mut(parameter)))
                }
                Role::Deployment(own) => own.resale.get_mut(at)?.get_mut(parameter),
                Role::Mix(mix) => mix.parts.get_mut(at)?.routed.get_mut(parameter),
            }
        }
    }
}
