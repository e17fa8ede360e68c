//! What answers cost that are not accepted: checking, doing over, asking a dearer model.

use super::lines_of;
use crate::cost::{Follows, Line, total};
use crate::curve::Rates;
use crate::finance::Category;
use crate::number::{Number, mega};
use crate::parameter::{Answers, Inputs};
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
    let outcome = Outcome::of(inputs.answers.as_deref());
    let tokens = tokens_per_request(&inputs.classes).0;
    let per_answer = |of: fn(&Answers<N>) -> Usd<N>, times: N| {
        let amount = inputs.answers.as_deref().map_or(N::lit(0), |answers| of(answers).0);
        Rates::per_mtok((amount * times * mega()).over(tokens))
    };
    let escalation = inputs.answers.as_ref().and_then(|answers| answers.escalation.as_ref());
    let escalated = escalation.zip(inputs.escalated_classes()).map_or(N::lit(0), |(to, classes)| {
        outcome.failures * total(&lines_of(&classes, N::lit(1), &to.api)).per_mtok
    });
    let line = |category, label, rates| Line::monthly(category, label, rates);
    [
        line(
            Category::Verification,
            "verification",
            per_answer(|answers| answers.acceptance.verification, outcome.attempts),
        ),
        line(Category::Rework, "rework", per_answer(|answers| answers.acceptance.rework, outcome.failures)),
        line(Category::Escalation, "escalation", Rates::per_mtok(escalated)).following(Follows::Escalation),
    ]
}
