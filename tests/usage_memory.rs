//! A usage log is read in memory that does not grow with its lines. Alone in its process, whose peak it looks at.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use breakeven::UsageLog;
use std::io::{BufReader, Read};

/// Lines that are made as they are read.
struct Lines {
    left: u64,
    pending: Vec<u8>,
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.pending.is_empty() && self.left > 0 {
            self.left -= 1;
            self.pending =
                format!("{},gpt-4o-mini,1200,1000,100\n", 1_793_491_200 + self.left % 2_000_000).into_bytes();
        }
        let count = self.pending.len().min(into.len());
        into[..count].copy_from_slice(&self.pending[..count]);
        self.pending.drain(..count);
        Ok(count)
    }
}

fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn read(lines: u64) -> UsageLog {
    let header = b"timestamp,model,prompt_tokens,cached_tokens,completion_tokens\n".to_vec();
    let mut log = UsageLog::new();
    log.read_csv(BufReader::new(Lines { left: lines, pending: header })).unwrap();
    assert_eq!((log.requests(), log.refused().count()), (lines, 0));
    log
}

#[test]
fn ten_times_the_lines_take_no_more_memory() {
    drop(read(50_000));
    let before = peak_kilobytes();
    drop(read(500_000));
    let grown = peak_kilobytes() - before;
    assert!(grown < 2_048, "{grown} kB for 450,000 lines more");
}
