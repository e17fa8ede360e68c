//! The answer as one JSON object: amounts, volumes and rates as decimal strings, unrounded; counts and months as numbers.

use super::json_leases::LeaseObject;
use super::json_ledgers::LedgersObject;
use super::json_ranges::RangesObject;
use super::json_requirements::EligibilityObject;
use super::json_start_volumes::StartVolumesObject;
use super::json_verdict::VerdictObject;
use crate::comparison::{AlternativeAnswer, Answer, CostLine, Crossing, Ledger, Monthly, Pair, Study};
use crate::curve::Interval;
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::scenario::{Provenance, Warning};
use crate::verdict::Verdict;
use rust_decimal::Decimal;
use serde::Serialize;

/// The answer and the verdict as one JSON object.
///
/// Amounts, volumes and rates are strings with every decimal they have; counts and months are numbers. Fields may be added
/// in later versions, never changed. Ledgers, where given, are added under `ledger` by the id of their alternative; what
/// tax adds to them under `ledger_tax`, and what its owners see of a loan under `ledger_loan`, apart from what the
/// alternative costs. The same categories and lines throughout.
///
/// What is absent is `null`. These are left out instead:
///
/// | what they say | fields |
/// |---|---|
/// | users | `users`, `tokens_per_user_month`, `first_users` |
/// | tax | `npv_after_tax`, `npv_of_switching_after_tax`, `ledger_tax` |
/// | what owners see of a loan | `npv_of_equity`, `npv_of_equity_after_tax`, `ledger_loan` |
/// | leases against purchases | `leases` |
/// | volumes of month 1 | `start_volumes`, or `start_volumes_absent`: why there are none |
/// | requirements | `eligibility`, `requirement_prices`, `without_requirement` |
/// | ranges | `ranges` of the verdict, `range` of a flip |
/// | where a flip changes the answer | `at`, `changes_to`, `distance` |
///
/// # Errors
/// [`ErrorKind::OutOfBounds`] where the object cannot be written.
pub fn json(
    answer: &Answer,
    verdict: &Verdict,
    ledgers: Option<&[(String, Ledger)]>,
) -> Result<String, Error> {
    let object = Report::of(answer, verdict, ledgers);
    serde_json::to_string_pretty(&object)
        .map_err(|_| ErrorKind::OutOfBounds { what: "the JSON report" }.into())
}

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    question: Option<&'a str>,
    currency: &'static str,
    prices_as_of: String,
    horizon_months: u32,
    hours_per_month: Option<serde_json::Number>,
    baseline: &'a str,
    volume: VolumeObject,
    alternatives: Vec<AlternativeObject<'a>>,
    pairs: Vec<PairObject<'a>>,
    ranges: Option<RangesObject<'a>>,
    verdict: VerdictObject<'a>,
    warnings: Vec<WarningObject<'a>>,
    provenance: Vec<ProvenanceObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leases: Vec<LeaseObject<'a>>,
    #[serde(flatten)]
    ledgers: Option<LedgersObject<'a>>,
}

/// A decimal as a string without trailing zeros.
#[derive(Serialize)]
pub(super) struct Text(String);

impl From<Decimal> for Text {
    fn from(value: Decimal) -> Self {
        Self(value.normalize().to_string())
    }
}

impl From<Money> for Text {
    /// All 12 decimals that money has.
    fn from(value: Money) -> Self {
        let places = usize::try_from(Money::DECIMALS).unwrap_or_default();
        Self(format!("{:.places$}", value.amount()))
    }
}

/// Months and hours are JSON numbers.
fn plain_number(value: Decimal) -> Option<serde_json::Number> {
    value.normalize().to_string().parse().ok()
}

impl From<u64> for Text {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

pub(super) fn some<T: Into<Text>>(value: Option<T>) -> Option<Text> {
    value.map(Into::into)
}

#[derive(Serialize)]
struct VolumeObject {
    tokens_per_month: Text,
    requests_per_month: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens_per_user_month: Option<Text>,
}

#[derive(Serialize)]
struct AlternativeObject<'a> {
    id: &'a str,
    name: &'a str,
    family: &'static str,
    feasible: bool,
    limited_by: Option<&'static str>,
    limited_because: Option<&'a str>,
    monthly_cost: Option<Text>,
    lines: Vec<LineObject>,
    steps: Option<u64>,
    spares: Option<u64>,
    capacity_tokens_per_month: Option<Text>,
    maximum_tokens_per_month: Option<Text>,
    utilization: Option<Text>,
    cost_per_mtok: Option<Text>,
    overflow_fraction: Option<Text>,
    provisioned_units: Option<u64>,
    usage_cost_per_mtok: Option<Text>,
    cost_per_mtok_at_capacity: Option<Text>,
    cost_per_1000_requests: Option<Text>,
    cost_per_accepted_answer: Option<Text>,
    price_per_input_mtok: Option<Text>,
    price_per_output_mtok: Option<Text>,
    npv: Option<Text>,
    npv_of_switching: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    npv_after_tax: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    npv_of_switching_after_tax: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    npv_of_equity: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    npv_of_equity_after_tax: Option<Text>,
    payback_month: Option<u32>,
    payback_months: Option<serde_json::Number>,
    discounted_payback_month: Option<u32>,
    crossings: Vec<CrossingObject>,
    levelized_cost_per_mtok: Option<Text>,
    cash_trough: Option<TroughObject>,
    non_cancellable: Option<Text>,
    takes_over_in_months: u32,
    equivalent_monthly_cost: Option<Text>,
    largest_concurrency: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_volumes: Option<StartVolumesObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_volumes_absent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eligibility: Option<EligibilityObject<'a>>,
}

#[derive(Serialize)]
struct CrossingObject {
    month: u32,
    is_ahead: bool,
}

#[derive(Serialize)]
struct TroughObject {
    amount: Text,
    month: u32,
}

#[derive(Serialize)]
struct LineObject {
    category: &'static str,
    label: &'static str,
    amount: Text,
}

#[derive(Serialize)]
struct PairObject<'a> {
    challenger: &'a str,
    incumbent: &'a str,
    cheaper_on: Vec<IntervalObject>,
    equal_at: Vec<Text>,
    equal_on: Vec<IntervalObject>,
    first_volume: Option<Text>,
    always_from: Option<Text>,
    reach: &'static str,
    limited_by: Option<&'static str>,
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_users: Option<u64>,
}

#[derive(Serialize)]
struct IntervalObject {
    from: Text,
    from_closed: bool,
    to: Option<Text>,
    to_closed: bool,
}

#[derive(Serialize)]
struct WarningObject<'a> {
    code: &'static str,
    message: &'a str,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct ProvenanceObject<'a> {
    path: &'a str,
    value: &'a str,
    origin: &'static str,
    source: Option<&'a str>,
    as_of: Option<String>,
    derived_from: Vec<&'a str>,
}

impl<'a> Report<'a> {
    fn of(answer: &'a Answer, verdict: &'a Verdict, ledgers: Option<&'a [(String, Ledger)]>) -> Self {
        Self {
            schema: 1,
            question: answer.question.as_deref(),
            currency: answer.currency.code(),
            prices_as_of: answer.prices_as_of.to_string(),
            horizon_months: answer.horizon_months,
            hours_per_month: plain_number(answer.hours_per_month),
            baseline: &answer.baseline,
            volume: VolumeObject {
                tokens_per_month: answer.volume.tokens_per_month.into(),
                requests_per_month: answer.volume.requests_per_month.into(),
                users: some(answer.users()),
                tokens_per_user_month: some(answer.tokens_per_user_month),
            },
            alternatives: answer.alternatives.iter().map(|one| AlternativeObject::of(one, verdict)).collect(),
            pairs: answer.pairs.iter().map(|pair| PairObject::of(pair, answer)).collect(),
            ranges: answer.ranges.as_ref().map(RangesObject::of),
            verdict: VerdictObject::of(verdict),
            warnings: answer.warnings.iter().map(WarningObject::of).collect(),
            provenance: answer.provenance.iter().map(ProvenanceObject::of).collect(),
            leases: answer.leases.iter().map(LeaseObject::of).collect(),
            ledgers: ledgers.map(|ledgers| LedgersObject::of(ledgers, answer)),
        }
    }
}

impl<'a> AlternativeObject<'a> {
    fn of(one: &'a AlternativeAnswer, verdict: &'a Verdict) -> Self {
        let assessment = verdict.eligibility.iter().find(|assessment| assessment.alternative == one.id);
        let monthly: Option<&Monthly> = one.monthly.as_ref();
        let study: Option<&Study> = one.study.as_ref();
        let taxed = study.and_then(|study| study.after_tax.as_ref());
        let equity = study.and_then(|study| study.equity.as_ref());
        let found = one.start_volumes.as_ref().map(Result::as_ref);
        Self {
            id: &one.id,
            name: &one.name,
            family: one.family.name(),
            feasible: one.limited_by.is_none(),
            limited_by: one.limited_by.as_ref().map(|(limit, _)| limit.name()),
            limited_because: one.limited_by.as_ref().map(|(_, reason)| reason.as_str()),
            monthly_cost: some(monthly.map(|monthly| monthly.cost)),
            lines: monthly.into_iter().flat_map(|monthly| monthly.lines.iter().map(LineObject::of)).collect(),
            steps: monthly.and_then(|monthly| monthly.steps),
            spares: monthly.and_then(|monthly| monthly.spares),
            capacity_tokens_per_month: some(monthly.and_then(|monthly| monthly.capacity_tokens_per_month)),
            maximum_tokens_per_month: some(one.maximum_tokens_per_month),
            utilization: some(monthly.and_then(|monthly| monthly.utilization)),
            cost_per_mtok: some(monthly.map(|monthly| monthly.cost_per_mtok)),
            overflow_fraction: some(monthly.and_then(|monthly| monthly.overflow_fraction)),
            provisioned_units: monthly.and_then(|monthly| monthly.provisioned_units),
            usage_cost_per_mtok: some(monthly.map(|monthly| monthly.usage_cost_per_mtok)),
            cost_per_mtok_at_capacity: some(monthly.and_then(|monthly| monthly.cost_per_mtok_at_capacity)),
            cost_per_1000_requests: some(monthly.map(|monthly| monthly.cost_per_1000_requests)),
            cost_per_accepted_answer: some(monthly.and_then(|monthly| monthly.cost_per_accepted_answer)),
            price_per_input_mtok: some(monthly.and_then(|monthly| monthly.price_per_input_mtok)),
            price_per_output_mtok: some(monthly.and_then(|monthly| monthly.price_per_output_mtok)),
            npv: some(study.map(|study| study.npv)),
            npv_of_switching: some(study.and_then(|study| study.npv_of_switching)),
            npv_after_tax: some(taxed.map(|taxed| taxed.npv)),
            npv_of_switching_after_tax: some(taxed.and_then(|taxed| taxed.npv_of_switching)),
            npv_of_equity: some(equity.map(|equity| equity.npv)),
            npv_of_equity_after_tax: some(equity.and_then(|equity| equity.npv_after_tax)),
            payback_month: study.and_then(|study| study.payback_month),
            payback_months: study.and_then(|study| study.payback_months).and_then(plain_number),
            discounted_payback_month: study.and_then(|study| study.discounted_payback_month),
            crossings: study
                .into_iter()
                .flat_map(|study| study.crossings.iter().map(CrossingObject::of))
                .collect(),
            levelized_cost_per_mtok: some(study.map(|study| study.levelized_cost_per_mtok)),
            cash_trough: study
                .and_then(|study| study.cash_trough)
                .map(|trough| TroughObject { amount: trough.amount.into(), month: trough.month }),
            non_cancellable: some(study.map(|study| study.non_cancellable)),
            takes_over_in_months: one.takes_over_in_months,
            equivalent_monthly_cost: some(study.map(|study| study.equivalent_monthly_cost)),
            largest_concurrency: one.fit.and_then(|fit| fit.largest_concurrency),
            start_volumes: found.and_then(|found| found.ok()).map(StartVolumesObject::of),
            start_volumes_absent: found.and_then(|found| found.err()).map(String::as_str),
            eligibility: assessment.map(EligibilityObject::of),
        }
    }
}

impl CrossingObject {
    fn of(crossing: &Crossing) -> Self {
        Self { month: crossing.month, is_ahead: crossing.is_ahead }
    }
}

impl LineObject {
    fn of(line: &CostLine) -> Self {
        Self { category: line.category.name(), label: line.label, amount: line.amount.into() }
    }
}

impl IntervalObject {
    fn of(interval: &Interval) -> Self {
        Self {
            from: interval.from.into(),
            from_closed: interval.from_closed,
            to: some(interval.to),
            to_closed: interval.to_closed,
        }
    }
}

impl<'a> PairObject<'a> {
    fn of(pair: &'a Pair, answer: &Answer) -> Self {
        let found = &pair.break_even;
        Self {
            challenger: &pair.challenger,
            incumbent: &pair.incumbent,
            cheaper_on: found.cheaper_on.iter().map(IntervalObject::of).collect(),
            equal_at: found.equal_at.iter().map(|volume| (*volume).into()).collect(),
            equal_on: found.equal_on.iter().map(IntervalObject::of).collect(),
            first_volume: some(found.first_volume),
            always_from: some(found.always_from),
            reach: found.reach.name(),
            limited_by: pair.limited_by.map(crate::serving::LimitedBy::name),
            complete: found.complete,
            first_users: answer.first_users(pair),
        }
    }
}

impl<'a> WarningObject<'a> {
    fn of(warning: &'a Warning) -> Self {
        let path = warning.path.as_ref().map(crate::error::FieldPath::as_str);
        Self { code: warning.code.name(), message: &warning.message, path }
    }
}

impl<'a> ProvenanceObject<'a> {
    fn of(entry: &'a Provenance) -> Self {
        Self {
            path: entry.path.as_str(),
            value: &entry.value,
            origin: entry.origin.name(),
            source: entry.source.as_deref(),
            as_of: entry.as_of.map(|as_of| as_of.to_string()),
            derived_from: entry.derived_from.iter().map(crate::error::FieldPath::as_str).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn fields_that_are_left_out_are_those_of_the_docs() {
        let doc = include_str!("json.rs").split_once("pub fn json(").unwrap().0;
        let rows = doc.lines().filter(|line| line.starts_with("/// |"));
        let named: BTreeSet<String> =
            rows.flat_map(|row| row.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
        let mut left_out = BTreeSet::new();
        for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report")).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let fields = code.split("skip_serializing_if").skip(1).map(|after| after.lines().nth(1).unwrap());
            left_out.extend(fields.map(|field| field.split_once(':').unwrap().0.trim().to_owned()));
        }
        assert_eq!(left_out, named);
    }
}
