//! Fine-tuning: what is trained on, and what each alternative takes for it.

use super::provenance::WarningCode;
use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolve::Shared;
use super::resolve_over_time::every_months;
use super::wire::Scenario;
use super::wire_fine_tuning::{OwnFineTuning, VendorFineTuning};
use crate::catalog::{Dated, Model, look_up};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{
    DatedTraining, Instance, OwnTraining, OwnTuning, Parameter, Training, TuningMethod, VendorTraining,
};
use crate::quantity::{Scalar, Tokens, UsdPerHour, UsdPerMtok};
use rust_decimal::Decimal;

/// Reads what is trained on.
pub(super) fn training(
    scenario: &Scenario,
    reader: &mut Reader<'_>,
) -> Result<Option<DatedTraining<Decimal>>, Error> {
    let Some(written) = &scenario.fine_tuning else { return Ok(None) };
    let here = Instance::default();
    let tokens = reader.read(
        Parameter::TrainingTokens,
        &here,
        written.training_tokens,
        None,
        Otherwise::Required("write `training_tokens = 20_000_000`, the tokens of one pass over the data"),
    )?;
    let once = Otherwise::Default(Decimal::ONE, "one pass over the training data");
    let epochs = reader.read(Parameter::TrainingEpochs, &here, written.epochs, None, once)?;
    let again_every =
        written.every_months.map(|months| every_months(months, "fine_tuning.every_months")).transpose()?;
    let terms = Training { tokens: Tokens(tokens), epochs: Scalar(epochs) };
    Ok(Some(DatedTraining { again_every, terms }))
}

/// Whether an alternative is fine-tuned: the scenario has to say what on, and an alternative that says nothing is compared
/// as it comes.
fn is_tuned(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    path: &FieldPath,
    is_given: bool,
) -> Result<bool, Error> {
    match (&shared.training, is_given) {
        (None, true) => {
            let instead =
                "write `[fine_tuning]` with `training_tokens`, what the model is trained on".to_owned();
            Err(Error::at(FieldPath::new("fine_tuning"), ErrorKind::Missing { instead }))
        }
        (Some(_), false) => {
            let message =
                "it is compared without fine-tuning: give `fine_tuning` to charge for it".to_owned();
            reader.warn(WarningCode::NotFineTuned, path, message);
            Ok(false)
        }
        _ => Ok(is_given),
    }
}

/// Reads what a vendor charges.
pub(super) fn by_vendor(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: Option<&VendorFineTuning>,
) -> Result<Option<VendorTraining<Decimal>>, Error> {
    let path = FieldPath::new(instance.alternative.as_str());
    let is_tuned = is_tuned(reader, shared, &path, written.is_some())?;
    let Some(written) = written.filter(|_| is_tuned) else { return Ok(None) };
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    let price = read(
        Parameter::TrainingPrice,
        written.training_usd_per_mtok,
        Otherwise::Required("write `training_usd_per_mtok = 25`, the vendor's price of a trained token"),
    )?;
    let same = Otherwise::Default(Decimal::ONE, "the fine-tuned model is served at the prices of the sheet");
    let serving = read(Parameter::TunedPriceFraction, written.serving_price_fraction, same)?;
    let free = Otherwise::Default(Decimal::ZERO, "no hosting is charged");
    let hosting = read(Parameter::TunedHosting, written.hosting_usd_per_hour, free)?;
    Ok(Some(VendorTraining {
        price: UsdPerMtok(price),
        serving: Scalar(serving),
        hosting: UsdPerHour(hosting),
    }))
}

/// Reads what it takes on accelerators.
pub(super) fn on_accelerators(
    reader: &mut Reader<'_>,
    shared: &Shared<'_>,
    instance: &Instance,
    written: Option<&OwnFineTuning>,
    model: Option<&Model>,
) -> Result<Option<OwnTuning<Decimal>>, Error> {
    let path = FieldPath::new(instance.alternative.as_str());
    let is_tuned = is_tuned(reader, shared, &path, written.is_some())?;
    let Some(written) = written.filter(|_| is_tuned) else { return Ok(None) };
    let here = path.join("fine_tuning");
    let known = TuningMethod::ALL.map(|method| (method.name(), method));
    let method = Reader::one_of(here.join("method"), &written.method, &known)?;
    let speed = speed(reader, &here, written, method)?;
    let active = model.map(|model| {
        let figure = model.active_parameters_billion.unwrap_or(model.parameters_billion);
        Fact::new(figure, model)
    });
    let mut read = |parameter, given, fact, otherwise: &'static str| {
        reader.read(parameter, instance, given, fact, Otherwise::Required(otherwise))
    };
    let parameters = read(
        Parameter::TunedParameters,
        written.active_parameters_billion,
        active.transpose()?,
        "write `active_parameters_billion = 70.6`, the parameters that a token passes through",
    )?;
    let teraflops = read(
        Parameter::TrainingTeraflops,
        written.teraflops_per_accelerator,
        speed,
        "write `teraflops_per_accelerator = 400`, or `speed`, an id of the catalog",
    )?;
    let price = read(
        Parameter::TrainingHourPrice,
        written.price_usd_per_gpu_hour,
        None,
        "write `price_usd_per_gpu_hour = 2.5`, the rent of an accelerator while it trains, or 0 for idle hours of one's own",
    )?;
    let terms = OwnTraining {
        parameters: Scalar(parameters),
        teraflops: Scalar(teraflops),
        price: UsdPerHour(price),
    };
    Ok(Some(OwnTuning { method, terms }))
}

/// The published speed that the scenario names: tokens a second and accelerator, as arithmetic of the model.
fn speed(
    reader: &mut Reader<'_>,
    here: &FieldPath,
    written: &OwnFineTuning,
    method: TuningMethod,
) -> Result<Option<Fact>, Error> {
    let Some(id) = &written.speed else { return Ok(None) };
    let place = here.join("speed");
    if written.teraflops_per_accelerator.is_some() {
        let (first, second) = ("speed".to_owned(), "teraflops_per_accelerator".to_owned());
        return Err(Error::at(here.clone(), ErrorKind::Conflict { first, second }));
    }
    let entry = look_up(&reader.catalog.training_speeds, id, &place)?;
    if entry.method() != Some(method) {
        let what = format!("{id} was measured with {}, and the method is {}", entry.method, method.name());
        return Err(contradiction(place, what, "name a speed that was measured with the same method"));
    }
    reader.note(place.clone(), id.clone(), Some(entry.source()?));
    let value = entry
        .teraflops()
        .ok_or_else(|| Error::at(place, ErrorKind::OutOfBounds { what: "a training speed" }))?;
    Ok(Some(Fact { value, source: entry.source()? }))
}
