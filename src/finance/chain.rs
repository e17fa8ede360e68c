//! A chain of replacements: an asset bought today, replaced at the end of each life, sold at the end of the study.

use super::time_value::Interest;
use crate::number::Number;

/// The instants of a chain that starts at 0 with a new asset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replacement<N> {
    /// Months until an asset is replaced.
    pub(crate) life: N,
    /// Months that the chain lasts.
    pub(crate) span: N,
    /// By the month.
    pub(crate) interest: Interest<N>,
}

/// What a chain comes to, in units discounted to its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain<N> {
    /// Purchases: one at 0, L, 2L... before the end.
    pub(crate) purchases: N,
    /// Sales at the end of a whole life, before the end of the span.
    pub(crate) sales_at_life: N,
    /// The discount factor of the last sale.
    pub(crate) last_sale: N,
    /// The age of the asset that is sold last.
    pub(crate) last_age: N,
}

/// The lives of a chain.
struct Lives<N> {
    /// Today's worth of 1 at the start of each but the last.
    starts: N,
    start_of_last: N,
    /// The months of the last.
    last: N,
}

impl<N: Number> Replacement<N> {
    /// Assets bought over the span.
    fn count(self) -> N {
        self.span.over(self.life).ceil()
    }

    /// `u + u^2 + ... + u^n` with `u` the discount factor of a life: the ends of n whole lives.
    fn ends(self, n: N) -> N {
        self.interest.by(self.life).annuity(n)
    }

    /// The chain's purchases and sales.
    pub(crate) fn chain(self) -> Chain<N> {
        let (one, none) = (N::lit(1), N::lit(0));
        let count = self.count();
        let replaced = self.ends((count - one).at_least(none));
        let discount = self.interest.discount(self.span);
        Chain {
            purchases: count.select(none, one + replaced, none),
            sales_at_life: replaced,
            last_sale: self.span.select(none, discount, none),
            last_age: self.span - (count - one) * self.life,
        }
    }

    /// Today's worth of 1 a month, paid from the month after the asset's age passes `free`.
    pub(crate) fn payments_after(self, free: N) -> N {
        self.payments_after_at(free, self.interest)
    }

    /// The same where the assets of the chain are worth something else by another interest than the months within a life.
    pub(crate) fn payments_after_at(self, free: N, within: Interest<N>) -> N {
        let paid = |months: N| within.annuity(months) - within.annuity(free.at_most(months));
        let Lives { starts, start_of_last, last } = self.lives();
        starts * paid(self.life) + start_of_last * paid(last)
    }

    /// Today's worth of 1 a month for the first `term` months of each asset, paid at the end of each month, or at its
    /// beginning. What the last asset still owes at the end of the span falls due then.
    ///
    /// # Formula
    /// ```text
    /// for each asset: annuity(min(life, term)), times 1 + m in advance; at the end: (term - months of the last)+ v^span
    /// ```
    pub(crate) fn payments_within(self, term: N, in_advance: bool) -> N {
        let (one, none) = (N::lit(1), N::lit(0));
        let due = if in_advance { one + self.interest.rate() } else { one };
        let paid = |months: N| due * self.interest.annuity(term.at_most(months));
        let Lives { starts, start_of_last, last } = self.lives();
        let owed = (term - last).at_least(none) * self.interest.discount(self.span);
        let all = starts * paid(self.life) + start_of_last * paid(last) + owed;
        self.span.select(none, all, none)
    }

    /// Today's worth of 1 at the end of the first `term` months of each asset; of the last one, where the span ends before,
    /// at its end.
    pub(crate) fn term_ends(self, term: N) -> N {
        let none = N::lit(0);
        let Lives { starts, start_of_last, last } = self.lives();
        let ends = starts * self.interest.discount(term.at_most(self.life))
            + start_of_last * self.interest.discount(term.at_most(last));
        self.span.select(none, ends, none)
    }

    /// The whole lives but the last, and the last.
    fn lives(self) -> Lives<N> {
        let (one, none) = (N::lit(1), N::lit(0));
        let whole = (self.count() - one).at_least(none);
        Lives {
            starts: whole.select(none, one + self.ends((whole - one).at_least(none)), none),
            start_of_last: self.interest.discount(whole * self.life),
            last: self.span - whole * self.life,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;

    fn chain(life: u32, span: u32) -> Replacement<Exact> {
        Replacement { life: Exact::lit(life), span: Exact::lit(span), interest: Interest::of(Exact::lit(1)) }
    }

    #[test]
    fn chain_of_three_purchases_at_100_percent_a_month() {
        // life 2, span 5: bought at 0, 2, 4; v = 1/2, so 1 + 1/4 + 1/16 = 1.3125
        let three = chain(2, 5).chain();
        let quarter = |n: u32| Exact::lit(n).over(Exact::lit(16));
        assert_eq!(three.purchases, quarter(21));
        // sold at 2 and 4 whole lives old, and at 5 with age 1: 1/32
        assert_eq!(three.sales_at_life, quarter(5));
        assert_eq!(three.last_sale, Exact::lit(1).over(Exact::lit(32)));
        assert_eq!(three.last_age, Exact::lit(1));
    }

    #[test]
    fn chain_of_whole_lives_sells_at_its_end() {
        let two = chain(2, 4).chain();
        assert_eq!(two.last_age, Exact::lit(2));
        assert_eq!(two.last_sale, Exact::lit(1).over(Exact::lit(16)));
        let none = chain(2, 0).chain();
        assert_eq!(
            (none.purchases, none.sales_at_life, none.last_sale),
            (Exact::lit(0), Exact::lit(0), Exact::lit(0))
        );
    }

    #[test]
    fn payments_of_a_lease_for_each_asset_and_what_is_owed_at_the_end() {
        // life 4, term 3, span 6, v = 1/2: 1/2 + 1/4 + 1/8 = 14/16 of the first; the second, from 4 on, pays at 5 and 6
        // (1/32 and 1/64) and owes the third payment at 6 (1/64): 1/16 in all
        let sixteenths = |n: u32| Exact::lit(n).over(Exact::lit(16));
        assert_eq!(chain(4, 6).payments_within(Exact::lit(3), false), sixteenths(15));
        // in advance each a month earlier, but for what is owed at the end: 28/16 + 1/16 + 1/32 + 1/64
        let in_advance = Exact::lit(112 + 4 + 2 + 1).over(Exact::lit(64));
        assert_eq!(chain(4, 6).payments_within(Exact::lit(3), true), in_advance);
        // at 3 and, instead of 7, at 6
        assert_eq!(chain(4, 6).term_ends(Exact::lit(3)), Exact::lit(9).over(Exact::lit(64)));
        assert_eq!(chain(4, 0).payments_within(Exact::lit(3), false), Exact::lit(0));
        assert_eq!(chain(4, 0).term_ends(Exact::lit(3)), Exact::lit(0));
    }

    #[test]
    fn payments_after_the_free_months_of_each_asset() {
        // life 2, span 5, first month free: paid at 2, 4, and none in the last life of one month
        let sum = Exact::lit(5).over(Exact::lit(16));
        assert_eq!(chain(2, 5).payments_after(Exact::lit(1)), sum);
        // nothing free: 1/2 + 1/4 + 1/8 + 1/16 + 1/32
        assert_eq!(chain(2, 5).payments_after(Exact::lit(0)), Exact::lit(31).over(Exact::lit(32)));
        assert_eq!(chain(2, 0).payments_after(Exact::lit(0)), Exact::lit(0));
    }
}
