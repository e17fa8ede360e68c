//! What is known of an alternative beside its price: from the scenario, else from the catalog, else nothing.

use super::demands::{MILLISECONDS, SCORE, regions};
use super::provenance::Origin;
use super::reader::Reader;
use super::wire_api::Api;
use super::wire_deployment::Deployment;
use super::wire_requirements::Terms;
use crate::catalog::{Dated, Licence, Model, Offer, RegionTerms, Score, look_up};
use crate::error::{Error, FieldPath};
use crate::source::{AsOf, Figure};
use rust_decimal::Decimal;

/// A fact, and who says it.
#[derive(Clone, Debug)]
pub(crate) struct Known<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
    pub(crate) source: Option<String>,
    pub(crate) as_of: Option<AsOf>,
}

impl<T> Known<T> {
    fn listed(value: T, entry: &impl Dated) -> Result<Self, Error> {
        let source = entry.source()?;
        let (document, as_of) = (Some(source.document), Some(source.as_of));
        Ok(Self { value, origin: Origin::Catalog, source: document, as_of })
    }

    fn given(value: T, source: Option<&String>) -> Self {
        Self { value, origin: Origin::Given, source: source.cloned(), as_of: None }
    }
}

/// When an offer ends.
#[derive(Clone, Debug)]
pub(crate) enum Retirement {
    /// Nothing is announced.
    None,
    /// The day, and the offer that the vendor names in its place.
    On(AsOf, Option<String>),
}

/// Whether it can be fine-tuned, and on which condition.
#[derive(Clone, Debug)]
pub(crate) struct Tunable {
    pub(crate) offered: bool,
    pub(crate) condition: Option<String>,
}

/// A score, with what another measurement may have done otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) benchmark: String,
    pub(crate) score: Decimal,
    pub(crate) setting: Option<String>,
}

/// What is known of an alternative; what is `None` or empty is not known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) air_gapped: Option<Known<bool>>,
    pub(crate) regions: Option<Known<Vec<RegionTerms>>>,
    pub(crate) fine_tuning: Option<Known<Tunable>>,
    pub(crate) licence: Option<Known<Licence>>,
    pub(crate) scores: Vec<Known<Scored>>,
    pub(crate) time_to_first_token_ms: Vec<Known<Decimal>>,
    pub(crate) inter_token_ms: Vec<Known<Decimal>>,
    pub(crate) retirement: Option<Known<Retirement>>,
    pub(crate) context: Option<Known<u64>>,
}

/// What is known of an API.
pub(super) fn of_api(
    reader: &Reader<'_>,
    path: &FieldPath,
    written: &Api,
    entry: Option<&Offer>,
    model: Option<&str>,
) -> Result<Facts, Error> {
    let mut facts = given(reader, path, written.terms.as_ref())?;
    add_scores(reader, &mut facts, entry.map(Offer::id), model)?;
    let retires = written.retires_on.as_deref().map(str::parse::<AsOf>).transpose()?;
    facts.retirement = retires.map(|day| Known::given(Retirement::On(day, None), None));
    facts.context = written.context_window_tokens.map(|window| Known::given(window, None));
    let Some(entry) = entry else { return Ok(facts) };
    let licence = entry.terms_of_service.as_ref();
    let catalog = reader.catalog;
    if let (None, Some(id)) = (&facts.licence, licence) {
        facts.licence = catalog.licences.iter().find(|one| one.id == *id).map(listed_licence).transpose()?;
    }
    if let (None, Some(residency)) = (&facts.regions, &entry.residency) {
        facts.regions = Some(Known::listed(residency.regions.clone(), residency)?);
    }
    if let (None, Some(listed)) = (&facts.fine_tuning, &entry.fine_tuning) {
        let tunable = Tunable { offered: listed.offered, condition: listed.condition.clone() };
        facts.fine_tuning = Some(Known::listed(tunable, listed)?);
    }
    if facts.retirement.is_none() {
        facts.retirement = Some(match &entry.retirement {
            Some(listed) => {
                Known::listed(Retirement::On(listed.on.parse()?, listed.successor.clone()), listed)?
            }
            None => Known::listed(Retirement::None, entry)?,
        });
    }
    if let (None, Some(window)) = (&facts.context, entry.context_window_tokens) {
        facts.context = Some(Known::listed(window, entry)?);
    }
    Ok(facts)
}

/// What is known of a deployment.
pub(super) fn of_deployment(
    reader: &Reader<'_>,
    path: &FieldPath,
    written: &Deployment,
    model: Option<&Model>,
) -> Result<Facts, Error> {
    let mut facts = given(reader, path, written.terms.as_ref())?;
    add_scores(reader, &mut facts, None, model.map(|model| model.id.as_str()))?;
    let catalog = reader.catalog;
    if let (None, Some(model)) = (&facts.licence, model) {
        let licence = catalog.licences.iter().find(|one| one.id == model.licence);
        facts.licence = licence.map(listed_licence).transpose()?;
    }
    facts.context = written.model.context_window_tokens.map(|window| Known::given(window, None));
    if let (None, Some(model)) = (&facts.context, model) {
        facts.context = Some(Known::listed(model.context_window_tokens, model)?);
    }
    let rate = written.rate.as_ref().and_then(|rate| rate.id.as_ref());
    let Some(rate) = rate.and_then(|id| catalog.rates.iter().find(|rate| rate.id == *id)) else {
        return Ok(facts);
    };
    for (times, listed) in [
        (&mut facts.time_to_first_token_ms, &rate.time_to_first_token_ms),
        (&mut facts.inter_token_ms, &rate.inter_token_ms),
    ] {
        if times.is_empty() {
            for time in listed {
                times.push(Known::listed(time.value(), rate)?);
            }
        }
    }
    Ok(facts)
}

fn listed_licence(licence: &Licence) -> Result<Known<Licence>, Error> {
    Known::listed(licence.clone(), licence)
}

/// What the scenario says itself.
fn given(reader: &Reader<'_>, path: &FieldPath, terms: Option<&Terms>) -> Result<Facts, Error> {
    let Some(terms) = terms else { return Ok(Facts::default()) };
    let path = path.join("terms");
    let source = terms.source.as_ref();
    let time = |key: &str, figure: Option<Figure>| {
        let known = figure.map(|figure| MILLISECONDS.check(&path.join(key), figure)).transpose()?;
        Ok::<_, Error>(known.map(|value| Known::given(value, source)).into_iter().collect())
    };
    let regions = regions(&path.join("regions"), terms.regions.as_deref())?;
    let plain = |region: String| RegionTerms { region, price_factor: None, condition: None };
    let licence = terms.licence.as_ref();
    let licence =
        licence.map(|id| look_up(&reader.catalog.licences, id, &path.join("licence"))).transpose()?;
    let mut scores = Vec::new();
    for (benchmark, figure) in terms.scores.iter() {
        let score = SCORE.check(&path.join("scores").join(benchmark), *figure)?;
        let scored = Scored { benchmark: benchmark.to_owned(), score, setting: None };
        scores.push(Known::given(scored, source));
    }
    let tunable = |offered| Known::given(Tunable { offered, condition: None }, source);
    Ok(Facts {
        air_gapped: terms.air_gapped.map(|is| Known::given(is, source)),
        regions: regions.map(|all| Known::given(all.into_iter().map(plain).collect(), source)),
        fine_tuning: terms.fine_tuning.map(tunable),
        licence: licence.map(listed_licence).transpose()?,
        scores,
        time_to_first_token_ms: time("time_to_first_token_ms", terms.time_to_first_token_ms)?,
        inter_token_ms: time("inter_token_ms", terms.inter_token_ms)?,
        retirement: None,
        context: None,
    })
}

/// The catalog's scores, on benchmarks for which the scenario gives none.
fn add_scores(
    reader: &Reader<'_>,
    facts: &mut Facts,
    offer: Option<&str>,
    model: Option<&str>,
) -> Result<(), Error> {
    let own: Vec<String> = facts.scores.iter().map(|known| known.value.benchmark.clone()).collect();
    let is_of = |listed: &&Score| {
        (listed.offer.is_some() && listed.offer.as_deref() == offer)
            || (listed.model.is_some() && listed.model.as_deref() == model)
    };
    for benchmark in reader.catalog.benchmarks.iter().filter(|benchmark| !own.contains(&benchmark.id)) {
        for listed in benchmark.score.iter().filter(is_of) {
            let scored = Scored {
                benchmark: benchmark.id.clone(),
                score: listed.score.value(),
                setting: Some(format!("{}, by {}", listed.setting, listed.measured_by)),
            };
            facts.scores.push(Known::listed(scored, listed)?);
        }
    }
    Ok(())
}
