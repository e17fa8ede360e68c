//! What has to fit a replica, and how long a request may be.

use super::provenance::{Origin, Provenance};
use super::reader::Reader;
use super::resolve_deployment::{Entries, positive};
use super::wire_deployment::{Deployment, Memory};
use crate::catalog::{Attention, Catalog, look_up};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::serving::{MemoryNeed, Overhead, Replica, Requirements, Weights};
use crate::source::Figure;
use rust_decimal::Decimal;

/// The limits of a deployment.
pub(super) fn requirements(
    reader: &mut Reader<'_>,
    path: &FieldPath,
    written: &Deployment,
    entries: &Entries<'_>,
    measured_concurrency: Option<u64>,
) -> Result<Requirements, Error> {
    let catalog = reader.catalog;
    let gibibyte = Exact::lit(1024) * Exact::lit(1024) * Exact::lit(1024);
    let memory = (Exact::new(entries.memory_gibibytes) * gibibyte).value();
    let replica = Replica {
        accelerators: entries.per_replica,
        bytes_per_accelerator: memory
            .ok_or_else(|| out_of_bounds(path, "server", "the memory of an accelerator"))?,
        overhead: overhead(reader, path, written.memory.as_ref())?,
    };
    Ok(Requirements {
        context: written
            .model
            .context_window_tokens
            .or(entries.model.map(|model| model.context_window_tokens)),
        memory: Some(MemoryNeed {
            weights: weights(catalog, path, written, entries)?,
            replica,
            measured_concurrency,
            accelerator: entries.accelerator.unwrap_or("accelerators of this kind").to_owned(),
        }),
        ..Requirements::default()
    })
}

/// What the engine leaves: as written, or by default.
fn overhead(reader: &mut Reader<'_>, path: &FieldPath, written: Option<&Memory>) -> Result<Overhead, Error> {
    let path = path.join("memory");
    let mut read =
        |key: &str, given: Option<Figure>, (maximum, unit): (i64, &'static str), default, reason| {
            let (path, maximum) = (path.join(key), Decimal::from(maximum));
            let value = given.map_or(default, Figure::value);
            if value < Decimal::ZERO || value > maximum {
                let kind = ErrorKind::OutOfRange { value, minimum: Decimal::ZERO, maximum, unit };
                return Err(Error::at(path, kind));
            }
            let (origin, source) = match given {
                Some(_) => (Origin::Given, None),
                None => (Origin::Default, Some(String::from(reason))),
            };
            let value_in_words = value.normalize().to_string();
            reader.record(Provenance {
                path,
                value: value_in_words,
                origin,
                source,
                as_of: None,
                derived_from: Vec::new(),
            });
            Ok(value)
        };
    let share = |of: fn(&Memory) -> Option<Figure>| written.and_then(of);
    let usable_share = read(
        "usable_fraction",
        share(|memory| memory.usable_fraction),
        (1, "a fraction of the memory"),
        Decimal::new(9, 1),
        "the default of vLLM's gpu-memory-utilization",
    )?;
    let gigabytes = read(
        "overhead_gigabytes_per_accelerator",
        share(|memory| memory.overhead_gigabytes_per_accelerator),
        (1_000_000, "GB per accelerator"),
        Decimal::from(4),
        "the figure with which a model of 2,577 published measurements fitted best",
    )?;
    let share_of_weights = read(
        "weights_overhead_fraction",
        share(|memory| memory.weights_overhead_fraction),
        (10, "a fraction of the weights"),
        Decimal::ZERO,
        "none is given",
    )?;
    let bytes = (Exact::new(gigabytes) * Exact::lit(1_000_000_000)).value();
    let bytes_per_accelerator = bytes
        .ok_or_else(|| Error::at(path, ErrorKind::OutOfBounds { what: "the overhead of an accelerator" }))?;
    Ok(Overhead { usable_share, bytes_per_accelerator, share_of_weights })
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
    let bytes = bytes.value().ok_or_else(|| out_of_bounds(path, "model", "the size of the weights"))?;
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

fn out_of_bounds(path: &FieldPath, key: &str, what: &'static str) -> Error {
    Error::at(path.join(key), ErrorKind::OutOfBounds { what })
}
