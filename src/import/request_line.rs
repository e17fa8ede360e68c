//! One request as a line of JSON.

use super::json_line::{Count, Word, wrong};
use crate::api::{Request, is_standard};
use crate::error::{Error, ErrorKind, FieldPath};
use serde::de::{Deserialize, Deserializer};

/// A request as a line of JSON: the model, and what [`Request`] counts. All but the model may be left out or null.
///
/// ```
/// use breakeven::RequestLine;
///
/// let line = r#"{"model": "gpt-4o-mini", "prompt_tokens": 1200, "cached_tokens": 1024, "completion_tokens": 80, "batch": true}"#;
/// let line = RequestLine::parse(line)?;
/// assert_eq!(line.model(), "gpt-4o-mini");
/// let request = line.request()?;
/// assert_eq!((request.prompt_tokens, request.service_tier), (1_200, Some("batch")));
/// let error = RequestLine::parse(r#"{"model": "gpt-4o-mini", "promt_tokens": 1200}"#).unwrap_err();
/// assert_eq!(error.to_string(), "promt_tokens: unknown key; did you mean `prompt_tokens`?");
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RequestLine<'a>(Line<Word<'a>>);

/// The form of a line, over what its words are kept in.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<W> {
    model: W,
    #[serde(default)]
    prompt_tokens: Count,
    #[serde(default)]
    cached_tokens: Count,
    #[serde(default)]
    cache_write_tokens: Count,
    #[serde(default)]
    cache_write_1h_tokens: Count,
    #[serde(default)]
    cache_write_12h_tokens: Count,
    #[serde(default)]
    completion_tokens: Count,
    #[serde(default)]
    reasoning_tokens: Count,
    batch: Option<bool>,
    service_tier: Option<W>,
    timestamp: Option<W>,
}

impl<'a> RequestLine<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// [`ErrorKind::WrongType`] for what is no table or no count, [`ErrorKind::UnknownField`], [`ErrorKind::DuplicateField`],
    /// [`ErrorKind::Missing`] without a model, [`ErrorKind::Syntax`] for what is no JSON.
    pub fn parse(line: &'a str) -> Result<Self, Error> {
        if let Ok(read) = serde_json::from_str(line) {
            return Ok(Self(read));
        }
        let example = "a request such as {\"model\": \"gpt-4o\", \"prompt_tokens\": 1200}";
        Err(wrong::<Line<String>>(line, example))
    }

    /// The model as the line calls it.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.0.model.0
    }

    /// The request, to be priced.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`] where it is a batch request of another tier, [`ErrorKind::WrongType`] for a timestamp that is none.
    pub fn request(&self) -> Result<Request<'_>, Error> {
        let line = &self.0;
        let tier = line.service_tier.as_ref().map(|tier| &*tier.0).filter(|tier| !is_standard(tier));
        let service_tier = match (line.batch.unwrap_or(false), tier) {
            (false, tier) => tier,
            (true, None | Some("batch")) => Some("batch"),
            (true, Some(_)) => {
                let (first, second) = ("batch".to_owned(), "service_tier".to_owned());
                return Err(ErrorKind::Conflict { first, second }.into());
            }
        };
        let time = |text: &Word<'_>| {
            text.0.parse().map_err(|_| {
                let expected = "a time such as 2026-11-26T09:30:00Z".to_owned();
                let found = format!("`{}`", text.0);
                Error::at(FieldPath::new("timestamp"), ErrorKind::WrongType { found, expected })
            })
        };
        Ok(Request {
            prompt_tokens: line.prompt_tokens.0,
            cached_tokens: line.cached_tokens.0,
            cache_write_tokens: line.cache_write_tokens.0,
            cache_write_1h_tokens: line.cache_write_1h_tokens.0,
            cache_write_12h_tokens: line.cache_write_12h_tokens.0,
            completion_tokens: line.completion_tokens.0,
            reasoning_tokens: line.reasoning_tokens.0,
            service_tier,
            uplifts: &[],
            at: line.timestamp.as_ref().map(time).transpose()?,
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RequestLine<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Line::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_wrong_say_what() {
        for (line, message) in [
            ("", "``, expected a request such as {\"model\": \"gpt-4o\", \"prompt_tokens\": 1200}"),
            ("[1]", "`[1]`, expected a request such as {\"model\": \"gpt-4o\", \"prompt_tokens\": 1200}"),
            ("{}", "model: missing; write `\"model\": ...`"),
            (r#"{"model": 4}"#, "model: integer `4`, expected text in quotes"),
            (
                r#"{"model": "m", "prompt_tokens": -1}"#,
                "prompt_tokens: integer `-1`, expected a whole number of tokens from 0",
            ),
            (
                r#"{"model": "m", "prompt_tokens": 1.5}"#,
                "prompt_tokens: floating point `1.5`, expected a whole number of tokens from 0",
            ),
            (
                r#"{"model": "m", "prompt_tokens": "12"}"#,
                "prompt_tokens: string \"12\", expected a whole number of tokens from 0",
            ),
            (r#"{"model": "m", "batch": 1}"#, "batch: integer `1`, expected true or false"),
            (r#"{"model": "m", "model": "n"}"#, "the key `model` is written twice"),
            (r#"{"model": "m""#, "EOF while parsing an object"),
            (r#"{"model": "m"} x"#, "trailing characters"),
        ] {
            let error = RequestLine::parse(line).unwrap_err().to_string();
            assert!(error.ends_with(message) || error == message, "{line}: {error}");
        }
        let both = RequestLine::parse(r#"{"model": "m", "batch": true, "service_tier": "flex"}"#).unwrap();
        assert!(matches!(both.request().unwrap_err().kind(), ErrorKind::Conflict { .. }));
        let never = RequestLine::parse(r#"{"model": "m", "timestamp": "soon"}"#).unwrap();
        let message = "timestamp: `soon`, expected a time such as 2026-11-26T09:30:00Z";
        assert_eq!(never.request().unwrap_err().to_string(), message);
    }

    #[test]
    fn tier_of_openai_that_is_no_other_is_the_standard_one() {
        // https://platform.openai.com/docs/api-reference/responses/object: `default` is the standard price, `auto` that of the project
        for tier in ["default", "auto", "standard"] {
            let line = RequestLine::parse(&format!(r#"{{"model": "m", "service_tier": "{tier}"}}"#))
                .map(|line| line.request().unwrap().service_tier.map(str::to_owned));
            assert_eq!(line.unwrap(), None, "{tier}");
        }
    }

    #[test]
    fn what_is_null_or_left_out_is_none() {
        let line = RequestLine::parse(
            r#"{"model": "a\"b", "prompt_tokens": 12.0, "cached_tokens": null, "batch": null}"#,
        )
        .unwrap();
        let request = Request { prompt_tokens: 12, ..Request::default() };
        assert_eq!((line.model(), line.request().unwrap()), ("a\"b", request));
    }
}
