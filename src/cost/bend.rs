//! What of a line does not go straight with the volume and the steps: tiers, commitments, steps of each hour, overflow.

use super::spill::Spill;
use crate::curve::{Rates, Shape, Stairs};
use crate::number::{MEGA, Number, Ordered};

/// From just above a volume on, a level and a slope more: a tier that begins, an hour that overflows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kink<N> {
    pub(crate) mtok: N,
    pub(crate) level: N,
    pub(crate) slope: N,
}

impl<N: Number> Kink<N> {
    pub(crate) fn times(self, factor: N) -> Self {
        Self { mtok: self.mtok, level: self.level * factor, slope: self.slope * factor }
    }

    fn amount(&self, mtok: N) -> N {
        mtok.select(self.mtok, self.level + self.slope * mtok, N::lit(0))
    }

    fn shape(self) -> Shape<N> {
        Shape::Above { mtok: self.mtok, level: self.level, slope: self.slope }
    }
}

/// The part of a line that bends.
#[derive(Clone, Debug)]
pub(crate) enum Bend<N> {
    /// The sum of some kinks, at the prices of the month.
    Kinks(Vec<Kink<N>>),
    /// What a commitment makes of a bill, less the bill: the amount is paid in any case and covers the bill at a fraction of
    /// its prices; what is beyond is paid at another fraction.
    Commitment {
        /// The bill at the prices of the sheet.
        bill: Vec<Kink<N>>,
        amount: N,
        fraction: N,
        overage: N,
    },
    /// What spills over at a price per Mtok, less what all of the volume would cost at it: what a base saves of the bill.
    Base { spill: Spill<N>, per_mtok: N },
    /// Steps that are counted for each hour of the day, and what one costs a month around the clock.
    Hours { stairs: Vec<Stairs<N>>, per_step: N, hours: N },
}

fn sum<N: Number>(kinks: &[Kink<N>], mtok: N) -> N {
    kinks.iter().fold(N::lit(0), |sum, kink| sum + kink.amount(mtok))
}

impl<N: Number> Bend<N> {
    /// The amount of a month, with its prices over those of today.
    ///
    /// # Formula
    /// ```text
    /// commitment: C + max(0, f B - C) o / f - B      B: the bill, f: fraction of its prices, o: fraction beyond
    /// ```
    pub(crate) fn amount(&self, tokens: N, price: N) -> N {
        let none = N::lit(0);
        let mtok = tokens.nth(MEGA);
        match self {
            Self::Kinks(kinks) => price * sum(kinks, mtok),
            Self::Commitment { bill, amount, fraction, overage } => {
                let bill = price * sum(bill, mtok);
                *amount + (bill * *fraction - *amount).at_least(none) * overage.over(*fraction) - bill
            }
            Self::Base { spill, per_mtok } => price * *per_mtok * (spill.tokens(tokens) - tokens).nth(MEGA),
            Self::Hours { stairs, per_step, hours } => {
                let steps = stairs.iter().fold(none, |steps, hour| steps + hour.steps(tokens));
                (steps * *per_step).over(*hours)
            }
        }
    }

    /// The same as a curve, at the prices of today.
    pub(crate) fn shape(&self) -> Shape<N>
    where
        N: Ordered,
    {
        let (none, one) = (N::lit(0), N::lit(1));
        let all =
            |kinks: &[Kink<N>], factor: N| kinks.iter().map(|kink| kink.times(factor).shape()).collect();
        match self {
            Self::Kinks(kinks) => Shape::Sum(all(kinks, one)),
            Self::Commitment { bill, amount, fraction, overage } => {
                let beyond = overage.over(*fraction);
                let over =
                    Shape::Sum(all(bill, *fraction * beyond)).and(Shape::line(none - *amount * beyond, none));
                let paid = Shape::Greatest(vec![over, Shape::line(none, none)]);
                Shape::Sum(vec![Shape::line(*amount, none), paid, Shape::Sum(all(bill, none - one))])
            }
            Self::Base { spill, per_mtok } => spill.shape(*per_mtok).and(Shape::line(none, none - *per_mtok)),
            Self::Hours { stairs, per_step, hours } => {
                let rates = Rates { per_step: *per_step, ..Rates::zero() };
                let hour = |stairs: &Stairs<N>| Shape::Steps { rates, stairs: *stairs, most: None };
                Shape::Part { of: Box::new(Shape::Sum(stairs.iter().map(hour).collect())), parts: *hours }
            }
        }
    }
}
