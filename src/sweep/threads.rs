//! Parts of a sweep on several threads.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// The most threads of a call.
pub(super) const MOST_THREADS: u64 = 1024;

/// Does every part once, on the calling thread and on as many more as are asked for and the system gives.
pub(super) fn work_off<T: Send>(parts: Vec<T>, work: impl Fn(T) + Sync) {
    let more = parts.len().saturating_sub(1);
    let queue = Mutex::new(parts.into_iter());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let until_none_is_left = || {
        while let Some(part) = next() {
            work(part);
        }
    };
    thread::scope(|scope| {
        for _ in 0..more {
            // A system that gives no more threads leaves more to those there are.
            if thread::Builder::new().spawn_scoped(scope, until_none_is_left).is_err() {
                break;
            }
        }
        until_none_is_left();
    });
}
