//! What the volume of a month does to an API's bill, and how much it serves.

use super::reader::{Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolve_deployment::peak_is_known;
use super::resolved::Place;
use super::wire_api::Api;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Commitment, Instance, Parameter, Provisioned, RateLimits, VolumeTier};
use crate::quantity::{Scalar, Tokens, Usd};
use rust_decimal::Decimal;

/// Reads the tiers, and whether one holds for all tokens of the month.
pub(super) fn volume_tiers(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Api,
) -> Result<(Vec<VolumeTier<Decimal>>, bool), Error> {
    let path = FieldPath::new(instance.alternative.as_str());
    let for_all_units = match &written.volume_tier_rule {
        None => false,
        Some(word) => {
            Reader::one_of(path.join("volume_tier_rule"), word, &[("graduated", false), ("all_units", true)])?
        }
    };
    let listed = written.volume_tiers.as_deref().unwrap_or_default();
    if let (true, Some(word)) = (listed.is_empty(), &written.volume_tier_rule) {
        return Err(contradiction(
            path.join("volume_tier_rule"),
            format!("{word} of no tiers"),
            "write `volume_tiers = [{ above_tokens_per_month = 10_000_000_000, price_fraction = 0.9 }]`",
        ));
    }
    let mut tiers: Vec<VolumeTier<Decimal>> = Vec::with_capacity(listed.len());
    for (at, tier) in listed.iter().enumerate() {
        let instance = Instance { index: at, ..instance.clone() };
        let mut read = |parameter: Parameter, given| {
            let path = instance.path(parameter);
            reader.read_at(parameter, path, Place::Index(at), Some(given), None, Otherwise::Required(""))
        };
        let above = read(Parameter::VolumeTierThreshold, tier.above_tokens_per_month)?;
        let fraction = read(Parameter::VolumeTierPriceFraction, tier.price_fraction)?;
        if tiers.last().is_some_and(|below| below.above.0 >= above) {
            return Err(contradiction(
                instance.path(Parameter::VolumeTierThreshold),
                format!("{above} does not ascend"),
                "write the lowest threshold first, and each once",
            ));
        }
        tiers.push(VolumeTier { above: Tokens(above), fraction: Scalar(fraction) });
    }
    Ok((tiers, for_all_units))
}

/// Reads the spend that is committed to.
pub(super) fn commitment(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Api,
) -> Result<Option<Commitment<Decimal>>, Error> {
    let Some(written) = &written.commitment else { return Ok(None) };
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    let amount = read(
        Parameter::CommittedSpend,
        written.usd_per_month,
        Otherwise::Required("write `usd_per_month = 10_000`, what is paid in any case"),
    )?;
    let fraction = read(
        Parameter::CommittedPriceFraction,
        written.price_fraction,
        Otherwise::Default(Decimal::ONE, "the commitment brings no discount"),
    )?;
    let overage = read(
        Parameter::OveragePriceFraction,
        written.overage_price_fraction,
        Otherwise::Same(fraction, instance.path(Parameter::CommittedPriceFraction)),
    )?;
    Ok(Some(Commitment { amount: Usd(amount), fraction: Scalar(fraction), overage: Scalar(overage) }))
}

/// Reads the units of throughput that are paid for by the month.
pub(super) fn provisioned(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: &Api,
) -> Result<Option<Provisioned<Decimal>>, Error> {
    let Some(units) = &written.provisioned else { return Ok(None) };
    let path = FieldPath::new(instance.alternative.as_str());
    let others = [
        (written.free_tokens_per_month.is_some(), "free_tokens_per_month"),
        (written.volume_tiers.is_some(), "volume_tiers"),
        (written.commitment.is_some(), "commitment"),
    ];
    if let Some((_, second)) = others.into_iter().find(|(is_given, _)| *is_given) {
        let (first, second) = ("provisioned".to_owned(), second.to_owned());
        return Err(Error::at(path, ErrorKind::Conflict { first, second }));
    }
    if shared.hours.is_empty() {
        let what = "what the units do not carry in an hour is not known".to_owned();
        let instead = "write `hourly_load` in [workload], the load of each of the 24 hours of the day";
        return Err(contradiction(path.join("provisioned"), what, instead));
    }
    let mut read = |parameter, given, instead| {
        reader.read(parameter, instance, given, None, Otherwise::Required(instead))
    };
    Ok(Some(Provisioned {
        // Where they are not given, their number is chosen later on.
        units: Scalar(match units.units {
            None => Decimal::ZERO,
            given => read(Parameter::ProvisionedUnits, given, "")?,
        }),
        price: Usd(read(
            Parameter::ProvisionedPrice,
            units.usd_per_unit_month,
            "write `usd_per_unit_month = 1_500`, what one costs",
        )?),
        tokens: Scalar(read(
            Parameter::ProvisionedTokens,
            units.tokens_per_minute_per_unit,
            "write `tokens_per_minute_per_unit = 20_000`, what one serves",
        )?),
    }))
}

/// Reads the rate limits. The one of the two that is not given does not bind.
pub(super) fn limits(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: &Api,
) -> Result<Option<RateLimits<Decimal>>, Error> {
    let Some(written) = &written.limits else { return Ok(None) };
    if written.tokens_per_minute.is_none() && written.requests_per_minute.is_none() {
        let instead = "write `tokens_per_minute = 2_000_000` or `requests_per_minute = 10_000`".to_owned();
        let path = FieldPath::new(instance.alternative.as_str()).join("limits");
        return Err(Error::at(path, ErrorKind::Missing { instead }));
    }
    peak_is_known(shared)?;
    let mut read = |parameter: Parameter, given| {
        let most = parameter.range().1;
        reader.read(parameter, instance, given, None, Otherwise::Default(most, "no such limit is given"))
    };
    Ok(Some(RateLimits {
        tokens: Scalar(read(Parameter::TokensPerMinute, written.tokens_per_minute)?),
        requests: Scalar(read(Parameter::RequestsPerMinute, written.requests_per_minute)?),
    }))
}
