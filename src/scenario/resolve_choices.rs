//! The choices of a deployment that are words.

use super::reader::{Reader, contradiction};
use super::resolve_hardware::Acquired;
use super::wire_deployment::Deployment;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{
    Choices, EnergyMode, LoadBasis, PaymentsIn, RateForm, RunningCosts, Scaling, UnequalLives,
};

/// Reads them, and puts them together with those that follow from what is given.
pub(super) fn choices(
    path: &FieldPath,
    written: &Deployment,
    acquired: &Acquired<'_>,
    rate: RateForm,
    load: LoadBasis,
) -> Result<Choices, Error> {
    let acquisition = acquired.acquisition();
    let running_costs = path.join("running_costs");
    if written.running_costs.is_some() && !acquisition.is_owned() {
        let what = "running costs of owned steps, and the hardware is rented".to_owned();
        let instead = "leave it out: on demand the needed steps are paid, reserved ones all to the end";
        return Err(contradiction(running_costs, what, instead));
    }
    let unequal_lives = match acquired {
        Acquired::Buy(buy) => buy.unequal_lives.as_ref(),
        _ => None,
    };
    let payments_in = match acquired {
        Acquired::FinanceLease(lease) => lease.payments_in.as_ref(),
        Acquired::OperatingLease(lease) => lease.payments_in.as_ref(),
        _ => None,
    };
    let scaling = match acquired {
        Acquired::Rent(rent) => rent.scaling.as_ref(),
        _ => None,
    };
    let scaling_path = path.join("hardware.rent.scaling");
    let scaling = word(
        scaling_path.clone(),
        scaling,
        &[("always_on", Scaling::AlwaysOn), ("hourly", Scaling::Hourly)],
    )?;
    if scaling == Scaling::Hourly && load != LoadBasis::Hours {
        let what =
            "the steps of each hour of the day are paid, and the load of the hours is not known".to_owned();
        let instead = "write `hourly_load` in [workload], the load of each of the 24 hours of the day";
        return Err(contradiction(scaling_path, what, instead));
    }
    if let (Acquired::Rent(rent), Scaling::Hourly) = (acquired, scaling) {
        let kept = [
            (rent.price_usd_per_gpu_month.is_some(), "price_usd_per_gpu_month"),
            (rent.paid_hours_per_month.is_some(), "paid_hours_per_month"),
        ];
        if let Some((_, first)) = kept.into_iter().find(|(is_given, _)| *is_given) {
            let (first, second) = (first.to_owned(), "scaling".to_owned());
            return Err(Error::at(path.join("hardware.rent"), ErrorKind::Conflict { first, second }));
        }
    }
    Ok(Choices {
        scaling,
        acquisition,
        energy: word(
            path.join("energy"),
            written.energy.as_ref(),
            &[("while_serving", EnergyMode::WhileServing), ("proportional", EnergyMode::Proportional)],
        )?,
        rate,
        load,
        running_costs: word(
            running_costs,
            written.running_costs.as_ref(),
            &[("owned_steps", RunningCosts::OwnedSteps), ("needed_steps", RunningCosts::NeededSteps)],
        )?,
        payments_in: word(
            path.join("hardware").join(acquisition.key()).join("payments_in"),
            payments_in,
            &[("arrears", PaymentsIn::Arrears), ("advance", PaymentsIn::Advance)],
        )?,
        unequal_lives: word(
            path.join("hardware.buy.unequal_lives"),
            unequal_lives,
            &[("study_period", UnequalLives::StudyPeriod), ("repeated_lives", UnequalLives::RepeatedLives)],
        )?,
    })
}

/// The choice of a word among two; the first where none is written.
fn word<T: Copy>(path: FieldPath, written: Option<&String>, known: &[(&str, T); 2]) -> Result<T, Error> {
    let [(_, default), _] = *known;
    written.map_or(Ok(default), |word| Reader::one_of(path, word, known))
}
