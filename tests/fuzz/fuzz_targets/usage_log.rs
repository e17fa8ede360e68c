//! A usage log, and lines of requests: sums or refused lines, never a panic; and a workload that can be written.

#![no_main]

use breakeven::{RequestLine, UsageLog};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut log = UsageLog::new();
    let _ = log.read_csv(bytes);
    let _ = log.read_jsonl(bytes);
    let _ = log.read_openai_usage(bytes);
    let _ = log.read_anthropic_usage(bytes);
    log.assume_requests(1_000);
    if let Ok(workload) = log.workload() {
        assert!(workload.class.iter().next().is_some(), "a workload has a class");
    }
    let _ = log.token_profile();
    for line in String::from_utf8_lossy(bytes).lines() {
        let _ = RequestLine::parse(line).and_then(|line| line.request().map(|_| ()));
    }
});
