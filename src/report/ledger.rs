//! Cash month by month, line by line, as text.

use super::table::{Align, Table};
use crate::comparison::{Ledger, Study};
use crate::finance::CashFlow;

/// The ledger of an alternative as text, to the cent.
#[must_use]
pub fn ledger(id: &str, ledger: &Ledger) -> String {
    flows(&format!("Ledger of {id}"), &ledger.flows)
}

/// What tax adds to the ledger of an alternative, and what its owners see of a loan, as text, to the cent. Nothing where
/// neither moves any cash.
#[must_use]
pub fn ledger_of_tax_and_loan(id: &str, study: &Study) -> String {
    let tax = study.after_tax.as_ref().map(|taxed| (format!("Tax of {id}"), taxed.flows.clone()));
    let loan = study.equity.as_ref();
    let loan = loan.map(|equity| (format!("Loan of {id}, which its owners see"), equity.all_flows()));
    let tables = tax.into_iter().chain(loan).filter(|(_, listed)| !listed.is_empty());
    tables.map(|(title, listed)| flows(&title, &listed)).collect()
}

fn flows(title: &str, flows: &[CashFlow]) -> String {
    let mut out = format!("\n{title}\n\n");
    let mut table = Table::new(&[
        ("month", Align::Right),
        ("instant", Align::Right),
        ("category", Align::Left),
        ("line", Align::Left),
        ("USD", Align::Right),
    ]);
    for flow in flows {
        table.row(vec![
            flow.month.to_string(),
            flow.instant.to_string(),
            flow.category.name().to_owned(),
            flow.label.to_owned(),
            format!("{:.2}", flow.amount.amount().round_dp(2)),
        ]);
    }
    table.write(&mut out);
    out
}
