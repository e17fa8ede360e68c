//! What the command-line examples have in common: where a scenario is read from, how a mistake is said, and exit codes.

use breakeven::Error;
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// More than any scenario has; the library reads no more either.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Exit 0 with an answer on standard output; exit 2 with a message on standard error and nothing on standard output.
pub(crate) fn exit(outcome: Result<String, String>) -> ExitCode {
    match outcome {
        Ok(answer) => {
            // A reader that has seen enough, such as `head`, closes the pipe: not an error.
            let _ = io::stdout().write_all(answer.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

/// What is asked, and what it is called in messages.
pub(crate) struct Question<'a> {
    name: &'a str,
    pub(crate) text: String,
}

impl<'a> Question<'a> {
    /// Reads a file, standard input where it is `-`, or without one what is bundled: its name and text.
    pub(crate) fn read(scenario: Option<&'a str>, (bundled, text): (&'a str, &str)) -> Result<Self, String> {
        let (name, text) = match scenario {
            None => (bundled, Ok(text.to_owned())),
            Some("-") => ("standard input", read(io::stdin())),
            Some(path) => (path, File::open(path).and_then(read)),
        };
        let text = text.map_err(|error| format!("{name}: {error}"))?;
        Ok(Self { name, text })
    }

    /// What is wrong with it. An editor finds `file:line:column: message`; without a place a space parts the two.
    pub(crate) fn said(&self, error: Error) -> String {
        match error.position() {
            Some(_) => format!("{}:{error}", self.name),
            None => format!("{}: {error}", self.name),
        }
    }
}

fn read(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    // One byte past the limit, so that the library sees that there is more and says so.
    source.take(MOST_BYTES + 1).read_to_string(&mut text)?;
    Ok(text)
}
