//! The question at other values of the numbers that are ranges.

use super::Comparison;
use super::mix::{curve_of, settle_count};
use super::monthly::tokens_per_answer;
use super::parameters::{put, recheck};
use super::price_paths::change_prices;
use super::stage;
use super::value::{float_inputs, present_value, to_float};
use crate::curve::CostCurve;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::finance::Interest;
use crate::money::Money;
use crate::parameter::{Inputs, Parameter};
use crate::scenario::{Address, REQUESTS, RangedValue, Resolved, ResolvedAlternative};
use crate::workload::{tokens_of_requests, volumes};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A point: which of the ranged values are not at their base, and what they are. Ascending by the value's place.
pub(crate) type Moves = Vec<(usize, Decimal)>;

/// Present values this near to each other, as a fraction, are compared exactly.
const NEAR: f64 = 1e-9;

/// What an alternative costs at a point. Steps and capacity are exact; the study is followed in binary floats.
#[derive(Clone, Debug)]
pub(crate) struct Costs {
    /// The cost of month 1; `None` where it cannot be served.
    pub(crate) monthly: Option<Decimal>,
    /// The same per token of the month.
    pub(crate) per_token: Option<f64>,
    /// Today's worth of the study; `None` where it cannot be served to the end.
    pub(crate) npv: Option<f64>,
    /// The same as a level payment a month.
    pub(crate) level: Option<f64>,
    /// USD per request that has an accepted answer in the end; `None` where no acceptance is given.
    pub(crate) per_answer: Option<f64>,
    /// `None` where no volume can be served.
    pub(crate) curve: Option<CostCurve>,
}

/// The points of a comparison, each alternative evaluated once at each of its own.
#[derive(Debug)]
pub(crate) struct Points<'a> {
    comparison: &'a Comparison,
    /// The places of each ranged value; none for a volume in requests, which is no number of the formulas.
    addresses: Vec<Vec<&'a Address>>,
    /// The ranged values that each alternative depends on.
    relevant: Vec<Vec<usize>>,
    /// Alternatives that are not ranked, because the requirements rule them out.
    ruled_out: Vec<usize>,
    /// The change a month of the prices of all APIs, in place of their own.
    price_change: Option<Decimal>,
    seen: RefCell<BTreeMap<(usize, Moves), Result<Costs, Error>>>,
}

impl Comparison {
    /// The values that the scenario gives as ranges, in the order in which they are read. [`Comparison::with`] gives a value
    /// of its own to a number: its range is gone then.
    #[must_use]
    pub fn ranges(&self) -> &[RangedValue] {
        &self.resolved.ranges
    }
}

impl<'a> Points<'a> {
    pub(crate) fn of(comparison: &'a Comparison) -> Self {
        let addresses = |value: &'a RangedValue| match value.path.as_str() {
            REQUESTS => Vec::new(),
            path => comparison.addresses(path),
        };
        let addresses: Vec<Vec<&Address>> = comparison.ranges().iter().map(addresses).collect();
        let enters = |alternative: usize, at: usize| {
            let is_requests =
                comparison.ranges().get(at).is_some_and(|value| value.path.as_str() == REQUESTS);
            is_requests || addresses.get(at).into_iter().flatten().any(|address| address.enters(alternative))
        };
        let relevant = (0..comparison.resolved.alternatives.len())
            .map(|alternative| (0..addresses.len()).filter(|at| enters(alternative, *at)).collect())
            .collect();
        Self {
            comparison,
            addresses,
            relevant,
            ruled_out: Vec::new(),
            price_change: None,
            seen: RefCell::default(),
        }
    }

    /// The same, with some alternatives never the cheapest.
    pub(crate) fn without(self, ruled_out: Vec<usize>) -> Self {
        Self { ruled_out, ..self }
    }

    /// The same on another price path of all APIs.
    pub(crate) fn on_path(self, monthly_change: Decimal) -> Self {
        Self { price_change: Some(monthly_change), ..self }
    }

    pub(crate) fn comparison(&self) -> &'a Comparison {
        self.comparison
    }

    pub(crate) fn values(&self) -> &'a [RangedValue] {
        self.comparison.ranges()
    }

    /// The ranged values that an alternative depends on.
    pub(crate) fn relevant(&self, alternative: usize) -> &[usize] {
        self.relevant.get(alternative).map_or(&[], |relevant| relevant)
    }

    /// The row of the table that a ranged value is.
    pub(crate) fn parameter(&self, at: usize) -> Option<Parameter> {
        self.addresses.get(at)?.first().map(|address| address.parameter)
    }

    /// The moves that an alternative notices.
    fn noticed(&self, alternative: usize, moves: &Moves) -> Moves {
        let relevant = self.relevant(alternative);
        moves.iter().filter(|(at, _)| relevant.contains(at)).copied().collect()
    }

    /// What an alternative costs.
    ///
    /// # Errors
    /// Where the numbers of the point contradict each other.
    pub(crate) fn costs(&self, alternative: usize, moves: &Moves) -> Result<Costs, Error> {
        let key = (alternative, self.noticed(alternative, moves));
        if let Some(known) = self.seen.borrow().get(&key) {
            return known.clone();
        }
        let costs = self.evaluate(alternative, &key.1);
        self.seen.borrow_mut().insert(key, costs.clone());
        costs
    }

    fn evaluate(&self, alternative: usize, moves: &Moves) -> Result<Costs, Error> {
        let one = self.alternative(alternative, moves)?;
        let months = volumes_of(&one)?;
        if one.limit.is_some() {
            let (monthly, per_token, npv, level) = (None, None, None, None);
            return Ok(Costs { monthly, per_token, npv, level, per_answer: None, curve: None });
        }
        let curve = curve_of(&one, self.comparison.resolved.header.currency, &months);
        let capacity = curve.capacity()?;
        let serves = |tokens: &u64| capacity.is_none_or(|most| *tokens <= most);
        let first = months.first().copied().unwrap_or_default();
        let monthly = serves(&first).then(|| curve.cost(first)).transpose()?.map(Money::amount);
        let npv = months.iter().all(serves).then(|| worth(&one, &months)).transpose()?;
        let finance = float_inputs(&one.inputs).finance;
        let interest = Interest::monthly_of(finance.discount_rate.0);
        let per_token = monthly.map(|cost| to_float(cost) / to_float(Decimal::from(first)));
        Ok(Costs {
            monthly,
            per_token,
            npv,
            level: npv.map(|npv| interest.level_payment(npv, finance.horizon.0)),
            per_answer: per_token.and_then(|cost| {
                let volume = to_float(Decimal::from(first));
                Some(cost * tokens_per_answer(&float_inputs(&one.inputs), volume)?)
            }),
            curve: Some(curve),
        })
    }

    /// An alternative at a point, with what limits it there.
    fn alternative(&self, index: usize, moves: &Moves) -> Result<ResolvedAlternative, Error> {
        let mut one = self.comparison.at(index)?.clone();
        let mut requests = self.comparison.resolved.requests_per_month;
        let mut moved = "";
        for (at, value) in moves {
            let (Some(ranged), Some(addresses)) = (self.values().get(*at), self.addresses.get(*at)) else {
                continue;
            };
            moved = ranged.path.as_str();
            if moved == REQUESTS {
                requests = Some(*value);
            }
            for address in addresses.iter().filter(|address| address.enters(index)) {
                put(&mut one.inputs, address, *value);
            }
        }
        let is_on_path = self.price_change.is_some_and(|change| change_prices(&mut one.inputs, change));
        if moves.is_empty() && !is_on_path {
            return Ok(one);
        }
        if let Some(requests) = requests {
            // So many requests stay so many, however long they are.
            let tokens = tokens_of_requests(requests, &one.inputs.classes)?;
            one.inputs.workload.tokens_per_month.0 =
                Parameter::TokensPerMonth.check(&FieldPath::new(REQUESTS), tokens)?;
        }
        recheck(&mut one, moved)?;
        if !one.made_of.is_empty() {
            let parts = one.made_of.iter().map(|part| self.alternative(*part, moves));
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            one.limit = parts.into_iter().find_map(|part| part.limit);
        }
        let months = volumes_of(&one)?;
        settle_count(&mut one, &months)?;
        stage::settle(&mut one, &months)?;
        Ok(one)
    }

    /// Some alternatives at a point as a comparison of their own, for the exact answer.
    pub(crate) fn exact(&self, alternatives: &[usize], moves: &Moves) -> Result<Comparison, Error> {
        // What a mix is made of has settled it already.
        let alternatives = alternatives.iter().map(|index| {
            self.alternative(*index, moves).map(|one| ResolvedAlternative { made_of: Vec::new(), ..one })
        });
        let alternatives: Vec<ResolvedAlternative> = alternatives.collect::<Result<_, Error>>()?;
        let mut header = self.comparison.resolved.header.clone();
        if let Some(first) = alternatives.first() {
            header.horizon_months = months_of(&first.inputs)?;
        }
        Comparison::of(Resolved::of(header, alternatives))
    }

    /// The cheapest alternative over the study; `None` where none serves it to its end.
    ///
    /// # Errors
    /// Where the numbers of the point contradict each other.
    pub(crate) fn cheapest(&self, moves: &Moves) -> Result<Option<usize>, Error> {
        let mut costs: Vec<(f64, usize)> = Vec::new();
        let all = 0..self.comparison.resolved.alternatives.len();
        for index in all.filter(|index| !self.ruled_out.contains(index)) {
            costs.extend(self.costs(index, moves)?.npv.map(|npv| (npv, index)));
        }
        let Some((least, first)) = costs.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0)) else {
            return Ok(None);
        };
        let near = |(cost, _): &(f64, usize)| cost - least <= NEAR * cost.abs().max(least.abs());
        costs.retain(near);
        if costs.len() == 1 {
            return Ok(Some(first));
        }
        let mut best: Option<(Decimal, usize)> = None;
        for (_, index) in costs {
            let exact = self.exact(&[index], &self.noticed(index, moves))?;
            let npv = exact.ledger_of(exact.at(0)?)?.npv()?.amount();
            if best.is_none_or(|(least, _)| npv < least) {
                best = Some((npv, index));
            }
        }
        Ok(best.map(|(_, index)| index))
    }
}

/// The months of the study.
fn months_of(inputs: &Inputs<Decimal>) -> Result<u32, Error> {
    u32::try_from(inputs.finance.horizon.0).map_err(|_| ErrorKind::OutOfBounds { what: "a horizon" }.into())
}

fn volumes_of(one: &ResolvedAlternative) -> Result<Vec<u64>, Error> {
    let workload = &one.inputs.workload;
    volumes(workload.tokens_per_month.0, workload.growth.0, months_of(&one.inputs)?)
}

fn worth(one: &ResolvedAlternative, months: &[u64]) -> Result<f64, Error> {
    let volumes: Vec<f64> = months.iter().map(|tokens| to_float(Decimal::from(*tokens))).collect();
    let value = present_value(&float_inputs(&one.inputs), &volumes);
    if value.is_finite() { Ok(value) } else { Err(ErrorKind::OutOfBounds { what: "a study" }.into()) }
}
