//! Break-evens that have no closed form: two staircases, one whose spares and attendants climb along, one whose steps bring
//! more than they cost. Each such point is asked on the exact path, thousands a second where the rest gives millions.

use super::corners::exact;
use super::formula::Without;
use super::metric::Asked;
use crate::comparison::{exact_inputs, rates_and_stairs, slot};
use crate::curve::{CostCurve, Shape};
use crate::money::Currency;
use crate::number::Exact;
use crate::parameter::Inputs;
use crate::scenario::{Address, ResolvedAlternative};
use rust_decimal::Decimal;

/// One side of the pair.
#[derive(Debug)]
struct Side {
    inputs: Inputs<Decimal>,
    entries: Vec<(usize, Address)>,
    most: Option<Decimal>,
}

/// A break-even that is asked exactly, at some points or at all.
#[derive(Debug)]
pub(super) struct ExactMetric {
    pub(super) without: Without,
    pub(super) pair: ExactPair,
}

/// The two sides of such a break-even.
#[derive(Debug)]
pub(super) struct ExactPair {
    of: Side,
    against: Side,
    asks_for_the_first: bool,
    currency: Currency,
}

impl ExactPair {
    /// The pair of a metric; `None` for one that is no break-even.
    pub(super) fn of(
        asked: Asked,
        alternatives: &[ResolvedAlternative],
        columns: &[Vec<Address>],
        currency: Currency,
    ) -> Option<Self> {
        let (of, against, asks_for_the_first) = match asked {
            Asked::BreakEven { of, against } => (of, against, true),
            Asked::AlwaysFrom { of, against } => (of, against, false),
            _ => return None,
        };
        let side = |index: usize| {
            let alternative = alternatives.get(index)?;
            let entries = columns.iter().enumerate().flat_map(|(column, addresses)| {
                addresses.iter().filter(|address| address.enters(index)).map(move |one| (column, one.clone()))
            });
            let inputs = alternative.inputs.clone();
            Some(Side { inputs, entries: entries.collect(), most: alternative.maximum_steps })
        };
        Some(Self { of: side(of)?, against: side(against)?, asks_for_the_first, currency })
    }

    /// The volume at the point of which `column` gives the numbers; NaN for never.
    pub(super) fn value(&self, column: impl Fn(usize) -> Option<f64>) -> f64 {
        let curve = |side: &Side| side.curve(&column, self.currency);
        let Ok(found) = curve(&self.of).break_even_against(&curve(&self.against)) else { return f64::NAN };
        let volume = if self.asks_for_the_first { found.first_volume } else { found.always_from };
        // From the first token on is from the beginning on.
        volume.map_or(f64::NAN, |tokens| if tokens <= 1 { 0.0 } else { tokens as f64 })
    }
}

impl Side {
    fn curve(&self, column_value: impl Fn(usize) -> Option<f64>, currency: Currency) -> CostCurve {
        let mut inputs = self.inputs.clone();
        for (column, address) in &self.entries {
            if let (Some(slot), Some(value)) = (slot(&mut inputs, address), column_value(*column)) {
                *slot = exact(value);
            }
        }
        let (rates, stairs) = rates_and_stairs(&exact_inputs(&inputs));
        CostCurve::of(currency, Shape::Steps { rates, stairs, most: self.most.map(Exact::new) })
    }
}
