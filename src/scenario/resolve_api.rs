//! An API's price sheet: from the catalog, from the scenario, or the one with figures of the other.

use super::calendar::end_of_study;
use super::facts::of_api;
use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolve_acceptance::answers;
use super::resolve_announced::{announced, warn_of_retirement};
use super::resolve_api_terms::{commitment, limits, provisioned, volume_tiers};
use super::resolve_fine_tuning::by_vendor;
use super::resolve_over_time::{Written, check_api, over_time};
use super::resolve_successor::successors;
use super::resolve_workload::with_profile;
use super::resolved::{Place, ResolvedAlternative};
use super::wire_api::Api;
use crate::api::{MonthTerms, sheet_of_month};
use crate::catalog::{ContextTier, Dated, DatedPrice, Offer as CatalogOffer, look_up, newest};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{ApiInputs, Family, Inputs, Instance, Offer, Parameter, Role, Tier};
use crate::quantity::{Scalar, Tokens, UsdPerMtok};
use crate::serving::Requirements;
use crate::source::{AsOf, Figure, Source};
use rust_decimal::Decimal;

/// Reads an API.
pub(super) fn api(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    id: &str,
    written: &Api,
) -> Result<ResolvedAlternative, Error> {
    let path = FieldPath::new("api").join(id);
    let instance = Instance { alternative: path.as_str().to_owned(), ..Instance::default() };
    let entry = match &written.offer {
        None => None,
        Some(offer) => {
            let place = path.join("offer");
            let entry = look_up(&reader.catalog.offers, offer, &place)?;
            reader.note(place, offer.clone(), Some(entry.source()?));
            Some(entry)
        }
    };
    if entry.is_none() {
        let given =
            [("service_tier", written.service_tier.is_some()), ("uplifts", written.uplifts.is_some())];
        if let Some((key, _)) = given.into_iter().find(|(_, is_given)| *is_given) {
            let what = "a choice among the prices of an offer, and no offer".to_owned();
            return Err(contradiction(path.join(key), what, "write the prices as they are billed"));
        }
    }
    let family = family(&path, written, entry)?;
    let price = match entry {
        None => None,
        Some(entry) => Some(newest(&entry.price, reader.on).ok_or_else(|| {
            let instead =
                format!("the catalog has no price of {} before {}; give the prices", entry.id(), reader.on);
            Error::at(path.join("offer"), ErrorKind::Missing { instead })
        })?),
    };
    let month_of = |entry: &CatalogOffer, price: &DatedPrice| of_month(shared, &path, written, entry, price);
    let (price, announced) = match entry.zip(price) {
        None => (None, Vec::new()),
        Some((entry, price)) => {
            (Some(month_of(entry, price)?), announced(reader, shared, &path, written, entry, month_of)?)
        }
    };
    let sheet = Sheet {
        written,
        price: price.as_ref(),
        minimum_cacheable: entry.and_then(|entry| entry.minimum_cacheable_tokens),
    };
    let offer = sheet.offer(reader, &instance, entry)?;
    let tiers = sheet.tiers(reader, &instance, &offer)?;
    let charges_writes = sheet.charges_writes();
    let (volume_tiers, tiers_hold_for_all_units) = volume_tiers(reader, &instance, written)?;
    let commitment = commitment(reader, &instance, written)?;
    let limits = limits(reader, shared, &instance, written)?;
    let provisioned = provisioned(reader, shared, &instance, written)?;
    let training = by_vendor(reader, shared, &instance, written.fine_tuning.as_ref())?;
    let classes = with_profile(reader, shared, &instance, written.tokens.as_ref())?;
    let successors = successors(reader, &path, written, end_of_study(reader, shared), month_of)?;
    let changes = Written::of_api(written, &announced, &successors);
    let over_time = over_time(reader, shared, &instance, &changes, None)?;
    let answers = answers(reader, &instance, written.acceptance.as_ref(), written.tokens.as_ref())?;
    let requirements = Requirements {
        context: written.context_window_tokens.or(entry.and_then(|entry| entry.context_window_tokens)),
        input: entry.and_then(|entry| entry.maximum_input_tokens),
        output: entry.and_then(|entry| entry.maximum_output_tokens),
        ..Requirements::default()
    };
    let (limit, fit) = requirements.check(&classes)?;
    warn_of_retirement(reader, shared, &path, written, entry)?;
    for key in
        ["input_usd_per_mtok", "cached_input_usd_per_mtok", "cache_write_usd_per_mtok", "output_usd_per_mtok"]
    {
        reader.cite(&path.join(key), written.source.as_ref(), None);
    }
    if let Some(model) = &written.model {
        look_up(&reader.catalog.models, model, &path.join("model"))?;
    }
    let model = written.model.clone().or(entry.and_then(|entry| entry.model().map(str::to_owned)));
    let facts = of_api(reader, &path, written, entry, model.as_deref())?;
    let sheet = ApiInputs {
        charges_writes,
        offer,
        tiers,
        has_allowance: written.free_tokens_per_month.is_some(),
        volume_tiers,
        tiers_hold_for_all_units,
        commitment,
        limits,
        provisioned,
        training,
        chooses_units: written.provisioned.as_ref().is_some_and(|written| written.units.is_none()),
    };
    check_api(&path, over_time.as_deref(), &sheet)?;
    successors.iter().flatten().try_for_each(|one| one.check(&sheet, &classes))?;
    Ok(ResolvedAlternative {
        id: id.to_owned(),
        path,
        name: entry.map_or(id, CatalogOffer::name).to_owned(),
        family,
        model,
        made_of: Vec::new(),
        maximum_steps: limits.map(|_| Decimal::ONE),
        inputs: Inputs {
            workload: shared.workload,
            hours: shared.hours.clone(),
            classes,
            finance: shared.finance,
            answers,
            training: shared.training,
            over_time,
            role: Role::Api(Box::new(sheet)),
        },
        requirements,
        escalation_requirements: None,
        limit,
        fit,
        facts,
        left_out: Vec::new(),
    })
}

/// The sheet of the offer as the requests of the month are billed.
fn of_month(
    shared: &Shared<'_>,
    path: &FieldPath,
    written: &Api,
    entry: &CatalogOffer,
    price: &DatedPrice,
) -> Result<DatedPrice, Error> {
    let terms = MonthTerms {
        service_tier: written.service_tier.as_deref(),
        uplifts: written.uplifts.as_deref().unwrap_or_default(),
        hourly_load: &shared.hourly_load_utc,
    };
    sheet_of_month(entry, price, &terms).map_err(|error| {
        let place = error.path().map_or("offer", FieldPath::as_str);
        Error::at(path.join(place), error.kind().clone())
    })
}

/// Only where it is another share than that of the other prices: else it goes with theirs.
fn batch_cached_input(price: &DatedPrice) -> Option<Figure> {
    let batch = price.batch_fractions()?;
    let is_own = price.batch_cached_input_price_fraction.is_some() || batch.cached_input != batch.all;
    is_own.then_some(batch.cached_input)
}

/// Whether an offer has a price on a date and has not ended before it.
pub(super) fn is_on_sale(entry: &CatalogOffer, on: AsOf) -> bool {
    newest(&entry.price, on).is_some() && entry.retires_on().is_none_or(|end| end >= on)
}

/// An offer of the catalog that is only looked at; `None` where it has no price on the date, ends within the study or
/// cannot take the requests.
pub(super) fn hosted_offer(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    entry: &CatalogOffer,
) -> Result<Option<ResolvedAlternative>, Error> {
    let ends_within = entry.retires_on().is_some_and(|end| end.first_day() < end_of_study(reader, shared));
    if ends_within || !is_on_sale(entry, reader.on) {
        return Ok(None);
    }
    let found = api(reader, shared, entry.id(), &Api::from_id(entry.id()))?;
    Ok(found.limit.is_none().then_some(found))
}

fn family(path: &FieldPath, written: &Api, entry: Option<&CatalogOffer>) -> Result<Family, Error> {
    let place = path.join("family");
    let known = [Family::ClosedApi, Family::HostedOpenWeights, Family::DedicatedEndpoint]
        .map(|one| (one.name(), one));
    let word =
        written.family.as_deref().or(entry.and_then(|entry| entry.family.as_deref())).ok_or_else(|| {
            let instead =
                "write `offer = \"provider/model\"`, or `family = \"closed_api\"` and the prices".to_owned();
            Error::at(path.join("offer"), ErrorKind::Missing { instead })
        })?;
    Reader::one_of(place, word, &known)
}

struct Sheet<'a> {
    written: &'a Api,
    price: Option<&'a DatedPrice>,
    minimum_cacheable: Option<Figure>,
}

impl Sheet<'_> {
    fn fact(&self, of: impl Fn(&DatedPrice) -> Option<Figure>) -> Result<Option<Fact>, Error> {
        let Some(price) = self.price else { return Ok(None) };
        of(price).map(|figure| Fact::new(figure, price)).transpose()
    }

    fn offer(
        &self,
        reader: &mut Reader<'_>,
        instance: &Instance,
        entry: Option<&CatalogOffer>,
    ) -> Result<Offer<Decimal>, Error> {
        let written = self.written;
        let mut read =
            |parameter, given, fact, otherwise| reader.read(parameter, instance, given, fact, otherwise);
        let input = read(
            Parameter::InputPrice,
            written.input_usd_per_mtok,
            self.fact(|price| Some(price.input_usd_per_mtok))?,
            Otherwise::Required("write `input_usd_per_mtok = 2.5`, the price of a prompt token"),
        )?;
        let output = read(
            Parameter::OutputPrice,
            written.output_usd_per_mtok,
            self.fact(|price| Some(price.output_usd_per_mtok))?,
            Otherwise::Required("write `output_usd_per_mtok = 10`, the price of a completion token"),
        )?;
        let as_input = || Otherwise::Same(input, instance.path(Parameter::InputPrice));
        let cached_input = read(
            Parameter::CachedInputPrice,
            written.cached_input_usd_per_mtok,
            self.fact(|price| price.cached_input_usd_per_mtok)?,
            as_input(),
        )?;
        let cache_write = read(
            Parameter::CacheWritePrice,
            written.cache_write_usd_per_mtok,
            self.fact(|price| price.cache_write_usd_per_mtok)?,
            as_input(),
        )?;
        let reasoning = read(
            Parameter::ReasoningPrice,
            written.reasoning_usd_per_mtok,
            self.fact(|price| price.reasoning_usd_per_mtok)?,
            Otherwise::Same(output, instance.path(Parameter::OutputPrice)),
        )?;
        let batch = read(
            Parameter::BatchPriceFraction,
            written.batch_price_fraction,
            self.fact(|price| price.batch_fractions().map(|batch| batch.all))?,
            Otherwise::Default(Decimal::ONE, self.without_batch()),
        )?;
        let batch_cached = read(
            Parameter::BatchCachedInputPriceFraction,
            written.batch_cached_input_price_fraction,
            self.fact(batch_cached_input)?,
            Otherwise::Same(batch, instance.path(Parameter::BatchPriceFraction)),
        )?;
        let minimum = match (self.minimum_cacheable, entry) {
            (Some(figure), Some(entry)) => Some(Fact::new(figure, entry)?),
            _ => None,
        };
        let minimum_cacheable = read(
            Parameter::MinimumCacheableTokens,
            written.minimum_cacheable_tokens,
            minimum,
            Otherwise::Default(Decimal::ZERO, "the sheet states no least prompt for its cache"),
        )?;
        let price_change = read(
            Parameter::PriceChangePerMonth,
            written.price_change_fraction_per_month,
            None,
            Otherwise::Default(Decimal::ZERO, "its prices hold for the whole study"),
        )?;
        // One that is not given is no number that could be moved: the bill has no allowance then.
        let free_tokens = match written.free_tokens_per_month {
            None => Decimal::ZERO,
            given => read(Parameter::FreeTokens, given, None, Otherwise::Required(""))?,
        };
        Ok(Offer {
            free_tokens: Tokens(free_tokens),
            input: UsdPerMtok(input),
            cached_input: UsdPerMtok(cached_input),
            cache_write: UsdPerMtok(cache_write),
            output: UsdPerMtok(output),
            reasoning: UsdPerMtok(reasoning),
            batch: Scalar(batch),
            batch_cached: Scalar(batch_cached),
            minimum_cacheable: Tokens(minimum_cacheable),
            price_change: Scalar(price_change),
        })
    }

    /// Why batch requests are billed like immediate ones.
    fn without_batch(&self) -> &'static str {
        if self.written.service_tier.is_some() {
            return "requests of a tier of service are all billed at it";
        }
        match self.price.and_then(|price| price.service_tier.get("batch")) {
            None => "the sheet has no batch price",
            Some(_) => "the batch prices of the sheet are not one share of its other prices",
        }
    }

    /// Whether the sheet has a price for cache writes, at any length of the prompt.
    fn charges_writes(&self) -> bool {
        let of_sheet = self.price.is_some_and(|price| price.cache_write_usd_per_mtok.is_some());
        let of_tier = |tier: &ContextTier| tier.cache_write_usd_per_mtok.is_some();
        self.written.cache_write_usd_per_mtok.is_some() || of_sheet || self.listed_tiers().iter().any(of_tier)
    }

    /// The tiers of the scenario, else those of the sheet.
    fn listed_tiers(&self) -> Vec<ContextTier> {
        let of_sheet =
            || self.price.map(|price| price.context_tier.iter().copied().map(ContextTier::from).collect());
        self.written.context_tiers.clone().or_else(of_sheet).unwrap_or_default()
    }

    fn tiers(
        &self,
        reader: &mut Reader<'_>,
        instance: &Instance,
        offer: &Offer<Decimal>,
    ) -> Result<Vec<Tier<Decimal>>, Error> {
        let source = match (&self.written.context_tiers, self.price) {
            (None, Some(price)) => Some(price.source()?),
            _ => None,
        };
        let mut tiers: Vec<Tier<Decimal>> = Vec::new();
        for (at, tier) in self.listed_tiers().iter().enumerate() {
            let instance = Instance { index: at, ..instance.clone() };
            let read = tier_of(reader, &instance, tier, source.as_ref(), offer)?;
            if tiers.last().is_some_and(|below| below.above.0 >= read.above.0) {
                return Err(contradiction(
                    instance.path(Parameter::TierThreshold),
                    format!("{} does not ascend", read.above.0),
                    "write the lowest threshold first, and each once",
                ));
            }
            tiers.push(read);
        }
        Ok(tiers)
    }
}

fn tier_of(
    reader: &mut Reader<'_>,
    instance: &Instance,
    tier: &ContextTier,
    source: Option<&Source>,
    offer: &Offer<Decimal>,
) -> Result<Tier<Decimal>, Error> {
    let place = Place::Index(instance.index);
    let mut read = |parameter: Parameter, figure: Option<Figure>, otherwise: Otherwise| {
        let path = instance.path(parameter);
        let fact =
            source.zip(figure).map(|(source, figure)| Fact { value: figure.value(), source: source.clone() });
        let given = if source.is_some() { None } else { figure };
        reader.read_at(parameter, path, place, given, fact, otherwise)
    };
    let required = || Otherwise::Required("write the price of a long request");
    let above = read(Parameter::TierThreshold, Some(tier.above_prompt_tokens), required())?;
    let input = read(Parameter::TierInputPrice, Some(tier.input_usd_per_mtok), required())?;
    let output = read(Parameter::TierOutputPrice, Some(tier.output_usd_per_mtok), required())?;
    // A price that the tier leaves out goes with its input or output price, as the sheet's own does; a sheet whose
    // reasoning costs the same as its output keeps that.
    let as_input = || Otherwise::Same(input, instance.path(Parameter::TierInputPrice));
    let reasoning = if offer.reasoning == offer.output { output } else { offer.reasoning.0 };
    let followed =
        if offer.reasoning == offer.output { Parameter::TierOutputPrice } else { Parameter::ReasoningPrice };
    let reasoning_from = Otherwise::Same(reasoning, instance.path(followed));
    Ok(Tier {
        above: Tokens(above),
        input: UsdPerMtok(input),
        cached_input: UsdPerMtok(read(
            Parameter::TierCachedInputPrice,
            tier.cached_input_usd_per_mtok,
            as_input(),
        )?),
        cache_write: UsdPerMtok(read(
            Parameter::TierCacheWritePrice,
            tier.cache_write_usd_per_mtok,
            as_input(),
        )?),
        output: UsdPerMtok(output),
        reasoning: UsdPerMtok(read(
            Parameter::TierReasoningPrice,
            tier.reasoning_usd_per_mtok,
            reasoning_from,
        )?),
    })
}
