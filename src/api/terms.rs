//! What the volume of a month does to the bill: an allowance, tiers, a commitment.

use crate::cost::{Bend, Kink};
use crate::number::{Number, mega};
use crate::parameter::ApiInputs;
use crate::quantity::{Scalar, Tokens};

/// The bends of an API's bill.
pub(super) struct Terms<N> {
    /// What allowance and tiers take off the bill of the sheet.
    pub(super) volume: Option<Bend<N>>,
    /// What the commitment adds to what is left, or takes off it.
    pub(super) commitment: Option<Bend<N>>,
}

impl<N: Number> Terms<N> {
    /// Of a sheet by which a Mtok costs so much.
    ///
    /// # Formula
    /// ```text
    /// graduated:  B = g sum over tiers i of (f_i - f_(i-1)) max(0, V - max(t_i, F))
    /// all units:  B = g sum over tiers i of (f_i - f_(i-1)) max(0, V - F) where V > max(t_i, F)
    /// ```
    /// g: the sheet's cost of a Mtok, F: the tokens that are free, t_i: the threshold of a tier, f_i: its fraction of the
    /// price; the tier below all others has t = 0 and f = 1.
    pub(super) fn of(api: &ApiInputs<N>, per_mtok: N) -> Self {
        if !api.has_allowance && api.volume_tiers.is_empty() && api.commitment.is_none() {
            return Self { volume: None, commitment: None };
        }
        let (none, one) = (N::lit(0), N::lit(1));
        let free = api.offer.free_tokens.0.over(mega());
        let list = [(Tokens(none), Scalar(one))];
        let tiers = api.volume_tiers.iter().map(|tier| (tier.above, tier.fraction));
        let mut below = none;
        let mut bill = Vec::with_capacity(api.volume_tiers.len().saturating_add(2));
        for (above, fraction) in list.into_iter().chain(tiers) {
            let mtok = above.0.over(mega()).at_least(free);
            let slope = per_mtok * (fraction.0 - below);
            let begins = if api.tiers_hold_for_all_units { free } else { mtok };
            bill.push(Kink { mtok, level: none - slope * begins, slope });
            below = fraction.0;
        }
        let commitment = api.commitment.map(|terms| Bend::Commitment {
            bill: bill.clone(),
            amount: terms.amount.0,
            fraction: terms.fraction.0,
            overage: terms.overage.0,
        });
        // Less what the lines of the sheet say.
        bill.push(Kink { mtok: none, level: none, slope: none - per_mtok });
        let changes = api.has_allowance || !api.volume_tiers.is_empty();
        Self { volume: changes.then_some(Bend::Kinks(bill)), commitment }
    }
}
