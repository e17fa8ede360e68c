//! Does the model fit the replica, and are the requests short enough.

use super::resolve_api::{Limits, tokens_of};
use super::resolve_deployment::{Entries, positive};
use super::wire_deployment::Deployment;
use crate::catalog::{Attention, Catalog, look_up};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::parameter::ClassInputs;
use crate::serving::{Fit, LimitedBy, Replica, Weights, fit};
use rust_decimal::Decimal;

/// What limits, and why.
type Limit = (LimitedBy, String);

const ZERO: Decimal = Decimal::ZERO;

/// What keeps a deployment from serving any volume: memory or context.
pub(super) fn limit(
    catalog: &Catalog,
    path: &FieldPath,
    written: &Deployment,
    entries: &Entries<'_>,
    classes: &[ClassInputs<Decimal>],
    measured_concurrency: Option<u64>,
) -> Result<(Option<Limit>, Option<Fit>), Error> {
    let context =
        written.model.context_window_tokens.or(entries.model.map(|model| model.context_window_tokens));
    let too_long = Limits { context, input: None, output: None }.of(classes)?;
    let weights = weights(catalog, path, written, entries)?;
    let gibibyte = Exact::lit(1024) * Exact::lit(1024) * Exact::lit(1024);
    let memory = (Exact::new(entries.memory_gibibytes) * gibibyte).value();
    let replica = Replica {
        accelerators: entries.per_replica,
        bytes_per_accelerator: memory
            .ok_or(ErrorKind::OutOfBounds { what: "the memory of an accelerator" })?,
    };
    let (mut longest, mut mean) = (ZERO, Exact::lit(0));
    for one in classes.iter().filter(|one| one.class.share.0 > ZERO) {
        let (prompt, answer) = tokens_of(one)?;
        let both = Exact::new(prompt) + Exact::new(answer);
        longest = longest.max(both.value().unwrap_or(Decimal::MAX));
        mean = mean + both * Exact::new(one.class.share.0);
    }
    let fit = fit(weights, replica, longest, mean.value().unwrap_or(longest))?;
    let gigabytes =
        |bytes: Decimal| bytes.checked_div(Decimal::from(1_000_000_000)).unwrap_or_default().round_dp(1);
    let does_not_fit = match fit.largest_concurrency {
        None => {
            let what = entries.accelerator.unwrap_or("accelerators of this kind");
            let would_fit = fit
                .accelerators_that_fit
                .map_or("no number of them fits".to_owned(), |count| format!("{count}x {what} per replica would fit"));
            Some(format!(
                "weights of {} GB and a request of {} tokens do not fit the {} GB that a replica has; {would_fit}",
                gigabytes(fit.weight_bytes),
                longest.normalize(),
                gigabytes(fit.usable_bytes),
            ))
        }
        Some(most) => measured_concurrency.filter(|measured| *measured > most).map(|measured| {
            format!("the rate was measured with {measured} requests at once, and the memory holds {most} of this workload")
        }),
    };
    let limit = does_not_fit.map(|reason| (LimitedBy::Memory, reason)).or(too_long);
    Ok((limit, Some(fit)))
}

fn weights(
    catalog: &Catalog,
    path: &FieldPath,
    written: &Deployment,
    entries: &Entries<'_>,
) -> Result<Weights, Error> {
    let own = &written.model;
    let missing = |key: &str, instead: &str| {
        Error::at(path.join("model").join(key), ErrorKind::Missing { instead: instead.to_owned() })
    };
    let precision = look_up(&catalog.precisions, &written.precision, &path.join("precision"))?;
    let kv_id = written.kv_cache_precision.as_deref().unwrap_or("bf16");
    let kv = look_up(&catalog.precisions, kv_id, &path.join("kv_cache_precision"))?;
    let published = entries.model.and_then(|model| model.weights_gigabytes.get(&written.precision).copied());
    let billion = Exact::lit(1_000_000_000);
    let bytes = match own.weights_gigabytes.or(published.filter(|_| own.parameters_billion.is_none())) {
        Some(gigabytes) => Exact::new(gigabytes.value()) * billion,
        None => {
            let parameters = own.parameters_billion.or(entries.model.map(|model| model.parameters_billion));
            let parameters = parameters.ok_or_else(|| {
                missing("parameters_billion", "write a catalog id, or the parameters in billions")
            })?;
            Exact::new(parameters.value()) * billion * Exact::new(precision.bytes_per_parameter.value())
        }
    };
    let bytes = bytes.value().ok_or(ErrorKind::OutOfBounds { what: "the size of the weights" })?;
    positive(path.join("model"), bytes)?;
    let layers = own.layers.or(entries.model.map(|model| model.layers));
    let attention: Option<Attention> = own.attention.or(entries.model.map(|model| model.attention));
    Ok(Weights {
        bytes,
        layers: layers.ok_or_else(|| missing("layers", "write `layers = 80`"))?,
        attention: attention
            .ok_or_else(|| missing("attention", "write `attention = { kv_heads = 8, head_dim = 128 }`"))?,
        kv_bytes_per_element: kv.bytes_per_parameter.value(),
    })
}
