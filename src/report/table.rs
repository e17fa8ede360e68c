//! Columns that line up, and lines that end.

use std::fmt::Write as _;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Rows of cells under a head.
pub(super) struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(columns: &[(&'static str, Align)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table with two spaces between the columns and a rule below the head.
    pub(super) fn write(&self, out: &mut String) {
        let heads: Vec<String> = self.columns.iter().map(|(head, _)| (*head).to_owned()).collect();
        let width = |at: usize| {
            let cells = std::iter::once(&heads).chain(&self.rows);
            cells.filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        self.line(out, &heads, &widths);
        let rule: Vec<String> =
            heads.iter().zip(&widths).map(|(head, width)| rule_below(head, *width)).collect();
        self.line(out, &rule, &widths);
        for row in &self.rows {
            self.line(out, row, &widths);
        }
    }

    fn line(&self, out: &mut String, cells: &[String], widths: &[usize]) {
        let mut line = String::new();
        // A column in which nothing stands takes no room.
        let columns = cells.iter().zip(widths).zip(&self.columns).filter(|((_, width), _)| **width > 0);
        for ((cell, width), (_, align)) in columns {
            let _ = match align {
                Align::Left => write!(line, "{cell:<width$}  "),
                Align::Right => write!(line, "{cell:>width$}  "),
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A column without a head has no rule either.
fn rule_below(head: &str, width: usize) -> String {
    if head.is_empty() { String::new() } else { "-".repeat(width) }
}

/// Text in lines of at most 100 characters, the later ones indented.
pub(super) fn wrap(out: &mut String, text: &str, indent: &str) {
    const WIDTH: usize = 100;
    let mut line = String::new();
    for word in text.split(' ') {
        let length = line.chars().count().saturating_add(word.chars().count());
        if length >= WIDTH && !line.trim().is_empty() {
            out.push_str(line.trim_end());
            out.push('\n');
            line = indent.to_owned();
        }
        line.push_str(word);
        line.push(' ');
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
