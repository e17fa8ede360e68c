//! Other people's price lists and usage logs: text in, typed values out.
//!
//! Each row is taken or refused with a reason; nothing is dropped or zeroed without a word.

mod csv;
mod genai_prices;
mod json;
mod json_line;
mod list;
mod litellm;
mod litellm_hours;
mod litellm_keys;
mod litellm_sheet;
mod models_dev;
mod number;
mod open_router;
mod open_router_overrides;
mod request_line;
mod row;
mod row_hours;
mod skypilot;
mod usage;

pub use list::{Note, NoteKind, PriceList, Refusal, Refused};
pub use request_line::RequestLine;
pub use skypilot::{MachineList, RentedMachine};
pub use usage::{RefusedLine, RefusedLines, UsageLog};
