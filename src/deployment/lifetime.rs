//! What a step pays and receives over its life, instant by instant: the cash behind the present values.

use super::hardware::resale;
use super::worth::StepWorth;
use crate::finance::{Category, Interest};
use crate::number::Number;
use crate::parameter::{Acquisition, DeploymentInputs, PaymentsIn, UnequalLives};

/// The dates of a step: bought at an instant, kept to the end of the study. Whole months.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetime {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) life: u32,
    pub(crate) site_life: u32,
    /// Age today of hardware that is already owned.
    pub(crate) owned_age: u32,
    /// Months from today on over which it is still written off for tax.
    pub(crate) owned_book_months: u32,
    pub(crate) support_included: u32,
    /// Months from an order to the instant that it is for, at most.
    pub(crate) lead: u32,
    /// Whether it is given up before the study ends, and so sold on the market.
    pub(crate) is_left: bool,
    /// Months of a lease.
    pub(crate) term: u32,
}

/// A payment of one step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepFlow<N> {
    pub(crate) month: u32,
    pub(crate) instant: u32,
    pub(crate) category: Category,
    pub(crate) label: &'static str,
    pub(crate) amount: N,
}

/// The line of a facility of one's own.
pub(crate) const OWN_FACILITY: &str = "own facility";

/// A server from an instant to another; its age at the first, and whether it is there without being bought.
pub(super) struct Stay {
    pub(super) from: u32,
    pub(super) to: u32,
    age: u32,
    pub(super) is_owned_already: bool,
}

/// A server, what it is worth at the prices at which it is ordered, what is paid for it and what it is sold for.
pub(super) struct Server<N> {
    pub(super) stay: Stay,
    pub(super) ordered: u32,
    pub(super) step: StepWorth<N>,
    pub(super) price: N,
    pub(super) sold: N,
}

impl Lifetime {
    /// The servers that stand one after the other.
    fn stays(&self, acquisition: Acquisition) -> Vec<Stay> {
        let owned_age = self.owned_age.saturating_add(self.from);
        let left = self.life.saturating_sub(owned_age);
        // One that is past its life when it is first needed is kept by nobody: it could have been sold until then.
        let is_owned_already = acquisition == Acquisition::OwnedAlready && left > 0;
        let (age, left) = if is_owned_already { (owned_age, left) } else { (0, self.life) };
        let mut stays = Vec::new();
        let mut stay = Stay { from: self.from, to: self.from.saturating_add(left), age, is_owned_already };
        loop {
            let end = stay.to.min(self.to);
            let to = end.saturating_add(self.life.max(1));
            let next = Stay { from: end, to, age: 0, is_owned_already: false };
            stays.push(Stay { to: end, ..stay });
            if end >= self.to {
                return stays;
            }
            stay = next;
        }
    }

    /// The servers of a step, which is worth so much today, with what they cost and bring; `prices` are those of hardware at
    /// each instant over those of today, where they move.
    pub(super) fn servers<N: Number>(
        &self,
        deployment: &DeploymentInputs<N>,
        today: StepWorth<N>,
        interest: Interest<N>,
        prices: Option<&[N]>,
    ) -> Vec<Server<N>> {
        let mut ahead = None;
        let stays = self.stays(deployment.choices.acquisition).into_iter();
        stays
            .map(|stay| {
                let (ordered, step) = if stay.is_owned_already {
                    (stay.from, today)
                } else {
                    // Not before the study begins; what follows is ordered as early.
                    let ahead = *ahead.get_or_insert(self.lead.min(stay.from));
                    let ordered = stay.from.saturating_sub(ahead);
                    let price = prices.and_then(|prices| prices.get(usize::try_from(ordered).ok()?));
                    (ordered, price.map_or(today, |price| today.at(*price)))
                };
                let price = if stay.is_owned_already { step.owned_value } else { step.landed };
                let age = stay.age.saturating_add(stay.to.saturating_sub(stay.from));
                let sold = match deployment.choices.unequal_lives {
                    UnequalLives::RepeatedLives if !self.is_left => {
                        let left = self.life.saturating_sub(age);
                        worth_in_use(deployment, &step, interest, N::lit(left))
                    }
                    UnequalLives::StudyPeriod | UnequalLives::RepeatedLives => {
                        step.price_net * resale(deployment, N::lit(age))
                    }
                };
                Server { stay, ordered, step, price, sold }
            })
            .collect()
    }

    /// The flows of a step.
    pub(crate) fn flows<N: Number + PartialEq>(
        &self,
        deployment: &DeploymentInputs<N>,
        interest: Interest<N>,
        prices: Option<&[N]>,
    ) -> Vec<StepFlow<N>> {
        if !deployment.choices.acquisition.is_owned() {
            return Vec::new();
        }
        let none = N::lit(0);
        let today = StepWorth::of(deployment);
        // Each of these is much to calculate, and often there is none.
        let mut flows = if today.site == none { Vec::new() } else { self.site_flows(today.site, interest) };
        for Server { stay, ordered, step, price, sold, .. } in
            self.servers(deployment, today, interest, prices)
        {
            flows.push(begins(ordered, Category::Capital, "hardware", price));
            flows.push(ends(stay.to, Category::Capital, "hardware", N::lit(0) - sold));
            self.lease_flows(deployment, &step, &stay, &mut flows);
            let supported_until = if step.support == none { stay.from } else { stay.to };
            for instant in stay.from.saturating_add(1)..=supported_until {
                if stay.age.saturating_add(instant).saturating_sub(stay.from) > self.support_included {
                    flows.push(ends(instant, Category::Support, "support contract", step.support));
                }
            }
        }
        flows
    }

    /// What a leased server costs while it stands. What is owed of it when it stands no longer falls due then.
    fn lease_flows<N: Number>(
        &self,
        deployment: &DeploymentInputs<N>,
        step: &StepWorth<N>,
        stay: &Stay,
        flows: &mut Vec<StepFlow<N>>,
    ) {
        if !deployment.choices.acquisition.is_leased() {
            return;
        }
        let paid = stay.to.saturating_sub(stay.from).min(self.term);
        let end = stay.from.saturating_add(paid);
        for before in stay.from..end {
            flows.push(match deployment.choices.payments_in {
                PaymentsIn::Advance => begins(before, Category::Lease, "lease payments", step.lease_payment),
                PaymentsIn::Arrears => {
                    ends(before.saturating_add(1), Category::Lease, "lease payments", step.lease_payment)
                }
            });
        }
        let owed = N::lit(self.term.saturating_sub(paid)) * step.lease_payment;
        flows.push(ends(end, Category::Lease, "lease payments", owed));
        flows.push(ends(end, Category::Lease, "end of the lease", step.lease_end));
    }

    /// A facility of one's own: built, rebuilt at the end of its life, and worth at the end the charges that it owes.
    fn site_flows<N: Number>(&self, capex: N, interest: Interest<N>) -> Vec<StepFlow<N>> {
        let sites = self.sites(capex, interest);
        let mut flows: Vec<StepFlow<N>> =
            sites.iter().map(|site| begins(site.0, Category::Facility, OWN_FACILITY, site.2)).collect();
        if let Some((_, to, _, worth)) = sites.last() {
            flows.push(ends(*to, Category::Facility, OWN_FACILITY, N::lit(0) - *worth));
        }
        flows
    }

    /// The facilities of a step: from when to when they stand, what they cost, and what they are worth then.
    pub(super) fn sites<N: Number>(&self, capex: N, interest: Interest<N>) -> Vec<(u32, u32, N, N)> {
        let life = self.site_life.max(1);
        let mut sites = Vec::new();
        let mut built = self.from;
        loop {
            let end = built.saturating_add(life);
            if end >= self.to {
                let owed = interest.annuity(N::lit(end.saturating_sub(self.to)));
                let worth = (capex * owed).over(interest.annuity(N::lit(life)));
                sites.push((built, self.to, capex, worth));
                return sites;
            }
            sites.push((built, end, capex, N::lit(0)));
            built = end;
        }
    }
}

/// What a step of repeated lives is worth with so many months left: the charges that it still owes, and what it will sell
/// for at the end of its life.
///
/// # Formula
/// ```text
/// (landed - net resale(L) v^L) annuity(left) / annuity(L) + net resale(L) v^left
/// ```
fn worth_in_use<N: Number>(
    deployment: &DeploymentInputs<N>,
    step: &StepWorth<N>,
    interest: Interest<N>,
    left: N,
) -> N {
    let life = deployment.hardware.life.0;
    let sold = step.price_net * resale(deployment, life);
    let recovered = step.landed - sold * interest.discount(life);
    (recovered * interest.annuity(left)).over(interest.annuity(life)) + sold * interest.discount(left)
}

/// Paid at the beginning of the month after an instant.
fn begins<N>(instant: u32, category: Category, label: &'static str, amount: N) -> StepFlow<N> {
    StepFlow { month: instant.saturating_add(1), instant, category, label, amount }
}

/// Paid or received at the end of the month before an instant.
fn ends<N>(instant: u32, category: Category, label: &'static str, amount: N) -> StepFlow<N> {
    StepFlow { month: instant, instant, category, label, amount }
}
