//! What a lease costs: its payments, its term, and its end.

use super::reader::{Otherwise, Reader};
use super::wire_lease::{FinanceLease, OperatingLease};
use crate::error::Error;
use crate::parameter::{Hardware, Instance, Parameter};
use crate::quantity::{Months, Usd};
use crate::source::Figure;
use rust_decimal::Decimal;

/// Reads the payments of a lease that ends with a purchase option.
pub(super) fn finance_lease(
    reader: &mut Reader<'_>,
    instance: &Instance,
    lease: &FinanceLease,
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let payments = (lease.payment_usd_per_server_month, lease.term_months);
    let base = leased(reader, instance, payments, base)?;
    let own = Otherwise::Default(Decimal::ZERO, "it becomes one's own for nothing");
    let option = reader.read(Parameter::PurchaseOption, instance, lease.purchase_option_usd, None, own)?;
    Ok(Hardware { purchase_option: Usd(option), ..base })
}

/// Reads the payments of a lease that ends with giving back.
pub(super) fn operating_lease(
    reader: &mut Reader<'_>,
    instance: &Instance,
    lease: &OperatingLease,
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let payments = (lease.payment_usd_per_server_month, lease.term_months);
    let base = leased(reader, instance, payments, base)?;
    let none = Otherwise::Default(Decimal::ZERO, "none is given");
    let fee = reader.read(Parameter::LeaseEndFee, instance, lease.end_fee_usd, None, none)?;
    Ok(Hardware { end_fee: Usd(fee), ..base })
}

fn leased(
    reader: &mut Reader<'_>,
    instance: &Instance,
    (payment, term): (Option<Figure>, Option<Figure>),
    base: Hardware<Decimal>,
) -> Result<Hardware<Decimal>, Error> {
    let mut read = |parameter, given, instead| {
        reader.read(parameter, instance, given, None, Otherwise::Required(instead))
    };
    let payment = read(
        Parameter::LeasePayment,
        payment,
        "write `payment_usd_per_server_month = 8_000`, what the lessor asks for a server",
    )?;
    let term = read(Parameter::ReservationTerm, term, "write `term_months = 36`, the months of the lease")?;
    Ok(Hardware { lease_payment: Usd(payment), term: Months(term), ..base })
}
