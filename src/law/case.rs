//! One application of a law: what is fed to it, what the function answers, and what the law makes of that.

use super::answer::{Answer, Refusal};
use super::term::Term;
use super::violation::{Finding, Side, Value, Violation};
use crate::number::Amount;
use std::fmt::Debug;

/// A law at the inputs that it is given.
pub(super) struct Case {
    law: &'static str,
    fed: Vec<(&'static str, String)>,
}

impl Case {
    pub(super) fn of(law: &'static str) -> Self {
        Self { law, fed: Vec::new() }
    }

    /// An input, by its name in the signature.
    pub(super) fn fed(mut self, name: &'static str, value: impl Debug) -> Self {
        self.fed.push((name, format!("{value:?}")));
        self
    }

    pub(super) fn broken(&self, finding: Finding) -> Violation {
        Violation::new(self.law, self.fed.clone(), finding)
    }

    /// What the law asks of its inputs; of others it says nothing.
    pub(super) fn speaks_of(&self, domain: &'static str, is_inside: bool) -> Result<(), Violation> {
        if is_inside { Ok(()) } else { Err(self.broken(Finding::Outside { domain })) }
    }

    /// Rates above -1, at which money is lost within a period, and flows that are numbers.
    pub(super) fn speaks_of_growth<A: Amount>(&self, rate: A) -> Result<Term<A>, Violation> {
        let growth = Term::one() + Term::of(rate);
        self.speaks_of("rates above -1", Term::zero().is_below(growth))?;
        Ok(growth)
    }

    /// As many periods as a law walks through.
    pub(super) fn speaks_of_periods(&self, periods: u32) -> Result<(), Violation> {
        self.speaks_of("at most 1,200 periods, a century of months", periods <= 1200)
    }

    /// Amounts times a factor.
    pub(super) fn scaled<A: Amount>(&self, amounts: &[A], factor: Term<A>) -> Result<Vec<A>, Violation> {
        let scaled: Option<Vec<A>> =
            amounts.iter().map(|amount| (Term::of(*amount) * factor).amount()).collect();
        self.speaks_of(LARGE, scaled.is_some())?;
        Ok(scaled.unwrap_or_default())
    }

    /// A number of the law's own, to feed on.
    pub(super) fn made<A: Amount>(&self, term: Term<A>) -> Result<A, Violation> {
        term.amount().ok_or_else(|| self.broken(Finding::Outside { domain: LARGE }))
    }

    /// What a function under test answers.
    pub(super) fn get<T>(&self, call: &str, answer: impl Answer<T>) -> Result<T, Violation> {
        let call = call.to_owned();
        answer.answer().map_err(|instead| self.broken(Finding::NoAnswer { call, instead }))
    }

    /// A number that it answers: NaN and infinity are none.
    pub(super) fn number<A: Amount>(&self, call: &str, answer: impl Answer<A>) -> Result<Term<A>, Violation> {
        let amount = self.get(call, answer)?;
        match amount.carrier() {
            Some(_) => Ok(Term::of(amount)),
            None => {
                Err(self.broken(Finding::NoAnswer { call: call.to_owned(), instead: amount.to_string() }))
            }
        }
    }

    /// Numbers that it answers.
    pub(super) fn numbers<A: Amount>(
        &self,
        call: &str,
        answer: impl Answer<Vec<A>>,
    ) -> Result<Vec<Term<A>>, Violation> {
        self.get(call, answer)?.into_iter().map(|amount| self.number(call, amount)).collect()
    }

    /// It has to be refused.
    pub(super) fn refused(&self, call: &str, answer: impl Refusal) -> Result<(), Violation> {
        match answer.given() {
            None => Ok(()),
            Some(answer) => Err(self.broken(Finding::NotRefused { call: call.to_owned(), answer })),
        }
    }

    /// Both sides are equal, to within the tolerance.
    pub(super) fn equal<A: Amount>(
        &self,
        left: (&'static str, Term<A>),
        right: (&'static str, Term<A>),
        tolerance: Term<A>,
    ) -> Result<(), Violation> {
        let difference = left.1 - right.1;
        self.speaks_of(LARGE, difference.amount().is_some() && tolerance.amount().is_some())?;
        if difference.abs().is_at_most(tolerance) {
            return Ok(());
        }
        Err(self.broken(Finding::Unequal {
            left: side(left),
            right: side(right),
            difference: difference.value(),
            tolerance: tolerance.value(),
        }))
    }

    /// The one side is no more than the other, to within the tolerance.
    pub(super) fn at_most<A: Amount>(
        &self,
        lower: (&'static str, Term<A>),
        upper: (&'static str, Term<A>),
        tolerance: Term<A>,
    ) -> Result<(), Violation> {
        let difference = lower.1 - upper.1;
        self.speaks_of(LARGE, difference.amount().is_some() && tolerance.amount().is_some())?;
        if difference.is_at_most(tolerance) {
            return Ok(());
        }
        Err(self.broken(Finding::Above {
            lower: side(lower),
            upper: side(upper),
            difference: difference.value(),
            tolerance: tolerance.value(),
        }))
    }

    /// Both sides are the same to the last digit.
    pub(super) fn same<T: PartialEq + Debug>(
        &self,
        left: (&'static str, T),
        right: (&'static str, T),
    ) -> Result<(), Violation> {
        if left.1 == right.1 {
            return Ok(());
        }
        let text = |(what, value): (&'static str, T)| Side { what, value: Value::Text(format!("{value:?}")) };
        Err(self.broken(Finding::Different { left: text(left), right: text(right) }))
    }

    /// A whole number is no more than another.
    pub(super) fn counts_at_most(
        &self,
        lower: (&'static str, i128),
        upper: (&'static str, i128),
    ) -> Result<(), Violation> {
        if lower.1 <= upper.1 {
            return Ok(());
        }
        let whole = |(what, value): (&'static str, i128)| Side { what, value: Value::Whole(value) };
        Err(self.broken(Finding::Above {
            lower: whole(lower),
            upper: whole(upper),
            difference: Value::Whole(lower.1.saturating_sub(upper.1)),
            tolerance: Value::Whole(0),
        }))
    }
}

const LARGE: &str = "amounts that it can calculate with itself";

fn side<A: Amount>((what, term): (&'static str, Term<A>)) -> Side {
    Side { what, value: term.value() }
}
