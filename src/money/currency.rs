//! Which currency an amount is in.

/// A currency by its ISO 4217 code.
///
/// The price book and the keys of a scenario are in US dollars; other currencies come with conversion at stated rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Currency {
    /// The US dollar.
    USD,
    /// The euro.
    EUR,
}

impl Currency {
    /// The ISO 4217 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::USD => "USD",
            Self::EUR => "EUR",
        }
    }
}
