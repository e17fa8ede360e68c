//! From LiteLLM's prices, one by one, to sheets.

use super::json::Value;
use super::list::{NoteKind, Refusal};
use super::litellm::no_number;
use super::litellm_keys::{Cell, PriceKey, Token, price_key};
use crate::catalog::{DatedPrice, PriceTier, Prices};
use crate::source::{Figure, Named};
use rust_decimal::Decimal;

/// The list has USD per token, a sheet USD per million tokens.
pub(super) const PER_MTOK: i32 = 6;

const BATCH: &str = "batch";
const FLEX: &str = "flex";

/// Digits past which a number shows that it was calculated in binary floats: 0.1 / 1e6 is 1.0000000000000001e-07.
const DIGITS_OF_A_FLOAT: usize = 15;

/// The prices of a row.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    cells: Vec<(Cell, Decimal)>,
    /// A tier of `tiered_pricing` that leaves out a price bills it as its own input; one of `_above_` keys as the tier below.
    is_tiered: bool,
    long: Vec<String>,
}

impl Sheets {
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn take(&mut self, key: &str, cell: Cell, value: Value<'_>) -> Result<(), Refusal> {
        let price = value.number(PER_MTOK).ok_or_else(|| no_number(key, value))?;
        let mantissa = value.text().split(['e', 'E']).next().unwrap_or_default();
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        if digits.trim_start_matches('0').len() > DIGITS_OF_A_FLOAT {
            self.long.push(key.to_owned());
        }
        match self.get(cell) {
            Some(known) if known != price => Err(Refusal::TwoPrices { key: key.to_owned() }),
            Some(_) => Ok(()),
            None => {
                self.cells.push((cell, price));
                Ok(())
            }
        }
    }

    /// Takes tiers of the form `[{ "range": [0, 256000], "input_cost_per_token": ... }, ...]`.
    pub(super) fn take_tiers(&mut self, value: Value<'_>) -> Result<(), Refusal> {
        const KEY: &str = "tiered_pricing";
        let other = || Refusal::NotExpressible {
            key: KEY.to_owned(),
            found: value.text().chars().take(60).collect(),
        };
        self.is_tiered = true;
        for tier in value.items().ok_or_else(other)? {
            let fields = tier.fields().ok_or_else(other)?;
            let range = fields.iter().find(|(key, _)| key == "range").and_then(|(_, range)| range.items());
            let start = range.and_then(|range| range.first()?.whole()).ok_or_else(other)?;
            let above = (start > 0).then_some(start);
            for (key, value) in fields.iter().filter(|(key, value)| key != "range" && !value.is_null()) {
                let PriceKey::PerToken(cell) = price_key(key) else { return Err(other()) };
                if cell.above.is_some() {
                    return Err(other());
                }
                self.take(&format!("{KEY}.{key}"), Cell { above, ..cell }, *value)?;
            }
        }
        Ok(())
    }

    fn get(&self, cell: Cell) -> Option<Decimal> {
        self.cells.iter().find(|(known, _)| *known == cell).map(|(_, price)| *price)
    }

    fn of(&self, token: Token, above: Option<u64>, service_tier: Option<&'static str>) -> Option<Decimal> {
        self.get(Cell { token, above, service_tier })
    }

    fn thresholds(&self, service_tier: Option<&'static str>) -> Vec<u64> {
        let mut all: Vec<u64> = self
            .cells
            .iter()
            .filter(|(cell, _)| cell.service_tier == service_tier)
            .filter_map(|(cell, _)| cell.above)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The sheet of requests without a tier of service.
    pub(super) fn standard(&self, begins_at_threshold: bool) -> Result<Standard, Refusal> {
        let price = |token| self.of(token, None, None);
        let base = Row::new(price);
        let (Some(input), Some(output)) = (base.input, base.output) else {
            let missing = if base.input.is_none() { "input" } else { "output" };
            return Err(Refusal::PartlyPriced { missing });
        };
        let mut below = base;
        let mut tiers = Vec::new();
        for above in self.thresholds(None) {
            let own = Row::new(|token| self.of(token, Some(above), None));
            let row = if self.is_tiered { own.or_output(below) } else { own.or(below) };
            tiers.push(
                row.tier(first_below(above, begins_at_threshold))
                    .ok_or(Refusal::PartlyPriced { missing: "input" })?,
            );
            below = row;
        }
        Ok(Standard { base, input, output, tiers })
    }

    /// The sheets of the tiers of service. Long prompts of one that is listed without their price are served, and billed,
    /// as if it had not been asked for; but those of a batch at the share of its other prices, or where they have none at its one
    /// price, which LiteLLM's rule is, too. Flex that costs what the batch does is billed as the batch is.
    pub(super) fn service_tiers(
        &self,
        begins_at_threshold: bool,
        notes: &mut Vec<NoteKind>,
    ) -> Named<Prices> {
        let mut names: Vec<&'static str> =
            self.cells.iter().filter_map(|(cell, _)| cell.service_tier).collect();
        names.sort_unstable();
        names.dedup();
        let share = self.batch_share();
        let mut sheets = Named::new();
        for name in names {
            let is_flex_of_batch = name == FLEX && self.flex_is_batch();
            let is_batch = name == BATCH || is_flex_of_batch;
            // What a batch of this length costs by a row of its own, then by the share of its other prices.
            let batch = |above| {
                let own = Row::new(|token| self.of(token, above, Some(BATCH)));
                own.or(share
                    .map_or(Row::default(), |share| Row::new(|token| self.in_batch(token, above, share))))
            };
            let row = |above| {
                let own = Row::new(|token| self.of(token, above, Some(name)));
                if is_batch { own.or(batch(above)) } else { own }
            };
            let base = row(None);
            let mut prices = base.prices();
            let mut below = base.or(Row::new(|token| self.of(token, None, None)));
            let mut lengths = self.thresholds(Some(name));
            if is_flex_of_batch {
                lengths.extend(self.thresholds(Some(BATCH)));
            }
            if !is_batch || share.is_some() {
                lengths.extend(self.thresholds(None));
            }
            lengths.sort_unstable();
            lengths.dedup();
            let lacks = |above: &u64| {
                let row = row(Some(*above));
                row.input.is_none() && row.output.is_none()
            };
            if self.thresholds(None).iter().any(lacks) {
                notes.push(NoteKind::NoTierOfLongPrompts { service_tier: name.to_owned() });
            }
            for above in lengths {
                let standard = Row::new(|token| self.of(token, Some(above), None));
                let own = row(Some(above));
                let row =
                    if is_batch && share.is_none() { own.or(below) } else { own.or(standard).or(below) };
                prices.context_tier.extend(row.tier(first_below(above, begins_at_threshold)));
                below = row;
            }
            sheets.insert(name, prices);
        }
        sheets
    }

    /// A batch price and the immediate one of the same tokens, where every batch price of the row is the same share of it:
    /// Anthropic's batch is half of all prices (<https://platform.claude.com/docs/en/build-with-claude/batch-processing>), and the
    /// list leaves some of them out.
    fn batch_share(&self) -> Option<(Decimal, Decimal)> {
        let pair = |token| Some((self.of(token, None, Some(BATCH))?, self.of(token, None, None)?));
        let (input, output) = (pair(Token::Input)?, pair(Token::Output)?);
        let is_same = |(batch, whole): (Decimal, Decimal)| {
            Some(batch.checked_mul(input.1)? == whole.checked_mul(input.0)?)
        };
        let mut listed = self.cells.iter().filter(|(cell, _)| cell.service_tier == Some(BATCH));
        let all = listed.all(|(cell, batch)| match self.of(cell.token, cell.above, None) {
            Some(whole) => is_same((*batch, whole)) == Some(true),
            None => true,
        });
        (all && !input.1.is_zero() && !output.1.is_zero()).then_some(input)
    }

    /// The share of an immediate price. Tokens that have no batch price of short prompts do not take it, as Google's that are read from the
    /// cache, but for writes that are kept longer than those which have one.
    fn in_batch(
        &self,
        token: Token,
        above: Option<u64>,
        (batch, whole): (Decimal, Decimal),
    ) -> Option<Decimal> {
        let listed = match token {
            Token::CacheWrite1h | Token::CacheWrite12h => Token::CacheWrite,
            Token::Reasoning => Token::Output,
            token => token,
        };
        self.of(listed, None, Some(BATCH))?;
        let price = self.of(token, above, None)?.checked_mul(batch)?.checked_div(whole)?;
        Some(price.normalize())
    }

    /// OpenAI prices flex at the rates of its batch (<https://platform.openai.com/docs/guides/flex-processing>): so where the two
    /// cost the same wherever both are listed.
    fn flex_is_batch(&self) -> bool {
        let mut listed = self.cells.iter().filter(|(cell, _)| cell.service_tier == Some(FLEX));
        let price = |token, service_tier| self.of(token, None, Some(service_tier));
        [Token::Input, Token::Output]
            .into_iter()
            .all(|token| price(token, FLEX).is_some() && price(token, FLEX) == price(token, BATCH))
            && listed.all(|(cell, flex)| {
                self.of(cell.token, cell.above, Some(BATCH)).is_none_or(|batch| batch == *flex)
            })
    }

    pub(super) fn notes(&self) -> Vec<NoteKind> {
        let price = |token| self.of(token, None, None);
        let is_zero = |price: Option<Decimal>| price.is_some_and(|price| price.is_zero());
        let (input, output) = (price(Token::Input), price(Token::Output));
        let mut notes: Vec<NoteKind> =
            self.long.iter().map(|key| NoteKind::LongNumber { key: key.clone() }).collect();
        if is_zero(input) && is_zero(output) {
            notes.push(NoteKind::ListedAtZero);
        }
        if is_zero(price(Token::CacheWrite)) && !is_zero(input) {
            notes.push(NoteKind::WritesAreInput);
        }
        notes
    }
}

/// A threshold that tokens have to pass: where the dear price begins at the threshold, the token before it.
fn first_below(above: u64, begins_at_threshold: bool) -> u64 {
    if begins_at_threshold { above.saturating_sub(1) } else { above }
}

/// Prices of one length of the prompt.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    input: Option<Decimal>,
    cached: Option<Decimal>,
    write: Option<Decimal>,
    write_1h: Option<Decimal>,
    write_12h: Option<Decimal>,
    output: Option<Decimal>,
    reasoning: Option<Decimal>,
}

impl Row {
    fn new(price: impl Fn(Token) -> Option<Decimal>) -> Self {
        let input = price(Token::Input);
        // A write at 0 beside an input that is not says that there is no surcharge, not that the tokens are free.
        let writes = |token| {
            price(token).filter(|price| !price.is_zero() || input.is_none_or(|input| input.is_zero()))
        };
        Self {
            input,
            cached: price(Token::CachedInput),
            write: writes(Token::CacheWrite),
            write_1h: writes(Token::CacheWrite1h),
            write_12h: writes(Token::CacheWrite12h),
            output: price(Token::Output),
            // Reasoning at the price of output is billed as output, which a tier of long prompts makes dearer.
            reasoning: price(Token::Reasoning).filter(|reasoning| Some(*reasoning) != price(Token::Output)),
        }
    }

    fn or(self, below: Self) -> Self {
        Self {
            input: self.input.or(below.input),
            cached: self.cached.or(below.cached),
            write: self.write.or(below.write),
            write_1h: self.write_1h.or(below.write_1h),
            write_12h: self.write_12h.or(below.write_12h),
            output: self.output.or(below.output),
            reasoning: self.reasoning.or(below.reasoning),
        }
    }

    fn or_output(self, below: Self) -> Self {
        Self { output: self.output.or(below.output), ..self }
    }

    fn prices(self) -> Prices {
        Prices {
            input_usd_per_mtok: self.input.map(Figure::from),
            cached_input_usd_per_mtok: self.cached.map(Figure::from),
            cache_write_usd_per_mtok: self.write.map(Figure::from),
            cache_write_1h_usd_per_mtok: self.write_1h.map(Figure::from),
            cache_write_12h_usd_per_mtok: self.write_12h.map(Figure::from),
            output_usd_per_mtok: self.output.map(Figure::from),
            reasoning_usd_per_mtok: self.reasoning.map(Figure::from),
            context_tier: Vec::new(),
        }
    }

    fn tier(self, above: u64) -> Option<PriceTier> {
        let prices = self.prices();
        Some(PriceTier {
            above_prompt_tokens: above.into(),
            input_usd_per_mtok: prices.input_usd_per_mtok?,
            cached_input_usd_per_mtok: prices.cached_input_usd_per_mtok,
            cache_write_usd_per_mtok: prices.cache_write_usd_per_mtok,
            cache_write_1h_usd_per_mtok: prices.cache_write_1h_usd_per_mtok,
            cache_write_12h_usd_per_mtok: prices.cache_write_12h_usd_per_mtok,
            output_usd_per_mtok: prices.output_usd_per_mtok?,
            reasoning_usd_per_mtok: prices.reasoning_usd_per_mtok,
        })
    }
}

/// The sheet of requests without a tier of service.
#[derive(Debug)]
pub(super) struct Standard {
    base: Row,
    input: Decimal,
    output: Decimal,
    tiers: Vec<PriceTier>,
}

impl Standard {
    pub(super) fn into_dated(self, as_of: String, source: String) -> DatedPrice {
        let prices = self.base.prices();
        DatedPrice {
            cached_input_usd_per_mtok: prices.cached_input_usd_per_mtok,
            cache_write_usd_per_mtok: prices.cache_write_usd_per_mtok,
            cache_write_1h_usd_per_mtok: prices.cache_write_1h_usd_per_mtok,
            cache_write_12h_usd_per_mtok: prices.cache_write_12h_usd_per_mtok,
            reasoning_usd_per_mtok: prices.reasoning_usd_per_mtok,
            context_tier: self.tiers,
            ..DatedPrice::new(as_of, source, self.input, self.output)
        }
    }
}
