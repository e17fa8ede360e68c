//! What the comparison leaves out, said aloud.

use crate::comparison::Answer;

/// What no alternative of this version is charged for or credited with.
const ALWAYS: [&str; 2] = [
    "equal quality is assumed: no benchmark score enters the cost",
    "tax and loans: costs are compared before both",
];

pub(super) fn not_covered(answer: &Answer) -> Vec<String> {
    let mut all: Vec<String> = ALWAYS.iter().map(|what| (*what).to_owned()).collect();
    if answer.alternatives.iter().all(|one| one.takes_over_in_months == 0) {
        all.insert(1, "lead time and running both sides while moving".to_owned());
    }
    let held = match (answer.has_price_changes(), answer.changes_over_time()) {
        (false, false) => "every price holds",
        (true, false) => "all prices but those of APIs hold",
        (_, true) => "all prices but those that the scenario moves hold",
    };
    all.push(format!("price changes within the study: {held} to its end, the paths of API prices aside"));
    if answer.ranges.is_some() {
        all.push("what lies between the ends of a range: bounds are those of the ends".to_owned());
    }
    for alternative in &answer.alternatives {
        if !alternative.left_out.is_empty() {
            all.push(format!(
                "{}: {}, because none is given",
                alternative.id,
                alternative.left_out.join(", ")
            ));
        }
    }
    all
}
