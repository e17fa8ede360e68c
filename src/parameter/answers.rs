//! What becomes of the answers of an alternative: accepted, asked again, done over, or asked elsewhere.

use super::{Acceptance, ApiInputs, Parameter, Profile};

/// How often answers are accepted, and who takes those that are not.
#[derive(Clone, Debug)]
pub(crate) struct Answers<N> {
    pub(crate) acceptance: Acceptance<N>,
    /// The API that is asked where no attempt brings an answer.
    pub(crate) escalation: Option<Escalation<N>>,
    /// Whether every request has an accepted answer in the end: failures are done over or asked elsewhere.
    pub(crate) all_are_answered: bool,
}

/// An API that takes the failures of another alternative, as it sees the request classes.
#[derive(Clone, Debug)]
pub(crate) struct Escalation<N> {
    /// The id of the API.
    pub(crate) id: String,
    pub(crate) profiles: Vec<Profile<N>>,
    pub(crate) api: ApiInputs<N>,
}

impl<N: Copy> Answers<N> {
    /// The same over another carrier.
    pub(crate) fn map<M>(&self, f: &mut impl FnMut(Parameter, N) -> M) -> Answers<M> {
        Answers {
            acceptance: self.acceptance.map(f),
            escalation: self.escalation.as_ref().map(|escalation| Escalation {
                id: escalation.id.clone(),
                profiles: escalation.profiles.iter().map(|profile| profile.map(f)).collect(),
                api: escalation.api.map(f),
            }),
            all_are_answered: self.all_are_answered,
        }
    }
}
