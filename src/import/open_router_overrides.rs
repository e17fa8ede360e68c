//! OpenRouter's `overrides`: prices under a condition. Of those that apply the later ones win, key by key.

use super::json::Value;
use super::list::Refusal;
use super::litellm_sheet::PER_MTOK;
use super::open_router::place;
use super::row::RowPrices;
use super::row_hours::{Sheet, Span};

/// The overrides of a row, in their order.
#[derive(Debug)]
pub(super) struct Overrides(Vec<Override>);

#[derive(Debug, Default)]
struct Override {
    /// It holds for prompts of more tokens: the schema says "strictly greater", whatever `min_prompt_tokens` sounds like.
    above: Option<u64>,
    hours: Option<Span>,
    prices: RowPrices,
}

impl Overrides {
    /// None where one of them has a condition, or a price, that is not known.
    pub(super) fn read(value: Value<'_>) -> Option<Self> {
        value.items()?.into_iter().map(Override::read).collect::<Option<_>>().map(Self)
    }

    pub(super) fn has_hours(&self) -> bool {
        self.0.iter().any(|one| one.hours.is_some())
    }

    /// The prices at these hours, or where no hours hold.
    pub(super) fn sheet(&self, base: RowPrices, hours: Option<Span>) -> Result<Sheet, Refusal> {
        let holds = |one: &&Override| one.hours.is_none() || one.hours == hours;
        let row = |length: Option<u64>| {
            let applying = self.0.iter().filter(holds).filter(|one| one.above <= length);
            applying.fold(base, |below, one| one.prices.or(below)).without_zeros()
        };
        let mut lengths: Vec<u64> = self.0.iter().filter(holds).filter_map(|one| one.above).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let tiers =
            lengths.into_iter().map(|above| row(Some(above)).tier(above)).collect::<Result<_, _>>()?;
        Ok((row(None), tiers))
    }

    /// The prices of each span of hours that is named.
    pub(super) fn hours(&self, base: RowPrices) -> Result<Vec<(Span, Sheet)>, Refusal> {
        let mut spans: Vec<Span> = self.0.iter().filter_map(|one| one.hours).collect();
        spans.sort_unstable();
        spans.dedup();
        spans.into_iter().map(|span| Ok((span, self.sheet(base, Some(span))?))).collect()
    }
}

impl Override {
    fn read(value: Value<'_>) -> Option<Self> {
        let mut one = Self::default();
        let (mut from, mut to) = (None, None);
        for (key, value) in value.fields()?.into_iter().filter(|(_, value)| !value.is_null()) {
            match &*key {
                "min_prompt_tokens" => one.above = Some(value.whole()?),
                "utc_start" => from = Some(minutes(value)?),
                "utc_end" => to = Some(minutes(value)?),
                // What the offer does not carry at other times either.
                "audio" | "input_audio_cache" | "audio_output" | "image" | "image_output" | "image_token"
                | "request" | "web_search" => {}
                key => {
                    let price = value.number(PER_MTOK).filter(|price| !price.is_sign_negative())?;
                    *place(&mut one.prices, key)? = Some(price);
                }
            }
        }
        one.hours = match (from, to) {
            (None, None) => None,
            (Some(from), Some(to)) if from != to => Some((from, to)),
            _ => return None,
        };
        Some(one)
    }
}

/// A number such as 1030 for 10:30.
fn minutes(value: Value<'_>) -> Option<u16> {
    let clock = u16::try_from(value.whole()?).ok()?;
    let (hours, minutes) = (clock.div_euclid(100), clock.rem_euclid(100));
    (minutes < 60 && clock <= 2_400).then_some(())?;
    hours.checked_mul(60)?.checked_add(minutes)
}
