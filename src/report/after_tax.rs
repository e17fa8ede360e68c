//! The study after tax and as its owners see it, as text.

use super::table::{Align, Table};
use crate::comparison::Answer;
use crate::money::Money;
use crate::verdict::grouped;

/// Nothing where the scenario has neither tax nor a loan.
pub(super) fn after_tax(out: &mut String, answer: &Answer) {
    let studies: Vec<_> =
        answer.alternatives.iter().filter_map(|one| Some((&one.id, one.study.as_ref()?))).collect();
    let is_asked = studies.iter().any(|(_, study)| study.after_tax.is_some() || study.equity.is_some());
    if !is_asked {
        return;
    }
    out.push_str("\nThe whole study, in USD of today\n\n");
    let mut table = Table::new(&[
        ("alternative", Align::Left),
        ("before tax", Align::Right),
        ("after tax", Align::Right),
        ("switching saves", Align::Right),
        ("of it tax", Align::Right),
        ("with the loan", Align::Right),
        ("and after tax", Align::Right),
    ]);
    for (id, study) in studies {
        let (taxed, equity) = (study.after_tax.as_ref(), study.equity.as_ref());
        let cell = |amount: Option<Money>| {
            amount.map_or_else(|| "-".to_owned(), |amount| grouped(amount.amount().round()))
        };
        table.row(vec![
            id.clone(),
            cell(Some(study.npv)),
            cell(taxed.map(|taxed| taxed.npv)),
            cell(taxed.and_then(|taxed| taxed.npv_of_switching)),
            cell(taxed.map(|taxed| taxed.tax)),
            cell(equity.map(|equity| equity.npv)),
            cell(equity.and_then(|equity| equity.npv_after_tax)),
        ]);
    }
    table.write(out);
}
