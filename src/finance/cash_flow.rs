//! What money is paid for, and when.

use crate::money::Money;
use std::fmt;

/// What a line of cost is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Category {
    /// Hardware bought, less what it is sold for.
    Capital,
    /// Income tax: saved on what is deducted, due on what is earned.
    Tax,
    /// A loan: paid out, interest and fees, paid back.
    Loan,
    /// Leased hardware: its payments, and what is paid at the end.
    Lease,
    /// Support contracts.
    Support,
    /// Insurance.
    Insurance,
    /// Metered energy.
    Energy,
    /// Space, power capacity, a facility of one's own.
    Facility,
    /// Rented accelerators.
    Rent,
    /// People who build and run the service.
    People,
    /// Software licences.
    Software,
    /// What is paid once.
    OneOff,
    /// Storage, egress, observability, guardrails.
    Adder,
    /// Prompt tokens of an API.
    ApiInput,
    /// Prompt tokens read from an API's cache.
    ApiCachedInput,
    /// Prompt tokens written to an API's cache.
    ApiCacheWrite,
    /// Visible completion tokens of an API.
    ApiOutput,
    /// Reasoning tokens of an API.
    ApiReasoning,
    /// What else an API charges.
    ApiOther,
    /// What is owed for an alternative whether it is used or not.
    Commitment,
    /// What a provider's credit pays.
    Credit,
    /// Moving over to another price or a successor.
    Migration,
    /// Finding out whether answers are accepted.
    Verification,
    /// Doing over what was not accepted.
    Rework,
    /// Asking a dearer model for what was not accepted.
    Escalation,
}

impl Category {
    /// Whether it goes with the token prices of an API.
    pub(crate) fn is_token_price(self) -> bool {
        matches!(
            self,
            Self::ApiInput
                | Self::ApiCachedInput
                | Self::ApiCacheWrite
                | Self::ApiOutput
                | Self::ApiReasoning
                | Self::ApiOther
        )
    }

    /// Whether a provider's credit pays it, and what is owed to a provider covers it: tokens and rent.
    pub(crate) fn is_of_a_provider(self) -> bool {
        self.is_token_price() || self == Self::Rent
    }

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Capital => "capital",
            Self::Tax => "tax",
            Self::Loan => "loan",
            Self::Lease => "lease",
            Self::Support => "support",
            Self::Insurance => "insurance",
            Self::Energy => "energy",
            Self::Facility => "facility",
            Self::Rent => "rent",
            Self::People => "people",
            Self::Software => "software",
            Self::OneOff => "one_off",
            Self::Adder => "adder",
            Self::ApiInput => "api_input",
            Self::ApiCachedInput => "api_cached_input",
            Self::ApiCacheWrite => "api_cache_write",
            Self::ApiOutput => "api_output",
            Self::ApiReasoning => "api_reasoning",
            Self::ApiOther => "api_other",
            Self::Commitment => "commitment",
            Self::Credit => "credit",
            Self::Migration => "migration",
            Self::Verification => "verification",
            Self::Rework => "rework",
            Self::Escalation => "escalation",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One payment of a ledger: positive is paid, negative received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashFlow {
    /// The month that it belongs to, from 1; 0 for what is paid before the first.
    pub month: u32,
    /// The instant at which the money moves: month t runs from instant t - 1 to t.
    pub instant: u32,
    /// What it is for.
    pub category: Category,
    /// The line of the bill.
    pub label: &'static str,
    /// How much.
    pub amount: Money,
}
