//! Who builds and runs the service: usually the largest line below five servers.

use crate::curve::Rates;
use crate::number::Number;
use crate::parameter::People;

/// The monthly cost of running it: a base, a part per step at work or spare, and one person per so many servers.
pub(super) fn run<N: Number>(people: &People<N>) -> Rates<N> {
    let monthly = people.salary.per_month();
    let per_step = (monthly * people.run_fte_per_step).0;
    Rates {
        fixed: (monthly * people.run_fte).0,
        per_attendant: monthly.0,
        ..Rates::per_step_and_spare(per_step)
    }
}

/// The monthly cost of a rota of its own.
pub(super) fn rota<N: Number>(people: &People<N>) -> N {
    (people.salary.per_month() * people.rota_fte).0
}

/// The cost of building it, once.
pub(super) fn build<N: Number>(people: &People<N>) -> N {
    (people.salary.per_month() * people.build_fte_months).0
}
