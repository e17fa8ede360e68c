//! Leases against purchases, in JSON.

use super::json::Text;
use crate::comparison::LeaseOrBuy;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct LeaseObject<'a> {
    lease: &'a str,
    buy: &'a str,
    rate_annual_effective: Text,
    npv_of_leasing: Text,
    npv_of_buying: Text,
    net_advantage_of_leasing: Text,
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
