//! At which values of a number do two alternatives cost the same?
//!
//! Each cost is a formula of the number. Where it is a quotient of straight lines between edges (a step more, a tier, a
//! floor), as it is for prices, people, power, token counts, rates, the peak and a level volume, the edges are walked one
//! by one and no root is missed. Where it is not (interest, price paths, a volume that grows, several attempts), values are
//! looked at: both ends of the range, 96 of equal ratio on each side of the base as far as a thousand times and a thousandth
//! of it, and 64 evenly spaced ones. Two roots between two of them would be missed, and [`Solution::looked_at`] says where.
//! Who can serve at all is looked at at those values for every number: it changes once or twice along a range.

mod digits;
mod domain;
#[cfg(test)]
mod laws;
mod moved;
mod price;
mod settle;
mod walk;

pub use price::BreakEvenPrice;

use super::Comparison;
use crate::error::{Error, ErrorKind, FieldPath};
use digits::Grain;
use domain::Part;
use moved::{Moved, Serves};
use rust_decimal::Decimal;
use settle::{Change, equal_at, settle};
use std::cmp::Ordering;
use walk::spans;

/// The values of a number at which two alternatives change places.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Solution {
    /// The number.
    pub path: FieldPath,
    /// What it counts.
    pub unit: &'static str,
    /// The alternative that would have to pay off.
    pub challenger: String,
    /// The one that it is measured against.
    pub incumbent: String,
    /// The value in the scenario.
    pub base: Decimal,
    /// The least and the greatest value looked at: the range of the parameter, as far as no other number contradicts it.
    pub searched: (Decimal, Decimal),
    /// Where they change places, ascending.
    pub roots: Vec<Root>,
    /// Who is cheaper between them, ascending.
    pub stretches: Vec<Stretch>,
    /// Where values were looked at, between two of which two more roots may lie. Everywhere else there are no others: the
    /// costs were followed from edge to edge, at most 2,048 of them in each direction (fewer where every month of the study is
    /// gone through), or at every whole value.
    pub looked_at: Vec<(Decimal, Decimal)>,
}

/// A value at which two alternatives change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Root {
    /// Both cost the same.
    Equal {
        /// The value, of at most 15 digits.
        value: Decimal,
        /// What the challenger costs over the incumbent there, a month: at most a billionth of it.
        residual: Decimal,
    },
    /// The difference changes its sign without passing equality, as a step more is needed: two values that follow each other
    /// among whole numbers, or among decimals of 15 digits.
    Jump {
        /// The value at which the challenger costs less.
        cheaper: Decimal,
        /// The value at which it costs more.
        dearer: Decimal,
    },
}

impl Root {
    /// The value at which the challenger costs no more than the incumbent.
    #[must_use]
    pub fn value(self) -> Decimal {
        match self {
            Self::Equal { value, .. } => value,
            Self::Jump { cheaper, .. } => cheaper,
        }
    }
}

/// Who is cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cheaper {
    /// The challenger.
    Challenger,
    /// The incumbent.
    Incumbent,
    /// Both cost the same.
    Same,
    /// The challenger alone can serve the workload to the end of the study.
    OnlyChallengerServes,
    /// The incumbent alone can.
    OnlyIncumbentServes,
    /// Neither can.
    NeitherServes,
}

impl Cheaper {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Challenger => "challenger",
            Self::Incumbent => "incumbent",
            Self::Same => "same",
            Self::OnlyChallengerServes => "only_challenger_serves",
            Self::OnlyIncumbentServes => "only_incumbent_serves",
            Self::NeitherServes => "neither_serves",
        }
    }
}

/// Values of a number between which the same alternative is cheaper. At an end that is a [`Root::Equal`] both cost the same;
/// other ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub from: Decimal,
    /// Where it ends.
    pub to: Decimal,
    /// Who is cheaper between them.
    pub cheaper: Cheaper,
}

impl Comparison {
    /// The values of a number, within its range, at which two alternatives cost the same over the study
    /// ([`Comparison::equivalent_monthly_cost`]), or at which they change places with a jump. `workload.tokens_per_month`
    /// moves every month along. What is compared is the two alternatives: others may be cheaper than both. A hybrid that
    /// chooses its steps takes at each value the number of them that costs least, up to twice what it needs now and 64.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for a path that names no number and for an id there is not, each with the nearest;
    /// [`ErrorKind::Contradiction`] for a number that cannot be moved alone, and for an alternative against itself.
    ///
    /// ```
    /// # let text = "schema = 1\ncurrency = 'USD'\nprices_as_of = '2026-11-24'\nbaseline = 'a'\n\
    /// # [workload]\ntokens_per_month = 1_000_000_000\n[workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
    /// # [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
    /// # [api.a]\nfamily = 'closed_api'\ninput_usd_per_mtok = 2\noutput_usd_per_mtok = 10\n\
    /// # [api.b]\nfamily = 'closed_api'\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 16\n";
    /// use breakeven::{Catalog, Comparison, Root};
    ///
    /// let comparison = Comparison::parse(text, &Catalog::builtin()?)?;
    /// // 750 Mtok in at 1 USD instead of 2, 250 Mtok out: 750 x 2 + 250 x 10 = 750 x 1 + 250 x 13
    /// let solution = comparison.solve("api.b.output_usd_per_mtok", "b", "a")?;
    /// assert_eq!(solution.roots, [Root::Equal { value: 13.into(), residual: 0.into() }]);
    /// assert!(solution.is_complete());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn solve(&self, path: &str, challenger: &str, incumbent: &str) -> Result<Solution, Error> {
        let sides = [self.index_of(challenger)?, self.index_of(incumbent)?];
        if sides.first() == sides.last() {
            let what = format!("{challenger} against itself");
            return Err(ErrorKind::Contradiction { what, instead: "name two alternatives".to_owned() }.into());
        }
        let addresses = self.find(path)?;
        let Some(own) = addresses.first().copied() else {
            return Err(ErrorKind::OutOfBounds { what: "an address" }.into());
        };
        let moved = Moved::new(self, addresses, own, sides)?;
        let grain = Grain::of(own.parameter);
        let base = moved.base()?;
        let parts: Vec<Part> =
            moved.parts(base, grain)?.into_iter().filter(|part| part.serves != Serves::Refused).collect();
        let mut solution = Solution {
            path: own.path.clone(),
            unit: own.parameter.unit(),
            challenger: challenger.to_owned(),
            incumbent: incumbent.to_owned(),
            base: base.normalize(),
            searched: match (parts.first(), parts.last()) {
                (Some(first), Some(last)) => (first.from.normalize(), last.to.normalize()),
                _ => (base.normalize(), base.normalize()),
            },
            roots: Vec::new(),
            stretches: Vec::new(),
            looked_at: Vec::new(),
        };
        for part in parts {
            solution.take_in(&moved, part, grain);
        }
        Ok(solution)
    }
}

impl Solution {
    /// Whether there are no other roots in the range: nothing rests on values that were looked at.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.looked_at.is_empty()
    }

    /// The root nearest to the value in the scenario.
    #[must_use]
    pub fn nearest(&self) -> Option<Root> {
        let distance = |root: &Root| root.value().checked_sub(self.base).map(|distance| distance.abs());
        self.roots.iter().copied().min_by_key(distance)
    }

    fn take_in(&mut self, moved: &Moved<'_>, part: Part, grain: Grain) {
        let cheaper = match part.serves {
            Serves::OnlyChallenger => Cheaper::OnlyChallengerServes,
            Serves::OnlyIncumbent => Cheaper::OnlyIncumbentServes,
            Serves::Neither | Serves::Refused => Cheaper::NeitherServes,
            Serves::Both => return self.compare(moved, part, grain),
        };
        self.stretch(part.from, part.to, cheaper);
    }

    /// The roots and stretches of a part in which both serve.
    fn compare(&mut self, moved: &Moved<'_>, part: Part, grain: Grain) {
        let (found, looked_at) = spans(moved, part, self.base, grain);
        self.looked_at.extend(looked_at.into_iter().map(|(from, to)| (grain.below(from), grain.above(to))));
        let mut found = found.into_iter().peekable();
        let mut from = part.from;
        while let Some(mut span) = found.next() {
            let mut end = None;
            while let Some(next) = found.peek().copied() {
                let change = if next.sign != span.sign {
                    settle(moved, &span, &next, grain)
                } else {
                    // Both may touch where neither passes the other.
                    if span.meets { equal_at(moved, span.to, grain) } else { None }
                };
                if let Some(change) = change {
                    end = Some(change);
                    break;
                }
                // Between two values that can be asked nothing happens that anybody could see.
                if next.sign != span.sign && !grain.is_whole() {
                    self.looked_at.push((span.from, next.to));
                }
                span = next;
                found.next();
            }
            let cheaper = match span.sign {
                Ordering::Less => Cheaper::Challenger,
                Ordering::Greater => Cheaper::Incumbent,
                Ordering::Equal => Cheaper::Same,
            };
            match end {
                Some(Change::Equal { at, residual }) => {
                    self.stretch(from, at, cheaper);
                    self.roots.push(Root::Equal { value: at.normalize(), residual: residual.normalize() });
                    from = at;
                }
                Some(Change::Jump { before, after }) => {
                    self.stretch(from, before, cheaper);
                    let (cheaper, dearer) =
                        if span.sign == Ordering::Less { (before, after) } else { (after, before) };
                    self.roots.push(Root::Jump { cheaper: cheaper.normalize(), dearer: dearer.normalize() });
                    from = after;
                }
                None => self.stretch(from, part.to, cheaper),
            }
        }
    }

    fn stretch(&mut self, from: Decimal, to: Decimal, cheaper: Cheaper) {
        let (from, to) = (from.normalize(), to.normalize());
        match self.stretches.last_mut().filter(|last| last.cheaper == cheaper && last.to == from) {
            // A touch parts two stretches of the same alternative: it is among the roots.
            Some(last) if self.roots.last().is_none_or(|root| root.value() != from) => last.to = to,
            _ => self.stretches.push(Stretch { from, to, cheaper }),
        }
    }
}
