//! The serving rate of a replica, and whether it was measured on this configuration and mix.

use super::provenance::WarningCode;
use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolve_deployment::Entries;
use super::wire_deployment::{Deployment, Rate};
use crate::catalog::{Dated, MeasuredRate, look_up};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::number::{Exact, Number};
use crate::parameter::{ClassInputs, Instance, Parameter, RateForm};
use crate::serving::Lengths;
use crate::source::{AsOf, Figure};
use rust_decimal::Decimal;

/// A mix of prompt and completion that is further away than this from the measured one is flagged.
const MIX_TOLERANCE: (i64, u32) = (25, 2);

/// Prefill, decode and combined rates; what the form does not use is 1.
pub(super) type Rates = (RateForm, [Decimal; 3], Option<u64>);

/// Reads the rate.
pub(super) fn rate(
    reader: &mut Reader<'_>,
    instance: &Instance,
    written: &Deployment,
    entries: &Entries<'_>,
    classes: &[ClassInputs<Decimal>],
) -> Result<Rates, Error> {
    let path = FieldPath::new(instance.alternative.as_str()).join("rate");
    let Some(given) = &written.rate else {
        let instead = "write `rate = { prefill_tokens_per_second = 22_000, decode_tokens_per_second = 14_600 }` per \
            replica, a combined rate with its mix, or an id of the catalog's rates";
        let instead = format!("{instead}{}", measured(reader, entries));
        return Err(Error::at(path, ErrorKind::Missing { instead }));
    };
    let entry = match &given.id {
        None => None,
        Some(id) => {
            let entry = look_up(&reader.catalog.rates, id, &path)?;
            reader.note(path.clone(), id.clone(), Some(entry.source()?));
            Some(entry)
        }
    };
    let form = form(&path, given, entry)?;
    let rates = read(reader, instance, given, entry, form)?;
    let as_of = given.as_of.as_deref().map(str::parse::<AsOf>).transpose();
    let as_of = as_of.map_err(|error| error.with_path(path.join("as_of")))?;
    for key in ["prefill_tokens_per_second", "decode_tokens_per_second", "combined_tokens_per_second"] {
        reader.cite(&path.join(key), given.source.as_ref(), as_of);
    }
    let measured = Measured::of(given, entry);
    measured.compare_configuration(reader, &path, written, entries);
    if form == RateForm::Combined {
        measured.compare_mix(reader, &path, classes)?;
    }
    match measured.latency_goal.as_deref() {
        Some(goal) if goal.starts_with("none") => {
            let message = format!("the rate keeps no latency goal ({goal}): live traffic gets less");
            reader.warn(WarningCode::RateWithoutLatencyGoal, &path, message);
        }
        Some(goal) => reader.note(path.join("latency_goal"), goal.to_owned(), None),
        None => {
            let message = "the rate does not say which latency it was measured at".to_owned();
            reader.warn(WarningCode::RateWithoutLatencyGoal, &path, message);
        }
    }
    Ok((form, rates, measured.concurrency))
}

/// The catalog's rates of this model on this accelerator, for whoever has measured none.
fn measured(reader: &Reader<'_>, entries: &Entries<'_>) -> String {
    let is_of = |rate: &&MeasuredRate| {
        entries.model.is_some_and(|model| model.id == rate.model)
            && entries.accelerator == Some(rate.accelerator.as_str())
    };
    let ids: Vec<&str> = reader.catalog.rates.iter().filter(is_of).map(|rate| rate.id.as_str()).collect();
    match ids.len() {
        0 => String::new(),
        _ => format!(": {}", ids.join(", ")),
    }
}

fn form(path: &FieldPath, given: &Rate, entry: Option<&MeasuredRate>) -> Result<RateForm, Error> {
    let split = given.prefill_tokens_per_second.or(given.decode_tokens_per_second).is_some();
    let combined = given.combined_tokens_per_second.is_some();
    match (split, combined, entry) {
        (true, true, _) => Err(Error::at(path.clone(), ErrorKind::Conflict {
            first: "prefill_tokens_per_second".to_owned(),
            second: "combined_tokens_per_second".to_owned(),
        })),
        (true, false, _) => Ok(RateForm::Split),
        (false, true, _) => Ok(RateForm::Combined),
        (false, false, Some(entry)) if entry.split.is_some() => Ok(RateForm::Split),
        (false, false, Some(_)) => Ok(RateForm::Combined),
        (false, false, None) => Err(Error::at(path.clone(), ErrorKind::Missing {
            instead: "write prefill_tokens_per_second and decode_tokens_per_second, or combined_tokens_per_second"
                .to_owned(),
        })),
    }
}

fn read(
    reader: &mut Reader<'_>,
    instance: &Instance,
    given: &Rate,
    entry: Option<&MeasuredRate>,
    form: RateForm,
) -> Result<[Decimal; 3], Error> {
    let fact = |figure: Option<Figure>| match (figure, entry) {
        (Some(figure), Some(entry)) => Fact::new(figure, entry).map(Some),
        _ => Ok(None),
    };
    let split = entry.and_then(|entry| entry.split);
    let combined = entry.and_then(|entry| entry.combined);
    let mut read = |parameter, given, fact, instead| {
        reader.read(parameter, instance, given, fact, Otherwise::Required(instead))
    };
    let unused = Decimal::ONE;
    match form {
        RateForm::Split => {
            let prefill = read(
                Parameter::PrefillRate,
                given.prefill_tokens_per_second,
                fact(split.map(|split| split.prefill_tokens_per_second))?,
                "write `prefill_tokens_per_second = 22_000`, per replica with no decoding",
            )?;
            let decode = read(
                Parameter::DecodeRate,
                given.decode_tokens_per_second,
                fact(split.map(|split| split.decode_tokens_per_second))?,
                "write `decode_tokens_per_second = 14_600`, per replica with no prefill",
            )?;
            Ok([prefill, decode, unused])
        }
        RateForm::Combined => {
            let combined = read(
                Parameter::CombinedRate,
                given.combined_tokens_per_second,
                fact(combined.map(|combined| combined.tokens_per_second))?,
                "write `combined_tokens_per_second = 9_000`, prompt and completion together, per replica",
            )?;
            Ok([unused, unused, combined])
        }
    }
}

/// What is known of the measurement.
struct Measured {
    model: Option<String>,
    precision: Option<String>,
    accelerator: Option<String>,
    accelerators: Option<u32>,
    configuration: Option<String>,
    mix: Option<(Figure, Figure)>,
    concurrency: Option<u64>,
    latency_goal: Option<String>,
}

impl Measured {
    fn of(given: &Rate, entry: Option<&MeasuredRate>) -> Self {
        let known = |of: fn(&MeasuredRate) -> Option<String>| entry.and_then(of);
        let mix_of_entry =
            entry.and_then(|entry| entry.combined).map(|mix| (mix.prompt_tokens, mix.completion_tokens));
        Self {
            model: given
                .model
                .clone()
                .or(known(|entry| Some(entry.measured_model.clone().unwrap_or(entry.model.clone())))),
            precision: given.precision.clone().or(known(|entry| Some(entry.precision.clone()))),
            accelerator: given.accelerator.clone().or(known(|entry| Some(entry.accelerator.clone()))),
            accelerators: given.accelerators.or(entry.map(|entry| entry.accelerators)),
            configuration: given.configuration.clone(),
            mix: given.prompt_tokens.zip(given.completion_tokens).or(mix_of_entry),
            concurrency: given.concurrency.or(entry.and_then(|entry| entry.concurrency)),
            latency_goal: given.latency_goal.clone().or(known(|entry| entry.latency_goal.clone())),
        }
    }

    fn compare_configuration(
        &self,
        reader: &mut Reader<'_>,
        path: &FieldPath,
        written: &Deployment,
        entries: &Entries<'_>,
    ) {
        let mut differs: Vec<String> = Vec::new();
        let mut compare = |what: &str, measured: Option<&str>, here: Option<&str>| {
            if let (Some(measured), Some(here)) = (measured, here)
                && measured != here
            {
                differs.push(format!("{what} {measured} and not {here}"));
            }
        };
        let here = entries.per_replica.to_string();
        let measured_count = self.accelerators.map(|count| count.to_string());
        compare("with the model", self.model.as_deref(), written.model.id.as_deref());
        compare("at the precision", self.precision.as_deref(), Some(&written.precision));
        compare("on the accelerator", self.accelerator.as_deref(), entries.accelerator);
        compare("on a number of accelerators of", measured_count.as_deref(), Some(&here));
        if !differs.is_empty() {
            let message = format!("the rate was measured {}", differs.join(", "));
            reader.warn(WarningCode::RateMeasuredElsewhere, path, message);
        } else if let Some(words) = &self.configuration
            && (self.accelerator.is_none() || self.accelerators.is_none() || entries.accelerator.is_none())
        {
            let message =
                format!("the rate was measured on \"{words}\"; compare that with this deployment yourself");
            reader.warn(WarningCode::RateConfigurationUnknown, path, message);
        }
    }

    /// A single benchmark's rate holds at its own mix: prefill and decode are not equally dear.
    fn compare_mix(
        &self,
        reader: &mut Reader<'_>,
        path: &FieldPath,
        classes: &[ClassInputs<Decimal>],
    ) -> Result<(), Error> {
        let Some((prompt, completion)) = self.mix else {
            let instead =
                "write prompt_tokens and completion_tokens, the mean lengths that the rate was measured at";
            return Err(Error::at(
                path.join("prompt_tokens"),
                ErrorKind::Missing { instead: instead.to_owned() },
            ));
        };
        if prompt.value() <= Decimal::ZERO || completion.value() <= Decimal::ZERO {
            let what = format!("a mix of {prompt} to {completion} tokens");
            return Err(contradiction(path.join("prompt_tokens"), what, "write lengths above 0"));
        }
        let (mut prompts, mut answers) = (Exact::lit(0), Exact::lit(0));
        for one in classes {
            let Lengths { prompt, answer } = Lengths::of(one)?;
            prompts = prompts + Exact::new(one.class.share.0) * Exact::new(prompt);
            answers = answers + Exact::new(one.class.share.0) * Exact::new(answer);
        }
        // prompt : completion here over prompt : completion there, by cross products
        let ratio = (prompts * Exact::new(completion.value())).over(answers * Exact::new(prompt.value()));
        let (digits, decimals) = MIX_TOLERANCE;
        let tolerance = Exact::new(Decimal::new(digits, decimals));
        let distance = (ratio - Exact::lit(1)).value().map(|distance| distance.abs());
        if distance.is_none_or(|distance| Some(distance) > tolerance.value()) {
            let here = ratio.value().map_or("without completions".to_owned(), |ratio| {
                format!("{} times as heavy in prompts", ratio.round_dp(2).normalize())
            });
            let message = format!(
                "the combined rate was measured at {prompt} prompt and {completion} completion tokens, and this workload is {here}"
            );
            reader.warn(WarningCode::RateMixDiffers, path, message);
        }
        Ok(())
    }
}
