//! What it takes to fine-tune a model: a vendor's price per token, or hours of accelerators.

use crate::cost::Line;
use crate::curve::Rates;
use crate::error::{Error, ErrorKind};
use crate::finance::{Category, Interest};
use crate::number::{Exact, Number, mega};
use crate::parameter::{Inputs, OwnTuning, Role, Training, TuningMethod, VendorTraining};
use rust_decimal::Decimal;

/// Lines of fine-tuning.
pub(crate) const LINES: usize = 3;

/// The lines: training is paid before the first month and each time that it is done again, and a vendor may charge for
/// keeping the result ready. Nothing where nothing is fine-tuned. What a vendor charges more for its tokens is in the prices of its sheet.
pub(crate) fn lines<N: Number>(inputs: &Inputs<N>) -> Option<[Line<N>; LINES]> {
    let training = inputs.training.as_ref()?;
    let data = &training.terms;
    let (trained, hosted) = match &inputs.role {
        Role::Api(api) => {
            let vendor = api.training.as_ref()?;
            (by_vendor(data, vendor), (vendor.hosting * inputs.workload.hours).0)
        }
        Role::Deployment(own) => {
            let own = own.training.as_ref()?;
            (own.terms.price.0 * hours(own, data), N::lit(0))
        }
        Role::Mix(_) => return None,
    };
    let study = Interest::monthly_of(inputs.finance.discount_rate.0).annuity(inputs.finance.horizon.0);
    Some([
        Line::at_start(Category::OneOff, "fine-tuning", trained, study),
        match training.again_every {
            None => Line::nothing(Category::OneOff, "fine-tuning again"),
            Some(months) => {
                Line::every(Category::OneOff, "fine-tuning again", (months, trained), &inputs.finance)
            }
        },
        Line::monthly(Category::ApiOther, "hosting of the fine-tuned model", Rates::fixed(hosted)),
    ])
}

/// Tokens of all passes at the vendor's price.
fn by_vendor<N: Number>(data: &Training<N>, vendor: &VendorTraining<N>) -> N {
    (vendor.price.of_millions(data.tokens * data.epochs).0).over(mega())
}

fn hours<N: Number>(own: &OwnTuning<N>, data: &Training<N>) -> N {
    let terms = &own.terms;
    accelerator_hours(own.method, (data.tokens * data.epochs).0, terms.parameters.0, terms.teraflops.0)
}

/// 1e9 parameters times operations over 1e12 operations a second and 3,600 seconds an hour: 1 / 3.6e6, the one division last.
fn accelerator_hours<N: Number>(method: TuningMethod, tokens: N, parameters: N, teraflops: N) -> N {
    let operations = N::lit(method.operations_per_parameter()) * parameters * tokens;
    operations.over(teraflops * N::lit(3_600_000))
}

/// One fine-tuning of a model on accelerators.
///
/// ```
/// use breakeven::{TrainingRun, TuningMethod};
///
/// // Llama 2 70B (69 billion parameters) with adapters on H100 that do 722 TFLOP/s each, 10 Mtok:
/// // 4 x 69e9 x 1e7 / (722e12 x 3,600) = 1.0619 hours. NVIDIA's own figure: 7.9 minutes on 8 of them, 1.05 hours.
/// let run = TrainingRun {
///     method: TuningMethod::Lora,
///     training_tokens: 10_000_000.into(),
///     epochs: 1.into(),
///     active_parameters_billion: 69.into(),
///     teraflops_per_accelerator: 722.into(),
/// };
/// assert_eq!(run.accelerator_hours()?.round_dp(4).to_string(), "1.0619");
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrainingRun {
    /// What is trained.
    pub method: TuningMethod,
    /// Tokens of one pass over the training data.
    pub training_tokens: Decimal,
    /// Passes over the training data.
    pub epochs: Decimal,
    /// Parameters that a token passes through, in billions: of a mixture of experts, those that are active.
    pub active_parameters_billion: Decimal,
    /// Arithmetic of the model that an accelerator does a second, in TFLOP/s: its peak times its utilization. Fine-tuning
    /// rates that are published reach a third to two fifths of the peak.
    pub teraflops_per_accelerator: Decimal,
}

impl TrainingRun {
    /// The hours of one accelerator that the run takes, however many share it.
    ///
    /// # Formula
    /// ```text
    /// hours = f N 1e9 D E / (t 1e12 * 3600)
    /// ```
    /// f operations per parameter and token ([`TuningMethod::operations_per_parameter`]), N billions of active parameters, D
    /// tokens of a pass, E passes, t TFLOP/s. Attention over long sequences comes on top: it is small below 8,192 tokens.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfBounds`] where a number is negative, no arithmetic is done, or the result is past the range of
    /// decimals.
    pub fn accelerator_hours(&self) -> Result<Decimal, Error> {
        let Self { method, training_tokens, epochs, active_parameters_billion, teraflops_per_accelerator } =
            *self;
        let given = [training_tokens, epochs, active_parameters_billion, teraflops_per_accelerator];
        let is_negative = given.iter().any(|number| *number < Decimal::ZERO);
        let exact = Exact::new;
        let tokens = exact(training_tokens) * exact(epochs);
        let hours = accelerator_hours(
            method,
            tokens,
            exact(active_parameters_billion),
            exact(teraflops_per_accelerator),
        );
        hours
            .value()
            .filter(|_| !is_negative)
            .ok_or(ErrorKind::OutOfBounds { what: "the hours of a training run" }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NVIDIA NeMo Framework user guide 24.12, performance summary, fine-tuning of Llama 2 packed to 4,096 tokens on H100:
    /// billions of parameters, tokens a second and accelerator, TFLOP/s of the model.
    const PUBLISHED: [(TuningMethod, &str, u32, u32); 6] = [
        (TuningMethod::Full, "6.74", 16_891, 673),
        (TuningMethod::Full, "13.02", 10_176, 787),
        (TuningMethod::Full, "68.98", 1_816, 749),
        (TuningMethod::Lora, "6.74", 24_824, 663),
        (TuningMethod::Lora, "13.02", 14_629, 757),
        (TuningMethod::Lora, "68.98", 2_621, 722),
    ];

    #[test]
    fn six_published_runs_take_the_time_that_was_measured() {
        for (method, parameters, tokens_per_second, teraflops) in PUBLISHED {
            let run = TrainingRun {
                method,
                training_tokens: 10_000_000.into(),
                epochs: Decimal::ONE,
                active_parameters_billion: parameters.parse().unwrap(),
                teraflops_per_accelerator: teraflops.into(),
            };
            let measured = Decimal::from(10_000_000) / Decimal::from(tokens_per_second) / Decimal::from(3600);
            let off = run.accelerator_hours().unwrap() / measured - Decimal::ONE;
            assert!(off.abs() < Decimal::new(2, 2), "{method:?} of {parameters}: {off}");
        }
    }

    #[test]
    fn nothing_is_trained_by_accelerators_that_do_nothing_or_less() {
        let run = |tokens: i64, teraflops: i64| TrainingRun {
            method: TuningMethod::Full,
            training_tokens: tokens.into(),
            epochs: Decimal::ONE,
            active_parameters_billion: Decimal::ONE,
            teraflops_per_accelerator: teraflops.into(),
        };
        assert!(run(1, 0).accelerator_hours().is_err());
        assert!(run(1, -1).accelerator_hours().is_err());
        assert!(run(-1, 1).accelerator_hours().is_err());
        assert_eq!(run(0, 1).accelerator_hours().unwrap(), Decimal::ZERO);
    }
}
