//! THE table of parameters.
//!
//! A row is the path, the range, the unit and the meaning of one number of the model. The table makes the inputs of the
//! formulas, the [`Parameter`] enum, the checks and the words of every error; the same path names a value in a
//! scenario file, in an error, in provenance, in a flip and as an axis. Nothing about a parameter is written twice.

mod answers;
mod choice;
mod inputs;
mod instance;
mod mix;
mod over_time;
mod table;

pub(crate) use answers::{Answers, Escalation};
pub(crate) use choice::{
    Acquisition, Choices, EnergyMode, LoadBasis, PaymentsIn, RateForm, RunningCosts, Scaling, UnequalLives,
};
pub use choice::{Family, TuningMethod};
pub(crate) use inputs::{
    ApiInputs, ClassInputs, DatedRefresh, DatedTraining, DeploymentInputs, Inputs, OwnTuning, Role,
};
pub(crate) use instance::Instance;
pub(crate) use mix::{Mix, MixPart, MixRule};
pub(crate) use over_time::{DatedCredit, DatedEvent, DatedOwed, OverTime, PARTS};
pub use table::Parameter;
pub(crate) use table::{
    Acceptance, Changes, Class, Commitment, Credit, Event, Extras, Finance, Hardware, HourOfDay, MixTerms,
    Offer, Owed, OwnTraining, People, Profile, Provisioned, RateLimits, Refresh, ResalePoint, Routed,
    Serving, Site, Tier, Training, VendorTraining, VolumeTier, Workload,
};

use crate::error::{Error, ErrorKind, FieldPath};
use rust_decimal::Decimal;

/// What the table says of a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) path: &'static str,
    pub(crate) minimum: &'static str,
    pub(crate) maximum: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) doc: &'static str,
}

impl Parameter {
    /// The path, with `{alternative}`, `{class}`... where the name of the instance goes.
    ///
    /// ```
    /// use breakeven::Parameter;
    /// assert_eq!(Parameter::RunFte.path(), "{alternative}.people.run_fte");
    /// ```
    #[must_use]
    pub fn path(self) -> &'static str {
        self.entry().path
    }

    /// What the number counts.
    #[must_use]
    pub fn unit(self) -> &'static str {
        self.entry().unit
    }

    /// What the number means.
    #[must_use]
    pub fn doc(self) -> &'static str {
        self.entry().doc.trim()
    }

    /// The least and the greatest value taken, both included.
    ///
    /// ```
    /// use breakeven::Parameter;
    /// let (least, greatest) = Parameter::Pue.range();
    /// assert_eq!((least.to_string(), greatest.to_string()), ("1".to_owned(), "3".to_owned()));
    /// ```
    #[must_use]
    pub fn range(self) -> (Decimal, Decimal) {
        let Row { minimum, maximum, .. } = self.entry();
        // The texts are constants of the table, and a test reads every one of them.
        let bound = |text| Decimal::from_str_exact(text).unwrap_or_default();
        (bound(minimum), bound(maximum))
    }

    /// The value, if it is in range.
    pub(crate) fn check(self, path: &FieldPath, value: Decimal) -> Result<Decimal, Error> {
        let (minimum, maximum) = self.range();
        if value < minimum || value > maximum {
            let unit = self.unit();
            return Err(Error::at(path.clone(), ErrorKind::OutOfRange { value, minimum, maximum, unit }));
        }
        if self.is_whole() && !value.fract().is_zero() {
            return Err(Error::at(path.clone(), ErrorKind::NotWhole { value, unit: self.unit() }));
        }
        Ok(value)
    }

    /// Whether only whole numbers make sense.
    pub(crate) fn is_whole(self) -> bool {
        matches!(
            self,
            Self::TokensPerMonth
                | Self::HorizonMonths
                | Self::MaximumAttempts
                | Self::ReplicasPerStep
                | Self::MinimumSteps
                | Self::Spares
                | Self::StepsPerSpare
                | Self::AcceleratorsPerStep
                | Self::UsefulLife
                | Self::SupportIncluded
                | Self::OwnedAge
                | Self::OwnedTaxMonths
                | Self::ReservationTerm
                | Self::LoanTerm
                | Self::SiteLife
                | Self::FreeTokens
                | Self::MixSteps
                | Self::ProvisionedUnits
                | Self::VolumeTierThreshold
        )
    }

    /// Whether the number cannot be moved alone: it shapes the deployment (what a step is, and so whether the model
    /// fits), or sums to 1 with others.
    pub(crate) fn is_structural(self) -> bool {
        matches!(
            self,
            Self::AcceleratorsPerStep
                | Self::ReplicasPerStep
                | Self::ServersPerStep
                | Self::ClassShare
                | Self::TaxRate
                | Self::AfterTaxDiscountRate
                | Self::BonusDepreciation
                | Self::ExpensingLimit
                | Self::ExpensingThreshold
                | Self::LoanRateNominal
                | Self::LoanRateEffective
                | Self::LoanTerm
                | Self::DownPayment
                | Self::LoanFee
                | Self::CostOfDebt
                | Self::OwnedTaxBook
                | Self::OwnedTaxMonths
        )
    }

    /// The number of the row, which is its bit in [`crate::number::Deps`].
    pub(crate) fn row(self) -> u8 {
        self as u8
    }

    /// The parameter of a row.
    pub(crate) fn of_row(row: u8) -> Option<Self> {
        Self::ALL.get(usize::from(row)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_complete_and_has_a_path_of_its_own() {
        let mut paths = BTreeSet::new();
        for parameter in Parameter::ALL {
            let row = parameter.entry();
            let minimum = Decimal::from_str_exact(row.minimum).unwrap();
            let maximum = Decimal::from_str_exact(row.maximum).unwrap();
            assert!(minimum < maximum, "{}", row.path);
            assert!(!row.unit.is_empty() && row.doc.len() > 20, "{}", row.path);
            assert!(paths.insert(row.path), "{} stands twice", row.path);
        }
    }

    #[test]
    fn table_fits_the_bits_of_deps() {
        assert!(Parameter::ALL.len() <= 256);
        for (row, parameter) in Parameter::ALL.iter().enumerate() {
            assert_eq!(usize::from(parameter.row()), row);
            assert_eq!(Parameter::of_row(parameter.row()), Some(*parameter));
        }
    }
}
