//! The prices of one request as whole numbers, so that a bill is a sum of products without any rounding.

use crate::catalog::{PriceTier, Prices};
use crate::error::{Error, ErrorKind};
use crate::source::Figure;
use rust_decimal::Decimal;

/// What is billed apart. The order is that of [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Input,
    CachedInput,
    CacheWrite,
    CacheWrite1h,
    CacheWrite12h,
    Output,
    Reasoning,
}

pub(super) const KINDS: usize = 7;

pub(super) const ALL: [Kind; KINDS] = [
    Kind::Input,
    Kind::CachedInput,
    Kind::CacheWrite,
    Kind::CacheWrite1h,
    Kind::CacheWrite12h,
    Kind::Output,
    Kind::Reasoning,
];

/// A decimal as a whole number of units of `10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) units: i128,
    pub(super) scale: u32,
}

impl Whole {
    pub(super) const ONE: Self = Self { units: 1, scale: 0 };

    pub(super) fn of(decimal: Decimal) -> Self {
        let plain = decimal.normalize();
        Self { units: plain.mantissa(), scale: plain.scale() }
    }

    pub(super) fn times(self, other: Self) -> Result<Self, Error> {
        let units = self.units.checked_mul(other.units).ok_or_else(too_long)?;
        Ok(Self { units, scale: self.scale.saturating_add(other.scale) })
    }

    /// The same number, as it is or not at all: what passes 28 digits is no decimal.
    pub(super) fn decimal(self) -> Result<Decimal, Error> {
        let Self { mut units, mut scale } = self;
        // Nearly always there is room in 64 bits, where a division by ten costs a tenth of one of 128.
        if let Ok(mut short) = i64::try_from(units) {
            while scale > 0 && short.checked_rem(10) == Some(0) {
                short = short.checked_div(10).ok_or_else(too_long)?;
                scale = scale.saturating_sub(1);
            }
            return Decimal::try_from_i128_with_scale(i128::from(short), scale).map_err(|_| too_long());
        }
        while scale > 0 && units.checked_rem(10) == Some(0) {
            units = units.checked_div(10).ok_or_else(too_long)?;
            scale = scale.saturating_sub(1);
        }
        Decimal::try_from_i128_with_scale(units, scale).map_err(|_| too_long())
    }
}

fn too_long() -> Error {
    ErrorKind::OutOfBounds { what: "the cost of a request" }.into()
}

/// The prices of a request in units of `10^-scale` USD per Mtok, by [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rates {
    pub(super) units: [i128; KINDS],
    pub(super) scale: u32,
}

impl Rates {
    fn new(prices: [Decimal; KINDS]) -> Result<Self, Error> {
        let whole = prices.map(Whole::of);
        let scale = whole.iter().map(|one| one.scale).max().unwrap_or(0);
        let mut units = [0; KINDS];
        for (unit, one) in units.iter_mut().zip(whole) {
            let missing = 10_i128.checked_pow(scale.saturating_sub(one.scale)).ok_or_else(too_long)?;
            *unit = one.units.checked_mul(missing).ok_or_else(too_long)?;
        }
        Ok(Self { units, scale })
    }
}

/// Rates by the length of the prompt.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Above so many tokens of the prompt; ascending, the first above none.
    rows: Vec<(Option<u64>, Rates)>,
}

impl Plan {
    /// Of a sheet in place of another, or of one alone: what the first leaves out is as in the second.
    pub(super) fn new(own: &Prices, standard: &Prices) -> Result<Self, Error> {
        let mut above: Vec<u64> =
            [own, standard].iter().flat_map(|sheet| &sheet.context_tier).map(threshold).collect();
        above.sort_unstable();
        above.dedup();
        let lengths = std::iter::once(None).chain(above.into_iter().map(Some));
        let row = |above: Option<u64>| {
            let price = |kind| in_sheet(own, kind, above).or_else(|| in_sheet(standard, kind, above));
            Ok((above, Rates::new(ALL.map(|kind| with_fallback(kind, price).unwrap_or_default()))?))
        };
        Ok(Self { rows: lengths.map(row).collect::<Result<_, Error>>()? })
    }

    pub(super) fn thresholds(&self) -> impl Iterator<Item = u64> {
        self.rows.iter().filter_map(|(above, _)| *above)
    }

    /// The price of a kind, by its place among [`ALL`], for prompts of more than so many tokens.
    pub(super) fn price(&self, above: Option<u64>, kind: usize) -> Option<Decimal> {
        let rates = &self.rows.iter().rfind(|(from, _)| *from <= above)?.1;
        Whole { units: *rates.units.get(kind)?, scale: rates.scale }.decimal().ok()
    }

    pub(super) fn rates(&self, prompt_tokens: u64) -> Option<&Rates> {
        let holds = |above: &Option<u64>| above.is_none_or(|above| prompt_tokens > above);
        self.rows.iter().rfind(|(above, _)| holds(above)).map(|(_, rates)| rates)
    }
}

/// Whether a sheet has a price of a kind, at any length of the prompt.
pub(super) fn is_priced(sheet: &Prices, kind: Kind) -> bool {
    of_prices(sheet, kind).is_some() || sheet.context_tier.iter().any(|tier| of_tier(tier, kind).is_some())
}

/// Tokens are whole, so that the part of a token above the threshold has no say.
fn threshold(tier: &PriceTier) -> u64 {
    u64::try_from(tier.above_prompt_tokens.value().floor()).unwrap_or(u64::MAX)
}

/// The price of a kind, or of what the kind is billed as where nobody gives it a price.
fn with_fallback(kind: Kind, price: impl Fn(Kind) -> Option<Decimal> + Copy) -> Option<Decimal> {
    let billed_as = match kind {
        Kind::Input | Kind::Output => None,
        Kind::CachedInput | Kind::CacheWrite => Some(Kind::Input),
        Kind::CacheWrite1h => Some(Kind::CacheWrite),
        Kind::CacheWrite12h => Some(Kind::CacheWrite1h),
        Kind::Reasoning => Some(Kind::Output),
    };
    price(kind).or_else(|| with_fallback(billed_as?, price))
}

/// The price of a kind in one sheet, for prompts of more than so many tokens.
fn in_sheet(sheet: &Prices, kind: Kind, above: Option<u64>) -> Option<Decimal> {
    let passed = |tier: &&PriceTier| above.is_some_and(|above| threshold(tier) <= above);
    let price = match sheet.context_tier.iter().rfind(passed) {
        None => of_prices(sheet, kind),
        Some(tier) => match (of_tier(tier, kind), kind) {
            (None, Kind::Reasoning) => of_prices(sheet, kind).filter(|_| has_reasoning_of_its_own(sheet)),
            (price, _) => price,
        }
        .or_else(|| as_input_or_output(tier, kind)),
    };
    price.map(Figure::value)
}

/// A sheet whose reasoning costs the same as its output says only that it is billed as output.
fn has_reasoning_of_its_own(sheet: &Prices) -> bool {
    sheet.reasoning_usd_per_mtok != sheet.output_usd_per_mtok
}

/// What a tier leaves out goes with its input or output price, as the sheet's own does.
fn as_input_or_output(tier: &PriceTier, kind: Kind) -> Option<Figure> {
    let shorter = match kind {
        Kind::CacheWrite1h => tier.cache_write_usd_per_mtok,
        Kind::CacheWrite12h => tier.cache_write_1h_usd_per_mtok.or(tier.cache_write_usd_per_mtok),
        _ => None,
    };
    shorter.or(Some(match kind {
        Kind::Output | Kind::Reasoning => tier.output_usd_per_mtok,
        _ => tier.input_usd_per_mtok,
    }))
}

fn of_prices(sheet: &Prices, kind: Kind) -> Option<Figure> {
    match kind {
        Kind::Input => sheet.input_usd_per_mtok,
        Kind::CachedInput => sheet.cached_input_usd_per_mtok,
        Kind::CacheWrite => sheet.cache_write_usd_per_mtok,
        Kind::CacheWrite1h => sheet.cache_write_1h_usd_per_mtok,
        Kind::CacheWrite12h => sheet.cache_write_12h_usd_per_mtok,
        Kind::Output => sheet.output_usd_per_mtok,
        Kind::Reasoning => sheet.reasoning_usd_per_mtok.filter(|_| has_reasoning_of_its_own(sheet)),
    }
}

fn of_tier(tier: &PriceTier, kind: Kind) -> Option<Figure> {
    match kind {
        Kind::Input => Some(tier.input_usd_per_mtok),
        Kind::CachedInput => tier.cached_input_usd_per_mtok,
        Kind::CacheWrite => tier.cache_write_usd_per_mtok,
        Kind::CacheWrite1h => tier.cache_write_1h_usd_per_mtok,
        Kind::CacheWrite12h => tier.cache_write_12h_usd_per_mtok,
        Kind::Output => Some(tier.output_usd_per_mtok),
        Kind::Reasoning => tier.reasoning_usd_per_mtok,
    }
}
