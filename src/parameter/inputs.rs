//! The inputs of one alternative over a carrier: the groups of the table, put together.

use super::{
    Acquisition, Answers, Choices, Class, Commitment, DatedEvent, Extras, Finance, Hardware, HourOfDay, Mix,
    MixPart, MixRule, Offer, OverTime, OwnTraining, Parameter, People, Profile, Provisioned, RateLimits,
    Refresh, ResalePoint, Scaling, Serving, Site, Tier, Training, TuningMethod, UnequalLives, VendorTraining,
    VolumeTier, Workload,
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
    /// Whether some tokens of a month cost nothing.
    pub(crate) has_allowance: bool,
    /// Ascending by threshold; empty where the prices hold at any volume.
    pub(crate) volume_tiers: Vec<VolumeTier<N>>,
    /// Whether a tier holds for all tokens of the month; else for those above its threshold.
    pub(crate) tiers_hold_for_all_units: bool,
    pub(crate) commitment: Option<Commitment<N>>,
    pub(crate) limits: Option<RateLimits<N>>,
    pub(crate) provisioned: Option<Provisioned<N>>,
    /// What the vendor charges for fine-tuning.
    pub(crate) training: Option<VendorTraining<N>>,
    /// Whether the number of provisioned units is the cheapest one, and none that is given.
    pub(crate) chooses_units: bool,
}

impl<N: Copy> ApiInputs<N> {
    /// The same over another carrier.
    pub(crate) fn map<M>(&self, f: &mut impl FnMut(Parameter, N) -> M) -> ApiInputs<M> {
        ApiInputs {
            charges_writes: self.charges_writes,
            offer: self.offer.map(f),
            tiers: self.tiers.iter().map(|tier| tier.map(f)).collect(),
            has_allowance: self.has_allowance,
            volume_tiers: self.volume_tiers.iter().map(|tier| tier.map(f)).collect(),
            tiers_hold_for_all_units: self.tiers_hold_for_all_units,
            commitment: self.commitment.map(|commitment| commitment.map(f)),
            limits: self.limits.map(|limits| limits.map(f)),
            provisioned: self.provisioned.map(|provisioned| provisioned.map(f)),
            training: self.training.map(|training| training.map(f)),
            chooses_units: self.chooses_units,
        }
    }
}

impl<N> ApiInputs<N> {
    /// Whether the bill of a month is more than a price per token.
    pub(crate) fn has_terms(&self) -> bool {
        self.has_allowance
            || !self.volume_tiers.is_empty()
            || self.commitment.is_some()
            || self.provisioned.is_some()
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
    pub(crate) refresh: Option<DatedRefresh<N>>,
    pub(crate) extras: Extras<N>,
    pub(crate) training: Option<OwnTuning<N>>,
}

/// Fine-tuning on accelerators.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnTuning<N> {
    pub(crate) method: TuningMethod,
    pub(crate) terms: OwnTraining<N>,
}

/// What a model is trained on, and after how many months again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedTraining<N> {
    pub(crate) again_every: Option<u32>,
    pub(crate) terms: Training<N>,
}

/// Work that comes back, and after how many months.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedRefresh<N> {
    pub(crate) every: u32,
    pub(crate) terms: Refresh<N>,
}

/// What an alternative is.
#[derive(Clone, Debug)]
pub(crate) enum Role<N> {
    Api(Box<ApiInputs<N>>),
    Deployment(Box<DeploymentInputs<N>>),
    Mix(Box<Mix<N>>),
}

/// Everything that the formulas need of one alternative.
#[derive(Clone, Debug)]
pub(crate) struct Inputs<N> {
    pub(crate) workload: Workload<N>,
    /// The load of each hour of the day; empty where the peak alone is known.
    pub(crate) hours: Vec<HourOfDay<N>>,
    pub(crate) classes: Vec<ClassInputs<N>>,
    pub(crate) finance: Finance<N>,
    /// What becomes of its answers; nothing where each is taken as it comes.
    pub(crate) answers: Option<Box<Answers<N>>>,
    /// What a model is trained on; nothing where none is fine-tuned.
    pub(crate) training: Option<DatedTraining<N>>,
    /// What changes over the study; nothing where all stays as it is.
    pub(crate) over_time: Option<Box<OverTime<N>>>,
    pub(crate) role: Role<N>,
}

impl<N: Copy> Inputs<N> {
    /// The same inputs over another carrier.
    pub(crate) fn map<M>(&self, mut f: impl FnMut(Parameter, N) -> M) -> Inputs<M> {
        self.mapped(&mut f)
    }

    pub(super) fn mapped<M>(&self, f: &mut dyn FnMut(Parameter, N) -> M) -> Inputs<M> {
        let f = &mut { f };
        Inputs {
            workload: self.workload.map(f),
            hours: self.hours.iter().map(|hour| hour.map(f)).collect(),
            classes: self
                .classes
                .iter()
                .map(|one| ClassInputs { class: one.class.map(f), profile: one.profile.map(f) })
                .collect(),
            finance: self.finance.map(f),
            answers: self.answers.as_ref().map(|answers| Box::new(answers.map(f))),
            training: self
                .training
                .map(|data| DatedTraining { again_every: data.again_every, terms: data.terms.map(f) }),
            over_time: self.over_time.as_ref().map(|over_time| Box::new(over_time.map(*f))),
            role: match &self.role {
                Role::Api(api) => Role::Api(Box::new(api.map(f))),
                Role::Deployment(deployment) => Role::Deployment(Box::new(DeploymentInputs {
                    choices: deployment.choices,
                    serving: deployment.serving.map(f),
                    hardware: deployment.hardware.map(f),
                    resale: deployment.resale.iter().map(|point| point.map(f)).collect(),
                    site: deployment.site.map(f),
                    people: deployment.people.map(f),
                    refresh: deployment
                        .refresh
                        .map(|refresh| DatedRefresh { every: refresh.every, terms: refresh.terms.map(f) }),
                    extras: deployment.extras.map(f),
                    training: deployment
                        .training
                        .map(|own| OwnTuning { method: own.method, terms: own.terms.map(f) }),
                })),
                Role::Mix(mix) => {
                    let part = |part: &MixPart<N>| MixPart {
                        routed: part.routed.map(f),
                        holds: part.holds,
                        most: part.most,
                        inputs: part.inputs.mapped(f),
                    };
                    let parts = mix.parts.iter().map(part).collect();
                    Role::Mix(Box::new(Mix { rule: mix.rule, terms: mix.terms.map(f), parts }))
                }
            },
        }
    }

    /// The value of a parameter that the alternative has once; `None` for one it lacks or has per class or tier.
    pub(crate) fn get_mut(&mut self, parameter: Parameter) -> Option<&mut N> {
        let Self { workload, finance, answers, training, over_time, role, .. } = self;
        if let Some(value) = workload.get_mut(parameter) {
            return Some(value);
        }
        if let Some(value) = finance.get_mut(parameter) {
            return Some(value);
        }
        if let Some(value) = answers.as_mut().and_then(|answers| answers.acceptance.get_mut(parameter)) {
            return Some(value);
        }
        if let Some(value) = training.as_mut().and_then(|data| data.terms.get_mut(parameter)) {
            return Some(value);
        }
        if let Some(value) = over_time.as_mut().and_then(|over_time| over_time.get_mut(parameter)) {
            return Some(value);
        }
        match role {
            Role::Api(api) => {
                let ApiInputs { offer, commitment, limits, provisioned, training, .. } = api.as_mut();
                offer
                    .get_mut(parameter)
                    .or_else(|| commitment.as_mut().and_then(|commitment| commitment.get_mut(parameter)))
                    .or_else(|| limits.as_mut().and_then(|limits| limits.get_mut(parameter)))
                    .or_else(|| provisioned.as_mut().and_then(|units| units.get_mut(parameter)))
                    .or_else(|| training.as_mut().and_then(|training| training.get_mut(parameter)))
            }
            Role::Mix(mix) => mix.terms.get_mut(parameter),
            Role::Deployment(deployment) => {
                let DeploymentInputs { serving, hardware, site, people, refresh, extras, training, .. } =
                    deployment.as_mut();
                serving
                    .get_mut(parameter)
                    .or_else(|| hardware.get_mut(parameter))
                    .or_else(|| site.get_mut(parameter))
                    .or_else(|| people.get_mut(parameter))
                    .or_else(|| refresh.as_mut().and_then(|refresh| refresh.terms.get_mut(parameter)))
                    .or_else(|| extras.get_mut(parameter))
                    .or_else(|| training.as_mut().and_then(|own| own.terms.get_mut(parameter)))
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
        let hours = &self.workload;
        // What is let by the month has no paid hours of its own.
        let is_by_the_hour = |own: &DeploymentInputs<N>| {
            own.choices.acquisition == Acquisition::Rent && own.hardware.rent.0 > N::default()
        };
        let stops_too_early = |own: &DeploymentInputs<N>| {
            is_by_the_hour(own) && own.hardware.paid_hours.0 < hours.serving_hours.0
        };
        let is_leased_too_long = |own: &DeploymentInputs<N>| {
            own.choices.acquisition == Acquisition::FinanceLease && own.hardware.term.0 > own.hardware.life.0
        };
        let runs_too_long =
            |own: &DeploymentInputs<N>| is_by_the_hour(own) && own.hardware.paid_hours.0 > hours.hours.0;
        let ascends = match &self.role {
            Role::Api(api) => {
                api.tiers.is_sorted_by(|below, above| below.above.0 < above.above.0)
                    && api.volume_tiers.is_sorted_by(|below, above| below.above.0 < above.above.0)
            }
            Role::Deployment(own) => own.resale.is_sorted_by(|younger, older| younger.age.0 < older.age.0),
            Role::Mix(_) => true,
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
            (
                !self.hours.is_empty() && !self.hours.iter().any(|hour| hour.load.0 > N::default()),
                "a day without any load",
            ),
            (!ascends, "thresholds or ages that do not ascend"),
            (
                self.deployment().is_some_and(|own| own.choices.unequal_lives == UnequalLives::RepeatedLives)
                    && self.over_time.as_ref().and_then(|over_time| over_time.changes.as_ref()).is_some_and(
                        |changes| changes.hardware.0 > N::default() || changes.hardware.0 < N::default(),
                    ),
                "repeated lives of hardware whose price moves",
            ),
            (self.deployment().is_some_and(is_past_its_life), "an age past the useful life"),
            (self.deployment().is_some_and(is_leased_too_long), "a lease longer than the useful life"),
            (self.deployment().is_some_and(power_falls), "more power idle than at work"),
            (self.deployment().is_some_and(stops_too_early), "fewer paid hours than serving hours"),
            (self.deployment().is_some_and(runs_too_long), "more paid hours than the month has"),
        ];
        let here = checks.into_iter().find(|(contradicts, _)| *contradicts).map(|(_, what)| what);
        here.or_else(|| self.parts().iter().find_map(|part| part.inputs.contradiction()))
            .or_else(|| self.moved_from().and_then(Self::contradiction))
    }

    /// The parts of a mix.
    pub(crate) fn parts(&self) -> &[MixPart<N>] {
        match &self.role {
            Role::Mix(mix) => &mix.parts,
            Role::Api(_) | Role::Deployment(_) => &[],
        }
    }

    /// The same, to be changed.
    pub(crate) fn parts_mut(&mut self) -> &mut [MixPart<N>] {
        match &mut self.role {
            Role::Mix(mix) => &mut mix.parts,
            Role::Api(_) | Role::Deployment(_) => &mut [],
        }
    }

    /// Whether it has a count (steps, provisioned units) that is the cheapest one, and none that is given.
    pub(crate) fn chooses(&self) -> bool {
        match &self.role {
            Role::Api(api) => api.chooses_units,
            Role::Deployment(_) => false,
            Role::Mix(mix) => matches!(mix.rule, MixRule::Overflow { chosen: true }),
        }
    }

    /// Whether the cost of a month is more than a straight line on one staircase.
    pub(crate) fn is_bent(&self) -> bool {
        match &self.role {
            Role::Api(api) => api.has_terms(),
            Role::Deployment(own) => own.choices.scaling == Scaling::Hourly,
            Role::Mix(_) => true,
        }
    }

    /// What is used today and serves until this does.
    pub(crate) fn moved_from(&self) -> Option<&Self> {
        self.over_time.as_ref()?.moved_from.as_deref()
    }

    /// Whether a later month costs something else at the same volume: its own and that of its parts.
    pub(crate) fn changes_over_time(&self) -> bool {
        let changes = self.over_time.as_ref().is_some_and(|over_time| {
            let is_owed = over_time.owed.is_some() || over_time.credit.is_some();
            over_time.changes.is_some() || !over_time.events.is_empty() || is_owed
        });
        changes
            || self.parts().iter().any(|part| part.inputs.changes_over_time())
            || self.moved_from().is_some_and(Self::changes_over_time)
    }

    /// The months until it serves all of the volume.
    pub(crate) fn takes_over_in(&self) -> u32 {
        self.over_time.as_ref().map_or(0, |over_time| {
            let ramp = u32::try_from(over_time.ramp.len()).unwrap_or(u32::MAX);
            over_time.lead_months.saturating_add(ramp)
        })
    }

    /// The same, to be changed.
    pub(crate) fn moved_from_mut(&mut self) -> Option<&mut Self> {
        self.over_time.as_mut()?.moved_from.as_deref_mut()
    }

    /// The events, in their order.
    pub(crate) fn events(&self) -> &[DatedEvent<N>] {
        self.over_time.as_ref().map_or(&[], |over_time| &over_time.events)
    }

    /// Whether the bill of every month is such a line, all that goes with the tokens at the prices of one path and the rest
    /// at those of today, with nothing else that comes or goes over the study.
    pub(crate) fn is_plain(&self) -> bool {
        let has_two_paths = self.answers.as_ref().is_some_and(|answers| {
            // What failures cost but for an escalation stays as it is today, and so does the bill of a deployment.
            answers.escalation.is_some() || matches!(self.role, Role::Api(_))
        });
        let is_tuned_again = self.training.is_some_and(|data| data.again_every.is_some()) && self.is_tuned();
        let comes_back = is_tuned_again || self.deployment().is_some_and(|own| own.refresh.is_some());
        !self.is_bent() && !has_two_paths && !comes_back && self.over_time.is_none()
    }

    /// How much the prices change from one month to the next: an API's.
    pub(crate) fn price_change(&self) -> N
    where
        N: Default,
    {
        match &self.role {
            Role::Api(api) => api.offer.price_change.0,
            // The API of a mix is compared on its own too.
            Role::Deployment(_) | Role::Mix(_) => N::default(),
        }
    }

    /// Whether its model is fine-tuned.
    pub(crate) fn is_tuned(&self) -> bool {
        match &self.role {
            Role::Api(api) => api.training.is_some(),
            Role::Deployment(own) => own.training.is_some(),
            Role::Mix(mix) => mix.parts.iter().any(|part| part.inputs.is_tuned()),
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
        self.over_time.is_some()
            || self.price_change() != N::default()
            || of_escalation != N::default()
            || self.parts().iter().any(|part| part.inputs.has_price_path())
    }

    pub(crate) fn deployment(&self) -> Option<&DeploymentInputs<N>> {
        match &self.role {
            Role::Deployment(deployment) => Some(deployment),
            Role::Api(_) | Role::Mix(_) => None,
        }
    }
}
