//! Leases against purchases, as text.

use super::table::{Align, Table};
use super::text::{amount, percent};
use crate::comparison::Answer;

/// Nothing where no cost of debt is known.
pub(super) fn leases(out: &mut String, answer: &Answer) {
    if answer.leases.is_empty() {
        return;
    }
    out.push_str("\nLease or buy, in USD of today at the after-tax cost of debt\n\n");
    let mut table = Table::new(&[
        ("lease", Align::Left),
        ("purchase", Align::Left),
        ("cost of debt", Align::Right),
        ("leasing", Align::Right),
        ("buying", Align::Right),
        ("net advantage of leasing", Align::Right),
    ]);
    for one in &answer.leases {
        table.row(vec![
            one.lease.clone(),
            one.buy.clone(),
            percent(one.rate_annual_effective),
            amount(one.leasing),
            amount(one.buying),
            amount(one.net_advantage_of_leasing),
        ]);
    }
    table.write(out);
}
