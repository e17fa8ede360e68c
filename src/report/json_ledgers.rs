//! Ledgers in JSON, with those of tax and of loans beside them.

use super::json::Text;
use crate::comparison::{Answer, Ledger};
use crate::finance::CashFlow;
use serde::Serialize;
use std::collections::BTreeMap;

/// Flows by the id of their alternative.
type Flows<'a> = BTreeMap<&'a str, Vec<FlowObject>>;

#[derive(Serialize)]
pub(super) struct LedgersObject<'a> {
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

impl<'a> LedgersObject<'a> {
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
