//! The inputs of one alternative over a carrier: the groups of the table, put together.

use super::{
    Answers, Choices, Class, Extras, Finance, Hardware, Offer, Parameter, People, Profile, ResalePoint,
    Serving, Site, Tier, Workload,
};

/// A request class with the token profile that the alternative has for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClassInputs<N> {
    pub(crate) class: Class<N>,
    pub(crate) profile: Profile<N>,
}

/// The numbers of an API.
#[derive(Clone, Debug)]
pub(crate) struct ApiInputs<N> {
    /// Whether the sheet charges writes to the cache at a price of their own; else they are plain input.
    pub(crate) charges_writes: bool,
    pub(crate) offer: Offer<N>,
    /// Ascending by threshold.
    pub(crate) tiers: Vec<Tier<N>>,
}

impl<N: Copy> ApiInputs<N> {
    /// The same over another carrier.
    pub(crate) fn map<M>(&self, f: &mut impl FnMut(Parameter, N) -> M) -> ApiInputs<M> {
        ApiInputs {
            charges_writes: self.charges_writes,
            offer: self.offer.map(f),
            tiers: self.tiers.iter().map(|tier| tier.map(f)).collect(),
        }
    }
}

/// The numbers of a deployment.
#[derive(Clone, Debug)]
pub(crate) struct DeploymentInputs<N> {
    pub(crate) choices: Choices,
    pub(crate) serving: Serving<N>,
    pub(crate) hardware: Hardware<N>,
    /// Ascending by age; empty where one fraction holds at any age.
    pub(crate) resale: Vec<ResalePoint<N>>,
    pub(crate) site: Site<N>,
    pub(crate) people: People<N>,
    pub(crate) extras: Extras<N>,
}

/// What an alternative is.
#[derive(Clone, Debug)]
pub(crate) enum Role<N> {
    Api(Box<ApiInputs<N>>),
    Deployment(Box<DeploymentInputs<N>>),
}

/// Everything that the formulas need of one alternative.
#[derive(Clone, Debug)]
pub(crate) struct Inputs<N> {
    pub(crate) workload: Workload<N>,
    pub(crate) classes: Vec<ClassInputs<N>>,
    pub(crate) finance: Finance<N>,
    /// What becomes of its answers; nothing where each is taken as it comes.
    pub(crate) answers: Option<Box<Answers<N>>>,
    pub(crate) role: Role<N>,
}

impl<N: Copy> Inputs<N> {
    /// The same inputs over another carrier.
    pub(crate) fn map<M>(&self, mut f: impl FnMut(Parameter, N) -> M) -> Inputs<M> {
        let f = &mut f;
        Inputs {
            workload: self.workload.map(f),
            classes: self
                .classes
                .iter()
                .map(|one| ClassInputs { class: one.class.map(f), profile: one.profile.map(f) })
                .collect(),
            finance: self.finance.map(f),
            answers: self.answers.as_ref().map(|answers| Box::new(answers.map(f))),
            role: match &self.role {
                Role::Api(api) => Role::Api(Box::new(api.map(f))),
                Role::Deployment(deployment) => Role::Deployment(Box::new(DeploymentInputs {
                    choices: deployment.choices,
                    serving: deployment.serving.map(f),
                    hardware: deployment.hardware.map(f),
                    resale: deployment.resale.iter().map(|point| point.map(f)).collect(),
                    site: deployment.site.map(f),
                    people: deployment.people.map(f),
                    extras: deployment.extras.map(f),
                })),
            },
        }
    }

    /// The value of a parameter that the alternative has once; `None` for one it lacks or has per class or tier.
    pub(crate) fn get_mut(&mut self, parameter: Parameter) -> Option<&mut N> {
        let Self { workload, finance, answers, role, .. } = self;
        if let Some(value) = workload.get_mut(parameter) {
            return Some(value);
        }
        if let Some(value) = finance.get_mut(parameter) {
            return Some(value);
        }
        if let Some(value) = answers.as_mut().and_then(|answers| answers.acceptance.get_mut(parameter)) {
            return Some(value);
        }
        match role {
            Role::Api(api) => api.offer.get_mut(parameter),
            Role::Deployment(deployment) => {
                let DeploymentInputs { serving, hardware, site, people, extras, .. } = deployment.as_mut();
                serving
                    .get_mut(parameter)
                    .or_else(|| hardware.get_mut(parameter))
                    .or_else(|| site.get_mut(parameter))
                    .or_else(|| people.get_mut(parameter))
                    .or_else(|| extras.get_mut(parameter))
            }
        }
    }

    /// The first pair of numbers that contradict each other, in words.
    pub(crate) fn contradiction(&self) -> Option<&'static str>
    where
        N: PartialOrd + Default,
    {
        let power_falls = |own: &DeploymentInputs<N>| own.hardware.idle_power.0 > own.hardware.active_power.0;
        let is_past_its_life = |own: &DeploymentInputs<N>| {
            own.hardware.owned_age.0 > N::default() && own.hardware.owned_age.0 >= own.hardware.life.0
        };
        let has_tokens = |one: &ClassInputs<N>| {
            one.class.share.0 > N::default()
                && (one.class.prompt.0 > N::default() || one.class.completion.0 > N::default())
        };
        let checks = [
            (!self.classes.iter().any(has_tokens), "requests without any tokens"),
            (self.workload.serving_hours.0 > self.workload.hours.0, "more serving hours than the month has"),
            (
                self.classes.iter().any(|one| one.class.reusable.0 > one.class.prompt.0),
                "more reusable prompt tokens than the prompt has",
            ),
            (self.deployment().is_some_and(is_past_its_life), "an age past the useful life"),
            (self.deployment().is_some_and(power_falls), "more power idle than at work"),
        ];
        checks.into_iter().find(|(contradicts, _)| *contradicts).map(|(_, what)| what)
    }

    /// How much the prices change from one month to the next: an API's.
    pub(crate) fn price_change(&self) -> N
    where
        N: Default,
    {
        match &self.role {
            Role::Api(api) => api.offer.price_change.0,
            Role::Deployment(_) => N::default(),
        }
    }

    /// The request classes as the API sees them that takes its failures; nothing where there is none.
    pub(crate) fn escalated_classes(&self) -> Option<Vec<ClassInputs<N>>> {
        let profiles = &self.answers.as_ref()?.escalation.as_ref()?.profiles;
        let seen = self.classes.iter().zip(profiles);
        Some(seen.map(|(one, profile)| ClassInputs { class: one.class, profile: *profile }).collect())
    }

    /// Whether any of its prices change from one month to the next: its own, or those of the API that takes its failures.
    pub(crate) fn has_price_path(&self) -> bool
    where
        N: Default + PartialEq,
    {
        let escalation = self.answers.as_ref().and_then(|answers| answers.escalation.as_ref());
        let of_escalation = escalation.map_or(N::default(), |escalation| escalation.api.offer.price_change.0);
        self.price_change() != N::default() || of_escalation != N::default()
    }

    pub(crate) fn deployment(&self) -> Option<&DeploymentInputs<N>> {
        match &self.role {
            Role::Deployment(deployment) => Some(deployment),
            Role::Api(_) => None,
        }
    }
}
