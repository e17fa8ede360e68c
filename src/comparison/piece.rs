//! The parts that an alternative's cost is the sum of: one, or those of a mix, each with the volume that it serves.

use crate::api;
use crate::cost::{Line, Spill, shape, total};
use crate::curve::{Shape, Stairs};
use crate::deployment::{self, Discounting};
use crate::number::{MEGA, Number, Ordered};
use crate::parameter::{Inputs, Mix, MixRule, Role};
use crate::serving::{hourly_stairs, load};
use crate::training;
use std::cmp::Ordering;

/// A part of an alternative.
pub(crate) struct Piece<'a, N> {
    pub(crate) inputs: &'a Inputs<N>,
    pub(crate) lines: Vec<Line<N>>,
    pub(crate) stairs: Stairs<N>,
    /// The most steps that a part of a mix can have.
    pub(crate) most: Option<N>,
    volume: Volume<N>,
}

/// What a part serves of the volume of the month.
enum Volume<N> {
    Whole,
    /// A share of it.
    Share(N),
    /// What so many steps carry, hour by hour.
    Base(Spill<N>),
    /// What they do not.
    Overflow(Spill<N>),
}

/// What so many steps of a deployment do not carry.
fn spill<N: Number>(own: &Inputs<N>, steps: N) -> Spill<N> {
    let none = N::lit(0);
    // A base is always a deployment: a scenario with another one is refused.
    let Some(deployment) = own.deployment() else { return Spill::new(Vec::new(), none) };
    let load = load(own, deployment);
    let needs = hourly_stairs(own, &load, none).iter().map(|hour| hour.need).collect();
    Spill::new(needs, load.supply * steps)
}

impl<'a, N: Number> Piece<'a, N> {
    /// The only part of an alternative that is no mix.
    pub(crate) fn plain(inputs: &'a Inputs<N>) -> Self {
        plain(inputs, Volume::Whole)
    }

    /// The tokens that this part serves in a month.
    pub(crate) fn tokens(&self, volume: N) -> N {
        match &self.volume {
            Volume::Whole => volume,
            Volume::Share(share) => volume * *share,
            Volume::Base(spill) => volume - spill.tokens(volume),
            Volume::Overflow(spill) => spill.tokens(volume),
        }
    }

    /// The cost of a month in which it serves so many tokens, at the prices of today.
    fn cost(&self, served: N) -> N {
        let counts = self.stairs.counts(served);
        let straight = total(&self.lines).amount(served.nth(MEGA), counts);
        let bends = self.lines.iter().filter_map(|line| line.bend.as_ref());
        bends.fold(straight, |sum, bend| sum + bend.amount(served, N::lit(1)))
    }

    /// The tokens of a month that spill over to this part.
    pub(crate) fn spilled(&self, volume: N) -> Option<N> {
        matches!(self.volume, Volume::Overflow(_)).then(|| self.tokens(volume))
    }
}

/// The parts of an alternative: one of a plain one.
pub(crate) fn pieces<N: Number>(inputs: &Inputs<N>) -> Vec<Piece<'_, N>> {
    match &inputs.role {
        Role::Mix(mix) => mixed(mix),
        Role::Api(_) | Role::Deployment(_) => vec![plain(inputs, Volume::Whole)],
    }
}

/// The cost of a month at the prices of today.
pub(crate) fn month<N: Number>(inputs: &Inputs<N>, volume: N) -> N {
    pieces(inputs).iter().fold(N::lit(0), |sum, piece| sum + piece.cost(piece.tokens(volume)))
}

/// The steps that a month needs of each part that has a most of them, and that most.
pub(crate) fn steps_and_most<N: Number>(
    inputs: &Inputs<N>,
    volume: N,
    most: Option<N>,
) -> impl Iterator<Item = (N, N)> {
    let parts = pieces(inputs).into_iter();
    parts.filter_map(move |part| Some((part.stairs.counts(part.tokens(volume)).steps, part.most.or(most)?)))
}

/// The lines and stairs of an alternative that is no mix.
fn plain<N: Number>(inputs: &Inputs<N>, volume: Volume<N>) -> Piece<'_, N> {
    let (mut lines, stairs) = match &inputs.role {
        Role::Api(sheet) => (api::lines(inputs, sheet).to_vec(), api::stairs(inputs, sheet)),
        Role::Deployment(own) => {
            let discounting = Discounting::of_study(inputs, own);
            (deployment::lines(inputs, own, &discounting).to_vec(), deployment::stairs(inputs, own))
        }
        // A mix has no parts that are mixes.
        Role::Mix(_) => (Vec::new(), Stairs::flat()),
    };
    lines.extend(api::acceptance_lines(inputs));
    lines.extend(training::lines(inputs).into_iter().flatten());
    Piece { inputs, lines, stairs, most: None, volume }
}

fn mixed<N: Number>(mix: &Mix<N>) -> Vec<Piece<'_, N>> {
    match (mix.rule, &mix.parts[..]) {
        (MixRule::Overflow { .. }, [own, overflow]) => {
            let steps = mix.terms.steps.0;
            let spill = spill(&own.inputs, steps);
            let mut base = plain(&own.inputs, Volume::Base(spill.clone()));
            // The steps are so many, whatever the volume.
            base.stairs = Stairs { need: N::lit(0), minimum: steps, ..base.stairs };
            vec![base, plain(&overflow.inputs, Volume::Overflow(spill))]
        }
        (_, parts) => {
            let shared = parts.iter().zip(mix.shares());
            shared
                .map(|(part, share)| Piece {
                    most: part.most.map(N::lit),
                    ..plain(&part.inputs, Volume::Share(share))
                })
                .collect()
        }
    }
}

/// The monthly cost of an alternative as a curve, with at most so many steps.
pub(crate) fn curve<N: Ordered>(inputs: &Inputs<N>, most: Option<N>) -> Shape<N> {
    let mut parts = Vec::new();
    // What a Mtok costs less where it spills over.
    let mut saved = N::lit(0);
    for piece in pieces(inputs) {
        match &piece.volume {
            Volume::Whole => return shape(&piece.lines, piece.stairs, most),
            // Of no requests at all it stands there, whatever the volume.
            Volume::Share(share) if share.order(N::lit(0)) == Some(Ordering::Equal) => {
                parts.push(Shape::line(piece.cost(N::lit(0)), N::lit(0)));
            }
            Volume::Share(share) => parts.push(Shape::Share {
                share: *share,
                of: Box::new(shape(&piece.lines, piece.stairs, piece.most)),
            }),
            Volume::Base(_) => {
                saved = total(&piece.lines).per_mtok;
                parts.push(shape(&piece.lines, piece.stairs, None));
            }
            Volume::Overflow(spill) => parts.push(spill.shape(total(&piece.lines).per_mtok - saved)),
        }
    }
    Shape::Sum(parts)
}
