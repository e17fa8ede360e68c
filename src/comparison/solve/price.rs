//! The price and the utilization at which self-hosting breaks even.

use super::super::Comparison;
use super::super::monthly::{Monthly, known, mtok};
use crate::error::{Error, ErrorKind};
use crate::finance::Category;
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
    /// factor = 1 + (cost of the challenger - cost of the API) / (tokens of the API - what the challenger escalates to it)
    /// ```
    /// A challenger whose failures go to this API pays the changed prices too.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]; [`ErrorKind::Infeasible`] where one cannot serve the workload;
    /// [`ErrorKind::Contradiction`] for an incumbent that has no token prices, or whose prices change both sides alike.
    pub fn break_even_price(&self, challenger: &str, api: &str) -> Result<BreakEvenPrice, Error> {
        let [own, today] = [self.monthly(challenger)?, self.monthly(api)?];
        let contradiction = |what: String| {
            let instead = "name an API whose tokens cost something".to_owned();
            Error::from(ErrorKind::Contradiction { what, instead })
        };
        if self.alternative(api)?.inputs.deployment().is_some() {
            return Err(contradiction(format!("{api} has no token prices")));
        }
        let sum = |bill: &Monthly, wanted: &dyn Fn(Category) -> bool| {
            let lines = bill.lines.iter().filter(|line| wanted(line.category));
            lines.fold(Exact::lit(0), |sum, line| sum + Exact::new(line.amount.amount()))
        };
        let answers = self.alternative(challenger)?.inputs.answers.as_ref();
        let escalates =
            answers.and_then(|answers| answers.escalation.as_ref()).is_some_and(|to| to.id == api);
        let escalated = sum(&own, &|category| escalates && category == Category::Escalation);
        let priced = sum(&today, &Category::is_token_price) - escalated;
        if priced == Exact::lit(0) {
            return Err(contradiction(format!("the prices of {api} change nothing between the two")));
        }
        let gap = Exact::new(own.cost.amount()) - Exact::new(today.cost.amount());
        let factor = Exact::lit(1) + gap.over(priced);
        let rise = (factor - Exact::lit(1)) * sum(&today, &Category::is_token_price);
        let volume = mtok(self.first_volume());
        Ok(BreakEvenPrice {
            factor: known(factor, "a factor of prices")?,
            usd_per_mtok: known(Exact::new(today.cost_per_mtok) + rise.over(volume), "a cost per Mtok")?,
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
