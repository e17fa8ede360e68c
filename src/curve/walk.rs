//! A curve from left to right, one straight piece after another.
//!
//! Volumes only grow, so what is known of one piece finds the next: a sweep or a break-even visits each once.

use super::shape::{Line, OutOfRange, Shape, earlier, reach};
use super::stairs::{Rates, Stairs};
use crate::number::{Ordered, mega};
use std::cmp::Ordering;

/// A curve on `(from, to]`: a straight line, or no service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<N> {
    pub(super) line: Option<Line<N>>,
    /// `None`: for ever.
    pub(super) to: Option<N>,
}

/// A curve that is walked along, from one straight piece to the next.
pub(super) struct Walk<'a, N> {
    shape: &'a Shape<N>,
    parts: Vec<Walk<'a, N>>,
    /// The steps of the present piece, where the shape has a staircase.
    steps: Option<N>,
    segment: Option<Segment<N>>,
}

impl<'a, N: Ordered> Walk<'a, N> {
    pub(super) fn along(shape: &'a Shape<N>) -> Self {
        let parts = match shape {
            Shape::Steps { .. } | Shape::Above { .. } | Shape::Only { .. } => Vec::new(),
            Shape::Share { of, .. } | Shape::Part { of, .. } => vec![Self::along(of)],
            Shape::Sum(all) | Shape::Least(all) | Shape::Greatest(all) => {
                all.iter().map(Self::along).collect()
            }
        };
        Self { shape, parts, steps: None, segment: None }
    }

    /// The piece that begins at a volume. Volumes only grow from one call to the next.
    pub(super) fn after(&mut self, from: N) -> Result<Segment<N>, OutOfRange> {
        if let Some(known) = self.segment {
            let lasts = match known.to {
                None => true,
                Some(to) => to.order(from).ok_or(OutOfRange)? == Ordering::Greater,
            };
            if lasts {
                return Ok(known);
            }
        }
        let next = self.next(from)?;
        self.segment = Some(next);
        Ok(next)
    }

    fn next(&mut self, from: N) -> Result<Segment<N>, OutOfRange> {
        let is_past = |end: N| from.order(end).ok_or(OutOfRange).map(|order| order != Ordering::Less);
        match self.shape {
            Shape::Steps { rates, stairs, most } => self.climb(rates, stairs, *most, from),
            Shape::Above { mtok, level, slope } => Ok(if is_past(*mtok)? {
                Segment { line: Some(Line { level: *level, slope: *slope }), to: None }
            } else {
                Segment { line: Some(Line::nothing()), to: Some(*mtok) }
            }),
            Shape::Only { from: begin, to } => {
                if !is_past(*begin)? {
                    return Ok(Segment { line: None, to: Some(*begin) });
                }
                match to {
                    Some(to) if is_past(*to)? => Ok(Segment { line: None, to: None }),
                    to => Ok(Segment { line: Some(Line::nothing()), to: *to }),
                }
            }
            Shape::Share { share, .. } => self.share(*share, from),
            Shape::Part { parts, .. } => {
                let Segment { line, to } = self.parts.first_mut().ok_or(OutOfRange)?.after(from)?;
                let line =
                    line.map(|line| Line { level: line.level.over(*parts), slope: line.slope.over(*parts) });
                Ok(Segment { line, to })
            }
            Shape::Sum(_) => self.sum(from),
            Shape::Least(_) => self.extreme(from, Ordering::Less),
            Shape::Greatest(_) => self.extreme(from, Ordering::Greater),
        }
    }

    /// The step that carries volumes just above one.
    fn climb(
        &mut self,
        rates: &Rates<N>,
        stairs: &Stairs<N>,
        most: Option<N>,
        from: N,
    ) -> Result<Segment<N>, OutOfRange> {
        let line = |steps| Line { level: rates.standing(stairs.counts_at(steps)), slope: rates.per_mtok };
        let one = N::lit(1);
        let mut steps = match self.steps {
            Some(steps) => steps + one,
            None => stairs.minimum,
        };
        let Some(mut end) = reach(stairs, steps) else {
            return Ok(Segment { line: Some(line(steps)), to: None });
        };
        let carries = |end: N| end.order(from).ok_or(OutOfRange).map(|order| order == Ordering::Greater);
        if !carries(end)? {
            // Further than the next step: one step before what the volume needs, which may itself be rounded across an
            // edge, and on from there.
            let needed = stairs.steps(from * mega()) - one;
            steps = steps.at_least(needed);
            for tries in 0.. {
                end = reach(stairs, steps).ok_or(OutOfRange)?;
                if carries(end)? {
                    break;
                }
                if tries > 3 {
                    // Steps so small against the volume that floats do not tell them apart.
                    return Err(OutOfRange);
                }
                steps = steps + one;
            }
        }
        self.steps = Some(steps);
        match most.map(|most| steps.order(most).ok_or(OutOfRange)).transpose()? {
            Some(Ordering::Greater) => Ok(Segment { line: None, to: None }),
            _ => Ok(Segment { line: Some(line(steps)), to: Some(end) }),
        }
    }

    fn share(&mut self, share: N, from: N) -> Result<Segment<N>, OutOfRange> {
        let of = self.parts.first_mut().ok_or(OutOfRange)?;
        let mut inner = of.after(from * share)?;
        loop {
            let line = inner.line.map(|line| Line { level: line.level, slope: line.slope * share });
            let Some(inner_to) = inner.to else { return Ok(Segment { line, to: None }) };
            let to = inner_to.over(share);
            if to.order(from).ok_or(OutOfRange)? == Ordering::Greater {
                return Ok(Segment { line, to: Some(to) });
            }
            // The product was rounded back across the end that the quotient gave.
            inner = of.after(inner_to)?;
        }
    }

    fn sum(&mut self, from: N) -> Result<Segment<N>, OutOfRange> {
        let mut line = Some(Line::nothing());
        let mut to = None;
        for part in &mut self.parts {
            let segment = part.after(from)?;
            to = earlier(to, segment.to)?;
            line = line
                .zip(segment.line)
                .map(|(sum, one)| Line { level: sum.level + one.level, slope: sum.slope + one.slope });
        }
        Ok(Segment { line, to })
    }

    /// The lowest or the highest of the parts, up to where another passes it.
    fn extreme(&mut self, from: N, wanted: Ordering) -> Result<Segment<N>, OutOfRange> {
        let mut to = None;
        let mut lines = Vec::with_capacity(self.parts.len());
        for part in &mut self.parts {
            let segment = part.after(from)?;
            to = earlier(to, segment.to)?;
            match segment.line {
                Some(line) => lines.push(line),
                // The dearest of all needs all of them.
                None if wanted == Ordering::Greater => return Ok(Segment { line: None, to }),
                None => {}
            }
        }
        let Some((best, next)) = foremost(&lines, from, wanted)? else {
            return Ok(Segment { line: None, to });
        };
        Ok(Segment { line: lines.get(best).copied(), to: earlier(to, next)? })
    }
}

/// Which of some lines is the lowest or the highest just above a volume, and where another passes it.
fn foremost<N: Ordered>(
    lines: &[Line<N>],
    from: N,
    wanted: Ordering,
) -> Result<Option<(usize, Option<N>)>, OutOfRange> {
    let mut best: Option<(usize, Line<N>)> = None;
    for (at, line) in lines.iter().enumerate() {
        let leads = match best {
            None => true,
            Some((_, best)) => line.order_above(best, from).ok_or(OutOfRange)? == wanted,
        };
        if leads {
            best = Some((at, *line));
        }
    }
    let Some((at, best)) = best else { return Ok(None) };
    let mut next: Option<N> = None;
    for line in lines {
        if line.slope.order(best.slope).ok_or(OutOfRange)? != wanted {
            continue;
        }
        let crossing = best.crossing(*line);
        // Out of range is further away than any volume.
        if crossing.order(from) == Some(Ordering::Greater)
            && next.is_none_or(|next| crossing.order(next) == Some(Ordering::Less))
        {
            next = Some(crossing);
        }
    }
    Ok(Some((at, next)))
}
