//! The price and the utilization at which self-hosting breaks even.

use super::super::Comparison;
use super::super::monthly::known;
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number};
use rust_decimal::Decimal;

/// The price of an API at which it costs what another alternative does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakEvenPrice {
    /// All of its prices times this.
    pub factor: Decimal,
    /// USD per million workload tokens, at that.
    pub usd_per_mtok: Decimal,
    /// USD per million workload tokens today.
    pub usd_per_mtok_today: Decimal,
}

impl Comparison {
    /// By which factor all prices of an API would have to change so that it costs in month 1 what the challenger does.
    ///
    /// # Formula
    /// ```text
    /// factor = (cost of the challenger - what the API costs without its prices) / what its prices cost
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Infeasible`] where one cannot serve the workload;
    /// [`ErrorKind::Contradiction`] for an incumbent that has no token prices, or costs nothing.
    pub fn break_even_price(&self, challenger: &str, api: &str) -> Result<BreakEvenPrice, Error> {
        let [own, today] = [self.monthly(challenger)?, self.monthly(api)?];
        let contradiction = |what: String| {
            let instead = "name an API whose tokens cost something".to_owned();
            Error::from(ErrorKind::Contradiction { what, instead })
        };
        if self.alternative(api)?.inputs.deployment().is_some() {
            return Err(contradiction(format!("{api} has no token prices")));
        }
        let priced = today.lines.iter().filter(|line| line.category.is_token_price());
        let priced = priced.fold(Exact::lit(0), |sum, line| sum + Exact::new(line.amount.amount()));
        if priced == Exact::lit(0) {
            return Err(contradiction(format!("the tokens of {api} cost nothing")));
        }
        let gap = Exact::new(own.cost.amount()) - Exact::new(today.cost.amount());
        Ok(BreakEvenPrice {
            factor: known(Exact::lit(1) + gap.over(priced), "a factor of prices")?,
            usd_per_mtok: own.cost_per_mtok,
            usd_per_mtok_today: today.cost_per_mtok,
        })
    }

    /// How busy the challenger's steps are at the first volume at which it costs no more than the incumbent; `None` where
    /// there is no such volume.
    ///
    /// # Errors
    /// As [`Comparison::break_even`]; [`ErrorKind::Contradiction`] for a challenger without steps.
    pub fn break_even_utilization(
        &self,
        challenger: &str,
        incumbent: &str,
    ) -> Result<Option<Decimal>, Error> {
        let alternative = self.alternative(challenger)?;
        if alternative.inputs.deployment().is_none() {
            let what = format!("{challenger} has no steps that could be busy");
            return Err(ErrorKind::Contradiction { what, instead: "name a deployment".to_owned() }.into());
        }
        let Some(tokens) = self.break_even(challenger, incumbent)?.break_even.first_volume else {
            return Ok(None);
        };
        self.monthly_of(alternative, tokens).map(|monthly| monthly.utilization)
    }
}
