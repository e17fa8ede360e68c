//! A row of a list that has one sheet of prices: what OpenRouter, models.dev and genai-prices have in common.

use super::json::Value;
use super::list::{NoteKind, Refusal};
use super::litellm::no_number;
use crate::catalog::{DatedPrice, PriceTier};
use crate::error::FieldPath;
use crate::source::Figure;
use rust_decimal::Decimal;

/// The prices of a row, in USD per million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct RowPrices {
    pub(super) input: Option<Decimal>,
    pub(super) cached: Option<Decimal>,
    pub(super) write: Option<Decimal>,
    pub(super) write_1h: Option<Decimal>,
    pub(super) output: Option<Decimal>,
    pub(super) reasoning: Option<Decimal>,
}

impl RowPrices {
    /// What is listed at 0 beside an input or output that is not, is billed as that: such tokens are not free.
    pub(super) fn without_zeros(self) -> Self {
        let beside = |price: Option<Decimal>, main: Option<Decimal>| {
            price.filter(|price| !price.is_zero() || main.is_none_or(|main| main.is_zero()))
        };
        Self {
            cached: beside(self.cached, self.input),
            write: beside(self.write, self.input),
            write_1h: beside(self.write_1h, self.input),
            reasoning: beside(self.reasoning, self.output).filter(|price| Some(*price) != self.output),
            ..self
        }
    }

    pub(super) fn or(self, below: Self) -> Self {
        Self {
            input: self.input.or(below.input),
            cached: self.cached.or(below.cached),
            write: self.write.or(below.write),
            write_1h: self.write_1h.or(below.write_1h),
            output: self.output.or(below.output),
            reasoning: self.reasoning.or(below.reasoning),
        }
    }

    pub(super) fn tier(self, above: u64) -> Result<PriceTier, Refusal> {
        Ok(PriceTier {
            above_prompt_tokens: above.into(),
            input_usd_per_mtok: self.input.ok_or(Refusal::PartlyPriced { missing: "input" })?.into(),
            cached_input_usd_per_mtok: self.cached.map(Figure::from),
            cache_write_usd_per_mtok: self.write.map(Figure::from),
            cache_write_1h_usd_per_mtok: self.write_1h.map(Figure::from),
            cache_write_12h_usd_per_mtok: None,
            output_usd_per_mtok: self.output.ok_or(Refusal::PartlyPriced { missing: "output" })?.into(),
            reasoning_usd_per_mtok: self.reasoning.map(Figure::from),
        })
    }

    pub(super) fn dated(
        self,
        as_of: String,
        source: String,
        tiers: Vec<PriceTier>,
    ) -> Result<DatedPrice, Refusal> {
        let input = self.input.ok_or(Refusal::PartlyPriced { missing: "input" })?;
        let output = self.output.ok_or(Refusal::PartlyPriced { missing: "output" })?;
        let price = DatedPrice {
            cached_input_usd_per_mtok: self.cached.map(Figure::from),
            cache_write_usd_per_mtok: self.write.map(Figure::from),
            cache_write_1h_usd_per_mtok: self.write_1h.map(Figure::from),
            reasoning_usd_per_mtok: self.reasoning.map(Figure::from),
            context_tier: tiers,
            ..DatedPrice::new(as_of, source, input, output)
        };
        price.check(&FieldPath::default()).map_err(Refusal::Invalid)?;
        Ok(price)
    }

    pub(super) fn notes(self) -> Option<NoteKind> {
        let is_zero = |price: Option<Decimal>| price.is_some_and(|price| price.is_zero());
        (is_zero(self.input) && is_zero(self.output)).then_some(NoteKind::ListedAtZero)
    }
}

/// A price of a list, times a power of ten.
pub(super) fn price(key: &str, value: Value<'_>, power: i32) -> Result<Decimal, Refusal> {
    value.number(power).ok_or_else(|| no_number(key, value))
}
