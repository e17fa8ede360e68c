//! A step of a program: one operation on the value in hand. One text for a point and for rows side by side.

use super::schedule::Action;
use super::vector::Vector;
use crate::number::{Crossing, OPERANDS, Operation};

/// What is done with the value in hand, which stays `x` below, and with up to three others, `a`, `b` and `c`;
/// a crossing has up to five.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// `x + a`
    Add,
    /// `x - a`
    Less,
    /// `a - x`
    From,
    /// `x a`
    Times,
    /// `x / a`
    Over,
    /// `a / x`
    Under,
    Ceil,
    Round,
    /// `x`, and `a` at least
    AtLeast,
    /// `a`, and `x` at least
    Least,
    AtMost,
    Most,
    NotBelow,
    Floor,
    NotAbove,
    Cap,
    /// `b` where `x` is above `a`, else `c`
    SelectBy,
    /// `b` where `a` is above `x`, else `c`
    SelectAgainst,
    /// `x` where `a` is above `b`, else `c`
    SelectThis,
    /// `c` where `a` is above `b`, else `x`
    SelectElse,
    ChooseBy,
    ChooseAgainst,
    ChooseThis,
    ChooseElse,
    ForceOfInterest,
    RateOfForce,
    ExpM1,
    /// `x a b`
    Product,
    /// `a b x`
    ProductTimes,
    /// `x / a` up to a whole number, and `b` at least
    Stairs,
    /// `a / x` up to a whole number, and `b` at least
    StairsUnder,
    /// `a / b` up to a whole number, and `x` at least
    StairsFrom,
    /// `x + a b`
    PlusProduct,
    /// `x a + b`
    TimesPlus,
    /// `x - a b`
    LessProduct,
    /// `b - x a`
    TimesFrom,
    /// `a b - x`
    ProductLess,
    /// `x a - b`
    TimesLess,
    /// [`Crossing`]s of what is taken and the others: one that is limited has the most as its last.
    First,
    FirstWithin,
    AlwaysFrom,
    AlwaysFromWithin,
}

impl Form {
    /// What is done where the operand of that place is in hand; the others follow in their order. Nothing for what is no
    /// operation on values.
    pub(super) fn of(action: Action, in_hand: usize) -> Option<Self> {
        Some(match (action, in_hand) {
            (Action::One(operation), _) => return Self::of_one(operation, in_hand),
            (Action::Product, 2) => Self::ProductTimes,
            (Action::Product, _) => Self::Product,
            (Action::Stairs, 0) => Self::Stairs,
            (Action::Stairs, 1) => Self::StairsUnder,
            (Action::Stairs, _) => Self::StairsFrom,
            (Action::PlusProduct, 2) => Self::PlusProduct,
            (Action::PlusProduct, _) => Self::TimesPlus,
            (Action::LessProduct, 2) => Self::LessProduct,
            (Action::LessProduct, _) => Self::TimesFrom,
            (Action::ProductLess, 2) => Self::ProductLess,
            (Action::ProductLess, _) => Self::TimesLess,
        })
    }

    fn of_one(operation: Operation, in_hand: usize) -> Option<Self> {
        Some(match (operation, in_hand) {
            (Operation::Column, _) => return None,
            (Operation::Add, _) => Self::Add,
            (Operation::Sub, 0) => Self::Less,
            (Operation::Sub, _) => Self::From,
            (Operation::Mul, _) => Self::Times,
            (Operation::Over, 0) => Self::Over,
            (Operation::Over, _) => Self::Under,
            (Operation::Ceil, _) => Self::Ceil,
            (Operation::Round, _) => Self::Round,
            (Operation::AtLeast, 0) => Self::AtLeast,
            (Operation::AtLeast, _) => Self::Least,
            (Operation::AtMost, 0) => Self::AtMost,
            (Operation::AtMost, _) => Self::Most,
            (Operation::NotBelow, 0) => Self::NotBelow,
            (Operation::NotBelow, _) => Self::Floor,
            (Operation::NotAbove, 0) => Self::NotAbove,
            (Operation::NotAbove, _) => Self::Cap,
            (Operation::Select, 0) => Self::SelectBy,
            (Operation::Select, 1) => Self::SelectAgainst,
            (Operation::Select, 2) => Self::SelectThis,
            (Operation::Select, _) => Self::SelectElse,
            (Operation::Choose, 0) => Self::ChooseBy,
            (Operation::Choose, 1) => Self::ChooseAgainst,
            (Operation::Choose, 2) => Self::ChooseThis,
            (Operation::Choose, _) => Self::ChooseElse,
            (Operation::ForceOfInterest, _) => Self::ForceOfInterest,
            (Operation::RateOfForce, _) => Self::RateOfForce,
            (Operation::ExpM1, _) => Self::ExpM1,
            (Operation::Crossing(Crossing::FIRST), _) => Self::First,
            (Operation::Crossing(Crossing::FIRST_WITHIN), _) => Self::FirstWithin,
            (Operation::Crossing(Crossing::ALWAYS), _) => Self::AlwaysFrom,
            (Operation::Crossing(Crossing::ALWAYS_WITHIN), _) => Self::AlwaysFromWithin,
        })
    }
}

/// The number of a slot, of which a program has one for each column that it reads, each known number and each value that
/// is kept.
pub(super) type Slot = u32;

/// A slot that there is not.
pub(super) const NOWHERE: Slot = Slot::MAX;

/// The most that an operation needs beside the value in hand.
pub(super) const OTHERS: usize = OPERANDS - 1;

/// One operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) form: Form,
    /// What is taken in hand first; [`NOWHERE`] where the result of the step before is.
    pub(super) take: Slot,
    pub(super) others: [Slot; OTHERS],
    /// Where the result is kept too; [`NOWHERE`] where nothing but the next step reads it.
    pub(super) keep: Slot,
}

/// Where the values are.
pub(super) trait Slots<V> {
    /// Something that needs no value, before a step.
    #[inline(always)]
    fn meanwhile(&mut self) {}

    /// What a slot holds; nothing that is a number for a slot that there is not.
    fn read(&self, slot: Slot) -> V;

    /// Does nothing for a slot that there is not.
    fn write(&mut self, slot: Slot, value: V);

    /// The [`Crossing`] of the terms in some slots.
    fn crossed(&mut self, crossing: Crossing, terms: [Slot; OPERANDS]) -> V;
}

/// Goes through some steps.
// Each arm is written out: a function for all of them would hand over more values than there are registers.
#[inline(always)]
pub(super) fn carry_out<V: Vector>(steps: &[Step], slots: &mut impl Slots<V>) {
    let none = V::splat(f64::NAN);
    let mut x = none;
    for Step { form, take, others: [a, b, c, d, e], keep } in steps {
        slots.meanwhile();
        if *take != NOWHERE {
            x = slots.read(*take);
        }
        match form {
            Form::Add => x = x + slots.read(*a),
            Form::Less => x = x - slots.read(*a),
            Form::From => x = slots.read(*a) - x,
            Form::Times => x = x * slots.read(*a),
            Form::Over => x = x.over(slots.read(*a)),
            Form::Under => x = slots.read(*a).over(x),
            Form::Ceil => x = x.ceil(),
            Form::Round => x = x.round(),
            Form::AtLeast => x = x.at_least(slots.read(*a)),
            Form::Least => x = slots.read(*a).at_least(x),
            Form::AtMost => x = x.at_most(slots.read(*a)),
            Form::Most => x = slots.read(*a).at_most(x),
            Form::NotBelow => x = x.not_below(slots.read(*a)),
            Form::Floor => x = slots.read(*a).not_below(x),
            Form::NotAbove => x = x.not_above(slots.read(*a)),
            Form::Cap => x = slots.read(*a).not_above(x),
            Form::SelectBy => x = x.select(slots.read(*a), slots.read(*b), slots.read(*c)),
            Form::SelectAgainst => x = slots.read(*a).select(x, slots.read(*b), slots.read(*c)),
            Form::SelectThis => x = slots.read(*a).select(slots.read(*b), x, slots.read(*c)),
            Form::SelectElse => x = slots.read(*a).select(slots.read(*b), slots.read(*c), x),
            Form::ChooseBy => x = x.choose(slots.read(*a), slots.read(*b), slots.read(*c)),
            Form::ChooseAgainst => x = slots.read(*a).choose(x, slots.read(*b), slots.read(*c)),
            Form::ChooseThis => x = slots.read(*a).choose(slots.read(*b), x, slots.read(*c)),
            Form::ChooseElse => x = slots.read(*a).choose(slots.read(*b), slots.read(*c), x),
            Form::ForceOfInterest => x = x.force_of_interest().unwrap_or(none),
            Form::RateOfForce => x = x.rate_of_force().unwrap_or(none),
            Form::ExpM1 => x = x.exp_m1().unwrap_or(none),
            Form::Product => x = x * slots.read(*a) * slots.read(*b),
            Form::ProductTimes => x = slots.read(*a) * slots.read(*b) * x,
            Form::Stairs => x = x.over(slots.read(*a)).ceil().not_below(slots.read(*b)),
            Form::StairsUnder => x = slots.read(*a).over(x).ceil().not_below(slots.read(*b)),
            Form::StairsFrom => x = slots.read(*a).over(slots.read(*b)).ceil().not_below(x),
            Form::PlusProduct => x = x + slots.read(*a) * slots.read(*b),
            Form::TimesPlus => x = slots.read(*b) + x * slots.read(*a),
            Form::LessProduct => x = x - slots.read(*a) * slots.read(*b),
            Form::TimesFrom => x = slots.read(*b) - x * slots.read(*a),
            Form::ProductLess => x = slots.read(*a) * slots.read(*b) - x,
            Form::TimesLess => x = x * slots.read(*a) - slots.read(*b),
            Form::First => x = slots.crossed(Crossing::FIRST, [*take, *a, *b, *c, *d, *e]),
            Form::FirstWithin => x = slots.crossed(Crossing::FIRST_WITHIN, [*take, *a, *b, *c, *d, *e]),
            Form::AlwaysFrom => x = slots.crossed(Crossing::ALWAYS, [*take, *a, *b, *c, *d, *e]),
            Form::AlwaysFromWithin => x = slots.crossed(Crossing::ALWAYS_WITHIN, [*take, *a, *b, *c, *d, *e]),
        }
        slots.write(*keep, x);
    }
}
