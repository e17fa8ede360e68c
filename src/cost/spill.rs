//! What does not fit, hour by hour: the overflow of a base that stands there, whoever it belongs to.

use crate::curve::Shape;
use crate::number::{Number, Ordered, mega};
use std::cmp::Ordering;

/// What spills over in each hour of the day.
///
/// # Formula
/// ```text
/// spilled tokens = sum over hours h of max(0, V need_h - supply) / sum over hours h of need_h
/// ```
/// need_h: what a token of the month needs if the load of hour h went on around the clock; supply: what the base carries.
#[derive(Clone, Debug)]
pub(crate) struct Spill<N> {
    needs: Vec<N>,
    supply: N,
    /// The sum of the needs.
    sum: N,
}

impl<N: Number> Spill<N> {
    pub(crate) fn new(needs: Vec<N>, supply: N) -> Self {
        let sum = needs.iter().fold(N::lit(0), |sum, need| sum + *need);
        Self { needs, supply, sum }
    }

    /// The tokens of a month that spill over.
    pub(crate) fn tokens(&self, volume: N) -> N {
        let none = N::lit(0);
        let over = |need: &N| (volume * *need - self.supply).at_least(none);
        self.needs.iter().fold(none, |sum, need| sum + over(need)).over(self.sum)
    }

    /// The same, at so much per Mtok, as a curve.
    pub(crate) fn shape(&self, per_mtok: N) -> Shape<N>
    where
        N: Ordered,
    {
        let none = N::lit(0);
        // An hour without any load never fills.
        let loaded = self.needs.iter().filter(|need| need.order(none) != Some(Ordering::Equal));
        let level = none - (self.supply * per_mtok).over(mega());
        let above = |need: &N| Shape::Above {
            mtok: self.supply.over(*need).over(mega()),
            level,
            slope: *need * per_mtok,
        };
        // Divided last, so that where all hours spill over a token costs its price to the last digit.
        Shape::Part { of: Box::new(Shape::Sum(loaded.map(above).collect())), parts: self.sum }
    }
}
