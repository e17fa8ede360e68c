//! Other people's price lists and usage logs: text in, typed values out.
//!
//! Each row is taken or refused with a reason; nothing is dropped or zeroed without a word.

mod json;
mod list;
mod litellm;
mod litellm_hours;
mod litellm_keys;
mod litellm_sheet;
mod number;
mod request_line;
mod usage;

pub use list::{Note, NoteKind, PriceList, Refusal, Refused};
pub use request_line::RequestLine;
pub use usage::{RefusedLine, RefusedLines, UsageLog};
