//! The piecewise carrier: what a formula is as a function of one number, from one of its edges to the next.
//!
//! A formula runs once, just past the beginning of a piece. What does not depend on the number is calculated as decimals;
//! what does is kept as a quotient of two straight lines. Every decision that the formula takes on the way (a step more, a
//! tier, a floor) holds up to where its own line ends, and the nearest of those ends is the end of the piece: behind it the
//! formula runs again. So a cost with stairs is known exactly, piece by piece, without looking at samples of it.

use super::piece::Line;
use super::{Exact, Number, Piece};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// A quotient of lines in the number that moves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fraction<'a> {
    piece: &'a Piece,
    over: Line,
    under: Line,
}

/// A value of a formula on a piece.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form<'a> {
    /// It does not depend on the number.
    Known(Exact),
    /// It is a quotient of lines.
    Moves(Fraction<'a>),
    /// It is something else, or out of the range of decimals.
    Bent,
}

impl Piece {
    /// A number that begins at a value and moves by so much for each unit.
    pub(crate) fn moving(&self, at_zero: Decimal, slope: Decimal) -> Form<'_> {
        let line = Line { at_zero: Exact::new(at_zero), slope: Exact::new(slope) };
        Fraction { piece: self, over: line, under: Line::constant(Exact::lit(1)) }.form()
    }
}

impl<'a> Fraction<'a> {
    /// What it is: known where nothing moves in it, bent where it left the range of decimals.
    fn form(self) -> Form<'a> {
        if !self.over.is_known() || !self.under.is_known() {
            return Form::Bent;
        }
        if self.over.is_constant() && self.under.is_constant() {
            return Form::Known(self.over.at_zero.over(self.under.at_zero));
        }
        let ratio = self.over.slope.over(self.under.slope);
        if self.under.at_zero * ratio == self.over.at_zero && self.over.is_known() && ratio.value().is_some()
        {
            // Multiples of each other.
            return Form::Known(ratio);
        }
        Form::Moves(self)
    }

    /// The same over 1, where what it is over does not move.
    fn reduced(self) -> Self {
        if !self.under.is_constant() {
            return self;
        }
        let over = self.over.divided(self.under.at_zero);
        Self { over, under: Line::constant(Exact::lit(1)), ..self }
    }

    fn plus(self, other: Self) -> Form<'a> {
        if self.under == other.under {
            return Self { over: self.over.plus(other.over), ..self }.form();
        }
        let (one, other) = (self.reduced(), other.reduced());
        if one.under == other.under {
            return Self { over: one.over.plus(other.over), ..one }.form();
        }
        Form::Bent
    }

    fn times(self, other: Self) -> Form<'a> {
        let (one, other) = (self.reduced(), other.reduced());
        if one.over == other.under {
            return Self { over: other.over, ..one }.form();
        }
        if other.over == one.under {
            return Self { over: one.over, ..other }.form();
        }
        Form::Bent
    }

    /// Divided by another one, which ends the piece where it vanishes.
    fn over(self, other: Self) -> Form<'a> {
        let (one, other) = (self.reduced(), other.reduced());
        let quotient = match () {
            () if one.under == other.under => Self { over: one.over, under: other.over, ..one },
            () if one.over == other.over => Self { over: other.under, under: one.under, ..one },
            () => return Form::Bent,
        };
        quotient.without_pole()
    }

    fn without_pole(self) -> Form<'a> {
        match self.piece.sign(self.under) {
            Some(Ordering::Less | Ordering::Greater) => self.form(),
            _ => Form::Bent,
        }
    }

    fn sign(self) -> Option<Ordering> {
        let (over, under) = (self.piece.sign(self.over)?, self.piece.sign(self.under)?);
        Some(if under == Ordering::Less { over.reverse() } else { over })
    }

    fn at(self, t: Decimal) -> Option<Decimal> {
        self.over.at(t).over(self.under.at(t)).value()
    }

    /// The whole number not below it just past the beginning; the piece ends where it becomes another.
    fn ceil(self) -> Option<Exact> {
        let now = self.at(self.piece.from)?;
        // (a + b t) / (c + d t) rises with (b - d times it) / (c + d t): the products b c and a d would be too large.
        let (rise, under) =
            (self.over.slope - self.under.slope * Exact::new(now), self.under.at(self.piece.from));
        let (rise, under) = (rise.value()?.cmp(&Decimal::ZERO), under.value()?.cmp(&Decimal::ZERO));
        let slope = if under == Ordering::Less { rise.reverse() } else { rise };
        let end = |edge: Decimal| self.over.minus(self.under.times(Exact::new(edge))).root();
        let is_there = |edge: Decimal| {
            let apart = (Exact::new(now) - Exact::new(edge)).value().map(|apart| apart.abs());
            // A root has 28 digits: what is this near to an edge is the edge at which the piece before ended.
            apart.is_some_and(|apart| apart <= Decimal::new(1, 15))
        };
        let mut level = match slope {
            Ordering::Equal => return Some(Exact::new(now.ceil())),
            Ordering::Greater => (Exact::new(now.floor()) + Exact::lit(1)).value()?,
            Ordering::Less => now.ceil(),
        };
        let one_on = |level: Decimal| match slope {
            Ordering::Less => (Exact::new(level) - Exact::lit(1)).value(),
            _ => (Exact::new(level) + Exact::lit(1)).value(),
        };
        // Rising, the level holds up to itself; falling, down to the one below.
        let edge_of = |level: Decimal| if slope == Ordering::Less { one_on(level) } else { Some(level) };
        let mut edge = edge_of(level)?;
        if end(edge).is_none_or(|end| end <= self.piece.from) && is_there(edge) {
            level = one_on(level)?;
            edge = edge_of(level)?;
        }
        if let Some(end) = end(edge).filter(|end| *end > self.piece.from) {
            self.piece.end_at(end);
        }
        Some(Exact::new(level))
    }
}

impl Form<'_> {
    /// The sign just past the beginning, which holds to the end of the piece: the end comes nearer for it. `None` for what
    /// is bent or poison.
    pub(crate) fn sign(self) -> Option<Ordering> {
        match self {
            Self::Known(value) => value.value().map(|value| value.cmp(&Decimal::ZERO)),
            Self::Moves(fraction) => fraction.sign(),
            Self::Bent => None,
        }
    }

    /// The value at a place of the piece, its ends included.
    pub(crate) fn at(self, t: Decimal) -> Option<Decimal> {
        match self {
            Self::Known(value) => value.value(),
            Self::Moves(fraction) => fraction.at(t),
            Self::Bent => None,
        }
    }
}

impl Add for Form<'_> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a + b),
            (Self::Known(known), Self::Moves(one)) | (Self::Moves(one), Self::Known(known)) => {
                Fraction { over: one.over.plus(one.under.times(known)), ..one }.form()
            }
            (Self::Moves(a), Self::Moves(b)) => a.plus(b),
            (Self::Bent, _) | (_, Self::Bent) => Self::Bent,
        }
    }
}

impl Sub for Form<'_> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a - b),
            _ => self + other * Self::Known(Exact::lit(0) - Exact::lit(1)),
        }
    }
}

impl Mul for Form<'_> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a * b),
            // Nothing times anything within its range is nothing.
            (Self::Known(none), Self::Bent) | (Self::Bent, Self::Known(none)) if none == Exact::lit(0) => {
                Self::Known(none)
            }
            (Self::Known(known), Self::Moves(one)) | (Self::Moves(one), Self::Known(known)) => {
                Fraction { over: one.over.times(known), ..one }.form()
            }
            (Self::Moves(a), Self::Moves(b)) => a.times(b),
            (Self::Bent, _) | (_, Self::Bent) => Self::Bent,
        }
    }
}

impl Number for Form<'_> {
    fn lit(n: u32) -> Self {
        Self::Known(Exact::lit(n))
    }

    fn over(self, divisor: Self) -> Self {
        match (self, divisor) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a.over(b)),
            // Divided once, last: the divisor joins the one below.
            (Self::Moves(one), Self::Known(known)) => {
                Fraction { under: one.under.times(known), ..one }.without_pole()
            }
            (Self::Known(known), Self::Moves(one)) => {
                Fraction { over: one.under.times(known), under: one.over, ..one }.without_pole()
            }
            (Self::Moves(a), Self::Moves(b)) => a.over(b),
            (Self::Bent, _) | (_, Self::Bent) => Self::Bent,
        }
    }

    fn ceil(self) -> Self {
        match self {
            Self::Known(value) => Self::Known(value.ceil()),
            Self::Moves(fraction) => fraction.ceil().map_or(Self::Bent, Self::Known),
            Self::Bent => Self::Bent,
        }
    }

    fn round(self) -> Self {
        match self {
            Self::Known(value) => Self::Known(value.round()),
            Self::Moves(_) | Self::Bent => Self::Bent,
        }
    }

    fn at_least(self, floor: Self) -> Self {
        self.select(floor, self, floor)
    }

    fn at_most(self, cap: Self) -> Self {
        cap.select(self, self, cap)
    }

    fn select(self, above: Self, then: Self, otherwise: Self) -> Self {
        match (self - above).sign() {
            Some(Ordering::Greater) => then,
            Some(Ordering::Less | Ordering::Equal) => otherwise,
            None => Self::Bent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::new(Decimal::from_str_exact(text).unwrap())
    }

    fn value(form: Form<'_>) -> Decimal {
        match form {
            Form::Known(value) => value.value().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// The levels of a staircase and where each begins, as far as a place.
    fn levels(to: u32, stairs: impl Fn(Form<'_>) -> Form<'_>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut from = Decimal::ZERO;
        while from < Decimal::from(to) {
            let piece = Piece::from(from);
            let level = value(stairs(piece.moving(Decimal::ZERO, Decimal::ONE)));
            found.push((from.normalize().to_string(), level.to_string()));
            let Some(end) = piece.to() else { break };
            from = end;
        }
        found
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(from, level)| ((*from).to_owned(), (*level).to_owned())).collect()
    }

    #[test]
    fn rising_stairs_end_at_each_whole_number() {
        // ceil(2 t / 3): a step more behind 1.5, 3, 4.5
        let found = levels(5, |t| (t * Form::lit(2)).over(Form::lit(3)).ceil());
        assert_eq!(found, pairs(&[("0", "1"), ("1.5", "2"), ("3", "3"), ("4.5", "4")]));
    }

    #[test]
    fn falling_stairs_of_a_quotient_end_where_it_is_whole() {
        // ceil(6 / (1 + t)): 6 / (1 + t) is 5 at 0.2, 4 at 0.5, 3 at 1, 2 at 2, 1 at 5
        let found = levels(6, |t| Form::lit(6).over(Form::lit(1) + t).ceil());
        let expected = [("0", "6"), ("0.2", "5"), ("0.5", "4"), ("1", "3"), ("2", "2"), ("5", "1")];
        assert_eq!(found, pairs(&expected));
    }

    #[test]
    fn edges_that_no_decimal_hits_are_passed_once() {
        // ceil(3 t / 7): edges at 7/3, 14/3, 7
        let found = levels(7, |t| (t * Form::lit(3)).over(Form::lit(7)).ceil());
        let levels: Vec<&str> = found.iter().map(|(_, level)| level.as_str()).collect();
        assert_eq!(levels, ["1", "2", "3"]);
        // ceil(7 / (3 + t)) falls to 2 at 1/2 and to 1 at 4
        let found = levels_of_seven();
        assert_eq!(found, pairs(&[("0", "3"), ("0.5", "2"), ("4", "1")]));
    }

    fn levels_of_seven() -> Vec<(String, String)> {
        levels(5, |t| Form::lit(7).over(Form::lit(3) + t).ceil())
    }

    #[test]
    fn signs_of_lines_and_quotients_end_pieces_at_their_roots() {
        let piece = Piece::from(Decimal::ONE);
        let t = piece.moving(Decimal::ZERO, Decimal::ONE);
        // (t - 3) / (t + 1): below 0 until 3
        let quotient = (t - Form::lit(3)).over(t + Form::lit(1));
        assert_eq!((quotient.sign(), piece.to()), (Some(Ordering::Less), Some(Decimal::from(3))));
        assert_eq!(quotient.at(Decimal::from(7)), Some(Decimal::new(5, 1)));
        // 1 / (t - 2) ends the piece at its pole
        let piece = Piece::from(Decimal::ONE);
        let t = piece.moving(Decimal::ZERO, Decimal::ONE);
        assert_eq!(Form::lit(1).over(t - Form::lit(2)).sign(), Some(Ordering::Less));
        assert_eq!(piece.to(), Some(Decimal::TWO));
    }

    #[test]
    fn what_is_no_quotient_of_lines_is_bent_and_never_known() {
        let piece = Piece::from(Decimal::ZERO);
        let t = piece.moving(Decimal::ONE, Decimal::ONE);
        for bent in [t * t, t.over(t + Form::lit(1)) + t, (t * t).ceil(), t.round(), (t * t).select(t, t, t)]
        {
            assert!(bent.sign().is_none(), "{bent:?}");
        }
        // what cancels is none the less known: t / t, t - t, 2 t / t
        assert_eq!(value(t.over(t)), Decimal::ONE);
        assert_eq!(value(t - t), Decimal::ZERO);
        assert_eq!(value((t * Form::lit(2)).over(t)), Decimal::TWO);
    }

    #[test]
    fn floors_caps_and_tiers_choose_and_end_where_the_choice_does() {
        let piece = Piece::from(Decimal::ZERO);
        let t = piece.moving(Decimal::ZERO, Decimal::ONE);
        assert_eq!(value(t.at_least(Form::Known(exact("2.5")))), Decimal::new(25, 1));
        assert_eq!(piece.to(), Some(Decimal::new(25, 1)));
        let capped = t.at_most(Form::lit(2));
        assert_eq!((capped.at(Decimal::ONE), piece.to()), (Some(Decimal::ONE), Some(Decimal::TWO)));
        let tier = t.select(Form::lit(1), Form::lit(9), Form::lit(3));
        assert_eq!((value(tier), piece.to()), (Decimal::from(3), Some(Decimal::ONE)));
    }
}
