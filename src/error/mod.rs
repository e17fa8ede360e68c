//! One opaque error: where, what, and what to write instead.

mod kind;

pub use kind::{ErrorKind, Limit};

use std::fmt::{self, Write};

/// The dotted path of a value: `deployment.bought.people.run_fte`.
///
/// The same path names the value in a scenario file, in an error, in provenance and as the axis of a sweep.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(String);

impl FieldPath {
    /// A path from its dotted text.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path of a field of this one.
    #[must_use]
    pub fn join(&self, field: &str) -> Self {
        if self.0.is_empty() { Self(field.to_owned()) } else { Self(format!("{}.{field}", self.0)) }
    }

    /// The dotted text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in a text, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Position {
    /// The place of a byte offset in a text.
    pub(crate) fn of_offset(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        Self {
            line: before.matches('\n').count().saturating_add(1),
            column: before.get(line_start..).unwrap_or("").chars().count().saturating_add(1),
        }
    }
}

/// Why there is no answer.
///
/// One opaque type for the whole crate, because finer-grained ones compose badly. Match on [`Error::kind`]; the path
/// and the place are beside it. The message is lower case, names the value and its range, and says what to write
/// instead.
///
/// ```
/// use breakeven::{Catalog, ErrorKind, Scenario};
///
/// let text = "schema = 1\nquestion = 'when?'\nbasline = 'a'\n";
/// let error = Scenario::parse(text).unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::UnknownField { .. }));
/// assert_eq!(error.to_string(), "3:1: basline: unknown key; did you mean `baseline`?");
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    path: Option<FieldPath>,
    position: Option<Position>,
    kind: ErrorKind,
}

impl Error {
    /// An error of a kind, without a place yet.
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner { path: None, position: None, kind }))
    }

    /// An error at a path.
    pub(crate) fn at(path: FieldPath, kind: ErrorKind) -> Self {
        Self(Box::new(Inner { path: Some(path), position: None, kind }))
    }

    /// The same error with the place of its value in the text, unless it has one already.
    pub(crate) fn with_position(mut self, position: Option<Position>) -> Self {
        self.0.position = self.0.position.or(position);
        self
    }

    /// The same error at a path, unless it has one already.
    pub(crate) fn with_path(mut self, path: FieldPath) -> Self {
        self.0.path = self.0.path.or(Some(path));
        self
    }

    /// What is wrong, as data.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Which value is meant.
    #[must_use]
    pub fn path(&self) -> Option<&FieldPath> {
        self.0.path.as_ref()
    }

    /// Where it stands in the text, when there is one.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }
}

/// Writes on one line whatever is quoted: control characters are escaped.
struct OneLine<'f, 'a>(&'f mut fmt::Formatter<'a>);

impl Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            if c.is_control() { write!(self.0, "{}", c.escape_default())? } else { self.0.write_char(c)? }
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = OneLine(f);
        if let Some(Position { line, column }) = self.0.position {
            write!(f, "{line}:{column}: ")?;
        }
        match (&self.0.path, &self.0.kind) {
            // These read as one sentence with their path: `facility.pue = 0.9 is not in 1..=3`.
            (
                Some(path),
                ErrorKind::OutOfRange { .. } | ErrorKind::NotWhole { .. } | ErrorKind::TooManyDigits { .. },
            ) => {
                write!(f, "{path} = {}", self.0.kind)
            }
            (Some(path), kind) => write!(f, "{path}: {kind}"),
            (None, kind) => write!(f, "{kind}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("path", &self.0.path)
            .field("position", &self.0.position)
            .field("kind", &self.0.kind)
            .finish()
    }
}

impl std::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_is_one_word_and_can_cross_threads() {
        fn shareable<T: Send + Sync + Clone + std::error::Error + 'static>() {}
        shareable::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn message_is_one_line_whatever_it_quotes() {
        let error =
            Error::at(FieldPath::new("a\nb\u{1b}[2J.ü"), ErrorKind::Missing { instead: "c\td".to_owned() });
        assert_eq!(error.path().unwrap().as_str(), "a\nb\u{1b}[2J.ü");
        assert_eq!(error.to_string(), r"a\nb\u{1b}[2J.ü: missing; c\td");
    }

    #[test]
    fn position_counts_lines_and_characters_from_one() {
        let text = "a\nüb = 1";
        let at = |offset| {
            let Position { line, column } = Position::of_offset(text, offset);
            (line, column)
        };
        // ü is two bytes and one character, so the offset 4 of `b` is column 2
        assert_eq!((at(0), at(2), at(4), at(99)), ((1, 1), (2, 1), (2, 2), (2, 7)));
    }
}
