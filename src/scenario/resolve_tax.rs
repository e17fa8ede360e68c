//! Tax, with the law of its days, and loans.

use super::reader::{Otherwise, Reader, contradiction};
use super::resolved::ResolvedAlternative;
use super::tax_terms::{Financing, LoanTerms, TaxTerms, WriteOff};
use super::wire::Scenario;
use super::wire_tax::{Loan, Tax};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::finance::{Convention, Depreciation, EffectiveRate, Macrs, MacrsMode, NominalRate};
use crate::parameter::{Instance, Parameter};
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;

/// What tax needs to know of the study.
struct Study {
    discount_rate: Decimal,
    months: u32,
}

/// Reads what a scenario says of tax, debt and loans.
pub(super) fn financing(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    discount_rate: Decimal,
    months: u32,
    alternatives: &[ResolvedAlternative],
) -> Result<Financing, Error> {
    reader.alternative = None;
    let here = Instance::default();
    let study = Study { discount_rate, months };
    let tax = scenario.finance.tax.as_ref().map(|tax| self::tax(reader, tax, &study)).transpose()?;
    let has_book = |one: &&ResolvedAlternative| {
        one.inputs.deployment().is_some_and(|own| !own.hardware.owned_book_months.0.is_zero())
    };
    if let (None, Some(one)) = (&tax, alternatives.iter().find(has_book)) {
        return Err(contradiction(
            one.path.join("hardware.owned_already.tax_book_value_usd"),
            "a tax book value in a study without tax".to_owned(),
            "write `[finance.tax]` with `rate_fraction = 0.25`, or leave it out",
        ));
    }
    let debt = scenario.finance.cost_of_debt_annual_effective;
    let cost_of_debt = match debt {
        None => None,
        Some(_) => Some(reader.read(Parameter::CostOfDebt, &here, debt, None, Otherwise::Required(""))?),
    };
    let mut loans = Vec::new();
    for (at, one) in alternatives.iter().enumerate() {
        let bought = scenario.deployment.iter().find(|(id, _)| *id == one.id);
        let buy = bought.and_then(|(_, deployment)| deployment.hardware.buy.as_ref());
        reader.alternative = Some(at);
        let instance =
            Instance { alternative: one.path.as_str().to_owned(), hardware: "buy", ..Instance::default() };
        loans.push(buy.and_then(|buy| buy.loan.as_ref()).map(|it| loan(reader, &instance, it)).transpose()?);
    }
    Ok(Financing { tax, cost_of_debt, loans })
}

fn tax(reader: &mut Reader<'_>, tax: &Tax, study: &Study) -> Result<TaxTerms, Error> {
    let (here, path) = (Instance::default(), FieldPath::new("finance.tax"));
    let required = Otherwise::Required("write `rate_fraction = 0.25`, the tax on a unit of income");
    let rate = reader.read(Parameter::TaxRate, &here, tax.rate_fraction, None, required)?;
    let after = (Decimal::ONE - rate).checked_mul(study.discount_rate);
    let after = after.ok_or(ErrorKind::OutOfBounds { what: "a discount rate after tax" })?;
    let otherwise = Otherwise::Default(after, "the discount rate less tax on it");
    let discount_rate = reader.read(
        Parameter::AfterTaxDiscountRate,
        &here,
        tax.discount_rate_annual_effective,
        None,
        otherwise,
    )?;
    let first_month = tax.first_month.unwrap_or(1);
    if !(1..=12).contains(&first_month) {
        let what = format!("month {first_month} of a tax year");
        return Err(contradiction(path.join("first_month"), what, "write 1 to 12"));
    }
    let write_off = match tax.depreciation.as_deref() {
        None | Some("macrs") => macrs(reader, tax, &path, study, first_month)?,
        Some(word) => monthly(tax, &path, word)?,
    };
    Ok(TaxTerms { rate, discount_rate, write_off, first_month })
}

fn macrs(
    reader: &mut Reader<'_>,
    tax: &Tax,
    path: &FieldPath,
    study: &Study,
    first_month: u32,
) -> Result<WriteOff, Error> {
    if tax.life_months.is_some() {
        let (first, second) = ("life_months".to_owned(), "depreciation = \"macrs\"".to_owned());
        return Err(Error::at(path.clone(), ErrorKind::Conflict { first, second }));
    }
    let word = |key: &str, written: Option<&String>, known: &[(&str, bool)]| {
        written.map(|word| Reader::one_of(path.join(key), word, known)).transpose()
    };
    let is_mid_quarter =
        word("convention", tax.convention.as_ref(), &[("half_year", false), ("mid_quarter", true)])?;
    let by_formula = word("percentages", tax.percentages.as_ref(), &[("table", false), ("formula", true)])?;
    let mode = if by_formula == Some(true) { MacrsMode::Formula } else { MacrsMode::Table };
    let recovery_years = tax.recovery_years.unwrap_or(5);
    Macrs::new(recovery_years, Convention::HalfYear, mode)
        .map_err(|error| Error::at(path.join("recovery_years"), error.kind().clone()))?;
    // What is given has no need of a law, and so of none of its days.
    let limits_are_given = tax.section_179_limit_usd.is_some() && tax.section_179_threshold_usd.is_some();
    let has_no_day = tax.bonus_fraction.is_some() && (tax.section_179 != Some(true) || limits_are_given);
    let unused = [
        (tax.bonus_fraction.is_some() && tax.acquired.is_some(), "acquired"),
        (has_no_day && tax.placed_in_service.is_some(), "placed_in_service"),
    ];
    if let Some((_, second)) = unused.into_iter().find(|(is_unused, _)| *is_unused) {
        let (first, second) = ("bonus_fraction".to_owned(), second.to_owned());
        return Err(Error::at(path.clone(), ErrorKind::Conflict { first, second }));
    }
    let law = super::resolve_tax_law::Law::of(reader, tax, path, study.months, first_month)?;
    let bonus = law.bonus(reader, tax)?;
    let section_179 = match tax.section_179 {
        Some(true) => Some(law.expensing(reader, tax)?),
        _ if tax.section_179_limit_usd.is_some() || tax.section_179_threshold_usd.is_some() => {
            let what = "limits of section 179, which is not used".to_owned();
            return Err(contradiction(path.join("section_179"), what, "write `section_179 = true`"));
        }
        _ => None,
    };
    Ok(WriteOff::Macrs { recovery_years, is_mid_quarter, mode, bonus, section_179 })
}

fn monthly(tax: &Tax, path: &FieldPath, word: &str) -> Result<WriteOff, Error> {
    let of_macrs = [
        (tax.recovery_years.is_some(), "recovery_years"),
        (tax.convention.is_some(), "convention"),
        (tax.percentages.is_some(), "percentages"),
        (tax.bonus_fraction.is_some(), "bonus_fraction"),
        (tax.section_179.is_some(), "section_179"),
        (tax.section_179_limit_usd.is_some(), "section_179_limit_usd"),
        (tax.section_179_threshold_usd.is_some(), "section_179_threshold_usd"),
        (tax.acquired.is_some(), "acquired"),
        (tax.placed_in_service.is_some(), "placed_in_service"),
        (tax.first_month.is_some(), "first_month"),
    ];
    let method = Reader::one_of(
        path.join("depreciation"),
        word,
        &[
            ("macrs", None),
            ("straight_line", Some(Depreciation::StraightLine)),
            ("sum_of_years_digits", Some(Depreciation::SumOfYearsDigits)),
            ("double_declining", Some(Depreciation::DecliningBalance { factor: Decimal::TWO })),
            ("units_of_production", None),
        ],
    )?;
    if let Some((_, first)) = of_macrs.into_iter().find(|(is_given, _)| *is_given) {
        let (first, second) = (first.to_owned(), format!("depreciation = \"{word}\""));
        return Err(Error::at(path.clone(), ErrorKind::Conflict { first, second }));
    }
    match (method, tax.life_months) {
        (Some(method), Some(months)) if (1..=600).contains(&months) => {
            Ok(WriteOff::Monthly { method, months })
        }
        (None, Some(months)) if (1..=600).contains(&months) => Ok(WriteOff::ByTokens { months }),
        (_, Some(months)) => {
            let kind = ErrorKind::OutOfRange {
                value: months.into(),
                minimum: Decimal::ONE,
                maximum: 600.into(),
                unit: "months",
            };
            Err(Error::at(path.join("life_months"), kind))
        }
        (_, None) => {
            let instead = "write `life_months = 60`, over which purchases are written off".to_owned();
            Err(Error::at(path.join("life_months"), ErrorKind::Missing { instead }))
        }
    }
}

fn loan(reader: &mut Reader<'_>, instance: &Instance, loan: &Loan) -> Result<LoanTerms, Error> {
    let place = FieldPath::new(instance.alternative.as_str()).join("hardware.buy.loan");
    let mut read = |parameter, given, otherwise| reader.read(parameter, instance, given, None, otherwise);
    let rate = match (loan.rate_annual_nominal, loan.rate_annual_effective) {
        (Some(_), Some(_)) => {
            let (first, second) = ("rate_annual_nominal".to_owned(), "rate_annual_effective".to_owned());
            return Err(Error::at(place, ErrorKind::Conflict { first, second }));
        }
        (None, effective @ Some(_)) => {
            let rate = read(Parameter::LoanRateEffective, effective, Otherwise::Required(""))?;
            EffectiveRate::new(rate)?.per_period(12)?
        }
        (nominal, None) => {
            let required = "write `rate_annual_nominal = 0.09` or `rate_annual_effective = 0.094`";
            let rate = read(Parameter::LoanRateNominal, nominal, Otherwise::Required(required))?;
            NominalRate::new(rate, 12)?.per_period()
        }
    };
    let required = Otherwise::Required("write `term_months = 36`, in which the loan is paid back");
    let months = read(Parameter::LoanTerm, loan.term_months, required)?;
    let none = || Otherwise::Default(ZERO, "none is given");
    let down_payment = read(Parameter::DownPayment, loan.down_payment_fraction, none())?;
    let fee = read(Parameter::LoanFee, loan.fee_fraction, none())?;
    let months =
        u32::try_from(months).map_err(|_| ErrorKind::OutOfBounds { what: "the months of a loan" })?;
    Ok(LoanTerms { rate, months, down_payment, fee })
}
