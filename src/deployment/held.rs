//! What is held: the servers and facilities of a step, as who taxes them or lends money on them sees them.

use super::lifetime::{Lifetime, Server};
use super::worth::StepWorth;
use crate::finance::Interest;
use crate::number::Number;
use crate::parameter::{Acquisition, DeploymentInputs, PaymentsIn};

/// Something that is held from an instant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held<N> {
    pub(crate) kind: HeldKind,
    /// When it is paid, and from when it serves to when it is disposed of.
    pub(crate) ordered: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Months of its life.
    pub(crate) life: u32,
    /// What it cost, and what it is disposed of for.
    pub(crate) cost: N,
    pub(crate) proceeds: N,
    pub(crate) lease: Option<Leased<N>>,
    /// Where it is owned already and not yet written off today.
    pub(crate) book: Option<Book<N>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeldKind {
    Hardware,
    /// What is given up by not selling it today, instead of a cost.
    OwnedAlready,
    Facility,
}

/// A lease to own: who leases is taxed as if he had bought with the lessor's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leased<N> {
    /// What the lessor paid.
    pub(crate) price: N,
    pub(crate) payment: N,
    /// What is paid at its end.
    pub(crate) end: N,
    pub(crate) term: u32,
    pub(crate) in_advance: bool,
}

/// What is not yet written off today of what is owned already, in equal parts over so many months from today on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Book<N> {
    value: N,
    pub(crate) months: u32,
}

impl<N: Number> Book<N> {
    /// What is written off in a month.
    pub(crate) fn in_month(self) -> N {
        self.value.over(N::lit(self.months))
    }

    /// What is left of it at an instant.
    pub(crate) fn left(self, instant: u32) -> N {
        (self.value * N::lit(self.months.saturating_sub(instant))).over(N::lit(self.months))
    }
}

impl<N: Number> Held<N> {
    /// So many of them.
    pub(crate) fn times(self, units: N) -> Self {
        let lease = self.lease.map(|lease| Leased {
            price: lease.price * units,
            payment: lease.payment * units,
            end: lease.end * units,
            ..lease
        });
        let book = self.book.map(|book| Book { value: book.value * units, ..book });
        Self { cost: self.cost * units, proceeds: self.proceeds * units, book, lease, ..self }
    }
}

impl Lifetime {
    /// The servers and facilities of a step, one after the other.
    pub(crate) fn held<N: Number>(
        &self,
        deployment: &DeploymentInputs<N>,
        interest: Interest<N>,
        prices: Option<&[N]>,
    ) -> Vec<Held<N>> {
        let acquisition = deployment.choices.acquisition;
        if !acquisition.is_owned() {
            return Vec::new();
        }
        let of_server = |Server { stay, ordered, step, price, sold }: Server<N>| {
            let lease = (acquisition == Acquisition::FinanceLease).then(|| Leased {
                price: deployment.hardware.price.0 * deployment.hardware.servers_per_step.0,
                payment: step.lease_payment,
                end: step.lease_end,
                term: self.term,
                in_advance: deployment.choices.payments_in == PaymentsIn::Advance,
            });
            let book = (stay.is_owned_already && self.owned_book_months > 0).then(|| Book {
                value: deployment.hardware.owned_book.0 * deployment.hardware.servers_per_step.0,
                months: self.owned_book_months,
            });
            Held {
                kind: if stay.is_owned_already { HeldKind::OwnedAlready } else { HeldKind::Hardware },
                ordered,
                from: stay.from,
                to: stay.to,
                life: self.life,
                cost: lease.map_or(price, |lease| price + lease.price),
                proceeds: sold,
                lease,
                book,
            }
        };
        let today = StepWorth::of(deployment);
        let servers = self.servers(deployment, today, interest, prices).into_iter();
        let mut held: Vec<Held<N>> = servers.map(of_server).collect();
        let built = self.sites(today.site, interest).into_iter();
        held.extend(built.map(|(from, to, cost, proceeds)| Held {
            kind: HeldKind::Facility,
            ordered: from,
            from,
            to,
            life: self.site_life,
            cost,
            proceeds,
            lease: None,
            book: None,
        }));
        held
    }
}
