//! What answers cost that are not accepted: checking, doing over, asking a dearer model.

use super::lines_of;
use crate::cost::{Follows, Line, total};
use crate::curve::Rates;
use crate::finance::Category;
use crate::number::{Number, mega};
use crate::parameter::Inputs;
use crate::quantity::Usd;
use crate::workload::{Outcome, tokens_per_request};

/// Lines of answers that are not accepted at once.
pub(crate) const LINES: usize = 3;

/// The lines, all of which go with the volume; nothing where no acceptance is given.
///
/// # Formula
/// ```text
/// verification = v attempts 1e6 / T      rework = w failures 1e6 / T      escalation = failures (the API's cost per Mtok)
/// ```
/// per Mtok, with v the cost of checking an attempt and w that of an answer done over. Failures are spread over the classes
/// like the requests.
pub(crate) fn lines<N: Number>(inputs: &Inputs<N>) -> [Line<N>; LINES] {
    let line = |category, label, rates| Line::monthly(category, label, rates);
    let lines = |verification, rework, escalation| {
        [
            line(Category::Verification, "verification", verification),
            line(Category::Rework, "rework", rework),
            line(Category::Escalation, "escalation", escalation).following(Follows::Escalation),
        ]
    };
    // What is not given depends on nothing.
    let Some(answers) = inputs.answers.as_deref() else {
        return lines(Rates::zero(), Rates::zero(), Rates::zero());
    };
    let outcome = Outcome::of(Some(answers));
    let tokens = tokens_per_request(&inputs.classes).0;
    let per_answer = |amount: Usd<N>, times: N| Rates::per_mtok((amount.0 * times * mega()).over(tokens));
    let escalated = answers.escalation.as_ref().zip(inputs.escalated_classes());
    let escalated = escalated.map_or(N::lit(0), |(to, classes)| {
        outcome.failures * total(&lines_of(&classes, N::lit(1), &to.api)).per_mtok
    });
    lines(
        per_answer(answers.acceptance.verification, outcome.attempts),
        per_answer(answers.acceptance.rework, outcome.failures),
        Rates::per_mtok(escalated),
    )
}
