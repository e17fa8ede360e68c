//! What a function under test may return.

use rust_decimal::Decimal;
use std::fmt::Debug;

/// What a function under test returns: the value, an [`Option`] of it, or a [`Result`] with any error.
///
/// A law that is given `None` or an error where there has to be an answer is broken, and says so.
pub trait Answer<T> {
    /// The value, or in words why there is none.
    ///
    /// # Errors
    /// The error as it debugs, or that there was nothing.
    fn answer(self) -> Result<T, String>;
}

impl<T> Answer<T> for T {
    fn answer(self) -> Result<T, String> {
        Ok(self)
    }
}

impl<T> Answer<T> for Option<T> {
    fn answer(self) -> Result<T, String> {
        self.ok_or_else(|| "nothing".to_owned())
    }
}

impl<T, E: Debug> Answer<T> for Result<T, E> {
    fn answer(self) -> Result<T, String> {
        self.map_err(|error| format!("{error:?}"))
    }
}

/// The same, where nothing but the answer says which number is calculated with: `f64` or [`Decimal`], a bill of them, or an
/// [`Option`] or a [`Result`] of these.
pub trait Yield {
    /// What is answered where it is not refused.
    type Value;

    /// The value, or in words why there is none.
    ///
    /// # Errors
    /// As [`Answer::answer`].
    fn value(self) -> Result<Self::Value, String>;
}

macro_rules! yields_itself {
    ($($value:ty),*) => {$(
        impl Yield for $value {
            type Value = Self;

            fn value(self) -> Result<Self, String> {
                Ok(self)
            }
        }
    )*};
}

yields_itself!(f64, Decimal, (Vec<f64>, f64), (Vec<Decimal>, Decimal));

impl<T> Yield for Option<T> {
    type Value = T;

    fn value(self) -> Result<T, String> {
        self.answer()
    }
}

impl<T, E: Debug> Yield for Result<T, E> {
    type Value = T;

    fn value(self) -> Result<T, String> {
        self.answer()
    }
}

/// What a function returns that may refuse: an [`Option`] or a [`Result`].
pub trait Refusal {
    /// In words what it gave; `None` where it refused.
    fn given(self) -> Option<String>;
}

impl<T: Debug> Refusal for Option<T> {
    fn given(self) -> Option<String> {
        self.map(|answer| format!("{answer:?}"))
    }
}

impl<T: Debug, E> Refusal for Result<T, E> {
    fn given(self) -> Option<String> {
        self.ok().given()
    }
}

/// What is finite, or not there at all: a number, a list of them, an [`Option`] or a [`Result`].
pub trait Finite {
    /// Whether no NaN and no infinity is in it.
    fn is_finite(&self) -> bool;
}

impl Finite for f64 {
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
}

impl Finite for Decimal {
    fn is_finite(&self) -> bool {
        true
    }
}

impl<T: Finite> Finite for Vec<T> {
    fn is_finite(&self) -> bool {
        self.iter().all(T::is_finite)
    }
}

impl<T: Finite> Finite for Option<T> {
    fn is_finite(&self) -> bool {
        self.as_ref().is_none_or(T::is_finite)
    }
}

impl<T: Finite, E> Finite for Result<T, E> {
    fn is_finite(&self) -> bool {
        self.as_ref().map_or(true, T::is_finite)
    }
}
