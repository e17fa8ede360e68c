//! What one request costs by the provider's published rule, to the last digit.

use super::rates::{KINDS, Plan, Rates, Whole};
use crate::catalog::{DatedPrice, Offer, PriceTier, Prices, TimeOfDay, newest};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::{AsOf, Figure, nearest};
use jiff::Timestamp;
use rust_decimal::Decimal;

/// A request as it is billed. Tokens are counted as OpenAI does: the prompt includes what is read from the cache and written
/// to it, the completion includes reasoning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request<'a> {
    /// All tokens of the prompt.
    pub prompt_tokens: u64,
    /// Those of the prompt that are read from the cache.
    pub cached_tokens: u64,
    /// Those of the prompt that are written to the cache, for however long.
    pub cache_write_tokens: u64,
    /// Those of the writes that are kept for an hour.
    pub cache_write_1h_tokens: u64,
    /// Those of the writes that are kept for twelve hours.
    pub cache_write_12h_tokens: u64,
    /// All tokens of the completion.
    pub completion_tokens: u64,
    /// Those of the completion that are hidden reasoning.
    pub reasoning_tokens: u64,
    /// `batch`, `flex`, `priority`, or another tier that the offer has; the standard one where there is none.
    pub service_tier: Option<&'a str>,
    /// What the request is bound to and pays for: a region, terms.
    pub uplifts: &'a [&'a str],
    /// When it is made, for prices that go with the hour. Without it the prices are those of the other hours, the dear ones.
    pub at: Option<Timestamp>,
}

/// What a request costs, exactly: no amount is rounded, which [`crate::Money`] with its 12 decimals would have to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestCost {
    /// Prompt tokens that are neither read from the cache nor written to it.
    pub input_usd: Decimal,
    /// Tokens that are read from the cache.
    pub cached_input_usd: Decimal,
    /// Tokens that are written to the cache.
    pub cache_write_usd: Decimal,
    /// Visible tokens of the completion.
    pub output_usd: Decimal,
    /// Tokens of reasoning.
    pub reasoning_usd: Decimal,
    /// The sum of the parts.
    pub total_usd: Decimal,
}

/// The prices of an offer on a date, made ready to price requests with.
///
/// # Formula
/// ```text
/// cost = u sum over kinds of tokens k of (price_k n_k) / 1e6
/// ```
/// n_k: tokens of a kind, price_k: USD per Mtok of the highest context tier that the prompt passes, u: the product of the
/// uplifts. Products and sums are exact.
///
/// ```
/// use breakeven::{Catalog, Decimal, Request};
///
/// let catalog = Catalog::builtin()?;
/// let tariff = catalog.offer("openai/gpt-5.6-sol").expect("a shipped offer").tariff_on("2026-11-26".parse()?)?;
/// let request =
///     Request { prompt_tokens: 10_000, cached_tokens: 8_000, completion_tokens: 500, ..Request::default() };
/// // 2,000 at 4 USD, 8,000 at 0.4 and 500 at 20 per Mtok
/// assert_eq!(tariff.cost(&request)?.total_usd, "0.0212".parse::<Decimal>()?);
/// // Past 272,000 tokens of the prompt all of the request is dearer: 300,000 at 8 USD and 500 at 30.
/// let long = Request { prompt_tokens: 300_000, completion_tokens: 500, ..Request::default() };
/// assert_eq!(tariff.cost(&long)?.total_usd, "2.415".parse::<Decimal>()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tariff {
    as_of: AsOf,
    pub(super) standard: Plan,
    service_tiers: Vec<(String, Plan)>,
    pub(super) hours: Vec<(TimeOfDay, Plan)>,
    uplifts: Vec<Uplift>,
}

/// What all prices are multiplied with.
#[derive(Clone, Debug)]
struct Uplift {
    name: String,
    factor: Whole,
    is_region: bool,
}

impl Offer {
    /// What requests cost on a date: the newest price that holds on it.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] where the offer has no price of that date; [`ErrorKind::OutOfBounds`] where a price has more
    /// digits than a bill can keep.
    pub fn tariff_on(&self, date: AsOf) -> Result<Tariff, Error> {
        let price = newest(&self.price, date).ok_or_else(|| self.unpriced())?;
        Tariff::new(self, price)
    }

    /// What requests cost by the newest price there is, but for those that are announced for a later day.
    ///
    /// # Errors
    /// As [`Offer::tariff_on`].
    pub fn newest_tariff(&self) -> Result<Tariff, Error> {
        let price = self.price.iter().rfind(|price| price.holds_from.is_none());
        let price = price.ok_or_else(|| self.unpriced())?;
        Tariff::new(self, price)
    }

    fn unpriced(&self) -> Error {
        let instead = "give an offer or a date that has a price per token".to_owned();
        Error::at(FieldPath::new(self.id()), ErrorKind::Missing { instead })
    }
}

impl Tariff {
    pub(super) fn new(offer: &Offer, price: &DatedPrice) -> Result<Self, Error> {
        let standard = price.standard();
        let mut service_tiers = Vec::new();
        for (name, prices) in price.service_tier.iter() {
            service_tiers.push((name.to_owned(), Plan::new(prices, &standard)?));
        }
        if let Some(all) = price.batch_price_fraction {
            let cached = price.batch_cached_input_price_fraction.unwrap_or(all);
            service_tiers
                .push(("batch".to_owned(), Plan::new(&fraction_of(&standard, all, cached)?, &standard)?));
        }
        let mut hours = Vec::new();
        for one in &price.time_of_day {
            hours.push((one.clone(), Plan::new(&one.prices, &standard)?));
        }
        let named = price.uplift_price_factor.iter().map(|(name, factor)| Uplift {
            name: name.to_owned(),
            factor: Whole::of(factor.value()),
            is_region: false,
        });
        let regions = offer.residency.iter().flat_map(|residency| &residency.regions).map(|terms| Uplift {
            name: terms.region.to_lowercase(),
            factor: Whole::of(terms.price_factor.map_or(Decimal::ONE, Figure::value)),
            is_region: true,
        });
        let uplifts = named.chain(regions).collect();
        let standard = Plan::new(&standard, &Prices::default())?;
        Ok(Self { as_of: price.as_of.parse()?, standard, service_tiers, hours, uplifts })
    }

    /// The date of the prices.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The tiers of service beside the standard one.
    pub fn service_tiers(&self) -> impl Iterator<Item = &str> {
        self.service_tiers.iter().map(|(name, _)| name.as_str())
    }

    /// What a request may be bound to at other prices: regions in small letters, terms.
    pub fn uplifts(&self) -> impl Iterator<Item = &str> {
        self.uplifts.iter().map(|uplift| uplift.name.as_str())
    }

    /// The cost of a request.
    ///
    /// # Errors
    /// [`ErrorKind::Contradiction`] where a part of the tokens is more than their whole, and for an uplift that is named twice
    /// or two regions; [`ErrorKind::NotFound`] for a tier or an uplift that the offer does not have;
    /// [`ErrorKind::OutOfBounds`] where the cost has more than 28 digits.
    pub fn cost(&self, request: &Request<'_>) -> Result<RequestCost, Error> {
        self.cost_at(request.prompt_tokens, request)
    }

    /// The cost of many requests together, each with a prompt that is about so long.
    pub(crate) fn cost_at(&self, length: u64, request: &Request<'_>) -> Result<RequestCost, Error> {
        let counts = counts(request)?;
        let rates = self.plan(request)?.rates(length);
        let rates = rates.ok_or(ErrorKind::OutOfBounds { what: "the cost of a request" })?;
        bill(rates, counts, self.factor(request.uplifts.iter().copied())?)
    }

    /// The product of some uplifts, each once, and of one region at most.
    pub(super) fn factor<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Result<Whole, Error> {
        let (mut factor, mut taken) = (Whole::ONE, Vec::<&Uplift>::new());
        for name in names {
            let one = self.uplifts.iter().find(|known| known.name == name);
            let one = one.ok_or_else(|| not_found("uplift", name, self.uplifts()))?;
            if let Some(before) =
                taken.iter().find(|known| known.name == name || known.is_region && one.is_region)
            {
                let what = format!("`{name}` beside `{}`", before.name);
                let instead = "name each once, and one region: a request is in one place".to_owned();
                return Err(Error::at(FieldPath::new("uplifts"), ErrorKind::Contradiction { what, instead }));
            }
            taken.push(one);
            factor = factor.times(one.factor)?;
        }
        Ok(factor)
    }

    /// The lengths of the prompt above which other prices hold, in any tier or hour.
    pub(crate) fn thresholds(&self) -> impl Iterator<Item = u64> {
        let tiers = self.service_tiers.iter().map(|(_, plan)| plan);
        let hours = self.hours.iter().map(|(_, plan)| plan);
        tiers.chain(hours).chain([&self.standard]).flat_map(Plan::thresholds)
    }

    /// Whether some prices go with the hour.
    pub(crate) fn has_hours(&self) -> bool {
        !self.hours.is_empty()
    }

    /// The plan of a tier of service; nothing where it is the standard one, whose prices may go with the hour.
    pub(super) fn tier(&self, name: Option<&str>) -> Result<Option<&Plan>, Error> {
        let Some(name) = name.filter(|name| !is_standard(name)) else { return Ok(None) };
        let known = self.service_tiers.iter().find(|(known, _)| known == name);
        let (_, plan) = known.ok_or_else(|| not_found("tier of service", name, self.service_tiers()))?;
        Ok(Some(plan))
    }

    fn plan(&self, request: &Request<'_>) -> Result<&Plan, Error> {
        if let Some(plan) = self.tier(request.service_tier)? {
            return Ok(plan);
        }
        let open = |at| self.hours.iter().find(|(hours, _)| hours.holds(at)).map(|(_, plan)| plan);
        Ok(request.at.and_then(open).unwrap_or(&self.standard))
    }
}

impl RequestCost {
    /// The sum of two costs, exactly.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] where it has more than 28 digits.
    pub fn plus(&self, other: &Self) -> Result<Self, Error> {
        let sum = |one: Decimal, other: Decimal| {
            let exact = one.checked_add(other).filter(|sum| sum.scale() >= one.scale().max(other.scale()));
            exact.ok_or(Error::new(ErrorKind::OutOfBounds { what: "the cost of requests" }))
        };
        Ok(Self {
            input_usd: sum(self.input_usd, other.input_usd)?,
            cached_input_usd: sum(self.cached_input_usd, other.cached_input_usd)?,
            cache_write_usd: sum(self.cache_write_usd, other.cache_write_usd)?,
            output_usd: sum(self.output_usd, other.output_usd)?,
            reasoning_usd: sum(self.reasoning_usd, other.reasoning_usd)?,
            total_usd: sum(self.total_usd, other.total_usd)?,
        })
    }
}

/// Whether this is a name of the tier of service that a request has without one; `default` and `auto` are OpenAI's.
pub(crate) fn is_standard(service_tier: &str) -> bool {
    matches!(service_tier, "default" | "auto" | "standard")
}

fn not_found<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let suggestion = nearest(name, known);
    let path = FieldPath::new(if what == "uplift" { "uplifts" } else { "service_tier" });
    Error::at(path, ErrorKind::NotFound { what, name: name.to_owned(), suggestion })
}

/// The tokens of each kind, in the order of the rates.
fn counts(request: &Request<'_>) -> Result<[u64; KINDS], Error> {
    let kept = request.cache_write_1h_tokens.checked_add(request.cache_write_12h_tokens);
    let cached = request.cached_tokens.checked_add(request.cache_write_tokens);
    Ok([
        rest(request.prompt_tokens, cached, "cached_tokens", "the tokens of the cache", "prompt_tokens")?,
        request.cached_tokens,
        rest(
            request.cache_write_tokens,
            kept,
            "cache_write_tokens",
            "the writes that are kept longer",
            "cache_write_tokens",
        )?,
        request.cache_write_1h_tokens,
        request.cache_write_12h_tokens,
        rest(
            request.completion_tokens,
            Some(request.reasoning_tokens),
            "reasoning_tokens",
            "the tokens of reasoning",
            "completion_tokens",
        )?,
        request.reasoning_tokens,
    ])
}

fn rest(whole: u64, part: Option<u64>, path: &str, what: &str, of: &str) -> Result<u64, Error> {
    part.and_then(|part| whole.checked_sub(part)).ok_or_else(|| {
        let what = match part {
            Some(part) => format!("{what} are {part}, more than the {whole} of `{of}`"),
            None => format!("{what} are more than the {whole} of `{of}`"),
        };
        let instead = format!("count them within `{of}`, as OpenAI does");
        Error::at(FieldPath::new(path), ErrorKind::Contradiction { what, instead })
    })
}

fn bill(rates: &Rates, counts: [u64; KINDS], factor: Whole) -> Result<RequestCost, Error> {
    let out_of_bounds = || ErrorKind::OutOfBounds { what: "the cost of a request" };
    // USD per Mtok times tokens: six decimals more.
    let scale = rates.scale.saturating_add(factor.scale).saturating_add(6);
    let mut parts = [0_i128; KINDS];
    let mut total = 0_i128;
    for ((part, price), tokens) in parts.iter_mut().zip(rates.units).zip(counts) {
        let product = price.checked_mul(i128::from(tokens)).and_then(|usd| usd.checked_mul(factor.units));
        *part = product.ok_or_else(out_of_bounds)?;
        total = total.checked_add(*part).ok_or_else(out_of_bounds)?;
    }
    let [input, cached, written, written_1h, written_12h, output, reasoning] = parts;
    let written = written.checked_add(written_1h).and_then(|sum| sum.checked_add(written_12h));
    let usd = |units: i128| Whole { units, scale }.decimal();
    Ok(RequestCost {
        input_usd: usd(input)?,
        cached_input_usd: usd(cached)?,
        cache_write_usd: usd(written.ok_or_else(out_of_bounds)?)?,
        output_usd: usd(output)?,
        reasoning_usd: usd(reasoning)?,
        total_usd: usd(total)?,
    })
}

/// The prices of a sheet times a fraction, those of cached input times another.
fn fraction_of(sheet: &Prices, all: Figure, cached: Figure) -> Result<Prices, Error> {
    let times = |price: Figure, fraction: Figure| {
        Ok::<Figure, Error>(Whole::of(price.value()).times(Whole::of(fraction.value()))?.decimal()?.into())
    };
    let most = |price: Option<Figure>| price.map(|price| times(price, all)).transpose();
    let tier = |tier: &PriceTier| {
        Ok::<PriceTier, Error>(PriceTier {
            above_prompt_tokens: tier.above_prompt_tokens,
            input_usd_per_mtok: times(tier.input_usd_per_mtok, all)?,
            // What is billed as input is so at the fraction of cached input, as it is in the bill of a month.
            cached_input_usd_per_mtok: Some(times(
                tier.cached_input_usd_per_mtok.unwrap_or(tier.input_usd_per_mtok),
                cached,
            )?),
            cache_write_usd_per_mtok: most(tier.cache_write_usd_per_mtok)?,
            cache_write_1h_usd_per_mtok: most(tier.cache_write_1h_usd_per_mtok)?,
            cache_write_12h_usd_per_mtok: most(tier.cache_write_12h_usd_per_mtok)?,
            output_usd_per_mtok: times(tier.output_usd_per_mtok, all)?,
            reasoning_usd_per_mtok: most(tier.reasoning_usd_per_mtok)?,
        })
    };
    let cached_input = sheet.cached_input_usd_per_mtok.or(sheet.input_usd_per_mtok);
    Ok(Prices {
        input_usd_per_mtok: most(sheet.input_usd_per_mtok)?,
        cached_input_usd_per_mtok: cached_input.map(|price| times(price, cached)).transpose()?,
        cache_write_usd_per_mtok: most(sheet.cache_write_usd_per_mtok)?,
        cache_write_1h_usd_per_mtok: most(sheet.cache_write_1h_usd_per_mtok)?,
        cache_write_12h_usd_per_mtok: most(sheet.cache_write_12h_usd_per_mtok)?,
        output_usd_per_mtok: most(sheet.output_usd_per_mtok)?,
        reasoning_usd_per_mtok: most(sheet.reasoning_usd_per_mtok)?,
        context_tier: sheet.context_tier.iter().map(tier).collect::<Result<_, Error>>()?,
    })
}
