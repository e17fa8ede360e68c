//! Does a replica fit into its accelerators.

use crate::catalog::Attention;
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

/// What a serving engine leaves of the memory to weights and cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overhead {
    /// Share of the memory that the engine takes.
    pub(crate) usable_share: Decimal,
    /// Memory beside weights and cache on each accelerator: activations, graphs, communication buffers.
    pub(crate) bytes_per_accelerator: Decimal,
    /// What is kept beside the weights in proportion to them.
    pub(crate) share_of_weights: Decimal,
}

/// Cached elements per token and layer on the replica as a whole, when it is split over accelerators.
///
/// Grouped heads are split until each accelerator has one, then copied; a latent cache cannot be split and is copied
/// to every accelerator.
fn elements(attention: Attention, accelerators: u32) -> Option<u64> {
    match attention {
        Attention::Heads { kv_heads, head_dim } => {
            let kept = u64::from(kv_heads.max(accelerators));
            kept.checked_mul(2)?.checked_mul(u64::from(head_dim))
        }
        Attention::Latent { kv_lora_rank, rope_dim } => {
            u64::from(kv_lora_rank).checked_add(u64::from(rope_dim))?.checked_mul(u64::from(accelerators))
        }
    }
}

/// What has to fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    pub(crate) bytes: Decimal,
    pub(crate) layers: u32,
    pub(crate) attention: Attention,
    pub(crate) kv_bytes_per_element: Decimal,
}

/// What it has to fit into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replica {
    pub(crate) accelerators: u32,
    pub(crate) bytes_per_accelerator: Decimal,
    pub(crate) overhead: Overhead,
}

/// Whether a model fits, and with how much to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Bytes of the weights.
    pub weight_bytes: Decimal,
    /// Bytes of attention cache per token on the replica.
    pub cache_bytes_per_token: Decimal,
    /// Bytes of attention cache of the longest request.
    pub longest_request_bytes: Decimal,
    /// Bytes of the weights, of what is kept in proportion to them, and of the longest request.
    pub needed_bytes: Decimal,
    /// Bytes that the accelerators of a replica leave to weights and cache.
    pub usable_bytes: Decimal,
    /// Mean requests that the cache holds at once; `None` when not even the weights and the longest request fit.
    pub largest_concurrency: Option<u64>,
    /// The fewest accelerators of this kind, a power of two, that hold the weights and the longest request; `None`
    /// above 4,096. Heads and layers are not split over other numbers.
    pub accelerators_that_fit: Option<u32>,
}

/// Weights, cache and overhead against memory.
///
/// # Formula
/// ```text
/// usable = accelerators (share of the memory - overhead)      0.90 and 4 GB where nothing else is given
/// cache per token = layers * elements * bytes     2 kv_heads head_dim, or kv_lora_rank + rope_dim
/// needed = weights (1 + overhead in proportion) + cache of the longest request
/// ```
pub(crate) fn fit(weights: Weights, replica: Replica, longest: Decimal, mean: Decimal) -> Result<Fit, Error> {
    let room = |accelerators: u32| room(weights, Replica { accelerators, ..replica }, longest);
    let Room { usable, per_token, free, longest, needed, fits } =
        room(replica.accelerators).ok_or(OUT_OF_BOUNDS)?;
    let mean_bytes = Exact::new(mean.max(Decimal::ONE)) * Exact::new(per_token);
    let concurrency =
        Exact::new(free).over(mean_bytes).value().and_then(|requests| u64::try_from(requests.floor()).ok());
    let fits_at = |accelerators: &u32| room(*accelerators).is_some_and(|room| room.fits);
    Ok(Fit {
        weight_bytes: weights.bytes,
        cache_bytes_per_token: per_token,
        longest_request_bytes: longest,
        needed_bytes: needed,
        usable_bytes: usable,
        largest_concurrency: if fits { concurrency } else { None },
        accelerators_that_fit: (0..=12).map(|power| 1 << power).find(fits_at),
    })
}

const OUT_OF_BOUNDS: ErrorKind = ErrorKind::OutOfBounds { what: "the memory of a replica" };

struct Room {
    usable: Decimal,
    per_token: Decimal,
    /// What the weights leave.
    free: Decimal,
    longest: Decimal,
    needed: Decimal,
    fits: bool,
}

fn room(weights: Weights, replica: Replica, longest: Decimal) -> Option<Room> {
    let Overhead { usable_share, bytes_per_accelerator, share_of_weights } = replica.overhead;
    let per_accelerator = Exact::new(replica.bytes_per_accelerator) * Exact::new(usable_share)
        - Exact::new(bytes_per_accelerator);
    let usable = Exact::lit(replica.accelerators) * per_accelerator;
    let elements = elements(weights.attention, replica.accelerators)?;
    let per_token = Exact::lit(weights.layers)
        * Exact::new(Decimal::from(elements))
        * Exact::new(weights.kv_bytes_per_element);
    let kept = Exact::new(weights.bytes) * (Exact::lit(1) + Exact::new(share_of_weights));
    let free = usable - kept;
    let longest = Exact::new(longest) * per_token;
    Some(Room {
        usable: usable.value()?,
        per_token: per_token.value()?,
        free: free.value()?,
        longest: longest.value()?,
        needed: (kept + longest).value()?,
        fits: longest.value()? <= free.value()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    /// 0.90 of the memory and 4 GB an accelerator.
    const OVERHEAD: Overhead = Overhead {
        usable_share: Decimal::from_parts(9, 0, 0, false, 1),
        bytes_per_accelerator: Decimal::from_parts(4_000_000_000, 0, 0, false, 0),
        share_of_weights: Decimal::ZERO,
    };

    fn llama_70b(bytes_per_parameter: &str) -> Weights {
        Weights {
            bytes: decimal("70553706496") * decimal(bytes_per_parameter),
            layers: 80,
            attention: Attention::Heads { kv_heads: 8, head_dim: 128 },
            kv_bytes_per_element: decimal("2"),
        }
    }

    fn h100(accelerators: u32) -> Replica {
        let bytes_per_accelerator = decimal("80") * decimal("1073741824");
        Replica { accelerators, bytes_per_accelerator, overhead: OVERHEAD }
    }

    #[test]
    fn llama_70b_in_fp8_fits_two_h100_and_not_one() {
        // 2 x (0.9 x 85,899,345,920 - 4e9) = 146,618,822,656 usable; weights 70,553,706,496;
        // cache 80 x 2 x 8 x 128 x 2 = 327,680 bytes a token (the published figure for this model)
        let two = fit(llama_70b("1"), h100(2), decimal("8192"), decimal("1850")).unwrap();
        assert_eq!(two.cache_bytes_per_token, decimal("327680"));
        assert_eq!(two.usable_bytes, decimal("146618822656"));
        // 76,065,116,160 / (1850 x 327,680 = 606,208,000) = 125.47
        assert_eq!(two.largest_concurrency, Some(125));
        // one: 73,309,411,328 usable less the weights is 2,755,704,832; a request of 8,192 tokens takes 2,684,354,560
        let one = |longest| fit(llama_70b("1"), h100(1), decimal(longest), decimal("1850")).unwrap();
        assert_eq!(one("8192").largest_concurrency, Some(4));
        assert_eq!(one("16384").largest_concurrency, None);
        assert_eq!(
            (one("8192").accelerators_that_fit, one("16384").accelerators_that_fit),
            (Some(1), Some(2))
        );
    }

    #[test]
    fn deepseek_latent_cache_is_copied_to_every_accelerator() {
        // 61 layers x 576 elements x 2 bytes = 70,272 bytes a token, on each of 8 accelerators
        let weights = Weights {
            bytes: decimal("671000000000"),
            layers: 61,
            attention: Attention::Latent { kv_lora_rank: 512, rope_dim: 64 },
            kv_bytes_per_element: decimal("2"),
        };
        let bytes_per_accelerator = decimal("141") * decimal("1073741824");
        let replica = Replica { accelerators: 8, bytes_per_accelerator, overhead: OVERHEAD };
        let eight = fit(weights, replica, decimal("4300"), decimal("4300")).unwrap();
        assert_eq!(eight.cache_bytes_per_token, decimal("562176"));
        // 8 x (0.9 x 151,397,597,184 - 4e9) = 1,058,062,699,724.8
        assert_eq!(eight.usable_bytes, decimal("1058062699724.8"));
    }

    #[test]
    fn multi_head_attention_is_split_and_then_copied() {
        let heads = Attention::Heads { kv_heads: 8, head_dim: 128 };
        assert_eq!(elements(heads, 4), Some(2048));
        assert_eq!(elements(heads, 8), Some(2048));
        assert_eq!(elements(heads, 16), Some(4096));
    }
}
