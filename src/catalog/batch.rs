//! A batch sheet as two shares of the immediate prices, where it is that: the form in which a month's bill has it.

use super::sheet::{DatedPrice, PriceTier, Prices};
use crate::source::Figure;
use rust_decimal::Decimal;

/// What batch prices are over immediate ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BatchFractions {
    pub(crate) all: Figure,
    pub(crate) cached_input: Figure,
}

impl DatedPrice {
    /// The shares, as written or as the batch sheet has them; `None` where there is no batch, or where the sheet is not the
    /// same share of each price.
    pub(crate) fn batch_fractions(&self) -> Option<BatchFractions> {
        if let Some(all) = self.batch_price_fraction {
            return Some(BatchFractions {
                all,
                cached_input: self.batch_cached_input_price_fraction.unwrap_or(all),
            });
        }
        let batch = self.service_tier.get("batch")?;
        let immediate = self.standard();
        let mut shares = Shares::default();
        shares.add_row(&Row::of(&immediate), &Row::of(batch))?;
        if batch.context_tier.is_empty() && !immediate.context_tier.is_empty() {
            return None;
        }
        for tier in &batch.context_tier {
            let same = immediate
                .context_tier
                .iter()
                .find(|one| one.above_prompt_tokens == tier.above_prompt_tokens)?;
            shares.add_row(&Row::from(same), &Row::from(tier))?;
        }
        (batch.context_tier.len() == immediate.context_tier.len()).then_some(())?;
        let all = shares.all?;
        Some(BatchFractions { all: all.into(), cached_input: shares.cached_input.unwrap_or(all).into() })
    }
}

/// The prices of one length of the prompt.
struct Row {
    /// Input, output, cache writes, reasoning.
    all: [Option<Figure>; 4],
    cached_input: Option<Figure>,
}

impl Row {
    fn of(prices: &Prices) -> Self {
        let Prices {
            input_usd_per_mtok,
            output_usd_per_mtok,
            cache_write_usd_per_mtok,
            reasoning_usd_per_mtok,
            ..
        } = prices;
        let all =
            [*input_usd_per_mtok, *output_usd_per_mtok, *cache_write_usd_per_mtok, *reasoning_usd_per_mtok];
        Self { all, cached_input: prices.cached_input_usd_per_mtok }
    }
}

impl From<&PriceTier> for Row {
    fn from(tier: &PriceTier) -> Self {
        let all = [
            Some(tier.input_usd_per_mtok),
            Some(tier.output_usd_per_mtok),
            tier.cache_write_usd_per_mtok,
            tier.reasoning_usd_per_mtok,
        ];
        Self { all, cached_input: tier.cached_input_usd_per_mtok }
    }
}

#[derive(Default)]
struct Shares {
    all: Option<Decimal>,
    cached_input: Option<Decimal>,
}

impl Shares {
    /// A price that the batch sheet leaves out costs what it costs without it.
    fn add_row(&mut self, immediate: &Row, batch: &Row) -> Option<()> {
        for (price, in_batch) in immediate.all.into_iter().zip(batch.all) {
            add(&mut self.all, price, in_batch)?;
        }
        add(&mut self.cached_input, immediate.cached_input, batch.cached_input)
    }
}

/// Takes in a price, if the share is the same for it.
fn add(share: &mut Option<Decimal>, price: Option<Figure>, in_batch: Option<Figure>) -> Option<()> {
    let Some(price) = price.map(Figure::value) else { return in_batch.is_none().then_some(()) };
    let in_batch = in_batch.map_or(price, Figure::value);
    if price.is_zero() {
        return in_batch.is_zero().then_some(());
    }
    let one = match *share {
        Some(share) => share,
        None => in_batch.checked_div(price)?.normalize(),
    };
    *share = Some(one);
    (one.checked_mul(price)? == in_batch).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fractions(prices: &str) -> Option<(String, String)> {
        let head = "as_of = '2026-11'\nsource = 'quote 4711'\n";
        let price: DatedPrice = toml::from_str(&format!("{head}{prices}")).unwrap();
        price.batch_fractions().map(|found| (found.all.to_string(), found.cached_input.to_string()))
    }

    #[test]
    fn batch_sheet_that_is_one_share_of_the_prices_is_that_share() {
        let half = "input_usd_per_mtok = 2\ncached_input_usd_per_mtok = 0.2\noutput_usd_per_mtok = 8\n[service_tier.batch]\n\
                    input_usd_per_mtok = 1\noutput_usd_per_mtok = 4\n";
        assert_eq!(fractions(half), Some(("0.5".to_owned(), "1".to_owned())));
        let cached = format!("{half}cached_input_usd_per_mtok = 0.05");
        assert_eq!(fractions(&cached), Some(("0.5".to_owned(), "0.25".to_owned())));
    }

    #[test]
    fn batch_sheet_of_several_shares_is_none() {
        let uneven = "input_usd_per_mtok = 2\noutput_usd_per_mtok = 8\n[service_tier.batch]\ninput_usd_per_mtok = 1\n\
                      output_usd_per_mtok = 6\n";
        assert_eq!(fractions(uneven), None);
        // 1/3 has no end: a third of 3 is not 1 to the last digit.
        let third = "input_usd_per_mtok = 3\noutput_usd_per_mtok = 3\n[service_tier.batch]\ninput_usd_per_mtok = 1\n\
                     output_usd_per_mtok = 1\n";
        assert_eq!(fractions(third), None);
        let tier = "input_usd_per_mtok = 2\noutput_usd_per_mtok = 8\nservice_tier.batch = { input_usd_per_mtok = 1, \
                    output_usd_per_mtok = 4 }\n[[context_tier]]\nabove_prompt_tokens = 200000\ninput_usd_per_mtok = 4\n\
                    output_usd_per_mtok = 16\n";
        assert_eq!(fractions(tier), None);
    }
}
