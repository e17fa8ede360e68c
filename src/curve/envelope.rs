//! Who is the cheapest at every volume: the lower envelope of many curves.

use super::band::Band;
use super::cost_curve::CostCurve;
use super::float_curve::FloatCurve;
use super::hull::{Edge, Hull};
use super::near::{Known, near, window};
use super::shape::{Line, OutOfRange, Shape, earlier};
use super::walk::Walk;
use crate::error::Error;
use crate::number::{Exact, Ordered, mega};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The most straight pieces that are looked at; past them the envelope says that it is cut.
const MOST_PIECES: usize = 10_000;

/// Which of some curves is the cheapest at every volume.
///
/// ```
/// use breakeven::{CostCurve, Currency, Decimal, Envelope};
///
/// let line = |fixed: u32, per_mtok: u32| CostCurve::line(Currency::USD, fixed.into(), per_mtok.into());
/// // 5 USD per Mtok, 1,000 USD + 3, and 4,000 USD + 1: they cross at 500 and at 1,500 Mtok
/// let envelope = Envelope::of(&[line(0, 5), line(1_000, 3), line(4_000, 1)])?;
/// let switches: Vec<String> = envelope.switches().map(|tokens| tokens.to_string()).collect();
/// assert_eq!(switches, ["500000000", "1500000000"]);
/// assert_eq!(envelope.cheapest_at(600_000_000), Some(1));
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The ranges of volumes, ascending and without overlap. Where no curve can serve, there is none.
    pub pieces: Vec<EnvelopePiece>,
    /// `false` where the curves have so many jumps that only the first 10,000 straight pieces were looked at: nothing is
    /// said of larger volumes then.
    pub complete: bool,
}

/// A range of volumes with one curve that is the cheapest on it.
///
/// A range is open at its beginning and closed at its end, so that a volume at which two curves cost the same belongs to
/// the one that was cheaper below it. No range holds 0: what serves nothing at all is not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopePiece {
    /// Tokens a month above which it holds.
    pub from: Decimal,
    /// Tokens a month up to which it holds; `None` for ever.
    pub to: Option<Decimal>,
    /// The index of the cheapest curve, the lowest of those that tie.
    pub cheapest: usize,
    /// The indices of the others that cost the same on all of the range.
    pub tied: Vec<usize>,
}

impl Envelope {
    /// The lower envelope of some curves.
    ///
    /// # Errors
    /// [`crate::ErrorKind::CurrencyMismatch`]; [`crate::ErrorKind::OutOfBounds`] past the range of decimals.
    pub fn of(curves: &[CostCurve]) -> Result<Self, Error> {
        if let Some(first) = curves.first() {
            curves.iter().try_for_each(|curve| first.same_currency(curve))?;
        }
        let shapes: Vec<&Shape<Exact>> = curves.iter().map(|curve| &curve.shape).collect();
        let (parts, complete) = envelope(&shapes)?;
        let tokens = |mtok: Exact| {
            (mtok * mega()).value().map(|tokens| tokens.normalize()).ok_or(Error::from(OutOfRange))
        };
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            pieces.push(EnvelopePiece {
                from: tokens(part.from)?,
                to: part.to.map(tokens).transpose()?,
                cheapest: part.cheapest,
                tied: part.tied,
            });
        }
        Ok(Self { pieces, complete })
    }

    /// The volumes, in tokens a month, at which the cheapest changes.
    pub fn switches(&self) -> impl Iterator<Item = Decimal> {
        self.pieces.iter().zip(self.pieces.iter().skip(1)).map(|(_, next)| next.from)
    }

    /// The index of the cheapest curve at a volume; `None` where none can serve it or it was not looked at.
    #[must_use]
    pub fn cheapest_at(&self, tokens: u64) -> Option<usize> {
        let tokens = Decimal::from(tokens);
        let holds = |piece: &&EnvelopePiece| piece.from < tokens && piece.to.is_none_or(|to| tokens <= to);
        self.pieces.iter().find(holds).map(|piece| piece.cheapest)
    }
}

impl FloatCurve {
    /// The lower envelope of some curves in binary floats: where each range begins, in tokens a month, with the index of
    /// the curve that is the cheapest on it (`None` where none can serve). Nothing where a value leaves the range of
    /// floats or there are more than 10,000 straight pieces.
    #[must_use]
    pub fn envelope(curves: &[Self]) -> Option<Vec<(f64, Option<usize>)>> {
        let shapes: Vec<&Shape<f64>> = curves.iter().map(|curve| &curve.shape).collect();
        let (parts, complete) = envelope(&shapes).ok()?;
        let mut ranges: Vec<(f64, Option<usize>)> = Vec::with_capacity(parts.len());
        let mut end = Some(0.0);
        for part in parts {
            if let Some(gap) = end.filter(|end| *end < part.from) {
                ranges.push((gap * 1e6, None));
            }
            ranges.push((part.from * 1e6, Some(part.cheapest)));
            end = part.to;
        }
        if let Some(end) = end {
            ranges.push((end * 1e6, None));
        }
        complete.then_some(ranges)
    }
}

/// A range in Mtok.
struct Part<N> {
    from: N,
    to: Option<N>,
    cheapest: usize,
    tied: Vec<usize>,
}

fn envelope<N: Ordered>(shapes: &[&Shape<N>]) -> Result<(Vec<Part<N>>, bool), OutOfRange> {
    let mut walks: Vec<Walk<'_, N>> = shapes.iter().map(|shape| Walk::along(shape)).collect();
    let known = shapes.iter().map(|shape| Known::of(shape)).collect::<Result<Vec<_>, _>>()?;
    let settled = settled(&known);
    let (mut parts, mut hull) = (Vec::new(), Hull::new());
    let (mut from, mut window_end, mut at_hand) = (N::lit(0), Some(N::lit(0)), Vec::new());
    for _ in 0..MOST_PIECES {
        if let Some(last) = &settled
            && from.order(last.from).ok_or(OutOfRange)? != Ordering::Less
        {
            let Part { cheapest, tied, .. } = last;
            push(&mut parts, Part { from, to: None, cheapest: *cheapest, tied: tied.clone() });
            return Ok((parts, true));
        }
        if window_end.is_some_and(|end| from.order(end) != Some(Ordering::Less)) {
            window_end = window(from);
            let sole = near(&known, from, window_end, &mut at_hand);
            if let Some((cheapest, to)) = sole.zip(window_end) {
                push(&mut parts, Part { from, to: Some(to), cheapest, tied: Vec::new() });
                from = to;
                continue;
            }
        }
        hull.clear();
        let mut to = window_end;
        for at in &at_hand {
            let segment = walks.get_mut(*at).ok_or(OutOfRange)?.after(from)?;
            to = earlier(to, segment.to)?;
            if let Some(line) = segment.line {
                hull.add(line, *at);
            }
        }
        // Along this piece no curve jumps or bends: the envelope of straight lines.
        let mut edges = hull.above(from)?.peekable();
        while let Some(Edge { from, cheapest, tied }) = edges.next() {
            let is_inside = |volume: N| to.is_none_or(|to| volume.order(to) == Some(Ordering::Less));
            let next = edges.peek().map(|next| next.from).filter(|next| is_inside(*next));
            push(&mut parts, Part { from, to: next.or(to), cheapest, tied });
            if next.is_none() {
                break;
            }
        }
        match to {
            Some(to) => from = to,
            None => return Ok((parts, true)),
        }
    }
    Ok((parts, false))
}

/// Adds a range, or lengthens the last one where the same curve is the cheapest on both.
fn push<N: Ordered>(parts: &mut Vec<Part<N>>, part: Part<N>) {
    match parts.last_mut() {
        Some(last)
            if last.cheapest == part.cheapest
                && last.tied.iter().eq(&part.tied)
                && last.to.is_some_and(|to| to.order(part.from) == Some(Ordering::Equal)) =>
        {
            last.to = part.to;
        }
        _ => parts.push(part),
    }
}

/// The range without an end on which one curve is the cheapest whatever jumps follow, where the curves tell.
fn settled<N: Ordered>(known: &[Known<N>]) -> Option<Part<N>> {
    let lower = |a: &Line<N>, b: &Line<N>| match a.slope.order(b.slope) {
        Some(Ordering::Equal) => a.level.order(b.level) == Some(Ordering::Less),
        order => order == Some(Ordering::Less),
    };
    let mut endless: Option<(usize, &Band<N>)> = None;
    for (at, one) in known.iter().enumerate() {
        let band = one.band.as_ref()?;
        if one.end.is_none() && endless.is_none_or(|(_, best)| lower(&band.line, &best.line)) {
            endless = Some((at, band));
        }
    }
    let (cheapest, best) = endless?;
    let (mut from, mut tied) =
        (known.iter().try_fold(N::lit(0), |from, one| later(from, one.opens))?, Vec::new());
    for (at, one) in known.iter().enumerate().filter(|(at, _)| *at != cheapest) {
        let band = one.band.as_ref()?;
        let slack = best.slack + band.slack;
        let (level, slope) = (band.line.level - best.line.level, band.line.slope - best.line.slope);
        match (one.end, slope.order(N::lit(0))?, level.order(slack)?) {
            // One that ends is out of it by its end.
            (Some(end), ..) => from = later(from, end)?,
            // best + slack <= other - slack
            (None, Ordering::Greater, _) => from = later(from, (slack - level).over(slope))?,
            // The same slope: apart by more than both stray, or the same line.
            (None, _, Ordering::Greater) => {}
            (None, _, Ordering::Equal) if slack.order(N::lit(0))? == Ordering::Equal => tied.push(at),
            _ => return None,
        }
    }
    Some(Part { from, to: None, cheapest, tied })
}

fn later<N: Ordered>(a: N, b: N) -> Option<N> {
    a.order(b).map(|_| a.at_least(b))
}
