//! Where one curve is below another: a set of intervals, and what people ask of it.

use super::shape::{Shape, Tokens};
use super::sign::{Piece, pieces};
use crate::error::{Error, ErrorKind};
use crate::number::{Exact, Number, Ordered, mega};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A range of volumes, in tokens a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Where it begins.
    pub from: Decimal,
    /// Whether the beginning belongs to it.
    pub from_closed: bool,
    /// Where it ends; `None` for no end.
    pub to: Option<Decimal>,
    /// Whether the end belongs to it. A closed end is a jump, or the end of capacity.
    pub to_closed: bool,
}

/// Whether there is a volume at which the challenger is strictly cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reach {
    /// There is, within what can be served.
    Reachable,
    /// There would be, but it cannot be served.
    Unreachable,
    /// There is none among the volumes that the incumbent can serve, however much the challenger could.
    Never,
}

impl Reach {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reachable => "reachable",
            Self::Unreachable => "unreachable",
            Self::Never => "never",
        }
    }
}

/// The break-even of a challenger against an incumbent.
///
/// A staircase crosses a line many times, so the answer is a set. `first_volume` is where the challenger first costs
/// no more; it may be dearer again behind it, until `always_from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEven {
    /// Where the challenger is strictly cheaper: disjoint and ascending.
    pub cheaper_on: Vec<Interval>,
    /// Single volumes, in tokens a month, at which both cost the same.
    pub equal_at: Vec<Decimal>,
    /// Ranges of volumes at which both cost the same.
    pub equal_on: Vec<Interval>,
    /// The least whole token, from 1, at which the challenger costs no more.
    pub first_volume: Option<u64>,
    /// The least whole token, from 1, from which it never costs more, as far as both can serve.
    pub always_from: Option<u64>,
    /// Whether the challenger is ever strictly cheaper.
    pub reach: Reach,
    /// `false` where the curves cross so often that only the first 10,000 pieces were looked at: nothing is said
    /// about larger volumes then, and `always_from` is not known. Curves that part do so within far fewer.
    pub complete: bool,
}

impl BreakEven {
    /// The challenger cannot serve the workload at any volume.
    pub(crate) fn unreachable() -> Self {
        Self {
            cheaper_on: Vec::new(),
            equal_at: Vec::new(),
            equal_on: Vec::new(),
            first_volume: None,
            always_from: None,
            reach: Reach::Unreachable,
            complete: true,
        }
    }

    pub(super) fn of(challenger: &Shape<Exact>, incumbent: &Shape<Exact>) -> Result<Self, Error> {
        let (found, complete) = pieces(challenger, incumbent)?;
        let mut answer = Self { complete, reach: Reach::Never, ..Self::unreachable() };
        for piece in &found {
            let interval = piece.in_tokens()?;
            match piece.sign {
                Ordering::Less => answer.cheaper_on.push(interval),
                Ordering::Equal if piece.to == Some(piece.from) => answer.equal_at.push(interval.from),
                Ordering::Equal => answer.equal_on.push(interval),
                Ordering::Greater => {}
            }
        }
        let pair = Pair { challenger, incumbent };
        answer.first_volume = pair.first_no_dearer(&found)?;
        answer.always_from = if complete { pair.never_dearer_from(&found)? } else { None };
        answer.reach = match (&answer.cheaper_on[..], challenger.end()?) {
            ([_, ..], _) => Reach::Reachable,
            ([], None) => Reach::Never,
            ([], Some(_)) => match Self::of(&challenger.without_limit(), incumbent)?.reach {
                Reach::Never => Reach::Never,
                _ => Reach::Unreachable,
            },
        };
        Ok(answer)
    }
}

impl Piece {
    fn in_tokens(&self) -> Result<Interval, Error> {
        Ok(Interval {
            from: tokens(self.from)?,
            from_closed: self.from_closed,
            to: self.to.map(tokens).transpose()?,
            to_closed: self.to_closed,
        })
    }

    /// The least whole token in the piece.
    fn least_token(&self) -> Result<Option<u64>, Error> {
        let from = tokens(self.from)?;
        let whole = from.ceil();
        let least = if whole == from && !self.from_closed { next(whole)? } else { whole };
        // At no tokens every API costs nothing: that is no volume at which anything breaks even.
        let least = least.max(Decimal::ONE);
        let end = self.to.map(tokens).transpose()?;
        let inside = match end {
            Some(end) if self.to_closed => least <= end,
            Some(end) => least < end,
            None => true,
        };
        Ok(if inside { u64::try_from(least).ok() } else { None })
    }
}

struct Pair<'a> {
    challenger: &'a Shape<Exact>,
    incumbent: &'a Shape<Exact>,
}

impl Pair<'_> {
    fn no_dearer(&self, volume: u64) -> Result<bool, Error> {
        let volume = Tokens::new(Exact::new(Decimal::from(volume)));
        let costs = self.challenger.cost(volume)?.zip(self.incumbent.cost(volume)?);
        Ok(match costs {
            Some((ours, theirs)) => ours.order(theirs).ok_or(OUT_OF_BOUNDS)? != Ordering::Greater,
            None => false,
        })
    }

    fn first_no_dearer(&self, found: &[Piece]) -> Result<Option<u64>, Error> {
        for piece in found.iter().filter(|piece| piece.sign != Ordering::Greater) {
            if let Some(least) = piece.least_token()? {
                return self.least_around(least).map(Some);
            }
        }
        Ok(None)
    }

    fn never_dearer_from(&self, found: &[Piece]) -> Result<Option<u64>, Error> {
        // A dearer piece between two whole tokens is no volume that anybody can have.
        let mut dearer_last = None;
        for (at, piece) in found.iter().enumerate().filter(|(_, piece)| piece.sign == Ordering::Greater) {
            if piece.least_token()?.is_some() {
                dearer_last = Some(at);
            }
        }
        let behind = found.get(dearer_last.map_or(0, |at| at.saturating_add(1))..).unwrap_or_default();
        self.first_no_dearer(behind)
    }

    /// A root has 28 digits; the whole token beside it is settled by asking both curves there and on both sides.
    fn least_around(&self, candidate: u64) -> Result<u64, Error> {
        let below = candidate.saturating_sub(1);
        if !self.no_dearer(candidate)? {
            return Ok(candidate.saturating_add(1));
        }
        Ok(if below >= 1 && self.no_dearer(below)? { below } else { candidate })
    }
}

fn tokens(mtok: Decimal) -> Result<Decimal, Error> {
    let tokens = (Exact::new(mtok) * mega()).value().ok_or(OUT_OF_BOUNDS)?;
    Ok(tokens.normalize())
}

fn next(whole: Decimal) -> Result<Decimal, Error> {
    (Exact::new(whole) + Exact::lit(1)).value().ok_or(OUT_OF_BOUNDS.into())
}

const OUT_OF_BOUNDS: ErrorKind = ErrorKind::OutOfBounds { what: "a volume" };
