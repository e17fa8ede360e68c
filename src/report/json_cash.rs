//! The cash of a study in JSON: its ledgers with tax and loans beside them, leases against purchases, start volumes.

use super::json::{Text, some};
use crate::comparison::{Answer, LeaseOrBuy, Ledger, StartVolume, StartVolumes};
use crate::finance::CashFlow;
use serde::Serialize;
use std::collections::BTreeMap;

/// Flows by the id of their alternative.
type Flows<'a> = BTreeMap<&'a str, Vec<FlowObject>>;

#[derive(Serialize)]
pub(super) struct CashObject<'a> {
    /// What each alternative costs, before tax and loans.
    ledger: Flows<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ledger_tax: Flows<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ledger_loan: Flows<'a>,
}

#[derive(Serialize)]
struct FlowObject {
    month: u32,
    instant: u32,
    category: &'static str,
    label: &'static str,
    amount: Text,
}

#[derive(Serialize)]
pub(super) struct LeaseObject<'a> {
    lease: &'a str,
    buy: &'a str,
    rate_annual_effective: Text,
    npv_of_leasing: Text,
    npv_of_buying: Text,
    net_advantage_of_leasing: Text,
}

#[derive(Serialize)]
pub(super) struct StartVolumesObject {
    /// The least volume from which it is ahead: 1 where it is at any.
    first: Option<Text>,
    is_ahead_at_first: bool,
    crossings: Vec<StartVolumeObject>,
    searched_to: Text,
    complete: bool,
}

#[derive(Serialize)]
struct StartVolumeObject {
    tokens_per_month: Text,
    is_ahead: bool,
    npv_of_switching: Text,
}

impl<'a> CashObject<'a> {
    pub(super) fn of(ledgers: &'a [(String, Ledger)], answer: &'a Answer) -> Self {
        let ledger = ledgers.iter().map(|(id, ledger)| (id.as_str(), flows(&ledger.flows)));
        let studies = || answer.alternatives.iter().filter_map(|one| Some((one, one.study.as_ref()?)));
        let tax = studies()
            .filter_map(|(one, study)| Some((one.id.as_str(), flows(&study.after_tax.as_ref()?.flows))));
        let loan = studies().filter_map(|(one, study)| {
            let equity = study.equity.as_ref()?;
            Some((one.id.as_str(), flows(&equity.all_flows())))
        });
        Self { ledger: ledger.collect(), ledger_tax: tax.collect(), ledger_loan: loan.collect() }
    }
}

fn flows(flows: &[CashFlow]) -> Vec<FlowObject> {
    let object = |flow: &CashFlow| FlowObject {
        month: flow.month,
        instant: flow.instant,
        category: flow.category.name(),
        label: flow.label,
        amount: flow.amount.into(),
    };
    flows.iter().map(object).collect()
}

impl<'a> LeaseObject<'a> {
    pub(super) fn of(found: &'a LeaseOrBuy) -> Self {
        Self {
            lease: &found.lease,
            buy: &found.buy,
            rate_annual_effective: found.rate_annual_effective.into(),
            npv_of_leasing: found.leasing.into(),
            npv_of_buying: found.buying.into(),
            net_advantage_of_leasing: found.net_advantage_of_leasing.into(),
        }
    }
}

impl StartVolumesObject {
    pub(super) fn of(found: &StartVolumes) -> Self {
        let crossing = |one: &StartVolume| StartVolumeObject {
            tokens_per_month: one.tokens_per_month.into(),
            is_ahead: one.is_ahead,
            npv_of_switching: one.npv_of_switching.into(),
        };
        Self {
            first: some(found.first()),
            is_ahead_at_first: found.is_ahead_at_first,
            crossings: found.crossings.iter().map(crossing).collect(),
            searched_to: found.searched_to.into(),
            complete: found.is_complete,
        }
    }
}
