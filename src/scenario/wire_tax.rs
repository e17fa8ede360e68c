//! Tax and loans, as written.

use crate::source::Figure;
use serde::{Deserialize, Serialize};

/// What income tax does to the study: `[finance.tax]`. Without it nothing is taxed.
///
/// Every cost is deducted when it is paid, purchases by depreciation, and what is sold above or below its tax book value is
/// taxed or deducted; the after-tax figures of the study are discounted at an after-tax rate. The business is taken to have
/// other income: what a deduction saves is saved at once, in loss years too. A year's depreciation is deducted in equal
/// parts over the months of the tax year in which the asset is held, as estimated taxes are paid.
///
/// Law of the United States is read from the price book by date unless it is given here. This is no tax advice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tax {
    /// Tax on a unit of income, of all authorities together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_fraction: Option<Figure>,
    /// What money costs after tax, an effective rate a year; the discount rate times 1 less the tax rate where it is not
    /// given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_rate_annual_effective: Option<Figure>,
    /// How purchases are written off: `macrs` where it is not given, or from the month of purchase over `life_months`
    /// `straight_line`, `sum_of_years_digits`, `double_declining` or `units_of_production`: in proportion to the tokens that a
    /// server serves in a month, of those that it serves in all of `life_months`. Months past the study are taken to be like
    /// its last.
    ///
    /// Source of the last: 26 U.S.C. 168(f)(1), for who elects it; [`crate::finance::units_of_production`] has the formula.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depreciation: Option<String>,
    /// The life over which a method other than `macrs` writes off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_months: Option<u32>,
    /// The recovery period of `macrs`: 5 years where it is not given, that of computers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_years: Option<u32>,
    /// Of `macrs`: `half_year` or `mid_quarter`. Where it is not given, the law decides for each tax year: mid-quarter where more
    /// than 40 percent of what the alternative places in service comes in the last quarter. What is sold in the tax year in
    /// which it was placed in service does not count, and is not written off.
    ///
    /// Source: 26 U.S.C. 168(d)(3), 26 CFR 1.168(d)-1(b)(3). What else the owners place in service is not known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<String>,
    /// Of `macrs`: `table` (IRS Publication 946) where it is not given, or `formula`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentages: Option<String>,
    /// The bonus depreciation of the first year, for every purchase; the law of the days below where it is not given. The
    /// provenance has it by the month, for what is ordered in the month in which it begins to serve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus_fraction: Option<Figure>,
    /// Whether as much as section 179 allows is deducted first; not where it is not given. What is placed in service is
    /// that of each alternative alone. What is sold in the same tax year takes nothing of the limit, and counts for the
    /// threshold.
    ///
    /// Source: 26 U.S.C. 179(b).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section_179: Option<bool>,
    /// Its limit in every tax year; the law's of each tax year where it is not given. Of years that the price book does not
    /// know yet the last known limits hold, with a warning; a year of `placed_in_service` that it does not know is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section_179_limit_usd: Option<Figure>,
    /// What may be placed in service before the limit shrinks; the law's where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section_179_threshold_usd: Option<Figure>,
    /// The day on which all hardware is bought under a contract that binds; where it is not given, that of `placed_in_service`
    /// or, without that, the month in which each purchase is ordered: with `lead_months` an earlier one than that in which it
    /// begins to serve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquired: Option<String>,
    /// The day whose law holds for every purchase of the study. Where it is not given, the law of the month in which each
    /// purchase begins to serve does: month 1 begins on `prices_as_of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_in_service: Option<String>,
    /// The month of the tax year in which the study begins, from 1 to 12; 1 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_month: Option<u32>,
}

impl Tax {
    /// At a rate, with depreciation by MACRS.
    #[must_use]
    pub fn new(rate_fraction: impl Into<Figure>) -> Self {
        Self { rate_fraction: Some(rate_fraction.into()), ..Self::default() }
    }
}

/// A loan that pays for a part of what is bought, in level payments at the end of each month. It is what the owners see,
/// and no part of what the alternative costs: its flows are in [`crate::Study::equity`] alone. What is still owed when a
/// server is sold is paid back then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Loan {
    /// Interest a year, of which a month has a twelfth; or give `rate_annual_effective`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_annual_nominal: Option<Figure>,
    /// Interest a year that the months compound to; or give `rate_annual_nominal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_annual_effective: Option<Figure>,
    /// Months in which it is paid back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_months: Option<Figure>,
    /// What of the purchase is paid without it; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub down_payment_fraction: Option<Figure>,
    /// What the lender takes for paying it out, as a fraction of the loan; 0 where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_fraction: Option<Figure>,
}

impl Loan {
    /// At a nominal rate a year, over so many months.
    #[must_use]
    pub fn nominal(rate_annual_nominal: impl Into<Figure>, term_months: u32) -> Self {
        Self {
            rate_annual_nominal: Some(rate_annual_nominal.into()),
            term_months: Some(term_months.into()),
            ..Self::default()
        }
    }
}
