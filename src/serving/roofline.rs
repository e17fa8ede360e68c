//! How fast a model could be served at the very best: the roofline.

use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;
use serde::Deserialize;

/// The shape of a decoder-only transformer without biases: attention with grouped heads, a gated feed-forward of three matrices,
/// one norm before each and one at the end, an embedding and a head of the same size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelShape {
    /// Width of the residual stream (`hidden_size`).
    pub hidden: u32,
    /// Layers (`num_hidden_layers`).
    pub layers: u32,
    /// Query heads (`num_attention_heads`).
    pub heads: u32,
    /// Key and value heads (`num_key_value_heads`).
    pub kv_heads: u32,
    /// Width of a head.
    pub head_dim: u32,
    /// Width of the feed-forward of one expert (`intermediate_size`).
    pub intermediate: u32,
    /// Entries of the vocabulary (`vocab_size`).
    pub vocabulary: u32,
    /// Experts of a layer; 1 for a dense model.
    #[serde(default = "one")]
    pub experts: u32,
    /// Experts that a token goes through.
    #[serde(default = "one")]
    pub active_experts: u32,
    /// Whether the head is the embedding (`tie_word_embeddings`).
    #[serde(default)]
    pub tied_embeddings: bool,
}

fn one() -> u32 {
    1
}

/// What the accelerators of a replica do at the very best: a bound, and no rate that anybody measured.
///
/// A prefill is bound by operations, a step of decoding by the bytes that it reads (Williams, Waterman and Patterson, Roofline,
/// 2009); an operation is a multiplication or an addition, so that a token costs two for each weight that it meets (Kaplan et
/// al., Scaling Laws for Neural Language Models, 2020). Real engines reach a part of it: a serving rate is measured, and this
/// only says which one cannot be.
///
/// ```
/// use breakeven::{ModelShape, Roofline};
///
/// // Llama 3.1 8B
/// let model = ModelShape {
///     hidden: 4096, layers: 32, heads: 32, kv_heads: 8, head_dim: 128, intermediate: 14_336, vocabulary: 128_256,
///     experts: 1, active_experts: 1, tied_embeddings: false,
/// };
/// assert_eq!(model.parameters()?.to_string(), "8030261248");
/// // An H100: 989 TFLOP/s in BF16, 3.35 TB/s. 16,060,522,496 bytes of weights are read for a token
/// let one = Roofline { flop_per_second: 989_000_000_000_000_u64.into(), bytes_per_second: 3_350_000_000_000_u64.into() };
/// let seconds = one.read_seconds(model.weight_bytes(2.into())?)?;
/// assert_eq!(seconds.round_dp(6).to_string(), "0.004794");
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roofline {
    /// Operations a second of all accelerators of the replica, at the precision of the weights.
    pub flop_per_second: Decimal,
    /// Bytes a second that they read from their memory.
    pub bytes_per_second: Decimal,
}

fn lit(n: u32) -> Exact {
    Exact::lit(n)
}

fn known(value: Exact, what: &'static str) -> Result<Decimal, Error> {
    value.value().map(|value| value.normalize()).ok_or(ErrorKind::OutOfBounds { what }.into())
}

impl ModelShape {
    /// All parameters.
    ///
    /// # Formula
    /// ```text
    /// V H (once or twice) + L (2 H h d + 2 H k d + 3 H I E + H E if E > 1 + 2 H) + H
    /// ```
    /// V: vocabulary, H: hidden, L: layers, h: heads, k: key and value heads, d: width of a head, I: intermediate, E: experts.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn parameters(&self) -> Result<Decimal, Error> {
        let hidden = lit(self.hidden);
        let tables = lit(if self.tied_embeddings { 1 } else { 2 }) * lit(self.vocabulary) * hidden;
        let layer = self.attention() + self.feed_forward(self.experts) + lit(2) * hidden;
        known(tables + lit(self.layers) * layer + hidden, "a number of parameters")
    }

    /// The parameters that multiply a token on its way through the layers: norms, the embedding and the head are not among them,
    /// and of the experts those that it goes through.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn active_in_layers(&self) -> Result<Decimal, Error> {
        known(self.per_token(), "a number of parameters")
    }

    /// Bytes of the weights at so many bytes each.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn weight_bytes(&self, bytes_per_weight: Decimal) -> Result<Decimal, Error> {
        known(Exact::new(self.parameters()?) * Exact::new(bytes_per_weight), "the bytes of weights")
    }

    /// Bytes of the attention cache of a context at so many bytes an element: `2 L k d` elements a token.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn cache_bytes(&self, context_tokens: u64, bytes_per_element: Decimal) -> Result<Decimal, Error> {
        let elements = lit(2) * lit(self.layers) * lit(self.kv_heads) * lit(self.head_dim);
        let tokens = Exact::new(context_tokens.into());
        known(elements * tokens * Exact::new(bytes_per_element), "the bytes of a cache")
    }

    /// Operations to prefill a prompt of S tokens, its last token through the head.
    ///
    /// # Formula
    /// ```text
    /// 2 S (parameters that multiply a token) + 4 L h d S^2 + 2 H V      half of the second where masked scores are skipped
    /// ```
    /// The second is the scores and what they weigh. Half of the scores are masked: kernels that do not calculate them need
    /// half, and the least is with `skips_masked`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn prefill_flop(&self, prompt_tokens: u64, skips_masked: bool) -> Result<Decimal, Error> {
        let tokens = Exact::new(prompt_tokens.into());
        let a_score = lit(if skips_masked { 2 } else { 4 });
        let scores = a_score * lit(self.layers) * lit(self.heads) * lit(self.head_dim) * tokens * tokens;
        let head = lit(2) * lit(self.hidden) * lit(self.vocabulary);
        known(lit(2) * tokens * self.per_token() + scores + head, "the operations of a prefill")
    }

    fn attention(&self) -> Exact {
        let heads = lit(2) * lit(self.heads) + lit(2) * lit(self.kv_heads);
        lit(self.hidden) * lit(self.head_dim) * heads
    }

    fn feed_forward(&self, experts: u32) -> Exact {
        let router = if self.experts > 1 { lit(self.hidden) * lit(self.experts) } else { lit(0) };
        lit(3) * lit(self.hidden) * lit(self.intermediate) * lit(experts) + router
    }

    fn per_token(&self) -> Exact {
        lit(self.layers) * (self.attention() + self.feed_forward(self.active_experts))
    }
}

impl Roofline {
    /// The least seconds for so many operations.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] for accelerators that do none.
    pub fn compute_seconds(&self, flop: Decimal) -> Result<Decimal, Error> {
        known(Exact::new(flop).over(Exact::new(self.flop_per_second)), "a time of operations")
    }

    /// The least seconds to read so many bytes.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] for accelerators that read none.
    pub fn read_seconds(&self, bytes: Decimal) -> Result<Decimal, Error> {
        known(Exact::new(bytes).over(Exact::new(self.bytes_per_second)), "a time of reading")
    }

    /// The most tokens a second that are prefilled of prompts of one length.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn prefill_tokens_per_second(
        &self,
        model: &ModelShape,
        prompt_tokens: u64,
    ) -> Result<Decimal, Error> {
        let seconds = self.compute_seconds(model.prefill_flop(prompt_tokens, true)?)?;
        known(Exact::new(prompt_tokens.into()).over(Exact::new(seconds)), "a rate")
    }

    /// The most tokens a second that are decoded for so many requests at once, each with a context of one length: a step reads
    /// the weights once and the cache of each, and multiplies each.
    ///
    /// # Formula
    /// ```text
    /// n / max((weights + n cache) / (bytes a second), 2 n (parameters that multiply a token) / (operations a second))
    /// ```
    /// Of a mixture of experts all weights are read: many requests meet all of them.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn decode_tokens_per_second(
        &self,
        model: &ModelShape,
        requests: u32,
        context_tokens: u64,
        bytes_per_weight: Decimal,
        bytes_per_cache_element: Decimal,
    ) -> Result<Decimal, Error> {
        let cache = Exact::new(model.cache_bytes(context_tokens, bytes_per_cache_element)?);
        let bytes = Exact::new(model.weight_bytes(bytes_per_weight)?) + lit(requests) * cache;
        let reading = Exact::new(self.read_seconds(known(bytes, "the bytes of a step")?)?);
        let flop = known(lit(2) * lit(requests) * model.per_token(), "the operations of a step")?;
        let step = reading.at_least(Exact::new(self.compute_seconds(flop)?));
        known(lit(requests).over(step), "a rate")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LLAMA_70B: ModelShape = ModelShape {
        hidden: 8192,
        layers: 80,
        heads: 64,
        kv_heads: 8,
        head_dim: 128,
        intermediate: 28_672,
        vocabulary: 128_256,
        experts: 1,
        active_experts: 1,
        tied_embeddings: false,
    };

    fn h100() -> Roofline {
        let tera = |n: i64, decimals: u32| Decimal::new(n, decimals) * Decimal::from(1_000_000_000_000_u64);
        Roofline { flop_per_second: tera(989, 0), bytes_per_second: tera(335, 2) }
    }

    #[test]
    fn parameters_are_those_of_the_model_cards() {
        // 2 x 128,256 x 8,192 + 80 (2 x 8,192^2 + 2 x 8,192 x 1,024 + 3 x 8,192 x 28,672 + 2 x 8,192) + 8,192
        assert_eq!(LLAMA_70B.parameters().unwrap(), Decimal::from(70_553_706_496_u64));
        // Mixtral 8x7B: 46,702,792,704 by its published weights
        let mixtral = ModelShape {
            hidden: 4096,
            layers: 32,
            heads: 32,
            intermediate: 14_336,
            vocabulary: 32_000,
            experts: 8,
            active_experts: 2,
            ..LLAMA_70B
        };
        assert_eq!(mixtral.parameters().unwrap(), Decimal::from(46_702_792_704_u64));
        // Llama 3.2 1B ties its embedding: 1,235,814,400
        let tied = ModelShape {
            hidden: 2048,
            layers: 16,
            heads: 32,
            head_dim: 64,
            intermediate: 8192,
            tied_embeddings: true,
            ..LLAMA_70B
        };
        assert_eq!(tied.parameters().unwrap(), Decimal::from(1_235_814_400_u64));
    }

    #[test]
    fn one_request_is_bound_by_reading_and_many_by_operations() {
        let (roof, two) = (h100(), Decimal::TWO);
        // (141,107,412,992 + 671,088,640) / 3.35e12 = 0.04232 s a token
        let alone = roof.decode_tokens_per_second(&LLAMA_70B, 1, 2048, two, two).unwrap();
        assert_eq!(alone.round_dp(2), Decimal::new(2363, 2));
        // 2 x 68,451,041,280 operations a token at 989e12: 7,224.1 tokens a second at the most, however many there are
        let many = roof.decode_tokens_per_second(&LLAMA_70B, 4096, 1, two, two).unwrap();
        assert_eq!(many.round_dp(1), Decimal::new(72_241, 1));
        // A prefill: 2 x 2,048 x 68,451,041,280 + 2 x 80 x 8,192 x 2,048^2 + 2 x 8,192 x 128,256 = 285.875e12
        let flop = LLAMA_70B.prefill_flop(2048, true).unwrap();
        assert_eq!(flop, Decimal::from(285_875_124_568_064_u64));
        let rate = roof.prefill_tokens_per_second(&LLAMA_70B, 2048).unwrap();
        // 2,048 / 0.289055 s
        assert_eq!(rate.round(), Decimal::from(7085));
    }

    #[test]
    fn accelerators_that_do_nothing_are_refused() {
        let none = Roofline { flop_per_second: Decimal::ZERO, bytes_per_second: Decimal::ZERO };
        assert!(none.compute_seconds(Decimal::ONE).is_err() && none.read_seconds(Decimal::ONE).is_err());
        assert!(none.prefill_tokens_per_second(&LLAMA_70B, 1).is_err());
    }
}
