//! What one alternative saves a month against another.

use super::Comparison;
use super::monthly::known;
use crate::error::Error;
use crate::money::Money;
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

/// What one alternative saves in month 1 against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saving {
    /// How much a month; negative where it costs more.
    pub amount: Money,
    /// The same as a fraction of what the other costs; `None` where that is nothing.
    pub fraction: Option<Decimal>,
}

impl Comparison {
    /// What one alternative saves in month 1 against another.
    ///
    /// # Formula
    /// ```text
    /// amount = cost of the other - cost        fraction = amount / cost of the other
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`]; [`crate::ErrorKind::Infeasible`] where either cannot serve the workload.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    /// # [api.b]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 1\n";
    /// use breakeven::{Catalog, Comparison};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// // a: 750 Mtok in at 2 USD, 250 Mtok out at 10 USD, 4,000 USD; b: 1,000 Mtok at 1 USD
    /// let saving = comparison.saving("b", "a")?;
    /// assert_eq!(saving.amount.to_string(), "3000 USD");
    /// assert_eq!(saving.fraction, Some("0.75".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn saving(&self, of: &str, against: &str) -> Result<Saving, Error> {
        let (own, other) = (self.monthly_cost(of)?, self.monthly_cost(against)?);
        let amount = other.checked_sub(own)?;
        let fraction = (!other.amount().is_zero())
            .then(|| known(Exact::new(amount.amount()).over(Exact::new(other.amount())), "a saving"))
            .transpose()?;
        Ok(Saving { amount, fraction })
    }
}
