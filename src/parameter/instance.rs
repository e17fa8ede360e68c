//! Which alternative, class, tier or facility a parameter belongs to: what fills the placeholders of its path.

use super::Parameter;
use crate::error::FieldPath;

/// The names that complete the path of a parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Instance {
    /// `api.gpt-4o` or `deployment.bought`.
    pub(crate) alternative: String,
    /// The name of a request class.
    pub(crate) class: String,
    /// The number of a tier, of a point of the resale curve, of an event or of an hour of the day, from 0.
    pub(crate) index: usize,
    /// The alternative that is a part of a mix.
    pub(crate) part: String,
    /// The key below `hardware`.
    pub(crate) hardware: &'static str,
    /// `facility`, or `deployment.x.facility`.
    pub(crate) facility: String,
    /// The key of the facility's charge.
    pub(crate) site: &'static str,
}

impl Instance {
    /// The whole path of a parameter.
    pub(crate) fn path(&self, parameter: Parameter) -> FieldPath {
        let index = self.index.to_string();
        let filled = [
            ("{alternative}", self.alternative.as_str()),
            ("{class}", &self.class),
            ("{part}", &self.part),
            ("{tier}", &index),
            ("{hour}", &index),
            ("{point}", &index),
            ("{event}", &index),
            ("{hardware}", self.hardware),
            ("{facility}", &self.facility),
            ("{site}", self.site),
        ]
        .into_iter()
        .fold(parameter.path().to_owned(), |path, (placeholder, name)| path.replace(placeholder, name));
        FieldPath::new(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_completed_by_the_names_of_the_instance() {
        let instance = Instance {
            alternative: "deployment.bought".to_owned(),
            class: "chat".to_owned(),
            part: String::new(),
            index: 2,
            hardware: "buy",
            facility: "facility".to_owned(),
            site: "per_kw_plus_metered",
        };
        for (parameter, path) in [
            (Parameter::RunFte, "deployment.bought.people.run_fte"),
            (Parameter::ClassShare, "workload.class.chat.share"),
            (Parameter::UsefulLife, "deployment.bought.hardware.buy.useful_life_months"),
            (Parameter::SiteRent, "facility.per_kw_plus_metered.usd_per_kw_month"),
            (Parameter::ResaleAge, "deployment.bought.hardware.buy.resale.2.age_months"),
        ] {
            assert_eq!(instance.path(parameter).as_str(), path);
        }
        for parameter in Parameter::ALL {
            assert!(!instance.path(*parameter).as_str().contains('{'));
        }
    }
}
