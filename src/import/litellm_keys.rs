//! What a key of LiteLLM's prices: which token, above which prompt, for which tier of service.

/// What is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Input,
    CachedInput,
    CacheWrite,
    CacheWrite1h,
    CacheWrite12h,
    Output,
    Reasoning,
}

/// A price of the list: of a token, above so many tokens of the prompt, in a tier of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) token: Token,
    pub(super) above: Option<u64>,
    pub(super) service_tier: Option<&'static str>,
}

/// What a key that says a price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PriceKey {
    PerToken(Cell),
    /// Of something else: audio, images, searches, seconds.
    Other,
}

const TOKENS: [(&str, Token); 8] = [
    ("input_cost_per_token_cache_hit", Token::CachedInput),
    ("input_cost_per_token", Token::Input),
    ("output_cost_per_token", Token::Output),
    ("output_cost_per_reasoning_token", Token::Reasoning),
    ("cache_read_input_token_cost", Token::CachedInput),
    ("cache_creation_input_token_cost_above_1hr", Token::CacheWrite1h),
    ("cache_creation_input_token_cost_above_12hr", Token::CacheWrite12h),
    ("cache_creation_input_token_cost", Token::CacheWrite),
];

/// Suffixes of the list, with the names of the tiers.
const SERVICE_TIERS: [(&str, &str); 7] = [
    ("_batches", "batch"),
    ("_flex", "flex"),
    ("_priority", "priority"),
    ("_balanced", "balanced"),
    ("_ultrafast", "ultrafast"),
    ("_fast", "fast"),
    ("_decisions", "decisions"),
];

pub(super) fn price_key(key: &str) -> PriceKey {
    TOKENS
        .iter()
        .find_map(|(stem, token)| cell(*token, key.strip_prefix(stem)?))
        .map_or(PriceKey::Other, PriceKey::PerToken)
}

/// The rest of the key: a threshold and a tier, in either order, each at most once.
fn cell(token: Token, mut rest: &str) -> Option<Cell> {
    let (mut above, mut service_tier) = (None, None);
    while !rest.is_empty() {
        if let (None, Some((tokens, after))) = (above, threshold(rest)) {
            (above, rest) = (Some(tokens), after);
            continue;
        }
        let (name, after) =
            SERVICE_TIERS.iter().find_map(|(suffix, name)| Some((*name, rest.strip_prefix(suffix)?)))?;
        service_tier.is_none().then_some(())?;
        (service_tier, rest) = (Some(name), after);
    }
    Some(Cell { token, above, service_tier })
}

/// `_above_272k_tokens` or `_above_272000_tokens`.
fn threshold(rest: &str) -> Option<(u64, &str)> {
    let (number, after) = rest.strip_prefix("_above_")?.split_once("_tokens")?;
    let (digits, thousands) = match number.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => (number, 1),
    };
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    Some((digits.parse::<u64>().ok()?.checked_mul(thousands)?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_say_token_threshold_and_tier_of_service() {
        let cell = |token, above, service_tier| PriceKey::PerToken(Cell { token, above, service_tier });
        for (key, expected) in [
            ("input_cost_per_token", cell(Token::Input, None, None)),
            ("output_cost_per_token_above_128k_tokens", cell(Token::Output, Some(128_000), None)),
            ("cache_read_input_token_cost_priority", cell(Token::CachedInput, None, Some("priority"))),
            ("input_cost_per_token_cache_hit", cell(Token::CachedInput, None, None)),
            ("cache_creation_input_token_cost_above_1hr", cell(Token::CacheWrite1h, None, None)),
            (
                "cache_creation_input_token_cost_above_12hr_above_272k_tokens_batches",
                cell(Token::CacheWrite12h, Some(272_000), Some("batch")),
            ),
            (
                "input_cost_per_token_priority_above_200k_tokens",
                cell(Token::Input, Some(200_000), Some("priority")),
            ),
            ("output_cost_per_reasoning_token_flex", cell(Token::Reasoning, None, Some("flex"))),
            ("input_cost_per_token_above_1000_tokens", cell(Token::Input, Some(1_000), None)),
        ] {
            assert_eq!(price_key(key), expected, "{key}");
        }
    }

    #[test]
    fn keys_of_other_things_are_no_prices_of_tokens() {
        for key in [
            "input_cost_per_audio_token",
            "cache_read_input_audio_token_cost",
            "input_cost_per_token_flex_priority",
            "input_cost_per_token_above_k_tokens",
            "input_cost_per_token_above_1k_tokens_above_2k_tokens",
            "input_cost_per_token_weekend",
            "explicit_cache_read_input_token_cost",
            "output_cost_per_image",
        ] {
            assert_eq!(price_key(key), PriceKey::Other, "{key}");
        }
    }
}
