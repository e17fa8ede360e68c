//! A look over a text before it is parsed, for what the parsers would not survive or would not see.
//!
//! Parsers recurse on nesting, and they hand a long number over as a float whose lost digits cannot be seen any more.

use super::figure::EXPECTED;
use super::text::Format;
use crate::error::{ErrorKind, FieldPath, Limit};

/// The deepest nesting that is read, brackets and dotted keys together.
const MOST_NESTING: usize = 64;

/// Digits that a number with a point keeps, and digits of the largest whole number that both formats keep.
const MOST_DIGITS: (usize, usize) = (15, 19);

/// What a parser would not survive, or would not explain.
#[derive(Debug, PartialEq)]
pub(super) struct Offence {
    /// Its byte offset.
    pub(super) offset: usize,
    /// The path of the value, where it is known.
    pub(super) path: Option<FieldPath>,
    pub(super) kind: ErrorKind,
}

/// The first number whose digits a parser would lose without a word, with its byte offset.
///
/// # Errors
/// Nesting that is too deep, and what JSON has no word for.
pub(super) fn scan(text: &str, format: Format) -> Result<Option<(usize, &str)>, Offence> {
    let mut scanner = Scanner {
        text,
        format,
        at: 0,
        levels: Vec::new(),
        depth: 0,
        dots: 0,
        keys: Vec::new(),
        key: String::new(),
        long: None,
    };
    while let Some(c) = scanner.peek() {
        scanner.step(c)?;
    }
    Ok(scanner.long)
}

struct Scanner<'a> {
    text: &'a str,
    format: Format,
    at: usize,
    /// What each open bracket adds to the depth: itself, and the parts of the dotted key before it.
    levels: Vec<usize>,
    depth: usize,
    dots: usize,
    /// The keys of the open tables, and the last one, in JSON.
    keys: Vec<String>,
    key: String,
    long: Option<(usize, &'a str)>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self, c: char) -> Result<(), Offence> {
        match c {
            '"' => {
                let from = self.at.saturating_add(1);
                self.skip_string('"');
                if self.format == Format::Json && self.rest().trim_start().starts_with(':') {
                    self.key = self.text.get(from..self.at.saturating_sub(1)).unwrap_or_default().to_owned();
                }
                return Ok(());
            }
            'N' | 'I' if self.format == Format::Json => return self.no_number(),
            '\'' if self.format == Format::Toml => {
                self.skip_string('\'');
                return Ok(());
            }
            '#' if self.format == Format::Toml => {
                self.at = self.at.saturating_add(self.rest().find('\n').unwrap_or(self.rest().len()));
                return Ok(());
            }
            '[' | '{' => {
                let level = self.dots.saturating_add(1);
                self.levels.push(level);
                self.keys.push(std::mem::take(&mut self.key));
                self.depth = self.depth.saturating_add(level);
                self.dots = 0;
            }
            ']' | '}' => {
                self.depth = self.depth.saturating_sub(self.levels.pop().unwrap_or(0));
                self.key = self.keys.pop().unwrap_or_default();
                self.dots = 0;
            }
            '.' => self.dots = self.dots.saturating_add(1),
            ',' | '\n' => self.dots = 0,
            '0'..='9' if self.begins_a_number() => {
                self.number();
                return Ok(());
            }
            _ => {}
        }
        if self.depth.saturating_add(self.dots) > MOST_NESTING {
            let kind = ErrorKind::TooLarge { limit: Limit::Nesting(MOST_NESTING) };
            return Err(Offence { offset: self.at, path: None, kind });
        }
        self.at = self.at.saturating_add(c.len_utf8());
        Ok(())
    }

    /// JSON has no NaN and no infinity; some writers write them all the same.
    fn no_number(&mut self) -> Result<(), Offence> {
        let word = ["NaN", "Infinity"].into_iter().find(|word| self.rest().starts_with(word));
        let Some(word) = word else {
            self.at = self.at.saturating_add(1);
            return Ok(());
        };
        let keys: Vec<&str> =
            self.keys.iter().chain([&self.key]).map(String::as_str).filter(|key| !key.is_empty()).collect();
        let kind = ErrorKind::WrongType { found: word.to_owned(), expected: EXPECTED.to_owned() };
        Err(Offence { offset: self.at, path: Some(FieldPath::new(keys.join("."))), kind })
    }

    /// Past a string: of one line, or of many where it begins with three quotes.
    fn skip_string(&mut self, quote: char) {
        let three: String = [quote; 3].iter().collect();
        let is_long = self.format == Format::Toml && self.rest().starts_with(&three);
        let open = if is_long { 3 } else { 1 };
        let inside = self.rest().get(open..).unwrap_or_default();
        let mut escaped = false;
        let mut length = inside.len();
        for (offset, c) in inside.char_indices() {
            let ends = if is_long {
                inside.get(offset..).is_some_and(|rest| rest.starts_with(&three))
            } else {
                c == quote
            };
            // A line's end closes what the parser will refuse anyway.
            if (ends && !escaped) || (c == '\n' && !is_long) {
                length = offset.saturating_add(open);
                break;
            }
            escaped = c == '\\' && quote == '"' && !escaped;
        }
        self.at = self.at.saturating_add(open).saturating_add(length).min(self.text.len());
    }

    /// A digit at the beginning of a value: not inside a name, a date or another number.
    fn begins_a_number(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '=' | ',' | '[' | ':' | '-' | '+'))
    }

    /// Past a number; the first with more digits than survive is kept.
    fn number(&mut self) {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-' | ':');
        let length = self.rest().find(|c| !is_part(c)).unwrap_or(self.rest().len());
        let token = self.rest().get(..length).unwrap_or_default();
        let mantissa = token.split(['e', 'E']).next().unwrap_or_default();
        let plain = mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '.'));
        let is_point = mantissa.contains('.') || mantissa.len() < token.len();
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let (with_point, whole) = MOST_DIGITS;
        let most = if is_point { with_point } else { whole };
        if plain && digits.trim_start_matches('0').len() > most {
            self.long = self.long.or(Some((self.at, token)));
        }
        self.at = self.at.saturating_add(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toml(text: &str) -> Result<Option<(usize, &str)>, Offence> {
        scan(text, Format::Toml)
    }

    #[test]
    fn brackets_and_dots_count_together_and_end_together() {
        let open = "{a.a.a.a.a.a.a = ".repeat(10);
        assert!(matches!(
            toml(&format!("x = {open}")),
            Err(Offence { kind: ErrorKind::TooLarge { .. }, .. })
        ));
        let closed = "x = [[[1.5, 2.5], [3]]]\n".repeat(100);
        assert_eq!(toml(&closed), Ok(None));
    }

    #[test]
    fn strings_and_comments_have_no_say() {
        let brackets = "[".repeat(100);
        for text in [
            format!("x = \"{brackets}\""),
            format!("x = '{brackets}\\'\ny = 1"),
            format!("x = \"\"\"\n{brackets}\n\"\"\"\n"),
            format!("# {brackets}"),
            format!("x = \"\\\"{brackets}\""),
        ] {
            assert_eq!(toml(&text), Ok(None), "{text}");
        }
    }

    #[test]
    fn digits_that_a_float_would_lose_are_seen() {
        assert_eq!(toml("a = 1.3999999999999999999"), Ok(Some((4, "1.3999999999999999999"))));
        assert_eq!(toml("a = 0.000000000000000000000000123456789"), Ok(None));
        let short = "a = 20_000_000_000\nb = 2026-11-24\nc = 07:32:00.9999999999999999\ngpt-5.6-terra = 1";
        assert_eq!(toml(short), Ok(None));
        assert!(scan("{\"a\": 123456789012345678901}", Format::Json).is_ok_and(|long| long.is_some()));
    }

    #[test]
    fn nan_in_json_is_found_with_its_path() {
        let error = scan("{\"a\": {\"NaN\": 1, \"b\": \"NaN\", \"c\": NaN}}", Format::Json).unwrap_err();
        assert_eq!(error.path, Some(FieldPath::new("a.c")));
        assert_eq!(error.offset, 34);
    }
}
